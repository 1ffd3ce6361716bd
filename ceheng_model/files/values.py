"""Read single values: the number, the year and the day that a cell, an option or an answer holds."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from numbers import Integral, Real

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
# columns with gaps hold years as floats, and pandas writes those as 2021.0
_YEAR = re.compile(r"((?:19|20|21)\d\d)(?:\.0+)?年?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)")


def number(value: object) -> float | None:
    """Return the finite number that a value is or, as text, stands for; None where it is none.

    Full-width digits and signs, thousands separators and a trailing per cent sign are understood.

    >>> number("１２．５％"), number("36,510"), number("−0.03"), number("twelve")
    (0.125, 36510.0, -0.03, None)
    >>> number(36510), number(True), number(float("inf"))
    (36510.0, None, None)
    """
    if isinstance(value, str):
        return _number_in(value)
    # plain floats are nearly all there is in a large frame, and the test for any kind of number is slow
    if isinstance(value, float) or (not isinstance(value, bool) and isinstance(value, Real | Decimal)):
        return float(value) if isfinite(value) else None
    return None


def year_of(value: object) -> int | None:
    """Return the year of four digits that a value holds, or None.

    >>> year_of("２０２３年"), year_of(2022.0), year_of("22")
    (2023, 2022, None)
    """
    match = _YEAR.fullmatch(plain(as_text(value)))
    return int(match[1]) if match else None


def day_of(value: object) -> date | None:
    """Return the day that a value holds, or None: 2023-01-20, 2023/1/20, 2023.1.20, 20230120 or 2023年1月20日.

    >>> day_of("2023年1月20日"), day_of("2023-02-30")
    (datetime.date(2023, 1, 20), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(as_text(value))
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def as_text(value: object) -> str:
    """Return a value as a file would write it: nothing for a gap, days as 2023-01-20, whole numbers without a point.

    >>> as_text(2022.0), as_text(0.125), as_text(date(2023, 1, 20)), as_text(None)
    ('2022', '0.125', '2023-01-20', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Real) and not isinstance(value, Integral):
        figure = float(value)
        return f"{figure:.0f}" if figure.is_integer() else repr(figure)
    return str(value)


def plain(text: str) -> str:
    """Return a text with full-width signs as plain ones and without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def _number_in(text: str) -> float | None:
    body = plain(text).replace("\N{MINUS SIGN}", "-")
    # most cells are plain numbers: they need no further look
    if _NUMBER.fullmatch(body):
        return _finite(body)
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    if _GROUPED.fullmatch(body):
        body = body.replace(",", "")
    if not _NUMBER.fullmatch(body):
        return None
    # float("12.5e-2") is exact decimal reading; 12.5 / 100 may differ in the last bit
    return _finite(f"{body}e-2" if percent and "e" not in body.lower() else body)


def _finite(digits: str) -> float | None:
    value = float(digits)
    return value if isfinite(value) else None
