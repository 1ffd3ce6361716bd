"""Find what a projection gives for the quantity of a statement, and how surely."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import numpy as np

from ceheng_model import arithmetic
from ceheng_model.arithmetic import Array
from ceheng_model.plan import Against, Quantity, Statement
from ceheng_model.plan.statements import GDP
from ceheng_model.projection import Projection
from ceheng_model.quantities import GDP_GROWTH, PRICE_GROWTH, horizon, published_levels
from ceheng_model.series import ROUNDING
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Missing, Text

GDP_ROUNDING = 0.0005
"""Half of 0.1 point, to which growth of gross domestic product is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """Hold a quantity as projected, or say what is missing."""

    value: float = nan
    uncertainty: float = 0.0
    """Half-width left open by rounding of published figures."""
    compared_with: float = nan
    """Growth of the other side of a comparison; for a yearly statement, the highest of any year."""
    missing: Missing | None = None
    """What was not given, so that there is no value."""
    without: Missing | None = None
    """What was not given and the value does without."""
    note: Text | None = None


def evaluate(statement: Statement, projection: Projection) -> Evaluated:
    """Return what the projection gives for the quantity of a statement."""
    quantity = statement.quantity
    if quantity.last not in projection.years or quantity.first not in projection.years:
        return Evaluated(missing=horizon(quantity.last))
    if statement.needs is not None:
        return Evaluated(missing=statement.needs)
    return _EVALUATORS[quantity.kind](quantity, projection)


def path(projection: Projection, group: str, component: str = TOTAL) -> Array:
    """Return the yearly levels of a group's total or component, the base year first."""
    levels = projection.values[projection.group_index(group)]
    chosen: Array = levels.sum(axis=0) if component == TOTAL else levels[COMPONENTS.index(component)]
    return chosen


def _positions(quantity: Quantity, projection: Projection) -> tuple[int, int]:
    return projection.years.index(quantity.first) - 1, projection.years.index(quantity.last)


def _average(levels: Array, start: int, end: int) -> float:
    return float(arithmetic.average_annual_growth(levels[start], levels[end], years=end - start))


def _income(quantity: Quantity, projection: Projection) -> Evaluated:
    return Evaluated(
        value=float(path(projection, quantity.group, quantity.component)[_positions(quantity, projection)[1]])
    )


def _growth(quantity: Quantity, projection: Projection) -> Evaluated:
    end = _positions(quantity, projection)[1]
    return Evaluated(value=_average(path(projection, quantity.group, quantity.component), end - 1, end))


def _average_growth(quantity: Quantity, projection: Projection) -> Evaluated:
    start, end = _positions(quantity, projection)
    return Evaluated(value=_average(path(projection, quantity.group, quantity.component), start, end))


def _ratio(quantity: Quantity, projection: Projection) -> Evaluated:
    return Evaluated(value=float(projection.urban_rural_ratio.values[_positions(quantity, projection)[1]]))


def _lead(quantity: Quantity, projection: Projection) -> Evaluated:
    against = quantity.against
    assert against is not None
    start, end = _positions(quantity, projection)
    own = _average(path(projection, quantity.group), start, end)
    if against.group == GDP:
        return _lead_over_gdp(own, projection, start, end)
    if against.series is None:
        other = _average(path(projection, against.group), start, end)
        return Evaluated(value=own - other, compared_with=other, note=_concept_note(quantity, projection))
    levels, missing = _published(against, projection, start, end)
    if missing is not None:
        return Evaluated(missing=missing)
    years = end - start
    low, high = (
        float(arithmetic.average_annual_growth(levels[0] - sign * ROUNDING, levels[-1] + sign * ROUNDING, years=years))
        for sign in (-1, 1)
    )
    other = float(arithmetic.average_annual_growth(levels[0], levels[-1], years=years))
    return Evaluated(value=own - other, uncertainty=(high - low) / 2, compared_with=other)


def _lead_over_gdp(own: float, projection: Projection, start: int, end: int) -> Evaluated:
    growth, prices = projection.scenario.gdp_growth, projection.scenario.price_growth
    if growth is None:
        return Evaluated(missing=GDP_GROWTH)
    other = float(np.prod(1.0 + growth[start:end]) ** (1.0 / (end - start)) - 1.0)
    if prices is None:
        note = Text("名义收入增速与实际经济增速相比", "nominal income against real GDP")
    else:
        inflation = float(np.prod(1.0 + prices[start:end]) ** (1.0 / (end - start)) - 1.0)
        own = (1.0 + own) / (1.0 + inflation) - 1.0
        note = Text("实际收入增速与实际经济增速相比", "real income against real GDP")
    without = PRICE_GROWTH if prices is None else None
    return Evaluated(value=own - other, uncertainty=GDP_ROUNDING, compared_with=other, without=without, note=note)


def _gap(quantity: Quantity, projection: Projection) -> Evaluated:
    against = quantity.against
    assert against is not None
    start, end = _positions(quantity, projection)
    own = path(projection, quantity.group)[start : end + 1]
    levels, missing = _published(against, projection, start, end)
    if missing is not None:
        return Evaluated(missing=missing)
    ratios = levels / own
    worst = int(np.argmax(np.diff(ratios)))
    away, gap = levels - own, ratios[[0, -1]]
    note = Text(
        f"相对差距 {gap[0]:.3f}→{gap[1]:.3f} 倍；绝对差距 {away[0]:,.0f}→{away[-1]:,.0f} 元",
        f"relative gap {gap[0]:.3f} to {gap[1]:.3f} times; absolute gap {away[0]:,.0f} to {away[-1]:,.0f} yuan",
    )
    return Evaluated(
        value=float(np.diff(ratios)[worst]),
        uncertainty=float(ROUNDING / own[worst] + ROUNDING / own[worst + 1]),
        compared_with=float(arithmetic.growth_rates(levels).max()),
        note=note,
    )


def _published(against: Against, projection: Projection, start: int, end: int) -> tuple[Array, Missing | None]:
    levels, missing = published_levels(against, projection.scenario, projection.years[start], projection.years[end])
    return np.array(list(levels.values())), missing


def _concept_note(quantity: Quantity, projection: Projection) -> Text | None:
    assert quantity.against is not None
    groups = projection.scenario.groups
    own, other = (groups[projection.group_index(key)].concept for key in (quantity.group, quantity.against.group))
    if own == other:
        return None
    return Text("两者收入口径不同，只比增速", "the two incomes are different concepts; only growth is compared")


_EVALUATORS: dict[str, Callable[[Quantity, Projection], Evaluated]] = {
    "income": _income,
    "growth": _growth,
    "average_annual_growth": _average_growth,
    "urban_rural_ratio": _ratio,
    "growth_lead": _lead,
    "relative_gap": _gap,
}
