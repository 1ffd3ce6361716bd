"""Hold inequalities between linear forms in drawn incomes, bare: each is met in a draw or is not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.wording import Better

Series = tuple[str, str]
"""Name of a published series, and the group of it that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Hold one block of drawn incomes on a base that is known, and of what they are compared with."""

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

    def path(self, year: int, group: int, component: int | None) -> Array:
        """Return one component, or the total (None), of a group in every draw; year 0 is the base year."""
        if year == 0:
            return np.asarray(self.base[group].sum() if component is None else self.base[group, component])
        drawn = self.totals[year - 1, group] if component is None else self.levels[year - 1, group, component]
        return np.asarray(drawn)


Term = tuple[float, int, int, int | None]
"""Coefficient, year (0 is the base year), group, component (None for the total)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Hold a linear form in the levels."""

    constant: float = 0.0
    terms: tuple[Term, ...] = ()

    def values(self, drawn: Drawn) -> Array:
        """Return the form's value in every draw."""
        total = np.asarray(self.constant)
        for position, (coefficient, year, group, component) in enumerate(self.terms):
            part = drawn.path(year, group, component)
            scaled = part if coefficient == 1.0 else coefficient * part
            total = scaled if position == 0 and self.constant == 0.0 else total + scaled
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnQuotient:
    """Hold a ratio of two linear forms, and its n-th root where two such roots are compared."""

    above: Linear
    below: Linear
    root: int = 1

    def values(self, drawn: Drawn) -> Array:
        """Return the ratio in every draw."""
        # a group that has lost everything leaves a ratio without end, or none at all
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient: Array = self.above.values(drawn) / self.below.values(drawn)
        return quotient if self.root == 1 else quotient ** (1.0 / self.root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Hold one inequality: a ratio, less another where there is one, on its side of a threshold."""

    own: DrawnQuotient
    other: DrawnQuotient | None = None
    threshold: float
    better: Better
    closed: bool
    """Whether the threshold itself will do."""
    scale: float = 1.0
    """Spread of the ratio over draws, to compare distances from different thresholds."""

    @property
    def groups(self) -> frozenset[int]:
        """Positions of the groups whose incomes it reads."""
        parts = [self.own, *([self.other] if self.other else [])]
        return frozenset(term[2] for part in parts for form in (part.above, part.below) for term in form.terms)

    def values(self, drawn: Drawn) -> Array:
        """Return the ratio, or the difference of two, in every draw."""
        values = self.own.values(drawn)
        if self.other is None:
            return values
        # two ratios without end differ by nothing that is known
        with np.errstate(invalid="ignore"):
            difference: Array = values - self.other.values(drawn)
        return difference

    def margins(self, drawn: Drawn) -> Array:
        """Return in every draw the distance from the threshold in spreads, below zero on the wrong side."""
        margins = self.values(drawn) - self.threshold
        margins *= (1.0 if self.better == "up" else -1.0) / self.scale
        # where a ratio does not exist, the condition fails
        return np.nan_to_num(margins, nan=-np.inf, posinf=np.inf) if np.isnan(margins.min()) else margins

    def holds(self, margins: Array) -> NDArray[np.bool_]:
        """Return in which draws the condition holds."""
        return margins >= 0.0 if self.closed else margins > 0.0
