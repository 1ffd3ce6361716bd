"""Settings of a simulation: which seeds repeat a run, and what is refused with which words."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.quantities import Income

pytestmark = pytest.mark.usefixtures("random_numbers")


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    return cm.estimate_uncertainty(plan)


# --- seeds


def test_nothing_is_the_only_seed_that_is_none(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    def bands(seed: Any) -> tuple[int, bytes]:
        made = cm.simulate(plan, draws=50, seed=seed, uncertainty=usual)
        return made.seed, made.quantile_rows.tobytes()

    assert bands(0) == bands(0) == bands(np.int64(0))
    assert bands(0)[0] == 0
    first, second = bands(None), bands(None)
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert bands(first[0]) == first
    generator = np.random.default_rng(1)
    once, again = bands(generator), bands(generator)
    assert once != again
    assert once == bands(np.random.default_rng(1))
    assert bands(once[0]) == once


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (-1, r"^the seed must be a whole number from 0 on \(got -1\); for example 2024"),
        *(
            (seed, rf"^seed of simulate must be a whole number or a random generator \(got {told}\); write a whole")
            for seed, told in ((1.0, "1.0"), (True, "True"), ("1", "'1'"), ((1, 2), r"tuple \[1, 2\]"))
        ),
    ],
)
def test_what_is_no_seed_is_refused(plan: cm.Scenario, seed: Any, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.simulate(plan, draws=1, seed=seed)


# --- what is refused

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"draws": 0}, r"the number of draws must be a whole number from 1 on \(got 0\); for example 100000"),
    ({"draws": 10.0}, r"draws of simulate must be a whole number \(got 10.0\)"),
    ({"draws": True}, r"draws of simulate must be a whole number \(got True\)"),
    ({"quantiles": [0.5, 0.1]}, r"the quantiles must lie between 0 and 1, in rising order \(got \[0.5, 0.1\]\); for example"),
    ({"quantiles": [0.5, 0.5]}, r"the quantiles must lie between 0 and 1, in rising order"),
    ({"quantiles": [-0.1, 0.5]}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": [0.5, 5.0]}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": [np.nan]}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": []}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": 0.5}, r"quantiles of simulate must be a list, each item a number"),
    ({"workers": 0}, r"workers must be a whole number from 1 on \(got 0\); for example workers=2"),
    ({"workers": 2.0}, r"workers of simulate must be a whole number \(got 2.0\)"),
    ({"statements": "main"}, r"statements must be one of the known options \(got 'main'\); choose from: headline, all, none"),
    ({"statements": ["ratio"]}, r"the statement must be one of the known options \(got 'ratio'\)"),
    ({"targets": ["ratio"]}, r"a target must have the form QUANTITY=VALUE \(got 'ratio'\)"),
    ({"targets": ["ratio.2030=2.8"]}, r"the year of a target must be one of the known options \(got 2030\)"),
    ({"targets": [cm.Target(quantity=Income(group="town", first_year=2024, last_year=2024), value=1.0)]},
     r"the group of a target must be one of the known options \(got 'town'\)"),
    ({"targets": ["all=26000"]}, r"the population must be given"),
    ({"uncertainty": cm.Uncertainty(groups=("town",), standard_deviation=np.zeros((1, 4)), correlation=np.eye(4))},
     r"the groups of the uncertainty must be urban, rural, lifted, in this order \(got 'town'\)"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "expected"), REFUSED)
def test_a_setting_that_cannot_be_is_named(plan: cm.Scenario, settings: dict[str, Any], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected) as caught:
        cm.simulate(plan, **({"draws": 10, "seed": 1} | settings))
    assert "必须" in caught.value.text("zh")


def test_draws_and_quantiles_are_refused_together(plan: cm.Scenario) -> None:
    with pytest.raises(cm.InputError, match="the number of draws") as caught:
        cm.simulate(plan, draws=0, quantiles=[2.0])
    assert [fault.what.en for fault in caught.value.faults] == ["the number of draws", "the quantiles"]


def test_an_executor_has_its_own_number_of_workers(plan: cm.Scenario) -> None:
    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(cm.InputError, match=r"workers must not be given beside an executor \(got 2\)"),
    ):
        cm.simulate(plan, draws=1, executor=executor, workers=2)


# --- incomes that are known


def known(**totals: float) -> cm.Known:
    """Return totals of 2022, by group, and nothing else."""
    rows = [[totals.get(group, math.nan), math.nan, math.nan] for group in ("urban", "rural", "lifted")]
    return cm.Known(totals=np.array(rows), levels=np.full((3, 4, 3), math.nan))


def test_a_group_not_yet_known_follows_those_that_are(plan: cm.Scenario) -> None:
    # the nation's covariance of 2016-2024 as it is, of normal shocks without anything on top
    whole = cm.estimate_uncertainty(plan)
    uncertainty = cm.Uncertainty(
        groups=whole.groups, standard_deviation=whole.standard_deviation, correlation=whole.correlation
    )
    # whole sets of 8,192
    draws = 25 * 8192
    made = cm.simulate(plan, draws=draws, seed=3, uncertainty=uncertainty, known=known(urban=38700.0, rural=12200.0))
    means, spreads = made.means().values[:, 0], made.spreads().values[:, 0]
    np.testing.assert_allclose(means[:2], [38700.0, 12200.0], rtol=1e-12)
    np.testing.assert_allclose(spreads[:2], 0.0, atol=1e-6)
    # the conditional mean and spread of a normal: m + S12 S22^-1 (y - m2), S11 - S12 S22^-1 S21
    rows = np.zeros((3, 12))
    for g in range(3):
        rows[g, 4 * g : 4 * g + 4] = plan.baseline.levels[g]
    joint = rows @ uncertainty.covariance @ rows.T
    centre = (plan.baseline.levels * (1.0 + plan.growth[..., 0])).sum(axis=1)
    gain = joint[2, :2] @ np.linalg.inv(joint[:2, :2])
    mean = centre[2] + gain @ (np.array([38700.0, 12200.0]) - centre[:2])
    spread = math.sqrt(joint[2, 2] - gain @ joint[:2, 2])
    assert (round(mean), round(spread)) == (12951, 151)
    assert means[2] == pytest.approx(mean, abs=4.5 * spread / math.sqrt(draws))
    assert spreads[2] == pytest.approx(spread, rel=4.5 / math.sqrt(2 * draws))
    assert made.effective_draws == pytest.approx(draws)


def test_errors_are_those_of_the_draws_that_are_left(plan: cm.Scenario) -> None:
    # one total two years on: draws of the year between weigh differently
    levels = np.full((3, 4, 3), math.nan)
    given = cm.Known(totals=np.array([[math.nan] * 3, [math.nan, 13500.0, math.nan], [math.nan] * 3]), levels=levels)
    made = cm.simulate(plan, draws=8192, seed=3, known=given)
    assert 0.5 * 8192 < made.effective_draws < 8192.0
    chance = made["rural_income_2024"]
    expected = chance.probability * (1.0 - chance.probability) / made.effective_draws
    assert chance.standard_error == pytest.approx(math.sqrt(expected))


def test_nothing_known_is_no_condition_and_workers_do_not_matter(plan: cm.Scenario) -> None:
    nothing = cm.simulate(plan, draws=20_000, seed=1, known=known())
    assert nothing.quantile_rows.tobytes() == cm.simulate(plan, draws=20_000, seed=1).quantile_rows.tobytes()
    given = known(urban=38700.0)
    one, two = (cm.simulate(plan, draws=20_000, seed=1, known=given, workers=n) for n in (1, 2))
    assert one.quantile_rows.tobytes() == two.quantile_rows.tobytes()


NONE = np.full((3, 4, 3), math.nan)


def parts(*values: float) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    levels = NONE.copy()
    levels[1, : len(values), 0] = values
    return levels


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (cm.Known(totals=np.zeros(3), levels=NONE), r"the shape of the known totals must be \(3, 3\) \(got \(3,\)\); the axes are"),
        (cm.Known(totals=NONE[:, 0], levels=NONE[:2]), r"the shape of the known levels must be \(3, 4, 3\)"),
        (cm.Known(totals=known(rural=-1.0).totals, levels=NONE), "income of rural residents in 2022 must be zero or more"),
        (cm.Known(totals=NONE[:, 0], levels=parts(0.0)), "must have components on the same side of zero as in the base year"),
        (cm.Known(totals=known(rural=9000.0).totals, levels=parts(4e3, 5e3)), "must have a total above the components"),
        (cm.Known(totals=known(rural=9000.0).totals, levels=parts(4e3, 5e3, 50, 50)), "components that add up to the total"),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_refused(plan: cm.Scenario, given: cm.Known, expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        cm.simulate(plan, draws=10, seed=1, known=given)


def test_known_incomes_are_of_one_region(plan: cm.Scenario) -> None:
    rows = [(code, group, "total", 12000.0) for code in ("a", "b") for group in ("urban", "rural", "lifted")]
    many = plan.with_regions(pd.DataFrame(rows, columns=["region", "group", "component", "value"]))
    with pytest.raises(cm.InputError, match="what is known must be of one region"):
        cm.simulate(many, draws=10, seed=1, known=known(rural=12000.0))
