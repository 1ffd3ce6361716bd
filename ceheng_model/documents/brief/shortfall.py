"""Rank the goals that are missed by how far each falls short, relative to its own value."""

from math import inf, isnan

from ceheng_model.checks import CheckedStatement
from ceheng_model.quantities import AverageAnnualGrowth, Growth, Quantity
from ceheng_model.vocabulary import TOTAL, Verdict


def shortfall(checked: CheckedStatement) -> float:
    """Return by what part of its printed value a missed goal falls short; infinite for one that is told by a sign.

    A goal that compares two quantities prints no value to measure by.
    """
    values = checked.statement.wording.printed_values
    if not values or not values[0] or isnan(checked.distance_to_goal):
        return inf
    return abs(checked.distance_to_goal / values[0])


def worst_first(headline: tuple[CheckedStatement, ...]) -> tuple[CheckedStatement, ...]:
    """Return the missed goals, the one that falls shortest first and those that print no value last."""
    missed = [checked for checked in headline if checked.verdict is Verdict.MISSED]
    return tuple(sorted(missed, key=lambda one: -1.0 if shortfall(one) == inf else shortfall(one), reverse=True))


def is_growth_itself(quantity: Quantity, group: str) -> bool:
    """Return whether a quantity is the growth of a group's own income: to say what growth it takes says nothing.

    Growth from a published year before the base is another figure than growth from the base.

    >>> from ceheng_model.plan import load_plan
    >>> rural = load_plan().statement("rural_growth").quantity
    >>> is_growth_itself(rural, "rural"), is_growth_itself(rural, "urban")
    (True, False)
    """
    own = isinstance(quantity, Growth | AverageAnnualGrowth) and quantity.component == TOTAL
    return own and quantity.group == group and getattr(quantity, "past", None) is None
