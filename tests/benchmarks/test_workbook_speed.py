"""The live workbook, beside bare XlsxWriter writing as many cells, formulas and charts.

The yardstick knows all its values beforehand; the library projects seven scenarios and judges them. `--benchmark-json FILE`
keeps the figures.
"""

import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.documents.workbook import read_workbook, write_workbook
from tests.benchmarks.pairs import python, ratio


def contents(path: Path) -> list[tuple[str, list[tuple[int, int, object, object]]]]:
    """What stands in every cell of a workbook: row, column, what was typed, the value stored."""
    formulas, stored = (openpyxl.load_workbook(path, data_only=only) for only in (False, True))
    return [
        (
            sheet.title,
            [
                (cell.row - 1, cell.column - 1, cell.value, stored[sheet.title][cell.coordinate].value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None and isinstance(cell.column, int)
            ],
        )
        for sheet in formulas.worksheets
    ]


def bare(found: list[tuple[str, list[tuple[int, int, object, object]]]]) -> bytes:
    """Write the same cells with XlsxWriter alone, and five charts."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    style = book.add_format({"num_format": "0.00%", "border": 1})
    for title, cells in found:
        sheet = book.add_worksheet(title)
        for row, column, typed, stored in cells:
            if isinstance(typed, str) and typed.startswith("="):
                sheet.write_formula(row, column, typed, style, stored)
            elif isinstance(typed, str):
                sheet.write_string(row, column, typed, style)
            else:
                sheet.write_number(row, column, typed, style)
    for position in range(5):
        chart = book.add_chart({"type": "line"})
        for row in range(3):
            values = [found[2][0], 20 + row, 2, 20 + row, 5]
            chart.add_series({"values": values, "categories": [found[2][0], 19, 2, 19, 5]})
        sheet.insert_chart(40 * position, 20, chart)
    book.close()
    return stream.getvalue()


@pytest.mark.benchmark(group="workbook")
def test_writing_beside_bare_cells(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_workbook(cm.scenario("plan"), path)
    found = contents(path)
    kinds = Counter(isinstance(typed, str) and typed.startswith("=") for _, cells in found for *_, typed, _ in cells)
    print(f"\n{kinds[True]} formulas, {kinds[False]} other cells, 5 charts, {path.stat().st_size / 1000:.0f} kB")
    subject = lambda: write_workbook(cm.scenario("plan"), path)  # noqa: E731
    assert ratio(benchmark, subject, lambda: bare(found), rounds=9) <= 2.2


@pytest.mark.benchmark(group="workbook")
def test_reading_beside_opening_it_twice(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_workbook(cm.scenario("plan"), path)
    twice = lambda: [openpyxl.load_workbook(path, data_only=only) for only in (False, True)]  # noqa: E731
    assert ratio(benchmark, lambda: read_workbook(path), twice, rounds=5) <= 0.25


BARE = """
import numpy, typer, xlsxwriter
from pathlib import Path
from typing import Annotated
def write(output: Annotated[Path | None, typer.Option("--output", "-o")] = None): ...
typer.run(write)
"""
"""A command with one option and no work: Typer loads what reads options only when one is given."""


@pytest.mark.benchmark(group="workbook command")
def test_the_command_beside_one_without_work(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = str(tmp_path / "plan.xlsx")
    subject = python("-m", "ceheng_model", "workbook", "-o", path)
    assert ratio(benchmark, subject, python("-c", BARE, "-o", path), rounds=9) <= 4.0
