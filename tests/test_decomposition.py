"""The official seven columns, the change of the ratio, two scenarios, inequality between groups."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import decomposition
from ceheng_model.arithmetic import Array
from ceheng_model.cli import program
from ceheng_model.decomposition import splits
from ceheng_model.quantities import Against, GrowthLead, RelativeGap
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import BUREAU_KEYS, LANGUAGES
from tests import exact
from tests.effort import examples

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
    scenario = cm.Scenario(
        name=cm.Text.same("any"), baseline=cm.scenario("plan").baseline, years=(2022, 2023, 2024), growth=growth
    )
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


def scenario_of(
    growth: Any, *, base: Any = None, years: tuple[int, ...] = (2022, 2023, 2024), **given: Any
) -> cm.Scenario:
    """Return a scenario from bare arrays on the plan's groups."""
    baseline = cm.scenario("plan").baseline
    if base is not None:
        baseline = replace(baseline, levels=np.array(base, dtype=float))
    return cm.Scenario(
        name=cm.Text.same("bare"), baseline=baseline, years=years, growth=np.array(growth, dtype=float), **given
    )


def uniform(rate: float = 0.1, *, years: int = 3) -> Array:
    return np.full((3, 4, years), rate)


GROWTHS = arrays(float, (3, 4, 3), elements=st.floats(-0.4, 0.8))
BASES = arrays(float, (3, 4), elements=st.floats(10.0, 30_000.0))


# ---------------------------------------------------------------- the seven columns: closing rows and dashes


@given(GROWTHS, BASES, st.sampled_from([{}, {"year": 2023}, {"since": 2021}, {"year": 2024, "since": 2022}]))
def test_closing_rows_are_the_sums_to_the_last_bit(growth: Array, base: Array, years: dict[str, int]) -> None:
    frame = cm.contributions(cm.project(scenario_of(growth, base=base)), **years).to_frame()
    frame[SEVEN] = frame[SEVEN].astype(float)
    for _, rows in frame.groupby(["year", "group"]):
        parts, whole = rows[rows.component != "total"], rows[rows.component == "total"].iloc[0]
        for column in ("level", "previous_level", "increment", "contribution_points"):
            assert np.add.reduce(parts[column].to_numpy()) == whole[column]
        assert parts["share"].sum() == pytest.approx(1.0, rel=1e-12)
        if not np.isnan(whole.contribution_rate):
            assert abs(parts.contribution_rate.sum() - 1.0) <= 1e-12 * max(1.0, parts.contribution_rate.abs().max())
            assert whole.growth == pytest.approx(whole.contribution_points, rel=1e-12, abs=1e-15)


def test_component_that_starts_at_zero_has_no_growth_and_the_rest_stands() -> None:
    base = np.array([[60.0, 40.0, 0.0, 0.0]] * 3)
    result = cm.contributions(cm.project(scenario_of(uniform(), base=base)), year=2022)
    frame = result.to_frame()
    zero = frame[(frame.group == "rural") & (frame.component == "property")].iloc[0]
    assert np.isnan(zero.growth)
    assert zero[["level", "increment", "share", "contribution_rate", "contribution_points"]].tolist() == [0.0] * 5
    # 60 of 100 yuan grow by 10 %: 6 points of 10, 60 % of the increment
    wages = frame[(frame.group == "rural") & (frame.component == "wages")].iloc[0]
    assert wages[["contribution_points", "contribution_rate"]].tolist() == pytest.approx([0.06, 0.6], rel=1e-14)
    assert "上年为零的没有增速" in result.to_text("zh")
    assert "no growth and no points from a previous level of zero" in result.to_text("en")


def test_total_that_does_not_change_has_no_contribution_rates() -> None:
    growth = uniform(0.0)
    # 30 x 0.07 = 2.1 = 70 x 0.03; floating point leaves a rest that is not a change
    growth[1, :2, 0] = 0.07, -0.03
    frame = cm.contributions(cm.project(scenario_of(growth, base=[[30.0, 70.0, 0, 0]] * 3)), year=2022).to_frame()
    rural = frame[frame.group == "rural"]
    assert rural.contribution_rate.isna().all()
    assert rural.contribution_points.tolist() == pytest.approx([0.021, -0.021, 0.0, 0.0, 0.0], abs=1e-15)


def test_group_without_income_is_all_dashes_and_no_warning() -> None:
    base = np.array([[60.0, 40.0, 1.0, 1.0], [0.0] * 4, [1.0] * 4])
    frame = cm.contributions(cm.project(scenario_of(uniform(), base=base)), year=2022).to_frame()
    rural = frame[frame.group == "rural"]
    assert rural[["growth", "share", "contribution_rate", "contribution_points"]].isna().all().all()
    assert (rural[["level", "increment"]] == 0.0).all().all()


def test_group_without_a_base_has_no_shares_either() -> None:
    base = np.array([[60.0, 40.0, 1.0, 1.0], [np.nan] * 4, [1.0] * 4])
    frame = cm.contributions(cm.project(scenario_of(uniform(), base=base)), year=2022).to_frame()
    rural = frame[frame.group == "rural"]
    assert rural.loc[:, "level":].isna().all().all()
    assert not frame[frame.group == "urban"].loc[:, "level":"share"].isna().any().any()


