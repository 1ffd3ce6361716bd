"""Choosing among measures, showing them, the messages on bad files, and the command."""

import csv
import io
import json
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import shipped
from ceheng_model.plan import Measures
from ceheng_model.plan.printed_figures import printed_numbers
from ceheng_model.vocabulary import Text

FOLDER = shipped("plans", "ceheng-2022-2024")
CATALOGUE = cm.load_plan().measures


# --- choosing and showing


def test_choosing_by_component_department_annex_and_group() -> None:
    chosen = CATALOGUE.where(components=["wages", "经营净收入"], departments="human_resources", annexes=3)
    expected = [
        one.id
        for one in CATALOGUE.measures
        if one.component in ("wages", "business") and "human_resources" in one.departments and one.annex == 3
    ]
    assert [one.id for one in chosen.measures] == expected
    assert {one.of for one in chosen.indicators} <= set(expected)
    assert [one.id for one in CATALOGUE.where(groups="脱贫人口").measures] == ["rural.18", "rural.24"]
    assert [one.id for one in CATALOGUE.where(departments="人行册亨县支行").measures] == [
        "rural.33",
        "urban.8",
        "urban.10",
        "urban.21",
    ]
    assert CATALOGUE.where() is CATALOGUE


def test_duties_follow_their_measure_or_their_annex() -> None:
    assert [one.id for one in CATALOGUE.where(components="property").duties] == [
        "rural.share_of_net_income",
        "rural.green_finance",
    ]
    annex_4 = CATALOGUE.where(annexes="附件4")
    assert {one.annex for one in annex_4.duties} == {4}
    assert len(annex_4.duties) == 7
    assert CATALOGUE.where(annexes=4, components="training").duties == ()


def test_a_choice_may_leave_nothing() -> None:
    empty = CATALOGUE.where(annexes=4, components="wages")
    assert (empty.measures, empty.indicators, empty.duties) == ((), (), ())
    assert "0" in empty.to_text()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "components",
            "wage",
            r"the component must be one of the known options \(got 'wage'\); choose from: wages, business",
        ),
        (
            "departments",
            "县公安局",
            r"the department must be .* \(got '县公安局'\); choose from: .*human_resources \(Bureau of Human Resources and Social Security\)",
        ),
        (
            "annexes",
            1,
            r"the annex must be one of the known options \(got 1\); choose from: 2 \(annex 2\), 3 \(annex 3\), 4 \(annex 4\)",
        ),
        (
            "groups",
            "migrants",
            r"the group must be .* \(got 'migrants'\); choose from: rural \(rural residents\), lifted",
        ),
    ],
)
def test_an_unknown_choice_is_refused(name: str, value: str | int, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        CATALOGUE.where(**{name: value})


def test_every_unknown_choice_is_told_at_once() -> None:
    with pytest.raises(cm.InputError, match="known options") as caught:
        CATALOGUE.where(components=["pay", "wages"], departments=["x", "y"], annexes=9)
    assert [fault.got for fault in caught.value.faults] == ["pay", "x", "y", 9]


def test_a_measure_has_its_figures() -> None:
    assert [one.id for one in CATALOGUE.indicators_of("rural.2")] == ["rural.2.relief_labour_share"]
    assert CATALOGUE.indicators_of("rural.20") == ()


@pytest.mark.parametrize("kind", ["measure", "indicator", "duty"])
def test_an_unknown_id_is_refused(kind: str) -> None:
    with pytest.raises(cm.InputError, match=rf"the {kind} must be one of the known options \(got 'rural.37'\)"):
        getattr(CATALOGUE, kind)("rural.37")


def test_frames_are_tidy() -> None:
    frame = CATALOGUE.to_frame()
    assert len(frame) == 68
    assert frame.set_index("measure").loc["rural.11", "indicators"] == 16
    figures = CATALOGUE.tables()[1].to_frame(language="en").set_index("indicator")
    assert len(figures) == 90
    poultry, age = figures.loc["rural.11.poultry"], figures.loc["rural.22.age"]
    assert (poultry["value"], poultry["unit"], poultry["counting"]) == (15e6, "birds", "yearly")
    assert (age["value"], age["value_high"]) == (15, 59)
    assert figures.loc["office.staff.seconded", "place"] == "main text, section 3"
    assert sum(len(keys.split(";")) for keys in frame["department_keys"]) == sum(
        len(one.departments) or 1 for one in CATALOGUE.measures
    )


def test_figures_are_written_for_readers() -> None:
    written = {
        id: CATALOGUE.indicator(id).figure
        for id in ("rural.11.pigs", "rural.1.organised_labour", "rural.22.age", "rural.28.reform_coverage")
    }
    assert written["rural.11.pigs"] == Text("148,000 头", "148,000 head")
    assert written["rural.1.organised_labour"] == Text("70%", "70%")
    assert written["rural.22.age"] == Text("15–59 周岁", "15–59 years of age")
    assert written["rural.28.reform_coverage"].en == "100%"
    assert CATALOGUE.indicator("rural.6.teachers_pay").figure.en == "average pay of civil servants"


def test_departments_are_counted_by_component() -> None:
    frame = CATALOGUE.by_department().to_frame().set_index("department")
    count = Counter((key, one.component) for one in CATALOGUE.measures for key in one.departments)
    for department, row in frame.drop(index="all").iterrows():
        found = {key: row[key] for key in frame.columns if key != "total" and row[key]}
        assert found == {component: n for (key, component), n in count.items() if key == department}
    assert frame.drop(index="all").total.is_monotonic_decreasing
    assert frame.loc["all"].to_dict() == {
        "wages": 14,
        "business": 15,
        "property": 10,
        "transfer": 17,
        "organisation": 3,
        "training": 9,
        "total": 68,
    }
    # by hand: 各乡镇 answer for all 34 of annex 2, 36, 21 of annex 3 (not 9) and 8 of annex 4 (not 8)
    assert frame.loc["townships", "total"] == 34 + 1 + 21 + 8
    narrow = CATALOGUE.where(components="property").by_department().to_frame()
    assert list(narrow.columns) == ["department", "property", "total"]
    # whoever answers for none of the measures chosen has no row
    assert "civil_affairs" not in list(narrow["department"])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,500万", (15_000_000.0,)),
        ("二十", (20.0,)),
        ("一百零五", (105.0,)),
        ("十五万", (150_000.0,)),
        ("1～2", (1.0, 2.0)),
        ("两", (2.0,)),
        ("5万%", None),
        ("1e3万", None),
        ("三四", None),
        ("1-2-3", None),
        ("", None),
        ("约10", None),
    ],
)
def test_printed_figures_are_read_or_refused(text: str, numbers: tuple[float, ...] | None) -> None:
    assert printed_numbers(text) == numbers


