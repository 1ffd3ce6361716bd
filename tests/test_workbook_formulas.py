"""Formulas that a reviewer can follow: short, without constants, the same along a row or down a column."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.vocabulary import LANGUAGES, Language
from tests.effort import part
from tests.random_plans import drawn
from tests.test_every_plan import CASES, DATE

PLANS = ("shipped", "yunnan-rural-2022-2024", "zhejiang-2027", "ten years")
LONGEST = 100
ADDRESS = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")
Forms = dict[tuple[int, int], str]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Language], openpyxl.Workbook]:
    folder = tmp_path_factory.mktemp("formulas")
    found = {}
    for name in PLANS:
        plan: str | Path | None = None if name == "shipped" else name
        if name == "ten years":
            plan = folder / "ten-years"
            done = CliRunner().invoke(program, ["init", str(plan), *DATE, *CASES["ten_years"].answers])
            assert done.exit_code == 0, done.output
        for language in LANGUAGES:
            path = folder / f"{PLANS.index(name)}{language}.xlsx"
            write_workbook(cm.scenario("plan", plan=plan), path, language=language)
            found[name, language] = openpyxl.load_workbook(path)
    return found


def visible(book: openpyxl.Workbook) -> Iterator[Any]:
    yield from (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")


def formulas(sheet: Any) -> Iterator[tuple[int, int, str]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield cell.row, cell.column, str(cell.value)


def relative(formula: str, row: int, column: int) -> str:
    """Write a formula by how far its cells lie from its own: what stays the same when it is filled."""

    def moved(found: re.Match[str]) -> str:
        at_row, at_column = int(found[4]), column_index_from_string(found[2])
        down = f"R{at_row}" if found[3] else f"R[{at_row - row}]"
        return down + (f"C{at_column}" if found[1] else f"C[{at_column - column}]")

    parts = []
    for token in Tokenizer(formula).items:
        sheet, sign, block = token.value.rpartition("!")
        is_block = token.type == "OPERAND" and token.subtype == "RANGE"
        parts.append(sheet + sign + ADDRESS.sub(moved, block) if is_block else token.value)
    return "".join(parts)


def forms(sheet: Any) -> Forms:
    return {(row, column): relative(formula, row, column) for row, column, formula in formulas(sheet)}


def apart(found: Forms, group: Callable[[int, int], object]) -> list[list[str]]:
    """Return the groups of cells whose formulas differ; cells of no group are None."""
    together: defaultdict[object, dict[str, str]] = defaultdict(dict)
    for (row, column), form in found.items():
        key = group(row, column)
        if key is not None:
            together[key].setdefault(form, f"{get_column_letter(column)}{row} {form}")
    return [list(by_form.values()) for by_form in together.values() if len(by_form) > 1]


def test_the_yardstick_tells_what_fills_and_what_does_not() -> None:
    assert relative("=C5*(1+D5)", 5, 4) == relative("=D5*(1+E5)", 5, 5)
    assert relative("=C5*(1+D5)", 5, 4) != relative("=C5*(1+E5)", 5, 5)
    assert relative("=$B$1*A2", 2, 2) == relative("=$B$1*A3", 3, 2)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_are_short_and_hold_no_constant(
    books: dict[tuple[str, Language], openpyxl.Workbook], name: str, language: Language
) -> None:
    require_short(books[name, language])


def test_formulas_of_any_plan_are_short(tmp_path: Path) -> None:
    curves = 0
    for seed in part(list(range(40)), 6):
        write_workbook(drawn(seed).scenario(tmp_path / str(seed)), tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        require_short(book)
        curves += sum("NORMSINV" in formula for sheet in visible(book) for _, _, formula in formulas(sheet))
    # the longest are those of shares of a population
    assert curves


def require_short(book: openpyxl.Workbook) -> None:
    """Assert that formulas fit their line and hold no constant but 0 and 1."""
    for sheet in visible(book):
        for row, column, formula in formulas(sheet):
            where = (sheet.title, get_column_letter(column), row, formula)
            assert len(formula) <= LONGEST, where
            for token in Tokenizer(formula).items:
                if token.type == "OPERAND":
                    assert token.subtype in ("NUMBER", "RANGE"), where
                    assert token.subtype == "RANGE" or token.value in ("0", "1"), where


@pytest.mark.parametrize("name", PLANS)
def test_years_fill_to_the_right(books: dict[tuple[str, Language], openpyxl.Workbook], name: str) -> None:
    book = books[name, "zh"]
    years = {int(cell.column or 0) for cell in book["预测"][4] if re.fullmatch(r"20\d\d", str(cell.value))}
    assert len(years) > 3
    # the base year has nothing before it
    later = years - {min(years)}
    assert apart(forms(book["预测"]), lambda row, column: row if column in later else None) == []
    library = book["情景库"]
    first = next(row[0].row for row in library.iter_rows() if row[0].value == "人群")
    heads = [cell.column for cell in library[first] if re.fullmatch(r"20\d\d", str(cell.value))]
    levels = heads[len(later) + 1 :] if len(heads) == 2 * len(later) + 1 else []
    assert levels
    assert apart(forms(library), lambda row, column: row if column in levels and row > first else None) == []


@pytest.mark.parametrize("name", PLANS)
def test_scenarios_fill_to_the_right(books: dict[tuple[str, Language], openpyxl.Workbook], name: str) -> None:
    sheet = books[name, "zh"]["情景比较"]
    scenarios = {cell.column for cell in sheet[3] if cell.value} - {1, 2}
    assert len(scenarios) > 2
    assert apart(forms(sheet), lambda row, column: row if column in scenarios else None) == []


@pytest.mark.parametrize("name", PLANS)
def test_lists_fill_downwards(books: dict[tuple[str, Language], openpyxl.Workbook], name: str) -> None:
    book = books[name, "zh"]
    targets = book["目标校验"]
    heads = {cell.value: cell.column for cell in targets[4] if cell.value}
    alike = {heads[head] for head in ("判定", "判定界限", "超过须越过的幅度", "不能比较时", "距界限", "扣除舍入后")}
    assert apart(forms(targets), lambda row, column: column if column in alike and row > 4 else None) == []
    log = book["改动记录"]
    assert apart(forms(log), lambda row, column: "log" if 2 <= column <= 5 and row > 5 else None) == []
    checks = book["检查"]
    assert apart(forms(checks), lambda row, column: column if column == 4 and row > 5 else None) == []


@pytest.mark.parametrize("name", PLANS)
def test_the_official_table_fills_downwards(books: dict[tuple[str, Language], openpyxl.Workbook], name: str) -> None:
    sheet = books[name, "zh"]["官方表"]
    groups = {row[0].row: (row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4)}

    def block(row: int, column: int) -> object:
        return (groups[row], column) if row in groups else None

    assert apart(forms(sheet), block) == []


def test_the_map_is_one_formula(books: dict[tuple[str, Language], openpyxl.Workbook]) -> None:
    found = forms(books["shipped", "zh"]["收入比试算"])
    inside = {key: form for key, form in found.items() if 9 <= key[0] <= 21 and key[1] >= 2}
    assert len(inside) == 13 * 11
    assert len(set(inside.values())) == 1
