"""One instance of every public class, as a user meets it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

import ceheng_model as cm
from tests import counties

FILES = Path(__file__).parent / "official"
DRAWS = 512
"""Enough for every field of an ensemble to hold something."""
DOCTORS = "village_doctors:recipients=300,residents=120000,first_year=2023"
TWO_REGIONS = pd.DataFrame(
    [
        (code, group, "total", value)
        for code, urban, rural in (("520001", 36000.0, 11000.0), ("520002", 31000.0, 9800.0))
        for group, value in (("urban", urban), ("rural", rural), ("lifted", rural))
    ],
    columns=["region", "group", "component", "value"],
)
"""Incomes of the plan's groups in two regions."""


@cache
def specimens() -> Mapping[str, object]:
    """Return one instance of every public class by its name: of an abstract one, of a class below it."""
    found: dict[str, object] = {}
    for make in (
        _planned,
        _projected,
        _drawn,
        _solved,
        _levered,
        _tracked,
        _drafted,
        _of_many,
        _compared,
        _of_counties,
    ):
        found |= make()
    return found


def _planned() -> dict[str, object]:
    dossier = cm.load_dossier()
    plan, catalogue = dossier.plan, dossier.plan.measures
    wordings = {
        "About": cm.About(value=2.8, precision=0.1, better="down"),
        "Above": cm.Above(),
        "AtLeast": cm.AtLeast(value=0.12, precision=0.01),
        "AtMost": cm.AtMost(value=2.5, precision=0.1),
        "Between": cm.Between(low=0.08, high=0.1, precision=0.01),
        "Narrows": cm.Narrows(),
        "Positive": cm.Positive(),
        "Reaches": cm.Reaches(value=15561.0, precision=1.0),
    }
    restated = next(again for one in plan.statements for again in one.restated)
    return {
        **wordings,
        "Against": next(one.quantity.against for one in plan.statements if one.quantity.against),
        "Alternative": cm.companions(cm.scenario("plan"))[0].alternative,
        "AnsweringDepartment": catalogue.answering_departments()[0],
        "Baselines": dossier.baselines,
        "Body": catalogue.bodies[0],
        "Component": plan.terms.components[0],
        "Deliverable": catalogue.deliverables[0],
        "Department": catalogue.departments[0],
        "Dossier": dossier,
        "Duty": catalogue.duties[0],
        "Finding": cm.organisation_findings(catalogue)[0],
        "Force": cm.Force.BINDING,
        "Group": plan.groups[0],
        "Indicator": catalogue.indicators[0],
        "LeverTemplate": plan.levers[0],
        "Measure": catalogue.measures[0],
        "Measures": catalogue,
        "OfficialTable": cm.read_official(FILES / "bulletin_2023.csv"),
        "Plan": plan,
        "PublishedSeries": cm.load_series("national"),
        "Quantity": plan.statements[0].quantity,
        "Restatement": restated,
        "Statement": plan.statements[0],
        "Terms": plan.terms,
        "Text": plan.title,
        "Wording": plan.statements[0].wording,
    }


def _projected() -> dict[str, object]:
    plan = cm.scenario("plan")
    changed = plan.with_growth("rural", "wages", 0.15, years=[2023, 2024]).with_prices(0.02)
    projection, known = cm.project(plan), cm.project(cm.scenario("plan", plan="zhejiang-2027"))
    checked = cm.check(projection)
    required = next(one for one in checked.headline if one.required)
    contributions = cm.contributions(projection)
    difference = cm.explain_difference(plan, changed, "ratio")
    return {
        "Baseline": plan.baseline,
        "CheckReport": checked,
        "CheckedStatement": required,
        "Closing": plan.closing,
        "Companion": cm.companions(plan)[1],
        "Contribution": contributions.part("rural", "wages"),
        "Contributions": contributions,
        "Difference": difference,
        "Effect": difference.effects[0],
        "GrowthChange": changed.changes[0],
        "Inequality": cm.inequality(known),
        "InequalityBounds": cm.inequality_bounds([6000, 9000, 12000]),
        "Labelled": projection.totals,
        "Projection": projection,
        "RatioChange": cm.ratio_change(projection),
        "RegionalCheck": cm.check_across(cm.project(plan.with_regions(TWO_REGIONS))),
        "RequiredGrowth": required.required[0],
        "ResidentsGrowth": cm.residents_growth(known),
        "Scenario": changed,
    }


