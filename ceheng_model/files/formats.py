"""Tell from its name which opener a file of tables needs."""

from pathlib import Path

from ceheng_model.files.csv_file import open_csv
from ceheng_model.files.encodings import Encoding
from ceheng_model.files.excel import EXCEL, open_sheet
from ceheng_model.files.grid import Grid


def open_grid(path: Path, *, sheet: str | None = None, encoding: Encoding | None = None) -> Grid:
    """Return the rows of a CSV file or of one sheet of a workbook; raise `InputError` for what is neither.

    Of a workbook the named `sheet` is read, or the first; a file of text in Big5 needs its `encoding`.
    """
    return open_sheet(path, sheet) if path.suffix.lower() in EXCEL else open_csv(path, encoding=encoding)
