"""Put scenarios and solutions on the map of the growth of the two groups that a plan compares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ceheng_model.charts.drawing.limits import require, require_compared
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines, width
from ceheng_model.charts.drawing.style import STROKES, Stroke
from ceheng_model.errors import Fault, InputError
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Axes, Scenario, change_in_words, distinct_titles
from ceheng_model.solving import Solution
from ceheng_model.tables import Figure, written
from ceheng_model.vocabulary import Template, Text

Solved = Solution | Scenario | Projection
Range = tuple[float, float]
Box = tuple[float, float, float, float]
MOST_POINTS = 6
"""Solved points of a map: their labels still find places clear of one another."""
_CALL = "cm.required_growth(scenario, target, vary=...)"
_AT_MOST = Template("不多于 {count} 个", "be at most {count}")
_SOLVED_GROWTH = {
    "set": Template("{group}{rate}", "{group} {rate}"),
    "add": Template("{group}增速{rate}个百分点", "{group} growth {rate} points"),
    "multiply": Template("{group}增速\N{MULTIPLICATION SIGN}{rate}", "{group} growth \N{MULTIPLICATION SIGN}{rate}"),
}
"""What a point is called that was solved for, by how the growth of a group was changed."""
_RATIO = Template("收入比 {ratio}", "ratio {ratio}")
_SAME_POINT = 1e-6
"""Growth nearer than this, a hundredth of what labels print, stands at the same point."""
_SHARE = (0.86, 0.8)
"""Parts of the paper's width and height that the map itself takes beside its labels."""


