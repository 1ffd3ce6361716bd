"""Draw what income is made of: stacked by year, and as shares by group."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_groups, require_projection
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FILLS, INK, Fill, Size
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Language, Text

MOST_BARS = 9
"""Years that stand side by side with their figures; of more, every so many."""


def components_by_year(
    projection: Projection,
    group: str,
    *,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw the income of one group by year, stacked by component, yuan per person.

    Of more than nine years, every so many are drawn, the last one among them. Raises `InputError` for anything
    but a projection of one path and for a group that it does not have.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = components_by_year(project(scenario("plan")), "rural", language="en")
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> alternative_text(ax, "en")
    'Rural residents 2024: 15,561 yuan, of it wages 6,754, business 4,898, property 186, transfer 3,722.'
    """
    require_projection(projection)
    require_groups(projection, [group])
    g = projection.group_index(group)
    label = projection.scenario.groups[g].label
    with drawing(ax, language=language, size=size) as pen:
        kept = _kept(projection.years)
        levels, totals = projection.levels.values[g][:, kept], projection.totals.values[g][kept]
        years = [projection.years[t] for t in kept]
        pen.ax.set_ylim(0.0, max(float(totals.max()), 1.0) * 1.12)
        _stack(pen, levels, totals)
        pen.frame("bottom")
        left = pen.values("yuan", 0)
        texts = [pen.words(Text(f"{year}年", str(year))) for year in years]
        pen.ax.set_xticks(range(len(years)), texts, fontproperties=pen.font("body"), color=INK)
        pen.ax.tick_params(axis="x", length=0.0)
        pen.ax.set_xlim(-0.5, len(years) - 0.5 + 0.02)
        _name_components(pen, levels[:, -1], len(years) - 1 + _BAR / 2)
        span = f"{years[0]}–{years[-1]}"
        title = Text(f"{label.zh}收入构成，{span}年（元）", f"{capital(label).en}: income by component, {span} (yuan)")
        pen.title(title, left=left)
        pen.footnote(source(projection.scenario, groups=[group], components=True), left=left)
        pen.keep(_stack_table(projection, g), _stack_sentence(pen, projection, g))
    return pen.ax


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


_BAR = 0.62


def _kept(years: Sequence[int]) -> list[int]:
    step = -(-len(years) // MOST_BARS)
    return sorted(range(len(years) - 1, -1, -step))


def _stack(pen: Pen, levels: Array, totals: Array) -> None:
    tops = np.cumsum(levels, axis=0)
    line = pen.points("body") * 1.45 * pen.ax.get_ylim()[1] / pen.height
    many = levels.shape[1] > 6
    for t in range(levels.shape[1]):
        for c, component in enumerate(COMPONENTS):
            fill, high = FILLS[component], float(levels[c, t])
            area(pen, fill, t - _BAR / 2, float(tops[c, t]) - high, _BAR, high)
            if high > line and not many:
                on_area(pen, fill, t, float(tops[c, t]) - high / 2, pen.number(high, "yuan", 0))
        grade = "small" if many else "body"
        pen.write(t, float(totals[t]), pen.number(totals[t], "yuan", 0), va="bottom", by=(0.0, 2.0), grade=grade)  # type: ignore[arg-type]


def _name_components(pen: Pen, levels: Array, x: float) -> None:
    tops = [0.0, *np.cumsum(levels).tolist()]
    labels = [
        ((low + high) / 2, f"{pen.words(LABELS[component])} {pen.number(high - low, 'yuan', 0)}", INK)
        for component, (low, high) in zip(COMPONENTS, pairwise(tops), strict=True)
    ]
    pen.at_the_end(labels, x=x)


def _stack_table(projection: Projection, g: int) -> Table:
    group = projection.scenario.groups[g]
    rows: list[tuple[Cell, ...]] = []
    for t, year in enumerate(projection.years):
        levels = projection.levels.values[g, :, t].tolist()
        rows += [(group.named, component, year, level) for component, level in zip(COMPONENTS, levels, strict=True)]
        rows.append((group.named, TOTAL, year, float(projection.totals.values[g, t])))
    columns = (
        column("group"),
        column("component"),
        column("year", "year"),
        Column(key="level", heading=Text("收入（元）", "income (yuan)"), kind="yuan"),
    )
    title = Text(f"{group.label.zh}收入构成", f"{group.label.en}: income by component")
    return Table(name="components_by_year", title=title, columns=columns, rows=tuple(rows))


def _stack_sentence(pen: Pen, projection: Projection, g: int) -> Text:
    label, year = projection.scenario.groups[g].label, projection.years[-1]
    parts = [
        (LABELS[component], pen.number(projection.levels.values[g, c, -1], "yuan", 0))
        for c, component in enumerate(COMPONENTS)
    ]
    total = pen.number(projection.totals.values[g, -1], "yuan", 0)
    return Text(
        f"{year}年{label.zh}收入{total}元，其中{'、'.join(f'{name.zh}{level}元' for name, level in parts)}。",
        f"{capital(label).en} {year}: {total} yuan, of it {', '.join(f'{name.en} {level}' for name, level in parts)}.",
    )
