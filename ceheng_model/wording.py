"""Read official wording (达到, 以上, 左右, 8%—10%, 高于, 正增长) as intervals with a verdict.

A printed number is an interval: 15561 printed to 1 yuan stands for every income in
``[15560.5, 15561.5)``. Precision and tolerance belong to the statement, never to this module.

Each class says all that a wording means: which keys a file gives, how it is called, what it asks for in a
sentence, how an audit usually reads it. A new one is a subclass of `Printed` or of `Sign` and an entry of `WORDINGS`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from math import inf, isnan
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceheng_model.doors import door
from ceheng_model.errors import FINITE_WIDTH, GIVEN, NOTHING, Fault, choice, raise_faults
from ceheng_model.values import Listed
from ceheng_model.vocabulary import Template, Text, Verdict

Better = Literal["up", "down"]
Reading = Literal["value", "floor"]
READINGS: tuple[Reading, ...] = ("value", "floor")
_DASH = re.compile("[—–]")

# some thousand times the spacing of doubles (2.2e-16): above what a chain of products loses, below any printed digit
ROUNDOFF = 1e-12
"""A quantity this close to a bound, relative to the bound, lies on it: floating-point noise decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Hold the interval a reading allows, in the quantity's own unit; None where it is open-ended."""

    low: float | None = None
    high: float | None = None


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Listed, ABC):
    """Hold one official wording; subclasses say which quantities it accepts."""

    kind: ClassVar[str]
    """The type in files and options."""
    label: ClassVar[Text]
    """The type as a reader sees it."""
    phrase: ClassVar[Template]
    """What it asks for in a few words; with the field ``value`` where values are printed."""
    usual_reading: ClassVar[Reading]
    """How an audit takes it unless told otherwise: as a value, or as the side it asks for."""
    given: ClassVar[tuple[str, ...]] = ()
    """Keys of its printed values, the lowest first; widths are given with them."""
    sides: ClassVar[tuple[Better, ...]] = ("up", "down")
    """Sides that a file may call the better one; the first where it says nothing."""
    strict: ClassVar[bool] = False
    """Whether it asks for one side of zero and prints no value."""
    is_open: ClassVar[bool] = False
    """Whether the value that is asked for does not meet the words itself: everything past it does, and nothing else."""
    tells_rounding: ClassVar[bool] = False
    """Whether a reader is told where the words are met by rounding alone."""
    compares: ClassVar[bool] = False
    """Whether it sets two quantities against each other, so that the quantity has a better word for it."""
    sign_only: ClassVar[bool] = False
    """Whether it leaves a cell of a growth table open, saying nothing but the sign."""
    in_growth_table: ClassVar[bool] = False
    """Whether a cell of a growth table may carry it."""
    of_indicators: ClassVar[Text | None] = None
    """How the type is called where a figure of a measure has it; None where none can."""

    better: Better = "up"
    """The side on which going beyond the value is an achievement."""

    def __init_subclass__(cls) -> None:
        """Let every one ask for the kinds that it takes."""
        door(cls)

    @property
    def printed_values(self) -> tuple[float, ...]:
        """The values that are printed, in the quantity's own unit, the lowest first."""
        return tuple(getattr(self, name) for name in self.given)

    @property
    def printed(self) -> float | str | None:
        """The printed values as one cell of a table.

        A number, the ends of a range in one text, None for a sign.
        """
        values = self.printed_values
        return values[0] if len(values) == 1 else "—".join(f"{value:.12g}" for value in values) or None

    @property
    def aim(self) -> float:
        """The value that a solver aims at.

        Of several printed ones the end that is reached first; zero for a sign.
        """
        values = self.printed_values or (0.0,)
        return values[0] if self.better == "up" else values[-1]

    @property
    @abstractmethod
    def printed_step(self) -> float:
        """The unit of the last printed digit; 0 where values are exact or none is printed."""

    @property
    @abstractmethod
    def half_width(self) -> float:
        """How far the accepted interval reaches beyond the printed values."""

    @property
    def closed(self) -> bool:
        """Whether the upper end of the interval belongs to it.

        Rounding is half up, so that the lower end does.
        """
        return False

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the interval that counts as printed."""
        values = self.printed_values or (0.0,)
        return values[0] - self.half_width, values[-1] + self.half_width

    @property
    def bound(self) -> float:
        """The end of the printed interval that a quantity has to reach; zero for a sign."""
        return self.ends[0 if self.better == "up" else 1]

    @property
    @abstractmethod
    def accepted(self) -> tuple[float, bool]:
        """The lowest quantity that holds (the highest, where down is better), and whether it holds itself.

        Floating-point noise on the bound is allowed for.
        """

    @abstractmethod
    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return -1 (short of the interval), 0 (in it) or 1 (beyond, on the better side)."""

    def bounds(self, reading: Reading, *, tolerance: float | None = None) -> Bounds:
        """Return both ends of the interval for a value, the end on the worse side for a floor.

        `tolerance` replaces the half-width. Words that ask for more than a bound allow one side of it under any
        reading, the bound included: a linear programme cannot leave it out.

        >>> About(value=2.8, precision=0.1, better="down").bounds("floor", tolerance=0.2)
        Bounds(low=None, high=3.0)
        """
        half = self.half_width if tolerance is None or self.strict else tolerance
        values = self.printed_values or (0.0,)
        low, high = values[0] - half, values[-1] + half
        if reading == "value" and not (self.strict or self.is_open):
            return Bounds(low=low, high=high)
        return Bounds(low=low) if self.better == "up" else Bounds(high=high)

    def holds(self, quantity: ArrayLike) -> NDArray[np.bool_]:
        """Return whether each quantity meets or exceeds the statement."""
        return np.asarray(self.side(quantity) >= 0)

    def judge(self, quantity: float, *, uncertainty: float = 0.0) -> Verdict:
        """Return the verdict on one quantity known to within `uncertainty`.

        >>> Reaches(value=15561, precision=1).judge(15560.98)
        <Verdict.MET: 'met'>
        >>> Above().judge(0.0004, uncertainty=0.0005)
        <Verdict.UNDECIDABLE: 'undecidable'>
        """
        sides = self.side([quantity, quantity - uncertainty, quantity + uncertainty])
        side, *others = sides.tolist()
        if isnan(quantity) or any((other >= 0) != (side >= 0) for other in others):
            return Verdict.UNDECIDABLE
        return _VERDICTS[side]

    def distance_to_goal(self, quantity: ArrayLike) -> NDArray[np.float64]:
        """Return how far each quantity is from the printed value (zero for a sign).

        Of a range it is the end that is reached first.

        Positive where there is room, negative where it falls short; 0 where rounding alone, or the statement's
        tolerance, makes up for what is lacking.

        >>> ratio = About(value=2.8, precision=0.1, better="down")
        >>> ratio.distance_to_goal([2.7, 2.82, 3.123]).round(3)
        array([ 0.1  ,  0.   , -0.323])
        """
        x = np.asarray(quantity, dtype=float)
        room = x - self.aim if self.better == "up" else self.aim - x
        return np.where(self.holds(x), np.maximum(room, 0.0), np.minimum(room, 0.0))

    def meets_by_rounding(self, quantity: float) -> bool:
        """Return whether a reader is told that a quantity meets the words, but falls short of what is printed."""
        short = quantity - self.aim if self.better == "up" else self.aim - quantity
        return self.tells_rounding and short < -_noise(self.aim)

    @classmethod
    def in_words(cls, value: Text) -> Text:
        """Return what the wording asks for, of a printed value that the caller has written.

        >>> AtLeast(value=0.12, precision=0.01).in_words(Text.same("12%")).zh, Positive().in_words(Text.same("")).zh
        ('不低于12%', '正增长')
        """
        return cls.phrase.format(**({"value": value} if "value" in cls.phrase.fields else {}))

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, float], *, better: Better | None = None) -> Self:
        """Return the wording with the printed values and widths that a file gives by key.

        >>> WORDINGS["about"].from_numbers({"value": 2.8, "precision": 0.1}, better="down").bound
        2.8499999999999996
        """
        known = [field.name for field in fields(cls) if field.name != "better"]
        faults = [choice(Text("措辞的数值", "a value of a wording"), key, known) for key in numbers if key not in known]
        raise_faults([*faults, *_lacking(cls.given, numbers)])
        given: dict[str, Any] = {**numbers, "better": better or cls.sides[0]}
        return cls(**given)

    @classmethod
    def order_faults(cls, values: Mapping[str, float], *, names: Mapping[str, Text] | None = None) -> list[Fault]:
        """Return a fault for each printed value that is not below the next; `names` says how they are called."""
        return [
            Fault(
                what=(names or {}).get(low, Text.same(low)),
                rule=_BELOW.format(high=high),
                got=values[low],
                way_out=Text("先写低的一端，后写高的一端", "give the lower end first, then the upper one"),
            )
            for low, high in pairwise(cls.given)
            # an end that is no number, or is not there, has a fault of its own
            if low in values and high in values and values[low] >= values[high]
        ]


