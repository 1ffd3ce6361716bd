"""Choose the years that a change runs between."""

from itertools import pairwise

from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.projection import Projection
from ceheng_model.vocabulary import Text

Span = tuple[int, int]


def spans(projection: Projection, *, year: int | None, since: int | None) -> tuple[Span, ...]:
    """Return first and last year of every change asked for: all years one by one, one year, or one span.

    `since` is the year compared with: the year before by default; `year` is the last year projected by
    default. Raises `InputError` for years that are not projected or make no span, and for projections of
    many alternatives.
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
        return tuple(pairwise(years))
    last = years[-1] if year is None else year
    first = last - 1 if since is None else since
    if first >= last:
        rule, way_out = Text("早于末年", "be before the last year"), Text("交换两个年份", "exchange the two years")
        raise InputError(Fault(what=Text("since", "since"), rule=rule, got=first, way_out=way_out))
    return ((first, last),)
