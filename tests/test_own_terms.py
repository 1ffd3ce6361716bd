"""A plan that is no Chinese county's: its words are its own in every answer of every command."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import money_unit, number
from ceheng_model.plan.default_target import default_group, default_target
from ceheng_model.vocabulary import Text

PLAN = Path(__file__).parent / "own_terms"
SPREAD = ["--draws", "500"]
ACTUAL = [
    "kind,group,component,year,value,published,source",
    "income,metro,total,2023,81000,2024-01-20,bureau",
    "income,nonmetro,total,2023,$61000,2024-01-20,bureau",
]
REGIONS = [
    "region,group,component,value",
    *(
        f"{name},{group},total,{value}"
        for name in ("A", "B")
        for group, value in (("metro", 81000), ("nonmetro", 59000))
    ),
]
POPULATION = ["--population", "metro=8", "--population", "nonmetro=20"]
DOCTORS = "village_doctors:recipients=300,residents=120000,first_year=2024"

# what none of its answers may say: words of a Chinese county's plan, after its own have been taken out
FOREIGN = {
    "zh": re.compile(r"元|人均|可支配|县|城乡|城镇|农村|居民|常住|方案|每人|\d{4}年"),
    "en": re.compile(r"\b(?:yuan|per capita|county|urban|rural|residents|per person|the plan|plan's|persons?)\b"),
}
OWN = {
    # an index by the Bureau's own name
    "zh": ("美元", "居民消费价格"),
    # the name of a scenario, of an input, and of the file that every plan has
    "en": (
        "plan.toml",
        "residents=120000",
        "residents: households",
        "residents (households",
        "recipients, residents",
        "residents, first_year",
    ),
}

COMMANDS = [
    ["report"],
    ["project"],
    ["project", "--cpi", "2%", "--gdp", "5%", *POPULATION],
    ["project", "--regions", "regions.csv"],
    ["check"],
    ["check", "--format", "json"],
    ["scenarios"],
    ["show", "plan"],
    ["show", "baseline", "--format", "csv"],
    ["show", "scenario"],
    ["measures"],
    ["measures", "--indicators"],
    ["levers"],
    ["levers", "--lever", DOCTORS, "--target", "nonmetro.2026=90000", "--recipients"],
    ["audit"],
    ["audit", "--by-year", "--reading", "reaches=floor"],
    ["solve"],
    ["solve", "ratio=1.2"],
    ["solve", "nonmetro.2026=72000", "--years", "2025-2026"],
    ["sensitivity", "--method", "elasticities", "--method", "shares"],
    ["decompose"],
    ["decompose", "--chained", "--since", "2022", *POPULATION],
    ["decompose", "--against", "floor"],
    ["compare", "plan", "floor"],
    ["track", "--as-of", "2024-06-30"],
    ["track", "actual.csv"],
    ["track", "--template", "blank.csv"],
    ["report", "--scenario", "ratio"],
    ["report", "--horizon", "2028", "--set", "nonmetro.wages.2024=15%"],
]
REFUSED = [
    ["solve", "nonmetro.2026=36510元"],
    ["solve", "nonmetro.2026=-1"],
    ["project", "--lever", "village_doctors"],
    ["project", "--regions", "wrong.csv"],
    ["track", "wrong.csv"],
    ["simulate", *SPREAD],
    ["show", "uncertainty"],
    ["show", "series", "--format", "csv"],
    ["report", "--scenario", "trend"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the tables that the commands read."""
    tables = {
        "actual.csv": ACTUAL,
        "regions.csv": REGIONS,
        "wrong.csv": [*ACTUAL[:2], "income,nonmetro,total,2023,6,,"],
    }
    for name, lines in tables.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(arguments: list[str], language: str) -> tuple[int, str]:
    """Return the status of a command and everything that it says or writes."""
    result = CliRunner().invoke(program, [*arguments, "--plan", str(PLAN), "--lang", language])
    written = [file.read_text(encoding="utf-8-sig") for file in Path.cwd().glob("blank*.csv")]
    return result.exit_code, "\n".join((result.stdout, result.stderr, *written))


