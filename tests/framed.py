"""One of every result that gives a frame, by the name of its class."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

import ceheng_model as cm
from ceheng_model.plan.plan_list import plan_list
from ceheng_model.tables import Shown
from ceheng_model.tracking import NATIONAL_EXAMPLE, read_actuals, track
from tests.counties import actual, changed, frame

ROOT = Path(__file__).parent.parent
DOCTORS = "village_doctors:recipients=300,residents=120000,first_year=2023"
PEOPLE = {
    "urban": {2021: 42, 2022: 43, 2023: 44, 2024: 45},
    "rural": {2021: 58, 2022: 57, 2023: 56, 2024: 55},
}
"""Made-up numbers of residents, thousands."""
DRAWS = 256


@cache
def plan() -> cm.Scenario:
    """Return the shipped plan."""
    return cm.scenario("plan")


@cache
def regional() -> cm.Scenario:
    """Return the plan for two made-up regions."""
    totals = {"520001": (30000.0, 10000.0), "520002": (33000.0, 11000.0)}
    rows = [
        (region, group, "total", value)
        for region, values in totals.items()
        for group, value in zip(("urban", "rural"), values, strict=True)
    ]
    return plan().with_regions(pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"]))


@cache
def drawn() -> cm.Ensemble:
    """Return a few draws of the plan."""
    return cm.simulate(plan(), draws=DRAWS, seed=1)


@cache
def counties() -> cm.PlanSet:
    """Return the plans of a few generated counties, one of which misses a goal."""
    return cm.load_plans(changed(frame(3), 1, ratio="2.0"))


def slower() -> cm.Scenario:
    """Return the plan with slower rural wages."""
    return plan().with_growth("rural", "wages", 0.15)


def peopled() -> cm.Projection:
    """Return the projection of the plan with residents."""
    return cm.project(plan().with_population(PEOPLE).with_name("peopled"))


@cache
def compared() -> cm.ScenarioComparison:
    """Return the plan beside a slower one, with what is drawn around both."""
    scenarios = (plan(), slower().with_name("slow").with_gdp(0.05))
    return cm.compare_scenarios(*scenarios, probabilities=True, draws=DRAWS, seed=1)


def scenario_table() -> cm.ScenarioTable:
    """Return two scenarios from one table, the second on the first."""
    rows = [("slow", "", "rural", "wages", 0.15), ("slower", "slow", "rural", "wages", 0.1)]
    columns = ["scenario", "based_on", "group", "component", "value"]
    return cm.read_scenarios(pd.DataFrame(rows, columns=columns))


MADE: dict[str, Callable[[], Shown]] = {
    "Projection": lambda: cm.project(plan()),
    "Labelled": lambda: cm.project(plan()).totals,
    "Scenario": plan,
    "Baseline": lambda: plan().baseline,
    "CheckReport": lambda: cm.check(cm.project(plan()), share_cases=False),
    "BatchReport": lambda: cm.check(cm.project(plan().with_growth("rural", None, [0.14, 0.16]))),
    "ScenarioComparison": compared,
    "ScenarioTable": scenario_table,
    "Contributions": lambda: cm.contributions(cm.project(plan())),
    "RatioChange": lambda: cm.ratio_change(cm.project(plan())),
    "Difference": lambda: cm.explain_difference(plan(), slower(), "ratio"),
    "Inequality": lambda: cm.inequality(peopled()),
    "ResidentsGrowth": lambda: cm.residents_growth(peopled()),
    "InequalityBounds": lambda: cm.inequality_bounds([6000, 9000, 12000]),
    "Ensemble": drawn,
    "Fan": lambda: drawn().fan("total", group="rural"),
    "Comparison": lambda: cm.compare(plan(), slower(), draws=DRAWS, seed=1),
    "Uncertainty": lambda: cm.estimate_uncertainty(plan()),
    "Elasticities": lambda: cm.elasticities(plan(), "ratio"),
    "Tornado": lambda: cm.tornado(plan(), "ratio", by="cell"),
    "VarianceShares": lambda: cm.variance_shares(plan(), "ratio", draws=DRAWS, seed=0, by="cell"),
    "ShareCaseEffects": lambda: cm.share_case_effects(plan()),
    "ProbabilityRanges": lambda: cm.probability_ranges(plan(), draws=DRAWS, seed=1),
    "AuditReport": cm.audit,
    "Solution": lambda: cm.required_growth(plan(), "ratio=2.8", vary="rural"),
    "BatchSolution": lambda: cm.required_growth(
        plan().with_growth("urban", None, [0.08, 0.1]), "ratio=2.8", vary="rural"
    ),
    "Frontier": lambda: cm.frontier(plan(), 2.8, growth=[0.06, 0.08]),
    "RequiredRecipients": lambda: cm.required_recipients(
        plan(), "rural.2024=15600", plan().with_lever(DOCTORS).levers[0]
    ),
    "LeverEffects": lambda: cm.lever_effects(plan(), [DOCTORS]),
    "GapClosed": lambda: cm.gap_to_measures(plan(), "rural.2024=17355", [DOCTORS]),
    "Calibration": lambda: cm.calibrate("fujian"),
    "TrackingReport": lambda: track(plan(), NATIONAL_EXAMPLE, as_of="2024-02-01", seed=0),
    "Actuals": lambda: read_actuals(NATIONAL_EXAMPLE),
    "Plan": cm.load_plan,
    "PlanList": plan_list,
    "Measures": lambda: cm.load_plan().measures,
    "Circumstances": lambda: cm.load_dossier().circumstances,
    "PublishedSeries": cm.load_series,
    "PlansEnsemble": lambda: cm.simulate_plans(counties(), draws=DRAWS),
    "PlansProgress": lambda: cm.track_plans(counties(), actual(3)),
    "Allocation": lambda: cm.allocate(counties(), "rural=18000"),
    "AddedUp": lambda: cm.add_up(counties()),
    "PlanSet": counties,
    "PlansReview": lambda: cm.review_plans(counties(), probabilities=True, draws=DRAWS),
    "OfficialTable": lambda: cm.read_official(ROOT / "tests" / "official" / "regions_2020.csv"),
}


@dataclass(frozen=True)
class FrameOf:
    """Hold what makes a frame that a result has beside its own."""

    to_frame: Callable[..., pd.DataFrame]


MORE: dict[str, Callable[[], FrameOf]] = {
    "ScenarioComparison.verdict_frame": lambda: FrameOf(compared().verdict_frame),
    "ScenarioComparison.assumption_frame": lambda: FrameOf(compared().assumption_frame),
    "ScenarioComparison.chance_frame": lambda: FrameOf(compared().chance_frame),
}
"""Frames that results have beside their own."""
ALL: dict[str, Callable[[], Shown | FrameOf]] = {**MADE, **MORE}
OF_REGIONS: dict[str, Callable[[], Shown]] = {
    "Projection": lambda: cm.project(regional()),
    "Scenario": regional,
    "Baseline": lambda: regional().baseline,
    "Ensemble": lambda: cm.simulate(regional(), draws=DRAWS, seed=1),
}
"""The same of many regions."""
