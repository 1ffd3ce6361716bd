"""Turn the least moves of statements into values that a plan could print, and audit the plan with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product
from typing import Literal

from ceheng_model.auditing.items import Item, reread
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.auditing.readings import Readings
from ceheng_model.auditing.repairs import Correction, Move
from ceheng_model.plan import Statement
from ceheng_model.quantities import UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import strength
from ceheng_model.wording import AtLeast, AtMost, Printed, Wording

_WHOLE = 1e-9
"""Part of a printed step up to which a move counts as so many whole steps: rounding of the move."""
_STEPS: Mapping[str, float] = {"percent": 0.001, "points": 0.001, "ratio": 0.01, "yuan": 1.0}
"""Unit of the last digit in which a value is proposed where the plan prints none, by the quantity's unit."""
_FINE = 0.001
_Range = Literal["none", "rows", "all"]
_RANGES: tuple[_Range, ...] = ("none", "rows", "all")
"""What may become a range where another single value does not do: nothing, rows of a table over years, anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Abridged):
    """Hold what becomes of one statement."""

    item: int
    move: Move | None
    """How far it must move at least; None where no move does."""
    after: Item | None
    """The statement with the words' new value, as a plan would print it; None where it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Abridged):
    """Hold a smallest set of statements to change, what they are changed to, and what the audit says of that."""

    correction: Correction
    changes: tuple[Change, ...]
    audited: Feasibility
    """Of the plan in which the changes stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """Hold what the audit says of changed items."""

    feasibility: Feasibility
    at_a_bound: bool
    """Whether something can hold only at a bound that does not meet it."""

    @property
    def stands(self) -> bool:
        """Whether everything can hold."""
        return self.feasibility is not Feasibility.CONTRADICTS and not self.at_a_bound


def rank(correction: Correction, items: Sequence[Item]) -> tuple[int, list[int], float]:
    """Return where a correction stands: fewer statements first, then the weaker, then the least relative move."""
    firmest_first = sorted((strength(items[member].force) for member in correction.members), reverse=True)
    return len(correction.members), firmest_first, correction.share


def scale(item: Item, scenario: Scenario) -> float:
    """Return what a move of a statement is measured by: its own value; one, or a year's income, where it has none."""
    first = item.members[0]
    printed = max((abs(value) for value in first.wording.printed_values), default=0.0)
    if printed:
        return printed
    if first.quantity.unit != "yuan" or first.quantity.group not in scenario.group_keys:
        return 1.0
    return float(scenario.baseline.levels[scenario.group_keys.index(first.quantity.group)].sum()) or 1.0


def proposed(
    correction: Correction,
    items: Sequence[Item],
    read: Readings,
    scenario: Scenario,
    audit: Callable[[Sequence[Item]], Audited],
) -> Proposal:
    """Return a correction in printed values: the nearest with which the plan, audited again, can hold."""
    first: Proposal | None = None
    for further, as_range in product((0, 1), _RANGES):
        changes = []
        for member, move in _moves(correction):
            to_range = as_range == "all" or (as_range == "rows" and len(items[member].members) > 1)
            wording = _reworded(items[member].members[0], move, further=further, as_range=to_range)
            changes.append(Change(item=member, move=move, after=_after(items[member], wording, read, scenario)))
        audited = audit(changed(items, changes))
        proposal = Proposal(correction=correction, changes=tuple(changes), audited=audited.feasibility)
        first = first or proposal
        if audited.stands:
            return proposal
    assert first is not None
    return first


def changed(items: Sequence[Item], changes: Sequence[Change]) -> tuple[Item, ...]:
    """Return the items of the plan in which the changes stand; one that is given up is left out."""
    after: dict[int, Item | None] = dict(enumerate(items))
    after |= {change.item: change.after for change in changes}
    return tuple(item for item in after.values() if item is not None)


def _moves(correction: Correction) -> Iterator[tuple[int, Move | None]]:
    moves = {move.item: move for move in correction.moves}
    yield from ((member, moves.get(member)) for member in correction.members)


def _after(item: Item, wording: Wording | None, read: Readings, scenario: Scenario) -> Item | None:
    if wording is None:
        return None
    try:
        return reread(item, wording, read, scenario)
    except UndecidableError:
        # no bound but zero is linear beside this quantity
        return None


def _reworded(statement: Statement, move: Move | None, *, further: int, as_range: bool) -> Wording | None:
    """Return the words with the nearest value that allows the move; None where no value can be set beside it."""
    if move is None or not move.possible or not move.is_least:
        return None
    wording = statement.wording
    if not isinstance(wording, Printed):
        return _of_a_sign(statement, move, further)
    step = Decimal(str(wording.printed_step or _step(statement)))
    steps = int((Decimal(move.distance) / step - Decimal(_WHOLE)).to_integral_value(ROUND_CEILING)) + further
    shift = (-steps if move.side == "low" else steps) * step
    low, high = (Decimal(str(end)) for end in (wording.printed_values[0], wording.printed_values[-1]))
    if move.both_ends:
        low, high = low - abs(shift), high + abs(shift)
    elif len(wording.given) == 1 and not as_range:
        low, high = low + shift, high + shift
    elif move.side == "low":
        low += shift
    else:
        high += shift
    return wording.with_ends(float(low), float(high))


def _of_a_sign(statement: Statement, move: Move, further: int) -> Wording:
    """Return a bound in place of words that ask for one side of zero."""
    step = Decimal(str(_step(statement)))
    half, bound = step / 2, Decimal(move.bound)
    if move.side == "low":
        value = ((bound + half) / step).to_integral_value(ROUND_FLOOR) - further
        return AtLeast(value=float(value * step), precision=float(step))
    value = ((bound - half) / step).to_integral_value(ROUND_CEILING) + further
    return AtMost(value=float(value * step), precision=float(step))


def _step(statement: Statement) -> float:
    return _STEPS.get(statement.quantity.unit, _FINE)
