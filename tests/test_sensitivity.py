"""Elasticities, swings and share cases agree with derivations, differences and projections made by hand."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import isnan
from statistics import NormalDist

import numpy as np
import pytest
from scipy import stats

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.quantities import RelativeGap
from ceheng_model.sensitivity import Tornado, elasticities, share_case_effects, tornado
from ceheng_model.sensitivity.quantile_multiples import multiple_of
from ceheng_model.sensitivity.studied_quantity import subject_of
from ceheng_model.sensitivity.varied_inputs import By, cell_law
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import BUREAU_KEYS, LANGUAGES

GROUPS = ("urban", "rural", "lifted")
NAMES = (
    "ratio", "rural.2023", "urban.business.2024", "rural.growth.2024", "lifted.wages.growth.2023",
    "rural.average_growth", "urban.property.share", "all",
)  # fmt: skip


def scenario() -> cm.Scenario:
    return cm.scenario("components").with_population({"urban": 8, "rural": 15})


def uneven(*, persistence: float = 0.0) -> Uncertainty:
    # unequal spreads and correlations that differ from pair to pair: a mixture of the identity and two patterns
    pattern = np.array([[1, 1, -1, 1, 1, -1, 1, 1, 1, 1, 1, -1], [1, 2, 3, 1, 2, 3, -1, 2, 1, -2, 1, 2]], dtype=float)
    covariance = np.eye(12) + 0.5 * np.outer(pattern[0], pattern[0]) + 0.2 * np.outer(pattern[1], pattern[1])
    scale = np.sqrt(np.diag(covariance))
    return Uncertainty(
        groups=GROUPS,
        standard_deviation=np.linspace(0.01, 0.045, 12).reshape(3, 4),
        correlation=covariance / np.outer(scale, scale),
        persistence=persistence,
    )


def value_of(name: str, changed: cm.Scenario) -> float:
    """Return the quantity by the projection's own tables, not by ratios of forms."""
    projection = cm.project(changed)
    kind = cm.quantity(name, changed)
    if kind.kind == "urban_rural_ratio":
        return float(projection.urban_rural_ratio.sel(year=kind.last_year))
    if kind.kind == "all_residents":
        return float(projection.all_residents.sel(year=kind.last_year))
    if kind.kind == "average_annual_growth":
        return float(projection.average_annual_growth.sel(group=kind.group))
    whole = {"income": projection.totals, "growth": projection.total_growth}
    parts = {"income": projection.levels, "growth": projection.growth, "share": projection.shares}
    if kind.component == "total":
        return float(whole[kind.kind].sel(group=kind.group, year=kind.last_year))
    return float(parts[kind.kind].sel(group=kind.group, component=kind.component, year=kind.last_year))


@pytest.mark.parametrize("name", NAMES)
def test_elasticities_agree_with_differences_of_projections(name: str) -> None:
    start, step = scenario(), 1e-5
    found, value = elasticities(start, name), value_of(name, start)
    for g, c, t in np.ndindex(start.growth.shape):
        up, down = (
            value_of(name, start.with_growth(GROUPS[g], BUREAU_KEYS[c], by, years=start.years[t], how="add"))
            for by in (step, -step)
        )
        slope = (up - down) / (2 * step)
        assert found.growth_effect[g, c, t] == pytest.approx(0.01 * slope, rel=1e-6, abs=1e-8 * abs(value))
        elasticity = slope * (1 + start.growth[g, c, t]) / value
        assert found.growth[g, c, t] == pytest.approx(elasticity, rel=1e-6, abs=1e-8)
        assert found.subject.moving[g, c, t] or abs(slope) <= 1e-8 * abs(value)


@pytest.mark.parametrize("name", NAMES)
def test_base_elasticities_agree_with_differences_of_projections(name: str) -> None:
    start, step = scenario(), 1e-5
    found, value = elasticities(start, name), value_of(name, start)
    for g, c in np.ndindex(start.baseline.levels.shape):
        ends = []
        for by in (step, -step):
            levels = start.baseline.levels.copy()
            levels[g, c] *= 1 + by
            ends.append(value_of(name, replace(start, baseline=replace(start.baseline, levels=levels))))
        slope = (ends[0] - ends[1]) / (2 * step)
        assert found.base[g, c] == pytest.approx(slope / value, rel=1e-6, abs=1e-8)
        assert found.base_effect[g, c] == pytest.approx(0.01 * slope, rel=1e-6, abs=1e-8 * abs(value))


