"""A workbook with a stray blank far away, beside the same workbook without it; and beside openpyxl on plain cells."""

import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from pytest_benchmark.fixture import BenchmarkFixture

from ceheng_model.files.formats import open_grid
from tests.benchmarks.pairs import ratio

ROWS = 2_000
STRAY = {"last row": (1_048_575, 0), "last corner": (1_048_575, 16_383), "last column": (ROWS // 2, 16_383)}


def table(path: Path, stray: tuple[int, int] | None = None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("actuals")
        for row in range(ROWS):
            sheet.write_row(row, 0, ["income", "rural", "total", 2022, None, 12405.1 + row, "2023-01-20", "x"])
        if stray is not None:
            sheet.write_string(*stray, " ")
            sheet.write_blank(stray[0] - 1, stray[1], None, book.add_format({"bold": True}))
    return path


def peak(run: Callable[[], object]) -> float:
    """Return the most megabytes that Python holds during a run."""
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


@pytest.mark.benchmark(group="spreadsheets")
@pytest.mark.parametrize("where", STRAY)
def test_a_stray_cell_beside_none(benchmark: BenchmarkFixture, tmp_path: Path, where: str) -> None:
    plain, stray = table(tmp_path / "plain.xlsx"), table(tmp_path / "stray.xlsx", STRAY[where])
    subject, yardstick = (lambda: open_grid(stray)), (lambda: open_grid(plain))
    print(f"\n{where}: {peak(subject):.1f} MB, without it {peak(yardstick):.1f} MB")
    assert ratio(benchmark, subject, yardstick, rounds=9) <= 1.5


@pytest.mark.benchmark(group="spreadsheets")
def test_reading_beside_openpyxl(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = table(tmp_path / "plain.xlsx")

    def read() -> object:
        with closing(openpyxl.load_workbook(path, read_only=True)) as book:
            return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]

    assert ratio(benchmark, lambda: open_grid(path), read, rounds=9) <= 1.5
