"""Compute quantiles of the chi-square distribution without loading a library for them."""

from math import exp, lgamma, log, sqrt

# a term below this part of the sum moves no digit of it
NEGLIGIBLE = 1e-17
HALVINGS = 200
"""Halvings of the bracket: more than any two neighbouring floating-point numbers are apart."""


def chi_square_part(value: float, freedom: float) -> float:
    r"""Return the probability of a chi-square at or below a value above zero.

    :math:`P(a, x) = x^a e^{-x} / \Gamma(a + 1) \sum_{k \ge 0} x^k / ((a + 1) \cdots (a + k))` with
    :math:`a = \nu / 2` and :math:`x` half the value.

    >>> round(chi_square_part(7.814728, 3.0), 6)
    0.95
    """
    a, x = freedom / 2.0, value / 2.0
    term = total = 1.0
    step = 1
    while term > NEGLIGIBLE * total:
        term *= x / (a + step)
        total += term
        step += 1
    return min(total * exp(a * log(x) - x - lgamma(a + 1.0)), 1.0)


def chi_square_quantile(part: float, freedom: float) -> float:
    """Return below which value a part of a chi-square lies, 0 < part < 1.

    >>> round(chi_square_quantile(0.05, 4.0), 4), round(chi_square_quantile(0.95, 4.0), 4)
    (0.7107, 9.4877)
    """
    low, high = 0.0, freedom
    while chi_square_part(high, freedom) < part:
        high *= 2.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if middle in (low, high):
            break
        if chi_square_part(middle, freedom) < part:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def spread_interval(spread: float, freedom: float, part: float) -> tuple[float, float]:
    """Return between what a standard deviation lies with a probability, given its estimate from normal values.

    >>> [round(end, 3) for end in spread_interval(1.0, 4.0, 0.9)]
    [0.649, 2.372]
    """
    tail = (1.0 - part) / 2.0
    low, high = (chi_square_quantile(end, freedom) for end in (1.0 - tail, tail))
    return spread * sqrt(freedom / low), spread * sqrt(freedom / high)
