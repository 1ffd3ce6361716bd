"""Tracking: distances, needed growth, on track or not, quarters, vintages, what is due, indicators."""

import math
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.tracking import TrackingReport, read_actuals, track
from ceheng_model.tracking.progress import Pace
from ceheng_model.tracking.target_outlook import State
from ceheng_model.vocabulary import BUREAU_KEYS, Verdict
from tests.effort import examples
from tests.exact import plan_path
from tests.test_joint_draws import covariances, rate

DRAWS = 500


def income(
    group: str, year: int, value: float, published: str = "", component: str = "total", **more: Any
) -> dict[str, Any]:
    day = published or f"{year + 1}-01-20"
    row = {"kind": "income", "group": group, "component": component, "year": year, "value": value, "published": day}
    return {**row, "source": "survey team", **more}


def indicator(id: str, year: int, value: float | str, published: str = "", **more: Any) -> dict[str, Any]:
    day = published or f"{year + 1}-01-05"
    row = {"kind": "indicator", "indicator": id, "year": year, "value": value, "published": day}
    return {**row, "source": "bureau", **more}


def tracked(*rows: dict[str, Any], as_of: str | None = None, plan: Any = None, draws: int = DRAWS) -> TrackingReport:
    frame = pd.DataFrame(list(rows)) if rows else None
    return track(plan or cm.scenario("plan"), frame, as_of=as_of, draws=draws, seed=0)


def test_distance_in_yuan_per_cent_and_points() -> None:
    report = tracked(income("rural", 2022, 12200.0), income("rural", 2022, 4500.0, component="wages"))
    total, wages = report.distances
    # 11076 * 1.12 = 12405.12
    planned = Fraction(11076) * Fraction(112, 100)
    assert total.planned == pytest.approx(float(planned))
    assert total.difference == pytest.approx(float(12200 - planned))
    assert total.relative == pytest.approx(float((12200 - planned) / planned))
    # no base-year income is reported: growth against the plan's 11076
    assert total.on_planned_base
    assert total.growth == pytest.approx(float(Fraction(12200, 11076) - 1))
    assert total.lead == pytest.approx(float(Fraction(12200, 11076) - 1 - Fraction(12, 100)))
    # 11076 * 0.3529 * 1.2, planned growth 20 %
    base = Fraction(11076) * Fraction("0.3529")
    assert wages.planned == pytest.approx(float(base * Fraction(6, 5)))
    assert wages.lead == pytest.approx(float(4500 / base - 1 - Fraction(1, 5)))
    assert "against the plan's base" in report.distance_table().notes[0].en


def test_growth_is_against_the_reported_year_before_and_none_where_it_is_not_known() -> None:
    report = tracked(income("rural", 2021, 11100.0), income("rural", 2022, 12200.0), income("urban", 2023, 42000.0))
    urban, base, first = report.distances
    assert base.growth is base.planned_growth is base.lead is None
    assert first.growth == pytest.approx(float(Fraction(12200, 11100) - 1))
    assert not first.on_planned_base
    assert urban.growth is urban.lead is None
    assert urban.planned_growth == pytest.approx(0.10)
    assert report.distance_table().notes == ()


def test_a_group_of_another_concept_is_compared_with_its_own_plan_alone() -> None:
    report = tracked(income("lifted", 2022, 13000.0))
    (one,) = report.distances
    # 11500 * 1.16
    assert one.planned == pytest.approx(11500 * 1.16)
    assert "net income, another concept" in report.distance_table().notes[0].en
    assert report.national == ()
    # known lifted income leaves the ratio alone
    assert report["ratio_2024"].value == pytest.approx(36510 * 1.1**3 / (11076 * 1.12**3))


def test_needed_growth_is_the_root_and_put_back_it_meets_the_target() -> None:
    report = tracked(income("rural", 2022, 12200.0), income("urban", 2022, 38900.0))
    (need,) = report["rural_income_2024"].needs
    # 15561 / 12200 over two years; the lowest income that rounds to 15561 is 15560.5
    assert (1 + need.growth) ** 2 == pytest.approx(float(Fraction(15561, 12200)))
    assert (1 + need.growth_to_bound) ** 2 == pytest.approx(float(Fraction(31121, 24400)))
    assert (need.after, need.years) == (2022, 2)
    assert need.level == pytest.approx(12200.0)
    assert need.planned == pytest.approx(0.12)
    assert need.more == pytest.approx(need.growth - 0.12)
    path = cm.project(report.scenario.with_growth("rural", None, need.growth, years=[2023, 2024]))
    assert float(path.totals.sel(group="rural", year=2024)) == pytest.approx(15561.0)


def test_needed_growth_of_an_average_counts_from_the_base_year() -> None:
    report = tracked(income("rural", 2021, 11000.0), income("rural", 2022, 12200.0), income("rural", 2023, 13500.0))
    (need,) = report["rural_growth"].needs
    # 11000 * 1.12^3 is to be reached from 13500 in one year; 11.95 % still rounds to 12.0 %
    assert 1 + need.growth == pytest.approx(float(Fraction(11000) * Fraction(28, 25) ** 3 / 13500))
    assert 1 + need.growth_to_bound == pytest.approx(float(Fraction(11000) * Fraction(11195, 10000) ** 3 / 13500))
    assert need.years == 1


