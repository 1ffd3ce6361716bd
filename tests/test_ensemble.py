"""Drawn incomes: their law in closed form, their bands against draws made apart, and what happens at the edges."""

from typing import Any, Literal

import numpy as np
import pytest
from scipy import stats

import ceheng_model as cm
from ceheng_model.ensemble.shocks import Shocks
from ceheng_model.ensemble.variables import Variables
from tests import exact_draws
from tests.exact_draws import Array

pytestmark = pytest.mark.usefixtures("random_numbers")

MANY = 100_000
What = Literal["total", "ratio", "level"]
WHATS: tuple[What, ...] = ("total", "ratio", "level")


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    # the law of a spread that is known exactly; that of an estimated one stands in test_joint_draws
    return cm.estimate_uncertainty(plan).without_estimation_error().with_(own_spread=0.0)


def source(uncertainty: cm.Uncertainty, seed: int, *, years: int = 3) -> Shocks:
    """Return the bare shocks of an uncertainty, whose joint law results do not show."""
    scenario = cm.scenario("plan").with_horizon(2021 + years)
    return Variables.of(scenario, uncertainty=uncertainty).shocks(seed)


def near(found: Array, exact: Array, error: Array, *, times: float = 4.5) -> None:
    """Assert that every figure lies within some Monte Carlo standard errors of its exact value."""
    away = np.abs(np.asarray(found) - exact) / error
    assert away.max() < times, away


# --- the law of drawn incomes


@pytest.mark.parametrize("distribution", ["normal", "student_t"])
@pytest.mark.parametrize("own", [0.0, 0.03])
def test_one_year_has_the_mean_and_variance_of_the_closed_form(
    plan: cm.Scenario, usual: cm.Uncertainty, distribution: Any, own: float
) -> None:
    year = plan.with_horizon(2022)
    uncertainty = usual.with_(
        distribution=distribution, degrees_of_freedom=8.0, own_spread=own, own_correlation=0.2 if own else 0.0
    )
    made = cm.simulate(year, draws=MANY, seed=11, uncertainty=uncertainty, statements="none")
    base = year.baseline.levels
    mean = (base * (1.0 + year.growth[..., 0])).sum(axis=1)
    # common and own shocks are independent: s_i s_j r_ij, and on top 0.03^2 with a correlation of 0.2
    spread = usual.standard_deviation.ravel()
    covariance = usual.correlation * np.outer(spread, spread) + own**2 * (0.8 * np.eye(12) + 0.2)
    variance = np.array([base[g] @ covariance[4 * g : 4 * g + 4, 4 * g : 4 * g + 4] @ base[g] for g in range(3)])
    # kurtosis of a scaled t is 3 + 6 / (nu - 4): 4.5 with 8 degrees of freedom
    kurtosis = 3.0 if distribution == "normal" else 4.5
    near(made.means("total").values[:, 0], mean, np.sqrt(variance / MANY))
    near(made.spreads("total").values[:, 0] ** 2, variance, variance * np.sqrt((kurtosis - 1.0) / MANY))


