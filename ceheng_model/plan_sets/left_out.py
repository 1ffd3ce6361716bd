"""Say which counties, or which of their groups, are in no sum, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ceheng_model.doors import door
from ceheng_model.plan_sets import words
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.plan_sets.prose import first_of
from ceheng_model.tables import Column, Table
from ceheng_model.values import Value
from ceheng_model.vocabulary import Group, Template, Text

_MOST_NAMED = 3
"""Counties that a sentence names."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut(Value):
    """Say of a county, or of one group of it, why it is in no sum."""

    county: CountyPlan
    group: str
    reason: Text

    @property
    def is_lacking(self) -> bool:
        """Whether the county has people of the group: one without any lacks nothing."""
        plan = self.county.plan
        return self.group in plan.group_keys or self.county.residents(self.group, plan.base_year) is not None


def left_out_of(plans: PlanSet, reasons: Mapping[tuple[str, str], Text], groups: Iterable[Group]) -> Iterator[LeftOut]:
    """Yield the counties that cannot count in the sum of a group: by what their plans say, or for want of residents.

    `reasons` says by county and group why an income is not known.
    """
    for group in groups:
        for county in plans.counties:
            reason = reasons.get((county.key, group.key))
            if group.key not in county.plan.group_keys:
                yield LeftOut(county=county, group=group.key, reason=words.NO_SUCH_GROUP)
            elif reason is not None:
                yield LeftOut(county=county, group=group.key, reason=reason)
            elif county.residents(group.key, county.plan.base_year) is None:
                yield LeftOut(county=county, group=group.key, reason=words.NO_RESIDENTS)


def lacking_sentence(
    plans: PlanSet, left_out: Iterable[LeftOut], group: Group, *, year: int, form: Template
) -> Text | None:
    """Return the counties that have a group and are not in its sum, the largest first; None where all are.

    `form` takes the group and the counties, which are told with their part of all residents known in the year.
    """
    key = group.key
    people = {county.key: county.residents(key, year) or 0.0 for county in plans.counties}
    lacking = [one.county for one in left_out if one.group == key and one.is_lacking]
    if not lacking:
        return None
    known = sum(people.values())
    lacking.sort(key=lambda county: -people[county.key])
    names = (
        words.LACKED_WITH_SHARE.format(county=county.label, share=people[county.key] / known)
        if people[county.key]
        else words.LACKED.format(county=county.label)
        for county in lacking
    )
    return form.format(group=group.label, counties=first_of(names, words.AND_MORE, most=_MOST_NAMED))


def left_out_table(plans: PlanSet, left_out: Iterable[LeftOut], title: Text) -> Table:
    """Return one row for every county and group that is left out, with the reason."""
    rows = tuple((one.county.named, plans.group(one.group).named, one.reason) for one in left_out)
    columns = (
        Column(key="region", heading=words.COUNTY),
        Column(key="group", heading=Text("人群", "group")),
        Column(key="reason", heading=Text("原因", "reason")),
    )
    return Table(name="left_out", title=title, columns=columns, rows=rows)
