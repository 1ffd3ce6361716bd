"""A compared series without components strays by itself, too, by what its published totals show: numpy judges."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.ensemble.variables import Variables, compared_notes
from ceheng_model.uncertainty.series_spread import spread_between
from tests.exact_draws import Array
from tests.test_joint_draws import covariances, level

DATA = Path(__file__).parent.parent / "data"
PROVINCE = (("guizhou", "rural"),)
GAP = "rural_gap_to_province"


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    return cm.estimate_uncertainty(plan)


def growth_of(file: str) -> pd.Series:
    """Return the growth of rural totals in a file, by pandas."""
    table = pd.read_csv(DATA / file).query("group == 'rural' and item == 'disposable_income'")
    return table.set_index("year").sort_index().iloc[:, 2].pct_change().dropna()


def province_alone(first: int = 0, last: int = 9999) -> tuple[float, list[int]]:
    difference = (growth_of("guizhou_published.csv") - growth_of("nbs_income.csv")).dropna().loc[first:last]
    return float(difference.std(ddof=1)), [int(year) for year in difference.index]


def with_province(plan: cm.Scenario, first: int, last: int) -> cm.Scenario:
    """Return the scenario with the province's totals of some years alone."""
    dossier = plan.require_dossier()
    held = dossier.series["guizhou"]
    kept = {
        key: value for key, value in held.levels.items() if key[1] != "disposable_income" or first <= key[2] <= last
    }
    series = MappingProxyType({**dossier.series, "guizhou": replace(held, levels=kept)})
    return replace(plan, dossier=replace(dossier, series=series))


def variances(plan: cm.Scenario, uncertainty: cm.Uncertainty) -> tuple[Array, Array]:
    """Return the covariance ``(year, variable, year, variable)`` of what is drawn, and the nation's rural shares."""
    paths = Variables.of(plan, uncertainty=uncertainty, compared=PROVINCE).paths
    parts = np.array([level("rural", item, 2021) for item in ("wages", "business", "property", "transfer")])
    return paths.covariance, parts / parts.sum()


def test_the_spread_is_that_of_the_differences_of_published_growth() -> None:
    guizhou, nation = cm.load_series("data/guizhou_published.csv"), cm.load_series("national")
    exact, years = province_alone()
    found = spread_between(guizhou, "rural", nation, "rural")
    assert found.spread == pytest.approx(exact, rel=1e-12)
    assert list(found.years) == years == [2019, 2020, 2021, 2022, 2023]
    # as computed from the same figures by others: 0.59 points
    assert round(100 * exact, 2) == 0.59
    limited = spread_between(guizhou, "rural", nation, "rural", first_year=2020, last_year=2022)
    assert limited.spread == pytest.approx(province_alone(2020, 2022)[0], rel=1e-12)
    for first, last, count in ((2020, 2021, 2), (2030, 2040, 0)):
        few = spread_between(guizhou, "rural", nation, "rural", first_year=first, last_year=last)
        assert (few.spread, len(few.years)) == (None, count)
    assert spread_between(guizhou, "urban", nation, "urban").years == ()
    assert spread_between(guizhou, "rural", nation, "nobody").spread is None