def test_contributions_of_a_batch_are_those_of_every_path() -> None:
    rates = pd.Series([0.1, 0.2, 0.3], index=pd.Index(["low", "middle", "high"], name="policy"))
    rows = [(code, g, "total", m) for code, m in (("a", 9000.0), ("b", 12000.0)) for g in ("urban", "rural", "lifted")]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    many = cm.project(cm.scenario("plan").with_growth("rural", "wages", rates).with_regions(frame))
    parts = decomposition.contributions(many)
    assert parts.figures.shape == (3, 2, 3, 3, 5, 7)
    assert parts.contribution_points.dims == ("policy", "region", "year", "group", "component")
    tidy = parts.to_frame()
    assert list(tidy.columns[:6]) == ["policy", "region", "group", "component", "year", "previous_year"]
    for policy in rates.index:
        alone = decomposition.contributions(many.at(policy=policy, region="b"))
        picked = parts.contribution_points.sel(policy=policy, region="b").values
        assert picked.tobytes() == alone.contribution_points.values.tobytes()
        keys = ["group", "component", "year"]
        own = tidy[(tidy.policy == policy) & (tidy.region == "b")].drop(columns=["policy", "region"])
        both = own.merge(alone.to_frame(), on=keys, suffixes=("", "_alone"))
        assert len(both) == len(own) == len(alone.to_frame()) == 45
        for name in ("level", "increment", "growth", "share", "contribution_rate", "contribution_points"):
            assert both[name].tolist() == both[f"{name}_alone"].tolist()
    assert "…" in parts.to_text("zh")
    with pytest.raises(
        cm.InputError, match=r"hold one path only .*; take one with projection.at\(policy='low', region='a'"
    ):
        parts.part("rural")


# ---------------------------------------------------------------- logarithmic mean and the ratio


