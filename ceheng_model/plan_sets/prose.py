"""Write amounts as sentences on counties say them."""

_WHOLE_FROM = 10.0
"""Yuan from which a sentence says none of its parts."""


def yuan_in_prose(amount: float) -> str:
    """Return an amount of yuan in whole ones; a small one keeps a digit, so that nothing is told as none.

    >>> yuan_in_prose(17_347.68), yuan_in_prose(-0.25)
    ('17,348', '-0.2')
    """
    return f"{amount:,.1f}" if abs(amount) < _WHOLE_FROM else f"{amount:,.0f}"
