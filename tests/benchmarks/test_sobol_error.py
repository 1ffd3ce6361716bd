"""Squared error times seconds of Sobol' points beside random numbers, for every quantity of the shipped plan.

Sets are independent of each other, so that the variance of a set's figures over many sets is their squared error at
one set, and divided by the number of sets that of a run; the mean over all sets is where both methods end.
`--benchmark-json FILE` keeps the figures.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.ensemble import QUANTILES, Method
from ceheng_model.ensemble.blocks import Path, PathModel
from ceheng_model.ensemble.criteria import Criterion, of_statements, published_of
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.settings import at_year, drawn_by, layout_of
from ceheng_model.ensemble.variables import Variables
from tests.benchmarks.pairs import ratio

SETS = 240
VARIANCE_ERROR = (2.0 / (SETS - 1)) ** 0.5
"""Standard error of a variance over so many sets, as a part of it: 9 %."""
RARE = 3e-5
"""Below this probability, and within it of one, fewer than 60 of all draws say anything."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """Hold a plan's draws, made by each method."""

    models: dict[Method, PathModel]
    criteria: tuple[Criterion, ...]


def study(**changes: Any) -> Study:
    plan = at_year(cm.scenario("plan"), None)
    usual = cm.estimate_uncertainty(plan).with_(**changes)
    assert plan.plan is not None
    criteria, _ = of_statements(plan.plan.all_statements, plan)
    variables = Variables.of(plan, uncertainty=usual, compared=published_of(criteria))
    path, layout = Path.of(plan, variables), layout_of(plan, components=False)
    seeds: dict[Method, int] = {"random": 1, "sobol": 2}
    models = {
        method: PathModel.of(drawn_by(method, variables.shocks(seed), path), path, criteria, layout)
        for method, seed in seeds.items()
    }
    return Study(models=models, criteria=criteria)


def by_set(model: PathModel) -> tuple[Array, Array]:
    """Return quantiles ``(set, quantile, row)`` and parts in which criteria hold ``(set, criterion + 1)``."""
    quantiles, parts, rows = [], [], np.empty((model.layout.rows, BLOCK))
    for number in range(SETS):
        tally = model.run(range(number, number + 1), rows)
        quantiles.append(np.quantile(rows, QUANTILES, axis=1))
        parts.append(np.append(tally.held, tally.together) / BLOCK)
    return np.array(quantiles), np.array(parts)


def labels(model: PathModel) -> list[str]:
    layout = model.layout
    names = [f"total {2022 + year} {group}" for year in range(layout.years) for group in range(layout.groups)]
    return names + [f"ratio {2022 + year}" for year in range(layout.years)]


@pytest.mark.benchmark(group="points")
@pytest.mark.parametrize(
    "changes",
    [{}, {"persistence": -0.4}, {"distribution": "student_t", "degrees_of_freedom": 6.0}],
    ids=["usual", "persistence", "student_t"],
)
def test_no_quantity_is_worse_at_equal_time(benchmark: BenchmarkFixture, changes: dict[str, Any]) -> None:
    made = study(**changes)
    even, chance = made.models["sobol"], made.models["random"]
    rows = np.empty((even.layout.rows, BLOCK))
    seconds = ratio(benchmark, lambda: even.run(range(1), rows), lambda: chance.run(range(1), rows), rounds=15)
    (quantiles, parts), (random_quantiles, random_parts) = by_set(even), by_set(chance)
    mean = (parts.mean(axis=0) + random_parts.mean(axis=0)) / 2.0
    told = (mean > RARE) & (mean < 1.0 - RARE)
    # of independent draws the error of a part is known
    for_parts = parts.var(axis=0, ddof=1)[told] / (mean * (1.0 - mean) / BLOCK)[told] * seconds
    for_quantiles = quantiles.var(axis=0, ddof=1) / random_quantiles.var(axis=0, ddof=1) * seconds
    for name, column in zip(labels(even), for_quantiles.T, strict=True):
        print(f"  {name}: " + ", ".join(f"{q:g}: {part:.3f}" for q, part in zip(QUANTILES, column, strict=True)))
    ids = [*(criterion.id for criterion in made.criteria), "all"]
    for name, part, p in zip(np.array(ids)[told], for_parts, mean[told], strict=True):
        print(f"  {name} ({p:.2%}): {part:.3f}")
    middles = {"quantiles": for_quantiles, "probabilities": for_parts}
    for name, parts_of in middles.items():
        middle, worst = float(np.exp(np.log(parts_of).mean())), float(parts_of.max())
        print(f"  squared error x time against random numbers, {name}: middle {middle:.3f}, worst {worst:.3f}")
        benchmark.extra_info.update({name: middle, f"{name}_worst": worst})
        # nothing is worse beyond chance, the rarest event included, of which points of one set know least
        assert worst < 1.0 + 3.0 * VARIANCE_ERROR, name
        assert middle < 0.5, name
