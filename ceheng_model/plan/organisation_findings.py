"""Say what does not fit in how a plan is organised: departments without a seat, annexes without dated reports."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ceheng_model.doors import door
from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.circulation import AnsweringDepartment, Seat
from ceheng_model.plan.measures import Day, Measure
from ceheng_model.tables import Column, Table
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import NO_TEXT, Template, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Abridged):
    """Hold one thing that does not fit, and where."""

    place: Text
    sentence: Text


@door
def organisation_findings(catalogue: Measures) -> tuple[Finding, ...]:
    """Return what does not fit in how measures are organised.

    - bodies whose members the text does not list: of how many departments it cannot be said whether they sit in them,
      and which of these answer for a measure alone;
    - departments that answer for measures but sit in none of the bodies, or not in the one that carries them out;
    - annexes that name no days for reports where others do.

    >>> from ceheng_model.plan import load_plan
    >>> [finding.place.zh for finding in organisation_findings(load_plan().measures)][-1]
    '附件2'
    """
    return (*_seats(catalogue), *_reports(catalogue))


def finding_table(findings: Sequence[Finding]) -> Table:
    """Return one row a finding: where, and what."""
    columns = (
        Column(key="place", heading=Text("出处", "place")),
        Column(key="finding", heading=Text("发现", "finding")),
    )
    rows = tuple((finding.place, finding.sentence) for finding in findings)
    return Table(name="organisation_findings", title=_TITLE, columns=columns, rows=rows)


def _seats(catalogue: Measures) -> Iterator[Finding]:
    listed = catalogue.answering_departments()
    unlisted = [body for body in catalogue.bodies if body.kind != "office" and not body.lists_members]
    if unlisted:
        unknown = [one for one in listed if one.seat is Seat.UNKNOWN]
        place = Text.join(dict.fromkeys(body.place for body in unlisted), en="; ")
        names = Text.join(body.label for body in unlisted)
        departments = len({one.department for one in unknown})
        sentence = _UNLISTED.format(bodies=names, count=departments)
        first = [one for one in unknown if one.alone]
        yield Finding(place=place, sentence=sentence + (_FIRST.format(departments=_told(first)) if first else NO_TEXT))
    for seat, template in ((Seat.NOWHERE, _NOWHERE), (Seat.NOT_IN, _NOT_IN)):
        for one in (one for one in listed if one.seat is seat):
            where = Text.join(map(_annex, sorted({measure.annex for measure in one.measures})))
            body = one.body.label if one.body else NO_TEXT
            facts = {"department": one.label, "count": len(one.measures), "body": body, "alone": _alone(one)}
            yield Finding(place=where, sentence=template.format(**{key: facts[key] for key in template.fields}))


def _reports(catalogue: Measures) -> Iterator[Finding]:
    """Yield the annexes with measures that name no days for reports, where others do."""
    days: dict[int, tuple[Day, ...]] = {}
    for duty in catalogue.duties:
        if duty.annex is not None and duty.days:
            days.setdefault(duty.annex, duty.days)
    # annexes that report on the same days are told together
    alike = {own: [annex for annex in sorted(days) if days[annex] == own] for own in days.values()}
    others = [
        _REPORTS.format(annexes=Text.join(map(_annex, annexes)), days=Text.join(day.label for day in own))
        for own, annexes in alike.items()
    ]
    for annex in sorted({measure.annex for measure in catalogue.measures} - set(days)) if days else ():
        yield Finding(place=_annex(annex), sentence=_NO_REPORTS.format(others=Text.join(others, zh="；", en="; ")))


def _annex(number: int) -> Text:
    return Text(f"附件{number}", f"annex {number}")


def _told(listed: Iterable[AnsweringDepartment]) -> Text:
    """Return departments with the measures for which each answers alone."""
    return Text.join((_WITH_PLACES.format(department=one.label, places=_places(one.alone)) for one in listed), en="; ")


def _places(measures: Sequence[Measure]) -> Text:
    return Text.join(measure.place for measure in measures)


def _alone(one: AnsweringDepartment) -> Text:
    if not one.alone:
        return NO_TEXT
    return _OF_THEM_ALONE.format(places=_places(one.alone))


_TITLE = Text("组织与报送", "Organisation and reports")
_UNLISTED = Template(
    "{bodies}的成员单位文本未列，除办公室所在单位外，{count}个责任单位是否在内不能判断",
    "the text lists no members ({bodies}): apart from where offices sit, it cannot be said of {count} departments "
    "that answer for measures whether they sit there",
)
_FIRST = Template(
    "；宜先核对单独负责措施的：{departments}", "; to be checked first, as they answer alone: {departments}"
)
_WITH_PLACES = Template("{department}（{places}）", "{department} ({places})")
_NOWHERE = Template(
    "{department}负责{count}条措施，但不在领导小组和任何专班内{alone}",
    "{department} answers for {count} measures, but sits neither in the leading group nor in any task force{alone}",
)
_NOT_IN = Template(
    "{department}负责{body}的{count}条措施，但不在其内{alone}",
    "{department} answers for {count} measures of {body}, but does not sit in it{alone}",
)
_OF_THEM_ALONE = Template("，其中单独负责{places}", "; alone for {places}")
_NO_REPORTS = Template("没有自己的限期报送；{others}", "names no days for reports of its own; {others}")
_REPORTS = Template("{annexes}各责任单位须在{days}前报送", "in {annexes} departments report by {days}")
