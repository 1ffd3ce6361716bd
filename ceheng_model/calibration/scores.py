"""Score forecasts by what came: position in the draws, continuous ranked probability score, covered counts."""

from functools import cache

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.uncertainty.estimation import detrended

# the fifth and the 95th of a hundred counts move by less than one in ten thousand histories
HISTORIES = 10_000
"""Simulated histories of counts that right bands give."""
EXPECTED = 0.90
"""Part of the simulated histories whose counts are told."""
CONFIDENCE = 0.95
"""Confidence of the exact interval of a coverage."""


def position(draws: Array, outcome: Array) -> Array:
    """Return the part of the draws below an outcome, ties by half: the probability integral transform.

    `draws` is sorted along its last axis.

    >>> position(np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([2.0]))
    array([0.375])
    """
    ends = [
        [np.searchsorted(row, came, side) for side in ("left", "right")]
        for row, came in zip(draws, outcome, strict=True)
    ]
    below: Array = np.array(ends).mean(axis=-1) / draws.shape[-1]
    return below


def ranked_score(draws: Array, outcome: Array) -> Array:
    r"""Return the continuous ranked probability score of draws, :math:`E|X - y| - E|X - X'| / 2`, in their unit.

    `draws` is sorted along its last axis.

    >>> ranked_score(np.array([[0.0, 1.0]]), np.array([0.0])).round(12)
    array([0.25])
    """
    from scoringrules import crps_ensemble

    # numba, where it is installed, would first have to compile
    scores = crps_ensemble(outcome, draws, estimator="qd", sorted_ensemble=True, backend="numpy")
    return np.asarray(scores)


def exact_interval(covered: int, count: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a probability after independent trials (Clopper & Pearson 1934).

    >>> [round(end, 4) for end in exact_interval(5, 5)]
    [0.4782, 1.0]
    """
    from scipy.special import betaincinv

    tail = (1.0 - CONFIDENCE) / 2.0
    low = float(betaincinv(covered, count - covered + 1, tail)) if covered else 0.0
    high = float(betaincinv(covered + 1, count - covered, 1.0 - tail)) if covered < count else 1.0
    return low, high


@cache
def expected_counts(growth_years: tuple[int, ...], years_ahead: int, nominal: float) -> tuple[int, int]:
    r"""Return between which counts of covered outcomes nine in ten histories lie where the bands are right.

    `growth_years` says how many years each forecast rests on, all from the same first year on. Growth of independent
    normal years is drawn; each forecast takes mean and spread from the years before it, as `predicted` does, and its
    band is that of Student's t for a sum of h years,
    :math:`h \bar g \pm t_{n-2} \hat\sigma \sqrt{h + h^2 / n}`. Overlapping forecasts share their years here as there.

    >>> expected_counts((4, 5, 6, 7, 8), 1, 0.9)
    (3, 5)
    """
    counts = covered_counts(growth_years, years_ahead, nominal)
    tail = (1.0 - EXPECTED) / 2.0
    low, high = np.quantile(counts, [tail, 1.0 - tail], method="inverted_cdf")
    return int(low), int(high)


def covered_counts(growth_years: tuple[int, ...], years_ahead: int, nominal: float) -> Array:
    """Return how many outcomes right bands cover in each of the simulated histories."""
    from scipy.special import stdtrit

    generator = np.random.Generator(np.random.PCG64(0))
    growth = generator.standard_normal((HISTORIES, max(growth_years) + years_ahead))
    counts = np.zeros(HISTORIES)
    for count in growth_years:
        before, after = growth[:, :count], growth[:, count : count + years_ahead]
        spread = np.sqrt((detrended(before) ** 2).sum(axis=-1) / (count - 2))
        off = np.abs(after.sum(axis=-1) - years_ahead * before.mean(axis=-1))
        width = stdtrit(count - 2, 0.5 + nominal / 2.0) * np.sqrt(years_ahead + years_ahead**2 / count)
        counts += off <= width * spread
    return counts
