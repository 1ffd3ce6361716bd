"""Find bases that are what goals give when computed back: nothing but their owner can say whether they were."""

from collections.abc import Iterator, Mapping

from ceheng_model.plan import Plan, Statement
from ceheng_model.quantities import AverageAnnualGrowth, Income
from ceheng_model.rounding import last_unit
from ceheng_model.vocabulary import TOTAL


def bases_of_goals(plan: Plan, incomes: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    """Return by group the ids of an endpoint and an average growth that give its base income, as far as digits tell.

    Either figure may have been first: a base of 11076 yuan grows at 12 % to 15561 in three years, and 15561 yuan lead
    back to 11076. `incomes` are those of the base year.
    """
    return {
        group: found
        for group, income in incomes.items()
        if (found := next(_meeting(plan, group, income), None)) is not None
    }


def _meeting(plan: Plan, group: str, income: float) -> Iterator[tuple[str, str]]:
    of_group = [one for one in plan.statements if one.quantity.group == group and len(one.wording.printed_values) == 1]
    for end in of_group:
        for rate in of_group:
            if _is_path(plan, end, rate) and _meets(plan, end, rate, income):
                yield end.id, rate.id


def _is_path(plan: Plan, end: Statement, rate: Statement) -> bool:
    """Return whether one is the total of a year and the other its average growth since the base year."""
    level, growth = end.quantity, rate.quantity
    return (
        isinstance(level, Income)
        and isinstance(growth, AverageAnnualGrowth)
        and level.component == growth.component == TOTAL
        and growth.past is None
        and (growth.first_year, growth.last_year) == (plan.base_year + 1, level.last_year)
    )


def _meets(plan: Plan, end: Statement, rate: Statement, income: float) -> bool:
    (level,), (growth,) = end.wording.printed_values, rate.wording.printed_values
    factor = (1.0 + growth) ** (end.quantity.last_year - plan.base_year)
    # the base may be rounded, and so may the endpoint
    room = (last_unit(None, income) + end.wording.printed_step / factor) / 2.0
    return abs(level / factor - income) <= room
