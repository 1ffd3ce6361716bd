"""Draw incomes year by year, with the plan's endpoints."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes

from ceheng_model.charts import words
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import Standing, beside_target, found, plan_beside, standing
from ceheng_model.charts.drawing.limits import Title, require_projection
from ceheng_model.charts.drawing.pen import LEADING, Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.plan_targets import Endpoint, endpoints
from ceheng_model.charts.drawing.shapes import line, reference
from ceheng_model.charts.drawing.source_line import capital, noted, source
from ceheng_model.charts.drawing.spread import BANDS_ARE, Spread, count_of, holds_many, spread_columns
from ceheng_model.charts.drawing.style import INK, REFERENCE, STROKES, Size
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.charts.words import PROJECTED_TOTAL
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Table, column, group_column
from ceheng_model.vocabulary import Language, Template, Text

TITLE = Template("{by_group}{per_recipient}收入", "Income {per_recipient}{by_group}")
_TOPIC = Template("{by_group}{per_recipient}收入，{span}", "Income {per_recipient}{by_group}, {span}")
_FINDING = Template("{year}{groups}", "{year} income is {groups}")
_FIRST_END = Template("{group}{per_recipient}收入{value}", "{value} {per_recipient} for {group}")
_END = Template("{group}{value}", "{value} for {group}")
_END_STANDS = Template("{end}，{standing}", "{end}, {standing}")
_AMOUNT = Template("{value}{unit}", "{value} {unit}")
_OTHERS_MEET = Template("{names}达到目标", "{names} meet their targets")
_GROWN = Template("{finding}，比{year}增长{growth}", "{finding}, {growth} more than in {year}")
_SHRUNK = Template("{finding}，比{year}下降{growth}", "{finding}, {growth} less than in {year}")
_FINDING_OF_MANY = Template(
    "{count}种情形{year}{per_recipient}收入：{groups}", "{year} income {per_recipient} over {count} paths: {groups}"
)
_MARKS = Template("空心菱形为{kind}目标", "hollow diamonds are the {kind}'s targets")
_IMPLIED = Template(
    "标“约”者按{kind}所定的比例或倍数折算", '"about": worked out from a proportion or a multiple that the {kind} sets'
)
_ENDPOINTS = Template("{kind}目标（{unit}）", "{kind}'s target ({unit})")
_TARGET = Template("（目标 {value}）", " (target {value})")
_OF_THEM = Template("目标 {value}", "target {value}")
_AND_MORE = Template("{named}，另有{left}个", "{named} and {left} more")
_PASSED_TARGET = Template("{year}目标 {value}", "{year} target {value}")
_SENTENCE = Template(
    "{first}至{last}{per_recipient}收入：{groups}。", "Income {per_recipient} from {first} to {last}: {groups}."
)
_GROUP = Template("{group}由{before}{unit}到{after}{unit}", "{group} from {before} to {after} {unit}")
_GROUP_STILL = Template("{group}仍为{after}{unit}", "{group} still {after} {unit}")

_SPREAD = Template(
    "{count}种情形{last}{per_recipient}收入：{groups}。",
    "Income {per_recipient} in {last} over {count} paths: {groups}.",
)
_GROUP_SPREAD = Template("{group}{low}至{high}{unit}", "{group} {low} to {high} {unit}")
_GROUP_ALIKE = Template("{group}都为{low}{unit}", "{group} {low} {unit} in all of them")

_Box = tuple[float, float, float, float]
_AS_PRINTED = 0.5
"""Half of the unit in which incomes are written: paths nearer than this bear the same figures."""
_MOST_TOLD = 3
"""Groups of which a title tells."""
_MOST_TARGETS = 2
"""Targets of a year that one label names: there is room for no more beside the end of a path."""


def income_paths(
    projection: Projection,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw the total income of every group, in the unit of the plan, with the plan's endpoints as marks.

    A projection of many alternatives, or regions, is drawn as bands by group: all paths, the middle half, the median.
    Raises `InputError` for anything but a projection.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> ax = income_paths(project(scenario("plan")))
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> total, target = numbers(ax).rows[3][2:]
    >>> round(total, 2), target
    (48594.81, 48594.8)
    """
    if holds_many(projection):
        return _of_batch(projection, ax=ax, language=language, size=size, title=title)
    require_projection(projection)
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        planned = plan_beside(projection)
        left = _axes(pen, projection, planned)
        pen.title(_finding(pen, projection), topic=_topic(pen, projection), unit=pen.terms.income_unit, left=left)
        more = noted(_plan_note(pen, projection, planned), *_target_notes(pen, projection))
        pen.footnote(source(projection.scenario, more=more), left=left)
        ends = [_path(pen, projection, g) for g in range(len(projection.scenario.groups))]
        if planned is not None:
            ends += _beside(pen, projection, planned)
        pen.at_the_end(ends, x=projection.years[-1])
        _name_passed_targets(pen, projection)
        pen.keep(_table(projection), _sentence(pen, projection))
    return pen.ax


