"""Lines for the years left, what is known later than something else, and nothing that was published after the day."""

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.tracking import TrackingReport, track
from ceheng_model.tracking.lines import Line
from ceheng_model.tracking.target_outlook import State
from tests.test_tracking import income

DATA = Path(__file__).parent.parent / "data"
ROWS = (
    income("urban", 2022, 38700.0),
    income("urban", 2023, 40100.0),
    income("rural", 2022, 12200.0),
    income("rural", 2022, 4500.0, component="wages"),
)
DAY = "2024-02-01"


def spread_of(plan: cm.Scenario) -> cm.Uncertainty:
    """Return the nation's covariance as estimated from all that ships, of normal shocks and nothing besides."""
    whole = cm.estimate_uncertainty(plan)
    return cm.Uncertainty(
        groups=whole.groups, standard_deviation=whole.standard_deviation, correlation=whole.correlation
    )


@pytest.fixture(scope="module")
def report() -> TrackingReport:
    return track(cm.scenario("plan"), pd.DataFrame(ROWS), as_of=DAY, draws=20_000, seed=2)


def trend(group: str, last: int) -> float:
    """Return average growth from 2015, read from the file itself."""
    with (DATA / "nbs_income.csv").open(encoding="utf-8") as stream:
        levels = {
            int(row["year"]): float(row["level_yuan"])
            for row in csv.DictReader(stream)
            if (row["group"], row["item"]) == (group, "disposable_income")
        }
    return float((levels[last] / levels[2015]) ** (1.0 / (last - 2015)) - 1.0)


def totals(report: TrackingReport, line: Line) -> Array:
    (found,) = (one.values for one in report.lines if one.line is line)
    return np.asarray(found.sum(axis=1))


def test_every_group_goes_on_from_its_last_known_year_along_each_line(report: TrackingReport) -> None:
    assert [one.line for one in report.lines] == [Line.PLAN, Line.TREND, Line.ACHIEVED]
    plan, along, achieved = (totals(report, line) for line in Line)
    # the plan: 10, 12 and 16 % a year
    np.testing.assert_allclose(plan[0, 3], 40100.0 * 1.10, rtol=1e-6)
    np.testing.assert_allclose(plan[1, 2:], [12200.0 * 1.12, 12200.0 * 1.12**2], rtol=1e-6)
    np.testing.assert_allclose(plan[2, 1:], 11500.0 * 1.16 ** np.arange(1, 4), rtol=1e-6)
    # the nation's series as known in February 2024, of 2015 to 2023; lifted people follow the rural one
    urban, rural = trend("urban", 2023), trend("rural", 2023)
    np.testing.assert_allclose(along[0, 3], 40100.0 * (1 + urban))
    np.testing.assert_allclose(along[1, 3], 12200.0 * (1 + rural) ** 2)
    np.testing.assert_allclose(along[2, 3], 11500.0 * (1 + rural) ** 3)
    # what was achieved: two years of urban, one of rural growth, none of lifted people's: the plan's stands in
    np.testing.assert_allclose(achieved[0, 3], 40100.0 * math.sqrt(40100.0 / 36510.0), rtol=1e-9)
    np.testing.assert_allclose(achieved[1, 3], 12200.0 * (12200.0 / 11076.0) ** 2, rtol=1e-9)
    np.testing.assert_allclose(achieved[2], plan[2], rtol=1e-12)
    # known years are what they were on each of them
    for one in (plan, along, achieved):
        np.testing.assert_allclose(one[0, :3], [36510.0, 38700.0, 40100.0])
        np.testing.assert_allclose(one[1, :2], [11076.0, 12200.0])


def test_all_components_grow_alike_after_the_last_known_year(report: TrackingReport) -> None:
    for one in report.lines:
        shares = one.values / one.values.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(shares[0, :, 3], shares[0, :, 2], rtol=1e-12)
        np.testing.assert_allclose(shares[1, :, 3], shares[1, :, 1], rtol=1e-12)
        np.testing.assert_allclose(shares[2, :, 3], shares[2, :, 0], rtol=1e-12)


