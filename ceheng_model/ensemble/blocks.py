"""Compute blocks of draws: levels, totals, the ratio, and what holds in them.

Everything here is bare and small enough to be sent to another process.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.conditions import Drawn, Positions
from ceheng_model.ensemble.criteria import Criterion, judge_all
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.sampling_errors import Scatter, Slopes
from ceheng_model.ensemble.shocks import grow
from ceheng_model.ensemble.tallies import Histogram, Tally
from ceheng_model.ensemble.variables import NOTHING_COMPARED, CentreLevels, Variables
from ceheng_model.ensemble.workspaces import workspace
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Value

INCOME_WIDTH = 1.0
"""Bins of incomes, yuan."""
RATIO_WIDTH = 1e-4
"""Bins of the urban-rural ratio."""
TOGETHER = 8
"""Blocks judged at one time: threads that take turns at many small steps wait for each other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout(Value):
    """Say which rows are kept of every draw: totals by year and group, the ratio, components when asked for."""

    groups: int
    components: int
    years: int
    ratio: tuple[int, int] | None
    """Positions of the groups urban and rural."""
    by_component: bool

    @property
    def rows(self) -> int:
        """How many numbers are kept of every draw."""
        ratio = self.years if self.ratio else 0
        return self.years * self.groups * (1 + (self.components if self.by_component else 0)) + ratio

    @property
    def widths(self) -> Array:
        """Width of the histogram bins of each row."""
        widths = np.full(self.rows, INCOME_WIDTH)
        if self.ratio:
            start = self.years * self.groups
            widths[start : start + self.years] = RATIO_WIDTH
        return widths

    def totals(self, rows: Array) -> Array:
        """Return the rows of totals ``(row, draw)`` as ``(year, group, draw)``, in the same memory."""
        return rows[: self.years * self.groups].reshape(self.years, self.groups, -1)

    def fill(self, drawn: Drawn, out: Array) -> None:
        """Write the other rows of one block to ``(row, draw)``, where its totals stand."""
        end = self.years * self.groups
        if self.ratio:
            urban, rural = self.ratio
            with np.errstate(divide="ignore", invalid="ignore"):
                np.divide(drawn.totals[:, urban], drawn.totals[:, rural], out=out[end : end + self.years])
            end += self.years
        if self.by_component:
            out[end:] = drawn.levels.reshape(-1, drawn.levels.shape[-1])

    def parts(self, rows: Array) -> tuple[Array, Array, Array]:
        """Split an array whose last axis is rows: totals ``(..., group, year)``, ratio ``(..., year)``, components."""
        lead, end = rows.shape[:-1], self.years * self.groups
        totals = np.swapaxes(rows[..., :end].reshape(*lead, self.years, self.groups), -1, -2)
        middle = end + (self.years if self.ratio else 0)
        ratio = rows[..., end:middle]
        shape = (*lead, self.years, self.groups, self.components) if self.by_component else (*lead, 0, 0, 0)
        levels = rows[..., middle:].reshape(shape)
        return totals, ratio, np.moveaxis(levels, -3, -1)


