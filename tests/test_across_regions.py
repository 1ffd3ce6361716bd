"""The highest over the lowest income of several regions: one verdict for all, by enumeration."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests.test_statements import plan_of, statement

OF_ALL = 'quantity = "regional_ratio"; type = "at_most"; value = 1.55; precision = 0.01'
OF_RURAL = 'quantity = "regional_ratio"; group = "rural"; type = "at_most"; value = 1.55; precision = 0.01'
BASE = {"330100": (52000, 30000), "330200": (47000, 21000), "330300": (39000, 19400)}
GROWTH = {"urban": Fraction(108, 100), "rural": Fraction(109, 100)}


def regions(place: Path, rows: Mapping[str, tuple[int, int | None]], *forms: tuple[str, str]) -> cm.Scenario:
    """Return the plan of 8 and 9 % a year on these bases; a rural income that is None is not given."""
    plan = cm.scenario("plan", plan=plan_of(place, [statement(f"s{n}", *form) for n, form in enumerate(forms)]))
    listed = [
        (code, group, "total", float(value))
        for code, values in rows.items()
        for group, value in zip(("urban", "rural"), values, strict=True)
        if value is not None
    ]
    frame = pd.DataFrame(listed, columns=["region", "group", "component", "value_yuan"])
    return plan.with_regions(frame, confirm=True)


def ratio(incomes: list[Fraction]) -> Fraction:
    return max(high / low for high, low in permutations(incomes, 2))


def test_one_verdict_stands_for_all_regions(tmp_path: Path) -> None:
    found = cm.check_across(cm.project(regions(tmp_path, BASE, ("1.55以内", OF_RURAL))))["s0"]
    incomes = [rural * GROWTH["rural"] ** 5 for _, rural in BASE.values()]
    assert found.value == pytest.approx(float(ratio(incomes)), rel=1e-12)
    assert (found.highest, found.lowest) == ("330100", "330300")
    # 30000 over 19400 is 1.546, which rounds to 1.55
    assert found.verdict is cm.Verdict.MET


def test_of_all_residents_it_needs_their_number(tmp_path: Path) -> None:
    scenario = regions(tmp_path, BASE, ("1.55以内", OF_ALL))
    assert cm.check_across(cm.project(scenario)).missing[0].what.en == "the population"
    people = {"urban": [3.0, 2.0, 1.0], "rural": [1.0, 1.0, 2.0]}
    found = cm.check_across(cm.project(scenario.with_population(people)))["s0"]
    incomes = []
    for (urban, rural), towns, villages in zip(BASE.values(), people["urban"], people["rural"], strict=True):
        u, r = urban * GROWTH["urban"] ** 5, rural * GROWTH["rural"] ** 5
        incomes.append((int(towns) * u + int(villages) * r) / int(towns + villages))
    assert found.value == pytest.approx(float(ratio(incomes)), rel=1e-12)
    assert found.verdict is cm.Verdict.MISSED


def test_regions_that_do_not_give_the_income_are_left_out(tmp_path: Path) -> None:
    rows = {**BASE, "330400": (60000, None)}
    found = cm.check_across(cm.project(regions(tmp_path, rows, ("1.55以内", OF_RURAL))))["s0"]
    assert (found.highest, found.lowest, found.left_out) == ("330100", "330300", 1)
    assert "1" in found.note.zh


def test_one_region_does_not_judge_it(tmp_path: Path) -> None:
    scenario = regions(tmp_path, BASE, ("1.55以内", OF_RURAL))
    one = cm.check(cm.project(scenario.at_region("330100")), share_cases=False)["s0"]
    assert one.verdict is cm.Verdict.NOT_JUDGED
    assert one.missing is not None
    assert "several regions" in one.missing.what.en
    single = {code: BASE[code] for code in ("330100",)}
    (tmp_path / "single").mkdir()
    alone = cm.check_across(cm.project(regions(tmp_path / "single", single, ("1.55以内", OF_RURAL))))["s0"]
    assert alone.verdict is cm.Verdict.NOT_JUDGED
    with pytest.raises(cm.InputError, match="several regions"):
        cm.check_across(cm.project(scenario.at_region("330100")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_shows_it_beside_the_ranges(tmp_path: Path, language: str) -> None:
    plan = plan_of(tmp_path, [statement("s0", "1.55以内", OF_RURAL), statement("s1", "倍差1.55以内", OF_ALL)])
    file = tmp_path / "regions.csv"
    rows = [
        f"{code},{group},total,{value}"
        for code, values in BASE.items()
        for group, value in zip(GROWTH, values, strict=True)
    ]
    file.write_text("\n".join(["region,group,component,value_yuan", *rows]) + "\n", encoding="utf-8")
    given = ("--regions", str(file), "--plan", str(plan), "--confirm", "--lang", language)
    done = CliRunner().invoke(program, ["project", *given, "--full"])
    assert done.exit_code == 0, done.output
    assert "1.546" in done.output
    assert "--population" in done.output
