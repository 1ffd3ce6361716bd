"""Open files of settings, TOML or JSON with the same keys; every fault of syntax is one sentence with its line."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ceheng_model.errors import UNREPEATED, Fault, InputError
from ceheng_model.files.encodings import text_of
from ceheng_model.files.text_file import read_bytes
from ceheng_model.vocabulary import Template, Text

MOST_BYTES = 2_000_000
"""The plan that ships takes 10 kB; a thousand statements take 500 kB."""
MOST_DEPTH = 100
"""Parts of a dotted key, or tables within tables: ours have four."""

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DOTTED = re.compile(r"[\w\"'-]+(?:[ \t]*\.[ \t]*[\w\"'-]+)*")
_LONG_NUMBER = re.compile(r"(?:0[xob])?[0-9A-Fa-f_]{250,}")
_MOST_BITS = 1024
"""Of the largest number that can be calculated with."""
_NEAR_DAY = re.compile(r"=\s*[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}")
_INSIDE = ("Unescaped", "Escaped", "Illegal", "Found", "Invalid hex", "Invalid \\", "Invalid control", "Unterminated")
"""What is said of signs inside a text."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_PLACE = Template("{file} 第{line}行", "{file} line {line}")
_SYNTAX = Template("{form} 语法", "the {form} syntax")
_TEXT = Text("文本", "text")
_IN_UTF_8 = Text("另存为 UTF-8 编码的文本", "save it as text in UTF-8")
_VALID = Text("正确", "be valid")
_UNKNOWN = Template("无法识别（{original}）", "{original}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """Say what a sign is that a Chinese keyboard writes, and what stands in its place."""

    signs: str
    what: Text
    rule: Text
    way_out: Text


_SIGNS: Sequence[_Sign] = (
    _Sign(
        signs="“”„‟″＂「」『』〝〞",  # noqa: RUF001
        what=Text("文字两端的引号", "quotation marks around text"),
        rule=Text('为英文引号 "，不为中文引号', 'be plain ("), not Chinese ones'),
        way_out=Text('在英文输入法下写作 "..."', 'write "..."'),
    ),
    _Sign(
        signs="‘’＇",  # noqa: RUF001
        what=Text("文字两端的引号", "quotation marks around text"),
        rule=Text("为英文引号 '，不为中文引号", "be plain ('), not Chinese ones"),
        way_out=Text('在英文输入法下写作 "..."', 'write "..."'),
    ),
    _Sign(
        signs="＝：",
        what=Text("键与值之间的等号", "the sign between key and value"),
        rule=Text("为半角", "be a plain one"),
        way_out=Text("在英文输入法下写作 =（JSON 为 :）", "write = (in JSON :)"),
    ),
    _Sign(
        signs="，、；",
        what=Text("各项之间的逗号", "the comma between items"),
        rule=Text("为半角", "be a plain one"),
        way_out=Text("在英文输入法下写作 ,", "write ,"),
    ),
    _Sign(
        signs="［］【】｛｝（）〔〕",  # noqa: RUF001
        what=Text("括号", "brackets"),
        rule=Text("为半角", "be plain ones"),
        way_out=Text("在英文输入法下写作 [ ] 或 { }", "write [ ] or { }"),
    ),
    _Sign(
        signs="０１２３４５６７８９．－＋％。",  # noqa: RUF001
        what=Text("数", "a number"),
        rule=Text("用半角数字", "be in plain digits"),
        way_out=Text("在英文输入法下写作 0.12", "write 0.12"),
    ),
    _Sign(
        signs="＃",  # noqa: RUF001
        what=Text("注释前的井号", "the sign before a comment"),
        rule=Text("为半角", "be a plain one"),
        way_out=Text("在英文输入法下写作 #", "write #"),
    ),
    _Sign(
        signs="\u3000\u00a0\u200b\ufeff",
        what=Text("空格", "a space"),
        rule=Text("为半角", "be a plain one"),
        way_out=Text("删去此处的全角空格或不可见字符", "delete the wide or invisible sign there"),
    ),
)

_WORDS = Text("文字两端加英文引号，数与年份不加", "put quotes around text, none around numbers and years")
_PAIR = Text("写作 键 = 值 或 [名称]，键为英文", "write KEY = VALUE or [NAME], with plain English keys")
_ONE_A_LINE = Text("一行写一个键；文字加引号", "write one key a line, and text in quotes")
_JSON_KEY = Text('键写作 "..."，最后一项后不加逗号', 'write keys as "...", and no comma behind the last')
_DAY = Text("写作 2022-09-30，不加引号", "write 2022-09-30 without quotes")
_TWICE = Text("同一个键或表只写一次", "write a key or a table once")
_CLOSE = Text("补上收尾的括号或引号", "add the bracket or the quotation mark that closes it")
# what the parsers of Python say: its beginning, the same in Chinese, the way out
_MEANINGS: Sequence[tuple[str, str, Text]] = (
    ("Expected '=' after a key", "键后没有等号", _PAIR),
    ("Expected ']]'", "表头没有收尾", Text("写作 [[名称]]", "write [[NAME]]")),
    ("Expected ']'", "表头没有收尾", Text("写作 [名称]", "write [NAME]")),
    ("Expected newline", "一行内容之后还有内容", _ONE_A_LINE),
    ("Invalid statement", "不是键或表头", _PAIR),
    ("Invalid initial character", "键的写法不对", Text("键为英文", "use plain English keys")),
    ("Invalid value", "值的写法不对", _WORDS),
    ("Invalid date", "日期不存在或写法不对", _DAY),
    ("Invalid hex value", "反斜杠后的编码不对", Text(r"反斜杠写作 \\", r"write a backslash as \\")),
    ("Escaped character", "反斜杠后的编码不对", Text(r"反斜杠写作 \\", r"write a backslash as \\")),
    ("Unescaped '\\'", "文字中有单独的反斜杠", Text(r"反斜杠写作 \\ 或 /", r"write a backslash as \\ or /")),
    ("Invalid \\", "反斜杠后的编码不对", Text(r"反斜杠写作 \\ 或 /", r"write a backslash as \\ or /")),
    ("Unterminated string", "文字没有收尾的引号", _CLOSE),
    ("Unclosed array", "列表没有收尾", _CLOSE),
    ("Unclosed inline table", "表没有收尾", _CLOSE),
    ("Illegal character '\\n'", "文字没有收尾的引号", _CLOSE),
    ("Illegal character", "有不可见的控制字符", Text("删去该字符", "delete that character")),
    ("Found invalid character", "有不可见的控制字符", Text("删去该字符", "delete that character")),
    ("Invalid control character", "文字没有收尾的引号，或有控制字符", _CLOSE),
    ("Duplicate inline table key", "键重复", _TWICE),
    ("Cannot", "键或表重复", _TWICE),
    ("Expected ", "缺少一个标点", _CLOSE),
    ("Expecting property name", "缺少加引号的键", _JSON_KEY),
    ("Illegal trailing comma", "最后一项后有逗号", Text("删去最后的逗号", "delete the last comma")),
    ("Expecting ':'", "键后没有冒号", Text('写作 "键": 值', 'write "KEY": VALUE')),
    ("Expecting ','", "两项之间没有逗号", Text("补上逗号或收尾的括号", "add the comma or the closing bracket")),
    ("Expecting value", "缺少值或值的写法不对", _WORDS),
    ("Extra data", "内容之后还有内容", Text("整个文件为一对花括号", "let the whole file be one pair of braces")),
)  # fmt: skip


def read_settings(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML or JSON file; raise `InputError` naming the line otherwise.

    A file whose name ends in ``.json``, or that begins with a brace, is JSON; any other is TOML.
    """
    raw = read_bytes(path, most=MOST_BYTES)
    if len(raw) > MOST_BYTES:
        raise InputError(_too_large(path))
    text = text_of(raw, place=Text.same(path), what=_TEXT, way_out=_IN_UTF_8)
    is_json = path.suffix.lower() == ".json" or text.lstrip().startswith("{")
    return settings_in(text, Text.same(path), form="JSON" if is_json else "TOML")


def settings_in(text: str, place: Text, *, form: str = "TOML") -> dict[str, Any]:
    """Return the tables of a text in TOML or JSON; raise `InputError` naming the line of `place` otherwise.

    >>> settings_in("rate = 0.1", Text.same("a.toml"))
    {'rate': 0.1}
    >>> settings_in("name = “甲”", Text.same("a.toml"))
    Traceback (most recent call last):
    ceheng_model.errors.InputError: a.toml line 1: quotation marks around text must be plain ("), not Chinese ones ...
    """
    # as the parser of TOML counts lines
    text = text.replace("\r\n", "\n")
    source = _Source(text=text, place=place, form=form)
    try:
        tables = _json(source) if form == "JSON" else _toml(source)
        _require_usual_numbers(tables, source)
    except RecursionError as error:
        raise InputError(source.too_deep()) from error
    return tables


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Hold a text with its place and its form, and make the faults of its syntax."""

    text: str
    place: Text
    form: str

    def at(self, line: int) -> Text:
        """Return the place of a line."""
        return _PLACE.format(file=self.place, line=line)

    def fault(self, line: int, got: Text, way_out: Text) -> Fault:
        """Return the fault of a line."""
        what = _SYNTAX.format(form=self.form)
        return Fault(what=what, rule=_VALID, got=got, way_out=way_out, place=self.at(line))

    def broken(self, message: str, line: int, column: int) -> Fault:
        """Return the fault that a parser met, by the sign that stands there or by what the parser says."""
        rows = self.text.split("\n")
        row = rows[line - 1] if line <= len(rows) else ""
        if message.startswith("Expected newline") and _NEAR_DAY.search(row):
            message = "Invalid date"
        return (
            self._wide_sign(row, column, line, message)
            or (None if message.startswith(_INSIDE) else self._bare_word(row, column, line))
            or self._said(message, line)
        )

    def too_deep(self) -> Fault:
        """Return the fault of tables within tables without end."""
        return Fault(
            what=Text("括号或键的层数", "brackets and keys"),
            rule=Text(f"不超过{MOST_DEPTH}层", f"be at most {MOST_DEPTH} levels deep"),
            got=Text("更多", "more"),
            way_out=Text("删去多余的括号", "delete the brackets that are too many"),
            place=self.place,
        )

    def too_long(self) -> Fault:
        """Return the fault of a whole number of very many digits."""
        match = _LONG_NUMBER.search(self.text)
        line = self.text.count("\n", 0, match.start()) + 1 if match else 1
        digits = Text(f"{len(match[0]) if match else 0} 位数", f"{len(match[0]) if match else 0} digits")
        return self.fault(line, digits, Text("写成普通的数", "write a usual number"))

    def _wide_sign(self, row: str, column: int, line: int, message: str) -> Fault | None:
        found = row[column - 1 : column]
        if message.startswith(("Illegal character '\\n'", "Unterminated", "Invalid control")):
            # a text that begins with a plain mark and ends with another
            found = next((sign for sign in reversed(row) if sign in _SIGNS[0].signs + _SIGNS[1].signs), "")
        for sign in _SIGNS:
            if found and found in sign.signs:
                got = Text.same(found)
                return Fault(what=sign.what, rule=sign.rule, got=got, way_out=sign.way_out, place=self.at(line))
        return None

    def _bare_word(self, row: str, column: int, line: int) -> Fault | None:
        """Return the fault of Chinese words without quotes, as a key or as a value."""
        if not _HAN.match(row[column - 1 :]):
            return None
        if row[: column - 1].strip(" \t[{.") and "=" in row[: column - 1]:
            return self.fault(line, Text("文字没有加引号", "text without quotes"), _WORDS)
        got = Text("中文的键没有加引号", "a Chinese key without quotes")
        return self.fault(line, got, Text("键为英文", "use plain English keys"))

    def _said(self, message: str, line: int) -> Fault:
        for begin, chinese, way_out in _MEANINGS:
            if message.startswith(begin):
                return self.fault(line, Text(chinese, message), way_out)
        return self.fault(line, _UNKNOWN.format(original=message), _WORDS)


def _toml(source: _Source) -> dict[str, Any]:
    # the time that the parser takes grows with the square of a key's parts
    if any(match[0].count(".") > MOST_DEPTH for match in _DOTTED.finditer(source.text)):
        raise InputError(source.too_deep())
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        message = _AT.sub("", str(error))
        # an unfinished value is noticed at the end of the document
        last = source.text.rstrip().count("\n") + 1
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (last, 0)
        raise InputError(source.broken(message, line, column)) from error
    except ValueError as error:
        raise InputError(source.too_long()) from error


def _json(source: _Source) -> dict[str, Any]:
    try:
        tables = json.loads(source.text, object_pairs_hook=_once(source), parse_constant=_refuse_constant(source))
    except json.JSONDecodeError as error:
        raise InputError(source.broken(error.msg, error.lineno, error.colno)) from error
    except InputError:
        raise
    except ValueError as error:
        raise InputError(source.too_long()) from error
    if not isinstance(tables, dict):
        got, way_out = Text("不是键与值", "no keys and values"), Text('写作 {"键": 值}', 'write {"KEY": VALUE}')
        raise InputError(source.fault(1, got, way_out))
    _require_text(tables, source)
    return tables


def _once(source: _Source) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Return a maker of tables that refuses a key that stands twice."""

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            repeated = Counter(key for key, _ in pairs).most_common(1)[0][0]
            raise InputError(_repeated(source, repeated))
        return made

    return table


def _repeated(source: _Source, key: str) -> Fault:
    written = re.escape(json.dumps(key, ensure_ascii=False))
    places = [match.start() for match in re.finditer(rf"{written}\s*:", source.text)]
    # of a key that stands in several tables nobody knows which is meant
    line = source.text.count("\n", 0, places[1]) + 1 if len(places) == 2 else None
    place = source.place if line is None else source.at(line)
    return Fault(what=Text("键", "the key"), rule=UNREPEATED, got=key, way_out=_TWICE, place=place)


def _refuse_constant(source: _Source) -> Callable[[str], Any]:
    def refuse(name: str) -> Any:
        line = source.text.count("\n", 0, source.text.index(name)) + 1
        raise InputError(source.fault(line, Text.same(name), Text("写成有限的数", "write a finite number")))

    return refuse


def _require_text(value: object, source: _Source) -> None:
    """Raise `InputError` where a text holds half a sign, which no file can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        line = source.text.lower().partition(r"\ud")[0].count("\n") + 1
        got = Text("不完整的字符编码", "half of a sign")
        raise InputError(source.fault(line, got, Text("直接写该字符", "write the sign itself"))) from error


def _require_usual_numbers(value: object, source: _Source) -> None:
    """Raise `InputError` where a whole number is larger than any that is calculated with, whatever its base."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        raise InputError(source.too_long())
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _require_usual_numbers(item, source)


def _too_large(path: Path) -> Fault:
    return Fault(
        what=Text("文件的大小", "the size of the file"),
        rule=Text(f"不超过 {MOST_BYTES / 1e6:.0f} MB", f"be at most {MOST_BYTES / 1e6:.0f} MB"),
        got=Text("更多", "more"),
        way_out=Text("核对是否选错了文件", "see whether it is the right file"),
        place=Text.same(path),
    )
