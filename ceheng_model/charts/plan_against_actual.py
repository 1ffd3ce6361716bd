"""Draw outturn figures beside the projected path."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts import words
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import plan_beside
from ceheng_model.charts.drawing.limits import Title, require_projection
from ceheng_model.charts.drawing.outturns import Outturn, outturn_of
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.shapes import few_years, heading, line, panels, reference
from ceheng_model.charts.drawing.source_line import capital, noted, source
from ceheng_model.charts.drawing.style import INK, MISSED, STROKES, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.projection import Labelled, Projection
from ceheng_model.tables import Cell, Column, Figure, Table, column, group_column
from ceheng_model.vocabulary import Language, Template, Text

if TYPE_CHECKING:
    import pandas as pd

TITLE = Text("收入的实际与预测", "Actual and projected income")
_MORE = Text(
    "线为预测，空心点为实际，百分数为实际与预测之差；纵轴不从零起",
    "line: projected; hollow marks: actual, with the difference; axes do not begin at zero",
)
_TOPIC = Template("收入的实际与预测，{span}", "Actual and projected income, {span}")
_COMPARED = Template("{year}实际收入与预测相比，{groups}", "Actual {year} income against the projection: {groups}")
_IS_LOWER, _IS_HIGHER = (
    Template("{group}低{gap}", "{group} {gap} below"),
    Template("{group}高{gap}", "{group} {gap} above"),
)
_IS_LEVEL = Template("{group}持平", "{group} level with it")
_LOWER = Template("{year}{group}实际收入比预测低{gap}", "{group} {year}: actual income is {gap} below the projection")
_HIGHER = Template("{year}{group}实际收入比预测高{gap}", "{group} {year}: actual income is {gap} above the projection")
_LEVEL = Template("{year}{group}实际收入与预测持平", "{group} {year}: actual income is as projected")
_SENTENCE = Template("收入的实际与预测：{groups}。", "Actual against projected income: {groups}.")
_GROUP = Template(
    "{year}{group}{actual}{unit}，预测{projected}{unit}（{gap}）",
    "{group} {year} {actual} against {projected} {unit} ({gap})",
)


def plan_against_actual(
    projection: Projection,
    actual: "pd.DataFrame | Labelled",
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw outturn beside the projected path, one panel a group, with the difference in per cent.

    `actual` has the columns group, year and value (in the unit of the plan), one row a figure, or is a `Labelled`
    with the axes group and year. Raises `InputError` for anything else, for groups and years that are not projected,
    for figures that are no incomes or come twice, and for a table without figures.

    >>> import pandas as pd
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> actual = pd.DataFrame({"group": ["rural"], "year": [2022], "value": [12100.0]})
    >>> ax = plan_against_actual(project(scenario("plan")), actual)
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> description(ax, "en")
    'Actual against projected income: rural residents 2022 12,100 against 12,405 yuan (−2.46%).'
    """
    require_projection(projection)
    outturn = outturn_of(actual, projection)
    # in the order of the groups, whatever the order of the rows
    outturns = {g: outturn[group.key] for g, group in enumerate(projection.scenario.groups) if group.key in outturn}
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        planned = plan_beside(projection)
        dashed = None if planned is None else pen.say(words.DASHED_IS_PLAN)
        more = noted(_MORE, dashed)
        topic = pen.say(_TOPIC, span=pen.terms.span_label(projection.years[0], projection.years[-1]))
        pen.title(_finding(pen, projection, outturns), topic=topic, unit=pen.terms.income_unit, more=more)
        keys = [projection.scenario.group_keys[g] for g in outturns]
        pen.footnote(source(projection.scenario, groups=keys), below=0.3)
        places = panels(pen, len(outturns), columns=len(outturns), lines=1)
        for (g, actuals), panel in zip(outturns.items(), places, strict=True):
            _panel(panel, projection, planned, g, actuals)
        pen.keep(_table(projection, outturns), _sentence(pen, projection, outturns))
    return pen.ax


