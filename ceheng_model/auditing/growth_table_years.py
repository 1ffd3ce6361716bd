"""Follow the growth table year by year: the rate left for open cells, the year it stops being possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Feasibility, Tally, build
from ceheng_model.auditing.rows import Row
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.closing import close_to_total
from ceheng_model.values import Value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupYears(Value):
    """Hold one group's growth table year by year."""

    group: str
    years: tuple[int, ...]
    open_rates: tuple[float, ...]
    """Rate left for the open cells when printed values hold exactly (``to_total``); NaN where nothing is open, or
    the table does not state every cell."""
    first_not_positive: int | None
    """First year in which that rate is not above zero."""
    first_impossible: int | None
    """First year up to which the table cannot hold within the roundings of its printed values."""


def year_by_year(items: Sequence[Item], scenario: Scenario, tally: Tally) -> tuple[GroupYears, ...]:
    """Return what the growth table leaves open in each year of the groups that it states anything of."""
    plan = scenario.plan
    assert plan is not None
    stated, is_open, total_growth = plan.stated_growth()
    closed = close_to_total(scenario.baseline.levels, stated, is_open, total_growth).closing.rates
    # beside cells that are not stated, those with a sign may grow by anything
    rates = np.where(plan.not_stated().any(axis=1), nan, closed)
    group_years = []
    stated_of = {cell.quantity.group for cell in plan.growth}
    for g, group in enumerate(plan.groups):
        if group.key not in stated_of:
            continue
        own = tuple(float(rate) for rate in _until_nothing_is_left(rates[g]))
        failing = (year for year, rate in zip(plan.years, own, strict=True) if rate <= 0.0)
        group_years.append(
            GroupYears(
                group=group.key,
                years=plan.years,
                open_rates=own if is_open[g].any() else (nan,) * len(own),
                first_not_positive=next(failing, None),
                first_impossible=_first_impossible(group.key, items, scenario, tally),
            )
        )
    return tuple(group_years)


def _until_nothing_is_left(rates: Array) -> Array:
    """Return the rates up to the first at which no income is left: from then on there is none."""
    gone = np.cumsum(rates <= -1.0)
    return np.where(gone - (rates <= -1.0) > 0, nan, rates)


def _first_impossible(group: str, items: Sequence[Item], scenario: Scenario, tally: Tally) -> int | None:
    rows = _rows_of(group, items)
    # a table that holds up to a year holds up to every year before it
    if not rows or _holds(rows, scenario, tally):
        return None
    up_to = {year: [row for row in rows if row.year <= year] for year in scenario.years}
    return next(year for year, earlier in up_to.items() if not _holds(earlier, scenario, tally))


def _rows_of(group: str, items: Sequence[Item]) -> list[Row]:
    # a sentence of the text on the growth of one year is no cell of the table
    table = (item for item in items if not item.members[0].headline and item.groups == {group})
    return [row for item in table for row in item.rows]


def _holds(rows: list[Row], scenario: Scenario, tally: Tally) -> bool:
    if not rows:
        # up to the first year that is printed
        return True
    programme = build(rows, range(len(rows)), scenario, tally)
    return programme.ask(range(len(rows))).feasibility is not Feasibility.CONTRADICTS
