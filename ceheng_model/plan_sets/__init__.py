"""Plans of many counties: read together, laid side by side, added up, handed down."""

from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.folder import load_plans
from ceheng_model.plan_sets.plan_set import PlanSet, Refusal
from ceheng_model.plan_sets.review import Chosen, CountyReview, Order, PlansReview, review_plans

__all__ = [
    "Chosen",
    "CountyPlan",
    "CountyReview",
    "Order",
    "PlanSet",
    "PlansReview",
    "Refusal",
    "load_plans",
    "review_plans",
]
