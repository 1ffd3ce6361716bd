"""Show finished results on a screen: the answer, one table, and on request the rest, all within its width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ceheng_model.characters import printable
from ceheng_model.tables import Fitted, Table, wrapped
from ceheng_model.vocabulary import Language, Template, Text

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
"""Columns where no terminal says how many it has."""
NARROWEST = 40
"""Columns below which nothing is squeezed further: the terminal breaks lines instead."""
LENGTH = 40
"""Lines that an answer takes at most, at 100 columns, where a command says nothing else."""
_FEWEST_ROWS = 3
"""Rows that a table keeps however long the rest is."""
_MOST_NOTES = 4
"""Lines of notes under the table of an answer."""
_FRAME = 4
"""Lines of a table beside its title, headings and rows: a blank one above each and below, and the rule."""

_LEFT = Template("未显示：{left}；加 --full 全部显示", "not shown: {left}; --full shows all")
_TABLES = Template("另有{count}张表", "{count} more tables")
_TABLE = Text("另有1张表", "one more table")
_NAMED = Template("{tables}（{titles}）", "{tables} ({titles})")
_ROWS = Template("表中{count}行", "{count} rows of the table")
_ROW = Text("表中1行", "one row of the table")
_EARLIER = Template("表中以前各年的{count}行", "{count} rows of earlier years")
_NOTES = Template("{count}条说明", "{count} notes")
_NOTE = Text("1条说明", "one note")
_NOTHING = Template("{title}：无", "{title}: none")
_NARROW = Template("宽度所限，未列：{columns}", "for want of width, left out: {columns}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold what a command has to show, in the order in which it is read."""

    answer: Sequence[Text] = ()
    """One to three sentences that answer the question, the last of them what it is conditional on."""
    lead: Sequence[Text] = ()
    """What has to be known before the table."""
    background: Sequence[Text] = ()
    """What the scenario assumes, and how inputs were read: with the rest."""
    tables: Sequence[Table] = ()
    main: str | None = None
    """The name of the one table that is always shown; the first that has rows where None."""
    last: Sequence[Text] = ()
    length: int = LENGTH
    full: bool = False

    @property
    def filled(self) -> list[Table]:
        """The tables that have rows."""
        return [table for table in self.tables if table.rows]

    @property
    def first(self) -> Table | None:
        """The one table that is always shown."""
        named = [table for table in self.filled if table.name == self.main]
        return next(iter(named or self.filled), None)


@dataclass(slots=True, kw_only=True)
class _Screen:
    """Draw on a console in one language, and count the lines."""

    console: "Console"
    language: Language
    lines: int = 0
    said: set[Text] = field(default_factory=set)

    def broken(self, text: Text) -> list[str]:
        """Return the lines of a sentence."""
        return wrapped(printable(text.in_language(self.language)), self.console.width)

    def say(self, text: Text, style: str) -> None:
        """Print a sentence, each one once."""
        if text in self.said:
            return
        self.said.add(text)
        self.print(self.broken(text), style)

    def has_said(self, text: Text) -> bool:
        """Return whether a sentence was printed, by itself or as a part of another."""
        told = text.in_language(self.language)
        return any(told in one.in_language(self.language) for one in self.said)

    def print(self, lines: Sequence[str], style: str = "") -> None:
        """Print finished lines."""
        from rich.text import Text as RichText

        for line in lines:
            # finished: nothing in it is taken for markup or the name of a picture sign
            self.console.print(RichText(line), style=style, soft_wrap=True)
        self.lines += len(lines)

    def draw(self, table: Table, fit: Fitted) -> None:
        """Print a table under its title."""
        self.print(["", *self.broken(table.title)])
        self.console.print(table.to_rich(self.language, fit=fit))

    def blocks(self, table: Table) -> Iterator[tuple[Table, Fitted]]:
        """Yield the parts of a table of many years, and any other table whole, as they fit."""
        for block in table.in_blocks(self.language, width=self.console.width):
            yield block, block.in_width(self.language, self.console.width)


def new_console() -> "Console":
    """Return a console as wide as the terminal, or as is usual where there is none."""
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, NARROWEST) if console.is_terminal else WIDTH
    return console


def show(page: Page, language: Language, console: "Console | None" = None) -> None:
    """Print the answer, what to know, one table and what was left out; or everything."""
    screen = _Screen(console=console or new_console(), language=language)
    for text in page.answer:
        screen.say(text, "bold")
    for text in page.lead:
        screen.say(text, "")
    if page.full:
        _show_all(screen, page)
    else:
        _show_first(screen, page)


def _show_all(screen: _Screen, page: Page) -> None:
    for text in page.background:
        screen.say(text, "dim")
    if page.first is None:
        _say_empty(screen, page)
    for table in page.tables:
        for block, fit in screen.blocks(table) if table.rows else ():
            screen.draw(block, fit)
            _say_narrow(screen, fit)
        for note in table.shown_notes:
            screen.say(note, "dim")
    if page.last:
        screen.print([""])
    for text in page.last:
        screen.say(text, "bold")


