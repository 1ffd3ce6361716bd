"""Verdicts on the plan's statements."""

import pickle
import shutil
from itertools import pairwise
from math import isnan
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model.files import shipped
from ceheng_model.vocabulary import Missing, Need, Template, Verdict
from tests import exact

MET, EXCEEDED, MISSED, NOT_JUDGED = Verdict.MET, Verdict.EXCEEDED, Verdict.MISSED, Verdict.NOT_JUDGED


@pytest.fixture(scope="module")
def report() -> cm.CheckReport:
    return cm.check(cm.project(cm.scenario("plan")))


def test_every_statement_and_every_growth_cell_is_listed(report: cm.CheckReport) -> None:
    plan = cm.load_plan()
    assert [checked.statement.id for checked in report.checked] == [s.id for s in plan.all_statements]
    assert len(report.to_frame()) == len(plan.statements) + 45


def test_both_endpoints_are_met_the_rural_one_by_rounding_only(report: cm.CheckReport) -> None:
    urban, rural = report["urban_income_2024"], report["rural_income_2024"]
    assert (urban.verdict, rural.verdict) == (MET, MET)
    assert urban.note is None
    # 15560.982528 is 0.017472 short of 15561 and 0.482528 above 15560.5
    # 15,560.98 rounds to the printed 15,561
    assert rural.distance_to_goal == 0.0
    assert rural.note is not None
    assert rural.note.en == "met after rounding"
    assert rural.required[0].growth > 0.12 > rural.required[0].growth_to_bound


def test_ratio_is_missed_with_the_growth_that_would_reach_it(report: cm.CheckReport) -> None:
    ratio = report["ratio_2024"]
    assert ratio.verdict is MISSED
    assert ratio.value == pytest.approx(48594.81 / 15560.982528)
    # 2.85 is the end of what rounds to 2.8
    assert ratio.distance_to_goal == pytest.approx(2.8 - 48594.81 / 15560.982528)
    rural, urban = ratio.required
    # rural 17355.29 yuan is 16.149 % a year; urban 43570.8 yuan is 6.070 % a year
    assert (rural.group, round(rural.growth, 5)) == ("rural", 0.16149)
    assert (urban.group, round(urban.growth, 5)) == ("urban", 0.06070)
    assert rural.growth_to_bound == pytest.approx((48594.81 / 2.85 / 11076) ** (1 / 3) - 1)


@pytest.mark.parametrize("which", [0, 1])
def test_required_growth_put_back_reaches_the_ratio(report: cm.CheckReport, which: int) -> None:
    required = report["ratio_2024"].required[which]
    changed = cm.scenario("plan").with_growth(required.group, None, required.growth)
    assert float(cm.project(changed).urban_rural_ratio.sel(year=2024)) == pytest.approx(2.8, abs=1e-12)


@pytest.mark.parametrize("name", sorted(cm.ALTERNATIVES))
def test_required_growth_put_back_meets_each_missed_statement(name: str) -> None:
    report = cm.check(cm.project(cm.scenario(name)), share_cases=False)
    for missed in report.missed:
        required = missed.required[0]
        component = None if required.component == "total" else required.component
        quantity = missed.statement.quantity
        years = [quantity.last_year] if quantity.kind == "growth" else None
        strict = 1e-6 if missed.statement.wording.kind in ("above", "narrows", "positive") else 0.0
        changed = cm.scenario(name).with_growth(required.group, component, required.growth + strict, years=years)
        again = cm.check(cm.project(changed), share_cases=False)[missed.statement.id]
        assert again.verdict in (MET, EXCEEDED), (name, missed.statement.id)


def test_statements_between_groups_and_with_the_nation_are_judged(report: cm.CheckReport) -> None:
    assert report["rural_above_urban"].value == pytest.approx(0.02, abs=1e-13)
    assert report["lifted_above_rural"].value == pytest.approx(0.04, abs=1e-13)
    assert report["lifted_above_rural"].note is not None  # two concepts of income
    # national rural income 18931 -> 23119 in three years
    national = (23119 / 18931) ** (1 / 3) - 1
    assert report["rural_above_national_rural"].value == pytest.approx(0.12 - national, abs=1e-13)
    assert report["rural_gap_to_nation"].verdict is MET
    # smallest narrowing of national over county rural income in any year
    county, nation = [11076 * 1.12**t for t in range(4)], [18931, 20133, 21691, 23119]
    gaps = [n / c for n, c in zip(nation, county, strict=True)]
    expected = max(after - before for before, after in pairwise(gaps))
    assert report["rural_gap_to_nation"].value == pytest.approx(expected, abs=1e-12)


