"""A component's share of its group's total within one year."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import Form, Quotient, income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_SHARE = Template("{year}{name}占比", "{name}, share {year}")
_SHARE_SAID = Template("{year}{name}占比", "the {year} share of {name} in all income")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Quantity):
    """A component's share of its group's total in the last year, a fraction."""

    kind: ClassVar[str] = "share"
    unit: ClassVar[Kind] = "percent"
    decimals: ClassVar[int] = 2
    target_name: ClassVar[str | None] = "share"
    target_words: ClassVar[Text] = Text("占比", "share")
    limits: ClassVar[tuple[float, float]] = (0.0, 1.0)
    given: ClassVar[tuple[str, ...]] = ("group", "component")

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return no group: growth that all components share leaves shares as they are."""
        return ()

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _SHARE.format(year=terms.year_label(when or self.last_year), name=self.income_name(terms))

    def in_sentence(self, terms: Terms, *, when: str = "") -> Text:
        """Return what a sentence calls it: the 2024 share of wages of rural residents in all income."""
        return _SHARE_SAID.format(year=terms.year_label(when or self.last_year), name=self.income_in_sentence(terms))

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return the component over the total."""
        part, whole = income(self.group, self.last_year, self.component), income(self.group, self.last_year)
        return (Form(year=self.last_year, own=Quotient(above=part, below=whole)),)
