"""Count what becomes of many inputs, and keep the first of each that went wrong."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ceheng_model.errors import CehengError
from tests.effort import PATIENCE

REFUSED = object()
"""What reading gives where the library refuses, and the second reading where it finds nothing certain."""


@dataclass
class Tally:
    """Count inputs by what became of them."""

    reader: str
    right: int = 0
    refused: int = 0
    needlessly: int = 0
    """Refused although the second reading reads them: allowed, but not for all."""
    wrong: list[Any] = field(default_factory=list)
    tracebacks: list[Any] = field(default_factory=list)
    hangs: list[Any] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        """All that were given."""
        return self.right + self.refused + len(self.wrong) + len(self.tracebacks) + len(self.hangs)

    def judge(self, given: Any, read: Callable[[], Any], again: Callable[[], Any]) -> None:
        """Read an input twice and count what came of it; `again` is the second reading."""
        expected = again()
        try:
            with _patience():
                got = read()
        except CehengError as error:
            self.refused += 1
            if not (error.text("zh").strip() and error.text("en").strip()):
                self.tracebacks.append((given, "no message"))
            self.needlessly += expected is not REFUSED
        except TimeoutError:
            self.hangs.append(given)
        except Exception as error:  # noqa: BLE001 - whatever comes is what is counted
            self.tracebacks.append((given, repr(error)))
        else:
            if got == expected:
                self.right += 1
            else:
                self.wrong.append((given, got, None if expected is REFUSED else expected))

    def __str__(self) -> str:
        """Say the counts in one line."""
        return (
            f"{self.reader}: {self.inputs} inputs, {self.right} accepted right, {self.refused} refused "
            f"({self.needlessly} of them readable), {len(self.wrong)} silently wrong, "
            f"{len(self.tracebacks)} tracebacks, {len(self.hangs)} hangs"
        )


@contextmanager
def _patience() -> Iterator[None]:
    """Raise `TimeoutError` after a time that only what hangs can take."""

    def stop(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
