"""Write the working sheet of the shipped alternatives: their growth on the workbook's base, and what it gives."""

from dataclasses import dataclass, replace
from math import nan

from ceheng_model.documents.workbook.book import DASH, Page, literal, span
from ceheng_model.documents.workbook.formulas.addresses import Levels
from ceheng_model.documents.workbook.formulas.quantity import Places, question
from ceheng_model.documents.workbook.sheets.checks import Bounds, kind_of
from ceheng_model.documents.workbook.shown_scenario import Beside, Subject
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Text, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold where one alternative's levels and the values of statements stand."""

    levels: Levels
    values: dict[str, str]
    unsure: dict[str, str]
    given: dict[str, str | None]
    """Condition under which a statement can be judged."""


def write_paths(page: Page, subject: Subject, places: Places, bounds: Bounds) -> dict[str, Measured]:
    """Write the working sheet: growth, levels and values of statements, one block an alternative."""
    count = len(subject.made.years)
    page.columns([46, 14, *[11] * (2 * count + 1)])
    page.say(0, 0, Text("情景测算（情景比较表的底稿）", "Scenario paths (working of the comparison)"), "title")
    hint = Text(
        "增速为写出时各情景的增速（不随输入变化），基数用假设表的基数",
        "growth of each alternative as it was written (it does not follow the inputs), on the base of the assumptions",
    )
    page.hint(1, hint, wide=2 + 2 * count + 1)
    row, found, breaks = 3, {}, []
    for beside in subject.beside:
        if beside.projection is not None:
            title = beside.alternative.title
            breaks.append(row)
            page.say(
                row,
                0,
                Text(f"{title.zh}（{beside.alternative.name}）", f"{title.en} ({beside.alternative.name})"),
                "section",
            )
            row, found[beside.alternative.name] = _block(page, row + 1, subject, beside, (places, bounds))
    page.sheet.freeze_panes(0, 2)
    page.prints(rows=None, wide=2 + 2 * count + 1, breaks=breaks[1:])
    return found


def _block(
    page: Page, row: int, subject: Subject, beside: Beside, places_and_bounds: tuple[Places, Bounds]
) -> tuple[int, Measured]:
    places, bounds = places_and_bounds
    projection = beside.projection
    assert projection is not None
    years, count = subject.years, len(subject.made.years)
    page.heads(row, [LABELS["group"], LABELS["component"]])
    page.year_heads(row, 2, subject.made.years)
    page.year_heads(row, 2 + count, years)
    row += 1
    cells: dict[tuple[str, str, int], str] = {}
    for g, group in enumerate(subject.groups):
        first = row
        for c, component in enumerate(COMPONENTS):
            page.say(row, 0, group.label, "label")
            page.say(row, 1, LABELS[component], "label")
            before = page.count(
                row, 2 + count, places.inputs.base[group.key, component], float(projection.values[g, c, 0]), "yuan"
            )
            cells[group.key, component, years[0]] = before
            for t, year in enumerate(subject.made.years):
                rate = page.put(row, 2 + t, float(projection.scenario.growth[g, c, t]), "percent")
                level = float(projection.values[g, c, t + 1])
                before = page.count(row, 3 + count + t, f"{before}*(1+{rate})", level, "yuan")
                cells[group.key, component, year] = before
            row += 1
        page.say(row, 0, group.label, "total label")
        page.say(row, 1, LABELS[TOTAL], "total label")
        for t, year in enumerate(years):
            block = span(page.at(first, 2 + count + t), page.at(row - 1, 2 + count + t))
            total = float(projection.values[g, :, t].sum())
            cells[group.key, TOTAL, year] = page.count(row, 2 + count + t, f"SUM({block})", total, "total yuan")
        for t in range(count):
            page.blank(row, 2 + t, "empty")
        row += 1
    measured = Measured(levels=Levels(cells=cells), values={}, unsure={}, given={})
    return _values(page, row, beside, replace(places, levels=measured.levels), (bounds, measured)) + 1, measured


def _values(page: Page, row: int, beside: Beside, places: Places, bounds_and_measured: tuple[Bounds, Measured]) -> int:
    bounds, measured = bounds_and_measured
    projection = beside.projection
    assert projection is not None
    page.heads(row, [Text("方案条目", "statement"), Text("测算", "projected"), Text("舍入未定", "left open")])
    row += 1
    for checked in beside.checked:
        statement = checked.statement
        if not statement.headline:
            continue
        asked = question(statement, places, bounds.printed[statement.id])
        if asked is None:
            continue
        page.say(row, 0, checked.label, "label wrapped")
        kind = kind_of(statement)
        value = page.count(row, 1, asked.value, checked.value, kind if kind != "text" else "number")
        measured.values[statement.id], measured.given[statement.id] = value, asked.given
        if asked.uncertainty is not None:
            width = nan if checked.verdict is Verdict.NOT_JUDGED else checked.uncertainty
            formula = asked.uncertainty(value)
            if asked.given is not None:
                formula = f"IF({asked.given},{formula},{literal(DASH)})"
            measured.unsure[statement.id] = page.count(row, 2, formula, width, "small")
        row += 1
    return row
