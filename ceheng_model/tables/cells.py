"""Write the cells of tables, each type in its own way, numbers by the kind of their column; estimate their width."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Literal, NamedTuple

from ceheng_model.vocabulary import Keyed, Language, Quoted, Text, Verdict, label

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["label", "text", "year", "count", "yuan", "percent", "points", "ratio", "probability", "verdict"]
"""How cells are written; "yuan" is money in the plan's unit, "count" a number of things, which has none."""

DASH = "–"
"""Stands where there is no value."""
NEARLY_NEVER, NEARLY_ALWAYS = 0.0005, 0.9995
"""Probabilities below the first, or not below the second, would round to 0.0% or 100.0%: more than draws can show."""


class Figure(NamedTuple):
    """Hold a number whose unit differs from row to row."""

    value: float
    kind: Kind
    decimals: int | None = None
    """Digits after the point; those usual for the kind where None."""
    signed: bool = False

    def in_language(self, language: Language = "zh") -> str:  # noqa: ARG002 - numbers read alike in both languages
        """Return the number with its unit, and with a plus sign where signed and not rounded to zero."""
        if isnan(self.value):
            return DASH
        text = _number(self.value, self.kind, self.decimals)
        return f"+{text}" if self.signed and self.value > 0 and text.strip("0.%") else text


Cell = str | float | int | Text | Keyed | Verdict | Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """Describe how the numbers of one kind are written."""

    decimals: int
    scale: float = 1.0
    thousands: str = ""
    unit: str = ""


_FORMS = {
    "percent": _Form(decimals=2, scale=100.0, unit="%"),
    "points": _Form(decimals=2, scale=100.0),
    "yuan": _Form(decimals=1, thousands=","),
    "ratio": _Form(decimals=3),
    "count": _Form(decimals=0, thousands=","),
}


def written(value: Cell, kind: Kind, language: Language = "zh", *, decimals: int | None = None) -> str:
    """Return one cell as a reader sees it; what is not there is a dash.

    >>> written(0.16149, "percent", decimals=3), written(48594.81, "yuan"), written(None, "yuan")
    ('16.149%', '48,594.8', '–')
    >>> written(0.0241, "points"), written(Text("城镇", "urban"), "text", "en")
    ('2.41', 'urban')
    """
    if value is None:
        return DASH
    if isinstance(value, Text | Keyed | Verdict | Figure | Quoted):
        return value.in_language(language)
    if isinstance(value, str):
        return label(value, language) if kind == "label" else value
    if isnan(value):
        return DASH
    # a probability claims no certainty
    return probability_text(value).in_language(language) if kind == "probability" else _number(value, kind, decimals)


def one_or_range(values: "np.float64 | NDArray[np.float64]", kind: Kind) -> float | Text:
    """Return the only value, or the lowest and the highest of many as text; those that are not there are left out."""
    every = values.ravel()
    # what is not there (NaN) differs from itself
    there = every[every == every]
    if every.size == 1 or not there.size:
        return float(every[0])
    low, high = (written(float(end), kind) for end in (there.min(), there.max()))
    return Text.same(low if low == high else f"{low} … {high}")


def probability_text(probability: float) -> Text:
    """Return a probability in words that claim no more than draws can tell.

    >>> probability_text(0.4321).zh, probability_text(1.0).en
    ('43.2%', 'above 99.9%')
    """
    if probability < NEARLY_NEVER:
        return Text("低于0.1%", "below 0.1%")
    if probability >= NEARLY_ALWAYS:
        return Text("高于99.9%", "above 99.9%")
    return Text.same(written(probability, "percent", decimals=1))


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


def _number(value: float, kind: Kind, decimals: int | None) -> str:
    form = _FORMS.get(kind)
    if form is None:
        text = f"{value:d}" if kind == "year" else str(value)
    else:
        digits = form.decimals if decimals is None else decimals
        text = f"{value * form.scale:{form.thousands}.{digits}f}{form.unit}"
    # a number that rounds to zero has no sign
    return text if text.strip("-0.%") else text.removeprefix("-")
