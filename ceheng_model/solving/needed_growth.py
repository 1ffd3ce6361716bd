"""Find the growth that a target takes: one rate, one factor or added points on chosen cells."""

from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.doors import door
from ceheng_model.ensemble import Method, Seed
from ceheng_model.errors import Fault, InputError, Remark
from ceheng_model.plausibility import REFUSED, apart, in_question, likely_cause
from ceheng_model.projection import project
from ceheng_model.quantities import Target
from ceheng_model.scenarios import GrowthChange, How, Scenario
from ceheng_model.solving.batch_growth import HOW_TOLD, KINDS, required_growth_batch
from ceheng_model.solving.probable_growth import SolvedProbability, solve_probable
from ceheng_model.solving.problem import HIGHEST_RATE, Problem, checked_problem
from ceheng_model.tables import Cell, Column, Figure, Shown, Table
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import Keyed, Template, Text

_CEILING = Text(
    "所需低于现有增速，是上限：增速至多为此数",
    "what is required lies below the present growth: it is a ceiling, and growth may be at most that",
)
_AT_THE_VALUE = Text(
    "所需按目标值本身求出；审计按列明数值的区间边界，两者因而不同",
    "what is required is found for the target value itself; an audit goes by the edge of the interval that a printed "
    "value stands for, so that the two differ",
)
_FAR_GOAL = Template(
    "目标值{value}{unit}与现值{now}{unit}相差{times:.0f}倍以上，{cause}",
    "the goal, {value} {unit}, and the present figure, {now} {unit}, are more than {times:.0f} times apart: {cause}",
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
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
    probability: SolvedProbability | None = None
    """What the draws say, where the target is to hold with a probability."""

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
        return float(self.target.quantity.ratio(self.origin).quantity(project(self.origin).values))

    @property
    def residual(self) -> float:
        """The quantity with the change, projected anew, less the target."""
        reached = self.target.quantity.ratio(self.origin).quantity(project(self.scenario).values)
        return float(reached) - self.target.value

    @property
    def is_ceiling(self) -> bool:
        """Whether growth has to be lower than it is, so that the value is the most that it may be."""
        falls_short = self.before < self.target.value if self.target.better == "up" else self.before > self.target.value
        return falls_short and bool(np.nansum(self.scenario.growth) < np.nansum(self.origin.growth))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the inputs, and of a goal that is likely meant in another unit."""
        remarks, wanted, unit = self.origin.remarks, self.target.value, self.origin.terms.unit
        if self.target.quantity.unit != "yuan" or apart(wanted, now := self.before) <= REFUSED:
            return remarks
        cause = in_question(likely_cause(wanted, now, unit))
        told = _FAR_GOAL.format(value=f"{wanted:,.10g}", now=f"{now:,.0f}", unit=unit, times=REFUSED, cause=cause)
        return (*remarks, Remark(text=told))

    def tables(self) -> tuple[Table, ...]:
        """Return the answer in one row."""
        answer = Figure(self.value, KINDS[self.change.how], 3)
        row: tuple[Cell, ...] = (
            self.target.quantity.label(self.origin.terms),
            self.target.figure(self.before),
            self.target.figure(self.target.value),
            Keyed(self.change.cells(), self.change.label(self.origin.terms)),
            HOW_TOLD[self.change.how],
            answer,
            self.residual,
            self.evaluations,
        )
        columns = (
            Column(key="target", heading=Text("目标", "target")),
            Column(key="before", heading=Text("现为", "now"), kind="ratio"),
            Column(key="wanted", heading=Text("目标值", "to reach"), kind="ratio"),
            Column(key="cells", heading=Text("变动", "vary")),
            Column(key="how", heading=Text("方式", "how")),
            Column(key="value", heading=Text("所需", "required"), kind="ratio"),
            Column(key="residual", heading=Text("残差", "residual"), shown=False, holds="number"),
            Column(key="evaluations", heading=Text("计算次数", "evaluations"), shown=False, holds="whole"),
        )
        title = Text("所需增速", "Required growth")
        notes = (_CEILING, _AT_THE_VALUE) if self.is_ceiling else (_AT_THE_VALUE,)
        solution = Table(name="solution", title=title, columns=columns, drops=("how",), rows=(row,), notes=notes)
        return (solution,) if self.probability is None else (solution, self.probability.table())


@door
def required_growth(
    scenario: Scenario,
    target: Target | str,
    *,
    vary: str,
    how: How = "set",
    highest: float = HIGHEST_RATE,
    probability: float | None = None,
    draws: int | None = None,
    method: Method | None = None,
    seed: Seed = None,
    uncertainty: Uncertainty | None = None,
) -> Solution:
    r"""Return the common rate, added points or common factor on the chosen cells that reaches a target.

    With a common rate :math:`x` on :math:`k` years the quantity is a ratio of two linear functions of
    :math:`(1 + x)^k`, and the answer is in closed form; likewise for points and factors in one year.
    Otherwise the root is found by Brent's method in a bracket searched from the bounds: growth above
    -1 and at most `highest`.

    With a `probability` the target is to hold in that part of the draws: 131,072 of them unless `draws` says otherwise,
    made by the `method` as in `simulate`, the same for every value of the unknown, and the same that `simulate` makes
    from this seed and uncertainty. The answer makes the order statistic of the quantity meet the target, so that
    `simulate`, given the solution's scenario, finds at least the probability asked for.

    Of many alternatives, or regions, it returns a `BatchSolution` where no probability is asked for;
    `required_growth_batch` says so in its type.

    Raises `NoSolutionError` when no growth within the bounds reaches the target, `InputError` for
    targets and cells that do not exist, for probabilities not between 0 and 1, and for draws, a seed or
    an uncertainty without a probability.

    >>> from ceheng_model.scenarios import scenario
    >>> solution = required_growth(scenario("plan"), "ratio=2.8", vary="rural")
    >>> round(solution.value, 5), solution.closed_form
    (0.16149, True)
    >>> likely = required_growth(scenario("plan"), "ratio=2.8", vary="rural", probability=0.75, draws=2_000, seed=1)
    >>> likely.value > solution.value, likely.probability.reached
    (True, 0.75)
    """
    if probability is None and scenario.leading_axes:
        _require_no_draws(draws=draws, seed=seed, uncertainty=uncertainty)
        # the type is that of one path, which nearly every call has
        return required_growth_batch(scenario, target, vary=vary, how=how, highest=highest)  # type: ignore[return-value]
    scenario.require_single()
    problem = checked_problem(scenario, target, vary=vary, how=how, highest=highest)
    target, cells = problem.target, problem.cells
    low, high = problem.bounds(highest)
    if probability is not None:
        answer, reached = solve_probable(
            problem, (low, high), probability, draws=draws, method=method, seed=seed, uncertainty=uncertainty
        )
        return Solution(
            target=target,
            change=replace(cells, value=answer),
            origin=scenario,
            evaluations=reached.evaluations,
            closed_form=False,
            probability=reached,
        )
    _require_no_draws(draws=draws, seed=seed, uncertainty=uncertainty)
    closed = problem.closed_form()
    answer = _between(problem, closed, low, high)
    return Solution(
        target=target,
        change=replace(cells, value=answer),
        origin=scenario,
        evaluations=problem.evaluations,
        closed_form=closed is not None,
    )


def _between(problem: Problem, closed: float | None, low: float, high: float) -> float:
    """Return the answer in closed form, else the root; raise `NoSolutionError` where none lies within the bounds."""
    if closed is not None and low <= closed <= high:
        return closed
    if closed is None and problem.moves(low, high):
        return problem.root(low, high)
    raise problem.no_solution(low, high)


def _require_no_draws(**settings: object) -> None:
    """Raise `InputError` for settings of draws where no probability is asked for."""
    for name, value in settings.items():
        if value is not None:
            raise InputError(
                Fault(
                    what=Text.same(name),
                    rule=Text("与 probability 一起给出", "be given together with a probability"),
                    got=type(value).__name__ if name == "uncertainty" else value,
                    way_out=Text("例如 probability=0.8", "for example probability=0.8"),
                )
            )
