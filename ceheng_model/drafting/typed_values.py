"""Read what people type of a goal: a number, its wording and its force, as in 力争8%以上 or 2.7万元左右."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ceheng_model.doors import door
from ceheng_model.errors import NOTHING, Fault, InputError
from ceheng_model.files import RATE, Unit, Unread, plain, read_number
from ceheng_model.names import FORCE_WORDS, FORCES
from ceheng_model.values import Value
from ceheng_model.vocabulary import Force, Template, Text
from ceheng_model.wording import About, AtLeast, AtMost, Between, Exceeds, Reaches


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Typed(Value):
    """Hold one goal as it was typed, in base units: yuan, fractions, times."""

    values: tuple[float, ...]
    """The number, or the two ends of a range."""
    precision: float
    """The unit to which it is judged: the last digit that was typed, the finest of two.

    Of growth that must not be less or more than a rate, a tenth of a point where the digits are coarser: growth is
    published so, and 6.6 % is not 7 % or more.
    """
    kind: str | None = None
    """The type of wording that was typed; None of a bare number."""
    force: Force | None = None
    text: str = ""
    """What was typed."""

    @property
    def numbers(self) -> Mapping[str, float]:
        """The numbers by the keys under which a plan file has them."""
        names = ("value",) if len(self.values) == 1 else ("low", "high")
        return dict(zip(names, self.values, strict=True))


@door
def read_typed(text: str, unit: Unit, what: Text, *, examples: str, is_ratio: bool = False) -> Typed:
    """Return a goal as somebody typed it; raise `InputError` for anything that could be read in two ways.

    The words before and behind a number say its type, the digits how precisely it is printed; growth that must not
    be less or more than a rate is judged to a tenth of a point at least. Of a ratio, 1.9:1 is 1.9.

    >>> from ceheng_model.files import RATE, YUAN
    >>> goal = read_typed("力争8%以上", RATE, Text.same("growth"), examples="8%")
    >>> goal.values, goal.precision, goal.kind, goal.force.value
    ((0.08,), 0.001, 'at_least', 'strive')
    >>> read_typed("2—2.2万元", YUAN, Text.same("income"), examples="2万元").values
    (20000.0, 22000.0)
    """
    reading = _Reading(text=text, unit=unit, what=what, examples=examples, is_ratio=is_ratio)
    force, body = _taken_force(reading, _tidy(text))
    kind, body = _taken_wording(reading, body)
    match = _RANGE.fullmatch(body)
    if match is None:
        value, precision = _figure(reading, body)
        if unit == RATE and kind in _BOUNDS:
            precision = min(precision, _PUBLISHED_GROWTH)
        return Typed(values=(value,), precision=precision, kind=kind, force=force, text=plain(text))
    if kind not in (None, Reaches.kind):
        raise reading.fault(_ONE_WORDING, _ONE_WAY)
    return _typed_range(reading, match, force)


def force_of(word: str) -> Force:
    """Return the force that one of its words says."""
    return FORCES[word.lower()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Hold what is read and how its faults are told."""

    text: str
    unit: Unit
    what: Text
    examples: str
    is_ratio: bool

    def fault(self, rule: Text, way_out: Text | None = None) -> InputError:
        examples = _EXAMPLES.format(examples=self.examples)
        got: object = self.text if self.text.strip() else NOTHING
        return InputError(Fault(what=self.what, rule=rule, got=got, way_out=way_out or examples))


_BOUNDS = (Reaches.kind, AtLeast.kind, AtMost.kind)
"""Wordings that name what must not be passed; 左右 and bare numbers are as coarse as their digits."""
_PUBLISHED_GROWTH = 0.001
"""The unit to which the Bureau publishes growth: a tenth of a percentage point."""


def _tidy(text: str) -> str:
    """Return a text with plain signs, without the stop that ends a sentence."""
    return plain(text).rstrip("。；;").strip()


def _taken_force(reading: _Reading, text: str) -> tuple[Force | None, str]:
    """Return how firmly a goal is meant, and what is left of it."""
    said: list[Force] = []
    behind = _BEHIND_FORCE.search(text)
    if behind:
        said.append(FORCES[behind["force"].lower()])
        text = text[: behind.start()].rstrip()
    before = _BEFORE_FORCE.match(text)
    if before:
        said.append(FORCES[before["force"].lower()])
        text = text[before.end() :]
    if len(set(said)) > 1 or _BEFORE_FORCE.match(text):
        raise reading.fault(_ONE_FORCE, _ONE_FORCE_WAY)
    return (said[0] if said else None), _tidy(text)


def _taken_wording(reading: _Reading, text: str) -> tuple[str | None, str]:
    """Return the type of the words round a number, and what is left of the text."""
    said: list[str] = []
    text = _TO.sub("", text)
    if "元" not in reading.unit.powers:
        text = _GROWING.sub("", text)
    before = _BEFORE.match(text)
    if before:
        said.append(_KINDS[before["words"].lower()])
        text = text[before.end() :].strip()
    behind = _BEHIND.search(text)
    if behind:
        said.append(_KINDS[behind["words"].lower()])
        text = text[: behind.start()].strip()
    # 达到2万元以上 is 2万元以上; 突破2万元以上 is no more than its first word
    telling = {kind for kind in said if kind != Reaches.kind}
    if len(telling) > 1 or _BEHIND.search(text):
        raise reading.fault(_ONE_WORDING, _ONE_WAY)
    return (telling.pop() if telling else said[0] if said else None), text


