"""Every command once, as a user calls it, and what it writes opened again: run by ``bash tests/run lowest``."""

import json
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.effort import PATIENCE


def ceheng(*arguments: str) -> str:
    """Run a command whose output holds what it is asked for and nothing that a library prints."""
    command = [sys.executable, "-m", "ceheng_model", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert all(line.startswith(("已写入", "此处只有", "取", "变动")) for line in done.stderr.splitlines()), done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["check"],
        ["project", "--set", "rural.wages=15%"],
        ["scenarios"],
        ["show", "plan"],
        ["measures"],
        ["audit"],
        ["solve", "ratio=2.8"],
        ["simulate", "--draws", "2000"],
        ["sensitivity"],
        ["decompose"],
        ["calibrate"],
        ["track", "--example"],
        ["levers", "--lever", "village_doctors:recipients=300,residents=120000,first_year=2023"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_gives_tables_and_json(arguments: list[str]) -> None:
    assert len(ceheng(*arguments).splitlines()) > 5
    assert json.loads(ceheng(*arguments, "--format", "json"))


def test_files_are_written_and_open_again(tmp_path: Path) -> None:
    ceheng("workbook", "-o", str(tmp_path / "a.xlsx"))
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames) > 5
    # a workbook is a scenario of its own; nothing but the result is printed
    assert json.loads(ceheng("project", "--scenario", str(tmp_path / "a.xlsx"), "--format", "json"))
    ceheng("brief", "-o", str(tmp_path / "brief"), "--draws", "2000")
    assert len(docx.Document(str(tmp_path / "brief" / "brief.docx")).paragraphs) > 20
    ceheng("charts", "-o", str(tmp_path / "charts"), "--dpi", "40", "--numbers", "--draws", "2000")
    assert len(list((tmp_path / "charts").glob("*.png"))) > 8
    ceheng("track", "--template", str(tmp_path / "t.xlsx"))
    ceheng("project", "--save", str(tmp_path / "s.toml"))
    assert ceheng("project", "--scenario", str(tmp_path / "s.toml"), "--format", "csv").startswith("年份,")
