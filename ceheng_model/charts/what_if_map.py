"""Draw which growth of the two groups that a plan compares gives which ratio."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import Standing, found, standing
from ceheng_model.charts.drawing.limits import Title, require, require_compared
from ceheng_model.charts.drawing.map_points import (
    Box,
    Point,
    Range,
    Solved,
    averages,
    in_growth,
    map_units,
    marks,
    points_of,
)
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.plan_targets import asked, printed, ratio_targets
from ceheng_model.charts.drawing.source_line import set_off, source
from ceheng_model.charts.drawing.style import FAINT, INK, MET, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.errors import POSITIVE, Fault, raise_faults
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario
from ceheng_model.solving import NoSolutionError, Solution, frontier, required_growth
from ceheng_model.tables import Cell, Column, Table, written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Language, Template, Text

_FINDING = Template("{year}{ratio_name}为{ratio}", "the {year} {ratio_name} is {ratio}")
_NEEDED = Template(
    "{finding}；要降到{aim}，其他不变，{group}收入年均须增长{rate}",
    "{finding}; to reach {aim}, all else unchanged, {group} income must grow by {rate} a year",
)
_REACHED = Template("{finding}，{standing}", "{finding}, {standing}")
_TOPIC = Template(
    "{both}收入年均增速（{span}）与{year}{ratio_name}",
    "average annual growth of {both} income ({span}) and the {year} {ratio_name}",
)
_MORE = Text("虚线为收入比相等的增速组合", "dashed lines join growth that gives one ratio")
_REGION = Text("着色区内达到目标", "in the tinted area the target is reached")
_ROUNDED = Template(
    "{region}：“{asked}”按四舍五入含{low}至{high}", "{region}: by rounding, “{asked}” takes in {low} to {high}"
)
_ROUNDED_TO = Template(
    "{region}：“{asked}”按四舍五入至{bound}", "{region}: by rounding, “{asked}” goes as far as {bound}"
)
_HERE = Text("达到目标", "target reached")
_AIM = Template("目标 {value}", "target {value}")
_CONTOUR = Template("收入比 {ratio:g}", "ratio {ratio:g}")
_SENTENCE = Template(
    "{both}年均增速与{year}收入比：{points}。",
    "Average annual growth of {both} income and the ratio of {year}: {points}.",
)
_POINT = Template("{title}（{rates}）为{ratio}", "{title} ({rates}) gives {ratio}")
_SOLVED = Template("求得的增速为{rates}", "solved for: {rates}")
_AXIS = Template("{group}收入年均增速", "average annual growth, {group}")
_GROWTH = Template("{group}年均增速", "{group} growth")
_TABLE = Template("增速与{ratio_name}", "Growth and the {ratio_name}")
_SENTENCE_AIM = Template("目标为{value}", "the target is {value}")

_TINT, _EDGE = "#E9F1EC", "#9DB8A8"
_FINE = 601
"""Points of a contour as it is drawn: gaps end where the words do."""
STEPS = 61
"""Points of a contour: bends of its length cannot be seen between them."""
_WIDER = 2.5
"""Percentage points that the axes go on beyond the outermost points."""
_ROUND = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Steps between contours that give ratios as a reader would choose them."""
_MOST_STEPS = 8.0
"""Steps from the lowest to the highest ratio of the map: more contours would hide the points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """Hold what the axes of the map span, the rates at which contours are computed, and the target."""

    across: Range
    up: Range
    target: Statement | None

    @property
    def grid(self) -> Array:
        """Rates of growth of the upper group, ``(STEPS,)``."""
        return np.linspace(*self.across, STEPS)


def what_if_map(
    scenario: Scenario,
    *,
    solved: Sequence[Solved] = (),
    levels: Sequence[float] | None = None,
    across: Range | None = None,
    up: Range | None = None,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the ratio of the last year as contours over the growth of the two incomes it compares.

    Growth is the annual average. The plan's target is a heavy line, the side on which it is reached is hatched. The
    scenario and up to six solved points (solutions, scenarios or projections) are marks. `levels` are the ratios of the
    contours, `across` and `up` the growth at the ends of the axes, fractions; all are chosen from the points where they
    are not given. The contours are `frontier`, exact. Raises `InputError` for scenarios of many alternatives, for plans
    that compare no two groups, and for levels and ranges that cannot be.

    >>> from ceheng_model.scenarios import scenario as make
    >>> from ceheng_model.solving import required_growth
    >>> plan = make("plan")
    >>> ax = what_if_map(plan, solved=[required_growth(plan, "ratio=2.8", vary="rural")])
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> print(description(ax, "en"))
    Average annual growth of urban and rural income and the ratio of 2024: the plan (10.00% and 12.00%) gives 3.123; \
solved for: 10.00% and 16.15%.
    """
    require(scenario, Scenario, "cm.scenario(name)")
    scenario = scenario.within_the_plan
    base = project(scenario)
    base.require_single()
    compared = require_compared(base)
    points = points_of(scenario, solved)
    raise_faults([*_range_faults("across", across), *_range_faults("up", up), *_level_faults(levels)])
    with drawing(ax, terms=scenario.terms, language=language, size=size, title=title) as pen:
        within = (target for target in ratio_targets(base) if target.quantity.last_year in scenario.years)
        land = _map_of(scenario, points, next(within, None), across, up)
        left = _axes(pen, land)
        pen.title(
            found(scenario, _finding(pen, base, land)),
            topic=pen.say(_TOPIC, year=pen.terms.year_label(scenario.years[-1]), span=_span(base)).at_start(),
            left=left,
            above=pen.points("body"),
            more=_MORE,
        )
        # the names of the axis stand between the map and its note
        pen.footnote(source(scenario, groups=compared, more=_explained(land.target)), left=left, below=2.3)
        lines = _lines(scenario, land, levels)
        bound = None if land.target is None else frontier(scenario, land.target.wording.bound, growth=land.grid).below
        corner = [] if bound is None else _tinted(pen, land, bound)
        holes = marks(pen, points, (land.across, land.up), taken=corner)
        holes += [in_growth(box, (land.across, land.up), map_units(pen, (land.across, land.up))) for box in corner]
        _draw_contours(pen, land, lines, holes)
        pen.keep(_table(lines, land.grid, points, pen.terms), _sentence(points, land.target, scenario))
    return pen.ax


