"""Projection against exact fractions, and what it computes on request."""

from dataclasses import replace

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.vocabulary import BUREAU_KEYS
from tests import exact

GROUPS = ("urban", "rural", "lifted")


@pytest.fixture(scope="module")
def plan() -> cm.Projection:
    return cm.project(cm.scenario("plan"))


@pytest.mark.parametrize("group", GROUPS)
def test_levels_are_the_exact_ones(plan: cm.Projection, group: str) -> None:
    _, path = exact.plan_path(group)
    for year, levels in zip((2021, *exact.YEARS), path, strict=True):
        for component, level in levels.items():
            value = plan.levels.sel(group=group, component=component, year=year)
            assert float(value) == pytest.approx(float(level), rel=1e-14)
        assert float(plan.totals.sel(group=group, year=year)) == pytest.approx(float(sum(levels.values())), rel=1e-14)


def test_endpoints_and_ratio_are_those_the_base_and_the_printed_growth_give(plan: cm.Projection) -> None:
    # 36510 * 1.331 = 48594.81 and 11076 * 1.404928 = 15560.982528
    assert float(plan.totals.sel(group="urban", year=2024)) == pytest.approx(48594.81, abs=1e-8)
    assert float(plan.totals.sel(group="rural", year=2024)) == pytest.approx(15560.982528, abs=1e-8)
    assert float(plan.urban_rural_ratio.sel(year=2021)) == pytest.approx(36510 / 11076, rel=1e-15)
    assert float(plan.urban_rural_ratio.sel(year=2024)) == pytest.approx(48594.81 / 15560.982528, rel=1e-12)


def test_average_annual_growth_is_the_printed_one(plan: cm.Projection) -> None:
    assert plan.average_annual_growth.values == pytest.approx([0.10, 0.12, 0.16], abs=1e-14)


def test_growth_shares_and_increments_agree_with_the_levels(plan: cm.Projection) -> None:
    _, path = exact.plan_path("rural")
    before, after = path[1], path[2]
    for component in BUREAU_KEYS:
        where: dict[str, str | int] = {"group": "rural", "component": component, "year": 2023}
        change = after[component] - before[component]
        assert float(plan.increments.sel(**where)) == pytest.approx(float(change), rel=1e-11)
        assert float(plan.growth.sel(**where)) == pytest.approx(float(change / before[component]), rel=1e-11)
        share = after[component] / sum(after.values())
        assert float(plan.shares.sel(**where)) == pytest.approx(float(share), rel=1e-13)
    total = sum(after.values()) - sum(before.values())
    assert float(plan.total_increments.sel(group="rural", year=2023)) == pytest.approx(float(total), rel=1e-11)
    assert float(plan.total_growth.sel(group="rural", year=2023)) == pytest.approx(0.12, abs=1e-13)


def test_real_values_divide_by_prices() -> None:
    projection = cm.project(cm.scenario("plan").with_prices({2022: 0.02, 2023: 0.01, 2024: 0.03}))
    # 1.10 / 1.02 - 1
    assert float(projection.real_growth.sel(group="urban", year=2022)) == pytest.approx(1.10 / 1.02 - 1, abs=1e-14)
    expected = 48594.81 / (1.02 * 1.01 * 1.03)
    assert float(projection.real_totals.sel(group="urban", year=2024)) == pytest.approx(expected, rel=1e-13)
    assert projection.real_totals.name == "total_real_2021"


def test_all_residents_are_weighted_by_population_and_leave_parts_of_groups_out() -> None:
    population: dict[str, float | dict[int, float]] = {"urban": {2021: 1, 2022: 2, 2023: 2, 2024: 3}, "rural": 3}
    projection = cm.project(cm.scenario("plan").with_population(population))
    # one urban to three rural residents in 2021, as many of one as of the other in 2024
    assert float(projection.all_residents.sel(year=2021)) == pytest.approx((36510 + 3 * 11076) / 4)
    assert float(projection.all_residents.sel(year=2024)) == pytest.approx((48594.81 + 15560.982528) / 2)
    assert "income of all residents" in projection.to_text("en")


