"""Common shocks and a region's own have a chi-square each: by draws made apart, in bare numpy."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

import ceheng_model as cm
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.regional_draws import _RegionShocks
from ceheng_model.ensemble.variables import Variables
from ceheng_model.uncertainty import Uncertainty
from tests import exact_draws
from tests.exact_draws import Array
from tests.test_joint_draws import frame, near

MANY = 200_000


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> Uncertainty:
    return cm.estimate_uncertainty(plan)


def wide(usual: Uncertainty, **settings: Any) -> Uncertainty:
    """Return own shocks as wide as the common ones, so that either part shows."""
    return replace(usual, own_spread=1.5 * np.asarray(usual.own_spread), **settings)


def by_hand(uncertainty: Uncertainty, years: int, draws: int, seed: int) -> Array:
    """Return shocks ``(year, cell, draw)`` from their covariances alone: two roots, two chi-squares, one a year."""
    random = np.random.default_rng(seed)
    shocks = np.zeros((years, 12, draws))
    mixing = np.ones((years, draws))
    if uncertainty.distribution == "student_t":
        degrees = uncertainty.degrees_of_freedom
        mixing = np.sqrt((degrees - 2.0) / random.chisquare(degrees, (years, draws)))
    for covariance, freedom in (
        (uncertainty.common_covariance, uncertainty.estimation_freedom),
        (uncertainty.own_covariance, uncertainty.own_freedom),
    ):
        values, vectors = np.linalg.eigh(covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        z = np.einsum("ij,tjd->tid", root, random.standard_normal((years, 12, draws))) * mixing[:, np.newaxis]
        path = [z[0]]
        for now in z[1:]:
            path.append(uncertainty.persistence * path[-1] + np.sqrt(1.0 - uncertainty.persistence**2) * now)
        shocks += np.array(path) * (1.0 if freedom is None else np.sqrt(freedom / random.chisquare(freedom, draws)))
    return shocks


@pytest.mark.parametrize("method", ["sobol", "random"])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"persistence": -0.5, "estimation_freedom": 5.0},
        {"distribution": "student_t", "degrees_of_freedom": 6.0},
        {"estimation_freedom": None},
        {"own_freedom": None},
    ],
    ids=str,
)
def test_incomes_are_those_of_draws_with_two_chi_squares(
    plan: cm.Scenario, usual: Uncertainty, settings: dict[str, Any], method: Any
) -> None:
    uncertainty, probabilities = wide(usual, **settings), np.array([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
    made = cm.simulate(
        plan, draws=MANY, seed=1, uncertainty=uncertainty, method=method, quantiles=probabilities.tolist(),
        statements="none", targets=["ratio=2.95"], components=True,
    )  # fmt: skip
    incomes = exact_draws.levels(plan, by_hand(uncertainty, 3, MANY, 2), uncertainty)
    rows = exact_draws.rows(plan, incomes)
    for what in ("total", "ratio", "level"):
        exact = np.moveaxis(np.quantile(rows[what], probabilities, axis=-1), 0, -1)
        found = np.moveaxis(made.quantiles(what).values, 0, -1)
        # the part of the other sample below a quantile errs by coin tosses, twice: both are samples
        below = np.array([(rows[what] <= found[..., [k]]).mean(axis=-1) for k in range(len(probabilities))])
        near(np.moveaxis(below, 0, -1), probabilities, np.sqrt(2.0 * probabilities * (1.0 - probabilities) / MANY))
        assert found == pytest.approx(exact, rel=0.05)
    part = float((rows["ratio"][-1] <= 2.95).mean())
    near(made.chances[0].probability, part, np.sqrt(2.0 * part * (1.0 - part) / MANY))


@pytest.mark.parametrize("freedoms", [(7.0, 4.0), (7.0, None), (None, 4.0)])
def test_a_component_of_one_year_is_the_sum_of_two_students_t(
    plan: cm.Scenario, usual: Uncertainty, freedoms: tuple[float | None, float | None]
) -> None:
    """Distribution of a sum by the integral over the one part of the other's distribution function."""
    common, own = freedoms
    uncertainty = wide(usual, estimation_freedom=common, own_freedom=own)
    made = cm.simulate(
        plan.with_horizon(2022), draws=MANY, seed=3, uncertainty=uncertainty, statements="none",
        quantiles=(0.01, 0.05, 0.5, 0.95, 0.99), components=True,
    )  # fmt: skip
    spreads = [np.sqrt(np.diag(one)) for one in (uncertainty.common_covariance, uncertainty.own_covariance)]
    laws = [stats.norm() if freedom is None else stats.t(freedom) for freedom in freedoms]
    parts = laws[1].ppf((np.arange(20_000) + 0.5) / 20_000)
    scores = made.quantiles("level").values[..., 0].reshape(5, 12) / plan.baseline.levels.ravel()
    strayed = scores - 1.0 - plan.growth[..., 0].ravel()
    for cell in range(12):
        below = laws[0].cdf((strayed[:, [cell]] - spreads[1][cell] * parts) / spreads[0][cell]).mean(axis=1)
        p = np.array([0.01, 0.05, 0.5, 0.95, 0.99])
        near(below, p, np.sqrt(p * (1.0 - p) / MANY))


