"""Write the sheet of assumptions: everything a user may change, and the published figures beside it."""

from dataclasses import dataclass, field

from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import DASH, Page
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.addresses import Inputs, Level
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets.base_year import write_base
from ceheng_model.documents.workbook.sheets.circumstances import write_circumstances, write_published
from ceheng_model.documents.workbook.sheets.rows import FIRST_YEAR, LEAST_RATE, MOST_RATE, InputRows
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.vocabulary import LABELS, TOTAL, Template, Text

_TITLE = Template("假设：{title}", "Assumptions: {title}")

RESULT_ROWS = (2, 3)
"""Rows of the results that stay in view while inputs are edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Hold where the inputs stand, and the rows in which growth of the totals that results belongs."""

    inputs: Inputs
    result_rows: dict[str, int]
    share_sums: dict[str, str]
    """The block of sums of each group's share cases."""


def write_assumptions(page: Page, manuscript: Manuscript) -> Assumptions:
    """Write the sheet, all but the results."""
    subject = manuscript.subject
    labels = [words.EVERY_YEAR.format(group=group.label) for group in subject.groups]
    names = page.label_width((*(group.label for group in subject.groups), *labels), least=16)
    # the base-year rows need a column for the total, one a component and three of origin, however few the years
    base_columns = len(subject.scenario.terms.components) + 4
    printed = len(subject.scenario.years) if subject.plan.growth else 0
    page.columns([names, 30, *[14] * max(len(subject.years) + printed, base_columns)])
    page.title(_TITLE.format(title=subject.title))
    page.hint(1, subject.terms.say(words.WHAT_MAY_BE_CHANGED, prints=subject.prints), wide=10)
    rows = InputRows(page, subject)
    totals, base, share_sums = write_base(rows)
    closing = _closing(rows)
    every_year = _every_year(rows)
    growth = _growth(rows)
    prices, gdp, population = write_circumstances(rows)
    inputs = Inputs(
        totals=totals,
        base=base,
        growth=growth.typed,
        total_growth=growth.to_close,
        every_year=every_year,
        closing=closing,
        added=_added(rows),
        prices=prices,
        gdp=gdp,
        population=population,
        published=write_published(rows),
    )
    page.sheet.freeze_panes(RESULT_ROWS[1] + 1, 2)
    return Assumptions(inputs=inputs, result_rows=growth.result_rows, share_sums=share_sums)


SHEET = Sheet(name=words.ASSUMPTIONS, write=write_assumptions)


def _closing(rows: InputRows) -> str | None:
    """Write the title of growth, and the choice of how open cells are filled; return its address."""
    page = rows.page
    rows.section(Text("二、增速", "2. Growth"), words.GROWTH_IS_TYPED)
    if not rows.subject.closes:
        return None
    page.say(rows.row, 0, Text("未定构成的处理", "open cells"), "label")
    for column in (1, 2):
        page.blank(rows.row, column, "input text")
    address = page.say(rows.row, 1, cell_names.AS_TYPED, "input text")
    options = [page.words(text) for text in (cell_names.AS_TYPED, cell_names.TO_TOTAL)]
    page.sheet.data_validation(rows.row, 1, rows.row, 1, {"validate": "list", "source": options})
    page.name_cells(cell_names.CLOSING, (rows.row, 1))
    page.say(rows.row, 2, words.CLOSING_TO_THE_TOTAL, "hint")
    rows.row += 1
    return address


def _every_year(rows: InputRows) -> dict[str, str]:
    """Write the cell of each group that stands in for all its rates; return where these stand."""
    page, addresses = rows.page, {}
    parts = cell_names.group_parts(rows.subject.scenario.group_keys)
    for g, group in enumerate(rows.subject.groups):
        page.say(rows.row, 0, words.EVERY_YEAR.format(group=group.label), "label")
        addresses[group.key] = page.pinned(page.blank(rows.row, 1, "optional percent"))
        page.name_cells(cell_names.of_group("every_year", parts[g]), (rows.row, 1))
        rule = {"criteria": "between", "minimum": LEAST_RATE, "maximum": MOST_RATE}
        rows.validate(1, 1, rule, words.RATES_ARE_BOUNDED)
        if g == 0:
            page.say(rows.row, 2, words.EVERY_YEAR_STANDS_IN, "hint")
        rows.row += 1
    return addresses


@dataclass(slots=True)
class Growth:
    """Hold where growth stands: as typed, of the totals to close to, and the rows for growth that results."""

    typed: dict[Level, str] = field(default_factory=dict)
    to_close: dict[tuple[str, int], str] = field(default_factory=dict)
    result_rows: dict[str, int] = field(default_factory=dict)


