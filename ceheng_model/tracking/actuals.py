"""Read actual figures: what they are of, for which period, how much, published when, by whom."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from ceheng_model.baselines.base_figures import is_confirmed, shown
from ceheng_model.characters import as_typed, simplified
from ceheng_model.doors import door
from ceheng_model.errors import NOT_NEGATIVE, POSITIVE, Fault, raise_faults
from ceheng_model.files import (
    ANY,
    FRAME,
    Encoding,
    Opening,
    Row,
    Rows,
    Unread,
    money_unit,
    read_number,
    read_table,
    shipped,
    unit_behind,
)
from ceheng_model.names import component_names, group_names, one_meant
from ceheng_model.official import OfficialTable
from ceheng_model.official.stated import Stated
from ceheng_model.official.tidy_rows import TidyRows, actual_rows, rows_of
from ceheng_model.plan import Plan
from ceheng_model.rounding import last_unit
from ceheng_model.terms import Terms
from ceheng_model.tracking.actuals_columns import HEADINGS, NEEDED, SHEET
from ceheng_model.tracking.consistency import figure_faults, period_faults
from ceheng_model.tracking.deliverable_states import ReportedState, read_state
from ceheng_model.tracking.form_reading import form_tables, item_names, with_keys
from ceheng_model.tracking.reported_figures import KINDS, Actuals, Kind, Reported
from ceheng_model.vocabulary import TOTAL, Need, Template, Text

if TYPE_CHECKING:
    import pandas as pd

NATIONAL_EXAMPLE = shipped("examples", "national_outturn_2022_2024.csv")
"""The nation's outturn of 2021 to 2024 that comes with the library: an example, not a plan's own figures."""
_YEAR_BEFORE = shipped("examples", "national_outturn_2020.csv")
"""The nation's income of 2020, from which plans on that base start."""

_QUARTERS: Mapping[str, int | None] = {
    "": None,
    "年": None,
    "全年": None,
    "上半年": 2,
    "前三季度": 3,
    **{form.format(n): n for n in (1, 2, 3, 4) for form in ("{}", "Q{}", "q{}", "{}季度")},
    **{f"{digit}季度": n for n, digit in enumerate("一二三四", start=1)},
}


@door
def read_actuals(
    source: "Path | str | pd.DataFrame | OfficialTable",
    *,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    published: date | str | None = None,
    region: str | None = None,
    years: Collection[int] | None = None,
    groups: Collection[str] | None = None,
    terms: Terms | None = None,
) -> Actuals:
    """Read a table of actual figures: CSV in UTF-8 or GB18030, a workbook, or a pandas frame.

    Of a workbook the `sheet` asked for is read, else every sheet to fill in that came back of a template, else one
    that is called ``actuals``, else the first that is seen.

    The columns kind, year, value, published and source are needed; group, component, indicator, quarter,
    note, region, about, confirmed and state may be left out. A row without value, day, source and state is one that
    is still to be filled in and is passed over. A row of the kind ``deliverable`` reports the `state` of what a plan
    says will be made. Several vintages of one figure are kept, each with its day. A file of text
    in Big5 needs its `encoding`.

    Incomes are in the unit of the `terms` of a plan, in yuan where none are given.

    A file may be an official table as `read_official` takes it, which may be given itself, too: of it the levels are
    taken, years and cumulative quarters, of one `region` and, where they are given, of these `years` and `groups`
    alone. It needs a day, `published`, where it does not name one. All four are for official tables only.

    Components are those of the `terms` of a plan, the Bureau's where none are given.

    Raises `InputError` with every fault, each with its place: cells that cannot be read, incomes published
    before their period ends, figures that stand twice, quarters that are not cumulative, components that
    do not add up to their total.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({
    ...     "kind": "income", "group": "rural", "component": "total", "year": [2022], "value": ["12,405.1"],
    ...     "published": ["2023/1/20"], "source": ["county survey team"]})
    >>> read_actuals(frame).annual("rural", 2022).value
    12405.1
    """
    stated = Stated(published=published, region=region)
    opening = Opening(sheet=sheet, encoding=encoding)
    reading = read_rows(source, stated=stated, opening=opening, years=years, groups=groups, terms=terms)
    raise_faults([*reading.faults, *figure_faults(reading.actuals.figures, (terms or Terms(groups=())).component_keys)])
    return reading.actuals


