"""Write the what-if map: the ratio over the growth of the two groups that it compares, a two-way table of formulas."""

from ceheng_model.arithmetic import average_annual_growth
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import Page, cell
from ceheng_model.documents.workbook.formulas.addresses import Levels
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import constants, projection, targets
from ceheng_model.documents.workbook.sheets.projection import Projected
from ceheng_model.documents.workbook.sheets.targets import Bounds
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_TITLE = Template("收入比试算：{year}{short_ratio}", "What-if map: {short_ratio} {year}")
_NEEDED = Template("收入比{aim:g}所需{below}增速", "{below} growth for {aim:g}")
_STARTS = Template("{group}增速起点", "{group} growth from")
_CORNER = Template("{below} ↓　{above} →", "{below} (down), {above} (across)")
_OWN_GROWTH = Template("本表{group}年均", "{group} here")

STEP = 0.01
"""One percentage point of growth from cell to cell."""
_ACROSS, _DOWN = 11, 13
"""How many rates each axis has."""
_BELOW = 5
"""Steps of the axes below the scenario's own growth."""
_FIRST_ROW, _FIRST_COLUMN = 8, 1
_LEAST = -0.9
"""Least growth that an axis starts with."""


def write_map(page: Page, manuscript: Manuscript) -> None:
    """Write the sheet; the plan compares two groups."""
    subject, projected, bounds = (
        manuscript.subject,
        manuscript.written(projection.SHEET),
        manuscript.written(targets.SHEET),
    )
    page.columns([24, *[10.5] * _ACROSS])
    terms = subject.terms
    page.title(terms.say(_TITLE, year=terms.year_label(subject.years[-1])))
    # official Chinese speaks of residents where they are urban and rural ones
    residents = Text("居民" if terms.compares_as_usual else "", "")
    page.hint(1, terms.say(words.HOW_THE_MAP_READS, residents=residents), wide=_FIRST_COLUMN + _ACROSS)
    # incomes that lose all of themselves have no ratio
    starts = [
        max(round(float(subject.projection.average_annual_growth.values[g]), 2) - _BELOW * STEP, _LEAST)
        for g in _indices(subject)
    ]
    _axes(page, starts, terms)
    found = manuscript.written(constants.SHEET)
    _ratios(page, subject, projected.levels, starts, found)
    _own_point(page, subject, projected)
    target = _target(subject)
    if target is not None:
        _needed(page, subject, target, bounds, (projected.levels, starts), found)
        page.say(4, 7, Text("目标读法的界限", "bound of the target"), "hint")
        # a rule of Excel 2007 cannot look at another sheet
        page.count(5, 7, bounds.rows[target.id].high, target.wording.bound, "ratio")
        _colour(page, target, cell(5, 7, fixed=True))
    page.sheet.freeze_panes(_FIRST_ROW, 1)
    page.prints(rows=(_FIRST_ROW - 1, _FIRST_ROW - 1), wide=_FIRST_COLUMN + _ACROSS)


SHEET = Sheet(
    name=Text("收入比试算", "What-if map"), write=write_map, applies=lambda subject: subject.projection.has_ratio
)


def _ratios(page: Page, subject: Subject, levels: Levels, starts: list[float], found: Constants) -> None:
    """Write the ratio for every pair of rates on the axes."""
    base = [page.pinned(levels.at(key, subject.years[0])) for key in subject.terms.compared.keys]
    totals = [float(subject.projection.totals.values[g, 0]) for g in _indices(subject)]
    count = len(subject.scenario.years)
    for i in range(_DOWN):
        row = _FIRST_ROW + i
        for j in range(_ACROSS):
            column = _FIRST_COLUMN + j
            across = page.row_pinned(page.at(_FIRST_ROW - 1, column))
            down = page.column_pinned(page.at(row, 0))
            formula = found.without_numbers(f"{base[0]}*(1+{across})^{count}/({base[1]}*(1+{down})^{count})")
            u, r = (starts[k] + STEP * step for k, step in enumerate((j, i)))
            value = totals[0] * (1 + u) ** count / (totals[1] * (1 + r) ** count)
            page.count(row, column, formula, value, "map")


def _indices(subject: Subject) -> list[int]:
    return [subject.projection.group_index(key) for key in subject.terms.compared.keys]


