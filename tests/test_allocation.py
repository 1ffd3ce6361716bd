"""Targets handed down: every rule against closed forms or another solver, bounds that stop one, what is refused."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog, minimize
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from tests.counties import above_folder, actual, changed, frame

SPAN = 3


def shares_of(table: pd.DataFrame) -> np.ndarray:
    people: np.ndarray = table["rural_residents"].to_numpy(float)
    shares: np.ndarray = people / people.sum()
    return shares


def levels_of(allocation: cm.Allocation) -> np.ndarray:
    return np.array([one.level for one in allocation.counties])


def exact_sum(table: pd.DataFrame, levels: np.ndarray) -> Fraction:
    people = [Fraction(int(count)) for count in table["rural_residents"]]
    parts = (p * Fraction(float(one)) for p, one in zip(people, levels, strict=True))
    return sum(parts, Fraction(0)) / sum(people)


def printed_sum(table: pd.DataFrame, found: cm.Allocation) -> float:
    return float(exact_sum(table, np.array([float(found.printed(one)) for one in found.counties])))


RULES = ("equal", "catch_up", "past", "least_change", "least_burden")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rule", RULES)
def test_the_weighted_sum_meets_the_target_within_bounds(rule: str, seed: int) -> None:
    table = frame(9, seed=seed)
    found = cm.allocate(cm.load_plans(table), "rural=17500", rule=rule, floor=0.04, ceiling=0.2)  # type: ignore[arg-type]
    assert found.stopped is None
    levels = levels_of(found)
    # to what a few hundred roundings of doubles leave
    assert abs(exact_sum(table, levels) / 17500 - 1) < Fraction(1, 10**14)
    growth = (levels / table["rural_base"].to_numpy(float)) ** (1 / SPAN) - 1
    assert growth.min() >= 0.04 - 1e-12
    assert growth.max() <= 0.2 + 1e-12


def test_equal_growth_has_a_closed_form() -> None:
    table = frame(6)
    base = table["rural_base"].to_numpy(float)
    factor = 18000 / float(exact_sum(table, base))
    found = cm.allocate(cm.load_plans(table), "rural=18000")
    assert levels_of(found) == pytest.approx(base * factor, rel=1e-12)
    assert [one.growth for one in found.counties] == pytest.approx([factor ** (1 / SPAN) - 1] * 6, rel=1e-10)


@pytest.mark.parametrize("seed", range(6))
def test_two_counties_have_a_closed_form_with_one_at_its_ceiling(seed: int) -> None:
    table = frame(2, seed=seed)
    base, share = table["rural_base"].to_numpy(float), shares_of(table)
    wanted = float(share @ base) * 1.5
    found = cm.allocate(cm.load_plans(table), f"rural={wanted!r}", ceiling={"示例县01": 0.05})
    first = base[0] * 1.05**SPAN
    second = (wanted - share[0] * first) / share[1]
    assert levels_of(found) == pytest.approx([first, second], rel=1e-12)
    assert [one.bound for one in found.counties] == ["ceiling", ""]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rule", ["equal", "catch_up"])
def test_growth_by_a_rule_within_bounds_of_every_county_is_what_slsqp_finds(rule: Any, seed: int) -> None:
    # least weighted squares of the parts by which levels leave those of the rule: their optimum cuts it by bounds
    table, random = frame(7, seed=seed), np.random.default_rng(seed + 100)
    base, share = table["rural_base"].to_numpy(float), shares_of(table)
    convergence = 0.03 if rule == "catch_up" else 0.0
    start = base * np.exp(-SPAN * convergence * np.log(base))
    start *= float(share @ base) / float(share @ start)
    floors, ceilings = random.uniform(0.03, 0.08, 7), random.uniform(0.085, 0.14, 7)
    low, high = base * (1 + floors) ** SPAN, base * (1 + ceilings) ** SPAN
    wanted = float(share @ (low + random.uniform(0.2, 0.8) * (high - low)))
    names = table["county"].tolist()
    found = cm.allocate(
        cm.load_plans(table),
        f"rural={wanted!r}",
        rule=rule,
        convergence=0.03,
        floor=dict(zip(names, floors.tolist(), strict=True)),
        ceiling=dict(zip(names, ceilings.tolist(), strict=True)),
    )

    def apart(x: np.ndarray) -> float:
        return float((share * start * (x - 1.0) ** 2).sum() / wanted)

    options: dict[str, Any] = {
        "jac": lambda x: 2.0 * share * start * (x - 1.0) / wanted,
        "bounds": list(zip(low / start, high / start, strict=True)),
        "constraints": {
            "type": "eq",
            "fun": lambda x: float((share * start * x).sum() / wanted - 1.0),
            "jac": lambda x: share * start / wanted,
        },
        "method": "SLSQP",
        "options": {"ftol": 1e-15, "maxiter": 500},
    }
    solved: Any = minimize(apart, np.clip(np.full(7, 1.3), low / start, high / start), **options)
    assert solved.success
    assert levels_of(found) == pytest.approx(solved.x * start, rel=2e-5)
    assert abs(exact_sum(table, levels_of(found)) / Fraction(wanted) - 1) < Fraction(1, 10**14)


def test_catching_up_falls_with_the_level_by_its_one_number() -> None:
    table = frame(5)
    found = cm.allocate(cm.load_plans(table), "rural=18000", rule="catch_up", convergence=0.03)
    base = table["rural_base"].to_numpy(float)
    # what is left of the logarithm of growth is the same everywhere
    left = np.log(levels_of(found) / base) / SPAN + 0.03 * np.log(base)
    assert np.ptp(left) < 1e-12
    none = cm.allocate(cm.load_plans(table), "rural=18000", rule="catch_up", convergence=0.0)
    assert levels_of(none) == pytest.approx(levels_of(cm.allocate(cm.load_plans(table), "rural=18000")), rel=1e-12)


def test_in_proportion_to_the_past() -> None:
    table = frame(5)
    found = cm.allocate(cm.load_plans(table), "rural=18000", rule="past")
    ratios = np.array([one.growth for one in found.counties]) / table["rural_past"].to_numpy(float)
    assert np.ptp(ratios) < 1e-10


@pytest.mark.parametrize("seed", range(6))
def test_least_change_is_what_slsqp_finds(seed: int) -> None:
    table = frame(7, seed=seed)
    own, share = table["rural_target"].to_numpy(float), shares_of(table)
    base = table["rural_base"].to_numpy(float)
    wanted = float(share @ own) * 1.03
    locked = 2
    low, high = base * 1.05**SPAN, base * 1.14**SPAN
    low[locked] = high[locked] = own[locked]
    found = cm.allocate(
        cm.load_plans(table), f"rural={wanted!r}", rule="least_change", floor=0.05, ceiling=0.14, locked=["示例县03"]
    )
    if not share @ low <= wanted <= share @ high:
        assert found.stopped is not None
        return
    options: dict[str, Any] = {
        "jac": lambda x: 2.0 * share * own / wanted * (x - 1.0),
        "bounds": list(zip(low / own, high / own, strict=True)),
        "constraints": {
            "type": "eq",
            "fun": lambda x: float((share * own * x).sum() / wanted - 1.0),
            "jac": lambda x: share * own / wanted,
        },
        "method": "SLSQP",
        "options": {"ftol": 1e-15, "maxiter": 500},
    }
    start = np.clip(np.ones(7), low / own, high / own)

    def change(x: np.ndarray) -> float:
        return float((share * own / wanted * (x - 1.0) ** 2).sum())

    solved: Any = minimize(change, start, **options)
    assert solved.success
    assert levels_of(found) == pytest.approx(solved.x * own, rel=2e-5)
    assert found["示例县03"].bound == "locked"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("floor", [None, 0.05])
def test_the_least_burden_is_what_two_programmes_find(seed: int, floor: float | None) -> None:
    table = frame(8, seed=seed)
    base, share = table["rural_base"].to_numpy(float), shares_of(table)
    trend = base * (1 + table["rural_past"].to_numpy(float)) ** SPAN
    low, high = base * (1 + (floor or 0.0)) ** SPAN, base * 1.16**SPAN
    wanted = 0.4 * float(share @ trend) + 0.6 * float(share @ high)
    bounds: dict[str, Any] = {} if floor is None else {"floor": floor}
    found = cm.allocate(cm.load_plans(table), f"rural={wanted!r}", rule="least_burden", ceiling=0.16, **bounds)
    lowest = int(np.argmin(base))
    levels = levels_of(found)
    # the unknowns are eight levels and what the lowest county is asked above its trend, in yuan, not below nothing
    sums, box = np.append(share, 0.0)[np.newaxis], [*zip(low, high, strict=True), (0.0, None)]
    above = np.zeros((1, 9))
    above[0, lowest], above[0, -1] = 1.0, -1.0
    first = linprog(
        np.eye(9)[-1], A_ub=above, b_ub=[trend[lowest]], A_eq=sums, b_eq=[wanted], bounds=box, method="highs"
    )
    assert levels[lowest] == pytest.approx(trend[lowest] + first.fun, rel=1e-8)
    box[lowest] = (low[lowest], trend[lowest] + first.fun)
    others = [at for at in range(8) if at != lowest]
    burdens = np.zeros((7, 9))
    for row, at in enumerate(others):
        burdens[row, at], burdens[row, -1] = 1.0, -trend[at]
    second = linprog(
        np.eye(9)[-1], A_ub=burdens, b_ub=np.zeros(7), A_eq=sums, b_eq=[wanted], bounds=box, method="highs"
    )
    assert max(levels[at] / trend[at] for at in others) == pytest.approx(second.fun, rel=1e-7)


def test_without_floors_the_lowest_county_goes_its_own_way_and_is_not_stood_still() -> None:
    table = frame(8)
    base, share = table["rural_base"].to_numpy(float), shares_of(table)
    past = table["rural_past"].to_numpy(float)
    trend = base * (1 + past) ** SPAN
    lowest = int(np.argmin(base))
    more = cm.allocate(cm.load_plans(table), f"rural={1.03 * float(share @ trend)!r}", rule="least_burden")
    # nothing is asked of it above its growth so far; the others carry the rest in one part of theirs
    assert more.counties[lowest].growth == pytest.approx(past[lowest], rel=1e-9)
    parts = np.delete(levels_of(more) / trend, lowest)
    held = share[lowest] * trend[lowest]
    assert parts == pytest.approx(np.full(7, (1.03 * share @ trend - held) / (share @ trend - held)), rel=1e-9)
    # less than all trends together burdens nobody: one part of its trend is asked of every county
    less = cm.allocate(cm.load_plans(table), f"rural={0.97 * float(share @ trend)!r}", rule="least_burden")
    assert levels_of(less) / trend == pytest.approx(np.full(8, 0.97), rel=1e-9)


@pytest.mark.parametrize("rule", ["past", "least_burden"])
def test_a_locked_county_needs_no_past(rule: Any) -> None:
    table = frame(4).assign(rural_past=[float("nan"), 0.09, 0.1, 0.08])
    plans = cm.load_plans(table)
    found = cm.allocate(plans, "rural=18000", rule=rule, locked=["示例县01"])
    assert found["示例县01"].level == pytest.approx(table["rural_target"].to_numpy(float)[0])
    assert float(exact_sum(table, levels_of(found))) == pytest.approx(18_000.0, rel=1e-12)
    with pytest.raises(cm.InputError, match="the past growth of 示例县01 must be"):
        cm.allocate(plans, "rural=18000", rule=rule)


def test_bounds_that_stop_a_target_are_named_and_how_close_one_gets() -> None:
    table = frame(4)
    base, share = table["rural_base"].to_numpy(float), shares_of(table)
    plans = cm.load_plans(table)
    found = cm.allocate(plans, "rural=30000", ceiling=0.1)
    assert found.stopped is not None
    assert found.stopped.upward
    assert found.stopped.reached == pytest.approx(float(share @ base) * 1.1**SPAN)
    largest = table["county"][int(np.argmax(share))]
    assert found.stopped.bounds[0] == largest
    # raised together, all ceilings are one rate
    rate = (30000 / float(share @ base)) ** (1 / SPAN) - 1
    assert found.stopped.together == pytest.approx(rate - 0.1, rel=1e-9)
    below = cm.allocate(plans, "rural=12000", floor=0.05)
    assert below.stopped is not None
    assert not below.stopped.upward
    kept = cm.allocate(plans, "rural=30000", locked=list(table["county"]))
    assert kept.stopped is not None
    assert np.isinf(kept.stopped.together)
    assert "No split stays below the ceilings" in found.answer[1].en


@pytest.mark.parametrize("seed", range(8))
def test_what_stops_a_target_and_how_near_one_gets_are_those_of_a_linear_programme(seed: int) -> None:
    table, random = frame(6, seed=seed), np.random.default_rng(seed + 200)
    base, share = table["rural_base"].to_numpy(float), shares_of(table)
    own = table["rural_target"].to_numpy(float)
    names = table["county"].tolist()
    floors, ceilings = random.uniform(0.04, 0.08, 6), random.uniform(0.09, 0.13, 6)
    low, high = base * (1 + floors) ** SPAN, base * (1 + ceilings) ** SPAN
    locked = int(random.integers(6))
    low[locked] = high[locked] = own[locked]
    upward = bool(seed % 2)
    wanted = float(share @ high) * 1.02 if upward else float(share @ low) * 0.98
    found = cm.allocate(
        cm.load_plans(table),
        f"rural={wanted!r}",
        floor=dict(zip(names, floors.tolist(), strict=True)),
        ceiling=dict(zip(names, ceilings.tolist(), strict=True)),
        locked=[names[locked]],
    )
    # six levels and how far their sum stays from what is wanted, either way
    sums = np.append(share, [1.0, -1.0])[np.newaxis]
    box = [*zip(low, high, strict=True), (0.0, None), (0.0, None)]
    cost = np.append(np.zeros(6), [1.0, 1.0])
    nearest: Any = linprog(cost, A_eq=sums, b_eq=[wanted], bounds=box, method="highs")
    assert nearest.status == 0
    assert nearest.fun > 0.0
    assert found.stopped is not None
    assert found.stopped.upward is upward
    assert abs(found.stopped.reached - wanted) == pytest.approx(nearest.fun, rel=1e-9)
    assert levels_of(found) == pytest.approx(nearest.x[:6], rel=1e-9)
    # with any one of the bounds that are named moved one gets nearer: each of them stops it, and none is left out
    by_bound = {}
    for at, name in enumerate(names):
        wider = list(box)
        wider[at] = (low[at], high[at] * 1.01) if upward else (low[at] * 0.99, high[at])
        moved_one: Any = linprog(cost, A_eq=sums, b_eq=[wanted], bounds=wider, method="highs")
        by_bound[name] = float(moved_one.fun)
    assert set(found.stopped.bounds) == {name for name, left in by_bound.items() if left < nearest.fun * (1 - 1e-9)}
    # moved together by so much the sum can be met, and by a little less it cannot

    def left_over(points: float) -> float:
        moved = base * (1 + (ceilings + points if upward else floors - points)) ** SPAN
        moved[locked] = own[locked]
        return float(share @ moved) - wanted

    assert left_over(found.stopped.together) == pytest.approx(0.0, abs=1e-6 * wanted)
    assert (left_over(found.stopped.together * 0.99) < 0.0) is upward


def test_the_target_of_the_plan_above_is_taken_where_none_is_named(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(4), above=above_folder(tmp_path / "州"))
    first = cm.allocate(plans)
    assert (first.group.key, first.wanted) == ("urban", 50000.0)
    named = cm.allocate(plans, plans.above.plan.statements[1].id if plans.above else None)
    assert (named.group.key, named.wanted) == ("rural", 18000.0)
    table = frame(4)
    growing = cm.allocate(plans, "rural.average_growth=8%")
    base = float(exact_sum(table, table["rural_base"].to_numpy(float)))
    assert growing.wanted == pytest.approx(base * 1.08**SPAN, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"target": "ratio=2.8"}, "must be an income or an average growth of one group"),
        ({"target": None}, "the target to hand down must be given"),
        ({"target": "all=20000"}, "must be an income or an average growth of one group"),
        ({"target": "rural=1.76"}, r"must be in the unit of the counties' base of [0-9,]+ yuan \(got 1.76\)"),
        ({"target": "rural=17600000"}, "must be in the unit of the counties' base"),
        ({"rule": "fair"}, "the rule must be one of"),
        ({"floor": -1.5}, "the floor of growth must be above -1"),
        ({"floor": 8.0}, r"the floor of growth must be below 1 \(got 8\); write 8 % as 0.08"),
        ({"ceiling": {"示例县01": 14.0}}, "the ceiling of growth must be below 1"),
        ({"ceiling": {"示例县77": 0.1}}, "the ceiling of growth must be one of"),
        ({"floor": 0.2, "ceiling": 0.1}, "the floor of 示例县01 must not be above its ceiling"),
        ({"locked": ["示例县77"]}, "a county that is locked must be one of"),
        ({"convergence": -0.1}, "the convergence must be zero or more"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], message: str) -> None:
    arguments = {"target": "rural=18000", **given}
    with pytest.raises(cm.InputError, match=message):
        cm.allocate(cm.load_plans(frame(3)), **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", [["17600"], ["农村收入=1.76万元", "2024"]])
def test_a_target_typed_without_its_option_is_told_what_can_stand_there(tmp_path: Path, typed: list[str]) -> None:
    frame(3).to_csv(tmp_path / "counties.csv", index=False)
    above = above_folder(tmp_path / "州")
    asked = ["allocate", str(tmp_path / "counties.csv"), *typed, "--above", str(above)]
    done = CliRunner().invoke(program, [*asked, "--lang", "en", "--save", str(tmp_path / "t.csv")])
    assert done.exit_code == 2
    said = " ".join(done.output.split())
    assert f"must stand behind --target (got '{' '.join(typed)}')" in said
    # what the plan above asks of one income, and of whom and when a target can be; its ratio cannot be split
    assert "urban_income_2024 (urban residents: income 2024), rural_income_2024" in said
    assert "ratio_2024" not in said
    assert "years: 2022, 2023, 2024" in said
    assert not (tmp_path / "t.csv").exists()
    usage = CliRunner().invoke(program, ["allocate", "--help", "--lang", "en"]).output.splitlines()[0]
    assert usage == "Usage: ceheng allocate [OPTIONS] {DIR|FILE}"


def test_what_a_rule_needs_is_asked_for_by_county() -> None:
    without = changed(frame(3), 1, rural_target=None, rural_past=None)
    plans = cm.load_plans(without)
    with pytest.raises(cm.InputError, match="the own plan's income of 示例县02 must be given"):
        cm.allocate(plans, "rural=18000", rule="least_change")
    with pytest.raises(cm.InputError, match="the past growth of 示例县02 must be above zero"):
        cm.allocate(plans, "rural=18000", rule="past")
    assert cm.allocate(plans, "rural=18000").reached == pytest.approx(18000)
    unpeopled = cm.allocate(cm.load_plans(changed(frame(3), 1, rural_residents=None)), "rural=18000")
    assert [county.key for county, _ in unpeopled.left_out] == ["示例县02"]


def test_targets_are_sent_out_and_read_again(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(4), above=above_folder(tmp_path / "州"))
    found = cm.allocate(plans, "rural=18000")
    found.write_table(tmp_path / "targets.csv")
    again = cm.load_plans(tmp_path / "targets.csv", above=tmp_path / "州")
    assert len(again) == 4
    assert [(one.key, one.label) for one in again] == [(one.key, one.label) for one in plans]
    first = (tmp_path / "targets.csv").read_text("utf-8-sig").splitlines()[0]
    assert first == "县名,代码,基年,末年,农村收入,农村目标,农村人口"
    others = replace(found, group=replace(found.group, key="herders", label=cm.Text("牧民", "herders")))
    with pytest.raises(cm.OutputError, match="must be of urban or rural residents"):
        others.write_table(tmp_path / "others.csv")
    reached = cm.add_up(again, audits=False)["rural"].incomes[-1]
    # whole yuan, none below what it must reach
    assert 18000 <= reached < 18001
    assert reached == pytest.approx(printed_sum(frame(4), found), rel=1e-12)
    names = found.write_folders(tmp_path / "folders")
    read = cm.load_plans(tmp_path / "folders")
    assert len(names) == len(read) == 4
    assert read.above is not None
    assert read.refused == ()
    for one in found.counties:
        statement = read[one.county.key].plan.statements[0]
        assert statement.wording.printed_values == (float(found.printed(one)),)
    # folders of targets add up to the same, and can be held against what becomes known
    assert cm.add_up(read, audits=False)["rural"].incomes[-1] == reached
    known = actual(4)
    assert {one.group.key for one in cm.track_plans(read, known[known["group"] == "rural"]).rows} == {"rural"}
    with pytest.raises(cm.OutputError, match="must not exist yet"):
        found.write_folders(tmp_path / "folders")


def test_the_command_hands_down(tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    frame(5).to_csv(path, index=False)
    run = CliRunner()
    done = run.invoke(
        program,
        ["allocate", str(path), "--target", "rural=18000", "--rule", "catch_up", "--save", str(tmp_path / "t.csv")],
    )
    assert done.exit_code == 0
    assert "各县须年均增长" in done.stdout
    assert (tmp_path / "t.csv").exists()
    stopped = run.invoke(program, ["allocate", str(path), "--target", "rural=30000", "--ceiling", "10%"])
    assert stopped.exit_code == 1
    assert "没有符合上限的分法" in stopped.stdout
    both = ["--floor", "8%", "--floor", "示例县01=9%"]
    assert run.invoke(program, ["allocate", str(path), "--target", "rural=18000", *both]).exit_code == 2
    assert run.invoke(program, ["allocate", str(path), "--target", "rural=18000", "--ruel", "equal"]).exit_code == 2

    likely = run.invoke(
        program,
        [
            "allocate",
            str(path),
            "--target",
            "rural=18000",
            "--probabilities",
            "--draws",
            "2048",
            "--lang",
            "en",
            "--full",
        ],
    )
    assert likely.exit_code == 0
    assert "with probability" in likely.stdout
    alone = run.invoke(program, ["allocate", str(path), "--target", "rural=18000", "--draws", "99", "--lang", "en"])
    assert alone.exit_code == 2
    assert "--draws must be given with --probabilities" in alone.output


def test_what_all_counties_lack_is_one_message() -> None:
    plans = cm.load_plans(frame(8).drop(columns="rural_past"))
    for rule in ("past", "least_burden"):
        with pytest.raises(cm.InputError, match=r"示例县01, .* and others, 8 in all must be") as caught:
            cm.allocate(plans, "rural=18000", rule=rule)
        assert len(caught.value.faults) == 1


def test_who_gets_no_target_is_said() -> None:
    found = cm.allocate(cm.load_plans(changed(frame(4), 2, rural_residents=None)), "rural=18000")
    assert "未分解到的县：示例县03（没有人口）。" in [text.zh for text in found.answer]
    assert not any("未分解" in text.zh for text in cm.allocate(cm.load_plans(frame(4)), "rural=18000").answer)
