"""Run tasks on any executor: few in flight, a progress bar for those who wait, nothing left running."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from time import monotonic
from typing import Any, TypeVar

from ceheng_model.errors import COUNT, Fault, InputError
from ceheng_model.vocabulary import Text

IN_FLIGHT = 64
"""Tasks handed to a foreign executor at one time; a result is at most a few megabytes."""
PATIENCE = 1.0
"""Seconds after which a progress bar appears."""

Result = TypeVar("Result")
Arguments = tuple[Any, ...]


def run_tasks(
    task: Callable[..., Result],
    arguments: Sequence[Arguments],
    *,
    executor: Executor | None,
    threads: int,
    progress: bool | None,
) -> Iterator[tuple[int, Result]]:
    """Yield the number of each task with its result, in the order in which they end.

    Without an executor, threads of its own do the work, or the caller's when one is enough. Whatever
    ends the iteration early cancels what has not begun; threads of its own are waited for.
    """
    own = None
    if executor is None and threads > 1:
        own = ThreadPoolExecutor(threads, thread_name_prefix="ceheng")
    pool = executor or own
    tasks = [(number, task, *of_task) for number, of_task in enumerate(arguments)]
    try:
        with _progress(len(tasks), shown=progress) as advance:
            done = (_numbered(*numbered) for numbered in tasks) if pool is None else _pooled(pool, tasks)
            for result in done:
                advance()
                yield result
    finally:
        if own is not None:
            own.shutdown(wait=True, cancel_futures=True)


def available_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def require_workers(executor: Executor | None, workers: int | None) -> None:
    """Raise `InputError` for a number of workers that cannot be, or one beside an executor."""
    if workers is None:
        return
    what = Text("并行数", "workers")
    if type(workers) is not int or workers < 1:
        rule, way_out = COUNT, Text("例如 workers=2", "for example workers=2")
        raise InputError(Fault(what=what, rule=rule, got=workers, way_out=way_out))
    if executor is not None:
        rule = Text("不与 executor 同时给出", "not be given beside an executor")
        way_out = Text("并行数由 executor 决定", "an executor has its own number of workers")
        raise InputError(Fault(what=what, rule=rule, got=workers, way_out=way_out))


def _pooled(pool: Executor, tasks: Sequence[Arguments]) -> Iterator[tuple[int, Any]]:
    waiting = iter(tasks)
    running: set[Future[tuple[int, Any]]] = set()
    try:
        while True:
            for numbered in waiting:
                running.add(_submitted(pool, numbered))
                if len(running) >= IN_FLIGHT:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        for future in running:
            future.cancel()


def _submitted(pool: Executor, numbered: Arguments) -> "Future[tuple[int, Any]]":
    try:
        return pool.submit(_numbered, *numbered)
    except RuntimeError as error:
        # one that was shut down, or one whose worker died
        raise InputError(_takes_no_more(error)) from error


def _takes_no_more(error: Exception) -> Fault:
    return Fault(
        what=Text("执行器 executor", "the executor"),
        rule=Text("仍在接受任务", "be taking tasks"),
        got=Text.same(str(error) or type(error).__name__),
        way_out=Text(
            "在 with ThreadPoolExecutor() as executor: 之内调用，或不给 executor，由 workers 定并行数",
            "call inside with ThreadPoolExecutor() as executor:, or give no executor and say how many workers",
        ),
    )


def _numbered(number: int, task: Callable[..., Result], *arguments: Any) -> tuple[int, Result]:
    return number, task(*arguments)


@contextmanager
def _progress(total: int, *, shown: bool | None) -> Iterator[Callable[[], None]]:
    """Give a function that counts finished tasks; a bar on standard error, from one second on, on a terminal only."""
    if not (sys.stderr.isatty() if shown is None else shown):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    # a file gets the finished bar, a terminal only the moving one
    bar = Progress(console=console, transient=console.is_terminal)
    line, start = bar.add_task("模拟 simulating", total=total), monotonic()

    def advance() -> None:
        bar.advance(line)
        if not bar.live.is_started and monotonic() - start >= PATIENCE:
            bar.start()

    try:
        yield advance
    finally:
        bar.stop()