def test_elasticity_of_an_income_is_the_components_share() -> None:
    found = elasticities(cm.scenario("plan"), "rural.2024")
    shares = cm.project(cm.scenario("plan")).shares.sel(group="rural", year=2024).values
    for t in range(3):
        np.testing.assert_allclose(found.growth[1, :, t], shares, rtol=1e-12)
    # every level doubled doubles the income: elasticities add up to one
    assert found.base.sum() == pytest.approx(1.0, abs=1e-12)
    # the ratio does not change when all base levels double, nor when both groups grow alike
    ratio = elasticities(cm.scenario("plan"), "ratio")
    assert ratio.base.sum() == pytest.approx(0.0, abs=1e-12)
    assert ratio.growth[0].sum() == pytest.approx(3.0, abs=1e-12)
    assert ratio.growth[1].sum() == pytest.approx(-3.0, abs=1e-12)


def test_cells_that_cancel_at_the_scenario_alone_are_kept() -> None:
    # where every component grows alike, the split does not change, and growth of 2023 moves growth of 2024 only in
    # second order: the cell moves the quantity all the same
    even = cm.scenario("plan").with_growth("rural", None, 0.1)
    found = elasticities(even, "rural.growth.2024")
    assert found.subject.moving[1].all()
    np.testing.assert_allclose(found.growth[1, :, :2], 0.0, atol=1e-12)
    # growth of one component over one year is its cell of that year, whatever came before
    single = elasticities(even, "rural.wages.growth.2024")
    assert np.argwhere(single.subject.moving).tolist() == [[1, 0, 2]]
    assert single.growth_effect[1, 0, 2] == pytest.approx(0.01, abs=1e-15)


def test_a_quantity_of_zero_has_effects_and_no_elasticity() -> None:
    still = cm.scenario("plan").with_growth("rural", None, 0.0)
    found = elasticities(still, "rural.growth.2024")
    assert np.isnan(found.growth).all()
    assert found.growth_effect[1].sum() > 0.0
    assert "–" in found.to_text("en")


def test_elasticity_tables_are_sorted_by_effect_and_hold_only_what_moves() -> None:
    by_cell, by_component, by_base = (table.to_frame() for table in elasticities(cm.scenario("plan"), "ratio").tables())
    for frame, rows in ((by_cell, 24), (by_component, 8), (by_base, 8)):
        assert len(frame) == rows
        assert set(frame.group) == {"urban", "rural"}
        assert frame.effect.abs().is_monotonic_decreasing
    together = by_cell.groupby(["group", "component"]).effect.sum().sort_index()
    np.testing.assert_allclose(by_component.set_index(["group", "component"]).effect.sort_index(), together, atol=1e-15)


def test_swing_of_a_years_income_is_that_of_one_linear_term() -> None:
    # 2022 income is sum L0 (1 + g): a cell at its 10 % and 90 % quantiles moves it by 2 q sigma L0
    found = tornado(cm.scenario("plan"), "rural.2022", uncertainty=uneven())
    q = NormalDist().inv_cdf(0.9)
    expected = 2 * q * uneven().standard_deviation[1] * cm.scenario("plan").baseline.levels[1]
    np.testing.assert_allclose(found.swing, expected, rtol=1e-9)
    frame = found.to_frame()
    assert frame.swing.abs().is_monotonic_decreasing
    np.testing.assert_allclose(found.multiple, 1.2816, atol=5e-5)
    wages = next(shock for varied, shock in zip(found.inputs, found.shock, strict=True) if "wages" in str(varied.names))
    assert wages.item() == pytest.approx(q * uneven().standard_deviation[1, 0])


