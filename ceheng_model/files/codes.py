"""Tell codes of regions that a spreadsheet or a frame has taken for numbers."""

import re
from collections.abc import Collection

from ceheng_model.errors import FILLED
from ceheng_model.files.number_reader import Unread
from ceheng_model.files.values import as_text
from ceheng_model.vocabulary import Text

_NUMBER_LIKE = re.compile(r"[0-9]+\.[0-9]*|[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_LENGTHS = (6, 12)
"""Digits of the codes of counties and of villages; those of provinces of two, with leading zeros elsewhere."""


def code_of(cell: object) -> str | Unread:
    """Return a code or a name as text, or why it has lost its form: 520001.0 and 5.2E+11 are numbers, and no codes.

    >>> code_of("520001"), code_of(520001), code_of("册亨县")
    ('520001', '520001', '册亨县')
    >>> code_of("5.20001E+11").rule.en
    'be a code that has kept its form'
    """
    if cell is None:
        return Unread(rule=FILLED)
    # a column with gaps turns codes into floats, which may have cost them their leading zeros
    if isinstance(cell, float) or _NUMBER_LIKE.fullmatch(as_text(cell)):
        return _LOST
    return as_text(cell)


def shortened(codes: Collection[str]) -> list[str]:
    """Return the codes that lack a leading zero: one digit shorter than most, which have 6 or 12.

    >>> shortened(["110000", "120000", "52001"]), shortened(["1", "22"])
    (['52001'], [])
    """
    lengths = [len(code) for code in codes]
    full = next((length for length in _LENGTHS if lengths.count(length) * 2 > len(lengths)), None)
    if full is None or not set(lengths) <= {full, full - 1} or not all(map(str.isdecimal, codes)):
        return []
    return [code for code in codes if len(code) < full]


_KEEP = Text(
    "在 Excel 或 WPS 中先把该列设为“文本”格式再填代码；pandas 读入时写 dtype={'region': str}",
    "give the column the format 'Text' in Excel or WPS before the codes are entered; in pandas read them with "
    "dtype={'region': str}",
)
_LOST = Unread(rule=Text("为保持原样的代码", "be a code that has kept its form"), way_out=_KEEP)
SHORT = Unread(
    rule=Text("与其他代码位数相同，不丢失开头的零", "have as many digits as the others, zeros kept"), way_out=_KEEP
)
