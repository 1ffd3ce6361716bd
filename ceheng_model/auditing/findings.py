"""Find which statements of a plan contradict one another under one reading, and the fewest to change."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ceheng_model.auditing.audit_report import Contradiction
from ceheng_model.auditing.bounds_not_met import held_at_a_bound
from ceheng_model.auditing.by_bounds import Reach, judged_by_bounds
from ceheng_model.auditing.contradictions import Enumeration, Limits, enumerate_contradictions
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import Item, Unaudited, items
from ceheng_model.auditing.outcomes import proposals_of
from ceheng_model.auditing.programme import Feasibility, Programme, Tally
from ceheng_model.auditing.proposals import Proposal
from ceheng_model.auditing.readings import Readings, readings
from ceheng_model.auditing.repairs import moves_alone
from ceheng_model.auditing.words import grounds, headline, sentence
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.scenarios import Dossier, Scenario, load_dossier, scenario_to_audit
from ceheng_model.vocabulary import Text
from ceheng_model.wording import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Hold what is found under one reading: all that is told of it where no other reading is weighed beside it."""

    scenario: Scenario
    readings: Readings
    limits: Limits
    items: tuple[Item, ...]
    unaudited: tuple[Unaudited, ...]
    programme: Programme
    listed: Enumeration
    decided: Feasibility
    """What the statements that can be put into the programme give."""
    reaches: tuple[Reach, ...]
    by_equality: tuple[Item, ...]
    contradictions: tuple[Contradiction, ...]
    proposals: tuple[Proposal, ...]

    @property
    def tally(self) -> Tally:
        """What counts the linear programmes solved so far."""
        return self.programme.tally

    @property
    def feasibility(self) -> Feasibility:
        """Whether all statements can hold together, those judged by bounds among them."""
        return Feasibility.CONTRADICTS if any(reach.clashes for reach in self.reaches) else self.decided

    @property
    def headline(self) -> Text:
        """Whether the statements can hold together, and how many are not decided; without a full stop."""
        return headline(self)

    @property
    def grounds(self) -> Text:
        """What it is found on: the plan, the base year, and how incomes of that year are split."""
        return grounds(self.scenario)


def findings(
    scenario: Scenario | Dossier | None,
    *,
    limits: Limits,
    reading: Mapping[str, Reading] | None = None,
    tolerance: Mapping[str, float] | None = None,
    statements: Collection[str] | None = None,
    by_year: bool = False,
) -> Findings:
    """Return what is found under one reading; arguments and errors are those of `audit`."""
    if not isinstance(scenario, Scenario):
        scenario = scenario_to_audit(scenario or load_dossier())
    plan = scenario.require_dossier().plan
    scenario.require_single()
    _require_limits(limits)
    read = readings(plan, changed=reading, tolerance=tolerance)
    weighed, unaudited = items(plan, scenario, read, by_year=by_year, only=statements)
    _require_some(weighed)
    everything = range(len(weighed))
    programme = programme_of(weighed, scenario, Tally())
    listed = enumerate_contradictions(programme, everything, limits)
    decided = programme.ask(everything).feasibility
    contradicts, is_edge = decided is Feasibility.CONTRADICTS, decided is Feasibility.EDGE
    return Findings(
        scenario=scenario,
        readings=read,
        limits=limits,
        items=weighed,
        unaudited=unaudited,
        programme=programme,
        listed=listed,
        decided=decided,
        reaches=() if contradicts else judged_by_bounds(unaudited, read, scenario, programme),
        by_equality=held_at_a_bound(programme, weighed, read) if is_edge else (),
        contradictions=tuple(_told(programme, weighed, members) for members in listed.contradictions),
        proposals=proposals_of(programme, weighed, listed.corrections, read, scenario),
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


def _require_limits(limits: Limits) -> None:
    given = {
        "most": limits.contradictions,
        "corrections": limits.corrections,
        "solves": limits.solves,
        "seconds": limits.seconds,
    }
    rule, way_out = Text("不小于 1", "be 1 or more"), Text("例如 200", "for example 200")
    raise_faults(
        [
            Fault(what=Text.same(name), rule=rule, got=value, way_out=way_out)
            for name, value in given.items()
            if not value >= 1
        ]
    )


def _told(programme: Programme, weighed: tuple[Item, ...], members: frozenset[int]) -> Contradiction:
    ordered = sorted(members)
    moves = moves_alone(programme, weighed, members)
    chosen = tuple(weighed[position] for position in ordered)
    return Contradiction(items=chosen, moves=moves, sentence=sentence(chosen, moves))