def exact_ln(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return (Decimal(value.numerator) / Decimal(value.denominator)).ln()


def exact_log_mean(a: Fraction, b: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        if a == b:
            return Decimal(a.numerator) / Decimal(a.denominator)
        difference = a - b
        return Decimal(difference.numerator) / Decimal(difference.denominator) / exact_ln(a / b)


def exact_parts(start: Sequence[Sequence[Fraction]], end: Sequence[Sequence[Fraction]]) -> list[list[float]]:
    """Return the split of the ratio's change in 60 digits, from fractions."""
    (u0, v0), (u1, v1) = ([sum(side, Fraction(0)) for side in year] for year in (start, end))
    weight = exact_log_mean(u1 / v1, u0 / v0)
    rows = []
    with localcontext() as context:
        context.prec = 60
        for sign, before, after, sums in ((1, start[0], end[0], (u1, u0)), (-1, start[1], end[1], (v1, v0))):
            changes = [b - a for a, b in zip(before, after, strict=True)]
            mean = exact_log_mean(*sums)
            rows.append([float(sign * weight * Decimal(d.numerator) / Decimal(d.denominator) / mean) for d in changes])
    return rows


@pytest.mark.parametrize(
    ("a", "b"),
    [(3.0, 2.0), (1.0, 1.0), (1e-9, 7e8), (12_345.678, 12_345.678000000002), (5.0, 5.0 * (1 + 1e-9)), (2.0, 700.0)],
)
def test_logarithmic_mean_agrees_with_sixty_digits_and_is_symmetric(a: float, b: float) -> None:
    mean = float(splits.logarithmic_mean(np.array(a), np.array(b)))
    assert mean == pytest.approx(float(exact_log_mean(Fraction(a), Fraction(b))), rel=1e-15)
    assert mean == float(splits.logarithmic_mean(np.array(b), np.array(a)))


def test_split_of_the_plans_ratio_agrees_with_sixty_digits() -> None:
    frame = decomposition.ratio_change(cm.project(cm.scenario("plan")), since=2021).to_frame()
    paths = {group: exact.plan_path(group)[1] for group in ("urban", "rural")}
    start, end = ([[paths[g][t][c] for c in exact.BUREAU_KEYS] for g in ("urban", "rural")] for t in (0, 3))
    for group, expected in zip(("urban", "rural"), exact_parts(start, end), strict=True):
        rows = frame[frame.group == group]
        assert rows.component.tolist() == [*exact.BUREAU_KEYS, "total"]
        assert rows.contribution.tolist() == pytest.approx([*expected, sum(expected)], rel=1e-11)
    # R0 = 36510 / 11076; the totals grow by 1.1^3 and 1.12^3
    first = Fraction(36510, 11076)
    last = first * Fraction(110, 112) ** 3
    closing = frame[frame.group == "ratio"].iloc[0]
    figures = closing[["previous_level", "level", "contribution", "contribution_rate"]].tolist()
    assert figures == pytest.approx([float(first), float(last), float(last - first), 1.0], rel=1e-12)


def test_side_total_is_the_log_mean_of_the_ratio_times_log_growth() -> None:
    # urban and rural totals grow by 1.1 and 1.12 a year; a side's part is L(R1, R0) times its log growth
    frame = decomposition.ratio_change(cm.project(cm.scenario("plan")), year=2022).to_frame()
    first = Fraction(36510, 11076)
    mean = exact_log_mean(first, first * Fraction(110, 112))
    totals = frame[frame.component == "total"].set_index("group").contribution
    assert totals["urban"] == pytest.approx(float(mean * exact_ln(Fraction(11, 10))), rel=1e-12)
    assert totals["rural"] == pytest.approx(-float(mean * exact_ln(Fraction(28, 25))), rel=1e-12)


@given(GROWTHS, BASES, st.booleans())
def test_parts_of_the_ratio_add_up(growth: Array, base: Array, chained: bool) -> None:
    projection = cm.project(scenario_of(growth, base=base))
    frame = decomposition.ratio_change(projection, since=2021, chained=chained).to_frame()
    ratio = projection.urban_rural_ratio.values
    parts = frame[(frame.group != "ratio") & (frame.component != "total")].contribution
    sides = frame[(frame.group != "ratio") & (frame.component == "total")].contribution
    closing = frame[frame.group == "ratio"].contribution.item()
    scale = max(parts.abs().max(), abs(closing), 1e-3 * ratio[0])
    assert closing == ratio[-1] - ratio[0]
    assert abs(math.fsum(parts) - closing) <= 1e-15 * scale
    assert abs(sides.sum() - closing) <= 1e-12 * scale


@given(GROWTHS, BASES)
def test_exchanging_the_years_or_the_sides_keeps_the_picture(growth: Array, base: Array) -> None:
    levels = cm.project(scenario_of(growth, base=base)).values[:2]
    start, end = levels[..., 0], levels[..., -1]
    parts = splits.ratio_change_parts(start, end)
    noise = 1e-12 * float(np.abs(parts).max())
    np.testing.assert_allclose(splits.ratio_change_parts(end, start), -parts, rtol=1e-10, atol=noise)
    # rural over urban: the parts stay in the same proportion to one another
    inverse = splits.ratio_change_parts(start[::-1], end[::-1])[::-1]
    largest = np.unravel_index(np.abs(parts).argmax(), parts.shape)
    if parts[largest] != 0.0:
        np.testing.assert_allclose(inverse / inverse[largest], parts / parts[largest], rtol=1e-9, atol=1e-12)


def test_dividing_a_component_leaves_the_other_parts_alone_where_shapley_does_not() -> None:
    start, end = np.array([[30.0, 6.0], [8.0, 4.0]]), np.array([[33.0, 9.0], [11.0, 4.5]])
    parts = splits.ratio_change_parts(start, end)
    # rural wages of 8 -> 11 divided into 5 -> 5.5 and 3 -> 5.5
    fine_start, fine_end = np.array([[30.0, 6.0, 0.0], [5.0, 3.0, 4.0]]), np.array([[33.0, 9.0, 0.0], [5.5, 5.5, 4.5]])
    fine = splits.ratio_change_parts(fine_start, fine_end)
    np.testing.assert_allclose(fine[0, :2], parts[0], rtol=1e-14)
    assert fine[1, :2].sum() == pytest.approx(parts[1, 0], rel=1e-14)

    def urban_sum(before: Array, after: Array) -> float:
        def value(taken: Sequence[int]) -> float:
            mix = before.copy()
            mix.flat[list(taken)] = after.flat[list(taken)]
            return float(mix[0].sum() / mix[1].sum())

        return sum(brute_shapley(value, before.size)[: before.shape[1]])

    assert abs(urban_sum(fine_start, fine_end) - urban_sum(start, end)) > 1e-4


def test_sum_that_does_not_change_takes_the_limit_of_the_mean() -> None:
    # U stays 4 (one component gives what the other gets), V goes from 2 to 1: R from 2 to 4.
    # L(4, 2) = 2 / ln 2, L(U, U) = 4: parts 2 / ln 2 / 4 x (+1, -1); the change of 2 is all rural
    parts = splits.ratio_change_parts(np.array([[3.0, 1.0], [2.0, 0.0]]), np.array([[4.0, 0.0], [1.0, 0.0]]))
    half = 1 / (2 * math.log(2.0))
    np.testing.assert_allclose(parts, [[half, -half], [2.0, 0.0]], rtol=1e-15)


def test_component_that_starts_from_zero_has_its_part_in_the_ratio() -> None:
    base = np.array([[60.0, 40.0, 0.0, 0.0], [20.0, 0.0, 10.0, 0.0], [1.0] * 4])
    frame = decomposition.ratio_change(cm.project(scenario_of(uniform(0.2), base=base)), year=2022).to_frame()
    # both totals grow alike: the ratio stays, wages of 60 in 100 bear 0.6 of R ln 1.2
    urban = frame[frame.group == "urban"].contribution.tolist()
    whole = 100 / 30 * math.log(1.2)
    assert urban == pytest.approx([0.6 * whole, 0.4 * whole, 0.0, 0.0, whole], rel=1e-14)


def test_ratio_that_does_not_change_has_parts_but_no_percentages() -> None:
    result = decomposition.ratio_change(cm.project(scenario_of(uniform(0.2))), year=2022)
    frame = result.to_frame()
    assert frame.contribution_rate.isna().all()
    assert frame[frame.group == "ratio"].contribution.item() == pytest.approx(0.0, abs=1e-15)
    assert "收入比不变" in result.to_text("zh")
    assert "the ratio does not change" in result.to_text("en")


def test_years_one_by_one_and_the_chained_span_agree() -> None:
    projection = cm.project(cm.scenario("components"))
    yearly, chained = decomposition.ratio_change(projection), decomposition.ratio_change(projection, chained=True)
    direct = decomposition.ratio_change(projection, since=2021)
    assert yearly.spans == ((2021, 2022), (2022, 2023), (2023, 2024))
    assert chained.spans == direct.spans == ((2021, 2024),)
    added = sum(yearly.parts(span) for span in yearly.spans)
    np.testing.assert_allclose(chained.parts((2021, 2024)), added, rtol=1e-12)
    # the same change on another path: the parts differ
    assert np.abs(chained.parts((2021, 2024)) - direct.parts((2021, 2024))).max() > 1e-5
    assert chained.to_frame().contribution.iloc[-1] == direct.to_frame().contribution.iloc[-1]
    assert "逐年分解后相加" in str(chained)
    assert "the first and the last year are compared directly" in direct.to_text("en")
    assert "直接比较首末两年" not in str(yearly)


def test_chained_span_of_named_years_is_kept() -> None:
    assert decomposition.ratio_change(cm.project(cm.scenario("plan")), since=2022, chained=True).spans == (
        (2022, 2024),
    )


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ({"year": 2021}, "year must be one of the known options"),
        ({"since": 2024}, "since must be one of the known options"),
        ({"year": 2022, "since": 2023}, r"since must be before the last year \(got 2023\)"),
    ],
)
def test_ratio_change_refuses_years_that_make_no_span(years: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        decomposition.ratio_change(cm.project(cm.scenario("plan")), **years)


def test_ratio_change_needs_one_path_and_both_groups_and_income() -> None:
    plan = cm.scenario("plan")
    with pytest.raises(cm.InputError, match="the projection must hold one path only"):
        decomposition.ratio_change(cm.project(plan.with_growth("rural", "wages", [0.1, 0.2])))
    groups = (plan.groups[0], replace(plan.groups[1], key="village"), plan.groups[2])
    renamed = replace(plan, baseline=replace(plan.baseline, terms=Terms(groups=groups)))
    with pytest.raises(cm.InputError, match=r"the group must be in the plan \(got 'rural'\)"):
        decomposition.ratio_change(cm.project(renamed))
    empty = scenario_of(uniform(), base=[[1.0] * 4, [0.0] * 4, [1.0] * 4])
    with pytest.raises(cm.InputError, match=r"total income of rural 2021 must be above zero \(got 0\)") as caught:
        decomposition.ratio_change(cm.project(empty))
    assert len(caught.value.faults) == 4
    assert "分解须取对数" in caught.value.text("zh")


# ---------------------------------------------------------------- Shapley values


def brute_shapley(value: Callable[[Sequence[int]], float], players: int) -> list[float]:
    """Return Shapley values as the average over all orders, written out."""
    sums = [0.0] * players
    orders = list(permutations(range(players)))
    for order in orders:
        for position, player in enumerate(order):
            sums[player] += value(order[: position + 1]) - value(order[:position])
    return [one / len(orders) for one in sums]


def coalition_values(value: Callable[[Sequence[int]], float], players: int) -> Array:
    return np.array([value([p for p in range(players) if mix >> p & 1]) for mix in range(2**players)])


def test_shapley_values_of_games_in_the_books() -> None:
    # weighted majority of 51 with weights 50, 49, 1: (4/6, 1/6, 1/6) of the six orders are turned by each
    votes = (50, 49, 1)
    majority = coalition_values(lambda taken: float(sum(votes[p] for p in taken) >= 51), 3)
    assert splits.shapley_values(majority).tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6], rel=1e-15)
    # airport game (Littlechild and Owen 1973): every stretch of the runway is paid by those who need it
    costs = (8.0, 11.0, 13.0, 18.0)
    airport = coalition_values(lambda taken: max((costs[p] for p in taken), default=0.0), 4)
    expected = np.cumsum([8 / 4, 3 / 3, 2 / 2, 5 / 1])
    np.testing.assert_allclose(splits.shapley_values(airport), expected, rtol=1e-14)


