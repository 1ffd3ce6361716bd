"""Read named cells of a workbook, every fault placed by sheet and cell."""

from collections.abc import Callable
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
_IN_THE_WORKBOOK = Text("在工作簿中", "be in the workbook")
_LEAD_TO_CELLS = Text("指向单元格", "lead to cells")
_SHEET = Template("工作表 {name}", "sheet {name}")
_CELLS = Template("名称为 {name} 的单元格", "the cells named {name}")
_PLACE = Template("{file} 工作表“{sheet}”{address}", "{file} sheet '{sheet}', cell {address}")

Check = Callable[[Text, float, Text], list[Fault]]
"""What is wrong with a number: from its name, the number and its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """Hold one cell: where it stands, what was typed, and the value stored for a formula."""

    place: Text
    column: str
    """Letters of its column."""
    typed: Any
    stored: Any
    is_formula: bool

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
        """Return the named cells, or add a fault and return None where they are not a block of that shape."""
        where = self._range(name)
        if where is None:
            return None
        sheet, (first_column, first_row, last_column, last_row) = where
        came = (last_row - first_row + 1, last_column - first_column + 1)
        if came != (rows, columns):
            rule = _HAVE_SHAPE.format(rows=rows, columns=columns)
            self._misplaced(name, rule, _SHAPE.format(rows=came[0], columns=came[1]))
            return None
        return [
            [self._cell(sheet, row, column) for column in range(first_column, last_column + 1)]
            for row in range(first_row, last_row + 1)
        ]

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

    def fault(self, what: Text, rule: Text, got: object, way_out: Text, place: Text) -> None:
        """Add a fault."""
        self.faults.append(Fault(what=what, rule=rule, got=got, way_out=way_out, place=place))

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
            listed = ", ".join(self.opened.titles)
            self.fault(_SHEET.format(name=sheet), _IN_THE_WORKBOOK, listed, _REFILL, Text.same(self.file))

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
            place=_PLACE.format(file=self.file, sheet=title, address=address_of(row - 1, column - 1)),
            column=address_of(0, column - 1).rstrip("0123456789"),
            typed=stored if formula is None else formula,
            stored=stored,
            is_formula=formula is not None,
        )
