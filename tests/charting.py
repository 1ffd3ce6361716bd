"""The set of charts of one scenario, ready to be drawn."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

import ceheng_model as cm
from ceheng_model import charts
from tests.counties import frame as generated

Draw = Callable[..., Axes]

OUTTURN = [
    ("urban", 2022, 38400.0),
    ("urban", 2023, 40650.0),
    ("rural", 2022, 11950.0),
    ("rural", 2023, 13020.0),
    ("lifted", 2022, 13600.0),
]
"""Invented figures: no outturn of the county ships."""


def frame(rows: list[tuple[str, int, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["group", "year", "value"])


@cache
def shipped() -> dict[str, Draw]:
    """Return every chart of the shipped plan, the six alternatives beside it."""
    return of(cm.scenario("plan"), [cm.scenario(name) for name in cm.ALTERNATIVES], OUTTURN)


def of(scenario: cm.Scenario, beside: Sequence[cm.Scenario], outturn: list[tuple[str, int, float]]) -> dict[str, Draw]:
    projection = cm.project(scenario)
    key = scenario.terms.compared.keys[1] if scenario.terms.has_ratio else scenario.group_keys[-1]
    spread = cm.project(scenario.with_growth(key, None, np.linspace(-0.04, 0.04, 81), how="add"))
    several = [cm.project(other) for other in beside]
    report = cm.check(projection, share_cases=False)
    drawn = cm.simulate(scenario, draws=4000, seed=1)
    parts = cm.variance_shares(scenario, "ratio", draws=1024, seed=0)
    swings, cells = cm.tornado(scenario, "ratio"), cm.tornado(scenario, "ratio", by="cell")
    solved = [cm.required_growth(scenario, "ratio=2.8", vary=group) for group in ("rural", "urban")]
    actual = frame(outturn)
    audited = contradictory(scenario)
    followed = tracked(scenario, actual)
    return {
        "contradiction": lambda **style: charts.contradiction(audited, audited.most_telling, **style),
        "income_paths": lambda **style: charts.income_paths(projection, **style),
        "components_by_year": lambda **style: charts.components_by_year(projection, "urban", **style),
        "ratio_path": lambda **style: charts.ratio_path(projection, **style),
        "income_bands": lambda **style: charts.income_paths(spread, **style),
        "ratio_band": lambda **style: charts.ratio_path(spread, **style),
        "ratio_paths": lambda **style: charts.ratio_path(several, **style),
        "contribution_waterfall": lambda **style: charts.contribution_waterfall(projection, "rural", **style),
        "scorecard": lambda **style: charts.scorecard(report, **style),
        "fan": lambda **style: charts.fan(drawn.fan("total", group="rural"), ensemble=drawn, **style),
        "fan_ratio": lambda **style: charts.fan(drawn.fan("ratio"), **style),
        "variance_shares": lambda **style: charts.variance_shares(parts, **style),
        "tornado": lambda **style: charts.tornado(swings, **style),
        "tornado_cells": lambda **style: charts.tornado(cells, **style),
        "what_if_map": lambda **style: charts.what_if_map(scenario, solved=solved, **style),
        "plan_against_actual": lambda **style: charts.plan_against_actual(projection, actual, **style),
        "growth_still_needed": lambda **style: charts.growth_still_needed(followed, **style),
        "component_shares": lambda **style: charts.component_shares(projection, **style),
        "scenario_multiples": lambda **style: charts.scenario_multiples(several, **style),
    }


@cache
def of_counties() -> dict[str, Draw]:
    """Return the charts of many counties, twelve generated ones."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "counties.csv"
        generated(12).assign(ratio="2.4左右").to_csv(path, index=False)
        return of_review(cm.review_plans(cm.load_plans(path)))


def of_review(review: cm.PlansReview) -> dict[str, Draw]:
    return {
        "county_dots": lambda **style: charts.county_dots(review, **style),
        "county_ladder": lambda **style: charts.county_ladder(review, **style),
    }


def drawn_of(name: str) -> Draw:
    """Return the chart of a name, of one plan or of counties."""
    return of_counties()[name] if name in OF_COUNTIES else shipped()[name]


def tracked(scenario: cm.Scenario, outturn: pd.DataFrame) -> cm.TrackingReport:
    """Return how a plan stands by the first year of the outturn, each figure published in the month after its year."""
    first = outturn[outturn["year"] == outturn["year"].min()]
    said = {"kind": "income", "component": "total", "source": "survey", "confirmed": "yes"}
    published = [f"{year + 1}-01-31" for year in first["year"]]
    return cm.track(scenario, first.assign(**said, published=published), draws=16, seed=0)


def contradictory(scenario: cm.Scenario) -> cm.AuditReport:
    """Return the audit of a scenario's plan; of the shipped one where its years leave nothing to audit."""
    try:
        return cm.audit(scenario)
    except cm.InputError:
        return cm.audit()


OF_COUNTIES = ("county_dots", "county_ladder")
NAMES = (
    "income_paths",
    "components_by_year",
    "ratio_path",
    "income_bands",
    "ratio_band",
    "ratio_paths",
    "contribution_waterfall",
    "scorecard",
    "contradiction",
    "fan",
    "fan_ratio",
    "variance_shares",
    "tornado",
    "tornado_cells",
    "what_if_map",
    "plan_against_actual",
    "growth_still_needed",
    "component_shares",
    "scenario_multiples",
)
