"""Read numbers as people write them, each in the unit that is asked for, and say of what is none why it is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from math import isfinite
from numbers import Real
from sys import float_info

from ceheng_model.errors import FILLED, FINITE, Fault
from ceheng_model.files.grid import FormattedNumber, Uncalculated
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import Template, Text

MOST_CHARACTERS = 40
"""Longer than any number with its unit: 17 digits tell every float from its neighbours."""

_SIGNS = "0123456789+-.,%/()"
# named one by one: a compatibility normalisation would make digits of footnote marks
WIDE = {ord(sign) + 0xFEE0: sign for sign in _SIGNS} | {0x3000: " ", 0x2212: "-"}
"""Full-width signs of numbers, and the minus sign, with the plain ones that they stand for."""

# spaces that typesetters put between thousands; a usual space may stand between two numbers
_GROUPING = ",\u00a0\u2007\u2009\u202f"
_BARE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_NUMBER = re.compile(
    r"(?P<mantissa>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+|(?P<grouped>[1-9][0-9]{0,2}(?P<by>["
    + _GROUPING
    + r"])[0-9]{3}(?:(?P=by)[0-9]{3})*(?:\.[0-9]+)?)))"
    r"(?:[eE](?P<exponent>[+-]?[0-9]{1,6})(?![0-9]))?"
    r"(?:\s*(?P<unit>[^0-9.,+\-\s].*))?"
)
_DIGIT = re.compile(r"[0-9]")
_NON_ZERO = re.compile(r"[1-9]")
_MARKS = re.compile(
    # circled, bracketed and dotted numbers, superscripts and subscripts, and what printers use beside them
    r"[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf\u00b9\u00b2\u00b3\u2070-\u2094*\uff0a\u2020\u2021\u00a7#\uff03^注]"
    r"|[0-9元%][\[(\u3010\u3014][0-9a-z]{1,2}[\])\u3011\u3015]"
)
_ENCLOSED = re.compile(r"\(\s*[0-9.,]+\s*(?:\)|[^()]*\))")
_SCATTERED = re.compile(r"[+-]?[0-9.]*[ ,'\u2019\u00a0\u2007\u2009\u202f][0-9., '\u2019\u00a0\u2007\u2009\u202f]*\D*")
_NO_FIGURE = re.compile(r"[-\u2013\u2014\u2026./·\u2500]+|n\.?/?a\.?|null|none|无|暂无|缺", re.IGNORECASE)
_ERROR = re.compile(r"#(?:N/A|[A-Z]+(?:/0)?[!?])")
_OTHER_MINUS = re.compile(r"[\u2010-\u2015\ufe63]\s*[0-9.]")
# 3千克 is no three thousand of anything that is counted in 千克: only these multiply whatever unit follows
_ANY_UNIT = re.compile(
    r"(?P<scale>十万|百万|千万|万亿|万|亿)?(?P<of>(?:(?:[A-Za-z]{2,6}|[mgtLW])[\u00b2\u00b3]?|[/·\u3380-\u33df\u4e00-\u9fff]){0,12})"
)
_SCALES = {"": 0, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}


def _scaled(*of: str) -> dict[str, int]:
    return {scale + unit: power for (scale, power), unit in product(_SCALES.items(), of)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """Say what a number counts, and what may be written behind it: a word, and the power of ten by which it counts."""

    rule: Text
    """What a number has to be, as it stands behind "must"."""
    way_out: Text
    """How a number of this unit is written."""
    powers: Mapping[str, int]
    """Powers of ten by what is written behind the number; that of the empty text where nothing is."""
    takes_any: bool = False
    """Whether any other word may stand behind the number, too, which counts as it is."""
    signs: tuple[str, ...] = ()
    """What may stand before the number instead, such as $."""

    def power(self, written: str) -> int | None:
        """Return the power of ten by which a number counts with this behind it; None where it may not stand there.

        >>> YUAN.power("万元"), YUAN.power("%"), ANY.power("万亩")
        (4, None, 4)
        """
        power = self.powers.get(written)
        if power is None and self.takes_any and "注" not in written:
            match = _ANY_UNIT.fullmatch(written)
            return None if match is None else _SCALES[match["scale"] or ""]
        return power


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Say why a cell holds no number of the unit that was asked for."""

    rule: Text
    """The rule that it breaks."""
    way_out: Text | None = None
    """What to do about it, where that is not what one does about anything that is no number."""

    def fault(self, what: Text, *, got: object, way_out: Text, place: Text | None = None) -> Fault:
        """Return the fault of a value; `way_out` is that of anything that is no number."""
        return Fault(what=what, rule=self.rule, got=got, way_out=self.way_out or way_out, place=place)


