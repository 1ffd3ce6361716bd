"""Bounds that do not meet the words themselves, leads that no linear programme holds, and statements told apart."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.auditing.words import said
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.brief.content import Paragraph
from tests.test_statements import PLANS, plan_of, statement

INCOME = 'quantity = "income"; group = "rural"'
LEAD = 'quantity = "growth_lead"; group = "rural"; against = "urban"'
WORDS = "农村居民人均可支配收入"


def audited(place: Path, keys: Sequence[str], *, only: Sequence[str] | None = None) -> cm.AuditReport:
    stated = [statement(f"s{number}", f"条目{chr(0x7532 + number)}", one) for number, one in enumerate(keys)]
    return cm.audit(cm.scenario("plan", plan=plan_of(place, stated)), statements=only)


@pytest.mark.parametrize(
    ("ceiling", "feasibility", "equality"),
    [
        # more than 30000 and no more than 30000: only 30000 itself is left, which is not more
        (30000, cm.Feasibility.EDGE, ["s0"]),
        (30001, cm.Feasibility.HOLDS, []),
        (29999, cm.Feasibility.CONTRADICTS, []),
        # half a fen of room is an edge, and room
        ("30000.005", cm.Feasibility.EDGE, []),
    ],
)
def test_more_than_a_value_is_told_from_the_value(
    tmp_path: Path, ceiling: object, feasibility: cm.Feasibility, equality: list[str]
) -> None:
    keys = [
        f'{INCOME}; type = "exceeds"; value = 30000; precision = 10000',
        f'{INCOME}; type = "at_most"; value = {ceiling}; precision = 0',
    ]
    report = audited(tmp_path, keys, only=["s0", "s1"])
    assert report.feasibility is feasibility
    assert [item.id for item in report.by_equality] == equality
    assert ("恰好取到" in report.headline.zh) == bool(equality)
    assert ("very bound" in report.headline.en) == bool(equality)


def test_the_upper_end_of_a_printed_number_rounds_to_the_next(tmp_path: Path) -> None:
    # about 7 % is below 7.5 %, at least 8 % is 7.5 % or more
    growth = 'quantity = "average_annual_growth"; group = "rural"; precision = 0.01'
    keys = [f'{growth}; type = "about"; value = 0.07', f'{growth}; type = "at_least"; value = 0.08']
    report = audited(tmp_path, keys, only=["s0", "s1"])
    assert report.feasibility is cm.Feasibility.EDGE
    assert [item.id for item in report.by_equality] == ["s0"]


@pytest.mark.parametrize("sign", ["above", "narrows"])
def test_higher_than_another_is_not_as_high(tmp_path: Path, sign: str) -> None:
    one = {"above": f'{LEAD}; type = "above"', "narrows": 'quantity = "urban_rural_ratio"; type = "narrows"'}[sign]
    # urban income of 2020 over rural of 2020 as in 2015, 33275 : 13793
    keys = [
        one,
        f'{INCOME}; type = "at_most"; value = 13793; precision = 0',
        'quantity = "income"; group = "urban"; type = "at_least"; value = 33275; precision = 0',
    ]
    report = audited(tmp_path, keys, only=["s0", "s1", "s2"])
    assert report.feasibility is cm.Feasibility.EDGE
    assert [item.id for item in report.by_equality] == ["s0"]


# the growth table leaves rural growth 8.5 to 9.5 % and urban growth 7.5 to 8.5 %: a lead of 0 to 2 points
LOWEST, HIGHEST = Fraction(0), Fraction(2, 100)


@pytest.mark.parametrize("lead", ["0.1", "0.021", "0.0204", "0.01", "0.001", "-0.001"])
def test_a_lead_of_points_is_decided_by_bounds_or_counted(tmp_path: Path, lead: str) -> None:
    report = audited(tmp_path, [f'{LEAD}; type = "at_least"; value = {lead}; precision = 0.001'])
    bound = Fraction(lead) - Fraction(5, 10_000)
    (reach,) = report.reaches
    assert (reach.low, reach.high) == pytest.approx((float(LOWEST), float(HIGHEST)), abs=1e-7)
    assert reach.clashes == (bound > HIGHEST)
    assert reach.follows == (bound < LOWEST)
    assert report.decided is cm.Feasibility.HOLDS
    assert report.feasibility is (cm.Feasibility.CONTRADICTS if reach.clashes else cm.Feasibility.HOLDS)
    # it is in the headline under any outcome
    assert "各条能同时成立" not in report.headline.zh
    told = "不能同时成立" if reach.clashes else "由它们推出" if reach.follows else "另有1条不能判定"
    assert told in report.headline.zh


@pytest.mark.parametrize(
    ("keys", "clashes", "follows"),
    [
        # urban growth up to 8.5 %, rural growth from 8.5 % on: the ratio may stand still
        ('quantity = "urban_rural_ratio"; type = "narrows"; each_year = true', False, False),
        ('quantity = "growth"; group = "rural"; type = "not_below_previous"', False, False),
        (
            'quantity = "relative_gap"; group = "urban"; against = "rural"; type = "narrows"; each_year = true',
            False,
            False,
        ),
        (f'{LEAD}; first_year = 2018; type = "at_least"; value = 0.01; precision = 0.001', False, False),
    ],
)
def test_what_bounds_do_not_decide_is_counted(tmp_path: Path, keys: str, clashes: bool, follows: bool) -> None:
    report = audited(tmp_path, [keys])
    (reach,) = report.reaches
    assert (reach.clashes, reach.follows) == (clashes, follows)
    assert "另有1条不能判定" in report.headline.zh
    # the growth of 8 and 9 % a year is one of the paths that are left
    value = cm.check(cm.project(report.scenario), share_cases=False)["s0"].value
    assert reach.low - 1e-9 <= value <= reach.high + 1e-9


def test_nothing_is_said_by_bounds_where_the_others_clash(tmp_path: Path) -> None:
    keys = [
        f'{LEAD}; type = "at_least"; value = 0.1; precision = 0.001',
        f'{INCOME}; type = "reaches"; value = 30000; precision = 1',
    ]
    report = audited(tmp_path, keys)
    assert report.feasibility is cm.Feasibility.CONTRADICTS
    assert report.reaches == ()


# --- the cases


def output(*arguments: str) -> str:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output.replace("\n", "")


def test_a_lead_that_cannot_be_is_in_the_headline_of_every_audit() -> None:
    folder = PLANS / "09-numeric-lead-not-audited"
    scenario = cm.scenario("plan", plan=folder)
    report = cm.audit(scenario)
    assert report.feasibility is cm.Feasibility.CONTRADICTS
    said_by_the_command = output("audit", "--plan", str(folder))
    assert "各条能同时成立" not in said_by_the_command
    assert "能判定的10条能同时成立；“高于10个百分点”" in said_by_the_command
    brief = compose_brief(analyse(scenario, draws=200, seed=1))
    told = "\n".join(
        block.text.zh for section in brief.sections for block in section.blocks if isinstance(block, Paragraph)
    )
    assert "没有发现矛盾" not in told
    assert "能判定的10条能同时成立；“高于10个百分点”" in told


@pytest.mark.parametrize(
    ("case", "value"),
    [
        ("03-ratio-narrows", Fraction(33275, 13793) * (Fraction(108, 109) ** 5 - 1)),
        ("04-gap-between-own-groups", Fraction(33275, 13793) * (Fraction(108, 109) ** 5 - 1)),
    ],
)
def test_what_narrows_is_met_against_the_base_year(case: str, value: Fraction) -> None:
    scenario = cm.scenario("plan", plan=PLANS / case)
    checked = cm.check(cm.project(scenario), share_cases=False)["g"]
    assert checked.verdict is cm.Verdict.MET
    assert checked.value == pytest.approx(float(value), rel=1e-10)
    report = cm.audit(scenario)
    assert "g" in {item.id for item in report.items}
    assert report.feasibility is cm.Feasibility.HOLDS


def test_more_than_a_value_is_refused_as_a_comparison_and_missed_as_a_bound(tmp_path: Path) -> None:
    for folder in ("05-income-above-without-value",):
        with pytest.raises(cm.InputError, match="exceeds") as error:
            cm.load_plan(PLANS / folder)
        assert "突破" in error.value.faults[0].text("zh")
    keys = f'{INCOME}; type = "exceeds"; value = 30000; precision = 10000'
    plan = plan_of(tmp_path, [statement("g", "人均可支配收入突破3万元", keys)])
    checked = cm.check(cm.project(cm.scenario("plan", plan=plan)), share_cases=False)["g"]
    assert checked.verdict is cm.Verdict.MISSED
    assert checked.margin == pytest.approx(float(13793 * Fraction(109, 100) ** 5 - 30000))


def test_statements_of_the_same_words_are_told_apart() -> None:
    report = cm.audit(cm.scenario("plan", plan=PLANS / "10-same-words-twice"))
    for language in ("zh", "en"):
        names = [said(item).in_language(language) for item in report.items]
        assert len(set(names)) == len(names)
    urban, rural = (said(item).zh for item in report.items[:2])
    assert "城镇" in urban
    assert "农村" in rural
    # words that stand once need no more than themselves
    assert said(report.items[2]).zh == "“城乡居民收入比缩小到2.2以内”"


@pytest.mark.parametrize("case", ["over", "double", "range_between"])
def test_what_is_refused_names_how_it_is_said(tmp_path: Path, case: str) -> None:
    text = (PLANS / "08-statements-refused" / f"{case}.toml").read_text(encoding="utf-8")
    way = {"over": "exceeds", "double": "multiple", "range_between": "low"}[case]
    with pytest.raises(cm.InputError, match=way) as error:
        cm.load_plan(plan_of(tmp_path, [text]))
    assert any(way in fault.text("en") for fault in error.value.faults)


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ("all_res", cm.Verdict.NOT_JUDGED),
        ("comp_growth", cm.Verdict.MISSED),
        # 9520 yuan is 10000 to the thousand that is printed
        ("comp_income", cm.Verdict.MET),
        ("incr", cm.Verdict.MISSED),
        # the income of 2010 is in no series of the folder
        ("multiple", cm.Verdict.NOT_JUDGED),
        ("notbelow", cm.Verdict.MET),
        ("pre", cm.Verdict.NOT_JUDGED),
        ("rel85", cm.Verdict.EXCEEDED),
        ("share", cm.Verdict.MISSED),
    ],
)
def test_a_statement_is_held_checked_and_audited(tmp_path: Path, case: str, verdict: cm.Verdict) -> None:
    text = (PLANS / "08-statements-refused" / f"{case}.toml").read_text(encoding="utf-8")
    scenario = cm.scenario("plan", plan=plan_of(tmp_path, [text]))
    checked = cm.check(cm.project(scenario), share_cases=False)["g"]
    assert checked.verdict is verdict
    report = cm.audit(scenario)
    weighed = {item.id for item in report.items} | {one.statement.id for one in report.unaudited}
    assert "g" in weighed
    if verdict is cm.Verdict.NOT_JUDGED:
        assert checked.missing is not None
        assert "另有1条不能判定" in report.headline.zh
