"""The forecast against normal theory and brute force, the national example, another county's plan."""

import csv
from math import erf, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.tracking import NATIONAL_EXAMPLE, TrackingReport, read_actuals, track
from ceheng_model.tracking.target_outlook import State
from ceheng_model.vocabulary import BUREAU_KEYS
from tests.test_other_plan import folder as other_folder
from tests.test_tracking import income

DATA = Path(__file__).parent.parent / "data"
DAYS = {2021: "2022-01-17", 2022: "2023-01-17", 2023: "2024-01-17", 2024: "2025-01-17"}
other_plan = other_folder

PARTS = {
    2021: (3900.0, 4000.0, 150.0, 3050.0),
    2022: (4500.0, 4200.0, 160.0, 3340.0),
    2023: (5100.0, 4500.0, 170.0, 3630.0),
}


def frame(last: int) -> pd.DataFrame:
    """Rural income by component up to a year, and nothing of the others."""
    rows = [
        income("rural", year, value, component=c)
        for year, values in PARTS.items()
        if year <= last
        for c, value in zip(BUREAU_KEYS, values, strict=True)
    ]
    return pd.DataFrame(rows)


def spread(persistence: float) -> cm.Uncertainty:
    """Rural components of known spread and correlation; the other groups hardly move."""
    deviation = np.full((3, 4), 1e-6)
    deviation[1] = (0.03, 0.05, 0.04, 0.02)
    correlation = np.eye(12)
    correlation[4:8, 4:8] = 0.3 + 0.7 * np.eye(4)
    return cm.Uncertainty(
        groups=("urban", "rural", "lifted"),
        standard_deviation=deviation,
        correlation=correlation,
        persistence=persistence,
    )


def tracked(last: int, persistence: float, draws: int) -> TrackingReport:
    return track(cm.scenario("plan"), frame(last), uncertainty=spread(persistence), draws=draws, seed=4)


def moved(growth: Array, persistence: float) -> Array:
    """Return growth ``(component, year)`` times exp(-sum of phi^(t-s) sd^2 / (f_s f_t)) over the years s before t."""
    deviation, factors = spread(0.0).standard_deviation[1], 1.0 + growth
    made = np.array(growth)
    for t in range(growth.shape[1]):
        drift = sum(
            (persistence ** (t - s) * deviation**2 / (factors[:, s] * factors[:, t]) for s in range(t)), np.zeros(4)
        )
        made[:, t] = factors[:, t] * np.exp(-drift) - 1.0
    return made


def line(last: int) -> Array:
    """Return rural growth on the plan's line: components as planned in known years, later all as the total."""
    plan = cm.scenario("plan")
    growth, totals = np.array(plan.growth[1]), cm.project(plan).values[1].sum(axis=0)
    for t in range(last - 2021, 3):
        growth[:, t] = totals[t + 1] / totals[t] - 1.0
    return growth


@pytest.mark.parametrize("persistence", [0.0, 0.6, -0.4])
def test_one_year_left_is_normal_theory(persistence: float) -> None:
    draws = 200_000
    report = tracked(2023, persistence, draws)
    growth = moved(line(2023), persistence)
    known, before = np.array(PARTS[2023]), np.array(PARTS[2022])
    # growth in 2023 strayed from the plan by this much; a part of it is there again in 2024
    shock = known / before - 1 - growth[:, 1]
    mean = float((known * (1 + growth[:, 2] + persistence * shock)).sum())
    covariance = spread(0.0).covariance[4:8, 4:8] * (1 - persistence**2)
    deviation = sqrt(float(known @ covariance @ known))
    # the lowest income that rounds to 15561
    expected = 0.5 * (1 - erf((15560.5 - mean) / deviation / sqrt(2)))
    assert report.forecast is not None
    chance = report.forecast["rural_income_2024"]
    assert chance.probability == pytest.approx(expected, abs=5 * sqrt(expected * (1 - expected) / draws))
    band = next(one for one in report.forecast.bands if one.quantity.key == "rural")
    assert band.year == 2024
    assert band.path == pytest.approx(float(known.sum()) * 1.12, rel=1e-5)
    # the quantile of a normal at 5 % and 95 % is 1.6449 deviations away; its standard error is 2.1 / sqrt(draws) of one
    for quantile, away in zip(band.quantiles, (-1.6448536, -0.6744898, 0.0, 0.6744898, 1.6448536), strict=True):
        assert quantile == pytest.approx(mean + away * deviation, abs=5 * 2.2 * deviation / sqrt(draws))


