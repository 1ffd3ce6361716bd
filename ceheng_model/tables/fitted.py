"""Fit a table to a width: which columns stay, in what width each, and which are left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from ceheng_model.tables.columns import Column
from ceheng_model.tables.line_breaks import columns_of, widest_piece, wrapped

_BETWEEN, _EDGES = 3, 1
"""Columns that a drawn table takes beside its cells: for each of its columns, and once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Hold how a table is drawn in a width: headings and cells of the columns that stay, broken into lines."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    left_out: tuple[Column, ...]
    """Columns for which there is no room, in the order of the table."""

    def height(self, row: int) -> int:
        """Return the lines that one row takes."""
        return max((cell.count("\n") + 1 for cell in self.cells[row]), default=1)

    @property
    def total(self) -> int:
        """The columns that the drawn table takes, its own edges among them."""
        return sum(self.widths) + _beside(len(self.widths))

    @property
    def heading_height(self) -> int:
        """The lines that the headings take."""
        return max((heading.count("\n") + 1 for heading in self.headings), default=1)


def fitted(every: Sequence[Column], lines: Sequence[Sequence[str]], drops: Sequence[str], width: int) -> Fitted:
    """Return columns and their lines as they fit: those that matter least go first, and only then cells break.

    The headings are the first line; `drops` are keys of columns in the order in which they go. Where that is not
    enough, the last columns go as well; the first always stays.
    """
    headings, *body = lines
    natural = [max(_widest_line(row[i]) for row in lines) for i in range(len(every))]
    least = [_least(i, col, lines) for i, col in enumerate(every)]
    kept = list(range(len(every)))
    for key in drops:
        if _total(natural, kept) <= width:
            break
        kept = [i for i in kept if every[i].key != key]
    while len(kept) > 1 and _total(least, kept) > width:
        kept.pop()
    widths = _shared_out([natural[i] for i in kept], [least[i] for i in kept], width - _beside(len(kept)))
    return Fitted(
        columns=tuple(every[i] for i in kept),
        widths=tuple(widths),
        headings=tuple("\n".join(wrapped(headings[i], w)) for i, w in zip(kept, widths, strict=True)),
        cells=tuple(tuple("\n".join(wrapped(row[i], w)) for i, w in zip(kept, widths, strict=True)) for row in body),
        left_out=tuple(col for i, col in enumerate(every) if i not in kept),
    )


def whole(every: Sequence[Column], lines: Sequence[Sequence[str]], width: int) -> Fitted:
    """Return all columns in a width: words break between their pieces, ranges at blanks, and a number never.

    The headings are the first line. Where that is not enough, the table is wider than the page.
    """
    least = [_least_whole(i, col, lines) for i, col in enumerate(every)]
    if sum(least) + _beside(len(every)) > width:
        lines = [
            [cell if col.kind in _WORDS else "\n".join(cell.split()) for col, cell in zip(every, line, strict=True)]
            for line in lines
        ]
        # headings of numbers give way last
        least = [
            _least(i, col, lines) if col.kind not in _WORDS else _least_whole(i, col, lines)
            for i, col in enumerate(every)
        ]
    natural = [max(_widest_line(line[i]) for line in lines) for i in range(len(every))]
    widths = _shared_out(natural, least, width - _beside(len(every)))
    headings, *body = [
        tuple("\n".join(wrapped(cell, w)) for cell, w in zip(line, widths, strict=True)) for line in lines
    ]
    return Fitted(columns=tuple(every), widths=tuple(widths), headings=headings, cells=tuple(body), left_out=())


def _least_whole(position: int, col: Column, lines: Sequence[Sequence[str]]) -> int:
    """Return the least width of a column that stays: a text breaks between its pieces, a label between its words."""
    cells = [line[position] for line in lines]
    natural = _words(position, lines)
    if col.kind == "label":
        return max((columns_of(word) for cell in cells for word in cell.split()), default=0)
    return min(natural, max(_NARROW, *map(widest_piece, cells))) if col.kind in _WORDS else natural


_WORDS = ("label", "text", "verdict")
_NARROW = 8
"""Columns in which a text still reads, four signs a line."""


def _widest_line(cell: str) -> int:
    return max(map(columns_of, cell.split("\n")))


def _least(position: int, col: Column, lines: Sequence[Sequence[str]]) -> int:
    """Return the least width of a column: its longest word, and all of a number."""
    unbroken = col.kind not in _WORDS
    headings, *body = lines
    cells = max((_widest_line(row[position]) if unbroken else widest_piece(row[position]) for row in body), default=0)
    return max(cells, widest_piece(headings[position]), 0 if unbroken else min(_LEAST_WORDS, _words(position, lines)))


_LEAST_WORDS = 12
"""Columns that words are given at least, or all that they take."""


def _words(position: int, lines: Sequence[Sequence[str]]) -> int:
    return max(_widest_line(row[position]) for row in lines)


def _beside(count: int) -> int:
    return _BETWEEN * count + _EDGES


def _total(widths: Sequence[int], kept: Sequence[int]) -> int:
    return sum(widths[i] for i in kept) + _beside(len(kept))


def _shared_out(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return widths that fill no more than the room: the widest give way first, none below its least."""
    widths = list(natural)
    while sum(widths) > room:
        able = [i for i, width in enumerate(widths) if width > least[i]]
        if not able:
            break
        widths[max(able, key=lambda i: widths[i])] -= 1
    return widths
