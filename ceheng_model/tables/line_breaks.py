"""Break sentences and cells into lines: numbers, years and words stay whole, and no mark stands where it may not."""

import re

_OPEN, _CLOSE = "（「“《【『(\\[", "，。、；：？！）」”》】』…,.;:?!%)\\]"
_VALUE, _TO = r"[+\-−±]?\d[\d,.]*%?", r"\s?[—–\-至…/→]\s?"
_UNIT = "(?:年|月|日|元|倍|条|项|个百分点|个|组|张|次|格|万|亿)?"
_NUMBER = rf"{_VALUE}(?:{_TO}{_VALUE})*{_UNIT}"
_WHOLE = re.compile(
    # a number with its unit, a word in Latin letters, or one character, with the marks that cling to them
    rf"[{_OPEN}]*(?:{_NUMBER}|(?:[A-Za-z0-9_'’&@#$*=<>/\\+.\-–]|(?<=\d),(?=\d)|(?<=\w)\(\))+|\S)[{_CLOSE}]*|\s+"
)
_PARTING = "._/\\=-"
"""Marks in a long word behind which it is broken first."""
_LONGEST_WORD = 24
"""Columns above which a word without a digit may be broken: names of files and keys."""


def columns_of(line: str) -> int:
    """Return the columns that one line takes in a terminal, a wide character counted as two."""
    # the library starts without it
    from rich.cells import cell_len

    return cell_len(line)


def pieces_of(text: str) -> list[str]:
    """Return what is never broken, in order, blanks apart.

    >>> pieces_of("2021—2024年（推算），收入")
    ['2021—2024年', '（推', '算），', '收', '入']
    >>> pieces_of("investment=461,000,000, from 2023")
    ['investment=461,000,000,', 'from', '2023']
    """
    return [piece for piece in _WHOLE.findall(text) if piece.strip()]


def widest_piece(text: str) -> int:
    """Return the columns that the widest piece takes, a long word without digits counted as one that is broken."""
    return max((_width(piece) for piece in pieces_of(text)), default=0)


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, none wider than `width` but for a number that is.

    >>> wrapped("2024年城乡居民收入比为3.123（差0.323）。", 22)
    ['2024年城乡居民收入比为', '3.123（差0.323）。']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _WHOLE.findall(paragraph):
            if columns_of(line + piece.rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.rstrip())
            line = "" if not piece.strip() else piece
            while columns_of(line) > width and _may_break(line):
                head = _head(line, width)
                lines.append(head)
                line = line[len(head) :]
        lines.append(line.rstrip())
    return lines


def _width(piece: str) -> int:
    width = columns_of(piece)
    return min(width, _LONGEST_WORD) if _may_break(piece) else width


def _may_break(piece: str) -> bool:
    return columns_of(piece) > _LONGEST_WORD and re.fullmatch(rf"[{_OPEN}]*{_NUMBER}[{_CLOSE}]*", piece) is None


def _head(piece: str, width: int) -> str:
    """Return what of a long word finds room: up to a mark that parts it, and never half a number."""
    end = 1
    while end < len(piece) and columns_of(piece[: end + 1]) <= width:
        end += 1
    parted = max((piece.rfind(mark, 0, end) + 1 for mark in _PARTING), default=0)
    if parted > end // 2:
        return piece[:parted]
    whole = end
    while whole > 1 and piece[whole - 1].isdigit() and piece[whole].isdigit():
        whole -= 1
    return piece[: whole if whole > 1 else end]
