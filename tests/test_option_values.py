"""Values of options: read as people write them, and a bad one is answered with rule and way out in the reader's words."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli.entry import COMMANDS, _loaded, program
from ceheng_model.errors import choice
from ceheng_model.files import shipped
from ceheng_model.tracking import write_template
from ceheng_model.vocabulary import Text


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, list(arguments))
    return done.exit_code, done.output


def takers() -> list[tuple[str, str]]:
    """Return every command and option whose value is a number or a choice: typer shows the kind of these in --help."""
    found = []
    for command in COMMANDS:
        for parameter in _loaded(command).params:
            # what is wrapped takes the parameter's own step as its first argument
            if parameter.opts[0].startswith("--") and hasattr(parameter.process_value, "func"):
                found.append((command, parameter.opts[0]))
    return found


@pytest.mark.parametrize(("command", "option"), takers())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_number_or_choice_is_told_in_the_readers_language(command: str, option: str, language: str) -> None:
    status, said = run(command, option, "1 2,x", *(() if option == "--lang" else ("--lang", language)))
    assert status == 2
    assert option in said
    assert ("必须" if language == "zh" or option == "--lang" else " must ") in said
    assert "；" in said or "; " in said
    for theirs in ("Usage", "Invalid value", "Input should"):
        assert theirs not in said


def test_no_number_or_choice_is_left_to_typer() -> None:
    found = takers()
    for one in (
        *(
            ("simulate", option)
            for option in ("--as-of", "--method", "--persistence", "--draws", "--seed", "--workers")
        ),
        *(("simulate", option) for option in ("--statements", "--distribution", "--degrees", "--format", "--lang")),
        ("sensitivity", "--by"),
        ("calibrate", "--years-ahead"),
        ("app", "--port"),
        ("charts", "--size"),
        ("data", "--year"),
        ("project", "--encoding"),
    ):
        assert one in found


@pytest.mark.parametrize(
    ("written", "plainly"),
    [
        (("--draws", "1e4"), ("--draws", "10000")),
        (("--draws", "1万"), ("--draws", "10000")),
        (("--draws", "10,000"), ("--draws", "10000")),
        (("--draws", "１００００"), ("--draws", "10000")),
        (("--persistence", "50%"), ("--persistence", "0.5")),
        (("--method", "Sobol"), ("--method", "sobol")),
        (("--statements", "ALL"), ("--statements", "all")),
        (("--as-of", "2023年"), ("--as-of", "2023")),
    ],
)
def test_a_value_may_be_written_as_people_write_it(written: tuple[str, ...], plainly: tuple[str, ...]) -> None:
    made: list[Any] = []
    for options in (written, plainly):
        draws = () if "--draws" in options else ("--draws", "8192")
        status, said = run("simulate", *options, *draws, "--format", "json")
        assert status == 0, said
        made.append(json.loads(said[said.index("{") :]))
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("option", "value"), [("--draws", "1.5"), ("--seed", "0.5"), ("--as-of", "2023-03-01"), ("--draws", "10元")]
)
def test_what_is_no_whole_number_or_year_is_refused(option: str, value: str) -> None:
    status, said = run("simulate", option, value, "--lang", "en")
    assert status == 2
    assert f"{option} must be" in said
    assert f"(got '{value}')" in said


def test_a_seed_of_many_digits_is_taken_whole() -> None:
    seed = 2**63 + 1
    status, said = run("simulate", "--seed", str(seed), "--draws", "8192", "--format", "json")
    assert status == 0
    assert str(seed) in said


def test_where_there_is_nothing_to_choose_from_the_way_out_says_so() -> None:
    assert choice(Text.same("x"), "a", []).text("en") == (
        "x must be one of the known options (got 'a'); there are none to choose from: leave it out."
    )
    assert "可用" not in choice(Text.same("x"), "a", []).text("zh")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["project", "--horizon", "99"], "--horizon must be a year of four digits (got '99')"),
        (["project", "--horizon", "9999"], "--horizon must lie between 1900 and 2099 (got '9999')"),
        (["plans", "PLANS", "--base-year", "99"], "--base-year must be a year of four digits (got '99')"),
        (["plans", "PLANS", "--last-year", "3024"], "--last-year must lie between 1900 and 2099 (got '3024')"),
        (["decompose", "--year", "3"], "--year must be a year of four digits (got '3')"),
        (["simulate", "--as-of", "-5"], "--as-of must be a year of four digits (got '-5')"),
        (["track", "ACTUALS", "--as-of", "0099-01-31"], "the day as of which must lie between 1900 and 2099"),
    ],
)
def test_a_year_that_incomes_cannot_be_of_is_one_message(tmp_path: Path, arguments: list[str], told: str) -> None:
    actuals = tmp_path / "actuals.csv"
    write_template(cm.scenario("plan"), actuals)
    places = {"PLANS": str(shipped("plans")), "ACTUALS": str(actuals)}
    done = CliRunner().invoke(program, [*(places.get(one, one) for one in arguments), "--lang", "en"])
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_years_of_a_set_of_plans_are_years() -> None:
    with pytest.raises(cm.InputError, match="the base year must lie between 1900 and 2099"):
        cm.load_plans(shipped("plans"), base_year=99)


def test_the_way_to_name_the_last_bulletin_is_told(tmp_path: Path) -> None:
    actuals = tmp_path / "actuals.csv"
    write_template(cm.scenario("plan"), actuals)
    asked = ["track", str(actuals), "-o", str(tmp_path / "a.html"), "--since", "wrong", "--lang", "en"]
    done = CliRunner().invoke(program, asked)
    assert done.exit_code == 2
    assert "give the day of the last bulletin, such as 2023-01-31, or the file of actual figures" in done.stderr


def test_another_group_than_the_usual_ones_is_named_by_its_option(tmp_path: Path) -> None:
    told = [
        "--title",
        "某州方案",
        "--issuer",
        "某州",
        "--issued",
        "2024-03-01",
        "--region",
        "某州",
        "--base-year",
        "2023",
    ]
    more = ["--last-year", "2026", "--base", "urban=30000", "--growth", "urban=8%", "--lang", "zh"]
    done = CliRunner().invoke(program, ["init", str(tmp_path / "plan"), *told, *more])
    assert done.exit_code == 2
    assert "用 --group 逐个写明" in done.stderr
