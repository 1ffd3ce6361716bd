"""Name the figures that quantities take as known: published levels, prices, GDP, shares of the population."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import GIVEN, NOTHING, Fault
from ceheng_model.quantities.distributions import IncomeDistribution
from ceheng_model.quantities.missing import GDP_GROWTH, PRICE_GROWTH, UndecidableError, in_years, population
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, Group, Missing, Need, Status, Template, Text, label_of

GDP = "gdp"
"""Stands where a group may stand that a quantity is compared with."""
PUBLISHED_ROUNDING = 0.5
"""Half the unit to which levels are published."""

_BASE_OF = Template("{group}的基数", "the base of {group}")
_IN_SERIES = Template("{region}{group}", "{region} {group}")
_AVERAGE = Template("{region}{group}", "the {region} {group} average")
_AVERAGE_OF = Template("{region}{group}", "the average of {region} {group}")
_ADJECTIVES = {"urban": "urban", "rural": "rural", "all": "overall"}
"""What English calls an average of groups that every region has."""
_INCOME_OF = Template("{name}在{years}的收入", "income of {name} in {years}")


class Setting(Protocol):
    """What a quantity has to know of a scenario: its axes and what surrounds its incomes."""

    @property
    def terms(self) -> Terms:
        """The terms in which the plan counts: its groups, components, ratio and their names."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups, in axis order."""

    @property
    def base_year(self) -> int:
        """The year before the first one projected."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years projected."""

    @property
    def headline_year(self) -> int:
        """The year that is meant where none is named."""

    @property
    def base_levels(self) -> Array:
        """Income in the base year, ``(..., group, component)``."""

    @property
    def absent_groups(self) -> frozenset[str]:
        """Keys of the groups without a base, of which nothing can be said; of many regions, those that none gives."""

    @property
    def price_growth(self) -> Array | None:
        """Growth of consumer prices, ``(year,)``; NaN in years of which it is not known."""

    @property
    def gdp_growth(self) -> Array | None:
        """Growth of gross domestic product, ``(year,)``; NaN in years of which it is not known."""

    @property
    def population(self) -> Array | None:
        """Residents, ``(group, year)``, the base year first; 0 for groups inside another, NaN where not known."""

    def published_level(self, series: str, group: str, year: int) -> float | None:
        """Return the published total of a group of a series, or None where none is."""

    def level_status(self, series: str, group: str, year: int) -> Status | None:
        """Return whether that total is published, derived or assumed; None where there is none."""

    def distribution(self, group: str) -> IncomeDistribution | None:
        """Return how the incomes of a group's people are taken to be spread; None where nothing says it."""

    def level_rule(self, series: str, group: str, year: int) -> Text | None:
        """Return in words how that total was derived; None where it was published or given."""


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Name what a quantity is compared with: a group of the plan, GDP, or a group of a published series."""

    group: str
    """Key of a group, or ``gdp``."""
    series: str | None = None
    """Name of the published series the group belongs to."""

    def __str__(self) -> str:
        """Return the form used in plan files, such as ``national.rural``."""
        return f"{self.series}.{self.group}" if self.series else self.group

    @property
    def in_plan(self) -> bool:
        """Whether it is a group of the plan."""
        return self.series is None and self.group != GDP

    def label(self, terms: Terms) -> Text:
        """Return what a reader calls it, such as 全国农村常住居民."""
        if self.group == GDP:
            return Text("经济增长", "GDP")
        name = terms.label(self.group)
        if self.series is None:
            return name
        return _IN_SERIES.format(region=label_of(self.series), group=name)

    def average(self, terms: Terms) -> Text:
        """Return what a gap is to: the average of a published series, such as the national rural average."""
        if self.series is None:
            return self.label(terms)
        name = terms.label(self.group)
        if self.group in _ADJECTIVES:
            name = Text(name.zh, _ADJECTIVES[self.group])
            return _AVERAGE.format(region=label_of(self.series), group=name)
        return _AVERAGE_OF.format(region=label_of(self.series), group=name)


class KnownFigure(ABC):
    """Name one known figure; a workbook knows where it stands."""

    __slots__ = ()

    @abstractmethod
    def value(self, setting: Setting) -> float:
        """Return the figure; raise `UndecidableError` where it is not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLevel(KnownFigure):
    """The published total of what is compared with in one year."""

    against: Against
    year: int

    def value(self, setting: Setting) -> float:
        """Return the figure."""
        level = setting.published_level(self.against.series or "", self.against.group, self.year)
        if level is None:
            raise UndecidableError(_not_published(self.against, setting, [self.year]))
        return level


