"""Decide by linear programming which statements can hold together.

The unknowns are the levels of all groups, components and years, no nearer to zero than a hundredth of what they are in
the base year (and on its side, as a net income may be negative), and one number ``m``:
the most, in yuan, by which any of the chosen rows is broken. The least ``m`` answers the question:
above the tolerance the statements contradict one another, below minus the tolerance they hold with
room to spare, in between they hold at the edge.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.rows import Row
from ceheng_model.auditing.solver import Model, Solution
from ceheng_model.doors import door
from ceheng_model.scenarios import Scenario

TOLERANCE = 0.01
"""Yuan per person and year (one fen) within which a verdict is called the edge."""
LEAST_LEFT = 0.01
"""Part of its base that every income keeps: growth is above -1, and at nothing any ratio, share and rate would hold."""
MOST_ROOM = 1.0
"""Yuan of room past which the programme does not look."""
NOISE = 1e-9
"""Prices below this are rounding of the solver and bind nothing; in yuan it is room that no reader sees."""


@door
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
    weights: Array = field(default_factory=lambda: np.array([]))
    """How much of the breach each of the rows that were asked for forces; of the others nothing is said."""

    @property
    def feasibility(self) -> Feasibility:
        """What the gap says."""
        if self.gap > TOLERANCE:
            return Feasibility.CONTRADICTS
        return Feasibility.EDGE if self.gap >= -TOLERANCE else Feasibility.HOLDS


@dataclass(slots=True)
class Tally:
    """Count the linear programmes that one audit solves, over all its questions."""

    solves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Firm:
    """Hold what holds whatever is asked: bounds of the columns, and rows that keep totals and splits."""

    lower: Array
    upper: Array
    matrix: sparse.csr_array
    low: Array
    high: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Programme:
    """Hold the matrices of one audit and answer questions about any subset of its statements."""

    rows: tuple[Row, ...]
    owners: NDArray[np.int_]
    """Statement of each row."""
    matrix: sparse.csr_array
    limits: Array
    firm: Firm
    shape: tuple[int, int, int]
    tally: Tally = field(default_factory=Tally)

    def ask(self, statements: Iterable[int]) -> Answer:
        """Return whether these statements can hold together."""
        chosen = self._of(statements)
        solution = self._solved(self._breached, np.where(chosen, self.limits, np.inf))
        assert solution is not None
        return self._answer(solution, chosen)

    def room_beside(self, statements: Iterable[int]) -> float:
        """Return by how many yuan statements are broken at best, and a little more: what others are asked beside."""
        # statements that hold only at the edge keep their breach, so that they do not block the rest
        return max(0.0, self.ask(statements).gap) + NOISE

    def ask_beside(
        self,
        statements: Iterable[int],
        soft: Mapping[int, Row],
        *,
        moved: Mapping[int, Row] | None = None,
        room: float | None = None,
        most_room: float = MOST_ROOM,
    ) -> Answer | None:
        """Return by how much the soft rows must be broken while the statements hold; None if they cannot.

        `soft` holds bounds for some rows of the programme, by number, and `moved` other bounds for rows that have to
        hold beside them. `room` is the room beside the statements, where it is known; past `most_room` the programme
        does not look.
        """
        rest, firm = frozenset(statements), moved or {}
        left = self.room_beside(rest) if room is None else room
        chosen = self._of(rest)
        limits = np.where(chosen, self.limits + left, np.inf)
        for number in [number for number in self._written if chosen[number]]:
            self._write(number, self.rows[number], 0.0)
        for number, row in firm.items():
            limits[number] = self._write(number, row, 0.0) + left
        asked = np.zeros(self.owners.size, dtype=bool)
        for number, row in soft.items():
            limits[number], asked[number] = self._write(number, row, -1.0), True
        last = self.matrix.shape[1] - 1
        self._mixed.widen(last, -most_room)
        self._mixed.weigh(_unit(last + 1, last))
        solution = self._solved(self._mixed, limits)
        return None if solution is None else self._answer(solution, asked)

    def only(self, statements: Iterable[int]) -> "Programme":
        """Return the programme of some of its statements alone, under their numbers."""
        chosen = np.flatnonzero(self._of(statements))
        return replace(
            self,
            rows=tuple(self.rows[number] for number in chosen.tolist()),
            owners=self.owners[chosen],
            matrix=sparse.csr_array(self.matrix[chosen]),
            limits=self.limits[chosen],
        )

    def rows_of(self, statement: int) -> dict[int, Row]:
        """Return the rows of a statement by their number."""
        return {number: self.rows[number] for number in np.flatnonzero(self.owners == statement).tolist()}

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
        chosen = self._of(statements)
        for number in list(self._written):
            self._write(number, self.rows[number], 0.0)
        self._mixed.weigh(np.append(form.ravel(), 0.0))
        solution = self._solved(self._mixed, np.where(chosen, self.limits, np.inf))
        return None if solution is None else (solution.objective, self._answer(solution, chosen).core)

    def least_total(self, strengths: Sequence[int]) -> Answer:
        """Return the levels at which the sum over statements of their largest breach is least, yuan.

        Among equal sums, the breaches of the statements of the highest rank in `strengths` add up to least, then those
        of the next: one further programme for each rank but the lowest.
        """
        rows, columns = self.matrix.shape
        statements = len(strengths)
        breaches = sparse.csr_array((-np.ones(rows), (np.arange(rows), self.owners)), shape=(rows, statements))
        matrix, high = sparse.hstack([self._exact, breaches], format="csr"), self.limits
        first = solution = self._total(np.ones(statements), matrix, high)
        counted = np.ones(statements)
        for rank in sorted(set(strengths), reverse=True)[:-1]:
            # what has been made least stays so, to within what the solver leaves of none
            row = sparse.csr_array(np.append(np.zeros(columns), counted)[np.newaxis])
            matrix = sparse.vstack([matrix, row], format="csr")
            high = np.append(high, solution.objective + NOISE)
            counted = (np.asarray(strengths) == rank).astype(float)
            solution = self._total(counted, matrix, high)
        broken = np.flatnonzero(solution.values[columns:] > TOLERANCE / 100)
        levels = solution.values[: columns - 1].reshape(self.shape)
        return Answer(gap=first.objective, levels=levels, core=frozenset(broken.tolist()))

    def _total(self, counted: Array, matrix: sparse.csr_array, high: Array) -> Solution:
        """Return where the breaches of the statements, as often as they are counted, add up to least."""
        firm, size = self.firm, counted.size
        nothing = sparse.csr_array((firm.matrix.shape[0], size))
        model = Model(
            sparse.vstack([matrix, sparse.hstack([firm.matrix, nothing])], format="csr"),
            np.append(np.full(high.size, -np.inf), firm.low),
            np.append(high, firm.high),
            np.append(firm.lower, np.zeros(size)),
            np.append(firm.upper, np.full(size, np.inf)),
        )
        model.weigh(np.append(np.zeros(self.matrix.shape[1]), counted))
        self.tally.solves += 1
        solution = model.least()
        assert solution is not None
        return solution

    @cached_property
    def _breached(self) -> Model:
        """The model in which every row may be broken by the one breach, which is to be least."""
        model, last = self._model(self.matrix), self.matrix.shape[1] - 1
        model.widen(last, -MOST_ROOM)
        model.weigh(_unit(last + 1, last))
        return model

    @cached_property
    def _mixed(self) -> Model:
        """The model in which rows hold, but for those that are written anew."""
        return self._model(self._exact)

    @cached_property
    def _exact(self) -> sparse.csr_array:
        """The rows without the breach."""
        matrix = self.matrix.tolil()
        matrix[:, -1] = 0.0
        return sparse.csr_array(matrix)

    def _model(self, matrix: sparse.csr_array) -> Model:
        firm = self.firm
        return Model(
            sparse.csr_array(sparse.vstack([matrix, firm.matrix], format="csr")),
            np.append(np.full(self.limits.size, -np.inf), firm.low),
            np.append(np.full(self.limits.size, np.inf), firm.high),
            firm.lower.copy(),
            firm.upper.copy(),
        )

    @cached_property
    def _written(self) -> dict[int, tuple[float, float]]:
        """Rows of the mixed model that are written anew, with their bound and how the breach counts there."""
        return {}

    def _write(self, number: int, row: Row, breach: float) -> float:
        """Write one row of the mixed model anew, if it is not so, and return its limit."""
        form, limit = row.form()
        own = self.rows[number].bound
        bound, counted = self._written.pop(number, (own, 0.0))
        if row.bound != bound:
            # a bound stands beside the denominator alone
            columns = np.flatnonzero(row.ratio.denominator)
            self._mixed.write(number, columns, form.ravel()[columns])
        if breach != counted:
            self._mixed.write(number, np.array([self.matrix.shape[1] - 1]), np.array([breach]))
        if (row.bound, breach) != (own, 0.0):
            self._written[number] = row.bound, breach
        return limit

    @cached_property
    def _statements(self) -> int:
        return int(self.owners.max()) + 1 if self.owners.size else 0

    def _of(self, statements: Iterable[int]) -> NDArray[np.bool_]:
        flags = np.zeros(self._statements, dtype=bool)
        flags[list(statements)] = True
        return np.asarray(flags[self.owners])

    def _solved(self, model: Model, limits: Array) -> Solution | None:
        self.tally.solves += 1
        model.bound(np.append(limits, self.firm.high))
        return model.least()

    def _answer(self, solution: Solution, chosen: NDArray[np.bool_]) -> Answer:
        weights = np.where(chosen, -solution.prices[: chosen.size], 0.0)
        return Answer(
            gap=solution.objective,
            levels=solution.values[:-1].reshape(self.shape),
            core=frozenset(self.owners[weights > NOISE].tolist()),
            weights=weights,
        )


def _unit(size: int, position: int) -> Array:
    unit = np.zeros(size)
    unit[position] = 1.0
    return unit


def row_matrix(rows: Sequence[Row], columns: int) -> tuple[sparse.csr_array, Array]:
    """Return the rows as a sparse matrix over the levels and the breach, and their limits."""
    forms = [row.form() for row in rows]
    matrix = np.array([np.append(form.ravel(), -1.0) for form, _ in forms]).reshape(len(rows), columns)
    return sparse.csr_array(matrix), np.array([limit for _, limit in forms])


def build(
    rows: Sequence[Row], owners: Sequence[int], scenario: Scenario, tally: Tally, *, free_split: bool = False
) -> Programme:
    """Return the programme of all rows: on the scenario's base-year split, or with only its totals fixed."""
    shape = (*scenario.baseline.levels.shape, len(scenario.years) + 1)
    # of a group without a base no statement is weighed: any level will do
    base = np.nan_to_num(scenario.baseline.levels)
    matrix, limits = row_matrix(rows, int(np.prod(shape)) + 1)
    return Programme(
        rows=tuple(rows),
        owners=np.array(owners, dtype=int),
        matrix=matrix,
        limits=limits,
        firm=_firm(base, shape, free_split=free_split),
        shape=shape,
        tally=tally,
    )


