"""Sums of counties, splits of a difference, and contradictions between two levels."""

import re
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.plan_sets.between_levels import BetweenLevels
from tests.counties import above_folder, changed, frame


def exact_level(row: pd.Series, group: str, year: int) -> Fraction:
    """Return the income of a year on the way from base to target, of whole yuan at both ends, as near as floats go."""
    base, target = Fraction(row[f"{group}_base"]), Fraction(row[f"{group}_target"])
    if year == 2021:
        return base
    return target if year == 2024 else base * Fraction((float(target) / float(base)) ** ((year - 2021) / 3))


@pytest.mark.parametrize("seed", range(4))
def test_the_sum_is_the_weighted_mean_in_exact_fractions(seed: int) -> None:
    table = frame(7, seed=seed)
    whole = cm.add_up(cm.load_plans(table))
    for group in ("urban", "rural"):
        people = [Fraction(int(n)) for n in table[f"{group}_residents"]]
        for year in (2021, 2024):
            levels = [exact_level(row, group, year) for _, row in table.iterrows()]
            mean = sum(p * one for p, one in zip(people, levels, strict=True)) / sum(people)
            assert whole[group].incomes[year - 2021] == pytest.approx(float(mean), rel=1e-12)
        assert whole[group].residents[0] == float(sum(people))


@pytest.mark.parametrize("seed", range(5))
def test_the_split_is_exact_and_says_which_counties_lack(tmp_path: Path, seed: int) -> None:
    table = frame(5, seed=seed)
    whole = cm.add_up(cm.load_plans(table, above=above_folder(tmp_path / "州")), audits=False)
    carried = next(one for one in whole.carried if one.group == "rural")
    people = [Fraction(int(n)) for n in table["rural_residents"]]
    base = [Fraction(int(n)) for n in table["rural_base"]]
    level = [Fraction(int(n)) for n in table["rural_target"]]
    total = sum(people)
    # against its own base grown as 14000 to 18000, the growth that the plan above asks of its surveyed base
    parts = [p / total * (one - b * Fraction(18000, 14000)) for p, b, one in zip(people, base, level, strict=True)]
    of_base = sum(p * b for p, b in zip(people, base, strict=True)) / total * Fraction(18000, 14000) - 18000
    assert list(carried.parts.values()) == pytest.approx([float(part) for part in parts], rel=1e-9, abs=1e-9)
    assert carried.of_base == pytest.approx(float(of_base), rel=1e-12)
    assert carried.distance == pytest.approx(float(sum(parts) + of_base), rel=1e-9)
    checked = {one.statement.quantity.group: one for one in whole.checked if one.statement.quantity.kind == "income"}
    assert checked["rural"].value == pytest.approx(carried.reached)
    assert (checked["rural"].verdict is cm.Verdict.MISSED) is (carried.distance < 0)


def test_counties_without_residents_are_in_no_sum_and_named() -> None:
    table = changed(frame(4), 1, rural_residents=None)
    whole = cm.add_up(cm.load_plans(table))
    assert [(one.county.key, one.group) for one in whole.left_out] == [("示例县02", "rural")]
    rest = frame(4).drop(index=1)
    people, base = rest["rural_residents"], rest["rural_base"]
    assert whole["rural"].incomes[0] == pytest.approx(float((people * base).sum() / people.sum()))
    none = frame(3).drop(columns=["urban_residents", "rural_residents"])
    with pytest.raises(cm.InputError, match="a group that can be added up must be given"):
        cm.add_up(cm.load_plans(none))


@pytest.mark.parametrize("lacking", ["rural_target", "rural_base", "urban_target", "urban_base"])
def test_a_group_that_cannot_be_projected_costs_no_other_group(tmp_path: Path, lacking: str) -> None:
    group, other = ("rural", "urban") if lacking.startswith("rural") else ("urban", "rural")
    table = frame(4)
    plans = cm.load_plans(changed(table, 1, **{lacking: None}), above=above_folder(tmp_path / "州"))
    whole = cm.add_up(plans)
    assert [(one.county.key, one.group) for one in whole.left_out] == [("示例县02", group)]
    for key, rows in ((group, table.drop(index=1)), (other, table)):
        people = [Fraction(int(n)) for n in rows[f"{key}_residents"]]
        for year in (2021, 2024):
            levels = [exact_level(row, key, year) for _, row in rows.iterrows()]
            mean = sum(p * one for p, one in zip(people, levels, strict=True)) / sum(people)
            assert whole[key].incomes[year - 2021] == pytest.approx(float(mean), rel=1e-12)


