"""Frames of results are tidy: a row a value, keys in front, a type a column, whatever the language."""

import pickle
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.tables import KEYS, Column, Figure, Shown, Table, column
from ceheng_model.vocabulary import BUREAU_KEYS, LANGUAGES, Force, Keyed, Language, Text, Verdict
from tests.exact import plan_path
from tests.framed import ALL, MADE, OF_REGIONS, PEOPLE, peopled, plan, regional

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "frames.md"
GROUPS = ["urban", "rural", "lifted"]
NO_FRAMES_OF_THEIR_OWN = {"Paper", "RegionalCheck", "BatchReport"}
"""A brief is read; of regions the page has the report of many paths, which is made by hand in `MADE`."""


def documented() -> dict[str, dict[str, str]]:
    """Return, for each result on the page, its columns with their types."""
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    rows = {part.split("\n", 1)[0]: re.findall(r"^\| `([^`]+)` \| (\S+) \|", part, re.MULTILINE) for part in sections}
    return {name: dict(found) for name, found in rows.items() if found}


def types(frame: pd.DataFrame) -> dict[str, str]:
    """Return the types of the columns; all quantiles as one, and text as it is called from pandas 3 on."""
    found = {re.sub(r"^q[\d.]+$", "q…", str(name)): str(dtype) for name, dtype in frame.dtypes.items()}
    return {name: dtype.replace("object", "str") for name, dtype in found.items()}


def subclasses(cls: type[Any]) -> set[str]:
    below: list[type[Any]] = cls.__subclasses__()
    found = {one.__name__ for one in below if one.__module__.startswith("ceheng_model")}
    return found.union(*map(subclasses, below))


@pytest.mark.parametrize("name", ALL)
def test_the_page_says_what_a_frame_holds(name: str) -> None:
    expected = documented()[name]
    if name in OF_REGIONS:
        assert types(OF_REGIONS[name]().to_frame()) == expected
        expected = {key: dtype for key, dtype in expected.items() if key != "region"}
    found = types(ALL[name]().to_frame())
    assert (list(found), found) == (list(expected), expected)


@pytest.mark.parametrize("file", ["reg.csv", "reg2.csv", None])
def test_the_base_of_many_regions_is_that_of_each(file: str | None) -> None:
    cases = Path(__file__).parent / "cases" / "plans" / "11-region-without-rural"
    many = (regional() if file is None else plan().with_regions(cases / file)).baseline
    each = pd.concat([many.at(region).to_frame().assign(region=region) for region in many.regions], ignore_index=True)
    frame = many.to_frame()
    assert frame.region.cat.categories.tolist() == list(many.regions)
    pd.testing.assert_frame_equal(
        frame.astype({"region": "str"}), each.astype({"region": "str"})[frame.columns], check_categorical=False
    )


OF_NO_ONE_SCENARIO = {"PlanSet", "PlansReview", "AddedUp", "Allocation", "PlansEnsemble", "PlansProgress",
    "Baseline", "BatchReport", "BatchSolution", "Difference", "Comparison", "InequalityBounds", "Uncertainty", "Frontier",
    "Calibration", "Actuals", "Plan", "PlanList", "Measures", "Circumstances", "PublishedSeries", "OfficialTable",
}  # fmt: skip
OF_SEVERAL = {name for name in ALL if name.startswith("Scenario") and name != "Scenario"}


@pytest.mark.parametrize("name", ALL)
def test_frames_of_one_scenario_name_it_and_no_others_do(name: str) -> None:
    frame = ALL[name]().to_frame()
    assert ("scenario" in frame) == (name not in OF_NO_ONE_SCENARIO)
    if name not in OF_NO_ONE_SCENARIO | OF_SEVERAL:
        assert frame.columns[0] == "scenario"
        assert frame.scenario.isin(["plan", "peopled"]).all()
        assert "scenario" not in ALL[name]().to_frame(wide=True)
    if name in OF_REGIONS and name != "Baseline":
        frame = OF_REGIONS[name]().to_frame(language="en")
        assert frame.scenario.unique().tolist() == ["the plan, but with the base-year incomes of 2 regions"]