@chart(plan_against_actual, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    def draw(**style: Any) -> Axes:
        assert material.actual is not None, "a picture is drawn where there is what it needs"
        return plan_against_actual(material.projection, material.actual, **style)

    yield Picture(name="plan_against_actual", draw=draw, needs=Ingredient.OUTTURN)


def _finding(pen: Pen, projection: Projection, outturns: Mapping[int, Outturn]) -> Text:
    """Return how far the last actual figure of every group lies from what was projected, as it is printed."""
    said, last = [], {max(outturn) for outturn in outturns.values()}
    together = len(outturns) > 1 == len(last)
    lower, higher, level = (_IS_LOWER, _IS_HIGHER, _IS_LEVEL) if together else (_LOWER, _HIGHER, _LEVEL)
    for g, outturn in outturns.items():
        year, actual = max(outturn.items())
        projected = float(np.asarray(projection.totals)[g, projection.years.index(year)])
        label = projection.scenario.groups[g].label
        short = Text(pen.terms.short(projection.scenario.group_keys[g]).zh, label.en)
        fields = {"group": short} if together else {"group": label, "year": pen.terms.year_label(year)}
        gap = round(100.0 * (actual / projected - 1.0), 1) if projected else 0.0
        if not gap:
            said.append(level.format(**fields))
            continue
        shown = pen.number(abs(actual / projected - 1.0), "percent", 1)
        said.append((lower if gap < 0.0 else higher).format(**fields, gap=shown))
    if together:
        return _COMPARED.format(year=pen.terms.year_label(*last), groups=Text.join(said))
    return Text.join(said, zh="；", en="; ").at_start()


def _panel(pen: Pen, projection: Projection, planned: Projection | None, g: int, outturn: Outturn) -> None:
    totals, stroke = np.asarray(projection.totals)[g], STROKES[g % len(STROKES)]
    line(pen, projection.years, totals.tolist(), stroke)
    values = [*totals.tolist(), *outturn.values()]
    if planned is not None:
        beside = np.asarray(planned.totals)[g].tolist()
        reference(pen, planned.years, beside)
        values += beside
    # a sixth of the range for the figures at the marks; a path that does not move still gets a scale
    room = max(0.16 * (max(values) - min(values)), 0.02 * abs(max(values)), 1.0)
    pen.ax.set_ylim(min(values) - room, max(values) + room * 1.3)
    pen.frame("bottom")
    few_years(pen, projection.years)
    pen.values("yuan", 0, most=4)
    pen.ax.tick_params(axis="y", labelsize=pen.points("small"))
    for year, value in outturn.items():
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
    _write_differences(pen, {year: float(totals[projection.years.index(year)]) for year in outturn}, outturn)
    heading(pen, pen.words(capital(projection.scenario.groups[g].label)))


def _write_differences(pen: Pen, projected: Mapping[int, float], outturn: Outturn) -> None:
    """Write the differences beside the marks, the last one first, as far as they do not touch."""
    low, high = pen.ax.get_xlim()
    wide = width("+12.3%", pen.points("small")) * (high - low) / pen.sides[0]
    later = float("inf")
    for year in sorted(outturn, reverse=True):
        if later - year < wide or not projected[year]:
            continue
        later, below = year, outturn[year] < projected[year]
        text = _gap(pen, outturn[year], projected[year], decimals=1)
        by = (0.0, -pen.sheet.mark * 1.3 if below else pen.sheet.mark * 1.3)
        colour = MISSED if below else INK
        pen.write(year, outturn[year], text, va="top" if below else "bottom", by=by, grade="small", colour=colour)


def _gap(pen: Pen, actual: float, projected: float, *, decimals: int) -> str:
    return pen.number(Figure(actual / projected - 1.0, "percent", decimals, signed=True))


def _table(projection: Projection, outturns: Mapping[int, Outturn]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    totals = np.asarray(projection.totals)
    for g, outturn in outturns.items():
        for t, year in enumerate(projection.years):
            projected, actual = float(totals[g, t]), outturn.get(year)
            difference = None if actual is None or not projected else actual / projected - 1.0
            rows.append((projection.scenario.groups[g].named, year, projected, actual, difference))
    terms = projection.scenario.terms
    columns = (
        group_column(terms),
        column("year", "year"),
        Column(key="projected", heading=terms.in_unit(Text("预测", "projected")), kind="yuan"),
        Column(key="actual", heading=terms.in_unit(Text("实际", "actual")), kind="yuan"),
        Column(key="difference", heading=Text("实际与预测之差", "difference"), kind="percent"),
    )
    return Table(name="plan_against_actual", title=TITLE, columns=columns, rows=tuple(rows))


def _sentence(pen: Pen, projection: Projection, outturns: Mapping[int, Outturn]) -> Text:
    groups = []
    for g, outturn in outturns.items():
        year, actual = max(outturn.items())
        projected = float(np.asarray(projection.totals)[g, projection.years.index(year)])
        groups.append(
            pen.say(
                _GROUP,
                year=pen.terms.year_label(year),
                group=projection.scenario.groups[g].label,
                actual=pen.number(actual, "yuan", 0),
                projected=pen.number(projected, "yuan", 0),
                gap=_gap(pen, actual, projected, decimals=2),
            )
        )
    return _SENTENCE.format(groups=Text.join(groups, zh="；", en="; "))
