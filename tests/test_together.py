"""Counties drawn together: against another simulation, closed forms, and the same bytes on any number of workers."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from math import log, sqrt
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import chi2, norm
from scipy.stats import t as student
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests.counties import above_folder, changed, frame, with_gaps

SPREAD = cm.SharedSpread.of({"urban": (0.012, 0.006, 0.01), "rural": (0.015, 0.008, 0.02)}, correlation=0.4)


SPREADS = (
    (0.015, 0.008, 0.02),
    (0.0, 0.03, 0.005),
    (0.025, 0.0, 0.04),
)


def independent(draws: int, seed: int, spread: tuple[float, float, float], made: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rural incomes of 2024 by county and their weighted mean, drawn in another way with other numbers."""
    rows = frame(6, seed=made)
    nation, province, own = spread
    random = np.random.default_rng(seed)
    base, goal = rows["rural_base"].to_numpy(float), rows["rural_target"].to_numpy(float)
    growth = (goal / base) ** (1 / 3) - 1
    levels = np.repeat(base[:, None], draws, axis=1)
    for _ in range(3):
        shock = random.normal(0, nation, draws) + random.normal(0, province, draws) + random.normal(0, own, (6, draws))
        levels *= np.maximum(1 + growth[:, None] + shock, 0)
    people = rows["rural_residents"].to_numpy(float)
    return levels, people / people.sum() @ levels


@pytest.mark.parametrize("made", range(3))
def test_probabilities_are_those_of_an_independent_simulation(tmp_path: Path, made: int) -> None:
    table = frame(6, seed=made)
    people, target = (table[f"rural_{name}"].to_numpy(float) for name in ("residents", "target"))
    goal = round(float(people @ target / people.sum())) + 50
    plans = cm.load_plans(table, above=above_folder(tmp_path / "州", goal=f"{goal}元"))
    spread = cm.SharedSpread.of({"urban": (0.012, 0.006, 0.01), "rural": SPREADS[made]}, correlation=0.4)
    drawn = cm.simulate_plans(plans, draws=40_960, seed=3, spread=spread)
    levels, whole = independent(200_000, 11, SPREADS[made], made)
    at = [statement.quantity.group for statement in drawn.above].index("rural")
    # printed to the whole yuan: half of one less is enough
    expected = float((whole >= goal - 0.5).mean())
    error = 5 * sqrt(0.25 / 40_960 + 0.25 / 200_000)
    assert drawn.above_probabilities[at] == pytest.approx(expected, abs=error)
    group = [one.key for one in drawn.groups].index("rural")
    for quantile in (0.05, 0.5, 0.95):
        own = float(np.quantile(drawn.whole[group], quantile))
        assert own == pytest.approx(float(np.quantile(whole, quantile)), rel=2e-3)
    allocation = cm.allocate(plans, f"rural={goal}")
    goals = np.array([one.level for one in allocation.counties])
    handed = cm.simulate_plans(plans, draws=40_960, seed=4, spread=spread, allocation=allocation)
    met = levels >= goals[:, None]
    assert handed.probabilities == pytest.approx(met.mean(axis=1), abs=error)
    for count in (1, 3, 6):
        assert handed.at_least(count) == pytest.approx(float((met.sum(axis=0) >= count).mean()), abs=error)


def drawn_by_hand(
    table: pd.DataFrame, group: str, lacking: dict[int, str], widths: tuple[float, float, float], seed: int
) -> tuple[list[int], np.ndarray]:
    """Return the rows that say enough of a group, and their incomes of 2024, ``(county, draw)``."""
    rows = [at for at in range(len(table)) if not lacking.get(at, "").startswith(group)]
    random, draws = np.random.default_rng(seed), 200_000
    base, goal = (table[f"{group}_{name}"].to_numpy(float)[rows] for name in ("base", "target"))
    levels = np.repeat(base[:, None], draws, axis=1)
    for _ in range(3):
        shared = random.normal(0, widths[0], draws) + random.normal(0, widths[1], draws)
        shock = shared + random.normal(0, widths[2], (len(rows), draws))
        levels *= (goal / base)[:, None] ** (1 / 3) + shock
    return rows, levels


