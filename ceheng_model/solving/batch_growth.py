"""Find the growth that a target takes on many alternatives, or regions, at once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, compound
from ceheng_model.axes import Axis
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.projection import Labelled
from ceheng_model.quantities import DiffersByRegionError, Setting, SharedSetting, Target
from ceheng_model.scenarios import GrowthChange, How, Scenario, alike
from ceheng_model.solving.problem import EDGE, HIGHEST_RATE, TINY, Problem, checked_problem
from ceheng_model.tables import Cell, Column, Kind, Shown, Table, frame_over, one_or_range
from ceheng_model.values import read_only
from ceheng_model.vocabulary import COMPONENT_AXIS, Keyed, Language, Template, Text

if TYPE_CHECKING:
    import pandas as pd

# halving the widest bracket, of length 2, down to neighbouring doubles takes some sixty
MOST_HALVINGS = 200
KINDS: dict[How, Kind] = {"set": "percent", "add": "points", "multiply": "ratio"}
HOW_TOLD: dict[How, Text] = {
    "set": Text("各年同一增速", "common rate"),
    "add": Text("增加的百分点", "points added"),
    "multiply": Text("共同倍数", "common factor"),
}
_NONE = Template(
    "{count}种情形在界限内达不到目标，没有所需增速",
    "in {count} paths no growth within the bounds reaches the target; they have no value",
)
_PICK = Template("先用 {call} 选出", "pick those with {call}")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BatchSolution(Shown):
    """Hold the growth that reaches a target on every path of a batch.

    >>> from ceheng_model.scenarios import scenario
    >>> batch = scenario("plan").with_growth("urban", None, [0.08, 0.10, 0.30])
    >>> solution = required_growth_batch(batch, "ratio=2.8", vary="rural")
    >>> solution.value.values.round(5).tolist(), solution.reached.tolist()
    ([0.14037, 0.16149, 0.37267], [True, True, True])
    """

    target: Target
    cells: GrowthChange
    """The cells that are varied, and how; its own value says nothing."""
    origin: Scenario
    """The scenario without the change."""
    values: Array
    """The common rate, points or factor of every path; NaN where none within the bounds reaches the target."""
    closed_form: bool

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of the batch: alternatives, then regions."""
        return self.origin.leading_axes

    @property
    def value(self) -> Labelled:
        """The common rate, points or factor of every path, along the axes of the batch."""
        kind = KINDS[self.cells.how]
        return Labelled(
            name="value",
            title=HOW_TOLD[self.cells.how],
            kind=kind,
            values=self.values,
            axes=self.axes,
            remarks=self.remarks,
        )

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Where some growth within the bounds reaches the target; of one axis a mask that `at` takes."""
        return ~np.isnan(self.values)

    @property
    def change(self) -> GrowthChange:
        """The change that reaches the target; raises `InputError` where some path cannot."""
        if not self.reached.all():
            raise InputError(
                Fault(
                    what=self.target.quantity.label(self.origin.terms),
                    rule=Text("在每种情形下都能达到", "be reached on every path"),
                    got=Text.same(f"{int(self.reached.sum())}/{self.values.size}"),
                    way_out=_PICK.format(call=f"scenario.at({self.axes[0].name}=solution.reached)"),
                )
            )
        return replace(self.cells, value=self.values, axes=self.axes)

    @property
    def scenario(self) -> Scenario:
        """The scenario with the change; raises as `change` does."""
        return self.origin.with_change(self.change)

    def tables(self) -> tuple[Table, ...]:
        """Return the lowest and the highest answer in one row, and how many paths have one."""
        kind = KINDS[self.cells.how]
        columns = (
            Column(key="target", heading=Text("目标", "target")),
            Column(key="wanted", heading=Text("目标值", "to reach"), kind="ratio"),
            Column(key="cells", heading=Text("变动", "vary")),
            Column(key="how", heading=Text("方式", "how")),
            Column(key="value", heading=Text("所需", "required"), kind=kind, decimals=3),
            Column(key="reached", heading=Text("可达到的情形", "paths that reach it"), kind="year"),
        )
        found = int(self.reached.sum())
        row: tuple[Cell, ...] = (
            self.target.quantity.label(self.origin.terms),
            self.target.figure(self.target.value),
            Keyed(self.cells.cells(), self.cells.label(self.origin.terms)),
            HOW_TOLD[self.cells.how],
            one_or_range(self.values, kind) if found else None,
            found,
        )
        lacking = self.values.size - found
        notes = (_NONE.format(count=lacking),) if lacking else ()
        title = Text("所需增速", "Required growth")
        return (Table(name="solution", title=title, columns=columns, rows=(row,), notes=notes),)

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row a path with its labels and ``value``, NaN where there is none; with `wide` the table."""
        if wide:
            return Shown.to_frame(self, language=language, wide=True)
        members = [(axis.name, axis.coordinates) for axis in self.axes]
        return self.completed(frame_over(members, {"value": self.values}), language)


