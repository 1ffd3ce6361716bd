"""The forms in which tables are written for people: read back by other programs than ours."""

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from ceheng_model.files.heading_row import unit_of
from ceheng_model.tables import Column, Figure, Table, text_width
from ceheng_model.tables.csv_file import csv_for_people
from ceheng_model.tables.html_page import html_page
from ceheng_model.tables.markdown import markdown
from ceheng_model.tables.sheet_names import file_names, sheet_names
from ceheng_model.tables.spreadsheet import spreadsheet
from ceheng_model.vocabulary import LANGUAGES, Language, Text, Verdict

COLUMNS = (
    Column(key="group", heading=Text("人群", "group"), kind="label"),
    Column(key="year", heading=Text("年份", "year"), kind="year"),
    Column(key="income", heading=Text("收入", "income"), kind="yuan"),
    Column(key="growth", heading=Text("增速", "growth"), kind="percent"),
    Column(key="pull", heading=Text("拉动", "pull"), kind="points"),
    Column(key="chance", heading=Text("概率", "probability"), kind="probability"),
    Column(key="value", heading=Text("值", "value")),
    Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
    Column(key="hidden", heading=Text("编号", "id"), shown=False),
)
ROWS = (
    (
        "rural",
        2024,
        48594.8100000001,
        0.1 + 0.2,
        0.0241,
        0.4321,
        Figure(0.05, "percent", signed=True),
        Verdict.MET,
        "a",
    ),
    ("urban", 2023, float("nan"), None, -0.0000001, 1.0, Text("=1+1|<b>", "=1+1|<b>"), Verdict.MISSED, "b"),
)
TABLE = Table(
    name="t", title=Text("收入（元）", "Income (yuan)"), columns=COLUMNS, rows=ROWS, notes=(Text("注", "note"),)
)


def test_csv_has_headings_of_the_language_and_the_digits_that_are_read() -> None:
    chinese = list(csv.reader(io.StringIO(csv_for_people(TABLE, "zh"))))
    assert chinese[0] == ["人群", "年份", "收入（元）", "增速", "拉动（百分点）", "概率", "值", "判定"]
    assert chinese[1] == ["农村常住居民", "2024", "48594.8", "30.00%", "2.41", "43.2%", "+5.00%", "达到"]
    # what is not there is empty; a number that rounds to zero has no sign; no text is a formula
    assert chinese[2] == ["城镇常住居民", "2023", "", "", "0.00", "高于99.9%", "'=1+1|<b>", "未达到"]
    assert csv_for_people(TABLE, "en").startswith("group,year,income (yuan),growth,pull (percentage points)")


MIXED = Table(
    name="m",
    title=Text("判定", "Verdicts"),
    columns=(
        Column(key="what", heading=Text("指标", "quantity")),
        Column(key="value", heading=Text("测算", "projected"), kind="ratio"),
        Column(key="money", heading=Text("每年补助（元）", "grant a year (yuan)"), kind="yuan"),
        Column(key="people", heading=Text("人数", "people"), kind="count"),
    ),
    rows=(
        (Text.same("a"), Figure(-1005.84, "yuan"), 5.0, 12_000.0),
        (Text.same("b"), Figure(-0.0275, "points", signed=True), 6.0, 13_000.0),
        (Text.same("c"), 3.1234, 7.0, 14_000.0),
        (Text.same("d"), Figure(0.1, "percent"), 7.0, 14_000.0),
    ),
)
"""A column whose numbers differ in unit, one whose heading says its unit, and one of people, who have none."""


def test_a_unit_stands_once_in_the_heading_or_behind_numbers_that_differ_in_it(tmp_path: Path) -> None:
    head, *rows = csv.reader(io.StringIO(csv_for_people(MIXED, "zh")))
    assert head == ["指标", "测算", "每年补助（元）", "人数"]
    assert [row[1] for row in rows] == ["-1005.8元", "-2.75个百分点", "3.123", "10.00%"]
    assert rows[0][2:] == ["5.0", "12000"]
    head, *rows = csv.reader(io.StringIO(csv_for_people(MIXED, "en", Text("卢布", "rouble"))))
    assert head[2] == "grant a year (yuan) (rouble)"
    assert [row[1] for row in rows] == ["-1005.8 rouble", "-2.75 pp", "3.123", "10.00%"]
    path = tmp_path / "m.xlsx"
    path.write_bytes(spreadsheet([TABLE, MIXED], "zh"))
    income, mixed = openpyxl.load_workbook(path).worksheets
    assert [income.cell(3, place).value for place in (3, 5)] == ["收入（元）", "拉动\n（百分点）"]
    assert [mixed.cell(row, 2).number_format for row in range(4, 8)] == [
        '#,##0.0"元"',
        '+0.00"个百分点";-0.00"个百分点";0.00"个百分点"',
        "0.000",
        "0.00%",
    ]


