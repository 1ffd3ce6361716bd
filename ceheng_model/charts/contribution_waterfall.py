"""Draw how a total grows from one year to another, component by component."""

from collections.abc import Mapping
from dataclasses import replace
from math import isnan

from matplotlib.axes import Axes

from ceheng_model.charts.components_by_year import area
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require_groups, require_projection
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import FAINT, GAIN, INK, LOSS, WHOLE, Size
from ceheng_model.decomposition import Contribution, contributions
from ceheng_model.projection import Projection
from ceheng_model.tables import Figure
from ceheng_model.vocabulary import COMPONENTS, LABELS, Language, Text

_BAR = 0.64


def contribution_waterfall(
    projection: Projection,
    group: str,
    *,
    since: int | None = None,
    year: int | None = None,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw the total of one year, what each component adds, and the total of a later year, yuan per person.

    From the base year to the last one unless `since` and `year` say otherwise; the figures are those of
    `contributions`. Raises `InputError` for anything but a projection of one path, a group that it does not
    have and years that make no span.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = contribution_waterfall(project(scenario("plan")), "rural")
    >>> from ceheng_model.charts.drawing.numbers import alternative_text
    >>> print(alternative_text(ax, "en"))
    Rural residents: from 11,076 yuan in 2021 to 15,561 yuan in 2024; of the change wages +2,846 (63.4%), business \
+912 (20.3%), property +35 (0.8%), transfer +693 (15.4%).
    """
    require_projection(projection)
    require_groups(projection, [group])
    start = projection.years[0] if since is None else since
    found = contributions(projection, since=start, year=year)
    parts = {component: found.part(group, component) for component in COMPONENTS}
    total = found.part(group)
    last = found.spans[-1][1]
    label = capital(projection.scenario.groups[projection.group_index(group)].label)
    with drawing(ax, language=language, size=size) as pen:
        levels = (total.previous_level, total.level)
        _scale(pen, levels, [part.increment for part in parts.values()])
        left = pen.values("yuan", 0)
        _whole(pen, 0, levels[0])
        reached = levels[0]
        for place, part in enumerate(parts.values(), start=1):
            _step(pen, place, reached, part)
            reached += part.increment
        _whole(pen, len(parts) + 1, levels[1])
        pen.ax.plot([len(parts) + _BAR / 2, len(parts) + 1 - _BAR / 2], [levels[1]] * 2, color=FAINT, linewidth=0.7)
        names = [Text(f"{start}年", str(start)), *(LABELS[name] for name in COMPONENTS), Text(f"{last}年", str(last))]
        pen.ax.set_xticks(range(len(names)), map(pen.words, names), fontproperties=pen.font("body"), color=INK)
        ends = [pen.number(level, "yuan", 0) for level in levels]
        title = Text(
            f"{label.zh}收入：{start}年{ends[0]}元，{last}年{ends[1]}元",
            f"{label.en}: {ends[0]} yuan in {start}, {ends[1]} yuan in {last}",
        )
        more = Text(
            "各项构成的增量（元），括号内为贡献率", "change by component, yuan; in brackets its share of the change"
        )
        pen.title(title, left=left, more=more)
        pen.footnote(source(projection.scenario, groups=[group], components=True), left=left)
        table = replace(found.table(group=group), name="contribution_waterfall")
        pen.keep(table, _sentence(pen, label, (start, last), total, parts))
    return pen.ax


def _scale(pen: Pen, levels: tuple[float, float], steps: list[float]) -> None:
    reached, ends = levels[0], [0.0, *levels]
    for step in steps:
        reached += step
        ends.append(reached)
    pen.ax.set_ylim(min(ends), max(*ends, 1.0) * 1.17)
    pen.ax.set_xlim(-0.5, len(steps) + 1.5)
    pen.frame("bottom")
    pen.ax.tick_params(axis="x", length=0.0)


def _whole(pen: Pen, place: int, level: float) -> None:
    area(pen, WHOLE, place - _BAR / 2, 0.0, _BAR, level)
    pen.write(place, level, pen.number(level, "yuan", 0), va="bottom", by=(0.0, 2.0))


def _step(pen: Pen, place: int, reached: float, part: Contribution) -> None:
    step, rate = part.increment, part.contribution_rate
    fill = GAIN if step >= 0.0 else LOSS
    area(pen, fill, place - _BAR / 2, min(reached, reached + step), _BAR, abs(step))
    pen.ax.plot([place - 1 + _BAR / 2, place - _BAR / 2], [reached] * 2, color=FAINT, linewidth=0.7)
    text = pen.number(Figure(step, "yuan", 0, signed=True))
    if not isnan(rate):
        share = pen.number(rate, "percent", 1)
        text += pen.words(Text(f"\n（{share}）", f"\n({share})"))
    pen.write(place, max(reached, reached + step), text, va="bottom", by=(0.0, 2.0))


def _sentence(
    pen: Pen, label: Text, years: tuple[int, int], total: Contribution, parts: Mapping[str, Contribution]
) -> Text:
    before, after = (pen.number(level, "yuan", 0) for level in (total.previous_level, total.level))
    zh, en = [], []
    for component, part in parts.items():
        step = pen.number(Figure(part.increment, "yuan", 0, signed=True))
        rate = part.contribution_rate
        share = "" if isnan(rate) else pen.number(rate, "percent", 1)
        zh.append(f"{LABELS[component].zh}{step}元" + (f"（{share}）" if share else ""))
        en.append(f"{LABELS[component].en} {step}" + (f" ({share})" if share else ""))
    return Text(
        f"{label.zh}收入由{years[0]}年{before}元到{years[1]}年{after}元，其中{'，'.join(zh)}。",
        f"{label.en}: from {before} yuan in {years[0]} to {after} yuan in {years[1]}; of the change {', '.join(en)}.",
    )
