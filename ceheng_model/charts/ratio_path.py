"""Draw the ratio of two groups' incomes year by year against the plan's target."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts import words
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import beside_target, found, plan_beside, standing, titles_beside
from ceheng_model.charts.drawing.limits import Title, require_compared, require_projections
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import in_lines, width
from ceheng_model.charts.drawing.plan_targets import asked, printed, ratio_targets
from ceheng_model.charts.drawing.shapes import line, reference
from ceheng_model.charts.drawing.source_line import noted, set_off, source
from ceheng_model.charts.drawing.spread import BANDS_ARE, Spread, count_of, spread_columns
from ceheng_model.charts.drawing.style import BAND, INK, REFERENCE, STROKES, Size, Stroke
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.charts.words import OTHERS_ARE_ASSUMED
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.tables import Column, Table, column
from ceheng_model.vocabulary import Language, Template, Text

TITLE = Template("{ratio_name}", "{ratio_name}")
_TOPIC = Template("{ratio_name}，{span}", "{ratio_name}, {span}")
_BY_SCENARIO = Template("各情景下的{ratio_name}，{span}", "{ratio_name} by scenario, {span}")
_FINDING = Template("{year}{ratio_name}为{ratio}", "the {year} {ratio_name} is {ratio}")
_BESIDE_TARGET = Template("{finding}，{standing}", "{finding}, {standing}")
_SINCE = Template("{finding}，比{year}{change}", "{finding}, {change} {year}")
_LOWER = Template("缩小{step}", "{step} lower than in")
_HIGHER = Template("扩大{step}", "{step} higher than in")
_UNCHANGED = Template("{finding}，与{year}持平", "{finding}, as in {year}")
_GOAL = Template("{kind}目标", "{kind}'s target")
_TARGET = Template("{year}目标 {value}", "target {year}: {value}")
_BAND = Text("灰带为四舍五入后算达到的范围", "the grey band is what rounds to the target")
_COINCIDING = Template("{names}重合 {figure}", "{names}, the same {figure}")
_MANY_COINCIDING = Template("{name}\n与另{rest}种情景重合 {figure}", "{name}\nand {rest} more, the same {figure}")
_MOST_NAMED = 3
"""Names that one label at the end of a line holds."""
_STEPS_AWAY = (1.0, 2.0, 3.0, 4.0, 5.0)
"""Lines of type that the label of a target may stand away from it, the nearest first."""
_LABEL_POINTS = 9
"""Places along a label at which it is held against the lines."""
_AXES_SHARE = 0.6
"""Part of the width that is left to the axes at least, beside the names of lines."""
Line = tuple[Sequence[int], Sequence[float]]
"""Years and values of something drawn."""
_SENTENCE = Template("{ratio_name}：{scenarios}{targets}。", "{ratio_name}: {scenarios}{targets}.")
_SCENARIO = Template("{title}{year}为{ratio:.3f}", "{title} {ratio:.3f} in {year}")
_OF_MANY = Template("{count}种情形的{ratio_name}", "{ratio_name} over {count} paths")
_FINDING_OF_MANY = Template(
    "{count}种情形{year}{ratio_name}在{low}至{high}之间",
    "the {year} {ratio_name} lies between {low} and {high} over {count} paths",
)
_SPREAD = Template(
    "{ratio_name}：{count}种情形{year}为{low:.3f}至{high:.3f}，中位数{median:.3f}。",
    "{ratio_name} over {count} paths: {low:.3f} to {high:.3f} in {year}, the median {median:.3f}.",
)
_WANTED = Template("；{kind}要求{year}{value}", "; the {kind} wants {value} in {year}")


def ratio_path(
    projections: Projection | Sequence[Projection],
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the ratio of the two groups that a plan compares against its target.

    Of one projection or several. One projection of many alternatives, or regions, is drawn as bands: all paths, the
    middle half, the median. Raises `InputError` for several projections that hold more than one path each or are more
    than eight, for anything else but projections, and for plans that compare no two groups.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = ratio_path([project(scenario(name)) for name in ("plan", "ratio")])
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> description(ax, "en")
    'Urban-rural income ratio: the plan 3.123 in 2024, ratio 2.800 in 2024; the plan wants about 2.8 in 2024.'
    """
    if isinstance(projections, Projection) and projections.leading_axes:
        return _of_batch(projections, ax=ax, language=language, size=size, title=title)
    paths = require_projections(projections)
    compared = require_compared(paths[0])
    with drawing(ax, terms=paths[0].scenario.terms, language=language, size=size, title=title) as pen:
        titles = titles_beside(paths)
        targets = ratio_targets(paths[0])
        planned = _plan_beside(paths)
        left = _axes(pen, [*paths, *([planned] if planned else [])], targets)
        span = pen.terms.span_label(paths[0].years[0], max(path.years[-1] for path in paths))
        topic = pen.say(_BY_SCENARIO if len(paths) > 1 else _TOPIC, span=span)
        pen.title(_finding(paths[0], targets), topic=topic.at_start(), left=left)
        more = noted(pen.say(words.DASHED_IS_PLAN) if _plan_stroked(paths, planned) else None, *_notes(paths, targets))
        pen.footnote(source(paths[0].scenario, groups=compared, more=more), left=left)
        ends = [
            *_draw_paths(pen, titles, paths, planned),
            *_mark_targets(pen, targets, _longest(paths), _lines_of([*paths, *([planned] if planned else [])])),
        ]
        pen.at_the_end(ends, x=_longest(paths)[-1])
        pen.keep(_table(titles, paths, targets), _sentence(titles, paths, targets))
    return pen.ax