def test_either_group_can_bring_the_ratio_about_the_other_growing_as_planned() -> None:
    report = tracked(income("rural", 2022, 12200.0), income("urban", 2022, 38900.0))
    rural, urban = report["ratio_2024"].needs
    # urban 38900 * 1.1^2 over 2.8, from 12200 in two years
    aim = Fraction(38900) * Fraction(121, 100) / Fraction(28, 10)
    assert (1 + rural.growth) ** 2 == pytest.approx(float(aim / 12200))
    assert rural.given is not None
    assert rural.given.key == "urban"
    # rural 12200 * 1.12^2 times 2.8, from 38900; 2.85 is the bound
    assert (1 + urban.growth) ** 2 == pytest.approx(
        float(Fraction(12200) * Fraction(112, 100) ** 2 * Fraction(28, 10) / 38900)
    )
    assert (1 + urban.growth_to_bound) ** 2 == pytest.approx(12200 * 1.12**2 * 2.85 / 38900)
    assert urban.planned == pytest.approx(0.10)
    # put back: rural at the needed rate, urban at 10 % of its total
    levels = cm.project(
        report.scenario.with_growth("rural", None, rural.growth, years=[2023, 2024]).with_growth(
            "urban", None, 0.10, years=[2023, 2024]
        )
    )
    assert float(levels.urban_rural_ratio.sel(year=2024)) == pytest.approx(2.8)


def test_groups_known_to_different_years_each_need_growth_over_their_own_rest() -> None:
    report = tracked(income("rural", 2022, 12200.0), income("urban", 2024, 45000.0))
    (rural,) = report["ratio_2024"].needs
    # urban 2024 is known: only rural can still move the ratio
    assert (1 + rural.growth) ** 2 == pytest.approx(float(Fraction(45000) / Fraction(28, 10) / 12200))
    (lead,) = report["rural_above_urban"].needs
    # (45000 / 36510) is what rural income must exceed, times 11076, from 12200
    assert (1 + lead.growth) ** 2 == pytest.approx(float(Fraction(45000, 36510) * 11076 / 12200))
    reverse = tracked(income("rural", 2024, 13000.0), income("urban", 2022, 38900.0))
    assert [need.group.key for need in reverse["ratio_2024"].needs] == ["urban"]
    # growth of rural income is known: nothing it could still do
    assert reverse["rural_above_urban"].needs == ()


@examples(25)
@given(rural=st.floats(9000, 16000), urban=st.floats(30000, 50000))
def test_on_track_is_needed_growth_not_above_planned_growth(rural: float, urban: float) -> None:
    report = tracked(income("rural", 2022, rural), income("urban", 2022, urban), draws=16)
    for id in ("rural_growth", "urban_growth", "rural_income_2024", "urban_income_2024"):
        (need,) = report[id].needs
        if abs(need.growth_to_bound - need.planned) > 1e-9:
            assert (report[id].state is State.ON_TRACK) == (need.growth_to_bound <= need.planned), id
    need = report["ratio_2024"].needs[0]
    # the ratio's bound itself, 2.85, does not round to 2.8
    assert (report["ratio_2024"].state is State.ON_TRACK) == (need.growth_to_bound < need.planned)


def test_rounding_decides_as_in_the_statement() -> None:
    # 12405.1 * 1.12^2 = 15560.957 rounds to 15561; 12404.7 * 1.12^2 = 15560.456 does not
    assert tracked(income("rural", 2022, 12405.1))["rural_income_2024"].state is State.ON_TRACK
    assert tracked(income("rural", 2022, 12404.7))["rural_income_2024"].state is State.OFF_TRACK
    assert tracked(income("rural", 2024, 15560.5))["rural_income_2024"].state is State.REACHED
    assert tracked(income("rural", 2024, 15560.4))["rural_income_2024"].state is State.MISSED


def test_what_is_decided_needs_nothing_and_has_the_probability_0_or_1() -> None:
    report = tracked(income("rural", 2024, 15600.0), income("urban", 2024, 48000.0))
    assert report.forecast is not None
    for id, state, probability in (("rural_income_2024", State.REACHED, 1.0), ("urban_income_2024", State.MISSED, 0.0)):
        assert (report[id].state, report[id].decided, report[id].needs) == (state, True, ())
        chance = report.forecast[id]
        assert (chance.probability, chance.standard_error) == (probability, 0.0)
    assert not report.on_track
    with pytest.raises(KeyError, match="no_such"):
        report["no_such"]
    with pytest.raises(KeyError, match="no_such"):
        report.forecast["no_such"]


def test_nothing_known_is_the_plan_itself() -> None:
    report = tracked()
    plan = cm.scenario("plan")
    assert report.nothing_known
    assert "plan's own path" in report.sentence.en
    assert report.scenario is report.planned
    assert report.as_of == date(2022, 9, 30)
    assert report["rural_income_2024"].value == pytest.approx(11076 * 1.12**3)
    assert report.forecast is not None
    # of what was published by the day, which is in 2022; the plan's growth of totals, components alike
    alike = plan.with_growth("urban", None, 0.10).with_growth("rural", None, 0.12).with_growth("lifted", None, 0.16)
    alone = cm.simulate(alike, draws=DRAWS, seed=0, uncertainty=cm.estimate_uncertainty(plan, last_year=2021))
    found = report.forecast["rural_income_2024"].probability
    # printed rates are those of the plan's totals to some 1e-6: one draw may lie between
    assert found == pytest.approx(alone["rural_income_2024"].probability, abs=1.5 / DRAWS)
    assert [one.line.value for one in report.lines] == ["plan", "trend"]
    # the plan misses its own ratio
    missed = [one.statement.id for one in report.targets if one.outlook.verdict is Verdict.MISSED]
    assert missed == ["ratio_2024"]
    assert {one.state for one in report.targets} == {State.NO_ACTUALS, State.NOT_JUDGED}
    assert not report.distances
    assert not report.quarters
    assert not report.national


