"""What the audit says first, plans whose own table cannot be, and what it leaves alone."""

import re
import shutil
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

import ceheng_model as cm
from ceheng_model.auditing.contradictions import Ended
from ceheng_model.auditing.grouped import lines_of
from ceheng_model.auditing.read_as import ReadAs
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.vocabulary import Force
from tests.test_auditing import changed

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def shipped() -> cm.AuditReport:
    return cm.audit()


RATIO, RURAL = "“城乡居民收入比下降到2.8左右”", "“农村常住居民人均可支配收入达到15561元”"
RATIO_EN = "“the urban-rural income ratio to fall to about 2.8”"
RURAL_EN = "“per capita disposable income of rural residents to reach 15,561 yuan”"
OPENING_ZH = (
    f"《方案》有8组条目不能同时成立，各组都含{RATIO}，与之相抵的是城镇常住居民、农村常住居民的数值。",
    # 48594.75 / 15561.5 = 3.12275, which is about 3.1 as printed: from 3.05 to below 3.15
    f"最少须改1条：{RATIO}改为3.1左右（按区间边界最低3.123）。改后再审：各条能同时成立。",
    # 48594.75 / 2.85 = 17050.79 and (17050.79 / 11076) ** (1 / 3) = 1.15466 at the edges;
    # 48594.8 / 2.8 = 17355.29 and (17355.29 / 11076) ** (1 / 3) = 1.16149 as printed
    (
        f"若不改上述条目，则须改2条：{RURAL}改为达到17,051元（按区间边界最低17,050.8元，按列明数值为17,355.3元）；"
        "2022—2024年农村常住居民收入增速“12%”改为15%左右（按区间边界最低15.466%，按列明数值为16.149%）。改后再审：各条能同时成立。"
    ),
    (
        f"换一种读法：列明数值按定值读，8组矛盾；“达到”按不低于读，4组矛盾，可改{RATIO}为3.1左右；"
        "各条均按下限读，没有矛盾，但2024年农村常住居民收入须达到17,050.8元，高于列明的15,561元。"
    ),
)
OPENING_EN = (
    (
        f"The plan has 8 groups of statements that cannot hold together, every one of them through {RATIO_EN}; against it stand "
        "the figures of urban residents and rural residents."
    ),
    (
        f"It takes one change at least: {RATIO_EN} to about 3.1 (3.123 at least by the edges of the intervals); audited again, the "
        "statements can hold together."
    ),
    (
        f"If that is to stay, it takes 2 changes: {RURAL_EN} to reach 17,051 yuan (17,050.8 yuan at least by the edges of the "
        "intervals, 17,355.3 yuan by the printed values); growth of income of rural residents in 2022-2024 “12%” to about 15% "
        "(15.466% at least by the edges of the intervals, 16.149% by the printed values); audited again, the statements "
        "can hold together."
    ),
    (
        "Read otherwise: printed numbers read as values, 8 contradictions; “to reach” read as “at least”, 4 "
        f"contradictions, to be resolved by {RATIO_EN} to about 3.1; everything read as floors, no contradiction, but the 2024 "
        "income of rural residents must reach 17,050.8 yuan, beyond the printed 15,561 yuan."
    ),
)


def test_the_opening_says_what_clashes_the_fewest_to_change_and_what_else(shipped: cm.AuditReport) -> None:
    *opening, _ = shipped.lead
    assert tuple(sentence.zh for sentence in opening) == OPENING_ZH
    assert tuple(sentence.en for sentence in opening) == OPENING_EN


def test_eight_contradictions_are_one_line(shipped: cm.AuditReport) -> None:
    (line,) = shipped.shared
    assert line.zh.startswith(f"{RATIO}，加上下列任一项：“城镇常住居民人均可支配收入年均增长10%左右”、")
    assert line.zh.endswith(f"以及下列任一项：{RURAL}、2022—2024年农村常住居民收入增速“12%”")
    assert line.zh.count("合在一起") == 1


