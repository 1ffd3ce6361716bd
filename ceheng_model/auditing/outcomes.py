"""Weigh the same statements under other readings, and put what it takes to the audit again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ceheng_model.auditing.bounds_not_met import held_at_a_bound
from ceheng_model.auditing.contradictions import Limits, enumerate_contradictions
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import Item, items, reread
from ceheng_model.auditing.programme import Feasibility, Programme, Tally
from ceheng_model.auditing.proposals import Audited, Proposal, proposed, rank, scale
from ceheng_model.auditing.read_as import Outcome, ReadAs
from ceheng_model.auditing.readings import Readings
from ceheng_model.auditing.repairs import Move, corrected, move_of
from ceheng_model.scenarios import Scenario
from ceheng_model.wording import WORDINGS, Reading

_CORRECTIONS = 5
"""Sets to change that are sought under a reading that is told in one clause: the first of them is told."""
_MOVED = 1e-9
"""Part of a bound up to which a move is none: what the solver leaves of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Weigh the same statements again under other readings or on another base year."""

    scenario: Scenario
    ids: tuple[str, ...]
    by_year: bool
    tally: Tally

    def read_as(self, read: Readings) -> tuple[tuple[Item, ...], Programme]:
        """Return the statements under these readings, and their programme."""
        plan = self.scenario.require_dossier().plan
        weighed, _ = items(plan, self.scenario, read, by_year=self.by_year, only=self.ids)
        return weighed, programme_of(weighed, self.scenario, self.tally)


def outcomes(alike: Alike, read: Readings, limits: Limits) -> tuple[Outcome, ...]:
    """Return what the audit finds under other readings of all statements.

    As values, with endpoints as floors where the plan has any, and with everything as floors.
    """
    fewer = replace(limits, corrections=min(limits.corrections, _CORRECTIONS))
    by_kind: dict[ReadAs, dict[str, Reading]] = {ReadAs.VALUES: {}, ReadAs.FLOORS: dict.fromkeys(WORDINGS, "floor")}
    plan = alike.scenario.require_dossier().plan
    if any(statement.wording.kind == "reaches" for statement in plan.statements):
        by_kind[ReadAs.ENDPOINTS_AS_FLOORS] = {"reaches": "floor"}
    values, _ = alike.read_as(Readings(tolerance=read.tolerance))
    return tuple(
        _outcome(read_as, alike, Readings(by_kind=by_kind[read_as], tolerance=read.tolerance), fewer, values)
        for read_as in ReadAs
        if read_as in by_kind
    )


def _outcome(read_as: ReadAs, alike: Alike, read: Readings, limits: Limits, values: Sequence[Item]) -> Outcome:
    weighed, programme = alike.read_as(read)
    found = enumerate_contradictions(programme, range(len(weighed)), limits)
    proposals = proposals_of(programme, weighed, found.corrections, read, alike.scenario)
    forced = () if found.contradictions or read_as is not ReadAs.FLOORS else tuple(_forced(weighed, values, alike))
    return Outcome(
        read_as=read_as,
        items=weighed,
        feasibility=programme.ask(range(len(weighed))).feasibility,
        contradictions=len(found.contradictions),
        complete=found.complete,
        first=next(iter(proposals), None),
        forced=forced,
    )


def _forced(floors: Sequence[Item], values: Sequence[Item], alike: Alike) -> Iterator[tuple[Item, Move]]:
    """Yield the goals with a figure that all floors together leave beyond that figure, with the least they come to."""
    last = len(floors)
    for value in values:
        first = value.members[0]
        if not first.headline or len(first.wording.printed_values) != 1 or value.reading != "value":
            continue
        beside = [*floors, value]
        move = move_of(programme_of(beside, alike.scenario, alike.tally), beside, frozenset(range(last)), last)
        beyond = move.side == ("high" if first.wording.better == "up" else "low")
        if move.possible and beyond and move.distance > _MOVED * abs(move.bound):
            yield value, move


def at_printed(
    proposals: Sequence[Proposal],
    contradictions: Sequence[frozenset[int]],
    weighed: Sequence[Item],
    read: Readings,
    alike: Alike,
) -> dict[tuple[int, int], float]:
    """Return where bounds come to lie with the other statements at their printed values.

    By the number of a proposal and of a statement: of the contradictions that the statement alone resolves, the one
    that asks most of it is asked again with the others exactly as printed.
    """
    found = {}
    for number, proposal in enumerate(proposals):
        members = frozenset(proposal.correction.members)
        for member in members:
            moves = [
                _exactly(weighed, contradiction, member, read, alike)
                for contradiction in contradictions
                if contradiction & members == {member}
            ]
            farthest = max((move for move in moves if move is not None), key=lambda move: move.distance, default=None)
            own = next((move for move in proposal.correction.moves if move.item == member), None)
            if farthest is not None and own is not None and abs(farthest.bound - own.bound) > _MOVED * abs(own.bound):
                found[number, member] = farthest.bound
    return found


def _exactly(
    weighed: Sequence[Item], contradiction: frozenset[int], member: int, read: Readings, alike: Alike
) -> Move | None:
    """Return the least move of one statement with the others at their printed values; None where these clash."""
    own = [one for position in contradiction for one in weighed[position].members]
    exact = replace(read, tolerance={**read.tolerance, **{one.id: 0.0 for one in own}})
    ordered = [weighed[member], *(weighed[position] for position in sorted(contradiction - {member}))]
    beside = [ordered[0], *(reread(item, item.members[0].wording, exact, alike.scenario) for item in ordered[1:])]
    programme = programme_of(beside, alike.scenario, alike.tally)
    rest = frozenset(range(1, len(beside)))
    if programme.ask(rest).feasibility is Feasibility.CONTRADICTS:
        return None
    move = move_of(programme, beside, rest, 0)
    return move if move.possible and move.is_least else None


def proposals_of(
    programme: Programme,
    weighed: Sequence[Item],
    corrections: Sequence[frozenset[int]],
    read: Readings,
    scenario: Scenario,
) -> tuple[Proposal, ...]:
    """Return the corrections in printed values: fewer statements first, then the weaker, then the least moves."""
    scales = [scale(item, scenario) for item in weighed]
    found = [corrected(programme, weighed, members, scales) for members in corrections]

    def audited(items: Sequence[Item]) -> Audited:
        if not items:
            return Audited(feasibility=Feasibility.HOLDS, at_a_bound=False)
        again = programme_of(items, scenario, programme.tally)
        feasibility = again.ask(range(len(items))).feasibility
        at_a_bound = feasibility is Feasibility.EDGE and bool(held_at_a_bound(again, items, read))
        return Audited(feasibility=feasibility, at_a_bound=at_a_bound)

    ranked = sorted(found, key=lambda one: rank(one, weighed))
    return tuple(proposed(one, weighed, read, scenario, audited) for one in ranked)