@pytest.mark.parametrize("persistence", [0.0, 0.6, -0.4])
def test_two_years_left_are_brute_force(persistence: float) -> None:
    draws = 200_000
    report = tracked(2022, persistence, draws)
    growth = moved(line(2022), persistence)
    known, before = np.array(PARTS[2022]), np.array(PARTS[2021])
    random = np.random.default_rng(11)
    shocks = random.multivariate_normal(
        np.zeros(4), spread(0.0).covariance[4:8, 4:8], size=(2, draws), method="cholesky"
    )
    first = persistence * (known / before - 1 - growth[:, 0]) + sqrt(1 - persistence**2) * shocks[0]
    second = persistence * first + sqrt(1 - persistence**2) * shocks[1]
    totals = (known * (1 + growth[:, 1] + first) * (1 + growth[:, 2] + second)).sum(axis=1)
    assert report.forecast is not None
    found = report.forecast["rural_income_2024"].probability
    expected = float((totals >= 15560.5).mean())
    # two independent samples
    assert found == pytest.approx(expected, abs=5 * sqrt(2 * expected * (1 - expected) / draws))
    band = next(one for one in report.forecast.bands if one.quantity.key == "rural" and one.year == 2024)
    near = np.quantile(totals, (0.05, 0.25, 0.5, 0.75, 0.95))
    np.testing.assert_allclose(band.quantiles, near, atol=5 * 2.2 * sqrt(2) * totals.std() / sqrt(draws))


def test_groups_known_to_different_years_are_drawn_at_once() -> None:
    report = tracked(2023, 0.0, 2_000)
    forecast = report.forecast
    assert forecast is not None
    assert forecast.together is not None
    assert [one.year for one in forecast.bands if one.quantity.key == "urban"] == [2022, 2023, 2024]
    assert [one.year for one in forecast.bands if one.quantity.key == "rural"] == [2024]
    assert [one.year for one in forecast.bands if one.quantity.key == "urban_rural_ratio"] == [2022, 2023, 2024]
    for made in forecast.lines.values():
        assert made.ensemble is not None
        drawn = made.ensemble.quantiles("total").values[:, 1, :2]
        np.testing.assert_allclose(
            drawn, np.broadcast_to([sum(PARTS[2022]), sum(PARTS[2023])], drawn.shape), rtol=1e-12
        )
    both = pd.DataFrame([income(g, 2022, v) for g, v in (("rural", 12200.0), ("urban", 38900.0), ("lifted", 13000.0))])
    together = track(cm.scenario("plan"), both, draws=2_000, seed=4).forecast
    assert together is not None
    # under the plan's growth, and by no means surely
    assert together.together is not None
    assert together.together < 0.2
    assert {one.quantity.key for one in together.bands} == {"urban", "rural", "lifted", "urban_rural_ratio"}


def test_a_statement_that_draws_cannot_judge_has_no_probability(tmp_path: Path) -> None:
    source = cm.load_plan().folder
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8").replace("../../", f"{DATA.as_posix()}/")
        if file.name == "plan.toml":
            start = text.index('[[statement]]\nid = "ratio_2024"')
            doubles = 'id = "doubles"\nquantity = "multiple"\ngroup = "rural"\nbase_year = 2010\nvalue = 2\n'
            doubles += 'type = "reaches"\nprecision = 0.1\nwords = "翻一番"\nplace = { zh = "无", en = "none" }\n'
            text = f"{text[:start]}[[statement]]\n{doubles}\n{text[start:]}"
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    report = track(tmp_path, as_of="2023-02-01", draws=16)
    # the income of 2010 is in no series of the folder
    assert report["doubles"].state is State.NOT_JUDGED
    assert report.forecast is not None
    with pytest.raises(KeyError, match="doubles"):
        report.forecast["doubles"]


def test_the_example_is_the_bureaus_series() -> None:
    with NATIONAL_EXAMPLE.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    series = cm.load_series(DATA / "nbs_income.csv")
    expected = [
        (group, component, year, series.level(group, "disposable_income" if component == "total" else component, year))
        for group in ("urban", "rural")
        for year in range(2021, 2025)
        for component in ("total", *BUREAU_KEYS)
    ]
    assert [(r["group"], r["component"], int(r["year"]), float(r["value"])) for r in rows] == expected
    assert {row["region"] for row in rows} == {"national"}
    assert {row["published"] for row in rows} == set(DAYS.values())
    assert all(row["published"] == DAYS[int(row["year"])] for row in rows)


