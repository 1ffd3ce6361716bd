"""Write what a form of a quantity has to meet as an inequality of linear forms, its bound taken through the root."""

from dataclasses import dataclass
from math import copysign

from ceheng_model.ensemble.conditions import Condition, Doubt, Linear, PublishedTerm, Series, Term, Threshold
from ceheng_model.quantities import (
    PUBLISHED_ROUNDING,
    Form,
    KnownAlone,
    KnownFigure,
    PublishedLevel,
    Quotient,
    Sum,
    published_levels,
)
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import TOTAL
from ceheng_model.wording import ROUNDOFF, Better

_FAR = 2.0 * PUBLISHED_ROUNDING
"""How far a published level may be off where draws are sought that its rounding decides: twice as far as it is."""
_FARTHER = 1.0 + 1e-6
"""What a half-width is multiplied by to find the same, so that floating-point noise leaves none out."""
_NEVER = 1e300
"""A ratio that no draw reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Say what a quantity has to reach."""

    value: float
    better: Better
    closed: bool
    """Whether the value itself will do."""
    strict: bool = False
    """Whether one side of zero is asked for, next to which the value lies."""


def is_drawn(known: KnownFigure | None, scenario: Scenario) -> bool:
    """Return whether a known figure is a level of a series that is not known up to the scenario's year of knowledge."""
    if not isinstance(known, PublishedLevel) or scenario.as_of is None:
        return False
    # a series may end before that year, and its levels are grown on from there
    return known.year > scenario.as_of or scenario.level_rule(*series_of(known), known.year) is not None


def series_of(known: PublishedLevel) -> Series:
    """Return which series a published level is of."""
    return known.against.series or "", known.against.group


def condition_of(form: Form, scenario: Scenario, bound: Bound, *, half_width: float | None = None) -> Condition:
    """Return the condition that a form lies on the better side of a bound.

    With a half-width, which is the same in every draw, it also says within what rounding may decide: by that, and by
    what published levels may be off.
    """
    own, other = form.own, form.other
    # a root less an offset is moved by little more than what is under it
    relative = _moved_by(own.below, scenario) + 2.0 * sum(_moved_by(part, scenario) for part in _parts(other))
    threshold: float | Threshold
    if other is not None and (other.levels or any(is_drawn(known, scenario) for known in other.known)):
        threshold = _drawn_threshold(own, other, scenario, bound)
    else:
        subtracted = 0.0 if other is None else float(other.rooted(KnownAlone(scenario))) - other.shift
        base = own.shift + bound.value + subtracted
        threshold = _threshold(own, base)
        if half_width:
            ends = (_threshold(own, base + sign * half_width) for sign in (-1.0, 1.0))
            relative += _FARTHER * max(abs(end - threshold) for end in ends) / max(abs(threshold), ROUNDOFF)
    absolute = _FAR * sum(abs(term.factor) for term in own.above.terms if isinstance(term.known, PublishedLevel))
    return Condition(
        year=form.year - scenario.base_year,
        above=_linear(own.above, scenario),
        below=_linear(own.below, scenario),
        threshold=threshold,
        better=bound.better,
        closed=bound.closed,
        doubt=Doubt(absolute=absolute, relative=relative) if half_width is not None and absolute + relative else None,
    )


def _parts(quotient: Quotient | None) -> tuple[Sum, ...]:
    return () if quotient is None else (quotient.above, quotient.below)


def _moved_by(form: Sum, scenario: Scenario) -> float:
    """Return by which part of itself rounding may move a form that is a published level; 0 for one of incomes."""
    return sum(
        (_FAR / _least(term.known, scenario) for term in form.terms if isinstance(term.known, PublishedLevel)),
        start=0.0,
    )


def _least(known: PublishedLevel, scenario: Scenario) -> float:
    """Return the level itself, or half of the lowest that is known of a series whose level is drawn."""
    if not is_drawn(known, scenario):
        return known.value(scenario)
    assert scenario.as_of is not None
    levels = published_levels(known.against, scenario, scenario.base_year, scenario.as_of)
    return min(levels.values(), default=0.0) / 2.0


def _threshold(own: Quotient, bound: float) -> float:
    """Return what the ratio under a quotient's root has to be; `bound` has the shift added."""
    if own.curve is not None:
        # the part of people lies between nobody and everybody
        if bound <= 0.0:
            return -1.0
        return _NEVER if bound >= 1.0 else float(own.curve.ratio(bound))
    # a root is never negative: what it has to exceed below zero is exceeded by any ratio
    return copysign(abs(bound) ** own.root, bound)


def _drawn_threshold(own: Quotient, other: Quotient, scenario: Scenario, bound: Bound) -> Threshold:
    under_roots = bound.strict and (own.root, own.shift) == (other.root, other.shift)
    return Threshold(
        above=_linear(other.above, scenario),
        below=_linear(other.below, scenario),
        root=other.root,
        power=own.root,
        offset=None if under_roots else own.shift - other.shift + bound.value,
        # on either side of zero, the roots compare as what is under them does
        factor=1.0 + bound.value if under_roots else 1.0,
    )


def _linear(form: Sum, scenario: Scenario) -> Linear:
    """Return a form with the positions of its incomes on the axes; totals are taken as one term."""
    constant, terms, published = 0.0, list[Term](), list[PublishedTerm]()
    for term in form.terms:
        if isinstance(term.known, PublishedLevel) and is_drawn(term.known, scenario):
            assert term.level is None
            place = (term.known.year - scenario.base_year, series_of(term.known))
            published.append((term.factor, *place, _least(term.known, scenario)))
        elif term.level is None:
            constant += term.coefficient(scenario)
        else:
            level = term.level
            component = None if level.component == TOTAL else scenario.terms.component_keys.index(level.component)
            place_of = (level.year - scenario.base_year, scenario.group_keys.index(level.group), component)
            terms.append((term.coefficient(scenario), *place_of))
    return Linear(constant=constant, terms=tuple(terms), published=tuple(published))