def test_leading_axes_of_growth_and_of_the_baseline_are_kept() -> None:
    scenario = cm.scenario("plan")
    levels = np.stack([scenario.baseline.levels, 2 * scenario.baseline.levels])  # two regions
    growth = np.broadcast_to(scenario.growth, (5, 1, 3, 4, 3))
    regions = replace(scenario, baseline=replace(scenario.baseline, levels=levels), growth=growth)
    projection = cm.project(regions)
    assert projection.values.shape == (5, 2, 3, 4, 4)
    assert projection.totals.dims == ("alternative_2", "alternative", "group", "year")
    single = cm.project(scenario).totals.values
    assert projection.totals.values[3, 1] == pytest.approx(2 * single)
    frame = projection.totals.to_frame()
    assert list(frame.columns) == ["alternative_2", "alternative", "group", "year", "total"]
    assert len(frame) == 5 * 2 * 3 * 4


def test_a_quantity_can_be_had_as_array_frame_text_and_html(plan: cm.Projection) -> None:
    totals = plan.totals
    assert np.asarray(totals).shape == (3, 4)
    frame = totals.to_frame()
    assert frame.set_index(["group", "year"]).total.loc[("urban", 2021)] == 36510
    assert "48,594.8" in totals.to_text()
    html = totals.to_html("en")
    assert ">rural residents</td>" in html
    # a display says first what it is conditional on, and then the same
    opening, table = totals._repr_html_().split("<h4>")
    assert "情景：按方案；以增速假设成立为条件" in opening
    assert table.startswith("收入合计（元）</h4>")
    assert totals.to_html("zh").removeprefix("<h4>").strip() in table
    assert str(totals) == totals.to_text("zh")
    assert float(plan.urban_rural_ratio.sel(year=2024).to_frame().urban_rural_ratio.item()) == pytest.approx(
        3.1229, abs=1e-4
    )


def test_results_are_read_only(plan: cm.Projection) -> None:
    for array in (plan.values, plan.levels.values, plan.totals.values, plan.urban_rural_ratio.values):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_projection_says_where_its_base_comes_from(plan: cm.Projection) -> None:
    text = plan.to_text("en")
    assert "11,500 yuan per capita net income (assumed)" in " ".join(text.split())
    assert "as urban residents of the whole country in 2021 (assumed)" in text
    assert "脱贫人口人均纯收入11,500元（假定）" in "".join(plan.to_text("zh").split())


@pytest.mark.parametrize(("name", "way"), [("real_totals", "with_prices"), ("all_residents", "with_population")])
def test_what_is_not_given_is_asked_for_by_name(plan: cm.Projection, name: str, way: str) -> None:
    with pytest.raises(cm.InputError, match=rf"must be given \(got nothing\); use scenario\.{way}\("):
        getattr(plan, name)


def test_the_same_scenario_gives_the_same_bytes() -> None:
    first, second = (cm.project(cm.scenario("ratio")).values.tobytes() for _ in range(2))
    assert first == second


def test_many_alternatives_are_shown_as_ranges() -> None:
    scenario = cm.scenario("plan").with_growth("urban", None, np.array([0.0, 0.05, 0.1]))
    projection = cm.project(scenario)
    text = projection.to_text("en")
    # 36510 * 1.1^3
    assert "36,510.0 … 48,594.8" in text
    condition, rest = repr(projection).split("\n", 1)
    assert condition == "情景：按方案，但2022—2024年城镇各项收入增速取3种情形；以增速假设成立为条件"
    # notes are cut where a display is short
    assert rest.split()[:28] == projection.to_text("zh").split()[:28]
    regions = replace(scenario.baseline, levels=np.stack([scenario.baseline.levels, 3 * scenario.baseline.levels]))
    assert "36,510.0 … 109,530.0" in regions.to_text("en")
    assert "36,510…109,530 yuan" in cm.project(
        replace(scenario, growth=scenario.growth[0], alternatives=(), baseline=regions)
    ).to_text("en")


def test_long_quantities_show_their_first_and_last_values_and_frames_hold_all() -> None:
    totals = cm.project(cm.scenario("plan").with_growth("urban", None, np.linspace(0, 0.1, 50))).totals
    assert "600 rows" in totals.to_text("en")
    assert len(totals.tables()[0].rows) == 60
    assert len(totals.to_frame()) == 600