@pytest.mark.parametrize("seed", range(4))
def test_a_group_that_a_plan_leaves_open_costs_its_own_goal_and_sum_alone(tmp_path: Path, seed: int) -> None:
    table, lacking = with_gaps(seed)
    people = {group: table[f"{group}_residents"].to_numpy(float) for group in ("urban", "rural")}
    above = above_folder(tmp_path / "州")
    widths = {"urban": (0.012, 0.006, 0.01), "rural": (0.015, 0.008, 0.02)}
    # groups that stray apart: that a county meets both goals is the product
    spread = cm.SharedSpread.of(widths)
    drawn = cm.simulate_plans(cm.load_plans(table, above=above), draws=40_960, seed=seed, spread=spread)
    met = np.ones(5)
    told = {
        statement.quantity.group: chance
        for statement, chance in zip(drawn.above, drawn.above_probabilities, strict=True)
        if statement.quantity.kind == "income"
    }
    error = 5 * sqrt(0.25 / 40_960 + 0.25 / 200_000)
    for g, (group, asked) in enumerate((("urban", 50_000), ("rural", 18_000))):
        rows, levels = drawn_by_hand(table, group, lacking, widths[group], 100 + seed)
        goals = table[f"{group}_target"].to_numpy(float)[rows]
        met[rows] *= (levels >= goals[:, None] - 0.5).mean(axis=1)
        whole = people[group][rows] @ levels / people[group][rows].sum()
        for quantile in (0.05, 0.5, 0.95):
            own = float(np.quantile(drawn.whole[g], quantile))
            assert own == pytest.approx(float(np.quantile(whole, quantile)), rel=2e-3)
        assert told[group] == pytest.approx(float((whole >= asked - 0.5).mean()), abs=error)
    assert [one.key for one in drawn.counties] == table["county"].tolist()
    assert drawn.probabilities == pytest.approx(met, abs=error)
    assert sorted((one.county.key, one.group) for one in drawn.left_out) == sorted(
        (table["county"][at], cell.split("_")[0]) for at, cell in lacking.items()
    )
    said = "".join(text.en for text in drawn.answer)
    for group in {cell.split("_")[0] for cell in lacking.values()}:
        out = [at for at, cell in lacking.items() if cell.startswith(group)]
        largest = max(out, key=lambda at: people[group][at])
        part = people[group][largest] / people[group].sum()
        assert f"{table['county'][largest]} ({part:.1%} of the known residents)" in said


def test_a_group_without_a_plan_grows_as_so_far_beside_one_that_has_one() -> None:
    table = changed(frame(3), 1, rural_target=None)
    still = cm.SharedSpread.of({"urban": (0.0, 0.0, 0.0), "rural": (0.0, 0.0, 0.0)})
    drawn = cm.simulate_plans(cm.load_plans(table), draws=10, spread=still)
    levels = table["rural_target"].to_numpy(float, copy=True)
    levels[1] = table["rural_base"][1] * (1 + table["rural_past"][1]) ** 3
    people = table["rural_residents"].to_numpy(float)
    assert drawn.whole[1] == pytest.approx(np.full(10, people @ levels / people.sum()))
    urban, of_urban = table["urban_target"].to_numpy(float), table["urban_residents"].to_numpy(float)
    assert drawn.whole[0] == pytest.approx(np.full(10, of_urban @ urban / of_urban.sum()))
    assert [(county.key, group.key) for county, group in drawn.by_past] == [("示例县02", "rural")]
    assert "方案没有写明增速的，按历年增速：示例县02农村常住居民。" in [text.zh for text in drawn.answer]
    assert drawn.left_out == ()


def test_a_target_handed_to_a_group_that_cannot_be_drawn_is_not_judged() -> None:
    table = frame(3).drop(columns=["urban_past", "rural_past"])
    handed = cm.allocate(cm.load_plans(table), "rural=17000", rule="equal")
    gap = cm.load_plans(changed(table, 1, rural_target=None))
    drawn = cm.simulate_plans(gap, draws=1024, spread=SPREAD, allocation=handed)
    assert [one.key for one in drawn.counties] == ["示例县01", "示例县03"]
    assert drawn.not_judged == {"示例县02": 1}


def test_of_a_group_that_nobody_draws_nothing_is_compared() -> None:
    table = frame(3).drop(columns=["rural_target", "rural_past", "urban_past"])
    drawn = cm.simulate_plans(cm.load_plans(table), draws=1024, spread=SPREAD)
    assert np.isnan(drawn.ratio).all()
    assert np.isnan(drawn.apart).all()
    assert drawn.tables()[1].to_frame(language="zh").iloc[:, 0].tolist() == ["2024年城镇常住居民收入（元）"]


def test_one_year_has_a_closed_form() -> None:
    table = frame(3).assign(last_year=2022)
    spread = cm.SharedSpread.of({"urban": (0.0, 0.0, 0.0), "rural": (0.01, 0.02, 0.02)})
    plans = cm.load_plans(table)
    allocation = cm.allocate(plans, "rural.average_growth=40%")
    drawn = cm.simulate_plans(plans, draws=65_536, seed=1, spread=spread, allocation=allocation)
    # 1 + g + e over 1.4: e is normal with variance 0.01^2 + 0.02^2 + 0.02^2
    growth = (table["rural_target"] / table["rural_base"]).to_numpy(float)
    expected = 1 - norm.cdf((1.4 - growth) / 0.03)
    assert drawn.probabilities == pytest.approx(expected, abs=5 * sqrt(0.25 / 65_536))


