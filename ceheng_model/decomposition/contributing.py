"""Split growth over components: the Bureau's official seven columns."""

from dataclasses import dataclass

import numpy as np

from ceheng_model import arithmetic
from ceheng_model.arithmetic import Array
from ceheng_model.decomposition.spans import Span, spans
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Shown, Table, column
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text
from ceheng_model.wording import ROUNDOFF

_COLUMNS = (
    Column(key="level", heading=Text("水平", "level"), kind="yuan"),
    Column(key="previous_level", heading=Text("上期", "previous"), kind="yuan"),
    Column(key="increment", heading=Text("增量", "increment"), kind="yuan"),
    Column(key="growth", heading=Text("增速", "growth"), kind="percent", decimals=1),
    Column(key="share", heading=Text("占比", "share"), kind="percent", decimals=1),
    Column(key="contribution_rate", heading=Text("贡献率", "contrib."), kind="percent", decimals=1),
    Column(key="contribution_points", heading=Text("拉动", "points"), kind="points"),
)
_NOTE = Text(
    "水平、上期、增量：元/人年；拉动：百分点。由未取整的数计算，各项之和等于合计",
    "level, previous, increment: yuan per person and year; contrib.: share of the increment; "
    "points: contribution to growth in percentage points. "
    "Computed from unrounded figures; components add up to the total",
)
_DASHES = Text(
    "“–”：上期为零的没有增速和拉动，合计为零的没有占比，合计不变的没有贡献率",
    "a dash: no growth and no points from a previous level of zero, no share of a total of zero, "
    "no contribution to a total that does not change",
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contributions(Shown):
    """Hold, for each span of years, every component's part in the growth of its group's total."""

    projection: Projection
    spans: tuple[Span, ...]
    """First and last year of each span; growth is over the whole span."""

    def tables(self) -> tuple[Table, ...]:
        """Return the seven columns, components and then the total of each group and span."""
        rows: list[tuple[Cell, ...]] = []
        undefined = False
        for first, last in self.spans:
            years = self.projection.years
            figures = _seven(
                self.projection.values[..., years.index(first)], self.projection.values[..., years.index(last)]
            )
            undefined = undefined or bool(np.isnan(figures).any())
            rows += [
                (last, first, group.named, component, *figures[g, c].tolist())
                for g, group in enumerate(self.projection.scenario.groups)
                for c, component in enumerate((*COMPONENTS, TOTAL))
            ]
        year = Column(key="year", heading=Text("年份", "year"), kind="year")
        start = Column(key="previous_year", heading=Text("上期年份", "previous year"), kind="year", shown=False)
        columns = (year, start, column("group"), column("component"), *_COLUMNS)
        title = Text("收入构成与贡献", "Income by component and contributions to growth")
        notes = (_NOTE, _DASHES) if undefined else (_NOTE,)
        return (Table(name="contributions", title=title, columns=columns, rows=tuple(rows), notes=notes),)


def contributions(projection: Projection, *, year: int | None = None, since: int | None = None) -> Contributions:
    """Return contributions to growth in every year, in one year, or over a span of years.

    `since` is the year compared with: the year before by default. Raises `InputError` for years that
    are not projected and for projections of many alternatives.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> frame = contributions(project(scenario("plan")), year=2022).to_frame()
    >>> wages = frame[(frame.group == "rural") & (frame.component == "wages")]
    >>> round(float(wages.contribution_points.item()), 5)
    0.07058
    """
    return Contributions(projection=projection, spans=spans(projection, year=year, since=since))


def _seven(start: Array, end: Array) -> Array:
    """Return the seven figures of components and total, ``(group, component and total, 7)``, from two years' levels."""
    change, whole = end - start, end.sum(axis=-1, keepdims=True)
    # the total's increment is the sum of its components', so that the column adds up to the last bit
    gained = change.sum(axis=-1, keepdims=True)
    unchanged = np.abs(gained) <= ROUNDOFF * np.maximum(np.abs(start), np.abs(end)).sum(axis=-1, keepdims=True)
    rates = np.where(unchanged, np.nan, arithmetic.contribution_rates(start, end))
    points = arithmetic.contribution_points(start, end)
    levels = np.stack([_with_total(start), _with_total(end)], axis=-1)
    columns = (
        levels[..., 1],
        levels[..., 0],
        np.concatenate([change, gained], axis=-1),
        arithmetic.growth_rates(levels)[..., 0],
        np.concatenate([arithmetic.shares(end[..., np.newaxis])[..., 0], np.where(whole == 0.0, np.nan, 1.0)], axis=-1),
        np.concatenate([rates, np.where(unchanged, np.nan, 1.0)], axis=-1),
        _with_total(points),
    )
    return np.stack(columns, axis=-1)


def _with_total(parts: Array) -> Array:
    return np.concatenate([parts, parts.sum(axis=-1, keepdims=True)], axis=-1)