@given(st.integers(1, 5), st.data())
def test_shapley_values_are_the_average_over_all_orders(players: int, data: st.DataObject) -> None:
    values = np.array(data.draw(st.lists(st.floats(-9.0, 9.0), min_size=2**players, max_size=2**players)))
    expected = brute_shapley(lambda taken: float(values[sum(1 << p for p in taken)]), players)
    np.testing.assert_allclose(splits.shapley_values(values), expected, rtol=0, atol=1e-13)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_closing_changes_no_part_by_more_than_rounding(parts: list[float]) -> None:
    total = sum(parts)
    done = splits.closed(np.array(parts), total)
    scale = max(map(abs, parts))
    assert np.abs(done - parts).max() <= 1e-14 * scale
    assert abs(math.fsum(done) - total) <= 2**-52 * scale


# ---------------------------------------------------------------- two scenarios


def oracle(
    first: cm.Scenario, second: cm.Scenario, cells: Sequence[Any], value: Callable[[Array], float]
) -> list[float]:
    """Return Shapley values of exchanging `cells`, each ``("base", index)`` or ``("growth", index)``, order by order."""

    def of_mix(taken: Sequence[int]) -> float:
        base, growth = first.baseline.levels.copy(), first.growth.copy()
        for kind, index in (cells[p] for p in taken):
            (base if kind == "base" else growth)[index] = (second.baseline.levels if kind == "base" else second.growth)[
                index
            ]
        levels = base.copy()
        path = [levels]
        for t in range(growth.shape[-1]):
            levels = levels * (1.0 + growth[..., t])
            path.append(levels)
        return value(np.stack(path, axis=-1))

    return brute_shapley(of_mix, len(cells))


def last_ratio(levels: Array) -> float:
    return float(levels[0, :, -1].sum() / levels[1, :, -1].sum())


def test_effects_are_the_average_over_all_orders_of_exchange() -> None:
    first = cm.scenario("plan")
    shares = {"rural": "national_2021"}
    second = (
        first.with_shares(shares).with_growth("rural", "wages", 0.15).with_growth("urban", "wages", 0.08, years=2023)
    )
    result = decomposition.explain_difference(first, second, "ratio")
    # the open rural cells close to the same total on another split: their growth differs too
    cells = [("base", (1,)), *(("growth", (1, c)) for c in range(4)), ("growth", (0, 0))]
    expected = oracle(first, second, cells, last_ratio)
    order = sorted(range(6), key=lambda p: -abs(expected[p]))
    assert [effect.value for effect in result.effects] == pytest.approx([expected[p] for p in order], rel=1e-11)
    found = [
        (
            e.assumption.kind,
            e.assumption.group and e.assumption.group.key,
            e.assumption.component and e.assumption.component.key,
        )
        for e in result.effects
    ]
    names = [("base", "rural", None), *(("growth", "rural", c) for c in BUREAU_KEYS), ("growth", "urban", "wages")]
    assert found == [names[p] for p in order]
    ratios = [cm.project(scenario).urban_rural_ratio.values[-1] for scenario in (first, second)]
    assert [result.first_value, result.second_value] == pytest.approx(ratios, rel=1e-14)


def all_growth(indices: Sequence[Any]) -> list[tuple[str, Any]]:
    return [("growth", index) for index in indices]


@pytest.mark.parametrize(
    ("by", "cells"),
    [
        ("group", [*all_growth([(0,), (1,), (2,)]), ("base", (1,))]),
        ("year", [*all_growth([(..., 0), (..., 1), (..., 2)]), ("base", ...)]),
    ],
)
def test_coarser_divisions_exchange_all_their_cells_at_once(by: Any, cells: Sequence[Any]) -> None:
    first = cm.scenario("plan")
    second = cm.scenario("components").with_shares({"rural": "national_2021"})
    result = decomposition.explain_difference(first, second, "ratio", by=by)
    expected = sorted((v for v in oracle(first, second, cells, last_ratio) if v), key=lambda v: -abs(v))
    assert [effect.value for effect in result.effects] == pytest.approx(expected, rel=1e-11)
    # people lifted out of poverty are not in the ratio
    assert result.idle == (1 if by == "group" else 0)


QUANTITIES = ["ratio", "rural.2023", "urban.wages.share", "rural.average_growth", "lifted.transfer.growth.2023"]


