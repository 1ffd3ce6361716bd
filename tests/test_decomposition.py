"""The official seven columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from tests import exact

SEVEN = ["level", "previous_level", "increment", "growth", "share", "contribution_rate", "contribution_points"]


def test_seven_columns_follow_from_the_exact_levels() -> None:
    frame = cm.contributions(cm.project(cm.scenario("plan")), year=2023).to_frame()
    _, path = exact.plan_path("lifted")
    before, after = path[1], path[2]
    whole, total = sum(before.values()), sum(after.values())
    for component, level in after.items():
        row = frame[(frame.group == "lifted") & (frame.component == component)].iloc[0]
        change = level - before[component]
        expected = [level, before[component], change, change / before[component], level / total]
        expected += [change / (total - whole), change / whole]
        assert row[SEVEN].tolist() == pytest.approx([float(value) for value in expected], rel=1e-11)


def test_span_compares_with_the_year_named() -> None:
    table = cm.contributions(cm.project(cm.scenario("plan")), since=2021)
    frame = table.to_frame()
    total = frame[(frame.group == "urban") & (frame.component == "total")].iloc[0]
    assert (total.previous_year, total.year) == (2021, 2024)
    # 1.1^3 - 1
    assert total.growth == pytest.approx(0.331, abs=1e-13)


def test_every_year_is_the_default() -> None:
    frame = cm.contributions(cm.project(cm.scenario("plan"))).to_frame()
    assert len(frame) == 3 * 3 * 5
    assert sorted(set(frame.year)) == [2022, 2023, 2024]


@given(arrays(float, (3, 4, 3), elements=st.floats(-0.4, 0.8)))
def test_components_close_to_their_total(growth: Array) -> None:
    scenario = cm.Scenario(name="any", baseline=cm.scenario("plan").baseline, years=(2022, 2023, 2024), growth=growth)
    frame = cm.contributions(cm.project(scenario)).to_frame()
    parts = frame[frame.component != "total"].groupby(["year", "group"])
    totals = frame[frame.component == "total"].set_index(["year", "group"])
    for column in ("level", "increment", "contribution_points"):
        assert np.abs(parts[column].sum() - totals[column]).max() < 1e-9
    assert np.abs(parts["share"].sum() - 1).max() < 1e-12


@pytest.mark.parametrize(
    ("year", "since", "message"),
    [
        (2021, None, "year must be one of the known options"),
        (2030, None, "year must be one of the known options"),
        (None, 2024, "since must be one of the known options"),
        (2022, 2023, r"since must be before the last year \(got 2023\)"),
    ],
)
def test_years_that_make_no_span_are_refused(year: int | None, since: int | None, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.contributions(cm.project(cm.scenario("plan")), year=year, since=since)
