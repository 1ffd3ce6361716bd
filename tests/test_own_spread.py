"""How far a region strays on its own: from a province's past, from its own, and who shares which shocks."""

import csv
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats

import ceheng_model as cm
from ceheng_model.files import shipped
from ceheng_model.terms import Component, Terms
from ceheng_model.uncertainty import Reference, Uncertainty, estimate_uncertainty, plan_shares
from ceheng_model.uncertainty.chi_square import chi_square_quantile, spread_interval
from ceheng_model.vocabulary import BUREAU_KEYS, Group, Text

Array = NDArray[np.float64]


def levels_of(file: str) -> dict[tuple[str, str, int], float]:
    """Return what a shipped file prints, read without the library."""
    with shipped(file).open(encoding="utf-8", newline="") as lines:
        return {
            (row["group"], row["item"], int(row["year"])): float(row["level_yuan"])
            for row in csv.DictReader(lines)
            if row["level_yuan"]
        }


NATION, PROVINCE = levels_of("nbs_income.csv"), levels_of("fujian_income.csv")
YEARS = range(2016, 2021)


def growth(levels: dict[tuple[str, str, int], float], group: str, item: str, year: int) -> float:
    return levels[group, item, year] / levels[group, item, year - 1] - 1.0


def differences(group: str, items: tuple[str, ...], years: range = YEARS) -> Array:
    """Return the province's growth less the nation's, ``(year, item)``."""
    return np.array(
        [[growth(PROVINCE, group, item, year) - growth(NATION, group, item, year) for item in items] for year in years]
    )


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> Uncertainty:
    return estimate_uncertainty(plan)


def own_part(uncertainty: Uncertainty, shares: Array) -> Array:
    """Return the own spread of each group's total."""
    return uncertainty.with_spread(None, None, 0.0).total_spread(shares)


def group(key: str, *, part_of: str | None = None, series: str | None = None) -> Group:
    return Group(key=key, label=Text(key, key), concept="disposable_income", part_of=part_of, series=series)


def bare(plan: cm.Scenario, *groups: Group, components: tuple[Component, ...] | None = None) -> cm.Scenario:
    """Return a scenario of other groups and components under the same plan."""
    terms = Terms(groups=groups) if components is None else Terms(groups=groups, components=components)
    count, parts = len(groups), len(terms.components)
    # unequal levels, the same for a group wherever it stands
    levels = np.array([[100.0 + len(g.key) + 10 * c for c in range(parts)] for g in groups])
    baseline = replace(
        plan.baseline,
        terms=terms,
        cases=("case",) * count,
        levels=levels,
        sources=plan.baseline.sources[:1] * count,
        share_sources=plan.baseline.share_sources[:1] * count,
    )
    return cm.Scenario(name=Text.same("bare"), baseline=baseline, years=(2022,), growth=np.full((count, parts, 1), 0.1))


# --- by default: a province less the nation


def test_own_spreads_are_the_sample_covariance_of_province_less_nation(usual: Uncertainty) -> None:
    both = np.hstack([differences(key, BUREAU_KEYS) for key in ("urban", "rural")])
    expected = np.cov(both, rowvar=False, ddof=1)
    assert usual.own_covariance[:8, :8] == pytest.approx(expected, abs=1e-16)
    # people lifted out of poverty follow rural residents here as well: 1.5 times the spread, 0.9 in common
    rural, across = expected[4:, 4:], expected[4:, :4]
    assert usual.own_covariance[8:, 8:] == pytest.approx(1.5**2 * rural, abs=1e-16)
    assert usual.own_covariance[8:, 4:8] == pytest.approx(0.9 * 1.5 * rural, abs=1e-16)
    assert usual.own_covariance[8:, :4] == pytest.approx(0.9 * 1.5 * across, abs=1e-16)
    # the component spreads that the province's and the nation's figures give, in points
    assert (100 * np.asarray(usual.own_spread)[:2]).round(2).tolist() == [
        [0.43, 1.97, 3.95, 5.07],
        [1.06, 1.15, 2.69, 4.29],
    ]


