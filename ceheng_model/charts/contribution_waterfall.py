"""Draw how a total grows from one year to another, component by component."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import isnan

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, group_meant, require_projection
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import in_lines
from ceheng_model.charts.drawing.shapes import area
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FAINT, GAIN, INK, LOSS, WHOLE, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.decomposition import Contribution, contributions
from ceheng_model.projection import Projection
from ceheng_model.tables import Figure
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

_TITLE = Template("{group}收入：{first}{before}，{last}{after}", "{group}: {before} in {first}, {after} in {last}")
_MORE = Template(
    "各项构成的增加额（{unit}），括号内为贡献率", "change by component, {unit}; in brackets its share of the change"
)
_BRACKETS = Template("（{share}）", "({share})")
_SENTENCE = Template(
    "{group}收入由{first}{before}到{last}{after}，其中{parts}。",
    "{group}: from {before} in {first} to {after} in {last}; of the change {parts}.",
)
_PART = Template("{component}{step}{share}", "{component} {step}{share}")
_PART_SHARE = Template("（{share}）", " ({share})")

_BAR = 0.64
"""Width of a bar where bars are 1 apart; the lines that join them take the rest."""


def contribution_waterfall(
    projection: Projection,
    group: str,
    *,
    since: int | None = None,
    year: int | None = None,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the total of one year, what each component adds, and the total of a later year.

    In the unit of the plan. From the base year to the last one unless `since` and `year` say otherwise; the figures are
    those of `contributions`. Raises `InputError` for anything but a projection of one path, a group that it does not
    have and years that make no span.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = contribution_waterfall(project(scenario("plan")), "rural")
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> print(description(ax, "en"))
    Rural residents: from 11,076 yuan in 2021 to 15,561 yuan in 2024; of the change wages +2,846 (63.4%), business \
+912 (20.3%), property +35 (0.8%), transfer +693 (15.4%).
    """
    require_projection(projection)
    group = group_meant(projection, group)
    start = projection.years[0] if since is None else since
    contributed = contributions(projection, since=start, year=year)
    terms = projection.scenario.terms
    parts = {component: contributed.part(group, component) for component in terms.component_keys}
    total = contributed.part(group)
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        words = {
            "group": capital(projection.scenario.groups[projection.group_index(group)].label),
            "first": pen.terms.year_label(start),
            "last": pen.terms.year_label(contributed.spans[-1].last_year),
            "before": pen.terms.amount(pen.number(total.previous_level, "yuan", 0)),
            "after": pen.terms.amount(pen.number(total.level, "yuan", 0)),
        }
        left = _axes(pen, total, parts, (start, contributed.spans[-1].last_year), terms)
        _bars(pen, total, parts)
        pen.title(_TITLE.format(**words), left=left, more=pen.say(_MORE))
        pen.footnote(source(projection.scenario, groups=[group], components=True), left=left)
        table = replace(contributed.table(group=group), name="contribution_waterfall")
        pen.keep(table, _SENTENCE.format(**words, parts=_parts(pen, parts, terms)))
    return pen.ax


@chart(contribution_waterfall, Text("收入增加额的来源", "Where the change of income comes from"))
def _pictures(material: Material) -> Iterator[Picture]:
    for group in material.split_groups:
        draw = partial(contribution_waterfall, material.within, group.key)
        yield Picture(name=f"contribution_waterfall_{group.key}", draw=draw, of=group.label)


def _axes(
    pen: Pen, total: Contribution, parts: Mapping[str, Contribution], years: tuple[int, int], terms: Terms
) -> float:
    """Set the scales and name the bars; return the room that the numbers at the left take."""
    reached, ends = total.previous_level, [0.0, total.previous_level, total.level]
    for part in parts.values():
        reached += part.increment
        ends.append(reached)
    # a sixth more than the highest bar, for the two lines of text on it
    pen.ax.set_ylim(min(ends), max(*ends, 1.0) * 1.17)
    pen.ax.set_xlim(-0.5, len(parts) + 1.5)
    pen.frame("bottom")
    pen.ax.tick_params(axis="x", length=0.0)
    left = pen.values("yuan", 0)
    first, last = map(pen.terms.year_label, years)
    names = [first, *map(terms.label, parts), last]
    # a little between two names that stand side by side
    room = (pen.sides[0] - left) / len(names) - pen.points("body") * 0.5
    shown = [in_lines(pen.words(name), pen.points("body"), room, most=3) for name in names]
    pen.ax.set_xticks(range(len(names)), shown, fontproperties=pen.font("body"), color=INK)
    return left


def _bars(pen: Pen, total: Contribution, parts: Mapping[str, Contribution]) -> None:
    _whole(pen, 0, total.previous_level)
    reached = total.previous_level
    for place, part in enumerate(parts.values(), start=1):
        _step(pen, place, reached, part)
        reached += part.increment
    _whole(pen, len(parts) + 1, total.level)
    pen.ax.plot([len(parts) + _BAR / 2, len(parts) + 1 - _BAR / 2], [total.level] * 2, color=FAINT, linewidth=0.7)


def _whole(pen: Pen, place: int, level: float) -> None:
    area(pen, WHOLE, place - _BAR / 2, 0.0, _BAR, level)
    pen.write(place, level, pen.number(level, "yuan", 0), va="bottom", by=(0.0, 2.0))


def _step(pen: Pen, place: int, reached: float, part: Contribution) -> None:
    step = part.increment
    fill = GAIN if step >= 0.0 else LOSS
    area(pen, fill, place - _BAR / 2, min(reached, reached + step), _BAR, abs(step))
    pen.ax.plot([place - 1 + _BAR / 2, place - _BAR / 2], [reached] * 2, color=FAINT, linewidth=0.7)
    share = pen.words(_share(pen, part, _BRACKETS))
    text = "\n".join(filter(None, (_signed(pen, step), share)))
    pen.write(place, max(reached, reached + step), text, va="bottom", by=(0.0, 2.0))


def _signed(pen: Pen, step: float) -> str:
    return pen.number(Figure(step, "yuan", 0, signed=True))


def _share(pen: Pen, part: Contribution, brackets: Template) -> Text:
    """Return a component's share of the change in brackets; nothing where the total does not change."""
    rate = part.contribution_rate
    return NO_TEXT if isnan(rate) else brackets.format(share=pen.number(rate, "percent", 1))


def _parts(pen: Pen, parts: Mapping[str, Contribution], terms: Terms) -> Text:
    listed = [
        _PART.format(
            component=terms.label(component),
            step=pen.amount(_signed(pen, part.increment)),
            share=_share(pen, part, _PART_SHARE),
        )
        for component, part in parts.items()
    ]
    return Text.join(listed, zh="，", en=", ")
