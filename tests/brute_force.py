"""Decide by trying what statements can hold together: every subset, one programme each, over rows of `second_opinion`."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from tests.random_plans import RandomPlan
from tests.second_opinion import BASE_YEAR, COMPONENTS, ONE, Row, Span, Told, UnjudgedError, measured, rows, span

Array = NDArray[np.float64]
EXACT = 1e-6
"""Yuan that the solver leaves of none."""
CLEAR = 0.1
"""Yuan past which rows are broken, or have room, for any reader; between the two nothing is compared."""


class CloseError(Exception):
    """Something lies between what is none and what is clear."""


class Tried:
    """Hold a plan's statements as inequalities under some readings, and try them together."""

    def __init__(self, plan: RandomPlan, readings: dict[str, str] | None = None) -> None:
        self.plan, self.facts, self.readings = plan, plan.facts, readings or {}
        self.axes = [
            (group, component, year)
            for group in self.facts.groups
            for component in COMPONENTS
            for year in self.facts.years
        ]
        self.place = {axis: position for position, axis in enumerate(self.axes)}
        negative = np.array([self.facts.base[g][COMPONENTS.index(c)] < 0 for g, c, _ in self.axes])
        # growth is above -1: what is left of any income, and of a total, is a hundredth at least
        least = [0.01 * self.facts.base[g][COMPONENTS.index(c)] for g, c, _ in self.axes]
        self.limits = [(None, end) if below else (end, None) for below, end in zip(negative, least, strict=True)]
        self.always = [self._total_left(group, year) for group in self.facts.groups for year in self.facts.years]
        self.items: dict[frozenset[str], list[Told]] = {}
        self.not_linear: list[Told] = []
        self.not_judged: list[Told] = []
        self.rows: dict[frozenset[str], list[tuple[Array, float, bool]]] = {}
        self.gaps: dict[frozenset[frozenset[str]], float] = {}
        for members in self._gathered():
            self._sort(members)

    def _gathered(self) -> Iterator[list[Told]]:
        """Yield statements, and cells of one income with the same words together."""
        yield from ([told] for told in self.plan.statements)
        cells: dict[tuple[str, str, str], list[Told]] = {}
        for cell in self.plan.cells:
            cells.setdefault((cell["group"], cell["component"], cell["words"]), []).append(cell)
        yield from cells.values()

    def _sort(self, members: list[Told]) -> None:
        key = frozenset(told["id"] for told in members)
        try:
            found = [rows(told, self.facts, self.span(told)) for told in members]
        except UnjudgedError:
            self.not_judged += members
            return
        if any(one is None for one in found):
            self.not_linear += members
            return
        self.items[key] = members
        self.rows[key] = [self._numbers(row) for one in found for row in one or []]

    def span(self, told: Told) -> Span:
        """Return what a statement allows under its reading."""
        reading = self.readings.get(told["id"], self.readings.get(told["type"]))
        return span(told, reading)

    def moved(self, key: frozenset[str], side: str, bound: float) -> list[tuple[Array, float, bool]]:
        """Return the rows of an item one of whose bounds lies elsewhere."""
        found: list[Row] = []
        for told in self.items[key]:
            allowed = self.span(told)
            low, high = (Fraction(bound) if side == end else getattr(allowed, end) for end in ("low", "high"))
            found += rows(told, self.facts, Span(low=low, high=high)) or []
        return [self._numbers(row) for row in found]

    def _numbers(self, row: Row) -> tuple[Array, float, bool]:
        factors, constant = np.zeros(len(self.axes)), 0.0
        for key, factor in row.sums.items():
            if key == ONE:
                constant += float(factor)
            elif key[2] == BASE_YEAR:
                constant += float(factor * self.facts.base[key[0]][COMPONENTS.index(key[1])])
            else:
                factors[self.place[key]] += float(factor)
        return factors, -constant, row.is_open

    def _total_left(self, group: str, year: int) -> tuple[Array, float, bool]:
        factors = np.zeros(len(self.axes))
        factors[[self.place[group, component, year] for component in COMPONENTS]] = -1.0
        return factors, -0.01 * sum(self.facts.base[group]), False

    def breach(self, soft: Sequence[tuple[Array, float, bool]], hard: Iterable[frozenset[str]] = ()) -> float:
        """Return by how many yuan the worst of some rows is broken at best while others hold; below zero is room."""
        firm = [*self.always, *(row for key in hard for row in self.rows[key])]
        above = np.array([[*factors, -1.0] for factors, _, _ in soft] + [[*factors, 0.0] for factors, _, _ in firm])
        limits = np.array([limit for _, limit, _ in soft] + [limit + EXACT / 100 for _, limit, _ in firm])
        aim = np.zeros(len(self.axes) + 1)
        aim[-1] = 1.0
        done: Any = linprog(aim, above, limits, bounds=[*self.limits, (-1.0, None)], method="highs")
        return float(done.fun) if done.status == 0 else np.inf

    def gap(self, keys: Iterable[frozenset[str]]) -> float:
        """Return by how many yuan the worst row of some items is broken at best."""
        chosen = frozenset(keys)
        if chosen not in self.gaps:
            self.gaps[chosen] = self.breach([row for key in chosen for row in self.rows[key]])
        return self.gaps[chosen]

    def can_hold(self, keys: Iterable[frozenset[str]]) -> bool:
        """Return whether items can hold together, ends included."""
        gap = self.gap(keys)
        if EXACT < gap < CLEAR:
            raise CloseError
        return gap <= EXACT

    def contradictions(self) -> set[frozenset[str]]:
        """Return every set of items that cannot hold together, though all but any one can: all subsets are tried."""
        found: list[frozenset[frozenset[str]]] = []
        everything = list(self.items)
        sizes = range(1, len(everything) + 1) if not self.can_hold(everything) else ()
        for size in sizes:
            for subset in map(frozenset, combinations(everything, size)):
                if not any(smaller <= subset for smaller in found) and not self.can_hold(subset):
                    found.append(subset)
        return {frozenset().union(*subset) for subset in found}

    def corrections(self) -> set[frozenset[frozenset[str]]]:
        """Return every smallest set of items without which the others can hold: all subsets are tried."""
        everything = frozenset(self.items)
        found: list[frozenset[frozenset[str]]] = []
        for size in range(len(everything) + 1):
            for subset in map(frozenset, combinations(everything, size)):
                if not any(smaller <= subset for smaller in found) and self.can_hold(everything - subset):
                    found.append(subset)
        return {subset for subset in found if subset}

    def least_move(
        self, key: frozenset[str], side: str, bound: float, enough: float, others: Iterable[frozenset[str]]
    ) -> float:
        """Return how far a bound must move outwards for others to hold, by halving what lies up to a move that is enough."""
        hard, outward = list(others), 1.0 if side == "high" else -1.0
        low, high = 0.0, enough
        for _ in range(60):
            middle = (low + high) / 2
            if self.breach(self.moved(key, side, bound + outward * middle), hard) > 0.0:
                low = middle
            else:
                high = middle
        return high

    def between(self, key: frozenset[str], low: float | None, high: float | None) -> list[tuple[Array, float, bool]]:
        """Return the rows of an item both of whose bounds lie elsewhere."""
        ends = Span(low=None if low is None else Fraction(low), high=None if high is None else Fraction(high))
        return [self._numbers(row) for told in self.items[key] for row in rows(told, self.facts, ends) or []]

    def only_at_a_bound(self) -> set[frozenset[str]]:
        """Return the items one of whose bounds does not belong to it, and is all that the others leave."""
        found = set()
        for key, own in self.rows.items():
            strict = [row for row in own if row[2]]
            room = -self.breach(strict, [other for other in self.items if other != key]) if strict else 1.0
            if EXACT < room < CLEAR / 1000:
                raise CloseError
            if room <= EXACT:
                found.add(key)
        return found

    def redundant(self) -> set[frozenset[str]]:
        """Return the items that hold wherever the others do."""
        return {key for key in self.items if self.follows(key, [other for other in self.items if other != key])}

    def follows(self, key: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
        """Return whether an item holds wherever others do."""
        hard = [row for other in others for row in self.rows[other]]
        worst = max(self._most(factors, hard) - limit for factors, limit, _ in self.rows[key])
        if EXACT < worst < CLEAR:
            raise CloseError
        return bool(worst <= EXACT)

    def _most(self, factors: Array, hard: Sequence[tuple[Array, float, bool]]) -> float:
        done = self._optimum(-factors, hard)
        return np.inf if done is None else -float(factors @ -done)

    def _optimum(self, aim: Array, hard: Sequence[tuple[Array, float, bool]]) -> Array | None:
        above, limits = (np.array([row[part] for row in (*self.always, *hard)]) for part in (0, 1))
        done: Any = linprog(aim, above, limits, bounds=self.limits, method="highs")
        return np.asarray(done.x) if done.status == 0 else None

    def points(self, told: Told, number: int) -> Iterator[Array]:
        """Yield incomes with which all items hold: far ends in directions that move a statement, and what lies between."""
        chance = np.random.default_rng(number)
        hard = [row for own in self.rows.values() for row in own]
        ends = []
        for round_ in range(24):
            aim = np.zeros(len(self.axes))
            for position, (group, _, year) in enumerate(self.axes):
                if round_ % 2 == 0 or group in (told.get("group", group), told.get("against", group)):
                    aim[position] = chance.standard_normal() if round_ % 3 else _sign(group, year, round_, told)
            # without ends, a direction has no farthest point
            found = self._optimum(aim, [*hard, *self._box()])
            if found is not None:
                ends.append(found)
        yield from ends
        for _ in range(200 if ends else 0):
            weights = chance.dirichlet(np.full(len(ends), 0.15))
            yield weights @ np.array(ends)

    def _box(self) -> list[tuple[Array, float, bool]]:
        """Return rows that keep every income within what may happen in a life."""
        found = []
        for position, (group, component, _) in enumerate(self.axes):
            size = 60.0 * abs(self.facts.base[group][COMPONENTS.index(component)])
            factors = np.zeros(len(self.axes))
            factors[position] = 1.0 if self.limits[position][1] is None else -1.0
            found.append((factors, size, False))
        return found

    def value(self, told: Told, point: Array) -> list[float]:
        """Return what a statement speaks of at some incomes."""

        def level(group: str, component: str, year: int) -> float:
            parts = COMPONENTS if component == "total" else (component,)
            if year == BASE_YEAR:
                return float(sum(self.facts.base[group][COMPONENTS.index(part)] for part in parts))
            return float(sum(point[self.place[group, part, year]] for part in parts))

        with np.errstate(all="ignore"):
            try:
                return [float(one.value) for one in measured(told, self.facts, level)]
            except (ZeroDivisionError, TypeError):
                # incomes of nothing, or below zero, grow by no number
                return []


def _sign(group: str, year: int, round_: int, told: Told) -> float:
    """Return a direction that turns incomes of the two that are compared against each other, year by year."""
    own = 1.0 if group == told.get("group", "rural") else -1.0
    return own * (1.0 if (year + round_) % 4 < 2 else -1.0) * (-1.0) ** (round_ // 6)
