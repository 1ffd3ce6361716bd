"""Give every block of draws a random stream of its own.

The stream of a block depends on the seed and the block's number only, so that results do not depend on
who draws it, and more draws extend the same sample. The block size is a constant of the method.
"""

import numpy as np

from ceheng_model.errors import Fault, InputError
from ceheng_model.vocabulary import Text

# another size would give other draws from the same seed; this one keeps the buffers of a plan at a few megabytes
BLOCK = 8192
"""Draws in a block, a constant of the method."""

Seed = int | np.random.Generator | None


def generator_of(entropy: int, stream: tuple[int, ...]) -> np.random.Generator:
    """Return the generator of one block: the numbers of its stream are spawned from the entropy."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy, spawn_key=stream)))


def entropy_of(seed: Seed) -> int:
    """Return what the streams are spawned from: the seed itself, numbers drawn from a generator, or fresh ones.

    Raises `InputError` for a seed that is none of these.

    >>> entropy_of(0)
    0
    """
    if seed is None:
        fresh = np.random.SeedSequence().entropy
        assert isinstance(fresh, int)
        return fresh
    if isinstance(seed, np.random.Generator):
        return int.from_bytes(seed.bytes(16), "little")
    if is_whole(seed) and seed >= 0:
        return int(seed)
    raise InputError(
        Fault(
            what=Text("随机种子", "the seed"),
            rule=Text("为不小于零的整数", "be a whole number from 0 on"),
            # 1.0 is none, and stands as it was written
            got=Text.same(seed) if isinstance(seed, float) else seed,
            way_out=Text("例如 2024", "for example 2024"),
        )
    )


def is_whole(value: object) -> bool:
    """Return whether a value is a whole number, numpy's own included; True and False are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
