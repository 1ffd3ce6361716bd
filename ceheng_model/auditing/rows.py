"""Write statements as linear rows in the income levels.

A quantity is a ratio of two linear forms in the levels, ``N(L) / D(L)``, seen through a monotone
function: growth is the ratio less one, average growth its n-th root less one. A bound on the quantity
is a threshold on the ratio, and ``threshold * D(L) <= N(L)`` is linear. Rows are in yuan.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.auditing.readings import Bounds
from ceheng_model.plan import Quantity, Statement
from ceheng_model.plan.statements import GDP
from ceheng_model.scenarios import Scenario
from ceheng_model.series import TOTAL_ITEM
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text

Side = Literal["low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratio:
    """Hold a quantity as a function of two linear forms in the levels.

    The forms are arrays over all levels, shape ``(group, component, year)`` with the base year first,
    and a constant each. `root` is the number of years of an average; `shift` what the root exceeds
    the quantity by.
    """

    numerator: Array
    denominator: Array
    denominator_constant: float = 0.0
    root: int = 1
    shift: float = 1.0

    def threshold(self, bound: float) -> float:
        """Return the ratio of the forms at which the quantity equals the bound."""
        return float((self.shift + bound) ** self.root)

    def quantity(self, levels: Array) -> float:
        """Return the quantity at given levels."""
        below = float((self.denominator * levels).sum()) + self.denominator_constant
        return float((float((self.numerator * levels).sum()) / below) ** (1.0 / self.root)) - self.shift

    def row(self, side: Side, bound: float) -> tuple[Array, float]:
        """Return ``a, b`` of the row ``a . L <= b``, in yuan, that keeps the quantity on its side of the bound."""
        threshold = self.threshold(bound)
        form, constant = threshold * self.denominator - self.numerator, -threshold * self.denominator_constant
        return (form, constant) if side == "low" else (-form, -constant)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """Hold one side of one bound on one quantity."""

    ratio: Ratio
    side: Side
    bound: float
    year: int

    def needed(self, levels: Array) -> float:
        """Return how far the bound would have to move for these levels, in the quantity's unit; 0 at least."""
        quantity = self.ratio.quantity(levels)
        return max(0.0, self.bound - quantity if self.side == "low" else quantity - self.bound)

    def moved(self, distance: float) -> "Row":
        """Return the row with its bound moved outwards."""
        bound = self.bound - distance if self.side == "low" else self.bound + distance
        return Row(ratio=self.ratio, side=self.side, bound=bound, year=self.year)


class UndecidableError(Exception):
    """Carry why a statement cannot be written as linear rows."""

    def __init__(self, why: Text) -> None:
        """Hold the reason in both languages."""
        self.why = why
        super().__init__(why.en)


def rows(statement: Statement, bounds: Bounds, scenario: Scenario) -> list[Row]:
    """Return the rows of a statement; raise `UndecidableError` where it is not linear or lacks a figure."""
    quantity = statement.quantity
    if statement.needs is not None:
        raise UndecidableError(statement.needs)
    years = (scenario.baseline.year, *scenario.years)
    if quantity.last not in years:
        raise UndecidableError(Text(f"预测到{quantity.last}年", f"a projection up to {quantity.last}"))
    if quantity.kind == "relative_gap":
        return _gap_rows(quantity, scenario)
    if _compares_groups(quantity) and any(bound for bound in (bounds.low, bounds.high)):
        raise UndecidableError(
            Text(
                "两个人群增速之差有数值要求，须先固定其中一条路径",
                "one path to be fixed: a stated lead over unknown growth",
            )
        )
    ratio = _RATIOS[quantity.kind](quantity, scenario)
    found = []
    if bounds.low is not None:
        found.append(Row(ratio=ratio, side="low", bound=bounds.low, year=quantity.last))
    if bounds.high is not None:
        found.append(Row(ratio=ratio, side="high", bound=bounds.high, year=quantity.last))
    return found


def _form(scenario: Scenario, group: str, component: str, year: int, *, scale: float = 1.0) -> Array:
    form = np.zeros((len(scenario.groups), len(COMPONENTS), len(scenario.years) + 1))
    g, t = scenario.group_keys.index(group), year - scenario.baseline.year
    chosen = slice(None) if component == TOTAL else COMPONENTS.index(component)
    form[g, chosen, t] = scale
    return form


def _nothing(scenario: Scenario) -> Array:
    return np.zeros((len(scenario.groups), len(COMPONENTS), len(scenario.years) + 1))


