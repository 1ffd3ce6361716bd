"""Hold what somebody has said of a plan, as it was typed; a file of answers holds the same."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from ceheng_model.cli.readings import repeated_fault
from ceheng_model.drafting.toml_text import quoted
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import Encoding, Written, read_settings, write_whole
from ceheng_model.names import choice_names, key_of
from ceheng_model.vocabulary import Language, Text

ONCE = ("title", "issuer", "issued", "region", "base_year", "last_year", "table", "sheet", "encoding")
"""Options that are given once; the table is that of ``--base FILE``."""
LISTED = ("group", "component", "statement", "series")
"""Options that may be repeated; several stand in one answer, or each under a number of its own."""
OF_A_GROUP = ("base", "split", "growth", "endpoint", "increment", "multiple", "population")
"""Options of a group: the key of the group, or more, stands behind theirs."""
OF_A_YEAR = ("ratio", "gdp", "cpi")
"""Options that may be of a year, which stands behind their own key then."""
GOALS = ("endpoint", "growth", "ratio", "increment", "multiple")
"""Options that say what a plan promises, in the order of its statements."""
_OF_A_GOAL = ("force", "words", "place")
"""Answers on a goal: its key stands behind theirs."""
_ASKED = ("circumstances", "in_words", "confirm")
"""Answers that say whether more is asked, or that figures are right."""
_KNOWN = (*ONCE, *LISTED, *OF_A_GROUP, *OF_A_YEAR, *_OF_A_GOAL, *_ASKED)
YES, NO = Text("是", "yes"), Text("否", "no")

_YEAR_BEFORE = re.compile(r"(?P<year>[0-9]{4})\s*年?\s*[=＝:：]\s*(?P<rest>\S.*)")
_SHEET_BEHIND = re.compile(r"(?P<path>.*\S)\s*[\[【](?P<sheet>[^\]】]+)[\]】]\s*")
_BETWEEN = re.compile(r"[;；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Hold answers by their keys, in the order in which they were given; an empty one says that there is nothing.

    A key is that of an option, with a dot and what it is of behind it: ``title``, ``base.urban``, ``ratio.2025``.

    >>> sheet = Sheet().with_answer("ratio", "2.4; 2023年=2.5")
    >>> sheet.options("ratio")
    ['2.4', '2023=2.5']
    """

    answers: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return bool(self.held(key))

    def get(self, key: str) -> str:
        """Return an answer; empty where there is none."""
        return self.answers.get(key, "")

    def says_yes(self, key: str) -> bool:
        """Return whether a question of yes or no was answered with yes."""
        return is_yes(self.get(key))

    def held(self, key: str) -> list[str]:
        """Return the keys of an option: its own, and those with something behind it."""
        return [held for held in self.answers if held == key or held.startswith(f"{key}.")]

    def under(self, key: str) -> dict[str, str]:
        """Return the answers of an option by what stands behind its key; nothing stands behind the option's own."""
        return {held[len(key) + 1 :]: self.answers[held] for held in self.held(key) if self.answers[held].strip()}

    def with_answer(self, key: str, text: str) -> "Sheet":
        """Return the same with an answer."""
        return replace(self, answers={**self.answers, key: text})

    def without(self, keys: Collection[str]) -> "Sheet":
        """Return the same without some answers."""
        return replace(self, answers={key: text for key, text in self.answers.items() if key not in keys})

    def below(self, above: "Sheet") -> "Sheet":
        """Return the same with the answers of another that go before its own; statements of both stand."""
        replaced = [held for name in LISTED if name != "statement" and name in above for held in self.held(name)]
        own = self.without(replaced)
        taken = 1 + max((int(cell) for cell in own.under("statement") if cell.isdecimal()), default=0)
        added = {f"statement.{at}": text for at, text in enumerate(above.under("statement").values(), start=taken)}
        others = above.without(above.held("statement")).answers
        return replace(self, answers={**own.answers, **others, **added})

    @property
    def table(self) -> str:
        """The path of the official table; empty where there is none."""
        # a file that is drawn into a terminal stands in quotes
        path = self._table()[0].strip().strip("\"'")
        return str(Path(path).expanduser()) if path.startswith("~/") else path

    @property
    def sheet(self) -> str:
        """The sheet of the table that is named behind it, or by itself; empty where none is."""
        return self._table()[1] or self.get("sheet")

    def _table(self) -> tuple[str, str]:
        text = self.get("table")
        match = None if is_there(text) else _SHEET_BEHIND.fullmatch(text)
        return (match["path"], match["sheet"].strip()) if match else (text, "")

    @property
    def encoding(self) -> Encoding | None:
        """The encoding of the table; raise `InputError` where it is an unknown one."""
        given = self.get("encoding")
        known: tuple[Encoding, ...] = get_args(Encoding)
        if not given:
            return None
        chosen = key_of(Text("编码", "the encoding"), given, choice_names(known))
        return next(encoding for encoding in known if encoding == chosen)

    def options(self, name: str) -> list[str]:
        """Return the answers of an option as the command has it, one text for each time that it is given."""
        if name in LISTED:
            texts = self.under(name).values()
            return [part.strip() for text in texts for part in _listed(name, text)]
        made = []
        for cell, text in self.under(name).items():
            for year, typed in by_year(text) if name in (*GOALS, *OF_A_YEAR, "population") else [("", text)]:
                of = ".".join(part for part in (cell, year) if part)
                made.append(f"{of}={self._firmly(name, cell, typed)}" if of else self._firmly(name, cell, typed))
        return made

    def _firmly(self, name: str, cell: str, typed: str) -> str:
        """Return what was typed of a goal with the force that was named for it."""
        return self.get(f"force.{name}.{cell}".rstrip(".")) + typed

    def text(self, notes: Mapping[str, Text], language: Language) -> str:
        """Return the content of a file of answers; the notes say what the keys are."""
        lines = [f"# {line}" for line in _HEAD.in_language(language).splitlines()]
        for key, text in self.answers.items():
            if note := notes.get(key):
                lines += ["", f"# {note.in_language(language)}"]
            lines.append(f"{key if key.isidentifier() else quoted(key)} = {quoted(text)}")
        return "\n".join(lines) + "\n"

    def write(self, path: Path, notes: Mapping[str, Text], language: Language) -> Written:
        """Write a file of answers whole, in place of an earlier one; raise `OutputError` where it cannot be."""
        return write_whole(path, self.text(notes, language))


