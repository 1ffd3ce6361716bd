"""Say which goals are met, how far off, and how sure that is."""

from collections.abc import Iterator
from functools import partial

from ceheng_model.checks import CheckedStatement, CheckReport
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.sections.part import Behind, Part, Piece
from ceheng_model.documents.brief.sections.promises import promises_quoted, promises_stated
from ceheng_model.documents.paper.content import Exhibit, Paragraph, Picture
from ceheng_model.documents.paper.figures import goal
from ceheng_model.ensemble import Ensemble
from ceheng_model.plan import with_force
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.uncertainty import IF_GROWTH_HOLDS
from ceheng_model.vocabulary import DISTANCE, NO_TEXT, Template, Text, Verdict, counted

_HEADING = Template("{kind}目标及其校验", "The goals of the {kind} and the checks")


def verdicts(analysis: Analysis) -> Part:
    """Return the section on what the plan promises, and which of it is met."""
    return Part(heading=analysis.terms.say(_HEADING), pieces=tuple(_blocks(analysis)))


def _blocks(analysis: Analysis) -> Iterator[Piece]:
    yield Paragraph(text=promises_stated(analysis))
    judged = [one for one in (*analysis.headline, *analysis.checked.everybody) if one.verdict is not Verdict.NOT_JUDGED]
    if judged:
        yield Exhibit(table=_table(analysis, judged))
    lacking = _lacking(analysis.headline)
    if lacking:
        yield Paragraph(text=_not_judged_for(lacking))
    yield from _annexed(analysis, judged, lacking)


def _annexed(analysis: Analysis, judged: list[CheckedStatement], lacking: dict[Text, list[Text]]) -> Iterator[Piece]:
    from ceheng_model import charts

    goals, *table = promises_quoted(analysis)
    rules = words.RULES.format(table=words.BARE_NUMBERS if analysis.cells else NO_TEXT)
    notes = (*goals.table.notes, rules, *_remarks(analysis.checked), *_not_judged(lacking))
    yield Behind(shown=Exhibit(table=goals.table.narrowed(notes=notes)))
    yield from (Behind(shown=one) for one in table)
    checked = analysis.checked
    if judged:
        yield Behind(
            shown=Picture(
                caption=Text("各条目标及距目标差额", "The goals and the distance to each"),
                draw=partial(charts.scorecard, checked),
            )
        )
    if checked.unmet_cells:
        title = Text("增速表中未达到或未判定的格", "Cells of the growth table that are not met")
        cells = checked.cell_table(met=False).narrowed(title=title, without=("required",))
        yield Behind(shown=Exhibit(table=cells))


def _not_judged_for(lacking: dict[Text, list[Text]]) -> Text:
    """Return how many goals were not judged for want of what; of one want the number is told once."""
    count = counted(sum(map(len, lacking.values())), "goal")
    if len(lacking) == 1:
        (what,) = lacking
        return words.NOT_JUDGED_FOR.format(count=count, what=what)
    listed = [words.LACKING.format(count=len(goals), what=what) for what, goals in lacking.items()]
    return words.NOT_JUDGED.format(count=count, goals=Text.join(listed, zh="；", en="; "))


def _lacking(headline: tuple[CheckedStatement, ...]) -> dict[Text, list[Text]]:
    """Return what statements lack to be judged, with the names of those that lack it."""
    goals: dict[Text, list[Text]] = {}
    for checked in headline:
        if checked.verdict is Verdict.NOT_JUDGED and checked.missing is not None:
            goals.setdefault(checked.missing.what, []).append(checked.label)
    return goals


def _not_judged(lacking: dict[Text, list[Text]]) -> Iterator[Text]:
    """Yield by name which goals lack what, where any does."""
    listed = [words.LACKING_GOALS.format(goals=Text.join(goals), what=what) for what, goals in lacking.items()]
    if listed:
        yield words.NOT_JUDGED_GOALS.format(goals=Text.join(listed, zh="；", en="; "))


def _table(analysis: Analysis, judged: list[CheckedStatement]) -> Table:
    chances = _chances(analysis)
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="goal", heading=Text("目标值", "goal"), kind="ratio"),
        Column(key="value", heading=Text("测算值", "projected"), kind="ratio"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        Column(key="distance_to_goal", heading=DISTANCE, kind="ratio"),
        Column(
            key="probability",
            heading=Text("达到的概率", "probability"),
            kind="probability",
            shown=bool(chances),
        ),
    )
    rows = tuple(_row(checked, chances) for checked in judged)
    title = Text("目标校验结果", "Verdicts on the goals")
    notes = [
        *([words.NO_TEST] if any(checked.circular for checked in judged) else []),
        analysis.terms.say(words.MARGIN),
        *(_conditions(analysis.ensemble) if chances else ()),
    ]
    return Table(name="verdicts", title=title, columns=columns, rows=rows, notes=tuple(notes))


def _conditions(ensemble: Ensemble | Text) -> Iterator[Text]:
    """Yield what the probabilities are conditional on, and what is assumed of how incomes are spread."""
    yield words.CHANCE_COLUMN.format(condition=IF_GROWTH_HOLDS)
    if isinstance(ensemble, Ensemble):
        yield from ensemble.assumed_notes


def _chances(analysis: Analysis) -> dict[str, float]:
    ensemble = analysis.ensemble
    return {one.id: one.probability for one in ensemble.chances} if isinstance(ensemble, Ensemble) else {}


def _remarks(report: CheckReport) -> Iterator[Text]:
    """Yield the remarks on statements that were judged; what the others lack is told in the text."""
    for remark in (*report.statement_notes, *report.reading_notes):
        if any(checked.verdict is not Verdict.NOT_JUDGED for checked in remark.about):
            subject = Text.join(checked.label for checked in remark.about)
            yield words.REMARK.format(subject=subject, remark=remark.note)


def _row(checked: CheckedStatement, chances: dict[str, float]) -> tuple[Cell, ...]:
    label = with_force(checked.label, checked.statement.firmest)
    return (
        words.STARRED.format(label=label) if checked.circular else label,
        goal(checked.statement),
        checked.figure(checked.value),
        checked.verdict,
        checked.distance(checked.distance_to_goal),
        chances.get(checked.statement.id),
    )
