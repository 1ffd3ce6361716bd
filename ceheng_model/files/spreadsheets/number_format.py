"""Understand number formats of spreadsheets: days, per cent, and units that stand behind a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from ceheng_model.files.grid import FormattedNumber

GENERAL = "General"
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    # the money of the reader's system: this library's readers see yuan
    **dict.fromkeys((5, 6, 7, 8, 42, 44), '"¥"#,##0.00'),
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    **dict.fromkeys((12, 13, 69, 70), "# ?/?"),
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58, *range(71, 75)), "yyyy-mm-dd"),
    **dict.fromkeys((*range(18, 22), *range(32, 36), *range(45, 48), 55, 56, 75, 76, *range(78, 81)), "h:mm:ss"),
    **dict.fromkeys((22, 77), "yyyy-mm-dd h:mm"),
    **dict.fromkeys((37, 38, 39, 40, 41, 43), "#,##0.00"),
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((59, 60, 61, 62), "0"),
    **dict.fromkeys((67, 68), "0.00%"),
}
"""Formats that a workbook names by number alone; those of Chinese and Thai systems among them."""

POWERS = {"千": 3, "K": 3, "k": 3, "万": 4, "十万": 5, "百万": 6, "M": 6, "千万": 7, "亿": 8, "万亿": 12}
"""Powers of ten by the words that stand for them behind a number."""

_MONEY = ("CN¥", "RMB", "CNY", "¥", "￥")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*](?P<skipped>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<clock>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-[0-9A-Fa-f]+)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_DIGITS = "0#?"
_DAY_SIGNS = "ymdhsebga"
_NO_UNIT = " \u00a0\u3000+-()（）"
"""Signs around a number that change nothing about what it counts."""
_EARLIEST_LEAP = 60
"""The day that spreadsheets count and no calendar has: 29 February 1900."""

Kind = Literal["text", "digit", "point", "comma", "percent", "general", "day", "clock", "exponent", "condition", "end"]
Cell = int | float | date | time | str | FormattedNumber


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Hold one part of a format: for which numbers it is, and what it makes of them."""

    code: str
    condition: tuple[str, float] | None
    is_day: bool
    shows_day: bool
    """Whether a day is shown; else the time of day alone."""
    prefix: str
    suffix: str
    percents: int
    power: int
    """Of ten, by which a number is made smaller before it is shown."""
    decimals: tuple[int, int]
    """Least and most."""
    is_grouped: bool
    is_general: bool
    has_digits: bool
    """Whether any digit of the number is shown."""
    is_clear: bool
    """Whether the format is understood."""

    @property
    def unit(self) -> str:
        """What a reader sees around the number, money in front of it as 元 behind it."""
        prefix, suffix = self.prefix.strip(_NO_UNIT), self.suffix.strip(_NO_UNIT).replace("％", "%")
        if prefix in _MONEY:
            prefix, suffix = "", suffix if suffix.endswith("元") else f"{suffix}元"
        return prefix + "%" * self.percents + suffix


def formatted(value: float, code: str, *, is_1904: bool = False) -> Cell:
    """Return what a cell with this number and this format says.

    A number in days, where the format shows days; a `FormattedNumber` where it shows a unit; else the number. A
    format that makes numbers smaller and says so (``0!.0,"万"``) leaves the number what it is; one that says
    another word than it makes gives a unit that nobody takes, and so does what is not understood.

    >>> formatted(44946, "yyyy/m/d"), formatted(12405.1, "#,##0.0")
    (datetime.date(2023, 1, 20), 12405.1)
    >>> formatted(0.123, "0.0%").shown, formatted(3.65, '0.00"万"').unit, formatted(36500, '0!.0,"万"')
    ('12.3%', '万', 36500)
    """
    if code == GENERAL:
        return value
    section = _chosen(_sections(code), value)
    if section is None:
        return value
    if section.is_day:
        return _day(value, section, is_1904=is_1904)
    shown = _shown(value, section)
    if not section.is_clear:
        return FormattedNumber(value=value, unit=section.code, shown=shown)
    unit = _unit_left(section)
    if unit == "%" and not section.percents:
        # per cent as a mere word: 12.3 is shown as 12.3%
        return FormattedNumber(value=float(Decimal(repr(value)).scaleb(-2)), unit=unit, shown=shown)
    return FormattedNumber(value=value, unit=unit, shown=shown) if unit else value


def day_from(serial: float, *, is_1904: bool = False) -> date | None:
    """Return the day that a spreadsheet counts by this number, with its time where it has one; None for no day.

    >>> day_from(44946), day_from(1), day_from(43484, is_1904=True)
    (datetime.date(2023, 1, 20), datetime.date(1900, 1, 1), datetime.date(2023, 1, 20))
    >>> day_from(44946.5), day_from(-1)
    (datetime.datetime(2023, 1, 20, 12, 0), None)
    """
    if serial < 0 or (not is_1904 and _EARLIEST_LEAP <= serial < _EARLIEST_LEAP + 1):
        return None
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not is_1904 and serial < _EARLIEST_LEAP:
        start += timedelta(days=1)
    try:
        # times of day are stored to the millisecond
        moment = start + timedelta(days=int(serial), milliseconds=round(serial % 1 * 86_400_000))
    except OverflowError:
        return None
    return moment if moment.time() != time() else moment.date()


def _day(value: float, section: Section, *, is_1904: bool) -> date | time | str:
    day = day_from(value, is_1904=is_1904)
    if day is None:
        # as a spreadsheet shows it
        return "#####"
    if not section.shows_day:
        return f"{value * 24:.2f} h" if value >= 1 else (day.time() if isinstance(day, datetime) else time())
    return day


