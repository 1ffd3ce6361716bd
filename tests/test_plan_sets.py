"""Sets of plans: what is read, what costs itself alone, and one row a county."""

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.axes import Axes
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.plan_sets import county_plan
from tests.counties import above_folder, changed, frame


def refused(table: pd.DataFrame, **given: object) -> list[str]:
    """Return the messages on what was not read, and require that everything else was."""
    plans = cm.load_plans(table, **given)  # type: ignore[arg-type]
    return [fault.text("en") for one in plans.refused for fault in one.faults]


def test_a_row_becomes_a_plan_with_its_printed_goals() -> None:
    table = changed(frame(3), 0, rural_target="1.65万元以上", rural_growth="12%以上", ratio="2.8左右")
    plan = cm.load_plans(table)["示例县01"].plan
    kinds = {one.id: (one.wording.kind, one.wording.printed_values) for one in plan.statements}
    assert kinds["rural_target"] == ("at_least", (16500.0,))
    assert kinds["rural_growth"] == ("at_least", (0.12,))
    assert kinds["ratio"] == ("about", (2.8,))
    # a bound on growth is judged to a tenth of a point, a bare number as it is printed
    assert plan.statement("rural_growth").wording.printed_step == pytest.approx(0.001)
    of_number = cm.load_plans(changed(frame(3), 0, rural_growth=0.12))["示例县01"].plan
    assert of_number.statement("rural_growth").wording.printed_step == pytest.approx(0.01)


def test_chinese_headings_and_units_behind_numbers(tmp_path: Path) -> None:
    path = tmp_path / "各县.csv"
    path.write_text(
        "县名,基年,末年,城镇收入,农村收入,农村目标,城镇人口,农村人口\n"
        "示例县01,2021,2024,3.6万元,11000,1.5万元以上,12.5万人,30万人\n",
        encoding="utf-8",
    )
    county = cm.load_plans(path)["示例县01"]
    assert county.base("urban") == 36000.0
    assert county.residents("urban", 2024) == 125000.0
    assert county.residents("rural", 2021) == 300000.0


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"county": "示例县02"}, r"the plan of 示例县02 must not repeat \(got 2\)"),
        ({"rural_residents": 0}, r"rural residents of 示例县01 must be above zero \(got 0\)"),
        ({"urban_residents": 12.5}, r"people of 示例县01.* must be in the unit of the others"),
        ({"rural_base": 1.2}, r"income of 示例县01.* must be in the unit of the others"),
        ({"rural_base": -5.0}, r"rural base of 示例县01 must be above zero \(got -5\)"),
        ({"rural_target": "很多"}, r"rural target of 示例县01 must be a number and its wording"),
        ({"last_year": 2021}, r"last year of 示例县01 must be after the base year 2021"),
        ({"urban_base": None, "rural_base": None}, r"income of 示例县01 in 2021 must be given"),
        ({"base_year": None}, r"base year of 示例县01 must be given"),
    ],
)
def test_one_broken_county_costs_itself_alone(cells: dict[str, object], message: str) -> None:
    told = refused(changed(frame(8), 0, **cells))
    assert len(told) == 1
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(told[0])
    left = {one.key for one in cm.load_plans(changed(frame(8), 0, **cells)).counties}
    assert left >= {f"示例县{number:02d}" for number in range(3, 9)}


def test_every_message_is_told_at_once_with_its_place() -> None:
    table = changed(changed(frame(9), 0, rural_base=-5.0), 4, rural_target="很多")
    plans = cm.load_plans(table)
    assert [one.county.zh for one in plans.refused] == ["示例县01", "示例县05"]
    assert all(fault.place is not None for one in plans.refused for fault in one.faults)
    assert "of 9 counties 2 have something wrong" in plans.remarks[0].text.en
    assert len(plans.refused_table()[0].rows) == 2


def test_where_nothing_can_be_read_all_is_raised(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match="hold plan folders or a table of counties"):
        cm.load_plans(tmp_path)
    with pytest.raises(cm.InputError, match="must be above zero"):
        cm.load_plans(changed(frame(1), 0, rural_base=-5.0))
    with pytest.raises(cm.InputError, match="the name of column 2 must be known"):
        cm.load_plans(pd.DataFrame({"county": ["示例县01"], "colour": ["red"]}))


