"""Bring together what scenarios of one plan are made from: the plan, its baselines, published series."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ceheng_model.baselines import Baseline, Baselines, load_baselines
from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.plan import Plan, load_plan
from ceheng_model.series import PublishedSeries, load_series
from ceheng_model.vocabulary import Group, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Hold a plan with the baselines and published series that it names."""

    plan: Plan
    baselines: Baselines
    series: Mapping[str, PublishedSeries]

    def baseline(self, shares: Mapping[str, str] | None = None) -> Baseline:
        """Return the baseline under the plan's own share cases, or under others for some groups.

        Raises `InputError` for groups and share cases that do not exist.
        """
        plan = self.plan
        for group in shares or {}:
            if group not in plan.group_keys:
                raise InputError(choice(Text("人群", "the group"), group, plan.group_keys))
        chosen = {**plan.shares, **(shares or {})}
        return self.baselines.select(plan.region, plan.groups, plan.base_year, chosen)

    def series_of(self, group: Group) -> tuple[PublishedSeries, str]:
        """Return the published series that a group follows and the group's name in it."""
        if group.series is None:
            raise InputError(
                Fault(
                    what=Text(f"{group.label.zh}所参照的序列", f"the published series of {group.key}"),
                    rule=Text("已指定", "be named"),
                    got="",
                    way_out=Text(
                        '在 plan.toml 的 [[group]] 中写 series = "national.rural"',
                        'write series = "national.rural" in the [[group]] of plan.toml',
                    ),
                )
            )
        name, _, key = group.series.partition(".")
        return self.series[name], key


def load_dossier(plan: Path | str | None = None) -> Dossier:
    """Read a plan folder and the files it names; without a path, the plan that ships.

    Raises `InputError` with every fault of a file.
    """
    return _shipped() if plan is None else _read(Path(plan))


@lru_cache(maxsize=1)
def _shipped() -> Dossier:
    return _read(None)


def _read(path: Path | None) -> Dossier:
    plan = load_plan(path)
    series = {name: load_series(file) for name, file in plan.series_files.items()}
    return Dossier(plan=plan, baselines=load_baselines(plan.baseline_file), series=MappingProxyType(series))
