"""Hold the base-year incomes by region, group and component, each with its source and status."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.axes import REGION, Axis, unnamed_axes
from ceheng_model.baselines.regional_frame import regional_frame
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, Remark, between, choice, raise_faults
from ceheng_model.names import group_names, key_of, known_name
from ceheng_model.rounding import NOISE
from ceheng_model.tables import (
    Cell,
    Column,
    Frame,
    Shown,
    Table,
    column,
    component_column,
    group_column,
    one_or_range,
    written,
)
from ceheng_model.terms import UNSPLIT, Terms
from ceheng_model.values import Abridged, Value, frozen_array
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Concept, Group, Keyed, Language, Quoted, Status, Template, Text

ALL_CASES = "all"
EVERYBODY = "all"
"""Group of the row that gives the published income of all residents."""
MOST_NAMED = 3
"""Regions that a remark on many names, and sources that stand for those of many."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourcedValue(Value):
    """Hold one figure in yuan with where it comes from."""

    value: float
    concept: Concept
    status: Status
    source: str
    note: str
    case_title: Text = NO_TEXT
    """What a reader calls the share case; nothing for totals and where the file gives no title."""
    confirmed: bool = False
    """Whether its owner says that it is right, however far from what is known."""
    derived_from: tuple[str, ...] = ()
    """Ids of the statements of the plan from which it was computed back, so that meeting them tests nothing."""


