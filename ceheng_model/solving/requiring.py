"""Find the growth that a target takes: one rate, one factor or added points on chosen cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.errors import CehengError, Fault, InputError
from ceheng_model.projection import project
from ceheng_model.scenarios import GrowthChange, How, Scenario
from ceheng_model.scenarios.changes import growth_change
from ceheng_model.solving.targets import Target, require_target
from ceheng_model.solving.targets import target as parse_target
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
    scenario: Scenario
    """The scenario with that change."""
    before: float
    """The quantity without the change."""
    residual: float
    """The quantity with the change, projected anew, less the target."""
    evaluations: int
    """How often the levels were computed to find the answer."""
    closed_form: bool

    @property
    def value(self) -> float:
        """The common rate, points or factor."""
        return float(np.asarray(self.change.value))

    def tables(self) -> tuple[Table, ...]:
        """Return the answer in one row."""
        kind = {"set": "percent", "add": "points", "multiply": "ratio"}[self.change.how]
        answer = Figure(self.value, kind, 3)  # type: ignore[arg-type]
        words = {
            "set": Text("共同增速", "common rate"),
            "add": Text("增加的百分点", "points added"),
            "multiply": Text("共同倍数", "common factor"),
        }
        label = self.target.label(self.scenario)
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
    groups: str | Sequence[str] | None = None,
    components: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
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
    >>> solution = required_growth(scenario("plan"), "ratio=2.8", groups="rural")
    >>> round(solution.value, 5), solution.closed_form
    (0.16149, True)
    """
    if scenario.growth.ndim != 3 or scenario.baseline.levels.ndim != 2:
        rule, way_out = Text("只含一条路径", "hold one path only"), Text("先选定其中一条", "solve for one at a time")
        raise InputError(
            Fault(what=Text("情景", "the scenario"), rule=rule, got=scenario.growth.shape, way_out=way_out)
        )
    if isinstance(target, str):
        target = parse_target(target, scenario)
    else:
        require_target(target, scenario)
    problem = _Problem(scenario, target, growth_change(groups, components, 0.0, years=years, how=how))
    closed = problem.closed_form()
    low, high = problem.bounds(highest)
    if closed is not None and low <= closed <= high:
        answer = closed
    elif closed is None and problem.moves(low, high):
        answer = problem.root(low, high)
    else:
        raise problem.no_solution(low, high)
    found = scenario.with_change(problem.change(answer))
    return Solution(
        target=target,
        change=problem.change(answer),
        scenario=found,
        before=problem.before,
        residual=target.quantity(project(found).values, scenario) - target.value,
        evaluations=problem.evaluations,
        closed_form=closed is not None,
    )


