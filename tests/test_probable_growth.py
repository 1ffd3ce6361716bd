"""Growth with which a target holds with a probability: put back, it does, and a little less does not."""

from dataclasses import replace
from math import ceil, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests import exact_draws
from tests.effort import examples

pytestmark = pytest.mark.usefixtures("random_numbers")

DRAWS = 9_000
SEED = 61
CASES: list[tuple[str, str, str]] = [
    ("ratio=2.8", "rural", "set"),
    ("ratio.2023=3.1", "rural.wages.2022-2023", "add"),
    ("ratio=3", "urban", "set"),
    ("rural.2024=15561", "rural", "multiply"),
    ("rural.average_growth=12%", "rural.wages", "add"),
    ("lifted.wages.growth.2023=21%", "lifted.wages.2023", "set"),
    ("rural.wages.share=45%", "rural.wages", "multiply"),
    ("all.2024=28000", "urban,rural", "add"),
]


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan").with_population({"urban": 9.0, "rural": 13.0})


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    return cm.estimate_uncertainty(plan).with_(persistence=0.3, distribution="student_t", own_spread=0.01)


def solve(plan: cm.Scenario, usual: cm.Uncertainty, target: Any, **asked: Any) -> cm.Solution:
    settled: dict[str, Any] = {"draws": DRAWS, "seed": SEED, "uncertainty": usual}
    return cm.required_growth(plan, target, **(settled | asked))


def chance(scenario: cm.Scenario, usual: cm.Uncertainty, target: str, *, draws: int = DRAWS) -> float:
    made = cm.simulate(scenario, draws=draws, seed=SEED, uncertainty=usual, statements="none", targets=[target])
    return made.chances[0].probability


@pytest.mark.parametrize(("target", "vary", "how"), CASES)
@pytest.mark.parametrize("p", [0.2, 0.8])
def test_put_back_it_gives_the_probability_and_a_little_less_does_not(
    plan: cm.Scenario, usual: cm.Uncertainty, target: str, vary: str, how: Any, p: float
) -> None:
    solution = solve(plan, usual, target, vary=vary, how=how, probability=p)
    found = solution.probability
    assert found is not None
    back = chance(solution.scenario, usual, target)
    # as many draws as it takes, and not one more
    assert back == found.reached == ceil(p * DRAWS) / DRAWS
    assert found.before == chance(plan, usual, target)
    # more growth makes a target likelier, except that of urban incomes for the ratio
    toward = -1.0 if (target, vary) == ("ratio=3", "urban") else 1.0
    less = plan.with_change(replace(solution.change, value=solution.value - toward * 1e-9))
    assert chance(less, usual, target) < p
    # and counted on draws made apart
    drawn = exact_draws.shocks(usual, years=3, draws=DRAWS, seed=SEED)
    incomes = exact_draws.levels(less, drawn, usual)
    parsed = cm.target(target, plan)
    values = exact_draws.quantity(parsed.quantity, plan, incomes)
    held = values <= parsed.value if target.startswith("ratio") else values >= parsed.value
    assert held.mean() == chance(less, usual, target)


@pytest.mark.parametrize("p", [0.05, 0.5, 0.8, 0.99])
@pytest.mark.parametrize("how", ["set", "add", "multiply"])
def test_one_year_of_normal_shocks_has_a_closed_form(plan: cm.Scenario, p: float, how: Any) -> None:
    draws, uncertainty = 100_000, cm.estimate_uncertainty(plan).without_estimation_error()
    solution = cm.required_growth(
        plan, "rural.2022=12500", vary="rural.2022", how=how, probability=p, draws=draws, seed=62,
        uncertainty=uncertainty,
    )  # fmt: skip
    base, g = plan.baseline.levels[1], plan.growth[1, :, 0]
    spread = float(uncertainty.total_spread(plan.baseline.levels / plan.baseline.levels.sum(axis=1, keepdims=True))[1])
    # total (1 + x) with shocks of spread s reaches the target with Phi(((1 + x) L - target) / (s L)) = p
    rate = 12_500 / base.sum() - 1.0 + stats.norm.ppf(p) * spread
    path = float(base @ g / base.sum())
    exact = {"set": rate, "add": rate - path, "multiply": rate / path}[how]
    error = spread * sqrt(p * (1 - p) / draws) / stats.norm.pdf(stats.norm.ppf(p))
    assert solution.value == pytest.approx(exact, abs=4 * error / (path if how == "multiply" else 1.0))
    assert solution.probability is not None
    assert solution.probability.standard_error == pytest.approx(sqrt(p * (1 - p) / draws), rel=1e-3)


@given(p=st.floats(0.01, 0.99), q=st.floats(0.01, 0.99))
@examples(15)
def test_what_is_surer_takes_more(p: float, q: float) -> None:
    plan = cm.scenario("plan")
    low, high = sorted((p, q))
    some, more = (
        cm.required_growth(plan, "ratio=2.9", vary="rural", probability=x, draws=700, seed=3).value for x in (low, high)
    )
    assert some <= more


