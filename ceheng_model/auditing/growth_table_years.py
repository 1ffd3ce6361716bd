"""Follow the growth table year by year: the rate left for open cells, the year it stops being possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Feasibility, Tally, build
from ceheng_model.auditing.rows import Row
from ceheng_model.quantities import Growth
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.closing import close_to_total


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupYears:
    """Hold one group's growth table year by year."""

    group: str
    years: tuple[int, ...]
    open_rates: tuple[float, ...]
    """Rate left for the open cells when printed values hold exactly (``to_total``); NaN where nothing is open."""
    first_not_positive: int | None
    """First year in which that rate is not above zero."""
    first_impossible: int | None
    """First year up to which the table cannot hold within the roundings of its printed values."""


def year_by_year(items: Sequence[Item], scenario: Scenario, tally: Tally) -> tuple[GroupYears, ...]:
    """Return what the growth table leaves open in each group and year."""
    plan = scenario.plan
    assert plan is not None
    stated, is_open, total_growth = plan.stated_growth()
    rates = close_to_total(scenario.baseline.levels, stated, is_open, total_growth).closing.rates
    found = []
    for g, group in enumerate(plan.groups):
        own = tuple(float(rate) for rate in rates[g])
        failing = (year for year, rate in zip(plan.years, own, strict=True) if rate <= 0.0)
        found.append(
            GroupYears(
                group=group.key,
                years=plan.years,
                open_rates=own if is_open[g].any() else (nan,) * len(own),
                first_not_positive=next(failing, None),
                first_impossible=_first_impossible(group.key, items, scenario, tally),
            )
        )
    return tuple(found)


def _first_impossible(group: str, items: Sequence[Item], scenario: Scenario, tally: Tally) -> int | None:
    table = [item for item in items if isinstance(item.members[0].quantity, Growth) and item.groups == {group}]
    rows = [row for item in table for row in item.rows]
    if not rows:
        return None
    # a table that holds up to a year holds up to every year before it
    if _holds(rows, scenario, tally):
        return None
    return next(
        year for year in scenario.years if not _holds([row for row in rows if row.year <= year], scenario, tally)
    )


def _holds(rows: list[Row], scenario: Scenario, tally: Tally) -> bool:
    programme = build(rows, range(len(rows)), scenario, tally)
    return programme.ask(range(len(rows))).feasibility is not Feasibility.CONTRADICTS
