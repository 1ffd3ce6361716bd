"""Find the values that a plan prints of what is drawn, and say them as charts do."""

from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import Income, UrbanRuralRatio
from ceheng_model.vocabulary import TOTAL, Text


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
    """Return the statements of the plan that print a value of the ratio of two groups."""
    return [statement for statement in _printing(projection) if isinstance(statement.quantity, UrbanRuralRatio)]


def printed(statement: Statement) -> Text:
    """Return the printed values of a statement with the digits that are printed."""
    return Text.same(statement.printed_text.replace("-", "\N{MINUS SIGN}"))


def asked(statement: Statement) -> Text:
    """Return in a few words what a statement asks for."""
    wording = statement.wording
    own = statement.quantity.comparative if wording.compares else None
    return own or wording.in_words(printed(statement))


def _printing(projection: Projection) -> list[Statement]:
    plan = projection.scenario.plan
    return [statement for statement in (plan.statements if plan else ()) if statement.wording.printed_values]
