"""Write the workbook to fill in: a sheet of instructions, one of incomes, and one for each responsible unit."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil
from typing import Any

from ceheng_model.characters import printable
from ceheng_model.files.format_versions import NAME, TEMPLATE
from ceheng_model.plan import Plan
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import text_width
from ceheng_model.terms import Terms
from ceheng_model.tracking.actuals_columns import HEADINGS, hint
from ceheng_model.tracking.deliverable_states import DeliverableState
from ceheng_model.tracking.form_rows import FormRow
from ceheng_model.tracking.reported_figures import KINDS
from ceheng_model.tracking.words import (
    EXAMPLE_ABOUT,
    EXAMPLE_ITEM,
    EXAMPLE_SOURCE,
    FORM_GUIDE,
    FORM_INCOMES,
    FORM_STEPS,
    MANDATORY,
    MANDATORY_MARK,
    REPORTING_UNIT,
)
from ceheng_model.vocabulary import Language, Text

FORM_COLUMNS = (
    *("item", "goal", "unit", "year", "quarter", "value", "published", "state", "source", "note", "confirmed", "about"),
    *("kind", "group", "component", "indicator"),
)
"""Columns of a sheet to fill in: names first, the keys that a program goes by hidden at the end."""
HIDDEN = ("kind", "group", "component", "indicator")
FILL_IN = ("value", "published", "source", "note", "confirmed")
FILL_IN_STATE = ("published", "source", "note", "state")
"""What is filled in for a deliverable."""
MUST = ("value", "published", "source")
MUST_STATE = ("published", "state")
SPARE_ROWS = 200
"""Rows below the filled ones that offer choices as well: room for revised figures and quarters."""
_WIDTHS: Mapping[str, float] = {
    "item": 26,
    "goal": 14,
    "unit": 9,
    "year": 7,
    "quarter": 8,
    "value": 13,
    "published": 13,
    "state": 10,
    "source": 20,
    "note": 14,
    "confirmed": 9,
    "about": 44,
}
_LINE = 15.0
"""Height of a line of text, points."""
_WIDE = 2.2
"""Width of a Chinese sign in the digits by which columns are measured, with what wrapping wastes."""
_A4 = 9
"""Number by which spreadsheets know the paper."""
_LONGEST, _NOT_IN_NAMES = 31, re.compile(r"[\[\]:*?/\\']+")
"""What the name of a sheet may have at most, and not at all."""
_AFTER = 3
"""Years after the last one of the plan in which its figures may still be published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    """Hold how cells look."""

    head: Any
    must: Any
    given: Any
    plain: Mapping[str, Any]
    needed: Mapping[str, Any]
    example: Any


def form_book(path: Scenario, rows: Sequence[FormRow], language: Language) -> bytes:
    """Return the workbook; the same rows give the same bytes."""
    import xlsxwriter

    plan = path.require_dossier().plan
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    # the day of the plan, not of the run: the same inputs give the same bytes
    created = datetime.combine(plan.issued, time())
    title = printable(plan.title.in_language(language))
    book.set_properties({"title": title, "author": "ceheng-model", "created": created})
    formats = _formats(book)
    taken = [FORM_GUIDE.in_language(language)]
    sheets = [(name, _sheet_name(name.in_language(language), taken), own) for name, own in _by_unit(rows)]
    _write_guide(book, plan, [(called, len(own)) for _, called, own in sheets], language)
    for name, called, own in sheets:
        sheet = book.add_worksheet(called)
        _write_sheet(sheet, own, path.terms, formats, language)
        _offer(sheet, own, path, language)
        _set_page(sheet, header=f"&L{_in_header(title)}&R{_in_header(_owner(name, own, language))}")
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 1)
    book.define_name(NAME, f'="{TEMPLATE.mark}"')
    book.close()
    return buffer.getvalue()


