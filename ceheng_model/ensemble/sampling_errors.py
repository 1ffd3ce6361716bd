"""Say how far parts of draws and quantiles of them may be off, by chance alone.

Draws that are independent of each other have the error that n coin tosses have. Points of one set are not, but sets
are: how far the parts scatter from set to set tells the error of their mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import BLOCK

Counts = NDArray[np.int64]

# the scatter of eight sets gives an error that is itself known to a quarter: 1 / sqrt(2 * 7)
FEWEST_SETS = 8
"""Sets from which on their scatter tells the error; fewer are taken as independent draws, whose error is larger."""
_WINDOW = 0.2
"""Part of a tail's probability, to either side, over which the slope of the quantiles is taken: over it the quantiles
of a normal bend by 1 % of their slope at most, and some 160 draws of a block lie between the ends in a 5 % tail."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scatter:
    """Hold counts of draws over blocks, summed, and their squares: whole numbers, so that no order matters."""

    blocks: int
    sums: Counts
    squares: Counts

    @classmethod
    def of(cls, counts: Counts) -> Self:
        """Return the scatter of one block's counts."""
        return cls(blocks=1, sums=counts, squares=counts * counts)

    @classmethod
    def of_blocks(cls, counts: Counts) -> Self:
        """Return the scatter of the counts of many blocks, which are the last axis."""
        return cls(blocks=counts.shape[-1], sums=counts.sum(axis=-1), squares=(counts * counts).sum(axis=-1))

    @classmethod
    def total(cls, parts: Iterable["Scatter"]) -> Self:
        """Return the scatter over the blocks of all parts."""
        every = list(parts)
        return cls(
            blocks=sum(part.blocks for part in every),
            sums=np.sum([part.sums for part in every], axis=0),
            squares=np.sum([part.squares for part in every], axis=0),
        )

    def errors(self) -> Array:
        """Return the standard error of each count as a part of the draws, from how it scatters over whole blocks."""
        blocks = self.blocks
        # exact whole numbers, however large: what never varies has no error, not one of rounding
        apart = [
            blocks * square - total * total
            for total, square in zip(np.ravel(self.sums).tolist(), np.ravel(self.squares).tolist(), strict=True)
        ]
        variance = np.array(apart, dtype=float).reshape(np.shape(self.sums)) / (blocks * (blocks - 1))
        errors: Array = np.sqrt(variance / blocks) / BLOCK
        return errors


def errors_of_parts(parts: Array, draws: int, scatter: Scatter | None) -> Array:
    r"""Return the standard errors of parts of the draws: from their scatter over enough sets, else as of coin tosses.

    `scatter` is None for independent draws: :math:`\sqrt{p (1 - p) / n}`. NaN stays.
    """
    if scatter is not None and scatter.blocks >= FEWEST_SETS:
        return np.where(np.isnan(parts), np.nan, scatter.errors().reshape(parts.shape))
    errors: Array = np.sqrt(parts * (1.0 - parts) / draws)
    return errors


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slopes:
    """Hold where the quantiles of some first draws lie, and how fast they rise with the probability."""

    probabilities: tuple[float, ...]
    quantiles: Array
    """Shape ``(quantile, row)``."""
    rises: Array
    """Same shape; NaN for the least and the greatest draw."""

    @classmethod
    def of(cls, rows: Array, probabilities: tuple[float, ...]) -> Self:
        """Return the slopes of the quantiles of rows, shape ``(row, draw)``."""
        centre = np.array(probabilities)
        width = _WINDOW * np.minimum(centre, 1.0 - centre)
        # what has no end, or is not there, has no slope either
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.quantile(rows, np.concatenate([centre, centre - width, centre + width]), axis=1)
            middle, low, high = found.reshape(3, len(centre), len(rows))
            rises = (high - low) / (2.0 * width[:, np.newaxis])
        return cls(probabilities=probabilities, quantiles=middle, rises=rises)

    def below(self, rows: Array) -> Counts:
        """Return how many draws of each block lie below each quantile, shape ``(quantile, row, block)``."""
        return np.stack([self.below_in(row, draws) for row, draws in enumerate(rows)], axis=1)

    def below_in(self, row: int, draws: Array) -> Counts:
        """Return how many draws ``(draw,)`` of a row lie below each of its quantiles, shape ``(quantile, block)``."""
        blocks = draws.reshape(-1, BLOCK)
        return np.array([np.count_nonzero(blocks < level, axis=-1) for level in self.quantiles[:, row]])

    def errors(self, draws: int, scatter: Scatter | None) -> Array:
        """Return the standard errors of quantiles, shape ``(quantile, row)``: of their probability, times the slope."""
        parts = np.broadcast_to(np.array(self.probabilities)[:, np.newaxis], self.rises.shape)
        with np.errstate(invalid="ignore"):
            errors: Array = errors_of_parts(parts, draws, scatter) * self.rises
        return errors