def averages(projection: Projection) -> tuple[float, float]:
    """Return average annual growth of the two incomes that the plan compares, that of the upper one first."""
    growth = projection.average_annual_growth.values
    above, below = (float(growth[projection.group_index(key)]) for key in projection.scenario.terms.compared.keys)
    return above, below


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Hold what is marked on the map."""

    title: Text
    path: Projection
    is_solved: bool
    """Whether it was solved for, and goes by the growth that was found."""


def points_of(scenario: Scenario, solved: Sequence[Solved]) -> list[Point]:
    """Return a scenario, and solutions, scenarios and projections beside it.

    A solution goes by the growth that was solved for. Raises `InputError` for anything else and for too many.
    """
    given: object = solved
    if not isinstance(given, list | tuple):
        require(given, Solution, _CALL)
        solved = [solved]  # type: ignore[list-item]
    if len(solved) > MOST_POINTS:
        what, way_out = Text("图上的解", "the solved points"), Text("分成几幅图", "draw several maps")
        rule = _AT_MOST.format(count=MOST_POINTS)
        raise InputError(Fault(what=what, rule=rule, got=len(solved), way_out=way_out))
    own = _path(scenario)
    # a target that is reached as it is has its solution where the scenario stands
    beside = [(path, point) for point, path in ((one, _path(one)) for one in solved) if not _is_at(path, own, point)]
    titles = distinct_titles([own.scenario, *(path.scenario for path, _ in beside)])
    return [
        Point(title=title, path=path, is_solved=isinstance(point, Solution))
        for title, (path, point) in zip(titles, [(own, scenario), *beside], strict=True)
    ]


def _is_at(path: Projection, own: Projection, point: Solved) -> bool:
    apart = max(abs(one - other) for one, other in zip(averages(path), averages(own), strict=True))
    return isinstance(point, Solution) and apart < _SAME_POINT


def _path(point: Solved) -> Projection:
    """Return a point of the map as a projection of one path with the two groups of its axes."""
    if isinstance(point, Solution):
        path = project(point.scenario.with_name(_solution_name(point)).within_the_plan)
    else:
        path = project(point.within_the_plan) if isinstance(point, Scenario) else require(point, Projection, _CALL)
    path.require_single()
    require_compared(path)
    return path


def map_units(pen: Pen, spans: tuple[Range, Range]) -> tuple[float, float]:
    """Return about how many points a unit of growth takes on each axis of the map."""
    wide, high = pen.sides
    return wide * _SHARE[0] / (spans[0][1] - spans[0][0]), high * _SHARE[1] / (spans[1][1] - spans[1][0])


def marks(pen: Pen, points: Sequence[Point], spans: tuple[Range, Range], *, taken: Sequence[Box] = ()) -> list[Box]:
    """Mark the points on the map and write beside each its name and ratio, clear of the others and of what is `taken`.

    Return the places of the words in growth, where contours leave room for them.
    """
    size = pen.points("body")
    units = map_units(pen, spans)
    places = [averages(point.path) for point in points]
    full = [*taken, *(_box(0.0, 0.0, _at(place, spans, units), (pen.sheet.mark * 2,) * 2) for place in places)]
    holes = []
    for i, (point, place) in enumerate(zip(points, places, strict=True)):
        _mark(pen, place, STROKES[i])
        lines = _label(pen, point.title, point.path, room=pen.sides[0] * 0.36)
        # the distance of lines as it is written
        block = max(width(part, size) for part in lines), size * 1.25 * len(lines)
        by, own = _free(pen, _at(place, spans, units), block, full)
        full.append(own)
        holes.append(in_growth(own, spans, units))
        pen.write(*place, "\n".join(lines), by=by, colour=STROKES[i].text, zorder=5)
    return holes


def in_growth(box: Box, spans: tuple[Range, Range], units: tuple[float, float]) -> Box:
    """Return a place in points from the lower left corner as one in growth."""
    left, bottom, right, top = box
    (across, up), (wide, high) = (spans[0][0], spans[1][0]), units
    return across + left / wide, up + bottom / high, across + right / wide, up + top / high


def _mark(pen: Pen, place: tuple[float, float], stroke: Stroke) -> None:
    pen.ax.plot(
        *([rate] for rate in place),
        marker=stroke.mark,
        markersize=pen.sheet.mark * 1.6,
        markeredgecolor="white",
        markeredgewidth=1.0,
        color=stroke.colour,
        linestyle="none",
        clip_on=False,
        zorder=6,
    )


def _label(pen: Pen, title: Text, path: Projection, *, room: float) -> list[str]:
    """Return the lines of a label: the name of a point, and its ratio."""
    ratio = pen.number(path.urban_rural_ratio.values[-1], "ratio")
    name = in_lines(pen.words(title), pen.points("body"), room, most=3)
    return [*name.split("\n"), pen.words(_RATIO.format(ratio=ratio))]


def _solution_name(solution: Solution) -> Text:
    change = solution.change
    labels = {group.key: group.label for group in solution.origin.groups}
    if len(change.groups) == 1 and not change.components and not change.years:
        (key,) = change.groups
        group = Text(labels[key].in_language("zh"), key)
        if solution.origin.terms.compares_as_usual:
            group = solution.origin.terms.short(key)
        return _SOLVED_GROWTH[change.how].format(group=group, rate=_solved_rate(solution))
    axes = Axes(terms=solution.origin.terms, years=solution.origin.years)
    return change_in_words(replace(change, value=solution.value), axes)


def _solved_rate(solution: Solution) -> str:
    """Return the number solved for, with the digits that a reader compares by."""
    how, value = solution.change.how, solution.value
    cell = Figure(value, "ratio", 2) if how == "multiply" else Figure(value, "points", 1, signed=True)
    return written(Figure(value, "percent", 1) if how == "set" else cell, "text").replace("-", "\N{MINUS SIGN}")


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
    inside = [(by, box) for by, box in boxes if box[0] > 0.0 and box[2] < wide * _SHARE[0] and box[1] > 0.0]
    inside = [(by, box) for by, box in inside if box[3] < high * _SHARE[1]]
    clear = [(by, box) for by, box in inside if not any(_touch(box, other) for other in taken)]
    return (clear or inside or boxes)[0]


def _touch(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
