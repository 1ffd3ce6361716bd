"""Results can be copied, pickled, and sent to a process that has loaded nothing yet."""

import copy
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest

import ceheng_model as cm

PLAN = cm.scenario("plan")
MADE: dict[str, Callable[[], object]] = {
    "scenario": lambda: PLAN.with_as_of(2022),
    "uncertainty": lambda: cm.estimate_uncertainty(PLAN),
    "ensemble": lambda: cm.simulate(PLAN, draws=8192),
    "calibration": lambda: cm.calibrate("fujian"),
    "bounds": lambda: cm.inequality_bounds([6000, 9000, 12000]),
    "tornado": lambda: cm.tornado(PLAN, "ratio"),
    "ranges": lambda: cm.probability_ranges(PLAN, draws=8192),
}


def told(result: object) -> str:
    return result.to_text() if hasattr(result, "to_text") else repr(result)


@pytest.mark.parametrize("name", MADE)
def test_a_copy_says_the_same(name: str) -> None:
    """Also one that went through bytes."""
    result = MADE[name]()
    for twin in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert told(twin) == told(result)


def test_results_come_back_from_a_process_of_its_own() -> None:
    """One that starts with nothing loaded, as on Windows and macOS."""
    result = cm.calibrate("fujian")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert told(pool.submit(copy.copy, result).result(60)) == told(result)


def test_what_is_read_only_stays_so() -> None:
    """A copy cannot be written to either."""
    series = copy.deepcopy(cm.load_series("national"))
    with pytest.raises(TypeError, match="does not support item assignment"):
        series.levels["urban", "wages", 2020] = 1.0  # type: ignore[index]