@examples(40)
@given(GROWTHS, GROWTHS, BASES, st.sampled_from(QUANTITIES), st.sampled_from(["component", "group", "year"]))
def test_effects_add_up_and_change_sign_with_the_order(one: Array, two: Array, base: Array, name: str, by: Any) -> None:
    first, second = scenario_of(one), scenario_of(two, base=base)
    there = decomposition.explain_difference(first, second, name, by=by)
    back = decomposition.explain_difference(second, first, name, by=by)
    values = [effect.value for effect in there.effects]
    scale = max([abs(there.first_value), abs(there.second_value), *map(abs, values)])
    rounding = 1.001e-12 * max(1.0, scale)
    assert there.value == there.second_value - there.first_value
    assert abs(math.fsum(values) - there.value) <= max([1e-15 * abs(value) for value in values], default=rounding)
    mirrored = {effect.assumption.name: -effect.value for effect in back.effects}
    for effect in there.effects:
        assert mirrored.get(effect.assumption.name, 0.0) == pytest.approx(effect.value, abs=1e-11 * scale)
    assert there.to_frame().effect.iloc[-1] == there.value


@pytest.mark.parametrize("by", ["component", "group", "year"])
def test_no_difference_gives_a_closing_row_of_zero(by: Any) -> None:
    plan = cm.scenario("plan")
    result = decomposition.explain_difference(plan, plan, "rural.2024", by=by)
    assert (result.effects, result.idle, result.value) == ((), 0, 0.0)
    frame = result.to_frame()
    assert frame.effect.tolist() == [0.0]
    assert frame.share.isna().all()


def test_one_differing_assumption_has_the_whole_difference() -> None:
    plan = cm.scenario("plan")
    result = decomposition.explain_difference(plan, plan.with_growth("rural", "wages", 0.15, years=2023), "rural.2024")
    (effect,) = result.effects
    assert effect.value == result.value
    # wages of 2024: 11076 x 0.3529 x 1.2^3 against 1.2^2 x 1.15
    exact_change = Fraction(11076) * Fraction("0.3529") * Fraction(36, 25) * (Fraction(23, 20) - Fraction(6, 5))
    assert effect.value == pytest.approx(float(exact_change), rel=1e-10)
    assert result.to_frame().share.tolist() == [1.0, 1.0]


def test_assumptions_that_play_the_same_part_have_equal_effects() -> None:
    base = np.array([[50.0, 20.0, 5.0, 5.0], [10.0, 10.0, 3.0, 2.0], [1.0] * 4])
    first = scenario_of(uniform(0.1), base=base)
    # rural wages and business start at the same level and grow alike in both scenarios
    second = first.with_growth("rural", ["wages", "business"], 0.2).with_growth("urban", "wages", 0.15)
    effects = decomposition.explain_difference(first, second, "ratio").effects
    rural = [effect.value for effect in effects if effect.assumption.group == first.groups[1].named]
    assert len(rural) == 2
    assert rural[0] == pytest.approx(rural[1], rel=1e-13)


def test_assumptions_that_move_nothing_are_counted_not_listed() -> None:
    plan = cm.scenario("plan")
    # growth of lifted wages and of 2024 does not reach rural income of 2023; up and down again ends where it was
    second = plan.with_growth("lifted", "wages", 0.3).with_growth("rural", "wages", 0.3, years=2024)
    second = second.with_growth("rural", "business", 0.1, years=[2022, 2023])
    first = plan.with_growth("rural", "business", 0.21, years=2022).with_growth("rural", "business", 0.0, years=2023)
    result = decomposition.explain_difference(first, second, "rural.2023")
    # 1.21 x 1 = 1.1 x 1.1: business differs year by year and not at the end
    assert (result.effects, result.idle) == ((), 3)
    assert "另有3项假设不同，但不影响该指标" in str(result)
    assert "assumptions that differ without moving the quantity: 3" in result.to_text("en")


def test_rounding_of_a_small_growth_is_no_effect() -> None:
    # every component grows by 1e-5 in 2024, whatever levels it starts from: rests of 1e-16, which are 1e-11 of it
    first = scenario_of(uniform(1e-5))
    result = decomposition.explain_difference(
        first, first.with_growth("rural", None, 0.1, years=2022), "rural.growth.2024"
    )
    assert (result.effects, result.idle) == ((), 4)


def test_many_effects_at_the_edge_of_rounding_are_not_lost() -> None:
    # four parts of 0.5e-12 each lie below rounding, of 1e-12, and their sum of 2e-12 above it
    first = scenario_of(uniform(0.0), base=[[10.0] * 4] * 3)
    result = decomposition.explain_difference(first, first.with_growth(None, None, 2e-12), "rural.average_growth")
    assert len(result.effects) == 4
    assert result.value == pytest.approx(2e-12, rel=1e-3)


def test_effects_that_cancel_are_listed_without_percentages() -> None:
    plan = cm.scenario("plan")
    result = decomposition.explain_difference(plan, plan.with_shares({"rural": "national_2021"}), "rural.2024")
    assert len(result.effects) == 4
    assert result.value == pytest.approx(0.0, abs=1e-9)
    assert result.to_frame().share.isna().all()
    assert "两情景在该指标上没有差异" in str(result)


def test_rows_tell_the_assumptions_in_words() -> None:
    plan = cm.scenario("plan")
    second = plan.with_growth("rural", "wages", 0.15, years=[2023, 2024]).with_name("slow")
    table = decomposition.explain_difference(plan, second, "rural.wages.growth.2023").tables()[0]
    assert table.title.en == "What makes the difference: the plan to slow, rural residents: wages growth 2023"
    (record, closing) = table.records()
    assert (record["assumption_zh"], record["assumption_en"]) == (
        "农村常住居民工资性收入增速",
        "rural residents: growth of wages",
    )
    assert (record["kind"], record["group"], record["component"], record["year"]) == ("growth", "rural", "wages", None)
    assert (record["first_zh"], record["second_zh"]) == ("20.00%", "2022年 20.00%，2023—2024年 15.00%")
    assert record["second_en"] == "2022 20.00%, 2023-2024 15.00%"
    assert (closing["assumption_zh"], closing["first_en"], closing["second_en"]) == (
        "合计：两情景之差",
        "20.00%",
        "15.00%",
    )
    # 15 less 20 per cent are 5 percentage points
    assert table.shown_rows("zh")[1][-2:] == ["-5.00", "100.0%"]
    assert any("百分点" in note.zh for note in table.notes)


