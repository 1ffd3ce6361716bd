"""Show how the targets stand and what the rest of the period needs."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

from ceheng_model.plan import firmer_notes, force_cell, force_column, words_column
from ceheng_model.quantities import assumed_notes
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Table, probability_text
from ceheng_model.terms import Terms
from ceheng_model.tracking.forecast import Forecast, TargetChance
from ceheng_model.tracking.lines import QUOTED, Line, LinePath
from ceheng_model.tracking.target_outlook import Need, State, TargetState
from ceheng_model.tracking.words import (
    ALL_TOGETHER,
    ALREADY_MISSED,
    HOW_LINES_GO,
    HOW_TARGETS_STAND,
    NOT_JUDGED,
    NOT_YET_PUBLISHED,
    PLAN_ALONE,
    ROUNDING_DECIDES,
    WHAT_IS_NEEDED,
    WITHIN_ROUNDING,
)
from ceheng_model.uncertainty import condition_column, conditional_on
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text, Verdict

_NEEDED = Template(
    "其余年份所需的增速（收入以{unit}计）",
    "Growth that the rest of the period needs (level in {unit})",
)
_CONTINUED = Template("按{kind}增速", "{kind}'s growth")
_UNDECIDED = Text("难以判定", "undecided")
_PROBABILITY = Text("其概率", "prob.")
_RESULTS = Template("其余年份按{count}种增速的结果", "Targets under {count} rates of growth for the years left")
_COUNTS = {1: Text("一", "one"), 2: Text("两", "two"), 3: Text("三", "three")}
_COLOURS = {
    State.REACHED: Verdict.EXCEEDED,
    State.ON_TRACK: Verdict.MET,
    State.OFF_TRACK: Verdict.MISSED,
    State.MISSED: Verdict.MISSED,
    State.NO_ACTUALS: Verdict.NOT_JUDGED,
    State.NOT_JUDGED: Verdict.NOT_JUDGED,
}


def chances_left(forecast: Forecast | None, line: Line = QUOTED) -> dict[str, TargetChance]:
    """Return the chances under a line of targets that are not decided, by the ids of their statements."""
    made = None if forecast is None else forecast.lines.get(line)
    chances = () if made is None else made.chances
    return {chance.target.statement.id: chance for chance in chances if not chance.target.decided}


def target_table(targets: Sequence[TargetState], forecast: Forecast | None, scenario: Scenario) -> Table:
    """Return one row a headline statement: where it stands, and how probable it is where it is not decided."""
    terms = scenario.terms
    chances = chances_left(forecast)
    is_open = any(id in chances for id in (target.statement.id for target in targets))
    condition = None if forecast is None else conditional_on(forecast.uncertainty, scenario)
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        words_column(target.statement.words for target in targets),
        force_column(target.statement.firmest for target in targets),
        Column(key="printed", heading=Text("列明值", "printed"), shown=False, holds="number"),
        Column(key="outlook", heading=terms.say(_CONTINUED), kind="yuan"),
        Column(key="state", heading=Text("进度", "state"), kind="label", among=tuple(State)),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
        Column(key="decided", heading=Text("已定", "decided"), shown=False),
        Column(key="probability", heading=Text("达到的概率", "probability"), kind="probability", shown=is_open),
        condition_column(),
        Column(key="why", heading=Text("未判定的原因", "why not judged"), shown=False),
    )
    rows = tuple(_target_row(target, chances.get(target.statement.id), condition, terms) for target in targets)
    firmer = firmer_notes((target.statement for target in targets), terms)
    # a probability is not read without what it holds under
    conditions = (condition,) if is_open and condition is not None else ()
    judged = ((one.label, one.statement.quantity) for one in targets if one.state is not State.NOT_JUDGED)
    assumed = assumed_notes(judged, scenario)
    alone = _plan_alone(targets, terms)
    notes = (*conditions, terms.say(HOW_TARGETS_STAND), *alone, *assumed, *why_open(targets, terms), *firmer)
    return Table(
        name="targets",
        title=Text("目标与进度", "Targets"),
        columns=columns,
        drops=("words", "force"),
        rows=rows,
        notes=notes,
    )


def _plan_alone(targets: Sequence[TargetState], terms: Terms) -> list[Text]:
    """Say of which groups nothing is known, so that what rests on them tells only the plan's own path."""
    alone = [one for one in targets if one.unknown and one.state is not State.NOT_JUDGED]
    unknown = [group.label for group in terms.groups if any(group.key in one.unknown for one in alone)]
    return [terms.say(PLAN_ALONE, groups=Text.join(unknown))] if alone else []


