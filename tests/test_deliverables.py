"""What a plan says will be made: against the plan's text, and ticked off in tracking."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.tracking import NATIONAL_EXAMPLE, TrackingReport, national_example
from ceheng_model.tracking.deliverable_states import DeliverableState
from tests.test_measures import PARAGRAPHS
from tests.test_organisation import change, folder

__all__ = ["folder"]
CATALOGUE = cm.load_plan().measures

# A verb of making and the thing that is made, in one clause.
MADE = re.compile(
    r"(?:制定|建立|健全|完善|建设|编制|议定|推行)[^,。;、:《》]{0,30}?"
    r"(?:办法|细则|方案|机制|制度|政策措施|项目库|体系|长护险|上报)"
    r"|构建[^。]*?体系|[^,。;、]{0,8}(?:数据库建设|规划编制|竣工财务决算)|研究出台[^,。;]{0,8}政策措施"
)
# What reads like it and is none: pattern, and why.
NONE = {
    r"制定本(?:攻坚)?行动方案": "the annex itself",
    r"完善保障机制": "named in the goals, set up by the measures",
    r"建立利益联结机制": "condition of a grant: what leading enterprises have done",
    r"建设体系": "credit in the countryside, which is there: more borrowers are taken into it",
    r"推行终身职业技能培训制度": "carried on; what is set up of it stands further on in measure 5 of annex 4",
    r"健全企业工资增长机制": "said twice within measure 3 of annex 3",
    r"^建立乡村公益性岗位待遇与物价上涨联动机制": "said in the main text, and in measure 5 of annex 2",
    r"健全社会救助和保障标准与物价上涨挂钩联动机制": "name of a document of the prefecture, in measure 13 of annex 3",
}


def spans(words: str, line: str) -> list[range]:
    return [range(*found.span()) for found in re.finditer(re.escape(words), line)]


def test_whatever_is_made_is_a_deliverable_or_is_none_for_a_reason() -> None:
    left, used = [], set()
    for place, lines in PARAGRAPHS.items():
        words = [one.words for one in CATALOGUE.deliverables if one.place.zh == place]
        for line in lines:
            held = [span for text in words for span in spans(text, line)]
            for found in MADE.finditer(line):
                if any(found.start() in span or found.end() - 1 in span for span in held):
                    continue
                why = [pattern for pattern in NONE if re.search(pattern, found.group())]
                used.update(why)
                if not why:
                    left.append(f"{place}: {found.group()}")
    assert left == []
    assert set(NONE) - used == set(), "reasons that excuse nothing"


def test_the_pattern_finds_every_deliverable_so_that_they_can_be_counted() -> None:
    found = [one.id for one in CATALOGUE.deliverables if MADE.search(one.words)]
    assert found == [one.id for one in CATALOGUE.deliverables]


def test_deliverables_stand_in_their_paragraphs() -> None:
    for one in CATALOGUE.deliverables:
        assert any(one.words in line for line in PARAGRAPHS[one.place.zh]), one.id
        if one.measure:
            measure = CATALOGUE.measure(one.measure)
            assert (one.place, one.annex) == (measure.place, measure.annex)
            assert one.departments == measure.departments
            assert one.id.startswith(f"{one.measure}.")
        annex = re.match(r"附件(\d)", one.place.zh)
        assert one.annex == (int(annex[1]) if annex else None)


def test_documents_and_systems_are_told_apart_by_their_words() -> None:
    document = "办法|细则|方案|政策措施|上报|规划编制|决算"
    for one in CATALOGUE.deliverables:
        assert (one.kind == "document") == bool(re.search(document, one.words)), one.id
    assert Counter(one.kind for one in CATALOGUE.deliverables) == {"document": 11, "system": 17}


def test_those_that_offices_ask_for_are_there() -> None:
    words = " ".join(one.words for one in CATALOGUE.deliverables)
    for said in (
        "专项资金的使用管理办法",
        "乡村公益性岗位人员考核激励办法",
        "证书直补实施细则",
        "保障性租赁住房管理方案",
        "过渡费发放监管机制",
        "联络员制度",
        "上报县人民政府",
    ):
        assert said in words


# --- choosing and showing


def test_deliverables_follow_their_measure_annex_or_unit() -> None:
    assert [one.id for one in CATALOGUE.where(components="property").deliverables] == [
        one.id
        for one in CATALOGUE.deliverables
        if one.measure and CATALOGUE.measure(one.measure).component == "property"
    ]
    assert {one.annex for one in CATALOGUE.where(annexes=4).deliverables} == {4}
    finance = [one.id for one in CATALOGUE.where(departments="县财政局").deliverables]
    assert finance == [one.id for one in CATALOGUE.deliverables if "finance" in one.departments]
    assert "special_funds.rules" in finance
    assert "special_funds.rules" not in [
        one.id for one in CATALOGUE.where(departments="县财政局", annexes=2).deliverables
    ]


def test_the_command_lists_deliverables() -> None:
    done = CliRunner().invoke(program, ["measures", "--deliverables", "--annex", "3", "--format", "json"])
    rows = json.loads(done.stdout)["deliverables"]
    assert [row["deliverable"] for row in rows] == [one.id for one in CATALOGUE.deliverables if one.annex == 3]
    with pytest.raises(cm.InputError, match=r"the deliverable must be one of the known options \(got 'x'\)"):
        CATALOGUE.deliverable("x")


@pytest.mark.parametrize(
    ("id", "cells", "message"),
    [
        ("urban.17.rental_housing", {"kind": "thing"}, r"kind must be one of .* \(got 'thing'\)"),
        ("urban.17.rental_housing", {"measure": "urban.99"}, r"measure must be one of .* \(got 'urban.99'\)"),
        ("urban.17.rental_housing", {"deadline": "soon"}, r"deadline must be a date \(got 'soon'\)"),
        (
            "special_funds.rules",
            {"departments": ""},
            r"departments must tell who makes it .*give departments, who or the measure",
        ),
        ("special_funds.rules", {"departments": "某局"}, r"the department must be one of .* \(got '某局'\)"),
        ("special_funds.rules", {"words": ""}, r"words must be filled in"),
    ],
)
def test_what_is_wrong_with_a_deliverable_is_said(
    folder: Path,
    id: str,
    cells: dict[str, str],
    message: str,
) -> None:
    change(folder, "deliverables.csv", id, **cells)
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder)


# --- ticking off


def state(id: str, state: str, day: str, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(("group", "component", "year", "quarter", "value", "source", "note"))
    return {**row, "kind": "deliverable", "indicator": id, "state": state, "published": day, **more}


def tracked(*rows: dict[str, Any], as_of: str | None = None, plan: Any = None) -> TrackingReport:
    return cm.track(plan or cm.scenario("plan"), pd.DataFrame(rows), as_of=as_of, draws=16, seed=0)


RULES, HOUSING = "special_funds.rules", "urban.17.rental_housing"


def test_the_latest_state_on_the_day_holds() -> None:
    rows = [
        state(RULES, "推进中", "2022-11-01"),
        state(RULES, "已完成", "2022-12-20", source="册府办发〔2022〕30号"),
        state(HOUSING, "not started", "2023-01-10"),
    ]
    report = tracked(*rows)
    assert report.as_of == date(2023, 1, 10)
    standing = {one.deliverable.id: one for one in report.deliverables}
    assert len(standing) == len(CATALOGUE.deliverables)
    rules, housing = standing[RULES].report, standing[HOUSING].report
    assert rules is not None
    assert housing is not None
    assert (standing[RULES].is_done, rules.source) == (True, "册府办发〔2022〕30号")
    assert housing.state is DeliverableState.NOT_STARTED
    assert standing["urban.liaison"].report is None
    earlier = {one.deliverable.id: one for one in tracked(*rows, as_of="2022-12-19").deliverables}
    assert not earlier[RULES].is_done
    assert earlier[HOUSING].report is None


def test_the_list_says_how_many_are_ticked_off_and_puts_them_last() -> None:
    report = tracked(state(RULES, "销号", "2022-12-20"), state(HOUSING, "进行中", "2023-01-10"))
    table = next(table for table in report.tables() if table.name == "deliverables")
    left = len(CATALOGUE.deliverables) - 2
    assert table.title.zh == f"销号清单（{left + 2}项：已完成1，推进中1，未启动0，未报告{left}）"
    ids = [row[0] for row in table.rows]
    assert (ids[0], ids[-1]) == (HOUSING, RULES)
    assert "ticked off" in table.title.en


def test_actuals_show_the_states_that_were_reported() -> None:
    actuals = cm.read_actuals(pd.DataFrame([state(RULES, "done", "2022-12-20"), state(RULES, "推进中", "2022-11-01")]))
    (table,) = [table for table in actuals.tables() if table.name == "states"]
    assert table.to_frame()["state"].tolist() == ["done", "under_way"]
    assert not [table for table in cm.read_actuals(NATIONAL_EXAMPLE).tables() if table.name == "states"]


def test_without_a_report_no_list_is_shown_but_it_is_there() -> None:
    report = cm.track(cm.scenario("plan"), draws=16, seed=0)
    assert "deliverables" not in [table.name for table in report.tables()]
    assert len(report.deliverable_table().rows) == len(CATALOGUE.deliverables)


def test_what_is_late_by_the_plans_own_day_is_overdue(folder: Path) -> None:
    due = {"deadline": "2022-12-31"}
    change(folder, "deliverables.csv", RULES, **due)
    own = cm.scenario("plan", plan=folder)
    late = tracked(state(HOUSING, "推进中", "2023-01-10"), plan=own)
    (one,) = [one for one in late.deliverables if one.is_overdue]
    assert one.deliverable.id == RULES
    assert "逾期（未报告）" in late.deliverable_table().to_text("zh")
    on_the_day = tracked(state(HOUSING, "推进中", "2022-12-31"), plan=own)
    assert not any(one.is_overdue for one in on_the_day.deliverables)
    done = tracked(state(RULES, "done", "2023-01-10"), plan=own)
    assert not any(one.is_overdue for one in done.deliverables)
    assert [one.deliverable.id for one in done.deliverables if one.is_late] == [RULES]
    assert "已完成（逾期）" in done.deliverable_table().to_text("zh")
    timely = tracked(state(RULES, "done", "2022-12-31"), plan=own)
    assert not any(one.is_late for one in timely.deliverables)


def test_what_was_done_before_the_plan_was_issued_is_asked_about() -> None:
    # the plan is of 30 September 2022
    early, on_the_day = (tracked(state(RULES, "done", day)) for day in ("2022-09-29", "2022-09-30"))
    (warned,) = early.warnings
    assert "早于方案印发日 2022-09-30" in warned.text.zh
    assert "专项资金使用管理办法" in warned.text.zh
    assert on_the_day.warnings == ()
    assert tracked(state(RULES, "not started", "2022-09-29")).warnings == ()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("已辦結", "done"),
        ("推進中", "under_way"),
        ("未啟動", "not_started"),
        ("未啓動", "not_started"),
        ("未開始", "not_started"),
    ],
)
def test_states_may_stand_in_traditional_signs(word: str, found: str) -> None:
    (one,) = cm.read_actuals(pd.DataFrame([state(RULES, word, "2022-12-20", kind="銷號事項")])).deliverables
    assert one.state.value == found


def test_an_indicator_has_no_state() -> None:
    row = state("rural.14.processing_rate", "已完成", "2023-01-10", kind="indicator", year=2022, value=0.55, source="x")
    with pytest.raises(cm.InputError, match=r"state must be empty .*a deliverable alone has a state"):
        tracked(row)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (state("x", "done", "2023-01-10"), r"the deliverable must be one of the known options \(got 'x'\)"),
        (state(RULES, "maybe", "2023-01-10"), r"state must be one of the known options \(got 'maybe'\)"),
        (state(RULES, "done", ""), r"published must be a date .*the day it was finished or reported"),
        (state(RULES, "", "2023-01-10"), r"state must be one of the known options \(got nothing\)"),
        (state("", "done", "2023-01-10"), r"indicator must be filled in .*give the id of a deliverable"),
        (state(RULES, "done", "2023-01-10", value=1), r"the value must be empty .*a deliverable needs none"),
        (state(RULES, "done", "2023-01-10", year=2022), r"the year must be empty .*a deliverable needs none"),
    ],
)
def test_what_is_wrong_with_a_state_is_said(row: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        tracked(row)


def test_one_deliverable_has_one_state_a_day() -> None:
    with pytest.raises(cm.InputError, match=r"state must be one a day for each .*delete one of the two"):
        tracked(state(RULES, "done", "2023-01-10"), state(RULES, "not_started", "2023-01-10"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_asks_for_every_state_and_reads_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    cm.write_template(None, path)
    assert cm.read_actuals(path).deliverables == ()
    if suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        line = next(line for line in text.splitlines() if f",{RULES}," in line)
        about = line.rsplit(",", 1)[1]
        filled = f"销号事项,,,{RULES},,,,2022-12-20,,,,已完成,{about}"
        path.write_text(text.replace(line, filled), encoding="utf-8")
        (one,) = cm.read_actuals(path).deliverables
        assert (one.deliverable, one.state, one.day) == (RULES, DeliverableState.DONE, date(2022, 12, 20))


def test_the_example_and_other_regions_have_no_part_in_it() -> None:
    national = cm.track(cm.scenario("plan"), national_example(["urban", "rural"]), draws=16, seed=0)
    assert all(one.report is None for one in national.deliverables)