def _typed_range(reading: _Reading, match: re.Match[str], force: Force | None) -> Typed:
    low, high = match["low"], match["high"]
    # the first number of 2—2.2万元 is counted as the second
    if _NUMBER.fullmatch(low) and reading.unit.powers[""] == 0:
        low += _behind_number(high)
    ends = [_figure(reading, end) for end in (low, high)]
    values = tuple(value for value, _ in ends)
    if values[0] >= values[1]:
        raise reading.fault(_RISING, _RISING_WAY)
    precision = min(step for _, step in ends)
    return Typed(values=values, precision=precision, kind=Between.kind, force=force, text=plain(reading.text))


def _behind_number(text: str) -> str:
    match = _NUMBER.match(text)
    return text[match.end() :].strip() if match else ""


def _figure(reading: _Reading, text: str) -> tuple[float, float]:
    """Return a number and the unit of its last digit."""
    if reading.is_ratio:
        text = _TO_ONE.sub("", text)
    value, match = read_number(text, reading.unit), _NUMBER.match(text)
    if isinstance(value, Unread):
        # words that are not understood are no fault of the number
        raise reading.fault(value.rule if value.way_out else _FORM, value.way_out)
    power = reading.unit.power(_behind_number(text).replace(" ", "")) if match else None
    if match is None or power is None:
        raise reading.fault(_FORM)
    decimals = len(match["decimals"] or "")
    return value, float(f"1e{power - decimals}")


_NUMBER = re.compile(r"[+-]?[0-9][0-9,\u00a0\u2007\u2009\u202f]*(?:\.(?P<decimals>[0-9]+))?")
_RANGE = re.compile(
    r"(?P<low>[+-]?[0-9][^—–~～至到-]*?)\s*(?:——|—|–|~|～|-|至|到)\s*(?P<high>[+-]?[0-9][^—–~～至到-]*)"
)
_TO_ONE = re.compile(r"\s*(?:[:\u2236]|比|to)\s*(?:1(?:\.0+)?|一)$")
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("达到", "reaches", "reach"), Reaches.kind),
    **dict.fromkeys(("不低于", "不少于", "不小于", "至少", "≥", ">=", "at least"), AtLeast.kind),
    **dict.fromkeys(("及以上", "或以上", "以上", "or more", "or above"), AtLeast.kind),
    **dict.fromkeys(("不高于", "不超过", "不大于", "不多于", "至多", "最多", "≤", "<="), AtMost.kind),
    **dict.fromkeys(("at most", "within"), AtMost.kind),
    **dict.fromkeys(("以内", "之内", "及以下", "或以下", "以下", "or less", "or below"), AtMost.kind),
    **dict.fromkeys(("大约", "约为", "约", "about", "around"), About.kind),
    **dict.fromkeys(("左右", "上下"), About.kind),
    **dict.fromkeys(("突破", "超过", "超", "高于", "大于", "快于", ">", "more than", "above", "over"), Exceeds.kind),
}
_FOLLOWING: tuple[str, ...] = (
    *["以上", "及以上", "或以上", "以内", "之内", "以下", "及以下", "或以下", "左右", "上下"],
    *("or more", "or above", "or less", "or below"),
)
_PRECEDING = tuple(word for word in _KINDS if word not in _FOLLOWING)


def _one_of(words: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BEFORE = re.compile(rf"(?P<words>{_one_of(_PRECEDING)})\s*", re.IGNORECASE)
_BEHIND = re.compile(rf"\s*(?P<words>{_one_of(_FOLLOWING)})$", re.IGNORECASE)
# what a goal does to get there says nothing of where it ends; by how much it grows is no level
_TO = re.compile(r"^(?:(?:增长|增加|提高|上升|缩小|下降|降低|降)(?:到|至)|(?:控制|保持|稳定)在|达(?!到)|为)\s*")
_GROWING = re.compile(r"^(?:年均|每年)?(?:增长率?|增速)?(?:为)?(?!到|至)\s*")
_BEFORE_FORCE = re.compile(rf"(?P<force>{FORCE_WORDS})\s*", re.IGNORECASE)
_BEHIND_FORCE = re.compile(rf"\s*[(（](?P<force>{FORCE_WORDS})(?:指标)?[)）]$", re.IGNORECASE)

_FORM = Text("为一个数及其措辞", "be a number and its wording")
_EXAMPLES = Template("例如 {examples}", "for example {examples}")
_ONE_WORDING = Text("只有一种措辞", "have one wording")
_ONE_WAY = Text(
    "只写 8%以上、8%左右、8%以内、超过8% 或 8%—10% 之一",
    "write one of 8%以上 (or more), 8%左右 (about), 8%以内 (or less), 超过8% (more than), 8%—10%",
)
_ONE_FORCE = Text("只有一种约束力", "have one force")
_ONE_FORCE_WAY = Text("力争、预期、确保只写其一", "write one of 力争 (strive), 预期 (expected), 确保 (binding)")
_RISING = Text("由低到高", "rise from its lower end to its upper one")
_RISING_WAY = Text("例如 8%—10%", "for example 8%—10%")
