"""Scenarios side by side: incomes, verdicts, assumptions, and what is drawn, each against an independent figure."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import ceheng_model as cm
from ceheng_model.cli import program
from tests import exact

GROUPS = ("urban", "rural", "lifted")


def ceheng(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


def slow() -> cm.Scenario:
    return cm.scenario("plan").with_change("rural.wages.2023-2024=12%").with_name("慢")


def exact_levels(wages: tuple[Fraction, ...]) -> dict[str, list[exact.Levels]]:
    """Return the levels of the plan with other growth of rural wages, year by year, in exact fractions."""
    paths = {group: exact.plan_path(group)[1] for group in GROUPS}
    rates, levels = exact.plan_path("rural")
    path = [levels[0]]
    for wage, rate in zip(wages, rates, strict=True):
        path.append({c: level * (1 + (wage if c == "wages" else rate)) for c, level in path[-1].items()})
    return paths | {"rural": path}


FIFTH, EIGHTH = Fraction(1, 5), Fraction(3, 25)
SLOW = exact_levels((FIFTH, EIGHTH, EIGHTH))
PLAN = exact_levels((FIFTH, FIFTH, FIFTH))


def test_incomes_and_the_ratio_stand_beside_those_of_the_first_with_their_differences() -> None:
    compared = cm.compare_scenarios(cm.scenario("plan"), slow())
    for g, group in enumerate(GROUPS):
        for t in range(4):
            for c, component in enumerate(exact.BUREAU_KEYS):
                own, first = SLOW[group][t][component], PLAN[group][t][component]
                assert np.asarray(compared.levels)[1, g, c, t] == pytest.approx(float(own), rel=1e-12)
                less = np.asarray(compared.level_differences)[1, g, c, t]
                assert less == pytest.approx(float(own - first), abs=1e-8)
            totals = [sum(paths[group][t].values()) for paths in (PLAN, SLOW)]
            found = compared.total_differences.sel(scenario="慢", group=group, year=2021 + t)
            assert float(found) == pytest.approx(float(totals[1] - totals[0]), abs=1e-8)
    ratios = [sum(paths["urban"][3].values()) / sum(paths["rural"][3].values()) for paths in (PLAN, SLOW)]
    assert float(compared.urban_rural_ratio.sel(scenario="plan", year=2024)) == pytest.approx(float(ratios[0]))
    less = compared.ratio_differences.sel(scenario="慢", year=2024)
    assert float(less) == pytest.approx(float(ratios[1] - ratios[0]), abs=1e-12)
    assert not np.asarray(compared.total_differences)[0].any()
    assert not np.asarray(compared.totals).flags.writeable or not compared.totals.values.flags.writeable


def test_the_frame_holds_one_row_an_income_and_adds_up() -> None:
    frame = cm.compare_scenarios(cm.scenario("plan"), slow(), cm.scenario("trend")).to_frame()
    # three scenarios, four years: three groups of four components and a total, and the ratio
    assert len(frame) == 3 * 4 * (3 * 5 + 1)
    keys = ["scenario", "group", "component", "year", "quantity"]
    assert list(frame.columns) == [*keys, "value", "difference"]
    assert not frame.duplicated(keys).any()
    income = frame[frame.quantity == "income"]
    parts = income[income.component != "total"].groupby(["scenario", "group", "year"]).value.sum()
    wholes = income[income.component == "total"].set_index(["scenario", "group", "year"]).value
    np.testing.assert_allclose(parts.sort_index(), wholes.sort_index(), rtol=1e-12)
    rural = wholes["慢", "rural", 2024]
    assert rural == pytest.approx(float(sum(SLOW["rural"][3].values())), rel=1e-12)


def test_verdicts_are_those_that_a_check_gives_each() -> None:
    scenarios = (cm.scenario("plan"), slow())
    compared = cm.compare_scenarios(*scenarios)
    reports = [cm.check(cm.project(scenario)) for scenario in scenarios]
    for row in compared.statements:
        for one, report in zip(row, reports, strict=True):
            checked = report[one.statement.id]
            assert (one.verdict, one.value) == (checked.verdict, checked.value) or np.isnan(one.value)
    assert len(compared.statements) == len(reports[0].checked)
    # rural income grows by 9.87 % a year, less than the 10 % of urban income
    changed = {row[0].statement.id for row in compared.changed_verdicts}
    cells = {f"growth.rural.{component}.{year}" for component in ("wages", "total") for year in (2023, 2024)}
    assert changed == {"rural_growth", "rural_income_2024", "rural_above_urban"} | cells
    frame = compared.verdict_frame().set_index(["scenario", "statement"])
    growth = float(sum(SLOW["rural"][3].values()) / 11076) ** (1 / 3) - 1
    assert frame.loc[("慢", "rural_growth"), "value"] == pytest.approx(growth)
    assert frame.loc[("慢", "rural_growth"), "difference"] == pytest.approx(growth - 0.12)
    assert list(frame.loc[("慢", "rural_growth"), ["verdict", "verdict_of_first"]]) == ["missed", "met"]


def test_assumptions_that_differ_are_one_list_with_the_old_value_and_the_new() -> None:
    plan = cm.scenario("plan")
    other = (
        slow()
        .with_change("urban.property,transfer.2024+=1%")
        .with_prices({2022: 0.02, 2023: 0.02, 2024: 0.03})
        .with_gdp(0.05)
        .with_population({"urban": 8.0, "rural": {2021: 12, 2022: 12, 2023: 11.5, 2024: 11.5}})
        .with_lever("village_doctors:recipients=300,residents=120000,first_year=2023")
        .with_distribution("lifted", cm.IncomeDistribution(gini=0.3))
        .with_as_of(2022)
    )
    listed = cm.compare_scenarios(plan, other).assumptions
    found = [(one.kind, one.groups, one.components, one.years, tuple(text.en for text in one.words)) for one in listed]
    # the open cells of the urban table grow at one rate in 2024, 1.3 % by the plan's total
    rate = exact.plan_path("urban")[0][2]
    assert found == [
        ("growth", ("urban",), ("property", "transfer"), (2024,), (f"{float(rate):.2%}", f"{float(rate) + 0.01:.2%}")),
        ("growth", ("rural",), ("wages",), (2023, 2024), ("20.00%", "12.00%")),
        ("lever", ("rural",), ("wages",), (), ("–", "6.0 yuan a person and year, from 2023 on")),
        ("price_growth", (), (), (2022, 2023), ("–", "2.00%")),
        ("price_growth", (), (), (2024,), ("–", "3.00%")),
        ("gdp_growth", (), (), (2022, 2023, 2024), ("–", "5.00%")),
        ("population", ("urban",), (), (2021, 2022, 2023, 2024), ("–", "8")),
        ("population", ("rural",), (), (2021, 2022), ("–", "12")),
        ("population", ("rural",), (), (2023, 2024), ("–", "11.5")),
        ("distribution", ("lifted",), (), (), ("–", "taken as lognormal with a Gini coefficient of 0.3 (assumed)")),
        ("as_of", (), (), (), ("all that is published", "2022")),
    ]
    frame = cm.compare_scenarios(plan, other).assumption_frame()
    wages = frame[(frame.kind == "growth") & (frame.group == "rural")]
    assert wages[["scenario", "component", "year", "old", "new"]].to_numpy().tolist() == [
        ["慢", "wages", 2023, 0.2, 0.12],
        ["慢", "wages", 2024, 0.2, 0.12],
    ]


def test_share_cases_bases_and_horizons_are_assumptions_too() -> None:
    plan = cm.scenario("plan")
    listed = cm.compare_scenarios(
        plan, plan.with_shares({"rural": "national_2021"}), plan.with_horizon(2026)
    ).assumptions
    (base,) = (one for one in listed if one.kind == "base")
    assert (base.groups, base.values) == (("rural",), (11076.0, 11076.0, 11076.0))
    assert [base.differs(at) for at in range(3)] == [False, True, False]
    assert base.words[1].zh.endswith("2021年全国农村居民")
    (last,) = (one for one in listed if one.kind == "last_year")
    assert last.values == (2024.0, 2024.0, 2026.0)
    # years to which others do not go are no difference of growth by themselves
    assert all(year <= 2024 for one in listed if one.kind == "growth" for year in one.years)


def test_nothing_differs_between_alike_scenarios_and_rates_are_told_apart() -> None:
    plan = cm.scenario("plan")
    compared = cm.compare_scenarios(plan, plan.with_name("again"))
    assert (compared.assumptions, compared.changed_verdicts) == ((), ())
    assert "各情景的假设相同" in str(compared)
    assert "各条判定都与“按方案”相同" in str(compared)
    (near,) = cm.compare_scenarios(plan, plan.with_change("rural.wages.2024=20.00001%")).assumptions
    assert [text.en for text in near.words] == ["20.00000000%", "20.00001000%"]


def test_scenarios_that_end_in_other_years_are_empty_beyond_their_end() -> None:
    plan = cm.scenario("plan")
    compared = cm.compare_scenarios(plan, plan.with_horizon(2026).with_name("long"))
    assert compared.years == tuple(range(2021, 2027))
    totals = np.asarray(compared.totals)
    assert np.isnan(totals[0, :, 4:]).all()
    assert not np.isnan(totals[1]).any()
    np.testing.assert_array_equal(totals[0, :, :4], totals[1, :, :4])


def test_years_beyond_the_first_scenario_are_told_where_the_others_part_there() -> None:
    plan = cm.scenario("plan").with_gdp({2022: 0.05, 2023: 0.05, 2024: 0.05})
    long = cm.scenario("plan").with_horizon(2026).with_gdp(0.05)
    (last,) = cm.compare_scenarios(plan, long).assumptions
    assert last.kind == "last_year"
    faster = long.with_change("rural.wages.2025=22%").with_gdp(dict.fromkeys(range(2022, 2026), 0.05) | {2026: 0.04})
    growth, gdp, last = cm.compare_scenarios(plan, long, faster).assumptions
    assert (growth.kind, growth.years, [text.en for text in growth.words]) == (
        "growth",
        (2025,),
        ["–", "20.00%", "22.00%"],
    )
    assert (gdp.kind, gdp.years, [text.en for text in gdp.words]) == ("gdp_growth", (2026,), ["–", "5.00%", "4.00%"])
    assert last.kind == "last_year"


def test_swapping_two_scenarios_flips_every_sign() -> None:
    plan, trend = cm.scenario("plan"), cm.scenario("trend")
    one, other = cm.compare_scenarios(plan, trend), cm.compare_scenarios(trend, plan)
    for name in ("level_differences", "total_differences", "ratio_differences"):
        forth, back = (np.asarray(getattr(compared, name))[1] for compared in (one, other))
        np.testing.assert_array_equal(forth, -back)
    assert [(a.groups, a.years, a.words) for a in one.assumptions] == [
        (a.groups, a.years, a.words[::-1]) for a in other.assumptions
    ]


def test_many_scenarios_stand_three_in_a_table_and_long_titles_are_numbered() -> None:
    plan = cm.scenario("plan")
    others = [plan.with_change(f"rural.wages={rate}%") for rate in (14, 15, 16, 17)]
    compared = cm.compare_scenarios(plan, *others)
    names = [table.name for table in compared.tables()]
    assert [name for name in names if name.startswith("paths")] == ["paths", "paths_2"]
    for table in compared.tables():
        if table.name.startswith("paths"):
            assert next(column.key for column in table.columns if column.key.startswith("value")) == "value_1"
    assert [name.key for name in compared.names] == ["plan", "scenario_2", "scenario_3", "scenario_4", "scenario_5"]
    text = compared.to_text("en")
    assert "scenario 5" in text
    assert max(map(len, text.splitlines())) < 400
    with pytest.raises(cm.InputError, match=r"choose from: plan \(the plan\), scenario_2 "):
        compared.totals.sel(scenario="scenario_9")


def test_alike_names_are_told_apart() -> None:
    plan = cm.scenario("plan")
    names = cm.compare_scenarios(plan, plan, slow(), slow()).names
    assert len({name.key for name in names}) == 4
    assert len({name.text for name in names}) == 4


def test_probabilities_are_those_of_draws_from_one_seed_and_differences_share_their_shocks() -> None:
    plan, other = cm.scenario("plan"), slow()
    usual = cm.estimate_uncertainty(plan)
    compared = cm.compare_scenarios(plan, other, probabilities=True, draws=8192, seed=5)
    assert compared.drawn is not None
    alone = cm.simulate(other, draws=8192, seed=5, uncertainty=usual)
    for row in compared.chances:
        assert row[1].probability == alone[row[1].id].probability
    assert len(compared.chances) == len(alone.chances)
    (difference,) = compared.drawn.differences
    pair = cm.compare(plan, other, draws=8192, seed=5, uncertainty=usual)
    assert difference.to_frame().equals(pair.to_frame())
    frame = compared.records()[-1].to_frame()
    assert list(frame.columns[:4]) == ["scenario", "group", "year", "quantity"]
    assert frame.scenario.cat.categories.tolist() == ["plan", "慢"]
    assert frame.drop(columns="scenario").equals(pair.to_frame())
    chances = compared.chance_frame().set_index(["scenario", "statement"])
    for row in compared.chances:
        assert chances.loc[("慢", row[1].id), "probability"] == row[1].probability
        assert chances.loc[("慢", row[1].id), "difference"] == row[1].probability - row[0].probability
    names = [table.name for table in compared.records()]
    assert names == ["incomes", "verdicts", "assumptions", "scenarios", "chances", "differences"]
    again = cm.compare_scenarios(plan, other, probabilities=True, draws=8192, seed=5, workers=1)
    assert again.to_text() == compared.to_text()
    none = cm.compare_scenarios(plan, other, probabilities=True, draws=8192, seed=5, statements="none")
    assert none.chances == ()
    assert "同时达到的概率" not in none.to_text()


NO_SCENARIO = (
    r"scenarios of compare_scenarios must be a scenario or a table of scenarios \(got 3\); make one with scenario\("
)


def test_what_cannot_be_compared_is_refused_in_one_sentence() -> None:
    plan = cm.scenario("plan")
    with pytest.raises(
        cm.InputError, match=r"the scenarios to compare must be two or more \(got the plan\); name another"
    ):
        cm.compare_scenarios(plan)
    with pytest.raises(
        cm.InputError, match=r"the scenarios to compare must be two or more \(got nothing\); name another"
    ):
        cm.compare_scenarios()
    with pytest.raises(cm.InputError, match=NO_SCENARIO):
        cm.compare_scenarios(plan, 3)  # type: ignore[arg-type]
    assert cm.compare_scenarios(plan, "trend").scenarios[1] == cm.scenario("trend")  # type: ignore[arg-type]
    policies = pd.Series([0.1, 0.2], index=pd.Index(["low", "high"], name="policy"))
    with pytest.raises(
        cm.InputError,
        match=r"must hold one path only \(got \(2, 3, 4, 3\)\); take one with scenario.at\(policy='low'\)",
    ):
        cm.compare_scenarios(plan, plan.with_growth("rural", "wages", policies))
    with pytest.raises(
        cm.InputError, match=r"must be of the same plan as the first scenario \(got .*; compare the scenarios"
    ):
        cm.compare_scenarios(plan, cm.scenario("plan", plan="yunnan-rural-2022-2024"))
    with pytest.raises(cm.InputError, match=r"^the groups and years of the two scenarios must be the same \(got "):
        cm.compare_scenarios(plan, plan.with_horizon(2026), probabilities=True, draws=10)


def test_scenarios_without_a_plan_have_no_verdicts() -> None:
    plan = cm.scenario("plan")
    bare = cm.Scenario(name=cm.Text.same("bare"), baseline=plan.baseline, years=plan.years, growth=plan.growth)
    lower = cm.Scenario(name=cm.Text.same("lower"), baseline=plan.baseline, years=plan.years, growth=plan.growth - 0.01)
    compared = cm.compare_scenarios(bare, lower)
    assert (compared.checks, compared.statements) == ((), ())
    assert "判定" not in compared.to_text()
    assert len(compared.assumptions) > 0
    assert compared.verdict_frame().empty
    assert compared.chance_frame().empty


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    cm.write_scenario(slow().with_name("会议"), tmp_path / "会议.toml")
    table = "情景,人群,收入构成,年份,改动方式,数值\n快,农村,工资性收入,,=,25%\n更快,农村,,,加,1%\n"
    (tmp_path / "方案二.csv").write_text(table, encoding="utf-8")
    cm.write_workbook(cm.scenario("plan").with_change("rural.wages=18%").with_name("簿"), tmp_path / "簿.xlsx")
    return tmp_path


def test_the_command_takes_names_files_tables_and_workbooks(files: Path) -> None:
    end = ceheng("compare", "plan", "会议.toml", "方案二.csv", "簿.xlsx", "--format", "json")
    assert end.exit_code == 0, end.stderr
    told = json.loads(end.stdout)
    assert [row["scenario"] for row in told["scenarios"]] == ["plan", "会议", "快", "更快", "簿"]
    assert list(told) == ["summary", "warnings", "incomes", "verdicts", "assumptions", "scenarios", "notes"]
    new = {(row["scenario"], row["component"], row["year"]): row["new"] for row in told["assumptions"]}
    assert new["会议", "wages", 2024] == pytest.approx(0.12)
    assert new["快", "wages", 2022] == 0.25
    assert new["更快", "wages", 2022] == pytest.approx(0.21)
    assert new["簿", "wages", 2023] == pytest.approx(0.18)
    assert files.exists()


def test_the_command_writes_its_main_table_as_csv_and_names_the_rest(files: Path) -> None:
    end = ceheng("compare", "plan", "会议.toml", "--format", "csv", "-o", "out.csv")
    assert end.exit_code == 0, end.stderr
    rows = list(csv.DictReader(io.StringIO((files / "out.csv").read_text(encoding="utf-8-sig"))))
    # one row a scenario; the other tables stand in a folder of the same name
    assert [row["情景"] for row in rows] == ["按方案", "会议"]
    assert "已写入 out.csv：各情景的结果" in end.stderr
    assert len(list((files / "out").glob("*.csv"))) >= 3
    end = ceheng("compare", "plan", "会议.toml", "-o", "会议.toml")
    assert end.exit_code == 2
    assert "本命令要读取该文件" in end.stderr


def test_options_change_every_scenario_that_is_compared(files: Path) -> None:
    arguments = (
        "compare",
        "plan",
        "方案二.csv",
        "--gdp",
        "5%",
        "--set",
        "urban.wages.2024=9%",
        "--shares",
        "national_2021",
    )
    end = ceheng(*arguments, "--horizon", "2025", "--format", "json")
    assert end.exit_code == 0, end.stderr
    told = json.loads(end.stdout)
    assert {row["kind"] for row in told["assumptions"]} == {"growth"}
    assert {row["group"] for row in told["assumptions"]} == {"rural"}
    assert {row["last_year"] for row in told["scenarios"]} == {2025}
    judged = [row for row in told["verdicts"] if row["statement"].endswith("_above_economy")]
    assert {row["verdict"] for row in judged} == {"met"}
    assert files.exists()


def test_the_command_draws_when_asked_and_refuses_settings_of_draws_otherwise(files: Path) -> None:
    end = ceheng("compare", "plan", "会议.toml", "--probabilities", "--draws", "8192", "--lang", "en", "--full")
    assert end.exit_code == 0, end.stderr
    assert "Probabilities, differences from the plan in points" in end.stdout
    assert "all scenarios are drawn from the same random numbers" in end.stdout
    for option in (
        ("--draws", "9"),
        ("--seed", "1"),
        ("--method", "random"),
        ("--spread", "rural=3%"),
        ("--workers", "1"),
    ):
        end = ceheng("compare", "plan", "会议.toml", *option)
        assert end.exit_code == 2
        assert f"{option[0]} 必须与 --probabilities 同用" in end.stderr
    end = ceheng("compare", "plan", "会议.toml", "--sheet", "甲")
    assert "--sheet 必须与情景表同用" in end.stderr
    assert ceheng("compare", "plan", "--scenario", "trend").exit_code == 2
    assert "比较的情景必须至少两个" in ceheng("compare", "plan").stderr
    assert files.exists()
