"""Audit a plan: which of its promises can hold together, and what the smallest repair is."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from ceheng_model.auditing.audit_report import AuditReport, Contradiction
from ceheng_model.auditing.bounds_not_met import held_at_a_bound
from ceheng_model.auditing.by_bounds import judged_by_bounds
from ceheng_model.auditing.contradictions import Limits, enumerate_contradictions
from ceheng_model.auditing.growth_table_years import year_by_year
from ceheng_model.auditing.implied import dominated, programme_of, splits
from ceheng_model.auditing.items import Item, items
from ceheng_model.auditing.opening import instead
from ceheng_model.auditing.outcomes import Alike, at_printed, outcomes, proposals_of
from ceheng_model.auditing.programme import Feasibility, Programme, Tally
from ceheng_model.auditing.readings import Readings, readings
from ceheng_model.auditing.repairs import Move, least_total, moves_alone
from ceheng_model.auditing.words import sentence
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.plan import organisation_findings
from ceheng_model.scenarios import Dossier, Scenario, load_dossier, scenario_to_audit
from ceheng_model.vocabulary import Text
from ceheng_model.wording import WORDINGS, Reading

MOST_CONTRADICTIONS = 100
"""Contradictions listed unless told otherwise: more than a reader goes through."""
MOST_CORRECTIONS = 20
"""Smallest sets of statements to change that are listed unless told otherwise."""
MOST_SECONDS = 60.0
"""Seconds after which the search ends unless told otherwise: what a reader waits for at most."""
MOST_SOLVES = 20_000
"""Linear programmes solved for the list unless told otherwise: what bounds the time that an audit takes."""


@door
def audit(
    scenario: Scenario | Dossier | None = None,
    *,
    reading: Mapping[str, Reading] | None = None,
    tolerance: Mapping[str, float] | None = None,
    statements: Collection[str] | None = None,
    by_year: bool = False,
    most: int = MOST_CONTRADICTIONS,
    corrections: int = MOST_CORRECTIONS,
    solves: int = MOST_SOLVES,
    seconds: float = MOST_SECONDS,
) -> AuditReport:
    """Return which statements of a plan contradict one another, and what it would take.

    Of the scenario only the plan, the base year, and growth of GDP and prices matter, not its growth rates; a plan
    whose own growth table cannot be is given as a dossier. `reading` changes how wordings are taken, by kind
    (``reaches``) or statement; `tolerance` the half-width of a statement; `statements` keeps some of them; `by_year`
    weighs each growth cell by itself. `most` and `corrections` limit how many contradictions and how many of the
    smallest sets of statements to change are listed; `solves` and `seconds` limit the linear programmes solved for the
    search, and the time that it takes: the report says which of them ended it.

    Raises `InputError` for a scenario without a plan and for unknown statements, kinds and readings.

    >>> report = audit()
    >>> len(report.contradictions), report.as_floors.value
    (8, 'holds')
    """
    if not isinstance(scenario, Scenario):
        scenario = scenario_to_audit(scenario or load_dossier())
    plan = scenario.require_dossier().plan
    scenario.require_single()
    _require_limits(most, corrections, solves, seconds)
    read = readings(plan, changed=reading, tolerance=tolerance)
    weighed, unaudited = items(plan, scenario, read, by_year=by_year, only=statements)
    _require_some(weighed)
    tally, everything = Tally(), frozenset(range(len(weighed)))
    programme = programme_of(weighed, scenario, tally)
    limits = Limits(contradictions=most, corrections=corrections, solves=solves, seconds=seconds)
    listed = enumerate_contradictions(programme, everything, limits)
    total, moves = least_total(programme, weighed) if listed.contradictions else (0.0, [])
    proposals = proposals_of(programme, weighed, listed.corrections, read, scenario)
    alike = Alike(scenario=scenario, ids=tuple(item.id for item in weighed), by_year=by_year, tally=tally)
    floors = alike.read_as(Readings(by_kind=dict.fromkeys(WORDINGS, "floor"), tolerance=read.tolerance))
    otherwise = outcomes(alike, read, limits)
    decided = programme.ask(everything).feasibility
    contradicts = decided is Feasibility.CONTRADICTS
    reaches = () if contradicts else judged_by_bounds(unaudited, read, scenario, programme)
    return AuditReport(
        scenario=scenario,
        readings=read,
        items=weighed,
        unaudited=unaudited,
        feasibility=Feasibility.CONTRADICTS if any(reach.clashes for reach in reaches) else decided,
        decided=decided,
        reaches=reaches,
        by_equality=held_at_a_bound(programme, weighed, read) if decided is Feasibility.EDGE else (),
        contradictions=tuple(_told(programme, weighed, members) for members in listed.contradictions),
        ended=listed.ended,
        proposals=proposals,
        total_breach=total,
        repair=tuple(moves),
        repaired=programme_of(_repaired(weighed, moves), scenario, tally).ask(everything).feasibility,
        outcomes=otherwise,
        at_printed=MappingProxyType(at_printed(instead(proposals), listed.contradictions, weighed, read, alike)),
        dominated=() if otherwise[-1].feasibility is Feasibility.CONTRADICTS else dominated(floors[1], floors[0]),
        splits=splits(weighed, scenario, tally),
        by_case=_by_case(alike, read, weighed),
        years=year_by_year(weighed, scenario, tally),
        counts=tuple(count for count in plan.counts if not count.adds_up),
        numberings=tuple(numbering for numbering in plan.numberings if numbering.has_flaws),
        organisation=organisation_findings(plan.measures),
        solves=tally.solves,
    )


def _require_some(weighed: tuple[Item, ...]) -> None:
    if not weighed:
        fault = Fault(
            what=Text("可审计的条目", "the statements that can be audited"),
            rule=Text("至少一条", "be at least one"),
            got="",
            way_out=Text("不限定条目，或另选条目", "name others, or none for all"),
        )
        raise InputError(fault)


def _require_limits(most: int, corrections: int, solves: int, seconds: float) -> None:
    limits = {"most": most, "corrections": corrections, "solves": solves, "seconds": seconds}
    rule, way_out = Text("不小于 1", "be 1 or more"), Text("例如 200", "for example 200")
    raise_faults(
        [
            Fault(what=Text.same(name), rule=rule, got=value, way_out=way_out)
            for name, value in limits.items()
            if not value >= 1
        ]
    )


def _told(programme: Programme, weighed: tuple[Item, ...], members: frozenset[int]) -> Contradiction:
    ordered = sorted(members)
    moves = moves_alone(programme, weighed, members)
    chosen = tuple(weighed[position] for position in ordered)
    return Contradiction(items=chosen, moves=moves, sentence=sentence(chosen, moves))


def _repaired(weighed: tuple[Item, ...], moves: list[Move]) -> list[Item]:
    repaired = list(weighed)
    for move in moves:
        item = repaired[move.item]
        repaired[move.item] = replace(item, rows=move.applied(item.rows))
    return repaired


def _by_case(alike: Alike, read: Readings, weighed: tuple[Item, ...]) -> tuple[tuple[str, str, Feasibility], ...]:
    scenario = alike.scenario
    dossier = scenario.require_dossier()
    plan = dossier.plan
    by_case = []
    by_own = scenario.baseline.by_case
    for g, group in enumerate(plan.group_keys):
        # a region that gives its components, or nothing, has no share case to try
        if by_own is not None and not by_own[g]:
            continue
        ids = tuple(item.id for item in weighed if item.groups == {group})
        for case in dossier.baselines.cases(plan.region, group, plan.base_year) if ids else ():
            other = replace(scenario, baseline=scenario.baseline_under({group: case}))
            _, programme = replace(alike, scenario=other, ids=ids).read_as(read)
            by_case.append((group, case, programme.ask(range(len(ids))).feasibility))
    return tuple(by_case)
