"""No word over another, no word off the paper, apart in grey: for the shipped plan and for odd ones."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import colors
from matplotlib.figure import Figure
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.style import FILLS, GAIN, LOSS, STROKES, Fill
from ceheng_model.cli import program
from ceheng_model.vocabulary import Language
from tests.charting import NAMES, OF_COUNTIES, Draw, drawn_of, of, of_review, shipped
from tests.counties import frame as generated
from tests.effort import examples
from tests.looking import outside, overlapping, words_of

LONG = "考虑外出务工人员返乡与产业结构调整之后的情景"
ODD = ("one_year", "eight_years", "equal", "long_names", "falling")


@pytest.fixture(autouse=True)
def carried() -> object:
    with charts.font("carried"):
        yield


@cache
def odd(kind: str) -> dict[str, Draw]:
    plan = cm.scenario("plan")
    shipped_ones = [cm.scenario(name) for name in cm.ALTERNATIVES]
    if kind == "one_year":
        beside = [one.with_horizon(2022) for one in shipped_ones]
        return of(plan.with_horizon(2022), beside, [("urban", 2022, 40161.0), ("rural", 2022, 12000.0)])
    if kind == "eight_years":
        beside = [one.with_horizon(2029) for one in shipped_ones]
        return of(
            plan.with_horizon(2029),
            beside,
            [("rural", year, 12000.0 + 900 * (year - 2022)) for year in range(2022, 2030)],
        )
    if kind == "equal":
        still = plan.with_growth(None, None, 0.0)
        return of(still, [plan] * 8, [("urban", 2022, 36510.0), ("urban", 2023, 36510.0)])
    if kind == "long_names":
        beside = [one.with_name(f"{LONG} {one.title.en}") for one in shipped_ones]
        beside.append(cm.scenario("trend").with_name("A very long name that somebody wrote for $x_1$"))
        return of(plan.with_name(LONG), beside, [("lifted", 2024, 18000.0)])
    if kind == "falling":
        falling = plan.with_growth("rural", None, -0.08).with_growth("rural", "wages", 0.1).with_name("falling")
        return of(falling, [falling, plan], [("rural", 2022, 9000.0), ("rural", 2024, 14000.0)])
    raise AssertionError(kind)


@pytest.mark.parametrize("size", charts.SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*NAMES, *OF_COUNTIES])
def test_words_of_the_shipped_plan_stand_clear(name: str, language: Language, size: charts.Size) -> None:
    ax = drawn_of(name)(language=language, size=size)
    assert outside(ax) == []
    assert overlapping(ax) == []
    assert len(words_of(ax)) > 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("zh", "word"),
        ("en", "slide"),
        pytest.param("zh", "slide", marks=pytest.mark.long),
        pytest.param("en", "word", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("name", NAMES)
def test_words_of_odd_scenarios_stand_clear(name: str, kind: str, language: Language, size: charts.Size) -> None:
    if (name, kind) == ("growth_still_needed", "one_year"):
        # the outturn of the only year is given, so nothing is left to need growth
        with pytest.raises(cm.InputError, match="must have targets that are not decided and need growth"):
            odd(kind)[name](language=language, size=size)
        return
    ax = odd(kind)[name](language=language, size=size)
    assert outside(ax) == []
    assert overlapping(ax) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", charts.SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["one", "many", "long_names", "one_group"])
@pytest.mark.parametrize("name", OF_COUNTIES)
def test_words_of_odd_counties_stand_clear(
    name: str, kind: str, language: Language, size: charts.Size, tmp_path: Path
) -> None:
    table = generated({"one": 1, "many": 60}.get(kind, 8))
    if kind == "long_names":
        table = table.assign(county=[f"{county}布依族苗族自治县新型城镇化示范区" for county in table["county"]])
    if kind == "one_group":
        table = table[[column for column in table.columns if not column.startswith("urban_")]]
        table["rural_growth"] = "12%以上"
    else:
        table["ratio"] = "2.4左右"
    table.to_csv(tmp_path / "counties.csv", index=False)
    ax = of_review(cm.review_plans(cm.load_plans(tmp_path / "counties.csv")))[name](language=language, size=size)
    assert outside(ax) == []
    assert overlapping(ax) == []


@pytest.mark.parametrize("size", charts.SIZES)
def test_long_names_that_begin_alike_are_told_apart(size: charts.Size) -> None:
    ends = ("甲", "乙", "丙", "丁", "戊", "己")
    named = [cm.scenario(one).with_name(f"{LONG * 2}{end}") for one, end in zip(cm.ALTERNATIVES, ends, strict=True)]
    ax = charts.ratio_path([cm.project(one) for one in named], language="zh", size=size)
    labels = [re.sub(r" [\d.]+$", "", text.get_text()) for text in ax.texts]
    assert {end: sum(label.endswith(end) for label in labels) for end in ends} == dict.fromkeys(ends, 1)


def test_a_horizon_of_all_scenarios_stands_in_no_name() -> None:
    paths = [cm.project(cm.scenario(name).with_horizon(2030)) for name in ("plan", "trend")]
    for ax in (charts.ratio_path(paths, language="zh"), charts.scenario_multiples(paths, language="zh")):
        shown = [text for text, _ in words_of(ax)]
        assert any(text.startswith("按趋势") for text in shown)
        # the source still says of what horizon the growth is
        assert [text for text in shown if "延至2030年" in text.replace("\n", "") and not text.startswith("来源")] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", charts.SIZES)
def test_the_label_of_a_target_within_the_years_lies_over_no_line(language: Language, size: charts.Size) -> None:
    paths = [cm.project(cm.scenario(name).with_horizon(2030)) for name in cm.ALTERNATIVES]
    ax = charts.ratio_path(paths, language=language, size=size)
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    (label,) = (text for text in ax.texts if text.get_text() in ("2024年目标 2.8", "target 2024: 2.8"))
    box = label.get_window_extent().transformed(ax.transData.inverted())
    along = np.linspace(box.x0, box.x1, 50)
    for path in paths:
        heights = np.interp(along, path.years, path.urban_rural_ratio.values)
        assert not np.any((heights > box.y0) & (heights < box.y1))


CASES = ("changed", "later", "yunnan", "drafted", "own_terms")
DRAFTED = [
    "--base-year", "2023", "--last-year", "2028", "--title", "某县居民增收五年计划", "--issuer", "某县人民政府",
    "--issued", "2024-03-01", "--region", "520000", "--base", "urban=40000", "--base", "rural=16,000",
    "--growth", "urban=7%", "--growth", "rural=9%", "--growth", "rural.wages=11%", "--endpoint", "rural=24600",
    "--ratio", "2.2", "--split", "rural=40,31,2,27", "--split", "urban=national", "--series", "national",
]  # fmt: skip


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a plan that `init` made."""
    folder = tmp_path_factory.mktemp("counties") / "mine"
    assert CliRunner().invoke(program, ["init", str(folder), *DRAFTED]).exit_code == 0
    return folder


