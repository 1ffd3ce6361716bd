"""Share the width of a page among the columns of a table, by what stands in them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ceheng_model.tables import Table, is_wide, text_width
from ceheng_model.vocabulary import Language

Alignment = Literal["words", "short", "figures"]
SMALLEST = 6.0
"""Points below which a table's type is not made smaller."""
STEP = 0.5
SHORT_WORDS = 7.5
"""Sizes of type up to which a text keeps one line."""
SHORT_CELL = 5.0
"""Sizes of type up to which words of a column stand in its middle."""
_AIR = 0.25
_LATIN = 0.54
"""Width of a letter or digit in sizes of the type, on average."""
_WIDE_SIGNS = {".": 0.32, ",": 0.32, " ": 0.32, "%": 0.95, "+": 0.84}
"""Widths of signs in the wide fonts that stand in for those of a profile where these are not installed."""
_WIDE_LATIN = 0.64
"""Width of other letters and of digits in them."""
_SMALLER = 2.0
"""Points by which type may be made smaller for the sake of wide fonts."""
_WORDS = ("label", "text", "verdict")
_BREAKS = re.compile(r"[\s/–…]+|(?<!\d)-+|-+(?!\d)")
"""Where words of a column may break: a day such as 2023-04-20 keeps its line."""

_DAY = re.compile(r"[0-9]{4}年(?:[0-9]{1,2}月[0-9]{1,2}日)?|\b[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}\b")
"""A day or a year in words, which keeps its line, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Hold a table's column widths and the size of its type, points."""

    widths: tuple[float, ...]
    size: float


def alignments(table: Table, language: Language) -> tuple[Alignment, ...]:
    """Return how the columns are set: figures right, words left, short words in the middle, the first column left.

    >>> from ceheng_model.tables import column
    >>> from ceheng_model.vocabulary import Text
    >>> rows = (("rural", "assumed"),)
    >>> yes = Table(name="a", title=Text("", ""), columns=(column("group"), column("status")), rows=rows)
    >>> alignments(yes, "zh")
    ('words', 'short')
    """
    _, *body = table.shown_rows(language)
    kinds = [col.kind for col in table.columns if col.shown]
    return tuple(_alignment(i, kind, [row[i] for row in body]) for i, kind in enumerate(kinds))


def _alignment(position: int, kind: str, cells: Sequence[str]) -> Alignment:
    if kind not in _WORDS:
        return "figures"
    short = position > 0 and max(map(ems, cells), default=0.0) <= SHORT_CELL
    return "short" if short else "words"


def fit(table: Table, language: Language, *, width: float, size: float, padding: float) -> Fit:
    """Return widths that add up to `width`, with the type made smaller where the narrowest columns need it.

    Figures and long words keep one line; what is left goes to the columns whose texts are long.

    >>> from ceheng_model.tables import column
    >>> from ceheng_model.vocabulary import Text
    >>> columns = (column("group"), column("year", "year"))
    >>> short = Table(name="a", title=Text("", ""), columns=columns, rows=(("rural", 2024),))
    >>> sum(fit(short, "zh", width=400.0, size=9.0, padding=8.0).widths)
    400.0
    """
    headings, *body = table.shown_rows(language)
    kinds = [col.kind for col in table.columns if col.shown]
    room = width - padding * len(headings)
    narrow, wide = (
        [_ems(heading, [row[i] for row in body], kinds[i], latin) for i, heading in enumerate(headings)]
        for latin in (_LATIN, roomy)
    )
    # a reader without the fonts of the profile has wider ones: figures keep their line there, too, where that costs
    # no more than a little smaller type, or next to nothing beyond what it takes in any case
    fits_roomy = _size_that_fits(sum(low for low, _ in wide), size, room=room)
    fits = _size_that_fits(sum(low for low, _ in narrow), size, room=room)
    is_little = fits_roomy >= min(size - _SMALLER, fits - STEP)
    columns = wide if is_little and sum(low for low, _ in wide) * fits_roomy <= room else narrow
    size = fits if columns is narrow else fits_roomy
    least = [low * size + padding for low, _ in columns]
    wanted = [max(high, low) * size + padding for low, high in columns]
    return Fit(widths=_shared(least, wanted, width), size=size)


def _size_that_fits(narrowest: float, size: float, *, room: float) -> float:
    """Return the size of type at which columns of so many sizes of type go into a room, points."""
    while narrowest * size > room and size - STEP >= SMALLEST:
        size -= STEP
    return size


@lru_cache(maxsize=8_192)
def ems(text: str, latin: float | Callable[[str], float] = _LATIN) -> float:
    """Return about how wide a text is, in sizes of its type.

    East Asian characters are square; Word sets a little air between them and letters or digits.

    >>> ems("城镇"), ems("第18条"), ems("")
    (2.0, 3.58, 0.0)
    """
    air = sum((_AIR for sign, after in pairwise(map(is_wide, text)) if sign != after), start=0.0)
    return air + text_width(text, narrow=latin, wide=1.0)


def roomy(sign: str) -> float:
    """Return how wide a letter, digit or sign is in fonts that stand in for those of a profile, in sizes of its type.

    >>> roomy("a"), roomy(",")
    (0.64, 0.32)
    """
    return _WIDE_SIGNS.get(sign, _WIDE_LATIN)


def _ems(heading: str, cells: Sequence[str], kind: str, latin: float | Callable[[str], float]) -> tuple[float, float]:
    """Return the least and the wanted width of a column, with figures of a width."""
    whole = max((ems(text) for text in (heading, *cells)), default=0.0)
    if kind not in _WORDS:
        figures = max((ems(cell, latin) for cell in cells), default=0.0)
        least = max(figures, _unbroken(heading, latin), min(ems(heading), 3.0))
        return least, max(figures, min(ems(heading), 5.0))
    # words have other places to break at, and wide ones would take the room of the texts beside them
    one_line = max((ems(text, latin) for text in (heading, *cells)), default=0.0)
    return max(min(one_line, SHORT_WORDS), *(_unbroken(text, latin) for text in (heading, *cells))), whole


def _unbroken(text: str, latin: float | Callable[[str], float]) -> float:
    """Return the width of the longest part of a text that no line is to break: a word of letters, a day, a year."""
    longest = max((ems(day, latin) for day in _DAY.findall(text)), default=0.0)
    for part in _BREAKS.split(text):
        run = 0.0
        for sign in part:
            run = 0.0 if is_wide(sign) else run + (latin(sign) if callable(latin) else latin)
            longest = max(longest, run)
    return longest


def _shared(least: Sequence[float], wanted: Sequence[float], width: float) -> tuple[float, ...]:
    room = width - sum(least)
    lacking = [want - low for low, want in zip(least, wanted, strict=True)]
    if room <= 0.0:
        return tuple(low * width / sum(least) for low in least)
    if sum(lacking) <= room:
        return tuple(want * width / sum(wanted) for want in wanted)
    # long texts share by the root of what they lack, so that one endless column leaves room for the others
    weights = [lack**0.75 for lack in lacking]
    return tuple(low + room * weight / sum(weights) for low, weight in zip(least, weights, strict=True))
