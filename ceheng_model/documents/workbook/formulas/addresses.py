"""Say where the inputs and the levels of a workbook stand, so that formulas can speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ceheng_model.documents.workbook.book import span
from ceheng_model.quantities import Against
from ceheng_model.vocabulary import TOTAL

Level = tuple[str, str, int]
"""Group, component or total, year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Hold the addresses of the assumptions."""

    totals: Mapping[str, str]
    """Base-year total of each group."""
    base: Mapping[tuple[str, str], str]
    """Base-year level of each group's component."""
    growth: Mapping[Level, str]
    """Growth as typed."""
    total_growth: Mapping[tuple[str, int], str]
    every_year: Mapping[str, str]
    """The cell of each group that stands in for all its rates where it is filled."""
    closing: str | None
    """The cell that says whether open cells are closed to the total."""
    added: Mapping[Level, str]
    """What measures add in the scenario of the inputs, where they add anything."""
    prices: Mapping[int, str]
    gdp: Mapping[int, str]
    population: Mapping[tuple[str, int], str]
    published: Mapping[Against, Mapping[int, str]]
    """Published levels by year, where there are any."""

    def prices_given(self, start: int | None = None, end: int | None = None) -> str:
        """Return the condition that price growth is given after one year up to another; for every year where None."""
        return _filled(_between(self.prices, start, end), ">-1")

    def gdp_given(self, start: int | None = None, end: int | None = None) -> str:
        """Return the condition that growth of GDP is given after one year up to another; for every year where None."""
        return _filled(_between(self.gdp, start, end), ">-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Hold the addresses of the levels of one path, the base year first."""

    cells: Mapping[Level, str]

    def at(self, group: str, year: int, component: str = TOTAL) -> str:
        """Return the address of a level."""
        return self.cells[group, component, year]

    def over(self, group: str, first: int, last: int, component: str = TOTAL) -> str:
        """Return the block of a level over several years."""
        return span(self.cells[group, component, first], self.cells[group, component, last])


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """Hold the addresses of the indices of prices and GDP, 1 in the base year; dashes where not given."""

    prices: Mapping[int, str]
    gdp: Mapping[int, str]
    prices_partly: bool = False
    """Whether prices were known in some of the years only, so that their index may break off."""
    gdp_partly: bool = False
    """The same of GDP."""


def _between(cells: Mapping[int, str], start: int | None, end: int | None) -> dict[int, str]:
    return {
        year: cell for year, cell in cells.items() if (start is None or start < year) and (end is None or year <= end)
    }


def _filled(cells: Mapping[int, str], criterion: str) -> str:
    addresses = list(cells.values())
    return f'COUNTIF({span(addresses[0], addresses[-1])},"{criterion}")={len(addresses)}'
