"""Apply what a plan's folder says of its surroundings to the years of a scenario, and tell it from what was given.

A scenario holds plain arrays. Whether one of them is the folder's is told by its numbers: what equals the folder's
figures is the folder's, whoever handed it over, and follows it to other horizons and into no scenario file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import InputError, choice
from ceheng_model.names import key_of, known_name
from ceheng_model.plan import UNNAMED
from ceheng_model.plan.circumstance_table import (
    GDP_RATES,
    KINDS,
    PRICE_RATES,
    RESIDENTS,
    Circumstance,
    CircumstanceKind,
    Circumstances,
    kind_label,
)
from ceheng_model.scenarios.circumstances import within
from ceheng_model.tables import written
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, NO_TEXT, Group, Status, Template, Text, label_of, series_label

SAME = 1e-12
"""Figures nearer than this part of one another are the same: a spreadsheet keeps 15 digits."""

_REGION_OF = Template("{kind}的地区", "the region of {kind}")
_NOTE = Template("{what}：{parts}", "{what}: {parts}")
_OF_REGION = Template("{region}{kind}", "{kind} of {region}")
_PART = Template("{figures}（{status}，{source}）", "{figures} ({status}, {source})")
_RATE_OF_YEAR = Template("{year}{rate}", "{rate} in {year}")
_RATE_OF_SPAN = Template("{span}各年{rate}", "{rate} in each year {span}")
LONG = 3
"""From so many years in a row on, years are named by the first and the last."""
_RESIDENTS_OF = Template("{group}{years}", "{group} {years}")
_LEVEL_OF_YEAR = Template("{year}{level}{unit}", "{level} {unit} in {year}")
_INCOME_OF = Template("{name}收入", "income of {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Hold what is known around incomes in the years of a scenario: prices, GDP, residents."""

    price_growth: Array | None
    gdp_growth: Array | None
    population: Array | None

    def of(self, kind: CircumstanceKind) -> Array | None:
        """Return the numbers of one kind; None where nothing is known."""
        return {PRICE_RATES: self.price_growth, GDP_RATES: self.gdp_growth, RESIDENTS: self.population}[kind]


