"""Measure a subject and its yardstick in turn, and judge the ratio only."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from pytest_benchmark.fixture import BenchmarkFixture

_BYTECODE = TemporaryDirectory(prefix="bytecode-")
"""Where measured processes keep what Python has compiled; it goes when the benchmarks end."""


def ratio(
    benchmark: BenchmarkFixture,
    subject: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    rounds: int,
    repeat: int = 1,
    clock: Callable[[], float] = perf_counter,
) -> float:
    """Return the median of the ratios of pairs run one after the other, after one pair to warm up.

    Noise that lasts longer than a pair hits both of its runs. The benchmark's own table shows the subject.
    `clock` tells seconds: of the wall, or those that processes computed, which others on the machine move less.
    """
    pairs = []
    for _ in range(rounds + 1):
        pairs.append((timed(subject, repeat, clock), timed(yardstick, repeat, clock)))
    found = median(mine / theirs for mine, theirs in pairs[1:])
    mine, theirs = (median(times) for times in zip(*pairs[1:], strict=True))
    benchmark.extra_info.update(ratio=found, seconds=mine, yardstick_seconds=theirs)
    print(f"\n{benchmark.name}: {mine:.6f} s, yardstick {theirs:.6f} s, ratio {found:.2f}")
    benchmark.pedantic(subject, rounds=1, iterations=repeat)  # type: ignore[no-untyped-call]
    return found


def timed(run: Callable[[], object], repeat: int, clock: Callable[[], float] = perf_counter) -> float:
    """Return the seconds one run takes, over `repeat` runs."""
    start = clock()
    for _ in range(repeat):
        run()
    return (clock() - start) / repeat


def computed() -> float:
    """Return the seconds that processes started from here have computed, all that have ended together."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def python(*arguments: str) -> Callable[[], object]:
    """Return a run of a whole Python process.

    What it imports was compiled by the pair that warms up, as pip compiles what it installs: where Python is told to
    keep no bytecode, the library alone would be compiled in every run, and the libraries of the yardstick never.
    """
    command = [sys.executable, *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": _BYTECODE.name}
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