@pytest.mark.parametrize(("target", "vary", "how"), CASES)
def test_without_spread_it_is_the_plain_solution(plan: cm.Scenario, target: str, vary: str, how: Any) -> None:
    still = cm.estimate_uncertainty(plan).with_spread(None, None, 0.0).with_(own_spread=0.0)
    plain = cm.required_growth(plan, target, vary=vary, how=how)
    for p in (0.1, 0.9):
        found = solve(plan, still, target, vary=vary, how=how, probability=p, draws=3)
        assert found.value == pytest.approx(plain.value, abs=1e-10)
        assert found.probability is not None
        assert found.probability.reached == 1.0
        assert abs(found.residual) <= 1e-10 * cm.target(target, plan).value


def test_the_seed_it_names_repeats_it(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    asked = {"vary": "rural", "probability": 0.7}
    first, other = (solve(plan, usual, "ratio=2.8", seed=seed, **asked) for seed in (None, np.random.default_rng(5)))
    for one in (first, other):
        assert one.probability is not None
        again = solve(plan, usual, "ratio=2.8", seed=one.probability.seed, **asked)
        assert again.value == one.value
    assert first.value != other.value


def test_sixteen_sets_unless_it_is_said_otherwise(plan: cm.Scenario) -> None:
    found = cm.required_growth(plan, cm.target("ratio=2.9", plan), vary="rural", probability=0.5, seed=1).probability
    assert found is not None
    assert found.draws == 16 * 8192
    assert found.reached == 0.5


def test_the_answer_is_shown_with_its_probability(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    solution = solve(plan, usual, "ratio=2.8", vary="rural", probability=0.75)
    found = solution.probability
    assert found is not None
    record = solution.tables()[1].records()[0]
    condition = found.condition
    assert condition.zh.startswith("概率的条件：若增速假设成立，仅含历史波动")
    assert record == {
        "wanted": 0.75, "before": found.before, "reached": 0.75, "standard_error": sqrt(0.75 * 0.25 / DRAWS),
        "draws": DRAWS, "seed": str(SEED), "under_trend": chance(cm.scenario("trend"), usual, "ratio=2.8"),
        "condition_zh": condition.zh, "condition_en": condition.en,
    }  # fmt: skip
    for language, words in (("en", ("reached", "75.0%", "std. error")), ("zh", ("达到的概率", "75.0%", "模拟误差"))):
        for word in words:
            assert word in solution.to_text(language)  # type: ignore[arg-type]
    # without draws there is no such table
    plain = cm.required_growth(plan, "ratio=2.8", vary="rural")
    assert plain.probability is None
    assert len(plain.tables()) == 1


def test_a_group_that_may_lose_everything_does_not_stop_the_search(plan: cm.Scenario) -> None:
    usual = cm.estimate_uncertainty(plan).with_(correlation=np.ones((12, 12))).with_spread(None, None, 0.6)
    solution = solve(plan, usual, "ratio=3", vary="rural", probability=0.5)
    assert chance(solution.scenario, usual, "ratio=3") == 0.5


NONE: list[tuple[dict[str, Any], str]] = [
    (
        {"target": "ratio=2.8", "vary": "rural", "highest": 0.05},
        (
            r"the probability of urban-rural income ratio 2024 reaching 2.800 must be able to be 80.0% "
            r"\(got 0.0% with growth of rural residents at 5%\); the closest is 0.0%, stopped by the bound 5%; vary more cells"
        ),
    ),
    (
        {"target": "rural.2024=5000", "vary": "rural.property"},
        r"must be able to be 80.0% \(got 100.0% with growth of rural residents, property at -100%",
    ),
    ({"target": "rural.2024=15561", "vary": "urban"}, r"must be able to be 80.0%"),
]


@pytest.mark.parametrize(("asked", "expected"), NONE)
def test_where_no_growth_gives_the_probability_it_says_how_close_one_gets(
    plan: cm.Scenario, usual: cm.Uncertainty, asked: dict[str, Any], expected: str
) -> None:
    with pytest.raises(cm.NoSolutionError, match=expected) as caught:
        solve(plan, usual, probability=0.8, **asked)
    assert "必须能为 80.0%" in caught.value.text("zh")
    bound = caught.value.bound
    at = plan.with_change(f"{asked['vary']}={bound:.12f}")
    assert caught.value.closest == pytest.approx(chance(at, usual, asked["target"]), abs=2 / DRAWS)


TOWN = cm.Uncertainty(groups=("town",), standard_deviation=np.zeros((1, 4)), correlation=np.eye(4))
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"probability": 0.0}, r"the probability must lie between 0 and 1 \(got 0\); write 80 % as 0.80"),
    ({"probability": 1.0}, r"the probability must lie between 0 and 1 \(got 1\)"),
    ({"probability": 80}, r"the probability must lie between 0 and 1 \(got 80\)"),
    ({"probability": -0.5}, r"the probability must lie between 0 and 1 \(got -0.5\)"),
    ({"probability": np.nan}, r"the probability must lie between 0 and 1 \(got nan\)"),
    ({"draws": 100}, r"draws must be given together with a probability \(got 100\); for example probability=0.8"),
    ({"seed": 0}, r"seed must be given together with a probability \(got 0\)"),
    ({"uncertainty": TOWN}, r"uncertainty must be given together with a probability \(got 'Uncertainty'\)"),
    ({"probability": 0.8, "draws": 0}, r"the number of draws must be a whole number from 1 on \(got 0\)"),
    ({"probability": 0.8, "draws": 1_000_001}, r"the number of draws must be at most 1000000 \(got 1000001\); all draws are held"),
    ({"probability": 0.8, "draws": 10.5}, r"draws of required_growth must be a whole number \(got 10.5\)"),
    ({"probability": 0.8, "seed": -1}, r"the seed must be a whole number from 0 on"),
    ({"probability": 0.8, "uncertainty": TOWN}, r"the groups of the uncertainty must be urban, rural, lifted"),
    ({"probability": 0.8, "how": "raise"}, r"must be one of the known options \(got 'raise'\)"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), REFUSED)
