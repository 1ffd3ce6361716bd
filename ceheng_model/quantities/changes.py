"""Changes of a quotient over years, such as a ratio that narrows: forms whose sign is linear where it can be."""

from collections.abc import Callable
from dataclasses import replace

from ceheng_model.quantities.forms import Form, Numbers, Quotient
from ceheng_model.quantities.known import Setting
from ceheng_model.vocabulary import Missing, Need, Text

LATE_START = Missing(
    what=Text(
        "不从基年算起的变化，两年的路径都未定，须先固定其中一年",
        "the path of one year to be fixed: a change that does not start in the base year",
    ),
    need=Need.OTHER,
)
LARGEST_YEAR = Text("数为历年变化中最大的一年", "the largest change of any year")
"""How a value is to be read that is the largest of several years."""
STATED_CHANGE = Missing(
    what=Text("差距变化有数值要求，须先固定路径", "the path to be fixed: a stated change of a gap"), need=Need.OTHER
)


def spans(since: int, last_year: int, *, each_year: bool) -> list[tuple[int, int]]:
    """Return the years between which a change is taken: from the first to the last, or from every year to the next.

    >>> spans(2021, 2024, each_year=False), spans(2021, 2023, each_year=True)
    ([(2021, 2024)], [(2021, 2022), (2022, 2023)])
    """
    return [(year - 1, year) for year in range(since + 1, last_year + 1)] if each_year else [(since, last_year)]


def change(start: int, end: int, at: Callable[[int], Quotient], setting: Setting) -> Form:
    """Return the change of a quotient of incomes between two years.

    From the base year, whose incomes are known, its sign is that of one quotient.
    """
    own, other = at(end), at(start)
    if start != setting.base_year:
        return Form(year=end, own=own, other=other, at_zero=LATE_START, apart=STATED_CHANGE)
    base = float(other.at(Numbers(setting, setting.base_levels[..., None])))
    return Form(year=end, own=own, other=other, at_zero=replace(own, shift=base), apart=STATED_CHANGE)
