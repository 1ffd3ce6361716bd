"""A thousand alternatives at once: checked, split and solved, beside the same arithmetic on one array by bare numpy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from tests.benchmarks.pairs import ratio

COUNT = 1000


@pytest.fixture(scope="module")
def scenario() -> cm.Scenario:
    return cm.scenario("plan").with_growth("rural", None, np.linspace(0.05, 0.20, COUNT))


def bare_check(scenario: cm.Scenario) -> Callable[[], list[Any]]:
    """Return a run of the projection and of every statement that can be judged, by numpy, with where each is met."""
    report = cm.check_batch(cm.project(scenario))
    judged = [one.statement for one in report.checked if not one.missing]
    base, growth, first = scenario.baseline.levels, scenario.growth, scenario.base_year
    groups = {key: g for g, key in enumerate(scenario.group_keys)}
    parts = {key: c for c, key in enumerate(scenario.terms.component_keys)}

    def run() -> list[Any]:
        levels = np.empty((COUNT, *growth.shape[1:-1], growth.shape[-1] + 1))
        levels[..., 0] = base
        levels[..., 1:] = base[..., np.newaxis] * np.cumprod(1.0 + growth, axis=-1)
        totals = levels.sum(axis=2)

        def income(group: str, year: int, component: str = "total") -> Any:
            if component == "total":
                return totals[:, groups[group], year - first]
            return levels[:, groups[group], parts[component], year - first]

        met = []
        for statement in judged:
            q = statement.quantity
            if q.kind == "income":
                value = income(q.group, q.last_year, q.component)
            elif q.kind == "urban_rural_ratio":
                value = income("urban", q.last_year) / income("rural", q.last_year)
            elif q.kind in ("growth", "average_annual_growth"):
                since = (q.first_year if q.spans else q.last_year) - 1
                start, end = (income(q.group, year, q.component) for year in (since, q.last_year))
                value = (end / start) ** (1.0 / (q.last_year - since)) - 1.0
            else:
                # the others compare: two growth rates, or two gaps
                value = income(q.group or "urban", q.last_year) / income(q.group or "urban", q.last_year - 1) - 1.0
                value = value - (income("urban", q.last_year) / income("urban", q.last_year - 1) - 1.0)
            met.append(value >= statement.wording.bound)
        return met

    return run


@pytest.mark.benchmark(group="batch")
def test_a_thousand_alternatives_are_checked(benchmark: BenchmarkFixture, scenario: cm.Scenario) -> None:
    bare = bare_check(scenario)
    subject: Callable[[], object] = lambda: cm.check_batch(cm.project(scenario))  # noqa: E731
    assert ratio(benchmark, subject, bare, rounds=15, repeat=3) <= 20.0


def bare_solution(scenario: cm.Scenario) -> Callable[[], Array]:
    """Return a run of the formula for the common rate that brings the ratio to 2.8, and of the projection it rests on."""
    base, growth = scenario.baseline.levels, scenario.growth

    def run() -> Array:
        levels = base[..., np.newaxis] * np.cumprod(1.0 + growth, axis=-1)
        urban, rural = levels[:, 0].sum(axis=1), base[1].sum()
        rates: Array = (urban[:, -1] / 2.8 / rural) ** (1.0 / 3.0) - 1.0
        return rates

    return run


@pytest.mark.benchmark(group="batch")
def test_a_thousand_alternatives_are_solved(benchmark: BenchmarkFixture, scenario: cm.Scenario) -> None:
    bare = bare_solution(scenario)
    subject: Callable[[], object] = lambda: cm.required_growth_batch(scenario, "ratio=2.8", vary="rural")  # noqa: E731
    assert np.asarray(cm.required_growth_batch(scenario, "ratio=2.8", vary="rural").value) == pytest.approx(bare())
    assert ratio(benchmark, subject, bare, rounds=15, repeat=3) <= 20.0


@pytest.mark.benchmark(group="batch")
def test_a_thousand_alternatives_are_split(benchmark: BenchmarkFixture, scenario: cm.Scenario) -> None:
    projection = cm.project(scenario)
    levels = np.asarray(projection.values)

    def bare() -> list[Array]:
        change = np.diff(levels, axis=-1)
        totals, gained = levels.sum(axis=2, keepdims=True), change.sum(axis=2, keepdims=True)
        return [
            change,
            change / levels[..., :-1],
            levels / totals,
            change / gained,
            change / totals[..., :-1],
            gained / totals[..., :-1],
        ]

    assert ratio(benchmark, lambda: cm.contributions(projection), bare, rounds=15, repeat=3) <= 20.0
