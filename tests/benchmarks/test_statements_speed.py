"""A plan of 120 statements of all forms: the check beside bare arithmetic, the audit beside bare programmes."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy import sparse
from scipy.optimize import linprog

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.auditing.implied import programme_of
from ceheng_model.auditing.items import items
from ceheng_model.auditing.programme import Tally
from ceheng_model.auditing.readings import readings
from tests import random_plans
from tests.benchmarks.pairs import ratio
from tests.second_opinion import BASE_YEAR, COMPONENTS, Told, UnjudgedError, measured, span

STATEMENTS = 120
YEARS = tuple(range(BASE_YEAR + 1, BASE_YEAR + 6))


def of_all_forms(count: int) -> random_plans.RandomPlan:
    """Return a five-year plan of so many statements of every pair that a file may have, which a path meets."""
    plan = next(
        made
        for made in map(random_plans.drawn, range(1000))
        if made.facts.groups == ("urban", "rural")
        and made.facts.years == YEARS
        and min(map(min, made.facts.base.values())) > 0
        and None not in (made.facts.gdp, made.facts.population)
    )
    plan.statements.clear()
    plan.cells.clear()
    chance = random.Random(0)
    for turn in range(50 * count):
        if len(plan.statements) == count:
            break
        quantity, wording = random_plans.PAIRS[turn % len(random_plans.PAIRS)]
        told = random_plans.statement(chance, plan, len(plan.statements), quantity, wording, stray=0)
        if told is not None and holds(told, plan):
            plan.statements.append(told)
    return plan


def holds(told: Told, plan: random_plans.RandomPlan) -> bool:
    """Return whether the path meets a statement and does not go beyond it, or nothing can be said of that."""
    try:
        found = measured(told, plan.facts, plan.level)
    except UnjudgedError:
        return True
    allowed = span(told)
    return all(
        (allowed.low is None or one.value > allowed.low) and (allowed.high is None or one.value < allowed.high)
        for one in found
    )


@pytest.fixture(scope="module")
def plan() -> random_plans.RandomPlan:
    return of_all_forms(STATEMENTS)


@pytest.fixture(scope="module")
def scenario(plan: random_plans.RandomPlan, tmp_path_factory: pytest.TempPathFactory) -> cm.Scenario:
    made = plan.scenario(tmp_path_factory.mktemp("many") / "plan")
    assert len(made.require_dossier().plan.statements) == STATEMENTS
    return made


def bare_arithmetic(plan: random_plans.RandomPlan, growth: Array, base: Array) -> Callable[[], list[Any]]:
    """Return a run of the projection and of every quantity by numpy and plain operators, without verdicts."""
    facts = plan.facts
    judged = []
    for told in plan.statements:
        try:
            measured(told, facts, plan.level)
        except UnjudgedError:
            continue
        judged.append(told)
    groups = {group: g for g, group in enumerate(facts.groups)}
    parts = {component: c for c, component in enumerate(COMPONENTS)}

    def run() -> list[Any]:
        levels = np.concatenate([base[..., np.newaxis], base[..., np.newaxis] * np.cumprod(1.0 + growth, axis=-1)], -1)
        totals = levels.sum(axis=1)

        def level(group: str, component: str, year: int) -> float:
            if component == "total":
                return float(totals[groups[group], year - BASE_YEAR])
            return float(levels[groups[group], parts[component], year - BASE_YEAR])

        return [measured(told, facts, level) for told in judged]

    return run


@pytest.mark.benchmark(group="statements")
def test_the_check_beside_bare_arithmetic(
    benchmark: BenchmarkFixture, plan: random_plans.RandomPlan, scenario: cm.Scenario
) -> None:
    bare = bare_arithmetic(plan, scenario.growth, scenario.baseline.levels)
    subject: Callable[[], object] = lambda: cm.check(cm.project(scenario), share_cases=False)  # noqa: E731
    assert ratio(benchmark, subject, bare, rounds=15, repeat=5) <= 20.0


@pytest.mark.benchmark(group="statements")
def test_the_audit_beside_as_many_bare_programmes(benchmark: BenchmarkFixture, scenario: cm.Scenario) -> None:
    plan = scenario.require_dossier().plan
    read = readings(plan)
    weighed, _ = items(plan, scenario, read, by_year=False, only=None)
    programme = programme_of(weighed, scenario, Tally())
    report = cm.audit(scenario)
    assert report.decided is cm.Feasibility.HOLDS
    objective = np.zeros(programme.matrix.shape[1])
    objective[-1] = 1.0
    bounds = np.column_stack([programme.firm.lower, programme.firm.upper])
    bounds[-1, 0] = -1.0
    matrix = sparse.csr_array(programme.matrix)

    def bare() -> None:
        for _ in range(report.solves):
            linprog(  # type: ignore[call-overload]
                objective,
                matrix,
                programme.limits,
                None,
                None,
                bounds,
                method="highs",
            )

    print(f"\n{len(report.items)} items, {len(report.unaudited)} undecided, {report.solves} linear programmes")
    assert ratio(benchmark, lambda: cm.audit(scenario), bare, rounds=3) <= 3.0
