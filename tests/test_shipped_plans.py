"""The plans and series that ship beside the first: their figures, their names, and every command and document on them."""

import csv
import re
import shutil
from fractions import Fraction
from pathlib import Path
from statistics import stdev

import openpyxl
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import shipped
from ceheng_model.plan import SHIPPED_PLAN, plan_list, shipped_plans
from ceheng_model.series import SHIPPED_SERIES, load_series
from ceheng_model.tracking import national_example
from ceheng_model.uncertainty import estimate_uncertainty
from ceheng_model.vocabulary import BUREAU_KEYS, Language, Text
from tests.briefs import words_of

YUNNAN, ZHEJIANG = "yunnan-rural-2022-2024", "zhejiang-2027"
OTHERS = (YUNNAN, ZHEJIANG)
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def run(*arguments: str) -> str:
    """Run the command line, which has to end well, and return what it prints."""
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def table(*parts: str) -> list[dict[str, str]]:
    with shipped(*parts).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def nation(group: str, item: str, year: int) -> int:
    (row,) = [
        row for row in table("nbs_income.csv") if (row["group"], row["item"], row["year"]) == (group, item, str(year))
    ]
    return int(row["level_yuan"])


def test_every_plan_that_ships_is_one_of_these() -> None:
    assert shipped_plans() == (SHIPPED_PLAN, *OTHERS)
    for name in shipped_plans():
        assert cm.load_plan(name).id == name


@pytest.mark.parametrize("name", OTHERS)
def test_every_figure_has_a_status_and_a_source(name: str) -> None:
    rows = table("plans", name, "baselines.csv")
    if cm.load_plan(name).circumstances_file is not None:
        rows += table("plans", name, "circumstances.csv")
    assert {row["status"] for row in rows} <= {"published", "derived", "assumed"}
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("name", OTHERS)
def test_components_are_shares_of_published_figures(name: str) -> None:
    """A share is printed to a hundredth of a point; one of a split may be off by one, so that all make up 100."""
    rows = [row for row in table("plans", name, "baselines.csv") if row["share_case"] != "all"]
    totals = {
        row["group"]: Fraction(row["value_yuan"])
        for row in table("plans", name, "baselines.csv")
        if row["component"] == "total"
    }
    for group, case in {(row["group"], row["share_case"]) for row in rows}:
        of_case = [row for row in rows if (row["group"], row["share_case"]) == (group, case)]
        printed = re.findall(r"：([\d /]+) 元", of_case[0]["source"])[0]
        parts = dict(zip(BUREAU_KEYS, map(Fraction, printed.split(" / ")), strict=True))
        if case.startswith("national"):
            year = int(case[-4:])
            assert parts == {key: nation(group, key, year) for key in BUREAU_KEYS}
        if case.startswith("fujian"):
            assert parts == {key: load_series("fujian").level(group, key, 2020) for key in BUREAU_KEYS}
        values = {row["component"]: Fraction(row["value_yuan"]) for row in of_case}
        assert sum(values.values()) == totals[group]
        for key in BUREAU_KEYS:
            share = values[key] / totals[group]
            assert abs(share - parts[key] / sum(parts.values())) <= Fraction(1, 10_000)
            assert (share * 10_000).denominator == 1
        assert {row["status"] for row in of_case} == {"assumed"}


def test_yunnan_starts_from_three_quarters_of_the_nation() -> None:
    (total,) = [row for row in table("plans", YUNNAN, "baselines.csv") if row["component"] == "total"]
    # 0.75 x 18931 = 14198.25
    assert Fraction(total["value_yuan"]) == round(Fraction("0.75") * nation("rural", "disposable_income", 2021))
    assert total["status"] == "derived"
    assert cm.load_plan(YUNNAN).growth == ()


