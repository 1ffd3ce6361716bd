"""Compute on bare arrays: logarithmic means, splits that add up, Shapley values, Theil's indices, the Gini.

Nothing is checked here: the callers label and validate. Incomes are yuan per person and year.
"""

from math import comb, fsum

import numpy as np

from ceheng_model.arithmetic import Array


def logarithmic_mean(first: Array, second: Array) -> Array:
    r"""Return the logarithmic mean :math:`L(a, b) = (a - b) / \ln(a / b)`, and :math:`L(a, a) = a`.

    It is symmetric to the last bit and exact where the two come close to each other. Arguments are
    above zero and broadcast.

    >>> logarithmic_mean(np.array([1.0, 2.0]), np.array([np.e, 2.0])).round(9)
    array([1.71828183, 2.        ])
    """
    low, high = np.minimum(first, second), np.maximum(first, second)
    log = np.log1p((high - low) / low)
    mean: Array = np.divide(high - low, log, out=np.array(low, dtype=float), where=log > 0.0)
    return mean


def ratio_change_parts(start: Array, end: Array) -> Array:
    r"""Return each component's part in the change of the ratio of two sums, :math:`R = U / V`.

    The logarithmic mean Divisia index, additive form I: since :math:`\Delta x = L(x_1, x_0) \ln(x_1 / x_0)` for
    every positive :math:`x`,

    .. math::

        \Delta R = L(R_1, R_0) \Big(\ln\frac{U_1}{U_0} - \ln\frac{V_1}{V_0}\Big)
        = \sum_c \frac{L(R_1, R_0)}{L(U_1, U_0)} \Delta u_c - \sum_c \frac{L(R_1, R_0)}{L(V_1, V_0)} \Delta v_c .

    Only the two sums have to be above zero; a component may be zero or below. Shapes ``(..., 2,
    component)``, the numerator first, for both arguments and the result, which is in units of the ratio.

    >>> ratio_change_parts(np.array([[2.0, 1.0], [1.0, 0.0]]), np.array([[3.0, 1.0], [1.0, 0.0]])).round(12)
    array([[ 1.,  0.],
           [-0., -0.]])
    """
    before, after = start.sum(axis=-1), end.sum(axis=-1)
    of_ratio = logarithmic_mean(before[..., 0] / before[..., 1], after[..., 0] / after[..., 1])
    weights = of_ratio[..., np.newaxis] / logarithmic_mean(before, after) * np.array([1.0, -1.0])
    parts: Array = weights[..., np.newaxis] * (end - start)
    return parts


def closed(parts: Array, total: float) -> Array:
    """Return the parts with the rounding of their sum, a few units in the last place, put into the largest.

    The parts are those of an exact split of `total`, in any shape; their exactly rounded sum is the
    total wherever floating-point numbers allow it.

    >>> sum(closed(np.array([0.1, 0.2, 0.7]), 1.0).tolist())
    1.0
    """
    done = np.array(parts, dtype=float)
    largest = np.unravel_index(np.abs(done).argmax(), done.shape)
    done[largest] += fsum([total, *(-done).ravel().tolist()])
    return done


def shares_of(parts: Array, total: float, *, noise: float) -> Array:
    """Return parts over their total; NaN where the total is nothing but rounding noise.

    >>> shares_of(np.array([0.5, -0.25]), 0.25, noise=1e-12).tolist()
    [2.0, -1.0]
    """
    if abs(total) <= noise:
        return np.full(np.shape(parts), np.nan)
    return np.asarray(parts / total)


def marginals(values: Array, player: int) -> Array:
    """Return what a player adds to every coalition of the others, in the order of the coalitions.

    `values`, shape ``(2 ** players,)``, holds the value of every coalition; bit ``i`` of its position
    says whether player ``i`` belongs to it.

    >>> marginals(np.array([0.0, 1.0, 2.0, 5.0]), 0)
    array([1., 3.])
    """
    pairs = values.reshape(-1, 2, 2**player)
    added: Array = (pairs[:, 1] - pairs[:, 0]).ravel()
    return added


