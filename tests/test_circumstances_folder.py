"""A plan folder that holds its circumstances: exact values, years that are missing, overriding, every door."""

import csv
import io
import shutil
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.drafting import write_circumstances
from ceheng_model.files import shipped
from ceheng_model.plan import Circumstance
from ceheng_model.scenarios import Dossier, load_dossier, scenario_toml
from ceheng_model.scenarios.known_levels import KnownLevel
from ceheng_model.tracking import write_template
from ceheng_model.vocabulary import Text, Verdict
from tests import office
from tests.briefs import words_of
from tests.workbooks import edited

HEAD = "kind,region,group,year,value,status,source"
PEOPLE = {
    "urban": {2023: 10, 2024: 11, 2025: 11, 2026: 12},
    "rural": {2023: 10, 2024: 9, 2025: 9, 2026: 8},
}
ROWS = (
    "gdp_growth,,,2024,5%,published,县统计公报2024",
    "gdp_growth,,,2025,0.06,published,县统计公报2025",
    "gdp_growth,,,2026,4%,assumed,县十五五规划目标",
    "price_growth,,,2024,1%,published,县统计公报2024",
    "price_growth,,,2025,2%,published,县统计公报2025",
    "price_growth,,,2026,0%,assumed,近年平均",
    *(
        f"population,,{group},{year},{count},{'assumed' if year > 2024 else 'published'},县公安局"
        for group, by_year in PEOPLE.items()
        for year, count in by_year.items()
    ),
    "series_growth,,national.rural,2025,6%,assumed,近三年平均",
    "series,,national.rural,2026,26000,assumed,预测",
    "gdp_growth,guizhou,,2024,9%,published,省统计局",
    "gdp_growth,guizhou,,2025,8%,published,省统计局",
)
STATEMENTS = {
    "gdp_lead": 'quantity = "growth_lead"\ngroup = "rural"\nagainst = "gdp"\ntype = "above"',
    "gdp_first_years": 'quantity = "growth_lead"\ngroup = "rural"\nagainst = "gdp"\nlast_year = 2025\ntype = "above"',
    "all_2026": 'quantity = "all_residents"\ntype = "reaches"\nvalue = 38000\nprecision = 1000',
    "level_2025": 'quantity = "relative_level"\ngroup = "rural"\nagainst = "national.rural"\nyear = 2025\n'
    'type = "reaches"\nvalue = 0.98\nprecision = 0.01',
    "level_2026": 'quantity = "relative_level"\ngroup = "rural"\nagainst = "national.rural"\n'
    'type = "reaches"\nvalue = 1.0\nprecision = 0.01',
    "gap": 'quantity = "relative_gap"\ngroup = "rural"\nagainst = "national.rural"\ntype = "narrows"',
    "lead_of_nation": 'quantity = "growth_lead"\ngroup = "rural"\nagainst = "national.rural"\ntype = "above"',
}
PLAN = """
id = "those-2024-2026"
base_year = 2023
first_year = 2024
last_year = 2026
issued = 2024-03-01
title = { zh = "某县三年方案", en = "a plan of three years" }
issuer = { zh = "某县", en = "a county" }
[baseline]
file = "baselines.csv"
region = "those"
[baseline.shares]
urban = "own"
rural = "own"
[series]
national = "nbs_income.csv"
[circumstances]
file = "circumstances.csv"
[[group]]
key = "urban"
concept = "disposable_income"
label = { zh = "城镇常住居民", en = "urban residents" }
series = "national.urban"
[[group]]
key = "rural"
concept = "disposable_income"
label = { zh = "农村常住居民", en = "rural residents" }
series = "national.rural"
"""
SPLIT = (Fraction(4, 10), Fraction(35, 100), Fraction(5, 100), Fraction(2, 10))
BASE = {"urban": 40000, "rural": 20000}
# the averages that the plan prints, on which incomes grow
GROWTH = {"urban": Fraction(5, 100), "rural": Fraction(10, 100)}
NATION = {
    2023: Fraction(21691),
    2024: Fraction(23119),
    2025: Fraction(23119) * Fraction(106, 100),
    2026: Fraction(26000),
}


