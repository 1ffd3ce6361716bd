"""Gather blocks of draws into quantiles and counts: exact up to a limit, by histograms past it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Model, run_histograms, run_into, run_rows
from ceheng_model.ensemble.bracketed_quantiles import row_quantiles
from ceheng_model.ensemble.execution import available_cores, require_workers, run_tasks
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.sampling_errors import Scatter, Slopes, errors_of_parts
from ceheng_model.ensemble.tallies import Tally, merged_rows

Result = TypeVar("Result")

# the rows of a plan of three years are then about 200 MB
EXACT_DRAWS = 2_000_000
"""Draws up to which quantiles are exact; past it they come from histograms."""
BATCH = 8
"""Blocks in one task, at most; it moves no result, only how often one waits for a task."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gathered:
    """Hold what was gathered over all draws: moments and quantiles by row, and counts."""

    mean: Array
    spread: Array
    quantiles: Array
    """Shape ``(quantile, row)``."""
    quantile_errors: Array
    """Standard errors of the quantiles, same shape."""
    tally: Tally
    independent: bool
    """Whether the draws are independent of each other."""

    @property
    def part_errors(self) -> Array:
        """Standard errors of the parts of the draws in which each criterion holds, and all do, ``(criterion + 1,)``.

        Of differences, of the parts in which each row lies above zero.
        """
        tally = self.tally
        parts = tally.scatter.sums / tally.draws
        return errors_of_parts(parts, tally.draws, None if self.independent else tally.scatter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Hold how a run is carried out; nothing of it moves a result."""

    executor: Executor | None = None
    workers: int | None = None
    progress: bool | None = None

    def __post_init__(self) -> None:
        """Refuse a number of workers that cannot be, and one beside an executor."""
        require_workers(self.executor, self.workers)

    @property
    def threads(self) -> int:
        """How many threads of its own a run has."""
        return self.workers or available_cores()

    def results(
        self, task: Callable[..., Result], arguments: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Result]]:
        """Yield the number and the result of each task in the order in which they end."""
        threads = min(self.threads, len(arguments))
        return run_tasks(task, arguments, executor=self.executor, threads=threads, progress=self.progress)


def gather(model: Model, draws: int, probabilities: tuple[float, ...], execution: Execution) -> Gathered:
    """Run all blocks of a model and return quantiles, moments and counts."""
    batches = _batches(draws, execution)
    collect = _exact if draws <= EXACT_DRAWS else _by_histogram
    return collect(model, batches, draws, probabilities, execution)


def gathered_from(model: Model, tally: Tally, quantiles: Array, quantile_errors: Array) -> Gathered:
    """Return what was gathered, with the moments that the tally gives."""
    mean, spread = tally.moments(model.centre)
    return Gathered(
        mean=mean,
        spread=spread,
        quantiles=quantiles,
        quantile_errors=quantile_errors,
        tally=tally,
        independent=model.independent,
    )


def first_slopes(model: Model, probabilities: tuple[float, ...]) -> Slopes:
    """Return the slopes of the quantiles of a model's first block."""
    rows = np.empty((model.layout.rows, BLOCK))
    model.run(range(1), rows)
    return Slopes.of(rows, probabilities)


def exact_quantiles(rows: Array, probabilities: tuple[float, ...]) -> Array:
    """Return linearly interpolated quantiles of each row, shape ``(quantile, row)``; the rows may be reordered."""
    return np.stack([row_quantiles(row, probabilities) for row in rows], axis=1)


def _batches(draws: int, execution: Execution) -> list[tuple[range, int]]:
    """Return the block numbers of each task and how many draws they hold."""
    blocks = -(-draws // BLOCK)
    size = BATCH
    if execution.executor is None:
        size = min(BATCH, max(1, blocks // (4 * execution.threads)))
    ranges = [range(first, min(first + size, blocks)) for first in range(0, blocks, size)]
    return [(numbers, min(numbers.stop * BLOCK, draws) - numbers.start * BLOCK) for numbers in ranges]


def _exact(
    model: Model, batches: list[tuple[range, int]], draws: int, probabilities: tuple[float, ...], execution: Execution
) -> Gathered:
    store = np.empty((model.layout.rows, draws))
    views = [store[:, numbers.start * BLOCK :][:, :count] for numbers, count in batches]
    tallies: dict[int, Tally] = {}
    if execution.executor is None:
        arguments = [(model, numbers, view) for (numbers, _), view in zip(batches, views, strict=True)]
        tallies.update(execution.results(run_into, arguments))
    else:
        for position, (rows, tally) in execution.results(run_rows, [(model, *batch) for batch in batches]):
            views[position][...] = rows
            tallies[position] = tally
    slopes = Slopes.of(store[:, :BLOCK], probabilities)
    below = None
    with ThreadPoolExecutor(execution.threads) as pool:
        if not model.independent:
            # counted before the quantiles reorder the draws
            counts = list(pool.map(slopes.below_in, range(len(store)), store))
            below = Scatter.of_blocks(np.stack(counts, axis=1))
        columns = pool.map(lambda row: row_quantiles(row, probabilities), store)
        quantiles = np.stack(list(columns), axis=1)
    return gathered_from(model, Tally.total(tallies.values()), quantiles, slopes.errors(draws, below))


def _by_histogram(
    model: Model, batches: list[tuple[range, int]], draws: int, probabilities: tuple[float, ...], execution: Execution
) -> Gathered:
    merged = None
    tallies = []
    slopes = first_slopes(model, probabilities)
    model = model if model.independent else model.counting(slopes)
    for _, (histograms, tally) in execution.results(run_histograms, [(model, *batch) for batch in batches]):
        merged = merged_rows(merged, histograms)
        tallies.append(tally)
    assert merged is not None
    quantiles = np.stack([histogram.quantiles(probabilities) for histogram in merged], axis=1)
    tally = Tally.total(tallies)
    return gathered_from(model, tally, quantiles, slopes.errors(draws, tally.below))
