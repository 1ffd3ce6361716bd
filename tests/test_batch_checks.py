"""Checks of many alternatives and regions at once: each path has the verdicts that it has alone."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from tests.effort import LONG
from tests.random_plans import drawn

FACTORS = pd.Series(
    [0.85, 0.95, 1.0, 1.05, 1.2], index=pd.Index(["worst", "bad", "usual", "good", "best"], name="luck")
)


def assert_as_alone(report: cm.BatchReport, alone: cm.CheckReport, **at: object) -> None:
    """Compare the verdicts on one path of a batch with those of a check of that path."""
    places = tuple(axis.places(at[axis.name]) for axis in report.axes)
    assert [one.statement.id for one in report.checked] == [one.statement.id for one in alone.checked]
    for many, one in zip(report.checked, alone.checked, strict=True):
        assert many.verdict[places] == one.verdict.value, one.statement.id
        assert many.values[places] == pytest.approx(one.value, rel=1e-15, nan_ok=True)
        assert many.distances[places] == pytest.approx(one.distance_to_goal, rel=1e-12, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize("seed", range(100 if LONG else 12))
def test_random_plans_are_judged_as_path_by_path(tmp_path: Path, seed: int) -> None:
    scenario = drawn(seed).scenario(tmp_path / "plan").with_growth(None, None, FACTORS, how="multiply")
    report = cm.check_batch(cm.project(scenario))
    for luck in FACTORS.index:
        alone = cm.check(cm.project(scenario.at(luck=luck)), share_cases=False)
        assert_as_alone(report, alone, luck=luck)
        assert {missing.label for missing in report.missing} >= {
            one.missing.label for one in alone.checked if one.missing and one.verdict is cm.Verdict.NOT_JUDGED
        }


@pytest.fixture(scope="module")
def regional() -> cm.Scenario:
    rows = [
        ("a", 36000.0, 11000.0, 11500.0),
        ("b", 31000.0, 9800.0, None),
        ("c", 41000.0, 16000.0, 15000.0),
    ]
    frame = pd.DataFrame(
        [
            (code, group, "total", value)
            for code, *values in rows
            for group, value in zip(("urban", "rural", "lifted"), values, strict=True)
            if value is not None
        ],
        columns=["region", "group", "component", "value_yuan"],
    )
    people = {"urban": [10.0, 20.0, 30.0], "rural": [40.0, 30.0, 10.0]}
    return cm.scenario("plan").with_regions(frame).with_population(people)


def test_regions_are_judged_as_one_by_one_and_alternatives_stand_before_them(regional: cm.Scenario) -> None:
    report = cm.check_batch(cm.project(regional))
    assert report.axes[0].name == "region"
    for region in "abc":
        assert_as_alone(report, cm.check(cm.project(regional.at_region(region)), share_cases=False), region=region)
    # b gives no base of those lifted out of poverty, of whom the table prints growth
    assert report["lifted_growth"].verdict.tolist()[1] == "not_judged"
    both = regional.with_growth("rural", None, FACTORS, how="multiply")
    report = cm.check_batch(cm.project(both))
    assert [axis.name for axis in report.axes] == ["luck", "region"]
    for luck, region in (("worst", "b"), ("best", "c")):
        alone = cm.check(cm.project(both.at(luck=luck, region=region)), share_cases=False)
        assert_as_alone(report, alone, luck=luck, region=region)


def test_check_gives_a_batch_its_own_report(regional: cm.Scenario) -> None:
    report: object = cm.check(cm.project(regional), share_cases=False)
    assert isinstance(report, cm.BatchReport)
    assert isinstance(cm.check(cm.project(regional.at_region("a")), share_cases=False), cm.CheckReport)


@pytest.fixture(scope="module")
def many() -> cm.BatchReport:
    # 10 % to 20 % in steps of 0.1 point
    rates = pd.Series(np.arange(100, 201) / 1000, index=pd.Index(range(100, 201), name="rural"))
    return cm.check_batch(cm.project(cm.scenario("plan").with_growth("rural", None, rates)))


def test_counts_are_those_of_the_arithmetic(many: cm.BatchReport) -> None:
    rates = np.arange(100, 201) / 1000
    income, ratio = 11076 * (1 + rates) ** 3, 48594.81 / (11076 * (1 + rates) ** 3)
    # 15561 printed to one yuan is reached from 15560.5 on, 2.8 to one decimal from below 2.85 on
    assert many["rural_income_2024"].holds.tolist() == (income >= 15560.5).tolist()
    assert many["ratio_2024"].holds.tolist() == (ratio < 2.85).tolist()
    assert many["ratio_2024"].count(cm.Verdict.EXCEEDED) == int((ratio < 2.75).sum())
    assert np.asarray(many["ratio_2024"].distance_to_goal) == pytest.approx(
        np.where(ratio < 2.85, np.maximum(2.8 - ratio, 0.0), 2.8 - ratio), abs=1e-12
    )
    assert (many["ratio_2024"].value <= 2.8).tolist() == (ratio <= 2.8).tolist()
    table = many.tables()[0].to_frame().set_index("statement")
    assert table.loc["ratio_2024", "missed"] == int((ratio >= 2.85).sum())
    assert many.meets_all.sum() <= many["ratio_2024"].holds.sum()
    assert "101 paths" in many.to_text("en")


def test_the_frame_is_tidy(many: cm.BatchReport) -> None:
    frame = many.to_frame(language="en")
    spoken_of = ["group", "component", "year", "first_year", "statement", "quantity"]
    assert list(frame.columns) == ["rural", *spoken_of, "value", "distance_to_goal", "verdict"]
    # of what a statement speaks, as the frame of one path has it
    one = cm.check(many.projection.at(rural=120), share_cases=False).to_frame(language="en")
    alone = frame[frame.rural == 120].set_index("statement").loc[list(one.statement), spoken_of[:4]].reset_index()
    pd.testing.assert_frame_equal(alone[[*spoken_of[:4]]], one[spoken_of[:4]])
    assert len(frame) == 101 * len(many.checked)
    assert list(frame.statement.cat.categories) == [one.statement.id for one in many.checked]
    assert list(frame.verdict.cat.categories) == ["met", "exceeded", "missed", "undecidable", "not_judged"]
    counted = frame[frame.statement == "ratio_2024"].verdict.value_counts()
    assert counted["missed"] == many["ratio_2024"].count(cm.Verdict.MISSED)
    row = frame[(frame.rural == 120) & (frame.statement == "rural_income_2024")]
    assert row["value"].item() == pytest.approx(11076 * 1.12**3, rel=1e-14)
    assert many.to_frame(language="zh").quantity.iloc[0] != frame.quantity.iloc[0]
    assert len(many.to_frame(wide=True)) == len(many.checked)


def test_the_picked_alternatives_are_those_that_meet_a_statement(many: cm.BatchReport) -> None:
    scenario = many.projection.scenario
    kept = scenario.at(rural=many["ratio_2024"].holds)
    # 11076 * (1 + g)^3 > 48594.81 / 2.85 from g = 15.466 % on
    assert kept.alternatives[0].labels == tuple(range(155, 201))


def test_share_cases_that_decide_are_named(many: cm.BatchReport) -> None:
    scenario = cm.scenario("components").with_growth("rural", "wages", pd.Series([0.10, 0.20], index=["low", "high"]))
    report = cm.check_batch(cm.project(scenario), share_cases=True)
    for place, label in enumerate(("low", "high")):
        alone = cm.check(cm.project(scenario.at(alternative=label))).depends_on_case()
        for one in report.checked:
            assert one.case_decides is not None
            assert one.case_decides[place] == (one.statement.id in alone), one.statement.id
    assert many.checked[0].case_decides is None


def test_a_batch_without_a_plan_is_refused() -> None:
    baseline = cm.scenario("plan").baseline
    bare = cm.Scenario(baseline=baseline, years=(2022,), growth=np.full((2, 3, 4, 1), 0.05))
    with pytest.raises(cm.InputError, match="must come from a plan"):
        cm.check(cm.project(bare))
    with pytest.raises(KeyError, match="ratio_1999"):
        cm.check_batch(cm.project(cm.scenario("plan").with_growth("rural", None, [0.1])))["ratio_1999"]
