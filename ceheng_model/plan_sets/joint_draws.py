"""Draw the incomes of all counties together: shocks of the nation, of the province and of each county itself.

Blocks of draws are independent tasks. A block has one stream for what counties share and one for each batch of
counties, spawned from the seed by their numbers, so that results do not depend on who draws them, and more draws extend
the same sample.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import generator_of

BLOCK = 1024
"""Draws in a block, a constant of the method: another size would give other draws from the same seed."""
BATCH = 32
"""Counties that share a stream in a block: their arrays stay in the cache of a core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Hold what a level, a growth or a ratio must be, by the places of groups and years."""

    kind: str
    """``income``, ``growth`` or ``ratio``."""
    above: int
    below: int
    """Of a ratio, the group by which is divided."""
    first: int
    last: int
    low: float
    high: float

    def groups(self, keys: Sequence[str]) -> set[str]:
        """Return the groups of which it asks something, of the keys of all."""
        return {keys[self.above], keys[self.below]}

    def met(self, levels: Array) -> NDArray[np.bool_]:
        """Return in which draws it is met, of levels ``(year, group, draw)``."""
        value = levels[self.last, self.above]
        if self.kind == "ratio":
            value = value / levels[self.last, self.below]
        elif self.kind == "growth":
            value = (value / levels[self.first, self.above]) ** (1.0 / (self.last - self.first)) - 1.0
        held: NDArray[np.bool_] = (value >= self.low) & (value <= self.high)
        return held


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointModel:
    """Hold what a block is drawn from."""

    seed: int
    base: Array
    """``(county, group)``, yuan; 0 for a group that a county does not have."""
    growth: Array
    """``(county, year, group)``; of years before a county's own plan none is drawn."""
    drawn: NDArray[np.bool_]
    """Which years a county's incomes are drawn in, ``(county, year)``."""
    shares: Array
    """Parts of the residents, ``(county, year, group)``, the first year first; 0 for who is in no sum."""
    nation: Array
    """Factor of the covariance of one year's shocks over groups."""
    province: Array
    own: Array
    nation_freedom: float | None
    """Degrees of freedom of the nation's estimate; None where its spread is known."""
    own_freedom: float | None
    """The same of the province's and of the counties', which are one estimate."""
    goals: tuple[tuple[Goal, ...], ...]
    """Of every county."""
    of_whole: tuple[Goal, ...]
    ratio: tuple[int, int] | None
    """Places of the two groups that are compared."""
    apart: int
    """Place of the group whose highest and lowest county are compared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointBlock:
    """Hold what the draws of one block give."""

    county_met: NDArray[np.int64]
    """In how many draws each county meets all its goals."""
    count_met: NDArray[np.int64]
    """How many counties meet theirs, draw by draw."""
    whole_met: NDArray[np.bool_]
    """Which goals of the whole are met, ``(goal, draw)``."""
    whole: Array
    """Incomes of the whole in the last year, ``(group, draw)``."""
    ratio: Array
    apart: Array
    """The highest income of a county over the lowest, draw by draw; NaN where no county has one."""


def draw_block(model: JointModel, number: int, count: int) -> JointBlock:
    """Return what the first `count` draws of a block give."""
    counties, years, groups = model.growth.shape
    shared, stretch = _shared(model, number)
    whole = np.zeros((years + 1, groups, BLOCK))
    county_met = np.zeros(counties, dtype=np.int64)
    count_met = np.zeros(BLOCK, dtype=np.int64)
    highest, lowest = np.zeros(BLOCK), np.full(BLOCK, np.inf)
    for batch, start in enumerate(range(0, counties, BATCH)):
        members = slice(start, min(start + BATCH, counties))
        levels = _levels(model, shared, stretch, number, batch, members)
        whole += np.einsum("cyg,cygd->ygd", model.shares[members], levels)
        for at, own in enumerate(levels, start=start):
            goals = model.goals[at]
            if goals:
                met = np.logical_and.reduce([goal.met(own) for goal in goals])
                county_met[at] = np.count_nonzero(met[:count])
                count_met += met
        last = levels[:, -1, model.apart]
        there = model.base[members, model.apart] > 0.0
        if there.any():
            np.maximum(highest, last[there].max(axis=0), out=highest)
            np.minimum(lowest, last[there].min(axis=0), out=lowest)
    ratio = np.full(BLOCK, np.nan)
    apart = np.full(BLOCK, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if model.ratio is not None:
            ratio = whole[-1, model.ratio[0]] / whole[-1, model.ratio[1]]
        if model.base[:, model.apart].any():
            apart = highest / lowest
        of_whole = np.array([goal.met(whole) for goal in model.of_whole], dtype=bool)
    return JointBlock(
        county_met=county_met,
        count_met=count_met[:count],
        whole_met=of_whole.reshape(len(model.of_whole), BLOCK)[:, :count],
        whole=whole[-1, :, :count],
        ratio=ratio[:count],
        apart=apart[:count],
    )


def _shared(model: JointModel, number: int) -> tuple[Array, Array | float]:
    """Return the shocks that all counties have in common, ``(year, group, draw)``, and what stretches their own."""
    _, years, groups = model.growth.shape
    generator = generator_of(model.seed, (number, 0))
    nation = generator.standard_normal((years, groups, BLOCK))
    province = generator.standard_normal((years, groups, BLOCK))
    # behind the normals: these are the same whether the spread is known or estimated
    of_nation, of_own = (_stretch(freedom, generator) for freedom in (model.nation_freedom, model.own_freedom))
    shocks: Array = np.matmul(model.nation, nation) * of_nation + np.matmul(model.province, province) * of_own
    return shocks, of_own


def _stretch(freedom: float | None, generator: np.random.Generator) -> Array | float:
    r"""Return what stretches an estimated spread in each draw, :math:`\sqrt{\nu / \chi^2_\nu}`; 1 for a known one."""
    if freedom is None:
        return 1.0
    stretch: Array = np.sqrt(freedom / generator.chisquare(freedom, size=BLOCK))
    return stretch


def _levels(model: JointModel, shared: Array, stretch: Array | float, number: int, batch: int, members: slice) -> Array:
    """Return the incomes of some counties, ``(county, year, group, draw)``, the base year first."""
    base, growth = model.base[members], model.growth[members]
    size, years, groups = growth.shape
    generator = generator_of(model.seed, (number, 1 + batch))
    factors = generator.standard_normal((size, years, groups, BLOCK))
    factors = np.matmul(model.own, factors)
    if model.own_freedom is not None:
        factors *= stretch
    factors += shared
    factors += growth[..., np.newaxis] + 1.0
    # an income can be lost and never be negative
    np.maximum(factors, 0.0, out=factors)
    still = ~model.drawn[members]
    if still.any():
        factors[still] = 1.0
    levels = np.empty((size, years + 1, groups, BLOCK))
    levels[:, 0] = base[..., np.newaxis]
    for year in range(years):
        np.multiply(levels[:, year], factors[:, year], out=levels[:, year + 1])
    return levels
