"""Hold growth assumptions on a baseline, and change them into other scenarios."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ceheng_model.arithmetic import Array
from ceheng_model.axes import REGION, Axis, Named, is_taken, named_as, picked, unnamed_axes
from ceheng_model.baselines import Baseline, regional_baseline, split_anew
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, raise_faults
from ceheng_model.files import RATE, Encoding, number
from ceheng_model.levers import Lever, added_levels, parse_lever, require_levers
from ceheng_model.names import group_names, key_of
from ceheng_model.official import OfficialTable
from ceheng_model.plan import Circumstances, Plan
from ceheng_model.plan.circumstance_table import GDP_RATES, KINDS, PRICE_RATES, CircumstanceKind
from ceheng_model.quantities import IncomeDistribution, without_base
from ceheng_model.scenarios import differences, regional_scenario
from ceheng_model.scenarios.alternatives import ALTERNATIVES, AS_PLANNED, alternative, alternative_key
from ceheng_model.scenarios.changes import GrowthChange, How, axis_name_fault, growth_changes, parse_change
from ceheng_model.scenarios.circumstances import (
    ByYear,
    Population,
    population_by_year,
    rates_by_year,
    surroundings_faults,
)
from ceheng_model.scenarios.closing import Closing
from ceheng_model.scenarios.distribution_faults import floor_faults
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.folder_circumstances import APPLIED_KINDS, Folder, Surroundings, circumstance_notes
from ceheng_model.scenarios.growth_faults import growth_faults
from ceheng_model.scenarios.growth_paths import changed_growth, extended, filled_paths, years_up_to
from ceheng_model.scenarios.known_levels import KNOWN_UP_TO, KnownLevel, as_of_fault
from ceheng_model.scenarios.published_whole import WholeCompared, apart_from_published, whole_compared
from ceheng_model.scenarios.words import (
    after_the_plan,
    changes_note,
    closing_notes,
    kept_description,
    lever_note,
    named,
    one_path,
)
from ceheng_model.tables import (
    Column,
    Shown,
    Table,
    component_column,
    frame_over,
    grid_for_people,
    group_column,
    one_or_range,
)
from ceheng_model.terms import Terms
from ceheng_model.values import Value, frozen_array, read_only
from ceheng_model.vocabulary import (
    COMPONENT_AXIS,
    GROUP_AXIS,
    NO_TEXT,
    Group,
    Language,
    Status,
    Template,
    Text,
    told_in,
)

if TYPE_CHECKING:
    import pandas as pd

_CHANGED = Template("{title}，但{differences}", "{title}, but with {differences}")
_TABLE_TITLE = Template("增速假设：{title}", "Growth assumptions: {title}")
_FROM_A_PLAN = Template("来自{kind}", "come from a {kind}")
_SIZES = Template("与 growth 的前导轴 {shape} 相同", "be those of the leading axes of growth, {shape}")
_BARE = Text("自定增速", "growth as given")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Scenario(Shown):
    """Hold growth by group, component and year on a baseline.

    `growth` has shape ``(..., group, component, year)``, fractions, read-only; its leading axes are the
    `alternatives`, then the regions. A scenario made by `scenario` also knows its plan and its recipe:
    the shipped alternative it is `based_on` and the `changes` since.
    """

    name: Text = NO_TEXT
    """The name that its user or its file gave it; empty where none was given. What a reader calls it is `title`."""
    description: Text = NO_TEXT
    based_on: str | None = None
    dossier: Dossier | None = None
    baseline: Baseline
    years: tuple[int, ...]
    growth: Array
    alternatives: tuple[Axis, ...] = ()
    """Names and labels of the leading axes before the region; those that come without are numbered."""
    closing: Closing | None = None
    changes: tuple[GrowthChange, ...] = ()
    price_growth: Array | None = None
    """Growth of consumer prices, shape ``(year,)``; NaN in years of which it is not known."""
    gdp_growth: Array | None = None
    """Growth of the region's gross domestic product, shape ``(year,)``; NaN in years of which it is not known."""
    population: Array | None = None
    """Residents, shape ``(group, year)`` or ``(region, group, year)``, the base year first; 0 for groups inside
    another, NaN where not known."""

    distributions: Mapping[str, IncomeDistribution] = field(default_factory=dict)
    """How the incomes of a group's people are taken to be spread, where it is given for the scenario."""

    as_of: int | None = None
    """Up to which year published levels of series count as known; all that are published where None."""

    levers: tuple[Lever, ...] = ()
    """Policy measures whose money stands on top of what growth gives."""

    def __post_init__(self) -> None:
        """Freeze what was given; raise `InputError` for shapes, rates and levers that cannot be."""
        for name in ("name", "description"):
            object.__setattr__(self, name, _text(getattr(self, name)))
        growth = frozen_array(self.growth)
        object.__setattr__(self, "growth", growth)
        closing = None if self.changes else self.closing
        raise_faults(growth_faults(growth, self.baseline, years=self.years, closing=closing))
        # one path has none, as nearly every scenario
        if growth.ndim > -GROUP_AXIS or self.baseline.levels.ndim > -COMPONENT_AXIS or self.alternatives:
            object.__setattr__(self, "alternatives", _named_alternatives(self.alternatives, growth, self.baseline))
        for name in ("price_growth", "gdp_growth", "population"):
            if (array := getattr(self, name)) is not None:
                object.__setattr__(self, name, frozen_array(array))
        self._require_surroundings()
        Value.__post_init__(self)
        if self.as_of is not None and (fault := as_of_fault(self.as_of, self.baseline.year)) is not None:
            raise InputError(fault)
        if self.levers:
            require_levers(self.levers, self.terms, self.years, regions=bool(self.baseline.regions))

    def _require_surroundings(self) -> None:
        """Raise `InputError` for prices, GDP and residents of other shapes, which would be broadcast in silence."""
        faults = surroundings_faults(
            prices=self.price_growth,
            gdp=self.gdp_growth,
            population=self.population,
            groups=len(self.groups),
            regions=len(self.baseline.regions),
            years=len(self.years),
        )
        raise_faults(faults)

    @property
    def terms(self) -> Terms:
        """Groups, components and the words for what is counted."""
        return self.baseline.terms

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.baseline.groups

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups, in axis order."""
        # asked of every form of every quantity: a list is made in half the time of a generator
        return tuple([group.key for group in self.baseline.groups])

    @property
    def base_year(self) -> int:
        """The year before the first one projected."""
        return self.baseline.year

    @property
    def base_levels(self) -> Array:
        """Income in the base year, ``(..., group, component)``."""
        return self.baseline.levels

    @property
    def goes_on(self) -> bool:
        """Whether the plan itself says something of a year after its own, and the projection goes on that far."""
        plan = self.plan
        return plan is not None and plan.years[-1] < plan.horizon == self.years[-1]

    @property
    def headline_year(self) -> int:
        """The year that is meant where none is named: the last one, or the plan's own last where it goes on."""
        return self.plan.years[-1] if self.plan is not None and self.goes_on else self.years[-1]

    @property
    def years_told(self) -> frozenset[int]:
        """The years that a table shows a reader: all, or without those between the plan and its later targets."""
        if self.plan is None or not self.goes_on:
            return frozenset((self.base_year, *self.years))
        return self.plan.years_told

    @property
    def within_the_plan(self) -> "Scenario":
        """The same path over the plan's own years, under the title that it has.

        Itself where it goes no further.
        """
        if self.plan is None or self.years[-1] <= self.plan.years[-1]:
            return self
        last = self.plan.years[-1]
        count = self.years.index(last) + 1
        prices, gdp, residents = self.price_growth, self.gdp_growth, self.population
        return replace(
            self,
            name=self.title,
            years=self.years[:count],
            growth=self.growth[..., :count],
            changes=(),
            levers=tuple(lever for lever in self.levers if lever.first_year <= last),
            price_growth=None if prices is None else prices[:count],
            gdp_growth=None if gdp is None else gdp[:count],
            population=None if residents is None else residents[..., : count + 1],
        )

    @property
    def absent_groups(self) -> frozenset[str]:
        """Keys of the groups without a base, of which nothing can be said.

        Of many regions, those that none gives.
        """
        absent = self.baseline.absent
        # asked several times of every solution, and nearly always nothing is absent
        if not absent.any():
            return frozenset()
        return frozenset(key for g, key in enumerate(self.group_keys) if absent[..., g].all())

    def published_level(self, series: str, group: str, year: int) -> float | None:
        """Return the total of a group of one of the plan's series, or None where none is known.

        As published up to `as_of`; later ones as the circumstances of the plan's folder give them, else the last
        known level grown on at the series' average growth from its first year up to that one. Without `as_of` all
        that is published is known, and nothing is grown on. Which of these it is, `level_status` and `level_rule` say.

        >>> from ceheng_model.scenarios import scenario
        >>> plan = scenario("plan")
        >>> plan.published_level("national", "rural", 2024)
        23119.0
        >>> round(plan.with_as_of(2021).published_level("national", "rural", 2024))
        24372
        """
        level = self._known_level(series, group, year)
        return None if level is None else level.value

    def level_status(self, series: str, group: str, year: int) -> Status | None:
        """Return whether that total is published, derived or assumed; None where there is none."""
        level = self._known_level(series, group, year)
        return None if level is None else level.status

    def level_rule(self, series: str, group: str, year: int) -> Text | None:
        """Return in words how that total was grown on from what is known.

        None where it was published or given.
        """
        level = self._known_level(series, group, year)
        return None if level is None else level.rule

    def _known_level(self, series: str, group: str, year: int) -> KnownLevel | None:
        return None if self.dossier is None else self.dossier.known_level(series, group, year, as_of=self.as_of)

    def distribution(self, group: str) -> IncomeDistribution | None:
        """Return how the incomes of a group's people are spread.

        As given for the scenario, else as the folder says. What the folder says is of the plan's own region and holds
        for no other.
        """
        return self.distributions.get(group, self._planned_distributions.get(group))

    @property
    def _planned_distributions(self) -> Mapping[str, IncomeDistribution]:
        plan, base = self.plan, self.baseline
        return plan.distributions if plan is not None and not base.regions and base.region == plan.region else {}

    @property
    def surroundings(self) -> Surroundings:
        """Prices, GDP and residents as the scenario holds them."""
        return Surroundings(price_growth=self.price_growth, gdp_growth=self.gdp_growth, population=self.population)

    @property
    def folder(self) -> Folder:
        """What the plan's folder says of the surroundings, over the years of the scenario."""
        return _folder_over(self.dossier, self.baseline, self.years)

    def circumstance_notes(self) -> tuple[Text, ...]:
        """Return what is used of the circumstances in the plan's folder, with status and source.

        Figures that were given for the scenario are no such notes. Where residents weight incomes, it is said how far
        their mean lies from the income of all residents that was published for the base year.
        """
        if self.dossier is None:
            return ()
        told = [*circumstance_notes(self.folder, self.surroundings, self.dossier.compared)]
        planned = {key: held for key, held in self._planned_distributions.items() if key not in self.distributions}
        told += differences.distribution_differences(planned, self.terms)
        return (*told, *([] if self.apart_from_published is None else [self.apart_from_published]))

    @property
    def apart_from_published(self) -> Text | None:
        """How far the groups' weighted mean lies from the published income of all residents.

        None where it does not.
        """
        return apart_from_published(self.baseline, self.population)

    @property
    def whole_compared(self) -> WholeCompared | None:
        """The weighted mean of the base year beside the surveyed income of all residents.

        None where either lacks.

        >>> from ceheng_model.scenarios import scenario
        >>> zhejiang = scenario("plan", plan="zhejiang-2027")
        >>> zhejiang.whole_compared is None or zhejiang.whole_compared.is_apart
        True
        """
        return whole_compared(self.baseline, self.population)

    @property
    def added(self) -> Array | None:
        """What levers add to the levels, ``(group, component, year)``; None without levers."""
        return added_levels(self.levers, self.terms, self.years) if self.levers else None

    @classmethod
    def of_alternative(
        cls,
        name: str,
        dossier: Dossier,
        baseline: Baseline,
        *,
        last_year: int | None = None,
        changes: Sequence[GrowthChange] = (),
    ) -> "Scenario":
        """Return a shipped alternative on a baseline.

        Up to the last year that the plan says anything of, or another. Changes are made on it, and may give the growth
        of groups of which the plan prints nothing.
        """
        years = years_up_to(last_year or dossier.plan.horizon, dossier.plan.years[0], dossier.plan.terms)
        paths = filled_paths(name, dossier, baseline, years=years, changes=changes)
        known = _folder_over(dossier, baseline, years).surroundings()
        shipped = alternative(name, dossier.plan).description
        growth, alternatives = changed_growth(
            extended(paths.growth, len(years)), changes, dossier.plan.terms, years, regions=baseline.regions
        )
        return cls(
            description=NO_TEXT if changes else shipped,
            based_on=name,
            dossier=dossier,
            baseline=baseline,
            years=years,
            growth=growth,
            alternatives=alternatives,
            changes=tuple(change.over(baseline.regions) for change in changes),
            closing=paths.closing,
            price_growth=known.price_growth,
            gdp_growth=known.gdp_growth,
            population=known.population,
        )

    @property
    def frame_name(self) -> Text | None:
        """What frames call the scenario: its name, that of the shipped alternative that it is, else its title.

        None where it is of many alternatives: their labels tell them apart.

        >>> from ceheng_model.scenarios import scenario
        >>> scenario("trend").frame_name.zh
        'trend'
        """
        if self.alternatives:
            return None
        own = self.name.zh or (None if self.changed_from else self.based_on)
        return self.title if own is None else Text.same(own)

    @property
    def title(self) -> Text:
        """What a reader calls the scenario: its name, else its shipped alternative and what differs from it.

        >>> from ceheng_model.scenarios import scenario
        >>> scenario("plan").title.zh
        '按方案'
        >>> scenario("plan").with_change("rural.wages.2023-2024=12%").title.zh
        '按方案，但2023—2024年农村工资性收入增速由20%调为12%'
        """
        if self.name:
            return self.name
        base = ALTERNATIVES[self.based_on].titled(self.terms) if self.based_on is not None else _BARE
        difference = self.difference
        return _CHANGED.format(title=base, differences=difference) if difference else base

    @property
    def changed_from(self) -> tuple[Text, ...]:
        """Everything that differs from the shipped alternative as the plan has it, in words and numbers."""
        if self.based_on is None or self.dossier is None:
            return ()
        before = filled_paths(self.based_on, self.dossier, self.baseline, years=self.years, changes=self.changes).growth
        return (
            *differences.growth_differences(
                self.changes,
                extended(before, len(self.years)),
                self.growth,
                differences.Axes(terms=self.terms, years=self.years),
                regions=len(self.baseline.regions),
            ),
            *differences.lever_differences(self.levers, self.terms),
            *differences.base_differences(self.baseline, self.dossier),
            *differences.circumstance_differences(
                self.surroundings, self.folder, self.terms, planned=self.dossier.plan.horizon
            ),
            *differences.distribution_differences(self.distributions, self.terms),
        )

    @property
    def difference(self) -> Text:
        """The first of `changed_from` and how many there are; empty where nothing differs."""
        return differences.at_first(self.changed_from)

    @property
    def is_as_planned(self) -> bool:
        """Whether its numbers are the plan's own: the plan itself with nothing differing, whatever its name."""
        return self.based_on == AS_PLANNED and not self.changed_from

    @property
    def plan(self) -> Plan | None:
        """The plan the scenario belongs to, if any."""
        return self.dossier.plan if self.dossier else None

    def with_growth(
        self,
        groups: str | Sequence[str] | None,
        components: str | Sequence[str] | None,
        value: "ArrayLike | pd.Series[Any] | Named | Mapping[Any, float]",
        *,
        years: int | Sequence[int] | None = None,
        how: How = "set",
    ) -> "Scenario":
        """Return a copy with some growth cells set, raised by points or multiplied.

        None for groups, components or years means all. Cells that are not named keep their growth,
        so the total is what results. Groups and components are named by key or as readers know them.

        Labels that are groups, components or years of the scenario (keys, or what readers call them; an index or a
        dimension named ``group``, ``component`` or ``year``, 人群, 收入构成 or 年份, or one without a name that holds
        nothing else) give each its own value: a Series or a mapping by year is a path, its years numbers, texts,
        periods or days.
        They stand in any order; those that are not there keep their growth, and where the call itself names groups,
        components or years they are the same.

        Other values at once are alternatives, along axes of their own that stand before the regions: those of a
        DataArray or a `Labelled`; the index of a Series, under its name or as ``alternative`` (a MultiIndex that holds
        every combination gives an axis a level); ``alternative``, numbered from 0, of a bare array. An axis that the
        scenario has is aligned by label; another one stands beside it, so that all combinations are there. In a
        scenario of regions the last axis of a bare array is theirs.

        Raises `InputError` for cells that do not exist, rates that cannot be, an axis with other labels than the
        scenario has, and labels that may be either cells or alternatives.

        >>> from ceheng_model.scenarios import scenario
        >>> slow = scenario("plan").with_growth("rural", "wages", 0.15, years=[2023, 2024])
        >>> slow.growth[1, 0].tolist()
        [0.2, 0.15, 0.15]
        >>> import pandas as pd
        >>> path = pd.Series({2024: 0.09, 2022: 0.12, 2023: 0.10})
        >>> scenario("plan").with_growth("rural", "wages", path).growth[1, 0].tolist()
        [0.12, 0.1, 0.09]
        >>> rates = pd.Series([0.08, 0.12], index=pd.Index(["low", "high"], name="wages"))
        >>> two = scenario("plan").with_growth("rural", "wages", rates)
        >>> two.alternatives, two.at(wages="high").growth[1, 0].tolist()
        ((Axis(name='wages', coordinates=('low', 'high')),), [0.12, 0.12, 0.12])
        """
        changes = growth_changes(groups, components, value, years=years, how=how, terms=self.terms, horizon=self.years)
        raise_faults([fault for change in changes for fault in change.faults(self.terms, self.years)])
        changed = self
        for change in changes:
            changed = changed.with_change(change)
        return changed

    def with_change(self, change: GrowthChange | str) -> "Scenario":
        """Return a copy with one change, given as an object or as ``rural.wages.2023=15%``.

        The description of a shipped alternative does not hold then and is taken away; one of the user's own stays.
        """
        parsed = parse_change(change, self.terms, self.years) if isinstance(change, str) else change
        change = parsed.by_key(self.terms)
        regions = self.baseline.regions
        growth, alternatives = change.apply(
            self.growth, self.terms, self.years, alternatives=self.alternatives, regions=regions
        )
        return replace(
            self,
            growth=read_only(growth),
            alternatives=alternatives,
            changes=(*self.changes, change.over(regions)),
            description=kept_description(self.description, self.based_on, self.terms),
        )

    @property
    def leading_axes(self) -> tuple[Axis, ...]:
        """The axes before the groups: the alternatives, then the regions; none of one path."""
        regions = self.baseline.regions
        return (*self.alternatives, *((Axis(REGION, regions),) if regions else ()))

    def at(self, /, **labels: object) -> "Scenario":
        """Return the scenario of one alternative or region by its label, or of several.

        Several by a list, a slice or a mask. One label takes its axis away, the others keep it. A slice runs from label
        to label, both included, backwards with a negative step. Raises `InputError` for an axis or a label that does
        not exist.

        >>> from ceheng_model.scenarios import scenario
        >>> many = scenario("plan").with_growth("urban", None, [0.08, 0.09, 0.10])
        >>> many.at(alternative=1).growth[0, 0].tolist(), many.at(alternative=[2, 0]).growth[:, 0, 0, 0].tolist()
        ([0.09, 0.09, 0.09], [0.1, 0.08])
        """
        scenario = self
        for name, wanted in named_as(self.leading_axes, labels).items():
            if name == REGION and scenario.baseline.regions:
                scenario = _of_regions(scenario, wanted)
            else:
                scenario = _of_alternatives(scenario, name, wanted)
        return scenario

    def with_name(self, name: Text | str, *, description: Text | str | None = None) -> "Scenario":
        """Return a copy under a name, and with another description where one is given.

        An empty name takes it away.
        """
        named = replace(self, name=_text(name))
        return named if description is None else replace(named, description=_text(description))

    @property
    def known_until(self) -> int | None:
        """The year up to which published series are known, as told to readers.

        That is `as_of`, no later than the last level. None where all that is published is known.

        >>> from ceheng_model.scenarios import scenario
        >>> plan = scenario("plan")
        >>> plan.with_as_of(2022).known_until, plan.with_as_of(2030).known_until, plan.known_until
        (2022, 2024, None)
        """
        if self.as_of is None or self.dossier is None:
            return self.as_of
        last = max((year for one in self.dossier.series.values() for _, _, year in one.levels), default=self.as_of)
        return min(self.as_of, max(last, self.base_year))

    def with_as_of(self, year: int | None) -> "Scenario":
        """Return a copy to which levels of published series are known up to a year.

        With None, all that are published. Raises `InputError` for a year before the base year or a hundred years after
        it, and for what is no year.
        """
        return replace(self, as_of=year)

    def with_lever(self, lever: Lever | str) -> "Scenario":
        """Return a copy with one more lever, given as an object or as ``village_doctors:recipients=300,...``.

        A lever of the same id is replaced. Raises `InputError` for groups that do not exist, for inputs that
        are missing or cannot be, and for scenarios of many regions.
        """
        if isinstance(lever, str):
            lever = parse_lever(lever, self.require_dossier().plan.levers)
        others = tuple(other for other in self.levers if other.id != lever.id)
        return replace(self, levers=(*others, lever))

    def with_levers(self, levers: Sequence[Lever]) -> "Scenario":
        """Return a copy with these levers instead of those it has."""
        return replace(self, levers=tuple(levers))

    def with_shares(self, shares: Mapping[str, str]) -> "Scenario":
        """Return the scenario on other share cases: open cells closed anew, changes made again."""
        return _rebuilt(self, self.baseline_under(shares), self.years[-1])

    def with_base(self, totals: Mapping[str, float]) -> "Scenario":
        """Return the scenario on other base-year incomes of some groups, split as before, open cells anew.

        Raises `InputError` for groups that do not exist or have no base, and for incomes that cannot be.

        >>> from ceheng_model.scenarios import scenario
        >>> scenario("plan").with_base({"rural": 11500}).title.zh
        '按方案，但2021年农村常住居民基数改为11,500元'
        """
        return _rebuilt(self, self.baseline.with_totals(totals), self.years[-1])

    def with_horizon(self, last_year: int) -> "Scenario":
        """Return the scenario up to another year.

        Years after the plan keep the growth of the plan's last year, before changes are made again.
        """
        return _rebuilt(self, self.baseline, last_year)

    def with_alternative(self, name: str) -> "Scenario":
        """Return another shipped alternative on the same base, horizon and circumstances.

        It is nameless and unchanged.
        """
        name = alternative_key(name, self.terms)
        recipe = replace(
            self,
            name=NO_TEXT,
            description=alternative(name, self.require_dossier().plan).description,
            based_on=name,
            changes=(),
            levers=(),
        )
        return _rebuilt(recipe, self.baseline, self.years[-1])

    def with_regions(
        self,
        source: "pd.DataFrame | Path | str | OfficialTable",
        *,
        sheet: str | None = None,
        encoding: Encoding | None = None,
        confirm: bool = False,
    ) -> "Scenario":
        """Return the scenario on the baselines of many regions, which become the axis before the groups.

        `source` is a tidy frame, a CSV file in UTF-8, GB18030 or UTF-16 (or in Big5, where `encoding` says so),
        or a workbook, with the columns region, group,
        component and value, and if wanted year, share_case, concept, status, source and note. A
        region gives for every group its components, their total, or both; a total alone is split by
        the scenario's share case, and `notes` of the baseline says so. An official table (`read_official`) is
        taken, too: the levels of its base year. Regions stand in the order in which
        they appear. Codes are texts; whole numbers in a frame become texts.
        Of a workbook the `sheet` asked for is read, else the first that is seen.

        Open cells are closed to the total region by region and changes are made again. The horizon,
        prices and GDP stay. A population stays if it was given for these regions; the population of the
        plan's own region is left behind. Axes of alternatives stand before the regions.

        A group that a region leaves out, or for which it writes a dash or nothing, is absent there: its results are
        NaN. Totals are held against the nation's figure, the plan's own base and the table's median: beyond a factor
        of 5 they are refused, unless the column ``confirmed`` says yes or `confirm` is set; what is off by half and
        more is told in `warnings`.

        Raises `InputError` with every fault of the table and every region whose table cannot hold.

        >>> import pandas as pd
        >>> from ceheng_model.scenarios import scenario
        >>> rows = [("520001", 36000.0, 11000.0), ("520002", 31000.0, 9800.0)]
        >>> frame = pd.DataFrame(
        ...     [(code, group, "total", value) for code, urban, rural in rows
        ...      for group, value in (("urban", urban), ("rural", rural), ("lifted", rural))],
        ...     columns=["region", "group", "component", "value"])
        >>> scenario("plan").with_regions(frame).growth.shape
        (2, 3, 4, 3)
        """
        own = self.dossier.baseline(self.baseline.shares()) if self.dossier else self.baseline
        nation = {} if self.dossier is None else self.dossier.nation()
        baseline = regional_baseline(source, own=own, nation=nation, sheet=sheet, encoding=encoding, confirm=confirm)
        before, after = self.baseline.regions, baseline.regions
        moved = replace(
            self,
            changes=tuple(regional_scenario.change_over(change, before, after) for change in self.changes),
            population=regional_scenario.population_over(self.population, before, after),
        )
        if self.based_on is not None:
            return _rebuilt(moved, baseline, self.years[-1])
        return replace(moved, baseline=baseline, growth=regional_scenario.growth_over(self.growth, before, after))

    def at_region(self, region: str) -> "Scenario":
        """Return the scenario of one of the regions, with the numbers it has among them.

        Raises `InputError` for a region that is not there.
        """
        baseline = self.baseline.at(region)
        return self._over(baseline, self.baseline.regions.index(baseline.region), baseline.region)

    def _over(self, baseline: Baseline, at: int | list[int], regions: str | list[str]) -> "Scenario":
        """Return the scenario on the baseline of one of its regions or of some, which stand at these places."""
        around = replace(self.surroundings, population=regional_scenario.population_at(self.population, at))
        if isinstance(at, int):
            around = _carried(around, self.folder, _folder_over(self.dossier, baseline, self.years))
        return replace(
            self,
            baseline=baseline,
            price_growth=around.price_growth,
            gdp_growth=around.gdp_growth,
            population=around.population,
            growth=regional_scenario.growth_at(self.growth, at),
            closing=regional_scenario.closing_at(self.closing, at),
            changes=tuple(change.at(REGION, regions) for change in self.changes),
        )

    def baseline_under(self, shares: Mapping[str, str]) -> Baseline:
        """Return the baseline under other share cases: the plan's own, or the regions' totals split anew.

        Raises `InputError` for groups and cases that do not exist, and for a group whose components are
        given by every region.
        """
        dossier = self.require_dossier()
        shares = dossier.shares_by_key(shares)
        own = dossier.baseline({**self.baseline.shares(), **shares})
        if self.baseline.by_case is not None:
            return split_anew(self.baseline, shares, own=own)
        return own.with_totals(self.baseline.given_totals)

    def share_choices(self) -> Iterator[dict[str, str]]:
        """Yield every combination of share cases that makes a difference to the baseline."""
        dossier, present = self.require_dossier(), self.baseline.shares()
        by_case = self.baseline.by_case
        fixed = [] if by_case is None else [k for g, k in enumerate(self.group_keys) if not by_case[..., g].any()]
        plan = dossier.plan
        for shares in dossier.baselines.share_choices(plan.region, self.group_keys, plan.base_year):
            if all(shares[key] == present[key] for key in fixed):
                yield shares

    def with_prices(self, growth: "ByYear | str | None") -> "Scenario":
        """Return a copy with consumer price growth: one rate, a rate a year, or rates by year.

        By year they may be a Series, too. Of years that a mapping does not name the circumstances of the plan's folder
        hold; where the folder knows nothing, every year has to be there. A text names the region whose figures of the
        folder are taken, None takes away what is known. Raises `InputError` for years, rates and regions that cannot
        be.
        """
        return replace(self, price_growth=self._rates(PRICE_RATES, growth))

    def with_gdp(self, growth: "ByYear | str | None") -> "Scenario":
        """Return a copy with growth of gross domestic product, given as for `with_prices`.

        >>> from ceheng_model.scenarios import scenario
        >>> scenario("plan").with_gdp(0.05).gdp_growth.tolist()
        [0.05, 0.05, 0.05]
        >>> scenario("plan").with_gdp("guizhou").gdp_growth.tolist()
        [0.012, 0.049, nan]
        """
        return replace(self, gdp_growth=self._rates(GDP_RATES, growth))

    def _rates(self, kind: CircumstanceKind, growth: "ByYear | str | None") -> Array | None:
        if growth is None:
            return None
        if isinstance(growth, str):
            if (rate := number(growth, RATE)) is None:
                return self.folder.require_region(kind, growth)
            growth = rate
        return rates_by_year(growth, self.years, KINDS[kind], self.terms, known=self.folder.figures(kind))

    def with_population(self, population: Population | None) -> "Scenario":
        """Return a copy with the residents of every group that is not part of another.

        With None, without residents. Any unit will do, as long as it is the same for all groups. A mapping gives the
        base year and every year after it; a number stays for all years. In a scenario of many regions each number may
        be an array of one a region. What the plan's folder knows of residents is replaced as a whole, since they may be
        counted in another unit.
        """
        if population is None:
            return replace(self, population=None)
        years = (self.baseline.year, *self.years)
        regions = len(self.baseline.regions)
        return replace(self, population=population_by_year(population, self.terms, years, regions=regions))

    def with_distribution(self, group: str, distribution: IncomeDistribution | None) -> "Scenario":
        """Return a copy with how the incomes of a group's people are taken to be spread in the base year.

        It holds before what the plan's folder and its statements say; None takes it away again. Raises `InputError`
        for a group that is not there, and for a floor that is not below the line of a promise on people who rise.

        >>> from ceheng_model.scenarios import scenario
        >>> spread = scenario("plan").with_distribution("lifted", IncomeDistribution(gini=0.3, floor=6000))
        >>> spread.title.zh
        '按方案，但脱贫人口的收入按对数正态分布推算，基尼系数0.3，只计收入6,000以上者（假定）'
        """
        group = key_of(Text("收入分布的人群", "the group of a distribution"), group, group_names(self.terms))
        if distribution is not None and self.dossier is not None:
            raise_faults(list(floor_faults({group: distribution}, self.dossier.plan.statements, self.terms)))
        held = {**self.distributions, group: distribution}
        ordered = {key: told for key in self.group_keys if (told := held.get(key)) is not None}
        return replace(self, distributions=ordered)

    def tables(self) -> tuple[Table, ...]:
        """Return the table of growth."""
        return (self.growth_table(),)

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return growth as a tidy frame: one row a region, group, component and year.

        With `wide` a column a year.

        >>> from ceheng_model.scenarios import scenario
        >>> scenario("plan").to_frame().columns.tolist()
        ['scenario', 'group', 'component', 'year', 'growth']
        """
        regions = (Axis(REGION, self.baseline.regions),) if self.baseline.regions else ()
        axes = (
            *((axis.name, axis.coordinates) for axis in (*self.alternatives, *regions)),
            ("group", [group.named for group in self.groups]),
            ("component", self.terms.named_components),
            ("year", self.years),
        )
        if wide:
            told = grid_for_people(axes, self.growth, Text("增速", "growth"), told_in(language))
            return self.completed(told, language, wide=True)
        return self.completed(frame_over(axes, {"growth": self.growth}), language)

    def growth_table(self) -> Table:
        """Return growth by group and component, one column a year, and how open cells were filled."""
        rows = [
            (
                group.named,
                component,
                *(one_or_range(self.growth[..., g, c, t], "percent") for t in range(len(self.years))),
            )
            for g, group in enumerate(self.groups)
            for c, component in enumerate(self.terms.named_components)
        ]
        told = self.years_told
        years = (
            Column(key=str(year), heading=self.terms.year_label(year), kind="percent", shown=year in told)
            for year in self.years
        )
        title = _TABLE_TITLE.format(title=self.title)
        columns = (group_column(self.terms), component_column(self.terms), *years)
        return Table(name="growth", title=title, columns=columns, rows=tuple(rows), notes=self.notes())

    def notes(self) -> tuple[Text, ...]:
        """Return in words what the scenario assumes and where its own table cannot hold."""
        notes = [self.description] if self.description else []
        # measures have notes of their own
        changed = replace(self, levers=()).changed_from if self.levers else self.changed_from
        if self.based_on is not None and changed:
            notes.append(changes_note(self.based_on, changed, self.terms))
        notes += [lever_note(lever, self.terms) for lever in self.levers]
        if self.plan is not None and self.goes_on:
            notes.append(after_the_plan(self.plan.years[-1], self.years[-1], self.terms))
        if self.closing is not None:
            notes += closing_notes(self.closing, self.terms, self.years)
        if self.known_until is not None and self.dossier is not None and self.dossier.series:
            notes.append(KNOWN_UP_TO.format(year=self.terms.year_label(self.known_until)))
        return (*notes, *self.circumstance_notes())

    def require_dossier(self) -> Dossier:
        """Return the plan's dossier; raise `InputError` for a scenario made from bare arrays."""
        if self.dossier is None:
            raise InputError(
                Fault(
                    what=named(self.title),
                    rule=self.terms.say(_FROM_A_PLAN),
                    got=Text("增速数组", "a growth array"),
                    way_out=Text("用 scenario(名称) 建立", "make it with scenario(name)"),
                )
            )
        return self.dossier

    def require_single(self) -> None:
        """Raise `InputError` for a scenario of many alternatives or regions at once."""
        if self.growth.ndim > -GROUP_AXIS or self.baseline.levels.ndim > -COMPONENT_AXIS:
            raise InputError(
                Fault(
                    what=named(self.title),
                    rule=Text("只含一条路径", "hold one path only"),
                    got=self.growth.shape,
                    way_out=one_path("scenario", self.alternatives, self.baseline.regions),
                )
            )

    def require_bases(self, keys: Sequence[str] | None = None) -> None:
        """Raise `InputError` for every group without a base; where `keys` are given, of these only."""
        wanted = self.group_keys if keys is None else keys
        raise_faults([without_base(key, self) for key in wanted if key in self.absent_groups])


