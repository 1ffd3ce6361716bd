"""What the statements of a plan mean, read once more from its file alone: in exact fractions, without the library.

`measured` gives what a statement speaks of on a path of incomes, `verdict` what is said of it, `rows` the inequalities
that it puts on the incomes where there are such. Roots that are no fractions have sixty digits; parts of people, whose
incomes are lognormal, have what the standard library gives of the normal distribution.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import partial
from math import exp, isqrt, log, sqrt
from statistics import NormalDist
from typing import Any

BASE_YEAR = 2015
COMPONENTS = ("wages", "business", "property", "transfer")
Told = dict[str, Any]
"""A statement as `plan.toml` writes it."""
Levels = Callable[[str, str, int], Any]
"""An income by group, component (or ``total``) and year."""
HALF_A_YUAN = Fraction(1, 2)
HALF_OF_A_TENTH_OF_A_POINT = Fraction(5, 10_000)
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold what a plan starts from and what surrounds it."""

    groups: tuple[str, ...]
    inside: frozenset[str]
    """Groups that are part of another."""
    years: tuple[int, ...]
    base: Mapping[str, tuple[int, ...]]
    nation: Mapping[tuple[str, int], int]
    past: Mapping[tuple[str, int], int]
    gdp: Fraction | None
    prices: Fraction | None
    population: Mapping[str, Fraction] | None


class UnjudgedError(Exception):
    """What a statement speaks of needs a figure that nobody gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold a value, and between which values it lies as published figures are rounded."""

    value: Any
    low: Any
    high: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Hold what a statement allows of its value."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False


def span(told: Told, reading: str | None = None) -> Span:
    """Return what the words allow: under their usual reading, as a value, or as a floor."""
    kind = told["type"]
    if kind in ("exceeds", "above", "positive"):
        return Span(low=Fraction(told.get("value", 0)), low_open=True)
    if kind in ("narrows", "not_below_previous"):
        return Span(high=Fraction(0), high_open=True) if kind == "narrows" else Span(low=Fraction(0))
    half = told["tolerance"] if "tolerance" in told else told["precision"] / 2
    low, high = told.get("low", told.get("value")) - half, told.get("high", told.get("value")) + half
    # half a unit up rounds to the next; exact values and tolerances include their ends
    is_open = "tolerance" not in told and half > 0
    reading = reading or ("floor" if kind in ("at_least", "at_most") else "value")
    if reading == "value":
        return Span(low=low, high=high, high_open=is_open)
    return Span(high=high, high_open=is_open) if _less_is_better(told) else Span(low=low)


def _less_is_better(told: Told) -> bool:
    if told["type"] in ("reaches", "about", "between"):
        return bool(told.get("better", "down" if told["quantity"] == "share_below" else "up") == "down")
    return told["type"] in ("at_most", "narrows")


def verdict(told: Told, facts: Facts, level: Levels) -> str:
    """Return what is to be said of a statement on a path; ``close`` where it hangs on how rounding is bounded."""
    try:
        found = measured(told, facts, level)
    except UnjudgedError:
        return "not_judged"
    # of several years the one that is farthest from what is asked for
    worst = max(found, key=lambda one: one.value if _less_is_better(told) else -one.value)
    ends = [_met(told, end) for end in (worst.low, worst.value, worst.high)]
    if len(set(ends)) > 1:
        near = min(abs(Fraction(end) - _edge(told)) for end in (worst.low, worst.high))
        # the half-width of what rounding leaves is as good as the true ends to the second order
        return "close" if near < (worst.high - worst.low) / 1000 else "undecidable"
    return "missed" if not ends[0] else "exceeded" if _beyond(told, worst.value) else "met"


def _edge(told: Told) -> Fraction:
    allowed = span(told, "floor")
    edge = allowed.high if allowed.low is None else allowed.low
    assert edge is not None
    return edge


def _met(told: Told, value: Any) -> bool:
    allowed = span(told, "floor")
    if allowed.low is not None:
        return bool(value > allowed.low if allowed.low_open else value >= allowed.low)
    return bool(value < allowed.high if allowed.high_open else value <= allowed.high)


def _beyond(told: Told, value: Any) -> bool:
    """Return whether a value that is met lies outside what is printed."""
    if "precision" not in told or told["type"] == "exceeds":
        return False
    allowed = span(told, "value")
    assert allowed.low is not None
    assert allowed.high is not None
    if _less_is_better(told):
        return bool(value < allowed.low)
    return bool(value >= allowed.high if allowed.high_open else value > allowed.high)


