"""Draw live charts with Altair from finished results: the numbers are those of the charts that are saved."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from ceheng_model.app.words import word
from ceheng_model.ensemble import Fan, TargetLine
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import Income, UrbanRuralRatio
from ceheng_model.tables import written
from ceheng_model.vocabulary import TOTAL, Language

COLOURS = ("#12355B", "#B5541C", "#2B756A", "#7B3F8C", "#636363")
DASHES = ([1, 0], [6, 2], [6, 2, 1, 2], [2, 2], [9, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down")
HEIGHT = 300
INK = "#1A1A1A"
_FIT = alt.AutoSizeParams(type="fit", contains="padding")
Rows = list[dict[str, Any]]


def income_rows(projection: Projection, language: Language) -> Rows:
    """Return total income by group and year, yuan."""
    totals = projection.totals.values
    names = group_names(projection, language)
    return [
        {"group": name, "year": year, "income": float(totals[g, t])}
        for g, name in enumerate(names)
        for t, year in enumerate(projection.years)
    ]


def income_paths(projection: Projection, language: Language) -> alt.LayerChart:
    """Return the total income of every group, with the plan's endpoints as diamonds."""
    names = group_names(projection, language)
    base = plotted(income_rows(projection, language)).encode(
        x=_years(projection.years),
        y=alt.Y("income:Q", title=None, axis=alt.Axis(format=",.0f", tickCount=5)),
        color=_colour("group", names),
    )
    lines = base.mark_line(strokeWidth=2.5).encode(strokeDash=_dash("group", names))
    points = base.mark_point(size=70, filled=True, opacity=1).encode(
        shape=_shape("group", names), tooltip=_tips("income", ",.1f")
    )
    named = plotted(_apart(projection, names)).mark_text(align="left", dx=8, fontSize=12)
    text = alt.Text("income:Q", format=",.0f")
    ends = named.encode(x="year:O", y="place:Q", text=text, color=_colour("group", names))
    aims = [
        {"year": one.quantity.last_year, "income": value}
        for one in endpoints(projection)
        if one.quantity.last_year in projection.years
        for value in one.wording.printed_values
    ]
    marks = plotted(aims).mark_point(shape="diamond", size=190, color=INK, strokeWidth=1.6)
    aimed = marks.encode(x="year:O", y="income:Q", tooltip=_tips("income", ",.1f"))
    return finished_chart([lines, points, ends, aimed])


def ratio_path(projection: Projection, language: Language) -> alt.LayerChart:
    """Return the urban-rural ratio by year beside the plan's target."""
    ratio = projection.urban_rural_ratio.values
    rows = [{"year": year, "ratio": float(ratio[t])} for t, year in enumerate(projection.years)]
    aims = [
        (one.quantity.last_year, value) for one in ratio_targets(projection) for value in one.wording.printed_values
    ]
    low, high = (end([*ratio.tolist(), *(value for _, value in aims)]) for end in (min, max))
    y = alt.Y("ratio:Q", title=None, scale=alt.Scale(domain=[low - 0.12, high + 0.12], nice=False))
    base = plotted(rows).encode(x=_years(projection.years), y=y)
    line = base.mark_line(strokeWidth=2.5, color=COLOURS[0])
    points = base.mark_point(size=70, filled=True, opacity=1, color=COLOURS[0]).encode(tooltip=_tips("ratio", ".3f"))
    text = base.mark_text(dy=-13, fontSize=12, color=INK).encode(text=alt.Text("ratio:Q", format=".3f"))
    layers: list[alt.Chart] = [line, points, text]
    if aims:
        first = projection.years[0]
        values = [{"year": first, "ratio": v, "text": word("target", language, f"{v:g}")} for _, v in aims]
        layers.append(plotted(values).mark_rule(strokeDash=[6, 3], color=INK, strokeWidth=1.5).encode(y="ratio:Q"))
        named = plotted(values).mark_text(align="left", dx=-20, dy=-8, fontSize=12, color=INK)
        layers.append(named.encode(x="year:O", y="ratio:Q", text="text:N"))
    return finished_chart(layers)


