"""Hold what a plan says as answers give it: one statement each, with nothing in it that nobody said."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ceheng_model.doors import door
from ceheng_model.drafting.toml_text import toml_value
from ceheng_model.drafting.typed_values import Typed, force_of, read_typed
from ceheng_model.errors import GIVEN, NOTHING, POSITIVE, UNREPEATED, Fault, InputError, choice, raise_faults
from ceheng_model.files import POINTS, RATE, SHARE, TIMES, YUAN, Unit, plain
from ceheng_model.names import FORCE_WORDS
from ceheng_model.plan import require_rate
from ceheng_model.quantities import QUANTITIES, WORDINGS_OF
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text
from ceheng_model.wording import WORDINGS, About, AtMost, Narrows, Reaches

_LEVELS = ("income", "all_residents", "increment", "multiple")
"""What is to be reached; a bare number of anything else, a rate or a ratio, is 左右."""
_RATIOS = ("urban_rural_ratio", "regional_ratio")
_UNITS: Mapping[str, Unit] = {"percent": RATE, "points": POINTS, "ratio": TIMES, "yuan": YUAN}
_EXAMPLES: Mapping[str, str] = {
    "percent": "8%以上, 8%左右, 8%—10%",
    "points": "0.5个百分点以上",
    "ratio": "2.5以内, 1.9:1",
    "yuan": "2.7万元, 27000元, 2.7万元以上",
}
_ORDER = ("id", "quantity", "group", "component", "against", "year", "first_year", "type", "value", "low", "high")
_DOUBLED: Mapping[str, str] = {"翻番": "2.00", "翻一番": "2.00", "翻两番": "4.00", "double": "2.00"}
"""What doubles is twice as much: 翻一番 prints no digit, and is taken to the hundredth."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promise(Value):
    """Hold one statement by the keys that ``plan.toml`` has for it.

    Words and place that nobody gave are not there.
    """

    keys: Mapping[str, Any]

    @property
    def group(self) -> str | None:
        """The group it is about; None where it is about none."""
        return self.keys.get("group")

    def named(self, taken: Sequence[str], last_year: int) -> "Promise":
        """Return the same with an id, of its group, quantity and year, that nothing else bears."""
        if "id" in self.keys:
            return self
        quantity = _SHORT.get(self.keys["quantity"], self.keys["quantity"])
        year = self.keys.get("year", "" if quantity == _GROWTH else last_year)
        stem = "_".join(str(part) for part in (self.group, self.keys.get("component"), quantity, year) if part)
        names = (stem, *(f"{stem}_{at}" for at in range(2, len(taken) + 2)))
        return Promise(keys={"id": next(name for name in names if name not in taken), **self.keys})

    def lines(self) -> list[str]:
        """Return its lines in ``plan.toml``; words and place stay empty where nobody gave them."""
        keys = {"words": "", "words_en": "", "place": "", **self.keys}
        ordered = sorted(keys, key=lambda key: _rank(key, keys))
        return ["", "[[statement]]", *(f"{key} = {toml_value(keys[key])}" for key in ordered)]


@door
def promise(quantity: str, typed: str, *, what: Text, **keys: Any) -> Promise:
    """Return a statement on a quantity of what somebody typed of it; other keys as ``plan.toml`` has them.

    A bare number of an income, an increment or a multiple is to be reached; of anything else it is 左右.
    Raises `InputError` for what cannot be read, and for a wording that the quantity may not have.

    >>> promise("income", "2.5万元", what=Text.same("--endpoint"), group="rural").keys["precision"]
    1000.0
    """
    if quantity not in QUANTITIES:
        raise InputError(choice(Text("指标", "the quantity"), quantity, QUANTITIES))
    unit = QUANTITIES[quantity].unit
    if unit == "ratio" and (narrowing := _NARROWING.fullmatch(plain(typed))):
        return _narrowing(quantity, narrowing, keys)
    if quantity == "multiple":
        typed = _DOUBLED.get(plain(typed), typed)
    goal = read_typed(
        typed,
        SHARE if quantity in ("share", "relative_level") else _UNITS.get(unit, TIMES),
        what,
        examples=_EXAMPLES.get(unit, "2"),
        is_ratio=unit == "ratio",
    )
    return _promise(quantity, goal, what, typed, keys)


@door
def read_promise(text: str, *, what: Text) -> Promise:
    """Return a statement written as ``KEY=VALUE; KEY=VALUE``, with the keys of ``plan.toml``.

    A value may be typed with its wording, ``value=2.7万元以上``, in place of type, value and precision; texts need no
    quotes. Raises `InputError` for keys without a value and for quantities that do not exist.

    >>> read_promise("quantity=income; group=rural; year=2018; value=突破1.8万元", what=Text.same("x")).keys["type"]
    'exceeds'
    """
    given = _pairs(text, what)
    quantity = str(_plain_value(given["quantity"])) if "quantity" in given else ""
    if quantity not in QUANTITIES:
        raise InputError(choice(Text.same("quantity"), quantity or NOTHING, QUANTITIES))
    keys = {key: _plain_value(value) for key, value in given.items() if key != "value"}
    if "value" not in given:
        return Promise(keys=keys)
    if "precision" in given and "type" in given:
        return Promise(keys=keys | {"value": _plain_value(given["value"])})
    others = {key: value for key, value in keys.items() if key != "quantity"}
    return promise(quantity, given["value"].strip("\"'"), what=what, **others)


