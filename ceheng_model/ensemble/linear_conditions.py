"""Write what a form of a quantity has to meet as an inequality of linear forms, its bound taken through the root."""

from dataclasses import dataclass
from math import copysign

import numpy as np

from ceheng_model.ensemble.conditions import Condition, Linear, PublishedTerm, Series, Term, Threshold
from ceheng_model.quantities import PUBLISHED_ROUNDING, Form, KnownFigure, PublishedLevel, Quotient, Sum
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import TOTAL
from ceheng_model.wording import Better

# half-widths are taken symmetric about the value, which moved levels are not: twice the rounding holds both
_FAR = 2.0 * PUBLISHED_ROUNDING
"""How far published levels are moved to find the draws that rounding may decide."""
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


def condition_of(
    form: Form, scenario: Scenario, bound: Bound, *, half_width: float = 0.0, favour: float = 0.0
) -> Condition:
    """Return the condition that a form lies on the better side of a bound.

    `favour` of 1 makes it easier by all that rounding leaves open, -1 harder: by a half-width that is the same in
    every draw, and by what published levels may be off.
    """
    raised = favour if bound.better == "up" else -favour
    aim = bound.value - raised * half_width * _FARTHER
    own, other = form.own, form.other
    threshold: float | Threshold
    if other is None:
        threshold = _threshold(own, own.shift + aim)
    elif other.levels or any(is_drawn(known, scenario) for known in other.known):
        threshold = _drawn_threshold(own, other, scenario, aim=aim, strict=bound.strict, raised=raised)
    else:
        above, below = (_linear(part, scenario, sign * raised) for part, sign in ((other.above, -1), (other.below, 1)))
        root = float(np.power(above.constant / below.constant, 1.0 / other.root))
        threshold = _threshold(own, own.shift + aim + (root - other.shift))
    return Condition(
        year=form.year - scenario.base_year,
        above=_linear(own.above, scenario, raised),
        below=_linear(own.below, scenario, -raised),
        threshold=threshold,
        better=bound.better,
        closed=bound.closed,
    )


def _threshold(own: Quotient, bound: float) -> float:
    """Return what the ratio under a quotient's root has to be; `bound` has the shift added."""
    if own.curve is not None:
        # the part of people lies between nobody and everybody
        if bound <= 0.0:
            return -1.0
        return _NEVER if bound >= 1.0 else float(own.curve.ratio(bound))
    # a root is never negative: what it has to exceed below zero is exceeded by any ratio
    return copysign(abs(bound) ** own.root, bound)


def _drawn_threshold(
    own: Quotient, other: Quotient, scenario: Scenario, *, aim: float, strict: bool, raised: float
) -> Threshold:
    alike = (own.root, own.shift) == (other.root, other.shift)
    under_roots = strict and alike and own.root > 1
    return Threshold(
        above=_linear(other.above, scenario, -raised),
        below=_linear(other.below, scenario, raised),
        root=other.root,
        power=own.root,
        offset=None if under_roots else own.shift - other.shift + aim,
        # on either side of zero, the roots compare as what is under them does
        factor=1.0 + aim if under_roots else 1.0,
    )


def _linear(form: Sum, scenario: Scenario, raised: float) -> Linear:
    """Return a form with the positions of its incomes on the axes, raised by what its published levels may be off."""
    constant, terms, published = 0.0, list[Term](), list[PublishedTerm]()
    for term in form.terms:
        if isinstance(term.known, PublishedLevel):
            assert term.level is None
            constant += raised * abs(term.factor) * _FAR
        if isinstance(term.known, PublishedLevel) and is_drawn(term.known, scenario):
            published.append((term.factor, term.known.year - scenario.base_year, series_of(term.known)))
        elif term.level is None:
            constant += term.coefficient(scenario)
        else:
            level = term.level
            component = None if level.component == TOTAL else scenario.terms.component_keys.index(level.component)
            place = (level.year - scenario.base_year, scenario.group_keys.index(level.group), component)
            terms.append((term.coefficient(scenario), *place))
    return Linear(constant=constant, terms=tuple(terms), published=tuple(published))
