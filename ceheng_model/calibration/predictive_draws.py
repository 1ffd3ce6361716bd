"""Forecast one income from the years up to an origin, by draws, as the ensemble draws where growth is estimated."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth
from ceheng_model.calibration.spread_of_past import estimate_spread
from ceheng_model.ensemble.random_streams import generator_of
from ceheng_model.uncertainty.correlation import semidefinite_factor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predicted:
    """Hold draws of the average annual growth of a total from the origin, one row a year ahead."""

    growth: Array
    """Shape ``(year ahead, draw)``; minus one where all income is lost."""
    known_spread: Array
    """The same from normal draws, as if mean growth and spread were known exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSettings:
    """Say how forecasts are drawn."""

    estimation_error: bool
    persistence: float
    draws: int
    entropy: int


def predicted(levels: Array, *, origin: int, years_ahead: int, settings: DrawSettings) -> Predicted:
    r"""Return draws of the growth of a total in the years after an origin, from the levels up to it alone.

    `levels` has shape ``(component, year)`` and ends with the origin. With n growth years, mean growth :math:`g_c` (the
    average annual growth, as the scenario ``trend`` has it) and the covariance :math:`C` of `estimate_spread`, the
    shocks of the years are :math:`e = s F z`, :math:`F F^T = (A + \kappa J) \otimes C`:
    :math:`A_{st} = \varphi^{|s-t|}` is persistence, :math:`J` all ones, :math:`\kappa` the variance of a mean of n such
    years (:math:`1/n` without persistence), and :math:`s^2 = \nu / \chi^2_\nu` one a draw, :math:`\nu = n - 2`. Without
    the error of the estimate :math:`s = 1` and :math:`\kappa = 0`.
    """
    count = levels.shape[-1] - 1
    spread = estimate_spread(levels[np.newaxis])
    mean = average_annual_growth(levels[:, 0], levels[:, -1], years=count)
    generator = generator_of(settings.entropy, (origin,))
    # the chi-square first: more years ahead then extend the same draws
    chi_square = generator.chisquare(spread.freedom, settings.draws)
    normals = generator.standard_normal((years_ahead, len(levels), settings.draws))
    scale = spread.scale.ravel()
    cells = semidefinite_factor(spread.correlation) * scale[:, np.newaxis]
    shocks = np.einsum("cd,tdn->tcn", cells, normals)
    lag = np.abs(np.subtract.outer(np.arange(years_ahead), np.arange(years_ahead)))
    persistent = settings.persistence**lag

    def growth(between_years: Array, scaled: Array | float) -> Array:
        drawn = np.einsum("st,tcn->scn", semidefinite_factor(between_years), shocks) * scaled
        return _average_growth(levels[:, -1], 1.0 + mean[:, np.newaxis] + drawn)

    known = growth(persistent, 1.0)
    if not settings.estimation_error:
        return Predicted(growth=known, known_spread=known)
    with_mean = persistent + variance_of_mean(count, settings.persistence)
    return Predicted(growth=growth(with_mean, np.sqrt(spread.freedom / chi_square)), known_spread=known)


def variance_of_mean(count: int, persistence: float) -> float:
    r"""Return the variance of the mean of years of variance one: :math:`(1 + 2 \sum_j (1 - j/n) \varphi^j) / n`.

    >>> variance_of_mean(4, 0.0), variance_of_mean(2, 0.5)
    (0.25, 0.75)
    """
    lags = np.arange(1, count)
    return float((1.0 + 2.0 * ((1.0 - lags / count) * persistence**lags).sum()) / count)


def _average_growth(base: Array, factors: Array) -> Array:
    """Return the average annual growth of the total, for factors of growth of shape ``(year, component, draw)``."""
    # an income that is lost stays lost, and none falls below zero, as in the ensemble
    levels = base[:, np.newaxis] * np.cumprod(np.maximum(factors, 0.0), axis=0)
    ahead = np.arange(1, len(factors) + 1)[:, np.newaxis]
    growth: Array = (levels.sum(axis=1) / base.sum()) ** (1.0 / ahead) - 1.0
    return growth
