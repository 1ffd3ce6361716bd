"""Compute on bare correlation and covariance matrices: factor, repair, shrink."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceheng_model.arguments import labels_of
from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.vocabulary import Template, Text

# rounding leaves a pivot of about n times 1e-16; a variable of so small a part of its own is lost in the draws anyway
PIVOT = 1e-12
"""A pivot at or below this part of its diagonal cell is zero: the variable adds nothing of its own."""
PANEL = 64
"""Columns factored one by one before all that they take from the others is taken in one product."""
# what a matrix may have lost on its way through a spreadsheet of ten digits
SYMMETRY = 1e-9
"""Cells of a correlation matrix may differ from symmetry, from one and from [-1, 1] by this much."""
CONVERGED = 1e-12
"""The nearest correlation matrix is found once no cell moves by more than this in a round."""
# the rounding of a variance in which everything cancels is about 1e-16 of its parts
CANCELLED = 1e-12
"""A total whose variance is at or below this part of its components' does not stray."""
SAME = 1e-20
"""Squared distance of sample and target below which they are the same."""
# random matrices over three groups take about 40 rounds
MOST_ROUNDS = 5000
"""Rounds after which the nearest correlation matrix is taken as it stands; it is a correlation matrix then, too."""

_COLUMNS = Text("相关矩阵的列标签", "the columns of the correlation matrix")
_AS_ROWS = Text("与行标签相同且不重复", "have the labels of its rows, each once")
_SAME_LABELS = Text("改正标签，或用 .to_numpy() 给出", "correct the labels, or give .to_numpy()")
_CORRECT_CELL = Template("请改正单元格 {cell}", "correct the cell {cell}")
_ONE_VALUE = Template("令单元格 ({i}, {j}) 与 ({j}, {i}) 相同", "give the cells ({i}, {j}) and ({j}, {i}) one value")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shrunk:
    """Hold correlations drawn towards a target: ``intensity * target + (1 - intensity) * sample``."""

    correlation: Array
    """The mixture, shape ``(variable, variable)``; symmetric, but not always positive definite."""
    sample: Array
    """Correlations of the data as they are, same shape."""
    target: Array
    """Mean correlation of each block of variables, same shape, ones on the diagonal."""
    intensity: float
    """Weight of the target, 0 to 1."""


def semidefinite_factor(covariance: Array) -> Array:
    r"""Return the lower-triangular factor :math:`A` with :math:`A A^T = C`, also for a singular matrix.

    Cholesky's recursion without exchange of rows, so that the factor is the same on every machine to
    rounding: :math:`a_{jj}^2 = c_{jj} - \sum_{k<j} a_{jk}^2`. A pivot at or below ``1e-12`` of its
    diagonal cell gives a column of zeros, so that zero spread and perfect correlation have a factor.
    `covariance` is symmetric and positive semidefinite, shape ``(n, n)``.

    >>> semidefinite_factor(np.array([[4.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    array([[2., 0., 0.],
           [1., 0., 0.],
           [0., 0., 0.]])
    """
    factor = np.zeros(covariance.shape)
    left = np.array(covariance, dtype=float)
    for start in range(0, len(covariance), PANEL):
        if start:
            # what the columns before leave of a whole panel, in one product
            left[start:, start : start + PANEL] -= factor[start:, :start] @ factor[start : start + PANEL, :start].T
        for j in range(start, min(start + PANEL, len(covariance))):
            row = factor[j, start:j]
            pivot = left[j, j] - row @ row
            if pivot > PIVOT * covariance[j, j]:
                factor[j, j] = np.sqrt(pivot)
                factor[j + 1 :, j] = (left[j + 1 :, j] - factor[j + 1 :, start:j] @ row) / factor[j, j]
    return factor


