"""Split what changed: growth over components, the urban-rural ratio, two scenarios, inequality between groups."""

from ceheng_model.decomposition.difference import Difference, Effect, explain_difference
from ceheng_model.decomposition.ratio_parts import RatioChange, ratio_change
from ceheng_model.decomposition.seven_columns import (
    OFFICIAL_COLUMNS,
    Contribution,
    Contributions,
    contributions,
)
from ceheng_model.decomposition.theil import TheilBetween, theil_between

__all__ = [
    "OFFICIAL_COLUMNS",
    "Contribution",
    "Contributions",
    "Difference",
    "Effect",
    "RatioChange",
    "TheilBetween",
    "contributions",
    "explain_difference",
    "ratio_change",
    "theil_between",
]