def _drawn() -> dict[str, object]:
    plan = cm.scenario("plan")
    calibration = cm.calibrate("national", groups="rural", draws=DRAWS)
    drawn = cm.simulate(plan, draws=DRAWS, seed=0, targets=("ratio=2.8",))
    ranges = cm.probability_ranges(plan, draws=DRAWS, seed=0)
    fan = drawn.fan("ratio")
    cases = cm.share_case_effects(plan)
    return {
        "BandCoverage": calibration.coverage[0],
        "Calibration": calibration,
        "CaseResult": cases.results[0],
        "Chance": drawn.chances[0],
        "Comparison": cm.compare(plan, cm.scenario("trend"), draws=DRAWS, seed=0),
        "Elasticities": cm.elasticities(plan, "ratio"),
        "Ensemble": drawn,
        "Fan": fan,
        "MeanScore": calibration.scores[0],
        "PastForecast": calibration.forecasts[0],
        "ProbabilityRange": ranges.ranges[0],
        "ProbabilityRanges": ranges,
        "ShareCaseEffects": cases,
        "TargetLine": fan.targets[0],
        "Tornado": cm.tornado(plan, "ratio"),
        "Uncertainty": cm.estimate_uncertainty(plan),
        "VarianceShares": cm.variance_shares(plan, "ratio", by="group", draws=DRAWS, seed=0),
    }


def _solved() -> dict[str, object]:
    plan = cm.scenario("plan")
    audited = cm.audit(plan)
    solution = cm.required_growth(plan, "ratio=2.8", vary="rural.wages", probability=0.6, draws=DRAWS, seed=0)
    return {
        "AuditReport": audited,
        "Contradiction": audited.contradictions[0],
        "Feasibility": audited.feasibility,
        "Frontier": cm.frontier(plan, 2.8, growth=[0.04, 0.06]),
        "Solution": solution,
        "SolvedProbability": solution.probability,
        "Target": cm.target("ratio=2.8", plan),
        "Verdict": cm.Verdict.MET,
    }


def _of_many() -> dict[str, object]:
    wages = pd.Series([0.08, 0.12, 0.30], index=pd.Index(["low", "middle", "high"], name="wages"))
    many = cm.scenario("plan").with_growth("rural", "wages", wages).with_growth("urban", None, [0.08, 0.1])
    report = cm.check_batch(cm.project(many), share_cases=True)
    return {
        "Axis": many.alternatives[0],
        "BatchReport": report,
        "BatchSolution": cm.required_growth_batch(many, "ratio=2.8", vary="rural.property"),
        "BatchStatement": report["ratio_2024"],
    }


def _compared() -> dict[str, object]:
    table = cm.read_scenarios(
        pd.DataFrame(
            [("slow", "rural", "wages", "2023-2024", "=", 0.12), ("slow", "urban", "", "2024", "+=", -0.01)],
            columns=["scenario", "group", "component", "years", "how", "value"],
        )
    )
    compared = cm.compare_scenarios(cm.scenario("plan"), table, probabilities=True, draws=DRAWS, seed=0)
    return {
        "DifferingAssumption": compared.assumptions[0],
        "DrawnTogether": compared.drawn,
        "ScenarioComparison": compared,
        "ScenarioTable": table,
    }


def _levered() -> dict[str, object]:
    plan = cm.scenario("plan").with_lever(DOCTORS)
    effects = cm.lever_effects(plan)
    return {
        "GapClosed": cm.gap_to_measures(cm.scenario("plan"), "ratio=2.8", [DOCTORS]),
        "Lever": plan.levers[0],
        "LeverEffect": effects.effects[0],
        "LeverEffects": effects,
        "RequiredRecipients": cm.required_recipients(cm.scenario("plan"), "rural.2024=15600", plan.levers[0]),
    }


def _tracked() -> dict[str, object]:
    actual = pd.DataFrame(
        [
            ("income", group, "total", 2022, level, "2023-02-01", "x")
            for group, level in (("rural", 12000.0), ("urban", 38000.0))
        ],
        columns=["kind", "group", "component", "year", "value", "published", "source"],
    )
    report = cm.track(cm.scenario("plan"), actual, draws=DRAWS, seed=0)
    return {"Actuals": report.actuals, "Known": report.conditioned.known, "TrackingReport": report}


