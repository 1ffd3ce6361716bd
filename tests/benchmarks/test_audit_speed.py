"""The audit beside one bare linear programme of the same matrices, the solver beside one projection."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy import sparse
from scipy.optimize import linprog

import ceheng_model as cm
from ceheng_model.auditing.contradictions import Limits, enumerate_contradictions
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import items
from ceheng_model.auditing.programme import Programme, Tally
from ceheng_model.auditing.proposals import scale
from ceheng_model.auditing.readings import readings
from ceheng_model.auditing.repairs import corrected, moves_alone
from ceheng_model.wording import About
from tests.benchmarks.pairs import ratio

COLD = 4_177
"""Programmes that the same search solves where every question starts from nothing."""


@pytest.mark.benchmark(group="audit")
def test_the_shipped_plan(benchmark: BenchmarkFixture) -> None:
    scenario = cm.scenario("plan")
    report = cm.audit(scenario)
    plan = scenario.require_dossier().plan
    weighed, _ = items(plan, scenario, readings(plan), by_year=False, only=None)
    programme = programme_of(weighed, scenario, Tally())
    found = ratio(benchmark, lambda: cm.audit(scenario), cold(programme, 600 // 20), rounds=3) / 20
    print(f"\naudit of the shipped plan: {report.solves} warm programmes in {found:.3f} of 600 cold ones")
    assert report.complete
    assert found <= 1.0


@pytest.mark.benchmark(group="audit")
def test_two_hundred_statements(benchmark: BenchmarkFixture) -> None:
    scenario = many_statements(200)
    reports = []
    start = perf_counter()
    benchmark.pedantic(lambda: reports.append(cm.audit(scenario)), rounds=1)  # type: ignore[no-untyped-call]
    report = reports[0]
    found = f"{len(report.contradictions)} contradictions, complete: {report.complete}"
    print(
        f"\n{len(report.items)} statements: {perf_counter() - start:.1f} s, {report.solves} linear programmes, {found}"
    )
    assert len(report.items) >= 200
    assert report.complete or "limit reached" in report.to_text("en")


@pytest.mark.benchmark(group="audit")
def test_a_hundred_contradictions_their_moves_and_twenty_corrections(benchmark: BenchmarkFixture) -> None:
    """In a quarter of the time that as many cold programmes take as a search without warm starts solves."""
    scenario = many_statements(200)
    plan = scenario.require_dossier().plan
    weighed, _ = items(plan, scenario, readings(plan), by_year=False, only=None)
    scales = [scale(item, scenario) for item in weighed]

    def audited() -> tuple[int, int, int]:
        programme = programme_of(weighed, scenario, Tally())
        limits = Limits(contradictions=100, corrections=20, solves=100_000, seconds=600.0)
        found = enumerate_contradictions(programme, range(len(weighed)), limits)
        moves = [moves_alone(programme, weighed, members) for members in found.contradictions]
        corrections = [corrected(programme, weighed, members, scales) for members in found.corrections]
        return len(moves), len(corrections), programme.tally.solves

    assert audited()[:2] == (100, 20)
    programme = programme_of(weighed, scenario, Tally())
    found = ratio(benchmark, audited, cold(programme, COLD // 40), rounds=3) / 40
    print(f"\n{len(weighed)} statements: {audited()[2]} warm programmes in {found:.3f} of {COLD} cold ones")
    assert found <= 0.25


def cold(programme: Programme, times: int) -> Callable[[], None]:
    """Return what solves a programme several times, each time from nothing."""
    objective = np.zeros(programme.matrix.shape[1])
    objective[-1] = 1.0
    bounds = np.column_stack([programme.firm.lower, programme.firm.upper])
    bounds[-1, 0] = -1.0
    matrix, limits = sparse.csr_array(programme.matrix), programme.limits

    def solve() -> None:
        for _ in range(times):
            linprog(objective, matrix, limits, None, None, bounds, method="highs")  # type: ignore[call-overload]

    return solve


def many_statements(count: int) -> cm.Scenario:
    """Return the shipped plan with incomes of every year and component stated as well, up to a number of statements."""
    scenario = cm.scenario("plan").with_horizon(2035)
    dossier = scenario.dossier
    assert dossier is not None
    values = cm.project(scenario).values
    statements = list(dossier.plan.statements)
    template = dossier.plan.statement("rural_income_2024")
    for number in range(count):
        g, c, t = number % 3, (number // 3) % 4, 1 + number // 12 % 14
        quantity = replace(
            template.quantity,
            group=scenario.group_keys[g],
            component=("wages", "business", "property", "transfer")[c],
            last_year=2021 + t,
        )
        wording = About(value=float(values[g, c, t].round()), precision=20.0)
        statements.append(replace(template, id=f"s{number}", quantity=quantity, wording=wording))
    return replace(scenario, dossier=replace(dossier, plan=replace(dossier.plan, statements=tuple(statements))))


@pytest.mark.benchmark(group="solve")
def test_required_growth_in_closed_form(benchmark: BenchmarkFixture) -> None:
    scenario = cm.scenario("plan")
    target = cm.target("ratio=2.8", scenario)
    assert cm.required_growth(scenario, target, vary="rural").closed_form
    found = ratio(
        benchmark,
        lambda: cm.required_growth(scenario, target, vary="rural"),
        lambda: cm.project(scenario),
        rounds=9,
        repeat=500,
    )
    assert found <= 10.0
