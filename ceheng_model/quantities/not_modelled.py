"""What incomes per head by component cannot decide."""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.quantities.forms import Form
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.tables import Kind
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text

_DISTRIBUTION = Template("{name}分布", "{name}, distribution")
_OUTSIDE = Missing(what=Text("收入之外的数", "what incomes do not hold"), need=Need.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModelled(Quantity):
    """Something about a group that averages per head do not say, such as how many lie above a line."""

    kind: ClassVar[str] = "not_modelled"
    unit: ClassVar[Kind] = "text"
    decimals: ClassVar[int] = 0
    given: ClassVar[tuple[str, ...]] = ("group", "needs")
    telling: ClassVar[int] = 0

    def varied(self, terms: Terms) -> tuple[str, ...]:
        """Return no group."""
        return ()

    def label(self, terms: Terms, *, when: str = "") -> Text:
        """Return a short name in both languages."""
        return _DISTRIBUTION.format(name=self.income_name(terms))

    def written(self, setting: Setting) -> tuple[Form, ...]:
        """Raise `UndecidableError`: it has no form."""
        raise UndecidableError(_OUTSIDE)
