"""Show a result at a glance: a title, what it is conditional on, a few lines, and which calls give the rest."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ceheng_model.characters import printable
from ceheng_model.tables.line_breaks import wrapped
from ceheng_model.tables.table import WIDTH, Table
from ceheng_model.vocabulary import Language, Template, Text

MOST_LINES = 20
"""Lines of a result at a glance, all told."""
_ROWS = Template("{title}共{count}行，省去中间{left}行", "{title}: {count} rows, {left} in the middle left out")
_YEARS = Template("{title}只显示前几年", "{title}: the first years alone")
_NOTES = Template("另有{count}条注", "{count} more notes")
_TABLES = Template("另有{count}张表（{titles}）", "{count} more tables ({titles})")
_ALL = Template("未显示：{left}。全部见 {calls}", "Not shown: {left}. All of it: {calls}")
_CALLS = "to_frame(), tables(), print()"
_DOTS = Text.same("…")
_FRAME = 5
"""Lines of a table beside its rows: title, headings, and what stands between them."""
_FEWEST = 2
_NAMED = 3
"""Tables left out that are named."""


def glance_text(tables: Sequence[Table], conditions: Sequence[Text], language: Language) -> str:
    """Return a result as plain text of at most twenty lines."""
    top = [line for said in conditions for line in _wrapped(said.in_language(language))]
    whole = _lines("\n".join(table.to_text(language) for table in tables))
    whole = [*top, *(part for line in whole for part in wrapped(line, WIDTH))]
    if len(whole) <= MOST_LINES:
        return _joined(whole)
    body: list[str] = []
    left: list[Text] = []
    # two lines for what is left out
    room = MOST_LINES - len(top) - 2
    for number, table in enumerate(tables):
        own = _lines(replace(table, notes=()).to_text(language))
        if len(body) + len(own) <= room:
            body += own
            notes = [line for note in table.shown_notes for line in _wrapped(note.in_language(language))]
            if len(body) + len(notes) <= room:
                body += notes
            else:
                left.append(_NOTES.format(count=len(table.notes)))
            continue
        if number == 0:
            cut, missing = _cut_text(table, room, language)
            body += cut
            left += missing
        left += _further(tables[max(number, 1) :])
        break
    last = _wrapped(_ALL.format(left=Text.join(left, zh="；", en="; "), calls=_CALLS).in_language(language))
    return _joined([*top, *body, *last][:MOST_LINES])


def glance_html(tables: Sequence[Table], conditions: Sequence[Text], language: Language) -> str:
    """Return a result as HTML of at most twenty lines, in a box of its own that scrolls where the cell is narrow."""
    parts, left = [], []
    room = MOST_LINES - len(conditions) - 1
    for number, table in enumerate(tables):
        # its title and its headings
        rows = room - 2
        if number and len(table.rows) > rows:
            left += _further(tables[number:])
            break
        shown = _cut(table, min(rows, len(table.rows)))
        if len(shown.rows) < len(table.rows):
            left.append(_left_out(table, rows - 1))
        room -= 2 + len(shown.rows)
        notes = table.notes if len(table.notes) <= room else ()
        if len(notes) < len(table.notes):
            left.append(_NOTES.format(count=len(table.notes)))
        room -= len(notes)
        parts.append(replace(shown, notes=notes).to_html(language))
    if left:
        said = _ALL.format(left=Text.join(left, zh="；", en="; "), calls=_CALLS)
        parts.append(_small(said, language))
    inside = "\n".join([*(_small(said, language) for said in conditions), *parts])
    return f'<div style="max-width: 100%; max-height: 36em; overflow: auto">\n{inside}\n</div>'


def _cut_text(table: Table, room: int, language: Language) -> tuple[list[str], list[Text]]:
    """Return as many rows of a table, first and last, as find room, and what is left out."""
    left = [_NOTES.format(count=len(table.notes))] if table.notes else []
    blocks = table.in_blocks(language)
    if len(blocks) > 1:
        table, left = blocks[0], [_YEARS.format(title=table.title), *left]
    kept = min(len(table.rows), room - _FRAME)
    while True:
        lines = _lines(replace(_cut(table, kept), notes=()).to_text(language))
        if len(lines) <= room or kept <= _FEWEST:
            break
        kept = max(_FEWEST, min(kept - 1, kept * room // len(lines)))
    if kept < len(table.rows):
        left.insert(0, _left_out(table, kept - 1))
    return lines[:room], left


def _cut(table: Table, lines: int) -> Table:
    """Return a table with so many rows, one of them for those that are left out."""
    if len(table.rows) <= lines:
        return replace(table, most_shown=None)
    last = (lines - 1) // 2
    first = lines - 1 - last
    dots = (_DOTS,) * len(table.columns)
    rows = (*table.rows[:first], dots, *(table.rows[-last:] if last else ()))
    return replace(table, rows=rows, most_shown=None, in_all=None)


def _left_out(table: Table, shown: int) -> Text:
    count = len(table.rows) if table.in_all is None else table.in_all
    return _ROWS.format(title=table.title, count=count, left=count - shown)


def _further(tables: Sequence[Table]) -> list[Text]:
    if not tables:
        return []
    titles = Text.join([table.title for table in tables[:_NAMED]])
    return [_TABLES.format(count=len(tables), titles=titles if len(tables) <= _NAMED else titles + _DOTS)]


def _small(said: Text, language: Language) -> str:
    return f"<p><small>{escape(printable(said.in_language(language)))}</small></p>"


def _wrapped(sentence: str) -> list[str]:
    return wrapped(printable(sentence), WIDTH)


def _lines(text: str) -> list[str]:
    lines = text.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
