"""Probabilities of statements and targets, counted again on draws made apart; what is most likely missed, and when."""

from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.quantities import QUANTITIES, GrowthLead, RelativeGap
from ceheng_model.uncertainty.stated_spread import stated_spread
from tests import exact_draws
from tests.exact_draws import Array

pytestmark = pytest.mark.usefixtures("random_numbers")

DRAWS = 20_001
TARGETS = (
    "ratio=3.1",
    "ratio.2023=3.2",
    "rural.2024=15000",
    "rural.average_growth=11%",
    "lifted.wages.growth.2023=18%",
    "rural.wages.share=42%",
    "all.2024=26000",
)


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return (
        cm.scenario("plan")
        .with_gdp([0.08, 0.11, 0.06])
        .with_prices([0.02, 0.03, 0.01])
        .with_population({"urban": {2021: 7.0, 2022: 8.0, 2023: 8.5, 2024: 9.0}, "rural": 13.0})
        # what the nation came to is known, so that only the plan's incomes are drawn
        .with_as_of(2024)
    )


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    estimated = cm.estimate_uncertainty(plan)
    # by correlations of its own, growth does not follow what the nation came to
    return estimated.with_(
        correlation=estimated.correlation, persistence=0.3, distribution="student_t", degrees_of_freedom=6.0
    )


def drawn(scenario: cm.Scenario, uncertainty: cm.Uncertainty, *, draws: int, seed: int) -> Array:
    made = exact_draws.shocks(uncertainty, years=len(scenario.years), draws=draws, seed=seed)
    return exact_draws.levels(scenario, made, uncertainty)


# --- probabilities


