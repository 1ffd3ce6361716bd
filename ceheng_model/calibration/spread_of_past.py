"""Estimate the spread of one past as `estimate_uncertainty` does."""

from dataclasses import dataclass

from ceheng_model.arithmetic import Array
from ceheng_model.uncertainty.estimation import _estimate
from ceheng_model.uncertainty.history import History


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    scale: Array
    correlation: Array
    freedom: int


def estimate_spread(levels: Array) -> Spread:
    count = levels.shape[-1] - 1
    past = History(records=(None,), position=(0,), leaders=(0,), years=tuple(range(count)), levels=levels)  # type: ignore[arg-type]
    found = _estimate(past)
    return Spread(scale=found.scale, correlation=found.correlation, freedom=count - 2)
