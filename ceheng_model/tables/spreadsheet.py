"""Write tables as one workbook for people: a sheet a table, numbers as numbers, headings that stay and print."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from math import ceil
from typing import Any

from ceheng_model.characters import printable
from ceheng_model.tables.cells import text_width, written
from ceheng_model.tables.columns import Column
from ceheng_model.tables.plain_cells import Shown, stored_cell
from ceheng_model.tables.sheet_names import sheet_names, short_titles
from ceheng_model.tables.table import Table
from ceheng_model.tables.units import units_of
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import Language, Template, Text, Verdict

_FONTS: dict[Language, str] = {"zh": "微软雅黑", "en": "Arial"}
_NOTES = Text("说明", "Notes")
_PAGE = Text("第 &P 页，共 &N 页", "page &P of &N")
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands as the day on which each workbook was made, so that the same tables give the same bytes."""
_A4 = 9
"""The number of A4 among the papers of a workbook."""
_HEAD_ROW = 2
"""Below the title and an empty row."""
_NARROWEST, _WIDEST, _SPARE = 8.0, 46.0, 2.5
"""Widths of columns in digits; words wider than the widest go over several lines."""
_ACROSS = 125.0
"""Digits that stand beside each other on a printed page at a legible size."""
_TEXT = 100.0
"""Width of a column of sentences, in digits."""
_LEAST_WORDS = 14.0
"""Digits that a column of words keeps in any case."""
_SMALLER = 1.05
"""Digits of the size of cells in the width of one of the size that widths are counted in, all but a little."""
_A_PAGE = 25
"""Rows and notes that stand on one printed page, some of them over two lines."""
_NOTE_OF = Template("“{title}”：{note}", "{title}: {note}")
_UNIT = re.compile(r"(?<=\S) ?(?P<unit>[（(][^（）()\n]+[）)])$")
"""What stands in brackets behind a heading."""
_LINE = 15.0
"""Points that a line of ten-point type takes."""

_GRID = {"border": 1, "border_color": "#C8CCD2", "valign": "top"}
_HEAD = {**_GRID, "bold": True, "bg_color": "#D9E2F3", "text_wrap": True, "valign": "vcenter"}
# words stand off from the number before them
_WORDS = {**_GRID, "text_wrap": True, "align": "left", "indent": 1}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 13},
    "head": {**_HEAD, "align": "left", "indent": 1},
    "head right": {**_HEAD, "align": "right"},
    "head centre": {**_HEAD, "align": "center"},
    "words": _WORDS,
    "right": {**_GRID, "align": "right"},
    "centre": {**_GRID, "align": "center"},
    "note": {"font_color": "#595959", "text_wrap": True, "valign": "top"},
    "lead": {"text_wrap": True, "valign": "top"},
    "met": {**_WORDS, "font_color": "#375623"},
    "exceeded": {**_WORDS, "font_color": "#375623"},
    "missed": {**_WORDS, "font_color": "#9C0006", "bold": True},
    "undecidable": {**_WORDS, "font_color": "#7F6000"},
    "not_judged": {**_WORDS, "font_color": "#7F7F7F"},
}
_CENTRED = {"year": "centre"}
"""Kinds of numbers that count nothing, and the look of their cells."""


def spreadsheet(
    tables: Sequence[Table],
    language: Language,
    *,
    lead: Sequence[Text] = (),
    last: Sequence[Text] = (),
    money: Text = YUAN_WORD,
) -> bytes:
    """Return a workbook of tables; what stands before and after them has a sheet of its own in front.

    `money` is the unit of incomes, which stands in headings, or behind numbers of a column that holds several kinds.
    """
    stream = io.BytesIO()
    texts = [printable(text.in_language(language)) for text in (*lead, *last, *_apart(tables))]
    front = [_NOTES.in_language(language)] if texts else []
    with _book(stream, language) as book:
        if texts:
            _write_texts(book, front[0], texts)
        for table, name in zip(tables, sheet_names(tables, language, taken=front), strict=True):
            if table.is_input:
                _write_input(book, table, name)
            else:
                _write_table(book, table, name, language, money)
    return stream.getvalue()


