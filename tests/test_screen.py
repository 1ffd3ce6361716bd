"""What a person sees on a screen: the answer first, one table, nothing broken by the terminal at any width."""

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from ceheng_model.cli import output, screen
from ceheng_model.cli.entry import program
from ceheng_model.cli.screen import Page
from ceheng_model.tables import Column, Table, wrapped
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.effort import PATIENCE

pyte = pytest.importorskip("pyte")

PLANS = ("ceheng-2022-2024", "yunnan-rural-2022-2024", "zhejiang-2027")
DRAWS = ["--draws", "1024"]
LENGTHS = {
    "report": 40,
    "check": 40,
    "audit": 50,
    "track --example": 50,
    "sensitivity": 40,
    "project": 40,
    "scenarios": 40,
    "compare plan trend": 40,
    "plans": 40,
    "show plan": 40,
    "show baseline": 40,
    "show scenario": 40,
    "show series": 40,
    "show circumstances": 40,
    "show uncertainty": 40,
    "measures": 40,
    "measures --indicators": 40,
    "measures --organisation": 40,
    "measures --duties": 40,
    "measures --by-department": 40,
    "measures --deliverables": 40,
    "levers": 40,
    "solve": 40,
    "simulate": 40,
    "decompose": 40,
    "decompose --against trend": 40,
    "calibrate": 40,
    "inequality --means 6000,9000,12000": 40,
}
"""Lines of an answer at 100 columns at most."""
OF_DRAWS = ("sensitivity", "simulate", "track --example")
NOT_BEFORE, NOT_AFTER = tuple("，。、；：）」”》"), tuple("（「“《")
"""Marks that begin, and that end, no line."""


@cache
def page_of(command: str, plan: str) -> Page | None:
    """What a command has to show of a plan; nothing where the plan does not have what it is about."""
    pages: list[Page] = []
    arguments = command.split() + (DRAWS if command in OF_DRAWS else [])
    if command not in ("plans", "calibrate") and "--means" not in command:
        arguments += ["--plan", plan]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(output, "show", lambda page, _: pages.append(page))
        done = CliRunner().invoke(program, arguments)
    assert done.exit_code in (0, 2), done.output
    return pages[0] if pages else None