def test_the_total_strays_with_the_nation_and_alone(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    for uncertainty, counted in ((usual, 1.0), (usual.without_estimation_error(), 0.0)):
        found, shares = variances(plan, uncertainty)
        common, own, records, cross = covariances(uncertainty)
        with_nation = float(shares @ records[4:, 4:] @ shares)
        alone = province_alone()[0] ** 2
        # Guizhou's average is of three growth years, 2019 to 2021, and its error is that of both shocks
        error = counted * (with_nation + alone) / 3.0
        for s in range(3):
            for t in range(3):
                exact = (with_nation + alone if s == t else 0.0) + error
                assert found[s, 12, t, 12] == pytest.approx(exact, rel=1e-9, abs=1e-15)
        # with the region's own incomes it goes as the nation does, no more and no less
        np.testing.assert_allclose(found[0, :12, 0, 12], cross[:, 4:] @ shares, rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(found[0, :12, 0, :12], common + own, rtol=1e-9, atol=1e-15)


def test_what_is_known_of_the_nation_leaves_it_and_what_is_published_takes_it_away(
    plan: cm.Scenario, usual: cm.Uncertainty
) -> None:
    known = usual.without_estimation_error()
    # nation and province are published for 2022; with the province up to 2021 only the nation is
    found, shares = variances(plan.with_as_of(2022), known)
    assert found[0, 12, 0, 12] == 0.0
    found, _ = variances(with_province(plan, 2018, 2021).with_as_of(2022), known)
    # of three differences or fewer: 2019, 2020 and 2021
    assert found[0, 12, 0, 12] == pytest.approx(province_alone(2019, 2021)[0] ** 2, rel=1e-6)
    with_nation = float(shares @ covariances(known)[2][4:, 4:] @ shares)
    assert found[1, 12, 1, 12] > 0.5 * with_nation


def test_the_gap_narrows_as_often_as_in_draws_made_apart(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    known = usual.without_estimation_error()
    made = cm.simulate(plan, draws=16 * 8192, seed=5, uncertainty=known, statements=[GAP], progress=False)
    _, own, records, _ = covariances(known)
    generator, draws = np.random.default_rng(21), 400_000
    parts = np.array([level("rural", item, 2021) for item in ("wages", "business", "property", "transfer")])
    average = (12856 / 9716) ** (1 / 3) - 1
    alone, _ = province_alone()
    levels = np.repeat(plan.baseline.levels[1][np.newaxis], draws, axis=0)
    province, holds = np.full(draws, 12856.0), np.ones(draws, dtype=bool)
    follower = holds.copy()
    as_the_nation = province.copy()
    for t in range(3):
        nation = generator.multivariate_normal(np.zeros(4), records[4:, 4:], size=draws)
        itself = generator.multivariate_normal(np.zeros(4), own[4:8, 4:8], size=draws)
        before = levels.sum(axis=1)
        levels = levels * (1 + plan.growth[1, :, t] + nation + itself)
        by_nation = average + nation @ (parts / parts.sum())
        grown = province * (1 + by_nation + alone * generator.standard_normal(draws))
        holds &= levels.sum(axis=1) / grown > before / province
        follower &= levels.sum(axis=1) / (as_the_nation * (1 + by_nation)) > before / as_the_nation
        province, as_the_nation = grown, as_the_nation * (1 + by_nation)
    exact = float(holds.mean())
    error = np.hypot(made[GAP].standard_error, np.sqrt(exact * (1 - exact) / draws))
    assert abs(made[GAP].probability - exact) < 4.5 * error
    # a series that did what the nation does would be overtaken more surely, by far more than that error
    assert float(follower.mean()) - exact > 20 * error


def test_the_notes_say_by_how_much_or_that_too_few_years_tell_it(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    (note,) = compared_notes(plan, usual, PROVINCE)
    assert "by 0.59 points alone (standard deviation of the difference in growth, 2019-2023, 5 years)" in note.en
    assert "自身的波动0.59个百分点（2019—2023年两者年增速之差的标准差，5个年份）" in note.zh
    few = with_province(plan, 2019, 2021)
    (note,) = compared_notes(few, usual, PROVINCE)
    assert "with 2 years of growth in common, fewer than 3, what it strays by alone cannot be estimated" in note.en
    assert "共有的年增速为2个，不足3个" in note.zh
    found, shares = variances(few, usual.without_estimation_error())
    with_nation = float(shares @ covariances(usual)[2][4:, 4:] @ shares)
    assert found[0, 12, 0, 12] == pytest.approx(with_nation, rel=1e-9)
    # the record itself strays as it does, and nothing strays where nothing common does
    assert compared_notes(plan, usual, (("national", "rural"),)) == ()
    still = usual.with_spread(None, None, 0.0)
    assert not variances(plan, still)[0][:, 12].any()


def test_only_years_behind_the_spread_tell_it(plan: cm.Scenario) -> None:
    earlier = cm.estimate_uncertainty(plan, last_year=2022)
    (note,) = compared_notes(plan, earlier, PROVINCE)
    exact, years = province_alone(last=2022)
    assert years == [2019, 2020, 2021, 2022]
    assert f"by {100 * exact:.2f} points alone" in note.en
    assert "2019-2022, 4 years" in note.en


def test_all_regions_see_one_path_of_the_series(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    columns = ["region", "group", "component", "value"]
    rows = [(name, group, "total", value) for name in ("x", "y") for group, value in LEVELS]
    # so slow that it is open whether the gap narrows
    plan = plan.with_growth("rural", None, -0.015, how="add")
    regions = plan.with_regions(pd.DataFrame(rows, columns=columns))
    known = usual.without_estimation_error().with_(own_spread=0.0)
    settled: dict[str, Any] = {
        "draws": 32_768,
        "seed": 3,
        "uncertainty": known,
        "statements": [GAP],
        "method": "random",
        "progress": False,
    }
    many, one = cm.simulate(regions, **settled), cm.simulate(plan, **settled)
    # without shocks of their own two equal regions narrow the gap in the same draws
    by_region = many.chance_table().to_frame()
    probabilities = by_region[by_region.criterion == GAP].probability
    assert len(probabilities) == 2
    assert probabilities.iloc[0] == probabilities.iloc[1]
    # and as often as one region does, which sees the same law of it
    assert probabilities.iloc[0] == pytest.approx(one[GAP].probability, abs=4.5 * one[GAP].standard_error)
    assert 0.2 < one[GAP].probability < 0.98


LEVELS = (("urban", 36510.0), ("rural", 11076.0), ("lifted", 11500.0))
