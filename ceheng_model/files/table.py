"""Read tables: a CSV file, a sheet of a workbook or a pandas frame become rows whose cells know their places."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import inf, nan
from numbers import Rational
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ceheng_model.characters import simplified
from ceheng_model.errors import (
    FILLED,
    FINITE,
    FOUR_DIGITS,
    NOTHING,
    THERE,
    Fault,
    InputError,
    Remark,
    choice,
    raise_faults,
)
from ceheng_model.files.encodings import BIG5, Encoding, may_be_big5
from ceheng_model.files.formats import open_grid, require_file
from ceheng_model.files.grid import Form, FormattedNumber, Grid, Uncalculated
from ceheng_model.files.heading_row import MOST_ABOVE, HeadingRow, find_headings, keys_of
from ceheng_model.files.number_reader import COUNT, PLAIN, Unit, Unread, number, read_number
from ceheng_model.files.sheet import letters
from ceheng_model.files.values import as_text, day_of, plain, year_of
from ceheng_model.vocabulary import NO_TEXT, Missing, Need, Template, Text

if TYPE_CHECKING:
    import pandas as pd

FRAME = "frame"
"""Name of a frame in messages."""
SEPARATORS = "；;"
"""Stand between the parts of a cell that lists several things."""

T = TypeVar("T")

_TABLE = Text("表", "the table")
_COLUMN = Template("{name} 列", "column {name}")
_QUOTED = Template("“{name}”列", "column {name}")
_THERE = Template("；该行已有：{headings}", "; there already: {headings}")
_FIRST_ROW = Template("该行是 {cells}", "the row is {cells}")
_FLAGS = {word: flag for flag, words in ((True, "是 yes 1 true √"), (False, "否 no 0 false")) for word in words.split()}
_BESIDE = Template(
    "列名以外的 {count} 个单元格未读入：{cells}", "{count} cells beside the columns with headings are left out: {cells}"
)
MOST_NAMED = 5
"""Cells that a remark names; it counts all."""
_FRAME_GAPS = ("nan", "NaT", "<NA>")
"""What pandas writes into a frame of texts where there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Hold the cells of a table column by column, with its name, its headings and the faults of its cells.

    Rows are views that hand out one row at a time; whoever reads very many asks for whole columns.
    """

    name: str
    """The path, with its sheet, or the name of a frame."""
    form: Form
    headings: Mapping[str, str]
    """Headings as they stand in the table, by column."""
    labels: Mapping[str, Text]
    """What messages call a column, where that is not its key."""
    faults: list[Fault]
    """What is wrong with cells that were asked for; whoever reads the rows raises them."""
    lines: Sequence[int]
    """Where each row stands: line of a file, row of a sheet, position in a frame."""
    positions: Mapping[str, int]
    """Where columns stand in the table, counted from 0."""
    remarks: list[Remark]
    """What is to be said of a table that is read: of its file, and rows that are no rows of it."""
    cells: Mapping[str, Sequence[object]]
    """Cells as they came, by column: texts of a file, numbers and days of a sheet or frame; None where empty."""

    def __iter__(self) -> Iterator["Row"]:
        """Yield the rows, from the top."""
        return (Row(self, position) for position in range(len(self)))

    def __getitem__(self, position: int) -> "Row":
        """Return one row, counted from 0."""
        return Row(self, position)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def column(self, name: str) -> Sequence[object]:
        """Return the cells of a column as they came; of one that is not there, as many empty cells."""
        return self.cells.get(name) or (None,) * len(self)

    def texts(self, name: str) -> list[str]:
        """Return the cells of a column as texts, empty where there is nothing."""
        if name not in self.cells:
            return [""] * len(self)
        return [cell if type(cell) is str else as_text(cell) for cell in self.cells[name]]

    @property
    def place(self) -> Text:
        """The table as the place of a fault."""
        return Text.same(self.name)

    def label(self, column: str) -> Text:
        """Return what messages call a column."""
        heading = self.headings.get(column, column)
        return self.labels.get(column) or Text(f"{heading} 列", heading)

    def row_name(self, at: int) -> Text:
        """Return the name of a row within its table."""
        if self.form == "frame":
            return Text.same(f"{self.name}.iloc[{at}]")
        return Text(f"第{at}行", f"{'row' if self.form == 'excel' else 'line'} {at}")

    def row_place(self, at: int) -> Text:
        """Return the place of a row."""
        return self.row_name(at) if self.form == "frame" else Text.same(f"{self.name} ") + self.row_name(at)

    def cell_place(self, at: int, column: str) -> Text:
        """Return the place of a cell: its address in a sheet, else its row and the heading as it stands there."""
        if self.form == "excel" and column in self.headings:
            address = f"{letters(self.positions[column] + 1)}{at}"
            return Text(f"{self.name} 单元格 {address}", f"{self.name} cell {address}")
        heading = self.headings.get(column, column)
        if self.form == "frame":
            return Text(f"{self.name}.iloc[{at}] {heading} 列", f"{self.name}.iloc[{at}], column {heading}")
        row = self.row_name(at)
        return Text(f"{self.name} {row.zh} {heading} 列", f"{self.name} {row.en}, column {heading}")


@dataclass(frozen=True, slots=True)
class Row:
    """Hand out the cells of one row, and add a fault to those of the table for each that breaks its rule.

    Cells are as they came: texts of a file, numbers and days of a sheet or frame; None where there is nothing.
    """

    table: Rows
    position: int
    """Counted from 0 among the rows that hold anything."""

    @property
    def line(self) -> int:
        """Line of a file, row of a sheet, position in a frame."""
        return self.table.lines[self.position]

    @property
    def faults(self) -> list[Fault]:
        """Faults of the table so far."""
        return self.table.faults

    def __getitem__(self, column: str) -> object:
        """Return a cell as it came, None where it is empty or its column is not there."""
        cells = self.table.cells.get(column)
        return None if cells is None else cells[self.position]

    def has(self, column: str) -> bool:
        """Return whether a cell holds anything."""
        return self[column] is not None

    def place(self, column: str) -> Text:
        """Return the place of one cell for a message."""
        return self.table.cell_place(self.line, column)

    def text(self, column: str) -> str:
        """Return a cell as text, empty where there is nothing."""
        return as_text(self[column])

    def filled(self, column: str, *, way_out: Text | None = None, need: Need | None = None) -> str:
        """Return a cell as text, which must not be empty; `need` says of which sort it is, for other doors."""
        if not self.has(column):
            missing = None if need is None else Missing(what=self.table.label(column), need=need)
            self.fault(column, FILLED, way_out or Text("补上内容", "write what belongs there"), missing=missing)
        return self.text(column)

    def require_empty(self, column: str, *, way_out: Text, what: Text | None = None) -> None:
        """Add a fault where a cell is not empty."""
        if self.has(column):
            self.fault(column, Text("留空", "be empty"), way_out, what=what)

    def texts(self, stem: str) -> Text:
        """Return the columns ``stem_zh`` and ``stem_en``, both filled."""
        return Text(self.filled(f"{stem}_zh"), self.filled(f"{stem}_en"))

    def optional_texts(self, stem: str) -> Text | None:
        """Return the columns ``stem_zh`` and ``stem_en``, both filled, or None where both are empty."""
        return self.texts(stem) if self.has(f"{stem}_zh") or self.has(f"{stem}_en") else None

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell between semicolons."""
        text = self.text(column)
        for separator in SEPARATORS[1:]:
            text = text.replace(separator, SEPARATORS[0])
        return tuple(part.strip() for part in text.split(SEPARATORS[0]) if part.strip())

    def option(self, column: str, options: Collection[str], *, words: Mapping[str, str] | None = None) -> str:
        """Return one of the options, by its name or one of the `words` for it; else add a fault and return the cell."""
        text = self.text(column)
        if text not in options and words:
            text = words.get(plain(text)) or words.get(simplified(plain(text)), text)
        if text not in options:
            self.faults.append(choice(self.table.label(column), self._got(column), options).at(self.place(column)))
        return text

    def meaning(self, column: str, meanings: Mapping[str, T], *, fold: bool = False) -> T | None:
        """Return what a word means, in whatever letters where they are folded, or add a fault and return None."""
        text = plain(self.text(column)).lower() if fold else plain(self.text(column))
        if (word := text if text in meanings else simplified(text)) in meanings:
            return meanings[word]
        known = [word for word in meanings if word]
        self.faults.append(choice(self.table.label(column), self._got(column), known).at(self.place(column)))
        return None

    def flag(self, column: str) -> bool:
        """Return whether a cell says yes; an empty one says no, and a fault is added where it says neither."""
        return self.has(column) and bool(self.meaning(column, _FLAGS, fold=True))

    def number(self, column: str, *, way_out: Text, unit: Unit = PLAIN, what: Text | None = None) -> float:
        """Return a number of a unit, or add a fault and return NaN."""
        value = read_number(self[column], unit)
        if isinstance(value, Unread):
            self.unread(column, value, way_out, what=what)
            return nan
        return value

    def optional_number(
        self, column: str, *, way_out: Text, unit: Unit = PLAIN, what: Text | None = None
    ) -> float | None:
        """Return a number of a unit, or None where the cell is empty."""
        return self.number(column, way_out=way_out, unit=unit, what=what) if self.has(column) else None

    def unread(self, column: str, why: Unread, way_out: Text, *, what: Text | None = None) -> None:
        """Add the fault of a cell that holds no number; `way_out` is that of anything that is none."""
        # a cell that is empty breaks the rule of every number
        rule = why.rule if self.has(column) else FINITE
        self.fault(column, rule, why.way_out or way_out, what=what)

    def whole(self, column: str) -> int:
        """Return a whole number above zero, or add a fault and return 0."""
        value = number(self[column], COUNT)
        if value is None or value != int(value) or value < 1:
            rule = Text("为正整数", "be a whole number above zero")
            self.fault(column, rule, Text("例如 2", "for example 2"))
            return 0
        return int(value)

    def year(self, column: str, *, what: Text | None = None, way_out: Text | None = None) -> int:
        """Return a year, or add a fault and return 0."""
        year = year_of(self[column])
        if year is None:
            self.fault(
                column,
                FOUR_DIGITS,
                way_out or Text("例如 2022", "for example 2022"),
                what=what or Text("年份", "the year"),
            )
            return 0
        return year

    def optional_year(self, column: str) -> int | None:
        """Return a year, or None where the cell is empty."""
        return self.year(column) if self.has(column) else None

    def day(self, column: str, *, way_out: Text | None = None) -> date | None:
        """Return a date, or add a fault and return None."""
        day = day_of(self[column])
        if day is None:
            self.fault(column, Text("为日期", "be a date"), way_out or Text("例如 2024-12-31", "write 2024-12-31"))
        return day

    def optional_day(self, column: str) -> date | None:
        """Return a date, or None where the cell is empty."""
        return self.day(column) if self.has(column) else None

    def repeated(self, column: str, first: "Row") -> None:
        """Add the fault of a row that says again what an earlier row said."""
        self.fault(
            column,
            Text("只出现一次", "appear once"),
            Text("删去重复的一行", "delete one of the two"),
            what=Text("本行", "the row"),
            got=self.table.row_name(first.line),
        )

    def fault(
        self,
        column: str,
        rule: Text,
        way_out: Text,
        *,
        what: Text | None = None,
        got: object = None,
        missing: Missing | None = None,
    ) -> None:
        """Add a fault of one cell; `got` is the cell as it came where nothing else is given."""
        self.faults.append(
            Fault(
                what=what or self.table.label(column),
                rule=rule,
                got=self._got(column) if got is None else got,
                way_out=way_out,
                place=self.place(column),
                missing=missing,
            )
        )

    def _got(self, column: str) -> object:
        cell = self[column]
        if isinstance(cell, FormattedNumber):
            return cell.shown
        return NOTHING if cell is None else cell


