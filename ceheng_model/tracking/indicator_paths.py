"""Say what an indicator comes to by a day, and by which way it gets to the plan's figure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil, floor, prod

from ceheng_model.plan import Indicator, Plan
from ceheng_model.tracking.reported_figures import Reported, period_end
from ceheng_model.wording import WORDINGS, About, AtLeast, Wording

Path = tuple[tuple[int, float], ...]
"""Years, each with the value by its end."""
_DIGITS = re.compile(r"\d+(?:\.(\d+))?\s*([万亿%％]?)$")
_UNITS = {"": 1.0, "万": 1e4, "亿": 1e8, "%": 0.01, "％": 0.01}
# a part of a whole number is a product and a quotient: it may lie some rounding below the whole that it is
_NOISE = 1e-9


def deadline_of(indicator: Indicator, last: Reported | None, plan: Plan) -> date:
    """Return the last day of the year, or of the period, to which the plan's figure applies."""
    if indicator.deadline is not None:
        return indicator.deadline
    # what is not said to bind otherwise is held against the year it is counted in
    binds_yearly = indicator.binds == "each_year" or (indicator.binds is None and indicator.counting == "yearly")
    if binds_yearly and last is not None:
        return period_end(last.year, None)
    return period_end(indicator.last_year or plan.years[-1], None)


def start_of(indicator: Indicator, figures: Sequence[Reported], plan: Plan) -> float | None:
    """Return what a count that is added up starts from: nothing, or what is reported for the base year.

    None where the words do not say since when it is counted, and nothing is reported.
    """
    if indicator.counting != "cumulative":
        return None
    if not indicator.needs_start:
        return 0.0
    stated = (figure.value for figure in figures if figure.year == plan.base_year and figure.quarter is None)
    return next(stated, None)


def expected_by(indicator: Indicator, last: Reported, plan: Plan, deadline: date, start: float | None) -> float | None:
    """Return what the plan's figure amounts to by the end of a reported period; None where it is not due."""
    aim = aimed_at(indicator)
    if period_end(last.year, last.quarter) >= deadline and indicator.binds is not None:
        return aim
    if indicator.binds == "each_year":
        is_part = indicator.counting == "yearly" and last.quarter is not None and not indicator.is_share
        return _in_whole(indicator, aim * last.quarter / 4.0) if is_part and last.quarter else aim
    if indicator.binds == "pro_rata" and start is not None:
        first = indicator.first_year or plan.years[0]
        whole = _quarters(deadline.year, (deadline.month + 2) // 3) - _quarters(first, 0)
        passed = _quarters(last.year, last.quarter or 4) - _quarters(first, 0)
        return _in_whole(indicator, start + (aim - start) * min(max(passed, 0) / whole, 1.0))
    return None


def path_to(indicator: Indicator, last: Reported, deadline: date) -> Path:
    """Return the straight way from a reported value to the plan's figure, by year; steps are whole units.

    A year in which the next whole unit is not reached yet is left out; the last one is there.
    """
    aim, since = aimed_at(indicator), _quarters(last.year, last.quarter or 4)
    until = _quarters(deadline.year, (deadline.month + 2) // 3)
    steps: dict[int, float] = {}
    before = last.value
    for year in range(last.year + (last.quarter is None or last.quarter == 4), deadline.year):
        part = (_quarters(year, 4) - since) / (until - since)
        value = _in_whole(indicator, last.value + (aim - last.value) * part)
        if value != before:
            steps[year] = before = value
    return (*steps.items(), (deadline.year, aim))


def average_of(growth: Sequence[float]) -> float | None:
    """Return mean growth, geometric; None of nothing.

    >>> round(average_of([0.20, 0.10]), 6)
    0.148913
    """
    return prod(1.0 + rate for rate in growth) ** (1.0 / len(growth)) - 1.0 if growth else None


def needed_on_average(indicator: Indicator, growth: Mapping[int, float], years: range) -> Path:
    """Return the growth that each year without one needs, so that the mean of all is the plan's figure."""
    left = [year for year in years if year not in growth]
    if not left:
        return ()
    whole = (1.0 + aimed_at(indicator)) ** len(years)
    grown = prod(1.0 + growth[year] for year in years if year in growth)
    return tuple((year, (whole / grown) ** (1.0 / len(left)) - 1.0) for year in left)


def aimed_at(indicator: Indicator) -> float:
    """Return the value that the plan's words aim at."""
    assert indicator.value is not None
    wording = _wording(indicator)
    return wording.aim if wording.given else indicator.value


def holds(indicator: Indicator, value: float) -> bool:
    """Return whether a value meets the plan's words, rounded as the plan's figure is printed."""
    assert indicator.value is not None
    wording = _wording(indicator)
    # what asks for more than a figure asks for a difference above zero; relative, as noise grows with the figure
    over = (value - indicator.value) / max(abs(indicator.value), 1.0)
    return bool(wording.holds(over if wording.strict else value))


def _in_whole(indicator: Indicator, value: float) -> float:
    """Return a part of the plan's figure in whole units, where the figure is whole: half a firm is none."""
    if indicator.is_share or aimed_at(indicator) % 1.0:
        return value
    return float(floor(value + _NOISE) if indicator.better == "up" else ceil(value - _NOISE))


def _quarters(year: int, quarter: int) -> int:
    return 4 * year + quarter


def _wording(indicator: Indicator) -> Wording:
    """Return the wording of an indicator's type; a bare figure, or all of them, is to be reached."""
    kind = WORDINGS.get(indicator.type, AtLeast)
    ends = [end for end in (indicator.value, indicator.value_high) if end is not None]
    numbers = dict(zip(kind.given, ends, strict=False))
    if kind.given:
        precision = _precision(indicator.printed)
        numbers["precision"] = max(precision, _roundness(indicator.value)) if kind is About else precision
    return kind.from_numbers(numbers, better="down" if indicator.better == "down" else "up")


def _roundness(value: float | None) -> float:
    """Return the unit of the last digit that counts where a figure is meant roughly: 1000人左右 is no 1000 to the head.

    Two digits count, as in 10%左右 and 2.8左右, and whichever others are no nought.

    >>> [_roundness(value) for value in (1000, 1050, 12, 0.1)]
    [100.0, 10.0, 1.0, 0.0]
    """
    if not value or value % 1.0:
        return 0.0
    digits = f"{value:.0f}"
    return 10.0 ** (len(digits) - max(2, len(digits.rstrip("0")))) if len(digits) > 1 else 1.0


def _precision(printed: str) -> float:
    """Return the unit of the last printed digit; 0 where the figure is a word.

    A whole number of 万 or 亿 is one of ones: whoever asks for 1万人以上 is not content with 5000.

    >>> _precision("14.8万"), _precision("1万"), _precision("70%"), _precision("575"), _precision("全")
    (1000.0, 1.0, 0.01, 1.0, 0.0)
    """
    match = _DIGITS.search(printed)
    if match is None:
        return 0.0
    unit = _UNITS[match[2]] if match[1] else min(_UNITS[match[2]], 1.0)
    return round(float(unit / 10 ** len(match[1] or "")), 12)
