"""Give paper to draw on, whole or divided into panels, in one style whatever the user's settings are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from threading import RLock

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ceheng_model.charts.drawing.fonts import families
from ceheng_model.charts.drawing.limits import require_language, require_size
from ceheng_model.charts.drawing.pen import LEADING, MARGIN, Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.style import SHEETS

_STYLE = RLock()


@contextmanager
def plain_style() -> Iterator[None]:
    """Draw with matplotlib's own settings and none of the user's, which come back whatever happens."""
    plain = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")}
    with _STYLE, mpl.rc_context(plain):
        yield


class Paper(Figure):
    """Show itself in a notebook without pyplot."""

    def _repr_png_(self) -> bytes:
        stream = BytesIO()
        with plain_style():
            # as wide on a screen as the text of a notebook
            self.savefig(stream, format="png", dpi=110)
        return stream.getvalue()


@contextmanager
def drawing(ax: Axes | None, *, language: str, size: str, height: float | None = None) -> Iterator[Pen]:
    """Give a pen for the axes, or for axes of their own on paper of the size; `height` in inches where it may grow.

    Raises `InputError` for languages and sizes that do not exist.
    """
    sheet, spoken = SHEETS[require_size(size)], require_language(language)
    with plain_style():
        if ax is None:
            high = height if height is not None and sheet.grows else sheet.height
            figure = Paper(figsize=(sheet.width, high), dpi=100, facecolor="white")
            pen = Pen(
                ax=figure.add_subplot(),
                language=spoken,
                sheet=sheet,
                families=families(),
                strips={"top": 0.0, "bottom": 0.0},
            )
            yield pen
            low, high = (pen.strips[side] / figure.get_figheight() / 72.0 for side in ("bottom", "top"))
            rect = (0.0, low, 1.0, 1.0 - low - high)
            figure.set_layout_engine("constrained", w_pad=MARGIN, h_pad=MARGIN, wspace=0.0, hspace=0.0, rect=rect)
            return
        yield Pen(ax=ax, language=spoken, sheet=sheet, families=families(), strips={})


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
    # room for half of the first and of the last year's label
    pen.ax.set_xlim(years[0] - 0.12 * span, years[-1] + 0.12 * span)
    pen.ax.tick_params(axis="x", length=3.0)


def heading(pen: Pen, text: str) -> None:
    """Write the heading of a panel."""
    pen.write(0.0, 1.0, text, ha="left", va="bottom", by=(0.0, 3.0), on=pen.ax.transAxes)
