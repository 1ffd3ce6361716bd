"""Read the same bytes a second time, strictly and with nothing but the standard library.

It knows the documented forms and no others. Where it reads, the library may refuse or must read the same; where it
does not, the library must refuse.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

WIDE = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９．，＋－−％", "0123456789.,+--%", strict=True)}
NARROW = "\u00a0\u2007\u2009\u202f"
NUMBER = re.compile(
    rf"[+-]?(?:[1-9][0-9]{{0,2}}(?:(?:,[0-9]{{3}})+|(?:([{NARROW}])[0-9]{{3}})(?:\1[0-9]{{3}})*)|[0-9]+)(?:\.[0-9]*)?|[+-]?\.[0-9]+"
)
POWER = re.compile(r"[eE][+-]?[0-9]{1,3}")
_TIMES = {"": 1, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
YUAN: Mapping[str, int] = {
    f"{scale}{unit}": times for scale, times in _TIMES.items() for unit in ("", "元", "元/人", "元/年", "元/人年")
}
SHARE: Mapping[str, Fraction] = {"": Fraction(1), "%": Fraction(1, 100), "‰": Fraction(1, 1000)}
MOST_CHARACTERS = 40
SERIALS_FROM = date(1899, 12, 30)

Record = Mapping[str, str]


def number(text: str, units: Mapping[str, int] | Mapping[str, Fraction]) -> Fraction | None:
    """Return what a text says, exactly; None for everything that is not plainly a number in one of the units."""
    body = text.strip().translate(WIDE)
    if len(body) > MOST_CHARACTERS:
        return None
    match = NUMBER.match(body)
    if match is None:
        return None
    figure, rest = re.sub(rf"[,{NARROW}]", "", match[0]), body[match.end() :]
    power = POWER.match(rest)
    unit = re.sub(r"(?<=\S) (?=\S)", "", (rest[power.end() :] if power else rest).strip())
    # a power of ten with a unit behind it says two scales at once
    if unit not in units or (power and unit):
        return None
    value = Fraction(figure.rstrip(".") or "0")
    if figure in (".", "+", "-"):
        return None
    exponent = int(power[0][1:]) if power else 0
    if abs(exponent) > 300:
        return None
    return value * Fraction(10) ** exponent * Fraction(units[unit])


def decoded(raw: bytes) -> str | None:
    """Return the text of bytes: UTF-16 with its mark, UTF-8 with any marks, or GB18030; None for damaged UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = _strictly(raw, "utf-16")
    else:
        text = _strictly(raw, "utf-8")
        if text is None and not _damaged(raw):
            text = _strictly(raw, "gb18030")
    return None if text is None else text.lstrip("\ufeff")


def _damaged(raw: bytes) -> bool:
    """Return whether bytes were Chinese in UTF-8 before some were lost."""
    whole, other = raw.decode("utf-8", "ignore"), raw.decode("gb18030", "ignore")
    private = any(unicodedata.category(sign) == "Co" for sign in other)
    return _han(whole) * 3 > _han(other) * 2 or (_han(whole) > 0 and private)


def _han(text: str) -> int:
    return sum("\u4e00" <= sign <= "\u9fff" for sign in text)


def records(text: str, separator: str) -> list[list[str]] | None:
    """Return the cells of a text by RFC 4180, letter by letter; None where a quotation mark stands wrong."""
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _cell(text, at, separator)
        if cell is None:
            return None
        row.append(cell)
        if at < len(text) and text[at] == separator:
            at += 1
            if at == len(text):
                row.append("")
            continue
        rows.append(row)
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
    if row:
        rows.append(row)
    return rows


def table(
    raw: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str], separators: str = ",;\t，"
) -> list[Record] | None:
    """Return the rows below the heading, by column; None unless exactly one separator gives a heading."""
    text = decoded(raw)
    if text is None or "\0" in text:
        return None
    if (told := re.match(r'"?sep=(.)"?\r?\n', text)) is not None:
        text, separators = text[told.end() :], told[1]
    read = (_under_heading(text, separator, columns, needed) for separator in separators)
    found = [rows for rows in read if rows is not None]
    return found[0] if len(found) == 1 else None


