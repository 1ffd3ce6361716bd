"""The folder of another county's plan: valid by construction, whole or not at all, and every command runs on it."""

import csv
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.drafting import Answers, folder_draft, group_of, write_plan_folder
from ceheng_model.vocabulary import BUREAU_KEYS, Text
from tests.answered import printed, stated
from tests.effort import examples

OPTIONS = [
    "--base-year", "2023", "--last-year", "2028", "--title", "某县居民增收五年计划", "--issuer", "某县人民政府",
    "--issued", "2024-03-01", "--region", "520000", "--base", "urban=40000", "--base", "rural=16,000",
    "--growth", "urban=7%", "--growth", "rural=9%", "--growth", "rural.wages=11%", "--endpoint", "rural=24600",
    "--ratio", "2.2", "--split", "rural=40,31,2,27", "--split", "urban=national", "--series", "national",
]  # fmt: skip


def answers(**changes: Any) -> Answers:
    towns = group_of("urban", label=Text("城镇", "towns"), concept="disposable_income", part_of=None)
    villages = group_of("rural", label=Text("农村", "villages"), concept="disposable_income", part_of=None)
    usual: dict[str, Any] = {
        "region": "x",
        "title": Text("计划", "plan"),
        "issuer": Text("县", "county"),
        "issued": date(2024, 3, 1),
        "base_year": 2021,
        "last_year": 2024,
        "groups": (towns, villages),
        "base": {"urban": 36510.0, "rural": 11076.0},
        "statements": stated({"urban": "10%", "rural": "12%"}),
        "national_split": ("urban", "rural"),
        "national_series": True,
    }
    return Answers(**usual | changes)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(program, list(arguments))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("counties") / "mine"
    done = run("init", str(made), *OPTIONS)
    assert done.exit_code == 0, done.output
    assert "ceheng --plan" in done.stdout
    return made


def test_the_folder_stands_alone_and_reads_back(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "baselines.csv",
        "growth.csv",
        "nbs_income.csv",
        "plan.toml",
    ]
    plan = cm.load_plan(folder)
    assert (plan.id, plan.years, plan.group_keys) == (
        "520000-2024-2028",
        (2024, 2025, 2026, 2027, 2028),
        ("urban", "rural"),
    )
    assert [one.id for one in plan.statements] == ["urban_growth", "rural_growth", "rural_income_2028", "ratio_2028"]
    assert plan.statement("ratio_2028").wording.better == "down"
    assert plan.statement("rural_income_2028").wording.printed_step == 1.0
    projection = cm.project(cm.scenario("plan", plan=folder))
    assert float(projection.totals.sel(group="urban", year=2028)) == pytest.approx(40000 * 1.07**5)
    assert float(projection.totals.sel(group="rural", year=2028)) == pytest.approx(16000 * 1.09**5)
    # 40 : 31 : 2 : 27 of 16000, wages up 11 % a year
    assert float(projection.levels.sel(group="rural", component="wages", year=2028)) == pytest.approx(6400 * 1.11**5)
    urban = cm.scenario("plan", plan=folder).baseline.levels[0]
    # the national split of 2023, from the levels in the shipped series
    national = cm.load_series()
    levels = [national.level("urban", component, 2023) for component in BUREAU_KEYS]
    assert urban == pytest.approx([40000 * level / sum(levels) for level in levels], abs=0.0002)  # type: ignore[operator, arg-type]
    assert urban.sum() == pytest.approx(40000, abs=1e-9)


def test_what_nobody_gave_is_marked_as_to_be_filled_in(folder: Path) -> None:
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    assert "待填" not in text
    assert (text.count('words = ""'), text.count('place = ""')) == (4, 5)
    base = (folder / "baselines.csv").read_text(encoding="utf-8-sig")
    assert base.count("assumed") == 10
    assert "国家统计局2023年中国全国构成" in base


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["project"],
        ["check"],
        ["audit"],
        ["solve", "ratio=2.2"],
        ["solve", "ratio=2.2", "--probability", "70%", "--draws", "2000"],
        ["simulate", "--draws", "2000"],
        ["sensitivity", "--draws", "256"],
        ["decompose"],
        ["scenarios"],
        ["show"],
        ["show", "uncertainty"],
        ["levers"],
    ],
)
def test_every_command_runs_on_it(folder: Path, command: list[str]) -> None:
    done = run(*command, "--plan", str(folder), "--format", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)


