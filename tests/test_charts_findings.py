"""Titles say what charts find: their numbers are those drawn, their words agree with them, a title given takes their place."""

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.canvas import captioned
from ceheng_model.charts.drawing.findings import Standing, standing_of
from ceheng_model.charts.drawing.numbers import description
from ceheng_model.charts.drawing.placement import in_clauses, wrapped
from ceheng_model.cli import program
from ceheng_model.vocabulary import Language
from tests.charting import NAMES, OF_COUNTIES, OUTTURN, drawn_of, frame, shipped
from tests.exact import plan_path

PLAN = cm.scenario("plan")
SLOWER = PLAN.with_change("rural.wages.2023-2024=12%")


@pytest.fixture(autouse=True)
def carried() -> object:
    with charts.font("carried"):
        yield


def texts(ax: Axes) -> list[str]:
    """Return what is written on a chart and on its panels, each text in one line."""
    found = [text.get_text() for own in (ax, *ax.child_axes) for text in own.texts]
    return [" ".join(text.split()) for text in found]


def written_without_breaks(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", "") for text in ax.texts]


def total(group: str, t: int) -> Fraction:
    return sum(plan_path(group)[1][t].values(), Fraction(0))


def slower_rural() -> Fraction:
    """Return rural income of 2024 where wages grow by 12 % instead of 20 % in the last two years."""
    _, levels = plan_path("rural")
    others = {name: level for name, level in levels[3].items() if name != "wages"}
    return sum(others.values(), Fraction(0)) + levels[1]["wages"] * Fraction("1.12") ** 2


# the ratio of 2021 is 36510 / 11076; urban income grows by 10 % a year, rural income by the rate given
@pytest.mark.parametrize(
    ("rural", "standing"),
    [("0.12", "高于目标2.8"), ("0.1575", "达到目标2.8左右"), ("0.165", "达到目标2.8左右"), ("0.19", "已低于目标2.8")],
)
def test_the_title_of_the_ratio_is_the_ratio_and_how_it_stands(rural: str, standing: str) -> None:
    ratio = Fraction(36510) * Fraction("1.1") ** 3 / (Fraction(11076) * (1 + Fraction(rural)) ** 3)
    path = cm.project(PLAN.with_growth("rural", None, float(rural)))
    ax = charts.ratio_path(path, language="zh")
    title = charts.finding(ax, "zh")
    assert title.endswith(f"2024年城乡居民收入比为{float(ratio):.2f}，{standing}")
    assert title.startswith("若")
    assert title in written_without_breaks(ax)
    # what is said of above and below agrees with the numbers that are drawn
    drawn = charts.numbers(ax).to_frame().ratio.iloc[3]
    assert f"{drawn:.2f}" in title
    assert ("高于" in title) == (drawn > 2.85)


def test_on_the_edge_of_what_counts_as_reached_nothing_is_decided() -> None:
    # (1 + g)^3 = 36510 x 1.331 / (11076 x 2.85): the ratio rounds neither to 2.8 nor to 2.9 with any certainty
    growth = (36510 * 1.1**3 / (11076 * 2.85)) ** (1 / 3) - 1
    path = cm.project(PLAN.with_growth("rural", None, growth))
    for language, words in (("zh", "舍入边缘"), ("en", "on the edge of what rounds to")):
        title = charts.finding(charts.ratio_path(path), language)  # type: ignore[arg-type]
        assert "2.85" in title
        assert words in title
        assert not re.search("高于目标|达到目标2.8$|above|meeting", title)


# 2.8 to one decimal is [2.75, 2.85); a unit of the digit after the next is 0.01, half of it 0.005
@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (3.12, Standing.TOO_HIGH),
        (2.856, Standing.TOO_HIGH),
        (2.8549, Standing.ON_THE_EDGE),
        (2.85, Standing.ON_THE_EDGE),
        (2.8451, Standing.ON_THE_EDGE),
        (2.844, Standing.MET),
        (2.8, Standing.MET),
        (2.76, Standing.MET),
        (2.7, Standing.UNDERCUT),
    ],
)
def test_a_figure_stands_to_its_target_by_the_next_digit(ratio: float, expected: Standing) -> None:
    assert standing_of(ratio, PLAN.require_dossier().plan.statement("ratio_2024")) is expected


