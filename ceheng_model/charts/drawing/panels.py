"""Divide axes into small charts side by side."""

from collections.abc import Iterator, Sequence

from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import width


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
    shown = years if len(years) * width("2024  ", pen.points("small")) < pen.sides[0] else (years[0], years[-1])
    pen.ax.set_xticks(shown, [str(year) for year in shown], fontproperties=pen.font("small"))
    span = max(years[-1] - years[0], 1)
    pen.ax.set_xlim(years[0] - 0.12 * span, years[-1] + 0.12 * span)
    pen.ax.tick_params(axis="x", length=3.0)


def heading(pen: Pen, text: str) -> None:
    """Write the heading of a panel."""
    pen.write(0.0, 1.0, text, ha="left", va="bottom", by=(0.0, 3.0), on=pen.ax.transAxes)
