"""What was changed in a workbook: the log that its formulas fill, the command that compares, files that are refused."""

from itertools import product
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.vocabulary import BUREAU_KEYS
from tests import office
from tests.effort import part
from tests.workbooks import cells, edited

EDITS: dict[str, object] = {"growth_rural_wages": (0.2, 0.15, 0.15), "base_total_urban": 40000, "gdp_growth": 0.05}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plan.xlsx"
    write_workbook(cm.scenario("plan"), path)
    return path


def logged(path: Path) -> list[tuple[object, ...]]:
    """The rows of the log: input, cell, what was written, what stands there."""
    sheet = openpyxl.load_workbook(path, data_only=True)["改动记录"]
    return [row[1:5] for row in sheet.iter_rows(min_row=6, values_only=True) if row[1] not in ("–", None)]


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_the_log_lists_every_input_that_differs(plain: Path, tmp_path: Path) -> None:
    saved = edited(plain, tmp_path / "a.xlsx", EDITS)
    (made,) = office.convert([saved], "xlsx", tmp_path / "made", office.profile(tmp_path))
    assert logged(plain) == []
    book = openpyxl.load_workbook(made)
    where = {name: [cell.coordinate for cell in cells(book, name)] for name in EDITS}
    wages, gdp = where["growth_rural_wages"], where["gdp_growth"]
    assert sorted(logged(made), key=str) == sorted(
        [
            ("城镇常住居民基数", where["base_total_urban"][0], 36510, 40000),
            ("2023年农村常住居民工资性收入增速", wages[1], 0.2, 0.15),
            ("2024年农村常住居民工资性收入增速", wages[2], 0.2, 0.15),
            *((f"{year}年地区生产总值增速", gdp[at], "–", 0.05) for at, year in enumerate((2022, 2023, 2024))),
        ],
        key=str,
    )
    assert book["改动记录"]["C3"].data_type == "f"
    assert openpyxl.load_workbook(made, data_only=True)["改动记录"]["C3"].value == 6
    # what is read is what the log says
    assert [str(change) for change in read_workbook(made).changes] == ["rural.wages.2023,2024=0.15"]


Key = tuple[str, ...]
"""What an input is: its kind, its group and component where it has them, its year."""
Entry = tuple[object, object]
"""What was written, what stands there."""
GROUPS, YEARS = ("urban", "rural", "lifted"), ("2022", "2023", "2024")
BASES = {"urban": (30000, 45000), "rural": (9000, 12500), "lifted": (9000, 14000)}
"""Yuan: from and to; none crosses the published income with which its group is compared."""


def random_edits(seed: int, book: openpyxl.Workbook) -> dict[Key, tuple[str, object, object]]:
    """Change some inputs at random; return where each stands, what was written and what stands there now."""
    draw = np.random.default_rng(seed)
    rows: dict[Key, tuple[tuple[str, ...], float, float]] = {}
    for group in GROUPS:
        if draw.random() < 0.5:
            rows["base_total", group] = (("",), *BASES[group])
        rows |= {("growth", group, key): (YEARS, -0.05, 0.3) for key in BUREAU_KEYS if draw.random() < 0.4}
    for name in ("price_growth", "gdp_growth"):
        if draw.random() < 0.5:
            rows[name,] = (YEARS, 0.001, 0.06)
    if draw.random() < 0.5:
        rows |= {("population", group): (("2021", *YEARS), 5.0, 15.0) for group in ("urban", "rural")}
    made: dict[Key, tuple[str, object, object]] = {}
    for key, (years, low, high) in rows.items():
        for year, cell in zip(years, cells(book, "_".join(key)), strict=True):
            value = round(float(draw.uniform(low, high)), 4)
            made[tuple(filter(None, (*key, year)))] = (
                cell.coordinate,
                "–" if cell.value is None else cell.value,
                value,
            )
            cell.value = value
    return made


def same(came: object, wanted: object) -> bool:
    """Return whether two entries are alike: a spreadsheet program keeps 15 digits."""
    return came == wanted if isinstance(wanted, str) else came == pytest.approx(wanted, rel=1e-12)


