"""Tick off what a plan says will be made: the state of each document and system, reported with its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ceheng_model.characters import as_typed
from ceheng_model.errors import Fault, Remark, choice
from ceheng_model.files import Row
from ceheng_model.plan import Deliverable, Plan, any_deadline
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text, Verdict


class DeliverableState(StrEnum):
    """Say how far a document or system has come."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"

    @property
    def label(self) -> Text:
        """The state in both languages."""
        return _STATES[self]


_STATES: Mapping[DeliverableState, Text] = {
    DeliverableState.DONE: Text("已完成", "done"),
    DeliverableState.UNDER_WAY: Text("推进中", "under way"),
    DeliverableState.NOT_STARTED: Text("未启动", "not started"),
}
_MORE_WORDS: Mapping[str, DeliverableState] = {
    **dict.fromkeys(("完成", "办结", "已办结", "销号", "已销号"), DeliverableState.DONE),
    **dict.fromkeys(("进行中", "正在推进", "办理中", "in progress"), DeliverableState.UNDER_WAY),
    **dict.fromkeys(("未开始", "尚未启动"), DeliverableState.NOT_STARTED),
}
_WORDS = {word: state for state, label in _STATES.items() for word in (state.value, *label)} | dict(_MORE_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedState:
    """Hold the state of one deliverable as it was reported for one day."""

    deliverable: str
    state: DeliverableState
    day: date
    """When it was finished, or else the day of the report."""
    source: str = ""
    """Number of the document, or who reports."""
    note: str = ""
    place: Text = NO_TEXT
    """Where the state stands in the file, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold how one deliverable stands as of a day."""

    deliverable: Deliverable
    report: ReportedState | None
    """The latest report; None where there is none."""
    is_overdue: bool
    """Whether the day that the plan names is over, and it is not done."""

    @property
    def is_done(self) -> bool:
        """Whether it is ticked off."""
        return self.report is not None and self.report.state is DeliverableState.DONE

    @property
    def is_late(self) -> bool:
        """Whether it was done after the day that the plan names."""
        deadline = self.deliverable.deadline
        return self.is_done and deadline is not None and self.report is not None and self.report.day > deadline

    @property
    def state(self) -> Keyed:
        """The state in words, with whether it is overdue or was late."""
        state = Keyed(self.report.state, self.report.state.label) if self.report else Keyed("", _UNREPORTED)
        if self.is_overdue:
            return Keyed(state.key, _OVERDUE.format(state=state.text))
        return Keyed(state.key, _LATE.format(state=state.text)) if self.is_late else state


def read_state(row: Row) -> ReportedState | None:
    """Return the state that a row reports, or None after a fault."""
    before = len(row.faults)
    id = row.filled("indicator", way_out=Text("填销号事项的编号", "give the id of a deliverable"))
    for column in ("group", "component", "year", "quarter", "value"):
        row.require_empty(column, way_out=Text("销号事项不填此列", "a deliverable needs none"))
    state = row.meaning("state", _WORDS, fold=True)
    day = row.day("published", way_out=_DAY)
    if state is None or day is None or len(row.faults) > before:
        return None
    return ReportedState(
        deliverable=id,
        state=state,
        day=day,
        source=as_typed(row.text("source")),
        note=as_typed(row.text("note")),
        place=row.place("indicator"),
    )


def unknown_deliverables(reports: Iterable[ReportedState], known: Sequence[Deliverable]) -> list[Fault]:
    """Return the faults of reports on deliverables that the plan does not have."""
    ids = [deliverable.id for deliverable in known]
    what = Text("销号事项", "the deliverable")
    return [choice(what, one.deliverable, ids).at(one.place) for one in reports if one.deliverable not in ids]


def done_before(reports: Iterable[ReportedState], plan: Plan) -> tuple[Remark, ...]:
    """Return a warning for each that was ticked off on a day before the plan that asks for it was issued."""
    labels = {deliverable.id: deliverable.label for deliverable in plan.measures.deliverables}
    early = (one for one in reports if one.state is DeliverableState.DONE and one.day < plan.issued)
    return tuple(
        Remark(
            text=plan.terms.say(_BEFORE, label=labels[one.deliverable], day=one.day, issued=plan.issued),
            place=one.place or None,
        )
        for one in early
        if one.deliverable in labels
    )


def standings(
    deliverables: Sequence[Deliverable], reports: Iterable[ReportedState], as_of: date
) -> tuple[Standing, ...]:
    """Return how each deliverable stands by the latest of what is reported as of a day, in the plan's order."""
    latest: dict[str, ReportedState] = {}
    for report in sorted(reports, key=lambda one: one.day):
        latest[report.deliverable] = report
    return tuple(_standing(one, latest.get(one.id), as_of) for one in deliverables)


def _standing(deliverable: Deliverable, report: ReportedState | None, as_of: date) -> Standing:
    is_done = report is not None and report.state is DeliverableState.DONE
    over = deliverable.deadline is not None and deliverable.deadline < as_of
    return Standing(deliverable=deliverable, report=report, is_overdue=over and not is_done)


def state_table(reports: Sequence[ReportedState]) -> Table:
    """Return one row a report: of which deliverable, its state, the day."""
    columns = (
        Column(key="deliverable", heading=Text("编号", "deliverable"), kind="label"),
        Column(key="state", heading=Text("进展", "state"), kind="label"),
        Column(key="date", heading=Text("日期", "date"), kind="label"),
        Column(key="source", heading=Text("依据", "source")),
        Column(key="note", heading=Text("备注", "note"), shown=False),
    )
    rows = tuple(
        (one.deliverable, Keyed(one.state, one.state.label), one.day.isoformat(), one.source or None, one.note or None)
        for one in reports
    )
    title = Text(f"已报告的销号事项（{len(rows)}个）", f"Reported states of deliverables ({len(rows)})")
    return Table(name="states", title=title, columns=columns, rows=rows)


def standing_table(rows: Sequence[Standing], labels: Mapping[str, Text]) -> Table:
    """Return one row a deliverable, those overdue first, those ticked off last; `labels` are those of departments."""
    order = [DeliverableState.UNDER_WAY, DeliverableState.NOT_STARTED, None, DeliverableState.DONE]
    ranked = sorted(rows, key=lambda row: (not row.is_overdue, order.index(row.report.state if row.report else None)))
    columns = (
        Column(key="deliverable", heading=Text("编号", "deliverable"), kind="label"),
        Column(key="label", heading=Text("事项", "what")),
        Column(key="who", heading=Text("责任单位", "responsible")),
        Column(key="place", heading=Text("出处", "place")),
        Column(
            key="deadline",
            heading=Text("期限", "deadline"),
            kind="label",
            shown=any_deadline([row.deliverable for row in rows]),
        ),
        Column(key="state", heading=Text("进展", "state"), kind="label"),
        Column(key="date", heading=Text("日期", "date"), kind="label"),
        Column(key="source", heading=Text("依据", "source")),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
        Column(key="note", heading=Text("备注", "note"), shown=False),
    )
    cells = tuple(_cells(row, labels) for row in ranked)
    counts = {state: sum(row.report is not None and row.report.state is state for row in rows) for state in _STATES}
    title = _TITLE.format(
        count=len(rows),
        done=counts[DeliverableState.DONE],
        under_way=counts[DeliverableState.UNDER_WAY],
        not_started=counts[DeliverableState.NOT_STARTED],
        unreported=len(rows) - sum(counts.values()),
    )
    return Table(name="deliverables", title=title, columns=columns, rows=cells)


def _cells(row: Standing, labels: Mapping[str, Text]) -> tuple[Cell, ...]:
    deliverable, report = row.deliverable, row.report
    return (
        deliverable.id,
        deliverable.label,
        deliverable.answering(labels),
        deliverable.place,
        deliverable.deadline.isoformat() if deliverable.deadline else None,
        row.state,
        report.day.isoformat() if report else None,
        (report.source or None) if report else None,
        Verdict.MISSED if row.is_overdue else Verdict.MET if row.is_done else Verdict.UNDECIDABLE,
        (report.note or None) if report else None,
    )


_UNREPORTED = Text("未报告", "not reported")
_OVERDUE = Template("逾期（{state}）", "overdue ({state})")
_LATE = Template("{state}（逾期）", "{state} (late)")
_BEFORE = Template(
    "{label}：完成日期 {day} 早于{kind}印发日 {issued}，请核对",
    "{label}: done on {day}, before the {kind} was issued on {issued}; check the day",
)
_TITLE = Template(
    "销号清单（{count}项：已完成{done}，推进中{under_way}，未启动{not_started}，未报告{unreported}）",
    "To be ticked off ({count}: {done} done, {under_way} under way, {not_started} not started, {unreported} not "
    "reported)",
)
_DAY = Text("例如 2023-01-20，为完成或报告之日", "for example 2023-01-20, the day it was finished or reported")
