"""Write amounts and names as sentences on counties say them."""

from collections.abc import Iterable

from ceheng_model.vocabulary import Template, Text

_WHOLE_FROM = 10.0
"""Yuan from which a sentence says none of its parts."""


def yuan_in_prose(amount: float) -> str:
    """Return an amount of yuan in whole ones; a small one keeps a digit, so that nothing is told as none.

    >>> yuan_in_prose(17_347.68), yuan_in_prose(-0.25)
    ('17,348', '-0.2')
    """
    return f"{amount:,.1f}" if abs(amount) < _WHOLE_FROM else f"{amount:,.0f}"


def first_of(names: Iterable[Text], more: Template, *, most: int) -> Text:
    """Return names in a row; of more than `most` the first.

    The form `more` takes those as ``names`` and, where it says so, how many there are as ``count``.

    >>> more = Template("{names}等{count}个", "{names} and others, {count} in all")
    >>> first_of(map(Text.same, "abc"), more, most=2).en
    'a, b and others, 3 in all'
    """
    listed = list(names)
    first = Text.join(listed[:most])
    return first if len(listed) <= most else more.format(names=first, count=len(listed))
