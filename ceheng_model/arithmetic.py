"""Compute on bare arrays: compounding, growth, shares, contributions, ratios.

Levels are yuan per person and year, rates are fractions. Arrays follow the axis order
``(..., group, component, year)``; leading axes are draws, scenarios or regions. Nothing is checked
here: the callers label and validate.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.vocabulary import COMPONENT_AXIS, YEAR_AXIS

Array = NDArray[np.float64]


def compound(base: Array, growth: Array, added: Array | None = None) -> Array:
    r"""Return the levels that a base reaches under yearly growth, the base year first.

    :math:`L_t = L_0 \prod_{s \le t} (1 + g_s) + a_t`, for `base` of shape ``(..., group, component)`` in
    yuan and `growth` of shape ``(..., group, component, year)``; the result has one year more. What is
    `added` in each year, same shape as growth, stands on top and does not grow.

    >>> compound(np.array([[100.0]]), np.array([[[0.1, 0.2]]]))
    array([[[100., 110., 132.]]])
    """
    years = growth.shape[YEAR_AXIS]
    shape = growth.shape[:YEAR_AXIS]
    if base.shape != shape:
        shape = np.broadcast_shapes(base.shape, shape)
    levels = np.empty((*shape, years + 1))
    level = levels[..., 0]
    level[...] = base
    np.add(growth, 1.0, out=levels[..., 1:])
    for year in range(1, years + 1):
        grown = levels[..., year]
        level = np.multiply(level, grown, out=grown)
    if added is not None:
        levels[..., 1:] += added
    return levels


def totals(levels: Array) -> Array:
    """Return the sum over components, shape ``(..., group, year)``.

    >>> totals(np.array([[[1.0, 2.0], [3.0, 5.0]]]))
    array([[4., 7.]])
    """
    summed: Array = levels.sum(axis=COMPONENT_AXIS)
    return summed


def growth_rates(levels: Array) -> Array:
    r"""Return :math:`L_t / L_{t-1} - 1` along the last axis, one year fewer.

    A level that follows zero has no growth rate: the result is NaN there.

    >>> growth_rates(np.array([100.0, 110.0, 99.0])).round(12)
    array([ 0.1, -0.1])
    """
    return _divide(levels[..., 1:], levels[..., :-1]) - 1.0


def increments(levels: Array) -> Array:
    """Return the change against the year before along the last axis, in yuan.

    >>> increments(np.array([100.0, 110.0, 99.0]))
    array([ 10., -11.])
    """
    changes: Array = np.diff(levels, axis=YEAR_AXIS)
    return changes


def shares(levels: Array) -> Array:
    """Return each component's share of its group's total, same shape as `levels`.

    >>> shares(np.array([[[1.0], [3.0]]])).ravel()
    array([0.25, 0.75])
    """
    return _divide(levels, totals(levels)[..., np.newaxis, :])


def contribution_points(start: Array, end: Array) -> Array:
    r"""Return each component's contribution to the growth of the total, as a fraction (拉动).

    :math:`(L_{c,1} - L_{c,0}) / \sum_c L_{c,0}` for levels of shape ``(..., component)``, as the
    National Bureau of Statistics defines it.

    >>> contribution_points(np.array([60.0, 40.0]), np.array([66.0, 42.0]))
    array([0.06, 0.02])
    """
    return _divide(end - start, start.sum(axis=-1, keepdims=True))


def contribution_rates(start: Array, end: Array) -> Array:
    r"""Return each component's part in the change of the total, as a fraction (贡献率).

    :math:`(L_{c,1} - L_{c,0}) / \sum_c (L_{c,1} - L_{c,0})`; NaN where the total does not change.

    >>> contribution_rates(np.array([60.0, 40.0]), np.array([66.0, 42.0]))
    array([0.75, 0.25])
    """
    change = end - start
    return _divide(change, change.sum(axis=-1, keepdims=True))


def average_annual_growth(start: Any, end: Any, *, years: int) -> Any:
    r"""Return the geometric mean growth :math:`(L_n / L_0)^{1/n} - 1` (年均增长).

    The base year does not count among the `years`, as the Bureau counts.

    >>> round(float(average_annual_growth(100.0, 133.1, years=3)), 12)
    0.1
    """
    # a level that starts from zero has no growth rate
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.power(np.divide(end, start), 1.0 / years) - 1.0


def income_ratio(urban: Array, rural: Array) -> Array:
    """Return urban total over rural total (城乡居民收入比).

    >>> income_ratio(np.array([30.0]), np.array([12.0]))
    array([2.5])
    """
    return _divide(urban, rural)


def real_levels(levels: Array, price_growth: Array) -> Array:
    r"""Return levels at prices of the base year: divided by :math:`\prod_{s \le t} (1 + \pi_s)`.

    `price_growth` has one entry a year after the base year.

    >>> real_levels(np.array([100.0, 110.0]), np.array([0.1])).round(9)
    array([100., 100.])
    """
    index = np.concatenate([[1.0], np.cumprod(1.0 + price_growth)])
    deflated: Array = levels / index
    return deflated


def weighted_mean(values: Array, weights: Array) -> Array:
    """Return the mean over groups, ``(..., group, year)`` with weights ``(group, year)``.

    What weighs nothing does not count, be it there (a number) or not (NaN).

    >>> weighted_mean(np.array([[40.0], [10.0]]), np.array([[1.0], [2.0]]))
    array([20.])
    """
    weighted = np.where(weights == 0.0, 0.0, values * weights)
    mean: Array = weighted.sum(axis=-2) / weights.sum(axis=-2)
    return mean


def closing_rate(previous: Array, stated: Array, is_open: NDArray[np.bool_], total_growth: Any) -> Array:
    r"""Return the one rate of the open components that gives the total its stated growth.

    For one group and year, over components: :math:`r = (G \sum_c L_c - \sum_{stated} g_c L_c) /
    \sum_{open} L_c`. Shapes: ``(..., component)`` for the first three, ``(...)`` for `total_growth` and the
    result. `stated` is read only where `is_open` is false. NaN when nothing is open.

    >>> previous, stated = np.array([60.0, 40.0]), np.array([0.10, 0.0])
    >>> closing_rate(previous, stated, np.array([False, True]), 0.08)
    array(0.05)
    """
    room = np.where(is_open, previous, 0.0).sum(axis=-1)
    gained = np.where(is_open, 0.0, previous * stated).sum(axis=-1)
    return _divide(total_growth * previous.sum(axis=-1) - gained, room)


def _divide(numerator: Array, denominator: Array) -> Array:
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    empty = np.full(shape, np.nan)
    quotient: Array = np.divide(numerator, denominator, out=empty, where=np.asarray(denominator) != 0.0)
    return quotient