def test_the_own_spread_of_a_total_is_that_of_differences_of_totals_with_the_same_shares(
    plan: cm.Scenario, usual: Uncertainty
) -> None:
    levels = plan.baseline.levels
    shares = levels / levels.sum(axis=-1, keepdims=True)
    assert plan_shares(plan) == pytest.approx(shares)
    direct = [
        np.std(differences(key, BUREAU_KEYS) @ weights, ddof=1) * scale
        for key, weights, scale in zip(("urban", "rural", "rural"), shares, (1.0, 1.0, 1.5), strict=True)
    ]
    assert own_part(usual, shares) == pytest.approx(direct, rel=1e-9)
    assert (100 * np.array(direct[:2])).round(2).tolist() == [0.39, 0.57]
    assert usual.estimate is not None
    assert usual.estimate.own is not None
    assert [total.spread for total in usual.estimate.own.totals] == pytest.approx(direct, rel=1e-9)
    assert [total.freedom for total in usual.estimate.own.totals] == [4.0, 4.0, 4.0]
    # components taken as independent would give several times that
    assert (own_part(usual.with_(own_correlation=0.0), shares) > 1.8 * np.array(direct)).all()


def test_province_and_check_figure_are_those_of_the_published_totals(usual: Uncertainty) -> None:
    for key, points in (("urban", 0.24), ("rural", 0.27)):
        assert 100 * np.std(differences(key, ("disposable_income",)), ddof=1) == pytest.approx(points, abs=0.005)
    with (shipped("guizhou_published.csv")).open(encoding="utf-8", newline="") as lines:
        rural = {
            int(row["year"]): float(row["level_yuan"])
            for row in csv.DictReader(lines)
            if (row["group"], row["item"]) == ("rural", "disposable_income")
        }
    ours = [rural[y] / rural[y - 1] - 1 - growth(NATION, "rural", "disposable_income", y) for y in range(2019, 2024)]
    assert 100 * np.std(ours, ddof=1) == pytest.approx(0.59, abs=0.005)
    note = usual.told[-1]
    assert "2019-2023: 0.59 points" in note.en
    assert "2016-2020, 5 growth rates, 4 degrees of freedom" in note.en
    assert "这是下限：一县偏离全国的程度通常大于一省" in note.zh


def test_the_own_spread_reaches_the_covariance_of_a_year(usual: Uncertainty) -> None:
    assert usual.covariance == pytest.approx(usual.common_covariance + usual.own_covariance, abs=1e-18)
    # five years leave a covariance of eight components singular; its factor gives it back all the same
    factor = usual.own_factor
    assert factor @ factor.T == pytest.approx(usual.own_covariance, abs=1e-12)


def test_a_whole_income_strays_as_the_totals_do(plan: cm.Scenario) -> None:
    whole = (Component(key="income", label=Text("收入", "income")),)
    one = bare(plan, group("urban", series="national.urban"), group("rural", series="national.rural"), components=whole)
    made = estimate_uncertainty(one, history="national")
    totals = np.hstack([differences(key, ("disposable_income",)) for key in ("urban", "rural")])
    assert made.own_covariance == pytest.approx(np.cov(totals, rowvar=False), abs=1e-16)
    assert not any("no such groups or components" in note.en for note in made.told)


def test_components_of_ones_own_move_together_with_the_totals_difference(plan: cm.Scenario) -> None:
    own = tuple(Component(key=key, label=Text(key, key)) for key in ("farm", "other"))
    rows = [
        (year, "rural", item, 1000.0 * (1.05 + 0.01 * (year % k)) ** (year - 2010))
        for year in range(2012, 2022)
        for item, k in (("farm", 3), ("other", 4))
    ]
    history = pd.DataFrame(rows, columns=["year", "group", "item", "level_yuan"])
    two = bare(plan, group("rural", series="national.rural"), components=own)
    beside = pd.DataFrame({"year": range(2015, 2022), "group": "rural", "item": "total", "level": 1.0})
    beside = beside.assign(level=[100.0, 108, 118, 127, 140, 151, 166])
    made = estimate_uncertainty(two, history=history, own=beside)
    assert np.asarray(made.own_correlation) == pytest.approx(np.ones((2, 2)), abs=1e-12)
    assert np.ptp(np.asarray(made.own_spread)) == pytest.approx(0.0, abs=1e-15)
    assert any("Fujian has no such groups or components" in note.en for note in made.told)


