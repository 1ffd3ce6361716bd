"""Who carries a plan out: bodies and departments against the plan's text, lists to circulate by, and what does not fit."""

import csv
import io
import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import shipped
from ceheng_model.plan import Seat
from tests.test_measures import LINES, PARAGRAPHS

TEXT = "\n".join(LINES)
CATALOGUE = cm.load_plan().measures
LABELS = {one.key: one.label.zh for one in CATALOGUE.departments}


# --- the text and the catalogue


def test_bodies_are_those_that_the_text_sets_up() -> None:
    groups = re.findall(r"决定成立册亨(县促进居民增收三年行动工作领导小组)", TEXT)
    forces = re.search(r"领导小组下设(.+?)。", TEXT)
    assert forces is not None
    by_kind = {
        kind: [one.label.zh for one in CATALOGUE.bodies if one.kind == kind] for kind in ("task_force", "office")
    }
    assert [one.label.zh for one in CATALOGUE.bodies if one.kind == "leading_group"] == groups
    assert by_kind["task_force"] == forces[1].split("、")
    assert len(by_kind["office"]) == len(groups) + len(by_kind["task_force"])


def test_offices_sit_where_the_text_says() -> None:
    printed = re.findall(r"(?:领导小组|专班)办公室设在(县[^。]+)。", TEXT)
    offices = [one for one in CATALOGUE.bodies if one.kind == "office"]
    assert [LABELS[one.department] for one in offices] == printed
    above = [one.id for one in CATALOGUE.bodies if one.kind != "office"]
    assert [one.under for one in offices] == above


def test_task_forces_carry_out_the_annexes_that_the_text_names() -> None:
    printed = re.findall(r"行动方案(?:详)?见附件(\d)", TEXT)
    assert [one.annexes for one in CATALOGUE.bodies if one.kind == "task_force"] == [(int(n),) for n in printed]


def test_bodies_stand_in_their_paragraphs() -> None:
    for one in CATALOGUE.bodies:
        assert any(one.words in line for line in PARAGRAPHS[one.place.zh]), one.id


def test_the_text_lists_no_members() -> None:
    # members are named where staff is taken from them: once by the leading group, once by each task force
    assert Counter(re.findall(r"(领导小组|专班)成员", TEXT)) == {"领导小组": 1, "专班": 3}
    assert re.findall(r"(?<!领导小组)(?<!专班)成员.{3}", TEXT) == ["成员,赋予"]
    assert not any(one.members for one in CATALOGUE.bodies)


# --- who answers, by body


def brackets(annex: str) -> list[list[str]]:
    """Return the departments printed behind each measure of an annex, read by a pattern of its own."""
    start = LINES.index(annex)
    listed = []
    for line in LINES[start:]:
        if line != annex and re.fullmatch(r"附件\d", line):
            break
        if found := re.search(r"责任单位:([^:]*?)\)$", line):
            text = re.sub(r"各项措施责任单位.*", "", found[1]).replace("各乡(镇、街道)", "各乡镇")
            listed.append([department.strip("。等") for department in re.split("[、,]", text)])
    return listed


@pytest.mark.parametrize(("annex", "force"), [("附件3", "urban_force"), ("附件4", "training_force")])
def test_units_are_counted_as_printed(annex: str, force: str) -> None:
    printed = brackets(annex)
    counted = Counter(department for departments in printed for department in departments)
    first = Counter(departments[0] for departments in printed)
    rows = {one.label.zh: one for one in CATALOGUE.answering_departments() if one.body and one.body.id == force}
    for name, one in rows.items():
        if name != "各乡(镇、街道)":
            assert len(one.measures) == counted[name], name
            assert one.first_named == first[name], name
    singles = {department for department in counted if not department.startswith("各")}
    assert {name for name in rows if not name.startswith("各")} == singles
    alone = Counter(
        departments[0]
        for departments in printed
        if len([department for department in departments if not department.startswith("各")]) == 1
    )
    assert {name: len(one.alone) for name, one in rows.items() if one.alone} == alone


