"""Estimate how far the total of one published series strays from that of another."""

from dataclasses import dataclass
from statistics import stdev

from ceheng_model.series import TOTAL_ITEM, PublishedSeries

FEWEST_YEARS = 3
"""Growth years in common below which no spread is told: two would leave it one degree of freedom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpread:
    """Hold how far yearly growth of one total strays from that of another, and from which years it is known."""

    spread: float | None
    """Standard deviation of the differences, a fraction; None where there are too few years."""
    years: tuple[int, ...]
    """Growth years that both have, labelled by the year they end in."""


def spread_between(
    series: PublishedSeries,
    group: str,
    other: PublishedSeries,
    other_group: str,
    *,
    first_year: int | None = None,
    last_year: int | None = None,
) -> SeriesSpread:
    r"""Return the sample standard deviation of the differences in yearly growth of two published totals.

    :math:`\sqrt{\sum_t (d_t - \bar d)^2 / (n - 1)}` with :math:`d_t` the growth of one less that of the other, over the
    n years in which both have it; None for fewer than 3. `first_year` and `last_year` limit the years.

    >>> from ceheng_model.series import load_series
    >>> found = spread_between(load_series("fujian"), "rural", load_series("national"), "rural")
    >>> found.years, round(found.spread, 4)
    ((2016, 2017, 2018, 2019, 2020), 0.0027)
    """
    differences = {}
    for year in sorted({year for key, item, year in series.levels if (key, item) == (group, TOTAL_ITEM)}):
        rates = series.growth(group, TOTAL_ITEM, year), other.growth(other_group, TOTAL_ITEM, year)
        is_within = (first_year is None or year >= first_year) and (last_year is None or year <= last_year)
        if is_within and rates[0] is not None and rates[1] is not None:
            differences[year] = rates[0] - rates[1]
    enough = len(differences) >= FEWEST_YEARS
    return SeriesSpread(spread=stdev(differences.values()) if enough else None, years=tuple(differences))
