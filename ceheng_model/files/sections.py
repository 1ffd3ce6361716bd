"""Read tables of settings key by key, so that every missing, unknown or wrong key is reported at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from sys import float_info
from typing import Any, TypeVar

from ceheng_model.errors import FINITE, NOTHING, Fault, options_listed
from ceheng_model.names import choice_names, meant, name_fault
from ceheng_model.vocabulary import NO_TEXT, Name, Quoted, Template, Text

_REQUIRED: Any = object()
_KNOWN_NAMES = Text("为已知的名称", "hold known names")
_KNOWN_HERE = Template("可用：{known}", "known here: {known}")
_NONE_KNOWN = Text("（无）", "(none)")
_FILLED_TEXT = Text("为非空文字", "be text that is not empty")

T = TypeVar("T")


@dataclass(slots=True)
class Section:
    """Hand out the keys of one table of settings; every key that is asked for is a known one.

    A key is needed unless it has a default. `optional` and `present` read what may be left out.

    >>> faults: list[Fault] = []
    >>> section = Section(Path("a.toml"), "", {"rate": 0.1, "colour": "red"}, faults)
    >>> section.number("rate"), section.optional("name", section.text)
    (0.1, None)
    >>> section.finish()
    >>> [fault.text("en") for fault in faults]
    ["a.toml: the key must be known (got 'colour'); known here: rate, name."]
    """

    path: Path
    name: str
    table: dict[str, Any]
    faults: list[Fault]
    _known: dict[str, None] = field(default_factory=dict, init=False, repr=False)
    _taken: set[str] = field(default_factory=set, init=False, repr=False)
    """Keys that stand there by what readers call them."""

    @property
    def place(self) -> Text:
        """The file, as the place of a fault."""
        return Text.same(self.path)

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        """Return what `read`, one of the methods here, makes of a key, or None where it is not there."""
        self._known[key] = None
        return read(key) if key in self.table else None

    def present(self, keys: Iterable[str | Name], read: Callable[[str], T]) -> dict[str, T]:
        """Return what `read` makes of those of the keys that are there; all of them are known.

        Those that have names go by either.
        """
        listed = list(keys)
        names = [key for key in listed if isinstance(key, Name)]
        written = {key: key for key in (key.key if isinstance(key, Name) else key for key in listed)}
        self._known.update(dict.fromkeys(written))
        for key in self.table.keys() - self._known.keys() if names else ():
            found = meant(key, names)
            # what is given by both names is unknown by the second
            if len(found) == 1 and found[0].key not in self.table and key not in self._taken:
                written[found[0].key] = key
                self._taken.add(key)
        return {key: read(typed) for key, typed in written.items() if typed in self.table}

    def by_year(self) -> dict[int, float]:
        """Return the numbers of a table whose keys are years, and finish it."""
        years = [key for key in self.table if key.isdecimal()]
        numbers = {int(key): self.number(key) for key in years}
        self.finish(way_out=Text("键为年份，例如 2022 = 0.02", "the keys are years, for example 2022 = 0.02"))
        return numbers

    def text(self, key: str, default: str = _REQUIRED) -> str:
        """Return a non-empty text."""
        value = self._get(key, default)
        if isinstance(value, str) and (value is default or value.strip()):
            return value
        self.fault(key, _FILLED_TEXT, value, Text('写作 "..."', 'write "..."'))
        return ""

    def texts(self, key: str) -> Text:
        """Return a text in both languages from a table with the keys ``zh`` and ``en``."""
        section = self.section(key)
        text = Text(section.text("zh"), section.text("en"))
        section.finish()
        return text

    def text_to_fill(self, key: str) -> str:
        """Return a text that may be left to be filled in: empty where it is absent or empty."""
        return "" if self._left_empty(key) else self.text(key)

    def quoted(self, key: str, default: str = _REQUIRED) -> Quoted:
        """Return words quoted from a plan, with the translation that ``words_en`` beside ``words`` gives."""
        return self._translated(key, self.text(key, default))

    def quoted_to_fill(self, key: str) -> Quoted:
        """Return words quoted from a plan, which may be left to be filled in."""
        return self._translated(key, self.text_to_fill(key))

    def _translated(self, key: str, words: str) -> Quoted:
        return Quoted(words, self.text_to_fill(f"{key}_en"))

    def texts_to_fill(self, key: str) -> Text:
        """Return a text in both languages that may be left to be filled in.

        A plain text, or one given in one language, stands for both.

        >>> Section(Path("a.toml"), "", {"place": {"zh": "附件1"}}, []).texts_to_fill("place")
        Text(zh='附件1', en='附件1')
        """
        if self._left_empty(key):
            return NO_TEXT
        if isinstance(self.table[key], str):
            return Text.same(self.table[key])
        section = self.section(key)
        zh, en = (section.text_to_fill(language) for language in ("zh", "en"))
        section.finish()
        return Text(zh or en, en or zh)

    def texts_in_either(self, key: str) -> Text:
        """Return a text in both languages of which one may be left out: the other stands for both."""
        text = self.texts_to_fill(key)
        if not text:
            way_out = Text('写作 { zh = "...", en = "..." }', 'write { zh = "...", en = "..." }')
            self.fault(key, _FILLED_TEXT, self.table.get(key, NOTHING), way_out)
        return text

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = self._get(key, _REQUIRED)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= float_info.max:
            return float(value)
        self.fault(
            key,
            FINITE,
            value,
            Text("只写数，不带引号和单位，例如 0.15 或 36510", "write the bare number, for example 0.15 or 36510"),
        )
        return float("nan")

    def whole(self, key: str, default: int = _REQUIRED) -> int:
        """Return a whole number."""
        value = self._get(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        # 2021.0 is none, and stands as it was written
        came = Text.same(value) if isinstance(value, float) else value
        self.fault(key, Text("为整数", "be a whole number"), came, Text("例如 2021", "for example 2021"))
        return 0

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._get(key, default)
        if isinstance(value, bool):
            return value
        self.fault(key, Text("为 true 或 false", "be true or false"), value, Text("例如 false", "such as false"))
        return default

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._get(key, _REQUIRED)
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        way_out = Text("写作 2022-09-30，不加引号", "write 2022-09-30 without quotes")
        self.fault(key, Text("为日期", "be a date"), value, way_out)
        return date.min

    def option(self, key: str, options: Iterable[str | Name], default: str = _REQUIRED) -> str:
        """Return one of the options, by either name, or add a fault and return what came, as text."""
        value, listed = self._get(key, default), list(options)
        # most are keys: names are asked for the rest alone
        if isinstance(value, str) and value in listed:
            return value
        names = choice_names(listed)
        found = self._meant(value, names)
        if len(found) == 1:
            return found[0].key
        self.faults.append(name_fault(self._what(key), value, names, found).at(self.place))
        return value if isinstance(value, str) else ""

    def options(self, key: str, options: Iterable[str | Name]) -> tuple[str, ...]:
        """Return several of the options, in a list or one alone; none where the key is absent or has a fault."""
        names = choice_names(options)
        keys = []
        for value in self._listed(key, str, _KNOWN_NAMES, options_listed(names)):
            found = self._meant(value, names)
            if not found:
                listed = options_listed(names)
                way_out = Text(f"可用：{listed.zh}", f"choose from: {listed.en}")
                self.fault(key, _KNOWN_NAMES, value, way_out)
                return ()
            if len(found) > 1:
                self.faults.append(name_fault(self._what(key), value, names, found).at(self.place))
                return ()
            keys.append(found[0].key)
        return tuple(keys)

    @staticmethod
    def _meant(value: object, names: Sequence[Name]) -> tuple[Name, ...]:
        return meant(value, names) if isinstance(value, str) else ()

    def years(self, key: str) -> tuple[int, ...]:
        """Return years, in a list or one alone; none where the key is absent or has a fault."""
        return self._listed(key, int, Text("为年份", "hold years"), Text.same("2022, 2023"))

    def section(self, key: str, default: dict[str, Any] = _REQUIRED) -> "Section":
        """Return a table inside this one; an absent optional one is empty."""
        value = self._get(key, default)
        if not isinstance(value, dict):
            self.fault(key, Text("为表", "be a table"), value, Text(f"写作 [{key}]", f"write [{key}]"))
            value = {}
        return Section(self.path, f"{self.name}{key}.", value, self.faults)

    def sections(self, key: str) -> list["Section"]:
        """Return the tables of an array of tables."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(
                key, Text("为表的数组", "be an array of tables"), value, Text(f"写作 [[{key}]]", f"write [[{key}]]")
            )
            return []
        return [
            Section(self.path, f"{self.name}{key}[{position}].", item, self.faults)
            for position, item in enumerate(value, start=1)
        ]

    def raw(self, key: str) -> Any:
        """Return a value whose type the caller checks; `NOTHING` where it is absent."""
        return self._get(key, _REQUIRED)

    def fault(self, key: str, rule: Text, got: object, way_out: Text) -> None:
        """Add a fault of one key."""
        self.faults.append(Fault(what=self._what(key), rule=rule, got=got, way_out=way_out, place=self.place))

    def finish(self, *, way_out: Text | None = None) -> None:
        """Add a fault for every key that nobody asked for; the way out names those that were."""
        known = Text.listed(self._known) if self._known else _NONE_KNOWN
        listed = _KNOWN_HERE.format(known=known)
        for key in self.table:
            if key not in self._known and key not in self._taken:
                self.faults.append(
                    Fault(
                        what=Text("键", "the key"),
                        rule=Text("为已知的键", "be known"),
                        got=f"{self.name}{key}",
                        way_out=way_out or listed,
                        place=self.place,
                    )
                )

    def _left_empty(self, key: str) -> bool:
        self._known[key] = None
        value = self.table.get(key, "")
        return isinstance(value, str) and not value.strip()

    def _listed(self, key: str, kind: type[T], rule: Text, known: Text) -> tuple[T, ...]:
        value = self._get(key, [])
        items = value if isinstance(value, list) else [value]
        for item in items:
            # true is no year, although bool is a kind of int
            if not isinstance(item, kind) or isinstance(item, bool):
                self.fault(key, rule, item, Text(f"可用：{known.zh}", f"choose from: {known.en}"))
                return ()
        return tuple(items)

    def _get(self, key: str, default: Any) -> Any:
        self._known[key] = None
        value = self.table.get(key, default)
        return NOTHING if value is _REQUIRED else value

    def _what(self, key: str) -> Text:
        return Text.same(f"{self.name}{key}")
