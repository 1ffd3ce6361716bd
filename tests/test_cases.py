"""Files as people have them: each is read rightly, or refused with the words that name what is wrong."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import shipped
from ceheng_model.tracking import read_actuals, track

CASES = Path(__file__).parent / "cases"
FILES = CASES / "files"
DRAWS = ("--draws", "64")

TRACK = ("track", "{file}", *DRAWS)
REGIONS = ("project", "--regions", "{file}")
WORKBOOK = ("project", "--scenario", "{file}")


def ceheng(arguments: tuple[str, ...], file: Path, *more: str) -> tuple[int, str]:
    """Return the exit code of a command on a file, and all that it printed."""
    done = CliRunner().invoke(program, [part.format(file=file) for part in arguments] + list(more))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("name", "command", "words"),
    [
        ("footnote_regions.csv", REGIONS, ["第2行", "36510①", "注释标记"]),
        ("footnote_tracking.csv", TRACK, ["第2行", "12405①", "注释标记"]),
        # the record with the quotation mark begins there; the file ends lines later
        ("unterminated_quote_regions.csv", REGIONS, ["第4行", "引号"]),
        ("unterminated_quote_tracking.csv", TRACK, ["第2行", "引号"]),
        ("percent_regions.csv", REGIONS, ["第2行", "36510%", "元"]),
        ("wan_regions.csv", REGIONS, ["第2行", "3.651", "万元"]),
        ("wan_tracking.csv", TRACK, ["第2行", "1.24", "万元"]),
        ("x14_percent_cell.xlsx", TRACK, ["G2", "12.3%", "元"]),
        ("share40.xlsx", TRACK, ["40", "40%", "0.4"]),
        ("laughs.xlsx", TRACK, ["文档类型"]),
        ("reg_float_code.csv", REGIONS, ["第2行", "520001.0", "文本"]),
        ("w09_base_wan.xlsx", WORKBOOK, ["万元"]),
        # 99,999 yuan in a row that nobody sees, where the path says 13,894
        ("hidden_row.xlsx", TRACK, ["99999"]),
    ],
)
def test_it_is_refused_with_its_place_and_its_cause(name: str, command: tuple[str, ...], words: list[str]) -> None:
    code, said = ceheng(command, FILES / name)
    assert code == 2
    for word in (name, *words):
        assert word in said
    code, english = ceheng(command, FILES / name, "--lang", "en")
    assert code == 2
    assert name in english


@pytest.mark.parametrize(
    "name",
    [
        "c01_semicolon.csv",
        "c17_date_time.csv",
        "c21_trailing_commas.csv",
        "c23_title_row.csv",
        "c29_bom_twice.csv",
        "c49_sep_line.csv",
        "x12_title_row_merged.xlsx",
    ],
)
def test_the_one_figure_in_it_is_read(name: str) -> None:
    actuals = read_actuals(FILES / name)
    assert [(figure.year, figure.value, figure.published) for figure in actuals.figures] == [
        (2022, 12300.0, date(2023, 1, 20))
    ]


@pytest.mark.parametrize(("name", "word"), [("c23_title_row.csv", "第1行"), ("x12_title_row_merged.xlsx", "第1行")])
def test_a_title_row_that_is_passed_over_is_said(name: str, word: str) -> None:
    code, said = ceheng(TRACK, FILES / name)
    assert code in (0, 1)
    assert word in said
    assert "居民" in said


def test_a_number_format_with_ten_thousands_counts() -> None:
    # 1.24051 shown as 1.24万
    assert [figure.value for figure in read_actuals(FILES / "format_wan.xlsx").figures] == [12405.1]


def test_urban_and_rural_changed_about_is_a_warning() -> None:
    report = track(cm.scenario("plan"), read_actuals(FILES / "swap.xlsx"), draws=64, seed=0)
    assert any("城乡是否颠倒" in remark.text.zh for remark in report.warnings)
    code, said = ceheng(TRACK, FILES / "swap.xlsx")
    assert code in (0, 1)
    assert "城乡是否颠倒" in said


def test_the_sheet_that_is_read_is_said_and_another_can_be_chosen() -> None:
    code, said = ceheng(TRACK, FILES / "second_sheet_ignored.xlsx")
    assert code in (0, 1)
    assert "Sheet1" in said
    assert "Sheet2" in said
    assert [figure.year for figure in read_actuals(FILES / "second_sheet_ignored.xlsx", sheet="Sheet2").figures] == [
        2023
    ]


def test_hidden_rows_are_said() -> None:
    code, said = ceheng(TRACK, FILES / "hidden_row.xlsx", "--confirm")
    assert code in (0, 1)
    assert "隐藏" in said
    assert "第3行" in said


def test_sheets_of_charts_are_passed_over() -> None:
    assert len(read_actuals(FILES / "chartsheet.xlsx").figures) == 1


@pytest.mark.parametrize("name", ["stray_last.xlsx", "stray_corner.xlsx"])
def test_a_stray_blank_in_the_last_cell_costs_nothing(name: str) -> None:
    # with every cell between made, this takes gigabytes
    assert len(read_actuals(FILES / name).figures) == 1


@pytest.mark.parametrize(("name", "rural"), [("reg_cn_head.csv", 10050.0), ("reg.xlsx", 10050.0)])
def test_region_tables_with_chinese_headings_or_numbers_for_codes_are_read(name: str, rural: float) -> None:
    scenario = cm.scenario("plan").with_regions(FILES / name)
    assert scenario.baseline.regions == ("520001", "520002")
    assert scenario.baseline.levels[1, 1].sum() == pytest.approx(rural, rel=1e-12)


def overlaid(name: str, folder: Path) -> Path:
    """Return a copy of the shipped plan folder in which the files of a case stand in place of its own."""
    plan = folder / name
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for file in (FILES / name).iterdir():
        (plan / file.name).write_bytes(file.read_bytes())
    # a plan folder names its series relative to itself
    for series in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        if not (plan / series).exists():
            shutil.copyfile(shipped(series), plan / series)
    return plan


def test_empty_trailing_columns_of_a_plan_folder_are_passed_over(tmp_path: Path) -> None:
    plan = overlaid("g_trailing", tmp_path)
    code, said = ceheng(("project", "--plan", "{file}", "--format", "csv"), plan)
    assert code == 0, said
    ours = ceheng(("project", "--format", "csv"), plan)[1]
    assert list(csv.DictReader(io.StringIO(said))) == list(csv.DictReader(io.StringIO(ours)))


def test_chinese_quotation_marks_in_toml_are_named_with_their_line(tmp_path: Path) -> None:
    plan = overlaid("toml_cn_quotes", tmp_path)
    code, said = ceheng(("project", "--plan", "{file}"), plan)
    assert code == 2
    assert "中文引号" in said
    assert "plan.toml 第4行" in said


def test_a_name_that_is_a_picture_is_shown_as_text(tmp_path: Path) -> None:
    file = tmp_path / "brief"
    code, said = ceheng(("brief", "--scenario", "{file}", "-o", str(file)), FILES / "image_in_name.toml")
    assert code == 0, said
    page = next(file.glob("*.html")).read_text(encoding="utf-8")
    assert "127.0.0.1:18799" not in page.replace("![x](http://127.0.0.1:18799/upload.png)", "")
    assert 'src="http' not in page
