"""What is known stays known, everything later is drawn jointly: by closed forms and by draws made apart."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.ensemble.blocks import Path
from ceheng_model.ensemble.joint_paths import over_years
from ceheng_model.ensemble.variables import Variables
from ceheng_model.vocabulary import BUREAU_KEYS
from tests import exact_draws
from tests.exact_draws import Array

MANY = 200_000
GROUPS = ("urban", "rural", "rural")
"""Which record of the nation each group of the plan follows: lifted people follow the rural one."""
RECORDS = ("urban", "rural")
NATION = (("national", "urban"), ("national", "rural"))


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def outturn() -> cm.Scenario:
    return cm.scenario("national_outturn")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    return cm.estimate_uncertainty(plan)


def level(group: str, item: str, year: int) -> float:
    return exact_draws.national()[group, item, year]


def rate(group: str, item: str, first: int, last: int) -> float:
    found: float = (level(group, item, last) / level(group, item, first)) ** (1.0 / (last - first)) - 1.0
    return found


def near(found: Any, exact: Any, error: Any, *, times: float = 4.5) -> None:
    away = np.abs(np.asarray(found) - exact) / error
    assert np.max(away) < times, away


def shocks_of(scenario: cm.Scenario, uncertainty: cm.Uncertainty, *, blocks: int, compared: Any = ()) -> Array:
    """Return drawn shocks ``(year, variable, draw)``."""
    source = Variables.of(scenario, uncertainty=uncertainty, compared=compared).shocks(71)
    return np.concatenate([source.draw(block).copy() for block in range(blocks)], axis=-1)


def covariances(uncertainty: cm.Uncertainty) -> tuple[Array, Array, Array, Array]:
    """Return covariances of a year: of common shocks, own shocks, the records, and common shocks with records.

    Groups follow urban, rural, rural; the third by 0.9 of its spread.
    """
    reference = uncertainty.reference
    assert reference is not None
    order = [reference.names.index(f"national.{record}") * 4 + c for record in RECORDS for c in range(4)]
    spread, behind = uncertainty.standard_deviation.ravel(), reference.standard_deviation.ravel()[order]
    correlation = reference.correlation[np.ix_(order, order)]
    cells = [RECORDS.index(record) * 4 + c for record in GROUPS for c in range(4)]
    followed = np.repeat([1.0, 1.0, 0.9], 4)
    records = correlation * np.outer(behind, behind)
    cross = correlation[cells] * np.outer(spread * followed, behind)
    common = uncertainty.correlation * np.outer(spread, spread)
    own_spread = np.ravel(uncertainty.own_spread)
    own = np.array(np.broadcast_to(uncertainty.own_correlation, (12, 12)))
    np.fill_diagonal(own, 1.0)
    return common, own * np.outer(own_spread, own_spread), records, cross


# --- levels of series


def test_levels_are_as_published_up_to_the_year_and_then_grow_as_before(plan: cm.Scenario) -> None:
    for as_of in (2021, 2022, 2023, 2024):
        known = plan.with_as_of(as_of)
        for group in RECORDS:
            for year in range(2016, 2028):
                exact = level(group, "disposable_income", min(year, as_of))
                growth = rate(group, "disposable_income", 2015, as_of)
                exact *= (1.0 + growth) ** max(year - as_of, 0)
                assert known.published_level("national", group, year) == pytest.approx(exact, rel=1e-12)
                status = "published" if year <= as_of else "derived"
                assert known.level_status("national", group, year) == status
                assert (known.level_rule("national", group, year) is None) is (year <= as_of)
    # all that is published is known where nothing says otherwise, and nothing is grown on
    assert plan.published_level("national", "rural", 2024) == level("rural", "disposable_income", 2024)
    assert plan.published_level("national", "rural", 2025) is None


def test_verdicts_say_by_which_rule_a_level_was_grown_on(plan: cm.Scenario) -> None:
    text = cm.check(cm.project(plan.with_as_of(2022))).to_text("en")
    growth = rate("rural", "disposable_income", 2015, 2022)
    assert f"grown on from 2022 at {growth:.2%} a year, the average of 2015-2022" in " ".join(text.split())
    assert "taken as known up to 2022" in " ".join(plan.with_as_of(2022).to_text("en").split())


def test_no_year_before_the_base_year_can_be_the_last_known(plan: cm.Scenario) -> None:
    with pytest.raises(cm.InputError, match="must not be before the base year 2021"):
        plan.with_as_of(2020)
    with pytest.raises(cm.InputError, match="must not be before the base year 2021"):
        cm.simulate(plan, draws=10, as_of=2020)


def test_the_last_known_year_stays_with_a_scenario(plan: cm.Scenario, tmp_path: Any) -> None:
    known = plan.with_as_of(2023)
    others = (
        known.with_growth("rural", None, 0.1), known.with_horizon(2026), known.with_shares({"rural": "national_2021"}),
        known.with_alternative("trend"), known.with_name("x"), known.within_the_plan,
    )  # fmt: skip
    assert [other.as_of for other in others] == [2023] * len(others)
    cm.write_scenario(known, tmp_path / "known.toml")
    assert cm.read_scenario(tmp_path / "known.toml").as_of == 2023
    cm.write_scenario(plan, tmp_path / "all.toml")
    assert cm.read_scenario(tmp_path / "all.toml").as_of is None
    for scenario in (known, plan.with_as_of(2021), plan):
        cm.write_workbook(scenario, tmp_path / "known.xlsx")
        assert cm.read_workbook(tmp_path / "known.xlsx").as_of == scenario.as_of


def test_two_scenarios_know_the_same(plan: cm.Scenario) -> None:
    one, other = plan.with_as_of(2022), plan.with_as_of(2023)
    with pytest.raises(cm.InputError, match="two scenarios know published figures must be the same"):
        cm.compare(one, other, draws=10)
    assert cm.compare(one, plan, draws=10, seed=1).second.as_of == 2022


def test_the_option_says_it_to_every_command_and_tracking_keeps_its_day() -> None:
    runner = CliRunner()
    said = runner.invoke(program, ["check", "--as-of", "2022", "--full", "--lang", "en"])
    assert said.exit_code in (0, 1)
    assert "grown on from 2022" in " ".join(said.stdout.split())
    drawn = runner.invoke(program, ["simulate", "--as-of", "2023", "--draws", "100", "--format", "json"])
    assert drawn.exit_code == 0
    assert "所比较的公布收入视为已知至2023年" in drawn.stdout
    assert '"as_of"' in drawn.stdout
    early = runner.invoke(program, ["simulate", "--as-of", "2020", "--lang", "en"])
    assert early.exit_code == 2
    assert "must not be before the base year 2021 (got 2020)" in " ".join(early.stderr.split())
    helped = runner.invoke(program, ["track", "--help"])
    assert helped.stdout.count("--as-of") == 1
    assert "--as-of 日期" in helped.stdout


# --- conditioning


@pytest.mark.parametrize("phi", [0.0, -0.5, 0.4])
@pytest.mark.parametrize("as_of", [2022, 2024])
@pytest.mark.parametrize("freedom", [None, 7.0])
def test_the_outturn_of_the_nation_conditions_as_the_joint_normal_does(
    plan: cm.Scenario, usual: cm.Uncertainty, phi: float, as_of: int, freedom: float | None
) -> None:
    # a made-up growth of wages, so that some cells grow at their average and some do not
    scenario = cm.scenario("trend").with_growth(None, "wages", 0.08).with_horizon(2025).with_as_of(as_of)
    own_freedom = None if freedom is None else 4.0
    uncertainty = usual.without_estimation_error().with_(
        persistence=phi, estimation_freedom=freedom, own_freedom=own_freedom
    )
    variables = Variables.of(scenario, uncertainty=uncertainty)
    common, own, records, cross = covariances(uncertainty)
    years, seen = 4, as_of - 2021
    one_year = np.block([[common, cross], [cross.T, records]])
    decay = phi ** np.abs(np.subtract.outer(np.arange(years), np.arange(years))) if phi else np.eye(years)
    joint = np.kron(decay, one_year)
    if freedom is not None:
        # the mean of the six growth years 2016-2021 errs by the same in every year: in all cells but those of wages,
        # and in all of the reference
        k = 6
        part = (1.0 + 2.0 * sum((1.0 - j / k) * phi**j for j in range(1, k))) / k
        mark = np.array([float(c % 4 != 0) for c in range(12)] + [1.0] * 8)
        # lifted people grow by the average of rural incomes, which errs by the same for both
        shared = [*range(8), *range(4, 8), *range(12, 20)]
        mean = one_year[np.ix_(shared, shared)] * part * np.outer(mark, mark)
        joint += np.kron(np.ones((years, years)), mean)
    drawn = [20 * t + i for t in range(years) for i in range(12)]
    known = [20 * t + 12 + j for t in range(seen) for j in range(8)]
    strayed = np.array(
        [
            level(record, item, 2022 + t) / level(record, item, 2021 + t) - 1.0 - rate(record, item, 2015, 2021)
            for t in range(seen)
            for record in RECORDS
            for item in BUREAU_KEYS
        ]
    )
    gain = np.linalg.solve(joint[np.ix_(known, known)], joint[np.ix_(known, drawn)]).T
    mean = gain @ strayed
    left = joint[np.ix_(drawn, drawn)] - gain @ joint[np.ix_(known, drawn)]
    assert variables.paths.shift.ravel() == pytest.approx(mean, rel=1e-7, abs=1e-12)
    exact = left + np.kron(decay, own)
    found = variables.paths.covariance.reshape(48, 48)
    assert found == pytest.approx(exact, abs=1e-9 * np.max(np.diag(exact)))
    factor = variables.shocks(1).factor
    by_year = factor.reshape(years, 12, years, -1)
    assert not any(by_year[s, :, t].any() for t in range(years) for s in range(t))
    assert factor @ factor.T == pytest.approx(exact, abs=1e-8 * np.max(np.diag(exact)))
    # own shocks have normals of their own where they have a scale of their own: four of the rural, and four of the
    # lifted that are not the rural ones
    assert factor.shape == (48, 48 if freedom is None else 4 * (12 + 8))


def test_with_the_outturn_known_only_what_is_its_own_is_left_to_the_region(
    outturn: cm.Scenario, usual: cm.Uncertainty
) -> None:
    alone = usual.without_estimation_error().with_(own_spread=0.0)
    made = cm.simulate(outturn, draws=20_000, seed=3, uncertainty=alone, as_of=2024, statements="none")
    path = cm.project(outturn).totals.values[:, 1:]
    # urban and rural incomes do what the nation did: a line
    assert made.spreads("total").values[:2] == pytest.approx(np.zeros((2, 3)), abs=1e-6)
    assert made.means("total").values[:2] == pytest.approx(path[:2], rel=1e-12)
    # lifted people have left what does not follow: 1 - 0.9^2 of their variance
    common, _, _, _ = covariances(alone)
    cells, base = slice(8, 12), outturn.baseline.levels[2]
    exact = np.sqrt(0.19 * base @ common[cells, cells] @ base)
    near(made.spreads("total").values[2, 0], exact, exact / np.sqrt(2 * 20_000))
    # with an own spread, it is what is left
    made = cm.simulate(
        outturn, draws=20_000, seed=3, uncertainty=usual.without_estimation_error(), as_of=2024, statements="none"
    )
    _, own, _, _ = covariances(usual)
    for g in range(2):
        cells, base = slice(4 * g, 4 * g + 4), outturn.baseline.levels[g]
        exact = np.sqrt(base @ own[cells, cells] @ base)
        near(made.spreads("total").values[g, 0], exact, exact / np.sqrt(2 * 20_000))


def test_a_plan_moves_by_what_the_nation_strayed_from_its_trend(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    known = usual.without_estimation_error()
    variables = Variables.of(plan.with_as_of(2023), uncertainty=known)
    for t, year in enumerate((2022, 2023)):
        for c, item in enumerate(BUREAU_KEYS):
            for g, (record, part) in enumerate(zip(GROUPS, (1.0, 1.0, 0.9 * 1.5), strict=True)):
                strayed = (
                    level(record, item, year) / level(record, item, year - 1) - 1.0 - rate(record, item, 2015, 2021)
                )
                assert variables.paths.shift[t, 4 * g + c] == pytest.approx(part * strayed, rel=1e-9)
    assert (variables.paths.shift[2] == 0.0).all()


# --- jointly with the nation


def test_levels_published_by_then_are_constants_in_every_draw(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    scenario = plan.with_as_of(2023)
    variables = Variables.of(scenario, uncertainty=usual, compared=NATION)
    drawn, _ = Path.of(scenario, variables).drawn(variables.shocks(5).draw(0))
    assert drawn.published is not None
    assert drawn.series == NATION
    for s, group in enumerate(RECORDS):
        for t in range(2):
            exact = level(group, "disposable_income", 2022 + t)
            assert drawn.published[t, s] == pytest.approx(np.full(8192, exact), rel=1e-14)
        later = drawn.published[2, s]
        centre = level(group, "disposable_income", 2023) * (1.0 + rate(group, "disposable_income", 2015, 2023))
        assert later.std() > 0.005 * centre
        near(later.mean(), centre, later.std() / np.sqrt(8192))


def brute_force(outturn: cm.Scenario, uncertainty: cm.Uncertainty, draws: int) -> tuple[Array, Array]:
    """Return incomes of the region ``(year, group, draw)`` and the nation's ``(year, record, draw)``, base year first.

    Everything is computed here: the nation strays around its average growth up to 2021 and the region, around the
    nation's growth of 2022-2024, by the same shocks, with shocks of its own on top; two estimates are behind them.
    """
    generator = np.random.default_rng(987)
    _, own, records, _ = covariances(uncertainty)
    root, own_root = np.linalg.cholesky(records), np.linalg.cholesky(own[:8, :8] + 1e-18 * np.eye(8))
    freedom = uncertainty.estimation_freedom
    assert freedom is not None
    assert uncertainty.own_freedom is not None
    scale, own_scale = (np.sqrt(k / generator.chisquare(k, draws)) for k in (freedom, uncertainty.own_freedom))
    # the nation's average of six years errs in every year alike
    mean_error = root @ generator.standard_normal((8, draws)) / np.sqrt(6.0)
    incomes = [np.repeat(outturn.baseline.levels[:2, :, np.newaxis], draws, axis=2)]
    nation = [np.repeat([[level(group, "disposable_income", 2021)] for group in RECORDS], draws, axis=1)]
    weights = np.array([[level(group, item, 2021) for item in BUREAU_KEYS] for group in RECORDS])
    weights = weights / weights.sum(axis=1, keepdims=True)
    centre = np.array([rate(group, "disposable_income", 2015, 2021) for group in RECORDS])
    for t in range(3):
        common = root @ generator.standard_normal((8, draws))
        alone = own_root @ generator.standard_normal((8, draws))
        growth = np.array([[rate(g, item, 2021 + t, 2022 + t) for item in BUREAU_KEYS] for g in RECORDS])
        region = (scale * common + own_scale * alone).reshape(2, 4, draws)
        incomes.append(incomes[-1] * (1.0 + growth[..., np.newaxis] + region))
        total = np.einsum("gc,gcd->gd", weights, (scale * (common + mean_error)).reshape(2, 4, draws))
        nation.append(nation[-1] * (1.0 + centre[:, np.newaxis] + total))
    return np.array([level.sum(axis=1) for level in incomes]), np.array(nation)


def test_chances_against_the_nation_are_those_of_a_joint_simulation_made_apart(
    outturn: cm.Scenario, usual: cm.Uncertainty
) -> None:
    made = cm.simulate(outturn, draws=MANY, seed=8, uncertainty=usual, statements="all")
    region, nation = brute_force(outturn, usual, MANY)
    average = [(path[-1] / path[0]) ** (1.0 / 3.0) for path in (region, nation)]
    gap = nation / region
    exact = {
        "rural_above_national_rural": average[0][1] > average[1][1],
        "urban_gap_to_nation": (np.diff(gap[:, 0], axis=0) < 0.0).all(axis=0),
        "rural_gap_to_nation": (np.diff(gap[:, 1], axis=0) < 0.0).all(axis=0),
    }
    for id, holds in exact.items():
        p = holds.mean()
        assert 0.0005 < p < 0.9995
        near(made[id].probability, p, np.sqrt(2.0 * p * (1.0 - p) / MANY))


# --- spread that is estimated


@pytest.mark.parametrize("freedom", [4.0, 7.0])
def test_growth_of_one_year_is_students_t_with_the_degrees_of_the_estimate(
    plan: cm.Scenario, usual: cm.Uncertainty, freedom: float
) -> None:
    uncertainty = usual.with_(estimation_freedom=freedom, own_spread=0.0)
    probabilities = np.array([0.01, 0.05, 0.25, 0.5, 0.95, 0.99])
    made = cm.simulate(
        plan.with_horizon(2022), draws=MANY, seed=9, uncertainty=uncertainty, statements="none",
        quantiles=probabilities.tolist(), components=True,
    )  # fmt: skip
    base, growth = plan.baseline.levels, plan.growth[..., 0]
    spread = np.sqrt(np.diag(uncertainty.covariance)).reshape(3, 4)
    scores = (made.quantiles("level").values[..., 0] / base - 1.0 - growth) / spread
    exact = stats.t.ppf(probabilities, freedom)
    error = np.sqrt(probabilities * (1.0 - probabilities) / MANY) / stats.t.pdf(exact, freedom)
    near(scores, exact[:, np.newaxis, np.newaxis], error[:, np.newaxis, np.newaxis])


def test_one_chi_square_stretches_the_whole_path_of_a_draw(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    common = usual.with_(estimation_freedom=12.0, own_spread=0.0)
    drawn = shocks_of(plan.with_as_of(2021), common, blocks=20, compared=NATION)
    unit = drawn / drawn.std(axis=-1, keepdims=True)
    # with s^2 = nu / chi^2 the mean of s^4 over the square of that of s^2 is (nu - 2) / (nu - 4): 10 / 8, in other
    # years and in other variables alike, where independent stretches would leave 1
    for one, other in (((0, 0), (2, 1)), ((0, 2), (1, 12)), ((0, 5), (2, 13))):
        batches = (unit[one] ** 2 * unit[other] ** 2).reshape(20, -1).mean(axis=1)
        r = np.corrcoef(unit[one], unit[other])[0, 1]
        assert batches.mean() == pytest.approx(1.25 * (1 + 2 * r**2), abs=4 * batches.std() / np.sqrt(20))


def test_where_growth_is_an_average_the_error_of_the_mean_is_in_the_band(usual: cm.Uncertainty) -> None:
    trend, freedom = cm.scenario("trend"), 12.0
    uncertainty = usual.with_(estimation_freedom=freedom, own_spread=0.0)
    drawn = shocks_of(trend, uncertainty, blocks=25).sum(axis=0)
    # T s^2 + T^2 m^2 / k, with T = 3 and k = 6, times the mean of nu / chi^2; the mean m of lifted people is the rural one
    of_means = usual.standard_deviation[[0, 1, 1]].ravel() ** 2
    exact = (3.0 * usual.standard_deviation.ravel() ** 2 + 9.0 / 6.0 * of_means) * freedom / (freedom - 2.0)
    # kurtosis of t with nu degrees of freedom: 3 + 6 / (nu - 4)
    near(drawn.var(axis=-1), exact, exact * np.sqrt((2.0 + 6.0 / 8.0) / drawn.shape[-1]))
    # where the plan says how incomes grow, no mean is estimated
    given = shocks_of(cm.scenario("plan"), uncertainty, blocks=25).sum(axis=0)
    exact = usual.standard_deviation.ravel() ** 2 * 3.0 * freedom / (freedom - 2.0)
    near(given.var(axis=-1), exact, exact * np.sqrt((2.0 + 6.0 / 8.0) / given.shape[-1]))


def test_the_difference_of_a_trend_and_a_plan_holds_the_error_of_the_trend(
    plan: cm.Scenario, usual: cm.Uncertainty
) -> None:
    uncertainty = usual.with_(estimation_freedom=12.0)
    one, other = plan.with_horizon(2022), cm.scenario("trend").with_horizon(2022)
    settings: dict[str, Any] = {"seed": 10, "uncertainty": uncertainty, "method": "random"}
    frame = cm.compare(one, other, draws=MANY, **settings).to_frame().set_index("group")
    # shocks cancel in the mean of the year; left are (g' - g) e = 0 in one year and the error of the mean, c / 6
    for g, group in enumerate(("urban", "rural")):
        base, cells = plan.baseline.levels[g], slice(4 * g, 4 * g + 4)
        common, _, _, _ = covariances(uncertainty)
        exact = np.sqrt(base @ common[cells, cells] @ base / 6.0 * 1.2)
        near(frame.standard_deviation[group], exact, exact * np.sqrt((2.0 + 6.0 / 8.0) / 4.0 / MANY) * 1.5)
    # and the first path is the one that it has alone
    alone = cm.simulate(one, draws=8_192, statements="none", **settings)
    variables = Variables.of(*(s.with_as_of(2021) for s in (one, other)), uncertainty=uncertainty)
    drawn, _ = Path.of(one, variables).drawn(variables.shocks(10).draw(0))
    assert alone.means("total").values[:, 0] == pytest.approx(drawn.totals[0].mean(axis=-1), rel=1e-12)


@pytest.mark.parametrize("as_of", [2021, 2023])
def test_a_group_that_follows_another_shares_the_error_of_its_mean(usual: cm.Uncertainty, as_of: int) -> None:
    """Where both grow by the average of one series, only their shocks differ, not what the average errs by."""
    trend = cm.scenario("trend").with_horizon(2025).with_as_of(as_of)
    alike = usual.with_(own_spread=0.0)
    with_error, without = (
        Variables.of(trend, uncertainty=one).paths.common for one in (alike, alike.without_estimation_error())
    )
    # differences of a rural and a lifted cell: what the error of the mean adds to them after the known years is nothing
    difference = np.zeros((4, 12))
    difference[np.arange(4), np.arange(4, 8)], difference[np.arange(4), np.arange(8, 12)] = 1.0, -1.0
    error = np.einsum("ai,sitj,bj->satb", difference, with_error - without, difference)
    if as_of == 2021:
        assert error == pytest.approx(np.zeros(error.shape), abs=1e-15)
    own = with_error[3, 8, 3, 8] - without[3, 8, 3, 8]
    assert own == pytest.approx(with_error[3, 4, 3, 4] - without[3, 4, 3, 4], rel=1e-9)


# --- the mean path stays


@pytest.mark.parametrize("phi", [-0.7, 0.3, 0.8])
@pytest.mark.parametrize("last", [2024, 2031])
@pytest.mark.parametrize("freedom", [None, 30.0])
def test_the_mean_path_is_the_scenario_for_every_persistence(
    plan: cm.Scenario, usual: cm.Uncertainty, phi: float, last: int, freedom: float | None
) -> None:
    scenario = plan.with_horizon(last)
    uncertainty = usual.without_estimation_error().with_(persistence=phi, estimation_freedom=freedom)
    made = cm.simulate(scenario, draws=MANY, seed=12, uncertainty=uncertainty, statements="none", components=True)
    path = cm.project(scenario).levels.values[..., 1:]
    near(made.means("level").values, path, made.spreads("level").values / np.sqrt(MANY))


# --- many regions


def frame(count: int) -> Any:
    import pandas as pd

    rows = [
        (f"52{r:04d}", group, "total", value * (1.0 + 0.1 * r))
        for r in range(count)
        for group, value in (("urban", 36_510.0), ("rural", 11_076.0), ("lifted", 11_500.0))
    ]
    return pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])


def test_regions_share_the_nation_the_common_shocks_and_their_scale(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    few = plan.with_regions(frame(3))
    calm = usual.with_(own_spread=0.0)
    settings: dict[str, Any] = {
        "draws": 10_000, "seed": 13, "statements": "all", "uncertainty": calm, "method": "random"
    }  # fmt: skip
    together = cm.simulate(few, **settings)
    for region in few.baseline.regions:
        one, alone = together.at_region(region), cm.simulate(few.at_region(region), **settings)
        assert (one.quantile_rows == alone.quantile_rows).all()
        assert [chance.probability for chance in one.chances] == [chance.probability for chance in alone.chances]


# --- the same bytes


@pytest.mark.parametrize("as_of", [2021, 2023])
def test_any_number_of_workers_gives_the_same_bytes_and_more_draws_extend_the_sample(
    plan: cm.Scenario, usual: cm.Uncertainty, as_of: int
) -> None:
    uncertainty = usual.with_(persistence=-0.3)
    settings: dict[str, Any] = {"seed": 15, "uncertainty": uncertainty, "as_of": as_of, "statements": "all"}
    one, two = (cm.simulate(plan, draws=30_000, workers=workers, **settings) for workers in (1, 3))
    assert one.quantile_rows.tobytes() == two.quantile_rows.tobytes()
    assert one.held.tobytes() == two.held.tobytes()
    # the least and the highest of more draws lie no nearer than those of fewer
    ends = [cm.simulate(plan, draws=n, quantiles=(0.0, 1.0), **settings).quantile_rows for n in (9_000, 30_000)]
    assert (ends[1][0] <= ends[0][0]).all()
    assert (ends[1][1] >= ends[0][1]).all()


def test_what_is_compared_changes_no_draw_of_the_region(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    settings: dict[str, Any] = {"draws": 9_000, "seed": 16, "uncertainty": usual}
    some, none = (cm.simulate(plan, statements=which, **settings) for which in ("all", "none"))
    assert some.quantile_rows == pytest.approx(none.quantile_rows, rel=1e-12)


def test_stationary_shocks_have_the_decay_of_their_persistence() -> None:
    made = over_years(np.array([[2.0, 1.0], [1.0, 3.0]]), -0.7, 4)
    for s in range(4):
        for t in range(4):
            exact = np.array([[2.0, 1.0], [1.0, 3.0]]) * (-0.7) ** abs(s - t)
            assert made[s, :, t] == pytest.approx(exact, rel=1e-14)
