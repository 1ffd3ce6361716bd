"""Settings of a simulation: which seeds repeat a run, and what is refused with which words."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
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


@pytest.mark.parametrize("seed", [-1, 1.0, True, "1", (1, 2)])
def test_what_is_no_seed_is_refused(plan: cm.Scenario, seed: Any) -> None:
    with pytest.raises(
        cm.InputError, match=r"the seed must be a whole number from 0 on, a Generator or None \(got .*seed=2024"
    ):
        cm.simulate(plan, draws=1, seed=seed)


# --- what is refused

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"draws": 0}, r"the number of draws must be a whole number from 1 on \(got 0\); for example 100000"),
    ({"draws": 10.0}, r"the number of draws must be a whole number from 1 on \(got 10.0\)"),
    ({"draws": True}, r"the number of draws must be a whole number from 1 on \(got True\)"),
    ({"quantiles": [0.5, 0.1]}, r"the quantiles must lie between 0 and 1, in rising order \(got \[0.5, 0.1\]\); for example"),
    ({"quantiles": [0.5, 0.5]}, r"the quantiles must lie between 0 and 1, in rising order"),
    ({"quantiles": [-0.1, 0.5]}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": [0.5, 5.0]}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": [np.nan]}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": []}, r"the quantiles must lie between 0 and 1"),
    ({"quantiles": 0.5}, r"the quantiles must lie between 0 and 1"),
    ({"workers": 0}, r"workers must be a whole number from 1 on \(got 0\); for example workers=2"),
    ({"workers": 2.0}, r"workers must be a whole number from 1 on \(got 2.0\)"),
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


# --- years that are known


def test_nothing_is_drawn_in_known_years_and_persistence_carries_the_last_shock_on(plan: cm.Scenario) -> None:
    draws, phi, s = 50_000, 0.6, 0.05
    uncertainty = cm.estimate_uncertainty(plan).with_spread(None, None, s).with_(persistence=phi)
    shock = np.linspace(-0.06, 0.05, 12).reshape(3, 4)
    asked: dict[str, Any] = {"draws": draws, "uncertainty": uncertainty, "components": True, "statements": "none"}
    made = cm.simulate(plan, seed=1, known=cm.Known(until=2022, shock=shock), **asked)
    path = cm.project(plan).values[..., 1:]
    means, spreads = made.means("level").values, made.spreads("level").values
    assert means[..., 0] == pytest.approx(path[..., 0], rel=1e-14)
    assert spreads[..., 0] == pytest.approx(0.0, abs=1e-9)
    # e_2 = phi shock + sqrt(1 - phi^2) z: this mean and spread of the first year that is drawn
    away = (means[..., 1] / path[..., 0] - (1.0 + plan.growth[..., 1] + phi * shock)) / (0.8 * s)
    assert np.abs(away).max() < 4.5 / np.sqrt(draws)
    spread = spreads[..., 1] / path[..., 0] / (0.8 * s)
    assert np.abs(spread - 1.0).max() < 4.5 / np.sqrt(2 * draws)
    # without a shock nothing is carried on; with nothing known yet all is drawn
    calm = cm.simulate(plan, seed=1, known=cm.Known(until=2023), **asked)
    assert calm.means("level").values[..., 1] == pytest.approx(path[..., 1], rel=1e-14)
    none = cm.simulate(plan, seed=1, known=cm.Known(until=2021), **asked)
    assert none.quantile_rows.tobytes() == cm.simulate(plan, seed=1, **asked).quantile_rows.tobytes()


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (cm.Known(until=2024), r"the last known year must be one of the known options \(got 2024\); choose from: 2021, 2022, 2023"),
        (cm.Known(until=2020), r"the last known year must be one of the known options \(got 2020\)"),
        (cm.Known(until=2022, shock=np.zeros(12)), r"the shape of the known shock must be \(3, 4\) \(got \(12,\)\); the axes are"),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_refused(plan: cm.Scenario, known: cm.Known, expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        cm.simulate(plan, draws=10, seed=1, known=known)
