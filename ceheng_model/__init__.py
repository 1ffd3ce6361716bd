"""Project incomes by component, check a plan's promises, and show where every number comes from.

>>> import ceheng_model as cm
>>> projection = cm.project(cm.scenario("plan"))
>>> round(float(projection.urban_rural_ratio.sel(year=2024)), 3)
3.123
"""

from typing import TYPE_CHECKING

__version__ = "0.2.0"

if TYPE_CHECKING:
    from ceheng_model.auditing import AuditReport, Contradiction, Feasibility, audit
    from ceheng_model.axes import Axis
    from ceheng_model.baselines import Baseline, Baselines, load_baselines
    from ceheng_model.calibration import BandCoverage, Calibration, MeanScore, PastForecast, calibrate
    from ceheng_model.checks import (
        BatchReport,
        BatchStatement,
        CheckedStatement,
        CheckReport,
        RegionalCheck,
        RequiredGrowth,
        check,
        check_across,
        check_batch,
        promise_sentence,
    )
    from ceheng_model.chosen_language import language, set_language
    from ceheng_model.comparison import DifferingAssumption, DrawnTogether, ScenarioComparison, compare_scenarios
    from ceheng_model.decomposition import (
        Contribution,
        Contributions,
        Difference,
        Effect,
        Inequality,
        InequalityBounds,
        RatioChange,
        ResidentsGrowth,
        contributions,
        explain_difference,
        inequality,
        inequality_bounds,
        ratio_change,
        residents_growth,
    )
    from ceheng_model.documents.brief import write_brief
    from ceheng_model.documents.bulletin import write_bulletin
    from ceheng_model.documents.county_bulletin import write_plans_bulletin
    from ceheng_model.documents.page import write_page
    from ceheng_model.documents.paper import Letterhead, load_profile
    from ceheng_model.documents.workbook import read_workbook, write_workbook
    from ceheng_model.drafting import (
        Answers,
        Promise,
        Typed,
        add_statements,
        promise,
        read_promise,
        read_typed,
        write_plan_folder,
    )
    from ceheng_model.ensemble import Chance, Comparison, Ensemble, Fan, Known, TargetLine, compare, simulate
    from ceheng_model.errors import CehengError, Fault, InputError, OutputError
    from ceheng_model.impact import GapClosed, LeverEffect, LeverEffects, gap_to_measures, lever_effects
    from ceheng_model.levers import Lever, LeverTemplate
    from ceheng_model.official import OfficialTable, read_official
    from ceheng_model.plan import (
        AnsweringDepartment,
        Body,
        Deliverable,
        Department,
        Duty,
        Finding,
        Indicator,
        Measure,
        Measures,
        Plan,
        Restatement,
        Statement,
        load_plan,
        organisation_findings,
    )
    from ceheng_model.plan_sets import (
        AboveOutlook,
        AddedUp,
        Allocation,
        BetweenLevels,
        Carried,
        CountyPlan,
        CountyProgress,
        CountyReview,
        CountyTarget,
        GroupSum,
        PlansEnsemble,
        PlanSet,
        PlansProgress,
        PlansReview,
        Refusal,
        SharedSpread,
        Stopped,
        WholeProgress,
        add_up,
        allocate,
        load_plans,
        review_plans,
        simulate_plans,
        track_plans,
    )
    from ceheng_model.projection import Labelled, Projection, project
    from ceheng_model.quantities import Against, IncomeDistribution, Quantity, Target, quantity, target
    from ceheng_model.scenarios import (
        ALTERNATIVES,
        Alternative,
        Closing,
        Companion,
        Dossier,
        GrowthChange,
        Scenario,
        ScenarioTable,
        companions,
        compose,
        distinct_titles,
        load_dossier,
        read_scenario,
        read_scenarios,
        scenario,
        scenario_json,
        scenario_toml,
        write_scenario,
    )
    from ceheng_model.sensitivity import (
        CaseResult,
        Elasticities,
        ProbabilityRange,
        ProbabilityRanges,
        ShareCaseEffects,
        Tornado,
        VarianceShares,
        elasticities,
        probability_ranges,
        share_case_effects,
        tornado,
        variance_shares,
    )
    from ceheng_model.series import PublishedSeries, load_series
    from ceheng_model.solving import (
        BatchSolution,
        Frontier,
        NoSolutionError,
        RequiredRecipients,
        Solution,
        SolvedProbability,
        frontier,
        reconcile,
        required_growth,
        required_growth_batch,
        required_recipients,
    )
    from ceheng_model.terms import BUREAU_COMPONENTS, Component, Terms
    from ceheng_model.tracking import Actuals, TrackingReport, read_actuals, track, write_template
    from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty, nearest_correlation
    from ceheng_model.vocabulary import Force, Group, Text, Verdict
    from ceheng_model.wording import About, Above, AtLeast, AtMost, Between, Narrows, Positive, Reaches, Wording