def test_the_latest_vintage_on_the_day_is_used_and_the_first_is_kept() -> None:
    rows = (
        income("rural", 2022, 12230.0, "2024-01-20"),
        income("rural", 2022, 12200.0, "2023-01-20"),
        income("rural", 2022, 12260.0, "2023-06-20"),
    )
    early, later = tracked(*rows, as_of="2023-06-19"), tracked(*rows)
    assert early.distances[0].actual == 12200.0
    assert (early.later, early.actuals.revisions) == (2, ())
    assert "2 figures published after 2023-06-19 are left out" in [remark.text.en for remark in early.remarks]
    assert early.warnings == later.remarks == ()
    assert later.as_of == date(2024, 1, 20)
    assert later.distances[0].actual == 12230.0
    (revision,) = later.actuals.revisions
    assert [one.value for one in revision.vintages] == [12200.0, 12260.0, 12230.0]
    assert revision.change == 30.0
    row = later.actuals.revision_table().records()[0]
    assert (row["first"], row["latest"], row["revision"], row["vintages"]) == (12200.0, 12230.0, 30.0, 3)
    # the day itself counts
    assert tracked(*rows, as_of="2023年6月20日").distances[0].actual == 12260.0
    noon = datetime(2023, 6, 20, 12, tzinfo=UTC)
    assert track(cm.scenario("plan"), later.actuals, as_of=noon, draws=16).distances[0].actual == 12260.0


def test_a_quarter_is_compared_with_the_same_quarter_only() -> None:
    quarters = [
        income("rural", y, v, f"{y}-0{3 * q + 1}-20", quarter=q)
        for y, q, v in ((2022, 1, 3000.0), (2023, 1, 3270.0), (2023, 2, 5600.0))
    ]
    report = tracked(*quarters, income("rural", 2021, 2800.0, "2021-04-20", quarter=1))
    first, again, half = report.quarters
    assert first.growth == pytest.approx(float(Fraction(3000, 2800) - 1))
    assert again.growth == pytest.approx(float(Fraction(3270, 3000) - 1))
    assert again.lead == pytest.approx(float(Fraction(3270, 3000) - 1 - Fraction(12, 100)))
    assert half.growth is half.lead is None
    # no quarter makes a year known, moves a target or enters the forecast
    assert report.nothing_known is False
    assert report.conditioned.until == (2021, 2021, 2021)
    assert report["rural_income_2024"].value == pytest.approx(11076 * 1.12**3)
    assert report.distances == ()
    assert "never added" in next(table for table in report.tables() if table.name == "quarters").notes[0].en


def test_an_annual_figure_is_never_made_from_quarters() -> None:
    rows = [
        income("rural", 2022, value, day, quarter=q)
        for q, value, day in ((1, 3000.0, "2022-04-20"), (3, 8000.0, "2022-10-20"))
    ]
    actuals = read_actuals(pd.DataFrame(rows))
    with pytest.raises(
        cm.InputError,
        match=r"annual income of rural residents, total, 2022 must be reported as an annual figure .got quarters 1, 3.; quarters leave out",
    ):
        actuals.annual("rural", 2022)
    with pytest.raises(
        cm.InputError, match=r"annual income of rural residents, total, 2023 .*got nothing.; add the annual figure"
    ):
        actuals.annual("rural", 2023)


def test_component_quarters_may_fall_totals_may_not() -> None:
    falling = [
        income("rural", 2022, value, day, "property", quarter=q)
        for q, value, day in ((1, 50.0, "2022-04-20"), (2, 40.0, "2022-07-20"))
    ]
    assert len(read_actuals(pd.DataFrame(falling)).figures) == 2


def test_the_next_report_day_and_what_it_has_to_contain() -> None:
    report = tracked(
        income("rural", 2022, 12200.0),
        indicator("training.5.trainings", 2023, 6000, "2023-03-05", quarter=1),
        as_of="2023-03-10",
    )
    due = report.due
    assert (due.day, due.has_day) == (date(2023, 3, 18), True)
    assert {one.duty.id for one in due.reports if one.day} == {"urban.report", "training.report"}
    training = next(one for one in due.reports if one.duty.id == "training.report")
    assert "training.5.trainings" in training.indicators
    assert "training.5.trainings" not in training.missing
    assert "training.7.trainings" in training.missing
    # the whole plan's monthly review has no day, and every followed indicator belongs to it
    monthly = next(one for one in due.reports if one.duty.id == "office.monthly_dispatch")
    assert monthly.day is None
    assert len(monthly.indicators) > len(training.indicators)
    asked = {(one.group.key, one.component.key, one.year, one.quarter): one.figure for one in due.figures}
    assert asked["rural", "total", 2022, None] is not None
    assert asked["rural", "wages", 2022, None] is None
    # 2023 is not over; of the quarters the third of 2022 is the last that is over, and 2021's to compare with
    assert ("rural", "total", 2023, None) not in asked
    assert {key[2:] for key in asked if key[3]} == {(2021, 3), (2022, 3)}
    assert ("lifted", "total", 2022, 3) not in asked
    # two groups of 5 annual figures for 2 years and 2 quarters, one of 10 without; one is known
    assert (len(due.figures), len(due.missing)) == (34, 33)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2023-03-18", "2023-03-18"),
        ("2023-03-19", "2023-06-18"),
        ("2023-09-19", "2023-12-18"),
        ("2023-12-19", "2024-03-18"),
    ],
)
def test_report_days_follow_each_other(day: str, due: str) -> None:
    assert tracked(as_of=day, draws=16).due.day.isoformat() == due


