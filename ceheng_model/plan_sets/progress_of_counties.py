"""Track all counties from one file of their actual incomes: who is behind, and what the years left then take."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import IN_CALENDAR, POSITIVE, Fault, InputError, Remark
from ceheng_model.files import CALENDAR, YUAN, Row, Rows, day_of, read_table
from ceheng_model.names import find_key, group_names
from ceheng_model.plan import Statement
from ceheng_model.plan_sets import progress_words as words
from ceheng_model.plan_sets.county_plan import CountyPlan, PlannedGroups, open_groups, planned_groups
from ceheng_model.plan_sets.county_table import rows_of_counties
from ceheng_model.plan_sets.left_out import LeftOut, lacking_sentence, left_out_of, left_out_table
from ceheng_model.plan_sets.plan_set import PlanSet, Refusal
from ceheng_model.plan_sets.prose import first_of
from ceheng_model.plan_sets.words import COUNTY, MESSAGE
from ceheng_model.quantities import Income
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.tracking.lights import Light
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Name, Text

if TYPE_CHECKING:
    import pandas as pd

HEADINGS: Mapping[str, Text] = {
    "county": Text("县名", "county"),
    "group": Text("人群", "group"),
    "year": Text("年份", "year"),
    "value": Text("收入", "value"),
    "published": Text("公布日期", "published"),
    "source": Text("来源", "source"),
}
_NEEDED = ("county", "group", "year", "value", "published")
_WITHIN = 0.5
"""Yuan within which an income is on the planned path: plans and bulletins print whole yuan."""
_FAR = 5.0
"""Factor past which an income is taken for one in another unit."""
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFigure:
    """Hold one published income of a county."""

    county: str
    group: str
    year: int
    value: float
    published: date
    source: str


class _OnPath:
    """Tell how an income lies beside its planned path."""

    __slots__ = ()
    value: float
    planned: float

    @property
    def distance(self) -> float:
        """What the income lies above the planned path, yuan; below zero it is behind."""
        return self.value - self.planned

    @property
    def is_behind(self) -> bool:
        """Whether the income lies below the planned path by more than rounding."""
        return self.distance < -_WITHIN


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountyProgress(_OnPath, Value):
    """Hold how one group of one county stands in the last year that is known."""

    county: CountyPlan
    group: Group
    year: int
    value: float
    published: date
    first_value: float
    """What was published first of the same year; the value itself where it was never revised."""
    planned: float
    """What the county's plan has for that year."""
    needed: float
    """Average growth of the years left that still reaches the plan's last year; NaN where none is left."""
    planned_growth: float
    """What the plan itself has for these years."""

    @property
    def light(self) -> Light:
        """How it stands at a glance."""
        return Light.BEHIND if self.is_behind else Light.ON_SCHEDULE


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholeProgress(_OnPath, Value):
    """Hold how one group of all counties together stands in a year that all of them have published."""

    group: Group
    year: int
    value: float
    planned: float
    counties: int
    """How many counties it is the mean of: those whose residents are given."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AboveOutlook(Value):
    """Say what an income that the plan above asks of the whole takes in the years left."""

    statement: Statement
    whole: WholeProgress
    wanted: float
    needed: float
    """Average growth of the years left with which all counties together reach it; NaN where no year is left."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PlansProgress(Shown):
    """Hold how all counties stand on a day, those behind by name."""

    plans: PlanSet
    as_of: date
    rows: tuple[CountyProgress, ...]
    whole: tuple[WholeProgress, ...]
    unreported: tuple[tuple[CountyPlan, Group], ...]
    """Counties and groups of which nothing is known after the base year."""
    figures: tuple[CountyFigure, ...]
    """Every vintage that was published up to the day."""
    later: int
    """How many figures were published after the day and are left out."""
    left_out: tuple[LeftOut, ...] = ()
    """Counties and groups of which the plan says too little, and those without residents beside others that have
    them: the former are held against nothing, and neither is in the whole."""
    refused: tuple[Refusal, ...] = ()
    """Rows that could not be read or used: each costs itself alone."""
    noted: tuple[Remark, ...] = ()
    """What was said of the table when it was read: rows and columns that are none of its own."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the plans, and of the table of actual incomes."""
        return (*self.plans.remarks, *self.noted)

    @property
    def above(self) -> tuple[AboveOutlook, ...]:
        """What the incomes that the plan above asks of the whole take in the years left."""
        stated = () if self.plans.above is None else self.plans.above.plan.statements
        by_group = {one.group.key: one for one in self.whole}
        return tuple(
            AboveOutlook(
                statement=one,
                whole=whole,
                wanted=one.wording.aim,
                needed=(one.wording.aim / whole.value) ** (1 / left) - 1,
            )
            for one in stated
            if type(one.quantity) is Income
            and one.quantity.component == TOTAL
            and one.wording.printed_values
            and (whole := by_group.get(one.quantity.group)) is not None
            and (left := one.quantity.last_year - whole.year) > 0
        )

    def as_it_was(self, day: date) -> "PlansProgress":
        """Return how the counties stood on an earlier day, by the vintages that were published by then."""
        known = [figure for figure in self.figures if figure.published <= day]
        return _progress_on(self.plans, day, known, later=len(self.figures) - len(known))

    @property
    def behind(self) -> tuple[CountyProgress, ...]:
        """What is behind the planned path, the farthest first as a part of it."""
        late = [one for one in self.rows if one.is_behind]
        return tuple(sorted(late, key=lambda one: one.distance / one.planned))

    @property
    def on_track(self) -> bool:
        """Whether nothing that was published is behind."""
        return not self.behind

    @property
    def answer(self) -> tuple[Text, ...]:
        """What was found, in sentences: the whole first, then those behind by name."""
        said = [
            words.WHOLE_STANDS.format(
                year=one.year,
                count=one.counties,
                group=one.group.label,
                value=f"{one.value:,.0f}",
                planned=f"{one.planned:,.0f}",
                apart=apart_in_words(one.distance),
            )
            for one in self.whole
        ]
        said += [
            words.ABOVE_NEEDS.format(
                above=self.plans.above.label,
                year=one.statement.quantity.last_year,
                group=one.whole.group.label,
                wanted=f"{one.wanted:,.0f}",
                needed=f"{one.needed * 100.0:.2f}%",
            )
            for one in self.above
            if self.plans.above is not None
        ]
        names = list(dict.fromkeys(one.county.label for one in self.behind))
        if names:
            said.append(words.BEHIND.format(count=len(names), names=first_of(names, words.AND_MORE, most=_MOST_NAMED)))
        elif self.rows:
            said.append(words.NONE_BEHIND)
        if self.unreported:
            silent = list(dict.fromkeys(county.label for county, _ in self.unreported))
            said.append(
                words.UNREPORTED.format(count=len(silent), names=first_of(silent, words.AND_MORE, most=_MOST_NAMED))
            )
        said += self.lacking_sentences
        if self.refused:
            said.append(words.REFUSED.format(count=len(self.refused), first=self.refused[0].faults[0].reason))
        return tuple(said)

    @property
    def lacking_sentences(self) -> tuple[Text, ...]:
        """Which counties are left out of each group, and how many of the known residents they have."""
        year = self.plans.counties[0].plan.base_year
        return tuple(
            told
            for group in self.plans.groups
            if (told := lacking_sentence(self.plans, self.left_out, group, year=year, form=words.LACKS)) is not None
        )

    @property
    def condition(self) -> Text:
        """What counts."""
        if self.as_of == _NO_DAY:
            return words.NOTHING_USED
        later = words.LATER.format(count=self.later) if self.later else NO_TEXT
        return words.AS_OF.format(day=day_text(self.as_of), later=later)

    def tables(self) -> tuple[Table, ...]:
        """Return every county, those behind, the figures that were revised, and the rows that were not used."""
        tables = [self.progress_table()]
        if self.behind:
            tables.append(self.behind_table())
        return (*tables, *self.revised_table(), *self.unreported_table(), *self.left_out_table(), *self.refused_table())

    def progress_table(self) -> Table:
        """Return one row for every county and group of which something is known."""
        return self._table("progress", words.ALL_ROWS.format(day=day_text(self.as_of)), self.rows)

    def behind_table(self) -> Table:
        """Return the rows that are behind, the farthest first."""
        return self._table("behind", words.BEHIND_TABLE, self.behind)

    def _table(self, name: str, title: Text, chosen: tuple[CountyProgress, ...]) -> Table:
        columns = (
            Column(key="region", heading=COUNTY),
            Column(key="group", heading=Text("人群", "group"), among=tuple(group.key for group in self.plans.groups)),
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="value", heading=words.ACTUAL, kind="yuan", decimals=0),
            Column(key="planned", heading=words.PLANNED, kind="yuan", decimals=0),
            Column(key="distance", heading=words.DISTANCE, kind="yuan", decimals=0),
            Column(key="needed", heading=words.NEEDED, kind="percent"),
            Column(key="planned_growth", heading=words.PLANNED_GROWTH, kind="percent", shown=False),
            Column(key="state", heading=words.STATE, kind="label", is_toned=True),
            Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
            Column(key="published", heading=HEADINGS["published"], holds="text"),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                one.county.named,
                one.group.named,
                one.year,
                one.value,
                one.planned,
                one.distance,
                one.needed,
                one.planned_growth,
                one.light.signed(words.SHORT[one.light]),
                one.light.verdict,
                one.published.isoformat(),
            )
            for one in chosen
        ]
        return Table(
            name=name,
            title=title,
            columns=columns,
            rows=tuple(rows),
            notes=(words.NOTE,),
            drops=("published",),
        )

    def revised_table(self) -> tuple[Table, ...]:
        """Return the figures that were revised, as a table where there are any."""
        rows = tuple(
            (
                self.plans[key].named,
                self.plans.group(group).named,
                year,
                several[0].value,
                several[-1].value,
                several[-1].published.isoformat(),
            )
            for (key, group), by_year in _vintages(self.figures).items()
            for year, several in sorted(by_year.items())
            if several[0].value != several[-1].value
        )
        columns = (
            Column(key="region", heading=COUNTY),
            Column(key="group", heading=Text("人群", "group")),
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="first", heading=words.FIRST, kind="yuan", decimals=0),
            Column(key="value", heading=words.ACTUAL, kind="yuan", decimals=0),
            Column(key="published", heading=HEADINGS["published"], holds="text"),
        )
        return (Table(name="revised", title=words.REVISED, columns=columns, rows=rows),) if rows else ()

    def unreported_table(self) -> tuple[Table, ...]:
        """Return those of which nothing is known yet, as a table where there are any."""
        columns = (
            Column(key="region", heading=COUNTY),
            Column(key="group", heading=Text("人群", "group"), among=tuple(group.key for group in self.plans.groups)),
        )
        rows = tuple((county.named, group.named) for county, group in self.unreported)
        return (Table(name="unreported", title=words.SILENT, columns=columns, rows=rows),) if rows else ()

    def left_out_table(self) -> tuple[Table, ...]:
        """Return those that are left out and why, as a table where there are any."""
        return (left_out_table(self.plans, self.left_out, words.NOT_TRACKED),) if self.left_out else ()

    def refused_table(self) -> tuple[Table, ...]:
        """Return the rows that are not used and why, as a table where there are any."""
        rows = tuple(
            (one.county, fault.place or Text("", ""), fault.breach, fault.way_out)
            for one in self.refused
            for fault in one.faults
        )
        columns = (
            Column(key="county", heading=COUNTY),
            Column(key="place", heading=Text("出处", "place")),
            Column(key="fault", heading=MESSAGE),
            Column(key="way_out", heading=Text("怎么改", "way out")),
        )
        return (Table(name="refused", title=words.NOT_USED, columns=columns, rows=rows),) if rows else ()