def test_a_frame_bears_the_name_of_the_scenario_it_is_of() -> None:
    slow = plan().with_growth("rural", "wages", 0.15)
    title = slow.title
    for scenario, zh, en in (
        (slow, title.zh, title.en),
        (slow.with_name("慢"), "慢", "慢"),
        (cm.scenario("trend"), "trend", "trend"),
    ):
        projection = cm.project(scenario)
        for result in (
            scenario,
            projection,
            projection.totals,
            pickle.loads(pickle.dumps(projection.totals)),
            projection.totals * 2 - 1,
            projection.totals.sel(group="rural"),
            projection.totals / projection.totals.sel(group="urban"),
            cm.contributions(projection).growth,
            cm.check(projection, share_cases=False),
        ):
            told = {language: result.to_frame(language=language).scenario.unique().tolist() for language in LANGUAGES}
            assert told == {"zh": [zh], "en": [en]}
    apart = cm.project(slow).totals - cm.project(cm.scenario("trend")).totals
    assert "scenario" not in apart.to_frame()
    ensembles = [cm.simulate(one, draws=64, seed=1) for one in (plan(), cm.scenario("trend"))]
    assert ensembles[1].quantiles().to_frame().scenario.unique().tolist() == ["trend"]
    assert "scenario" not in (ensembles[0].quantiles() - ensembles[1].quantiles()).to_frame()


def test_a_fan_says_of_whom_it_is() -> None:
    drawn = cm.simulate(plan(), draws=64, seed=1, components=True)
    keys = ["group", "component"]
    for fan, key in (
        (drawn.fan("total", group="lifted"), ("lifted", "total")),
        (drawn.fan("level", group="rural", component="wages"), ("rural", "wages")),
    ):
        assert fan.to_frame()[keys].drop_duplicates().to_numpy().tolist() == [list(key)]
    assert drawn.fan("ratio").to_frame().columns[:3].tolist() == ["scenario", "year", "path"]


def test_every_result_is_on_the_page() -> None:
    # the classes are there once they are loaded
    assert [MADE[name]() for name in MADE]
    assert subclasses(Shown) - NO_FRAMES_OF_THEIR_OWN == set(MADE) - NO_FRAMES_OF_THEIR_OWN
    assert set(documented()) == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_keys_stand_in_front_in_one_order(name: str) -> None:
    for make in (ALL[name], OF_REGIONS.get(name, ALL[name])):
        columns = [key for key in make().to_frame().columns if key != "alternative"]
        places = [KEYS.index(key) if key in KEYS else len(KEYS) for key in columns]
        assert places == sorted(places)


@pytest.mark.parametrize(
    "name", [name for name in ALL if name not in ("Calibration", "PublishedSeries", "OfficialTable")]
)
def test_groups_components_and_verdicts_are_categories_in_the_order_of_the_plan(name: str) -> None:
    frame = ALL[name]().to_frame()
    orders: dict[str, list[str]] = {
        "group": GROUPS,
        "component": [*BUREAU_KEYS, "total"],
        "verdict": list(Verdict),
        "force": list(Force),
    }
    for key, order in orders.items():
        if key in frame:
            known = [one for one in frame[key].cat.categories if one in order]
            assert known == [one for one in order if one in known]
            # closing rows come last
            assert list(frame[key].cat.categories[: len(known)]) == known
            assert all(isinstance(one, str) for one in frame[key].dropna())


@pytest.mark.parametrize("name", ALL)
def test_texts_are_one_column_in_the_language_asked_for(name: str) -> None:
    chinese, english = (ALL[name]().to_frame(language=language) for language in LANGUAGES)
    assert list(chinese.columns) == list(english.columns)
    assert not [key for key in chinese.columns if str(key).endswith(("_zh", "_en"))]
    assert chinese.equals(ALL[name]().to_frame())
    for key in chinese.columns:
        if types(chinese)[re.sub(r"^q[\d.]+$", "q…", str(key))] != "str":
            pd.testing.assert_series_equal(chinese[key], english[key])


