"""Weigh the counties of a set by their residents, in exact fractions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ceheng_model.errors import GIVEN, NOTHING, Fault, InputError
from ceheng_model.plan_sets.county_plan import CountyPlan, open_groups, planned_groups
from ceheng_model.plan_sets.left_out import LeftOut, left_out_of
from ceheng_model.plan_sets.plan_set import PlanSet
from ceheng_model.projection import Projection
from ceheng_model.vocabulary import Group, Text

_SUMMED = Text("可相加的人群", "a group that can be added up")
_GIVE = Text(
    "给出各县的人口，并使各县方案可以测算", "give the residents of the counties, and plans that can be projected"
)


@dataclass(slots=True, kw_only=True)
class Weighed:
    """Hold the counties of every group whose residents are given and whose plans say how the group grows.

    Floats are binary fractions, so that sums and splits of them are exact in fractions and rounded once, at the end.
    """

    plans: PlanSet
    years: tuple[int, ...]
    """The base year and every year that all counties plan."""
    groups: tuple[Group, ...]
    members: Mapping[str, tuple[CountyPlan, ...]]
    projections: Mapping[str, Projection]
    """By the key of the county; not a number for groups of which its plan says too little."""
    left_out: tuple[LeftOut, ...]
    _known: dict[tuple[str, int], Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, plans: PlanSet) -> "Weighed":
        """Return the counties as they can be weighed; raise `InputError` where no group can be."""
        planned = {county.key: planned_groups(county) for county in plans.counties}
        # people inside another group are counted there
        groups = tuple(group for group in plans.groups if group.part_of is None)
        left_out = tuple(left_out_of(plans, open_groups(planned), groups))
        without = {(one.county.key, one.group) for one in left_out}
        members: dict[str, tuple[CountyPlan, ...]] = {}
        for group in groups:
            own = tuple(county for county in plans.counties if (county.key, group.key) not in without)
            if own:
                members[group.key] = own
        there = [county for own in members.values() for county in own]
        if not there:
            raise InputError(Fault(what=_SUMMED, rule=GIVEN, got=NOTHING, way_out=_GIVE))
        first = max(county.plan.base_year for county in there)
        last = min(county.plan.years[-1] for county in there)
        return cls(
            plans=plans,
            years=tuple(range(first, max(last, first) + 1)),
            groups=tuple(group for group in groups if group.key in members),
            members=members,
            projections={key: one.projection for key, one in planned.items() if one.projection is not None},
            left_out=left_out,
        )

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups that are summed."""
        return tuple(group.key for group in self.groups)

    def residents(self, group: str, year: int) -> Fraction:
        """Return how many people a group has in all counties that count."""
        if (group, year) not in self._known:
            people = (county.residents(group, year) for county in self.members[group])
            self._known[group, year] = sum((Fraction(one) for one in people if one is not None), Fraction(0))
        return self._known[group, year]

    def share(self, county: CountyPlan, group: str, year: int) -> Fraction:
        """Return the part of all residents of a group who live in a county."""
        people = county.residents(group, year)
        assert people is not None
        return Fraction(people) / self.residents(group, year)

    def level(self, county: CountyPlan, group: str, year: int) -> Fraction:
        """Return the income that a county's plan leads to, as a fraction."""
        projection = self.projections[county.key]
        g = projection.group_index(group)
        return Fraction(float(projection.totals.values[g, projection.years.index(year)]))

    def parts(self, group: str, year: int) -> Iterator[tuple[CountyPlan, Fraction, Fraction, Fraction]]:
        """Yield every county with its share in a year, its income of the base year, and that of the year."""
        for county in self.members[group]:
            share = self.share(county, group, year)
            yield county, share, self.level(county, group, self.years[0]), self.level(county, group, year)

    def income(self, group: str, year: int, *, at: int | None = None) -> Fraction:
        """Return the income of the whole in a year, weighted by the residents of that year, or of another."""
        when = year if at is None else at
        shares = ((self.share(county, group, when), county) for county in self.members[group])
        return sum((share * self.level(county, group, year) for share, county in shares), Fraction(0))
