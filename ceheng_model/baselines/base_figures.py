"""Read the rows of a table of base-year incomes, and find everything that is wrong with them.

The rules are the same for the baseline file of a plan and for a table of many regions; `Terms` says where
one of them asks for more than the other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan, nan
from typing import NamedTuple, cast

from ceheng_model.baselines.baseline import ALL_CASES, SourcedValue
from ceheng_model.errors import FINITE, NOT_NEGATIVE, NOTHING, POSITIVE, Fault
from ceheng_model.files import Row, Rows, number, year_of
from ceheng_model.vocabulary import COMPONENTS, CONCEPTS, STATUSES, TOTAL, Concept, Status, Template, Text

BASELINE_COLUMNS = (
    "region",
    "group",
    "component",
    "year",
    "share_case",
    "value_yuan",
    "concept",
    "status",
    "source",
    "note",
)
CASE_TITLE_COLUMNS = ("case_zh", "case_en")
"""What readers call a share case; a file may leave them out, and its cases then go by their names."""
ITEMS = (*COMPONENTS, TOTAL)
SUM_TOLERANCE = 0.005
"""Yuan by which components may miss their total: half a fen, for files that went through a spreadsheet."""

_DECIMAL_CODE = re.compile(r"\d+\.0*")
_YUAN = Text("以元/人年计", "give yuan per person and year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Say what a table of base-year incomes has to be."""

    concepts: Mapping[str, Concept] | None = None
    """The groups that may stand in it, with their concepts; any group where None."""
    year: int | None = None
    """The only year that may stand in it, which is also that of rows without one; any year where None."""
    origin: str = ""
    """Source of rows that name none; where empty, every row names its source, case, status and concept."""


class Figure(NamedTuple):
    """Hold one row: what it is of, how much, and where it comes from."""

    row: Row
    region: str
    group: str
    component: str
    year: int
    case: str
    """``all`` for a total; may be empty for a component in a table of regions."""
    value: SourcedValue
    """NaN where there was no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Hold what is given of one region and group in one year."""

    region: str
    group: str
    year: int
    totals: list[Figure] = field(default_factory=list)
    """The total, if there is one."""
    splits: dict[str, dict[str, Figure]] = field(default_factory=dict)
    """Components, by the name of their split."""

    @property
    def total(self) -> Figure | None:
        """The total, or None."""
        return self.totals[0] if self.totals else None


def read_figures(rows: Rows, terms: Terms) -> list[Figure]:
    """Return the figures of which it can be told what they are of, each once; the faults are those of the rows."""
    first: dict[tuple[object, ...], Figure] = {}
    for row in rows:
        figure = _figure(row, terms)
        if figure is None:
            continue
        key = figure[1:6]
        if key in first:
            row.repeated("component", first[key].row)
        else:
            first[key] = figure
    return list(first.values())


def put_together(figures: Iterable[Figure]) -> list[Given]:
    """Return what is given of every region, group and year, in order of appearance."""
    found: dict[tuple[str, str, int], Given] = {}
    for figure in figures:
        key = (figure.region, figure.group, figure.year)
        if key not in found:
            found[key] = Given(region=figure.region, group=figure.group, year=figure.year)
        if figure.component == TOTAL:
            found[key].totals.append(figure)
        else:
            found[key].splits.setdefault(figure.case, {})[figure.component] = figure
    return list(found.values())


def given_faults(given: Given, table: Rows, *, total_needed: bool) -> Iterator[Fault]:
    """Yield what is missing in the splits of a region and group, and what does not add up."""
    for case, parts in given.splits.items():
        last = list(parts.values())[-1].row
        name = _name(last, given.region, given.group, case=case)
        if missing := [component for component in COMPONENTS if component not in parts]:
            yield Fault(
                what=_PARTS.format(name=name),
                rule=Text("齐全", "all be there"),
                got=", ".join(component for component in COMPONENTS if component in parts),
                way_out=Text(f"补上：{', '.join(missing)}", f"add: {', '.join(missing)}"),
                place=last.place("component"),
            )
        elif given.total is None and total_needed:
            yield Fault(
                what=_TOTAL.format(name=_name(last, given.region, given.group)),
                rule=Text("在文件中", "be in the file"),
                got=NOTHING,
                way_out=Text("补一行 component=total、share_case=all", "add a row: component total, share_case all"),
                place=table.place,
            )
        elif (rule := _broken_sum(parts, given.total)) is not None:
            yield Fault(
                what=_SUM.format(name=name),
                rule=rule,
                got=f"{_sum(parts):.3f}",
                way_out=Text("请改正构成或合计", "correct the components or the total"),
                place=parts[COMPONENTS[0]].row.place("value_yuan"),
            )


