"""Find the values that a plan prints of what is drawn, and say them as charts do."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import (
    Income,
    Increment,
    Level,
    Multiple,
    Numbers,
    RelativeLevel,
    ShareAbove,
    ShareBelow,
    UndecidableError,
    UrbanRuralRatio,
)
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Template, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Hold the income that a statement asks of a group in one year."""

    statement: Statement
    year: int
    values: tuple[float, ...]
    """Yuan, lowest first; two for a range."""
    aim: float
    printed: Text
    """The values as they are printed, or about what they are where the plan prints something else."""
    cell: float | str | None
    """The same for a table."""
    implied: bool = False
    """Whether the plan prints something else that comes to it, such as a part of the nation's level."""


def endpoints(projection: Projection, group: str) -> list[Endpoint]:
    """Return what the plan asks of the total income of a group in the years projected.

    Incomes as they are printed, and those that follow from a multiple, an increase, a part of a published level or a
    part of people above a line, as far as nothing else is open.
    """
    found = []
    for statement in _printing(projection):
        quantity = statement.quantity
        if (quantity.group, quantity.component) != (group, TOTAL) or quantity.last_year not in projection.years:
            continue
        if isinstance(quantity, Income):
            found.append(_of_income(statement))
        elif isinstance(quantity, _IMPLYING):
            found += _implied(statement, projection)
    return found


_IMPLYING = (Multiple, Increment, RelativeLevel, ShareAbove, ShareBelow)
_IN_UNIT = Template("{value}{unit}", "{value} {unit}")
_ABOUT = Template("约{value}", "about {value}")


def _of_income(statement: Statement) -> Endpoint:
    wording = statement.wording
    return Endpoint(
        statement=statement,
        year=statement.quantity.last_year,
        values=wording.printed_values,
        aim=wording.aim,
        printed=printed(statement),
        cell=wording.printed,
    )


def _implied(statement: Statement, projection: Projection) -> Iterator[Endpoint]:
    """Yield the income that a statement comes to; none where it lacks a figure, or reads an income that is open."""
    quantity, scenario = statement.quantity, projection.scenario
    figures = Numbers(scenario, projection.values)
    try:
        (form,) = quantity.forms(scenario)
    except UndecidableError:
        return
    own = Level(quantity.group, quantity.last_year)
    if any(level != own and level.year != scenario.base_year for level in form.levels):
        return
    wanted = (*statement.wording.printed_values, statement.wording.aim)
    levels = [float(needed.value) for value in wanted for needed in quantity.needed_levels(value, scenario, figures)]
    if len(levels) != len(wanted):
        return
    *values, aim = levels
    values.sort()
    shown = "—".join(f"{value:,.0f}" for value in values)
    yield Endpoint(
        statement=statement,
        year=quantity.last_year,
        values=tuple(values),
        aim=aim,
        printed=_ABOUT.format(value=shown),
        cell=values[0] if len(values) == 1 else shown,
        implied=True,
    )


def ratio_targets(projection: Projection) -> list[Statement]:
    """Return the statements of the plan that print a value of the ratio of two groups."""
    return [statement for statement in _printing(projection) if isinstance(statement.quantity, UrbanRuralRatio)]


def printed(statement: Statement) -> Text:
    """Return the printed values of a statement with the digits that are printed."""
    return Text.same(statement.printed_text.replace("-", "\N{MINUS SIGN}"))


def asked(statement: Statement, terms: Terms | None = None) -> Text:
    """Return in a few words what a statement asks for; incomes in the unit of the terms, where these are given."""
    wording = statement.wording
    own = statement.quantity.comparative if wording.compares else None
    value = printed(statement)
    if terms is not None and any(figure.kind == "yuan" for figure in statement.printed_figures):
        value = _IN_UNIT.format(value=value, unit=terms.income_unit)
    return own or wording.in_words(value)


def _printing(projection: Projection) -> list[Statement]:
    plan = projection.scenario.plan
    return [statement for statement in (plan.statements if plan else ()) if statement.wording.printed_values]
