"""Draw growth shocks in blocks and compound them into income levels."""

import threading
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.recurrence import Recurrence

SMALL_PRODUCT = 144 * 1024
"""Multiplications in one matrix product, below the size at which OpenBLAS starts threads (262,144)."""

_SPACES = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variates:
    """Hold the random numbers of one block, before they are joined and scaled."""

    normals: Array
    """Independent standard normals, shape ``(year, variable, BLOCK)``."""
    scale: Array | None
    """By how much each draw stretches the spread of its whole path, shape ``(BLOCK,)``; None for one."""
    mixing: Array | None
    """By how much each year of a draw stretches its normals besides, shape ``(year, BLOCK)``; None for one."""


class Points(Protocol):
    """What gives the random numbers of a block in another way than drawing them independently."""

    def variates(self, *stream: int) -> Variates:
        """Return the random numbers of one block, in buffers that the next call overwrites."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shocks:
    r"""Say how growth shocks are drawn; small enough to be sent to every worker.

    With :math:`z` the normals of all years, year by year, :math:`e = m + s F z`: `shift` plus `factor` times the
    normals, stretched by one :math:`s = \sqrt{\nu / \chi^2_\nu}` a draw with :math:`\nu` = `freedom`.
    """

    entropy: int
    years: int
    size: int
    """Variables of a year: the cells, row-major over ``(group, component)``, then growth of compared series."""
    factor: Array
    """Lower triangular, shape ``(years * size, years * size)``, year-major; its square is the covariance."""
    shift: Array
    """What is known of the shocks beforehand, shape ``(year, size)``."""
    freedom: float | None = None
    """Degrees of freedom of the estimated spread; None where the spread is known."""
    degrees_of_freedom: float | None = None
    """Of Student's t, one chi-square a year that keeps the spread; None for normal shocks."""
    cells: int | None = None
    """How many variables of a year have their normals drawn before all others; all of them where None."""
    recurrence: Recurrence | None = None
    """How long paths follow from year to year; None multiplies the whole factor."""
    points: Points | None = None
    """Where the random numbers come from; drawn independently where None."""

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other: points of one set are not."""
        return self.points is None

    def draw(self, *stream: int) -> Array:
        """Return one block of shocks, shape ``(year, size, BLOCK)``, in a buffer that the next call overwrites."""
        return self.joined(self.variates(*stream))

    def variates(self, *stream: int) -> Variates:
        """Return the random numbers of one block, in buffers that the next call overwrites.

        In this order: normals of the cells, year by year; chi-squares; normals of the other variables. What is
        compared with a region therefore changes nothing about the numbers that its own incomes are drawn from.
        """
        if self.points is not None:
            return self.points.variates(*stream)
        normals = workspace("normals", (self.years, self.size, BLOCK))
        generator = generator_of(self.entropy, stream)
        cells = self.size if self.cells is None else self.cells
        if cells == self.size:
            generator.standard_normal(out=normals)
        else:
            for year in normals:
                generator.standard_normal(out=year[:cells])
        scale = mixing = None
        if self.freedom is not None:
            scale = np.sqrt(self.freedom / generator.chisquare(self.freedom, size=BLOCK))
        if self.degrees_of_freedom is not None:
            degrees = self.degrees_of_freedom
            mixing = np.sqrt((degrees - 2.0) / generator.chisquare(degrees, size=(self.years, BLOCK)))
        if cells < self.size:
            self._add_others(normals, cells, generator)
        return Variates(normals=normals, scale=scale, mixing=mixing)

    def _add_others(self, normals: Array, cells: int, generator: np.random.Generator) -> None:
        """Draw the normals of what is no cell: only those that move anything, since each takes time."""
        moves = self.factor.any(axis=0).reshape(self.years, self.size)
        for year, moving in zip(normals, moves, strict=True):
            for variable in range(cells, self.size):
                if moving[variable]:
                    generator.standard_normal(out=year[variable])
                else:
                    year[variable] = 0.0

    def joined(self, variates: Variates) -> Array:
        """Return the shocks that random numbers make, shape ``(year, size, BLOCK)``, in a buffer used again."""
        normals = variates.normals
        if variates.mixing is not None:
            mixed = workspace("mixed", normals.shape)
            normals = np.multiply(normals, variates.mixing[:, np.newaxis], out=mixed)
        shocks = workspace("shocks", (self.years, self.size, BLOCK))
        if self.recurrence is None:
            self._multiply(normals, shocks)
        else:
            self.recurrence.join(normals, shocks, max(SMALL_PRODUCT // self.recurrence.parts[0].size, 1))
        if variates.scale is not None:
            shocks *= variates.scale
        if self.shift.any():
            shocks += self.shift[..., np.newaxis]
        return shocks

    def _multiply(self, normals: Array, shocks: Array) -> None:
        """Fill shocks with the factor times the normals, both ``(year, size, BLOCK)``."""
        stacked = normals.reshape(self.years * self.size, BLOCK)
        for year, of_year in enumerate(shocks):
            part, runs = self._read_in(year)
            # products this small run on the calling thread: workers do not fight for the cores
            step = max(SMALL_PRODUCT // part.size, 1)
            read = workspace(f"read {year}", (part.shape[1], step))
            for first in range(0, BLOCK, step):
                draws = slice(first, min(first + step, BLOCK))
                some = read[:, : draws.stop - first]
                # a block's rows lie a power of two apart, which a processor's memory is slow to read side by side
                for target, source in runs:
                    some[target] = stacked[source, draws]
                np.matmul(part, some, out=of_year[:, draws])

    def _read_in(self, year: int) -> tuple[Array, list[tuple[slice, slice]]]:
        """Return a year's rows of the factor without the normals that they leave out, and where the others stand.

        Those stand in runs: a slice of the columns that are kept, and one of all normals.
        """
        rows = self.factor[year * self.size : (year + 1) * self.size]
        takes = np.array(rows.any(axis=0))
        # its own are taken even where a spread is zero, so that there is something to multiply
        takes[year * self.size : (year + 1) * self.size] = True
        kept = np.flatnonzero(takes)
        starts = np.flatnonzero(np.diff(kept, prepend=-2) != 1).tolist()
        ends = [*starts[1:], kept.size]
        runs = [
            (slice(start, end), slice(int(kept[start]), int(kept[start]) + end - start))
            for start, end in zip(starts, ends, strict=True)
        ]
        return np.ascontiguousarray(rows[:, kept]), runs


def grow(base: Array, growth: Array, shocks: Array) -> int:
    r"""Turn shocks into levels in place: :math:`L_t = L_{t-1} \max(1 + g_t + e_t, 0)`.

    `base` has shape ``(n,)``, `growth` ``(n, year)``, `shocks` ``(year, n, draw)``. Returns how many factors
    lay below zero and were held at zero: a component is lost, never negative.
    """
    shocks += (1.0 + growth).T[:, :, np.newaxis]
    held = 0
    if shocks.min(initial=np.inf) < 0.0:
        held = int(np.count_nonzero(shocks < 0.0))
        np.maximum(shocks, 0.0, out=shocks)
    shocks[0] *= base[:, np.newaxis]
    for year in range(1, shocks.shape[0]):
        shocks[year] *= shocks[year - 1]
    return held


def workspace(name: str, shape: tuple[int, ...]) -> Array:
    """Return this thread's buffer of a name in a shape; whoever asks for the name again overwrites it."""
    buffers = _SPACES.__dict__
    if name not in buffers or buffers[name].shape != shape:
        buffers[name] = np.empty(shape)
    buffer: Array = buffers[name]
    return buffer