def test_indicators_ahead_and_behind() -> None:
    rows = (
        # 11000 over 12 quarters: 6 have passed by mid-2023, so 5500
        indicator("training.5.trainings", 2023, 6000, "2023-07-05", quarter=2),
        indicator("training.7.trainings", 2023, 5500, "2023-07-05", quarter=2),
        indicator("rural.33.forest_transfer", 2022, 49999),
        # 148000 pigs and 14000 cattle a year; 53000 sheep a year, a quarter of them by March
        indicator("rural.11.pigs", 2022, 148000),
        indicator("rural.11.cattle", 2022, 13449),
        indicator("rural.11.sheep", 2023, 13249, "2023-03-31", quarter=1),
        # 70 % at least, 80 % at least by the end of the plan: 69.6 % rounds to 70 %
        indicator("rural.1.organised_labour", 2022, "69.6%"),
        indicator("urban.1.graduates_placed", 2022, "79.4%"),
        # 25 % by the end of 2024
        indicator("training.6.skilled_share", 2022, 0.2),
        # about 10 % of losses by the end of the plan, fewer are better
        indicator("rural.14.losses", 2022, 0.12),
        # the text does not say a year's number or a sum: reached on either reading, or not judged
        indicator("rural.11.herb_people", 2022, 1300),
        indicator("rural.11.fruit_people", 2022, 20000),
        # more than 30000, not 30000 itself
        indicator("rural.11.mushroom_people", 2022, 30000),
        indicator("rural.18.lifted_growth", 2022, "16%"),
        indicator("rural.6.village_doctors", 2022, 200),
        indicator("rural.6.teachers_pay", 2022, 1),
    )
    report = tracked(*rows)
    found = {one.indicator.id: one for one in report.progress}
    assert found["training.5.trainings"].expected == 5500
    assert found["rural.33.forest_transfer"].expected == 50000
    assert found["rural.11.sheep"].expected == 13250
    assert found["rural.11.sheep"].difference == -1
    assert {id: found[id].pace for id in (row["indicator"] for row in rows)} == {
        "training.5.trainings": Pace.AHEAD,
        "training.7.trainings": Pace.ON_PACE,
        "rural.33.forest_transfer": Pace.BEHIND,
        "rural.11.pigs": Pace.REACHED,
        "rural.11.cattle": Pace.MISSED,
        "rural.11.sheep": Pace.BEHIND,
        "rural.1.organised_labour": Pace.REACHED,
        "urban.1.graduates_placed": Pace.NOT_DUE,
        "training.6.skilled_share": Pace.NOT_DUE,
        "rural.14.losses": Pace.NOT_DUE,
        "rural.11.herb_people": Pace.REACHED,
        "rural.11.fruit_people": Pace.NOT_JUDGED,
        "rural.11.mushroom_people": Pace.NOT_JUDGED,
        "rural.18.lifted_growth": Pace.NOT_DUE,
        "rural.6.village_doctors": Pace.NOT_JUDGED,
        "rural.6.teachers_pay": Pace.NOT_JUDGED,
    }
    assert "civil servants" in found["rural.6.teachers_pay"].why.en
    assert found["rural.6.village_doctors"].why.en == "it is no target"
    assert found["rural.10.grain_area"].pace is Pace.MISSING
    assert {one.indicator.id for one in report.behind} == {
        *("rural.33.forest_transfer", "rural.11.sheep", "rural.11.cattle")
    }
    assert "training.5.trainings" in {one.indicator.id for one in report.ahead}
    # those behind come first, those not reported only on request
    table = next(table for table in report.tables() if table.name == "progress")
    assert [row["pace"] for row in table.records()][:3] == ["behind", "behind", "missed"]
    assert len(report.progress_table().rows) == len(report.progress)


def test_a_deadline_that_has_passed_is_judged() -> None:
    late = indicator("training.6.skilled_share", 2024, 0.24, "2025-01-05")
    sold = indicator("rural.14.losses", 2022, 0.104)
    done = {one.indicator.id: one.pace for one in tracked(late, sold).progress}
    assert done["training.6.skilled_share"] is Pace.MISSED
    # 10.4 % rounds to 10 %
    assert done["rural.14.losses"] is Pace.REACHED


def quickly(*rows: dict[str, Any], as_of: str | None = None) -> TrackingReport:
    """Return a report of indicators; no draw matters to them."""
    return tracked(*rows, as_of=as_of, draws=16)


GOALS: dict[str, tuple[float | str, str]] = {
    # 提高到60%以上, 下降到10%左右, 逐步形成“四类”, 累计创建575公里, 新增1家以上: reported, and half-way in 2023
    "rural.14.processing_rate": ("55%", "2023 57.5%；2024 60%"),
    "rural.14.losses": ("15%", "2023 12.5%；2024 10%"),
    "training.9.platform_kinds": (2, "2023 3；2024 4"),
    # 150 and half of 425: 362.5, of which 362 are whole
    "rural.16.beautiful_roads": (150, "2023 362；2024 575"),
    "rural.15.provincial_leaders": (0, "2024 1"),
}


def goals(year: int) -> TrackingReport:
    rows = [indicator(id, year, value, f"{year + 1}-03-05") for id, (value, _) in GOALS.items()]
    return quickly(*rows, as_of=f"{year + 1}-03-10")


def test_goals_for_the_end_of_the_plan_are_not_due_before_it_and_show_the_way() -> None:
    report = goals(2022)
    found = {one.indicator.id: one for one in report.progress}
    assert {found[id].pace for id in GOALS} == {Pace.NOT_DUE}
    assert {found[id].pace.label.zh for id in GOALS} == {"未到期"}
    assert report.behind == ()
    shown = {row["indicator"]: row for row in report.progress_table().records()}
    for id, (_, path) in GOALS.items():
        assert shown[id]["path_zh"].replace("年", "") == path, id
        # no part of a firm, and nothing to be reached yet
        assert shown[id]["expected"] is None
    assert dict(found["rural.14.processing_rate"].path) == pytest.approx({2023: 0.575, 2024: 0.6})
    assert "2021年" in found["rural.16.beautiful_roads"].why.zh
    assert found["rural.16.beautiful_roads"].why.zh in report.to_text("zh")
    assert "0.3333" not in report.to_text("en")


