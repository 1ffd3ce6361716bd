"""Take published figures as rounded: their last digit, how far parts may miss their whole, how the two meet."""

import re
from collections.abc import Iterable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NOISE = 1e-9
"""Part of a value below which a difference is floating-point noise."""
HALF_A_FEN = 0.005
"""Yuan by which figures that went through a spreadsheet may miss each other: no rounding of what was published."""

_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_PLAIN = str.maketrans("．，", ".,")


def last_unit(written: object, value: float) -> float:
    """Return the unit of the last digit with which a value was written, in the unit of the value.

    `written` is the text that stood for it; of anything else the shortest digits of the value count.

    >>> last_unit("33274", 33274.0), last_unit("3.33万元", 33300.0), last_unit(33274.5, 33274.5)
    (1.0, 100.0, 0.1)
    """
    text = written.translate(_PLAIN) if isinstance(written, str) else format(Decimal(repr(float(value))), "f")
    match = _DIGITS.search(text.removesuffix(".0"))
    if match is None:
        return 0.0
    decimals = len(match[1] or "")
    shown = float(match[0].replace(",", ""))
    # what stands behind the digits (万, %) scales them
    scale = abs(value) / shown if shown else 1.0
    return float(scale / 10**decimals) if abs(scale - 1.0) > NOISE else 1.0 / 10**decimals


def rounding_room(units: Iterable[float]) -> float:
    """Return how far rounded parts may miss their rounded whole: half a unit of the last digit for each term.

    >>> round(rounding_room([1.0] * 5), 6)
    2.5
    """
    return sum(units) / 2.0 * (1.0 + NOISE)


def sums_apart(parts: Array, whole: Array) -> Array | None:
    """Return the sums of parts, along the last axis, that miss their whole, NaN elsewhere; None where none does.

    >>> sums_apart(np.array([[60.0, 39.0], [60.0, 40.0]]), np.array([100.0, 100.0]))
    array([99., nan])
    """
    added = np.add.accumulate(parts, axis=-1)[..., -1]
    misses = np.abs(added - whole) > HALF_A_FEN
    return np.where(misses, added, np.nan) if misses.any() else None


def meeting(parts: Array, whole: Array | float) -> Array:
    """Return parts, along the last axis, that add up to their whole: all times one factor, whole over sum.

    Composition and zeros stay. Parts within half a fen of the whole stay as they are, and so do those whose whole is
    not there (NaN).

    >>> meeting(np.array([60.0, 39.0]), 100.0).round(3)
    array([60.606, 39.394])
    """
    parts, given = np.asarray(parts, dtype=float), np.asarray(whole, dtype=float)
    # one after another, as plain addition does
    added = np.add.accumulate(parts, axis=-1)[..., -1]
    misses = np.abs(added - given) > HALF_A_FEN
    factor = np.divide(given, added, out=np.ones(misses.shape), where=misses)
    return np.where(misses[..., np.newaxis], parts * factor[..., np.newaxis], parts)
