"""Draw what income is made of, as shares by group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found, plan_beside
from ceheng_model.charts.drawing.limits import Title, require_projection
from ceheng_model.charts.drawing.pen import Grade, Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.shapes import area, on_area
from ceheng_model.charts.drawing.source_line import capital, rounding_note, source
from ceheng_model.charts.drawing.style import FAINT, FILLS, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.projection import Projection
from ceheng_model.tables import Column, Table, column, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Language, Template, Text

TITLE = Template("{of_group}收入构成占比", "Shares of components{of_group}")
_TOPIC = Template("{of_group}收入构成占比，{first}与{last}", "Shares of components{of_group}, {first} and {last}")
_MOVED = Template(
    "{first}至{last}{group}{component}占比由{before}{rises}{after}",
    "from {first} to {last} the share of {component} in the income of {group} {rises} from {before} to {after}",
)
_RISES, _FALLS = Text("升至", "rises"), Text("降至", "falls")
_STILL = Text("各类收入占比基本不变", "the shares of components hardly change")
_PLANNED_BAR = Template("按{kind}", "the {kind}")
_FIRST = Template(
    "{first}至{last}{component}占比：{groups}。", "Share of {component} from {first} to {last}: {groups}."
)
_GROUP = Template("{group}由{before}到{after}", "{group} from {before} to {after}")
_GROUP_STILL = Template("{group}仍为{after}", "{group} still {after}")

_GROUP_STEP, _YEAR_STEP, _BAR = 2.75, 1.05, 0.9
"""Distances of the rows of two groups and of two years, in rows, and the height of a bar: years of a group touch."""
_PLAN_BAR = 0.72
"""Height of the plan's bar beside a scenario, as a part of the others'."""
_AS_PRINTED = 0.0005
"""Half of the last digit of a share as it is printed: shares nearer than this bear the same figure."""
_KEY_STEP = 1.9
"""Distance of two lines of the key, in heights of a sample."""
_KEY_ROOM = 1.15
"""How far a line of the key may reach, as a part of the bars: a little beyond their right end."""
_NARROWER = 1.15
"""Points of a bar that stay of one before the layout, less what figures are narrower than is reckoned."""


def component_shares(
    projection: Projection,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw each component's share of income by group, in the base year and in the last one.

    A share that is narrower than its figure is drawn without it; `numbers` has all. Raises `InputError` for anything
    but a projection of one path.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = component_shares(project(scenario("plan")))
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> numbers(ax).to_frame().groupby(["group", "year"]).share.sum().round(9).unique().tolist()
    [1.0]
    """
    require_projection(projection)
    groups, ends = projection.scenario.groups, (0, len(projection.years) - 1)
    planned = _planned(projection)
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        rows = _bars_of(projection, planned, len(groups), ends)
        left = _axes(pen, projection, rows)
        above = _key_height(pen, projection.scenario.terms)
        first, last = (pen.terms.year_label(projection.years[t]) for t in ends)
        topic = pen.say(_TOPIC, first=first, last=last)
        pen.title(_finding(pen, projection, first, last), topic=topic, left=left, above=above)
        more = _rounding(rows)
        pen.footnote(source(projection.scenario, components=True, more=more), left=left, below=0.2)
        grade = _grade(pen, rows, above)
        for bar in rows:
            _row(pen, bar, grade)
        _key(pen, projection.scenario.terms)
        pen.keep(_table(projection), _sentence(pen, projection))
    return pen.ax


