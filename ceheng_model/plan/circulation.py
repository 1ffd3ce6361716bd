"""Say which departments answer for the measures of each body, and whether they sit in it: lists to circulate by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ceheng_model.doors import door
from ceheng_model.plan.measures import Department, Measure
from ceheng_model.plan.organisation import BODY_KINDS, Body
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text

_EVERY = "各"
"""Begins the name of departments that are many, such as 各国有企业: they get what is sent, and sit nowhere as one."""


class Seat(StrEnum):
    """Say whether a department sits in the body whose measures it answers for."""

    IN = "in"
    NOT_IN = "not_in"
    NOWHERE = "nowhere"
    UNKNOWN = "unknown"
    MANY = "many"

    @property
    def label(self) -> Text:
        """The answer in both languages."""
        return _SEATS[self]


_SEATS: Mapping[Seat, Text] = {
    Seat.IN: Text("在内", "yes"),
    Seat.NOT_IN: Text("不在内", "no"),
    Seat.NOWHERE: Text("不在任何机构", "in none"),
    Seat.UNKNOWN: Text("名单未列", "not listed"),
    Seat.MANY: Text("不适用", "not one department"),
}


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringDepartment(Abridged):
    """Hold one department that answers for measures of a body, with how many and how."""

    body: Body | None
    """The body that carries the measures out; None where none is said to."""
    department: str
    label: Text
    measures: tuple[Measure, ...]
    first_named: int
    """Of how many of them it is named first, which the text does not call 牵头."""
    alone: tuple[Measure, ...]
    """Those for which the text names no other single department."""
    seat: Seat
    elsewhere: tuple[Body, ...]
    """Other bodies in which it sits."""


def answering_departments(
    measures: Sequence[Measure], *, bodies: Sequence[Body], departments: Sequence[Department]
) -> tuple[AnsweringDepartment, ...]:
    """Return the departments that answer for measures, body by body, those with most measures first."""
    labels = {department.key: department.label for department in departments}
    listed: list[AnsweringDepartment] = []
    for body, own in _by_body(measures, bodies):
        keys = dict.fromkeys(key for measure in own for key in measure.departments)
        found = [_answering_department(key, labels, body, own, bodies) for key in keys]
        listed += sorted(found, key=lambda one: -len(one.measures))
    return tuple(listed)


def body_table(bodies: Sequence[Body], departments: Sequence[Department]) -> Table:
    """Return one row a body: what it is, under which, where its office sits, which departments are its members."""
    labels = {department.key: department.label for department in departments}
    names = {body.id: body.label for body in bodies}
    columns = (
        Column(key="body", heading=Text("编号", "body"), kind="label"),
        Column(key="kind", heading=Text("类别", "kind"), kind="label"),
        Column(key="label", heading=Text("机构", "name")),
        Column(key="under", heading=Text("上级机构", "under"), shown=False),
        Column(key="department", heading=Text("设在", "sits in")),
        Column(key="members", heading=Text("成员单位", "members")),
        Column(key="annexes", heading=Text("附件", "annexes"), kind="label"),
        Column(key="place", heading=Text("出处", "place")),
        *(Column(key=key, heading=Text.same(key), shown=False) for key in ("member_keys", "words", "note")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            body.id,
            Keyed(body.kind, BODY_KINDS[body.kind]),
            body.label,
            names.get(body.under, NO_TEXT),
            labels.get(body.department, Text.same(body.department)),
            _members(body, labels),
            ";".join(map(str, body.annexes)) or None,
            body.place,
            ";".join(body.members) or None,
            body.words,
            body.note or NO_TEXT,
        )
        for body in bodies
    )
    title = _BODIES.format(count=len(rows))
    return Table(name="organisation", title=title, columns=columns, drops=("place", "annexes", "members"), rows=rows)


def circulation_table(listed: Sequence[AnsweringDepartment]) -> Table:
    """Return one row a department and body: how many measures, how many named first or alone, whether it sits there."""
    columns = (
        Column(key="body", heading=Text("机构", "body"), kind="label"),
        Column(key="department", heading=Text("责任单位", "department"), kind="label"),
        Column(key="measures", heading=Text("措施", "measures"), kind="count", holds="whole"),
        Column(key="first_named", heading=Text("列在首位", "named first"), kind="count", holds="whole"),
        Column(key="alone", heading=Text("单独负责", "alone"), kind="count", holds="whole"),
        Column(key="seat", heading=Text("是否在内", "sits in it"), kind="label"),
        Column(key="elsewhere", heading=Text("所在的其他机构", "sits also in"), shown=False),
        Column(key="measure_ids", heading=Text.same("measure_ids"), shown=False),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Keyed(one.body.id, one.body.label) if one.body else Keyed("", _NO_BODY),
            Keyed(one.department, one.label),
            len(one.measures),
            one.first_named,
            len(one.alone),
            Keyed(one.seat, one.seat.label),
            Text.join(body.label for body in one.elsewhere),
            ";".join(measure.id for measure in one.measures),
        )
        for one in listed
    )
    title = Text("各机构责任单位发送名单", "Departments to circulate to, by body")
    return Table(
        name="circulation",
        title=title,
        columns=columns,
        drops=("seat", "alone"),
        rows=rows,
        notes=(_NOT_LEAD, _ALONE) if rows else (),
    )


def _by_body(measures: Sequence[Measure], bodies: Sequence[Body]) -> Iterator[tuple[Body | None, list[Measure]]]:
    """Yield each body with the measures of its annexes, then those of annexes that no body has."""
    for body in bodies:
        if body.annexes:
            yield body, [measure for measure in measures if measure.annex in body.annexes]
    had = {annex for body in bodies for annex in body.annexes}
    yield None, [measure for measure in measures if measure.annex not in had]


def _answering_department(
    department: str, labels: Mapping[str, Text], body: Body | None, measures: Iterable[Measure], bodies: Sequence[Body]
) -> AnsweringDepartment:
    label = labels.get(department, Text.same(department))
    own = tuple(measure for measure in measures if department in measure.departments)
    is_many = _is_many(label)
    sits_in = [other for other in bodies if department in _sitting(other, bodies)]
    return AnsweringDepartment(
        body=body,
        department=department,
        label=label,
        measures=own,
        first_named=sum(measure.departments[0] == department for measure in own),
        alone=() if is_many else tuple(measure for measure in own if _is_alone(department, measure, labels)),
        seat=Seat.MANY if is_many else _seat(body, sits_in, bodies),
        elsewhere=tuple(other for other in sits_in if other is not body and other.kind != "office"),
    )


def _is_alone(department: str, measure: Measure, labels: Mapping[str, Text]) -> bool:
    others = (labels.get(key, Text.same(key)) for key in measure.departments if key != department)
    return all(_is_many(other) for other in others)


def _seat(body: Body | None, sits_in: Sequence[Body], bodies: Sequence[Body]) -> Seat:
    if body in sits_in:
        return Seat.IN
    groups = [other for other in bodies if other.kind != "office"]
    if not sits_in and groups and all(other.lists_members for other in groups):
        return Seat.NOWHERE
    return Seat.NOT_IN if body is not None and body.lists_members else Seat.UNKNOWN


def _sitting(body: Body, bodies: Sequence[Body]) -> set[str]:
    """Return the departments that sit in a body: its members, and where its office is."""
    return {
        *body.members,
        *(other.department for other in bodies if body.id in (other.id, other.under) and other.department),
    }


def _is_many(label: Text) -> bool:
    return label.in_language("zh").startswith(_EVERY)


def _members(body: Body, labels: Mapping[str, Text]) -> Text:
    if body.kind == "office":
        return NO_TEXT
    return Text.join((labels.get(key, Text.same(key)) for key in body.members), en="; ") or _NOT_LISTED


_BODIES = Template("组织机构（{count}个）", "Organisation ({count} bodies)")
_NOT_LISTED = Text("文本未列", "not listed in the text")
_NO_BODY = Text("未设专班", "no body")
_NOT_LEAD = Text(
    "列在首位的单位，文本并未称其为牵头单位", "a department that is named first is not called the lead by the text"
)
_ALONE = Text(
    "单独负责：除“各……”外只列了这一个单位；“等”所含的单位未计",
    "alone: no other single department is named, whatever 等 may add",
)