def test_incomes_stand_beside_what_the_plan_prints() -> None:
    plan = cm.project(PLAN)
    urban, rural = (f"{float(total(group, 3)):,.0f}" for group in ("urban", "rural"))
    title = charts.finding(charts.income_paths(plan), "zh")
    assert title == f"按方案增速，2024年城镇人均收入{urban}元、农村{rural}元，均达到目标"
    short = f"{float(slower_rural()):,.0f}"
    assert float(slower_rural()) < 15560.5
    slow = charts.finding(charts.income_paths(cm.project(SLOWER)), "zh")
    assert f"2024年农村人均收入{short}元，低于目标15,561元；城镇达到目标" in slow


def test_the_map_of_growth_is_of_the_year_of_its_target_with_a_later_horizon() -> None:
    longer = PLAN.with_horizon(2030)
    solved = cm.required_growth(longer, "ratio.2024=2.8", vary="rural")
    told = charts.alternative_text(charts.what_if_map(longer, solved=[solved]), "en")
    # rural income of 48,594.81 / 2.8 from 11,076 in three years
    growth = (36510 * 1.1**3 / 2.8 / 11076) ** (1 / 3) - 1
    assert f"rural income must grow by {growth:.1%}" in told
    assert "2030" not in told.replace("a projection to 2030", "")
    assert f"{growth:.2%}" in told


def test_a_later_horizon_rests_on_the_plans_growth() -> None:
    longer = cm.project(PLAN.with_horizon(2030))
    ax = charts.income_paths(longer, language="zh")
    assert charts.finding(ax, "zh").startswith("按方案增速，2030年")
    drawn = charts.numbers(ax).to_frame().set_index(["group", "year"]).total
    assert f"城镇人均收入{drawn['urban', 2030]:,.0f}元" in charts.finding(ax, "zh")
    assert not any("按方案 " in text for text in texts(ax))


def test_the_plan_stands_beside_a_scenario_that_differs() -> None:
    slow = cm.project(SLOWER)
    for draw in (charts.income_paths, charts.ratio_path):
        ax = draw(slow, language="zh")
        figure = f"{float(total('rural', 3)):,.0f}" if draw is charts.income_paths else "3.123"
        assert f"按方案 {figure}" in texts(ax)
        assert any("细虚线为按方案" in text.replace(" ", "") for text in texts(ax))
        own = draw(cm.project(PLAN), language="zh")
        assert not any("细虚线" in text for text in texts(own))
    (note,) = (text for text in texts(charts.income_paths(slow, language="zh")) if text.startswith("来源"))
    assert "城镇常住居民、脱贫人口与按方案重合" in note.replace(" ", "")
    stacked = charts.components_by_year(slow, "rural", language="zh")
    assert f"按方案 {float(total('rural', 3)):,.0f}" in texts(stacked)
    assert any(text == "按方案" for text in texts(charts.component_shares(slow, language="zh")))
    assert not any(text == "按方案" for text in texts(charts.component_shares(cm.project(PLAN), language="zh")))


def test_paths_that_lie_on_one_another_share_a_label() -> None:
    twin = cm.project(PLAN.with_growth("lifted", None, 0.1).with_name("另一个"))
    ax = charts.ratio_path([cm.project(SLOWER), cm.project(PLAN), twin], language="zh")
    assert "按方案与另一个重合 3.123" in texts(ax)


def test_a_target_is_drawn_in_its_own_year_only() -> None:
    ax = charts.ratio_path(cm.project(PLAN.with_horizon(2030)), language="zh")
    (target,) = (line for line in ax.lines if set(map(float, line.get_ydata())) == {2.8})  # type: ignore[arg-type]
    left, right = map(float, target.get_xdata())  # type: ignore[arg-type]
    assert 2023.0 < left < 2024.0 < right < 2025.0


def test_shares_that_do_not_add_up_as_printed_are_noted() -> None:
    for path in (cm.project(PLAN), cm.project(SLOWER), cm.project(PLAN.with_growth(None, None, 0.0))):
        ax = charts.component_shares(path, language="zh")
        shares = charts.numbers(ax).to_frame().groupby(["group", "year"]).share
        apart = any(abs(round(100 * bar, 1).sum() - 100.0) > 0.05 for _, bar in shares)
        assert any("各项之和与合计因四舍五入略有出入" in text.replace(" ", "") for text in texts(ax)) == apart