def correlation_of(covariance: Array) -> Array:
    """Return the correlations of a covariance; what does not stray correlates with nothing.

    >>> correlation_of(np.array([[4.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])).tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    spread = np.sqrt(np.diag(covariance))
    outer = np.outer(spread, spread)
    correlation = np.divide(covariance, outer, out=np.zeros(outer.shape), where=outer > 0.0)
    np.fill_diagonal(correlation, 1.0)
    # perfect correlation comes out a rounding beyond one
    limited: Array = np.clip(correlation, -1.0, 1.0)
    return limited


def scaled_to(covariance: Array, shares: Array, spreads: Mapping[int, float]) -> Array:
    """Return the covariance with the totals of some groups strayed as far as is said, their correlations kept.

    `shares` has the shape ``(group, component)``, `spreads` says for the number of a group how far its total strays.
    A group whose total does not stray gets components that move together, on their own.

    >>> scaled_to(np.zeros((2, 2)), np.array([[0.5, 0.5]]), {0: 0.02}).tolist()
    [[0.0004, 0.0004], [0.0004, 0.0004]]
    """
    count = shares.shape[1]
    factor, together = np.ones(len(covariance)), np.zeros(covariance.shape)
    for g, spread in spreads.items():
        cells = slice(g * count, (g + 1) * count)
        total = shares[g] @ covariance[cells, cells] @ shares[g]
        strays = total > CANCELLED * np.trace(covariance[cells, cells])
        factor[cells] = spread / np.sqrt(total) if strays else 0.0
        together[cells, cells] = 0.0 if strays else spread**2
    scaled: Array = covariance * np.outer(factor, factor) + together
    return scaled


def lowest_eigenvalue(symmetric: Array) -> float:
    """Return the lowest eigenvalue of a symmetric matrix: below zero, it is no covariance.

    >>> round(lowest_eigenvalue(np.array([[1.0, 0.25], [0.25, 1.0]])), 12)
    0.75
    """
    return float(np.linalg.eigvalsh(symmetric)[0])


@door
def nearest_correlation(correlation: ArrayLike, *, lowest: float = 0.0) -> Array:
    r"""Return the correlation matrix that is nearest to a symmetric one, in the sum of squared differences.

    Alternating projections on the positive semidefinite matrices and on those with a unit diagonal,
    the first with Dykstra's correction (Higham 2002, IMA J. Numer. Anal. 22:329-343). With `lowest`
    above zero, no eigenvalue ends below about that, and the matrix is positive definite.
    The columns of a frame are taken in the order of its rows.
    Raises `InputError` for what is not square, symmetric and finite, and for `lowest` outside [0, 1).

    >>> nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]]).round(4)
    array([[1.    , 0.7607, 0.1573],
           [0.7607, 1.    , 0.7607],
           [0.1573, 0.7607, 1.    ]])
    """
    start = np.array(_columns_as_rows(correlation), dtype=float)
    raise_faults(_nearest_faults(start, lowest))
    unit_diagonal = (start + start.T) / 2.0
    correction = np.zeros(start.shape)
    for _ in range(MOST_ROUNDS):
        raised = unit_diagonal - correction
        semidefinite = _with_lowest(raised, lowest)
        correction = semidefinite - raised
        before, unit_diagonal = unit_diagonal, semidefinite.copy()
        np.fill_diagonal(unit_diagonal, 1.0)
        if np.abs(unit_diagonal - before).max() <= CONVERGED:
            break
    return _rescaled(_with_lowest(unit_diagonal, lowest))


def _columns_as_rows(matrix: ArrayLike) -> ArrayLike:
    """Return a matrix with its columns in the order of its rows, where it has labels."""
    labels = labels_of(matrix)
    if len(labels) != 2 or labels[0] == labels[1]:
        return matrix
    rows, columns = labels
    if len(set(rows)) != len(rows) or sorted(map(str, rows)) != sorted(map(str, columns)):
        got = tuple(map(str, columns))
        raise InputError(Fault(what=_COLUMNS, rule=_AS_ROWS, got=got, way_out=_SAME_LABELS))
    return np.asarray(matrix)[:, [columns.index(row) for row in rows]]


def shrunk_correlation(residuals: Array, blocks: NDArray[np.int_], weights: Array, *, freedom: int) -> Shrunk:
    r"""Return correlations of few years, drawn towards the mean correlation of their blocks.

    `residuals` ``(year, variable)`` are deviations with mean zero and `freedom` degrees of freedom
    :math:`\nu`; `blocks` ``(variable,)`` numbers the block of each variable; `weights`
    ``(variable,)`` says how much one standard deviation of a variable moves its block's sum. With
    :math:`z` the residuals over their standard deviations and :math:`w_{kij} = z_{ki} z_{kj}`:

    - sample: :math:`r_{ij} = \sum_k w_{kij} / \nu`;
    - target: within a block and between two blocks one correlation, the mean of the :math:`r_{ij}`
      weighted by :math:`a_i a_j`. Drawing towards it keeps the variance of each block's weighted sum,
      :math:`\sum_{ij} a_i a_j r_{ij}`, and the covariance of any two, at every intensity;
    - intensity: :math:`\lambda = \sum_{i<j} [\widehat{Var}(r_{ij}) - \widehat{Cov}(t_{ij}, r_{ij})] /
      \sum_{i<j} (r_{ij} - t_{ij})^2`, limited to [0, 1], which has the least expected squared error
      (Schaefer & Strimmer 2005, Stat. Appl. Genet. Mol. Biol. 4:32; the covariance, because this
      target is estimated from the same years, as in Ledoit & Wolf 2004, J. Portfolio Manag. 30(4):110).
      :math:`\widehat{Cov}(r_{ij}, r_{lm}) = n / \nu^3 \sum_k (w_{kij} - \bar w_{ij}) (w_{klm} - \bar w_{lm})`
      is theirs with :math:`\nu` for :math:`n - 1`.

    A variable that never deviates correlates with nothing and has no part in the intensity.

    >>> deviations = np.array([[1.0, 2.0], [-1.0, 0.0], [0.0, -2.0]])
    >>> shrunk = shrunk_correlation(deviations, np.array([0, 0]), np.array([1.0, 1.0]), freedom=2)
    >>> shrunk.intensity, shrunk.correlation.round(12).tolist()
    (1.0, [[1.0, 0.5], [0.5, 1.0]])
    """
    years, count = residuals.shape
    scale = np.sqrt((residuals**2).sum(axis=0) / freedom)
    z = np.divide(residuals, scale, out=np.zeros(residuals.shape), where=scale > 0.0)
    rows, columns = np.triu_indices(count, 1)
    known = (scale[rows] > 0.0) & (scale[columns] > 0.0)
    i, j = rows[known], columns[known]
    products = z[:, i] * z[:, j]
    sample = products.sum(axis=0) / freedom
    averaging = _block_means(blocks, weights, i, j)
    target = averaging @ sample
    centred = products - products.mean(axis=0)
    noise = years / freedom**3 * float((centred * (centred - centred @ averaging.T)).sum())
    distance = float(((sample - target) ** 2).sum())
    # where sample and target agree, as with one pair, the weight decides nothing
    intensity = min(max(noise / distance, 0.0), 1.0) if distance > SAME else 1.0
    return Shrunk(
        correlation=_symmetric(intensity * target + (1.0 - intensity) * sample, i, j, count),
        sample=_symmetric(sample, i, j, count),
        target=_symmetric(target, i, j, count),
        intensity=intensity,
    )


def _block_means(blocks: NDArray[np.int_], weights: Array, i: NDArray[np.intp], j: NDArray[np.intp]) -> Array:
    """Return the matrix that replaces each pair's value by the weighted mean of its pair of blocks."""
    low, high = np.minimum(blocks[i], blocks[j]), np.maximum(blocks[i], blocks[j])
    same = (low[:, np.newaxis] == low) & (high[:, np.newaxis] == high)
    parts = same * (weights[i] * weights[j])
    means: Array = parts / parts.sum(axis=1, keepdims=True)
    return means