def _of_batch(
    projection: Projection, *, ax: Axes | None, language: Language | None, size: Size, title: Title | None
) -> Axes:
    """Draw how the ratios of many paths are spread."""
    compared, terms = require_compared(projection), projection.scenario.terms
    spread, count = Spread.of(np.asarray(projection.urban_rural_ratio)), f"{count_of(projection):,}"
    with drawing(ax, terms=terms, language=language, size=size, title=title) as pen:
        targets = ratio_targets(projection)
        left = _scaled(pen, spread.quartiles.ravel().tolist(), targets)
        spread.draw(pen, projection.years, STROKES[0])
        pen.years(projection.years, after=0.03)
        end = float(spread.median[-1])
        low, high = (float(spread.quartiles[place, -1]) for place in (0, -1))
        year = terms.year_label(projection.years[-1])
        found_of_many = pen.say(_FINDING_OF_MANY, count=count, year=year, low=f"{low:.2f}", high=f"{high:.2f}")
        pen.title(found_of_many.at_start(), topic=pen.say(_OF_MANY, count=count).at_start(), left=left)
        more = noted(BANDS_ARE, *_notes([projection], targets))
        pen.footnote(source(projection.scenario, groups=compared, more=more), left=left)
        rows = tuple((year, *spread.cells(t)) for t, year in enumerate(projection.years))
        columns = (column("year", "year"), *spread_columns("ratio"))
        bands = [(projection.years, edge) for edge in spread.quartiles.tolist()]
        ends = [(end, pen.number(end, "ratio"), STROKES[0].text), *_mark_targets(pen, targets, projection.years, bands)]
        pen.at_the_end(ends, x=projection.years[-1])
        sentence = terms.say(_SPREAD, count=count, year=year, low=low, high=high, median=end)
        table = Table(name="ratio_path", title=terms.say(TITLE).at_start(), columns=columns, rows=rows)
        pen.keep(table, sentence.at_start())
    return pen.ax


