"""Read figures as Chinese documents print them: 14.8万, 4.61亿, 70%, 三, 15-59."""

import re

from ceheng_model.files import ANY, number, unit_behind

_POWERS = {"万": 4, "亿": 8}
_BEHIND = ("", "%", "‰", *_POWERS)
_PLACES = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_RANGE = re.compile(r"\s*[-–—~～至]\s*")
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