def one_year_beyond(table: pd.DataFrame, by: float, spread: cm.SharedSpread, seed: int) -> cm.PlansEnsemble:
    """Draw one year, each county's goal so much growth above what it plans."""
    plans = cm.load_plans(table)
    handed = cm.allocate(plans, "rural=17000")
    goals = (table["rural_target"] + by * table["rural_base"]).to_numpy(float)
    counties = tuple(replace(one, level=float(goal)) for one, goal in zip(handed.counties, goals, strict=True))
    return cm.simulate_plans(
        plans, draws=65_536, seed=seed, spread=spread, allocation=replace(handed, counties=counties)
    )


def test_the_error_of_an_estimated_spread_has_a_closed_form() -> None:
    table = frame(3).assign(last_year=2022)
    error = 5 * sqrt(0.25 / 65_536)
    base = cm.SharedSpread.of({"urban": (0.0, 0.0, 0.0), "rural": (0.02, 0.0, 0.0)})
    # a normal of a standard deviation that five degrees of freedom estimate is Student's t of five
    nation = one_year_beyond(table, 0.03, replace(base, nation_freedom=5.0), 2)
    assert nation.probabilities == pytest.approx(np.full(3, student.sf(1.5, 5.0)), abs=error)
    assert nation.probabilities[0] > norm.sf(1.5) + 3 * error
    own = cm.SharedSpread.of({"urban": (0.0, 0.0, 0.0), "rural": (0.0, 0.0, 0.02)})
    apart = one_year_beyond(table, 0.03, replace(own, own_freedom=5.0), 3)
    assert apart.probabilities == pytest.approx(np.full(3, student.sf(1.5, 5.0)), abs=error)
    # one estimate stretches all counties at once: given its chi-square they are independent
    all_three, _ = quad(lambda x: norm.sf(1.5 * sqrt(x / 5.0)) ** 3 * chi2.pdf(x, 5.0), 0.0, np.inf)
    assert apart.at_least(3) == pytest.approx(all_three, abs=5 * sqrt(all_three / 65_536))
    assert apart.at_least(3) > 2 * student.sf(1.5, 5.0) ** 3


def test_the_estimate_from_published_series_carries_its_error_unless_told_otherwise() -> None:
    plans = cm.load_plans(frame(4))
    with_error = cm.simulate_plans(plans, draws=4096, seed=5)
    without = cm.simulate_plans(plans, draws=4096, seed=5, estimation_error=False)
    assert with_error.spread.nation_freedom is not None
    assert with_error.spread.own_freedom is not None
    assert (without.spread.nation_freedom, without.spread.own_freedom) == (None, None)
    assert np.array_equal(with_error.spread.nation, without.spread.nation)
    assert "估计误差已计入" in with_error.condition.zh
    assert "估计误差未计入" in without.condition.zh
    assert np.quantile(with_error.whole[1], 0.99) > np.quantile(without.whole[1], 0.99)


@pytest.mark.parametrize("freedom", [2.0, -1.0, float("nan")])
def test_a_freedom_that_bounds_nothing_is_refused(freedom: float) -> None:
    with pytest.raises(cm.InputError, match="own_freedom must be above 2"):
        replace(SPREAD, own_freedom=freedom)


def test_an_allocation_takes_the_probability_of_every_county() -> None:
    plans = cm.load_plans(frame(5))
    handed = cm.allocate(plans, "rural=17000")
    drawn = cm.simulate_plans(plans, draws=4096, seed=2, spread=SPREAD, allocation=handed)
    likely = handed.with_probabilities(drawn.by_county)
    assert [one.probability for one in likely.counties] == drawn.probabilities.tolist()
    (column,) = [one for one in likely.tables()[0].columns if one.key == "probability"]
    (none,) = [one for one in handed.tables()[0].columns if one.key == "probability"]
    assert column.shown
    assert not none.shown
    # who is asked more beyond its own plan reaches it less often
    ordered = sorted(likely.counties, key=lambda one: one.above_own)
    assert [one.probability for one in ordered] == sorted((one.probability for one in ordered), reverse=True)


