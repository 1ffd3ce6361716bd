"""Scenarios: the shipped alternatives, changes, files."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.scenarios import ALTERNATIVES, How
from ceheng_model.vocabulary import BUREAU_KEYS
from tests import exact

GROUPS = ("urban", "rural", "lifted")


def rate(scenario: cm.Scenario, group: str, component: str, year: int) -> float:
    g, c, t = GROUPS.index(group), BUREAU_KEYS.index(component), scenario.years.index(year)
    return float(scenario.growth[g, c, t])


@pytest.mark.parametrize("group", GROUPS)
def test_plan_closes_its_open_cells_to_the_printed_total(group: str) -> None:
    scenario = cm.scenario("plan")
    rates, path = exact.plan_path(group)
    assert scenario.closing is not None
    assert scenario.closing.rates[GROUPS.index(group)] == pytest.approx([float(r) for r in rates], abs=1e-14)
    for t, year in enumerate(exact.YEARS):
        for component in BUREAU_KEYS:
            expected = path[t + 1][component] / path[t][component] - 1
            assert rate(scenario, group, component, year) == pytest.approx(float(expected), abs=1e-14)


def test_closing_reports_a_rate_that_is_not_positive() -> None:
    scenario = cm.scenario("plan", shares={"urban": "guizhou_2023q3"})
    rates, _ = exact.plan_path("urban", ("0.561", "0.186", "0.094", "0.159"))
    assert rates[0] < 0
    assert scenario.closing is not None
    assert scenario.closing.rates[0] == pytest.approx([float(r) for r in rates], abs=1e-14)
    assert "so positive growth and the printed total cannot both hold" in " ".join(scenario.to_text("en").split())


def test_components_keeps_printed_rates_and_fills_open_cells_with_the_national_average() -> None:
    scenario = cm.scenario("components")
    assert rate(scenario, "rural", "wages", 2023) == 0.2
    # national rural transfer 2066 (2015) -> 3937 (2021)
    expected = (3937 / 2066) ** (1 / 6) - 1
    assert rate(scenario, "rural", "transfer", 2024) == pytest.approx(expected, abs=1e-14)
    assert rate(scenario, "lifted", "transfer", 2024) == pytest.approx(expected, abs=1e-14)


def test_trend_takes_every_cell_from_the_national_average() -> None:
    # national urban wages 19337 (2015) -> 28481 (2021)
    expected = (28481 / 19337) ** (1 / 6) - 1
    for year in exact.YEARS:
        assert rate(cm.scenario("trend"), "urban", "wages", year) == pytest.approx(expected, abs=1e-14)


def test_national_outturn_follows_the_national_growth_of_each_year() -> None:
    scenario = cm.scenario("national_outturn")
    assert rate(scenario, "rural", "business", 2022) == pytest.approx(6972 / 6566 - 1, abs=1e-14)
    assert rate(scenario, "urban", "property", 2024) == pytest.approx(5455 / 5392 - 1, abs=1e-14)


def test_ratio_reaches_the_target_and_leaves_the_urban_path_alone() -> None:
    projection = cm.project(cm.scenario("ratio"))
    assert projection.urban_rural_ratio.values[-1] == pytest.approx(2.8, abs=1e-12)
    # rural 17355.29 yuan, 16.149 % a year
    assert projection.totals.sel(group="rural", year=2024).values == pytest.approx(17355.29, abs=0.005)
    assert projection.average_annual_growth.sel(group="rural").values == pytest.approx(0.16149, abs=5e-6)
    plan = cm.project(cm.scenario("plan"))
    assert (projection.values[0] == plan.values[0]).all()


def test_floor_takes_each_printed_rate_at_its_lowest_reading() -> None:
    scenario = cm.scenario("floor")
    # 25 % printed to 1 point is [24.5 %, 25.5 %)
    assert rate(scenario, "urban", "business", 2022) == pytest.approx(0.245, abs=1e-15)
    totals = cm.project(scenario).total_growth
    assert totals.sel(group="lifted", year=2023).values == pytest.approx(0.155, abs=1e-12)


@pytest.mark.parametrize(
    ("how", "value", "expected"), [("set", 0.15, 0.15), ("add", -0.02, 0.18), ("multiply", 0.5, 0.1)]
)
def test_with_growth_changes_the_named_cells_only(how: How, value: float, expected: float) -> None:
    before = cm.scenario("plan")
    after = before.with_growth("rural", "wages", value, years=[2023, 2024], how=how)
    assert after.growth[1, 0].tolist() == pytest.approx([0.2, expected, expected])
    changed = after.growth != before.growth
    assert changed.sum() == 2
    assert before.growth[1, 0].tolist() == [0.2, 0.2, 0.2]


def test_none_names_every_group_component_and_year() -> None:
    after = cm.scenario("plan").with_growth(None, None, 0.01, how="add")
    assert after.growth == pytest.approx(cm.scenario("plan").growth + 0.01)


def test_array_values_become_leading_axes() -> None:
    urban, rural = np.linspace(0.05, 0.1, 3)[:, np.newaxis], np.linspace(0.1, 0.2, 5)
    scenario = cm.scenario("plan").with_growth("urban", None, urban).with_growth("rural", None, rural)
    assert scenario.growth.shape == (3, 5, 3, 4, 3)
    projection = cm.project(scenario)
    # every component of a group grows at one rate: the ratio follows from the totals
    expected = 36510 * (1 + urban) ** 3 / (11076 * (1 + rural) ** 3)
    assert projection.urban_rural_ratio.values[..., -1] == pytest.approx(expected, rel=1e-14)


def test_shares_are_switched_by_closing_anew_and_changing_again() -> None:
    changed = cm.scenario("plan").with_growth("rural", "wages", 0.15, years=2023)
    other = changed.with_shares({"rural": "national_2021"})
    rates, _ = exact.plan_path("rural", ("0.4204", "0.3468", "0.0248", "0.208"))
    assert rate(other, "rural", "business", 2022) == pytest.approx(float(rates[0]), abs=1e-14)
    assert rate(other, "rural", "wages", 2023) == 0.15
    assert other.baseline.shares() == {**changed.baseline.shares(), "rural": "national_2021"}


def test_horizon_repeats_the_last_growth_of_the_plan() -> None:
    longer = cm.scenario("trend").with_horizon(2030)
    assert longer.years == tuple(range(2022, 2031))
    assert (longer.growth[..., 8] == longer.growth[..., 2]).all()
    assert cm.project(longer).totals.values.shape == (3, 10)


def test_option_form_names_cells_in_any_order() -> None:
    plan = cm.scenario("plan")
    for text in ("rural.wages.2023=15%", "2023.wages.rural = 0.15", "rural.wages.2023=１５％"):
        assert plan.with_change(text).growth[1, 0].tolist() == [0.2, 0.15, 0.2]
    assert plan.with_change("rural.2022-2023+=2%").growth[1, 1] == pytest.approx(
        plan.growth[1, 1] + [0.02, 0.02, 0.0], abs=1e-15
    )
    assert (plan.with_change("2024*=0.5").growth[..., 2] == plan.growth[..., 2] * 0.5).all()


cells = st.tuples(
    st.sampled_from([None, *GROUPS]),
    st.sampled_from([None, *BUREAU_KEYS]),
    st.sampled_from([None, 2022, [2023, 2024]]),
    st.sampled_from(["set", "add", "multiply"]),
    st.floats(0.001, 0.4),
)


@given(st.lists(cells, max_size=4), st.sampled_from(sorted(cm.ALTERNATIVES)), st.booleans())
def test_a_written_scenario_is_read_back_identically(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str | None, str | None, int | list[int] | None, How, float]],
    name: str,
    surroundings: bool,
) -> None:
    made = cm.scenario(name, shares={"rural": "yunnan_poverty_2020"}).with_name("试验", description="一个说明")
    for group, component, years, how, value in changes:
        made = made.with_growth(group, component, value, years=years, how=how)
    if surroundings:
        made = made.with_prices([0.02, 0.013, 0.007]).with_gdp(0.05).with_population({"urban": 7.7, "rural": 15.3})
    path = tmp_path_factory.mktemp("scenario") / "made.toml"
    cm.write_scenario(made, path)
    again = cm.read_scenario(path)
    assert (again.growth == made.growth).all()
    assert cm.scenario_toml(again) == cm.scenario_toml(made) == path.read_text(encoding="utf-8")


def test_a_longer_horizon_survives_a_file(tmp_path: Path) -> None:
    made = cm.scenario("trend").with_horizon(2026).with_growth("urban", "wages", 0.03, years=2026)
    cm.write_scenario(made, tmp_path / "long.toml")
    again = cm.read_scenario(tmp_path / "long.toml")
    assert again.years == made.years
    assert (again.growth == made.growth).all()


def test_files_compose_from_left_to_right(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('based_on = "trend"\n[[growth]]\ngroups = "rural"\nset = 0.1\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[[growth]]\ncomponents = ["wages"]\nmultiply = 0.5\n', encoding="utf-8")
    made = cm.compose([tmp_path / "a.toml", tmp_path / "b.toml"])
    assert made.based_on == "trend"
    assert made.name == made.title == cm.Text.same("b")
    # set to 10 % first, then halved; the other way round it would be 10 %
    assert rate(made, "rural", "wages", 2022) == 0.05
    assert rate(made, "rural", "business", 2022) == 0.1
    other = cm.compose(["trend", tmp_path / "b.toml"])
    assert rate(other, "urban", "wages", 2022) == rate(cm.scenario("trend"), "urban", "wages", 2022) * 0.5


def test_a_scenario_can_be_made_from_bare_arrays() -> None:
    baseline = cm.scenario("plan").baseline
    made = cm.Scenario(name=cm.Text.same("mine"), baseline=baseline, years=(2022,), growth=np.full((3, 4, 1), 0.07))
    assert made.plan is None
    assert cm.project(made).totals.sel(group="urban", year=2022).values == pytest.approx(36510 * 1.07)


def test_arrays_of_a_scenario_cannot_be_changed() -> None:
    scenario = cm.scenario("plan").with_prices(0.02).with_population({"urban": 1, "rural": 2})
    for array in (scenario.growth, scenario.baseline.levels, scenario.price_growth, scenario.population):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_the_text_form_of_many_alternatives_gives_their_range() -> None:
    many = cm.scenario("plan").with_growth("urban", "wages", np.array([0.05, 0.09]))
    assert "5.00% … 9.00%" in many.to_text()


def test_another_horizon_keeps_circumstances_or_asks_for_them() -> None:
    given = cm.scenario("plan").with_prices([0.02, 0.03, 0.04]).with_gdp(0.05)
    given = given.with_population({"urban": 1, "rural": 2})
    shorter = given.with_horizon(2023)
    assert shorter.price_growth is not None
    assert shorter.price_growth.tolist() == [0.02, 0.03]
    assert shorter.population is not None
    assert shorter.population.shape == (3, 3)  # groups; the base year and two more
    with pytest.raises(cm.InputError, match=r"consumer price growth up to 2026 must be given .*set the horizon first"):
        given.with_horizon(2026)
    longer = cm.scenario("plan").with_horizon(2026).with_prices(0.02)
    assert len(cm.project(longer).real_growth.values[0]) == 5


def test_a_change_replaces_the_description_of_a_shipped_alternative_but_not_ones_own(tmp_path: Path) -> None:
    plan = cm.scenario("plan")
    changed = plan.with_change("rural.wages=15%")
    assert "printed rates as they stand" in plan.to_text("en")
    # what differs is said by the notes; the description of what was changed does not hold
    assert changed.description == cm.Text("", "")
    assert "printed rates as they stand" not in changed.to_text("en")
    assert changed.with_change("urban.wages=9%").with_horizon(2023).description == changed.description
    cm.write_scenario(changed, tmp_path / "changed.toml")
    assert cm.read_scenario(tmp_path / "changed.toml").description == changed.description
    own = plan.with_name("mine", description="my words").with_change("rural.wages=15%")
    assert own.description.en == "my words"


def test_open_cells_without_income_are_explained() -> None:
    plan = cm.scenario("plan")
    levels = plan.baseline.levels.copy()
    levels[2] = [9000.0, 2500.0, 0.0, 0.0]
    dossier = plan.require_dossier()
    closed = ALTERNATIVES["plan"].fill(dossier, replace(plan.baseline, levels=levels))
    assert np.isnan(closed.closing.rates[2]).all()
    with pytest.raises(
        cm.InputError,
        match=r"growth of property of people lifted out of poverty in 2022 .*got nan.*use the scenario components",
    ):
        replace(plan, baseline=replace(plan.baseline, levels=levels), growth=closed.growth)


def test_another_base_keeps_the_split_and_closes_open_cells_anew() -> None:
    scenario = cm.scenario("plan").with_base({"农村": 12000})
    own = cm.scenario("plan").baseline
    assert scenario.baseline.levels[1].sum() == pytest.approx(12000)
    assert scenario.baseline.levels[1] / 12000 == pytest.approx(own.levels[1] / own.levels[1].sum())
    assert (scenario.baseline.levels[[0, 2]] == own.levels[[0, 2]]).all()
    assert (scenario.baseline.sources[1].status, scenario.baseline.sources[1].derived_from) == ("assumed", ())
    # the totals of the table hold on any base: 12000 x 1.12^3
    assert cm.project(scenario).totals.values[1, -1] == pytest.approx(12000 * 1.12**3)
    assert scenario.title.en == "the plan, but with the base of rural residents in 2021 set to 12,000 yuan"


def test_another_base_survives_other_shares_horizons_and_files(tmp_path: Path) -> None:
    scenario = cm.scenario("plan").with_change("rural.wages.2023=12%").with_base({"rural": 12000.5, "urban": 40000})
    scenario = scenario.with_shares({"rural": "national_2021"}).with_horizon(2026).with_alternative("trend")
    assert scenario.baseline.levels.sum(axis=-1)[:2] == pytest.approx([40000, 12000.5])
    for name in ("a.toml", "a.json"):
        cm.write_scenario(scenario.with_name("x"), tmp_path / name)
        again = cm.read_scenario(tmp_path / name)
        assert again.baseline.given_totals == {"urban": 40000.0, "rural": 12000.5}
        assert (again.growth == scenario.growth).all()
        assert (again.baseline.levels == scenario.baseline.levels).all()


@pytest.mark.parametrize("total", [0.0, -5.0, 1e10, float("nan"), float("inf")])
def test_a_base_that_cannot_be_is_refused(tmp_path: Path, total: float) -> None:
    with pytest.raises(cm.InputError, match=r"the base of rural residents 2021 must lie between 0 and 10\^9"):
        cm.scenario("plan").with_base({"rural": total})
    (tmp_path / "a.toml").write_text("[base]\nrural = 0.0\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"a\.toml: the base of rural residents 2021 must lie between"):
        cm.read_scenario(tmp_path / "a.toml")


def test_a_base_of_nobody_is_refused() -> None:
    with pytest.raises(cm.InputError, match="the group of a base must be one of the known options"):
        cm.scenario("plan").with_base({"nobody": 12000})


def test_regions_give_their_bases_in_their_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "region,group,component,year,value\n甲县,urban,total,2021,36000\n甲县,rural,total,2021,11000\n",
        encoding="utf-8",
    )
    regions = cm.scenario("plan").with_regions(tmp_path / "a.csv")
    with pytest.raises(cm.InputError, match="must be that of the plan's own region"):
        regions.with_base({"rural": 12000})