@door
def track_plans(
    plans: PlanSet, actuals: "Path | str | pd.DataFrame", *, as_of: date | str | None = None
) -> PlansProgress:
    """Return how all counties stand against their plans, from one file of actual incomes.

    The table has the columns county, group, year, value and published, and if wanted source; several vintages of one
    figure are kept, each with its day, and of those published up to `as_of` the latest counts. Without `as_of` it is
    the day of the latest publication. A row that cannot be read or used costs itself alone
    (`PlansProgress.refused`). Raises `InputError` where the table itself cannot be read.

    >>> import pandas as pd
    >>> from ceheng_model.plan_sets import load_plans
    >>> table = pd.DataFrame({"county": ["示例县01", "示例县02"], "base_year": 2021, "last_year": 2023,
    ...     "rural_base": [10000.0, 12000.0], "rural_growth": ["10%", "10%"], "rural_residents": [100, 300]})
    >>> actual = pd.DataFrame({"county": ["示例县01", "示例县02"], "group": "rural", "year": 2022,
    ...     "value": [11000.0, 13000.0], "published": "2023-01-20"})
    >>> [one.county.key for one in track_plans(load_plans(table), actual).behind]
    ['示例县02']
    """
    table = read_table(actuals, _NEEDED, optional=("source",), headings=HEADINGS, what=words.TABLE)
    reader = _Reader(plans=plans)
    figures = list(reader.figures(table))
    day = _day(as_of, figures)
    known = [figure for figure in figures if figure.published <= day]
    found = _progress_on(plans, day, known, later=len(figures) - len(known), planned=reader.planned)
    return replace(found, refused=tuple(reader.refused), noted=tuple(table.remarks))


