"""Tracking of all counties: who is behind, vintages, and rows that cost themselves alone."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests.counties import above_folder, actual, changed, frame, with_gaps


def test_those_behind_are_named_and_what_is_left_must_grow() -> None:
    table = frame(6)
    stand = cm.track_plans(cm.load_plans(table), actual(6))
    assert {one.county.key for one in stand.behind} == {"示例县02", "示例县04", "示例县06"}
    assert not stand.on_track
    one = next(row for row in stand.rows if (row.county.key, row.group.key) == ("示例县02", "rural"))
    row = table.loc[1]
    path = row["rural_base"] * (row["rural_target"] / row["rural_base"]) ** (1 / 3)
    assert one.planned == pytest.approx(path)
    assert one.needed == pytest.approx((row["rural_target"] / one.value) ** 0.5 - 1)
    assert one.planned_growth == pytest.approx((row["rural_target"] / row["rural_base"]) ** (1 / 3) - 1)


def test_the_whole_is_weighted_and_waits_for_every_county() -> None:
    table, known = frame(4), actual(4)
    plans = cm.load_plans(table)
    rural = next(one for one in cm.track_plans(plans, known).whole if one.group.key == "rural")
    values = known[known["group"] == "rural"]["value"].to_numpy(float)
    people = table["rural_residents"].to_numpy(float)
    assert rural.value == pytest.approx(float(values @ people / people.sum()))
    fewer = cm.track_plans(plans, known[known["county"] != "示例县03"])
    assert fewer.whole == ()
    assert {county.key for county, _ in fewer.unreported} == {"示例县03"}


def test_vintages_are_kept_and_the_latest_up_to_the_day_counts() -> None:
    known = actual(2)
    revised = changed(known, 1, value=float(str(known.loc[1, "value"])) + 90.0, published="2023-09-01").loc[[1]]
    both = pd.concat([known, revised], ignore_index=True)
    plans = cm.load_plans(frame(2))
    late, early = cm.track_plans(plans, both), cm.track_plans(plans, both, as_of="2023-03-01")
    at = [(one.county.key, one.group.key) for one in late.rows].index(("示例县01", "rural"))
    assert late.rows[at].value - early.rows[at].value == 90.0
    assert late.rows[at].first_value == early.rows[at].value
    assert (late.later, early.later) == (0, 1)
    assert len(late.figures) == 5


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"county": "示例县77"}, "the county must be one of"),
        ({"value": -3.0}, "must be above zero"),
        ({"published": "9999-12-31"}, "must lie between 1900 and 2099"),
        ({"value": 1.7}, "must lie within a factor of five of the planned"),
        ({"year": 2019, "published": "2020-01-20"}, "must lie within the plan of its county"),
        ({"published": "2022-06-30"}, "must be after the year that it is of, 2022"),
        ({"group": "miners"}, "must be one of"),
        ({"county": "示例县02"}, "must appear once for a county, group, year and day"),
    ],
)
def test_a_bad_row_costs_itself_alone(cells: dict[str, object], message: str) -> None:
    stand = cm.track_plans(cm.load_plans(frame(3)), changed(actual(3), 0, **cells))
    (refusal,) = stand.refused
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(refusal.faults[0].text("en"))
    assert len(stand.rows) == 5


def test_where_no_row_can_be_used_no_day_is_made_up() -> None:
    known = actual(3).assign(published="9999-12-31")
    stand = cm.track_plans(cm.load_plans(frame(3)), known)
    assert len(stand.refused) == 6
    assert stand.condition.zh == "没有可用的实际数。"


def test_the_command_tracks(tmp_path: Path) -> None:
    frame(4).to_csv(tmp_path / "plans.csv", index=False)
    actual(4).to_csv(tmp_path / "actual.csv", index=False)
    run = CliRunner()
    asked = ["plans", str(tmp_path / "plans.csv"), "--track", str(tmp_path / "actual.csv")]
    done = run.invoke(program, asked)
    assert done.exit_code == 0
    assert "滞后于序时进度的县有2个：" in done.stdout
    assert "▲滞后" in done.stdout
    assert run.invoke(program, [*asked, "--as-of", "someday"]).exit_code == 2
    assert run.invoke(program, [*asked, "--sum"]).exit_code == 2
    assert run.invoke(program, [*asked, "--as-off", "2023-01-01"]).exit_code == 2


def test_what_the_plan_above_takes_is_worked_out_from_the_whole(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(4), above=above_folder(tmp_path / "州"))
    stand = cm.track_plans(plans, actual(4))
    rural = next(one for one in stand.above if one.whole.group.key == "rural")
    # 18,000 in 2024 from what is known of 2022: two years are left
    assert rural.needed == pytest.approx((18_000.0 / rural.whole.value) ** 0.5 - 1)
    assert f"{rural.needed:.2%}" in "".join(text.zh for text in stand.answer)


def test_how_counties_stood_on_an_earlier_day_is_what_was_said_then() -> None:
    known = actual(3)
    later = actual(3, year=2023)
    revised = changed(known, 1, value=9_000.0, published="2023-09-01").loc[[1]]
    both = pd.concat([known, revised, later], ignore_index=True)
    plans = cm.load_plans(frame(3))
    now, then = cm.track_plans(plans, both), cm.track_plans(plans, both, as_of="2023-03-01")
    was = now.as_it_was(then.as_of)
    assert was.rows == then.rows
    assert (was.whole, was.unreported, was.figures) == (then.whole, then.unreported, then.figures)
    assert {one.year for one in now.rows} == {2023}


@pytest.mark.parametrize("seed", range(6))
def test_a_group_that_a_plan_leaves_open_costs_its_own_progress_alone(seed: int) -> None:
    table, lacking = with_gaps(seed)
    random = np.random.default_rng(50 + seed)
    rows = [
        {"county": name, "group": group, "year": 2022, "value": float(random.integers(9_000, 45_000)),
         "published": "2023-01-20"}
        for name in table["county"] for group in ("urban", "rural")
    ]  # fmt: skip
    known = pd.DataFrame(rows)
    paths: dict[tuple[str, str], float] = {}
    for at, row in enumerate(table.to_dict("records")):
        for group in ("urban", "rural"):
            if not lacking.get(at, "").startswith(group):
                base, goal = float(row[f"{group}_base"]), float(row[f"{group}_target"])
                paths[str(row["county"]), group] = base * (goal / base) ** (1 / 3)
    stand = cm.track_plans(cm.load_plans(table), known)
    values = {(row["county"], row["group"]): row["value"] for row in rows}
    found = {(one.county.key, one.group.key): one for one in stand.rows}
    assert set(found) == set(paths)
    for key, path in paths.items():
        assert found[key].planned == pytest.approx(path)
        assert found[key].distance == pytest.approx(values[key] - path)
    for whole in stand.whole:
        group = whole.group.key
        members = [name for name, of in paths if of == group]
        people = table.set_index("county")[f"{group}_residents"].astype(float)
        mean = sum(people[name] * values[name, group] for name in members) / people[members].sum()
        assert whole.counties == len(members)
        assert whole.value == pytest.approx(mean)
        out = people[[name for name in table["county"] if name not in members]]
        if len(out):
            told = f"{out.idxmax()} ({out.max() / people.sum():.1%} of the known residents)"
            assert any(told in text.en for text in stand.lacking_sentences)
    assert len(stand.whole) == len({group for _, group in paths})
    gaps = {(str(table["county"][at]), cell.split("_")[0]) for at, cell in lacking.items()}
    assert {(one.county.key, one.group) for one in stand.left_out} == gaps
    assert stand.unreported == ()


def test_the_bulletin_says_which_group_is_left_out_and_why(tmp_path: Path) -> None:
    stand = cm.track_plans(cm.load_plans(changed(frame(4), 1, rural_target=None)), actual(4))
    assert stand.refused == ()
    (page,) = cm.write_plans_bulletin(stand, tmp_path / "bulletin.html").files
    text = page.read_text(encoding="utf-8")
    assert "农村常住居民未计入全部县合计的：示例县02" in text
    assert "尚缺农村常住居民的增速" in text


def test_an_income_of_a_year_outside_the_plan_is_refused_of_an_open_group_too() -> None:
    table = changed(frame(3), 0, rural_target=None, urban_target=None)
    stand = cm.track_plans(cm.load_plans(table), changed(actual(3), 0, year=2030, published="2031-01-20"))
    (refusal,) = stand.refused
    assert "must lie within the plan of its county" in refusal.faults[0].text("en")


def test_a_serial_number_and_a_row_over_all_counties_cost_nothing() -> None:
    table, known = frame(4), actual(4)
    printed = pd.concat([known, known.iloc[:1].assign(county="合计")], ignore_index=True)
    printed.insert(0, "序号", range(1, len(printed) + 1))
    plans = cm.load_plans(table)
    stand = cm.track_plans(plans, printed)
    assert stand.refused == ()
    assert stand.figures == cm.track_plans(plans, known).figures
    assert [remark.text.zh for remark in stand.remarks] == ["“序号”列未读入", "“合计”一行不是县，未计入"]
