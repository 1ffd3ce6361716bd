"""Hold a quantity as a ratio of two linear forms in the income levels.

A quantity is ``N(L) / D(L)`` seen through a monotone function: growth is the ratio less one, average
growth its n-th root less one. A bound on the quantity is a threshold on the ratio, so that questions
about the quantity become linear in the levels.
"""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.quantities.curves import Curve
from ceheng_model.values import Value

_LEVEL_AXES = (-3, -2, -1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratio(Value):
    r"""Hold a quantity as :math:`(N(L) / D(L))^{1/n} - s` of the levels.

    The forms are arrays over all levels, shape ``(group, component, year)`` with the base year first;
    both have a constant too. `root` is the number of years of an average; `shift` what the
    root exceeds the quantity by.
    """

    numerator: Array
    denominator: Array
    numerator_constant: float = 0.0
    denominator_constant: float = 0.0
    root: int = 1
    shift: float = 1.0
    curve: Curve | None = None
    """What makes a part of people of the ratio, instead of the root."""

    def threshold(self, bound: float) -> float:
        """Return the ratio of the forms at which the quantity equals the bound."""
        if self.curve is not None:
            return float(self.curve.ratio(bound))
        return float((self.shift + bound) ** self.root)

    def of(self, ratio: float) -> float:
        """Return the quantity that a ratio of the forms stands for."""
        return float(self._of(ratio))

    def forms(self, levels: Array) -> tuple[Array, Array]:
        """Return numerator and denominator at levels ``(..., group, component, year)``."""
        # levels of groups without a base (NaN), which the forms do not read
        levels = np.where(np.isnan(levels), 0.0, levels)
        above = (self.numerator * levels).sum(axis=_LEVEL_AXES) + self.numerator_constant
        below = (self.denominator * levels).sum(axis=_LEVEL_AXES) + self.denominator_constant
        return np.asarray(above), np.asarray(below)

    def quantity(self, levels: Array) -> Array:
        """Return the quantity at levels ``(..., group, component, year)``, shape ``(...)``.

        Infinite over an income of nothing, NaN where there is no such quotient or root.
        """
        above, below = self.forms(levels)
        with np.errstate(divide="ignore", invalid="ignore"):
            return self._of(above / below)

    def _of(self, ratio: Array | float) -> Array:
        if self.curve is not None:
            return self.curve.part(ratio)
        return np.asarray(ratio ** (1.0 / self.root) - self.shift)

    def gradient(self, levels: Array) -> Array:
        r"""Return the quantity's derivative by each level, same shape as `levels`.

        :math:`\partial Q / \partial L = \frac{1}{n} r^{1/n - 1} (N' - r D') / D` with :math:`r = N / D`.
        """
        above, below = (form[..., np.newaxis, np.newaxis, np.newaxis] for form in self.forms(levels))
        ratio = above / below
        if self.curve is None:
            slope: Array = ratio ** (1.0 / self.root - 1.0) / self.root / below
        else:
            slope = self.curve.slope(ratio) / below
        return slope * (self.numerator - ratio * self.denominator)