def told_apart(one: cm.Scenario, other: cm.Scenario) -> dict[Key, Entry]:
    """What the comparison of two scenarios says, one entry an input."""
    found: dict[Key, Entry] = {}
    for apart in cm.compare_scenarios(one, other).assumptions:
        values = tuple("–" if isnan(value) else value for value in apart.values)
        for group, component, year in product(apart.groups or ("",), apart.components or ("",), apart.years or (0,)):
            kind, at = ("base_total", "") if apart.kind == "base" else (apart.kind, str(year))
            found[tuple(filter(None, (kind, group, component, at)))] = (values[0], values[1])
    return found


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_log_scenario_and_sentences_tell_the_same(plain: Path, tmp_path: Path) -> None:
    wanted, files = [], []
    for seed in part(list(range(40)), 3):
        book = openpyxl.load_workbook(plain)
        wanted.append(random_edits(seed, book))
        files.append(tmp_path / f"{seed}.xlsx")
        book.save(files[-1])
    made = office.convert(files, "xlsx", tmp_path / "made", office.profile(tmp_path))
    for edits, path in zip(wanted, made, strict=True):
        assert len(edits) > 3
        # by cell, as the log has them
        entries = {str(cell): (before, after) for _, cell, before, after in logged(path)}
        assert entries.keys() == {cell for cell, _, _ in edits.values()}
        for cell, *wanted_there in edits.values():
            assert all(map(same, entries[cell], wanted_there)), (path, cell, entries[cell], wanted_there)
        # by input, as the comparison of what is read back has them
        first, second = read_workbook(plain), read_workbook(path)
        apart = told_apart(first, second)
        assert apart.keys() == edits.keys()
        for key, came in apart.items():
            assert all(map(same, came, edits[key][1:])), (path, key, came, edits[key])
    # and the command says them all in sentences
    run = CliRunner().invoke(program, ["compare", str(plain), str(path)])
    assert run.exit_code == 0, run.output
    (said,) = [line for line in "".join(run.output.split()).split("。") if "改动了：" in line]
    sentences = said.partition("改动了：")[2].split("；")
    assumptions = cm.compare_scenarios(first, second).assumptions
    assert len(sentences) == len(assumptions)
    for sentence, one in zip(sentences, assumptions, strict=True):
        before, after = ("".join(words.zh.split()) for words in one.words)
        assert sentence.endswith(f"由{before}改为{after}"), sentence


def test_inputs_that_differ_are_marked_where_they_stand(plain: Path) -> None:
    book = openpyxl.load_workbook(plain)
    sheet: Any = book["假设"]
    marks = {
        str(block.sqref): rule.formula[0]
        for block in sheet.conditional_formatting
        for rule in block.rules
        if str(rule.formula[0]).startswith(f"{block.sqref}<>")
    }
    for name in (*EDITS, "share_case_rural", "every_year_rural", "open_cells"):
        for cell in cells(book, name):
            own, _, written = marks[cell.coordinate].partition("<>")
            copy = sheet[written]
            # what was written stands hidden in the same row, and moves with it
            assert (own, copy.row, copy.value) == (cell.coordinate, cell.row, cell.value)
            assert copy.column > 2 + max(one.column for one in cells(book, "published_1"))
    first, last = copy.column_letter, sheet.cell(1, sheet.max_column).column_letter
    hidden = [one for one in sheet.column_dimensions.values() if one.hidden]
    assert any(one.min <= sheet[f"{first}1"].column <= one.max for one in hidden), (first, last)


def test_compare_says_what_was_changed_in_a_workbook(plain: Path, tmp_path: Path) -> None:
    changed = edited(plain, tmp_path / "改.xlsx", EDITS)
    run = CliRunner().invoke(program, ["compare", str(plain), str(changed)])
    assert run.exit_code == 0, run.output
    said = run.output.replace("\n", "")
    assert "改与plan相比，改动了：2023—2024年农村工资性收入增速由20.00%改为15.00%" in said
    assert "2022—2024年地区生产总值增速由–改为5.00%" in said
    again = edited(plain, tmp_path / "again.xlsx", {})
    run = CliRunner().invoke(program, ["compare", str(plain), str(again), "--lang", "en"])
    assert "The inputs of again are those of plan." in run.output.replace("\n", " ")
    # scenarios that are no workbooks were not edited by anybody
    assert "改动了" not in CliRunner().invoke(program, ["compare", str(plain), "trend"]).output


def test_a_column_put_between_is_named(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    (first, *_) = cells(book, "years")
    sheet = first.parent
    assert sheet is not None
    row, column = first.row, first.column
    # what a spreadsheet makes of a column that is put in: blocks widen, and cells move
    for name in book.defined_names.values():
        target = name.attr_text or ""
        if target.startswith("'假设'!") and "$F$" in target:
            name.attr_text = target.replace("$F$", "$G$")
    headings: Any = sheet
    for to in (7, 6):
        headings.cell(row, to).value = headings.cell(row, to - 1).value
    headings.cell(row, 5).value = None
    book.save(tmp_path / "a.xlsx")
    told = rf"cell E{row}: the columns of the inputs must be as they were written \(got column E was inserted\); delete"
    with pytest.raises(cm.InputError, match=told) as raised:
        read_workbook(tmp_path / "a.xlsx")
    assert column == 3
    assert "第E列是插入的" in raised.value.text("zh")


@pytest.mark.parametrize("kind", ["ods", "xls"])
@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_other_kinds_are_told_how(kind: str, plain: Path, tmp_path: Path) -> None:
    (made,) = office.convert([plain], kind, tmp_path / "made", office.profile(tmp_path))
    with pytest.raises(cm.InputError, match=rf"the workbook must be saved as .xlsx \(got '.{kind}'\); open it in the"):
        read_workbook(made)


def test_what_the_reader_of_the_file_needs_is_hidden(plain: Path) -> None:
    book = openpyxl.load_workbook(plain)
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert {title for title, state in states.items() if state != "visible"} == {"标识"}
    for name in ("ceheng_format", "ceheng_plan", "ceheng_levers", "ceheng_region", "ceheng_based_on"):
        assert (book.defined_names[name].attr_text or "").startswith("'标识'!")