def _unit_left(section: Section) -> str:
    """Return the unit in which the stored number counts; that of a format which says what it makes is gone."""
    unit = section.unit
    if not section.power:
        return unit
    for word, power in sorted(POWERS.items(), key=lambda item: -len(item[0])):
        if unit.startswith(word):
            return unit.removeprefix(word) if power == section.power else section.code
    # a number in thousands without a word for them is still the number that was typed
    return section.code if unit else ""


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[Section, ...]:
    """Return the parts of a format that are for numbers."""
    parts: list[list[_Token]] = [[]]
    for token in _tokens(code):
        if token.kind == "end":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(code, part) for part in parts[:3])


def _tokens(code: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        text = match[kind] if kind else ""
        if kind == "bracket":
            tokens += _bracket(text)
        elif kind in ("quoted", "escaped"):
            tokens.append(_Token("text", text))
        elif kind in ("general", "clock", "exponent"):
            tokens.append(_Token(kind, text))  # type: ignore[arg-type]
        elif kind == "sign":
            tokens.append(_Token(_kind_of(text), text))
    return tokens


def _bracket(text: str) -> list[_Token]:
    if _ELAPSED.fullmatch(text):
        return [_Token("clock", text)]
    if _CONDITION.fullmatch(text):
        return [_Token("condition", text)]
    currency = _CURRENCY.fullmatch(text)
    return [_Token("text", currency[1])] if currency else []


def _kind_of(sign: str) -> Kind:
    if sign in _DIGITS:
        return "digit"
    if sign.lower() in _DAY_SIGNS:
        return "clock" if sign.lower() in "hs" else "day"
    kinds: dict[str, Kind] = {".": "point", ",": "comma", "%": "percent", ";": "end", "@": "general"}
    return kinds.get(sign, "text")


def _section(code: str, tokens: Sequence[_Token]) -> Section:
    kinds = [token.kind for token in tokens]
    places = [at for at, kind in enumerate(kinds) if kind in ("digit", "general")]
    first, last = (places[0], places[-1]) if places else (len(tokens), len(tokens))
    inner = "".join(token.text for token in tokens[first:last] if token.kind == "text")
    tricked = inner == "." and "point" not in kinds
    behind = _digits_behind(tokens, first, last)
    conditions = [_CONDITION.fullmatch(token.text) for token in tokens if token.kind == "condition"]
    has_day = "day" in kinds or "clock" in kinds
    shift = len(behind) if tricked else 0
    return Section(
        code=code,
        condition=next(((match[1], float(match[2])) for match in conditions if match), None),
        is_day=has_day and (not places or "clock" in kinds),
        # m means minutes beside hours and seconds
        shows_day=any(token.kind == "day" and (token.text not in "mM" or "clock" not in kinds) for token in tokens),
        prefix="".join(token.text for token in tokens[:first] if token.kind == "text"),
        suffix="".join(token.text for token in tokens[last + 1 :] if token.kind == "text"),
        percents=kinds.count("percent"),
        power=3 * _scaling_commas(kinds) + shift,
        decimals=(behind.rfind("0") + 1, len(behind)),
        is_grouped="comma" in kinds[first:last] and bool(_grouping_commas(kinds)),
        is_general="general" in kinds or "exponent" in kinds or "/" in inner,
        has_digits=bool(places),
        is_clear=not (has_day or any(sign not in ". ,/-\u00a0" for sign in inner)) and (not tricked or bool(shift)),
    )


def _digits_behind(tokens: Sequence[_Token], first: int, last: int) -> str:
    """Return the places of digits behind the point, or behind a text that looks like one."""
    found, seen = "", False
    for token in tokens[first : last + 1]:
        if token.kind == "exponent":
            break
        if token.kind == "point" or (token.kind == "text" and token.text == "."):
            seen = True
        elif token.kind == "digit" and seen:
            found += token.text
    return found


def _commas(kinds: Sequence[Kind]) -> list[Kind | None]:
    """Return, for each comma behind a digit, what of the number follows it."""
    following: list[Kind | None] = []
    for at, kind in enumerate(kinds):
        if kind == "comma" and "digit" in kinds[:at]:
            following.append(next((after for after in kinds[at + 1 :] if after in ("digit", "point")), None))
    return following


def _scaling_commas(kinds: Sequence[Kind]) -> int:
    return sum(after != "digit" for after in _commas(kinds))


def _grouping_commas(kinds: Sequence[Kind]) -> int:
    return sum(after == "digit" for after in _commas(kinds))


def _chosen(sections: Sequence[Section], value: float) -> Section | None:
    """Return the part of a format that is for a number, None where none is."""
    if not any(section.condition for section in sections):
        if len(sections) == 1:
            return sections[0]
        at = 1 if value < 0 else 0
        return sections[2] if value == 0 and len(sections) > 2 else sections[at]
    for at, section in enumerate(sections):
        if section.condition is None:
            # of two parts without a condition the earlier is for negative numbers
            if at == len(sections) - 1 or value < 0 or at == 0:
                return section
        elif _holds(value, *section.condition):
            return section
    return None


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _shown(value: float, section: Section) -> str:
    """Return the number as a reader sees it."""
    if not section.has_digits:
        return section.prefix.strip()
    amount = Decimal(repr(value)).scaleb(2 * section.percents - section.power)
    if section.is_general:
        digits = f"{amount.normalize():f}" if abs(amount) < Decimal(10) ** 15 else str(amount)
    else:
        least, most = section.decimals
        rounded = amount.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP) if abs(amount) < 10**15 else amount
        digits = f"{rounded:,f}" if section.is_grouped else f"{rounded:f}"
        while most > least and digits.endswith("0"):
            digits, most = digits[:-1], most - 1
        digits = digits.removesuffix(".")
    return f"{section.prefix}{digits}{'%' * section.percents}{section.suffix}".strip()