@pytest.mark.parametrize("persistence", [0.0, 0.4])
@pytest.mark.parametrize("method", ["sobol", "random"])
def test_without_own_spread_draws_are_those_of_a_law_without_own_shocks(
    plan: cm.Scenario, usual: Uncertainty, method: Any, persistence: float
) -> None:
    none = Uncertainty(
        groups=usual.groups,
        standard_deviation=usual.standard_deviation,
        correlation=usual.correlation,
        persistence=persistence,
        estimation_freedom=usual.estimation_freedom,
        reference=usual.reference,
    )
    for still in (none.with_(own_freedom=4.0), usual.with_(own_spread=0.0, persistence=persistence)):
        one, other = (
            Variables.of(plan, uncertainty=uncertainty).shocks(5).draw(0).copy() for uncertainty in (none, still)
        )
        assert one.tobytes() == other.tobytes()
        made = [
            cm.simulate(plan, draws=9_000, seed=5, uncertainty=each, method=method).quantile_rows.tobytes()
            for each in (none, still)
        ]
        assert made[0] == made[1]


def test_own_shocks_change_nothing_of_the_common_ones(plan: cm.Scenario, usual: Uncertainty) -> None:
    with_own, without = (
        Variables.of(plan, uncertainty=one).shocks(5).variates(0) for one in (usual, usual.with_(own_spread=0.0))
    )
    kept = with_own.normals[:, :12].copy(), with_own.scale
    without = Variables.of(plan, uncertainty=usual.with_(own_spread=0.0)).shocks(5).variates(0)
    assert kept[0].tobytes() == without.normals.tobytes()
    assert kept[1] is not None
    assert without.scale is not None
    assert kept[1].tobytes() == without.scale.tobytes()


def test_a_spread_that_the_user_states_is_known_exactly(plan: cm.Scenario, usual: Uncertainty) -> None:
    assert (usual.estimation_freedom, usual.own_freedom) == (7.0, 4.0)
    levels = plan.baseline.levels
    shares = levels / levels.sum(axis=1, keepdims=True)
    for stated in (
        usual.with_(own_spread=0.5),
        usual.with_(own_correlation=0.2),
        usual.with_own_totals(0.02, shares),
        usual.without_estimation_error(),
        cm.estimate_uncertainty(plan, estimation_error=False),
        cm.Uncertainty(
            groups=usual.groups, standard_deviation=np.zeros((3, 4)), correlation=np.eye(12), own_spread=0.1
        ),
    ):
        assert stated.own_freedom is None
        scale = Variables.of(plan, uncertainty=stated).shocks(1).variates(0).own_scale
        assert scale is None
    assert usual.with_(own_spread=0.5, own_freedom=6.0).own_freedom == 6.0
    # what is said of the common spread leaves the own one as it is
    assert usual.with_spread(None, None, 2.0, how="multiply").own_freedom == 4.0
    with pytest.raises(cm.InputError, match="own_freedom must be above 2 and finite"):
        usual.with_(own_freedom=2.0)


def test_degrees_of_freedom_are_told_with_the_spread(usual: Uncertainty) -> None:
    text = " ".join(usual.to_text("en").split())
    assert "degrees of freedom of the region's own spread 4" in text
    assert "degrees of freedom of the region's own spread none: the spread is taken as known" in " ".join(
        usual.with_(own_spread=0.01).to_text("en").split()
    )
    assert "本地标准差的自由度" in usual.to_text("zh")


