"""Draw what income is made of, stacked by year."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, group_meant, require_projection
from ceheng_model.charts.drawing.pen import Grade, Pen
from ceheng_model.charts.drawing.shapes import area, on_area
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FAINT, FILLS, INK, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Table, column, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Language, Template, Text

_TITLE = Template("{group}收入构成，{span}（{unit}）", "{group}: income by component, {span} ({unit})")
_TABLE = Template("{group}收入构成", "{group}: income by component")
_SENTENCE = Template("{year}{group}收入{total}{unit}，其中{parts}。", "{group} {year}: {total} {unit}, of it {parts}.")
_PART = Template("{component}{level}", "{component} {level}")

MOST_BARS = 9
"""Years that stand side by side with their figures; of more, every so many."""
_BAR = 0.62
"""Width of a bar where years are 1 apart: room for a figure of six digits in small type beside its neighbour's."""
_MOST_FILLED = 6
"""Bars beside one another that are wide enough for figures inside."""


def components_by_year(
    projection: Projection,
    group: str,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the income of one group by year, stacked by component, in the unit of the plan.

    Of more than nine years, every so many are drawn, the last one among them. Raises `InputError` for anything
    but a projection of one path and for a group that it does not have.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = components_by_year(project(scenario("plan")), "rural", language="en")
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> description(ax, "en")
    'Rural residents 2024: 15,561 yuan, of it wages 6,754, business 4,898, property 186, transfer 3,722.'
    """
    require_projection(projection)
    group = group_meant(projection, group)
    g = projection.group_index(group)
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        kept = _kept(projection.years)
        levels, totals = projection.levels.values[g][:, kept], projection.totals.values[g][kept]
        years = [projection.years[t] for t in kept]
        # an eighth more than the highest bar, for its figure
        high = max(float(_tops(levels, totals).max()), 1.0)
        pen.ax.set_ylim(float(np.minimum(levels, 0.0).sum(axis=0).min()), high * 1.12)
        if (levels < 0.0).any():
            pen.ax.axhline(0.0, color=FAINT, linewidth=0.7)
        _stack(pen, levels, totals)
        left = _axes(pen, years)
        _name_components(pen, levels[:, -1], len(years) - 1 + _BAR / 2, projection.scenario.terms)
        label = capital(projection.scenario.groups[g].label)
        span = pen.terms.span_label(years[0], years[-1])
        pen.title(pen.say(_TITLE, group=label, span=span), left=left)
        pen.footnote(source(projection.scenario, groups=[group], components=True), left=left)
        pen.keep(_table(projection, g), _sentence(pen, projection, g))
    return pen.ax


@chart(components_by_year, Text("收入构成", "Income by component"))
def _pictures(material: Material) -> Iterator[Picture]:
    for group in material.split_groups:
        draw = partial(components_by_year, material.within, group.key)
        yield Picture(name=f"components_by_year_{group.key}", draw=draw, of=group.label)


def _kept(years: Sequence[int]) -> list[int]:
    """Return the positions of the years that are drawn."""
    step = -(-len(years) // MOST_BARS)
    return sorted(range(len(years) - 1, -1, -step))


def _axes(pen: Pen, years: Sequence[int]) -> float:
    """Write the years under the bars; return the room that the numbers at the left take."""
    pen.frame("bottom")
    left = pen.values("yuan", 0)
    texts = [pen.year(year) for year in years]
    pen.ax.set_xticks(range(len(years)), texts, fontproperties=pen.font("body"), color=INK)
    pen.ax.tick_params(axis="x", length=0.0)
    pen.ax.set_xlim(-0.5, len(years) - 0.5 + 0.02)
    return left


def _tops(levels: Array, totals: Array) -> Array:
    """Return how high each bar reaches: its total, or more where a component lies below zero."""
    raised = np.maximum(levels, 0.0).sum(axis=0)
    return np.where((levels < 0.0).any(axis=0), raised, totals)


def _lows(levels: Array) -> Array:
    """Return where each component begins: those above zero one on another, those below it one under another."""
    above, below = (np.cumsum(part, axis=0) for part in (np.maximum(levels, 0.0), np.minimum(levels, 0.0)))
    return np.asarray(np.where(levels < 0.0, below, above - levels))


def _stack(pen: Pen, levels: Array, totals: Array) -> None:
    lows, tops = _lows(levels), _tops(levels, totals)
    # a part less high than a line of type has no figure inside
    line = pen.points("body") * 1.45 * float(np.ptp(pen.ax.get_ylim())) / pen.height
    many = levels.shape[1] > _MOST_FILLED
    grade: Grade = "small" if many else "body"
    for t in range(levels.shape[1]):
        for c, fill in zip(range(len(levels)), FILLS, strict=False):
            level, low, high = float(levels[c, t]), float(lows[c, t]), abs(float(levels[c, t]))
            area(pen, fill, t - _BAR / 2, low, _BAR, high)
            if high > line and not many:
                on_area(pen, fill, t, low + high / 2, pen.number(level, "yuan", 0))
        pen.write(t, float(tops[t]), pen.number(totals[t], "yuan", 0), va="bottom", by=(0.0, 2.0), grade=grade)


def _name_components(pen: Pen, levels: Array, x: float, terms: Terms) -> None:
    lows = _lows(levels[:, np.newaxis])[:, 0].tolist()
    labels = [
        (low + abs(level) / 2, f"{pen.words(component.label)} {pen.number(level, 'yuan', 0)}", INK)
        for component, low, level in zip(terms.components, lows, levels.tolist(), strict=True)
    ]
    # from the lowest up: those below zero stand under one another
    pen.at_the_end(sorted(labels, key=lambda label: label[0]), x=x)


def _table(projection: Projection, g: int) -> Table:
    group = projection.scenario.groups[g]
    rows: list[tuple[Cell, ...]] = []
    for t, year in enumerate(projection.years):
        levels = projection.levels.values[g, :, t].tolist()
        named = projection.scenario.terms.named_components
        rows += [(group.named, component, year, level) for component, level in zip(named, levels, strict=True)]
        rows.append((group.named, TOTAL, year, float(projection.totals.values[g, t])))
    columns = (
        group_column(projection.scenario.terms),
        component_column(projection.scenario.terms),
        column("year", "year"),
        Column(key="level", heading=projection.scenario.terms.in_unit(Text("收入", "income")), kind="yuan"),
    )
    return Table(name="components_by_year", title=_TABLE.format(group=group.label), columns=columns, rows=tuple(rows))


def _sentence(pen: Pen, projection: Projection, g: int) -> Text:
    parts = [
        _PART.format(
            component=component.label, level=pen.amount(pen.number(projection.levels.values[g, c, -1], "yuan", 0))
        )
        for c, component in enumerate(projection.scenario.terms.components)
    ]
    return pen.say(
        _SENTENCE,
        year=pen.terms.year_label(projection.years[-1]),
        group=capital(projection.scenario.groups[g].label),
        total=pen.number(projection.totals.values[g, -1], "yuan", 0),
        parts=Text.join(parts),
    )