@chart(what_if_map, Template("{both}收入增速与收入比", "{both} growth and the ratio"))
def _pictures(material: Material) -> Iterator[Picture]:
    def draw(**style: Any) -> Axes:
        return what_if_map(material.scenario, solved=_solved(material), **style)

    yield Picture(name="what_if_map", draw=draw, needs=Ingredient.RATIO)


def _solved(material: Material) -> list[Solution]:
    """Return the growth of one group alone that reaches the plan's ratio, where there is such growth."""
    scenario = material.scenario.within_the_plan
    targets = [one for one in ratio_targets(material.projection) if one.quantity.last_year in scenario.years]
    solutions = []
    for vary in reversed(material.scenario.terms.compared.keys) if targets else ():
        try:
            solutions.append(required_growth(scenario, f"ratio={targets[0].wording.aim:.12g}", vary=vary))
        except NoSolutionError:
            continue
    return solutions


def _map_of(
    scenario: Scenario,
    points: Sequence[Point],
    target: Statement | None,
    across: Range | None,
    up: Range | None,
) -> _Map:
    """Return the map, its axes as given, else whole per cents around the points and the target's line."""
    along = [averages(point.path) for point in points]
    wide = across or _around([u for u, _ in along])
    if up is not None:
        return _Map(across=wide, up=up, target=target)
    heights = [r for _, r in along]
    if target is not None:
        heights.append(float(frontier(scenario, target.wording.aim, growth=[sum(wide) / 2]).below[0]))
    return _Map(across=wide, up=_around(heights), target=target)


def _around(rates: Sequence[float]) -> Range:
    low, high = floor(min(rates) * 100.0 - _WIDER) / 100.0, ceil(max(rates) * 100.0 + _WIDER) / 100.0
    # growth lies between -1 and 1, and an axis is a per cent long at least
    return min(max(low, -0.99), 0.98), max(min(high, 0.99), -0.98)


def _lines(scenario: Scenario, land: _Map, levels: Sequence[float] | None) -> dict[float, Array]:
    """Return growth of the lower group along the contours by ratio, that of the target among them."""
    ratios = [*(_levels(scenario, land) if levels is None else levels)]
    if land.target is not None:
        ratios.append(land.target.wording.aim)
    return {ratio: frontier(scenario, ratio, growth=land.grid).below for ratio in ratios}


