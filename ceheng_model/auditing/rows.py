"""Write statements as linear rows in the income levels.

A bound on a quantity is a threshold on its ratio of forms, and ``threshold * D(L) <= N(L)`` is linear.
Rows are in yuan.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.plan import Statement
from ceheng_model.quantities import Form, Numbers, Ratio, UndecidableError
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Value
from ceheng_model.wording import Bounds

Side = Literal["low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Quantity(Value):
    """Give a quantity at some levels."""

    form: Form
    # that of the whole audit, which compares it once and not with every row
    scenario: Scenario = field(compare=False)

    def __call__(self, levels: Array) -> float:
        """Return the quantity; infinite or NaN over an income of nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(self.form.at(Numbers(self.scenario, levels)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row(Value):
    """Hold one side of one bound on one quantity."""

    ratio: Ratio
    side: Side
    bound: float
    year: int
    turned: bool = False
    """Whether the denominator is an income below zero, which turns the inequality round."""
    value: Callable[[Array], float] | None = None
    """The quantity at some levels, where the ratio has its sign and nothing more."""

    def form(self) -> tuple[Array, float]:
        """Return ``a, b`` of the row ``a . L <= b``, in yuan, that keeps the quantity on its side of the bound."""
        ratio, threshold = self.ratio, self.ratio.threshold(self.bound)
        form = threshold * ratio.denominator - ratio.numerator
        constant = ratio.numerator_constant - threshold * ratio.denominator_constant
        return (form, constant) if (self.side == "low") is not self.turned else (-form, -constant)

    def breach(self, levels: Array) -> float:
        """Return by how many yuan some levels break the row; below zero is room."""
        form, limit = self.form()
        return float((form * levels).sum()) - limit

    def needed(self, levels: Array) -> float:
        """Return how far the bound would have to move for these levels, in the quantity's unit; 0 at least."""
        # of nothing over nothing any bound holds
        quantity = float(self.ratio.quantity(levels))
        return max(0.0, self.bound - quantity if self.side == "low" else quantity - self.bound)

    def moved(self, distance: float) -> "Row":
        """Return the row with its bound moved outwards."""
        bound = self.bound - distance if self.side == "low" else self.bound + distance
        return replace(self, bound=bound)


def rows_of(statement: Statement, bounds: Bounds, scenario: Scenario) -> list[Row]:
    """Return the rows of a statement; raise `UndecidableError` where it is not linear or lacks a figure."""
    if statement.needs is not None:
        raise UndecidableError(statement.needs)
    sides: tuple[tuple[Side, float | None], ...] = (("low", bounds.low), ("high", bounds.high))
    return [
        replace(
            _row(form.bounded(bound, scenario).ratio(scenario), side, bound, form.year, scenario),
            value=_Quantity(form=form, scenario=scenario) if form.has_sign_only(scenario) else None,
        )
        for form in statement.quantity.forms(scenario)
        for side, bound in sides
        if bound is not None
    ]


def _row(ratio: Ratio, side: Side, bound: float, year: int, scenario: Scenario) -> Row:
    # growth above -1 keeps the sign that an income has in the base year
    base = scenario.baseline.levels[ratio.denominator.any(axis=-1)]
    return Row(ratio=ratio, side=side, bound=bound, year=year, turned=bool(base.size and (base < 0.0).all()))
