"""Name quantities, write them as ratios of linear forms in the levels, and state targets on them."""

from ceheng_model.quantities.assumptions import assumed_notes
from ceheng_model.quantities.comparisons import AllResidentsLead, GrowthLead
from ceheng_model.quantities.curves import Curve, LognormalCurve, QuantileCurve
from ceheng_model.quantities.distributions import IncomeDistribution
from ceheng_model.quantities.forms import (
    Figures,
    Form,
    KnownAlone,
    Level,
    Numbers,
    Quotient,
    Sum,
    Term,
    income,
    of_known,
)
from ceheng_model.quantities.gaps import AbsoluteGap, RelativeGap
from ceheng_model.quantities.growth import AverageAnnualGrowth, ChangeOfGrowth, Growth
from ceheng_model.quantities.incomes import AllResidents, Income
from ceheng_model.quantities.kinds import Evaluated, NeededGrowth, NeededLevel, Quantity
from ceheng_model.quantities.known import (
    GDP,
    PUBLISHED_ROUNDING,
    Against,
    GdpFactor,
    KnownFigure,
    PricedShare,
    PriceFactor,
    PublishedLevel,
    ResidentsShare,
    Setting,
    missing_gdp,
    missing_prices,
    missing_residents,
    published_levels,
    without_base,
)
from ceheng_model.quantities.missing import GDP_GROWTH, PRICE_GROWTH, UndecidableError, population
from ceheng_model.quantities.multiples import Increment, Multiple, RelativeLevel
from ceheng_model.quantities.not_modelled import NotModelled
from ceheng_model.quantities.people import ShareAbove, ShareBelow, ShareRaised
from ceheng_model.quantities.ratio_of_levels import Ratio
from ceheng_model.quantities.regional_ratio import RegionalRatio
from ceheng_model.quantities.registry import QUANTITIES, WORDINGS_OF, stated_quantity
from ceheng_model.quantities.shared_setting import DiffersByRegionError, SharedAhead, SharedSetting
from ceheng_model.quantities.shares import Share
from ceheng_model.quantities.targets import Target, quantity, require_quantity, require_target, target
from ceheng_model.quantities.to_quarter import ToQuarter
from ceheng_model.quantities.urban_rural_ratio import ChangeOfRatio, UrbanRuralRatio

__all__ = [
    "GDP",
    "GDP_GROWTH",
    "PRICE_GROWTH",
    "PUBLISHED_ROUNDING",
    "QUANTITIES",
    "WORDINGS_OF",
    "AbsoluteGap",
    "Against",
    "AllResidents",
    "AllResidentsLead",
    "AverageAnnualGrowth",
    "ChangeOfGrowth",
    "ChangeOfRatio",
    "Curve",
    "DiffersByRegionError",
    "Evaluated",
    "Figures",
    "Form",
    "GdpFactor",
    "Growth",
    "GrowthLead",
    "Income",
    "IncomeDistribution",
    "Increment",
    "KnownAlone",
    "KnownFigure",
    "Level",
    "LognormalCurve",
    "Multiple",
    "NeededGrowth",
    "NeededLevel",
    "NotModelled",
    "Numbers",
    "PriceFactor",
    "PricedShare",
    "PublishedLevel",
    "QuantileCurve",
    "Quantity",
    "Quotient",
    "Ratio",
    "RegionalRatio",
    "RelativeGap",
    "RelativeLevel",
    "ResidentsShare",
    "Setting",
    "Share",
    "ShareAbove",
    "ShareBelow",
    "ShareRaised",
    "SharedAhead",
    "SharedSetting",
    "Sum",
    "Target",
    "Term",
    "ToQuarter",
    "UndecidableError",
    "UrbanRuralRatio",
    "assumed_notes",
    "income",
    "missing_gdp",
    "missing_prices",
    "missing_residents",
    "of_known",
    "population",
    "published_levels",
    "quantity",
    "require_quantity",
    "require_target",
    "stated_quantity",
    "target",
    "without_base",
]
