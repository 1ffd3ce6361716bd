"""Give the random numbers of a block as Sobol' points, which fill the space of all shocks more evenly than chance does.

Each block is one set of 8,192 points with a randomisation of its own, so that blocks are independent of each other,
and every point by itself is uniform. What matters most comes in the first dimensions, which are the most even.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.direction_numbers import DIGITS, DIMENSIONS, direction_numbers
from ceheng_model.ensemble.quantile_cells import QuantileCells, normal_cells, spread_cells
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.shocks import SMALL_PRODUCT, Shocks, Variates, workspace

Method = Literal["sobol", "random"]
METHODS: tuple[Method, ...] = ("sobol", "random")

DEPENDENT = 1e-6
"""A direction of which those before it leave less than this part is one of them: rounding leaves 1e-15."""
_PLACES = 32 - DIGITS
"""Binary digits of the place within a cell."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SobolPoints:
    r"""Draw the normals and chi-squares of a block from one randomised set of Sobol' points.

    The dimensions are, in this order: the chi-square of the estimate where there is one; the chi-squares of
    Student's t, year by year; the normals :math:`y`. The normals of the shocks are :math:`z = Q y`.
    """

    entropy: int
    years: int
    size: int
    rotation: Array
    """Q, orthogonal, shape ``(years * size, years * size)``: its first columns are what matters most."""
    freedom: float | None = None
    degrees_of_freedom: float | None = None

    def variates(self, *stream: int) -> Variates:
        """Return the random numbers of one block, in buffers that the next call overwrites."""
        stretches = self._stretches()
        dimensions, normals = len(stretches) + len(self.rotation), len(self.rotation)
        even = min(dimensions, DIMENSIONS)
        generator = generator_of(self.entropy, stream)
        cells, places = randomised(direction_numbers(even), generator)
        stretched = [
            np.take(quantiles.at(places[k : k + 1], workspace("stretch", (1, BLOCK)))[0], cells[k])
            for k, quantiles in enumerate(stretches)
        ]
        axes = workspace("axes", (normals, BLOCK))
        first = len(stretches)
        tables = normal_cells().at(places[first:], workspace("tables", (even - first, BLOCK)))
        for axis, table, cell in zip(axes, tables, cells[first:], strict=False):
            # the mode is what lets take write without a copy; no cell lies outside
            np.take(table, cell, out=axis, mode="clip")
        # the dimensions that there are no numbers for matter least
        generator.standard_normal(out=axes[even - first :])
        rotated = _product(self.rotation, axes, workspace("normals", (normals, BLOCK)))
        scale = stretched.pop(0) if self.freedom is not None else None
        return Variates(
            normals=rotated.reshape(self.years, self.size, BLOCK),
            scale=scale,
            mixing=np.array(stretched) if stretched else None,
        )

    def _stretches(self) -> list[QuantileCells]:
        """Return the quantiles of what stretches a whole draw, and of what stretches each year of it."""
        whole = [] if self.freedom is None else [spread_cells(self.freedom, self.freedom)]
        if self.degrees_of_freedom is None:
            return whole
        return whole + [spread_cells(self.degrees_of_freedom, self.degrees_of_freedom - 2.0)] * self.years


def with_sobol_points(shocks: Shocks, weights: Array) -> Shocks:
    """Return shocks drawn from Sobol' points in the order of what moves some figures.

    `weights` say by how much a figure moves with the shocks of a year, shape ``(figure, size)``: for totals, the levels
    of the base year, so that all scenarios on one base draw the same shocks. The sums of the shocks of all years come
    first, then those without the last year, and so on, then all normals by themselves, year by year: those of the cells
    before those of what is compared with them, which their own incomes do not depend on.
    """
    cells = shocks.size if shocks.cells is None else shocks.cells
    position = np.arange(shocks.years * shocks.size).reshape(shocks.years, shocks.size)
    rest = np.concatenate([position[:, :cells].ravel(), position[:, cells:].ravel()])
    by_year = weights @ shocks.factor.reshape(shocks.years, shocks.size, -1)
    directions = by_year.cumsum(axis=0)[::-1].reshape(-1, rest.size)
    points = SobolPoints(
        entropy=shocks.entropy,
        years=shocks.years,
        size=shocks.size,
        rotation=rotation_to([*directions, *np.eye(rest.size)[rest]]),
        freedom=shocks.freedom,
        degrees_of_freedom=shocks.degrees_of_freedom,
    )
    return replace(shocks, points=points)


def rotation_to(directions: Iterable[Array]) -> Array:
    """Return the orthogonal matrix whose columns are the directions one after the other, made orthogonal.

    Those that earlier ones leave nothing of are left out; the unit vectors among them fill it up.

    >>> rotation_to([np.array([3.0, 4.0]), np.array([6.0, 8.0]), *np.eye(2)]).round(12)
    array([[ 0.6,  0.8],
           [ 0.8, -0.6]])
    """
    columns: list[Array] = []
    for direction in directions:
        rest = np.array(direction, dtype=float)
        length = np.linalg.norm(rest)
        # once more takes away what rounding has left
        for _ in range(2):
            for column in columns:
                rest -= (column @ rest) * column
        if np.linalg.norm(rest) > DEPENDENT * length:
            columns.append(rest / np.linalg.norm(rest))
    return np.stack(columns, axis=1)


def randomised(numbers: NDArray[np.uint16], generator: np.random.Generator) -> tuple[NDArray[np.uint16], Array]:
    r"""Return the randomised points of a block: their cells ``(dimension, BLOCK)`` and places ``(dimension,)`` in them.

    A coordinate is ``(cell + place) / BLOCK``. Of each dimension 14 random numbers of 32 digits are drawn, dimension by
    dimension. The first 13 scramble: what is added without carrying to a digit of the coordinate comes from the digits
    before it, those set in the number that belongs to each. The last one shifts: its first 13 digits are added to those
    of the cell, the other 19, and half a unit after them, are the place.
    """
    dimensions = len(numbers)
    drawn = generator.integers(0, 2**32, size=(dimensions, DIGITS + 1), dtype=np.uint32)
    scrambled = _scrambled(numbers, drawn[:, :DIGITS])
    cells = workspace("cells", (dimensions, BLOCK // 4)).view(np.uint16)
    cells[:, 0] = drawn[:, DIGITS] >> _PLACES
    for digit in range(DIGITS):
        done = 1 << digit
        np.bitwise_xor(cells[:, :done], scrambled[:, digit, np.newaxis], out=cells[:, done : 2 * done])
    places = ((drawn[:, DIGITS] & (2**_PLACES - 1)) + 0.5) / 2**_PLACES
    return cells, places


def _scrambled(numbers: NDArray[np.uint16], drawn: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return direction numbers whose digits are mixed by a random unit lower-triangular matrix of each dimension."""
    weights = np.arange(DIGITS - 1, -1, -1)
    top = 1 << weights
    # what a digit becomes: itself, and at random any of those after it
    images = (drawn & (top - 1)) | top
    digits = (numbers[:, :, np.newaxis] >> weights) & 1
    mixed: NDArray[np.uint16] = np.bitwise_xor.reduce(digits * images[:, np.newaxis], axis=-1).astype(np.uint16)
    return mixed


def _product(matrix: Array, columns: Array, out: Array) -> Array:
    # products this small run on the calling thread: workers do not fight for the cores
    step = max(SMALL_PRODUCT // matrix.size, 1)
    for start in range(0, BLOCK, step):
        draws = slice(start, start + step)
        np.matmul(matrix, columns[:, draws], out=out[:, draws])
    return out