# --- bad files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "plan")
    return tmp_path / "plan"


def change(folder: Path, file: str, first: str, /, **cells: str) -> None:
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (row,) = [row for row in rows if next(iter(row.values())) == first]
    row.update(cells)
    stream_out = io.StringIO(newline="")
    writer = csv.DictWriter(stream_out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / file).write_text(stream_out.getvalue(), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "id", "cells", "message"),
    [
        ("measures.csv", "rural.1", {"annex": "two"}, r"column annex: annex must be a whole number above zero"),
        ("measures.csv", "rural.1", {"number": "1.5"}, r"number must be a whole number above zero \(got '1.5'\)"),
        ("measures.csv", "rural.1", {"number": "0"}, r"number must be a whole number above zero \(got '0'\)"),
        (
            "measures.csv",
            "rural.1",
            {"group": "farmers"},
            r"group must be .* choose from: urban .*, rural .*, lifted \(people lifted out of poverty\), all \(all residents\)",
        ),
        ("measures.csv", "rural.1", {"component": "pay"}, r"component must be .* organisation, training"),
        (
            "measures.csv",
            "rural.1",
            {"title_en": ""},
            r"title_en must be filled in \(got nothing\); write what belongs",
        ),
        ("measures.csv", "rural.1", {"note_en": ""}, r"note_en must be filled in"),
        (
            "measures.csv",
            "rural.1",
            {"departments": "县公安局;县人社局"},
            r"the department must be .* \(got '县公安局'\)",
        ),
        ("measures.csv", "rural.1", {"and_others": "maybe"}, r"and_others must be .* choose from: yes, no"),
        ("measures.csv", "rural.2", {"id": "rural.1"}, r"the row must appear once \(got line 2\)"),
        ("indicators.csv", "rural.10.grain_area", {"of": "rural.99"}, r"of must be .* \(got 'rural.99'\)"),
        ("indicators.csv", "rural.10.grain_area", {"id": "grain"}, r"id must begin with 'rural.10.' \(got 'grain'\)"),
        ("indicators.csv", "rural.10.grain_area", {"role": "wish"}, r"role must be .* choose from: target, payment"),
        ("indicators.csv", "rural.10.grain_area", {"type": "roughly"}, r"type must be .* choose from: bare, reaches"),
        ("indicators.csv", "rural.10.grain_area", {"counting": "weekly"}, r"counting must be .* standing, yearly"),
        ("indicators.csv", "rural.10.grain_area", {"better": ""}, r"better must give a side, for targets only"),
        ("indicators.csv", "rural.25.basic_pension", {"better": "up"}, r"better must give a side, for targets only"),
        (
            "indicators.csv",
            "rural.10.grain_area",
            {"value": "20"},
            r"value must agree with printed \(got '20'\); '20万' is 200000",
        ),
        (
            "indicators.csv",
            "rural.10.grain_area",
            {"value": "21万"},
            r"value must agree with printed \(got '21万'\); '20万' is 200000",
        ),
        ("indicators.csv", "rural.10.grain_area", {"value": ""}, r"value must be given, or against, but not both"),
        (
            "indicators.csv",
            "rural.10.grain_area",
            {"against_zh": "去年", "against_en": "last year"},
            r"but not both \(got '200000'\)",
        ),
        (
            "indicators.csv",
            "rural.10.grain_area",
            {"printed": "21万"},
            r"printed must stand in words \(got '21万'\); copy it",
        ),
        ("indicators.csv", "rural.10.grain_area", {"printed": ""}, r"printed must be filled in"),
        ("indicators.csv", "rural.10.grain_area", {"printed": "粮食"}, r"value must agree with printed .*'粮食' is \?"),
        ("indicators.csv", "rural.10.grain_area", {"unit_zh": "", "unit_en": ""}, r"unit_zh must be filled in"),
        (
            "indicators.csv",
            "rural.10.grain_area",
            {"value_high": "300000"},
            r"value_high must be given for the type between only",
        ),
        ("indicators.csv", "rural.22.age", {"value_high": ""}, r"value_high must be given for the type between only"),
        (
            "indicators.csv",
            "rural.33.forest_transfer",
            {"last_year": "2021"},
            r"last_year must not be before 2022 \(got 2021\); exchange",
        ),
        ("indicators.csv", "rural.33.forest_transfer", {"last_year": "24"}, r"the year must be a year of four digits"),
        (
            "indicators.csv",
            "rural.14.deep_processors",
            {"deadline": "2024.12"},
            r"deadline must be a date \(got '2024.12'\)",
        ),
        (
            "indicators.csv",
            "rural.18.lifted_growth",
            {"statement": "growth"},
            r"the statement must be .* \(got 'growth'\)",
        ),
        (
            "duties.csv",
            "urban.report",
            {"recurrence": "daily"},
            r"recurrence must be .* choose from: monthly, quarterly",
        ),
        (
            "duties.csv",
            "urban.report",
            {"days": "03-18;02-29"},
            r"days must hold days that every year has \(got '02-29'\)",
        ),
        ("duties.csv", "urban.report", {"measure": "urban.23"}, r"measure must be .* \(got 'urban.23'\)"),
        ("duties.csv", "urban.report", {"words": ""}, r"words must be filled in"),
        ("duties.csv", "urban.report", {"to_zh": ""}, r"to_zh must be filled in"),
        ("departments.csv", "finance", {"label_en": ""}, r"label_en must be filled in"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(folder: Path, file: str, id: str, cells: dict[str, str], message: str) -> None:
    change(folder, file, id, **cells)
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder)


def test_every_fault_of_every_file_is_told_at_once(folder: Path) -> None:
    change(folder, "measures.csv", "rural.1", annex="two", and_others="maybe")
    change(folder, "duties.csv", "urban.report", days="18 March")
    change(folder, "indicators.csv", "rural.11.pigs", value="14.8")
    (folder / "departments.csv").write_text("name\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="days must hold") as caught:
        cm.load_plan(folder)
    text = caught.value.text("en")
    for part in (
        "departments.csv line 1: the row of headings must be among the first 20 rows (got the row is name); the columns",
        "annex must be",
        "and_others must be",
        "days must hold",
        "'14.8万' is 148000",
    ):
        assert part in text


def test_faults_of_the_measures_stand_beside_those_of_the_growth_table(folder: Path) -> None:
    change(folder, "indicators.csv", "rural.11.pigs", value="14.8")
    (folder / "growth.csv").write_text("year\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"(?s)'14.8万' is 148000.*columns group, component, .* must be there"):
        cm.load_plan(folder)


def toml(folder: Path, old: str, new: str) -> None:
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_plan_may_have_measures_alone_or_none(folder: Path) -> None:
    names = ("indicators", "duties", "departments", "organisation", "deliverables")
    rest = "".join(f'{name} = "{name}.csv"\n' for name in names)
    toml(folder, rest, "")
    alone = cm.load_plan(folder).measures
    assert (len(alone.measures), alone.indicators, alone.duties) == (68, (), ())
    # without a file of departments, a department goes by its printed name
    assert [one.id for one in alone.where(departments="县医保局").measures] == ["urban.18", "urban.19"]
    with pytest.raises(cm.InputError, match=r"choose from: 县人社局, 县乡村振兴局"):
        alone.where(departments="healthcare_security")
    toml(folder, '[measures]\nmeasures = "measures.csv"\n', "")
    plan = cm.load_plan(folder)
    assert plan.measures == Measures(groups=plan.measures.groups, components=plan.measures.components)
    with pytest.raises(cm.InputError, match=r"the plan's measures must be in the plan's folder .*under \[measures\]"):
        plan.require_measures()


def test_when_and_how_firmly_a_figure_binds_may_be_left_out(folder: Path) -> None:
    path = folder / "indicators.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    kept = [key for key in rows[0] if key not in ("binds", "force")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    usual = {"standing": "at_end", "yearly": "each_year", "cumulative": "pro_rata"}
    for one in cm.load_plan(folder).measures.indicators:
        assert one.force is None
        assert one.binds == (usual.get(one.counting) if one.role == "target" else None), one.id


@pytest.mark.parametrize(
    ("id", "column", "cell", "message"),
    [
        (
            "rural.14.processing_rate",
            "binds",
            "always",
            r"binds must be one of .* \(got 'always'\); choose from: each_year",
        ),
        ("rural.6.village_doctors", "binds", "at_end", r"binds must be empty \(got 'at_end'\); targets alone have it"),
        ("rural.14.processing_rate", "force", "firm", r"force must be one of .* \(got 'firm'\); choose from: binding"),
    ],
)
def test_a_binding_or_force_that_cannot_be_is_refused(
    folder: Path, id: str, column: str, cell: str, message: str
) -> None:
    path = folder / "indicators.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    for row in rows:
        row[column] = cell if row["id"] == id else row[column]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder)


def test_duties_may_say_how_firmly_they_bind(folder: Path) -> None:
    path = folder / "duties.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0], "force"])
        writer.writeheader()
        writer.writerows({**row, "force": "binding" if row["id"] == "urban.report" else ""} for row in rows)
    duties = cm.load_plan(folder).measures.duty_table()
    assert {row["duty"] for row in duties.records() if row["force"] == "binding"} == {"urban.report"}
    assert "force" in duties.shown_rows("en")[0]
    assert "force" not in CATALOGUE.duty_table().shown_rows("en")[0]


def test_parts_that_make_the_total_once_a_repeat_is_left_out_say_so(folder: Path) -> None:
    toml(folder, "value = 17000", "value = 12000")
    toml(folder, "培训17000人次", "培训12000人次")
    rows = (folder / "indicators.csv").read_text(encoding="utf-8").replace("17000", "12000")
    (folder / "indicators.csv").write_text(rows, encoding="utf-8")
    (count,) = cm.load_plan(folder).counts
    assert not count.adds_up
    assert count.sum_without_repeats == count.total.value == 12000
    assert count.repeats()[0].en.endswith("the sum is 12,000, which is the total")
    toml(folder, "may_repeat = 1\n", "")
    (bare,) = cm.load_plan(folder).counts
    assert (bare.sum_without_repeats, bare.repeats()) == (None, ())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("may_repeat = 1", "may_repeat = 4", r"may_repeat must lie between 1 and 3 \(got 4\)"),
        ("may_repeat = 1", "may_repeat = 3", r"may_repeat must lie between 1 and 3 \(got 3\); .*another part"),
        ('"training.5.trainings"', '"training.5"', r"part of .*trainings must be one of .* \(got 'training.5'\)"),
    ],
)
def test_a_part_of_a_total_that_does_not_exist_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    toml(folder, old, new)
    with pytest.raises(cm.InputError, match=message):
        cm.load_plan(folder)


