"""Find the published levels from which the uncertainty of a scenario's groups is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import POSITIVE, THERE, Fault, raise_faults
from ceheng_model.files import shipped
from ceheng_model.scenarios import Dossier, Scenario
from ceheng_model.series import SHIPPED_SERIES, PublishedSeries, load_series
from ceheng_model.terms import Component, Terms
from ceheng_model.uncertainty import words
from ceheng_model.values import Value
from ceheng_model.vocabulary import Group, Missing, Need, Template, Text, label_of, series_label

if TYPE_CHECKING:
    import pandas as pd

_FOLLOWED = Template("{group}所参照的序列", "the published series of {group}")
_LEVEL = Template("{series}{component}{year}的水平", "the level of {series}, {component}, {year}")

FEWEST_YEARS = 4
"""Growth years below which nothing is estimated: a trend takes two, and a spread needs two more."""

OWN_SERIES = "own"
"""Name that a plan folder gives to a series of the region's own."""

_AT_LEAST = Template("不少于 {count}", "be {count} or more")
_COMPONENTS_OF = Template("{series}的收入构成", "the components of {series}")
_HOLD = Template("含有{components}", "hold {components}")
_SERIES_IN = Template("{group}在“{name}”序列中的数", "figures of {group} in the series “{name}”")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record(Value):
    """Hold a published series together with the group in it."""

    name: str
    """Identifier, such as ``national.rural``."""
    label: Text
    """Name for readers."""
    series: PublishedSeries
    key: str
    region: Text | None = None
    """Whose series it is, where it is another region's and neither the plan's own nor the nation's."""
    is_own: bool = False
    """Whether it is the region's own series, so that its shocks hold whatever is the region's own."""

    def years(self, terms: Terms) -> list[int]:
        """Return the years in which some component has a level."""
        items = [self.item(key, terms) for key in terms.component_keys]
        return [year for group, item, year in self.series.levels if group == self.key and item in items]

    def item(self, component: str, terms: Terms) -> str:
        """Return under which item of the series a component stands."""
        return self.series.item(self.key, component, is_whole=terms.is_whole(component))

    def lacks(self, terms: Terms) -> list[Component]:
        """Return the components of which no year has a level."""
        held = {item for group, item, _ in self.series.levels if group == self.key}
        return [component for component in terms.components if self.item(component.key, terms) not in held]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History(Value):
    """Hold the levels of the series that the groups follow, and which group follows which."""

    records: tuple[Record, ...]
    """One for each series that is followed, in the order of their names, whatever the order of the groups."""
    position: tuple[int, ...]
    """Which of the records each group follows."""
    leaders: tuple[int, ...]
    """For each group the one of its series that it is part of in the end, itself where it is part of none."""
    years: tuple[int, ...]
    """Growth years, labelled by the year they end in."""
    levels: Array
    """Shape ``(record, component, year)``, one year more than `years`."""

    @property
    def leads(self) -> list[bool]:
        """Which groups are not part of another one on the same series."""
        return [leader == g for g, leader in enumerate(self.leaders)]

    @property
    def sharing(self) -> list[int]:
        """The groups that share a series with another of which they are no part, and it none of them."""
        leading = [self.position[g] for g in sorted(set(self.leaders))]
        return [g for g in sorted(set(self.leaders)) if leading.count(self.position[g]) > 1]

    @property
    def totals(self) -> Array:
        """Levels of the totals, shape ``(record, year)``."""
        totals: Array = self.levels.sum(axis=1)
        return totals

    def until(self, year: int) -> "History | None":
        """Return what was known in a year; None where too few growth years were."""
        years = tuple(when for when in self.years if when <= year)
        if len(years) < FEWEST_YEARS:
            return None
        return replace(self, years=years, levels=self.levels[..., : len(years) + 1])


def read_history(
    scenario: Scenario,
    history: "PublishedSeries | pd.DataFrame | str | None",
    *,
    first_year: int | None,
    last_year: int | None,
    with_own: bool = False,
) -> History:
    """Return the levels of the series that the scenario's groups follow.

    A history whose figures do not ship is taken as the region's own, unless figures of its own are given beside it.
    Raises `InputError` for groups without a series, too few years, and levels that are missing or not
    above zero.
    """
    followed = _followed(scenario, history, with_own=with_own)
    by_name = {record.name: record for record in followed}
    records = tuple(by_name[name] for name in sorted(by_name))
    terms = scenario.terms
    raise_faults([_no_component(record, lacking) for record in records if (lacking := record.lacks(terms))])
    years = _growth_years(records, terms, first_year, last_year)
    names = [record.name for record in records]
    return History(
        records=records,
        position=tuple(names.index(record.name) for record in followed),
        leaders=tuple(leaders_of(scenario.groups, [record.name for record in followed])),
        years=years,
        levels=_levels(records, (years[0] - 1, *years), scenario.terms),
    )


def _levels(records: Sequence[Record], years: Sequence[int], terms: Terms) -> Array:
    levels = np.empty((len(records), len(terms.components), len(years)))
    faults: list[Fault] = []
    for r, record in enumerate(records):
        # of years before all levels one is named, not every cell of them
        before = [year for year in years if year < min(record.years(terms), default=year)]
        for c, component in enumerate(terms.components):
            for t, year in enumerate(years):
                if year in before and (c, year) != (0, before[-1]):
                    continue
                level = record.series.level(record.key, record.item(component.key, terms), year)
                if level is None or not level > 0.0:
                    faults.append(_no_level(record, component.label, terms.year_label(year), level))
                else:
                    levels[r, c, t] = level
    raise_faults(faults)
    return levels


