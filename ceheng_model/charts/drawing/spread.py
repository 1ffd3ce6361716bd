"""Draw many paths at once: the middle one, the middle half and all of them as bands."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.shapes import line
from ceheng_model.charts.drawing.style import Stroke
from ceheng_model.projection import Projection
from ceheng_model.tables import Column, Kind
from ceheng_model.vocabulary import Text

QUARTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
BANDS_ARE = Text(
    "线为各情形的中位数，深色带为居中的一半，浅色带为全部",
    "line: the median path; dark band: the middle half; light band: all of them",
)
_HEADS = (
    ("lowest", Text("最低", "lowest")),
    ("lower_quartile", Text("下四分位", "lower quartile")),
    ("median", Text("中位数", "median")),
    ("upper_quartile", Text("上四分位", "upper quartile")),
    ("highest", Text("最高", "highest")),
)
_FAINT, _STRONG = 0.14, 0.28


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Hold how many paths of one quantity are spread, year by year."""

    quartiles: Array
    """Lowest, lower quartile, median, upper quartile and highest, shape ``(5, year)``."""

    @classmethod
    def of(cls, values: Array) -> "Spread":
        """Return the spread of paths of shape ``(..., year)``; those that are not there are left out."""
        return cls(quartiles=np.nanquantile(values.reshape(-1, values.shape[-1]), QUARTILES, axis=0))

    @property
    def median(self) -> Array:
        """The median of every year."""
        return np.asarray(self.quartiles[2])

    def cells(self, t: int) -> tuple[float, ...]:
        """Return the five figures of one year."""
        return tuple(self.quartiles[:, t].tolist())

    def draw(self, pen: Pen, years: tuple[int, ...], stroke: Stroke) -> None:
        """Draw both bands and the line between them."""
        lowest, lower, median, upper, highest = self.quartiles
        for low, high, strength in ((lowest, highest, _FAINT), (lower, upper, _STRONG)):
            pen.ax.fill_between(years, low, high, color=stroke.colour, alpha=strength, linewidth=0.0, zorder=1)
        line(pen, years, median.tolist(), stroke)


def spread_columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of the five figures."""
    return tuple(Column(key=key, heading=heading, kind=kind) for key, heading in _HEADS)


def count_of(projection: Projection) -> int:
    """Return how many paths a projection holds."""
    return int(np.prod([len(axis) for axis in projection.leading_axes], dtype=int))


def holds_many(projections: object) -> bool:
    """Return whether something is one projection of many paths, whatever else it may be."""
    return isinstance(projections, Projection) and bool(projections.leading_axes)
