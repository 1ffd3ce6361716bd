"""Say how the plan is being carried out: what is on schedule, behind or not known, and what the rest has to bring."""

from collections.abc import Iterator

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.sections.part import Behind, Part, Piece
from ceheng_model.documents.paper.content import Exhibit, Paragraph
from ceheng_model.documents.paper.figures import day_in_words, goal, percent
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.terms import Terms
from ceheng_model.tracking import TrackingReport
from ceheng_model.tracking.progress import Pace
from ceheng_model.tracking.target_outlook import Need, State, TargetState
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text, counted

_NEEDED = Template("{group} {rate}", "{group} {rate}")
_OUTLOOK = Template("预计值：剩余年份按{kind}增速增长", "outlook: the years left growing as the {kind} has it")
_MOST_NAMED = 3
"""Indicators behind that the sentence names."""


def progress(analysis: Analysis) -> Iterator[Part]:
    """Yield the section on actual figures, where any were given."""
    if analysis.tracked is not None:
        yield Part(heading=Text("执行进度", "Progress so far"), pieces=tuple(_blocks(analysis.tracked)))


def _blocks(report: TrackingReport) -> Iterator[Piece]:
    yield Paragraph(text=progress_sentence(report))
    for caveat in report.caveats:
        yield Paragraph(text=caveat.at_start())
    if followed := _followed(report):
        yield Exhibit(table=_target_table(followed, report.planned.terms))
    told = _indicators(report) + _documents(report) + _due(report)
    if told != NO_TEXT:
        yield Paragraph(text=told)
    if report.distances:
        yield Behind(shown=Exhibit(table=report.distance_table().narrowed()))
    if any(indicator.figure is not None for indicator in report.progress):
        yield Behind(shown=Exhibit(table=report.progress_table().narrowed()))


def progress_sentence(report: TrackingReport) -> Text:
    """Return how many goals are reached or on schedule, and how many are not; the table names them."""
    followed, day = _followed(report), day_in_words(report.as_of)
    if not followed:
        return words.NO_PROGRESS.format(day=day)
    good = sum(one.state in (State.REACHED, State.ON_TRACK) for one in followed)
    known = counted(len(followed), "goal")
    return words.PROGRESS.format(day=day, known=known, good=good, bad=len(followed) - good)


def page_progress(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield the same for the page, where any actual figures were given."""
    if analysis.tracked is not None:
        yield Paragraph(text=words.PAGE_PROGRESS.format(sentence=progress_sentence(analysis.tracked)))


def _followed(report: TrackingReport) -> list[TargetState]:
    return [one for one in report.targets if one.state not in (State.NO_ACTUALS, State.NOT_JUDGED)]


def _target_table(targets: list[TargetState], terms: Terms) -> Table:
    """Return one row a target of which something is known: the outlook, the state, what is left to bring about."""
    columns = (
        Column(key="target", heading=Text("目标", "goal")),
        Column(key="goal", heading=Text("目标值", "to reach"), kind="ratio"),
        Column(key="outlook", heading=Text("预计值", "outlook"), kind="ratio"),
        Column(key="state", heading=Text("进度", "state"), kind="label"),
        Column(key="needed", heading=Text("剩余年份所需年均增速", "growth needed a year in the years left")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.label,
            goal(one.statement),
            one.outlook.figure(one.outlook.value),
            Keyed(one.state.value, one.state.label),
            Text.join(map(_need, one.needs), zh="或", en=" or "),
        )
        for one in targets
    )
    title = Text("目标的进度和预计值", "How the goals stand, and the outlook")
    notes = (terms.say(_OUTLOOK),)
    return Table(name="tracked", title=title, columns=columns, rows=rows, notes=notes)


def _need(need: Need) -> Text:
    rate = Text.same(percent(need.growth, 1))
    # the other group as planned, less growth of the upper one is the most that there may be
    is_ceiling = need.given is not None and need.growth < need.planned
    return _NEEDED.format(group=need.group.label, rate=words.AT_MOST.format(rate=rate) if is_ceiling else rate)


def _indicators(report: TrackingReport) -> Text:
    if not report.progress:
        return NO_TEXT
    ahead, behind = len(report.ahead), report.behind
    left_open = sum(one.pace in (Pace.NOT_DUE, Pace.NOT_JUDGED, Pace.MISSING) for one in report.progress)
    if left_open == len(report.progress):
        return words.ALL_OPEN.format(count=counted(left_open, "indicator"))
    named = Text.join(one.indicator.counted for one in behind[:_MOST_NAMED])
    more = words.AND_MORE if len(behind) > _MOST_NAMED else NO_TEXT
    return words.INDICATORS.format(
        count=counted(len(report.progress), "indicator"),
        ahead=ahead,
        behind=len(behind),
        named=words.NAMED_BEHIND.format(names=named, more=more) if behind else NO_TEXT,
        open=left_open,
    )


def _documents(report: TrackingReport) -> Text:
    overdue = sum(one.is_overdue for one in report.deliverables)
    return words.OVERDUE.format(count=overdue) if overdue else NO_TEXT


def _due(report: TrackingReport) -> Text:
    return words.NEXT_DUE.format(day=day_in_words(report.due.day)) if report.due.has_day else NO_TEXT
