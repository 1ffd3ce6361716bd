"""Read the table of growth rates of a plan: one row a year, group and component or total."""

from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import ABOVE_MINUS_ONE, FILLED, NOT_NEGATIVE, NOTHING, THERE, Fault, choice
from ceheng_model.files import Row, read_table
from ceheng_model.plan.statements import Statement
from ceheng_model.quantities import Growth
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Group, Template, Text
from ceheng_model.wording import WIDTHS, WORDINGS, Positive, Wording, value_keys

if TYPE_CHECKING:
    import pandas as pd

GROWTH_COLUMNS = ("year", "group", "component", "words", "type", "value", *WIDTHS)
_ITEMS = (*COMPONENTS, TOTAL)

_STAND_IN = Positive()
"""Stands for a wording that has faults, until they are raised."""

Cell = tuple[int, str, str]


def read_growth_table(
    source: "Path | str | pd.DataFrame",
    groups: Sequence[Group],
    years: Sequence[int],
    place: Text,
    faults: list[Fault],
) -> tuple[Statement, ...]:
    """Return one statement a cell, ordered by year, group and component; add every fault found."""
    keys = [group.key for group in groups]
    found: dict[Cell, Statement] = {}
    first: dict[Cell, Row] = {}
    table = read_table(source, GROWTH_COLUMNS, optional=_optional_columns(), faults=faults)
    for row in table:
        cell = (row.year("year"), row.option("group", keys), row.option("component", _ITEMS))
        if cell in found:
            row.repeated("component", first[cell])
        elif cell[0] not in years:
            faults.append(choice(Text("年份", "the year"), cell[0], years).at(row.place("year")))
        else:
            found[cell], first[cell] = _statement(row, cell, place), row
    wanted = [(year, group, component) for year in years for group in keys for component in _ITEMS]
    faults.extend(_missing(table.place, cell) for cell in wanted if cell not in found)
    return tuple(found[cell] for cell in wanted if cell in found)


def require_rate(what: Text, rate: float, place: Text | None = None) -> list[Fault]:
    """Return the faults of a growth rate: at or below -1, or so large that it was meant in per cent.

    >>> [fault.text("en") for fault in require_rate(Text("增速", "growth for rural wages 2023"), 20.0)]
    ['growth for rural wages 2023 must be below 1 (got 20.0); write 20 % as 0.20.']
    """
    if rate <= -1.0:
        way_out = Text("20% 写作 0.20", "write 20 % as 0.20")
        return [Fault(what=what, rule=ABOVE_MINUS_ONE, got=rate, way_out=way_out, place=place)]
    if rate >= 1.0:
        way_out = Text(f"{rate:g}% 写作 {rate / 100:.2f}", f"write {rate:g} % as {rate / 100:.2f}")
        return [Fault(what=what, rule=Text("小于 1", "be below 1"), got=rate, way_out=way_out, place=place)]
    return []


def _statement(row: Row, cell: Cell, place: Text) -> Statement:
    year, group, component = cell
    kind = row.option("type", sorted(_wordings()))
    what = Text(
        f"{year}年 {group} {LABELS.get(component, Text.same(component)).zh}增速",
        f"growth for {group} {component} {year}",
    )
    if not row.has("words"):
        rule, way_out = FILLED, Text("抄录方案原文", "copy the plan's own words")
        row.fault("words", rule, way_out, what=Text("原文", "words"))
    return Statement(
        id=f"growth.{group}.{component}.{year}",
        quantity=Growth(group=group, component=component, first_year=year, last_year=year),
        wording=_wording(row, kind, what),
        words=row.text("words"),
        place=place,
        headline=False,
    )


def _wordings() -> dict[str, type[Wording]]:
    return {kind: wording for kind, wording in WORDINGS.items() if wording.in_growth_table}


def _value_columns() -> tuple[str, ...]:
    return value_keys(list(_wordings().values()))


def _optional_columns() -> list[str]:
    return [column for column in _value_columns() if column not in GROWTH_COLUMNS]


def _wording(row: Row, kind: str, what: Text) -> Wording:
    wording = _wordings().get(kind)
    if wording is None:
        return _STAND_IN
    before = len(row.faults)
    _require_no_more(row, wording, what)
    numbers = _printed(row, wording, what) if wording.given else {}
    return wording.from_numbers(numbers) if len(row.faults) == before else _STAND_IN


def _require_no_more(row: Row, wording: type[Wording], what: Text) -> None:
    """Add a fault for every number that a wording does not carry."""
    carried = (*wording.given, *WIDTHS) if wording.given else ()
    listed = ", ".join(carried)
    way_out = Text(f"“{wording.label.zh}”不带数值", f"the type {wording.kind} carries no number")
    if carried:
        way_out = Text(f"“{wording.label.zh}”填 {listed}", f"the type {wording.kind} carries {listed}")
    for column in (*_value_columns(), *WIDTHS):
        if column not in carried:
            row.require_empty(column, way_out=way_out, what=what)


def _printed(row: Row, wording: type[Wording], what: Text) -> dict[str, float]:
    values = {column: _rate(row, column, what) for column in wording.given}
    called = {column: _of(column, what) for column in wording.given}
    row.faults.extend(fault.at(row.place(wording.given[0])) for fault in wording.order_faults(values, names=called))
    widths = {"precision": _width(row, "precision", what)}
    if row.has("tolerance"):
        widths["tolerance"] = _width(row, "tolerance", what)
    return values | widths


def _rate(row: Row, column: str, what: Text) -> float:
    if column not in row.table.headings:
        way_out = Text(f"在文件中加入 {column} 列", f"add the column {column} to the file")
        row.fault(column, THERE, way_out, what=_of(column, what))
        return nan
    rate = row.number(column, what=what, way_out=Text("20% 写作 0.20", "write 20 % as 0.20"))
    row.faults.extend(require_rate(what, rate, row.place(column)))
    return rate


def _of(column: str, what: Text) -> Text:
    return Template("{what}的 {column}", "{column} of {what}").format(what=what, column=column)


def _width(row: Row, column: str, what: Text) -> float:
    named = _of(column, what)
    unit = Text("1个百分点写作 0.01", "write 1 point as 0.01")
    width = row.number(column, what=named, way_out=unit)
    if width < 0.0:
        row.fault(column, NOT_NEGATIVE, unit, what=named, got=width)
        return nan
    return width


def _missing(table: Text, cell: Cell) -> Fault:
    year, group, component = cell
    return Fault(
        what=Text(f"{year}年 {group} {component} 一行", f"the row for {group} {component} {year}"),
        rule=Text("在文件中", "be in the file"),
        got=NOTHING,
        way_out=Text("补上；未定数值的写 positive", "add it; where only a sign is printed, write positive"),
        place=table,
    )