def test_yunnan_needs_what_arithmetic_says() -> None:
    scenario = cm.scenario("plan", plan=YUNNAN)
    goals = {2022: Fraction("0.77"), 2023: Fraction("0.80"), 2024: Fraction("0.85")}
    levels = {year: goal * nation("rural", "disposable_income", year) for year, goal in goals.items()}
    # 20133 x 0.77, 21691 x 0.80, 23119 x 0.85
    assert [round(level) for level in levels.values()] == [15502, 17353, 19651]
    growth = {}
    before = Fraction(14198)
    for year, level in levels.items():
        growth[year] = level / before - 1
        before = level
    assert [round(float(rate) * 100, 1) for rate in growth.values()] == [9.2, 11.9, 13.2]
    report = cm.check(cm.project(scenario), share_cases=False)
    for year, level in levels.items():
        needed = report[f"relative_level_{year}"].required[0].growth
        assert needed == pytest.approx(float(level / 14198) ** (1 / (year - 2021)) - 1, rel=1e-9)
        scenario = scenario.with_change(f"rural.{year}={float(growth[year]):.15f}")
    told = cm.check(cm.project(scenario), share_cases=False)
    for year, goal in goals.items():
        assert told[f"relative_level_{year}"].value == pytest.approx(float(goal), rel=1e-12)
        assert told[f"relative_level_{year}"].statement.force is cm.Force.STRIVE
    # 19651 lies within 20000 give or take 500
    assert told["rural_income_2024"].verdict is cm.Verdict.MET


def test_zhejiang_follows_income_of_all_and_ratio_together() -> None:
    totals = cm.project(cm.scenario("plan", plan=ZHEJIANG)).totals.sel(year=2027)
    urban, rural = float(totals.sel(group="urban")), float(totals.sel(group="rural"))
    # 76 + 2 x (76 - 72) / 5 = 77.6 per cent of residents; 0.776 u + 0.224 r = 85000 and u = 1.9 r
    share = (Fraction(76) + 2 * Fraction(76 - 72, 5)) / 100
    exact = 85000 / (share * Fraction("1.9") + 1 - share)
    assert rural == pytest.approx(float(exact), rel=1e-12)
    assert urban == pytest.approx(float(exact * Fraction("1.9")), rel=1e-12)


def test_zhejiang_tells_how_far_the_weighted_mean_lies_from_what_was_published() -> None:
    # 0.72 x 62699 + 0.28 x 31930 = 54083.68, and 52397 was published
    mean = Fraction("0.72") * 62699 + Fraction("0.28") * 31930
    assert mean == Fraction("54083.68")
    scenario = cm.scenario("plan", plan=ZHEJIANG)
    assert float(cm.project(scenario).all_residents.sel(year=2020)) == pytest.approx(float(mean))
    gap = mean - 52397
    wanted = {"54,084", "52,397", f"{round(gap):,}", f"{float(gap / 52397):.1%}"}
    assert wanted == {"54,084", "52,397", "1,687", "3.2%"}
    for language in LANGUAGES:
        told = " ".join(note.in_language(language) for note in scenario.notes())
        assert all(number in told for number in wanted)
        for command in ("check", "report", "project", "audit"):
            printed = run(command, "--plan", ZHEJIANG, "--lang", language, "--full")
            assert all(number in printed for number in wanted), (command, printed)
    shown = run("show", "baseline", "--plan", ZHEJIANG, "--format", "csv")
    assert "52397" in shown


def test_where_the_weights_give_what_was_published_nothing_is_told() -> None:
    # (52397 - 31930) / (62699 - 31930) of the residents would have to be urban
    share = float(Fraction(52397 - 31930, 62699 - 31930))
    same = cm.scenario("plan", plan=ZHEJIANG).with_population({"urban": share, "rural": 1 - share})
    assert not any("52,397" in note.en for note in same.notes())