class _Book:
    """Hold an open workbook with the looks of its cells, each made once."""

    def __init__(self, stream: io.BytesIO, language: Language) -> None:
        from xlsxwriter import Workbook

        # nothing that a text begins with makes it a formula or a link
        self.file = Workbook(
            stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.file.set_properties({"created": _MADE})
        self.font = {"font_name": _FONTS[language], "font_size": 10}
        self.page = _PAGE.in_language(language)
        self._looks: dict[tuple[str, str], Any] = {}

    def look(self, name: str, form: str = "") -> Any:
        """Return the look of cells, with the format of a number."""
        if (name, form) not in self._looks:
            number = {"num_format": form} if form else {}
            self._looks[name, form] = self.file.add_format({**self.font, **_LOOKS[name], **number})
        return self._looks[name, form]

    def sheet(self, name: str) -> Any:
        """Return a new sheet that prints on A4 across, one page wide."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&C{self.page}")
        return sheet


@contextmanager
def _book(stream: io.BytesIO, language: Language) -> Iterator[_Book]:
    book = _Book(stream, language)
    yield book
    book.file.close()


def _write_texts(book: _Book, name: str, texts: Sequence[str]) -> None:
    sheet = book.sheet(name)
    sheet.set_column(0, 0, _TEXT)
    sheet.write_string(0, 0, name, book.look("title"))
    for row, text in enumerate(texts, start=_HEAD_ROW):
        sheet.write_string(row, 0, text, book.look("lead"))
        sheet.set_row(row, _LINE * _lines(text, _TEXT))


def _write_table(book: _Book, table: Table, name: str, language: Language, money: Text) -> None:
    sheet = book.sheet(name)
    sheet.write_string(0, 0, printable(table.title.in_language(language)), book.look("title"))
    shown = [(i, col) for i, col in enumerate(table.columns) if col.shown]
    units = [units_of(col, [row[i] for row in table.rows], money) for i, col in shown]
    headings = [printable(unit.heading.in_language(language), lines=True) for unit in units]
    widths = _widths(table, language, headings)
    headings = [_with_unit_whole(heading, width) for heading, width in zip(headings, widths, strict=True)]
    for place, (_, col) in enumerate(shown):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(_HEAD_ROW, place, headings[place], book.look(_head_look(col)))
    sheet.set_row(_HEAD_ROW, 4.0 + _LINE * max(map(_lines, headings, widths), default=1))
    for at, row in enumerate(table.rows, start=_HEAD_ROW + 1):
        lines = 1
        for place, (i, col) in enumerate(shown):
            cell = stored_cell(row[i], col, language, units[place].behind)
            if isinstance(cell, Shown):
                sheet.write_number(at, place, cell.value, book.look(_CENTRED.get(col.kind, "right"), cell.form))
                continue
            value = row[i]
            look = value.value if isinstance(value, Verdict) else "words" if col.is_words else "right"
            sheet.write_string(at, place, cell, book.look(look))
            lines = max(lines, _lines(cell, widths[place]))
        sheet.set_row(at, _LINE * lines)
    sheet.freeze_panes(_HEAD_ROW + 1, 1 if len(shown) > 2 else 0)
    sheet.repeat_rows(_HEAD_ROW)
    if not _is_long(table):
        _write_notes(book, sheet, [printable(note.in_language(language)) for note in table.notes], table, widths)


def _with_unit_whole(heading: str, width: float) -> str:
    """Return a heading that goes over several lines with the unit behind it on one of its own."""
    return heading if _lines(heading, width) == 1 else _UNIT.sub(r"\n\g<unit>", heading)


def _is_long(table: Table) -> bool:
    """Return whether a table goes over several printed pages with its notes: these would stand below its headings."""
    return len(table.rows) + len(table.notes) > _A_PAGE


def _apart(tables: Sequence[Table]) -> Iterator[Text]:
    """Yield the notes of long tables, each with what it is of."""
    for table in tables:
        if _is_long(table) and not table.is_input:
            yield from (_NOTE_OF.format(title=short_titles([table])[0], note=note) for note in table.notes)


def _head_look(col: Column) -> str:
    if col.kind in _CENTRED:
        return "head centre"
    return "head" if col.is_words else "head right"


def _write_input(book: _Book, table: Table, name: str) -> None:
    """Write a table that commands read again: its keys in the first row, every digit."""
    sheet = book.sheet(name)
    records = table.records()
    keys = list(dict.fromkeys(key for record in records for key in record))
    sheet.write_row(0, 0, keys, book.look("head"))
    for at, record in enumerate(records, start=1):
        for place, key in enumerate(keys):
            value = record.get(key)
            if isinstance(value, str):
                sheet.write_string(at, place, printable(value, lines=True), book.look("words"))
            else:
                sheet.write(at, place, value, book.look("right"))
    for place, key in enumerate(keys):
        cells = [text_width(str(record.get(key) or "")) for record in records]
        sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, text_width(key), *cells) + _SPARE))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _write_notes(book: _Book, sheet: Any, notes: Sequence[str], table: Table, widths: Sequence[float]) -> None:
    for row, note in enumerate(notes, start=_HEAD_ROW + 2 + len(table.rows)):
        last = len(widths) - 1
        look = book.look("note")
        if last:
            sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_string(row, 0, note, look)
        sheet.set_row(row, _LINE * _lines(note, sum(widths)))


def _widths(table: Table, language: Language, headings: Sequence[str]) -> list[float]:
    """Return how wide each column is to be, in digits: for its widest cell; words share what a page has left."""
    shown = [(i, col) for i, col in enumerate(table.columns) if col.shown]
    widths = []
    for (i, col), head in zip(shown, headings, strict=True):
        cells = [written(row[i], col.kind, language, decimals=col.decimals) for row in table.rows]
        inside = max((text_width(line) for cell in cells for line in cell.split("\n")), default=0.0)
        heading = text_width(head)
        unit = _UNIT.search(head)
        # a heading above narrow cells goes over two lines, of which the unit in brackets keeps one
        narrow = max(heading / 2 + 5.0, text_width(unit["unit"]) + _SPARE if unit else 0.0)
        widths.append(min(_WIDEST, max(_NARROWEST, inside + _SPARE, min(heading + _SPARE, narrow))))
    return _within(widths, [col.is_words for _, col in shown])


def _within(widths: Sequence[float], are_words: Sequence[bool]) -> list[float]:
    """Return widths that a printed page holds at a legible size: columns of words are cut to one width."""
    fixed = sum(width for width, words in zip(widths, are_words, strict=True) if not words)
    free = sorted(width for width, words in zip(widths, are_words, strict=True) if words)
    if not free or sum(widths) <= _ACROSS:
        return list(widths)
    room, most = _ACROSS - fixed, _WIDEST
    for place, width in enumerate(free):
        most = room / (len(free) - place)
        if width > most:
            break
        room -= width
    most = max(most, _LEAST_WORDS)
    return [min(width, most) if words else width for width, words in zip(widths, are_words, strict=True)]


def _lines(text: str, width: float) -> int:
    """Return over how many lines a text goes; some room is left for where words may not break."""
    return sum(max(1, ceil((text_width(line) + 1.0) / (width * _SMALLER))) for line in text.split("\n"))
