"""The highest income of several regions over the lowest, within one year."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import Form
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text
from ceheng_model.wording import Better

_RATIO = Template("{year}各{places}{name}最高与最低之比", "{name}, highest over lowest of the {places} {year}")
SEVERAL_REGIONS = Missing(
    what=Text(
        "多个地区的收入（各地区在一起判定）",
        "incomes of several regions, which are judged together",
    ),
    need=Need.REGIONS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalRatio(Quantity):
    """The highest over the lowest income of the regions in the last year, of a group or of all residents."""

    kind: ClassVar[str] = "regional_ratio"
    unit: ClassVar[Kind] = "ratio"
    decimals: ClassVar[int] = 3
    better: ClassVar[Better] = "down"
    given: ClassVar[tuple[str, ...]] = ()
    may_have: ClassVar[tuple[str, ...]] = ("group",)

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return no group: what grows alike everywhere leaves it as it is."""
        return ()

    def constrained(self, terms: Terms) -> frozenset[str]:
        """Return its group, or every group that is not part of another."""
        if self.group:
            return frozenset({self.group})
        return frozenset(group.key for group in terms.groups if group.part_of is None)

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        name = self.income_name(terms) if self.group else terms.everybody
        return _RATIO.format(year=terms.year_label(when or self.last_year), name=name, places=terms.places)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Raise `UndecidableError`: one region has no form of it."""
        raise UndecidableError(SEVERAL_REGIONS)
