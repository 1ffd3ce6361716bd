"""Without any spread a draw is the projection, and its judgement is the check's: verdict by verdict."""

from collections import Counter
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.plan import shipped_plans
from ceheng_model.uncertainty.stated_spread import stated_spread
from tests.effort import LONG
from tests.random_plans import drawn

SEEDS = range(200 if LONG else 40)


def compared(scenario: cm.Scenario) -> Counter[cm.Verdict]:
    """Assert that draws that do not stray say of every statement and cell what its check says; count the verdicts."""
    report = cm.check(cm.project(scenario), share_cases=False)
    made = cm.simulate(scenario, draws=3, seed=1, uncertainty=stated_spread(scenario), statements="all")
    verdicts = {one.statement.id: one.verdict for one in report.checked}
    judged = {chance.id: (chance.probability, chance.undecided, chance.missed) for chance in made.chances}
    expected = {
        cm.Verdict.MET: (1.0, 0.0, 0.0),
        cm.Verdict.EXCEEDED: (1.0, 0.0, 0.0),
        cm.Verdict.UNDECIDABLE: (0.0, 1.0, 0.0),
        cm.Verdict.MISSED: (0.0, 0.0, 1.0),
    }
    assert judged == {id: expected[v] for id, v in verdicts.items() if v is not cm.Verdict.NOT_JUDGED}
    left_out = {one.statement.id for one in made.not_judged}
    assert left_out == {id for id, verdict in verdicts.items() if verdict is cm.Verdict.NOT_JUDGED}
    for chance in made.chances:
        if chance.fails_in:
            assert sum(part for _, part in chance.fails_in) == chance.missed
    together = made.all_together
    of_judged = [verdicts[id] for id in judged]
    assert together.probability == float(all(expected[v][0] for v in of_judged))
    assert together.missed == float(cm.Verdict.MISSED in of_judged)
    return Counter(verdicts.values())


@pytest.mark.parametrize("name", sorted(cm.ALTERNATIVES))
@pytest.mark.parametrize("plan", shipped_plans())
def test_every_alternative_of_every_shipped_plan(plan: str, name: str) -> None:
    found: Counter[cm.Verdict] = Counter()
    try:
        scenario = cm.scenario(name, plan=plan)
    except cm.InputError as error:
        pytest.skip(f"{name} is none of {plan}: {error}")
    last = scenario.years[-1]
    for as_of in range(scenario.baseline.year, last + 1):
        found += compared(scenario.with_as_of(as_of))
        found += compared(scenario.with_gdp(0.06).with_prices(0.02).with_as_of(as_of))
    assert sum(found.values()) > 0


def test_economic_growth_that_rounding_cannot_tell_from_that_of_income_is_undecidable() -> None:
    plan = cm.scenario("plan").with_as_of(2024)
    growth = float(cm.project(plan).totals.sel(group="urban", year=2024)) / plan.baseline.levels[0].sum()
    # the economy grows by as much as income, but for 0.03 points, and 0.05 are published
    near = plan.with_gdp(growth ** (1 / 3) - 1.0 + 0.0003).with_prices(0.0)
    found = compared(near)
    assert found[cm.Verdict.UNDECIDABLE] >= 1


@pytest.mark.parametrize("lost", ["rural", "urban", "lifted"])
def test_incomes_that_are_lost(lost: str) -> None:
    plan = cm.scenario("plan").with_gdp(0.06).with_prices(0.02).with_as_of(2024)
    found: Counter[cm.Verdict] = Counter()
    for components in (["property"], None):
        for years in ([2022], [2024]):
            found += compared(plan.with_growth(lost, components, -0.999999999999999, years=years))
    assert found[cm.Verdict.MISSED] > 20


def test_random_plans_in_every_form(tmp_path: Path) -> None:
    found: Counter[cm.Verdict] = Counter()
    for seed in SEEDS:
        scenario = drawn(seed).scenario(tmp_path / str(seed))
        for as_of in (scenario.baseline.year, scenario.years[0], scenario.years[-1]):
            found += compared(scenario.with_as_of(as_of))
    assert min(found[v] for v in (cm.Verdict.MET, cm.Verdict.EXCEEDED, cm.Verdict.MISSED, cm.Verdict.NOT_JUDGED)) > 50
    assert found[cm.Verdict.UNDECIDABLE] > 0