def measured(told: Told, facts: Facts, level: Levels) -> list[Measured]:
    """Return what a statement speaks of: one value, or one a year; raise `UnjudgedError` where a figure lacks."""
    kind = told["quantity"]
    if kind == "growth" and told["type"] == "not_below_previous":
        kind = "growth_change"
    return list(_MEASURED[kind](told, facts, level))


def _exactly(value: Any) -> Measured:
    return Measured(value=value, low=value, high=value)


def _last(told: Told, facts: Facts) -> int:
    return int(told.get("year", facts.years[-1]))


def _since(told: Told, facts: Facts) -> int:
    return int(told.get("first_year", facts.years[0])) - 1


def _own(told: Told, level: Levels, year: int) -> Any:
    return level(told["group"], told.get("component", "total"), year)


def _earlier(told: Told, facts: Facts, level: Levels, year: int) -> tuple[Any, Any, Any]:
    """Return an income of any year, and between which figures it lies."""
    if year >= BASE_YEAR:
        return (_own(told, level, year),) * 3
    if "past" not in told or told.get("component", "total") != "total":
        raise UnjudgedError
    return _rounded(facts.past, told["past"].partition(".")[2], year)


def _rounded(levels: Mapping[tuple[str, int], int], group: str, year: int) -> tuple[Fraction, Fraction, Fraction]:
    if (group, year) not in levels:
        raise UnjudgedError
    level = Fraction(levels[group, year])
    return level, level - HALF_A_YUAN, level + HALF_A_YUAN


