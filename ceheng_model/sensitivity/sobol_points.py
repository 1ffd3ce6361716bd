"""Draw scrambled Sobol' points of normal variables, each batch from its own stream.

A function whose variance is split takes ``(point, variable)`` and returns ``(point,)``; a block lists the
variables of one input, and every variable lies in one block.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import Seed, entropy_of
from ceheng_model.errors import Fault, InputError
from ceheng_model.vocabulary import Template, Text

Function = Callable[[Array], Array]
Block = NDArray[np.intp] | Sequence[int]

DRAWS = 4096
BATCHES = 16
"""Independent scramblings; the estimates scatter over them, and that scatter is the standard error."""
FEWEST = 16 * BATCHES
"""Draws below which a batch says nothing."""
# sums of a dozen incomes round at some 1e-15 of their size
CONSTANT = 1e-13
"""A function that varies by less than this part of its size is constant."""
SINGULAR = 1e-12
"""An eigenvalue of a correlation matrix below this is zero."""

_POWER_OF_TWO = Template("为2的幂且不小于 {fewest}", "be a power of two, {fewest} or more")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Normals:
    """Hold normal variables on their own scale: ``mean + scale * y`` with `y` of the given correlation.

    A variable without spread has zeros in its row and column of `correlation`. `root` is the symmetric
    square root of `correlation`: unlike a triangular factor or eigenvectors, it is unique also where the
    matrix is singular, so that every machine draws the same points.
    """

    mean: Array
    scale: Array
    correlation: Array
    root: Array

    def draw(self, points: int, copies: int, generator: np.random.Generator) -> tuple[Array, ...]:
        """Return independent samples of `y`, each ``(points, variable)``, from one set of Sobol' points."""
        size = self.mean.size
        normals = standard_normals(points, copies * size, generator)
        return tuple(normals[:, size * i : size * (i + 1)] @ self.root for i in range(copies))

    def place(self, y: Array) -> Array:
        """Return the variables themselves."""
        return self.mean + self.scale * y


def normals_of(mean: Array, covariance: Array) -> Normals:
    """Return normal variables of a mean and a covariance, which may be singular."""
    scale = np.sqrt(np.diag(covariance))
    outer = np.outer(scale, scale)
    correlation = np.divide(covariance, outer, out=np.zeros(outer.shape), where=outer > 0.0)
    values, vectors = np.linalg.eigh(correlation)
    root = (vectors * np.sqrt(np.where(values > SINGULAR, values, 0.0))) @ vectors.T
    return Normals(mean=np.asarray(mean, dtype=float), scale=scale, correlation=correlation, root=root)


def standard_normals(points: int, size: int, generator: np.random.Generator) -> Array:
    """Return independent standard normal variables at scrambled Sobol' points, ``(points, size)``."""
    from scipy.stats.qmc import MultivariateNormalQMC

    drawn: Array = MultivariateNormalQMC(np.zeros(size), rng=generator).random(points)
    return drawn


def streams(seed: Seed, count: int) -> list[np.random.Generator]:
    """Return independent generators that depend on the seed alone; raise `InputError` for what is none.

    >>> [int(generator.integers(100)) for generator in streams(0, 2)] == [
    ...     int(generator.integers(100)) for generator in streams(0, 2)]
    True
    """
    sequence = np.random.SeedSequence(entropy_of(seed))
    return [np.random.default_rng(child) for child in sequence.spawn(count)]


def points_of(draws: int) -> int:
    """Return the points of a batch; raise `InputError` unless the draws are a power of two, large enough."""
    if draws < FEWEST or draws != int(draws) or int(draws) & (int(draws) - 1):
        what, way_out = Text("模拟次数", "draws"), Text("例如 4096", "for example 4096")
        raise InputError(Fault(what=what, rule=_POWER_OF_TWO.format(fewest=FEWEST), got=draws, way_out=way_out))
    return int(draws) // BATCHES


def is_constant(values: Array) -> bool:
    """Return whether values differ by no more than rounding."""
    return bool(np.ptp(values) <= CONSTANT * np.abs(values).max())
