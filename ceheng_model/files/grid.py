"""Hold a table as it stands in a file: rows of cells with their places, before anything in it has a meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ceheng_model.errors import Remark
from ceheng_model.vocabulary import Text

Form = Literal["csv", "excel", "frame"]
"""What a table came as: a file of text, a sheet of a workbook, or a pandas frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormattedNumber:
    """Hold the number of a cell whose number format shows it with a unit: 0.123 shown as 12.3%, 3.65 as 3.65万."""

    value: float
    """As the cell stores it."""
    unit: str
    """What stands behind the number that a reader sees, such as ``%`` or ``万元``."""
    shown: str
    """The cell as a reader sees it."""


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """Stand for a formula that no spreadsheet has calculated: it stores no value."""

    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Hold the rows of a table that hold anything, from the top; whoever opened it knows nothing of its columns.

    Cells are as they came, spaces around texts dropped: texts of a file; texts, numbers, days, `FormattedNumber`
    and `Uncalculated` of a sheet; None where there is nothing. Rows may differ in length: a row ends with its last
    cell of a sheet, or as it is written in a file.
    """

    name: str
    """The path, with its sheet, or the name of a frame."""
    form: Form
    lines: Sequence[int]
    """Where each row stands: the line of a file on which it begins, the row of a sheet."""
    rows: Sequence[Sequence[object]]
    remarks: Sequence[Remark] = ()
    """What is to be said of the file: which of several sheets was read, rows that are hidden."""

    @property
    def place(self) -> Text:
        """The table as the place of a fault."""
        return Text.same(self.name)

    def row_name(self, at: int) -> Text:
        """Return the name of a row within its table."""
        return Text(f"第{at}行", f"{'row' if self.form == 'excel' else 'line'} {at}")
