"""Put scenarios and solutions on the map of urban and rural growth."""

from collections.abc import Sequence
from dataclasses import replace

from ceheng_model.charts.drawing.limits import require, require_groups
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines, width
from ceheng_model.charts.drawing.style import STROKES
from ceheng_model.errors import Fault, InputError
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Axes, Scenario, change_in_words, distinct_titles
from ceheng_model.solving import Solution
from ceheng_model.tables import written
from ceheng_model.vocabulary import Text

Solved = Solution | Scenario | Projection
Range = tuple[float, float]
Box = tuple[float, float, float, float]
MOST_POINTS = 6
_MADE_BY = "cm.required_growth(scenario, target, vary=...)"


def averages(projection: Projection) -> tuple[float, float]:
    """Return average annual growth of urban and of rural income."""
    growth = projection.average_annual_growth.values
    return float(growth[projection.group_index("urban")]), float(growth[projection.group_index("rural")])


def points_of(scenario: Scenario, solved: Sequence[Solved]) -> list[tuple[Text, Projection]]:
    """Return a scenario and solutions, scenarios and projections beside it as projections with their titles.

    A solution goes by the growth that was solved for. Raises `InputError` for anything else and for too many.
    """
    given: object = solved
    if not isinstance(given, list | tuple):
        require(given, Solution, _MADE_BY)
        solved = [solved]  # type: ignore[list-item]
    if len(solved) > MOST_POINTS:
        rule = Text(f"不多于 {MOST_POINTS} 个", f"be at most {MOST_POINTS}")
        what, way_out = Text("图上的解", "the solved points"), Text("分成几幅图", "draw several maps")
        raise InputError(Fault(what=what, rule=rule, got=len(solved), way_out=way_out))
    found = []
    for one in (scenario, *solved):
        if isinstance(one, Solution):
            path = project(one.scenario.with_name(_solution_name(one)))
        else:
            path = project(one) if isinstance(one, Scenario) else require(one, Projection, _MADE_BY)
        path.require_single()
        require_groups(path, ("urban", "rural"))
        found.append(path)
    return list(zip(distinct_titles([path.scenario for path in found]), found, strict=True))


def marks(pen: Pen, points: Sequence[tuple[Text, Projection]], spans: tuple[Range, Range]) -> None:
    """Mark the points on the map and write beside each its name and ratio, clear of the others."""
    box = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.88}
    wide, high = pen.sides
    units = (wide * 0.86 / (spans[0][1] - spans[0][0]), high * 0.8 / (spans[1][1] - spans[1][0]))
    places = [averages(one) for _, one in points]
    taken = [_box(0.0, 0.0, _at(place, spans, units), (pen.sheet.mark * 2, pen.sheet.mark * 2)) for place in places]
    for i, ((name, one), place) in enumerate(zip(points, places, strict=True)):
        stroke = STROKES[i]
        style = {"markeredgecolor": "white", "markeredgewidth": 1.0, "linestyle": "none", "clip_on": False}
        pen.ax.plot(
            *([rate] for rate in place),
            marker=stroke.mark,
            markersize=pen.sheet.mark * 1.6,
            color=stroke.colour,
            zorder=6,
            **style,  # type: ignore[arg-type]
        )
        ratio = pen.number(one.urban_rural_ratio.values[-1], "ratio")
        title = in_lines(pen.words(name), pen.points("body"), wide * 0.36, most=3)
        lines = [*title.split("\n"), f"{pen.words(Text('收入比', 'ratio'))} {ratio}"]
        text = "\n".join(lines)
        size = max(width(part, pen.points("body")) for part in lines), pen.points("body") * 1.25 * len(lines)
        by, block = _free(pen, _at(place, spans, units), size, taken)
        taken.append(block)
        pen.write(*place, text, by=by, colour=stroke.text, bbox=box, zorder=5)


def _solution_name(one: Solution) -> Text:
    change = one.change
    words = {"set": "=", "add": "+=", "multiply": "*="}[change.how]
    value = written(one.value, "ratio" if change.how == "multiply" else "percent", decimals=3)
    labels = {group.key: group.label for group in one.origin.groups}
    if len(change.groups) == 1 and not change.components and not change.years:
        name = labels[change.groups[0]]
        return Text(f"{name.zh} {words} {value}", f"{change.groups[0]} {words} {value}")
    return change_in_words(replace(change, value=one.value), Axes(groups=one.origin.groups, years=one.origin.years))


def _at(place: tuple[float, float], spans: tuple[Range, Range], units: tuple[float, float]) -> tuple[float, float]:
    """Return a point of the map in points from the lower left corner."""
    return (place[0] - spans[0][0]) * units[0], (place[1] - spans[1][0]) * units[1]


def _box(dx: float, dy: float, at: tuple[float, float], size: tuple[float, float]) -> Box:
    return (at[0] + dx - size[0] / 2, at[1] + dy - size[1] / 2, at[0] + dx + size[0] / 2, at[1] + dy + size[1] / 2)


def _free(
    pen: Pen, at: tuple[float, float], size: tuple[float, float], taken: Sequence[Box]
) -> tuple[tuple[float, float], Box]:
    """Return how far from its mark a label stands clear of the others, the nearest of several places."""
    wide, high = pen.sides
    off = pen.sheet.mark * 1.5
    right, up = size[0] / 2 + off, size[1] / 2 + off
    tried = [(right, -up * 0.4), (-right, up * 0.4), (0.0, -up), (0.0, up), (right, -up), (-right, up), (right, up)]
    tried += [(-right, -up), (0.0, -2.0 * up), (0.0, 2.0 * up), (right, -2.0 * up), (-right, 2.0 * up)]
    boxes = [(by, _box(*by, at, size)) for by in tried]
    inside = [(by, box) for by, box in boxes if box[0] > 0.0 and box[2] < wide * 0.86 and box[1] > 0.0]
    inside = [(by, box) for by, box in inside if box[3] < high * 0.8]
    clear = [(by, box) for by, box in inside if not any(_touch(box, other) for other in taken)]
    return (clear or inside or boxes)[0]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