def fan(found: Fan) -> alt.LayerChart:
    """Return the quantiles of a path by year, the scenario's own path and the targets with their probabilities."""
    form = ".3f" if found.kind == "ratio" else ",.0f"
    last = len(found.quantile_probabilities) - 1
    y = alt.Y("q0:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=form, tickCount=5))
    base = plotted(fan_rows(found)).encode(x=_years(found.years))
    wide = base.mark_area(color="#B8CBDD", opacity=0.75).encode(y=y, y2=f"q{last}:Q")
    inner = base.mark_area(color="#7FA3C4", opacity=0.85).encode(y="q1:Q", y2=f"q{last - 1}:Q")
    path = base.mark_line(color=COLOURS[0], strokeWidth=2.5, point=alt.OverlayMarkDef(size=55, color=COLOURS[0]))
    layers: list[alt.Chart] = [wide, inner, path.encode(y="path:Q", tooltip=_tips("path", form))]
    if found.targets:
        data = [{"year": found.years[0], "path": one.value, "text": _chance(one)} for one in found.targets]
        rule = plotted(data).mark_rule(strokeDash=[6, 3], color=INK, strokeWidth=1.5)
        text = plotted(data).mark_text(align="left", dx=-20, dy=-8, fontSize=12, color=INK)
        layers += [rule.encode(y="path:Q"), text.encode(x="year:O", y="path:Q", text="text:N")]
    return finished_chart(layers)


def fan_rows(found: Fan) -> Rows:
    """Return one row a year: the path, and the quantiles in their order as ``q0``, ``q1`` and so on."""
    return [
        {"year": year, "path": float(found.path[t])}
        | {f"q{q}": float(found.quantiles[q, t]) for q in range(len(found.quantile_probabilities))}
        for t, year in enumerate(found.years)
    ]


def beside(named: Sequence[tuple[str, Projection]], quantity: str) -> alt.LayerChart:
    """Return the paths of several scenarios in one quantity: the ratio, or a group's income."""
    rows, names = [], [name for name, _ in named]
    for name, projection in named:
        found = projection.urban_rural_ratio if quantity == "ratio" else projection.totals.sel(group=quantity)
        rows += [
            {"group": name, "year": year, "value": float(v)}
            for year, v in zip(projection.years, found.values, strict=True)
        ]
    form = ".3f" if quantity == "ratio" else ",.0f"
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=form, tickCount=5))
    longest = max((projection.years for _, projection in named), key=len)
    base = plotted(rows).encode(x=_years(longest), y=y, color=_colour("group", names))
    lines = base.mark_line(strokeWidth=2.5).encode(strokeDash=_dash("group", names))
    points = base.mark_point(size=70, filled=True, opacity=1).encode(
        shape=_shape("group", names), tooltip=_tips("value", form)
    )
    return finished_chart([lines, points])


def _apart(projection: Projection, names: Sequence[str]) -> Rows:
    """Return the ends of the paths with places for their labels that do not touch."""
    ends = sorted((float(path[-1]), name) for path, name in zip(projection.totals.values, names, strict=True))
    room, place, found = ends[-1][0] * 0.065, float("-inf"), []
    for value, name in ends:
        place = max(value, place + room)
        found.append({"group": name, "year": projection.years[-1], "income": value, "place": place})
    return found


def plotted(rows: Rows) -> alt.Chart:
    """Return a chart of rows that travel inside it."""
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]


def group_names(projection: Projection, language: Language) -> list[str]:
    """Return the names of groups, with a mark at those whose base-year income is assumed."""
    base, mark = projection.scenario.baseline, word("mark", language)
    return [
        group.label.in_language(language) + (mark if origin.status == "assumed" else "")
        for group, origin in zip(base.groups, base.sources, strict=True)
    ]


def endpoints(projection: Projection) -> list[Statement]:
    """Return what the plan says about total incomes of a year."""
    plan = projection.scenario.plan
    statements = plan.statements if plan else ()
    return [one for one in statements if isinstance(one.quantity, Income) and one.quantity.component == TOTAL]


def ratio_targets(projection: Projection) -> list[Statement]:
    """Return the statements that print a value of the ratio in the years projected."""
    plan = projection.scenario.plan
    statements = [one for one in plan.statements if one.wording.printed_values] if plan else []
    return [
        one
        for one in statements
        if isinstance(one.quantity, UrbanRuralRatio) and one.quantity.last_year in projection.years
    ]


def _chance(target: TargetLine) -> str:
    return f"{target.value:,.6g}: {written(target.probability, 'percent', decimals=1)}"


def _years(years: Sequence[int]) -> alt.X:
    return alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=list(years)))


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", direction="horizontal", labelLimit=260, columns=3)


def _colour(field: str, names: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=list(names), range=list(COLOURS[: len(names)]))
    return alt.Color(f"{field}:N", scale=scale, legend=_legend())


def _dash(field: str, names: Sequence[str]) -> alt.StrokeDash:
    scale = alt.Scale(domain=list(names), range=list(DASHES[: len(names)]))
    return alt.StrokeDash(f"{field}:N", scale=scale, legend=_legend())


def _shape(field: str, names: Sequence[str]) -> alt.Shape:
    scale = alt.Scale(domain=list(names), range=list(SHAPES[: len(names)]))
    return alt.Shape(f"{field}:N", scale=scale, legend=_legend())


def _tips(field: str, form: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("year:O"), alt.Tooltip(f"{field}:Q", format=form)]


def finished_chart(layers: Sequence[alt.Chart]) -> alt.LayerChart:
    """Return layers as a chart with its size and without the menu that leads to an editor on the web."""
    axis = alt.AxisConfig(labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=INK, titleFontWeight="normal")
    config = alt.Config(axis=axis, legend=alt.LegendConfig(labelFontSize=12, labelColor=INK))
    options = {"embedOptions": {"actions": False}}
    return alt.LayerChart(layer=list(layers), height=HEIGHT, autosize=_FIT, usermeta=options, config=config)
