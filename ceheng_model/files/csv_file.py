"""Open CSV files that others wrote."""

import csv
import io
from pathlib import Path

from ceheng_model.errors import Fault, InputError
from ceheng_model.files.grid import Grid
from ceheng_model.files.text_file import read_text
from ceheng_model.vocabulary import Text


def open_csv(path: Path) -> Grid:
    """Return the rows of a CSV file; raise `InputError` for what is none."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    lines: list[int] = []
    rows: list[list[str | None]] = []
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                lines.append(reader.line_num)
                rows.append([cell.strip() or None for cell in cells])
    except csv.Error as error:
        raise InputError(_no_csv(path, reader.line_num, error)) from error
    return Grid(name=str(path), form="csv", lines=lines, rows=rows)


def _no_csv(path: Path, line: int, error: csv.Error) -> Fault:
    return Fault(
        what=Text("CSV 语法", "the CSV syntax"),
        rule=Text("正确", "be valid"),
        got=str(error),
        way_out=Text("在表格软件中另存为“CSV UTF-8”", "save it again as 'CSV UTF-8'"),
        place=Text(f"{path} 第{line}行", f"{path} line {line}"),
    )
