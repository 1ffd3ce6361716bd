"""Draw what income is made of, stacked by year."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.arithmetic import Array
from ceheng_model.charts import words
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found, plan_beside
from ceheng_model.charts.drawing.limits import Title, group_meant, require_projection
from ceheng_model.charts.drawing.pen import Grade, Pen
from ceheng_model.charts.drawing.shapes import area, on_area
from ceheng_model.charts.drawing.source_line import capital, noted, rounding_note, source
from ceheng_model.charts.drawing.style import FAINT, FILLS, INK, REFERENCE, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Table, column, component_column, group_column
from ceheng_model.vocabulary import TOTAL, Language, Template, Text

_TOPIC = Template("{group}收入构成，{span}", "{group}: income by component, {span}")
_FINDING = Template("{year}{group}收入{total}", "income of {group} in {year} is {total}")
_LARGEST = Template("{finding}，其中{component}最多，占{share}", "{finding}, most of it {component} ({share})")
_BESIDE = Template("{finding}，按{kind}为{value}", "{finding} (the {kind}: {value})")
_TABLE = Template("{group}收入构成", "{group}: income by component")
_SENTENCE = Template("{year}{group}收入{total}{unit}，其中{parts}。", "{group} {year}: {total} {unit}, of it {parts}.")
_PART = Template("{component}{level}", "{component} {level}")

_DASHED = Template("虚线为按{kind}的合计", "dashed lines: totals of the {kind}")
_AS_PRINTED = 0.5
"""Half of the unit in which incomes are written."""
MOST_BARS = 9
"""Years that stand side by side with their figures; of more, every so many."""
_BAR = 0.62
"""Width of a bar where years are 1 apart: room for a figure of six digits in small type beside its neighbour's."""
_MOST_FILLED = 6
"""Bars beside one another that are wide enough for figures inside."""


