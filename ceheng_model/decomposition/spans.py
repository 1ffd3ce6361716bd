"""Choose the years that a change runs between."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.projection import Projection
from ceheng_model.tables import Column
from ceheng_model.vocabulary import Text

_YEAR = Text("年份", "year")


class Span(NamedTuple):
    """Hold the two years that a change runs between."""

    first_year: int
    last_year: int

    @property
    def is_of_several_years(self) -> bool:
        """Whether there are years between the two."""
        return self.last_year - self.first_year > 1

    def positions(self, years: Sequence[int]) -> tuple[int, int]:
        """Return where the two years stand among all. Raises `InputError` where one is not among them."""
        raise_faults([choice(_YEAR, year, years) for year in self if year not in years])
        return years.index(self.first_year), years.index(self.last_year)


PREVIOUS_LEVEL = Column(key="previous_level", heading=Text("上年", "previous"), kind="yuan")
_SINCE = replace(PREVIOUS_LEVEL, heading=Text("基期", "base"))


def previous_level(spans: Sequence[Span]) -> Column:
    """Return the column of what is compared with: the year before, or the base of a span of several years."""
    return _SINCE if any(span.is_of_several_years for span in spans) else PREVIOUS_LEVEL


def chosen_spans(projection: Projection, *, year: int | None, since: int | None) -> tuple[Span, ...]:
    """Return every change asked for: of all years one by one, of one year, or over one span.

    `since` is the year compared with: the year before by default; `year` is the plan's last year, or the last
    one projected, by default. Raises `InputError` for years that are not projected or make no span.
    """
    years = projection.years
    asked = (("year", year, years[1:]), ("since", since, years[:-1]))
    raise_faults([choice(Text.same(name), value, known) for name, value, known in asked if value not in (None, *known)])
    if year is None and since is None:
        return tuple(Span(*pair) for pair in pairwise(years))
    last_year = projection.scenario.headline_year if year is None else year
    first_year = last_year - 1 if since is None else since
    if first_year >= last_year:
        rule, way_out = Text("早于末年", "be before the last year"), Text("交换两个年份", "exchange the two years")
        raise InputError(Fault(what=Text.same("since"), rule=rule, got=first_year, way_out=way_out))
    return (Span(first_year, last_year),)
