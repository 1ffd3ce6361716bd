"""Targets to the end of a quarter: no yearly projection judges them, reported cumulative figures do."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.tracking import track
from ceheng_model.tracking.target_outlook import State
from tests.test_statements import plan_of, statement
from tests.test_tracking import income, tracked

GROWTH = (
    'quantity = "growth"; group = "rural"; year = 2018; quarter = 2; type = "at_least"; value = 0.09; precision = 0.01'
)
LEVEL = (
    'quantity = "income"; group = "rural"; year = 2018; quarter = 3; type = "reaches"; value = 12000; precision = 1000'
)
WAGES = (
    'quantity = "growth"; group = "rural"; component = "wages"; year = 2018; quarter = 1; type = "about"; '
    "value = 0.1; precision = 0.01"
)


@pytest.fixture
def plan(tmp_path: Path) -> cm.Scenario:
    forms = [("上半年增长9%以上", GROWTH), ("前三季度达到1.2万元", LEVEL), ("一季度工资性收入增长10%左右", WAGES)]
    return cm.scenario("plan", plan=plan_of(tmp_path, [statement(f"s{n}", *form) for n, form in enumerate(forms)]))


def half(year: int, value: float) -> dict[str, object]:
    return income("rural", year, value, f"{year}-07-20", quarter=2)


def test_no_yearly_projection_judges_them(plan: cm.Scenario) -> None:
    report = cm.check(cm.project(plan), share_cases=False)
    assert {one.verdict for one in report.headline} == {cm.Verdict.NOT_JUDGED}
    assert all(one.missing is not None and "quarter" in one.missing.what.en for one in report.headline)
    assert len(cm.audit(plan.with_gdp(0.05), most=1).unaudited) == 3
    # 9 % to the half year is no printed growth of the year
    assert plan.growth[1, 0].tolist() == pytest.approx([0.09] * 5)


@pytest.mark.parametrize(("now", "state"), [(7630.0, State.REACHED), (7594.9, State.MISSED), (7595.0, State.REACHED)])
def test_growth_is_that_of_reported_figures(plan: cm.Scenario, now: float, state: State) -> None:
    """9 % printed to 1 % begins at 8.5 %: 7000 to 7595."""
    target = tracked(half(2017, 7000.0), half(2018, now), plan=plan)["s0"]
    assert target.state is state
    assert target.value == pytest.approx(float(Fraction(str(now)) / 7000 - 1), abs=1e-12)
    assert target.decided


def test_the_latest_vintage_counts_and_only_the_same_quarter(plan: cm.Scenario) -> None:
    other = [income("rural", y, v, f"{y}-10-20", quarter=3) for y, v in ((2017, 10800.0), (2018, 11600.0))]
    again = income("rural", 2018, 7700.0, "2018-09-01", quarter=2)
    report = tracked(half(2017, 7000.0), half(2018, 7500.0), again, *other, plan=plan)
    assert report["s0"].value == pytest.approx(0.1)
    # 11600 rounds to 12000
    assert (report["s1"].state, report["s1"].value) == (State.REACHED, 11600.0)
    assert report["s2"].state is State.NOT_JUDGED
    # by 2018 two years of growth were published: no spread comes of that
    assert report.forecast is None
    assert report.why_no_forecast is not None
    assert "must be 4 or more (got 2)" in report.why_no_forecast.en
    spread = cm.Uncertainty(groups=plan.group_keys, standard_deviation=np.full((2, 4), 0.02), correlation=np.eye(8))
    given = track(plan, report.actuals, uncertainty=spread, draws=100, seed=0)
    assert given.forecast is not None
    assert given.forecast.chances == ()


def test_what_is_missing_is_named_by_its_period(plan: cm.Scenario) -> None:
    report = tracked(half(2018, 7600.0), plan=plan)
    assert report["s0"].outlook.note is not None
    assert report["s0"].outlook.note.zh == "缺2017年1-6月的实际累计数"
    # by the end of July 2018 nine months are not over
    assert report["s1"].outlook.note is not None
    assert report["s1"].outlook.note.zh == "缺2018-09-30才期满"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_lists_them_with_their_period(plan: cm.Scenario, tmp_path: Path, language: str) -> None:
    file = tmp_path / "actuals.csv"
    rows = [f"income,rural,total,{y},2,{v},{y}-07-20,survey team" for y, v in ((2017, 7000), (2018, 7630))]
    file.write_text("\n".join(["kind,group,component,year,quarter,value,published,source", *rows]) + "\n", "utf-8")
    folder = plan.require_dossier().plan.folder
    done = CliRunner().invoke(
        program, ["track", str(file), "--plan", str(folder), "--lang", language, "--draws", "500"]
    )
    assert done.exit_code == 0, done.output
    assert "9.00%" in done.output
    assert ("2018年1-6月" if language == "zh" else "Jan-Jun 2018") in done.output


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (
            'quantity = "income"; group = "rural"; quarter = 5; type = "reaches"; value = 12000; precision = 1000',
            "quarter",
        ),
        (
            'quantity = "increment"; group = "rural"; quarter = 2; type = "reaches"; value = 12000; precision = 1000',
            "key",
        ),
        ('quantity = "growth"; group = "rural"; quarter = 2; type = "not_below_previous"', "key"),
    ],
)
def test_a_quarter_goes_with_income_and_growth_alone(tmp_path: Path, keys: str, told: str) -> None:
    with pytest.raises(cm.InputError, match=told):
        cm.load_plan(plan_of(tmp_path, [statement("s", "达到1.2万元", keys)]))
