"""Say of each target what the rest of the period now needs, and whether it is on track."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ceheng_model.arithmetic import Array, average_annual_growth
from ceheng_model.checks import CheckedStatement, check
from ceheng_model.plan import Statement
from ceheng_model.plan.statements import GDP
from ceheng_model.projection import Projection, project
from ceheng_model.tracking.conditioning import Conditioned, known_levels
from ceheng_model.vocabulary import Group, Text, Verdict


class State(StrEnum):
    """Say how a target stands."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    MISSED = "missed"
    NOT_JUDGED = "not_judged"

    @property
    def label(self) -> Text:
        """The state in both languages."""
        return _STATES[self]


_STATES: Mapping[State, Text] = {
    State.REACHED: Text("已达到", "reached"),
    State.ON_TRACK: Text("按进度", "on track"),
    State.OFF_TRACK: Text("落后", "off track"),
    State.MISSED: Text("未达到", "missed"),
    State.NOT_JUDGED: Text("未判定", "not judged"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Hold the growth of one group in the years that are left with which a target is just reached."""

    group: Group
    after: int
    """The last year that is known."""
    level: float
    """Income in that year, yuan."""
    years: int
    """How many years are left."""
    growth: float
    """Average annual growth that reaches the printed value, a fraction."""
    growth_to_bound: float
    """The same for the lowest value that still rounds to the printed one."""
    planned: float
    """Average annual growth planned for these years."""
    given: Group | None = None
    """The other group, which is taken to grow as planned."""

    @property
    def more(self) -> float:
        """Needed less planned growth, a fraction."""
        return self.growth - self.planned


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetState:
    """Hold how one headline statement of the plan stands."""

    statement: Statement
    label: Text
    state: State
    outlook: CheckedStatement
    """The statement judged on what is known, later years growing as planned."""
    decided: bool
    """Whether every income that it is about is known."""
    needs: tuple[Need, ...]

    @property
    def value(self) -> float:
        """The quantity on that path; NaN where it is not judged."""
        return self.outlook.value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Paths:
    """Hold totals by group and year, base year first: as known and carried on, and as planned."""

    conditioned: Conditioned
    known: Array
    planned: Array

    @property
    def base_year(self) -> int:
        return self.conditioned.scenario.baseline.year

    def group(self, key: str) -> int:
        """Return the position of a group."""
        return self.conditioned.scenario.group_keys.index(key)

    def until(self, g: int) -> int:
        """Return the position of the last known year of a group."""
        return self.conditioned.until[g] - self.base_year

    def need(self, g: int, start: int, end: int, ends: tuple[float, float], *, given: int | None = None) -> Need:
        """Return what brings a group's total from one year to either of two incomes in another."""
        groups = self.conditioned.scenario.groups
        level, years = float(self.known[g, start]), end - start
        growth, bound = (float(average_annual_growth(level, aim, years=years)) for aim in ends)
        return Need(
            group=groups[g],
            after=self.base_year + start,
            level=level,
            years=years,
            growth=growth,
            growth_to_bound=bound,
            planned=float(average_annual_growth(self.planned[g, start], self.planned[g, end], years=years)),
            given=None if given is None else groups[given],
        )


def target_states(conditioned: Conditioned, last_published: int) -> tuple[TargetState, ...]:
    """Return how each headline statement stands.

    It is on track where it holds when every group grows as planned in the years that are left, from the
    level it has reached: the growth needed is then not above the growth planned. Comparisons with figures
    of other regions are judged up to `last_published`, the last year that can have been published.
    """
    outlook = Projection(scenario=conditioned.scenario, values=known_levels(conditioned))
    paths = _Paths(
        conditioned=conditioned,
        known=outlook.values.sum(axis=1),
        planned=project(conditioned.planned).values.sum(axis=1),
    )
    checked = check(outlook, share_cases=False).checked
    return tuple(_state(one, paths, last_published) for one in checked if one.statement.headline)


def groups_of(statement: Statement, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the groups whose income a statement is about."""
    quantity = statement.quantity
    if quantity.kind == "urban_rural_ratio":
        return ("urban", "rural")
    against = quantity.against
    other = against.group if against is not None and against.series is None and against.group != GDP else ""
    return tuple(key for key in keys if key in (quantity.group, other))


def not_yet_published(statement: Statement, last_published: int) -> bool:
    """Return whether a statement compares with figures of another region that cannot have been published."""
    against = statement.quantity.against
    return against is not None and against.series is not None and statement.quantity.last > last_published


def _state(checked: CheckedStatement, paths: _Paths, last_published: int) -> TargetState:
    statement = checked.statement
    quantity, keys = statement.quantity, paths.conditioned.scenario.group_keys
    until = [paths.conditioned.until[keys.index(key)] for key in groups_of(statement, keys)]
    decided = bool(until) and min(until) >= quantity.last
    state = _STATE_OF[checked.verdict][decided]
    if not_yet_published(statement, last_published):
        state = State.NOT_JUDGED
    judged = checked.verdict is not Verdict.NOT_JUDGED
    needs = _NEEDS.get(quantity.kind, _none)(statement, paths) if judged and not decided else ()
    return TargetState(
        statement=statement, label=checked.label, state=state, outlook=checked, decided=decided, needs=needs
    )


_STATE_OF: Mapping[Verdict, tuple[State, State]] = {
    Verdict.MET: (State.ON_TRACK, State.REACHED),
    Verdict.EXCEEDED: (State.ON_TRACK, State.REACHED),
    Verdict.MISSED: (State.OFF_TRACK, State.MISSED),
    Verdict.UNDECIDABLE: (State.NOT_JUDGED, State.NOT_JUDGED),
    Verdict.NOT_JUDGED: (State.NOT_JUDGED, State.NOT_JUDGED),
}


def _aims(statement: Statement) -> tuple[float, float]:
    return statement.wording.aim, statement.wording.bound


def _income(statement: Statement, paths: _Paths) -> tuple[Need, ...]:
    g, end = paths.group(statement.quantity.group), statement.quantity.last - paths.base_year
    return (paths.need(g, paths.until(g), end, _aims(statement)),)


def _average(statement: Statement, paths: _Paths) -> tuple[Need, ...]:
    quantity = statement.quantity
    g, end = paths.group(quantity.group), quantity.last - paths.base_year
    first = quantity.last if quantity.kind == "growth" else quantity.first
    # growth is measured from the year before the first one
    origin = first - 1 - paths.base_year
    start = max(paths.until(g), origin)
    level = float(paths.known[g, origin])
    ends = tuple(level * (1.0 + rate) ** (end - origin) for rate in _aims(statement))
    return (paths.need(g, start, end, (ends[0], ends[1])),)


def _ratio(statement: Statement, paths: _Paths) -> tuple[Need, ...]:
    """Return the growth of either group, the other growing as planned from where it stands."""
    urban, rural = paths.group("urban"), paths.group("rural")
    end = statement.quantity.last - paths.base_year
    value, bound = _aims(statement)
    needs = []
    for g, other, ends in (
        (rural, urban, (paths.known[urban, end] / value, paths.known[urban, end] / bound)),
        (urban, rural, (paths.known[rural, end] * value, paths.known[rural, end] * bound)),
    ):
        if paths.until(g) < end:
            needs.append(paths.need(g, paths.until(g), end, (float(ends[0]), float(ends[1])), given=other))
    return tuple(needs)


def _lead(statement: Statement, paths: _Paths) -> tuple[Need, ...]:
    """Return the growth that equals the other group's: the target is to be above it."""
    quantity = statement.quantity
    assert quantity.against is not None
    if quantity.against.series is not None or quantity.against.group == GDP:
        return ()
    g, other = paths.group(quantity.group), paths.group(quantity.against.group)
    origin, end = quantity.first - 1 - paths.base_year, quantity.last - paths.base_year
    start = max(paths.until(g), origin)
    if start >= end:
        return ()
    factor = paths.known[other, end] / paths.known[other, origin]
    aim = float(paths.known[g, origin] * factor)
    return (paths.need(g, start, end, (aim, aim), given=other),)


def _none(_statement: Statement, _paths: _Paths) -> tuple[Need, ...]:
    return ()


_NEEDS = {
    "income": _income,
    "growth": _average,
    "average_annual_growth": _average,
    "urban_rural_ratio": _ratio,
    "growth_lead": _lead,
}
