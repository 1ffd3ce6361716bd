"""Draw incomes and the urban-rural ratio year by year."""

from collections.abc import Iterator, Sequence
from functools import partial

from matplotlib.axes import Axes

from ceheng_model.charts.catalogue import Material, Picture, chart
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_projection
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.shapes import line
from ceheng_model.charts.drawing.source_line import capital, printed, source
from ceheng_model.charts.drawing.style import INK, STROKES, Size
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import Income
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import TOTAL, Language, Text


def income_paths(
    projection: Projection, *, ax: Axes | None = None, language: Language = "zh", size: Size = "word"
) -> Axes:
    """Draw the total income of every group, yuan per person, with the plan's endpoints as marks.

    Raises `InputError` for anything but a projection of one path.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = income_paths(project(scenario("plan")))
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> total, target = numbers(ax).rows[3][2:]
    >>> round(total, 2), target
    (48594.81, 48594.8)
    """
    require_projection(projection)
    with drawing(ax, language=language, size=size) as pen:
        left = _income_axes(pen, [projection])
        ends = [_income_path(pen, projection, g) for g in range(len(projection.scenario.groups))]
        pen.at_the_end(ends, x=projection.years[-1])
        _passed_targets(pen, projection)
        years = projection.years
        pen.title(
            Text(
                f"各类居民人均收入，{years[0]}–{years[-1]}年（元）",
                f"Income per person by population, {years[0]}–{years[-1]} (yuan)",
            ),
            left=left,
        )
        marks = Text("空心菱形为方案目标", "hollow diamonds are the plan's targets")
        shown = any(endpoints(projection, key) for key in projection.scenario.group_keys)
        pen.footnote(source(projection.scenario, more=marks if shown else None), left=left)
        pen.keep(_income_table(projection), _income_sentence(pen, projection))
    return pen.ax


@chart(income_paths, Text("收入走势与方案目标", "Income paths and the plan's endpoints"))
def _pictures(material: Material) -> Iterator[Picture]:
    yield Picture(name="income_paths", draw=partial(income_paths, material.projection))


def endpoints(projection: Projection, group: str) -> list[Statement]:
    """Return the statements that print a value of the total income of a group in the years projected."""
    plan = projection.scenario.plan
    return [
        statement
        for statement in (plan.statements if plan else ())
        if isinstance(statement.quantity, Income)
        and (statement.quantity.group, statement.quantity.component) == (group, TOTAL)
        and statement.quantity.last in projection.years
        and statement.wording.printed_values
    ]


def _income_axes(pen: Pen, projections: Sequence[Projection]) -> float:
    """Set the scales, from zero; return the room that the numbers at the left take."""
    highest = max(float(one.totals.values.max()) for one in projections)
    stated = [s for one in projections for key in one.scenario.group_keys for s in endpoints(one, key)]
    targets = [value for statement in stated for value in statement.wording.printed_values]
    pen.ax.set_ylim(0.0, max(highest, *targets, 1.0) * 1.06)
    pen.frame("bottom")
    pen.years(max((one.years for one in projections), key=len), after=0.03)
    return pen.values("yuan", 0)


def _income_path(pen: Pen, projection: Projection, g: int) -> tuple[float, str, str]:
    """Draw the path of a group and its targets; return the label of its end."""
    group, totals = projection.scenario.groups[g], projection.totals.values[g]
    stroke = STROKES[g % len(STROKES)]
    line(pen, projection.years, totals.tolist(), stroke)
    text = pen.number(totals[-1], "yuan", 0)
    for target in endpoints(projection, group.key):
        values, year = target.wording.printed_values, target.quantity.last
        if len(values) > 1:
            # the ends of a range are joined
            pen.ax.plot([year] * len(values), values, color=INK, linewidth=pen.sheet.line * 0.6, zorder=2)
        pen.ax.plot(
            [year] * len(values),
            values,
            marker="D",
            markersize=pen.sheet.mark * 1.9,
            markerfacecolor="none",
            markeredgecolor=INK,
            markeredgewidth=pen.sheet.line * 0.6,
            linestyle="none",
            zorder=4,
            clip_on=False,
        )
        wanted = printed(target)
        if year == projection.years[-1]:
            text += pen.words(Text(f"（目标 {wanted.zh}）", f" (target {wanted.en})"))
    return float(totals[-1]), f"{pen.words(capital(group.label))}\n{text}", stroke.text


def _passed_targets(pen: Pen, projection: Projection) -> None:
    """Name targets before the last year: over the highest mark of a year, under the others, together where near."""
    by_year: dict[int, list[Statement]] = {}
    for key in projection.scenario.group_keys:
        for one in endpoints(projection, key):
            if one.quantity.last != projection.years[-1]:
                by_year.setdefault(one.quantity.last, []).append(one)
    off = pen.sheet.mark * 1.2
    line_height = pen.points("small") * LEADING * pen.ax.get_ylim()[1] / pen.height
    for year, statements in by_year.items():
        ordered = sorted(statements, key=lambda one: -one.wording.aim)
        highest, lowest = ordered[0].wording.printed_values[-1], ordered[-1].wording.printed_values[0]
        apart = lowest > 2.5 * line_height and highest - lowest > 3.0 * line_height
        if not apart:
            values = "、".join(printed(one).zh for one in ordered), ", ".join(printed(one).en for one in ordered)
            text = Text(f"{year}年目标 {values[0]}", f"{year} target {values[1]}")
            pen.write(year, highest, text, grade="small", ha="left", va="bottom", by=(-off, off * 1.2))
            continue
        for i, one in enumerate(ordered):
            text = Text(f"{year}年目标 {printed(one).zh}", f"{year} target {printed(one).en}")
            ha, va, by = ("right", "bottom", (-off, off * 0.6)) if i == 0 else ("left", "top", (off, -off * 0.6))
            beside = highest if i == 0 else one.wording.printed_values[0]
            pen.write(year, beside, text, grade="small", ha=ha, va=va, by=by)


def _income_table(projection: Projection) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for g, group in enumerate(projection.scenario.groups):
        wanted = {one.quantity.last: one.wording.printed for one in endpoints(projection, group.key)}
        totals = projection.totals.values[g].tolist()
        rows += [
            (group.named, year, total, wanted.get(year)) for year, total in zip(projection.years, totals, strict=True)
        ]
    columns = (
        column("group"),
        column("year", "year"),
        Column(key="total", heading=Text("收入合计（元）", "total income (yuan)"), kind="yuan"),
        Column(key="target", heading=Text("方案目标（元）", "plan's target (yuan)"), kind="yuan"),
    )
    title = Text("各类居民人均收入", "Income per person by population")
    return Table(name="income_paths", title=title, columns=columns, rows=tuple(rows))


def _income_sentence(pen: Pen, projection: Projection) -> Text:
    first, last = projection.years[0], projection.years[-1]
    parts = []
    for g, group in enumerate(projection.scenario.groups):
        ends = [pen.number(projection.totals.values[g, t], "yuan", 0) for t in (0, -1)]
        parts.append(
            Text(f"{group.label.zh}由{ends[0]}元到{ends[1]}元", f"{group.label.en} from {ends[0]} to {ends[1]} yuan")
        )
    return Text(
        f"{first}年至{last}年人均收入：{'，'.join(part.zh for part in parts)}。",
        f"Income per person from {first} to {last}: {', '.join(part.en for part in parts)}.",
    )
