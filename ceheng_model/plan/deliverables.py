"""Hold what a plan says will be made and can be ticked off: documents, and systems that are set up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from ceheng_model.doors import door
from ceheng_model.files import Row
from ceheng_model.plan.measures import Measure
from ceheng_model.plan.organisation import DepartmentNames, department_keys
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text

DeliverableKind = Literal["document", "system"]
DELIVERABLE_KINDS: Mapping[str, Text] = {
    "document": Text("文件", "document"),
    "system": Text("制度机制", "system"),
}
DELIVERABLE_COLUMNS = (
    "id kind annex measure label_zh label_en departments who_zh who_en deadline place_zh place_en words"
    " words_en note_zh note_en"
)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable(Abridged):
    """Hold one document or system that a plan says will be made; whether it is, the tracking table says.

    >>> from ceheng_model.plan import load_plan
    >>> scheme = load_plan().measures.deliverable("urban.17.rental_housing")
    >>> scheme.kind, scheme.departments, scheme.place.zh
    ('document', ('housing', 'townships'), '附件3第17条')
    """

    id: str
    kind: DeliverableKind
    annex: int | None
    """Number of the annex; None in the main text."""
    measure: str
    """Id of the measure that asks for it, or empty."""
    label: Text
    departments: tuple[str, ...]
    """Keys of the departments that answer for it: those it names, else those of its measure."""
    who: Text | None
    """Who makes it, where that is none of the departments by name, such as 各责任单位."""
    deadline: date | None
    """The day by which the text wants it, where it names one."""
    place: Text
    words: str
    note: Text | None = None

    def answering(self, labels: Mapping[str, Text]) -> Text:
        """Return who makes it, in words; `labels` are those of the departments."""
        if self.who is not None:
            return self.who
        return Text.join((labels.get(key, Text.same(key)) for key in self.departments), en="; ")


def read_deliverable(row: Row, measures: Sequence[Measure], names: DepartmentNames) -> Deliverable:
    """Return the deliverable of a row."""
    answering = {measure.id: measure.departments for measure in measures}
    measure = row.option("measure", tuple(answering)) if row.has("measure") and answering else row.text("measure")
    departments, who = department_keys(row, "departments", names), row.optional_texts("who")
    if not (row.has("departments") or who or measure):
        way_out = Text("写明 departments、who 或 measure 之一", "give departments, who or the measure")
        row.fault("departments", Text("可知由谁完成", "tell who makes it"), way_out)
    return Deliverable(
        id=row.filled("id"),
        kind=cast("DeliverableKind", row.option("kind", DELIVERABLE_KINDS)),
        annex=row.whole("annex") if row.has("annex") else None,
        measure=measure,
        label=row.texts("label"),
        departments=departments or answering.get(measure, ()),
        who=who,
        deadline=row.optional_day("deadline"),
        place=row.texts("place"),
        words=row.quoted("words"),
        note=row.optional_texts("note"),
    )


def deliverable_table(deliverables: Sequence[Deliverable], labels: Mapping[str, Text]) -> Table:
    """Return one row a deliverable: what it is, who answers for it, until when, and where the text says so."""
    columns = (
        Column(key="deliverable", heading=Text("编号", "deliverable"), kind="label"),
        Column(key="annex", heading=Text("附件", "annex"), kind="year", shown=False, may_lack=True),
        _hidden("measure"),
        Column(key="kind", heading=Text("类别", "kind"), kind="label"),
        Column(key="label", heading=Text("事项", "what")),
        Column(key="who", heading=Text("责任单位", "responsible")),
        Column(
            key="deadline",
            heading=Text("期限", "deadline"),
            kind="label",
            shown=any_deadline(deliverables),
            holds="date",
        ),
        Column(key="place", heading=Text("出处", "place")),
        *map(_hidden, ("departments", "words", "note")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.id,
            one.annex,
            one.measure or None,
            Keyed(one.kind, DELIVERABLE_KINDS[one.kind]),
            one.label,
            one.answering(labels),
            one.deadline.isoformat() if one.deadline else None,
            one.place,
            ";".join(one.departments) or None,
            one.words,
            one.note or NO_TEXT,
        )
        for one in deliverables
    )
    title = _TITLE.format(count=len(rows))
    return Table(name="deliverables", title=title, columns=columns, drops=("place", "kind"), rows=rows)


def any_deadline(deliverables: Sequence[Deliverable]) -> bool:
    """Return whether the text names a day for one of them."""
    return any(one.deadline is not None for one in deliverables)


def _hidden(key: str) -> Column:
    return Column(key=key, heading=Text.same(key), shown=False)


_TITLE = Template("待完成的文件和制度（{count}项）", "Documents and systems to be made ({count})")
