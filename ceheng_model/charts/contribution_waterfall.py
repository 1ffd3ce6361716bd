"""Draw how a total grows from one year to another, component by component."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import floor as floor_of
from math import isnan, log10

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found, plan_beside
from ceheng_model.charts.drawing.limits import Title, group_meant, require_projection
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import in_lines
from ceheng_model.charts.drawing.shapes import area, broken
from ceheng_model.charts.drawing.source_line import noted, rounding_note, source
from ceheng_model.charts.drawing.style import FAINT, GAIN, INK, LOSS, REFERENCE, WHOLE, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.charts.words import BY_PLAN
from ceheng_model.decomposition import Contribution, Contributions, contributions
from ceheng_model.projection import Projection
from ceheng_model.tables import Figure
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

_TOPIC = Template("{group}收入增加额的来源，{span}", "where the change of income of {group} comes from, {span}")
_UNIT = Template("{unit}；括号内为贡献率", "{unit}; in brackets, contribution shares")
_RISEN = Template(
    "{last}{group}收入比{first}增加{step}{most}",
    "income of {group} rises by {step} from {first} to {last}{most}",
)
_FALLEN = Template(
    "{last}{group}收入比{first}减少{step}{most}",
    "income of {group} falls by {step} from {first} to {last}{most}",
)
_STILL = Template("{last}{group}收入与{first}持平", "income of {group} is the same in {last} as in {first}")
_MOST = Template("，{component}贡献率最高（{share}）", ", {component} contributing most ({share})")
_MOST_MORE = Template("，{component}增加最多（{amount}）", ", {component} rising most (by {amount})")
_MOST_LESS = Template("，{component}减少最多（{amount}）", ", {component} falling most (by {amount})")
_BROKEN = Template(
    "纵轴不从零起，自{floor}起（柱上双斜线处截断）",
    "the vertical axis does not begin at zero but at {floor} (broken at the double strokes)",
)
_OF_PLAN = Template("{plan}\n{step}", "{plan}\n{step}")
_BRACKETS = Template("（{share}）", "({share})")
_SENTENCE = Template(
    "{group}收入由{first}{before}到{last}{after}，其中{parts}。",
    "{group}: from {before} in {first} to {after} in {last}; of the change {parts}.",
)
_PART = Template("{component}{step}{share}", "{component} {step}{share}")
_PART_SHARE = Template("（{share}）", " ({share})")

_BAR = 0.64
"""Width of a bar where bars are 1 apart; the lines that join them take the rest."""
_THIN = 2.0
"""Points below which a step is drawn as a line."""
_TALL = 0.6
"""Part of the highest level that changes make up at least where bars stand on zero."""
_FOOT = 0.3
"""Part of the changes' own height that a broken bar is high below them, about."""
_ROUND = 20.0
"""Steps of a round number that the foot of a broken axis counts at least: it lies near where it is wanted."""


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
    with drawing(ax, terms=terms, language=language, size=size, title=title) as pen:
        named = {
            "group": projection.scenario.groups[projection.group_index(group)].label,
            "first": terms.year_label(start),
            "last": terms.year_label(contributed.spans[-1].last_year),
        }
        planned = _planned(projection, start, year)
        floor = _floor(_ends(total, parts), () if planned is None else (planned.part(group).level,))
        left = _axes(pen, total, parts, (start, contributed.spans[-1].last_year), floor)
        _bars(pen, total, parts, floor, above=None if planned is None else planned.part(group).level)
        if planned is not None:
            _reference(pen, planned, group, len(parts))
        topic = _TOPIC.format(group=named["group"], span=terms.span_label(start, contributed.spans[-1].last_year))
        finding = found(projection, _finding(pen, total, parts, named))
        pen.title(finding, topic=topic.at_start(), unit=_UNIT.format(unit=terms.unit), left=left)
        more = noted(
            None if floor == 0.0 else _BROKEN.format(floor=terms.amount(pen.number(floor, "yuan", 0))),
            rounding_note([part.increment for part in parts.values()], total.increment),
        )
        lines = 1.0 if planned is None else 3.2
        pen.footnote(source(projection.scenario, groups=[group], components=True, more=more), left=left, below=lines)
        table = replace(contributed.table(group=group), name="contribution_waterfall")
        pen.keep(table, _sentence(pen, total, parts, named))
    return pen.ax