class _Problem:
    """Compute the target's quantity as a function of the one unknown."""

    def __init__(self, scenario: Scenario, target: Target, cells: GrowthChange) -> None:
        self.scenario, self.target, self.cells = scenario, target, cells
        self.chosen: NDArray[np.bool_] = cells.mask(scenario.group_keys, scenario.years)
        self.above, self.below, self.wanted = target.forms(scenario)
        self.evaluations = 0
        self.before = target.quantity(project(scenario).values, scenario)

    def change(self, value: float) -> GrowthChange:
        return growth_change(
            self.cells.groups or None,
            self.cells.components or None,
            value,
            years=self.cells.years or None,
            how=self.cells.how,
        )

    def levels(self, value: float) -> Array:
        """Return the levels at one value of the unknown."""
        growth = self.scenario.growth
        by: dict[str, Array] = {"set": np.full(growth.shape, value), "add": growth + value, "multiply": growth * value}
        self.evaluations += 1
        return compound(self.scenario.baseline.levels, np.where(self.chosen, by[self.cells.how], growth))

    def forms(self, value: float) -> tuple[float, float]:
        """Return numerator and denominator of the quantity at one value of the unknown."""
        levels = self.levels(value)
        below = float((self.below * levels).sum()) if self.below.any() else 1.0
        return float((self.above * levels).sum()), below

    def breach(self, value: float) -> float:
        """Return the numerator less what it ought to be, relative to the denominator."""
        above, below = self.forms(value)
        return above / below - self.wanted

    def closed_form(self) -> float | None:
        """Return the answer where the quantity is a ratio of linear functions of a power of the unknown.

        NaN where the unknown does not move it to the target at all; no change where every value will do.
        """
        powers = {self._power(form) for form in (self.above, self.below)} - {0}
        if not powers:
            return float("nan")
        if len(powers) > 1 or -1 in powers:
            return None
        power = powers.pop()
        if power > 1 and self.cells.how != "set":
            return None
        first, second = self.forms(0.0), self.forms(1.0)
        ends = [above - self.wanted * below for above, below in (first, second)]
        scale = max(abs(first[0]), abs(self.wanted * first[1]))
        slope = ends[1] - ends[0]
        if abs(slope) <= _TINY * scale:
            # the unknown moves nothing: any value will do, or none
            anything = 1.0 if self.cells.how == "multiply" else 0.0
            return anything if abs(ends[0]) <= _TINY * scale else float("nan")
        if self.cells.how != "set":
            return -ends[0] / slope
        # linear in (1 + x)^k, known at 1 and at 2^k
        reached = 1.0 - ends[0] / slope * (2.0**power - 1.0)
        return float(reached ** (1.0 / power) - 1.0) if reached > 0.0 else float("nan")

    def _power(self, form: Array) -> int:
        """Return how many varied years every moved level in a form has behind it; -1 where they differ."""
        moved = np.cumsum(self.chosen, axis=-1)
        counts = {int(moved[g, c, t - 1]) for g, c, t in np.argwhere(form != 0.0) if t > 0} - {0}
        return 0 if not counts else counts.pop() if len(counts) == 1 else -1

    def bounds(self, highest: float) -> tuple[float, float]:
        """Return the values of the unknown between which every varied rate stays above -1 and at most `highest`."""
        rates = self.scenario.growth[self.chosen]
        if self.cells.how == "set":
            return -1.0 + _EDGE, highest
        if self.cells.how == "add":
            return max(-1.0 + _EDGE, float((-1.0 + _EDGE - rates).max())), min(
                1.0 - _EDGE, float((highest - rates).min())
            )
        factors = [((-1.0 + _EDGE) / rate, highest / rate) for rate in rates.tolist() if rate != 0.0]
        ordered = [tuple(sorted(pair)) for pair in factors]
        return max((low for low, _ in ordered), default=0.0), min((high for _, high in ordered), default=0.0)

    def moves(self, low: float, high: float) -> bool:
        """Return whether the target lies between what the bounds give."""
        return low < high and self.breach(low) * self.breach(high) <= 0.0

    def root(self, low: float, high: float) -> float:
        """Return the root between the bounds."""
        from scipy.optimize import brentq

        return float(brentq(self.breach, low, high, xtol=1e-15, rtol=8.9e-16))

    def no_solution(self, low: float, high: float) -> NoSolutionError:
        """Return the error that names the bound nearest to the target and what it gives."""
        reached = {
            bound: self.target.quantity(self.levels(bound), self.scenario) for bound in dict.fromkeys((low, high))
        }
        bound = min(reached, key=lambda one: abs(reached[one] - self.target.value))
        closest, label = self.target.figure(reached[bound]), self.target.label(self.scenario)
        wanted = written(self.target.figure(self.target.value), "text")
        near, at = written(closest, "text"), f"{bound:.4g}"
        fault = Fault(
            what=label,
            rule=Text(f"能达到 {wanted}", f"be able to reach {wanted}"),
            got=f"{near} at {self.change(bound).cells()} {self.cells.how} {at}",
            way_out=Text(
                f"最接近为 {near}，受界限 {at} 所限；请变动更多人群、构成或年份",
                f"the closest is {near}, stopped by the bound {at}; vary more groups, components or years",
            ),
        )
        return NoSolutionError(fault, closest=reached[bound], bound=bound)
