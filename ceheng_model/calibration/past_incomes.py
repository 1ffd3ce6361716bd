"""Find in a published series the incomes whose past can be forecast, each with its years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.calibration import words
from ceheng_model.errors import POSITIVE, THERE, Fault, raise_faults
from ceheng_model.names import find_key
from ceheng_model.series import TOTAL_ITEM, PublishedSeries
from ceheng_model.terms import BUREAU_COMPONENTS, UNSPLIT, Component, Terms
from ceheng_model.uncertainty.history import FEWEST_YEARS
from ceheng_model.values import Value
from ceheng_model.vocabulary import Missing, Name, Need, Text, label_of, series_label

FEWEST_LEVELS = FEWEST_YEARS + 2
"""Years with a level below which nothing can be compared: growth to estimate from, its base, and one outcome."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastIncome(Value):
    """Hold the yearly incomes of one group, by component where they are forecast so."""

    key: str
    label: Text
    years: tuple[int, ...]
    """Years with a level, one after the other."""
    levels: Array
    """Shape ``(component, year)``; the total alone where it is forecast as one."""
    totals: Array
    """What is forecast, shape ``(year,)``: the published total, or the sum of the components where none is there."""
    by_component: bool

    @property
    def first_origin(self) -> int:
        """The first year with enough growth years up to it."""
        return self.years[0] + FEWEST_YEARS

    def origins(self, first: int | None) -> range:
        """Return the years at which a forecast is made: with enough years before and an outcome after."""
        return range(self.first_origin if first is None else first, self.years[-1])


def past_incomes(
    series: PublishedSeries,
    *,
    groups: Sequence[str] | None,
    terms: Terms | None,
    totals_only: bool,
    first_origin: int | None,
) -> tuple[tuple[PastIncome, ...], tuple[Text, ...]]:
    """Return the incomes that can be forecast, and what is to be said of those that cannot.

    Groups that nobody named are left out where their years are too few. Raises `InputError` for unknown groups, levels
    that are missing or not above zero, too few years, and a first origin outside the years.
    """
    held = list(dict.fromkeys(group for group, _, _ in series.levels))
    if groups is not None:
        unknown: list[Fault] = []
        names = [Name(key, label_of(key) if terms is None else terms.label(key)) for key in held]
        groups = [find_key(words.GROUP, group, names, unknown) or group for group in groups]
        raise_faults(unknown)
    reader = _Reader(series=series, terms=terms, totals_only=totals_only)
    pasts: list[PastIncome] = []
    faults: list[Fault] = []
    short: list[Fault] = []
    for group in (group for group in held if groups is None or group in groups):
        items, years = reader.items(group), reader.years(group)
        if len(years) < FEWEST_LEVELS:
            short.append(_too_short(reader.label(group), years))
            continue
        lacking = list(reader.faults(group, items, years))
        faults += lacking
        if not lacking:
            pasts.append(reader.past(group, items, years))
    faults += _origin_faults(pasts, first_origin)
    if groups is not None or not (pasts or faults):
        faults += short or ([] if held else [_empty()])
        short = []
    raise_faults(faults)
    return tuple(pasts), tuple(words.LEFT_OUT.format(why=fault.reason) for fault in short)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    series: PublishedSeries
    terms: Terms | None
    totals_only: bool

    def label(self, group: str) -> Text:
        if self.series.is_shipped:
            return series_label(self.series.name, group)
        return label_of(group) if self.terms is None else self.terms.label(group)

    def items(self, group: str) -> tuple[Component, ...]:
        """Return the components of a group, or none where it is forecast by its total."""
        components = BUREAU_COMPONENTS if self.terms is None else self.terms.components
        held = {item for key, item, _ in self.series.levels if key == group}
        parts = [component for component in components if component.key != UNSPLIT.key]
        split = not self.totals_only and len(parts) > 1 and all(part.key in held for part in parts)
        return tuple(parts) if split else ()

    def years(self, group: str) -> tuple[int, ...]:
        """Return all years from the first to the last with a level of what is forecast."""
        keys = [item.key for item in self.items(group)] or [TOTAL_ITEM]
        there = [year for key, item, year in self.series.levels if key == group and item in keys]
        return tuple(range(min(there), max(there) + 1)) if there else ()

    def faults(self, group: str, items: Sequence[Component], years: Sequence[int]) -> Iterator[Fault]:
        for key, label in [(item.key, item.label) for item in items] or [(TOTAL_ITEM, label_of(TOTAL_ITEM))]:
            for year in years:
                level = self.series.level(group, key, year)
                if level is None or not level > 0.0:
                    what = words.LEVEL.format(group=self.label(group), item=label, year=year)
                    missing = level is None
                    yield Fault(
                        what=what,
                        rule=THERE if missing else POSITIVE,
                        got="" if missing else level,
                        way_out=words.BY_TOTALS if items else words.ADD_LEVEL if missing else words.CHECK_LEVEL,
                        missing=Missing(what=what, need=Need.TOTALS_ONLY) if items else None,
                    )

    def past(self, group: str, items: Sequence[Component], years: tuple[int, ...]) -> PastIncome:
        published = [self.series.level(group, TOTAL_ITEM, year) for year in years]
        given = [level for level in published if level is not None and level > 0.0]
        if not items:
            levels = np.array([given])
        else:
            levels = np.array([[self.series.levels[group, item.key, year] for year in years] for item in items])
        return PastIncome(
            key=group,
            label=self.label(group),
            years=years,
            levels=levels,
            totals=np.array(given) if len(given) == len(years) else levels.sum(axis=0),
            by_component=bool(items),
        )


def _too_short(label: Text, years: Sequence[int]) -> Fault:
    return Fault(
        what=words.YEARS_OF.format(group=label),
        rule=words.AT_LEAST.format(count=FEWEST_LEVELS),
        got=len(years),
        way_out=words.LONGER.format(growth=FEWEST_YEARS),
    )


def _empty() -> Fault:
    return Fault(what=words.LEVELS, rule=THERE, got="", way_out=words.LONGER.format(growth=FEWEST_YEARS))


def _origin_faults(pasts: Sequence[PastIncome], first: int | None) -> Iterator[Fault]:
    """Return one fault for all groups whose years are alike."""
    labels: dict[tuple[int, int], list[Text]] = {}
    for past in pasts:
        labels.setdefault((past.first_origin, past.years[-1] - 1), []).append(past.label)
    for (earliest, last), named in labels.items():
        if first is not None and not earliest <= first <= last:
            groups = Text.join(named, zh="、", en=", ")
            yield Fault(
                what=words.FIRST_ORIGIN,
                rule=words.WITHIN_YEARS.format(first=earliest, last=last),
                got=first,
                way_out=words.ORIGINS_OF.format(group=groups, growth=FEWEST_YEARS),
            )