def _rebuilt(scenario: Scenario, baseline: Baseline, last_year: int) -> Scenario:
    """Return a scenario by its recipe on another baseline and up to another year, circumstances kept."""
    dossier = scenario.require_dossier()
    assert scenario.based_on is not None
    years = years_up_to(last_year, dossier.plan.years[0], scenario.terms)
    paths = filled_paths(scenario.based_on, dossier, baseline, years=years, changes=scenario.changes)
    around = _carried(scenario.surroundings, scenario.folder, _folder_over(dossier, baseline, years))
    growth, alternatives = changed_growth(
        extended(paths.growth, len(years)), scenario.changes, scenario.terms, years, regions=baseline.regions
    )
    return replace(
        scenario,
        baseline=baseline,
        years=years,
        growth=growth,
        alternatives=alternatives,
        closing=paths.closing,
        price_growth=around.price_growth,
        gdp_growth=around.gdp_growth,
        population=around.population,
    )


def _named_alternatives(given: tuple[Axis, ...], growth: Array, baseline: Baseline) -> tuple[Axis, ...]:
    """Return the axes of alternatives, numbered ones where none are given; raise `InputError` for other shapes."""
    leading, before = growth.shape[:GROUP_AXIS], baseline.levels.shape[: GROUP_AXIS + 1]
    if baseline.regions:
        leading, before = leading[:-1], ()
    shape = np.broadcast_shapes(leading, before)
    if not given:
        return unnamed_axes(shape)
    named = tuple(given)
    raise_faults([axis_name_fault(axis) for axis in named if is_taken(axis.name)])
    if tuple(map(len, named)) != shape:
        raise InputError(
            Fault(
                what=Text("情形轴的长度", "the sizes of the axes of alternatives"),
                rule=_SIZES.format(shape=shape),
                got=tuple(map(len, named)),
                way_out=Text("与 growth 一起给出 alternatives", "give alternatives together with growth"),
            )
        )
    return named


