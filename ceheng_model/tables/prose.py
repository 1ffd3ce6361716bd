"""Write a number into a sentence, with its unit."""

from ceheng_model.tables.cells import Figure
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_POINTS = Template("{value}个百分点", "{value} pp")


def in_prose(figure: Figure, terms: Terms) -> Text:
    """Return a number as a sentence gives it: incomes in their unit, whole where they are, differences in points.

    >>> in_prose(Figure(15561.0, "yuan"), Terms(groups=())).zh, in_prose(Figure(-450.3, "yuan"), Terms(groups=())).en
    ('15,561元', '-450.3 yuan')
    >>> in_prose(Figure(-0.0109, "points"), Terms(groups=())).zh, in_prose(Figure(3.123, "ratio"), Terms(groups=())).zh
    ('-1.09个百分点', '3.123')
    """
    shown = figure.in_language()
    if figure.kind == "points":
        return _POINTS.format(value=shown)
    if figure.kind == "yuan":
        # a digit that is zero is none that a reader needs
        return terms.amount(shown.removesuffix(".0"))
    return Text.same(shown)
