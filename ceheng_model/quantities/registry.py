"""List the quantities by their names in plan files."""

from ceheng_model.quantities.comparisons import GrowthLead, RelativeGap
from ceheng_model.quantities.growth import AverageAnnualGrowth, Growth
from ceheng_model.quantities.incomes import AllResidents, Income
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.not_modelled import NotModelled
from ceheng_model.quantities.shares import Share
from ceheng_model.quantities.urban_rural_ratio import UrbanRuralRatio

_KINDS: tuple[type[Quantity], ...] = (
    Income,
    Growth,
    AverageAnnualGrowth,
    UrbanRuralRatio,
    GrowthLead,
    RelativeGap,
    Share,
    AllResidents,
    NotModelled,
)

QUANTITIES: dict[str, type[Quantity]] = {quantity.kind: quantity for quantity in _KINDS}