def foreign(text: str, language: str) -> list[str]:
    """Return what a text says in words that are not the plan's."""
    for word in OWN[language]:
        text = text.replace(word, "")
    return [text[max(found.start() - 30, 0) : found.end() + 30] for found in FOREIGN[language].finditer(text)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_commands_speak_in_the_words_of_the_plan(folder: Path, arguments: list[str], language: str) -> None:
    status, text = said(arguments, language)
    assert status == 0, text
    assert foreign(text, language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_refusals_speak_in_the_words_of_the_plan(folder: Path, arguments: list[str], language: str) -> None:
    status, text = said(arguments, language)
    assert status == 2, text
    # what came is quoted as it came
    assert foreign(text.replace("36510元", "").replace("'元'", "").replace("“元”", ""), language) == []


def test_without_a_series_no_other_one_is_taken(folder: Path) -> None:
    status, text = said(["simulate", *SPREAD], "en")
    assert status == 2
    assert "the published series of metro households, non-metro households must be named" in text
    status, text = said(["track", "actual.csv"], "en")
    assert status == 0
    assert "no probabilities: the published series of metro households, non-metro households would be needed" in text
    assert not cm.scenario("plan", plan=PLAN).require_dossier().nation()


def test_years_and_units_are_written_as_in_the_plan(folder: Path) -> None:
    chinese, english = (said(["report"], language)[1] for language in ("zh", "en"))
    assert "2026财年" in chinese
    assert "FY2026" in english
    assert "美元/户年" in chinese
    assert "dollars per household and year" in english


def test_the_first_target_of_the_plan_is_taken_and_said(folder: Path) -> None:
    english, chinese = (said(["solve", "--full"], language)[1] for language in ("en", "zh"))
    said_first = "(the first target of the strategy that can be computed)"
    assert f"took non-metro households: income FY2026, 70,000 dollars {said_first}" in " ".join(english.split())
    assert "varying growth of non-metro households" in " ".join(english.split())
    assert "规划中第一个可测算的目标" in chinese
    start = cm.scenario("plan", plan=PLAN)
    target = default_target(start.require_dossier().plan, start)
    # from 60000 to 70000 in four years
    solution = cm.required_growth(start, target, vary=default_group(target.quantity, start.require_dossier().plan))
    assert solution.value == pytest.approx((70000 / 60000) ** 0.25 - 1, rel=1e-9)


def test_a_plan_without_target_says_so(tmp_path: Path) -> None:
    shutil.copytree(PLAN, tmp_path / "bare")
    file = tmp_path / "bare" / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8").partition("[[statement]]")[0], encoding="utf-8")
    result = CliRunner().invoke(program, ["solve", "--plan", str(tmp_path / "bare"), "--lang", "en"])
    assert result.exit_code == 2
    assert "a target of the strategy must be stated with a value" in result.stderr


def test_the_ratio_is_that_of_the_groups_that_the_plan_names() -> None:
    start = cm.scenario("plan", plan=PLAN)
    # 80000 / 60000 in the base year
    assert float(cm.project(start).urban_rural_ratio.sel(year=2022)) == pytest.approx(80000 / 60000, rel=1e-12)
    pairs = cm.frontier(start, 1.2, growth=[0.02])
    assert pairs.below[0] == pytest.approx(1.02 * (80000 / 60000 / 1.2) ** 0.25 - 1, rel=1e-12)
    assert list(pairs.to_frame().columns) == ["metro_growth", "nonmetro_growth"]
    reached = cm.project(cm.scenario("ratio", plan=PLAN)).urban_rural_ratio.sel(year=2026)
    assert float(reached) == pytest.approx(1.2, rel=1e-9)
    parts = cm.ratio_change(cm.project(start), since=2022).to_frame()
    assert {"metro", "nonmetro"} <= set(parts.group)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("36510", 36510.0),
        ("36,510", 36510.0),
        ("$36,510", 36510.0),
        ("US$ 36,510", 36510.0),
        ("36,510 dollars", 36510.0),
        ("36.51 thousand dollars", 36510.0),
        ("36.51k", 36510.0),
        ("3.651万美元", 36510.0),
        (36510, 36510.0),
        ("36510元", None),
        ("3.651万元", None),
        ("36510 yuan", None),
        ("€36510", None),
        ("36510%", None),
    ],
)
def test_amounts_are_read_in_the_unit_of_the_plan(cell: object, value: float | None) -> None:
    assert number(cell, money_unit(Text("美元", "dollars"))) == value


def test_columns_may_be_named_with_or_without_the_unit(tmp_path: Path) -> None:
    shutil.copytree(PLAN, tmp_path / "again")
    file = tmp_path / "again" / "baselines.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",value,", ",value_yuan,"), encoding="utf-8")
    first, second = (cm.scenario("plan", plan=folder).baseline.levels for folder in (PLAN, tmp_path / "again"))
    assert (first == second).all()
