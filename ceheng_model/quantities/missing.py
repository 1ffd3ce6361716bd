"""Name what quantities may lack: figures that were not given, years that are not projected."""

from collections.abc import Sequence
from typing import Self

from ceheng_model.errors import NOTHING, THERE, Fault
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text

GDP_GROWTH = Missing(what=Text("经济增速", "growth of GDP"), need=Need.GDP)
PRICE_GROWTH = Missing(what=Text("居民消费价格涨幅", "consumer price growth"), need=Need.PRICES)

IN_YEARS = Template("{years}{what}", "{what} in {years}")
UP_TO = Template("预测到{year}", "a projection up to {year}")


_NAME_BOTH = Template(
    "在 plan.toml 的 [ratio] 中写 above 与 below（现有人群：{keys}）",
    "write above and below in [ratio] of plan.toml (the groups are {keys})",
)


class UndecidableError(Exception):
    """Carry what a quantity lacks: a figure, years, or the form that a question about it takes."""

    def __init__(self, missing: Missing) -> None:
        """Hold what is missing."""
        self.missing = missing
        super().__init__(missing.label.en)

    def __reduce__(self) -> tuple[type[Self], tuple[Missing]]:
        """Say how it is made again from bytes."""
        return type(self), (self.missing,)


def population(terms: Terms) -> Missing:
    """Return what a quantity lacks that weighs groups by how many they are."""
    return Missing(what=terms.population, need=Need.POPULATION)


def in_years(missing: Missing, years: Sequence[int], terms: Terms) -> Missing:
    """Return what is missing with the years in which it is."""
    named = terms.year_label(Text.join(map(Text.same, years)))
    return Missing(what=IN_YEARS.format(years=named, what=missing.what), need=missing.need)


def horizon(year: int, terms: Terms) -> Missing:
    """Return what a quantity lacks whose last year is not projected."""
    return Missing(what=UP_TO.format(year=terms.year_label(year)), need=Need.HORIZON)


def none_compared(terms: Terms) -> Fault:
    """Return the fault of a ratio that is asked of a plan which compares no two groups."""
    return Fault(
        what=Text("相互比较的两类人群", "the two groups whose incomes are compared"),
        rule=THERE,
        got=NOTHING,
        way_out=_NAME_BOTH.format(keys=Text.listed(terms.group_keys)),
    )
