"""Hold inequalities between linear forms in drawn incomes, bare: each is met in a draw or is not."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.wording import Better

Flags = NDArray[np.bool_]
Positions = NDArray[np.intp]
Series = tuple[str, str]
"""Name of a published series, and the group of it that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Hold drawn incomes on a base that is known, and what they are compared with: of one block or of several."""

    base: Array
    """Shape ``(group, component)``."""
    levels: Array
    """Shape ``(year, group, component, draw)``, from the year after the base year on."""
    totals: Array
    """Shape ``(year, group, draw)``."""
    published: Array | None = None
    """Drawn totals of published series, shape ``(year, series, draw)``, years as of the levels."""
    series: tuple[Series, ...] = ()
    """What stands in the rows of `published`."""
    lost: Positions | None = None
    """The draws in which some income may not lie above zero, or a published one not above half of what is known of it.

    None where that may be any draw. In these, each figure that is read is looked at.
    """

    @property
    def is_positive(self) -> bool:
        """Whether all incomes are known to lie above zero, and published ones above half of what is known of them."""
        return self.lost is not None and not self.lost.size

    def path(self, year: int, group: int, component: int | None) -> Array:
        """Return one component, or the total (None), of a group in every draw; year 0 is the base year."""
        if year == 0:
            return np.asarray(self.base[group].sum() if component is None else self.base[group, component])
        drawn = self.totals[year - 1, group] if component is None else self.levels[year - 1, group, component]
        return np.asarray(drawn)

    def published_path(self, year: int, series: Series) -> Array:
        """Return the drawn total of a published series in every draw; year 0 is the base year."""
        assert self.published is not None
        return np.asarray(self.published[year - 1, self.series.index(series)])


Term = tuple[float, int, int, int | None]
"""Coefficient, year (0 is the base year), group, component (None for the total)."""
PublishedTerm = tuple[float, int, Series, float]
"""Coefficient, year (0 is the base year), series, and the level above which its rounding is allowed for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Hold a linear form in the levels."""

    constant: float = 0.0
    terms: tuple[Term, ...] = ()
    published: tuple[PublishedTerm, ...] = ()

    def values(self, drawn: Drawn) -> Any:
        """Return the form's value: one number, or one in every draw."""
        total: Any = self.constant
        for coefficient, year, group, component in self.terms:
            total = _added(total, coefficient, drawn.path(year, group, component))
        for coefficient, year, series, _ in self.published:
            total = _added(total, coefficient, drawn.published_path(year, series))
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    r"""Hold what a ratio is measured by where that is drawn: :math:`((N / D)^{1/m} + s)^n`.

    Without an offset :math:`s` the roots are of one degree, and what is under them is compared: :math:`f N / D`, with
    a factor :math:`f` next to one that allows for floating-point noise.
    """

    above: Linear
    below: Linear
    root: int
    power: int
    offset: float | None
    factor: float = 1.0

    def values(self, drawn: Drawn) -> Array:
        """Return the threshold in every draw."""
        fraction = np.asarray(self.above.values(drawn) / self.below.values(drawn))
        if self.offset is None:
            return fraction if self.factor == 1.0 else fraction * self.factor
        root = fraction if self.root == 1 else _rooted(fraction, self.root)
        return _raised(root + self.offset, self.power)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Say how near the two sides of a condition come where rounding of published figures may decide; never less."""

    absolute: float = 0.0
    relative: float = 0.0
    """As a part of the lower side."""

    def covers(self, upper: Any, lower: Any, *, is_positive: bool) -> Flags:
        """Return in which draws two sides are so near."""
        size = np.abs(lower)
        # one room for all draws takes less time than each its own, which lost incomes need: they know no bounds
        room = self.absolute + self.relative * (np.max(size) if is_positive else size)
        return np.asarray(np.abs(upper - lower) <= room)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Hold one inequality of two forms: the upper one on its side of a threshold times the lower one.

    Where the lower form lies above zero that is a bound on their ratio; elsewhere it says nothing.
    """

    year: int
    """The year of which it speaks, counted from the base year."""
    above: Linear
    below: Linear
    threshold: float | Threshold
    better: Better
    closed: bool
    """Whether the threshold itself will do."""
    doubt: Doubt | None = None
    """Within what rounding may decide; None where it leaves nothing open."""

    @property
    def forms(self) -> tuple[Linear, ...]:
        """All linear forms that it reads."""
        other = () if isinstance(self.threshold, float) else (self.threshold.above, self.threshold.below)
        return (self.above, self.below, *other)

    def sides(self, drawn: Drawn) -> tuple[Any, Any]:
        """Return the upper form, and the threshold times the lower one."""
        bound = self.threshold if isinstance(self.threshold, float) else self.threshold.values(drawn)
        return self.above.values(drawn), bound * self.below.values(drawn)

    def judge(self, drawn: Drawn) -> tuple[Flags, Flags | None]:
        """Return in which draws the condition holds, by incomes above zero, and in which that is in doubt."""
        upper, lower = self.sides(drawn)
        holds = np.asarray(_COMPARED[self.better, self.closed](upper, lower))
        return holds, None if self.doubt is None else self.doubt.covers(upper, lower, is_positive=drawn.is_positive)

    def margins(self, drawn: Drawn) -> Array:
        """Return in every draw the distance of the two sides, below zero where the condition fails.

        It has the sign of the comparison that `judge` makes, to the last bit.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            upper, lower = self.sides(drawn)
        margins = np.asarray(upper - lower if self.better == "up" else lower - upper)
        if drawn.is_positive:
            return margins
        # over an income of nothing there is no ratio, nor a threshold
        is_told = (np.asarray(self.below.values(drawn)) > 0.0) & ~np.isnan(margins)
        return np.where(is_told, margins, -np.inf)


def _rooted(values: Array, degree: int) -> Array:
    # these two take a third of the time of a power
    if degree == 2:
        return np.asarray(np.sqrt(values))
    return np.asarray(np.cbrt(values) if degree == 3 else np.power(values, 1.0 / degree))


def _raised(values: Array, power: int) -> Array:
    # products, since numpy's own power takes the time of a logarithm from the third on
    raised = values
    for _ in range(power - 1):
        raised = raised * values
    return raised


_COMPARED: dict[tuple[Better, bool], Callable[[Any, Any], Any]] = {
    ("up", True): operator.ge,
    ("up", False): operator.gt,
    ("down", True): operator.le,
    ("down", False): operator.lt,
}


def _added(total: Any, coefficient: float, values: Array) -> Any:
    scaled = values if coefficient == 1.0 else coefficient * values
    return scaled if isinstance(total, float) and total == 0.0 else total + scaled
