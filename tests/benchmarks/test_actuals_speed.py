"""Reading 100,000 reported figures, beside reading the same file with the csv module and `float` alone."""

import csv
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.tracking import read_actuals
from ceheng_model.vocabulary import BUREAU_KEYS
from tests.benchmarks.pairs import ratio

HEAD = ("kind", "group", "component", "year", "value", "published", "source", "note")
ROWS = 100_000


def table(path: Path) -> Path:
    """Write the components and their total of 100 groups in 20 years, each figure published ten times."""
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for group in range(100):
            for year in range(2001, 2021):
                parts = np.round(rng.uniform(1000, 9000, 4), 1)
                amounts = [*parts, round(float(parts.sum()), 1)]
                for vintage in range(ROWS // (100 * 20 * 5)):
                    day = f"{year + 1}-{vintage + 1:02d}-20"
                    for component, amount in zip((*BUREAU_KEYS, "total"), amounts, strict=True):
                        writer.writerow(
                            ("income", f"g{group}", component, year, f"{amount:.1f}", day, "统计公报", "初步数")
                        )
    return path


def bare(path: Path) -> list[tuple[str, str, str, int, float, str, str]]:
    """Return the rows without any check."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["kind"], row["group"], row["component"], int(row["year"]), float(row["value"]), row["published"],
             row["source"])
            for row in csv.DictReader(file)
        ]  # fmt: skip


@pytest.mark.benchmark(group="actuals")
def test_reported_figures_are_read(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = table(tmp_path / "actuals.csv")
    assert len(bare(path)) == len(read_actuals(path).figures) == ROWS
    tracemalloc.start()
    read_actuals(path)
    benchmark.extra_info["megabytes"] = round(tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()
    # the strict reader judges every cell and checks the figures against one another
    assert ratio(benchmark, lambda: read_actuals(path), lambda: bare(path), rounds=5) <= 15.0


def test_two_million_rows_are_refused_before_they_are_parsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "huge.csv"
    path.write_text(",".join(HEAD) + "\n" + "income,g,total,2020,1.0\n" * 2_000_000, encoding="utf-8")
    start = time.perf_counter()
    with pytest.raises(cm.InputError, match=r"the number of lines must be at most 1,048,576 \(got 2,000,001\)"):
        read_actuals(path)
    with capsys.disabled():
        print(f"\ntwo million rows refused after {time.perf_counter() - start:.2f} s")