else:
    _NAMES = {
        "auditing": "AuditReport Contradiction Feasibility audit",
        "axes": "Axis",
        "baselines": "Baseline Baselines load_baselines",
        "calibration": "BandCoverage Calibration MeanScore PastForecast calibrate",
        "checks": (
            "BatchReport BatchStatement CheckReport CheckedStatement RegionalCheck RequiredGrowth "
            "check check_across check_batch promise_sentence"
        ),
        "chosen_language": "language set_language",
        "comparison": "DifferingAssumption DrawnTogether ScenarioComparison compare_scenarios",
        "decomposition": (
            "Contribution Contributions Difference Effect Inequality InequalityBounds RatioChange ResidentsGrowth "
            "contributions explain_difference inequality inequality_bounds ratio_change residents_growth"
        ),
        "documents.brief": "write_brief",
        "documents.bulletin": "write_bulletin",
        "documents.county_bulletin": "write_plans_bulletin",
        "documents.paper": "Letterhead load_profile",
        "documents.page": "write_page",
        "documents.workbook": "read_workbook write_workbook",
        "drafting": "Answers Promise Typed add_statements promise read_promise read_typed write_plan_folder",
        "ensemble": "Chance Comparison Ensemble Fan Known TargetLine compare simulate",
        "errors": "CehengError Fault InputError OutputError",
        "impact": "GapClosed LeverEffect LeverEffects gap_to_measures lever_effects",
        "levers": "Lever LeverTemplate",
        "official": "OfficialTable read_official",
        "plan": (
            "AnsweringDepartment Body Deliverable Department Duty Finding Indicator Measure Measures Plan Restatement "
            "Statement load_plan organisation_findings"
        ),
        "plan_sets": (
            "AboveOutlook AddedUp Allocation BetweenLevels Carried CountyPlan CountyProgress CountyReview CountyTarget "
            "GroupSum PlanSet PlansEnsemble PlansProgress PlansReview Refusal SharedSpread Stopped "
            "WholeProgress add_up allocate load_plans review_plans simulate_plans track_plans"
        ),
        "projection": "Labelled Projection project",
        "quantities": "Against IncomeDistribution Quantity Target quantity target",
        "scenarios": (
            "ALTERNATIVES Alternative Closing Companion Dossier GrowthChange Scenario ScenarioTable companions "
            "compose distinct_titles load_dossier read_scenario read_scenarios scenario scenario_json scenario_toml "
            "write_scenario"
        ),
        "sensitivity": (
            "CaseResult Elasticities ProbabilityRange ProbabilityRanges ShareCaseEffects Tornado VarianceShares "
            "elasticities probability_ranges share_case_effects tornado variance_shares"
        ),
        "series": "PublishedSeries load_series",
        "solving": (
            "BatchSolution Frontier NoSolutionError RequiredRecipients Solution SolvedProbability frontier reconcile "
            "required_growth required_growth_batch required_recipients"
        ),
        "tracking": "Actuals TrackingReport read_actuals track write_template",
        "uncertainty": "Uncertainty estimate_uncertainty nearest_correlation",
        "terms": "BUREAU_COMPONENTS Component Terms",
        "vocabulary": "Force Group Text Verdict",
        "wording": "About Above AtLeast AtMost Between Narrows Positive Reaches Wording",
    }
    _HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

    def __getattr__(name):
        from importlib import import_module

        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    def __dir__():
        # what stands here besides is rooms of the house and how names are found in them
        return sorted([*(name for name in globals() if name.endswith("__")), *_HOME])


