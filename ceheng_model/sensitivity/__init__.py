"""Say which assumption matters: elasticities, swings, shares of the variance, effects of the share case."""

from ceheng_model.sensitivity.attribution import VarianceShares, variance_shares
from ceheng_model.sensitivity.elasticity import Elasticities, elasticities
from ceheng_model.sensitivity.probabilities_by_setting import ProbabilityRange, ProbabilityRanges, probability_ranges
from ceheng_model.sensitivity.share_case_table import CaseResult, ShareCaseEffects
from ceheng_model.sensitivity.share_cases import share_case_effects
from ceheng_model.sensitivity.swings import Tornado, tornado

__all__ = [
    "CaseResult",
    "Elasticities",
    "ProbabilityRange",
    "ProbabilityRanges",
    "ShareCaseEffects",
    "Tornado",
    "VarianceShares",
    "elasticities",
    "probability_ranges",
    "share_case_effects",
    "tornado",
    "variance_shares",
]