def test_without_residents_of_the_base_year_there_is_nothing_to_compare(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(shipped("plans", ZHEJIANG), plan)
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    (plan / "plan.toml").write_text(text.replace("../../", f"{shipped().as_posix()}/"), encoding="utf-8")
    rows = (plan / "circumstances.csv").read_text(encoding="utf-8").splitlines()
    (plan / "circumstances.csv").write_text("\n".join(row for row in rows if ",2020," not in row), encoding="utf-8")
    scenario = cm.scenario("plan", plan=plan)
    assert scenario.baseline.whole is not None
    assert not any("52,397" in note.en for note in scenario.notes())


def test_the_row_of_all_residents_changes_no_result() -> None:
    base = cm.scenario("plan", plan=ZHEJIANG).baseline
    assert base.levels.shape == (2, 4)
    assert base.whole is not None
    assert (base.whole.value, base.whole.status) == (52397.0, "published")
    assert cm.scenario("plan").baseline.whole is None
    assert cm.scenario("plan", plan=YUNNAN).baseline.whole is None


def test_the_fujian_series_is_what_the_yearbook_prints() -> None:
    rows = table("fujian_income.csv")
    level = {(row["year"], row["group"], row["item"]): int(row["level_yuan"]) for row in rows}
    assert len(level) == len(rows) == 6 * 2 * 5
    gaps = [
        sum(level[year, group, key] for key in BUREAU_KEYS) - level[year, group, "disposable_income"]
        for year, group, item in level
        if item == "disposable_income"
    ]
    # components miss the printed total by up to 1 yuan in 4 of 12 rows
    assert (max(map(abs, gaps)), sum(gap != 0 for gap in gaps)) == (1, 4)
    for group, spread in (("urban", "0.24"), ("rural", "0.27")):
        less = [
            100 * (level[str(year), group, "disposable_income"] / level[str(year - 1), group, "disposable_income"])
            - 100 * (nation(group, "disposable_income", year) / nation(group, "disposable_income", year - 1))
            for year in range(2016, 2021)
        ]
        assert f"{stdev(less):.2f}" == spread


def test_series_that_ship_go_by_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_series("national").levels == load_series().levels
    assert load_series("fujian").level("rural", "wages", 2020) == 9411.0
    scenario = cm.scenario("plan")
    by_name, by_plan = (estimate_uncertainty(scenario, history=history) for history in ("national", None))
    assert by_name.standard_deviation.tolist() == by_plan.standard_deviation.tolist()
    assert by_name.source == by_plan.source
    assert "Fujian rural residents" in estimate_uncertainty(scenario, history="fujian").source.en
    with pytest.raises(cm.InputError, match=r"the series .* choose from: national.*, fujian"):
        load_series("hunan")
    monkeypatch.chdir(tmp_path)
    Path("fujian").write_text("year,group,item,level_yuan\n2020,rural,wages,1\n", encoding="utf-8")
    assert load_series("fujian").level("rural", "wages", 2020) == 1.0
    assert not load_series("fujian").is_shipped


def test_plans_that_ship_go_by_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for given in (ZHEJIANG, Path(ZHEJIANG)):
        assert cm.load_plan(given).region == "zhejiang"
        assert cm.scenario("plan", plan=given).require_dossier().plan.id == ZHEJIANG
    with pytest.raises(cm.InputError, match=rf"the plan .* choose from: {SHIPPED_PLAN} .*{YUNNAN} .*{ZHEJIANG}"):
        cm.load_plan("zhejiang")
    # what has a folder or an ending is a path, and a folder here goes before a name
    for path in ("here/zhejiang-2027", "zhejiang-2027.toml"):
        with pytest.raises(cm.InputError, match="must be readable"):
            cm.load_plan(path)
    monkeypatch.chdir(tmp_path)
    Path(ZHEJIANG).mkdir()
    with pytest.raises(cm.InputError, match="must be readable"):
        cm.load_plan(ZHEJIANG)


def test_the_command_line_takes_names() -> None:
    run("check", "--plan", YUNNAN)
    for name in SHIPPED_SERIES:
        run("simulate", "--plan", ZHEJIANG, "--draws", "2000", "--history", name)
    for wrong, known in ((("check", "--plan", "nowhere"), YUNNAN), (("simulate", "--history", "nowhere"), "fujian")):
        done = CliRunner().invoke(program, [*wrong, "--lang", "en"])
        assert done.exit_code == 2
        assert known in done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plans_are_listed(language: Language) -> None:
    lines = run("plans", "--lang", language, "--format", "csv").splitlines()
    rows = list(csv.DictReader(lines))
    assert [next(iter(row.values())) for row in rows] == list(shipped_plans())
    (listed,) = plan_list().tables()
    for row, name in zip(listed.rows, shipped_plans(), strict=True):
        plan = cm.load_plan(name)
        assert row[:2] == (name, plan.title)
        assert row[4] == len(plan.statements)
    assert CliRunner().invoke(program, ["plans", "--nothing"]).exit_code == 2


COMMANDS: dict[str, tuple[str, ...]] = {
    "report": ("report",),
    "project": ("project",),
    "check": ("check",),
    "audit": ("audit",),
    "solve": ("solve",),
    "simulate": ("simulate", "--draws", "2000", "--statements", "all"),
    "sensitivity": ("sensitivity", "--draws", "1024"),
    "decompose": ("decompose", "--against", "trend"),
    "scenarios": ("scenarios",),
    "levers": ("levers",),
    **{
        f"show {what}": ("show", what)
        for what in ("plan", "baseline", "scenario", "series", "circumstances", "uncertainty")
    },
}
OF_CEHENG = {"zh": ("册亨", "方案", "县", "黔"), "en": ("Ceheng", "county", "counties", "County")}
"""Words that belong to the first plan; plans of provinces are no 方案 here, and name no county."""
SOURCES = ("贫困县", "poverty counties", "册亨县方案")
"""Words of a source that do name counties, and the help on options."""


def foreign(text: str, language: Language) -> list[str]:
    """Return the lines in which a text speaks of another plan."""
    for source in SOURCES:
        text = re.sub(r"\s*".join(source), "", text)
    # a folder's path is the machine's
    text = text.replace(str(shipped()), "")
    return [line for line in text.splitlines() if any(word in line for word in OF_CEHENG[language])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", OTHERS)
def test_every_command_speaks_of_the_plan_itself(name: str, command: str, language: Language) -> None:
    printed = run(*COMMANDS[command], "--plan", name, "--lang", language)
    assert foreign(printed, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OTHERS)
def test_what_a_plan_lacks_is_said_in_its_own_words(name: str, language: Language, tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["measures", "--plan", name, "--lang", language])
    assert done.exit_code == 2
    assert foreign(done.output, language) == []
    kind = cm.load_plan(name).terms.kind.in_language(language)
    assert kind in done.output
    blank = tmp_path / "blank.csv"
    run("track", "--template", str(blank), "--plan", name, "--lang", language)
    assert foreign(blank.read_text(encoding="utf-8"), language) == []
    printed = run("track", str(blank), "--plan", name, "--lang", language, "--as-of", "2023-03-01")
    assert foreign(printed, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OTHERS)
def test_every_document_speaks_of_the_plan_itself(name: str, language: Language, tmp_path: Path) -> None:
    scenario = cm.scenario("plan", plan=name)
    cm.write_brief(scenario, tmp_path / "brief", language=language, length="full", draws=2000)
    (file,) = (tmp_path / "brief").glob("*.docx")
    told = words_of(file)
    assert foreign(told, language) == []
    plan = scenario.require_dossier().plan
    assert [one.id for one in plan.statements if Text.same(one.words).in_language(language) not in told] == []
    page = file.with_suffix(".html").read_text(encoding="utf-8")
    assert foreign(re.sub(r"data:[^\"')]*|<[^>]*>", "", page), language) == []
    cm.write_workbook(scenario, tmp_path / "plan.xlsx", language=language)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert foreign("\n".join(cell for cell in cells if isinstance(cell, str)), language) == []
    back = cm.read_workbook(tmp_path / "plan.xlsx", plan=name)
    before, after = (cm.check(cm.project(one), share_cases=False) for one in (scenario, back))
    assert [one.verdict for one in after.checked] == [one.verdict for one in before.checked]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OTHERS)
def test_every_chart_is_drawn(name: str, language: Language, tmp_path: Path) -> None:
    folder = tmp_path / "charts"
    given = ("--plan", name, "--lang", language, "--draws", "2000", "--dpi", "40", "--numbers", "-o", str(folder))
    printed = run("charts", *given)
    assert foreign(printed, language) == []
    assert {path.stem for path in folder.glob("*.png")} >= {"scorecard", "income_paths"}
    assert (folder / "ratio_path.png").exists() == (name == ZHEJIANG)
    for numbers in folder.glob("*.csv"):
        assert foreign(numbers.read_text(encoding="utf-8-sig"), language) == []


def test_the_example_to_track_is_taken_for_the_groups_that_a_plan_has() -> None:
    report = cm.track(cm.scenario("plan", plan=YUNNAN), national_example(["rural"]), draws=2000)
    # growing as the nation does, the province stays at 0.75 of it but for the rounding of its base
    for year in (2022, 2023, 2024):
        state = report[f"relative_level_{year}"]
        assert state.outlook.value == pytest.approx(14198 / 18931, rel=1e-9)
    assert foreign(run("track", "--example", "--plan", YUNNAN), "zh") == []
    # a plan on the base of 2020 starts from the nation's figures of that year
    assert foreign(run("track", "--example", "--plan", ZHEJIANG), "zh") == []


def test_the_example_of_2020_is_the_published_series() -> None:
    rows = table("examples", "national_outturn_2020.csv")
    items = {"total": "disposable_income"} | {key: key for key in BUREAU_KEYS}
    assert len(rows) == 10
    for row in rows:
        assert Fraction(row["value"]) == nation(row["group"], items[row["component"]], 2020)