def _levels(scenario: Scenario, land: _Map) -> list[float]:
    """Return round ratios that occur on the map, about six of them."""
    above, below = scenario.terms.compared.keys
    corners = scenario.with_growth(above, None, [*land.across])
    corners = corners.with_growth(below, None, [land.up[1], land.up[0]])
    low, high = (float(ratio) for ratio in project(corners).urban_rural_ratio.values[:, -1])
    steps = [step for step in _ROUND if (high - low) / step <= _MOST_STEPS]
    step = steps[0] if steps else (high - low) / _MOST_STEPS
    ratios = [round(step * k, 6) for k in range(ceil(low / step), floor(high / step) + 1)]
    aim = None if land.target is None else land.target.wording.aim
    # beside the target's own line there is no room for the label of another
    return [ratio for ratio in ratios if ratio > 0.0 and (aim is None or abs(ratio - aim) > 0.4 * step)]


def _axes(pen: Pen, land: _Map) -> float:
    """Set the scales and name them; return the room that names and numbers at the left take."""
    ax = pen.ax
    ax.set_xlim(*land.across)
    ax.set_ylim(*land.up)
    pen.frame("left", "bottom")
    pen.values("percent", 0, axis="x", most=8)
    left = pen.values("percent", 0, prune=True)
    ax.grid(visible=False)
    font = pen.font("body")
    across, up = (_AXIS.format(group=_named(pen.terms, key)) for key in pen.terms.compared.keys)
    ax.set_xlabel(pen.words(across), fontproperties=font)
    ax.set_ylabel(pen.words(up), fontproperties=font)
    return left + pen.points("body") * 1.8


def _named(terms: Terms, key: str) -> Text:
    """Return what an axis calls one of the two groups."""
    name = terms.short(key)
    return Text(f"{name.zh}居民", name.en) if terms.compares_as_usual else name


def _finding(pen: Pen, base: Projection, land: _Map) -> Text:
    """Return the ratio, and what growth of the lower group alone it takes where that misses the target."""
    ratio = pen.number(float(base.urban_rural_ratio.values[-1]), "ratio", 2)
    year = pen.terms.year_label(base.years[-1])
    finding = pen.say(_FINDING, year=year, ratio=ratio)
    stands = None if land.target is None else standing(land.target, base)
    if land.target is None or stands is None:
        return finding
    if stands is not Standing.TOO_HIGH:
        return _REACHED.format(finding=finding, standing=stands.beside(printed(land.target)))
    rate = float(frontier(base.scenario, land.target.wording.aim, growth=[averages(base)[0]]).below[0])
    return _NEEDED.format(
        finding=finding,
        aim=printed(land.target),
        group=_named(pen.terms, pen.terms.compared.keys[1]),
        rate=pen.number(rate, "percent", 1),
    )


def _explained(target: Statement | None) -> Text | None:
    """Return what the tinted area is: the target with the numbers that round to it."""
    if target is None:
        return None
    low, high = target.wording.ends
    named = {"region": _REGION, "asked": asked(target)}
    if target.wording.usual_reading == "value" and low < high:
        return _ROUNDED.format(**named, low=f"{low:g}", high=f"{high:g}")
    if target.wording.bound != target.wording.aim:
        return _ROUNDED_TO.format(**named, bound=f"{target.wording.bound:g}")
    return _REGION


def _tinted(pen: Pen, land: _Map, bound: Array) -> list[Box]:
    """Tint where the target is reached, and say so in the corner; return the place that the words take there."""
    edge = np.clip(bound, *land.up)
    pen.ax.fill_between(land.grid, edge, land.up[1], facecolor=_TINT, linewidth=0.0, zorder=0)
    pen.ax.plot(land.grid, np.where(edge == bound, bound, np.nan), color=_EDGE, linewidth=0.7, zorder=1)
    wide, high = width(pen.words(_HERE), pen.points("small")), pen.points("small") * LEADING
    # in the corner of slow upper and fast lower growth, if the area is large enough there
    units = map_units(pen, (land.across, land.up))
    reaches = float(np.interp(land.across[0] + (wide + 12.0) / units[0], land.grid, bound))
    if land.up[1] - reaches < (high + 6.0) / units[1]:
        return []
    pen.write(
        0.0, 1.0, _HERE, grade="small", colour=MET, ha="left", va="top", by=(5.0, -4.0), on=pen.ax.transAxes, zorder=5
    )
    top = (land.up[1] - land.up[0]) * units[1]
    return [(0.0, top - high - 6.0, wide + 10.0, top)]


