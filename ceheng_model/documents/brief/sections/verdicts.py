"""Say which goals are met, how far off, and what the missed ones would take."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from ceheng_model.baselines import base_cell, base_column, base_notes
from ceheng_model.checks import CheckedStatement, CheckReport, promise_sentence
from ceheng_model.checks.check_report import required_text
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.paper.content import Block, Exhibit, Paragraph, Picture, Section
from ceheng_model.documents.paper.figures import goal
from ceheng_model.plan import with_force
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import DISTANCE, NO_TEXT, Group, Text, Verdict, counted


def verdicts(analysis: Analysis) -> Section:
    """Return the section on the checks."""
    blocks = (*_sentences(analysis), *_exhibits(analysis))
    return Section(heading=Text("目标校验", "The checks"), blocks=blocks)


def verdict_counts(analysis: Analysis) -> Text:
    """Return how many goals and cells of the growth table have which verdict, and which of these test nothing."""
    headline = analysis.headline
    cells = analysis.cells
    counts = Counter(checked.verdict for checked in headline)
    listed = Text.join(
        words.VERDICT_COUNT.format(verdict=verdict.label, count=counts[verdict])
        for verdict in Verdict
        if counts[verdict]
    )
    goals = counted(len(headline), "goal")
    circular = sum(checked.circular for checked in headline)
    independent = words.NOT_INDEPENDENT.format(count=circular) if circular else NO_TEXT
    if not cells:
        return analysis.terms.say(words.VERDICTS_OF_GOALS, goals=goals, verdicts=listed) + independent
    met = sum(cell.holds for cell in cells)
    said = {"goals": goals, "verdicts": listed, "cells": counted(len(cells), "cell"), "met": met}
    return analysis.terms.say(words.VERDICTS, **said) + independent


def _sentences(analysis: Analysis) -> Iterator[Paragraph]:
    yield Paragraph(text=words.RULES.format(table=words.BARE_NUMBERS if analysis.cells else NO_TEXT))
    yield Paragraph(text=verdict_counts(analysis))
    yield Paragraph(text=promise_sentence(analysis.checked))
    lacking = _lacking(analysis.headline)
    if lacking:
        yield Paragraph(text=words.NOT_JUDGED.format(goals=Text.join(lacking, zh="；", en="; ")))


def _lacking(headline: tuple[CheckedStatement, ...]) -> list[Text]:
    """Return what statements lack to be judged, those that lack the same thing together."""
    goals: dict[Text, list[Text]] = {}
    for checked in headline:
        if checked.verdict is Verdict.NOT_JUDGED and checked.missing is not None:
            goals.setdefault(checked.missing.what, []).append(checked.label)
    return [words.LACKING.format(goals=Text.join(labels), what=what) for what, labels in goals.items()]


def _exhibits(analysis: Analysis) -> Iterator[Block]:
    from ceheng_model import charts

    checked = analysis.checked
    yield Exhibit(table=_table(checked, analysis.scenario.groups))
    yield Picture(
        caption=Text("目标校验结果", "The goals and the distance to each"), draw=partial(charts.scorecard, checked)
    )
    if checked.unmet_cells:
        title = Text("增速表中未达到或未判定的格", "Cells of the growth table that are not met")
        cells = checked.cell_table(met=False).narrowed(title=title, without=("required",))
        yield Exhibit(table=cells, supporting=True)


def _table(report: CheckReport, groups: tuple[Group, ...]) -> Table:
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="goal", heading=Text("目标值", "goal"), kind="ratio"),
        Column(key="value", heading=Text("测算值", "projected"), kind="ratio"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        base_column(checked.circular for checked in report.headline),
        Column(key="distance_to_goal", heading=DISTANCE, kind="ratio"),
        Column(key="required", heading=Text("所需年均增速", "required growth")),
    )
    rows = tuple(_row(checked, groups) for checked in (*report.headline, *report.everybody))
    title = Text("目标校验结果", "Verdicts on the goals")
    circular = base_notes(checked.circular for checked in report.headline)
    notes = (*circular, *_remarks(report), report.projection.scenario.terms.say(words.MARGIN))
    return Table(name="verdicts", title=title, columns=columns, rows=rows, notes=notes)


def _remarks(report: CheckReport) -> Iterator[Text]:
    """Yield the remarks on statements that were judged; what the others lack is told in the text."""
    for remark in (*report.statement_notes, *report.reading_notes):
        if any(checked.verdict is not Verdict.NOT_JUDGED for checked in remark.about):
            subject = Text.join(checked.label for checked in remark.about)
            yield words.REMARK.format(subject=subject, remark=remark.note)


def _row(checked: CheckedStatement, groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    return (
        with_force(checked.label, checked.statement.firmest),
        goal(checked.statement),
        checked.figure(checked.value),
        checked.verdict,
        base_cell(circular=checked.circular),
        checked.distance(checked.distance_to_goal),
        required_text(checked, groups),
    )
