"""Break lines and move labels apart."""

import re
from collections.abc import Sequence

from ceheng_model.tables import text_width

_THIN, _BROAD = frozenset(" iljtfrI.,:;'|!()[]-"), frozenset("mwMW%@&")

_RUN = r"[!-~\u00c0-\u024f\u2212\u2013]+"
# what follows a number as its unit stays with it: 3.12倍, 15,561元, 12万美元, 1.5个百分点, 2024财年, 15,561 yuan
_UNIT = r"[千万亿]?(?:[美欧日港澳加新韩]元|英镑|财年|[\u4e00-\u9fff])"
_PIECE = re.compile(rf"{_RUN}(?:—{_RUN})*(?:(?<=[\d%])(?:个百分点|{_UNIT})|(?<=\d) [a-z]{_RUN})?|\s+|.", re.DOTALL)
_CLAUSE = re.compile(r".+?(?:[，；：。](?![，。、；：！？）》”％])|[,;:] |$)", re.DOTALL)
_NOT_FIRST = "，。；：、）》”％！？"
_NOT_LAST = "（《“"
_SHORTEST = 5
"""Signs that a last line should have."""


def width(text: str, size: float) -> float:
    """Return about how wide one line of text is, points, in any of the fonts and on the safe side.

    >>> width("收入比", 10.0), width("2.8", 10.0)
    (30.0, 15.4)
    """
    return round(text_width(text, narrow=_letter, wide=1.0) * size, 6)


def wrapped(text: str, size: float, room: float) -> str:
    """Return the text with line breaks so that no line is wider than the room, points.

    Chinese breaks anywhere except before closing and after opening marks; Latin words stay whole, numbers with their
    units and ranges of them; a last line of a few signs is filled up from the others.

    >>> wrapped("来源：方案（2022年）。", 10.0, 66.0).splitlines()
    ['来源：方案', '（2022年）。']
    >>> wrapped("人均收入为15,561元", 10.0, 70.0).splitlines()
    ['人均收入为', '15,561元']
    """
    pieces = _glued(_PIECE.findall(text))
    lines = _filled(pieces, size, room)
    # up to a tenth of the room, which a reader does not notice
    for narrower in (0.97, 0.94, 0.91):
        if len(lines) == 1 or len(lines[-1]) >= _SHORTEST:
            break
        again = _filled(pieces, size, room * narrower)
        lines = again if len(again) == len(lines) else lines
    return "\n".join(lines)


def in_clauses(text: str, size: float, room: float) -> str:
    """Return the text wrapped, where that takes no more lines with breaks after commas only.

    >>> in_clauses("按方案增速，城乡居民收入比为3.12，高于目标2.8", 10.0, 210.0).splitlines()
    ['按方案增速，城乡居民收入比为3.12，', '高于目标2.8']
    """
    lines = wrapped(text, size, room)
    clauses = _CLAUSE.findall(text)
    whole = _filled(clauses, size, room)
    fits = all(width(clause.rstrip(), size) <= room for clause in clauses)
    return "\n".join(whole) if fits and len(whole) <= lines.count("\n") + 1 else lines


def shortened(text: str, size: float, room: float) -> str:
    """Return one line of text cut to the room, points, with an ellipsis where something is cut.

    >>> shortened("考虑返乡的情景", 10.0, 50.0)
    '考虑返乡…'
    """
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def in_lines(text: str, size: float, room: float, *, most: int) -> str:
    """Return the text wrapped to a few lines, the last of them cut where there would be more.

    >>> in_lines("按方案，但农村工资性收入增速由20%调为12%", 10.0, 80.0, most=2).splitlines()
    ['按方案，但农村工', '资性收入增速由…']
    """
    lines = wrapped(text, size, room).split("\n")
    if len(lines) <= most:
        return "\n".join(lines)
    joint = " " if text.isascii() else ""
    return "\n".join([*lines[: most - 1], shortened(joint.join(lines[most - 1 :]), size, room)])


def spread(wanted: Sequence[float], heights: Sequence[float], *, low: float, high: float) -> list[float]:
    """Return centres near the wanted ones at which labels of these heights do not overlap.

    The sum of squared moves is least; all stay between low and high where there is room.

    >>> spread([1.0, 1.2, 5.0], [1.0, 1.0, 1.0], low=0.0, high=10.0)
    [0.6, 1.6, 5.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    offsets, below = [], 0.0
    for i in order:
        offsets.append(below + heights[i] / 2)
        below += heights[i]
    blocks: list[tuple[float, int]] = []
    for i, offset in zip(order, offsets, strict=True):
        block = (wanted[i] - offset, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, count = blocks.pop()
            block = ((mean * count + block[0] * block[1]) / (count + block[1]), count + block[1])
        blocks.append(block)
    starts = [min(max(mean, low), max(high - below, low)) for mean, count in blocks for _ in range(count)]
    centres = [0.0] * len(order)
    for i, start, offset in zip(order, starts, offsets, strict=True):
        # sums of floats differ in the last digits with the order of the labels
        centres[i] = round(start + offset, 9)
    return centres


def _filled(pieces: list[str], size: float, room: float) -> list[str]:
    lines, line = [], ""
    for piece in pieces:
        if line and width((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _letter(sign: str) -> float:
    """Return the width of a letter, digit or narrow mark in the size of the type, the widest of the fonts' own."""
    if sign in _THIN:
        return 0.36
    return 0.9 if sign in _BROAD else 0.67 if sign.isupper() else 0.59


def _glued(pieces: list[str]) -> list[str]:
    """Return the pieces with marks joined to what they may not be parted from."""
    glued: list[str] = []
    for piece in pieces:
        if glued and (piece[0] in _NOT_FIRST or glued[-1][-1] in _NOT_LAST):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued
