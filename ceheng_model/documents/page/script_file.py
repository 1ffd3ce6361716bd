"""Join the modules of the page's script into one: imports go, what each needs stands before it."""

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r'^import\s+(?:[\w*{}\s,]+\s+from\s+)?"(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_NOTHING = re.compile(r"^export \{\};\n|^// @ts-check\n", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*/\*\*(?:[^*]|\*(?!/))*\*/\n|^[ \t]*// [^\n]*\n", re.MULTILINE)
_CAST = re.compile(r"/\*\* @(?:type|param|returns)[^*]*(?:\*(?!/)[^*]*)*\*/ ?")
_ROOM = "script"
FIRST = "main.js"
"""The module with which the page begins."""


def joined_script(first: str = FIRST) -> str:
    """Return all modules that one needs, itself last, as one script without names of its own outside.

    >>> joined_script("engine/digits.js").startswith("(() => {")
    True
    """
    seen: dict[str, str] = {}
    _gather(first, seen)
    return '(() => {\n"use strict";\n' + "".join(seen.values()) + "})();\n"


def page_part(name: str) -> str:
    """Return a file of the page: its frame, its style."""
    return _room().joinpath(name).read_text(encoding="utf-8")


def _gather(name: str, seen: dict[str, str]) -> None:
    if name in seen:
        return
    text = _room().joinpath(*name.split("/")).read_text(encoding="utf-8")
    for other in _imported(name, text):
        _gather(other, seen)
    for pattern in (_IMPORT, _NOTHING, _COMMENT, _CAST, _EXPORT):
        text = pattern.sub("", text)
    seen[name] = text


def _imported(name: str, text: str) -> Iterator[str]:
    for path in _IMPORT.findall(text):
        yield normpath(join(dirname(name), path))


def _room() -> Traversable:
    return files(__package__).joinpath(_ROOM)
