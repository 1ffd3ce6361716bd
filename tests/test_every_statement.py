"""A plan that holds every registered quantity in every wording it may have goes through every command and document."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import shipped
from ceheng_model.quantities.registry import QUANTITIES, WORDINGS_OF
from ceheng_model.tracking import write_template
from ceheng_model.vocabulary import Language
from ceheng_model.wording import WORDINGS
from tests import office
from tests.briefs import words_of

PAIRS = [(quantity, wording) for quantity, wordings in WORDINGS_OF.items() for wording in wordings]
VALUES = {
    "income": 15500.0,
    "growth": 0.11,
    "average_annual_growth": 0.11,
    "real_growth": 0.09,
    "average_real_growth": 0.09,
    "urban_rural_ratio": 2.9,
    "regional_ratio": 1.55,
    "growth_lead": 0.01,
    "share": 0.42,
    "share_above": 0.6,
    "share_below": 0.05,
    "share_raised": 0.4,
    "all_residents": 24000.0,
    "increment": 1200.0,
    "multiple": 1.4,
    "relative_level": 0.7,
    "not_modelled": 0.5,
}
"""A value of the size that each quantity has; another quantity gets 1."""
GIVEN = {
    "group": 'group = "rural"',
    "component": 'component = "wages"',
    "against": 'against = "urban"',
    "threshold": "threshold = 12000",
    "needs": 'needs = { zh = "收入分布", en = "the distribution of incomes" }',
}
AGAINST = dict.fromkeys(("relative_gap", "relative_level"), 'against = "national.rural"')
FORCES = ("binding", "expected", "strive", None)
MORE = dict.fromkeys(
    ("share_above", "share_below"), ("gini = 0.35", 'gini_source = { zh = "住户调查", en = "household survey" }')
)
SURROUNDINGS = ("--gdp", "5%", "--cpi", "2%", "--population", "urban=10.5", "--population", "rural=19.8")


def statement(quantity: str, wording: str) -> str:
    """Return one statement as a plan file writes it."""
    value = VALUES.get(quantity, 1.0)
    printed = {"value": value, "low": min(value * 0.9, value * 1.1), "high": max(value * 0.9, value * 1.1)}
    kind = WORDINGS[wording]
    force = FORCES[PAIRS.index((quantity, wording)) % len(FORCES)]
    lines = [
        "[[statement]]",
        f'id = "{quantity}_{wording}"',
        f'quantity = "{quantity}"',
        *(AGAINST.get(quantity, GIVEN[key]) if key == "against" else GIVEN[key] for key in QUANTITIES[quantity].given),
        *MORE.get(quantity, ()),
        f'type = "{wording}"',
        *(f"{key} = {printed[key]:.6g}" for key in kind.given),
        *(["precision = 0.001"] if kind.given else []),
        *(['better = "down"'] if QUANTITIES[quantity].better == "down" and "down" in kind.sides else []),
        *([f'force = "{force}"'] if force else []),
        f'words = "条目{PAIRS.index((quantity, wording)) + 1}"',
        'place = { zh = "第一条", en = "article 1" }',
    ]
    return "\n".join(lines) + "\n"


FURTHER = {
    "half_year": 'quantity = "growth"; group = "rural"; quarter = 2; year = 2023; type = "at_least"; value = 0.11; '
    "precision = 0.01",
    "three_quarters": 'quantity = "income"; group = "rural"; quarter = 3; year = 2023; type = "reaches"; value = 9000; '
    "precision = 1",
    "later": 'quantity = "income"; group = "rural"; year = 2030; type = "reaches"; value = 25000; precision = 1000',
}
"""Statements whose further keys make another quantity of them."""


def further(id: str) -> str:
    """Return one of the further statements as a plan file writes it."""
    lines = [
        "[[statement]]",
        f'id = "{id}"',
        *FURTHER[id].split("; "),
        f'words = "另一条{"甲乙丙丁"[list(FURTHER).index(id)]}"',
    ]
    return "\n".join([*lines, 'place = { zh = "第二条", en = "article 2" }', ""])


def plan_of_every_statement(plan: Path) -> Path:
    """Write a plan that holds every quantity in every wording into a folder."""
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), plan / name)
    file = plan / "plan.toml"
    text = file.read_text(encoding="utf-8").replace("../../", "")
    first, rest = text.index("[[statement]]"), text.rindex("[[statement]]")
    after = text.find("\n[", rest + 1)
    tail = text[after:] if after > 0 else ""
    every = "\n".join([*(statement(*pair) for pair in PAIRS), *map(further, FURTHER)])
    spread = '[distribution.rural]\ngini = 0.35\nfloor = 4000\nsource = { zh = "住户调查", en = "household survey" }\n'
    file.write_text(text[:first] + every + tail + "\n" + spread, encoding="utf-8")
    # measures and bases name statements that are gone
    for name, column in (("indicators.csv", "statement"), ("baselines.csv", "derived_from")):
        rows = list(csv.reader(io.StringIO((plan / name).read_text(encoding="utf-8-sig"))))
        at = rows[0].index(column)
        for row in rows[1:]:
            row[at] = ""
        with (plan / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    return plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plan_of_every_statement(tmp_path_factory.mktemp("every") / "plan")


@pytest.fixture(scope="module")
def scenario(folder: Path) -> cm.Scenario:
    plan = cm.scenario("plan", plan=folder)
    return plan.with_gdp(0.05).with_prices(0.02).with_population({"urban": 10.5, "rural": 19.8})


@pytest.mark.parametrize(("quantity", "wording"), PAIRS)
def test_every_statement_gets_its_verdict(scenario: cm.Scenario, quantity: str, wording: str) -> None:
    report = cm.check(cm.project(scenario), share_cases=False)
    checked = report[f"{quantity}_{wording}"]
    judged = quantity not in ("not_modelled", "regional_ratio")
    assert (checked.verdict is not cm.Verdict.NOT_JUDGED) == judged
    if judged:
        # the verdict follows from the value alone
        assert checked.statement.wording.holds(checked.value) == checked.holds or (
            checked.verdict is cm.Verdict.UNDECIDABLE
        )


COMMANDS: dict[str, tuple[str, ...]] = {
    "report": (),
    "check": ("check",),
    "audit": ("audit", "--most", "5"),
    "simulate": ("simulate", "--draws", "2000", "--statements", "all"),
    "sensitivity": ("sensitivity", "ratio", "--draws", "1024"),
    "decompose": ("decompose", "--against", "trend"),
    "compare": ("compare", "plan", "trend", "--probabilities", "--draws", "2000"),
    "solve": ("solve", "ratio=2.9", "--vary", "rural"),
    "show": ("show", "plan"),
    "measures": ("measures",),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_plan(folder: Path, command: str, language: str) -> None:
    given = () if command in ("show", "measures") else SURROUNDINGS
    done = CliRunner().invoke(program, [*COMMANDS[command], "--plan", str(folder), "--lang", language, *given])
    assert done.exit_code == 0, done.output
    assert done.exception is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_is_drawn(folder: Path, tmp_path: Path, language: str) -> None:
    given = (
        "--plan",
        str(folder),
        "--lang",
        language,
        "--draws",
        "2000",
        "--dpi",
        "40",
        "-o",
        str(tmp_path / "charts"),
    )
    done = CliRunner().invoke(program, ["charts", *given, *SURROUNDINGS])
    assert done.exit_code == 0, done.output
    assert {path.stem for path in (tmp_path / "charts").iterdir()} >= {"scorecard", "ratio_path", "income_paths"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_brief_quotes_every_statement(scenario: cm.Scenario, tmp_path: Path, language: Language) -> None:
    cm.write_brief(scenario, tmp_path, language=language, formats=["docx"], length="full", draws=2000)
    (file,) = tmp_path.glob("*.docx")
    told = words_of(file)
    plan = scenario.require_dossier().plan
    assert [one.id for one in plan.statements if one.words not in told] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_comes_back(scenario: cm.Scenario, folder: Path, tmp_path: Path, language: Language) -> None:
    cm.write_workbook(scenario, tmp_path / "plan.xlsx", language=language)
    back = cm.read_workbook(tmp_path / "plan.xlsx", plan=folder)
    before, after = (cm.check(cm.project(one), share_cases=False) for one in (scenario, back))
    assert [one.verdict for one in after.checked] == [one.verdict for one in before.checked]


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_the_workbook_is_what_libreoffice_calculates(scenario: cm.Scenario, folder: Path, tmp_path: Path) -> None:
    """With what surrounds incomes, and without: what is not judged then is left open by the formulas, too."""
    files = {"given": scenario, "bare": cm.scenario("plan", plan=folder)}
    for name, one in files.items():
        cm.write_workbook(one, tmp_path / f"{name}.xlsx")
    paths = [tmp_path / f"{name}.xlsx" for name in files]
    found = office.recalculated(paths, tmp_path / "recalculated", office.profile(tmp_path))
    for path, theirs in zip(paths, found, strict=True):
        assert office.differences(office.values(path), theirs) == []


def test_the_plan_is_tracked(folder: Path, tmp_path: Path) -> None:
    actuals = tmp_path / "actuals.csv"
    write_template(folder, actuals)
    done = CliRunner().invoke(program, ["track", str(actuals), "--plan", str(folder), "--as-of", "2023-03-01"])
    assert done.exit_code == 0, done.output
    actuals.write_text(
        "kind,group,component,year,value,published,source\nincome,urban,total,2022,38700,2023-01-20,x\n"
        "income,rural,total,2022,12200,2023-01-20,x\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(program, ["track", str(actuals), "--plan", str(folder), "--as-of", "2023-03-01"])
    assert done.exit_code == 0, done.output
