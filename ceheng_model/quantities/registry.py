"""List the quantities by their names in plan files, and the wordings that each may go with."""

from collections.abc import Mapping

from ceheng_model.quantities.comparisons import GrowthLead
from ceheng_model.quantities.gaps import AbsoluteGap, RelativeGap
from ceheng_model.quantities.growth import AverageAnnualGrowth, ChangeOfGrowth, Growth
from ceheng_model.quantities.incomes import AllResidents, Income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.multiples import Increment, Multiple, RelativeLevel
from ceheng_model.quantities.not_modelled import NotModelled
from ceheng_model.quantities.people import ShareAbove, ShareBelow, ShareRaised
from ceheng_model.quantities.real_growth import AverageRealGrowth, RealGrowth
from ceheng_model.quantities.regional_ratio import RegionalRatio
from ceheng_model.quantities.shares import Share
from ceheng_model.quantities.to_quarter import GrowthToQuarter, IncomeToQuarter, ToQuarter
from ceheng_model.quantities.urban_rural_ratio import ChangeOfRatio, UrbanRuralRatio
from ceheng_model.wording import (
    WORDINGS,
    About,
    Above,
    AtLeast,
    AtMost,
    Between,
    Exceeds,
    Narrows,
    NotBelowPrevious,
    Positive,
    Reaches,
    Wording,
)

_VALUES = (Reaches, AtLeast, AtMost, About, Between)

_PAIRS: Mapping[type[Quantity], tuple[type[Wording], ...]] = {
    Income: (*_VALUES, Exceeds),
    Growth: (*_VALUES, Exceeds, Positive, NotBelowPrevious),
    AverageAnnualGrowth: (*_VALUES, Exceeds, Positive),
    RealGrowth: (*_VALUES, Exceeds, Positive),
    AverageRealGrowth: (*_VALUES, Exceeds, Positive),
    UrbanRuralRatio: (*_VALUES, Narrows),
    RegionalRatio: _VALUES,
    GrowthLead: (*_VALUES, Exceeds, Above),
    RelativeGap: (Narrows,),
    AbsoluteGap: (Narrows,),
    Share: (*_VALUES, Exceeds),
    ShareAbove: (*_VALUES, Exceeds),
    ShareBelow: _VALUES,
    ShareRaised: (*_VALUES, Exceeds),
    AllResidents: (*_VALUES, Exceeds),
    Increment: (*_VALUES, Exceeds),
    Multiple: (*_VALUES, Exceeds),
    RelativeLevel: (*_VALUES, Exceeds),
    # nothing is judged, so that any words may stand
    NotModelled: tuple(WORDINGS.values()),
}
_READ_AS: Mapping[tuple[str, str], type[Quantity]] = {
    (UrbanRuralRatio.kind, Narrows.kind): ChangeOfRatio,
    (Growth.kind, NotBelowPrevious.kind): ChangeOfGrowth,
}
_TO_QUARTER: Mapping[type[Quantity], type[ToQuarter]] = {Income: IncomeToQuarter, Growth: GrowthToQuarter}

QUANTITIES: dict[str, type[Quantity]] = {quantity.kind: quantity for quantity in _PAIRS}
WORDINGS_OF: dict[str, tuple[str, ...]] = {
    quantity.kind: tuple(wording.kind for wording in wordings) for quantity, wordings in _PAIRS.items()
}
"""The wordings that a statement on each quantity may have: all that a plan file may pair."""


def stated_quantity(quantity: str, wording: str, *, to_quarter: bool = False) -> type[Quantity]:
    """Return the quantity that a wording speaks of: 缩小 said of a ratio speaks of its change.

    With `to_quarter`, what is counted to the end of a quarter, where there is such a quantity.

    >>> stated_quantity("urban_rural_ratio", "narrows").__name__, stated_quantity("income", "reaches").__name__
    ('ChangeOfRatio', 'Income')
    """
    named = _READ_AS.get((quantity, wording), QUANTITIES[quantity])
    return _TO_QUARTER.get(named, named) if to_quarter else named
