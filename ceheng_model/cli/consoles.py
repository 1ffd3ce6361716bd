"""Fit what is printed to the console: signs that its encoding lacks are replaced by what says the same."""

import codecs
import os
import unicodedata
from typing import Any

SPOKEN = {
    "✓": "√",
    "✔": "√",
    "✗": "\N{MULTIPLICATION SIGN}",
    "✘": "\N{MULTIPLICATION SIGN}",
    "−": "-",
    "–": "-",
    "—": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "•": "·",
    "·": "-",
    "※": "*",
    "\N{MULTIPLICATION SIGN}": "x",
    "÷": "/",
    "√": "v",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~",
    "±": "+/-",
    "→": "->",
    "←": "<-",
    "…": "...",
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "²": "^2",
    "³": "^3",
    "ᵀ": "^T",
    "¥": "￥",
    "￥": "CNY ",
    "€": "EUR ",
    "£": "GBP ",
    "₩": "KRW ",
    "₹": "INR ",
    "─": "-",
    "━": "-",
    "│": "|",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{WORD JOINER}": "",
    "\N{REPLACEMENT CHARACTER}": "?",
}
"""What stands for a sign that an encoding lacks; where it lacks this too, what stands for this."""
HANDLER = "ceheng.spoken"
"""The name under which Python finds what replaces signs."""


def fit_stream(stream: Any) -> None:
    """Let a stream take every text: in the encoding asked for, a console in its own, all else in UTF-8."""
    is_asked = bool(os.environ.get("PYTHONIOENCODING"))
    # a pipe or a file gets the same bytes on every machine; Windows would take the code page of the country
    is_free = not is_asked and not stream.isatty()
    stream.reconfigure(encoding="utf-8" if is_free else stream.encoding, errors=HANDLER)


def in_signs_of(text: str, encoding: str) -> str:
    """Return a text in signs of an encoding: each sign that it lacks as others that say the same, else ?.

    >>> in_signs_of("✓ 2.8−3.1 m²", "gbk")
    '√ 2.8-3.1 m^2'
    """
    return "".join(_sign(sign, encoding) for sign in text)


def _sign(sign: str, encoding: str) -> str:
    if _has(sign, encoding):
        return sign
    if sign in SPOKEN:
        return in_signs_of(SPOKEN[sign], encoding)
    plain = unicodedata.normalize("NFKD", sign)
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    # a letter without its accent still says the name
    return in_signs_of(letters, encoding) if letters != sign else "?"


def _has(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_signs_of(error.object[error.start : error.end], error.encoding), error.end


codecs.register_error(HANDLER, _replaced)
