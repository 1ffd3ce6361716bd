"""Read TOML tables key by key, so that every missing, unknown or wrong key is reported at once."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from ceheng_model.errors import NOTHING, Fault, InputError, choice
from ceheng_model.files.disk import read_text
from ceheng_model.vocabulary import Text

_TOML_LINE = re.compile(r"at line (\d+)")
_REQUIRED = object()


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; raise `InputError` naming the line otherwise."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        # an unfinished value is noticed at the end of the document
        at = line.group(1) if line else len(text.splitlines())
        raise InputError(
            Fault(
                what=Text("TOML 语法", "the TOML syntax"),
                rule=Text("正确", "be valid"),
                got=str(error),
                way_out=Text("键须为英文，文字须加引号", "use plain English keys and put quotes around text"),
                place=Text(f"{path} 第{at}行", f"{path} line {at}"),
            )
        ) from error


@dataclass(slots=True)
class Section:
    """Hand out the keys of one TOML table and remember which were asked for."""

    path: Path
    name: str
    table: dict[str, Any]
    faults: list[Fault]
    asked: list[str] = field(default_factory=list)

    @property
    def place(self) -> Text:
        """The file, as the place of a fault."""
        return Text(str(self.path), str(self.path))

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        """Return a non-empty text."""
        value = self._get(key, default)
        if value is default or (isinstance(value, str) and value.strip()):
            return str(value)
        self.fault(key, Text("为非空文字", "be text that is not empty"), value, Text('写作 "..."', 'write "..."'))
        return ""

    def texts(self, key: str) -> Text:
        """Return a text in both languages from a table with the keys ``zh`` and ``en``."""
        section = self.section(key)
        text = Text(section.text("zh"), section.text("en"))
        section.finish()
        return text

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = self._get(key, _REQUIRED)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return float(value)
        self.fault(key, Text("为有限的数", "be a finite number"), value, Text("例如 0.15", "for example 0.15"))
        return float("nan")

    def optional_number(self, key: str) -> float | None:
        """Return a finite number, or None where the key is absent."""
        self.asked.append(key)
        return self.number(key) if key in self.table else None

    def whole(self, key: str, default: Any = _REQUIRED) -> int:
        """Return a whole number."""
        value = self._get(key, default)
        if value is default or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(key, Text("为整数", "be a whole number"), value, Text("例如 2021", "for example 2021"))
        return 0

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._get(key, _REQUIRED)
        if isinstance(value, date):
            return value
        way_out = Text("写作 2022-09-30，不加引号", "write 2022-09-30 without quotes")
        self.fault(key, Text("为日期", "be a date"), value, way_out)
        return date.min

    def option(self, key: str, options: Sequence[str], default: Any = _REQUIRED) -> str:
        """Return one of the options."""
        value = self._get(key, default)
        if value is not default and value not in options:
            self.faults.append(choice(self._what(key), value, options).at(self.place))
        return str(value)

    def section(self, key: str, default: Any = _REQUIRED) -> "Section":
        """Return a table inside this one; an absent optional one is empty."""
        value = self._get(key, default)
        if not isinstance(value, dict):
            if value is not default:
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

    def raw(self, key: str, default: Any = _REQUIRED) -> Any:
        """Return a value whose type the caller checks."""
        return self._get(key, default)

    def fault(self, key: str, rule: Text, got: object, way_out: Text) -> None:
        """Add a fault of one key."""
        self.faults.append(Fault(what=self._what(key), rule=rule, got=got, way_out=way_out, place=self.place))

    def finish(self, *, way_out: Text | None = None) -> None:
        """Add a fault for every key that nobody asked for; the way out names those that were."""
        known = ", ".join(dict.fromkeys(self.asked))
        listed = Text(f"可用：{known or '（无）'}", f"known here: {known or '(none)'}")
        for key in self.table:
            if key not in self.asked:
                self.faults.append(
                    Fault(
                        what=Text("键", "the key"),
                        rule=Text("为已知的键", "be known"),
                        got=f"{self.name}{key}",
                        way_out=way_out or listed,
                        place=self.place,
                    )
                )

    def _get(self, key: str, default: Any) -> Any:
        self.asked.append(key)
        value = self.table.get(key, default)
        return NOTHING if value is _REQUIRED else value

    def _what(self, key: str) -> Text:
        return Text(f"{self.name}{key}", f"{self.name}{key}")
