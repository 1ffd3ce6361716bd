"""Keep the buffers of a block of draws, and multiply matrices by them on the calling thread."""

import threading

import numpy as np

from ceheng_model.arithmetic import Array

SMALL_PRODUCT = 240 * 1024
"""Multiplications in one matrix product, below the size at which OpenBLAS starts threads (262,144)."""
_APART = 8
"""Numbers between two rows of a buffer: a processor is slow to read rows side by side that lie a power of two apart."""

_SPACES = threading.local()


def workspace(name: str, shape: tuple[int, ...]) -> Array:
    """Return this thread's buffer of a name in a shape; whoever asks for the name again overwrites it.

    Each row is contiguous, the rows one after the other are not.
    """
    buffers = _SPACES.__dict__
    if name not in buffers or buffers[name].shape != shape:
        buffers[name] = np.empty((*shape[:-1], shape[-1] + _APART))[..., : shape[-1]]
    buffer: Array = buffers[name]
    return buffer


def small_product(matrix: Array, columns: Array, *, out: Array | None = None) -> Array:
    """Return a matrix ``(m, k)`` times many columns ``(k, draw)``, in pieces that stay on the calling thread.

    The pieces are multiplied in one call, during which other threads go on.

    >>> small_product(np.array([[2.0, 1.0]]), np.ones((2, 5))).tolist()
    [[3.0, 3.0, 3.0, 3.0, 3.0]]
    """
    draws = columns.shape[-1]
    product = np.empty((len(matrix), draws)) if out is None else out
    width = max(SMALL_PRODUCT // max(matrix.size, 1), 1)
    # a block is a power of two, which leaves no rest
    width = min(1 << (width.bit_length() - 1), draws)
    whole = draws - draws % width if width else 0
    if whole:
        shape = (whole // width, width)
        pieces, products = (
            rows[:, :whole].reshape(len(rows), *shape).transpose(1, 0, 2) for rows in (columns, product)
        )
        np.matmul(matrix, pieces, out=products)
    if whole < draws:
        np.matmul(matrix, columns[:, whole:], out=product[:, whole:])
    return product