@pytest.mark.parametrize("seed", range(20))
def test_lines_stand_for_just_the_contradictions(seed: int) -> None:
    chance = np.random.default_rng(seed)
    drawn = {frozenset(chance.choice(9, size=chance.integers(2, 5), replace=False).tolist()) for _ in range(12)}
    # no contradiction contains another
    sets = [one for one in drawn if not any(other < one for other in drawn)]
    told: list[frozenset[int]] = []
    for line in lines_of(sets):
        products = [frozenset[int]()]
        for place in line:
            products = [one | part for one in products for part in place]
        told += products
    assert sorted(map(sorted, told)) == sorted(map(sorted, sets))


def test_the_first_answer_is_the_ratio_alone(shipped: cm.AuditReport) -> None:
    ids = [{shipped.items[member].id for member in one.correction.members} for one in shipped.proposals]
    assert ids[:2] == [{"ratio_2024"}, {"rural_income_2024", "growth.rural.total.2022-2024"}]
    assert [len(one) for one in ids] == [1, 2, 4, 4, 4, 4]
    (change,) = shipped.proposals[0].changes
    assert change.move is not None
    assert change.move.bound == pytest.approx(48594.75 / 15561.5, rel=1e-9)
    assert all(one.audited is not cm.Feasibility.CONTRADICTS for one in shipped.proposals)


FORCED = ("rural_income_2024", "urban_income_2024", "ratio_2024")


@pytest.mark.parametrize("weak", FORCED)
def test_of_as_many_statements_the_weaker_give_way_first(weak: str) -> None:
    scenario = cm.scenario("plan")
    dossier = scenario.require_dossier()
    statements = tuple(
        replace(one, force=Force.STRIVE if one.id == weak else Force.BINDING if one.id in FORCED else None)
        for one in dossier.plan.statements
    )
    forced = replace(scenario, dossier=replace(dossier, plan=replace(dossier.plan, statements=statements)))
    report = cm.audit(forced, statements=FORCED)
    first, *others = report.proposals
    assert report.items[first.changes[0].item].id == weak
    # among the equally strong, the least move relative to the own value
    assert [one.correction.share for one in others] == sorted(one.correction.share for one in others)
    # the ratio of 2.8 rises by 0.273, rural income of 15561 by 1489.3, urban income of 48594.8 falls by 4244.5
    shares = {"ratio_2024": 0.2728 / 2.8, "rural_income_2024": 1489.3 / 15561, "urban_income_2024": 4244.475 / 48594.8}
    for one in report.proposals:
        assert one.correction.share == pytest.approx(shares[report.items[one.changes[0].item].id], rel=1e-3)


def test_none_of_several_moves_can_be_shorter_while_the_others_are_as_told(shipped: cm.AuditReport) -> None:
    # rural income and its growth, each to where the urban endpoint and the ratio put it
    moves = shipped.proposals[1].correction.moves
    bounds = sorted(move.bound for move in moves)
    assert bounds == pytest.approx([(48594.75 / 2.85 / 11076) ** (1 / 3) - 1, 48594.75 / 2.85], rel=1e-9)


def test_every_reading_has_an_outcome(shipped: cm.AuditReport) -> None:
    found = {outcome.read_as: outcome.contradictions for outcome in shipped.outcomes}
    assert found == {ReadAs.VALUES: 8, ReadAs.ENDPOINTS_AS_FLOORS: 4, ReadAs.FLOORS: 0}
    ((item, move),) = shipped.read_as(ReadAs.FLOORS).forced
    assert item.id == "rural_income_2024"
    assert move.bound == pytest.approx(48594.75 / 2.85, rel=1e-9)


def test_ends_of_intervals_are_printed_with_one_digit_more(shipped: cm.AuditReport) -> None:
    allowed = {row["statement"]: row["allowed_zh"] for row in shipped.repair_table().records()}
    assert allowed["urban_income_2024"] == "48,594.75至48,594.85"
    assert allowed["rural_income_2024"] == "15,560.5至15,561.5"
    assert allowed["ratio_2024"] == "2.75至2.85"
    assert allowed["growth.rural.total.2022-2024"] == "11.5%至12.5%"


def test_a_search_that_is_cut_says_by_what(shipped: cm.AuditReport) -> None:
    few = cm.audit(most=2, corrections=1)
    assert few.ended is Ended.COUNT
    assert not few.complete
    assert "可能还有" in few.lead[0].zh
    assert cm.audit(solves=1).ended is Ended.SOLVES
    assert shipped.ended is Ended.COMPLETE
    with pytest.raises(cm.InputError, match="seconds must be 1 or more"):
        cm.audit(seconds=0)


