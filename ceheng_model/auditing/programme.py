"""Decide by linear programming which statements can hold together.

The unknowns are the levels of all groups, components and years, no nearer to zero than a hundredth of what they are in
the base year (and on its side, as a net income may be negative), and one number ``m``:
the most, in yuan, by which any of the chosen rows is broken. The least ``m`` answers the question:
above the tolerance the statements contradict one another, below minus the tolerance they hold with
room to spare, in between they hold at the edge.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.rows import Row
from ceheng_model.scenarios import Scenario

TOLERANCE = 0.01
"""Yuan per person and year (one fen) within which a verdict is called the edge."""
LEAST_LEFT = 0.01
"""Part of its base that every income keeps: growth is above -1, and at nothing any ratio, share and rate would hold."""
MOST_ROOM = 1.0
"""Yuan of room past which the programme does not look."""
_NOISE = 1e-9
"""Prices below this are rounding of the solver and bind nothing; in yuan it is room that no reader sees."""


class Feasibility(StrEnum):
    """Say whether statements can hold together."""

    HOLDS = "holds"
    EDGE = "edge"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """Hold the answer to one question about a set of statements."""

    gap: float
    """Least possible largest breach, yuan; negative for room to spare."""
    levels: Array
    """Levels at which the breach is least, shape ``(group, component, year)``."""
    core: frozenset[int]
    """Statements that force the breach by themselves."""

    @property
    def feasibility(self) -> Feasibility:
        """What the gap says."""
        if self.gap > TOLERANCE:
            return Feasibility.CONTRADICTS
        return Feasibility.EDGE if self.gap >= -TOLERANCE else Feasibility.HOLDS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solution:
    objective: float
    values: Array
    prices: Array
    """Dual values of the rows, not above zero; a row with none does not bind."""


@dataclass(slots=True)
class Tally:
    """Count the linear programmes that one audit solves, over all its questions."""

    solves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Programme:
    """Hold the matrices of one audit and answer questions about any subset of its statements."""

    owners: NDArray[np.int_]
    """Statement of each row."""
    matrix: sparse.csr_array
    limits: Array
    equalities: sparse.csr_array
    equality_values: Array
    kept: sparse.csr_array
    """Rows, each not above zero, by which every income keeps a part of its base whatever is asked."""
    shape: tuple[int, int, int]
    negative: NDArray[np.bool_]
    """Which levels lie below zero instead of above it, flat."""
    tally: Tally = field(default_factory=Tally)

    def ask(self, statements: Iterable[int]) -> Answer:
        """Return whether these statements can hold together."""
        chosen = np.isin(self.owners, list(statements))
        solution = self._breach(self.matrix[chosen], self.limits[chosen])
        assert solution is not None
        return self._answer(solution, np.flatnonzero(chosen))

    def room_beside(self, statements: Iterable[int]) -> float:
        """Return by how many yuan statements are broken at best, and a little more: what others are asked beside."""
        # statements that hold only at the edge keep their breach, so that they do not block the rest
        return max(0.0, self.ask(statements).gap) + _NOISE

    def ask_with(
        self,
        statements: Iterable[int],
        soft: Sequence[Row],
        *,
        room: float | None = None,
        most_room: float = MOST_ROOM,
    ) -> Answer | None:
        """Return by how much the soft rows must be broken while the statements hold; None if they cannot.

        `room` is the room beside the statements, where it is known; past `most_room` the programme does not look.
        """
        rest = frozenset(statements)
        chosen = np.isin(self.owners, list(rest))
        matrix, limits = row_matrix(soft)
        solution = self._breach(
            sparse.vstack([self._levels_only(chosen), matrix], format="csr"),
            np.concatenate([self.limits[chosen] + (self.room_beside(rest) if room is None else room), limits]),
            most_room=most_room,
        )
        return None if solution is None else self._answer(solution, np.array([], dtype=int))

    def most_breach(self, form: Array, limit: float, statements: Iterable[int]) -> tuple[float, frozenset[int]] | None:
        """Return by how much a row can be broken while the statements hold, and which of them prevent more.

        None where nothing bounds the breach or the statements cannot hold.
        """
        extreme = self._extreme(-form, statements)
        return None if extreme is None else (-extreme[0] - limit, extreme[1])

    def least(self, form: Array, statements: Iterable[int]) -> float | None:
        """Return the least value of a linear form while the statements hold; None where they cannot."""
        extreme = self._extreme(form, statements)
        return None if extreme is None else extreme[0]

    def _extreme(self, form: Array, statements: Iterable[int]) -> tuple[float, frozenset[int]] | None:
        chosen = np.isin(self.owners, list(statements))
        solution = self._solve(np.append(form.ravel(), 0.0), self._levels_only(chosen), self.limits[chosen])
        if solution is None:
            return None
        return solution.objective, self._answer(solution, np.flatnonzero(chosen)).core

    def least_total(self, strengths: Sequence[int]) -> Answer:
        """Return the levels at which the sum over statements of their largest breach is least, yuan.

        Among equal sums, the breaches of the statements of the highest rank in `strengths` add up to least, then those
        of the next: one further programme for each rank but the lowest.
        """
        rows, columns = self.matrix.shape
        statements = len(strengths)
        breaches = sparse.csr_array((-np.ones(rows), (np.arange(rows), self.owners)), shape=(rows, statements))
        everything = sparse.vstack([self._levels_only(np.ones(rows, dtype=bool)), self.kept])
        none = sparse.csr_array((self.kept.shape[0], statements))
        matrix = sparse.hstack([everything, sparse.vstack([breaches, none])], format="csr")
        limits = np.append(self.limits, np.zeros(self.kept.shape[0]))
        first = solution = self._solve_total(np.ones(statements), matrix, limits)
        counted = np.ones(statements)
        for rank in sorted(set(strengths), reverse=True)[:-1]:
            # what has been made least stays so, to within what the solver leaves of none
            row = sparse.csr_array(np.append(np.zeros(columns), counted)[np.newaxis])
            matrix = sparse.vstack([matrix, row], format="csr")
            limits = np.append(limits, solution.objective + _NOISE)
            counted = (np.asarray(strengths) == rank).astype(float)
            solution = self._solve_total(counted, matrix, limits)
        broken = np.flatnonzero(solution.values[columns:] > TOLERANCE / 100)
        levels = solution.values[: columns - 1].reshape(self.shape)
        return Answer(gap=first.objective, levels=levels, core=frozenset(broken.tolist()))

    def _solve_total(self, counted: Array, matrix: sparse.csr_array, limits: Array) -> _Solution:
        """Return where the breaches of the statements, as often as they are counted, add up to least."""
        nothing = sparse.csr_array((self.equalities.shape[0], counted.size))
        self.tally.solves += 1
        solution = _solved(
            np.concatenate([np.zeros(self.matrix.shape[1]), counted]),
            matrix,
            limits,
            sparse.hstack([self.equalities, nothing], format="csr"),
            self.equality_values,
            negative=self.negative,
            lowest=0.0,
        )
        assert solution is not None
        return solution

    def _answer(self, solution: _Solution, rows: NDArray[np.int_]) -> Answer:
        forcing = rows[-solution.prices[: rows.size] > _NOISE]
        return Answer(
            gap=solution.objective,
            levels=solution.values[:-1].reshape(self.shape),
            core=frozenset(self.owners[forcing].tolist()),
        )

    def _breach(self, matrix: sparse.csr_array, limits: Array, *, most_room: float = MOST_ROOM) -> _Solution | None:
        objective = np.zeros(matrix.shape[1])
        objective[-1] = 1.0
        return self._solve(objective, matrix, limits, most_room=most_room)

    def _solve(
        self, objective: Array, matrix: sparse.csr_array, limits: Array, *, most_room: float = MOST_ROOM
    ) -> _Solution | None:
        self.tally.solves += 1
        return _solved(
            objective,
            sparse.vstack([matrix, self.kept], format="csr"),
            np.append(limits, np.zeros(self.kept.shape[0])),
            self.equalities,
            self.equality_values,
            negative=self.negative,
            lowest=-most_room,
        )

    def _levels_only(self, chosen: NDArray[np.bool_]) -> sparse.csr_array:
        """Return the chosen rows without the column of the breach, so that they hold exactly."""
        matrix = self.matrix[chosen].tolil()
        matrix[:, -1] = 0.0
        return sparse.csr_array(matrix)


def row_matrix(rows: Sequence[Row]) -> tuple[sparse.csr_array, Array]:
    """Return the rows as a sparse matrix over the levels and the breach, and their limits."""
    forms = [row.form() for row in rows]
    matrix = np.array([np.append(form.ravel(), -1.0) for form, _ in forms])
    return sparse.csr_array(matrix), np.array([limit for _, limit in forms])


def build(
    rows: Sequence[Row], owners: Sequence[int], scenario: Scenario, tally: Tally, *, free_split: bool = False
) -> Programme:
    """Return the programme of all rows: on the scenario's base-year split, or with only its totals fixed."""
    shape = (*scenario.baseline.levels.shape, len(scenario.years) + 1)
    # of a group without a base no statement is weighed: any level will do
    base = np.nan_to_num(scenario.baseline.levels)
    matrix, limits = row_matrix(rows)
    fixed: list[Array] = []
    values: list[float] = []
    for group in range(shape[0]):
        cells = [[c] for c in range(shape[1])] if not free_split else [list(range(shape[1]))]
        for members in cells:
            form = np.zeros(shape)
            form[group, members, 0] = 1.0
            fixed.append(np.append(form.ravel(), 0.0))
            values.append(float(base[group, members].sum()))
    return Programme(
        owners=np.array(owners, dtype=int),
        matrix=matrix,
        limits=limits,
        equalities=sparse.csr_array(np.array(fixed)),
        equality_values=np.array(values),
        kept=_kept(base, shape),
        shape=shape,
        negative=np.repeat((base < 0.0).ravel(), shape[-1]),
        tally=tally,
    )


