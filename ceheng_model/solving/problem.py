"""Compute a target's quantity as a function of the one unknown: a rate, added points or a factor."""

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.errors import CehengError, Fault
from ceheng_model.quantities import Target
from ceheng_model.scenarios import GrowthChange, Scenario
from ceheng_model.tables import written
from ceheng_model.vocabulary import Language, Text

_EDGE = 1e-9
_TINY = 1e-13


class NoSolutionError(CehengError, ArithmeticError):
    """Say that no growth within the bounds reaches a target, which bound stops it and how close one gets."""

    def __init__(self, fault: Fault, *, closest: float, bound: float) -> None:
        """Hold the fault, the closest value of the quantity and the bound at which it is taken."""
        self.fault, self.closest, self.bound = fault, closest, bound
        super().__init__(f"{fault.text('en')}\n{fault.text('zh')}")

    def text(self, language: Language = "zh") -> str:
        """Return the message in one language."""
        return self.fault.text(language)

    @property
    def breach(self) -> Text:
        """That the target cannot be reached, without the way out."""
        return self.fault.breach


class Problem:
    """Compute the target's quantity as a function of the one unknown."""

    def __init__(self, scenario: Scenario, target: Target, cells: GrowthChange) -> None:
        """Hold the scenario, what is to be reached, and the cells to vary."""
        self.scenario, self.target, self.cells = scenario, target, cells
        self.chosen: NDArray[np.bool_] = cells.mask(scenario.group_keys, scenario.years)
        self.ratio = target.quantity.ratio(scenario)
        self.wanted = self.ratio.threshold(target.value)
        self.evaluations = 0

    def forms(self, *values: float) -> tuple[Array, Array]:
        """Return numerator and denominator of the quantity at each value of the unknown."""
        growth, how = self.scenario.growth, self.cells.how
        unknown = np.array(values)[:, np.newaxis, np.newaxis, np.newaxis]
        by = unknown if how == "set" else growth + unknown if how == "add" else growth * unknown
        self.evaluations += len(values)
        return self.ratio.forms(
            compound(self.scenario.baseline.levels, np.where(self.chosen, by, growth), self.scenario.added)
        )

    def growth(self, value: float) -> Array:
        """Return growth at one value of the unknown, shape ``(group, component, year)``."""
        growth, how = self.scenario.growth, self.cells.how
        by = value if how == "set" else growth + value if how == "add" else growth * value
        return np.where(self.chosen, by, growth)

    def breach(self, value: float) -> float:
        """Return by how much the ratio of the forms misses what is wanted."""
        above, below = self.forms(value)
        return float(above[0] / below[0]) - self.wanted

    def closed_form(self) -> float | None:
        """Return the answer where the quantity is a ratio of linear functions of a power of the unknown.

        NaN where the unknown does not move it to the target at all; no change where every value will do.
        """
        powers = self._powers()
        if not powers:
            return float("nan")
        power = powers.pop()
        if powers or (power > 1 and self.cells.how != "set"):
            return None
        above, below = self.forms(0.0, 1.0)
        ends = (above - self.wanted * below).tolist()
        scale = max(abs(float(above[0])), abs(self.wanted * float(below[0])))
        slope = ends[1] - ends[0]
        if abs(slope) <= _TINY * scale:
            # the unknown moves nothing: any value will do, or none
            anything = 1.0 if self.cells.how == "multiply" else 0.0
            return anything if abs(ends[0]) <= _TINY * scale else float("nan")
        if self.cells.how != "set":
            return float(-ends[0] / slope)
        # linear in (1 + x)^k, known at 1 and at 2^k
        reached = 1.0 - ends[0] / slope * (2.0**power - 1.0)
        return float(reached ** (1.0 / power) - 1.0) if reached > 0.0 else float("nan")

    def bounds(self, highest: float) -> tuple[float, float]:
        """Return the values of the unknown between which every varied rate stays above -1 and at most `highest`."""
        if self.cells.how == "set":
            return -1.0 + _EDGE, min(1.0 - _EDGE, highest)
        rates = self.scenario.growth[self.chosen]
        if self.cells.how == "add":
            low, high = float((-1.0 + _EDGE - rates).max()), float((highest - rates).min())
            return max(-1.0 + _EDGE, low), min(1.0 - _EDGE, high)
        factors = [sorted(((-1.0 + _EDGE) / rate, highest / rate)) for rate in rates.tolist() if rate != 0.0]
        return max((low for low, _ in factors), default=0.0), min((high for _, high in factors), default=0.0)

    def moves(self, low: float, high: float) -> bool:
        """Return whether the target lies between what the bounds give."""
        return low < high and self.breach(low) * self.breach(high) <= 0.0

    def root(self, low: float, high: float) -> float:
        """Return the root between the bounds."""
        from scipy.optimize import brentq

        return float(brentq(self.breach, low, high, xtol=1e-15, rtol=8.9e-16))

    def no_solution(self, low: float, high: float) -> NoSolutionError:
        """Return the error that names the bound nearest to the target and what it gives."""
        above, below = self.forms(low, high)
        ratios = zip((low, high), (above / below).tolist(), strict=True)
        reached = {bound: self.ratio.of(one) for bound, one in ratios}
        bound = min(reached, key=lambda one: abs(reached[one] - self.target.value))
        wanted, near = (written(self.target.figure(one), "text") for one in (self.target.value, reached[bound]))
        at = f"{bound:.4g}"
        fault = Fault(
            what=self.target.quantity.label(self.scenario.groups),
            rule=Text(f"能达到 {wanted}", f"be able to reach {wanted}"),
            got=f"{near} at {self.cells.cells()} {self.cells.how} {at}",
            way_out=Text(
                f"最接近为 {near}，受界限 {at} 所限；请变动更多人群、构成或年份",
                f"the closest is {near}, stopped by the bound {at}; vary more groups, components or years",
            ),
        )
        return NoSolutionError(fault, closest=reached[bound], bound=bound)

    def _powers(self) -> set[int]:
        """Return how many varied years the moved levels of the two forms have behind them, zero left out."""
        behind = np.cumsum(self.chosen, axis=-1)
        used = (self.ratio.numerator != 0.0) | (self.ratio.denominator != 0.0)
        return set(behind[used[..., 1:]].tolist()) - {0}