def test_rows_tell_bases_groups_and_years_in_words() -> None:
    plan = cm.scenario("plan")
    second = plan.with_shares({"rural": "national_2021"}).with_growth("urban", "wages", 0.2)
    rows = decomposition.explain_difference(plan, second, "rural.2023").to_frame().set_index("kind")
    base: Any = rows.loc["base"]
    assert (base.assumption, base.first) == (
        "农村常住居民2021年的收入及其构成",
        "11,076.0元，2019年全国贫困县农村居民",
    )
    english: Any = decomposition.explain_difference(plan, second, "rural.2023").to_frame(language="en").iloc[0]
    assert (english.second, english.year) == ("11,076.0 yuan, rural residents of the whole country in 2021", 2021)
    by_group = decomposition.explain_difference(plan, second, "urban.2024", by="group").to_frame()
    assert by_group.assumption.tolist()[0] == "城镇常住居民各构成的增速"
    assert by_group["first"].tolist()[0] == "合计年均 10.00%"
    by_year = decomposition.explain_difference(plan, second, "urban.2022", by="year").to_frame()
    # one urban and three rural rates of 2022 differ; only the year itself reaches income of 2022
    assert by_year.assumption.tolist() == ["2022年的增速", "合计：两情景之差"]
    assert by_year["first"].tolist()[0] == "4项增速"
    split = decomposition.explain_difference(plan, second, "rural.wages.2022", by="year").to_frame()
    assert split.assumption.tolist()[0] == "2021年的收入"
    assert split["first"].tolist()[0] == "4项收入"


def test_long_paths_are_told_by_their_average_and_close_ones_with_more_digits() -> None:
    years = (2022, 2023, 2024, 2025)
    first = scenario_of(uniform(0.1, years=4), years=years)
    path = first.growth.copy()
    path[1, 0] = [0.21, 0.0, 0.21, 0.0]
    second = scenario_of(path, years=years).with_growth("urban", "wages", 0.10001)
    by_group = decomposition.explain_difference(first, second, "ratio").to_frame().iloc[:-1].set_index("group")
    # (1.21 x 1 x 1.21 x 1)^(1/4) = 1.1: only the average is told
    assert by_group.index.tolist() == ["urban"]
    assert by_group["second"].tolist() == ["10.0010%"]
    found = decomposition.explain_difference(first, second, "ratio.2024")
    told = {}
    for language in LANGUAGES:
        rows: Any = found.to_frame(language=language).iloc[:-1].set_index("group")
        told[language] = rows.loc["rural", ["first", "second"]].tolist()
    assert told == {"zh": ["10.00%", "年均 10.00%"], "en": ["10.00%", "10.00% a year"]}


def test_lead_over_another_group_is_the_difference_of_two_growths() -> None:
    plan = cm.scenario("plan")
    second = plan.with_growth("rural", "wages", 0.15).with_growth("urban", "wages", 0.2)
    lead = GrowthLead(group="rural", first_year=2022, last_year=2024, against=Against(group="urban"))
    result = decomposition.explain_difference(plan, second, lead)

    def value(levels: Array) -> float:
        growth = (levels[:, :, -1].sum(axis=1) / levels[:, :, 0].sum(axis=1)) ** (1 / 3) - 1.0
        return float(growth[1] - growth[0])

    expected = oracle(plan, second, all_growth([(1, 0), (0, 0)]), value)
    assert {e.assumption.group.key: e.value for e in result.effects if e.assumption.group} == pytest.approx(
        {"rural": expected[0], "urban": expected[1]}, rel=1e-10
    )
    # 12 % against 10 % a year
    assert result.first_value == pytest.approx(0.02, abs=1e-12)


def test_lead_over_gdp_needs_the_same_gdp_in_both() -> None:
    plan = cm.scenario("plan").with_gdp(0.06)
    second = plan.with_growth("rural", "wages", 0.15)
    lead = GrowthLead(group="rural", first_year=2022, last_year=2024, against=Against(group="gdp"))
    result = decomposition.explain_difference(plan, second, lead)
    # 12 % less 6 %
    assert result.first_value == pytest.approx(0.06, abs=1e-12)
    with pytest.raises(cm.InputError, match="figures that the quantity reads must be the same"):
        decomposition.explain_difference(plan, second.with_gdp(0.07), lead)
    with pytest.raises(cm.InputError, match="figures that the quantity reads must be the same"):
        decomposition.explain_difference(plan.with_prices(0.02), second.with_prices(0.03), lead)
    with pytest.raises(cm.InputError, match=r"growth minus that of .* must be computable .* it needs growth of GDP"):
        decomposition.explain_difference(cm.scenario("plan"), cm.scenario("trend"), lead)


def test_population_has_to_be_the_same_where_it_is_read() -> None:
    plan = cm.scenario("plan").with_population({"urban": 20, "rural": 30})
    other = cm.scenario("trend").with_population({"urban": 21, "rural": 30})
    with pytest.raises(cm.InputError, match="figures that the quantity reads must be the same"):
        decomposition.explain_difference(plan, other, "all")
    same = cm.scenario("trend").with_population({"urban": 20, "rural": 30})
    result = decomposition.explain_difference(plan, same, "all")
    incomes = [cm.project(scenario).all_residents.values[-1] for scenario in (plan, same)]
    assert result.value == pytest.approx(incomes[1] - incomes[0], rel=1e-12)
    # the ratio does not read the population
    assert decomposition.explain_difference(plan, other, "ratio").effects


def test_mixes_computed_in_blocks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = cm.scenario("plan"), cm.scenario("trend")
    whole = decomposition.explain_difference(first, second, "ratio")
    monkeypatch.setattr("ceheng_model.decomposition.assumptions._BLOCK", 48 * 7)
    blocks = decomposition.explain_difference(first, second, "ratio")
    assert [effect.value for effect in whole.effects] == [effect.value for effect in blocks.effects]


