"""Show the indicators and what will be made by responsible unit, each with its light."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.paper.content import Block, Exhibit, Paragraph
from ceheng_model.documents.paper.figures import day_in_words
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.tracking.deliverable_states import Standing
from ceheng_model.tracking.lights import Light, light_of
from ceheng_model.tracking.progress import Progress
from ceheng_model.tracking.responsible_units import Responsible, of_deliverable, of_indicator
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Keyed, Text

_WORST_FIRST = (Light.BEHIND, Light.ON_SCHEDULE, Light.OPEN, Light.NOT_REPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Followed(Abridged):
    """Hold one indicator with who answers for it."""

    progress: Progress
    responsible: Responsible

    @property
    def light(self) -> Light:
        return light_of(self.progress.pace)


def unit_blocks(report: TrackingReport) -> tuple[Block, ...]:
    """Return the indicators by unit and what will be made; nothing where the plan has neither."""
    return (*_indicator_blocks(report), *_deliverable_blocks(report))


def _indicator_blocks(report: TrackingReport) -> Iterator[Block]:
    plan = report.planned.require_dossier().plan
    rows = [_Followed(progress=one, responsible=of_indicator(one.indicator, plan)) for one in report.progress]
    if not rows:
        return
    by_unit: dict[Text, list[_Followed]] = {}
    for row in rows:
        by_unit.setdefault(row.responsible.unit, []).append(row)
    yield Exhibit(table=_count_table(by_unit))
    reported = {unit: [row for row in own if row.light is not Light.NOT_REPORTED] for unit, own in by_unit.items()}
    if any(reported.values()):
        yield Exhibit(table=_reported_table(reported))
    silent = {unit: [row for row in own if row.light is Light.NOT_REPORTED] for unit, own in by_unit.items()}
    if any(silent.values()):
        yield Exhibit(table=_silent_table(silent))


def _count_table(by_unit: Mapping[Text, Sequence[_Followed]]) -> Table:
    """Return one row a unit: how many indicators it answers for first, and how they stand; those with most first."""
    columns = (
        Column(key="unit", heading=words.UNIT),
        Column(key="indicators", heading=words.COUNT, kind="year"),
        *(Column(key=light.value, heading=light.signed(words.SHORT[light.value]).text, kind="year") for light in Light),
    )
    ordered = sorted(by_unit.items(), key=lambda item: -len(item[1]))
    rows: list[tuple[Cell, ...]] = [(unit, len(own), *_counts(own)) for unit, own in ordered]
    every = [row for own in by_unit.values() for row in own]
    if len(rows) > 1:
        rows.append((words.ALL, len(every), *_counts(every)))
    return Table(name="units", title=words.UNITS, columns=columns, rows=tuple(rows), notes=(words.HOW_UNITS,))


def _counts(rows: Sequence[_Followed]) -> Iterator[int]:
    counts = Counter(row.light for row in rows)
    return (counts[light] for light in Light)


def _reported_table(by_unit: Mapping[Text, Sequence[_Followed]]) -> Table:
    """Return one row a reported indicator by unit, those behind first within each; a page may begin with any row."""
    columns = (
        Column(key="unit", heading=words.UNIT),
        Column(key="counted", heading=Text("指标", "indicator")),
        Column(key="goal", heading=Text("目标", "target")),
        Column(key="period", heading=Text("报告期", "period")),
        Column(key="value", heading=Text("报告数", "reported")),
        Column(key="expected", heading=words.EXPECTED),
        Column(key="light", heading=Text("进度", "state"), kind="label", is_toned=True),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
    )
    rows: list[tuple[Cell, ...]] = []
    for unit, own in by_unit.items():
        ordered = sorted(own, key=lambda row: _WORST_FIRST.index(row.light))
        rows += [_reported_row(unit, row) for row in ordered]
    return Table(name="reported", title=words.REPORTED_ROWS, columns=columns, rows=tuple(rows), notes=(words.LIGHTS,))


def _reported_row(unit: Text, row: _Followed) -> tuple[Cell, ...]:
    progress = row.progress
    indicator, figure = progress.indicator, progress.figure
    return (
        unit,
        indicator.counted,
        indicator.goal,
        figure.period if figure else None,
        None if progress.value is None else indicator.with_unit(progress.value),
        None if progress.expected is None else indicator.with_unit(progress.expected),
        row.light.signed(progress.pace.label),
        row.light.verdict,
    )


def _silent_table(by_unit: Mapping[Text, Sequence[_Followed]]) -> Table:
    """Return one row a unit: how many of its indicators are not reported, and which."""
    columns = (
        Column(key="unit", heading=words.UNIT),
        Column(key="count", heading=Text("项数", "count"), kind="year"),
        Column(key="which", heading=Text("未报指标", "indicators")),
        Column(key="light", heading=Text("进度", "state"), kind="label", is_toned=True),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
    )
    rows = tuple(
        (
            unit,
            len(own),
            Text.join((row.progress.indicator.counted for row in own), zh="；", en="; "),
            Light.NOT_REPORTED.signed(),
            Light.NOT_REPORTED.verdict,
        )
        for unit, own in by_unit.items()
        if own
    )
    return Table(name="unreported", title=words.UNREPORTED_ROWS, columns=columns, rows=rows)


def _deliverable_blocks(report: TrackingReport) -> Iterator[Block]:
    if not report.deliverables:
        return
    if not any(one.report is not None or one.is_overdue for one in report.deliverables):
        yield Paragraph(text=words.STATES_UNREPORTED.format(count=len(report.deliverables)))
    yield Exhibit(table=_state_table(report.deliverables, report))


def _state_table(standings: Sequence[Standing], report: TrackingReport) -> Table:
    """Return one row a document or system, by unit, with its state."""
    plan = report.planned.require_dossier().plan
    by_unit: dict[Text, list[Standing]] = {}
    for one in standings:
        by_unit.setdefault(of_deliverable(one.deliverable, plan).unit, []).append(one)
    columns = (
        Column(key="unit", heading=words.UNIT),
        Column(key="label", heading=Text("事项", "what")),
        Column(key="place", heading=Text("出处", "place")),
        Column(key="deadline", heading=Text("期限", "deadline"), kind="label", shown=_any_deadline(standings)),
        Column(key="light", heading=Text("进展", "state"), kind="label", is_toned=True),
        Column(key="day", heading=Text("日期", "date"), kind="label", shown=any(one.report for one in standings)),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
    )
    rows: list[tuple[Cell, ...]] = []
    for unit, own in by_unit.items():
        ordered = sorted(own, key=lambda one: _WORST_FIRST.index(light_of(one)))
        rows += [_state_row(unit, one) for one in ordered]
    return Table(name="deliverables", title=words.STATES, columns=columns, rows=tuple(rows))


def _state_row(unit: Text, one: Standing) -> tuple[Cell, ...]:
    light, made = light_of(one), one.deliverable
    return (
        unit,
        made.label,
        made.place,
        _day(made.deadline),
        light.signed(one.state.text),
        _day(one.report.day if one.report else None),
        light.verdict,
    )


def _day(day: date | None) -> Keyed | None:
    """Return a day as sentences write it, None where there is none."""
    return None if day is None else Keyed(day.isoformat(), day_in_words(day))


def _any_deadline(standings: Sequence[Standing]) -> bool:
    return any(one.deliverable.deadline is not None for one in standings)
