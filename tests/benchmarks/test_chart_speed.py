"""Every chart beside a bare matplotlib figure of the same paper, drawn and saved as PNG for print."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from pytest_benchmark.fixture import BenchmarkFixture

from ceheng_model import charts
from tests.benchmarks.pairs import ratio
from tests.charting import NAMES, shipped


def bare(wide: float, high: float) -> Callable[[], object]:
    """Return what a plain line chart with a title and a legend takes on the same paper."""

    def run() -> None:
        figure = Figure(figsize=(wide, high), layout="constrained")
        ax = figure.add_subplot()
        for group in range(3):
            ax.plot([2021, 2022, 2023, 2024], [1.0 + group, 2.0, 3.0, 4.0 + group], marker="o", label=f"group {group}")
        ax.set_title("Income per person")
        ax.legend()
        figure.savefig(BytesIO(), format="png", dpi=charts.DPI)

    return run


@pytest.mark.benchmark(group="charts")
@pytest.mark.parametrize("name", NAMES)
def test_a_chart_for_print(benchmark: BenchmarkFixture, name: str, tmp_path: Path) -> None:
    with charts.font("carried"):
        figure = shipped()[name]().get_figure(root=True)
        assert isinstance(figure, Figure)
        subject = lambda: charts.save(shipped()[name](), tmp_path / "chart.png")  # noqa: E731
        found = ratio(benchmark, subject, bare(*figure.get_size_inches()), rounds=5)
    # a scorecard writes about a hundred texts, small multiples draw six charts
    assert found <= (4.0 if name in ("scorecard", "scenario_multiples") else 3.0)


@pytest.mark.benchmark(group="charts")
@pytest.mark.parametrize("suffix", charts.FORMATS)
def test_income_paths_in_every_format(benchmark: BenchmarkFixture, suffix: str, tmp_path: Path) -> None:
    with charts.font("carried"):
        subject = lambda: charts.save(shipped()["income_paths"](), tmp_path / f"chart.{suffix}")  # noqa: E731
        # pdf: fontTools reads the ten-megabyte font to embed its subset; reported, not judged
        ratio(benchmark, subject, bare(6.14, 3.46), rounds=5)
