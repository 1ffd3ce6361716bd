"""Draw what income is made of, as shares by group."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require_projection
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.shapes import area, on_area
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FAINT, FILLS, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.projection import Projection
from ceheng_model.tables import Column, Table, column, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Language, Template, Text

TITLE = Template("{of_group}收入构成占比", "Shares of components{of_group}")
_TITLE = Template("{of_group}收入构成占比，{first}与{last}", "Shares of components{of_group}, {first} and {last}")
_FIRST = Template(
    "{first}至{last}{component}占比：{groups}。", "Share of {component} from {first} to {last}: {groups}."
)
_GROUP = Template("{group}由{before}到{after}", "{group} from {before} to {after}")

_GROUP_STEP, _YEAR_STEP, _BAR = 2.75, 1.05, 0.9
"""Distances of the rows of two groups and of two years, in rows, and the height of a bar: years of a group touch."""
_KEY_STEP = 1.9
"""Distance of two lines of the key, in heights of a sample."""
_KEY_ROOM = 1.15
"""How far a line of the key may reach, as a part of the bars: a little beyond their right end."""
_LEAST_WRITTEN = 0.04
"""Share below which a figure would be wider than its bar."""


def component_shares(
    projection: Projection,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw each component's share of income by group, in the base year and in the last one.

    A share below 4 % is drawn without its figure; `numbers` has all. Raises `InputError` for anything but a
    projection of one path.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = component_shares(project(scenario("plan")))
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> numbers(ax).to_frame().groupby(["group", "year"]).share.sum().round(9).unique().tolist()
    [1.0]
    """
    require_projection(projection)
    groups, ends = projection.scenario.groups, (0, len(projection.years) - 1)
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        rows = [(g, t) for g in range(len(groups)) for t in ends]
        places = [-(g * _GROUP_STEP + (t > 0) * _YEAR_STEP) for g, t in rows]
        shares = projection.shares.values
        for (g, t), y in zip(rows, places, strict=True):
            _row(pen, shares[g, :, t], y)
        left = _axes(pen, projection, rows, places)
        above = _key(pen, projection.scenario.terms)
        first, last = (pen.terms.year_label(projection.years[t]) for t in ends)
        pen.title(pen.say(_TITLE, first=first, last=last), left=left, above=above)
        pen.footnote(source(projection.scenario, components=True), left=left, below=0.2)
        pen.keep(_table(projection), _sentence(pen, projection))
    return pen.ax


@chart(component_shares, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    if material.split_groups:
        yield Picture(name="component_shares", draw=partial(component_shares, material.within))


def _row(pen: Pen, shares: Array, y: float) -> None:
    start = below = 0.0
    for fill, share in zip(FILLS, shares.tolist(), strict=False):
        # a share below zero stands to the left of it
        below += min(share, 0.0)
        area(pen, fill, below if share < 0.0 else start, y - _BAR / 2, abs(share), _BAR)
        if abs(share) >= _LEAST_WRITTEN:
            middle = below - share / 2 if share < 0.0 else start + share / 2
            on_area(pen, fill, middle, y, pen.number(share, "percent", 1))
        start += max(share, 0.0)


def _axes(pen: Pen, projection: Projection, rows: Sequence[tuple[int, int]], places: Sequence[float]) -> float:
    """Write years and groups beside the bars; return the room that they take, points."""
    pen.frame()
    shares = projection.shares.values[..., (0, -1)]
    lowest = float(np.minimum(shares, 0.0).sum(axis=1).min())
    # shares below zero leave more than the whole to the others
    pen.ax.set_xlim(lowest, float(np.maximum(shares, 0.0).sum(axis=1).max()) if lowest < 0.0 else 1.0)
    # a tenth of a row stays free above and below the bars
    pen.ax.set_ylim(min(places) - 0.55, 0.55)
    pen.ax.set_xticks([])
    pen.ax.set_yticks([])
    widest, margin = 0.0, pen.points("body") * 0.6
    years = [pen.year(projection.years[t]) for _, t in rows]
    year_width = max(width(text, pen.points("body")) for text in years)
    for (g, t), y, text in zip(rows, places, years, strict=True):
        pen.write(lowest, y, text, ha="right", by=(-margin, 0.0), colour=FAINT)
        if t == 0:
            name = _two_lines(pen.words(capital(projection.scenario.groups[g].label)))
            # between the bars of the group's two years
            pen.write(lowest, y - _YEAR_STEP / 2, name, ha="right", by=(-margin * 2.4 - year_width, 0.0))
            widest = max(widest, *(width(part, pen.points("body")) for part in name.split("\n")))
    return widest + year_width + 2.4 * margin


def _two_lines(name: str) -> str:
    """Return a long name on two lines: of more than nine signs, which is where names would press the bars."""
    if len(name) <= 9:
        return name
    if not name.isascii():
        return f"{name[: len(name) // 2]}\n{name[len(name) // 2 :]}"
    words = name.split(" ")
    cut = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(name) / 2), default=1)
    return "\n".join(part for part in (" ".join(words[:cut]), " ".join(words[cut:])) if part)