def components_by_year(
    projection: Projection,
    group: str,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the income of one group by year, stacked by component, in the unit of the plan.

    Of more than nine years, every so many are drawn, the last one among them. Raises `InputError` for anything
    but a projection of one path and for a group that it does not have.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = components_by_year(project(scenario("plan")), "rural", language="en")
    >>> from ceheng_model.charts.drawing.numbers import description
    >>> description(ax, "en")
    'Rural residents 2024: 15,561 yuan, of it wages 6,754, business 4,898, property 186, transfer 3,722.'
    """
    require_projection(projection)
    group = group_meant(projection, group)
    g = projection.group_index(group)
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        kept = _kept(projection.years)
        levels, totals = projection.levels.values[g][:, kept], projection.totals.values[g][kept]
        years = [projection.years[t] for t in kept]
        # an eighth more than the highest bar, for its figure
        high = max(float(_tops(levels, totals).max()), 1.0)
        planned = plan_beside(projection)
        ahead = [] if planned is None else _planned_totals(planned, projection, g, years)
        high = max(high, *(total for total in ahead if total is not None), 1.0)
        pen.ax.set_ylim(float(np.minimum(levels, 0.0).sum(axis=0).min()), high * 1.12)
        if (levels < 0.0).any():
            pen.ax.axhline(0.0, color=FAINT, linewidth=0.7)
        left = _axes(pen, years)
        label = capital(projection.scenario.groups[g].label)
        topic = pen.say(_TOPIC, group=label, span=pen.terms.span_label(years[0], years[-1]))
        pen.title(_finding(pen, projection, planned, g), topic=topic, unit=pen.terms.income_unit, left=left)
        dashed = pen.say(_DASHED) if any(total is not None for total in ahead) else None
        more = noted(dashed, _rounding(levels, totals))
        pen.footnote(source(projection.scenario, groups=[group], components=True, more=more), left=left)
        _stack(pen, levels, totals, ahead)
        _name_components(pen, levels[:, -1], len(years) - 1 + _BAR / 2, ahead[-1] if ahead else None)
        _mark_plan(pen, ahead)
        pen.keep(_table(projection, g), _sentence(pen, projection, g))
    return pen.ax


@chart(components_by_year, Text("收入构成", "Income by component"))
def _pictures(material: Material) -> Iterator[Picture]:
    for group in material.split_groups:
        draw = partial(components_by_year, material.within, group.key)
        yield Picture(name=f"components_by_year_{group.key}", draw=draw, of=group.label)


def _finding(pen: Pen, projection: Projection, planned: Projection | None, g: int) -> Text:
    """Return where the income of the group ends, and the largest of its components."""
    terms, year = projection.scenario.terms, pen.terms.year_label(projection.years[-1])
    total, levels = float(projection.totals.values[g, -1]), projection.levels.values[g, :, -1]
    amount = terms.amount(pen.number(total, "yuan", 0))
    said = _FINDING.format(year=year, group=terms.groups[g].label, total=amount)
    if planned is not None and abs(float(planned.totals.values[g, -1]) - total) >= _AS_PRINTED:
        beside = terms.amount(pen.number(float(planned.totals.values[g, -1]), "yuan", 0))
        said = pen.say(_BESIDE, finding=said, value=beside)
    if terms.has_parts and total > 0.0:
        c = int(np.argmax(levels))
        share = pen.number(float(levels[c]) / total, "percent", 1)
        said = _LARGEST.format(finding=said, component=terms.components[c].label, share=share)
    return found(projection, said)


def _planned_totals(planned: Projection, projection: Projection, g: int, years: Sequence[int]) -> list[float | None]:
    """Return what the plan gives in the years that are drawn, where that is another figure."""
    ahead = dict(zip(planned.years, planned.totals.values[g].tolist(), strict=True))
    own = dict(zip(projection.years, projection.totals.values[g].tolist(), strict=True))
    return [ahead[year] if abs(ahead.get(year, own[year]) - own[year]) >= _AS_PRINTED else None for year in years]


def _mark_plan(pen: Pen, ahead: Sequence[float | None]) -> None:
    """Draw at each bar how high it is in the plan."""
    for place, total in enumerate(ahead):
        if total is not None:
            pen.ax.plot(
                [place - _BAR / 2 - 0.06, place + _BAR / 2 + 0.06],
                [total] * 2,
                color=REFERENCE.colour,
                linestyle=REFERENCE.dashes,
                linewidth=pen.sheet.line * 0.8,
                zorder=4,
            )


def _rounding(levels: Array, totals: Array) -> Text | None:
    """Return that figures do not add up where those of a year do not, as they are printed."""
    notes = (rounding_note(levels[:, t].tolist(), float(total)) for t, total in enumerate(totals.tolist()))
    return next((note for note in notes if note is not None), None)


def _kept(years: Sequence[int]) -> list[int]:
    """Return the positions of the years that are drawn."""
    step = -(-len(years) // MOST_BARS)
    return sorted(range(len(years) - 1, -1, -step))


def _axes(pen: Pen, years: Sequence[int]) -> float:
    """Write the years under the bars; return the room that the numbers at the left take."""
    pen.frame("bottom")
    left = pen.values("yuan", 0)
    texts = [pen.year(year) for year in years]
    pen.ax.set_xticks(range(len(years)), texts, fontproperties=pen.font("body"), color=INK)
    pen.ax.tick_params(axis="x", length=0.0)
    pen.ax.set_xlim(-0.5, len(years) - 0.5 + 0.02)
    return left


def _tops(levels: Array, totals: Array) -> Array:
    """Return how high each bar reaches: its total, or more where a component lies below zero."""
    raised = np.maximum(levels, 0.0).sum(axis=0)
    return np.where((levels < 0.0).any(axis=0), raised, totals)


def _lows(levels: Array) -> Array:
    """Return where each component begins: those above zero one on another, those below it one under another."""
    above, below = (np.cumsum(part, axis=0) for part in (np.maximum(levels, 0.0), np.minimum(levels, 0.0)))
    return np.asarray(np.where(levels < 0.0, below, above - levels))


def _stack(pen: Pen, levels: Array, totals: Array, ahead: Sequence[float | None]) -> None:
    lows, tops = _lows(levels), _tops(levels, totals)
    # a part less high than a line of type has no figure inside
    line = pen.points("body") * 1.45 * float(np.ptp(pen.ax.get_ylim())) / pen.height
    many = levels.shape[1] > _MOST_FILLED
    grade: Grade = "small" if many else "body"
    for t in range(levels.shape[1]):
        for c, fill in zip(range(len(levels)), FILLS, strict=False):
            level, low, high = float(levels[c, t]), float(lows[c, t]), abs(float(levels[c, t]))
            area(pen, fill, t - _BAR / 2, low, _BAR, high)
            if high > line and not many:
                on_area(pen, fill, t, low + high / 2, pen.number(level, "yuan", 0))
        # over the plan's mark too, where that is higher
        over = max(float(tops[t]), (ahead[t] if ahead else None) or 0.0)
        pen.write(t, over, pen.number(totals[t], "yuan", 0), va="bottom", by=(0.0, 2.0), grade=grade)


def _name_components(pen: Pen, levels: Array, x: float, planned: float | None) -> None:
    lows = _lows(levels[:, np.newaxis])[:, 0].tolist()
    labels = [
        (low + abs(level) / 2, f"{pen.words(component.label)} {pen.number(level, 'yuan', 0)}", INK)
        for component, low, level in zip(pen.terms.components, lows, levels.tolist(), strict=True)
    ]
    if planned is not None:
        beside = pen.say(words.PLAN_VALUE, value=pen.number(planned, "yuan", 0))
        labels.append((planned, pen.words(beside), REFERENCE.text))
    # from the lowest up: those below zero stand under one another
    pen.at_the_end(sorted(labels, key=lambda label: label[0]), x=x)


def _table(projection: Projection, g: int) -> Table:
    group = projection.scenario.groups[g]
    rows: list[tuple[Cell, ...]] = []
    for t, year in enumerate(projection.years):
        levels = projection.levels.values[g, :, t].tolist()
        named = projection.scenario.terms.named_components
        rows += [(group.named, component, year, level) for component, level in zip(named, levels, strict=True)]
        rows.append((group.named, TOTAL, year, float(projection.totals.values[g, t])))
    columns = (
        group_column(projection.scenario.terms),
        component_column(projection.scenario.terms),
        column("year", "year"),
        Column(key="level", heading=projection.scenario.terms.in_unit(Text("收入", "income")), kind="yuan"),
    )
    return Table(name="components_by_year", title=_TABLE.format(group=group.label), columns=columns, rows=tuple(rows))


def _sentence(pen: Pen, projection: Projection, g: int) -> Text:
    parts = [
        _PART.format(
            component=component.label, level=pen.amount(pen.number(projection.levels.values[g, c, -1], "yuan", 0))
        )
        for c, component in enumerate(projection.scenario.terms.components)
    ]
    return pen.say(
        _SENTENCE,
        year=pen.terms.year_label(projection.years[-1]),
        group=capital(projection.scenario.groups[g].label),
        total=pen.number(projection.totals.values[g, -1], "yuan", 0),
        parts=Text.join(parts),
    )
