"""Show how the targets stand and what the rest of the period needs."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

from ceheng_model.plan import firmer_notes, force_cell, force_column, words_column
from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.terms import Terms
from ceheng_model.tracking.forecast import Forecast, TargetChance
from ceheng_model.tracking.lines import Line, LinePath
from ceheng_model.tracking.target_outlook import Need, State, TargetState
from ceheng_model.tracking.words import (
    HOW_LINES_GO,
    HOW_TARGETS_STAND,
    NOT_JUDGED,
    NOT_YET_PUBLISHED,
    ROUNDING_DECIDES,
    WHAT_IS_NEEDED,
    WITHIN_ROUNDING,
)
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text, Verdict

_NEEDED = Template(
    "其余年份所需的增速（收入以{unit}、多需以百分点计）",
    "Growth that the rest of the period needs (level in {unit}, more in points)",
)
_CONTINUED = Template("按{kind}增速继续", "{kind}'s growth")
_UNDECIDED = Template("未判定（{line}）", "{line}: undecided")
_PROBABILITY = Template("概率（{line}）", "{line}: prob.")
_COLOURS = {
    State.REACHED: Verdict.EXCEEDED,
    State.ON_TRACK: Verdict.MET,
    State.OFF_TRACK: Verdict.MISSED,
    State.MISSED: Verdict.MISSED,
    State.NOT_JUDGED: Verdict.NOT_JUDGED,
}


def target_table(targets: Sequence[TargetState], forecast: Forecast | None, terms: Terms) -> Table:
    """Return one row a headline statement: where it stands, and how probable it is."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        words_column(target.statement.words for target in targets),
        force_column(target.statement.firmest for target in targets),
        Column(key="printed", heading=Text("列明值", "printed"), shown=False),
        Column(key="outlook", heading=terms.say(_CONTINUED), kind="yuan"),
        Column(key="state", heading=Text("进度", "state"), kind="label"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
        Column(key="decided", heading=Text("已定", "decided"), shown=False),
        Column(key="probability", heading=Text("达到的概率", "probability"), kind="percent", decimals=1),
        Column(key="why", heading=Text("未判定的原因", "why not judged"), shown=False),
    )
    chances = {target.target.statement.id: target.probability for target in forecast.chances} if forecast else {}
    rows = tuple(_target_row(target, chances.get(target.statement.id), terms) for target in targets)
    firmer = firmer_notes((target.statement for target in targets), terms)
    notes = (terms.say(HOW_TARGETS_STAND), *_reasons(targets, terms), *firmer)
    return Table(name="targets", title=Text("目标与进度", "Targets"), columns=columns, rows=rows, notes=notes)


def line_table(
    targets: Sequence[TargetState], lines: Sequence[LinePath], forecast: Forecast | None, terms: Terms
) -> Table:
    """Return one row a headline statement: its value and how probable it is under each line for the years left."""
    columns = [
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        Column(key="printed", heading=Text("列明值", "printed"), shown=False),
    ]
    for one in lines:
        label = one.line.short(terms)
        columns += [
            Column(key=one.line.value, heading=label, kind="yuan"),
            Column(
                key=f"{one.line.value}_probability",
                heading=_PROBABILITY.format(line=label),
                kind="percent",
                decimals=1,
                shown=forecast is not None,
            ),
            Column(
                key=f"{one.line.value}_undecided",
                heading=_UNDECIDED.format(line=label),
                kind="percent",
                decimals=1,
                shown=False,
            ),
        ]
    chances = {
        (made.line, chance.target.statement.id): chance
        for made in (forecast.lines.values() if forecast else ())
        for chance in made.chances
    }
    open_ones = dict.fromkeys(chance.target.label for chance in chances.values() if chance.undecided > 0.0)
    rows = tuple(
        (target.statement.id, target.label, target.statement.wording.printed, *_line_cells(target, lines, chances))
        for target in targets
        if target.is_comparable and any(not isnan(checked.value) for checked in target.under.values())
    )
    notes = [terms.say(HOW_LINES_GO), *dict.fromkeys(note for one in lines for note in one.notes)]
    if open_ones:
        notes.append(ROUNDING_DECIDES.format(targets=Text.join(open_ones)))
    title = Text("其余年份三种增速下的目标", "Targets along lines for the years left")
    return Table(name="lines", title=title, columns=tuple(columns), rows=rows, notes=tuple(notes))


def _line_cells(
    target: TargetState, lines: Sequence[LinePath], chances: Mapping[tuple[Line, str], TargetChance]
) -> Iterator[Cell]:
    for one in lines:
        checked = target.under[one.line]
        yield None if isnan(checked.value) else checked.figure(checked.value)
        chance = chances.get((one.line, target.statement.id))
        yield None if chance is None else chance.probability
        yield None if chance is None else chance.undecided


def need_table(targets: Sequence[TargetState], terms: Terms) -> Table:
    """Return one row a target and group that could bring it about: growth needed and planned for the years left."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        force_column(target.statement.firmest for target in targets if target.needs),
        Column(key="group", heading=Text("增长者", "whose growth"), kind="label"),
        Column(key="after", heading=Text("已知到", "known to"), kind="year"),
        Column(key="level", heading=Text("收入", "level"), kind="yuan"),
        Column(key="years", heading=Text("余年", "left"), kind="year"),
        Column(key="needed_growth", heading=Text("所需年均增速", "needed"), kind="percent", decimals=3),
        Column(
            key="needed_growth_to_bound", heading=Text("至界限", "to bound"), kind="percent", decimals=3, shown=False
        ),
        Column(key="planned_growth", heading=Text("计划年均增速", "planned"), kind="percent", decimals=3),
        Column(key="more", heading=Text("多需", "more"), kind="points"),
        Column(key="given", heading=Text("另一人群", "given"), kind="label", shown=False),
    )
    rows = tuple(_need_row(target, need) for target in targets for need in target.needs)
    title = terms.say(_NEEDED)
    return Table(name="needed", title=title, columns=columns, rows=rows, notes=(WHAT_IS_NEEDED,))


def _target_row(target: TargetState, probability: float | None, terms: Terms) -> tuple[Cell, ...]:
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
        probability,
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


def _reasons(targets: Sequence[TargetState], terms: Terms) -> list[Text]:
    by_reason: dict[Text, list[Text]] = {}
    for target in targets:
        if target.state is State.NOT_JUDGED:
            by_reason.setdefault(_reason(target, terms), []).append(target.label)
    return [NOT_JUDGED.format(targets=Text.join(labels), why=why) for why, labels in by_reason.items()]
