"""Draw the lines, areas and panels that several charts are made of."""

from collections.abc import Iterator, Sequence

from matplotlib.collections import LineCollection
from matplotlib.patches import Polygon, Rectangle

from ceheng_model.charts.drawing.pen import LEADING, Grade, Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.style import INK, REFERENCE, Fill, Stroke


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


def reference(pen: Pen, years: Sequence[int], values: Sequence[float]) -> None:
    """Draw the path of the plan beside a scenario that differs from it: thin, dashed, without marks."""
    line(pen, years, values, REFERENCE, scale=0.6, order=2.5)


def area(pen: Pen, fill: Fill, x: float, y: float, wide: float, high: float) -> None:
    """Draw one filled rectangle from its lower left corner."""
    inside = Rectangle((x, y), wide, high, facecolor=fill.colour, edgecolor=fill.lines, hatch=fill.hatch, linewidth=0.0)
    outline = Rectangle((x, y), wide, high, facecolor="none", edgecolor="white", linewidth=0.9)
    for patch in (inside, outline):
        pen.ax.add_patch(patch)


def broken(pen: Pen, x: float, wide: float) -> None:
    """Mark that a bar begins above zero: two slanting strokes across it, near its foot."""
    (low, high), points = pen.ax.get_ylim(), pen.height
    unit = (high - low) / points
    slant, apart, foot = pen.points("small") * 0.7, pen.points("small") * 0.45, pen.points("small") * 0.8
    left, right = x - 0.06 * wide, x + 1.06 * wide
    starts = [low + (foot + shift) * unit for shift in (0.0, apart)]
    gap = [(left, starts[0]), (right, starts[0] + slant * unit), (right, starts[1] + slant * unit), (left, starts[1])]
    pen.ax.add_patch(Polygon(gap, facecolor="white", edgecolor="none", zorder=3.0))
    strokes = [[(left, start), (right, start + slant * unit)] for start in starts]
    pen.ax.add_collection(LineCollection(strokes, colors=INK, linewidths=0.8, zorder=3.1), autolim=False)


def on_area(pen: Pen, fill: Fill, x: float, y: float, text: str, *, grade: Grade = "body") -> None:
    """Write on a filled area, the hatching kept away from the letters."""
    box = {"boxstyle": "square,pad=0.08", "facecolor": fill.colour, "edgecolor": "none"} if fill.hatch else None
    pen.write(x, y, text, grade=grade, colour=fill.text, bbox=box)


def panels(pen: Pen, count: int, *, columns: int, lines: int) -> Iterator[Pen]:
    """Give one pen a panel, row by row, with room for lines of a heading; the axes given show nothing themselves."""
    pen.ax.set_axis_off()
    rows, (wide, high) = -(-count // columns), pen.sides
    above = (pen.points("body") * LEADING * lines + 6.0) / high
    below = pen.points("small") * 2.0 / high
    # room at the right of a panel for the figures of the next one, or its own
    gap = (width("000,000", pen.points("small")) + 12.0) / wide
    for i in range(count):
        row, place = divmod(i, columns)
        low = 1.0 - (row + 1) / rows + below
        share = (1 / columns - gap, 1 / rows - above - below)
        panel = pen.ax.inset_axes((place / columns, low, *share))
        yield pen.on(panel, panel=(share[0] * wide, share[1] * high))


def few_years(pen: Pen, years: Sequence[int]) -> None:
    """Put all years on the x axis of a panel, or the first and the last where they would touch."""
    # a year that is a mere number needs no word beside it in so little room
    names = {year: str(year) if pen.terms.counts_calendar_years else pen.year(year) for year in years}
    widest = max(width(f"{name}  ", pen.points("small")) for name in names.values())
    shown = years if len(years) * widest < pen.sides[0] else (years[0], years[-1])
    pen.ax.set_xticks(shown, [names[year] for year in shown], fontproperties=pen.font("small"))
    span = max(years[-1] - years[0], 1)
    # room for half of the first and of the last year's label
    pen.ax.set_xlim(years[0] - 0.12 * span, years[-1] + 0.12 * span)
    pen.ax.tick_params(axis="x", length=3.0)


def heading(pen: Pen, text: str) -> None:
    """Write the heading of a panel."""
    pen.write(0.0, 1.0, text, ha="left", va="bottom", by=(0.0, 3.0), on=pen.ax.transAxes)
