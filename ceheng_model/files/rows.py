"""Hold the rows of a table whose cells know their places, and read one cell at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan
from typing import TypeVar

from ceheng_model.characters import plain, simplified
from ceheng_model.errors import FILLED, FINITE, FOUR_DIGITS, IN_CALENDAR, NOTHING, Fault, Remark, choice
from ceheng_model.files.grid import Form, FormattedNumber
from ceheng_model.files.number_reader import COUNT, PLAIN, Unit, Unread, number, read_number
from ceheng_model.files.spreadsheets.sheet import letters
from ceheng_model.files.values import CALENDAR, as_text, day_of, year_of
from ceheng_model.names import choice_names, find_key, meant, name_fault
from ceheng_model.vocabulary import Missing, Name, Need, Quoted, Text

SEPARATORS = "；;"
"""Stand between the parts of a cell that lists several things."""

T = TypeVar("T")

_FLAGS = {word: flag for flag, words in ((True, "是 yes 1 true √"), (False, "否 no 0 false")) for word in words.split()}


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

    def quoted(self, name: str) -> list[Quoted]:
        """Return the cells of a column with their translations, those of the column ``_en`` beside it."""
        return list(map(Quoted, self.texts(name), self.texts(f"{name}_en")))

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

    def top_down(self, faults: Iterable[Fault]) -> list[Fault]:
        """Return faults as their cells stand, from the top and from the left; those of no cell come last."""
        columns = sorted(self.headings, key=lambda column: self.positions.get(column, 0))
        order: dict[Text | None, int] = {}
        for at in self.lines:
            for place in (self.row_place(at), *(self.cell_place(at, column) for column in columns)):
                order.setdefault(place, len(order))
        return sorted(faults, key=lambda fault: order.get(fault.place, len(order)))


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

    def quoted(self, column: str, *, may_wait: bool = False, way_out: Text | None = None) -> Quoted:
        """Return words quoted from elsewhere, with the translation that the column ``_en`` beside it gives.

        They must not be empty, unless they may still wait to be filled in.
        """
        words = self.text(column) if may_wait else self.filled(column, way_out=way_out)
        return Quoted(words, self.text(f"{column}_en"))

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

    def option(self, column: str, options: Collection[str | Name], *, words: Mapping[str, str] | None = None) -> str:
        """Return one of the options, by its name or one of the `words` for it; else add a fault and return the cell."""
        text = self.text(column)
        # most cells are keys: names are asked for the rest alone
        if text in options:
            return text
        names = choice_names(options)
        if words and text not in [name.key for name in names]:
            text = words.get(plain(text)) or words.get(simplified(plain(text)), text)
        found = meant(text, names)
        if len(found) == 1:
            return found[0].key
        fault = name_fault(self.table.label(column), self._got(column), names, found)
        self.faults.append(fault.at(self.place(column)))
        return text

    def named(self, column: str, names: Sequence[Name]) -> str:
        """Return the key of what a cell names, in either language; else add a fault and return the cell."""
        text = self.text(column)
        key = find_key(self.table.label(column), text, names, self.faults, self.place(column))
        return text if key is None else key

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
        if year is None or year not in CALENDAR:
            self.fault(
                column,
                FOUR_DIGITS if year is None else IN_CALENDAR,
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
        example = way_out or Text("例如 2024-12-31", "write 2024-12-31")
        if day is None:
            self.fault(column, Text("为日期", "be a date"), example)
        elif day.year not in CALENDAR:
            # the last day of a calendar is what some systems write for none
            self.fault(column, IN_CALENDAR, example)
            return None
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
