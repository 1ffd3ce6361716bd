r"""Say what known sums tell of the scales of common and own shocks, on a grid.

Where the sums are linear in the shocks, their covariance is :math:`s^2 A + s_o^2 B`, with scales
:math:`s^2 = \nu / \chi^2_\nu`; the density of the two scales given the sums has no closed form, but two axes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log
from typing import Self

import numpy as np

from ceheng_model.arithmetic import Array

_ENDS = (log(0.1), log(1000.0))
"""Between what logarithms of scales the mass is looked for: beyond, chi-squares have next to none."""
_CELLS = 160
"""Cells of an axis: a scale then changes by some hundredths within one, which weights make up for."""
# each round makes cells of a scale that is almost known narrower by eighty times
_ROUNDS = 2
_NOTHING = 1e-9
"""Mass on either side of a marginal that the finer grid leaves out."""
_SINGULAR = 1e-12
"""Directions of the sums with less than this part of the largest variance are rounding."""


def log_prior(logarithms: Array, freedom: float) -> Array:
    r"""Return the logarithm of the density of :math:`\log s`, :math:`s^2 = \nu / \chi^2_\nu`.

    >>> at = np.linspace(-3.0, 6.0, 90_001)
    >>> round(float(np.exp(log_prior(at, 4.0)).sum() * 1e-4), 9)
    1.0
    """
    half, squares = freedom / 2.0, freedom * np.exp(-2.0 * logarithms)
    density: Array = half * np.log(squares / 2.0) - squares / 2.0 - lgamma(half) + log(2.0)
    return density


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScalePosterior:
    """Hold the density of the logarithms of both scales, the same within each cell of a grid."""

    first: tuple[Array, Array]
    """Middles of the cells of either axis; a scale that is known has the one cell of its own."""
    steps: tuple[float, float]
    """Widths of the cells; zero of what is known."""
    mass: Array
    """Of each cell, shape ``(common, own)``, sum one."""

    @classmethod
    def of(cls, strayed: Array, common: Array, own: Array, freedoms: Sequence[float | None]) -> Self:
        """Return the density given by how much sums strayed ``(row,)``, with these covariances ``(row, row)``."""
        parts, squares = _apart(strayed, common, own)
        axes = [np.zeros(1) if freedom is None else np.linspace(*_ENDS, _CELLS) for freedom in freedoms]
        mass = _mass(axes, freedoms, parts, squares)
        for _ in range(_ROUNDS):
            axes = [_finer(axis, mass.sum(axis=1 - k)) for k, axis in enumerate(axes)]
            mass = _mass(axes, freedoms, parts, squares)
        steps = [float(axis[1] - axis[0]) if axis.size > 1 else 0.0 for axis in axes]
        return cls(first=(axes[0], axes[1]), steps=(steps[0], steps[1]), mass=mass)

    @property
    def usual(self) -> tuple[float, float]:
        """About how large both scales are."""
        common, own = self.first
        return float(np.exp(self.mass.sum(axis=1) @ common)), float(np.exp(self.mass.sum(axis=0) @ own))

    def draw(self, count: int, generator: np.random.Generator) -> Array:
        """Return draws of the logarithms of both scales, shape ``(2, count)``."""
        cells = np.minimum(np.searchsorted(np.cumsum(self.mass), generator.random(count)), self.mass.size - 1)
        within = generator.random((2, count)) - 0.5
        places = np.unravel_index(cells, self.mass.shape)
        return np.array(
            [axis[at] + step * u for axis, at, step, u in zip(self.first, places, self.steps, within, strict=True)]
        )

    def log_density(self, logarithms: Array) -> Array:
        """Return the logarithm of the density at ``(2, draw)``; of a scale that is known none counts."""
        places, inside, width = [], np.ones(logarithms.shape[1], dtype=bool), 0.0
        for axis, step, values in zip(self.first, self.steps, logarithms, strict=True):
            if not step:
                places.append(np.zeros(values.shape, dtype=np.intp))
                continue
            at = np.floor((values - axis[0]) / step + 0.5).astype(np.intp)
            inside &= (at >= 0) & (at < axis.size)
            places.append(np.clip(at, 0, axis.size - 1))
            width += log(step)
        with np.errstate(divide="ignore"):
            density: Array = np.where(inside, np.log(self.mass[places[0], places[1]]) - width, -np.inf)
        return density


def _apart(strayed: Array, common: Array, own: Array) -> tuple[Array, Array]:
    """Return independent directions of the sums: the common part of their variance, and by how much they strayed.

    In each the two parts add up to one; strayed amounts are squared.
    """
    both = common + own
    size = np.sqrt(np.diag(both))
    values, vectors = np.linalg.eigh(both / np.outer(size, size))
    kept = values > _SINGULAR * values[-1]
    white = vectors[:, kept] / np.sqrt(values[kept]) / size[:, np.newaxis]
    parts, turned = np.linalg.eigh(white.T @ common @ white)
    return np.clip(parts, 0.0, 1.0), ((white @ turned).T @ strayed) ** 2


def _mass(axes: Sequence[Array], freedoms: Sequence[float | None], parts: Array, squares: Array) -> Array:
    logs = np.zeros((axes[0].size, axes[1].size))
    for k, (axis, freedom) in enumerate(zip(axes, freedoms, strict=True)):
        if freedom is not None:
            logs += np.expand_dims(log_prior(axis, freedom), 1 - k)
    variances = [np.exp(2.0 * axis) for axis in axes]
    for part, square in zip(parts.tolist(), squares.tolist(), strict=True):
        variance = np.add.outer(part * variances[0], (1.0 - part) * variances[1])
        logs -= 0.5 * (np.log(variance) + square / variance)
    mass: Array = np.exp(logs - logs.max())
    mass /= mass.sum()
    return mass


def _finer(axis: Array, mass: Array) -> Array:
    """Return as many cells over the part of an axis that has the mass."""
    if axis.size == 1:
        return axis
    sums = np.cumsum(mass)
    low = max(int(np.searchsorted(sums, _NOTHING)) - 1, 0)
    high = min(int(np.searchsorted(sums, 1.0 - _NOTHING)) + 1, axis.size - 1)
    return np.linspace(axis[low], axis[high], _CELLS)
