"""The audit beside one bare linear programme of the same matrices, the solver beside one projection."""

from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy import sparse
from scipy.optimize import linprog

import ceheng_model as cm
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import items
from ceheng_model.auditing.programme import Tally
from ceheng_model.auditing.readings import readings
from ceheng_model.wording import About
from tests.benchmarks.pairs import ratio


@pytest.mark.benchmark(group="audit")
def test_one_question_of_feasibility(benchmark: BenchmarkFixture) -> None:
    scenario = cm.scenario("plan")
    plan = scenario.plan
    assert plan is not None
    weighed, _ = items(plan, scenario, readings(plan), by_year=False, only=None)
    programme = programme_of(weighed, scenario, Tally())
    everything = range(len(weighed))
    objective = np.zeros(programme.matrix.shape[1])
    objective[-1] = 1.0
    bounds = np.array([(0.0, np.inf)] * (objective.size - 1) + [(-1.0, np.inf)])
    matrix, limits = sparse.csr_array(programme.matrix), programme.limits

    def bare() -> Any:
        equal, values = programme.equalities, programme.equality_values
        return linprog(objective, matrix, limits, equal, values, bounds, method="highs")  # type: ignore[call-overload]

    assert ratio(benchmark, lambda: programme.ask(everything), bare, rounds=15, repeat=20) <= 1.5


@pytest.mark.benchmark(group="audit")
def test_the_shipped_plan(benchmark: BenchmarkFixture) -> None:
    scenario = cm.scenario("plan")
    report = cm.audit(scenario)
    start = perf_counter()
    benchmark.pedantic(lambda: cm.audit(scenario), rounds=3)  # type: ignore[no-untyped-call]
    seconds = (perf_counter() - start) / 3
    print(f"\naudit of the shipped plan: {report.solves} linear programmes, {seconds:.2f} s")
    assert report.complete
    assert report.solves <= 600


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
