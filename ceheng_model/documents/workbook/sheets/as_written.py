"""Write a hidden sheet with the assumptions and printed values as they were written, cell beside cell."""

from ceheng_model.documents.workbook.book import Page, cell
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import assumptions, targets
from ceheng_model.vocabulary import Text

_GAP = 2
"""Free columns between the copies of two sheets."""


def write_place(page: Page, manuscript: Manuscript) -> None:  # noqa: ARG001 - copies follow when all is written
    """Hide the sheet; its cells are written when those that they copy are."""
    page.sheet.hide()
    page.sheet.protect()


SHEET = Sheet(name=Text("写出时", "As written"), write=write_place)


def write_copies(manuscript: Manuscript) -> None:
    """Copy what was typed into the assumptions, each cell to its own address, and the printed values beside them."""
    page, source = manuscript.pages[SHEET], manuscript.pages[assumptions.SHEET]
    for (row, column), value in source.typed.items():
        # the title tells of faults, which none was when it was written
        if value is None or (row, column) == (0, 0):
            continue
        _copy(page, row, column, value)
    printed = manuscript.pages[targets.SHEET]
    for (row, column), value in printed.typed.items():
        if isinstance(value, float):
            _copy(page, row, column + _shift(manuscript), value)
    last = source.last_row, source.last_column
    page.name_cells(cell_names.AS_WRITTEN, (0, 0), last)


def copy_of(manuscript: Manuscript, block: str) -> str:
    """Return where the copy of a block of the assumptions stands, or of the printed values."""
    sheet, _, corners = block.rpartition("!")
    page = manuscript.pages[SHEET]
    own = page.block((0, 0), (0, 0)).rpartition("!")[0]
    if sheet == manuscript.pages[assumptions.SHEET].block((0, 0), (0, 0)).rpartition("!")[0]:
        return f"{own}!{corners}"
    moved = [_moved(corner, _shift(manuscript)) for corner in corners.split(":")]
    return f"{own}!{':'.join(moved)}"


def _shift(manuscript: Manuscript) -> int:
    return manuscript.pages[assumptions.SHEET].last_column + 1 + _GAP


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
