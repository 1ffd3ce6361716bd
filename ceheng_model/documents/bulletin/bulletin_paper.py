"""Compose a bulletin from a tracking report: one page that answers, then annexes with the details."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.bulletin.actions import Actions, action_table, actions_of
from ceheng_model.documents.bulletin.answer import answer_sentence, key_figures
from ceheng_model.documents.bulletin.due_annex import due_blocks
from ceheng_model.documents.bulletin.target_annex import target_blocks
from ceheng_model.documents.bulletin.unit_annex import unit_blocks
from ceheng_model.documents.paper.content import (
    Annex,
    Block,
    Exhibit,
    KeyFigures,
    Letterhead,
    Paper,
    Paragraph,
)
from ceheng_model.documents.paper.figures import day_in_words
from ceheng_model.plan import unfilled_sentence
from ceheng_model.tracking.changes import Changes
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.vocabulary import Text

MOST_ACTIONS = 6
"""Rows of the first page's table: with the sentence above and the signature below they stand on one page."""


def compose_bulletin(
    report: TrackingReport, *, changes: Changes | None = None, letterhead: Letterhead | None = None
) -> Paper:
    """Return the bulletin on a report; `changes` are those since the last one.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.tracking import track
    >>> bulletin = compose_bulletin(track(scenario("plan"), draws=16, seed=0))
    >>> [annex.title.en for annex in bulletin.annexes]
    ['Income targets, and the growth that the years left need', 'Indicators and deliverables by responsible unit', \
'What is due next']
    """
    annexes = _annexes(report, changes)
    called = {key: _called(at, len(annexes)) for at, (key, _) in enumerate(annexes, start=1)}
    actions = actions_of(report, annexes=called)
    plan = report.planned.require_dossier().plan
    return Paper(
        title=words.TITLE.format(plan=plan.title),
        subtitle=words.SUBTITLE.format(day=day_in_words(report.as_of)),
        opening=(Paragraph(text=answer_sentence(report)),),
        front=(*_findings(report, changes), *_to_do(actions)),
        sections=(),
        annexes=tuple(annex for _, annex in annexes),
        letterhead=letterhead or Letterhead(),
        one_page=True,
    )


def _annexes(report: TrackingReport, changes: Changes | None) -> list[tuple[str, Annex]]:
    made = ((key, title, tuple(blocks(report, changes))) for key, title, blocks in _PARTS)
    return [(key, Annex(title=title, blocks=blocks)) for key, title, blocks in made if blocks]


def _called(number: int, count: int) -> Text:
    """Return what the text calls an annex; the only one bears no number."""
    return words.IN_ANNEX.format(number=number) if count > 1 else words.THE_ANNEX


def _findings(report: TrackingReport, changes: Changes | None) -> Iterator[Block]:
    figures = key_figures(report)
    if figures:
        yield KeyFigures(figures=figures)
    told = Text.join(_told_first(report, changes), zh="", en=" ")
    if told:
        yield Paragraph(text=told)


def _told_first(report: TrackingReport, changes: Changes | None) -> Iterator[Text]:
    """Yield what has to be known on the first page: whose figures they are, what is doubtful, what changed."""
    terms = report.planned.terms
    if report.nothing_known:
        yield terms.say(words.NOTHING_KNOWN)
    if report.actuals.region:
        yield report.caveats[0]
    warnings = [warning.sentence for warning in report.warnings]
    if warnings:
        yield words.TO_CHECK.format(said=Text.join(warnings, zh="；", en="; "))
    places = report.planned.require_dossier().unfilled()
    if places:
        yield terms.say(words.UNFILLED, sentence=unfilled_sentence(places))
    if changes is not None:
        yield since_sentence(changes)


def _to_do(actions: Actions) -> Iterator[Block]:
    if not len(actions):
        return
    shown = actions.first(MOST_ACTIONS)
    table = action_table(shown)
    left = len(actions) - len(shown)
    yield Exhibit(table=replace(table, notes=(words.LEFT_OVER.format(count=left),)) if left else table)


def since_sentence(changes: Changes) -> Text:
    """Say how many figures came, were revised or went since the last bulletin, and how much stands otherwise."""
    day = day_in_words(changes.earlier.as_of)
    if changes.are_none:
        return words.NOTHING_CHANGED.format(earlier=day)
    counts = (
        (words.REVISED_FIGURES, len(changes.of("revised"))),
        (words.NEW_FIGURES, len(changes.of("new"))),
        (words.GONE_FIGURES, len(changes.of("gone"))),
        (words.NEW_STATES, len(changes.states)),
    )
    parts = Text.join((form.format(count=count) for form, count in counts if count), zh="，", en=", ")
    return words.SINCE.format(earlier=day, parts=parts)


def _changed(report: TrackingReport, changes: Changes | None) -> Sequence[Block]:
    """Return what changed since the last bulletin; without one, which of the figures were revised."""
    if changes is None:
        if not report.actuals.revisions:
            return ()
        count = len(report.actuals.revisions)
        table = report.actuals.revision_table()
        return (Paragraph(text=words.REVISIONS_ALONE.format(count=count)), Exhibit(table=table))
    tables = [changes.figure_table()] * bool(changes.figures) + [changes.state_table()] * bool(changes.states)
    shown = (replace(table, most_shown=MOST_CHANGES) for table in tables)
    return (Paragraph(text=since_sentence(changes)), *(Exhibit(table=table) for table in shown))


MOST_CHANGES = 60
"""Rows of a table of changes: a first report after an empty one has hundreds."""


Part = Callable[[TrackingReport, Changes | None], Sequence[Block]]
_PARTS: Sequence[tuple[str, Text, Part]] = (
    ("targets", words.TARGETS_ANNEX, lambda report, _: target_blocks(report)),
    ("units", words.UNITS_ANNEX, lambda report, _: unit_blocks(report)),
    ("changes", words.CHANGES_ANNEX, _changed),
    ("due", words.NEXT_ANNEX, lambda report, _: due_blocks(report)),
)
"""The annexes in their order; one of which there is nothing to say is left out."""
