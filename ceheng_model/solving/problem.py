"""Compute a target's quantity as a function of the one unknown: a rate, added points or a factor."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ceheng_model import quantities
from ceheng_model.arithmetic import Array, compound
from ceheng_model.doors import door
from ceheng_model.errors import CehengError, Fault, InputError, between
from ceheng_model.quantities import Setting, Target, require_target
from ceheng_model.scenarios import GrowthChange, How, Scenario
from ceheng_model.scenarios.changes import parse_cells, require_how
from ceheng_model.tables import written
from ceheng_model.vocabulary import Language, Template, Text

# growth of -1 leaves nothing, and no later growth moves it; this near to it a level is far below a cent
EDGE = 1e-9
# forms of a dozen incomes are known to some 1e-15 of their size: a slope below this is rounding
TINY = 1e-13

HIGHEST_RATE = 1.0
"""Growth of 100 % a year: past it no plan is looked for."""

_CAN_REACH = Template("能达到 {value}", "be able to reach {value}")
_CAME = Template("{cells}增速{how}{bound}时为{closest}", "{closest} with growth of {cells} {how} {bound}")
_HOW_SAID = {"set": Text("为", "at"), "add": Text("加", "changed by"), "multiply": Text("乘以", "times")}
_ALL = Text("各项", "everything")
_POINTS = Template("{value}个百分点", "{value} points")
_CLOSEST = Template(
    "最接近为{closest}，受界限{bound}所限；请变动更多人群、构成或年份",
    "the closest is {closest}, stopped by the bound {bound}; vary more groups, components or years",
)


@door
class NoSolutionError(CehengError, ArithmeticError):
    """Say that no growth within the bounds reaches a target, which bound stops it and how close one gets."""

    def __init__(self, fault: Fault, *, closest: float, bound: float) -> None:
        """Hold the fault, the closest value of the quantity and the bound at which it is taken."""
        self.fault, self.closest, self.bound = fault, closest, bound
        super().__init__(f"{fault.text('en')}\n{fault.text('zh')}")

    def text(self, language: Language | None = None) -> str:
        """Return the message in one language, that in use where None."""
        return self.fault.text(language)

    @property
    def breach(self) -> Text:
        """That the target cannot be reached, without the way out."""
        return self.fault.breach


def target_of(target: Target | str, scenario: Setting) -> Target:
    """Return a target that is written, or check one; raise `InputError` where the scenario does not have it."""
    if isinstance(target, str):
        return quantities.target(target, scenario)
    require_target(target, scenario)
    return target


class Problem:
    """Compute the target's quantity as a function of the one unknown."""

    def __init__(
        self, scenario: Scenario, target: Target, cells: GrowthChange, *, setting: Setting | None = None
    ) -> None:
        """Hold the scenario, what is to be reached, and the cells to vary; the target is read on a `setting`."""
        self.scenario = scenario
        self.target = target
        self.cells = cells
        self.chosen: NDArray[np.bool_] = cells.mask(scenario.terms, scenario.years)
        self.ratio = target.quantity.ratio(scenario if setting is None else setting)
        self.wanted = self.ratio.threshold(target.value)
        self.evaluations = 0

    def forms(self, *values: float) -> tuple[Array, Array]:
        """Return numerator and denominator of the quantity at each value of the unknown."""
        growth = self.growth(np.array(values)[:, np.newaxis, np.newaxis, np.newaxis])
        self.evaluations += len(values)
        return self.ratio.forms(compound(self.scenario.baseline.levels, growth, self.scenario.added))

    def growth(self, value: float | Array) -> Array:
        """Return growth at one value of the unknown, ``(group, component, year)``; values in an array lead its axes."""
        growth, how = self.scenario.growth, self.cells.how
        if how == "set":
            return np.where(self.chosen, value, growth)
        return np.where(self.chosen, growth + value if how == "add" else growth * value, growth)

    def breach(self, value: float) -> float:
        """Return by how much the ratio of the forms misses what is wanted."""
        above, below = self.forms(value)
        return float(above[0] / below[0]) - self.wanted

    def closed_form(self) -> float | None:
        """Return the answer where the quantity is a ratio of linear functions of a power of the unknown.

        NaN where the unknown does not move it to the target at all; no change where every value will do.
        """
        power = self.closed_power()
        if not power:
            return None if power is None else float("nan")
        above, below = self.forms(0.0, 1.0)
        ends = (above - self.wanted * below).tolist()
        scale = max(abs(float(above[0])), abs(self.wanted * float(below[0])))
        slope = ends[1] - ends[0]
        if abs(slope) <= TINY * scale:
            # the unknown moves nothing: any value will do, or none
            anything = 1.0 if self.cells.how == "multiply" else 0.0
            return anything if abs(ends[0]) <= TINY * scale else float("nan")
        if self.cells.how != "set":
            return float(-ends[0] / slope)
        # linear in (1 + x)^k, known at 1 and at 2^k
        reached = 1.0 - ends[0] / slope * (2.0**power - 1.0)
        return float(reached ** (1.0 / power) - 1.0) if reached > 0.0 else float("nan")

    def closed_power(self) -> int | None:
        """Return of which power of the unknown the forms are linear; 0 where it moves neither, None where of none."""
        powers = self._powers() or {0}
        power = powers.pop()
        return None if powers or (power > 1 and self.cells.how != "set") else power

    def bounds(self, highest: float) -> tuple[float, float]:
        """Return the values of the unknown between which every varied rate stays above -1 and at most `highest`."""
        if self.cells.how == "set":
            return -1.0 + EDGE, min(1.0 - EDGE, highest)
        rates = self.scenario.growth[self.chosen]
        if self.cells.how == "add":
            low, high = float((-1.0 + EDGE - rates).max()), float((highest - rates).min())
            return max(-1.0 + EDGE, low), min(1.0 - EDGE, high)
        factors = [sorted(((-1.0 + EDGE) / rate, highest / rate)) for rate in rates.tolist() if rate != 0.0]
        return max((low for low, _ in factors), default=0.0), min((high for _, high in factors), default=0.0)

    def moves(self, low: float, high: float) -> bool:
        """Return whether the target lies between what the bounds give."""
        return low < high and self.breach(low) * self.breach(high) <= 0.0

    def root(self, low: float, high: float) -> float:
        """Return the root between the bounds."""
        from scipy.optimize import brentq

        # to the last bit: four times the machine's epsilon is the least that SciPy takes
        return float(brentq(self.breach, low, high, xtol=1e-15, rtol=8.9e-16))

    def no_solution(self, low: float, high: float) -> NoSolutionError:
        """Return the error that names the bound nearest to the target and what it gives."""
        above, below = self.forms(low, high)
        ratios = zip((low, high), (above / below).tolist(), strict=True)
        reached = {bound: self.ratio.of(ratio) for bound, ratio in ratios}
        bound = min(reached, key=lambda end: abs(reached[end] - self.target.value))
        wanted, closest = (written(self.target.figure(value), "text") for value in (self.target.value, reached[bound]))
        fault = Fault(
            what=self.target.quantity.label(self.scenario.terms),
            rule=_CAN_REACH.format(value=wanted),
            got=self.came(closest, bound),
            way_out=_CLOSEST.format(closest=closest, bound=self.bound_text(bound)),
        )
        return NoSolutionError(fault, closest=reached[bound], bound=bound)

    def came(self, closest: str, bound: float) -> Text:
        """Return what comes closest, and with which growth, in both languages."""
        at = self.cells.label(self.scenario.terms) or _ALL
        return _CAME.format(closest=closest, cells=at, how=_HOW_SAID[self.cells.how], bound=self.bound_text(bound))

    def bound_text(self, bound: float) -> Text:
        """Return a bound as a reader sees it: a rate in per cent, added points, or a factor."""
        if self.cells.how == "multiply":
            return Text.same(f"{bound:.4g}")
        shown = f"{100.0 * bound:.4g}"
        return _POINTS.format(value=shown) if self.cells.how == "add" else Text.same(f"{shown}%")

    def _powers(self) -> set[int]:
        """Return how many varied years the moved levels of the two forms have behind them, zero left out."""
        behind = np.cumsum(self.chosen, axis=-1)
        used = (self.ratio.numerator != 0.0) | (self.ratio.denominator != 0.0)
        return set(behind[used[..., 1:]].tolist()) - {0}


def checked_problem(
    scenario: Scenario,
    target: Target | str,
    *,
    vary: str,
    how: How,
    highest: float,
    setting: Setting | None = None,
) -> Problem:
    """Return the problem that is asked; raise `InputError` for targets, cells and bounds that cannot be.

    What a target is of a scenario is read on a `setting` of its regions where one is given.
    """
    target = target_of(target, scenario if setting is None else setting)
    require_how(how)
    if not -1.0 < highest <= HIGHEST_RATE:
        what, way_out = Text("增速上限", "the highest growth"), Text("20% 写作 0.20", "write 20 % as 0.20")
        raise InputError(Fault(what=what, rule=between(-1, 1), got=highest, way_out=way_out))
    cells = replace(parse_cells(vary, scenario.terms, scenario.years), how=how)
    return Problem(scenario, target, cells, setting=setting)
