"""Split what changed: growth over components, the urban-rural ratio, two scenarios, inequality between groups."""

from ceheng_model.decomposition.between_groups import TheilBetween, theil_between
from ceheng_model.decomposition.contributing import (
    OFFICIAL_COLUMNS,
    OFFICIAL_NOTE,
    Contribution,
    Contributions,
    contributions,
)
from ceheng_model.decomposition.explaining import Difference, Effect, explain_difference
from ceheng_model.decomposition.ratio_changes import RatioChange, ratio_change

__all__ = [
    "OFFICIAL_COLUMNS",
    "OFFICIAL_NOTE",
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