def _promise(quantity: str, goal: Typed, what: Text, typed: str, keys: Mapping[str, Any]) -> Promise:
    kind = keys.get("type", goal.kind) or (Reaches.kind if quantity in _LEVELS else About.kind)
    faults = []
    if goal.kind not in (None, kind):
        faults.append(Fault(what=what, rule=_SAME_TYPE, got=typed, way_out=_LEAVE_TYPE))
    if kind not in WORDINGS_OF[quantity]:
        faults.append(choice(_TYPE.format(what=what, typed=typed), kind, WORDINGS_OF[quantity]))
    if QUANTITIES[quantity].is_rate():
        faults += [_as_typed(fault, typed) for value in goal.values for fault in require_rate(what, value)]
    elif min(goal.values) <= 0.0:
        way_out = _FOR_EXAMPLE.format(examples=_EXAMPLES.get(QUANTITIES[quantity].unit, "2"))
        faults.append(Fault(what=what, rule=POSITIVE, got=typed, way_out=way_out))
    raise_faults(faults)
    made: dict[str, Any] = {"quantity": quantity, **keys, "type": kind, **goal.numbers}
    made.setdefault("precision", goal.precision)
    if goal.force is not None:
        made.setdefault("force", goal.force.value)
    # a ratio is better the lower it is, unless it is said otherwise
    if quantity in _RATIOS and "down" in WORDINGS[kind].sides and kind != AtMost.kind:
        made.setdefault("better", "down")
    return Promise(keys=made)


def _narrowing(quantity: str, said: re.Match[str], keys: Mapping[str, Any]) -> Promise:
    """Return a statement that prints no figure: a ratio is to fall."""
    if Narrows.kind not in WORDINGS_OF[quantity]:
        raise InputError(choice(Text.same(said[0]), Narrows.kind, WORDINGS_OF[quantity]))
    force = {"force": force_of(said["force"]).value} if said["force"] else {}
    each = {"each_year": True} if said["each"] or said["yearly"] else {}
    return Promise(keys={"quantity": quantity, **keys, "type": Narrows.kind, **each, **force})


def _as_typed(fault: Fault, typed: str) -> Fault:
    """Return the fault of a rate that was typed, not read from a file of fractions."""
    return replace(fault, rule=_A_RATE, got=typed, way_out=_IN_PER_CENT)


def _pairs(text: str, what: Text) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in filter(str.strip, _PARTS.findall(text)):
        key, sign, value = (piece.strip() for piece in part.partition("="))
        if not (sign and value and _KEY.fullmatch(key)):
            raise InputError(Fault(what=what, rule=_IN_PAIRS, got=part.strip(), way_out=_LIKE_PAIRS))
        if key in pairs:
            raise InputError(Fault(what=what, rule=UNREPEATED, got=key, way_out=_LIKE_PAIRS))
        pairs[key] = value
    if not pairs:
        raise InputError(Fault(what=what, rule=GIVEN, got=NOTHING, way_out=_LIKE_PAIRS))
    return pairs


def _plain_value(text: str) -> Any:
    """Return a value as TOML has it; what is none there is text without quotes."""
    try:
        value = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return value["value"] if len(value) == 1 else text


def _rank(key: str, keys: Mapping[str, Any]) -> tuple[int, int]:
    last = ("words", "words_en", "place")
    if key in last:
        return 2, last.index(key)
    return (0, _ORDER.index(key)) if key in _ORDER else (1, list(keys).index(key))


_GROWTH = "growth"
_SHORT = {"average_annual_growth": _GROWTH, "urban_rural_ratio": "ratio"}
# a semicolon within quotes or braces belongs to a value
_PARTS = re.compile(r"(?:\"[^\"]*\"|\{[^{}]*\}|[^;；\"{]|[\"{])+")
_KEY = re.compile(r"[a-z_]+")
_NARROWING = re.compile(
    rf"(?P<force>{FORCE_WORDS})?\s*(?:(?P<each>逐年)|持续|进一步|不断|逐步)?\s*(?:缩小|下降|narrows?|falls?)"
    r"(?P<yearly> every year)?",
    re.IGNORECASE,
)
_A_RATE = Text("在 -100% 与 100% 之间", "lie between -100% and 100%")
_IN_PER_CENT = Text("9% 写作 9% 或 0.09", "write 9% as 9% or 0.09")
_FOR_EXAMPLE = Template("例如 {examples}", "for example {examples}")
_TYPE = Template("{what}“{typed}”的措辞", "the wording of {what} '{typed}'")
_SAME_TYPE = Text("与 type 一致", "agree with its type")
_LEAVE_TYPE = Text("措辞已写明，不必再给 type", "the wording says it; leave type out")
_IN_PAIRS = Text("由“键=值”组成，以分号分隔", "be KEY=VALUE, separated by semicolons")
_LIKE_PAIRS = Text(
    "例如 quantity=income; group=rural; year=2018; value=1.8万元以上",
    "for example quantity=income; group=rural; year=2018; value=1.8万元以上",
)
