"""Say how many standard deviations out a quantile lies, for every distribution that growth is drawn from."""

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.uncertainty import Uncertainty

POINTS = 4096
"""Points of the lattice over the chi-squares; the quantile then stands to about 1e-3 of itself."""
HALVINGS = 60
"""Bisections: the bracket is then as narrow as a number can be."""


def multiple_of(uncertainty: Uncertainty, by_year: Array, probability: float) -> float:
    r"""Return the upper end of the central range of a sum of shocks, in units of its normal spread.

    `by_year` are the parts of the variance that the years' normals bring, sum one. Normal: its quantile. With
    :math:`k` degrees of freedom of the estimate, one chi-square scales the whole path, and the sum is Student's t
    with :math:`k`, as wide as it is. Student's t, one chi-square a year: :math:`x = Z \sqrt{S \sum_t v_t W_t}` with
    :math:`W_t = (\nu - 2) / \chi^2_\nu`; its quantile solves :math:`\mathrm{E}\,\Phi(x / \sqrt{\cdot}) = p`.
    """
    from scipy.special import ndtri, stdtrit

    upper = (1.0 + probability) / 2.0
    freedom = uncertainty.estimation_freedom
    if uncertainty.distribution == "normal":
        return float(ndtri(upper) if freedom is None else stdtrit(freedom, upper))
    degrees = uncertainty.degrees_of_freedom
    # one year alone is Student's t itself, in closed form
    if freedom is None and np.count_nonzero(by_year) == 1:
        return float(stdtrit(degrees, upper) * np.sqrt((degrees - 2.0) / degrees))
    return _of_mixture(_scales(degrees, freedom, by_year[by_year > 0.0]), upper)


def _scales(degrees: float, freedom: float | None, by_year: Array) -> Array:
    """Return equally likely standard deviations of the sum, one a point of the lattice."""
    from scipy.special import chdtri

    points = _lattice(POINTS, by_year.size + 1)
    variances: Array = ((degrees - 2.0) / chdtri(degrees, points[:, 1:])) @ by_year
    if freedom is not None:
        variances = variances * freedom / chdtri(freedom, points[:, 0])
    return np.sqrt(variances)


def _of_mixture(scales: Array, upper: float) -> float:
    """Return the quantile of a normal variable whose standard deviation is one of `scales`, each as likely."""
    from scipy.special import ndtr, ndtri

    low, high = 0.0, float(scales.max() * ndtri(upper))
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if float(np.mean(ndtr(middle / scales))) < upper:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _lattice(points: int, size: int) -> Array:
    """Return points spread evenly over the unit cube, ``(points, size)``: multiples of irrational steps."""
    root = 2.0
    # the root of x ** (size + 1) = x + 1, whose powers are the steps that leave the fewest gaps
    for _ in range(HALVINGS):
        root = (1.0 + root) ** (1.0 / (size + 1))
    steps = root ** -np.arange(1.0, size + 1.0)
    lattice: Array = (0.5 + np.arange(1, points + 1)[:, np.newaxis] * steps) % 1.0
    return lattice
