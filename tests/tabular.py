"""Write one table as CSV, as an Excel sheet and as a frame, and say where its cells stand in each."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

Form = Literal["csv", "excel", "frame"]
FORMS: tuple[Form, ...] = ("csv", "excel", "frame")
Records = Sequence[Mapping[str, object]]


def source(form: Form, folder: Path, columns: Sequence[str], records: Records) -> Any:
    """Return the path of the table, or the frame; days and numbers stay what they are in sheet and frame."""
    rows: list[list[Any]] = [[record.get(column) for column in columns] for record in records]
    if form == "frame":
        return pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype=object)
    path = folder / ("table.csv" if form == "csv" else "table.xlsx")
    if form == "csv":
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([columns, *([_written(cell) for cell in row] for row in rows)])
        path.write_text(stream.getvalue(), encoding="utf-8", newline="")
        return path
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    head: list[Any] = list(columns)
    for line, row in enumerate([head, *rows], start=1):
        for column, cell in enumerate(row, start=1):
            if cell is not None:
                put: Any = sheet.cell(line, column, cell)
                if isinstance(cell, str):
                    # no text is a formula here
                    put.data_type = "s"
    book.save(path)
    return path


def place(form: Form, given: object, columns: Sequence[str], at: int, column: str) -> str:
    """Return the English place of a cell of the record `at`, counted from 0, as a message must name it."""
    if form == "frame":
        return f"frame.iloc[{at}], column {column}"
    if form == "csv":
        return f"{given} line {at + 2}, column {column}"
    return f"{given} [Sheet] cell {get_column_letter(list(columns).index(column) + 1)}{at + 2}"


def _written(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
