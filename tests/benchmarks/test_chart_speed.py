"""Every chart beside a bare matplotlib figure of the same paper, drawn and saved as PNG for print."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from pytest_benchmark.fixture import BenchmarkFixture

from ceheng_model import charts
from ceheng_model.charts.drawing.picture_file import picture_files
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


MOST = {"png": 1.5, "svg": 1.5, "pdf": 3.0}
"""Times that a chart may take as long as a bare figure of as many words, lines and areas."""


def of_same_marks(figure: Figure, suffix: str) -> Callable[[], object]:
    """Return what a figure takes that holds as many panels, words, lines and areas, drawn in matplotlib's own font."""
    wide, high = figure.get_size_inches()
    every = [part for axes in figure.axes for part in (axes, *axes.child_axes)]
    shapes = [
        (
            [len(text.get_text()) for text in axes.texts if text.get_text()],
            [len(np.asarray(line.get_xdata())) for line in axes.lines],
            len(axes.patches),
        )
        for axes in every
    ]

    def run() -> None:
        bare = Figure(figsize=(float(wide), float(high)), layout="constrained")
        columns = 1 if len(shapes) == 1 else 3
        grid = bare.subplots(-(-len(shapes) // columns), columns, squeeze=False).ravel()
        for ax, (texts, lines, patches) in zip(grid, shapes, strict=False):
            for i, length in enumerate(texts):
                ax.text(0.01, (i + 1) / (len(texts) + 1), "income of 12,345 persons "[: max(length, 1)])
            for length in lines:
                ax.plot(np.linspace(0.0, 1.0, length), np.linspace(0.0, 1.0, length), marker="o")
            for i in range(patches):
                ax.add_patch(Rectangle((0.1, i / patches), 0.5, 0.5 / patches, hatch="//"))
        bare.savefig(BytesIO(), format=suffix, dpi=charts.DPI)

    return run


@pytest.mark.benchmark(group="charts")
@pytest.mark.parametrize("suffix", charts.FORMATS)
@pytest.mark.parametrize("name", ["income_paths", "contribution_waterfall", "fan", "what_if_map", "scorecard"])
def test_a_chart_in_every_format(benchmark: BenchmarkFixture, name: str, suffix: str, tmp_path: Path) -> None:
    with charts.font("carried"):
        figure = shipped()[name]().get_figure(root=True)
        assert isinstance(figure, Figure)
        subject = lambda: charts.save(shipped()[name](), tmp_path / f"chart.{suffix}")  # noqa: E731
        found = ratio(benchmark, subject, of_same_marks(figure, suffix), rounds=5)
    assert found <= MOST[suffix]


@pytest.mark.benchmark(group="charts")
def test_a_set_in_all_formats(benchmark: BenchmarkFixture) -> None:
    with charts.font("carried"):
        figures = [(name, shipped()[name]().get_figure(root=True)) for name in ("income_paths", "ratio_path", "fan")]

        def subject() -> None:
            for name, _ in figures:
                picture_files(shipped()[name](), charts.FORMATS)

        def yardstick() -> None:
            for _, figure in figures:
                assert isinstance(figure, Figure)
                for suffix in charts.FORMATS:
                    of_same_marks(figure, suffix)()

        found = ratio(benchmark, subject, yardstick, rounds=3)
    # one layout serves three files
    assert found <= 1.5
