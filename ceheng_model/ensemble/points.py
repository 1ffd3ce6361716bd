"""Give the random numbers of a block as Sobol' points, which fill the space of all shocks more evenly than chance does.

Each block is one set of 8,192 points with a randomisation of its own, so that blocks are independent of each other,
and every point by itself is uniform. What matters most comes in the first dimensions, which are the most even.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.direction_numbers import DIGITS, DIMENSIONS, direction_numbers
from ceheng_model.ensemble.quantile_cells import QuantileCells, normal_cells, spread_cells
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.shocks import Shocks, Variates
from ceheng_model.ensemble.workspaces import small_product, workspace

Method = Literal["sobol", "random"]
METHODS: tuple[Method, ...] = ("sobol", "random")

DEPENDENT = 1e-6
"""A direction of which those before it leave less than this part is one of them: rounding leaves 1e-15."""
_PLACES = 32 - DIGITS
"""Binary digits of the place within a cell."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reflections:
    r"""Hold an orthogonal matrix as reflections one after the other, :math:`H_1 \dots H_k = I - V W`.

    >>> turned = np.eye(2)[:, [0]] * np.ones(BLOCK)
    >>> Reflections.to([np.array([0.6, 0.8])], np.array([0, 1])).apply(turned)
    >>> turned[:, 0].round(12).tolist()
    [-0.6, -0.8]
    """

    first: Array
    """V, shape ``(n, k)``."""
    second: Array
    """W, shape ``(k, n)``."""

    @classmethod
    def to(cls, directions: Sequence[Array], order: NDArray[np.intp]) -> "Reflections":
        """Return reflections that lead the axes, in their order, to orthogonal unit directions or their opposites."""
        size, count = len(directions[0]) if directions else 0, len(directions)
        vectors, triangle = np.zeros((size, count)), np.zeros((count, count))
        for k, direction in enumerate(directions):
            left = np.array(direction)
            for vector in vectors[:, :k].T:
                left -= 2.0 * (vector @ left) * vector
            # away from the axis, not towards it: nothing cancels
            left[order[k]] += np.copysign(1.0, left[order[k]])
            vector = left / np.linalg.norm(left)
            triangle[:k, k] = -2.0 * triangle[:k, :k] @ (vectors[:, :k].T @ vector)
            triangle[k, k] = 2.0
            vectors[:, k] = vector
        return cls(first=vectors, second=triangle @ vectors.T)

    def apply(self, columns: Array) -> None:
        """Multiply columns by the matrix in place, shape ``(n, BLOCK)``."""
        if not self.first.size:
            return
        moved = workspace("reflected", (len(columns), BLOCK // 2))
        for draws in (slice(BLOCK // 2), slice(BLOCK // 2, BLOCK)):
            along = small_product(self.second, columns[:, draws])
            columns[:, draws] -= small_product(self.first, along, out=moved)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SobolPoints:
    r"""Draw the normals and chi-squares of a block from one randomised set of Sobol' points.

    The dimensions are, in this order: the chi-square of the estimate where there is one; that of the region's own
    spread where there is one; the chi-squares of Student's t, year by year; the normals :math:`y`. The normals of the
    shocks are :math:`z = Q y` with the reflections :math:`Q = H_1 \dots H_k`, whose first columns are the directions of
    what matters most.
    """

    entropy: int
    years: int
    width: int
    """Normals of a year."""
    order: NDArray[np.intp]
    """Which normal of the shocks, year by year, each :math:`y` stands for before it is reflected; others are zero."""
    unmoved: NDArray[np.intp]
    """Which normals move nothing."""
    reflections: Reflections
    freedom: float | None = None
    own_freedom: float | None = None
    degrees_of_freedom: float | None = None

    def variates(self, *stream: int) -> Variates:
        """Return the random numbers of one block, in buffers that the next call overwrites."""
        stretches, normals = self._stretches(), self.years * self.width
        first, rows = len(stretches), self.order.size
        cells, places = _cells(first + rows, generator_of(self.entropy, stream))
        stretched = [
            np.take(quantiles.at(places[k : k + 1], workspace("stretch", (1, BLOCK)))[0], cells[k])
            for k, quantiles in enumerate(stretches)
        ]
        drawn = workspace("normals", (normals, BLOCK))
        # in two halves, which keeps the buffers small
        room = -(-rows // 2)
        for some in (slice(0, room), slice(room, rows)):
            drawn[self.order[some]] = _quantiles(cells[first:][some], places[first:][some], room=room)
        drawn[self.unmoved] = 0.0
        self.reflections.apply(drawn)
        scale, own_scale = (
            None if freedom is None else stretched.pop(0) for freedom in (self.freedom, self.own_freedom)
        )
        return Variates(
            normals=drawn.reshape(self.years, self.width, BLOCK),
            scale=scale,
            own_scale=own_scale,
            mixing=np.array(stretched) if stretched else None,
        )

    def _stretches(self) -> list[QuantileCells]:
        """Return the quantiles of what stretches a whole draw, and of what stretches each year of it."""
        freedoms = (self.freedom, self.own_freedom)
        whole = [spread_cells(freedom, freedom) for freedom in freedoms if freedom is not None]
        if self.degrees_of_freedom is None:
            return whole
        return whole + [spread_cells(self.degrees_of_freedom, self.degrees_of_freedom - 2.0)] * self.years


def with_sobol_points(shocks: Shocks, weights: Array) -> Shocks:
    """Return shocks drawn from Sobol' points in the order of what moves some figures.

    `weights` say by how much a figure moves with the shocks of a year, shape ``(figure, size)``: for totals, the levels
    of the base year, so that all scenarios on one base draw the same shocks. The sums of the shocks of all years come
    first, then those without the last year, and so on, then the other normals, year by year: those of the cells, then
    those of the region's own shocks, then those of what is compared, which its incomes do not depend on. Normals that
    move nothing have no dimension.
    """
    common = shocks.common
    cells = common if shocks.cells is None else shocks.cells
    position = np.arange(shocks.years * shocks.width).reshape(shocks.years, shocks.width)
    parts = (position[:, :cells], position[:, common:], position[:, cells:common])
    order = np.concatenate([part.ravel() for part in parts])
    moves = np.array(shocks.factor.any(axis=0))
    order = order[moves[order]]
    by_year = weights @ shocks.factor.reshape(shocks.years, shocks.size, -1)
    # normals past the dimensions that there are numbers for are random: which way they point makes no difference
    directions = by_year.cumsum(axis=0)[::-1].reshape(-1, position.size)[:DIMENSIONS]
    points = SobolPoints(
        entropy=shocks.entropy,
        years=shocks.years,
        width=shocks.width,
        order=order,
        unmoved=np.setdiff1d(position, order),
        reflections=Reflections.to(orthogonal(directions), order),
        freedom=shocks.freedom,
        own_freedom=shocks.own_freedom,
        degrees_of_freedom=shocks.degrees_of_freedom,
    )
    return replace(shocks, points=points)


def orthogonal(directions: Iterable[Array]) -> list[Array]:
    """Return directions one after the other, each less what those before it hold, with length one.

    Those of which nothing is left are left out.

    >>> [q.round(12).tolist() for q in orthogonal(np.array([[3.0, 4.0], [6.0, 8.0], [1.0, 0.0]]))]
    [[0.6, 0.8], [0.8, -0.6]]
    """
    found: list[Array] = []
    for direction in directions:
        rest = np.array(direction, dtype=float)
        length = np.linalg.norm(rest)
        # once more takes away what rounding has left
        for _ in range(2):
            for before in found:
                rest -= (before @ rest) * before
        if np.linalg.norm(rest) > DEPENDENT * length:
            found.append(rest / np.linalg.norm(rest))
    return found


def _quantiles(cells: NDArray[np.uint16], places: Array, *, room: int) -> Array:
    """Return the normals of the points of some dimensions, shape ``(dimension, BLOCK)``, in a buffer used again.

    It has room for so many dimensions.
    """
    rows = len(cells)
    # one after the other without a gap, so that one call takes from all, during which other threads go on
    tables, taken, at = (workspace(name, (room * BLOCK,))[: rows * BLOCK] for name in ("tables", "taken", "at"))
    normal_cells().at(places, tables.reshape(rows, BLOCK))
    positions = at.view(np.intp)
    np.add(cells, np.arange(rows)[:, np.newaxis] * BLOCK, out=positions.reshape(rows, BLOCK))
    # the mode is what lets take write without a copy; no cell lies outside
    np.take(tables, positions, out=taken, mode="clip")
    return taken.reshape(rows, BLOCK)


def _cells(dimensions: int, generator: np.random.Generator) -> tuple[NDArray[np.uint16], Array]:
    """Return the cells of a block's points ``(dimension, BLOCK)`` and places ``(dimension,)`` in them.

    The dimensions that there are no numbers for matter least: each point has cells of its own there, at random.
    """
    even = min(dimensions, DIMENSIONS)
    cells = workspace("cells", (dimensions, BLOCK // 4)).view(np.uint16)
    places = np.empty(dimensions)
    places[:even] = randomise(direction_numbers(even), generator, out=cells[:even])
    if even < dimensions:
        # two cells a number, whose first digits are left out
        drawn = generator.integers(0, 2**32, size=(dimensions - even, 1 + BLOCK // 2), dtype=np.uint32)
        places[even:] = _places(drawn[:, 0])
        pairs = np.ascontiguousarray(drawn[:, 1:], dtype="<u4").view("<u2")
        np.bitwise_and(pairs, BLOCK - 1, out=cells[even:])
    return cells, places


def randomise(numbers: NDArray[np.uint16], generator: np.random.Generator, *, out: NDArray[np.uint16]) -> Array:
    r"""Write the cells of a block's randomised points to `out` ``(dimension, BLOCK)``; return their places in them.

    A coordinate is ``(cell + place) / BLOCK``. Of each dimension 14 random numbers of 32 digits are drawn, dimension by
    dimension. The first 13 scramble: what is added without carrying to a digit of the coordinate comes from the digits
    before it, those set in the number that belongs to each. The last one shifts: its first 13 digits are added to those
    of the cell, the other 19, and half a unit after them, are the place.
    """
    drawn = generator.integers(0, 2**32, size=(len(numbers), DIGITS + 1), dtype=np.uint32)
    scrambled = _scrambled(numbers, drawn[:, :DIGITS])
    out[:, 0] = drawn[:, DIGITS] >> _PLACES
    for digit in range(DIGITS):
        done = 1 << digit
        np.bitwise_xor(out[:, :done], scrambled[:, digit, np.newaxis], out=out[:, done : 2 * done])
    return _places(drawn[:, DIGITS])


def _places(drawn: NDArray[np.uint32]) -> Array:
    """Return places in a cell from the last digits of random numbers, in the middle of their last digit."""
    places: Array = ((drawn & (2**_PLACES - 1)) + 0.5) / 2**_PLACES
    return places


def _scrambled(numbers: NDArray[np.uint16], drawn: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return direction numbers whose digits are mixed by a random unit lower-triangular matrix of each dimension."""
    weights = np.arange(DIGITS - 1, -1, -1)
    top = 1 << weights
    # what a digit becomes: itself, and at random any of those after it
    images = (drawn & (top - 1)) | top
    digits = (numbers[:, :, np.newaxis] >> weights) & 1
    mixed: NDArray[np.uint16] = np.bitwise_xor.reduce(digits * images[:, np.newaxis], axis=-1).astype(np.uint16)
    return mixed