def test_probabilities_are_the_parts_of_draws_in_which_the_words_hold(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    assert plan.plan is not None
    # of the province little is published, and what is grown on from there is no matter of the words
    chosen = [statement.id for statement in plan.plan.all_statements if not statement.id.endswith("_province")]
    made = cm.simulate(plan, draws=DRAWS, seed=31, uncertainty=usual, statements=chosen, targets=TARGETS)
    incomes = drawn(plan, usual, draws=DRAWS, seed=31)
    holds, left_open = [], []
    for chance in made.chances[: -len(TARGETS)]:
        assert plan.plan is not None
        statement = plan.plan.statement(chance.id)
        held, undecided = exact_draws.judged(statement.quantity, statement.wording, plan, incomes)
        holds.append(held)
        left_open.append(undecided.mean())
    for text in TARGETS:
        target = cm.target(text, plan)
        found = exact_draws.quantity(target.quantity, plan, incomes)
        # the ratio is to be reached from above, all else from below
        holds.append(found <= target.value if text.startswith("ratio") else found >= target.value)
    # 61 statements, of which two are on the province and one is on a distribution
    assert len(holds) == 58 + len(TARGETS)
    assert [chance.undecided for chance in made.chances] == [*left_open, *(0.0 for _ in TARGETS)]
    # the economy's growth is published to 0.1 point, the nation's income to 1 yuan
    assert max(left_open) > 0.02
    for chance, held in zip(made.chances, holds, strict=True):
        p = held.mean()
        assert chance.probability == p, chance.id
        assert chance.standard_error == pytest.approx(sqrt(p * (1 - p) / DRAWS), rel=1e-12)
    assert sum(0.02 < chance.probability < 0.98 for chance in made.chances) > 30
    assert [made[str(cm.target(text, plan))].probability for text in TARGETS] == [h.mean() for h in holds[-7:]]


def test_all_together_is_counted_draw_by_draw(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    chosen = ["urban_growth", "rural_growth", "lifted_growth", "growth.lifted.property.2022", "urban_gap_to_nation"]
    made = cm.simulate(plan, draws=DRAWS, seed=32, uncertainty=usual, statements=chosen, targets=["ratio=3.15"])
    incomes = drawn(plan, usual, draws=DRAWS, seed=32)
    assert plan.plan is not None
    statements = [plan.plan.statement(id) for id in chosen]
    holds = [exact_draws.judged(s.quantity, s.wording, plan, incomes)[0] for s in statements]
    holds.append(exact_draws.quantity(cm.target("ratio=3.15", plan).quantity, plan, incomes) <= 3.15)
    p = np.logical_and.reduce(holds).mean()
    together = made.all_together
    assert 0.05 < p < 0.95
    assert together.probability == p <= min(chance.probability for chance in made.chances)
    assert together.standard_error == pytest.approx(sqrt(p * (1 - p) / DRAWS), rel=1e-12)


def lead(
    group: str, against: str, first: int, wording: cm.Wording, *, series: str | None = None
) -> tuple[cm.Quantity, cm.Wording]:
    other = cm.Against(group=against, series=series)
    return GrowthLead(group=group, first_year=first, last_year=2024, against=other), wording


def gap(wording: cm.Wording) -> tuple[cm.Quantity, cm.Wording]:
    other = cm.Against(group="rural", series="national")
    return RelativeGap(group="rural", first_year=2023, last_year=2024, against=other), wording


def plain(kind: Any, group: str, wording: cm.Wording) -> tuple[cm.Quantity, cm.Wording]:
    return QUANTITIES[kind](group=group, first_year=2023, last_year=2024), wording


OTHERS = [
    lead("rural", "urban", 2022, cm.AtLeast(value=0.02, precision=0.001)),
    lead("rural", "urban", 2023, cm.AtMost(value=0.025, precision=0.001)),
    lead("lifted", "rural", 2023, cm.About(value=0.04, tolerance=0.01, better="down")),
    lead("lifted", "rural", 2024, cm.Narrows()),
    lead("urban", "gdp", 2023, cm.AtLeast(value=0.02, precision=0.01)),
    lead("rural", "rural", 2022, cm.AtMost(value=0.05, tolerance=0.001), series="national"),
    gap(cm.Narrows()),
    gap(cm.AtMost(value=-0.04, precision=0.01)),
    gap(cm.AtMost(value=-0.04, tolerance=0.005)),
    plain("income", "urban", cm.AtMost(value=48_500, precision=100)),
    plain("growth", "rural", cm.About(value=0.12, precision=0.01, better="down")),
    plain("average_annual_growth", "lifted", cm.AtMost(value=0.16)),
    plain("urban_rural_ratio", "", cm.AtLeast(value=3.1, precision=0.1)),
]


def test_statements_of_other_plans_are_judged_by_their_words(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    dossier = cm.load_dossier()
    printed = [(*one, f"s{number}") for number, one in enumerate(OTHERS)]
    statements = tuple(
        cm.Statement(id=id, quantity=quantity, wording=wording, words="", place=cm.Text("", ""))
        for quantity, wording, id in printed
    )
    other = replace(dossier, plan=replace(dossier.plan, statements=statements))
    scenario = cm.scenario("plan", plan=other).with_gdp(0.08).with_prices([0.02, 0.03, 0.01]).with_as_of(2024)
    made = cm.simulate(scenario, draws=DRAWS, seed=37, uncertainty=usual)
    incomes = drawn(scenario, usual, draws=DRAWS, seed=37)
    for quantity, wording, id in printed:
        held, undecided = exact_draws.judged(quantity, wording, scenario, incomes)
        assert 0.001 < held.mean() < 0.999, id
        assert made[id].undecided == undecided.mean(), id
        assert made[id].probability == held.mean(), id
    assert made.not_judged == ()


def test_a_target_on_the_path_itself_is_reached_and_one_beside_it_is_not(plan: cm.Scenario) -> None:
    still = stated_spread(plan)
    incomes = exact_draws.levels(plan, np.zeros((3, 12, 1)))
    for text in TARGETS:
        quantity = cm.target(text, plan).quantity
        value = float(exact_draws.quantity(quantity, plan, incomes)[0])
        down = -1 if quantity.kind == "urban_rural_ratio" else 1
        targets = [cm.Target(quantity=quantity, value=value * (1 + down * step)) for step in (-1e-9, 0.0, 1e-9)]
        made = cm.simulate(plan, draws=2, seed=1, uncertainty=still, statements="none", targets=targets)
        assert [chance.probability for chance in made.chances] == [1.0, 1.0, 0.0], text


def test_statements_are_chosen_by_name_or_id(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    assert plan.plan is not None

    def ids(statements: Any) -> list[str]:
        made = cm.simulate(plan, draws=2, seed=1, uncertainty=usual, statements=statements)
        return [one.id for one in made.chances] + [one.statement.id for one in made.not_judged]

    assert sorted(ids("headline")) == sorted(s.id for s in plan.plan.statements)
    assert sorted(ids("all")) == sorted(s.id for s in plan.plan.all_statements)
    assert ids("none") == ids([]) == []
    assert ids(["ratio_2024", "urban_growth"]) == ["ratio_2024", "urban_growth"]
    nothing = cm.simulate(plan, draws=2, seed=1, uncertainty=usual, statements="none")
    # of no statements all hold
    assert nothing.all_together.probability == 1.0
    assert nothing.most_likely_missed is None
    with pytest.raises(KeyError, match="ratio_2024"):
        nothing["ratio_2024"]


def test_what_is_not_judged_says_why() -> None:
    bare = cm.scenario("plan").with_horizon(2023)
    made = cm.simulate(bare, draws=2, seed=1)
    why = {one.statement.id: one.missing.what.en for one in made.not_judged}
    assert why["urban_above_economy"] == "a projection up to 2024"
    # what is asked of 2024 lacks that year before it lacks a distribution
    assert why["lifted_over_10000"] == "a projection up to 2024"
    assert made.chances == ()
    text = made.to_text("en")
    assert "Not judged" in text
    assert "a projection up to 2024" in text


# --- what is most likely missed, and when


def test_the_most_likely_missed_is_missed_in_most_draws(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    targets = ["rural.2024=15561", "urban.2023=44000", "rural.2023=13960", "lifted.2023=15500", "urban.2022=39800"]
    made = cm.simulate(plan, draws=5003, seed=33, uncertainty=usual, statements="none", targets=targets)
    incomes = drawn(plan, usual, draws=5003, seed=33)
    parsed = [cm.target(text, plan) for text in targets]
    parts = [float((exact_draws.quantity(one.quantity, plan, incomes) < one.value).mean()) for one in parsed]
    assert len(set(parts)) == len(parts)
    assert [chance.missed for chance in made.chances] == pytest.approx(parts, abs=1e-12)
    worst = made.most_likely_missed
    assert worst is not None
    assert worst.id == str(parsed[parts.index(max(parts))])
    assert worst.probability == min(chance.probability for chance in made.chances)
    assert f"most likely missed: {worst.label.en} (probability of missing it: {max(parts):.1%})" in made.to_text("en")
    assert f"最可能未达到的是：{worst.label.zh}（未达到的概率{max(parts):.1%}）" in made.to_text("zh")


def test_where_nothing_is_missed_nothing_is_named(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    made = cm.simulate(plan, draws=500, seed=1, uncertainty=usual, statements="none", targets=["rural.2024=9000"])
    assert made.all_together.probability == 1.0
    assert made.most_likely_missed is None
    assert "most likely missed" not in made.to_text("en")


def test_a_promise_of_every_year_is_dated_by_the_first_year_that_misses_it(
    plan: cm.Scenario, usual: cm.Uncertainty
) -> None:
    slow = plan.with_growth("rural", None, 0.07)
    chosen = ["urban_gap_to_nation", "rural_gap_to_nation", "ratio_2024"]
    made = cm.simulate(slow, draws=DRAWS, seed=35, uncertainty=usual, statements=chosen)
    rural = drawn(slow, usual, draws=DRAWS, seed=35).sum(axis=2)[:, slow.group_keys.index("rural")]
    nation = np.array([exact_draws.national()["rural", "disposable_income", year] for year in range(2021, 2025)])
    # each published level is known to half a yuan, so that a gap widens for sure where it does less both halves
    gap = nation[:, np.newaxis] / rural
    widens = np.diff(gap, axis=0) - 0.5 / rural[:-1] - 0.5 / rural[1:] >= -1e-12
    first = np.where(widens.any(axis=0), widens.argmax(axis=0), 3)
    chance = made["rural_gap_to_nation"]
    assert chance.fails_in == tuple((2022 + k, float((first == k).mean())) for k in range(3))
    assert min(part for _, part in chance.fails_in) > 0.02
    assert sum(part for _, part in chance.fails_in) == pytest.approx(chance.missed, abs=1e-9)
    assert made["ratio_2024"].fails_in == ()
    rows = made.failure_table().to_frame()
    assert [tuple(row) for row in rows[["criterion", "year"]].to_numpy()] == [
        (id, year) for id in chosen[:2] for year in (2022, 2023, 2024)
    ]
    assert rows.fails_in.tolist()[3:] == [part for _, part in chance.fails_in]


def test_what_never_happened_is_bounded_for_independent_draws_alone(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    made = cm.simulate(plan, draws=500, seed=1, uncertainty=usual, statements="none", targets=["rural.2024=9000"])
    # (1 - p) ** 500 = 0.05 for p = 0.597 %: 0.99403 ** 500 = 0.0501
    assert "in none of 500 independent draws holds, if the model is true, with a probability below 0.6%" in (
        made.chance_table().to_text("en")
    )
    assert "independent" not in replace(made, independent=False).chance_table().to_text("en")