def test_the_same_goals_are_judged_at_the_end_of_the_plan() -> None:
    report = goals(2024)
    found = {one.indicator.id: one for one in report.progress}
    assert {found[id].pace for id in GOALS} == {Pace.MISSED}
    assert {found[id].path for id in GOALS} == {()}
    assert {one.indicator.id for one in report.behind} == set(GOALS)
    assert found["rural.14.processing_rate"].expected == 0.6
    assert {row["verdict"] for row in report.progress_table().records() if row["indicator"] in GOALS} == {"missed"}
    reached = (("rural.14.processing_rate", "60%"), ("rural.14.losses", "10%"), ("rural.15.provincial_leaders", 1))
    done = quickly(*(indicator(id, 2024, value, "2025-03-05") for id, value in reached), as_of="2025-03-10")
    assert {one.pace for one in done.progress if one.figure} == {Pace.REACHED}


@pytest.mark.parametrize(
    ("id", "short", "met"),
    [
        # 稳定在1万人以上, 守牢“一户一人以上”, 稳定12.44万亩, 动态清零
        ("rural.1.lifted_in_work", 9999, 10000),
        ("rural.8.employed_per_household", 0.4, 1),
        ("rural.11.orchard_area", 124000, 124400),
        ("urban.1.households_without_work", 3, 0),
    ],
)
def test_what_is_to_be_kept_binds_in_every_year(id: str, short: float, met: float) -> None:
    for year in (2022, 2023):
        day = f"{year + 1}-03-05"
        pace = {
            value: next(one.pace for one in quickly(indicator(id, year, value, day)).progress if one.figure)
            for value in (short, met)
        }
        assert pace == {short: Pace.MISSED, met: Pace.REACHED}
    within = quickly(indicator(id, 2023, short, "2023-08-05", quarter=2))
    assert [one.pace for one in within.progress if one.figure] == [Pace.BEHIND]


def test_a_year_that_was_missed_stays_said_when_the_next_one_is_met() -> None:
    # 每年打造10个以上
    id = "rural.10.demonstration_sites"
    report = quickly(indicator(id, 2022, 7), indicator(id, 2023, 12))
    (found,) = [one for one in report.progress if one.figure]
    assert (found.pace, [one.year for one in found.short_before]) == (Pace.REACHED, [2022])
    assert "以前年份未达到：2022年 7" in report.progress_table().to_text("zh")
    assert "missed before: 2022: 7" in report.progress_table().to_text("en")
    # a quarter is no year, and what is due at the end was not due before
    within = quickly(indicator(id, 2022, 2, "2022-08-05", quarter=2), indicator(id, 2023, 12))
    end = quickly(
        indicator("rural.14.processing_rate", 2022, "50%"), indicator("rural.14.processing_rate", 2023, "61%")
    )
    assert [one.short_before for report in (within, end) for one in report.progress if one.figure] == [(), ()]


@pytest.mark.parametrize(
    ("id", "value", "pace"),
    [
        # 1000人左右 counts by its first two digits: 950 rounds to 1.0 thousand, 949 does not
        ("training.1.pupils", 950, Pace.REACHED),
        ("training.1.pupils", 949, Pace.MISSED),
        # 1万人以上 and 10%左右 stay as they were
        ("rural.1.lifted_in_work", 9999, Pace.MISSED),
        ("rural.14.losses", "10.4%", Pace.REACHED),
        ("rural.14.losses", "10.6%", Pace.MISSED),
    ],
)
def test_roughly_is_no_count_to_the_unit(id: str, value: float | str, pace: Pace) -> None:
    (found,) = [one for one in quickly(indicator(id, 2024, value)).progress if one.figure]
    assert found.pace is pace


def test_the_goal_is_told_in_words_that_say_how_it_binds() -> None:
    rows = {row["indicator"]: row for row in quickly().progress_table().records()}
    goals = {
        "rural.14.processing_rate": ("不低于60%", "at least 60%"),
        "rural.14.losses": ("10%左右", "about 10%"),
        "training.6.skilled_share": ("达到25%", "reach 25%"),
        "rural.11.mushroom_people": ("超过30,000 人次", "above 30,000 person-times"),
        "rural.23.workers_trained": ("全部（100%）", "all (100%)"),
        "rural.16.beautiful_roads": ("575 公里", "575 km"),
    }
    assert {id: (rows[id]["target_zh"], rows[id]["target_en"]) for id in goals} == goals


def test_the_path_is_there_as_numbers_too() -> None:
    rows = {row["indicator"]: row for row in goals(2022).progress_table().records()}
    assert rows["rural.16.beautiful_roads"]["path_2023"] == 362
    assert rows["rural.14.processing_rate"]["path_2023"] == pytest.approx(0.575)
    assert [rows[id]["path_2024"] for id in GOALS] == pytest.approx([0.6, 0.1, 4, 575, 1])
    # the first whole one falls due in the last year
    assert rows["rural.15.provincial_leaders"]["path_2023"] is None


def test_after_the_plan_the_reports_are_on_its_last_year() -> None:
    id = "training.7.trainings"
    report = quickly(indicator(id, 2024, 11000, "2025-01-05"))
    assert report.due.day == date(2025, 3, 18)
    asked = [one for one in report.due.reports if id in one.indicators]
    assert asked
    assert not any(id in one.missing for one in asked)


def test_a_sum_is_judged_by_the_time_passed_from_a_start_that_is_stated() -> None:
    id = "rural.16.beautiful_roads"
    # 95 km before 2022, 480 to come in three years: 255 by the end of the first
    for value, pace in ((255, Pace.ON_PACE), (254, Pace.BEHIND), (256, Pace.AHEAD)):
        found = quickly(indicator(id, 2021, 95, "2022-02-05"), indicator(id, 2022, value)).progress
        (one,) = [one for one in found if one.figure]
        assert (one.start, one.expected, one.pace) == (95, 255, pace)
    # a number to start from is no report
    alone = quickly(indicator(id, 2021, 95, "2022-02-05")).progress
    assert {one.pace for one in alone} == {Pace.MISSING}
    # 累计 with its years: 2022—2024年完成流转任务15万亩
    (forest,) = [one for one in quickly(indicator("rural.33.forest_transfer", 2022, 50000)).progress if one.figure]
    assert (forest.start, forest.expected, forest.pace) == (0, 50000, Pace.ON_PACE)


