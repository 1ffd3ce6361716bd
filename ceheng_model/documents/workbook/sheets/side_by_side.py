"""Write the shipped alternatives side by side with the workbook's own scenario, verdicts included."""

from ceheng_model.documents.workbook.book import Page, span
from ceheng_model.documents.workbook.cell_styles import VERDICT_STYLES
from ceheng_model.documents.workbook.formulas.addresses import Levels
from ceheng_model.documents.workbook.formulas.quantity import average
from ceheng_model.documents.workbook.formulas.verdict import verdict_formula
from ceheng_model.documents.workbook.sheets.alternatives import Measured
from ceheng_model.documents.workbook.sheets.checks import Bounds, missed_formula
from ceheng_model.documents.workbook.shown_scenario import Beside, Subject
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.vocabulary import Template, Text, Verdict

_WRITTEN = Template("写出时：{title}", "as written: {title}")
_HEAD_ROW, _MEANING_ROW = 2, 3

Path = tuple[int, Levels, Projection]
"""Column, addresses and values of one path."""


def write_comparison(
    page: Page, subject: Subject, levels: Levels, bounds: Bounds, measured: dict[str, Measured]
) -> None:
    """Write the sheet."""
    labels = (checked.label for checked in subject.checked if checked.statement.headline)
    page.columns([min(64.0, page.label_width(labels, least=40)), *[17] * (1 + len(subject.beside))])
    page.say(0, 0, Text("情景比较", "Scenarios side by side"), "title")
    hint = Text(
        "“本表”随输入变化；其余各列为随附情景的增速用在本表基数上（不含措施）",
        "'this workbook' follows the inputs; the others are the shipped alternatives on this workbook's base (no "
        "measures)",
    )
    page.hint(1, hint, wide=2 + len(subject.beside))
    page.heads(_HEAD_ROW, [Text("指标", "quantity"), Text("本表", "this workbook")])
    page.say(_MEANING_ROW, 0, Text("含义", "meaning"), "label")
    page.say(_MEANING_ROW, 1, _WRITTEN.format(title=subject.made.title), "small wrapped")
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


def _results(page: Page, subject: Subject, paths: list[Path]) -> int:
    row = _MEANING_ROW + 1
    first, last, count = subject.years[0], subject.years[-1], len(subject.made.years)
    for g, group in enumerate(subject.groups):
        page.say(row, 0, Text(f"{last}年{group.label.zh}（元）", f"{group.label.en} {last} (yuan)"), "label")
        page.say(row + 1, 0, Text(f"{group.label.zh}年均增速", f"{group.label.en}, average growth"), "label")
        for column, levels, projection in paths:
            totals, growth = projection.totals.values, projection.average_annual_growth.values
            page.count(row, column, levels.at(group.key, last), float(totals[g, -1]), "yuan")
            formula = average(levels.at(group.key, last), levels.at(group.key, first), count)
            page.count(row + 1, column, formula, float(growth[g]), "percent")
        row += 2
    if subject.projection.has_ratio:
        page.say(row, 0, Text(f"{last}年城乡居民收入比", f"urban-rural ratio {last}"), "total label")
        for column, levels, projection in paths:
            formula = f"{levels.at('urban', last)}/{levels.at('rural', last)}"
            page.count(row, column, formula, float(projection.urban_rural_ratio.values[-1]), "total ratio")
        row += 1
    return row


def _verdicts(page: Page, row: int, subject: Subject, bounds: Bounds, measured: dict[str, Measured]) -> None:
    if not subject.headline:
        return
    language, first = page.book.language, row
    for position, statement in enumerate(subject.headline):
        own = subject.checked[position]
        page.say(row, 0, own.label, "label wrapped")
        page.count(row, 1, bounds.verdict[statement.id], own.verdict.label.in_language(language), "centred")
        for column, beside in enumerate(subject.beside, start=2):
            if beside.projection is not None:
                _verdict(page, (row, column), beside, statement, bounds, measured[beside.alternative.name])
        row += 1
    page.say(row, 0, Text("未达到的条目", "statements missed"), "total label")
    made = [(1, subject.checked), *((c, b.checked) for c, b in enumerate(subject.beside, start=2) if b.projection)]
    for column, checked in made:
        missed = sum(one.verdict is Verdict.MISSED and one.statement.headline for one in checked)
        block = span(page.at(first, column), page.at(row - 1, column))
        page.count(row, column, missed_formula(page, block), missed, "total count")
    labels = {verdict.label.in_language(language): style for verdict, style in VERDICT_STYLES.items()}
    page.colour_verdicts((first, 1), (row - 1, 1 + len(subject.beside)), labels)


def _verdict(
    page: Page, place: tuple[int, int], beside: Beside, statement: Statement, bounds: Bounds, measured: Measured
) -> None:
    checked = next(one for one in beside.checked if one.statement.id == statement.id)
    verdict = checked.verdict.label.in_language(page.book.language)
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
