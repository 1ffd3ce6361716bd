"""Floors below the doors say what is missing; each door says in its own words how to give it."""

import ast
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.cli.missing import WAYS, ways
from ceheng_model.errors import not_given
from ceheng_model.vocabulary import Missing, Need, Text

PACKAGE = Path(cm.__file__).parent
DOORS = ("cli", "app")
OPTION = re.compile(r"--[a-z]|\bceheng [a-z]")
OWN_FILE = re.compile(r"\b(plan\.toml|growth\.csv|baselines\.csv|measures\.csv)\b")
NOT_A_COMMAND = ("ceheng carried Noto Sans SC",)


def below_the_doors() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in DOORS]


def literals(path: Path) -> list[tuple[int, str]]:
    """Return the string constants of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]


def test_no_text_below_the_doors_names_an_option_or_a_command() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in below_the_doors()
        for line, text in literals(path)
        if OPTION.search(text) and text not in NOT_A_COMMAND
    ]
    assert found == []


def test_no_document_names_a_file_of_the_plan_folder() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted((PACKAGE / "documents").rglob("*.py"))
        for line, text in literals(path)
        if OWN_FILE.search(text)
    ]
    assert found == []


def test_the_command_line_has_its_own_way_out() -> None:
    with pytest.raises(cm.InputError, match=r"the population must be given \(got nothing\); use scenario\.with_pop"):
        cm.required_growth(cm.scenario("plan"), "all=30000", vary="rural")
    done = CliRunner().invoke(program, ["solve", "all=30000", "--lang", "en"])
    assert done.exit_code == 2
    assert done.stderr == "the population must be given (got nothing); give it with --population.\n"


def test_after_its_tables_the_command_line_says_how_to_give_what_is_missing() -> None:
    done = CliRunner().invoke(program, ["check"])
    last = "未给出的：" + done.stdout.replace("\n", "").rpartition("未给出的：")[2]
    assert "经济增速，用 --gdp 给出" in last
    assert "贵州省农村常住居民在2024年的收入，补入方案所用的公布序列文件" in last
    given = CliRunner().invoke(program, ["check", "--gdp", "5%", "--lang", "en"]).stdout
    given = " ".join(given.split()).rpartition("not given:")[2]
    assert "consumer price growth, give it with --cpi" in given
    assert "--gdp" not in given
    as_json = CliRunner().invoke(program, ["check", "--format", "json"]).stdout
    assert OPTION.search(as_json) is None


@pytest.mark.parametrize("command", [["audit"], ["simulate", "--draws", "100"], ["track", "--example"]])
def test_every_command_that_leaves_statements_unjudged_says_how_to_judge_them(command: list[str]) -> None:
    assert "用 --gdp 给出" in CliRunner().invoke(program, command).stdout.replace("\n", "").rpartition("未给出的：")[2]


def test_every_need_but_the_last_has_a_way_in_the_command_line() -> None:
    assert set(WAYS) == set(Need) - {Need.OTHER}
    told = Missing(what=Text("分布", "a distribution"), need=Need.OTHER)
    assert ways([told]) == []
    assert not_given(told, Text("甲", "a")).text("en") == "a distribution must be given (got nothing); a."