def read_table(
    source: "Path | str | pd.DataFrame",
    columns: Sequence[str],
    *,
    optional: Sequence[str] = (),
    headings: Mapping[str, Text] | None = None,
    labels: Mapping[str, Text] | None = None,
    sheet: str | None = None,
    usual_sheet: str | None = None,
    encoding: Encoding | None = None,
    frame_name: str = FRAME,
    what: Text = _TABLE,
    faults: list[Fault] | None = None,
) -> Rows:
    """Return the rows of a table that has the `columns`, the `optional` ones if it likes, and no others.

    A path is that of a workbook or of a CSV file, as its content says. Of a workbook the `sheet` asked for is read,
    else the `usual_sheet`, else the first that a reader sees; a file of text in Big5 needs `encoding`. Columns may
    stand in any order, under their keys or under the names that `headings` gives in either language. They stand in
    the first row that names all of the `columns`; titles above it, notes below the table, columns and rows without
    any content are passed over, and `Rows.remarks` says which titles and notes were. Spaces around cells are
    dropped. `faults` is the list to which cells add what is wrong with them.

    Raises `InputError` with every missing, unknown or repeated column, every row of a file with too many or too
    few cells, every formula without a stored result, and for what is no table; `what` then names the table.

    >>> import pandas as pd
    >>> from ceheng_model.files import RATE
    >>> rows = read_table(pd.DataFrame({"year": [2022.0, None], "value": ["12%", None]}), ("year", "value"))
    >>> [(row.year("year"), row.number("value", unit=RATE, way_out=Text("", ""))) for row in rows]
    [(2022, 0.12)]
    """
    names = headings or {}
    raw = _raw(
        source,
        columns,
        names,
        sheet=sheet,
        usual_sheet=usual_sheet,
        encoding=encoding,
        frame_name=frame_name,
        what=what,
    )
    rows = Rows(
        name=raw.name,
        form=raw.form,
        headings=dict(zip(raw.keys, raw.header, strict=True)),
        positions=dict(zip(raw.keys, raw.positions, strict=True)),
        labels=labels or {},
        faults=[] if faults is None else faults,
        lines=raw.lines,
        cells=dict(zip(raw.keys, raw.columns, strict=True)),
        remarks=list(raw.remarks),
    )
    wrong = [*_header_faults(rows, raw, columns, optional, names), *raw.faults]
    wrong += [_ragged(len(raw.keys), count, place=rows.row_place(line)) for line, count in raw.ragged]
    if rows.form == "excel":
        wrong += _uncalculated(rows)
    raise_faults(wrong)
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """Hold the columns of a source before they have a meaning, rows without content left out."""

    name: str
    form: Form
    header: Sequence[str]
    """The headings as they stand there."""
    keys: Sequence[str]
    """What they name."""
    header_line: int
    """Where the headings stand."""
    positions: Sequence[int]
    """Where each column stands, counted from 0."""
    columns: Sequence[Sequence[object]]
    """The cells under each heading."""
    lines: Sequence[int]
    ragged: Sequence[tuple[int, int]] = ()
    """Lines of a file with more or fewer cells than its header, and how many; they are in no column."""
    remarks: Sequence[Remark] = ()
    faults: Sequence[Fault] = ()
    """Of rows around the table."""