def line_table(
    targets: Sequence[TargetState], lines: Sequence[LinePath], forecast: Forecast | None, scenario: Scenario
) -> Table:
    """Return one row a target that is not decided: its value and how probable it is under each line."""
    terms, condition = scenario.terms, None if forecast is None else conditional_on(forecast.uncertainty, scenario)
    columns = [
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        Column(key="printed", heading=Text("列明值", "printed"), shown=False, holds="number"),
    ]
    for one in lines:
        label = one.line.short(terms)
        columns += [
            Column(key=one.line.value, heading=label, kind="yuan"),
            Column(
                key=f"{one.line.value}_probability",
                heading=_PROBABILITY,
                kind="probability",
                shown=forecast is not None,
            ),
            Column(
                key=f"{one.line.value}_undecided",
                heading=_UNDECIDED,
                kind="percent",
                decimals=1,
                shown=False,
            ),
        ]
    columns.append(condition_column())
    chances = {one.line: chances_left(forecast, one.line) for one in lines}
    every = [chance for of_line in chances.values() for chance in of_line.values()]
    open_ones = dict.fromkeys(chance.target.label for chance in every if chance.undecided > 0.0)
    rows = tuple(
        (
            target.statement.id,
            target.label,
            target.statement.wording.printed,
            *_line_cells(target, lines, chances),
            condition,
        )
        for target in targets
        if is_left(target)
    )
    notes = [] if condition is None or not every else [condition]
    notes += [terms.say(HOW_LINES_GO), *dict.fromkeys(note for one in lines for note in one.notes)]
    if forecast is not None:
        notes += _of_all(targets, forecast, terms)
    if open_ones:
        notes.append(ROUNDING_DECIDES.format(targets=Text.join(open_ones)))
    title = _RESULTS.format(count=_COUNTS[len(lines)])
    return Table(
        name="lines",
        title=title,
        columns=tuple(columns),
        drops=("achieved_probability", "achieved"),
        rows=rows,
        notes=tuple(notes),
    )


def is_left(target: TargetState) -> bool:
    """Return whether lines for the years left tell something of a target that is not decided."""
    has_value = any(not isnan(checked.value) for checked in target.under.values())
    return target.is_comparable and not target.decided and has_value


def _of_all(targets: Sequence[TargetState], forecast: Forecast, terms: Terms) -> list[Text]:
    """Say how probable it is that all targets hold at once; not where one is missed already."""
    missed = sum(target.state is State.MISSED for target in targets)
    if missed:
        return [ALREADY_MISSED.format(count=missed)]
    return [
        ALL_TOGETHER.format(line=made.line.label(terms), probability=probability_text(made.together))
        for made in forecast.lines.values()
        if made.together is not None
    ]


def _line_cells(
    target: TargetState, lines: Sequence[LinePath], chances: Mapping[Line, Mapping[str, TargetChance]]
) -> Iterator[Cell]:
    for one in lines:
        checked = target.under.get(one.line)
        yield None if checked is None or isnan(checked.value) else checked.figure(checked.value)
        chance = chances[one.line].get(target.statement.id)
        yield None if chance is None else chance.probability
        yield None if chance is None else chance.undecided


def need_table(targets: Sequence[TargetState], terms: Terms) -> Table:
    """Return one row a target and group that could bring it about: growth needed and planned for the years left."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        force_column(target.statement.firmest for target in targets if target.needs),
        Column(key="group", heading=Text("增长对象", "whose growth"), kind="label"),
        Column(key="after", heading=Text("实际年份", "known to"), kind="year"),
        Column(key="level", heading=Text("收入", "level"), kind="yuan"),
        Column(key="years", heading=Text("剩余", "left"), kind="year"),
        Column(key="needed_growth", heading=Text("所需增速", "needed"), kind="percent", decimals=3),
        Column(
            key="needed_growth_to_bound", heading=Text("至界限", "to bound"), kind="percent", decimals=3, shown=False
        ),
        Column(key="planned_growth", heading=Text("计划增速", "planned"), kind="percent", decimals=3),
        Column(key="more", heading=Text("需提高", "more"), kind="points"),
        Column(key="given", heading=Text("另一人群", "given"), kind="label", shown=False),
    )
    rows = tuple(_need_row(target, need) for target in targets for need in target.needs)
    title = terms.say(_NEEDED)
    return Table(
        name="needed",
        title=title,
        columns=columns,
        drops=("force", "years", "level"),
        rows=rows,
        notes=(WHAT_IS_NEEDED,),
    )


def _target_row(
    target: TargetState, chance: TargetChance | None, condition: Text | None, terms: Terms
) -> tuple[Cell, ...]:
    statement, wording = target.statement, target.statement.wording
    judged = target.state is not State.NOT_JUDGED
    return (
        statement.id,
        target.label,
        statement.words,
        force_cell(statement.firmest),
        wording.printed,
        target.outlook.figure(target.value) if judged else None,
        Keyed(target.state, target.state.label),
        _COLOURS[target.state],
        "yes" if target.decided else "no",
        None if chance is None else chance.probability,
        condition,
        _reason(target, terms),
    )


def _need_row(target: TargetState, need: Need) -> tuple[Cell, ...]:
    return (
        target.statement.id,
        target.label,
        force_cell(target.statement.firmest),
        need.group.named,
        need.after,
        need.level,
        need.years,
        need.growth,
        need.growth_to_bound,
        need.planned,
        Figure(need.more, "points", 2, signed=True),
        need.given.named if need.given else None,
    )


def _reason(target: TargetState, terms: Terms) -> Text:
    if target.state is not State.NOT_JUDGED:
        return NO_TEXT
    if target.outlook.verdict is Verdict.UNDECIDABLE:
        return WITHIN_ROUNDING
    if target.outlook.verdict is Verdict.NOT_JUDGED:
        return target.outlook.note or target.outlook.verdict.label
    return NOT_YET_PUBLISHED.format(year=terms.year_label(target.statement.quantity.last_year))


def why_open(targets: Sequence[TargetState], terms: Terms) -> list[Text]:
    """Return why targets are not judged, those with one reason together."""
    by_reason: dict[Text, list[Text]] = {}
    for target in targets:
        if target.state is State.NOT_JUDGED:
            by_reason.setdefault(_reason(target, terms), []).append(target.label)
    return [NOT_JUDGED.format(targets=Text.join(labels), why=why) for why, labels in by_reason.items()]
