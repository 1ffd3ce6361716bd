"""Write the figures of sentences: incomes, rates, the ratio, days, and the values that a plan prints."""

from datetime import date

from ceheng_model.plan import Statement
from ceheng_model.tables import Figure, written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_GROWS = Template("增长{size}", "grows by {size}")
_FALLS = Template("下降{size}", "falls by {size}")


def yuan(value: float) -> str:
    """Return an income as tables print it."""
    return written(value, "yuan")


def amount(value: float, terms: Terms) -> Text:
    """Return an income with the unit in which the plan counts."""
    return terms.amount(yuan(value))


def with_unit(figure: Figure, terms: Terms) -> Text:
    """Return a figure of any quantity as it stands in a sentence: an income with its unit."""
    shown = written(figure, "text")
    return terms.amount(shown) if figure.kind == "yuan" else Text.same(shown)


def percent(value: float, decimals: int = 2) -> str:
    """Return a rate as tables print it."""
    return written(value, "percent", decimals=decimals)


def ratio(value: float) -> str:
    """Return the ratio of two incomes as tables print it."""
    return written(value, "ratio")


def points(value: float) -> str:
    """Return percentage points as tables print them."""
    return written(value, "points")


def growth(rate: float, decimals: int = 2) -> Text:
    """Return a growth rate in words that say whether it is growth.

    >>> growth(-0.012).zh, growth(0.1).en
    ('下降1.20%', 'grows by 10.00%')
    """
    words = _FALLS if rate < 0 else _GROWS
    return words.format(size=percent(abs(rate), decimals))


def day_in_words(day: date) -> Text:
    """Return a day as officials write it.

    >>> day_in_words(date(2022, 12, 1))
    Text(zh='2022年12月1日', en='1 December 2022')
    """
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def goal(statement: Statement) -> Figure | str | None:
    """Return the value that a statement prints, with the digits it prints, or its range; None for comparisons."""
    figures = statement.printed_figures
    return figures[0] if len(figures) == 1 else statement.printed_text or None