def _drafted() -> dict[str, object]:
    towns = cm.Group(key="urban", label=cm.Text("城镇", "towns"), concept="disposable_income")
    villages = cm.Group(key="rural", label=cm.Text("农村", "villages"), concept="disposable_income")
    what = cm.Text("目标", "the goal")
    stated = cm.promise("growth", "8%以上", what=what, group="rural")
    typed: dict[str, Any] = {group: _typed("10%", what) for group in ("urban", "rural")}
    answers = cm.Answers(
        region="x",
        title=cm.Text("计划", "plan"),
        issuer=cm.Text("县", "county"),
        issued=date(2024, 3, 1),
        base_year=2021,
        last_year=2024,
        groups=(towns, villages),
        base={"urban": 36510.0, "rural": 11076.0},
        statements=(stated,),
        table={(group, "wages"): one for group, one in typed.items()},
        national_split=("urban", "rural"),
        national_series=True,
    )
    return {
        "Answers": answers,
        "IncomeDistribution": cm.IncomeDistribution(quantiles=((0.5, 8000.0), (1.0, 20000.0))),
        "Letterhead": cm.Letterhead(signed="县统计局", day=date(2022, 12, 1)),
        "Promise": stated,
        "Typed": typed["rural"],
        **_errors(),
    }


def _of_counties() -> dict[str, object]:
    plans = cm.load_plans(
        pd.DataFrame(
            {
                "county": ["示例县01", "示例县02", "示例县03"],
                "base_year": 2021,
                "last_year": 2024,
                "urban_base": [36510.0, 34000.0, -1.0],
                "rural_base": [11076.0, 12500.0, 10000.0],
                "rural_growth": ["12%以上", "10%左右", "9%"],
                "urban_target": ["48594.8", "43000", "40000"],
                "urban_residents": [80000, 120000, 90000],
                "rural_residents": [110000, 250000, 150000],
            }
        )
    )
    review = cm.review_plans(plans)
    with TemporaryDirectory() as place:
        above = cm.load_plans(counties.frame(4), above=counties.above_folder(Path(place) / "above"))
        added_up = cm.add_up(above)
    assert added_up.between is not None
    asked = cm.track_plans(above, counties.actual(4, year=2022)).above
    drawn = cm.simulate_plans(plans, draws=DRAWS)
    tracked = cm.track_plans(plans, counties.actual(2, year=2022))
    stopped = cm.allocate(plans, "rural=90000", ceiling=0.1)
    return {
        "AboveOutlook": asked[0],
        "AddedUp": added_up,
        "Allocation": stopped,
        "CountyProgress": tracked.rows[0],
        "PlansProgress": tracked,
        "WholeProgress": tracked.whole[0],
        "PlansEnsemble": drawn,
        "SharedSpread": drawn.spread,
        "CountyTarget": stopped.counties[0],
        "Stopped": stopped.stopped,
        "BetweenLevels": added_up.between,
        "Carried": added_up.carried[0],
        "GroupSum": added_up.sums[0],
        "CountyPlan": plans.counties[0],
        "CountyReview": review.counties[0],
        "PlanSet": plans,
        "PlansReview": review,
        "Refusal": plans.refused[0],
    }


def _errors() -> dict[str, object]:
    plan = cm.scenario("plan")
    found: dict[str, object] = {}
    calls: dict[str, Callable[[], object]] = {
        "InputError": lambda: plan.with_growth("village", "wages", 0.1),
        "NoSolutionError": lambda: cm.required_growth(plan, "ratio=1", vary="rural.wages"),
        "OutputError": lambda: cm.write_scenario(plan, Path(__file__) / "below_a_file.toml"),
    }
    for name, call in calls.items():
        try:
            call()
        except cm.CehengError as error:
            found[name] = error
    refused = found["InputError"]
    assert isinstance(refused, cm.InputError)
    return {**found, "CehengError": refused, "Fault": refused.faults[0]}


def _typed(text: str, what: cm.Text) -> cm.Typed:
    from ceheng_model.files import RATE

    return cm.read_typed(text, RATE, what, examples="8%")
