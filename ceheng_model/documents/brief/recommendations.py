"""Find what to recommend: the smallest repair of the plan, and the growth that missed goals take."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

import numpy as np

from ceheng_model.auditing import AuditReport, Feasibility
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.proposals import Proposal
from ceheng_model.checks import CheckedStatement, CheckReport
from ceheng_model.checks.check_report import RequiredGrowth
from ceheng_model.documents.brief.needed_growth import MOST_DRAWS, Needed
from ceheng_model.documents.brief.shortfall import is_growth_itself, worst_first
from ceheng_model.ensemble import Ensemble
from ceheng_model.errors import CehengError
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import AllResidents, Target
from ceheng_model.scenarios import How, Scenario
from ceheng_model.solving import Solution, required_growth
from ceheng_model.terms import UNSPLIT
from ceheng_model.vocabulary import Group, Text, Verdict

MOST = 3
"""Recommendations that a leader is given."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repair:
    """Hold the smallest set of statements to change, with what the audit says of the plan after it."""

    proposal: Proposal
    items: tuple[Item, ...]
    """The items of the audit, which the changes count through."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Raise:
    """Hold the growth of one group that a missed goal takes, and what its main component would take."""

    checked: CheckedStatement
    group: Group
    required: RequiredGrowth
    """Average annual growth of the whole: to the printed value, to its edge, and as it is."""
    whole: Solution
    part: Solution | None
    """Growth of that component alone, all others as they are; None where that is not enough, or no split is known."""
    component: str
    component_present: float
    """Average annual growth of that component as projected."""
    is_ceiling: bool

    @property
    def is_tautology(self) -> bool:
        """Whether the goal is that growth itself, so that only the component's growth says anything."""
        return is_growth_itself(self.checked.statement.quantity, self.group.key)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assure:
    """Hold the growth of one group with which a goal that is met is also reached with a probability."""

    checked: CheckedStatement
    group: Group
    solution: Solution
    present: float
    """Average annual growth of the group as projected."""
    chance: float
    """Probability of the goal as things stand."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaiseAll:
    """Hold the points by which the growth of everybody must rise for an income of all residents."""

    checked: CheckedStatement
    solution: Solution
    chance: float | None
    """Probability of the goal as things stand, where it is to be raised; None where the goal is missed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watch:
    """Hold a goal that is met but unlikely, and for which no growth can be solved."""

    checked: CheckedStatement
    chance: float


Recommendation = Repair | Raise | RaiseAll | Assure | Watch


def recommend(
    checked: CheckReport,
    audited: AuditReport | Text,
    needed: tuple[Needed, ...],
    ensemble: Ensemble | Text,
    *,
    probability: float,
) -> tuple[Recommendation, ...]:
    """Return what to recommend: the repair first, then growth for the goals that fall shortest.

    Where every goal is met, the growth that makes the least certain of them likely.
    """
    found: list[Recommendation] = [*_repair(audited), *_raises(checked, needed)]
    found += _raised_together(checked, ensemble, probability)
    if not any(one.verdict is Verdict.MISSED for one in checked.headline):
        found += _assured(checked, ensemble, probability)
    return tuple(found[:MOST])


def _repair(audited: AuditReport | Text) -> Iterator[Repair]:
    if isinstance(audited, Text) or not audited.proposals:
        return
    first = audited.proposals[0]
    if first.audited is not Feasibility.CONTRADICTS:
        yield Repair(proposal=first, items=audited.items)


def _raises(checked: CheckReport, needed: tuple[Needed, ...]) -> Iterator[Raise]:
    """Yield one for every group, of the goal that asks most of it, the goals that fall shortest first."""
    order = {one.statement.id: position for position, one in enumerate(worst_first(checked.headline))}
    ways = [way for need in needed if (way := _raise(checked.projection, need)) is not None]
    # growth that is to rise comes before growth that may rise less: plans promise the former
    ways.sort(key=lambda one: (order[one.checked.statement.id], one.is_ceiling))
    most: dict[str, Raise] = {}
    served: set[str] = set()
    for way in ways:
        before = most.get(way.group.key)
        if way.checked.statement.id in served:
            continue
        served.add(way.checked.statement.id)
        if before is None or (way.whole.value > before.whole.value and not way.is_ceiling):
            most[way.group.key] = way
    yield from most.values()


def _raise(projection: Projection, need: Needed) -> Raise | None:
    """Return what one goal takes of one group; None where it is not missed, or no growth does it."""
    scenario = projection.scenario
    if not need.missed or not isinstance(need.just, Solution):
        return None
    required = next((one for one in need.checked.required if one.group == need.group.key), None)
    if required is None:
        return None
    component, present = _leading(projection, need.group)
    part = _alone(scenario, need, component)
    found = Raise(
        checked=need.checked,
        group=need.group,
        required=required,
        whole=need.just,
        part=part,
        component=component,
        component_present=present,
        is_ceiling=need.checked.is_ceiling(required),
    )
    return None if found.is_tautology and part is None else found