def test_files_that_went_through_a_spreadsheet_still_read(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "gbk"
    shutil.copytree(folder, copy)
    for name in ("growth.csv", "baselines.csv"):
        text = (copy / name).read_text(encoding="utf-8-sig")
        (copy / name).write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    one, other = (cm.project(cm.scenario("plan", plan=place)).values for place in (folder, copy))
    assert (one == other).all()


rates = st.floats(-0.2, 0.4).map(lambda rate: round(rate, 4))


@examples(25)
@given(
    rates,
    rates,
    st.dictionaries(st.sampled_from(["wages", "business", "property"]), rates, max_size=2),
    st.integers(1, 6),
    st.lists(st.integers(1, 60), min_size=4, max_size=4),
)
def test_any_answers_make_a_plan_that_projects_as_answered(
    tmp_path_factory: pytest.TempPathFactory,
    urban: float,
    rural: float,
    parts: dict[str, float],
    years: int,
    split: list[int],
) -> None:
    statements = stated({"urban": f"{urban * 100:.2f}%", "rural": f"{rural * 100:.2f}%"})
    table = {("rural", component): printed(f"{rate * 100:.2f}%") for component, rate in parts.items()}
    shares = {"rural": tuple(part / sum(split) for part in split)}
    made = answers(statements=statements, table=table, shares=shares, national_split=("urban",), last_year=2021 + years)
    place = tmp_path_factory.mktemp("any") / "plan"
    try:
        write_plan_folder(made, place)
    except cm.InputError:
        # printed parts that outgrow a total leave nothing to the others: refused, and nothing is written
        assert parts
        assert list(place.parent.iterdir()) == []
        return
    totals = cm.project(cm.scenario("plan", plan=place)).totals
    assert float(totals.sel(group="urban", year=2021 + years)) == pytest.approx(36510 * (1 + urban) ** years, rel=1e-9)
    assert float(totals.sel(group="rural", year=2021 + years)) == pytest.approx(11076 * (1 + rural) ** years, rel=1e-7)


def test_a_group_within_another_follows_its_series(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "mine"), *OPTIONS, "--group", "urban", "--group", "rural",
               "--group", "lifted:脱贫人口:lifted people:rural", "--base", "lifted=12000", "--growth", "lifted=10%", "--split", "lifted=national")  # fmt: skip
    assert done.exit_code == 0, done.output
    lifted = cm.load_plan(tmp_path / "mine").groups[2]
    assert (lifted.part_of, lifted.series, lifted.concept) == ("rural", "national.rural", "net_income")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"region": " "}, "region must be given"),
        ({"last_year": 2021}, r"the last year must be after the base year 2021 \(got 2021\)"),
        ({"groups": ()}, "the groups must be at least one and not repeat"),
        ({"base": {"urban": 1.0}}, "the income of villages .rural. in 2021 must be given"),
        ({"base": {"urban": 1.0, "rural": -2.0}}, r"the income of rural must be above zero \(got -2\)"),
        ({"base": {"urban": 1.0, "rural": 2.0, "moon": 1.0}}, r"the income of moon must be one of"),
        ({"statements": stated({"moon": "8%"})}, r"the group of average_annual_growth must be one of"),
        ({"shares": {"rural": (0.5, 0.5)}}, "the split of rural must be four numbers"),
        ({"shares": {"moon": (1.0, 0.0, 0.0, 0.0)}}, "the split of moon must be one of"),
        ({"national_split": ("moon",)}, "the split of moon must be one of"),
        ({"shares": {"rural": (0.4, 0.3, 0.1, 0.2)}}, "the split of rural must be given once"),
        ({"statements": ()}, "what the plan says must be given"),
        ({"table": {("urban", "wages"): printed("1200%")}}, r"growth for urban wages must be below 1"),
        ({"table": {("urban", "luck"): printed("10%")}}, r"growth for urban luck must be one of"),
        ({"table": {("moon", "wages"): printed("10%")}}, r"growth for moon wages must be one of"),
        (
            {"table": {("urban", "wages"): printed("10%")}, "national_split": ("rural",)},
            r"growth for urban wages must be of a group whose split is given",
        ),
    ],
)
def test_answers_that_make_no_plan_are_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        answers(**changes)


