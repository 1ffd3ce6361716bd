"""Read workbooks of Excel 97 to 2003 (.xls)."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ceheng_model.files.spreadsheets.archive import whole
from ceheng_model.files.spreadsheets.number_format import GENERAL, formatted
from ceheng_model.files.spreadsheets.sheet import Book, StoredSheet

if TYPE_CHECKING:
    from xlrd.book import Book as OldBook
    from xlrd.sheet import Cell
    from xlrd.sheet import Sheet as OldSheet

_EXACT = 1e15
"""Below it every whole number is a float."""


def open_excel_97(path: Path, raw: bytes) -> Book:
    """Return the sheets of an .xls workbook; raise `InputError` for a broken one.

    Formulas are not read, only the results stored for them.
    """
    import xlrd
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    with whole(path):
        try:
            # what it has to say of odd files goes to no terminal
            old = xlrd.open_workbook(
                file_contents=raw, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=False
            )
        except (XLRDError, CompDocError) as error:
            raise ValueError(str(error)) from error
        sheets = {sheet.name: _stored(old, sheet) for sheet in old.sheets()}
    return Book(
        path=path,
        titles=tuple(sheets),
        hidden=frozenset(sheet.name for sheet in old.sheets() if sheet.visibility),
        names={},
        load=sheets.__getitem__,
        holds_figures=lambda title: sheets[title].holds_figures,
    )


def _stored(old: "OldBook", sheet: "OldSheet") -> StoredSheet:
    stored = StoredSheet(title=sheet.name)
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            value = _value(old, cell)
            if value is not None:
                stored.put(row + 1, column + 1, value)
    stored.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    stored.hidden_columns = [(column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden]
    stored.merged = [
        (first_column + 1, first_row + 1, last_column, last_row)
        for first_row, last_row, first_column, last_column in sheet.merged_cells
    ]
    return stored


def _value(old: "OldBook", cell: "Cell") -> object:
    import xlrd

    value: Any = cell.value
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        assert cell.xf_index is not None
        code = old.format_map[old.xf_list[cell.xf_index].format_key].format_str or GENERAL
        number = int(value) if value.is_integer() and abs(value) < _EXACT else value
        # in small letters where the file says nothing
        return formatted(number, GENERAL if code.lower() == "general" else code, is_1904=bool(old.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A")
    return value if cell.ctype == xlrd.XL_CELL_TEXT else None