def scenario_of(case: str, drafted: Path) -> cm.Scenario:
    root = Path(__file__).parent
    made = {
        "changed": lambda: cm.scenario("plan").with_change("rural.wages.2023-2024=12%"),
        "later": lambda: cm.scenario("plan").with_horizon(2030),
        "yunnan": lambda: cm.scenario("plan", plan=root.parent / "data/plans/yunnan-rural-2022-2024").with_horizon(
            2031
        ),
        "drafted": lambda: cm.scenario("plan", plan=drafted),
        "own_terms": lambda: cm.scenario("plan", plan=root / "own_terms"),
    }
    return made[case]()


@pytest.mark.slow
@pytest.mark.parametrize("size", charts.SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_words_of_other_plans_and_scenarios_stand_clear(
    case: str, language: Language, size: charts.Size, drafted: Path
) -> None:
    scenario = scenario_of(case, drafted)
    path = cm.project(scenario)
    # two years of outturn of every group, below and above what is projected
    rows = [
        (key, year, float(path.totals.values[g, t]) * (0.97 + 0.02 * t + 0.01 * g))
        for g, key in enumerate(scenario.group_keys)
        for t, year in enumerate(path.years[:3])
        if t
    ]
    material = charts.Material(
        scenario=scenario, actual=pd.DataFrame(rows, columns=["group", "year", "value"]), draws=500
    )
    wrong: dict[str, object] = {}
    for picture in charts.pictures(material):
        if picture.of_spread and material.without_spread is not None:
            continue
        ax = picture.draw(language=language, size=size)
        if outside(ax) or overlapping(ax):
            wrong[picture.name] = (outside(ax), overlapping(ax))
    assert wrong == {}


RATES = st.floats(-0.25, 0.4)


@pytest.mark.slow
@examples(15)
@given(RATES, RATES, RATES)
def test_paths_of_any_growth_stand_clear(urban: float, rural: float, lifted: float) -> None:
    scenario = cm.scenario("plan")
    for group, rate in (("urban", urban), ("rural", rural), ("lifted", lifted)):
        scenario = scenario.with_growth(group, None, rate)
    projection = cm.project(scenario)
    with charts.font("carried"):
        for ax in (charts.income_paths(projection), charts.contribution_waterfall(projection, "rural", language="en")):
            assert outside(ax) == []
            assert overlapping(ax) == []


def test_the_looking_sees_what_is_wrong() -> None:
    ax = shipped()["income_paths"]()
    ax.text(2022, 40000, "one over another")
    ax.text(2022, 40000, "one over another")
    ax.text(1.5, 0.5, "off the paper", transform=ax.transAxes).set_in_layout(False)
    assert ("one over another", "one over another") in overlapping(ax)
    assert "off the paper" in outside(ax)


def lightness(colour: str) -> float:
    """Return CIE L* of a colour: how light it is in grey print."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colors.to_rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return float(116.0 * np.cbrt(luminance) - 16.0 if luminance > 0.008856 else 903.3 * luminance)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    first, second = sorted((((lightness(c) + 16.0) / 116.0) ** 3 + 0.05 for c in (one, other)), reverse=True)
    return first / second


def test_fillings_stay_apart_in_grey() -> None:
    light = [lightness(fill.colour) for fill in FILLS]
    # each of the usual components lighter than the one below it by a step that grey print shows
    assert min(np.diff(light[:4])) >= 15.0
    # of more, neighbours are apart as much, and no two have one hatching
    assert min(np.abs(np.diff(light))) >= 15.0
    assert len({fill.hatch for fill in FILLS}) == len(FILLS) == 8
    assert abs(lightness(GAIN.colour) - lightness(LOSS.colour)) >= 15.0
    assert GAIN.hatch != LOSS.hatch


def test_strokes_differ_in_mark_and_dashes_or_lightness() -> None:
    assert len({stroke.mark for stroke in STROKES}) == len(STROKES) == 8
    groups = [lightness(stroke.colour) for stroke in STROKES[:3]]
    assert min(np.diff(groups)) >= 15.0
    assert len({str(stroke.dashes) for stroke in STROKES[:4]}) == 4


@pytest.mark.parametrize("colour", [stroke.text for stroke in STROKES])
def test_coloured_words_can_be_read(colour: str) -> None:
    # 4.5 is what WCAG 2 asks of text
    assert contrast(colour, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("fill", FILLS)
def test_words_on_fillings_can_be_read(fill: Fill) -> None:
    assert contrast(fill.colour, fill.text) >= 3.0
