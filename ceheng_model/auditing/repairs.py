"""Find how far statements must move so that a plan's promises hold together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan, nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Programme
from ceheng_model.auditing.rows import Row, Side
from ceheng_model.vocabulary import strength

_CONVERGED = 1e-12
"""Relative change of a move at which it stands: the method converges faster than linearly, down to rounding."""
_MOST_STEPS = 50
"""Steps after which no move is said to be enough; a few are needed."""
_ANY_ROOM = 1e6
"""Room in yuan that bounds no step: more than any income."""
_HOLDS = 1e-9
"""Breach, or room, in yuan up to which rows hold and have none: what the solver leaves of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
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

    @property
    def possible(self) -> bool:
        """Whether the statement can be moved far enough at all."""
        return not isnan(self.distance)


def move_alone(programme: Programme, items: Sequence[Item], contradiction: frozenset[int], item: int) -> Move:
    """Return the least move of one statement with which the rest of a contradiction can hold.

    The quantity is a ratio of linear forms, so the least move is found by Dinkelbach's method
    (Management Science 13, 1967): solve for the smallest breach at the present bound, move the bound to
    what that solution needs, repeat until no room is left. The first step goes far enough, and each later one takes
    back what is not needed. An income needs one step, a rate or a ratio a few.
    """
    rest, rows = contradiction - {item}, items[item].rows
    room = programme.room_beside(rest)
    side, step = rows[0].side, 0.0
    levels: Array | None = None
    for _ in range(_MOST_STEPS):
        answer = programme.ask_with(rest, [row.moved(step) for row in rows], room=room, most_room=_ANY_ROOM)
        if answer is None or abs(answer.gap) <= _HOLDS:
            break
        farthest = _farthest(rows, answer.levels)
        if not isfinite(farthest[1]):
            break
        last, (side, step), levels = step, farthest, answer.levels
        if abs(step - last) <= _CONVERGED * max(1.0, last):
            break
    if levels is None:
        return Move(item=item, side=side, distance=nan, bound=nan, step=nan)
    return _moved(items[item], item, side, step, levels)


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


def _moved(item: Item, position: int, side: Side, step: float, levels: Array) -> Move:
    """Return a move that is enough at some levels, in the unit of the quantity."""
    rows = [row for row in item.rows if row.side == side]
    if rows[0].value is None:
        bound = rows[0].moved(step).bound
        return Move(item=position, side=side, distance=step, bound=bound, step=step)
    # rows that say no more than a sign are of another unit; the value itself is read off the levels
    values = [row.value(levels) for row in rows if row.value is not None]
    bound = min(values) if side == "low" else max(values)
    if not isfinite(bound):
        return Move(item=position, side=side, distance=nan, bound=nan, step=step, is_least=False)
    return Move(item=position, side=side, distance=abs(bound - rows[0].bound), bound=bound, step=step, is_least=False)
