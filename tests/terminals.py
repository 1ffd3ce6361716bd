"""A real terminal to type at."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

pexpect = pytest.importorskip("pexpect")

COMMAND = "from ceheng_model.cli import main; main()"


class Terminal:
    """Type at a terminal, and read what stands on it."""

    def __init__(self, folder: Path, *options: str) -> None:
        environment = dict(os.environ, TERM="dumb", PYTHONIOENCODING="utf-8", PYTHONUTF8="1")
        # wide, so that no prompt is broken
        self.child = pexpect.spawn(
            sys.executable, ["-c", COMMAND, "init", str(folder), *options], env=environment, encoding="utf-8",
            timeout=60, dimensions=(60, 400), cwd=folder.parent, preexec_fn=_as_from_a_shell,
        )  # fmt: skip
        self.child.delaybeforesend = None

    def asked(self, words: str) -> str:
        """Wait until something is asked; return what was shown before."""
        # a line of its own that no mistake stands on
        self.child.expect(f"(?:^|\n)[^\n✗]*{re.escape(words)}[^\n]*[：:] ?$")
        return str(self.child.before)

    def waits(self) -> None:
        """Wait until the program waits for its reader.

        A signal between the prompt and the wait is not seen by the line editor until the next key: people are slower.
        """
        state = Path(f"/proc/{self.child.pid}/stat")
        while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "S":
            sleep(0.01)

    def type(self, text: str) -> None:
        self.child.sendline(text)

    def ended(self) -> tuple[int | None, str]:
        self.child.expect(pexpect.EOF)
        shown = str(self.child.before)
        self.child.close()
        return self.child.exitstatus, shown


def _as_from_a_shell() -> None:
    """Let Ctrl-C be heard: what is started in the background of a script inherits that it is not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminal(folder: Path, *options: str) -> Iterator[Terminal]:
    opened = Terminal(folder, *options)
    try:
        yield opened
    finally:
        opened.child.close(force=True)