def _by_unit(rows: Sequence[FormRow]) -> Iterator[tuple[Text, list[FormRow]]]:
    """Yield the incomes, then the rows of each unit, those with most first."""
    incomes = [row for row in rows if row.kind == "income"]
    if incomes:
        yield FORM_INCOMES, incomes
    units: dict[Text, list[FormRow]] = {}
    for row in rows:
        if row.kind != "income":
            units.setdefault(row.answers, []).append(row)
    yield from sorted(units.items(), key=lambda item: -len(item[1]))


def _owner(name: Text, rows: Sequence[FormRow], language: Language) -> str:
    """Return what stands at the head of the printed pages: the unit that fills the sheet in."""
    if rows[0].kind == "income":
        return name.in_language(language)
    return REPORTING_UNIT.format(unit=name).in_language(language)


def _sheet_name(name: str, taken: list[str]) -> str:
    """Return a name that spreadsheets take for a sheet, unlike those that are taken, and take it."""
    short = _NOT_IN_NAMES.sub(" ", printable(name)).strip()[:_LONGEST].strip() or "1"
    called, number = short, 2
    while called.lower() in (other.lower() for other in taken):
        called = f"{short[: _LONGEST - 4]} {number}"
        number += 1
    taken.append(called)
    return called


def _in_header(text: str) -> str:
    """Return a text as it stands in a header, where & begins a command; the whole of it holds 255 signs."""
    return printable(text)[:100].replace("&", "&&")


def _formats(book: Any) -> _Formats:
    look = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    entry = {**look, "border_color": "#BF9000", "bg_color": "#FFF2CC", "font_color": "#0000C0"}
    plain, needed = ({**entry, **more} for more in ({"bg_color": "#FFFBEB"}, {}))
    keys = dict.fromkeys((*FILL_IN, *FILL_IN_STATE))
    return _Formats(
        head=book.add_format({**look, "bold": True, "bg_color": "#D9E2F3"}),
        must=book.add_format({**look, "bold": True, "bg_color": "#F4B183", "font_color": "#7F0000"}),
        given=book.add_format({**look, "border_color": "#D0D0D0"}),
        plain={key: book.add_format({**plain, **_NUMBERS.get(key, {})}) for key in keys},
        needed={key: book.add_format({**needed, **_NUMBERS.get(key, {})}) for key in keys},
        example=book.add_format({**look, "border_color": "#D0D0D0", "italic": True, "font_color": "#7F7F7F"}),
    )


_NUMBERS: Mapping[str, dict[str, str]] = {
    "value": {"num_format": "General"},
    "published": {"num_format": "yyyy-mm-dd"},
}


def _write_sheet(sheet: Any, rows: Sequence[FormRow], terms: Terms, formats: _Formats, language: Language) -> None:
    kinds = {row.kind for row in rows}
    unused = _unused(kinds)
    must = {*(MUST if kinds - {"deliverable"} else ()), *(MUST_STATE if "deliverable" in kinds else ())}
    for column, key in enumerate(FORM_COLUMNS):
        is_hidden = key in HIDDEN or key in unused
        sheet.set_column(column, column, _WIDTHS.get(key, 12), None, {"hidden": is_hidden})
        heading = HEADINGS[key].in_language(language) + (MANDATORY_MARK if key in must else "")
        sheet.write_string(0, column, heading, formats.must if key in must else formats.head)
        if not is_hidden:
            said = hint(key, terms).in_language(language)
            note = f"{MANDATORY.in_language(language)}{said}" if key in must else said
            sheet.write_comment(0, column, note, {"x_scale": 2.0, "author": "ceheng-model"})
    sheet.set_row(0, 2 * _LINE)
    shown = [key for key in FORM_COLUMNS if key not in HIDDEN and key not in unused]
    example = _example(rows[0], language)
    for column, key in enumerate(FORM_COLUMNS):
        _write(sheet, 1, column, example.get(key, ""), formats.example)
    sheet.set_row(1, _LINE * _lines(example, shown))
    for line, row in enumerate(rows, start=2):
        cells = _cells(row, language)
        entries, needed = (FILL_IN_STATE, MUST_STATE) if row.kind == "deliverable" else (FILL_IN, MUST)
        # a written height holds in every program; not all of them fit rows to wrapped text by themselves
        sheet.set_row(line, _LINE * _lines(cells, shown))
        for column, key in enumerate(FORM_COLUMNS):
            style = formats.given
            if key in entries:
                style = (formats.needed if key in needed else formats.plain)[key]
            _write(sheet, line, column, cells.get(key, ""), style)