def _of_batch(
    projection: Projection, *, ax: Axes | None, language: Language | None, size: Size, title: Title | None
) -> Axes:
    """Draw how the total incomes of many paths are spread, group by group."""
    scenario, years = projection.scenario, projection.years
    scenario.require_bases()
    totals, count = np.asarray(projection.totals), f"{count_of(projection):,}"
    spreads = [Spread.of(totals[..., g, :]) for g in range(len(scenario.groups))]
    with drawing(ax, terms=scenario.terms, language=language, size=size, title=title) as pen:
        left = _axes(pen, projection)
        last = pen.terms.year_label(years[-1])
        # who ends with one income on every path is no finding, unless all do
        moving = [g for g, spread in enumerate(spreads) if np.ptp(spread.quartiles[:, -1]) >= _AS_PRINTED]
        groups = _lasts(pen, projection, spreads, moving or range(len(spreads)))
        finding = pen.say(_FINDING_OF_MANY, count=count, year=last, groups=groups)
        pen.title(finding, topic=_topic(pen, projection), unit=pen.terms.income_unit, left=left)
        more = noted(BANDS_ARE, *_target_notes(pen, projection))
        pen.footnote(source(scenario, more=more), left=left)
        ends = []
        for g, (group, spread) in enumerate(zip(scenario.groups, spreads, strict=True)):
            stroke = STROKES[g % len(STROKES)]
            spread.draw(pen, years, stroke)
            for target in endpoints(projection, group.key):
                _mark_target(pen, target)
            end = float(spread.median[-1])
            ends.append((end, f"{pen.words(capital(group.label))}\n{pen.number(end, 'yuan', 0)}", stroke.text))
        pen.at_the_end(ends, x=years[-1])
        pen.keep(_spread_table(projection, spreads), _spread_sentence(pen, projection, spreads, count))
    return pen.ax


def _spread_table(projection: Projection, spreads: Sequence[Spread]) -> Table:
    terms = projection.scenario.terms
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (group.named, year, *spread.cells(t))
        for group, spread in zip(projection.scenario.groups, spreads, strict=True)
        for t, year in enumerate(projection.years)
    )
    columns = (column("group"), column("year", "year"), *spread_columns("yuan"))
    return Table(name="income_paths", title=terms.say(TITLE), columns=columns, rows=rows)


def _spread_sentence(pen: Pen, projection: Projection, spreads: Sequence[Spread], count: str) -> Text:
    last = pen.terms.year_label(projection.years[-1])
    return pen.say(_SPREAD, last=last, count=count, groups=_lasts(pen, projection, spreads, range(len(spreads))))


def _lasts(pen: Pen, projection: Projection, spreads: Sequence[Spread], shown: Sequence[int]) -> Text:
    """Return between which incomes the groups shown end."""
    groups = []
    for g in shown:
        low, high = (pen.number(float(spreads[g].quartiles[end, -1]), "yuan", 0) for end in (0, -1))
        group = projection.scenario.groups[g].label
        if low == high:
            groups.append(pen.say(_GROUP_ALIKE, group=group, low=low))
        else:
            groups.append(pen.say(_GROUP_SPREAD, group=group, low=low, high=high))
    return Text.join(groups, zh="，", en=", ")


