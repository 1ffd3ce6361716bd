"""Forecast one income from the years up to an origin, by draws, as the ensemble draws where growth is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth
from ceheng_model.ensemble.joint_paths import Prior, mean_square, preserving, year_factor
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.shocks import Shocks, grow
from ceheng_model.uncertainty.estimation import moments_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predicted:
    """Hold draws of the average annual growth of a total from the origin, one row a year ahead, each sorted."""

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
    annual growth of each component, as the scenario ``trend`` has it) and the covariance of `moments_of`, growth
    is drawn as `simulate` draws it: shocks of the law `Prior` with the error of the mean of n years, stretched by one
    :math:`s = \sqrt{\nu / \chi^2_\nu}` a draw, :math:`\nu = n - 2`. Without the error of the estimate, :math:`s = 1`
    and the mean has none.
    """
    count = levels.shape[-1] - 1
    moments = moments_of(levels[np.newaxis])
    spread = moments.scale.ravel()
    mean = np.asarray(average_annual_growth(levels[:, 0], levels[:, -1], years=count))
    size = len(levels)
    prior = Prior(
        years=years_ahead,
        common=moments.correlation * np.outer(spread, spread),
        own=np.zeros((size, size)),
        persistence=settings.persistence,
        counts=np.full(size, float(count)),
        estimated=np.ones((years_ahead, size), dtype=bool),
    )
    without = prior.of_shocks()
    laws = [_Law.of(mean, without, None, settings)]
    if settings.estimation_error:
        laws.append(_Law.of(mean, without + prior.of_means(), moments.freedom, settings))
    totals = _totals(laws, levels[:, -1], origin, settings.draws)
    ahead = np.arange(1, years_ahead + 1)[:, np.newaxis]
    growth = np.sort((totals / levels[:, -1].sum()) ** (1.0 / ahead) - 1.0, axis=-1)
    return Predicted(growth=growth[-1], known_spread=growth[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Law:
    centre: Array
    """Growth that is drawn around, shape ``(component, year)``."""
    shocks: Shocks

    @classmethod
    def of(cls, mean: Array, covariance: Array, freedom: int | None, settings: DrawSettings) -> "_Law":
        years, size = covariance.shape[:2]
        shift = np.zeros((years, size))
        growth = np.repeat(mean[:, np.newaxis], years, axis=1)
        return cls(
            centre=preserving(growth, shift, mean_square(freedom) * covariance),
            shocks=Shocks(
                entropy=settings.entropy,
                years=years,
                size=size,
                factor=year_factor(covariance),
                shift=shift,
                freedom=freedom,
            ),
        )


def _totals(laws: Sequence[_Law], base: Array, origin: int, draws: int) -> Array:
    """Return draws of the total from the same normals under each law, shape ``(law, year, draw)``."""
    totals = np.empty((len(laws), laws[0].shocks.years, draws))
    for block, first in enumerate(range(0, draws, BLOCK)):
        last = min(first + BLOCK, draws)
        # streams hang on the origin: more years in the series, or other groups, change no forecast
        variates = laws[-1].shocks.variates(origin, block)
        for law, into in zip(laws, totals, strict=True):
            scale = variates.scale if law.shocks.freedom is not None else None
            drawn = law.shocks.joined(replace(variates, scale=scale))
            grow(base, law.centre, drawn)
            into[:, first:last] = drawn.sum(axis=1)[:, : last - first]
    return totals