def _kept(base: Array, shape: tuple[int, int, int]) -> sparse.csr_array:
    """Return the rows by which every income keeps a part of its base, and its total where one of them is negative."""
    rows = []
    for group, own in enumerate(base):
        alone = [([component], -1.0 if level < 0.0 else 1.0) for component, level in enumerate(own)]
        whole = [(list(range(own.size)), 1.0)] if (own < 0.0).any() else []
        for members, sign in alone + whole:
            for year in range(1, shape[-1]):
                form = np.zeros(shape)
                form[group, members, 0] = sign * LEAST_LEFT
                form[group, members, year] = -sign
                rows.append(np.append(form.ravel(), 0.0))
    return sparse.csr_array(np.array(rows))


def _solved(
    objective: Array,
    matrix: sparse.csr_array,
    limits: Array,
    equalities: sparse.csr_array,
    values: Array,
    *,
    negative: NDArray[np.bool_],
    lowest: float,
) -> _Solution | None:
    """Return the solution with variables on their side of zero and the last at `lowest` or above; None if none."""
    bounds = np.zeros((objective.size, 2))
    bounds[:, 1] = np.inf
    bounds[: negative.size][negative] = -np.inf, 0.0
    bounds[-1, 0] = lowest
    result: Any = linprog(objective, matrix, limits, equalities, values, bounds, method="highs")  # type: ignore[call-overload]
    if result.status != 0:
        return None
    return _Solution(
        objective=float(result.fun), values=np.asarray(result.x), prices=np.asarray(result.ineqlin.marginals)
    )
