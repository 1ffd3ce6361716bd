"""Draw the urban-rural ratio year by year against the plan's target."""

from collections.abc import Iterator, Sequence
from functools import partial

from matplotlib.axes import Axes

from ceheng_model.charts.catalogue import Material, Need, Picture, chart
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_groups, require_projections
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import in_lines
from ceheng_model.charts.drawing.shapes import line
from ceheng_model.charts.drawing.source_line import asked, printed, set_off, source
from ceheng_model.charts.drawing.style import BAND, INK, STROKES, Size
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.scenarios import distinct_titles
from ceheng_model.tables import Column, Table, column
from ceheng_model.vocabulary import Language, Template, Text


def ratio_path(
    projections: Projection | Sequence[Projection],
    *,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw the urban-rural ratio of one projection, or of several, against the plan's target.

    Raises `InputError` for anything but projections of one path each, of at most eight alternatives, and
    for plans without urban and rural residents.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = ratio_path([project(scenario(name)) for name in ("plan", "ratio")])
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> alternative_text(ax, "en")
    'Urban-rural income ratio: the plan 3.123 in 2024, ratio 2.800 in 2024; the plan wants about 2.8 in 2024.'
    """
    shown = require_projections(projections)
    first = shown[0]
    require_groups(first, ("urban", "rural"))
    with drawing(ax, language=language, size=size) as pen:
        titles = distinct_titles([one.scenario for one in shown])
        targets = ratio_targets(first)
        left = _ratio_axes(pen, shown, targets)
        ends = []
        names = _short_names(pen, titles)
        for i, one in enumerate(shown):
            values, stroke = one.urban_rural_ratio.values, STROKES[i]
            # the own scenario, which comes first, lies on top of the others
            scale = 1.25 if i == 0 and len(shown) > 1 else 1.0
            line(pen, one.years, values.tolist(), stroke, scale=scale, order=3.9 - 0.1 * i)
            end = pen.number(values[-1], "ratio")
            alone = len(shown) == 1
            ends.append((float(values[-1]), end if alone else f"{names[i]} {end}", stroke.text))
        years = max((one.years for one in shown), key=lambda years: years[-1])
        pen.years(years, after=0.03)
        ends += [_target_line(pen, target) for target in targets]
        pen.at_the_end(ends, x=years[-1])
        pen.title(_ratio_title(pen, shown, targets), left=left)
        pen.footnote(source(first.scenario, groups=("urban", "rural"), more=_others(shown)), left=left)
        pen.keep(_ratio_table(titles, shown, targets), _ratio_sentence(titles, shown, targets))
    return pen.ax


@chart(ratio_path, Text("城乡居民收入比", "Urban-rural income ratio"))
def _pictures(material: Material) -> Iterator[Picture]:
    yield Picture(name="ratio_path", draw=partial(ratio_path, material.projection), needs=Need.RATIO)
    yield Picture(name="ratio_paths", draw=partial(ratio_path, material.projections), needs=Need.RATIO)


def ratio_targets(projection: Projection) -> list[Statement]:
    """Return the statements of the plan that print a value of the urban-rural ratio."""
    plan = projection.scenario.plan
    return [
        one
        for one in (plan.statements if plan else ())
        if isinstance(one.quantity, UrbanRuralRatio) and one.wording.printed_values
    ]


def _short_names(pen: Pen, titles: Sequence[Text]) -> list[str]:
    """Return the titles as labels at the ends of lines, on as many lines of type as all of them have room for."""
    size = pen.points("body")
    for most in (3, 2, 1):
        names = [in_lines(pen.words(title), size, 0.27 * pen.room, most=most) for title in titles]
        lines = sum(name.count("\n") + 1.15 for name in names)
        # the label of a target stands there too
        if (lines + 1.15) * size * LEADING <= pen.height:
            break
    return names


def _ratio_axes(pen: Pen, shown: Sequence[Projection], targets: Sequence[Statement]) -> float:
    values = [float(value) for one in shown for value in one.urban_rural_ratio.values]
    values += [value for target in targets for value in target.wording.printed_values]
    low, high = min(values), max(values)
    # a path that does not move still gets a scale
    room = max(0.09 * (high - low), 0.02 * high)
    pen.ax.set_ylim(low - room, high + room)
    pen.frame("bottom")
    return pen.values("ratio", 1 if high - low > 0.25 else 2)


def _target_line(pen: Pen, target: Statement) -> tuple[float, str, str]:
    """Draw a target across the years, with the interval that counts as reached; return its label."""
    wording = target.wording
    if wording.half_width > 0.0:
        low, high = pen.ax.get_ylim()
        pen.ax.axhspan(max(wording.ends[0], low), min(wording.ends[1], high), color=BAND, linewidth=0.0, zorder=0)
    for value in wording.printed_values:
        pen.ax.axhline(value, color=INK, linewidth=pen.sheet.line * 0.7, linestyle=(0, (2.0, 1.5)), zorder=2)
    label = Template("{year}年目标 {value}", "target {year}: {value}")
    return wording.aim, pen.words(label.format(year=target.quantity.last, value=printed(target))), INK


def _ratio_title(pen: Pen, shown: Sequence[Projection], targets: Sequence[Statement]) -> Text:
    if len(shown) > 1:
        return Text("各情景下的城乡居民收入比", "Urban-rural income ratio by scenario")
    one = shown[0]
    last, value = one.years[-1], pen.number(one.urban_rural_ratio.values[-1], "ratio")
    title = Text(f"城乡居民收入比：{last}年为{value}", f"Urban-rural income ratio: {value} in {last}")
    if not targets:
        return title
    wanted = printed(targets[0])
    return Text(f"{title.zh}，方案目标为{wanted.zh}", f"{title.en}, the plan's target is {wanted.en}")


def _others(shown: Sequence[Projection]) -> Text | None:
    if len(shown) == 1:
        return Text("灰带为四舍五入后算达到的范围", "the grey band is what rounds to the target")
    return Text(
        "其他情景的增速同为假设；灰带为四舍五入后算达到的范围",
        "growth in the other scenarios is assumed too; the grey band is what rounds to the target",
    )


def _ratio_table(titles: Sequence[Text], shown: Sequence[Projection], targets: Sequence[Statement]) -> Table:
    wanted = {target.quantity.last: target.wording.printed for target in targets}
    rows = tuple(
        (title, year, float(value), wanted.get(year))
        for title, one in zip(titles, shown, strict=True)
        for year, value in zip(one.years, one.urban_rural_ratio.values, strict=True)
    )
    columns = (
        Column(key="scenario", heading=Text("情景", "scenario"), kind="text"),
        column("year", "year"),
        Column(key="ratio", heading=Text("城乡居民收入比", "urban-rural income ratio"), kind="ratio"),
        Column(key="target", heading=Text("方案目标", "plan's target"), kind="ratio"),
    )
    title = Text("城乡居民收入比", "Urban-rural income ratio")
    return Table(name="ratio_path", title=title, columns=columns, rows=rows)


def _ratio_sentence(titles: Sequence[Text], shown: Sequence[Projection], targets: Sequence[Statement]) -> Text:
    pairs = zip(titles, shown, strict=True)
    ends = [(set_off(title), one.years[-1], float(one.urban_rural_ratio.values[-1])) for title, one in pairs]
    zh = "，".join(f"{name.zh}{year}年为{value:.3f}" for name, year, value in ends)
    en = ", ".join(f"{name.en} {value:.3f} in {year}" for name, year, value in ends)
    aims = [(asked(target), target.quantity.last) for target in targets]
    zh += "".join(f"；方案要求{year}年{aim.zh}" for aim, year in aims)
    en += "".join(f"; the plan wants {aim.en} in {year}" for aim, year in aims)
    return Text(f"城乡居民收入比：{zh}。", f"Urban-rural income ratio: {en}.")
