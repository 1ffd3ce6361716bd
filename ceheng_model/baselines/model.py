"""Hold the base-year incomes by region, group and component, each with its source and status."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.tables import Column, Shown, Table, column, one_or_range
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Concept, Group, Status, Text

ALL_CASES = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedValue:
    """Hold one figure in yuan with where it comes from."""

    value: float
    concept: Concept
    status: Status
    source: str
    note: str


Key = tuple[str, str, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Baseline(Shown):
    """Hold the base-year levels of one region under one share case for each group.

    `levels` has shape ``(..., group, component)`` in yuan and is read-only.
    """

    region: str
    year: int
    groups: tuple[Group, ...]
    cases: tuple[str, ...]
    """Name of the share case chosen for each group."""
    levels: Array
    sources: tuple[SourcedValue, ...]
    """Source of each group's total."""
    share_sources: tuple[SourcedValue, ...]
    """Source of each group's split into components."""

    def __post_init__(self) -> None:
        """Make the levels read-only and refuse a wrong shape."""
        levels = np.array(self.levels, dtype=float)
        if levels.shape[-2:] != (len(self.groups), len(COMPONENTS)):
            raise InputError(
                Fault(
                    what=Text("基数数组的形状", "the shape of the baseline levels"),
                    rule=Text("以（人群，构成）结尾", "end with (group, component)"),
                    got=levels.shape,
                    way_out=Text(f"应为 (..., {len(self.groups)}, 4)", f"give (..., {len(self.groups)}, 4)"),
                )
            )
        levels.setflags(write=False)
        object.__setattr__(self, "levels", levels)

    def shares(self) -> Mapping[str, str]:
        """Return the chosen share case of each group."""
        return dict(zip((group.key for group in self.groups), self.cases, strict=True))

    def tables(self) -> tuple[Table, ...]:
        """Return one row a group and component with value, status and source."""
        rows = []
        for g, group in enumerate(self.groups):
            for c, component in enumerate((*COMPONENTS, TOTAL)):
                whole = component == TOTAL
                origin = self.sources[g] if whole else self.share_sources[g]
                value = self.levels[..., g, :].sum(axis=-1) if whole else self.levels[..., g, c]
                case = "" if whole else self.cases[g]
                rows.append(
                    (
                        group.named,
                        component,
                        one_or_range(value, "yuan"),
                        case,
                        origin.concept,
                        origin.status,
                        origin.source,
                    )
                )
        columns = (
            column("group"),
            column("component"),
            Column(key="value_yuan", heading=Text("基数（元）", "base (yuan)"), kind="yuan"),
            Column(key="share_case", heading=Text("构成案例", "share case")),
            Column(key="concept", heading=Text("口径", "concept"), kind="label"),
            Column(key="status", heading=Text("性质", "status"), kind="label"),
            Column(key="source", heading=Text("来源", "source")),
        )
        return (
            Table(
                name="baseline",
                title=Text(f"{self.year}年基数", f"Baseline {self.year}"),
                columns=columns,
                rows=tuple(rows),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """Hold every row of a baseline file: all regions, years and share cases."""

    path: Path
    values: Mapping[Key, SourcedValue]

    def cases(self, region: str, group: str, year: int) -> tuple[str, ...]:
        """Return the names of the share cases of one group, in the order of the file."""
        found = (key[4] for key in self.values if key[:2] == (region, group) and key[3] == year)
        return tuple(dict.fromkeys(case for case in found if case != ALL_CASES))

    def share_choices(self, region: str, groups: Sequence[str], year: int) -> Iterator[dict[str, str]]:
        """Yield every combination of share cases over the groups."""
        for names in product(*(self.cases(region, group, year) for group in groups)):
            yield dict(zip(groups, names, strict=True))

    def select(self, region: str, groups: Sequence[Group], year: int, shares: Mapping[str, str]) -> Baseline:
        """Return the baseline of one region with one share case for each group.

        Raises `InputError` for every group without a total and every share case that does not exist.
        """
        faults: list[Fault] = []
        keys = [group.key for group in groups]
        for key in keys:
            known = self.cases(region, key, year)
            if (region, key, TOTAL, year, ALL_CASES) not in self.values:
                faults.append(self._no_total(region, key, year))
            elif shares.get(key) not in known:
                what = Text(f"{key} 的构成案例", f"the share case of {key}")
                faults.append(choice(what, shares.get(key, ""), known).at(Text(str(self.path), str(self.path))))
        raise_faults(faults)
        levels = [
            [self.values[region, key, component, year, shares[key]].value for component in COMPONENTS] for key in keys
        ]
        return Baseline(
            region=region,
            year=year,
            groups=tuple(groups),
            cases=tuple(shares[key] for key in keys),
            levels=np.array(levels),
            sources=tuple(self.values[region, key, TOTAL, year, ALL_CASES] for key in keys),
            share_sources=tuple(self.values[region, key, COMPONENTS[0], year, shares[key]] for key in keys),
        )

    def _no_total(self, region: str, group: str, year: int) -> Fault:
        regions = ", ".join(dict.fromkeys(key[0] for key in self.values))
        return Fault(
            what=Text(f"{region} {group} {year}年的合计", f"the total of {region} {group} {year}"),
            rule=Text("在基数文件中", "be in the baseline file"),
            got="",
            way_out=Text(
                f"补一行 component=total、share_case=all；文件中的地区：{regions}",
                f"add a row with component total and share_case all; regions in the file: {regions}",
            ),
            place=Text(str(self.path), str(self.path)),
        )