@chart(contribution_waterfall, Text("收入增加额的来源", "Where the change of income comes from"))
def _pictures(material: Material) -> Iterator[Picture]:
    for group in material.split_groups:
        draw = partial(contribution_waterfall, material.within, group.key)
        yield Picture(name=f"contribution_waterfall_{group.key}", draw=draw, of=group.label)


def _planned(projection: Projection, start: int, year: int | None) -> Contributions | None:
    """Return where the change comes from in the plan, beside a scenario that differs from it."""
    planned = plan_beside(projection)
    last = projection.years[-1] if year is None else year
    if planned is None or start not in planned.years or last not in planned.years:
        return None
    return contributions(planned, since=start, year=year)


def _finding(pen: Pen, total: Contribution, parts: Mapping[str, Contribution], named: Mapping[str, Text]) -> Text:
    shown = pen.number(abs(total.increment), "yuan", 0)
    step = total.increment
    if shown == "0" or isnan(total.contribution_rate):
        return _STILL.format(**named)
    most = max(parts, key=lambda key: parts[key].contribution_rate)
    most_of_all = _most(pen, most, parts[most]) if len(parts) > 1 else NO_TEXT
    return (_RISEN if step > 0.0 else _FALLEN).format(**named, step=pen.terms.amount(shown), most=most_of_all)


def _most(pen: Pen, component: str, part: Contribution) -> Text:
    """Return which component counts most: by its share, or by its amount where others go the other way."""
    label = pen.terms.label(component)
    if part.contribution_rate <= 1.0:
        return _MOST.format(component=label, share=pen.number(part.contribution_rate, "percent", 1))
    amount = pen.terms.amount(pen.number(abs(part.increment), "yuan", 0))
    return (_MOST_MORE if part.increment > 0.0 else _MOST_LESS).format(component=label, amount=amount)


def _ends(total: Contribution, parts: Mapping[str, Contribution]) -> list[float]:
    """Return the levels at which bars begin and end."""
    ends = [total.previous_level, total.level]
    reached = total.previous_level
    for part in parts.values():
        reached += part.increment
        ends.append(reached)
    return ends