def test_a_sum_below_what_there_was_before_is_refused() -> None:
    id = "rural.16.beautiful_roads"
    with pytest.raises(cm.InputError, match=r"must not be below 95, 2021 .got 60.; give the sum .* there was before"):
        quickly(indicator(id, 2021, 95, "2022-02-05"), indicator(id, 2022, 60))
    # what was counted before a period that is stated is no part of its sum
    trained = indicator("training.5.trainings", 2021, 900, "2022-02-05"), indicator("training.5.trainings", 2022, 400)
    (one,) = [one for one in quickly(*trained).progress if one.figure]
    assert (one.start, one.value, one.expected) == (0, 400, 3666)


def test_things_that_cannot_be_divided_fall_due_as_whole_ones() -> None:
    id = "rural.16.tourism_villages"
    start = indicator(id, 2021, 0, "2022-02-05")
    # two villages in three years: none by the end of the first, one by the end of the second
    for year, value, expected, pace in (
        (2022, 0, 0, Pace.NOT_DUE),
        (2023, 0, 1, Pace.BEHIND),
        (2023, 1, 1, Pace.ON_PACE),
        (2024, 1, 2, Pace.MISSED),
        (2024, 2, 2, Pace.REACHED),
    ):
        rows = (start, indicator(id, year, value, f"{year + 1}-02-05"))
        (one,) = [one for one in quickly(*rows, as_of="2025-03-01").progress if one.figure]
        assert (one.expected, one.pace) == (expected, pace), (year, value)
    (sent,) = [
        one
        for one in quickly(indicator("training.6.pupils_sent", 2023, 7, "2023-04-05", quarter=1)).progress
        if one.figure
    ]
    # a quarter of 30 pupils is 7.5
    assert (sent.expected, sent.pace) == (7, Pace.ON_PACE)


def test_average_growth_is_judged_over_the_period() -> None:
    def growth(*rates: float | None) -> Any:
        rows = [
            indicator("rural.18.lifted_growth", year, rate, f"{year + 1}-02-05")
            for year, rate in zip((2022, 2023, 2024), rates, strict=False)
            if rate is not None
        ]
        (one,) = [one for one in quickly(*rows, as_of="2025-03-01").progress if one.figure]
        return one

    early = growth(0.12)
    # 1.16 ** 3 / 1.12 in the two years left
    needed = math.sqrt(1.16**3 / 1.12) - 1
    assert early.pace is Pace.NOT_DUE
    assert early.path == ((2023, pytest.approx(needed)), (2024, pytest.approx(needed)))
    assert growth(0.25, 0.16).pace is Pace.NOT_DUE
    # below 16 % in a year, above it over the three
    over = growth(0.12, 0.18, 0.185)
    assert over.pace is Pace.REACHED
    assert over.value == pytest.approx((1.12 * 1.18 * 1.185) ** (1 / 3) - 1)
    # 15.4 % on average: 15 % as it is printed
    assert growth(0.154, 0.154, 0.154).pace is Pace.MISSED
    assert growth(0.155, 0.155, 0.155).pace is Pace.REACHED
    gap = growth(0.16, None, 0.16)
    assert (gap.pace, gap.why.zh) == (Pace.NOT_JUDGED, "缺2023年的增速")


def test_the_goal_of_17000_trainings_is_followed_and_not_taken_from_its_parts() -> None:
    parts = [indicator(f"training.{id}", 2022, value) for id, value in (("5.trainings", 4000), ("7.trainings", 4000))]
    report = quickly(indicator("trainings.total", 2022, 5667), *parts)
    (goal,) = [one for one in report.progress if one.indicator.id == "trainings.total"]
    # 17000 / 3 = 5666.7
    assert (goal.expected, goal.pace) == (5666, Pace.AHEAD)
    (table,) = [table for table in report.tables() if table.name == "progress"]
    (note,) = [note.zh for note in table.notes if "17,000" in note.zh]
    assert all(figure in note for figure in ("23,000", "12,000", "附件4第5条", "附件4第7条", "几乎相同"))
    training = next(due for due in report.due.reports if due.duty.id == "training.report")
    assert "trainings.total" in training.indicators
    # without any of them, nothing is said
    other = quickly(indicator("rural.11.pigs", 2022, 148000))
    assert not any("17,000" in note.zh for table in other.tables() for note in table.notes)


def test_growth_beside_the_published_series_stops_where_it_was_not_published() -> None:
    rows = (
        income("rural", 2021, 11076.0),
        income("rural", 2022, 12200.0),
        income("rural", 2023, 13400.0, "2023-12-31"),
    )
    with pytest.raises(
        cm.InputError, match=r"published must be after 2023-12-31 .got '2023-12-31'.; the figure is for 2023"
    ):
        tracked(*rows)
    report = tracked(*rows[:2], income("rural", 2023, 13400.0))
    first, second = report.national
    # the Bureau's levels: 18931, 20133 and 21691 yuan
    assert first.published == pytest.approx(20133 / 18931 - 1)
    assert second.lead == pytest.approx(13400 / 12200 - 21691 / 20133)
    # in January 2024 national figures of 2024 were not known, in January 2025 they were
    assert report["rural_above_national_rural"].state is State.NOT_JUDGED
    assert any("not published yet" in note.en for note in report.tables()[0].notes)
    assert tracked(*rows[:2], as_of="2025-02-01")["rural_above_national_rural"].state is State.ON_TRACK


