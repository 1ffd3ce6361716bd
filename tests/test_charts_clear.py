"""What the charts of steps, bands, swings, the map and contradictions say, and that it stands clear."""

import re

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.numbers import finding
from ceheng_model.vocabulary import Language
from tests.charting import shipped
from tests.looking import outside, overlapping, words_of


@pytest.fixture(autouse=True)
def carried() -> object:
    with charts.font("carried"):
        yield


def said(ax: Axes) -> str:
    return "\n".join(" ".join(word.split()) for word, _ in words_of(ax))


def changed() -> cm.Scenario:
    return cm.scenario("plan").with_change("rural.wages.2023=12%")


def test_a_shortened_axis_is_marked_and_said() -> None:
    ax = shipped()["contribution_waterfall"]()
    floor = ax.get_ylim()[0]
    assert 0.0 < floor < 11076.0
    assert f"纵轴不从零起，自{floor:,.0f}元起" in said(ax)
    # one break on either whole bar
    assert sum(isinstance(patch, Polygon) for patch in ax.patches if patch.get_facecolor() == (1.0, 1.0, 1.0, 1.0)) == 2
    # income triples by 2030: there bars from zero show what is added
    long = charts.contribution_waterfall(cm.project(cm.scenario("plan").with_horizon(2030)), "rural")
    assert long.get_ylim()[0] == 0.0
    assert "纵轴不从零起" not in said(long)


def test_the_waterfall_names_the_largest_part_and_keeps_the_plan_beside() -> None:
    # 15,561 - 11,076 = 4,485
    assert finding(shipped()["contribution_waterfall"](), "zh") == (
        "按方案增速，2024年农村常住居民收入比2021年增加4,485元，工资性收入贡献率最高（63.4%）"
    )
    ax = charts.contribution_waterfall(cm.project(changed()), "rural")
    # the plan's own step of wages, beside the changed one
    assert "工资性收入 按方案 +2,846" in said(ax)
    assert "按方案 15,561" in said(ax)
    assert overlapping(ax) == []
    assert "按方案 " not in said(shipped()["contribution_waterfall"]())


def test_a_fan_names_each_band_once_at_its_end() -> None:
    ax = shipped()["fan_ratio"]()
    words = said(ax)
    assert len(re.findall("90%的模拟在", words)) == len(re.findall("50%的模拟在", words)) == 1
    assert "中位数" not in words
    assert "低于0.1%" in finding(ax, "zh") or "0.1%" in finding(ax, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tornado_says_low_and_high_in_words(language: Language) -> None:
    ax = shipped()["tornado"](language=language)
    low, high = ("偏低", "偏高") if language == "zh" else ("low", "high")
    ends = [word for word, _ in words_of(ax) if re.fullmatch(rf"({low}|{high}) [0-9.]+", word)]
    assert len(ends) == 16
    assert sum(word.startswith(low) for word in ends) == 8


def test_the_map_explains_its_band_and_names_growth_by_its_group() -> None:
    ax = shipped()["what_if_map"]()
    words = said(ax)
    # rural growth that gives 36510 x 1.1^3 / (11076 x 2.8) is 16.149 %
    assert "农村16.1% 收入比 2.800" in words
    assert "“2.8左右”按四舍五入含2.75至2.85" in words
    assert "达到目标" in words
    assert all(text.get_bbox_patch() is None for text in ax.texts)
    assert finding(ax, "zh") == (
        "按方案增速，2024年城乡居民收入比为3.12；要降到2.8，其他不变，农村居民收入年均须增长16.1%"
    )


@pytest.mark.parametrize(("language", "size"), [("zh", "word"), ("en", "slide")])
def test_long_contradictions_stand_clear(language: Language, size: charts.Size) -> None:
    report = cm.audit()
    number = max(range(len(report.contradictions)), key=lambda i: len(report.contradictions[i].items)) + 1
    ax = charts.contradiction(report, number, language=language, size=size)
    assert overlapping(ax) == []
    assert outside(ax) == []
    count = len(report.contradictions[number - 1].items)
    drawn = len([word for word, _ in words_of(ax) if word.startswith(("本条允许", "allowed:"))])
    # a slide does not grow: what it leaves out is counted
    left = re.search(r"(\d+) more statements are not drawn", said(ax))
    assert drawn + (int(left[1]) if left else 0) == count


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["yunnan-rural-2022-2024", "zhejiang-2027"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_plans_stand_clear(plan: str, language: Language) -> None:
    material = charts.Material(scenario=cm.scenario("plan", plan=plan), draws=2048)
    mine = ("contribution_waterfall", "fan", "tornado", "what_if_map")
    for picture in charts.pictures(material):
        if picture.name.startswith(mine):
            ax = picture.draw(language=language)
            assert overlapping(ax) == [], picture.name
            assert outside(ax) == [], picture.name