def test_shared_shocks_make_counties_stray_together() -> None:
    plans = cm.load_plans(frame(5))
    alone = cm.SharedSpread.of({"urban": (0.0, 0.0, 0.02), "rural": (0.0, 0.0, 0.02)})
    shared = cm.SharedSpread.of({"urban": (0.02, 0.0, 0.0), "rural": (0.02, 0.0, 0.0)})
    apart, together = (cm.simulate_plans(plans, draws=8192, spread=one) for one in (alone, shared))
    assert np.log(together.whole[1]).std() > 1.5 * np.log(apart.whole[1]).std()
    # with shocks of the nation alone the counties keep their distance
    assert np.ptp(np.log(together.apart)) < log(1.05)


def test_the_same_bytes_on_any_number_of_workers() -> None:
    plans = cm.load_plans(frame(40))
    once = cm.simulate_plans(plans, draws=3000, seed=7, spread=SPREAD, workers=1)
    assert cm.simulate_plans(plans, draws=3000, seed=7, spread=SPREAD, workers=3) == once
    with ThreadPoolExecutor(2) as threads:
        assert cm.simulate_plans(plans, draws=3000, seed=7, spread=SPREAD, executor=threads) == once
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        other = cm.simulate_plans(plans, draws=3000, seed=7, spread=SPREAD, executor=processes)
    assert other.whole.tobytes() == once.whole.tobytes()
    assert other.met_counts.tobytes() == once.met_counts.tobytes()
    more = cm.simulate_plans(plans, draws=5000, seed=7, spread=SPREAD)
    assert more.whole[:, :3000].tobytes() == once.whole.tobytes()
    assert cm.simulate_plans(plans, draws=3000, seed=8, spread=SPREAD).whole.tobytes() != once.whole.tobytes()


@pytest.mark.slow
def test_the_same_bytes_on_a_dask_cluster() -> None:
    distributed = pytest.importorskip("distributed")
    plans = cm.load_plans(frame(8))
    once = cm.simulate_plans(plans, draws=3000, seed=7, workers=1)
    settings = {"processes": False, "protocol": "tcp://", "dashboard_address": None}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, **settings) as cluster,
        distributed.Client(cluster) as client,
    ):
        there = cm.simulate_plans(plans, draws=3000, seed=7, executor=client.get_executor(pure=False))
    for name in ("probabilities", "met_counts", "above_met", "whole", "ratio", "apart"):
        assert getattr(there, name).tobytes() == getattr(once, name).tobytes(), name


def test_a_county_without_a_plan_grows_as_so_far() -> None:
    table = frame(3).drop(columns=["urban_target", "rural_target"])
    plans = cm.load_plans(table)
    none = cm.SharedSpread.of({"urban": (0.0, 0.0, 0.0), "rural": (0.0, 0.0, 0.0)})
    drawn = cm.simulate_plans(plans, draws=10, spread=none)
    people, base = table["rural_residents"].to_numpy(float), table["rural_base"].to_numpy(float)
    expected = people / people.sum() @ (base * (1 + table["rural_past"].to_numpy(float)) ** 3)
    assert drawn.whole[1] == pytest.approx(np.full(10, expected))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"draws": 0}, "the number of draws must be a whole number from 1 on"),
        ({"seed": -1}, "the seed must be a whole number from 0 on"),
        ({"workers": 0}, "workers must be a whole number from 1 on"),
        ({"spread": cm.SharedSpread.of({"rural": (0.01, 0.01, 0.01)})}, "the spread must hold the groups urban"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.simulate_plans(cm.load_plans(frame(3)), **given)  # type: ignore[arg-type]


def test_no_covariance_is_refused() -> None:
    with pytest.raises(cm.InputError, match="nation must be a covariance of 1 by 1"):
        cm.SharedSpread(groups=("rural",), nation=np.eye(2), province=np.eye(1), own=np.eye(1))
    with pytest.raises(cm.InputError, match="own must be finite and not below zero"):
        cm.SharedSpread(groups=("rural",), nation=np.eye(1), province=np.eye(1), own=-np.eye(1))
    with pytest.raises(cm.InputError, match="the correlation of groups must lie between"):
        cm.SharedSpread.of({"rural": (0.1, 0.1, 0.1)}, correlation=2.0)
    table = frame(2).drop(columns=["urban_target", "rural_target", "urban_past", "rural_past"])
    with pytest.raises(cm.InputError, match="a county that can be drawn must be given"):
        cm.simulate_plans(cm.load_plans(table), spread=SPREAD)


def test_the_command_draws_together(tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    frame(4).to_csv(path, index=False)
    run = CliRunner()
    done = run.invoke(program, ["plans", str(path), "--together", "--draws", "2048"])
    assert done.exit_code == 0
    assert "个县达到各自全部目标的概率" in done.stdout
    assert run.invoke(program, ["plans", str(path), "--together", "--sum"]).exit_code == 2
    assert run.invoke(program, ["plans", str(path), "--togethr"]).exit_code == 2
