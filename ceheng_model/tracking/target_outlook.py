"""Say of each target what the rest of the period now needs, and whether it is on track."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ceheng_model.checks import CheckedStatement, check
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.quantities import Level, NeededLevel, Numbers, Quantity, UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.terms import Terms
from ceheng_model.tracking.known_years import Conditioned
from ceheng_model.tracking.lines import QUOTED, Line, LinePath
from ceheng_model.values import Value
from ceheng_model.vocabulary import Group, Text, Verdict


class State(StrEnum):
    """Say how a target stands."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    MISSED = "missed"
    NO_ACTUALS = "no_actuals"
    """No income that it is about is known after the base year: it stands as the plan has it."""
    NOT_JUDGED = "not_judged"

    @property
    def label(self) -> Text:
        """The state in both languages."""
        return _STATES[self]


_STATES: Mapping[State, Text] = {
    State.REACHED: Text("已达到", "reached"),
    State.ON_TRACK: Text("达到序时进度", "on track"),
    State.OFF_TRACK: Text("滞后于序时进度", "off track"),
    State.MISSED: Text("未达到", "missed"),
    State.NO_ACTUALS: Text("尚无实际数", "no actuals yet"),
    State.NOT_JUDGED: Text("未判定", "not judged"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Need(Value):
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TargetState(Value):
    """Hold how one headline statement of the plan stands."""

    statement: Statement
    label: Text
    state: State
    outlook: CheckedStatement
    """The statement judged on what is known, later years growing as planned: the line that reports quote."""
    under: Mapping[Line, CheckedStatement]
    """The statement judged under each line for the years that are left that tells its incomes."""
    decided: bool
    """Whether every income that it is about is known."""
    is_comparable: bool
    """Whether what it is compared with can have been published."""
    needs: tuple[Need, ...]
    unknown: tuple[str, ...] = ()
    """Groups that it is about of which nothing is known yet, while something is known of others."""

    @property
    def value(self) -> float:
        """The quantity on that path; NaN where it is not judged."""
        return self.outlook.value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Paths:
    """Hold incomes year by year: as known and carried on, and as planned."""

    conditioned: Conditioned
    known: Numbers
    planned: Numbers

    @property
    def scenario(self) -> Scenario:
        return self.conditioned.scenario

    def until(self, group: str) -> int:
        """Return the last known year of a group."""
        return self.conditioned.until[self.scenario.group_keys.index(group)]

    def unknown(self, groups: Sequence[str]) -> tuple[str, ...]:
        """Return those of some groups of which nothing is known yet; none where nothing is known at all."""
        base_year = self.scenario.base_year
        found = tuple(group for group in groups if self.until(group) == base_year)
        return found if max(self.conditioned.until) > base_year else ()

    def need(self, quantity: Quantity, to_value: NeededLevel, to_bound: NeededLevel) -> Need | None:
        """Return what brings a group's income to either of two levels; None where no year is left."""
        level, base = to_value.level, self.scenario.base_year
        after = max(self.until(level.group), base if quantity.since is None else quantity.since)
        years = quantity.last_year - after
        if years <= 0:
            return None
        start = self.known.level(replace(level, year=after))
        growth, bound = (float(self.known.growth(start, end.value, years)) for end in (to_value, to_bound))
        since, until = (self.planned.level(replace(level, year=year)) for year in (after, level.year))
        groups = {group.key: group for group in self.scenario.groups}
        constrained = quantity.constrained(self.scenario.terms)
        others = [group for key, group in groups.items() if key in constrained and key != level.group]
        return Need(
            group=groups[level.group],
            after=after,
            level=float(start),
            years=years,
            growth=growth,
            growth_to_bound=bound,
            planned=float(self.planned.growth(since, until, years)),
            given=others[0] if others else None,
        )


def target_states(conditioned: Conditioned, lines: Sequence[LinePath], last_published: int) -> tuple[TargetState, ...]:
    """Return how each headline statement stands.

    It is on track where it holds when every group grows as planned in the years that are left, from the
    level it has reached: the growth needed is then not above the growth planned. Of what nothing is known after the
    base year it is not said: there the plan would be held against itself. Comparisons with figures
    of other regions are judged up to `last_published`, the last year that can have been published.
    """
    projections = {one.line: Projection(scenario=conditioned.scenario, values=one.values) for one in lines}
    paths = _Paths(
        conditioned=conditioned,
        known=Numbers(conditioned.scenario, projections[QUOTED].values),
        planned=Numbers(conditioned.planned, project(conditioned.planned).values),
    )
    checked = {line: check(projection, share_cases=False).checked for line, projection in projections.items()}
    return tuple(
        _state(_told(lines, position, checked, paths), paths, last_published)
        for position, statement in enumerate(checked[QUOTED])
        if statement.statement.headline
    )


def _told(
    lines: Sequence[LinePath], position: int, checked: Mapping[Line, Sequence[CheckedStatement]], paths: _Paths
) -> dict[Line, CheckedStatement]:
    """Return a statement judged under the lines that tell every income that it reads."""
    read = _read(checked[QUOTED][position].statement.quantity, paths.scenario)
    return {
        one.line: checked[one.line][position]
        for one in lines
        if all(one.tells(level.group, level.year, paths.conditioned.until) for level in read)
    }


def _read(quantity: Quantity, scenario: Scenario) -> tuple[Level, ...]:
    """Return the incomes that a quantity reads; none where it cannot be judged."""
    try:
        return tuple(level for form in quantity.forms(scenario) for level in form.levels)
    except UndecidableError:
        return ()


def groups_of(statement: Statement, terms: Terms) -> tuple[str, ...]:
    """Return the groups whose income a statement is about."""
    constrained = statement.quantity.constrained(terms)
    return tuple(group.key for group in terms.groups if group.key in constrained)


def not_yet_published(statement: Statement, last_published: int) -> bool:
    """Return whether a statement compares with figures of another region that cannot have been published."""
    against = statement.quantity.against
    return against is not None and against.series is not None and statement.quantity.last_year > last_published


def _state(under: Mapping[Line, CheckedStatement], paths: _Paths, last_published: int) -> TargetState:
    checked = under[QUOTED]
    statement = checked.statement
    quantity, keys = statement.quantity, paths.conditioned.scenario.group_keys
    until = [paths.conditioned.until[keys.index(key)] for key in groups_of(statement, paths.scenario.terms)]
    decided = bool(until) and min(until) >= quantity.last_year
    state = _STATE_OF[checked.verdict][decided]
    if until and not decided and max(until) == paths.scenario.base_year and state is not State.NOT_JUDGED:
        state = State.NO_ACTUALS
    is_comparable = not not_yet_published(statement, last_published)
    if not is_comparable:
        state = State.NOT_JUDGED
    judged = checked.verdict is not Verdict.NOT_JUDGED
    needs = _needs(statement, paths) if judged and not decided else ()
    return TargetState(
        statement=statement,
        label=checked.label,
        state=state,
        outlook=checked,
        under=under,
        decided=decided,
        is_comparable=is_comparable,
        needs=needs,
        unknown=paths.unknown(groups_of(statement, paths.scenario.terms)),
    )


_STATE_OF: Mapping[Verdict, tuple[State, State]] = {
    Verdict.MET: (State.ON_TRACK, State.REACHED),
    Verdict.EXCEEDED: (State.ON_TRACK, State.REACHED),
    Verdict.MISSED: (State.OFF_TRACK, State.MISSED),
    Verdict.UNDECIDABLE: (State.NOT_JUDGED, State.NOT_JUDGED),
    Verdict.NOT_JUDGED: (State.NOT_JUDGED, State.NOT_JUDGED),
}


def _needs(statement: Statement, paths: _Paths) -> tuple[Need, ...]:
    """Return the growth of either group that could bring a target about, another growing as planned.

    None for a comparison with figures of others: what these will be is not known.
    """
    quantity, wording, scenario = statement.quantity, statement.wording, paths.scenario
    if any(form.known for form in quantity.forms(scenario)):
        return ()
    ends = (quantity.needed_levels(aim, scenario, paths.known) for aim in (wording.aim, wording.bound))
    needs = (paths.need(quantity, to_value, to_bound) for to_value, to_bound in zip(*ends, strict=True))
    return tuple(need for need in needs if need is not None)
