r"""Split the variance of a function over independent inputs: Sobol' indices, on bare arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import Seed
from ceheng_model.sensitivity.sobol_points import (
    BATCHES,
    DRAWS,
    Block,
    Function,
    Normals,
    is_constant,
    normals_of,
    points_of,
    streams,
)
from ceheng_model.values import Value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SobolIndices(Value):
    """Hold first-order and total indices of independent inputs, shape ``(input,)``, with standard errors."""

    first: Array
    first_error: Array
    total: Array
    total_error: Array
    variance: float
    evaluations: int


def sobol_effects(
    function: Function, *, mean: Array, covariance: Array, blocks: Sequence[Block], draws: int = DRAWS, seed: Seed
) -> SobolIndices:
    r"""Return Sobol' indices, the blocks taken as independent of one another.

    :math:`S_i = Var(E[Q | X_i]) / Var(Q)` and :math:`S_{Ti} = 1 - Var(E[Q | X_{-i}]) / Var(Q)` by
    `scipy.stats.sobol_indices` (Saltelli et al. 2010), which centres the function; correlation within a
    block is kept. Each of 16 scramblings of the Sobol' points gives its own estimate; reported are their
    mean and its standard error. SciPy's bootstrap is not taken: it cannot be seeded, and it treats
    Sobol' points as independent. NaN for a constant function.

    >>> split = sobol_effects(lambda x: x[:, 0] + 2.0 * x[:, 1], mean=np.zeros(2), covariance=np.eye(2),
    ...                       blocks=[[0], [1]], seed=1)
    >>> split.first.round(2).tolist(), split.total.round(2).tolist()
    ([0.2, 0.8], [0.2, 0.8])
    """
    points, count = points_of(draws), len(blocks)
    variables = normals_of(mean, _within(covariance, blocks))
    values = [_sobol_values(function, variables, blocks, points, stream) for stream in streams(seed, BATCHES)]
    whole = np.concatenate([batch[:2].ravel() for batch in values])
    indices = np.full((BATCHES, 2, count), np.nan)
    if not is_constant(whole):
        # one input is all there is, and SciPy does not take a single one
        indices = np.array([_indices(batch) for batch in values]) if count > 1 else np.ones((BATCHES, 2, 1))
    average, error = indices.mean(axis=0), indices.std(axis=0, ddof=1) / np.sqrt(BATCHES)
    return SobolIndices(
        first=average[0],
        first_error=error[0],
        total=average[1],
        total_error=error[1],
        variance=0.0 if is_constant(whole) else float(whole.var(ddof=1)),
        evaluations=BATCHES * points * (count + 2),
    )


def _sobol_values(
    function: Function, variables: Normals, blocks: Sequence[Block], points: int, generator: np.random.Generator
) -> Array:
    """Return the function at A, at B and at A with one block after another from B, ``(2 + input, points)``."""
    a, b = variables.draw(points, 2, generator)
    samples = np.array([a, b, *([a] * len(blocks))])
    for i, block in enumerate(blocks):
        samples[2 + i][:, block] = b[:, block]
    values = function(variables.place(samples.reshape(-1, a.shape[1])))
    return values.reshape(2 + len(blocks), points)


def _indices(values: Array) -> tuple[Array, Array]:
    from scipy.stats import sobol_indices

    points = values.shape[1]
    indices = sobol_indices(func={"f_A": values[:1], "f_B": values[1:2], "f_AB": values[2:, np.newaxis]}, n=points)
    return np.ravel(indices.first_order), np.ravel(indices.total_order)


def _within(covariance: Array, blocks: Sequence[Block]) -> Array:
    kept = np.zeros(covariance.shape)
    for block in blocks:
        cells = np.ix_(np.asarray(block), np.asarray(block))
        kept[cells] = covariance[cells]
    return kept