@chart(income_paths, Template("收入走势与{kind}目标", "Income paths and the {kind}'s endpoints"))
def _pictures(material: Material) -> Iterator[Picture]:
    yield Picture(name="income_paths", draw=partial(income_paths, material.projection))


def _topic(pen: Pen, projection: Projection) -> Text:
    return pen.say(_TOPIC, span=pen.terms.span_label(projection.years[0], projection.years[-1]))


def _finding(pen: Pen, projection: Projection) -> Text:
    """Return where the groups end that have a target then, and how they stand to it; else where they come to."""
    last, groups = projection.years[-1], projection.scenario.groups
    stands = {g: _standings(projection, g, last) for g in range(len(groups))}
    aimed = [g for g in stands if stands[g]]
    missed = [g for g in aimed if not stands[g][0][0].holds]
    told = (missed or aimed or list(stands))[:_MOST_TOLD]
    ends = [_end(pen, projection, g, first=g == told[0]) for g in told]
    if missed:
        parts = [_END_STANDS.format(end=end, standing=stands[g][0][1]) for end, g in zip(ends, told, strict=True)]
        met = [g for g in aimed if g not in missed]
        parts += [_OTHERS_MEET.format(names=_names(pen, met))] if met else []
        said = Text.join(parts, zh="；", en="; ")
    elif aimed:
        count = sum(len(stands[g]) for g in aimed)
        several = words.TARGETS_OF_ONE_MET if len(aimed) == 1 else words.TARGETS_ALL_MET
        verdict = stands[aimed[0]][0][1] if count == 1 else several
        said = _END_STANDS.format(end=Text.join(ends), standing=verdict)
    else:
        said = Text.join(ends)
    finding = pen.say(_FINDING, year=pen.terms.year_label(last), groups=said)
    return found(projection, finding if aimed or len(ends) > 1 else _grown(pen, projection, finding))


def _end(pen: Pen, projection: Projection, g: int, *, first: bool) -> Text:
    """Return where a group ends; the first one of a sentence says of what."""
    group = Text(pen.terms.short(projection.scenario.group_keys[g]).zh, projection.scenario.groups[g].label.en)
    return pen.say(_FIRST_END if first else _END, group=group, value=_money(pen, projection, g))


def _names(pen: Pen, shown: Sequence[int]) -> Text:
    groups = pen.terms.groups
    return Text.join(Text(pen.terms.short(groups[g].key).zh, groups[g].label.en) for g in shown)


def _standings(projection: Projection, g: int, year: int) -> list[tuple[Standing, Text]]:
    """Return how a group stands to its targets of one year, with the words for it; those that are missed first."""
    terms, judged = projection.scenario.terms, []
    for one in endpoints(projection, projection.scenario.group_keys[g]):
        stands = standing(one.statement, projection) if one.year == year else None
        if stands is not None:
            amount = _AMOUNT.format(value=one.printed, unit=terms.income_unit)
            judged.append(
                (stands, stands.beside(amount) if one.implied else beside_target(one.statement, stands, amount))
            )
    return sorted(judged, key=lambda pair: pair[0].holds)


def _grown(pen: Pen, projection: Projection, finding: Text) -> Text:
    """Return the finding on the only group with how far its income has come since the base year."""
    before, after = (float(projection.totals.values[0, t]) for t in (0, -1))
    if before <= 0.0:
        return finding
    growth = pen.number(abs(after / before - 1.0), "percent", 1)
    year = pen.terms.year_label(projection.years[0])
    return (_GROWN if after >= before else _SHRUNK).format(finding=finding, year=year, growth=growth)


def _money(pen: Pen, projection: Projection, g: int) -> Text:
    return pen.terms.amount(pen.number(projection.totals.values[g, -1], "yuan", 0))


def _same(projection: Projection, planned: Projection, g: int) -> bool:
    """Whether a group's path cannot be told from the plan's: no year differs by as much as is printed."""
    return bool(np.max(np.abs(projection.totals.values[g] - planned.totals.values[g])) < _AS_PRINTED)


