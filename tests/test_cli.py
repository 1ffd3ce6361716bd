"""The command line as its users meet it."""

import csv
import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program


def ceheng(*arguments: str) -> str:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def as_json(*arguments: str) -> Any:
    return json.loads(ceheng(*arguments, "--format", "json"))


def test_ceheng_alone_runs_the_main_job_in_chinese() -> None:
    text = ceheng("--full")
    # title, what does not fit, official table, ratio path, checks
    for part in (
        "三年行动方案",
        "按方案自身的数字",
        "贡献率",
        "拉动",
        "48,594.8",
        "收入比路径",
        "3.123",
        "未达到",
        "年均增长16.1%",
        "增速不高于6.1%",
    ):
        assert part in text
    assert text == ceheng("report", "--full")
    assert ceheng() == ceheng("report")


def test_english_on_request() -> None:
    text = " ".join(ceheng("--lang", "en", "--full").split())
    for part in (
        "by its own numbers",
        "16.1% for rural residents",
        "at most 6.1% for urban residents",
        "increment",
        "not judged",
        "missed",
    ):
        assert part in text


def test_project_gives_the_seven_columns_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(ceheng("project", "--format", "csv"))))
    frame = cm.contributions(cm.project(cm.scenario("plan"))).to_frame()
    assert len(rows) == len(frame) == 45
    # headings in the language asked for, and the digits that tables show
    assert list(rows[0])[:3] == ["年份", "人群", "收入构成"]
    assert [Decimal(row["本年（元）"]) for row in rows] == [Decimal(f"{level:.1f}") for level in frame.level]
    assert rows[0]["增速"] == "10.0%"
    records = as_json("project")["contributions"]
    assert [row["level"] for row in records] == frame.level.tolist()
    # records stand as the table does, a frame has its keys in front, that of its scenario first
    assert sorted(["scenario", *records[0]]) == sorted(frame.columns)


def test_json_holds_every_table_with_its_notes() -> None:
    content = as_json()
    assert set(content) == {
        *("summary", "warnings", "contributions", "totals", "ratio", "statements", "share_cases", "notes")
    }
    assert content["ratio"][0]["2024"] == pytest.approx(48594.81 / 15560.982528)
    assert content["warnings"] == []
    assert "假定" in "".join(content["notes"]["totals"])


def test_options_make_the_scenario_that_the_library_makes(tmp_path: Path) -> None:
    saved = tmp_path / "saved.toml"
    options = ["--set", "rural.wages.2023=15%", "--set", "urban+=1%", "--shares", "rural=national_2021"]
    options += ["--cpi", "2022=2%", "--cpi", "2023=1%", "--cpi", "2024=0.5%", "--gdp", "5%"]
    options += ["--population", "urban=7", "--population", "rural=16", "--population", "rural.2024=15"]
    content = as_json("project", *options, "--save", str(saved))
    made = (
        cm.scenario("plan", shares={"rural": "national_2021"})
        .with_growth("rural", "wages", 0.15, years=2023)
        .with_growth("urban", None, 0.01, how="add")
        .with_prices([0.02, 0.01, 0.005])
        .with_gdp(0.05)
        .with_population({"urban": 7, "rural": {2021: 16, 2022: 16, 2023: 16, 2024: 15}})
    )
    assert content["contributions"] == cm.contributions(cm.project(made)).tables()[0].records()
    assert saved.read_text(encoding="utf-8") == cm.scenario_toml(made.with_name("saved"))
    again = as_json("project", "--scenario", str(saved))
    # the scenario is called as its file is
    assert again.pop("summary")[0] == content.pop("summary")[0]
    assert again == content


def test_a_bare_share_case_applies_to_every_group_that_has_it() -> None:
    rows = as_json("show", "baseline", "--shares", "national_2021")["baseline"]
    cases = {row["group"]: row["share_case"] for row in rows if row["component"] == "wages"}
    assert cases == {"urban": "national_2021", "rural": "national_2021", "lifted": "register_2021"}


def test_scenario_names_are_listed_with_where_they_lead() -> None:
    rows = as_json("scenarios")["scenarios"]
    assert [row["name"] for row in rows] == list(cm.ALTERNATIVES)
    by_name = {row["name"]: row for row in rows}
    assert by_name["ratio"]["urban_rural_ratio"] == pytest.approx(2.8)
    assert by_name["plan"]["missed"] == "1"


def test_horizon_goes_beyond_the_plan() -> None:
    ratio = as_json("project", "--scenario", "trend", "--horizon", "2030")["ratio"][0]
    assert "2030" in ratio


