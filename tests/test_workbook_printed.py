"""The workbook on paper and on the screen: few pages, none nearly empty; no word of the program in a cell."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.scenarios import ALTERNATIVES
from ceheng_model.vocabulary import LANGUAGES, Language
from tests import office
from tests.effort import PATIENCE
from tests.test_every_plan import CASES, DATE

PLANS = (None, "yunnan-rural-2022-2024", "zhejiang-2027")
PDFTOTEXT = shutil.which("pdftotext")
# A4 across less its margins: (297 - 2 * 12.7) mm, (210 - 17.8 - 15.2) mm
WIDE, HIGH = 769.0, 501.0
SMALLEST = 0.6


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str | None, Language], Path]:
    folder = tmp_path_factory.mktemp("printed")
    found: dict[tuple[str | None, Language], Path] = {}
    for number, plan in enumerate(PLANS):
        for language in LANGUAGES:
            path = folder / f"{number}{language}.xlsx"
            write_workbook(cm.scenario("plan", plan=plan), path, language=language)
            found[plan, language] = path
    return found


def visible(book: openpyxl.Workbook) -> Iterator[Any]:
    yield from (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")


def printed_rows(sheet: Any) -> list[float]:
    """Heights of the rows that are printed, in points."""
    last = int(sheet.print_area.rpartition("$")[2])
    usual = sheet.sheet_format.defaultRowHeight
    return [sheet.row_dimensions[row].height or usual for row in range(1, last + 1)]


def texts(sheet: Any) -> Iterator[tuple[str, str]]:
    """Yield what a reader sees in the cells of a sheet, notes included; hidden columns are not seen."""
    hidden: set[str] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            hidden.update(map(get_column_letter, range(dimension.min or 0, (dimension.max or 0) + 1)))
    for row in sheet.iter_rows():
        for cell in row:
            if get_column_letter(cell.column) not in hidden and isinstance(cell.value, str):
                yield cell.coordinate, cell.value
            if cell.comment:
                yield f"note of {cell.coordinate}", cell.comment.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_no_sheet_is_given_more_pages_than_its_rows_need(
    files: dict[tuple[str | None, Language], Path], plan: str | None, language: Language
) -> None:
    for sheet in visible(openpyxl.load_workbook(files[plan, language])):
        last_column = range_boundaries(sheet.print_area.partition("!")[2])[2] or 0
        columns = map(get_column_letter, range(1, last_column + 1))
        across = sum(sheet.column_dimensions[column].width * 5.25 for column in columns)
        pages = sheet.page_setup.fitToHeight or 1
        rows = printed_rows(sheet)
        # the title is printed on every page
        repeated = sum(rows[int(row) - 1] for row in set(re.findall(r"\d+", sheet.print_title_rows)))
        scale = min(SMALLEST, WIDE / across)
        assert pages <= ceil((sum(rows) + (pages - 1) * repeated) * scale / (HIGH - 15)), sheet.title
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows


def test_a_statement_says_which_inputs_it_waits_for(files: dict[tuple[str | None, Language], Path]) -> None:
    notes: dict[str, str] = {}
    for plan in PLANS:
        sheet = openpyxl.load_workbook(files[plan, "zh"])["目标校验"]
        notes |= {str(row[0].value): " ".join(str(cell.value) for cell in row[1:14]) for row in sheet.iter_rows()}
    # one is weighted by residents, of growth of GDP it asks nothing
    assert "常住人口加权" in notes["2027年全体居民收入"]
    assert "经济增速" not in notes["2027年全体居民收入"]
    assert "未填经济增速则不判定" in notes["城镇常住居民收入增速高于经济增长"]
    assert "不判定" not in notes["2027年城乡居民收入比"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_of_a_long_plan_is_one_page_and_no_constant_is_cut(tmp_path: Path, language: Language) -> None:
    plan, path = tmp_path / "ten-years", tmp_path / "plan.xlsx"
    done = CliRunner().invoke(program, ["init", str(plan), *DATE, *CASES["ten_years"].answers])
    assert done.exit_code == 0, done.output
    write_workbook(cm.scenario("plan", plan=plan), path, language=language)
    book = openpyxl.load_workbook(path)
    log, constants = (
        book[zh if language == "zh" else en] for zh, en in (("改动记录", "Changes"), ("常数", "Constants"))
    )
    rows = printed_rows(log)
    # most of a page is used, and more inputs than it shows can be changed
    assert HIGH / SMALLEST * 0.8 < sum(rows) <= HIGH / SMALLEST
    assert log.max_row > len(rows)
    # one page is what the file leaves unsaid
    assert log.page_setup.fitToHeight in (None, 1)
    told = [cell for (cell,) in constants["B4:B200"] if isinstance(cell.value, str)]
    assert len(told) >= 20
    assert all(cell.alignment.wrap_text for cell in told)


def cut(sheet: Any) -> Iterator[str]:
    """Yield texts that their cells cut off: too long for one line, and beside something."""
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        columns = range(dimension.min or 0, (dimension.max or 0) + 1)
        widths |= dict.fromkeys(columns, dimension.width)
        hidden |= set(columns if dimension.hidden else ())
    merged = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        place = (cell.row, cell.column)
        if not isinstance(cell.value, str) or cell.alignment.wrap_text or cell.column in hidden or place in merged:
            continue
        wide = sum(1.8 if east_asian_width(sign) in "WF" else 0.85 for sign in cell.value) * cell.font.sz / 10
        room, after = widths[cell.column], cell.column + 1
        while after in widths and after not in hidden and sheet.cell(cell.row, after).value is None:
            room, after = room + widths[after], after + 1
        # past the last column there is room enough
        if wide * (1.08 if cell.font.b else 1.0) > room and after in widths:
            yield f"{sheet.title} {cell.coordinate} {cell.value}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_no_text_is_cut_off_by_the_cell_beside_it(
    files: dict[tuple[str | None, Language], Path], plan: str | None, language: Language
) -> None:
    book = openpyxl.load_workbook(files[plan, language], data_only=True)
    assert [told for sheet in visible(book) for told in cut(sheet)] == []


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None or PDFTOTEXT is None, reason="LibreOffice or pdftotext is not installed")
def test_on_paper_no_page_is_nearly_empty(files: dict[tuple[str | None, Language], Path], tmp_path: Path) -> None:
    assert PDFTOTEXT is not None
    made = office.convert(list(files.values()), "pdf", tmp_path / "pdf", office.profile(tmp_path))
    for (plan, language), pdf in zip(files, made, strict=True):
        read = subprocess.run([PDFTOTEXT, "-layout", str(pdf), "-"], capture_output=True, check=True, timeout=PATIENCE)
        pages = [page.split("\n") for page in read.stdout.decode("utf-8").split("\f")[:-1]]
        filled = [[line for line in page if line.strip()] for page in pages]
        book = openpyxl.load_workbook(files[plan, language])
        allowed = sum(sheet.page_setup.fitToHeight or 1 for sheet in visible(book))
        assert len(pages) <= allowed, (plan, language)
        # the header and the footer are two of the lines
        assert min(map(len, filled)) >= 10, (plan, language, [len(page) for page in filled])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_no_word_of_the_program_stands_in_a_cell(
    files: dict[tuple[str | None, Language], Path], plan: str | None, language: Language
) -> None:
    scenario = cm.scenario("plan", plan=plan)
    dossier = scenario.require_dossier()
    plan_of, bases = dossier.plan, dossier.baselines
    keys = {plan_of.id, *(statement.id for statement in plan_of.all_statements)}
    keys |= {case for group in plan_of.groups for case in bases.cases(plan_of.region, group.key, plan_of.base_year)}
    keys |= {statement.quantity.kind for statement in dossier.plan.all_statements}
    keys |= {*ALTERNATIVES, *scenario.group_keys, *scenario.terms.component_keys}
    # keys that are words of the language are those that a reader may see
    keys = {key for key in keys if re.search(r"[_.\d]", key)}
    assert len(keys) >= 3
    words = re.compile(
        "|".join([*(rf"(?<![A-Za-z0-9_]){re.escape(key)}(?![A-Za-z0-9_])" for key in sorted(keys))])
        + r"|\bceheng [a-z]+\b|--[a-z]|\.toml\b|\.csv\b|\[\[?[a-z_]+\]\]?|\b[a-z]+_[a-z_]+\b"
    )
    book = openpyxl.load_workbook(files[plan, language], data_only=True)
    told = [
        (sheet.title, *one, found[0])
        for sheet in visible(book)
        for one in texts(sheet)
        if (found := words.search(one[1]))
    ]
    assert told == []
    # what is needed to read the workbook back lies out of sight
    out_of_sight = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
    assert any(words.search(text) for sheet in out_of_sight for _, text in texts(sheet))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_plan_stand_beside_the_inputs_of_their_year(
    files: dict[tuple[str | None, Language], Path], language: Language
) -> None:
    book = openpyxl.load_workbook(files[None, language])
    sheet: Any = book["假设" if language == "zh" else "Assumptions"]
    sheet_name, _, block = str(book.defined_names["growth_rural_wages"].attr_text).rpartition("!")
    assert sheet_name.strip("'") == sheet.title
    (inputs,) = sheet[block.replace("$", "")]
    row, last = inputs[0].row, inputs[-1].column
    beside = [sheet.cell(row, last + offset).value for offset in (1, 2, 3)]
    # the table of the plan: wages of rural residents grow by 20 % in every year
    assert beside == ["20%"] * 3
    head = next(at for at in range(row, 0, -1) if "2022" in str(sheet.cell(at, last + 1).value))
    years = [re.findall(r"20\d\d", str(sheet.cell(head, last + offset).value)) for offset in (1, 2, 3)]
    assert years == [["2022"], ["2023"], ["2024"]]