def _progress_on(
    plans: PlanSet,
    day: date,
    known: list[CountyFigure],
    *,
    later: int,
    planned: Mapping[str, PlannedGroups] | None = None,
) -> PlansProgress:
    """Return how counties stand by the figures that were published up to a day."""
    projected = _planned(plans) if planned is None else planned
    vintages = _vintages(known)
    rows = list(_rows(plans, projected, vintages))
    there = {(one.county.key, one.group.key) for one in rows}
    unreported = tuple(
        (county, group)
        for county in plans.counties
        for group in county.plan.groups
        if (county.key, group.key) not in there and group.key not in projected[county.key].reasons
    )
    return PlansProgress(
        plans=plans,
        as_of=day,
        rows=tuple(rows),
        whole=tuple(_whole(plans, projected, vintages)),
        unreported=unreported,
        figures=tuple(known),
        later=later,
        left_out=tuple(_left_out(plans, projected)),
    )


def day_text(day: date) -> Text:
    """Return a day as readers write it."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")


def apart_in_words(distance: float) -> Text:
    """Return how far an income lies from the planned one, in whole yuan.

    >>> apart_in_words(-149.6).zh, apart_in_words(12.0).en
    ('低150元', '12 yuan above')
    """
    if abs(distance) <= _WITHIN:
        return words.AS_PLANNED
    form = words.BELOW if distance < 0.0 else words.HIGHER
    return form.format(yuan=f"{abs(distance):,.0f}")


_NO_DAY = date.min
"""The day of the latest publication where nothing that was published can be used."""


def _day(as_of: date | str | None, figures: list[CountyFigure]) -> date:
    if as_of is None:
        return max((figure.published for figure in figures), default=_NO_DAY)
    day = day_of(as_of)
    if day is None or day.year not in CALENDAR:
        rule = Text("为日期", "be a date") if day is None else IN_CALENDAR
        way_out = Text("例如 2024-02-01", "for example 2024-02-01")
        raise InputError(Fault(what=words.THE_DAY, rule=rule, got=as_of, way_out=way_out))
    return day


class _Reader:
    """Read rows into figures of counties; what is wrong with a row is kept with its county."""

    def __init__(self, *, plans: PlanSet) -> None:
        self.plans = plans
        self.refused: list[Refusal] = []
        self.planned = _planned(plans)
        self._counties = {name: county for county in plans.counties for name in (county.key, *county.label)}

    def figures(self, table: Rows) -> Iterator[CountyFigure]:
        seen: dict[tuple[str, str, int, date], float] = {}
        for row in rows_of_counties(table):
            before = len(row.faults)
            figure = self._figure(row)
            faults = row.faults[before:]
            if figure is not None and not faults:
                key = (figure.county, figure.group, figure.year, figure.published)
                if key in seen:
                    row.fault("county", words.ONCE, words.ONE_OF_TWO, what=words.THE_ROW)
                    faults = row.faults[before:]
                seen[key] = figure.value
            if faults:
                self.refused.append(
                    Refusal(county=Text.same(row.text("county")), costs=words.THE_ROW, faults=tuple(faults))
                )
            elif figure is not None:
                yield figure

    def _figure(self, row: Row) -> CountyFigure | None:
        name = row.filled("county")
        county = self._counties.get(name)
        if county is None:
            known = [Name(one.key, one.label) for one in self.plans.counties]
            key = find_key(Text("县", "the county"), name, known, row.faults, row.place("county"))
            if key is None:
                return None
            county = self.plans[key]
        group = row.named("group", group_names(county.plan.terms))
        year, day = row.year("year"), row.day("published")
        value = row.number("value", way_out=YUAN.way_out, unit=YUAN)
        if day is None or group not in county.plan.group_keys or value != value or not year:
            return None
        if value <= 0.0:
            row.fault("value", POSITIVE, YUAN.way_out)
        if day.year <= year:
            row.fault("published", words.AFTER_YEAR.format(year=year), words.DAY_OF_BULLETIN)
        self._beside_plan(row, county, group, year, value)
        return CountyFigure(
            county=county.key, group=group, year=year, value=value, published=day, source=row.text("source")
        )

    def _beside_plan(self, row: Row, county: CountyPlan, group: str, year: int, value: float) -> None:
        """Hold a row against the plan of its county; nothing is asked of a group that the plan leaves open."""
        planned = self.planned[county.key]
        path = planned.incomes(group)
        if year not in (planned.years or (county.plan.base_year, *county.plan.years)):
            row.fault("year", words.YEAR_OF_PLAN, words.OWN_YEARS)
        elif path is not None and value > 0.0:
            income = float(path[planned.years.index(year)])
            if not income / _FAR <= value <= income * _FAR:
                row.fault("value", words.NEAR_PLAN.format(planned=f"{income:,.0f}"), YUAN.way_out)


def _planned(plans: PlanSet) -> dict[str, PlannedGroups]:
    """Return what the plans say of every year, by county."""
    return {county.key: planned_groups(county) for county in plans.counties}


def _left_out(plans: PlanSet, planned: Mapping[str, PlannedGroups]) -> Iterator[LeftOut]:
    """Yield the groups that a county has and that are held against nothing, or are not in the whole of the others."""
    whole = {group.key for group in plans.groups if _members(plans, planned, group)}
    open_ones = open_groups(planned)
    for one in left_out_of(plans, open_ones, plans.groups):
        if (one.county.key, one.group) in open_ones or (one.group in whole and one.is_lacking):
            yield one


_Vintages = dict[tuple[str, str], dict[int, list[CountyFigure]]]


def _vintages(figures: Iterable[CountyFigure]) -> _Vintages:
    """Return the figures of every county and group by year, in the order of their publication."""
    found: _Vintages = {}
    for figure in sorted(figures, key=lambda one: one.published):
        found.setdefault((figure.county, figure.group), {}).setdefault(figure.year, []).append(figure)
    return found


def _rows(plans: PlanSet, planned: Mapping[str, PlannedGroups], known: _Vintages) -> Iterator[CountyProgress]:
    for county in plans.counties:
        for group in county.plan.groups:
            by_year = known.get((county.key, group.key), {})
            years = [year for year in by_year if year > county.plan.base_year]
            path = planned[county.key].incomes(group.key)
            if path is not None and years:
                yield _progress(county, group, path, planned[county.key].years, by_year[max(years)])


def _progress(
    county: CountyPlan, group: Group, path: Array, years: tuple[int, ...], vintages: list[CountyFigure]
) -> CountyProgress:
    last, year = vintages[-1], vintages[-1].year
    at, end = years.index(year), years.index(county.plan.years[-1])
    left = end - at
    return CountyProgress(
        county=county,
        group=group,
        year=year,
        value=last.value,
        published=last.published,
        first_value=vintages[0].value,
        planned=float(path[at]),
        needed=(float(path[end]) / last.value) ** (1.0 / left) - 1.0 if left > 0 else nan,
        planned_growth=(float(path[end]) / float(path[at])) ** (1.0 / left) - 1.0 if left > 0 else nan,
    )


def _members(plans: PlanSet, planned: Mapping[str, PlannedGroups], group: Group) -> list[CountyPlan]:
    """Return the counties whose plans and residents say enough of a group to be in its whole."""
    return [
        county
        for county in plans.counties
        if planned[county.key].incomes(group.key) is not None and county.residents(group.key, county.plan.base_year)
    ]


def _whole(plans: PlanSet, planned: Mapping[str, PlannedGroups], known: _Vintages) -> Iterator[WholeProgress]:
    """Yield the weighted income of every group in the last year that every county with residents has published."""
    for group in plans.groups:
        members = _members(plans, planned, group)
        if not members:
            continue
        first = max(county.plan.base_year for county in members)
        common = set.intersection(*(set(known.get((county.key, group.key), {})) for county in members))
        years = [year for year in common if year > first]
        if not years:
            continue
        year = max(years)
        total = value = path = Fraction(0)
        for county in members:
            people = Fraction(county.residents(group.key, year) or 0.0)
            own = planned[county.key]
            incomes = own.incomes(group.key)
            assert incomes is not None
            total += people
            value += people * Fraction(known[county.key, group.key][year][-1].value)
            path += people * Fraction(float(incomes[own.years.index(year)]))
        yield WholeProgress(
            group=group, year=year, value=float(value / total), planned=float(path / total), counties=len(members)
        )