@door
def required_growth_batch(
    scenario: Scenario, target: Target | str, *, vary: str, how: How = "set", highest: float = HIGHEST_RATE
) -> BatchSolution:
    """Return what `required_growth` finds, on every path of a batch at once.

    Of alternatives, regions or both. In closed form where there is one, else by halving the bracket of all paths
    together. A path on which no growth within the bounds reaches the target has NaN. Raises `InputError` for targets
    and cells that do not exist.

    >>> from ceheng_model.scenarios import scenario
    >>> batch = scenario("plan").with_growth("urban", None, [0.08, 0.10])
    >>> required_growth_batch(batch, "ratio=2.8", vary="rural").value.values.round(5).tolist()
    [0.14037, 0.16149]
    """
    if not scenario.baseline.regions:
        if scenario.baseline.levels.ndim > -COMPONENT_AXIS:
            scenario.require_single()
        return _asked(scenario, None, target=target, vary=vary, how=how, highest=highest)
    ask = partial(_asked, target=target, vary=vary, how=how, highest=highest)
    parts = list(_by_region(scenario, ask))
    values = np.concatenate([np.asarray(part.value) for _, part in parts], axis=-1)
    order = np.argsort([at for places, _ in parts for at in places])
    return replace(
        parts[0][1],
        origin=scenario,
        values=read_only(values[..., order]),
        closed_form=all(part.closed_form for _, part in parts),
    )


def _asked(
    scenario: Scenario,
    setting: Setting | None,
    *,
    target: Target | str,
    vary: str,
    how: How,
    highest: float,
) -> BatchSolution:
    """Return the solution on every path of a scenario, the target read on a setting where one is given."""
    problem = checked_problem(scenario, target, vary=vary, how=how, highest=highest, setting=setting)
    values, is_closed = _solved(problem, highest, tuple(map(len, scenario.leading_axes)))
    return BatchSolution(
        target=problem.target, cells=problem.cells, origin=scenario, values=read_only(values), closed_form=is_closed
    )


def _by_region(
    scenario: Scenario, ask: Callable[[Scenario, Setting | None], BatchSolution]
) -> Iterator[tuple[list[int], BatchSolution]]:
    """Yield the solutions of regions that are alike together, else of one after another, with their places."""
    regions = scenario.baseline.regions
    own = "" if scenario.plan is None else scenario.plan.region
    for places in alike(scenario.baseline, own):
        named = [regions[at] for at in places]
        if named != [own]:
            block = scenario if len(named) == len(regions) else scenario.at(region=named)
            with suppress(DiffersByRegionError):
                yield places, ask(block, SharedSetting(block))
                continue
        for at in places:
            one = ask(scenario.at_region(regions[at]), None)
            yield [at], replace(one, values=read_only(np.asarray(one.value)[..., np.newaxis]))


