"""Say where the inputs and the levels of a workbook stand, so that formulas can speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

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


class LevelPlaces(Protocol):
    """Say where the levels of a path stand."""

    def at(self, group: str, year: int, component: str = TOTAL) -> str:
        """Return the address of a level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Hold where an index over the years stands, years not filled in counting as unchanged, and how many these are."""

    levels: Mapping[int, str]
    unfilled: Mapping[int, str]
    """Years that are not filled in, from the first one up to each."""

    def is_filled(self, start: int, end: int) -> str:
        """Return the condition that every year after one up to another is filled in."""
        return f"{self.unfilled[end]}={self.unfilled[start]}"

    def factor(self, start: int, end: int) -> str:
        """Return by what it grows from one year to another."""
        return f"{self.levels[end]}/{self.levels[start]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """Hold where prices, GDP and the groups' parts of all residents stand."""

    prices: Index
    gdp: Index
    people: Mapping[int, str]
    """All residents by year, a dash where those of a group are not filled in."""
    shares: Mapping[tuple[str, int], str]
    """The part that a group is of them."""