@pytest.mark.parametrize(
    "name",
    [name for name in MADE if name not in ("Labelled", "Projection", "Scenario", "BatchReport", "BatchSolution")],
)
def test_a_frame_without_rows_has_the_same_types(name: str) -> None:
    from dataclasses import replace

    result = MADE[name]()
    table = result.frame_table()
    empty = replace(table, rows=()).to_frame()
    assert len(empty) == 0
    whole = types(result.to_frame())
    assert types(empty) == {key: whole[key] for key in whole if key != "scenario" or key in empty}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_a_wide_frame_holds_the_same_numbers(name: str, language: Language) -> None:
    result = ALL[name]()
    wide: Any = result.to_frame(wide=True, language=language)
    assert len(wide) > 0
    years = [key for key in wide.columns if isinstance(key, int | np.integer)]
    assert all(a < b for a, b in pairwise(years))
    numbers = {round(float(value), 9) for value in result.to_frame().select_dtypes("number").to_numpy(float).ravel()}
    for year in years:
        assert {round(float(value), 9) for value in wide[year].dropna()} <= numbers


def test_years_stand_beside_one_another_for_people() -> None:
    wide = cm.project(plan()).totals.to_frame(wide=True, language="en")
    assert list(wide.columns) == ["group", 2021, 2022, 2023, 2024]
    assert wide["group"].tolist() == ["urban residents", "rural residents", "people lifted out of poverty"]
    _, path = plan_path("rural")
    assert wide.loc[1, 2024] == pytest.approx(float(sum(path[3].values())), rel=1e-12)
    # several numbers of a year stand one below the other
    shares = cm.contributions(cm.project(plan())).to_frame(wide=True, language="zh")
    assert list(shares.columns) == ["人群", "收入构成", "项目", 2022, 2023, 2024]
    row = shares[(shares["人群"] == "农村常住居民") & (shares["收入构成"] == "合计") & (shares["项目"] == "增速")]
    assert row[2024].item() == pytest.approx(0.12)


def test_a_table_of_words_stays_as_it_is_under_its_headings() -> None:
    wide = cm.check(cm.project(plan()), share_cases=False).to_frame(wide=True, language="zh")
    assert "判定" in wide.columns
    assert set(wide["判定"]) <= {verdict.label.zh for verdict in Verdict}
    assert wide["人群"].iloc[0] == "城镇常住居民"


