"""Find the growth with which a target holds in a given part of the draws, on the same draws throughout."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS, Draws, Ensemble, Method, Seed, simulate
from ceheng_model.ensemble.ensemble_tables import condition_notes
from ceheng_model.ensemble.under_trend import UnderTrend
from ceheng_model.errors import Fault, InputError, between
from ceheng_model.quantities import Target
from ceheng_model.scenarios import Scenario
from ceheng_model.solving.problem import NoSolutionError, Problem
from ceheng_model.tables import Column, Table, written
from ceheng_model.uncertainty import Uncertainty, condition_column
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text

MOST_DRAWS = 1_000_000
"""Draws that are held in memory at once: 288 bytes in each for three groups over three years."""

_EVERY_DRAW = Template(
    "在全部模拟中都达到；{draws}次独立模拟分不清 {least:.2g} 以内的未达到概率",
    "it holds in every draw; {draws} independent draws cannot tell chances of failure below {least:.2g}",
)
_EVERY_POINT = Template(
    "在全部 {draws} 个点上都达到；这些点按序列均匀布置，不是独立的随机模拟，由此推不出未达到概率的上限",
    "it holds at every one of the {draws} points; they are laid out evenly and not drawn independently, so that no "
    "bound on the chance of failure follows",
)
_AT_MOST = Template("不超过 {most}", "be at most {most}")
_PROBABILITY = Template("{quantity}达到 {value} 的概率", "the probability of {quantity} reaching {value}")
_CAN_BE = Template("能为 {probability}", "be able to be {probability}")
_CLOSEST = Template(
    "最接近为{closest}，受界限{bound}所限；请变动更多人群、构成或年份，或{change}概率",
    "the closest is {closest}, stopped by the bound {bound}; vary more cells or ask for {change}",
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SolvedProbability(Value):
    """Hold with what probability a target holds before and after a solution."""

    wanted: float
    before: float
    reached: float
    """Part of the draws in which the target holds with the solution; not below what was wanted."""
    standard_error: float
    """Standard error of the part reached, by chance of the draws."""
    draws: int
    method: Method
    """How the numbers were drawn."""
    seed: int
    evaluations: int
    condition: Text
    """What the probabilities are conditional on."""
    under_trend: UnderTrend
    """The probability where growth goes on as published growth did, drawn when it is asked for."""

    def table(self) -> Table:
        """Return the probabilities in one row."""
        trend = self.under_trend.chances
        is_told = not isinstance(trend, Text)
        columns = (
            Column(key="wanted", heading=Text("要求的概率", "wanted"), kind="percent", decimals=1),
            Column(key="before", heading=Text("原来的概率", "before"), kind="probability"),
            Column(key="reached", heading=Text("达到的概率", "reached"), kind="probability"),
            Column(key="under_trend", heading=Text("按趋势时", "under trend"), kind="probability", shown=is_told),
            Column(key="standard_error", heading=Text("模拟误差", "std. error"), kind="percent", decimals=2),
            Column(key="draws", heading=Text("模拟次数", "draws"), kind="count", holds="whole"),
            Column(key="seed", heading=Text("随机种子", "seed")),
            condition_column(),
        )
        of_trend = None if isinstance(trend, Text) else trend[0].probability
        chances = (self.wanted, self.before, self.reached, of_trend)
        row = (*chances, self.standard_error, self.draws, str(self.seed), self.condition)
        conditions = condition_notes(self.condition, under_trend=trend, circular=())
        notes = (*conditions, self._of_every_draw()) if self.reached == 1.0 else conditions
        return Table(name="probability", title=Text("概率", "Probability"), columns=columns, rows=(row,), notes=notes)

    def _of_every_draw(self) -> Text:
        """Return what draws that all reach the target tell of the chance that it is missed."""
        if self.method != "random":
            return _EVERY_POINT.format(draws=self.draws)
        # what never happens in n independent draws has, with 95 % confidence, a probability below 3 / n
        return _EVERY_DRAW.format(draws=self.draws, least=3 / self.draws)


def solve_probable(
    problem: Problem,
    bounds: tuple[float, float],
    probability: float,
    *,
    draws: int | None,
    method: Method | None = None,
    seed: Seed,
    uncertainty: Uncertainty | None,
) -> tuple[float, SolvedProbability]:
    """Return the value of the unknown with which the target holds with the probability, and what was reached.

    Raises `NoSolutionError` where no value within the bounds gives it.
    """
    number = DRAWS if draws is None else draws
    _require_probability(probability)
    if number > MOST_DRAWS:
        rule = _AT_MOST.format(most=MOST_DRAWS)
        way_out = Text("求解时全部模拟结果留在内存中", "all draws are held in memory while solving")
        raise InputError(Fault(what=Text("模拟次数", "the number of draws"), rule=rule, got=number, way_out=way_out))
    sample = Draws.of(problem.scenario, problem.target, draws=number, method=method, seed=seed, uncertainty=uncertainty)
    number = sample.draws
    # 80 % of 10 draws are 8, though 0.8 * 10 may come out above
    enough = ceil(probability * number - 1e-9)
    search = _Search(problem=problem, sample=sample, enough=enough)
    low, high = bounds
    if not low < high or search.breach(low) * search.breach(high) > 0.0:
        raise _none(problem, search, bounds, probability)
    answer = search.root(low, high)
    solved = SolvedProbability(
        wanted=probability,
        before=search.holding(problem.scenario.growth) / number,
        reached=search.holding(problem.growth(answer)) / number,
        standard_error=sample.standard_error(search.holds(problem.growth(answer))),
        draws=number,
        method=sample.method,
        seed=sample.seed,
        evaluations=search.evaluations,
        condition=sample.conditional,
        under_trend=UnderTrend(scenario=sample.scenario, again=_drawn_alike(sample, problem.target)),
    )
    return answer, solved


def _drawn_alike(sample: Draws, target: Target) -> Callable[[Scenario], Ensemble]:
    """Return what draws another scenario as a sample was drawn, and judges it by the same target."""
    return partial(
        simulate,
        draws=sample.draws,
        method=sample.method,
        seed=sample.seed,
        uncertainty=sample.variables.uncertainty,
        statements="none",
        targets=(target,),
        progress=False,
    )


class _Search:
    """Follow the order statistic that decides as the unknown moves."""

    def __init__(self, *, problem: Problem, sample: Draws, enough: int) -> None:
        self.problem = problem
        self.sample = sample
        self.enough = enough
        self.evaluations = 0

    def breach(self, value: float) -> float:
        """Return by how much the deciding draw is on the good side of what the target asks."""
        self.evaluations += 1
        margins = self.sample.margins(self.problem.growth(value))
        # the target holds in enough draws when the margin of this rank is not below zero
        rank = margins.size - self.enough
        return float(np.partition(margins, rank)[rank])

    def holds(self, growth: Array) -> NDArray[np.bool_]:
        """Return in which draws the target holds under some growth."""
        return self.sample.margins(growth) >= 0.0

    def holding(self, growth: Array) -> int:
        """Return in how many draws the target holds under some growth."""
        return int(np.count_nonzero(self.holds(growth)))

    def root(self, low: float, high: float) -> float:
        """Return a value at which enough draws hold, next to where they cease to."""
        from scipy.optimize import brentq

        answer = float(brentq(self.breach, low, high, xtol=1e-14, rtol=8.9e-16))
        good = 1.0 if self.breach(high) >= 0.0 else -1.0
        # the root may lie a few bits on the wrong side: steps from one bit on, doubled, lead over
        step = 1e-15
        while self.breach(answer) < 0.0:
            answer = min(max(answer + good * step, low), high)
            step *= 2.0
        return answer


def _none(problem: Problem, search: _Search, bounds: tuple[float, float], probability: float) -> NoSolutionError:
    reached = {bound: search.holding(problem.growth(bound)) / search.sample.draws for bound in bounds}
    # where both ends give more than is asked for, the one that gives least comes closest
    over = all(search.breach(end) >= 0.0 for end in bounds)
    bound = min(bounds, key=search.breach) if over else max(bounds, key=search.breach)
    closest, wanted = (written(part, "percent", decimals=1) for part in (reached[bound], probability))
    fault = Fault(
        what=_PROBABILITY.format(
            quantity=problem.target.quantity.label(problem.scenario.terms),
            value=written(problem.target.figure(problem.target.value), "text"),
        ),
        rule=_CAN_BE.format(probability=wanted),
        got=problem.came(closest, bound),
        way_out=_CLOSEST.format(
            closest=closest,
            bound=problem.bound_text(bound),
            change=Text("增大", "more") if over else Text("减小", "less"),
        ),
    )
    return NoSolutionError(fault, closest=reached[bound], bound=bound)


def _require_probability(probability: float) -> None:
    if 0.0 < probability < 1.0:
        return
    rule, way_out = between(0, 1), Text("80% 写作 0.80", "write 80 % as 0.80")
    raise InputError(Fault(what=Text("概率", "the probability"), rule=rule, got=probability, way_out=way_out))
