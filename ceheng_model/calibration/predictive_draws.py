"""Forecast one income from the years up to an origin, by draws, as the ensemble draws where growth is estimated."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth
from ceheng_model.calibration.spread_of_past import estimate_spread
from ceheng_model.ensemble.joint_paths import Prior, preserving, year_factor
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.shocks import Shocks, grow


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

    `levels` has shape ``(component, year)`` and ends with the origin. With n growth years, mean growth (the average
    annual growth of each component, as the scenario ``trend`` has it) and the covariance of `estimate_spread`, growth
    is drawn as `simulate` draws it: shocks of the law `Prior` with the error of the mean of n years, stretched by one
    :math:`s = \sqrt{\nu / \chi^2_\nu}` a draw, :math:`\nu = n - 2`. Without the error of the estimate, :math:`s = 1`
    and the mean has none.
    """
    count = levels.shape[-1] - 1
    spread = estimate_spread(levels[np.newaxis])
    mean = np.asarray(average_annual_growth(levels[:, 0], levels[:, -1], years=count))
    size = len(levels)
    prior = Prior(
        years=years_ahead,
        common=spread.correlation * np.outer(spread.scale, spread.scale),
        own=np.zeros((size, size)),
        persistence=settings.persistence,
        counts=np.full(size, float(count)),
        estimated=np.ones((years_ahead, size), dtype=bool),
    )
    known = _Law(mean=mean, covariance=prior.of_shocks(), freedom=None)
    average = _average_growth(known, levels[:, -1], origin, settings)
    if not settings.estimation_error:
        return Predicted(growth=average, known_spread=average)
    law = _Law(mean=mean, covariance=prior.of_shocks() + prior.of_means(), freedom=spread.freedom)
    return Predicted(growth=_average_growth(law, levels[:, -1], origin, settings), known_spread=average)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Law:
    mean: Array
    covariance: Array
    freedom: int | None

    @property
    def square(self) -> float:
        """Mean of the squared stretch of a draw."""
        # two degrees of freedom have no such mean, and no mean path that could be kept
        return self.freedom / (self.freedom - 2.0) if self.freedom is not None and self.freedom > 2 else 1.0


def _average_growth(law: _Law, base: Array, origin: int, settings: DrawSettings) -> Array:
    """Return the average annual growth of the total since the origin, shape ``(year ahead, draw)``."""
    years, size = law.covariance.shape[:2]
    growth = np.repeat(law.mean[:, np.newaxis], years, axis=1)
    shift = np.zeros((years, size))
    centre = preserving(growth, shift, law.covariance, law.square)
    shocks = Shocks(
        entropy=settings.entropy,
        years=years,
        size=size,
        factor=year_factor(law.covariance),
        shift=shift,
        freedom=law.freedom,
    )
    ahead = np.arange(1, years + 1)[:, np.newaxis]
    totals = np.empty((years, settings.draws))
    for block, first in enumerate(range(0, settings.draws, BLOCK)):
        # streams hang on the origin: more years in the series, or other groups, change no forecast
        drawn = shocks.draw(origin, block)
        grow(base, centre, drawn)
        last = min(first + BLOCK, settings.draws)
        totals[:, first:last] = drawn.sum(axis=1)[:, : last - first]
    average: Array = (totals / base.sum()) ** (1.0 / ahead) - 1.0
    return average
