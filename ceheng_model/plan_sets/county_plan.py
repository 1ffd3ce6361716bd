"""Hold the plan of one county, or of the region above all counties, with what it rests on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.baselines.baseline import ALL_CASES
from ceheng_model.doors import door
from ceheng_model.errors import InputError
from ceheng_model.plan import Plan
from ceheng_model.plan.circumstance_table import RESIDENTS
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Dossier, Scenario, scenario
from ceheng_model.values import Value
from ceheng_model.vocabulary import TOTAL, Keyed, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountyPlan(Value):
    """Hold the plan of one region of a set: of a county, or of the region above."""

    dossier: Dossier
    place: Text
    """Where it was read: a folder, or a row of a table."""
    past: Mapping[str, float] = field(default_factory=dict)
    """Average annual growth of groups in the years before, fractions, where it was given."""

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.dossier.plan

    @property
    def key(self) -> str:
        """The key of the region."""
        return self.plan.region

    @property
    def label(self) -> Text:
        """What readers call the region."""
        return self.plan.terms.region or Text.same(self.plan.region)

    @property
    def named(self) -> Keyed:
        """The key with the name, as a table cell."""
        return Keyed(self.key, self.label)

    @property
    def baseline(self) -> Baseline:
        """The base-year incomes under the plan's own share cases."""
        return self.dossier.baseline()

    def base(self, group: str) -> float | None:
        """Return the income of a group in the base year; None for a group that the plan does not have."""
        plan, values = self.plan, self.dossier.baselines.values
        # the published total, to which the components of any share case add up: asked of thousands of counties
        figure = values.get((plan.region, group, TOTAL, plan.base_year, ALL_CASES))
        return None if figure is None or group not in plan.group_keys else figure.value

    def residents(self, group: str, year: int) -> float | None:
        """Return how many people a group has in a year; None where none are given at all.

        Where that year is not given, those of the nearest year before, else after.
        """
        known = self.dossier.circumstances.of(RESIDENTS, group=group)
        if not known:
            return None
        before = [when for when in known if when <= year]
        return known[max(before) if before else min(known)].value


def incomes_of(projection: Projection, group: str) -> Array:
    """Return the income of a group in every year of a projection, the base year first."""
    incomes: Array = projection.totals.values[projection.group_index(group)]
    return incomes


def _projected(county: CountyPlan) -> Projection | InputError:
    """Return what a plan says of every year, or why it says too little to be projected."""
    try:
        return project(scenario(plan=county.dossier))
    except InputError as error:
        return error


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGroups:
    """Hold what a plan says of the groups of which it says enough, and why it does not of the others."""

    projection: Projection | None
    """Not a number for the groups that cannot be projected; None where no group can be."""
    reasons: Mapping[str, Text]
    """Why a group cannot be projected, by its key."""

    def incomes(self, group: str) -> Array | None:
        """Return the income of a group in every year, the base year first; None where the plan leaves it open."""
        found = self.projection
        if found is None or group in self.reasons or group not in found.scenario.group_keys:
            return None
        return incomes_of(found, group)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of these incomes; none where no group can be projected."""
        return () if self.projection is None else self.projection.years


def planned_groups(county: CountyPlan) -> PlannedGroups:
    """Return what a plan says of every year, group by group: one that lacks its growth costs no other."""
    found = _projected(county)
    if not isinstance(found, InputError):
        return PlannedGroups(projection=found, reasons={})
    keys = county.plan.group_keys
    # what a plan says least of is most likely what it leaves open: each attempt costs as much as a projection
    told = Counter(one.quantity.group for one in county.plan.statements)
    for count in range(1, len(keys)):
        for lacking in combinations(sorted(keys, key=lambda key: told[key]), count):
            filled = _without(county, lacking)
            if filled is not None:
                return PlannedGroups(projection=project(filled), reasons=dict.fromkeys(lacking, found.reason))
    return PlannedGroups(projection=None, reasons=dict.fromkeys(keys, found.reason))


def _without(county: CountyPlan, lacking: tuple[str, ...]) -> Scenario | None:
    """Return the plan as a scenario in which nothing is known of some groups; None where others lack something, too."""
    try:
        # the rate is that of incomes which are not known: it leads to nothing
        made = scenario(plan=county.dossier, changes=[f"{key}=0%" for key in lacking])
    except InputError:
        return None
    levels = np.array(made.baseline.levels)
    levels[[made.group_keys.index(key) for key in lacking]] = nan
    return replace(made, baseline=replace(made.baseline, levels=levels))


def open_groups(planned: Mapping[str, PlannedGroups]) -> dict[tuple[str, str], Text]:
    """Return why the income of a group is not known, by county and group."""
    return {(county, group): reason for county, one in planned.items() for group, reason in one.reasons.items()}
