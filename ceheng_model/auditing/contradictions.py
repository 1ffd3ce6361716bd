"""List every irreducible contradiction among statements, and the smallest sets of statements that resolve them all.

The search keeps a map of which subsets are still unexplored (MARCO: Liffiton, Previti, Malik and
Marques-Silva, "Fast, flexible MUS enumeration", Constraints 21, 2016). The largest unexplored subset
either holds, and then nothing inside it needs asking, or is shrunk to an irreducible contradiction,
and then nothing around it needs asking. What the largest subset leaves out is a smallest set that hits
every contradiction found: where the subset holds, that is the next smallest set of statements to change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from ceheng_model.auditing.hitting_sets import HittingSets
from ceheng_model.auditing.programme import Feasibility, Programme


class Ended(StrEnum):
    """Say what ended a search."""

    COMPLETE = "complete"
    """That nothing is left."""
    COUNT = "count"
    """That as many were found as were asked for."""
    SOLVES = "solves"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hold what ends a search before its end."""

    contradictions: int
    corrections: int
    solves: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """Hold what the search found."""

    contradictions: tuple[frozenset[int], ...]
    """Irreducible contradictions, each a set of statement numbers."""
    corrections: tuple[frozenset[int], ...]
    """Sets of statements without which the others hold, none of them larger than it needs to be, the smallest first."""
    ended: Ended

    @property
    def complete(self) -> bool:
        """Whether these are all of them; False when a limit ended the search."""
        return self.ended is Ended.COMPLETE


def enumerate_contradictions(programme: Programme, statements: Iterable[int], limits: Limits) -> Enumeration:
    """Return every irreducible contradiction and every minimal correction, or as many as the limits allow."""
    everything = frozenset(statements)
    contradictions: list[frozenset[int]] = []
    corrections: list[frozenset[int]] = []
    unexplored = HittingSets()
    last_solve, last_second = programme.tally.solves + limits.solves, monotonic() + limits.seconds
    while True:
        left_out = unexplored.smallest()
        if left_out is None:
            ended = Ended.COMPLETE
            break
        if len(contradictions) >= limits.contradictions and len(corrections) >= limits.corrections:
            ended = Ended.COUNT
            break
        if programme.tally.solves >= last_solve or monotonic() >= last_second:
            ended = Ended.TIME if monotonic() >= last_second else Ended.SOLVES
            break
        seed = everything - _members(left_out)
        answer = programme.ask(seed)
        if answer.feasibility is Feasibility.CONTRADICTS:
            contradictions.append(shrink(programme, answer.core))
            unexplored.hit(_mask(contradictions[-1]))
        else:
            corrections.append(everything - seed)
            unexplored.bar(left_out)
    # those beyond the number asked for served the search for corrections only
    listed = contradictions[: limits.contradictions]
    if len(listed) < len(contradictions) and ended is Ended.COMPLETE:
        ended = Ended.COUNT
    return Enumeration(
        contradictions=tuple(sorted(listed, key=lambda members: (len(members), sorted(members)))),
        # what holds as it is needs no change
        corrections=tuple(members for members in corrections[: limits.corrections] if members),
        ended=ended,
    )


def shrink(programme: Programme, contradiction: Iterable[int]) -> frozenset[int]:
    """Return an irreducible contradiction inside a contradictory set of statements."""
    core = frozenset(contradiction)
    # what is left of a contradiction has few rows: a programme of its own is asked many times in no time
    small = programme.only(core)
    for statement in sorted(core):
        if statement in core:
            answer = small.ask(core - {statement})
            if answer.feasibility is Feasibility.CONTRADICTS:
                core = answer.core
    return core


def _mask(members: Iterable[int]) -> int:
    return sum(1 << member for member in members)


def _members(mask: int) -> frozenset[int]:
    return frozenset(position for position in range(mask.bit_length()) if mask >> position & 1)