def _of_regions(scenario: Scenario, wanted: object) -> Scenario:
    """Return a scenario of one region, or of several; raise `InputError` for those that are not there."""
    axis = Axis(REGION, scenario.baseline.regions)
    if isinstance(wanted, str):
        return scenario.at_region(wanted)
    places = axis.places(wanted)
    if isinstance(places, int):
        return scenario.at_region(axis.labels[places])
    regions = [axis.labels[place] for place in places]
    return scenario._over(scenario.baseline.among(regions), places, regions)  # noqa: SLF001 - its own


def _of_alternatives(scenario: Scenario, name: str, wanted: object) -> Scenario:
    """Return a scenario at one label of an axis of alternatives, or at several."""
    axes, regions = scenario.alternatives, scenario.baseline.regions
    at = [axis.name for axis in axes].index(name)
    places = axes[at].places(wanted)
    labels = axes[at].labels[places] if isinstance(places, int) else [axes[at].labels[place] for place in places]

    def part(array: Array, inner: int) -> Array:
        # axes that an array lacks are the first ones, as in broadcasting
        own = at - (len(axes) - (array.ndim - inner))
        return picked(array, own, places) if own >= 0 else array

    baseline = scenario.baseline
    if not regions and baseline.levels.ndim > -COMPONENT_AXIS:
        baseline = replace(baseline, levels=part(baseline.levels, 2))
    return replace(
        scenario,
        baseline=baseline,
        growth=part(scenario.growth, 4 if regions else 3) if scenario.growth.ndim > -GROUP_AXIS else scenario.growth,
        alternatives=(*axes[:at], *([] if isinstance(places, int) else [axes[at].taken(places)]), *axes[at + 1 :]),
        changes=tuple(change.at(name, labels) for change in scenario.changes),
    )


def _folder_over(dossier: Dossier | None, baseline: Baseline, years: tuple[int, ...]) -> Folder:
    """Return what a plan's folder says of its surroundings, over some years; of other regions it says nothing."""
    return Folder(
        circumstances=Circumstances() if dossier is None else dossier.circumstances,
        terms=baseline.terms,
        base_year=baseline.year,
        years=years,
        is_own=dossier is not None and not baseline.regions and baseline.region == dossier.plan.region,
    )


def _carried(around: Surroundings, before: Folder, after: Folder) -> Surroundings:
    """Return what is known around incomes on another base and over other years."""
    return Surroundings(**{kind: before.carried(kind, around.of(kind), after) for kind in APPLIED_KINDS})


def _text(text: Text | str) -> Text:
    return text if isinstance(text, Text) else Text.same(text)