def test_an_unknown_file_of_measures_is_refused(folder: Path) -> None:
    toml(folder, 'duties = "duties.csv"', 'tasks = "duties.csv"')
    with pytest.raises(cm.InputError, match=r"the key must be known \(got 'measures.tasks'\); known here: measures, "):
        cm.load_plan(folder)


def test_every_file_stands_alone_and_columns_that_may_be_empty_may_be_left_out(folder: Path) -> None:
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    text = re.sub(r"\[measures\]\n(.+\n)+", "[measures]\n", text)
    own = {
        "organisation": "id,kind,label_zh,label_en,members,place_zh,place_en,words\n"
        "lg,leading_group,增收工作领导小组,leading group,县财政局;县人社局,正文,main text,成立增收工作领导小组\n",
        "deliverables": "id,kind,label_zh,label_en,who_zh,who_en,deadline,place_zh,place_en,words\n"
        "rules,document,实施细则,rules,县财政局,finance,2022-12-31,正文,main text,制定实施细则\n",
    }
    for name, content in own.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        named = text.replace("[measures]\n", f'[measures]\n{name} = "{name}.csv"\n')
        (folder / "plan.toml").write_text(named, encoding="utf-8")
        held = cm.load_plan(folder).require_measures()
        assert held.measures == ()
        assert [len(held.bodies), len(held.deliverables)] == ([1, 0] if name == "organisation" else [0, 1])
    (made,) = held.deliverables
    assert (made.deadline, made.note, made.annex) == (date(2022, 12, 31), None, None)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"measures\.measures must be text"):
        cm.load_plan(folder)