def test_economic_growth_counts_where_it_is_given() -> None:
    report = tracked(income("rural", 2022, 12200.0), plan=cm.scenario("plan").with_gdp(0.05))
    assert report["rural_above_economy"].state is State.ON_TRACK
    assert report["rural_above_economy"].needs == ()


@pytest.mark.parametrize("gdp", [0.05, 0.10, 0.11])
def test_the_chance_of_outgrowing_the_economy_is_that_of_draws_made_apart(gdp: float) -> None:
    plan = cm.scenario("plan")
    known = cm.estimate_uncertainty(plan).without_estimation_error()
    frame = pd.DataFrame([income("rural", 2022, 12200.0)])
    report = track(plan.with_gdp(gdp), frame, draws=65_536, seed=0, uncertainty=known)
    assert report.forecast is not None
    found = report.forecast["rural_above_economy"]
    common, own, _, _ = (covariance[4:8, 4:8] for covariance in covariances(known))
    generator, draws, base = np.random.default_rng(33), 400_000, plan.baseline.levels[1]
    # the nation's components of 2022 are out, and the common shocks with them; the region's own make up the rest
    strayed = np.array([rate("rural", item, 2021, 2022) - rate("rural", item, 2015, 2021) for item in BUREAU_KEYS])
    factors = 1.0 + plan.growth[1, :, 0] + strayed + generator.multivariate_normal(np.zeros(4), own, size=draws)
    lacking = 12200.0 - factors @ base
    levels = base * (factors + np.outer(lacking, own @ base / (base @ own @ base)))
    for _ in range(2):
        # the line of the plan: 12 % a year for every component
        levels = levels * (1.12 + generator.multivariate_normal(np.zeros(4), common + own, size=draws))
    lead = (levels.sum(axis=1) / 11076.0) ** (1 / 3) - 1.0 - gdp
    # rates to a tenth of a per cent: what leads by less than half of that is left undecided
    exact = float((lead > 0.0005).mean())
    error = np.hypot(found.standard_error, np.sqrt(max(exact * (1.0 - exact), 1.0 / draws) / draws))
    assert abs(found.probability - exact) < 4.5 * error
    assert found.undecided == pytest.approx(float((np.abs(lead) <= 0.0005).mean()), abs=0.003)


def test_the_planned_path_is_the_scenarios() -> None:
    frame = pd.DataFrame([income("rural", 2022, 12200.0)])
    slower = track(cm.scenario("plan").with_growth("rural", "wages", 0.15), frame, draws=16, seed=0)
    # wages 5 points slower in 2022
    assert slower.distances[0].planned == pytest.approx(11076 * (1.12 - 0.05 * 0.3529))
    for same in (cm.load_plan(), cm.load_dossier(), cm.load_plan().folder):
        assert track(same, frame, draws=16, seed=0).distances[0].planned == pytest.approx(11076 * 1.12)


def test_tables_speak_both_languages_and_fit() -> None:
    report = tracked(
        income("rural", 2021, 11100.0),
        income("rural", 2022, 12200.0),
        income("rural", 2022, 12230.0, "2023-06-20"),
        income("rural", 2022, 3000.0, "2022-04-20", quarter=1),
        indicator("training.5.trainings", 2022, 5000),
    )
    names = [table.name for table in report.tables()]
    assert names == [
        "targets",
        "lines",
        "needed",
        "distances",
        "quarters",
        "national",
        "forecast",
        "progress",
        "due",
        "due_figures",
        "revisions",
    ]
    chinese, english = report.to_text("zh"), report.to_text("en")
    for part in ("滞后于序时进度", "所需增速", "与计划路径的距离", "只与上年同期比增速", "修订过的数", "2023-09-18"):
        assert part in chinese
    for part in ("off track", "Growth that the rest of the period needs", "Due next: 2023-09-18", "Revised figures"):
        assert part in english
    frame = report.to_frame()
    assert frame.statement.tolist() == [one.statement.id for one in report.targets]
    assert frame.set_index("statement").loc["rural_income_2024", "state"] == "off_track"
    assert "农村" in report.to_html()
    # half of a wide letter is a column of its own
    for table in report.tables():
        for language in cm.vocabulary.LANGUAGES:
            for line in table.to_text(language).splitlines()[: 2 + len(table.rows)]:
                assert sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) <= 128, line


def test_annual_totals_go_into_the_chart_of_plan_and_actual() -> None:
    actuals = tracked(income("rural", 2022, 12200.0), income("rural", 2022, 4500.0, component="wages")).actuals
    assert actuals.annual_totals().to_dict("list") == {"group": ["rural"], "year": [2022], "value": [12200.0]}
    assert actuals.tables()[0].records()[0]["value"] == 12200.0
    assert actuals.income("rural", 2022, component="business") is None


def test_components_known_in_full_are_scaled_to_a_total_that_rounding_parts_from_them() -> None:
    parts = dict(zip(BUREAU_KEYS, (4500.0, 4200.0, 160.0, 3341.0), strict=True))
    rows = [income("rural", 2022, value, component=c) for c, value in parts.items()]
    alone = cm.project(tracked(*rows).scenario).levels.sel(group="rural", year=2022).values
    np.testing.assert_allclose(alone, list(parts.values()), rtol=1e-12)
    # 12201 together, 12200 published
    scaled = (
        cm.project(tracked(*rows, income("rural", 2022, 12200.0)).scenario).levels.sel(group="rural", year=2022).values
    )
    np.testing.assert_allclose(scaled, np.array(list(parts.values())) * 12200 / 12201, rtol=1e-12)


