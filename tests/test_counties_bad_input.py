"""Bad input of many counties: one clear message each, the county that costs itself, and everything else done."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests.counties import above_folder, actual, changed, frame


def told(plans: cm.PlanSet) -> list[str]:
    return [fault.text("en") for one in plans.refused for fault in one.faults]


def twice(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table.iloc[[3]]], ignore_index=True)


def settings(folder: Path, table: pd.DataFrame, **extra: str) -> cm.PlanSet:
    table.to_csv(folder / "各县.csv", index=False)
    lines = ['table = "各县.csv"', *(f"{key} = {value}" for key, value in extra.items())]
    (folder / "plans.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return cm.load_plans(folder)


Broken = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.mark.parametrize(
    ("break_it", "lost", "message"),
    [
        (twice, {"示例县04"}, "the plan of 示例县04 must not repeat (got 2); keep one of them; neither is counted"),
        (
            lambda table: changed(table, 3, rural_base=1.21),
            {"示例县04"},
            "must be in the unit of the others (the median is",
        ),
        (
            lambda table: changed(table, 3, rural_residents=12.5),
            set(),
            "must be in the unit of the others (the median is",
        ),
        (lambda table: changed(table, 3, rural_residents=0), {"示例县04"}, "must be above zero (got 0)"),
        (lambda table: changed(table, 3, rural_residents=-4), {"示例县04"}, "must be above zero (got -4)"),
        (lambda table: changed(table, 3, county=None), {"示例县04"}, "county must be filled in (got nothing)"),
        (lambda table: changed(table, 3, rural_target="很多"), {"示例县04"}, "rural target of 示例县04 must be"),
    ],
)
def test_one_message_and_all_else_is_done(break_it: Broken, lost: set[str], message: str) -> None:
    plans = cm.load_plans(break_it(frame(9)))
    (said,) = told(plans)
    assert message in said
    left = [f"示例县{number:02d}" for number in range(1, 10) if f"示例县{number:02d}" not in lost]
    assert [one.key for one in plans] == left
    # what follows is done for those that are left, and those without residents are in no sum
    whole = cm.add_up(plans, audits=False)
    assert len(cm.review_plans(plans, audits=False).counties) == len(left)
    counted = [key for key in left if plans[key].residents("rural", 2024) is not None]
    split = cm.allocate(plans, "rural=18000")
    assert [one.county.key for one in split.counties] == counted
    assert split.reached == pytest.approx(18_000.0)
    people = [plans[key].residents("rural", 2024) or 0.0 for key in counted]
    incomes = [plans[key].base("rural") or 0.0 for key in counted]
    assert whole["rural"].incomes[0] == pytest.approx(float(np.average(incomes, weights=people)))


def test_a_county_that_the_list_misses_is_said_and_the_others_counted(tmp_path: Path) -> None:
    plans = settings(tmp_path, frame(4), counties='["示例县02", "示例县77"]')
    assert told(plans)[0].startswith("示例县77 of the list must be there")
    assert len(plans) == 4
    assert len(cm.add_up(plans, audits=False).sums) == 2


def test_without_any_population_nothing_is_added_up_and_it_is_said() -> None:
    bare = frame(4).drop(columns=["urban_residents", "rural_residents"])
    plans = cm.load_plans(bare)
    with pytest.raises(cm.InputError, match="residents"):
        cm.add_up(plans)
    with pytest.raises(cm.InputError, match="a county that can take part must be given"):
        cm.allocate(plans, "rural=18000")
    # what needs no weights is done all the same
    assert len(cm.review_plans(plans, audits=False).counties) == 4
    stand = cm.track_plans(plans, actual(4))
    assert len(stand.rows) == 8
    assert stand.whole == ()


def test_a_plan_above_with_another_base_year_costs_the_comparison_alone(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(4), above=above_folder(tmp_path / "州", base_year=2020))
    whole = cm.add_up(plans)
    assert "2020" in whole.why_not.en
    assert "2021" in whole.why_not.en
    assert whole.checked == ()
    assert len(whole.sums) == 2
    assert cm.allocate(plans, "rural=18000").reached == pytest.approx(18_000.0)


def test_every_fault_of_a_set_is_told_at_once(tmp_path: Path) -> None:
    table = changed(changed(twice(frame(9)), 0, rural_base=-5.0), 5, urban_residents=0)
    table.to_csv(tmp_path / "c.csv", index=False)
    done = CliRunner().invoke(program, ["plans", str(tmp_path / "c.csv"), "--no-audit", "--full", "--lang", "en"])
    assert done.exit_code == 0
    text = done.output
    for county in ("示例县01", "示例县04", "示例县06"):
        assert county in text
    plans = cm.load_plans(tmp_path / "c.csv")
    assert [one.county.zh for one in plans.refused] == ["示例县01", "示例县06", "示例县04"]


@pytest.mark.slow
def test_of_three_thousand_counties_one_broken_costs_itself_alone() -> None:
    count, broken = 3000, 1499
    table = changed(frame(count), broken, rural_base="一万二")
    plans = cm.load_plans(table)
    (said,) = told(plans)
    assert "rural base of 示例县1500 must be a finite number" in said
    assert f"iloc[{broken}]" in said
    assert len(plans) == count - 1
    kept = table.drop(index=broken)
    people, base = (kept[name].to_numpy(float) for name in ("rural_residents", "rural_base"))
    whole = cm.add_up(plans)
    assert whole["rural"].incomes[0] == pytest.approx(float(np.average(base, weights=people)), rel=1e-12)
    split = cm.allocate(plans, "rural=17500")
    assert split.reached == pytest.approx(17_500.0)
    assert len(split.counties) == count - 1
    review = cm.review_plans(plans, audits=False)
    assert len(review.counties) == count - 1
    # actual incomes of the county that was not read cost their two rows
    stand = cm.track_plans(plans, actual(count))
    assert len(stand.rows) == 2 * (count - 1)
    assert len(stand.refused) == 2
    drawn = cm.simulate_plans(plans, draws=64)
    assert len(drawn.counties) == count - 1


@pytest.mark.parametrize("cell", ["rural_target", "rural_residents"])
def test_what_is_said_of_a_group_without_income_is_not_lost_in_silence(cell: str) -> None:
    table = changed(frame(4), 1, rural_base=None, rural_target=None, rural_residents=None, rural_past=None)
    plans = cm.load_plans(changed(table, 1, **{cell: 20_000}))
    (refusal,) = plans.refused
    assert (refusal.county.zh, refusal.costs.en) == ("示例县02", "this group is not counted")
    (fault,) = refusal.faults
    assert "the rural income of 示例县02 in 2021 must be given" in fault.text("en")
    assert len(plans) == 4
    assert cm.load_plans(table).refused == ()


def test_residents_in_another_unit_cost_the_group_alone() -> None:
    plans = cm.load_plans(changed(frame(5), 2, rural_residents=31))
    (refusal,) = plans.refused
    assert "in the unit of the others" in refusal.faults[0].text("en")
    county = plans["示例县03"]
    assert county.residents("rural", 2021) is None
    assert county.residents("urban", 2021) == frame(5)["urban_residents"][2]


@pytest.mark.parametrize("name", ["合计", "全 州", "全市平均", "各县合计", "Total"])
def test_a_row_over_all_counties_is_no_county(name: str) -> None:
    table = frame(4)
    whole = {**table.iloc[0].to_dict(), "county": name}
    plans = cm.load_plans(pd.concat([table, pd.DataFrame([whole])], ignore_index=True))
    assert [one.key for one in plans] == table["county"].tolist()
    assert [f"“{name}”一行不是县，未计入" in remark.text.zh for remark in plans.remarks] == [True]
    assert cm.add_up(plans)["rural"].incomes == cm.add_up(cm.load_plans(table))["rural"].incomes


def test_a_county_whose_name_begins_like_a_whole_is_one() -> None:
    table = changed(frame(2), 0, county="全州县")
    assert [one.key for one in cm.load_plans(table)] == ["全州县", "示例县02"]


def test_units_may_stand_in_headings_and_notes_below_the_table(tmp_path: Path) -> None:
    table = frame(4)
    rows = [
        [row["county"], row["rural_base"] / 10_000, 12, row["rural_residents"] / 10_000]
        for row in table.to_dict("records")
    ]
    lines = ["示例州各县目标表,,,", "县名,农村收入（万元）,农村年均增速(%),农村人口（万人）"]
    lines += [",".join(map(str, row)) for row in rows] + ["注：人口为年末常住人口。,,,"]
    path = tmp_path / "counties.csv"
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    plans = cm.load_plans(path, base_year=2021, last_year=2024)
    assert plans.refused == ()
    for row in table.to_dict("records"):
        county = plans[str(row["county"])]
        assert county.base("rural") == pytest.approx(row["rural_base"])
        assert county.residents("rural", 2021) == pytest.approx(row["rural_residents"])
    assert cm.review_plans(plans, audits=False)["示例县01"].growth["rural"] == pytest.approx(0.12)
