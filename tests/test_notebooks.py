"""Notebooks are for reading: a question first, its answer last, stored with the outputs that running them gives."""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests import notebook_outputs
from tests.notebook_outputs import NOTEBOOKS, code_cells, read, rerun, shown, store, text_of_html

MOST = 20
"""Lines of one output, as of any result."""
POSITIONS = {"iloc", "iat", "isel", "take", "head", "tail"}
CHINESE = re.compile("[\u4e00-\u9fff]")
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def paragraphs(cell: Any) -> list[str]:
    """Return the paragraphs of a text, each on one line, without the signs of a heading or of bold type."""
    return [" ".join(one.split()).strip("#* ") for one in cell.source.split("\n\n")]


def test_there_are_eight_notebooks() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06", "07", "08"]


@each_notebook
def test_a_notebook_begins_with_a_question_and_ends_with_its_answer_in_one_sentence(path: Path) -> None:
    cells = read(path).cells
    zh, en = paragraphs(cells[0])[:2]
    assert zh.endswith("？")
    assert CHINESE.search(zh)
    assert en.endswith("?")
    assert cells[-1].cell_type == "markdown"
    zh, en = paragraphs(cells[-1])
    assert re.fullmatch(r"答：\*\* [^。？！]+。", zh)
    # a point within a number ends no sentence
    assert re.fullmatch(r"Answer:\*\* (?:[^.?!]|\.\d)+\.", en)


@each_notebook
def test_chinese_stands_first_and_english_under_it(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            is_chinese = [CHINESE.search(one) is not None for one in paragraphs(cell)]
            assert is_chinese[0], cell.id
            # as many of one as of the other, but for a heading
            assert not is_chinese[-1], cell.id


def positions(source: str) -> list[str]:
    """Return what in code picks by position: methods that do, and whole numbers in brackets other than of labels."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in POSITIONS:
            found.append(ast.unparse(node))
        if isinstance(node, ast.Subscript):
            is_label = isinstance(node.value, ast.Attribute) and node.value.attr in ("at", "loc")
            parts = [part for part in ast.walk(node.slice) if isinstance(part, ast.Constant)]
            if not is_label and (
                any(isinstance(part.value, int) for part in parts) or isinstance(node.slice, ast.Slice)
            ):
                found.append(ast.unparse(node))
    return found


def test_what_picks_by_position_is_found() -> None:
    for code in ("a.iloc[0]", "a[0]", "a[-1]", "a[0, 'x']", "a[:2]", "a[:]", "a.values[1]", "frame.head(3)"):
        assert positions(code), code
    for code in ("a.at['rural', 2024]", "a.loc[2024]", "a['rural']", "a.sel(year=2024)", "a[['x', 'y']]", "[1, 2]"):
        assert not positions(code), code


@each_notebook
def test_cells_pick_by_label_and_assert_nothing(path: Path) -> None:
    for cell in code_cells(read(path)):
        assert positions(cell.source) == [], cell.id
        assert not any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(cell.source))), cell.id


@each_notebook
def test_outputs_are_stored_and_short(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata == {**notebook_outputs.KERNEL}
    for number, cell in enumerate(code_cells(notebook), start=1):
        assert cell.outputs, cell.id
        assert cell.execution_count == number
        assert cell.metadata == {}
        for output in cell.outputs:
            assert output.output_type in ("execute_result", "stream"), cell.id
            assert output.get("name", "stdout") == "stdout", cell.id
            text = output.get("text") or output.data["text/plain"]
            assert len(text.strip().splitlines()) <= MOST, cell.id


@pytest.mark.slow
@each_notebook
def test_running_a_notebook_gives_the_text_that_is_stored(path: Path) -> None:
    # where a change is meant: python -m tests.notebook_outputs stores it
    assert shown(rerun(path)) == shown(read(path))


def test_the_text_of_html_is_compared_and_its_layout_is_not() -> None:
    first = (
        '<div style="a"><style>.x1 {}</style><table id="T_1f"><tr><th>年份</th><td>  15,561.0\n</td></tr></table></div>'
    )
    second = '<div><table class="wide"><tr><th>年份</th>\n<td><b>15,561.0</b></td></tr></table></div>'
    assert text_of_html(first) == text_of_html(second) == "年份\n15,561.0"
    assert text_of_html(first) != text_of_html(second.replace("15,561.0", "15,561.1"))


def made_up(path: Path, source: str) -> Path:
    """Write a notebook of one cell, as somebody's program stores it."""
    cell = nbformat.v4.new_code_cell(source, id="one", execution_count=17, metadata={"execution": {"started": "noon"}})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {}}), path)
    return path


@pytest.mark.slow
def test_outputs_are_stored_once_and_another_text_is_seen(tmp_path: Path) -> None:
    path = made_up(tmp_path / "made_up.ipynb", "print(1)\nprint(2)\n'three'")
    assert store(path)
    stored = read(path)
    assert shown(stored) == {"one": [("stdout", "1\n2\n"), ("text/plain", "'three'")]}
    assert stored.metadata == notebook_outputs.KERNEL
    assert stored.cells[0].metadata == {}
    assert not store(path)
    path.write_text(path.read_text(encoding="utf-8").replace("2\\n", "5\\n"), encoding="utf-8")
    assert shown(rerun(path)) != shown(read(path))


def test_a_name_that_no_notebook_has_is_refused() -> None:
    with pytest.raises(SystemExit, match="no notebook begins with 99"):
        notebook_outputs.main(["99"])