def national_example(
    groups: Collection[str], *, years: Collection[int] | None = None, items: Collection[str] | None = None
) -> Actuals:
    """Return the shipped outturn of the nation, of these groups, years and items as far as it has them.

    Years are those of 2021 to 2024, and 2020 where it is among the `years`.

    >>> {figure.group for figure in national_example(["rural"]).figures}
    {'rural'}
    """
    every = read_actuals(NATIONAL_EXAMPLE)
    figures = (read_actuals(_YEAR_BEFORE).figures if 2020 in (years or ()) else ()) + every.figures
    kept = (
        figure
        for figure in figures
        if figure.group in groups
        and (years is None or figure.year in years)
        and (items is None or figure.component in items)
    )
    return replace(every, figures=tuple(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold what was read of a table, with what is wrong with its cells."""

    actuals: Actuals
    """The figures of rows without fault."""
    faults: Sequence[Fault] = ()
    unread: Sequence[Reported] = ()
    """What the rows are of in which something else is wrong; their values and days say nothing."""
    is_official: bool = False
    """Whether they come from an official table, which has no column in which a row could be confirmed."""


def read_rows(
    source: "Path | str | pd.DataFrame | OfficialTable",
    *,
    stated: Stated,
    opening: Opening,
    years: Collection[int] | None = None,
    groups: Collection[str] | None = None,
    terms: Terms | None = None,
    plan: Plan | None = None,
) -> Reading:
    """Return the figures of a table and the faults of its cells, as `read_actuals` reads it.

    By the names of the `plan` rows are known whose keys are lost. Raises `InputError` where it has no rows to read.
    """
    told = terms or Terms(groups=())
    named = item_names(plan, told)
    tables: Sequence[Rows] = form_tables(source, opening, _LABELS) if stated == Stated() else ()
    if not tables:
        tables = [
            rows_of(
                source,
                tidy=_tidy_rows,
                official=lambda table: actual_rows(table, years=years, groups=groups),
                opening=opening,
                stated=stated,
            )
        ]
    judges = [_Judge(rows=with_keys(rows, named), terms=told) for rows in tables]
    figures = tuple(figure for judge in judges for figure in judge.figures())
    regions = {region: row for judge in judges for region, row in judge.regions.items()}
    _require_one_region(regions, told)
    first = judges[0].rows
    name = first.name if isinstance(source, OfficialTable) else str(source) if isinstance(source, str | Path) else FRAME
    actuals = Actuals(
        name=name,
        figures=figures,
        deliverables=tuple(state for judge in judges for state in judge.states.values()),
        region=next(iter(regions), ""),
        remarks=tuple(remark for judge in judges for remark in judge.rows.remarks),
    )
    return Reading(
        actuals=actuals,
        faults=[fault for judge in judges for fault in judge.rows.faults],
        unread=[figure for judge in judges for figure in judge.unread],
        is_official=isinstance(first, TidyRows),
    )


def _tidy_rows(source: "pd.DataFrame | Path | str", opening: Opening) -> Rows:
    return read_table(
        source,
        NEEDED,
        optional=[key for key in HEADINGS if key not in NEEDED],
        headings=HEADINGS,
        labels=_LABELS,
        opening=replace(opening, usual_sheet=SHEET),
        what=Text("实际数", "the actual figures"),
    )


class _Names(NamedTuple):
    """Hold what a row is of."""

    kind: str
    group: str
    component: str
    indicator: str
    year: int
    quarter: int | None


_NAMING = ("kind", "group", "component", "indicator", "year", "quarter")
"""What is judged together: the columns of which `_Names` are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judge the cells of rows, and once only what many rows say alike.

    A long table repeats few names and days. What is without fault is remembered; a fault names the place of its own
    row.
    """

    rows: Rows
    terms: Terms
    known_names: dict[tuple[str, ...], _Names] = field(default_factory=dict)
    known_days: dict[str, date] = field(default_factory=dict)
    known_periods: set[tuple[str, int, int | None, date]] = field(default_factory=set)
    regions: dict[str, Row] = field(default_factory=dict)
    """Rows by the region that they name; empty for the plan's own."""
    unread: list[Reported] = field(default_factory=list)
    """What the rows are of whose names are without fault, but not the rest."""
    states: dict[tuple[str, date], ReportedState] = field(default_factory=dict)
    """States of deliverables, by deliverable and day."""

    def figures(self) -> Iterator[Reported]:
        """Yield the figure of every row that holds one; rows still to be filled in are passed over."""
        rows = self.rows
        said = zip(*map(rows.texts, _NAMING), strict=True)
        cells = zip(rows.column("value"), *map(rows.texts, _TEXTS), strict=True)
        for position, (key, (cell, published, source, *others)) in enumerate(zip(said, cells, strict=True)):
            note, confirmed, region, state = others
            if cell is None and not published and not source and not state:
                continue
            if region not in self.regions:
                self.regions[region] = rows[position]
            if _is_deliverable(key[0]):
                self.take_state(position)
                continue
            before = len(rows.faults)
            if state:
                rows[position].require_empty("state", way_out=_STATE)
            names = self.names(position, key)
            is_named = len(rows.faults) == before
            day = self.day(position, published)
            value = self.value(position, names, cell)
            if not source:
                rows[position].filled("source", way_out=_SOURCE)
            if len(rows.faults) > before or day is None or not self.is_over(position, names, day):
                if is_named:
                    self.unread.append(self.unread_figure(position, names))
                continue
            yield Reported(
                kind=cast("Kind", names.kind),
                group=names.group,
                component=names.component,
                indicator=names.indicator,
                year=names.year,
                quarter=names.quarter,
                value=value,
                digit=_digit(cell, value),
                confirmed=bool(confirmed) and is_confirmed(confirmed),
                terms=self.terms,
                written=unit_behind(cell),
                published=day,
                source=as_typed(source),
                note=as_typed(note),
                place=rows.cell_place(rows.lines[position], "value"),
            )

    def take_state(self, position: int) -> None:
        """Keep the state that a row reports of a deliverable; one deliverable has one state a day."""
        row = self.rows[position]
        state = read_state(row)
        if state is None:
            return
        if (state.deliverable, state.day) in self.states:
            rule, way_out = Text("每项每日一个", "be one a day for each"), Text("删去一行", "delete one of the two")
            row.fault("state", rule, way_out, got=f"{state.deliverable} {state.day}")
            return
        self.states[state.deliverable, state.day] = state

    def unread_figure(self, position: int, names: _Names) -> Reported:
        """Return what a row is of, with nothing that counts as its figure."""
        rows = self.rows
        return Reported(
            kind=cast("Kind", names.kind),
            group=names.group,
            component=names.component,
            indicator=names.indicator,
            year=names.year,
            quarter=names.quarter,
            value=nan,
            terms=self.terms,
            published=date.min,
            source="",
            place=rows.cell_place(rows.lines[position], "value"),
        )

    def names(self, position: int, key: tuple[str, ...]) -> _Names:
        """Return what a row is of; what cannot be told has a fault."""
        known = self.known_names.get(key)
        if known is not None:
            return known
        before = len(self.rows.faults)
        names = _names(self.rows[position], self.terms)
        if len(self.rows.faults) == before:
            self.known_names[key] = names
        return names

    def day(self, position: int, text: str) -> date | None:
        """Return the day of publication, or None after a fault."""
        known = self.known_days.get(text)
        if known is None:
            known = self.rows[position].day("published", way_out=_DAY)
            if known is not None:
                self.known_days[text] = known
        return known

    def value(self, position: int, names: _Names, cell: object) -> float:
        """Return the value of a row, zero after a fault."""
        value = read_number(cell, money_unit(self.terms.unit) if names.kind == "income" else ANY)
        return (
            value if isinstance(value, float) and value > 0.0 else _value(self.rows[position], names, value, self.terms)
        )

    def is_over(self, position: int, names: _Names, day: date) -> bool:
        """Return whether a figure was published when it could be known; add a fault where it was not."""
        period = (names.kind, names.year, names.quarter, day)
        if period in self.known_periods:
            return True
        wrong = period_faults(
            names.kind, names.year, names.quarter, day, self.rows[position].place("published"), self.terms
        )
        self.rows.faults.extend(wrong)
        if not wrong:
            self.known_periods.add(period)
        return not wrong


def _digit(cell: object, value: float) -> float:
    """Return the unit of the last digit of a value; most are bare digits, which need no further look."""
    if type(cell) is str and cell.isascii() and cell.replace(".", "", 1).isdigit():
        return 10.0 ** -len(cell.removesuffix(".0").partition(".")[2])
    return last_unit(shown(cell), value)


def _is_deliverable(kind: str) -> bool:
    return kind in KINDS["deliverable"] or kind == "deliverable" or simplified(kind) in KINDS["deliverable"]


def group_meant(name: str, terms: Terms) -> str:
    """Return the key of the group that a table calls so; the name itself where it means none, or several."""
    return one_meant(name, group_names(terms)) or name


def _names(row: Row, terms: Terms) -> _Names:
    kind = row.meaning("kind", _KINDS)
    year = row.year("year", what=_LABELS["year"], way_out=Text("例如 2023", "for example 2023"))
    quarter = row.meaning("quarter", _QUARTERS)
    component = ""
    if kind == "income":
        row.filled("group", way_out=_SUCH_AS.format(key=terms.example_group))
        row.require_empty("indicator", way_out=Text("收入不填指标编号", "an income has no indicator"))
        component = row.named("component", component_names(terms)) if row.has("component") else TOTAL
    if kind == "indicator":
        way_out = terms.say(_LISTED)
        row.filled("indicator", way_out=way_out, need=Need.INDICATOR)
        for column in ("group", "component"):
            row.require_empty(column, way_out=Text("指标不填此列", "an indicator needs none"))
    return _Names(kind or "", group_meant(row.text("group"), terms), component, row.text("indicator"), year, quarter)


def _value(row: Row, names: _Names, value: float | Unread, terms: Terms) -> float:
    """Return a value that is missing, zero or negative; zero with a fault where it cannot be."""
    is_income = names.kind == "income"
    if isinstance(value, Unread):
        row.unread("value", value, terms.say(_IN_UNIT) if is_income else _IN_ITS_UNIT)
        return 0.0
    lowest_total = is_income and names.component == TOTAL
    # a component is net of what it costs, and may be below zero
    if lowest_total or (not is_income and value < 0.0):
        row.fault("value", POSITIVE if lowest_total else NOT_NEGATIVE, Text("核对数值", "check the figure"))
    return value


def _require_one_region(regions: Mapping[str, Row], terms: Terms) -> None:
    if len(regions) < 2:
        return
    rule = Text("全表相同", "be the same in every row")
    way_out = terms.say(_ONE_FILE)
    row = list(regions.values())[1]
    row.fault("region", rule, way_out, got=tuple(region or "“”" for region in regions))


_TEXTS = ("published", "source", "note", "confirmed", "region", "state")
_KINDS = {text: key for key, label in KINDS.items() for text in (key, *label)}
_SUCH_AS = Template("例如 {key}", "for example {key}")
_LISTED = Template("编号见{kind}的 measures.indicators", "the {kind}'s measures.indicators lists them")
_ONE_FILE = Template("每个地区一个文件；本{kind}地区的数留空", "one file a region; leave it empty for the {kind}'s own")
_STATE = Text("只有销号事项有进展", "a deliverable alone has a state")
_SOURCE = Text("写明数字从哪里来", "say where the figure comes from")
_DAY = Text("例如 2023-01-20，为数字公布的日期", "for example 2023-01-20, the day the figure was published")
_IN_UNIT = Template("收入以{unit_each}计，不写增速", "write {unit_each}, not growth")
_IN_ITS_UNIT = Text("写数和单位，例如 14.8万亩，70%写作 0.7 或 70%", "write it with its unit; a share as 0.7 or 70%")
_COLUMN = Template("“{name}”", "{name}")
_THE_COLUMN = Template("“{name}”", "the {name}")
_LABELS = {
    key: (_THE_COLUMN if key in ("year", "value", "kind") else _COLUMN).format(name=name)
    for key, name in HEADINGS.items()
}
"""What messages call the columns."""
