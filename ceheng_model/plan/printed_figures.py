"""Read figures as Chinese documents print them: 14.8万, 4.61亿, 70%, 三, 15-59."""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isclose, isnan

from ceheng_model.errors import Fault
from ceheng_model.files import ANY, number, plain, unit_behind
from ceheng_model.vocabulary import Template, Text

_POWERS = {"万": 4, "亿": 8}
_BEHIND = ("", "%", "‰", *_POWERS)
_PLACES = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_RANGE = re.compile(r"\s*[-–—~～至]\s*")
_YEAR = r"(?:19|20|21)[0-9]{2}"
# numbers that are no figures: years, days, spans of time, numbers of articles, annexes and items
_NO_FIGURE = re.compile(
    rf"(?<![0-9.,]){_YEAR}\s*(?:[-–—~至到、和]\s*{_YEAR}\s*)*(?=年)"
    rf"|\b(?:in|by|of|from|to|since|until|between|and|over|than)\s+{_YEAR}(?:\s*[-–—]\s*{_YEAR})?(?!\s*(?:[0-9.,%元人万亿户]|yuan|people))"
    r"|[0-9]+\s*(?:年|个?月|日|天|years?\b|months?\b)"
    r"|(?:第|附件|附表|表|图|条目|十四五|annex |table |article )\s*[0-9]+"
    r"|^\s*[(（]?[0-9]{1,2}[)）、.](?![0-9])"
)
_POWERS_IN_WORDS = {
    "%": -2,
    "‰": -3,
    "个百分点": -2,
    "百分点": -2,
    "成": -1,
    "per cent": -2,
    "percent": -2,
    "percentage point": -2,
    "point": -2,
    "pp": -2,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "万亿": 12,
}
_IN_WORDS = re.compile(
    r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?:(?P<to>\s*[-–—~至到]\s*)(?=[0-9])|\s*(?P<unit>"
    + "|".join(sorted(_POWERS_IN_WORDS, key=len, reverse=True))
    + r"))?",
    re.IGNORECASE,
)
WHOLE = "全"
"""Prints a share of one: 全覆盖 is every one of what is counted."""


def printed_numbers(text: str) -> tuple[float, ...] | None:
    """Return the number that a figure stands for, the two of a range, or None where it cannot be read.

    Per cent become fractions; 万 and 亿 are multiplied out.

    >>> printed_numbers("14.8万"), printed_numbers("4.61亿"), printed_numbers("55%")
    ((148000.0,), (461000000.0,), (0.55,))
    >>> printed_numbers("三"), printed_numbers("十二"), printed_numbers("15-59"), printed_numbers("全")
    ((3.0,), (12.0,), (15.0, 59.0), (1.0,))
    >>> printed_numbers("若干") is None
    True
    """
    parts = [_figure(part) for part in _RANGE.split(text.strip())]
    numbers = tuple(part for part in parts if part is not None)
    return numbers if len(numbers) == len(parts) <= 2 else None


def figures_in(words: str) -> tuple[float, ...]:
    """Return the figures that stand in a sentence, per cent as fractions; years, days and numbers of items are none.

    >>> figures_in("2024年农村居民人均可支配收入达到1.6万元，年均增长8—10%")
    (16000.0, 0.08, 0.1)
    >>> figures_in("3年内比2010年翻一番")
    ()
    """
    found = list(_IN_WORDS.finditer(_NO_FIGURE.sub(" ", plain(words))))
    figures: list[float] = []
    power = 0
    # the first figure of a range takes the unit of the second
    for match in reversed(found):
        power = power if match["to"] else _POWERS_IN_WORDS.get((match["unit"] or "").lower(), 0)
        value = number(f"{match['number'].replace(',', '')}e{power}")
        figures += [] if value is None else [value]
    return tuple(reversed(figures))


def words_fault(words: str, values: Sequence[float], *, is_rate: bool, what: Text) -> Fault | None:
    """Return the fault of a value that is none of the figures in the words it is said with; None where all are there.

    Words without a figure say nothing about values, and a value of zero stands for words such as 同步.
    """
    printed = figures_in(words)
    if not printed:
        return None
    # "12" may be said of 12 % where the sign stands in the heading of a table
    told = (*printed, *(figure / 100 for figure in printed)) if is_rate else printed
    for value in values:
        if value and not isnan(value) and not any(isclose(abs(value), figure, rel_tol=_SAME) for figure in told):
            figures = Text.listed(f"{figure:.12g}" for figure in printed)
            way_out = _EITHER.format(figures=figures)
            return Fault(what=what, rule=_AS_SAID.format(words=words), got=f"{value:.12g}", way_out=way_out)
    return None


_SAME = 1e-12
"""A share is written as a fraction: dividing by a hundred may differ in the last bit."""
_AS_SAID = Template("是原文“{words}”中的数", "be a figure in its words '{words}'")
_EITHER = Template("原文中的数是 {figures}：改正数值或原文", "the words say {figures}: correct the value or the words")


def swallowed(values: Sequence[float], widths: Mapping[str, float]) -> Iterator[tuple[str, Text]]:
    """Yield the widths, with the rule they break, that are as large as the value they belong to.

    The unit of the last digit is at most the value itself, as for 1 %; a tolerance as large leaves nothing of it.
    """
    size = max(map(abs, values), default=0.0)
    for key, width in widths.items():
        # zero is said by words such as 同步, and has a width of its own
        if size and (width > size or (width == size and key == "tolerance")):
            yield key, _SMALLER.format(value=f"{size:.12g}")


_SMALLER = Template("小于它的数值 {value}", "be smaller than its value {value}")


def _figure(text: str) -> float | None:
    if text == WHOLE:
        return 1.0
    power = _POWERS.get(text[-1:], 0)
    body = text[:-1].strip() if power else text
    chinese = _chinese(body)
    if chinese is not None:
        return float(chinese * 10**power)
    return number(text, ANY) if unit_behind(text) in _BEHIND else None


def _chinese(text: str) -> int | None:
    total, digit = 0, None
    for character in text:
        if character in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        elif character in _DIGITS and digit in (None, 0):
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0) if text else None
