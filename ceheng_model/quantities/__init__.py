"""Name quantities, write them as ratios of linear forms in the levels, and state targets on them."""

from ceheng_model.quantities.ratios import (
    GDP_GROWTH,
    POPULATION,
    PRICE_GROWTH,
    Ratio,
    UndecidableError,
    gap_ratios,
    horizon,
    published_levels,
    ratio_of,
)
from ceheng_model.quantities.targets import Target, quantity, require_quantity, target

__all__ = [
    "GDP_GROWTH",
    "POPULATION",
    "PRICE_GROWTH",
    "Ratio",
    "Target",
    "UndecidableError",
    "gap_ratios",
    "horizon",
    "published_levels",
    "quantity",
    "ratio_of",
    "require_quantity",
    "target",
]
