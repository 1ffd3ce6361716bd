"""The ratio of the incomes of the two groups that a plan compares, within one year: urban over rural, as a rule."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.errors import Fault
from ceheng_model.quantities.changes import LARGEST_YEAR, change, spans
from ceheng_model.quantities.forms import Form, Quotient, income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting, without_base
from ceheng_model.quantities.missing import none_compared
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text
from ceheng_model.wording import Better

_RATIO = Template("{year}{ratio}", "{ratio} {year}")
_RATIO_SAID = Template("{year}{ratio}", "the {year} {ratio}")
_CHANGE = Template("{span}{ratio}的变化", "change of {ratio} {span}")
_CHANGE_SAID = Template("{span}{ratio}的变化", "the change of the {ratio} in {span}")
_YEARLY_SAID = Template("{span}{ratio}的逐年变化", "the yearly change of the {ratio} in {span}")
_YEARLY = Template("{span}{ratio}的逐年变化", "yearly change of {ratio} {span}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfTwoGroups(Quantity):
    """What compares the total incomes of the two groups that a plan names for it."""

    unit: ClassVar[Kind] = "ratio"
    decimals: ClassVar[int] = 3
    better: ClassVar[Better] = "down"
    given: ClassVar[tuple[str, ...]] = ()
    compares_groups: ClassVar[bool] = True
    telling: ClassVar[int] = 5

    def constrained(self, terms: Terms) -> frozenset[str]:
        """Return both groups."""
        return frozenset(terms.compared.keys)

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return either group, the lower one first: its growth is what plans promise."""
        ratio = terms.compared
        return (ratio.below, ratio.above)

    def group_faults(self, setting: Setting) -> list[Fault]:
        """Return a fault for each of the two groups that is not there."""
        ratio = setting.terms.ratio
        if ratio is None:
            return [none_compared(setting.terms)]
        return [without_base(key, setting) for key in ratio.keys if key in setting.absent_groups]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrbanRuralRatio(_OfTwoGroups):
    """Total income of one group over that of another in the last year."""

    kind: ClassVar[str] = "urban_rural_ratio"
    target_name: ClassVar[str | None] = "ratio"
    target_words: ClassVar[Text] = Text("收入比", "income ratio")
    sized: ClassVar[bool] = True
    solved: ClassVar[bool] = True

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _RATIO.format(year=terms.year_label(when or self.last_year), ratio=terms.compared.label)

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the 2024 urban-rural income ratio."""
        return _RATIO_SAID.format(year=terms.year_label(when or self.last_year), ratio=terms.compared.label)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the one income over the other."""
        return (Form(year=self.last_year, own=ratio_in(self.last_year, setting.terms)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfRatio(_OfTwoGroups):
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

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        template = _YEARLY if self.each_year else _CHANGE
        return template.format(
            span=terms.year_label(when or f"{self.since}-{self.last_year}"), ratio=terms.compared.label
        )

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the change of the urban-rural income ratio in 2021-2024."""
        template = _YEARLY_SAID if self.each_year else _CHANGE_SAID
        span = terms.year_label(when or f"{self.since}-{self.last_year}")
        return template.format(span=span, ratio=terms.compared.label)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the ratio less that of an earlier year."""
        between = spans(self.since, self.last_year, each_year=self.each_year)
        return tuple(change(start, end, lambda year: ratio_in(year, setting.terms), setting) for start, end in between)


def ratio_in(year: int, terms: Terms) -> Quotient:
    """Return the income of one of the two groups over that of the other in a year."""
    above, below = (income(key, year) for key in terms.compared.keys)
    return Quotient(above=above, below=below)
