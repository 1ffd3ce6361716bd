"""Targets after the plan's last year: scenarios go on that far, and readers see the plan's years and the target's."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests.test_statements import plan_of, statement

END = 'quantity = "income"; group = "rural"; type = "reaches"; value = 21200; precision = 100'
LATER = 'quantity = "income"; group = "rural"; year = 2035; type = "reaches"; value = 40000; precision = 1000'
RATIO = 'quantity = "urban_rural_ratio"; type = "about"; value = 2.3; precision = 0.1; better = "down"'
BACKWARDS = (
    'quantity = "average_annual_growth"; group = "rural"; first_year = 2020; last_year = 2018; type = "about"; '
    "value = 0.05; precision = 0.01"
)
BASE = 13793


def made(place: Path, *forms: tuple[str, str]) -> cm.Scenario:
    given = forms or (("达到2.12万元", END), ("到2035年达到4万元", LATER), ("收入比2.3左右", RATIO))
    return cm.scenario("plan", plan=plan_of(place, [statement(f"s{n}", *form) for n, form in enumerate(given)]))


def test_the_scenario_goes_on_to_the_target_and_says_how(tmp_path: Path) -> None:
    scenario = made(tmp_path)
    assert scenario.require_dossier().plan.years == tuple(range(2016, 2021))
    assert scenario.years == tuple(range(2016, 2036))
    assert np.array_equal(scenario.growth[..., 5:], np.repeat(scenario.growth[..., 4:5], 15, axis=-1))
    assert [note.en for note in scenario.notes() if "2035" in note.en] == [
        "the plan prints a target for 2035: after 2020 every component grows as in 2020, unless it is changed"
    ]
    assert not scenario.changed_from
    assert scenario.is_as_planned


def test_the_target_is_judged_and_says_what_it_takes(tmp_path: Path) -> None:
    found = cm.check(cm.project(made(tmp_path)), share_cases=False)["s1"]
    assert found.value == pytest.approx(float(BASE * Fraction(109, 100) ** 20), rel=1e-12)
    assert found.verdict is cm.Verdict.EXCEEDED
    assert found.required[0].growth == pytest.approx((40000 / BASE) ** (1 / 20) - 1, rel=1e-9)


def test_growth_after_the_plan_may_be_set(tmp_path: Path) -> None:
    slower = made(tmp_path).with_change("rural.2021-2035=4%")
    found = cm.check(cm.project(slower), share_cases=False)["s1"]
    assert found.value == pytest.approx(float(BASE * Fraction(109, 100) ** 5 * Fraction(104, 100) ** 15), rel=1e-12)
    assert found.verdict is cm.Verdict.MISSED
    assert cm.check(cm.project(slower), share_cases=False)["s0"].verdict is cm.Verdict.MET
    path = tmp_path / "slower.toml"
    cm.write_scenario(slower, path)
    again = cm.read_scenario(path, plan=slower.dossier)
    assert np.array_equal(again.growth, slower.growth)


def test_in_the_audit_later_incomes_are_free(tmp_path: Path) -> None:
    """What the plan's own years leave at 21 200 yuan may become 40 000 or 4 000 000 by 2035."""
    far = LATER.replace("40000", "4000000")
    report = cm.audit(made(tmp_path, ("达到2.12万元", END), ("到2035年达到400万元", far)), most=5)
    assert not report.contradictions
    assert {item.id for item in report.items} >= {"s0", "s1"}
    average = (
        'quantity = "average_annual_growth"; group = "rural"; first_year = 2016; last_year = 2035; type = "at_most"; '
        "value = 0.04; precision = 0.01"
    )
    clash = cm.audit(made(tmp_path / "2", ("年均增长4%以内", average), ("到2035年达到4万元", LATER)), most=5)
    assert any({item.id for item in found.items} == {"s0", "s1"} for found in clash.contradictions)