def test_another_regions_growth_stands_on_the_plans_own_base() -> None:
    report = track(cm.scenario("plan"), NATIONAL_EXAMPLE, draws=200, seed=0)
    found = {(one.group.key, one.figure.component, one.figure.year): one for one in report.distances}
    total = found["rural", "total", 2024]
    # 11076 yuan grown as the nation's 18931 to 23119
    assert total.actual == pytest.approx(11076 * 23119 / 18931)
    assert total.growth == pytest.approx(23119 / 21691 - 1)
    assert found["rural", "wages", 2022].actual == pytest.approx(11076 * 0.3529 * 8449 / 7958)
    assert report["rural_income_2024"].state is State.MISSED
    assert report.national == ()
    assert "those of the nation, not the county's" in " ".join(text.en for text in report.lead())
    assert "those of the nation" in report.to_text("en")
    # components alone, without the totals, are the shipped scenario of the national outturn
    actuals = read_actuals(NATIONAL_EXAMPLE)
    parts = cm.tracking.Actuals(
        name="parts", region="national", figures=tuple(one for one in actuals.figures if one.component != "total")
    )
    levels = cm.project(track(cm.scenario("plan"), parts, draws=16, seed=0).scenario).values
    np.testing.assert_allclose(levels[:2], cm.project(cm.scenario("national_outturn")).values[:2], rtol=1e-12)


def test_as_of_a_day_in_2024_the_example_knows_two_years() -> None:
    report = track(cm.scenario("plan"), NATIONAL_EXAMPLE, as_of="2024-02-01", draws=2_000, seed=0)
    assert report.conditioned.until == (2023, 2023, 2021)
    assert report.later == 10
    assert [remark.text.en for remark in report.remarks] == ["10 figures published after 2024-02-01 are left out"]
    # the county itself has reported nothing
    assert len(report.due.missing) == len(report.due.figures) == 49
    (need,) = report["rural_income_2024"].needs
    assert 1 + need.growth == pytest.approx(15561 / (11076 * 21691 / 18931))


def test_another_countys_plan_is_tracked(other_plan: Path) -> None:
    rows = [
        income("urban", 2024, 42000.0),
        income("rural", 2024, 17000.0),
        income("relocated", 2024, 14000.0),
        income("rural", 2025, 18900.0),
    ]
    report = track(other_plan, pd.DataFrame(rows), draws=16)
    # nothing to estimate a spread from: everything but the forecast is there
    assert report.forecast is None
    assert "published series" in " ".join(text.en for text in report.lead())
    (need,) = report["rural_2028"].needs
    assert (1 + need.growth) ** 3 == pytest.approx(25000 / 18900)
    # 42000 * 1.07^2 / 18900 / 1.09 is the ratio of 2026 as things stand
    assert report["ratio_2026"].value == pytest.approx(42000 * 1.07**2 / (18900 * 1.09))
    # without duties nothing is due on a day of its own
    assert (report.due.has_day, report.due.reports) == (False, ())
    assert report.progress == ()
    assert report.to_text("en")
    given = cm.Uncertainty(
        groups=("urban", "rural", "relocated"), standard_deviation=np.full((3, 4), 0.02), correlation=np.eye(12)
    )
    drawn = track(other_plan, pd.DataFrame(rows), uncertainty=given, draws=2_000, seed=1)
    assert drawn.forecast is not None
    assert 0.0 <= drawn.forecast["rural_2028"].probability <= 1.0
    # a lead that begins in 2025 starts from the level of 2024
    (lead,) = drawn["relocated_above_urban"].needs
    assert (1 + lead.growth) ** 4 == pytest.approx(1.07**4)
    cm.tracking.write_template(other_plan, other_plan / "t.csv")
    assert read_actuals(other_plan / "t.csv").figures == ()
    row: dict[str, Any] = {"kind": "indicator", "indicator": "x", "year": 2024, "value": 1, "published": "2024-06-01"}
    with pytest.raises(
        cm.InputError, match=r"the indicator must be one of the known options .*there are none to choose from"
    ):
        track(other_plan, pd.DataFrame([{**row, "source": "x"}]))
