"""Find the growth that a target takes: one rate, one factor or added points on chosen cells."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.errors import CehengError, Fault, InputError
from ceheng_model.projection import project
from ceheng_model.quantities import Target, ratio_of
from ceheng_model.quantities.targets import require_target
from ceheng_model.quantities.targets import target as parse_target
from ceheng_model.scenarios import GrowthChange, How, Scenario
from ceheng_model.scenarios.changes import parse_cells, require_how
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, written
from ceheng_model.vocabulary import Language, Text

HIGHEST_RATE = 1.0
"""Growth of 100 % a year: past it no plan is looked for."""
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


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Solution(Shown):
    """Hold the growth that reaches a target."""

    target: Target
    change: GrowthChange
    """The change that reaches it: its `value` is the answer."""
    origin: Scenario
    """The scenario without that change."""
    evaluations: int
    """How often the levels were computed to find the answer."""
    closed_form: bool

    @property
    def value(self) -> float:
        """The common rate, points or factor."""
        return float(np.asarray(self.change.value))

    @property
    def scenario(self) -> Scenario:
        """The scenario with the change."""
        return self.origin.with_change(self.change)

    @property
    def before(self) -> float:
        """The quantity without the change."""
        return float(ratio_of(self.target.quantity, self.origin).quantity(project(self.origin).values))

    @property
    def residual(self) -> float:
        """The quantity with the change, projected anew, less the target."""
        reached = ratio_of(self.target.quantity, self.origin).quantity(project(self.scenario).values)
        return float(reached) - self.target.value

    def tables(self) -> tuple[Table, ...]:
        """Return the answer in one row."""
        kind = {"set": "percent", "add": "points", "multiply": "ratio"}[self.change.how]
        answer = Figure(self.value, kind, 3)  # type: ignore[arg-type]
        words = {
            "set": Text("共同增速", "common rate"),
            "add": Text("增加的百分点", "points added"),
            "multiply": Text("共同倍数", "common factor"),
        }
        label = self.target.quantity.label(self.origin.groups)
        row: tuple[Cell, ...] = (
            label,
            self.target.figure(self.before),
            self.target.figure(self.target.value),
            self.change.cells(),
            words[self.change.how],
            answer,
            self.residual,
            self.evaluations,
        )
        columns = (
            Column(key="target", heading=Text("目标", "target")),
            Column(key="before", heading=Text("现为", "now"), kind="ratio"),
            Column(key="wanted", heading=Text("达到", "to reach"), kind="ratio"),
            Column(key="cells", heading=Text("变动", "vary")),
            Column(key="how", heading=Text("方式", "how")),
            Column(key="value", heading=Text("所需", "required"), kind="ratio"),
            Column(key="residual", heading=Text("残差", "residual"), shown=False),
            Column(key="evaluations", heading=Text("计算次数", "evaluations"), shown=False),
        )
        title = Text("所需增速", "Required growth")
        return (Table(name="solution", title=title, columns=columns, rows=(row,)),)


def required_growth(
    scenario: Scenario,
    target: Target | str,
    *,
    vary: str,
    how: How = "set",
    highest: float = HIGHEST_RATE,
) -> Solution:
    r"""Return the common rate, added points or common factor on the chosen cells that reaches a target.

    With a common rate :math:`x` on :math:`k` years the quantity is a ratio of two linear functions of
    :math:`(1 + x)^k`, and the answer is in closed form; likewise for points and factors in one year.
    Otherwise the root is found by Brent's method in a bracket searched from the bounds: growth above
    -1 and at most `highest`.

    Raises `NoSolutionError` when no growth within the bounds reaches the target, `InputError` for
    targets and cells that do not exist.

    >>> from ceheng_model.scenarios import scenario
    >>> solution = required_growth(scenario("plan"), "ratio=2.8", vary="rural")
    >>> round(solution.value, 5), solution.closed_form
    (0.16149, True)
    """
    scenario.require_single()
    if isinstance(target, str):
        target = parse_target(target, scenario)
    else:
        require_target(target, scenario)
    require_how(how)
    if not -1.0 < highest <= HIGHEST_RATE:
        rule, way_out = Text("在 -1 与 1 之间", "lie between -1 and 1"), Text("20% 写作 0.20", "write 20 % as 0.20")
        what = Text("增速上限", "the highest growth")
        raise InputError(Fault(what=what, rule=rule, got=highest, way_out=way_out))
    problem = _Problem(scenario, target, replace(parse_cells(vary, scenario.group_keys, scenario.years), how=how))
    closed = problem.closed_form()
    low, high = problem.bounds(highest)
    if closed is not None and low <= closed <= high:
        answer = closed
    elif closed is None and problem.moves(low, high):
        answer = problem.root(low, high)
    else:
        raise problem.no_solution(low, high)
    return Solution(
        target=target,
        change=replace(problem.cells, value=answer),
        origin=scenario,
        evaluations=problem.evaluations,
        closed_form=closed is not None,
    )


class _Problem:
    """Compute the target's quantity as a function of the one unknown."""

    def __init__(self, scenario: Scenario, target: Target, cells: GrowthChange) -> None:
        self.scenario, self.target, self.cells = scenario, target, cells
        self.chosen: NDArray[np.bool_] = cells.mask(scenario.group_keys, scenario.years)
        self.ratio = ratio_of(target.quantity, scenario)
        self.wanted = self.ratio.threshold(target.value)
        self.evaluations = 0

    def forms(self, *values: float) -> tuple[Array, Array]:
        """Return numerator and denominator of the quantity at each value of the unknown."""
        growth, how = self.scenario.growth, self.cells.how
        unknown = np.array(values)[:, np.newaxis, np.newaxis, np.newaxis]
        by = unknown if how == "set" else growth + unknown if how == "add" else growth * unknown
        self.evaluations += len(values)
        return self.ratio.forms(compound(self.scenario.baseline.levels, np.where(self.chosen, by, growth)))

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
