"""What a reader is told that a scenario is called, and how it differs from the plan."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.documents.brief import Analysis, analyse, compose_brief
from ceheng_model.documents.paper import Paper
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.scenarios import ALTERNATIVES, How
from ceheng_model.vocabulary import BUREAU_KEYS, LANGUAGES, Text

SLOWER = "2023—2024年农村工资性收入增速由20%调为12%"
SLOWER_EN = "wages of rural residents growing by 12% instead of 20% in 2023–2024"
# 6,000 yuan a head: 1,000 people get 500 yuan for 12 months, among 1,000 residents
GIVEN = "village_doctors:recipients=1000,amount=500,periods=12,residents=1000,first_year=2023"
MEASURE = "措施“村医财政定额补助”人均每年增加6,000元"


def slower() -> cm.Scenario:
    return cm.scenario("plan").with_change("rural.wages.2023-2024=12%")


def said(*arguments: str) -> str:
    result = CliRunner().invoke(program, list(arguments))
    assert result.exit_code == 0, result.output
    # words may stand on two lines
    return result.output.replace("\n", "")


def zh(texts: tuple[Text, ...]) -> list[str]:
    return [text.zh for text in texts]


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_an_unchanged_alternative_goes_by_its_title(name: str) -> None:
    scenario = cm.scenario(name)
    assert scenario.title == ALTERNATIVES[name].titled(scenario.terms)
    assert scenario.changed_from == ()
    assert scenario.is_as_planned is (name == "plan")


def test_a_changed_scenario_says_what_differs_in_words_and_numbers() -> None:
    scenario = slower()
    assert scenario.title == Text(f"按方案，但{SLOWER}", f"the plan, but with {SLOWER_EN}")
    assert scenario.changed_from == (Text(SLOWER, SLOWER_EN),)
    assert not scenario.is_as_planned
    # two options for two years say the same as one for both
    twice = cm.scenario("plan").with_change("rural.wages.2023=12%").with_change("rural.wages.2024=12%")
    assert twice.title == scenario.title


def test_a_change_that_changes_nothing_is_no_difference() -> None:
    # the plan prints 20 % for rural wages of every year
    same = cm.scenario("plan").with_change("rural.wages=20%")
    assert same.title == Text("按方案", "the plan")
    assert same.is_as_planned
    back = slower().with_change("rural.wages.2023-2024=20%")
    assert back.is_as_planned


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("rural.wages.2023+=2%", "2023年农村工资性收入增速提高2个百分点"),
        ("rural.wages.2022,2024+=-1.5%", "2022、2024年农村工资性收入增速降低1.5个百分点"),
        ("lifted.business*=0.9", "2022—2024年脱贫人口经营净收入增速为原增速的0.9倍"),
        ("urban=5%", "2022—2024年城镇各项收入增速均调为5%"),
        ("wages.2024=9%", "2024年各类居民工资性收入增速均调为9%"),
        ("urban,rural.property.2024=-3%", "2024年城镇、农村财产净收入增速均调为-3%"),
    ],
)
def test_changes_of_growth_are_grouped_and_told(change: str, words: str) -> None:
    assert zh(cm.scenario("plan").with_change(change).changed_from) == [words]


def test_one_point_is_a_point() -> None:
    (said_in,) = cm.scenario("plan").with_change("rural.wages.2023+=1%").changed_from
    assert said_in.en == "wages of rural residents growing 1 point faster in 2023"


def test_many_alternatives_at_once_are_said_to_be_many() -> None:
    many = cm.scenario("plan").with_growth("rural", "wages", np.linspace(0.1, 0.2, 1200), years=2023)
    assert zh(many.changed_from) == ["2023年农村工资性收入增速取1,200种情形"]
    # by points and by a rate on one cell: the rate that comes out counts, 20 % + 2 % = 22 %, then 15 %
    twice = cm.scenario("plan").with_change("rural.wages.2023+=2%").with_change("rural.wages.2023=15%")
    assert zh(twice.changed_from) == ["2023年农村工资性收入增速由20%调为15%"]


def test_growth_put_in_without_a_change_is_a_difference_too() -> None:
    plan = cm.scenario("plan")
    growth = np.array(plan.growth)
    growth[1, 0, 1:] = 0.12
    moved = replace(plan, growth=growth)
    assert zh(moved.changed_from) == [SLOWER]
    assert not moved.is_as_planned


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda s: s.with_lever(GIVEN), MEASURE),
        (lambda s: s.with_shares({"rural": "national_2021"}), "农村收入构成改按2021年全国农村居民"),
        (lambda s: s.with_horizon(2027), "预测期延至2027年"),
        (lambda s: s.with_prices(0.02), "居民消费价格每年上涨2%"),
        (lambda s: s.with_prices([0.02, 0.01, 0.005]), "居民消费价格2022—2024年分别上涨2%、1%、0.5%"),
        (lambda s: s.with_gdp(0.05), "地区生产总值每年增长5%"),
        (lambda s: s.with_population({"urban": 7, "rural": 16}), "常住人口按另给的数"),
    ],
)
def test_no_difference_of_any_kind_passes_for_the_plan(make, words: str) -> None:  # type: ignore[no-untyped-def]
    scenario = make(cm.scenario("plan"))
    assert zh(scenario.changed_from) == [words]
    assert scenario.title.zh == f"按方案，但{words}"
    assert not scenario.is_as_planned
    named = scenario.with_name("会议")
    assert named.title == Text("会议", "会议")
    assert not named.is_as_planned
    assert "按方案自身的数字，" not in cm.promise_sentence(cm.check(cm.project(named), share_cases=False)).zh


def test_several_differences_are_counted_and_all_of_them_noted() -> None:
    scenario = slower().with_lever(GIVEN).with_gdp(0.05)
    assert zh(scenario.changed_from) == [SLOWER, MEASURE, "地区生产总值每年增长5%"]
    assert scenario.title == Text(f"按方案，但{SLOWER}等3项调整", f"the plan, but with {SLOWER_EN} and 2 more changes")
    # the measure has a note of its own, and is told once
    assert f"{SLOWER}；地区生产总值每年增长5%" in scenario.to_text()
    assert scenario.to_text().count("村医财政定额补助") == 1
    assert scenario.with_lever(GIVEN).title == scenario.title


def test_no_identifier_reaches_a_sentence(tmp_path: Path) -> None:
    cases = {"urban": "guizhou_2023q3", "rural": "yunnan_poverty_2020"}
    scenario = slower().with_shares(cases).with_lever(GIVEN)
    told = " ".join([*scenario.title, *(part for text in scenario.notes() for part in text)])
    for name in (*cases.values(), *BUREAU_KEYS[1:], "rural.", "village_doctors", "plan（"):
        assert name not in told.replace("transfer income", "")


def test_regions_say_so() -> None:
    from tests.test_regions import two

    many = cm.scenario("plan").with_regions(two())
    assert many.title.zh == "按方案，但基年收入改用2个地区的数据"
    assert not many.at_region("520001").is_as_planned
    assert many.at_region("520001").title.en == "the plan, but with the base-year incomes of “520001”"


# what the reader of a command, a chart, a brief, a workbook and the page is told


def test_the_report_names_the_changed_scenario_and_the_plans_own_value() -> None:
    told = said("--set", "rural.wages.2023-2024=12%").replace("\n", "")
    assert f"但在“按方案，但{SLOWER}”情景下，2022—2024年农村常住居民收入年均增速为9.87%" in told
    assert "按方案自身的数字为12.00%" in told
    assert "rural.wages" not in told
    assert "plan" not in told


def test_a_named_scenario_goes_by_its_name_with_what_it_changes() -> None:
    told = said("--set", "rural.wages.2023-2024=12%", "--name", "会议").replace("\n", "")
    assert f"但在“会议”情景下（{SLOWER}），" in told
    assert "“按方案，" not in told


def test_the_plans_own_value_is_left_out_where_the_plan_gives_none() -> None:
    sentence = cm.promise_sentence(cm.check(cm.project(cm.scenario("plan")), share_cases=False))
    assert "按方案自身的数字为" not in sentence.zh
    assert "按方案自身的数字，" in sentence.zh


def test_a_chart_draws_a_changed_plan_and_the_plan(tmp_path: Path) -> None:
    options = ["charts", "-o", str(tmp_path), "--only", "ratio_paths", "--numbers", "--set", "urban=5%"]
    told = said(*options, "--against", "plan", "--format", "json")
    rows = (tmp_path / "ratio_paths.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    titles = dict.fromkeys(row.split(",")[0] for row in rows)
    assert list(titles) == ["按方案，但2022—2024年城镇各项收入增速均调为5%", "按方案"]
    # urban 36510 x 1.05^3 over rural 15560.98; the plan 48594.81 over the same
    assert "2.716" in told
    assert "3.123" in told


def test_alike_titles_in_a_chart_are_numbered_and_all_drawn(tmp_path: Path) -> None:
    options = ["charts", "-o", str(tmp_path), "--only", "ratio_paths", "--numbers", "--against", "plan"]
    assert "按方案（2）" in said(*options, "--format", "json")
    plan = cm.project(cm.scenario("plan"))
    ax = charts.ratio_path([plan, plan])
    assert len([line for line in ax.lines if len(np.asarray(line.get_xdata())) == 4]) == 2
    assert "the plan (1) 3.123" in charts.alternative_text(ax, "en")


def reported(scenario: cm.Scenario) -> tuple[Analysis, Paper]:
    found = analyse(scenario, draws=100)
    return found, compose_brief(found)


def test_a_brief_is_headed_by_its_scenario_which_leads_table_and_figures() -> None:
    scenario = cm.scenario("plan").with_lever(GIVEN)
    found, brief = reported(scenario)
    assert brief.subtitle is not None
    assert brief.subtitle.zh == f"（情景：按方案，但{MEASURE}）"
    (table,) = (one for one in brief.tables() if one.name == "alternatives")
    own = cm.Text("本情景", "this scenario")
    assert [row[0] for row in table.rows[:2]] == [own, ALTERNATIVES["plan"].titled(scenario.terms)]
    rural = [column.key for column in table.columns].index("rural")
    assert table.rows[0][rural] == pytest.approx(15560.982528 + 6000.0)
    (picture,) = (one for one in brief.pictures() if one.caption.zh == "各情景的城乡居民收入比")
    ax = picture.draw(language="zh", size="word")
    drawn, other, *_ = ax.lines
    assert drawn.get_linewidth() > other.get_linewidth()
    assert np.asarray(drawn.get_ydata())[-1] == pytest.approx(48594.81 / 21560.982528)
    assert "措施“村医财政定额补助”" in "\n".join(text.zh for text in brief.texts())
    assert found.compared[0].title == own


def test_a_brief_on_the_plan_lists_it_once() -> None:
    _, brief = reported(cm.scenario("plan"))
    (table,) = (one for one in brief.tables() if one.name == "alternatives")
    assert [row[0] for row in table.rows] == [one.titled(cm.scenario("plan").terms) for one in ALTERNATIVES.values()]


def test_a_decomposition_is_headed_by_two_titles() -> None:
    told = said("decompose", "--set", "rural.wages.2023-2024=12%", "--against", "plan")
    assert f"按方案 → 按方案，但{SLOWER}" in " ".join(told.split())
    plan = cm.scenario("plan")
    told = cm.explain_difference(plan, plan, "ratio").to_text()
    assert "按方案（1） → 按方案（2）" in " ".join(told.split())


def test_a_comparison_of_draws_is_headed_by_two_titles() -> None:
    compared = cm.compare(cm.scenario("plan"), slower().with_name("会议"), draws=200, seed=1)
    assert "会议 减 按方案，同一组随机数" in compared.to_text()


def test_a_sentence_on_a_scenario_with_a_measure_is_not_the_plans_own() -> None:
    made = cm.scenario("plan").with_lever(GIVEN)
    sentence = cm.promise_sentence(cm.check(cm.project(made)))
    assert "按方案自身的数字，" not in sentence.zh
    assert made.title.zh == f"按方案，但{MEASURE}"


def test_a_workbook_names_its_scenario_by_title_and_by_file(tmp_path: Path) -> None:
    import openpyxl

    write_workbook(slower(), tmp_path / "会议.xlsx")
    book = openpyxl.load_workbook(tmp_path / "会议.xlsx", read_only=True)
    texts = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert f"假设：按方案，但{SLOWER}" in texts
    assert f"假设表中的输入；写出时：{slower().title.zh}" in texts
    assert read_workbook(tmp_path / "会议.xlsx").title == Text("会议", "会议")


def test_a_file_names_its_scenario_unless_it_names_itself(tmp_path: Path) -> None:
    (tmp_path / "会议.toml").write_text('[[growth]]\ngroups = "rural"\nset = 0.1\n', encoding="utf-8")
    assert cm.read_scenario(tmp_path / "会议.toml").title == Text("会议", "会议")
    named = 'name = { zh = "低速", en = "slow" }\n[[growth]]\ngroups = "rural"\nset = 0.1\n'
    (tmp_path / "会议.toml").write_text(named, encoding="utf-8")
    read = cm.read_scenario(tmp_path / "会议.toml")
    assert read.title == Text("低速", "slow")
    cm.write_scenario(read, tmp_path / "again.toml")
    assert cm.read_scenario(tmp_path / "again.toml").title == read.title


def test_a_saved_scenario_bears_the_name_of_its_file_or_the_one_given(tmp_path: Path) -> None:
    file = tmp_path / "会议.toml"
    said("project", "--set", "urban=5%", "--save", str(file))
    assert 'name = "会议"' in file.read_text(encoding="utf-8")
    said("project", "--set", "urban=5%", "--save", str(file), "--name", "五月")
    assert 'name = "五月"' in file.read_text(encoding="utf-8")
    said("solve", "ratio=2.8", "--scenario", str(file), "--save", str(tmp_path / "reached.toml"))
    assert cm.read_scenario(tmp_path / "reached.toml").title == Text("reached", "reached")


def test_companions_are_the_shipped_alternatives_on_the_scenarios_own_base() -> None:
    scenario = slower().with_shares({"rural": "national_2021"}).with_horizon(2026).with_gdp(0.05).with_lever(GIVEN)
    for companion in cm.companions(scenario):
        assert companion.scenario is not None
        assert companion.scenario.title == companion.alternative.title
        assert companion.scenario.baseline.shares() == scenario.baseline.shares()
        assert companion.scenario.years == scenario.years
        assert companion.scenario.gdp_growth is not None
        assert (companion.scenario.changes, companion.scenario.levers) == ((), ())


names = st.one_of(st.just(""), st.sampled_from(["按方案", "a", "a（1）", "a (1)", "按方案（2）"]), st.text(max_size=3))
changes = st.tuples(
    st.sampled_from([None, "urban", "rural", "lifted"]),
    st.sampled_from([None, *BUREAU_KEYS]),
    st.sampled_from([None, 2022, [2023, 2024]]),
    st.sampled_from(["set", "add", "multiply"]),
    st.sampled_from([0.0, 0.1, 0.2]),
)
Change = tuple[str | None, str | None, int | list[int] | None, How, float]


@given(st.lists(st.tuples(st.sampled_from(["plan", "trend"]), names, names, st.lists(changes, max_size=2)), max_size=6))
def test_titles_in_a_set_are_never_alike(made: list[tuple[str, str, str, list[Change]]]) -> None:
    scenarios = []
    for alternative, zh, en, recipe in made:
        scenario = cm.scenario(alternative).with_name(Text(zh, en))
        for group, component, years, how, value in recipe:
            scenario = scenario.with_growth(group, component, value, years=years, how=how)
        scenarios.append(scenario)
    titles = cm.distinct_titles(scenarios)
    for language in LANGUAGES:
        assert len({title.in_language(language) for title in titles}) == len(scenarios)
