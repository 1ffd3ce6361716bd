"""Plans of many counties: read together, laid side by side, added up, handed down."""

from ceheng_model.plan_sets.added_up import AddedUp, Carried, Copied, GroupSum, LeftOut, add_up
from ceheng_model.plan_sets.between_levels import BetweenLevels, LevelChange
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.folder import load_plans
from ceheng_model.plan_sets.plan_set import PlanSet, Refusal
from ceheng_model.plan_sets.review import Chosen, CountyReview, Order, PlansReview, review_plans

__all__ = [
    "AddedUp",
    "BetweenLevels",
    "Carried",
    "Chosen",
    "Copied",
    "CountyPlan",
    "CountyReview",
    "GroupSum",
    "LeftOut",
    "LevelChange",
    "Order",
    "PlanSet",
    "PlansReview",
    "Refusal",
    "add_up",
    "load_plans",
    "review_plans",
]
