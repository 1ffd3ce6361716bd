"""Find the units that titles, notes and corners give for a whole table: 单位：万元, or （万元） behind a title."""

import re
from collections.abc import Iterator

# 填报单位, 统计单位 and the like are offices
_WORDS = re.compile(
    r"(?<![报制送布任管供统编主])(?<![填制]表)(?:计量|货币)?单位(?::|均为|都为|为|是)?\(?(?P<units>(?:(?!单位)[^()。])+)"
)
_BEHIND = re.compile(r"\((?P<units>[^()]{1,12})\)$")
_LINE = re.compile(r"(?:计量|货币)?单位:?\(?[^)]+\)?|\([^()]{1,12}\)")
_SCALED = re.compile(r"(?:人民币)?[十百千万亿]+(?!分)\S|美元|[%‰]")
_PLAIN = re.compile(r"(?:人民币)?元")


def units_said(text: str) -> Iterator[str]:
    """Yield what stands behind the word unit in a text without spaces, its full-width signs as plain ones.

    >>> list(units_said("居民收入单位:元、%")), list(units_said("填报单位:册亨县统计局"))
    (['元', '%'], [])
    """
    for said in _WORDS.finditer(text):
        yield from _parts(said["units"])


def units_behind(text: str) -> Iterator[str]:
    """Yield what stands in brackets at the end of a title.

    >>> list(units_behind("城镇居民人均可支配收入(万元)"))
    ['万元']
    """
    if behind := _BEHIND.search(text):
        # what a word for units precedes is said, and no unit itself
        yield from (part for part in _parts(behind["units"]) if "单位" not in part)


def is_unit_line(text: str) -> bool:
    """Return whether a text says units and nothing else.

    >>> is_unit_line("单位:元"), is_unit_line("(万元)"), is_unit_line("居民收入(万元)")
    (True, True, False)
    """
    return bool(_LINE.fullmatch(text))


def changes_numbers(units: list[str]) -> bool:
    """Return whether units make other numbers of those that are written: 万元, 千人, or % alone.

    >>> changes_numbers(["万元"]), changes_numbers(["元", "人"]), changes_numbers(["元", "%"]), changes_numbers(["%"])
    (True, False, False, True)
    """
    scaled = [unit for unit in units if _SCALED.match(unit)]
    # beside yuan, per cent is that of the columns that are headed so
    return any(unit[0] not in "%‰" for unit in scaled) or (bool(scaled) and not any(map(_PLAIN.match, units)))


def _parts(listed: str) -> list[str]:
    return [part for part in re.split(r"[、,;和及]", listed) if part]