_PARTS = {"": 0, "%": -2, "‰": -3, "成": -1}
_COUNTED = ("", *"人名户个家所次项处座件套台辆亩村月天日", "个月", "人次", "户次", "万人次")
_AS_RATE = Text("12%写作 12% 或 0.12", "write 12 % as 12% or 0.12")

YUAN = Unit(
    rule=Text("以元计", "be in yuan"),
    way_out=Text("写作 36510、36,510元 或 3.651万元", "write 36510, 36,510元 or 3.651万元"),
    powers=_scaled("", "元", "元/人", "元/人年", "元/人·年", "元/年", "元每人") | {"yuan": 0, "RMB": 0},
)
RATE = Unit(rule=Text("为增速", "be a rate"), way_out=_AS_RATE, powers=_PARTS)
SHARE = Unit(rule=Text("为比重", "be a share"), way_out=_AS_RATE, powers=_PARTS)
POINTS = Unit(
    rule=Text("以百分点计", "be in percentage points"),
    way_out=Text("2个百分点写作 0.02、2% 或 2个百分点", "write 2 points as 0.02, 2% or 2个百分点"),
    powers=_PARTS | {"个百分点": -2, "百分点": -2, "pp": -2, "个千分点": -3, "千分点": -3},
)
PERCENT = Unit(
    rule=Text("以百分数计", "be in per cent"),
    way_out=Text("12%写作 12 或 12%", "write 12 % as 12 or 12%"),
    powers=_PARTS | {"": -2, "个百分点": -2, "百分点": -2},
)
COUNT = Unit(
    rule=Text("为个数", "be a count"),
    way_out=Text("写作 120000 或 12万人", "write 120000 or 12万人"),
    powers=_scaled(*_COUNTED),
)
PLAIN = Unit(
    rule=Text("为不带单位的数", "be a number without a unit"),
    way_out=Text("只写数，例如 2.8", "write the number alone, for example 2.8"),
    powers={"": 0},
)
TIMES = Unit(
    rule=Text("为倍数", "be a factor"),
    way_out=Text("例如 0.9 或 1.5倍", "for example 0.9 or 1.5倍"),
    powers={"": 0, "倍": 0, "x": 0, "%": -2},
)
_CURRENCIES = (
    ("$", "US$", "USD", "dollar", "dollars", "US dollars", "美元", "美金"),
    ("€", "EUR", "euro", "euros", "欧元"),
    ("£", "GBP", "pound", "pounds", "pounds sterling", "英镑"),
    ("JP¥", "JPY", "yen", "日元"),
    ("₩", "KRW", "won", "韩元"),
    ("₹", "INR", "rupee", "rupees", "卢比"),
    ("HK$", "HKD", "Hong Kong dollars", "港元", "港币"),
)
"""Words and signs that mean one currency each."""
_ENGLISH_SCALES = {"thousand": 3, "k": 3, "K": 3, "million": 6, "billion": 9}
_IN = Template("以{unit}计", "be in {unit}")
_LIKE = Template("写作 36510 或 36,510{unit}", "write 36510 or 36,510 {unit}")


def money_unit(unit: Text) -> Unit:
    """Return how amounts of a plan's unit of income are read: bare, or with the words for that currency alone.

    >>> dollars = money_unit(Text("美元", "dollars"))
    >>> [number(cell, dollars) for cell in ("36,510", "$36,510", "36.51 thousand dollars", "3.651万美元", "36510元")]
    [36510.0, 36510.0, 36510.0, 36510.0, None]
    """
    return YUAN if unit == YUAN_WORD else _foreign(unit)


@cache
def _foreign(unit: Text) -> Unit:
    own = {word for currency in _CURRENCIES if not set(currency).isdisjoint(unit) for word in currency} | set(unit)
    words = {"".join(word.split()) for word in own}
    english = {f"{scale}{word}": power for scale, power in _ENGLISH_SCALES.items() for word in ("", *words)}
    return Unit(
        rule=_IN.format(unit=unit),
        way_out=_LIKE.format(unit=unit),
        powers={**english, **_scaled("", *words)},
        signs=tuple(sorted((word for word in words if not word[-1].isalpha()), key=len, reverse=True)),
    )


ANY = Unit(
    rule=Text("为数和单位", "be a number with its unit"),
    way_out=Text("只写数和单位，例如 14.8万亩、70%", "write the number and its unit, for example 14.8万亩 or 70%"),
    powers={**POINTS.powers, **YUAN.powers, **COUNT.powers},
    takes_any=True,
)
"""Of numbers whose unit is not known where they are read; `unit_behind` says what was written."""


