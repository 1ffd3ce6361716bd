"""Write the table that is filled in: every income and indicator of the plan, with what belongs there."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from math import ceil
from pathlib import Path
from typing import Any

from ceheng_model.characters import as_text, printable
from ceheng_model.doors import door
from ceheng_model.errors import InputError, choice
from ceheng_model.files import EXCEL, Written, write_whole
from ceheng_model.files.format_versions import NAME, TEMPLATE
from ceheng_model.names import choice_names
from ceheng_model.plan import Deliverable, Indicator, Plan
from ceheng_model.plan.measures import BINDINGS, COUNTINGS
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Dossier, Scenario, scenario
from ceheng_model.tables import text_width, written
from ceheng_model.terms import Terms
from ceheng_model.tracking.actuals_columns import HEADINGS, SHEET, hint
from ceheng_model.tracking.deliverable_states import DeliverableState
from ceheng_model.tracking.distances import planned_level
from ceheng_model.tracking.progress import followed
from ceheng_model.tracking.reported_figures import KINDS, period_text
from ceheng_model.vocabulary import LANGUAGES, NO_TEXT, TOTAL, Group, Language, Template, Text, language_in_use

COLUMNS = tuple(key for key in HEADINGS if key != "region")
"""Columns of a template, in order; ``region`` is for figures of another region."""
FILL_IN = ("value", "published", "source", "note", "confirmed")
FILL_IN_STATE = ("published", "source", "note", "state")
"""What is filled in for a deliverable."""
FORMS = (".csv", ".xlsx")
SPARE_ROWS = 500
"""Rows below the filled ones that offer choices as well: room for revised figures."""
_WIDTHS = (10, 14, 12, 26, 8, 8, 12, 12, 20, 12, 10, 11, 46)
_LINE = 15.0
"""Height of a line of text, points."""
_WIDE = 2.2
"""Width of a Chinese sign in the digits by which columns are measured, with what wrapping wastes."""
_A4 = 9
"""Number by which spreadsheets know the paper."""


@door
def write_template(
    plan: "Scenario | Dossier | Path | str | None", path: Path | str, *, language: Language | None = None
) -> Written:
    """Write the table that `read_actuals` reads, as CSV or Excel by its suffix.

    It is filled in but for the figures. `plan` is a scenario, a plan or its folder, or None for the plan that ships.
    There is a row for every annual income of the plan's groups from the base year on, total and components, for the
    quarterly totals of disposable income, for every indicator and year, and for every document and system that the plan
    says will be made. Rows that stay without a figure are passed over when it is read. Two runs give the same bytes.

    Raises `InputError` for another suffix and an unknown language, `OutputError` for a path that cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from ceheng_model.tracking.actuals import read_actuals
    >>> with TemporaryDirectory() as folder:
    ...     written = write_template(None, Path(folder) / "figures.csv")
    ...     len(read_actuals(Path(folder) / "figures.csv").figures)
    0
    """
    file = Path(path)
    if file.suffix.lower() not in FORMS:
        raise InputError(choice(Text("模板的后缀", "the suffix of a template"), file.suffix, FORMS))
    told = language_in_use() if language is None else language
    if told not in LANGUAGES:
        raise InputError(choice(Text("语言", "the language"), told, choice_names(LANGUAGES)))
    start = plan if isinstance(plan, Scenario) else scenario("plan", plan=plan)
    rows = list(_rows(start, told))
    if file.suffix.lower() in EXCEL:
        return write_whole(file, _excel(start, rows, told))
    return write_whole(file, _csv(rows, told), encoding="utf-8-sig")


Row = dict[str, str | int]


def _rows(path: Scenario, language: Language) -> Iterator[Row]:
    yield from _income_rows(path, language)
    plan = path.require_dossier().plan
    for indicator in followed(plan):
        for year in (*([plan.base_year] if indicator.needs_start else []), *plan.years):
            about = _about_start if year == plan.base_year else _about_indicator
            yield {
                "kind": KINDS["indicator"].in_language(language),
                "indicator": indicator.id,
                "year": year,
                "about": about(indicator, path.terms).in_language(language),
            }
    labels = {department.key: department.label for department in plan.measures.departments}
    for deliverable in plan.measures.deliverables:
        yield {
            "kind": KINDS["deliverable"].in_language(language),
            "indicator": deliverable.id,
            "about": _about_deliverable(deliverable, labels).in_language(language),
        }


def _income_rows(path: Scenario, language: Language) -> Iterator[Row]:
    years, projection = (path.baseline.year, *path.years), project(path)
    for group in path.groups:
        # the quarterly surveys publish disposable income alone
        quarters = (1, 2, 3) if group.concept == "disposable_income" else ()
        annual = [(component, year, None) for year in years for component in path.terms.reported_items]
        quarterly = [(TOTAL, year, quarter) for year in years for quarter in quarters]
        for component, year, quarter in (*annual, *quarterly):
            yield {
                "kind": KINDS["income"].in_language(language),
                "group": _word(group.key, group.label, language),
                "component": _word(component, path.terms.label(component), language),
                "year": year,
                "quarter": quarter or "",
                "about": _about_income(projection, group, component, year, quarter).in_language(language),
            }


def _word(key: str, label: Text, language: Language) -> str:
    """Return what stands in a template for a key: its label in Chinese, else the key itself."""
    return Text(label.zh, key).in_language(language)


def _about_income(projection: Projection, group: Group, component: str, year: int, quarter: int | None) -> Text:
    terms = projection.scenario.terms
    about = _INCOME.format(
        group=group.label,
        concept=terms.label(group.concept),
        component=terms.label(component),
        period=period_text(year, quarter, terms),
        unit=terms.unit,
    )
    if quarter is not None:
        return about
    level = planned_level(projection, group.key, component, year)
    return about + terms.say(_PATH, level=written(level, "yuan"))


def _about_start(indicator: Indicator, terms: Terms) -> Text:
    return terms.say(_START, counted=indicator.counted)


def _about_indicator(indicator: Indicator, terms: Terms) -> Text:
    # a year's number that binds every year needs to say so once
    is_said = (indicator.counting, indicator.binds) == ("yearly", "each_year")
    binds = [] if indicator.binds is None or is_said else [BINDINGS[indicator.binds]]
    force = [] if indicator.force is None else [indicator.force.label]
    about = _INDICATOR.format(
        counted=indicator.counted,
        goal=indicator.goal,
        how=Text.join([COUNTINGS[indicator.counting], *binds, *force], zh="，"),
    )
    how = _HOW.get(_how(indicator), NO_TEXT)
    return about + (how if isinstance(how, Text) else terms.say(how))


def _how(indicator: Indicator) -> str:
    if indicator.binds == "average":
        return "average"
    return "since_before" if indicator.needs_start else indicator.counting


def _about_deliverable(deliverable: Deliverable, labels: Mapping[str, Text]) -> Text:
    return _DELIVERABLE.format(
        label=deliverable.label, place=deliverable.place, who=deliverable.answering(labels), day=_until(deliverable)
    )


def _until(deliverable: Deliverable) -> Text:
    return _UNTIL.format(day=deliverable.deadline.isoformat()) if deliverable.deadline else NO_TEXT


_DELIVERABLE = Template(
    "{label}（{place}），{who}{day}；填进展和日期", "{label} ({place}), {who}{day}; give state and day"
)
_UNTIL = Template("，{day}前", ", by {day}")
_INCOME = Template(
    "{group}{concept}，{component}，{period}，{unit}", "{concept} of {group}, {component}, {period}, {unit}"
)
_PATH = Template("；{kind}路径 {level}", "; the {kind}'s path: {level}")
_INDICATOR = Template("{counted}；目标：{goal}（{how}）", "{counted}; target: {goal} ({how})")
_START = Template(
    "{counted}；填{kind}起始前已有的数：原文未写从哪一年起累计，不填则到期才判定",
    "{counted}; give what there was before the {kind} began: the text does not say since when it is counted; "
    "left empty, it is judged at the end alone",
)
_HOW: dict[str, Text | Template] = {
    "average": Text(
        "；填当年增速，按整个期间的年均判定", "; give the year's growth, judged on average over the period"
    ),
    "since_before": Text(
        "；填期末累计数，含起始前已有的", "; give the sum by the end of the period, with what there was before"
    ),
    "cumulative": Template("；填{kind}起始以来的累计数", "; give the sum since the {kind} began"),
    "yearly": Text(
        "；填当年数，季度填1月起的累计数", "; give the year's number, within the year the sum from January on"
    ),
    "standing": Text("；填期末状况", "; give the state at the end of the period"),
}


def _csv(rows: list[Row], language: Language) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([HEADINGS[key].in_language(language) for key in COLUMNS])
    writer.writerows([_safe(row.get(key, "")) for key in COLUMNS] for row in rows)
    return stream.getvalue()


def _safe(cell: str | int) -> str | int:
    """Return a text that no spreadsheet takes for a formula; reading takes the quote off again."""
    return as_text(cell) if isinstance(cell, str) else cell


def _excel(path: Scenario, rows: list[Row], language: Language) -> bytes:
    import xlsxwriter

    plan = path.require_dossier().plan
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    # the day of the plan, not of the run: the same inputs give the same bytes
    created = datetime.combine(plan.issued, time())
    book.set_properties(
        {"title": printable(plan.title.in_language(language)), "author": "ceheng-model", "created": created}
    )
    sheet = book.add_worksheet(SHEET)
    _write_headings(book, sheet, plan.terms, language)
    _write_rows(book, sheet, rows)
    _offer_choices(sheet, len(rows) + SPARE_ROWS, path.terms, language)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    _set_page(sheet)
    sheet.repeat_rows(0)
    _write_about(book, plan, language)
    book.define_name(NAME, f'="{TEMPLATE.mark}"')
    book.close()
    return buffer.getvalue()


def _set_page(sheet: Any) -> None:
    """Let a sheet print on landscape A4, as wide as a page and as long as it takes, pages numbered."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _write_about(book: Any, plan: Plan, language: Language) -> None:
    about = book.add_worksheet(Text("说明", "about").in_language(language))
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 110)
    about.write_string(0, 0, plan.title.in_language(language), book.add_format({"bold": True}))
    for line, key in enumerate(COLUMNS, start=2):
        about.write_string(line, 0, HEADINGS[key].in_language(language))
        about.write_string(line, 1, hint(key, plan.terms).in_language(language), book.add_format({"text_wrap": True}))
    _set_page(about)


