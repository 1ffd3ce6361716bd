"""Find statements that others make redundant, and what the unknown split of the base year decides."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.auditing.contradictions import shrink
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import TOLERANCE, Feasibility, Programme, Tally, build
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Dominated:
    """Hold a statement that holds whenever others do."""

    item: int
    by: tuple[int, ...]
    """Statements that imply it; none where the base year alone does."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShareRange(Value):
    """Hold the shares of one component in the base year for which a group's statements can hold."""

    group: str
    component: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSplit:
    """Hold what the split of one group's base-year income decides."""

    group: str
    ranges: tuple[ShareRange, ...]
    """Empty where no split will do."""
    contradiction: tuple[int, ...]
    """Statements that clash whatever the split; empty where some split will do."""


def dominated(programme: Programme, items: Sequence[Item]) -> tuple[Dominated, ...]:
    """Return the statements that the others imply; the statements must be able to hold together."""
    everything = frozenset(range(len(items)))
    redundant = []
    for position, item in enumerate(items):
        others = everything - {position}
        by: set[int] = set()
        for row in item.rows:
            breach = programme.most_breach(*row.form(), others)
            if breach is None or breach[0] > TOLERANCE:
                break
            by |= breach[1]
        else:
            redundant.append(Dominated(item=position, by=tuple(sorted(by))))
    return tuple(redundant)


def splits(items: Sequence[Item], scenario: Scenario, tally: Tally) -> tuple[GroupSplit, ...]:
    """Return, for each group, the shares for which the statements on that group alone can hold."""
    return tuple(_split(group.key, items, scenario, tally) for group in scenario.groups)


def _split(group: str, items: Sequence[Item], scenario: Scenario, tally: Tally) -> GroupSplit:
    own = [position for position, item in enumerate(items) if item.groups == {group}]
    if not own:
        return GroupSplit(group=group, ranges=(), contradiction=())
    programme = programme_of([items[position] for position in own], scenario, tally, free_split=True)
    answer = programme.ask(range(len(own)))
    if answer.feasibility is Feasibility.CONTRADICTS:
        core = shrink(programme, answer.core)
        return GroupSplit(group=group, ranges=(), contradiction=tuple(own[position] for position in sorted(core)))
    ranges = []
    for component in scenario.terms.component_keys:
        share = _share_range(group, component, programme, scenario)
        if share is None:
            return GroupSplit(group=group, ranges=(), contradiction=())
        ranges.append(share)
    return GroupSplit(group=group, ranges=tuple(ranges), contradiction=())


def _share_range(group: str, component: str, programme: Programme, scenario: Scenario) -> ShareRange | None:
    """Return the shares of a component with which all statements of a programme hold; None where none is exact."""
    g = scenario.group_keys.index(group)
    total = float(scenario.baseline.levels[g].sum())
    everything = range(int(programme.owners.max()) + 1)
    form = np.zeros(programme.shape)
    form[g, scenario.terms.component_keys.index(component), 0] = 1.0
    low, high = (programme.least(sign * form, everything) for sign in (1.0, -1.0))
    if low is None or high is None:
        return None
    return ShareRange(group=group, component=component, low=low / total, high=-high / total)


def programme_of(items: Sequence[Item], scenario: Scenario, tally: Tally, *, free_split: bool = False) -> Programme:
    """Return the programme of some items, numbered in their order."""
    rows = [row for item in items for row in item.rows]
    owners = [position for position, item in enumerate(items) for _ in item.rows]
    return build(rows, owners, scenario, tally, free_split=free_split)
