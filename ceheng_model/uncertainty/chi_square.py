"""Say within what a standard deviation lies, by the chi-square distribution."""

from math import sqrt


def chi_square_quantile(part: float, freedom: float) -> float:
    """Return below which value a part of a chi-square lies, 0 < part < 1.

    >>> round(chi_square_quantile(0.05, 4.0), 4), round(chi_square_quantile(0.95, 4.0), 4)
    (0.7107, 9.4877)
    """
    from scipy.special import gammaincinv

    return float(2.0 * gammaincinv(freedom / 2.0, part))


def spread_interval(spread: float, freedom: float, part: float) -> tuple[float, float]:
    """Return between what a standard deviation lies with a probability, given its estimate from normal values.

    >>> [round(end, 3) for end in spread_interval(1.0, 4.0, 0.9)]
    [0.649, 2.372]
    """
    tail = (1.0 - part) / 2.0
    low, high = (chi_square_quantile(end, freedom) for end in (1.0 - tail, tail))
    return spread * sqrt(freedom / low), spread * sqrt(freedom / high)
