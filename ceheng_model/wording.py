"""Read official wording (达到, 以上, 左右, 高于, 正增长) as intervals with a verdict.

A printed number is an interval: 15561 printed to 1 yuan stands for every income in
``[15560.5, 15561.5)``. Precision and tolerance belong to the statement, never to this module.
"""

from dataclasses import dataclass
from math import inf
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceheng_model.errors import Fault, InputError
from ceheng_model.vocabulary import Text, Verdict

Better = Literal["up", "down"]

ROUNDOFF = 1e-12
"""A quantity this close to a bound, relative to the bound, lies on it: floating-point noise decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Hold one official wording; subclasses say which quantities it accepts."""

    kind: ClassVar[str] = ""
    value: float = 0.0
    """The printed value, in the quantity's own unit."""
    precision: float = 0.0
    """The unit of the last printed digit; 0 when the value is exact."""
    tolerance: float | None = None
    """Half-width that replaces the printed precision, where the statement names one."""
    better: Better = "up"
    """The side on which going beyond the value is an achievement."""

    def __post_init__(self) -> None:
        """Refuse widths that are negative and sides that do not exist."""
        for name, width in (("precision", self.precision), ("tolerance", self.tolerance or 0.0)):
            if not 0.0 <= width < inf:
                raise InputError(
                    Fault(
                        what=Text(f"{name}", name),
                        rule=Text("为不小于零的有限数", "be finite and not below zero"),
                        got=width,
                        way_out=Text("按原文末位数字的单位填写", "give the unit of the last printed digit"),
                    )
                )

    @property
    def half_width(self) -> float:
        """Half the width of the printed interval."""
        return self.precision / 2 if self.tolerance is None else self.tolerance

    @property
    def bound(self) -> float:
        """The end of the printed interval that a quantity has to reach."""
        return self.value - self.half_width if self.better == "up" else self.value + self.half_width

    @property
    def bound_belongs(self) -> bool:
        """Whether the bound itself still meets the statement (rounding is half up)."""
        return self.better == "up" or self.tolerance is not None

    @property
    def accepted(self) -> tuple[float, bool]:
        """The lowest quantity that holds (the highest, where down is better), and whether it holds itself.

        Floating-point noise on the bound is allowed for.
        """
        noise = ROUNDOFF * max(1.0, abs(self.bound))
        if self.better == "up":
            return self.bound - noise, True
        closed = self.tolerance is not None or self.half_width == 0.0
        return (self.bound + noise, True) if closed else (self.bound - noise, False)

    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return -1 (short of the interval), 0 (in it) or 1 (beyond, on the better side).

        >>> About(value=2.8, precision=0.1, better="down").side([3.12, 2.85, 2.8, 2.7])
        array([-1, -1,  0,  1], dtype=int8)
        """
        x = np.asarray(quantity, dtype=float)
        low, high = self.value - self.half_width, self.value + self.half_width
        closed_high = self.tolerance is not None or self.half_width == 0.0
        below = x < low - ROUNDOFF * max(abs(low), 1.0)
        noise = ROUNDOFF * max(abs(high), 1.0)
        above = x > high + noise if closed_high else x >= high - noise
        where = np.where(below, np.int8(-1), np.where(above, np.int8(1), np.int8(0)))
        return np.where(np.isnan(x), np.int8(-1), where if self.better == "up" else -where)

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
        if np.isnan(quantity) or np.unique(sides >= 0).size > 1:
            return Verdict.UNDECIDABLE
        return {-1: Verdict.MISSED, 0: Verdict.MET, 1: Verdict.EXCEEDED}[int(sides[0])]

    def margin(self, quantity: float) -> float:
        """Return the distance from the bound, positive when the statement is met."""
        return quantity - self.bound if self.better == "up" else self.bound - quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaches(Wording):
    """达到: the quantity, rounded to the printed precision, is not below the value."""

    kind: ClassVar[str] = "reaches"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Wording):
    """以上, 不低于: the quantity, rounded to the published precision, is not below the value."""

    kind: ClassVar[str] = "at_least"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Wording):
    """以内, 不超过: the quantity, rounded to the published precision, is not above the value."""

    kind: ClassVar[str] = "at_most"
    better: Better = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Wording):
    """左右, or a bare number in a table: the quantity rounds to the value or lies within the tolerance."""

    kind: ClassVar[str] = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strict(Wording):
    """Accept what lies strictly on one side of zero; the quantity is a rate or a difference."""

    @property
    def accepted(self) -> tuple[float, bool]:
        """The end of the side that holds, which does not hold itself."""
        return (ROUNDOFF if self.better == "up" else -ROUNDOFF), False

    def side(self, quantity: ArrayLike) -> NDArray[np.int8]:
        """Return 0 where the quantity is strictly on the better side, else -1."""
        x = np.asarray(quantity, dtype=float)
        strictly = x > ROUNDOFF if self.better == "up" else x < -ROUNDOFF
        return np.where(strictly, np.int8(0), np.int8(-1)).astype(np.int8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Above(_Strict):
    """高于, 快于: the difference from another quantity is above zero."""

    kind: ClassVar[str] = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrows(_Strict):
    """缩小: the change of a gap is below zero."""

    kind: ClassVar[str] = "narrows"
    better: Better = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Positive(_Strict):
    """正增长: growth above zero."""

    kind: ClassVar[str] = "positive"


WORDINGS: dict[str, type[Wording]] = {
    wording.kind: wording for wording in (Reaches, AtLeast, AtMost, About, Above, Narrows, Positive)
}
