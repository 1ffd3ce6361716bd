"""Read named cells of a workbook, every fault placed by sheet and cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from typing import Any

from ceheng_model.documents.workbook.book import cell as address_of
from ceheng_model.errors import FILLED, NOTHING, Fault
from ceheng_model.files import (
    Book,
    FormattedNumber,
    StoredSheet,
    Uncalculated,
    Unit,
    Unread,
    area_of,
    as_text,
    read_number,
)
from ceheng_model.vocabulary import Template, Text

_REFILL = Text(
    "重新写出工作簿，再填入改动",
    "write the workbook again and enter the changes there",
)
_STORED = Text("为数，或存有结果的公式", "be a number, or a formula with its result stored")
_STORE = Text(
    "用 Excel、WPS 或 LibreOffice 打开并保存，或直接填数",
    "open and save it in Excel, WPS or LibreOffice, or type the number",
)
_HAVE_SHAPE = Template("为 {rows} 行 {columns} 列", "have {rows} rows and {columns} columns")
_SHAPE = Template("{rows} 行 {columns} 列", "{rows} rows and {columns} columns")
_COLUMNS = Text("输入表的列", "the columns of the inputs")
_AS_WRITTEN = Text("与写出时相同", "be as they were written")
_COLUMN_INSERTED = Template("第{column}列是插入的", "column {column} was inserted")
_DELETE_COLUMN = Text("删去该列，或重新写出工作簿", "delete the column, or write the workbook again")
_SINGLE = Text("为单独的格", "be a cell of its own")
_MERGED = Template("与 {first} 合并", "merged with {first}")
_UNMERGE = Text("取消合并单元格，逐格填写", "unmerge the cells, and fill in each")
_IN_THE_WORKBOOK = Text("在工作簿中", "be in the workbook")
_LEAD_TO_CELLS = Text("指向单元格", "lead to cells")
_SHEET = Template("工作表 {name}", "sheet {name}")
_CELLS = Template("名称为 {name} 的单元格", "the cells named {name}")
_ON_SHEET = Template("{file} 工作表“{sheet}”", "{file} sheet '{sheet}'")
_PLACE = Template("{file} 工作表“{sheet}”{address}", "{file} sheet '{sheet}', cell {address}")

Check = Callable[[Text, float, Text], list[Fault]]
"""What is wrong with a number: from its name, the number and its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """Hold one cell: where it stands, what was typed, and the value stored for a formula."""

    file: Path
    sheet: str
    at: tuple[int, int]
    """Row and column, from 1."""
    typed: Any
    stored: Any
    is_formula: bool
    merged_with: str = ""
    """The cell that shows in place of this one, where cells were merged."""

    @property
    def place(self) -> Text:
        """How a message names the cell."""
        row, column = self.at
        return _PLACE.format(file=self.file, sheet=self.sheet, address=address_of(row - 1, column - 1))

    @property
    def column(self) -> str:
        """Letters of its column."""
        return address_of(0, self.at[1] - 1).rstrip("0123456789")

    @property
    def value(self) -> Any:
        """What the cell holds: the typed value, or the value stored for a formula."""
        return self.stored if self.is_formula else self.typed

    @property
    def bare(self) -> Any:
        """What the cell holds, a number without the unit with which it is shown."""
        return self.value.value if isinstance(self.value, FormattedNumber) else self.value

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return self.typed is None or (isinstance(self.typed, str) and not self.typed.strip())