def test_each_target_has_its_value_and_probability_under_each_line(report: TrackingReport) -> None:
    (table,) = (table for table in report.tables() if table.name == "lines")
    rows = {row["statement"]: row for row in table.records()}
    assert report.forecast is not None
    for line in Line:
        row, along = rows["rural_income_2024"], totals(report, line)
        assert row[line.value] == pytest.approx(along[1, 3])
        assert row[f"{line.value}_probability"] == report.forecast.lines[line]["rural_income_2024"].probability
        assert rows["ratio_2024"][line.value] == pytest.approx(along[0, 3] / along[1, 3])
    # the more growth, the more probable
    by_line = [report.forecast.lines[line]["rural_income_2024"].probability for line in (Line.TREND, Line.PLAN)]
    assert by_line[0] < by_line[1]
    notes = " ".join(note.en for note in table.notes)
    assert (
        "trend: average growth of the series of urban residents, rural residents, people lifted out of poverty, 2015-2023"
        in notes
    )
    # nothing is known of lifted people: no growth of theirs was achieved, and what reads them has no figure
    assert "the growth achieved so far: nothing is known yet of people lifted out of poverty" in notes
    for id in ("lifted_growth", "lifted_above_rural"):
        assert rows[id]["achieved"] is None
        assert rows[id]["achieved_probability"] is None
        assert None not in (rows[id]["plan"], rows[id]["trend"])
    assert "no forecast" in notes


def test_the_leading_sentence_says_which_line_it_quotes(report: TrackingReport) -> None:
    assert report.sentence.en.startswith(
        "With the plan's growth continued: 2 of the 7 targets that can be judged reached or on track"
    )
    assert report.sentence.zh.startswith("其余年份按方案增速继续：能判定的7条中，")
    # of what lifted people earn nothing is known
    assert "；1条尚无实际数" in report.sentence.zh
    assert "; 1 without actuals yet" in report.sentence.en
    (bands,) = (table for table in report.tables() if table.name == "forecast")
    # every income and year that is not known, once a line; no growth of lifted people has been achieved to go on with
    expected = [("urban", 2024), ("rural", 2023), ("rural", 2024)]
    expected += [("lifted", year) for year in (2022, 2023, 2024)] + [("urban_rural_ratio", y) for y in (2023, 2024)]
    found = [(row["quantity"], row["year"], row["line"]) for row in bands.records()]
    told = [(*one, line.value) for one in expected for line in Line if (one[0], line) != ("lifted", Line.ACHIEVED)]
    assert found == told
    for word in ("forecast", "预测"):
        assert word not in report.sentence.en + report.sentence.zh + bands.title.en + bands.title.zh


def test_what_is_known_stays_known_under_every_line(report: TrackingReport) -> None:
    assert report.forecast is not None
    for line, made in report.forecast.lines.items():
        assert made.ensemble is not None
        quantiles = made.ensemble.quantiles("total").values
        np.testing.assert_allclose(quantiles[:, 0, :2], np.tile([38700.0, 40100.0], (5, 1)), rtol=1e-12)
        np.testing.assert_allclose(quantiles[:, 1, 0], 12200.0, rtol=1e-12)
        # the growth achieved so far tells nothing of lifted people, hence not whether all targets hold
        assert (made.together is None) == (line is Line.ACHIEVED)
        # two of three years of two groups are known and far from the plan: what is left tells a probability to a point
        assert made.worth is not None
        assert made.worth > 0.5**2 / 0.01**2


def test_people_reported_late_follow_those_they_are_part_of() -> None:
    plan, draws = cm.scenario("plan"), 100_000
    rows = pd.DataFrame([income("urban", 2022, 38700.0), income("rural", 2022, 12200.0)])
    report = track(plan, rows, uncertainty=spread_of(plan), draws=draws, seed=5)
    assert report.forecast is not None
    made = report.forecast.lines[Line.PLAN].ensemble
    assert made is not None
    # 12951 +- 151, derived in the tests of `simulate`; the line alone says 13340
    assert made.means().values[2, 0] == pytest.approx(12951.3, abs=4.5 * 151 / math.sqrt(draws) + 0.5)
    assert made.spreads().values[2, 0] == pytest.approx(150.5, abs=4.5 * 151 / math.sqrt(2 * draws) + 0.5)
    assert totals(report, Line.PLAN)[2, 1] == pytest.approx(13340.0, rel=1e-6)
    # reported alone they move the others, who are the same people in part
    alone = track(
        plan, pd.DataFrame([income("lifted", 2022, 12500.0)]), uncertainty=spread_of(plan), draws=draws, seed=5
    )
    assert alone.forecast is not None
    drawn = alone.forecast.lines[Line.PLAN].ensemble
    assert drawn is not None
    assert drawn.means().values[1, 0] < 12300.0 < totals(alone, Line.PLAN)[1, 1]


def test_a_component_without_its_total_enters_the_draws() -> None:
    plan = cm.scenario("plan")
    frames = [pd.DataFrame([income("rural", 2022, value, component="wages")]) for value in (4300.0, 4700.0)]
    low, high = (track(plan, frame, uncertainty=spread_of(plan), draws=20_000, seed=5) for frame in frames)
    assert low.conditioned.until == high.conditioned.until == (2021, 2021, 2021)
    assert totals(low, Line.PLAN) == pytest.approx(totals(high, Line.PLAN))
    means = []
    for one in (low, high):
        assert one.forecast is not None
        made = one.forecast.lines[Line.PLAN].ensemble
        assert made is not None
        means.append(made.means().values[1, 0])
    # rural wages 400 yuan higher, and what they tell of other components
    assert means[1] - means[0] > 300.0
    assert "probabilities take these components" in " ".join(note.en for note in low.conditioned.notes)


