"""Say how many standard deviations out a quantile lies, for every distribution that growth is drawn from."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.uncertainty import Uncertainty

POINTS = 16384
"""Points of the lattice over the chi-squares; the quantile then stands to about 2e-3 of itself."""
HALVINGS = 60
"""Bisections: the bracket is then as narrow as a number can be."""


def multiple_of(uncertainty: Uncertainty, by_part: Array, probability: float) -> float:
    r"""Return the upper end of the central range of a sum of shocks, in units of its normal spread.

    `by_part` are the parts of the variance that the normals of common shocks bring year by year, and those of the
    region's own, shape ``(2, year)``, sum one. Normal: its quantile. With :math:`k` degrees of freedom of the estimate,
    one chi-square scales the whole path, and a sum of one part is Student's t with :math:`k`, as wide as it is.
    In general, with Student's t one chi-square a year, :math:`x = Z \sqrt{\sum_p S_p \sum_t v_{pt} W_t}` with
    :math:`S_p = k_p / \chi^2_{k_p}` and :math:`W_t = (\nu - 2) / \chi^2_\nu`; its quantile solves
    :math:`\mathrm{E}\,\Phi(x / \sqrt{\cdot}) = p`.
    """
    from scipy.special import ndtri, stdtrit

    upper = (1.0 + probability) / 2.0
    all_freedoms = (uncertainty.estimation_freedom, uncertainty.own_freedom)
    moving = by_part.sum(axis=1) > 0.0
    freedoms = [freedom for freedom, moves in zip(all_freedoms, moving, strict=True) if moves]
    degrees = uncertainty.degrees_of_freedom if uncertainty.distribution == "student_t" else None
    by_year = by_part[moving][:, (by_part > 0.0).any(axis=0)]
    known = not any(freedoms)
    if degrees is None and (known or len(freedoms) == 1):
        return float(ndtri(upper) if freedoms[0] is None else stdtrit(freedoms[0], upper))
    # one year alone is Student's t itself, in closed form
    if degrees is not None and known and by_year.shape[1] == 1:
        return float(stdtrit(degrees, upper) * np.sqrt((degrees - 2.0) / degrees))
    return _of_mixture(_scales(degrees, freedoms, by_year), upper)


def _scales(degrees: float | None, freedoms: Sequence[float | None], by_year: Array) -> Array:
    """Return equally likely standard deviations of the sum, one a point; `by_year` has the shape ``(part, year)``."""
    from scipy.special import chdtri

    years, scaled = by_year.shape[1], sum(freedom is not None for freedom in freedoms)
    points = _lattice(POINTS, scaled + (0 if degrees is None else years))
    of_years = np.ones((POINTS, years)) if degrees is None else (degrees - 2.0) / chdtri(degrees, points[:, scaled:])
    variances, columns = np.zeros(POINTS), iter(points.T)
    for freedom, brought in zip(freedoms, by_year, strict=True):
        squares = 1.0 if freedom is None else freedom / chdtri(freedom, next(columns))
        variances += squares * (of_years @ brought)
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
