"""Growth of an income: in one year, and on average over several."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import Figures, Form, Quotient, Value, income
from ceheng_model.quantities.kinds import NeededGrowth, Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.tables import Kind
from ceheng_model.vocabulary import Group, Template, Text

_GROWTH = Template("{year}年{name}增速", "{name} growth {year}")
_AVERAGE = Template("{span}年{name}年均增速", "{name} average annual growth {span}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grown(Quantity):
    """Growth of an income from some year to the last, a fraction."""

    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 2
    fine_decimals: ClassVar[int | None] = 3
    limits: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    signs: ClassVar[tuple[str, ...]] = ("positive", "above")

    @property
    @abstractmethod
    def since(self) -> int:
        """The year from which it grows."""

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the level over an earlier one."""
        start, end = (income(self.group, year, self.component) for year in (self.since, self.last_year))
        return (Form(year=self.last_year, own=Quotient.growth(start, end, years=self.last_year - self.since)),)

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return the value itself: it is growth."""
        return (NeededGrowth(group=self.group, component=self.component, after=self.since, growth=aim),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth(_Grown):
    """Growth of an income in the last year, a fraction."""

    kind: ClassVar[str] = "growth"
    target_name: ClassVar[str | None] = "growth"
    telling: ClassVar[int] = 0

    @property
    def since(self) -> int:
        """The year before."""
        return self.last_year - 1

    def label(self, groups: Sequence[Group], *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _GROWTH.format(year=when or self.last_year, name=self.income_name(groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageAnnualGrowth(_Grown):
    """Geometric mean growth of an income from the first year to the last, a fraction."""

    kind: ClassVar[str] = "average_annual_growth"
    target_name: ClassVar[str | None] = "average_growth"
    spans: ClassVar[bool] = True
    solved: ClassVar[bool] = True
    telling: ClassVar[int] = 3

    @property
    def since(self) -> int:
        """The year before the first one."""
        return self.first_year - 1

    def label(self, groups: Sequence[Group], *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _AVERAGE.format(span=when or f"{self.first_year}-{self.last_year}", name=self.income_name(groups))
