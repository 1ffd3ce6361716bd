"""Draw several scenarios as small charts on one scale."""

from collections.abc import Iterator, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ceheng_model.charts import words
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import basis, plan_beside, titles_beside
from ceheng_model.charts.drawing.limits import Title, require_projections, require_size
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import in_lines, width
from ceheng_model.charts.drawing.shapes import few_years, heading, line, panels, reference
from ceheng_model.charts.drawing.source_line import capital, set_off, source
from ceheng_model.charts.drawing.style import REFERENCE, SHEETS, STROKES, Size, Stroke
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.charts.words import OTHERS_ARE_ASSUMED, PROJECTED_TOTAL
from ceheng_model.projection import Projection
from ceheng_model.scenarios import ALTERNATIVES
from ceheng_model.tables import Column, Table, column, group_column
from ceheng_model.vocabulary import Language, Template, Text

TITLE = Template("各情景下的{per_recipient}收入", "Income {per_recipient} by scenario")
_TOPIC = Template("各情景下的{per_recipient}收入，{span}", "Income {per_recipient} by scenario, {span}")
_BETWEEN = Template(
    "各情景下，{year}{group}{per_recipient}收入在{low}至{high}之间，{own}为{value}",
    "{group} income {per_recipient} in {year} lies between {low} and {high} over the scenarios; {own} gives {value}",
)
_AND_PLAN = Template("{finding}，{plan}为{value}", "{finding}, {plan} {value}")
_ONE = Template("{year}{group}{per_recipient}收入为{value}", "{group} income {per_recipient} in {year} is {value}")
_OWN = Text("本情景", "this scenario")
_WITH_RATIO = Template("{title}，{ratio}", "{title}, {ratio}")
_RATIO = Template("收入比 {ratio}", "ratio {ratio}")
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
    titles = titles_beside(paths)
    rows = -(-len(paths) // _MOST_BESIDE[require_size(size)])
    columns = -(-len(paths) // rows)
    # every further row adds half a page's height
    height = SHEETS["word"].height * (0.5 + 0.5 * rows)
    with drawing(ax, terms=paths[0].scenario.terms, language=language, size=size, title=title, height=height) as pen:
        planned = _planned(paths)
        above = _legend(pen, paths[0], has_plan=planned is not None)
        span = pen.terms.span_label(paths[0].years[0], max(path.years[-1] for path in paths))
        topic = pen.say(_TOPIC, span=span)
        pen.title(_finding(pen, paths, planned), topic=topic, unit=pen.terms.income_unit, above=above)
        assumed = OTHERS_ARE_ASSUMED if len(paths) > 1 else None
        # a slide has no room for what the shares of components rest on
        pen.footnote(source(paths[0].scenario, components=pen.sheet.grows, more=assumed), below=0.3)
        headings = [
            _heading(pen, title, path, columns, own=i == 0)
            for i, (title, path) in enumerate(zip(titles, paths, strict=True))
        ]
        highest = max(float(path.totals.values.max()) for path in (*paths, *([planned] if planned else [])))
        lines = max(text.count("\n") + 1 for text in headings)
        places = panels(pen, len(paths), columns=columns, lines=lines)
        for i, (text, path, panel) in enumerate(zip(headings, paths, places, strict=True)):
            _panel(
                panel, path, None if planned is path else planned, text, highest, own=i == 0, labelled=i % columns == 0
            )
        pen.keep(_table(titles, paths), _sentence(pen, titles, paths))
    return pen.ax


@chart(scenario_multiples, TITLE)
def _pictures(material: Material) -> Iterator[Picture]:
    yield Picture(name="scenario_multiples", draw=partial(scenario_multiples, material.all_within))


def _planned(paths: Sequence[Projection]) -> Projection | None:
    """Return the plan, with which every panel is compared: one of the paths, or beside them."""
    if len(paths) == 1:
        return plan_beside(paths[0])
    return next((path for path in paths if path.scenario.is_as_planned), None) or plan_beside(paths[0])


def _panel(
    pen: Pen,
    projection: Projection,
    planned: Projection | None,
    text: str,
    highest: float,
    *,
    own: bool,
    labelled: bool,
) -> None:
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
        line(pen, projection.years, totals[g].tolist(), stroke, scale=1.0 if own else 0.75)
        if planned is not None:
            within = [year for year in planned.years if year in projection.years]
            reference(pen, within, planned.totals.values[g, : len(within)].tolist())
        ends.append((float(totals[g, -1]), pen.number(totals[g, -1], "yuan", 0), stroke.text))
    pen.at_the_end(ends, x=projection.years[-1], grade="small")
    heading(pen, text)


def _heading(pen: Pen, title: Text, projection: Projection, columns: int, *, own: bool) -> str:
    """Return the title of a scenario with its ratio, on one line where there is room, else the ratio under it."""
    size, room = pen.points("body"), pen.sides[0] / columns - 2.0 * pen.points("body")
    name = projection.scenario.name
    shipped = name in [way.titled(projection.scenario.terms) for way in ALTERNATIVES.values()]
    # a name that a user gave keeps its own first letter
    shown = pen.words(title if name and not shipped else capital(title))
    # what stands on the paper of a slide is high by as little as possible; the source tells what differs
    is_cut = width(shown, size) > room and own and not pen.sheet.grows
    lines = [pen.words(_OWN.at_start()) if is_cut else in_lines(shown, size, room, most=2 if pen.sheet.grows else 1)]
    if projection.has_ratio:
        ratio = _RATIO.format(ratio=pen.number(projection.urban_rural_ratio.values[-1], "ratio"))
        together = pen.words(_WITH_RATIO.format(title=Text.same(lines[0]), ratio=ratio))
        lines = [together] if width(together, size) <= room else [*lines, pen.words(ratio)]
    return "\n".join(lines)


def _legend(pen: Pen, projection: Projection, *, has_plan: bool) -> float:
    """Show above the panels which stroke is whose; return the height that takes, points."""
    groups = projection.scenario.groups
    named = [(STROKES[g % len(STROKES)], pen.words(group.label)) for g, group in enumerate(groups)]
    if has_plan:
        named.append((REFERENCE, pen.words(pen.terms.say(words.BY_PLAN))))
    samples = [_sample(pen, stroke) for stroke, _ in named]
    legend = pen.ax.legend(
        samples,
        [name for _, name in named],
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncol=len(named),
        frameon=False,
        prop=pen.font("small"),
        borderpad=0.0,
        borderaxespad=0.2,
        columnspacing=1.4,
        handlelength=2.6,
    )
    legend.set_zorder(1)
    return pen.points("small") * LEADING


def _sample(pen: Pen, stroke: Stroke) -> Line2D:
    return Line2D(
        [],
        [],
        color=stroke.colour,
        linestyle=stroke.dashes,  # type: ignore[arg-type]
        linewidth=pen.sheet.line * (0.6 if stroke is REFERENCE else 0.75),
        marker=stroke.mark,
        markersize=pen.sheet.mark * 0.75,
        markeredgewidth=0.0,
    )


def _finding(pen: Pen, paths: Sequence[Projection], planned: Projection | None) -> Text:
    """Return where the incomes of the group that the plan lifts most end: lowest, highest, here and in the plan."""
    terms = paths[0].scenario.terms
    key = terms.compared.keys[1] if terms.has_ratio else terms.group_keys[-1]
    g, year = terms.group_keys.index(key), paths[0].years[-1]
    ends = [float(path.totals.values[g, -1]) for path in paths]
    low, high = (terms.amount(pen.number(end, "yuan", 0)) for end in (min(ends), max(ends)))
    value = terms.amount(pen.number(ends[0], "yuan", 0))
    group = Text(terms.short(key).zh, terms.short(key).en)
    common = {"year": terms.year_label(year), "group": group}
    if len(paths) == 1:
        return words.FOUND.format(basis=basis(paths[0]), finding=pen.say(_ONE, **common, value=value)).at_start()
    as_planned = terms.say(words.BY_PLAN)
    is_plan = planned is paths[0] or basis(paths[0]) == terms.say(words.AT_THE_PLANS_GROWTH)
    own = as_planned if is_plan else _OWN
    finding = pen.say(_BETWEEN, **common, low=low, high=high, own=own, value=value)
    if planned is not None and planned is not paths[0]:
        beside = terms.amount(pen.number(float(planned.totals.values[g, -1]), "yuan", 0))
        finding = _AND_PLAN.format(finding=finding, plan=as_planned, value=beside)
    return finding.at_start()


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
