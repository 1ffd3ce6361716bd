"""Write the shipped alternatives side by side with the workbook's own scenario, verdicts included."""

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page, span
from ceheng_model.documents.workbook.formulas.addresses import Levels
from ceheng_model.documents.workbook.formulas.quantity import average
from ceheng_model.documents.workbook.formulas.verdict import verdict_formula
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import alternatives, checks, projection
from ceheng_model.documents.workbook.sheets.alternatives import Measured
from ceheng_model.documents.workbook.sheets.checks import Bounds, missed_formula
from ceheng_model.documents.workbook.shown_scenario import Beside, Subject
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.vocabulary import Template, Text, Verdict

_WRITTEN = Template("写出时：{title}", "as written: {title}")
_INCOME = Template("{year}{group}（{unit}）", "{group} {year} ({unit})")
_AVERAGE = Template("{group}年均增速", "{group}, average growth")
_RATIO = Template("{year}{short_ratio}", "{short_ratio} {year}")
_HEAD_ROW, _MEANING_ROW = 2, 3
_NARROWEST, _WIDEST = 40, 64.0
"""Width of the column of quantities; longer names take several lines."""

Path = tuple[int, Levels, Projection]
"""Column, addresses and values of one path."""


def write_comparison(page: Page, manuscript: Manuscript) -> None:
    """Write the sheet."""
    subject = manuscript.subject
    levels, bounds = manuscript.written(projection.SHEET).levels, manuscript.written(checks.SHEET)
    measured = manuscript.written(alternatives.SHEET)
    labels = (checked.label for checked in subject.checked if checked.statement.headline)
    page.columns([min(_WIDEST, page.label_width(labels, least=_NARROWEST)), *[17] * (1 + len(subject.beside))])
    page.say(0, 0, Text("情景比较", "Scenarios side by side"), "title")
    page.hint(1, words.ONE_COLUMN_FOLLOWS, wide=2 + len(subject.beside))
    page.heads(_HEAD_ROW, [Text("指标", "quantity"), Text("本表", "this workbook")])
    page.say(_MEANING_ROW, 0, Text("含义", "meaning"), "label")
    page.say(_MEANING_ROW, 1, _WRITTEN.format(title=subject.scenario.title), "small wrapped")
    paths: list[Path] = [(1, levels, subject.projection)]
    for column, beside in enumerate(subject.beside, start=2):
        page.heads(_HEAD_ROW, [beside.alternative.title], column)
        page.say(_MEANING_ROW, column, beside.why_not or beside.alternative.description, "small wrapped")
        if beside.projection is not None:
            paths.append((column, measured[beside.alternative.name].levels, beside.projection))
    row = _results(page, subject, paths)
    _verdicts(page, row, subject, bounds, measured)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 2)
    page.prints(rows=(_HEAD_ROW, _HEAD_ROW), wide=2 + len(subject.beside))


SHEET = Sheet(name=Text("情景比较", "Scenarios"), write=write_comparison)


def _results(page: Page, subject: Subject, paths: list[Path]) -> int:
    row = _MEANING_ROW + 1
    terms = subject.terms
    first, last, count = subject.years[0], subject.years[-1], len(subject.scenario.years)
    for g, group in enumerate(subject.groups):
        page.say(row, 0, terms.say(_INCOME, year=terms.year_label(last), group=group.label), "label")
        page.say(row + 1, 0, _AVERAGE.format(group=group.label), "label")
        for column, levels, path in paths:
            totals, growth = path.totals.values, path.average_annual_growth.values
            page.count(row, column, levels.at(group.key, last), float(totals[g, -1]), "yuan")
            formula = average(levels.at(group.key, last), levels.at(group.key, first), count)
            page.count(row + 1, column, formula, float(growth[g]), "percent")
        row += 2
    if subject.projection.has_ratio:
        page.say(row, 0, terms.say(_RATIO, year=terms.year_label(last)), "total label")
        for column, levels, path in paths:
            formula = "/".join(levels.at(key, last) for key in terms.compared.keys)
            page.count(row, column, formula, float(path.urban_rural_ratio.values[-1]), "total ratio")
        row += 1
    return row


def _verdicts(page: Page, row: int, subject: Subject, bounds: Bounds, measured: dict[str, Measured]) -> None:
    if not subject.headline:
        return
    first = row
    for position, statement in enumerate(subject.headline):
        own = subject.checked[position]
        page.say(row, 0, own.label, "label wrapped")
        page.count(row, 1, bounds.verdict[statement.id], page.words(own.verdict.label), "centred")
        for column, beside in enumerate(subject.beside, start=2):
            if beside.projection is not None:
                _verdict(page, (row, column), beside, statement, bounds, measured[beside.alternative.name])
        row += 1
    _count_missed(page, (first, row), subject)
    page.colour_verdicts((first, 1), (row - 1, 1 + len(subject.beside)))


def _count_missed(page: Page, rows: tuple[int, int], subject: Subject) -> None:
    """Count the verdicts of missed in every column, from a row to the one before the counts."""
    first, row = rows
    page.say(row, 0, Text("未达到的条目", "statements missed"), "total label")
    others = [(column, beside.checked) for column, beside in enumerate(subject.beside, start=2) if beside.projection]
    for column, checked in [(1, subject.checked), *others]:
        missed = sum(item.verdict is Verdict.MISSED and item.statement.headline for item in checked)
        block = span(page.at(first, column), page.at(row - 1, column))
        page.count(row, column, missed_formula(page, block), missed, "total count")


def _verdict(
    page: Page, place: tuple[int, int], beside: Beside, statement: Statement, bounds: Bounds, measured: Measured
) -> None:
    (checked,) = (checked for checked in beside.checked if checked.statement.id == statement.id)
    verdict = page.words(checked.verdict.label)
    if statement.id not in measured.values:
        page.say(*place, verdict, "centred")
        return
    formula = verdict_formula(
        statement.wording,
        measured.values[statement.id],
        low=bounds.low[statement.id],
        high=bounds.high[statement.id],
        language=page.book.language,
        uncertainty=measured.unsure.get(statement.id),
        given=measured.given[statement.id],
    )
    page.count(*place, formula, verdict, "centred")
