"""Write cells of a workbook: styles, addresses, formulas with the value that stands in them.

The only module that speaks to XlsxWriter.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ceheng_model.characters import begins_formula, printable
from ceheng_model.documents.workbook.cell_styles import FONTS, STYLES, VERDICT_STYLES
from ceheng_model.tables import text_width
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Language, Quoted, Text

DASH = "–"
"""Stands where there is no number; it is never an empty text, which would be no stored value."""

Style = str

_DIGIT, _SQUARE = 0.92, 1.9
"""Widths of a letter or digit and of a Chinese sign, in the widest digits of the workbook's fonts."""
_BOLD = 1.1
"""How much wider bold letters are."""
_LINE = 14.5
"""Height of a line, points."""
_ROW_HEIGHT = 15.5
"""Height of a row that nothing else was said of; programs would give it one of their own."""
_DIGIT_POINTS, _CELL_POINTS = 5.25, 3.75
"""Points that a column takes for a digit of its width, and beside them."""
_PAGE_WIDTH, _PAGE_HEIGHT = 769.0, 490.0
"""Points within the margins of a landscape page of A4, a row less high than it is."""
_SMALLEST = 0.6
"""Scale down to which a page is filled: what is written in 10 points then stands in 6."""
_FEW = 0.15
"""Part of a page for whose rows those before them become a little smaller."""


_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "objects": True,
    "scenarios": True,
}
"""What a protected sheet lets its users do besides editing inputs; rows and columns neither come nor go."""