def test_a_line_that_has_nothing_of_its_own_is_left_out() -> None:
    assert [one.line for one in track(cm.scenario("plan"), draws=16, seed=0).lines] == [Line.PLAN, Line.TREND]


def test_levers_stand_on_top_of_every_line() -> None:
    plan = cm.scenario("plan").with_lever("village_doctors:recipients=300,residents=120000,first_year=2022")
    report = track(plan, pd.DataFrame([income("rural", 2022, 12200.0)]), draws=200, seed=0)
    # 6 yuan of 12200 are the lever's: what grows is the rest, and the lever stands on top again
    assert plan.added is not None
    lever = plan.added[1, :, 0].sum()
    assert lever == pytest.approx(6.0)
    assert totals(report, Line.PLAN)[1, 2] == pytest.approx(
        (12200.0 - lever) * 1.12 + plan.added[1, :, 1].sum(), rel=1e-6
    )
    assert report.forecast is not None
    made = report.forecast.lines[Line.PLAN].ensemble
    assert made is not None
    np.testing.assert_allclose(made.quantiles("total").values[:, 1, 0], 12200.0, rtol=1e-12)


# --- nothing that was published after the day


def copied(folder: Path, *, until: int | None) -> Path:
    """Return a copy of the shipped plan whose series end in a year."""
    folder.mkdir()
    for name in ("nbs_income.csv", "guizhou_published.csv"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        position = lines[0].split(",").index("year")
        kept = [line for line in lines[1:] if until is None or int(line.split(",")[position]) <= until]
        (folder / name).write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    plan = folder / "plan"
    plan.mkdir()
    for file in (DATA / "plans" / "ceheng-2022-2024").iterdir():
        text = file.read_text(encoding="utf-8")
        for name in ("nbs_income.csv", "guizhou_published.csv"):
            text = text.replace(f"../../{name}", f"../{name}")
        (plan / file.name).write_text(text.replace("../../", f"{DATA.as_posix()}/"), encoding="utf-8")
    return plan


def everything(report: TrackingReport) -> list[str]:
    """Return whatever a report shows: both languages and every table as CSV, with what is hidden from readers."""
    return [
        report.to_text("zh"),
        report.to_text("en"),
        report.to_html(),
        *(table.to_csv() for table in report.tables()),
    ]


@pytest.mark.parametrize("day", ["2023-06-01", "2024-02-01"])
def test_what_is_published_after_the_day_changes_no_byte(tmp_path: Path, day: str) -> None:
    last = int(day[:4]) - 1
    ending, going_on = (copied(tmp_path / name, until=until) for name, until in (("ending", last), ("on", None)))
    early = [income("urban", 2022, 38700.0), income("rural", 2022, 12200.0)]
    later: list[dict[str, Any]] = [
        income("urban", 2022, 38900.0, "2024-06-01"),
        income("rural", 2023, 13900.0, "2024-07-01"),
        income("lifted", 2024, 15500.0),
    ]
    reports = [
        track(plan, pd.DataFrame(rows), as_of=day, draws=500, seed=1)
        for plan, rows in ((ending, early), (going_on, early + later))
    ]
    assert reports[0].forecast is not None
    assert everything(reports[0]) == everything(reports[1])


def test_the_spread_is_that_of_years_published_by_the_day() -> None:
    plan, frame = cm.scenario("plan"), pd.DataFrame(ROWS[:1])
    asked: list[int] = []

    def spread(last_year: int) -> cm.Uncertainty:
        asked.append(last_year)
        return spread_of(plan)

    report = track(plan, frame, as_of="2023-06-01", uncertainty=spread, draws=16, seed=0)
    assert asked == [2022]
    assert report.forecast is not None
    assert report.forecast.uncertainty.notes == spread_of(plan).notes
    usual = track(plan, frame, as_of="2023-06-01", draws=16, seed=0).forecast
    assert usual is not None
    expected = cm.estimate_uncertainty(plan, last_year=2022)
    np.testing.assert_array_equal(usual.uncertainty.standard_deviation, expected.standard_deviation)
    assert report.planned.as_of == 2022


def test_a_report_before_the_base_year_is_over_knows_series_up_to_it() -> None:
    report = track(cm.scenario("plan"), as_of="2021-06-01", draws=16, seed=0)
    assert report.planned.as_of == 2021
    assert report["ratio_2024"].state is State.NO_ACTUALS
