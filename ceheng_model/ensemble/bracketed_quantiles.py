"""Find quantiles of many values: bracket each by the first values, and order what lies between alone."""

from collections.abc import Sequence
from math import ceil, floor, sqrt

import numpy as np

from ceheng_model.arithmetic import Array

# ordering all at once is faster below: the brackets then hold too large a part
MANY = 200_000
"""Values from which on brackets are used."""
FIRST = 65_536
"""Values that the brackets are taken from."""
# one bracket of five misses its quantile in about 30,000 rows, which are then ordered as a whole
_ERRORS = 4.5
"""How many standard errors of its rank a bracket reaches to either side."""
_AT_ONCE = 32_768
"""Values compared at one time, few enough to stay in a core's own memory."""


def row_quantiles(row: Array, probabilities: Sequence[float]) -> Array:
    """Return linearly interpolated quantiles of values, those of `numpy.quantile` to the last bit.

    The row may be reordered. Between two values without end there is no quantile, nor where one is no number.

    >>> row_quantiles(np.array([4.0, 1.0, 3.0, 2.0]), (0.25, 0.5)).tolist()
    [1.75, 2.5]
    """
    # a value that is no number makes the least one none
    if row.size >= MANY and not np.isnan(row.min()):
        found = _bracketed(row, probabilities)
        if found is not None:
            return found
    with np.errstate(invalid="ignore"):
        quantiles: Array = np.quantile(row, probabilities, overwrite_input=True)
    return quantiles


def _bracketed(row: Array, probabilities: Sequence[float]) -> Array | None:
    """Return the quantiles; None where a bracket misses one or has no end, which only ordering all can tell."""
    quantiles = []
    for probability, (low, high) in zip(probabilities, _brackets(row[:FIRST], probabilities), strict=True):
        inside, below = _between(row, low, high)
        position = (row.size - 1) * probability
        rank = floor(position)
        first, second = rank - below, min(rank + 1, row.size - 1) - below
        if first < 0 or second >= inside.size:
            return None
        inside.partition([first, second])
        ends = inside[[first, second]]
        if not np.isfinite(ends).all():
            return None
        quantiles.append(_interpolated(ends[0], ends[1], position - rank))
    return np.array(quantiles)


def _brackets(first: Array, probabilities: Sequence[float]) -> list[tuple[float, float]]:
    """Return between which two values each quantile of all most likely lies."""
    last = first.size - 1
    ranks = []
    for probability in probabilities:
        away = _ERRORS * sqrt(probability * (1.0 - probability) * first.size) + 1.0
        ranks.append((floor(probability * last - away), ceil(probability * last + away)))
    ordered = np.partition(first, sorted({min(max(rank, 0), last) for pair in ranks for rank in pair}))
    return [
        # what lies at an end of the first values is bounded by nothing
        (float(ordered[low]) if low > 0 else -np.inf, float(ordered[high]) if high < last else np.inf)
        for low, high in ranks
    ]


def _between(row: Array, low: float, high: float) -> tuple[Array, int]:
    """Return the values from `low` to `high`, and how many lie below."""
    parts, below = [], 0
    for start in range(0, row.size, _AT_ONCE):
        some = row[start : start + _AT_ONCE]
        inside = some >= low
        below += some.size - int(np.count_nonzero(inside))
        inside &= some <= high
        parts.append(some[np.flatnonzero(inside)])
    return np.concatenate(parts), below


def _interpolated(low: float, high: float, part: float) -> float:
    # from the nearer end, as numpy does, so that the last bits are the same
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1.0 - part)
