"""Look at a drawn chart as a reader would: words outside the paper, words over one another."""

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK = 1.5
"""Points by which boxes of letters may touch: they have air above and below."""


def words_of(ax: Axes) -> list[tuple[str, Bbox]]:
    """Return every visible text of the picture with its box in points, tick labels included."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    found, hidden = [], unseen(figure)
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_text().strip() and text.get_visible() and text not in hidden:
            box = Text.get_window_extent(text).transformed(figure.dpi_scale_trans.inverted())
            found.append((text.get_text(), Bbox(box.get_points() * 72.0)))
    return found


def unseen(figure: Figure) -> set[Text]:
    """Return the tick labels that no axis draws: outside the limits, or of axes switched off."""
    found: set[Text] = set()
    for axes in figure.findobj(Axes):
        assert isinstance(axes, Axes)
        for axis in (axes.xaxis, axes.yaxis):
            drawn = axis._update_ticks() if axes.axison else []  # type: ignore[union-attr]
            ticks = {*axis.majorTicks, *axis.minorTicks}
            found |= {label for tick in ticks - set(drawn) for label in (tick.label1, tick.label2)}
    return found


def outside(ax: Axes) -> list[str]:
    """Return the texts that reach over the edge of the paper."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    wide, high = (72.0 * float(side) for side in figure.get_size_inches())
    return [
        word
        for word, box in words_of(ax)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > wide + 0.5 or box.y1 > high + 0.5
    ]


def overlapping(ax: Axes) -> list[tuple[str, str]]:
    """Return pairs of texts whose boxes overlap by more than the air around letters."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(words_of(ax), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.0 * SLACK
    ]
