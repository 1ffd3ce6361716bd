"""Hold a linear programme in the solver's memory and solve it again, from where it last stood, with other bounds.

An audit asks thousands of questions of the same rows: a question that differs in a few bounds takes the dual simplex
method a few steps from the last answer, a tenth of what it takes from nothing.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ceheng_model.arithmetic import Array

# the class below it: the other sets up callbacks, and greets the user before it can be told not to print
_Solver: Any = highspy.Highs.__base__
_FEASIBLE = 1e-9
"""Breach of a row, yuan, and price of a column, that count as none: the solver's own 1e-7 is seen in a least move."""
_OPTIONS: tuple[tuple[str, bool | int | float | str], ...] = (
    ("output_flag", False),
    # what it takes off would have to be put back before each question
    ("presolve", "off"),
    ("solver", "simplex"),
    ("parallel", "off"),
    ("threads", 1),
    ("primal_feasibility_tolerance", _FEASIBLE),
    ("dual_feasibility_tolerance", _FEASIBLE),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """Hold where a programme is least."""

    objective: float
    values: Array
    prices: Array
    """By how much the least value rises with each row's bound, not above zero; a row with none does not bind."""


class Model:
    """Hold rows ``low <= A x <= high`` and columns ``lower <= x <= upper``; rows without bounds are not asked for."""

    def __init__(self, matrix: sparse.csr_array, low: Array, high: Array, lower: Array, upper: Array) -> None:
        """Hand the programme over, its cost zero."""
        self._solver = _Solver()
        for option, value in _OPTIONS:
            self._solver.setOptionValue(option, value)
        rows, columns = matrix.shape
        programme = highspy.HighsLp()
        programme.num_row_, programme.num_col_ = rows, columns
        programme.col_cost_ = np.zeros(columns)
        programme.col_lower_, programme.col_upper_ = lower, upper
        programme.row_lower_, programme.row_upper_ = low, high
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_, programme.a_matrix_.index_ = matrix.indptr, matrix.indices
        programme.a_matrix_.value_ = matrix.data
        self._solver.passModel(programme)
        self._rows, self._columns = np.arange(rows, dtype=np.int32), np.arange(columns, dtype=np.int32)
        self._low, self._high, self._cost = low, high.copy(), np.zeros(columns)

    def bound(self, high: Array) -> None:
        """Bound the rows from above anew; without end, a row says nothing."""
        changed = self._rows[high != self._high]
        if changed.size:
            self._solver.changeRowsBounds(changed.size, changed, self._low[changed], high[changed])
            self._high = high.copy()

    def widen(self, column: int, lower: float) -> None:
        """Bound one column from below anew."""
        self._solver.changeColBounds(column, lower, np.inf)

    def weigh(self, cost: Array) -> None:
        """Say what is to be least."""
        changed = self._columns[cost != self._cost]
        if changed.size:
            self._solver.changeColsCost(changed.size, changed, cost[changed])
            self._cost = cost.copy()

    def write(self, row: int, columns: NDArray[np.int_], values: Array) -> None:
        """Write some coefficients of a row anew."""
        for column, value in zip(columns.tolist(), values.tolist(), strict=True):
            self._solver.changeCoeff(row, column, value)

    def least(self) -> Solution | None:
        """Return where the cost is least; None where the rows cannot hold or nothing bounds it."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # from where it stood the method may have lost its way; from nothing it says what is so
            self._solver.clearSolver()
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._solver.getSolution()
        return Solution(
            objective=float(self._solver.getInfo().objective_function_value),
            values=np.array(found.col_value),
            prices=np.array(found.row_dual),
        )
