"""Write what surrounds incomes: prices, GDP and population as optional inputs; published series as they are."""

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.sheets.assumptions_page import FIRST_YEAR, Sheet
from ceheng_model.quantities import Against, published_levels
from ceheng_model.vocabulary import LABELS, Text

BASE_YEAR = FIRST_YEAR - 1


def write_surroundings(sheet: Sheet) -> tuple[dict[int, str], dict[int, str], dict[tuple[str, int], str]]:
    """Write prices, GDP and population, empty where the scenario has none; return their addresses."""
    page, subject = sheet.page, sheet.subject
    made = subject.made
    hint = Text(
        "可以不填；填就要填满一行。填了物价涨幅有实际收入，填了经济增速才判定“高于经济增长”，填了人口有全体居民收入",
        "May stay empty; a row is filled whole or not at all. Prices give real incomes, GDP lets 'above economic "
        "growth' "
        "be judged, population gives income of all residents",
    )
    page.breaks.append(sheet.row + 1)
    sheet.section(Text("三、物价、经济增长、人口", "3. Prices, GDP, population"), hint)
    page.heads(sheet.row, [Text("指标", "quantity"), LABELS["group"]])
    page.year_heads(sheet.row, BASE_YEAR, subject.years)
    page.name_cells(cell_names.YEARS, (sheet.row, BASE_YEAR), (sheet.row, BASE_YEAR + len(made.years)))
    prices = _rates(sheet, Text("居民消费价格涨幅", "consumer price growth"), cell_names.PRICES, made.price_growth)
    gdp = _rates(sheet, Text("地区生产总值增速", "growth of GDP"), cell_names.GDP_GROWTH, made.gdp_growth)
    population = _residents(sheet)
    sheet.row += 1
    return prices, gdp, population


def _rates(sheet: Sheet, label: Text, name: str, given: Array | None) -> dict[int, str]:
    page, years = sheet.page, sheet.subject.made.years
    sheet.row += 1
    page.say(sheet.row, 0, label, "label")
    page.blank(sheet.row, 1, "label")
    page.blank(sheet.row, BASE_YEAR, "empty")
    found = _row(sheet, FIRST_YEAR, years, None if given is None else given.tolist(), "optional percent")
    page.name_cells(name, (sheet.row, FIRST_YEAR), (sheet.row, FIRST_YEAR + len(years) - 1))
    sheet.validate_rates()
    return found


def _residents(sheet: Sheet) -> dict[tuple[str, int], str]:
    page, subject = sheet.page, sheet.subject
    made = subject.made
    found: dict[tuple[str, int], str] = {}
    parts = cell_names.group_parts(made.group_keys)
    for g, group in enumerate(subject.groups):
        if group.part_of is not None:
            continue
        sheet.row += 1
        page.say(sheet.row, 0, Text("常住人口", "residents"), "label")
        page.say(sheet.row, 1, group.label, "label")
        given = None if made.population is None else made.population[g].tolist()
        for year, address in _row(sheet, BASE_YEAR, subject.years, given, "optional number").items():
            found[group.key, year] = address
        last = BASE_YEAR + len(made.years)
        page.name_cells(cell_names.of_group("population", parts[g]), (sheet.row, BASE_YEAR), (sheet.row, last))
        message = Text("人口须大于零，各人群单位一致", "residents are above zero, in one unit for all groups")
        sheet.validate(BASE_YEAR, last, {"criteria": ">", "value": 0}, message)
    return found


def write_published(sheet: Sheet) -> dict[Against, dict[int, str]]:
    """Write the published levels that statements compare with; return where those stand that there are."""
    page, subject = sheet.page, sheet.subject
    compared = cell_names.compared_series([statement.quantity.against for statement in subject.plan.all_statements])
    found: dict[Against, dict[int, str]] = {}
    if not compared:
        return found
    hint = Text("国家统计局等公布的数，不是输入", "as published; no inputs")
    sheet.section(Text("附：所比较的公布收入（元/人年）", "Published incomes compared with (yuan)"), hint)
    page.heads(sheet.row, [LABELS["region"], LABELS["group"]])
    page.year_heads(sheet.row, BASE_YEAR, subject.years)
    for position, against in enumerate(compared, start=1):
        sheet.row += 1
        levels = published_levels(against, subject.made, subject.years[0], subject.years[-1])
        for column, key in enumerate((against.series or "", against.group)):
            page.say(sheet.row, column, LABELS.get(key, Text(key, key)), "label")
        found[against] = {}
        for t, year in enumerate(subject.years):
            if year in levels:
                found[against][year] = page.put(sheet.row, BASE_YEAR + t, levels[year], "yuan")
            else:
                page.blank(sheet.row, BASE_YEAR + t, "empty")
        last = BASE_YEAR + len(subject.years) - 1
        page.name_cells(cell_names.published(position), (sheet.row, BASE_YEAR), (sheet.row, last))
    sheet.row += 1
    return found


def _row(sheet: Sheet, first: int, years: tuple[int, ...], given: list[float] | None, style: str) -> dict[int, str]:
    page = sheet.page
    return {
        year: page.blank(sheet.row, first + t, style)
        if given is None
        else page.put(sheet.row, first + t, given[t], style)
        for t, year in enumerate(years)
    }
