"""Write the scenarios of the library side by side with the one in use, verdicts included."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.beside import Beside
from ceheng_model.documents.workbook.book import DASH, Page, span
from ceheng_model.documents.workbook.formulas.addresses import Levels
from ceheng_model.documents.workbook.formulas.quantity import Places, average, question
from ceheng_model.documents.workbook.formulas.verdict import verdict_formula
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import library, projection, targets
from ceheng_model.documents.workbook.sheets.targets import Bounds, kind_of, left_open, missed_formula
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.vocabulary import Template, Text, Verdict

_INCOME = Template("{year}{group}（{unit}）", "{group} {year} ({unit})")
_AVERAGE = Template("{group}年均增速", "{group}, average growth")
_RATIO = Template("{year}{short_ratio}", "{short_ratio} {year}")
_HEAD_ROW, _MEANING_ROW = 2, 3
_NARROWEST, _WIDEST = 40, 64.0
"""Width of the column of quantities; longer names take several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Hold one column: its scenario, and where its levels stand."""

    column: int
    beside: Beside
    levels: Levels
    places: Places


def write_comparison(page: Page, manuscript: Manuscript) -> str:
    """Write the sheet; return the block of verdicts on all scenarios of the library, empty where nothing is judged."""
    subject, found = manuscript.subject, manuscript.written(library.SHEET)
    own_places, bounds = projection.places_of(manuscript), manuscript.written(targets.SHEET)
    labels = (checked.label for checked in subject.checked if checked.statement.headline)
    others = [beside for beside in subject.beside if beside.projection is None]
    wide = 2 + len(subject.library) + len(others)
    page.columns([min(_WIDEST, page.label_width(labels, least=_NARROWEST)), *[17] * (wide - 1)])
    page.title(Text("情景比较", "Scenarios side by side"))
    page.hint(1, words.COLUMNS_FOLLOW, wide=min(wide, 8))
    page.heads(_HEAD_ROW, [Text("指标", "quantity"), Text("当前情景", "in use")])
    page.say(_MEANING_ROW, 0, Text("含义", "meaning"), "label")
    page.count(_MEANING_ROW, 1, found.current, page.words(subject.own.title), "small wrapped")
    paths = [Path(column=1, beside=subject.own, levels=own_places.levels, places=own_places)]
    for column, (beside, levels) in enumerate(zip(subject.library, found.levels, strict=True), start=2):
        _head(page, column, beside)
        paths.append(Path(column=column, beside=beside, levels=levels, places=replace(own_places, levels=levels)))
    for column, beside in enumerate(others, start=2 + len(subject.library)):
        _head(page, column, beside)
    row = _results(page, subject, paths)
    verdicts = _statements(page, row, subject, bounds, paths)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 2)
    page.prints(rows=(_HEAD_ROW, _HEAD_ROW), wide=wide)
    return verdicts


SHEET = Sheet(name=Text("情景比较", "Comparison"), write=write_comparison)


def _head(page: Page, column: int, beside: Beside) -> None:
    page.heads(_HEAD_ROW, [beside.title], column)
    page.say(_MEANING_ROW, column, beside.why_not or beside.description, "small wrapped")


def _results(page: Page, subject: Subject, paths: Sequence[Path]) -> int:
    row = _MEANING_ROW + 1
    terms = subject.terms
    first, last, count = subject.years[0], subject.years[-1], len(subject.scenario.years)
    for g, group in enumerate(subject.groups):
        page.say(row, 0, terms.say(_INCOME, year=terms.year_label(last), group=group.label), "label")
        page.say(row + 1, 0, _AVERAGE.format(group=group.label), "label")
        for path in paths:
            projected = path.beside.path
            totals, growth = projected.totals.values, projected.average_annual_growth.values
            page.count(row, path.column, path.levels.at(group.key, last), float(totals[g, -1]), "yuan")
            formula = average(path.levels.at(group.key, last), path.levels.at(group.key, first), count)
            page.count(row + 1, path.column, formula, float(growth[g]), "percent")
        row += 2
    if subject.projection.has_ratio:
        page.say(row, 0, terms.say(_RATIO, year=terms.year_label(last)), "total label")
        for path in paths:
            formula = "/".join(path.levels.at(key, last) for key in terms.compared.keys)
            ratio = float(path.beside.path.urban_rural_ratio.values[-1])
            page.count(row, path.column, formula, ratio, "total ratio")
        row += 1
    return row


def _statements(page: Page, first: int, subject: Subject, bounds: Bounds, paths: Sequence[Path]) -> str:
    """Write verdicts with their count, and below the values that were judged; return the block of verdicts."""
    count = len(subject.headline)
    if not count:
        return ""
    counts = first + count
    values = counts + 3
    page.say(values - 1, 0, Text("各条目的测算值", "values of the statements"), "section")
    unsure_from = values + count + 2
    unsure = [position for position in range(count) if _is_unsure(subject, paths[0].places, bounds, position)]
    if unsure:
        page.say(unsure_from - 1, 0, Text("舍入未定", "left open by rounding"), "section")
    for position, own in enumerate(subject.checked[:count]):
        page.say(first + position, 0, own.label, "label wrapped")
        page.say(values + position, 0, own.label, "label wrapped")
        if position in unsure:
            page.say(unsure_from + unsure.index(position), 0, own.label, "label wrapped")
        for path in paths:
            rows = (
                first + position,
                values + position,
                unsure_from + unsure.index(position) if position in unsure else None,
            )
            _judge(page, rows, path, path.beside.checked[position], bounds)
    page.say(counts, 0, Text("未达到的条目", "statements missed"), "total label")
    for path in paths:
        checked = path.beside.checked
        missed = sum(item.verdict is Verdict.MISSED and item.statement.headline for item in checked)
        block = span(page.at(first, path.column), page.at(counts - 1, path.column))
        page.count(counts, path.column, missed_formula(page, block), missed, "total count")
    page.colour_verdicts((first, 1), (counts - 1, paths[-1].column))
    return page.block((first, 2), (counts - 1, paths[-1].column))


def _is_unsure(subject: Subject, places: Places, bounds: Bounds, position: int) -> bool:
    statement = subject.headline[position]
    asked = question(statement, places, bounds.printed[statement.id])
    return asked is not None and asked.uncertainty is not None


def _judge(
    page: Page, rows: tuple[int, int, int | None], path: Path, checked: CheckedStatement, bounds: Bounds
) -> None:
    """Write verdict, value and what rounding leaves open of one statement under one scenario."""
    statement, column = checked.statement, path.column
    in_verdicts, in_values, in_unsure = rows
    verdict = page.words(checked.verdict.label)
    asked = question(statement, path.places, bounds.printed[statement.id])
    if asked is None:
        page.say(in_verdicts, column, verdict, "centred")
        page.say(in_values, column, DASH, "centred")
        return
    if column == 1:
        # the statements of the path in use are judged on a sheet of their own
        page.count(in_verdicts, column, bounds.verdict[statement.id], verdict, "centred")
        page.count(in_values, column, bounds.value[statement.id], checked.value, _style(statement))
        if in_unsure is not None:
            page.blank(in_unsure, column, "empty")
        return
    value = page.count(in_values, column, asked.value, checked.value, _style(statement))
    formula, unsure = left_open(asked, value), None
    if formula is not None and in_unsure is not None:
        width = nan if checked.verdict is Verdict.NOT_JUDGED else checked.uncertainty
        unsure = page.count(in_unsure, column, formula, width, "small")
    formula = verdict_formula(
        statement.wording,
        value,
        low=bounds.low[statement.id],
        high=bounds.high[statement.id],
        language=page.book.language,
        uncertainty=unsure,
        given=asked.given,
    )
    page.count(in_verdicts, column, formula, verdict, "centred")


def _style(statement: Statement) -> str:
    kind = kind_of(statement)
    return kind if kind != "text" else "number"
