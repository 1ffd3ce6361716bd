"""Hold a plan as typed, sourced, validated data."""

from ceheng_model.plan.counts import Count, Numbering, Said
from ceheng_model.plan.growth_table import require_rate
from ceheng_model.plan.loading import SHIPPED_PLAN, load_plan
from ceheng_model.plan.model import Plan
from ceheng_model.plan.statements import Against, Quantity, Statement

__all__ = [
    "SHIPPED_PLAN",
    "Against",
    "Count",
    "Numbering",
    "Plan",
    "Quantity",
    "Said",
    "Statement",
    "load_plan",
    "require_rate",
]