def number(cell: object, unit: Unit = PLAIN) -> float | None:
    """Return the number that a cell holds, in the base unit; None where it holds none of this unit.

    >>> number("１２．５％", RATE), number("3.65万元", YUAN), number("−0.03"), number("36510①", YUAN)
    (0.125, 36500.0, -0.03, None)
    >>> number(36510), number(True), number(float("inf"))
    (36510.0, None, None)
    """
    value = read_number(cell, unit)
    return None if isinstance(value, Unread) else value


def read_number(cell: object, unit: Unit) -> float | Unread:
    """Return the number that a cell holds in the base unit (yuan, fraction, one), or why it holds none.

    Full-width signs count as plain ones; thousands are set apart by commas or narrow spaces, in groups of three.
    Decimals are read exactly: the result is the float nearest to what is written, its unit included.

    >>> read_number("36510①", YUAN).rule.en
    'have no footnote mark behind it'
    >>> read_number("36510%", YUAN).rule.en
    "be in yuan, not in '%'"
    """
    if isinstance(cell, str):
        return _read_text(cell, unit)
    if isinstance(cell, FormattedNumber):
        return _read_formatted(cell, unit)
    # plain floats are nearly all there is in a large frame, and the test for any kind of number is slow
    if isinstance(cell, float) or (not isinstance(cell, bool) and isinstance(cell, Real | Decimal)):
        return _counted(cell, unit.powers[""])
    return _no_number(cell)


def unit_behind(cell: object) -> str:
    """Return what stands behind the number in a cell, empty where nothing does.

    >>> unit_behind("14.8 万亩"), unit_behind("70%"), unit_behind(0.7)
    ('万亩', '%', '')
    """
    if isinstance(cell, FormattedNumber):
        return cell.unit
    if not isinstance(cell, str) or _BARE.fullmatch(cell):
        return ""
    match = _NUMBER.fullmatch(narrow(cell))
    return _written(match) if match else ""


def without_scale(written: str) -> str:
    """Return what stands behind a number without the word by which the number is multiplied.

    >>> without_scale("万亩"), without_scale("千元"), without_scale("千克"), without_scale("万")
    ('亩', '元', '千克', '')
    """
    if written in ANY.powers:
        return written.lstrip("".join(_SCALES))
    match = _ANY_UNIT.fullmatch(written)
    return match["of"] if match else written


def narrow(text: str) -> str:
    """Return a text with the full-width signs of numbers as plain ones, without spaces around it.

    >>> narrow(" １２．５％ "), narrow("36510①")
    ('12.5%', '36510①')
    """
    return (text if text.isascii() else text.translate(WIDE)).strip()


def _read_text(text: str, unit: Unit) -> float | Unread:
    power = unit.powers[""]
    # most cells are bare digits: they need no further look
    if not power and len(text) < MOST_CHARACTERS and _BARE.fullmatch(text):
        return _in_range(text, float(text))
    body = narrow(text)
    if len(body) > MOST_CHARACTERS:
        return _LONG if _DIGIT.search(body) else Unread(rule=FINITE)
    body = _without_sign(body, unit)
    match = _NUMBER.fullmatch(body)
    if match is None:
        return _why_none(body)
    written = _written(match)
    own = unit.power(written)
    if own is None:
        return _footnote(body) or _not_in(unit, written)
    if match["exponent"] and written:
        return _EXPONENT
    digits = match["mantissa"].replace(match["by"] or ",", "")
    # "12.5e-2" is an exact decimal reading; 12.5 / 100 may differ in the last bit
    return _in_range(digits, float(f"{digits}e{int(match['exponent'] or 0) + own}"))


def _without_sign(body: str, unit: Unit) -> str:
    """Return a number without the sign of a currency that stands before it."""
    sign = next((sign for sign in unit.signs if body.startswith(sign)), "")
    return body[len(sign) :].lstrip()


def _read_formatted(cell: FormattedNumber, unit: Unit) -> float | Unread:
    written = narrow(cell.unit).replace(" ", "")
    power = unit.power(written)
    if power is None:
        return _footnote(f"0{written}") or _not_in(unit, written)
    # a spreadsheet stores 12.3% as 0.123
    return _counted(cell.value, 0 if written == "%" else power)


