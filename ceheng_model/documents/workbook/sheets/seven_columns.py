"""Write the Bureau's seven columns for every year, by formulas over the levels."""

from ceheng_model.arithmetic import Array
from ceheng_model.decomposition import OFFICIAL_COLUMNS, contributions
from ceheng_model.decomposition.seven_columns import official_note
from ceheng_model.documents.workbook.book import DASH, Page, literal, span
from ceheng_model.documents.workbook.formulas.addresses import Level, Levels
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import projection
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, TOTAL, Group, Text
from ceheng_model.wording import ROUNDOFF

_DASH = literal(DASH)
_FIRST = 3
"""Column of the level; previous level, increment, growth, share, contribution rate and points follow."""
_STYLES = ("yuan", "yuan", "yuan", "percent 1", "percent 1", "percent 1", "points")
_HEAD_ROW = 2
_ROWS_A_PAGE = 32
"""Rows that a landscape page of A4 holds below the headings; a page ends with a whole year."""


def write_official(page: Page, manuscript: Manuscript) -> None:
    """Write the sheet."""
    subject, levels = manuscript.subject, manuscript.written(projection.SHEET).levels
    terms = subject.scenario.terms
    names = page.label_width((group.label for group in subject.groups), least=22)
    page.columns([10, names, 16, 13, 13, 13, 11, 11, 11, 11])
    page.title(Text("收入构成与贡献（官方七列）", "Income by component and contributions to growth"))
    page.hint(1, official_note(subject.scenario.terms), wide=_FIRST + len(_STYLES))
    heads = [LABELS["year"], LABELS["group"], LABELS["component"], *(column.heading for column in OFFICIAL_COLUMNS)]
    page.heads(_HEAD_ROW, heads)
    # every year has a span of its own, in the order of the years
    figures = contributions(subject.projection).figures
    row = _HEAD_ROW + 1
    for t, year in enumerate(subject.scenario.years):
        for g, group in enumerate(subject.groups):
            _block(page, row, levels, (group, year), figures[t, g], terms)
            row += len(terms.items)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 3)
    step = len(subject.groups) * len(terms.items)
    step *= max(1, _ROWS_A_PAGE // step)
    breaks = range(_HEAD_ROW + 1 + step, row, step)
    page.prints(rows=(_HEAD_ROW, _HEAD_ROW), wide=_FIRST + len(_STYLES), breaks=breaks)


SHEET = Sheet(name=Text("官方表", "Official table"), write=write_official)


def _block(page: Page, first: int, levels: Levels, block: tuple[Group, int], figures: Array, terms: Terms) -> None:
    """Write the rows of a group in a year; `figures` are ``(component and total, column)``."""
    group, year = block
    for row, component in enumerate(terms.items, start=first):
        whole = component == TOTAL
        style = "total label" if whole else "label"
        page.put(row, 0, year, "total year" if whole else "plain year")
        page.say(row, 1, group.label, style)
        page.say(row, 2, terms.label(component), style)
        formulas = _formulas(page, (row, first, first + len(terms.components)), levels, (group.key, component, year))
        for k, (formula, style_of) in enumerate(zip(formulas, _STYLES, strict=True)):
            shown = f"total {style_of}" if whole else style_of
            page.count(row, _FIRST + k, formula, float(figures[row - first, k]), shown)


def _formulas(page: Page, rows: tuple[int, int, int], levels: Levels, key: Level) -> list[str]:
    """Return the seven formulas of a row of a block, whose first row and row of the total stand beside it."""
    row, first, total_row = rows
    group, component, year = key
    whole = component == TOTAL
    level, before, increment = (page.at(row, _FIRST + k) for k in range(3))
    gained, start = page.at(total_row, _FIRST + 2), page.at(total_row, _FIRST + 1)
    total = page.at(total_row, _FIRST)

    def parts(k: int) -> str:
        return span(page.at(first, _FIRST + k), page.at(total_row - 1, _FIRST + k))

    # the total counts as unchanged where its change is floating-point noise of what it is made of
    larger = f"SUMPRODUCT(({parts(0)}>{parts(1)})*{parts(0)}+({parts(0)}<={parts(1)})*{parts(1)})"
    unchanged = f"ABS({gained})<={ROUNDOFF:.0E}*{larger}"
    return [
        levels.at(group, year, component),
        levels.at(group, year - 1, component),
        f"SUM({parts(2)})" if whole else f"{level}-{before}",
        f"IF({before}=0,{_DASH},{level}/{before}-1)",
        f"{level}/{total}",
        f"IF({unchanged},{_DASH},{1 if whole else f'{increment}/{gained}'})",
        f"SUM({parts(6)})" if whole else f"{increment}/{start}",
    ]
