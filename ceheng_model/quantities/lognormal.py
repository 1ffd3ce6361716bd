r"""Say what part of people lies above an income, from the average: incomes are taken as lognormal.

With mean :math:`m` and Gini coefficient :math:`G`, :math:`\ln y` is normal with
:math:`\sigma = \sqrt 2 \, \Phi^{-1}((1 + G) / 2)` and mean :math:`\ln m - \sigma^2 / 2` (Aitchison & Brown 1957, The
Lognormal Distribution, sections 2.4 and 11.5), so that the part above :math:`z` is
:math:`\Phi(\ln(m / z) / \sigma - \sigma / 2)`. It rises with the mean: a bound on it is one on the mean.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from ceheng_model.arithmetic import Array

_NEAR = 1e-12
"""How near to nobody and to everybody a part of people comes, so that the mean that gives it is finite."""


@dataclass(frozen=True, slots=True)
class Curve:
    r"""Hold how a part of people follows from a ratio: :math:`\Phi(\ln r / \sigma + s)`.

    `r` is the mean over the line for those above it, and the line over the mean for those below it.
    """

    sigma: float
    """Standard deviation of the logarithms of incomes."""
    shift: float

    @classmethod
    def above(cls, gini: float) -> "Curve":
        """Return the curve of those above a line.

        >>> round(Curve.above(0.4).sigma, 4)
        0.7416
        """
        sigma = spread(gini)
        return cls(sigma, -sigma / 2.0)

    @classmethod
    def below(cls, gini: float) -> "Curve":
        """Return the curve of those below a line."""
        sigma = spread(gini)
        return cls(sigma, sigma / 2.0)

    def part(self, ratio: Any) -> Array:
        """Return the part of people.

        >>> round(float(Curve.above(0.4).part(1.0)), 4), round(float(Curve.below(0.4).part(1.0)), 4)
        (0.3554, 0.6446)
        """
        from scipy.special import ndtr

        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(ndtr(np.log(ratio) / self.sigma + self.shift))

    def ratio(self, part: Any) -> Array:
        """Return the ratio that gives a part of people.

        >>> round(float(Curve.above(0.4).ratio(Curve.above(0.4).part(1.25))), 12)
        1.25
        """
        from scipy.special import ndtri

        return np.asarray(np.exp(self.sigma * (ndtri(np.clip(part, _NEAR, 1.0 - _NEAR)) - self.shift)))

    def slope(self, ratio: Any) -> Array:
        """Return the derivative of the part of people by the ratio."""
        z = np.log(ratio) / self.sigma + self.shift
        return np.asarray(np.exp(-(z**2) / 2.0) / sqrt(2.0 * np.pi) / (self.sigma * ratio))


def spread(gini: float) -> float:
    """Return the standard deviation of the logarithms of lognormal incomes with a Gini coefficient."""
    from scipy.special import ndtri

    return float(sqrt(2.0) * ndtri((1.0 + gini) / 2.0))