def test_a_widening_gap_is_missed() -> None:
    slow = cm.check(cm.project(cm.scenario("plan").with_growth("urban", None, 0.01)), share_cases=False)
    assert slow["urban_gap_to_nation"].verdict is MISSED
    # national urban growth 49283/47412, 51821/49283, 54188/51821: the highest is what constant growth must exceed
    assert slow["urban_gap_to_nation"].required[0].growth == pytest.approx(51821 / 49283 - 1, abs=1e-14)


def test_what_needs_a_figure_that_is_not_given_is_listed_with_what_is_missing(report: cm.CheckReport) -> None:
    needs = {c.statement.id: c.missing for c in report.checked if c.verdict is NOT_JUDGED and c.missing}
    assert set(needs) == {
        "urban_above_economy",
        "rural_above_economy",
        "urban_gap_to_province",
        "rural_gap_to_province",
        "lifted_over_10000",
    }
    growth = Missing(what=cm.Text("经济增速", "growth of GDP"), need=Need.GDP)
    assert needs["urban_above_economy"] == growth
    assert report["urban_above_economy"].note == cm.Text("缺经济增速", "needs growth of GDP")
    assert needs["urban_gap_to_province"].what.en == "income of Guizhou urban residents in 2021, 2022, 2024"
    assert needs["rural_gap_to_province"].what.zh == "贵州省农村常住居民在2024年的收入"
    assert needs["rural_gap_to_province"].need is Need.SERIES
    assert "distribution" in needs["lifted_over_10000"].what.en
    # one of the two statements on the economy stands for both
    assert report.missing == tuple(dict.fromkeys(needs.values()))
    assert report.missing.count(growth) == 1
    assert isnan(report["urban_above_economy"].value)


def test_what_a_value_does_without_is_told_too() -> None:
    nominal, real = (
        cm.check(cm.project(scenario), share_cases=False)["rural_above_economy"]
        for scenario in (cm.scenario("plan").with_gdp(0.05), cm.scenario("plan").with_gdp(0.05).with_prices(0.02))
    )
    assert (nominal.verdict, nominal.missing and nominal.missing.need) == (MET, Need.PRICES)
    assert nominal.note == cm.Text("名义收入增速与实际经济增速相比", "nominal income against real GDP")
    assert (real.verdict, real.missing) == (MET, None)


@pytest.mark.parametrize(("gdp", "verdict"), [(0.08, MET), (0.1002, Verdict.UNDECIDABLE), (0.11, MISSED)])
def test_growth_of_the_economy_is_compared_within_its_printed_rounding(gdp: float, verdict: Verdict) -> None:
    report = cm.check(cm.project(cm.scenario("plan").with_gdp(gdp)), share_cases=False)
    assert report["urban_above_economy"].verdict is verdict


PEOPLE: dict[str, float | dict[int, float]] = {
    "urban": {2021: 60_000, 2022: 63_000, 2023: 66_000, 2024: 70_000},
    "rural": 120_000,
}


@pytest.mark.parametrize("prices", [0.0, 0.02])
def test_all_residents_are_judged_where_the_population_is_given(prices: float) -> None:
    scenario = cm.scenario("plan").with_gdp(0.09).with_population(PEOPLE)
    report = cm.check(cm.project(scenario.with_prices(prices) if prices else scenario), share_cases=False)
    # urban and rural totals of the plan, weighted by the residents of their year
    start = (36510 * 60 + 11076 * 120) / 180
    end = (36510 * 1.1**3 * 70 + 11076 * 1.12**3 * 120) / 190
    lead = (end / start) ** (1 / 3) / (1 + prices) - 1.09
    of_all = report["all_residents.gdp"]
    assert of_all.value == pytest.approx(lead, abs=1e-12)
    assert of_all.verdict is (MET if lead > 0.0005 else MISSED if lead < -0.0005 else Verdict.UNDECIDABLE)
    assert of_all.label.zh == "全体居民收入增速高于经济增长"
    assert of_all.required == ()
    # one row for the sentence, behind those of the groups; the statements themselves are as many as without
    rows = report.statement_table().records()
    assert [row["statement"] for row in rows].count("all_residents.gdp") == 1
    assert len(report.checked) == len(report.projection.scenario.require_dossier().plan.all_statements)
    assert report.to_frame().statement.tolist().count("all_residents.gdp") == 1


