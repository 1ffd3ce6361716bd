"""Draw several scenarios as small charts on one scale."""

from collections.abc import Iterator, Sequence
from functools import partial

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require_projections, require_size
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines
from ceheng_model.charts.drawing.shapes import few_years, heading, line, panels
from ceheng_model.charts.drawing.source_line import capital, set_off, source
from ceheng_model.charts.drawing.style import SHEETS, STROKES, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.charts.words import OTHERS_ARE_ASSUMED, PROJECTED_TOTAL
from ceheng_model.projection import Projection
from ceheng_model.scenarios import ALTERNATIVES, distinct_titles
from ceheng_model.tables import Column, Table, column, group_column
from ceheng_model.vocabulary import Language, Template, Text

TITLE = Template("各情景下的{per_recipient}收入", "Income {per_recipient} by scenario")
_TITLE = Template(
    "各情景下的{per_recipient}收入（{unit}，至{year}）", "Income {per_recipient} by scenario ({unit}, to {year})"
)
_RATIO = Template("收入比 {ratio}", "ratio {ratio}")
_STROKE = Template("{mark}：{group}", "{mark}: {group}")
_SENTENCE = Template("各情景下的{per_recipient}收入：{scenarios}。", "Income {per_recipient} by scenario: {scenarios}.")
_SCENARIO = Template("{title}{year}{ends}", "{title} {year}: {ends}")
_END = Template("{group}{end}{unit}", "{group} {end} {unit}")

_MOST_BESIDE: dict[Size, int] = {"word": 3, "slide": 4}
"""Panels in a row that keep room for years and figures."""


def scenario_multiples(
    projections: Sequence[Projection],
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
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
    paths = require_projections(projections)
    titles = distinct_titles([path.scenario for path in paths])
    rows = -(-len(paths) // _MOST_BESIDE[require_size(size)])
    columns = -(-len(paths) // rows)
    # every further row adds half a page's height
    height = SHEETS["word"].height * (0.5 + 0.5 * rows)
    with drawing(ax, terms=paths[0].scenario.terms, language=language, size=size, title=title, height=height) as pen:
        last = pen.terms.year_label(max(path.years[-1] for path in paths))
        pen.title(pen.say(_TITLE, year=last), more=_strokes(paths[0]))
        assumed = OTHERS_ARE_ASSUMED if len(paths) > 1 else None
        pen.footnote(source(paths[0].scenario, components=True, more=assumed), below=0.3)
        headings = [_heading(pen, *pair, columns) for pair in zip(titles, paths, strict=True)]
        highest = max(float(path.totals.values.max()) for path in paths)
        lines = max(text.count("\n") + 1 for text in headings)
        places = panels(pen, len(paths), columns=columns, lines=lines)
        for i, (text, path, panel) in enumerate(zip(headings, paths, places, strict=True)):
            _panel(panel, path, text, highest, labelled=i % columns == 0)
        pen.keep(_table(titles, paths), _sentence(pen, titles, paths))
    return pen.ax


@chart(scenario_multiples, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    yield Picture(name="scenario_multiples", draw=partial(scenario_multiples, material.all_within))


def _panel(pen: Pen, projection: Projection, text: str, highest: float, *, labelled: bool) -> None:
    totals = projection.totals.values
    # a sixth more than the highest path, for the figures at its end
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


def _heading(pen: Pen, title: Text, projection: Projection, columns: int) -> str:
    """Return the title of a scenario, on two lines at most, with its ratio under it."""
    room = pen.sides[0] / columns - 2.0 * pen.points("body")
    own = projection.scenario.name
    shipped = own in [way.titled(projection.scenario.terms) for way in ALTERNATIVES.values()]
    # a name that a user gave keeps its own first letter
    shown = title if own and not shipped else capital(title)
    lines = [in_lines(pen.words(shown), pen.points("body"), room, most=2)]
    if projection.has_ratio:
        lines.append(pen.words(_RATIO.format(ratio=pen.number(projection.urban_rural_ratio.values[-1], "ratio"))))
    return "\n".join(lines)


def _strokes(projection: Projection) -> Text:
    named = [
        _STROKE.format(mark=STROKES[g % len(STROKES)].called, group=group.label)
        for g, group in enumerate(projection.scenario.groups)
    ]
    return Text.join(named, zh="；", en="; ")


def _table(titles: Sequence[Text], paths: Sequence[Projection]) -> Table:
    rows = tuple(
        (title, group.named, year, float(path.totals.values[g, t]))
        for title, path in zip(titles, paths, strict=True)
        for g, group in enumerate(path.scenario.groups)
        for t, year in enumerate(path.years)
    )
    terms = paths[0].scenario.terms
    columns = (
        Column(key="scenario", heading=Text("情景", "scenario"), kind="text"),
        group_column(terms),
        column("year", "year"),
        Column(key="total", heading=terms.in_unit(PROJECTED_TOTAL), kind="yuan"),
    )
    return Table(name="scenario_multiples", title=terms.say(TITLE), columns=columns, rows=rows)


def _sentence(pen: Pen, titles: Sequence[Text], paths: Sequence[Projection]) -> Text:
    scenarios = []
    for title, path in zip(titles, paths, strict=True):
        ends = [
            pen.say(_END, group=group.label, end=pen.number(path.totals.values[g, -1], "yuan", 0))
            for g, group in enumerate(path.scenario.groups)
        ]
        scenarios.append(
            _SCENARIO.format(title=set_off(title), year=pen.terms.year_label(path.years[-1]), ends=Text.join(ends))
        )
    return pen.say(_SENTENCE, scenarios=Text.join(scenarios, zh="；", en="; "))