def _key(pen: Pen, terms: Terms) -> float:
    """Name the components above the bars, each beside a sample of its filling.

    Returns the room that lines beyond the first one take, points.
    """
    figure = pen.ax.get_figure(root=True)
    assert figure is not None
    size = pen.points("body")
    # the axes end up narrower than they begin, by the names at their left
    (left, right), (low, high) = pen.ax.get_xlim(), pen.ax.get_ylim()
    unit = (right - left) / (pen.ax.get_position().width * figure.get_figwidth() * 72.0)
    tall = size * 0.8 * (high - low) / pen.height
    named = [(fill, pen.words(component.label)) for fill, component in zip(FILLS, terms.components, strict=False)]
    lines = _lines([(size * 3.4 + width(name, size)) * unit for _, name in named], right - left)
    x, line = left, 0
    for (fill, name), own in zip(named, lines, strict=True):
        x, line = (x, line) if own == line else (left, own)
        y = high + tall * (0.4 + _KEY_STEP * (lines[-1] - line))
        sample = Rectangle(
            (x, y),
            size * 1.6 * unit,
            tall,
            facecolor=fill.colour,
            edgecolor=fill.lines,
            hatch=fill.hatch,
            linewidth=0.0,
            clip_on=False,
        )
        pen.ax.add_patch(sample)
        pen.write(x + size * 1.6 * unit, y + tall / 2, name, ha="left", va="center_baseline", by=(3.0, 0.0))
        x += (size * 3.4 + width(name, size)) * unit
    return lines[-1] * _KEY_STEP * size * 0.8


def _lines(widths: Sequence[float], room: float) -> list[int]:
    """Return on which line each entry of the key stands; as many stand on a line as fit."""
    lines: list[int] = []
    used = 0.0
    for wide in widths:
        is_full = used > 0.0 and used + wide > room * _KEY_ROOM
        lines.append((lines[-1] if lines else 0) + is_full)
        used = wide if is_full else used + wide
    return lines


def _table(projection: Projection) -> Table:
    shares = projection.shares.values
    rows = tuple(
        (group.named, component.named, projection.years[t], float(shares[g, c, t]))
        for g, group in enumerate(projection.scenario.groups)
        for t in (0, -1)
        for c, component in enumerate(projection.scenario.terms.components)
    )
    columns = (
        group_column(projection.scenario.terms),
        component_column(projection.scenario.terms),
        column("year", "year"),
        Column(key="share", heading=Text("占比", "share"), kind="percent", decimals=1),
    )
    return Table(name="component_shares", title=projection.scenario.terms.say(TITLE), columns=columns, rows=rows)


def _sentence(pen: Pen, projection: Projection) -> Text:
    shares = projection.shares.values[:, 0]
    groups = [
        _GROUP.format(
            group=group.label,
            before=pen.number(shares[g, 0], "percent", 1),
            after=pen.number(shares[g, -1], "percent", 1),
        )
        for g, group in enumerate(projection.scenario.groups)
    ]
    first, last = (pen.terms.year_label(projection.years[t]) for t in (0, -1))
    return _FIRST.format(
        first=first,
        last=last,
        component=pen.terms.components[0].label,
        groups=Text.join(groups, zh="，", en=", "),
    )
