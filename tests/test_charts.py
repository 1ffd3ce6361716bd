"""What charts draw: the numbers, beside exact fractions; the sentences; the messages."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.placement import shortened, spread, width, wrapped
from ceheng_model.wording import About
from tests.charting import NAMES, OUTTURN, frame, shipped
from tests.exact import BUREAU_KEYS, YEARS, plan_path

ALL_YEARS = (2021, *YEARS)


@pytest.fixture(scope="module")
def plan() -> cm.Projection:
    return cm.project(cm.scenario("plan"))


def paths_drawn(ax: Axes) -> list[list[float]]:
    """Return the heights of the lines that have a point a year."""
    found = []
    for line in ax.lines:
        assert isinstance(line, Line2D)
        if len(line.get_xdata()) == len(ALL_YEARS):  # type: ignore[arg-type]
            found.append([float(y) for y in np.asarray(line.get_ydata())])
    return found


def exact_total(group: str, t: int) -> Fraction:
    return sum(plan_path(group)[1][t].values(), Fraction(0))


def test_income_paths_draw_the_exact_totals(plan: cm.Projection) -> None:
    ax = charts.income_paths(plan)
    rows = {(row[0].key, row[1]): row[2:] for row in charts.numbers(ax).rows}  # type: ignore[union-attr]
    # endpoints as the plan prints them
    targets = {("urban", 2024): 48594.8, ("rural", 2024): 15561.0}
    for g, group in enumerate(("urban", "rural", "lifted")):
        for t, year in enumerate(ALL_YEARS):
            total, target = rows[group, year]
            assert total == pytest.approx(float(exact_total(group, t)), rel=1e-12)
            assert target == targets.get((group, year))
            assert paths_drawn(ax)[g][t] == pytest.approx(float(exact_total(group, t)), rel=1e-12)
    marks = [line for line in ax.lines if line.get_marker() == "D"]
    assert sorted(float(np.asarray(mark.get_ydata())[0]) for mark in marks) == [15561.0, 48594.8]


def test_components_stack_up_to_the_exact_total(plan: cm.Projection) -> None:
    ax = charts.components_by_year(plan, "rural")
    frame = charts.numbers(ax).to_frame().set_index(["component", "year"]).level
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() == 0.0]
    assert len(bars) == 16
    for t, year in enumerate(ALL_YEARS):
        exact = plan_path("rural")[1][t]
        bottom = 0.0
        for c, component in enumerate(BUREAU_KEYS):
            bar = bars[4 * t + c]
            assert frame[component, year] == pytest.approx(float(exact[component]), rel=1e-12)
            assert bar.get_height() == pytest.approx(float(exact[component]), rel=1e-12)
            assert bar.get_y() == pytest.approx(bottom, abs=1e-7)
            bottom += bar.get_height()
        assert frame["total", year] == pytest.approx(float(sum(exact.values())), rel=1e-12)


def test_shares_are_exact_and_fill_the_bar(plan: cm.Projection) -> None:
    ax = charts.component_shares(plan)
    frame = charts.numbers(ax).to_frame().set_index(["group", "component", "year"]).share
    assert len(frame) == 24
    for group in ("urban", "rural", "lifted"):
        for t, year in ((0, 2021), (3, 2024)):
            exact, total = plan_path(group)[1][t], exact_total(group, t)
            for component in BUREAU_KEYS:
                assert frame[group, component, year] == pytest.approx(float(exact[component] / total), rel=1e-12)
    rows: dict[float, float] = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and patch.get_linewidth() == 0.0 and patch.get_height() == pytest.approx(0.9):
            rows[patch.get_y()] = rows.get(patch.get_y(), 0.0) + patch.get_width()
    assert list(rows.values()) == pytest.approx([1.0] * 6)


def test_the_ratio_path_is_exact(plan: cm.Projection) -> None:
    ax = charts.ratio_path(plan)
    (drawn,) = (path for path in paths_drawn(ax))
    for t, row in enumerate(charts.numbers(ax).rows):
        exact = float(exact_total("urban", t) / exact_total("rural", t))
        _, year, ratio, target = row
        assert (year, target) == (ALL_YEARS[t], 2.8 if t == 3 else None)
        assert ratio == pytest.approx(exact, rel=1e-12)
        assert drawn[t] == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(("since", "year"), [(None, None), (2022, 2023), (2023, None)])
def test_the_waterfall_runs_from_total_to_total(plan: cm.Projection, since: int | None, year: int | None) -> None:
    ax = charts.contribution_waterfall(plan, "rural", since=since, year=year)
    start, end = (ALL_YEARS.index(since or 2021), ALL_YEARS.index(year or 2024))
    before, after = plan_path("rural")[1][start], plan_path("rural")[1][end]
    change = exact_total("rural", end) - exact_total("rural", start)
    frame = charts.numbers(ax).to_frame().set_index("component")
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() == 0.0]
    reached = exact_total("rural", start)
    # the tops are the levels; the feet stand on the axis, which is broken
    foot = ax.get_ylim()[0]
    assert bars[0].get_y() == foot
    assert bars[0].get_y() + bars[0].get_height() == pytest.approx(float(reached), rel=1e-12)
    steps = iter(bars[1:])
    thin = [line for line in ax.lines if line.get_linewidth() == 1.2]
    for component in BUREAU_KEYS:
        low, high = ax.get_ylim()
        step = after[component] - before[component]
        assert frame.increment[component] == pytest.approx(float(step), rel=1e-9)
        assert frame.contribution_rate[component] == pytest.approx(float(step / change), rel=1e-9)
        # a step lower than two points is a line at its middle
        middle = float(reached + step / 2)
        if any(line.get_ydata()[0] == pytest.approx(middle, rel=1e-12) for line in thin):  # type: ignore[index]
            assert abs(float(step)) < 0.02 * (high - low)
        else:
            bar = next(steps)
            assert bar.get_y() == pytest.approx(float(min(reached, reached + step)), rel=1e-9)
            assert bar.get_height() == pytest.approx(float(abs(step)), rel=1e-9)
        reached += step
    last = next(steps)
    assert last.get_y() + last.get_height() == pytest.approx(float(reached), rel=1e-9)


def test_the_scorecard_gives_every_statement_with_its_margin(plan: cm.Projection) -> None:
    ax = charts.scorecard(cm.check(plan))
    frame = charts.numbers(ax).to_frame().set_index("statement")
    assert Counter(frame.verdict) == {"met": 10, "not_judged": 5, "missed": 1}
    # 2.8 read to one decimal holds below 2.85
    ratio = exact_total("urban", 3) / exact_total("rural", 3)
    assert frame.distance_to_goal["ratio_2024"] == pytest.approx(float(Fraction("2.8") - ratio), rel=1e-9)
    marks = [line.get_marker() for line in ax.lines if line.get_marker() not in ("None", None, "")]
    assert marks == ["X", *["o"] * 15]


def test_a_slide_says_how_many_statements_it_leaves_out(plan: cm.Projection) -> None:
    ax = charts.scorecard(cm.check(plan, share_cases=False), size="slide", language="en")
    listed = len([line for line in ax.lines if line.get_marker() in ("X", "o")])
    # as many as there is room for; one is missed, ten are met, five are not judged
    assert 5 <= listed <= 11
    told = f"Listed here: the first {listed}; {16 - listed} more are not listed ({11 - listed} met, 5 not judged)"
    assert any(told in " ".join(text.get_text().split()) for text in ax.texts)
    assert len(charts.numbers(ax).rows) == 16


def test_a_slide_lists_all_statements_that_have_room_in_small_type(plan: cm.Projection) -> None:
    report = cm.check(plan, share_cases=False)
    ax = charts.scorecard(report, size="slide", language="zh")
    assert [line.get_marker() for line in ax.lines if line.get_marker() in ("X", "o")] == ["X", *["o"] * 15]
    assert not any("未列出" in text.get_text() for text in ax.texts)
    # without a title the count of those left out is still told
    untitled = charts.scorecard(report, size="slide", language="en", title="")
    assert any("not listed" in text.get_text() for text in untitled.texts)


def test_the_fan_draws_its_quantiles_and_the_probability() -> None:
    drawn = cm.simulate(cm.scenario("plan"), draws=2000, seed=3)
    fan = drawn.fan("total", group="rural")
    ax = charts.fan(fan, ensemble=drawn, language="en")
    assert charts.numbers(ax) == fan.tables()[0]
    heights = paths_drawn(ax)
    for quantile in (0, 1, 3, 4):
        assert fan.quantiles[quantile].tolist() in heights
    assert fan.path.tolist() in heights
    (line,) = fan.targets
    assert line.value == 15561.0
    probability = f"probability {line.probability:.1%}"
    assert any(probability in text.get_text() for text in ax.texts)
    assert any(f"{drawn.draw_count:,} draws, seed 3" in " ".join(text.get_text().split()) for text in ax.texts)


@pytest.mark.parametrize(("part", "text"), [(0.0, "below 0.1%"), (1.0, "above 99.9%")])
def test_a_fan_claims_no_certainty(part: float, text: str) -> None:
    fan = cm.simulate(cm.scenario("plan"), draws=500, seed=3).fan("ratio")
    sure = replace(fan, targets=(replace(fan.targets[0], probability=part),))
    ax = charts.fan(sure, language="en")
    assert text in charts.alternative_text(ax, "en")
    assert any(text in label.get_text() for label in ax.texts)


def test_the_tornado_has_the_widest_swing_on_top() -> None:
    found = cm.tornado(cm.scenario("plan"), "ratio")
    ax = charts.tornado(found)
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() == 0.0]
    widths = [bars[2 * i].get_width() + bars[2 * i + 1].get_width() for i in range(len(bars) // 2)]
    assert widths == sorted(widths, reverse=True)
    assert widths == pytest.approx(sorted(np.abs(found.swing), reverse=True))
    assert charts.numbers(ax) == found.tables()[0]
    # 48594.81 over the rural total with wages at the growth that gives the high end
    wages = next(
        i for i, one in enumerate(found.inputs) if [getattr(n, "key", n) for n in one.names] == ["rural", "wages"]
    )
    shocks = [Fraction(float(shock)) for shock in found.shock[wages]]
    moved = plan_path("rural")[1][0]["wages"] * prod(
        (1 + Fraction(1, 5) + shock for shock in shocks), start=Fraction(1)
    )
    others = sum((level for name, level in plan_path("rural")[1][3].items() if name != "wages"), Fraction(0))
    exact = float(exact_total("urban", 3) / (others + moved))
    row = np.argsort(-np.abs(found.swing), kind="stable").tolist().index(wages)
    high = bars[2 * row + 1]
    assert min(high.get_x(), high.get_x() + high.get_width()) == pytest.approx(exact, rel=1e-9)


def test_shares_of_the_variance_are_drawn_largest_first() -> None:
    found = cm.variance_shares(cm.scenario("plan"), "ratio", draws=1024, seed=0)
    ax = charts.variance_shares(found)
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() == 0.0]
    lengths = [bar.get_width() for bar in bars]
    assert lengths == pytest.approx(sorted(found.shapley.effects, reverse=True))
    assert charts.numbers(ax) == found.tables()[0]


def test_more_inputs_than_rows_are_counted() -> None:
    ax = charts.tornado(cm.tornado(cm.scenario("plan"), "ratio", by="cell"), language="en")
    # urban and rural, four components, three years: 24 cells, of which 12 are drawn
    assert any("12 inputs with less effect" in " ".join(text.get_text().split()) for text in ax.texts)
    assert len(charts.numbers(ax).rows) == 24


def test_every_contour_of_the_map_gives_its_ratio() -> None:
    scenario = cm.scenario("plan")
    solved = [cm.required_growth(scenario, "ratio=2.8", vary=group) for group in ("rural", "urban")]
    frame = charts.numbers(charts.what_if_map(scenario, solved=solved)).to_frame()
    contours, points = frame[frame.what == "contour"], frame[frame.what == "point"]
    assert contours.ratio.nunique() >= 5
    assert 2.8 in set(contours.ratio)
    for row in contours.iloc[::17].itertuples():
        # 36510 / 11076 grown for three years
        growth = ((1 + Fraction(float(row.urban_growth))) / (1 + Fraction(float(row.rural_growth)))) ** 3  # type: ignore[arg-type]
        assert float(growth * Fraction(36510, 11076)) == pytest.approx(row.ratio, rel=1e-12)
    assert points.ratio.tolist() == pytest.approx([3.12286, 2.8, 2.8], abs=5e-6)
    assert points.urban_growth.tolist() == pytest.approx([0.1, 0.1, 0.06070], abs=5e-6)
    assert points.rural_growth.tolist() == pytest.approx([0.12, 0.16149, 0.12], abs=5e-6)


def test_levels_and_ranges_of_the_map_can_be_chosen(plan: cm.Projection) -> None:
    scenario, fast = plan.scenario, cm.project(plan.scenario.with_name("快"))
    ax = charts.what_if_map(scenario, solved=[fast], levels=[2.5, 3.0], across=(0.05, 0.1), up=(0.1, 0.2))
    table = charts.numbers(ax).to_frame()
    assert sorted(set(table[table.what == "contour"].ratio)) == [2.5, 2.8, 3.0]
    assert ax.get_xlim() == (0.05, 0.1)
    assert ax.get_ylim() == (0.1, 0.2)
    assert "快" in table["name"].tolist()
    # one solution need not stand in a list
    one = cm.required_growth(scenario, "ratio=2.8", vary="rural.wages", how="multiply")
    names = charts.numbers(charts.what_if_map(scenario, solved=one)).to_frame(language="en")["name"]  # type: ignore[arg-type]
    assert names[1].startswith("growth of wages of rural residents in 2022–2024 times ")
    others = charts.numbers(charts.what_if_map(scenario, solved=[cm.scenario("ratio")])).to_frame(language="en")["name"]
    assert others[1] == "ratio"


def test_outturn_stands_beside_the_path(plan: cm.Projection) -> None:
    ax = charts.plan_against_actual(plan, frame(OUTTURN))
    table = charts.numbers(ax).to_frame().set_index(["group", "year"])
    # 11076 x 1.12 = 12405.12
    assert table.difference["rural", 2022] == pytest.approx(float(11950 / (11076 * Fraction("1.12")) - 1), rel=1e-12)
    assert table.actual["urban", 2023] == 40650.0
    assert np.isnan(table.actual["lifted", 2024])
    assert len(ax.child_axes) == 3


def test_outturn_may_be_labelled_or_have_another_name(plan: cm.Projection) -> None:
    labelled = charts.numbers(charts.plan_against_actual(plan, plan.totals)).to_frame()
    assert labelled.difference.tolist() == [0.0] * 12
    other = frame(OUTTURN).rename(columns={"value": "income_yuan"})
    assert (
        charts.numbers(charts.plan_against_actual(plan, other)).rows
        == charts.numbers(charts.plan_against_actual(plan, frame(OUTTURN))).rows
    )


def test_small_multiples_share_one_scale() -> None:
    ax = charts.scenario_multiples([cm.project(cm.scenario(name)) for name in ("plan", "ratio", "trend", "floor")])
    assert len({child.get_ylim() for child in ax.child_axes}) == 1
    table = charts.numbers(ax).to_frame(language="en").set_index(["scenario", "group", "year"]).total
    assert table["the plan", "urban", 2024] == pytest.approx(float(exact_total("urban", 3)), rel=1e-12)
    assert table["ratio", "rural", 2024] == pytest.approx(float(exact_total("urban", 3) / Fraction("2.8")), rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_axes_given_come_back_and_numbers_do_not_depend_on_the_looks(name: str) -> None:
    figure = Figure(layout="constrained")
    ax = figure.add_subplot()
    assert shipped()[name](ax=ax) is ax
    assert charts.numbers(ax).rows == charts.numbers(shipped()[name](language="en", size="slide")).rows
    assert charts.alternative_text(ax, "zh").endswith("。")
    assert charts.alternative_text(ax, "en").endswith(".")
    assert "\n" not in charts.alternative_text(ax, "en")


@pytest.mark.parametrize(("size", "wide"), [("word", 15.6), ("slide", 25.4)])
@pytest.mark.parametrize("name", NAMES)
def test_paper_has_the_width_of_a_column_or_a_slide(name: str, size: str, wide: float) -> None:
    figure = shipped()[name](size=size).get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() * 2.54 == pytest.approx(wide)
    if size == "slide":
        assert figure.get_figheight() * 2.54 == pytest.approx(14.3)


@pytest.mark.parametrize("name", NAMES)
def test_the_footnote_says_what_is_assumed(name: str) -> None:
    for language, words in (("zh", "假"), ("en", "assumed")):
        texts = " ".join(text.get_text() for text in shipped()[name](language=language).texts)
        assert words in texts
        assert ("来源" if language == "zh" else "Source") in texts


def test_the_footnote_follows_the_status_of_the_figures(plan: cm.Projection) -> None:
    note = next(text.get_text() for text in charts.income_paths(plan).texts if text.get_text().startswith("来源"))
    joined = note.replace("\n", "")
    assert "城镇常住居民、农村常住居民为推算，脱贫人口为假定" in joined
    note = next(
        text.get_text() for text in charts.components_by_year(plan, "rural").texts if text.get_text().startswith("来源")
    )
    assert "农村常住居民按2019年全国贫困县农村居民为假定" in note.replace("\n", "").replace(" ", "")


def test_a_scenario_without_a_plan_has_no_targets(plan: cm.Projection) -> None:
    bare = cm.project(replace(plan.scenario, dossier=None, name=cm.Text.same("bare")))
    assert {row[3] for row in charts.numbers(charts.income_paths(bare)).rows} == {None}
    assert "目标" not in charts.alternative_text(charts.ratio_path(bare), "zh")
    table = charts.numbers(charts.what_if_map(bare.scenario)).to_frame()
    assert set(table[table.what == "contour"].ratio) == {2.8, 3.0, 3.2, 3.4, 3.6}


def test_targets_before_the_last_year_are_named_where_they_stand(plan: cm.Projection) -> None:
    longer = cm.project(plan.scenario.with_horizon(2029))
    texts = [text.get_text() for text in charts.income_paths(longer, language="en").texts]
    assert "2024 target 48,594.8" in texts
    assert "2024 target 15,561" in texts
    far = cm.project(plan.scenario.with_horizon(2050))
    assert "2024 target 48,594.8, 15,561" in [text.get_text() for text in charts.income_paths(far, language="en").texts]


def test_of_many_years_every_so_many_stand_side_by_side(plan: cm.Projection) -> None:
    ax = charts.components_by_year(cm.project(plan.scenario.with_horizon(2040)), "urban", language="en")
    # 20 years, nine at most: every third, back from 2040
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels == ["2022", "2025", "2028", "2031", "2034", "2037", "2040"]
    assert charts.numbers(ax).to_frame().year.nunique() == 20


def test_falling_income_falls(plan: cm.Projection) -> None:
    falling = cm.project(plan.scenario.with_growth("rural", None, -0.05))
    ax = charts.contribution_waterfall(falling, "rural", language="en")
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() == 0.0]
    # the loss of property, 27 yuan, is a line
    assert [bar.get_hatch() for bar in bars] == ["", "xxxx", "xxxx", "xxxx", ""]
    # 11076 x 0.3529 x (0.95^3 - 1) = -557.5...
    assert "wages \N{MINUS SIGN}557" in charts.alternative_text(ax, "en")


MESSAGES: list[tuple[Callable[[Any], Any], str]] = [
    (
        lambda p: charts.income_paths(p.scenario),
        r"must be of type Projection \(got Scenario\); make it with cm.project",
    ),
    (
        lambda p: charts.components_by_year(p, "nobody"),
        r"the group must be one of .*got 'nobody'\); choose from: urban",
    ),
    (lambda p: charts.contribution_waterfall(p, "nobody"), r"the group must be one of .*got 'nobody'"),
    (lambda p: charts.contribution_waterfall(p, "rural", since=2030), r"since must be one of .*got 2030"),
    (lambda p: charts.contribution_waterfall(p, "rural", since=2024, year=2022), r"since must be"),
    (lambda p: charts.ratio_path({"a": p}), r"be of type \[Projection\] \(got dict\)"),  # type: ignore[arg-type]
    (lambda p: charts.ratio_path([]), r"alternatives in one chart must lie between 1 and 8 \(got 0\); draw several"),
    (lambda p: charts.scenario_multiples([p] * 9), r"between 1 and 8 \(got 9\)"),
    (lambda p: charts.ratio_path(["b"]), r"must be of type Projection \(got str\)"),  # type: ignore[list-item]
    (charts.scorecard, r"must be of type CheckReport \(got Projection\); make it with cm.check"),
    (charts.fan, r"must be of type Fan \(got Projection\); make it with simulate"),
    (charts.variance_shares, r"must be of type VarianceShares \(got Projection\); make it with cm.variance_shares"),
    (charts.tornado, r"must be of type Tornado \(got Projection\); make it with cm.tornado"),
    (charts.what_if_map, r"must be of type Scenario \(got Projection\)"),
    (lambda p: charts.what_if_map(p.scenario, solved=["x"]), r"must be of type Projection \(got str\)"),  # type: ignore[list-item]
    (lambda p: charts.what_if_map(p.scenario, solved=3), r"must be of type Solution \(got int\)"),  # type: ignore[arg-type]
    (lambda p: charts.what_if_map(p.scenario, solved=[p] * 7), r"solved points must be at most 6 \(got 7\)"),
    (
        lambda p: charts.what_if_map(p.scenario, across=(0.2, 0.1)),
        r"across must run from low to high, between -1 and 1",
    ),
    (lambda p: charts.what_if_map(p.scenario, levels=[0.0]), r"the ratio of a contour must be above zero \(got 0\)"),
    (lambda p: charts.income_paths(p, language="fr"), r"the language must be one of .*got 'fr'"),  # type: ignore[arg-type]
    (lambda p: charts.income_paths(p, size="poster"), r"the size of a chart must be one of .*got 'poster'"),  # type: ignore[arg-type]
    (lambda p: charts.scorecard(cm.check(p), size="poster"), r"the size of a chart must be"),  # type: ignore[arg-type]
    (lambda p: charts.plan_against_actual(p, 3), r"must be of type DataFrame or Labelled \(got int\)"),  # type: ignore[arg-type]
    (lambda p: charts.plan_against_actual(p, frame([])), r"the actual incomes must be at least one figure"),
    (
        lambda p: charts.plan_against_actual(p, pd.DataFrame({"who": [1], "year": [2]})),
        r"column group must be there \(got nothing\); the table has: value, year",
    ),
    (lambda p: charts.plan_against_actual(p, pd.DataFrame()), r"column year must be there .*; the table has: \(none\)"),
    (
        lambda p: charts.plan_against_actual(p, frame([("rural", 2022, 1.0), ("x", 1999, -5.0)])),
        r"row 2: the group must be .*\nrow 2: the year must be .*\nrow 2: the actual income must be a number not below",
    ),
    (
        lambda p: charts.plan_against_actual(p, frame([("rural", 2022, 1.0), ("rural", 2022, 2.0)])),
        r"row 2: a group and year must appear once \(got 'rural 2022'\)",
    ),
    (lambda p: charts.numbers(Figure().add_subplot()), r"the axes must come from a function of charts \(got 'Axes'\)"),
    (lambda p: charts.alternative_text(charts.income_paths(p), "fr"), r"the language must be"),  # type: ignore[arg-type]
    (lambda p: charts.save(charts.income_paths(p), "x.gif"), r"suffix of a picture must be one of .*png, svg, pdf"),
    (lambda p: charts.save(charts.income_paths(p), "x.png", dpi=5), r"the resolution must lie between 20 and 1200"),
]


@pytest.mark.parametrize(("call", "match"), MESSAGES)
def test_what_cannot_be_drawn_is_refused(plan: cm.Projection, call: Callable[[cm.Projection], Any], match: str) -> None:
    with pytest.raises(cm.InputError, match=match) as raised:
        call(plan)
    assert "必须" in raised.value.text("zh")


DRAWING: list[Callable[[cm.Projection], Any]] = [
    lambda p: charts.ratio_path([p]),
    charts.component_shares,
    lambda p: charts.components_by_year(p, "rural"),
    lambda p: charts.contribution_waterfall(p, "rural"),
    lambda p: charts.plan_against_actual(p, frame(OUTTURN)),
    lambda p: charts.scenario_multiples([p]),
    lambda p: charts.what_if_map(p.scenario),
]


@pytest.mark.parametrize("draw", DRAWING)
def test_many_alternatives_and_regions_are_refused(draw: Callable[[cm.Projection], Any]) -> None:
    many = cm.project(cm.scenario("plan").with_growth("rural", None, [0.1, 0.2]))
    with pytest.raises(cm.InputError, match="must hold one path only"):
        draw(many)
    rows = [(region, group, "total", 10000.0) for region in ("a", "b") for group in ("urban", "rural", "lifted")]
    table = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    with pytest.raises(cm.InputError, match="must hold one path only"):
        draw(cm.project(cm.scenario("trend").with_regions(table)))


def test_an_empty_scorecard_and_a_fan_of_one_quantile_are_refused(plan: cm.Projection) -> None:
    report = cm.check(plan, share_cases=False)
    cells = tuple(one for one in report.checked if not one.statement.headline)
    with pytest.raises(cm.InputError, match=r"headline statements must be at least one \(got 0\)"):
        charts.scorecard(replace(report, checked=cells))
    drawn = cm.simulate(plan.scenario, draws=500, seed=1, quantiles=(0.5,))
    with pytest.raises(cm.InputError, match=r"quantiles of a fan chart must be at least two \(got 1\)"):
        charts.fan(drawn.fan("ratio"))
    with pytest.raises(cm.InputError, match=r"must be of type Ensemble \(got Scenario\)"):
        charts.fan(drawn.fan("ratio"), ensemble=plan.scenario)  # type: ignore[arg-type]


SIGNS = st.text(st.sampled_from("收入比（2.8）ab 12，。“”-%"), min_size=1, max_size=60)


@given(SIGNS, st.floats(30.0, 300.0))
def test_broken_lines_say_the_same_and_fit(text: str, room: float) -> None:
    broken = wrapped(text, 8.0, room)
    assert broken.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    for line in broken.splitlines():
        # one piece that is wider than the room stays whole
        assert width(line, 8.0) <= room or not any(sign in line[1:-1] for sign in " 收入比")


@given(SIGNS, st.floats(20.0, 300.0))
def test_a_shortened_line_fits(text: str, room: float) -> None:
    short = shortened(text, 8.0, room)
    assert width(short, 8.0) <= room
    assert short == text or (short.endswith("…") and text.startswith(short[:-1].rstrip()))


@given(st.lists(st.tuples(st.floats(0.0, 100.0), st.floats(1.0, 9.0)), min_size=1, max_size=10))
def test_labels_moved_apart_do_not_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [y for y, _ in labels], [high for _, high in labels]
    found = spread(wanted, heights, low=0.0, high=100.0)
    order = sorted(range(len(labels)), key=lambda i: found[i])
    assert [wanted[i] for i in order] == sorted(wanted)
    for one, other in pairwise(order):
        assert found[other] - found[one] >= (heights[one] + heights[other]) / 2 - 1e-6
    assert min(y - high / 2 for y, high in zip(found, heights, strict=True)) >= -1e-6
    assert max(y + high / 2 for y, high in zip(found, heights, strict=True)) <= 100.0 + 1e-6


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([10.0, 50.0, 30.0], [5.0, 5.0, 5.0], low=0.0, high=100.0) == [10.0, 50.0, 30.0]


def test_an_unfit_scenario_name_is_no_formula() -> None:
    odd = cm.scenario("plan").with_name("$a_1$ 1% _x_")
    ax = charts.ratio_path([cm.project(odd), cm.project(cm.scenario("trend").with_name("b$"))])
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    assert any("$a_1$" in text.get_text() for text in ax.texts)


def test_the_footnote_speaks_of_the_groups_drawn() -> None:
    drawn = cm.simulate(cm.scenario("plan"), draws=500, seed=1)
    for ax in (
        charts.tornado(cm.tornado(cm.scenario("plan"), "ratio"), language="en"),
        charts.fan(drawn.fan("ratio"), ensemble=drawn, language="en"),
        charts.fan(drawn.fan("total", group="rural"), ensemble=drawn, language="en"),
    ):
        assert "lifted" not in " ".join(text.get_text() for text in ax.texts)
    ax = charts.fan(drawn.fan("total", group="lifted"), ensemble=drawn, language="en")
    assert "assumed for people lifted out of poverty" in " ".join(
        " ".join(text.get_text().split()) for text in ax.texts
    )


def test_an_exact_target_has_no_band(plan: cm.Projection) -> None:
    dossier = plan.scenario.require_dossier()
    exact = tuple(
        replace(one, wording=About(value=2.8, better="down")) if one.id == "ratio_2024" else one
        for one in dossier.plan.statements
    )
    scenario = replace(plan.scenario, dossier=replace(dossier, plan=replace(dossier.plan, statements=exact)))
    with_band, without = charts.ratio_path(plan), charts.ratio_path(cm.project(scenario))
    assert len(with_band.collections) == len(without.collections) + 1


def test_long_names_of_scenarios_are_cut_and_kept_in_the_numbers(plan: cm.Projection) -> None:
    name = "考虑外出务工人员返乡、产业结构调整与公共服务均等化之后的一种情景" * 2
    others = [cm.project(plan.scenario.with_name(other)) for other in (name, "b", "c")]
    ax = charts.scenario_multiples(others)
    (heading,) = (text.get_text() for child in ax.child_axes for text in child.texts if "考虑" in text.get_text())
    assert heading.count("\n") == 2
    assert "…" in heading
    assert charts.numbers(ax).rows[0][0] == cm.Text.same(name)


def test_the_own_scenario_lies_on_top(plan: cm.Projection) -> None:
    first, second, *_ = charts.ratio_path([plan, cm.project(cm.scenario("floor"))]).lines
    assert first.get_zorder() > second.get_zorder()
    assert first.get_linewidth() > second.get_linewidth()