def test_the_share_that_moves_most_is_told() -> None:
    # wages of rural residents in 2021 by the share case, in 2024 by exact compounding
    levels = plan_path("rural")[1][3]
    share = float(levels["wages"] / sum(levels.values()))
    title = charts.finding(charts.component_shares(cm.project(PLAN)), "zh")
    assert title == f"按方案增速，2021年至2024年农村常住居民工资性收入占比由35.3%升至{100 * share:.1f}%"


def test_the_scorecard_counts_and_names() -> None:
    report = cm.check(cm.project(PLAN), share_cases=False)
    verdicts = charts.numbers(charts.scorecard(report)).to_frame().verdict.tolist()
    judged = [verdict for verdict in verdicts if verdict != "not_judged"]
    met = sum(verdict in ("met", "exceeded") for verdict in judged)
    title = charts.finding(charts.scorecard(report), "zh")
    assert title == f"按方案增速，能判定的{len(judged)}条目标达到{met}条，未达到的是2024年城乡居民收入比"
    slow = cm.check(cm.project(SLOWER), share_cases=False)
    missed = charts.numbers(charts.scorecard(slow)).to_frame().verdict.tolist().count("missed")
    assert missed > 2
    assert charts.finding(charts.scorecard(slow), "zh").endswith(f"未达到{missed}条")


def test_outturn_lies_above_and_below() -> None:
    ax = charts.plan_against_actual(cm.project(PLAN), frame(OUTTURN[:4]), language="zh")
    # 40650 against 36510 x 1.21, 13020 against 11076 x 1.12^2
    urban = 1 - Fraction(40650) / (36510 * Fraction("1.21"))
    rural = 1 - Fraction(13020) / (11076 * Fraction("1.2544"))
    said = f"2023年实际收入与预测相比，城镇低{100 * float(urban):.1f}%、农村低{100 * float(rural):.1f}%"
    assert charts.finding(ax, "zh") == said
    # what growth is still needed has a chart of its own
    assert not any("须年均增长" in text for text in texts(ax))


def test_scenarios_lie_between_the_lowest_and_the_highest() -> None:
    paths = [cm.project(cm.scenario(name)) for name in cm.ALTERNATIVES]
    ax = charts.scenario_multiples(paths)
    table = charts.numbers(ax).to_frame()
    ends = table[(table.group == "rural") & (table.year == 2024)].total
    title = charts.finding(ax, "zh")
    assert f"在{ends.min():,.0f}元至{ends.max():,.0f}元之间，按方案为15,561元" in title


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_title_given_is_drawn_and_no_other(name: str, language: Language) -> None:
    draw = shipped()[name]
    own = draw(language=language)
    said = charts.finding(own, language)
    joint = "" if language == "zh" else " "
    assert any(text.get_text().replace("\n", joint) == said for text in own.texts)
    given = draw(language=language, title="会议用图")
    assert "会议用图" in texts(given)
    assert not any(said in text.get_text().replace("\n", joint) for text in given.texts)
    assert charts.finding(given, language) == "会议用图"
    assert charts.alternative_text(given, language).startswith("会议用图")
    bare = draw(language=language, title="")
    assert not any(said in text.get_text().replace("\n", joint) for text in bare.texts)
    # who cannot see it is told all the same
    assert charts.alternative_text(bare, language) == charts.alternative_text(own, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*NAMES, *OF_COUNTIES])
def test_the_sentence_of_a_chart_does_not_repeat_its_finding(name: str, language: Language) -> None:
    ax = drawn_of(name)(language=language)
    told = charts.alternative_text(ax, language)
    # without what says on which growth it rests, and without the beginning of a sentence
    said = charts.finding(ax, language).removeprefix("按方案增速，").removeprefix("At the plan's growth, ")[1:]
    assert told.count(said) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_above_a_caption_a_chart_says_what_it_finds_and_the_unit_and_no_topic(language: Language) -> None:
    with captioned():
        ax = charts.income_paths(cm.project(PLAN), language=language)
    shown = texts(ax)
    assert any(charts.finding(ax, language) in text.replace("\n", "" if language == "zh" else " ") for text in shown)
    assert ("单位：元" if language == "zh" else "Unit: yuan") in shown
    topic = "各类居民人均收入" if language == "zh" else "Income per person by population"
    assert not any(topic in text for text in shown)
    assert any(topic in text for text in texts(charts.income_paths(cm.project(PLAN), language=language)))


