"""Read the table of growth rates of a plan: one row a year, group and component or total."""

from collections.abc import Iterator, Sequence
from math import nan
from pathlib import Path

from ceheng_model.errors import NOTHING, Fault, choice
from ceheng_model.files import Row, read_rows
from ceheng_model.plan.statements import Statement
from ceheng_model.quantities import Growth
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Group, Template, Text
from ceheng_model.wording import WIDTHS, WORDINGS, Positive, Wording, value_keys

GROWTH_COLUMNS = ("year", "group", "component", "words", "type", "value", *WIDTHS)
_ITEMS = (*COMPONENTS, TOTAL)

_STAND_IN = Positive()
"""Stands for a wording that has faults, until they are raised."""

Cell = tuple[int, str, str]


def read_growth_table(
    path: Path, groups: Sequence[Group], years: Sequence[int], place: Text, faults: list[Fault]
) -> tuple[Statement, ...]:
    """Return one statement a cell, ordered by year, group and component; add every fault found."""
    keys = [group.key for group in groups]
    found: dict[Cell, Statement] = {}
    lines: dict[Cell, int] = {}
    for row in read_rows(path, GROWTH_COLUMNS, optional=[key for key in _value_columns() if key != "value"]):
        cell = (row.year("year", faults), row.option("group", keys, faults), row.option("component", _ITEMS, faults))
        if cell in found:
            faults.append(row.repeated("component", lines[cell]))
        elif cell[0] not in years:
            faults.append(choice(Text("年份", "the year"), cell[0], years).at(row.place("year")))
        else:
            found[cell], lines[cell] = _statement(row, cell, place, faults), row.line
    wanted = [(year, group, component) for year in years for group in keys for component in _ITEMS]
    faults.extend(_missing(path, cell) for cell in wanted if cell not in found)
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


def _statement(row: Row, cell: Cell, place: Text, faults: list[Fault]) -> Statement:
    year, group, component = cell
    kind = row.option("type", sorted(_wordings()), faults)
    what = Text(
        f"{year}年 {group} {LABELS.get(component, Text(component, component)).zh}增速",
        f"growth for {group} {component} {year}",
    )
    if not row.cells["words"]:
        rule, way_out = Text("填写", "be filled in"), Text("抄录方案原文", "copy the plan's own words")
        faults.append(Fault(what=Text("原文", "words"), rule=rule, got="", way_out=way_out, place=row.place("words")))
    return Statement(
        id=f"growth.{group}.{component}.{year}",
        quantity=Growth(group=group, component=component, first=year, last=year),
        wording=_wording(row, kind, what, faults),
        words=row.cells["words"],
        place=place,
        headline=False,
    )


def _wordings() -> dict[str, type[Wording]]:
    return {kind: wording for kind, wording in WORDINGS.items() if wording.in_growth_table}


def _value_columns() -> tuple[str, ...]:
    return value_keys(list(_wordings().values()))


def _wording(row: Row, kind: str, what: Text, faults: list[Fault]) -> Wording:
    wording = _wordings().get(kind)
    if wording is None:
        return _STAND_IN
    before = len(faults)
    faults.extend(_superfluous(row, wording, what))
    numbers = _printed(row, wording, what, faults) if wording.given else {}
    return wording.from_numbers(numbers) if len(faults) == before else _STAND_IN


def _superfluous(row: Row, wording: type[Wording], what: Text) -> Iterator[Fault]:
    """Yield a fault for every number that a wording does not carry."""
    carried = (*wording.given, *WIDTHS) if wording.given else ()
    listed = ", ".join(carried)
    for column in (*_value_columns(), *WIDTHS):
        if column not in carried and row.cells.get(column):
            way_out = Text(f"“{wording.label.zh}”不带数值", f"the type {wording.kind} carries no number")
            if carried:
                way_out = Text(f"“{wording.label.zh}”填 {listed}", f"the type {wording.kind} carries {listed}")
            rule, got = Text("留空", "be empty"), row.cells[column]
            yield Fault(what=what, rule=rule, got=got, way_out=way_out, place=row.place(column))


def _printed(row: Row, wording: type[Wording], what: Text, faults: list[Fault]) -> dict[str, float]:
    values = {column: _rate(row, column, what, faults) for column in wording.given}
    called = {column: _of(column, what) for column in wording.given}
    faults.extend(fault.at(row.place(wording.given[0])) for fault in wording.order_faults(values, names=called))
    widths = {"precision": _width(row, "precision", what, faults)}
    if row.cells["tolerance"]:
        widths["tolerance"] = _width(row, "tolerance", what, faults)
    return values | widths


def _rate(row: Row, column: str, what: Text, faults: list[Fault]) -> float:
    if column not in row.cells:
        way_out = Text(f"在文件中加入 {column} 列", f"add the column {column} to the file")
        rule, place = Text("存在", "be there"), row.place(column)
        faults.append(Fault(what=_of(column, what), rule=rule, got=NOTHING, way_out=way_out, place=place))
        return nan
    rate = row.number(column, faults, what=what, unit=Text("20% 写作 0.20", "write 20 % as 0.20"))
    faults.extend(require_rate(what, rate, row.place(column)))
    return rate


def _of(column: str, what: Text) -> Text:
    return Template("{what}的 {column}", "{column} of {what}").format(what=what, column=column)


def _width(row: Row, column: str, what: Text, faults: list[Fault]) -> float:
    named = _of(column, what)
    unit = Text("1个百分点写作 0.01", "write 1 point as 0.01")
    width = row.number(column, faults, what=named, unit=unit)
    if width < 0.0:
        rule = Text("不小于零", "be zero or more")
        faults.append(Fault(what=named, rule=rule, got=width, way_out=unit, place=row.place(column)))
        return nan
    return width


def _missing(path: Path, cell: Cell) -> Fault:
    year, group, component = cell
    return Fault(
        what=Text(f"{year}年 {group} {component} 一行", f"the row for {group} {component} {year}"),
        rule=Text("在文件中", "be in the file"),
        got=NOTHING,
        way_out=Text("补上；未定数值的写 positive", "add it; where only a sign is printed, write positive"),
        place=Text(str(path), str(path)),
    )
