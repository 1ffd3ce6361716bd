"""Evaluate a quantile function at one point in each of equal cells of probability, faster than point by point.

The points of a block lie one in each cell, all at the same place of their cells: between the cells' ends the function
is interpolated with weights that depend on that place alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.workspaces import small_product

EDGE = 128
"""Cells at either end that are evaluated point by point: further in, six knots leave an error below 1e-12."""
_NODES = (-2, -1, 0, 1, 2, 3)
"""Knots around a cell, counted from its lower end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuantileCells:
    """Hold a quantile function at the ends of the cells, as each of the six knots around a cell has it."""

    quantile: Callable[[Array], Array]
    knots: Array
    """Shape ``(node, BLOCK)``."""

    @classmethod
    def of(cls, quantile: Callable[[Array], Array]) -> "QuantileCells":
        """Evaluate a quantile function at the ends of all cells."""
        # the outermost cells do without knots, those beyond the ends have no value
        ends = np.clip(np.arange(BLOCK + len(_NODES) - 1) + _NODES[0], 1, BLOCK - 1)
        values = quantile(ends / BLOCK)
        return cls(quantile=quantile, knots=np.stack([values[k : k + BLOCK] for k in range(len(_NODES))]))

    def at(self, places: Array, out: Array) -> Array:
        """Write the quantiles of ``(k + place) / BLOCK`` for every cell k to `out`, shape ``(place, BLOCK)``."""
        # the place taken to each power, times what Lagrange's polynomials have of it
        weights = np.vander(places, len(_NODES)) @ _LAGRANGE
        small_product(weights, self.knots, out=out)
        for edge in (np.arange(EDGE), np.arange(BLOCK - EDGE, BLOCK)):
            out[:, edge[0] : edge[-1] + 1] = self.quantile((edge + places[:, np.newaxis]) / BLOCK)
        return out


@lru_cache(maxsize=1)
def normal_cells() -> QuantileCells:
    """Return the cells of the standard normal."""
    from scipy.special import ndtri

    return QuantileCells.of(ndtri)


@lru_cache(maxsize=16)
def spread_cells(freedom: float, scaled: float) -> QuantileCells:
    r"""Return the cells of :math:`\sqrt{c / \chi^2_\nu}`, with the chi-square's own probability."""
    from scipy.special import gammaincinv

    def spread(probability: Array) -> Array:
        stretched: Array = np.sqrt(scaled / (2.0 * gammaincinv(freedom / 2.0, probability)))
        return stretched

    return QuantileCells.of(spread)


def _polynomial(node: int) -> Array:
    """Return the coefficients, highest power first, of Lagrange's polynomial: one at a node, zero at the others."""
    others = [other for other in _NODES if other != node]
    return np.asarray(np.poly(others) / prod(node - other for other in others))


_LAGRANGE = np.stack([_polynomial(node) for node in _NODES], axis=1)
"""Shape ``(power, node)``."""
