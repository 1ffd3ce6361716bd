"""Draw which urban and rural growth give which urban-rural ratio."""

from collections.abc import Mapping, Sequence
from math import ceil, floor

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.arithmetic import Array
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require, require_groups
from ceheng_model.charts.drawing.map_points import Range, Solved, averages, marks, points_of
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.source_line import printed, set_off, source
from ceheng_model.charts.drawing.style import FAINT, INK, RULE, Size
from ceheng_model.charts.ratio_path import ratio_targets
from ceheng_model.errors import POSITIVE, Fault, raise_faults
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario
from ceheng_model.solving import frontier
from ceheng_model.tables import Cell, Column, Table, written
from ceheng_model.vocabulary import Language, Text

STEPS = 61


def what_if_map(
    scenario: Scenario,
    *,
    solved: Sequence[Solved] = (),
    levels: Sequence[float] | None = None,
    urban: Range | None = None,
    rural: Range | None = None,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw the ratio of the last year as contours over average annual growth of urban and rural income.

    The plan's target is a heavy line, the side on which it is reached is hatched. The scenario and up to six
    solved points (solutions, scenarios or projections) are marks. `levels` are the ratios
    of the contours, `urban` and `rural` the growth at the ends of the axes, fractions; all are chosen from
    the points where they are not given. The contours are `frontier`, exact. Raises `InputError` for scenarios
    of many alternatives or without urban and rural residents, and for levels and ranges that cannot be.

    >>> from ceheng_model.scenarios import scenario as make
    >>> from ceheng_model.solving import required_growth
    >>> plan = make("plan")
    >>> ax = what_if_map(plan, solved=[required_growth(plan, "ratio=2.8", vary="rural")])
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> print(alternative_text(ax, "en"))
    Average annual growth of urban and rural income and the ratio of 2024: the plan 10.00% and 12.00% give 3.123, \
rural = 16.149% 10.00% and 16.15% give 2.800; the target is 2.8.
    """
    require(scenario, Scenario, "cm.scenario(name)")
    base = project(scenario)
    base.require_single()
    require_groups(base, ("urban", "rural"))
    points = points_of(scenario, solved)
    raise_faults([*_range_faults("urban", urban), *_range_faults("rural", rural), *_level_faults(levels)])
    with drawing(ax, language=language, size=size) as pen:
        target = next(iter(ratio_targets(base)), None)
        spans = _spans(scenario, points, target, urban, rural)
        left = _axes(pen, spans)
        grid = np.linspace(*spans[0], STEPS)
        ratios = levels if levels is not None else _levels(scenario, spans, target)
        if target is not None:
            _reached(pen, frontier(scenario, target.wording.bound, urban=grid).rural, grid, spans[1])
        lines = {ratio: frontier(scenario, ratio, urban=grid).rural for ratio in ratios}
        if target is not None:
            lines[target.wording.aim] = frontier(scenario, target.wording.aim, urban=grid).rural
        _contours(pen, lines, grid, spans, target)
        marks(pen, points, spans)
        year = scenario.years[-1]
        title = Text(f"要多快的增速：{year}年城乡居民收入比", f"What growth it takes: urban-rural income ratio {year}")
        pen.title(title, left=left, above=pen.points("body"), more=_more(base.years))
        pen.footnote(source(scenario, groups=("urban", "rural"), more=_hatched(target)), left=left, below=2.3)
        pen.keep(_table(lines, grid, points), _sentence(points, target, year))
    return pen.ax


def _spans(
    scenario: Scenario,
    points: Sequence[tuple[Text, Projection]],
    target: Statement | None,
    urban: Range | None,
    rural: Range | None,
) -> tuple[Range, Range]:
    """Return the ends of the axes: as given, else whole per cents around the points and the target's line."""
    along = [averages(one) for _, one in points]
    wide = urban or _around([u for u, _ in along])
    if rural is not None:
        return wide, rural
    heights = [r for _, r in along]
    if target is not None:
        heights.append(float(frontier(scenario, target.wording.aim, urban=[sum(wide) / 2]).rural[0]))
    return wide, _around(heights)


def _around(rates: Sequence[float]) -> Range:
    low, high = floor(min(rates) * 100.0 - 2.5) / 100.0, ceil(max(rates) * 100.0 + 2.5) / 100.0
    # growth lies between -1 and 1
    return min(max(low, -0.99), 0.98), max(min(high, 0.99), -0.98)


def _levels(scenario: Scenario, spans: tuple[Range, Range], target: Statement | None) -> list[float]:
    """Return round ratios that occur on the map, about six of them."""
    corners = scenario.with_growth("urban", None, [spans[0][0], spans[0][1]])
    corners = corners.with_growth("rural", None, [spans[1][1], spans[1][0]])
    low, high = (float(ratio) for ratio in project(corners).urban_rural_ratio.values[:, -1])
    steps = [step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if (high - low) / step <= 8.0]
    step = steps[0] if steps else (high - low) / 8.0
    found = [round(step * k, 6) for k in range(ceil(low / step), floor(high / step) + 1)]
    aim = None if target is None else target.wording.aim
    return [ratio for ratio in found if ratio > 0.0 and (aim is None or abs(ratio - aim) > 0.4 * step)]


def _axes(pen: Pen, spans: tuple[Range, Range]) -> float:
    ax = pen.ax
    ax.set_xlim(*spans[0])
    ax.set_ylim(*spans[1])
    pen.frame("left", "bottom")
    pen.values("percent", 0, axis="x", most=8)
    left = pen.values("percent", 0, prune=True)
    ax.grid(visible=False)
    font = pen.font("body")
    ax.set_xlabel(pen.words(Text("城镇居民收入年均增速", "average annual growth, urban")), fontproperties=font)
    ax.set_ylabel(pen.words(Text("农村居民收入年均增速", "average annual growth, rural")), fontproperties=font)
    return left + pen.points("body") * 1.8


def _reached(pen: Pen, bound: Array, grid: Array, span: Range) -> None:
    pen.ax.fill_between(
        grid,
        np.clip(bound, *span),
        span[1],
        facecolor="#F3F6F3",
        edgecolor=RULE,
        hatch="///",
        linewidth=0.0,
        zorder=0,
    )


def _contours(
    pen: Pen, lines: Mapping[float, Array], grid: Array, spans: tuple[Range, Range], target: Statement | None
) -> None:
    labels = []
    decimals = max(len(f"{ratio:g}".partition(".")[2]) for ratio in lines)
    for ratio, rural in lines.items():
        aim = target is not None and ratio == target.wording.aim
        ink, thick = (INK, pen.sheet.line * 1.2) if aim else (FAINT, pen.sheet.line * 0.5)
        pen.ax.plot(grid, rural, color=ink, linewidth=thick, zorder=2, linestyle="-" if aim else (0, (6.0, 2.0)))
        text = f"{ratio:.{decimals}f}" if target is None or not aim else pen.words(_aim(target))
        if spans[1][0] <= rural[-1] <= spans[1][1]:
            labels.append((float(rural[-1]), text, ink))
        elif rural[0] < spans[1][1] < rural[-1]:
            # the line leaves through the top
            pen.write(float(np.interp(spans[1][1], rural, grid)), spans[1][1], text, va="bottom", by=(0, 2), colour=ink)
    pen.at_the_end(labels, x=spans[0][1])


def _aim(target: Statement) -> Text:
    value = printed(target)
    return Text(f"目标 {value.zh}", f"target {value.en}")


def _more(years: Sequence[int]) -> Text:
    span = f"{years[1]}–{years[-1]}" if len(years) > 2 else str(years[-1])
    return Text(
        f"横轴、纵轴为{span}年年均增速，虚线为收入比相等的增速组合",
        f"axes: average annual growth {span}; dashed lines join growth that gives one ratio",
    )


def _hatched(target: Statement | None) -> Text | None:
    return None if target is None else Text("斜线区内算达到目标", "the target is reached where it is hatched")


def _table(lines: Mapping[float, Array], grid: Array, points: Sequence[tuple[Text, Projection]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, one in points:
        rows.append(("point", name, *averages(one), float(one.urban_rural_ratio.values[-1])))
    for ratio, rural in lines.items():
        name = Text(f"收入比 {ratio:g}", f"ratio {ratio:g}")
        rows += [("contour", name, float(u), float(r), float(ratio)) for u, r in zip(grid, rural, strict=True)]
    columns = (
        Column(key="what", heading=Text("种类", "what"), kind="text"),
        Column(key="name", heading=Text("名称", "name")),
        Column(key="urban_growth", heading=Text("城镇年均增速", "urban growth"), kind="percent"),
        Column(key="rural_growth", heading=Text("农村年均增速", "rural growth"), kind="percent"),
        Column(key="ratio", heading=Text("收入比", "ratio"), kind="ratio"),
    )
    title = Text("增速与城乡居民收入比", "Growth and the urban-rural income ratio")
    return Table(name="what_if_map", title=title, columns=columns, rows=tuple(rows), most_shown=40)


def _sentence(points: Sequence[tuple[Text, Projection]], target: Statement | None, year: int) -> Text:
    zh, en = [], []
    for title, one in points:
        name = set_off(title)
        urban, rural = (written(rate, "percent") for rate in averages(one))
        ratio = written(float(one.urban_rural_ratio.values[-1]), "ratio")
        zh.append(f"{name.zh}（城镇{urban}、农村{rural}）为{ratio}")
        en.append(f"{name.en} {urban} and {rural} give {ratio}")
    aim = "" if target is None else printed(target).zh
    return Text(
        f"城乡年均增速与{year}年收入比：{'，'.join(zh)}{f'；目标为{aim}' if aim else ''}。",
        f"Average annual growth of urban and rural income and the ratio of {year}: {', '.join(en)}"
        f"{f'; the target is {aim}' if aim else ''}.",
    )


def _range_faults(name: str, span: Range | None) -> list[Fault]:
    if span is None or -1.0 < span[0] < span[1] < 1.0:
        return []
    rule = Text("由小到大，在 -1 与 1 之间", "run from low to high, between -1 and 1")
    return [
        Fault(what=Text(name, name), rule=rule, got=span, way_out=Text("例如 (0.05, 0.15)", "for example (0.05, 0.15)"))
    ]


def _level_faults(levels: Sequence[float] | None) -> list[Fault]:
    rule, way_out = POSITIVE, Text("例如 [2.6, 3.0]", "for example [2.6, 3.0]")
    what = Text("等值线的收入比", "the ratio of a contour")
    return [Fault(what=what, rule=rule, got=one, way_out=way_out) for one in levels or () if not 0.0 < one < np.inf]
