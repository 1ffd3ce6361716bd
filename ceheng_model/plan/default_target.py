"""Choose what a command is about that names no target: the first that is missed, else the first that is stated."""

from collections.abc import Collection

from ceheng_model.errors import Fault, InputError
from ceheng_model.plan.plan import Plan
from ceheng_model.quantities import Quantity, Setting, Target
from ceheng_model.vocabulary import Template, Text

_A_TARGET = Template("{kind}的目标", "a target of the {kind}")
_WITH_A_VALUE = Text(
    "至少有一条写明数值且可以测算", "be stated with a value, and one that can be computed, once at least"
)
_NAME_ONE = Text("写明目标，例如 GROUP.YEAR=VALUE", "name a target, such as GROUP.YEAR=VALUE")


def default_target(plan: Plan, setting: Setting, *, missed: Collection[str] = ()) -> Target:
    """Return the first headline statement that prints a value, of a quantity that can be sought on a scenario.

    Statements whose names are among the `missed` come first: what is met already needs no answer. Raises `InputError`
    where the plan has none.

    >>> from ceheng_model.scenarios import scenario
    >>> start = scenario("plan")
    >>> str(default_target(start.plan, start))
    'urban.average_growth.2024=0.1'
    >>> str(default_target(start.plan, start, missed={"ratio_2024"}))
    'ratio.2024=2.8'
    """
    for statement in sorted(plan.statements, key=lambda one: one.id not in missed):
        quantity = statement.quantity
        if quantity.solved and statement.wording.printed_values and not quantity.faults(setting):
            return Target(quantity=quantity, value=statement.wording.aim)
    raise InputError(
        Fault(
            what=plan.terms.say(_A_TARGET),
            rule=_WITH_A_VALUE,
            got="",
            way_out=_NAME_ONE,
            place=Text.same(plan.folder),
        )
    )


def default_group(quantity: Quantity, plan: Plan) -> str:
    """Return the group whose growth is varied for a quantity: its own, the lower of two, else that stated first."""
    terms = plan.terms
    if own := quantity.varied(terms):
        return own[0]
    if terms.ratio is not None:
        return terms.ratio.below
    stated = (statement.quantity.group for statement in plan.statements if statement.quantity.group)
    return next(stated, terms.group_keys[0])
