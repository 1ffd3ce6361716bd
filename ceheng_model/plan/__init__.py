"""Hold a plan as typed, sourced, validated data."""

from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.counts import Count, Numbering, Said
from ceheng_model.plan.growth_table import require_rate
from ceheng_model.plan.measures import Department, Duty, Indicator, Measure
from ceheng_model.plan.plan import Plan
from ceheng_model.plan.plan_folder import SHIPPED_PLAN, load_plan
from ceheng_model.plan.statements import Statement, force_cell, force_column

__all__ = [
    "SHIPPED_PLAN",
    "Count",
    "Department",
    "Duty",
    "Indicator",
    "Measure",
    "Measures",
    "Numbering",
    "Plan",
    "Said",
    "Statement",
    "force_cell",
    "force_column",
    "load_plan",
    "require_rate",
]