def _income(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    yield _exactly(_own(told, level, _last(told, facts)))


def _growth(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    year = _last(told, facts)
    yield _exactly(_own(told, level, year) / _own(told, level, year - 1) - 1)


def _growth_change(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    last = _last(told, facts)
    first = max(_since(told, facts) + 1, BASE_YEAR + 2) if told.get("each_year") else last
    if first < BASE_YEAR + 2 or first > last:
        raise UnjudgedError
    for year in range(first, last + 1):
        before, middle, end = (_own(told, level, at) for at in (year - 2, year - 1, year))
        yield _exactly(end / middle - middle / before)


def _average(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    last, since = _last(told, facts), _since(told, facts)
    end, starts = _own(told, level, last), _earlier(told, facts, level, since)
    value, high, low = (root(end / start, last - since) - 1 for start in starts)
    yield Measured(value=value, low=low, high=high)


def _real(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    last = _last(told, facts)
    since = last - 1 if told["quantity"] == "real_growth" else _since(told, facts)
    grown = _own(told, level, last) / _own(told, level, since)
    yield _exactly(root(grown, last - since) / (1 + _prices(facts)) - 1)


def _prices(facts: Facts) -> Fraction:
    if facts.prices is None:
        raise UnjudgedError
    return facts.prices


def _ratio_of(level: Levels, year: int) -> Any:
    return level("urban", "total", year) / level("rural", "total", year)


def _ratio(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    if told["type"] != "narrows":
        yield _exactly(_ratio_of(level, _last(told, facts)))
        return
    for start, end in _spans(told, facts, each_year=told.get("each_year", False)):
        yield _exactly(_ratio_of(level, end) - _ratio_of(level, start))


def _spans(told: Told, facts: Facts, *, each_year: bool) -> list[tuple[int, int]]:
    since, last = _since(told, facts), _last(told, facts)
    return [(year - 1, year) for year in range(since + 1, last + 1)] if each_year else [(since, last)]


def _lead(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    last, since = _last(told, facts), _since(told, facts)
    years, grown = last - since, _own(told, level, last) / _own(told, level, since)
    against = told["against"]
    if against == "gdp":
        if facts.gdp is None:
            raise UnjudgedError
        # growth of the economy is real, and so is income where prices are known
        lead = root(grown, years) / (1 + (facts.prices or 0)) - 1 - facts.gdp
        room = HALF_OF_A_TENTH_OF_A_POINT
        yield Measured(value=lead, low=lead - room, high=lead + room)
    elif "." in against:
        group = against.partition(".")[2]
        starts, ends = (_rounded(facts.nation, group, year) for year in (since, last))
        # theirs grew most where the first level is lowest and the last highest
        theirs = [ends[0] / starts[0], ends[2] / starts[1], ends[1] / starts[2]]
        value, low, high = (root(grown, years) - root(other, years) for other in theirs)
        yield Measured(value=value, low=low, high=high)
    else:
        other = level(against, "total", last) / level(against, "total", since)
        yield _exactly(root(grown, years) - root(other, years))


def _theirs(told: Told, facts: Facts, level: Levels, year: int) -> tuple[Any, Any, Any]:
    name, dot, group = told["against"].rpartition(".")
    if dot:
        return _rounded({"national": facts.nation, "own": facts.past}[name], group, year)
    return (level(group, "total", year),) * 3


def _gap(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    ahead = _is_ahead(told, facts)

    def gap(other: Any, own: Any) -> Any:
        higher, lower = (own, other) if ahead else (other, own)
        return higher / lower if told["quantity"] == "relative_gap" else higher - lower

    each_year = told.get("each_year", "." in told["against"])
    pairs = _spans(told, facts, each_year=each_year)
    for year in range(_since(told, facts), _last(told, facts) + 1):
        _theirs(told, facts, level, year)
    for start, end in pairs:
        before, after = (_own(told, level, year) for year in (start, end))
        firsts, lasts = (_theirs(told, facts, level, year) for year in (start, end))
        ends = [gap(last, after) - gap(first, before) for last, first in ((lasts[1], firsts[2]), (lasts[2], firsts[1]))]
        yield Measured(value=gap(lasts[0], after) - gap(firsts[0], before), low=min(ends), high=max(ends))


def _is_ahead(told: Told, facts: Facts) -> bool:
    """Return whether the own income is the higher one where the plan starts: the gap is then its lead."""
    name, dot, group = told["against"].rpartition(".")
    theirs = {"national": facts.nation, "own": facts.past}[name][group, BASE_YEAR] if dot else sum(facts.base[group])
    return sum(facts.base[told["group"]]) > theirs


def _share(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    year = _last(told, facts)
    yield _exactly(_own(told, level, year) / level(told["group"], "total", year))


def _part_of_people(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    sigma = _spread(told)
    # the logarithm of a lognormal income is normal, and its mean lies half a variance below that of the income
    middle = log(_own(told, level, _last(told, facts))) - sigma**2 / 2
    below = NORMAL.cdf((log(told["threshold"]) - middle) / sigma)
    yield _exactly(Fraction(below if told["quantity"] == "share_below" else 1 - below))


def _spread(told: Told) -> float:
    """Return the standard deviation of the logarithms of incomes of a Gini coefficient."""
    if "gini" not in told:
        raise UnjudgedError
    return sqrt(2) * NORMAL.inv_cdf((1 + float(told["gini"])) / 2)


def _mean_for(told: Told, part: Fraction) -> Fraction:
    """Return the mean income with which so large a part of people lies above the line, or below it."""
    sigma, below = _spread(told), float(part if told["quantity"] == "share_below" else 1 - part)
    return Fraction(exp(log(told["threshold"]) - sigma * NORMAL.inv_cdf(below) + sigma**2 / 2))


def _all_residents(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    if facts.population is None:
        raise UnjudgedError
    whole = sum(facts.population.values())
    year = _last(told, facts)
    yield _exactly(sum(people / whole * level(g, "total", year) for g, people in facts.population.items()))


def _increment(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    last, since = _last(told, facts), _since(told, facts)
    rise = _own(told, level, last) - _own(told, level, since)
    yield _exactly(rise if told["in_all"] else rise / (last - since))


def _multiple(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    starts = _earlier(told, facts, level, told.get("base_year", BASE_YEAR))
    value, high, low = (_own(told, level, _last(told, facts)) / start for start in starts)
    yield Measured(value=value, low=low, high=high)


def _relative_level(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    year = _last(told, facts)
    value, high, low = (_own(told, level, year) / other for other in _theirs(told, facts, level, year))
    yield Measured(value=value, low=low, high=high)


def _not_told(told: Told, facts: Facts, level: Levels) -> Iterator[Measured]:
    message = "no income tells it"
    raise UnjudgedError(message)


_MEASURED: Mapping[str, Callable[[Told, Facts, Levels], Iterator[Measured]]] = {
    "income": _income,
    "growth": _growth,
    "growth_change": _growth_change,
    "average_annual_growth": _average,
    "urban_rural_ratio": _ratio,
    "growth_lead": _lead,
    "relative_gap": _gap,
    "absolute_gap": _gap,
    "share": _share,
    "all_residents": _all_residents,
    "increment": _increment,
    "multiple": _multiple,
    "relative_level": _relative_level,
    "real_growth": _real,
    "average_real_growth": _real,
    "share_above": _part_of_people,
    "share_below": _part_of_people,
    # nothing says how incomes are spread
    "share_raised": _not_told,
    # the plan of one region knows no other
    "regional_ratio": _not_told,
    "not_modelled": _not_told,
}


def root(value: Any, degree: int) -> Any:
    """Return a root: a fraction where it is one, else sixty digits of it; of a float a float."""
    if degree == 1:
        return value
    if not isinstance(value, Fraction):
        return value ** (1.0 / degree)
    top, bottom = (_whole_root(part, degree) for part in (value.numerator, value.denominator))
    if top is not None and bottom is not None:
        return Fraction(top, bottom)
    with localcontext() as context:
        context.prec = 60
        digits = (Decimal(value.numerator) / Decimal(value.denominator)) ** (Decimal(1) / Decimal(degree))
    return Fraction(digits)


def _whole_root(value: int, degree: int) -> int | None:
    guess = isqrt(value) if degree == 2 else round(value ** (1.0 / degree)) if value < 1 << 1000 else 0
    # Newton's steps on whole numbers, from a guess that floating point leaves a little off
    for _ in range(20):
        if guess <= 0:
            return None
        guess = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
    return next((near for near in (guess - 1, guess, guess + 1) if near**degree == value), None)


# --- inequalities

Sum = dict[tuple[str, str, int], Fraction]
"""Incomes by group, component and year, each with what it is multiplied by."""
ONE: tuple[str, str, int] = ("", "", 0)
"""Stands for the number one in a sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Hold two sums whose quotient is a value that grows with the one spoken of, and where a bound comes to lie."""

    above: Sum
    below: Sum
    threshold: Callable[[Fraction], Fraction]
    turned: bool = False
    """Whether the lower sum is an income below zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold ``sum(factor * income) <= 0``, or below zero, in yuan."""

    sums: Sum
    is_open: bool


def rows(told: Told, facts: Facts, allowed: Span) -> list[Row] | None:
    """Return the inequalities of a statement; None where no linear ones say it, `UnjudgedError` without a figure."""
    measured(told, facts, lambda group, component, year: Fraction(1))
    shares = _shares(told, facts, allowed)
    if shares is None:
        return None
    return [row for share in shares for row in _of_share(share, allowed)]


def _of_share(share: Share, allowed: Span) -> Iterator[Row]:
    for bound, sign, is_open in ((allowed.low, -1, allowed.low_open), (allowed.high, 1, allowed.high_open)):
        if bound is not None:
            threshold = share.threshold(bound)
            turned = -sign if share.turned else sign
            yield Row(
                sums=_added(_times(share.above, turned), _times(share.below, -turned * threshold)), is_open=is_open
            )


def _times(sums: Sum, factor: Any) -> Sum:
    return {key: Fraction(factor) * value for key, value in sums.items()}


def _added(one: Sum, other: Sum) -> Sum:
    return {key: one.get(key, Fraction(0)) + other.get(key, Fraction(0)) for key in {*one, *other}}


def _sum(group: str, component: str, year: int) -> Sum:
    parts = COMPONENTS if component == "total" else (component,)
    return {(group, part, year): Fraction(1) for part in parts}


def _known(value: Any) -> Sum:
    return {ONE: Fraction(value)}


def _same(bound: Fraction) -> Fraction:
    return bound


def _one(_: Fraction) -> Fraction:
    return Fraction(1)


def _changed(bound: Fraction, *, was: Fraction) -> Fraction:
    return was + bound


def _shares(told: Told, facts: Facts, allowed: Span) -> list[Share] | None:
    kind, year = told["quantity"], _last(told, facts)
    if told["type"] == "not_below_previous":
        return None
    if kind == "growth_lead":
        return _lead_shares(told, facts, allowed)
    if told["type"] == "narrows":
        return _gap_shares(told, facts)
    if kind == "urban_rural_ratio":
        return [Share(above=_sum("urban", "total", year), below=_sum("rural", "total", year), threshold=_same)]
    if kind == "all_residents":
        assert facts.population is not None
        whole, weighted = sum(facts.population.values()), Sum()
        for group, people in facts.population.items():
            weighted |= _times(_sum(group, "total", year), people / whole)
        return [Share(above=weighted, below=_known(1), threshold=_same)]
    if kind == "share_above":
        return [Share(above=_sum(told["group"], "total", year), below=_known(1), threshold=partial(_mean_for, told))]
    if kind == "share_below":
        mean = _sum(told["group"], "total", year)
        return [Share(above=_known(1), below=mean, threshold=lambda bound: 1 / _mean_for(told, bound))]
    return [_own_share(told, facts, kind, year)]


def _own_share(told: Told, facts: Facts, kind: str, last: int) -> Share:
    """Return what stands in the file of one income: of itself, of a part of it, or of an earlier one."""
    group, component, since = told["group"], told.get("component", "total"), _since(told, facts)
    own = _sum(group, component, last)
    if kind == "income":
        return Share(above=own, below=_known(1), threshold=_same)
    if kind == "share":
        return Share(above=own, below=_sum(group, "total", last), threshold=_same)
    if kind == "relative_level":
        return Share(above=own, below=_their_sum(told, facts, last), threshold=_same)
    if kind == "increment":
        years = 1 if told["in_all"] else last - since
        rise = _added(own, _times(_sum(group, component, since), -1))
        return Share(above=rise, below=_known(years), threshold=_same)
    real = kind in ("real_growth", "average_real_growth")
    starts = {"growth": last - 1, "real_growth": last - 1, "multiple": int(told.get("base_year", BASE_YEAR))}
    start = starts.get(kind, since)
    prices = 1 + _prices(facts) if real else Fraction(1)
    negative = component != "total" and facts.base[group][COMPONENTS.index(component)] < 0
    before = start < BASE_YEAR
    below = _known(facts.past[told["past"].partition(".")[2], start]) if before else _sum(group, component, start)

    def threshold(bound: Fraction) -> Fraction:
        return bound if kind == "multiple" else ((1 + bound) * prices) ** (last - start)

    return Share(above=own, below=below, threshold=threshold, turned=negative and not before)


def _their_sum(told: Told, facts: Facts, year: int) -> Sum:
    _, dot, group = told["against"].rpartition(".")
    return _known(facts.nation[group, year]) if dot else _sum(group, "total", year)


def _lead_shares(told: Told, facts: Facts, allowed: Span) -> list[Share] | None:
    last, since, against = _last(told, facts), _since(told, facts), told["against"]
    years, own = last - since, [_sum(told["group"], "total", year) for year in (since, last)]
    if against == "gdp":
        assert facts.gdp is not None
        gdp, prices = facts.gdp, 1 + (facts.prices or Fraction(0))
        return [Share(above=own[1], below=own[0], threshold=lambda bound: ((1 + gdp + bound) * prices) ** years)]
    if "." in against:
        group = against.partition(".")[2]
        theirs = root(Fraction(facts.nation[group, last], facts.nation[group, since]), years)
        return [Share(above=own[1], below=own[0], threshold=lambda bound: (theirs + bound) ** years)]
    if since != BASE_YEAR or any(allowed_end for allowed_end in (allowed.low, allowed.high)):
        # two unknown paths, and a difference of roots
        return None
    quotient = Fraction(sum(facts.base[told["group"]]), sum(facts.base[against]))
    other = _times(_sum(against, "total", last), quotient)
    return [Share(above=own[1], below=other, threshold=_one)]


def _gap_shares(told: Told, facts: Facts) -> list[Share] | None:
    """Return what is to be no more than one, or than zero, where a gap is no wider than it was."""
    urban_rural = told["quantity"] == "urban_rural_ratio"
    own, against = ("rural", "urban") if urban_rural else (told["group"], told["against"])
    spans = _spans(told, facts, each_year=told.get("each_year", "." in against))
    sides = {**told, "against": against}
    found = []
    for start, end in spans:
        before, after = (_sum(own, "total", year) for year in (start, end))
        theirs = [_their_sum(sides, facts, year) for year in (start, end)]
        ahead = not urban_rural and _is_ahead(sides, facts)
        if told["quantity"] == "absolute_gap":
            grown = _added(_added(theirs[1], _times(after, -1)), _added(_times(theirs[0], -1), before))
            found.append(Share(above=_times(grown, -1 if ahead else 1), below=_known(1), threshold=_same))
        elif "." in against:
            # theirs grow by a known factor: own income has to grow by more
            factor = theirs[1][ONE] / theirs[0][ONE]
            kept = _times(before, factor)
            found.append(Share(above=after if ahead else kept, below=kept if ahead else after, threshold=_one))
        elif start == BASE_YEAR:
            higher, lower = (own, against) if ahead else (against, own)
            was = Fraction(sum(facts.base[higher]), sum(facts.base[lower]))
            above, below = (after, theirs[1]) if ahead else (theirs[1], after)
            found.append(Share(above=above, below=below, threshold=partial(_changed, was=was)))
        else:
            return None
    return found
