"""Write cells for files that people open in other programs: no more digits than are read, units where they count."""

from collections.abc import Mapping
from math import isfinite
from typing import NamedTuple

from ceheng_model.characters import printable
from ceheng_model.tables.cells import DASH, NEARLY_ALWAYS, NEARLY_NEVER, Cell, Figure, Kind, written
from ceheng_model.tables.columns import Column
from ceheng_model.values import FrozenMapping
from ceheng_model.vocabulary import Language, Text

_MORE = 4
"""Digits that a number of a spreadsheet keeps behind those it shows: enough to calculate on, without noise."""
_DECIMALS: dict[Kind, int] = {"percent": 2, "points": 2, "yuan": 1, "count": 0, "ratio": 3, "probability": 1}
_UNNAMED = 4
"""Digits after the point of a number whose column says nothing of it."""


Behind = Mapping[Kind, Text]
"""The units that stand behind numbers, by their kind."""
NOTHING_BEHIND: Behind = FrozenMapping({})


class Shown(NamedTuple):
    """Hold a number of a spreadsheet with the format that shows it."""

    value: float
    form: str


def plain_cell(value: Cell, column: Column, language: Language, behind: Behind = NOTHING_BEHIND) -> str:
    """Return a cell of a CSV file: digits as in tables, no separators of thousands, empty where there is no value.

    `behind` are the units that stand behind numbers of a column that holds several kinds.

    >>> from ceheng_model.vocabulary import Text
    >>> income = Column(key="income", heading=Text("收入", "income"), kind="yuan")
    >>> plain_cell(48594.8123, income, "zh"), plain_cell(None, income, "zh")
    ('48594.8', '')
    """
    if isinstance(value, float | int | Figure) and not isinstance(value, bool):
        text = _number_text(value, column, language)
        return "" if text == DASH else text + _unit_behind(value, column, language, behind)
    text = written(value, column.kind, language, decimals=column.decimals)
    return "" if text == DASH else printable(text, lines=True)


def stored_cell(value: Cell, column: Column, language: Language, behind: Behind = NOTHING_BEHIND) -> Shown | str:
    """Return a cell of a spreadsheet: a number with its format, or a text; `behind` as in `plain_cell`.

    >>> from ceheng_model.vocabulary import Text
    >>> growth = Column(key="growth", heading=Text("增速", "growth"), kind="percent")
    >>> stored_cell(0.1 + 0.02, growth, "zh")
    Shown(value=0.12, form='0.00%')
    """
    number, kind, decimals, signed = value, column.kind, column.decimals, False
    if isinstance(value, Figure):
        number, kind, decimals, signed = value
    if not isinstance(number, float | int) or isinstance(number, bool) or not isfinite(number):
        return plain_cell(value, column, language)
    if kind == "probability" and not NEARLY_NEVER <= number < NEARLY_ALWAYS:
        # a probability claims no certainty, in a spreadsheet neither
        return plain_cell(value, column, language)
    unit = _unit_behind(value, column, language, behind)
    return _shown(float(number), kind, decimals, signed=signed, unit=unit)


def _shown(number: float, kind: Kind, decimals: int | None, *, signed: bool, unit: str) -> Shown:
    if kind == "year":
        return Shown(number, "0")
    if kind not in _DECIMALS:
        return Shown(round(number, _UNNAMED + _MORE), "General")
    digits = _DECIMALS[kind] if decimals is None else decimals
    is_rate = kind in ("percent", "probability")
    number = number * 100.0 if kind == "points" else number
    number = round(number, digits + _MORE + (2 if is_rate else 0))
    whole = "#,##0" if kind in ("yuan", "count") else "0"
    form = f"{whole}{'.' if digits else ''}{'0' * digits}{'%' if is_rate else ''}"
    # the format quotes the unit
    form += f'"{unit.replace(chr(34), "")}"' if unit else ""
    return Shown(number, f"+{form};-{form};{form}" if signed else form)


def _number_text(value: float | Figure, column: Column, language: Language) -> str:
    number, kind = (value.value, value.kind) if isinstance(value, Figure) else (value, column.kind)
    if kind in _DECIMALS or kind == "year" or isinstance(number, int) or not isfinite(number):
        return written(value, column.kind, language, decimals=column.decimals).replace(",", "")
    text = f"{number:.{_UNNAMED}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _unit_behind(value: Cell, column: Column, language: Language, behind: Behind) -> str:
    kind = value.kind if isinstance(value, Figure) else column.kind
    return behind[kind].in_language(language) if kind in behind else ""