def test_the_health_bureau_answers_alone_for_two_urban_measures() -> None:
    (one,) = [one for one in CATALOGUE.answering_departments() if one.label.zh == "县医保局"]
    assert [measure.id for measure in one.alone] == ["urban.18", "urban.19"]
    # no members are listed, so that nobody can say whether it sits there
    assert one.seat is Seat.UNKNOWN
    centre = [one for one in CATALOGUE.answering_departments() if one.label.zh == "县金融服务中心"]
    assert sum(len(one.measures) for one in centre) == 4


def test_hosts_of_offices_sit_in_what_they_host_and_many_units_sit_nowhere() -> None:
    seats = {(one.body.id, one.label.zh): one.seat for one in CATALOGUE.answering_departments() if one.body}
    assert {key for key, seat in seats.items() if seat is Seat.IN} == {
        ("rural_force", "县农业农村局"),
        ("urban_force", "县人社局"),
        ("training_force", "县人社局"),
    }
    assert {key[1] for key, seat in seats.items() if seat is Seat.MANY} == {
        "各乡(镇、街道)",
        "各项目实施部门",
        "各金融机构",
        "各国有企业",
    }


# --- what does not fit


def test_what_does_not_fit_is_said() -> None:
    unlisted, reports = cm.organisation_findings(CATALOGUE)
    hosts = {"县农业农村局", "县人社局"}
    single = {name for name in LABELS.values() if not name.startswith("各")}
    # the host of one office may answer elsewhere: 县农业农村局 does in annexes 3 and 4, 县人社局 in annex 2
    assert f"{len(single)}个责任单位" in unlisted.sentence.zh
    assert hosts <= single
    assert "县医保局（附件3第18条、附件3第19条）" in unlisted.sentence.zh
    assert reports.place.zh == "附件2"
    assert "附件3、附件4" in reports.sentence.zh
    assert "3月18日、6月18日、9月18日、12月18日" in reports.sentence.zh


def test_annexes_without_days_are_read_from_the_text() -> None:
    starts = [LINES.index(f"附件{n}") for n in (2, 3, 4)]
    parts = ["\n".join(LINES[a:b]) for a, b in zip(starts, [*starts[1:], len(LINES)], strict=True)]
    assert [bool(re.search(r"\d月18日", part)) for part in parts] == [False, True, True]


def test_the_audit_tells_it() -> None:
    report = cm.audit(statements=["urban_growth", "urban_income_2024"])
    assert report.organisation == cm.organisation_findings(CATALOGUE)
    table = next(table for table in report.tables() if table.name == "organisation_findings")
    assert table.to_frame()["place"].tolist()[-1] == "附件2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped plan beside its data."""
    plan = tmp_path / "plans" / "own"
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), tmp_path / name)
    return plan


def change(folder: Path, file: str, id: str, /, **cells: str) -> None:
    path = folder / file
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        if id in (row.get("id"), "*"):
            row.update(cells)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")


def every_unit_but(*left_out: str) -> str:
    names = [name for name in LABELS.values() if not name.startswith("各")]
    return "；".join(name for name in names if name not in left_out)


def test_a_folder_that_lists_members_is_told_who_is_missing(folder: Path) -> None:
    left_out = ("县金融服务中心", "县医保局")
    for id in ("rural_force", "urban_force", "training_force"):
        change(folder, "organisation.csv", id, members=every_unit_but(*left_out))
    change(folder, "organisation.csv", "leading_group", members="县发改局；县医保局")
    catalogue = cm.load_plan(folder).measures
    told = [finding.sentence.zh for finding in cm.organisation_findings(catalogue)]
    assert told[:3] == [
        "县金融服务中心负责1条措施，但不在领导小组和任何专班内",
        "县金融服务中心负责3条措施，但不在领导小组和任何专班内",
        "县医保局负责城镇居民增收行动工作专班的2条措施，但不在其内，其中单独负责附件3第18条、附件3第19条",
    ]
    (health,) = [one for one in catalogue.answering_departments() if one.label.zh == "县医保局"]
    assert [body.id for body in health.elsewhere] == ["leading_group"]
    assert len(told) == 4


def test_a_plan_with_all_units_in_their_bodies_has_nothing_to_say_of_them(folder: Path) -> None:
    for id in ("leading_group", "rural_force", "urban_force", "training_force"):
        change(folder, "organisation.csv", id, members=every_unit_but())
    change(folder, "duties.csv", "*", days="")
    assert cm.organisation_findings(cm.load_plan(folder).measures) == ()


