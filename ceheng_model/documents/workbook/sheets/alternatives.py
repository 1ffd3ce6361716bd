"""Write the working sheet of the shipped alternatives: their growth on the workbook's base, and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page, span
from ceheng_model.documents.workbook.formulas.addresses import Level, Levels
from ceheng_model.documents.workbook.formulas.quantity import Places, question
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import checks, projection
from ceheng_model.documents.workbook.sheets.checks import Bounds, kind_of, left_open
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.projection import Projection
from ceheng_model.vocabulary import LABELS, TOTAL, Text, Verdict

_RATES = 2
"""Column of the first rate; levels follow the rates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold where one alternative's levels and the values of statements stand."""

    levels: Levels
    values: dict[str, str]
    unsure: dict[str, str]
    given: dict[str, str | None]
    """Condition under which a statement can be judged."""


def write_paths(page: Page, manuscript: Manuscript) -> dict[str, Measured]:
    """Write growth, levels and values of statements, one block an alternative; return where they stand."""
    subject, places, bounds = (
        manuscript.subject,
        projection.places_of(manuscript),
        manuscript.written(checks.SHEET),
    )
    count = len(subject.scenario.years)
    wide = _RATES + 2 * count + 1
    page.columns([46, 14, *[11] * (2 * count + 1)])
    page.say(0, 0, Text("情景测算（情景比较表的底稿）", "Scenario paths (working of the comparison)"), "title")
    page.hint(1, words.PATHS_DO_NOT_FOLLOW, wide=wide)
    row, measured, starts = 3, {}, []
    for beside in subject.beside:
        if beside.projection is None:
            continue
        name = beside.alternative.name
        starts.append(row)
        page.say(row, 0, beside.alternative.title, "section")
        row, levels = _levels(page, row + 1, subject, beside.projection, places)
        own = replace(places, levels=levels)
        row, measured[name] = _values(page, row, beside.checked, own, bounds)
    page.sheet.freeze_panes(0, 2)
    page.prints(rows=None, wide=wide, breaks=starts[1:])
    return measured


SHEET = Sheet(name=Text("情景测算", "Scenario paths"), write=write_paths)


def _levels(page: Page, row: int, subject: Subject, path: Projection, places: Places) -> tuple[int, Levels]:
    """Write growth and levels of one alternative; return the next row and where the levels stand."""
    page.heads(row, [LABELS["group"], LABELS["component"]])
    page.year_heads(row, _RATES, subject.scenario.years)
    page.year_heads(row, _RATES + len(subject.scenario.years), subject.years)
    row += 1
    cells: dict[Level, str] = {}
    for g in range(len(subject.groups)):
        row = _group(page, row, (subject, g), path, places, cells)
    return row, Levels(cells=cells)


def _group(
    page: Page, first: int, of: tuple[Subject, int], path: Projection, places: Places, cells: dict[Level, str]
) -> int:
    """Write the rows of a group, its total last; return the next row."""
    subject, g = of
    group, years, count = subject.groups[g], subject.years, len(subject.scenario.years)
    base = _RATES + count
    for row, (c, component) in enumerate(enumerate(path.scenario.terms.component_keys), start=first):
        page.say(row, 0, group.label, "label")
        page.say(row, 1, path.scenario.terms.label(component), "label")
        start = places.inputs.base[group.key, component]
        before = page.count(row, base, start, float(path.values[g, c, 0]), "yuan")
        cells[group.key, component, years[0]] = before
        for t, year in enumerate(subject.scenario.years):
            rate = page.put(row, _RATES + t, float(path.scenario.growth[g, c, t]), "percent")
            level = float(path.values[g, c, t + 1])
            before = page.count(row, base + 1 + t, f"{before}*(1+{rate})", level, "yuan")
            cells[group.key, component, year] = before
    row = first + len(path.scenario.terms.components)
    page.say(row, 0, group.label, "total label")
    page.say(row, 1, LABELS[TOTAL], "total label")
    for t, year in enumerate(years):
        block = span(page.at(first, base + t), page.at(row - 1, base + t))
        total = float(path.values[g, :, t].sum())
        cells[group.key, TOTAL, year] = page.count(row, base + t, f"SUM({block})", total, "total yuan")
    for t in range(count):
        page.blank(row, _RATES + t, "empty")
    return row + 1


def _values(
    page: Page, row: int, checked: Sequence[CheckedStatement], places: Places, bounds: Bounds
) -> tuple[int, Measured]:
    """Write the values of the statements of the plan's text; return the row after a free one, and where they stand."""
    own = places.setting.terms.kind
    page.heads(row, [Text(f"{own.zh}条目", "statement"), Text("测算", "projected"), Text("舍入未定", "left open")])
    row += 1
    measured = Measured(levels=places.levels, values={}, unsure={}, given={})
    for item in checked:
        statement = item.statement
        asked = question(statement, places, bounds.printed[statement.id]) if statement.headline else None
        if asked is None:
            continue
        page.say(row, 0, item.label, "label wrapped")
        kind = kind_of(statement)
        value = page.count(row, 1, asked.value, item.value, kind if kind != "text" else "number")
        measured.values[statement.id], measured.given[statement.id] = value, asked.given
        formula = left_open(asked, value)
        if formula is not None:
            width = nan if item.verdict is Verdict.NOT_JUDGED else item.uncertainty
            measured.unsure[statement.id] = page.count(row, 2, formula, width, "small")
        row += 1
    return row + 1, measured