def test_a_group_that_no_province_tells_of_gets_the_wider_of_its_totals(plan: cm.Scenario) -> None:
    whole = (Component(key="income", label=Text("收入", "income")),)
    made = estimate_uncertainty(bare(plan, group("all", series="national.all"), components=whole), history="national")
    totals = [np.std(differences(key, ("disposable_income",)), ddof=1) for key in ("urban", "rural")]
    assert np.ravel(made.own_spread) == pytest.approx([max(totals)])


def test_the_years_of_the_province_end_where_the_estimate_ends_as_long_as_three_are_left(plan: cm.Scenario) -> None:
    made = estimate_uncertainty(plan, last_year=2019)
    expected = np.cov(differences("urban", BUREAU_KEYS, range(2016, 2020)), rowvar=False)
    assert made.own_covariance[:4, :4] == pytest.approx(expected, abs=1e-16)
    assert "2016-2019, 4 growth rates, 3 degrees of freedom" in made.told[-1].en


# --- whose series it is


def as_region(plan: cm.Scenario, region: str) -> cm.Scenario:
    return replace(plan, baseline=replace(plan.baseline, region=region))


@pytest.mark.parametrize("region", ["national", "fujian"])
def test_a_region_that_is_its_series_adds_nothing_of_its_own(plan: cm.Scenario, region: str) -> None:
    made = estimate_uncertainty(as_region(plan, region), history=region)
    assert not np.any(made.own_spread)
    assert made.own_correlation == 0.0
    text = "the nation's spread is that of its series" if region == "national" else "taken as the region's own"
    assert text in made.told[-1].en


def test_the_province_itself_beside_the_nation_has_its_own_figures(plan: cm.Scenario) -> None:
    made = estimate_uncertainty(as_region(plan, "fujian"))
    assert "this province's own figures" in made.told[-1].en
    assert (np.asarray(made.own_spread) == estimate_uncertainty(plan).own_spread).all()


def test_another_region_as_the_series_is_said_and_so_is_another_province(plan: cm.Scenario) -> None:
    made = estimate_uncertainty(plan, history="fujian")
    assert "another region, from which this one strays by no less than from the nation" in made.told[-1].en
    assert (np.asarray(made.own_spread) > 0.0).all()
    zhejiang = cm.scenario("plan", plan="zhejiang-2027")
    assert "another province's figure, which may be more or less here" in estimate_uncertainty(zhejiang).told[-1].en


def test_a_history_of_ones_own_holds_its_own_spread_unless_own_figures_are_beside_it(plan: cm.Scenario) -> None:
    frame = pd.read_csv(shipped("nbs_income.csv"))
    other = frame.assign(level_yuan=frame.level_yuan * (1 + 0.01 * (frame.year % 3)))
    made = estimate_uncertainty(plan, history=other)
    assert not np.any(made.own_spread)
    assert "taken as the region's own" in made.told[-1].en
    beside = estimate_uncertainty(plan, history=other, own=own_series({"rural": [8000, 8800, 9900, 10800, 11076]}))
    assert (np.asarray(beside.own_spread) > 0.0).all()
    # the nation's figures are the nation's in whatever file they come
    assert (np.asarray(estimate_uncertainty(plan, history=frame).own_spread) > 0.0).all()


# --- a series of the region's own


def own_series(levels: dict[str, list[float]], *, last: int = 2021, item: str = "total") -> pd.DataFrame:
    rows = [
        (last - len(path) + 1 + t, key, item, level) for key, path in levels.items() for t, level in enumerate(path)
    ]
    return pd.DataFrame(rows, columns=["year", "group", "item", "level"])


RURAL = [7000.0, 7900.0, 8500.0, 9700.0, 10300.0, 11076.0]


