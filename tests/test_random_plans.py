"""Random plans in every form: the audit against brute force, and verdicts against exact fractions."""

from collections import Counter
from functools import lru_cache
from math import isfinite
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.auditing.by_bounds import Reach
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.proposals import Proposal
from ceheng_model.auditing.repairs import Correction
from tests.brute_force import CLEAR, EXACT, CloseError, Tried
from tests.effort import LONG
from tests.random_plans import PAIRS, RandomPlan, drawn
from tests.second_opinion import Told, UnjudgedError, measured, verdict

SEEDS = range(200 if LONG else 30)
WITH_MOVES = {f"seed {seed}" for seed in range(200 if LONG else 20)}
"""Plans every move of which is sought by halving as well."""
ENDS_AS_VALUES = {"reaches": "floor", "about": "floor", "between": "floor"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


@pytest.fixture(scope="module")
def scenarios(folder: Path) -> "Made":
    return Made(folder)


class Made:
    """Hold plans with their scenarios, each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.get = lru_cache(maxsize=None)(self._made)

    def _made(self, seed: int) -> tuple[RandomPlan, cm.Scenario]:
        plan = drawn(seed)
        return plan, plan.scenario(self.folder / str(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_verdicts_are_those_of_exact_fractions(scenarios: Made, seed: int) -> None:
    plan, scenario = scenarios.get(seed)
    report = cm.check(cm.project(scenario), share_cases=False)
    assert {checked.statement.id for checked in report.checked} == {told["id"] for told in plan.told}
    for told in plan.told:
        checked, expected = report[told["id"]], verdict(told, plan.facts, plan.level)
        if expected != "close":
            assert checked.verdict.value == expected, told
        if expected != "not_judged":
            values = [float(one.value) for one in measured(told, plan.facts, plan.level)]
            assert any(checked.value == pytest.approx(value, rel=1e-9, abs=1e-10) for value in values), told


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("readings", [{}, ENDS_AS_VALUES], ids=["values", "floors"])
def test_the_audit_is_brute_force(scenarios: Made, seed: int, readings: dict[str, str]) -> None:
    plan, scenario = scenarios.get(seed)
    tried = Tried(plan, readings)
    if not tried.items:
        with pytest.raises(cm.InputError, match="the statements that can be audited must be at least one"):
            cm.audit(scenario, reading=readings)  # type: ignore[arg-type]
        return
    report = cm.audit(scenario, reading=readings, most=1000, corrections=1000)  # type: ignore[arg-type]
    left_open = {told["id"] for told in (*tried.not_linear, *tried.not_judged)}
    assert {keys(item) for item in report.items} == set(tried.items)
    assert {one.statement.id for one in report.unaudited} == left_open
    try:
        compare(report, tried)
    except CloseError:
        pytest.skip("something lies too close to an edge for one answer")


def keys(item: Item) -> frozenset[str]:
    return frozenset(member.id for member in item.members)


def compare(report: cm.AuditReport, tried: Tried) -> None:
    found = tried.contradictions()
    assert {frozenset().union(*map(keys, one.items)) for one in report.contradictions} == found
    assert report.complete
    assert (report.decided is cm.Feasibility.CONTRADICTS) == bool(found)
    if report.scenario.name.en in WITH_MOVES:
        moves_are_the_least(report, tried)
    corrections_are_the_smallest(report, tried)
    assert report.repaired is not cm.Feasibility.CONTRADICTS
    gap = tried.gap(tried.items)
    if not found:
        assert report.decided is (cm.Feasibility.EDGE if gap > -EXACT else cm.Feasibility.HOLDS)
        strict = tried.only_at_a_bound() if gap > -EXACT else set()
        assert {keys(item) for item in report.by_equality} == strict
        assert ("恰好取到" in report.headline.zh) == bool(strict)
        bounds_are_sound(report, tried)
    what_follows(report, tried)


def moves_are_the_least(report: cm.AuditReport, tried: Tried) -> None:
    """A statement moved as told lets the others hold, and halving finds no shorter move."""
    for contradiction in report.contradictions:
        members = [keys(item) for item in contradiction.items]
        for item, move in zip(contradiction.items, contradiction.moves, strict=True):
            assert move.possible, item.id
            others = [key for key in members if key != keys(item)]
            if not move.is_least:
                # the rows have the sign of a lead or a gap, and its value is not linear
                assert item.members[0].wording.kind in ("above", "narrows") or move.distance
                continue
            outward = 1.0 if move.side == "high" else -1.0
            start = move.bound - outward * move.distance
            found = tried.least_move(keys(item), move.side, start, move.distance * 1.0001, others)
            # what the solver leaves of none, a ten thousandth of a yuan on incomes of thousands, is as much of a rate
            assert move.distance == pytest.approx(found, rel=1e-6, abs=1e-6 * max(1.0, abs(move.bound))), item.id


def corrections_are_the_smallest(report: cm.AuditReport, tried: Tried) -> None:
    """They are those of all subsets, in order; what is proposed lets everything hold; no move in it can be shorter."""
    told = [frozenset(keys(report.items[member]) for member in one.correction.members) for one in report.proposals]
    assert set(told) == tried.corrections()
    assert len(told) == len(set(told))
    order = [(len(one.correction.members), one.correction.share) for one in report.proposals]
    assert order == sorted(order)
    for proposal in report.proposals:
        what_is_proposed_holds(proposal, report, tried)
        no_move_can_be_shorter(proposal.correction, report, tried)


def what_is_proposed_holds(proposal: Proposal, report: cm.AuditReport, tried: Tried) -> None:
    changed = {keys(report.items[change.item]): change.after for change in proposal.changes}
    rows = [row for key, own in tried.rows.items() if key not in changed for row in own]
    for key, after in changed.items():
        rows += [] if after is None else tried.between(key, after.bounds.low, after.bounds.high)
    gap = tried.breach(rows) if rows else 0.0
    assert proposal.audited is not cm.Feasibility.CONTRADICTS
    assert gap <= EXACT


def no_move_can_be_shorter(correction: Correction, report: cm.AuditReport, tried: Tried) -> None:
    moves = {keys(report.items[move.item]): move for move in correction.moves}
    if any(not move.is_least or move.both_ends for move in moves.values()):
        return
    rest = [row for key, own in tried.rows.items() if key not in moves for row in own]
    for key, shortened in moves.items():
        rows = list(rest)
        for other, move in moves.items():
            outward = 1.0 if move.side == "high" else -1.0
            less = 1e-3 * move.distance if other == key else -1e-9 * max(1.0, abs(move.bound))
            rows += tried.moved(other, move.side, move.bound - outward * less)
        assert tried.breach(rows) > 0.0, (shortened, correction)


def what_follows(report: cm.AuditReport, tried: Tried) -> None:
    """What the audit calls redundant, all read as floors, holds wherever the rest does."""
    floors = Tried(tried.plan, {told["id"]: "floor" for told in tried.plan.told})
    assert set(floors.items) >= set(tried.items)
    chosen = {key: floors.rows[key] for key in tried.items}
    floors.rows, floors.items = chosen, {key: floors.items[key] for key in chosen}
    can_hold = floors.can_hold(floors.items)
    assert (report.as_floors is cm.Feasibility.CONTRADICTS) == (not can_hold)
    if not can_hold or floors.gap(floors.items) > -EXACT:
        return
    told = {keys(report.items[one.item]): [keys(report.items[other]) for other in one.by] for one in report.dominated}
    assert set(told) == floors.redundant()
    for key, others in told.items():
        assert floors.follows(key, others)


def bounds_are_sound(report: cm.AuditReport, tried: Tried) -> None:
    """No path with which the others hold may speak against what bounds say, and what they leave open is counted."""
    reaches = {reach.unaudited.statement.id: reach for reach in report.reaches}
    assert set(reaches) == {told["id"] for told in tried.not_linear}
    for number, told in enumerate(tried.not_linear):
        reach = reaches[told["id"]]
        for point in tried.points(told, number):
            one_point_is_sound(reach, told, tried.value(told, point), tried)
    open_ones = len(report.unaudited) - sum(reach.clashes or reach.follows for reach in report.reaches)
    assert (f"另有{open_ones}条不能判定" in report.headline.zh) == bool(open_ones)
    clashing = any(reach.clashes for reach in report.reaches)
    assert (report.feasibility is cm.Feasibility.CONTRADICTS) == clashing
    if report.unaudited:
        assert "各条能同时成立" not in report.headline.zh


def one_point_is_sound(reach: Reach, told: Told, values: list[float], tried: Tried) -> None:
    if not values or not all(map(isfinite, values)):
        return
    allowed = tried.span(told)
    low, high = (end if end is None else float(end) for end in (allowed.low, allowed.high))
    inside = min(
        min(value - low if low is not None else CLEAR, high - value if high is not None else CLEAR) for value in values
    )
    assert not (reach.clashes and inside > 1e-5), (told, values)
    assert not (reach.follows and inside < -1e-5), (told, values)
    assert any(reach.low - 1e-5 <= value <= reach.high + 1e-5 for value in values), (told, values, reach)


def test_the_drawn_plans_are_of_every_form_and_half_of_them_contradict_themselves() -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    contradictory, judged = 0, 0
    for seed in range(200):
        plan = drawn(seed)
        pairs.update((told["quantity"], told["type"]) for told in plan.statements)
        if seed < 60:
            tried = Tried(plan)
            judged += bool(tried.items)
            contradictory += tried.gap(tried.items) > CLEAR if tried.items else 0
    assert set(pairs) == set(PAIRS)
    assert 0.35 <= contradictory / judged <= 0.65


def test_the_second_opinion_knows_what_it_cannot_judge() -> None:
    plan = drawn(0)
    with pytest.raises(UnjudgedError, match="no income tells it"):
        measured({"quantity": "not_modelled", "type": "above"}, plan.facts, plan.level)