def _beside(pen: Pen, projection: Projection, planned: Projection) -> list[tuple[float, str, str]]:
    """Draw the plan's paths where they differ; return the labels of their ends."""
    ends = []
    for g in range(len(projection.scenario.groups)):
        if _same(projection, planned, g):
            continue
        totals = planned.totals.values[g].tolist()
        reference(pen, planned.years, totals)
        label = pen.say(words.PLAN_VALUE, value=pen.number(totals[-1], "yuan", 0))
        ends.append((float(totals[-1]), pen.words(label), REFERENCE.text))
    return ends


def _plan_note(pen: Pen, projection: Projection, planned: Projection | None) -> Text | None:
    """Return what the dashed lines are, and which groups' paths lie on them."""
    if planned is None:
        return None
    groups = projection.scenario.groups
    same = [group.label for g, group in enumerate(groups) if _same(projection, planned, g)]
    lies = pen.say(words.AS_IN_PLAN, names=Text.join(same)).at_start() if same else None
    return noted(pen.say(words.DASHED_IS_PLAN) if len(same) < len(groups) else None, lies)


def _target_notes(pen: Pen, projection: Projection) -> list[Text]:
    """Return what the marks of targets are, and which of these the plan does not print as incomes."""
    targets = [target for key in projection.scenario.group_keys for target in endpoints(projection, key)]
    notes = [pen.say(_MARKS)] if targets else []
    return [*notes, pen.say(_IMPLIED)] if any(target.implied for target in targets) else notes


def _axes(pen: Pen, projection: Projection, planned: Projection | None = None) -> float:
    """Set the scales, from zero; return the room that the numbers at the left take."""
    stated = [statement for key in projection.scenario.group_keys for statement in endpoints(projection, key)]
    targets = [value for statement in stated for value in statement.values]
    # a little above the highest path, so that its last label is inside
    beside = [] if planned is None else [float(np.nanmax(planned.totals.values))]
    pen.ax.set_ylim(0.0, max(float(np.nanmax(projection.totals.values)), *targets, *beside, 1.0) * 1.06)
    pen.frame("bottom")
    pen.years(projection.years, after=0.03)
    return pen.values("yuan", 0)


def _path(pen: Pen, projection: Projection, g: int) -> tuple[float, str, str]:
    """Draw the path of a group and its targets; return the label of its end."""
    group, totals = projection.scenario.groups[g], projection.totals.values[g]
    stroke = STROKES[g % len(STROKES)]
    line(pen, projection.years, totals.tolist(), stroke)
    text = pen.number(totals[-1], "yuan", 0)
    targets = endpoints(projection, group.key)
    for target in targets:
        _mark_target(pen, target)
    # several statements may print one value
    values = list(dict.fromkeys(one.printed for one in targets if one.year == projection.years[-1]))
    if len(values) == 1:
        text += pen.words(_TARGET.format(value=values[0]))
    elif values:
        # each on a line of its own, the highest first, as their marks stand
        by_height = sorted(targets, key=lambda one: -one.aim)
        lines = dict.fromkeys(one.printed for one in by_height if one.printed in values)
        named, left = [*lines][:_MOST_TARGETS], len(lines) - _MOST_TARGETS
        more = [_AND_MORE.format(named=named.pop(), left=left)] if left > 0 else []
        text += "".join(f"\n{pen.words(_OF_THEM.format(value=value))}" for value in (*named, *more))
    return float(totals[-1]), f"{pen.words(capital(group.label))}\n{text}", stroke.text


def _few(values: Sequence[Text]) -> Text:
    """Return the values in one line: the first ones, and how many more there are."""
    named, left = Text.join(values[:_MOST_TARGETS]), len(values) - _MOST_TARGETS
    return named if left <= 0 else _AND_MORE.format(named=named, left=left)


def _mark_target(pen: Pen, target: Endpoint) -> None:
    values, year = target.values, target.year
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


def _name_passed_targets(pen: Pen, projection: Projection) -> None:
    """Name the targets before the last year, each year's beside their marks."""
    by_year: dict[int, list[Endpoint]] = {}
    for key in projection.scenario.group_keys:
        for target in endpoints(projection, key):
            if target.year != projection.years[-1]:
                by_year.setdefault(target.year, []).append(target)
    taken: list[_Box] = []
    # from the last year back: the path rises, and there is more room under an earlier mark
    for year, targets in sorted(by_year.items(), reverse=True):
        totals = projection.totals.values[:, projection.years.index(year)]
        _name_targets(pen, year, sorted(targets, key=lambda target: -target.aim), float(totals.max()), taken)


