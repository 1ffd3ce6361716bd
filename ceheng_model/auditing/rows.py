"""Write statements as linear rows in the income levels.

A bound on a quantity is a threshold on its ratio of forms, and ``threshold * D(L) <= N(L)`` is linear.
Rows are in yuan.
"""

from dataclasses import dataclass
from typing import Literal

from ceheng_model.arithmetic import Array
from ceheng_model.plan import Statement
from ceheng_model.quantities.ratios import Ratio, UndecidableError, compares_groups, gap_ratios, horizon, ratio_of
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Missing, Need, Text
from ceheng_model.wording import Bounds

Side = Literal["low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """Hold one side of one bound on one quantity."""

    ratio: Ratio
    side: Side
    bound: float
    year: int

    def form(self) -> tuple[Array, float]:
        """Return ``a, b`` of the row ``a . L <= b``, in yuan, that keeps the quantity on its side of the bound."""
        ratio, threshold = self.ratio, self.ratio.threshold(self.bound)
        form, constant = threshold * ratio.denominator - ratio.numerator, -threshold * ratio.denominator_constant
        return (form, constant) if self.side == "low" else (-form, -constant)

    def needed(self, levels: Array) -> float:
        """Return how far the bound would have to move for these levels, in the quantity's unit; 0 at least."""
        quantity = float(self.ratio.quantity(levels))
        return max(0.0, self.bound - quantity if self.side == "low" else quantity - self.bound)

    def moved(self, distance: float) -> "Row":
        """Return the row with its bound moved outwards."""
        bound = self.bound - distance if self.side == "low" else self.bound + distance
        return Row(ratio=self.ratio, side=self.side, bound=bound, year=self.year)


def rows(statement: Statement, bounds: Bounds, scenario: Scenario) -> list[Row]:
    """Return the rows of a statement; raise `UndecidableError` where it is not linear or lacks a figure."""
    quantity = statement.quantity
    if statement.needs is not None:
        raise UndecidableError(statement.needs)
    if quantity.last not in scenario.years:
        raise UndecidableError(horizon(quantity.last))
    if quantity.kind == "relative_gap":
        return [Row(ratio=ratio, side="low", bound=0.0, year=year) for year, ratio in gap_ratios(quantity, scenario)]
    if compares_groups(quantity) and any(bound for bound in (bounds.low, bounds.high)):
        what = Text(
            "两个人群增速之差有数值要求，须先固定其中一条路径",
            "one path to be fixed: a stated lead over unknown growth",
        )
        raise UndecidableError(Missing(what=what, need=Need.OTHER))
    ratio = ratio_of(quantity, scenario)
    found = []
    if bounds.low is not None:
        found.append(Row(ratio=ratio, side="low", bound=bounds.low, year=quantity.last))
    if bounds.high is not None:
        found.append(Row(ratio=ratio, side="high", bound=bounds.high, year=quantity.last))
    return found