def test_years_of_a_component_are_as_independent_as_they_are_drawn() -> None:
    # growth of a year's total is linear in its own year alone, a level of two years later a product of three factors
    plan, uncertainty = cm.scenario("plan"), uneven()
    q, spread = NormalDist().inv_cdf(0.95), float(uneven().standard_deviation[1, 0])
    level = plan_wages()
    alone = tornado(plan, "rural.2024", uncertainty=uncertainty, probability=0.9)
    found = rural_wages(alone)
    # 20 % a year in all three years: to first order the spread of the product is L sqrt(3) sigma / 1.2
    assert found["high"] - found["low"] == pytest.approx(2 * q * 3**0.5 * spread * level / 1.2, rel=2e-3)
    # years that move as one, were they drawn so, would give sqrt(3) times that
    together = tornado(plan, "rural.2024", uncertainty=uneven(persistence=1 - 1e-9), probability=0.9)
    same = rural_wages(together)
    assert same["high"] - same["low"] == pytest.approx(2 * q * 3 * spread * level / 1.2, rel=5e-3)


def rural_wages(swings: Tornado) -> dict[str, float]:
    named = [[getattr(name, "key", name) for name in varied.names] for varied in swings.inputs]
    i = named.index(["rural", "wages"])
    return {"low": float(swings.low[i]), "high": float(swings.high[i])}


def plan_wages() -> float:
    levels = cm.project(cm.scenario("plan")).levels
    return float(levels.sel(group="rural", component="wages", year=2024))


def test_a_cell_moves_to_its_own_quantile() -> None:
    plan, uncertainty = cm.scenario("plan"), uneven(persistence=0.5)
    by = NormalDist().inv_cdf(0.95) * float(uncertainty.standard_deviation[0, 1])
    one = tornado(plan, "ratio", uncertainty=uncertainty, probability=0.9, by="cell").to_frame()
    assert len(one) == 24
    single = one[(one.group == "urban") & (one.component == "business") & (one.year == 2023)].iloc[0]
    assert single.shock == pytest.approx(by, rel=1e-9)
    for end, shift in (("low", -by), ("high", by)):
        moved = plan.with_growth("urban", "business", shift, years=2023, how="add")
        assert single[end] == pytest.approx(value_of("ratio", moved), rel=1e-9)


@pytest.mark.parametrize("persistence", [0.0, 0.5, -0.6])
@pytest.mark.parametrize("by", ["component", "group", "year"])
def test_ends_are_the_quantiles_of_the_input_drawn_by_itself(by: By, persistence: float) -> None:
    # drawn here year by year, not by the factor that the swings are made of
    plan, uncertainty = cm.scenario("plan"), uneven(persistence=abs(persistence))
    if persistence < 0.0:
        uncertainty = signed(uncertainty, persistence)
    found = tornado(plan, "ratio", uncertainty=uncertainty, by=by)
    shocks = drawn_shocks(uncertainty, persistence, draws=100_000)
    if by != "year":
        shocks += keeping_the_mean(plan, uncertainty, persistence)
    for i, varied in enumerate(found.inputs):
        growth = np.broadcast_to(plan.growth[found.subject.moving], (len(shocks), int(found.subject.moving.sum())))
        growth = growth.copy()
        growth[:, varied.cells] += shocks[:, found.subject.moving][:, varied.cells]
        simulated = np.quantile(found.subject.at(growth), [0.1, 0.9])
        ends = np.sort([found.low[i], found.high[i]])
        # 1 % of the swing: what is bent in the quantity, and three standard errors of a quantile of 100,000 draws
        assert np.abs(ends - simulated).max() < 0.015 * abs(found.swing[i])


def signed(uncertainty: Uncertainty, persistence: float) -> Uncertainty:
    try:
        return replace(uncertainty, persistence=persistence)
    except cm.InputError:
        pytest.skip("persistence below zero cannot be stated")


def keeping_the_mean(plan: cm.Scenario, uncertainty: Uncertainty, persistence: float) -> Array:
    """Return by how much growth is moved so that shocks that hang together leave the mean of their product."""
    factors, variance = 1 + plan.growth, uncertainty.standard_deviation**2
    moved = np.zeros(plan.growth.shape)
    for t in (1, 2):
        together = sum(persistence ** (t - s) * variance / (factors[..., s] * factors[..., t]) for s in range(t))
        moved[..., t] = factors[..., t] * np.expm1(-together)
    return moved


