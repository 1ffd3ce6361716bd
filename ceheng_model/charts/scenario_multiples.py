"""Draw several scenarios as small charts on one scale."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_projections, require_size
from ceheng_model.charts.drawing.panels import few_years, heading, panels
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines
from ceheng_model.charts.drawing.source_line import capital, set_off, source
from ceheng_model.charts.drawing.style import SHEETS, STROKES, Size
from ceheng_model.charts.income_paths import line
from ceheng_model.projection import Projection
from ceheng_model.scenarios import ALTERNATIVES, distinct_titles
from ceheng_model.tables import Column, Table, column
from ceheng_model.vocabulary import Language, Text


def scenario_multiples(
    projections: Sequence[Projection],
    *,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw the income paths of several scenarios, one panel each, all on one scale.

    Raises `InputError` for anything but projections of one path each, of at most eight scenarios.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = scenario_multiples([project(scenario(name)) for name in ("plan", "trend")])
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> len(numbers(ax).rows)
    24
    """
    drawn = require_projections(projections)
    titles = distinct_titles([one.scenario for one in drawn])
    most = 4 if require_size(size) == "slide" else 3
    rows = -(-len(drawn) // most)
    columns = -(-len(drawn) // rows)
    height = SHEETS["word"].height * (0.5 + 0.5 * rows)
    with drawing(ax, language=language, size=size, height=height) as pen:
        first, last = drawn[0], max(one.years[-1] for one in drawn)
        title = Text(f"各情景下的人均收入（元，至{last}年）", f"Income per person by scenario (yuan, to {last})")
        pen.title(title, more=_strokes(first))
        pen.footnote(source(first.scenario, components=True, more=_assumed(drawn)), below=0.3)
        highest = max(float(one.totals.values.max()) for one in drawn)
        texts = [_panel_title(pen, *pair, columns) for pair in zip(titles, drawn, strict=True)]
        lines = max(text.count("\n") + 1 for text in texts)
        places = panels(pen, len(drawn), columns=columns, lines=lines)
        for i, (text, one, panel) in enumerate(zip(texts, drawn, places, strict=True)):
            _multiple(panel, one, text, highest, labelled=i % columns == 0)
        pen.keep(_multiples_table(titles, drawn), _multiples_sentence(pen, titles, drawn))
    return pen.ax


def _multiple(pen: Pen, projection: Projection, text: str, highest: float, *, labelled: bool) -> None:
    totals = projection.totals.values
    pen.ax.set_ylim(0.0, highest * 1.16)
    pen.frame("bottom")
    few_years(pen, projection.years)
    pen.values("yuan", 0, most=4)
    pen.ax.tick_params(axis="y", labelsize=pen.points("small"), labelleft=labelled)
    ends = []
    for g in range(len(projection.scenario.groups)):
        stroke = STROKES[g % len(STROKES)]
        line(pen, projection.years, totals[g].tolist(), stroke, scale=0.75)
        ends.append((float(totals[g, -1]), pen.number(totals[g, -1], "yuan", 0), stroke.text))
    pen.at_the_end(ends, x=projection.years[-1], grade="small")
    heading(pen, text)


def _panel_title(pen: Pen, title: Text, projection: Projection, columns: int) -> str:
    """Return the title of a scenario, on two lines at most, with its ratio under it."""
    room = pen.sides[0] / columns - 2.0 * pen.points("body")
    own = projection.scenario.name
    shipped = own in [alternative.title for alternative in ALTERNATIVES.values()]
    # a name that a user gave keeps its own first letter
    heading = title if own and not shipped else capital(title)
    lines = [in_lines(pen.words(heading), pen.points("body"), room, most=2)]
    if projection.has_ratio:
        ratio = pen.number(projection.urban_rural_ratio.values[-1], "ratio")
        lines.append(pen.words(Text(f"收入比 {ratio}", f"ratio {ratio}")))
    return "\n".join(lines)


def _strokes(projection: Projection) -> Text:
    named = [(STROKES[g % len(STROKES)].called, group.label) for g, group in enumerate(projection.scenario.groups)]
    return Text(
        "；".join(f"{mark.zh}：{label.zh}" for mark, label in named),
        "; ".join(f"{mark.en}: {label.en}" for mark, label in named),
    )


def _assumed(drawn: Sequence[Projection]) -> Text | None:
    if len(drawn) == 1:
        return None
    return Text("其他情景的增速同为假设", "growth in the other scenarios is assumed too")


def _multiples_table(titles: Sequence[Text], drawn: Sequence[Projection]) -> Table:
    rows = tuple(
        (title, group.named, year, float(one.totals.values[g, t]))
        for title, one in zip(titles, drawn, strict=True)
        for g, group in enumerate(one.scenario.groups)
        for t, year in enumerate(one.years)
    )
    columns = (
        Column(key="scenario", heading=Text("情景", "scenario"), kind="text"),
        column("group"),
        column("year", "year"),
        Column(key="total", heading=Text("收入合计（元）", "total income (yuan)"), kind="yuan"),
    )
    title = Text("各情景下的人均收入", "Income per person by scenario")
    return Table(name="scenario_multiples", title=title, columns=columns, rows=rows)


def _multiples_sentence(pen: Pen, titles: Sequence[Text], drawn: Sequence[Projection]) -> Text:
    zh, en = [], []
    for title, one in zip(titles, drawn, strict=True):
        text = set_off(title)
        ends = [
            (group.label, pen.number(one.totals.values[g, -1], "yuan", 0))
            for g, group in enumerate(one.scenario.groups)
        ]
        zh.append(f"{text.zh}{one.years[-1]}年{'、'.join(f'{label.zh}{end}元' for label, end in ends)}")
        en.append(f"{text.en} {one.years[-1]}: {', '.join(f'{label.en} {end} yuan' for label, end in ends)}")
    return Text(f"各情景下的人均收入：{'；'.join(zh)}。", f"Income per person by scenario: {'; '.join(en)}.")