@pytest.mark.parametrize("rows", [2, 200])
def test_the_headings_of_a_printed_sheet_never_stand_above_notes_alone(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(spreadsheet([replace(TABLE, rows=ROWS * (rows // 2))], "zh"))
    book = openpyxl.load_workbook(path)
    sheet = book["收入"]
    below = [cell for line in sheet.iter_rows(min_row=4 + rows, values_only=True) for cell in line if cell]
    # a page of A4 across holds about 30 rows: notes that go over to another one stand on a sheet of their own
    assert below == (["注"] if rows < 30 else [])
    if rows > 30:
        assert [row[0] for row in book["说明"].iter_rows(values_only=True) if row[0]] == ["说明", "“收入”：注"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_holds_numbers_with_their_formats(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(spreadsheet([TABLE, TABLE], language, lead=[Text("首句", "first")]))
    book = openpyxl.load_workbook(path)
    names = {"zh": ["说明", "收入", "收入 2"], "en": ["Notes", "Income", "Income 2"]}
    assert book.sheetnames == names[language]
    sheet = book[names[language][1]]
    assert sheet["A1"].value == TABLE.title.in_language(language)
    row = sheet[4]
    assert [cell.value for cell in row[1:6]] == [2024, 48594.81, 0.3, 2.41, 0.4321]
    assert [cell.number_format for cell in row[1:6]] == ["0", "#,##0.0", "0.00%", "0.00", "0.0%"]
    assert (row[6].value, row[6].number_format) == (0.05, "+0.00%;-0.00%;0.00%")
    assert sheet["G5"].data_type == "s"
    assert sheet["G5"].value == "=1+1|<b>" or sheet["G5"].value == "'=1+1|<b>"
    assert sheet["F5"].value == {"zh": "高于99.9%", "en": "above 99.9%"}[language]
    assert sheet["C5"].value in (None, "")
    assert sheet["A3"].font.b
    assert sheet.freeze_panes == "B4"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.print_title_rows == "$3:$3"
    # eight digits of Chinese and some room
    assert sheet.column_dimensions["C"].width >= len("48,594.8")


@pytest.mark.parametrize(("language", "unit"), [("zh", "（元）"), ("en", "(yuan)")])
def test_a_unit_in_brackets_keeps_a_line_of_its_own_above_narrow_cells(
    language: Language, unit: str, tmp_path: Path
) -> None:
    heading = Text("全省农村居民人均可支配收入中位数", "median disposable income of rural residents")
    narrow = Column(key="median", heading=heading, kind="yuan")
    path = tmp_path / "a.xlsx"
    path.write_bytes(spreadsheet([replace(TABLE, columns=(narrow,), rows=((1.0,), (2.0,)))], language))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    written = str(sheet["A3"].value)
    assert written.splitlines() == [heading.in_language(language), unit]
    assert unit_of(written) == unit_of(f"{heading.in_language(language)}{unit}")
    assert text_width(unit) < sheet.column_dimensions["A"].width < text_width(heading.in_language(language))


def test_the_same_tables_give_the_same_bytes() -> None:
    assert spreadsheet([TABLE], "zh") == spreadsheet([TABLE], "zh")


def test_markdown_keeps_its_columns_whatever_stands_in_them() -> None:
    lines = markdown([TABLE], "zh").splitlines()
    grid = [line for line in lines if line.startswith("|")]
    assert len(grid) == 4
    # bars that part columns are those without a backslash
    assert {line.replace("\\|", "").count("|") for line in grid} == {9}
    assert "=1+1\\|\\<b>" in grid[3]
    assert "## 收入（元）" in lines
    assert "注" in lines


class Cells(HTMLParser):
    """Collect the text of cells and the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] in ("td", "th"):
            self.cells[-1] += data.strip()


def test_a_page_holds_every_cell_as_text() -> None:
    page = Cells()
    page.feed(html_page([TABLE], "zh", title=TABLE.title))
    assert page.cells[8:16] == ["农村常住居民", "2024", "48,594.8", "30.00%", "2.41", "43.2%", "+5.00%", "达到"]
    assert "=1+1|<b>" in page.cells
    assert "b" not in page.tags
    assert not {"script", "link", "img"} & set(page.tags)


def test_sheets_and_files_have_names_that_excel_and_windows_take() -> None:
    titles = ["a/b:c", "长" * 40, "长" * 40, "同", "同", "'x'", "收入（元）", "[?]"]
    tables = [Table(name=f"t{i}", title=Text.same(title), columns=COLUMNS, rows=()) for i, title in enumerate(titles)]
    names = sheet_names(tables, "zh")
    assert len({name.lower() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
    number = Table(
        name="n", title=Text("收入19,500元分解到各县（甲）", "19,500 yuan, by county"), columns=COLUMNS, rows=()
    )
    assert sheet_names([number], "zh") == ("收入19,500元分解到各县",)
    assert sheet_names([number], "en") == ("19,500 yuan",)
    files = file_names(tables, "zh", ".csv")
    assert all(first < second for first, second in pairwise(files))


def test_a_table_that_commands_read_again_keeps_its_keys_and_digits(tmp_path: Path) -> None:
    kept = Table(name="k", title=Text("表", "table"), columns=COLUMNS, rows=ROWS, is_input=True)
    (first, _) = csv.DictReader(io.StringIO(csv_for_people(kept, "zh")))
    assert (first["group"], first["income"], first["hidden"]) == ("rural", "48594.8100000001", "a")
    path = tmp_path / "k.xlsx"
    path.write_bytes(spreadsheet([kept], "zh"))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == "group"
    assert sheet["C2"].value == pytest.approx(48594.8100000001, rel=1e-15)