def _raw(
    source: Any,
    columns: Sequence[str],
    names: Mapping[str, Text],
    *,
    sheet: str | None,
    usual_sheet: str | None,
    encoding: Encoding | None,
    frame_name: str,
    what: Text,
) -> _Raw:
    if isinstance(source, str | Path):
        grid = open_grid(Path(source), sheet=sheet, usual=usual_sheet, encoding=encoding)
        return _of_grid(grid, columns, names)
    import pandas as pd

    if not isinstance(source, pd.DataFrame):
        raise InputError(_no_table(source, columns, what))
    require_file(Text.same(frame_name), sheet=sheet, encoding=encoding)
    header = [str(name) for name in source.columns]
    cells = [_frame_cells(source.iloc[:, at].tolist()) for at in range(len(header))]
    filled = _filled(cells, len(source))
    return _Raw(
        name=frame_name,
        form="frame",
        header=header,
        keys=keys_of(header, names),
        header_line=0,
        positions=range(len(header)),
        columns=[_taken(column, filled) for column in cells],
        lines=filled,
    )


def _of_grid(grid: Grid, columns: Sequence[str], names: Mapping[str, Text]) -> _Raw:
    """Return what stands under the headings."""
    found = find_headings(grid, columns, names)
    body = _body(grid, found)
    held = list(zip(*body.rows, strict=True)) or [()] * len(found.headings)
    # spreadsheets write columns in which nothing stands
    kept = [at for at, heading in enumerate(found.headings) if heading or any(cell is not None for cell in held[at])]
    return _Raw(
        name=grid.name,
        form=grid.form,
        header=[found.headings[at] for at in kept],
        keys=[found.keys[at] for at in kept],
        header_line=grid.lines[found.at] if grid.lines else 1,
        positions=kept,
        columns=[held[at] for at in kept],
        lines=body.lines,
        ragged=body.ragged,
        faults=found.faults,
        remarks=(*grid.remarks, *found.remarks, *([_beside(grid.place, body.beside)] if body.beside else [])),
    )