def _growth(rows: InputRows) -> Growth:
    page, subject = rows.page, rows.subject
    years = subject.scenario.years
    page.heads(rows.row, [LABELS["group"], LABELS["component"], ""])
    page.year_heads(rows.row, FIRST_YEAR, years)
    if subject.plan.growth:
        printed = subject.terms.say(words.WORDS_OF_THE_PLAN)
        heads = [words.IN_A_YEAR.format(year=subject.terms.year_label(year), words=printed) for year in years]
        page.heads(rows.row, heads, FIRST_YEAR + len(years))
    rows.row += 1
    growth = Growth()
    for g in range(len(subject.groups)):
        _group_growth(rows, g, growth)
    return growth


def _group_growth(rows: InputRows, g: int, growth: Growth) -> None:
    page, subject, group = rows.page, rows.subject, rows.subject.groups[g]
    part = cell_names.group_parts(subject.scenario.group_keys)[g]
    for c, component in enumerate(subject.scenario.terms.components):
        rows.label(group.label, component.label)
        _type_rates(rows, (g, c), growth)
        _finish(rows, cell_names.of_group("growth", part, component.key), (group.key, component.key))
    if subject.is_open[g].any():
        rows.label(group.label, Text("合计（推算用）", "total (to close to)"))
        for t, year in enumerate(subject.scenario.years):
            rate = float(subject.total_growth[g, t])
            growth.to_close[group.key, year] = page.put(rows.row, FIRST_YEAR + t, rate, "input percent")
        _finish(rows, cell_names.of_group("total_growth", part), (group.key, TOTAL))
    rows.label(group.label, Text("合计增速（结果）", "total (result)"), "total label")
    growth.result_rows[group.key] = rows.row
    rows.row += 1


def _type_rates(rows: InputRows, place: tuple[int, int], growth: Growth) -> None:
    """Write the rates of a component, each with a note on what the plan says."""
    page, subject = rows.page, rows.subject
    statements = {statement.id: statement for statement in subject.plan.growth}
    group, component = subject.groups[place[0]].key, subject.scenario.terms.component_keys[place[1]]
    for t, year in enumerate(subject.scenario.years):
        column = FIRST_YEAR + t
        style = "open percent" if subject.is_open[(*place, t)] else "input percent"
        rate = float(subject.scenario.growth[(*place, t)])
        growth.typed[group, component, year] = page.put(rows.row, column, rate, style)
        statement = statements.get(f"growth.{group}.{component}.{year}")
        page.note(rows.row, column, _origin(subject, statement, year))


def _finish(rows: InputRows, name: str, cell: tuple[str, str]) -> None:
    """Name and validate the rates of a row, write the plan's words for each year beside them, and go on to the next."""
    last = FIRST_YEAR + len(rows.subject.scenario.years) - 1
    rows.page.name_cells(name, (rows.row, FIRST_YEAR), (rows.row, last))
    rows.validate_rates()
    if rows.subject.plan.growth:
        said = _words(rows.subject, *cell)
        for offset, year in enumerate(rows.subject.scenario.years, start=1):
            rows.page.say(rows.row, last + offset, said.get(year, DASH), "centred")
    rows.row += 1


def _origin(subject: Subject, statement: Statement | None, year: int) -> Text:
    written = words.WRITTEN_AND_ASSUMED.format(title=subject.title.in_quotes())
    if statement is None:
        within = year in subject.plan.years
        template = words.ORIGIN_NOT_STATED if within else words.ORIGIN_AFTER_THE_PLAN
        return subject.terms.say(template, written=written)
    facts = {"words": statement.words, "written": written}
    if not statement.place:
        return subject.terms.say(words.ORIGIN_WITHOUT_PLACE, **facts)
    return subject.terms.say(words.ORIGIN_OF_A_RATE, place=statement.place, **facts)


def _words(subject: Subject, group: str, component: str) -> dict[int, str]:
    """Return what the plan prints of the growth of a component or a total, by year."""
    return {
        one.quantity.last_year: one.words
        for one in subject.plan.growth
        if (one.quantity.group, one.quantity.component) == (group, component)
    }


def _added(rows: InputRows) -> dict[Level, str]:
    """Write what measures add, where they add anything; return its addresses."""
    page, subject, added = rows.page, rows.subject, rows.subject.scenario.added
    if added is None:
        return {}
    added_by = subject.terms.say(words.MEASURES_ARE_ADDED)
    rows.section(Text("四、措施增加的收入", "4. What measures add"), added_by)
    page.heads(rows.row, [LABELS["group"], LABELS["component"], ""])
    page.year_heads(rows.row, FIRST_YEAR, subject.scenario.years)
    rows.row += 1
    addresses: dict[Level, str] = {}
    for g, group in enumerate(subject.groups):
        for c, component in enumerate(subject.scenario.terms.components):
            if not added[g, c].any():
                continue
            rows.label(group.label, component.label)
            for t, year in enumerate(subject.scenario.years):
                address = page.put(rows.row, FIRST_YEAR + t, float(added[g, c, t]), "yuan")
                addresses[group.key, component.key, year] = address
            rows.row += 1
    return addresses