def _symmetric(values: Array, i: NDArray[np.intp], j: NDArray[np.intp], count: int) -> Array:
    matrix = np.eye(count)
    matrix[i, j] = matrix[j, i] = values
    return matrix


def _with_lowest(symmetric: Array, lowest: float) -> Array:
    values, vectors = np.linalg.eigh(symmetric)
    raised: Array = (vectors * np.maximum(values, lowest)) @ vectors.T
    return (raised + raised.T) / 2.0


def _rescaled(semidefinite: Array) -> Array:
    scale = np.sqrt(np.diag(semidefinite))
    correlation: Array = semidefinite / np.outer(scale, scale)
    np.fill_diagonal(correlation, 1.0)
    return correlation


def _nearest_faults(matrix: Array, lowest: float) -> list[Fault]:
    what = Text("相关矩阵", "the correlation matrix")
    faults: list[Fault] = []
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.size == 0:
        rule, way_out = Text("为方阵", "be square"), Text("行与列一一对应", "give one row and one column a variable")
        faults.append(Fault(what=what, rule=rule, got=matrix.shape, way_out=way_out))
    elif not np.isfinite(matrix).all():
        faults.append(not_finite(what, matrix))
    elif np.abs(matrix - matrix.T).max() > SYMMETRY:
        faults.append(not_symmetric(what, matrix))
    if not 0.0 <= lowest < 1.0:
        way_out = Text("例如 0 或 1e-6", "for example 0 or 1e-6")
        what, rule = Text("最小特征值 lowest", "lowest"), Text("在 [0, 1) 内", "lie in [0, 1)")
        faults.append(Fault(what=what, rule=rule, got=lowest, way_out=way_out))
    return faults


def not_finite(what: Text, array: Array) -> Fault:
    """Return the fault of the first cell that is no finite number."""
    cell = tuple(int(index) for index in np.argwhere(~np.isfinite(array))[0])
    rule = Text("全为有限的数", "hold finite numbers only")
    way_out = _CORRECT_CELL.format(cell=cell)
    return Fault(what=what, rule=rule, got=float(array[cell]), way_out=way_out)


def not_symmetric(what: Text, matrix: Array) -> Fault:
    """Return the fault of the pair of cells that differ most."""
    difference = np.abs(matrix - matrix.T)
    i, j = (int(index) for index in np.unravel_index(int(difference.argmax()), difference.shape))
    return Fault(
        what=what,
        rule=Text("对称", "be symmetric"),
        got=f"{matrix[i, j]:g}, {matrix[j, i]:g}",
        way_out=_ONE_VALUE.format(i=i, j=j),
    )