def test_without_population_or_growth_of_the_economy_all_residents_are_not_judged() -> None:
    bare = cm.check(cm.project(cm.scenario("plan").with_gdp(0.09)), share_cases=False)
    assert bare.everybody == ()
    with pytest.raises(KeyError, match="all_residents"):
        bare["all_residents.gdp"]
    lacking = cm.check(cm.project(cm.scenario("plan").with_population(PEOPLE)), share_cases=False)
    assert lacking["all_residents.gdp"].verdict is NOT_JUDGED
    assert lacking["all_residents.gdp"].missing == Missing(what=cm.Text("经济增速", "growth of GDP"), need=Need.GDP)


def test_how_words_are_read_is_said_beside_the_verdicts(report: cm.CheckReport) -> None:
    plan = cm.load_plan()
    noted = {one.id: one.note for one in plan.statements if one.note is not None}
    assert set(noted) == {"urban_above_economy", "rural_above_economy", "rural_above_urban"}
    # the sentences that say 略, and those alone
    assert set(noted) == {one.id for one in plan.statements if "略" in one.words}
    # and the goal that annex 2 pledges, 确保
    assert [sorted(one.statement.id for one in remark.about) for remark in report.reading_notes] == [
        ["rural_growth"],
        ["rural_above_economy", "urban_above_economy"],
        ["rural_above_urban"],
    ]
    assert "比原文严" in report.to_text("zh")
    assert "stricter" in report.to_text("en")
    rows = {row["statement"]: row for row in report.statement_table().records()}
    assert rows["rural_above_economy"]["note_zh"].startswith("缺经济增速；原文说的是居民收入")
    assert {row["statement"]: row["note_en"] for row in plan.tables()[0].records()}["rural_above_urban"]


@pytest.mark.parametrize(
    ("id", "line", "message"),
    [
        ("urban_growth", "all_residents = true", r"all_residents must be said of growth above .*got 'average_annual"),
        ("rural_above_urban", "all_residents = true", r"all_residents must be said of growth above"),
        ("urban_growth", "all_residents = 1", r"all_residents must be true or false"),
        ("urban_growth", 'note = { zh = "x" }', r"note\.en must be text that is not empty"),
    ],
)
def test_a_note_or_a_claim_on_all_residents_that_cannot_be_is_refused(
    tmp_path: Path, id: str, line: str, message: str
) -> None:
    source = cm.load_plan().folder
    shutil.copytree(source, tmp_path / "plan")
    file = tmp_path / "plan" / "plan.toml"
    text = file.read_text(encoding="utf-8").replace("../../", f"{source.parent.parent.as_posix()}/")
    file.write_text(text.replace(f'id = "{id}"\n', f'id = "{id}"\n{line}\n'), encoding="utf-8")
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(tmp_path / "plan")


def test_with_prices_real_income_is_compared_with_the_economy() -> None:
    scenario = cm.scenario("plan").with_gdp([0.05, 0.06, 0.07]).with_prices([0.02, 0.03, 0.01])
    value = cm.check(cm.project(scenario), share_cases=False)["rural_above_economy"].value
    prices = (1.02 * 1.03 * 1.01) ** (1 / 3)
    assert value == pytest.approx(1.12 / prices - (1.05 * 1.06 * 1.07) ** (1 / 3), abs=1e-13)


def test_verdicts_that_change_with_the_share_case_are_named(report: cm.CheckReport) -> None:
    rates, _ = exact.plan_path("urban", ("0.561", "0.186", "0.094", "0.159"))
    assert all(rate < 0 for rate in rates)
    expected = {f"growth.urban.{component}.{year}" for component in ("property", "transfer") for year in exact.YEARS}
    changes = report.depends_on_case()
    assert set(changes) == expected
    assert changes["growth.urban.property.2022"] == {
        MET: [{"urban": "national_2021"}],
        MISSED: [{"urban": "guizhou_2023q3"}],
    }
    assert len(report.by_case) == 2 * 3 * 1