def day(text: str) -> date | None:
    """Return the day that a text names."""
    body = text.strip().translate(WIDE)
    forms = (
        r"([0-9]{4})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})(?:(?:T|\s+)0{1,2}:00(?::00)?)?",
        r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?",
        r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})",
    )
    for form in forms:
        if (match := re.fullmatch(form, body)) is not None:
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                return None
    if re.fullmatch(r"[0-9]{5}", body):
        return SERIALS_FROM + timedelta(days=int(body))
    return None


def year(text: str) -> int | None:
    """Return the year that a text names."""
    match = re.fullmatch(r"((?:19|20|21)[0-9]{2})(?:\.0+)? ?年?", text.strip().translate(WIDE))
    return int(match[1]) if match else None


def _under_heading(
    text: str, separator: str, columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[Record] | None:
    rows = records(text, separator)
    return None if rows is None else under_heading(rows, columns, needed)


def under_heading(
    rows: Sequence[Sequence[str]],
    columns: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    *,
    notes_beside: bool = False,
) -> list[Record] | None:
    """Return the rows below the first one that names all columns that are needed.

    Cells beside the last heading are no part of a sheet's table, where `notes_beside` is set; in a file of text a
    comma too many may have moved what stands before it.
    """
    names = {name.lower(): key for key, titles in columns.items() for name in (key, *titles)}
    for at, row in enumerate(rows[:20]):
        keys = [names.get(name.lower(), name) for name in map(_unbroken, row)]
        if not set(needed) <= set(keys):
            continue
        while keys and not keys[-1]:
            keys.pop()
        named = [key for key in keys if key]
        if len(set(named)) < len(named) or not set(named) <= set(columns):
            return None
        below = [row[: len(keys)] for row in rows[at + 1 :]] if notes_beside else rows[at + 1 :]
        return _by_column(below, keys)
    return None


def _unbroken(heading: str) -> str:
    """Return a heading without the line breaks and tabs that stand in it."""
    return "".join(sign for sign in heading if not sign.isspace())


def _by_column(rows: Sequence[Sequence[str]], keys: Sequence[str]) -> list[Record] | None:
    taken: list[Record] = []
    notes = False
    for row in rows:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) == 1 and taken:
            notes = True
            continue
        # nothing of the table stands below its notes
        if notes or len(cells) > len(keys):
            return None
        row_of = list(zip(keys, [*cells, *[""] * (len(keys) - len(cells))], strict=True))
        # a column without a heading may stand there, if nothing stands in it
        if any(cell and not key for key, cell in row_of):
            return None
        taken.append(dict(row_of))
    return taken


def _cell(text: str, at: int, separator: str) -> tuple[str | None, int]:
    """Return the cell that begins at a position, and where it ends."""
    if text[at : at + 1] != '"':
        end = at
        while end < len(text) and text[end] not in (separator, "\r", "\n"):
            end += 1
        return text[at:end], end
    cell, at = "", at + 1
    while at < len(text):
        if text[at] != '"':
            cell, at = cell + text[at], at + 1
        elif text[at : at + 2] == '""':
            cell, at = cell + '"', at + 2
        else:
            at += 1
            return (cell, at) if at == len(text) or text[at] in (separator, "\r", "\n") else (None, at)
    return None, at


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