def _unused(kinds: set[str]) -> tuple[str, ...]:
    """Return the columns that no row of a sheet has any use for."""
    if kinds == {"deliverable"}:
        return ("unit", "year", "quarter", "value", "confirmed")
    return () if "deliverable" in kinds else ("state",)


def _write(sheet: Any, line: int, column: int, cell: str | int, style: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(line, column, cell, style)
    elif cell:
        sheet.write_string(line, column, cell, style)
    else:
        sheet.write_blank(line, column, None, style)


def _cells(row: FormRow, language: Language) -> dict[str, str | int]:
    return {
        "item": row.item.in_language(language),
        "goal": row.goal.in_language(language),
        "unit": row.unit.in_language(language),
        "year": row.year or "",
        "quarter": row.quarter or "",
        "about": row.about.in_language(language),
        "kind": KINDS[row.kind].in_language(language),
        "group": row.group,
        "component": row.component,
        "indicator": row.indicator,
    }


def _example(row: FormRow, language: Language) -> dict[str, str | int]:
    """Return a row that shows how one is filled in; it is passed over when the sheet is read."""
    item = EXAMPLE_ITEM.format(item=row.item).in_language(language)
    cells: dict[str, str | int] = {**_cells(row, language), "item": item, "kind": EXAMPLE_KIND.in_language(language)}
    cells |= {
        "published": f"{row.year + 1}-01-20" if row.year else "2023-01-20",
        "source": EXAMPLE_SOURCE.in_language(language),
        "about": EXAMPLE_ABOUT.in_language(language),
    }
    if row.kind == "deliverable":
        cells["state"] = DeliverableState.DONE.label.in_language(language)
    else:
        cells["value"] = "66.5%" if row.is_share else "12,345.6"
    return cells


EXAMPLE_KIND = Text("示例", "example")
"""The kind of a row that is no row."""


def _lines(cells: Mapping[str, str | int], shown: Sequence[str]) -> int:
    """Return how many lines the longest text of a row takes in its column."""
    return max(ceil(max(text_width(str(cells.get(key, "")), wide=_WIDE), 1) / _WIDTHS[key]) for key in shown)


def _offer(sheet: Any, rows: Sequence[FormRow], path: Scenario, language: Language) -> None:
    """Let cells say in what they count and between what they lie, and offer the words of which they take one."""
    plan, last = path.require_dossier().plan, len(rows) + 1 + SPARE_ROWS
    years = [path.baseline.year, *path.years]
    lists = {
        "quarter": [1, 2, 3, 4],
        "confirmed": [Text("是", "yes").in_language(language)],
        "state": [state.label.in_language(language) for state in DeliverableState],
    }
    if len(years) <= _MOST_CHOICES:
        lists["year"] = years
    for key, source in lists.items():
        column = FORM_COLUMNS.index(key)
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": source, "ignore_blank": True})
    column = FORM_COLUMNS.index("published")
    sheet.data_validation(2, column, last, column, _days(plan, language))
    column = FORM_COLUMNS.index("value")
    for line, row in enumerate(rows, start=2):
        if row.kind != "deliverable":
            sheet.data_validation(line, column, line, column, _range(row, language))


_MOST_CHOICES = 20
"""Words of a list that fit into the 255 signs of a validation."""


def _days(plan: Plan, language: Language) -> dict[str, Any]:
    """Return the rule of a day: no figure of the plan is published before its base year is over."""
    first, last = date(plan.base_year, 1, 1), date(plan.years[-1] + _AFTER, 12, 31)
    said = Text(f"日期，{first}至{last}", f"a day from {first} to {last}")
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_type": "warning",
        "error_title": HEADINGS["published"].in_language(language),
        "error_message": said.in_language(language),
        "input_title": HEADINGS["published"].in_language(language),
        "input_message": Text("例如 2023-01-20", "for example 2023-01-20").in_language(language),
    }