@dataclass(frozen=True, slots=True, kw_only=True)
class GdpFactor(KnownFigure):
    """The factor by which gross domestic product grows from the end of one year to that of another."""

    start: int
    end: int

    def value(self, setting: Setting) -> float:
        """Return the figure."""
        if missing := missing_gdp(setting, self.start, self.end):
            raise UndecidableError(missing)
        assert setting.gdp_growth is not None
        return _factor(setting.gdp_growth, self.start, self.end, setting)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFactor(KnownFigure):
    """The factor by which consumer prices grow; 1 where they are not known throughout, so that incomes stay nominal."""

    start: int
    end: int
    needed: bool = False
    """Whether nothing can be said without prices, instead of something about nominal incomes."""

    def value(self, setting: Setting) -> float:
        """Return the figure."""
        missing = missing_prices(setting, self.start, self.end)
        if missing is not None and self.needed:
            raise UndecidableError(missing)
        if setting.price_growth is None or missing is not None:
            return 1.0
        return _factor(setting.price_growth, self.start, self.end, setting)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentsShare(KnownFigure):
    """A group's part of all residents in one year."""

    group: str
    year: int

    def value(self, setting: Setting) -> float:
        """Return the figure."""
        if missing := missing_residents(setting, self.year):
            raise UndecidableError(missing)
        assert setting.population is not None
        residents = setting.population[:, self.year - setting.base_year]
        return float((residents / residents.sum())[setting.group_keys.index(self.group)])


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedShare(KnownFigure):
    """A group's part of all residents, times the factor by which prices grow: what it weighs at later prices."""

    share: ResidentsShare
    prices: PriceFactor

    def value(self, setting: Setting) -> float:
        """Return the figure."""
        return self.share.value(setting) * self.prices.value(setting)


def missing_gdp(setting: Setting, start: int, end: int) -> Missing | None:
    """Return the growth of GDP that is not known after one year up to another, by name of its years; None if all is."""
    return _missing_rates(setting.gdp_growth, GDP_GROWTH, setting, range(start + 1, end + 1))


def missing_prices(setting: Setting, start: int, end: int) -> Missing | None:
    """Return the price growth that is not known after one year up to another, by name of its years; None if all is."""
    return _missing_rates(setting.price_growth, PRICE_GROWTH, setting, range(start + 1, end + 1))


def missing_residents(setting: Setting, year: int) -> Missing | None:
    """Return the population that is not known in a year, by name of the year; None where every group's is."""
    if setting.population is None:
        return population(setting.terms)
    unknown = np.isnan(setting.population[..., year - setting.base_year]).any()
    return in_years(population(setting.terms), [year], setting.terms) if unknown else None


def _missing_rates(rates: Array | None, what: Missing, setting: Setting, years: range) -> Missing | None:
    if rates is None:
        return what
    unknown = [year for year in years if np.isnan(rates[year - setting.base_year - 1])]
    return in_years(what, unknown, setting.terms) if unknown else None


def resting_on(figures: Sequence[KnownFigure], setting: Setting) -> Text | None:
    """Return in words which of the figures are levels of a series that nobody has published; None where none is."""
    unpublished: dict[tuple[Against, Status, Text | None], list[int]] = {}
    for figure in figures:
        if not isinstance(figure, PublishedLevel):
            continue
        which = (figure.against.series or "", figure.against.group, figure.year)
        status = setting.level_status(*which)
        if status not in (None, "published"):
            years = unpublished.setdefault((figure.against, status, setting.level_rule(*which)), [])
            if figure.year not in years:
                years.append(figure.year)
    notes = [
        _NOT_AS_PUBLISHED.format(
            name=against.label(setting.terms),
            years=setting.terms.year_label(Text.join(map(Text.same, sorted(years)))),
            status=LABELS[status] if rule is None else _BY_RULE.format(status=LABELS[status], rule=rule),
        )
        for (against, status, rule), years in unpublished.items()
    ]
    return Text.join(notes, zh="；", en="; ") if notes else None


_BY_RULE = Template("{rule}的{status}", "{status}, {rule}")
_NOT_AS_PUBLISHED = Template("{name}{years}的收入为{status}数", "income of {name} in {years} is {status}")


def no_base(group: str, setting: Setting) -> Missing:
    """Return what a quantity of a group without a base lacks."""
    label = setting.groups[setting.group_keys.index(group)].label
    return Missing(what=_BASE_OF.format(group=label), need=Need.OTHER)


def without_base(group: str, setting: Setting) -> Fault:
    """Return the fault of a target on a group without a base."""
    way_out = Text("在地区的表中给出该人群的合计", "give the total of the group in the table of regions")
    return Fault(what=no_base(group, setting).what, rule=GIVEN, got=NOTHING, way_out=way_out)


def require_published(against: Against, setting: Setting, first_year: int, last_year: int) -> None:
    """Raise `UndecidableError` where published totals are missing between two years, both included."""
    levels = published_levels(against, setting, first_year, last_year)
    absent = [year for year in range(first_year, last_year + 1) if year not in levels]
    if absent:
        raise UndecidableError(_not_published(against, setting, absent))


def published_levels(against: Against, setting: Setting, first_year: int, last_year: int) -> dict[int, float]:
    """Return the published totals that there are between two years, both included."""
    assert against.series is not None
    levels = {
        year: setting.published_level(against.series, against.group, year) for year in range(first_year, last_year + 1)
    }
    return {year: level for year, level in levels.items() if level is not None}


def _not_published(against: Against, setting: Setting, years: Sequence[int]) -> Missing:
    what = _INCOME_OF.format(
        name=against.label(setting.terms), years=setting.terms.year_label(Text.join(map(Text.same, years)))
    )
    return Missing(what=what, need=Need.SERIES)


def _factor(growth: Array, start: int, end: int, setting: Setting) -> float:
    base = setting.base_year
    return float(np.prod(1.0 + growth[start - base : end - base]))