SHOWN_UNITS = {
    "0%": "%",
    "0.0%": "%",
    '0.00"万"': "万",
    '0.00"万元"': "万元",
    '#,##0"元"': "元",
    '#,##0.0"元"': "元",
}
"""Number formats that show a unit behind the number which the cell stores."""
PLAIN_FORMATS = ("General", "0.00", "#,##0", "#,##0.0", "0", '0!.0,"万"', '0"."0,"万"')
"""Number formats that show the number alone, or divided by what the unit behind it stands for."""
_PARTS = ("xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
# of any name space: there are two for workbooks
_MAIN = "{*}"
_EMPTY = ""


def sheet(raw: bytes) -> list[list[str]] | None:
    """Return the cells of the first sheet of a workbook as texts, numbers with the unit that their format shows.

    None for whatever is not a plain workbook: this reading knows stored values, shared and inline texts and the
    formats above.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist() if name in _PARTS}
        if any(b"<!DOCTYPE" in part for part in parts.values()):
            return None
        formats = _formats(ET.fromstring(parts["xl/styles.xml"]))
        texts = _shared(parts.get("xl/sharedStrings.xml"))
        page = ET.fromstring(parts["xl/worksheets/sheet1.xml"])
        return _rows(page, formats, texts)
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, EOFError, TypeError):
        return None
    except (NotImplementedError, RuntimeError, OSError):
        return None


def elements(parent: ET.Element, name: str) -> list[ET.Element]:
    """Return the elements of a name below another, of whatever name space."""
    return [element for element in parent.iter() if element.tag.rpartition("}")[2] == name]


def _formats(styles: ET.Element) -> list[str]:
    own = {int(entry.attrib["numFmtId"]): entry.attrib["formatCode"] for entry in elements(styles, "numFmt")}
    built_in = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 9: "0%", 14: "day"}
    cells = styles.find(f"{_MAIN}cellXfs")
    assert cells is not None
    return [(own | built_in)[int(entry.attrib.get("numFmtId", 0))] for entry in cells]


def _shared(part: bytes | None) -> list[str]:
    if part is None:
        return []
    return ["".join(piece.text or "" for piece in elements(entry, "t")) for entry in ET.fromstring(part)]


def _rows(page: ET.Element, formats: Sequence[str], texts: Sequence[str]) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    for cell in elements(page, "c"):
        match = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", cell.attrib["r"])
        if match is None or cell.find(f"{_MAIN}f") is not None:
            raise ValueError
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        row = rows.setdefault(int(match[2]), {})
        if column in row:
            raise ValueError
        row[column] = _stored(cell, formats, texts)
    full = (max(row, default=0) for row in rows.values())
    width = max(full, default=0)
    return [[rows[at].get(column, _EMPTY) for column in range(1, width + 1)] for at in sorted(rows)]


def _stored(cell: ET.Element, formats: Sequence[str], texts: Sequence[str]) -> str:
    kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{_MAIN}v")
    if kind == "s":
        index = int(value or "")
        if index < 0:
            raise ValueError
        return texts[index]
    if kind == "inlineStr":
        return "".join(piece.text or "" for piece in elements(cell, "t"))
    if kind != "n":
        raise ValueError
    if value is None:
        return _EMPTY
    number_format = formats[int(cell.attrib.get("s", 0))]
    # Python's own reading of the digits, as every spreadsheet takes them
    stored = float(value)
    if number_format == "day" or number_format.startswith("yyyy"):
        if not stored.is_integer() or not 1 < stored < 200_000:
            raise ValueError
        return f"{SERIALS_FROM + timedelta(days=int(stored))}"
    if number_format in PLAIN_FORMATS:
        return _digits(stored)
    unit = SHOWN_UNITS[number_format]
    # a percentage is stored as the fraction
    return f"{Decimal(repr(stored)) * 100:f}%" if unit == "%" else f"{_digits(stored)}{unit}"


def _digits(stored: float) -> str:
    if stored != stored or stored in (float("inf"), float("-inf")):
        raise ValueError
    return f"{stored:.0f}" if stored.is_integer() else f"{Decimal(repr(stored)):f}"


def typed(cell: ET.Element, *, is_rate: bool) -> float:
    """Return the number that stands in an input cell; raise `ValueError` where none does."""
    kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{_MAIN}v")
    if kind == "inlineStr":
        text = "".join(piece.text or "" for piece in elements(cell, "t"))
        found = number(text, SHARE if is_rate else YUAN)
        if found is None:
            raise ValueError
        return float(found)
    if kind != "n" or value is None or not re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?", value.strip()):
        raise ValueError
    return float(value)
