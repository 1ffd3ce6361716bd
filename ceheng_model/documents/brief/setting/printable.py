"""Make texts fit for files that allow no control characters."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Return a text in which characters that neither Word nor HTML may hold are the sign for such a character.

    >>> printable("达到\x0748594.8元")
    '达到�48594.8元'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