def drawn_shocks(uncertainty: Uncertainty, persistence: float, *, draws: int) -> Array:
    generator = np.random.default_rng(5)
    z = generator.multivariate_normal(np.zeros(12), uncertainty.covariance, size=(3, draws))
    shocks = [z[0]]
    for year in (1, 2):
        shocks.append(persistence * shocks[-1] + (1 - persistence**2) ** 0.5 * z[year])
    return np.stack(shocks, axis=-1).reshape(draws, 3, 4, 3)


@pytest.mark.parametrize("student", [False, True])
def test_the_swing_of_all_inputs_at_once_is_the_band_of_the_simulation(student: bool) -> None:
    # one group makes up all of its income: its swing has to be the range that `simulate` gives
    plan = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(plan).with_(persistence=0.3)
    if student:
        uncertainty = uncertainty.with_(distribution="student_t", degrees_of_freedom=4.0)
    drawn = cm.simulate(plan, draws=200_000, seed=7, uncertainty=uncertainty, quantiles=(0.1, 0.9), statements="none")
    for group in ("urban", "rural"):
        found = tornado(plan, f"{group}.2024", uncertainty=uncertainty, by="group")
        low, high = drawn.quantiles("total").sel(group=group, year=2024).values
        # three standard errors of both quantiles are 1 % of the range, what is bent another half per cent
        assert abs(found.low.item() - low) < 0.015 * (high - low)
        assert abs(found.high.item() - high) < 0.015 * (high - low)


def test_high_is_where_growth_is_high_also_for_several_components() -> None:
    found = tornado(cm.scenario("plan"), "ratio", uncertainty=uneven(), by="group")
    # urban income raises the ratio, rural income lowers it
    assert found.low[0] < found.high[0]
    assert found.low[1] > found.high[1]


def test_student_t_takes_its_own_quantile_at_the_same_spread() -> None:
    student = uneven(persistence=0.4).with_(distribution="student_t", degrees_of_freedom=5)
    found = tornado(cm.scenario("plan"), "rural.2022", uncertainty=student)
    # one year: printed tables of Student's t, 1.476 at 90 % with 5 degrees of freedom, whose variance is 5/3
    np.testing.assert_allclose(found.multiple, 1.4759 * (3 / 5) ** 0.5, atol=5e-5)
    # three years add up to something between that and the normal, of which the draws of their sum give the place
    several = tornado(cm.scenario("plan"), "rural.2024", uncertainty=student, by="group").multiple.item()
    assert 1.4759 * (3 / 5) ** 0.5 < several < NormalDist().inv_cdf(0.9)


def test_a_sum_of_student_t_years_has_the_quantile_of_its_draws() -> None:
    student = uneven().with_(distribution="student_t", degrees_of_freedom=4)
    parts = np.array([0.5, 0.3, 0.2])
    drawn = np.random.default_rng(11).standard_t(4, size=(3, 1_000_000)) / 2**0.5
    expected = np.quantile(np.sqrt(parts) @ drawn, 0.95)
    # three standard errors of the drawn quantile are 0.5 % of it
    nothing_own = np.array([parts, np.zeros(3)])
    assert multiple_of(student, nothing_own, 0.9) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize("degrees", [None, 5.0])
