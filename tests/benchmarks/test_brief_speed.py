"""A brief from the command line, beside bare python-docx and matplotlib work of the size of the same length."""

import sys
from pathlib import Path
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ceheng_model.documents.brief import Length, compose_brief
from ceheng_model.documents.paper import Paper, load_profile, paper_files
from ceheng_model.documents.paper.page_profile import BY_LANGUAGE
from tests.benchmarks.pairs import computed, python, ratio
from tests.briefs import found

BARE = """
import io
import docx
from docx.shared import Mm
import numpy, pandas, scipy.optimize
from matplotlib import rc_context
from matplotlib.figure import Figure
pictures, paragraphs, tables = size
document, vectors = docx.Document(), []
for _ in range(paragraphs):
    document.add_paragraph("城镇常住居民人均可支配收入年均增长10%左右" * 4)
for rows, columns in tables:
    table = document.add_table(rows=rows, cols=columns)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "48,594.8"
for _ in range(pictures):
    figure = Figure(figsize=(15.6 / 2.54, 8.8 / 2.54), layout="constrained")
    axes = figure.subplots()
    for line in range(6):
        axes.plot(range(4), [line * x for x in range(4)], marker="o", label=f"line {line}")
    axes.set_title("income of urban and rural residents")
    axes.legend()
    raster, vector = io.BytesIO(), io.BytesIO()
    figure.savefig(raster, format="png", dpi=300)
    with rc_context({"svg.fonttype": "path"}):
        figure.savefig(vector, format="svg")
    vectors.append(vector.getvalue())
    raster.seek(0)
    document.add_picture(raster, width=Mm(156))
document.save(io.BytesIO())
"""


@pytest.mark.benchmark(group="brief")
@pytest.mark.parametrize("length", ["brief", "full"])
def test_drawing_and_writing_a_brief(benchmark: BenchmarkFixture, length: Length) -> None:
    """The Word file and the page of a brief whose figures are known, beside a Word file of that size alone."""
    made, profile = compose_brief(found(), length=length), load_profile(BY_LANGUAGE["zh"])
    bare = compile(BARE, "bare", "exec")
    taken = ratio(
        benchmark,
        lambda: paper_files(made, stem="brief", language="zh", profile=profile, formats=["docx", "html"]),
        lambda: exec(bare, {"size": size_of(made)}),
        rounds=3,
        clock=process_time,
    )
    assert taken <= 1.5


# the yardstick draws and writes only: what is above it is the projection, its draws and what is solved for
@pytest.mark.benchmark(group="brief")
@pytest.mark.parametrize(("length", "most"), [("brief", 4.5), ("full", 3.0)])
def test_a_brief_end_to_end(benchmark: BenchmarkFixture, tmp_path: Path, length: Length, most: float) -> None:
    size = size_of(compose_brief(found(), length=length))
    subject = python("-m", "ceheng_model", "brief", "-o", str(tmp_path), "--length", length, "--quiet")
    taken = ratio(benchmark, subject, python("-c", f"size = {size!r}\n{BARE}"), rounds=3, clock=computed)
    assert sys.getsizeof((tmp_path / "brief.docx").read_bytes()) > 100_000
    assert taken <= most


def size_of(made: Paper) -> tuple[int, int, list[tuple[int, int]]]:
    """Return how many pictures and paragraphs a paper has, and the rows and columns of its tables."""
    tables = [(len(table.rows) + 1, len(table.columns)) for table in made.tables()]
    return len(made.pictures()), len(made.texts()), tables