def _write_headings(book: Any, sheet: Any, terms: Terms, language: Language) -> None:
    head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
    for column, (key, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, HEADINGS[key].in_language(language), head)
        sheet.write_comment(
            0, column, hint(key, terms).in_language(language), {"x_scale": 2.0, "author": "ceheng-model"}
        )


def _write_rows(book: Any, sheet: Any, rows: list[Row]) -> None:
    look = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    given = book.add_format({**look, "border_color": "#D0D0D0"})
    entry = {**look, "border_color": "#BF9000", "bg_color": "#FFF2CC", "font_color": "#0000C0"}
    forms = {key: book.add_format({**entry, **_FORMATS.get(key, {})}) for key in (*FILL_IN, *FILL_IN_STATE)}
    for line, row in enumerate(rows, start=1):
        # a written height holds in every program; not all of them fit rows to wrapped text by themselves
        sheet.set_row(line, _LINE * _lines(row))
        entries = FILL_IN_STATE if row["kind"] in tuple(KINDS["deliverable"]) else FILL_IN
        for column, key in enumerate(COLUMNS):
            cell = row.get(key, "")
            style = forms[key] if key in entries else given
            if isinstance(cell, int):
                sheet.write_number(line, column, cell, style)
            elif cell:
                sheet.write_string(line, column, cell, style)
            else:
                sheet.write_blank(line, column, None, style)


def _lines(row: Row) -> int:
    """Return how many lines the longest text of a row takes in its column."""
    widths = zip(COLUMNS, _WIDTHS, strict=True)
    return max(1, *(ceil(text_width(str(row.get(key, "")), wide=_WIDE) / width) for key, width in widths))


def _offer_choices(sheet: Any, last: int, terms: Terms, language: Language) -> None:
    """Let cells that take one of a few words offer them, down to the last row."""
    lists = {
        "kind": [text.in_language(language) for text in KINDS.values()],
        "component": [_word(key, terms.label(key), language) for key in terms.items],
        "quarter": [1, 2, 3, 4],
        "confirmed": [Text("是", "yes").in_language(language)],
        "state": [state.label.in_language(language) for state in DeliverableState],
    }
    for key, source in lists.items():
        column = COLUMNS.index(key)
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": source, "ignore_blank": True})


_FORMATS: Mapping[str, dict[str, str]] = {
    "value": {"num_format": "General"},
    "published": {"num_format": "yyyy-mm-dd"},
}
