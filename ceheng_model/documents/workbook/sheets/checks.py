"""Write the sheet of checks: every statement and every growth cell, judged by formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.workbook.book import DASH, Page, literal, span
from ceheng_model.documents.workbook.cell_styles import VERDICT_STYLES
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.quantity import Places, Question, question
from ceheng_model.documents.workbook.formulas.verdict import margin_formula, verdict_formula
from ceheng_model.documents.workbook.shown_scenario import Subject, printed_columns
from ceheng_model.plan import Statement
from ceheng_model.tables import Kind
from ceheng_model.vocabulary import LABELS, Text, Verdict
from ceheng_model.wording import Wording

FIRST_ROW = 4
PRINTED, LOW, HIGH, VALUE, VERDICT, MARGIN, REQUIRED, OTHER, NOTE, HALF, UNSURE, ID = range(4, 16)
"""Columns after the quantity, the words, the place and the type."""
FURTHER = ID + 1
"""Column of the second printed value, where a statement of the plan prints a range."""


@dataclass(slots=True, kw_only=True)
class Bounds:
    """Hold where the printed value of each statement and the ends of its interval stand."""

    printed: dict[str, str]
    low: dict[str, str]
    high: dict[str, str]
    verdict: dict[str, str]
    missed: str = ""
    """The cell that counts the statements of the plan's text that are missed."""


def write_checks(page: Page, subject: Subject, places: Places) -> Bounds:
    """Write the sheet and return where bounds and verdicts stand."""
    further = range(1, len(printed_columns(subject.plan.all_statements)))
    widths = [28, 11, 8, 10, 10, 10, 10, 9, 10, 10, 10, 28, 9, 9, 28]
    page.columns([_label_width(page, subject), *widths, *(10 for _ in further)])
    page.say(0, 0, Text("校验：方案条目与增速表", "Checks: statements of the plan and its growth table"), "title")
    hint = Text(
        "印定值是一个区间：末位四舍五入，或条目自带的容差。余量为到达标界限的距离，负数为未达到。"
        "所需增速为其他路径不变时正好达到印定值的年均增速；收入比一栏先农村、后城镇。",
        "A printed value is an interval: its last digit rounded, or a tolerance of its own. Margin: distance from "
        "the bound "
        "that decides, negative when missed. Required: average growth that just reaches the printed value, other paths "
        "unchanged; for the ratio first rural, then urban.",
    )
    page.hint(1, hint, wide=NOTE + 1)
    _count_missed(page, subject)
    heads = [
        Text("指标", "quantity"),
        Text("方案原文", "the plan's words"),
        Text("出处", "place"),
        Text("类型", "type"),
    ]
    more = [("印定值", "printed"), ("下限", "low"), ("上限", "high"), ("测算", "projected"), ("判定", "verdict")]
    more += [("余量", "margin"), ("所需增速", "required"), ("或", "or"), ("说明", "note"), ("半宽", "half width")]
    more += [("舍入未定", "left open"), ("条目", "statement")]
    more += [("印定值上端", "printed, upper")] * len(further)
    page.heads(FIRST_ROW - 1, [*heads, *(Text(*pair) for pair in more)])
    bounds = Bounds(printed={}, low={}, high={}, verdict={}, missed=page.at(2, 1))
    for row, checked in enumerate(subject.checked, start=FIRST_ROW):
        _statement(page, row, checked, places, bounds)
    last = FIRST_ROW + len(subject.checked) - 1
    for position in (0, *further):
        column = _printed_column(position)
        page.name_cells(cell_names.printed(position), (FIRST_ROW, column), (last, column))
    page.name_cells(cell_names.HALF_WIDTHS, (FIRST_ROW, HALF), (last, HALF))
    labels = {verdict.label.in_language(page.book.language): style for verdict, style in VERDICT_STYLES.items()}
    page.colour_verdicts((FIRST_ROW, VERDICT), (last, VERDICT), labels)
    page.sheet.freeze_panes(FIRST_ROW, 1)
    page.prints(rows=(FIRST_ROW - 1, FIRST_ROW - 1), wide=NOTE + 1, breaks=[FIRST_ROW + len(subject.headline)])
    return bounds


def kind_of(statement: Statement) -> Kind:
    """Return the unit in which a statement's quantity is shown."""
    return statement.quantity.figure(nan).kind


def missed_formula(page: Page, verdicts: str) -> str:
    """Return the formula that counts the statements missed in a block of verdicts."""
    return f"COUNTIF({verdicts},{literal(Verdict.MISSED.label.in_language(page.book.language))})"


def _label_width(page: Page, subject: Subject) -> float:
    return min(48.0, page.label_width((checked.label for checked in subject.checked), least=28))


def _verdicts(page: Page, count: int) -> str:
    return span(page.at(FIRST_ROW, VERDICT), page.at(FIRST_ROW + max(count, 1) - 1, VERDICT))