def test_a_folder_its_table_its_list_and_the_plan_above(tmp_path: Path) -> None:
    above_folder(tmp_path / "州")
    broken = tmp_path / "示例县09"
    broken.mkdir()
    (broken / "plan.toml").write_text("format = 1\n", encoding="utf-8")
    frame(3).to_csv(tmp_path / "各县.csv", index=False)
    (tmp_path / "plans.toml").write_text(
        'above = "州"\ntable = "各县.csv"\ncounties = ["示例县01", "示例县09", "示例县11"]\n', encoding="utf-8"
    )
    plans = cm.load_plans(tmp_path)
    assert [one.key for one in plans] == ["示例县01", "示例县02", "示例县03"]
    assert plans.above is not None
    assert plans.above.key == "示例州"
    told = {one.county.zh: one.faults[0].text("en") for one in plans.refused}
    # a broken folder is said once, and not again as one that the list misses
    assert set(told) == {"示例县09", "示例县11"}
    assert "示例县11 of the list must be there" in told["示例县11"]


def test_settings_that_are_wrong_are_not_taken_for_none(tmp_path: Path) -> None:
    frame(3).to_csv(tmp_path / "各县.csv", index=False)
    (tmp_path / "plans.toml").write_text('table = "各县.csv"\nabvoe = "x"\n', encoding="utf-8")
    with pytest.raises(cm.InputError, match="the key must be known"):
        cm.load_plans(tmp_path)


def test_a_plan_above_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "plan.toml").write_text("format = 1\n", encoding="utf-8")
    plans = cm.load_plans(frame(3), above=tmp_path / "broken")
    assert plans.above is None
    assert len(plans) == 3
    assert plans.refused[0].costs.en == "the plan above was not read"


def test_another_base_year_and_another_sum_of_residents_are_said(tmp_path: Path) -> None:
    other = cm.load_plans(frame(3), above=above_folder(tmp_path / "州", base_year=2020))
    assert any("base year of the plan above is 2020 and that of 3 counties is 2021" in r.text.en for r in other.remarks)
    circumstances = "kind,group,year,value,status,source\npopulation,rural,2021,5000000,published,示例\n"
    place = above_folder(tmp_path / "多")
    (place / "circumstances.csv").write_text(circumstances, encoding="utf-8")
    with (place / "plan.toml").open("a", encoding="utf-8") as file:
        file.write('\n[circumstances]\nfile = "circumstances.csv"\n')
    plans = cm.load_plans(frame(3), above=place)
    assert any("the counties add up to" in remark.text.en for remark in plans.remarks)


def test_residents_of_a_further_table_belong_to_the_counties_that_are_there() -> None:
    incomes = frame(3).drop(columns=["urban_residents", "rural_residents"])
    people = frame(3)[["county", "urban_residents", "rural_residents"]]
    plans = cm.load_plans(incomes, tables=[people])
    assert plans["示例县02"].residents("rural", 2024) == frame(3).loc[1, "rural_residents"]
    (message,) = refused(incomes, tables=[changed(people, 0, county="示例县77")])
    assert "must be of a county whose plan is given (got '示例县77')" in message


def test_an_official_table_gives_incomes_and_past_growth(tmp_path: Path) -> None:
    path = tmp_path / "official.csv"
    path.write_text(
        "地区,2019年农村居民人均可支配收入（元）,2021年农村居民人均可支配收入（元）\n示例县01,10000,12100\n示例县02,9000,10890\n",
        encoding="utf-8",
    )
    plans = cm.load_plans(path, last_year=2024)
    assert plans["示例县01"].base("rural") == 12100.0
    # 10000 to 12100 in two years is 10 % a year
    assert plans["示例县01"].past["rural"] == pytest.approx(0.1)


def test_the_review_says_the_same_as_one_plan_at_a_time() -> None:
    table = changed(frame(4), 2, ratio="2.0")
    plans = cm.load_plans(table)
    review = cm.review_plans(plans)
    for one in review.counties:
        scenario = cm.scenario("plan", plan=one.county.dossier)
        report = cm.check(cm.project(scenario), share_cases=False)
        audited = cm.audit(scenario)
        assert [c.verdict for c in one.headline] == [c.verdict for c in report.headline]
        assert one.contradictions == len(audited.contradictions)
        row = table.set_index("county").loc[one.county.key]
        assert one.incomes["rural"] == pytest.approx(row["rural_target"])
        assert one.growth["rural"] == pytest.approx((row["rural_target"] / row["rural_base"]) ** (1 / 3) - 1)
    assert [one.county.key for one in review.only("missed").counties] == ["示例县03"]
    assert review.sorted("missed").counties[0].county.key == "示例县03"
    assert review["示例县03"].repair
    with pytest.raises(cm.InputError, match="the order must be one of"):
        review.sorted("colour")  # type: ignore[arg-type]


def test_of_plans_that_nobody_audited_no_contradiction_is_counted() -> None:
    plans = cm.load_plans(frame(3))
    assert "自相矛盾" not in cm.review_plans(plans, audits=False).answer[0].zh
    assert "0个县的方案自相矛盾" in cm.review_plans(plans).answer[0].zh


