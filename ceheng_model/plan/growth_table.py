"""Read the table of growth rates of a plan: one row for each year, group and component or total that is printed."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import ABOVE_MINUS_ONE, FILLED, NOT_NEGATIVE, THERE, Fault, choice
from ceheng_model.files import POINTS, RATE, Row, read_table
from ceheng_model.names import component_names, group_names
from ceheng_model.plan.printed_figures import swallowed, words_fault
from ceheng_model.plan.statements import STAND_IN, Statement
from ceheng_model.quantities import Growth
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Force, Template, Text
from ceheng_model.wording import WIDTHS, WORDINGS, Wording, value_keys

if TYPE_CHECKING:
    import pandas as pd

GROWTH_COLUMNS = ("year", "group", "component", "words", "type", "value", *WIDTHS)

_AS_FRACTION = Text("20% 写作 0.20", "write 20 % as 0.20")
_MEANT_IN_PER_CENT = 1000.0
"""Numbers up to which somebody may have meant per cent."""
_POINT = Text("1个百分点写作 0.01", "write 1 point as 0.01")
_AS_FRACTION_OF = Template(
    "{percent}% 写作 {fraction}，或 {percent}%", "write {percent} % as {fraction}, or {percent}%"
)
_GROWTH_OF = Template("{year}年{group}{component}增速", "growth for {group} {component} {year}")
_CARRIES = Template("“{type}”填 {columns}", "the type {type} carries {columns}")
_CARRIES_NONE = Template("“{type}”不带数值", "the type {type} carries no number")
_ADD_COLUMN = Template("在文件中加入 {column} 列", "add the column {column} to the file")
_COLUMN_OF = Template("{what}的 {column}", "{column} of {what}")

Cell = tuple[int, str, str]


def read_growth_table(
    source: "Path | str | pd.DataFrame",
    terms: Terms,
    years: Sequence[int],
    place: Text,
    faults: list[Fault],
) -> tuple[Statement, ...]:
    """Return one statement a cell that is stated, ordered by year, group and component; add every fault found.

    A cell without a row, or whose row says nothing, is not stated.
    """
    table = read_table(source, GROWTH_COLUMNS, optional=_optional_columns(), faults=faults)
    statements = {cell: _statement(row, cell, place, terms) for cell, row in _rows(table, terms, years, faults)}
    cells = product(years, terms.group_keys, terms.items)
    return tuple(statements[cell] for cell in cells if cell in statements)


def _rows(table: Iterable[Row], terms: Terms, years: Sequence[int], faults: list[Fault]) -> Iterator[tuple[Cell, Row]]:
    """Yield the cells that are stated with their rows; add a fault for one that repeats or is outside the plan."""
    first: dict[Cell, Row] = {}
    groups, components = group_names(terms), component_names(terms)
    for row in table:
        cell = (row.year("year"), row.option("group", groups), row.option("component", components))
        if cell in first:
            row.repeated("component", first[cell])
        elif cell[0] not in years:
            faults.append(choice(Text("年份", "the year"), cell[0], years).at(row.place("year")))
        else:
            first[cell] = row
            if _says(row):
                yield cell, row


def _says(row: Row) -> bool:
    """Return whether a row says anything of its cell."""
    said = ("words", "type", "force", *_value_columns(), *WIDTHS)
    return any(row.has(column) for column in said if column in row.table.headings)


def require_rate(what: Text, rate: float, place: Text | None = None) -> list[Fault]:
    """Return the faults of a growth rate: at or below -1, or so large that it was meant in per cent.

    >>> [fault.text("en") for fault in require_rate(Text("增速", "growth for rural wages 2023"), 20.0)]
    ['growth for rural wages 2023 must be below 1 (got 20); write 20 % as 0.20, or 20%.']
    """
    if rate <= -1.0:
        return [Fault(what=what, rule=ABOVE_MINUS_ONE, got=rate, way_out=_AS_FRACTION, place=place)]
    if rate > _MEANT_IN_PER_CENT:
        return [Fault(what=what, rule=Text("小于 1", "be below 1"), got=rate, way_out=_AS_FRACTION, place=place)]
    if rate >= 1.0:
        way_out = _AS_FRACTION_OF.format(percent=f"{rate:.12g}", fraction=_as_fraction(rate))
        return [Fault(what=what, rule=Text("小于 1", "be below 1"), got=rate, way_out=way_out, place=place)]
    return []


def _as_fraction(percent: float) -> str:
    """Return a number of per cent as a fraction, with all its digits and two at least."""
    digits = f"{Decimal(f'{percent:.12g}').scaleb(-2):f}"
    whole, _, decimals = digits.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _statement(row: Row, cell: Cell, place: Text, terms: Terms) -> Statement:
    year, group, component = cell
    kind = row.option("type", sorted(_wordings()))
    # in English a component goes by its key, as it is typed
    named = Text(terms.label(component).zh, component)
    # a group that the plan does not have is a fault by itself
    whose = terms.group(group).in_message if group in terms.group_keys else Text.same(group)
    what = _GROWTH_OF.format(year=year, group=whose, component=named)
    if not row.has("words"):
        row.fault("words", FILLED, Text("抄录方案原文", "copy the plan's own words"), what=Text("原文", "words"))
    return Statement(
        id=f"growth.{group}.{component}.{year}",
        quantity=Growth(group=group, component=component, first_year=year, last_year=year),
        wording=_wording(row, kind, what),
        words=row.quoted("words", may_wait=True),
        place=place,
        headline=False,
        force=_force(row),
    )


def _force(row: Row) -> Force | None:
    if not _gives_force(row):
        return None
    named = row.option("force", tuple(Force))
    return Force(named) if named in tuple(Force) else None


def _gives_force(row: Row) -> bool:
    return "force" in row.table.headings and row.has("force")


def _wordings() -> dict[str, type[Wording]]:
    return {kind: wording for kind, wording in WORDINGS.items() if wording.in_growth_table}


def _value_columns() -> tuple[str, ...]:
    return value_keys(list(_wordings().values()))


def _optional_columns() -> list[str]:
    return [*(column for column in _value_columns() if column not in GROWTH_COLUMNS), "words_en", "force"]


def _wording(row: Row, kind: str, what: Text) -> Wording:
    wording = _wordings().get(kind)
    if wording is None:
        return STAND_IN
    before = len(row.faults)
    _require_no_more(row, wording, what)
    numbers = _printed(row, wording, what) if wording.given else {}
    return wording.from_numbers(numbers) if len(row.faults) == before else STAND_IN


def _require_no_more(row: Row, wording: type[Wording], what: Text) -> None:
    """Add a fault for every number that a wording does not carry."""
    carried = (*wording.given, *WIDTHS) if wording.given else ()
    named = Text(wording.label.in_language("zh"), wording.kind)
    way_out = _CARRIES.format(type=named, columns=Text.listed(carried)) if carried else _CARRIES_NONE.format(type=named)
    for column in (*_value_columns(), *WIDTHS):
        if column not in carried:
            row.require_empty(column, way_out=way_out, what=what)


def _printed(row: Row, wording: type[Wording], what: Text) -> dict[str, float]:
    before = len(row.faults)
    values = {column: _rate(row, column, what) for column in wording.given}
    called = {column: _of(column, what) for column in wording.given}
    row.faults.extend(fault.at(row.place(wording.given[0])) for fault in wording.order_faults(values, names=called))
    widths = {"precision": _width(row, "precision", what)}
    if row.has("tolerance"):
        widths["tolerance"] = _width(row, "tolerance", what)
    # what breaks a rule of its own need not agree with anything
    if len(row.faults) == before:
        _require_agreement(row, values, widths, what)
    return values | widths


def _require_agreement(row: Row, values: dict[str, float], widths: dict[str, float], what: Text) -> None:
    """Add the faults of values that are not in the words of the cell, and of widths that swallow them."""
    for column, value in values.items():
        fault = words_fault(row.text("words"), [value], is_rate=True, what=_of(column, what))
        if fault is not None:
            row.faults.append(fault.at(row.place(column)))
    for column, rule in swallowed(list(values.values()), widths):
        row.fault(column, rule, _POINT, what=_of(column, what))


def _rate(row: Row, column: str, what: Text) -> float:
    if column not in row.table.headings:
        row.fault(column, THERE, _ADD_COLUMN.format(column=column), what=_of(column, what))
        return nan
    rate = row.number(column, unit=RATE, what=what, way_out=_AS_FRACTION)
    row.faults.extend(require_rate(what, rate, row.place(column)))
    return rate


def _of(column: str, what: Text) -> Text:
    return _COLUMN_OF.format(what=what, column=column)


def _width(row: Row, column: str, what: Text) -> float:
    named = _of(column, what)
    width = row.number(column, unit=POINTS, what=named, way_out=_POINT)
    if width < 0.0:
        row.fault(column, NOT_NEGATIVE, _POINT, what=named, got=width)
        return nan
    return width