@chart(ratio_path, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    own = partial(_to_the_targets, material)
    yield Picture(name="ratio_path", draw=lambda **style: ratio_path(own()[0], **style), needs=Ingredient.RATIO)
    yield Picture(
        name="ratio_paths",
        of=Text("各情景", "all scenarios"),
        draw=lambda **style: ratio_path(own(), **style),
        needs=Ingredient.RATIO,
    )


def _to_the_targets(material: Material) -> Sequence[Projection]:
    """Return the paths over the plan's own years, or as far as a target of the ratio lies."""
    own = material.within
    later = any(target.quantity.last_year not in own.years for target in ratio_targets(own))
    return material.projections if later else material.all_within


def _longest(paths: Sequence[Projection]) -> tuple[int, ...]:
    """Return the years of the path that goes on longest."""
    return max((path.years for path in paths), key=lambda years: years[-1])


def _plan_beside(paths: Sequence[Projection]) -> Projection | None:
    """Return the plan where the first path differs from it and none of the others is it."""
    planned = plan_beside(paths[0])
    is_there = any(path.scenario.is_as_planned for path in paths)
    return None if planned is None or is_there else planned


def _plan_stroked(paths: Sequence[Projection], planned: Projection | None) -> bool:
    """Whether the plan is drawn as the reference of another scenario."""
    return planned is not None or any(path.scenario.is_as_planned for path in paths[1:])


def _draw_paths(
    pen: Pen, titles: Sequence[Text], paths: Sequence[Projection], planned: Projection | None
) -> list[tuple[float, str, str]]:
    """Draw the paths, the own one over the others and the plan dashed; return the labels of their ends."""
    pen.years(_longest(paths), after=0.03)
    names = _short_names(pen, titles)
    drawn = [(path, name, _stroke(path, i)) for i, (path, name) in enumerate(zip(paths, names, strict=True))]
    if planned is not None:
        drawn.append((planned, pen.words(planned.scenario.title), REFERENCE))
    ends: dict[tuple[str, ...], tuple[float, list[str], str]] = {}
    for i, (path, name, stroke) in enumerate(drawn):
        values = path.urban_rural_ratio.values.tolist()
        if stroke is REFERENCE:
            reference(pen, path.years, values)
        else:
            # the own scenario, which comes first, lies on top of the others
            scale = 1.0 if len(paths) == 1 else 1.5 if i == 0 else 0.8
            line(pen, path.years, values, stroke, scale=scale, order=3.9 - 0.1 * i)
        # paths that bear the same figures lie on one another, and share their label
        printed_values = tuple(pen.number(value, "ratio") for value in values)
        ends.setdefault(printed_values, (values[-1], [], stroke.text))[1].append(name)
    if len(drawn) == 1:
        return [(y, figures[-1], colour) for figures, (y, _, colour) in ends.items()]
    return [(y, _end_label(pen, names, figures[-1]), colour) for figures, (y, names, colour) in ends.items()]


def _stroke(path: Projection, i: int) -> Stroke:
    """Return how the path at a place of the list is drawn: the plan beside another scenario as what it is held to."""
    return REFERENCE if i > 0 and path.scenario.is_as_planned else STROKES[i]


def _end_label(pen: Pen, names: Sequence[str], figure: str) -> str:
    if len(names) == 1:
        return f"{names[0]} {figure}"
    if len(names) > _MOST_NAMED:
        rest = len(names) - 1
        return pen.words(_MANY_COINCIDING.format(name=Text.same(names[0]), rest=rest, figure=figure))
    together = Text.all_of(map(Text.same, names), zh="与")
    return pen.words(_COINCIDING.format(names=together, figure=figure))


def _short_names(pen: Pen, titles: Sequence[Text]) -> list[str]:
    """Return the titles as labels at the ends of lines, on as many lines of type as all of them have room for."""
    size = pen.points("body")
    for most in (3, 2, 1):
        # more than a quarter of the width would leave the lines themselves too little
        names = _told_apart([pen.words(title) for title in titles], size, 0.27 * pen.room, most)
        lines = sum(name.count("\n") + 1.15 for name in names)
        # the label of a target stands there too
        if (lines + 1.15) * size * LEADING <= pen.height:
            break
    return names


def _told_apart(titles: Sequence[str], size: float, room: float, most: int) -> list[str]:
    """Return titles on a few lines; where those that are cut then read alike, cut at the beginning."""
    names = [in_lines(title, size, room, most=most) for title in titles]
    alike = {name for name in names if names.count(name) > 1}
    return [_ending(title, size, room) if name in alike else name for title, name in zip(titles, names, strict=True)]


def _ending(title: str, size: float, room: float) -> str:
    """Return as much of the end of a title as one line has room for."""
    starts = range(len(title))
    return next((f"…{title[i:].lstrip()}" for i in starts if width(f"…{title[i:]}", size) <= room), title)


def _axes(pen: Pen, paths: Sequence[Projection], targets: Sequence[Statement]) -> float:
    """Set the scales; return the room that the numbers at the left take."""
    return _scaled(pen, [float(value) for path in paths for value in path.urban_rural_ratio.values], targets)


def _scaled(pen: Pen, values: list[float], targets: Sequence[Statement]) -> float:
    values += [value for target in targets for value in target.wording.printed_values]
    low, high = min(values), max(values)
    # a path that does not move still gets a scale
    room = max(0.09 * (high - low), 0.02 * high)
    pen.ax.set_ylim(low - room, high + room)
    pen.frame("bottom")
    # steps of a tenth would leave less than three numbers on a shorter scale
    return pen.values("ratio", 1 if high - low > 0.25 else 2)


def _lines_of(paths: Sequence[Projection]) -> list[Line]:
    return [(path.years, path.urban_rural_ratio.values.tolist()) for path in paths]


def _mark_targets(
    pen: Pen, targets: Sequence[Statement], years: Sequence[int], lines: Sequence[Line]
) -> list[tuple[float, str, str]]:
    """Draw each target in its own year; return the labels of those of the last one, and write the others there."""
    ends = []
    for target in targets:
        year = target.quantity.last_year
        if year not in years:
            continue
        _target_line(pen, target, years)
        label = pen.words(_TARGET.format(year=pen.terms.year_label(year), value=printed(target)))
        if year == years[-1]:
            ends.append((target.wording.aim, label, INK))
        else:
            pen.write(year, _clear_height(pen, target, label, lines), label, grade="small", va="center")
    return ends


def _clear_height(pen: Pen, target: Statement, label: str, lines: Sequence[Line]) -> float:
    """Return the height nearest to a target, below it or above, at which its label lies over no line."""
    (first, last), (low, high) = pen.ax.get_xlim(), pen.ax.get_ylim()
    step = pen.points("small") * LEADING * (high - low) / pen.height
    half = width(label, pen.points("small")) * (last - first) / (_AXES_SHARE * pen.sides[0]) / 2.0
    year, printed_values = target.quantity.last_year, target.wording.printed_values
    along = np.linspace(year - half, year + half, _LABEL_POINTS)
    drawn = np.array([np.interp(along, years, values) for years, values in lines])
    places = [
        place
        for steps in _STEPS_AWAY
        for place in (printed_values[0] - steps * step, printed_values[-1] + steps * step)
        if low + step < place < high - step
    ]
    clear = (place for place in places if np.abs(drawn - place).min() > 0.75 * step)
    return next(clear, printed_values[0] - step)


def _target_line(pen: Pen, target: Statement, years: Sequence[int]) -> None:
    """Draw a target across its own year, with the interval that counts as reached."""
    wording, year = target.wording, target.quantity.last_year
    # a third of a year on either side, or what is seen of it on a long axis
    reach = max(0.3, 0.04 * (years[-1] - years[0]))
    left, right = year - reach, min(year + reach, pen.ax.get_xlim()[1])
    if wording.half_width > 0.0:
        low, high = pen.ax.get_ylim()
        bottom, top = max(wording.ends[0], low), min(wording.ends[1], high)
        pen.ax.fill_between([left, right], bottom, top, color=BAND, linewidth=0.0, zorder=0)
    for value in wording.printed_values:
        dashes = (0, (2.0, 1.5))
        pen.ax.plot([left, right], [value] * 2, color=INK, linewidth=pen.sheet.line * 0.7, linestyle=dashes, zorder=2)


def _finding(path: Projection, targets: Sequence[Statement]) -> Text:
    """Return the ratio of the last year that a target names and how it stands to it; else how far it has moved."""
    scenario, values = path.scenario, path.urban_rural_ratio.values
    within = [target for target in targets if target.quantity.last_year in path.years]
    year = max((target.quantity.last_year for target in within), default=path.years[-1])
    value = float(values[path.years.index(year)])
    own = next((target for target in within if target.quantity.last_year == year), None)
    # one digit more than the plan prints, two at least
    decimals = max(2, 0 if own is None else (own.printed_figures[0].decimals or 0) + 1)
    label = scenario.terms.year_label(year)
    said = scenario.terms.say(_FINDING, year=label, ratio=f"{value:.{decimals}f}")
    stands = None if own is None else standing(own, path)
    if own is not None and stands is not None:
        return found(path, _BESIDE_TARGET.format(finding=said, standing=beside_target(own, stands, printed(own))))
    return found(path, _since(path, said, value))


def _since(path: Projection, said: Text, value: float) -> Text:
    """Return the ratio beside that of the base year, both as they are printed."""
    first = path.scenario.terms.year_label(path.years[0])
    step = round(value, 2) - round(float(path.urban_rural_ratio.values[0]), 2)
    if abs(step) < 0.005:
        return _UNCHANGED.format(finding=said, year=first)
    change = (_LOWER if step < 0.0 else _HIGHER).format(step=f"{abs(step):.2f}")
    return _SINCE.format(finding=said, year=first, change=change)


def _notes(paths: Sequence[Projection], targets: Sequence[Statement]) -> list[Text]:
    shown = any(target.quantity.last_year in _longest(paths) and target.wording.half_width > 0.0 for target in targets)
    return [*([OTHERS_ARE_ASSUMED] if len(paths) > 1 else []), *([_BAND] if shown else [])]


def _table(titles: Sequence[Text], paths: Sequence[Projection], targets: Sequence[Statement]) -> Table:
    wanted = {target.quantity.last_year: target.wording.printed for target in targets}
    rows = tuple(
        (title, year, float(value), wanted.get(year))
        for title, path in zip(titles, paths, strict=True)
        for year, value in zip(path.years, path.urban_rural_ratio.values, strict=True)
    )
    terms = paths[0].scenario.terms
    columns = (
        Column(key="scenario", heading=Text("情景", "scenario"), kind="text"),
        column("year", "year"),
        Column(key="ratio", heading=terms.compared.label, kind="ratio"),
        Column(key="target", heading=terms.say(_GOAL), kind="ratio"),
    )
    return Table(name="ratio_path", title=terms.say(TITLE).at_start(), columns=columns, rows=rows)


def _sentence(titles: Sequence[Text], paths: Sequence[Projection], targets: Sequence[Statement]) -> Text:
    terms = paths[0].scenario.terms
    scenarios = [
        _SCENARIO.format(
            title=set_off(title), year=terms.year_label(path.years[-1]), ratio=float(path.urban_rural_ratio.values[-1])
        )
        for title, path in zip(titles, paths, strict=True)
    ]
    wanted = [
        terms.say(_WANTED, year=terms.year_label(target.quantity.last_year), value=asked(target)) for target in targets
    ]
    listed = Text.join(scenarios, zh="，", en=", ")
    return terms.say(_SENTENCE, scenarios=listed, targets=Text.join(wanted, zh="", en="")).at_start()
