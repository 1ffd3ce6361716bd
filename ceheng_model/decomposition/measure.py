"""Give one quantity for many paths at once, and say which levels it reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.quantities import Quantity, Ratio, UndecidableError, require_quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Template, Text
from ceheng_model.wording import ROUNDOFF

_NEEDED = Template("需要{what}", "it needs {what}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """Hold a quantity as a sum of ratios of linear forms in the levels, each with its sign."""

    terms: Sequence[tuple[float, Ratio]]

    def values(self, levels: Array) -> Array:
        """Return the quantity at levels ``(..., group, component, year)``; NaN or infinite where there is none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(sum(sign * ratio.quantity(levels) for sign, ratio in self.terms))

    def noise(self, values: Array) -> float:
        """Return what rounding can make of a difference between such values."""
        # growth is a ratio less one: it is known to the rounding of one, however small it is
        return ROUNDOFF * max(float(np.abs(values).max()), *(abs(ratio.shift) for _, ratio in self.terms))

    @property
    def reads(self) -> NDArray[np.bool_]:
        """Which levels the quantity depends on, shape ``(group, component, year)`` with the base year first."""
        read = [(ratio.numerator != 0.0) | (ratio.denominator != 0.0) for _, ratio in self.terms]
        return np.asarray(np.any(read, axis=0))

    def same_as(self, other: "Measure") -> bool:
        """Return whether two measures give the same quantity on every path."""
        return all(
            np.array_equal(own.numerator, its.numerator)
            and np.array_equal(own.denominator, its.denominator)
            and (own.shift, own.curve) == (its.shift, its.curve)
            for (_, own), (_, its) in zip(self.terms, other.terms, strict=True)
        )


def measure_of(quantity: Quantity, scenario: Scenario) -> Measure:
    """Return the measure of a quantity on a scenario's axes and under its circumstances.

    Raises `InputError` for quantities that the scenario does not have, and what they lack.
    """
    if quantity.against is None:
        require_quantity(quantity, scenario)
    raise_faults(quantity.faults(scenario))
    try:
        form, *others = quantity.forms(scenario)
        if others or form.single(scenario) is not None:
            return Measure(terms=[(1.0, quantity.ratio(scenario))])
        assert form.other is not None
        return Measure(terms=[(1.0, form.own.ratio(scenario)), (-1.0, form.other.ratio(scenario))])
    except UndecidableError as error:
        label = quantity.label(scenario.terms)
        way_out = _NEEDED.format(what=error.missing.what)
        rule = Text("可以算出", "be computable")
        fault = Fault(what=label, rule=rule, got="", way_out=way_out, missing=error.missing)
        raise InputError(fault) from error
