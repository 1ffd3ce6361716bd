"""Write figures as sentences for leaders give them: whole incomes, one decimal of a per cent, two of a ratio."""

from ceheng_model.checks import CheckedStatement
from ceheng_model.plan import Statement
from ceheng_model.tables import NEARLY_ALWAYS, NEARLY_NEVER, Figure, in_prose, probability_text, written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text, Verdict
from ceheng_model.wording import Reaches

_DIGITS = {"yuan": 0, "percent": 1, "points": 1, "ratio": 2}
_FIGURE = Template("为{figure}", "of {figure}")
_POINTS = Template("{value}个百分点", "{value} pp")


def short(figure: Figure, terms: Terms) -> Text:
    """Return a figure with as few digits as a sentence needs.

    >>> short(Figure(48594.81, "yuan"), Terms(groups=())).zh, short(Figure(3.1229, "ratio"), Terms(groups=())).zh
    ('48,595元', '3.12')
    """
    digits = _DIGITS.get(figure.kind)
    if digits is None:
        return in_prose(figure, terms)
    shown = written(figure._replace(decimals=digits), "text")
    if figure.kind == "points":
        return _POINTS.format(value=shown)
    return terms.amount(shown) if figure.kind == "yuan" else Text.same(shown)


def value_in_prose(checked: CheckedStatement, terms: Terms) -> Text:
    """Return the projected value of a goal, with more digits where fewer would read like the goal it misses."""
    figure = checked.figure(checked.value)
    told = short(figure, terms)
    printed = [short(one._replace(decimals=None), terms) for one in checked.statement.printed_figures]
    return in_prose(figure, terms) if checked.verdict is Verdict.MISSED and told in printed else told


def gap_in_prose(checked: CheckedStatement, terms: Terms) -> Text:
    """Return how far the projected value is from the goal, without a sign; with more digits where it would be none."""
    figure = checked.distance(abs(checked.distance_to_goal))._replace(signed=False)
    told = short(figure, terms)
    is_none = told == short(figure._replace(value=0.0), terms)
    return in_prose(figure, terms) if is_none and figure.value else told


def in_sentence(checked: CheckedStatement, terms: Terms) -> Text:
    """Return what a sentence calls what a goal is of.

    >>> from ceheng_model.checks import check
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> report = check(project(scenario("plan")))
    >>> in_sentence(report["ratio_2024"], report.projection.scenario.terms).en
    'the 2024 urban-rural income ratio'
    """
    return checked.statement.quantity.in_sentence(terms)


def goal_in_prose(statement: Statement, terms: Terms) -> Text:
    """Return what a goal asks for in words: the printed value with its unit, or the sign."""
    printed = statement.printed_text
    # a range has an em dash in Chinese, and an en dash in English
    text = Text(printed, printed.replace("—", "–"))
    if statement.quantity.unit == "yuan" and printed:
        text = terms.amount(text)
    # a value to reach is the goal itself
    return text if isinstance(statement.wording, Reaches) else statement.wording.in_words(text)


def told_chance(probability: float) -> Text:
    """Return a probability as it goes on a sentence: 为 before a figure, nothing before one that is bounded.

    >>> told_chance(0.432).zh, told_chance(0.0).zh, told_chance(0.0).en, told_chance(0.432).en
    ('为43.2%', '低于0.1%', 'below 0.1%', 'of 43.2%')
    """
    text = probability_text(probability)
    return _FIGURE.format(figure=text) if NEARLY_NEVER <= probability < NEARLY_ALWAYS else text


def rate(value: float) -> str:
    """Return a growth rate with one decimal.

    >>> rate(0.16149)
    '16.1%'
    """
    return written(value, "percent", decimals=1)
