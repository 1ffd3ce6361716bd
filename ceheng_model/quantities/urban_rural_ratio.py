"""The urban-rural income ratio: urban over rural income within one year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.errors import Fault, choice
from ceheng_model.quantities.forms import Form, Quotient, income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting, without_base
from ceheng_model.tables import Kind
from ceheng_model.vocabulary import Group, Template, Text
from ceheng_model.wording import Better

_RATIO = Template("{year}年城乡居民收入比", "urban-rural income ratio {year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrbanRuralRatio(Quantity):
    """Urban over rural total income in the last year."""

    kind: ClassVar[str] = "urban_rural_ratio"
    unit: ClassVar[Kind] = "ratio"
    decimals: ClassVar[int] = 3
    target_name: ClassVar[str | None] = "ratio"
    better: ClassVar[Better] = "down"
    given: ClassVar[tuple[str, ...]] = ()
    needed_groups: ClassVar[tuple[str, ...]] = ("urban", "rural")
    sized: ClassVar[bool] = True
    solved: ClassVar[bool] = True
    telling: ClassVar[int] = 5

    def constrained(self, groups: Sequence[Group]) -> frozenset[str]:
        """Return both groups."""
        return frozenset(self.needed_groups)

    @property
    def varied(self) -> tuple[str, ...]:
        """Either group, the rural one first: its growth is what plans promise."""
        return ("rural", "urban")

    def label(self, groups: Sequence[Group], *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _RATIO.format(year=when or self.last_year)

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Return urban over rural income."""
        urban, rural = (income(key, self.last_year) for key in self.needed_groups)
        return (Form(year=self.last_year, own=Quotient(above=urban, below=rural)),)

    def group_faults(self, setting: Setting) -> list[Fault]:
        """Return a fault for each of the two groups that is not there."""
        keys = setting.group_keys
        faults = [choice(Text("人群", "the group"), key, keys) for key in self.needed_groups if key not in keys]
        absent = setting.absent_groups
        return faults + [without_base(key, setting) for key in self.needed_groups if key in absent]