def drawable(growth: Array) -> Array:
    """Return growth that can be drawn around: of a group without a base any will do, since nothing comes of it."""
    # far from -1, so that no factor of such a group is counted as held at zero
    return np.where(np.isnan(growth), 1.0, growth)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """Hold what one scenario's draws are made from."""

    base: Array
    """Shape ``(group, component)``, yuan."""
    growth: Array
    """Shape ``(group, component, year)``, fractions."""
    around: Array
    """Growth that shocks are added to, same shape: the scenario's, so moved that the mean of its path stays."""
    compared: CentreLevels = NOTHING_COMPARED
    """What the levels of compared series are drawn around; their shocks are the last ones of a year."""
    start: int = 0
    """Where the shocks of its cells begin, among those of a year."""
    added: Array | None = None
    """What levers add to the levels, yuan, same shape as growth."""

    @classmethod
    def of(cls, scenario: Scenario, variables: Variables, *, number: int = 0) -> Self:
        """Return the path of a scenario of one region, the numbered one of those that are drawn together."""
        return cls.on(scenario.baseline.levels, scenario.growth, variables, number=number, added=scenario.added)

    @classmethod
    def on(
        cls, base: Array, growth: Array, variables: Variables, *, number: int = 0, added: Array | None = None
    ) -> Self:
        """Return the path of growth on a base."""
        usual = drawable(growth)
        return cls(
            base=base,
            growth=usual,
            around=variables.around(usual, number=number),
            compared=variables.around_compared(),
            start=variables.start(number),
            added=added,
        )

    def drawn(self, shocks: Array, *, totals: Array | None = None) -> tuple[Drawn, int]:
        """Turn shocks into incomes, in place; return them and how many factors were held at zero.

        Totals ``(year, group, draw)`` are written where there is room for them, else into a buffer used again.
        """
        groups, components, years = self.around.shape
        own = shocks[:, self.start : self.start + groups * components]
        at_zero = grow(self.base.reshape(-1), self.around.reshape(-1, years), own)
        levels = own.reshape(years, groups, components, -1)
        published = None
        if self.compared.series:
            published = shocks[:, -len(self.compared.series) :]
            grow(self.compared.base, self.compared.growth, published)
        if self.added is not None:
            levels += np.moveaxis(self.added, -1, 0)[..., np.newaxis]
        if totals is None:
            totals = workspace("totals", (years, groups, levels.shape[-1]))
        levels.sum(axis=2, out=totals)
        drawn = Drawn(
            base=self.base,
            levels=levels,
            totals=totals,
            published=published,
            series=self.compared.series,
            lost=self._lost(levels, published, at_zero=at_zero),
        )
        return drawn, at_zero

    def _lost(self, levels: Array, published: Array | None, *, at_zero: int) -> Positions | None:
        """Return the draws in which an income is lost or a published one far below its base; None where any may be."""
        # incomes stay above zero as long as growth takes none away; a group without a base has none
        if (self.base <= 0.0).any() or (self.added is not None and (self.added < 0.0).any()):
            return None
        lost = np.zeros(levels.shape[-1], dtype=bool)
        if at_zero:
            lost |= (levels <= 0.0).any(axis=(0, 1, 2))
        least = self.compared.base / 2.0
        if published is not None and (published.min(axis=(0, 2)) <= least).any():
            lost |= (published <= least[:, np.newaxis]).any(axis=(0, 1))
        return np.flatnonzero(lost)

    def weights(self, size: int) -> Array:
        """Return by how much each group's total moves with the shocks of a year on the base, ``(group, size)``."""
        groups, components = self.base.shape
        weights = np.zeros((groups, size))
        for group in range(groups):
            start = self.start + group * components
            weights[group, start : start + components] = self.base[group]
        return weights

    def centre(self, layout: Layout) -> Array:
        """Return the rows of the scenario's own path."""
        path = replace(self, around=self.growth, compared=NOTHING_COMPARED, start=0)
        rows = np.empty((layout.rows, 1))
        shocks = np.zeros((self.growth.shape[-1], self.base.size, 1))
        layout.fill(path.drawn(shocks, totals=layout.totals(rows))[0], rows)
        return rows[:, 0]


class Model(Protocol):
    """What a worker needs to compute blocks of draws."""

    @property
    def layout(self) -> Layout:
        """Which rows are kept."""

    @property
    def centre(self) -> Array:
        """The rows that draws spread around."""

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other; blocks always are."""

    def counting(self, slopes: Slopes) -> Self:
        """Return the model that also counts, block by block, how many draws lie below some quantiles."""

    def run(self, numbers: range, out: Array) -> Tally:
        """Write the rows of some blocks one after the other to `out`, shape ``(row, draw)``, and count.

        Of the last block there are as many draws as there is room for.
        """


class Source(Protocol):
    """What gives shocks block by block, in a buffer that the next call overwrites."""

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other; blocks always are."""

    def draw(self, *stream: int) -> Array:
        """Return one block of shocks, shape ``(year, n, BLOCK)``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathModel:
    """Draw one scenario."""

    shocks: Source
    path: Path
    criteria: tuple[Criterion, ...]
    layout: Layout
    centre: Array
    slopes: Slopes | None = None
    """Quantiles below which draws are counted block by block; none where None."""

    @classmethod
    def of(cls, shocks: Source, path: Path, criteria: tuple[Criterion, ...], layout: Layout) -> Self:
        """Return the model that spreads around a path."""
        return cls(shocks=shocks, path=path, criteria=criteria, layout=layout, centre=path.centre(layout))

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other."""
        return self.shocks.independent

    def counting(self, slopes: Slopes) -> Self:
        """Return the model that also counts, block by block, how many draws lie below some quantiles."""
        return replace(self, slopes=slopes)

    def run(self, numbers: range, out: Array) -> Tally:
        """Write the rows of some blocks one after the other to `out`, shape ``(row, draw)``, and count."""
        starts = range(0, len(numbers), TOGETHER)
        return Tally.total(
            self._together(numbers[start : start + TOGETHER], out[:, start * BLOCK : (start + TOGETHER) * BLOCK])
            for start in starts
        )

    def _together(self, numbers: range, out: Array) -> Tally:
        incomes = _Judgeable(self.path, self.criteria, totals=self.layout.totals(out))
        at_zero, sums = 0, []
        for number, rows in zip(numbers, _by_block(out), strict=True):
            shocks = self.shocks.draw(number)[..., : rows.shape[1]]
            drawn, held_at_zero = self.path.drawn(shocks, totals=self.layout.totals(rows))
            self.layout.fill(drawn, rows)
            incomes.add(drawn)
            at_zero += held_at_zero
            sums.append(_sums(rows, self.centre))
        judged = judge_all(self.criteria, incomes.drawn())
        return Tally(
            draws=out.shape[1],
            held=judged.held,
            undecided=judged.undecided,
            failed_in=judged.failed_in,
            together=judged.together,
            together_undecided=judged.together_undecided,
            above=np.zeros(self.layout.rows, dtype=np.int64),
            at_zero=at_zero,
            scatter=Scatter.of_blocks(np.vstack([judged.held_by_block, judged.together_by_block])),
            below=None if self.slopes is None else Scatter.of_blocks(self.slopes.below(out)),
            sums=tuple(sums),
        )