@pytest.mark.parametrize("lacking", ["rural_target", "urban_target"])
def test_nothing_is_judged_on_a_group_that_cannot_be_projected(tmp_path: Path, lacking: str) -> None:
    # 2.8 is copied from above: taken as still, the lacking group would bring the ratio far from it
    table = changed(frame(4), 1, **{lacking: None, "ratio": "2.8左右"})
    whole = cm.add_up(cm.load_plans(table, above=above_folder(tmp_path / "州")), audits=False)
    assert "示例县02" not in [one.county.key for one in whole.copied]


def test_the_sum_says_who_is_missing_and_of_how_many_people() -> None:
    table = frame(4)
    whole = cm.add_up(cm.load_plans(changed(table, 1, rural_target=None)))
    people = [Fraction(int(n)) for n in table["rural_residents"]]
    said = "".join(text.en for text in whole.answer)
    assert f"is without 示例县02 ({float(people[1] / sum(people)):.1%} of the known residents)." in said
    assert said.count("is without") == 1


def test_another_base_year_above_is_said_and_the_sum_is_made(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(3), above=above_folder(tmp_path / "州", base_year=2020))
    whole = cm.add_up(plans)
    assert whole["rural"].incomes[0] > 0
    assert whole.checked == ()
    assert "base year of the plan above is 2020" in whole.why_not.en


@pytest.mark.parametrize("seed", [0, 1, 4, 8, 9])
def test_a_copied_goal_that_the_county_does_not_reach_is_found(tmp_path: Path, seed: int) -> None:
    # 2.8 for both: a county reaches it by its own numbers or not as its targets say
    table = frame(4, seed=seed)
    own = table["urban_target"] / table["rural_target"]
    for row in range(4):
        table = changed(table, row, ratio="2.8左右")
    whole = cm.add_up(cm.load_plans(table, above=above_folder(tmp_path / "州")), audits=False)
    expected = [f"示例县{row + 1:02d}" for row in range(4) if own[row] >= 2.85]
    assert [one.county.key for one in whole.copied] == expected
    assert expected


def between(table: pd.DataFrame, place: Path, goal: str) -> BetweenLevels:
    found = cm.add_up(cm.load_plans(table, above=above_folder(place, goal=goal))).between
    assert found is not None
    return found


ROUNDED = 0.5
"""A whole yuan is printed: half of one either way."""


def holds(
    kept: frozenset[int], bounds: list[tuple[float, float]], shares: np.ndarray, goal: tuple[float, float]
) -> bool:
    """Return whether rural promises can hold together: the counties' by number, that of the plan above last."""
    last = len(bounds)
    box = [bounds[at] if at in kept else (0.0, 1e9) for at in range(last)]
    rows, limits = ([shares, -shares], [goal[1], -goal[0]]) if last in kept else ([], [])
    solved = linprog(
        np.zeros(last), A_ub=np.array(rows) if rows else None, b_ub=limits or None, bounds=box, method="highs"
    )
    return bool(solved.status == 0)


@pytest.mark.parametrize(
    ("seed", "goal"),
    [
        (1, 18000),
        (2, 22000),
        (3, 9000),
        (4, 17000),
        (5, 17500),
        (6, 16000),
        (7, 15000),
        (8, 19500),
        (9, 16500),
        (10, 14000),
    ],
)
def test_contradictions_between_levels_are_those_of_brute_force(tmp_path: Path, seed: int, goal: int) -> None:
    # rural alone, so that every promise is an interval and all subsets can be tried
    table = frame(3, seed=seed).drop(columns=["urban_base", "urban_target", "urban_residents", "urban_past"])
    found = cm.add_up(cm.load_plans(table, above=_rural_above(tmp_path / "州", goal))).between
    assert found is not None
    people = table["rural_residents"].to_numpy(float)
    shares = people / people.sum()
    bounds = [(target - ROUNDED, target + ROUNDED) for target in table["rural_target"]]
    wanted = (goal - ROUNDED, goal + ROUNDED)
    everything = frozenset(range(4))
    subsets = [frozenset(one) for size in range(5) for one in combinations(range(4), size)]
    clashing = [one for one in subsets if not holds(one, bounds, shares, wanted)]
    least = {one for one in clashing if not any(other < one for other in clashing)}
    names = [*table["county"], "above"]

    def numbers(promises: tuple[object, ...]) -> frozenset[int]:
        keys = ("above" if one.county is None else one.county.key for one in promises)  # type: ignore[attr-defined]
        return frozenset(names.index(key) for key in keys)

    assert {numbers(one) for one in found.contradictions} == least
    freed = [one for one in subsets if holds(everything - one, bounds, shares, wanted)]
    smallest = {one for one in freed if not any(other < one for other in freed)}
    assert {numbers(one.promises) for one in found.changes} == {one for one in smallest if one}
    if least:
        # the whole can come as near as the counties' bounds allow
        reach = float(shares @ np.array([one[1] for one in bounds]))
        low = float(shares @ np.array([one[0] for one in bounds]))
        (most,) = found.reaches
        assert most.reach == pytest.approx(reach if most.is_most else low, rel=1e-6)
        above = next(one for one in found.changes if one.promises[0].county is None)
        assert above.bounds[0] == pytest.approx(reach if goal > reach else low, rel=1e-6)
        # those that clash in step: shares @ (target + share * target) comes to the goal's edge
        clash = frozenset().union(*least)
        targets = np.array([target if at in clash else 0.0 for at, target in enumerate(table["rural_target"])])
        gap = (wanted[0] - reach) if goal > reach else (low - wanted[1])
        assert found.in_step == pytest.approx(gap / float(shares @ targets), rel=1e-5)