def income(group: str, year: int) -> Fraction:
    return BASE[group] * (1 + GROWTH[group]) ** (year - 2023)


def make(folder: Path, rows: Sequence[str] = ROWS, *, head: str = HEAD) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    average = "".join(
        f'[[statement]]\nid = "{group}_growth"\nquantity = "average_annual_growth"\ngroup = "{group}"\ntype = "about"\n'
        f'value = {float(rate)}\nprecision = 0.01\nwords = "{group} 年均{float(rate):.0%}左右"\n'
        'place = { zh = "一", en = "1" }\n'
        for group, rate in GROWTH.items()
    )
    others = "".join(
        f'[[statement]]\nid = "{id}"\n{body}\nwords = "{id}：38000、0.98、1.0"\nplace = {{ zh = "二", en = "2" }}\n'
        for id, body in STATEMENTS.items()
    )
    (folder / "plan.toml").write_text(PLAN + average + others, encoding="utf-8")
    lines = ["region,group,component,year,share_case,value_yuan,concept,status,source,note"]
    for group, total in BASE.items():
        lines.append(f"those,{group},total,2023,all,{total},disposable_income,published,公报,")
        parts = zip(("wages", "business", "property", "transfer"), SPLIT, strict=True)
        lines += [
            f"those,{group},{part},2023,own,{float(total * share)},disposable_income,published,公报,"
            for part, share in parts
        ]
    (folder / "baselines.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copy(shipped("nbs_income.csv"), folder / "nbs_income.csv")
    (folder / "circumstances.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


def without(*starts: str) -> list[str]:
    return [row for row in ROWS if not row.startswith(starts)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("circumstances") / "plan")


@pytest.fixture(scope="module")
def partial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that knows nothing of 2026 but the residents of one group."""
    rows = without("gdp_growth,,,2026", "price_growth,,,2026", "population,,rural,2026", "series,,national.rural,2026")
    return make(tmp_path_factory.mktemp("partial") / "plan", rows)


def known_level(dossier: Dossier, series: str, group: str, year: int, *, as_of: int | None = None) -> KnownLevel:
    found = dossier.known_level(series, group, year, as_of=as_of)
    assert found is not None
    return found


def checked(folder: Path, id: str) -> "cm.CheckedStatement":
    return cm.check(cm.project(cm.scenario("plan", plan=folder)), share_cases=False)[id]


def rooted(value: Fraction, years: int) -> float:
    return float(float(value) ** (1 / years))


# Exact values


def test_growth_of_gdp_and_prices_judges_a_lead(folder: Path) -> None:
    # (1.1^3 / (1.01 x 1.02 x 1))^(1/3) - (1.05 x 1.06 x 1.04)^(1/3)
    real = Fraction(11, 10) ** 3 / (Fraction(101, 100) * Fraction(102, 100))
    gdp = Fraction(105, 100) * Fraction(106, 100) * Fraction(104, 100)
    found = checked(folder, "gdp_lead")
    assert found.value == pytest.approx(rooted(real, 3) - rooted(gdp, 3), abs=1e-12)
    assert (found.verdict, found.missing) == (Verdict.MET, None)
    assert found.note == Text("实际收入增速与实际经济增速相比", "real income against real GDP")


def test_residents_of_each_year_weigh_all_residents(folder: Path) -> None:
    projection = cm.project(cm.scenario("plan", plan=folder))
    for t, year in enumerate((2023, 2024, 2025, 2026)):
        people = {group: PEOPLE[group][year] for group in PEOPLE}
        whole = sum((people[group] * income(group, year) for group in PEOPLE), Fraction(0))
        assert projection.all_residents.values[t] == pytest.approx(float(whole / sum(people.values())), rel=1e-13)
    # (12 x 46305 + 8 x 26620) / 20 = 38431
    assert checked(folder, "all_2026").value == pytest.approx(38431.0, abs=1e-6)


def test_real_incomes_follow_the_prices_of_the_folder(folder: Path) -> None:
    real = cm.project(cm.scenario("plan", plan=folder)).real_totals.values
    assert real[1, 3] == pytest.approx(float(26620 / (Fraction(101, 100) * Fraction(102, 100))), rel=1e-13)


def test_a_continued_series_decides_levels_and_gaps_and_says_that_it_is_assumed(folder: Path) -> None:
    for id, year in (("level_2025", 2025), ("level_2026", 2026)):
        found = checked(folder, id)
        assert found.value == pytest.approx(float(income("rural", year) / NATION[year]), rel=1e-13)
        assert found.note is not None
        assert f"全国农村常住居民{year}年的收入为假定数" in found.note.zh
        assert f"income of national rural residents in {year} is assumed" in found.note.en
    gap = checked(folder, "gap")
    gaps = [NATION[year] / income("rural", year) for year in NATION]
    changes = [float(after - before) for before, after in pairwise(gaps)]
    assert gap.value == pytest.approx(max(changes), abs=1e-13)
    assert gap.note is not None
    assert "2025、2026年的收入为假定数" in gap.note.zh
    lead = checked(folder, "lead_of_nation")
    assert lead.value == pytest.approx(0.1 - (rooted(NATION[2026] / NATION[2023], 3) - 1), abs=1e-12)
    assert lead.note is not None
    assert "2026年的收入为假定数" in lead.note.zh


def test_a_published_row_continues_a_series_without_a_note(tmp_path: Path) -> None:
    rows = [*without("series"), "series,,national.rural,2025,24500,published,国家统计局"]
    plan = make(tmp_path / "plan", rows)
    assert checked(plan, "level_2025").note is None
    assert checked(plan, "level_2026").verdict is Verdict.NOT_JUDGED
    assert known_level(load_dossier(plan), "national", "rural", 2025).status == "published"
    assert load_dossier(plan).known_level("national", "rural", 2026) is None


@pytest.mark.parametrize("status", ["published", "derived", "assumed"])
def test_only_an_assumption_stands_where_the_year_was_not_known(tmp_path: Path, status: str) -> None:
    kind = (
        "series_growth,,national.rural,2025,10%,published"
        if status == "derived"
        else f"series,,national.rural,2025,25430.9,{status}"
    )
    plan = make(tmp_path / "plan", [*without("series"), f"{kind},公报"])
    dossier = load_dossier(plan)
    known = known_level(dossier, "national", "rural", 2025, as_of=2025)
    assert (known.status, known.rule) == (status, None)
    assert known.value == pytest.approx(23119 * 1.1, rel=1e-12)
    # 10821 yuan in 2014 and 11422 in 2015, of which the series begins with the latter
    before = known_level(dossier, "national", "rural", 2025, as_of=2024)
    grown_on = 23119 * (23119 / 11422) ** (1 / 9)
    assert before.value == pytest.approx(23119 * 1.1 if status == "assumed" else grown_on, rel=1e-12)
    assert (before.rule is None) is (status == "assumed")
    # what is known goes into the average: the ten years up to 2025
    after = known_level(dossier, "national", "rural", 2026, as_of=2025)
    average = (23119 * 1.1 / 11422) ** (1 / 10) if status != "assumed" else (23119 / 11422) ** (1 / 9)
    start = 23119 * (1.1 if status != "assumed" else average)
    assert after.value == pytest.approx(start * average, rel=1e-12)


def test_growth_on_a_published_level_is_derived_and_on_an_assumed_one_assumed(tmp_path: Path) -> None:
    rows = [
        "series_growth,,national.rural,2026,5%,published,公报",
        "series_growth,,national.rural,2025,6%,published,公报",
        "series,,national.urban,2025,56000,assumed,预测",
        "series_growth,,national.urban,2026,5%,published,公报",
    ]
    dossier = load_dossier(make(tmp_path / "plan", rows))
    expected = float(23119 * Fraction(106, 100) * Fraction(105, 100))
    assert known_level(dossier, "national", "rural", 2026).value == pytest.approx(expected, rel=1e-13)
    assert known_level(dossier, "national", "rural", 2026).status == "derived"
    assert known_level(dossier, "national", "urban", 2026).status == "assumed"
    assert known_level(dossier, "national", "urban", 2024).status == "published"


# Years that are missing


def test_what_needs_a_year_that_is_not_known_names_it(partial: Path) -> None:
    assert checked(partial, "gdp_lead").note == Text("缺2026年经济增速", "needs growth of GDP in 2026")
    assert checked(partial, "all_2026").note == Text("缺2026年常住人口", "needs the population in 2026")
    level = checked(partial, "level_2026")
    assert level.verdict is Verdict.NOT_JUDGED
    assert level.missing is not None
    assert "2026" in level.missing.what.zh


def test_what_needs_known_years_only_is_judged(partial: Path) -> None:
    # (1.1^2 / (1.01 x 1.02))^(1/2) - (1.05 x 1.06)^(1/2)
    real = Fraction(11, 10) ** 2 / (Fraction(101, 100) * Fraction(102, 100))
    gdp = Fraction(105, 100) * Fraction(106, 100)
    assert checked(partial, "gdp_first_years").value == pytest.approx(rooted(real, 2) - rooted(gdp, 2), abs=1e-12)
    assert checked(partial, "level_2025").verdict is not Verdict.NOT_JUDGED
    projection = cm.project(cm.scenario("plan", plan=partial))
    whole = projection.all_residents.values
    assert np.isnan(whole).tolist() == [False, False, False, True]
    assert whole[1] == pytest.approx((11 * 42000 + 9 * 22000) / 20)
    assert np.isnan(projection.real_totals.values[0]).tolist() == [False, False, False, True]


def test_prices_known_in_part_leave_income_nominal_and_the_year_is_named(tmp_path: Path) -> None:
    found = checked(make(tmp_path / "plan", without("price_growth,,,2026")), "gdp_lead")
    gdp = Fraction(105, 100) * Fraction(106, 100) * Fraction(104, 100)
    assert found.value == pytest.approx(0.1 - (rooted(gdp, 3) - 1), abs=1e-12)
    assert found.note == Text("名义收入增速与实际经济增速相比", "nominal income against real GDP")
    assert found.missing is not None
    assert found.missing.what == Text("2026年居民消费价格涨幅", "consumer price growth in 2026")


def test_the_audit_names_the_year_that_it_lacks(folder: Path, partial: Path) -> None:
    lacks = {one.statement.id: one.missing.what.zh for one in cm.audit(cm.scenario("plan", plan=partial)).unaudited}
    assert lacks["gdp_lead"] == "2026年经济增速"
    assert lacks["all_2026"] == "2026年常住人口"
    assert "gdp_first_years" not in lacks
    whole = cm.audit(cm.scenario("plan", plan=folder))
    assert whole.unaudited == ()


def test_a_longer_horizon_takes_later_rows_and_is_unknown_beyond(tmp_path: Path) -> None:
    rows = [*ROWS, "gdp_growth,,,2027,3%,assumed,展望"]
    longer = cm.scenario("plan", plan=make(tmp_path / "plan", rows)).with_horizon(2028)
    assert longer.gdp_growth is not None
    assert longer.gdp_growth[:4].tolist() == [0.05, 0.06, 0.04, 0.03]
    assert np.isnan(longer.gdp_growth[4])
    assert longer.population is not None
    assert np.isnan(longer.population[:, 4:]).all()
    assert longer.with_horizon(2026).gdp_growth.tolist() == [0.05, 0.06, 0.04]  # type: ignore[union-attr]


def test_a_year_between_is_unknown_and_nothing_is_put_in_its_place(tmp_path: Path) -> None:
    plan = make(tmp_path / "plan", without("gdp_growth,,,2025"))
    assert checked(plan, "gdp_lead").note == Text("缺2025年经济增速", "needs growth of GDP in 2025")


# Figures of another region


def test_figures_of_another_region_judge_nothing_unless_named(folder: Path) -> None:
    own = cm.scenario("plan", plan=folder)
    assert own.gdp_growth is not None
    assert own.gdp_growth.tolist() == [0.05, 0.06, 0.04]
    borrowed = own.with_gdp("贵州省")
    assert borrowed.gdp_growth is not None
    assert borrowed.gdp_growth[:2].tolist() == [0.09, 0.08]
    assert "地区生产总值增速采用贵州省数" in borrowed.title.zh
    assert any("贵州省地区生产总值增速：2024年9.00%" in note.zh for note in borrowed.circumstance_notes())
    with pytest.raises(cm.InputError, match=r"the region of growth of GDP must be one of the known options"):
        own.with_gdp("yunnan")


def test_the_plan_that_ships_is_judged_by_no_figure_of_province_or_nation() -> None:
    shipped_plan = cm.scenario("plan")
    assert shipped_plan.gdp_growth is None
    assert shipped_plan.price_growth is None
    assert shipped_plan.circumstance_notes() == ()
    by_region = load_dossier().circumstances.of("gdp_growth", region="guizhou")
    assert {year: figure.value for year, figure in by_region.items()} == {2021: 0.081, 2022: 0.012, 2023: 0.049}
    assert load_dossier().circumstances.of("price_growth", region="national")[2022].value == 0.02


def test_other_regions_leave_the_circumstances_of_the_own_one_behind(folder: Path) -> None:
    frame = pd.DataFrame(
        [(code, group, "total", value) for code in ("a", "b") for group, value in BASE.items()],
        columns=["region", "group", "component", "value_yuan"],
    )
    own = cm.scenario("plan", plan=folder)
    regional = own.with_regions(frame)
    assert (regional.gdp_growth, regional.price_growth, regional.population) == (None, None, None)
    assert not any("不用方案所附" in text.zh for text in regional.changed_from)
    given = own.with_gdp(0.07).with_regions(frame)
    assert given.gdp_growth is not None
    assert given.gdp_growth.tolist() == [0.07] * 3


# Overriding


def test_what_is_given_replaces_the_folder_for_one_scenario(folder: Path) -> None:
    own = cm.scenario("plan", plan=folder)
    given = own.with_gdp({2026: 0.03})
    assert given.gdp_growth is not None
    assert given.gdp_growth.tolist() == [0.05, 0.06, 0.03]
    assert "地区生产总值" in given.title.zh
    assert not any("地区生产总值" in note.zh for note in given.circumstance_notes())
    assert own.is_as_planned
    assert not given.is_as_planned
    assert own.with_gdp(None).gdp_growth is None
    assert "不用方案所附的地区生产总值增速" in own.with_gdp(None).title.zh
    with pytest.raises(cm.InputError, match=r"the population of rural 2023, 2024, 2025, 2026 must be given"):
        own.with_population({"urban": 5})


def test_notes_name_status_and_source(folder: Path) -> None:
    notes = [note.zh for note in cm.scenario("plan", plan=folder).circumstance_notes()]
    assert notes == [
        "居民消费价格涨幅：2024年1.00%（公布，县统计公报2024）；2025年2.00%（公布，县统计公报2025）；2026年0.00%（假定，近年平均）",
        "地区生产总值增速：2024年5.00%（公布，县统计公报2024）；2025年6.00%（公布，县统计公报2025）；2026年4.00%（假定，县十五五规划目标）",
        "常住人口：城镇常住居民2023、2024年、农村常住居民2023、2024年（公布，县公安局）；城镇常住居民2025、2026年、农村常住居民2025、2026年（假定，县公安局）",
        "全国农村常住居民收入：2025年24,506元（假定，近三年平均）；2026年26,000元（假定，预测）",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda own: own,
        lambda own: own.with_change("rural.wages=8%"),
        lambda own: own.with_gdp({2026: 0.03}),
        lambda own: own.with_gdp(None).with_prices(None).with_population(None),
        lambda own: own.with_gdp("guizhou"),
        lambda own: own.with_population({"urban": 1, "rural": {2023: 1, 2024: 2, 2025: 3, 2026: 4}}),
        lambda own: own.with_horizon(2028),
    ],
    ids=["as it is", "changed", "one year", "nothing", "borrowed", "residents", "longer"],
)
@pytest.mark.parametrize("which", ["folder", "partial"])
def test_a_saved_scenario_reads_back_identically(
    change: object, which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    plan = request.getfixturevalue(which)
    made = change(cm.scenario("plan", plan=plan))  # type: ignore[operator]
    cm.write_scenario(made, tmp_path / "made.toml")
    back = cm.read_scenario(tmp_path / "made.toml", plan=plan)
    for name in ("growth", "gdp_growth", "price_growth", "population"):
        ours, theirs = getattr(made, name), getattr(back, name)
        assert (ours is None) == (theirs is None), name
        if ours is not None:
            np.testing.assert_array_equal(ours, theirs, err_msg=name)


def test_a_saved_scenario_holds_what_was_given_and_leaves_the_rest_to_the_folder(folder: Path, tmp_path: Path) -> None:
    own = cm.scenario("plan", plan=folder)
    assert not any(key in scenario_toml(own) for key in ("gdp_growth", "price_growth", "population"))
    assert 'gdp_growth = "guizhou"' in scenario_toml(own.with_gdp("guizhou"))
    cm.write_scenario(own.with_gdp({2026: 0.03}), tmp_path / "made.toml")
    other = make(tmp_path / "other", [*without("gdp_growth,,,2024"), "gdp_growth,,,2024,7%,published,修订"])
    back = cm.read_scenario(tmp_path / "made.toml", plan=other)
    assert back.gdp_growth is not None
    assert back.gdp_growth.tolist() == [0.07, 0.06, 0.03]


# The table


FAULTS = {
    "gdp,,,2024,5,published,x": r"circumstances.csv line 2, column value: growth of GDP 2024 must be below 1",
    "growth,,,2024,5%,published,x": r"circumstances.csv line 2, column kind: .* must be one of the known options",
    "gdp_growth,,rural,2024,5%,published,x": r"circumstances.csv line 2, column group: .* must be empty",
    "gdp_growth,,,24,5%,published,x": r"circumstances.csv line 2, column year: the year must be .*four digits",
    "gdp_growth,,,2024,,published,x": r"line 2, column value: growth of GDP 2024 must be filled in .*write no row",
    "gdp_growth,,,2024,5%,guess,x": r"circumstances.csv line 2, column status: .* must be one of the known options",
    "gdp_growth,,,2024,5%,published,": r"circumstances.csv line 2, column source: .* must be filled in",
    "population,,lifted,2024,5,published,x": r"circumstances.csv line 2, column group: .*known options",
    "population,,rural,2024,0,published,x": r"line 2, column value: residents of rural 2024 must be above zero",
    "population,,rural,2024,5%,published,x": r"circumstances.csv line 2, column value: residents of rural 2024 must",
    "series,,nation.rural,2025,24000,assumed,x": r"circumstances.csv line 2, column group: .*known options",
    "series,those,national.rural,2025,24000,assumed,x": r"circumstances.csv line 2, column region: .* must be empty",
    "series,,national.rural,2024,24000,assumed,x": r"line 2, column year: .* that the file of the series does not give",
    "series_growth,,national.rural,2026,6%,assumed,x": r"column year: .* must follow a year whose level is published",
}


@pytest.mark.parametrize("row", FAULTS)
def test_a_fault_has_its_place(row: str, tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=FAULTS[row]):
        load_dossier(make(tmp_path / "plan", [row]))


def test_every_fault_is_told_at_once_and_a_row_stands_once(tmp_path: Path) -> None:
    rows = ["gdp_growth,,,2024,5%,published,x", "gdp_growth,those,,2024,6%,published,x", *FAULTS]
    with pytest.raises(cm.InputError, match=r"line 3, column year: the row must appear once \(got line 2\)") as caught:
        load_dossier(make(tmp_path / "plan", rows))
    assert len(caught.value.faults) >= len(FAULTS)


def test_a_series_says_one_thing_of_a_year(tmp_path: Path) -> None:
    rows = ["series,,national.rural,2025,24000,assumed,x", "series_growth,,national.rural,2025,6%,assumed,x"]
    with pytest.raises(cm.InputError, match=r"line 3, column year: the row must appear once"):
        load_dossier(make(tmp_path / "plan", rows))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    plan = make(tmp_path / "plan")
    (plan / "circumstances.csv").unlink()
    with pytest.raises(cm.InputError, match=r"circumstances\.csv"):
        load_dossier(plan)


def test_chinese_headings_and_words_are_read(folder: Path, tmp_path: Path) -> None:
    words = {
        "gdp_growth": "地区生产总值增速",
        "price_growth": "居民消费价格涨幅",
        "population": "常住人口",
        "series_growth": "序列增速",
        "series": "序列",
        "urban": "城镇常住居民",
        "rural": "农村常住居民",
        "national.rural": "全国农村常住居民",
        "published": "公布",
        "assumed": "假定",
    }
    rows = [",".join(words.get(cell, cell) for cell in row.split(",")) for row in ROWS]
    chinese = make(tmp_path / "plan", rows, head="类别,地区,人群,年份,数值,性质,来源")
    assert load_dossier(chinese).circumstances.figures == load_dossier(folder).circumstances.figures


def test_the_table_may_be_a_workbook(folder: Path, tmp_path: Path) -> None:
    plan = make(tmp_path / "plan")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in csv.reader(io.StringIO("\n".join([HEAD, *ROWS]))):
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(plan / "circumstances.xlsx")
    text = (plan / "plan.toml").read_text(encoding="utf-8").replace("circumstances.csv", "circumstances.xlsx")
    (plan / "plan.toml").write_text(text, encoding="utf-8")
    assert load_dossier(plan).circumstances.figures == load_dossier(folder).circumstances.figures


def test_a_written_table_reads_back(folder: Path, tmp_path: Path) -> None:
    figures = load_dossier(folder).circumstances.figures
    plan = make(tmp_path / "plan")
    write_circumstances(figures, plan / "circumstances.csv")
    assert load_dossier(plan).circumstances.figures == figures
    odd = Circumstance(kind="gdp_growth", region="those", year=2024, value=0.1 + 0.2, status="assumed", source="=1+1")
    write_circumstances([odd], plan / "circumstances.csv")
    (back,) = load_dossier(plan).circumstances.figures
    assert back.value == 0.1 + 0.2


# Doors


def run(*arguments: object) -> str:
    result = CliRunner().invoke(program, [str(argument) for argument in arguments])
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output


COMMANDS = (
    ["show", "circumstances"],
    ["show", "scenario"],
    ["project"],
    ["report"],
    ["check"],
    ["audit"],
    ["simulate", "--draws", "500"],
    ["scenarios"],
    ["sensitivity", "all.2026"],
    ["solve", "all.2026=38500"],
    ["decompose"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("which", ["folder", "partial"])
def test_every_command_takes_the_folder(command: list[str], which: str, request: pytest.FixtureRequest) -> None:
    plan = request.getfixturevalue(which)
    if which == "partial" and command[0] in ("sensitivity", "solve"):
        result = CliRunner().invoke(program, [*command, "--plan", str(plan), "--lang", "en"])
        assert result.exit_code == 2
        assert "the population in 2026 must be given" in result.output
        return
    output = run(*command, "--plan", plan, "--full")
    assert "nan" not in output.lower()
    if command[0] in ("project", "report", "check", "audit", "simulate"):
        assert "县统计公报2024" in output.replace("\n", "")
        assert "使用者给定" not in output


def test_options_override_the_folder(folder: Path) -> None:
    output = run("check", "--plan", folder, "--gdp", "2026=3%", "--full", "--lang", "en")
    assert "GDP growing by 5%, 6%, 3%" in output or "growth of GDP" not in output
    assert "县十五五规划目标" not in output
    assert "growth of GDP of" not in run("check", "--plan", folder, "--gdp", "4%", "--full", "--lang", "en")
    assert "省统计局" in run("check", "--plan", folder, "--gdp", "guizhou", "--full")


def test_the_workbook_shows_and_takes_back_what_the_folder_knows(folder: Path, partial: Path, tmp_path: Path) -> None:
    for plan in (folder, partial):
        path = tmp_path / f"{plan.parent.name}.xlsx"
        made = cm.scenario("plan", plan=plan)
        write_workbook(made, path)
        back = read_workbook(path, plan=plan)
        for name in ("gdp_growth", "price_growth", "population"):
            np.testing.assert_allclose(getattr(made, name), getattr(back, name), rtol=1e-12, err_msg=name)
        # what comes back unchanged is the folder's as before
        assert back.changed_from == ()
        text = {str(value) for value in office.values(path).values()}
        assert any("县统计公报2024" in cell for cell in text)
    whole = edited(
        tmp_path / f"{partial.parent.name}.xlsx", tmp_path / "filled.xlsx", {"gdp_growth": (0.05, 0.06, 0.02)}
    )
    filled = read_workbook(whole, plan=partial)
    assert filled.gdp_growth is not None
    assert filled.gdp_growth.tolist() == [0.05, 0.06, 0.02]
    cleared = edited(whole, tmp_path / "cleared.xlsx", {"gdp_growth": None})
    assert read_workbook(cleared, plan=partial).gdp_growth is None


@pytest.mark.slow
@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_workbooks_are_what_libreoffice_calculates(folder: Path, partial: Path, tmp_path: Path) -> None:
    gap = make(tmp_path / "gap", without("gdp_growth,,,2024", "price_growth,,,2024", "population,,rural,2024"))
    paths = [tmp_path / f"{at}.xlsx" for at in range(3)]
    for plan, path in zip((folder, partial, gap), paths, strict=True):
        write_workbook(cm.scenario("plan", plan=plan), path)
    found = office.recalculated(paths, tmp_path / "out", office.profile(tmp_path))
    for path, theirs in zip(paths, found, strict=True):
        ours = office.values(path)
        for cell, value in ours.items():
            if isinstance(value, float):
                assert theirs[cell] == pytest.approx(value, rel=1e-9, abs=1e-9), (path.name, cell)
            elif isinstance(value, str):
                assert theirs.get(cell) == value, (path.name, cell)


def test_the_brief_lists_circumstances_among_its_foundations(folder: Path, tmp_path: Path) -> None:
    cm.write_brief(cm.scenario("plan", plan=folder), tmp_path, formats=["docx"], length="full", draws=2000)
    (file,) = tmp_path.glob("*.docx")
    text = words_of(file)
    assert "经济增长、物价、人口与对照序列" in text
    assert "县十五五规划目标" in text
    assert "使用者给定" not in text.split("不确定性")[0]


def test_the_charts_are_drawn(folder: Path, tmp_path: Path) -> None:
    run("charts", "-o", tmp_path / "charts", "--plan", folder, "--draws", "2000", "--dpi", "40")
    assert list((tmp_path / "charts").iterdir())


def test_the_folder_is_tracked(folder: Path, tmp_path: Path) -> None:
    write_template(folder, tmp_path / "figures.csv")
    lines = (tmp_path / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    header = lines[0].split(",")
    row = {
        "类别": "收入",
        "人群": "rural",
        "收入构成": "total",
        "年份": "2024",
        "数值": "21900",
        "公布日期": "2025-01-20",
        "来源": "公报",
    }
    (tmp_path / "figures.csv").write_text(
        "\n".join([lines[0], ",".join(row.get(name, "") for name in header)]) + "\n", encoding="utf-8"
    )
    assert "21,900" in run("track", tmp_path / "figures.csv", "--plan", folder, "--full")


def test_init_writes_the_circumstances_it_is_given(tmp_path: Path) -> None:
    run(
        "init", tmp_path / "plan", "--base-year", 2023, "--last-year", 2026, "--title", "某县", "--issuer", "某县",
        "--issued", "2024-03-01", "--region", "520000", "--base", "urban=40000", "--base", "rural=20000",
        "--growth", "urban=5%", "--growth", "rural=10%", "--gdp", "2024=5%", "--gdp", "2025=6%", "--cpi", "1%",
        "--population", "urban=8", "--population", "urban.2026=9", "--population", "rural=12",
    )  # fmt: skip
    made = cm.scenario("plan", plan=tmp_path / "plan")
    assert made.gdp_growth is not None
    assert made.gdp_growth[:2].tolist() == [0.05, 0.06]
    assert np.isnan(made.gdp_growth[2])
    assert made.price_growth is not None
    assert made.price_growth.tolist() == [0.01] * 3
    assert made.population is not None
    assert made.population.tolist() == [[8, 8, 8, 9], [12, 12, 12, 12]]
    figures = load_dossier(tmp_path / "plan").circumstances.figures
    assert {figure.status for figure in figures} == {"assumed"}
