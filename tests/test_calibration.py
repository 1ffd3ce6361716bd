"""Forecasts of the past: what is known at each origin, how they score, and what so few of them can say."""

import json
import shutil
from dataclasses import replace
from math import comb, exp, lgamma, pi, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scoringrules
from numpy.typing import NDArray
from scipy import stats
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.calibration.predictive_draws import DrawSettings, predicted
from ceheng_model.calibration.scores import covered_counts, exact_interval, expected_counts, position, ranked_score
from ceheng_model.cli import program
from ceheng_model.vocabulary import BUREAU_KEYS, LANGUAGES, Language
from tests.exact_draws import national
from tests.test_uncertainty import by_loops

Array = NDArray[np.float64]
ROOT = Path(__file__).parents[1]
OFFICIAL = ROOT / "tests" / "official"


def of_totals(levels: Any, *, first: int = 2001, group: str = "rural") -> pd.DataFrame:
    years = range(first, first + len(levels))
    return pd.DataFrame({"year": years, "group": group, "item": "total", "level": levels})


def grown(growth: Array, start: float = 1000.0) -> Array:
    return start * np.cumprod(np.concatenate([[1.0], 1.0 + growth]))


def run(*arguments: str) -> str:
    done = CliRunner().invoke(program, ["calibrate", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(program, ["calibrate", *arguments])
    assert done.exit_code == 2, done.output
    return done.output


# --- scores


def test_the_score_of_draws_is_its_definition_over_all_pairs() -> None:
    generator = np.random.default_rng(1)
    draws, outcomes = np.sort(generator.normal(size=(4, 60)), axis=-1), np.array([-3.0, 0.1, 0.9, 5.0])
    for row, came, score in zip(draws, outcomes, ranked_score(draws, outcomes), strict=True):
        apart = sum(abs(one - other) for one in row for other in row) / 60**2
        assert score == pytest.approx(sum(abs(one - came) for one in row) / 60 - apart / 2.0, rel=1e-12)


@pytest.mark.parametrize("came", [-0.04, 0.01, 0.02, 0.11])
def test_the_score_of_a_normal_and_of_a_t_is_their_closed_form(came: float) -> None:
    centre, spread, nu = 0.02, 0.03, 5.0
    # the middles of 100,000 equal parts: the empirical score differs from that of the distribution by less than 1e-6
    parts = (np.arange(100_000) + 0.5) / 100_000
    z = (came - centre) / spread
    density, below = exp(-z * z / 2.0) / sqrt(2.0 * pi), float(stats.norm.cdf(z))
    normal = spread * (z * (2.0 * below - 1.0) + 2.0 * density - 1.0 / sqrt(pi))
    drawn = centre + spread * stats.norm.ppf(parts)[np.newaxis]
    assert ranked_score(drawn, np.array([came]))[0] == pytest.approx(normal, abs=1e-6)
    assert normal == pytest.approx(float(scoringrules.crps_normal(came, centre, spread)), abs=1e-12)
    # Jordan, Krueger & Lerch 2019, J. Stat. Softw. 90(12), appendix: Student's t
    log_beta = lgamma(nu / 2.0) + lgamma(0.5) - lgamma(nu / 2.0 + 0.5)
    log_other = lgamma(0.5) + lgamma(nu - 0.5) - lgamma(nu)
    t_density = (1.0 + z * z / nu) ** (-(nu + 1.0) / 2.0) / (sqrt(nu) * exp(log_beta))
    t_below = float(stats.t.cdf(z, nu))
    last = 2.0 * sqrt(nu) / (nu - 1.0) * exp(log_other - 2.0 * log_beta)
    student = spread * (z * (2.0 * t_below - 1.0) + 2.0 * t_density * (nu + z * z) / (nu - 1.0) - last)
    drawn = centre + spread * stats.t.ppf(parts, nu)[np.newaxis]
    assert ranked_score(drawn, np.array([came]))[0] == pytest.approx(student, abs=1e-5)
    assert student == pytest.approx(float(scoringrules.crps_t(came, nu, centre, spread)), abs=1e-12)


def test_the_position_is_the_part_below_with_ties_by_half() -> None:
    draws = np.array([[1.0, 2.0, 2.0, 3.0]] * 5)
    # 0, 1/8, 1/4 + 2/8, 3/4, 1
    assert position(draws, np.array([0.0, 1.0, 2.0, 2.5, 9.0])).tolist() == [0.0, 0.125, 0.5, 0.75, 1.0]


@pytest.mark.parametrize(("covered", "count"), [(0, 1), (1, 1), (0, 5), (4, 5), (5, 5), (17, 30)])
def test_the_exact_interval_is_that_of_clopper_and_pearson(covered: int, count: int) -> None:
    judge = stats.binomtest(covered, count).proportion_ci(0.95, method="exact")
    assert exact_interval(covered, count) == pytest.approx((judge.low, judge.high), abs=1e-12)


@pytest.mark.parametrize("nominal", [0.5, 0.8, 0.9])
def test_right_bands_one_year_ahead_cover_as_often_as_they_say_and_nearly_independently(nominal: float) -> None:
    counts = covered_counts((4, 5, 6, 7, 8), 1, nominal)
    found = np.bincount(counts.astype(int), minlength=6) / len(counts)
    binomial = [comb(5, k) * nominal**k * (1.0 - nominal) ** (5 - k) for k in range(6)]
    # 10,000 histories: the mean of a count up to 5 has a standard error of at most 0.025
    assert counts.mean() == pytest.approx(5 * nominal, abs=4 * 0.025)
    # spread around a line and error around a mean hang together a little: not the binomial, but near it
    assert found == pytest.approx(binomial, abs=0.05)


def test_right_bands_further_ahead_cover_together_as_a_simulation_of_ones_own_says() -> None:
    generator = np.random.default_rng(7)
    counts, origins = [], (4, 5, 6)
    for _ in range(2_000):
        growth = generator.normal(0.08, 0.02, size=9)
        covered = 0
        for n in origins:
            line = np.polyval(np.polyfit(range(n), growth[:n], 1), range(n))
            spread = sqrt(((growth[:n] - line) ** 2).sum() / (n - 2))
            off = abs(growth[n : n + 3].sum() - 3.0 * growth[:n].mean())
            covered += off <= stats.t.ppf(0.9, n - 2) * spread * sqrt(3.0 + 9.0 / n)
        counts.append(covered)
    ours = covered_counts(origins, 3, 0.8)
    # standard errors: 0.011 of 2,000 and 0.005 of 10,000 histories
    shares = [[np.mean(np.asarray(found) <= k) for k in range(3)] for found in (counts, ours)]
    assert shares[0] == pytest.approx(shares[1], abs=4 * 0.0125)
    # three that overlap miss together far more often than independent ones would
    assert shares[1][0] > 2.0 * 0.2**3
    low, high = expected_counts(origins, 3, 0.8)
    assert (low, high) == (next(k for k in range(4) if np.mean(ours <= k) >= 0.05), 3)


# --- forecasts


SETTINGS = DrawSettings(estimation_error=True, persistence=0.0, draws=100_000, entropy=0)
PAST = np.array([0.09, 0.07, 0.10, 0.08, 0.06, 0.085])


def student(growth: Array) -> tuple[float, float, int]:
    """Return centre, scale and freedom of next year's growth: average growth, and what a straight line leaves."""
    n = len(growth)
    centre = float(np.prod(1.0 + growth) ** (1.0 / n) - 1.0)
    line = np.polyval(np.polyfit(range(n), growth, 1), range(n))
    return centre, sqrt(((growth - line) ** 2).sum() / (n - 2)), n - 2


def test_next_years_total_is_students_t() -> None:
    centre, spread, nu = student(PAST)
    drawn = predicted(grown(PAST)[np.newaxis], origin=2007, years_ahead=1, settings=SETTINGS)
    for part in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99):
        # part of the draws below the quantile of t: standard error at most 0.0016
        below = np.mean(drawn.growth[0] < centre + spread * sqrt(1.0 + 1.0 / 6.0) * stats.t.ppf(part, nu))
        assert below == pytest.approx(part, abs=4 * sqrt(part * (1.0 - part) / 100_000))
        below = np.mean(drawn.known_spread[0] < centre + spread * stats.norm.ppf(part))
        assert below == pytest.approx(part, abs=4 * sqrt(part * (1.0 - part) / 100_000))


@pytest.mark.parametrize("phi", [0.0, 0.5, -0.4])
def test_years_further_on_are_those_of_draws_of_ones_own(phi: float) -> None:
    centre, spread, nu = student(PAST)
    generator = np.random.default_rng(3)
    mean_variance = sum(phi ** abs(i - j) for i in range(6) for j in range(6)) / 36.0
    shocks = np.empty((3, 200_000))
    shocks[0] = generator.standard_normal(200_000)
    for year in (1, 2):
        shocks[year] = phi * shocks[year - 1] + sqrt(1.0 - phi * phi) * generator.standard_normal(200_000)
    off = shocks + sqrt(mean_variance) * generator.standard_normal(200_000)
    off *= spread * np.sqrt(nu / generator.chisquare(nu, 200_000))
    # an income that is lost stays lost
    paths = np.cumprod(np.maximum(1.0 + centre + off, 0.0), axis=0)
    settings = replace(SETTINGS, persistence=phi)
    drawn = predicted(grown(PAST)[np.newaxis], origin=2007, years_ahead=3, settings=settings).growth
    for h in (1, 2, 3):
        own = paths[h - 1] ** (1.0 / h) - 1.0
        for part in (0.05, 0.25, 0.5, 0.75, 0.95):
            # the path is moved by less than 2e-4 to keep its mean; errors of 100,000 and 200,000 draws
            below = np.mean(drawn[h - 1] < np.quantile(own, part))
            assert below == pytest.approx(part, abs=4 * sqrt(part * (1.0 - part) / 66_667) + 0.004), (h, part)


def test_components_are_forecast_with_the_covariance_of_the_estimate() -> None:
    levels = np.array([[national()["urban", item, year] for year in range(2015, 2023)] for item in BUREAU_KEYS])
    growth = levels[:, 1:] / levels[:, :-1] - 1.0
    left = np.array([row - np.polyval(np.polyfit(range(7), row, 1), range(7)) for row in growth])
    spread = np.sqrt((left**2).sum(axis=1) / 5.0)
    shares = (levels / levels.sum(axis=0))[:, :-1].mean(axis=1)
    sample, target, intensity = by_loops(left.T, [0] * 4, shares * spread, 5)
    mixed = intensity * target + (1.0 - intensity) * sample
    weights = levels[:, -1] / levels[:, -1].sum()
    scale = sqrt((weights * spread) @ mixed @ (weights * spread) * (1.0 + 1.0 / 7.0))
    centre = float(weights @ ((levels[:, -1] / levels[:, 0]) ** (1.0 / 7.0) - 1.0))
    drawn = predicted(levels, origin=2022, years_ahead=1, settings=SETTINGS).growth[0]
    for part in (0.05, 0.25, 0.5, 0.75, 0.95):
        below = np.mean(drawn < centre + scale * stats.t.ppf(part, 5))
        assert below == pytest.approx(part, abs=4 * sqrt(part * (1.0 - part) / 100_000))
    # and in the result: the position of what came in 2023
    came = national()["urban", "disposable_income", 2023] / national()["urban", "disposable_income", 2022] - 1.0
    (made,) = (one for one in shipped().forecasts if (one.group, one.origin, one.year) == ("urban", 2022, 2023))
    assert made.pit == pytest.approx(float(stats.t.cdf((came - centre) / scale, 5)), abs=4 * 0.0016)


def shipped(**settings: Any) -> cm.Calibration:
    return cm.calibrate(**({"seed": 0, "draws": 100_000} | settings))


@pytest.mark.parametrize("name", ["national", "fujian"])
def test_the_totals_that_ship_score_as_computed_by_hand(name: str) -> None:
    series = cm.load_series(name)
    result = cm.calibrate(series, totals_only=True)
    assert set(result.groups) == ({"all", "urban", "rural"} if name == "national" else {"urban", "rural"})
    last = 2024 if name == "national" else 2020
    for group in result.groups:
        levels = np.array([series.levels[group, "disposable_income", year] for year in range(2015, last + 1)])
        growth = levels[1:] / levels[:-1] - 1.0
        made = [one for one in result.forecasts if one.group == group and one.years_ahead == 1]
        assert [one.origin for one in made] == list(range(2019, last))
        covered = 0
        for n, one in zip(range(4, len(growth)), made, strict=True):
            centre, spread, nu = student(growth[:n])
            scale = spread * sqrt(1.0 + 1.0 / n)
            pit = float(stats.t.cdf((growth[n] - centre) / scale, nu))
            covered += 0.05 <= pit <= 0.95
            assert one.pit == pytest.approx(pit, abs=4 * sqrt(max(pit * (1.0 - pit), 1e-5) / 100_000))
            assert one.actual == levels[n + 1]
            assert (one.growth_years, one.year) == (n, 2016 + n)
            # an average over draws of |X - y| - |X - X'| / 2, which vary by about their spread
            expected = float(scoringrules.crps_t(growth[n], nu, centre, scale))
            if nu > 2:
                assert one.crps == pytest.approx(expected, abs=5.0 * scale / sqrt(100_000))
            # with two degrees of freedom the draws have no variance: their mean settles slowly
            assert one.crps == pytest.approx(expected, rel=0.02)
            assert one.crps_last_growth == pytest.approx(abs(growth[n] - growth[n - 1]), rel=1e-12)
            known = float(scoringrules.crps_normal(growth[n], centre, spread))
            assert one.crps_known_spread == pytest.approx(known, abs=5.0 * spread / sqrt(100_000))
        (band,) = (b for b in result.coverage if (b.group, b.years_ahead, b.nominal) == (group, 1, 0.9))
        assert (band.covered, band.forecasts) == (covered, len(made))


def test_scores_are_means_and_bands_hold_what_they_say() -> None:
    result = shipped(groups="rural", draws=8192)
    for score in result.scores:
        made = [one for one in result.forecasts if one.years_ahead == score.years_ahead]
        assert score.forecasts == len(made)
        for name in ("pit", "crps", "crps_last_growth", "crps_known_spread"):
            assert getattr(score, name) == pytest.approx(np.mean([getattr(one, name) for one in made]))
    for one in result.forecasts:
        assert one.low < one.median < one.high
        assert one.is_within(0.9) == (one.low < one.actual < one.high)
    assert [(b.years_ahead, b.forecasts) for b in result.coverage if b.nominal == 0.5] == [(1, 5), (2, 4), (3, 3)]
    assert all((band.interval is None) == (band.years_ahead > 1) for band in result.coverage)


def test_nothing_later_than_the_origin_enters_a_forecast() -> None:
    growth = np.array([0.09, 0.07, 0.10, 0.08, 0.06, 0.085, 0.07, 0.05])
    whole = cm.calibrate(of_totals(grown(growth)), draws=9_000)
    other = growth.copy()
    other[6:] = [-0.2, 0.9]
    changed = cm.calibrate(of_totals(grown(other)), draws=9_000)
    shorter = cm.calibrate(of_totals(grown(growth[:6])), draws=9_000)
    for later in (changed, shorter):
        same = {(one.origin, one.year): one for one in later.forecasts}
        early = [one for one in whole.forecasts if one.origin <= 2007 and (one.origin, one.year) in same]
        assert early
        for one in early:
            twin = same[one.origin, one.year]
            assert (one.low, one.median, one.high) == (twin.low, twin.median, twin.high)
    # what came differs, and with it where it stands
    assert {one.pit for one in whole.forecasts} != {one.pit for one in changed.forecasts}


def test_groups_and_years_ahead_change_no_other_forecast() -> None:
    whole = shipped(draws=9_000)
    for settings in ({"groups": "urban"}, {"first_origin": 2021}):
        narrow = shipped(draws=9_000, **settings)
        kept = {(one.group, one.origin, one.year): one for one in whole.forecasts}
        assert all(one == kept[one.group, one.origin, one.year] for one in narrow.forecasts)
    assert {one.origin for one in shipped(draws=100, first_origin=2021).forecasts} == {2021, 2022, 2023}


def test_without_the_error_of_the_estimate_the_spread_is_taken_as_known() -> None:
    result = shipped(groups="urban", estimation_error=False, draws=9_000)
    assert all(one.crps == one.crps_known_spread for one in result.forecasts)
    wider = shipped(groups="urban", draws=9_000)
    for known, estimated in zip(result.forecasts, wider.forecasts, strict=True):
        assert estimated.high - estimated.low > known.high - known.low
    assert "the error of the estimates is left out" in result.to_text("en")


def test_growth_that_never_strays_is_forecast_without_an_error() -> None:
    result = cm.calibrate(of_totals(grown(np.full(9, 0.08))), draws=200)
    assert all(one.crps < 1e-12 and one.is_within(0.5) for one in result.forecasts)


def test_the_same_seed_gives_the_same_and_another_nearly_the_same() -> None:
    first, again, other = (shipped(groups="rural", draws=20_000, seed=seed) for seed in (0, 0, 1))
    assert first.forecasts == again.forecasts
    assert first.forecasts != other.forecasts
    # positions of 20,000 draws have a standard error of at most 0.0035
    pits = np.array([[one.pit for one in result.forecasts] for result in (first, other)])
    assert np.abs(pits[0] - pits[1]).max() < 5 * 0.0035 * sqrt(2.0)


def test_in_histories_whose_truth_is_known_positions_are_uniform() -> None:
    generator = np.random.default_rng(11)
    ahead_one, ahead_three = [], []
    for history in range(120):
        levels = grown(generator.normal(0.08, 0.02, size=12))
        settings = replace(SETTINGS, draws=8192, entropy=history)
        for n in range(4, 12):
            ahead = min(3, 12 - n)
            drawn = predicted(levels[np.newaxis, : n + 1], origin=n, years_ahead=3, settings=settings).growth[:ahead]
            came = (levels[n + 1 : n + 1 + ahead] / levels[n]) ** (1.0 / np.arange(1, ahead + 1)) - 1.0
            pits = position(drawn, came)
            ahead_one.append(pits[0])
            if n == 9:
                ahead_three.append(pits[2])
    # 960 independent positions: the distance from uniform exceeds 1.63 / sqrt(960) once in a hundred
    assert stats.kstest(ahead_one, "uniform").statistic < 1.63 / sqrt(len(ahead_one))
    assert stats.kstest(ahead_three, "uniform").statistic < 1.63 / sqrt(len(ahead_three))


# --- what is forecast, and what cannot be


def by_component(growth: dict[str, Array], *, total: bool = False) -> pd.DataFrame:
    frames = [of_totals(grown(rates)).assign(item=item) for item, rates in growth.items()]
    if total:
        frames.append(of_totals(sum(frame["level"] for frame in frames)))
    return pd.concat(frames)


RATES = {item: PAST + np.roll(PAST, shift) - 0.08 for shift, item in enumerate(BUREAU_KEYS)}


def test_components_are_used_where_a_series_has_them_all() -> None:
    split = cm.calibrate(by_component(RATES), draws=200)
    assert split.pasts[0].by_component
    assert "components are forecast and added up" in split.to_text("en")
    # without a published total the sum of the components is what came
    expected = sum(grown(rates)[-1] for rates in RATES.values())
    assert split.forecasts[-1].actual == pytest.approx(expected)
    some = by_component({item: RATES[item] for item in BUREAU_KEYS[:3]}, total=True)
    assert not cm.calibrate(some, draws=200).pasts[0].by_component
    assert not cm.calibrate(by_component(RATES, total=True), totals_only=True, draws=200).pasts[0].by_component
    frame = pd.concat([by_component(RATES), of_totals(grown(PAST), group="urban")])
    assert "wages" not in cm.calibrate(frame, draws=200).method.en
    assert cm.calibrate(frame, draws=200).method.zh.endswith("农村常住居民按收入构成预测后相加，其余按合计预测")


def test_groups_with_too_few_years_are_left_out_unless_they_are_asked_for() -> None:
    frame = pd.concat([of_totals(grown(PAST)), of_totals(grown(PAST[:4]), group="urban")])
    result = cm.calibrate(frame, draws=200)
    assert result.groups == ("rural",)
    (left,) = result.left_out
    assert left.en == "not forecast: the years of urban residents must be 6 or more (got 5)"
    assert left.zh in result.to_text("zh")
    with pytest.raises(cm.InputError, match=r"the years of urban residents must be 6 or more \(got 5\); it takes 4"):
        cm.calibrate(frame, groups=["rural", "urban"], draws=200)


EMPTY = pd.DataFrame({"year": [2020], "group": ["rural"], "item": ["median"], "level": [1.0]})
GAP = of_totals(grown(PAST)).drop(3)
LOST = by_component(RATES, total=True)
LOST.loc[LOST["item"].eq("property") & LOST["year"].eq(2003), "level"] = -1.0


@pytest.mark.parametrize(
    ("frame", "settings", "expected"),
    [
        (of_totals(grown(PAST[:4])), {}, r"the years of rural residents must be 6 or more \(got 5\)"),
        (EMPTY, {}, r"the years of rural residents must be 6 or more \(got 0\)"),
        (GAP, {}, r"the level of rural residents, per capita disposable income, 2004 must be there \(got nothing\)"),
        (LOST, {}, r"rural residents, property, 2003 must be above zero \(got -1\); .* totals_only=True"),
        (
            None,
            {"groups": "lifted"},
            r"the group must be one of the known options \(got 'lifted'\); .* all \(all residents\), urban .*, rural ",
        ),
        (None, {"first_origin": 2018}, r"the first origin must lie between 2019 and 2023 \(got 2018\)"),
        (None, {"first_origin": 2024}, r"the first origin must lie between 2019 and 2023 \(got 2024\)"),
        (None, {"years_ahead": 0}, r"the years ahead must be a whole number from 1 to 30 \(got 0\)"),
        (None, {"years_ahead": 31}, r"the years ahead must be a whole number from 1 to 30 \(got 31\)"),
        (None, {"years_ahead": 1.5}, r"years_ahead of calibrate must be a whole number \(got 1.5\)"),
        (None, {"draws": 99}, r"the draws of each forecast must be 100 or more \(got 99\)"),
        (None, {"persistence": -1.0}, r"persistence must lie between -1 and 1, both left out \(got -1\)"),
        (None, {"persistence": float("nan")}, r"persistence must lie between -1 and 1, both left out \(got nan\)"),
        (None, {"seed": -1}, r"the seed must be a whole number from 0 on"),
    ],
)
def test_what_cannot_be_forecast_says_why_and_the_way_out(
    frame: pd.DataFrame | None, settings: dict[str, Any], expected: str
) -> None:
    with pytest.raises(cm.InputError, match=expected):
        cm.calibrate("national" if frame is None else frame, **({"draws": 200} | settings))


def test_a_negative_component_is_no_hindrance_to_totals() -> None:
    assert cm.calibrate(LOST, totals_only=True, draws=200).forecasts


def test_faults_come_together() -> None:
    with pytest.raises(cm.InputError, match=r"the years ahead") as raised:
        cm.calibrate(years_ahead=0, draws=1, persistence=2.0)
    assert len(raised.value.faults) == 3


# --- what is said


def test_the_sentences_say_how_few_there_are_and_claim_no_more() -> None:
    result = shipped(groups=["urban", "rural"])
    # both groups did alike: one sentence tells it of both
    (sentence,) = result.sentences
    assert sentence.zh.startswith("全国城镇常住居民、全国农村常住居民提前1年的预测各有5次，90%区间各覆盖实际数4次，")
    assert sentence.zh.endswith("应覆盖3至5次，与此相符，但不足以证明区间准确")
    assert "4 of 5 forecasts each of national urban residents, national rural residents" in sentence.en
    assert "proves nothing of them" in sentence.en
    (alone,) = shipped(groups=["urban"]).sentences
    assert alone.zh.startswith("全国城镇常住居民提前1年的预测有5次，90%区间覆盖实际数4次，")
    (single,) = cm.calibrate("fujian", draws=500).sentences
    assert "covered 0 of 1 forecast each of Fujian urban residents" in single.en
    assert single.zh.endswith("应覆盖0至1次，任何结果都与之相符，说明不了什么")
    text = result.to_text("en")
    assert "they are no independent evidence" in text
    assert "as if forecasts were independent" in text
    for table in result.tables():
        assert len(table.to_frame())


def test_bands_that_are_too_narrow_and_too_wide_are_called_so() -> None:
    calm = np.array([0.05, 0.0501, 0.0499, 0.05, 0.0501])
    wild = np.concatenate([calm, [0.3, -0.2, 0.5, -0.3]])
    # no error of the estimate: nothing widens the bands of the first years
    narrow = cm.calibrate(of_totals(grown(wild)), estimation_error=False, first_origin=2005, draws=500).sentences[0]
    assert "the band may be too narrow" in narrow.en
    even = np.tile([0.3, -0.2, 0.3, -0.2], 5)
    wide = cm.calibrate(of_totals(grown(even)), draws=2_000)
    (band,) = (b for b in wide.coverage if (b.years_ahead, b.nominal) == (3, 0.5))
    assert band.covered > band.expected[1]
    assert band.below <= band.forecasts


def test_the_tables_fit_a_page_and_carry_numbers_for_whoever_computes_on() -> None:
    result = shipped(draws=500)
    coverage, scores, forecasts = result.tables()
    for language in ("zh", "en"):
        assert max(map(len, coverage.to_text(language).splitlines()[:20])) <= 128
    frame = coverage.to_frame()
    assert {"group", "years_ahead", "nominal", "covered", "expected_low", "interval_high"} <= set(frame.columns)
    assert frame["interval_low"].isna().sum() == 3 * 6
    assert (scores.to_frame()["crps"] > 0.0).all()
    assert len(forecasts.to_frame()) == 3 * (5 + 4 + 3)
    assert coverage.to_frame().equals(result.to_frame())


def test_a_reader_sees_a_few_forecasts_and_how_many_more_there_are() -> None:
    forecasts = shipped(draws=500).tables()[2]
    # 36 rows: the first and the last six of them, under a line of headings
    assert len(forecasts.shown_rows("en")) == 1 + 12
    assert "36 rows, 24 in the middle left out" in forecasts.to_text("en")
    assert "共36行，省去中间24行" in forecasts.to_text("zh")
    assert len(forecasts.to_frame()) == len(forecasts.records()) == 36
    (few,) = (
        table for table in cm.calibrate("fujian", groups=["urban"], draws=500).tables() if table.name == "forecasts"
    )
    assert "left out" not in few.to_text("en")


# --- the command


def test_the_command_says_it_in_either_language_and_every_form(tmp_path: Path) -> None:
    assert run().startswith("全国全体居民、全国城镇常住居民、全国农村常住居民提前1年的预测各有5次")
    assert run("--lang", "en", "--group", "rural").startswith("The 90% band covered 4 of 5 forecasts of national rural")
    told = json.loads(run("fujian", "--format", "json", "--group", "urban", "--years-ahead", "1"))
    assert [row["covered"] for row in told["coverage"]] == [0, 0, 0]
    assert told["forecasts"][0]["actual"] == 47160.0
    assert run("--format", "csv", "--seed", "1").startswith("人群,提前年数,")
    CliRunner().invoke(program, ["calibrate", "-o", str(tmp_path / "a.csv"), "--format", "csv"])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").startswith("人群,提前年数")


def test_the_commands_options_are_those_of_the_function() -> None:
    arguments = ["--group", "urban", "--first-origin", "2021", "--totals", "--no-estimation-error"]
    told = json.loads(run(*arguments, "--persistence", "-0.3", "--seed", "4", "--format", "json"))
    result = cm.calibrate(
        groups=["urban"], first_origin=2021, totals_only=True, estimation_error=False, persistence=-0.3, seed=4
    )
    assert [row["crps"] for row in told["forecasts"]] == [one.crps for one in result.forecasts]
    assert "年度间相关 -0.3" in told["notes"]["coverage"][0]


def test_the_command_takes_official_tables_and_files(tmp_path: Path) -> None:
    shutil.copy(ROOT / "data" / "nbs_income.csv", tmp_path / "mine.csv")
    ours, shipped = (
        json.loads(run(series, "--group", "urban", "--format", "json"))
        for series in (str(tmp_path / "mine.csv"), "national")
    )
    assert ours["coverage"] == shipped["coverage"]
    assert ours["forecasts"] == shipped["forecasts"]
    official = cm.read_official(OFFICIAL / "fujian_6-3_urban.csv")
    by_table = cm.calibrate(official, totals_only=True, draws=500)
    # the yearbook's table and the file that ships say the same years where both have them
    assert by_table.groups == ("urban",)
    assert run(str(OFFICIAL / "fujian_6-3_urban.csv"), "--format", "csv").startswith("人群,")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nothing"], "序列（随附序列的名称，或文件的路径）必须为已知选项之一"),
        (["--group", "lifted"], "人群必须为已知选项之一"),
        (["--first-origin", "2010"], "最早的预测起点必须在2019至2023年之间（现为 2010）"),
        (["--years-ahead", "0"], "提前年数必须为1至30的整数（现为 0）"),
        (["--persistence", "1"], "年度间相关必须在 -1 与 1 之间（不含两端）"),
        (["--horizon", "3"], "选项必须为 ceheng calibrate 已有的选项（现为 “--horizon”）"),
        (["--seed", "-1"], "随机种子必须为不小于零的整数"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(arguments: list[str], expected: str) -> None:
    assert expected in refused(*arguments)


def test_a_plans_own_groups_and_components_are_taken_from_its_folder(tmp_path: Path) -> None:
    by_component(RATES).assign(group="lifted").to_csv(tmp_path / "lifted.csv", index=False)
    assert "must be one of" in refused(str(tmp_path / "lifted.csv"), "--lang", "en")
    told = run(str(tmp_path / "lifted.csv"), "--plan", "ceheng-2022-2024")
    assert told.startswith("脱贫人口提前1年的预测有2次")


def test_what_lies_at_an_end_of_a_band_is_said_to_hang_on_the_draws() -> None:
    # one year ahead, growth of the sum is linear: Student's t puts rural income of 2021, from 2020, at 0.89996 exactly
    found = cm.calibrate("national", groups="rural", draws=20_000)
    made = next(one for one in found.forecasts if (one.origin, one.years_ahead) == (2020, 1))
    assert abs(made.pit - 0.89996) < 4.0 * (0.09 / 20_000) ** 0.5
    assert made.is_at_end(0.8, 20_000)
    assert not made.is_at_end(0.9, 20_000)
    told = [note.en for note in found.coverage_table().notes if "another seed" in note.en]
    assert len(told) == 1
    assert "2021 forecast from 2020 (80% band)" in told[0]
    assert not [note for note in found.coverage_table(0.5).notes if "another seed" in note.en]


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_ahead_that_the_series_has_no_outcome_of_are_said(language: Language) -> None:
    # the first forecast knows four growth years, and the last outcome is that of the last year
    past = shipped(groups="urban", draws=100).pasts[0]
    reach = past.years[-1] - past.years[4]
    said = {"zh": f"提前{reach}年以内", "en": f"up to {reach} years ahead"}[language]
    for ahead, is_told in ((30, True), (reach + 1, True), (reach, False), (1, False)):
        result = shipped(groups="urban", draws=100, years_ahead=ahead)
        assert max(one.years_ahead for one in result.forecasts) == min(ahead, reach)
        assert (said in result.to_text(language)) == is_told
