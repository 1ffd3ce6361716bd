"""Read the table of growth rates of a plan: one row a year, group and component or total."""

from collections.abc import Sequence
from math import isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import NOTHING, Fault, choice
from ceheng_model.files import Row, read_table
from ceheng_model.plan.statements import Quantity, Statement
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Group, Text
from ceheng_model.wording import WORDINGS, Wording

if TYPE_CHECKING:
    import pandas as pd

GROWTH_COLUMNS = ("year", "group", "component", "words", "type", "value", "precision", "tolerance")
GROWTH_WORDINGS = ("about", "at_least", "at_most", "positive")
_ITEMS = (*COMPONENTS, TOTAL)

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
    table = read_table(source, GROWTH_COLUMNS, faults=faults)
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
        return [Fault(what=what, rule=Text("大于 -1", "be above -1"), got=rate, way_out=way_out, place=place)]
    if rate >= 1.0:
        way_out = Text(f"{rate:g}% 写作 {rate / 100:.2f}", f"write {rate:g} % as {rate / 100:.2f}")
        return [Fault(what=what, rule=Text("小于 1", "be below 1"), got=rate, way_out=way_out, place=place)]
    return []


def _statement(row: Row, cell: Cell, place: Text) -> Statement:
    year, group, component = cell
    kind = row.option("type", GROWTH_WORDINGS)
    what = Text(
        f"{year}年 {group} {LABELS.get(component, Text.same(component)).zh}增速",
        f"growth for {group} {component} {year}",
    )
    if not row.has("words"):
        rule, way_out = Text("填写", "be filled in"), Text("抄录方案原文", "copy the plan's own words")
        row.fault("words", rule, way_out, what=Text("原文", "words"))
    return Statement(
        id=f"growth.{group}.{component}.{year}",
        quantity=Quantity(kind="growth", group=group, component=component, first=year, last=year),
        wording=_wording(row, kind, what),
        words=row.text("words"),
        place=place,
        headline=False,
    )


def _wording(row: Row, kind: str, what: Text) -> Wording:
    if kind == "positive":
        way_out = Text("“正增长”不带数值", "the type positive carries no number")
        for column in ("value", "precision", "tolerance"):
            row.require_empty(column, way_out=way_out, what=what)
        return WORDINGS[kind]()
    unit = Text("20% 写作 0.20", "write 20 % as 0.20")
    value = row.number("value", what=what, way_out=unit)
    row.faults.extend(require_rate(what, value, row.place("value")))
    precision = _width(row, "precision", what)
    tolerance = _width(row, "tolerance", what) if row.has("tolerance") else None
    if kind not in WORDINGS or isnan(precision) or (tolerance is not None and isnan(tolerance)):
        return WORDINGS["about"]()
    return WORDINGS[kind](value=value, precision=precision, tolerance=tolerance)


def _width(row: Row, column: str, what: Text) -> float:
    named = Text(f"{what.zh}的 {column}", f"{column} of {what.en}")
    unit = Text("1个百分点写作 0.01", "write 1 point as 0.01")
    width = row.number(column, what=named, way_out=unit)
    if width < 0.0:
        row.fault(column, Text("不小于零", "be zero or more"), unit, what=named, got=width)
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