class PlainSheet(Worksheet):  # type: ignore[misc]
    """Take formulas as they stand: all functions are of Excel 2007, so none has a newer name that is to be marked.

    Looking for thirty such names in every formula is a quarter of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("=")


@dataclass(slots=True, kw_only=True)
class Page:
    """Write the cells of one sheet; rows and columns count from 0."""

    book: "Book"
    sheet: Any
    name: str
    widths: list[float] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    """Lines of text that a row has to hold."""
    last_row: int = 0
    last_column: int = 0
    heading: str = ""
    """The title of the sheet, in its first cell."""
    typed: dict[tuple[int, int], str | float | None] = field(default_factory=dict)
    """What stands in the cells that hold no formula."""

    def words(self, text: Text | str) -> str:
        """Return a text in the workbook's language."""
        return printable(text.in_language(self.book.language) if isinstance(text, Text | Quoted) else text, lines=True)

    def title(self, text: Text | str) -> None:
        """Write the title of the sheet."""
        self.heading = self.words(text)
        self.say(0, 0, text, "title")

    def say(self, row: int, column: int, text: Text | str, style: Style = "text") -> str:
        """Write a text as text, whatever sign it starts with; return its address."""
        shown = self.words(text)
        if not shown:
            return self.blank(row, column, style)
        quoted = begins_formula(shown)
        self.typed[row, column] = shown
        self.sheet.write_string(row, column, shown, self.book.style(style, quoted=quoted))
        if STYLES[style].get("text_wrap"):
            bold = _BOLD if STYLES[style].get("bold") else 1.0
            self._hold(row, shown, self.widths[column] / bold)
        return self.at(row, column)

    def put(self, row: int, column: int, value: float, style: Style) -> str:
        """Write a number; return its address."""
        self.typed[row, column] = float(value)
        self.sheet.write_number(row, column, float(value), self.book.style(style))
        return self.at(row, column)

    def blank(self, row: int, column: int, style: Style) -> str:
        """Write an empty cell; return its address."""
        self.typed[row, column] = None
        self.sheet.write_blank(row, column, None, self.book.style(style))
        return self.at(row, column)

    def hint(self, row: int, text: Text, *, wide: int) -> None:
        """Write a remark over the first `wide` columns, in as many lines as it takes."""
        shown = self.words(text)
        self.typed[row, 0] = shown
        self.sheet.merge_range(row, 0, row, wide - 1, shown, self.book.style("hint wrapped"))
        self._hold(row, shown, sum(self.widths[:wide]))

    def count(self, row: int, column: int, formula: str, value: float | str, style: Style) -> str:
        """Write a formula with the value that the engine gives for it; NaN is a dash. Return its address."""
        shown: float | str = value if isinstance(value, str) else float(value)
        if shown != shown:
            shown = DASH
        own = formula.replace(f"{_quoted(self.name)}!", "")
        self.sheet.write_formula(row, column, f"={own}", self.book.style(style), shown)
        return self.at(row, column)

    def count_over(self, row: int, formula: str, value: str, style: Style, *, wide: int) -> None:
        """Write a formula for a text over the first `wide` columns, in as many lines as its value takes."""
        self.sheet.merge_range(row, 0, row, wide - 1, "", self.book.style(style))
        self.count(row, 0, formula, value, style)
        self._hold(row, value, sum(self.widths[:wide]))

    def note(self, row: int, column: int, text: Text | str) -> None:
        """Attach a note to a cell."""
        shown = self.words(text)
        # a note of this scale holds 44 digits in a line, and a line is a little less than a quarter of its usual height
        lines = sum(ceil(width_of(line) / 44) for line in shown.split("\n"))
        size = {"x_scale": 2.2, "y_scale": max(0.6, 0.24 * lines), "author": "ceheng-model"}
        self.sheet.write_comment(row, column, shown, {**size, "font_name": self.book.font, "font_size": 9})

    def at(self, row: int, column: int) -> str:
        """Return the address of a cell, with its sheet."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        return f"{_quoted(self.name)}!{cell(row, column)}"

    def pinned(self, address: str) -> str:
        """Return an address that stays where it is when a formula is filled right or down."""
        return pinned(address)

    def row_pinned(self, address: str) -> str:
        """Return an address that stays in its row when a formula is filled down, and moves when filled right."""
        sheet, sign, block = address.rpartition("!")
        column = block.rstrip("0123456789")
        return f"{sheet}{sign}{column}${block.removeprefix(column)}"

    def column_pinned(self, address: str) -> str:
        """Return an address that stays in its column when a formula is filled right, and moves when filled down."""
        sheet, sign, block = address.rpartition("!")
        return f"{sheet}{sign}${block}"

    def column_block(self, column: int, last_row: int) -> str:
        """Return a column from the first row to a last one; it moves when filled right, and not when filled down."""
        letters = cell(0, column).rstrip("0123456789")
        return f"{_quoted(self.name)}!{letters}$1:{letters}${last_row + 1}"

    def rows_block(self, column: int, first_row: int, last_row: int) -> str:
        """Return part of a column; it moves when filled right, and not when filled down."""
        letters = cell(0, column).rstrip("0123456789")
        return f"{_quoted(self.name)}!{letters}${first_row + 1}:{letters}${last_row + 1}"

    def name_cells(self, name: str, first: tuple[int, int], last: tuple[int, int] | None = None) -> None:
        """Give a name to a cell or a block."""
        corner = f":{cell(*last, fixed=True)}" if last and last != first else ""
        self.book.named[name] = f"{_quoted(self.name)}!{cell(*first, fixed=True)}{corner}"
        self.book.handle.define_name(name, f"={self.book.named[name]}")

    def block(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return the address of a block, which stays where it is."""
        return f"{_quoted(self.name)}!{fixed(*first, *last)}"

    def columns(self, widths: Sequence[float]) -> None:
        """Set column widths, in digits; a Chinese character takes two."""
        self.widths = list(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def add_columns(self, count: int, width: float) -> None:
        """Add columns of one width behind those that were set."""
        for _ in range(count):
            self.sheet.set_column(len(self.widths), len(self.widths), width)
            self.widths.append(width)

    def label_width(self, labels: Iterable[Text | str], *, least: float) -> float:
        """Return the width of a column that holds labels, a tenth more than estimated and two digits beside them."""
        return max([least, *(width_of(self.words(label)) * 1.1 + 2 for label in labels)])

    def heads(self, row: int, texts: Sequence[Text | str], first: int = 0) -> None:
        """Write a row of headings."""
        for column, text in enumerate(texts, start=first):
            self.say(row, column, text, "head")

    def year_heads(self, row: int, first: int, years: Sequence[int]) -> None:
        """Write years as headings that stay numbers."""
        for column, year in enumerate(years, start=first):
            self.put(row, column, year, "year")

    def colour_verdicts(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Colour cells by the verdict that stands in them."""
        for verdict, style in VERDICT_STYLES.items():
            value = literal(self.words(verdict.label))
            rule = {"type": "cell", "criteria": "==", "value": value, "format": self.book.rule(style)}
            self.sheet.conditional_format(*first, *last, rule)

    def prints(self, *, rows: tuple[int, int] | None, wide: int, last_row: int | None = None) -> None:
        """Set the page up: A4, one page wide, headings repeated, page numbers; give rows their heights.

        Headings are the title where `rows` is None. What is printed ends with `last_row`, that of the sheet where it
        is None.
        """
        rows = rows or (0, 0)
        for row, lines in self.lines.items():
            self.sheet.set_row(row, _height(lines))
        sheet, last = self.sheet, self.last_row if last_row is None else last_row
        sheet.set_landscape()
        # A4
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, self._pages(rows, wide, last))
        sheet.repeat_rows(*rows)
        # all texts of a header together may have 255 signs
        title = self.book.title.replace("&", "&&")[:120]
        face = f'&"{self.book.font},Regular"&9'
        sheet.set_header(f"&L{face}{title}&R{face}&A")
        sheet.set_footer("&C&9&P / &N")
        sheet.print_area(0, 0, last, wide - 1)
        # without a password: it keeps from slips, and a user who wants to can lift it
        sheet.protect("", _ALLOWED)

    def _pages(self, rows: tuple[int, int], wide: int, last_row: int) -> int:
        """Return the fewest pages on which the rows stand in a size that can be read."""
        across = sum(width * _DIGIT_POINTS + _CELL_POINTS for width in self.widths[:wide])
        by_width = min(1.0, _PAGE_WIDTH / across)
        scale = min(by_width, _SMALLEST)
        heights = [_height(self.lines[row]) if row in self.lines else _ROW_HEIGHT for row in range(last_row + 1)]
        repeated = sum(heights[rows[0] : rows[1] + 1])
        # no page is begun for a few last rows
        room, over = _PAGE_HEIGHT / scale, _PAGE_HEIGHT / scale * _FEW
        pages = 1
        while sum(heights) + (pages - 1) * repeated > pages * room + over:
            pages += 1
        return pages

    def _hold(self, row: int, text: str, width: float) -> None:
        lines = sum(_lines_of(line, width) for line in text.split("\n"))
        self.lines[row] = max(self.lines.get(row, 1), lines)


@dataclass(slots=True, kw_only=True)
class Book:
    """Hold a workbook that is being written."""

    handle: Any
    language: Language
    title: str
    font: str
    buffer: io.BytesIO
    years: dict[Style, str]
    """Number formats of the styles of years: headings, and in columns that are headed as years."""
    named: dict[str, str] = field(default_factory=dict)
    """Where the cells with a name stand."""
    formats: dict[tuple[str, bool], Any] = field(default_factory=dict)

    def page(self, name: Text) -> Page:
        """Add a sheet."""
        title = name.in_language(self.language)
        sheet = self.handle.add_worksheet(title, worksheet_class=PlainSheet)
        sheet.hide_gridlines(2)
        sheet.set_default_row(_ROW_HEIGHT)
        return Page(book=self, sheet=sheet, name=title)

    @property
    def plain_year(self) -> str:
        """Number format of years under a heading or on an axis that says what they are."""
        return self.years["plain year"]

    def style(self, name: Style, *, quoted: bool = False) -> Any:
        """Return the format of a style; `quoted` keeps text that looks like a formula text when it is edited."""
        if (name, quoted) not in self.formats:
            given = {**STYLES["text"], **STYLES[name], "font_name": self.font}
            if name in self.years:
                given["num_format"] = self.years[name]
            self.formats[name, quoted] = self.handle.add_format({**given, "quote_prefix": quoted})
        return self.formats[name, quoted]

    def rule(self, name: Style) -> Any:
        """Return the format that a conditional rule lays over a cell."""
        key = f"rule {name}"
        if (key, False) not in self.formats:
            self.formats[key, False] = self.handle.add_format(STYLES[name])
        return self.formats[key, False]

    def name_block(self, name: str, block: str) -> None:
        """Give a name to a block that is told by its address."""
        sheet, _, corners = block.rpartition("!")
        pinned = ":".join(_pinned(corner) for corner in corners.split(":"))
        self.handle.define_name(name, f"={sheet}!{pinned}")

    def close(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self.handle.close()
        return self.buffer.getvalue()


def new_book(*, language: Language, title: str, created: datetime, subject: str, terms: Terms) -> Book:
    """Return an empty workbook that is made in memory; `terms` say how years are written."""
    font, title, subject = FONTS[language], printable(title), printable(subject)
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": font, "font_size": 10},
    }
    handle = xlsxwriter.Workbook(buffer, options)
    handle.set_properties({"title": title, "subject": subject, "author": "ceheng-model", "created": created})
    # large enough for all tabs to be seen
    handle.set_size(2400, 1400)
    return Book(
        handle=handle, language=language, title=title, font=font, buffer=buffer, years=_year_formats(terms, language)
    )


def _year_formats(terms: Terms, language: Language) -> dict[Style, str]:
    """Return the number formats that show a year as the plan writes it, while its cell holds the number."""
    before, after = (
        f'"{part}"' if part else ""
        # a quotation mark would end what is shown as it stands
        for part in terms.year.format(year="\0").in_language(language).replace('"', "").split("\0")
    )
    shown = f"{before}0{after}"
    plain = "0" if terms.counts_calendar_years else shown
    return {"year": shown, "plain year": plain, "total year": plain}


def _height(lines: int) -> float:
    return 3.0 + _LINE * lines


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the address of a cell within its sheet.

    >>> cell(4, 27), cell(0, 0, fixed=True)
    ('AB5', '$A$1')
    """
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def pinned(address: str) -> str:
    """Return an address that stays where it is when a formula is filled right or down.

    >>> pinned("Inputs!B5")
    'Inputs!$B$5'
    """
    sheet, sign, corner = address.rpartition("!")
    return f"{sheet}{sign}{_pinned(corner)}"


def _pinned(corner: str) -> str:
    bare = corner.replace("$", "")
    letters = bare.rstrip("0123456789")
    return f"${letters}${bare.removeprefix(letters)}"


def span(first: str, last: str) -> str:
    """Return the block between two addresses of one sheet."""
    return f"{first}:{last.rpartition('!')[2]}"


def fixed(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Return a block that stays where it is, within its sheet.

    >>> fixed(3, 0, 5, 0)
    '$A$4:$A$6'
    """
    return f"{cell(first_row, first_column, fixed=True)}:{cell(last_row, last_column, fixed=True)}"


def literal(text: str) -> str:
    """Return a text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


def _quoted(name: str) -> str:
    # a name of letters needs no quotation marks
    return name if name.isascii() and name.isalpha() else "'" + name.replace("'", "''") + "'"


def _lines_of(line: str, width: float) -> int:
    """Return how many lines a text takes in a column: words are kept whole where they fit."""
    if width_of(line) <= width:
        return 1
    lines, used = 1, 0.0
    for word in line.split(" "):
        taken = width_of(word)
        if used and used + _DIGIT + taken > width:
            lines, used = lines + 1, 0.0
        used += taken + (_DIGIT if used else 0.0)
        # a word too long for a line, as are sentences without spaces, runs on
        further = max(0, ceil(used / width) - 1)
        lines, used = lines + further, used - further * width
    return lines


def width_of(text: str) -> float:
    """Return about how wide a text is, in digits.

    >>> round(width_of("2024年"), 1), width_of("")
    (5.6, 0.0)
    """
    return text_width(text, narrow=_DIGIT, wide=_SQUARE)
