"""Read the numbers of an official table: what is printed, in the unit that its headings name, and nothing near it."""

import re
from decimal import Decimal
from math import isfinite
from numbers import Real

from ceheng_model.errors import Fault
from ceheng_model.files.grid import FormattedNumber, Uncalculated
from ceheng_model.official.facets import Unit
from ceheng_model.vocabulary import Text

_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,8})?")
_SIGNS = str.maketrans({"−": "-", "－": "-", "＋": "+", "．": ".", "，": ","} | {chr(0xFF10 + n): str(n) for n in range(10)})
_FACTORS = {"yuan": Decimal(1), "ten_thousand_yuan": Decimal(10000), "percent": Decimal(1)}
_BEHIND: dict[str, dict[str, Decimal]] = {
    "yuan": {"": Decimal(1), "元": Decimal(1), "万": Decimal(10000), "万元": Decimal(10000)},
    "ten_thousand_yuan": {"": Decimal(10000), "元": Decimal(1), "万": Decimal(10000), "万元": Decimal(10000)},
    "percent": {"": Decimal(1), "%": Decimal(1)},
}
"""By what a number counts, by the unit of its heading and by what stands behind it."""
GAPS = frozenset({"-", "--", "---", "—", "——", "–", "－", "…", "……", "...", "/", "空", "缺", "无", "NA", "N/A", "*", "***"})
"""Marks that stand where a table has no number."""


def is_number_like(cell: object) -> bool:
    """Return whether a cell holds a number or what looks like one, and so has to be accounted for."""
    if isinstance(cell, str):
        return any(sign.isdigit() for sign in cell)
    return isinstance(cell, Real | Decimal | FormattedNumber | Uncalculated)


def is_gap(cell: object) -> bool:
    """Return whether a cell holds a mark for a number that is not there."""
    return isinstance(cell, str) and cell in GAPS


def amount(cell: object, unit: Unit) -> Decimal | None:
    """Return the number of a cell exactly, in yuan or per cent; None where it is none.

    >>> amount("3.651", "ten_thousand_yuan"), amount("12,405.1", "yuan"), amount("36510①", "yuan"), amount("7%", "yuan")
    (Decimal('36510.000'), Decimal('12405.1'), None, None)
    """
    if isinstance(cell, FormattedNumber):
        # a cell shown as 8.0% stores 0.08
        factor = _BEHIND[unit].get(cell.unit)
        scale = Decimal(100) if cell.unit == "%" else factor
        return None if factor is None or scale is None or not isfinite(cell.value) else Decimal(repr(cell.value)) * scale
    if isinstance(cell, bool):
        return None
    if isinstance(cell, Real | Decimal):
        return Decimal(str(cell)) * _FACTORS[unit] if isfinite(float(cell)) else None
    return _in_text(cell, unit) if isinstance(cell, str) else None


def last_digit(cell: object, unit: Unit) -> Decimal:
    """Return what one unit of the last digit that a cell prints comes to, in yuan or per cent.

    >>> last_digit("36510", "yuan"), last_digit("3.65", "ten_thousand_yuan"), last_digit(28173.9, "yuan")
    (Decimal('1'), Decimal('100.00'), Decimal('0.1'))
    """
    text = repr(cell.value) if isinstance(cell, FormattedNumber) else str(cell)
    decimals = len("".join(filter(str.isdigit, text.partition(".")[2])))
    # a sheet stores 36510 as 36510.0
    if not isinstance(cell, str) and text.endswith(".0"):
        decimals = 0
    return Decimal(1).scaleb(-decimals) * _FACTORS[unit]


def unreadable(cell: object, unit: Unit, place: Text) -> Fault:
    """Return the fault of a cell that should hold a number and holds none."""
    got = cell.formula if isinstance(cell, Uncalculated) else cell.shown if isinstance(cell, FormattedNumber) else cell
    rules = {
        "yuan": Text("为以元计的数", "be a number of yuan"),
        "ten_thousand_yuan": Text("为以万元计的数", "be a number of ten thousand yuan"),
        "percent": Text("为百分数", "be a number of per cent"),
    }
    return Fault(
        what=Text("单元格", "the cell"),
        rule=rules[unit],
        got=got,
        way_out=Text("去掉脚注符号和文字，只留数字", "leave the digits only: no footnote marks, no words"),
        place=place,
    )


def _in_text(text: str, unit: Unit) -> Decimal | None:
    body = text.strip().translate(_SIGNS)
    for behind, factor in sorted(_BEHIND[unit].items(), key=lambda item: -len(item[0])):
        digits = body.removesuffix(behind).rstrip() if behind else body
        if digits != body or not behind:
            return Decimal(digits.replace(",", "")) * factor if _PLAIN.fullmatch(digits) else None
    raise AssertionError(unit)
