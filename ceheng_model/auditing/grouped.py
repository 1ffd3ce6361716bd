"""Tell contradictions by what they share: as few lines as carry them.

A line is made of places, each with alternatives, each of which is a set of statements: it stands for every
contradiction that takes one alternative of each place. Lines that differ in one place become one line.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

Alternatives = frozenset[frozenset[int]]
"""Sets of statements, any one of which will do."""
Line = frozenset[Alternatives]
MOST_GROUPED = 60
"""Contradictions up to which lines are sought: of more, a reader sees what they share and no more."""


def lines_of(contradictions: Sequence[frozenset[int]]) -> tuple[Line, ...]:
    """Return the lines that together stand for just these contradictions, what most lines share first.

    >>> [line] = lines_of([frozenset({0, 1}), frozenset({0, 2}), frozenset({0, 3, 4})])
    >>> sorted(sorted(map(sorted, place)) for place in line)
    [[[0]], [[1], [2], [3, 4]]]
    """
    lines = {frozenset(frozenset({frozenset({member})}) for member in members) for members in contradictions}
    while len(lines) <= MOST_GROUPED and (found := _best(lines)) is not None:
        shared, group = found
        alternatives = frozenset().union(*(_alternatives(line - shared) for line in group))
        lines = (lines - set(group)) | {shared | {alternatives}}
    return tuple(sorted(lines, key=lambda line: sorted(_told(line))))


def _best(lines: set[Line]) -> tuple[Line, tuple[Line, ...]] | None:
    """Return what the lines share that share most, and which these are; None where none differ in one place alone."""
    best: tuple[tuple[int, int, list[list[list[int]]]], Line, tuple[Line, ...]] | None = None
    for shared in {one & other for one, other in combinations(lines, 2)} - {frozenset()}:
        group = tuple(line for line in lines if shared < line and _is_one_place(line - shared))
        if len(group) > 1:
            # of equally good ones the first by number, so that the order of a set decides nothing
            rank = (len(shared), len(group), [[[-m for m in part] for part in place] for place in _told(shared)])
            if best is None or rank > best[0]:
                best = rank, shared, group
    return None if best is None else best[1:]


def _is_one_place(rest: Line) -> bool:
    return len(rest) == 1 or all(len(place) == 1 for place in rest)


def _alternatives(rest: Line) -> Alternatives:
    """Return the alternatives of the one place that differs; several places with one alternative each are one."""
    if len(rest) == 1:
        return next(iter(rest))
    return frozenset({frozenset().union(*(part for place in rest for part in place))})


def _told(line: Iterable[Alternatives]) -> list[list[list[int]]]:
    return sorted(sorted(sorted(part) for part in place) for place in line)


def ordered(line: Line) -> list[list[list[int]]]:
    """Return the places of a line with their alternatives by number, those without a choice first.

    >>> ordered(frozenset({frozenset({frozenset({1}), frozenset({2})}), frozenset({frozenset({5})})}))
    [[[5]], [[1], [2]]]
    """
    return sorted(_told(line), key=lambda place: (len(place) > 1, place))
