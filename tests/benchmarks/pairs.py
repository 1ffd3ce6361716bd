"""Measure a subject and its yardstick in turn, and judge the ratio only."""

import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from pytest_benchmark.fixture import BenchmarkFixture


def ratio(
    benchmark: BenchmarkFixture,
    subject: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    rounds: int,
    repeat: int = 1,
) -> float:
    """Return the median of the ratios of pairs run one after the other, after one pair to warm up.

    Noise that lasts longer than a pair hits both of its runs. The benchmark's own table shows the subject.
    """
    pairs = []
    for _ in range(rounds + 1):
        pairs.append((timed(subject, repeat), timed(yardstick, repeat)))
    found = median(mine / theirs for mine, theirs in pairs[1:])
    mine, theirs = (median(times) for times in zip(*pairs[1:], strict=True))
    benchmark.extra_info.update(ratio=found, seconds=mine, yardstick_seconds=theirs)
    print(f"\n{benchmark.name}: {mine:.6f} s, yardstick {theirs:.6f} s, ratio {found:.2f}")
    benchmark.pedantic(subject, rounds=1, iterations=repeat)  # type: ignore[no-untyped-call]
    return found


def timed(run: Callable[[], object], repeat: int) -> float:
    """Return the seconds one run takes, over `repeat` runs."""
    start = perf_counter()
    for _ in range(repeat):
        run()
    return (perf_counter() - start) / repeat


def python(*arguments: str) -> Callable[[], object]:
    """Return a run of a whole Python process."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