def test_verdicts_by_case_are_those_of_the_projection_on_that_case(report: cm.CheckReport) -> None:
    for shares, verdicts in report.by_case:
        alone = cm.check(cm.project(cm.scenario("plan", shares=shares)), share_cases=False)
        assert {checked.statement.id: checked.verdict for checked in alone.checked} == verdicts


def test_a_case_that_cannot_be_projected_is_named_not_hidden() -> None:
    tight = cm.scenario("plan").with_growth("urban", ["property", "transfer"], -0.95, how="add")
    report = cm.check(cm.project(tight))
    assert [shares["urban"] for shares, _ in report.impossible_cases] == ["guizhou_2023q3"] * 3
    assert "must be above -1" in report.to_text("en")


def test_floor_meets_the_table_but_not_the_headline_promises() -> None:
    report = cm.check(cm.project(cm.scenario("floor")), share_cases=False)
    assert [c for c in report.missed if not c.statement.headline] == []
    missed = {checked.statement.id for checked in report.missed}
    assert {"urban_income_2024", "rural_income_2024", "rural_growth", "lifted_growth", "ratio_2024"} == missed


def test_a_shorter_horizon_leaves_the_endpoints_unjudged() -> None:
    report = cm.check(cm.project(cm.scenario("plan").with_horizon(2022)), share_cases=False)
    assert report["urban_income_2024"].verdict is NOT_JUDGED
    assert report["growth.urban.wages.2022"].verdict is MET


def test_sentence_says_what_the_plan_promises_that_its_numbers_do_not_give(report: cm.CheckReport) -> None:
    sentence = cm.promise_sentence(report)
    for part in (
        "城乡居民收入比下降到2.8左右",
        "按方案自身的数字",
        "3.123（距目标差额-0.323）",
        "年均增长16.1%",
        "增速不高于6.1%",
    ):
        assert part in sentence.zh
    assert sentence.zh.count("。") == 1


def test_sentence_names_the_scenario_when_it_is_not_the_plans_own() -> None:
    slower = cm.scenario("plan").with_growth("rural", "wages", 0.1).with_name("慢")
    sentence = cm.promise_sentence(cm.check(cm.project(slower), share_cases=False))
    assert "在“慢”情景下（2022—2024年农村工资性收入增速由20%调为10%）" in sentence.zh
    assert "按方案自身的数字为12.00%" in sentence.zh
    assert "15561" in sentence.zh


def test_unknown_statement_is_a_key_error(report: cm.CheckReport) -> None:
    with pytest.raises(KeyError, match="ratio_1999"):
        report["ratio_1999"]


def test_check_needs_a_plan() -> None:
    import numpy as np

    baseline = cm.scenario("plan").baseline
    bare = cm.Scenario(name=cm.Text.same("bare"), baseline=baseline, years=(2022,), growth=np.full((3, 4, 1), 0.05))
    with pytest.raises(cm.InputError, match=r"scenario “bare” must come from a plan \(got a growth array\)"):
        cm.check(cm.project(bare))


def test_words_and_places_are_the_plans_own() -> None:
    plan = cm.load_plan()
    assert plan.statement("rural_growth").words == "农村常住居民人均可支配收入年均增长12%以上"
    assert plan.statement("lifted_growth").place.zh == "附件2第18条"
    assert plan.ratio_target().id == "ratio_2024"
    assert shipped("plans", "ceheng-2022-2024", "plan.toml").is_file()


def test_a_key_that_is_not_there_is_told_with_those_that_are() -> None:
    report = cm.check(cm.project(cm.scenario("plan")), share_cases=False)
    with pytest.raises(
        KeyError, match=r"^the statement must be .* \(got 'ratio'\); choose from: urban_growth, "
    ) as caught:
        report["ratio"]
    assert isinstance(caught.value, cm.InputError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.faults) == (type(caught.value), str(caught.value), caught.value.faults)


def test_a_sentence_that_asks_for_what_is_not_there_is_refused() -> None:
    terms = cm.load_plan().terms
    with pytest.raises(
        cm.InputError, match=r"what a sentence asks for must be .* \(got 'no'\); choose from: kind, unit"
    ):
        terms.say(Template("{no}", "{no}"))
    with pytest.raises(cm.InputError, match=r"a field that is filled in must be .* \(got 'no'\); choose from: kind\."):
        terms.say(Template("{kind}", "{kind}"), no=1)
