"""List the assumptions in which scenarios differ, with what each of them takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan, nan
from typing import Literal

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.levers import Lever
from ceheng_model.plan.circumstance_table import GDP_RATES, PRICE_RATES, RESIDENTS, CircumstanceKind, kind_label
from ceheng_model.scenarios import Axes, Scenario
from ceheng_model.scenarios.differences import differing_blocks, span_in_words
from ceheng_model.tables import DASH, Kind, written
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Template, Text

AssumptionKind = Literal[
    "growth", "base", "lever", "price_growth", "gdp_growth", "population", "distribution", "as_of", "last_year"
]

_GROWTH = Template("{income}增速", "growth of {income}")
_BASE = Template("{year}{group}收入及其构成", "income of {group} {year} and its split")
_TOTAL = Template("{year}{group}收入", "income of {group} {year}")
_TOTAL_AND_CASE = Template("{total}，{case}", "{total}, {case}")
_LEVER = Template("措施“{title}”", "the measure “{title}”")
_PAID = Template("{each}{amount}，{years}", "{amount} {each}, {years}")
_FROM_ON = Template("{year}起", "from {year} on")
_SPREAD = Template("{group}内部的收入分布", "incomes within {group}")
_RESIDENTS_OF = Template("{residents}（{group}）", "{residents} ({group})")
_AS_OF = Text("公布数的最近实际年份", "published figures are known up to")
_ALL_PUBLISHED = Text("已公布的全部", "all that is published")
_LAST_YEAR = Text("预测末年", "the last year projected")
_NOTHING = Text.same(DASH)
_MOST_DECIMALS = 8
"""Digits of a rate beyond which no two are told apart."""
# rates and figures nearer than this part of one another are the same: a spreadsheet keeps 15 digits
_SAME = 1e-12


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DifferingAssumption(Value):
    """Hold one assumption in which some scenarios differ from the first, with what each of them takes."""

    kind: AssumptionKind
    name: Text
    groups: tuple[str, ...] = ()
    """Keys of the groups that it is about; none where it is about no group."""
    components: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    """Years in which the scenarios take these values; none where it is about no year."""
    when: Text = NO_TEXT
    """The years in words."""
    values: tuple[float, ...]
    """Of each scenario: a rate as a fraction, residents, money per head; NaN where it has none."""
    words: tuple[Text, ...]
    """The same as a reader sees it; what is no number stands here alone."""

    def differs(self, scenario: int) -> bool:
        """Return whether the scenario at a position differs in it from the first."""
        value, first = self.values[scenario], self.values[0]
        same = value == first or (isnan(value) and isnan(first))
        return not same or self.words[scenario] != self.words[0]


def differing_assumptions(scenarios: Sequence[Scenario]) -> tuple[DifferingAssumption, ...]:
    """Return every assumption in which scenarios of one plan differ: growth first, then what stands around it."""
    longest = max(scenarios, key=lambda scenario: len(scenario.years))
    years, terms = longest.years, longest.terms
    return (
        *_growth(scenarios, years, terms),
        *_bases(scenarios, terms),
        *_levers(scenarios, terms),
        *_circumstances(scenarios, years, terms),
        *_distributions(scenarios, terms),
        *_limits(scenarios, terms),
    )


def _growth(scenarios: Sequence[Scenario], years: tuple[int, ...], terms: Terms) -> Iterator[DifferingAssumption]:
    paths = [_padded(scenario.growth, len(years)) for scenario in scenarios]
    for block in differing_blocks(paths, Axes(terms=terms, years=years)):
        # years to which a scenario does not go are told once, by its last year
        there = [rate for rate in block.rates if not isnan(rate)]
        if len(there) < len(block.rates) and max(there) - min(there) <= _SAME:
            continue
        yield DifferingAssumption(
            kind="growth",
            name=_GROWTH.format(income=block.income),
            groups=block.groups,
            components=block.components,
            years=block.years,
            when=span_in_words(block.years, terms),
            values=block.rates,
            words=_told_apart(block.rates, "percent"),
        )


def _bases(scenarios: Sequence[Scenario], terms: Terms) -> Iterator[DifferingAssumption]:
    year = scenarios[0].base_year
    for g, group in enumerate(terms.groups):
        levels = [scenario.baseline.levels[g] for scenario in scenarios]
        if all(np.allclose(level, levels[0], rtol=_SAME, atol=0.0, equal_nan=True) for level in levels):
            continue
        totals = tuple(float(level.sum()) for level in levels)
        cases = [scenario.baseline.split_titles[g] for scenario in scenarios]
        told = [terms.amount(written(total, "yuan")) for total in totals]
        # of a split that all share there is nothing to say
        splits_differ = any(case != cases[0] for case in cases) or len(set(told)) == 1
        if splits_differ:
            told = [_TOTAL_AND_CASE.format(total=total, case=case) for total, case in zip(told, cases, strict=True)]
        yield DifferingAssumption(
            kind="base",
            name=(_BASE if splits_differ else _TOTAL).format(year=terms.year_label(year), group=group.label),
            groups=(group.key,),
            years=(year,),
            when=terms.year_label(year),
            values=totals,
            words=tuple(told),
        )


def _levers(scenarios: Sequence[Scenario], terms: Terms) -> Iterator[DifferingAssumption]:
    held = [{lever.id: lever for lever in scenario.levers} for scenario in scenarios]
    for id, lever in {id: lever for levers in held for id, lever in levers.items()}.items():
        taken = [levers.get(id) for levers in held]
        if all(one == taken[0] for one in taken):
            continue
        yield DifferingAssumption(
            kind="lever",
            name=_LEVER.format(title=lever.title.in_quotes()),
            groups=(lever.group,),
            components=(lever.component,),
            values=tuple(nan if one is None else one.per_person(one.first_year) for one in taken),
            words=tuple(_NOTHING if one is None else _paid(one, terms) for one in taken),
        )


def _paid(lever: Lever, terms: Terms) -> Text:
    first, last = lever.first_year, lever.last_year
    open_ended = _FROM_ON.format(year=terms.year_label(first))
    span = open_ended if last is None else span_in_words(range(first, last + 1), terms)
    amount = terms.money(written(lever.per_person(first), "yuan"))
    return _PAID.format(each=terms.on_average, amount=amount, years=span)


def _circumstances(
    scenarios: Sequence[Scenario], years: tuple[int, ...], terms: Terms
) -> Iterator[DifferingAssumption]:
    for kind in (PRICE_RATES, GDP_RATES):
        rates = [_by_year(scenario.surroundings.of(kind), len(years)) for scenario in scenarios]
        yield from _by_runs(kind, kind_label(kind, terms), rates, years, terms, goes_to=scenarios)
    all_years = (scenarios[0].base_year, *years)
    for g, group in enumerate(terms.groups):
        if group.part_of is not None:
            continue
        counts = [
            _by_year(None if scenario.population is None else scenario.population[g], len(all_years))
            for scenario in scenarios
        ]
        name = _RESIDENTS_OF.format(group=group.label, residents=kind_label(RESIDENTS, terms))
        yield from _by_runs(RESIDENTS, name, counts, all_years, terms, goes_to=scenarios, group=group.key)


def _by_runs(
    kind: CircumstanceKind,
    name: Text,
    arrays: Sequence[Array],
    years: Sequence[int],
    terms: Terms,
    *,
    goes_to: Sequence[Scenario],
    group: str | None = None,
) -> Iterator[DifferingAssumption]:
    """Yield runs of years in which the scenarios hold the same figures, where these differ."""
    is_rate = kind != RESIDENTS

    def at(t: int) -> tuple[float | None, ...]:
        return tuple(None if isnan(array[t]) else float(array[t]) for array in arrays)

    for figures, run in groupby(range(len(years)), key=at):
        of_years = tuple(years[t] for t in run)
        # a scenario that does not go so far has no figure, and says so by its last year
        reach = [one for one, scenario in zip(figures, goes_to, strict=True) if scenario.years[-1] >= of_years[-1]]
        if all(one == reach[0] for one in reach):
            continue
        values = tuple(nan if one is None else one for one in figures)
        yield DifferingAssumption(
            kind="price_growth" if kind == PRICE_RATES else "gdp_growth" if kind == GDP_RATES else "population",
            name=name,
            groups=() if group is None else (group,),
            years=of_years,
            when=span_in_words(of_years, terms),
            values=values,
            words=_told_apart(values, "percent") if is_rate else tuple(map(_count, values)),
        )


def _distributions(scenarios: Sequence[Scenario], terms: Terms) -> Iterator[DifferingAssumption]:
    for group in terms.groups:
        held = [scenario.distribution(group.key) for scenario in scenarios]
        if any(one != held[0] for one in held):
            yield DifferingAssumption(
                kind="distribution",
                name=_SPREAD.format(group=group.label),
                groups=(group.key,),
                values=(nan,) * len(held),
                words=tuple(_NOTHING if one is None else one.words for one in held),
            )


def _limits(scenarios: Sequence[Scenario], terms: Terms) -> Iterator[DifferingAssumption]:
    known = [scenario.as_of for scenario in scenarios]
    if any(year != known[0] for year in known):
        yield DifferingAssumption(
            kind="as_of",
            name=_AS_OF,
            values=tuple(nan if year is None else float(year) for year in known),
            words=tuple(_ALL_PUBLISHED if year is None else terms.year_label(year) for year in known),
        )
    last = [scenario.years[-1] for scenario in scenarios]
    if any(year != last[0] for year in last):
        yield DifferingAssumption(
            kind="last_year",
            name=_LAST_YEAR,
            values=tuple(map(float, last)),
            words=tuple(map(terms.year_label, last)),
        )


def _padded(growth: Array, years: int) -> Array:
    """Return growth up to the longest horizon, NaN where it does not go on."""
    padded = np.full((*growth.shape[:-1], years), nan)
    padded[..., : growth.shape[-1]] = growth
    return padded


def _by_year(array: Array | None, years: int) -> Array:
    return np.full(years, nan) if array is None else _padded(np.asarray(array), years)


def _told_apart(values: Sequence[float], kind: Kind) -> tuple[Text, ...]:
    """Return rates with as many digits as it takes to tell those apart that differ."""
    for decimals in (2, 4, _MOST_DECIMALS):
        texts = tuple(Text.same(written(value, kind, decimals=decimals)) for value in values)
        different = {round(value, 11) for value in values if not isnan(value)}
        if len({text for text, value in zip(texts, values, strict=True) if not isnan(value)}) == len(different):
            break
    return texts


def _count(value: float) -> Text:
    return _NOTHING if isnan(value) else Text.same(f"{value:,.12g}")