def _income(quantity: Quantity, scenario: Scenario) -> Ratio:
    return Ratio(
        numerator=_form(scenario, quantity.group, quantity.component, quantity.last),
        denominator=_nothing(scenario),
        denominator_constant=1.0,
        shift=0.0,
    )


def _average(quantity: Quantity, scenario: Scenario) -> Ratio:
    first = quantity.last if quantity.kind == "growth" else quantity.first
    return Ratio(
        numerator=_form(scenario, quantity.group, quantity.component, quantity.last),
        denominator=_form(scenario, quantity.group, quantity.component, first - 1),
        root=quantity.last - first + 1,
    )


def _urban_rural(quantity: Quantity, scenario: Scenario) -> Ratio:
    return Ratio(
        numerator=_form(scenario, "urban", TOTAL, quantity.last),
        denominator=_form(scenario, "rural", TOTAL, quantity.last),
        shift=0.0,
    )


def _lead(quantity: Quantity, scenario: Scenario) -> Ratio:
    against = quantity.against
    assert against is not None
    first, last = quantity.first, quantity.last
    years = last - first + 1
    own = _form(scenario, quantity.group, TOTAL, last)
    start = _form(scenario, quantity.group, TOTAL, first - 1)
    if _compares_groups(quantity):
        if first - 1 != scenario.baseline.year:
            raise UndecidableError(
                Text(
                    "两个人群的增速都未定且不从基年算起，须先固定其中一条路径",
                    "one of two unknown paths to be fixed, since the growth compared does not start in the base year",
                )
            )
        base = scenario.baseline.levels.sum(axis=-1)
        g, other = (scenario.group_keys.index(key) for key in (quantity.group, against.group))
        # own_T / own_0 over other_T / other_0, with both base totals known
        scaled = _form(scenario, against.group, TOTAL, last, scale=float(base[g] / base[other]))
        return Ratio(numerator=own, denominator=scaled, root=years)
    if against.group == GDP:
        growth, prices = _economy(quantity, scenario)
        # growth of GDP is real: income is divided by prices where they are given
        return Ratio(numerator=own, denominator=prices * start, root=years, shift=growth ** (1.0 / years))
    levels = _published(quantity, scenario)
    return Ratio(
        numerator=own, denominator=start, root=years, shift=(levels[last] / levels[first - 1]) ** (1.0 / years)
    )


def _compares_groups(quantity: Quantity) -> bool:
    against = quantity.against
    return quantity.kind == "growth_lead" and against is not None and against.group != GDP and against.series is None


def _economy(quantity: Quantity, scenario: Scenario) -> tuple[float, float]:
    """Return the factors by which GDP and prices grow over the years of a quantity; prices 1 where not given."""
    if scenario.gdp_growth is None:
        raise UndecidableError(Text("经济增长增速：用 --gdp 给出", "growth of GDP: give it with --gdp"))
    start = scenario.years.index(quantity.first)
    span = slice(start, start + quantity.last - quantity.first + 1)
    prices = 1.0 if scenario.price_growth is None else float(np.prod(1.0 + scenario.price_growth[span]))
    return float(np.prod(1.0 + scenario.gdp_growth[span])), prices


def _published(quantity: Quantity, scenario: Scenario) -> Mapping[int, float]:
    against, dossier = quantity.against, scenario.dossier
    assert against is not None
    assert dossier is not None
    series = dossier.series[against.series or ""]
    years = range(quantity.first - 1, quantity.last + 1)
    found = {year: series.level(against.group, TOTAL_ITEM, year) for year in years}
    absent = ", ".join(str(year) for year, level in found.items() if level is None)
    if absent:
        raise UndecidableError(Text(f"{against} 在 {absent} 年的收入", f"income of {against} in {absent}"))
    return {year: level for year, level in found.items() if level is not None}


def _gap_rows(quantity: Quantity, scenario: Scenario) -> list[Row]:
    """Return one row a year: the gap narrows when own growth exceeds the other's growth."""
    levels = _published(quantity, scenario)
    found = []
    for year in range(quantity.first, quantity.last + 1):
        ratio = Ratio(
            numerator=_form(scenario, quantity.group, TOTAL, year),
            denominator=_form(scenario, quantity.group, TOTAL, year - 1),
            shift=levels[year] / levels[year - 1],
        )
        found.append(Row(ratio=ratio, side="low", bound=0.0, year=year))
    return found


_RATIOS: dict[str, Callable[[Quantity, Scenario], Ratio]] = {
    "income": _income,
    "growth": _average,
    "average_annual_growth": _average,
    "urban_rural_ratio": _urban_rural,
    "growth_lead": _lead,
}