APPLIED_KINDS: tuple[CircumstanceKind, ...] = (PRICE_RATES, GDP_RATES, RESIDENTS)
"""What a scenario holds; levels of series are looked up where they are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Hold what a folder says of its surroundings, over the years of a scenario."""

    circumstances: Circumstances
    terms: Terms
    """The terms of the plan."""
    base_year: int
    years: tuple[int, ...]
    is_own: bool = True
    """Whether the scenario is of the plan's own region: figures of that region hold for no other."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.terms.groups

    def figures(self, kind: CircumstanceKind, region: str | None = None) -> Array | None:
        """Return the figures of a kind, of the own region or another, NaN where unknown; None where all are."""
        if region is None and not self.is_own:
            return None
        circumstances, years = self.circumstances, (self.base_year, *self.years)
        if kind == RESIDENTS:
            rows = [
                [0.0] * len(years)
                if group.part_of is not None
                else _by_year(circumstances.of(kind, region=region, group=group.key), years)
                for group in self.groups
            ]
            counted = [row for row, group in zip(rows, self.groups, strict=True) if group.part_of is None]
            return None if np.isnan(counted).all() else np.array(rows)
        rates = np.array(_by_year(circumstances.of(kind, region=region), self.years))
        return None if np.isnan(rates).all() else rates

    def surroundings(self) -> Surroundings:
        """Return what the folder says of the own region."""
        return Surroundings(**{kind: self.figures(kind) for kind in APPLIED_KINDS})

    def whose(self, kind: CircumstanceKind, array: Array | None) -> str | None:
        """Return the region whose figures of the folder an array holds; None where it is none of them.

        The array may reach over the folder's years only; no array is the own region's where nothing is known of it.
        """
        own = self.circumstances.region
        if array is None:
            return own if self.figures(kind) is None else None
        for region in self.circumstances.regions(kind):
            if region == own and not self.is_own:
                continue
            if (figures := self.figures(kind, region)) is not None and _are_same(figures, array):
                return region
        return None

    def require_region(self, kind: CircumstanceKind, name: str) -> Array:
        """Return the figures of a region named by its key or label; raise `InputError` where there are none."""
        regions = self.circumstances.regions(kind)
        what = _REGION_OF.format(kind=kind_label(kind, self.terms))
        found = self.figures(kind, key_of(what, name, map(known_name, regions)))
        if found is None:
            raise InputError(choice(what, name, regions))
        return found

    def carried(self, kind: CircumstanceKind, array: Array | None, other: "Folder") -> Array | None:
        """Return an array of this folder's years over the years of another: the folder's figures by looking them up.

        Raises `InputError` for figures that were given and do not reach that far.
        """
        region = self.whose(kind, array)
        if region is not None:
            return other.figures(kind, None if region == self.circumstances.region else region)
        what = self.terms.population if kind == RESIDENTS else KINDS[kind]
        first = (other.base_year,) if kind == RESIDENTS else ()
        return within(array, (*first, *other.years), self.years[-1], what=what, terms=self.terms)


def _by_year(figures: Mapping[int, Circumstance], years: Sequence[int]) -> list[float]:
    return [figures[year].value if year in figures else nan for year in years]


def _are_same(figures: Array, array: Array) -> bool:
    return figures.shape == array.shape and np.allclose(figures, array, rtol=SAME, atol=SAME, equal_nan=True)


def circumstance_notes(folder: Folder, held: Surroundings, compared: Sequence[tuple[str, str]]) -> Iterator[Text]:
    """Yield, for everything that comes from the folder, what it is, of which status and from which source.

    `compared` are the groups of series that the plan's statements compare with.
    """
    for kind in APPLIED_KINDS:
        array = held.of(kind)
        region = None if array is None else folder.whose(kind, array)
        if region is not None:
            yield _NOTE.format(what=_of_region(kind, region, folder), parts=_told(_figures(folder, kind, region)))
    years = (folder.base_year, *folder.years)
    for series, group in dict.fromkeys(compared):
        continued = folder.circumstances.continued
        levels = [(year, continued[series, group, year]) for year in years if (series, group, year) in continued]
        if levels:
            told = [
                (
                    _LEVEL_OF_YEAR.format(
                        year=folder.terms.year_label(year), level=f"{level.value:,.0f}", unit=folder.terms.unit
                    ),
                    level.status,
                    level.figure.source,
                )
                for year, level in levels
            ]
            name = series_label(series, group)
            yield _NOTE.format(what=_INCOME_OF.format(name=name), parts=_told(told))


def _of_region(kind: CircumstanceKind, region: str, folder: Folder) -> Text:
    if region == folder.circumstances.region:
        return kind_label(kind, folder.terms)
    return _OF_REGION.format(region=label_of(region), kind=kind_label(kind, folder.terms))


_Told = tuple[Text, Status, str]
"""What a figure is, its status and its source."""


def _figures(folder: Folder, kind: CircumstanceKind, region: str) -> list[_Told]:
    of, told = folder.circumstances.of, []
    if kind != RESIDENTS:
        figures = of(kind, region=region)
        years_of: dict[tuple[str, Status, str], list[int]] = {}
        for year in folder.years:
            if year in figures:
                figure = figures[year]
                years_of.setdefault((written(figure.value, "percent"), figure.status, figure.source), []).append(year)
        by_start = sorted((span[0], span, said) for said, years in years_of.items() for span in _spans(years))
        return [(_rate_of(span, rate, folder.terms), status, source) for _, span, (rate, status, source) in by_start]
    for group in folder.groups:
        counted = of(kind, region=region, group=group.key)
        years = [year for year in (folder.base_year, *folder.years) if year in counted]
        origins = dict.fromkeys((counted[year].status, counted[year].source) for year in years)
        for status, source in origins:
            same = [year for year in years if (counted[year].status, counted[year].source) == (status, source)]
            ends = [dict.fromkeys((span[0], span[-1])) for span in _spans(same)]
            spans = [Text("—".join(map(str, pair)), "-".join(map(str, pair))) for pair in ends]
            words = _RESIDENTS_OF.format(group=group.label, years=folder.terms.year_label(Text.join(spans)))
            told.append((words, status, source))
    return told


def _spans(years: Sequence[int]) -> list[tuple[int, ...]]:
    """Return years in a row together, where they are many; the others one by one."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [span for run in runs for span in ([tuple(run)] if len(run) >= LONG else [(year,) for year in run])]


def _rate_of(span: Sequence[int], rate: str, terms: Terms) -> Text:
    if len(span) == 1:
        return _RATE_OF_YEAR.format(year=terms.year_label(span[0]), rate=rate)
    return _RATE_OF_SPAN.format(span=terms.span_label(span[0], span[-1]), rate=rate)


def _told(figures: Sequence[_Told]) -> Text:
    """Return figures of one status and source together."""
    together: dict[tuple[Status, str], list[Text]] = {}
    for words, status, source in figures:
        together.setdefault((status, source), []).append(words)
    parts = [
        _PART.format(figures=Text.join(listed), status=LABELS[status], source=source or UNNAMED)
        for (status, source), listed in together.items()
    ]
    return Text.join(parts, zh="；", en="; ") if parts else NO_TEXT
