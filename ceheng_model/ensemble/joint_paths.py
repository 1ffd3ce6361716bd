r"""Build the joint normal law of what growth strays by, over all variables and years.

The variables of a year are the cells of the scenario and the growth of the totals that it is compared with; the
reference is the published growth behind their common shocks. All is bare arrays here, year-major.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.uncertainty.correlation import semidefinite_factor

SETTLED = 1e-9
"""A variance that what is known leaves at or below this part of itself is rounding: the matrices solved have condition
numbers up to 1e6, so that rounding stays below 1e-10, and nothing that is drawn lies as near to what is known."""
SINGULAR = 1e-10
"""Directions of the reference with less than this part of its largest variance tell nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prior:
    """Hold the law of the variables, and of the reference behind them, before anything is known of their years."""

    years: int
    common: Array
    """Covariance of a year's common shocks: the `size` variables, then the reference, ``(size + r, size + r)``."""
    own: Array
    """Covariance of a year's shocks of the region's own, independent of the others, ``(size, size)``."""
    persistence: float = 0.0
    """Correlation of one year's shock with that of the year before."""
    counts: Array
    """Over how many growth years the mean of each variable and reference cell is known, ``(size + r,)``."""
    estimated: NDArray[np.bool_]
    """Whose growth in which year is such a mean, so that its error is part of it, ``(year, size + r)``."""
    leading: NDArray[np.intp] | None = None
    """Whose mean each variable and reference cell shares, ``(size + r,)``; each has its own where None."""

    @property
    def size(self) -> int:
        """How many variables are drawn a year."""
        return len(self.own)

    def of_shocks(self) -> Array:
        """Return the covariance of common shocks, shape ``(year, size + r, year, size + r)``."""
        return over_years(self.common, self.persistence, self.years)

    def of_means(self) -> Array:
        r"""Return the covariance of the errors of means, ``(year, size + r, year, size + r)``.

        Means over the last :math:`k_i` and :math:`k_j` years before the same year have the covariance
        :math:`c_{ij} / \max(k_i, k_j)`, and more or less where years hang together. What grows as the series of
        another shares its mean, and the error of it.
        """
        counts = np.maximum.outer(self.counts, self.counts)
        of_series = self.common if self.leading is None else self.common[np.ix_(self.leading, self.leading)]
        mean = of_series * mean_part(counts, self.persistence)
        flags = self.estimated.astype(float)
        marked: Array = flags[:, :, np.newaxis, np.newaxis] * flags * mean[:, np.newaxis, :]
        return marked


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointPaths:
    """Hold the law of all variables over the years: what strays in common and alone, and what is known of it."""

    common: Array
    """Covariance of common shocks and errors of means, shape ``(year, size, year, size)``."""
    own: Array
    """Covariance of the region's own shocks, same shape."""
    shift: Array
    """What is known of the shocks beforehand, shape ``(year, size)``."""

    @classmethod
    def of(
        cls,
        prior: Prior,
        observed: Array,
        *,
        certain: NDArray[np.bool_],
        settled: NDArray[np.bool_],
        centred: NDArray[np.bool_],
    ) -> "JointPaths":
        """Return the law given the reference's growth.

        - `observed`: by how much the reference's growth strayed from its mean, ``(year, r)``, NaN where unknown;
        - `certain`: variables that are known in a year, so that nothing is drawn, ``(year, size)``;
        - `settled`: variables whose growth in a year is already what the reference did, ``(year, size)``;
        - `centred`: variables whose mean counts in what was observed, ``(size,)``.
        """
        size, shocks, means = prior.size, prior.of_shocks(), prior.of_means()
        both = shocks + means
        # year-major positions of the variables and of what is observed of the reference
        flat = (prior.years, len(prior.common))
        known = np.zeros(flat, dtype=bool)
        known[:, size:] = ~np.isnan(observed)
        known[:, size:] &= np.diag(prior.common)[size:] > 0.0
        at = np.flatnonzero(known)
        drawn = np.flatnonzero(np.tile(np.arange(flat[1]) < size, prior.years))
        total = both.reshape(np.prod(flat), -1)
        common = total[np.ix_(drawn, drawn)]
        shift = np.zeros((prior.years, size))
        if at.size:
            weights = inverse(total[np.ix_(at, at)])
            cross = total[np.ix_(drawn, at)]
            before = np.diag(common)
            common = common - cross @ weights @ cross.T
            common = (common + common.T) / 2.0
            lost = np.diag(common) <= SETTLED * before
            common[lost] = common[:, lost] = 0.0
            strayed = weights @ observed[known[:, size:]]
            of_shocks = shocks.reshape(total.shape)[np.ix_(drawn, at)]
            shift = (cross @ strayed).reshape(shift.shape)
            # the mean of what is compared with is taken up to the last known year: only shocks move it on
            shift[:, centred] = (of_shocks @ strayed).reshape(shift.shape)[:, centred]
        own = over_years(prior.own, prior.persistence, prior.years)
        shift[settled | certain] = 0.0
        shape = own.shape
        keep = (~certain).astype(float)
        kept = keep[:, :, np.newaxis, np.newaxis] * keep
        return cls(common=common.reshape(shape) * kept, own=own * kept, shift=shift)

    def with_error(self, error: Array) -> "JointPaths":
        """Return the law with another error of common shocks, ``(year, size, year, size)``."""
        return replace(self, common=self.common + error) if error.any() else self

    @property
    def covariance(self) -> Array:
        """Covariance of all that is drawn, ``(year, size, year, size)``."""
        return self.common + self.own

    def centre(self, growth: Array, *, square: float, own_square: float) -> Array:
        r"""Return the growth to draw around so that the mean path is that of `growth` and what is known.

        With :math:`f = 1 + g + m`, growth of year t is drawn around
        :math:`f_t \exp(-\sum_{s<t} (E s^2 c_{st} + E s_o^2 d_{st}) / (f_s f_t))`: shocks of one sign in a row would
        lift the mean of their product, those of opposite signs lower it. `growth` has shape ``(size, year)``,
        `square` and `own_square` are the means of the squared scales of common and own shocks.
        """
        return preserving(growth, self.shift, square * self.common + own_square * self.own)


