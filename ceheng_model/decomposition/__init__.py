"""Split what changed: growth over components, the urban-rural ratio, two scenarios, inequality between groups."""

from ceheng_model.decomposition.between_groups import Inequality, inequality
from ceheng_model.decomposition.difference import Difference, Effect, explain_difference
from ceheng_model.decomposition.grouped_incomes import Bound, InequalityBounds, inequality_bounds
from ceheng_model.decomposition.ratio_parts import RatioChange, ratio_change
from ceheng_model.decomposition.seven_columns import (
    OFFICIAL_COLUMNS,
    Contribution,
    Contributions,
    contributions,
)
from ceheng_model.decomposition.whole_split import ResidentsGrowth, residents_growth

__all__ = [
    "OFFICIAL_COLUMNS",
    "Bound",
    "Contribution",
    "Contributions",
    "Difference",
    "Effect",
    "Inequality",
    "InequalityBounds",
    "RatioChange",
    "ResidentsGrowth",
    "contributions",
    "explain_difference",
    "inequality",
    "inequality_bounds",
    "ratio_change",
    "residents_growth",
]
