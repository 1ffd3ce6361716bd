"""Draw growth shocks in blocks and compound them into income levels."""

import threading
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.random_streams import BLOCK, generator_of

SMALL_PRODUCT = 144 * 1024
"""Multiplications in one matrix product, below the size at which OpenBLAS starts threads (262,144)."""

_SPACES = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shocks:
    """Say how growth shocks are drawn; small enough to be sent to every worker.

    `factor` is lower triangular, shape ``(n, n)``, with the covariance of one year's shocks as its square.
    """

    entropy: int
    factor: Array
    years: int
    persistence: float = 0.0
    degrees_of_freedom: float | None = None
    known: int = 0
    """How many of the first years are known: their shocks are zero."""
    carried: Array | None = None
    """Shock of the last known year, shape ``(n,)``, of which persistence carries a part on; zero where None."""

    def draw(self, *stream: int) -> Array:
        r"""Return one block of shocks, shape ``(year, n, BLOCK)``, in a buffer that the next call overwrites.

        :math:`e_1 = z_1, \; e_t = \varphi e_{t-1} + \sqrt{1 - \varphi^2} z_t` with :math:`z_t` normal, or
        Student-t scaled to the same variance with one chi-square a year.
        """
        size = self.factor.shape[0]
        normals = workspace("normals", (self.years, size, BLOCK))
        shocks = workspace("shocks", (self.years, size, BLOCK))
        generator = generator_of(self.entropy, stream)
        generator.standard_normal(out=normals)
        # products this small run on the calling thread: workers do not fight for the cores
        step = max(SMALL_PRODUCT // self.factor.size, 1)
        for start in range(0, BLOCK, step):
            columns = slice(start, start + step)
            np.matmul(self.factor, normals[..., columns], out=shocks[..., columns])
        if self.degrees_of_freedom is not None:
            degrees = self.degrees_of_freedom
            shocks *= np.sqrt((degrees - 2.0) / generator.chisquare(degrees, size=(self.years, 1, BLOCK)))
        shocks[: self.known] = 0.0
        if self.persistence:
            carried = workspace("carried", (size, BLOCK))
            for year in range(max(self.known, 1), self.years):
                before = shocks[year - 1]
                if year == self.known and self.carried is not None:
                    before = self.carried[:, np.newaxis]
                shocks[year] *= np.sqrt(1.0 - self.persistence**2)
                shocks[year] += np.multiply(before, self.persistence, out=carried)
        return shocks


def grow(base: Array, growth: Array, shocks: Array) -> int:
    r"""Turn shocks into levels in place: :math:`L_t = L_{t-1} \max(1 + g_t + e_t, 0)`.

    `base` has shape ``(n,)``, `growth` ``(n, year)``, `shocks` ``(year, n, draw)``. Returns how many factors
    lay below zero and were held at zero: a component is lost, never negative.
    """
    shocks += (1.0 + growth).T[:, :, np.newaxis]
    held = 0
    if shocks.min(initial=np.inf) < 0.0:
        held = int(np.count_nonzero(shocks < 0.0))
        np.maximum(shocks, 0.0, out=shocks)
    shocks[0] *= base[:, np.newaxis]
    for year in range(1, shocks.shape[0]):
        shocks[year] *= shocks[year - 1]
    return held


def workspace(name: str, shape: tuple[int, ...]) -> Array:
    """Return this thread's buffer of a name in a shape; whoever asks for the name again overwrites it."""
    buffers = _SPACES.__dict__
    if name not in buffers or buffers[name].shape != shape:
        buffers[name] = np.empty(shape)
    buffer: Array = buffers[name]
    return buffer
