"""Plans of many counties: read together, laid side by side, added up, handed down."""

from ceheng_model.plan_sets.added_up import AddedUp, Carried, Copied, GroupSum, add_up
from ceheng_model.plan_sets.allocation import Allocation, CountyTarget, Stopped, allocate
from ceheng_model.plan_sets.between_levels import BetweenLevels, LevelChange
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.folder import load_plans
from ceheng_model.plan_sets.handed_target import misplaced_target
from ceheng_model.plan_sets.left_out import LeftOut
from ceheng_model.plan_sets.plan_set import PlanSet, Refusal
from ceheng_model.plan_sets.progress_of_counties import (
    AboveOutlook,
    CountyProgress,
    PlansProgress,
    WholeProgress,
    track_plans,
)
from ceheng_model.plan_sets.review import Chosen, CountyReview, Order, PlansReview, review_plans
from ceheng_model.plan_sets.split_rules import CONVERGENCE, Rule
from ceheng_model.plan_sets.together import PlansEnsemble, SharedSpread, simulate_plans

__all__ = [
    "CONVERGENCE",
    "AboveOutlook",
    "AddedUp",
    "Allocation",
    "BetweenLevels",
    "Carried",
    "Chosen",
    "Copied",
    "CountyPlan",
    "CountyProgress",
    "CountyReview",
    "CountyTarget",
    "GroupSum",
    "LeftOut",
    "LevelChange",
    "Order",
    "PlanSet",
    "PlansEnsemble",
    "PlansProgress",
    "PlansReview",
    "Refusal",
    "Rule",
    "SharedSpread",
    "Stopped",
    "WholeProgress",
    "add_up",
    "allocate",
    "load_plans",
    "misplaced_target",
    "review_plans",
    "simulate_plans",
    "track_plans",
]
