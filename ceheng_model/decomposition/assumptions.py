"""List the assumptions in which two scenarios differ, and give the quantity for any mix of the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array, average_annual_growth, compound
from ceheng_model.decomposition.measure import Measure
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, written
from ceheng_model.values import Value
from ceheng_model.vocabulary import Keyed, Template, Text

By = Literal["component", "group", "year"]
BYS: tuple[By, ...] = get_args(By)

MOST_RUNS = 3
"""Runs of equal growth that are written out; a path with more is told by its average."""
# 32 megabytes
_BLOCK = 2**22
"""Levels held at once while the mixes are computed."""

_ALL_GROWTH = Template("{group}各构成的增速", "{group}: growth of all components")
_GROWTH = Template("{group}{component}增速", "{group}: growth of {component}")
_GROWTH_IN = Template("{year}的增速", "growth in {year}")
_RATES = Template("{count}项增速", "{count} rates")
_MEASURES = Template("{group}的措施（末年）", "{group}: measures (last year)")
_MEASURES_IN = Template("{year}的措施", "measures in {year}")
_COMPONENTS = Template("{count}项", "{count} components")
_INCOMES_IN = Template("{year}的收入", "incomes in {year}")
_INCOMES = Template("{count}项收入", "{count} incomes")
_BASE = Template("{group}{year}的收入及其构成", "{group}: income and its split in {year}")
_TOTAL = Template("{total}，{case}", "{total}, {case}")
_AVERAGE_OF_TOTAL = Template("合计年均 {rate}", "total {rate} a year")
_AVERAGE = Template("年均 {rate}", "{rate} a year")
_RATE_IN = Template("{years} {rate}", "{years} {rate}")

Cells = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assumption(Value):
    """Describe one assumption that differs: which cells it holds and what they are in either scenario."""

    kind: Literal["growth", "base", "levers"]
    name: Text
    group: Keyed | None = None
    component: Keyed | None = None
    year: int | None = None
    cells: Cells
    """Of growth or of what levers add, ``(group, component, year)``; of base-year levels, ``(group, component)``."""
    first: Text
    second: Text

    @property
    def cells_of_table(self) -> tuple[Cell, ...]:
        """What it is about, and what it is in either scenario, as cells of a table."""
        return (self.name, self.kind, self.group, self.component, self.year, self.first, self.second)


def differing(first: Scenario, second: Scenario, by: By) -> list[Assumption]:
    """Return the assumptions that differ: growth in the division asked for, then base-year incomes.

    By ``component``, an assumption is the growth path of one component of one group, and the base of one group; by
    ``group``, the growth of all components of one group, and its base; by ``year``, all growth of one year, and all of
    the base.
    """
    assumptions = [*_growth(first, second, by), *_bases(first, second, by), *_levers(first, second, by)]
    return [assumption for assumption in assumptions if assumption.cells.any()]


def mixes(first: Scenario, second: Scenario, assumptions: Sequence[Assumption], measure: Measure) -> Array:
    """Return the quantity for every mix of the two scenarios, shape ``(2 ** assumptions,)``.

    Bit ``i`` of a position says whether assumption ``i`` is the second scenario's; all others are the first's.
    """
    growth = _owners(first.growth.shape, assumptions, "growth")
    base = _owners(first.baseline.levels.shape, assumptions, "base")
    levers = _owners(first.growth.shape, assumptions, "levers")
    added = [_added(scenario) for scenario in (first, second)]
    count = 2 ** len(assumptions)
    values = np.empty(count)
    block = max(1, _BLOCK // (first.growth.size + base.size))
    for start in range(0, count, block):
        mix = np.arange(start, min(start + block, count))
        of_second = (mix[:, np.newaxis] >> np.arange(len(assumptions)) & 1).astype(bool)
        # position -1 stands for cells of no assumption: they stay the first scenario's
        of_second = np.concatenate([of_second, np.zeros((mix.size, 1), dtype=bool)], axis=1)
        levels = compound(
            np.where(of_second[:, base], second.baseline.levels, first.baseline.levels),
            np.where(of_second[:, growth], second.growth, first.growth),
            np.where(of_second[:, levers], added[1], added[0]) if levers.max() >= 0 else first.added,
        )
        values[mix] = measure.values(levels)
    return values


def reaches(assumption: Assumption, measure: Measure) -> bool:
    """Return whether a level that the quantity reads depends on the assumption at all."""
    read = measure.reads
    if assumption.kind == "base":
        return bool((assumption.cells & read.any(axis=-1)).any())
    if assumption.kind == "levers":
        return bool((assumption.cells & read[..., 1:]).any())
    later = np.logical_or.accumulate(read[..., :0:-1], axis=-1)[..., ::-1]
    return bool((assumption.cells & later).any())


def _owners(shape: tuple[int, ...], assumptions: Sequence[Assumption], kind: str) -> NDArray[np.intp]:
    owners = np.full(shape, -1)
    for position, assumption in enumerate(assumptions):
        if assumption.kind == kind:
            owners[assumption.cells] = position
    return owners


def _growth(first: Scenario, second: Scenario, by: By) -> Iterator[Assumption]:
    differs = first.growth != second.growth
    if by == "component":
        for g, c in np.ndindex(differs.shape[:2]):
            yield _path_assumption(first, second, g, c, cells=_only(differs, (g, c)))
    elif by == "group":
        for g, group in enumerate(first.groups):
            before, after = (_average_of_total(scenario, g) for scenario in (first, second))
            name = _ALL_GROWTH.format(group=group.label)
            cells = _only(differs, (g,))
            yield Assumption(kind="growth", name=name, group=group.named, cells=cells, first=before, second=after)
    else:
        for t, year in enumerate(first.years):
            cells = _only(differs, (..., t))
            number, name = _RATES.format(count=cells.sum()), _GROWTH_IN.format(year=first.terms.year_label(year))
            yield Assumption(kind="growth", name=name, year=year, cells=cells, first=number, second=number)


def _path_assumption(first: Scenario, second: Scenario, g: int, c: int, *, cells: Cells) -> Assumption:
    group = first.groups[g]
    before, after = _paths(first.growth[g, c], second.growth[g, c], first)
    return Assumption(
        kind="growth",
        name=_GROWTH.format(group=group.label, component=first.terms.components[c].label),
        group=group.named,
        component=first.terms.components[c].named,
        cells=cells,
        first=before,
        second=after,
    )


def _levers(first: Scenario, second: Scenario, by: By) -> Iterator[Assumption]:
    """Return what measures add, as one assumption a group, or a year where that is the division."""
    before, after = _added(first), _added(second)
    differs = before != after
    if by == "year":
        for t, year in enumerate(first.years):
            cells = _only(differs, (..., t))
            number, name = _COMPONENTS.format(count=cells.sum()), _MEASURES_IN.format(year=first.terms.year_label(year))
            yield Assumption(kind="levers", name=name, year=year, cells=cells, first=number, second=number)
        return
    for g, group in enumerate(first.groups):
        yield Assumption(
            kind="levers",
            name=_MEASURES.format(group=group.label),
            group=group.named,
            cells=_only(differs, (g,)),
            first=first.terms.amount(f"{before[g, :, -1].sum():,.1f}"),
            second=first.terms.amount(f"{after[g, :, -1].sum():,.1f}"),
        )


def _added(scenario: Scenario) -> Array:
    return np.zeros(scenario.growth.shape) if scenario.added is None else scenario.added


def _only(differs: Cells, where: Any) -> Cells:
    """Return the differing cells at one place of the array, and no others."""
    cells = np.zeros_like(differs)
    cells[where] = differs[where]
    return cells


def _bases(first: Scenario, second: Scenario, by: By) -> Iterator[Assumption]:
    differs = first.baseline.levels != second.baseline.levels
    year = first.baseline.year
    if by == "year":
        name, number = _INCOMES_IN.format(year=first.terms.year_label(year)), _INCOMES.format(count=differs.sum())
        yield Assumption(kind="base", name=name, year=year, cells=differs, first=number, second=number)
        return
    for g, group in enumerate(first.groups):
        cells = _only(differs, (g,))
        name = _BASE.format(group=group.label, year=first.terms.year_label(year))
        before, after = (_base(scenario, g) for scenario in (first, second))
        yield Assumption(kind="base", name=name, group=group.named, year=year, cells=cells, first=before, second=after)


def _base(scenario: Scenario, group: int) -> Text:
    total = scenario.terms.amount(written(float(scenario.baseline.levels[group].sum()), "yuan"))
    case = scenario.baseline.split_titles[group]
    return _TOTAL.format(total=total, case=case)


def _average_of_total(scenario: Scenario, group: int) -> Text:
    totals = compound(scenario.baseline.levels, scenario.growth, scenario.added)[group].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = written(float(average_annual_growth(totals[0], totals[-1], years=len(scenario.years))), "percent")
    return _AVERAGE_OF_TOTAL.format(rate=rate)


def _paths(first: Array, second: Array, scenario: Scenario) -> tuple[Text, Text]:
    """Return two growth paths in words, with as many digits as it takes to tell them apart."""
    for decimals in (2, 4, 8):
        texts = _path(first, scenario, decimals), _path(second, scenario, decimals)
        if texts[0] != texts[1]:
            break
    return texts


def _path(growth: Array, scenario: Scenario, decimals: int) -> Text:
    years = scenario.years
    rates = [written(float(rate), "percent", decimals=decimals) for rate in growth]
    runs = [
        (rate, [year for _, year in run]) for rate, run in groupby(zip(rates, years, strict=True), lambda pair: pair[0])
    ]
    if len(runs) == 1:
        return Text.same(rates[0])
    if len(runs) > MOST_RUNS:
        average = written(float(np.prod(1.0 + growth) ** (1.0 / len(years)) - 1.0), "percent", decimals=decimals)
        return _AVERAGE.format(rate=average)
    spans = [(rate, f"{run[0]}" if len(run) == 1 else f"{run[0]}-{run[-1]}") for rate, run in runs]
    label = scenario.terms.year_label
    return Text.join((_RATE_IN.format(years=label(span), rate=rate) for rate, span in spans), zh="，")
