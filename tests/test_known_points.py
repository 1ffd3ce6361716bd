"""Draws given what is known, from Sobol' points: what is drawn, how far off it says that it is, whole sets."""

from math import sqrt
from typing import Literal

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.ensemble import Known, simulate
from ceheng_model.ensemble.random_streams import BLOCK

RUNS, SETS = 24, 8
IDS = ("rural_income_2024", "ratio_2024", "lifted_growth")
Method = Literal["sobol", "random"]


def plan() -> cm.Scenario:
    return cm.scenario("plan").with_growth("rural", "wages", 0.16)


def spread() -> cm.Uncertainty:
    """Spread that is estimated, and hangs together over years and groups."""
    correlation = np.asarray(np.kron(0.4 + 0.6 * np.eye(3), 0.3 + 0.7 * np.eye(4)), dtype=np.float64)
    return cm.Uncertainty(
        groups=("urban", "rural", "lifted"),
        standard_deviation=np.tile([0.04, 0.06, 0.05, 0.03], (3, 1)),
        correlation=correlation,
        persistence=0.3,
        estimation_freedom=7.0,
    )


def known() -> Known:
    """Urban and rural totals of two years, rural wages of the second; of lifted people the first year alone."""
    nothing = Known.nothing(plan())
    totals, levels = np.array(nothing.totals), np.array(nothing.levels)
    totals[0, :2], totals[1, :2], totals[2, 0] = (39500.0, 42300.0), (12200.0, 13500.0), 13000.0
    levels[1, 0, 1] = 5500.0
    return Known(totals=totals, levels=levels)


def drawn(method: Method, seed: int) -> cm.Ensemble:
    return simulate(
        plan(),
        draws=SETS * BLOCK,
        seed=seed,
        uncertainty=spread(),
        method=method,
        statements=IDS,
        known=known(),
        workers=1,
        progress=False,
    )


def figures(ensemble: cm.Ensemble) -> list[tuple[float, float]]:
    """Return probabilities and quantiles of the last year with the errors that they state."""
    errors = ensemble.quantile_errors().values[:, :, -1]
    values = ensemble.quantiles("total").values[:, :, -1]
    return [
        *((ensemble[id].probability, ensemble[id].standard_error) for id in IDS),
        *zip(values.ravel(), errors.ravel(), strict=True),
    ]


@pytest.fixture(scope="module", params=["sobol", "random"])
def runs(request: pytest.FixtureRequest) -> tuple[Method, np.ndarray]:
    """Return figures and stated errors of many runs, shape ``(run, figure, 2)``."""
    return request.param, np.array([figures(drawn(request.param, seed)) for seed in range(RUNS)])


def test_stated_errors_are_how_runs_scatter(runs: tuple[Method, np.ndarray]) -> None:
    _, made = runs
    scatter = made[..., 0].std(axis=0, ddof=1)
    stated = np.sqrt((made[..., 1] ** 2).mean(axis=0))
    ratio = stated / scatter
    # the scatter of 24 runs is known to 15 %, each stated error to a quarter; 18 figures
    assert ratio.min() > 0.6, ratio
    assert ratio.max() < 1.7, ratio
    assert 0.85 < np.median(ratio) < 1.2


def test_points_and_random_numbers_draw_the_same_and_points_more_evenly() -> None:
    even, random = (np.array([figures(drawn(method, seed)) for seed in range(4)]) for method in ("sobol", "random"))
    errors = np.sqrt((even[..., 1] ** 2).mean(axis=0) / 4 + (random[..., 1] ** 2).mean(axis=0) / 4)
    apart = np.abs(even[..., 0].mean(axis=0) - random[..., 0].mean(axis=0))
    # errors from so few sets have heavy tails
    assert (apart < 5.0 * errors).all(), apart / errors
    assert np.median(even[..., 1] / random[..., 1]) < 0.9


@pytest.mark.parametrize("method", ["sobol", "random"])
def test_sets_are_whole_and_what_draws_are_worth_is_told(method: Method) -> None:
    ensemble = simulate(
        plan(), draws=BLOCK + 1, seed=3, uncertainty=spread(), method=method, statements=IDS, known=known()
    )
    assert ensemble.draw_count == 2 * BLOCK
    assert 0.5 * ensemble.draw_count < ensemble.effective_draws <= ensemble.draw_count
    assert not ensemble.independent
    # fewer than eight sets: as of coin tosses that are worth as many as the draws
    chance = ensemble["rural_income_2024"]
    tosses = sqrt(chance.probability * (1.0 - chance.probability) / ensemble.effective_draws)
    assert chance.standard_error == pytest.approx(tosses, rel=1e-9)
