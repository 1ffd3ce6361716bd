r"""Draw growth shocks given what is known of the levels, year by year and exactly.

The shocks of a scenario are :math:`e = \mu + F w` with :math:`w_t = S_t z_t`, F lower triangular over the years, and
:math:`S_t` one stretch for the common normals and one for the region's own. Sums of levels that are known are linear in
a year's :math:`w_t` once the years before are drawn, so that each draw is moved onto them by one product a year; how
well the years before agree with what follows is its weight, and a block is resampled by the weights where the known
years end. Everything here is bare.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.workspaces import small_product

# of a level, a tenth of what printed yuan round; below it growth is as good as certain, what known years of the nation
# leave of a spread is rounding, and a level that strays from it is a matter of fact, not of chance
CERTAIN = 1e-6
"""Spread of a known sum, as a part of it, from which on it says something of the shocks."""
# the mode is a proposal only: what it misses is made up for by the weights
_STEPS, _CLOSE = 60, 1e-9
LEAST_LEFT = 1e-6
"""Least part of a direction's variance that a proposal leaves, so that its density stays finite."""
# half and more: weights of a proposal that is narrower than that have no variance where later years tell nothing
WIDE_LEFT = 0.8
"""The same where each year, or each part of the shocks, has a stretch of its own, so that later years may tell less
than a guide assumes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """Hold sums of levels that are known of one year; no cell is in two of them."""

    cells: Array
    """Which cells each sum is over, ones and zeros, shape ``(row, n)``."""
    values: Array
    """Yuan, shape ``(row,)``."""

    def only(self, rows: Sequence[int]) -> Self:
        """Return some of the sums."""
        return type(self)(cells=self.cells[list(rows)], values=self.values[list(rows)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Growing:
    """Hold how levels grow: what shocks and levels are made from, without chance."""

    base: Array
    """Shape ``(n,)``, yuan."""
    growth: Array
    """Shape ``(n, year)``, fractions."""
    shift: Array
    """Mean of the shocks, shape ``(year, m)``; the first n of m are the cells."""
    factor: Array
    """F, shape ``(year * m, year * width)``, lower triangular over years."""
    own: int = 0
    """How many of a year's normals, the last ones, are of the region's own shocks."""

    @property
    def width(self) -> int:
        """How many normals a year has."""
        return int(self.factor.shape[1]) // len(self.shift)

    @property
    def parts(self) -> list[slice]:
        """The normals of a year that are stretched alike: the common ones, then the region's own if there are any."""
        common = self.width - self.own
        return [slice(common), slice(common, self.width)] if self.own else [slice(common)]

    def in_units(self, scales: Sequence[float]) -> Self:
        """Return the same with each part's normals in units of a scale."""
        units = np.ones(self.width)
        for part, scale in zip(self.parts, scales, strict=True):
            units[part] = scale
        return replace(self, factor=self.factor * np.tile(units, len(self.shift)))

    def block(self, year: int, before: int) -> Array:
        """Return what a year's shocks take of another year's w, shape ``(m, width)``."""
        m, width = self.shift.shape[1], self.width
        return self.factor[year * m : (year + 1) * m, before * width : (before + 1) * width]

    def carried(self, year: int, earlier: Array) -> Array:
        """Return what a year's shocks take of the years before, ``(m, draw)``, of w ``(year, width, draw)``."""
        shocks = np.repeat(self.shift[year][:, np.newaxis], earlier.shape[-1], axis=1)
        for before in range(min(year, len(earlier))):
            block = self.block(year, before)
            if block.any():
                shocks += small_product(block, earlier[before])
        return shocks

    def path(self, w: Array) -> tuple[Array, Array]:
        """Return factors and levels ``(year, n)`` of the first years, of one w ``(year * width,)``."""
        n, years = len(self.base), len(w) // self.width
        rows = years * self.shift.shape[1]
        shocks = self.shift[:years] + (self.factor[:rows, : len(w)] @ w).reshape(years, -1)
        factors = 1.0 + self.growth[:, :years].T + shocks[:, :n]
        return factors, self.base * np.cumprod(factors, axis=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Guide:
    r"""Say where a year's w is proposed, so that it leads to what is known of later years.

    Along `directions` w has the mean :math:`a - P w_{<t}` and `left` of its variance; across them it is as it was.
    """

    directions: Array
    """Orthonormal, shape ``(width, r)``."""
    offset: Array
    """a, shape ``(r,)``."""
    pull: Array
    """P, shape ``(r, year * width)`` over the years before."""
    left: Array
    """Part of the variance along each direction, shape ``(r,)``."""

    @classmethod
    def none(cls, width: int) -> Self:
        """Return the guide of a year after which nothing is known."""
        nothing = np.zeros((0, 0))
        return cls(directions=np.zeros((width, 0)), offset=np.zeros(0), pull=nothing, left=np.zeros(0))

    def covariance(self, part: slice) -> Array:
        """Covariance of w as it is proposed, from a part of the normals at a scale of one, shape ``(width, width)``."""
        moved = np.eye(len(self.directions))[:, part]
        moved += (self.directions * (np.sqrt(self.left) - 1.0)) @ self.directions[part].T
        return moved @ moved.T

    def lead(self, w: Array, earlier: Array) -> Array:
        """Move draws of w in place to where they are proposed; return the means along the directions."""
        if not len(self.left):
            return np.zeros((0, w.shape[-1]))
        means = np.repeat(self.offset[:, np.newaxis], w.shape[-1], axis=1)
        if len(earlier):
            means -= small_product(self.pull, earlier.reshape(-1, w.shape[-1]))
        along = small_product(self.directions.T, w)
        w += small_product(self.directions, (np.sqrt(self.left) - 1.0)[:, np.newaxis] * along + means)
        return means

    def log_ratio(self, w: Array, means: Array, parts: Sequence[slice], stretch: Array) -> Array | float:
        """Return the logarithm of the density of w over that of the proposal, of every draw.

        `stretch` of each part of the normals has the shape ``(part, draw)``.
        """
        if not len(self.left):
            return 0.0
        along = small_product(self.directions.T, w) - means
        # where w was before it was led; across the directions it stands where it stood
        back = (1.0 / np.sqrt(self.left) - 1.0)[:, np.newaxis] * along - means
        before = w + small_product(self.directions, back)
        ratio = np.full(w.shape[1], 0.5 * np.log(self.left).sum())
        for part, scale in zip(parts, stretch, strict=True):
            ratio += 0.5 * (before[part] ** 2 - w[part] ** 2).sum(axis=0) / scale**2
        return ratio


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conditions:
    """Hold what is known of the first years of a path, and how to draw towards it."""

    growing: Growing
    observed: tuple[Observed, ...]
    """Year by year up to the last of which something is known."""
    telling: tuple[Observed, ...]
    """The same without sums that have no spread: they are met, but say nothing of the shocks."""
    guides: tuple[Guide, ...]
    gains: tuple[tuple[Array, ...], ...]
    """Of each year, and of each part of its normals at a scale of one, how w as it is proposed goes with the cells of
    that year, shape ``(width, n)``."""
    surprise: Array
    """Least squared length of each year's w that meets all that is known, shape ``(year,)``."""
    slopes: Array
    """How what is known depends on w at that length, shape ``(row, year * width)``."""
    strayed: Array
    """What w has to make up for there, shape ``(row,)``."""

    @classmethod
    def of(cls, growing: Growing, observed: Sequence[Observed], *, least_left: float = LEAST_LEFT) -> Self:
        """Return the conditions with guides through the likeliest path.

        Guides leave each direction this part of its variance at least.
        """
        telling = tuple(_telling(growing, t, seen) for t, seen in enumerate(observed))
        mode = _mode(growing, telling)
        jacobian = _jacobian(growing, telling, mode)
        years = np.repeat(np.arange(len(telling)), [len(seen.values) for seen in telling])
        guides = tuple(_guide(growing.width, t, jacobian, years, mode, least_left) for t in range(len(telling)))
        n = len(growing.base)
        gains = tuple(
            tuple(guide.covariance(part) @ growing.block(t, t)[:n].T for part in growing.parts)
            for t, guide in enumerate(guides)
        )
        surprise = (mode.reshape(len(telling), -1) ** 2).sum(axis=1)
        return cls(
            growing=growing,
            observed=tuple(observed),
            telling=telling,
            guides=guides,
            gains=gains,
            surprise=surprise,
            slopes=jacobian,
            strayed=jacobian @ mode,
        )

    def spread_by_part(self) -> list[Array]:
        """Return the covariance of what is known, each part's normals alone at a scale of one, ``(row, row)``."""
        columns = np.arange(self.slopes.shape[1]) % self.growing.width
        of_parts = [
            self.slopes[:, np.isin(columns, np.arange(part.start or 0, part.stop))] for part in self.growing.parts
        ]
        return [slopes @ slopes.T for slopes in of_parts]

    @property
    def counts(self) -> Array:
        """How many sums of each year say something of its shocks, shape ``(year,)``."""
        return np.array([len(seen.values) for seen in self.telling])

    def stretched(self, normals: Array, stretch: Array, *, back: bool = False) -> Array:
        """Return normals ``(year, width, draw)`` times what stretches each part, ``(part, year, draw)``; or over it."""
        w = np.empty(normals.shape)
        for part, scale in zip(self.growing.parts, stretch, strict=True):
            (np.divide if back else np.multiply)(normals[:, part], scale[:, np.newaxis], out=w[:, part])
        return w

    def meet(self, normals: Array, stretch: Array) -> tuple[Array, Array, Array]:
        """Return shocks and w of the known years that meet what is known, and log weights of draws.

        `normals` has the shape ``(year, width, draw)``, `stretch` ``(part, year, draw)``: what stretches each year's
        normals of each part. Shocks have the shape ``(year, m, draw)``, w that of the normals.
        """
        years, draws = len(self.observed), normals.shape[-1]
        w = self.stretched(normals[:years], stretch)
        shocks = np.empty((years, self.growing.shift.shape[1], draws))
        levels = np.repeat(self.growing.base[:, np.newaxis], draws, axis=1)
        weights = np.zeros(draws)
        for t in range(years):
            levels = self._meet_year(t, w, shocks, levels, stretch[:, t], weights)
        return shocks, w, weights

    def _meet_year(self, t: int, w: Array, shocks: Array, levels: Array, stretch: Array, weights: Array) -> Array:
        """Fill one year of w and shocks in place, add to the weights, and return the year's levels."""
        growing, guide, seen, n = self.growing, self.guides[t], self.telling[t], len(levels)
        parts = growing.parts
        own, usual = growing.block(t, t), (1.0 + growing.growth[:, t])[:, np.newaxis]
        means = guide.lead(w[t], w[:t])
        carried = growing.carried(t, w[:t])
        if len(seen.values):
            expected = small_product(own[:n] @ guide.directions, means)
            centre = usual + carried[:n]
            drawn, mean = (
                seen.values[:, np.newaxis] - seen.cells @ (levels * (centre + shocks))
                for shocks in (small_product(own[:n], w[t]), expected)
            )
            spreads = (_spread(seen.cells, levels, own[:n] @ gain) for gain in self.gains[t])
            root = _root(sum((scale**2 * spread for scale, spread in zip(stretch, spreads, strict=True)), _NONE))
            solved = levels * (seen.cells.T @ _backward(root, _forward(root, drawn)))
            for scale, gain in zip(stretch, self.gains[t], strict=True):
                w[t] += scale**2 * small_product(gain, solved)
            weights += _log_density(root, _forward(root, mean))
        weights += guide.log_ratio(w[t], means, parts, stretch)
        shocks[t] = carried + small_product(own, w[t])
        factors = usual + shocks[t, :n]
        # a component that would have to be below zero for the others to fit is no draw of what happened
        weights[(factors[self.observed[t].cells.any(axis=0)] < 0.0).any(axis=0)] = -np.inf
        now = levels * np.maximum(factors, 0.0)
        for cells, value in zip(self.observed[t].cells.astype(bool), self.observed[t].values, strict=True):
            sums = now[cells].sum(axis=0)
            # what has no level at all stays at none
            part = np.divide(value, sums, out=np.ones_like(sums), where=sums != 0.0)
            factors[cells] *= part
            # one cell known by itself is the same number in every draw, to the last bit
            now[cells] = value if cells.sum() == 1 else now[cells] * part
        shocks[t, :n] = factors - usual
        return now


_NONE = np.zeros(1)


def resampled(log_weights: Array, uniform: float) -> tuple[NDArray[np.int64], float]:
    """Return which draws are kept, one a place, by systematic resampling; and how many the weights are worth.

    Draws of equal weight are all kept as they are. Where no draw has a weight, all are kept and worth nothing.

    >>> resampled(np.log([0.5, 0.25, 0.25, 0.0001]), 0.5)[0].tolist()
    [0, 0, 1, 2]
    """
    count = len(log_weights)
    highest = log_weights.max()
    if not np.isfinite(highest):
        return np.arange(count), 0.0
    weights = np.exp(log_weights - highest)
    total = np.cumsum(weights)
    places = (np.arange(count) + uniform) * (total[-1] / count)
    # rounding may leave the last place past the last sum
    chosen = np.minimum(np.searchsorted(total, places, side="right"), count - 1)
    return chosen, float(total[-1] ** 2 / (weights**2).sum())


def _spread(cells: Array, levels: Array, covariance: Array) -> Array:
    """Return the covariance of sums of cells in every draw, by the levels of the year before, ``(row, row, draw)``."""
    # of the base, or of a year known in full, levels are the same in every draw
    read = levels[cells.any(axis=0)]
    some = levels[:, :1] if (read == read[:, :1]).all() else levels
    # the upper half stays zero
    spread = np.zeros((len(cells), len(cells), some.shape[1]))
    for k, mine in enumerate(cells):
        moved = small_product(covariance, mine[:, np.newaxis] * some)
        for j in range(k + 1):
            spread[k, j] = np.einsum("nd,nd->d", cells[j][:, np.newaxis] * some, moved)
    return spread


_LEAST = 1e-120
"""Variance of a sum that has none, yuan squared: incomes over its root, twice and squared, are still numbers."""


def _root(spread: Array) -> Array:
    """Turn each draw's matrix into its Cholesky factor, in place, shape ``(row, row, draw)``."""
    for k in range(len(spread)):
        for j in range(k):
            spread[k, j] -= np.einsum("id,id->d", spread[k, :j], spread[j, :j])
            spread[k, j] /= spread[j, j]
        pivot = spread[k, k] - np.einsum("id,id->d", spread[k, :k], spread[k, :k])
        # a draw that has lost its components leaves no spread; its weight is nothing anyway
        np.sqrt(np.maximum(pivot, _LEAST), out=spread[k, k])
    return spread


def _forward(root: Array, values: Array) -> Array:
    solved = values.copy()
    for k in range(len(solved)):
        for j in range(k):
            solved[k] -= root[k, j] * solved[j]
        solved[k] /= root[k, k]
    return solved


def _backward(root: Array, values: Array) -> Array:
    solved = values.copy()
    for k in reversed(range(len(solved))):
        for j in range(k + 1, len(solved)):
            solved[k] -= root[j, k] * solved[j]
        solved[k] /= root[k, k]
    return solved


def _log_density(root: Array, standardised: Array) -> Array:
    """Return the logarithm of the normal density of what was found, without its constant."""
    logs = np.sum([np.log(root[k, k]) for k in range(len(root))], axis=0)
    density: Array = -0.5 * (standardised**2).sum(axis=0) - logs
    # what a sum without any spread misses is no draw at all
    return np.where(density < -0.5 / np.sqrt(_LEAST), -np.inf, density)


def _telling(growing: Growing, year: int, seen: Observed) -> Observed:
    """Return the sums that have a spread of their own given the year before and the sums that come before them."""
    n = len(growing.base)
    _, levels = growing.path(np.zeros((year + 1) * growing.width))
    kept: list[int] = []
    basis: list[Array] = []
    for k, cells in enumerate(seen.cells):
        row = (cells * levels[year]) @ growing.block(year, year)[:n]
        for one in basis:
            row = row - (row @ one) * one
        length = float(np.linalg.norm(row))
        if length > CERTAIN * abs(seen.values[k]):
            kept.append(k)
            basis.append(row / length)
    return seen.only(kept)


def _jacobian(growing: Growing, observed: Sequence[Observed], w: Array) -> Array:
    """Return how what is known depends on w, shape ``(row, year * width)``, rows year by year."""
    n, m, years = len(growing.base), growing.shift.shape[1], len(observed)
    factors, levels = growing.path(w)
    by_year = growing.factor[: years * m, : len(w)].reshape(years, m, -1)[:, :n]
    relative = np.cumsum(by_year / factors[:, :, np.newaxis], axis=0)
    parts = [(seen.cells * levels[t]) @ relative[t] for t, seen in enumerate(observed)]
    return np.concatenate(parts) if parts else np.zeros((0, len(w)))


def _mode(growing: Growing, observed: Sequence[Observed]) -> Array:
    r"""Return the shortest w that meets what is known, by :math:`w = J' (J J')^{-1} (y - h(w) + J w)`, damped."""
    w = np.zeros(len(observed) * growing.width)
    values = np.concatenate([seen.values for seen in observed])
    if not len(values):
        return w
    for _ in range(_STEPS):
        _, levels = growing.path(w)
        met = np.concatenate([seen.cells @ levels[t] for t, seen in enumerate(observed)])
        jacobian = _jacobian(growing, observed, w)
        step = np.linalg.lstsq(jacobian, values - met + jacobian @ w, rcond=None)[0] - w
        while (growing.path(w + step)[0] <= 0.0).any() and np.abs(step).max() > _CLOSE:
            step = step / 2.0
        w = w + step
        if np.abs(step).max() < _CLOSE * (1.0 + np.abs(w).max()):
            break
    return w


def _guide(width: int, year: int, jacobian: Array, years: NDArray[np.int64], mode: Array, least_left: float) -> Guide:
    """Return where a year's w is proposed: its mean and covariance given what is known of later years, linearised."""
    later = jacobian[years > year]
    if not len(later):
        return Guide.none(width)
    now = slice(year * width, (year + 1) * width)
    own, after = later[:, now], later[:, now.stop :]
    # given the years before, what is known of later years is own w_t + after w_later = later mode - before w_before
    gain = own.T @ np.linalg.pinv(own @ own.T + after @ after.T, hermitian=True)
    explained, directions = np.linalg.eigh(gain @ own)
    kept = explained > LEAST_LEFT
    directions = directions[:, kept]
    coordinates = directions.T @ gain
    return Guide(
        directions=directions,
        offset=coordinates @ (later @ mode),
        pull=coordinates @ later[:, : now.start],
        left=np.maximum(1.0 - explained[kept], least_left),
    )
