"""Write what the summary says of the scenario in use, once every sheet is written: figures beside their targets."""

from collections.abc import Container, Iterator

from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.manuscript import Manuscript
from ceheng_model.documents.workbook.sheets import checks, constants, projection, scenario_library, switch, targets
from ceheng_model.documents.workbook.sheets.native_charts import insert_chief_charts
from ceheng_model.documents.workbook.sheets.targets import kind_of
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.quantities import Income, UrbanRuralRatio
from ceheng_model.vocabulary import DISTANCE, Text, Verdict

_MOST = 8
"""Statements that the summary shows: incomes and the ratio, then others in the order of the plan."""
_SENTENCE_ROW = 1
_HEAD_ROW = 4


def write_headline(manuscript: Manuscript) -> None:
    """Write the figures of the last year, and the statements that print a value beside what is projected."""
    page, subject = manuscript.pages[switch.SHEET], manuscript.subject
    row = _figures(page, manuscript, _HEAD_ROW)
    row = _targets(page, manuscript, row + 1)
    for warning in subject.scenario.warnings:
        page.say(row, 1, words.TO_CHECK.format(said=warning.text), "text")
        row += 1
    _sentence(page, manuscript, _tally(page, manuscript, row + 1))
    insert_chief_charts(page, manuscript, row + 4)
    page.prints(rows=None, wide=len(switch.WIDTHS))


def _tally(page: Page, manuscript: Manuscript, row: int) -> dict[Verdict, str]:
    """Count the verdicts on the statements of the plan's text; return where the counts stand."""
    subject, found = manuscript.subject, manuscript.written(constants.SHEET)
    block = manuscript.written(targets.SHEET).verdicts
    if not block:
        return {}
    page.say(row, 0, Text("各条目的判定", "verdicts on the statements"), "head")
    cells = {}
    for column, verdict in enumerate(Verdict, start=1):
        page.heads(row, [verdict.label], column)
        count = sum(one.verdict is verdict for one in subject.checked if one.statement.headline)
        cells[verdict] = page.count(row + 1, column, f"COUNTIF({block},{found.verdict(verdict)})", count, "total count")
    page.say(row + 1, 0, Text("条数", "how many"), "total label")
    return cells


def _sentence(page: Page, manuscript: Manuscript, tally: dict[Verdict, str]) -> None:
    """Write the verdict in one sentence, or that nothing can be concluded; its parts are put together out of sight."""
    subject, found = manuscript.subject, manuscript.written(constants.SHEET)
    current, total = manuscript.written(scenario_library.SHEET).current, manuscript.written(checks.SHEET)
    label = Text("概览的结论", "the conclusion of the summary")

    def word(text: Text) -> tuple[str, str]:
        return found.word(text, label), page.words(text)

    in_use = (current, page.words(subject.own.title))
    if tally:
        counts = {
            verdict: sum(one.verdict is verdict for one in subject.checked if one.statement.headline)
            for verdict in Verdict
        }
        told = {verdict: (tally[verdict], str(counts[verdict])) for verdict in Verdict}
        every = (f"SUM({tally[next(iter(Verdict))]}:{_last(tally)})", str(sum(counts.values())))
        fine = (
            f"{tally[Verdict.MET]}+{tally[Verdict.EXCEEDED]}",
            str(counts[Verdict.MET] + counts[Verdict.EXCEEDED]),
        )
        parts = [
            [word(words.IN_SCENARIO), in_use, word(words.OF_THE_PLAN)],
            [every, word(subject.terms.say(words.STATEMENTS_MET))],
            [(f"({fine[0]})", fine[1]), word(words.THEN_MISSED), told[Verdict.MISSED]],
            [word(words.THEN_UNDECIDABLE), told[Verdict.UNDECIDABLE], word(words.THEN_NOT_JUDGED)],
            [told[Verdict.NOT_JUDGED], word(words.END_OF_VERDICTS)],
        ]
    else:
        parts = [[word(words.IN_SCENARIO), in_use, word(words.INCOMES_BELOW)]]
    cells, said = [], ""
    for position, pieces in enumerate(parts):
        text = "".join(shown for _, shown in pieces)
        formula = "&".join(formula for formula, _ in pieces)
        cells.append(page.count(_SENTENCE_ROW, len(switch.WIDTHS) + 1 + position, formula, text, "text"))
        said += text
    hidden = len(switch.WIDTHS) + 1, len(switch.WIDTHS) + len(parts)
    page.sheet.set_column(*hidden, 9, None, {"hidden": True})
    before, after = word(words.UNUSABLE_BEFORE)[0], word(words.UNUSABLE_AFTER)[0]
    formula = f"IF({total.faults}=0,{'&'.join(cells)},{before}&{total.faults}&{after})"
    page.count_over(_SENTENCE_ROW, formula, said, "sentence", wide=len(switch.WIDTHS))