def _draw_contours(pen: Pen, land: _Map, lines: Mapping[float, Array], holes: Sequence[Box]) -> None:
    """Draw the contours, with gaps where words stand on the map."""
    grid, (low, high) = land.grid, land.up
    labels = []
    for ratio, along in lines.items():
        aim = land.target is not None and ratio == land.target.wording.aim
        ink, thick = (INK, pen.sheet.line * 1.2) if aim else (FAINT, pen.sheet.line * 0.5)
        fine = np.linspace(*land.across, _FINE)
        heights = np.interp(fine, grid, along)
        for left, bottom, right, top in holes:
            heights[(fine > left) & (fine < right) & (heights > bottom) & (heights < top)] = np.nan
        pen.ax.plot(fine, heights, color=ink, linewidth=thick, zorder=2, linestyle="-" if aim else (0, (6.0, 2.0)))
        text = _contour_label(pen, land, ratio, lines)
        if low <= along[-1] <= high:
            labels.append((float(along[-1]), text, ink))
        elif along[0] < high < along[-1]:
            # the line leaves through the top
            pen.write(float(np.interp(high, along, grid)), high, text, va="bottom", by=(0, 2), colour=ink)
    pen.at_the_end(labels, x=land.across[1])


def _contour_label(pen: Pen, land: _Map, ratio: float, lines: Mapping[float, Array]) -> str:
    if land.target is not None and ratio == land.target.wording.aim:
        return pen.words(_AIM.format(value=printed(land.target)))
    decimals = max(len(f"{other:g}".partition(".")[2]) for other in lines)
    return f"{ratio:.{decimals}f}"


def _span(base: Projection) -> Text:
    terms, first, last = base.scenario.terms, base.years[1], base.years[-1]
    return terms.span_label(first, last) if first < last else terms.year_label(last)


def _table(lines: Mapping[float, Array], grid: Array, points: Sequence[Point], terms: Terms) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        ratio_of_last = float(point.path.urban_rural_ratio.values[-1])
        rows.append(("point", point.title, *averages(point.path), ratio_of_last))
    for ratio, along in lines.items():
        name = _CONTOUR.format(ratio=ratio)
        rows += [("contour", name, float(u), float(r), float(ratio)) for u, r in zip(grid, along, strict=True)]
    columns = (
        Column(key="what", heading=Text("种类", "what"), kind="text"),
        Column(key="name", heading=Text("名称", "name")),
        *(
            Column(key=f"{key}_growth", heading=_GROWTH.format(group=terms.short(key)), kind="percent")
            for key in terms.compared.keys
        ),
        Column(key="ratio", heading=Text("收入比", "ratio"), kind="ratio"),
    )
    title = terms.say(_TABLE)
    return Table(name="what_if_map", title=title, columns=columns, rows=tuple(rows), most_shown=40)


def _sentence(points: Sequence[Point], target: Statement | None, scenario: Scenario) -> Text:
    terms = scenario.terms
    solved = [_rates(point, terms) for point in points if point.is_solved]
    listed = [
        _POINT.format(
            title=set_off(point.title),
            rates=_rates(point, terms),
            ratio=written(float(point.path.urban_rural_ratio.values[-1]), "ratio"),
        )
        for point in points
        if not point.is_solved
    ]
    if solved:
        listed.append(_SOLVED.format(rates=Text.join(solved, zh="，或", en=", or ")))
    elif target is not None:
        listed.append(_SENTENCE_AIM.format(value=printed(target)))
    return terms.say(_SENTENCE, year=terms.year_label(scenario.years[-1]), points=Text.join(listed, zh="；", en="; "))


def _rates(point: Point, terms: Terms) -> Text:
    """Return the growth of the two groups; English names them at the beginning of the sentence."""
    named = zip(terms.compared.keys, averages(point.path), strict=True)
    rates = (Text(terms.short(key).zh, "") + Text.same(written(rate, "percent")) for key, rate in named)
    return Text.all_of(rates)


def _range_faults(name: str, span: Range | None) -> list[Fault]:
    if span is None or -1.0 < span[0] < span[1] < 1.0:
        return []
    rule = Text("由小到大，在 -1 与 1 之间", "run from low to high, between -1 and 1")
    way_out = Text("例如 (0.05, 0.15)", "for example (0.05, 0.15)")
    return [Fault(what=Text.same(name), rule=rule, got=span, way_out=way_out)]


def _level_faults(levels: Sequence[float] | None) -> list[Fault]:
    what, way_out = Text("等值线的收入比", "the ratio of a contour"), Text("例如 [2.6, 3.0]", "for example [2.6, 3.0]")
    return [
        Fault(what=what, rule=POSITIVE, got=level, way_out=way_out)
        for level in levels or ()
        if not 0.0 < level < np.inf
    ]
