"""Refuse a workbook that says itself that it is at fault, with the cell that its checks name."""

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.reading.named_cells import Cells, NamedCell
from ceheng_model.files import as_text
from ceheng_model.vocabulary import Template, Text

_WHAT, _SHEET, _COUNT, _CELL = 0, 1, 2, 6
_COLUMNS = 7
_CHECK = Template("“检查”表的检查事项（{check}）", "the check '{check}' of the workbook")
_BE_SOUND = Text("正常", "be sound")
_FAULTS = Template("{count}处错误", "{count} at fault")
_MEND = Text(
    "改正该处，或重新写出工作簿，再填入改动",
    "mend it, or write the workbook again and enter the changes there",
)


def require_sound(cells: Cells) -> None:
    """Add a fault for every check of the workbook that its formulas found at fault, where they were worked out.

    Inputs that cannot be read are the causes of what else fails, and are told alone; so are checks of one sheet before
    those of the sheets that follow from it.
    """
    if cells.faults:
        return
    block = cells.block(cell_names.CHECKS, cells.rows_of(cell_names.CHECKS), _COLUMNS)
    if block is None:
        return
    failing = [row for row in block if _count(row[_COUNT]) > 0]
    for row in _causes(failing):
        if _is(row, words.INPUTS_WHOLE) and (inserted := cells.empty_columns(cell_names.INPUTS)):
            cells.inserted(inserted)
            continue
        place = cells.place(_text(row[_SHEET]), _text(row[_CELL]).replace("$", ""))
        what = _CHECK.format(check=_text(row[_WHAT]))
        cells.fault(what, _BE_SOUND, _FAULTS.format(count=f"{_count(row[_COUNT]):.0f}"), _MEND, place)


def _count(cell: NamedCell) -> float:
    """Return the number of faults; formulas that no program has worked out tell of none."""
    found = cell.bare
    if isinstance(found, int | float):
        return float(found)
    # a count that is no number is one itself
    return 0.0 if found is None else 1.0


def _text(cell: NamedCell) -> str:
    return "" if cell.value is None else as_text(cell.value)


def _causes(failing: list[list[NamedCell]]) -> list[list[NamedCell]]:
    """Return the checks of the first sheet at fault, errors of its formulas only where nothing else explains them.

    Rows and columns that came or went explain what fails on every sheet.
    """
    sizes = [row for row in failing if _is(row, words.ROWS_AS_WRITTEN) or _is(row, words.INPUTS_WHOLE)]
    if sizes:
        return sizes
    first = [row for row in failing if _text(row[_SHEET]) == _text(failing[0][_SHEET])]
    return [row for row in first if not _is(row, words.NO_ERROR_IN)] or first


def _is(row: list[NamedCell], wording: Template | Text) -> bool:
    """Return whether a row is a certain check, in either language."""
    sheet = Text.same(_text(row[_SHEET]))
    told = wording.format(sheet=sheet) if isinstance(wording, Template) else wording
    return _text(row[_WHAT]) in (told.zh, told.en)
