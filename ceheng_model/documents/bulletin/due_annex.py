"""Show what is due next: reports and reviews, incomes that are missing, and what ends by the next quarter."""

from collections.abc import Iterator
from datetime import date

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.bulletin.actions import quarter_after
from ceheng_model.documents.paper.content import Block, Exhibit, Paragraph
from ceheng_model.documents.paper.figures import day_in_words
from ceheng_model.plan.measures import RECURRENCES
from ceheng_model.tables import Cell, Column, Table, group_column
from ceheng_model.tracking.due_reports import DueFigure, DueReport
from ceheng_model.tracking.lights import light_of
from ceheng_model.tracking.progress import Pace
from ceheng_model.tracking.reported_figures import period_text
from ceheng_model.tracking.responsible_units import of_deliverable, of_indicator
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.vocabulary import NO_TEXT, Keyed, Text


def due_blocks(report: TrackingReport) -> tuple[Block, ...]:
    """Return the reports that are due, the incomes they need, and what ends in this quarter and the next."""
    due, terms = report.due, report.planned.terms
    counts = {"count": len(due.figures), "missing": len(due.missing)}
    lead = (
        words.NEXT_DAY.format(day=day_in_words(due.day), **counts)
        if due.has_day
        else terms.say(words.NO_NEXT_DAY, **counts)
    )
    blocks: list[Block] = [Paragraph(text=lead)]
    if due.reports:
        blocks.append(Exhibit(table=_duty_table(report)))
    ending, until = tuple(_ending(report)), quarter_after(report.as_of)
    if ending:
        blocks.append(Exhibit(table=_ending_table(ending, until)))
    elif report.progress or report.deliverables:
        blocks.append(Paragraph(text=words.NONE_DUE_SOON.format(day=day_in_words(until))))
    if due.missing:
        blocks.append(Exhibit(table=_income_table(report)))
    return tuple(blocks)


def _duty_table(report: TrackingReport) -> Table:
    """Return one row a duty: by when, who does what for whom, and how many indicators its report lacks."""
    columns = (
        Column(key="due", heading=Text("期限", "due"), kind="label"),
        Column(key="who", heading=Text("承担者", "who")),
        Column(key="what", heading=Text("内容", "what")),
        Column(key="to", heading=Text("报送", "to"), shown=any(one.duty.to for one in report.due.reports)),
        Column(key="missing", heading=Text("尚缺指标", "missing"), kind="year"),
    )
    rows = tuple(_duty_row(one) for one in report.due.reports)
    return Table(name="due", title=words.DUTIES, columns=columns, rows=rows)


def _duty_row(one: DueReport) -> tuple[Cell, ...]:
    duty = one.duty
    at = one.day
    when = Keyed(at.isoformat(), day_in_words(at)) if at else Keyed(duty.recurrence, RECURRENCES[duty.recurrence])
    return (when, duty.who, duty.what, duty.to or NO_TEXT, len(one.missing) if one.indicators else None)


def _income_table(report: TrackingReport) -> Table:
    """Return one row a group and period of which incomes are missing, and which."""
    terms = report.planned.terms
    missing: dict[tuple[str, int, int | None], list[DueFigure]] = {}
    for figure in report.due.missing:
        missing.setdefault((figure.group.key, figure.year, figure.quarter), []).append(figure)
    columns = (
        group_column(terms),
        Column(key="period", heading=Text("时期", "period")),
        Column(key="count", heading=Text("缺", "missing"), kind="year"),
        Column(key="which", heading=Text("缺哪些", "which")),
    )
    rows = tuple(
        (
            figures[0].group.named,
            period_text(figures[0].year, figures[0].quarter, terms),
            len(figures),
            Text.join(figure.component.text for figure in figures),
        )
        for figures in missing.values()
    )
    return Table(name="missing_incomes", title=words.INCOMES_DUE, columns=columns, rows=rows)


def _ending(report: TrackingReport) -> Iterator[tuple[date, Cell, Cell, Cell, Cell]]:
    """Yield what has to be reached or made between the day of the report and the end of the next quarter."""
    plan, until = report.planned.require_dossier().plan, quarter_after(report.as_of)
    settled = (Pace.REACHED, Pace.MISSED, Pace.NOT_JUDGED)
    for one in report.progress:
        if report.as_of <= one.deadline <= until and one.pace not in settled:
            said = words.WITH_GOAL.format(counted=one.indicator.counted, goal=one.indicator.goal)
            light = light_of(one.pace)
            yield (
                one.deadline,
                said,
                of_indicator(one.indicator, plan).unit,
                light.signed(one.pace.label),
                light.verdict,
            )
    for made in report.deliverables:
        deadline = made.deliverable.deadline
        if deadline is not None and report.as_of <= deadline <= until and not made.is_done:
            light = light_of(made)
            who = of_deliverable(made.deliverable, plan).unit
            yield deadline, made.deliverable.label, who, light.signed(made.state.text), light.verdict


def _ending_table(ending: tuple[tuple[date, Cell, Cell, Cell, Cell], ...], until: date) -> Table:
    columns = (
        Column(key="due", heading=Text("期限", "due"), kind="label"),
        Column(key="what", heading=words.WHAT),
        Column(key="who", heading=words.WHO),
        Column(key="light", heading=Text("进度", "state"), kind="label", is_toned=True),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
    )
    rows = tuple(
        (Keyed(day.isoformat(), day_in_words(day)), *cells) for day, *cells in sorted(ending, key=lambda one: one[0])
    )
    title = words.DUE_SOON.format(day=day_in_words(until))
    return Table(name="ending", title=title, columns=columns, rows=rows)
