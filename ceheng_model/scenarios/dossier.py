"""Bring together what scenarios of one plan are made from: the plan, its baselines, published series."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from ceheng_model.baselines import Baseline, Baselines, load_baselines
from ceheng_model.baselines.baseline import ALL_CASES
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, Remark, choice, raise_faults
from ceheng_model.names import find_key, group_names
from ceheng_model.plan import Circumstances, Plan, Unfilled, load_plan, read_circumstances
from ceheng_model.plan.circumstance_table import kind_label
from ceheng_model.plausibility import REFUSED, Yardstick, apart, refusal
from ceheng_model.scenarios.distribution_faults import floor_faults
from ceheng_model.scenarios.known_levels import KnownLevel, known_level
from ceheng_model.series import TOTAL_ITEM, PublishedSeries, load_series
from ceheng_model.values import Value
from ceheng_model.vocabulary import LABELS, TOTAL, Group, Name, Template, Text, series_label

_DERIVED = Template("{year}年 {group} 基数的 derived_from", "derived_from of the base of {group} {year}")
_FOLLOWED = Template("{group}所参照的序列", "the published series of {group}")
_OWN_BASE = Template("{kind}{year}{group}的基数", "the {kind}'s base of {group} {year}")
_NAME_SERIES = Template(
    '在 plan.toml 的 [[group]] 中写 series = "{example}"', 'write series = "{example}" in the [[group]] of plan.toml'
)
_PART_OF = Template("{group}，{part}", "{group}, {part}")
_SPLIT_AS = Template("{group}按{case}", "{group} split as {case}")
_NO_CIRCUMSTANCES = Circumstances()


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dossier(Value):
    """Hold a plan with the baselines, published series and circumstances that it names."""

    plan: Plan
    baselines: Baselines
    series: Mapping[str, PublishedSeries]
    circumstances: Circumstances = _NO_CIRCUMSTANCES

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the table of circumstances."""
        return self.circumstances.remarks

    def unfilled(self) -> tuple[Unfilled, ...]:
        """Return the places that are still to be filled in.

        Those of the plan, and the sources of base-year figures.
        """
        plan, entries = self.plan, dict[str, Text]()
        for (region, key, _, year, case), figure in self.baselines.values.items():
            if figure.source or (region, year) != (plan.region, plan.base_year) or key not in plan.group_keys:
                continue
            group = plan.groups[plan.group_keys.index(key)]
            is_total = case == ALL_CASES
            label = _PART_OF.format(group=group.label, part=LABELS["total" if is_total else "component"])
            entries.setdefault(f"{key}.{TOTAL if is_total else case}", label)
        sources = (
            Unfilled(file=plan.baseline_file, entry=entry, key="source", label=label)
            for entry, label in entries.items()
        )
        return (*plan.unfilled(), *sources, *self._without_source())

    def _without_source(self) -> Iterator[Unfilled]:
        """Yield a place for each sort of circumstance, and group, of which some figure has no source yet."""
        file, found = self.plan.circumstances_file, dict[str, Text]()
        for figure in self.circumstances.figures:
            if not figure.source:
                entry = ".".join(filter(None, (figure.kind, figure.group)))
                kind, whose = kind_label(figure.kind, self.plan.terms), self.circumstances.group_label(figure)
                found.setdefault(entry, _PART_OF.format(group=kind, part=whose) if whose else kind)
        for entry, label in found.items():
            # figures come from a file
            assert file is not None
            yield Unfilled(file=file, entry=entry, key="source", label=label)

    def known_level(self, series: str, group: str, year: int, *, as_of: int | None = None) -> KnownLevel | None:
        """Return the total of a group of a series as known in some year, with what it rests on.

        None where not known. Without `as_of` all that is published is known.
        """
        if series not in self.series:
            raise InputError(choice(Text("序列", "the series"), series, self.series))
        return known_level(
            self.series[series],
            group,
            year,
            as_of=as_of,
            circumstances=self.circumstances,
            name=series,
            terms=self.plan.terms,
        )

    @property
    def compared(self) -> tuple[tuple[str, str], ...]:
        """The groups of series with which statements of the plan compare, or that give incomes of the past."""
        named = (
            against
            for statement in self.plan.all_statements
            for against in (statement.quantity.against, getattr(statement.quantity, "past", None))
        )
        return tuple(dict.fromkeys((other.series, other.group) for other in named if other and other.series))

    def baseline(self, shares: Mapping[str, str] | None = None) -> Baseline:
        """Return the baseline under the plan's own share cases, or under others for some groups.

        Raises `InputError` for groups and share cases that do not exist.
        """
        plan = self.plan
        chosen = {**plan.shares, **self.shares_by_key(shares or {})}
        return self.baselines.select(plan.region, plan.terms, plan.base_year, chosen)

    def shares_by_key(self, shares: Mapping[str, str]) -> dict[str, str]:
        """Return share cases by their keys and those of their groups, however they are called.

        Raises `InputError` for groups and cases that do not exist, and for names that may mean several.

        >>> load_dossier().shares_by_key({"农村": "2021年全国农村居民"})
        {'rural': 'national_2021'}
        """
        faults: list[Fault] = []
        chosen: dict[str, str] = {}
        for group, case in shares.items():
            key = find_key(Text("人群", "the group"), group, group_names(self.plan.terms), faults)
            if key is not None:
                what = Text(f"{self.plan.terms.label(key).zh}的构成案例", f"the share case of {key}")
                chosen[key] = find_key(what, case, self.case_names(key), faults, Text.same(self.baselines.name)) or ""
        raise_faults(faults)
        return chosen

    def case_names(self, group: str) -> tuple[Name, ...]:
        """Return what the share cases of a group are called."""
        plan = self.plan
        cases = self.baselines.cases(plan.region, group, plan.base_year)
        return tuple(Name(case, self.case_title(plan.terms.group(group), case)) for case in cases)

    def case_title(self, group: Group, case: str) -> Text:
        """Return what a reader calls a share case of a group."""
        return self.baselines.case_title(self.plan.region, group.key, self.plan.base_year, case)

    def shares_in_words(self, shares: Mapping[str, str]) -> Text:
        """Return in words as what the incomes of groups are split.

        >>> load_dossier().shares_in_words({"rural": "national_2021"}).zh
        '农村常住居民按2021年全国农村居民'
        """
        groups = [group for group in self.plan.groups if group.key in shares]
        return Text.join(
            _SPLIT_AS.format(group=group.label, case=self.case_title(group, shares[group.key])) for group in groups
        )

    def nation(self) -> dict[str, Yardstick]:
        """Return the published total in the base year of each group's own series.

        Its totals are held against it. Groups inside another and groups of another concept follow a series without
        being what it counts.
        """
        known = {}
        for group in self.plan.groups:
            if group.series is None or group.part_of is not None or group.concept != "disposable_income":
                continue
            name, _, key = group.series.partition(".")
            when = self.plan.terms.year_label(self.plan.base_year)
            called = series_label(name, key)
            yardstick = self.series[name].yardstick(key, self.plan.base_year, called=called, when=when)
            if yardstick is not None:
                known[group.key] = yardstick
        return known

    def yardsticks(self, group: Group) -> list[Yardstick]:
        """Return what a total of a group in the base year is held against.

        The nation's figure, and the plan's base.
        """
        plan, nation = self.plan, self.nation()
        own = self.baselines.values.get((plan.region, group.key, TOTAL, plan.base_year, ALL_CASES))
        name = plan.terms.say(_OWN_BASE, group=group.label, year=plan.terms.year_label(plan.base_year))
        known = [nation[group.key]] if group.key in nation else []
        return [*known, *([Yardstick(value=own.value, name=name, unit=plan.terms.unit)] if own else [])]

    @property
    def example_series(self) -> str:
        """How a series and a group of it are written in plan.toml, as a message shows it."""
        usual = "national"
        return (
            f"{usual}.rural"
            if usual in self.plan.series_files or not self.plan.terms.has_own_groups
            else "SERIES.GROUP"
        )

    def series_of(self, group: Group) -> tuple[PublishedSeries, str]:
        """Return the published series that a group follows and the group's name in it."""
        if group.series is None:
            raise InputError(
                Fault(
                    what=_FOLLOWED.format(group=group.label),
                    rule=Text("指定", "be named"),
                    got="",
                    way_out=_NAME_SERIES.format(example=self.example_series),
                )
            )
        name, _, key = group.series.partition(".")
        return self.series[name], key