@dataclass(slots=True, kw_only=True)
class Cells:
    """Find cells by their defined names and read them, collecting faults."""

    opened: Book
    sheets: dict[str, StoredSheet] = field(default_factory=dict)
    """Those that were read so far."""
    faults: list[Fault] = field(default_factory=list)
    missing_sheets: set[str] = field(default_factory=set)

    @property
    def file(self) -> Path:
        """The workbook's path."""
        return self.opened.path

    def has(self, name: str) -> bool:
        """Return whether the workbook has a name."""
        return name in self.opened.names

    def bounds_of(self, name: str) -> tuple[int, int, int, int]:
        """Return first column and row, last column and row of a name; those of one cell where it leads to none."""
        return area_of(self.opened.names.get(name, "").rpartition("!")[2]) or (1, 1, 1, 1)

    def rows_of(self, name: str) -> int:
        """Return how many rows a name has."""
        _, first, _, last = self.bounds_of(name)
        return last - first + 1

    def block(self, name: str, rows: int, columns: int) -> list[list[NamedCell]] | None:
        """Return the named cells, or add a fault and return None where they are not a block of that shape.

        Empty rows that came in between are left out, where they are as many as there are too many.
        """
        found = self._found(name)
        if found is None:
            return None
        if len(found) > rows:
            filled = [row for row in found if not _is_gap(row)]
            found = filled if len(filled) == rows else found
        came = (len(found), len(found[0]))
        if came == (rows, columns):
            return found
        gaps = [column[0] for column in zip(*found, strict=True) if _is_gap(column)]
        if len(found) == rows and len(found[0]) - len(gaps) == columns:
            self.inserted(gaps)
        else:
            rule = _HAVE_SHAPE.format(rows=rows, columns=columns)
            self._misplaced(name, rule, _SHAPE.format(rows=came[0], columns=came[1]))
        return None

    def filled_rows(self, name: str) -> int:
        """Return how many rows of a name hold anything; 0 where it leads to no cells."""
        before, missing = len(self.faults), set(self.missing_sheets)
        found = self._found(name) or []
        # what is wrong with the name is told when its cells are asked for
        del self.faults[before:]
        self.missing_sheets = missing
        return sum(not _is_gap(row) for row in found)

    def empty_columns(self, name: str) -> list[NamedCell]:
        """Return the first cell of every column of a name in which nothing stands."""
        return [column[0] for column in zip(*(self._found(name) or []), strict=True) if _is_gap(column)]

    def place(self, sheet: str, address: str) -> Text:
        """Return how a message names a cell, or a sheet where the address is none."""
        if area_of(address) is None:
            return _ON_SHEET.format(file=self.file, sheet=sheet)
        return _PLACE.format(file=self.file, sheet=sheet, address=address)

    def text(self, name: str) -> str:
        """Return the text in a named cell, or add a fault and return an empty text."""
        block = self.block(name, 1, 1)
        if block is None:
            return ""
        value = block[0][0].value
        if block[0][0].is_empty or value is None:
            self.fault(Text.same(name), FILLED, NOTHING, _REFILL, block[0][0].place)
            return ""
        return as_text(value).strip()

    def number(
        self, cell: NamedCell, what: Text, check: Check, way_out: Text, *, unit: Unit, fill: Text | None = None
    ) -> float:
        """Return the number in a cell, or add a fault and return NaN; `fill` is the way out of an empty cell."""
        value = cell.value
        if cell.is_empty and cell.merged_with:
            self.fault(what, _SINGLE, _MERGED.format(first=cell.merged_with), _UNMERGE, cell.place)
            return nan
        if cell.is_empty:
            self.fault(what, FILLED, NOTHING, fill or way_out, cell.place)
            return nan
        if cell.is_formula and value is None:
            self.fault(what, _STORED, str(cell.typed), _STORE, cell.place)
            return nan
        parsed = read_number(value, unit)
        if isinstance(parsed, Unread):
            got = value if isinstance(value, str | int | float) else as_text(value)
            self.faults.append(parsed.fault(what, got=got, way_out=way_out, place=cell.place))
            return nan
        faults = check(what, parsed, cell.place)
        self.faults += faults
        return nan if faults else parsed

    def inserted(self, columns: Sequence[NamedCell]) -> None:
        """Add a fault for every column that came in between those of the inputs, each known by one cell."""
        for cell in columns:
            told = _COLUMN_INSERTED.format(column=cell.column)
            self.fault(_COLUMNS, _AS_WRITTEN, told, _DELETE_COLUMN, cell.place)

    def fault(self, what: Text, rule: Text, got: object, way_out: Text, place: Text) -> None:
        """Add a fault."""
        self.faults.append(Fault(what=what, rule=rule, got=got, way_out=way_out, place=place))

    def _found(self, name: str) -> list[list[NamedCell]] | None:
        """Return the cells that a name leads to, or add a fault and return None."""
        where = self._range(name)
        if where is None:
            return None
        sheet, (first_column, first_row, last_column, last_row) = where
        return [
            [self._cell(sheet, row, column) for column in range(first_column, last_column + 1)]
            for row in range(first_row, last_row + 1)
        ]

    def _range(self, name: str) -> tuple[str, tuple[int, int, int, int]] | None:
        """Return the sheet and the bounds that a name leads to, or add a fault and return None."""
        if not self.has(name):
            self._misplaced(name, _IN_THE_WORKBOOK, NOTHING)
            return None
        target = self.opened.names[name]
        sheet, sign, block = target.rpartition("!")
        sheet = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
        if not sign or "#REF" in target:
            self._misplaced(name, _LEAD_TO_CELLS, target)
            return None
        if sheet not in self.opened.titles:
            self._missing_sheet(sheet)
            return None
        bounds = area_of(block)
        if bounds is None:
            self._misplaced(name, _LEAD_TO_CELLS, target)
            return None
        return sheet, bounds

    def _missing_sheet(self, sheet: str) -> None:
        """Add a fault for a sheet that is not there, once for all names that lead to it."""
        if sheet not in self.missing_sheets:
            self.missing_sheets.add(sheet)
            self.fault(
                _SHEET.format(name=sheet), _IN_THE_WORKBOOK, tuple(self.opened.titles), _REFILL, Text.same(self.file)
            )

    def _misplaced(self, name: str, rule: Text, got: object) -> None:
        self.fault(_CELLS.format(name=name), rule, got, _REFILL, Text.same(self.file))

    def _sheet(self, title: str) -> StoredSheet:
        if title not in self.sheets:
            self.sheets[title] = self.opened.load(title)
        return self.sheets[title]

    def _cell(self, title: str, row: int, column: int) -> NamedCell:
        sheet = self._sheet(title)
        formula = sheet.formulas.get((row, column))
        value = sheet.value(row, column)
        stored = None if isinstance(value, Uncalculated) else value
        return NamedCell(
            file=self.file,
            sheet=title,
            at=(row, column),
            typed=stored if formula is None else formula,
            stored=stored,
            is_formula=formula is not None,
            merged_with=_merged_with(sheet, row, column),
        )


def _is_gap(cells: Sequence[NamedCell]) -> bool:
    return all(cell.is_empty for cell in cells)


def _merged_with(sheet: StoredSheet, row: int, column: int) -> str:
    """Return the first cell of the area into which a cell was merged; an empty text for the first itself."""
    for first_column, first_row, last_column, last_row in sheet.merged:
        is_within = first_row <= row <= last_row and first_column <= column <= last_column
        if is_within and (row, column) != (first_row, first_column):
            return address_of(first_row - 1, first_column - 1)
    return ""
