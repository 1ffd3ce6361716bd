"""The same draws whoever makes them: workers, histograms past the exact limit, interrupts, progress."""

import io
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.ensemble import blocks, execution, quantiles, regional_draws, simulation
from ceheng_model.ensemble.sampling_errors import Scatter
from ceheng_model.ensemble.tallies import Histogram, Tally
from tests import exact_draws
from tests.effort import part
from tests.specimens import TWO_REGIONS

DRAWS = 100_001
FIELDS = ("quantile_rows", "mean_rows", "spread_rows", "held", "undecided", "failed_in", "together", "at_zero")


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def wild(plan: cm.Scenario) -> cm.Uncertainty:
    # some factors fall below zero, so that counts of lost components are compared as well
    return cm.estimate_uncertainty(plan).with_spread(None, "property", 0.4).with_(persistence=0.3)


@pytest.fixture
def by_histogram(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (quantiles, regional_draws, simulation):
        monkeypatch.setattr(module, "EXACT_DRAWS", 10_000)


def run(plan: cm.Scenario, uncertainty: cm.Uncertainty, **settings: Any) -> cm.Ensemble:
    asked: dict[str, Any] = {
        "draws": DRAWS,
        "seed": 41,
        "statements": "all",
        "targets": ["ratio=3.1"],
        "components": True,
    }
    return cm.simulate(plan, uncertainty=uncertainty, **(asked | settings))


def bytes_of(made: cm.Ensemble) -> list[bytes]:
    return [np.asarray(getattr(made, name)).tobytes() for name in FIELDS]


# --- workers


def executors() -> Iterator[Executor]:
    yield ThreadPoolExecutor(3)
    yield ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("together", [1, 3, 8])
def test_however_many_blocks_are_judged_at_one_time_the_counts_are_those_of_the_draws(
    plan: cm.Scenario, wild: cm.Uncertainty, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(blocks, "TOGETHER", together)
    targets = {"rural.wages.2023": 5_600, "urban.property.2024": 3_000, "lifted.2022": 13_200, "ratio.2024": 3.1}
    made = run(plan, wild, workers=1, targets=[f"{name}={value}" for name, value in targets.items()])
    assert made.at_zero > 0
    for name, value in targets.items():
        drawn = np.asarray(made.draws(name))
        reached = drawn <= value if name.startswith("ratio") else drawn >= value
        position = next(k for k, one in enumerate(made.criteria) if one.id == f"{name}={value}")
        assert 0 < made.held[position] == np.count_nonzero(reached) < DRAWS


@pytest.mark.parametrize("workers", [2, 8, None])
def test_any_number_of_workers_gives_the_same_bytes(
    plan: cm.Scenario, wild: cm.Uncertainty, workers: int | None
) -> None:
    assert bytes_of(run(plan, wild, workers=workers)) == bytes_of(run(plan, wild, workers=1))


@pytest.mark.slow
def test_any_executor_gives_the_same_bytes_and_lives_on(plan: cm.Scenario, wild: cm.Uncertainty, request: Any) -> None:
    one = bytes_of(run(plan, wild, workers=1))
    request.getfixturevalue("by_histogram")
    other = bytes_of(run(plan, wild, workers=1))
    more = plan.with_growth("rural", "wages", 0.25, years=[2023])
    pair = cm.compare(plan, more, draws=30_000, seed=1, uncertainty=wild, workers=1).to_frame()
    request.getfixturevalue("monkeypatch").undo()
    for executor in executors():
        with executor:
            assert bytes_of(run(plan, wild, executor=executor)) == one
            request.getfixturevalue("monkeypatch").setattr(quantiles, "EXACT_DRAWS", 10_000)
            assert bytes_of(run(plan, wild, executor=executor)) == other
            found = cm.compare(plan, more, draws=30_000, seed=1, uncertainty=wild, executor=executor).to_frame()
            assert found.equals(pair)
            request.getfixturevalue("monkeypatch").undo()
            assert executor.submit(abs, -3).result() == 3


@pytest.mark.slow
@pytest.mark.usefixtures("by_histogram")
@pytest.mark.parametrize("after", part([4, 1, 2, 8, 12], 1))
def test_a_worker_killed_in_mid_run_moves_no_byte(
    plan: cm.Scenario, wild: cm.Uncertainty, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    distributed = pytest.importorskip("distributed")
    for name in ("distributed", "distributed.nanny", "distributed.scheduler", "distributed.worker"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)
    draws = 1_000_000
    alone = run(plan, wild, draws=draws, workers=2)
    # port 0: any that is free, whatever else runs on this machine
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(
            **settings, host="127.0.0.1", silence_logs=logging.CRITICAL, scheduler_kwargs={"dashboard": False}
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        victims = {worker["id"]: worker["pid"] for worker in _workers(client)}
        executor = _Killing(client.get_executor(pure=False), after=after, victim=min(victims.values()))
        together = run(plan, wild, draws=draws, executor=executor)
        assert executor.killed
        assert executor.unfinished > 0
        # the nanny has put another process in its place, or is about to
        assert min(victims.values()) not in {worker["pid"] for worker in _workers(client)}
    assert bytes_of(together) == bytes_of(alone)


def _workers(client: Any) -> list[dict[str, Any]]:
    return [{"id": name, "pid": pid} for name, pid in client.run(os.getpid).items()]


class _Killing(Executor):
    """Hand tasks on, and kill a process of the pool once some of them have ended."""

    def __init__(self, pool: Executor, *, after: int, victim: int) -> None:
        self.pool, self.after, self.victim = pool, after, victim
        self.killed, self.ended, self.handed, self.unfinished = False, 0, 0, 0
        self.lock = threading.Lock()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self.pool.submit(fn, *args, **kwargs)
        self.handed += 1
        future.add_done_callback(self._count)
        return future

    def _count(self, _future: Future[Any]) -> None:
        with self.lock:
            self.ended += 1
            if self.ended == self.after:
                self.unfinished = self.handed - self.ended
                os.kill(self.victim, signal.SIGKILL)
                self.killed = True


# --- histograms


def test_past_the_exact_limit_only_quantiles_change_and_by_no_more_than_is_said(
    plan: cm.Scenario, wild: cm.Uncertainty, request: Any
) -> None:
    exact = run(plan, wild)
    request.getfixturevalue("by_histogram")
    counted = run(plan, wild)
    assert exact.exact
    assert not counted.exact
    assert bytes_of(counted)[1:] == bytes_of(exact)[1:]
    bounds: list[tuple[Any, float]] = [("total", 0.5), ("level", 0.5), ("ratio", 0.00005)]
    for what, bound in bounds:
        assert counted.error_bound(what) == bound
        away = np.abs(np.subtract(counted.quantiles(what), exact.quantiles(what)))
        assert 0.0 < away.max() <= bound * (1 + 1e-9)
    assert "within 0.5 yuan for incomes, 5e-05 for the ratio" in counted.to_text("en")
    assert "收入误差不超过 0.5 元，收入比误差不超过 5e-05" in counted.to_text("zh")
    assert "within 0.5" not in exact.to_text("en")


def test_the_exact_limit_is_two_million() -> None:
    for module in (quantiles, simulation, regional_draws):
        assert vars(module)["EXACT_DRAWS"] == 2_000_000


finite = st.floats(-1e5, 1e5)


@given(
    parts=st.lists(st.lists(finite, min_size=1, max_size=30), min_size=1, max_size=4),
    width=st.sampled_from([1.0, 0.5, 0.25]),
    levels=st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_histograms_merge_in_any_order_and_stay_within_half_a_bin(
    parts: list[list[float]], width: float, levels: list[float]
) -> None:
    histograms = [Histogram.of(np.array(part), width=width) for part in parts]
    forward, backward = histograms[0], histograms[-1]
    for one, other in zip(histograms[1:], histograms[-2::-1], strict=True):
        forward, backward = forward.merged(one), backward.merged(other)
    values = np.array([value for part in parts for value in part])
    assert forward.counts.sum() == values.size
    assert (forward.offset, forward.counts.tolist()) == (backward.offset, backward.counts.tolist())
    found, exact = forward.quantiles(levels), np.quantile(values, levels)
    assert np.abs(found - exact).max() <= width / 2 + 1e-9


def test_sums_without_end_on_both_sides_have_no_moments() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    blocks = tuple(np.array([[end], [np.inf]]) for end in (np.inf, -np.inf))
    tally = Tally(
        draws=9,
        held=nothing,
        undecided=nothing,
        failed_in=np.zeros((0, 3), dtype=np.int64),
        together=0,
        together_undecided=0,
        above=nothing,
        at_zero=0,
        scatter=Scatter.of(nothing),
        below=None,
        sums=blocks,
    )
    assert np.isnan(tally.moments(np.zeros(1))).all()


@pytest.mark.usefixtures("by_histogram", "random_numbers")
def test_values_too_far_apart_for_histograms_are_refused(plan: cm.Scenario, wild: cm.Uncertainty) -> None:
    vast = plan.with_growth(None, None, 0.9)
    far = "must spread over at most 8000000 bins of 0.0001 .* use a smaller spread, or fewer draws, whose quantiles"
    with pytest.raises(cm.InputError, match=far):
        cm.simulate(
            vast,
            draws=20_000,
            seed=1,
            uncertainty=wild.with_(correlation=np.ones((12, 12))).with_spread(None, None, 0.95),
        )


# --- interrupts and progress


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("workers", [1, 2, None])
def test_an_interrupt_leaves_nothing_running_and_no_file(
    plan: cm.Scenario, wild: cm.Uncertainty, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, raised: Any, workers: Any
) -> None:
    compute: dict[str, Any] = {name: vars(quantiles)[name] for name in ("run_into", "run_rows")}

    def breaking(name: str) -> Any:
        def task(model: Any, numbers: range, out: Any) -> Any:
            if numbers.start > 4:
                raise raised("in mid-run")
            return compute[name](model, numbers, out)

        return task

    for name in compute:
        monkeypatch.setattr(quantiles, name, breaking(name))
    executor = ThreadPoolExecutor(2) if workers is None else None
    before = set(threading.enumerate())
    with pytest.raises(raised, match="in mid-run"):
        run(plan, wild, workers=workers, executor=executor, path=tmp_path / "bands.parquet")
    assert list(tmp_path.iterdir()) == []
    if executor is None:
        assert set(threading.enumerate()) <= before
    else:
        assert executor.submit(abs, -3).result() == 3
        executor.shutdown()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("random_numbers")
@pytest.mark.parametrize(
    ("progress", "terminal", "patience", "shown"),
    [
        (None, True, 0.0, True),
        (None, True, 1e9, False),
        (None, False, 0.0, False),
        (True, False, 0.0, True),
        (True, True, 1e9, False),
        (False, True, 0.0, False),
    ],
)
def test_progress_is_shown_to_those_who_wait(
    plan: cm.Scenario, wild: cm.Uncertainty, monkeypatch: pytest.MonkeyPatch, progress: Any, terminal: bool,
    patience: float, shown: bool,
) -> None:  # fmt: skip
    assert execution.PATIENCE == 1.0
    monkeypatch.setattr(execution, "PATIENCE", patience)
    stream = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    before = set(threading.enumerate())
    made = run(plan, wild, workers=2, progress=progress)
    assert bool(stream.getvalue().strip()) is shown
    assert set(threading.enumerate()) <= before
    assert made.quantiles("ratio").values == pytest.approx(
        np.quantile(
            exact_draws.rows(
                plan,
                exact_draws.levels(plan, exact_draws.shocks(wild, years=3, draws=DRAWS, seed=41), wild),
            )["ratio"],
            made.quantile_probabilities,
            axis=-1,
        ),
        rel=1e-12,
    )


def closed(executor: Executor) -> Executor:
    executor.shutdown()
    return executor


@pytest.mark.parametrize("made", [ThreadPoolExecutor, ProcessPoolExecutor])
@pytest.mark.parametrize("regions", [False, True])
def test_an_executor_that_takes_no_tasks_is_named(plan: cm.Scenario, made: Any, regions: bool) -> None:
    many = plan.with_regions(TWO_REGIONS) if regions else plan
    message = (
        r"^the executor must be taking tasks \(got cannot schedule new futures after shutdown\); call inside with "
    )
    with pytest.raises(cm.InputError, match=message):
        cm.simulate(many, draws=8, seed=1, executor=closed(made(1)))
    if not regions:
        drawn = cm.simulate(plan, draws=8, seed=1)
        with pytest.raises(cm.InputError, match=message):
            drawn.draws("ratio.2024", executor=closed(made(1)))
