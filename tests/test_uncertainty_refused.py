"""What an uncertainty, its years and what is known cannot be made of is refused in words that name it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.uncertainty import plan_shares


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Run a command line and return its status and all that it says on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "300")

    def run_line(*line: str) -> tuple[int, str]:
        result = CliRunner().invoke(program, [*line, "--lang", "en"])
        return result.exit_code, result.output

    return run_line


NO_YEAR = r"^year of with_as_of must be a whole number \(got .*\); write it like 2024\."


@pytest.mark.parametrize(
    ("year", "message"),
    [
        *((year, rf"must not be before the base year 2021 \(got {year}\); give the base year") for year in (2020, -1)),
        *((year, rf"must be a whole year from 2021 to 2121 \(got {year}\); give the base") for year in (2122, 10**20)),
        *((year, NO_YEAR) for year in (2023.5, float("nan"), "2023", True)),
    ],
)
def test_what_is_no_year_after_the_base_year_is_not_known(year: object, message: str) -> None:
    """From the base year on, and no further than a century: growth over more has no finite level."""
    with pytest.raises(cm.InputError, match=message):
        cm.scenario("plan").with_as_of(year)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [2021, 2121, np.int64(2023)])
def test_a_year_from_the_base_year_on_is_taken(year: int) -> None:
    """The last year is as good as the first."""
    level = cm.scenario("plan").with_as_of(year).published_level("national", "rural", 2200)
    assert level is not None
    assert np.isfinite(level)


@pytest.mark.parametrize("income", [float("inf"), 0.0, -5.0])
def test_what_is_known_is_an_income(income: float) -> None:
    """An infinite one is no way to say that nothing is known, and no draw leads to none."""
    scenario = cm.scenario("plan")
    known = cm.Known(totals=np.full((3, 3), np.nan), levels=np.full((3, 4, 3), np.nan))
    totals = known.totals.copy()
    totals[0, 0] = income
    with pytest.raises(cm.InputError, match="income of urban residents in 2022 must be"):
        cm.simulate(scenario, draws=8192, known=cm.Known(totals=totals, levels=known.levels))


@pytest.mark.parametrize("spread", [-0.01, 1.0, 1.5, float("nan"), float("inf")])
def test_a_spread_of_totals_that_is_none_is_refused_as_given(spread: float) -> None:
    """The message shows what was given, not what the components made of it."""
    scenario = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(scenario)
    with pytest.raises(cm.InputError, match=f"own spread of each total must lie between.*got {spread:g}"):
        uncertainty.with_own_totals(spread, plan_shares(scenario))


def test_a_spread_of_totals_that_components_cannot_have_is_refused_as_given() -> None:
    """Half of a total is more than its components can make."""
    scenario = cm.scenario("plan")
    with pytest.raises(cm.InputError, match=r"leave every component a standard deviation below 1.*got 0\.5"):
        cm.estimate_uncertainty(scenario).with_own_totals(0.5, plan_shares(scenario))


def test_a_last_year_after_the_series_limits_nothing() -> None:
    """A report of a later year estimates from all there is: the nation's growth of 2016 to 2024."""
    scenario = cm.scenario("plan")
    plain = cm.estimate_uncertainty(scenario)
    wide = cm.estimate_uncertainty(scenario, last_year=2040)
    assert np.array_equal(plain.standard_deviation, wide.standard_deviation)
    with pytest.raises(cm.InputError, match=r"growth years .* must be 4 or more \(got 0\)"):
        cm.estimate_uncertainty(scenario, first_year=2030, last_year=2040)


def test_a_report_of_today_has_probabilities(run: Callable[..., tuple[int, str]]) -> None:
    """Also where the last series that ships ended years ago."""
    status, told = run("track", "--example", "--as-of", "2026-11-26", "--draws", "8192")
    assert status == 0
    assert "no probabilities" not in told
    assert "probability" in told


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([-20000, -22000, -24000, -26000], "must be above zero (got -20000)"),
        ([20000, 0, 24000, 26000], "2018 must be above zero (got 0)"),
        ([20000, 2, 24000, 26000], "in points, must be below 100"),
        ([20000], "growth years that the region's own series shares"),
    ],
)
def test_own_figures_that_are_no_incomes_are_refused(
    tmp_path: Path, run: Callable[..., tuple[int, str]], levels: list[int], said: str
) -> None:
    """Growth between figures that are none, or of two units, is no spread."""
    path = tmp_path / "own.csv"
    rows = [f"{2017 + k},urban,disposable_income,{level}" for k, level in enumerate(levels)]
    path.write_text("\n".join(["year,group,item,level_yuan", *rows]), encoding="utf-8")
    status, told = run("simulate", "--own-history", str(path), "--draws", "8192")
    assert status == 2
    assert said in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("simulate", "--spread-years", "2021-2016"), "must not begin after they end (got '2021-2016')"),
        (("simulate", "--spread-years", "2016"), "for example 2016-2021"),
        (("inequality", "--means", "40%:6000,70%:12000"), "add up to 100 %, not to 110 %"),
        (("inequality", "--means", "6000,9000", "--lowest", "7000"), "must not be below its lower end, 7000"),
        (("inequality", "--means", "6000,12345678", "--highest", "10000000"), "between its ends, 0 and 10000000"),
    ],
)
def test_options_say_what_is_wrong(run: Callable[..., tuple[int, str]], line: tuple[str, ...], said: str) -> None:
    """One message each, with what was given."""
    status, told = run(*line)
    assert status == 2
    assert said in told


@pytest.mark.parametrize("means", ["33%:6000,33%:9000,33%:12000", "400:6000,700:12000"])
def test_rounded_shares_and_numbers_of_people_are_taken(run: Callable[..., tuple[int, str]], means: str) -> None:
    """Thirds rounded to whole percent miss the whole by one."""
    assert run("inequality", "--means", means)[0] == 0
