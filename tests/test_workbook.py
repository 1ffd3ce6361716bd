"""The live workbook as it is written: formulas, stored values, inputs, charts, any plan."""

import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.formula import Tokenizer
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.vocabulary import BUREAU_KEYS, Text
from tests.workbooks import cells

ALLOWED = {
    "IF",
    "AND",
    "OR",
    "ISNUMBER",
    "ISBLANK",
    "ISERROR",
    "ROW",
    "ROWS",
    "COLUMN",
    "COLUMNS",
    "ADDRESS",
    "COUNT",
    "COUNTA",
    "ISTEXT",
    "LN",
    "T",
    "SUM",
    "SUMPRODUCT",
    "INDEX",
    "MATCH",
    "ROUND",
    "ABS",
} | {*("MIN", "MAX", "N", "TEXT", "IFERROR", "COUNTIF")}
"""Functions of Excel 2007 that Excel, WPS and LibreOffice all have."""
SHEETS = [
    *("概览", "说明", "假设", "预测", "官方表", "目标校验", "情景比较", "收入比试算", "图表"),
    *("检查", "改动记录", "情景库", "常数", "标识"),
]
DATA = Path(__file__).parent.parent / "data"


def another_plan(folder: Path) -> Path:
    """A plan with five years, other groups, a tolerance and other kinds of statements."""
    shutil.copytree(DATA / "plans" / "ceheng-2022-2024", folder)
    told = (folder / "plan.toml").read_text(encoding="utf-8").replace("../../", f"{DATA.as_posix()}/")
    # measures speak of groups and statements, which tests rename and leave out
    told = re.sub(r"levers = .*\n|\[measures\]\n(?:\w+ = .*\n)+", "", told)
    more = """
[[statement]]
id = "ratio_at_most"
quantity = "urban_rural_ratio"
year = 2023
type = "at_most"
value = 3.2
precision = 0.1
words = "收入比不超过3.2"
place = { zh = "目标", en = "goals" }
[[statement]]
id = "income_about"
quantity = "income"
group = "rural"
year = 2024
type = "about"
value = 15560
precision = 1
tolerance = 60
words = "收入15560元左右"
place = { zh = "目标", en = "goals" }
[[statement]]
id = "transfer_at_most"
quantity = "growth"
group = "urban"
year = 2023
type = "at_most"
value = 0.11
precision = 0.01
words = "增速11%以内"
place = { zh = "目标", en = "goals" }
[[statement]]
id = "lifted_lead_late"
quantity = "growth_lead"
group = "lifted"
first_year = 2023
against = "rural"
type = "above"
words = "后两年快于农村"
place = { zh = "目标", en = "goals" }
"""
    (folder / "plan.toml").write_text(told.replace("\n[[count]]", f"{more}\n[[count]]", 1), encoding="utf-8")
    return folder


def renamed(folder: Path, key: str, other: str) -> None:
    """Give a group of a plan another key, in every file."""
    shutil.copy(DATA / "baselines.csv", folder)
    told = re.sub(r'"[^"]*baselines.csv"', '"baselines.csv"', (folder / "plan.toml").read_text(encoding="utf-8"))
    told = re.sub(rf'"{key}"', f'"{other}"', told)
    (folder / "plan.toml").write_text(re.sub(rf"(?m)^{key} = ", f'"{other}" = ', told), encoding="utf-8")
    for file in folder.glob("*.csv"):
        rows = re.sub(rf"(?<=,){key}(?=,)", other, file.read_text(encoding="utf-8-sig"))
        file.write_text(re.sub(rf"(?m)^{key}(?=,)", other, rows), encoding="utf-8")


def a_region(scenario: cm.Scenario) -> cm.Scenario:
    """One region with totals of its own, and for one group a split of its own."""
    rows = [("520001", "urban", "total", 36000.0), ("520001", "rural", "total", 11000.0)]
    parts = zip(BUREAU_KEYS, (7000.0, 2000.0, 100.0, 2500.0), strict=True)
    rows += [("520001", "lifted", component, level) for component, level in parts]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    return scenario.with_regions(frame).at_region("520001")