def test_a_plan_may_have_no_organisation(folder: Path) -> None:
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for name in ("organisation", "deliverables"):
        text = text.replace(f'{name} = "{name}.csv"\n', "")
    path.write_text(text, encoding="utf-8")
    catalogue = cm.load_plan(folder).measures
    assert (catalogue.bodies, catalogue.deliverables) == ((), ())
    assert [finding.place.zh for finding in cm.organisation_findings(catalogue)] == ["附件2"]
    # without bodies the departments are those of all measures
    rows = {one.label.zh: len(one.measures) for one in catalogue.answering_departments()}
    assert rows["县金融服务中心"] == 4


@pytest.mark.parametrize(
    ("id", "cells", "message"),
    [
        ("rural_force", {"kind": "club"}, r"kind must be one of the known options \(got 'club'\)"),
        ("rural_force.office", {"under": "nobody"}, r"under must be one of .* \(got 'nobody'\); .*leading_group"),
        (
            "rural_force.office",
            {"department": ""},
            r"department must be filled in .*name the department where the office sits",
        ),
        ("rural_force.office", {"department": "县公安局"}, r"the department must be one of .* \(got '县公安局'\)"),
        ("rural_force.office", {"members": "县财政局"}, r"members must be empty .*belong to the body above"),
        ("rural_force", {"department": "县财政局"}, r"department must be empty .*the department belongs to its office"),
        ("rural_force", {"members": "县财政局；某某"}, r"the department must be one of .* \(got '某某'\)"),
        ("rural_force", {"annexes": "2;two"}, r"annexes must be numbers of annexes \(got 'two'\); for example 2"),
        ("rural_force", {"label_en": ""}, r"label_en must be filled in"),
        ("rural_force", {"id": "leading_group"}, r"appear once"),
    ],
)
def test_what_is_wrong_with_a_body_is_said(folder: Path, id: str, cells: dict[str, str], message: str) -> None:
    change(folder, "organisation.csv", id, **cells)
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder)


def test_an_unknown_body_is_refused() -> None:
    with pytest.raises(cm.InputError, match=r"the body must be one of the known options \(got 'nobody'\)"):
        CATALOGUE.body("nobody")


# --- the command


