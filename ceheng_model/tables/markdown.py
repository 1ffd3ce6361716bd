"""Write tables as Markdown that reads well unrendered too: columns aligned, wide characters counted as two."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ceheng_model.characters import printable
from ceheng_model.tables.cells import text_width
from ceheng_model.tables.columns import Column
from ceheng_model.tables.table import Table
from ceheng_model.vocabulary import Language, Text

_ACTING = re.compile(r"[\\|*`<\[\]~]")
"""Signs that Markdown would take for its own."""


def markdown(
    tables: Sequence[Table], language: Language, *, lead: Sequence[Text] = (), last: Sequence[Text] = ()
) -> str:
    """Return tables with what stands before and after them; every text stays text.

    >>> from ceheng_model.tables.columns import column
    >>> table = Table(name="income", title=Text("收入", "Income"),
    ...               columns=(column("group"), column("year", "year")), rows=(("rural", 2024),))
    >>> print(markdown([table], "zh"), end="")
    ## 收入
    <BLANKLINE>
    | 人群         | 年份 |
    | :----------- | ---: |
    | 农村常住居民 | 2024 |
    """
    before, after = ([_text(text.in_language(language)) for text in texts] for texts in (lead, last))
    blocks = [*before, *(block for table in tables for block in _blocks(table, language)), *after]
    return "\n\n".join(blocks) + "\n"


def _blocks(table: Table, language: Language) -> list[str]:
    title, notes = _text(table.title.in_language(language)), [_text(note.in_language(language)) for note in table.notes]
    return [f"## {title}", *([_grid(table, language)] if table.rows else []), *notes]


def _grid(table: Table, language: Language) -> str:
    lines = [list(map(_text, cells)) for cells in replace(table, most_shown=None).shown_rows(language)]
    shown = [col for col in table.columns if col.shown]
    # at least what the line of marks needs
    widths = [max(4, *(int(text_width(cell)) for cell in cells)) for cells in zip(*lines, strict=True)]
    forms = list(zip(shown, widths, strict=True))
    marks = [f":{'-' * (width - 1)}" if col.is_words else f"{'-' * (width - 1)}:" for col, width in forms]
    body = [[_padded(cell, *form) for cell, form in zip(cells, forms, strict=True)] for cells in lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (body[0], marks, *body[1:]))


def _padded(cell: str, col: Column, width: int) -> str:
    room = " " * (width - int(text_width(cell)))
    return cell + room if col.is_words else room + cell


def _text(text: str) -> str:
    shown = _ACTING.sub(r"\\\g<0>", printable(text, lines=True)).replace("\n", "<br>")
    # a line that begins so would be a heading, a list or a quotation
    return re.sub(r"^(\d+)([.)])(?=\s)|^([#>+-])(?=\s)", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", shown)