def test_a_title_may_be_in_both_languages() -> None:
    title = cm.Text("农村收入", "Rural income")
    assert "Rural income" in texts(charts.income_paths(cm.project(PLAN), language="en", title=title))
    assert "农村收入" in texts(charts.income_paths(cm.project(PLAN), language="zh", title=title))


def test_titles_that_cannot_be_are_refused() -> None:
    path = cm.project(PLAN)
    with pytest.raises(cm.InputError, match=r"the title of a chart must be text \(got int\)"):
        charts.income_paths(path, title=3)  # type: ignore[arg-type]
    with pytest.raises(cm.InputError, match="the title of a chart must take at most 4 lines"):
        charts.income_paths(path, title="很长的标题" * 60)


def test_an_svg_says_what_it_shows(tmp_path: Path) -> None:
    ax = charts.ratio_path(cm.project(PLAN), language="zh", title="收入比 <3.2> & 目标")
    root = ET.fromstring(charts.save(ax, tmp_path / "ratio.svg").read_text(encoding="utf-8"))
    name = "{http://www.w3.org/2000/svg}"
    assert [own.text for own in root.findall(f"{name}title")] == ["收入比 <3.2> & 目标"]
    (described,) = root.findall(f"{name}desc")
    assert "3.123" in str(described.text)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, ["charts", *arguments])
    return done.exit_code, done.stderr


def test_the_command_takes_a_title_for_one_chart(tmp_path: Path) -> None:
    chosen = ("--only", "ratio_path", "--picture", "svg", "--lang", "zh")
    assert run("-o", str(tmp_path), *chosen, "--title", "城乡差距缩小")[0] == 0
    assert "<title>城乡差距缩小</title>" in (tmp_path / "ratio_path.svg").read_text(encoding="utf-8")
    code, error = run(
        "-o", str(tmp_path / "more"), "--title", "城乡差距缩小", "--only", "ratio_path", "--only", "scorecard"
    )
    assert code != 0
    assert "--title" in error
    assert "2 " in error
    assert not (tmp_path / "more").exists()
    assert run("-o", str(tmp_path), *chosen, "--titles", "x")[0] != 0


SIGNS = st.sampled_from(
    ["农村", "收入", "2024年", "15,561元", "3.12", "，", "。", "、", "8%—10%", "高于", "“会议”", "（", "）"]
)


@given(st.lists(SIGNS, min_size=4, max_size=30), st.floats(70.0, 300.0))
def test_no_line_of_a_title_begins_with_a_stop_and_no_figure_leaves_its_unit(parts: list[str], room: float) -> None:
    text = "".join(parts)
    for lines in (wrapped(text, 10.0, room).split("\n"), in_clauses(text, 10.0, room).split("\n")):
        assert "".join(lines) == text
        for before, after in pairwise(lines):
            assert after[0] not in "，。、）”"
            assert before[-1] not in "（“"
            assert not (before[-1].isdigit() and after[0] in "年元"), (before, after)


def test_what_does_not_move_is_said_to_stay() -> None:
    # urban wages grow by 10 % a year, as urban income does: their share stays 28,481 / 47,412 = 60.1 %
    shares = description(charts.component_shares(cm.project(PLAN)), "zh")
    assert "城镇常住居民仍为60.1%" in shares
    # rural wages: 35.3 % of 11,076 yuan times 1.2^3 are 6,754 of 15,561 yuan
    assert "农村常住居民由35.3%到43.4%" in shares
    assert "urban residents still 60.1%" in description(charts.component_shares(cm.project(PLAN)), "en")
    still = cm.project(PLAN.with_change("rural.2022-2024=0%"))
    assert "农村常住居民仍为11,076元" in description(charts.income_paths(still), "zh")
