"""Start-up and projection, beside what the same would cost in bare imports and bare numpy."""

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from tests.benchmarks.pairs import python, ratio


def bare(base: Array, growth: Array) -> Array:
    """Return the product a numpy user would write."""
    product: Array = base[..., np.newaxis] * np.cumprod(1.0 + growth, axis=-1)
    return product


@pytest.mark.benchmark(group="start")
def test_import_and_first_projection(benchmark: BenchmarkFixture) -> None:
    subject = python("-c", "import ceheng_model as cm; cm.project(cm.scenario('plan'))")
    assert ratio(benchmark, subject, python("-c", "import numpy, pandas"), rounds=9) <= 1.15


@pytest.mark.benchmark(group="start")
def test_main_job(benchmark: BenchmarkFixture) -> None:
    subject = python("-m", "ceheng_model")
    assert ratio(benchmark, subject, python("-c", "import numpy, pandas, rich"), rounds=9) <= 1.6


@pytest.mark.benchmark(group="project")
def test_a_million_alternatives(benchmark: BenchmarkFixture) -> None:
    urban, rural = np.linspace(0.02, 0.15, 1000)[:, np.newaxis], np.linspace(0.05, 0.2, 1000)
    scenario = cm.scenario("plan").with_growth("urban", None, urban).with_growth("rural", None, rural)
    base, growth = scenario.baseline.levels, scenario.growth
    assert growth.shape == (1000, 1000, 3, 4, 3)
    found = ratio(benchmark, lambda: cm.project(scenario), lambda: bare(base, growth), rounds=5)
    assert cm.project(scenario).values[17, 923, 1, 2, 1:] == pytest.approx(bare(base, growth)[17, 923, 1, 2])
    assert found <= 2.0


@pytest.mark.benchmark(group="project")
def test_one_projection(benchmark: BenchmarkFixture) -> None:
    scenario = cm.scenario("plan")
    base, growth = scenario.baseline.levels, scenario.growth
    found = ratio(benchmark, lambda: cm.project(scenario), lambda: bare(base, growth), rounds=15, repeat=2000)
    assert found <= 15.0
