"""Write figures as trees of arithmetic that a page computes: the same forms as in a check, over named figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ceheng_model.quantities import (
    Against,
    Curve,
    Form,
    GdpFactor,
    KnownFigure,
    Level,
    LognormalCurve,
    PricedShare,
    PriceFactor,
    PublishedLevel,
    QuantileCurve,
    Quotient,
    ResidentsShare,
    Setting,
    Sum,
    Term,
)
from ceheng_model.quantities.forms import ONE
from ceheng_model.vocabulary import TOTAL

Node: TypeAlias = "float | int | list[Any]"
"""A number, or a list that begins with the name of an operation or of a figure."""
_WHOLE = -1
"""Stands for the total where a component may stand."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Hold arithmetic that is still to be done; it is reckoned with like a number.

    >>> (Tree(["L", 0, 1, 2]) / 2.0 - 1.0).node
    ['-', ['/', ['L', 0, 1, 2], 2.0], 1.0]
    """

    node: Node

    def __add__(self, other: Any) -> "Tree":
        """Return the sum."""
        return Tree(["+", self.node, node_of(other)])

    def __radd__(self, other: Any) -> "Tree":
        """Return the sum."""
        return Tree(["+", node_of(other), self.node])

    def __sub__(self, other: Any) -> "Tree":
        """Return the difference."""
        return Tree(["-", self.node, node_of(other)])

    def __rsub__(self, other: Any) -> "Tree":
        """Return the difference."""
        return Tree(["-", node_of(other), self.node])

    def __mul__(self, other: Any) -> "Tree":
        """Return the product."""
        return Tree(["*", self.node, node_of(other)])

    def __rmul__(self, other: Any) -> "Tree":
        """Return the product."""
        return Tree(["*", node_of(other), self.node])

    def __truediv__(self, other: Any) -> "Tree":
        """Return the quotient."""
        return Tree(["/", self.node, node_of(other)])

    def __rtruediv__(self, other: Any) -> "Tree":
        """Return the quotient."""
        return Tree(["/", node_of(other), self.node])

    def __pow__(self, degree: int) -> "Tree":
        """Return the power."""
        return Tree(["^", self.node, degree])


def node_of(value: Any) -> Node:
    """Return a tree's node, or a number as it is."""
    return value.node if isinstance(value, Tree) else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Look figures up by their place: levels by group, component and year, known ones by what they are."""

    setting: Setting
    series: list[tuple[str, str]] = field(default_factory=list)
    """The groups of published series that were read, in order of first use."""

    def level(self, level: Level) -> Tree:
        """Return an income."""
        return Tree(self._level(level))

    def known(self, known: KnownFigure) -> Any:
        """Return a known figure."""
        return Tree(self._known(known))

    def root(self, value: Any, degree: int) -> Tree:
        """Return the root of a value."""
        return Tree(["root", node_of(value), degree])

    def growth(self, start: Any, end: Any, years: int) -> Tree:
        """Return average annual growth."""
        return Tree(["growth", node_of(start), node_of(end), years])

    def highest(self, values: Sequence[Any]) -> Tree:
        """Return the highest of some values."""
        return Tree(["max", *map(node_of, values)])

    def part_of_people(self, ratio: Any, curve: Curve) -> Tree:
        """Return the part of people that a ratio stands for."""
        return Tree(["part", node_of(ratio), curve_data(curve)])

    def ratio_of_people(self, part: Any, curve: Curve) -> Tree:
        """Return the ratio that stands for a part of people."""
        return Tree(["ratio", node_of(part), curve_data(curve)])

    def form(self, form: Form) -> dict[str, Any]:
        """Return a form: the year, its own quotient and what is taken off."""
        return {
            "year": form.year - self.setting.base_year,
            "own": self._quotient(form.own),
            "other": None if form.other is None else self._quotient(form.other),
        }

    def _quotient(self, quotient: Quotient) -> dict[str, Any]:
        return {
            "above": self._sum(quotient.above),
            "below": None if quotient.below == ONE else self._sum(quotient.below),
            "root": quotient.root,
            "shift": quotient.shift,
            "curve": None if quotient.curve is None else curve_data(quotient.curve),
        }

    def _sum(self, form: Sum) -> list[list[Any]]:
        return [self._term(term) for term in form.terms]

    def _term(self, term: Term) -> list[Any]:
        known = None if term.known is None else self._known(term.known)
        return [term.factor, known, None if term.level is None else self._level(term.level)]

    def _level(self, level: Level) -> list[Any]:
        setting = self.setting
        component = _WHOLE if level.component == TOTAL else setting.terms.component_keys.index(level.component)
        return ["L", setting.group_keys.index(level.group), component, level.year - setting.base_year]

    def _known(self, known: KnownFigure) -> Node:
        base = self.setting.base_year
        match known:
            case PublishedLevel():
                return ["P", self._place(known.against), known.year - base, known.value(self.setting)]
            case GdpFactor():
                return ["gdp", known.start - base, known.end - base]
            case PriceFactor():
                return ["cpi", known.start - base, known.end - base, known.needed]
            case ResidentsShare():
                return ["res", self.setting.group_keys.index(known.group), known.year - base]
            case PricedShare():
                return ["*", self._known(known.share), self._known(known.prices)]
        return known.value(self.setting)

    def _place(self, against: Against) -> int:
        series = (against.series or "", against.group)
        if series not in self.series:
            self.series.append(series)
        return self.series.index(series)


def curve_data(curve: Curve) -> dict[str, Any]:
    """Return how a part of people follows from a ratio."""
    if isinstance(curve, LognormalCurve):
        return {"sigma": curve.sigma, "shift": curve.shift, "start": curve.start, "scale": curve.scale}
    assert isinstance(curve, QuantileCurve)
    points = [[float(part), float(income)] for part, income in curve.points]
    inner = {"points": points, "line": curve.line, "inverted": curve.inverted}
    return {**inner, "start": curve.start, "scale": curve.scale}