def _count_missed(page: Page, subject: Subject) -> None:
    headline, cells = len(subject.headline), len(subject.plan.growth)
    blocks = (
        (Text("未达到的条目", "statements missed"), _verdicts(page, headline), subject.checked[:headline]),
        (
            Text("未达到的增速格", "growth cells missed"),
            span(page.at(FIRST_ROW + headline, VERDICT), page.at(FIRST_ROW + headline + cells - 1, VERDICT)),
            subject.checked[headline:],
        ),
    )
    for column, (label, block, checked) in zip((0, 2), blocks, strict=True):
        page.say(2, column, label, "result label")
        missed = sum(one.verdict is Verdict.MISSED for one in checked)
        page.count(2, column + 1, missed_formula(page, block), missed, "result count")


def _statement(page: Page, row: int, checked: CheckedStatement, places: Places, bounds: Bounds) -> None:
    statement, wording = checked.statement, checked.statement.wording
    kind = kind_of(statement)
    style = kind if kind in ("yuan", "percent", "points", "ratio") else "number"
    page.say(row, 0, checked.label, "label wrapped")
    page.say(row, 1, statement.words, "label wrapped")
    page.say(row, 2, statement.place, "label wrapped")
    page.say(row, 3, wording.label, "centred")
    page.say(row, ID, statement.id, "key")
    values = wording.printed_values or (0.0,)
    fine = "zero as dash" if wording.strict else _fine(style)
    cells = [page.put(row, _printed_column(position), value, fine) for position, value in enumerate(values)]
    printed = cells[values.index(wording.aim)]
    page.put(row, HALF, wording.half_width, "number")
    low, high = _ends(page, row, wording, cells, style)
    bounds.printed[statement.id], bounds.low[statement.id], bounds.high[statement.id] = printed, low, high
    bounds.verdict[statement.id] = page.at(row, VERDICT)
    asked = question(statement, places, printed)
    if asked is None:
        _not_judged(page, row, checked)
        return
    value = page.count(row, VALUE, asked.value, checked.value, style)
    unsure = _uncertainty(page, row, asked, value, checked)
    verdict = verdict_formula(
        wording, value, low=low, high=high, language=page.book.language, uncertainty=unsure, given=asked.given
    )
    page.count(row, VERDICT, verdict, checked.verdict.label.in_language(page.book.language), "centred")
    page.count(row, MARGIN, margin_formula(wording, value, low=low, high=high), checked.margin, style)
    for column in (REQUIRED, OTHER):
        position = column - REQUIRED
        if position < len(asked.required):
            growth = checked.required[position].growth if position < len(checked.required) else nan
            page.count(row, column, asked.required[position], growth, "percent 3")
        else:
            page.blank(row, column, "empty")
    page.say(row, NOTE, _note(checked, asked), "label wrapped")


def _uncertainty(page: Page, row: int, asked: Question, value: str, checked: CheckedStatement) -> str | None:
    if asked.uncertainty is None:
        page.blank(row, UNSURE, "empty")
        return None
    formula = asked.uncertainty(value)
    if asked.given is not None:
        formula = f"IF({asked.given},{formula},{literal(DASH)})"
    width = nan if checked.verdict is Verdict.NOT_JUDGED else checked.uncertainty
    return page.count(row, UNSURE, formula, width, "small")


def _printed_column(position: int) -> int:
    return PRINTED if position == 0 else FURTHER + position - 1


def _ends(page: Page, row: int, wording: Wording, printed: Sequence[str], style: str) -> tuple[str, str]:
    half, fine = page.at(row, HALF), _fine(style)
    low, high = wording.ends
    sides = (
        (LOW, f"{printed[0]}-{half}", low, wording.better == "up"),
        (HIGH, f"{printed[-1]}+{half}", high, wording.better == "down"),
    )
    addresses = [
        page.say(row, column, DASH, "centred")
        if wording.strict and (not shown or style == "number")
        else page.count(row, column, formula, end, fine)
        for column, formula, end, shown in sides
    ]
    return addresses[0], addresses[1]


def _fine(style: str) -> str:
    """Return the style that shows the ends of an interval in full."""
    return {"yuan": "yuan 2", "percent": "percent", "points": "points", "ratio": "map right"}.get(style, style)


def _not_judged(page: Page, row: int, checked: CheckedStatement) -> None:
    page.say(row, VALUE, DASH, "centred")
    page.say(row, VERDICT, checked.verdict.label, "centred")
    for column in (MARGIN, REQUIRED, OTHER, UNSURE):
        page.blank(row, column, "empty")
    page.say(row, NOTE, checked.note or "", "label wrapped")


def _note(checked: CheckedStatement, asked: Question) -> Text | str:
    """Return what to mind about a statement, leaving out what an edit of the inputs makes untrue."""
    against = checked.statement.quantity.against
    if asked.given is not None:
        return Text(
            "假设表填了物价涨幅则用实际收入增速，否则用名义收入增速；未填经济增速则不判定",
            "real income where prices are given, else nominal; not judged without growth of GDP",
        )
    if checked.statement.quantity.remark is not None:
        return checked.statement.quantity.remark
    if against is not None and checked.note is not None:
        return checked.note
    if against is not None and against.series is not None:
        region = LABELS.get(against.series, Text(against.series, against.series))
        return Text(f"{region.zh}数为公布值", f"{region.en} as published")
    return ""