def _under(pen: Pen, year: int, value: float, text: str, by: tuple[float, float], taken: list[_Box]) -> None:
    """Write under a mark, as much lower as it takes to stand clear of what stands there already."""
    size = pen.points("small")
    (first, last), (low, high) = pen.ax.get_xlim(), pen.ax.get_ylim()
    # names at the right take a fifth of the width
    across, up = 0.8 * pen.sides[0] / (last - first), pen.height / (high - low)
    left, top = (year - first) * across + by[0], (value - low) * up + by[1]
    wide, line_height = width(text, size), size * LEADING
    down = 0.0
    while any(
        left < b[2] and b[0] < left + wide and top - down - line_height < b[3] and b[1] < top - down for b in taken
    ):
        down += line_height * 0.5
    taken.append((left, top - down - line_height, left + wide, top - down))
    pen.write(year, value, text, grade="small", ha="left", va="top", by=(by[0], by[1] - down))


def _name_targets(pen: Pen, year: int, targets: list[Endpoint], top: float, taken: list[_Box]) -> None:
    """Name a year's targets, the highest over its mark and the others under theirs, or all together where near.

    All together they stand on the side of the highest path on which it does not run on: paths rise, as a rule.
    """
    off = pen.sheet.mark * 1.2
    line_height = pen.points("small") * LEADING * pen.ax.get_ylim()[1] / pen.height
    highest, lowest = targets[0].values[-1], targets[-1].values[0]
    # under the lowest mark there is room for a label, and between the marks for one over and one under
    apart = lowest > 2.5 * line_height and highest - lowest > 3.0 * line_height
    if not apart:
        text = _PASSED_TARGET.format(
            year=pen.terms.year_label(year), value=_few(list(dict.fromkeys(target.printed for target in targets)))
        )
        if highest < top and lowest > 2.5 * line_height:
            _under(pen, year, lowest, pen.words(text), (-off, -off * 1.2), taken)
        else:
            pen.write(year, highest, text, grade="small", ha="right", va="bottom", by=(off, off * 1.2))
        return
    for i, target in enumerate(targets):
        text = _PASSED_TARGET.format(year=pen.terms.year_label(year), value=target.printed)
        if i == 0:
            pen.write(year, highest, text, grade="small", ha="right", va="bottom", by=(-off, off * 0.6))
        else:
            _under(pen, year, target.values[0], pen.words(text), (off, -off * 0.6), taken)


def _table(projection: Projection) -> Table:
    terms = projection.scenario.terms
    rows: list[tuple[Cell, ...]] = []
    for g, group in enumerate(projection.scenario.groups):
        targets = {target.year: target.cell for target in endpoints(projection, group.key)}
        totals = projection.totals.values[g].tolist()
        rows += [
            (group.named, year, total, targets.get(year)) for year, total in zip(projection.years, totals, strict=True)
        ]
    columns = (
        group_column(terms),
        column("year", "year"),
        Column(key="total", heading=terms.in_unit(PROJECTED_TOTAL), kind="yuan"),
        Column(key="target", heading=terms.say(_ENDPOINTS), kind="yuan"),
    )
    return Table(name="income_paths", title=terms.say(TITLE), columns=columns, rows=tuple(rows))


def _sentence(pen: Pen, projection: Projection) -> Text:
    totals = projection.totals.values
    groups = []
    for g, group in enumerate(projection.scenario.groups):
        before, after = (pen.number(totals[g, t], "yuan", 0) for t in (0, -1))
        if before == after:
            groups.append(pen.say(_GROUP_STILL, group=group.label, after=after))
        else:
            groups.append(pen.say(_GROUP, group=group.label, before=before, after=after))
    first, last = (pen.terms.year_label(projection.years[t]) for t in (0, -1))
    return pen.say(_SENTENCE, first=first, last=last, groups=Text.join(groups, zh="，", en=", "))
