"""Split a level of the whole over counties by stated rules, so that the weighted sum meets it exactly.

Every rule but the last is a family of splits that rises with one number; floors and ceilings cut each county's part,
and the number at which the weighted sum is met is sought on the real line. The last one is a linear programme.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.solver import Model

Rule = Literal["equal", "catch_up", "past", "least_change", "least_burden"]

CONVERGENCE = 0.02
"""By how much less a county grows a year for each unit of the logarithm of its level, unless told otherwise: the two
per cent that regions of many countries were found to converge by."""
_MOST_STEPS = 200
"""Halvings of the bracket: a double has 53 digits and an exponent of ten."""
_WIDEST = 60.0
"""The number of a rule is sought between minus and plus this on the scale of logarithms: e to the 60th is more than any
income over any other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """Hold what is to be split, county by county."""

    shares: tuple[Fraction, ...]
    """Parts of the residents, which add up to one."""
    base: Array
    spans: Array
    """Years from each county's base year to the year of the target."""
    low: Array
    """Levels that each county must reach."""
    high: Array
    """Levels that it may reach at most; infinite where nothing says."""
    wanted: float
    past: Array
    """Average growth so far; NaN where it is not known."""
    own: Array
    """Levels of the counties' own plans; NaN where they have none."""

    @property
    def weights(self) -> Array:
        """The shares as floats."""
        return np.array([float(share) for share in self.shares])

    def total(self, levels: Array) -> Fraction:
        """Return the weighted sum of levels, exactly."""
        parts = (share * Fraction(float(level)) for share, level in zip(self.shares, levels, strict=True))
        return sum(parts, Fraction(0))

    @property
    def least(self) -> Fraction:
        """The weighted sum with every county at its floor."""
        return self.total(self.low)

    @property
    def most(self) -> Fraction | None:
        """The weighted sum with every county at its ceiling; None where one has none."""
        return None if np.isinf(self.high).any() else self.total(self.high)

    @property
    def trend(self) -> Array:
        """Levels by the growth so far; NaN where nothing is known of it."""
        levels: Array = self.base * (1.0 + self.past) ** self.spans
        return levels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Hold the levels that a rule gives, and the number of the rule at which they meet what is wanted."""

    levels: Array
    number: float
    free: NDArray[np.bool_]
    """Where neither a floor nor a ceiling decides."""


def split(problem: Problem, rule: Rule, *, convergence: float) -> Split:
    """Return the levels by a rule; the bounds must leave room for what is wanted."""
    if rule == "least_burden":
        return _least_burden(problem)
    return _meeting(problem, _family(problem, rule, convergence))


def _family(problem: Problem, rule: Rule, convergence: float) -> Callable[[float], Array]:
    """Return the levels of a rule by its number, which rise with it."""
    base, spans, past = problem.base, problem.spans, problem.past
    if rule == "equal":
        return lambda number: base * np.exp(number * spans)
    if rule == "catch_up":
        apart = np.log(base / float(problem.total(base)))
        return lambda number: base * np.exp(spans * (number - convergence * apart))
    if rule == "past":
        return lambda number: base * np.maximum(1.0 + number * past, 0.0) ** spans
    return lambda number: problem.own * np.exp(number)


def _meeting(problem: Problem, family: Callable[[float], Array]) -> Split:
    """Return the member of a family, cut by floors and ceilings, whose weighted sum is what is wanted."""
    weights = problem.weights

    def cut(number: float) -> Array:
        with np.errstate(over="ignore"):
            return np.clip(family(number), problem.low, problem.high)

    low, high = -_WIDEST, _WIDEST
    for _ in range(_MOST_STEPS):
        middle = (low + high) / 2.0
        if middle in (low, high):
            break
        if float(weights @ cut(middle)) < problem.wanted:
            low = middle
        else:
            high = middle
    levels = cut(high)
    free = (levels > problem.low) & (levels < problem.high)
    return Split(levels=_exactly(problem, levels, free), number=high, free=free)


def _exactly(problem: Problem, levels: Array, free: NDArray[np.bool_]) -> Array:
    """Return levels of which those that are free take what rounding leaves of the sum."""
    if not free.any():
        return levels
    moving = problem.total(np.where(free, levels, 0.0))
    held = problem.total(np.where(free, 0.0, levels))
    factor = (Fraction(problem.wanted) - held) / moving
    return np.array(
        [float(Fraction(float(level)) * factor) if one else level for level, one in zip(levels, free, strict=True)]
    )


def _least_burden(problem: Problem) -> Split:
    """Return the levels that burden the county with the lowest income least, and then least whoever is asked most.

    A county is burdened by what it is asked above its own trend; less than that is no burden. Two programmes: the least
    part of its trend, not below the whole, at which the lowest county lets the sum be met; with that, the least part
    that no other county exceeds. Of the splits that reach it, every county stands at that part or at the bound that
    keeps it from there. Where the trends alone are enough, nobody is burdened, and all are asked one part of theirs.
    """
    trend = problem.trend
    by_trend = _meeting(problem, lambda power: trend * np.exp(power))
    if problem.base.size == 1 or by_trend.number <= 0.0:
        return by_trend
    is_lowest = np.arange(problem.base.size) == int(np.argmin(problem.base))
    part = _least_part(problem, is_lowest)
    held = np.clip(part * trend, problem.low, problem.high)
    fixed = replace(problem, low=np.where(is_lowest, held, problem.low), high=np.where(is_lowest, held, problem.high))
    number = _least_part(fixed, ~is_lowest)
    found = _meeting(fixed, lambda power: trend * np.exp(power))
    return Split(levels=found.levels, number=number, free=found.free)


def _least_part(problem: Problem, burdened: NDArray[np.bool_]) -> float:
    """Return the least number, from 1 on, that need not be exceeded by any part of a trend of those burdened."""
    count = problem.base.size
    sums = sparse.csr_array(np.append(problem.weights, 0.0)[np.newaxis])
    # no level exceeds its trend times the number
    unit = sparse.diags_array(np.ones(count), format="csr")
    parts = sparse.hstack([unit, sparse.csr_array(-problem.trend[:, np.newaxis])], format="csr")[burdened]
    size = int(burdened.sum())
    model = Model(
        sparse.csr_array(sparse.vstack([sums, parts], format="csr")),
        np.append(problem.wanted, np.full(size, -inf)),
        np.append(problem.wanted, np.zeros(size)),
        np.append(problem.low, 1.0),
        np.append(problem.high, inf),
    )
    model.weigh(np.append(np.zeros(count), 1.0))
    found = model.least()
    assert found is not None
    return float(found.values[-1])


def raised_together(problem: Problem, rates: Array, moving: NDArray[np.bool_], *, upward: bool) -> float:
    """Return by how many points a year all bounds that can move must be moved for the sum to be within reach.

    Infinite where none can move.
    """
    if not moving.any():
        return inf
    weights, sign = problem.weights, 1.0 if upward else -1.0
    held = problem.high if upward else problem.low

    def reached(points: float) -> float:
        levels = np.where(moving, problem.base * np.maximum(1.0 + rates + sign * points, 0.0) ** problem.spans, held)
        return float(weights @ levels)

    low, high = 0.0, 1.0
    while (reached(high) - problem.wanted) * sign < 0.0:
        low, high = high, 2.0 * high
        if high > _WIDEST:
            return inf
    for _ in range(_MOST_STEPS):
        middle = (low + high) / 2.0
        if middle in (low, high):
            break
        if (reached(middle) - problem.wanted) * sign < 0.0:
            low = middle
        else:
            high = middle
    return high
