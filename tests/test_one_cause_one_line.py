"""A fault is told once, at its place, in words that lead on: population, histories, actual figures, options."""

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli.entry import program
from ceheng_model.series import load_series
from ceheng_model.tracking import track


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, list(arguments))
    return done.exit_code, done.output


def test_residents_lacking_in_several_years_are_one_fault_a_group() -> None:
    status, said = run("inequality", "--population", "urban=8", "--population", "rural.2021=9")
    assert status == 2
    assert said.count("必须给出") == 1
    assert "2022、2023、2024年农村" in said
    with pytest.raises(cm.InputError, match="population of rural") as caught:
        cm.scenario("plan").with_population({"urban": {2021: 8.0}, "rural": {2021: 9.0, 2022: 9.0}})
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(("language", "said"), [("zh", "等6处："), ("en", " and elsewhere (6 in all): ")])
def test_a_group_that_a_history_may_not_have_is_told_once_with_the_first_place(
    tmp_path: Path, language: cm.vocabulary.Language, said: str
) -> None:
    path = tmp_path / "h.csv"
    rows = [f"{group},total,{year},{year}" for year in range(2016, 2022) for group in ("rural", "nosuch")]
    path.write_text("\n".join(["group,item,year,level", *rows]), encoding="utf-8")
    with pytest.raises(cm.InputError, match="nosuch") as caught:
        load_series(path)
    told = caught.value.text(language)
    assert len(told.splitlines()) == 1
    assert said in told
    # the heading is line 1, the first wrong row the third
    assert {"zh": "第3行", "en": "line 3"}[language] in told


def test_what_is_lacking_in_several_places_is_told_of_each(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("group,item,year,level\nrural,total,,1\nrural,total,,2\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="year") as caught:
        load_series(path)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("wages", [0.0, -5.0])
@pytest.mark.parametrize("whole", [True, False])
def test_a_component_without_growth_is_told_at_its_place(tmp_path: Path, wages: float, whole: bool) -> None:
    others = {"business": 3000.0, "property": 300.0, "transfer": 3000.0} if whole else {"total": 12200.0}
    path = tmp_path / "a.csv"
    rows = [("transfer", others.pop("transfer"))] if whole else []
    rows += [*others.items(), ("wages", wages)]
    heading = "kind,group,component,year,value,published,source"
    lines = [f"income,rural,{component},2022,{value},2023-01-20,bureau" for component, value in rows]
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    with pytest.raises(cm.InputError, match="be above zero") as caught:
        track(cm.scenario("plan"), path, draws=16)
    (fault,) = caught.value.faults
    assert fault.text("en").startswith(f"{path} line {len(rows) + 1}, column value: ")
    assert fault.text("zh").startswith(f"{path} 第{len(rows) + 1}行")


def test_a_component_of_a_frame_is_told_at_its_row() -> None:
    frame = pd.DataFrame(
        [
            {"kind": "income", "group": "rural", "component": key, "year": 2022, "value": value}
            for key, value in (("total", 12200.0), ("wages", 0.0))
        ]
    ).assign(published="2023-01-20", source="bureau")
    with pytest.raises(cm.InputError, match=r"iloc\[1\]"):
        track(cm.scenario("plan"), frame, draws=16)


@pytest.mark.parametrize(
    "option",
    [
        ("--horizon", "2025"),
        ("--set", "rural=4%"),
        ("--scenario", "trend"),
        ("--shares", "rural=national_2021"),
        ("--population", "urban=8"),
        ("--as-of", "2022"),
        ("--plan", "zhejiang-2027"),
        ("--confirm",),
        ("--name", "甲"),
    ],
)
def test_bounds_take_no_options_of_a_scenario(option: tuple[str, ...]) -> None:
    status, said = run("inequality", "--means", "6000,9000", *option, "--lang", "en")
    assert status == 2
    assert f"{option[0]} must not be given with --means" in said
    assert run("inequality", "--means", "6000,9000", "--lang", "en", "--format", "csv")[0] == 0


GIVEN = [
    *("--title", "甲", "--issuer", "甲", "--issued", "2025-01-05", "--region", "甲县"),
    *("--base-year", "2024", "--last-year", "2027"),
]


@pytest.mark.parametrize("people", ["urban=-8", "urban=0", "urban.2025=-1"])
def test_residents_that_cannot_be_are_told_of_the_option(tmp_path: Path, people: str) -> None:
    incomes = ["--base", "urban=40000", "--base", "rural=20000", "--growth", "urban=6%", "--growth", "rural=8%"]
    status, said = run("init", str(tmp_path / "x"), *GIVEN, *incomes, "--population", people, "--lang", "en")
    assert status == 2
    assert said == f"--population must be above zero (got '{people}'); for example urban=8.\n"


def test_groups_that_a_history_does_not_have_can_be_led_to_those_that_it_has(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    groups = ["--group", "青年", "--group", "老年", "--base", "group1=40000", "--base", "group2=20000"]
    status, said = run("init", str(folder), *GIVEN, *groups, "--growth", "group1=6%", "--growth", "group2=8%")
    assert status == 0, said
    drawn = ("simulate", "--plan", str(folder), "--draws", "8192", "--history")
    status, said = run(*drawn, "national")
    assert status == 2
    assert "all、rural、urban" in said
    assert "改写 group 列" in said
    # the way out is one
    shipped = Path(cm.__file__).parent.parent / "data" / "nbs_income.csv"
    heading, *rows = shipped.read_text(encoding="utf-8").splitlines()
    at = heading.split(",").index("group")
    kept = [row.split(",") for row in rows if row.split(",")[at] in {"urban", "rural"}]
    changed = [[*row[:at], {"urban": "group1", "rural": "group2"}[row[at]], *row[at + 1 :]] for row in kept]
    own = tmp_path / "own.csv"
    own.write_text("\n".join([heading, *map(",".join, changed)]), encoding="utf-8")
    status, said = run(*drawn, str(own))
    assert status == 0, said


def test_a_seed_that_cannot_be_is_told_without_words_of_a_library() -> None:
    status, said = run("simulate", "--seed", "-1", "--lang", "en")
    assert status == 2
    assert "the seed must be a whole number from 0 on (got -1)" in said


@pytest.mark.parametrize(("command", "option"), [(("calibrate",), "--sheet"), (("simulate",), "--history-sheet")])
def test_a_series_that_ships_has_no_sheet_and_no_path(command: tuple[str, ...], option: str) -> None:
    history = ("national",) if command == ("calibrate",) else ("--history", "national")
    status, said = run(*command, *history, option, "X")
    assert status == 2
    assert option in said
    assert ".csv" not in said


def test_a_gini_coefficient_in_per_cent_is_one() -> None:
    people = ("--population", "urban=8", "--population", "rural=9", "--format", "json")
    status, plain = run("inequality", *people, "--distribution-of", "rural=lognormal:gini=0.35")
    assert status == 0
    assert run("inequality", *people, "--distribution-of", "rural=lognormal:gini=35%") == (0, plain)