def test_groups_that_do_not_fit_are_named() -> None:
    lost = group_of("lifted", label=Text("x", "x"), concept="disposable_income", part_of="moon")
    odd = group_of("urban", label=Text("x", "x"), concept="luck", part_of=None)
    with pytest.raises(cm.InputError, match="part_of of lifted must be one of") as raised:
        answers(groups=(lost, odd))
    assert "the concept of urban must be one of" in str(raised.value)


def test_a_split_that_nobody_published_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=r"the split of urban in 1999 must be given .*give urban in shares"):
        write_plan_folder(answers(base_year=1999, last_year=2001), tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(cm.OutputError, match="the plan folder must not exist yet, or be empty"):
        write_plan_folder(answers(), tmp_path / "mine")
    assert (tmp_path / "mine" / "kept.txt").read_text(encoding="utf-8") == "kept"
    (tmp_path / "empty").mkdir()
    assert write_plan_folder(answers(), tmp_path / "empty").region == "x"
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(cm.OutputError, match="be writable"):
        write_plan_folder(answers(), tmp_path / "file" / "mine")


def test_a_failure_in_between_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(folder_draft, "write_scratch", full)
    with pytest.raises(cm.OutputError, match=r"the plan folder must be writable \(got the disk is full\)"):
        write_plan_folder(answers(), tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--base", "=3"], "--base must have its form"),
        (["--base", "lifted=many"], "--base must have its form"),
        (["--growth", "lifted=x"], "--growth lifted must be a number and its wording (got 'x')"),
        (["--growth", "lifted=8%以上左右"], "--growth lifted must"),
        (["--endpoint", "rural.next=2万元"], "--endpoint must be a year of four digits (got 'next')"),
        (["--ratio", "2025=19:10"], "--ratio 2025 must be a factor, not in ':10'"),
        (["--ratio", "1.9:1"], "--ratio must not repeat (got '1.9:1'); give each thing once"),
        (["--base", "rural.wages=5600"], "the components of --base rural must be complete"),
        (["--base", "no-such-file.csv"], "the file of --base must be there"),
        (["--base", "3.9万元"], "--base must have its form"),
        (["--split", "rural=national"], "--split must not repeat (got 'rural=national')"),
        (["--split", "lifted=national"], "the split of lifted must be"),
        (["--series", "moon"], "--series must be one of the known options"),
        (["--statement", "quantity=luck; value=1"], "quantity must be one of the known options"),
        (["--statement", "income"], "--statement must say of whom it is"),
        (["--split", "lifted=1,2"], "--split must have its form"),
        (["--base", "lifted=1,23"], "--base must have its thousands separators where they belong"),
        (["--base", "lifted=36510%"], "--base must be in yuan, not in '%' (got '36510%')"),
        (["--growth", "rural.total=12%"], "--growth must not repeat (got 'rural.total')"),
        (["--base", "rural=2"], "--base must not repeat (got 'rural=2'); give each thing once"),
        (["--issued", "soon"], "the date of issue (--issued) must be a date (got 'soon')"),
        (["--growth", "rural.luck=3%"], "growth for rural luck must be one of"),
    ],
)
def test_options_that_cannot_be_read_are_named(tmp_path: Path, change: list[str], message: str) -> None:
    done = run("init", str(tmp_path / "mine"), *OPTIONS, *change, "--lang", "en")
    assert done.exit_code == 2
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_what_is_missing_is_named(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "mine"), "--lang", "en")
    assert done.exit_code == 2
    assert "the base year must be given (got nothing); for example --base-year 2023" in done.stderr
    for option in ("--last-year", "--title", "--issuer", "--issued", "--region"):
        assert f"must be given (got nothing); for example {option} " in done.stderr


