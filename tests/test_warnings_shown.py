"""What may be wrong with the figures is said wherever a result is read: commands, first page, workbook, JSON."""

import json
import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.brief import write_brief
from ceheng_model.documents.workbook import read_workbook, write_workbook
from tests.workbooks import edited

# the plan's own base is 11,076 yuan and the nation's figure 18,931: this is 1.6 times the nearer one
DOUBTFUL = 30300.0
SAID = "农村常住居民基数为30,300元，是2021年全国农村常住居民的公布数（18,931元）的1.6倍，请核对"


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    write_workbook(cm.scenario("plan"), tmp_path / "own.xlsx")
    return edited(tmp_path / "own.xlsx", tmp_path / "edited.xlsx", {"base_total_rural": DOUBTFUL})


def test_the_first_page_of_a_brief_says_what_to_check(doubtful: Path, tmp_path: Path) -> None:
    scenario = read_workbook(doubtful)
    assert [warning.text.zh for warning in scenario.warnings] == [SAID]
    write_brief(scenario, tmp_path / "brief", formats=["html"], draws=1_000, seed=0)
    told = unescape(re.sub(r"<[^>]+>", "", (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")))
    assert f"所用的数须先核对：{SAID}。" in told
    assert told.index("所用的数须先核对") < told.index("建议一")


def test_the_first_sheet_of_a_workbook_says_what_to_check(doubtful: Path, tmp_path: Path) -> None:
    write_workbook(read_workbook(doubtful), tmp_path / "again.xlsx")
    first = openpyxl.load_workbook(tmp_path / "again.xlsx").worksheets[0]
    assert f"提醒：{SAID}" in [cell.value for cell in first["B"]]


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--format", "csv"],
        ["workbook", "-o", "new.xlsx", "-q"],
        ["brief", "-o", "new", "--format", "html", "--draws", "1000", "-q"],
        ["charts", "-o", "new", "--only", "income_paths"],
        ["project"],
    ],
)
def test_commands_say_what_to_check(
    doubtful: Path, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(program, [*command, "--scenario", str(doubtful)])
    assert done.exit_code == 0, done.output
    assert f"提醒：{doubtful} 工作表“假设”C10：{SAID}" in done.output.replace("\n", "")


def test_json_has_warnings_under_a_key_of_their_own(doubtful: Path) -> None:
    done = CliRunner().invoke(program, ["check", "--scenario", str(doubtful), "--format", "json"])
    content = json.loads(done.stdout)
    assert content["warnings"] == [f"{doubtful} 工作表“假设”C10：{SAID}"]
    assert not any("请核对" in line for line in content["summary"])


def test_another_base_of_the_plans_own_region_goes_without_its_key(doubtful: Path) -> None:
    projection = cm.project(read_workbook(doubtful))
    assert projection.totals_note.zh.startswith("2021年基数：")
    assert projection.totals_note.en.startswith("base 2021: ")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_hidden_rows_are_told_beside_every_form_of_a_result(tmp_path: Path, form: str) -> None:
    file = Path(__file__).parent / "cases" / "files" / "hidden_row.xlsx"
    arguments = ["track", str(file), "--confirm", "--draws", "64", "--format", form]
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 0, done.output
    told = {
        "table": done.stdout,
        "json": "".join(json.loads(done.stdout)["warnings"]) if form == "json" else "",
        "csv": done.stderr,
    }
    assert "第3行是隐藏行，已读入" in told[form]
    # the same where the result goes into a file
    into = tmp_path / f"result.{'txt' if form == 'table' else form}"
    done = CliRunner().invoke(program, [*arguments, "-o", str(into)])
    assert done.exit_code == 0, done.output
    assert "第3行是隐藏行，已读入" in into.read_text(encoding="utf-8-sig") + done.stderr
