"""Estimate the spread of one past as `estimate_uncertainty` does."""

from dataclasses import dataclass

from ceheng_model.arithmetic import Array
from ceheng_model.uncertainty.estimation import _estimate
from ceheng_model.uncertainty.history import History


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Hold what one past says of how far its growth strays."""

    scale: Array
    """Standard deviations, shape ``(component,)``."""
    correlation: Array
    freedom: int


def estimate_spread(levels: Array) -> Spread:
    """Return the spread of growth of levels, shape ``(1, component, year)``."""
    count = levels.shape[-1] - 1
    years = tuple(range(count))
    past = History(records=(None,), position=(0,), leaders=(0,), years=years, levels=levels)  # type: ignore[arg-type]
    found = _estimate(past)
    return Spread(scale=found.scale.ravel(), correlation=found.correlation, freedom=count - 2)