@pytest.mark.parametrize("what", ["plan", "baseline", "scenario", "series"])
def test_show_gives_data_with_their_sources(what: str) -> None:
    assert len(ceheng("show", what)) > 500


def test_strict_check_ends_with_one_when_a_statement_is_missed() -> None:
    runner = CliRunner()
    assert runner.invoke(program, ["check"]).exit_code == 0
    assert runner.invoke(program, ["check", "--strict"]).exit_code == 1
    # rural growth reaches the ratio and lifted people stay ahead of it
    kept = ["--scenario", "ratio", "--set", "lifted+=1%"]
    assert runner.invoke(program, ["check", "--strict", *kept]).exit_code == 0


def test_output_goes_to_a_file_whole(tmp_path: Path) -> None:
    for form in ("txt", "csv", "json", "md", "html", "xlsx"):
        file = tmp_path / f"out.{form}"
        file.write_text("old", encoding="utf-8")
        assert "假定" not in ceheng("-o", str(file))
        raw = file.read_bytes()
        # a byte order mark lets spreadsheets recognise UTF-8
        assert raw.startswith(b"\xef\xbb\xbf") is (form == "csv")
        assert len(raw) > 800
    endings = ("txt", "csv", "json", "md", "html", "xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"out", *(f"out.{ending}" for ending in endings)}


def test_csv_says_which_tables_it_leaves_out() -> None:
    done = CliRunner().invoke(program, ["check", "--format", "csv", "--lang", "en"])
    assert "this is Statements of the plan alone; -o NAME.csv or .xlsx writes as well" in done.stderr
    assert done.stderr.strip().endswith("Growth table, Verdicts that depend on the share case")


def test_version_and_help() -> None:
    assert ceheng("--version").strip() == f"ceheng-model {cm.__version__}"
    for command in ("report", "project", "check", "scenarios", "show"):
        assert command in ceheng("--help")
        assert "--plan" in ceheng(command, "--help")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-8"])
def test_a_console_without_the_letters_does_not_stop_the_command(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "ceheng_model", "check"]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert b"16.1%" in done.stdout
    if encoding in ("gbk", "utf-8"):
        assert "未达到" in done.stdout.decode(encoding)


def test_audit_lists_contradictions_and_repairs() -> None:
    content = as_json("audit")
    assert len(content["contradictions"]) == 8
    assert {row["statement"] for row in content["least_total"]} == {"rural_income_2024", "growth.rural.total.2022-2024"}
    relaxed = as_json("audit", "--reading", "reaches=floor", "--tolerance", "ratio_2024=0.5", "--by-year")
    assert relaxed["contradictions"] == []
    some = as_json("audit", "--statement", "urban_income_2024", "--statement", "ratio_2024")
    assert len(some["readings"]) == 2


def test_solve_gives_the_growth_and_saves_the_scenario(tmp_path: Path) -> None:
    saved = tmp_path / "reached.toml"
    content = as_json("solve", "ratio=2.8", "--vary", "rural", "--save", str(saved))
    assert content["solution"][0]["value"] == pytest.approx(0.16149, abs=5e-6)
    again = as_json("project", "--scenario", str(saved))
    assert again["ratio"][0]["2024"] == pytest.approx(2.8, abs=1e-12)


def test_solve_without_a_solution_ends_with_one() -> None:
    done = CliRunner().invoke(program, ["solve", "ratio=1.2", "--vary", "rural.wages", "--years", "2024"])
    assert done.exit_code == 1
    assert "最接近为" in done.stderr


def test_an_edited_workbook_is_a_scenario(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "plan.xlsx"
    ceheng("workbook", "-o", str(file), "-q")
    book = load_workbook(file)
    name, cells = next(iter(book.defined_names["growth_rural_wages"].destinations))
    # 2022, 2023, 2024 stand side by side
    book[name][cells.replace("$", "")][0][1].value = 0.15
    book.save(file)
    edited = as_json("project", "--scenario", str(file))
    changed = as_json("project", "--set", "rural.wages.2023=15%")
    for one, other in zip(edited["contributions"], changed["contributions"], strict=True):
        assert one["level"] == pytest.approx(other["level"], rel=1e-12)


def test_a_workbook_stands_alone_as_scenario(tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["project", "--scenario", "plan", "--scenario", "x.xlsx", "--lang", "en"])
    assert done.exit_code == 2
    assert (
        "a workbook as scenario must be given alone (got 'plan, x.xlsx'); make other changes with --set" in done.stderr
    )
