"""What the papers say of a plan: how it is known, differences of rates, and what is lacking."""

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper.content import KeyFigures, Paragraph
from ceheng_model.files import shipped
from ceheng_model.plan import shipped_plans
from ceheng_model.vocabulary import Text
from tests.test_brief import paragraphs

REPORTED = ("yunnan-rural-2022-2024", "zhejiang-2027")


def drafted(folder: Path, *arguments: str) -> Path:
    """Return a plan folder that `init` made without any series."""
    stated = ("--title", "某县规划", "--issuer", "某县人民政府", "--issued", "2024-03-01", "--base-year", "2023")
    done = CliRunner().invoke(program, ["init", str(folder), *stated, "--last-year", "2028", *arguments])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("name", shipped_plans())
def test_a_brief_says_that_a_plan_was_issued_only_where_its_text_is_at_hand(name: str) -> None:
    plan = cm.load_plan(name)
    opening = compose_brief(analyse(cm.scenario("plan", plan=name), draws=200)).opening[0].text
    assert plan.known == ("reported" if name in REPORTED else "issued")
    assert ("印发" in opening.zh) == ("was issued by" in opening.en) == (name not in REPORTED)
    assert ("的原文未见" in opening.zh) == ("public reports" in opening.en) == (name in REPORTED)


def test_goals_that_were_reported_are_not_called_original_words() -> None:
    for name in REPORTED:
        made = compose_brief(analyse(cm.scenario("plan", plan=name), draws=200), length="full")
        told = "\n".join(note.zh for table in made.tables() for note in table.notes)
        assert "照报道所引" in told
        assert "照录原文" not in told


def test_how_a_plan_is_known_is_one_of_two(tmp_path: Path) -> None:
    folder = drafted(tmp_path / "plan", "--region", "某县", "--base", "urban=35000", "--base", "rural=15000",
                     "--growth", "urban=6%", "--growth", "rural=7%")  # fmt: skip
    file = folder / "plan.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("issued = ", 'known = "heard"\nissued = ', 1), encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"known.*issued, reported"):
        cm.load_plan(folder)


def test_margins_of_rates_and_shares_are_points_and_those_of_money_are_not() -> None:
    for name in shipped_plans():
        for checked in cm.check(cm.project(cm.scenario("plan", plan=name))).headline:
            shown = checked.distance(checked.distance_to_goal).in_language()
            assert "%" not in shown
            percent = checked.statement.quantity.unit == "percent"
            assert checked.distance_in_words(0.0255).zh.endswith("个百分点") == (
                percent or checked.statement.quantity.unit == "points"
            )
            if percent:
                assert checked.distance_in_words(0.0255) == Text("+2.55个百分点", "+2.55 pp")


def test_the_income_of_all_residents_is_a_finding_where_a_plan_promises_it() -> None:
    brief = compose_brief(analyse(cm.scenario("plan", plan="zhejiang-2027"), draws=200))
    (figures,) = (block for block in brief.front if isinstance(block, KeyFigures))
    assert ("2027年全体居民收入", "85,000元") in [(one.label.zh, one.value.zh) for one in figures.figures]
    data = next(one.text for one in brief.front if isinstance(one, Paragraph) and "加权" in one.text.zh)
    # 72 % of 62 699 and 28 % of 31 930 against 52 397
    assert "加权为54,084元，比公布的52,397元" in data.zh
    other = compose_brief(analyse(cm.scenario("plan"), draws=200))
    assert not any("全体居民收入" in text.zh for text in other.texts())


def test_a_brief_without_a_series_names_what_is_lacking_and_promises_no_probability(tmp_path: Path) -> None:
    folder = drafted(tmp_path / "plan", "--region", "某县", "--base", "urban=35000", "--base", "rural=15000",
                     "--endpoint", "urban=4.8万元", "--endpoint", "rural=2.3万元以上")  # fmt: skip
    brief = compose_brief(analyse(cm.scenario("plan", plan=folder)))
    told = "\n".join(paragraphs(brief))
    assert "尚缺城镇常住居民、农村常住居民所参照的序列" in told
    assert "的概率达到所需的增速" not in told
    tables = {table.name: table for table in brief.tables()}
    assert "contributions" not in tables
    needed = tables["needed"]
    assert "likely" not in [column.key for column in needed.columns]


