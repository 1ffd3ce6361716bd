"""The workbook to fill in: one sheet a responsible unit, and whatever of it comes back."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner, Result

import ceheng_model as cm
from ceheng_model.cli.entry import program
from ceheng_model.tracking import TrackingReport, read_actuals, track, write_template
from ceheng_model.vocabulary import Language
from tests.office import SOFFICE, convert, profile

HIDDEN = ["kind", "group", "component", "indicator"]
GRAIN, TRAININGS = "rural.10.grain_output", "training.5.trainings"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


def columns(sheet: Worksheet) -> dict[str, int]:
    """Return the columns of a sheet, counted from 1, by their headings without the star."""
    return {str(cell.value).rstrip("*"): at for at, cell in enumerate(sheet[1], start=1)}


def row_of(sheet: Worksheet, **wanted: object) -> int:
    """Return the row whose cells are these, by heading."""
    at = columns(sheet)
    for row in range(3, sheet.max_row + 1):
        if all(sheet.cell(row, at[key]).value == value for key, value in wanted.items()):
            return row
    raise AssertionError(wanted)


def fill(book: Any, sheet: str, row: int, **cells: object) -> None:
    at = columns(book[sheet])
    for key, value in cells.items():
        book[sheet].cell(row, at[key]).value = value


def filled(path: Path) -> Any:
    """Return the template with an income, two indicators and a deliverable filled in, each on its own sheet."""
    write_template(None, path)
    book = openpyxl.load_workbook(path)
    income = row_of(book["居民收入"], 内容="农村常住居民合计", 年份=2022, 季度=None)
    fill(book, "居民收入", income, 数值=12200.5, 公布日期=date(2023, 1, 20), 来源="县调查队")
    grain = row_of(book["县农业农村局"], 指标编号=GRAIN, 年份=2022)
    fill(book, "县农业农村局", grain, 数值="5.9万吨", 公布日期=date(2023, 1, 20), 来源="县农业农村局")
    trainings = row_of(book["县人社局"], 指标编号=TRAININGS, 年份=2022)
    fill(book, "县人社局", trainings, 数值=5000, 公布日期=date(2023, 1, 5), 来源="县人社局")
    rules = row_of(book["县财政局"], 指标编号="special_funds.rules")
    fill(book, "县财政局", rules, 进展="已完成", 公布日期=date(2022, 12, 20), 来源="册府办发〔2022〕30号")
    return book


def holds_all(report: TrackingReport) -> bool:
    figures = {one.indicator or one.group: one.value for one in report.actuals.figures}
    states = {one.deliverable: one.state.value for one in report.actuals.deliverables}
    # 5.9万吨 is 59,000 tonnes
    return figures == {"rural": 12200.5, GRAIN: 59000.0, TRAININGS: 5000.0} and states == {
        "special_funds.rules": "done"
    }


def test_there_is_a_sheet_for_each_unit_that_is_named_first_with_its_own_rows(tmp_path: Path) -> None:
    write_template(None, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    plan = cm.load_plan()
    labels = {one.key: one.label.zh for one in plan.measures.departments}
    first = {one.id: labels[one.departments[0]] for one in plan.measures.measures if one.departments}
    asked: dict[str, set[str]] = {}
    for sheet in book.worksheets[2:]:
        at = columns(sheet)
        asked[sheet.title] = {str(sheet.cell(row, at["指标编号"]).value) for row in range(3, sheet.max_row + 1)}
    assert book.sheetnames[:2] == ["填报说明", "居民收入"]
    # each indicator of a measure stands on the sheet of the unit that its measure names first
    for indicator in plan.measures.indicators:
        if indicator.of in first and any(indicator.id in ids for ids in asked.values()):
            assert indicator.id in asked[first[indicator.of]]
    # and every deliverable somewhere, once
    every = [id for ids in asked.values() for id in ids]
    assert len(every) == len(set(every))
    assert {one.id for one in plan.measures.deliverables} <= set(every)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sheets_are_landscape_with_names_first_keys_hidden_and_needed_columns_starred(
    tmp_path: Path, language: Language
) -> None:
    write_template(None, tmp_path / "t.xlsx", language=language)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    value, name = {"zh": ("数值", "内容"), "en": ("value", "what")}[language]
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[1:]:
        heads = [str(cell.value) for cell in sheet[1]]
        assert heads[0] == name
        # the last four columns hold the keys
        runs = [(one.min or 0, one.max or 0) for one in sheet.column_dimensions.values() if one.hidden]
        hidden = {at for first, last in runs for at in range(first, last + 1)}
        assert set(range(len(heads) - 3, len(heads) + 1)) <= hidden
        assert 1 not in hidden
        assert any(head.endswith("*") for head in heads)
        assert sheet.print_title_rows == "$1:$1"
    incomes = book.worksheets[1]
    assert f"{value}*" in [cell.value for cell in incomes[1]]
    # the first row below the headings is the example
    assert {"zh": "示例", "en": "example"}[language] in str(incomes.cell(2, 1).value)


def test_cells_know_their_unit_and_range(tmp_path: Path) -> None:
    write_template(None, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["居民收入"]
    row = row_of(sheet, 内容="农村常住居民合计", 年份=2022, 季度=None)
    letter = get_column_letter(columns(sheet)["数值"])
    (rule,) = [one for one in sheet.data_validations.dataValidation if f"{letter}{row}" in one.sqref]
    # rural total 2022 is 11,076 * 1.12 = 12,405.12 on the plan's path; a factor of 5 either way
    assert rule.type == "decimal"
    assert float(str(rule.formula1)) == pytest.approx(12405.12 / 5)
    assert float(str(rule.formula2)) == pytest.approx(12405.12 * 5)
    assert "元" in str(rule.promptTitle)
    # a warning only: a value may be typed with its unit
    assert rule.errorStyle == "warning"
    lists = [one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert '"1,2,3,4"' in lists
    assert '"2021,2022,2023,2024"' in lists


def test_a_filled_template_is_read_from_all_its_sheets(tmp_path: Path) -> None:
    filled(tmp_path / "t.xlsx").save(tmp_path / "t.xlsx")
    report = track(cm.scenario("plan"), tmp_path / "t.xlsx", draws=16, seed=0)
    assert holds_all(report)
    # a fault names the sheet and the cell
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    fill(book, "县人社局", row_of(book["县人社局"], 指标编号=TRAININGS, 年份=2022), 来源=None)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(cm.InputError, match=r"t.xlsx \[县人社局\] cell I\d+: source must be filled in"):
        track(cm.scenario("plan"), tmp_path / "t.xlsx", draws=16, seed=0)


def test_sheets_rows_and_columns_come_back_in_any_order_and_number(tmp_path: Path) -> None:
    """One file with the sheets of three units, copied into a workbook of their own, shuffled and cut."""
    chance = random.Random(7)
    book, again = filled(tmp_path / "t.xlsx"), openpyxl.Workbook()
    again.remove(again.worksheets[0])
    for title in ("县财政局", "县人社局", "县农业农村局", "居民收入"):
        rows = [list(row) for row in book[title].iter_rows(values_only=True)]
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        # what is only for people to read may go
        gone = {at for at, head in enumerate(rows[0]) if head in ("填写说明", "目标或计划数", "单位", "备注")}
        kept = [at for at in order if at not in gone]
        head, body = rows[0], rows[1:]
        chance.shuffle(body)
        sheet = again.create_sheet(f"{title}（报）")
        for row in (head, *body[: len(body)]):
            sheet.append([row[at] for at in kept])
    again.save(tmp_path / "again.xlsx")
    assert holds_all(track(cm.scenario("plan"), tmp_path / "again.xlsx", draws=16, seed=0))


def test_a_sheet_whose_keys_are_lost_goes_by_its_names(tmp_path: Path) -> None:
    book = filled(tmp_path / "t.xlsx")
    for sheet in book.worksheets[1:]:
        at = columns(sheet)
        for key in ("类别", "人群", "收入构成", "指标编号"):
            for row in range(3, sheet.max_row + 1):
                sheet.cell(row, at[key]).value = None
    book.save(tmp_path / "names.xlsx")
    assert holds_all(track(cm.scenario("plan"), tmp_path / "names.xlsx", draws=16, seed=0))
    sheet = book["县农业农村局"]
    fill(book, "县农业农村局", 3, 内容="粮食的产量", 数值=1, 年份=2022, 公布日期=date(2023, 1, 1), 来源="x")
    book.save(tmp_path / "names.xlsx")
    with pytest.raises(cm.InputError, match=r"cell A3: what the row is of must be one that the template has"):
        track(cm.scenario("plan"), tmp_path / "names.xlsx", draws=16, seed=0)
    assert sheet.title == "县农业农村局"


def test_examples_and_empty_rows_are_no_figures(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv"):
        write_template(None, tmp_path / f"t{suffix}")
        actuals = read_actuals(tmp_path / f"t{suffix}")
        assert actuals.figures == ()
        assert actuals.deliverables == ()
        assert not [remark for remark in actuals.remarks if remark.is_warning]


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not there")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_opens_the_template_and_what_it_saves_is_read(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "t.xlsx"
    if language == "zh":
        filled(path).save(path)
    else:
        write_template(None, path, language="en")
        book = openpyxl.load_workbook(path)
        title = next(one.title for one in book.worksheets[1:] if "Agriculture" in one.title)
        row = row_of(book[title], indicator=GRAIN, year=2022)
        fill(book, title, row, value=59000, published=date(2023, 1, 20), source="bureau")
        book.save(path)
    (again,) = convert([path], "xlsx", tmp_path / "out", profile(tmp_path))
    report = track(cm.scenario("plan"), again, draws=16, seed=0)
    if language == "zh":
        assert holds_all(report)
    else:
        assert [(one.indicator, one.value) for one in report.actuals.figures] == [(GRAIN, 59000.0)]


@pytest.mark.parametrize("kind", ["yunnan-rural-2022-2024", "zhejiang-2027"])
def test_a_plan_without_measures_has_a_sheet_of_incomes_alone(tmp_path: Path, kind: str) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["填报说明", "居民收入"]
    assert read_actuals(tmp_path / "t.xlsx").figures == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_charts_take_the_template_and_plain_tables_with_headings_in_either_language(
    tmp_path: Path, language: Language
) -> None:
    filled(tmp_path / "t.xlsx").save(tmp_path / "t.xlsx")
    plain = {"zh": "人群,年份,数值\n农村,2022,12200.5\n", "en": "group,year,value\nrural,2022,12200.5\n"}[language]
    (tmp_path / "plain.csv").write_text(plain, encoding="utf-8")
    drawn = []
    for name in ("t.xlsx", "plain.csv"):
        out = tmp_path / name.partition(".")[0]
        call = ["charts", "-o", str(out), "--only", "plan_against_actual", "--numbers", "--dpi", "40"]
        done = run(*call, "--actual", str(tmp_path / name), "--lang", language)
        assert done.exit_code == 0, done.output
        drawn.append((out / "plan_against_actual.csv").read_text(encoding="utf-8-sig"))
    assert drawn[0] == drawn[1]
    assert "12200.5" in drawn[0]