def ceheng(*arguments: str) -> str:
    done = CliRunner().invoke(program, ["measures", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_shows_bodies_lists_and_findings() -> None:
    shown = json.loads(ceheng("--organisation", "--format", "json"))
    assert [row["body"] for row in shown["organisation"]] == [one.id for one in CATALOGUE.bodies]
    assert len(shown["circulation"]) == len(CATALOGUE.answering_departments())
    assert len(shown["organisation_findings"]) == 2
    urban = json.loads(ceheng("--organisation", "--annex", "3", "--format", "json"))
    assert {row["body"] for row in urban["circulation"]} == {"urban_force"}
    assert "no members" in ceheng("--organisation", "--lang", "en", "--full")


# --- duties without a rhythm


def test_duties_without_a_rhythm_name_none() -> None:
    unstated = [one for one in CATALOGUE.duties if one.recurrence == "unstated"]
    assert [one.place.zh for one in unstated] == ["正文五、(三)", "正文五、(四)"]
    for one in unstated:
        assert any(one.words in line for line in PARAGRAPHS[one.place.zh])
        assert not re.search(r"每|月|季|年|定期|根据需要", one.words)
        assert one.days == ()


def test_whoever_reviews_and_inspects_is_in_a_duty() -> None:
    for place, lines in PARAGRAPHS.items():
        words = [one.words for one in CATALOGUE.duties if one.place.zh == place]
        for line in lines:
            for found in re.finditer(r"进行调度、督促|开展督查", line):
                spans = [range(*said.span()) for text in words for said in re.finditer(re.escape(text), line)]
                assert any(found.start() in span for span in spans), place


# --- goals said again


AGAIN = re.compile(r"((?:城镇|农村)常住居民人均可支配收入年均增长\d+%(?:左右|以上)|城乡居民收入比下降到[\d.]+左右)")


def test_goals_said_again_are_further_places_of_their_statement() -> None:
    """Find every place of the three goals by one pattern, and hold it against statements and what restates them."""
    plan = cm.load_plan()
    said = [one for one in plan.statements if AGAIN.search(one.words)]
    known = Counter(AGAIN.findall(words)[0] for one in said for words in (one.words, *(o.words for o in one.restated)))
    assert Counter(AGAIN.findall(TEXT)) == known
    assert {one.id: len(one.restated) for one in said} == {"urban_growth": 1, "rural_growth": 1, "ratio_2024": 1}


def test_goals_said_again_stand_where_they_are_said_to_with_their_force() -> None:
    for statement in cm.load_plan().statements:
        for one in statement.restated:
            lines = PARAGRAPHS[one.place.zh.removesuffix("引言")]
            (line,) = [line for line in lines if one.words in line]
            clause = line[
                line.rindex("。", 0, line.index(one.words)) + 1 if "。" in line[: line.index(one.words)] else 0 :
            ]
            clause = clause[: clause.index(one.words) + len(one.words)].split("。")[-1]
            assert (one.force is cm.Force.BINDING) == ("确保" in clause)
            assert one.force in (None, cm.Force.BINDING)
    assert cm.load_plan().statement("rural_growth").force is None


def test_the_firmer_of_two_places_holds_and_both_are_told() -> None:
    # section 2 states 12 % or more, annex 2 pledges it: 确保
    rural = cm.load_plan().statement("rural_growth")
    assert (rural.force, rural.firmest) == (None, cm.Force.BINDING)
    assert rural.firmer is rural.restated[0]
    scenario = cm.scenario("plan")
    checked = cm.check(cm.project(scenario), share_cases=False).statement_table()
    audited = cm.audit(scenario)
    tracked = cm.track(scenario, draws=16, seed=0)
    lists = [checked, tracked.tables()[0], *(one for one in audited.tables() if one.name == "readings")]
    assert len(lists) == 3
    for table in lists:
        (row,) = [row for row in table.records() if row["statement"] == "rural_growth"]
        assert row["force"] == "binding", table.name
        assert "附件2引言重申为“确保2022-2024年" in table.to_text("zh"), table.name
        assert "annex 2, introduction says it again" in table.to_text("en"), table.name
    # whoever reads the plan's own list finds each place with its own
    (listed,) = [row for row in cm.load_plan().tables()[0].records() if row["statement"] == "rural_growth"]
    assert listed["force"] is None
    # a place that says no more changes nothing
    assert cm.load_plan().statement("ratio_2024").firmer is None


@pytest.mark.parametrize(
    ("first", "again", "held"),
    [
        (cm.Force.STRIVE, None, None),
        (cm.Force.EXPECTED, cm.Force.BINDING, cm.Force.BINDING),
        (cm.Force.BINDING, cm.Force.STRIVE, cm.Force.BINDING),
        (None, cm.Force.EXPECTED, None),
    ],
)
def test_the_order_of_places_does_not_matter(
    first: cm.Force | None, again: cm.Force | None, held: cm.Force | None
) -> None:
    rural = cm.load_plan().statement("rural_growth")
    one, other = (
        replace(rural, force=own, restated=(replace(rural.restated[0], force=further),))
        for own, further in ((first, again), (again, first))
    )
    assert one.firmest is other.firmest is held
    assert {one.firmer is None, other.firmer is None} == ({True, False} if first is not again else {True})


def test_goals_said_again_are_shown() -> None:
    done = CliRunner().invoke(program, ["show", "plan", "--format", "json"])
    rows = json.loads(done.stdout)["restated"]
    assert [(row["statement"], row["restated_force"]) for row in rows] == [
        ("urban_growth", None),
        ("rural_growth", "binding"),
        ("ratio_2024", None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '年均增长12%以上", words_en = "ensure',
            '年均增长13%以上", words_en = "ensure',
            r"(?s)be a figure in its words 'ensure that .*原文“确保.*13%以上”中的数",
        ),
        ('{ force = "binding", words = "确保', '{ force = "firm", words = "确保', r"force must be .* \(got 'firm'\)"),
        (
            'en = "annex 2, introduction" } }',
            'en = "annex 2, introduction" }, x = 1 }',
            r"the key must be known .*restated\[1\].x",
        ),
    ],
)
def test_what_is_wrong_with_a_goal_said_again_is_said(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder)