def _figure(row: Row, terms: Terms) -> Figure | None:
    before = len(row.faults)
    region, component = _region(row), row.option("component", ITEMS)
    group = _required(row, "group") if terms.concepts is None else row.option("group", terms.concepts)
    year = row.year("year") if terms.year is None else terms.year
    is_placed = len(row.faults) == before
    case = _case(row, component, terms)
    if terms.year is not None:
        _require_year(row, terms.year)
    figure = Figure(
        row=row,
        region=region,
        group=group,
        component=component,
        year=year,
        case=case,
        value=SourcedValue(
            value=_amount(row, component),
            concept=_concept(row, group, terms),
            status=cast("Status", _word(row, "status", STATUSES, "assumed" if terms.origin else None)),
            source=(row.text("source") or terms.origin) if terms.origin else _required(row, "source"),
            note=row.text("note"),
            case_title=Text(*(row.text(column) for column in CASE_TITLE_COLUMNS)),
        ),
    )
    # a component under the name of all cases belongs to no split
    return figure if is_placed and (component == TOTAL) == (case == ALL_CASES) else None


def _region(row: Row) -> str:
    cell = row["region"]
    # a code that a column with gaps has turned into a float may have lost its leading zeros
    if cell is None or isinstance(cell, float) or _DECIMAL_CODE.fullmatch(row.text("region")):
        rule = Text("为文本或整数代码", "be text or a whole number")
        way_out = Text("代码按文本读入，例如 dtype={'region': str}", "read codes as text: dtype={'region': str}")
        row.fault("region", rule, way_out, what=Text("地区", "the region"), got=None if cell is None else str(cell))
    return row.text("region")


def _require_year(row: Row, year: int) -> None:
    if row.has("year") and year_of(row["year"]) != year:
        rule = Text(f"为方案的基年 {year}", f"be {year}, the base year")
        way_out = Text("只留基年的行", "keep the rows of the base year only")
        row.fault("year", rule, way_out, what=Text("年份", "the year"))


def _case(row: Row, component: str, terms: Terms) -> str:
    case = row.text("share_case") if terms.origin else _required(row, "share_case")
    if case and (component == TOTAL) != (case == ALL_CASES):
        rule = Text("合计行为 all，构成行为案例名", "be 'all' for totals and a case name for components")
        way_out = Text("合计不随构成案例变化", "totals do not depend on the case")
        row.fault("share_case", rule, way_out, what=Text.same("share_case"))
    return ALL_CASES if component == TOTAL else case


def _amount(row: Row, component: str) -> float:
    value = number(row["value_yuan"])
    if value is None:
        value, rule = nan, FINITE
    elif value == 0.0 and component == TOTAL:
        rule = POSITIVE
    elif value < 0.0:
        rule = POSITIVE if component == TOTAL else NOT_NEGATIVE
    else:
        return value
    name = _name(row, row.text("region"), row.text("group"), component=component)
    got = None if isnan(value) else value
    row.fault("value_yuan", rule, _YUAN, what=_BASE.format(name=name), got=got)
    return value


def _concept(row: Row, group: str, terms: Terms) -> Concept:
    own = None if terms.concepts is None else terms.concepts.get(group)
    concept = _word(row, "concept", CONCEPTS, own if terms.origin else None)
    if own is not None and concept in CONCEPTS and concept != own:
        what = Text(f"{group} 的口径", f"the concept of {group}")
        way_out = Text("两种口径不得混用", "two concepts of income are never put together")
        row.fault("concept", Text(f"为 {own}", f"be {own}"), way_out, what=what)
    return cast("Concept", concept)


def _word(row: Row, column: str, options: Sequence[str], usual: str | None) -> str:
    """Return one of the options; the usual one for an empty cell, where there is a usual one."""
    return usual if usual is not None and not row.has(column) else row.option(column, options)


def _required(row: Row, column: str) -> str:
    return row.filled(column, way_out=Text("每个数都须注明来源与案例", "every figure says its source and case"))


def _broken_sum(parts: Mapping[str, Figure], total: Figure | None) -> Text | None:
    """Return the rule that the sum of four components breaks, or None; a sum that is no number breaks none."""
    if total is None:
        return POSITIVE if _sum(parts) == 0.0 else None
    whole = total.value.value
    if abs(_sum(parts) - whole) > SUM_TOLERANCE:
        return Text(f"等于合计 {whole:g}", f"equal the total {whole:g}")
    return None


def _sum(parts: Mapping[str, Figure]) -> float:
    return sum(parts[component].value.value for component in COMPONENTS)


def _name(row: Row, region: str, group: str, *, component: str = "", case: str = "") -> Text:
    """Return what a figure is of, as its row says it."""
    year = row.text("year")
    zh, en = (" ".join(filter(None, (region, group, component, told, case))) for told in (year and f"{year}年", year))
    return Text(zh, en)


_BASE = Template("{name} 的基数", "the base of {name}")
_PARTS = Template("{name} 的构成", "the components of {name}")
_TOTAL = Template("{name} 的合计", "the total of {name}")
_SUM = Template("{name} 四项之和", "the sum of the components of {name}")
