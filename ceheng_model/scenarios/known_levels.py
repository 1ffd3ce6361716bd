"""Say what is known of a published series in some year: its levels up to then, and how they go on afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import average_annual_growth
from ceheng_model.errors import Fault
from ceheng_model.plan import Circumstances
from ceheng_model.series import TOTAL_ITEM, PublishedSeries
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Status, Template, Text

_TREND = Template(
    "自{last}起按{span}年均增速{rate}推算", "grown on from {last} at {rate} a year, the average of {span}"
)
_NOT_BEFORE = Template("不早于基年 {year}", "not be before the base year {year}")
_A_YEAR = Template("为 {year} 至 {last} 的年份", "be a whole year from {year} to {last}")
MOST_YEARS_KNOWN = 100
"""Years after the base year up to which anything may be taken as known: growth over more is a slip of the keyboard."""
KNOWN_UP_TO = Template(
    "所比较的公布收入视为已知至{year}，其后按至已知末年的年均增速推算",
    "published incomes that it is compared with are taken as known up to {year}, and grow on from there "
    "at their average growth up to the last known year",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLevel:
    """Hold the total of a group of a series in one year, and what it rests on."""

    value: float
    """In the unit of the plan, per person and year."""
    status: Status
    rule: Text | None = None
    """How it was derived from what is known; None where it was published or given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Hold the average growth of a total from its first year up to the last one that is known."""

    first_year: int
    last_year: int
    level: float
    """Of the last known year."""
    rate: float

    @classmethod
    def of(cls, levels: Mapping[int, float]) -> "Trend | None":
        """Return the trend of levels by year; None where fewer than two are known."""
        if len(levels) < 2:
            return None
        first, last = min(levels), max(levels)
        rate = float(average_annual_growth(levels[first], levels[last], years=last - first))
        return cls(first_year=first, last_year=last, level=levels[last], rate=rate)

    def told(self, terms: Terms) -> Text:
        """Return the rule in words."""
        span = terms.span_label(self.first_year, self.last_year)
        return _TREND.format(span=span, rate=written(self.rate, "percent"), last=terms.year_label(self.last_year))


def known_level(
    series: PublishedSeries,
    group: str,
    year: int,
    *,
    as_of: int | None,
    circumstances: Circumstances,
    name: str,
    terms: Terms,
) -> KnownLevel | None:
    """Return the total of a group of a series: published, given by the circumstances, or grown on; None where neither.

    What was published after `as_of` counts as unknown, and what the circumstances derive from such figures, but not
    what they assume; with None, all is known and nothing is grown on.
    """
    published = series.level(group, TOTAL_ITEM, year)
    is_seen = as_of is None or year <= as_of
    if published is not None and is_seen:
        return KnownLevel(value=published, status="published")
    given = circumstances.continued.get((name, group, year))
    if given is not None and (is_seen or given.status == "assumed"):
        return KnownLevel(value=given.value, status=given.status)
    if as_of is None:
        return None
    trend = Trend.of(levels_known(series, group, as_of=as_of, circumstances=circumstances, name=name))
    if trend is None or year <= trend.last_year:
        return None
    level = trend.level * (1.0 + trend.rate) ** (year - trend.last_year)
    return KnownLevel(value=level, status="derived", rule=trend.told(terms))


def levels_known(
    series: PublishedSeries, group: str, *, as_of: int, circumstances: Circumstances, name: str
) -> dict[int, float]:
    """Return the totals of a group known up to a year, as published or derived from what was, by year."""
    levels = {
        year: level
        for (key, item, year), level in series.levels.items()
        if (key, item) == (group, TOTAL_ITEM) and year <= as_of
    }
    for (one, key, year), given in circumstances.continued.items():
        if (one, key) == (name, group) and year <= as_of and given.status != "assumed":
            levels.setdefault(year, given.value)
    return levels


def as_of_fault(as_of: object, base_year: int) -> Fault | None:
    """Return the fault of what is no year, or of one before the base year, from whose figures a projection starts."""
    last = base_year + MOST_YEARS_KNOWN
    is_year = isinstance(as_of, int | np.integer) and not isinstance(as_of, bool)
    if is_year and base_year <= as_of <= last:  # type: ignore[operator]
        return None
    is_early = is_year and as_of < base_year  # type: ignore[operator]
    rule = _NOT_BEFORE.format(year=base_year) if is_early else _A_YEAR.format(year=base_year, last=last)
    return Fault(
        what=Text("公布数已知的末年", "the year up to which published figures are known"),
        rule=rule,
        got=as_of,
        way_out=Text("给出基年或其后的年份", "give the base year or a later one"),
    )