def _followed(
    scenario: Scenario, history: "PublishedSeries | pd.DataFrame | str | None", *, with_own: bool
) -> list[Record]:
    here = scenario.baseline.region
    if history is None:
        dossier = scenario.require_dossier()
        without = [group for group in scenario.groups if group.series is None]
        raise_faults([_no_series(without, dossier)] if without else [])
        pairs = [(group.series or "", *dossier.series_of(group)) for group in scenario.groups]
        return [
            Record(
                name=name,
                label=series_label(name.partition(".")[0], key),
                series=series,
                key=key,
                is_own=name.partition(".")[0] in (OWN_SERIES, here),
            )
            for name, series, key in pairs
        ]
    series = history if isinstance(history, PublishedSeries) else _series_of(history, scenario.terms)
    known = {group for group, _, _ in series.levels}
    region = series.name if series.is_shipped else "history"
    other = label_of(region) if series.is_shipped and region not in ("national", here) else None
    keys = [(group.series or group.key).rpartition(".")[2] for group in scenario.groups]
    without = [group for group, key in zip(scenario.groups, keys, strict=True) if key not in known]
    raise_faults(
        [_no_group(without, label_of(series.name) if series.is_shipped else Text.same(series.name), known)]
        if without
        else []
    )
    return [
        Record(
            name=f"{series.name}.{key}",
            label=series_label(region, key),
            series=series,
            key=key,
            region=other,
            is_own=not with_own if (name := _ships_as(series, key)) is None else name == here,
        )
        for key in keys
    ]


@cache
def shipped_series(name: str) -> PublishedSeries:
    """Return a series as it ships, whatever files of its name there are elsewhere."""
    return load_series(shipped(SHIPPED_SERIES[name]), name=name)


def _ships_as(series: PublishedSeries, key: str) -> str | None:
    """Return the name of the series that ships with the same figures of a group in every year that both have."""
    if series.is_shipped:
        return series.name
    given = {cell: level for cell, level in series.levels.items() if cell[0] == key}
    for name in SHIPPED_SERIES:
        known = shipped_series(name).levels
        both = [cell for cell in given if cell in known]
        if both and all(given[cell] == known[cell] for cell in both):
            return name
    return None


def _series_of(history: "pd.DataFrame | str", terms: Terms) -> PublishedSeries:
    # a frame has no name of its own
    return load_series(history, name="" if isinstance(history, str) else "history", terms=terms)


def leaders_of(groups: Sequence[Group], names: Sequence[str]) -> list[int]:
    """Return for each group the outermost one on its series that it is part of; itself in a circle."""
    numbers = {group.key: g for g, group in enumerate(groups)}
    leaders = []
    for g in range(len(groups)):
        way = [g]
        while (outer := numbers.get(groups[way[-1]].part_of or "")) is not None and names[outer] == names[g]:
            if outer in way:
                way = [g]
                break
            way.append(outer)
        leaders.append(way[-1])
    return leaders


def _growth_years(
    records: Sequence[Record], terms: Terms, first_year: int | None, last_year: int | None
) -> tuple[int, ...]:
    with_levels = sorted({year for record in records for year in record.years(terms)})
    years: tuple[int, ...] = ()
    if with_levels:
        first, last = with_levels[0] + 1, with_levels[-1]
        # a last year after the series limits nothing: a report of next year knows no more than this one
        start = first if first_year is None else first_year
        years = tuple(range(start, (last if last_year is None else min(last, last_year)) + 1))
    if len(years) < FEWEST_YEARS:
        what = Text("估计所用的增速年数", "the number of growth years to estimate from")
        span = f"{with_levels[0]}-{with_levels[-1]}" if with_levels else "–"
        held = words.YEARS_HELD.format(span=span)
        fault = Fault(
            what=what,
            rule=_AT_LEAST.format(count=FEWEST_YEARS),
            got=len(years),
            way_out=words.TOO_FEW_YEARS.format(held=held),
            missing=Missing(what=held, need=Need.SPREAD_YEARS),
        )
        raise_faults([fault])
    return years


def _no_series(groups: Sequence[Group], dossier: Dossier) -> Fault:
    what = _FOLLOWED.format(group=Text.join(group.label for group in groups))
    return Fault(
        what=what,
        rule=Text("指定", "be named"),
        got="",
        way_out=words.NO_SERIES.format(example=dossier.example_series),
        missing=Missing(what=what, need=Need.SPREAD),
    )


def _no_group(groups: Sequence[Group], name: Text, known: set[str]) -> Fault:
    what = _SERIES_IN.format(group=Text.join(group.in_message for group in groups), name=name)
    return Fault(
        what=what,
        rule=THERE,
        got=tuple(sorted(known)),
        way_out=words.NO_GROUP,
        missing=Missing(what=what, need=Need.SPREAD_OF_GROUP),
    )


def _no_component(record: Record, lacking: Sequence[Component]) -> Fault:
    held = dict.fromkeys(item for group, item, _ in record.series.levels if group == record.key)
    what = _COMPONENTS_OF.format(series=record.label)
    return Fault(
        what=what,
        rule=_HOLD.format(components=Text.join(component.label for component in lacking)),
        got=tuple(held),
        way_out=words.NO_COMPONENT,
        missing=Missing(what=what, need=Need.SPREAD_BY_COMPONENT),
    )


def _no_level(record: Record, component: Text, year: Text, level: float | None) -> Fault:
    missing = level is None
    what = _LEVEL.format(series=record.label, component=component, year=year)
    return Fault(
        what=what,
        rule=Text("在公布的序列中", "be in the published series") if missing else POSITIVE,
        got="" if missing else level,
        way_out=words.NO_LEVEL if missing else words.BAD_LEVEL,
        missing=Missing(what=what, need=Need.SPREAD_YEARS),
    )
