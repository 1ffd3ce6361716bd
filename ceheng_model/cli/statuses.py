"""Name the statuses that a command ends with, and tell when standard output cannot be written."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from ceheng_model.errors import OutputError

MISSED = 1
BAD_INPUT = 2
"""For output that cannot be written as well."""
UNEXPECTED = 70
"""An error of the program itself, as in sysexits.h; never the 1 that means missed."""
INTERRUPTED = 130
READER_GONE = 141
"""What a shell shows for a program that SIGPIPE ended."""


@contextmanager
def standard_output() -> Iterator[None]:
    """Bring out what the ``with`` block prints; raise `OutputError` where it cannot be, `BrokenPipeError` as it is."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from ceheng_model.errors import OutputError

        if isinstance(error, OutputError):
            raise
        raise output_failed(error) from error


def output_failed(error: OSError) -> "OutputError":
    """Return the error of a standard output that cannot be written."""
    # imported where something failed, so that --help starts quickly
    from ceheng_model.errors import Fault, OutputError
    from ceheng_model.system_messages import os_words

    return OutputError(
        Fault(
            what=Text("标准输出", "standard output"),
            rule=Text("可以写入", "be writable"),
            got=os_words(error),
            way_out=Text("请检查输出到哪里", "check where it goes"),
        )
    )
