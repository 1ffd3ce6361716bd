"""Write tables as one HTML page that asks nothing of any other file: for a phone, a dark screen and A4 paper."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from ceheng_model.characters import printable
from ceheng_model.tables.cells import Cell, text_width
from ceheng_model.tables.columns import Column
from ceheng_model.tables.table import Table
from ceheng_model.vocabulary import Language, Text, Verdict

_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_UPRIGHT = 92.0
"""Digits that stand beside each other on A4 paper held upright, at the size of type that the page prints with."""
_LONG = 28.0
"""Digits from which a cell of words is given more room."""
_SHORT = 16.0
"""Digits up to which a cell of words stays in one line."""
_GAP = 2.0
"""Digits that the space between two columns takes."""


def html_page(
    tables: Sequence[Table],
    language: Language,
    *,
    title: Text,
    lead: Sequence[Text] = (),
    last: Sequence[Text] = (),
) -> str:
    """Return tables with what stands before and after them as one page, every text escaped."""
    before, after = ([f"<p>{_safe(text.in_language(language))}</p>" for text in texts] for texts in (lead, last))
    blocks = "\n".join([*before, *(_section(table, language) for table in tables), *after])
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title.in_language(language))}</title>\n<style>\n{_css()}</style>\n</head>\n<body>\n<main>\n"
        f"{blocks}\n</main>\n</body>\n</html>\n"
    )


def _section(table: Table, language: Language) -> str:
    shown = [col for col in table.columns if col.shown]
    headings, *body = replace(table, most_shown=None).shown_rows(language)
    widths = [max(map(text_width, cells)) for cells in zip(headings, *body, strict=True)]
    classes = [_class(col, width) for col, width in zip(shown, widths, strict=True)]
    # words break over lines, numbers do not
    needed = sum(min(w, _LONG) if c != "number" else w for w, c in zip(widths, classes, strict=True))
    broad = ' class="broad"' if needed + _GAP * len(shown) > _UPRIGHT else ""
    notes = [f'<p class="note">{_safe(note.in_language(language))}</p>' for note in table.notes]
    heading = f"<h2>{_safe(table.title.in_language(language))}</h2>"
    if not table.rows:
        return "\n".join([f"<section>\n{heading}", *notes, "</section>"])
    head = "".join(
        f'<th scope="col" class="{kind}">{_safe(cell)}</th>' for kind, cell in zip(classes, headings, strict=True)
    )
    visible = [[row[i] for i, col in enumerate(table.columns) if col.shown] for row in table.rows]
    rows = "\n".join(_row(cells, row, classes) for cells, row in zip(body, visible, strict=True))
    grid = f'<div class="wide">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>'
    return "\n".join([f"<section{broad}>\n{heading}", grid, *notes, "</section>"])


def _class(col: Column, width: float) -> str:
    if not col.is_words:
        return "number"
    if width > _LONG:
        return "long"
    return "words" if width > _SHORT else "short"


def _row(cells: Sequence[str], row: Sequence[Cell], classes: Sequence[str]) -> str:
    inside = "".join(
        f'<td class="{kind} {value.value}">{_safe(cell)}</td>'
        if isinstance(value, Verdict)
        else f'<td class="{kind}">{_safe(cell)}</td>'
        for kind, cell, value in zip(classes, cells, row, strict=True)
    )
    return f"<tr>{inside}</tr>"


def _safe(text: str) -> str:
    return escape(printable(text, lines=True)).replace("\n", "<br>")


@cache
def _css() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")