Named = TypeVar("Named", str, Text)
Key = tuple[str, str, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins(Abridged):
    """Say where the figures of one region come from, group by group."""

    sources: tuple[SourcedValue, ...]
    share_sources: tuple[SourcedValue, ...]
    given_cases: tuple[str, ...]


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Baseline(Shown):
    """Hold the base-year levels of one region, or of many, under one share case for each group.

    `levels` has shape ``(..., group, component)``, or ``(region, group, component)`` where `regions`
    are named, in yuan; it is read-only.
    """

    region: str
    """Key of the region; of many, the name that stands for all of them."""
    year: int
    terms: Terms
    """Groups and components along the last axes, with their names."""
    cases: tuple[str, ...]
    """Name of the share case chosen for each group."""
    levels: Array
    sources: tuple[SourcedValue, ...]
    """Source of each group's total."""
    share_sources: tuple[SourcedValue, ...]
    """Source of each group's split into components."""
    regions: tuple[str, ...] = ()
    """Keys of the regions along the leading axis; empty for one region."""
    by_case: NDArray[np.bool_] | None = None
    """Where only the total was given and the share case splits it, shape ``(region, group)``, or ``(group,)``
    for one region out of many; None for a region of the plan's own file, whose splits are share cases all."""
    given_cases: tuple[str, ...] = ()
    """Name of the split that regions give themselves, for each group; empty where `by_case` is None."""
    origins: tuple[Origins, ...] = ()
    """Sources region by region."""
    case_titles: tuple[Text, ...] = ()
    """What a reader calls each of the `cases`: their names where nothing is given."""
    published_sums: Array | None = None
    """Sum of the components as they were given beside a total that they miss by rounding, ``(..., group)``; NaN where
    there is nothing to say. The `levels` are those components times total over sum."""
    whole: SourcedValue | None = None
    """The published income of all residents, where it is given: a survey's figure, from which nothing is calculated."""
    noted: tuple[Remark, ...] = ()
    """What was said of the figures when they were read."""
    given_totals: Mapping[str, float] = field(default_factory=dict)
    """Totals that were given instead of those of the file, by group; their components keep the shares of the split."""

    def __post_init__(self) -> None:
        """Freeze what was given and refuse a wrong shape."""
        levels = frozen_array(self.levels)
        groups, components = len(self.groups), len(self.terms.components)
        if levels.shape[-2:] != (groups, components):
            rule = Text("以（人群，构成）结尾", "end with (group, component)")
            way_out = Text(f"应为 (..., {groups}, {components})", f"give (..., {groups}, {components})")
            raise InputError(_wrong_shape(levels, rule, way_out))
        if self.regions and levels.shape[:-2] != (len(self.regions),):
            rule = Text("以地区为首轴", "have the regions as its leading axis")
            way_out = Text(f"应为 ({len(self.regions)}, {groups}, {components})", "give (region, group, component)")
            raise InputError(_wrong_shape(levels, rule, way_out))
        object.__setattr__(self, "levels", levels)
        if len(self.case_titles) != len(self.cases):
            object.__setattr__(self, "case_titles", tuple(map(Text.same, self.cases)))
        Value.__post_init__(self)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.terms.groups

    @property
    def alternatives(self) -> tuple[Axis, ...]:
        """Leading axes of the levels that are no regions: numbered, the last is ``alternative``."""
        return () if self.regions else unnamed_axes(self.levels.shape[:-2])

    def is_split(self, key: str) -> bool:
        """Whether the income of a group is split into components, and not held as one that nobody split."""
        keys = [group.key for group in self.groups]
        if key not in keys:
            raise InputError(choice(Text("人群", "the group"), key, group_names(self.terms)))
        return self.cases[keys.index(key)] != UNSPLIT.key

    def told_items(self, key: str) -> tuple[str, ...]:
        """Return the items that tables tell of a group: its components and their total, or that alone."""
        parts = [part for part in self.terms.component_keys if part != UNSPLIT.key]
        return (*parts, TOTAL) if self.is_split(key) else (TOTAL,)

    def is_derived_from(self, statement: str) -> bool:
        """Return whether the total of some group was computed back from a statement, named by its id."""
        return any(statement in source.derived_from for source in self.sources)

    @property
    def absent(self) -> NDArray[np.bool_]:
        """Which groups were not given, ``(..., group)``.

        Their levels are NaN, and so is all that follows from them.
        """
        return np.asarray(np.isnan(self.levels[..., 0]))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the figures.

        When they were read, where they are rounded, where there are none.
        """
        return (*self.noted, *(Remark(text=text, is_warning=False) for text in (*self._gaps(), *self._absences())))

    def shares(self) -> Mapping[str, str]:
        """Return the chosen share case of each group."""
        return dict(zip((group.key for group in self.groups), self.cases, strict=True))

    def with_totals(self, totals: Mapping[str, float]) -> "Baseline":
        """Return the baseline of one region with other totals of some groups, split as they were.

        Such a total is assumed, and computed back from no statement. Raises `InputError` for groups that do not exist
        or that have no base, for totals that cannot be, and for a baseline of many regions.
        """
        names, faults = group_names(self.terms), list[Fault]()
        given = {key_of(_WHOSE_TOTAL, group, names): float(total) for group, total in totals.items()}
        levels, sources = np.array(self.levels), list(self.sources)
        for group, total in given.items():
            g = self.terms.group_keys.index(group)
            what = _TOTAL_OF.format(group=self.groups[g].label, year=self.terms.year_label(self.year))
            if self.regions or self.alternatives or self.by_case is not None:
                faults.append(Fault(what=what, rule=_OWN_REGION, got=self.region, way_out=_IN_TABLE))
            elif self.absent[g]:
                faults.append(Fault(what=what, rule=_SPLIT_KNOWN, got=total, way_out=_IN_BASELINES))
            elif not 0.0 < total <= HIGHEST_TOTAL:
                faults.append(Fault(what=what, rule=_POSSIBLE_TOTAL, got=total, way_out=_EXAMPLE_TOTAL))
            else:
                levels[g] *= total / levels[g].sum()
                sources[g] = replace(
                    sources[g], value=total, status="assumed", source=_GIVEN_TOTAL, note="", derived_from=()
                )
        raise_faults(faults)
        return replace(self, levels=levels, sources=tuple(sources), given_totals={**self.given_totals, **given})

    @property
    def split_names(self) -> tuple[str, ...]:
        """Name of the split of each group: its share case, the names that regions give, or both."""
        return tuple(" / ".join(names) for names in self._splits(self.cases, self.given_cases))

    @property
    def split_titles(self) -> tuple[Text, ...]:
        """What a reader calls the split of each group."""
        given = tuple(_GIVEN_TITLES.get(name, Text.same(name)) for name in self.given_cases)
        return tuple(Text.join(titles, zh="、", en=" or ") for titles in self._splits(self.case_titles, given))

    def _splits(self, chosen: Sequence[Named], given: Sequence[Named]) -> Iterator[list[Named]]:
        """Yield for each group the share case where it is used, and what regions give where it is not."""
        for g, case in enumerate(chosen):
            used = None if self.by_case is None else self.by_case[..., g]
            splits = [case] if used is None or used.any() else []
            if used is not None and not (used | self.absent[..., g]).all():
                splits.append(given[g])
            yield splits

    def at(self, region: str) -> "Baseline":
        """Return the baseline of one of the regions; raise `InputError` for one that is not there."""
        region = region_meant(region, self.regions)
        at = self.regions.index(region)
        own = self.origins[at] if self.origins else None
        return replace(
            self._taken(at),
            region=region,
            regions=(),
            sources=own.sources if own else self.sources,
            share_sources=own.share_sources if own else self.share_sources,
            given_cases=own.given_cases if own else self.given_cases,
            origins=(),
        )

    def among(self, regions: Sequence[str]) -> "Baseline":
        """Return the baseline of some regions, in this order; raise `InputError` for an unknown one."""
        places = Axis(REGION, self.regions).places(list(regions))
        assert isinstance(places, list)
        return self._taken(places)

    def _taken(self, at: int | list[int]) -> "Baseline":
        """Return the figures of the regions at some places; of one place without its axis."""
        return replace(
            self,
            regions=tuple(self.regions[place] for place in at) if isinstance(at, list) else (),
            levels=self.levels[at],
            by_case=None if self.by_case is None else self.by_case[at],
            published_sums=None if self.published_sums is None else self.published_sums[at],
            origins=tuple(self.origins[place] for place in at) if isinstance(at, list) and self.origins else (),
        )

    def notes(self) -> tuple[Text, ...]:
        """Return in words what a reader must know of the totals.

        Where one was split by a share case, where rounding shows, and what was not given.
        """
        return (*self._spread_notes(), *self._split_notes(), *self._gaps(), *self._absences())

    def _spread_notes(self) -> Iterator[Text]:
        """Yield how many alternatives there are, of which ranges show the ends."""
        if axes := self.alternatives:
            named = Text.listed(f"{axis.name} {len(axis)}" for axis in axes)
            yield _ALTERNATIVES.format(axes=named)

    def _split_notes(self) -> list[Text]:
        notes: list[Text] = []
        if self.by_case is None:
            return notes
        for group, case, used in zip(self.groups, self.case_titles, self.by_case.T, strict=True):
            if not used.any():
                continue
            if self.regions:
                notes.append(_SOME_SPLIT.format(group=group.label, case=case, count=int(used.sum()), all=used.size))
            else:
                notes.append(_SPLIT.format(group=group.label, case=case))
        return notes

    def _gaps(self) -> Iterator[Text]:
        """Yield where published components miss their total by rounding, and how the base meets it."""
        # levels of alternatives are no published ones
        if self.published_sums is None or self.alternatives:
            return
        gaps = self.published_sums - self.levels.sum(axis=-1)
        for group, apart in zip(self.groups, np.moveaxis(gaps, -1, 0), strict=True):
            there = np.abs(apart[~np.isnan(apart)])
            if not there.size:
                continue
            most = self.terms.amount(written(float(there.max()), "yuan", decimals=_decimals(there)))
            if self.regions:
                yield _SOME_ROUNDED.format(group=group.label, count=there.size, most=most, parts=self.terms.parts)
            else:
                yield (_BELOW if apart < 0.0 else _ABOVE).format(
                    group=group.label, year=self.terms.year_label(self.year), gap=most, parts=self.terms.parts
                )

    def _absences(self) -> Iterator[Text]:
        """Yield which groups were not given, and where."""
        absent = self.absent
        # asked by every result that is made of it, and nearly always nothing is absent
        if not absent.any():
            return
        for group, there_is_none in zip(self.groups, np.moveaxis(absent, -1, 0), strict=True):
            count = int(there_is_none.sum())
            if not count:
                continue
            if not self.regions:
                yield _ABSENT.format(group=group.label)
                continue
            named = [region for region, is_absent in zip(self.regions, there_is_none, strict=True) if is_absent]
            first = Text.join(map(Text.same, named[:MOST_NAMED]))
            form = _MANY_ABSENT if count > MOST_NAMED else _SOME_ABSENT
            yield form.format(group=group.label, count=count, all=len(self.regions), first=first)

    def tables(self) -> tuple[Table, ...]:
        """Return one row a group and component with value, status and source; ranges over many regions."""
        rows = tuple(
            self._row(g, c, component) for g in range(len(self.groups)) for c, component in enumerate(self.terms.items)
        )
        rows = (*rows, *self._whole_row())
        columns = (
            group_column(self.terms),
            component_column(self.terms),
            Column(key="value", heading=self.terms.in_unit(_BASE), kind="yuan"),
            Column(key="share_case", heading=Text("构成案例", "share case"), kind="label"),
            Column(key="concept", heading=Text("口径", "concept"), kind="label"),
            Column(key="status", heading=Text("性质", "status"), kind="label"),
            Column(key="source", heading=Text("来源", "source")),
        )
        return (
            Table(
                name="baseline",
                title=_TITLE.format(year=self.terms.year_label(self.year)),
                columns=columns,
                drops=("source", "status", "concept"),
                rows=rows,
                notes=self.notes(),
            ),
        )

    def frame_table(self) -> Table:
        """Return one row a region, group and component of the base year."""
        year = column("year", "year")
        if axes := self.alternatives:
            return self._frame_of_alternatives(axes)
        if not self.regions:
            table = self.tables()[0]
            return table.led_by([year], [(self.year,)] * len(table.rows))
        parts = [(region, row) for region in self.regions for row in self.at(region).tables()[0].rows]
        table = replace(self.tables()[0], rows=tuple(row for _, row in parts))
        return table.led_by([column("region", among=self.regions), year], [(region, self.year) for region, _ in parts])

    def _frame_of_alternatives(self, axes: tuple[Axis, ...]) -> Table:
        shape = self.levels.shape[:-2]
        places = list(np.ndindex(*shape))
        parts = [(at, row) for at in places for row in replace(self, levels=self.levels[at]).tables()[0].rows]
        table = replace(self.tables()[0], rows=tuple(row for _, row in parts))
        columns = [
            *(Column(key=axis.name, heading=Text("情形", "alternative"), kind="year") for axis in axes),
            column("year", "year"),
        ]
        return table.led_by(columns, [(*at, self.year) for at, _ in parts])

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> Frame:
        """Return one row a region, group and component; with `wide` a table for people.

        >>> from ceheng_model.scenarios import scenario
        >>> scenario("plan").baseline.to_frame().columns[:4].tolist()
        ['group', 'component', 'year', 'value']
        """
        if wide or not self.regions or self.whole is not None:
            return Shown.to_frame(self, language=language, wide=wide)
        keys = {"region": self.regions, "group": self.terms.group_keys, "component": self.terms.items}
        frame = regional_frame(self.levels, keys, year=self.year, told=self._told_of_regions())
        return self.completed(frame, language)

    def _told_of_regions(self) -> dict[str, tuple[list[str], list[str]]]:
        """Return what is said of the components and of the total of each region's groups, by column."""
        parts: list[tuple[str, str, str, str]] = []
        wholes: list[tuple[str, str, str, str]] = []
        for at, absences in enumerate(self.absent.tolist()):
            own = self.origins[at] if self.origins else None
            given = own.given_cases if own else self.given_cases
            split = [True] * len(absences) if self.by_case is None else self.by_case[at].tolist()
            for g, is_absent in enumerate(absences):
                part, whole = (
                    (own.share_sources[g], own.sources[g]) if own else (self.share_sources[g], self.sources[g])
                )
                if is_absent:
                    parts.append(("", part.concept, "", ""))
                    wholes.append(("", whole.concept, "", ""))
                    continue
                parts.append((self.cases[g] if split[g] else given[g], part.concept, part.status, part.source))
                wholes.append(("", whole.concept, whole.status, whole.source))
        names = ("share_case", "concept", "status", "source")
        return {name: ([row[at] for row in parts], [row[at] for row in wholes]) for at, name in enumerate(names)}

    def _row(self, g: int, c: int, component: str) -> tuple[Cell, ...]:
        whole = component == TOTAL
        origin = self.sources[g] if whole else self.share_sources[g]
        value = self.levels[..., g, :].sum(axis=-1) if whole else self.levels[..., g, c]
        case = "" if whole else Keyed(self.split_names[g], self.split_titles[g])
        concept = self.terms.named(origin.concept)
        told = (concept, origin.status, origin.source)
        if self.absent[..., g].all():
            return (self.groups[g].named, self.terms.named(component), None, "", concept, "", "")
        return (self.groups[g].named, self.terms.named(component), one_or_range(value, "yuan"), case, *told)

    def _whole_row(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the row of all residents where their income is given."""
        if self.whole is not None:
            named = (Keyed(EVERYBODY, self.terms.everybody), self.terms.named(TOTAL))
            told = (self.terms.named(self.whole.concept), self.whole.status, self.whole.source)
            yield (*named, self.whole.value, "", *told)


HIGHEST_TOTAL = 1e9
"""Base-year income in the unit of money that is taken for one: more is a slip of the hand."""
_WHOSE_TOTAL = Text("基数的人群", "the group of a base")
_TOTAL_OF = Template("{year}{group}的基数", "the base of {group} {year}")
_OWN_REGION = Text("属于一个地区自己的基数", "be that of the plan's own region")
_IN_TABLE = Text("在各地区的表中给出", "give it in the table of regions")
_SPLIT_KNOWN = Text("已有构成可拆分", "have a split to follow")
_IN_BASELINES = Text("先在基数文件中写入该人群", "write the group into the file of baselines first")
_POSSIBLE_TOTAL = between("0", "10^9")
_EXAMPLE_TOTAL = Text("例如 11076", "for example 11076")
_GIVEN_TOTAL = Quoted("本情景给定", "given for this scenario")
_BASE = Text("基数", "base")
_ALTERNATIVES = Template(
    "多种情形的基数（{axes}），区间为其中最低与最高",
    "bases of alternatives ({axes}); ranges show the lowest and the highest",
)
_TITLE = Template("{year}基数", "Baseline {year}")
GIVEN = "given"
"""Name of a split that a region gives itself and that has no name of its own."""
ACTUALS = "actuals"
"""Name of a split that was reported for a year that is over."""
_GIVEN_TITLES = {GIVEN: Text("各地区给出的构成", "the regions' figures"), ACTUALS: Text("实际数", "actual figures")}


def given_case(shown: str) -> str:
    """Return the name of the split that a region gives from what a reader calls it; a name of its own is both."""
    for name, title in _GIVEN_TITLES.items():
        if shown in (title.zh, title.en):
            return name
    return shown


_SPLIT = Template(
    "{group}：只给合计，按{case}的构成拆分（假定）",
    "{group}: only the total is given, split as that of {case} (assumed)",
)
_SOME_SPLIT = Template(
    "{group}：{all}个地区中{count}个只给合计，按{case}的构成拆分（假定）",
    "{group}: {count} of {all} regions give only the total, split as that of {case} (assumed)",
)
_BELOW = Template(
    "{group}{year}{parts}之和比公布的合计少{gap}，由四舍五入引起；测算时{parts}按同一系数调整到合计",
    "{group} {year}: the published {parts} add up to {gap} less than their total, which is rounding; "
    "one factor on all of them makes them meet it",
)
_ABOVE = Template(
    "{group}{year}{parts}之和比公布的合计多{gap}，由四舍五入引起；测算时{parts}按同一系数调整到合计",
    "{group} {year}: the published {parts} add up to {gap} more than their total, which is rounding; "
    "one factor on all of them makes them meet it",
)
_SOME_ROUNDED = Template(
    "{group}：{count}个地区的{parts}之和与公布的合计至多相差{most}，由四舍五入引起；测算时{parts}按同一系数调整到合计",
    "{group}: in {count} regions the published {parts} miss their total by {most} at most, which is rounding; "
    "one factor on all of them makes them meet it",
)
_ABSENT = Template("{group}：未给出基数，没有结果", "{group}: no base is given, and there are no results")
_SOME_ABSENT = Template(
    "{group}：{all}个地区中{count}个未给出基数，没有结果（{first}）",
    "{group}: {count} of {all} regions give no base and have no results ({first})",
)
_MANY_ABSENT = Template(
    "{group}：{all}个地区中{count}个未给出基数，没有结果（{first}等）",
    "{group}: {count} of {all} regions give no base and have no results ({first} and others)",
)


def _decimals(gaps: Array) -> int:
    """Return the digits that a difference of rounded figures has: none where they are whole, two at most."""
    whole = np.abs(gaps - np.rint(gaps)) <= NOISE * np.maximum(np.abs(gaps), 1.0) * 1e3
    return 0 if whole.all() else 2


def _wrong_shape(levels: Array, rule: Text, way_out: Text) -> Fault:
    what = Text("基数数组的形状", "the shape of the baseline levels")
    return Fault(what=what, rule=rule, got=levels.shape, way_out=way_out)


def region_meant(region: str, regions: Sequence[str]) -> str:
    """Return which of some regions a name means; raise `InputError` where it means none, or several.

    >>> region_meant("贵州", ["guizhou", "fujian"])
    'guizhou'
    """
    return region if region in regions else key_of(Text("地区", "the region"), region, map(known_name, regions))
