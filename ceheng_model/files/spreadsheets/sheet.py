"""Hold what is stored in a sheet, choose the sheet that is read, and lay its cells out as a grid."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ceheng_model.errors import Fault, InputError, Remark
from ceheng_model.files.grid import Grid, Uncalculated
from ceheng_model.names import find_key, known_name
from ceheng_model.vocabulary import Template, Text

MOST_CELLS = 20_000_000
"""Of the grid, with the gaps before the last cell of each row: 160 MB."""
_MOST_PLACES = 12
"""Rows, columns or areas that a remark lists."""

Area = tuple[int, int, int, int]
"""First column and row, last column and row, counted from 1."""


@dataclass(slots=True, kw_only=True)
class StoredSheet:
    """Hold the cells of one sheet that store anything; rows and columns are counted from 1."""

    title: str
    rows: dict[int, dict[int, object]] = field(default_factory=dict)
    """Cells by row and column: texts, numbers, days, `FormattedNumber` and `Uncalculated`."""
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """By row and column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of each run."""
    merged: list[Area] = field(default_factory=list)

    def put(self, row: int, column: int, value: object, formula: str | None = None) -> None:
        """Store a cell, unless there is nothing in it; a formula without a stored result is held as such.

        Raises `ValueError` for a cell that stands there already.
        """
        if isinstance(value, str):
            value = value.strip() or None
        elif value is None and formula is not None:
            value = Uncalculated(formula)
        if formula is not None:
            self.formulas[row, column] = formula
        if value is not None:
            cells = self.rows.setdefault(row, {})
            # no spreadsheet writes a cell twice, and which of the two counts is not said
            if column in cells:
                raise ValueError(f"cell {letters(column)}{row} twice")
            cells[column] = value

    def value(self, row: int, column: int) -> object:
        """Return what a cell holds, None where it is empty."""
        return self.rows.get(row, {}).get(column)

    @property
    def holds_figures(self) -> bool:
        """Whether any cell holds a number."""
        return any(is_figure(value) for row in self.rows.values() for value in row.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Hold a workbook whose sheets of cells are read when they are asked for."""

    path: Path
    titles: Sequence[str]
    """Sheets of cells in the order of their tabs; sheets that are charts are none."""
    hidden: frozenset[str]
    """Those of them that a reader does not see."""
    names: Mapping[str, str]
    """What the defined names of the workbook stand for."""
    load: Callable[[str], StoredSheet]
    holds_figures: Callable[[str], bool]


def is_figure(value: object) -> bool:
    """Return whether a cell holds a number, or a text that looks like one.

    >>> is_figure(3.5), is_figure("36,510"), is_figure("2021年"), is_figure(True)
    (True, True, False, False)
    """
    if isinstance(value, str):
        return value.replace(",", "").replace(".", "").removesuffix("%").isdecimal()
    return value is not None and not isinstance(value, bool)


def _meant(sheet: str, book: Book) -> str:
    """Return which sheet is asked for."""
    faults: list[Fault] = []
    found = find_key(Text("工作表", "the sheet"), sheet, map(known_name, book.titles), faults, Text.same(book.path))
    if found is None:
        raise InputError(faults)
    return found


def grid_of(book: Book, sheet: str | None = None, usual: str | None = None, *, fills_merged: bool = False) -> Grid:
    """Return the rows of a sheet: the one asked for, else the usual one, else the first that a reader sees.

    Raises `InputError` for a sheet that is not there. It is said which sheet was read where several hold figures,
    and what is hidden or merged in it. With `fills_merged`, what cells merged over several rows hold counts in each.
    """
    if sheet is not None:
        sheet = _meant(sheet, book)
    if not book.titles:
        return Grid(name=str(book.path), form="excel", lines=(), rows=())
    seen = [title for title in book.titles if title not in book.hidden] or list(book.titles)
    chosen = sheet or (usual if usual is not None and usual in book.titles else seen[0])
    stored = book.load(chosen)
    name = f"{book.path} [{chosen}]"
    remarks: list[Remark] = []
    if sheet is None:
        remarks += _other_sheets(book, chosen)
    remarks += [*_hidden(stored, Text.same(name)), *_merged(stored, Text.same(name), fills=fills_merged)]
    if fills_merged:
        _fill_merged(stored)
    lines = sorted(stored.rows)
    return Grid(name=name, form="excel", lines=lines, rows=list(_laid_out(stored, lines, name)), remarks=remarks)