def _axes(page: Page, starts: list[float], terms: Terms) -> None:
    labels = [_STARTS.format(group=terms.short(key)) for key in terms.compared.keys]
    cells = []
    for column, (label, start) in enumerate(zip(labels, starts, strict=True)):
        page.say(2, 2 * column + 1, label, "hint")
        cells.append(page.put(3, 2 * column + 1, start, "input percent"))
    page.say(2, 5, Text("步长", "step"), "hint")
    step = page.put(3, 5, STEP, "input percent")
    page.say(_FIRST_ROW - 1, 0, terms.say(_CORNER), "head")
    before = cells[0]
    for j in range(_ACROSS):
        formula = before if j == 0 else f"{before}+{page.pinned(step)}"
        before = page.count(_FIRST_ROW - 1, _FIRST_COLUMN + j, formula, starts[0] + j * STEP, "axis")
    before = cells[1]
    for i in range(_DOWN):
        formula = before if i == 0 else f"{before}+{page.pinned(step)}"
        before = page.count(_FIRST_ROW + i, 0, formula, starts[1] + i * STEP, "axis")


def _own_point(page: Page, subject: Subject, projected: Projected) -> None:
    terms = subject.terms
    labels = [_OWN_GROWTH.format(group=terms.short(key)) for key in terms.compared.keys]
    growth = subject.projection.average_annual_growth.values
    for column, label in zip((1, 3, 5), [*labels, Text("本表收入比", "ratio here")], strict=True):
        page.say(4, column, label, "hint")
    for column, key, g in zip((1, 3), terms.compared.keys, _indices(subject), strict=True):
        page.count(5, column, projected.average_growth[key], float(growth[g]), "percent")
    ratio = float(subject.projection.urban_rural_ratio.values[-1])
    page.count(5, 5, projected.ratio[subject.years[-1]], ratio, "ratio")


def _target(subject: Subject) -> Statement | None:
    for statement in subject.headline:
        quantity, wording = statement.quantity, statement.wording
        of_the_end = isinstance(quantity, UrbanRuralRatio) and quantity.last_year == subject.years[-1]
        if of_the_end and wording.printed_values and wording.better == "down":
            return statement
    return None


def _needed(
    page: Page,
    subject: Subject,
    target: Statement,
    bounds: Bounds,
    levels_and_starts: tuple[Levels, list[float]],
    found: Constants,
) -> None:
    levels, starts = levels_and_starts
    row, count = _FIRST_ROW + _DOWN + 1, len(subject.scenario.years)
    aim = target.wording.aim
    page.say(row, 0, subject.terms.say(_NEEDED, aim=aim), "total label")
    base = [page.pinned(levels.at(key, subject.years[0])) for key in subject.terms.compared.keys]
    totals = [float(subject.projection.totals.values[g, 0]) for g in _indices(subject)]
    for j in range(_ACROSS):
        across = page.at(_FIRST_ROW - 1, _FIRST_COLUMN + j)
        aim_cell = page.pinned(bounds.rows[target.id].printed)
        formula = found.without_numbers(f"({base[0]}*(1+{across})^{count}/{aim_cell}/{base[1]})^(1/{count})-1")
        reached = totals[0] * (1 + starts[0] + j * STEP) ** count / aim
        value = float(average_annual_growth(totals[1], reached, years=count))
        page.count(row, _FIRST_COLUMN + j, formula, value, "total percent")
    above, below = map(subject.terms.short, subject.terms.compared.keys)
    green = subject.terms.say(
        words.GREEN_ON_THE_MAP, told=target.told(subject.terms), aim=aim, above=Text(above.zh, ""), below=below
    )
    page.say(row + 1, 0, green, "hint")


def _colour(page: Page, target: Statement, bound: str) -> None:
    wording = target.wording
    first = cell(_FIRST_ROW, _FIRST_COLUMN)
    sign = "<=" if wording.closed else "<"
    rule = {"type": "formula", "criteria": f"={first}{sign}{bound}", "format": page.book.rule("met")}
    last = (_FIRST_ROW + _DOWN - 1, _FIRST_COLUMN + _ACROSS - 1)
    page.sheet.conditional_format(_FIRST_ROW, _FIRST_COLUMN, *last, rule)
