"""A second plan: other groups, horizon, targets, and files as a spreadsheet on a Chinese machine writes them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.vocabulary import BUREAU_KEYS

YEARS = (2024, 2025, 2026, 2027, 2028)
RATES = {
    "urban": {"wages": "6%", "business": "8%", "property": None, "transfer": None, "total": "7%"},
    "rural": {"wages": "9%", "business": None, "property": None, "transfer": "8%", "total": "9%"},
    "relocated": {"wages": "12%", "business": None, "property": None, "transfer": None, "total": "11%"},
}
BASE = {"urban": (24000, 6000, 3000, 7000), "rural": (6400, 5000, 300, 4300), "relocated": (7000, 2500, 200, 3300)}

PLAN = """
id = "other-2024-2028"
base_year = 2023
first_year = 2024
last_year = 2028
issued = 2024-03-01
title = { zh = "某县居民增收五年计划", en = "A county's five-year plan" }
issuer = { zh = "某县人民政府", en = "A county government" }
[baseline]
file = "base.csv"
region = "520000"
[baseline.shares]
urban = "survey"
rural = "survey"
relocated = "survey"
[growth]
file = "growth.csv"
place = { zh = "附表", en = "table" }
[[group]]
key = "urban"
concept = "disposable_income"
label = { zh = "城镇常住居民", en = "urban residents" }
[[group]]
key = "rural"
concept = "disposable_income"
label = { zh = "农村常住居民", en = "rural residents" }
[[group]]
key = "relocated"
concept = "disposable_income"
part_of = "urban"
label = { zh = "易地搬迁群众", en = "relocated people" }
[[statement]]
id = "rural_2028"
quantity = "income"
group = "rural"
type = "reaches"
value = 25000
precision = 100
words = "农村居民收入达到2.5万元"
place = { zh = "目标", en = "goals" }
[[statement]]
id = "ratio_2026"
quantity = "urban_rural_ratio"
year = 2026
type = "at_most"
value = 2.4
precision = 0.1
words = "收入比不超过2.4"
place = { zh = "目标", en = "goals" }
[[statement]]
id = "ratio_late"
quantity = "urban_rural_ratio"
type = "about"
value = 2.0
precision = 0.1
tolerance = 0.05
better = "down"
words = "收入比2.0左右"
place = { zh = "目标", en = "goals" }
[[statement]]
id = "relocated_above_urban"
quantity = "growth_lead"
group = "relocated"
against = "urban"
first_year = 2025
type = "above"
words = "搬迁群众快于城镇"
place = { zh = "目标", en = "goals" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the plan's folder; tables are GBK with Windows line ends, as from a spreadsheet."""
    rows = ["year,group,component,words,type,value,precision,tolerance"]
    for year in YEARS:
        for group, cells in RATES.items():
            for component, rate in cells.items():
                tail = "正增长,positive,,," if rate is None else f"{rate},about,{rate},1%,"
                rows.append(f"{year},{group},{component},{tail}")
    base = ["region,group,component,year,share_case,value_yuan,concept,status,source,note"]
    for group, levels in BASE.items():
        tail = "disposable_income,published,统计公报,"
        base.append(f'520000,{group},total,2023,all,"{sum(levels):,}",{tail}')
        for component, level in zip(BUREAU_KEYS, levels, strict=True):
            base.append(f"520000,{group},{component},2023,survey,{level},{tail}")
    (tmp_path / "growth.csv").write_bytes("\r\n".join([*rows, ""]).encode("gb18030"))
    (tmp_path / "base.csv").write_bytes("\r\n".join([*base, ""]).encode("gb18030"))
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8-sig")
    return tmp_path


def test_its_groups_horizon_and_targets_are_its_own(folder: Path) -> None:
    scenario = cm.scenario("plan", plan=folder)
    assert scenario.group_keys == ("urban", "rural", "relocated")
    assert scenario.years == YEARS
    projection = cm.project(scenario)
    # 40000 * 1.07^5 and 16000 * 1.09^5
    assert float(projection.totals.sel(group="urban", year=2028)) == pytest.approx(40000 * 1.07**5)
    assert float(projection.totals.sel(group="rural", year=2028)) == pytest.approx(16000 * 1.09**5)


def test_its_statements_are_checked(folder: Path) -> None:
    report = cm.check(cm.project(cm.scenario("plan", plan=folder)))
    # 16000 * 1.09^5 = 24617.98 rounds to 24600; 2.5 * (1.07 / 1.09)^3 = 2.3649 rounds to 2.4
    assert report["rural_2028"].verdict is cm.Verdict.MISSED
    assert report["ratio_2026"].verdict is cm.Verdict.MET
    # 2.5 * (1.07 / 1.09)^5 = 2.2786 is above 2.05
    assert report["ratio_late"].verdict is cm.Verdict.MISSED
    assert report["relocated_above_urban"].value == pytest.approx(0.04, abs=1e-12)
    # 16000 * (1 + g)^5 = 25000
    assert report["rural_2028"].required[0].growth == pytest.approx((25000 / 16000) ** 0.2 - 1)


def test_its_contradictions_and_solutions_are_found(folder: Path) -> None:
    scenario = cm.scenario("plan", plan=folder)
    report = cm.audit(scenario)
    groups = [{item.id for item in contradiction.items} for contradiction in report.contradictions]
    # the rural total row allows 9.5 % a year at most: 16000 * 1.095^5 = 25187.9, enough for 25000
    assert {"rural_2028", "growth.rural.total.2024-2028"} not in groups
    assert any("ratio_late" in ids for ids in groups)
    why = {one.statement.id: one.missing.what.en for one in report.unaudited}
    assert "paths to be fixed" in why["relocated_above_urban"]
    solution = cm.required_growth(scenario, "ratio=2.0", vary="rural")
    # 40000 * 1.07^5 / 2.0 from 16000
    assert solution.value == pytest.approx((40000 * 1.07**5 / 2 / 16000) ** 0.2 - 1)


@pytest.mark.parametrize(
    "command", [[], ["project"], ["check"], ["audit"], ["solve", "ratio=2.2"], ["scenarios"], ["show"]]
)
def test_every_command_runs_on_it(folder: Path, command: list[str]) -> None:
    done = CliRunner().invoke(program, [*command, "--plan", str(folder), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)


def test_scenarios_that_need_a_published_series_say_so(folder: Path) -> None:
    with pytest.raises(cm.InputError, match=r"the published series of urban residents must be named .*write series ="):
        cm.scenario("trend", plan=folder)
    done = CliRunner().invoke(program, ["scenarios", "--plan", str(folder), "--format", "json"])
    rows = {row["name"]: row for row in json.loads(done.stdout)["scenarios"]}
    assert "published series" in rows["trend"]["description_en"]
    assert rows["trend"]["urban"] is None
    assert rows["plan"]["urban"] == pytest.approx(40000 * 1.07**5)


def test_a_plan_without_a_ratio_statement_has_no_ratio_scenario(folder: Path) -> None:
    text = (folder / "plan.toml").read_text(encoding="utf-8-sig")
    start = text.index('[[statement]]\nid = "ratio_2026"')
    end = text.index('[[statement]]\nid = "relocated_above_urban"')
    (folder / "plan.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(cm.InputError, match="a target for urban-rural income ratio must be in the plan"):
        cm.scenario("ratio", plan=folder)


def test_a_total_with_a_sign_only_cannot_close_the_table(folder: Path) -> None:
    path = folder / "growth.csv"
    text = path.read_text(encoding="gb18030")
    path.write_text(
        text.replace("2025,urban,total,7%,about,7%,1%,", "2025,urban,total,正增长,positive,,,"), encoding="utf-8"
    )
    with pytest.raises(
        cm.InputError, match=r"total growth of urban 2025 must be a number, .*use the scenario components"
    ):
        cm.scenario("plan", plan=folder)


def test_a_total_with_a_sign_only_follows_the_income_that_the_text_promises(folder: Path) -> None:
    path = folder / "growth.csv"
    text = path.read_text(encoding="gb18030")
    path.write_text(
        text.replace("2025,rural,total,9%,about,9%,1%,", "2025,rural,total,正增长,positive,,,"), encoding="utf-8"
    )
    totals = cm.project(cm.scenario("plan", plan=folder)).totals.sel(group="rural")
    # 9 % in the four other years, the rest of the way from 16000 to 25000 in 2025
    assert float(totals.sel(year=2025)) == pytest.approx(25000 / 1.09**3)
    assert float(totals.sel(year=2028)) == pytest.approx(25000)


def test_a_ratio_needs_its_two_groups(folder: Path) -> None:
    text = (folder / "plan.toml").read_text(encoding="utf-8-sig").replace('key = "rural"', 'key = "village"')
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError, match="quantity must have the groups urban and rural"):
        cm.load_plan(folder)