def read_sheet(path: Path) -> Sheet:
    """Return a file of answers; raise `InputError` naming all keys that are unknown and values that are no answers."""
    answers: dict[str, str] = {}
    faults: list[Fault] = []
    place = Text.same(path)
    for key, value in _flat(read_settings(path)):
        if key.partition(".")[0] not in _KNOWN or (key != key.partition(".")[0] and key.partition(".")[0] in ONCE):
            faults.append(choice(Text("键", "the key"), key, _KNOWN).at(place))
        elif isinstance(value, bool) or not isinstance(value, str | int | float | date):
            way_out = Text('写作 "..."', 'write "..."')
            what, rule = Text.same(key), Text("为文字", "be text")
            faults.append(Fault(what=what, rule=rule, got=value, way_out=way_out, place=place))
        else:
            answers[key] = str(value)
    raise_faults(faults)
    return Sheet(answers=answers)


def sheet_of(options: Mapping[str, str | list[str] | None]) -> Sheet:
    """Return what the options of the command say; what stands before the sign of equality belongs to the key.

    >>> sheet_of({"base": ["urban=4万元", "table.csv"], "ratio": ["2025=2.4"], "title": None}).answers
    {'base.urban': '4万元', 'table': 'table.csv', 'ratio.2025': '2.4'}
    """
    answers: dict[str, str] = {}
    for name, given in options.items():
        for at, text in enumerate([given] if isinstance(given, str) else given or [], start=1):
            for key, typed in _answers(name, at, text):
                if key in answers:
                    raise InputError(repeated_fault(f"--{name.replace('_', '-')}", text))
                answers[key] = typed
    return Sheet(answers=answers)


def by_year(text: str) -> list[tuple[str, str]]:
    """Return the parts of an answer, each with the year that stands before it; none where none does.

    >>> by_year("2025年=2.4万元；2.7万元左右")
    [('2025', '2.4万元'), ('', '2.7万元左右')]
    """
    parts = []
    for part in filter(str.strip, _BETWEEN.split(text)):
        match = _YEAR_BEFORE.fullmatch(part.strip())
        parts.append((match["year"], match["rest"].strip()) if match else ("", part.strip()))
    return parts


def is_there(path: str) -> bool:
    """Return whether there is something with this path; none is as long as it may be typed."""
    try:
        return Path(path).exists()
    except OSError:
        return False


def is_file(path: str) -> bool:
    """Return whether there is a file with this path."""
    return is_there(path) and Path(path).is_file()


def is_yes(text: str) -> bool:
    """Return whether an answer is yes."""
    return text.strip().lower() in ("y", *YES)


def is_no(text: str) -> bool:
    """Return whether an answer is no."""
    return text.strip().lower() in ("", "n", *NO)


def _answers(name: str, at: int, text: str) -> Iterator[tuple[str, str]]:
    if name in LISTED:
        yield f"{name}.{at}", text
    elif name == "base" and "=" not in text.replace("＝", "="):
        yield "table", text
    elif name in (*OF_A_GROUP, *OF_A_YEAR):
        cell, sign, typed = text.replace("＝", "=").rpartition("=") if name in OF_A_YEAR else _parted(text)
        yield (f"{name}.{cell.strip()}", typed.strip()) if sign else (name, text)
    else:
        yield name, text


def _parted(text: str) -> tuple[str, str, str]:
    return text.replace("＝", "=").partition("=")


def _listed(name: str, text: str) -> list[str]:
    # a semicolon stands within a statement
    return [text] if name == "statement" else [part for part in _BETWEEN.split(text) if part.strip()]


def _flat(tables: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, list) and before + key in LISTED:
            yield from ((f"{before}{key}.{at}", item) for at, item in enumerate(value, start=1))
        else:
            yield f"{before}{key}", value


_HEAD = Text(
    "建立方案文件夹的答案，逐条原样记录；空的一条表示方案没有写\n用 ceheng init 文件夹 --answers 本文件 接着填写或建立",
    "Answers of which a plan folder is made, as they were typed; an empty one: the plan says nothing of it\n"
    "Go on, or make the folder, with: ceheng init FOLDER --answers THIS-FILE",
)
