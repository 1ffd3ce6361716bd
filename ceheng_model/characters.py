"""Take from a text what could act where it is shown: signs that steer a terminal, and beginnings of formulas."""

import re

_UNSHOWN = (
    "\x00-\x1f\x7f-\x9f"  # controls: escape sequences begin with them
    # without width, or turning the direction
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters: neither UTF-8 nor XML holds them
    "\U000e0000-\U000e007f"  # tags, which nobody sees
)
_SPACES = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
_SPACES_IN_LINE = re.compile("[\t\v\f\x85]")
_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_ACTING = re.compile(f"[{_UNSHOWN}]")
_ACTING_IN_LINE = re.compile(f"(?!\n)[{_UNSHOWN}]")
REPLACED = "\N{REPLACEMENT CHARACTER}"

_MARKED = re.compile(
    r"'*[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
"""What a spreadsheet takes for the beginning of a formula; the wide forms count in Chinese and Japanese ones."""
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?( ?[^\W\d_]+)*")
"""A number with its unit: letters alone act in no spreadsheet."""

_SIMPLIFIED = str.maketrans(
    "類別羣構標編號數佈來備註對無誤區寫說説徑質稱資經營淨凈財產産轉計鎮農純體脫貧銷項辦結進啟啓動開內劃單",
    "类别群构标编号数布来备注对无误区写说说径质称资经营净净财产产转计镇农纯体脱贫销项办结进启启动开内划单",
)
"""Traditional signs of the names of columns and of the fixed words in them, with the simplified ones."""


_WIDE: dict[int, str] = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)} | {0x3000: " "}
"""Full-width signs with the plain ones; a compatibility normalisation would make a 1 of a footnote mark."""


def plain(text: str) -> str:
    """Return a text with full-width signs as plain ones and without spaces around it; other signs stay what they are.

    >>> plain("　２０２３年　"), plain("Ａ①")
    ('2023年', 'A①')
    """
    return (text if text.isascii() else text.translate(_WIDE)).strip()


def printable(text: str, *, lines: bool = False) -> str:
    r"""Return a text that only shows: what would steer a terminal or turn the direction is replaced by one sign.

    A tab or an end of line is a space; `lines` keeps ends of lines.

    >>> printable("达到\x1b[31m48594.8元\n完")
    '达到�[31m48594.8元 完'
    >>> printable("一\r\n二\u202e", lines=True)
    '一\n二�'
    """
    if text.isascii() and text.isprintable():
        return text
    if lines:
        return _ACTING_IN_LINE.sub(REPLACED, _SPACES_IN_LINE.sub(" ", _BREAKS.sub("\n", text)))
    return _ACTING.sub(REPLACED, _SPACES.sub(" ", text))


def escaped(text: str) -> str:
    r"""Return text of JSON or TOML in which every such character inside a string is written as its number.

    Ends of lines stay: in both languages they stand between strings.

    >>> escaped('name = "\u202e"')
    'name = "\\u202E"'
    """
    return _ACTING_IN_LINE.sub(_number, text)


def simplified(text: str) -> str:
    """Return the name of a column or a fixed word in simplified signs, by a table of the signs that those have.

    A text of any other kind may come back half of it; it is for comparing alone.

    >>> simplified("經營淨收入"), simplified("公佈日期"), simplified("urban")
    ('经营净收入', '公布日期', 'urban')
    """
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def begins_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula; a number with its sign, and its unit, is none.

    >>> begins_formula("=1+1"), begins_formula("-0.5元"), begins_formula("-1+cmd")
    (True, False, True)
    """
    return _MARKED.match(text) is not None and _NUMBER.fullmatch(text) is None


def as_text(text: str) -> str:
    """Return a cell that a spreadsheet takes for a text, whatever it begins with; `as_typed` gives it back.

    >>> as_text("=1+1"), as_text("城镇")
    ("'=1+1", '城镇')
    """
    return f"'{text}" if begins_formula(text) else text


def as_typed(cell: str) -> str:
    """Return a cell without the mark that made a text of it.

    >>> as_typed("'=1+1"), as_typed("'城镇'")
    ('=1+1', "'城镇'")
    """
    return cell[1:] if cell.startswith("'") and begins_formula(cell) else cell


def _number(found: re.Match[str]) -> str:
    code = ord(found.group())
    # half of a pair is no character that a file could hold
    if 0xD800 <= code <= 0xDFFF:
        return REPLACED
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