@pytest.mark.slow
def test_the_plan_of_another_county_goes_all_the_way_to_its_papers(tmp_path: Path) -> None:
    """Other horizon, groups and targets, tables as a spreadsheet on a Chinese machine saves them."""
    county = tmp_path / "county"
    options = [*OPTIONS, "--group", "urban", "--group", "rural", "--group", "moved:易地搬迁群众:relocated people:urban"]
    done = run(
        "init",
        str(county),
        *options,
        "--base",
        "moved=21000",
        "--growth",
        "moved=10%",
        "--endpoint",
        "moved=34000",
        "--split",
        "moved=national",
    )
    assert done.exit_code == 0, done.output
    for name in ("growth.csv", "baselines.csv"):
        text = (county / name).read_text(encoding="utf-8-sig")
        (county / name).write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    plan = ["--plan", str(county)]
    book, papers, figures = tmp_path / "plan.xlsx", tmp_path / "papers", tmp_path / "actual.csv"
    assert run("workbook", *plan, "-o", str(book), "-q").exit_code == 0
    again = json.loads(run("project", *plan, "--scenario", str(book), "--format", "json").stdout)
    assert again["contributions"] == json.loads(run("project", *plan, "--format", "json").stdout)["contributions"]
    assert run("brief", *plan, "-o", str(papers), "-q", "--draws", "2000").exit_code == 0
    page = (papers / "brief.html").read_text(encoding="utf-8")
    # 40000 x 1.07^5 and 21000 x 1.1^5
    assert "56,102.1" in page
    assert "易地搬迁群众" in page
    assert run("track", *plan, "--template", str(figures)).exit_code == 0
    with figures.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    due = {"类别": "收入", "人群": "农村常住居民", "收入构成": "合计", "年份": "2024", "季度": ""}
    (row,) = (row for row in rows if {key: row[key] for key in due} == due)
    row |= {"数值": "17500", "公布日期": "2025-01-20", "来源": "统计公报"}
    with figures.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = run("track", str(figures), *plan, "--draws", "2000", "--format", "json")
    assert done.exit_code == 0, done.output
    # 17500 against 16000 x 1.09
    found = next(row for row in json.loads(done.stdout)["distances"] if row["group"] == "rural")
    assert found["difference"] == pytest.approx(17500 - 17440)
    assert run("charts", *plan, "-o", str(tmp_path / "charts"), "--dpi", "50", "--draws", "2000").exit_code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_with_a_chinese_title_is_the_base_in_either_language(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = Path(__file__).parent.parent / "data" / "examples" / "guizhou_income_2018_2021.csv"
    said = ["--title", "某省增收计划", "--issuer", "某省", "--issued", "2022-04-15", "--region", "贵州省"]
    figures = ["--base-year", "2021", "--last-year", "2024", "--base", str(table), "--base", "urban=3.9万元"]
    goals = ["--growth", "urban=10%左右", "--growth", "rural=12%以上"]
    done = CliRunner().invoke(program, ["init", "made", "--lang", language, *said, *figures, *goals])
    assert done.exit_code == 0, done.output
    with (tmp_path / "made" / "baselines.csv").open(encoding="utf-8-sig", newline="") as file:
        sources = {row["source"] for row in csv.DictReader(file) if row["group"] == "rural"}
    # the split nobody gave rests on the source of the total, as it is printed
    assert sources == {"贵州省统计局、国家统计局贵州调查总队"}
    assert cm.load_plan("made").unfilled()
