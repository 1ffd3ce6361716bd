"""Draw what income is made of, as shares by group."""

from collections.abc import Iterator, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_projection
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.shapes import area, on_area
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FAINT, FILLS, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.projection import Projection
from ceheng_model.tables import Column, Table, column
from ceheng_model.vocabulary import COMPONENTS, LABELS, Language, Template, Text

TITLE = Text("各类居民收入构成占比", "Shares of components")
_TITLE = Template("各类居民收入构成占比，{first}与{last}", "Shares of components, {first} and {last}")
_WAGES = Template("{first}至{last}工资性收入占比：{groups}。", "Share of wages from {first} to {last}: {groups}.")
_GROUP = Template("{group}由{before}到{after}", "{group} from {before} to {after}")

_GROUP_STEP, _YEAR_STEP, _BAR = 2.75, 1.05, 0.9
"""Distances of the rows of two groups and of two years, in rows, and the height of a bar: years of a group touch."""
_LEAST_WRITTEN = 0.04
"""Share below which a figure would be wider than its bar."""


def component_shares(
    projection: Projection, *, ax: Axes | None = None, language: Language = "zh", size: Size = "word"
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
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size) as pen:
        rows = [(g, t) for g in range(len(groups)) for t in ends]
        places = [-(g * _GROUP_STEP + (t > 0) * _YEAR_STEP) for g, t in rows]
        shares = projection.shares.values
        for (g, t), y in zip(rows, places, strict=True):
            _row(pen, shares[g, :, t], y)
        left = _axes(pen, projection, rows, places)
        _key(pen)
        first, last = (pen.terms.year_label(projection.years[t]) for t in ends)
        pen.title(_TITLE.format(first=first, last=last), left=left)
        pen.footnote(source(projection.scenario, components=True), left=left, below=0.2)
        pen.keep(_table(projection), _sentence(pen, projection))
    return pen.ax


@chart(component_shares, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    yield Picture(name="component_shares", draw=partial(component_shares, material.within))


def _row(pen: Pen, shares: Array, y: float) -> None:
    start = 0.0
    for component, share in zip(COMPONENTS, shares.tolist(), strict=True):
        area(pen, FILLS[component], start, y - _BAR / 2, share, _BAR)
        if share >= _LEAST_WRITTEN:
            on_area(pen, FILLS[component], start + share / 2, y, pen.number(share, "percent", 1))
        start += share


def _axes(pen: Pen, projection: Projection, rows: Sequence[tuple[int, int]], places: Sequence[float]) -> float:
    """Write years and groups beside the bars; return the room that they take, points."""
    pen.frame()
    pen.ax.set_xlim(0.0, 1.0)
    # a tenth of a row stays free above and below the bars
    pen.ax.set_ylim(min(places) - 0.55, 0.55)
    pen.ax.set_xticks([])
    pen.ax.set_yticks([])
    widest, margin = 0.0, pen.points("body") * 0.6
    years = [pen.year(projection.years[t]) for _, t in rows]
    year_width = max(width(text, pen.points("body")) for text in years)
    for (g, t), y, text in zip(rows, places, years, strict=True):
        pen.write(0.0, y, text, ha="right", by=(-margin, 0.0), colour=FAINT)
        if t == 0:
            name = _two_lines(pen.words(capital(projection.scenario.groups[g].label)))
            # between the bars of the group's two years
            pen.write(0.0, y - _YEAR_STEP / 2, name, ha="right", by=(-margin * 2.4 - year_width, 0.0))
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


def _key(pen: Pen) -> None:
    """Name the components above the bars, each beside a sample of its filling."""
    figure = pen.ax.get_figure(root=True)
    assert figure is not None
    size = pen.points("body")
    # the axes end up narrower than they begin, by the names at their left
    unit = 1.0 / (pen.ax.get_position().width * figure.get_figwidth() * 72.0)
    x, (low, high) = 0.0, pen.ax.get_ylim()
    tall = size * 0.8 * (high - low) / pen.height
    y = high + tall * 0.4
    for component in COMPONENTS:
        fill, name = FILLS[component], pen.words(LABELS[component])
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


def _table(projection: Projection) -> Table:
    shares = projection.shares.values
    rows = tuple(
        (group.named, component, projection.years[t], float(shares[g, c, t]))
        for g, group in enumerate(projection.scenario.groups)
        for t in (0, -1)
        for c, component in enumerate(COMPONENTS)
    )
    columns = (
        column("group"),
        column("component"),
        column("year", "year"),
        Column(key="share", heading=Text("占比", "share"), kind="percent", decimals=1),
    )
    return Table(name="component_shares", title=TITLE, columns=columns, rows=rows)


def _sentence(pen: Pen, projection: Projection) -> Text:
    # wages are the first component
    wages = projection.shares.values[:, 0]
    groups = [
        _GROUP.format(
            group=group.label,
            before=pen.number(wages[g, 0], "percent", 1),
            after=pen.number(wages[g, -1], "percent", 1),
        )
        for g, group in enumerate(projection.scenario.groups)
    ]
    first, last = (pen.terms.year_label(projection.years[t]) for t in (0, -1))
    return _WAGES.format(first=first, last=last, groups=Text.join(groups, zh="，", en=", "))
