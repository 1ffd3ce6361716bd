"""Choose what a command is about where its user names nothing, and say what was chosen."""

from ceheng_model.cli.options import Source
from ceheng_model.plan.default_target import default_group, default_target
from ceheng_model.quantities import Quantity, Target, target
from ceheng_model.quantities.targets import kind_names
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

KINDS = Text.join((name.listed for name in kind_names(Terms(groups=()))), zh="、")
"""The quantities that a target may name, as --help lists them."""
_TOOK_TARGET = Template(
    "取{label} {value}（{kind}中第一个可测算的目标）", "took {label}, {value} (the first target of the {kind})"
)
_TOOK_QUANTITY = Template("取{label}（{kind}中第一个可测算的目标）", "took {label} (the first target of the {kind})")
_TOOK_GROUP = Template("变动{group}的增速", "varying growth of {group}")


def chosen_target(request: Source, scenario: Scenario, text: str | None) -> Target:
    """Return the target that was named, else the first that the plan states, and say so."""
    if text is not None:
        return target(text, scenario)
    plan = scenario.require_dossier().plan
    taken = default_target(plan, scenario)
    label, value = taken.quantity.label(plan.terms), written(taken.figure(taken.value), "text")
    request.say(plan.terms.say(_TOOK_TARGET, label=label, value=value))
    return taken


def chosen_quantity(request: Source, scenario: Scenario, text: str | None) -> Quantity | str:
    """Return the quantity that was named, else that of the first target that the plan states, and say so."""
    if text is not None:
        return text
    plan = scenario.require_dossier().plan
    taken = default_target(plan, scenario).quantity
    request.say(plan.terms.say(_TOOK_QUANTITY, label=taken.label(plan.terms)))
    return taken


def chosen_cells(request: Source, scenario: Scenario, named: str | None, quantity: Quantity) -> str:
    """Return the growth cells that were named, else those of the group that a quantity is of, and say so."""
    if named is not None:
        return named
    plan = scenario.require_dossier().plan
    key = default_group(quantity, plan)
    request.say(_TOOK_GROUP.format(group=plan.terms.label(key)))
    return key