def test_a_target_without_a_year_is_of_the_plan_s_end(tmp_path: Path) -> None:
    scenario = made(tmp_path)
    answer = cm.required_growth(scenario, "ratio=2.3", vary="rural")
    urban = 33275 * 1.08**5
    assert answer.target.quantity.last_year == 2020
    reached = cm.project(answer.scenario).urban_rural_ratio.sel(year=2020).values
    assert float(reached) == pytest.approx(2.3, rel=1e-9)
    assert cm.frontier(scenario, 2.3, growth=[0.08]).below[0] == pytest.approx(
        (urban / 2.3 / BASE) ** 0.2 - 1, rel=1e-9
    )


def test_only_a_later_target_is_followed_where_nothing_else_is_printed(tmp_path: Path) -> None:
    folder = plan_of(tmp_path, [statement("s0", "到2035年达到4万元", LATER)])
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    urban = statement("s1", "到2035年达到9万元", LATER.replace("rural", "urban").replace("40000", "90000"))
    head, _, rest = text.partition("[growth]")
    after = rest[rest.index("\n\n") :] if "\n\n" in rest else ""
    (folder / "plan.toml").write_text(head + after + urban, encoding="utf-8")
    scenario = cm.scenario("plan", plan=folder)
    assert scenario.growth[1, 0].tolist() == pytest.approx([(40000 / BASE) ** (1 / 20) - 1] * 20)
    report = cm.check(cm.project(scenario), share_cases=False)
    assert {report["s0"].verdict, report["s1"].verdict} == {cm.Verdict.MET}


def test_a_shorter_horizon_leaves_it_open(tmp_path: Path) -> None:
    short = made(tmp_path).with_horizon(2020)
    found = cm.check(cm.project(short), share_cases=False)["s1"]
    assert found.verdict is cm.Verdict.NOT_JUDGED
    assert found.note is not None
    assert "2035" in found.note.en


def test_draws_and_share_cases_reach_the_year(tmp_path: Path) -> None:
    drawn = cm.simulate(made(tmp_path), draws=2000, seed=1)
    assert 0.5 < drawn["s1"].probability <= 1.0


@pytest.mark.parametrize("command", [(), ("project",), ("check",)])
def test_tables_show_the_plan_s_years_and_the_target_s(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = made(tmp_path).require_dossier().plan.folder
    done = CliRunner().invoke(program, [*command, "--plan", str(folder), "--lang", "en"])
    assert done.exit_code == 0, done.output
    widest = max(map(len, done.output.splitlines()))
    heading = next((line for line in done.output.splitlines() if "2019" in line and "2020" in line), "2035")
    assert "2035" in heading
    assert "2027" not in heading
    assert widest < 400
    every = CliRunner().invoke(program, ["project", "--plan", str(folder), "--format", "csv", "--lang", "en"])
    assert "2027" in every.output


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (LATER.replace("2035", "2135"), "be a year from 2016 to 2115"),
        (LATER.replace("2035", "2015"), "be a year from 2016 to 2115"),
        (BACKWARDS, "not be after 2018"),
    ],
)
def test_years_that_cannot_be_meant_are_refused(tmp_path: Path, keys: str, told: str) -> None:
    with pytest.raises(cm.InputError, match=told):
        cm.load_plan(plan_of(tmp_path, [statement("s", "目标", keys)]))


def test_an_average_from_before_the_base_year_names_the_income_that_it_lacks(tmp_path: Path) -> None:
    keys = (
        'quantity = "average_annual_growth"; group = "rural"; first_year = 2011; last_year = 2020; type = "at_least"; '
        "value = 0.072; precision = 0.001"
    )
    plan = made(tmp_path, ("2011-2020年年均增长7.2%", keys))
    found = cm.check(cm.project(plan), share_cases=False)["s0"]
    assert found.missing is not None
    assert found.missing.what.en == "income of 2010, which lies before the base year (name a published series as past)"


def test_a_plan_that_says_nothing_goes_no_further_than_its_own_years(tmp_path: Path) -> None:
    plan = cm.load_plan(plan_of(tmp_path, []))
    assert (plan.horizon, plan.years_told) == (2020, frozenset(range(2015, 2021)))
