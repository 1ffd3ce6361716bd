"""Say who answers for an indicator, for what will be made and for the income of a group, as the plan's text has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ceheng_model.plan import Deliverable, Indicator, Plan
from ceheng_model.plan.measures import ALL
from ceheng_model.terms import Terms
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_AND_OTHERS = Template("{units}等", "{units} and others")
_NOT_NAMED = Template("《{kind}》未列责任单位", "no unit named by the {kind}")
_LEADING, _FORCE, _OFFICE = "leading_group", "task_force", "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible(Abridged):
    """Hold the unit that is named first, and those that are named after it."""

    unit: Text
    """Who is named first, which the text does not call 牵头; or who it says makes or reports it."""
    others: tuple[Text, ...] = ()
    and_others: bool = False
    """Whether the list ends with 等."""

    @property
    def others_named(self) -> Text:
        """The other units in one line, with 等 where the text has it."""
        if not self.others:
            return NO_TEXT
        units = Text.join(self.others, zh="、", en="; ")
        return _AND_OTHERS.format(units=units) if self.and_others else units


def of_indicator(indicator: Indicator, plan: Plan) -> Responsible:
    """Return who answers for an indicator: the units of its measure, the body of its annex, or who has its duty."""
    catalogue = plan.measures
    measure = next((one for one in catalogue.measures if one.id == indicator.of), None)
    if measure is not None:
        return _named(measure.departments, plan, and_others=measure.and_others)
    duty = next((one for one in catalogue.duties if one.id == indicator.of), None)
    if duty is not None:
        return Responsible(unit=duty.who)
    total = next((one for one in catalogue.totals if one.id == indicator.of), None)
    annex = None if total is None else total.annex
    bodies = [body for body in catalogue.bodies if annex is not None and annex in body.annexes]
    return Responsible(unit=bodies[0].label) if bodies else _nobody(plan.terms)


def of_deliverable(deliverable: Deliverable, plan: Plan) -> Responsible:
    """Return who makes a document or system."""
    if deliverable.who is not None:
        return Responsible(unit=deliverable.who)
    return _named(deliverable.departments, plan)


def of_group(group: str, plan: Plan) -> Text:
    """Return which task forces carry out the measures for a group; empty where the plan names none.

    >>> from ceheng_model.plan import load_plan
    >>> of_group("rural", load_plan()).zh
    '农民增收攻坚行动工作专班'
    """
    catalogue = plan.measures
    annexes = {measure.annex for measure in catalogue.measures if measure.group == group}
    if not annexes:
        annexes = {measure.annex for measure in catalogue.measures if measure.group == ALL}
    forces = [body for body in catalogue.bodies if body.kind == _FORCE and annexes.intersection(body.annexes)]
    return Text.join((body.label for body in forces), zh="、", en="; ")


def of_whole(plan: Plan) -> Text:
    """Return who follows the whole plan: the office of the leading group, else nobody."""
    bodies = plan.measures.bodies
    leading = [body.id for body in bodies if body.kind == _LEADING]
    offices = [body for body in bodies if body.kind == _OFFICE and body.under in leading]
    return offices[0].label if offices else NO_TEXT


def _named(keys: Sequence[str], plan: Plan, *, and_others: bool = False) -> Responsible:
    labels = _labels(plan)
    units = [labels.get(key, Text.same(key)) for key in keys]
    if not units:
        return _nobody(plan.terms)
    return Responsible(unit=units[0], others=tuple(units[1:]), and_others=and_others)


def _labels(plan: Plan) -> dict[str, Text]:
    return {department.key: department.label for department in plan.measures.departments}


def _nobody(terms: Terms) -> Responsible:
    return Responsible(unit=terms.say(_NOT_NAMED))