def many_groups(count: int, *, scale: float = 1.0) -> cm.Baseline:
    """Return a baseline of groups g0, g1, ... with components of 10, 11, 12, ... yuan times the scale."""
    baseline = cm.scenario("plan").baseline
    labels = [(f"g{n}", cm.Text(f"组{n}", f"g{n}")) for n in range(count)]
    return replace(
        baseline,
        terms=Terms(groups=tuple(cm.Group(key=key, label=label, concept="disposable_income") for key, label in labels)),
        cases=("c",) * count,
        levels=scale * np.arange(10.0, 10.0 + 4 * count).reshape(count, 4),
        sources=baseline.sources[:1] * count,
        share_sources=baseline.share_sources[:1] * count,
    )


def test_assumptions_that_cannot_reach_the_quantity_do_not_count_against_the_limit() -> None:
    first, second = (
        cm.Scenario(
            name=cm.Text.same("wide"),
            baseline=many_groups(17, scale=scale),
            years=(2022, 2023),
            growth=np.full((17, 4, 2), rate),
        )
        for scale, rate in ((1.0, 0.1), (2.0, 0.2))
    )
    # 68 paths and 17 bases differ; 4 paths and 1 base reach one group
    result = decomposition.explain_difference(first, second, "g3.2022")
    assert (len(result.effects), result.idle) == (5, 80)
    # 22 + 23 + 24 + 25 yuan: 94 x 1.1 against 188 x 1.2
    assert result.value == pytest.approx(94 * (2 * 1.2 - 1.1), rel=1e-14)


def test_tiny_differences_still_add_up() -> None:
    first = cm.scenario("plan")
    second = first.with_growth(None, None, 1e-9, how="add")
    result = decomposition.explain_difference(first, second, "ratio")
    values = [effect.value for effect in result.effects]
    # effects of 1e-9 on a ratio of 3: what rounding leaves of the ratio is a millionth of them
    assert len(values) == 8
    assert max(map(abs, values)) < 1e-8
    assert abs(math.fsum(values) - result.value) <= 1e-15 * max(map(abs, values))


def test_too_many_assumptions_ask_for_a_coarser_division() -> None:
    wide = many_groups(5)
    people = np.full((5, 2), 7.0)
    first, second = (
        cm.Scenario(
            name=cm.Text.same(rate), baseline=wide, years=(2022,), growth=np.full((5, 4, 1), rate), population=people
        )
        for rate in (0.1, 0.2)
    )
    with pytest.raises(cm.InputError, match=r'must be 16 at most \(got 20\); use a coarser division, by="group"'):
        decomposition.explain_difference(first, second, "all")
    result = decomposition.explain_difference(first, second, "all", by="group")
    # the groups' sums are 46, 62, 78, 94, 110 yuan; each adds a tenth of its sum, a fifth of the people
    expected = [total / 50 for total in (110, 94, 78, 62, 46)]
    assert [effect.value for effect in result.effects] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": "cell"}, r"by must be one of the known options \(got 'cell'\); choose from: component, group, year"),
        ({"quantity": "nothing"}, "a part of 'nothing' must be one of the known options"),
        ({"quantity": "ratio.2030"}, "the year of a target must be one of the known options"),
        ({"quantity": "all"}, "the population must be given"),
        (
            {"quantity": RelativeGap(group="rural", first_year=2022, last_year=2024)},
            "the kind of a target must be one of the known options",
        ),
        (
            {"quantity": GrowthLead(group="rural", first_year=2022, last_year=2024, against=Against(group="x"))},
            r"the group of a target must be one of the known options \(got 'x'\)",
        ),
        (
            {"quantity": GrowthLead(group="rural", first_year=2022, last_year=2024)},
            "the kind of a target must be one of the known options",
        ),
        (
            {"second": cm.scenario("plan").with_horizon(2023)},
            r"the years of the two scenarios must be the same \(got 2022, 2023, 2024 and 2022, 2023\); bring",
        ),
        (
            {"second": cm.scenario("plan").with_growth("rural", "wages", [0.1, 0.2])},
            "2 variants” must hold one path only",
        ),
    ],
)
def test_what_cannot_be_explained_says_why(change: dict[str, Any], message: str) -> None:
    plan = cm.scenario("plan")
    asked = {"second": cm.scenario("trend"), "quantity": "ratio", "by": "component", **change}
    with pytest.raises(cm.InputError, match=message):
        decomposition.explain_difference(plan, asked["second"], asked["quantity"], by=asked["by"])


def test_other_groups_and_base_years_are_told_together() -> None:
    plan = cm.scenario("plan")
    groups = (plan.groups[0], replace(plan.groups[1], key="village"), plan.groups[2])
    other = replace(plan, baseline=replace(plan.baseline, terms=Terms(groups=groups), year=2020))
    with pytest.raises(cm.InputError, match=r"\(got urban, rural, lifted and urban, village, lifted\)") as caught:
        decomposition.explain_difference(plan, other, "ratio")
    assert (
        "the base years of the two scenarios must be the same (got 2021 and 2020); take scenarios of one plan"
        in caught.value.text("en")
    )
    assert "两个情景的基年必须相同" in caught.value.text("zh")


def test_quantity_without_a_value_is_refused() -> None:
    first = scenario_of(uniform(), base=[[1.0] * 4, [1.0, 0.0, 1.0, 1.0], [1.0] * 4])
    second = first.with_growth("rural", "business", 0.2)
    with pytest.raises(cm.InputError, match=r"business growth 2023 must have a value in every mix .*\(got nan\)"):
        decomposition.explain_difference(first, second, "rural.business.growth.2023")
    # the average of a group without income is a dash, not a warning
    empty = scenario_of(uniform(), base=[[1.0] * 4, [1.0] * 4, [0.0] * 4])
    rows = decomposition.explain_difference(empty, empty.with_growth(None, "wages", 0.2), "ratio", by="group")
    assert rows.idle == 1


# ---------------------------------------------------------------- Theil between groups


