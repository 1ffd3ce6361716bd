"""Audit a plan: which of its promises can hold together, and what the smallest repair is."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from ceheng_model.auditing.contradictions import enumerate_contradictions
from ceheng_model.auditing.implied import dominated, programme_of, splits
from ceheng_model.auditing.items import Item, items
from ceheng_model.auditing.programme import Feasibility, Programme
from ceheng_model.auditing.readings import DEFAULTS, Reading, Readings, readings
from ceheng_model.auditing.repairs import Move, least_total, move_alone
from ceheng_model.auditing.report import AuditReport, Contradiction
from ceheng_model.auditing.telling import sentence
from ceheng_model.auditing.years import year_by_year
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Plan
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios import scenario as shipped_scenario
from ceheng_model.vocabulary import Text

MOST_CONTRADICTIONS = 100
MOST_SOLVES = 20_000


def audit(
    scenario: Scenario | None = None,
    *,
    reading: Mapping[str, Reading] | None = None,
    tolerance: Mapping[str, float] | None = None,
    statements: Collection[str] | None = None,
    by_year: bool = False,
    most: int = MOST_CONTRADICTIONS,
    solves: int = MOST_SOLVES,
) -> AuditReport:
    """Return which statements of a plan contradict one another, and what it would take.

    Of the scenario only the plan, the base year, and growth of GDP and prices matter, not its growth
    rates. `reading` changes how wordings are taken, by kind (``reaches``) or statement; `tolerance`
    the half-width of a statement; `statements` keeps some of them; `by_year` weighs each growth cell
    by itself. `most` and `solves` limit the contradictions listed and the linear programmes solved.

    Raises `InputError` for a scenario without a plan and for unknown statements, kinds and readings.

    >>> report = audit()
    >>> len(report.contradictions), report.as_floors.value
    (8, 'holds')
    """
    made = shipped_scenario("plan") if scenario is None else scenario
    plan = made.require_dossier().plan
    made.require_single()
    _require_limits(most, solves)
    read = readings(plan, changed=reading, tolerance=tolerance)
    weighed, unaudited = items(plan, made, read, by_year=by_year, only=statements)
    if not weighed:
        rule, way_out = (
            Text("至少一条", "be at least one"),
            Text("不限定条目，或另选条目", "name others, or none for all"),
        )
        what = Text("可审计的条目", "the statements that can be audited")
        raise InputError(Fault(what=what, rule=rule, got="", way_out=way_out))
    programme = programme_of(weighed, made)
    everything = frozenset(range(len(weighed)))
    found = enumerate_contradictions(programme, everything, most=most, solves=solves)
    total, moves = least_total(programme, weighed) if found.contradictions else (0.0, [])
    ids = [item.id for item in weighed]
    floors, floor_programme = _read_as(dict.fromkeys(DEFAULTS, "floor"), plan, made, read, ids, by_year=by_year)
    _, value_programme = _read_as(DEFAULTS, plan, made, read, ids, by_year=by_year)
    as_floors = floor_programme.ask(everything).feasibility
    implied = () if as_floors is Feasibility.CONTRADICTS else dominated(floor_programme, floors)
    repaired = programme_of(
        [_repaired(item, [m for m in moves if m.item == i]) for i, item in enumerate(weighed)], made
    )
    return AuditReport(
        scenario=made,
        readings=read,
        items=weighed,
        unaudited=unaudited,
        feasibility=programme.ask(everything).feasibility,
        contradictions=tuple(_told(programme, weighed, members) for members in found.contradictions),
        complete=found.complete,
        total_breach=total,
        repair=tuple(moves),
        repaired=repaired.ask(everything).feasibility,
        as_values=value_programme.ask(everything).feasibility,
        as_floors=as_floors,
        dominated=implied,
        splits=splits(weighed, made),
        by_case=_by_case(weighed, made, read, by_year=by_year),
        years=year_by_year(weighed, made),
        counts=tuple(count for count in plan.counts if count.sum_of_parts != count.total.value),
        numberings=tuple(one for one in plan.numberings if one.missing or one.repeated),
        solves=programme.solves + floor_programme.solves + value_programme.solves + repaired.solves,
    )


def _require_limits(most: int, solves: int) -> None:
    for name, value in (("most", most), ("solves", solves)):
        if value < 1:
            rule, way_out = Text("不小于 1", "be 1 or more"), Text("例如 200", "for example 200")
            raise InputError(Fault(what=Text(name, name), rule=rule, got=value, way_out=way_out))


def _read_as(
    by_kind: Mapping[str, Reading], plan: Plan, scenario: Scenario, read: Readings, only: list[str], *, by_year: bool
) -> tuple[tuple[Item, ...], Programme]:
    weighed, _ = items(plan, scenario, Readings(by_kind=by_kind, tolerance=read.tolerance), by_year=by_year, only=only)
    return weighed, programme_of(weighed, scenario)


def _told(programme: Programme, weighed: tuple[Item, ...], members: frozenset[int]) -> Contradiction:
    ordered = sorted(members)
    moves = tuple(move_alone(programme, weighed, members, item) for item in ordered)
    chosen = tuple(weighed[position] for position in ordered)
    return Contradiction(items=chosen, moves=moves, sentence=sentence(chosen, moves))


def _repaired(item: Item, moves: list[Move]) -> Item:
    rows = item.rows
    for move in moves:
        rows = tuple(row.moved(move.distance) if row.side == move.side else row for row in rows)
    return replace(item, rows=rows)


def _by_case(
    weighed: tuple[Item, ...], scenario: Scenario, read: Readings, *, by_year: bool
) -> tuple[tuple[str, str, Feasibility], ...]:
    dossier, plan = scenario.dossier, scenario.plan
    assert dossier is not None
    assert plan is not None
    found = []
    for group in plan.group_keys:
        ids = [item.id for item in weighed if item.groups == {group}]
        for case in dossier.baselines.cases(plan.region, group, plan.base_year):
            other = replace(scenario, baseline=dossier.baseline({**scenario.baseline.shares(), group: case}))
            own, _ = items(plan, other, read, by_year=by_year, only=ids)
            if own:
                answer = programme_of(own, other).ask(range(len(own)))
                found.append((group, case, answer.feasibility))
    return tuple(found)
