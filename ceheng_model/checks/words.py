"""Say in words what a plan promises that its numbers do not give."""

from ceheng_model.checks.check_report import CheckedStatement, CheckReport
from ceheng_model.checks.verdicts import check_as_planned
from ceheng_model.doors import door
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import in_prose, written
from ceheng_model.vocabulary import NO_TEXT, Template, Text, Verdict

_BY_OWN = Text("自身的数字", "by its own numbers")
_IN = Template("在“{title}”情景下", "in the scenario “{title}”")
_IN_CHANGED = Template("在“{title}”情景下（{difference}）", "in the scenario “{title}” ({difference})")
_AGAIN = Text("在该情景下", "in that scenario")
_PART = Template(
    "{told}，但{basis}，{label}为{value}（距目标差额{difference}{own}）{required}",
    "{told}, but {basis}, {label} is {value} (distance to goal {difference}{own}){required}",
)
_PROMISES = Template("{kind}写明{parts}。", "The {kind} says {parts}.")
_ALL_MET = Template(
    "能判定的{statements}在本情景下都达到。", "Every {statements} that can be judged is met in this scenario."
)
_REQUIRED = Template("；要达到须{ways}", ": it would take average annual growth of {ways}")
_OF_GROUP = Template("{group}年均增长{growth}（现为{present}）", "{growth} for {group} (now {present})")
_AT_MOST = Template("{group}年均增速不高于{growth}（现为{present}）", "at most {growth} for {group} (now {present})")
_OWN_VALUE = Template("；{own}为{value}", "; {own} {value}")


@door
def promise_sentence(report: CheckReport) -> Text:
    """Return one sentence on the headline statements that are missed, with what would meet them.

    Raises `InputError` for the report of many alternatives.

    >>> from ceheng_model.checks.verdicts import check
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> print(promise_sentence(check(project(scenario("plan")))).en)
    The plan says “the urban-rural income ratio to fall to about 2.8”, but by its own numbers, the 2024 urban-rural \
income ratio is 3.123 (distance to goal -0.323): it would take average annual growth of 16.1% for rural \
residents (now 12.0%) or at most 6.1% for urban residents (now 10.0%).
    """
    report.projection.require_single()
    scenario = report.projection.scenario
    terms = scenario.terms
    missed = [checked for checked in report.missed if checked.statement.headline]
    if not missed:
        return _ALL_MET.format(statements=Text(f"{terms.kind.zh}条目", "statement"))
    basis = basis_of(scenario)
    again, planned = (basis, None) if scenario.is_as_planned else (_AGAIN, check_as_planned(report))
    parts = [_part(checked, report, planned, again if position else basis) for position, checked in enumerate(missed)]
    return terms.say(_PROMISES, parts=Text.join(parts, zh="。又写明", en="; and it says "))


def basis_of(scenario: Scenario) -> Text:
    """Return by which numbers a sentence speaks: the plan's own, or those of a scenario, with what it changes.

    >>> from ceheng_model.scenarios import scenario
    >>> basis_of(scenario("plan")).zh
    '按方案自身的数字'
    >>> basis_of(scenario("plan").with_change("rural.wages.2023=12%").with_name("会议")).zh
    '在“会议”情景下（2023年农村工资性收入增速由20%调为12%）'
    """
    if scenario.is_as_planned:
        return _own(scenario)
    # a title that was not given says itself what differs
    difference = scenario.difference if scenario.name else NO_TEXT
    if difference:
        return _IN_CHANGED.format(title=scenario.title.in_quotes(), difference=difference)
    return _IN.format(title=scenario.title.in_quotes())


def _own(scenario: Scenario) -> Text:
    return Text(f"按{scenario.terms.kind.zh}{_BY_OWN.zh}", _BY_OWN.en)


def _part(checked: CheckedStatement, report: CheckReport, planned: CheckReport | None, basis: Text) -> Text:
    terms = report.projection.scenario.terms
    value = in_prose(checked.figure(checked.value), terms)
    return _PART.format(
        told=checked.statement.told(terms),
        basis=basis,
        label=checked.statement.quantity.in_sentence(terms),
        value=value,
        difference=in_prose(checked.distance(checked.distance_to_goal), terms),
        own=NO_TEXT if planned is None else _own_value(planned[checked.statement.id], value, report),
        required=_required(checked, report),
    )


def _own_value(planned: CheckedStatement, value: Text, report: CheckReport) -> Text:
    """Return what the plan's own numbers give, where they give anything, and anything else than is written."""
    own = in_prose(planned.figure(planned.value), report.projection.scenario.terms)
    if planned.verdict is Verdict.NOT_JUDGED or own == value:
        return NO_TEXT
    return _OWN_VALUE.format(own=_own(report.projection.scenario), value=own)


def _required(checked: CheckedStatement, report: CheckReport) -> Text:
    labels = {group.key: group.label for group in report.projection.scenario.groups}
    ways = [
        (_AT_MOST if checked.is_ceiling(required) else _OF_GROUP).format(
            group=labels[required.group],
            growth=written(required.growth, "percent", decimals=1),
            present=written(required.present, "percent", decimals=1),
        )
        for required in checked.required
    ]
    if not ways:
        # a share or the like: no growth of a total gives it
        return NO_TEXT
    return _REQUIRED.format(ways=Text.join(ways, zh="，或", en=" or "))
