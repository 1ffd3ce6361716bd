"""Split growth over components: the Bureau's official seven columns."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ceheng_model import arithmetic
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Shown, Table, column
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text

_COLUMNS = (
    Column(key="level", heading=Text("水平", "level"), kind="yuan"),
    Column(key="previous_level", heading=Text("上期", "previous"), kind="yuan"),
    Column(key="increment", heading=Text("增量", "increment"), kind="yuan"),
    Column(key="growth", heading=Text("增速", "growth"), kind="percent", decimals=1),
    Column(key="share", heading=Text("占比", "share"), kind="percent", decimals=1),
    Column(key="contribution_rate", heading=Text("贡献率", "contrib."), kind="percent", decimals=1),
    Column(key="contribution_points", heading=Text("拉动", "points"), kind="points"),
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contributions(Shown):
    """Hold, for each span of years, every component's part in the growth of its group's total."""

    projection: Projection
    spans: tuple[tuple[int, int], ...]
    """First and last year of each span; growth is over the whole span."""

    def tables(self) -> tuple[Table, ...]:
        """Return the seven columns, components and then the total of each group and span."""
        rows = tuple(row for span in self.spans for row in self._rows(*span))
        years = Column(key="year", heading=Text("年份", "year"), kind="year")
        start = Column(key="previous_year", heading=Text("上期年份", "previous year"), kind="year", shown=False)
        columns = (years, start, column("group"), column("component"), *_COLUMNS)
        note = Text(
            "水平、上期、增量：元/人年；拉动：百分点。由未取整的数计算，各项之和等于合计",
            "level, previous, increment: yuan per person and year; contrib.: share of the increment; "
            "points: contribution to growth in percentage points. "
            "Computed from unrounded figures; components add up to the total",
        )
        title = Text("收入构成与贡献", "Income by component and contributions to growth")
        return (Table(name="contributions", title=title, columns=columns, rows=rows, notes=(note,)),)

    def _rows(self, first: int, last: int) -> list[tuple[Cell, ...]]:
        years, values = self.projection.years, self.projection.values
        start, end = values[..., years.index(first)], values[..., years.index(last)]
        points = arithmetic.contribution_points(start, end)
        rates = arithmetic.contribution_rates(start, end)
        rows: list[tuple[Cell, ...]] = []
        for g, group in enumerate(self.projection.scenario.groups):
            pair = np.stack([start[g], end[g]], axis=-1)
            parts = np.concatenate([pair, pair.sum(axis=0, keepdims=True)])
            growth = arithmetic.growth_rates(parts)[:, 0]
            for c, component in enumerate((*COMPONENTS, TOTAL)):
                whole = component == TOTAL
                before, after = parts[c]
                figures = (
                    after,
                    before,
                    after - before,
                    growth[c],
                    after / parts[-1, 1],
                    1.0 if whole else rates[g, c],
                    growth[c] if whole else points[g, c],
                )
                rows.append((last, first, group.named, component, *map(float, figures)))
        return rows


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
    projection.require_single()
    years = projection.years
    known = {"year": years[1:], "since": years[:-1]}
    given = {"year": year, "since": since}
    raise_faults(
        [
            choice(Text(name, name), value, known[name])
            for name, value in given.items()
            if value not in (None, *known[name])
        ]
    )
    if year is None and since is None:
        return Contributions(projection=projection, spans=tuple(pairwise(years)))
    last = years[-1] if year is None else year
    first = last - 1 if since is None else since
    if first >= last:
        rule, way_out = Text("早于末年", "be before the last year"), Text("交换两个年份", "exchange the two years")
        raise InputError(Fault(what=Text("since", "since"), rule=rule, got=first, way_out=way_out))
    return Contributions(projection=projection, spans=((first, last),))
