r"""Say what part of people lies above an income, or rises above it, from the average and how incomes are spread.

Incomes are lognormal, or lie as stated quantiles say. With mean :math:`m` and Gini coefficient :math:`G`,
:math:`\ln y` of lognormal incomes is normal with :math:`\sigma = \sqrt 2 \, \Phi^{-1}((1 + G) / 2)` and mean
:math:`\ln m - \sigma^2 / 2` (Aitchison & Brown 1957, The Lognormal Distribution, sections 2.4 and 11.5), so that the
part above :math:`z` is :math:`\Phi(\ln(m / z) / \sigma - \sigma / 2)`. Every such part is a monotone function
of a ratio of incomes: a bound on it is one on the ratio.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

import numpy as np

from ceheng_model.arithmetic import Array

_NEAR = 1e-12
"""How near to nobody and to everybody a part of people comes, so that the mean that gives it is finite."""


class Curve(ABC):
    """Stand for how a part of people follows from a ratio of incomes, rising with it."""

    __slots__ = ()

    @abstractmethod
    def part(self, ratio: Any) -> Array:
        """Return the part of people."""

    @abstractmethod
    def ratio(self, part: Any) -> Array:
        """Return the ratio that gives a part of people."""

    @abstractmethod
    def slope(self, ratio: Any) -> Array:
        """Return the derivative of the part of people by the ratio."""


@dataclass(frozen=True, slots=True)
class LognormalCurve(Curve):
    r"""Hold :math:`a + b \, \Phi(\ln r / \sigma + s)`, not below nobody and not above everybody.

    For those above a line `r` is the mean over the line, for those below it the line over the mean; for those who rise
    above it, the mean over that of the base year.
    """

    sigma: float
    """Standard deviation of the logarithms of incomes."""
    shift: float
    start: float = 0.0
    scale: float = 1.0

    @classmethod
    def above(cls, sigma: float) -> "LognormalCurve":
        """Return the curve of those above a line.

        >>> round(float(LognormalCurve.above(spread(0.4)).part(1.0)), 4)
        0.3554
        """
        return cls(sigma, -sigma / 2.0)

    @classmethod
    def below(cls, sigma: float) -> "LognormalCurve":
        """Return the curve of those below a line."""
        return cls(sigma, sigma / 2.0)

    @classmethod
    def raised(cls, sigma: float, *, line: float, floor: float) -> "LognormalCurve":
        r"""Return the curve of those who rise above a line, of all between a floor and it; both over the base mean.

        Who had :math:`y` has :math:`r y`, so that :math:`(F(z) - F(z / r)) / (F(z) - F(u))` rise, for the line
        :math:`z`, the floor :math:`u` and the part :math:`F` of people below an income in the base year.
        """
        under_line, under_floor = (lognormal_below(income, sigma) for income in (line, floor))
        meant = under_line - under_floor
        return cls(sigma, -log(line) / sigma - sigma / 2.0, start=(under_line - 1.0) / meant, scale=1.0 / meant)

    def part(self, ratio: Any) -> Array:
        """Return the part of people."""
        from scipy.special import ndtr

        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.asarray(ndtr(np.log(ratio) / self.sigma + self.shift))
        return part if self.is_whole else np.clip(self.start + self.scale * part, 0.0, 1.0)

    def ratio(self, part: Any) -> Array:
        """Return the ratio that gives a part of people.

        >>> round(float(LognormalCurve.above(0.7).ratio(LognormalCurve.above(0.7).part(1.25))), 12)
        1.25
        """
        from scipy.special import ndtri

        inner = (np.asarray(part) - self.start) / self.scale
        return np.asarray(np.exp(self.sigma * (ndtri(np.clip(inner, _NEAR, 1.0 - _NEAR)) - self.shift)))

    def slope(self, ratio: Any) -> Array:
        """Return the derivative of the part of people by the ratio."""
        z = np.log(ratio) / self.sigma + self.shift
        return np.asarray(self.scale * np.exp(-(z**2) / 2.0) / sqrt(2.0 * np.pi) / (self.sigma * ratio))

    @property
    def is_whole(self) -> bool:
        """Whether it is of all people."""
        return (self.start, self.scale) == (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class QuantileCurve(Curve):
    r"""Hold :math:`a + b \, F(z / r)`, or :math:`a + b \, F(z r)`, for incomes as quantiles of the base year say.

    `F` is straight between the points; `r` is the mean over that of the base year, or that over the mean.
    """

    points: tuple[tuple[float, float], ...]
    """Parts of people and the income below which they lie, from nobody on."""
    line: float
    inverted: bool
    start: float = 0.0
    scale: float = 1.0

    @property
    def parts(self) -> Array:
        """Parts of people."""
        return np.array([part for part, _ in self.points])

    @property
    def incomes(self) -> Array:
        """Incomes below which they lie."""
        return np.array([income for _, income in self.points])

    def _line(self, ratio: Any) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.line / np.asarray(ratio) if self.inverted else self.line * np.asarray(ratio))

    def part(self, ratio: Any) -> Array:
        """Return the part of people.

        >>> halves = QuantileCurve(((0.0, 0.0), (1.0, 2.0)), line=1.0, inverted=True, start=1.0, scale=-1.0)
        >>> halves.part(np.array([1.0, 2.0])).tolist()
        [0.5, 0.75]
        """
        found = np.interp(self._line(ratio), self.incomes, self.parts)
        return np.clip(self.start + self.scale * found, 0.0, 1.0)

    def ratio(self, part: Any) -> Array:
        """Return the ratio that gives a part of people."""
        income = np.interp((np.asarray(part) - self.start) / self.scale, self.parts, self.incomes)
        # nobody is below an income of nothing: as near to it as can be asked for
        income = np.maximum(income, self.line * _NEAR)
        return np.asarray(self.line / income if self.inverted else income / self.line)

    def slope(self, ratio: Any) -> Array:
        """Return the derivative of the part of people by the ratio."""
        at = np.searchsorted(self.incomes, self._line(ratio), side="right")
        density = np.concatenate([[0.0], np.diff(self.parts) / np.diff(self.incomes), [0.0]])[at]
        inner = -self.line / np.asarray(ratio) ** 2 if self.inverted else self.line
        return np.asarray(self.scale * density * inner)


def lognormal_below(income: float, sigma: float) -> float:
    """Return the part of people below an income, given over the mean.

    >>> round(lognormal_below(1.0, spread(0.4)), 4), lognormal_below(0.0, 0.5)
    (0.6446, 0.0)
    """
    from scipy.special import ndtr

    return float(ndtr(log(income) / sigma + sigma / 2.0)) if income > 0.0 else 0.0


def spread(gini: float) -> float:
    """Return the standard deviation of the logarithms of lognormal incomes with a Gini coefficient.

    >>> round(spread(0.4), 4)
    0.7416
    """
    from scipy.special import ndtri

    return float(sqrt(2.0) * ndtri((1.0 + gini) / 2.0))