def test_a_plan_that_says_too_little_is_listed_and_says_why() -> None:
    table = changed(frame(4), 1, urban_target=None)
    review = cm.review_plans(cm.load_plans(table))
    assert review["示例县02"].incomes == {"rural": pytest.approx(table["rural_target"][1])}
    assert review["示例县02"].why_not
    assert [one.county.key for one in review.only("not_projected").counties] == ["示例县02"]
    assert len(review.to_frame()) == 4


def test_the_command_lists_counties_and_refuses_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    changed(frame(6), 3, rural_base=-5.0).to_csv(path, index=False)
    run = CliRunner()
    shown = run.invoke(program, ["plans", str(path), "--sort", "income", "--charts", str(tmp_path / "charts")])
    assert shown.exit_code == 0
    assert "示例县06" in shown.stdout
    assert {file.name for file in (tmp_path / "charts").iterdir()} == {"county_dots.png", "county_ladder.png"}
    assert run.invoke(program, ["plans", str(path), "--sort", "colour"]).exit_code == 2
    assert run.invoke(program, ["plans", "--sort", "income"]).exit_code == 2
    assert run.invoke(program, ["plans", str(path), "--draws", "100"]).exit_code == 2
    written = run.invoke(program, ["plans", str(path), "--no-audit", "-o", str(tmp_path / "all.xlsx")])
    assert written.exit_code == 0
    assert (tmp_path / "all.xlsx").exists()


def shown_in(ax: Axes) -> str:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return "".join(text.get_text() for text in [*ax.texts, *figure.texts])


def test_a_ladder_with_nobody_behind_says_so_in_the_picture() -> None:
    met = charts.county_ladder(cm.review_plans(cm.load_plans(frame(3)), audits=False))
    assert "没有未达到目标的县" in "".join(text.get_text() for text in met.texts)
    assert "3个县的目标按各自方案均达到" in shown_in(met)
    # a plan that says too little has met nothing
    open_too = changed(frame(3), 1, urban_target=None, rural_target=None)
    silent = charts.county_ladder(cm.review_plans(cm.load_plans(open_too), audits=False))
    assert "2个县的目标按各自方案均达到" in shown_in(silent)
    assert "1个县没有可判定的目标" in shown_in(silent)
    bare = frame(2).drop(columns=["urban_target", "rural_target"])
    none = charts.county_ladder(cm.review_plans(cm.load_plans(bare), audits=False))
    assert "2个县的方案都没有可判定的目标" in shown_in(none)


def test_dots_of_more_counties_than_a_page_holds_say_which_are_drawn() -> None:
    many = charts.county_dots(cm.review_plans(cm.load_plans(frame(60)), audits=False))
    assert "所画为列表中前45个县，另有15个县未画出" in shown_in(many).replace("\n", "")


def test_a_group_that_a_plan_leaves_open_costs_its_own_columns_alone() -> None:
    table = changed(frame(3), 1, rural_target=None)
    plans = cm.load_plans(table)
    one = cm.review_plans(plans, audits=False)["示例县02"]
    target, base = table["urban_target"][1], table["urban_base"][1]
    assert dict(one.incomes) == {"urban": pytest.approx(target)}
    assert dict(one.growth) == {"urban": pytest.approx((target / base) ** (1 / 3) - 1)}
    assert (one.met, len(one.missed)) == (1, 0)
    assert "growth of rural" in one.why_not.en
    # what it promises of the other group is known where a target is handed down
    handed = cm.allocate(plans, "urban=47000", rule="equal")
    assert handed.counties[1].own_growth == pytest.approx((target / base) ** (1 / 3) - 1)


@pytest.mark.parametrize("lacking", ["urban", "rural"])
def test_a_group_that_is_left_open_costs_one_more_projection(monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    made: list[object] = []

    def counted(*args: object, **given: object) -> object:
        made.append(given)
        return cm.scenario(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(county_plan, "scenario", counted)
    plans = cm.load_plans(changed(frame(1), 0, **{f"{lacking}_target": None}))
    assert set(county_plan.planned_groups(plans.counties[0]).reasons) == {lacking}
    # one that says that something is missing, one without the group
    assert len(made) == 2


def test_columns_of_what_nobody_asked_for_are_not_shown() -> None:
    plans = cm.load_plans(frame(3))
    assert "最少的改法" not in cm.review_plans(plans, audits=False).to_text("zh")
    assert "矛盾（组）" in cm.review_plans(plans).to_text("zh")
    assert "调查数" not in cm.add_up(plans, audits=False).to_text("zh")
    assert "surveyed" in cm.add_up(plans, audits=False).to_frame()
