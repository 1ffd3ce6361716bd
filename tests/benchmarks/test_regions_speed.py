"""Reading 2,800 regions of 15 rows, beside reading the same cells with the csv module alone."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.vocabulary import BUREAU_KEYS
from tests.benchmarks.pairs import ratio


def table() -> pd.DataFrame:
    """Return four components and their total for every group of 2,800 regions."""
    baseline, rng = cm.scenario("plan").baseline, np.random.default_rng(1)
    rows: list[tuple[str, str, str, float]] = []
    for region, factor in enumerate(rng.uniform(0.7, 1.4, 2800), start=100000):
        for g, group in enumerate(baseline.groups):
            parts = [round(float(level * factor), 1) for level in baseline.levels[g]]
            cells = zip((*BUREAU_KEYS, "total"), (*parts, round(sum(parts), 1)), strict=True)
            rows += [(str(region), group.key, component, value) for component, value in cells]
    return pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])


def bare(path: Path) -> list[tuple[str, str, str, float]]:
    """Return the rows without any check."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["region"], row["group"], row["component"], float(row["value_yuan"])) for row in csv.DictReader(file)
        ]


@pytest.mark.benchmark(group="regions")
@pytest.mark.parametrize(("form", "most"), [("frame", 8.0), ("csv", 11.0)])
def test_regions_are_read(benchmark: BenchmarkFixture, tmp_path: Path, form: str, most: float) -> None:
    scenario, frame, path = cm.scenario("plan"), table(), tmp_path / "regions.csv"
    frame.to_csv(path, index=False)
    given = frame if form == "frame" else path
    assert len(bare(path)) == 2800 * 15
    assert len(scenario.with_regions(given).baseline.regions) == 2800
    assert ratio(benchmark, lambda: scenario.with_regions(given), lambda: bare(path), rounds=5) <= most