def _firm(base: Array, shape: tuple[int, int, int], *, free_split: bool) -> Firm:
    """Return what every income keeps of its base, and what is fixed of the base year: each income, or each total."""
    negative = base < 0.0
    lower, upper = np.zeros(shape), np.full(shape, np.inf)
    lower[negative], upper[negative] = -np.inf, 0.0
    rows: list[tuple[Array, float, float]] = []
    if free_split:
        rows += [
            row for cells in np.ndindex(base.shape) for row in _kept(shape, *cells, negative=bool(negative[cells]))
        ]
        totals = base.sum(axis=1)
        rows += [(_form(shape, group, 0), total, total) for group, total in enumerate(totals.tolist())]
    else:
        lower[..., 0] = upper[..., 0] = base
        lower[..., 1:] = np.where(negative, -np.inf, LEAST_LEFT * base)[..., np.newaxis]
        upper[..., 1:] = np.where(negative, LEAST_LEFT * base, np.inf)[..., np.newaxis]
    for group in np.flatnonzero(negative.any(axis=1)).tolist():
        rows += _kept(shape, group, slice(None), negative=False)
    columns = int(np.prod(shape)) + 1
    return Firm(
        lower=np.append(lower.ravel(), -np.inf),
        upper=np.append(upper.ravel(), np.inf),
        matrix=sparse.csr_array(np.array([np.append(form, 0.0) for form, _, _ in rows]).reshape(len(rows), columns)),
        low=np.array([low for _, low, _ in rows]),
        high=np.array([high for _, _, high in rows]),
    )


def _kept(
    shape: tuple[int, int, int], group: int, components: int | slice, *, negative: bool
) -> Iterable[tuple[Array, float, float]]:
    """Yield the rows by which an income, or a total, keeps a part of its base."""
    sign = -1.0 if negative else 1.0
    for year in range(1, shape[-1]):
        form = sign * (LEAST_LEFT * _form(shape, group, 0, components) - _form(shape, group, year, components))
        yield form, -np.inf, 0.0


def _form(shape: tuple[int, int, int], group: int, year: int, components: int | slice = slice(None)) -> Array:
    form = np.zeros(shape)
    form[group, components, year] = 1.0
    return form.ravel()
