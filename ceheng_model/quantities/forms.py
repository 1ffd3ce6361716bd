"""Write quantities by name: sums of levels and known figures, their quotients, and differences of two.

The same form is computed with numbers, bound to arrays for questions that are linear in the levels, and
written with the addresses of a workbook.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import mul
from typing import Any, Protocol

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth, totals
from ceheng_model.quantities.curves import Curve
from ceheng_model.quantities.known import KnownFigure, Setting
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.quantities.ratio_of_levels import Ratio
from ceheng_model.values import read_only
from ceheng_model.vocabulary import TOTAL, Missing

Value = Any
"""A number, an array of numbers, or a formula that gives one."""


@dataclass(frozen=True, slots=True)
class Level:
    """Name an income of the projection: a component of a group, or its total, in one year."""

    group: str
    year: int
    component: str = TOTAL


class Figures(Protocol):
    """What levels and known figures are, and how growth and extremes are taken of them."""

    def level(self, level: Level) -> Value:
        """Return an income of the projection."""

    def known(self, known: KnownFigure) -> Value:
        """Return a known figure."""

    def root(self, value: Value, degree: int) -> Value:
        """Return the root of a value."""

    def growth(self, start: Value, end: Value, years: int) -> Value:
        """Return average annual growth."""

    def highest(self, values: Sequence[Value]) -> Value:
        """Return the highest of some values."""

    def part_of_people(self, ratio: Value, curve: Curve) -> Value:
        """Return the part of people that a ratio stands for."""

    def ratio_of_people(self, part: Value, curve: Curve) -> Value:
        """Return the ratio that stands for a part of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Hold a product of a number, a known figure and an income, each of which may be left out."""

    factor: float = 1.0
    known: KnownFigure | None = None
    level: Level | None = None

    def at(self, figures: Figures) -> Value:
        """Return the product."""
        parts: list[Value] = []
        # a factor of one is not written in a formula
        if self.factor != 1.0:
            parts.append(self.factor)
        if self.known is not None:
            parts.append(figures.known(self.known))
        if self.level is not None:
            parts.append(figures.level(self.level))
        return reduce(mul, parts) if parts else 1.0

    def added_to(self, value: Value, figures: Figures) -> Value:
        """Return a value and the product; a formula takes off what counts as minus one."""
        if self.factor == -1.0:
            return value - replace(self, factor=1.0).at(figures)
        return value + self.at(figures)

    def coefficient(self, setting: Setting) -> float:
        """Return what the income is multiplied by."""
        return self.factor * (1.0 if self.known is None else self.known.value(setting))


@dataclass(frozen=True, slots=True)
class Sum:
    """Hold a linear form: a sum of terms."""

    terms: tuple[Term, ...]

    def at(self, figures: Figures) -> Value:
        """Return the sum; 0 of nothing."""
        if not self.terms:
            return 0.0
        first, *others = self.terms
        return reduce(lambda value, term: term.added_to(value, figures), others, first.at(figures))

    @property
    def levels(self) -> tuple[Level, ...]:
        """The incomes it reads."""
        return tuple(term.level for term in self.terms if term.level is not None)

    @property
    def known(self) -> tuple[KnownFigure, ...]:
        """The known figures it reads."""
        return tuple(term.known for term in self.terms if term.known is not None)

    def split(self, level: Level) -> tuple["Sum", "Sum"]:
        """Return what one income is multiplied by, and the terms that do not read it."""
        own = tuple(replace(term, level=None) for term in self.terms if term.level == level)
        return Sum(own), Sum(tuple(term for term in self.terms if term.level != level))

    def bound(self, setting: Setting) -> tuple[Array, float]:
        """Return its coefficients, ``(group, component, year)`` with the base year first, and its constant."""
        components = setting.terms.component_keys
        form = np.zeros((len(setting.group_keys), len(components), len(setting.years) + 1))
        constant = 0.0
        for term in self.terms:
            coefficient = term.coefficient(setting)
            if term.level is None:
                constant += coefficient
                continue
            chosen = slice(None) if term.level.component == TOTAL else components.index(term.level.component)
            g, t = setting.group_keys.index(term.level.group), term.level.year - setting.base_year
            form[g, chosen, t] += coefficient
        return form, constant


ONE = Sum((Term(),))


# a check names the same incomes again and again; a factor may be any number, so that the memory is bounded
@lru_cache(maxsize=512)
def income(
    group: str, year: int, component: str = TOTAL, *, factor: float = 1.0, known: KnownFigure | None = None
) -> Sum:
    """Return one income of the projection, or a multiple of it."""
    return Sum((Term(factor=factor, known=known, level=Level(group, year, component)),))


def of_known(known: KnownFigure) -> Sum:
    """Return one known figure."""
    return Sum((Term(known=known),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient:
    r"""Hold :math:`(N / D)^{1/n} - s` of two linear forms; `root` is :math:`n`, `shift` is :math:`s`.

    Where there is a curve, the part of people that it makes of :math:`N / D`.
    """

    above: Sum
    below: Sum = ONE
    root: int = 1
    shift: float = 0.0
    curve: Curve | None = None

    @classmethod
    def growth(cls, start: Sum, end: Sum, *, years: int) -> "Quotient":
        """Return average annual growth from one form to another."""
        return cls(above=end, below=start, root=years, shift=1.0)

    def at(self, figures: Figures) -> Value:
        """Return the value."""
        rooted = self.rooted(figures)
        return rooted - self.shift if self.shift else rooted

    def rooted(self, figures: Figures) -> Value:
        """Return the value before the shift is taken off."""
        fraction = self.fraction(figures)
        if self.curve is not None:
            return figures.part_of_people(fraction, self.curve)
        return fraction if self.root == 1 else figures.root(fraction, self.root)

    def threshold(self, bound: Value, figures: Figures) -> Value:
        """Return the ratio of the two forms at which the value equals a bound."""
        if self.curve is not None:
            return figures.ratio_of_people(bound, self.curve)
        return (self.shift + bound) ** self.root

    def fraction(self, figures: Figures) -> Value:
        """Return the ratio of the two forms."""
        above = self.above.at(figures)
        if self.below == ONE:
            return above
        return above / self.below.at(figures)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The incomes it reads."""
        return self.above.levels + self.below.levels

    @property
    def known(self) -> tuple[KnownFigure, ...]:
        """The known figures it reads."""
        return self.above.known + self.below.known

    def ratio(self, setting: Setting) -> Ratio:
        """Return it bound to the axes of a scenario."""
        (numerator, above), (denominator, below) = self.above.bound(setting), self.below.bound(setting)
        return Ratio(
            numerator=read_only(numerator),
            denominator=read_only(denominator),
            numerator_constant=above,
            denominator_constant=below,
            root=self.root,
            shift=self.shift,
            curve=self.curve,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Hold a quantity in one year: a quotient, or the difference of two."""

    year: int
    own: Quotient
    other: Quotient | None = None
    at_zero: Quotient | Missing | None = None
    """Where both parts read incomes: the one quotient whose sign is that of the difference, or why there is none."""
    apart: Missing | None = None
    """What a bound other than zero lacks where both parts read incomes."""

    def at(self, figures: Figures) -> Value:
        """Return the value."""
        own = self.own.at(figures)
        return own if self.other is None else own - self.other.at(figures)

    def single(self, setting: Setting) -> Quotient | None:
        """Return the form as one quotient; None where both parts read incomes."""
        if self.other is None:
            return self.own
        if self.other.levels:
            return None
        return replace(self.own, shift=self.other.rooted(KnownAlone(setting)) + (self.own.shift - self.other.shift))

    def has_sign_only(self, setting: Setting) -> bool:
        """Return whether the one quotient beside a bound of zero has the sign of the form, but not its values."""
        if self.single(setting) is not None or not isinstance(self.at_zero, Quotient):
            return False
        # a quotient less what it was in the base year is told by that quotient
        return replace(self.at_zero, shift=self.own.shift) != self.own

    def bounded(self, bound: float, setting: Setting) -> Quotient:
        """Return the one quotient that lies on the same side of a bound as the form.

        Raises `UndecidableError` where there is none.
        """
        single = self.single(setting)
        if single is not None:
            return single
        if bound and self.apart is not None and self.has_sign_only(setting):
            raise UndecidableError(self.apart)
        assert self.at_zero is not None
        if isinstance(self.at_zero, Missing):
            raise UndecidableError(self.at_zero)
        return self.at_zero

    @property
    def levels(self) -> tuple[Level, ...]:
        """The incomes it reads."""
        return self.own.levels + (self.other.levels if self.other else ())

    @property
    def known(self) -> tuple[KnownFigure, ...]:
        """The known figures it reads."""
        return self.own.known + (self.other.known if self.other else ())


class KnownAlone:
    """Look known figures up where no income is read."""

    def __init__(self, setting: Setting) -> None:
        """Hold what the figures belong to."""
        self.setting = setting

    def known(self, known: KnownFigure) -> Value:
        """Return a known figure."""
        return known.value(self.setting)

    def level(self, level: Level) -> Value:
        """Refuse an income."""
        raise AssertionError(level)

    def root(self, value: Value, degree: int) -> Value:
        """Return the root of a value."""
        return value ** (1.0 / degree)

    def growth(self, start: Value, end: Value, years: int) -> Value:
        """Return average annual growth."""
        return average_annual_growth(start, end, years=years)

    def highest(self, values: Sequence[Value]) -> Value:
        """Return the highest of some values."""
        return np.max(values, axis=0)

    def part_of_people(self, ratio: Value, curve: Curve) -> Value:
        """Return the part of people that a ratio stands for."""
        return curve.part(ratio)

    def ratio_of_people(self, part: Value, curve: Curve) -> Value:
        """Return the ratio that stands for a part of people."""
        return curve.ratio(part)


class Numbers(KnownAlone):
    """Look figures up in levels ``(..., group, component, year)`` with the base year first."""

    def __init__(self, setting: Setting, levels: Array) -> None:
        """Hold the levels and sum them up."""
        self.setting, self.levels, self.totals = setting, levels, totals(levels)
        self.positions = {key: g for g, key in enumerate(setting.group_keys)}
        self.components = {key: c for c, key in enumerate(setting.terms.component_keys)}
        self.base_year = setting.base_year

    def level(self, level: Level) -> Value:
        """Return an income of the projection."""
        g, t = self.positions[level.group], level.year - self.base_year
        if level.component == TOTAL:
            return self.totals[..., g, t]
        return self.levels[..., g, self.components[level.component], t]

    def root(self, value: Value, degree: int) -> Value:
        """Return the root of a value; NaN where there is none."""
        with np.errstate(invalid="ignore"):
            return np.power(value, 1.0 / degree)
