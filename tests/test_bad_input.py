"""Bad files and options: one message with every fault, its place and the way out; nothing half written."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.errors import Fault
from ceheng_model.files import shipped
from ceheng_model.vocabulary import BUREAU_KEYS, Text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped plan whose baselines and series lie beside it."""
    plan = tmp_path / "plan"
    shutil.copytree(shipped("plans", "ceheng-2022-2024"), plan)
    for name in ("baselines.csv", "nbs_income.csv", "guizhou_published.csv"):
        shutil.copy(shipped(name), plan / name)
    change(plan / "plan.toml", "../../", "")
    return plan


def change(path: Path, old: str, new: str, *, count: int = -1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def message(path: Path) -> str:
    with pytest.raises(cm.InputError, match=" must ") as caught:
        cm.project(cm.scenario("plan", plan=path))
    error = caught.value
    # English and Chinese say the same faults
    assert str(error) == f"{error.text('en')}\n{error.text('zh')}"
    assert len(error.text("zh").splitlines()) == len(error.faults)
    return error.text("en")


GROWTH = "growth.csv"
BASE = "baselines.csv"
PLAN = "plan.toml"

FAULTS = [
    # growth table
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,20",
        r"line 7, column value: growth for rural wages 2022 must be below 1 \(got 20\); write 20 % as 0.20",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,-1",
        r"must be above -1 \(got -1\); write 20 % as 0.20",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,many",
        r"line 7, column value: growth for rural wages 2022 must be a finite number \(got 'many'\)",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,nan",
        r"must be a finite number \(got 'nan'\)",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,inf",
        r"must be a finite number \(got 'inf'\)",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,",
        r"must be a finite number \(got nothing\)",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20,0.01",
        "2022,rural,wages,20%,about,0.20,-0.01",
        r"precision of growth for rural wages 2022 must be zero or more \(got -0.01\)",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about",
        "2022,rural,wages,20%,around",
        r"column type: type must be one of the known options \(got 'around'\); choose from: about, at_least",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%",
        "2022,peasants,wages,20%",
        r"column group: group must be one of the known options \(got 'peasants'\)",
    ),
    (GROWTH, "2022,rural,wages,20%", "2022,rural,wages,", r"column words: words must be filled in"),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20",
        "2022,rural,wages,20%,about,0.21",
        r"column value: value of growth for rural wages 2022 must be a figure in its words '20%' \(got '0.21'\); the words",
    ),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20,0.01,",
        "2022,rural,wages,20%,about,0.20,0.01,0.2",
        r"tolerance of growth for rural wages 2022 must be smaller than its value 0.2",
    ),
    (
        "plan.toml",
        "value = 48594.8",
        "value = 48595.8",
        r"value must be a figure in its words '全县城镇常住居民人均可支配收入达到48594.8元' \(got '48595.8'\)",
    ),
    ("plan.toml", "value = 11000", "value = 12000", r"value must be a figure in its words '.*' \(got '12000'\)"),
    (GROWTH, "2022,rural,wages,20%", "2030,rural,wages,20%", r"the year must be one of the known options \(got 2030\)"),
    (GROWTH, "2022,rural,wages,20%", "next,rural,wages,20%", r"the year must be a year of four digits \(got 'next'\)"),
    (
        GROWTH,
        "2023,urban,wages,10%",
        "2022,urban,wages,10%",
        r"line 17, column component: the row must appear once \(got line 2\)",
    ),
    (
        GROWTH,
        "正增长,positive,,,",
        "正增长,positive,0.05,,",
        r"must be empty \(got '0.05'\); the type positive carries no number",
    ),
    (GROWTH, "year,group", "jahr,group", r"column year must be there \(got nothing\); the columns are: year, group"),
    (GROWTH, "year,group", "jahr,group", r"the name of column 1 must be known and not repeated \(got 'jahr'\)"),
    (
        GROWTH,
        "2022,rural,wages,20%,about,0.20,0.01,",
        "2022,rural,wages,20%,about",
        r"line 7: the number of cells must be 9 \(got 6\)",
    ),
    # baselines
    (
        BASE,
        "wages,2021,national_2021,21931.557",
        "wages,2021,national_2021,21930",
        r"the sum of the components of ceheng urban 2021 national_2021 must equal the total 36510 \(got '36508.443'\)",
    ),
    (
        BASE,
        "wages,2021,national_2021,21931.557",
        "wages,2021,national_2021,lots",
        r"the base of ceheng urban wages 2021 must be a finite number \(got 'lots'\); give yuan",
    ),
    (
        BASE,
        "wages,2021,national_2021,21931.557",
        "wages,2021,national_2021,-5",
        r"the sum of the components of ceheng urban 2021 national_2021 must equal the total 36510 \(got '14573.443'\)",
    ),
    (
        BASE,
        "wages,2021,guizhou_2023q3,20482.11",
        "wages,2021,national_2021,20482.11",
        r"line 7, column component: the row must appear once \(got line 3\); delete one of the two",
    ),
    (
        BASE,
        "total,2021,all,36510",
        "total,2021,all,0",
        r"the base of ceheng urban total 2021 must be above zero \(got 0\)",
    ),
    (
        BASE,
        "total,2021,all,36510",
        "total,2021,some,36510",
        r"share_case must be 'all' for totals and a case name for components \(got 'some'\)",
    ),
    (
        BASE,
        "disposable_income,derived",
        "disposable_income,guessed",
        r"status must be one of the known options \(got 'guessed'\); choose from: published, derived, assumed",
    ),
    (BASE, "disposable_income,derived", "money,derived", r"concept must be one of the known options \(got 'money'\)"),
    (BASE, "ceheng,lifted,", "ceheng,others,", r"the total of ceheng lifted 2021 must be in the baseline file"),
    # plan.toml
    (PLAN, "base_year = 2021", "base_year = 2020", r"first_year must be 2021 \(got 2022\)"),
    (PLAN, "last_year = 2024", "last_year = 2020", r"last_year must not be before 2022 \(got 2020\)"),
    (PLAN, 'id = "ceheng-2022-2024"', 'idd = "x"', r"the key must be known \(got 'idd'\); known here: .*id"),
    (PLAN, 'id = "ceheng-2022-2024"', "id = 5", r"id must be text that is not empty \(got 5\)"),
    (PLAN, "issued = 2022-09-30", 'issued = "autumn"', r"issued must be a date \(got 'autumn'\)"),
    (PLAN, "value = 48594.8", 'value = "much"', r"statement\[4\].value must be a finite number \(got 'much'\)"),
    (PLAN, "value = 0.12", "value = 12", r"statement\[2\].value must be below 1 \(got 12\); write 12 % as 0.12"),
    (PLAN, "precision = 0.1\n", "precision = -0.1\n", r"precision must be zero or more \(got -0.1\)"),
    (PLAN, 'type = "reaches"', 'type = "attains"', r"type must be one of the known options \(got 'attains'\)"),
    (PLAN, 'against = "gdp"', 'against = "gnp"', r"against must be a group, gdp, or SERIES.GROUP \(got 'gnp'\)"),
    (PLAN, 'id = "rural_growth"', 'id = "urban_growth"', r"statement.id must not repeat \(got 'urban_growth'\)"),
    (
        PLAN,
        'part_of = "rural"',
        'part_of = "moon"',
        r"part_of of lifted must be one of the known options \(got 'moon'\)",
    ),
    (
        PLAN,
        'series = "national.urban"',
        'series = "world.urban"',
        r"series of urban must be one of the known options \(got 'world.urban'\)",
    ),
    (PLAN, "\nyear = 2024", "\nyear = 2131", r"year must be a year from 2022 to 2121 \(got 2131\)"),
    (PLAN, 'key = "rural"', 'key = "urban"', r"group must be at least one, with keys that do not repeat"),
    (PLAN, 'numbers = "1-9"', 'numbers = "a-b"', r"numbering\[3\].numbers must be a list of numbers \(got 'a-b'\)"),
    (PLAN, "[title]", "[title", r"plan.toml line \d+: the TOML syntax must be valid"),
    (PLAN, "[title]", "标题 = 1\n[title]", r"the TOML syntax must be valid .* use plain English keys"),
    (
        PLAN,
        'urban = "national_2021"',
        'urban = "nowhere_1999"',
        r"the share case of urban must be one of the known options \(got 'nowhere_1999'\); choose from: national_2021",
    ),
    (PLAN, 'file = "growth.csv"', 'file = "none.csv"', r"none.csv: the input file must be readable"),
    # published series
    (
        "nbs_income.csv",
        "2015,all,wages,12459",
        "2015,all,wages,some",
        r"all wages 2015 must be a finite number \(got 'some'\)",
    ),
    ("nbs_income.csv", "2016,all,wages,13455", "2015,all,wages,13455", r"the row must appear once"),
    ("nbs_income.csv", "2015,all,wages", "2015,none,wages", r"group must be one of the known options \(got 'none'\)"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS)
