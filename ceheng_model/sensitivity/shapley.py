r"""Split the variance of a function over correlated normal inputs: Shapley effects, on bare arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import Seed
from ceheng_model.sensitivity.sobol_points import (
    BATCHES,
    DRAWS,
    SINGULAR,
    Block,
    Function,
    Normals,
    is_constant,
    normals_of,
    points_of,
    streams,
)
from ceheng_model.values import Value

PILOT = 4096
"""Points from which the linear part of the function is found."""
# ten inputs have 1,022 subsets, each a set of evaluations a batch
MOST_ENUMERATED = 10
"""Inputs up to which Shapley effects take every subset; past it, random orders."""
ORDERS = 8
"""Random orders a batch, half of them the other half reversed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShapleyEffects(Value):
    """Hold the Shapley effects of inputs, shape ``(input,)``, with standard errors; they sum to 1."""

    effects: Array
    error: Array
    variance: float
    evaluations: int
    enumerated: bool
    """Whether every subset was taken, and not random orders."""


def shapley_effects(
    function: Function, *, mean: Array, covariance: Array, blocks: Sequence[Block], draws: int = DRAWS, seed: Seed
) -> ShapleyEffects:
    r"""Return Shapley effects of correlated normal inputs: a split of the variance that sums to one.

    :math:`\phi_i = \sum_{S \not\ni i} \frac{|S|! \, (d-1-|S|)!}{d!} [v(S \cup i) - v(S)] / v(\text{all})` with
    :math:`v(S) = Var(E[Q | X_S]) = Cov(Q(X), Q(X'))`, where :math:`X'` shares :math:`X_S` and redraws the
    rest given it: :math:`X' = Z + \Sigma_{\cdot S} \Sigma_{SS}^+ (X_S - Z_S)` with :math:`Z` an independent copy.
    The best linear fit :math:`l` of Q, found on points of its own, has :math:`v_l(S) = \beta' \Sigma_{\cdot S}
    \Sigma_{SS}^+ \Sigma_{S \cdot} \beta` exactly, and only what it leaves is sampled. Up to 10 inputs every subset
    is taken; past it, random orders of the inputs. Standard errors are from 16 independent batches. NaN for a
    constant function. Sources: Owen & Prieur 2017, SIAM/ASA J. Uncertain. Quantif. 5:986-1002; Song, Nelson &
    Staum 2016, same journal 4:1060-1083.

    >>> cov = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> split = shapley_effects(lambda x: x[:, 0] + 2.0 * x[:, 1], mean=np.zeros(2), covariance=cov,
    ...                         blocks=[[0], [1]], seed=1)
    >>> split.effects.round(9).tolist()  # (1 * 0.875 + 1 + 4 * 0.125) / 7, the rest
    [0.339285714, 0.660714286]
    """
    points, count = points_of(draws), len(blocks)
    variables = normals_of(mean, covariance)
    *batches, pilot = streams(seed, BATCHES + 1)
    line = _line(function, variables, pilot)
    enumerated = count <= MOST_ENUMERATED
    if line is None:
        undefined = np.full(count, np.nan)
        return ShapleyEffects(
            effects=undefined, error=undefined, variance=0.0, evaluations=PILOT, enumerated=enumerated
        )
    predictors = _Predictors(variables.correlation, blocks)
    parts = np.empty((BATCHES, count))
    variances = np.empty(BATCHES)
    subsets = 0
    for b, generator in enumerate(batches):
        batch = _Batch(function, variables, line, predictors, points, generator)
        parts[b] = _over_subsets(batch.explained, count) if enumerated else _over_orders(batch, count, generator)
        variances[b] = batch.variance
        subsets += batch.subsets
    variance = float(variances.mean())
    effects = parts.mean(axis=0) / variance
    # a ratio of two means: its scatter is that of the numerator less the ratio times the denominator
    error = (parts - effects * variances[:, np.newaxis]).std(axis=0, ddof=1) / np.sqrt(BATCHES) / variance
    return ShapleyEffects(
        effects=effects,
        error=error,
        variance=variance,
        evaluations=PILOT + points * (BATCHES + subsets),
        enumerated=enumerated,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    intercept: float
    slope: Array


class _Predictors:
    """Give, for subsets of the inputs, the matrix that predicts every variable from those of the subset."""

    def __init__(self, correlation: Array, blocks: Sequence[Block]) -> None:
        self.correlation = correlation
        self.blocks = [np.asarray(block) for block in blocks]
        self.known: dict[int, Array] = {}

    def of(self, mask: int) -> Array:
        """Return ``R[:, S] R[S, S]^+`` in the columns of S, zero elsewhere."""
        if mask in self.known:
            return self.known[mask]
        chosen = np.concatenate([block for i, block in enumerate(self.blocks) if mask >> i & 1])
        inside = np.linalg.pinv(self.correlation[np.ix_(chosen, chosen)], rcond=SINGULAR, hermitian=True)
        matrix = np.zeros(self.correlation.shape)
        matrix[:, chosen] = self.correlation[:, chosen] @ inside
        if len(self.blocks) <= MOST_ENUMERATED:
            self.known[mask] = matrix
        return matrix


class _Batch:
    """Hold one sample, from which the variance that a subset of inputs explains is estimated."""

    def __init__(
        self,
        function: Function,
        variables: Normals,
        line: _Line,
        predictors: _Predictors,
        points: int,
        generator: np.random.Generator,
    ) -> None:
        self.function, self.variables, self.line, self.predictors = function, variables, line, predictors
        self.y, self.z = variables.draw(points, 2, generator)
        self.value, self.linear = self._both(self.y)
        self.everything = 2 ** len(predictors.blocks) - 1
        self.subsets = 0
        remainder = float((self.value**2 - self.linear**2).mean())
        self.variance = float(line.slope @ variables.correlation @ line.slope) + remainder

    def explained(self, mask: int) -> float:
        """Return v(S) for the subset whose inputs are the ones in the mask's binary digits."""
        if mask in (0, self.everything):
            return self.variance if mask else 0.0
        self.subsets += 1
        matrix, slope = self.predictors.of(mask), self.line.slope
        value, linear = self._both(self.z + (self.y - self.z) @ matrix.T)
        exact = float(slope @ matrix @ self.variables.correlation @ slope)
        return exact + float((self.value * value - self.linear * linear).mean())

    def _both(self, y: Array) -> tuple[Array, Array]:
        return self.function(self.variables.place(y)) - self.line.intercept, y @ self.line.slope


def _line(function: Function, variables: Normals, generator: np.random.Generator) -> _Line | None:
    """Return the best linear fit, None for a constant function."""
    (y,) = variables.draw(PILOT, 1, generator)
    value = function(variables.place(y))
    if is_constant(value):
        return None
    design = np.concatenate([np.ones((PILOT, 1)), y], axis=1)
    # directions of no spread, as where inputs are perfectly correlated, get no slope
    intercept, *slope = np.linalg.lstsq(design, value, rcond=1e-10)[0]
    return _Line(float(intercept), np.array(slope))


def _over_subsets(explained: Callable[[int], float], count: int) -> Array:
    values = np.array([explained(mask) for mask in range(2**count)])
    masks = np.arange(2**count)
    sizes = np.array([mask.bit_count() for mask in range(2**count)])
    weights = np.array([1.0 / (count * comb(count - 1, size)) for size in range(count)])
    parts = np.empty(count)
    for i in range(count):
        without = masks[(masks >> i) & 1 == 0]
        parts[i] = weights[sizes[without]] @ (values[without | (1 << i)] - values[without])
    return parts


def _over_orders(batch: _Batch, count: int, generator: np.random.Generator) -> Array:
    parts = np.zeros(count)
    orders = [generator.permutation(count) for _ in range(ORDERS // 2)]
    for order in (*orders, *(order[::-1] for order in orders)):
        mask, before = 0, 0.0
        for i in order.tolist():
            mask |= 1 << i
            after = batch.explained(mask)
            parts[i] += after - before
            before = after
    return parts / ORDERS