def _floor(ends: Sequence[float], planned: Sequence[float]) -> float:
    """Return where the axis begins: at zero, or at a round level where bars from zero would dwarf what is added."""
    low, high = min(*ends, *planned), max(*ends, *planned)
    if low <= 0.0 or high - low > _TALL * high:
        return 0.0
    # as much below the lowest end as shows that bars stand there
    wanted = low - _FOOT * max(high - low, 0.02 * high)
    step = 10.0 ** floor_of(log10(high))
    while wanted // step < _ROUND:
        step /= 10.0
    return max(wanted // step * step, 0.0)


def _axes(
    pen: Pen, total: Contribution, parts: Mapping[str, Contribution], years: tuple[int, int], floor: float
) -> float:
    """Set the scales and name the bars; return the room that the numbers at the left take."""
    ends = [floor, *_ends(total, parts)]
    # room above the highest bar for the two lines of text on it
    text = 2.6 * LEADING * pen.points("body") / pen.height
    low = min(ends)
    pen.ax.set_ylim(low, low + max(max(ends) - low, 1.0) / (1.0 - text))
    pen.ax.set_xlim(-0.5, len(parts) + 1.5)
    pen.frame("bottom")
    pen.ax.tick_params(axis="x", length=0.0)
    left = pen.values("yuan", 0)
    names = [pen.terms.year_label(years[0]), *map(pen.terms.label, parts), pen.terms.year_label(years[-1])]
    shown = [in_lines(pen.words(name), pen.points("body"), _column(pen, len(names), left), most=3) for name in names]
    pen.ax.set_xticks(range(len(names)), shown, fontproperties=pen.font("body"), color=INK)
    return left


def _column(pen: Pen, columns: int, left: float) -> float:
    """Return how wide what is written under one bar may be, points, a little less than from bar to bar."""
    return (pen.sides[0] - left) / columns - pen.points("body") * 0.5


def _bars(
    pen: Pen, total: Contribution, parts: Mapping[str, Contribution], floor: float, *, above: float | None
) -> None:
    """Draw the bars; the last figure stands above the plan's line, where there is one that would strike it out."""
    _whole(pen, 0, total.previous_level, floor)
    reached = total.previous_level
    for place, part in enumerate(parts.values(), start=1):
        _step(pen, place, reached, part)
        reached += part.increment
    low, high = pen.ax.get_ylim()
    near = above is not None and 0.0 <= above - total.level < 2.0 * pen.points("body") * (high - low) / pen.height
    _whole(pen, len(parts) + 1, total.level, floor, text_at=above if near else None)
    pen.ax.plot([len(parts) + _BAR / 2, len(parts) + 1 - _BAR / 2], [total.level] * 2, color=FAINT, linewidth=0.7)


def _whole(pen: Pen, place: int, level: float, floor: float, *, text_at: float | None = None) -> None:
    area(pen, WHOLE, place - _BAR / 2, floor, _BAR, level - floor)
    if floor:
        broken(pen, place - _BAR / 2, _BAR)
    at = level if text_at is None else text_at
    pen.write(place, at, pen.number(level, "yuan", 0), va="bottom", by=(0.0, 2.0))


def _reference(pen: Pen, planned: Contributions, group: str, count: int) -> None:
    """Mark the plan's last total, and write its changes under the names of the components."""
    total = planned.part(group)
    ends = [count + 1 - _BAR * 0.7, count + 1 + _BAR * 0.7]
    pen.ax.plot(ends, [total.level] * 2, color=REFERENCE.colour, linestyle=REFERENCE.dashes, linewidth=1.2, zorder=4)
    called = pen.words(pen.say(BY_PLAN))
    shown = [pen.number(total.previous_level, "yuan", 0)]
    shown += [_signed(pen, planned.part(group, key).increment) for key in pen.terms.component_keys]
    shown.append(pen.number(total.level, "yuan", 0))
    names = [label.get_text() for label in pen.ax.get_xticklabels()]
    lines = max(name.count("\n") for name in names)
    texts = []
    for name, step in zip(names, shown, strict=True):
        plan = pen.words(_OF_PLAN.format(plan=called, step=step))
        # those of all bars stand on one line, however long the names above are
        texts.append(name + "\n" * (lines - name.count("\n") + 1) + plan)
    pen.ax.set_xticks(range(len(texts)), texts, fontproperties=pen.font("body"), color=INK)


def _step(pen: Pen, place: int, reached: float, part: Contribution) -> None:
    step = part.increment
    fill = GAIN if step >= 0.0 else LOSS
    low, high = pen.ax.get_ylim()
    if abs(step) < _THIN * (high - low) / pen.height:
        # the white edge of an area would hide it
        across = [place - _BAR / 2, place + _BAR / 2]
        pen.ax.plot(across, [reached + step / 2] * 2, color=fill.colour, linewidth=1.2, solid_capstyle="butt")
    else:
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


def _sentence(pen: Pen, total: Contribution, parts: Mapping[str, Contribution], named: Mapping[str, Text]) -> Text:
    before, after = (pen.terms.amount(pen.number(level, "yuan", 0)) for level in (total.previous_level, total.level))
    told = _SENTENCE.format(**named, before=before, after=after, parts=_parts(pen, parts, pen.terms))
    return told.at_start()


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
