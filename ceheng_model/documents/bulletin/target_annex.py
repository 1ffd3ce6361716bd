"""Show how the income targets stand: charts of plan against actual and of the growth still needed, and the targets."""

from collections.abc import Iterator
from typing import Any

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.paper.content import Block, Exhibit, Paragraph, Picture
from ceheng_model.documents.paper.figures import percent
from ceheng_model.projection import project
from ceheng_model.tables import Column, Table
from ceheng_model.tracking.lights import light_of
from ceheng_model.tracking.target_outlook import State, TargetState
from ceheng_model.tracking.target_tables import why_open
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.vocabulary import Language, Text

_FEWEST = 2
"""Targets below which the chart of the growth needed says no more than the table."""


def target_blocks(report: TrackingReport) -> tuple[Block, ...]:
    """Return the charts and the tables on income targets; nothing where the plan has no such target."""
    if not report.targets:
        return ()
    over = report.planned.terms.say(words.PERIOD_OVER)
    decided = all(target.decided for target in report.targets)
    return (*_pictures(report), *([Paragraph(text=over)] if decided else []), Exhibit(table=_table(report)))


def _pictures(report: TrackingReport) -> Iterator[Block]:
    from ceheng_model import charts

    totals = report.actuals.annual_totals()
    totals = totals[totals["year"].isin(report.planned.years)]
    if len(totals):
        projection = project(report.planned)

        def plan_and_actual(*, language: Language, size: Any) -> charts.Axes:
            return charts.plan_against_actual(projection, totals, language=language, size=size)

        yield Picture(caption=words.PLAN_AND_ACTUAL, draw=plan_and_actual)
    if sum(bool(target.needs) for target in report.targets) >= _FEWEST and not report.nothing_known:

        def needed(*, language: Language, size: Any) -> charts.Axes:
            return charts.growth_still_needed(report, language=language, size=size)

        yield Picture(caption=words.GROWTH_NEEDED, draw=needed)


def _table(report: TrackingReport) -> Table:
    """Return one row a target: what the plan says, where its growth leads from what is known, and how it stands.

    Where some are judged, the others stand in the notes alone, each with what is lacking: they have no figures.
    """
    terms = report.planned.terms
    columns = (
        Column(key="target", heading=Text("目标", "target")),
        Column(key="printed", heading=Text("列明值", "as printed")),
        Column(key="outlook", heading=terms.say(words.ON_PLANNED_GROWTH), kind="yuan"),
        Column(
            key="needed",
            heading=Text("所需增速", "growth needed"),
            shown=any(target.needs for target in report.targets),
        ),
        Column(key="light", heading=Text("进度", "state"), kind="label", is_toned=True),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
    )
    judged = [target for target in report.targets if target.state is not State.NOT_JUDGED]
    rows = tuple(
        (
            target.label,
            as_printed(target),
            target.outlook.figure(target.value) if target.state is not State.NOT_JUDGED else None,
            _needed(target),
            light_of(target.state).signed(target.state.label),
            light_of(target.state).verdict,
        )
        for target in judged or report.targets
    )
    told = (terms.say(words.HOW_JUDGED), *why_open(report.targets, terms))
    return Table(
        name="targets", title=words.TARGETS, columns=columns, rows=rows, notes=(words.LIGHTS, words.HOW_NEEDED, *told)
    )


def as_printed(target: TargetState) -> Text:
    """Return what is printed, as the type of the words takes it, such as 2.8左右."""
    wording, printed = target.statement.wording, target.statement.printed_text
    return wording.in_words(Text.same(printed)) if printed and "value" in wording.phrase.fields else wording.label


def _needed(target: TargetState) -> Text | None:
    """Return the growth that a target needs in the years left, of two groups that of the one that has to grow."""
    if not target.needs:
        return None
    need = max(target.needs, key=lambda one: one.growth)
    growth = Text.same(percent(need.growth, 1))
    return growth if need.given is None else words.NEEDED_BY.format(growth=growth, group=need.group.label)