def test_a_total_alone_scales_the_planned_components_by_one_factor() -> None:
    report = tracked(income("rural", 2022, 12200.0))
    levels = cm.project(report.scenario).levels.sel(group="rural", year=2022).values
    planned = plan_path("rural")[1][1]
    factor = Fraction(12200) / sum(planned.values())
    np.testing.assert_allclose(levels, [float(planned[c] * factor) for c in BUREAU_KEYS], rtol=1e-12)
    assert any("times one factor" in note.en for note in report.conditioned.notes)
    # wages known: the others share what is left
    partly = tracked(income("rural", 2022, 12200.0), income("rural", 2022, 4500.0, component="wages"))
    levels = cm.project(partly.scenario).levels.sel(group="rural", year=2022).values
    rest = Fraction(12200 - 4500) / (sum(planned.values()) - planned["wages"])
    np.testing.assert_allclose(levels, [4500.0, *(float(planned[c] * rest) for c in BUREAU_KEYS[1:])], rtol=1e-12)


def test_a_missing_year_is_bridged_and_a_part_without_a_total_is_no_known_year() -> None:
    report = tracked(income("rural", 2023, 13400.0), income("urban", 2022, 23000.0, component="wages"))
    assert report.conditioned.until == (2021, 2023, 2021)
    levels = cm.project(report.scenario).levels.sel(group="rural").values
    assert levels[:, 2].sum() == pytest.approx(13400.0)
    # constant growth over the two years, component by component
    np.testing.assert_allclose(levels[:, 1] ** 2, levels[:, 0] * levels[:, 2], rtol=1e-12)
    notes = " ".join(note.en for note in report.conditioned.notes)
    assert "rural residents 2022: not reported: the lines bridge it at constant growth" in notes
    assert "urban residents 2022: some components without a total" in notes


def test_a_reported_base_year_takes_the_place_of_the_plans() -> None:
    report = tracked(income("rural", 2021, 11200.0), income("urban", 2021, 22000.0, component="wages"))
    levels = report.scenario.baseline.levels
    np.testing.assert_allclose(levels[1], 11200 * np.array([0.3529, 0.3599, 0.0137, 0.2735]), rtol=1e-12)
    assert levels[0].sum() == pytest.approx(36510.0)
    assert report.scenario.baseline.sources[1].status == "published"
    assert report.scenario.baseline.sources[1].source == "survey team"
    # growth is the plan's: 11200 * 1.12^3 = 15735.2
    assert report["rural_income_2024"].value == pytest.approx(11200 * 1.12**3)
    assert any("2021: some components" in note.en for note in report.conditioned.notes)
    # its split can still be changed
    other = report.scenario.with_shares({"rural": "national_2021"})
    assert other.baseline.levels[1].sum() == pytest.approx(11200.0)
    parts = [
        income("rural", 2021, value, component=c)
        for c, value in zip(BUREAU_KEYS, (4000.0, 4000.0, 200.0, 3000.0), strict=True)
    ]
    given_split = tracked(*parts).scenario.baseline
    assert given_split.levels[1].tolist() == [4000.0, 4000.0, 200.0, 3000.0]
    assert given_split.split_names[1] == "actuals"


def test_growth_of_100_per_cent_and_more_is_what_happened() -> None:
    parts = dict(zip(BUREAU_KEYS, (4500.0, 4200.0, 400.0, 3100.0), strict=True))
    report = tracked(*(income("rural", 2022, value, component=c) for c, value in parts.items()))
    # property was 11076 * 0.0137 = 151.7
    level = cm.project(report.scenario).levels.sel(group="rural", component="property", year=2022)
    assert float(level) == pytest.approx(400.0)
    # a recipe of single numbers, so that it can be written and read again
    assert cm.scenario_toml(report.scenario).startswith(
        'format = 1\nbased_on = "plan"\nas_of = 2022\n\n[name]\nzh = "按方案（已知年份为实际数）"'
    )


def test_levers_are_part_of_what_was_reported() -> None:
    lever = "village_doctors:recipients=300,residents=120000,first_year=2022"
    made = cm.scenario("plan").with_lever(lever)
    report = tracked(income("rural", 2022, 12200.0), plan=made)
    levels = cm.project(report.scenario).levels.sel(group="rural", year=2022).values
    # the planned components, the lever's 6 yuan of wages among them, times one factor
    planned = np.add([float(plan_path("rural")[1][1][c]) for c in BUREAU_KEYS], [6.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(levels, planned * 12200 / planned.sum(), rtol=1e-12)


def test_known_components_leave_something_for_the_others() -> None:
    rows = (income("rural", 2022, 4400.0), income("rural", 2022, 4500.0, component="wages"))
    with pytest.raises(
        cm.InputError, match=r"the total of rural 2022 must be above the components that are known .got -100 left."
    ):
        tracked(*rows)
    zero = [
        income("rural", 2022, value, component=c)
        for c, value in zip(BUREAU_KEYS, (4500.0, 4200.0, 0.0, 3500.0), strict=True)
    ]
    with pytest.raises(
        cm.InputError,
        match=r"rural residents, property, 2022 and before must be above zero, .*got 151.741 to 0.; there is no growth from or to zero",
    ):
        tracked(*zero)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        *(
            (day, rf"the day as of which must be a date \(got '{day}'\); for example 2023-03-18")
            for day in ("2023-02-30", "soon")
        ),
        (7, r"as_of of track must be a date or a text \(got 7\); write datetime.date\(2024, 6, 30\)"),
    ],
)
def test_a_day_that_is_none_is_refused(day: Any, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        tracked(as_of=day)


def test_many_paths_and_bare_arrays_are_refused() -> None:
    with pytest.raises(cm.InputError, match="hold one path only"):
        track(cm.scenario("plan").with_growth("rural", "wages", [0.1, 0.2]))
    plan = cm.scenario("plan")
    bare = cm.Scenario(name=cm.Text.same("mine"), baseline=plan.baseline, years=plan.years, growth=plan.growth)
    with pytest.raises(cm.InputError, match="come from a plan"):
        track(bare)
