"""Plan folders of kinds that real plans hold: of each the right outcome, here or where `ELSEWHERE` says."""

import re
import shlex
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.auditing.words import said
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper.content import Paragraph
from ceheng_model.wording import Exceeds
from tests import test_unstated
from tests.test_statements import PLANS, plan_of, statement

ELSEWHERE = {
    "01-annual-cells-nobody-printed": test_unstated.test_the_statements_of_the_text_alone_are_consistent,
    "02-positive-cells-nobody-printed": test_unstated.test_yearly_cells_of_the_table_are_those_that_were_given,
}
"""Folders of plans whose outcome another file asserts, with the test that does."""
ONE_FILE_EACH = PLANS / "08-statements-refused"


def test_every_folder_has_one_place_that_asserts_it() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    for folder in PLANS.iterdir():
        # named once more where the test of the folder stands
        assert here.count(f'"{folder.name}"') >= 1, folder.name


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


def test_more_than_a_value_that_only_the_words_print_is_a_strict_bound() -> None:
    scenario = cm.scenario("plan", plan=PLANS / "05-income-above-without-value")
    (stated,) = scenario.require_dossier().plan.statements
    assert stated.wording == Exceeds(value=30000.0)
    checked = cm.check(cm.project(scenario), share_cases=False)[stated.id]
    assert checked.verdict is cm.Verdict.MISSED
    assert checked.distance_to_goal == pytest.approx(float(13793 * Fraction(109, 100) ** 5 - 30000))


@pytest.mark.parametrize("words", ["突破新高", "由2万元突破3万元", "突破%"])
def test_without_one_figure_in_the_words_more_than_a_value_is_refused(tmp_path: Path, words: str) -> None:
    keys = 'quantity = "income"; group = "rural"; type = "above"'
    with pytest.raises(cm.InputError, match="exceeds") as error:
        cm.load_plan(plan_of(tmp_path, [statement("g", words, keys)]))
    assert "突破" in error.value.faults[0].text("zh")


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


# what each statement comes to on growth of 8 and 9 % a year, by exact fractions from the incomes of 2015
WAGES, RURAL = Fraction("6187.5398"), [13793 * Fraction(109, 100) ** year for year in range(6)]
NATION_2020 = 17131
STATED: dict[str, tuple[cm.Verdict, Fraction | None]] = {
    # population is not given
    "all_res": (cm.Verdict.NOT_JUDGED, None),
    "comp_growth": (cm.Verdict.MISSED, Fraction(9, 100)),
    # 9520 yuan is 10000 to the thousand that is printed
    "comp_income": (cm.Verdict.MET, WAGES * Fraction(109, 100) ** 5),
    "incr": (cm.Verdict.MISSED, (RURAL[5] - RURAL[0]) / 5),
    # the income of 2010 is in no series that the statement names
    "multiple": (cm.Verdict.NOT_JUDGED, None),
    "notbelow": (cm.Verdict.MET, Fraction(0)),
    "over": (cm.Verdict.MET, RURAL[5]),
    "pre": (cm.Verdict.NOT_JUDGED, None),
    "range_between": (cm.Verdict.MET, Fraction(8, 100)),
    "rel85": (cm.Verdict.EXCEEDED, RURAL[5] / NATION_2020),
    "share": (cm.Verdict.MISSED, WAGES / 13793),
}


@pytest.mark.parametrize("case", STATED)
def test_a_statement_is_held_checked_and_audited(tmp_path: Path, case: str) -> None:
    text = (ONE_FILE_EACH / f"{case}.toml").read_text(encoding="utf-8")
    scenario = cm.scenario("plan", plan=plan_of(tmp_path, [text]))
    checked = cm.check(cm.project(scenario), share_cases=False)["g"]
    verdict, value = STATED[case]
    assert checked.verdict is verdict
    report = cm.audit(scenario)
    weighed = {item.id for item in report.items} | {one.statement.id for one in report.unaudited}
    assert "g" in weighed
    if value is None:
        assert checked.missing is not None
        assert "另有1条不能判定" in report.headline.zh
    else:
        assert checked.value == pytest.approx(float(value), rel=1e-9, abs=1e-12)


def test_above_a_value_is_more_than_the_value() -> None:
    # 21222 yuan are more than 20000, and of 20000 itself it would be missed
    (found,) = re.findall(r"^value=(.*)$", (ONE_FILE_EACH / "over.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert Exceeds(value=float(found), precision=10000).judge(20000.0) is cm.Verdict.MISSED


def test_both_names_of_the_ends_of_a_range_say_the_same(tmp_path: Path) -> None:
    keys = 'quantity = "average_annual_growth"; group = "urban"; type = "between"; precision = 0.01; '
    ends = ("low = 0.08; high = 0.1", "value = 0.08; value_high = 0.1")
    plan = cm.load_plan(plan_of(tmp_path, [statement(f"s{n}", "八到十", keys + one) for n, one in enumerate(ends)]))
    first, second = (one.wording for one in plan.statements)
    assert first == second == cm.Between(low=0.08, high=0.1, precision=0.01)


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ("value = 0.1; value_high = 0.08", r"statement\[0\]\.value must be below value_high|statement.*value"),
        ("low = 0.08; value_high = 0.1", r"statement\[0\]\.value|statement.*low"),
        ("value = 0.08", r"low"),
    ],
)
def test_ends_of_a_range_that_are_not_both_there_are_refused(tmp_path: Path, ends: str, message: str) -> None:
    keys = f'quantity = "average_annual_growth"; group = "urban"; type = "between"; precision = 0.01; {ends}'
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(plan_of(tmp_path, [statement("x", "区间", keys)]))