def test_regions_have_a_scale_each_for_their_own_shocks(plan: cm.Scenario, usual: Uncertainty) -> None:
    # without common shocks, what two regions stray by has nothing in common
    own = wide(usual, standard_deviation=np.zeros((3, 4)), own_freedom=12.0)
    variables = Variables.of(plan, uncertainty=own)
    regions = [
        _RegionShocks(common=variables.common_shocks(3), own=variables.own_shocks(3), region=r, cached=None)
        for r in range(2)
    ]
    drawn = [np.concatenate([region.draw(b).copy() for b in range(20)], axis=-1) for region in regions]
    squares = [(one / one.std(axis=-1, keepdims=True)) ** 2 for one in drawn]
    # the mean of s^4 over the square of that of s^2 is (nu - 2) / (nu - 4) = 10 / 8 in a region, over its years
    within = (squares[0][0, 1] * squares[0][2, 1]).reshape(20, -1).mean(axis=1)
    between = (squares[0][0, 1] * squares[1][0, 1]).reshape(20, -1).mean(axis=1)
    for values, exact in ((within, 1.25), (between, 1.0)):
        assert values.mean() == pytest.approx(exact, abs=4.0 * values.std() / np.sqrt(20))
    assert within.size * BLOCK == drawn[0].shape[-1]


def test_many_regions_stray_as_one_does(plan: cm.Scenario, usual: Uncertainty) -> None:
    uncertainty, draws = wide(usual), 60_000
    few = plan.with_regions(frame(2)).with_horizon(2022)
    probabilities = np.array([0.01, 0.05, 0.95, 0.99])
    many = cm.simulate(
        few, draws=draws, seed=14, uncertainty=uncertainty, statements="none", quantiles=probabilities.tolist(),
        components=True,
    )  # fmt: skip
    shocks = by_hand(uncertainty, 1, MANY, 4)[0].reshape(3, 4, MANY)
    base, growth = few.baseline.levels, few.growth[..., 0]
    strayed = many.quantiles("level").values[..., 0] / base[:, np.newaxis] - 1.0 - growth[:, np.newaxis]
    for k, p in enumerate(probabilities):
        below = (shocks[np.newaxis] <= strayed[:, k, ..., np.newaxis]).mean(axis=-1)
        near(below, p, np.sqrt(p * (1.0 - p) * (1.0 / draws + 1.0 / MANY)))


@pytest.mark.parametrize("freedom", [None, 7.0])
def test_long_paths_have_own_shocks_that_persist(plan: cm.Scenario, usual: Uncertainty, freedom: float | None) -> None:
    """Past some years paths follow from the two years before: own shocks beside them have their decay all the same."""
    uncertainty = replace(usual, persistence=0.6, estimation_freedom=freedom, own_freedom=40.0)
    shocks = Variables.of(cm.scenario("trend").with_horizon(2060), uncertainty=uncertainty).shocks(2)
    assert shocks.recurrence is not None
    whole = replace(shocks, recurrence=None)
    variates = shocks.variates(0)
    first, second = shocks.joined(variates).copy(), whole.joined(variates)
    assert first == pytest.approx(second, abs=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("mean_estimated", [False, True])
@pytest.mark.parametrize("years", [6, 9])
def test_bands_of_two_estimates_hold_what_they_say(years: int, mean_estimated: bool) -> None:
    """Simulated histories, judged on the sum of three years: own spread from five differences, a quarter as wide."""
    histories, ahead, part, random = 20_000, 3, 0.25, np.random.default_rng(7)
    growth = random.normal(size=(histories, years))
    at = np.arange(years)
    slope, level = np.polyfit(at, growth.T, 1)
    left = growth - np.outer(slope, at) - level[:, np.newaxis]
    common = (left**2).sum(axis=1) / (years - 2) * (ahead + (ahead**2 / years if mean_estimated else 0.0))
    own = random.normal(0.0, part, size=(histories, 5)).var(axis=1, ddof=1) * ahead
    outturn = random.normal(size=(histories, ahead)).sum(axis=1) + random.normal(0.0, part, (histories, ahead)).sum(
        axis=1
    )
    centre = ahead * growth.mean(axis=1) if mean_estimated else 0.0
    points = stats.qmc.Sobol(2, rng=3).random(2**15)
    shocks = stats.t.ppf(points, (years - 2, 4))
    mixtures = np.linspace(0.0, 1.0, 41)
    ends = [np.quantile(np.abs(shocks @ np.sqrt([1.0 - mixture, mixture])), 0.9) for mixture in mixtures]
    width = np.interp(own / (common + own), mixtures, ends) * np.sqrt(common + own)
    held = 100.0 * np.mean(np.abs(outturn - centre) <= width)
    # two estimates at once are on the safe side
    assert 90.0 - 0.6 < held < 91.5
