"""Divide a sheet into what stands above its table, its headings, its lines and the notes below."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ceheng_model.errors import Fault, InputError
from ceheng_model.files.grid import Grid
from ceheng_model.official.facets import NOTHING_SAID, Facets, stacked
from ceheng_model.official.names import UNITS, normalised, parted, said_by, unknown
from ceheng_model.official.periods import period_of, year_before
from ceheng_model.official.printed_numbers import is_number, is_number_like
from ceheng_model.vocabulary import Template, Text

Axis = Literal["item", "region", "period", "group", "unit", "code"]
"""What the labels of a column tell apart."""

STUBS: Mapping[str, Axis] = {
    **dict.fromkeys(("指标", "指标名称", "项目", "项目名称", "收入项目"), "item"),
    **dict.fromkeys(
        ("地区", "地区名称", "县市", "市县", "市州", "县(市、区)", "县(区)", "县区", "区县", "县名", "县"), "region"
    ),
    **dict.fromkeys(("年份", "年度", "时间", "时期"), "period"),
    **dict.fromkeys(("人群", "城乡", "分组", "居民类别"), "group"),
    **dict.fromkeys(("单位", "计量单位"), "unit"),
    **dict.fromkeys(("代码", "地区代码", "行政区划代码", "区划代码", "序号", "编号"), "code"),
}
"""Headings of columns of labels."""
MOST_ROWS_ABOVE = 30
"""Lines above a heading; a table begins on its first page."""
_NOTE = re.compile(
    r"(?:注|单位|计量单位|数据来源|资料来源|来源|说明|备注|发布日期|公布日期)(?:\d*[:.、].*)?|(?i:notes?|source)\b.*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Hold the parts of one sheet by the positions of its rows."""

    grid: Grid
    above: Sequence[int]
    heads: Sequence[int]
    body: Sequence[int]
    below: Sequence[int]
    labels: Mapping[int, Axis]
    """Columns of labels, the first the main one."""
    columns: Mapping[int, Facets]
    """Columns of numbers, each with what its headings say."""

    def cell(self, row: int, column: int) -> object:
        """Return a cell, None beyond the end of its row."""
        cells = self.grid.rows[row]
        return cells[column] if column < len(cells) else None

    def line(self, row: int) -> Text:
        """Return the place of a row."""
        return Text.same(f"{self.grid.name} ") + self.grid.row_name(self.grid.lines[row])

    def place(self, row: int, column: int) -> Text:
        """Return the place of a cell: its address in a sheet, its line and column in a file."""
        at = self.grid.lines[row]
        if self.grid.form == "excel":
            from openpyxl.utils import get_column_letter

            address = f"{get_column_letter(column + 1)}{at}"
            return Text(f"{self.grid.name} 单元格 {address}", f"{self.grid.name} cell {address}")
        return self.line(row) + Text(f" 第{column + 1}列", f", column {column + 1}")

    def texts(self, rows: Sequence[int]) -> Iterator[str]:
        """Yield the texts of some rows, cell by cell."""
        for row in rows:
            yield from (str(cell) for cell in self.grid.rows[row] if cell is not None)

    @property
    def main(self) -> int:
        """The column of the labels that tell lines apart."""
        return next(iter(self.labels))

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What the columns of labels tell apart."""
        return tuple(self.labels.values())


def divided(grid: Grid) -> Division | None:
    """Return the parts of a sheet, or None where no heading of an official table is found.

    Raises `InputError` where a second table stands below the first.
    """
    first = _first_head(grid)
    if first is None:
        return None
    labels = _label_columns(grid, first)
    if next(iter(labels.values()), "code") in ("unit", "code", "group"):
        return None
    begin = first - 1 if first > 0 and _is_head(grid.rows[first - 1], labels) else first
    last = first + 1
    while last < len(grid.rows) and _is_head(grid.rows[last], labels):
        last += 1
    end = next((row for row in range(last, len(grid.rows)) if _is_note(grid.rows[row])), len(grid.rows))
    _require_one_table(grid, range(last, len(grid.rows)))
    return Division(
        grid=grid,
        above=range(begin),
        heads=range(begin, last),
        body=range(last, end),
        below=range(end, len(grid.rows)),
        labels=labels,
        columns=_columns(grid, range(begin, last), labels),
    )


def _first_head(grid: Grid) -> int | None:
    """Return the row of the heading: a column of labels by its name, and at least one more heading."""
    for row, cells in enumerate(grid.rows[:MOST_ROWS_ABOVE]):
        if _axis(next((cell for cell in cells if cell is not None), None)) and len(_filled(cells)) > 1:
            return row
    # some yearbooks leave the corner empty
    for row, cells in enumerate(grid.rows[:MOST_ROWS_ABOVE]):
        if cells and cells[0] is None and _is_head(cells, {0: "item"}) and len(_filled(cells)) > 1:
            return row
    return None


def _filled(cells: Sequence[object]) -> list[object]:
    return [cell for cell in cells if cell is not None]


def _axis(cell: object) -> Axis | None:
    return STUBS.get(parted(normalised(cell))[0]) if isinstance(cell, str) else None


def _label_columns(grid: Grid, head: int) -> dict[int, Axis]:
    cells = grid.rows[head]
    labels = {column: axis for column, cell in enumerate(cells) if (axis := _axis(cell))}
    # what tells lines apart comes before units and codes
    main = [column for column, axis in labels.items() if axis in ("item", "region", "period")]
    return {column: labels[column] for column in [*main, *(c for c in labels if c not in main)]} or {0: "item"}


def _is_head(cells: Sequence[object], labels: Mapping[int, Axis]) -> bool:
    """Return whether a row holds headings alone, with nothing in the columns of labels but translations."""
    if any(normalised(cells[column]) for column in labels if column < len(cells)):
        return False
    others = [cell for column, cell in enumerate(cells) if cell is not None and column not in labels]
    return bool(others) and all(not normalised(cell) or _heading(cell) is not None for cell in others)


def _heading(cell: object) -> Facets | None:
    """Return what one heading says; None for one that says nothing known."""
    text = normalised(cell)
    if (period := period_of(cell)) is not None:
        return period
    if (begun := year_before(cell)) is not None:
        rest = said_by(begun[1])
        return None if rest is None else rest.under(begun[0])
    if text.startswith("(") and text[1:-1] in UNITS:
        return Facets(unit=UNITS[text[1:-1]])
    return said_by(cell)


def _is_note(cells: Sequence[object]) -> bool:
    first, *others = _filled(cells)
    is_marked = any(_NOTE.fullmatch(text) for text in (normalised(first), str(first)))
    # a label with numbers behind it is no note
    return is_marked and not any(map(is_number, others))


def _require_one_table(grid: Grid, rows: Sequence[int]) -> None:
    for row in rows:
        cells = grid.rows[row]
        if _axis(next(iter(_filled(cells)))) and len(_filled(cells)) > 1:
            raise InputError(
                Fault(
                    what=Text("一张工作表或一个文件中的表", "the tables of one sheet or file"),
                    rule=Text("只有一张", "be one"),
                    got=_AGAIN.format(heading=Text.listed(_filled(cells)[:4])),
                    way_out=Text("把第二张表另存为一个文件", "save the second table as a file of its own"),
                    place=Text.same(f"{grid.name} ") + grid.row_name(grid.lines[row]),
                )
            )


def _columns(grid: Grid, heads: Sequence[int], labels: Mapping[int, Axis]) -> dict[int, Facets]:
    """Return what the headings say of each column that holds numbers or has a heading in Chinese."""
    width = max((len(cells) for cells in grid.rows), default=0)
    stacks = {column: _stack(grid, heads, column, labels) for column in range(width) if column not in labels}
    facets: dict[int, Facets] = {}
    item = NOTHING_SAID
    for column, stack in stacks.items():
        if all(not normalised(cell) for cell in stack) and not _has_numbers(grid, heads, column):
            # a column of translations
            continue
        said = _said_by_stack(stack)
        if said.component is not None:
            item = said
        elif said.measure is not None and said.left is None:
            # a growth beside its level: 可支配收入(元) | 增长(%)
            said = said.under(Facets(component=item.component, group=item.group, concept=item.concept))
        facets[column] = said
    return facets


def _said_by_stack(stack: Sequence[object]) -> Facets:
    named = [cell for cell in stack if normalised(cell)]
    if not named:
        return Facets(left=Text("该列没有列名", "the column has no heading"))
    layers = [_heading(cell) or unknown(cell) for cell in reversed(named)]
    for at, layer in enumerate(layers[1:], start=1):
        clash = stacked(layers[:at]).against(layer)
        if clash is not None and clash[0] not in ("unit", "component"):
            return Facets(left=_CLASH.format(names=" / ".join(map(str, named))))
    return stacked(layers)


def _stack(grid: Grid, heads: Sequence[int], column: int, labels: Mapping[int, Axis]) -> list[object]:
    """Return the headings over a column, from the top; a wide heading stands over the columns to its right."""
    cells: list[object] = []
    for row in heads:
        row_cells = grid.rows[row]
        own = row_cells[column] if column < len(row_cells) else None
        below = [_at(grid.rows[lower], column) for lower in heads if lower > row]
        if own is None and any(cell is not None for cell in below):
            own = _wide(row_cells, column, labels)
        cells.append(own)
    return cells


def _wide(cells: Sequence[object], column: int, labels: Mapping[int, Axis]) -> object:
    for left in range(column - 1, -1, -1):
        if left in labels:
            return None
        if _at(cells, left) is not None:
            return cells[left]
    return None


def _at(cells: Sequence[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def _has_numbers(grid: Grid, heads: Sequence[int], column: int) -> bool:
    rows = grid.rows[heads[-1] + 1 :]
    return any(
        is_number_like(cell) and not (isinstance(cell, str) and not normalised(cell))
        for cell in (_at(cells, column) for cells in rows)
    )


_AGAIN = Template("又一行列名：{heading}", "another heading: {heading}")
_CLASH = Template("列名“{names}”相互矛盾，不读入", "the headings '{names}' contradict each other")
