"""Find how far statements must move so that a plan's promises hold together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Programme
from ceheng_model.auditing.rows import Row, Side
from ceheng_model.vocabulary import strength

_CONVERGED = 1e-12
"""Relative change of a move at which it stands: the method converges faster than linearly, down to rounding."""
_MOST_STEPS = 50
"""Steps after which no move is said to be enough; a few are needed."""
_HOLDS = 1e-9
"""Breach in yuan up to which rows hold: what the solver leaves of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Hold the least move of one statement, in its quantity's own unit."""

    item: int
    side: Side
    distance: float
    """How far the bound must move; NaN when no move of this statement alone is enough."""
    bound: float
    """Where the bound comes to lie."""

    @property
    def possible(self) -> bool:
        """Whether the statement can be moved far enough at all."""
        return not isnan(self.distance)


def move_alone(programme: Programme, items: Sequence[Item], contradiction: frozenset[int], item: int) -> Move:
    """Return the least move of one statement with which the rest of a contradiction can hold.

    The quantity is a ratio of linear forms, so the least move is found by Dinkelbach's method
    (Management Science 13, 1967): solve for the smallest breach at the present bound, move the bound to
    what that solution needs, repeat. An income needs one step, a rate or a ratio a few.
    """
    rest, rows, distance = contradiction - {item}, items[item].rows, 0.0
    side: Side = rows[0].side
    for _ in range(_MOST_STEPS):
        answer = programme.ask_with(rest, [row.moved(distance) for row in rows])
        if answer is None:
            break
        if answer.gap <= _HOLDS:
            return Move(item=item, side=side, distance=distance, bound=_bound(rows, side, distance))
        needed = [row.needed(answer.levels) for row in rows]
        farthest = int(np.argmax(needed))
        side = rows[farthest].side
        if abs(needed[farthest] - distance) <= _CONVERGED * max(1.0, distance):
            return Move(item=item, side=side, distance=distance, bound=_bound(rows, side, distance))
        distance = needed[farthest]
    return Move(item=item, side=side, distance=nan, bound=nan)


def least_total(programme: Programme, items: Sequence[Item]) -> tuple[float, list[Move]]:
    """Return the least sum over statements of their largest breach, in yuan, and the moves it takes.

    Every statement whose bound is passed at that solution moves just far enough to hold there. Among solutions of the
    same sum, the firmest statements move least.
    """
    answer = programme.least_total([strength(item.force) for item in items])
    moves = []
    for position in sorted(answer.core):
        rows = items[position].rows
        needed = [row.needed(answer.levels) for row in rows]
        farthest = int(np.argmax(needed))
        side, distance = rows[farthest].side, needed[farthest]
        moves.append(Move(item=position, side=side, distance=distance, bound=_bound(rows, side, distance)))
    return answer.gap, moves


def _bound(rows: Sequence[Row], side: Side, distance: float) -> float:
    return next(row.moved(distance).bound for row in rows if row.side == side)
