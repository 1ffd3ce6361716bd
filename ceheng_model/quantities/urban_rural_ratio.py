"""The urban-rural income ratio: urban over rural income within one year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.errors import Fault, choice
from ceheng_model.quantities.changes import LARGEST_YEAR, change, spans
from ceheng_model.quantities.forms import Form, Quotient, income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting, without_base
from ceheng_model.tables import Kind
from ceheng_model.vocabulary import Group, Template, Text
from ceheng_model.wording import Better

_RATIO = Template("{year}年城乡居民收入比", "urban-rural income ratio {year}")
_CHANGE = Template("{span}年城乡居民收入比的变化", "change of urban-rural income ratio {span}")
_YEARLY = Template("{span}年城乡居民收入比的逐年变化", "yearly change of urban-rural income ratio {span}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfUrbanAndRural(Quantity):
    """What compares the total incomes of urban and rural residents."""

    unit: ClassVar[Kind] = "ratio"
    decimals: ClassVar[int] = 3
    better: ClassVar[Better] = "down"
    given: ClassVar[tuple[str, ...]] = ()
    needed_groups: ClassVar[tuple[str, ...]] = ("urban", "rural")
    telling: ClassVar[int] = 5

    def constrained(self, groups: Sequence[Group]) -> frozenset[str]:
        """Return both groups."""
        return frozenset(self.needed_groups)

    @property
    def varied(self) -> tuple[str, ...]:
        """Either group, the rural one first: its growth is what plans promise."""
        return ("rural", "urban")

    def ratio_in(self, year: int) -> Quotient:
        """Return urban over rural income in a year."""
        urban, rural = (income(key, year) for key in self.needed_groups)
        return Quotient(above=urban, below=rural)

    def group_faults(self, setting: Setting) -> list[Fault]:
        """Return a fault for each of the two groups that is not there."""
        keys = setting.group_keys
        faults = [choice(Text("人群", "the group"), key, keys) for key in self.needed_groups if key not in keys]
        absent = setting.absent_groups
        return faults + [without_base(key, setting) for key in self.needed_groups if key in absent]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrbanRuralRatio(_OfUrbanAndRural):
    """Urban over rural total income in the last year."""

    kind: ClassVar[str] = "urban_rural_ratio"
    target_name: ClassVar[str | None] = "ratio"
    sized: ClassVar[bool] = True
    solved: ClassVar[bool] = True

    def label(self, groups: Sequence[Group], *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _RATIO.format(year=when or self.last_year)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return urban over rural income."""
        return (Form(year=self.last_year, own=self.ratio_in(self.last_year)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfRatio(_OfUrbanAndRural):
    """The change of the urban-rural income ratio from the year before the first to the last, or its largest of a year.

    What 收入比持续缩小 speaks of.
    """

    kind: ClassVar[str] = "urban_rural_ratio_change"
    may_have: ClassVar[tuple[str, ...]] = ("each_year",)
    spans: ClassVar[bool] = True
    comparative: ClassVar[Text | None] = Text("缩小", "narrower")

    each_year: bool = False
    """Whether the ratio of every year is compared with that of the year before."""

    @property
    def since(self) -> int:
        """The year before the first one."""
        return self.first_year - 1

    @property
    def details(self) -> tuple[object, ...]:
        """Whether every year counts."""
        return (self.each_year,)

    @property
    def remark(self) -> Text | None:
        """Which year is shown, where there are several."""
        return LARGEST_YEAR if self.each_year else None

    def label(self, groups: Sequence[Group], *, when: str = "") -> Text:
        """Return a short name in both languages."""
        template = _YEARLY if self.each_year else _CHANGE
        return template.format(span=when or f"{self.since}-{self.last_year}")

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the ratio less that of an earlier year."""
        between = spans(self.since, self.last_year, each_year=self.each_year)
        return tuple(change(start, end, self.ratio_in, setting) for start, end in between)
