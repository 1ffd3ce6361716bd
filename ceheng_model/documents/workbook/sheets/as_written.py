"""Keep what was typed as it was written, in hidden columns behind the cells themselves.

A copy stands in the row of what it copies: both move together where rows are put between the inputs.
"""

from typing import Any

from ceheng_model.documents.workbook.book import Page, cell, fixed
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import assumptions, targets
from ceheng_model.vocabulary import Text

FIRST_LABEL = 5
"""Row of the first label on the sheet of assumptions."""
_GAP = 2
"""Columns between a sheet and its copy; the last of them marks the rows that have a label."""
_HEAD = Text("写出时的内容，供检查对照，请勿改动", "as written, for the checks to compare with; leave as it is")


def write_copies(manuscript: Manuscript) -> None:
    """Copy what was typed into the assumptions, and the printed values of the targets."""
    for sheet in (assumptions.SHEET, targets.SHEET):
        page, shift = manuscript.pages[sheet], shift_of(manuscript, sheet)
        page.sheet.write_string(0, shift, page.words(_HEAD))
        for (row, column), value in page.typed.items():
            # the title is a formula, and of the targets only figures are compared
            if row > 0 and (isinstance(value, float) or (sheet is assumptions.SHEET and value is not None)):
                _copy(page, row, column + shift, value)
        page.sheet.set_column(shift - 1, shift + page.last_column, None, None, {"hidden": True})
    page, last = manuscript.pages[assumptions.SHEET], shift_of(manuscript, assumptions.SHEET) - 1
    for row in labelled_rows(manuscript):
        page.sheet.write_number(row, last, 1)


def copy_of(manuscript: Manuscript, block: str) -> str:
    """Return where the copy of a block of the assumptions stands, or of the printed values."""
    name, _, corners = block.rpartition("!")
    (sheet,) = [sheet for sheet in (assumptions.SHEET, targets.SHEET) if _is_on(manuscript, sheet, name)]
    moved = [_moved(corner, shift_of(manuscript, sheet)) for corner in corners.split(":")]
    return f"{name}!{':'.join(moved)}"


def labelled_rows(manuscript: Manuscript) -> list[int]:
    """Return the rows of the assumptions that have a label; what is put between them has none."""
    page = manuscript.pages[assumptions.SHEET]
    rows = range(FIRST_LABEL, page.last_row + 1)
    return [row for row in rows if isinstance(page.typed.get((row, 0)), str)]


def marks_of(manuscript: Manuscript, first_row: int, last_row: int) -> str:
    """Return part of the column that holds 1 in rows of the assumptions that had a label as they were written."""
    page, column = manuscript.pages[assumptions.SHEET], shift_of(manuscript, assumptions.SHEET) - 1
    return f"{page.block((0, 0), (0, 0)).rpartition('!')[0]}!{fixed(first_row, column, last_row, column)}"


def shift_of(manuscript: Manuscript, sheet: Sheet[Any]) -> int:
    """Return by how many columns copies stand to the right of what they copy."""
    return manuscript.pages[sheet].last_column + 1 + _GAP


def _is_on(manuscript: Manuscript, sheet: Sheet[Any], name: str) -> bool:
    return manuscript.pages[sheet].block((0, 0), (0, 0)).rpartition("!")[0] == name


def _moved(corner: str, columns: int) -> str:
    letters, row = corner.replace("$", "").rstrip("0123456789"), corner.rpartition("$")[2]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return cell(int(row) - 1, column - 1 + columns, fixed=True)


def _copy(page: Page, row: int, column: int, value: str | float) -> None:
    if isinstance(value, str):
        page.sheet.write_string(row, column, value)
    else:
        page.sheet.write_number(row, column, value)