@pytest.mark.parametrize("freedoms", [(7.0, 4.0), (None, 4.0), (7.0, None), (9.0, 30.0)])
def test_a_sum_of_common_and_own_shocks_has_the_quantile_of_its_draws(
    freedoms: tuple[float | None, float | None], degrees: float | None
) -> None:
    """Each part has a chi-square of its own, over all years; a year of Student's t stretches both parts."""
    common, own = freedoms
    uncertainty = replace(uneven(), estimation_freedom=common, own_freedom=own)
    if degrees is not None:
        uncertainty = uncertainty.with_(distribution="student_t", degrees_of_freedom=degrees)
    parts, random = np.array([[0.3, 0.2, 0.1], [0.15, 0.0, 0.25]]), np.random.default_rng(12)
    many = 1_000_000
    years = np.ones((3, many)) if degrees is None else (degrees - 2.0) / random.chisquare(degrees, (3, many))
    drawn = np.zeros(many)
    for freedom, of_part in zip(freedoms, parts, strict=True):
        scale = 1.0 if freedom is None else np.sqrt(freedom / random.chisquare(freedom, many))
        drawn += scale * (np.sqrt(of_part[:, np.newaxis] * years) * random.standard_normal((3, many))).sum(axis=0)
    for probability in (0.5, 0.9):
        expected = np.quantile(np.abs(drawn), probability)
        assert multiple_of(uncertainty, parts, probability) == pytest.approx(expected, rel=0.005)
    # one part alone is Student's t
    if degrees is None and common is not None:
        alone = np.array([[0.5, 0.3, 0.2], [0.0] * 3])
        assert multiple_of(uncertainty, alone, 0.9) == pytest.approx(stats.t.ppf(0.95, common), rel=1e-9)


def test_what_is_said_of_swings_tells_what_correlation_is_in() -> None:
    text = tornado(cm.scenario("plan"), "ratio", uncertainty=uneven()).to_text("en")
    assert "correlation inside an input is counted, correlation between inputs is not" in " ".join(text.split())
    assert "±1.282 standard deviations" in " ".join(text.split())


def test_a_swing_below_minus_one_loses_the_component_and_says_so() -> None:
    wide = uneven().with_spread("rural", "wages", 0.95)
    found = tornado(cm.scenario("plan"), "rural.2024", uncertainty=wide, probability=0.99)
    lost = cm.project(cm.scenario("plan")).totals.sel(group="rural", year=2024)
    wages = cm.project(cm.scenario("plan")).levels.sel(group="rural", component="wages", year=2024)
    assert found.low[0] == pytest.approx(float(lost) - float(wages), rel=1e-12)
    assert "counts as zero" in found.to_text("en")
    assert "counts as zero" not in tornado(cm.scenario("plan"), "ratio", uncertainty=uneven()).to_text("en")


def test_cells_vary_as_a_stationary_process_over_the_years() -> None:
    uncertainty = uneven(persistence=0.6).with_(own_spread=0.01, own_correlation=0.2)
    subject = subject_of(cm.scenario("plan"), "ratio")
    found = cell_law(subject, uncertainty).covariance
    cells = np.argwhere(subject.moving)
    for a, (g, c, s) in enumerate(cells):
        for b, (h, d, t) in enumerate(cells):
            expected = uncertainty.covariance[4 * g + c, 4 * h + d] * 0.6 ** abs(s - t)
            assert found[a, b] == pytest.approx(expected, rel=1e-12)


def test_without_an_uncertainty_the_estimated_one_is_taken() -> None:
    from ceheng_model.uncertainty import estimate_uncertainty

    plan = cm.scenario("plan")
    given = tornado(plan, "ratio", uncertainty=estimate_uncertainty(plan))
    np.testing.assert_array_equal(tornado(plan, "ratio").swing, given.swing)


def test_open_rates_over_share_cases_agree_with_exact_fractions() -> None:
    found = share_case_effects(cm.scenario("plan"))
    rate = found["rural.2022.open_rate"]
    # wages grow by 20 % and the total by 12 %: the rest by (0.12 - 0.20 s) / (1 - s) at a wage share of s
    shares = {"poverty_counties_2019": "0.3529", "national_2021": "0.4204", "yunnan_poverty_2020": "0.3402"}
    expected = {
        case: float((Fraction("0.12") - Fraction("0.20") * Fraction(share)) / (1 - Fraction(share)))
        for case, share in shares.items()
    }
    assert len(found.cases) == 6
    for case, value in zip(found.cases, rate.values.tolist(), strict=True):
        assert value == pytest.approx(expected[case["rural"]], abs=2e-5)  # components are rounded to a fen
    row = found.tables()[0].to_frame().set_index("result").loc["rural.2022.open_rate"]
    assert (row.lowest_case, row.highest_case) == ("national_2021", "yunnan_poverty_2020")
    assert row.spread == pytest.approx(max(expected.values()) - min(expected.values()), abs=4e-5)
    assert rate.assumed == pytest.approx(expected["poverty_counties_2019"], abs=2e-5)
    # the plan's totals do not depend on the split
    assert not found["ratio_2024"].matters
    assert found.case_of(found["ratio_2024"], 0) == {}