def test_no_less_is_no_statement_on_which_less_is_better(tmp_path: Path) -> None:
    keys = 'quantity = "urban_rural_ratio"; type = "at_least"; value = 2.4; precision = 0.1; better = "down"'
    with pytest.raises(cm.InputError, match=r"better must be one of .* up"):
        cm.load_plan(plan_of(tmp_path, [statement("x", "收入比不低于", keys)]))


def test_doubling_is_no_growth_of_one_and_the_way_to_say_it_is_named(tmp_path: Path) -> None:
    text = (ONE_FILE_EACH / "double.toml").read_text(encoding="utf-8")
    with pytest.raises(cm.InputError, match="multiple") as error:
        cm.load_plan(plan_of(tmp_path, [text]))
    assert any("multiple" in fault.text("en") and "翻一番" in fault.text("zh") for fault in error.value.faults)


# --- 07: answers from which a folder is made


def answers() -> tuple[list[str], list[list[str]]]:
    """Return the command that the lines of the case share, and what each of them adds."""
    text = (PLANS / "07-init-refuses" / "run.sh").read_text(encoding="utf-8")
    shared = re.search(r'^I="(.*)"$', text, re.MULTILINE)
    assert shared is not None
    lines = re.findall(r"^\$I (.*)$", text, re.MULTILINE)
    return shlex.split(shared[1]), [shlex.split(line, comments=True) for line in lines]


ABOUT_9 = ("about", (0.09,), 0.01)
GIVEN: list[dict[str, tuple[str, tuple[float, ...], float]]] = [
    {"urban_growth": ("about", (0.08,), 0.01), "rural_growth": ABOUT_9},
    {"urban_income_2025": ("reaches", (40000.0,), 1.0), "rural_income_2025": ("reaches", (25000.0,), 1.0)},
    {"urban_growth": ("between", (0.08, 0.1), 0.01), "rural_growth": ABOUT_9},
    {"urban_growth": ("at_least", (0.08,), 0.001), "rural_growth": ABOUT_9},
    {"urban_growth": ("about", (0.08,), 0.01), "rural_growth": ABOUT_9, "ratio_2025": ("about", (1.9,), 0.1)},
    {
        "urban_growth": ("about", (0.08,), 0.01),
        "rural_growth": ABOUT_9,
        "rural_income_2025": ("reaches", (25000.0,), 1000.0),
    },
]
"""What each line writes: type, values and the unit of the last digit typed, and no more."""


@pytest.mark.parametrize("line", range(6))
def test_a_folder_is_made_and_projected(tmp_path: Path, line: int) -> None:
    (_, command, name, *common), lines = answers()
    assert len(lines) == 6
    folder = tmp_path / name
    done = CliRunner().invoke(program, [command, str(folder), *common, *lines[line]])
    assert done.exit_code == 0, done.output
    scenario = cm.scenario("plan", plan=folder)
    report = cm.check(cm.project(scenario), share_cases=False)
    # nothing of another country is there unasked, and no yearly cell
    assert {path.name for path in folder.iterdir()} == {"plan.toml", "baselines.csv"}
    written = {
        one.id: (one.wording.kind, one.wording.printed_values, one.wording.printed_step)
        for one in scenario.require_dossier().plan.statements
    }
    assert written == GIVEN[line]
    audited = cm.audit(scenario)
    assert {item.id for item in audited.items} == set(GIVEN[line])
    # 27000 x 1.08^5 / (16000 x 1.09^5) is 1.61: of 1.9 and both rates, all of them written, one does not hold
    assert bool(audited.contradictions) == (line == 4)
    output("audit", "--plan", str(folder))
    output("check", "--plan", str(folder))
    if line == 0:
        # 44.9 + 39.6 + 1.7 + 13.9 = 100.1
        base = scenario.base_levels[scenario.group_keys.index("rural")]
        # the fifth holds what nobody split: all of urban income, nothing of rural
        split = [16000 * share / 100.1 for share in (44.9, 39.6, 1.7, 13.9)]
        assert base == pytest.approx([*split, 0.0], rel=1e-3)
        assert scenario.base_levels[scenario.group_keys.index("urban")].tolist() == [0, 0, 0, 0, 27000]
    if line == 1:
        grown = [(1 + scenario.growth[g, 0]).prod() for g in range(2)]
        assert grown == pytest.approx([40000 / 27000, 25000 / 16000], rel=1e-9)
        assert all(checked.holds for checked in report.checked)
    if line == 5:
        assert report["rural_income_2025"].statement.wording.printed_values == (25000.0,)


# --- 06 and 11: what is published


def test_published_components_stay_as_published() -> None:
    plan = PLANS / "06-published-components"
    scenario = cm.scenario("plan", plan=plan)
    # 20714 + 4571 + 3822 + 4167 = 33274, and the Bureau prints 33275
    assert scenario.baseline.levels[0].sum() == pytest.approx(33275.0, rel=1e-15)
    held = cm.load_baselines(plan / "baselines.csv").values
    published = {key[2]: sourced.value for key, sourced in held.items() if key[1] == "urban"}
    assert published == {"total": 33275, "wages": 20714, "business": 4571, "property": 3822, "transfer": 4167}
    said = [remark.text.zh for remark in scenario.remarks]
    assert any("四项之和比公布的合计少1元" in text for text in said)
    assert "33,275" in output("project", "--full", "--plan", str(plan))


@pytest.mark.parametrize("name", ["reg.csv", "reg2.csv", "reg3.csv"])
def test_a_region_without_one_of_the_groups_is_read(name: str) -> None:
    said = output("project", "--regions", str(PLANS / "11-region-without-rural" / name))
    assert "nan" not in said.lower()
