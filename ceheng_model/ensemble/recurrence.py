r"""Draw long paths from the two years before each year, instead of from the normals of all years.

Shocks that fade from year to year and errors of means that stay hang on the past through two states a variable:
:math:`e_t = A_t (e_{t-1} - D_{t-1} z_{t-1}) + B_t e_{t-2} + F_{t,t-1} z_{t-1} + D_t z_t`, which takes a time
proportional to the years and not to their square.
"""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.workspaces import small_product, workspace

LONG = 24
"""Years up to which the whole factor is multiplied: the four parts of a recurrence save little there."""
EXACT = 1e-9
"""What a recurrence may miss of the largest number of the factor: rounding leaves 1e-13 over a hundred years."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recurrence:
    """Hold by how much a year's shocks move with its normals, those of the year before, and the two years' shocks."""

    parts: Array
    """Of every year: its normals, those of the year before, the shocks of both years before, ``(year, n, 4 n)``."""
    own: Array | None = None
    """What the region's own shocks take of the normals of theirs, shape ``(n, k)``; None where there are none."""
    persistence: float = 0.0
    """Correlation of one year's own shocks with those of the year before."""

    def join(self, normals: Array, shocks: Array) -> None:
        """Fill `shocks` from `normals`, both ``(year, n, draw)``."""
        _, size, draws = normals.shape
        # years before the first have neither normals nor shocks
        read = workspace("read", (4, size, draws))
        read[1:] = 0.0
        for part, of_year, drawn in zip(self.parts, normals, shocks, strict=True):
            read[0] = of_year
            small_product(part, read.reshape(4 * size, draws), out=drawn)
            read[1], read[3], read[2] = read[0], read[2], drawn

    def add_own(self, normals: Array, shocks: Array) -> None:
        """Add the region's own shocks, from normals ``(year, k, draw)``."""
        assert self.own is not None
        left = np.sqrt(1.0 - self.persistence**2)
        state = np.array(normals[0])
        moved = workspace("moved", shocks.shape[1:])
        for t, of_year in enumerate(normals):
            if t:
                state *= self.persistence
                state += left * of_year
            shocks[t] += small_product(self.own, state, out=moved)


def recurrence_of(factor: Array, years: int) -> Recurrence | None:
    """Return the recurrence that a factor over years follows; None for short paths, and for those that follow none.

    `factor` is lower triangular over years, shape ``(years * n, years * n)``.
    """
    size = len(factor) // years
    by_year = factor.reshape(years, size, years, size)
    if years <= LONG or not any(by_year[t, :, :t].any() for t in range(1, years)):
        return None
    largest = np.abs(factor).max()
    parts = np.zeros((years, size, 4, size))
    for t in range(years):
        parts[t, :, 0] = by_year[t, :, t]
        if t > 0:
            parts[t, :, 1] = by_year[t, :, t - 1]
        if t > 1:
            two = by_year[t - 2 : t, :, : t - 1].reshape(2 * size, -1)
            one = by_year[t, :, : t - 1].reshape(size, -1)
            # beyond rounding, the singular directions hold nothing that moves a shock
            moved = np.linalg.lstsq(two.T, one.T, rcond=1e-13)[0].T
            if np.abs(moved @ two - one).max() > EXACT * largest:
                return None
            parts[t, :, 3], parts[t, :, 2] = moved[:, :size], moved[:, size:]
            parts[t, :, 1] -= parts[t, :, 2] @ by_year[t - 1, :, t - 1]
    return Recurrence(parts=parts.reshape(years, size, 4 * size))
