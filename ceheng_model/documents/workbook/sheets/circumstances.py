"""Write what surrounds incomes: prices, GDP and population as optional inputs; published series as they are."""

from math import isnan

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.sheets.rows import BASE_YEAR, FIRST_YEAR, InputRows
from ceheng_model.quantities import Against, published_levels
from ceheng_model.vocabulary import LABELS, NO_TEXT, Template, Text, label_of

_TITLE = Template("三、物价、经济增长、{people}", "3. Prices, GDP, {people}")


def write_circumstances(rows: InputRows) -> tuple[dict[int, str], dict[int, str], dict[tuple[str, int], str]]:
    """Write prices, GDP and population, empty where the scenario has none; return their addresses."""
    page, subject, scenario = rows.page, rows.subject, rows.subject.scenario
    terms = subject.terms
    rows.section(terms.say(_TITLE), terms.say(words.WHAT_MAY_STAY_EMPTY))
    page.heads(rows.row, [Text("指标", "quantity"), LABELS["group"]])
    page.year_heads(rows.row, BASE_YEAR, subject.years)
    page.name_cells(cell_names.YEARS, (rows.row, BASE_YEAR), (rows.row, BASE_YEAR + len(scenario.years)))
    prices = _rates(rows, Text("居民消费价格涨幅", "consumer price growth"), cell_names.PRICES, scenario.price_growth)
    gdp = _rates(rows, Text("地区生产总值增速", "growth of GDP"), cell_names.GDP_GROWTH, scenario.gdp_growth)
    population = _residents(rows)
    rows.row += 1
    return prices, gdp, population


def _rates(rows: InputRows, label: Text, name: str, given: Array | None) -> dict[int, str]:
    page, years = rows.page, rows.subject.scenario.years
    rows.row += 1
    page.say(rows.row, 0, label, "label")
    page.blank(rows.row, 1, "label")
    page.blank(rows.row, BASE_YEAR, "empty")
    addresses = _row(rows, FIRST_YEAR, years, None if given is None else given.tolist(), "optional percent")
    page.name_cells(name, (rows.row, FIRST_YEAR), (rows.row, FIRST_YEAR + len(years) - 1))
    rows.validate_rates()
    return addresses


def _residents(rows: InputRows) -> dict[tuple[str, int], str]:
    """Write the residents of the groups that are not part of others."""
    page, subject, population = rows.page, rows.subject, rows.subject.scenario.population
    addresses: dict[tuple[str, int], str] = {}
    parts = cell_names.group_parts(subject.scenario.group_keys)
    last = BASE_YEAR + len(subject.scenario.years)
    people = Text(subject.terms.people.zh, subject.terms.residents.en)
    message = words.RESIDENTS_ARE_POSITIVE.format(people=people)
    for g, group in enumerate(subject.groups):
        if group.part_of is not None:
            continue
        rows.row += 1
        page.say(rows.row, 0, subject.terms.residents, "label")
        page.say(rows.row, 1, group.label, "label")
        given = None if population is None else population[g].tolist()
        for year, address in _row(rows, BASE_YEAR, subject.years, given, "optional number").items():
            addresses[group.key, year] = address
        page.name_cells(cell_names.of_group("population", parts[g]), (rows.row, BASE_YEAR), (rows.row, last))
        rows.validate(BASE_YEAR, last, {"criteria": ">", "value": 0}, message)
    return addresses


def write_published(rows: InputRows) -> dict[Against, dict[int, str]]:
    """Write the published levels that statements compare with; return where those stand that there are."""
    page, subject = rows.page, rows.subject
    compared = cell_names.compared_series([statement.quantity.against for statement in subject.plan.all_statements])
    addresses: dict[Against, dict[int, str]] = {}
    if not compared:
        return addresses
    title = Text(
        f"附：所比较的公布收入（{subject.terms.full_unit.zh}）",
        f"Published incomes compared with ({subject.terms.unit.en})",
    )
    shown = [(against, year) for against in compared for year in subject.years]
    partly = any(_unpublished(rows, against, year) for against, year in shown)
    # incomes in yuan are those of the Bureau
    bureau = Text("国家统计局等", "") if subject.terms.unit.zh == "元" else NO_TEXT
    rows.section(title, subject.terms.say(words.PARTLY_PUBLISHED if partly else words.AS_PUBLISHED, bureau=bureau))
    page.heads(rows.row, [LABELS["region"], LABELS["group"]])
    page.year_heads(rows.row, BASE_YEAR, subject.years)
    for position, against in enumerate(compared, start=1):
        rows.row += 1
        addresses[against] = _published_row(rows, against)
        last = BASE_YEAR + len(subject.years) - 1
        page.name_cells(cell_names.published(position), (rows.row, BASE_YEAR), (rows.row, last))
    rows.row += 1
    return addresses


def _published_row(rows: InputRows, against: Against) -> dict[int, str]:
    page, subject = rows.page, rows.subject
    levels = published_levels(against, subject.scenario, subject.years[0], subject.years[-1])
    for column, key in enumerate((against.series or "", against.group)):
        page.say(rows.row, column, label_of(key), "label")
    addresses = {}
    for column, year in enumerate(subject.years, start=BASE_YEAR):
        if year in levels:
            addresses[year] = page.put(rows.row, column, levels[year], "yuan")
            if (said := _unpublished(rows, against, year)) is not None:
                page.note(rows.row, column, said)
        else:
            page.blank(rows.row, column, "empty")
    return addresses


def _unpublished(rows: InputRows, against: Against, year: int) -> Text | None:
    """Return status and source, or rule, of a level that nobody has published; None of one that is published."""
    scenario, which = rows.subject.scenario, (against.series or "", against.group, year)
    if (rule := scenario.level_rule(*which)) is not None:
        return words.NOT_AS_PUBLISHED.format(status=LABELS["derived"], source=rule)
    continued = rows.subject.dossier.circumstances.continued.get(which)
    if continued is None or scenario.published_level(*which) != continued.value:
        return None
    return words.NOT_AS_PUBLISHED.format(status=LABELS[continued.status], source=continued.figure.source)


def _row(rows: InputRows, first: int, years: tuple[int, ...], given: list[float] | None, style: str) -> dict[int, str]:
    """Write the values of a row, or leave its cells to be filled; return their addresses."""
    if given is None:
        return {year: rows.page.blank(rows.row, column, style) for column, year in enumerate(years, start=first)}
    return {
        # a year that is not known stays to be filled
        year: rows.page.blank(rows.row, column, style)
        if isnan(value)
        else rows.page.put(rows.row, column, value, style)
        for column, (year, value) in enumerate(zip(years, given, strict=True), start=first)
    }