class _Body(NamedTuple):
    """Hold the rows between headings and notes, each as wide as the headings."""

    lines: list[int]
    rows: list[Sequence[object]]
    ragged: list[tuple[int, int]]
    """Lines of a file that are no rows, with the number of their cells."""
    beside: list[str]
    """Addresses of cells that stand beside the columns with headings."""


def _body(grid: Grid, found: HeadingRow) -> _Body:
    width = len(found.headings)
    body = _Body([], [], [], [])
    rows = slice(found.at + 1, found.below)
    for line, cells in zip(grid.lines[rows], grid.rows[rows], strict=True):
        count = len(cells)
        if count == width:
            body.lines.append(line)
            body.rows.append(cells)
        elif grid.form == "csv" and (count < width or any(cell is not None for cell in cells[width:])):
            body.ragged.append((line, count))
        else:
            # whoever writes notes beside a table means no column
            filled = (at for at, cell in enumerate(cells, start=1) if at > width and cell is not None)
            body.beside.extend(f"{letters(at)}{line}" for at in filled)
            if any(cell is not None for cell in cells[:width]):
                body.lines.append(line)
                body.rows.append([*cells[:width], *[None] * (width - count)])
    return body


def _beside(place: Text, cells: Sequence[str]) -> Remark:
    named = ", ".join(cells[:MOST_NAMED]) + (" …" if len(cells) > MOST_NAMED else "")
    return Remark(text=_BESIDE.format(count=len(cells), cells=named), place=place, is_warning=False)


