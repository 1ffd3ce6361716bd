"""Judge by bounds what no linear programme holds: a difference of two quotients whose incomes are both unknown.

Each quotient is bounded by programmes over the statements that are linear; the difference lies between the bounds'
differences. That proves a clash, or that the statement follows; in between nothing is decided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.items import Unaudited
from ceheng_model.auditing.programme import Programme
from ceheng_model.auditing.readings import Readings
from ceheng_model.plan import Statement
from ceheng_model.quantities import Form, Quotient, Ratio, UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Value
from ceheng_model.wording import Bounds

_CLEAR = 1e-6
"""What a bound has to be passed by to count, in the quantity's unit: the solver's own tolerance is 1e-7."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach(Value):
    """Hold between which values the other statements leave a quantity, in the form that leaves least."""

    unaudited: Unaudited
    low: float
    high: float
    bounds: Bounds
    clashes: bool
    """Whether no value that is left is allowed, so that the statement cannot hold together with the others."""
    follows: bool
    """Whether every value that is left is allowed, so that the statement holds whenever the others do."""


def judged_by_bounds(
    unaudited: Sequence[Unaudited], readings: Readings, scenario: Scenario, programme: Programme
) -> tuple[Reach, ...]:
    """Return what bounds say of the statements that are not linear; the others must be able to hold together."""
    statements = frozenset(programme.owners.tolist())
    return tuple(
        _reach(one, readings.bounds(one.statement), [_span(form, scenario, programme, statements) for form in forms])
        for one in unaudited
        if (forms := _differences(one.statement, scenario))
    )


def _differences(statement: Statement, scenario: Scenario) -> tuple[Form, ...]:
    """Return the forms of a statement that lacks no figure, only a linear form; none of any other."""
    if statement.needs is not None:
        return ()
    try:
        forms = statement.quantity.forms(scenario)
    except UndecidableError:
        return ()
    return forms if all(form.other is not None for form in forms) else ()


def _reach(unaudited: Unaudited, bounds: Bounds, spans: Sequence[tuple[float, float]]) -> Reach:
    low_end = -inf if bounds.low is None else bounds.low
    high_end = inf if bounds.high is None else bounds.high
    # the form that is farthest from what is allowed; every one of them has to be in it
    low, high = max(spans, key=lambda span: max(low_end - span[1], span[0] - high_end))
    # what is asked for is more than the end of an open side, so that the end itself does not follow
    clear = _CLEAR if unaudited.statement.wording.is_open else 0.0
    return Reach(
        unaudited=unaudited,
        low=low,
        high=high,
        bounds=bounds,
        clashes=high < low_end - _CLEAR or low > high_end + _CLEAR,
        follows=all(least >= low_end + clear and most <= high_end - clear for least, most in spans),
    )


def _span(form: Form, scenario: Scenario, programme: Programme, statements: frozenset[int]) -> tuple[float, float]:
    assert form.other is not None
    (low, high), (other_low, other_high) = (
        _of_quotient(part, scenario, programme, statements) for part in (form.own, form.other)
    )
    return low - other_high, high - other_low


def _of_quotient(
    quotient: Quotient, scenario: Scenario, programme: Programme, statements: frozenset[int]
) -> tuple[float, float]:
    """Return between which values a quotient of incomes lies; nothing is known where one may be negative."""
    ratio = quotient.ratio(scenario)
    above, below = (list(_ends(form, constant, programme, statements)) for form, constant in _parts(ratio))
    if above[0] < 0.0 or below[0] < 0.0:
        return -inf, inf
    low = above[0] / below[1] if below[1] > 0.0 else inf
    high = above[1] / below[0] if below[0] > 0.0 else inf
    return ratio.of(low), ratio.of(high)


def _parts(ratio: Ratio) -> tuple[tuple[Array, float], tuple[Array, float]]:
    return (ratio.numerator, ratio.numerator_constant), (ratio.denominator, ratio.denominator_constant)


def _ends(form: Array, constant: float, programme: Programme, statements: frozenset[int]) -> Iterator[float]:
    """Yield the least and the most that a linear form can be."""
    least, most = programme.least(form, statements), programme.least(-form, statements)
    yield -inf if least is None else least + constant
    yield inf if most is None else constant - most