def _range(row: FormRow, language: Language) -> dict[str, Any]:
    """Return the rule of a value; it warns, since a value may be typed with its unit, and may be right all the same."""
    least, most = row.least, row.most
    unit = row.unit.in_language(language)
    bounds = _bounds(row)
    rule: dict[str, Any] = {"validate": "any"}
    if least is not None and most is not None:
        rule = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    elif least is not None:
        rule = {"validate": "decimal", "criteria": ">=", "value": least}
    return {
        **rule,
        "error_type": "warning",
        "error_title": unit[:_MOST_TITLE] or HEADINGS["value"].in_language(language),
        "error_message": bounds.in_language(language)[:_MOST_MESSAGE],
        "input_title": Text(f"单位：{row.unit.zh}", f"unit: {row.unit.en}").in_language(language)[:_MOST_TITLE],
        "input_message": bounds.in_language(language)[:_MOST_MESSAGE],
    }


_MOST_TITLE, _MOST_MESSAGE = 32, 250
"""Signs that a spreadsheet takes for the title and the text of such a message."""


def _bounds(row: FormRow) -> Text:
    if row.is_share:
        return Text("比例写作 70% 或 0.7，不写 70", "write a share as 70% or 0.7, not 70")
    if row.least is not None and row.most is not None:
        return Text(
            f"一般在{row.least:,.0f}至{row.most:,.0f}之间；确实在此之外的，“核对无误”填“是”",
            f"usually between {row.least:,.0f} and {row.most:,.0f}; where it truly is not, say yes under confirmed",
        )
    if row.least is not None:
        return Text(
            "不为负；也可连同单位填写，如 14.8万亩", "not negative; may be typed with its unit, such as 14.8万亩"
        )
    return Text("以单位计，不写增速", "in its unit, not growth")


def _write_guide(book: Any, plan: Plan, sheets: Sequence[tuple[str, int]], language: Language) -> None:
    """Write how to fill the sheets in, which sheet is whose, and what belongs in each column."""
    guide = book.add_worksheet(FORM_GUIDE.in_language(language))
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D0D0"})
    guide.set_column(0, 0, 24)
    guide.set_column(1, 1, 96)
    guide.write_string(0, 0, printable(plan.title.in_language(language)), bold)
    line = 2
    for number, step in enumerate(FORM_STEPS, start=1):
        guide.write_number(line, 0, number, wrapped)
        said = plan.terms.say(step).in_language(language)
        guide.write_string(line, 1, said, wrapped)
        guide.set_row(line, _LINE * max(1, ceil(text_width(said, wide=_WIDE) / 96)))
        line += 1
    line += 1
    for column, text in enumerate((Text("工作表", "sheet"), Text("行数", "rows"))):
        guide.write_string(line, column, text.in_language(language), head)
    for called, count in sheets:
        line += 1
        guide.write_string(line, 0, called, wrapped)
        guide.write_string(line, 1, str(count), wrapped)
    line += 2
    for column, text in enumerate((Text("列", "column"), Text("填什么", "what belongs there"))):
        guide.write_string(line, column, text.in_language(language), head)
    for key in FORM_COLUMNS:
        if key in HIDDEN:
            continue
        line += 1
        said = hint(key, plan.terms).in_language(language)
        mark = MANDATORY_MARK if key in (*MUST, *MUST_STATE) else ""
        guide.write_string(line, 0, f"{HEADINGS[key].in_language(language)}{mark}", wrapped)
        guide.write_string(line, 1, said, wrapped)
        guide.set_row(line, _LINE * max(1, ceil(text_width(said, wide=_WIDE) / 96)))
    _set_page(guide, header="")


def _set_page(sheet: Any, *, header: str) -> None:
    """Let a sheet print on landscape A4, as wide as a page and as long as it takes, pages numbered."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7 if header else 0.5, bottom=0.6)
    if header:
        sheet.set_header(header)
    sheet.set_footer("&C&P / &N")