def shapley_values(values: Array) -> Array:
    r"""Return every player's Shapley value.

    :math:`\phi_i = \sum_{S \not\ni i} \frac{|S|!\,(d - |S| - 1)!}{d!} (v(S \cup i) - v(S))`: what a player adds,
    averaged over all orders in which the :math:`d` players can enter. The values add up to
    :math:`v(\text{all}) - v(\emptyset)`. `values` as in `marginals`; the result has shape ``(players,)``.
    Source: L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953).

    Three gloves, the first two left ones, a pair is worth 1:

    >>> shapley_values(np.array([0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0])).round(9)
    array([0.16666667, 0.16666667, 0.66666667])
    """
    players = int(values.size).bit_length() - 1
    sizes = np.bitwise_count(np.arange(values.size // 2))
    weights = np.array([1.0 / (players * comb(players - 1, size)) for size in range(players)])
    return np.array([weights[sizes] @ marginals(values, player) for player in range(players)])


def theil_parts(incomes: Array, population: Array) -> Array:
    r"""Return each group's part in Theil's T between groups: :math:`s_g \ln(s_g / p_g)`.

    :math:`p_g` is a group's share of the population, :math:`s_g` its share of all income. Mean
    incomes are above zero, of shape ``(..., group, year)``, the population has shape ``(group, year)``; the
    sum over groups is T. Source: H. Theil, Economics and Information Theory (1967).

    >>> theil_parts(np.array([[3.0], [1.0]]), np.array([[1.0], [1.0]])).sum(axis=-2).round(6)
    array([0.130812])
    """
    people, relative = _weighted(incomes, population)
    parts: Array = people * relative * np.log(relative)
    return parts


def mean_log_deviation_parts(incomes: Array, population: Array) -> Array:
    r"""Return each group's part in the mean log deviation between groups: :math:`p_g \ln(p_g / s_g)`.

    Shapes and letters as in `theil_parts`. The sum over groups is Theil's second index, L.

    >>> mean_log_deviation_parts(np.array([[3.0], [1.0]]), np.array([[1.0], [1.0]])).sum(axis=-2).round(6)
    array([0.143841])
    """
    people, relative = _weighted(incomes, population)
    parts: Array = -people * np.log(relative)
    return parts


def gini(incomes: Array, population: Array) -> Array:
    r"""Return the Gini coefficient between groups: :math:`\sum_g \sum_h p_g p_h |y_g - y_h| / (2 \mu)`.

    Shapes and letters as in `theil_parts`; half the mean difference of all pairs of persons over the mean income,
    everybody having the mean of his group.

    >>> gini(np.array([[3.0], [1.0]]), np.array([[1.0], [1.0]]))
    array([0.25])
    """
    people, relative = _weighted(incomes, population)
    apart = np.abs(relative[..., :, np.newaxis, :] - relative[..., np.newaxis, :, :])
    pairs = people[..., :, np.newaxis, :] * people[..., np.newaxis, :, :]
    return np.asarray((pairs * apart).sum(axis=(-3, -2)) / 2.0)


def within_and_between(start: Array, end: Array, weights: Array, weights_after: Array) -> tuple[Array, Array]:
    r"""Return each group's two parts in the change of a weighted mean: by its own change, and by that of its weight.

    :math:`\bar w_g \Delta y_g` and :math:`\Delta w_g (\bar y_g - \bar\mu)`, bars being means of the two ends; they
    add up to the change of :math:`\mu = \sum_g w_g y_g`. Shapes ``(..., group)``; the weights of each end sum to one.

    >>> own, moving = within_and_between(*map(np.array, ([3.0, 1.0], [4.0, 1.0], [0.5, 0.5], [0.6, 0.4])))
    >>> own.round(12), moving.round(12), float((own + moving).sum().round(12))
    (array([0.55, 0.  ]), array([0.11, 0.14]), 0.8)
    """
    mean = ((start * weights).sum(axis=-1, keepdims=True) + (end * weights_after).sum(axis=-1, keepdims=True)) / 2.0
    own = (weights + weights_after) / 2.0 * (end - start)
    moving = (weights_after - weights) * ((start + end) / 2.0 - mean)
    return np.asarray(own), np.asarray(moving)


def _weighted(incomes: Array, population: Array) -> tuple[Array, Array]:
    """Return population shares and incomes relative to the mean of all."""
    people = population / population.sum(axis=-2, keepdims=True)
    return people, incomes / (incomes * people).sum(axis=-2, keepdims=True)
