"""Say what has to be done by whom and by when: what is behind, what is overdue, what is not reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.paper.figures import day_in_words, percent
from ceheng_model.tables import Column, Table
from ceheng_model.tracking.lights import Light, light_of
from ceheng_model.tracking.progress import Pace, Progress
from ceheng_model.tracking.responsible_units import of_deliverable, of_group, of_indicator, of_whole
from ceheng_model.tracking.target_outlook import Need, State
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_MOST_UNITS, _MOST_TARGETS = 3, 1
"""Units, and targets, that a row names before it counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Abridged):
    """Hold one thing that has to be done."""

    what: Text
    who: Text
    """Empty where the plan names nobody."""
    by: Text


def actions_of(report: TrackingReport, *, annexes: dict[str, Text]) -> tuple[Action, ...]:
    """Return what has to be done, what weighs most first: incomes, indicators behind, overdue deliverables, reports.

    `annexes` are what sentences call the annexes with the details.
    """
    return (*_growth(report), *_behind(report), *_overdue(report), *_to_report(report, annexes))


def action_table(actions: Sequence[Action]) -> Table:
    """Return one row a thing to be done; who does it is a column where the plan names anybody."""
    columns = (
        Column(key="what", heading=words.WHAT),
        Column(key="who", heading=words.WHO, shown=any(action.who != NO_TEXT for action in actions)),
        Column(key="by", heading=words.BY_WHEN),
    )
    rows = tuple((action.what, action.who, action.by) for action in actions)
    return Table(name="actions", title=words.ACTIONS, columns=columns, rows=rows)


def _growth(report: TrackingReport) -> Iterator[Action]:
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
        needed[need.group.key] = (max(most, need, key=lambda one: one.more), [*labels, target.label])
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
                more=f"{100.0 * need.more:.1f}",
                targets=_targets(labels),
                **fields,
            ).at_start(),
            who=of_group(key, plan) or of_whole(plan),
            by=words.YEAR_END.format(year=terms.year_label(last)),
        )


def _targets(labels: Sequence[Text]) -> Text:
    if len(labels) <= _MOST_TARGETS:
        return Text.join(labels, zh="、", en="; ")
    return words.SOME_TARGETS.format(targets=Text.join(labels[:_MOST_TARGETS], zh="、", en="; "), count=len(labels))


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


def _to_report(report: TrackingReport, annexes: dict[str, Text]) -> Iterator[Action]:
    plan, by = report.planned.require_dossier().plan, _next_day(report)
    silent = [one for one in report.progress if light_of(one.pace) is Light.NOT_REPORTED]
    if silent:
        units = list(dict.fromkeys(of_indicator(one.indicator, plan).unit for one in silent))
        what = words.REPORT_INDICATORS.format(count=len(silent), where=annexes["units"])
        yield Action(what=what, who=_units(units), by=by)
    unsaid = [one for one in report.deliverables if one.report is None and not one.is_overdue]
    if unsaid:
        units = list(dict.fromkeys(of_deliverable(one.deliverable, plan).unit for one in unsaid))
        yield Action(
            what=words.REPORT_STATES.format(count=len(unsaid), where=annexes["units"]), who=_units(units), by=by
        )
    if report.due.missing:
        yield Action(
            what=words.REPORT_INCOMES.format(count=len(report.due.missing), which=_incomes(report)),
            who=of_whole(plan),
            by=by,
        )


def _incomes(report: TrackingReport) -> Text:
    """Return of which groups and years incomes are missing, in words."""
    years: dict[Text, set[int]] = {}
    for figure in report.due.missing:
        years.setdefault(figure.group.label, set()).add(figure.year)
    parts = (_OF_YEARS.format(group=group, years=_years(sorted(missing), report)) for group, missing in years.items())
    return Text.join(parts, zh="，", en="; ")


def _years(years: Sequence[int], report: TrackingReport) -> Text:
    terms = report.planned.terms
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return terms.span_label(years[0], years[-1])
    return Text.join(map(terms.year_label, years), zh="、", en=", ")


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


_OF_YEARS = Template("{group}{years}", "{group}, {years}")