def _solved(problem: Problem, highest: float, shape: tuple[int, ...]) -> tuple[Array, bool]:
    """Return the answer of every path, NaN where there is none, and whether they are in closed form."""
    low, high = (np.broadcast_to(end, shape) for end in _bounds(problem, highest))
    power = problem.closed_power()
    with np.errstate(divide="ignore", invalid="ignore"):
        if power is not None:
            closed = np.broadcast_to(_closed_form(problem, power, shape), shape)
            return np.where((low <= closed) & (closed <= high), closed, np.nan), True
        return _halved(lambda value: _breach(problem, value), low, high), False


def _forms(problem: Problem, value: Array) -> tuple[Array, Array]:
    growth = problem.growth(value[..., np.newaxis, np.newaxis, np.newaxis])
    return problem.ratio.forms(compound(problem.scenario.baseline.levels, growth, problem.scenario.added))


def _breach(problem: Problem, value: Array) -> Array:
    above, below = _forms(problem, value)
    return np.asarray(above / below - problem.wanted)


def _closed_form(problem: Problem, power: int, shape: tuple[int, ...]) -> Array:
    """Return the answers where the quantity is a ratio of linear functions of a power of the unknown; 0: of nothing."""
    if not power:
        return np.full(shape, np.nan)
    wanted, how = problem.wanted, problem.cells.how
    starts, ends = (_forms(problem, np.full(shape, value)) for value in (0.0, 1.0))
    start, end = (above - wanted * below for above, below in (starts, ends))
    scale = np.maximum(np.abs(starts[0]), np.abs(wanted * starts[1]))
    slope = end - start
    if how == "set":
        # linear in (1 + x)^k, known at 1 and at 2^k
        reached = 1.0 - start / slope * (2.0**power - 1.0)
        answer = np.where(reached > 0.0, np.abs(reached) ** (1.0 / power) - 1.0, np.nan)
    else:
        answer = -start / slope
    # the unknown moves nothing: any value will do, or none
    anything = np.where(np.abs(start) <= TINY * scale, 1.0 if how == "multiply" else 0.0, np.nan)
    return np.asarray(np.where(np.abs(slope) <= TINY * scale, anything, answer))


def _bounds(problem: Problem, highest: float) -> tuple[Array, Array]:
    """Return the ends of the unknown between which every varied rate stays above -1 and at most the highest."""
    lowest, how = -1.0 + EDGE, problem.cells.how
    if how == "set":
        return np.array(lowest), np.array(min(1.0 - EDGE, highest))
    rates = problem.scenario.growth[..., problem.chosen]
    if how == "add":
        low, high = (lowest - rates).max(axis=-1), (highest - rates).min(axis=-1)
        return np.maximum(lowest, low), np.minimum(1.0 - EDGE, high)
    moved = rates != 0.0
    safe = np.where(moved, rates, 1.0)
    ends = np.sort(np.stack([lowest / safe, highest / safe]), axis=0)
    low, high = np.where(moved, ends[0], -np.inf).max(axis=-1), np.where(moved, ends[1], np.inf).min(axis=-1)
    is_moved = moved.any(axis=-1)
    return np.where(is_moved, low, 0.0), np.where(is_moved, high, 0.0)


def _halved(breach: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Return roots between two ends by halving, to neighbouring doubles; NaN where the ends lie on one side."""
    at_low, at_high = breach(low), breach(high)
    brackets = (low < high) & (at_low * at_high <= 0.0)
    for _ in range(MOST_HALVINGS):
        middle = low + (high - low) / 2.0
        if ((middle == low) | (middle == high) | ~brackets).all():
            break
        found = breach(middle)
        # the root stays where the sign changes
        is_left = at_low * found <= 0.0
        low, at_low = np.where(is_left, low, middle), np.where(is_left, at_low, found)
        high, at_high = np.where(is_left, middle, high), np.where(is_left, found, at_high)
    nearest = np.where(np.abs(at_low) <= np.abs(at_high), low, high)
    return np.asarray(np.where(brackets, nearest, np.nan))
