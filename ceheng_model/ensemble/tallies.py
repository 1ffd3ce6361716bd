"""Count draws: what holds and what is left open, sums for moments, and histograms that merge in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.sampling_errors import Counts, Scatter
from ceheng_model.errors import Fault, InputError
from ceheng_model.vocabulary import Text

MOST_BINS = 8_000_000
"""Bins that one histogram may have: 64 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Hold what was counted over some draws; whole numbers, so that the order of adding does not matter."""

    draws: int
    held: Counts
    """In how many draws each criterion holds, shape ``(criterion,)``."""
    undecided: Counts
    """In how many draws it is left open whether each holds, shape ``(criterion,)``."""
    failed_in: Counts
    """In how many draws each criterion of every year first fails in a year, shape ``(criterion, year)``."""
    together: int
    """In how many draws all hold."""
    together_undecided: int
    """In how many draws none fails and some are left open."""
    above: Counts
    """In how many draws each row lies above zero, shape ``(row,)``."""
    at_zero: int
    """How many growth factors were held at zero."""
    scatter: Scatter
    """How the counts of each criterion, and of all together, scatter over the blocks, shape ``(criterion + 1,)``; of
    differences those above zero, shape ``(row,)``."""
    below: Scatter | None
    """How the draws below each quantile of the first block scatter; None where nobody asked."""
    sums: tuple[Array, ...]
    """Of every block, the sums of each row less its centre and of the squares, shape ``(2, row)``."""

    @classmethod
    def total(cls, tallies: Iterable["Tally"]) -> "Tally":
        """Return the tally of all draws together."""
        parts = list(tallies)
        return cls(
            draws=sum(part.draws for part in parts),
            held=np.sum([part.held for part in parts], axis=0),
            undecided=np.sum([part.undecided for part in parts], axis=0),
            failed_in=np.sum([part.failed_in for part in parts], axis=0),
            together=sum(part.together for part in parts),
            together_undecided=sum(part.together_undecided for part in parts),
            above=np.sum([part.above for part in parts], axis=0),
            at_zero=sum(part.at_zero for part in parts),
            scatter=Scatter.total(part.scatter for part in parts),
            below=None if any(part.below is None for part in parts) else _all_below(parts),
            sums=tuple(block for part in parts for block in part.sums),
        )

    def moments(self, centre: Array) -> tuple[Array, Array]:
        """Return mean and standard deviation of each row; NaN for the deviation of one draw."""
        blocks = np.array(self.sums)
        # a ratio without end has no moments
        with np.errstate(invalid="ignore"):
            first, second = (np.array([_sum(column) for column in blocks[:, k].T]) for k in (0, 1))
            shift = first / self.draws
            if self.draws == 1:
                return centre + shift, np.full(centre.shape, np.nan)
            spread = np.sqrt(np.maximum(second - first * shift, 0.0) / (self.draws - 1))
        return centre + shift, spread


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Histogram:
    """Hold how many values fall into bins of one width; bin ``k`` is centred on ``k`` widths.

    >>> low = Histogram.of(np.array([1.2, 2.0, 2.4]), width=1.0)
    >>> low.offset, low.counts.tolist()
    (1, [1, 2])
    >>> low.merged(Histogram.of(np.array([7.0]), width=1.0)).quantiles([0.5]).tolist()
    [2.0]
    """

    width: float
    offset: int
    counts: Counts

    @classmethod
    def of(cls, values: Array, *, width: float) -> "Histogram":
        """Count values; raise `InputError` where they spread over too many bins.

        Of values that are not there (all NaN) nothing is counted.
        """
        if np.isnan(values).all():
            return cls(width=width, offset=0, counts=np.zeros(0, dtype=np.int64))
        bins = np.rint(values / width)
        low, high = float(bins.min()), float(bins.max())
        _require_bins(high - low + 1.0, width)
        offset = int(low)
        return cls(width=width, offset=offset, counts=np.bincount((bins - offset).astype(np.int64)))

    def merged(self, other: "Histogram") -> "Histogram":
        """Return the histogram of both sets of values."""
        if not (self.counts.size and other.counts.size):
            return self if self.counts.size else other
        low = min(self.offset, other.offset)
        high = max(self.offset + self.counts.size, other.offset + other.counts.size)
        _require_bins(high - low, self.width)
        counts = np.zeros(high - low, dtype=np.int64)
        for part in (self, other):
            counts[part.offset - low : part.offset - low + part.counts.size] += part.counts
        return Histogram(width=self.width, offset=low, counts=counts)

    def quantiles(self, probabilities: Iterable[float]) -> Array:
        """Return linearly interpolated quantiles, each within half a width of the exact one."""
        if not self.counts.size:
            return np.array([np.nan for _ in probabilities])
        reached = np.cumsum(self.counts)
        last = int(reached[-1]) - 1
        quantiles = []
        for probability in probabilities:
            position = probability * last
            lower = int(np.floor(position))
            ends = np.searchsorted(reached, [lower, min(lower + 1, last)], side="right") + self.offset
            quantiles.append(float(ends[0] + (ends[1] - ends[0]) * (position - lower)) * self.width)
        return np.array(quantiles)


def _all_below(tallies: Sequence[Tally]) -> Scatter:
    return Scatter.total(tally.below for tally in tallies if tally.below is not None)


def merged_rows(before: list[Histogram] | None, more: list[Histogram]) -> list[Histogram]:
    """Return the histograms of each row over both sets of draws; None for no draws yet."""
    return more if before is None else [row.merged(other) for row, other in zip(before, more, strict=True)]


def _sum(values: Array) -> float:
    # fsum rounds once, whatever the order of the blocks; it refuses what has no end on both sides
    return fsum(values) if np.isfinite(values).all() else float(values.sum())


def _require_bins(bins: float, width: float) -> None:
    # not written as bins > MOST_BINS: what is no number is refused as well
    if bins <= MOST_BINS:
        return
    raise InputError(
        Fault(
            what=Text("模拟结果的分布", "the drawn values"),
            rule=Text(f"不超过 {MOST_BINS} 组", f"spread over at most {MOST_BINS} bins of {width:g}"),
            got=f"{bins:.3g}",
            way_out=Text("请减小离散程度或模拟次数", "use a smaller spread, or fewer draws, whose quantiles are exact"),
        )
    )
