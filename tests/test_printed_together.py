"""A group of which nothing is printed follows the ratio or the income of all residents; how such plans are told."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.checks import promise_sentence
from ceheng_model.cli.entry import program
from ceheng_model.tables import text_width

URBAN, RURAL, YEARS = 30000, 12000, 10
SHARES = {"wages": Fraction(1, 2), "business": Fraction(1, 4), "property": Fraction(1, 20), "transfer": Fraction(1, 5)}
TOWN = Fraction(7, 10)
"""The part of residents who live in towns in the last year."""
LAST = 2020 + YEARS
RATIO = 'quantity = "urban_rural_ratio"\ntype = "at_most"\nvalue = 1.9\nprecision = 0.1\n'
ALL = 'quantity = "all_residents"\ntype = "at_least"\nvalue = 60000\nprecision = 1000\n'
AVERAGE = 'quantity = "average_annual_growth"\ngroup = "rural"\ntype = "at_least"\nvalue = 0.08\nprecision = 0.01\n'
SHARE = 'quantity = "share"\ngroup = "rural"\ncomponent = "transfer"\ntype = "at_most"\nvalue = 0.1\nprecision = 0.01\n'
HEAD = """
id = "together"
base_year = 2020
first_year = 2021
last_year = {last}
issued = 2020-12-31
title = {{ zh = "规划", en = "strategy" }}
issuer = {{ zh = "市政府", en = "city" }}
[income]
period = {{ zh = "{zh}", en = "{en}" }}
[baseline]
file = "base.csv"
region = "here"
[baseline.shares]
urban = "own"
rural = "own"
[circumstances]
file = "circumstances.csv"
[[group]]
key = "urban"
concept = "disposable_income"
label = {{ zh = "城镇居民", en = "urban residents" }}
[[group]]
key = "rural"
concept = "disposable_income"
label = {{ zh = "农村居民", en = "rural residents" }}
"""


def plan_of(place: Path, *statements: str, period: tuple[str, str] = ("年", "year")) -> Path:
    """Return a folder of two groups without a growth table, with the residents and the economy of every year."""
    place.mkdir(exist_ok=True)
    told = [
        f'[[statement]]\nid = "s{n}"\n{keys}words = "原文{letter}"\nplace = {{ zh = "目标", en = "goals" }}\n'
        for n, (keys, letter) in enumerate(zip(statements, "甲乙丙丁", strict=False))
    ]
    head = HEAD.format(last=LAST, zh=period[0], en=period[1])
    (place / "plan.toml").write_text(head + "".join(told), encoding="utf-8")
    rows = ["region,group,component,year,share_case,value,concept,status,source,note"]
    for group, total in (("urban", URBAN), ("rural", RURAL)):
        rows.append(f"here,{group},total,2020,all,{total},disposable_income,published,公报,")
        rows += [
            f"here,{group},{part},2020,own,{float(total * share)},disposable_income,published,公报,"
            for part, share in SHARES.items()
        ]
    (place / "base.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    years = range(2021, LAST + 1)
    known = ["kind,group,year,value,status,source"]
    known += [f"population,{group},{LAST},{n},assumed,预计" for group, n in (("urban", 70), ("rural", 30))]
    known += [f"{kind},,{year},{rate},assumed,预计" for year in years for kind, rate in CIRCUMSTANCES]
    (place / "circumstances.csv").write_text("\n".join(known) + "\n", encoding="utf-8")
    return place


CIRCUMSTANCES = (("gdp_growth", "5%"), ("price_growth", "2%"))


def ends(plan: Path, name: str = "plan") -> dict[str, float]:
    """Return the income of each group in the last year."""
    totals = cm.project(cm.scenario(name, plan=plan)).totals
    return {group: float(totals.sel(group=group).values[-1]) for group in ("urban", "rural")}


def run(*arguments: str) -> str:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_other_group_follows_the_ratio(tmp_path: Path) -> None:
    rural = RURAL * Fraction(108, 100) ** YEARS
    found = ends(plan_of(tmp_path, AVERAGE, RATIO))
    assert found == pytest.approx({"rural": float(rural), "urban": float(rural * Fraction(19, 10))}, rel=1e-12)
    (note,) = [one for one in cm.scenario("plan", plan=tmp_path).notes() if "1.9" in one.en]
    assert f"the printed urban-rural income ratio of 1.9 in {LAST}" in note.en


def test_both_groups_follow_the_income_of_all_and_the_ratio(tmp_path: Path) -> None:
    rural = 60000 / (TOWN * Fraction(19, 10) + 1 - TOWN)
    found = ends(plan_of(tmp_path, ALL, RATIO))
    assert found == pytest.approx({"rural": float(rural), "urban": float(rural * Fraction(19, 10))}, rel=1e-12)


def test_groups_grow_alike_to_the_income_of_all(tmp_path: Path) -> None:
    factor = 60000 / (TOWN * URBAN + (1 - TOWN) * RURAL)
    assert ends(plan_of(tmp_path, ALL)) == pytest.approx(
        {"urban": float(URBAN * factor), "rural": float(RURAL * factor)}, rel=1e-12
    )
    # half a unit of the last digit printed
    least = ends(tmp_path, "floor")
    assert TOWN * Fraction(least["urban"]) + (1 - TOWN) * Fraction(least["rural"]) == pytest.approx(59500)


def test_one_group_is_what_the_other_leaves_of_the_income_of_all(tmp_path: Path) -> None:
    rural = RURAL * Fraction(108, 100) ** YEARS
    urban = (60000 - (1 - TOWN) * rural) / TOWN
    assert ends(plan_of(tmp_path, AVERAGE, ALL))["urban"] == pytest.approx(float(urban), rel=1e-12)


@pytest.mark.parametrize("statements", [(RATIO,), (SHARE,)])
def test_what_gives_no_growth_is_still_refused(tmp_path: Path, statements: tuple[str, ...]) -> None:
    with pytest.raises(cm.InputError, match="growth of urban, rural must be printed in the"):
        cm.scenario("plan", plan=plan_of(tmp_path, *statements))


def test_a_ratio_at_its_floor_holds(tmp_path: Path) -> None:
    report = cm.check(cm.project(cm.scenario("floor", plan=plan_of(tmp_path, AVERAGE, RATIO))), share_cases=False)
    assert report["s1"].holds


@pytest.mark.parametrize(
    "exceeds",
    [
        'quantity = "income"\ngroup = "rural"\ntype = "exceeds"\nvalue = 25000\nprecision = 1000\n',
        'quantity = "average_annual_growth"\ngroup = "rural"\ntype = "exceeds"\nvalue = 0.08\nprecision = 0.01\n',
    ],
)
def test_what_has_to_be_exceeded_is_exceeded_where_it_is_followed(tmp_path: Path, exceeds: str) -> None:
    scenario = cm.scenario("plan", plan=plan_of(tmp_path, exceeds, RATIO))
    assert cm.check(cm.project(scenario), share_cases=False)["s0"].holds
    assert any("(just above it)" in note.en for note in scenario.notes())


def test_a_sentence_ends_where_no_growth_would_reach_it(tmp_path: Path) -> None:
    report = cm.check(cm.project(cm.scenario("plan", plan=plan_of(tmp_path, AVERAGE, RATIO, SHARE))))
    told = promise_sentence(report)
    assert told.zh.endswith("（距目标差额-10.00个百分点）。")
    assert told.en.endswith("(distance to goal -10.00 pp).")


def test_growth_that_keeps_pace_with_real_gdp_is_nominal(tmp_path: Path) -> None:
    lead = 'quantity = "growth_lead"\ngroup = "rural"\nagainst = "gdp"\ntype = "about"\nvalue = 0\nprecision = 0.001\n'
    report = cm.check(cm.project(cm.scenario("plan", plan=plan_of(tmp_path, AVERAGE, RATIO, lead))))
    assert report["s2"].value == pytest.approx(float(Fraction(108, 102) - Fraction(105, 100)))
    needed = Fraction(105, 100) * Fraction(102, 100) - 1
    assert report["s2"].required[0].growth == pytest.approx(float(needed), rel=1e-12)


def test_scenarios_are_compared_in_the_year_of_their_title(tmp_path: Path) -> None:
    later = 'quantity = "multiple"\ngroup = "rural"\nyear = 2035\ntype = "reaches"\nvalue = 4\nprecision = 1\n'
    text = run("scenarios", "--plan", str(plan_of(tmp_path, AVERAGE, RATIO, later)), "--lang", "en")
    assert f"and {LAST} " in text
    assert f"{float(RURAL * Fraction(108, 100) ** YEARS):,.1f}" in text


def test_many_years_stand_in_blocks_that_fit_the_page(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        text = run("project", "--plan", str(plan_of(tmp_path, AVERAGE, RATIO)), "--full", "--lang", language)
        rows = [line for line in text.splitlines() if re.match("  (城镇居民|urban residents) ", line)]
        assert len(rows) == 2
        assert all(text_width(line) <= 128 for line in rows)
        figures = re.findall(r"[0-9,]+\.[0-9]", " ".join(rows))
        assert len(figures) == YEARS + 1


def test_years_alike_are_told_as_a_span(tmp_path: Path) -> None:
    notes = [note.zh for note in cm.scenario("plan", plan=plan_of(tmp_path, AVERAGE, RATIO)).circumstance_notes()]
    assert notes[0] == f"居民消费价格涨幅：2021—{LAST}年各年2.00%（假定，预计）"


def test_incomes_of_a_month_say_so(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, AVERAGE, RATIO, period=("月", "month"))
    terms = cm.load_plan(plan).terms
    assert (terms.amount("3,000").zh, terms.amount("3,000").en) == ("3,000元/月", "3,000 yuan a month")
    # money is spent, and not by the month
    assert terms.money("3,000").en == "3,000 yuan"


def test_a_headline_of_contradictions_counts_what_is_undecided(tmp_path: Path) -> None:
    faster = AVERAGE.replace('"at_least"', '"at_most"').replace("0.08", "0.05")
    quarter = (
        'quantity = "growth"\ngroup = "rural"\nyear = 2021\nquarter = 2\ntype = "at_least"\nvalue = 0.08\n'
        "precision = 0.01\n"
    )
    report = cm.audit(cm.scenario("plan", plan=plan_of(tmp_path, AVERAGE, faster, RATIO, quarter)))
    assert report.contradictions
    assert report.headline.zh.endswith("；另有1条不能判定")
    assert report.headline.en.endswith("; 1 more cannot be decided")


def test_charts_that_need_a_spread_are_named_and_the_others_drawn(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "plan", AVERAGE, RATIO)
    done = CliRunner().invoke(program, ["charts", "--plan", str(plan), "-o", str(tmp_path / "out"), "--lang", "en"])
    assert done.exit_code == 0
    assert "not drawn: fan_urban, fan_rural, fan_ratio, variance_shares, tornado" in done.stderr
    drawn = {file.stem for file in (tmp_path / "out").iterdir()}
    assert {"ratio_path", "what_if_map", "scorecard"} <= drawn
    assert not drawn & {"fan_urban", "variance_shares", "tornado"}


def test_a_plan_that_prices_no_measure_says_so(tmp_path: Path) -> None:
    assert "the plan gives no measure a price or an amount" in run(
        "levers", "--plan", str(plan_of(tmp_path, AVERAGE, RATIO)), "--lang", "en"
    )


def test_a_single_split_tells_nothing_of_splits(tmp_path: Path) -> None:
    text = run("check", "--plan", str(plan_of(tmp_path, AVERAGE, RATIO)), "--lang", "en")
    assert "share case" not in text
