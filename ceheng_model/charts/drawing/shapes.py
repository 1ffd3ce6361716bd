"""Draw the lines and areas that several charts are made of."""

from collections.abc import Sequence

from matplotlib.patches import Rectangle

from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.style import Fill, Stroke


def line(
    pen: Pen, years: Sequence[int], values: Sequence[float], stroke: Stroke, *, scale: float = 1.0, order: float = 3.0
) -> None:
    """Draw one path with its marks; `order` says which of two lies on top."""
    pen.ax.plot(
        years,
        values,
        color=stroke.colour,
        linestyle=stroke.dashes,
        linewidth=pen.sheet.line * scale,
        marker=stroke.mark,
        markersize=pen.sheet.mark * scale,
        markeredgewidth=0.0,
        zorder=order,
    )


def area(pen: Pen, fill: Fill, x: float, y: float, wide: float, high: float) -> None:
    """Draw one filled rectangle from its lower left corner."""
    inside = Rectangle((x, y), wide, high, facecolor=fill.colour, edgecolor=fill.lines, hatch=fill.hatch, linewidth=0.0)
    outline = Rectangle((x, y), wide, high, facecolor="none", edgecolor="white", linewidth=0.9)
    for patch in (inside, outline):
        pen.ax.add_patch(patch)


def on_area(pen: Pen, fill: Fill, x: float, y: float, text: str) -> None:
    """Write on a filled area, the hatching kept away from the letters."""
    box = {"boxstyle": "square,pad=0.08", "facecolor": fill.colour, "edgecolor": "none"} if fill.hatch else None
    pen.write(x, y, text, colour=fill.text, bbox=box)