def cases(folder: Path) -> dict[str, cm.Scenario]:
    """Scenarios that use what a workbook can hold."""
    plan = cm.scenario("plan")
    lever = cm.Lever(
        id="grant",
        title=Text("补贴", "grant"),
        group="rural",
        component="transfer",
        amount=100.0,
        recipients=3000.0,
        residents=130000.0,
        first_year=2023,
    )
    surrounded = cm.scenario("floor").with_prices(0.02).with_gdp([0.05, 0.06, 0.07])
    return {
        "plan": plan,
        "surrounded": surrounded.with_population({"urban": 8.1, "rural": {2021: 13, 2022: 12.9, 2023: 12.8, 2024: 12}}),
        "longer": cm.scenario("components").with_horizon(2027).with_growth("rural", "wages", 0.9, years=2025),
        "shorter": plan.with_horizon(2023),
        "lever": plan.with_lever(lever),
        "region": a_region(plan),
        "another": cm.scenario("plan", plan=another_plan(folder)).with_name("另一方案"),
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[cm.Scenario, Path]]:
    folder = tmp_path_factory.mktemp("workbooks")
    found = {}
    for name, scenario in cases(folder / "another-plan").items():
        write_workbook(scenario, folder / f"{name}.xlsx", language="en" if name == "longer" else "zh")
        found[name] = (scenario, folder / f"{name}.xlsx")
    return found