class _Judgeable:
    """Gather of several blocks, one after the other, the incomes that criteria read."""

    def __init__(self, path: Path, criteria: Sequence[Criterion], *, totals: Array) -> None:
        """Start with no block; `totals` ``(year, group, draw)`` are written by others."""
        years, groups, draws = totals.shape
        self.path, self.totals = path, totals
        self.levels = self._room("judged levels", (years, groups, path.base.shape[1]), draws)
        self.published = self._room("judged series", (years, len(path.compared.series)), draws)
        read = {place for criterion in criteria for place in criterion.incomes}
        self.components = [
            (year - 1, group, component) for year, group, component in read if year and component is not None
        ]
        self.lost: list[Positions | None] = []
        self.draws = 0

    @staticmethod
    def _room(name: str, shape: tuple[int, ...], draws: int) -> Array:
        return workspace(name, (*shape, TOGETHER * BLOCK))[..., :draws]

    def add(self, drawn: Drawn) -> None:
        """Take the incomes of one more block, whose buffers the next one overwrites."""
        start, stop = self.draws, self.draws + drawn.levels.shape[-1]
        for place in self.components:
            self.levels[place][start:stop] = drawn.levels[place]
        if drawn.published is not None:
            self.published[..., start:stop] = drawn.published
        self.lost.append(None if drawn.lost is None else drawn.lost + start)
        self.draws = stop

    def drawn(self) -> Drawn:
        """Return the incomes of all blocks; components that no criterion reads are not there."""
        lost = [of_block for of_block in self.lost if of_block is not None]
        return Drawn(
            base=self.path.base,
            levels=self.levels,
            totals=self.totals,
            published=self.published if self.path.compared.series else None,
            series=self.path.compared.series,
            lost=np.concatenate(lost) if len(lost) == len(self.lost) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairModel:
    """Draw the difference of two scenarios under the same shocks: the second less the first."""

    shocks: Source
    first: Path
    second: Path
    layout: Layout
    centre: Array
    slopes: Slopes | None = None
    """Quantiles below which draws are counted block by block; none where None."""

    @property
    def independent(self) -> bool:
        """Whether the draws of a block are independent of each other."""
        return self.shocks.independent

    def counting(self, slopes: Slopes) -> Self:
        """Return the model that also counts, block by block, how many draws lie below some quantiles."""
        return replace(self, slopes=slopes)

    def run(self, numbers: range, out: Array) -> Tally:
        """Write the differences of some blocks one after the other to `out`, shape ``(row, draw)``, and count."""
        return Tally.total(map(self._block, numbers, _by_block(out)))

    def _block(self, number: int, out: Array) -> Tally:
        shocks = self.shocks.draw(number)[..., : out.shape[1]]
        kept = workspace("kept", shocks.shape)
        kept[...] = shocks
        rows = np.empty(out.shape)
        drawn, at_zero = self.first.drawn(shocks, totals=self.layout.totals(rows))
        self.layout.fill(drawn, rows)
        drawn, more_at_zero = self.second.drawn(kept, totals=self.layout.totals(out))
        self.layout.fill(drawn, out)
        out -= rows
        none = np.zeros(0, dtype=np.int64)
        above = (out > 0.0).sum(axis=1)
        return Tally(
            draws=out.shape[1],
            held=none,
            undecided=none,
            failed_in=none[:, np.newaxis],
            together=0,
            together_undecided=0,
            above=above,
            at_zero=at_zero + more_at_zero,
            scatter=Scatter.of(above),
            below=None if self.slopes is None else Scatter.of_blocks(self.slopes.below(out)),
            sums=(_sums(out, self.centre),),
        )


def run_into(model: Model, numbers: range, out: Array) -> Tally:
    """Compute some blocks one after the other into the columns of `out`, the last one as far as there is room."""
    return model.run(numbers, out)


def run_rows(model: Model, numbers: range, draws: int) -> tuple[Array, Tally]:
    """Return the rows of some blocks, shape ``(row, draw)``, and the tally."""
    out = np.empty((model.layout.rows, draws))
    tally = run_into(model, numbers, out)
    return out, tally


def run_histograms(model: Model, numbers: range, draws: int) -> tuple[list[Histogram], Tally]:
    """Return a histogram of each row over some blocks, and the tally."""
    out = workspace("batch", (model.layout.rows, len(numbers) * BLOCK))[:, :draws]
    tally = run_into(model, numbers, out)
    widths = model.layout.widths
    return [Histogram.of(row, width=width) for row, width in zip(out, widths, strict=True)], tally


def _by_block(rows: Array) -> list[Array]:
    return [rows[:, start : start + BLOCK] for start in range(0, rows.shape[1], BLOCK)]


def _sums(rows: Array, centre: Array) -> Array:
    with np.errstate(invalid="ignore", over="ignore"):
        away = rows - centre[:, np.newaxis]
        return np.array([away.sum(axis=1), np.einsum("rd,rd->r", away, away)])
