"""Set the signs of a text as its language has them; keep a number with its unit, and a range, on one line."""

import re

from ceheng_model.vocabulary import Language

JOINER = "\N{WORD JOINER}"
"""Where it stands no line breaks; it has no width."""
MAY_BREAK = "\N{ZERO WIDTH SPACE}"
"""Where it stands a line may break; it has no width either."""
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_DIGIT = r"[0-9%]"
_UNITS = "元年月日号个项条组类户人亿万千百倍格次种亩件位分成点宗处份县村"
_WITH_UNIT = re.compile(rf"(?<={_DIGIT})(?=[{_UNITS}])|(?<=[0-9][万亿])(?=[元人户亩])|(?<=[第件表图])(?=[0-9])")
_SPACED = re.compile(r"(?<=[0-9]) (?=[一-龥])|(?<=[●▲○□✓✗]) ")
"""Between a number and a unit that a table sets apart, and behind a sign that stands for words."""
_POINTS = re.compile("个百分点")
_RANGE = re.compile(rf"(?<={_DIGIT})([—–~～])(?=[0-9])")
_ENGLISH_UNITS = ("yuan", "percentage points?", "points?", "per cent", "million", "billion", "years?")
_COUNTED = ("goals?", "groups?", "statements?", "changes?", "targets?", "indicators?", "draws?", "derived", "assumed")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ENGLISH = re.compile(
    rf"(?<={_DIGIT}) (?=(?:{'|'.join((*_ENGLISH_UNITS, *_COUNTED, *_MONTHS))})\b)|(?<=percentage) (?=point)"
)
_FEW = re.compile(r"(?<![0-9.,])(\b[0-9]{1,2}) (?=[a-z])")
"""A small number and the word that it counts or that tells of it."""
_DIFFERENCE = re.compile(r"(?<=[0-9]) - (?=[0-9])")
_NUMBERED = re.compile(r"\b((?:annex|section|measure|table|figure)) (?=[0-9])", re.IGNORECASE)


_YEARS = re.compile(r"(?<![0-9-])([0-9]{4})-([0-9]{4})(?![0-9-])")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s|$)")


def typographic(text: str, language: Language) -> str:
    """Return a text with the signs of Western typography in English: en dashes in ranges of years, apostrophes.

    >>> typographic("residents' incomes, 2022-2024", "en"), typographic("（2022-2024）", "zh")
    ('residents’ incomes, 2022–2024', '（2022-2024）')
    """
    if language == "zh":
        return text
    return _APOSTROPHE.sub("’", _YEARS.sub(r"\1–\2", text))


def unbroken(text: str, language: Language) -> str:
    r"""Return a text in which no line breaks between a number and its unit or inside a range of years.

    >>> unbroken("2021—2024年提高1.2个百分点", "zh").replace(JOINER, "|")
    '2021|—|2024|年提高1.2|个|百|分|点'
    >>> unbroken("48,594.8 yuan", "en") == "48,594.8\N{NO-BREAK SPACE}yuan"
    True
    """
    text = _SPACED.sub(NO_BREAK_SPACE, _RANGE.sub(rf"{JOINER}\1{JOINER}", text))
    text = _DIFFERENCE.sub(f"{NO_BREAK_SPACE}-{NO_BREAK_SPACE}", text)
    if language == "en":
        text = _FEW.sub(rf"\1{NO_BREAK_SPACE}", text)
        return _NUMBERED.sub(rf"\1{NO_BREAK_SPACE}", _ENGLISH.sub(NO_BREAK_SPACE, text))
    return _POINTS.sub(JOINER.join("个百分点"), _WITH_UNIT.sub(JOINER, text))
