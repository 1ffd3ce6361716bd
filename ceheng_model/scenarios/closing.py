"""Close the open cells of a growth table: those without a number, for which the plan prints only a sign or nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, closing_rate
from ceheng_model.doors import door
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Closing(Value):
    """Say how the open cells of a growth table were filled.

    `is_open` has shape ``(group, component, year)``. `rates`, shape ``(group, year)``, or ``(region,
    group, year)`` where each region is closed by itself, holds the one rate that the open cells share
    under ``to_total``; NaN where there is none.
    """

    rule: str
    is_open: NDArray[np.bool_]
    rates: Array
    followed: Text = NO_TEXT
    """In one sentence what growth follows where the table states nothing."""
    silent: NDArray[np.bool_] | None = None
    """Groups and years in which not every open cell carries a sign or no total is printed, so that no rate breaks
    the table; None where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paths(Value):
    """Hold growth by group, component and year with the way it came about."""

    growth: Array
    closing: Closing
    lacking: tuple[str, ...] = ()
    """Keys of the groups of which a plan prints nothing that growth could follow; theirs is NaN."""


def close_to_total(base: Array, stated: Array, is_open: NDArray[np.bool_], total_growth: Array) -> Paths:
    """Return growth in which the open cells of a group and year share the rate that gives the total.

    Shapes: `base` ``(..., group, component)``, `stated` and `is_open` ``(group, component, year)``,
    `total_growth` ``(..., group, year)``. The rate is reported as it comes out, zero and below included.
    """
    leading = np.broadcast_shapes(base.shape[:-2], total_growth.shape[:-2])
    growth = np.empty((*leading, *stated.shape))
    rates = np.empty((*leading, *total_growth.shape[-2:]))
    levels = base
    for year in range(total_growth.shape[-1]):
        cells, printed = is_open[:, :, year], stated[:, :, year]
        rate = closing_rate(levels, printed, cells, total_growth[..., year])
        rates[..., year] = rate
        growth[..., year] = np.where(cells, rate[..., np.newaxis], printed)
        levels = levels * (1.0 + growth[..., year])
    return Paths(growth=growth, closing=Closing(rule="to_total", is_open=is_open, rates=rates))


def at_rates(growth: Array, is_open: NDArray[np.bool_]) -> Paths:
    """Return growth whose open cells have rates of their own; the total is what results."""
    rates = np.full((growth.shape[0], growth.shape[2]), np.nan)
    return Paths(growth=growth, closing=Closing(rule="at_rates", is_open=is_open, rates=rates))
