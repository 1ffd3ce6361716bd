"""Say what has to be done by whom and by when: what is behind, what is overdue, what is not reported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.paper.figures import day_in_words, percent
from ceheng_model.tables import Column, Table
from ceheng_model.tracking.lights import Light, light_of
from ceheng_model.tracking.progress import Pace, Progress
from ceheng_model.tracking.responsible_units import of_deliverable, of_group, of_indicator, of_whole
from ceheng_model.tracking.target_outlook import Need, State, TargetState
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Text

_MOST_UNITS = 2
"""Units that a row names before it counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Abridged):
    """Hold one thing that has to be done."""

    what: Text
    who: Text
    """Empty where the plan names nobody."""
    by: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions(Abridged):
    """Hold what has to be done: what is behind, what weighs most first, and what has to be reported."""

    behind: tuple[Action, ...]
    reports: tuple[Action, ...]

    def first(self, count: int) -> tuple[Action, ...]:
        """Return so many of them: those that weigh most, and what has to be reported last."""
        reports = self.reports[: max(count - len(self.behind), _LEAST_REPORTS)]
        return (*self.behind[: count - len(reports)], *reports)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.behind) + len(self.reports)


_LEAST_REPORTS = 2
"""Rows of what has to be reported that stand on the first page however much is behind."""


def actions_of(report: TrackingReport, *, annexes: Mapping[str, Text]) -> Actions:
    """Return what has to be done: incomes, indicators behind, overdue deliverables; and what has to be reported.

    `annexes` are what sentences call the annexes with the details.
    """
    behind = (*_growth(report, annexes), *_behind(report), *_overdue(report))
    return Actions(behind=behind, reports=tuple(_to_report(report, annexes)))


def action_table(actions: Sequence[Action]) -> Table:
    """Return one row a thing to be done; who does it is a column where the plan names anybody."""
    columns = (
        Column(key="what", heading=words.WHAT),
        Column(key="who", heading=words.WHO, shown=any(action.who != NO_TEXT for action in actions)),
        Column(key="by", heading=words.BY_WHEN),
    )
    rows = tuple((action.what, action.who, action.by) for action in actions)
    return Table(name="actions", title=words.ACTIONS, columns=columns, rows=rows)


def _called(target: TargetState, report: TrackingReport) -> Text:
    return target.statement.quantity.in_sentence(report.planned.terms)


def _growth(report: TrackingReport, annexes: Mapping[str, Text]) -> Iterator[Action]:
    """Yield, of each group, the growth that brings all its targets about that are behind and can still be reached."""
    needed: dict[str, tuple[Need, list[Text]]] = {}
    for target in report.targets:
        if target.state is not State.OFF_TRACK:
            continue
        # of a ratio either group may move: that which has to grow faster
        rising = [need for need in target.needs if need.more > 0.0]
        if not rising:
            continue
        need = min(rising, key=lambda one: one.more)
        most, labels = needed.get(need.group.key, (need, []))
        needed[need.group.key] = (max(most, need, key=lambda one: one.more), [*labels, _called(target, report)])
    terms, plan = report.planned.terms, report.planned.require_dossier().plan
    for key, (need, labels) in needed.items():
        last = need.after + need.years
        form = words.GROW if need.years > 1 else words.GROW_LAST
        fields = {"years": need.years} if need.years > 1 else {"last": terms.year_label(last)}
        yield Action(
            what=form.format(
                group=need.group.label,
                needed=percent(need.growth, 1),
                planned=percent(need.planned, 1),
                targets=labels[0]
                if len(labels) == 1
                else words.SEVERAL_TARGETS.format(count=len(labels), where=annexes["targets"]),
                **fields,
            ).at_start(),
            who=of_group(key, plan) or of_whole(plan),
            by=words.YEAR_END.format(year=terms.year_label(last)),
        )


def _behind(report: TrackingReport) -> Iterator[Action]:
    plan = report.planned.require_dossier().plan
    late = sorted(report.behind, key=lambda one: (one.pace is not Pace.MISSED, _part(one)))
    for one in late:
        responsible = of_indicator(one.indicator, plan)
        yield Action(what=_short(one).at_start(), who=responsible.unit, by=_until(one, report))


def _part(one: Progress) -> float:
    """Return how much of what could be expected was reached: what is furthest behind comes first."""
    return (one.value or 0.0) / one.expected if one.expected else 0.0


def _short(one: Progress) -> Text:
    assert one.figure is not None
    assert one.value is not None
    indicator = one.indicator
    said = {
        "counted": indicator.counted,
        "period": one.figure.period,
        "value": indicator.with_unit(one.value),
    }
    if one.pace is Pace.MISSED or one.expected is None:
        return words.MISSED_GOAL.format(goal=indicator.goal, **said)
    return words.CATCH_UP.format(expected=indicator.with_unit(one.expected), **said)


def _until(one: Progress, report: TrackingReport) -> Text:
    """Return the deadline, or the next report where that is over already."""
    return day_in_words(one.deadline) if one.deadline > report.as_of else _next_day(report)


def _overdue(report: TrackingReport) -> Iterator[Action]:
    plan = report.planned.require_dossier().plan
    for one in report.deliverables:
        if one.is_overdue:
            what = words.FINISH.format(label=one.deliverable.label, state=one.state.text)
            yield Action(what=what, who=of_deliverable(one.deliverable, plan).unit, by=_next_day(report))


def _to_report(report: TrackingReport, annexes: Mapping[str, Text]) -> Iterator[Action]:
    plan, by = report.planned.require_dossier().plan, _next_day(report)
    silent = [of_indicator(one.indicator, plan) for one in report.progress if light_of(one.pace) is Light.NOT_REPORTED]
    unsaid = [
        of_deliverable(one.deliverable, plan)
        for one in report.deliverables
        if one.report is None and not one.is_overdue
    ]
    what = None
    if silent and unsaid:
        what = words.REPORT_BOTH.format(indicators=len(silent), states=len(unsaid), where=annexes["units"])
    elif silent:
        what = words.REPORT_INDICATORS.format(count=len(silent), where=annexes["units"])
    elif unsaid:
        what = words.REPORT_STATES.format(count=len(unsaid), where=annexes["units"])
    if what is not None:
        units = dict.fromkeys(responsible.unit for responsible in (*silent, *unsaid))
        yield Action(what=what, who=_units(list(units)), by=by)
    if report.due.missing:
        said = words.REPORT_INCOMES.format(count=len(report.due.missing), where=annexes["due"])
        yield Action(what=said, who=of_whole(plan), by=by)


def _units(units: Sequence[Text]) -> Text:
    if len(units) <= _MOST_UNITS:
        return Text.join(units, zh="、", en="; ")
    return words.FIRST_UNITS.format(units=Text.join(units[:_MOST_UNITS], zh="、", en="; "), count=len(units))


def _next_day(report: TrackingReport) -> Text:
    return day_in_words(report.due.day) if report.due.has_day else words.NEXT_BULLETIN


def quarter_after(day: date) -> date:
    """Return the last day of the quarter after that of a day.

    >>> quarter_after(date(2023, 11, 2)).isoformat()
    '2024-03-31'
    """
    quarter = (day.month + 2) // 3 + 1
    year, quarter = (day.year, quarter) if quarter <= 4 else (day.year + 1, 1)
    month = 3 * quarter
    return date(year, month, 31 if month in (3, 12) else 30)