__all__ = [
    "ALTERNATIVES",
    "BUREAU_COMPONENTS",
    "About",
    "Above",
    "AboveOutlook",
    "Actuals",
    "AddedUp",
    "Against",
    "Allocation",
    "Alternative",
    "AnsweringDepartment",
    "Answers",
    "AtLeast",
    "AtMost",
    "AuditReport",
    "Axis",
    "BandCoverage",
    "Baseline",
    "Baselines",
    "BatchReport",
    "BatchSolution",
    "BatchStatement",
    "Between",
    "BetweenLevels",
    "Body",
    "Calibration",
    "Carried",
    "CaseResult",
    "CehengError",
    "Chance",
    "CheckReport",
    "CheckedStatement",
    "Closing",
    "Companion",
    "Comparison",
    "Component",
    "Contradiction",
    "Contribution",
    "Contributions",
    "CountyPlan",
    "CountyProgress",
    "CountyReview",
    "CountyTarget",
    "Deliverable",
    "Department",
    "Difference",
    "DifferingAssumption",
    "Dossier",
    "DrawnTogether",
    "Duty",
    "Effect",
    "Elasticities",
    "Ensemble",
    "Fan",
    "Fault",
    "Feasibility",
    "Finding",
    "Force",
    "Frontier",
    "GapClosed",
    "Group",
    "GroupSum",
    "GrowthChange",
    "IncomeDistribution",
    "Indicator",
    "Inequality",
    "InequalityBounds",
    "InputError",
    "Known",
    "Labelled",
    "Letterhead",
    "Lever",
    "LeverEffect",
    "LeverEffects",
    "LeverTemplate",
    "MeanScore",
    "Measure",
    "Measures",
    "Narrows",
    "NoSolutionError",
    "OfficialTable",
    "OutputError",
    "PastForecast",
    "Plan",
    "PlanSet",
    "PlansEnsemble",
    "PlansProgress",
    "PlansReview",
    "Positive",
    "ProbabilityRange",
    "ProbabilityRanges",
    "Projection",
    "Promise",
    "PublishedSeries",
    "Quantity",
    "RatioChange",
    "Reaches",
    "Refusal",
    "RegionalCheck",
    "RequiredGrowth",
    "RequiredRecipients",
    "ResidentsGrowth",
    "Restatement",
    "Scenario",
    "ScenarioComparison",
    "ScenarioTable",
    "ShareCaseEffects",
    "SharedSpread",
    "Solution",
    "SolvedProbability",
    "Statement",
    "Stopped",
    "Target",
    "TargetLine",
    "Terms",
    "Text",
    "Tornado",
    "TrackingReport",
    "Typed",
    "Uncertainty",
    "VarianceShares",
    "Verdict",
    "WholeProgress",
    "Wording",
    "add_statements",
    "add_up",
    "allocate",
    "audit",
    "calibrate",
    "check",
    "check_across",
    "check_batch",
    "companions",
    "compare",
    "compare_scenarios",
    "compose",
    "contributions",
    "distinct_titles",
    "elasticities",
    "estimate_uncertainty",
    "explain_difference",
    "frontier",
    "gap_to_measures",
    "inequality",
    "inequality_bounds",
    "language",
    "lever_effects",
    "load_baselines",
    "load_dossier",
    "load_plan",
    "load_plans",
    "load_profile",
    "load_series",
    "nearest_correlation",
    "organisation_findings",
    "probability_ranges",
    "project",
    "promise",
    "promise_sentence",
    "quantity",
    "ratio_change",
    "read_actuals",
    "read_official",
    "read_promise",
    "read_scenario",
    "read_scenarios",
    "read_typed",
    "read_workbook",
    "reconcile",
    "required_growth",
    "required_growth_batch",
    "required_recipients",
    "residents_growth",
    "review_plans",
    "scenario",
    "scenario_json",
    "scenario_toml",
    "set_language",
    "share_case_effects",
    "simulate",
    "simulate_plans",
    "target",
    "tornado",
    "track",
    "track_plans",
    "variance_shares",
    "write_brief",
    "write_bulletin",
    "write_page",
    "write_plan_folder",
    "write_plans_bulletin",
    "write_scenario",
    "write_template",
    "write_workbook",
]