@chart(component_shares, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    if material.split_groups:
        yield Picture(name="component_shares", draw=partial(component_shares, material.within))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """Hold one bar: whose it is, of which year, and where it stands."""

    group: int
    year: int
    y: float
    shares: Array
    planned: bool
    """Whether it is the plan's, beside a scenario that differs from it."""


def _planned(projection: Projection) -> Projection | None:
    """Return the plan beside a scenario whose shares differ from it in a figure that is printed."""
    planned = plan_beside(projection)
    is_apart = planned is not None and any(_apart(projection, planned, g) for g in range(len(planned.scenario.groups)))
    return planned if is_apart else None


def _apart(projection: Projection, planned: Projection, g: int) -> bool:
    """Whether a group's shares of the last year differ from the plan's in a figure that is printed."""
    apart = np.abs(planned.shares.values[g, :, -1] - projection.shares.values[g, :, -1])
    return bool(np.nanmax(apart) >= _AS_PRINTED)


def _grade(pen: Pen, rows: Sequence[_Bar], above: float) -> Grade:
    """Make room for the bars where paper may grow; return the type of figures for which they are high enough."""
    span = 1.1 - min(bar.y for bar in rows)
    # a bar is half a line higher than its figure, and the key stands above the bars
    wanted = span * pen.points("body") * 1.75 + above + pen.points("body") * 1.6
    if pen.sides[1] < wanted:
        pen.grow_to(wanted)
    return "small" if (pen.sides[1] - above) / span * _BAR * _PLAN_BAR < pen.points("body") * 1.2 else "body"


def _bars_of(projection: Projection, planned: Projection | None, groups: int, ends: tuple[int, int]) -> list[_Bar]:
    """Return the bars from the top: of each group the base year, the last one, and the plan's where it differs."""
    bars: list[_Bar] = []
    top = 0.0
    for g in range(groups):
        own = [(t, projection.shares.values[g, :, t], False) for t in ends]
        if planned is not None and _apart(projection, planned, g):
            own.append((ends[1], planned.shares.values[g, :, ends[1]], True))
        for place, (t, shares, of_plan) in enumerate(own):
            y = top - place * _YEAR_STEP
            bars.append(_Bar(group=g, year=t, y=y, shares=shares, planned=of_plan))
        top -= (len(own) - 2) * _YEAR_STEP + _GROUP_STEP
    return bars


def _finding(pen: Pen, projection: Projection, first: Text, last: Text) -> Text:
    """Return the share that moves most, of the group that the plan lifts where it compares two."""
    shares, terms = projection.shares.values, projection.scenario.terms
    split = [g for g, key in enumerate(terms.group_keys) if projection.scenario.baseline.is_split(key)]
    change = np.nan_to_num(shares[..., -1] - shares[..., 0])
    compared = [terms.group_keys.index(key) for key in terms.compared.keys[1:] if key in terms.group_keys]
    told = [g for g in compared if g in split] or split or list(range(len(terms.groups)))
    g, c = max(((g, c) for g in told for c in range(len(terms.components))), key=lambda at: abs(change[at]))
    if abs(change[g, c]) < _AS_PRINTED:
        return found(projection, _STILL)
    said = _MOVED.format(
        first=first,
        last=last,
        group=terms.groups[g].label,
        component=terms.components[c].label,
        rises=_RISES if change[g, c] > 0.0 else _FALLS,
        before=pen.number(shares[g, c, 0], "percent", 1),
        after=pen.number(shares[g, c, -1], "percent", 1),
    )
    return found(projection, said)


def _rounding(bars: Sequence[_Bar]) -> Text | None:
    """Return that figures do not add up where those of a bar do not, as they are printed."""
    notes = (rounding_note((bar.shares * 100.0).tolist(), 100.0, decimals=1) for bar in bars)
    return next((note for note in notes if note is not None), None)


def _row(pen: Pen, bar: _Bar, grade: Grade) -> None:
    start = below = 0.0
    y, high = bar.y, _BAR * (_PLAN_BAR if bar.planned else 1.0)
    for fill, share in zip(FILLS, bar.shares.tolist(), strict=False):
        # a share below zero stands to the left of it
        below += min(share, 0.0)
        area(pen, fill, below if share < 0.0 else start, y - high / 2, abs(share), high)
        figure = pen.number(share, "percent", 1)
        # what is drawn is narrower than the axes are before the layout
        if abs(share) / _unit(pen) * _NARROWER >= width(figure, pen.points(grade)):
            middle = below - share / 2 if share < 0.0 else start + share / 2
            on_area(pen, fill, middle, y, figure, grade=grade)
        start += max(share, 0.0)


def _axes(pen: Pen, projection: Projection, rows: Sequence[_Bar]) -> float:
    """Write years and groups beside the bars; return the room that they take, points."""
    pen.frame()
    shares = np.stack([bar.shares for bar in rows])
    lowest = float(np.minimum(shares, 0.0).sum(axis=1).min())
    # shares below zero leave more than the whole to the others
    pen.ax.set_xlim(lowest, float(np.maximum(shares, 0.0).sum(axis=1).max()) if lowest < 0.0 else 1.0)
    # a tenth of a row stays free above and below the bars
    pen.ax.set_ylim(min(bar.y for bar in rows) - 0.55, 0.55)
    pen.ax.set_xticks([])
    pen.ax.set_yticks([])
    widest, margin = 0.0, pen.points("body") * 0.6
    names = [pen.words(pen.say(_PLANNED_BAR)) if bar.planned else pen.year(projection.years[bar.year]) for bar in rows]
    year_width = max(width(text, pen.points("body")) for text in names)
    for bar, text in zip(rows, names, strict=True):
        pen.write(lowest, bar.y, text, ha="right", by=(-margin, 0.0), colour=FAINT)
        if bar.year == 0:
            name = _two_lines(pen.words(capital(projection.scenario.groups[bar.group].label)))
            # between the bars of the group's two years
            pen.write(lowest, bar.y - _YEAR_STEP / 2, name, ha="right", by=(-margin * 2.4 - year_width, 0.0))
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


def _unit(pen: Pen) -> float:
    """Return what a point is across the bars, whose axes end up narrower than they begin by the names at their left."""
    figure = pen.ax.get_figure(root=True)
    assert figure is not None
    left, right = pen.ax.get_xlim()
    return (right - left) / (pen.ax.get_position().width * figure.get_figwidth() * 72.0)


def _key_lines(pen: Pen, terms: Terms) -> list[int]:
    """Return on which line of the key each component stands."""
    size, (left, right) = pen.points("body"), pen.ax.get_xlim()
    names = [pen.words(component.label) for component in terms.components[: len(FILLS)]]
    return _lines([(size * 3.4 + width(name, size)) * _unit(pen) for name in names], right - left)


def _key_height(pen: Pen, terms: Terms) -> float:
    """Return the room that lines of the key beyond the first one take, points."""
    return _key_lines(pen, terms)[-1] * _KEY_STEP * pen.points("body") * 0.8


def _key(pen: Pen, terms: Terms) -> None:
    """Name the components above the bars, each beside a sample of its filling."""
    size, unit = pen.points("body"), _unit(pen)
    (left, _), (low, high) = pen.ax.get_xlim(), pen.ax.get_ylim()
    tall = size * 0.8 * (high - low) / pen.height
    named = [(fill, pen.words(component.label)) for fill, component in zip(FILLS, terms.components, strict=False)]
    lines = _key_lines(pen, terms)
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
    groups = []
    for g, group in enumerate(projection.scenario.groups):
        before, after = (pen.number(shares[g, t], "percent", 1) for t in (0, -1))
        if before == after:
            groups.append(_GROUP_STILL.format(group=group.label, after=after))
        else:
            groups.append(_GROUP.format(group=group.label, before=before, after=after))
    first, last = (pen.terms.year_label(projection.years[t]) for t in (0, -1))
    return _FIRST.format(
        first=first,
        last=last,
        component=pen.terms.components[0].label,
        groups=Text.join(groups, zh="，", en=", "),
    )
