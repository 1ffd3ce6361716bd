"""Growth of an income at constant prices: in one year, and on average over several.

Real growth is growth of the income over growth of consumer prices, :math:`(1 + g) / (1 + p) - 1`. Prices are known,
so that a bound on it is linear in the incomes. Where they are not given it is not judged, and never as nominal growth.
"""

from dataclasses import dataclass
from typing import ClassVar

from ceheng_model.errors import Fault, not_given
from ceheng_model.quantities.forms import Figures, Sum, Value, income
from ceheng_model.quantities.growth import Grown
from ceheng_model.quantities.kinds import NeededGrowth, Quantity
from ceheng_model.quantities.known import PriceFactor, Setting, missing_prices
from ceheng_model.vocabulary import Template, Text

_DEFLATED = Text("按给定的居民消费价格涨幅扣除价格因素", "at constant prices, by the consumer price growth given")


@dataclass(frozen=True, slots=True, kw_only=True)
class _GrownReally(Grown):
    """Real growth of an income from some year to the last, a fraction."""

    @property
    def remark(self) -> Text | None:
        """That prices are taken off."""
        return _DEFLATED

    def started(self, setting: Setting) -> Sum:
        """Return the income from which it grows at the prices of the last year."""
        prices = PriceFactor(start=self.since, end=self.last_year, needed=True)
        return income(self.group, self.since, self.component, known=prices)

    def needed_growth(self, aim: Value, setting: Setting, figures: Figures) -> tuple[NeededGrowth, ...]:
        """Return the growth at current prices that gives the real growth aimed at."""
        return Quantity.needed_growth(self, aim, setting, figures)

    def group_faults(self, setting: Setting) -> list[Fault]:
        """Return a fault for a group that is not there, and one where prices are not given."""
        way_out = Text("用 scenario.with_prices(...)", "use scenario.with_prices(...)")
        # a year that is not projected has a fault of its own
        known = self.last_year in setting.years
        missing = missing_prices(setting, self.since, self.last_year) if known else None
        return Quantity.group_faults(self, setting) + ([] if missing is None else [not_given(missing, way_out)])

    def note(self, setting: Setting, figures: Figures) -> Text | None:
        """Say which prices are taken off."""
        return _DEFLATED


@dataclass(frozen=True, slots=True, kw_only=True)
class RealGrowth(_GrownReally):
    """Real growth of an income in the last year, a fraction."""

    kind: ClassVar[str] = "real_growth"
    name: ClassVar[Template] = Template("{when}{name}实际增速", "{name}, real growth {when}")
    said: ClassVar[Template] = Template("{when}{name}实际增速", "real growth of {name} in {when}")
    target_name: ClassVar[str | None] = "real_growth"
    target_words: ClassVar[Text] = Text("实际增速", "real growth")
    telling: ClassVar[int] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageRealGrowth(_GrownReally):
    """Geometric mean real growth of an income from the first year to the last, a fraction."""

    kind: ClassVar[str] = "average_real_growth"
    name: ClassVar[Template] = Template("{when}{name}年均实际增速", "{name}, average annual real growth {when}")
    said: ClassVar[Template] = Template("{when}{name}年均实际增速", "average annual real growth of {name} in {when}")
    target_name: ClassVar[str | None] = "average_real_growth"
    target_words: ClassVar[Text] = Text("年均实际增速", "average annual real growth")
    spans: ClassVar[bool] = True
    telling: ClassVar[int] = 3
