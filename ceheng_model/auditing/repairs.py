"""Find how far statements must move so that a plan's promises hold together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite, isnan, nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import NOISE, Programme
from ceheng_model.auditing.rows import Row, Side
from ceheng_model.auditing.widening import Widened, least_widening
from ceheng_model.values import Value
from ceheng_model.vocabulary import strength

_DIGITS = 12
"""Digits of a move that are told, out of the sixteen of a double: the solver leaves four of them uncertain."""
_NO_MORE = 1e-9
"""Part of a move up to which another end of a statement counts as not moved."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Move(Value):
    """Hold the least move of one statement, in its quantity's own unit."""

    item: int
    side: Side
    distance: float
    """How far the bound must move; NaN when no move of this statement alone is enough."""
    bound: float
    """Where the bound comes to lie."""
    step: float
    """How far the rows of the statement move: the distance, but for rows that say no more than a sign."""
    is_least: bool = True
    """Whether no shorter move is enough; not known of a statement whose rows say no more than its sign."""
    both_ends: bool = False
    """Whether the other end must move as far: of a statement on several years, one may lie above it and one below."""

    @property
    def possible(self) -> bool:
        """Whether the statement can be moved far enough at all."""
        return not isnan(self.distance)

    def applied(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return the rows of the statement after the move."""
        return tuple(row.moved(self.step) if self.both_ends or row.side == self.side else row for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Correction(Value):
    """Hold a set of statements without any of which the rest cannot hold, and how far each of them must move."""

    members: tuple[int, ...]
    moves: tuple[Move, ...]
    """One of each member, none of which can be shorter while the others are as they are; none where no moves do."""
    share: float
    """The least part of its own value by which the member that moves most must move; infinite where no move does."""


def moves_alone(programme: Programme, items: Sequence[Item], contradiction: frozenset[int]) -> tuple[Move, ...]:
    """Return, for each statement of a contradiction, its least move with which the others can hold."""
    small, members = programme.only(contradiction), sorted(contradiction)
    return tuple(move_of(small, items, frozenset(members) - {member}, member) for member in members)


def move_of(programme: Programme, items: Sequence[Item], rest: frozenset[int], item: int) -> Move:
    """Return the least move of one statement with which the rest can hold."""
    rows, room = programme.rows_of(item), NOISE
    found = least_widening(programme, rest, dict.fromkeys(rows, 1.0), room=room)
    if found is None:
        # the rest holds at the edge alone
        room = programme.room_beside(rest)
        found = least_widening(programme, rest, dict.fromkeys(rows, 1.0), room=room)
    if found is None:
        return Move(item=item, side=items[item].rows[0].side, distance=nan, bound=nan, step=nan)
    passed = _passed(list(rows.values()), found)
    if len(passed) == 1:
        return _moved(items[item], item, passed[0], found.share, found.levels)
    # one cell of a row lies above what it asks for and one below: rather one end alone, if that is enough
    one_end = {
        side: least_widening(
            programme,
            rest,
            {number: 1.0 for number, row in rows.items() if row.side == side},
            moved={number: row for number, row in rows.items() if row.side != side},
            room=room,
        )
        for side in passed
    }
    enough = {side: one for side, one in one_end.items() if one is not None}
    if not enough:
        return replace(_moved(items[item], item, passed[0], found.share, found.levels), both_ends=True)
    side = min(enough, key=lambda one: enough[one].share)
    return _moved(items[item], item, side, enough[side].share, enough[side].levels)


def _passed(rows: Sequence[Row], found: Widened) -> list[Side]:
    """Return which ends of a statement the levels lie beyond, the farther first."""
    needed: dict[Side, float] = {}
    for row in rows:
        needed[row.side] = max(needed.get(row.side, 0.0), row.needed(found.levels))
    farthest = sorted(needed, key=lambda side: -needed[side])
    return [side for side in farthest if needed[side] > _NO_MORE * found.share] or farthest[:1]


def corrected(
    programme: Programme, items: Sequence[Item], members: frozenset[int], scales: Sequence[float]
) -> Correction:
    """Return how far the statements of a correction must move so that all others hold as they are.

    First all of them move in step, by the least part of their own values; then, the firmest first, each one as little
    as the others allow.
    """
    ordered = sorted(members)
    rest = frozenset(programme.owners.tolist()) - members
    room = programme.room_beside(rest)
    scale = {number: scales[member] for member in ordered for number in programme.rows_of(member)}
    found = least_widening(programme, rest, scale, room=room)
    if found is None:
        return Correction(members=tuple(ordered), moves=(), share=inf)
    moved = {number: programme.rows[number].moved(found.share * scale[number]) for number in scale}
    moves: dict[int, Move] = {}
    for member in sorted(ordered, key=lambda one: -strength(items[one].force)):
        own = programme.rows_of(member)
        others = {number: row for number, row in moved.items() if number not in own}
        own_scale = {number: scale[number] for number in own}
        least = least_widening(programme, rest, own_scale, moved=others, room=room) or found
        step = least.share * scales[member]
        moved |= {number: row.moved(step) for number, row in own.items()}
        passed = _passed(list(own.values()), replace(least, share=step))
        one = _moved(items[member], member, passed[0], step, least.levels)
        moves[member] = replace(one, both_ends=len(passed) > 1)
    return Correction(members=tuple(ordered), moves=tuple(moves[member] for member in ordered), share=found.share)


def least_total(programme: Programme, items: Sequence[Item]) -> tuple[float, list[Move]]:
    """Return the least sum over statements of their largest breach, in yuan, and the moves it takes.

    Every end of a statement that is passed at that solution moves just far enough to hold there. Among solutions of the
    same sum, the firmest statements move least.
    """
    answer = programme.least_total([strength(item.force) for item in items])
    moves = []
    for position in sorted(answer.core):
        rows = items[position].rows
        ends = {row.side: [one for one in rows if one.side == row.side] for row in rows}
        passed = [_farthest(own, answer.levels) for own in ends.values()]
        # what one cell of a row breaks below, another may break above
        moves += [_moved(items[position], position, side, step, answer.levels) for side, step in passed if step > 0.0]
    return answer.gap, moves


def _farthest(rows: Sequence[Row], levels: Array) -> tuple[Side, float]:
    """Return how far the bounds of a statement would have to move for some levels, and on which side."""
    needed = [row.needed(levels) for row in rows]
    farthest = int(np.argmax(needed))
    return rows[farthest].side, needed[farthest]


def _settled(value: float) -> float:
    """Return a value without the last digits, the solver's rounding, which would decide how halves are printed."""
    return float(f"{value:.{_DIGITS}g}")


def _moved(item: Item, position: int, side: Side, step: float, levels: Array) -> Move:
    """Return a move that is enough at some levels, in the unit of the quantity."""
    rows = [row for row in item.rows if row.side == side]
    if rows[0].value is None:
        bound = rows[0].moved(step).bound
        return Move(item=position, side=side, distance=_settled(step), bound=_settled(bound), step=step)
    # rows that say no more than a sign are of another unit; the value itself is read off the levels
    values = [row.value(levels) for row in rows if row.value is not None]
    bound = min(values) if side == "low" else max(values)
    if not isfinite(bound):
        return Move(item=position, side=side, distance=nan, bound=nan, step=step, is_least=False)
    return Move(item=position, side=side, distance=abs(bound - rows[0].bound), bound=bound, step=step, is_least=False)
