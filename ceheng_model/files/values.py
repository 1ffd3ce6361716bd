"""Read single values: the year, the day and the words that a cell, an option or an answer holds."""

import re
from datetime import date, datetime, timedelta
from numbers import Integral, Real

from ceheng_model.characters import plain
from ceheng_model.files.grid import FormattedNumber, Uncalculated

CALENDAR = range(1900, 2100)
"""Years that incomes and days of this subject can be of; spreadsheets, too, count no further than the century."""

# columns with gaps hold years as floats, and pandas writes those as 2021.0
_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:\.0+)?年?")
_SPAN = re.compile(r"(?P<first>[0-9]{4})\s*年?(?:\s*(?:[—–~～至到-]+|to)\s*(?P<last>[0-9]{4})\s*年?)?")
_TIME = r"(?:\s*[ T]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY = re.compile(
    r"([0-9]{4})\s*(?:(?P<by>[-/.])\s*([0-9]{1,2})\s*(?P=by)\s*([0-9]{1,2})|年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?)"
    + _TIME
)
_BETWEEN_CELLS = re.compile("[.,、。·]")
_COMPACT_DAY = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})(?:\.0+)?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.0+)?")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(32874, 73051)
"""Days as spreadsheets count them, from 1990 to 2099: other numbers of five digits are no days of a publication."""


def year_of(value: object) -> int | None:
    """Return the year of four digits that a value holds, or None.

    >>> year_of("２０２３年"), year_of(2022.0), year_of(2022.5), year_of("22")
    (2023, 2022, None, None)
    """
    match = _YEAR.fullmatch(plain(as_text(value)))
    return int(match[1]) if match else None


def years_of(text: str) -> tuple[int, int] | None:
    """Return the first and the last year that a text names, the same for one alone; None where it names none.

    >>> years_of("2023至2024"), years_of("2023—2024年"), years_of("２０２３年"), years_of("2023-24")
    ((2023, 2024), (2023, 2024), (2023, 2023), None)
    """
    match = _SPAN.fullmatch(plain(text))
    return (int(match["first"]), int(match["last"] or match["first"])) if match else None


def split_cells(text: str) -> list[str]:
    """Return the parts of a cell written as ``rural.wages.2023``, between points or commas, Chinese ones too.

    >>> split_cells("农村。工资性收入，2023"), split_cells("rural.wages")
    (['农村', '工资性收入', '2023'], ['rural', 'wages'])
    """
    return [part.strip() for part in _BETWEEN_CELLS.split(plain(text))]


def day_of(value: object) -> date | None:
    """Return the day that a value holds, or None: 2023-01-20, 2023/1/20 0:00, 2023.1.20, 20230120 or 2023年1月20日.

    The number by which spreadsheets keep a day is one, too, from 1990 to 2099; a time of the day is left out.

    >>> day_of("2023年1月20日"), day_of("44946"), day_of("2023-02-30")
    (datetime.date(2023, 1, 20), datetime.date(2023, 1, 20), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(as_text(value))
    if (serial := _SERIAL.fullmatch(text)) and int(serial[1]) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(serial[1]))
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    parts = [int(part) for part in match.groups() if part and part.isdigit()] if match else ()
    try:
        return date(*parts) if parts else None
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
    if isinstance(value, FormattedNumber):
        return value.shown
    return value.formula if isinstance(value, Uncalculated) else str(value)
