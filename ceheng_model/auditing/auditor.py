"""Audit a plan: which of its promises can hold together, and what the smallest repair is."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from ceheng_model.auditing.audit_report import AuditReport
from ceheng_model.auditing.contradictions import Limits
from ceheng_model.auditing.findings import findings
from ceheng_model.auditing.growth_table_years import year_by_year
from ceheng_model.auditing.implied import dominated, programme_of, splits
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.opening import instead
from ceheng_model.auditing.outcomes import Alike, at_printed, outcomes
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.auditing.readings import Readings
from ceheng_model.auditing.repairs import Move, least_total
from ceheng_model.doors import door
from ceheng_model.plan import organisation_findings
from ceheng_model.scenarios import Dossier, Scenario
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
    found = findings(
        scenario,
        reading=reading,
        tolerance=tolerance,
        statements=statements,
        by_year=by_year,
        limits=Limits(contradictions=most, corrections=corrections, solves=solves, seconds=seconds),
    )
    scenario, read, weighed, programme, tally = (
        found.scenario,
        found.readings,
        found.items,
        found.programme,
        found.tally,
    )
    plan, listed = scenario.require_dossier().plan, found.listed
    total, moves = least_total(programme, weighed) if listed.contradictions else (0.0, [])
    alike = Alike(scenario=scenario, ids=tuple(item.id for item in weighed), by_year=by_year, tally=tally)
    floors = alike.read_as(Readings(by_kind=dict.fromkeys(WORDINGS, "floor"), tolerance=read.tolerance))
    otherwise = outcomes(alike, read, found.limits)
    return AuditReport(
        scenario=scenario,
        readings=read,
        items=weighed,
        unaudited=found.unaudited,
        feasibility=found.feasibility,
        decided=found.decided,
        reaches=found.reaches,
        by_equality=found.by_equality,
        contradictions=found.contradictions,
        ended=listed.ended,
        proposals=found.proposals,
        total_breach=total,
        repair=tuple(moves),
        repaired=programme_of(_repaired(weighed, moves), scenario, tally).ask(range(len(weighed))).feasibility,
        outcomes=otherwise,
        at_printed=MappingProxyType(at_printed(instead(found.proposals), listed.contradictions, weighed, read, alike)),
        dominated=() if otherwise[-1].feasibility is Feasibility.CONTRADICTS else dominated(floors[1], floors[0]),
        splits=splits(weighed, scenario, tally),
        by_case=_by_case(alike, read, weighed),
        years=year_by_year(weighed, scenario, tally),
        counts=tuple(count for count in plan.counts if not count.adds_up),
        numberings=tuple(numbering for numbering in plan.numberings if numbering.has_flaws),
        organisation=organisation_findings(plan.measures),
        solves=tally.solves,
    )


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
