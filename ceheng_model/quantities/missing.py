"""Name what quantities may lack: figures that were not given, years that are not projected."""

from collections.abc import Sequence

from ceheng_model.vocabulary import Missing, Need, Template, Text

GDP_GROWTH = Missing(what=Text("经济增长增速", "growth of GDP"), need=Need.GDP)
PRICE_GROWTH = Missing(what=Text("居民消费价格涨幅", "consumer price growth"), need=Need.PRICES)
POPULATION = Missing(what=Text("常住人口", "the population"), need=Need.POPULATION)

_IN_YEARS = Template("{years}年{what}", "{what} in {years}")
_UP_TO = Template("预测到{year}年", "a projection up to {year}")


class UndecidableError(Exception):
    """Carry what a quantity lacks: a figure, years, or the form that a question about it takes."""

    def __init__(self, missing: Missing) -> None:
        """Hold what is missing."""
        self.missing = missing
        super().__init__(missing.label.en)


def in_years(missing: Missing, years: Sequence[int]) -> Missing:
    """Return what is missing with the years in which it is."""
    named = Text.join(map(Text.same, years))
    return Missing(what=_IN_YEARS.format(years=named, what=missing.what), need=missing.need)


def horizon(year: int) -> Missing:
    """Return what a quantity lacks whose last year is not projected."""
    return Missing(what=_UP_TO.format(year=year), need=Need.HORIZON)
