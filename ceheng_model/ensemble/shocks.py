"""Draw growth shocks in blocks and compound them into income levels."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.recurrence import Recurrence
from ceheng_model.ensemble.workspaces import small_product, workspace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variates:
    """Hold the random numbers of one block, before they are joined and scaled."""

    normals: Array
    """Independent standard normals, shape ``(year, normal, BLOCK)``."""
    scale: Array | None
    """By how much each draw stretches the common spread of its whole path, shape ``(BLOCK,)``; None for one."""
    mixing: Array | None
    """By how much each year of a draw stretches its normals besides, shape ``(year, BLOCK)``; None for one."""
    own_scale: Array | None = None
    """By how much each draw stretches the region's own spread, shape ``(BLOCK,)``; None for one."""


class Points(Protocol):
    """What gives the random numbers of a block in another way than drawing them independently."""

    def variates(self, *stream: int) -> Variates:
        """Return the random numbers of one block, in buffers that the next call overwrites."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shocks:
    r"""Say how growth shocks are drawn; small enough to be sent to every worker.

    With :math:`z` the normals of all years, year by year, :math:`e = m + F S z`: `shift` plus `factor` times the
    normals, each stretched by one number a draw: the common ones by :math:`s = \sqrt{\nu / \chi^2_\nu}` with
    :math:`\nu` = `freedom`, the region's own by such a number of their own, with `own_freedom`.
    """

    entropy: int
    years: int
    size: int
    """Variables of a year: the cells, row-major over ``(group, component)``, then growth of compared series."""
    factor: Array
    """What shocks take of the normals, ``(years * size, years * width)``, of no later year.

    Its square is the covariance. The normals of a year are the common ones, then the region's own."""
    shift: Array
    """What is known of the shocks beforehand, shape ``(year, size)``."""
    freedom: float | None = None
    """Degrees of freedom of the estimated spread; None where the spread is known."""
    degrees_of_freedom: float | None = None
    """Of Student's t, one chi-square a year that keeps the spread; None for normal shocks."""
    cells: int | None = None
    """How many common normals of a year are drawn before all others; all of them where None."""
    own: int = 0
    """How many normals of a year are of the region's own shocks where these have a scale of their own."""
    own_freedom: float | None = None
    """Degrees of freedom of their spread; None where it is known."""
    recurrence: Recurrence | None = None
    """How long paths follow from year to year; None multiplies the whole factor."""
    points: Points | None = None
    """Where the random numbers come from; drawn independently where None."""
    read_in: tuple[tuple[Array, list[tuple[slice, slice, bool]]], ...] = field(init=False, repr=False)
    """Of every year, its rows of the factor without the normals that they leave out, and where the others stand.

    Those stand in runs: a slice of the columns that are kept, one of all normals, and whether they are the region's
    own. Nothing where a recurrence serves.
    """

    def __post_init__(self) -> None:
        """Look up once what every block takes."""
        years = range(self.years) if self.recurrence is None else ()
        object.__setattr__(self, "read_in", tuple(self._read_in(year) for year in years))

    @property
    def width(self) -> int:
        """How many normals there are a year."""
        return int(self.factor.shape[1]) // self.years

    @property
    def common(self) -> int:
        """How many of them are common."""
        return self.width - self.own

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other: points of one set are not."""
        return self.points is None

    def draw(self, *stream: int) -> Array:
        """Return one block of shocks, shape ``(year, size, BLOCK)``, in a buffer that the next call overwrites."""
        return self.joined(self.variates(*stream))

    def variates(self, *stream: int) -> Variates:
        """Return the random numbers of one block, in buffers that the next call overwrites.

        In this order: normals of the cells, year by year; chi-squares; normals of the region's own shocks and their
        chi-square; normals of the other variables. What is compared with a region therefore changes nothing about the
        numbers that its own incomes are drawn from, nor do its own shocks about the common ones.
        """
        if self.points is not None:
            return self.points.variates(*stream)
        normals = workspace("normals", (self.years, self.width, BLOCK))
        generator = generator_of(self.entropy, stream)
        cells = self.common if self.cells is None else self.cells
        _draw(normals[:, :cells], generator)
        scale, mixing = _scale(self.freedom, generator), None
        if self.degrees_of_freedom is not None:
            degrees = self.degrees_of_freedom
            mixing = np.sqrt((degrees - 2.0) / generator.chisquare(degrees, size=(self.years, BLOCK)))
        _draw(normals[:, self.common :], generator)
        own_scale = _scale(self.own_freedom, generator)
        if cells < self.common:
            self._add_others(normals, cells, generator)
        return Variates(normals=normals, scale=scale, mixing=mixing, own_scale=own_scale)

    def _add_others(self, normals: Array, cells: int, generator: np.random.Generator) -> None:
        """Draw the normals of what is no cell: only those that move anything, since each takes time."""
        moves = self.factor.any(axis=0).reshape(self.years, self.width)
        for year, moving in zip(normals, moves, strict=True):
            for variable in range(cells, self.common):
                if moving[variable]:
                    generator.standard_normal(out=year[variable])
                else:
                    year[variable] = 0.0

    def joined(self, variates: Variates) -> Array:
        """Return the shocks that random numbers make, shape ``(year, size, BLOCK)``, in a buffer used again."""
        normals, ratio = variates.normals, self._ratio(variates)
        if variates.mixing is not None:
            normals = np.multiply(normals, variates.mixing[:, np.newaxis], out=workspace("mixed", normals.shape))
        shocks = workspace("shocks", (self.years, self.size, BLOCK))
        if self.recurrence is None:
            self._multiply(normals, ratio, shocks)
        else:
            self.recurrence.join(normals[:, : self.common], shocks)
            if self.own:
                own = normals[:, self.common :]
                self.recurrence.add_own(own if ratio is None else own * ratio, shocks)
        if variates.scale is not None:
            shocks *= variates.scale
        if self.shift.any():
            shocks += self.shift[..., np.newaxis]
        return shocks

    def _ratio(self, variates: Variates) -> Array | None:
        """Return by how much more own shocks are stretched than common ones, ``(BLOCK,)``; None for one."""
        if not self.own or variates.scale is None:
            return variates.own_scale
        ratio: Array = (1.0 if variates.own_scale is None else variates.own_scale) / variates.scale
        return ratio

    def _multiply(self, normals: Array, ratio: Array | None, shocks: Array) -> None:
        """Fill shocks ``(year, size, BLOCK)`` with the factor times normals, the region's own stretched by a ratio."""
        stacked = normals.reshape(self.years * self.width, BLOCK)
        for year, (of_year, (part, runs)) in enumerate(zip(shocks, self.read_in, strict=True)):
            read = workspace(f"read {year}", (part.shape[1], BLOCK))
            for target, source, is_own in runs:
                if is_own and ratio is not None:
                    np.multiply(stacked[source], ratio, out=read[target])
                else:
                    read[target] = stacked[source]
            small_product(part, read, out=of_year)

    def _read_in(self, year: int) -> tuple[Array, list[tuple[slice, slice, bool]]]:
        """Return what `read_in` holds of a year."""
        rows = self.factor[year * self.size : (year + 1) * self.size]
        takes = np.array(rows.any(axis=0))
        # its own are taken even where a spread is zero, so that there is something to multiply
        takes[year * self.width : (year + 1) * self.width] = True
        kept = np.flatnonzero(takes)
        is_own = kept % self.width >= self.common
        starts = np.flatnonzero((np.diff(kept, prepend=-2) != 1) | np.diff(is_own, prepend=False)).tolist()
        ends = [*starts[1:], kept.size]
        runs = [
            (slice(start, end), slice(int(kept[start]), int(kept[start]) + end - start), bool(is_own[start]))
            for start, end in zip(starts, ends, strict=True)
        ]
        return np.ascontiguousarray(rows[:, kept]), runs


def _draw(rows: Array, generator: np.random.Generator) -> None:
    """Fill rows of a buffer ``(year, row, draw)`` one after the other."""
    for year in rows:
        for row in year:
            generator.standard_normal(out=row)


def _scale(freedom: float | None, generator: np.random.Generator) -> Array | None:
    return None if freedom is None else np.sqrt(freedom / generator.chisquare(freedom, size=BLOCK))


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
