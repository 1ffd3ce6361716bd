"""Name quantities, write them as ratios of linear forms in the levels, and state targets on them."""

from ceheng_model.quantities.ratios import Ratio, UndecidableError, gap_ratios, published_levels, ratio_of
from ceheng_model.quantities.targets import Target, quantity, require_quantity, target

__all__ = [
    "Ratio",
    "Target",
    "UndecidableError",
    "gap_ratios",
    "published_levels",
    "quantity",
    "ratio_of",
    "require_quantity",
    "target",
]
