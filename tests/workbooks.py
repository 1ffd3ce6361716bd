"""Edit workbooks as a user does, for tests."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell


def cells(book: openpyxl.Workbook, name: str) -> list[Cell]:
    """Return the cells that a defined name leads to, row by row."""
    sheet, _, block = (book.defined_names[name].attr_text or "").rpartition("!")
    found: Any = book[sheet.strip("'")][block.replace("$", "")]
    return [cell for row in found for cell in row] if isinstance(found, tuple) else [found]


def put(book: openpyxl.Workbook, name: str, *values: object) -> None:
    """Type values into named cells; one value goes into all of them."""
    found = cells(book, name)
    for cell, value in zip(found, values * len(found) if len(values) == 1 else values, strict=True):
        cell.value = value  # type: ignore[assignment]


def edited(source: Path, target: Path, edits: Mapping[str, object]) -> Path:
    """Save a copy with values typed into named cells; a tuple is a row of values."""
    book = openpyxl.load_workbook(source)
    for name, values in edits.items():
        put(book, name, *(values if isinstance(values, tuple) else (values,)))
    book.save(target)
    return target


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Save a copy whose parts were changed."""
    with zipfile.ZipFile(source) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    target.write_bytes(stream.getvalue())
    return target


def part_of(path: Path, title: str) -> str:
    """Return the part of the file that holds a sheet, as XlsxWriter and openpyxl number them."""
    return f"xl/worksheets/sheet{openpyxl.load_workbook(path, read_only=True).sheetnames.index(title) + 1}.xml"
