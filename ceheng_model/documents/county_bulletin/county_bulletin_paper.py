"""Compose the bulletin on all counties: one page that answers and names who is behind, then annexes."""

from collections.abc import Iterator
from dataclasses import replace

from ceheng_model.documents.county_bulletin import words
from ceheng_model.documents.county_bulletin.changes_of_counties import CountyChanges, first_names
from ceheng_model.documents.paper.content import (
    Annex,
    Block,
    Exhibit,
    KeyFigure,
    KeyFigures,
    Letterhead,
    Paper,
    Paragraph,
)
from ceheng_model.documents.paper.figures import day_in_words, percent
from ceheng_model.plan_sets import PlansProgress, WholeProgress
from ceheng_model.tables import Figure, Table, written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Text

_MOST_ROWS = 6
"""Rows of the first page's table: with the sentences above and the signature below they stand on one page."""
_MOST_FIGURES = 4
_WITHOUT = ("published",)
"""Columns that the width of a page has no room for; the annex on revised figures has the days."""


def compose_plans_bulletin(
    progress: PlansProgress, *, changes: CountyChanges | None = None, letterhead: Letterhead | None = None
) -> Paper:
    """Return the bulletin on how all counties stand; `changes` are those since the last one."""
    above = progress.plans.above
    return Paper(
        title=words.TITLE if above is None else words.TITLE_ABOVE.format(plan=above.plan.title),
        subtitle=words.SUBTITLE.format(day=day_in_words(progress.as_of)),
        opening=(Paragraph(text=_answer(progress)),),
        front=tuple(_front(progress, changes)),
        sections=(),
        annexes=tuple(_annexes(progress)),
        letterhead=letterhead or Letterhead(),
        one_page=True,
    )


def _answer(progress: PlansProgress) -> Text:
    """Say how many counties are on schedule, behind and silent: each counts once, by what is worst of it."""
    behind = {one.county.key for one in progress.behind}
    reported = {one.county.key for one in progress.rows}
    silent = {county.key for county, _ in progress.unreported} - reported
    counts = (
        (words.ON_SCHEDULE, len(reported - behind)),
        (words.BEHIND, len(behind)),
        (words.NOT_REPORTED, len(silent)),
    )
    parts = Text.join((form.format(count=count) for form, count in counts if count), zh="、", en=", ")
    return words.ANSWER.format(day=day_in_words(progress.as_of), count=len(reported | silent), parts=parts)


def _front(progress: PlansProgress, changes: CountyChanges | None) -> Iterator[Block]:
    if progress.whole:
        yield KeyFigures(figures=tuple(_figure(one, _terms(progress)) for one in progress.whole[:_MOST_FIGURES]))
    for told in _told_first(progress, changes):
        yield Paragraph(text=told)
    if progress.behind:
        table = _fitted(progress.behind_table())
        left = len(table.rows) - _MOST_ROWS
        notes = (words.LEFT_OVER.format(count=left),) if left > 0 else ()
        yield Exhibit(table=replace(table, title=words.FURTHEST, rows=table.rows[:_MOST_ROWS], notes=notes))


def _terms(progress: PlansProgress) -> Terms:
    return (progress.plans.above or progress.plans.counties[0]).plan.terms


def _figure(whole: WholeProgress, terms: Terms) -> KeyFigure:
    gap = percent(whole.distance / whole.planned, 1)
    # a true minus sign: a hyphen may end a line
    signed = gap.replace("-", "\N{MINUS SIGN}") if gap.startswith("-") else f"+{gap}"
    return KeyFigure(
        label=words.INCOME_OF.format(year=whole.year, group=whole.group.of_income, count=whole.counties),
        value=_whole(whole.value, terms),
        target=words.AGAINST_PATH.format(planned=_whole(whole.planned, terms), gap=signed),
        met=not whole.is_behind,
    )


def _whole(income: float, terms: Terms) -> Text:
    return terms.amount(written(Figure(income, "yuan", 0), "yuan"))


def _told_first(progress: PlansProgress, changes: CountyChanges | None) -> Iterator[Text]:
    """Yield what has to be known on the first page: the goals above, names, what is doubtful, what changed."""
    terms, above = _terms(progress), progress.plans.above
    if not progress.whole:
        yield words.NO_WHOLE
    if above is not None:
        for one in progress.above:
            yield words.ABOVE_NEEDS.format(
                plan=above.plan.title,
                year=one.statement.quantity.last_year,
                group=one.whole.group.label,
                wanted=_whole(one.wanted, terms),
                left=one.statement.quantity.last_year - one.whole.year,
                needed=percent(one.needed, 2),
            )
    names = tuple(dict.fromkeys(one.county.label for one in progress.behind))
    if names:
        yield words.NAMES_BEHIND.format(names=first_names(names))
    silent = tuple(dict.fromkeys(county.label for county, _ in progress.unreported))
    if silent:
        yield words.NAMES_SILENT.format(names=first_names(silent))
    yield from progress.lacking_sentences
    if progress.refused:
        yield words.TO_CHECK.format(count=len(progress.refused))
    if changes is not None:
        yield changes.sentence


def _annexes(progress: PlansProgress) -> Iterator[Annex]:
    parts = (
        (words.BEHIND_ANNEX, (progress.behind_table(),) if progress.behind else ()),
        (words.PROGRESS_ANNEX, (progress.progress_table(),) if progress.rows else ()),
        (words.VINTAGES_ANNEX, progress.revised_table()),
        (words.SILENT_ANNEX, (*progress.unreported_table(), *progress.left_out_table(), *progress.refused_table())),
    )
    for title, tables in parts:
        if tables:
            yield Annex(title=title, blocks=tuple(Exhibit(table=_fitted(table)) for table in tables))


def _fitted(table: Table) -> Table:
    """Return a table as a page has room for it: days of publication only where they say a revision."""
    without = () if table.name == "revised" else _WITHOUT
    columns = tuple(replace(column, shown=column.shown and column.key not in without) for column in table.columns)
    return replace(table, columns=columns)
