"""Estimate how wide a text is."""

import unicodedata
from collections.abc import Callable


def is_wide(sign: str) -> bool:
    """Return whether a character is square, as Chinese ones are; quotation marks and dashes count as such.

    >>> is_wide("年"), is_wide("—"), is_wide("a")
    (True, True, False)
    """
    # ambiguous ones (“ ” — …) are square in every Chinese font
    return unicodedata.east_asian_width(sign) in "WFA"


def text_width(text: str, *, narrow: float | Callable[[str], float] = 1.0, wide: float = 2.0) -> float:
    """Return about how wide one line of text is: in digits, a wide character counted as two.

    Other units come from other widths of a `wide` and of a `narrow` character; `narrow` may tell letters apart.

    >>> text_width("2024年"), text_width("2024年", narrow=0.5, wide=1.0)
    (6.0, 3.0)
    """
    narrow_width = narrow if callable(narrow) else lambda _: narrow
    return sum((wide if is_wide(sign) else narrow_width(sign) for sign in text), start=0.0)
