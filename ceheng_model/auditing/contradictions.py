"""List every irreducible contradiction among statements.

The search keeps a map of which subsets are still unexplored (MARCO: Liffiton, Previti, Malik and
Marques-Silva, "Fast, flexible MUS enumeration", Constraints 21, 2016). The largest unexplored subset
either holds, and then nothing inside it needs asking, or is shrunk to an irreducible contradiction,
and then nothing around it needs asking.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.programme import Feasibility, Programme

_Clause = tuple[Array, float, float]
"""Weights of the statements, and the least and the most that the weights of those chosen may add up to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """Hold what the search found."""

    contradictions: tuple[frozenset[int], ...]
    """Irreducible contradictions, each a set of statement numbers."""
    complete: bool
    """Whether these are all of them; False when a limit ended the search."""


def enumerate_contradictions(programme: Programme, statements: Iterable[int], *, most: int, solves: int) -> Enumeration:
    """Return every irreducible contradiction, or as many as the limits allow.

    `most` bounds the number of contradictions, `solves` the number of linear programmes.
    """
    members = sorted(statements)
    place = {statement: position for position, statement in enumerate(members)}
    contradictions: list[frozenset[int]] = []
    clauses: list[_Clause] = []
    last_solve = programme.tally.solves + solves
    while (seed := _largest_unexplored(members, clauses)) is not None:
        if len(contradictions) >= most or programme.tally.solves >= last_solve:
            return Enumeration(contradictions=_ordered(contradictions), complete=False)
        answer = programme.ask(seed)
        clause = np.zeros(len(members))
        if answer.feasibility is Feasibility.CONTRADICTS:
            contradiction = shrink(programme, answer.core)
            contradictions.append(contradiction)
            # of these statements at least one must be left out
            clause[[place[statement] for statement in contradiction]] = 1.0
            clauses.append((clause, -np.inf, len(contradiction) - 1.0))
        else:
            # at least one statement must be new
            clause[[place[statement] for statement in members if statement not in seed]] = 1.0
            clauses.append((clause, 1.0, np.inf))
    return Enumeration(contradictions=_ordered(contradictions), complete=True)


def shrink(programme: Programme, contradiction: Iterable[int]) -> frozenset[int]:
    """Return an irreducible contradiction inside a contradictory set of statements."""
    core = frozenset(contradiction)
    for statement in sorted(core):
        if statement in core:
            answer = programme.ask(core - {statement})
            if answer.feasibility is Feasibility.CONTRADICTS:
                core = answer.core
    return core


def _largest_unexplored(members: list[int], clauses: list[_Clause]) -> frozenset[int] | None:
    if not members:
        return None
    if not clauses:
        return frozenset(members)
    matrix, low, high = (np.array(column) for column in zip(*clauses, strict=True))
    size = len(members)
    result = milp(
        -np.ones(size),
        integrality=np.ones(size, dtype=int),
        bounds=Bounds(0.0, 1.0),
        constraints=LinearConstraint(matrix, low, high),
    )
    if result.x is None:
        return None
    # the solver returns whole numbers to within its tolerance
    return frozenset(member for member, inside in zip(members, result.x, strict=True) if inside > 0.5)


def _ordered(contradictions: list[frozenset[int]]) -> tuple[frozenset[int], ...]:
    return tuple(sorted(contradictions, key=lambda contradiction: (len(contradiction), sorted(contradiction))))