@door
def load_dossier(plan: Path | str | None = None) -> Dossier:
    """Read a plan folder, or a plan that ships by its name, and the files it names.

    Without either, Ceheng's plan. Raises `InputError` with every fault of a file.
    """
    return _shipped() if plan is None else _read(Path(plan))


@lru_cache(maxsize=1)
def _shipped() -> Dossier:
    return _read(None)


def _read(path: Path | None) -> Dossier:
    plan = load_plan(path)
    series = {name: load_series(file, terms=plan.terms) for name, file in plan.series_files.items()}
    dossier = Dossier(
        plan=plan,
        baselines=load_baselines(plan.baseline_file, terms=plan.terms),
        series=MappingProxyType(series),
        circumstances=_circumstances(plan, series),
    )
    floors = floor_faults(plan.distributions, plan.statements, plan.terms)
    raise_faults([*_far_bases(dossier), *_unknown_statements(dossier), *floors])
    return dossier


def _circumstances(plan: Plan, series: Mapping[str, PublishedSeries]) -> Circumstances:
    if plan.circumstances_file is None:
        return Circumstances(region=plan.region, terms=plan.terms)
    levels = {name: partial(_published_total, published) for name, published in series.items()}
    return read_circumstances(plan.circumstances_file, region=plan.region, terms=plan.terms, series=levels)


def _published_total(series: PublishedSeries, group: str, year: int) -> float | None:
    return series.level(group, TOTAL_ITEM, year)


def _unknown_statements(dossier: Dossier) -> Iterator[Fault]:
    """Yield a fault for every base that names a statement from which it is derived and which the plan does not have."""
    plan = dossier.plan
    known = [statement.id for statement in plan.statements]
    for (region, key, _, year, case), figure in dossier.baselines.values.items():
        if (region, year, case) == (plan.region, plan.base_year, ALL_CASES):
            for id in figure.derived_from:
                if id not in known:
                    what = _DERIVED.format(group=key, year=year)
                    yield choice(what, id, known).at(Text.same(dossier.baselines.name))


def _far_bases(dossier: Dossier) -> Iterator[Fault]:
    """Yield the fault of every base that is far from the nation's figure and that nobody has confirmed."""
    plan = dossier.plan
    for group in plan.groups:
        own = dossier.baselines.values.get((plan.region, group.key, TOTAL, plan.base_year, ALL_CASES))
        known = dossier.nation().get(group.key)
        if own is None or known is None or own.confirmed or apart(own.value, known.value) <= REFUSED:
            continue
        what = plan.terms.say(_OWN_BASE, group=group.label, year=plan.terms.year_label(plan.base_year))
        yield refusal(what, own.value, known, place=Text.same(dossier.baselines.name), confirming="row")
