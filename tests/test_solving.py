"""Solutions put back meet their targets; reconciled components add up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.quantities import QUANTITIES, AllResidents, Growth, Income, RelativeGap
from ceheng_model.scenarios import How
from ceheng_model.vocabulary import BUREAU_KEYS
from tests.effort import examples

GROUPS = ("urban", "rural", "lifted")


def test_published_repairs_of_the_ratio_come_out() -> None:
    plan = cm.scenario("plan")
    rural = cm.required_growth(plan, "ratio=2.8", vary="rural")
    # rural 17355.29 yuan, 16.149 % a year, to reach 2.8 with the urban path
    assert round(rural.value, 5) == 0.16149
    assert float(cm.project(rural.scenario).totals.sel(group="rural", year=2024)) == pytest.approx(17355.29, abs=0.005)
    urban = cm.required_growth(plan, "ratio=2.8", vary="urban")
    # urban 43570.8 yuan, 6.070 % a year, to reach 2.8 with the rural path
    assert round(urban.value, 5) == 0.06070
    assert float(cm.project(urban.scenario).totals.sel(group="urban", year=2024)) == pytest.approx(43570.8, abs=0.06)
    assert rural.closed_form
    assert urban.closed_form


def test_one_component_in_two_years_is_solved_in_closed_form() -> None:
    solution = cm.required_growth(cm.scenario("plan"), "rural.2024=17355", vary="rural.wages.2023-2024")
    # wages 2022 are 11076 * 0.3529 * 1.2; the other components stay on their path
    plan = cm.project(cm.scenario("plan"))
    others = float(plan.totals.sel(group="rural", year=2024)) - 11076 * 0.3529 * 1.728
    expected = ((17355 - others) / (11076 * 0.3529 * 1.2)) ** 0.5 - 1
    assert solution.value == pytest.approx(expected, abs=1e-12)
    assert solution.closed_form
    assert solution.evaluations == 2


@pytest.mark.parametrize("how", ["add", "multiply"])
def test_points_and_factors_over_several_years_are_found_by_root_search(how: How) -> None:
    solution = cm.required_growth(cm.scenario("plan"), "ratio=2.8", vary="rural", how=how)
    assert not solution.closed_form
    assert solution.residual == pytest.approx(0.0, abs=1e-12)
    # in one year the quantity is linear in points and factors
    once = cm.required_growth(cm.scenario("plan"), "ratio=2.9", vary="rural.2024", how=how)
    assert once.closed_form
    assert once.residual == pytest.approx(0.0, abs=1e-12)


cells = st.tuples(
    st.sampled_from(GROUPS), st.sampled_from([None, *BUREAU_KEYS]), st.sampled_from([None, 2022, 2024, [2023, 2024]])
)


def named(group: str, component: str | None, years: int | list[int] | None) -> str:
    listed = [] if years is None else [years] if isinstance(years, int) else years
    return ".".join(part for part in (group, component, ",".join(map(str, listed))) if part)


kinds: st.SearchStrategy[str] = st.sampled_from(
    ["income", "growth", "average_annual_growth", "urban_rural_ratio", "share", "all_residents"]
)


@examples(150)
@given(cells, kinds, st.sampled_from(["set", "add", "multiply"]), st.floats(0.01, 0.3), st.sampled_from([2023, 2024]))
def test_what_is_solved_put_back_meets_the_target(
    where: tuple[str, str | None, int | list[int] | None], kind: str, how: How, size: float, year: int
) -> None:
    group, component, years = where
    scenario = cm.scenario("components").with_population({"urban": 8, "rural": 15})
    # a target that is within reach: what some change of the same kind gives
    amount = {"set": size, "add": size / 3, "multiply": 1 + size}[how]
    reached = cm.project(scenario.with_growth(group, component, amount, years=years, how=how))
    first = 2022 if kind == "average_annual_growth" else year
    quantity = QUANTITIES[kind](group=group, component=component or "total", first_year=first, last_year=year)
    assume(kind != "share" or component is not None)
    ratio = quantity.ratio(scenario)
    value = float(ratio.quantity(reached.values))
    assume(abs(value - float(ratio.quantity(cm.project(scenario).values))) > 1e-6)
    aim = cm.Target(quantity=quantity, value=value)
    solution = cm.required_growth(scenario, aim, vary=named(group, component, years), how=how)
    again = float(ratio.quantity(cm.project(solution.scenario).values))
    assert again == pytest.approx(value, rel=1e-9)
    assert solution.residual == pytest.approx(0.0, abs=1e-9 * max(1.0, abs(value)))


def test_a_target_that_every_value_meets_is_met_by_no_change() -> None:
    # growth of the total in 2023 does not depend on a rate that all components share in 2022
    flat = cm.scenario("plan").with_growth("urban", None, 0.05)
    solution = cm.required_growth(flat, "urban.growth.2023=5%", vary="urban.2022")
    assert solution.value == 0.0
    assert solution.residual == pytest.approx(0.0, abs=1e-12)


def test_a_target_out_of_reach_names_the_bound_and_how_close_one_gets() -> None:
    with pytest.raises(cm.NoSolutionError, match=r"must be able to reach 1.200 .* stopped by the bound 100%") as caught:
        cm.required_growth(cm.scenario("plan"), "ratio=1.2", vary="rural.wages.2024")
    most = cm.scenario("plan").with_growth("rural", "wages", 0.999999999, years=2024)
    assert caught.value.bound == pytest.approx(1.0, abs=1e-8)
    assert caught.value.closest == pytest.approx(float(cm.project(most).urban_rural_ratio.sel(year=2024)), abs=1e-6)
    assert "受界限100%所限" in caught.value.text("zh")


def test_a_target_that_the_cells_do_not_move_has_no_solution() -> None:
    with pytest.raises(cm.NoSolutionError, match="be able to reach 20,000"):
        cm.required_growth(cm.scenario("plan"), "rural.2022=20000", vary="rural.2024")
    with pytest.raises(cm.NoSolutionError, match="be able to reach"):
        cm.required_growth(cm.scenario("plan"), "rural.2024=20000", vary="urban", how="add")


def test_an_unknown_way_to_vary_is_refused() -> None:
    with pytest.raises(
        cm.InputError, match=r"how must be one of the known options \(got 'raise'\); choose from: set, add"
    ):
        cm.required_growth(cm.scenario("plan"), "ratio=2.8", vary="rural", how="raise")  # type: ignore[arg-type]


@pytest.mark.parametrize("highest", [15.0, -1.0, float("nan")])
def test_a_highest_growth_that_cannot_be_is_refused(highest: float) -> None:
    with pytest.raises(cm.InputError, match=r"the highest growth must lie between -1 and 1 .*write 20 % as 0.20"):
        cm.required_growth(cm.scenario("plan"), "ratio=2.8", vary="rural", highest=highest)


def test_highest_growth_is_a_setting() -> None:
    with pytest.raises(cm.NoSolutionError, match=r"stopped by the bound 15%"):
        cm.required_growth(cm.scenario("plan"), "ratio=2.8", vary="rural", highest=0.15)


@pytest.mark.parametrize(
    ("text", "kind", "value", "year"),
    [
        ("ratio=2.8", "urban_rural_ratio", 2.8, 2024),
        ("ratio.2023 = 3", "urban_rural_ratio", 3.0, 2023),
        ("rural.2024=17,355", "income", 17355.0, 2024),
        ("rural.growth.2023=１５％", "growth", 0.15, 2023),
        ("rural.average_growth=13%", "average_annual_growth", 0.13, 2024),
        ("rural.wages.share=45%", "share", 0.45, 2024),
        ("all=30000", "all_residents", 30000.0, 2024),
    ],
)
def test_targets_are_written_as_words(text: str, kind: str, value: float, year: int) -> None:
    scenario = cm.scenario("plan").with_population({"urban": 1, "rural": 2})
    made = cm.target(text, scenario)
    assert (made.quantity.kind, made.value, made.quantity.last_year) == (kind, value, year)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            cm.Target(value=1.0, quantity=RelativeGap(group="rural", first_year=2024, last_year=2024)),
            r"the kind of a target must be one .* \(got 'relative_gap'\)",
        ),
        (
            cm.Target(value=1.0, quantity=Income(group="moon", first_year=2024, last_year=2024)),
            r"the group of a target must be one .* \(got 'moon'\)",
        ),
        (
            cm.Target(value=1.0, quantity=Income(group="rural", first_year=1999, last_year=1999)),
            r"the year of a target must be one .* \(got 1999\)",
        ),
        (
            cm.Target(value=-1.0, quantity=Income(group="rural", first_year=2024, last_year=2024)),
            r"the value of a target must be above zero \(got -1\)",
        ),
        (
            cm.Target(value=12.0, quantity=Growth(group="rural", first_year=2024, last_year=2024)),
            r"must lie between -1 and 1 \(got 12\)",
        ),
        (
            cm.Target(value=9.0, quantity=Income(group="rural", component="luck", first_year=2024, last_year=2024)),
            r"the component must be one",
        ),
        (
            cm.Target(value=9.0, quantity=AllResidents(first_year=2024, last_year=2024)),
            r"the population must be given .*with_population",
        ),
    ],
)
def test_targets_that_do_not_exist_are_refused(target: cm.Target, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.required_growth(cm.scenario("plan"), target, vary="rural")


BATCHES = [
    ("ratio=2.8", "rural", "set"),
    ("ratio=2.8", "rural.2023-2024", "set"),
    ("rural.2024=15561", "rural.wages.2024", "add"),
    ("rural.2024=15561", "rural.wages", "set"),
    ("rural.2024=16500", "rural.wages,transfer", "multiply"),
    ("ratio=2.9", "2022-2024.wages", "multiply"),
    ("rural.2024=15561", "rural.wages.2023-2024", "add"),
    ("growth.rural.2023=0.1", "rural.2022", "set"),
    ("rural.2024=99999", "rural", "set"),
]


@pytest.mark.parametrize(("target", "vary", "how"), BATCHES)
def test_a_batch_has_the_solutions_of_its_paths(target: str, vary: str, how: How) -> None:
    rows = [(code, g, "total", m) for code, m in (("a", 9000.0), ("b", 12000.0)) for g in ("urban", "rural", "lifted")]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    rates = pd.Series([0.02, 0.09, 0.30], index=pd.Index(["low", "middle", "high"], name="policy"))
    many = cm.scenario("components").with_growth("urban", None, rates).with_growth("rural", "transfer", rates)
    for batch, picks in (
        (many, [{"policy": label} for label in rates.index]),
        (many.with_regions(frame), [{"policy": "low", "region": "b"}, {"policy": "high", "region": "a"}]),
    ):
        solution = cm.required_growth_batch(batch, target, vary=vary, how=how)
        for pick in picks:
            found = float(solution.value.sel(**pick))
            try:
                alone = cm.required_growth(batch.at(**pick), target, vary=vary, how=how)
            except cm.NoSolutionError:
                assert np.isnan(found)
            else:
                assert found == pytest.approx(alone.value, rel=1e-11, abs=1e-13)
                assert solution.closed_form == alone.closed_form
        frame_of = solution.to_frame()
        assert list(frame_of.columns) == [*(axis.name for axis in solution.axes), "value"]


def test_a_batch_says_where_there_is_no_solution_and_meets_the_target_where_there_is() -> None:
    # with 60 % a year urban incomes come to 149,545 yuan: 2.8 takes rural ones of 53,409, 69 % a year
    many = cm.scenario("plan").with_growth("urban", None, [0.10, 0.60, 0.98])
    solution = cm.required_growth_batch(many, "ratio=2.8", vary="rural.2024")
    assert solution.reached.tolist() == [True, False, False]
    assert "2 paths no growth within the bounds" in solution.to_text("en").replace("\n", " ")
    with pytest.raises(
        cm.InputError, match=r"reached on every path \(got 1/3\); pick those with scenario.at\(alternative="
    ):
        solution.scenario  # noqa: B018 - asked for its error
    kept = many.at(alternative=solution.reached)
    met = cm.project(cm.required_growth_batch(kept, "ratio=2.8", vary="rural.2024").scenario)
    assert np.asarray(met.urban_rural_ratio.sel(year=2024)) == pytest.approx([2.8], abs=1e-12)
    report: object = cm.required_growth(many, "ratio=2.8", vary="rural")
    assert isinstance(report, cm.BatchSolution)


def test_what_takes_one_path_says_which_call_picks_it() -> None:
    many = cm.scenario("plan").with_growth("urban", "wages", np.array([0.05, 0.09]))
    with pytest.raises(cm.InputError, match=r"” must hold one path only .*take one with scenario.at\(alternative=0\)"):
        cm.required_growth(many, "ratio=2.8", vary="rural", probability=0.8)
    with pytest.raises(cm.InputError, match="” must hold one path only"):
        cm.reconcile(many, {})


@examples(60)
@given(
    st.sampled_from(["components", "trend", "national_outturn"]),
    st.dictionaries(st.sampled_from([2022, 2023, 2024]), st.floats(0.03, 0.25), min_size=1),
    st.sets(st.sampled_from(["wages", "business", "property", "transfer"]), max_size=2),
)
def test_reconciled_components_add_up_and_locked_cells_stay(
    name: str, growth: dict[int, float], locked: set[str]
) -> None:
    scenario = cm.scenario(name)
    totals, level = {}, 11076.0
    for year in (2022, 2023, 2024):
        level *= 1 + growth.get(year, 0.1)
        totals[year] = level
    locks = [f"rural.{component}" for component in sorted(locked)]
    try:
        made = cm.reconcile(scenario, {"rural": totals}, locked=locks)
    except cm.InputError:
        # only locks that outgrow the total on their own, or leave too little, may be refused
        with pytest.raises(cm.InputError, match="must be the sum of its components"):
            cm.reconcile(scenario, {"rural": totals}, locked=locks)
        assert locks
        return
    reached = cm.project(made).totals
    for year, total in totals.items():
        assert float(reached.sel(group="rural", year=year)) == pytest.approx(total, rel=1e-9)
    for c, component in enumerate(BUREAU_KEYS):
        if component in locked:
            assert made.growth[1, c].tobytes() == scenario.growth[1, c].tobytes()
    assert (made.growth[1] >= 0).all()
    assert (made.growth[[0, 2]] == scenario.growth[[0, 2]]).all()


@pytest.mark.parametrize("growth", [0.04, 0.02, 0.012, 0.005])
def test_reconciled_growth_is_the_nearest_by_share_weighted_least_squares(growth: float) -> None:
    from scipy.optimize import minimize

    scenario = cm.scenario("trend")
    total = 11076 * (1 + growth)
    made = cm.reconcile(scenario, {"rural": {2022: total}})
    shares = np.array([0.3529, 0.3599, 0.0137, 0.2735])
    wanted = scenario.growth[1, :, 0]
    found = minimize(  # type: ignore[call-overload]
        lambda g: float((shares * (g - wanted) ** 2).sum() * 1e4),
        wanted,
        bounds=[(0.0, None)] * 4,
        constraints={"type": "eq", "fun": lambda g: float((shares * g).sum() - growth)},
        options={"ftol": 1e-16},
    )
    assert made.growth[1, :, 0] == pytest.approx(found.x, abs=1e-6)


def test_positive_growth_holds_components_at_zero_unless_falls_are_allowed() -> None:
    scenario = cm.scenario("trend")
    totals = {"rural": {2022: 11076 * 1.005}}
    held = cm.reconcile(scenario, totals)
    assert held.growth[1, :, 0].min() == 0.0
    falling = cm.reconcile(scenario, totals, positive=False)
    shift = falling.growth[1, :, 0] - scenario.growth[1, :, 0]
    assert shift == pytest.approx(np.full(4, shift[0]))
    assert falling.growth[1, 1, 0] < 0


@pytest.mark.parametrize(
    ("totals", "locked", "message"),
    [
        ({"rural": {2022: 9000.0}}, ["rural.wages"], r"got 9,000.00, locked: rural.wages.2022"),
        ({"rural": {2022: 12000.0}}, ["rural"], r"locked: rural.wages.2022, rural.business.2022, .*unlock some"),
        ({"moon": {2022: 12000.0}}, [], r"the group of a total must be one .* \(got 'moon'\)"),
        ({"rural": {1999: 12000.0}}, [], r"the year of a total must be one .* \(got 1999\)"),
        ({"rural": {2022: -5.0}}, [], r"the total of rural 2022 must be above zero \(got -5\)"),
        ({"rural": {2022: 12000.0}}, ["rural.luck"], r"a part of 'rural.luck' must be one .* \(got 'luck'\)"),
    ],
)
def test_totals_and_locks_that_cannot_be_are_named(
    totals: dict[str, dict[int, float]], locked: list[str], message: str
) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.reconcile(cm.scenario("trend"), totals, locked=locked)


def test_a_fall_past_everything_is_refused_even_when_falls_are_allowed() -> None:
    with pytest.raises(cm.InputError, match="must be the sum of its components"):
        cm.reconcile(cm.scenario("trend"), {"rural": {2022: 1000.0}}, locked=["rural.wages"], positive=False)


def test_locks_that_add_up_by_themselves_are_accepted() -> None:
    scenario = cm.scenario("trend")
    total = float(cm.project(scenario).totals.sel(group="rural", year=2022))
    made = cm.reconcile(scenario, {"rural": {2022: total}}, locked=["rural"])
    assert (made.growth == scenario.growth).all()


def test_a_reconciled_scenario_can_be_written_and_read() -> None:
    made = cm.reconcile(cm.scenario("trend"), {"rural": {2022: 12405.12, 2023: 13893.7, 2024: 15561.0}})
    assert len(made.changes) == 12
    assert "based_on" in cm.scenario_toml(made)


def test_a_frontier_is_that_of_one_region() -> None:
    levels = [("1", "urban", 36000.0), ("1", "rural", 11000.0), ("2", "urban", 31000.0), ("2", "rural", 9800.0)]
    rows = [*((code, group, "total", level) for code, group, level in levels)]
    rows += [(code, "lifted", "total", 9000.0) for code in ("1", "2")]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    many = cm.scenario("plan").with_regions(frame)
    with pytest.raises(cm.InputError, match=r"must hold one path only .*take one region with"):
        cm.frontier(many, 2.8, growth=[0.1])
    # 31000 / 9800 = 3.1633 to 2.8 in three years: 1.1 * (3.1633 / 2.8) ** (1 / 3) - 1
    pairs = cm.frontier(many.at_region("2"), 2.8, growth=[0.1])
    assert pairs.below[0] == pytest.approx(1.1 * (31000 / 9800 / 2.8) ** (1 / 3) - 1, rel=1e-12)


def test_frontier_pairs_put_back_give_the_ratio() -> None:
    plan = cm.scenario("plan")
    pairs = cm.frontier(plan, 2.8, growth=[0.0, 0.06, 0.1])
    for urban, rural in zip(pairs.above, pairs.below, strict=True):
        made = plan.with_growth("urban", None, float(urban)).with_growth("rural", None, float(rural))
        assert float(cm.project(made).urban_rural_ratio.sel(year=2024)) == pytest.approx(2.8, abs=1e-12)
    assert len(pairs.to_frame()) == 3
    assert "2.8" in pairs.to_text("en")


@pytest.mark.parametrize(
    ("ratio", "growth", "year", "message"),
    [
        (0.0, [0.1], None, r"the ratio must be above zero \(got 0\)"),
        (2.8, [-1.5], None, r"urban growth must be above -1 \(got -1.5\)"),
        (2.8, [0.1], 1999, r"the year must be one of the known options \(got 1999\)"),
    ],
)
def test_frontiers_that_cannot_be_are_refused(
    ratio: float, growth: list[float], year: int | None, message: str
) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.frontier(cm.scenario("plan"), ratio, growth=growth, year=year)


@pytest.mark.parametrize(
    ("goal", "asked"),
    [
        (1.7, "是否以万元计"),
        (17, "是否以千元计"),
        (1_450, "是否为月收入"),
        (17_000, None),
        (60_000, None),
        # 15561 times 5.5, and nothing is known to have so much
        (85_600, "核对单位与小数点"),
    ],
)
def test_a_goal_in_another_unit_is_asked_about(goal: float, asked: str | None) -> None:
    solution = cm.required_growth(cm.scenario("plan"), f"rural.2024={goal}", vary="rural")
    told = [remark.sentence.zh for remark in solution.warnings]
    assert [one for one in told if "目标值" in one] == told
    assert len(told) == (asked is not None)
    assert asked is None or asked in told[0]
    assert not cm.required_growth(cm.scenario("plan"), "ratio=2.8", vary="rural").warnings