def _leading(projection: Projection, group: Group) -> tuple[str, float]:
    """Return the component that adds most to a group's income over the years, and its average annual growth."""
    scenario = projection.scenario
    levels = np.asarray(projection.values)[scenario.group_keys.index(group.key)]
    leading = int(np.argmax(levels[:, -1] - levels[:, 0]))
    first, last = float(levels[leading, 0]), float(levels[leading, -1])
    years = levels.shape[1] - 1
    return scenario.terms.component_keys[leading], (last / first) ** (1.0 / years) - 1.0 if first > 0.0 else nan


def _alone(scenario: Scenario, need: Needed, component: str) -> Solution | None:
    if component == UNSPLIT.key or not scenario.baseline.is_split(need.group.key):
        return None
    try:
        return required_growth(scenario, need.target, vary=f"{need.group.key}.{component}")
    except CehengError:
        return None


def _assured(checked: CheckReport, ensemble: Ensemble | Text, probability: float) -> Iterator[Assure | Watch]:
    """Yield what makes the least probable goal as probable as was asked for, and where nothing does, that goal."""
    if isinstance(ensemble, Text):
        return
    chances = {chance.id: chance.probability for chance in ensemble.chances}
    unsure = [
        one
        for one in checked.headline
        if one.holds and one.statement.wording.printed_values and chances.get(one.statement.id, 1.0) < probability
    ]
    ranked = sorted(unsure, key=lambda one: chances[one.statement.id])
    for one in ranked[:1]:
        chance = chances[one.statement.id]
        found = _sure(checked.projection, one, ensemble, probability, chance)
        # an income of all residents has been told already
        if found is not None or not isinstance(one.statement.quantity, AllResidents):
            yield found or Watch(checked=one, chance=chance)


def _sure(
    projection: Projection, checked: CheckedStatement, ensemble: Ensemble, probability: float, chance: float
) -> Assure | None:
    """Return the growth of the first group with which one goal is likely enough; None where no growth does it."""
    scenario = projection.scenario
    for key in checked.statement.quantity.varied(scenario.terms):
        group = next(group for group in scenario.groups if group.key == key)
        solution = _likely(scenario, checked.statement, ensemble, probability, vary=key)
        if solution is not None:
            present = float(projection.average_annual_growth.sel(group=key).values)
            return Assure(checked=checked, group=group, solution=solution, present=present, chance=chance)
    return None


def _likely(
    scenario: Scenario, statement: Statement, ensemble: Ensemble, probability: float, *, vary: str, how: How = "set"
) -> Solution | None:
    try:
        return required_growth(
            scenario,
            Target(quantity=statement.quantity, value=statement.wording.aim),
            vary=vary,
            how=how,
            probability=probability,
            draws=min(ensemble.draw_count, MOST_DRAWS),
            seed=ensemble.seed,
            uncertainty=ensemble.uncertainty,
        )
    except CehengError:
        return None


def _raised_together(checked: CheckReport, ensemble: Ensemble | Text, probability: float) -> Iterator[RaiseAll]:
    """Yield the points that a goal for all residents takes of everybody: to reach it, or to reach it surely enough."""
    chances = {} if isinstance(ensemble, Text) else {one.id: one.probability for one in ensemble.chances}
    for one in checked.headline:
        if not isinstance(one.statement.quantity, AllResidents) or not one.statement.wording.printed_values:
            continue
        chance = chances.get(one.statement.id)
        missed = one.verdict is Verdict.MISSED
        if missed or (one.holds and chance is not None and chance < probability):
            solution = _points(checked.projection.scenario, one, ensemble, None if missed else probability)
            if solution is not None:
                yield RaiseAll(checked=one, solution=solution, chance=None if missed else chance)


def _points(
    scenario: Scenario, checked: CheckedStatement, ensemble: Ensemble | Text, probability: float | None
) -> Solution | None:
    """Return by how many points everybody's growth must rise; with a probability where one is asked for."""
    statement, whole = checked.statement, ".".join(group.key for group in scenario.groups if group.part_of is None)
    if probability is not None and not isinstance(ensemble, Text):
        return _likely(scenario, statement, ensemble, probability, vary=whole, how="add")
    try:
        target = Target(quantity=statement.quantity, value=statement.wording.aim)
        return required_growth(scenario, target, vary=whole, how="add")
    except CehengError:
        return None
