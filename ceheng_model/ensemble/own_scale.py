r"""Say what known sums tell of the scale of a region's own shocks, given that of the common ones.

Where the sums are linear in the shocks, their covariance is :math:`s^2 A + s_o^2 B`, with scales
:math:`s^2 = \nu / \chi^2_\nu`. The density of :math:`s_o` given the sums and :math:`s` has no closed form, but a grid
of two axes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log
from typing import Self

import numpy as np
from numpy.typing import NDArray

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
class OwnScale:
    """Hold the density of the logarithm of the own scale given the common one, the same within each cell of a grid."""

    common: Array
    """Logarithms of the common scale, evenly spaced; the one of a scale that is known."""
    own: Array
    """The same of the own scale."""
    mass: Array
    """Of each own scale, given the common one, shape ``(common, own)``: rows have the sum one."""
    evidence: Array
    """Logarithm of the density of what is known given the common scale, without its constant, ``(common,)``."""
    usual: tuple[float, float]
    """About how large both scales are."""

    @classmethod
    def of(cls, strayed: Array, common: Array, own: Array, freedoms: Sequence[float | None]) -> Self:
        """Return the density given by how much sums strayed ``(row,)``, with these covariances ``(row, row)``."""
        parts, squares = _apart(strayed, common, own)
        axes = [np.zeros(1) if freedom is None else np.linspace(*_ENDS, _CELLS) for freedom in freedoms]
        priors, logs = _logarithms(axes, freedoms, parts, squares)
        for _ in range(_ROUNDS):
            evidence = _log_sum(logs)
            given = np.exp(logs - evidence[:, np.newaxis])
            of_common = np.exp(priors - _log_sum(priors))
            axes = [_finer(axes[0], of_common), _finer(axes[1], of_common @ given)]
            priors, logs = _logarithms(axes, freedoms, parts, squares)
        evidence, of_common = _log_sum(logs), np.exp(priors - _log_sum(priors))
        mass = np.exp(logs - evidence[:, np.newaxis])
        usual = float(np.exp(of_common @ axes[0])), float(np.exp(of_common @ mass @ axes[1]))
        return cls(common=axes[0], own=axes[1], mass=mass, evidence=evidence, usual=usual)

    def draw(self, common: Array, generator: np.random.Generator) -> Array:
        """Return the logarithm of an own scale for each logarithm of a common one, ``(draw,)``."""
        sums = np.cumsum(self.mass, axis=1)
        # rows one after the other on one axis, so that one search finds the cell in each
        places = self._rows(common) + generator.random(common.size)
        cells = np.searchsorted((sums + np.arange(len(sums))[:, np.newaxis]).ravel(), places)
        columns = np.clip(cells - self._rows(common) * self.own.size, 0, self.own.size - 1)
        drawn: Array = self.own[columns] + self._step * (generator.random(common.size) - 0.5)
        return drawn

    def log_density(self, common: Array, own: Array) -> Array:
        """Return the logarithm of the density of what is drawn, ``(draw,)``."""
        columns = np.floor((own - self.own[0]) / self._step + 0.5).astype(np.intp)
        inside = (columns >= 0) & (columns < self.own.size)
        mass = self.mass[self._rows(common), np.clip(columns, 0, self.own.size - 1)]
        with np.errstate(divide="ignore"):
            density: Array = np.where(inside, np.log(mass) - log(self._step), -np.inf)
        return density

    def log_evidence(self, common: Array) -> Array:
        """Return the logarithm of the density of what is known, given the logarithm of a common scale, ``(draw,)``."""
        return np.interp(common, self.common, self.evidence)

    @property
    def _step(self) -> float:
        return float(self.own[1] - self.own[0])

    def _rows(self, common: Array) -> NDArray[np.intp]:
        if self.common.size == 1:
            return np.zeros(common.shape, dtype=np.intp)
        at = np.rint((common - self.common[0]) / (self.common[1] - self.common[0]))
        rows: NDArray[np.intp] = np.clip(at, 0, self.common.size - 1).astype(np.intp)
        return rows


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


def _logarithms(
    axes: Sequence[Array], freedoms: Sequence[float | None], parts: Array, squares: Array
) -> tuple[Array, Array]:
    """Return logarithms of the mass of common scales, and of own scales with what is known, ``(common, own)``."""
    priors = [
        np.zeros(1) if freedom is None else log_prior(axis, freedom) + log(axis[1] - axis[0])
        for axis, freedom in zip(axes, freedoms, strict=True)
    ]
    logs = np.tile(priors[1], (axes[0].size, 1))
    variances = [np.exp(2.0 * axis) for axis in axes]
    for part, square in zip(parts.tolist(), squares.tolist(), strict=True):
        variance = np.add.outer(part * variances[0], (1.0 - part) * variances[1])
        logs -= 0.5 * (np.log(variance) + square / variance)
    return priors[0], logs


def _log_sum(logs: Array) -> Array:
    highest = logs.max(axis=-1, keepdims=True)
    sums: Array = np.log(np.exp(logs - highest).sum(axis=-1)) + highest[..., 0]
    return sums


def _finer(axis: Array, mass: Array) -> Array:
    """Return as many cells over the part of an axis that has the mass."""
    if axis.size == 1:
        return axis
    sums = np.cumsum(mass)
    low = max(int(np.searchsorted(sums, _NOTHING)) - 1, 0)
    high = min(int(np.searchsorted(sums, 1.0 - _NOTHING)) + 1, axis.size - 1)
    return np.linspace(axis[low], axis[high], _CELLS)
