"""Write the results that stand on the sheet of assumptions, in view of the inputs that lead to them."""

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.manuscript import Manuscript
from ceheng_model.documents.workbook.sheets import assumptions, constants, projection, scenario_library, targets
from ceheng_model.documents.workbook.sheets.assumptions import RESULT_ROWS
from ceheng_model.documents.workbook.sheets.rows import FIRST_YEAR
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import Template, Text, Verdict

_INCOME = Template("{year}\n{group}", "{group} {year}")
_RATIO = Template("{year}收入比", "ratio {year}")
_NARROWEST = 10
"""Columns that are printed at least, which hints are written over."""


def write_results(manuscript: Manuscript) -> None:
    """Write incomes and the ratio of the last year in the rows that stay in view, growth of totals below."""
    page, subject = manuscript.pages[assumptions.SHEET], manuscript.subject
    _ends(page, manuscript)
    _growth(page, manuscript)
    # the plan's words for every year stand beside the inputs
    wide = max(_NARROWEST, FIRST_YEAR + (2 if subject.plan.growth else 1) * len(subject.scenario.years))
    page.prints(rows=None, wide=wide)


def _ends(page: Page, manuscript: Manuscript) -> None:
    subject, projected = manuscript.subject, manuscript.written(projection.SHEET)
    last, shown = subject.years[-1], subject.terms.year_label(subject.years[-1])
    heads, values = RESULT_ROWS
    page.say(heads, 0, Text("结果（随输入变化）", "results (they follow)"), "result label")
    found, words_used = manuscript.written(scenario_library.SHEET), manuscript.written(constants.SHEET)
    page.count(values, 0, found.current, page.words(subject.own.title), "result label")
    said = [
        words_used.word(text, Text("改动在哪里生效", "where edits act"))
        for text in (words.EDITS_ACT, words.EDITS_ACT_ON_OWN)
    ]
    page.count(values + 1, 0, f"IF({found.is_own}=1,{said[0]},{said[1]})", page.words(words.EDITS_ACT), "hint")
    column = 1
    for g, group in enumerate(subject.groups):
        page.say(heads, column, _INCOME.format(year=shown, group=group.label), "result label")
        total = float(subject.projection.totals.values[g, -1])
        page.count(values, column, projected.levels.at(group.key, last), total, "result yuan")
        column += 1
    if projected.ratio:
        page.say(heads, column, _RATIO.format(year=shown), "result label")
        ratio = float(subject.projection.urban_rural_ratio.values[-1])
        page.count(values, column, projected.ratio[last], ratio, "result ratio")
        column += 1
    page.say(heads, column, Text("未达到的条目", "statements missed"), "result label")
    missed = manuscript.written(targets.SHEET).missed
    page.count(values, column, missed, _missed(subject), "result count")


def _missed(subject: Subject) -> int:
    return sum(checked.verdict is Verdict.MISSED and checked.statement.headline for checked in subject.checked)


def _growth(page: Page, manuscript: Manuscript) -> None:
    subject, total_growth = manuscript.subject, manuscript.written(projection.SHEET).total_growth
    rows = manuscript.written(assumptions.SHEET).result_rows
    growth = subject.projection.total_growth.values
    for g, group in enumerate(subject.groups):
        for t, year in enumerate(subject.scenario.years):
            address = total_growth[group.key, year]
            page.count(rows[group.key], FIRST_YEAR + t, address, float(growth[g, t]), "total percent")