def _filled(columns: Sequence[Sequence[object]], count: int) -> Sequence[int]:
    """Return the positions of the rows that hold anything."""
    # nearly always one of the columns is full, and no row has to be looked at
    if any(None not in column for column in columns):
        return range(count)
    return [at for at, row in enumerate(zip(*columns, strict=True)) if any(cell is not None for cell in row)]


def _taken(column: Sequence[object], positions: Sequence[int]) -> Sequence[object]:
    return column if len(positions) == len(column) else [column[at] for at in positions]


def _frame_cells(cells: list[object]) -> list[object]:
    """Return the cells of one column of a frame, None where there is nothing."""
    if set(map(type, cells)) == {str}:
        # few texts differ in a long column: each is looked at once
        meant = {text: _frame_cell(text) for text in set(cells)}
        return [meant[text] for text in cells]
    return [_frame_cell(cell) for cell in cells]


def _frame_cell(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        return None if not text or text in _FRAME_GAPS else text
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    if isinstance(value, Rational):
        return value if _is_finite(value) else inf
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def _is_finite(value: Rational) -> bool:
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _header_faults(
    rows: Rows, raw: _Raw, columns: Sequence[str], optional: Sequence[str], names: Mapping[str, Text]
) -> list[Fault]:
    """Return the faults of a header: columns that are missing, unknown or there twice."""
    known = list(names) or [*columns, *optional]
    are = Text("可用的列：", "the columns are: ") if optional else Text("应有的列：", "the columns are: ")
    way_out = are + Text.join((names.get(key, Text.same(key)) for key in known), zh=", ")
    place = rows.place if rows.form == "frame" else rows.row_place(raw.header_line)
    there = [heading for heading, key in zip(raw.header, raw.keys, strict=True) if key in columns]
    found = _THERE.format(headings=Text.join(map(Text.same, there), zh=", ")) if there else NO_TEXT
    missing = [key for key in columns if key not in raw.keys]
    if len(missing) > 1 and raw.header and not there and rows.form != "frame":
        hint = BIG5 if rows.form == "csv" and may_be_big5("".join(raw.header)) else NO_TEXT
        return [_no_heading(raw, way_out + hint, place)]
    strange = (at for at, key in enumerate(raw.keys) if key not in known or key in raw.keys[:at])
    return [
        *(_missing_column(key, names, way_out + found, place) for key in missing),
        *(_strange_column(raw, at, way_out, place) for at in strange),
    ]


def _missing_column(key: str, names: Mapping[str, Text], way_out: Text, place: Text) -> Fault:
    what = _QUOTED.format(name=Text(names[key].zh, key)) if key in names else _COLUMN.format(name=key)
    return Fault(what=what, rule=THERE, got=NOTHING, way_out=way_out, place=place)


def _strange_column(raw: _Raw, at: int, way_out: Text, place: Text) -> Fault:
    place_in_row = raw.positions[at] + 1
    return Fault(
        what=Text(f"第{place_in_row}列的列名", f"the name of column {place_in_row}"),
        rule=Text("为已知且不重复的列名", "be known and not repeated"),
        got=raw.header[at],
        way_out=way_out,
        place=place,
    )


def _no_heading(raw: _Raw, way_out: Text, place: Text) -> Fault:
    """Return the fault of a file in none of whose first rows a column that is needed has its name."""
    return Fault(
        what=Text("列名一行", "the row of headings"),
        rule=Text(f"在前{MOST_ABOVE}行之内", f"be among the first {MOST_ABOVE} rows"),
        got=_FIRST_ROW.format(cells=Text.join(map(Text.same, raw.header))) if raw.header else NOTHING,
        way_out=way_out,
        place=place,
    )


def _ragged(expected: int, came: int, *, place: Text) -> Fault:
    return Fault(
        what=Text("单元格个数", "the number of cells"),
        rule=Text(f"为 {expected}", f"be {expected}"),
        got=came,
        way_out=Text("含逗号的文字请加引号", "put quotes around text that holds a comma"),
        place=place,
    )


def _uncalculated(rows: Rows) -> Iterator[Fault]:
    for row in rows:
        for column in rows.cells:
            cell = row[column]
            if isinstance(cell, Uncalculated):
                yield Fault(
                    what=Text("单元格", "the cell"),
                    rule=Text("存有公式的计算结果", "hold the result of its formula"),
                    got=cell.formula,
                    way_out=Text(
                        "用表格软件打开并保存一次，或直接写数",
                        "open and save it in a spreadsheet, or write the number",
                    ),
                    place=row.place(column),
                )


def _no_table(source: object, columns: Sequence[str], what: Text) -> Fault:
    listed = ", ".join(columns)
    return Fault(
        what=what,
        rule=Text("为数据框或文件路径", "be a frame or a path"),
        got=type(source).__name__,
        way_out=Text(f"给出含 {listed} 列的 DataFrame", f"give a DataFrame with the columns {listed}"),
    )
