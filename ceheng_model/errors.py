"""Raise errors that name the place, the rule, what came and the way out, in Chinese and English."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from numbers import Number
from pathlib import Path
from typing import Any

from ceheng_model.characters import printable
from ceheng_model.doors import door
from ceheng_model.values import Value
from ceheng_model.vocabulary import LANGUAGES, NO_TEXT, Language, Missing, Name, Template, Text, told_in

MOST_SHOWN = 50
"""Faults that a message lists; the error holds all."""

MOST_OPTIONS = 24
"""Options that a message lists."""

_MOST_CHARACTERS = 80
"""Characters of what came that a message shows: about one line."""


class Nothing(Enum):
    """Mark a value that did not come at all, in this process and in every other."""

    CAME = "nothing"


NOTHING = Nothing.CAME

# rules that many inputs share, said alike everywhere
GIVEN = Text("给出", "be given")
FILLED = Text("填写", "be filled in")
THERE = Text("存在", "be there")
UNREPEATED = Text("不重复", "not repeat")
POSITIVE = Text("大于零", "be above zero")
NOT_NEGATIVE = Text("不小于零", "be zero or more")
FINITE = Text("为有限的数", "be a finite number")
FINITE_WIDTH = Text("为不小于零的有限数", "be finite and not below zero")
ABOVE_MINUS_ONE = Text("大于 -1", "be above -1")
FOUR_DIGITS = Text("为四位数的年份", "be a year of four digits")
IN_CALENDAR = Text("在1900年至2099年之间", "lie between 1900 and 2099")
COUNT = Text("为正整数", "be a whole number from 1 on")

_BETWEEN = Template("在 {low} 与 {high} 之间", "lie between {low} and {high}")
_LATIN_END = re.compile(r"[A-Za-z0-9_.)%\]]$")
_BREACH = Template("{what}必须{rule}（{came}）", "{what} must {rule} ({came})")
_CAME = Template("现为 {got}", "got {got}")
_LACKING = Template("尚缺{what}", "{what} would be needed")
_NOTHING_CAME = Text("现缺", "got nothing")
_SENTENCE = Template("{place}{breach}；{way_out}。", "{place}{breach}; {way_out}.")
_CHOOSE_FROM = Template("可用：{options}", "choose from: {options}")
_AND_MORE = Template("{place}等{count}处", "{place} and elsewhere ({count} in all)")
_NOTHING_THERE = Text("没有可选的，去掉此项", "there are none to choose from: leave it out")
_PLACE = Template("{place}：", "{place}: ")


def between(low: object, high: object) -> Text:
    """Return the rule of a value that lies between two others.

    >>> between(0, 1).en
    'lie between 0 and 1'
    """
    return _BETWEEN.format(low=low, high=high)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fault(Value):
    """State one broken rule: ``what must rule (got ...); way out``.

    >>> fault = Fault(
    ...     what=Text("2023年农村工资性收入增速", "growth for rural wages 2023"),
    ...     rule=Text("大于 -1", "be above -1"), got=-1.2,
    ...     way_out=Text("20% 写作 0.20", "write 20 % as 0.20"))
    >>> print(fault.text("en"))
    growth for rural wages 2023 must be above -1 (got -1.2); write 20 % as 0.20.
    >>> print(fault.text("zh"))
    2023年农村工资性收入增速必须大于 -1（现为 -1.2）；20% 写作 0.20。
    """

    what: Text
    rule: Text
    got: object
    """What came: a number, a text, a day or a path; of anything else how it is written, for it may change."""
    way_out: Text
    place: Text | None = None
    missing: Missing | None = None
    """What was not given, where that is the fault; the way out is Python's, and other doors have their own."""

    def __post_init__(self) -> None:
        """Keep nothing of what came that can change or that another process cannot be told."""
        # a list is one of a file, and shown as it was written there
        if isinstance(self.got, tuple) and all(isinstance(part, str) for part in self.got):
            several = Text.listed(self.got)
            quoted = (_quoted(several.in_language(language), language) for language in LANGUAGES)
            object.__setattr__(self, "got", Text(*quoted) if several else NOTHING)
        if not isinstance(self.got, _KEPT):
            object.__setattr__(self, "got", Text.same(_cut(str(self.got))))

    def text(self, language: Language | None = None) -> str:
        """Return the fault as one sentence, in the language in use where None."""
        place = _PLACE.format(place=self.place) if self.place else NO_TEXT
        sentence = _SENTENCE.format(place=place, breach=self.breach, way_out=self.way_out)
        # names of files and cells of tables stand in it
        return printable(sentence.in_language(told_in(language)))

    @property
    def breach(self) -> Text:
        """The rule and what came instead, for readers who cannot take the way out."""
        got = Text(*(_shown(self.got, language) for language in LANGUAGES))
        came = _CAME.format(got=got) if got else _NOTHING_CAME
        # a name in Latin letters stands apart from what follows
        apart = " " if _LATIN_END.search(self.what.zh) else ""
        return _BREACH.format(what=Text(self.what.zh + apart, self.what.en), rule=self.rule, came=came)

    @property
    def reason(self) -> Text:
        """The same for a finished document: of something that was not given, that it is lacking, and no rule."""
        return (
            self.breach
            if Text(*(_shown(self.got, language) for language in LANGUAGES))
            else _LACKING.format(what=self.what)
        )

    def at(self, place: Text) -> "Fault":
        """Return the same fault with its place named."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Say something about an input that was taken all the same; it travels with whatever is made of the input.

    >>> remark = Remark(
    ...     text=Text("两个数各更接近对方的路径，城乡是否颠倒？", "each figure is nearer the other's path: swapped?"),
    ...     place=Text("a.csv 第3行", "a.csv line 3"))
    >>> print(remark.sentence.en)
    a.csv line 3: each figure is nearer the other's path: swapped?
    """

    text: Text
    place: Text | None = None
    is_warning: bool = True
    """Whether the figures may be wrong; else it says how the input was read: which sheet, which rows were left out."""

    @property
    def sentence(self) -> Text:
        """The remark with its place."""
        said = (_PLACE.format(place=self.place) if self.place else NO_TEXT) + self.text
        return Text(*map(printable, said))


