"""The library of scenarios in the workbook: what can be chosen, what all sheets then show, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.vocabulary import BUREAU_KEYS
from tests import office
from tests.test_workbook import cases
from tests.workbooks import cells, edited

JUDGED = pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def meeting() -> cm.Scenario:
    return cm.scenario("plan").with_growth("rural", "wages", 0.1, years=2023).with_name("会议")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, meeting: cm.Scenario) -> Path:
    path = tmp_path_factory.mktemp("library") / "plan.xlsx"
    lever = cases(path.parent / "another")["lever"].with_name("补贴")
    write_workbook(cm.scenario("plan"), path, beside=[meeting, lever])
    return path


def names(path: Path) -> list[object]:
    return [cell.value for cell in cells(openpyxl.load_workbook(path), "scenario_names")]


def test_own_inputs_shipped_ones_and_those_given_can_be_chosen(book: Path) -> None:
    assert names(book) == ["自定", "按方案", "按构成", "按趋势", "按全国实际", "按收入比", "按下限", "会议", "补贴"]
    (choice,) = cells(openpyxl.load_workbook(book), "scenario_in_use")
    assert choice.value == "自定"
    sheet: Any = choice.parent
    rules = sheet.data_validations.dataValidation
    assert [rule.formula1 for rule in rules if choice.coordinate in rule.sqref] == ["scenario_names"]


def test_the_scenario_written_is_there_unless_it_ships(meeting: cm.Scenario, tmp_path: Path) -> None:
    write_workbook(meeting, tmp_path / "a.xlsx", beside=[cm.scenario("trend"), meeting])
    # what ships or was written is not there twice
    assert names(tmp_path / "a.xlsx")[:3] == ["自定", "会议", "按方案"]
    assert len(names(tmp_path / "a.xlsx")) == 8


def test_names_in_the_list_can_be_looked_up(tmp_path: Path) -> None:
    plan = cm.scenario("plan")
    odd = [plan.with_growth("rural", None, rate).with_name(name) for rate, name in ((0.1, "a*"), (0.2, "自定"))]
    odd += [
        plan.with_growth("rural", None, 0.11).with_name("长" * 300),
        plan.with_growth("urban", None, 0.1).with_name("a*"),
    ]
    write_workbook(plan, tmp_path / "a.xlsx", beside=odd)
    listed = [str(name) for name in names(tmp_path / "a.xlsx")]
    assert len(set(listed)) == len(listed)
    assert not [name for name in listed if set(name) & set("*?~") or len(name) > 60]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda plan: plan.with_gdp(0.05), r"growth of GDP of scenario .* must be that of the scenario of the workbook \(–\) \(got 5.00%\)"),
        (lambda plan: plan.with_horizon(2027), "the last year projected of scenario .* must be that of the scenario"),
        (lambda plan: cm.scenario("plan", shares={"rural": "national_2021"}), "income of rural .* and its split of scenario"),
        (lambda plan: plan.with_as_of(2021), "published figures are known up to of scenario"),
        (lambda plan: plan.with_population({"urban": 8, "rural": 13}), r"residents.* of scenario .* must be that of"),
        (lambda plan: cm.scenario("plan", plan="zhejiang-2027"), "of scenario .* must be that of the workbook"),
        (lambda plan: plan.with_growth("rural", "wages", [0.1, 0.2]), "must hold one path only"),
        (lambda plan: plan.with_growth("rural", "wages", 6.0, how="multiply"), "growth for rural wages 2022 must be below 1"),
    ],
)  # fmt: skip
def test_what_differs_in_more_than_growth_and_measures_is_refused(change: object, told: str, tmp_path: Path) -> None:
    other = change(cm.scenario("plan"))  # type: ignore[operator]
    with pytest.raises(cm.InputError, match=told):
        write_workbook(cm.scenario("plan"), tmp_path / "a.xlsx", beside=[other])
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_scenarios_to_switch_to(meeting: cm.Scenario, tmp_path: Path) -> None:
    cm.write_scenario(meeting, tmp_path / "会议.toml")
    given = ["--with", str(tmp_path / "会议.toml"), "--gdp", "5%"]
    run = CliRunner().invoke(program, ["workbook", "-o", str(tmp_path / "a.xlsx"), *given])
    assert run.exit_code == 0, run.output
    assert "会议" in names(tmp_path / "a.xlsx")
    run = CliRunner().invoke(program, ["workbook", "-o", str(tmp_path / "b.xlsx"), "--with", "such"])
    assert run.exit_code == 2
    assert "情景必须为已知选项之一（现为 “such”）" in run.stderr


def test_one_cell_stands_in_for_all_rates_of_a_group(book: Path, tmp_path: Path) -> None:
    read = read_workbook(edited(book, tmp_path / "a.xlsx", {"every_year_rural": 0.15, "open_cells": "按合计推算"}))
    assert np.unique(read.growth[1]).tolist() == [0.15]
    np.testing.assert_allclose(read.growth[[0, 2]], cm.scenario("plan").growth[[0, 2]], rtol=1e-12)
    with pytest.raises(cm.InputError, match=r"growth for rural in every year must be below 1 \(got 15\)"):
        read_workbook(edited(book, tmp_path / "b.xlsx", {"every_year_rural": 15}))


def test_the_inputs_are_read_whichever_scenario_is_in_use(book: Path, tmp_path: Path) -> None:
    read = read_workbook(edited(book, tmp_path / "a.xlsx", {"scenario_in_use": "按趋势", "growth_rural_wages": 0.1}))
    assert [str(change) for change in read.changes] == ["rural.wages.2022,2023,2024=0.1"]
    with pytest.raises(cm.InputError, match=r"the scenario in use must be one of the known options \(got '按趋势 '?"):
        read_workbook(edited(book, tmp_path / "b.xlsx", {"scenario_in_use": "按趋势 2"}))


SHOWN = ("预测", "官方表", "目标校验")


@pytest.mark.slow
@JUDGED
def test_every_sheet_follows_the_choice_and_the_levers(book: Path, meeting: cm.Scenario, tmp_path: Path) -> None:
    plan = cm.scenario("plan")
    rural = {f"growth_rural_{component}": 0.3 for component in BUREAU_KEYS}
    lever = cases(tmp_path / "another")["lever"]
    wanted: dict[str, tuple[dict[str, object], cm.Scenario]] = {
        "trend": ({"scenario_in_use": "按趋势", "growth_rural_wages": 0.3}, cm.scenario("trend")),
        "given": ({"scenario_in_use": "会议"}, meeting),
        "measure": ({"scenario_in_use": "补贴", **rural}, lever),
        "every-year": ({"every_year_rural": 0.15}, plan.with_growth("rural", None, 0.15)),
        # cells closed to a total follow another base
        "base": ({"scenario_in_use": "按方案", "share_case_rural": "2021年全国农村居民"}, cm.scenario("plan", shares={"rural": "national_2021"})),
    }  # fmt: skip
    saved = [edited(book, tmp_path / f"{name}.xlsx", edits) for name, (edits, _) in wanted.items()]
    found = office.recalculated(saved, tmp_path / "made", office.profile(tmp_path))
    for (name, (_, scenario)), theirs in zip(wanted.items(), found, strict=True):
        paid = cm.scenario("plan", shares=scenario.baseline.shares()).with_lever(lever.levers[0])
        write_workbook(scenario, tmp_path / "fresh.xlsx", beside=[paid.with_name("补贴")])
        mine = office.values(tmp_path / "fresh.xlsx")
        compared = {key for key in mine if key[0] in SHOWN and isinstance(mine[key], int | float)}
        assert len(compared) > 600
        taken = [{key: values.get(key) for key in compared} for values in (mine, theirs)]
        assert office.differences(*taken) == [], name