def theil_of_persons(incomes: Sequence[float]) -> tuple[float, float]:
    """Return Theil's T and L over persons, written out."""
    mean = math.fsum(incomes) / len(incomes)
    t = math.fsum(y / mean * math.log(y / mean) for y in incomes) / len(incomes)
    return t, math.fsum(math.log(mean / y) for y in incomes) / len(incomes)


def test_theil_is_that_of_persons_who_all_have_their_groups_mean() -> None:
    scenario = cm.scenario("plan").with_population({"urban": {2021: 3, 2022: 4, 2023: 5, 2024: 7}, "rural": 5})
    projection = cm.project(scenario)
    result = decomposition.inequality(projection)
    totals = projection.totals.values
    for t, urban in enumerate((3, 4, 5, 7)):
        expected = theil_of_persons([totals[0, t]] * urban + [totals[1, t]] * 5)
        assert [result.theil[t], result.mean_log_deviation[t]] == pytest.approx(expected, rel=1e-12)


def test_theil_of_china_1978_as_published() -> None:
    # National Bureau of Statistics, 1978: 343.4 and 133.6 yuan a head, 17.92 % urban; Theil index between
    # town and country 0.091 (Wang and Ouyang, Zhongguo Shehui Kexue 2008)
    t = splits.theil_parts(np.array([[343.4], [133.6]]), np.array([[17.92], [82.08]])).sum()
    assert t == pytest.approx(0.091, abs=0.001)


def test_theil_agrees_with_sixty_digits() -> None:
    projection = cm.project(cm.scenario("plan").with_population({"urban": 21, "rural": 29}))
    people = {"urban": Fraction(21, 50), "rural": Fraction(29, 50)}
    earned = {group: people[group] * sum(exact.base(group).values()) for group in people}
    shares = {group: income / sum(earned.values()) for group, income in earned.items()}
    frame = decomposition.inequality(projection).to_frame()
    for group, p in people.items():
        s = shares[group]
        row = frame[(frame.year == 2021) & (frame.group == group)].iloc[0]
        assert [row.population_share, row.income_share] == pytest.approx([float(p), float(s)], rel=1e-14)
        assert row.theil == pytest.approx(float(s) * float(exact_ln(s / p)), rel=1e-13)
        assert row.mean_log_deviation == pytest.approx(float(p) * float(exact_ln(p / s)), rel=1e-13)


@given(GROWTHS, BASES, st.floats(0.01, 100.0))
def test_theil_is_not_below_zero_and_adds_up(growth: Array, base: Array, urban: float) -> None:
    scenario = scenario_of(growth, base=base).with_population({"urban": urban, "rural": 1.0})
    result = decomposition.inequality(cm.project(scenario))
    assert (result.theil >= -1e-15).all()
    assert (result.mean_log_deviation >= -1e-15).all()
    frame = result.to_frame()
    parts = frame[frame.group != "between"].groupby("year")[["population_share", "income_share", "theil"]].sum()
    whole = frame[frame.group == "between"].set_index("year")
    for column in parts:
        np.testing.assert_allclose(parts[column], whole[column], rtol=1e-12, atol=1e-15)


def test_equal_incomes_have_no_inequality_between_them() -> None:
    scenario = scenario_of(uniform(), base=[[5.0, 3.0, 1.0, 1.0], [2.0, 3.0, 4.0, 1.0], [9.0] * 4])
    result = decomposition.inequality(cm.project(scenario.with_population({"urban": 1, "rural": 9})))
    np.testing.assert_allclose(result.theil, 0.0, atol=1e-16)
    np.testing.assert_allclose(result.mean_log_deviation, 0.0, atol=1e-16)


def test_theil_keeps_leading_axes_and_shows_ranges() -> None:
    plan = cm.scenario("plan").with_population({"urban": 21, "rural": 29})
    many = decomposition.inequality(cm.project(plan.with_growth("rural", "wages", [0.1, 0.2, 0.3])))
    assert many.theil.shape == (3, 4)
    one = decomposition.inequality(cm.project(plan.with_growth("rural", "wages", 0.3)))
    np.testing.assert_array_equal(many.theil[2], one.theil)
    assert not many.theil_parts.flags.writeable
    shown = many.tables()[0].shown_rows("zh")
    # rural wages of 10 to 30 per cent a year: other shares of income in 2024, the same in 2021
    assert " … " in shown[-1][4]
    assert " … " in shown[-2][3]
    assert shown[1][3].count("%") == 1 or " … " in shown[1][3]


def test_theil_says_that_it_is_the_part_between_groups_only() -> None:
    result = decomposition.inequality(cm.project(cm.scenario("plan").with_population({"urban": 21, "rural": 29})))
    assert "inequality within each group is not in the model" in result.to_text("en")
    assert "各人群内部的收入差距不在模型中" in str(result)
    # people lifted out of poverty are rural residents already
    assert {group.key for group in result.groups} == {"urban", "rural"}


def test_theil_needs_people_and_incomes() -> None:
    with pytest.raises(
        cm.InputError, match=r"the population must be given \(got nothing\); use scenario.with_population"
    ):
        decomposition.inequality(cm.project(cm.scenario("plan")))
    empty = scenario_of(uniform(), base=[[1.0] * 4, [0.0] * 4, [1.0] * 4])
    with pytest.raises(cm.InputError, match="total income of rural 2021 must be above zero"):
        decomposition.inequality(cm.project(empty.with_population({"urban": 1, "rural": 1})))


def test_what_is_compared_with_is_the_year_before_or_the_base_of_several_years() -> None:
    projection = cm.project(cm.scenario("plan"))
    for result in (cm.contributions, cm.ratio_change):
        assert "基期" in result(projection, since=2021).to_text("zh").split("\n")[2]
        assert "上年" not in result(projection, since=2021).to_text("zh").split("\n")[2]
        assert "上年" in result(projection, since=2023).to_text("zh").split("\n")[2]
    several = CliRunner().invoke(program, ["decompose", "--since", "2021"]).stdout
    assert several.startswith("2021—2024年对收入增长拉动最大的构成")