@door
class CehengError(Exception):
    """Stand above every error that the library raises on purpose; a worker process hands them back whole."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again from bytes: with its message and all that it carries, whatever its class takes."""
        return _raised_again, (type(self), self.args), self.__dict__

    @property
    def message(self) -> Text:
        """The message in both languages."""
        return Text(self.text("zh"), self.text("en"))

    def text(self, language: Language | None = None) -> str:
        """Return the message in one language, that in use where None."""
        raise NotImplementedError

    @property
    def breach(self) -> Text:
        """The first rule that is broken, which the others often follow from; no place, no way out."""
        raise NotImplementedError

    @property
    def reason(self) -> Text:
        """The first rule that is broken, or what is lacking.

        As a finished document says why a result is not in it.
        """
        return self.breach


@door
class InputError(CehengError, ValueError):
    """Report everything that is wrong with one input, all faults at once.

    ``str()`` gives the English message followed by the Chinese one; ``text(language)`` gives either.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        """Hold the faults and compose the message."""
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(f"{self.text('en')}\n{self.text('zh')}")

    @property
    def breach(self) -> Text:
        """The first rule that is broken, which the others often follow from; no place, no way out."""
        return self.faults[0].breach

    @property
    def reason(self) -> Text:
        """The first rule that is broken, or what is lacking.

        As a finished document says why a result is not in it.
        """
        return self.faults[0].reason

    def text(self, language: Language | None = None) -> str:
        """Return the message in one language, one line a fault; of very many, the first and how many more."""
        lines = [fault.text(language) for fault in self.faults[:MOST_SHOWN]]
        if more := len(self.faults) - len(lines):
            lines.append(f"另有 {more} 处。" if told_in(language) == "zh" else f"And {more} more.")
        return "\n".join(lines)


class UnknownKeyError(InputError, KeyError):
    """Report a key under which a result holds nothing; a `KeyError` too, as Python expects of brackets."""

    def __str__(self) -> str:
        """Return the message as it stands, which a `KeyError` would quote."""
        return str(self.args[0])


@door
class OutputError(CehengError, OSError):
    """Report a file that could not be written; nothing is left half written."""

    def __init__(self, fault: Fault) -> None:
        """Hold the fault and compose the message."""
        self.fault = fault
        super().__init__(f"{fault.text('en')}\n{fault.text('zh')}")

    def text(self, language: Language | None = None) -> str:
        """Return the message in one language, that in use where None."""
        return self.fault.text(language)

    @property
    def breach(self) -> Text:
        """The rule that is broken; no place, no way out."""
        return self.fault.breach


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise one `InputError` with all the faults, if there are any."""
    if faults:
        raise InputError(faults)


def told_once(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults of which those that say the same of a value in several places are one, at the first of them.

    What is lacking is told of every place: each is to be filled in by itself.
    """
    alike: dict[object, list[Fault]] = {}
    for fault in faults:
        came = "" if fault.got is NOTHING else str(fault.got)
        said = (fault.what, fault.rule, came, fault.way_out)
        alike.setdefault(said if came and fault.place else id(fault), []).append(fault)
    return [
        found[0].at(_AND_MORE.format(place=found[0].place, count=len(found))) if len(found) > 1 else found[0]
        for found in alike.values()
    ]


def not_given(missing: Missing, way_out: Text) -> Fault:
    """Return the fault of a thing that was not given, with Python's way of giving it."""
    return Fault(what=missing.what, rule=GIVEN, got=NOTHING, way_out=way_out, missing=missing)


def choice(what: Text, got: object, options: Iterable[object]) -> Fault:
    """Return the fault of a value that is none of the options; of a `Name` among them both names are listed."""
    listed = list(options)
    return Fault(
        what=what,
        rule=Text("为已知选项之一", "be one of the known options"),
        got=got,
        way_out=_CHOOSE_FROM.format(options=options_listed(listed)) if listed else _NOTHING_THERE,
    )


def no_key(what: Text, key: object, known: Iterable[object]) -> UnknownKeyError:
    """Return the error of a key in brackets that is none of those known."""
    return UnknownKeyError(choice(what, key, known))


def options_listed(options: Sequence[object]) -> Text:
    """Return options as a message lists them: the first of very many, and how many more there are."""
    shown = [one.listed if isinstance(one, Name) else Text.same(one) for one in options[:MOST_OPTIONS]]
    more = len(options) - len(shown)
    return Text.join(shown) + Text.same(f" … (+{more})" if more > 0 else "")


_KEPT = (str, Number, type(None), Text, Nothing, date, Path)


def _raised_again(kind: type[CehengError], args: tuple[object, ...]) -> CehengError:
    error = kind.__new__(kind, *args)
    error.args = args
    return error


def _shown(got: object, language: Language) -> str:
    if got is NOTHING or got == "":
        return ""
    if isinstance(got, Text):
        return got.in_language(language)
    if isinstance(got, float) and got.is_integer():
        # 80 was typed, not 80.0
        return _cut(str(got).removesuffix(".0"))
    if not isinstance(got, str):
        return _cut(str(got))
    return _quoted(got, language)


def _quoted(text: str, language: Language) -> str:
    # signs that cannot be seen are spelled out
    quoted = repr(text)
    return f"“{_cut(quoted[1:-1])}”" if language == "zh" else _cut(quoted)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 3]}..."