def over_years(covariance: Array, persistence: float, years: int) -> Array:
    r"""Return the covariance :math:`c_{ij} \phi^{|s-t|}` of stationary shocks, ``(year, n, year, n)``.

    >>> over_years(np.array([[4.0]]), -0.5, 3)[0, 0, :, 0].tolist()
    [4.0, -2.0, 1.0]
    """
    apart = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    decay = np.where(apart == 0, 1.0, persistence**apart)
    stacked: Array = decay[:, np.newaxis, :, np.newaxis] * covariance[:, np.newaxis, :]
    return stacked


def mean_part(counts: Array, persistence: float) -> Array:
    r"""Return the variance of a mean of k years as a part of that of one year.

    :math:`(1 + 2 \sum_{j=1}^{k-1} (1 - j/k) \phi^j) / k`; infinitely many years leave none.

    >>> mean_part(np.array([4.0, np.inf]), 0.0).tolist()
    [0.25, 0.0]
    """
    parts = np.zeros(counts.shape)
    for count in np.unique(counts[np.isfinite(counts)]):
        later = np.arange(1, int(count))
        factor = 1.0 + 2.0 * float(((1.0 - later / count) * persistence**later).sum())
        parts[counts == count] = factor / count
    return parts


def inverse(covariance: Array) -> Array:
    """Return the inverse of a covariance, of a singular one on the directions that it has."""
    scale = np.sqrt(np.diag(covariance))
    unit = np.linalg.pinv(covariance / np.outer(scale, scale), rcond=SINGULAR, hermitian=True)
    inverted: Array = unit / np.outer(scale, scale)
    return inverted


def year_factor(covariance: Array) -> Array:
    """Return the lower-triangular factor of a covariance over years, shape ``(years * n, years * n)``.

    Where years are independent, each is factored by itself.
    """
    years, size = covariance.shape[:2]
    blocks = [[covariance[s, :, t] for t in range(years)] for s in range(years)]
    if any(blocks[s][t].any() for s in range(years) for t in range(s)):
        return semidefinite_factor(covariance.reshape(years * size, years * size))
    factor = np.zeros((years, size, years, size))
    last: tuple[Array, Array] | None = None
    for t in range(years):
        block = blocks[t][t]
        if last is None or not np.array_equal(block, last[0]):
            last = (block, semidefinite_factor(block))
        factor[t, :, t] = last[1]
    return factor.reshape(years * size, years * size)


def mean_square(freedom: float | None) -> float:
    """Return the mean of a squared scale: that of an inverse chi-square, 1 where the spread is known.

    Two degrees of freedom have none, and no mean path that could be kept: 1 for these as well.

    >>> mean_square(4.0), mean_square(None)
    (2.0, 1.0)
    """
    return 1.0 if freedom is None or freedom <= 2.0 else freedom / (freedom - 2.0)


def loading_of(covariance: Array) -> Array:
    """Return what shocks take of as few normals as their covariance has ranks, shape ``(n, rank)``.

    >>> loading_of(np.array([[4.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 9.0]])).tolist()
    [[2.0, 0.0], [1.0, 0.0], [0.0, 3.0]]
    """
    factor = semidefinite_factor(covariance)
    moving: Array = factor[:, factor.any(axis=0)]
    return moving


def decay_factor(persistence: float, years: int) -> Array:
    r"""Return the lower-triangular factor of :math:`\phi^{|s-t|}`, shape ``(year, year)``.

    >>> decay_factor(0.6, 3).round(12).tolist()
    [[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.36, 0.48, 0.8]]
    """
    apart = np.subtract.outer(np.arange(years), np.arange(years))
    factor = np.tril(persistence ** np.maximum(apart, 0.0))
    factor[:, 1:] *= np.sqrt(1.0 - persistence**2)
    return factor


def beside(common: Array, own: Array, years: int) -> Array:
    """Return two factors over years as one: the normals of a year are those of the first, then those of the second.

    Shapes ``(years * n, years * k)``, the `own` ones for the first variables of a year alone.
    """
    first = common.reshape(years, -1, years, common.shape[1] // years)
    second = own.reshape(years, -1, years, own.shape[1] // years)
    size, count = first.shape[1], first.shape[3]
    both = np.zeros((years, size, years, count + second.shape[3]))
    both[..., :count] = first
    both[:, : second.shape[1], :, count:] = second
    return both.reshape(years * size, -1)


def preserving(growth: Array, shift: Array, covariance: Array) -> Array:
    """Return growth so moved that dependence between years leaves the mean of its product as it was.

    `growth` has shape ``(n, year)``, `shift` ``(year, n)``, `covariance` ``(year, n, year, n)`` with the mean of
    squared scales in it.
    """
    by_variable = np.einsum("sntn->nst", covariance)
    sooner = np.triu(by_variable, 1)
    if not sooner.any():
        return growth
    factors = 1.0 + growth + shift.T
    # what may fall to nothing has no product whose mean could be kept
    safe = np.where(factors > 0.0, factors, np.inf)
    drift = np.einsum("nst,ns,nt->nt", sooner, 1.0 / safe, 1.0 / safe)
    moved: Array = growth + factors * np.expm1(-drift)
    return moved
