"""Draw outturn figures beside the projected path."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_projection
from ceheng_model.charts.drawing.outturns import Outturn, outturn_of
from ceheng_model.charts.drawing.panels import few_years, heading, panels
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import INK, MISSED, STROKES, Size
from ceheng_model.charts.income_paths import line
from ceheng_model.projection import Labelled, Projection
from ceheng_model.tables import Cell, Column, Figure, Table, column
from ceheng_model.vocabulary import Language, Text

if TYPE_CHECKING:
    import pandas as pd


def plan_against_actual(
    projection: Projection,
    actual: "pd.DataFrame | Labelled",
    *,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw outturn beside the projected path, one panel a group, with the difference in per cent.

    `actual` has the columns group, year and value (yuan), one row a figure, or is a `Labelled` with the axes
    group and year. Raises `InputError` for anything else, for groups and years that are not projected, for
    figures that are no incomes or come twice, and for a table without figures.

    >>> import pandas as pd
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> actual = pd.DataFrame({"group": ["rural"], "year": [2022], "value": [12100.0]})
    >>> ax = plan_against_actual(project(scenario("plan")), actual)
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> alternative_text(ax, "en")
    'Actual against projected income: rural residents 2022 12,100 against 12,405 yuan (−2.46%).'
    """
    require_projection(projection)
    found = outturn_of(actual, projection)
    groups = [g for g, group in enumerate(projection.scenario.groups) if group.key in found]
    with drawing(ax, language=language, size=size) as pen:
        more = Text(
            "线为预测，空心点为实际，百分数为实际与预测之差；纵轴不从零起",
            "line: projected; hollow marks: actual, with the difference; axes do not begin at zero",
        )
        pen.title(Text("收入的实际与预测（元）", "Actual and projected income (yuan)"), more=more)
        keys = [projection.scenario.group_keys[g] for g in groups]
        pen.footnote(source(projection.scenario, groups=keys), below=0.3)
        for g, panel in zip(groups, panels(pen, len(groups), columns=len(groups), lines=1), strict=True):
            _against(panel, projection, g, found[projection.scenario.group_keys[g]])
        table = _actual_table(projection, groups, found)
        pen.keep(table, _actual_sentence(pen, projection, groups, found))
    return pen.ax


def _against(pen: Pen, projection: Projection, g: int, found: Outturn) -> None:
    group, totals, stroke = projection.scenario.groups[g], np.asarray(projection.totals)[g], STROKES[g % len(STROKES)]
    line(pen, projection.years, totals.tolist(), stroke)
    values = [*totals.tolist(), *found.values()]
    room = max(0.16 * (max(values) - min(values)), 0.02 * abs(max(values)), 1.0)
    pen.ax.set_ylim(min(values) - room, max(values) + room * 1.3)
    pen.frame("bottom")
    few_years(pen, projection.years)
    pen.values("yuan", 0, most=4)
    pen.ax.tick_params(axis="y", labelsize=pen.points("small"))
    for year, value in found.items():
        pen.ax.plot(
            [year],
            [value],
            marker=stroke.mark,
            markersize=pen.sheet.mark * 1.7,
            markerfacecolor="white",
            markeredgecolor=INK,
            markeredgewidth=pen.sheet.line * 0.7,
            linestyle="none",
            zorder=4,
        )
    _differences(pen, {year: float(totals[projection.years.index(year)]) for year in found}, found)
    heading(pen, pen.words(capital(group.label)))


def _differences(pen: Pen, projected: Mapping[int, float], found: Outturn) -> None:
    """Write the differences beside the marks, the last one first, as far as they do not touch."""
    low, high = pen.ax.get_xlim()
    wide, last = width("+12.3%", pen.points("small")) * (high - low) / pen.sides[0], high + 1e9
    for year in sorted(found, reverse=True):
        if last - year < wide or not projected[year]:
            continue
        last, below = year, found[year] < projected[year]
        text = pen.number(Figure(found[year] / projected[year] - 1.0, "percent", 1, signed=True))
        by = (0.0, -pen.sheet.mark * 1.3 if below else pen.sheet.mark * 1.3)
        colour = MISSED if below else INK
        pen.write(year, found[year], text, va="top" if below else "bottom", by=by, grade="small", colour=colour)


def _actual_table(projection: Projection, groups: Sequence[int], found: Mapping[str, Outturn]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    totals = np.asarray(projection.totals)
    for g in groups:
        group = projection.scenario.groups[g]
        for t, year in enumerate(projection.years):
            projected, actual = float(totals[g, t]), found[group.key].get(year)
            rows.append(
                (
                    group.named,
                    year,
                    projected,
                    actual,
                    None if actual is None or not projected else actual / projected - 1.0,
                )
            )
    columns = (
        column("group"),
        column("year", "year"),
        Column(key="projected", heading=Text("预测（元）", "projected (yuan)"), kind="yuan"),
        Column(key="actual", heading=Text("实际（元）", "actual (yuan)"), kind="yuan"),
        Column(key="difference", heading=Text("实际与预测之差", "difference"), kind="percent"),
    )
    title = Text("收入的实际与预测", "Actual and projected income")
    return Table(name="plan_against_actual", title=title, columns=columns, rows=tuple(rows))


def _actual_sentence(pen: Pen, projection: Projection, groups: Sequence[int], found: Mapping[str, Outturn]) -> Text:
    zh, en = [], []
    for g in groups:
        group = projection.scenario.groups[g]
        year, value = max(found[group.key].items())
        projected = float(np.asarray(projection.totals)[g, projection.years.index(year)])
        both = pen.number(value, "yuan", 0), pen.number(projected, "yuan", 0)
        gap = pen.number(Figure(value / projected - 1.0, "percent", 2, signed=True))
        zh.append(f"{year}年{group.label.zh}{both[0]}元，预测{both[1]}元（{gap}）")
        en.append(f"{group.label.en} {year} {both[0]} against {both[1]} yuan ({gap})")
    return Text(f"收入的实际与预测：{'；'.join(zh)}。", f"Actual against projected income: {'; '.join(en)}.")
