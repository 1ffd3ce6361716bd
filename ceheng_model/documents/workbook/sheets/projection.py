"""Write the projection by formulas: growth in use, levels, totals, the ratio, real incomes, all residents."""

from dataclasses import dataclass

from ceheng_model import arithmetic
from ceheng_model.documents.workbook.book import Page, literal, span
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.addresses import Economy, Inputs, Levels
from ceheng_model.documents.workbook.sheets.real_incomes import write_economy
from ceheng_model.documents.workbook.sheets.results_page import BASE_YEAR, Writer
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Text


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


def write_projection(page: Page, subject: Subject, inputs: Inputs) -> Projected:
    """Write the sheet and return where its results stand."""
    page.columns(
        [page.label_width((group.label for group in subject.groups), least=18), 26, *[13] * (len(subject.years) + 1)]
    )
    page.say(0, 0, Text("预测（由假设表的输入计算）", "Projection (computed from the sheet of assumptions)"), "title")
    writer = Writer(page, subject, inputs)
    # growth of open cells and levels need each other's addresses, year by year
    stem_rows = _rows_of_stems(writer)
    used = _growth_in_use(writer, stem_rows)
    stems = _stems(writer, used, stem_rows)
    rows: dict[str, int] = {}
    levels = _levels(writer, stems, rows)
    total_growth, average = _totals(writer, levels, rows)
    ratio = _ratio(writer, levels, rows) if subject.projection.has_ratio else {}
    economy = write_economy(writer, levels)
    page.sheet.freeze_panes(1, 2)
    return Projected(
        levels=levels, economy=economy, total_growth=total_growth, average_growth=average, ratio=ratio, rows=rows
    )


def _rows_of_stems(writer: Writer) -> dict[tuple[str, str], int]:
    """Return the rows in which levels without measures will stand: after growth in use and its closing rates."""
    subject = writer.subject
    open_groups = sum(bool(subject.is_open[g].any()) for g in range(len(subject.groups)))
    first = writer.row + 3 + len(subject.groups) * len(COMPONENTS) + open_groups + 3
    step = len(COMPONENTS) + (0 if writer.inputs.added else 1)
    return {
        (group.key, component): first + g * step + c
        for g, group in enumerate(subject.groups)
        for c, component in enumerate(COMPONENTS)
    }


def _growth_in_use(writer: Writer, stem_rows: dict[tuple[str, str], int]) -> dict[tuple[str, str, int], str]:
    page, subject, inputs = writer.page, writer.subject, writer.inputs
    writer.section(Text("采用的增速", "Growth in use"))
    stems = _stem_values(subject)
    used: dict[tuple[str, str, int], str] = {}
    for g, group in enumerate(subject.groups):
        closing_row = writer.row + len(COMPONENTS)
        for c, component in enumerate(COMPONENTS):
            writer.label(group.label, LABELS[component])
            page.blank(writer.row, BASE_YEAR, "empty")
            for t, year in enumerate(subject.made.years):
                typed = inputs.growth[group.key, component, year]
                column = BASE_YEAR + 1 + t
                formula = typed
                if subject.is_open[g, c, t]:
                    to_total = literal(cell_names.TO_TOTAL.in_language(page.book.language))
                    formula = f"IF({inputs.closing}={to_total},{page.at(closing_row, column)},{typed})"
                rate = float(subject.made.growth[g, c, t])
                used[group.key, component, year] = page.count(writer.row, column, formula, rate, "percent")
            writer.row += 1
        if subject.is_open[g].any():
            _closing_rates(writer, g, stem_rows, stems)
    return used


def _closing_rates(writer: Writer, g: int, stem_rows: dict[tuple[str, str], int], stems: arithmetic.Array) -> None:
    page, subject, inputs = writer.page, writer.subject, writer.inputs
    group = subject.groups[g]
    writer.label(group.label, Text("未定构成推算增速", "rate that closes to the total"), "total label")
    page.blank(writer.row, BASE_YEAR, "empty")
    for t, year in enumerate(subject.made.years):
        is_open = subject.is_open[g, :, t]
        before = [page.at(stem_rows[group.key, component], BASE_YEAR + t) for component in COMPONENTS]
        stated = [
            f"{before[c]}*{inputs.growth[group.key, component, year]}"
            for c, component in enumerate(COMPONENTS)
            if not is_open[c]
        ]
        room = "+".join(before[c] for c in range(len(COMPONENTS)) if is_open[c])
        total = f"{inputs.total_growth[group.key, year]}*SUM({span(before[0], before[-1])})"
        gained = f"-({'+'.join(stated)})" if stated else ""
        formula = f"IF(({room or 0})=0,{literal('–')},({total}{gained})/({room or 1}))"
        rate = float(
            arithmetic.closing_rate(stems[g, :, t], subject.made.growth[g, :, t], is_open, subject.total_growth[g, t])
        )
        page.count(writer.row, BASE_YEAR + 1 + t, formula, rate, "total percent")
    writer.row += 1


def _stem_values(subject: Subject) -> arithmetic.Array:
    return arithmetic.compound(subject.made.baseline.levels, subject.made.growth)