IMPOSSIBLE = {"growth.urban.wages": 0.6, "growth.urban.business": 0.6}


def test_a_plan_whose_own_table_cannot_be_is_audited() -> None:
    # 60 % more of 71.4 % of urban income is 42.8 %, of which 10 % in all leave less than nothing for the rest
    dossier = changed(cm.scenario("plan"), IMPOSSIBLE).require_dossier()
    with pytest.raises(cm.InputError, match="must be above -1"):
        cm.scenario("plan", plan=dossier)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = cm.audit(dossier)
    assert report.feasibility is cm.Feasibility.CONTRADICTS
    urban = next(own for own in report.years if own.group == "urban")
    assert urban.first_impossible == 2022
    assert urban.open_rates[0] < -1.0
    assert np.isnan(urban.open_rates[1:]).all()
    table = {"growth.urban.wages.2022-2024", "growth.urban.business.2022-2024", "growth.urban.total.2022-2024"}
    assert any(table >= {item.id for item in one.items} for one in report.contradictions)


def test_the_command_audits_it_too(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    folder = tmp_path / "data" / "plans" / "ceheng-2022-2024"
    table = folder / "growth.csv"
    rows = table.read_text("utf-8")
    swapped = re.sub(r"(?m)^(\d{4},urban,(?:wages|business),)[^,]*,about,[^,]*", r"\g<1>60%,about,0.6", rows)
    assert swapped != rows
    table.write_text(swapped, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "ceheng_model", "audit", "--plan", str(folder), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "groups of statements that cannot hold together" in run.stdout
    assert run.stderr == ""


def test_the_solver_prints_nothing() -> None:
    code = "import ceheng_model as cm; cm.audit()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")


def test_no_warning_escapes_a_quotient_of_nothing() -> None:
    scenario = cm.scenario("plan")
    ratio = UrbanRuralRatio(first_year=2022, last_year=2024).ratio(scenario)
    levels = np.zeros((3, 4, 4))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(ratio.quantity(levels))
        levels[0] = 1.0
        assert ratio.quantity(levels) == np.inf


def test_a_chart_shows_that_what_is_allowed_and_what_is_left_do_not_meet(shipped: cm.AuditReport) -> None:
    from ceheng_model import charts

    # the endpoints and the ratio: 48594.75 over 15561.5 is 3.12275
    assert shipped.most_telling == 3
    for language in ("zh", "en"):
        ax = charts.contradiction(shipped, 3, language=language)
        rows = charts.numbers(ax).to_frame().set_index("statement")
        assert rows.left_by_others["ratio_2024"] == pytest.approx(48594.75 / 15561.5)
        assert rows.left_by_others["rural_income_2024"] == pytest.approx(48594.75 / 2.85)
        for low, high, left, side in zip(rows.low, rows.high, rows.left_by_others, rows.side, strict=True):
            assert left > high if side == "high" else left < low
        # in each row the bar of the statement and that of the others, and between them nothing
        # a bar is a filled rectangle, and an outline of its own
        bars = [bar for bar in ax.patches if isinstance(bar, Rectangle) and to_rgba(bar.get_facecolor())[3] > 0.0]
        assert len(bars) == 2 * len(rows)
        for own, others in zip(bars[::2], bars[1::2], strict=True):
            ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in (own, others)]
            (_, left_end), (right_start, _) = sorted(ends)
            assert left_end + 0.1 < right_start
    finding = "3条不能同时成立：其余各条若成立，2024年城乡居民收入比不低于3.123，而方案要求2.75至2.85。"
    assert charts.alternative_text(ax, "zh") == f"{finding}{shipped.contradictions[2].sentence.zh}。"


@pytest.mark.parametrize(("number", "rule"), [(9, "be between 1 and 8"), (0, "be between 1 and 8")])
def test_a_contradiction_that_was_not_found_is_not_drawn(shipped: cm.AuditReport, number: int, rule: str) -> None:
    from ceheng_model import charts

    with pytest.raises(cm.InputError, match=f"the number of a contradiction must {rule}"):
        charts.contradiction(shipped, number)
    with pytest.raises(cm.InputError, match="must be one that the report found"):
        charts.contradiction(cm.audit(statements=["urban_growth"]))