def _say_empty(screen: _Screen, page: Page) -> None:
    """Say that there is nothing to list, and why; headings without a row say nothing."""
    for empty in page.tables[:1]:
        told = () if page.answer else (empty.title,) if empty.notes else (_NOTHING.format(title=empty.title),)
        for text in (*told, *empty.notes):
            screen.say(text, "")


def _show_first(screen: _Screen, page: Page) -> None:
    table = page.first
    if table is None:
        _say_empty(screen, page)
        _close(screen, page, [])
        return
    notes = _first_notes(screen, table)
    whole = table
    shown, fits = _cut(screen, page, table, notes)
    if shown < len(table.rows) and (latest := _latest(table)) is not table:
        table = latest
        shown, fits = _cut(screen, page, table, notes)
    for block, fit in fits:
        screen.draw(block, fit)
    for _, fit in fits[:1]:
        _say_narrow(screen, fit)
    for note in notes:
        screen.say(note, "dim")
    unsaid = sum(not screen.has_said(note) for note in whole.notes)
    _close(screen, page, _left_out(page, (whole, table), shown, unsaid))


def _close(screen: _Screen, page: Page, left: Sequence[Text]) -> None:
    if left or page.last:
        screen.print([""])
    if left:
        screen.say(_told_left_out(screen, page, left), "dim")
    for text in page.last:
        screen.say(text, "")


def _told_left_out(screen: _Screen, page: Page, left: Sequence[Text]) -> Text:
    """Return in one line what is not shown: tables by their titles where these find room in it."""
    plain = _LEFT.format(left=Text.join(left))
    titles = [table.title for table in page.filled if table is not page.first]
    if not titles:
        return plain
    named = _NAMED.format(tables=left[0], titles=Text.join(titles))
    told = _LEFT.format(left=Text.join([named, *left[1:]]))
    return told if len(screen.broken(told)) == 1 else plain


def _say_narrow(screen: _Screen, fit: Fitted) -> None:
    if fit.left_out:
        screen.say(_NARROW.format(columns=Text.join([col.heading for col in fit.left_out])), "dim")


def _first_notes(screen: _Screen, table: Table) -> list[Text]:
    """Return the notes that find room under the table of an answer."""
    kept: list[Text] = []
    lines = 0
    for note in (note for note in table.notes if not screen.has_said(note)):
        lines += len(screen.broken(note))
        if lines > _MOST_NOTES:
            break
        kept.append(note)
    return kept


def _cut(screen: _Screen, page: Page, table: Table, notes: Sequence[Text]) -> tuple[int, list[tuple[Table, Fitted]]]:
    """Return how many rows of a table find room on the page, and its parts with so many."""
    parts = list(screen.blocks(table))
    beside = sum(len(screen.broken(text)) for text in (*notes, *page.last)) + 3
    room = page.length - screen.lines - beside
    heads = sum(fit.heading_height + _FRAME + len(screen.broken(part.title)) for part, fit in parts)
    ends = len(parts[0][1].cells)
    count, lines = 0, heads
    while count < ends:
        lines += max(fit.height(count) for _, fit in parts) * len(parts)
        if lines > room and count >= _FEWEST_ROWS:
            break
        count += 1
    if count == len(table.rows):
        return count, parts
    return count, list(screen.blocks(replace(table, rows=table.rows[:count], most_shown=None)))


def _latest(table: Table) -> Table:
    """Return the rows of the last year of a table whose first column is years, or the table itself."""
    first = table.columns[0]
    if first.kind != "year" or not first.shown:
        return table
    last = max((row[0] for row in table.rows if isinstance(row[0], int)), default=None)
    rows = tuple(row for row in table.rows if row[0] == last)
    # a row a year tells how things went: its first years say as much as its last one
    return replace(table, rows=rows) if len(rows) > 1 else table


def _left_out(page: Page, tables: tuple[Table, Table], rows: int, notes: int) -> list[Text]:
    """Return what is not shown, each kind with its number, tables first.

    The two `tables` are the one that is shown, whole, and of the last year where earlier ones found no room.
    """
    whole, table = tables
    left: list[Text] = []
    if more := len(page.filled) - 1:
        left.append(_TABLES.format(count=more) if more > 1 else _TABLE)
    if hidden := len(table.rows) - rows:
        left.append(_ROWS.format(count=hidden) if hidden > 1 else _ROW)
    if earlier := len(whole.rows) - len(table.rows):
        left.append(_EARLIER.format(count=earlier))
    hidden = notes + len(page.background)
    if hidden > 0:
        left.append(_NOTES.format(count=hidden) if hidden > 1 else _NOTE)
    return left