def test_own_figures_are_pooled_by_degrees_of_freedom_and_reported_with_their_interval(
    plan: cm.Scenario, usual: Uncertainty
) -> None:
    made = estimate_uncertainty(plan, own=own_series({"rural": RURAL}))
    years = range(2017, 2022)
    ours = [
        RURAL[t + 1] / RURAL[t] - 1 - growth(NATION, "rural", "disposable_income", year) for t, year in enumerate(years)
    ]
    shares = plan_shares(plan)
    before = own_part(usual, shares)
    # four degrees of freedom on either side
    pooled = np.sqrt((4 * np.var(ours, ddof=1) + 4 * before[1] ** 2) / 8)
    assert own_part(made, shares) == pytest.approx([before[0], pooled, before[2] * pooled / before[1]], rel=1e-9)
    assert made.estimate is not None
    assert made.estimate.own is not None
    total = made.estimate.own.totals[1]
    assert total.freedom == 8.0
    assert total.own_years == tuple(years)
    assert total.own_spread == pytest.approx(np.std(ours, ddof=1))
    assert total.interval == pytest.approx([pooled * np.sqrt(8 / stats.chi2.ppf(part, 8)) for part in (0.95, 0.05)])
    # people lifted out of poverty have no figures of their own and follow, with the same degrees of freedom
    assert made.estimate.own.totals[2].freedom == 8.0
    # components are scaled to the total and go together as they did
    assert np.asarray(made.own_spread)[1] / np.asarray(usual.own_spread)[1] == pytest.approx([pooled / before[1]] * 4)
    assert made.own_correlation == pytest.approx(np.asarray(usual.own_correlation), abs=1e-12)
    assert f"pooled {100 * pooled:.2f} points (8 degrees of freedom" in made.told[-1].en


def test_totals_may_come_as_components_and_under_the_key_of_the_series(plan: cm.Scenario) -> None:
    whole = estimate_uncertainty(plan, own=own_series({"rural": RURAL}))
    parts = pd.concat([own_series({"rural": [level / 4 for level in RURAL]}, item=item) for item in BUREAU_KEYS])
    assert estimate_uncertainty(plan, own=parts).own_covariance == pytest.approx(whole.own_covariance, rel=1e-9)
    village = bare(plan, group("village", series="national.rural"))
    by_series = estimate_uncertainty(village, history="national", own=own_series({"rural": RURAL}))
    assert by_series.estimate is not None
    assert by_series.estimate.own is not None
    assert by_series.estimate.own.totals[0].own_years == tuple(range(2017, 2022))


def test_a_group_that_follows_may_have_figures_of_its_own(plan: cm.Scenario, usual: Uncertainty) -> None:
    made = estimate_uncertainty(plan, own=own_series({"lifted": RURAL}))
    shares = plan_shares(plan)
    before, after = own_part(usual, shares), own_part(made, shares)
    ours = [
        RURAL[t + 1] / RURAL[t] - 1 - growth(NATION, "rural", "disposable_income", year)
        for t, year in enumerate(range(2017, 2022))
    ]
    pooled = np.sqrt((np.var(ours, ddof=1) + before[2] ** 2) / 2)
    assert after == pytest.approx([before[0], before[1], pooled], rel=1e-9)
    limited = estimate_uncertainty(plan, own=own_series({"rural": RURAL}), last_year=2020)
    assert limited.estimate is not None
    assert limited.estimate.own is not None
    # what was published after the last year of the estimate is not looked at
    assert limited.estimate.own.totals[1].own_years == tuple(range(2017, 2021))


