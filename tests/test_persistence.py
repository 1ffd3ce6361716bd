"""How far a year's shock goes with the year before: the estimate, its bias and its interval."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import ceheng_model as cm
from ceheng_model.files import shipped
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.uncertainty.persistence import (
    PANDEMIC,
    LagOne,
    PersistenceEstimate,
    chosen_persistence,
    lag_one_part,
    persistence_of,
)
from ceheng_model.vocabulary import Text

Array = NDArray[np.float64]
NINE = tuple(range(2016, 2025))
CALM = tuple(year for year in NINE if year not in PANDEMIC)
HISTORIES = 200_000


def by_numpy(growth: Array, years: tuple[int, ...]) -> Array:
    """Return the lag-one correlation of histories, ``(history, year)``, from its definition by polyfit."""
    at = np.array(years, dtype=float)
    slope, level = np.polyfit(at, growth.T, 1)
    left = growth - (np.outer(slope, at) + level[:, np.newaxis])
    pairs = [t for t in range(len(years) - 1) if years[t + 1] == years[t] + 1]
    products = np.mean([left[:, t] * left[:, t + 1] for t in pairs], axis=0)
    result: Array = products / ((left**2).sum(axis=1) / (len(years) - 1))
    return result


def histories(years: tuple[int, ...], persistence: float, seed: int) -> Array:
    """Return growth year by year from the recursion, the years that lack left out at the end."""
    random = np.random.default_rng(seed)
    span = range(years[0], years[-1] + 1)
    path: list[Array] = [random.standard_normal(HISTORIES)]
    for _ in span[1:]:
        path.append(persistence * path[-1] + (1 - persistence**2) ** 0.5 * random.standard_normal(HISTORIES))
    return np.array([path[span.index(year)] for year in years]).T


def published(key: str) -> Array:
    frame = pd.read_csv(shipped("nbs_income.csv"))
    wide = frame[(frame.group == key) & (frame.item == "disposable_income")].set_index("year").level_yuan
    growth: Array = np.asarray(wide.pct_change().loc[2016:2024], dtype=float)
    return growth


def test_nine_years_of_white_noise_look_negatively_persistent() -> None:
    drawn = by_numpy(histories(NINE, 0.0, 1), NINE)
    assert drawn.mean() == pytest.approx(-0.22, abs=0.01)
    assert np.quantile(drawn, 0.05) == pytest.approx(-0.64, abs=0.01)
    # and that is what the library takes it for
    assert lag_one_part(-0.638, NINE, 0.0) == pytest.approx(0.05, abs=0.002)


@pytest.mark.parametrize("years", [NINE, CALM])
@pytest.mark.parametrize("persistence", [-0.7, 0.0, 0.6])
def test_the_distribution_of_the_estimate_is_that_of_drawn_histories(
    years: tuple[int, ...], persistence: float
) -> None:
    drawn = by_numpy(histories(years, persistence, 2), years)
    for value in (-0.8, -0.5, -0.2, 0.1, 0.4):
        share = float((drawn <= value).mean())
        # four standard errors
        assert lag_one_part(value, years, persistence) == pytest.approx(
            share, abs=4 * np.sqrt(share * (1 - share) / HISTORIES) + 1e-6
        )


@pytest.mark.parametrize(("key", "observed"), [("urban", -0.73), ("rural", -0.65)])
def test_the_published_totals_say_what_they_say_with_and_without_the_pandemic(key: str, observed: float) -> None:
    growth = published(key)
    made = persistence_of(Text(key, key), NINE, growth)
    assert made.every_year is not None
    assert made.without_pandemic is not None
    assert made.every_year.observed == pytest.approx(observed, abs=0.005)
    assert made.every_year.observed == pytest.approx(by_numpy(growth[np.newaxis], NINE)[0], abs=1e-12)
    calm = growth[[year in CALM for year in NINE]]
    # the years before and after the gap are no neighbours
    assert made.without_pandemic.observed == pytest.approx(by_numpy(calm[np.newaxis], CALM)[0], abs=1e-12)
    assert made.every_year.excludes_zero
    assert not made.without_pandemic.excludes_zero
    assert not made.is_clear


def test_value_and_interval_are_those_under_which_the_estimate_is_usual() -> None:
    lag = LagOne(years=NINE, observed=-0.6)
    low, high = lag.interval
    assert -1.0 < low < lag.unbiased < high < 1.0
    # under white noise 5 % of the estimates lie below -0.64, so that -0.6 excludes nothing
    assert low < 0.0 < high
    assert not lag.excludes_zero
    # under white noise the estimate averages -0.22: -0.3 is hardly below it
    assert -0.2 < LagOne(years=NINE, observed=-0.3).unbiased < 0.0
    for persistence, part in ((lag.unbiased, 0.5), (low, 0.95), (high, 0.05)):
        drawn = by_numpy(histories(NINE, persistence, 3), NINE)
        assert (drawn <= -0.6).mean() == pytest.approx(part, abs=0.005)


@pytest.mark.slow
def test_the_interval_holds_the_true_persistence_nine_times_in_ten() -> None:
    # it holds it where the estimate is neither among the lowest nor among the highest 5 % under it
    for years, persistence in ((NINE, -0.4), (CALM, 0.3), (NINE, 0.0)):
        drawn = by_numpy(histories(years, persistence, 4), years)
        low, high = (
            LagOne(years=years, observed=float(end)) for end in (np.quantile(drawn, 0.2), np.quantile(drawn, 0.8))
        )
        grid = np.linspace(-1.2, 1.2, 481)
        parts = np.array([lag_one_part(float(value), years, persistence) for value in grid])
        inside = np.interp(drawn, grid, parts)
        # standard error 0.07 points
        assert ((inside > 0.05) & (inside < 0.95)).mean() == pytest.approx(0.9, abs=0.003)
        for lag in (low, high):
            assert lag.interval[0] < persistence < lag.interval[1]


def test_the_interval_ends_where_no_persistence_would_be_usual() -> None:
    assert LagOne(years=CALM, observed=0.6).interval[1] == 1.0
    assert LagOne(years=NINE, observed=-0.99).interval[0] == -1.0


def test_too_few_years_and_a_straight_line_tell_nothing() -> None:
    short = persistence_of(Text("甲", "a"), range(2010, 2014), np.array([0.1, 0.2, 0.1, 0.2]))
    assert short.every_year is None
    assert short.without_pandemic is None
    assert not short.is_clear
    line = persistence_of(Text("甲", "a"), range(2010, 2016), np.full(6, 0.1))
    assert line.every_year is None
    assert chosen_persistence([short]) == chosen_persistence([line]) == 0.0


def clear(observed: float, *, years: tuple[int, ...] = tuple(range(2000, 2016))) -> PersistenceEstimate:
    return PersistenceEstimate(
        label=Text("甲", "a"), every_year=LagOne(years=years, observed=observed), without_pandemic=None
    )


def test_persistence_is_taken_only_where_every_series_clearly_says_so() -> None:
    first, second = clear(0.7), clear(0.65)
    assert first.is_clear
    assert second.is_clear
    assert first.every_year is not None
    assert second.every_year is not None
    mean = (first.every_year.unbiased + second.every_year.unbiased) / 2
    assert chosen_persistence([first, second]) == pytest.approx(min(mean, 0.999))
    assert chosen_persistence([first, clear(-0.75)]) == 0.0
    assert chosen_persistence([first, clear(0.0)]) == 0.0
    pandemic = PersistenceEstimate(
        label=Text("甲", "a"), every_year=LagOne(years=NINE, observed=-0.73), without_pandemic=None
    )
    # what cannot be said without these years is not clear
    assert not pandemic.is_clear


def test_a_history_that_clearly_persists_is_drawn_so_and_said() -> None:
    random = np.random.default_rng(8)
    shocks = [0.0]
    for _ in range(29):
        shocks.append(-0.9 * shocks[-1] + random.normal(0, 0.02))
    rates = 0.08 + np.array(shocks)
    rows = [
        (1989 + t, key, item, level)
        for key in ("urban", "rural")
        for item in cm.load_plan().terms.component_keys
        for t, level in enumerate(1000 * np.cumprod([1.0, *(1 + rates)]))
    ]
    history = pd.DataFrame(rows, columns=["year", "group", "item", "level_yuan"])
    made = estimate_uncertainty(cm.scenario("plan"), history=history)
    assert -1.0 < made.persistence < -0.6
    assert f"persistence is taken as {made.persistence:.2f}" in made.to_text("en")


def test_the_settings_show_what_the_years_say(usual: Uncertainty) -> None:
    text = usual.to_text("en")
    assert usual.persistence == 0.0
    assert "persistence is taken as 0: its interval does not exclude 0 both with and without 2020 and 2021" in text
    rows = {key.text.en: cell for key, cell in usual.settings()}
    lag = rows["national urban residents: correlation of neighbouring years"]
    assert isinstance(lag, Text)
    assert lag.en.startswith("-0.73, without bias -0.8")
    assert "不含2020、2021年：-0.04，去除偏差后无法确定" in lag.zh


@pytest.fixture(scope="module")
def usual() -> Uncertainty:
    return estimate_uncertainty(cm.scenario("plan"))