def _counted(value: float | Real | Decimal, power: int) -> float | Unread:
    try:
        amount = float(value)
        if power and isfinite(amount):
            amount = float(f"{Decimal(repr(amount)).scaleb(power)}")
    except (OverflowError, ValueError):
        return Unread(rule=FINITE)
    if not isfinite(amount):
        return Unread(rule=FINITE)
    return _SMALL if 0.0 < abs(amount) < float_info.min else amount


def _in_range(digits: str, value: float) -> float | Unread:
    if not isfinite(value):
        return _LARGE
    if abs(value) < float_info.min and _NON_ZERO.search(digits):
        return _SMALL
    return value


def _written(match: re.Match[str]) -> str:
    return (match["unit"] or "").replace(" ", "")


def _no_number(cell: object) -> Unread:
    if cell is None:
        return Unread(rule=FILLED)
    if isinstance(cell, Uncalculated):
        return _FORMULA
    return _DAY if isinstance(cell, date) else Unread(rule=FINITE)


def _why_none(body: str) -> Unread:
    """Return the reason why a text is no number, the likeliest first."""
    if not body:
        return Unread(rule=FILLED)
    if _NO_FIGURE.fullmatch(body):
        return _NONE_GIVEN
    if _ERROR.fullmatch(body):
        return _FAILED
    if not _DIGIT.search(body):
        return Unread(rule=FINITE)
    if _ENCLOSED.fullmatch(body):
        return _BRACKETS
    if _OTHER_MINUS.match(body):
        return _MINUS
    return _footnote(body) or (_SEPARATED if _SCATTERED.fullmatch(body) else Unread(rule=FINITE))


def _footnote(body: str) -> Unread | None:
    return _FOOTNOTE if _MARKS.search(body) else None


def _not_in(unit: Unit, written: str) -> Unread:
    return Unread(rule=_NOT_IN.format(rule=unit.rule, written=written), way_out=unit.way_out)


_NOT_IN = Template("{rule}，不能写“{written}”", "{rule}, not in '{written}'")
_FOOTNOTE = Unread(
    rule=Text("不带注释标记", "have no footnote mark behind it"),
    way_out=Text(
        "这是带有注释标记的数：删去标记，注释写入备注",
        "this is a number with a footnote mark: delete the mark and put what it says into the note",
    ),
)
_SEPARATED = Unread(
    rule=Text("千位分隔符位置正确", "have its thousands separators where they belong"),
    way_out=Text(
        "写作 36510 或 36,510；小数点写“.”，一格一个数",
        "write 36510 or 36,510, a point before decimals, and one number in a cell",
    ),
)
_BRACKETS = Unread(
    rule=Text("不用括号表示负数", "not be negative by brackets"),
    way_out=Text("负数写作 -120", "write a negative number as -120"),
)
_MINUS = Unread(
    rule=Text("负号写作“-”", "have '-' for its minus sign"),
    way_out=Text("负数写作 -120", "write a negative number as -120"),
)
_NONE_GIVEN = Unread(
    rule=FINITE,
    way_out=Text("没有数的单元格留空，或删去该行", "leave a cell without a figure empty, or delete the row"),
)
_FAILED = Unread(
    rule=Text("为数，不为公式的错误值", "be a number, not the error of a formula"),
    way_out=Text("改正公式，或直接写数", "mend the formula, or write the number"),
)
_EXPONENT = Unread(
    rule=Text("不兼用科学记数法与单位", "not have both an exponent and a unit"),
    way_out=Text("写成普通小数，例如 0.1%", "write it as a usual decimal, for example 0.1%"),
)
_LONG = Unread(
    rule=Text(f"不超过{MOST_CHARACTERS}个字符", f"have at most {MOST_CHARACTERS} characters"),
    way_out=Text("只写数和单位，小数保留几位即可", "write the number and its unit with a few decimals"),
)
_LARGE = Unread(
    rule=Text("不大到无法计算", "not be too large to calculate with"),
    way_out=Text("核对指数与位数", "check the exponent and the digits"),
)
_SMALL = Unread(
    rule=Text("为零，或不小到无法计算", "be zero, or not too small to calculate with"),
    way_out=Text("核对指数与位数", "check the exponent and the digits"),
)
_DAY = Unread(
    rule=Text("为数，不为日期", "be a number, not a day"),
    way_out=Text(
        "表格软件把它认作日期：将单元格格式设为“数值”，重新填写",
        "the spreadsheet took it for a day: give the cell the format of numbers and write it again",
    ),
)
_FORMULA = Unread(
    rule=Text("存有公式的计算结果", "hold the result of its formula"),
    way_out=Text(
        "用表格软件打开并保存一次，或直接写数",
        "open and save it in a spreadsheet, or write the number",
    ),
)
