"""Find the growth that would just meet a statement, in closed form."""

from dataclasses import dataclass

from ceheng_model.arithmetic import average_annual_growth
from ceheng_model.checks.evaluation import Evaluated, path
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.vocabulary import TOTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredGrowth:
    """Hold the growth of one group that would just meet a statement, all other paths as they are."""

    group: str
    component: str
    growth: float
    """Average annual growth that reaches the printed value, fraction."""
    growth_to_bound: float
    """The same for the lowest value that still rounds to the printed one."""
    present: float
    """Average annual growth as projected."""


def required_growth(statement: Statement, evaluated: Evaluated, projection: Projection) -> tuple[RequiredGrowth, ...]:
    """Return what would meet the statement: one entry a group that could do it alone."""
    quantity, wording = statement.quantity, statement.wording
    if evaluated.missing is not None:
        return ()
    if quantity.kind == "urban_rural_ratio":
        return _for_ratio(statement, projection)
    start, end = projection.years.index(quantity.first) - 1, projection.years.index(quantity.last)
    if quantity.kind == "income":
        start = 0
    if quantity.kind == "growth":
        start = end - 1
    levels = path(projection, quantity.group, quantity.component)
    years = end - start
    present = float(average_annual_growth(levels[start], levels[end], years=years))
    if quantity.kind == "income":
        growth, bound = (
            float(average_annual_growth(levels[start], aim, years=years)) for aim in (wording.aim, wording.bound)
        )
    elif quantity.kind in ("growth", "average_annual_growth"):
        growth, bound = wording.aim, wording.bound
    else:
        growth = bound = evaluated.compared_with
    return (
        RequiredGrowth(
            group=quantity.group, component=quantity.component, growth=growth, growth_to_bound=bound, present=present
        ),
    )


def _for_ratio(statement: Statement, projection: Projection) -> tuple[RequiredGrowth, ...]:
    years = projection.years.index(statement.quantity.last)
    urban, rural = path(projection, "urban"), path(projection, "rural")
    aims = (statement.wording.aim, statement.wording.bound)
    needed = {
        "rural": (rural, [urban[years] / aim for aim in aims]),
        "urban": (urban, [rural[years] * aim for aim in aims]),
    }
    found = []
    for group, (levels, ends) in needed.items():
        growth, bound = (float(average_annual_growth(levels[0], end, years=years)) for end in ends)
        present = float(average_annual_growth(levels[0], levels[years], years=years))
        found.append(
            RequiredGrowth(group=group, component=TOTAL, growth=growth, growth_to_bound=bound, present=present)
        )
    return tuple(found)