def made_up(rows: tuple[tuple[object, ...], ...]) -> Table:
    columns = (
        Column(key="note", heading=Text("说明", "note")),
        Column(key="rate", heading=Text("增速", "growth"), kind="percent"),
        column("year", "year"),
        column("group", among=("urban", "rural")),
        Column(key="quarter", heading=Text("季度", "quarter"), kind="year", may_lack=True),
        Column(key="day", heading=Text("日期", "day"), holds="date"),
        Column(key="is_met", heading=Text("达到", "met"), holds="flag"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
    )
    return Table(name="t", title=Text("表", "Table"), columns=columns, rows=rows)  # type: ignore[arg-type]


def test_every_sort_of_cell_has_its_type() -> None:
    rural = Keyed("rural", Text("农村", "rural"))
    rows = (
        (Text("甲", "A"), Figure(0.25, "percent"), 2023, rural, 3, "2024-02-29", True, Verdict.MET),
        (None, None, 2024, "other", None, None, False, None),
    )
    frame: Any = made_up(rows).to_frame(language="en")
    assert frame.columns.tolist() == ["group", "year", "note", "rate", "quarter", "day", "is_met", "verdict"]
    assert types(frame) == {
        "group": "category", "year": "int64", "note": "str", "rate": "float64", "quarter": "Int64",
        "day": "datetime64[s]", "is_met": "bool", "verdict": "category",
    }  # fmt: skip
    assert frame.group.cat.categories.tolist() == ["urban", "rural", "other"]
    assert frame.loc[0].tolist() == ["rural", 2023, "A", 0.25, 3, pd.Timestamp("2024-02-29"), True, "met"]
    assert frame[["note", "rate", "quarter", "day", "verdict"]].isna().to_numpy().tolist() == [[False] * 5, [True] * 5]
    assert types(made_up(()).to_frame()) == types(frame)


@pytest.mark.parametrize("wide", [False, True])
def test_an_unknown_language_of_a_frame_is_refused(*, wide: bool) -> None:
    told = r"language of to_frame must be one of the known options \(got 'fr'\)"
    for result in (plan(), cm.project(plan()).totals, cm.load_plan()):
        with pytest.raises(cm.InputError, match=told):
            result.to_frame(language="fr", wide=wide)  # type: ignore[arg-type]


def test_a_frame_merges_with_one_of_a_user() -> None:
    rows = [(group, year, count) for group, by_year in PEOPLE.items() for year, count in by_year.items()]
    people = pd.DataFrame(rows, columns=["group", "year", "people"])
    merged = cm.project(plan()).to_frame().merge(people, on=["group", "year"])
    assert len(merged) == 2 * 4 * 4
    sums = (merged.level * merged.people).groupby(merged.year).sum()
    for t, year in enumerate((2021, 2022, 2023, 2024)):
        exact = sum((sum(plan_path(group)[1][t].values()) * PEOPLE[group][year] for group in PEOPLE), Fraction(0))
        assert sums[year] == pytest.approx(float(exact), rel=1e-12)
    statements = cm.check(cm.project(plan()), share_cases=False).to_frame()
    with_people: Any = statements.merge(people, on=["group", "year"], how="left")
    assert len(with_people) == len(statements)
    assert with_people["people"][with_people["statement"] == "rural_income_2024"].tolist() == [55]


def test_alternatives_stand_before_all_other_keys() -> None:
    rates = pd.Series([0.08, 0.12], index=pd.Index(["slow", "fast"], name="wages"))
    many = plan().with_growth("rural", "wages", rates)
    for frame in (many.to_frame(), cm.project(many).to_frame(), cm.project(many).totals.to_frame()):
        assert frame.columns[0] == "wages"
        assert frame["wages"].cat.categories.tolist() == ["slow", "fast"]
    growth = many.to_frame()
    chosen = growth[(growth.group == "rural") & (growth.component == "wages")]
    assert chosen.groupby("wages", observed=True).growth.first().to_dict() == {"slow": 0.08, "fast": 0.12}


def test_quantiles_stand_behind_what_they_are_of() -> None:
    frame = MADE["Ensemble"]().quantiles().to_frame()  # type: ignore[attr-defined]
    assert frame.columns.tolist() == ["scenario", "group", "year", "quantile", "total_quantile"]
    assert frame["quantile"].dtype == np.float64


def test_what_a_chart_drew_is_tidy() -> None:
    several = [cm.project(cm.scenario(name)) for name in ("plan", "ratio")]
    frame = charts.numbers(charts.scenario_multiples(several)).to_frame(language="en")
    assert frame.columns.tolist() == ["scenario", "group", "year", "total"]
    assert frame.scenario.cat.categories.tolist() == ["the plan", "ratio"]


@pytest.mark.parametrize("of", [cm.inequality, cm.residents_growth])
def test_many_paths_have_the_frames_of_each_path(of: Any) -> None:
    many = plan().with_population(PEOPLE).with_growth("rural", "wages", pd.Series([0.1, 0.2], index=["slow", "fast"]))
    frame = of(cm.project(many)).to_frame()
    assert frame.columns[0] == "alternative"
    assert types(frame) == {
        "alternative": "category",
        **{key: dtype for key, dtype in types(of(peopled()).to_frame()).items() if key != "scenario"},
    }
    for label in ("slow", "fast"):
        alone = of(cm.project(many.at(alternative=label))).to_frame().drop(columns="scenario")
        keys = ["group", "year"]
        found = frame[frame.alternative == label].drop(columns="alternative")
        alone, found = (one.set_index(keys).sort_index() for one in (alone, found))
        pd.testing.assert_frame_equal(found, alone, rtol=1e-12)


def test_ranges_over_many_paths_are_words_for_people() -> None:
    many = plan().with_population(PEOPLE).with_growth("rural", "wages", [0.1, 0.2])
    wide = cm.inequality(cm.project(many)).to_frame(wide=True, language="en")
    assert any(" … " in cell for cell in wide["Theil T"])