def test_what_rests_on_the_province_is_not_told_of_what_a_user_has_changed(usual: Uncertainty) -> None:
    for changed in (usual.with_(own_spread=0.01), usual.with_(own_correlation=0.2), usual.without_correlation()):
        assert not any("Fujian" in note.en for note in changed.told)
        assert "own_totals" not in {key.key for key, _ in changed.settings()}
    assert any("Fujian" in note.en for note in usual.with_spread("rural", None, 0.02).told)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"all": RURAL}, r"the groups of the region's own series must be there \(got 'all'\); name the groups urban, rural, lifted"),
        ({"rural": RURAL[:2]}, r"the growth years that the region's own series shares with national rural residents must be 2 or more \(got 1\)"),
    ],
)  # fmt: skip
def test_own_figures_that_tell_nothing_are_refused(plan: cm.Scenario, own: Any, expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        estimate_uncertainty(plan, own=own_series(own))


def test_a_group_with_too_few_own_figures_keeps_the_provinces_spread(plan: cm.Scenario, usual: Uncertainty) -> None:
    made = estimate_uncertainty(plan, own=own_series({"rural": RURAL, "urban": [36510.0]}))
    before, after = (own_part(one, plan_shares(plan)) for one in (usual, made))
    assert after[0] == pytest.approx(before[0])
    assert after[1] != pytest.approx(before[1], rel=0.01)


def test_own_totals_that_a_user_states_are_met_group_by_group(plan: cm.Scenario, usual: Uncertainty) -> None:
    shares = plan_shares(plan)
    made = usual.with_own_totals(0.02, shares)
    assert own_part(made, shares) == pytest.approx([0.02, 0.02, 0.02], rel=1e-9)
    assert made.own_correlation == pytest.approx(np.asarray(usual.own_correlation), abs=1e-12)
    assert "own spread of each group's total is 2.00 points" in made.told[-1].en
    assert not any("Fujian" in note.en for note in made.told)
    # without any own spread before, components move together
    still = usual.with_(own_spread=0.0, own_correlation=0.0).with_own_totals(0.02, shares)
    assert own_part(still, shares) == pytest.approx([0.02, 0.02, 0.02], rel=1e-9)
    assert not np.any(usual.with_own_totals(0.0, shares).own_spread)
    with pytest.raises(cm.InputError, match=r"own spread of each total must lie between 0 and 1.*got -0.1"):
        usual.with_own_totals(-0.1, shares)
    with pytest.raises(cm.InputError, match=r"shares must have the shape \(3, 4\)"):
        usual.with_own_totals(0.1, shares[:2])


@pytest.mark.parametrize("freedom", [1.0, 2.5, 4.0, 9.0, 60.0, 400.0])
def test_chi_square_quantiles_agree_with_scipy(freedom: float) -> None:
    for part in (0.001, 0.05, 0.5, 0.95, 0.999):
        assert chi_square_quantile(part, freedom) == pytest.approx(stats.chi2.ppf(part, freedom), rel=1e-9)
    low, high = spread_interval(0.02, freedom, 0.9)
    assert stats.chi2.cdf(freedom * 0.02**2 / high**2, freedom) == pytest.approx(0.05)
    assert stats.chi2.sf(freedom * 0.02**2 / low**2, freedom) == pytest.approx(0.05)


# --- who shares which shocks


GROUPS = (
    group("urban", series="national.urban"),
    group("town", series="national.urban"),
    group("rural", series="national.rural"),
    group("lifted", part_of="rural", series="national.rural"),
    group("inner", part_of="lifted", series="national.rural"),
)


def test_no_result_depends_on_the_order_of_the_groups(plan: cm.Scenario) -> None:
    first = estimate_uncertainty(bare(plan, *GROUPS), history="national")
    assert first.reference is not None
    for order in list(permutations(range(5)))[1::11]:
        made = estimate_uncertainty(bare(plan, *(GROUPS[g] for g in order)), history="national")
        cells = np.add.outer(np.array(order) * 4, np.arange(4)).ravel()
        assert (made.standard_deviation == first.standard_deviation[list(order)]).all()
        assert (made.correlation == first.correlation[np.ix_(cells, cells)]).all()
        assert (np.asarray(made.own_spread) == np.asarray(first.own_spread)[list(order)]).all()
        assert (np.asarray(made.own_correlation) == np.asarray(first.own_correlation)[np.ix_(cells, cells)]).all()
        assert made.reference is not None
        assert made.reference.names == first.reference.names
        assert (made.reference.correlation == first.reference.correlation).all()
        assert (made.reference.position == first.reference.position[list(order)]).all()


def test_groups_apart_share_the_series_and_parts_follow_the_outermost(plan: cm.Scenario) -> None:
    made = estimate_uncertainty(bare(plan, *GROUPS), history="national")
    assert (made.standard_deviation[1] == made.standard_deviation[0]).all()
    assert (made.correlation[0:4, 4:8] == made.correlation[0:4, 0:4]).all()
    for g in (3, 4):
        assert made.standard_deviation[g] == pytest.approx(1.5 * made.standard_deviation[2])
        assert made.correlation[8:12, 4 * g : 4 * g + 4] == pytest.approx(0.9 * made.correlation[8:12, 8:12])
    own, parts = np.asarray(made.own_correlation), slice(0, 4)
    # two groups on one series stray from one another: each goes with 0.9 of the series' own shocks
    assert own[parts, 4:8] == pytest.approx(0.81 * own[parts, parts], abs=1e-12)
    assert own[8:12, 12:16] == pytest.approx(0.9 * own[8:12, 8:12], abs=1e-12)
    assert any("urban, town each stray on their own, with a correlation of 0.9" in note.en for note in made.told)


def with_series(uncertainty: Uncertainty) -> Array:
    assert uncertainty.reference_covariance is not None
    return uncertainty.reference_covariance


def test_groups_and_series_have_one_joint_distribution(plan: cm.Scenario, usual: Uncertainty) -> None:
    reference = usual.reference
    assert reference is not None
    assert reference.names == ("national.rural", "national.urban")
    assert reference.position.tolist() == [1, 0, 0]
    assert reference.following.tolist() == [1.0, 1.0, 0.9]
    across = with_series(usual)
    # the cells of urban residents are the urban record's, and those of rural residents the rural one's
    assert across[:4] == pytest.approx(reference.covariance[4:], abs=1e-18)
    assert across[4:8] == pytest.approx(reference.covariance[:4], abs=1e-18)
    assert across[8:] == pytest.approx(0.9 * 1.5 * reference.covariance[:4], abs=1e-18)
    for made in (usual, usual.with_spread("lifted", "wages", 0.2)):
        beside = with_series(made)
        joint = np.block([[made.common_covariance, beside], [beside.T, reference.covariance]])
        scale = np.sqrt(np.diag(joint))
        assert np.linalg.eigvalsh(joint / np.outer(scale, scale))[0] > -1e-12
    wide = with_series(usual.with_spread("rural", None, 2.0, how="multiply"))
    assert wide[4:8] == pytest.approx(2.0 * across[4:8])
    assert usual.without_correlation().reference is None
    assert usual.with_(correlation=np.eye(12)).reference is None
    assert usual.with_(correlation=np.eye(12)).reference_covariance is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"position": [1]}, r"position must be numbers from 0 to 0 \(got \[1\]\)"),
        ({"following": [1.2]}, r"following must lie between 0 and 1 \(got \[1.2\]\)"),
        ({"following": [1.0, 0.9]}, r"following must have the shape \(1,\) \(got \(2,\)\)"),
        ({"correlation": np.eye(3)}, r"the correlation matrix must have the shape \(2, 2\)"),
        ({"standard_deviation": [[0.1, -0.1]]}, r"standard_deviation must be zero or more"),
    ],
)
def test_a_reference_that_cannot_be_is_refused(changes: dict[str, Any], expected: str) -> None:
    given: dict[str, Any] = {
        "names": ("a.b",),
        "standard_deviation": [[0.1, 0.2]],
        "correlation": np.eye(2),
        "position": [0],
        "following": [1.0],
    }
    with pytest.raises(cm.InputError, match=expected):
        Reference(**(given | changes))


def test_the_reference_is_read_only(usual: Uncertainty) -> None:
    assert usual.reference is not None
    with pytest.raises(ValueError, match="read-only"):
        usual.reference.position[0] = 3


def test_shipped_files_are_taken_whatever_stands_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usual: Uncertainty
) -> None:
    (tmp_path / "fujian").write_text("year,group,item,level_yuan\n2016,urban,total,1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert (np.asarray(estimate_uncertainty(cm.scenario("plan")).own_spread) == usual.own_spread).all()
