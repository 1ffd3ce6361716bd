"""Find by how much some bounds must move, all in step, so that other statements can hold beside them.

The least breach is a falling function of the move, convex or not: a Newton step takes its slope from the prices of the
rows, and a bracket keeps the step. Its lower end is a move that is proved too short, its upper end one that the levels
of an answer need, which is therefore enough (Dinkelbach, Management Science 13, 1967).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, isfinite

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.programme import Answer, Programme
from ceheng_model.auditing.rows import Row

_CONVERGED = 1e-12
"""Width of the bracket, relative to the move, at which the move stands: rounding."""
_MOST_STEPS = 60
"""Steps after which the upper end of the bracket stands; four or five are usual, and bisection alone needs forty."""
_ANY_ROOM = 1e6
"""Room in yuan that bounds no step: more than any income."""
_HOLDS = 1e-9
"""Breach, or room, in yuan up to which rows hold and have none: what the solver leaves of it."""
_SMALL = 1e-6
"""Part of a unit over which a slope is taken: the rows are powers of a move, of ten years at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widened:
    """Hold a move that is enough, and levels with which everything holds there."""

    share: float
    """How far every bound moves, in units of its own scale."""
    levels: Array


def least_widening(
    programme: Programme,
    rest: Iterable[int],
    scales: Mapping[int, float],
    *,
    room: float,
    moved: Mapping[int, Row] | None = None,
) -> Widened | None:
    """Return the least move of some rows with which the rest of the statements can hold; None where none is enough.

    `scales` says how far each of the rows moves in one step, `moved` which rows hold with another bound, and `room` how
    much the rest is given (see `Programme.room_beside`).
    """
    others = frozenset(rest)
    low, at, best = 0.0, 0.0, Widened(share=inf, levels=programme.firm.lower[:-1])
    for _ in range(_MOST_STEPS):
        soft = {number: programme.rows[number].moved(at * scale) for number, scale in scales.items()}
        answer = programme.ask_beside(others, soft, moved=moved, room=room, most_room=_ANY_ROOM)
        if answer is None:
            break
        reach = max(programme.rows[number].needed(answer.levels) / scale for number, scale in scales.items())
        if reach < best.share:
            best = Widened(share=reach, levels=answer.levels)
        if answer.gap > 0.0:
            low = max(low, at)
        near = _CONVERGED * max(1.0, best.share)
        if not isfinite(best.share) or abs(answer.gap) <= _HOLDS or best.share - low <= near:
            break
        last, at = at, _next(at, answer, soft, scales)
        if abs(at - last) <= near:
            break
        if not low < at < best.share:
            # past what is known to be enough, that is the next guess; failing that, the middle of the bracket
            at = best.share if at >= best.share > last else (low + best.share) / 2
    return best if isfinite(best.share) else None


def _next(at: float, answer: Answer, soft: Mapping[int, Row], scales: Mapping[int, float]) -> float:
    """Return where the breach would be none if it went on falling as it does."""
    slope = 0.0
    for number, row in soft.items():
        small = _SMALL * scales[number]
        gained = row.moved(small).breach(answer.levels) - row.breach(answer.levels)
        slope += float(answer.weights[number]) * gained / _SMALL
    return at - answer.gap / slope if slope < 0.0 else inf
