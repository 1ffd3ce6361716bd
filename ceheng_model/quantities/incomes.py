"""Levels of income: of one group, and of all residents."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.errors import Fault, not_given
from ceheng_model.quantities.forms import Form, Level, Quotient, Sum, Term, income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import ResidentsShare, Setting, missing_residents
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Template, Text

_INCOME = Template("{year}{name}", "{name} {year}")
_INCOME_SAID = Template("{year}{name}", "the {year} {name}")
_ALL = Template("{year}{everybody}收入", "{everybody}: income {year}")
_ALL_SAID = Template("{year}{everybody}收入", "the {year} income of {everybody}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Income(Quantity):
    """The income of a group, its total or a component, in the last year, in the plan's unit."""

    kind: ClassVar[str] = "income"
    unit: ClassVar[Kind] = "yuan"
    decimals: ClassVar[int] = 1
    target_name: ClassVar[str | None] = ""
    sized: ClassVar[bool] = True
    solved: ClassVar[bool] = True
    may_have: ClassVar[tuple[str, ...]] = ("component",)
    telling: ClassVar[int] = 4

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _INCOME.format(year=terms.year_label(when or self.last_year), name=self.income_name(terms))

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the 2024 income of rural residents."""
        return _INCOME_SAID.format(year=terms.year_label(when or self.last_year), name=self.income_in_sentence(terms))

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the level itself."""
        return (Form(year=self.last_year, own=Quotient(above=income(self.group, self.last_year, self.component))),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllResidents(Quantity):
    """The income of all residents in the last year, weighted by population."""

    kind: ClassVar[str] = "all_residents"
    unit: ClassVar[Kind] = "yuan"
    decimals: ClassVar[int] = 1
    target_name: ClassVar[str | None] = "all"
    target_words: ClassVar[Text] = Text("全体居民", "all residents")
    given: ClassVar[tuple[str, ...]] = ()
    sized: ClassVar[bool] = True
    telling: ClassVar[int] = 4

    def constrained(self, terms: Terms) -> frozenset[str]:
        """Return every group that is not part of another."""
        return frozenset(group.key for group in terms.groups if group.part_of is None)

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return no group: none could do it alone."""
        return ()

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _ALL.format(year=terms.year_label(when or self.last_year), everybody=terms.everybody)

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the 2027 income of all residents."""
        return _ALL_SAID.format(year=terms.year_label(when or self.last_year), everybody=terms.everybody)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the totals of the groups that are not part of another, weighted by their residents."""
        terms = tuple(
            Term(
                known=ResidentsShare(group=group.key, year=self.last_year),
                level=Level(group.key, self.last_year, TOTAL),
            )
            for group in setting.groups
            if group.part_of is None
        )
        return (Form(year=self.last_year, own=Quotient(above=Sum(terms))),)

    def group_faults(self, setting: Setting) -> list[Fault]:
        """Return a fault where the population is not given."""
        way_out = Text("用 scenario.with_population(...)", "use scenario.with_population(...)")
        is_there = setting.population is None or self.last_year in setting.years
        missing = missing_residents(setting, self.last_year) if is_there else None
        return [not_given(missing, way_out)] if missing else []