def drawn(page: Page, language: Language, width: int) -> list[str]:
    """The lines that are printed, as wide as they are."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, legacy_windows=False, highlight=False)
    screen.show(page, language, console)
    return stream.getvalue().splitlines()


def emulated(lines: list[str], width: int) -> list[str]:
    """The rows of a terminal on which the lines are printed."""
    terminal = pyte.Screen(width, len(lines) + 200)
    pyte.Stream(terminal).feed("".join(f"{line}\r\n" for line in lines))
    # a wide character fills two cells, the second of which is empty
    rows = ["".join(terminal.buffer[y][x].data for x in range(width)).rstrip() for y in range(terminal.cursor.y)]
    return [row.replace("\N{NULL}", "") for row in rows]


def segments(lines: list[str]) -> Iterator[str]:
    """Sentences and cells by their lines: columns stand at least two blanks apart."""
    for line in lines:
        yield from (part for part in re.split(r"\s{2,}", line.strip()) if part)


def cells_of(page: Page, language: Language, width: int) -> Iterator[tuple[list[str], str]]:
    """The lines of every cell and heading, and what was broken into them."""
    for table in page.filled:
        fit = table.in_width(language, width)
        kept = [i for i, col in enumerate(col for col in table.columns if col.shown) if col in fit.columns]
        for row, whole in zip((fit.headings, *fit.cells), table.shown_rows(language), strict=True):
            for place, cell in zip(kept, row, strict=True):
                yield cell.split("\n"), whole[place]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("command", LENGTHS)
def test_no_terminal_breaks_a_line_and_no_mark_stands_where_it_may_not(command: str, plan: str) -> None:
    page = page_of(command, plan)
    if page is None:
        pytest.skip("the plan has nothing of it")
    for language in LANGUAGES:
        for width in (80, 100, 120):
            for full in (False, True):
                lines = drawn(replace(page, full=full), language, width)
                assert max(map(cell_len, lines)) <= width
                assert emulated(lines, width) == [line.rstrip() for line in lines]
                for part in segments(lines):
                    assert not part.startswith(NOT_BEFORE), part
                    assert not part.endswith(NOT_AFTER), part
            for cell, whole in cells_of(page, language, width):
                for above, below in pairwise(cell):
                    # a blank parts two numbers of a list
                    in_number = re.search(r"\d[,.]?$", above) and re.match(r"[\d,.%年]", below)
                    assert not in_number or re.search(rf"{re.escape(above)}\s{re.escape(below)}", whole), cell


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("command", LENGTHS)
def test_an_answer_is_no_longer_than_said(command: str, plan: str) -> None:
    page = page_of(command, plan)
    if page is None:
        pytest.skip("the plan has nothing of it")
    assert page.length <= LENGTHS[command]
    for language in LANGUAGES:
        assert len(drawn(page, language, 100)) <= LENGTHS[command]


@pytest.mark.parametrize("command", LENGTHS)
def test_one_table_stands_under_the_answer_and_the_rest_is_counted(command: str) -> None:
    page = page_of(command, PLANS[0])
    assert page is not None
    lines = drawn(page, "zh", 100)
    rules = [line for line in lines if line.strip().startswith("──")]
    assert len(rules) == 1
    more = len(page.filled) - 1
    left = [line for line in lines if line.startswith("未显示：")]
    if more:
        assert any(f"另有{more}张表" in line for line in left)
    # titles of tables without rows stand nowhere
    full = "\n".join(drawn(replace(page, full=True), "zh", 100))
    filled = {table.title for table in page.filled}
    assert not [
        table.title.zh
        for table in page.tables
        if not table.rows and table.title not in filled and f"\n{table.title.zh}\n" in full
    ]


@pytest.mark.parametrize("command", [command for command in LENGTHS if not command.startswith(("show", "measures"))])
def test_commands_that_ask_answer_in_a_sentence_or_three(command: str) -> None:
    page = page_of(command, PLANS[0])
    assert page is not None
    if command in ("plans", "scenarios", "levers"):
        return
    assert 1 <= len(page.answer) <= 3
    assert drawn(page, "zh", 200)[0].startswith(page.answer[0].zh[:20])


def test_the_answer_names_the_scenario_and_what_it_is_conditional_on() -> None:
    for command in ("report", "check", "project", "solve", "simulate", "sensitivity", "decompose"):
        page = page_of(command, PLANS[0])
        assert page is not None
        assert "情景：按方案" in page.answer[-1].zh, command
        assert "为条件" in page.answer[-1].zh or "若增速假设成立" in page.answer[-1].zh, command


def test_columns_that_were_left_out_are_named() -> None:
    page = page_of("check", PLANS[0])
    assert page is not None
    at_80, at_300 = ("".join(drawn(page, "zh", width)) for width in (80, 300))
    assert "宽度所限，未列：" in at_80
    assert "原文" in at_80[at_80.index("未列：") :]
    assert "未列：" not in at_300


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("command", LENGTHS)
def test_no_table_loses_a_column_but_those_that_it_declares(command: str, plan: str) -> None:
    page = page_of(command, plan)
    if page is None:
        pytest.skip("the plan has nothing of it")
    for table in page.filled:
        for language in LANGUAGES:
            for width in (80, 100, 120):
                for block in table.in_blocks(language, width=width):
                    fit = block.in_width(language, width)
                    assert {col.key for col in fit.left_out} <= set(table.drops), (table.name, width)
            # what is wider than the narrowest screen says what goes before words break, unless it is all words
            columns = [col for col in table.columns if col.shown]
            natural = 1 + sum(
                3 + max(map(cell_len, "\n".join(cells).split("\n")))
                for cells in zip(*table.shown_rows(language), strict=True)
            )
            blocks = table.in_blocks(language, width=80)
            if natural > 80 and len(columns) > 4 and len(blocks) == 1:
                assert table.drops, (table.name, natural)


def test_a_list_of_nothing_says_so_whole_and_in_short() -> None:
    page = page_of("show circumstances", "yunnan-rural-2022-2024")
    assert page is not None
    assert not page.filled
    for full in (False, True):
        assert drawn(replace(page, full=full), "zh", 100)[0].endswith("：无")
        assert drawn(replace(page, full=full), "en", 100)[0].endswith(": none")


def test_a_matrix_stands_in_blocks_each_with_its_labels() -> None:
    years = tuple(Column(key=str(year), heading=Text.same(str(year)), kind="percent") for year in range(2020, 2040))
    labels = tuple(Column(key=key, heading=Text.same(key), kind="label") for key in ("group", "component"))
    row: tuple[str | float, ...] = ("urban", "wages", *(0.1 for _ in years))
    table = Table(name="t", title=Text("增速", "growth"), columns=(*labels, *years), rows=(row,))
    blocks = table.in_blocks("zh", width=80)
    assert len(blocks) > 1
    assert all([col.key for col in block.columns[:2]] == ["group", "component"] for block in blocks)
    assert [col.key for block in blocks for col in block.columns[2:]] == [str(year) for year in range(2020, 2040)]
    assert not any(block.in_width("zh", 80).left_out for block in blocks)


def test_columns_go_in_the_order_declared_before_a_cell_breaks() -> None:
    columns = tuple(Column(key=key, heading=Text.same(key * 3)) for key in "abcd")
    table = Table(name="t", title=Text.same("t"), columns=columns, rows=(("字" * 10,) * 4,), drops=("c", "b"))
    # ten wide characters take 20 columns, each column 3 beside, the table 1: 93 for four, 70 for three, 47 for two
    kept = {
        width: "".join(col.key for col in table.in_width("zh", width).columns) for width in (93, 92, 70, 69, 47, 46)
    }
    assert kept == {93: "abcd", 92: "abd", 70: "abd", 69: "ad", 47: "ad", 46: "ad"}
    assert any("\n" in cell for cell in table.in_width("zh", 46).cells[0])
    assert not any("\n" in cell for cell in table.in_width("zh", 47).cells[0])


@given(st.text(alphabet="收入增速年城乡，。、；：（）「」“” 0123456789.%—abc", max_size=80), st.integers(12, 40))
def test_a_broken_text_loses_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    for above, below in pairwise(lines):
        assert not (re.search(r"\d$", above) and re.match(r"[\d.%年]", below))


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_real_terminal_is_filled_and_no_further(width: int) -> None:
    pexpect = pytest.importorskip("pexpect")
    environment = dict(os.environ, TERM="xterm-256color", PYTHONIOENCODING="utf-8", PYTHONUTF8="1")
    environment.pop("COLUMNS", None)
    child = pexpect.spawn(
        sys.executable, ["-m", "ceheng_model", "check"], env=environment, encoding="utf-8", timeout=PATIENCE,
        dimensions=(60, width),
    )  # fmt: skip
    child.expect(pexpect.EOF)
    terminal = pyte.Screen(width, 200)
    pyte.Stream(terminal).feed(str(child.before))
    child.close()
    shown = [row.rstrip() for row in terminal.display if row.strip()]
    page = page_of("check", PLANS[0])
    assert page is not None
    squeezed = [re.sub(r"\s", "", line) for line in drawn(page, "zh", width) if line.strip()]
    assert [re.sub(r"\s", "", row) for row in shown] == squeezed
