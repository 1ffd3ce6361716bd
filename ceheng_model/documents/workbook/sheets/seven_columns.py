"""Write the Bureau's seven columns for every year, by formulas over the levels."""

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.decomposition import OFFICIAL_COLUMNS, contributions
from ceheng_model.decomposition.seven_columns import official_note
from ceheng_model.documents.workbook.book import Page, span
from ceheng_model.documents.workbook.formulas.addresses import Level, Levels
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import constants, projection
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, TOTAL, Group, Text

_FIRST = 3
"""Column of the level; previous level, increment, growth, share, contribution rate and points follow."""
_LARGER = _FIRST + 7
"""Column of the larger of level and previous level, by which noise is measured."""
_STYLES = ("yuan", "yuan", "yuan", "percent 1", "percent 1", "percent 1", "points")
_HEAD_ROW = 2


def write_official(page: Page, manuscript: Manuscript) -> None:
    """Write the sheet."""
    subject, levels = manuscript.subject, manuscript.written(projection.SHEET).levels
    terms = subject.scenario.terms
    names = page.label_width((group.label for group in subject.groups), least=22)
    page.columns([10, names, 16, 13, 13, 13, 11, 11, 11, 11, 13])
    page.title(Text("收入构成与贡献（官方七列）", "Income by component and contributions to growth"))
    page.hint(1, official_note(subject.scenario.terms), wide=_FIRST + len(_STYLES))
    heads = [LABELS["year"], LABELS["group"], LABELS["component"], *(column.heading for column in OFFICIAL_COLUMNS)]
    page.heads(_HEAD_ROW, heads)
    # every year has a span of its own, in the order of the years
    figures = contributions(subject.projection).figures
    row, found = _HEAD_ROW + 1, manuscript.written(constants.SHEET)
    page.heads(_HEAD_ROW, [Text("两年中较大者（底稿）", "larger of the two (working)")], _LARGER)
    for t, year in enumerate(subject.scenario.years):
        for g, group in enumerate(subject.groups):
            _block(page, row, levels, (group, year), figures[t, g], terms, found)
            row += len(terms.items)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 3)
    page.prints(rows=(_HEAD_ROW, _HEAD_ROW), wide=_FIRST + len(_STYLES))


SHEET = Sheet(name=Text("官方表", "Official table"), write=write_official)


def _block(
    page: Page, first: int, levels: Levels, block: tuple[Group, int], figures: Array, terms: Terms, found: Constants
) -> None:
    """Write the rows of a group in a year; `figures` are ``(component and total, column)``."""
    group, year = block
    for row, component in enumerate(terms.items, start=first):
        whole = component == TOTAL
        style = "total label" if whole else "label"
        page.put(row, 0, year, "total year" if whole else "plain year")
        page.say(row, 1, group.label, style)
        page.say(row, 2, terms.label(component), style)
        formulas = _formulas(
            page, (row, first, first + len(terms.components)), levels, (group.key, component, year), found
        )
        for k, (formula, style_of) in enumerate(zip(formulas, _STYLES, strict=True)):
            shown = f"total {style_of}" if whole else style_of
            page.count(row, _FIRST + k, formula, float(figures[row - first, k]), shown)
        larger = f"MAX({page.at(row, _FIRST)},{page.at(row, _FIRST + 1)})"
        page.count(row, _LARGER, larger, float(np.max(figures[row - first, :2])), "yuan")


def _formulas(page: Page, rows: tuple[int, int, int], levels: Levels, key: Level, found: Constants) -> list[str]:
    """Return the seven formulas of a row of a block, whose first row and row of the total stand beside it."""
    row, first, total_row = rows
    group, component, year = key
    level, before, increment = (page.at(row, _FIRST + k) for k in range(3))
    total, start, gained = (page.row_pinned(page.at(total_row, _FIRST + k)) for k in range(3))
    # the total counts as unchanged where its change is floating-point noise of what it is made of
    parts = span(page.row_pinned(page.at(first, _LARGER)), page.row_pinned(page.at(total_row - 1, _LARGER)))
    unchanged = f"ABS({gained})<={found.noise}*SUM({parts})"
    return [
        levels.at(group, year, component),
        levels.at(group, year - 1, component),
        f"{level}-{before}",
        f"IF({before}=0,{found.dash},{level}/{before}-1)",
        f"{level}/{total}",
        f"IF({unchanged},{found.dash},{increment}/{gained})",
        f"{increment}/{start}",
    ]