def test_headline_results_over_share_cases_agree_with_projections_by_hand() -> None:
    start = cm.scenario("components")
    found = share_case_effects(start)
    for result, name in (
        (found["ratio_2024"], "ratio"),
        (found["lifted.2024"], "lifted.2024"),
        (found["urban_growth"], "urban.average_growth"),
    ):
        by_hand = [value_of(name, start.with_shares(shares)) for shares in found.cases]
        np.testing.assert_allclose(result.values, by_hand, rtol=1e-12)
        assert result.assumed == pytest.approx(value_of(name, start), rel=1e-12)
    # a total or an average on which the plan makes a statement stands once, under the statement's name
    assert {result.name for result in found.results} & {"rural.2024", "ratio", "rural.average_growth"} == set()
    relative = found["ratio_2024"].spread / found["ratio_2024"].assumed
    assert found["ratio_2024"].effect == pytest.approx(relative)
    assert found["urban_growth"].effect == pytest.approx(found["urban_growth"].spread)
    assert found.case_of(found["ratio_2024"], 0) == {group: found.cases[0][group] for group in ("urban", "rural")}


def test_verdicts_that_depend_on_the_split_stand_first() -> None:
    start = cm.scenario("components")
    found, report = share_case_effects(start), cm.check(cm.project(start))
    headline = {s.id for s in start.require_dossier().plan.statements}
    changing = {id for id in report.depends_on_case() if id in headline}
    assert changing == {"rural_above_urban"}
    assert {result.name for result in found.results if result.verdict_changes} == changing
    assert found.results[0].verdict_changes
    effects = [result.effect for result in found.results[1:]]
    assert effects == sorted(effects, reverse=True)
    row = found.to_frame().iloc[0]
    assert row.verdicts == "达到5种、未达到1种"
    assert row.verdict_changes
    assert "10项改变，1条判定改变" in found.to_text("zh")
    assert "no verdicts change" in share_case_effects(cm.scenario("plan")).to_text("en")


@pytest.mark.parametrize("name", ["plan", "components", "trend"])
def test_results_that_no_case_changes_are_counted_and_not_listed(name: str) -> None:
    start = cm.scenario(name)
    found = share_case_effects(start)
    rows = found.to_frame()
    # by hand: what differs between the combinations by more than the rounding of sums
    differing = {
        result.name
        for result in found.results
        if max(result.values) - min(result.values) > 1e-9 * max(1.0, abs(result.assumed))
    }
    assert set(rows.result) == differing
    assert (rows.spread > 0.0).all()
    same = len(found.results) - len(differing)
    for language, note in (("en", f"{same} results are the same"), ("zh", f"{same}项结果在各案例下相同")):
        assert (note in found.to_text(language)) == (same > 0)  # type: ignore[arg-type]
    # they can still be asked for
    assert all(found[result.name] is result for result in found.results)


def test_a_case_that_cannot_be_projected_is_listed() -> None:
    tight = cm.scenario("plan").with_growth("urban", ["property", "transfer"], -0.95, how="add")
    found = share_case_effects(tight)
    assert [shares["urban"] for shares, _ in found.impossible] == ["guizhou_2023q3"] * 3
    assert [shares["urban"] for shares in found.cases] == ["national_2021"] * 3
    assert "must be above -1" in found.to_text("en")
    with pytest.raises(KeyError, match="nothing"):
        found["nothing"]


def test_a_scenario_that_closes_nothing_has_no_open_rates() -> None:
    bare = replace(cm.scenario("trend"), closing=None)
    assert not [r for r in share_case_effects(bare).results if r.name.endswith("open_rate")]