def _stems(
    writer: Writer, used: dict[tuple[str, str, int], str], stem_rows: dict[tuple[str, str], int]
) -> dict[tuple[str, str, int], str]:
    """Write levels without measures; where there are no measures, these are the levels."""
    page, subject, inputs = writer.page, writer.subject, writer.inputs
    with_measures = bool(inputs.added)
    if with_measures:
        writer.section(
            Text("收入，不含措施（元/人年）", "Income without measures (yuan per person and year)"), on_new_page=True
        )
    else:
        writer.section(Text("收入（元/人年）", "Income (yuan per person and year)"), on_new_page=True)
    values = _stem_values(subject)
    stems: dict[tuple[str, str, int], str] = {}
    for g, group in enumerate(subject.groups):
        for c, component in enumerate(COMPONENTS):
            row = stem_rows[group.key, component]
            assert with_measures or c or row == writer.row + g * (len(COMPONENTS) + 1), "rows are as foreseen"
            page.say(row, 0, group.label, "label")
            page.say(row, 1, LABELS[component], "label")
            before = page.count(row, BASE_YEAR, inputs.base[group.key, component], float(values[g, c, 0]), "yuan")
            stems[group.key, component, subject.years[0]] = before
            for t, year in enumerate(subject.made.years, start=1):
                formula = f"{before}*(1+{used[group.key, component, year]})"
                before = page.count(row, BASE_YEAR + t, formula, float(values[g, c, t]), "yuan")
                stems[group.key, component, year] = before
    if with_measures:
        writer.row = max(stem_rows.values()) + 1
    return stems


def _levels(writer: Writer, stems: dict[tuple[str, str, int], str], rows: dict[str, int]) -> Levels:
    page, subject, added = writer.page, writer.subject, writer.inputs.added
    if added:
        writer.section(Text("收入（元/人年）", "Income (yuan per person and year)"), on_new_page=True)
    cells: dict[tuple[str, str, int], str] = {}
    values = subject.projection.values
    for g, group in enumerate(subject.groups):
        rows[f"levels {group.key}"] = writer.row
        for c, component in enumerate(COMPONENTS):
            for t, year in enumerate(subject.years):
                key = (group.key, component, year)
                if not added:
                    cells[key] = stems[key]
                    continue
                formula = f"{stems[key]}+{added[key]}" if key in added else stems[key]
                cells[key] = page.count(writer.row, BASE_YEAR + t, formula, float(values[g, c, t]), "yuan")
            if added:
                writer.label(group.label, LABELS[component])
            writer.row += 1
        rows[f"total {group.key}"] = writer.row
        writer.label(group.label, LABELS[TOTAL], "total label")
        for t, year in enumerate(subject.years):
            block = span(cells[group.key, COMPONENTS[0], year], cells[group.key, COMPONENTS[-1], year])
            total = float(values[g, :, t].sum())
            cells[group.key, TOTAL, year] = page.count(writer.row, BASE_YEAR + t, f"SUM({block})", total, "total yuan")
        writer.row += 1
    return Levels(cells=cells)


def _totals(writer: Writer, levels: Levels, rows: dict[str, int]) -> tuple[dict[tuple[str, int], str], dict[str, str]]:
    page, subject = writer.page, writer.subject
    writer.section(Text("合计增速", "Growth of the total"), Text("年均增速", "average annual"), on_new_page=True)
    rows["growth heads"] = writer.row - 1
    growth: dict[tuple[str, int], str] = {}
    average: dict[str, str] = {}
    by_year, over_all = subject.projection.total_growth.values, subject.projection.average_annual_growth.values
    count = len(subject.made.years)
    for g, group in enumerate(subject.groups):
        writer.label(group.label, LABELS[TOTAL])
        page.blank(writer.row, BASE_YEAR, "empty")
        for t, (before, year) in enumerate(zip(subject.years, subject.years[1:], strict=False)):
            formula = f"{levels.at(group.key, year)}/{levels.at(group.key, before)}-1"
            column = BASE_YEAR + 1 + t
            growth[group.key, year] = page.count(writer.row, column, formula, float(by_year[g, t]), "percent")
        ends = levels.at(group.key, subject.years[-1]), levels.at(group.key, subject.years[0])
        formula = f"({ends[0]}/{ends[1]})^(1/{count})-1"
        average[group.key] = page.count(writer.row, writer.last, formula, float(over_all[g]), "percent")
        writer.row += 1
    return growth, average


def _ratio(writer: Writer, levels: Levels, rows: dict[str, int]) -> dict[int, str]:
    page, subject = writer.page, writer.subject
    writer.section(Text("城乡居民收入比", "Urban-rural income ratio"))
    rows["ratio"] = writer.row
    writer.label(Text("城乡居民收入比", "urban-rural ratio"), Text("测算", "projected"), "total label")
    values = subject.projection.urban_rural_ratio.values
    found = {}
    for t, year in enumerate(subject.years):
        formula = f"{levels.at('urban', year)}/{levels.at('rural', year)}"
        found[year] = page.count(writer.row, BASE_YEAR + t, formula, float(values[t]), "total ratio")
    writer.row += 1
    for statement in ratio_targets(subject):
        rows[f"target {statement.id}"] = writer.row
        year = statement.quantity.last
        writer.label(
            Text("城乡居民收入比", "urban-rural ratio"), Text(f"方案目标（{year}年）", f"the plan's target for {year}")
        )
        for t in range(len(subject.years)):
            page.put(writer.row, BASE_YEAR + t, statement.wording.aim, "ratio")
        writer.row += 1
    return found


def ratio_targets(subject: Subject) -> list[Statement]:
    """Return the statements that print a value of the ratio within the years projected."""
    return [
        statement
        for statement in subject.headline
        if isinstance(statement.quantity, UrbanRuralRatio)
        and statement.quantity.last in subject.years
        and statement.wording.printed_values
    ]
