"""The ensemble, beside bare random numbers, a scenario workbench and the loop that a notebook author writes.

The shipped model: 3 groups x 4 components x 3 years, correlated, and the published series that the plan compares
with; quantiles of totals and ratio and all probabilities included. `--benchmark-json FILE` keeps the figures.
"""

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from ceheng_model.arithmetic import Array, compound
from ceheng_model.ensemble.criteria import published_of
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.vocabulary import BUREAU_KEYS
from tests.benchmarks.pairs import ratio, timed

CELLS = 36


def bare_normals(draws: int, size: int = CELLS) -> Callable[[], object]:
    """Return what one core takes to draw so many normals a draw alone: block by block, into one buffer."""
    buffer = np.empty((size, BLOCK))

    def run() -> None:
        for block in range(-(-draws // BLOCK)):
            stream = np.random.SeedSequence(1, spawn_key=(block,))
            np.random.Generator(np.random.PCG64(stream)).standard_normal(out=buffer)

    return run


@pytest.mark.benchmark(group="ensemble")
@pytest.mark.parametrize(("workers", "limit"), [(1, 2.5), (2, 1.3)])
def test_a_million_draws(benchmark: BenchmarkFixture, workers: int, limit: float) -> None:
    scenario = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(scenario)
    subject = lambda: cm.simulate(scenario, draws=1_000_000, seed=1, uncertainty=uncertainty, workers=workers)  # noqa: E731
    compared = published_of(cm.simulate(scenario, draws=1, seed=1, uncertainty=uncertainty).criteria)
    # as many normals as the run uses: one a cell and a compared series, every year, and those of the own shocks
    own = int(np.linalg.matrix_rank(uncertainty.own_covariance)) * len(scenario.years)
    yardstick = bare_normals(1_000_000, CELLS + own + len(compared) * len(scenario.years))
    assert ratio(benchmark, subject, yardstick, rounds=5) <= limit


@pytest.mark.benchmark(group="ensemble")
def test_a_million_draws_with_components(benchmark: BenchmarkFixture) -> None:
    scenario = cm.scenario("plan")
    subject = lambda: cm.simulate(scenario, draws=1_000_000, seed=1, components=True, workers=2)  # noqa: E731
    # 48 instead of 12 quantities are sorted; reported, not judged
    ratio(benchmark, subject, bare_normals(1_000_000), rounds=3)


def measured(code: str) -> dict[str, float]:
    """Run code in a process of its own; return what it prints as JSON."""
    # the shell stands between: a process started directly inherits the peak memory of this one
    command = ["sh", "-c", '"$0" -c "$1"; exit $?', sys.executable, code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


SIMULATE = """
import json, resource, time
import numpy as np
import ceheng_model as cm
cm.simulate, cm.estimate_uncertainty
{before}
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clock = time.perf_counter()
{run}
seconds = time.perf_counter() - clock
print(json.dumps({{"megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024, "seconds": seconds}}))
"""

COUNTIES = """
from ceheng_model.vocabulary import BUREAU_KEYS
rng = np.random.default_rng(0)
import pandas as pd
rows = [
    (f"{520000 + r}", group, component, round(float(level), 2))
    for r in range(2800)
    for group, total in (("urban", 36510), ("rural", 11076), ("lifted", 11500))
    for component, level in zip(BUREAU_KEYS, total * rng.uniform(0.7, 1.3) * rng.dirichlet([6, 2, 1, 2]))
]
frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
scenario = cm.scenario("components").with_regions(frame)
"""


@pytest.mark.parametrize(("draws", "limit"), [(1_000_000, 400.0), (10_000_000, 1024.0)])
def test_memory_over_the_import(draws: int, limit: float) -> None:
    run = f'cm.simulate(cm.scenario("plan"), draws={draws}, seed=1, workers=2)'
    found = measured(SIMULATE.format(before="", run=run))
    print(f"\n{draws:,} draws: {found['megabytes']:.0f} MB over the import, {found['seconds']:.2f} s")
    assert found["megabytes"] <= limit


@pytest.mark.benchmark(group="ensemble")
def test_all_counties_of_the_country(benchmark: BenchmarkFixture) -> None:
    found = measured(SIMULATE.format(before=COUNTIES, run="cm.simulate(scenario, draws=10_000, seed=1)"))
    yardstick = timed(bare_normals(10_000), 20)
    quotient = found["seconds"] / (2800 * yardstick)
    print(f"\n2800 regions x 10,000 draws: {found['seconds']:.1f} s, {found['megabytes']:.0f} MB, ratio {quotient:.2f}")
    benchmark.extra_info.update(found, ratio=quotient)
    benchmark.pedantic(bare_normals(10_000), rounds=1)  # type: ignore[no-untyped-call]
    # against 36 normals for every draw of every region, on one core
    assert quotient <= 4.0


def draws_a_second(run: Callable[[], object], draws: int) -> float:
    """Return how many draws or experiments are done a second, the best of three."""
    return draws / min(timed(run, 1) for _ in range(3))


def totals_and_ratio(base: Array, growth: Array) -> Array:
    """Return the twelve quantities that the ensemble keeps, in plain numpy."""
    totals = compound(base, growth).sum(axis=1)[:, 1:]
    return np.concatenate([totals.ravel(), totals[0] / totals[1]])


def test_a_hundred_times_the_experiments_of_a_scenario_workbench() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench import ArrayOutcome, Model, RealParameter, perform_experiments

    scenario = cm.scenario("plan")
    base, centre = np.array(scenario.baseline.levels), np.array(scenario.growth)

    def plain(**shocks: float) -> dict[str, Array]:
        growth = centre + np.array([shocks[f"x{k}"] for k in range(CELLS)]).reshape(centre.shape)
        return {"results": totals_and_ratio(base, growth)}

    model = Model("plan", function=plain)
    model.uncertainties = [RealParameter(f"x{k}", -0.05, 0.05) for k in range(CELLS)]
    model.outcomes = [ArrayOutcome("results")]
    theirs = draws_a_second(lambda: perform_experiments(model, scenarios=1000), 1000)
    ours = draws_a_second(lambda: cm.simulate(scenario, draws=1_000_000, seed=1, workers=1), 1_000_000)
    print(f"\nworkbench: {theirs:,.0f} experiments a second; here {ours:,.0f}: {ours / theirs:,.0f} x")
    assert ours >= 100 * theirs


def test_five_hundred_times_a_pandas_loop() -> None:
    scenario = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(scenario)
    keys = pd.MultiIndex.from_product([scenario.group_keys, BUREAU_KEYS], names=["group", "component"])
    base = pd.Series(scenario.baseline.levels.ravel(), index=keys)
    growth = pd.DataFrame(scenario.growth.reshape(12, 3), index=keys, columns=scenario.years)
    generator = np.random.default_rng(1)

    def loop() -> pd.DataFrame:
        found = []
        for _ in range(200):
            levels, row = base, {}
            for year in scenario.years:
                shock = generator.multivariate_normal(np.zeros(12), uncertainty.covariance)
                levels = levels * (1 + growth[year] + shock)
                totals = levels.groupby("group").sum()
                row[f"ratio {year}"] = totals["urban"] / totals["rural"]
                row |= {f"{group} {year}": totals[group] for group in scenario.group_keys}
            found.append(row)
        return pd.DataFrame(found).quantile([0.05, 0.5, 0.95])

    theirs = draws_a_second(loop, 200)
    simulate = lambda: cm.simulate(scenario, draws=1_000_000, seed=1, uncertainty=uncertainty, workers=1)  # noqa: E731
    ours = draws_a_second(simulate, 1_000_000)
    print(f"\npandas loop: {theirs:,.0f} draws a second; here {ours:,.0f}: {ours / theirs:,.0f} x")
    assert ours >= 500 * theirs


@pytest.mark.benchmark(group="cluster")
def test_two_dask_workers_against_one() -> None:
    from dask.distributed import Client, LocalCluster

    scenario = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(scenario)
    seconds, found = {}, {}
    for workers in (1, 2):
        with (
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1"
            ) as cluster,
            Client(cluster) as client,  # type: ignore[no-untyped-call]
        ):
            executor = client.get_executor(pure=False)
            run = partial(cm.simulate, scenario, draws=8_000_000, seed=1, uncertainty=uncertainty, executor=executor)
            found[workers] = run()
            seconds[workers] = min(timed(run, 1) for _ in range(3))
    quotient = seconds[2] / seconds[1]
    print(f"\nDask, 8,000,000 draws: one worker {seconds[1]:.2f} s, two {seconds[2]:.2f} s, ratio {quotient:.2f}")
    # reported, not judged: whether a second worker has a core to itself is the machine's affair
    assert (found[1].quantile_rows == found[2].quantile_rows).all()
