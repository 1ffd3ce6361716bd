"""Hold a plan as typed, sourced, validated data."""

from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.circulation import AnsweringDepartment, Seat
from ceheng_model.plan.circumstance_table import Circumstance, Circumstances, read_circumstances
from ceheng_model.plan.counts import Count, Numbering, Said
from ceheng_model.plan.deliverables import Deliverable, any_deadline
from ceheng_model.plan.growth_table import require_rate
from ceheng_model.plan.measure_tables import binding_cell, binding_column
from ceheng_model.plan.measures import Department, Duty, Indicator, Measure
from ceheng_model.plan.organisation import Body
from ceheng_model.plan.organisation_findings import Finding, finding_table, organisation_findings
from ceheng_model.plan.plan import Plan
from ceheng_model.plan.plan_folder import SHIPPED_PLAN, load_plan, shipped_plans
from ceheng_model.plan.plan_list import PlanList, plan_list
from ceheng_model.plan.restatements import Restatement
from ceheng_model.plan.statements import (
    Statement,
    firmer_notes,
    force_cell,
    force_column,
    place_column,
    spoken_of,
    subject_cells,
    subject_columns,
    tidied,
    with_force,
    words_column,
)
from ceheng_model.plan.unfilled import UNNAMED, Unfilled, unfilled_sentence, unfilled_table

__all__ = [
    "SHIPPED_PLAN",
    "UNNAMED",
    "AnsweringDepartment",
    "Body",
    "Circumstance",
    "Circumstances",
    "Count",
    "Deliverable",
    "Department",
    "Duty",
    "Finding",
    "Indicator",
    "Measure",
    "Measures",
    "Numbering",
    "Plan",
    "PlanList",
    "Restatement",
    "Said",
    "Seat",
    "Statement",
    "Unfilled",
    "any_deadline",
    "binding_cell",
    "binding_column",
    "finding_table",
    "firmer_notes",
    "force_cell",
    "force_column",
    "load_plan",
    "organisation_findings",
    "place_column",
    "plan_list",
    "read_circumstances",
    "require_rate",
    "shipped_plans",
    "spoken_of",
    "subject_cells",
    "subject_columns",
    "tidied",
    "unfilled_sentence",
    "unfilled_table",
    "with_force",
    "words_column",
]
