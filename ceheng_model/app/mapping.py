"""Draw the what-if map with Altair: which urban and rural growth give which ratio, and where the scenario stands."""

from collections.abc import Sequence
from math import ceil, floor

import altair as alt
import numpy as np

from ceheng_model.app.pictures import COLOURS, INK, Rows, finished_chart, plotted, ratio_targets
from ceheng_model.app.words import word
from ceheng_model.projection import Projection
from ceheng_model.scenarios import Scenario
from ceheng_model.solving import frontier
from ceheng_model.vocabulary import Language

STEPS = 31
_APART = 0.1
"""How far the ratios of neighbouring contours lie apart."""
_LINES = 5
Span = tuple[float, float]


def what_if_map(projection: Projection, origin: Projection, language: Language) -> alt.LayerChart:
    """Return contours of the last year's ratio over average annual growth, the scenario as a mark on them."""
    made = projection.scenario
    points = [averages(projection), averages(origin)]
    target = next((one for one in ratio_targets(projection)), None)
    aim = projection.urban_rural_ratio.values[-1].round(1) if target is None else target.wording.aim
    across = around([urban for urban, _ in points])
    middle = frontier(made, float(aim), growth=[sum(across) / 2]).below[0]
    spans = across, around([*(rural for _, rural in points), float(middle)])
    rows = contour_rows(made, levels(float(aim)), spans[0])
    x, y = _axes(spans, language)
    layers: list[alt.Chart] = []
    if target is not None:
        bound = contour_rows(made, [target.wording.bound], spans[0])
        shade = plotted([row | {"top": spans[1][1]} for row in bound])
        layers.append(shade.mark_area(color="#DDE9E4", clip=True).encode(x=x, y=y, y2="top:Q"))
    heavy = "datum.ratio == " + repr(float(aim))
    lines = (
        plotted(rows)
        .mark_line(clip=True)
        .encode(
            x=x,
            y=y,
            detail="ratio:Q",
            strokeWidth=alt.condition(heavy, alt.value(3), alt.value(1)),
            color=alt.condition(heavy, alt.value(INK), alt.value("#5A5A5A")),
        )
    )
    layers += [lines, _labels(rows, spans, x, y), *_marks(points, language, x, y)]
    return finished_chart(layers)


def averages(projection: Projection) -> tuple[float, float]:
    """Return average annual growth of urban and rural income."""
    growth = projection.average_annual_growth
    return float(growth.sel(group="urban")), float(growth.sel(group="rural"))


def levels(aim: float) -> list[float]:
    """Return the ratios of the contours: the target, and round steps on either side.

    >>> levels(2.8)
    [2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 3.0, 3.1, 3.2, 3.3]
    """
    found = [round(aim + _APART * step, 6) for step in range(-_LINES, _LINES + 1)]
    return [ratio for ratio in found if ratio > 0.0]


def around(rates: Sequence[float]) -> Span:
    """Return whole per cents around some rates, with room beside them."""
    return max(floor(min(rates) * 100.0 - 2.5) / 100.0, -0.99), ceil(max(rates) * 100.0 + 2.5) / 100.0


def contour_rows(made: Scenario, ratios: Sequence[float], span: Span) -> Rows:
    """Return points of the contours of some ratios, urban and rural growth as fractions."""
    grid = np.linspace(*span, STEPS)
    return [
        {"ratio": float(ratio), "urban": float(urban), "rural": float(rural)}
        for ratio in ratios
        for urban, rural in zip(grid, frontier(made, ratio, growth=grid).below, strict=True)
    ]


def _axes(spans: tuple[Span, Span], language: Language) -> tuple[alt.X, alt.Y]:
    axis = alt.Axis(format=".0%", tickCount=6, grid=False)
    x = alt.X(
        "urban:Q", title=word("urban_axis", language), axis=axis, scale=alt.Scale(domain=list(spans[0]), nice=False)
    )
    y = alt.Y(
        "rural:Q", title=word("rural_axis", language), axis=axis, scale=alt.Scale(domain=list(spans[1]), nice=False)
    )
    return x, y


def _labels(rows: Rows, spans: tuple[Span, Span], x: alt.X, y: alt.Y) -> alt.Chart:
    """Write the ratio at the last point of each contour that is on the map."""
    inside = [row for row in rows if spans[1][0] <= row["rural"] <= spans[1][1]]
    ends = {row["ratio"]: row for row in inside}
    shown = [row | {"text": f"{row['ratio']:.1f}"} for row in ends.values()]
    text: alt.Chart = plotted(shown).mark_text(align="right", dx=-3, dy=-7, fontSize=11, color=INK)
    written: alt.Chart = text.encode(x=x, y=y, text="text:N")
    return written


def _marks(points: Sequence[tuple[float, float]], language: Language, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    names = word("present", language), word("origin", language)
    rows = [{"urban": u, "rural": r, "name": name} for (u, r), name in zip(points, names, strict=True)]
    tips = [alt.Tooltip("name:N"), alt.Tooltip("urban:Q", format=".2%"), alt.Tooltip("rural:Q", format=".2%")]
    origin = plotted(rows[1:]).mark_point(shape="circle", size=150, color=COLOURS[1], strokeWidth=2)
    present = plotted(rows[:1]).mark_point(shape="diamond", size=170, filled=True, opacity=1)
    return [origin.encode(x=x, y=y, tooltip=tips), present.encode(x=x, y=y, tooltip=tips, color=alt.value(COLOURS[0]))]