@pytest.fixture(scope="module")
def plan_book(written: dict[str, tuple[cm.Scenario, Path]]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(written["plan"][1], data_only=True)


def rows_with(sheet: Any, *labels: str) -> list[list[Any]]:
    """The rows whose first cells are these labels."""
    return [row for row in sheet.iter_rows(values_only=True) if [str(c) for c in row[: len(labels)]] == list(labels)]


def test_the_sheets_are_there_in_both_languages(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    assert openpyxl.load_workbook(written["plan"][1]).sheetnames == SHEETS
    english = openpyxl.load_workbook(written["longer"][1]).sheetnames
    assert english[:4] == ["Summary", "Read me", "Assumptions", "Projection"]
    assert len(english) == len(SHEETS)


def test_stored_values_are_those_of_the_plan(plan_book: openpyxl.Workbook) -> None:
    levels, _growth = (row for row in rows_with(plan_book["预测"], "农村常住居民", "合计") if row[2] != "")
    # 11076 * 1.12 ^ t, by hand: 12405.12, 13893.7344, 15560.982528
    assert levels[2:6] == pytest.approx([11076, 12405.12, 13893.7344, 15560.982528], rel=1e-12)
    (ratio,) = rows_with(plan_book["预测"], "城乡居民收入比", "测算")
    # urban income over rural income, each compounded over three years
    assert ratio[5] == pytest.approx(36510 * 1.331 / (11076 * 1.404928), rel=1e-12)
    checks = {row[15]: row for row in plan_book["目标校验"].iter_rows(min_row=5, values_only=True)}
    assert checks["ratio_2024"][5:7] == pytest.approx([2.75, 2.85])
    assert checks["ratio_2024"][7] == pytest.approx(ratio[5])
    assert checks["ratio_2024"][8] == "未达到"
    assert checks["rural_income_2024"][5:7] == (15560.5, 15561.5)
    # 0.017 yuan short of what is printed, which rounding makes up for
    assert checks["rural_income_2024"][9] == 0
    # (36510 * 1.331 / 2.8 / 11076) ^ (1/3) - 1 = 16.149 %
    assert checks["ratio_2024"][10:12] == pytest.approx([0.16149, 0.0607], abs=5e-6)


def test_only_functions_of_excel_2007(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    functions, operators = set(), set()
    for _, path in written.values():
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        for token in Tokenizer(str(cell.value)).items:
                            if token.type == "FUNC" and token.subtype == "OPEN":
                                functions.add(token.value.rstrip("("))
                            if token.type.startswith("OPERATOR"):
                                operators.add(token.value)
    assert functions <= ALLOWED
    assert {"SUM", "IF", "COUNTIF", "SUMPRODUCT", "INDEX", "MATCH"} <= functions
    assert operators <= set("+-*/^=<>&") | {"<=", ">=", "<>"}


def test_every_formula_has_a_stored_value_and_no_error(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    for name, (_, path) in written.items():
        formulas, stored = (openpyxl.load_workbook(path, data_only=only) for only in (False, True))
        count = 0
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        count += 1
                        value = stored[sheet.title][cell.coordinate].value
                        assert value is not None, (name, sheet.title, cell.coordinate)
                        assert not str(value).startswith("#"), (name, sheet.title, cell.coordinate)
        assert count > 1000


def test_every_result_is_a_formula(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    book = openpyxl.load_workbook(written["plan"][1])
    # the plan's target of the ratio is printed, everything else computed
    for title, printed in (("预测", {2.8}), ("官方表", set()), ("情景比较", set())):
        for row in book[title].iter_rows():
            cells_of = [cell for cell in row if title != "预测" or cell.column != 7]
            # the last column of the projection numbers rows of the library
            numbers = {cell.value for cell in cells_of if cell.data_type == "n" and isinstance(cell.value, int | float)}
            assert {n for n in numbers if not 2000 < n < 2100} <= printed, title


def test_people_lifted_out_of_poverty_are_in_no_sum(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    book = openpyxl.load_workbook(written["surrounded"][1])
    sheet = book["预测"]
    (ratio,) = [row for row in sheet.iter_rows() if row[0].value == "城乡居民收入比" and row[1].value == "测算"]
    (everyone,) = [row for row in sheet.iter_rows() if (row[0].value, row[1].value) == ("全体居民", "合计")]
    lifted = [row[0].row for row in sheet.iter_rows() if row[0].value == "脱贫人口"]
    for formula in (ratio[2].value, everyone[2].value):
        used = {int(n) for n in re.findall(r"(?<![!A-Z])[A-Z]+(\d+)", str(formula))}
        assert used
        assert not used & set(lifted)
    assert "population_lifted" not in book.defined_names


def test_inputs_have_names_notes_and_limits(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    book = openpyxl.load_workbook(written["plan"][1])
    wages = cells(book, "growth_rural_wages")
    assert [cell.value for cell in wages] == [0.2, 0.2, 0.2]
    assert all(cell.number_format == "0.00%" for cell in wages)
    assert "附件1" in str(wages[0].comment.text if wages[0].comment else "")
    (total,) = cells(book, "base_total_urban")
    assert "推算" in str(total.comment.text if total.comment else "")
    limited = [rule for rule in book["假设"].data_validations.dataValidation if wages[0].coordinate in rule.sqref]
    assert [(rule.type, rule.operator, rule.formula1) for rule in limited] == [("decimal", None, "-0.999999")]
    fills = {cell.fill.fgColor.rgb for cell in wages} | {cells(book, "growth_rural_property")[0].fill.fgColor.rgb}
    # cells for which the plan prints only a sign have a colour of their own
    assert len(fills) == 2


def test_pages_are_set_up_for_a4(written: dict[str, tuple[cm.Scenario, Path]]) -> None:
    for sheet in openpyxl.load_workbook(written["plan"][1]).worksheets:
        if sheet.sheet_state != "visible":
            continue
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize in (9, "9")
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup is not None
        assert setup.fitToPage
    book = openpyxl.load_workbook(written["plan"][1])
    assert book["目标校验"].freeze_panes == "B5"
    assert book["目标校验"].print_title_rows == "$4:$4"
    assert book["假设"]["A8"].font.name == "微软雅黑"
    assert openpyxl.load_workbook(written["longer"][1])["Assumptions"]["A8"].font.name == "Arial"


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    name = "=1+1"
    scenario = cm.scenario("plan").with_name(name, description=Text("+增长", "@growth"))
    write_workbook(scenario, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for cell_name, text in (("ceheng_scenario", name), ("ceheng_description_zh", "+增长")):
        (cell,) = cells(book, cell_name)
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    read = read_workbook(tmp_path / "a.xlsx")
    assert (read.name, read.description) == (Text.same(name), Text("+增长", "@growth"))


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_workbook(cm.check(cm.project(cm.scenario("plan"))), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        # the day of the plan, not of the run
        assert b"2022-09-30T00:00:00Z" in packed.read("docProps/core.xml")


def test_an_analysis_a_projection_and_a_scenario_give_the_same(tmp_path: Path) -> None:
    scenario = cm.scenario("plan")
    for name, analysis in (("a", scenario), ("b", cm.project(scenario)), ("c", cm.check(cm.project(scenario)))):
        write_workbook(analysis, tmp_path / f"{name}.xlsx")
    assert len({(tmp_path / f"{name}.xlsx").read_bytes() for name in "abc"}) == 1


def chart_parts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        names = sorted(name for name in packed.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        return [packed.read(name).decode() for name in names]


def test_native_charts_draw_the_cells_of_the_projection(
    written: dict[str, tuple[cm.Scenario, Path]], plan_book: openpyxl.Workbook
) -> None:
    charts = chart_parts(written["plan"][1])
    # income paths, the ratio, one chart of components a group
    assert len(charts) == 5
    incomes, ratio, urban = charts[0], charts[1], charts[2]
    drawn = re.findall(r"<c:val><c:numRef><c:f>([^<]+)</c:f>", incomes)
    assert len(drawn) == 3
    for block, group in zip(drawn, ("城镇常住居民", "农村常住居民", "脱贫人口"), strict=True):
        sheet, _, corners = block.replace("'", "").replace("$", "").rpartition("!")
        (row,) = plan_book[sheet][corners]
        assert [cell.column_letter for cell in row] == ["C", "D", "E", "F"]
        assert plan_book[sheet].cell(row[0].row, 1).value == group
        assert plan_book[sheet].cell(row[0].row, 2).value == "合计"
    assert len(re.findall(r"<c:ser>", ratio)) == 2
    assert len(re.findall(r"<c:ser>", urban)) == 4
    # stored numbers, so that a viewer that does not calculate draws them: 36510 * 1.1^3
    assert re.search(r"<c:v>48594\.81\d*</c:v>", incomes)
    assert "人均纯收入" in incomes


def test_the_map_of_a_collapse_starts_where_income_is_left(tmp_path: Path) -> None:
    made = cm.scenario("plan").with_growth("rural", None, -0.99)
    path = tmp_path / "x.xlsx"
    write_workbook(made, path)
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("#")]


def test_a_plan_without_two_groups_has_no_ratio(tmp_path: Path) -> None:
    folder = another_plan(tmp_path / "plan")
    told = (folder / "plan.toml").read_text(encoding="utf-8")
    kept = [part for part in told.split("[[statement]]") if "urban_rural_ratio" not in part]
    (folder / "plan.toml").write_text("[[statement]]".join(kept), encoding="utf-8")
    renamed(folder, "urban", "towns")
    write_workbook(cm.scenario("plan", plan=folder), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "收入比试算" not in book.sheetnames
    assert len(chart_parts(tmp_path / "a.xlsx")) == 4
    assert read_workbook(tmp_path / "a.xlsx", plan=folder).changes == ()


def test_a_plan_without_statements_and_open_cells(tmp_path: Path) -> None:
    folder = another_plan(tmp_path / "plan")
    told = (folder / "plan.toml").read_text(encoding="utf-8")
    first, _, rest = told.partition("[[statement]]")
    # bases say from which statements they were derived: of none here
    base = re.sub(
        r"(?:urban|rural)_income_2024;(?:urban|rural)_growth", "", (DATA / "baselines.csv").read_text("utf-8-sig")
    )
    (folder / "baselines.csv").write_text(base, encoding="utf-8")
    told = first + "[[count]]" + rest.partition("[[count]]")[2]
    (folder / "plan.toml").write_text(
        told.replace(f"{DATA.as_posix()}/baselines.csv", "baselines.csv"), encoding="utf-8"
    )
    growth = (folder / "growth.csv").read_text(encoding="utf-8")
    (folder / "growth.csv").write_text(growth.replace("正增长,positive,,,", "5%,about,0.05,0.01,"), encoding="utf-8")
    write_workbook(cm.scenario("plan", plan=folder), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert "open_cells" not in book.defined_names
    assert not [name for name in book.defined_names if name.startswith(("total_growth", "published"))]
    # nothing is closed to a total: rural wages grow by 20 % and all else by 5 % a year
    (totals,) = [row for row in rows_with(book["预测"], "农村常住居民", "合计") if (row[2] or 0) > 1]
    assert totals[5] == pytest.approx(3908.7204 * 1.2**3 + (11076 - 3908.7204) * 1.05**3)
    assert len(re.findall("<c:ser>", chart_parts(tmp_path / "a.xlsx")[1])) == 1
    assert read_workbook(tmp_path / "a.xlsx", plan=folder).changes == ()


def test_an_alternative_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    folder = another_plan(tmp_path / "plan")
    told = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(told.replace('series = "national.urban"\n', ""), encoding="utf-8")
    write_workbook(cm.scenario("plan", plan=folder), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["情景比较"]
    by_head = {sheet.cell(3, column).value: column for column in range(2, 9)}
    assert "所参照的序列" in str(sheet.cell(4, by_head["按趋势"]).value)
    assert sheet.cell(5, by_head["按趋势"]).value is None
    assert sheet.cell(5, by_head["按方案"]).value == pytest.approx(36510 * 1.331)


def test_groups_whose_keys_are_no_names_are_numbered(tmp_path: Path) -> None:
    folder = another_plan(tmp_path / "plan")
    renamed(folder, "lifted", "2-lifted")
    write_workbook(cm.scenario("plan", plan=folder), tmp_path / "a.xlsx")
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").defined_names
    assert "growth_g3_wages" in names
    assert read_workbook(tmp_path / "a.xlsx", plan=folder).changes == ()


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    plan, target = cm.scenario("plan"), tmp_path / "a.xlsx"
    with pytest.raises(
        cm.InputError, match=r"language of write_workbook must be one of the known options \(got 'de'\)"
    ):
        write_workbook(plan, target, language="de")  # type: ignore[arg-type]
    with pytest.raises(cm.InputError, match="” must hold one path only"):
        write_workbook(plan.with_growth("rural", "wages", [0.1, 0.2]), target)
    with pytest.raises(cm.InputError, match="scenario “the plan” must come from a plan"):
        write_workbook(replace(plan, dossier=None), target)
    doubled = plan.with_growth("rural", "wages", 6.0, how="multiply")
    with pytest.raises(cm.InputError, match="growth for rural wages 2022 must be below 1") as raised:
        write_workbook(doubled, target)
    assert len(raised.value.faults) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for path in (tmp_path / "no" / "a.xlsx", tmp_path / "folder.xlsx"):
        with pytest.raises(cm.OutputError, match="the output file must be writable"):
            write_workbook(cm.scenario("plan"), path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_the_command_writes_one(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    run = CliRunner().invoke(program, ["workbook", "-o", str(target), "--set", "rural.wages=15%", "--lang", "en"])
    assert run.exit_code == 0, run.output
    assert run.stderr.startswith("written to ")
    assert [str(change) for change in read_workbook(target).changes] == ["rural.wages.2022,2023,2024=0.15"]
    quiet = CliRunner().invoke(program, ["workbook", "-o", str(target), "--quiet"])
    assert (quiet.exit_code, quiet.stdout) == (0, "")


@pytest.mark.parametrize("command", ["workbook", "page"])
def test_the_help_of_one_kind_of_file_names_no_other(command: str) -> None:
    shown = CliRunner().invoke(program, [command, "--help"]).stdout
    assert "--output" in shown
    assert "--format" not in shown


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "-o（写到哪里）必须给出"),
        (["-o", "a.csv"], "必须以 .xlsx 结尾（现为 “a.csv”）"),
        (["-o", "a.xlsx", "--format", "csv"], "--format 必须不与 workbook 同用（现为 “csv”）"),
        (["-o", "no/such/folder/a.xlsx"], "输出文件必须可以写入"),
        (["-o", "a.xlsx", "--scenario", "such"], "情景必须为已知选项之一（现为 “such”）"),
        (["-o", "a.xlsx", "--with", "such"], "FILE.toml、FILE.json、FILE.xlsx。"),
    ],
)
def test_the_command_says_what_is_wrong(
    options: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(program, ["workbook", *options])
    assert run.exit_code == 2
    assert told in run.stderr
    assert list(tmp_path.iterdir()) == []