# --- the command


def ceheng(*arguments: str) -> str:
    done = CliRunner().invoke(program, ["measures", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_lists_measures() -> None:
    text = ceheng("--full")
    assert "措施（68条）" in text
    assert "强化宣传引导" in text
    chosen = json.loads(
        ceheng("--component", "property", "--department", "县住建局", "--annex", "3", "--format", "json")
    )
    assert [row["measure"] for row in chosen["measures"]] == ["urban.20", "urban.22"]
    assert json.loads(ceheng("--group", "lifted", "--format", "json"))["measures"][0]["measure"] == "rural.18"


def test_the_command_lists_figures_duties_and_departments() -> None:
    rows = json.loads(ceheng("--indicators", "--annex", "4", "--format", "json"))["indicators"]
    assert [row["value"] for row in rows] == [17000.0, 1000.0, 11000.0, 1000.0, 0.25, 30.0, 11000.0, 4.0]
    # a spreadsheet has the headings of the language
    assert ceheng("--indicators", "--annex", "4", "--format", "csv").startswith("编号,内容,")
    shown = ceheng("--duties", "--by-department", "--full", "--lang", "en")
    assert "18 March" in shown
    assert "Measures by department and component" in shown
    assert "Figures" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--annex", "5"], "附件必须为已知选项之一（现为 “5”）；可用：2（附件2）、3（附件3）、4（附件4）。"),
        (["--department", "公安局"], "责任单位必须为已知选项之一（现为 “公安局”）"),
        (["--component", "pay"], "收入构成必须为已知选项之一（现为 “pay”）；可用：wages（工资性收入）"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(program, ["measures", *arguments])
    assert done.exit_code == 2
    assert message in done.stderr


def test_the_command_says_when_a_plan_has_no_measures(folder: Path) -> None:
    data = shipped("baselines.csv").parent.as_posix()
    text = (folder / "plan.toml").read_text(encoding="utf-8").replace('"../../', f'"{data}/')
    text = re.sub(r"\[measures\]\n(.+\n)+", "", text)
    text = re.sub(r"\[series\]\n(.+\n)+", "", text)
    text = re.sub(r'\[\[statement\]\]\n(?:.+\n)*?against = "(?:national|guizhou)\.\w+"\n(?:.+\n)*', "", text)
    text = re.sub(r'series = "national\.\w+"\n', "", text)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(program, ["measures", "--plan", str(folder)])
    assert done.exit_code == 2
    assert "方案的措施必须在方案文件夹中" in done.stderr
