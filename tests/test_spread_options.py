"""The options of the command line that say how far growth strays, and what the settings print of it."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty, plan_shares
from ceheng_model.vocabulary import Text
from tests.test_uncertainty import by_loops, published, residuals_of

BUREAU = ("wages", "business", "property", "transfer")


def ceheng(*arguments: str) -> str:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(program, [*arguments, "--lang", "en"])
    assert done.exit_code == 2, done.output
    return " ".join(done.output.split())


def shown(*options: str) -> dict[str, Any]:
    """Return the tables of `show uncertainty`, the settings by key."""
    tables = json.loads(ceheng("show", "uncertainty", *options, "--format", "json"))
    return {row["setting"]: row for row in tables["settings"]} | {"spreads": tables["uncertainty"]}


@pytest.fixture(scope="module")
def usual() -> Uncertainty:
    return estimate_uncertainty(cm.scenario("plan"))


def test_the_settings_say_years_totals_own_spread_and_freedom(usual: Uncertainty) -> None:
    rows = {key.key: cell.en for key, cell in usual.settings() if isinstance(cell, Text)}
    assert rows["spread_years"] == "2016-2024 (9)"
    assert rows["estimation_freedom"] == "7"
    assert rows["own_totals"].startswith(
        "urban residents 0.39 points (90 % interval 0.25 to 0.92, 4 degrees of freedom)"
    )
    assert rows["common_totals_as_of"].endswith("2016-2021 (6)")


@pytest.mark.parametrize(("last", "years"), [(2024, 9), (2021, 6)])
def test_the_totals_spreads_are_those_of_the_years_and_of_this_plans_shares(
    usual: Uncertainty, last: int, years: int
) -> None:
    """Judge by pandas and scipy on the file itself, with the correlations shrunk pair by pair."""
    wide = published().loc[:last]
    cells = [(key, item) for key in ("urban", "rural") for item in BUREAU]
    residuals = np.column_stack([residuals_of(wide[cell]) for cell in cells])
    spread = np.sqrt((residuals**2).sum(axis=0) / (years - 2))
    mean = []
    for key in ("urban", "rural"):
        parts = np.array([[wide.loc[year, (key, item)] for item in BUREAU] for year in range(2015, last)], dtype=float)
        mean.append((parts / parts.sum(axis=1, keepdims=True)).mean(axis=0))
    sample, target, intensity = by_loops(residuals, [0] * 4 + [1] * 4, np.concatenate(mean) * spread, years - 2)
    correlation = intensity * target + (1 - intensity) * sample
    if np.linalg.eigvalsh(correlation)[0] < 1e-6:
        # six years leave too little for eight components; the nearest matrix is judged by its own tests
        correlation = cm.nearest_correlation(correlation, lowest=1e-6)
    shares = plan_shares(cm.scenario("plan"))
    expected = []
    for g, block, scale in ((0, slice(0, 4), 1.0), (1, slice(4, 8), 1.0), (2, slice(4, 8), 1.5)):
        weights = shares[g] * spread[block]
        expected.append(scale * float(np.sqrt(weights @ correlation[block, block] @ weights)))
    assert usual.estimate is not None
    told = usual.estimate.common if last == 2024 else usual.estimate.known
    assert told is not None
    assert told.years == tuple(range(2016, last + 1))
    assert told.spreads == pytest.approx(expected, rel=1e-6)


def test_the_years_told_beside_are_those_up_to_as_of_and_none_where_they_are_the_same_or_too_few() -> None:
    plan = cm.scenario("plan")

    def beside(year: int) -> tuple[int, ...] | None:
        estimate = estimate_uncertainty(plan, as_of=year).estimate
        assert estimate is not None
        return None if estimate.known is None else estimate.known.years

    assert beside(2022) == tuple(range(2016, 2023))
    assert beside(2024) is None
    assert beside(2018) is None
    known = estimate_uncertainty(plan.with_as_of(2022)).estimate
    assert known is not None
    assert known.as_of == 2022


def test_spread_years_are_the_years_of_the_estimate() -> None:
    made = estimate_uncertainty(cm.scenario("plan"), first_year=2016, last_year=2021)
    for written in ("2016-2021", "2016—2021"):
        rows = shown("--spread-years", written)
        assert rows["spread_years"]["value_en"] == "2016-2021 (6)"
        assert rows["estimation_freedom"]["value_en"] == "4"
        assert [row["standard_deviation"] for row in rows["spreads"]] == pytest.approx(made.standard_deviation.ravel())
    assert "common_totals_as_of" not in rows
    for bad in ("2016", "x-2020"):
        assert "--spread-years must have its form" in refused("show", "uncertainty", "--spread-years", bad)
    backwards = refused("show", "uncertainty", "--spread-years", "2021-2016")
    assert "--spread-years must not begin after they end (got '2021-2016')" in backwards
    assert "must be 4 or more (got 2)" in refused("show", "uncertainty", "--spread-years", "2020-2021")


@pytest.mark.parametrize("years", ["2016", "x-2020", "2021-2016", "2020-2021", "2001-2017", "2030-2040", "1990-1991"])
@pytest.mark.parametrize(
    "command",
    [
        ("simulate", "--draws", "8192"),
        ("sensitivity", "--method", "tornado"),
        ("show", "uncertainty"),
        ("track", "--example"),
    ],
)
def test_years_that_cannot_be_name_the_option_and_nothing_of_python(years: str, command: tuple[str, ...]) -> None:
    for language in ("zh", "en"):
        done = CliRunner().invoke(program, [*command, "--spread-years", years, "--lang", language])
        assert done.exit_code == 2
        assert "--spread-years" in done.stderr
        assert re.search(r"first_year|last_year|Uncertainty|[a-z]\w*\(", done.stderr) is None
    # with a year, in the form that the option has
    assert re.search(r"--spread-years.* 20\d\d", done.stderr.splitlines()[-1])


def test_four_growth_years_leave_the_error_of_the_spread_out_and_say_so() -> None:
    made = estimate_uncertainty(cm.scenario("plan"), first_year=2016, last_year=2019)
    assert made.estimation_freedom is None
    assert any("do not let the error of the spread into the band" in note.en for note in made.told)
    assert estimate_uncertainty(cm.scenario("plan"), last_year=2020).estimation_freedom == 3.0


def test_the_error_of_the_estimate_can_be_left_out(usual: Uncertainty) -> None:
    rows = shown("--no-estimation-error")
    assert rows["estimation_freedom"]["value_en"] == "none: the spread is taken as known"
    assert estimate_uncertainty(cm.scenario("plan"), estimation_error=False).estimation_freedom is None
    without = usual.without_estimation_error()
    assert without.estimation_freedom is None
    assert any("bands too narrow" in note.en for note in without.told)
    assert without.without_estimation_error() is without
    assert usual.with_(estimation_freedom=4.0).estimation_freedom == 4.0


def test_an_own_spread_is_that_of_each_total() -> None:
    rows = shown("--own-spread", "2%")
    own = np.array([row["own_spread"] for row in rows["spreads"]]).reshape(3, 4)
    made = estimate_uncertainty(cm.scenario("plan")).with_own_totals(0.02, plan_shares(cm.scenario("plan")))
    assert own == pytest.approx(np.asarray(made.own_spread))
    assert "own_totals" not in rows
    assert "--own-spread" in refused("show", "uncertainty", "--own-spread", "much")


def test_an_own_history_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["year", "group", "item", "level"])
        for year, level in zip(range(2016, 2022), (7000, 7900, 8500, 9700, 10300, 11076), strict=True):
            table.writerow([year, "rural", "total", level])
    rows = shown("--own-history", str(path))
    made = estimate_uncertainty(cm.scenario("plan"), own=pd.read_csv(path))
    assert [row["own_spread"] for row in rows["spreads"]] == pytest.approx(np.ravel(made.own_spread))
    assert "8 degrees of freedom" in rows["own_totals"]["value_en"]
    assert "there is no such file" in refused("show", "uncertainty", "--own-history", str(tmp_path / "none.csv"))


def test_persistence_may_be_negative() -> None:
    assert shown("--persistence=-0.4")["persistence"]["value"] == -0.4
    assert "persistence must lie in (-1, 1) (got -1)" in refused("show", "uncertainty", "--persistence=-1")
