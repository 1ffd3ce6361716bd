"""Choose what a command is about where its user names nothing, and say what was chosen."""

from ceheng_model.checks import check as check_projection
from ceheng_model.cli.options import Source
from ceheng_model.plan.default_target import default_group, default_target
from ceheng_model.projection import project
from ceheng_model.quantities import Quantity, Target, target
from ceheng_model.quantities.targets import kind_names
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import in_prose
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

KINDS = Text.join((name.listed for name in kind_names(Terms(groups=()))), zh="、")
"""The quantities that a target may name, as --help lists them."""
_FIRST = Template("{kind}中第一个可测算的目标", "the first target of the {kind} that can be computed")
_FIRST_MISSED = Template("{kind}中第一个未达到的目标", "the first target of the {kind} that is missed")
_TOOK_TARGET = Template("取{label}{value}（{which}）", "took {label}, {value} ({which})")
_TOOK_QUANTITY = Template("取{label}（{which}）", "took {label} ({which})")
_TOOK_GROUP = Template("变动{group}的增速", "varying growth of {group}")


def chosen_target(request: Source, scenario: Scenario, text: str | None) -> Target:
    """Return the target that was named, else the first that the scenario misses or that the plan states, and say so."""
    if text is not None:
        return target(text, scenario)
    plan = scenario.require_dossier().plan
    taken, which = _first(scenario)
    label, value = taken.quantity.label(plan.terms), in_prose(taken.figure(taken.value), plan.terms)
    request.say(_TOOK_TARGET.format(label=label, value=value, which=which))
    return taken


def chosen_quantity(request: Source, scenario: Scenario, text: str | None) -> Quantity | str:
    """Return the quantity that was named, else that of the first target missed or stated, and say so."""
    if text is not None:
        return text
    taken, which = _first(scenario)
    request.say(_TOOK_QUANTITY.format(label=taken.quantity.label(scenario.terms), which=which))
    return taken.quantity


def _first(scenario: Scenario) -> tuple[Target, Text]:
    """Return the first target that a scenario misses, or the first of the plan, and which of the two it is."""
    plan = scenario.require_dossier().plan
    missed: set[str] = set()
    if not scenario.leading_axes:
        checked = check_projection(project(scenario), share_cases=False)
        missed = {one.statement.id for one in checked.missed if one.statement.headline}
    stated, taken = default_target(plan, scenario), default_target(plan, scenario, missed=missed)
    return taken, plan.terms.say(_FIRST_MISSED if taken != stated else _FIRST)


def chosen_cells(request: Source, scenario: Scenario, named: str | None, quantity: Quantity) -> str:
    """Return the growth cells that were named, else those of the group that a quantity is of, and say so."""
    if named is not None:
        return named
    plan = scenario.require_dossier().plan
    key = default_group(quantity, plan)
    request.say(_TOOK_GROUP.format(group=plan.terms.label(key)))
    return key
