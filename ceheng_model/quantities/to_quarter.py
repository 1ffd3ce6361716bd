"""Income from January to the end of a quarter, and its growth: what reported figures judge and no yearly projection.

Quarters leave out what households produce and use themselves, so that they are another concept than the year.
"""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import Form
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text

Reported = Callable[[int], float | None]
"""Returns the income from January to the end of the quarter of a year, yuan; None where it is not reported."""

_INCOME = Template("{period}{name}", "{name} {period}")
_GROWTH = Template("{period}{name}增速", "{name} growth {period}")
TO_MONTH = Template("{year}1-{month}月", "Jan-{month} {year}")
LAST_MONTHS = {1: Text("3", "Mar"), 2: Text("6", "Jun"), 3: Text("9", "Sep"), 4: Text("12", "Dec")}
_YEARLY = Missing(
    what=Text(
        "季度数（预测按年，季度目标只与报告的累计数相比）",
        "quarterly figures (the projection is yearly; such a target is held against reported figures alone)",
    ),
    need=Need.OTHER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToQuarter(Quantity):
    """What is counted from January to the end of a quarter of the last year."""

    may_have: ClassVar[tuple[str, ...]] = ("component", "quarter")

    quarter: int

    @property
    def details(self) -> tuple[object, ...]:
        """The quarter."""
        return (self.quarter,)

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return no group: yearly growth says nothing of quarters."""
        return ()

    def period(self, terms: Terms) -> Text:
        """Return the period in both languages, such as 2023年1-6月."""
        return TO_MONTH.format(year=terms.year_label(self.last_year), month=LAST_MONTHS[self.quarter])

    @property
    @abstractmethod
    def read_years(self) -> tuple[int, ...]:
        """The years whose figures it needs."""

    @abstractmethod
    def of_reported(self, reported: Reported) -> float | None:
        """Return its value from reported figures; None where one is missing."""

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Raise `UndecidableError`: a yearly projection has no form of it."""
        raise UndecidableError(_YEARLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeToQuarter(ToQuarter):
    """An income from January to the end of a quarter, yuan."""

    kind: ClassVar[str] = "income_to_quarter"
    unit: ClassVar[Kind] = "yuan"
    decimals: ClassVar[int] = 1

    @property
    def read_years(self) -> tuple[int, ...]:
        """The year itself."""
        return (self.last_year,)

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _INCOME.format(period=self.period(terms), name=self.income_name(terms))

    def of_reported(self, reported: Reported) -> float | None:
        """Return the income itself."""
        return reported(self.last_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthToQuarter(ToQuarter):
    """Growth of an income to the end of a quarter against the same months of the year before, a fraction."""

    kind: ClassVar[str] = "growth_to_quarter"
    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 2

    @property
    def read_years(self) -> tuple[int, ...]:
        """The year before, and the year itself."""
        return (self.last_year - 1, self.last_year)

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _GROWTH.format(period=self.period(terms), name=self.income_name(terms))

    def of_reported(self, reported: Reported) -> float | None:
        """Return the income over that of the same months of the year before, less one."""
        before, now = (reported(year) for year in self.read_years)
        return None if before is None or now is None or before <= 0.0 else now / before - 1.0