def test_independent_years_have_the_moments_of_products(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    uncertainty = usual.with_spread(None, None, 0.08)
    made = cm.simulate(plan, draws=MANY, seed=12, uncertainty=uncertainty, statements="none", components=True)
    base, factors = plan.baseline.levels[..., np.newaxis], 1.0 + plan.growth
    # E prod(1 + g + e) = prod(1 + g); E prod(1 + g + e)^2 = prod((1 + g)^2 + s^2)
    mean = base * np.cumprod(factors, axis=-1)
    variance = base**2 * np.cumprod(factors**2 + 0.08**2, axis=-1) - mean**2
    near(made.means("level").values, mean, np.sqrt(variance / MANY))
    # the kurtosis of three factors near one lies below 3.5
    near(made.spreads("level").values ** 2, variance, variance * np.sqrt(2.5 / MANY))
    assert mean == pytest.approx(cm.project(plan).values[..., 1:], rel=1e-12)


@pytest.mark.parametrize("phi", [0.3, 0.9])
def test_persistent_shocks_have_the_moments_of_products_of_dependent_factors(
    plan: cm.Scenario, usual: cm.Uncertainty, phi: float
) -> None:
    s = 0.1
    uncertainty = usual.with_spread(None, None, s).with_(persistence=phi)
    made = cm.simulate(plan, draws=MANY, seed=13, uncertainty=uncertainty, statements="none", components=True)
    a, b, c = 1.0 + exact_draws.centre(plan, uncertainty)
    base = plan.baseline.levels
    # the covariance of shocks k years apart is s^2 phi^k; odd moments of a normal vanish (Isserlis)
    near_by, far = s**2 * phi, s**2 * phi**2
    two, three = a * b + near_by, a * b * c + (a + c) * near_by + b * far
    square = a**2 * b**2 + (a**2 + b**2) * s**2 + 4 * a * b * near_by + s**4 + 2 * near_by**2
    variance = base**2 * (square - two**2)
    spreads = made.spreads("level").values
    near(made.means("level").values[..., 1], base * two, np.sqrt(variance / MANY))
    near(made.means("level").values[..., 2], base * three, spreads[..., 2] / np.sqrt(MANY))
    near(spreads[..., 1] ** 2, variance, variance * np.sqrt(2.5 / MANY))
    # so drawn around, the mean is the path: exactly up to squares of covariances, here below 0.01^2
    path = cm.project(plan).values[..., 2:]
    assert base[..., np.newaxis] * np.stack([two, three], axis=-1) == pytest.approx(path, rel=4e-4)


@pytest.mark.parametrize("distribution", ["normal", "student_t"])
def test_shocks_are_stationary_and_as_dependent_over_years_as_stated(usual: cm.Uncertainty, distribution: Any) -> None:
    uncertainty = usual.with_(persistence=0.6, distribution=distribution, degrees_of_freedom=12.0)
    made = source(uncertainty, 14, years=4)
    drawn = np.concatenate([made.draw(block).copy() for block in range(12)], axis=-1)
    spread = uncertainty.standard_deviation.ravel()
    for later in range(4):
        for sooner in range(later + 1):
            found = drawn[later] @ drawn[sooner].T / drawn.shape[-1] / np.outer(spread, spread)
            exact = 0.6 ** (later - sooner) * uncertainty.correlation
            # the variance of a product of two correlated normals is 1 + r^2; heavier tails widen it by less than half
            near(found, exact, 1.25 * np.sqrt((1.0 + exact**2) / drawn.shape[-1]))


def test_student_shocks_have_heavier_tails_and_one_chi_square_a_year(usual: cm.Uncertainty) -> None:
    freedom = 12.0
    uncertainty = usual.without_correlation().with_(distribution="student_t", degrees_of_freedom=freedom)
    made = source(uncertainty, 15)
    unit = np.array([made.draw(block) / uncertainty.standard_deviation.reshape(12, 1) for block in range(20)])
    batches = unit.transpose(0, 1, 3, 2).reshape(60, -1, 12)
    # with w = (nu - 2) / chi^2, E w^2 = (nu - 2) / (nu - 4): fourth moment 3 E w^2, and E x^2 y^2 = E w^2
    fourth, mixed = (batches**4).mean(axis=(1, 2)), (batches[..., 0] ** 2 * batches[..., 5] ** 2).mean(axis=1)
    for found, exact in ((fourth, 3 * 10 / 8), (mixed, 10 / 8)):
        assert found.mean() == pytest.approx(exact, abs=4 * found.std() / np.sqrt(60))
    # different years have different ones: their squares are uncorrelated
    years = (unit[:, 0, 0] ** 2 * unit[:, 1, 0] ** 2).mean(axis=-1)
    assert years.mean() == pytest.approx(1.0, abs=4 * years.std() / np.sqrt(20))


def test_student_bands_are_those_of_the_t_distribution(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    freedom, chosen = 3.0, np.array([0.005, 0.05, 0.5, 0.95, 0.995])
    uncertainty = usual.with_(distribution="student_t", degrees_of_freedom=freedom)
    made = cm.simulate(
        plan,
        draws=MANY,
        seed=16,
        uncertainty=uncertainty,
        statements="none",
        components=True,
        quantiles=chosen.tolist(),
    )
    found = made.quantiles("level").values[..., 0]
    spread = uncertainty.standard_deviation * np.sqrt((freedom - 2.0) / freedom)
    shape = (-1, 1, 1)
    exact = plan.baseline.levels * (1.0 + plan.growth[..., 0] + spread * stats.t.ppf(chosen, freedom).reshape(shape))
    density = stats.t.pdf(stats.t.ppf(chosen, freedom), freedom).reshape(shape) / (plan.baseline.levels * spread)
    near(found, exact, np.sqrt(chosen * (1.0 - chosen) / MANY).reshape(shape) / density)


def test_the_spread_of_drawn_totals_is_the_one_of_published_totals() -> None:
    scenario = cm.scenario("plan", shares={"urban": "national_2021", "rural": "national_2021"}).with_horizon(2022)
    uncertainty = cm.estimate_uncertainty(scenario).without_estimation_error().with_(own_spread=0.0)
    made = cm.simulate(scenario, draws=MANY, seed=17, uncertainty=uncertainty, statements="none")
    loose = cm.simulate(scenario, draws=MANY, seed=17, uncertainty=uncertainty.without_correlation(), statements="none")
    for g, group in enumerate(("urban", "rural")):
        level = np.array([exact_draws.national()[group, "disposable_income", year] for year in range(2015, 2025)])
        growth, year = level[1:] / level[:-1] - 1.0, np.arange(9.0)
        line = np.polynomial.Polynomial.fit(year, growth, 1)
        published = np.sqrt(((growth - line(year)) ** 2).sum() / 7)
        base = scenario.baseline.levels[g].sum()
        assert made.spreads("total").values[g, 0] / base == pytest.approx(published, rel=0.10)
        assert loose.spreads("total").values[g, 0] / base < 0.9 * published


# --- bands

SETTINGS: list[dict[str, Any]] = [
    {"persistence": -0.4, "estimation_freedom": 6.0, "own_spread": 0.02, "own_correlation": 0.3},
    {"distribution": "student_t", "degrees_of_freedom": 4.0, "persistence": 0.2},
]


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("draws", [1, 2, 8192, 20_001])
def test_bands_are_quantiles_of_draws_made_apart(
    plan: cm.Scenario, usual: cm.Uncertainty, settings: dict[str, Any], draws: int
) -> None:
    # one list of draws for every number of them: a longer run begins with the shorter ones
    uncertainty, levels = usual.with_(**settings), (0.0, 0.013, 0.5, 0.95, 1.0)
    made = cm.simulate(plan, draws=draws, seed=0, uncertainty=uncertainty, components=True, quantiles=levels)
    drawn = exact_draws.shocks(uncertainty, years=3, draws=draws, seed=0)
    rows = exact_draws.rows(plan, exact_draws.levels(plan, drawn, uncertainty))
    for what in WHATS:
        values = rows[what]
        assert made.quantiles(what).values == pytest.approx(np.quantile(values, levels, axis=-1), rel=1e-12)
        assert made.means(what).values == pytest.approx(values.mean(axis=-1), rel=1e-12)
        if draws > 1:
            assert made.spreads(what).values == pytest.approx(values.std(axis=-1, ddof=1), rel=1e-9)
        assert made.error_bound(what) == 0.0
    assert made.exact


def test_bands_cover_simulated_truth(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    uncertainty = usual.with_(persistence=0.5)
    made = cm.simulate(plan, draws=MANY, seed=18, uncertainty=uncertainty, quantiles=(0.05, 0.95), statements="none")
    truths, years = 20_000, 3
    over_years = 0.5 ** np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    generator = np.random.default_rng(2024)
    joint = np.kron(over_years, uncertainty.covariance)
    drawn = generator.multivariate_normal(np.zeros(36), joint, size=truths, method="svd").T.reshape(3, 12, truths)
    rows = exact_draws.rows(plan, exact_draws.levels(plan, drawn, uncertainty))
    for what in WHATS[:2]:
        low, high = made.quantiles(what).values[..., np.newaxis]
        covered = ((rows[what] > low) & (rows[what] < high)).mean(axis=-1)
        # binomial errors of the truths and of the two ends of the band
        near(covered, np.full(covered.shape, 0.9), np.sqrt(0.09 / truths + 0.09 / MANY), times=4.0)


# --- edges


def test_without_spread_every_draw_is_the_path(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    made = cm.simulate(plan, draws=9, seed=1, uncertainty=usual.with_spread(None, None, 0.0), components=True)
    projection = cm.project(plan)
    for what, path in (
        ("total", projection.totals),
        ("ratio", projection.urban_rural_ratio),
        ("level", projection.levels),
    ):
        exact = path.values[..., 1:]
        assert made.means(what).values == pytest.approx(exact, rel=1e-14)  # type: ignore[arg-type]
        assert made.quantiles(what).values == pytest.approx(np.stack([exact] * 5), rel=1e-14)  # type: ignore[arg-type]
        assert made.spreads(what).values == pytest.approx(0.0, abs=1e-9)  # type: ignore[arg-type]


def test_one_draw_has_no_standard_deviation(plan: cm.Scenario) -> None:
    made = cm.simulate(plan, draws=1, seed=1)
    assert np.isnan(made.spreads("total").values).all()
    assert (made.quantiles("total").values == made.quantiles("total").values[:1]).all()
    assert "–" in made.to_text("en")
    assert {chance.probability for chance in made.chances} <= {0.0, 1.0}


def test_perfect_correlation_moves_everything_together(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    uncertainty = usual.with_(correlation=np.ones((12, 12)))
    unit = source(uncertainty, 19).draw(0) / uncertainty.standard_deviation.reshape(12, 1)
    assert unit == pytest.approx(np.broadcast_to(unit[:, :1], unit.shape), abs=1e-12)
    # spreads of components add up to that of the total
    year = plan.with_horizon(2022)
    made = cm.simulate(year, draws=20_000, seed=19, uncertainty=uncertainty, statements="none", components=True)
    assert made.spreads("total").values == pytest.approx(made.spreads("level").values.sum(axis=1), rel=1e-9)


def test_what_is_drawn_below_zero_is_lost_and_counted(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    uncertainty = usual.with_spread(None, None, 0.9)
    made = cm.simulate(plan, draws=10_000, seed=20, uncertainty=uncertainty, components=True, quantiles=(0.0, 0.5))
    drawn = exact_draws.shocks(uncertainty, years=3, draws=10_000, seed=20)
    lost = int((exact_draws.factors(plan, drawn) < 0.0).sum())
    assert int(made.at_zero) == lost > 10_000
    assert (made.quantiles("level").values[0] == 0.0).all()
    assert f"{lost} growth rates were drawn below -100 %" in made.to_text("en")
    assert f"有{lost}个增速低于 -100%" in made.to_text("zh")
    calm = cm.simulate(plan, draws=100, seed=20)
    assert int(calm.at_zero) == 0
    assert "-100 %" not in calm.to_text("en")


@pytest.mark.parametrize("lost", ["rural", None])
def test_a_group_that_loses_everything_leaves_a_ratio_without_end(
    plan: cm.Scenario, usual: cm.Uncertainty, lost: str | None
) -> None:
    # with perfect correlation and growth of -50 % a factor is below zero in 29 % of the draws
    poor = plan.with_growth(lost, None, -0.5)
    uncertainty = usual.with_(correlation=np.ones((12, 12))).with_spread(lost, None, 0.9)
    made = cm.simulate(poor, draws=5_000, seed=21, uncertainty=uncertainty, statements="all", targets=["ratio=2.8"])
    totals, ratio = made.quantiles("total").values, made.quantiles("ratio").values
    assert (totals[0, 1] == 0.0).all()
    assert not np.isfinite(ratio[-1]).any()
    # a ratio without end, or of nothing over nothing, meets no target
    unit = exact_draws.shocks(
        usual.with_(correlation=np.eye(12)).with_spread(None, None, 0.5), years=3, draws=5_000, seed=21
    )
    moved = unit[:, :1] / 0.5 * uncertainty.standard_deviation.reshape(12, 1)
    incomes = exact_draws.levels(poor, moved)
    with np.errstate(divide="ignore", invalid="ignore"):
        reached = exact_draws.rows(poor, incomes)["ratio"][-1] <= 2.8
    assert made["ratio.2024=2.8"].probability == reached.mean()
    assert made.to_text("en")
