"""Find which target of the plan above is handed down, and say of one that cannot be which there are."""

from dataclasses import replace
from math import nan

import numpy as np

from ceheng_model.characters import plain
from ceheng_model.errors import GIVEN, NOTHING, Fault, InputError, options_listed
from ceheng_model.names import meant
from ceheng_model.plan import Statement
from ceheng_model.plan_sets import allocation_words as words
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.quantities import AverageAnnualGrowth, Income, Quantity, Target
from ceheng_model.quantities import target as parse_target
from ceheng_model.scenarios import scenario_to_audit
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Name, Text


def wanted_target(plans: PlanSet, target: Target | str | None) -> tuple[Group, int, float | tuple[float, ...]]:
    """Return of whom the target is, of which year, and its level; of growth the rate in a tuple."""
    setting = scenario_to_audit(_leading(plans).dossier)
    quantity, value = None, nan
    if isinstance(target, str) and "=" in plain(target):
        # nobody's residents are wanted for a target of one group
        people = np.ones((len(setting.group_keys), len(setting.years) + 1))
        target = parse_target(target, replace(setting, population=people))
    if isinstance(target, Target):
        quantity, value = target.quantity, target.value
    else:
        stated = _stated(plans)
        if isinstance(target, str):
            found = meant(target, _statement_names(plans))
            if len(found) != 1:
                raise InputError(_no_target(plans, words.LIKE_TARGET, target))
            stated = tuple(one for one in stated if one.id == found[0].key)
        if stated:
            quantity, value = stated[0].quantity, stated[0].wording.aim
    if quantity is None:
        raise InputError(_no_target(plans, GIVEN, NOTHING))
    if not _is_handed_down(quantity):
        raise InputError(_no_target(plans, words.LIKE_TARGET, str(target)))
    level = value if type(quantity) is Income else (value,)
    return plans.group(quantity.group), quantity.last_year, level


def _is_handed_down(quantity: Quantity) -> bool:
    return type(quantity) in (Income, AverageAnnualGrowth) and quantity.component == TOTAL


def _stated(plans: PlanSet) -> tuple[Statement, ...]:
    """Return the statements of the plan above that can be handed down."""
    stated = () if plans.above is None else plans.above.plan.statements
    return tuple(one for one in stated if _is_handed_down(one.quantity) and one.wording.printed_values)


def _statement_names(plans: PlanSet) -> list[Name]:
    terms = _leading(plans).plan.terms
    return [Name(one.id, one.label(terms)) for one in _stated(plans)]


def _leading(plans: PlanSet) -> CountyPlan:
    """Return the plan above, or else the first county's: its words, groups and years are those of a target."""
    return plans.above if plans.above is not None else plans.counties[0]


def _no_target(plans: PlanSet, rule: Text, got: object) -> Fault:
    """Return the fault of a target that cannot be, with the groups, years and statements that can."""
    plan = _leading(plans).plan
    groups = [Name(group.key, group.label) for group in plans.groups if group.part_of is None]
    names = _statement_names(plans)
    return Fault(
        what=words.THE_TARGET,
        rule=rule,
        got=got,
        way_out=words.AS_TARGET.format(
            group=groups[-1].key,
            year=plan.years[-1],
            groups=options_listed(groups),
            years=options_listed([year for year in plan.years if year > plan.base_year]),
            statements=words.OR_STATEMENT.format(names=options_listed(names)) if names else NO_TEXT,
        ),
    )


def misplaced_target(plans: PlanSet, got: str, *, rule: Text) -> InputError:
    """Return the error of a target that was typed where no target is looked for; the rule says where one is."""
    return InputError(_no_target(plans, rule, got))