def test_a_setting_that_cannot_be_is_named(plan: cm.Scenario, asked: dict[str, Any], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected) as caught:
        cm.required_growth(plan, "ratio=2.8", vary="rural", **asked)
    assert "必须" in caught.value.text("zh")


def test_many_paths_have_no_one_answer(plan: cm.Scenario) -> None:
    many = plan.with_growth("rural", "wages", [0.1, 0.2])
    with pytest.raises(cm.InputError, match="must hold one path only"):
        cm.required_growth(many, "ratio=2.8", vary="rural", probability=0.5, draws=10, seed=1)


def test_what_always_holds_asks_for_more(plan: cm.Scenario) -> None:
    # points are taken off until the slowest component is lost; the others keep income above 1 yuan
    with pytest.raises(cm.NoSolutionError, match=r"the closest is 100\.0%, .* ask for more"):
        cm.required_growth(
            plan, "rural.2022=1", vary="rural.2022", highest=0.2, how="add", probability=0.5, draws=50, seed=1
        )


def test_only_independent_draws_bound_what_never_fails(plan: cm.Scenario) -> None:
    usual = cm.estimate_uncertainty(plan)
    asked: dict[str, Any] = {
        "probability": 0.5,
        "uncertainty": usual.with_spread(None, None, 0.0).with_(own_spread=0.0),
    }
    drawn, points = (
        solve(plan, usual, "ratio=2.8", vary="rural", draws=draws, method=method, **asked).tables()[1]
        for method, draws in (("random", 3_000), ("sobol", 8_192))
    )
    said_of_draws, said_of_points = (table.notes[-1].en for table in (drawn, points))
    # (1 - p)^3000 = 0.05 at p = 0.000998
    assert said_of_draws == (
        "it holds in every draw; 3000 independent draws cannot tell chances of failure below 0.001"
    )
    assert said_of_points.startswith("it holds at every one of the 8192 points")
    assert "below" not in said_of_points
    assert "以内" not in points.notes[-1].zh


@pytest.mark.parametrize(
    ("target", "vary", "told"),
    [
        ("rural.2024=15561", "rural", "以80%的概率达到15,561元，农村常住居民收入年均增速须达到"),
        ("urban.2024=45000", "urban", "以80%的概率达到45,000元，城镇常住居民收入年均增速有"),
        ("ratio=3.1", "urban", "以80%的概率达到3.100，城镇常住居民收入年均增速须不高于"),
        ("ratio=3.5", "urban", "以80%的概率达到3.500，城镇常住居民收入年均增速只要不高于"),
    ],
)
def test_the_command_answers_with_the_probability_and_the_side_that_helps(target: str, vary: str, told: str) -> None:
    arguments = ["solve", target, "--vary", vary, "--probability", "80%", "--draws", "8192"]
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 0, done.output
    assert told in done.output.replace("\n", "")
    # the least growth that suffices is the one found: less, or more, and the target holds less often
    scenario = cm.scenario("plan")
    likely = cm.required_growth(scenario, target, vary=vary, probability=0.8, draws=8192, seed=0)
    worse = likely.value + (0.002 if "不高于" in told else -0.002)
    drawn = cm.simulate(
        scenario.with_growth(vary, None, worse), targets=[target], statements="none", draws=8192, seed=0
    )
    assert drawn.chances[0].probability < 0.8
