"""Estimate how far a year's shock goes with that of the year before, from few years and without the usual bias."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.values import Value
from ceheng_model.vocabulary import Text

PANDEMIC = (2020, 2021)
"""Years of the fall and the rebound, with and without which persistence is estimated."""
INTERVAL = 0.9
"""Probability with which an interval holds the true value."""
FEWEST = 5
"""Years below which a lag-one correlation says nothing: the trend must leave three degrees of freedom."""
# the integrand falls as exp(-|v|) and faster; its nearest singularities lie at +-i pi/2, so that the trapezoidal rule
# with this step errs by about exp(-pi ** 2 / 0.2), below the rounding
_GRID = np.arange(-36.0, 36.0, 0.2)
_STEP = 0.2
# near one a line cannot be told from a random walk
EDGE = 0.999
"""Persistence beyond which none is looked for."""
# levels in whole yuan move growth by 1e-5 and more; the rounding of growth is 1e-16
CONSTANT = 1e-12
"""Growth that strays from its trend by no more than this is on it, with rounding."""
HALVINGS = 30
"""Halvings of the range in which persistence is looked for: to 2e-9."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LagOne(Value):
    """Hold the lag-one correlation of detrended growth, and what it says of the persistence behind it."""

    years: tuple[int, ...]
    """Growth years, in rising order; a pair counts where one follows the other at once."""
    observed: float
    """Mean product of neighbours over the mean square, times ``(n - 1) / n``: the usual one where no year lacks."""

    @property
    def unbiased(self) -> float:
        """The median-unbiased persistence: under it the estimate is as often above as below what was observed."""
        return _persistence_at(self.years, self.observed, 0.5)

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the persistence lies with a probability of 90 %."""
        tail = (1.0 - INTERVAL) / 2.0
        return (
            _persistence_at(self.years, self.observed, 1.0 - tail),
            _persistence_at(self.years, self.observed, tail),
        )

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        tail = (1.0 - INTERVAL) / 2.0
        return not tail <= lag_one_part(self.observed, self.years, 0.0) <= 1.0 - tail


@dataclass(frozen=True, slots=True, kw_only=True)
class PersistenceEstimate:
    """Hold what the totals of one published series say of persistence."""

    label: Text
    """The series for readers."""
    every_year: LagOne | None
    """None where there are too few years."""
    without_pandemic: LagOne | None
    """Without 2020 and 2021; None where they are not among the years or too few remain."""

    @property
    def calm_years(self) -> tuple[int, ...]:
        """The years without those of the pandemic."""
        return () if self.every_year is None else tuple(year for year in self.every_year.years if year not in PANDEMIC)

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes zero, with and without the years of the pandemic."""
        if self.every_year is None or not self.every_year.excludes_zero:
            return False
        if self.calm_years == self.every_year.years:
            return True
        return self.without_pandemic is not None and self.without_pandemic.excludes_zero


def persistence_of(label: Text, years: Sequence[int], growth: Array) -> PersistenceEstimate:
    """Return what the growth of a total over the years, shape ``(year,)``, says of persistence.

    >>> rates = np.array([0.08, 0.09, 0.07, 0.09, 0.06, 0.10])
    >>> round(persistence_of(Text("甲", "a"), range(2010, 2016), rates).every_year.observed, 2)
    -0.7
    """
    calm = [year not in PANDEMIC for year in years]
    return PersistenceEstimate(
        label=label,
        every_year=_lag_one(tuple(years), growth),
        without_pandemic=None
        if all(calm)
        else _lag_one(tuple(year for year in years if year not in PANDEMIC), growth[calm]),
    )


def chosen_persistence(estimates: Sequence[PersistenceEstimate]) -> float:
    """Return the persistence to draw with: zero, unless every series clearly says another, all of one sign."""
    clear = [estimate.every_year for estimate in estimates if estimate.is_clear]
    values = [lag.unbiased for lag in clear if lag is not None]
    if len(values) < len(estimates) or len({value > 0.0 for value in values}) != 1:
        return 0.0
    return float(np.clip(np.mean(values), -EDGE, EDGE))


def lag_one_part(observed: float, years: Sequence[int], persistence: float) -> float:
    r"""Return the probability of a lag-one correlation at or below the one observed, for normal shocks.

    The estimate is a ratio of quadratic forms in the growth :math:`z` of the years, with covariance
    :math:`\varphi^{|s - t|}`: it is at or below :math:`r` where :math:`z' (A - r B) z \le 0`, and of a
    quadratic form :math:`Q = \sum_j \lambda_j x_j^2` in independent standard normals (Imhof 1961, Biometrika 48:419)

    .. math:: P(Q \le 0) = \frac12 - \frac1\pi \int_0^\infty \frac{\sin \theta(u)}{u \rho(u)} du, \quad
        \theta = \tfrac12 \sum_j \arctan(\lambda_j u), \quad \rho = \prod_j (1 + \lambda_j^2 u^2)^{1/4} .

    >>> round(lag_one_part(-0.638, range(2016, 2025), 0.0), 2)
    0.05
    """
    products, squares = _forms(tuple(years))
    at = np.asarray(years, dtype=float)
    covariance = np.power(persistence, np.abs(at[:, np.newaxis] - at))
    root = np.linalg.cholesky(covariance)
    weights = np.linalg.eigvalsh(root.T @ (products - observed * squares) @ root)
    angles = weights[:, np.newaxis] / np.abs(weights).max() * np.exp(_GRID)
    integrand = np.sin(np.arctan(angles).sum(axis=0) / 2.0) * np.exp(-0.25 * np.log1p(angles**2).sum(axis=0))
    return float(0.5 - integrand.sum() * _STEP / np.pi)


def _lag_one(years: tuple[int, ...], growth: Array) -> LagOne | None:
    if len(years) < FEWEST:
        return None
    products, squares = _forms(years)
    around = growth - growth.mean()
    square = around @ squares @ around
    # growth on a straight line leaves nothing that could go together but rounding
    if square <= CONSTANT**2:
        return None
    return LagOne(years=years, observed=float(around @ products @ around / square))


@lru_cache(maxsize=64)
def _forms(years: tuple[int, ...]) -> tuple[Array, Array]:
    """Return the quadratic forms of growth whose ratio is the lag-one correlation of what a line leaves of it."""
    at = np.array(years, dtype=float)
    count = len(at)
    line = np.column_stack([np.ones(count), at - at.mean()])
    left = np.eye(count) - line @ np.linalg.solve(line.T @ line, line.T)
    follows = (at[:, np.newaxis] + 1.0 == at).astype(float)
    # twice as many cells as pairs, for the form is symmetric
    pairs = (follows + follows.T) / (2.0 * follows.sum())
    return left @ pairs @ left, left / (count - 1)


@lru_cache(maxsize=256)
def _persistence_at(years: tuple[int, ...], observed: float, part: float) -> float:
    """Return the persistence under which a part of the estimates lies at or below the one observed."""
    low, high = -EDGE, EDGE
    # the more persistence, the fewer estimates lie below
    if lag_one_part(observed, years, low) <= part:
        return -1.0
    if lag_one_part(observed, years, high) >= part:
        return 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if lag_one_part(observed, years, middle) > part:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
