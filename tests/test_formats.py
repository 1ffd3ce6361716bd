"""Every format carries its version, and every table may be CSV or a workbook."""

import csv
import json
import shutil
import tomllib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.drafting import write_plan_folder
from ceheng_model.files import number
from ceheng_model.files.format_versions import FORMATS, NAME, TEMPLATE, WORKBOOK
from ceheng_model.tracking import read_actuals, track, write_template
from tests.office import convert, profile
from tests.test_drafting import answers
from tests.workbooks import edited


def copied_plan(folder: Path) -> Path:
    """Copy the plan that ships, with paths that still lead to its series and baselines."""
    plan = cm.load_plan().folder
    for file in plan.iterdir():
        text = file.read_text(encoding="utf-8").replace("../../", f"{plan.parent.parent.as_posix()}/")
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


# what is written behind "format =", what is said in English, what in Chinese
VERSIONS = [
    ("2", "have format 1 (got format 2, written by a newer version); upgrade ceheng-model", "（现为 较新版本写的格式 2）；请升级 ceheng-model"),
    ("0", "have format 1 (got format 0 of an older version)", "（现为 较早版本的格式 0）"),
    ('"1"', "have format 1 (got '1'); write format = 1", "写作 format = 1"),
    ("true", "have format 1 (got True); write format = 1", "写作 format = 1"),
    ("1.0", "have format 1 (got 1.0); write format = 1", "写作 format = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("version", "english", "chinese"), VERSIONS)
def test_a_plan_folder_of_another_version_is_told(tmp_path: Path, version: str, english: str, chinese: str) -> None:
    file = copied_plan(tmp_path) / "plan.toml"
    text = file.read_text(encoding="utf-8")
    assert "\nformat = 1\n" in text
    file.write_text(text.replace("\nformat = 1\n", f"\nformat = {version}\n"), encoding="utf-8")
    with pytest.raises(cm.InputError, match="the plan folder must have format 1") as caught:
        cm.load_plan(tmp_path)
    assert len(caught.value.faults) == 1
    assert english in caught.value.text("en")
    assert chinese in caught.value.text("zh")


@pytest.mark.parametrize(("version", "english", "chinese"), VERSIONS)
@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_scenario_file_of_another_version_is_told(
    tmp_path: Path, suffix: str, version: str, english: str, chinese: str
) -> None:
    path = tmp_path / f"a{suffix}"
    text = f'format = {version}\nbased_on = "floor"\n'
    tables = tomllib.loads(text)
    path.write_text(text if suffix == ".toml" else json.dumps(tables), encoding="utf-8")
    with pytest.raises(cm.InputError, match="the scenario file must have format 1") as caught:
        cm.read_scenario(path)
    assert english in caught.value.text("en")
    assert chinese in caught.value.text("zh")


def test_files_that_name_no_version_are_of_the_current_one(tmp_path: Path) -> None:
    file = copied_plan(tmp_path) / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("\nformat = 1\n", "\n"), encoding="utf-8")
    assert cm.load_plan(tmp_path).id == cm.load_plan().id
    (tmp_path / "a.toml").write_text('based_on = "floor"\n', encoding="utf-8")
    assert cm.read_scenario(tmp_path / "a.toml").based_on == "floor"


def test_what_is_written_names_its_version_and_is_read_again(tmp_path: Path) -> None:
    cm.write_scenario(cm.scenario("floor"), tmp_path / "a.toml")
    assert tomllib.loads((tmp_path / "a.toml").read_text(encoding="utf-8"))["format"] == 1
    assert cm.read_scenario(tmp_path / "a.toml").based_on == "floor"
    write_plan_folder(answers(), tmp_path / "plan")
    assert tomllib.loads((tmp_path / "plan" / "plan.toml").read_text(encoding="utf-8"))["format"] == 1
    write_workbook(cm.scenario("plan"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert NAME in book.defined_names
    assert read_workbook(tmp_path / "a.xlsx").based_on == "plan"
    write_template(None, tmp_path / "t.xlsx")
    template = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert template.defined_names[NAME].attr_text == '"ceheng-template-1"'
    assert read_actuals(tmp_path / "t.xlsx").figures == ()


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("ceheng-workbook-3", r"the workbook must have format 2 \(got format 3, written by a newer version\); upgrade"),
        ("ceheng-workbook-1", r"format 1 of an older version\); write the workbook again"),
        ("ceheng-template-1", r"must be that of the workbook \(got the template of actual figures\); see whether"),
        ("mine", r"the mark of the file must be that of the workbook \(got 'mine'\)"),
        ("ceheng-workbook-²", r"the mark of the file must be that of the workbook \(got 'ceheng-workbook-²'\)"),
    ],
)
def test_a_workbook_of_another_version_is_told(tmp_path: Path, mark: str, told: str) -> None:
    write_workbook(cm.scenario("plan"), tmp_path / "a.xlsx")
    with pytest.raises(cm.InputError, match=told):
        read_workbook(edited(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {NAME: mark}))


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("ceheng-template-2", r"the template of actual figures must have format 1 \(got format 2, written by a newer"),
        ("ceheng-template-0", r"format 0 of an older version\); write the template again and enter the figures there"),
    ],
)
def test_a_template_of_another_version_is_told(tmp_path: Path, mark: str, told: str) -> None:
    write_template(None, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book.defined_names[NAME].attr_text = f'"{mark}"'
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(cm.InputError, match=told):
        read_actuals(tmp_path / "b.xlsx")


def test_a_template_keeps_its_version_in_another_program(tmp_path: Path) -> None:
    write_template(None, tmp_path / "a.xlsx")
    (again,) = convert([tmp_path / "a.xlsx"], "xlsx", tmp_path / "again", profile(tmp_path))
    assert openpyxl.load_workbook(again).defined_names[NAME].attr_text == '"ceheng-template-1"'
    assert read_actuals(again).figures == ()


def test_the_live_workbook_is_no_table(tmp_path: Path) -> None:
    write_workbook(cm.scenario("plan"), tmp_path / "a.xlsx")
    with pytest.raises(
        cm.InputError, match=r"the file must be a table \(got a live workbook .*; read it as a scenario"
    ):
        read_actuals(tmp_path / "a.xlsx")


def test_versions_stand_in_one_place() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    assert (WORKBOOK.mark, TEMPLATE.mark) == ("ceheng-workbook-2", "ceheng-template-1")


def as_workbook(path: Path) -> Path:
    """Write a CSV table as a workbook beside it, numbers as numbers, and remove the CSV file."""
    book = openpyxl.Workbook()
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            value = number(cell)
            if cell:
                put = book.worksheets[0].cell(line, column, cell if value is None else value)
                if value is None:
                    put.data_type = "s"
    book.save(path.with_suffix(".xlsx"))
    path.unlink()
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_every_table_of_a_plan_may_be_a_workbook(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "plan").mkdir()
    folder = copied_plan(tmp_path / "plan")
    data = cm.load_plan().folder.parent.parent
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(data / name, folder / name)
        text = text.replace(f"{data.as_posix()}/{name}", name)
    tables = sorted(folder.glob("*.csv"))
    books = [as_workbook(path) for path in tables]
    if suffix == ".ods":
        convert(books, "ods", folder, profile(tmp_path))
        for path in books:
            path.unlink()
    (folder / "plan.toml").write_text(text.replace(".csv", suffix), encoding="utf-8")
    ours, shipped = cm.scenario("plan", plan=folder), cm.scenario("plan")
    # the growth table, circumstances, four of the measures, and the three that are copied beside them
    assert len(tables) == 11
    assert not list(folder.glob("*.csv"))
    assert ours.require_dossier().plan.growth == shipped.require_dossier().plan.growth
    assert ours.require_dossier().plan.measures == shipped.require_dossier().plan.measures
    assert (ours.baseline.levels == shipped.baseline.levels).all()
    assert (cm.project(ours).values == cm.project(shipped).values).all()


def in_a_second_sheet(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["别的表", 1])
    second = book.create_sheet("表二")
    for row in rows:
        second.append(row)
    book.save(path)
    return path


FIGURES: list[list[object]] = [
    ["kind", "group", "component", "year", "value", "published", "source"],
    ["income", "rural", "total", 2022, 12405.1, "2023-01-20", "x"],
]
REGIONS: list[list[object]] = [["region", "group", "component", "value_yuan"]]
REGIONS += [["a", group, "total", value] for group, value in (("urban", 36000), ("rural", 11000), ("lifted", 11000))]
HISTORY: list[list[object]] = [["year", "group", "item", "level_yuan"], [2020, "rural", "wages", 6974]]


def test_the_readers_take_the_sheet_that_is_asked_for(tmp_path: Path) -> None:
    figures = in_a_second_sheet(tmp_path / "a.xlsx", FIGURES)
    assert read_actuals(figures, sheet="表二").annual("rural", 2022).value == 12405.1
    assert track(cm.scenario("plan"), figures, sheet="表二", draws=100, seed=1).tables()
    regions = in_a_second_sheet(tmp_path / "b.xlsx", REGIONS)
    assert cm.scenario("plan").with_regions(regions, sheet="表二").baseline.regions == ("a",)
    assert cm.load_series(in_a_second_sheet(tmp_path / "c.xlsx", HISTORY), sheet="表二").levels
    with pytest.raises(cm.InputError, match=r"the sheet must be one of .* \(got '表三'\); choose from: Sheet, 表二"):
        read_actuals(figures, sheet="表三")


def test_a_sheet_of_what_is_no_workbook_is_refused() -> None:
    frame = pd.DataFrame(FIGURES[1:], columns=[str(name) for name in FIGURES[0]])
    for given in (frame, read_actuals(frame), None):
        with pytest.raises(cm.InputError, match="the sheet must be asked for in workbooks only"):
            track(cm.scenario("plan"), given, sheet="表二")


@pytest.mark.parametrize(
    ("command", "door", "option"),
    [
        (["project"], "--regions", "--sheet"),
        (["simulate", "--draws", "200"], "--regions", "--sheet"),
        (["simulate", "--draws", "200"], "--history", "--history-sheet"),
        (["track", "--draws", "200"], None, "--sheet"),
    ],
)
def test_commands_take_the_sheet(tmp_path: Path, command: list[str], door: str | None, option: str) -> None:
    rows = {"--regions": REGIONS, "--history": HISTORY, None: FIGURES}[door]
    file = in_a_second_sheet(tmp_path / "a.xlsx", rows)
    given = [str(file)] if door is None else [door, str(file)]

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(program, [*command, *arguments])
        return done.exit_code, done.output

    if door != "--history":
        # a series of one year says nothing of a spread
        assert run(*given, option, "表二")[0] == 0
    code, output = run(*given, option, "表三")
    assert code == 2
    assert "工作表必须为已知选项之一（现为 “表三”）；可用：Sheet、表二" in output
    code, output = run(option, "表二")
    assert code == 2
    assert f"{option} 必须与 {door or 'FILE'} 同用" in output
