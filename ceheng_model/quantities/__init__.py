"""Name quantities, write them as ratios of linear forms in the levels, and state targets on them."""

from ceheng_model.quantities.comparisons import GrowthLead, RelativeGap
from ceheng_model.quantities.forms import Figures, Form, Level, Numbers, Quotient, Sum, Term, income, of_known
from ceheng_model.quantities.growth import AverageAnnualGrowth, Growth
from ceheng_model.quantities.incomes import AllResidents, Income
from ceheng_model.quantities.kinds import Evaluated, NeededGrowth, NeededLevel, Quantity
from ceheng_model.quantities.known import (
    GDP,
    PUBLISHED_ROUNDING,
    Against,
    GdpFactor,
    KnownFigure,
    PriceFactor,
    PublishedLevel,
    ResidentsShare,
    Setting,
    published_levels,
    without_base,
)
from ceheng_model.quantities.missing import GDP_GROWTH, POPULATION, PRICE_GROWTH, UndecidableError
from ceheng_model.quantities.not_modelled import NotModelled
from ceheng_model.quantities.ratio_of_levels import Ratio
from ceheng_model.quantities.registry import QUANTITIES
from ceheng_model.quantities.shares import Share
from ceheng_model.quantities.targets import Target, quantity, require_quantity, require_target, target
from ceheng_model.quantities.urban_rural_ratio import UrbanRuralRatio

__all__ = [
    "GDP",
    "GDP_GROWTH",
    "POPULATION",
    "PRICE_GROWTH",
    "PUBLISHED_ROUNDING",
    "QUANTITIES",
    "Against",
    "AllResidents",
    "AverageAnnualGrowth",
    "Evaluated",
    "Figures",
    "Form",
    "GdpFactor",
    "Growth",
    "GrowthLead",
    "Income",
    "KnownFigure",
    "Level",
    "NeededGrowth",
    "NeededLevel",
    "NotModelled",
    "Numbers",
    "PriceFactor",
    "PublishedLevel",
    "Quantity",
    "Quotient",
    "Ratio",
    "RelativeGap",
    "ResidentsShare",
    "Setting",
    "Share",
    "Sum",
    "Target",
    "Term",
    "UndecidableError",
    "UrbanRuralRatio",
    "income",
    "of_known",
    "published_levels",
    "quantity",
    "require_quantity",
    "require_target",
    "target",
    "without_base",
]