def _lacking(keys: Iterable[str], numbers: Mapping[str, float]) -> Iterator[Fault]:
    way_out = Text('例如 {"value": 0.12}', 'for example {"value": 0.12}')
    for key in keys:
        if key not in numbers:
            yield Fault(what=Text.same(key), rule=GIVEN, got=NOTHING, way_out=way_out)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Printed(Wording):
    """Accept the interval of printed values, and what lies beyond it on the better side."""

    precision: float = 0.0
    """The unit of the last printed digit; 0 when the values are exact."""
    tolerance: float | None = None
    """Half-width that replaces the printed precision, where the statement names one."""

    def __post_init__(self) -> None:
        """Refuse widths that are negative and printed values that do not rise."""
        widths = (("precision", self.precision), ("tolerance", self.tolerance or 0.0))
        faults = [
            Fault(
                what=Text.same(name),
                rule=FINITE_WIDTH,
                got=width,
                way_out=Text("按原文末位数字的单位填写", "give the unit of the last printed digit"),
            )
            for name, width in widths
            if not 0.0 <= width < inf
        ]
        raise_faults(faults + self.order_faults(dict(zip(self.given, self.printed_values, strict=True))))

    def with_ends(self, low: float, high: float) -> "Printed":
        """Return the words with other printed values: the same words of one value, a range of two.

        >>> AtLeast(value=0.12, precision=0.01).with_ends(0.1, 0.1).value
        0.1
        >>> About(value=2.8, precision=0.1, better="down").with_ends(2.8, 3.1).printed
        '2.8—3.1'
        """
        if len(self.given) == 1 and low == high:
            fields: dict[str, Any] = {self.given[0]: low}
            return replace(self, **fields)
        return Between(low=low, high=high, precision=self.precision, tolerance=self.tolerance, better=self.better)

    @property
    def printed_step(self) -> float:
        """The precision."""
        return self.precision

    @property
    def half_width(self) -> float:
        """Half the unit of the last printed digit, or the tolerance."""
        return self.precision / 2 if self.tolerance is None else self.tolerance

    @property
    def closed(self) -> bool:
        """Whether the upper end belongs to the interval: to one of exact values or of a stated tolerance."""
        return self.tolerance is not None or self.half_width == 0.0

    @property
    def accepted(self) -> tuple[float, bool]:
        """The end of the interval that has to be reached, and whether it holds itself."""
        noise = _noise(self.bound)
        if self.better == "up":
            return self.bound - noise, True
        return (self.bound + noise, True) if self.closed else (self.bound - noise, False)

    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return -1 (short of the interval), 0 (in it) or 1 (beyond, on the better side).

        >>> About(value=2.8, precision=0.1, better="down").side([3.12, 2.85, 2.8, 2.7])
        array([-1, -1,  0,  1], dtype=int8)
        """
        x = np.asarray(quantity, dtype=float)
        low, high = self.ends
        from_low = x >= low - _noise(low)
        to_high = x <= high + _noise(high) if self.closed else x < high - _noise(high)
        reached, within = (from_low, to_high) if self.better == "up" else (to_high, from_low)
        # what is no number passes neither end, so that it falls short
        return np.asarray(reached * np.int8(1) + (reached & ~within) - np.int8(1), dtype=np.int8)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Valued(Printed):
    """Accept the interval of one printed value, and what lies beyond it on the better side."""

    given: ClassVar[tuple[str, ...]] = ("value",)

    value: float
    """The printed value, in the quantity's own unit."""

    @property
    def printed_values(self) -> tuple[float, ...]:
        """The one value; every check of a statement asks for it several times."""
        return (self.value,)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Reaches(Valued):
    """达到: the quantity, rounded to the printed precision, is not below the value."""

    kind: ClassVar[str] = "reaches"
    label: ClassVar[Text] = Text("达到", "reaches")
    phrase: ClassVar[Template] = Template("达到{value}", "reach {value}")
    usual_reading: ClassVar[Reading] = "value"
    tells_rounding: ClassVar[bool] = True
    of_indicators: ClassVar[Text | None] = label


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Valued):
    """以上, 不低于: the quantity, rounded to the published precision, is not below the value."""

    kind: ClassVar[str] = "at_least"
    label: ClassVar[Text] = Text("不低于", "at least")
    phrase: ClassVar[Template] = Template("不低于{value}", "at least {value}")
    usual_reading: ClassVar[Reading] = "floor"
    sides: ClassVar[tuple[Better, ...]] = ("up",)
    tells_rounding: ClassVar[bool] = True
    in_growth_table: ClassVar[bool] = True
    of_indicators: ClassVar[Text | None] = Text("至少", "at least")


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Valued):
    """以内, 不超过: the quantity, rounded to the published precision, is not above the value."""

    kind: ClassVar[str] = "at_most"
    label: ClassVar[Text] = Text("不超过", "at most")
    phrase: ClassVar[Template] = Template("不高于{value}", "at most {value}")
    usual_reading: ClassVar[Reading] = "floor"
    sides: ClassVar[tuple[Better, ...]] = ("down",)
    in_growth_table: ClassVar[bool] = True
    of_indicators: ClassVar[Text | None] = label

    better: Better = "down"


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class About(Valued):
    """左右, or a bare number in a table: the quantity rounds to the value or lies within the tolerance."""

    kind: ClassVar[str] = "about"
    label: ClassVar[Text] = Text("左右", "about")
    phrase: ClassVar[Template] = Template("{value}左右", "about {value}")
    usual_reading: ClassVar[Reading] = "value"
    in_growth_table: ClassVar[bool] = True
    of_indicators: ClassVar[Text | None] = label


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Printed):
    """8%—10%: the quantity rounds to a value of the range, both its ends included.

    >>> goal = Between(low=0.08, high=0.10, precision=0.01)
    >>> [goal.judge(growth).value for growth in (0.0749, 0.075, 0.1049, 0.105)]
    ['missed', 'met', 'met', 'exceeded']
    >>> goal.aim, goal.printed
    (0.08, '0.08—0.1')
    """

    kind: ClassVar[str] = "between"
    label: ClassVar[Text] = Text("区间", "between")
    phrase: ClassVar[Template] = Template("在{value}之间", "within {value}")
    usual_reading: ClassVar[Reading] = "value"
    given: ClassVar[tuple[str, ...]] = ("low", "high")
    tells_rounding: ClassVar[bool] = True
    in_growth_table: ClassVar[bool] = True
    of_indicators: ClassVar[Text | None] = label

    low: float
    """The lower printed end, in the quantity's own unit."""
    high: float
    """The upper printed end."""

    @classmethod
    def in_words(cls, value: Text) -> Text:
        """Return what the range asks for; an English sentence says the dash between its ends.

        >>> Between.in_words(Text.same("8%—10%")).zh, Between.in_words(Text.same("8%—10%")).en
        ('在8%—10%之间', 'within 8% to 10%')
        """
        return cls.phrase.format(value=Text(value.zh, _DASH.sub(" to ", value.en)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceeds(Valued):
    """突破, 超过 with a value: the quantity lies above the value, the value itself left out.

    How the value is printed widens nothing: 突破3万元 is missed at 29,999.9 yuan, and at 30,000 yuan too.

    >>> goal = Exceeds(value=30000, precision=10000)
    >>> [goal.judge(income).value for income in (21222, 29999.9, 30000, 30000.01)]
    ['missed', 'missed', 'missed', 'met']
    """

    kind: ClassVar[str] = "exceeds"
    label: ClassVar[Text] = Text("突破", "exceeds")
    phrase: ClassVar[Template] = Template("突破{value}", "exceed {value}")
    usual_reading: ClassVar[Reading] = "floor"
    sides: ClassVar[tuple[Better, ...]] = ("up",)
    is_open: ClassVar[bool] = True

    @property
    def half_width(self) -> float:
        """Zero: what has to be passed is the value as printed."""
        return 0.0

    @property
    def accepted(self) -> tuple[float, bool]:
        """The value, which does not hold itself."""
        return self.value + _noise(self.value), False

    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return 0 where the quantity lies above the value, else -1."""
        return _strictly(np.asarray(quantity, dtype=float) > self.accepted[0])


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Wording):
    """Accept what lies strictly on one side of zero; the quantity is a rate or a difference."""

    usual_reading: ClassVar[Reading] = "floor"
    sides: ClassVar[tuple[Better, ...]] = ("up",)
    strict: ClassVar[bool] = True
    is_open: ClassVar[bool] = True

    @property
    def printed_step(self) -> float:
        """Zero: no digit is printed."""
        return 0.0

    @property
    def half_width(self) -> float:
        """Zero: nothing is printed that could have been rounded."""
        return 0.0

    @property
    def accepted(self) -> tuple[float, bool]:
        """The end of the side that holds, which does not hold itself."""
        return (ROUNDOFF if self.better == "up" else -ROUNDOFF), False

    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return 0 where the quantity is strictly on the better side, else -1."""
        x = np.asarray(quantity, dtype=float)
        return _strictly(x > ROUNDOFF if self.better == "up" else x < -ROUNDOFF)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Above(Sign):
    """高于, 快于: the difference from another quantity is above zero."""

    kind: ClassVar[str] = "above"
    label: ClassVar[Text] = Text("高于", "above")
    phrase: ClassVar[Template] = Template("更高", "higher")
    compares: ClassVar[bool] = True
    of_indicators: ClassVar[Text | None] = Text("超过", "above")


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Narrows(Sign):
    """缩小: the change of a gap is below zero."""

    kind: ClassVar[str] = "narrows"
    label: ClassVar[Text] = Text("缩小", "narrows")
    phrase: ClassVar[Template] = Template("缩小", "narrower")
    sides: ClassVar[tuple[Better, ...]] = ("down",)
    compares: ClassVar[bool] = True

    better: Better = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBelowPrevious(Sign):
    """不低于上年: the change from the year before is not below zero; as much as the year before is enough."""

    kind: ClassVar[str] = "not_below_previous"
    label: ClassVar[Text] = Text("不低于上年", "not below the year before")
    phrase: ClassVar[Template] = Template("不低于上年", "not below the year before")
    is_open: ClassVar[bool] = False

    @property
    def accepted(self) -> tuple[float, bool]:
        """Zero, which holds itself."""
        return -ROUNDOFF, True

    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return 0 where the quantity is not below zero, else -1."""
        return _strictly(np.asarray(quantity, dtype=float) >= -ROUNDOFF)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Positive(Sign):
    """正增长: growth above zero."""

    kind: ClassVar[str] = "positive"
    label: ClassVar[Text] = Text("正增长", "positive")
    phrase: ClassVar[Template] = Template("正增长", "positive")
    sign_only: ClassVar[bool] = True
    in_growth_table: ClassVar[bool] = True


_BELOW = Template("小于 {high}", "be below {high}")

WORDINGS: dict[str, type[Wording]] = {
    wording.kind: wording
    for wording in (Reaches, AtLeast, AtMost, About, Between, Exceeds, Above, Narrows, NotBelowPrevious, Positive)
}
WIDTHS = ("precision", "tolerance")
"""Keys of the widths that go with printed values; the second may be left out."""


def value_keys(wordings: Sequence[type[Wording]] | None = None) -> tuple[str, ...]:
    """Return the keys of printed values of some wordings, or of all."""
    chosen = list(WORDINGS.values()) if wordings is None else wordings
    return tuple(dict.fromkeys(name for wording in chosen for name in wording.given))


_VERDICTS = {-1: Verdict.MISSED, 0: Verdict.MET, 1: Verdict.EXCEEDED}
"""Verdicts by the side of the interval on which a quantity lies."""


def _strictly(met: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return 0 where words that nothing can go beyond are met, else -1."""
    return np.where(met, np.int8(0), np.int8(-1)).astype(np.int8)


def _noise(bound: float) -> float:
    return ROUNDOFF * max(1.0, abs(bound))
