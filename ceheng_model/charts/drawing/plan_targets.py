"""Find the values that a plan prints of what is drawn."""

from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import Income, UrbanRuralRatio
from ceheng_model.vocabulary import TOTAL


def endpoints(projection: Projection, group: str) -> list[Statement]:
    """Return the statements that print a value of the total income of a group in the years projected."""
    return [
        statement
        for statement in _printing(projection)
        if isinstance(statement.quantity, Income)
        and (statement.quantity.group, statement.quantity.component) == (group, TOTAL)
        and statement.quantity.last_year in projection.years
    ]


def ratio_targets(projection: Projection) -> list[Statement]:
    """Return the statements of the plan that print a value of the urban-rural ratio."""
    return [statement for statement in _printing(projection) if isinstance(statement.quantity, UrbanRuralRatio)]


def _printing(projection: Projection) -> list[Statement]:
    plan = projection.scenario.plan
    return [statement for statement in (plan.statements if plan else ()) if statement.wording.printed_values]
