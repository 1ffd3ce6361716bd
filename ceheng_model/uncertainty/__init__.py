"""Say how far growth may stray from a scenario, and what moves together: given, or estimated from the past."""

from ceheng_model.uncertainty.correlation import nearest_correlation
from ceheng_model.uncertainty.estimate import Estimate
from ceheng_model.uncertainty.estimation import estimate_uncertainty
from ceheng_model.uncertainty.own_spread import plan_shares
from ceheng_model.uncertainty.reference import Reference
from ceheng_model.uncertainty.stated_spread import stated_spread
from ceheng_model.uncertainty.uncertainty import DISTRIBUTIONS, Distribution, SpreadHow, Uncertainty

__all__ = [
    "DISTRIBUTIONS",
    "Distribution",
    "Estimate",
    "Reference",
    "SpreadHow",
    "Uncertainty",
    "estimate_uncertainty",
    "nearest_correlation",
    "plan_shares",
    "stated_spread",
]
