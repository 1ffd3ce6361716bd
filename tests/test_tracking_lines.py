"""What a report says of the years left: lines, probabilities and what they hold under, in tables, JSON and options."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.ensemble.variables import Variables
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.tables import Table
from ceheng_model.tracking import NATIONAL_EXAMPLE, TrackingReport, track
from ceheng_model.tracking.lines import Line, lines_of
from ceheng_model.tracking.target_outlook import State
from ceheng_model.uncertainty import conditional_on
from tests.test_tracking import income

DRAWS = 8_192
URBAN = income("urban", 2022, 38700.0)
DATA = Path(__file__).parent.parent / "data"


def report(*rows: dict[str, Any], plan: Any = None, **more: Any) -> TrackingReport:
    return track(plan or cm.scenario("plan"), pd.DataFrame(list(rows)), draws=DRAWS, seed=0, **more)


def table(of: TrackingReport, name: str) -> Table:
    return next(one for one in of.tables() if one.name == name)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, ["track", *arguments])
    return done.exit_code, done.output


def test_growth_so_far_tells_nothing_of_a_group_of_which_nothing_is_known() -> None:
    found = report(URBAN)
    rows = {row["statement"]: row for row in table(found, "lines").records()}
    # what is achieved is 6 % or so a year: (38700 / 36510)^(1/1) - 1
    assert rows["urban_growth"]["achieved"] == pytest.approx(38700 / 36510 - 1)
    assert rows["urban_growth"]["achieved_probability"] is not None
    for id in ("rural_growth", "lifted_growth", "rural_income_2024"):
        assert rows[id]["achieved"] is None
        assert rows[id]["achieved_probability"] is None
        assert rows[id]["plan"] is not None
        assert rows[id]["trend"] is not None
    # a ratio and a lead read such a group, too
    for id in ("ratio_2024", "rural_above_urban", "lifted_above_rural"):
        assert rows[id]["achieved"] is None
        assert rows[id]["achieved_probability"] is None
    notes = [note.zh for note in table(found, "lines").notes]
    assert any("农村常住居民、脱贫人口尚无实际数" in note for note in notes)
    bands = {(row["quantity"], row["line"]) for row in table(found, "forecast").records()}
    assert {quantity for quantity, line in bands if line == "achieved"} == {"urban"}
    assert ("urban_rural_ratio", "plan") in bands
    assert found.forecast is not None
    achieved = found.forecast.lines[Line.ACHIEVED]
    assert [chance.target.statement.id for chance in achieved.chances] == ["urban_growth", "urban_income_2024"]
    # the probability of all targets is not that of the few that this line tells
    assert achieved.together is None
    assert found.forecast.lines[Line.TREND].together is not None


def test_a_group_without_a_series_has_no_trend() -> None:
    conditioned = report(URBAN).conditioned
    groups = tuple(
        replace(group, series=None) if group.key == "lifted" else group for group in conditioned.planned.groups
    )
    terms = replace(conditioned.planned.terms, groups=groups)
    baseline = replace(conditioned.planned.baseline, terms=terms)
    without = replace(conditioned, planned=replace(conditioned.planned, baseline=baseline))
    trend = next(one for one in lines_of(without) if one.line is Line.TREND)
    assert trend.own == (True, True, False)
    assert any("脱贫人口没有所参照的公布序列" in note.zh for note in trend.notes)


def test_json_holds_no_figure_where_a_line_tells_nothing(tmp_path: Path) -> None:
    file = tmp_path / "urban.csv"
    pd.DataFrame([URBAN]).to_csv(file, index=False)
    code, output = run(str(file), "--format", "json", "--draws", "8192")
    assert code == 0
    tables = json.loads(output)
    rows = {row["statement"]: row for row in tables["lines"]}
    assert rows["lifted_growth"]["achieved"] is None
    assert rows["lifted_growth"]["achieved_probability"] is None
    assert 0.0 < rows["urban_growth"]["plan_probability"] < 1.0
    # every row says what its probability holds under
    assert all("growth is as assumed" in row["condition_en"] for row in rows.values())


def test_probabilities_say_what_they_hold_under_and_decided_targets_have_none() -> None:
    found = track(cm.scenario("plan"), NATIONAL_EXAMPLE, draws=DRAWS, seed=0)
    assert found.forecast is not None
    condition = conditional_on(found.forecast.uncertainty, found.planned)
    targets, lines = table(found, "targets"), table(found, "lines")
    assert targets.notes[0] == condition
    assert lines.notes[0] == condition
    assert {column.kind for column in lines.columns if column.key.endswith("_probability")} == {"probability"}
    rows = {row["statement"]: row for row in targets.records()}
    assert rows["urban_growth"]["state"] == State.MISSED
    for target in found.targets:
        row = rows[target.statement.id]
        assert not (target.decided and row["probability"] is not None)
    # of three years all are known but those of lifted people
    assert {row["statement"] for row in lines.records()} == {"lifted_growth", "lifted_above_rural"}
    # a target is missed: that all hold is no question of probability
    assert any("6条目标到期未达到" in note.zh for note in lines.notes)
    for language in cm.vocabulary.LANGUAGES:
        text = found.to_text(language)
        assert " 0.0%  \n" not in text
        assert "100.0%" not in "".join(one.to_text(language) for one in (targets, lines))


def test_nothing_is_shown_of_lines_once_every_target_is_decided() -> None:
    rows = [
        income(g, year, value * 1.1 ** (year - 2021))
        for g, value in (("urban", 36510.0), ("rural", 11076.0), ("lifted", 11500.0))
        for year in (2022, 2023, 2024)
    ]
    found = report(*rows)
    assert all(target.decided or not target.is_comparable or np.isnan(target.value) for target in found.targets)
    assert "lines" not in [one.name for one in found.tables()]
    assert not next(column for column in table(found, "targets").columns if column.key == "probability").shown


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("language", cm.vocabulary.LANGUAGES)
def test_the_table_of_lines_fits_a_terminal(width: int, language: cm.vocabulary.Language) -> None:
    lines = table(report(URBAN), "lines")
    shown = lines.to_text(language, width=width).splitlines()[: -len(lines.notes) - 1]
    assert max(map(cell_len, shown)) <= width
    heading = next(line for line in shown if "%" not in line and ("趋势" in line or "trend" in line))
    places = [
        heading.index(word)
        for word in (("方案增速", "趋势", "已实现") if language == "zh" else ("plan", "trend", "so far"))
    ]
    assert places == sorted(places)
    # numbers stay whole
    assert any("46,827.0" in line for line in shown)


def test_a_state_that_is_the_plans_own_path_says_so() -> None:
    notes = [note.zh for note in table(report(URBAN), "targets").notes]
    assert any("农村常住居民、脱贫人口尚无实际数：只涉及它们的目标，所列收入是方案自身的路径" in note for note in notes)
    # nothing is known at all: the report says so once, in its lead
    nothing = track(cm.scenario("plan"), draws=DRAWS, seed=0)
    assert not any("只涉及它们的目标" in note.zh for note in table(nothing, "targets").notes)
    assert {row["state"] for row in table(nothing, "targets").records()} == {"no_actuals", "not_judged"}


def test_a_target_of_groups_without_actuals_has_a_state_of_its_own_and_is_not_counted() -> None:
    found = report(URBAN)
    alone = {"rural_income_2024", "rural_growth", "lifted_growth"}
    rows = {row["statement"]: row for row in table(found, "targets").records()}
    assert {id for id, row in rows.items() if row["state"] == "no_actuals"} >= alone
    assert "尚无实际数" in table(found, "targets").to_text("zh", width=200)
    assert "no actuals yet" in table(found, "targets").to_text("en", width=200)
    # what a known income is part of is judged, and so is what is decided
    assert rows["urban_growth"]["state"] in {"on_track", "off_track"}
    assert rows["ratio_2024"]["state"] in {"on_track", "off_track"}
    states = [row["state"] for row in rows.values()]
    judged = sum(state in {"reached", "missed", "on_track", "off_track"} for state in states)
    good = sum(state in {"reached", "on_track"} for state in states)
    assert f"能判定的{judged}条中，{good}条已达到目标或达到序时进度" in found.sentence.zh
    assert f"；{states.count('no_actuals')}条尚无实际数；" in found.sentence.zh
    frame = table(found, "targets").to_frame().set_index("statement")
    assert frame.loc["rural_income_2024", "state"] == "no_actuals"
    # figures of the base year say nothing of progress
    base = report(income("rural", 2021, 11100.0), URBAN)
    assert base["rural_income_2024"].state is State.NO_ACTUALS


def test_an_assumed_distribution_is_told_beside_probabilities() -> None:
    assumed = IncomeDistribution(gini=0.35, floor=4000.0)
    plan = cm.scenario("plan").with_distribution("lifted", assumed)
    found = report(URBAN, plan=plan)
    notes = [note.zh for note in table(found, "targets").notes]
    assert any("按对数正态分布推算，基尼系数0.35" in note for note in notes)
    ensemble = cm.simulate(plan, draws=DRAWS, seed=0)
    assert any("按对数正态分布推算，基尼系数0.35" in note.zh for note in ensemble.chance_table().notes)
    plain = cm.simulate(cm.scenario("plan"), draws=DRAWS, seed=0)
    assert not any("基尼系数" in note.zh for note in plain.chance_table().notes)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "2023-06-01"), "2016-2022"),
        # later than what the series hold: what there is
        (("--as-of", "2027-03-01"), "2016-2024"),
        (("--spread-years", "2016-2021"), "2016-2021"),
        (("--own-history", str(DATA / "fujian_income.csv")), "the region's own spread,"),
        (("--no-estimation-error",), "the error of the estimate not in it"),
        (("--method", "random"), "the error of the estimate in it"),
        (("--persistence", "0.2"), "persistence 0.20"),
    ],
)
def test_options_of_the_draws_work(options: tuple[str, ...], said: str) -> None:
    code, output = run("--example", "--lang", "en", "--draws", "8192", *options)
    assert code == 0, output
    told = " ".join(output.split())
    condition = told[told.index("probabilities hold") :]
    assert said in condition


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "2023"), "2023-03-18"),
        (("--as-of", "2023-06-01", "--spread-years", "2016-2024"), "end by 2022"),
        (("--spread-years", "2021"), "--spread-years"),
        (("--method", "halton"), "--method"),
        (("--own-history", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_options_that_cannot_be_are_refused_in_one_message(options: tuple[str, ...], said: str) -> None:
    code, output = run("--example", "--lang", "en", *options)
    assert code == 2
    message = [line for line in output.splitlines() if said in line]
    assert len(message) == 1, output
    assert "Traceback" not in output


def test_the_days_figures_alone_estimate_the_spread() -> None:
    found = track(cm.scenario("plan"), NATIONAL_EXAMPLE, as_of=date(2023, 6, 1), draws=DRAWS, seed=0)
    assert found.forecast is not None
    expected = cm.estimate_uncertainty(cm.scenario("plan"), last_year=2022)
    np.testing.assert_array_equal(found.forecast.uncertainty.standard_deviation, expected.standard_deviation)


@pytest.mark.parametrize("known_years", [0, 1, 2])
def test_the_trend_holds_the_error_of_its_mean_and_known_years_of_the_nation_are_what_they_were(
    known_years: int,
) -> None:
    """Of six growth years before the base year and n after it: later years vary by C each, their mean by C / (6 + n)."""
    found = track(cm.scenario("plan"), as_of=f"{2022 + known_years}-06-01", draws=DRAWS, seed=0)
    assert found.forecast is not None
    uncertainty = found.forecast.uncertainty
    path = next(one for one in found.lines if one.line is Line.TREND)
    variables = Variables.of(path.scenario, uncertainty=uncertainty, averaged=("urban", "rural", "lifted"))
    base = path.scenario.baseline.levels
    shares = base / base.sum(axis=1, keepdims=True)
    left = 3 - known_years
    series = cm.load_series(DATA / "nbs_income.csv")
    for g, group in enumerate(("urban", "rural")):
        cells = slice(4 * g, 4 * g + 4)
        common = variables.paths.common[known_years:, cells, known_years:, cells]
        of_sum = float(np.einsum("a,satb,b->", shares[g], common, shares[g]))
        of_year = float(shares[g] @ uncertainty.common_covariance[cells, cells] @ shares[g])
        assert of_sum == pytest.approx(of_year * (left + left**2 / (6 + known_years)), rel=1e-6)
        # components grow at the rate of the total on the line, and have other shares than the nation's: a few hundredths
        for t in range(known_years):
            drawn = path.scenario.growth[g, 0, t] + shares[g] @ variables.paths.shift[t, cells]
            outturn = series.growth(group, "disposable_income", 2022 + t)
            assert drawn == pytest.approx(outturn, abs=0.002)
        # what is known moves the rate, not the draws around it once more
        assert np.abs(variables.paths.shift[known_years:, cells]).max(initial=0.0) < 1e-12


def test_the_trend_of_a_report_is_wider_than_a_rate_that_is_certain() -> None:
    found = track(cm.scenario("plan"), as_of="2022-06-01", draws=65_536, seed=0)
    assert found.forecast is not None
    trend = found.forecast.lines[Line.TREND].ensemble
    assert trend is not None
    certain = cm.simulate(
        trend.scenario, draws=65_536, seed=0, uncertainty=found.forecast.uncertainty, known=found.conditioned.known
    )
    wide, narrow = (
        one.quantiles("total").sel(quantile=0.95, year=2024).values
        - one.quantiles("total").sel(quantile=0.05, year=2024).values
        for one in (trend, certain)
    )
    # variances as 4.5 to 3, less what is the region's own
    assert (wide[:2] / narrow[:2] > 1.15).all()
    assert (wide[:2] / narrow[:2] < 1.2248).all()