def test_a_brief_says_of_goals_without_words_only_where_there_are_any(tmp_path: Path) -> None:
    folder = drafted(tmp_path / "plan", "--region", "某县", "--base", "urban=35000", "--base", "rural=15000",
                     "--growth", "urban=6%", "--growth", "rural=7%")  # fmt: skip
    brief = compose_brief(analyse(cm.scenario("plan", plan=folder)))
    assert "未录原文" in brief.opening[1].text.zh
    file = folder / "plan.toml"
    filled = file.read_text(encoding="utf-8").replace('words = ""', 'words = "见原文"')
    file.write_text(filled, encoding="utf-8")
    brief = compose_brief(analyse(cm.scenario("plan", plan=folder)))
    assert "尚有" in brief.opening[1].text.zh
    assert "未录原文" not in brief.opening[1].text.zh


@pytest.mark.parametrize("asked", ["贵州", "贵州省"])
def test_a_folder_names_its_region_as_the_table_does(tmp_path: Path, asked: str) -> None:
    table = shipped("examples", "guizhou_income_2018_2021.csv")
    stated = ("--title", "某方案", "--issuer", "某机关", "--issued", "2022-04-15", "--base-year", "2021", "--last-year")
    goals = ("--base", str(table), "--base", "urban=3.9万元", "--growth", "urban=10%", "--growth", "rural=12%")
    done = CliRunner().invoke(program, ["init", str(tmp_path / "plan"), *stated, "2024", "--region", asked, *goals])
    assert done.exit_code == 0, done.output
    made = tomllib.loads((tmp_path / "plan" / "plan.toml").read_text(encoding="utf-8"))
    assert (made["baseline"]["region"], made["place"]["level"]["zh"]) == ("贵州省", "省")


def test_without_a_series_sensitivity_tells_what_rests_on_none(tmp_path: Path) -> None:
    folder = drafted(tmp_path / "plan", "--region", "某县", "--base", "urban=35000", "--base", "rural=15000",
                     "--growth", "urban=6%", "--growth", "rural=7%")  # fmt: skip
    done = CliRunner().invoke(program, ["sensitivity", "--plan", str(folder)])
    assert done.exit_code == 0, done.output
    assert "弹性" in done.output
    assert "--spread" in done.stdout.splitlines()[-1]
    # what was asked for by name is not left out in silence
    for asked in (["--method", "tornado"], ["--draws", "300"]):
        assert CliRunner().invoke(program, ["sensitivity", "--plan", str(folder), *asked]).exit_code == 2


def test_a_goal_met_on_later_figures_and_hardly_likely_before_them_is_explained() -> None:
    scenario = cm.scenario("plan", plan="yunnan-rural-2022-2024")
    found = analyse(scenario, draws=200)
    assert isinstance(found.ensemble, cm.Ensemble)
    worst = found.ensemble.most_likely_missed
    assert worst is not None
    # of what the nation earned by 2024 it is 85 %, of what could be foreseen in 2021 hardly ever
    assert cm.check(cm.project(scenario))[worst.id].holds
    assert worst.probability < 0.5
    told = "\n".join(paragraphs(compose_brief(found)))
    assert told.count("目标校验取后来公布的实际数，判为超过；概率只用2021年及以前的公布数") == 1
    # checked as of the same year, both know the same
    alike = "\n".join(paragraphs(compose_brief(analyse(scenario.with_as_of(2021), draws=200))))
    assert "后来公布的实际数" not in alike


def test_goals_with_a_probability_and_no_verdict_are_counted() -> None:
    found = analyse(cm.scenario("plan"), draws=200)
    assert isinstance(found.ensemble, cm.Ensemble)
    judged = [one for one in found.headline if one.verdict is not cm.Verdict.NOT_JUDGED]
    more = len(found.ensemble.chances) - len(judged)
    told = "\n".join(paragraphs(compose_brief(found)))
    assert more == 1
    assert f"能判定的{len(judged) + more}条（含目标校验缺公布数未判定的{more}条）中" in told


@pytest.mark.parametrize("method", ["ranges", "shares"])
def test_what_is_about_all_statements_takes_none(method: str) -> None:
    done = CliRunner().invoke(program, ["sensitivity", "--method", method, "--draws", "64"])
    assert done.exit_code == 0, done.output
    assert "第一个可测算的目标" not in done.output


def test_an_income_that_growth_is_to_reach_has_its_unit() -> None:
    slower = cm.scenario("plan").with_change("rural.wages.2023-2024=12%")
    front = compose_brief(analyse(slower, draws=200)).front
    (figures,) = (block for block in front if isinstance(block, KeyFigures))
    income = next(one for one in figures.figures if one.label.zh == "2024年农村常住居民收入")
    assert income.target.zh.startswith("目标15,561元，差")
    assert income.target.en.startswith("goal: 15,561 yuan; ")
    assert income.target.en.endswith(" yuan short")