def _last(tally: dict[Verdict, str]) -> str:
    return list(tally.values())[-1].rpartition("!")[2]


def _figures(page: Page, manuscript: Manuscript, row: int) -> int:
    subject, projected = manuscript.subject, manuscript.written(projection.SHEET)
    terms, first, last = subject.terms, subject.years[0], subject.years[-1]
    heads = [Text("人群", "group"), terms.year_label(first), terms.year_label(last), Text("年均增速", "average growth")]
    page.heads(row, heads)
    totals, growth = subject.projection.totals.values, subject.projection.average_annual_growth.values
    for g, group in enumerate(subject.groups):
        row += 1
        page.say(row, 0, group.label, "label")
        for column, year, t in ((1, first, 0), (2, last, -1)):
            page.count(row, column, projected.levels.at(group.key, year), float(totals[g, t]), "yuan")
        page.count(row, 3, projected.average_growth[group.key], float(growth[g]), "percent")
    if projected.ratio:
        row += 1
        page.say(row, 0, terms.short_ratio, "total label")
        ratio = subject.projection.urban_rural_ratio.values
        for column, year, t in ((1, first, 0), (2, last, -1)):
            page.count(row, column, projected.ratio[year], float(ratio[t]), "total ratio")
        page.blank(row, 3, "empty")
    return row + 1


def _targets(page: Page, manuscript: Manuscript, row: int) -> int:
    subject, bounds = manuscript.subject, manuscript.written(targets.SHEET)
    shown = list(_shown(subject, {id for id, row in bounds.rows.items() if row.value}))
    if not shown:
        return row
    heads = [Text("主要目标", "main targets"), subject.terms.say(words.WORDS_OF_THE_PLAN), Text("列明值", "printed")]
    page.heads(row, [*heads, Text("测算", "projected"), Text("判定", "verdict"), DISTANCE])
    first = row + 1
    for checked in shown:
        row += 1
        id, kind = checked.statement.id, kind_of(checked.statement)
        style = kind if kind != "text" else "number"
        page.say(row, 0, checked.label, "label wrapped")
        page.say(row, 1, checked.statement.words, "label wrapped")
        page.count(row, 2, bounds.rows[id].printed, checked.statement.wording.aim, style)
        page.count(row, 3, bounds.rows[id].value, checked.value, style)
        page.count(row, 4, bounds.rows[id].verdict, page.words(checked.verdict.label), "centred")
        page.count(row, 5, bounds.rows[id].distance, checked.distance_to_goal, style)
    page.colour_verdicts((first, 4), (row, 4))
    return row + 2


def _shown(subject: Subject, judged: Container[str]) -> Iterator[CheckedStatement]:
    printing = [
        one
        for one in subject.checked
        if one.statement.headline and one.statement.wording.printed_values and one.statement.id in judged
    ]
    chief = [one for one in printing if isinstance(one.statement.quantity, Income | UrbanRuralRatio)]
    others = [one for one in printing if one not in chief]
    yield from (*chief, *others)[:_MOST]
