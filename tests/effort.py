"""How much a run of the tests does, and how long it waits for another program."""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

Case = TypeVar("Case")

LONG = os.environ.get("CEHENG_TESTS") == "long"
"""Whether the long part is run as well: ``bash tests/run long`` sets it."""
PATIENCE = 300.0
"""Seconds after which a program that does not answer has hung, far beyond what a loaded machine takes."""


def examples(number: int) -> settings:
    """Return how many examples a costly test takes, as a share of the hundred of an every-day run."""
    return settings(max_examples=max(1, settings().max_examples * number // 100))


def part(cases: Sequence[Case], number: int) -> list[Case]:
    """Return the first case and others drawn with a fixed seed, in their order; a long run takes them all."""
    if LONG or number >= len(cases):
        return list(cases)
    chosen = random.Random(0).sample(range(1, len(cases)), number - 1)
    return [cases[0], *(cases[index] for index in sorted(chosen))]
