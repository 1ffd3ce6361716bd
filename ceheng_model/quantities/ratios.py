"""Write quantities as ratios of two linear forms in the income levels.

A quantity is ``N(L) / D(L)`` seen through a monotone function: growth is the ratio less one, average
growth its n-th root less one. A bound on the quantity is a threshold on the ratio, so that questions
about the quantity become linear in the levels.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.plan import Against, Quantity
from ceheng_model.plan.statements import GDP
from ceheng_model.scenarios import Scenario
from ceheng_model.series import TOTAL_ITEM
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Missing, Need, Template, Text

_LEVEL_AXES = (-3, -2, -1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratio:
    r"""Hold a quantity as :math:`(N(L) / D(L))^{1/n} - s` of the levels.

    The forms are arrays over all levels, shape ``(group, component, year)`` with the base year first;
    the denominator has a constant too. `root` is the number of years of an average; `shift` what the
    root exceeds the quantity by.
    """

    numerator: Array
    denominator: Array
    denominator_constant: float = 0.0
    root: int = 1
    shift: float = 1.0

    def threshold(self, bound: float) -> float:
        """Return the ratio of the forms at which the quantity equals the bound."""
        return float((self.shift + bound) ** self.root)

    def of(self, ratio: float) -> float:
        """Return the quantity that a ratio of the forms stands for."""
        return float(ratio ** (1.0 / self.root)) - self.shift

    def forms(self, levels: Array) -> tuple[Array, Array]:
        """Return numerator and denominator at levels ``(..., group, component, year)``."""
        above = (self.numerator * levels).sum(axis=_LEVEL_AXES)
        below = (self.denominator * levels).sum(axis=_LEVEL_AXES) + self.denominator_constant
        return np.asarray(above), np.asarray(below)

    def quantity(self, levels: Array) -> Array:
        """Return the quantity at levels ``(..., group, component, year)``, shape ``(...)``."""
        above, below = self.forms(levels)
        return np.asarray((above / below) ** (1.0 / self.root) - self.shift)

    def gradient(self, levels: Array) -> Array:
        r"""Return the quantity's derivative by each level, same shape as `levels`.

        :math:`\partial Q / \partial L = \frac{1}{n} r^{1/n - 1} (N' - r D') / D` with :math:`r = N / D`.
        """
        above, below = (form[..., np.newaxis, np.newaxis, np.newaxis] for form in self.forms(levels))
        ratio = above / below
        slope: Array = ratio ** (1.0 / self.root - 1.0) / self.root / below
        return slope * (self.numerator - ratio * self.denominator)


class UndecidableError(Exception):
    """Carry what a quantity lacks to be written as one ratio of linear forms: a figure, or such a form."""

    def __init__(self, missing: Missing) -> None:
        """Hold what is missing."""
        self.missing = missing
        super().__init__(missing.label.en)


def horizon(year: int) -> Missing:
    """Return what a quantity lacks whose last year is not projected."""
    return Missing(what=Text(f"预测到{year}年", f"a projection up to {year}"), need=Need.HORIZON)


GDP_GROWTH = Missing(what=Text("经济增长增速", "growth of GDP"), need=Need.GDP)
PRICE_GROWTH = Missing(what=Text("居民消费价格涨幅", "consumer price growth"), need=Need.PRICES)
POPULATION = Missing(what=Text("常住人口", "the population"), need=Need.POPULATION)
_INCOME_OF = Template("{name}在{years}年的收入", "income of {name} in {years}")


def ratio_of(quantity: Quantity, scenario: Scenario) -> Ratio:
    """Return a quantity as a ratio of linear forms on a scenario's axes.

    Raises `UndecidableError` where it is none (a stated lead of one unknown path over another, a gap
    over several years) or lacks a figure.

    >>> from ceheng_model.quantities import quantity
    >>> from ceheng_model.scenarios import scenario
    >>> plan = scenario("plan")
    >>> ratio_of(quantity("ratio", plan), plan).numerator.sum(axis=1).tolist()
    [[0.0, 0.0, 0.0, 4.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
    """
    if quantity.last not in scenario.years:
        raise UndecidableError(horizon(quantity.last))
    return _RATIOS[quantity.kind](quantity, scenario)


def gap_ratios(quantity: Quantity, scenario: Scenario) -> list[tuple[int, Ratio]]:
    """Return one ratio a year, with its year: the gap narrows when own growth exceeds the other's."""
    assert quantity.against is not None
    levels = _require_published(quantity, scenario)
    return [
        (
            year,
            Ratio(
                numerator=_form(scenario, quantity.group, TOTAL, year),
                denominator=_form(scenario, quantity.group, TOTAL, year - 1),
                shift=levels[year] / levels[year - 1],
            ),
        )
        for year in range(quantity.first, quantity.last + 1)
    ]


def compares_groups(quantity: Quantity) -> bool:
    """Return whether a quantity is the lead of one projected path over another."""
    against = quantity.against
    return quantity.kind == "growth_lead" and against is not None and against.group != GDP and against.series is None


def published_levels(
    against: Against, scenario: Scenario, first: int, last: int
) -> tuple[Mapping[int, float], Missing | None]:
    """Return the published totals of `against` by year, and which are missing."""
    dossier = scenario.dossier
    assert dossier is not None
    assert against.series is not None
    series = dossier.series[against.series]
    found = {year: series.level(against.group, TOTAL_ITEM, year) for year in range(first, last + 1)}
    absent = Text.join(Text.same(year) for year, level in found.items() if level is None)
    what = _INCOME_OF.format(name=against.label, years=absent)
    missing = Missing(what=what, need=Need.SERIES) if absent else None
    return {year: level for year, level in found.items() if level is not None}, missing


def _form(scenario: Scenario, group: str, component: str, year: int, *, scale: float = 1.0) -> Array:
    form = _nothing(scenario)
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


def _share(quantity: Quantity, scenario: Scenario) -> Ratio:
    return Ratio(
        numerator=_form(scenario, quantity.group, quantity.component, quantity.last),
        denominator=_form(scenario, quantity.group, TOTAL, quantity.last),
        shift=0.0,
    )


def _all_residents(quantity: Quantity, scenario: Scenario) -> Ratio:
    if scenario.population is None:
        raise UndecidableError(POPULATION)
    form, t = _nothing(scenario), quantity.last - scenario.baseline.year
    residents = scenario.population[:, t]
    form[..., t] = (residents / residents.sum())[:, np.newaxis]
    return Ratio(numerator=form, denominator=_nothing(scenario), denominator_constant=1.0, shift=0.0)


def _lead(quantity: Quantity, scenario: Scenario) -> Ratio:
    against = quantity.against
    assert against is not None
    first, last = quantity.first, quantity.last
    years = last - first + 1
    own = _form(scenario, quantity.group, TOTAL, last)
    start = _form(scenario, quantity.group, TOTAL, first - 1)
    if compares_groups(quantity):
        return _lead_over_group(quantity, against.group, scenario, own)
    if against.group == GDP:
        growth, prices = _economy(quantity, scenario)
        # growth of GDP is real: income is divided by prices where they are given
        return Ratio(numerator=own, denominator=prices * start, root=years, shift=growth ** (1.0 / years))
    levels = _require_published(quantity, scenario)
    return Ratio(
        numerator=own, denominator=start, root=years, shift=(levels[last] / levels[first - 1]) ** (1.0 / years)
    )


def _lead_over_group(quantity: Quantity, other: str, scenario: Scenario, own: Array) -> Ratio:
    if quantity.first - 1 != scenario.baseline.year:
        what = Text(
            "两个人群的增速都未定且不从基年算起，须先固定其中一条路径",
            "one of two unknown paths to be fixed, since the growth compared does not start in the base year",
        )
        raise UndecidableError(Missing(what=what, need=Need.OTHER))
    base = scenario.baseline.levels.sum(axis=-1)
    g, against = (scenario.group_keys.index(key) for key in (quantity.group, other))
    # own_T / own_0 over other_T / other_0, with both base totals known
    scaled = _form(scenario, other, TOTAL, quantity.last, scale=float(base[g] / base[against]))
    return Ratio(numerator=own, denominator=scaled, root=quantity.last - quantity.first + 1)


def _economy(quantity: Quantity, scenario: Scenario) -> tuple[float, float]:
    """Return the factors by which GDP and prices grow over the years of a quantity; prices 1 where not given."""
    if scenario.gdp_growth is None:
        raise UndecidableError(GDP_GROWTH)
    start = scenario.years.index(quantity.first)
    span = slice(start, start + quantity.last - quantity.first + 1)
    prices = 1.0 if scenario.price_growth is None else float(np.prod(1.0 + scenario.price_growth[span]))
    return float(np.prod(1.0 + scenario.gdp_growth[span])), prices


def _require_published(quantity: Quantity, scenario: Scenario) -> Mapping[int, float]:
    assert quantity.against is not None
    levels, missing = published_levels(quantity.against, scenario, quantity.first - 1, quantity.last)
    if missing is not None:
        raise UndecidableError(missing)
    return levels


def _several_years(_quantity: Quantity, _scenario: Scenario) -> Ratio:
    raise UndecidableError(Missing(what=Text("各年的比", "one ratio a year"), need=Need.OTHER))


def _not_modelled(_quantity: Quantity, _scenario: Scenario) -> Ratio:
    raise UndecidableError(Missing(what=Text("收入之外的数", "what incomes do not hold"), need=Need.OTHER))


_RATIOS: dict[str, Callable[[Quantity, Scenario], Ratio]] = {
    "income": _income,
    "growth": _average,
    "average_annual_growth": _average,
    "urban_rural_ratio": _urban_rural,
    "growth_lead": _lead,
    "relative_gap": _several_years,
    "share": _share,
    "all_residents": _all_residents,
    "not_modelled": _not_modelled,
}