def _rural_above(place: Path, goal: int) -> Path:
    group = cm.Group(key="rural", label=cm.Text("农村常住居民", "rural residents"), concept="disposable_income")
    cm.write_plan_folder(
        cm.Answers(
            region="示例州",
            title=cm.Text("示例州农村增收方案", "Rural plan of a sample prefecture"),
            issuer=cm.Text("示例州", "sample prefecture"),
            issued=pd.Timestamp(2022, 1, 1).date(),
            base_year=2021,
            last_year=2024,
            groups=(group,),
            base={"rural": 12000.0},
            statements=(cm.promise("income", f"{goal}元", what=cm.Text.same("goal"), group="rural", year=2024),),
        ),
        place,
    )
    return place


def test_a_county_that_contradicts_itself_does_not_hide_the_levels(tmp_path: Path) -> None:
    found = between(changed(frame(4), 2, ratio="1.5"), tmp_path / "州", "16000元")
    assert [one.county.key for one in found.set_aside if one.county is not None] == ["示例县03"]


def test_the_command_adds_up(tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    frame(5).to_csv(path, index=False)
    above = above_folder(tmp_path / "州")
    run = CliRunner()
    shown = run.invoke(program, ["plans", str(path), "--sum", "--above", str(above)])
    assert shown.exit_code == 0
    assert "按人口加权" in shown.stdout
    assert "各县都兑现承诺时" in shown.stdout
    assert run.invoke(program, ["plans", str(path), "--sum", "--sort", "income"]).exit_code == 2
    assert run.invoke(program, ["plans", str(path), "--sun"]).exit_code == 2


def test_a_way_out_at_the_other_level_is_told_beside_the_fewest(tmp_path: Path) -> None:
    # one county alone could carry all that is lacking: it is one change, and so is the goal above
    plans = cm.load_plans(frame(6), above=above_folder(tmp_path / "州", urban=36_000.0, rural=14_000.0))
    between = cm.add_up(plans).between
    assert between is not None
    levels = {tuple(promise.county is None for promise in one.promises) for one in between.changes}
    said = "".join(text.zh for text in between.answer)
    first = between.changes[0]
    assert ("或改上级" in said) is (any(map(all, levels)) and not first.is_of(above=True))
    assert any(one.is_of(above=True) for one in between.changes)
    assert "示例州“" in said


def test_sentences_say_whole_yuan_and_what_one_county_can_hardly_carry(tmp_path: Path) -> None:
    plans = cm.load_plans(frame(16), above=above_folder(tmp_path / "州"))
    whole = cm.add_up(plans)
    between = whole.between
    assert between is not None
    said = "".join(text.zh for text in whole.answer)
    # a printed income of a county may have its decimals; what was computed has none
    computed = re.findall(r"(?:差|最高为|调整到)([\d,.]+)元", said)
    assert computed
    assert all("." not in one for one in computed)
    alone = next(one for one in between.changes if one.is_of(above=False))
    times = [
        bound / promise.item.members[0].wording.printed_values[0]
        for promise, bound in zip(alone.promises, alone.bounds, strict=True)
        if promise.county is not None
    ]
    assert f"变动最大的须为原值的{max(times):.1f}倍" in said
    # two per cent above what three counties promise, nobody is asked for what cannot be
    table = frame(3).drop(columns=["urban_base", "urban_target", "urban_residents", "urban_past"])
    people, target = (table[f"rural_{name}"].to_numpy(float) for name in ("residents", "target"))
    goal = round(1.02 * float(people @ target / people.sum()))
    calm = cm.add_up(cm.load_plans(table, above=_rural_above(tmp_path / "近", goal))).between
    assert calm is not None
    assert calm.changes
    assert "原值的" not in "".join(text.zh for text in calm.answer)
