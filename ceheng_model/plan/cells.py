"""Read the cells of one row with their rules: filled, both languages or neither, dates, whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.errors import Fault
from ceheng_model.files import Row, number
from ceheng_model.plan.measures import Day
from ceheng_model.vocabulary import Text

SEPARATORS = "；;"


@dataclass(frozen=True, slots=True)
class Cells:
    """Hand out the cells of a row, and add a fault for each that breaks its rule."""

    row: Row
    faults: list[Fault]

    def __getitem__(self, column: str) -> str:
        """Return a cell as it stands."""
        return self.row.cells[column]

    def filled(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self[column]:
            self.fault(column, Text("填写", "be filled in"), "", Text("补上内容", "write what belongs there"))
        return self[column]

    def texts(self, stem: str) -> Text:
        """Return the columns ``stem_zh`` and ``stem_en``, both filled."""
        return Text(self.filled(f"{stem}_zh"), self.filled(f"{stem}_en"))

    def optional_texts(self, stem: str) -> Text | None:
        """Return the columns ``stem_zh`` and ``stem_en``, both filled, or None where both are empty."""
        return self.texts(stem) if self[f"{stem}_zh"] or self[f"{stem}_en"] else None

    def option(self, column: str, options: Sequence[str]) -> str:
        """Return one of the options."""
        return self.row.option(column, options, self.faults)

    def whole(self, column: str) -> int:
        """Return a whole number above zero."""
        value = number(self[column])
        if value is None or value != int(value) or value < 1:
            rule = Text("为正整数", "be a whole number above zero")
            self.fault(column, rule, self[column], Text("例如 2", "for example 2"))
            return 0
        return int(value)

    def figure(self, column: str) -> float | None:
        """Return a finite number, or None where the cell is empty."""
        if not self[column]:
            return None
        unit = Text("写成不带“万”“亿”的数，70%写作 0.7", "write it out in full, and 70 % as 0.7")
        return self.row.number(column, self.faults, what=Text(column, column), unit=unit)

    def year(self, column: str) -> int | None:
        """Return a year, or None where the cell is empty."""
        return self.row.year(column, self.faults) if self[column] else None

    def day(self, column: str) -> date | None:
        """Return a date, or None where the cell is empty."""
        if not self[column]:
            return None
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            self.fault(column, Text("为日期", "be a date"), self[column], Text("例如 2024-12-31", "write 2024-12-31"))
            return None

    def days(self, column: str) -> tuple[Day, ...]:
        """Return days that come every year, written ``03-18;06-18``."""
        days: list[Day] = []
        for part in self.listed(column):
            try:
                # a year without 29 February: a day that not every year has is none
                day = date.fromisoformat(f"2023-{part}")
            except ValueError:
                way_out = Text("例如 03-18;06-18", "for example 03-18;06-18")
                self.fault(column, Text("为每年都有的月日", "hold days that every year has"), part, way_out)
            else:
                days.append(Day(day.month, day.day))
        return tuple(days)

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell between semicolons."""
        text = self[column]
        for separator in SEPARATORS[1:]:
            text = text.replace(separator, SEPARATORS[0])
        return tuple(part.strip() for part in text.split(SEPARATORS[0]) if part.strip())

    def fault(self, column: str, rule: Text, got: object, way_out: Text) -> None:
        """Add a fault of one cell."""
        what, place = Text(f"{column} 列", column), self.row.place(column)
        self.faults.append(Fault(what=what, rule=rule, got=got, way_out=way_out, place=place))
