"""Write the projection by formulas: growth in use, levels, totals, the ratio, real incomes, all residents."""

from dataclasses import dataclass

from ceheng_model import arithmetic
from ceheng_model.documents.workbook.book import Page, span
from ceheng_model.documents.workbook.formulas.addresses import Economy, Level, Levels
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.formulas.quantity import Places
from ceheng_model.documents.workbook.formulas.quantity import average as average_growth
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import assumptions, constants, scenario_library
from ceheng_model.documents.workbook.sheets.real_incomes import write_economy
from ceheng_model.documents.workbook.sheets.rows import BASE_YEAR, ResultRows
from ceheng_model.documents.workbook.sheets.scenario_library import Library
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.vocabulary import LABELS, TOTAL, Template, Text

_INCOME = Template("收入（{full_unit}）", "Income ({full_unit})")
_WITHOUT_MEASURES = Template("收入，不含措施（{full_unit}）", "Income without measures ({full_unit})")
_ADDED = Template("措施增加的收入（{full_unit}）", "What measures add ({full_unit})")
_TARGET = Template("{kind}目标（{year}）", "the {kind}'s target for {year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """Hold where the results stand."""

    levels: Levels
    economy: Economy
    total_growth: dict[tuple[str, int], str]
    average_growth: dict[str, str]
    ratio: dict[int, str]
    rows: dict[str, int]
    """First rows of the parts that charts draw: ``levels GROUP``, ``total GROUP``, ``ratio``, ``target ID``."""


def write_projection(page: Page, manuscript: Manuscript) -> Projected:
    """Write the sheet and return where its results stand."""
    subject = manuscript.subject
    names = page.label_width((group.label for group in subject.groups), least=18)
    page.columns([names, 26, *[13] * (len(subject.years) + 1)])
    page.title(Text("预测（由假设表的输入计算）", "Projection (computed from the sheet of assumptions)"))
    rows = ResultRows(page, subject, manuscript.written(assumptions.SHEET).inputs)
    used = _growth_in_use(rows, manuscript.written(scenario_library.SHEET))
    added = _added_in_use(rows, manuscript.written(scenario_library.SHEET))
    stems = _stems(rows, used, with_measures=bool(added))
    drawn: dict[str, int] = {}
    levels = _levels(rows, stems, added, drawn)
    total_growth, average = _totals(rows, levels, drawn, manuscript.written(constants.SHEET))
    ratio = _ratio(rows, levels, drawn) if subject.projection.has_ratio else {}
    economy = write_economy(rows, levels, manuscript.written(constants.SHEET))
    page.sheet.freeze_panes(1, 2)
    page.prints(rows=None, wide=rows.last + 1)
    return Projected(
        levels=levels, economy=economy, total_growth=total_growth, average_growth=average, ratio=ratio, rows=drawn
    )


SHEET = Sheet(name=Text("预测", "Projection"), write=write_projection)


def places_of(manuscript: Manuscript) -> Places:
    """Return where the figures of the workbook's own path stand."""
    projected, inputs = manuscript.written(SHEET), manuscript.written(assumptions.SHEET).inputs
    scenario = manuscript.subject.scenario
    return Places.of(
        scenario,
        levels=projected.levels,
        economy=projected.economy,
        inputs=inputs,
        constants=manuscript.written(constants.SHEET),
    )


def ratio_targets(subject: Subject) -> list[Statement]:
    """Return the statements that print a value of the ratio within the years projected."""
    return [
        statement
        for statement in subject.headline
        if isinstance(statement.quantity, UrbanRuralRatio)
        and statement.quantity.last_year in subject.years
        and statement.wording.printed_values
    ]


def _growth_in_use(rows: ResultRows, found: Library) -> dict[Level, str]:
    """Write growth of the scenario in use, looked up in the library by the number of the row in its block."""
    page, subject = rows.page, rows.subject
    rows.section(Text("采用的增速", "Growth in use"), Text("情景库行号", "row in the library"))
    terms = subject.scenario.terms
    used: dict[Level, str] = {}
    for g, group in enumerate(subject.groups):
        for c, component in enumerate(terms.component_keys):
            rows.label(group.label, terms.label(component))
            page.blank(rows.row, BASE_YEAR, "empty")
            number = _number(rows, found, (g, c))
            for t, year in enumerate(subject.scenario.years):
                rate = float(subject.scenario.growth[g, c, t])
                formula = f"INDEX({found.rates[year]},{found.offset}+{number})"
                column = BASE_YEAR + 1 + t
                used[group.key, component, year] = page.count(rows.row, column, formula, rate, "percent")
            rows.row += 1
    return used


def _number(rows: ResultRows, found: Library, place: tuple[int, int]) -> str:
    """Write the number that a row has in every block; return its address, which keeps its column."""
    address = rows.page.put(rows.row, rows.last, found.shape.number(*place), "plain number")
    sheet, _, cell = address.rpartition("!")
    return f"{sheet}!${cell}"


def _added_in_use(rows: ResultRows, found: Library) -> dict[Level, str]:
    """Write what the measures of the scenario in use add, where those of any scenario add anything."""
    page, subject = rows.page, rows.subject
    cells: dict[Level, str] = {}
    if not found.shape.added:
        return cells
    rows.section(subject.terms.say(_ADDED), Text("情景库行号", "row in the library"))
    added = subject.scenario.added
    for g, c in found.shape.added:
        group, component = subject.groups[g], subject.terms.components[c]
        rows.label(group.label, component.label)
        page.blank(rows.row, BASE_YEAR, "empty")
        number = _number(rows, found, (g, c))
        for t, year in enumerate(subject.scenario.years):
            value = 0.0 if added is None else float(added[g, c, t])
            formula = f"INDEX({found.added[year]},{found.offset}+{number})"
            cells[group.key, component.key, year] = page.count(rows.row, BASE_YEAR + 1 + t, formula, value, "yuan")
        rows.row += 1
    return cells


def _stems(rows: ResultRows, used: dict[Level, str], *, with_measures: bool) -> dict[Level, str]:
    """Write levels without measures; where there are no measures, these are the levels."""
    page, subject, inputs = rows.page, rows.subject, rows.inputs
    rows.section(subject.terms.say(_WITHOUT_MEASURES if with_measures else _INCOME))
    values = arithmetic.compound(subject.scenario.baseline.levels, subject.scenario.growth)
    terms, row = subject.scenario.terms, rows.row
    stems: dict[Level, str] = {}
    for g, group in enumerate(subject.groups):
        for c, component in enumerate(terms.component_keys):
            page.say(row, 0, group.label, "label")
            page.say(row, 1, terms.label(component), "label")
            before = page.count(row, BASE_YEAR, inputs.base[group.key, component], float(values[g, c, 0]), "yuan")
            stems[group.key, component, subject.years[0]] = before
            for t, year in enumerate(subject.scenario.years, start=1):
                formula = f"{before}*(1+{used[group.key, component, year]})"
                before = page.count(row, BASE_YEAR + t, formula, float(values[g, c, t]), "yuan")
                stems[group.key, component, year] = before
            row += 1
        # without measures the total of the group follows
        row += 0 if with_measures else 1
    if with_measures:
        rows.row = row
    return stems


def _levels(rows: ResultRows, stems: dict[Level, str], added: dict[Level, str], drawn: dict[str, int]) -> Levels:
    page, subject = rows.page, rows.subject
    if added:
        rows.section(subject.terms.say(_INCOME))
    cells: dict[Level, str] = {}
    values, terms = subject.projection.values, subject.scenario.terms
    for g, group in enumerate(subject.groups):
        drawn[f"levels {group.key}"] = rows.row
        for c, component in enumerate(terms.component_keys):
            for t, year in enumerate(subject.years):
                key = (group.key, component, year)
                if not added:
                    cells[key] = stems[key]
                    continue
                formula = f"{stems[key]}+{added[key]}" if key in added else stems[key]
                cells[key] = page.count(rows.row, BASE_YEAR + t, formula, float(values[g, c, t]), "yuan")
            if added:
                rows.label(group.label, terms.label(component))
            rows.row += 1
        drawn[f"total {group.key}"] = rows.row
        rows.label(group.label, LABELS[TOTAL], "total label")
        for t, year in enumerate(subject.years):
            block = span(*(cells[group.key, terms.component_keys[end], year] for end in (0, -1)))
            total = float(values[g, :, t].sum())
            cells[group.key, TOTAL, year] = page.count(rows.row, BASE_YEAR + t, f"SUM({block})", total, "total yuan")
        rows.row += 1
    return Levels(cells=cells)


def _totals(
    rows: ResultRows, levels: Levels, drawn: dict[str, int], found: Constants
) -> tuple[dict[tuple[str, int], str], dict[str, str]]:
    page, subject = rows.page, rows.subject
    rows.section(Text("合计增速", "Growth of the total"), Text("年均增速", "average annual"))
    drawn["growth heads"] = rows.row - 1
    growth: dict[tuple[str, int], str] = {}
    average: dict[str, str] = {}
    by_year, over_all = subject.projection.total_growth.values, subject.projection.average_annual_growth.values
    count = len(subject.scenario.years)
    for g, group in enumerate(subject.groups):
        rows.label(group.label, LABELS[TOTAL])
        page.blank(rows.row, BASE_YEAR, "empty")
        for t, (before, year) in enumerate(zip(subject.years, subject.years[1:], strict=False)):
            formula = f"{levels.at(group.key, year)}/{levels.at(group.key, before)}-1"
            column = BASE_YEAR + 1 + t
            growth[group.key, year] = page.count(rows.row, column, formula, float(by_year[g, t]), "percent")
        ends = levels.at(group.key, subject.years[-1]), levels.at(group.key, subject.years[0])
        formula = found.without_numbers(average_growth(*ends, count))
        average[group.key] = page.count(rows.row, rows.last, formula, float(over_all[g]), "percent")
        rows.row += 1
    return growth, average


def _ratio(rows: ResultRows, levels: Levels, drawn: dict[str, int]) -> dict[int, str]:
    page, subject = rows.page, rows.subject
    terms = subject.terms
    above, below = terms.compared.keys
    rows.section(terms.compared.label.at_start())
    drawn["ratio"] = rows.row
    rows.label(terms.short_ratio, Text("测算", "projected"), "total label")
    values = subject.projection.urban_rural_ratio.values
    addresses = {}
    for t, year in enumerate(subject.years):
        formula = f"{levels.at(above, year)}/{levels.at(below, year)}"
        addresses[year] = page.count(rows.row, BASE_YEAR + t, formula, float(values[t]), "total ratio")
    rows.row += 1
    for statement in ratio_targets(subject):
        drawn[f"target {statement.id}"] = rows.row
        due = terms.year_label(statement.quantity.last_year)
        rows.label(terms.short_ratio, terms.say(_TARGET, year=due))
        for t, year in enumerate(subject.years):
            if year == statement.quantity.last_year:
                page.put(rows.row, BASE_YEAR + t, statement.wording.aim, "ratio")
            else:
                page.blank(rows.row, BASE_YEAR + t, "empty")
        rows.row += 1
    return addresses