def test_a_fault_in_a_file_is_named_with_its_place_and_the_way_out(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    change(folder / file, old, new, count=-1 if old == "ceheng,lifted," else 1)
    with pytest.raises(cm.InputError, match=expected):
        cm.project(cm.scenario("plan", plan=folder))
    assert str(folder) in message(folder)
    done = CliRunner().invoke(program, ["--plan", str(folder), "-o", str(folder / "out.txt")])
    assert done.exit_code == 2
    assert "必须" in done.stderr
    assert not (folder / "out.txt").exists()


def test_all_faults_of_a_file_come_at_once(folder: Path) -> None:
    change(folder / GROWTH, "2022,rural,wages,20%,about,0.20", "2022,rural,wages,20%,about,20")
    change(folder / GROWTH, "2024,urban,total,10%,about", "2024,urban,total,10%,abuot")
    change(folder / GROWTH, "2023,lifted,business,13%,about,0.13", "2023,lifted,business,13%,about,x")
    lines = message(folder).splitlines()
    assert len(lines) == 3
    assert [number for number in ("line 7", "line 28", "line 36") if any(number in line for line in lines)] == [
        "line 7",
        "line 28",
        "line 36",
    ]


def write_gbk(text: str) -> bytes:
    return text.encode("gb18030")


def write_bom(text: str) -> bytes:
    return text.encode("utf-8-sig")


def write_crlf(text: str) -> bytes:
    return (text.replace("\n", "\r\n") + "\r\n\r\n").encode()


def write_full_width(text: str) -> bytes:
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    cells = [line.split(",") for line in text.splitlines()]
    for row in cells[1:]:
        row[0] = row[0].translate(wide)
        row[-3] = row[-3].translate(wide)
    return "\n".join(",".join(row) for row in cells).encode()


def write_percent(text: str) -> bytes:
    for rate in ("0.10", "0.25", "0.20", "0.12", "0.13", "0.16"):
        text = text.replace(f",about,{rate},0.01", f",about,{rate[2:]}%,1%")
    return text.encode()


@pytest.mark.parametrize("write", [write_gbk, write_bom, write_crlf, write_full_width, write_percent])
def test_files_as_spreadsheets_write_them_are_read(folder: Path, write: Callable[[str], bytes]) -> None:
    expected = cm.scenario("plan", plan=folder).growth
    path = folder / GROWTH
    raw = write(path.read_text(encoding="utf-8"))
    assert raw != path.read_bytes()
    path.write_bytes(raw)
    assert (cm.scenario("plan", plan=folder).growth == expected).all()


def test_thousands_separators_in_quotes_are_read(folder: Path) -> None:
    change(folder / BASE, "total,2021,all,36510", 'total,2021,all,"36,510.0"')
    assert (cm.scenario("plan", plan=folder).growth == cm.scenario("plan").growth).all()


@pytest.mark.parametrize("raw", [b"\xff\xff\xff\xfe\x80", "年,组".encode("utf-16")])
def test_other_encodings_are_refused(folder: Path, raw: bytes) -> None:
    (folder / GROWTH).write_bytes(raw)
    assert "growth.csv" in message(folder)


@pytest.mark.parametrize("raw", [b"", b"\n\n"])
def test_an_empty_file_is_refused(folder: Path, raw: bytes) -> None:
    (folder / GROWTH).write_bytes(raw)
    assert "must be" in message(folder)


def test_very_many_faults_are_counted_not_all_listed(folder: Path) -> None:
    heads = (folder / GROWTH).read_text(encoding="utf-8").splitlines()[0]
    cells = [
        (year, g, c)
        for year in range(2025, 2055)
        for g in ("urban", "rural", "lifted")
        for c in (*BUREAU_KEYS, "total")
    ]
    rows = [f"{year},{group},{component},正增长,positive,,," for year, group, component in cells]
    (folder / GROWTH).write_text("\n".join([heads, *rows]), encoding="utf-8")
    with pytest.raises(cm.InputError, match="And 400 more") as caught:
        cm.load_plan(folder)
    assert len(caught.value.faults) == 30 * 15  # years after the plan, groups times four components and the total
    assert caught.value.text("en").endswith("\nAnd 400 more.")
    assert caught.value.text("zh").endswith("\n另有 400 处。")


def test_a_folder_or_nothing_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert "plan.toml: the input file must be readable" in message(tmp_path)
    assert "nowhere" in message(tmp_path / "nowhere")


SCENARIOS = [
    (
        "[[growth]]\ngroups = ['moon']\nset = 0.1",
        r"growth\[1\].groups must hold known names \(got 'moon'\); choose from: urban",
    ),
    ("[[growth]]\ncomponents = ['total']\nset = 0.1", r"components must hold known names \(got 'total'\)"),
    ("[[growth]]\nyears = ['2023']\nset = 0.1", r"years must hold years \(got '2023'\)"),
    ("[[growth]]\nyears = [2035]\nset = 0.1", r"the year must be one of the known options \(got 2035\)"),
    ("[[growth]]\nset = 15", r"growth for all must be below 1 \(got 15\); write 15 % as 0.15"),
    ("[[growth]]\nset = -1.2", r"growth for all must be above -1 \(got -1.2\); write 20 % as 0.20"),
    ("[[growth]]\nadd = 2", r"points added to all must lie between -1 and 1 \(got 2\); write 2 points as 0.02"),
    ("[[growth]]\nset = nan", r"growth\[1\].set must be a finite number \(got nan\)"),
    ("[[growth]]\nset = true", r"growth\[1\].set must be a finite number \(got True\)"),
    ("[[growth]]\nset = 0.1\nadd = 0.1", r"set \| add \| multiply must be there exactly once \(got 'set, add'\)"),
    ("[[growth]]\ngroups = ['urban']", r"set \| add \| multiply must be there exactly once \(got nothing\)"),
    ("[[growth]]\nset = 0.1\nspeed = 3", r"the key must be known \(got 'growth\[1\].speed'\); known here: set, add"),
    ("[growth]\nset = 0.1", r"growth must be an array of tables"),
    ("growth = 3", r"growth must be an array of tables \(got 3\); write \[\[growth\]\]"),
    ("colour = 'red'", r"the key must be known \(got 'colour'\)"),
    ("based_on = 'wishes'", r"based_on must be one of the known options \(got 'wishes'\); choose from: plan"),
    ("shares = 'urban'", r"shares must be a table \(got 'urban'\); write \[shares\]"),
    ("[shares]\nmoon = 'x'", r"the key must be known \(got 'shares.moon'\)"),
    ("[shares]\nurban = 'x'", r"the share case of urban must be one of the known options \(got 'x'\)"),
    ("last_year = 'soon'", r"last_year must be a whole number \(got 'soon'\)"),
    ("last_year = 2019", r"the last year must not be before 2022 \(got 2019\)"),
    ("[price_growth]\n2022 = 0.02", r"consumer price growth 2023 must be given"),
    ("[gdp_growth]\n2022 = 5\n2023 = 0.05\n2024 = 0.05", r"growth of GDP 2022 must be below 1 \(got 5\)"),
    (
        "[gdp_growth]\nalways = 0.05",
        r"the key must be known \(got 'gdp_growth.always'\); the keys are years, for example 2022 = 0.02",
    ),
    ("[price_growth]\n2022 = 0.02\n2023 = 0.02", r"consumer price growth 2024 must be given \(got nothing\)"),
    ("[population.urban]\n2021 = 0", r"the population of urban 2021 must be above zero \(got 0\); count persons"),
    (
        "[population.urban]\n2021 = 5",
        r"the population of urban 2022, 2023, 2024 must be given \(got nothing\); give every",
    ),
    ("[population.lifted]\n2021 = 5", r"the group of a population must be one of the known options \(got 'lifted'\)"),
    ("name = ''", r"name must be text that is not empty \(got nothing\)"),
    ("name = [", r"line \d+: the TOML syntax must be valid"),
]


@pytest.mark.parametrize(("text", "expected"), SCENARIOS)
def test_a_fault_in_a_scenario_file_is_named(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError, match=expected):
        cm.read_scenario(path)
    done = CliRunner().invoke(program, ["project", "--scenario", str(path), "--save", str(tmp_path / "made.toml")])
    assert done.exit_code == 2
    assert not (tmp_path / "made.toml").exists()


def test_a_second_scenario_with_a_base_of_its_own_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    path.write_text("based_on = 'trend'", encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"must hold changes only, without based_on .*put it first, or remove"):
        cm.compose(["plan", path])
    with pytest.raises(cm.InputError, match="changes only"):
        cm.compose(["plan", "trend"])


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda s: s.with_growth("moon", "wages", 0.1), r"the group must be one of the known options \(got 'moon'\)"),
        (lambda s: s.with_growth("rural", "luck", 0.1), r"the component must be one of .* \(got 'luck'\)"),
        (
            lambda s: s.with_growth("rural", "total", 0.1),
            r"must be one of the four components \(got 'total'\); the total is a result",
        ),
        (lambda s: s.with_growth("rural", "wages", 0.1, years=1999), r"the year must be one of .* \(got 1999\)"),
        (
            lambda s: s.with_growth("rural", "wages", 0.1, how="raise"),
            r"how must be one of .* \(got 'raise'\); choose from: set, add",
        ),
        (lambda s: s.with_growth("rural", "wages", np.nan), r"growth for rural.wages must be a finite number"),
        (
            lambda s: s.with_growth("rural", "wages", -0.9, how="add").with_growth("rural", "wages", -0.9, how="add"),
            r"growth of wages of rural residents in 2022 must be above -1 and finite",
        ),
        (lambda s: s.with_growth("rural", "wages", np.array([0.1, 12.0])), r"must be below 1 \(got 12\)"),
        (lambda s: s.with_prices([0.1, 0.2]), r"consumer price growth must be one a year, 3 in all \(got 2\)"),
        (
            lambda s: s.with_prices({1999: 0.1, 2022: 0.1, 2023: 0.1, 2024: 0.1}),
            r"the year must be one of .* \(got 1999\)",
        ),
        (lambda s: s.with_population({"urban": 5, "moon": 2, "rural": 1}), r"got 'moon'"),
        (
            lambda s: s.with_population({"urban": {1999: 5}, "rural": 1}),
            r"the year of a population must be one of .* \(got 1999\)",
        ),
        (lambda s: s.with_shares({"moon": "x"}), r"the group must be one of .* \(got 'moon'\)"),
        (
            lambda s: cm.scenario("wishes"),
            r"the scenario must be one of .* \(got 'wishes'\); choose from: plan \(the plan\), components",
        ),
        (
            lambda s: cm.project(s).totals.sel(season="spring"),
            r"the axis must be one of .* \(got 'season'\); choose from: group, year",
        ),
        (lambda s: cm.project(s).totals.sel(group="moon"), r"group must be one of .* \(got 'moon'\)"),
        (
            lambda s: cm.project(s).group_index("moon"),
            r"the group must be in the plan \(got 'moon'\); the plan has: urban",
        ),
        (lambda s: s.plan.statement("none"), r"the statement must be one of the known options \(got 'none'\)"),
        (
            lambda s: cm.Scenario(name=cm.Text.same("x"), baseline=s.baseline, years=(2022,), growth=np.zeros((3, 4))),
            r"the shape of growth must end with \(3, 4, 1\) \(got \(3, 4\)\)",
        ),
        (
            lambda s: cm.Scenario(
                name=cm.Text.same("x"), baseline=s.baseline, years=(2022,), growth=np.full((3, 4, 1), -1.0)
            ),
            r"must be above -1 and finite",
        ),
        (
            lambda s: cm.Scenario(
                name=cm.Text.same("x"), baseline=s.baseline, years=(2022,), growth=np.zeros((3, 4, 1))
            ).with_shares({}),
            r"scenario “x” must come from a plan",
        ),
        (
            lambda s: cm.scenario_toml(s.with_growth("urban", None, np.array([0.1, 0.2]))),
            r"must be a shipped alternative with changes by single numbers",
        ),
        (
            lambda s: cm.Baseline(
                region="r",
                year=1,
                terms=s.terms,
                cases=("a",) * 3,
                levels=np.zeros((2, 4)),
                sources=(),
                share_sources=(),
            ),
            r"the shape of the baseline levels must end with \(group, component\) \(got \(2, 4\)\)",
        ),
    ],
)
def test_a_bad_call_gets_one_message(make: Callable[[cm.Scenario], object], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        make(cm.scenario("plan"))


OPTIONS = [
    (["--set", "rural.wages.2023=15"], "小于 1"),
    (["--set", "rural.wages.2023"], "写作 人群.构成.年份=增速"),
    (["--set", "rural.luck=5%"], "已知选项"),
    (["--set", "rural.wages.1999=5%"], "已知选项"),
    (["--set", "rural.total=5%"], "四项构成之一"),
    (["--scenario", "wishes"], "已知选项"),
    (["--scenario", "wishes.toml"], "可以读取"),
    (["--shares", "nowhere"], "已知选项"),
    (["--shares", "rural=nowhere"], "已知选项"),
    (["--shares", "moon=national_2021"], "已知选项"),
    (["--cpi", "2"], "小于 1"),
    (["--cpi", "lots"], "写作规定的形式"),
    (["--cpi", "2022=2%"], "给出"),
    (["--cpi", "2%", "--cpi", "3%"], "写作规定的形式"),
    (["--gdp", "soon=2%"], "写作规定的形式"),
    (["--population", "urban=8"], "给出"),
    (["--population", "urban"], "写作规定的形式"),
    (["--population", "urban.1999=8"], "已知选项"),
    (["--horizon", "1999"], "不早于"),
    (["--plan", "no/where"], "可以读取"),
    (["-o", "nowhere/out.txt"], "可以写入"),
]


@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_a_bad_option_ends_with_two_and_one_message(options: list[str], expected: str) -> None:
    done = CliRunner().invoke(program, ["project", *options])
    assert done.exit_code == 2, done.output
    assert expected in done.stderr
    assert "Traceback" not in done.output


AUDIT_OPTIONS = [
    (["audit", "--reading", "floor"], "写作规定的形式"),
    (["audit", "--reading", "nobody=floor"], "已知选项"),
    (["audit", "--tolerance", "ratio_2024=wide"], "写作规定的形式"),
    (["audit", "--statement", "nobody"], "已知选项"),
    (["audit", "--most", "0"], "不小于 1"),
    (["solve", "ratio"], "写作 指标=数值"),
    (["solve", "luck=2.8"], "已知选项"),
    (["solve", "moon.2024=5"], "已知选项"),
    (["solve", "rural.1999=15000"], "已知选项"),
    (["solve", "ratio=2.8", "--vary", "moon"], "已知选项"),
    (["solve", "ratio=2.8", "--years", "1999"], "已知选项"),
    (["solve", "rural.growth=15"], "之间"),
    (["solve", "all=30000"], "--population"),
]


@pytest.mark.parametrize(("options", "expected"), AUDIT_OPTIONS)
def test_bad_options_of_audit_and_solve_end_with_two(options: list[str], expected: str) -> None:
    done = CliRunner().invoke(program, options)
    assert done.exit_code == 2, done.output
    assert expected in done.stderr


def test_an_unknown_option_is_never_taken_for_another() -> None:
    for options in (["project", "--colour", "red"], ["--format", "xml"], ["check", "--lang", "fr"], ["dance"]):
        assert CliRunner().invoke(program, options).exit_code == 2


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.json"
    target.write_text("old", encoding="utf-8")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = CliRunner().invoke(program, ["--format", "json", "--lang", "en", "-o", str(target)])
    assert done.exit_code == 2
    assert "the output file must be writable (got the disk is full); free some space" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert target.read_text(encoding="utf-8") == "old"


def test_what_came_is_said_in_the_language_of_the_message(folder: Path) -> None:
    change(folder / GROWTH, "2023,urban,wages,10%", "2022,urban,wages,10%")
    with pytest.raises(cm.InputError, match=r"got line 2\)") as caught:
        cm.load_plan(folder)
    assert "（现为 第2行）" in caught.value.text("zh")
    bare = cm.Scenario(
        name=cm.Text.same("x"), baseline=cm.scenario().baseline, years=(2022,), growth=np.zeros((3, 4, 1))
    )
    with pytest.raises(cm.InputError, match=r"got a growth array\)") as caught:
        cm.scenario_toml(bare)
    assert "（现为 增速数组）" in caught.value.text("zh")


def test_a_rate_that_came_and_is_none_is_shown() -> None:
    with pytest.raises(cm.InputError, match=r"consumer price growth 2023 must be given \(got nan\); give every year"):
        cm.scenario("plan").with_prices([0.02, np.nan, 0.02])


def test_messages_come_in_the_language_asked_for() -> None:
    english = CliRunner().invoke(program, ["--lang", "en", "--set", "rural.wages=20"])
    assert english.stderr == "growth for rural.wages must be below 1 (got 20); write 20 % as 0.20, or 20%.\n"
    chinese = CliRunner().invoke(program, ["--set", "rural.wages=20"])
    assert chinese.stderr == "农村常住居民工资性收入增速必须小于 1（现为 20）；20% 写作 0.20，或 20%。\n"


def test_several_that_came_are_listed_by_the_marks_of_the_language() -> None:
    fault = Fault(what=Text("列", "columns"), rule=Text("相同", "be alike"), got=("a", "b"), way_out=Text("改", "mend"))
    assert fault.text("en") == "columns must be alike (got 'a, b'); mend."
    assert fault.text("zh") == "列必须相同（现为 “a、b”）；改。"


def test_years_run_forward_and_end_within_a_century() -> None:
    backwards = CliRunner().invoke(program, ["--lang", "en", "--set", "rural.wages.2023-2022=20%"])
    assert (backwards.exit_code, backwards.stderr) == (
        2,
        "the years must run from the earlier to the later (got '2023-2022'); write 2022-2023.\n",
    )
    plan = cm.scenario("plan")
    assert plan.with_horizon(2121).years[-1] == 2121
    with pytest.raises(cm.InputError, match=r"the last year must not be after 2121 \(got 20300\)"):
        plan.with_horizon(20300)
