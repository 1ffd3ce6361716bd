"""Tell in which encoding a text file was written."""

import re
from typing import Literal

from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.files.file_kinds import kind_of
from ceheng_model.names import choice_names
from ceheng_model.vocabulary import Template, Text

Encoding = Literal["utf-8", "gb18030", "utf-16", "big5"]
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "gb18030", "utf-16", "big5")
"""Encodings that can be asked for; all but Big5 are found without, since nearly any Big5 text is GB18030, too."""

_CSV = Text("CSV 文本", "a CSV text")
_SAVE_AGAIN = Text("请另存为“CSV UTF-8”", "save it again as 'CSV UTF-8'")
BIG5 = Text("；繁体 Big5 须指明编码 big5", "; Big5 has to be asked for, as encoding big5")
"""How text in Big5 is read, to be put behind a way out."""
_DAMAGED = Text("文件已损坏或不是文本，", "it is damaged or no text: ")
_BE = Template("为{form}", "be {form}")
_LINE = Template("{place} 第{line}行", "{place} line {line}")
_MARK = "\ufeff"
_UTF_16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SIGHT = 4096
"""Bytes that are looked at for a pattern of empty ones: a few lines of any table."""
# Chinese signs in UTF-8; in GB18030 these bytes make signs that are rare, and stand at such places by chance only
_HAN_IN_UTF_8 = re.compile(rb"[\xe2-\xe9\xef][\x80-\xbf]{2}")
_NOBODYS = re.compile("[\ue000-\uf8ff]")
"""Signs of private use, which no text of an office holds."""
_DOUBLE = re.compile(rb"([\x81-\xfe])[\x40-\x7e\x80-\xfe]", re.DOTALL)
# marks and the signs that schools teach; those of GB18030 go on to 0xD7
_FREQUENT_IN_BIG5 = range(0xA1, 0xC7)


def text_of(
    raw: bytes, *, place: Text, encoding: Encoding | None = None, what: Text = _CSV, way_out: Text = _SAVE_AGAIN
) -> str:
    """Return the text of a file in UTF-8, GB18030 or UTF-16, or in the encoding that is asked for.

    Byte order marks are dropped, however many. Raises `InputError` for what is no text and says what it is, and for
    text in UTF-8 of which some bytes were lost: nearly any bytes are GB18030, too, with other signs. `what` is the
    form that the text has to have, `way_out` how it is saved.

    >>> text_of("收入".encode("gb18030"), place=Text.same("a.csv"))
    '收入'
    """
    if encoding is not None and encoding not in ENCODINGS:
        raise InputError(choice(Text("编码", "the encoding"), encoding, choice_names(ENCODINGS)))
    _require_text(raw, place, what)
    tried = [encoding] if encoding else [found] if (found := _sixteen(raw)) else ["utf-8", "gb18030"]
    for name in tried:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError as error:
            if name == "utf-8" and _is_damaged_utf_8(raw):
                raise InputError(_broken(raw, error.start, place, way_out)) from error
            continue
        text = text.lstrip(_MARK)
        if "\0" in text:
            raise InputError(_empty_byte(text, place, way_out))
        return text
    raise InputError(_undecodable(raw, place, encoding, way_out))


def may_be_big5(text: str) -> bool:
    """Return whether a text that was read as GB18030 looks like one in Big5: its bytes are those of frequent signs.

    >>> may_be_big5("類別，數值".encode("big5").decode("gb18030")), may_be_big5("类别，数值")
    (True, False)
    """
    try:
        raw = text.encode("gb18030")
        raw.decode("big5")
    except UnicodeError:
        return False
    leads = {lead[0] for lead in _DOUBLE.findall(raw)}
    return bool(leads) and all(lead in _FREQUENT_IN_BIG5 for lead in leads)


def _is_damaged_utf_8(raw: bytes) -> bool:
    """Return whether bytes beyond ASCII are mostly Chinese in UTF-8, or a few are where GB18030 makes no text."""
    rest = _HAN_IN_UTF_8.sub(b"", raw)
    whole, lone = len(raw) - len(rest), sum(byte > 0x7F for byte in rest)
    return whole > lone or (whole > 0 and _NOBODYS.search(raw.decode("gb18030", "ignore")) is not None)


def _sixteen(raw: bytes) -> str | None:
    """Return which UTF-16 a file is in: by its mark, or by every other byte being empty where text is Latin."""
    if raw[:2] in _UTF_16_MARKS and raw[2:4] != b"\0\0":
        return _UTF_16_MARKS[raw[:2]]
    seen = raw[:_SIGHT]
    even, odd = seen[0::2].count(0), seen[1::2].count(0)
    if len(raw) % 2 == 0 and max(even, odd) * 5 > len(seen) and min(even, odd) == 0:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _require_text(raw: bytes, place: Text, form: Text) -> None:
    if (kind := kind_of(raw)) is not None:
        raise InputError(
            Fault(
                what=Text("文件", "the file"),
                rule=_BE.format(form=form),
                got=kind,
                way_out=Text(
                    "工作簿请改回原来的后缀（如 .xlsx），或用表格软件打开后另存为“CSV UTF-8”",
                    "give a workbook its own suffix again, or open it in a spreadsheet and save it as 'CSV UTF-8'",
                ),
                place=place,
            )
        )


def _empty_byte(text: str, place: Text, way_out: Text) -> Fault:
    return Fault(
        what=Text("文本", "the text"),
        rule=Text("不含空字节", "hold no NUL bytes"),
        got=text.count("\0"),
        way_out=_DAMAGED + way_out,
        place=_LINE.format(place=place, line=text.count("\n", 0, text.index("\0")) + 1),
    )


def _bytes(raw: bytes) -> Text:
    shown = raw.hex(" ").upper()
    return Text(f"字节 {shown}", f"bytes {shown}")


def _broken(raw: bytes, at: int, place: Text, way_out: Text) -> Fault:
    return Fault(
        what=Text("文本", "the text"),
        rule=Text("每个字都完整", "have every sign whole"),
        got=_bytes(raw[max(0, at - 4) : at + 8]),
        way_out=_DAMAGED + way_out,
        place=_LINE.format(place=place, line=raw.count(b"\n", 0, at) + 1),
    )


def _undecodable(raw: bytes, place: Text, encoding: Encoding | None, way_out: Text) -> Fault:
    rule = Text("为 UTF-8、GB18030（GBK）或 UTF-16", "be UTF-8, GB18030 (GBK) or UTF-16")
    other = BIG5
    if encoding is not None:
        rule = Text(f"为所指定的 {encoding}", f"be {encoding}, as asked for")
        other = Text("；或不指明编码，由程序识别", "; or name no encoding, and let it be recognised")
    return Fault(
        what=Text("文件编码", "the file's encoding"),
        rule=rule,
        got=_bytes(raw[:12]),
        way_out=way_out + other,
        place=place,
    )