def test_a_plan_of_one_group_has_no_ratio_and_only_its_own_share_cases() -> None:
    whole = cm.load_dossier()
    plan = whole.plan
    alone = replace(
        plan,
        terms=Terms(groups=tuple(group for group in plan.groups if group.key == "rural")),
        shares={"rural": plan.shares["rural"]},
        statements=tuple(s for s in plan.statements if s.quantity.group == "rural" and s.quantity.against is None),
        growth=tuple(s for s in plan.growth if s.quantity.group == "rural"),
    )
    found = share_case_effects(cm.scenario("plan", plan=replace(whole, plan=alone)))
    names = {result.name for result in found.results}
    assert names == {
        "rural_growth", "rural_income_2024", *(f"rural.{year}.open_rate" for year in (2022, 2023, 2024))
    }  # fmt: skip
    assert len(found.cases) == 3


def refused() -> list[tuple[Callable[[], object], str]]:
    plan = cm.scenario("plan")
    levels = plan.baseline.levels.copy()
    levels[1, 2] = 0.0
    nothing = replace(plan, baseline=replace(plan.baseline, levels=levels))
    many = plan.with_growth("rural", "wages", np.array([0.1, 0.2])[:, None])
    bare = replace(plan, dossier=None, based_on=None)
    return [
        (lambda: elasticities(plan, "nowhere.2024"), "must be one of the known options"),
        (lambda: elasticities(plan, RelativeGap(group="rural", first_year=2022, last_year=2024)), "kind of a target"),
        (lambda: elasticities(many, "ratio"), "must hold one path only"),
        (lambda: elasticities(nothing, "rural.property.2024"), "must have a value and change with growth"),
        (lambda: tornado(nothing, "rural.property.growth.2024"), "must have a value and change with growth"),
        (lambda: tornado(plan, "ratio", by="place"), "by must be one of the known options .got 'place'"),  # type: ignore[arg-type]
        (lambda: tornado(plan, "ratio", probability=1.0), "the probability must lie between 0 and 1"),
        (lambda: tornado(plan, "ratio", probability=float("nan")), "the probability must lie between 0 and 1"),
        (lambda: tornado(plan, "ratio", uncertainty=two_groups()), "must be urban, rural, lifted, in this order"),
        (lambda: share_case_effects(bare), "must come from a plan"),
        (lambda: share_case_effects(many), "must hold one path only"),
    ]


def two_groups() -> Uncertainty:
    return Uncertainty(groups=("urban", "rural"), standard_deviation=np.full((2, 4), 0.02), correlation=np.eye(8))


@pytest.mark.parametrize(("call", "message"), refused(), ids=[message for _, message in refused()])
def test_what_cannot_be_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        call()


def test_results_show_in_both_languages_within_the_width() -> None:
    plan = cm.scenario("components")
    for result in (elasticities(plan, "rural.growth.2024"), tornado(plan, "ratio"), share_case_effects(plan)):
        for language in LANGUAGES:
            for table in result.tables():
                assert all(len(line) <= 128 for line in replace(table, notes=()).to_text(language).splitlines())
        assert "<table>" in result.to_html()
        assert not any(isnan(value) for value in result.to_frame().select_dtypes("number").to_numpy().ravel())


def test_results_are_read_only() -> None:
    found, swings = elasticities(cm.scenario("plan"), "ratio"), tornado(cm.scenario("plan"), "ratio")
    for array in (found.growth, found.base_effect, swings.low, swings.shock[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_share_cases_of_a_shorter_horizon_keep_to_its_years() -> None:
    found = cm.share_case_effects(cm.scenario("plan").with_horizon(2023))
    assert {name for name in (one.name for one in found.results) if "open_rate" in name} == {
        f"{group}.{year}.open_rate" for group in ("urban", "rural", "lifted") for year in (2022, 2023)
    }


def test_a_distance_between_rates_is_in_points() -> None:
    plan = cm.scenario("plan")
    swings = tornado(plan, "rural.average_growth").table()
    assert swings.columns[-1].heading.en == "swing, points"
    assert all("%" not in row[-1] and "%" in row[-2] for row in swings.shown_rows("en")[1:])
    assert tornado(plan, "ratio").table().columns[-1].heading.en == "swing"
    effects = elasticities(plan, "rural.average_growth").tables()[0]
    assert effects.columns[-1].heading.zh.endswith("（百分点）")
    assert all("%" not in row[-1] for row in effects.shown_rows("zh")[1:])