def _laid_out(stored: StoredSheet, lines: Sequence[int], name: str) -> Iterator[list[object]]:
    room = MOST_CELLS
    for line in lines:
        cells = stored.rows[line]
        width = max(cells)
        room -= width
        if room < 0:
            raise InputError(_too_wide(name))
        row: list[object] = [None] * width
        for column, value in cells.items():
            row[column - 1] = value
        yield row


def _other_sheets(book: Book, chosen: str) -> Iterator[Remark]:
    others = [title for title in book.titles if title != chosen and book.holds_figures(title)]
    if others:
        text = _READ.format(sheet=chosen, others=Text.listed(others))
        yield Remark(text=text, place=Text.same(book.path), is_warning=False)


def _hidden(stored: StoredSheet, place: Text) -> Iterator[Remark]:
    rows = sorted(row for row in stored.hidden_rows if any(map(is_figure, stored.rows.get(row, {}).values())))
    if rows:
        yield Remark(text=_HIDDEN_ROWS.format(rows=_runs(rows)), place=place)
    if stored.hidden_columns:
        filled = {column for cells in stored.rows.values() for column, value in cells.items() if is_figure(value)}
        columns = sorted(c for c in filled if any(first <= c <= last for first, last in stored.hidden_columns))
        if columns:
            named = _some([letters(column) for column in columns])
            yield Remark(text=_HIDDEN_COLUMNS.format(columns=named), place=place)


def _fill_merged(stored: StoredSheet) -> None:
    """Write what cells merged over several rows hold into each of the rows that hold anything."""
    for first_column, first_row, _, last_row in stored.merged:
        held = stored.value(first_row, first_column)
        if held is None:
            continue
        # an area may reach to the last row that a sheet can have
        for row in stored.rows.keys() & range(first_row + 1, last_row + 1):
            stored.rows[row][first_column] = held


def _merged(stored: StoredSheet, place: Text, *, fills: bool) -> Iterator[Remark]:
    """Say which cells are merged: over several rows only the first holds what a reader sees in all of them."""
    across: list[str] = []
    down: list[str] = []
    for area in stored.merged:
        first_column, first_row, _, last_row = area
        if stored.value(first_row, first_column) is not None:
            (down if last_row > first_row else across).append(area_name(area))
    if down:
        said = _MERGED_FILLED if fills else _MERGED_DOWN
        yield Remark(text=said.format(areas=_some(down)), place=place, is_warning=not fills)
    if across:
        yield Remark(text=_MERGED_ACROSS.format(areas=_some(across)), place=place, is_warning=False)


def _runs(numbers: Iterable[int]) -> Text:
    """Return numbers with those that follow each other as a run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return _some([f"{first}" if first == last else f"{first}—{last}" for first, last in runs])


def _some(names: Sequence[str]) -> Text:
    shown = [Text.same(name) for name in names[:_MOST_PLACES]]
    more = [Text("……", "...")] if len(names) > _MOST_PLACES else []
    return Text.join([*shown, *more], zh="、", en=", ")


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1.

    >>> letters(1), letters(27), letters(16384)
    ('A', 'AA', 'XFD')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def area_name(area: Area) -> str:
    """Return an area as spreadsheets write it.

    >>> area_name((1, 2, 3, 4))
    'A2:C4'
    """
    first_column, first_row, last_column, last_row = area
    return f"{letters(first_column)}{first_row}:{letters(last_column)}{last_row}"


_READ = Template(
    "读取的是工作表“{sheet}”；另有工作表含数字，未读：{others}",
    "the sheet read is '{sheet}'; others hold figures too and were not read: {others}",
)
_HIDDEN_ROWS = Template("第{rows}行是隐藏行，已读入", "hidden rows were read: {rows}")
_HIDDEN_COLUMNS = Template("{columns}列是隐藏列，已读入", "hidden columns were read: {columns}")
_MERGED_DOWN = Template(
    "{areas} 是合并单元格，内容只算在首行，其余各行按空处理",
    "merged over several rows: {areas}; what they hold counts in the first row alone",
)
_MERGED_FILLED = Template(
    "{areas} 是合并单元格，内容算在所跨的各行",
    "merged over several rows: {areas}; what they hold counts in each of these rows",
)
_MERGED_ACROSS = Template(
    "{areas} 是合并单元格，内容算在首列", "merged: {areas}; what they hold counts in the first column"
)


def _too_wide(name: str) -> Fault:
    return Fault(
        what=Text("表格的大小", "the size of the table"),
        rule=Text(f"不超过{MOST_CELLS // 10_000}万个单元格", f"be at most {MOST_CELLS} cells"),
        got=Text("更多", "more"),
        way_out=Text("删去远离表格的单元格内容", "clear the cells that stand far away from the table"),
        place=Text.same(name),
    )
