"""Plans that print no growth table, or one with cells left out: what is not stated is nobody's statement."""

import csv
import json
import re
import shutil
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.cli import program
from ceheng_model.vocabulary import BUREAU_KEYS

CASES = Path(__file__).parent / "cases" / "plans"
ENDPOINTS = CASES / "01-annual-cells-nobody-printed"
HEADS = "year,group,component,words,type,value,precision,tolerance"
YEARS = (2021, 2022, 2023, 2024, 2025)
BASE = {"urban": 30000, "rural": 15000}


def average(
    group: str, words: str, kind: str = "about", *, first: int = 2021, last: int = 2025, **values: float
) -> str:
    numbers = "".join(f"{key} = {value}\n" for key, value in values.items())
    return f"""
[[statement]]
id = "{group}_growth_{first}_{last}"
quantity = "average_annual_growth"
group = "{group}"
first_year = {first}
year = {last}
type = "{kind}"
{numbers}precision = 0.001
words = "{words}"
place = {{ zh = "目标", en = "goals" }}
"""


def income(group: str, value: float, year: int = 2025, kind: str = "reaches") -> str:
    return f"""
[[statement]]
id = "{group}_income_{year}"
quantity = "income"
group = "{group}"
year = {year}
type = "{kind}"
value = {value}
precision = 100
words = "{value}元"
place = {{ zh = "目标", en = "goals" }}
"""


RURAL = average("rural", "年均增长9%左右", value=0.09)


@pytest.fixture
def make(tmp_path: Path) -> Any:
    """Return what writes a plan of the case's groups and bases, with these statements and rows of a growth table."""

    def written(*statements: str, rows: list[str] | None = None) -> Path:
        folder = tmp_path / "plan"
        shutil.copytree(ENDPOINTS, folder, dirs_exist_ok=True)
        text = (folder / "plan.toml").read_text(encoding="utf-8")
        table, groups = text.index("[growth]"), text.index("[[group]]")
        head = text[: text.index("[[statement]]")]
        if rows is None:
            (folder / "growth.csv").unlink()
            head = head[:table] + head[groups:]
        else:
            (folder / "growth.csv").write_text("\n".join([HEADS, *rows, ""]), encoding="utf-8")
        (folder / "plan.toml").write_text(head + "".join(statements), encoding="utf-8")
        return folder

    return written


@pytest.fixture
def without_table(tmp_path: Path) -> Path:
    """Return the case's plan as its text has it: the statements of ``plan.toml`` alone."""
    folder = tmp_path / "case"
    shutil.copytree(ENDPOINTS, folder)
    (folder / "growth.csv").unlink()
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    start, end = text.index("[growth]"), text.index("[[group]]")
    (folder / "plan.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    return folder


def totals(folder: Path, group: str = "urban", name: str = "plan") -> list[float]:
    """Return the growth of a group's total by year, from the projected incomes."""
    projected = cm.project(cm.scenario(name, plan=folder)).totals.sel(group=group).values.tolist()
    return [later / before - 1 for before, later in pairwise(projected)]


def run(*arguments: str) -> Any:
    return CliRunner().invoke(program, list(arguments))


def test_without_a_table_the_way_to_the_income_is_taken_where_the_average_allows_it(without_table: Path) -> None:
    scenario = cm.scenario("plan", plan=without_table)
    for g, factor in enumerate((Fraction(45800, 30000), Fraction(23700, 15000))):
        assert (1 + scenario.growth[g]) ** 5 == pytest.approx(float(factor), rel=1e-12)
    # (45800 / 30000) ** (1 / 5) - 1, to the digits that the case gives
    assert scenario.growth[0] == pytest.approx(0.0883, abs=5e-5)
    assert scenario.growth[1] == pytest.approx(0.0958, abs=5e-5)


def test_the_statements_of_the_text_alone_are_consistent(without_table: Path) -> None:
    report = cm.audit(cm.scenario("plan", plan=without_table))
    assert report.contradictions == ()
    assert report.feasibility is Feasibility.HOLDS
    assert len(report.items) == 4
    assert report.years == ()


def test_what_is_not_stated_is_neither_checked_nor_printed_nor_counted(without_table: Path) -> None:
    report = cm.check(cm.project(cm.scenario("plan", plan=without_table)))
    assert [checked.statement.id for checked in report.checked] == [
        "urban_growth",
        "urban_income_2025",
        "rural_growth",
        "rural_income_2025",
    ]
    assert all(checked.holds for checked in report.checked)
    assert [table.name for table in report.tables()] == ["statements"]
    for language in ("zh", "en"):
        for command in ("check", "audit", "show"):
            said = run(command, "--plan", str(without_table), "--lang", language).stdout
            assert "增速表" not in said
            assert "growth table" not in said


def test_one_sentence_says_what_is_followed(without_table: Path) -> None:
    notes = cm.scenario("plan", plan=without_table).notes()
    (told,) = (note for note in notes if "45,800" in note.zh)
    assert "城镇常住居民合计每年增长8.83%，在2025年达到列明的45,800元" in told.zh
    assert "urban residents grows by 8.83% a year, to the printed 45,800 yuan in 2025" in told.en
    assert told.en.count("components that are not stated grow alike") == 1
    # the plan that ships states every cell
    assert len(cm.scenario("plan").notes()) == len(cm.scenario("plan").with_name("x").notes())
    assert not any("not state" in note.en or "no yearly" in note.en for note in cm.scenario("plan").notes())


@pytest.mark.parametrize("name", ["trend", "components"])
def test_history_is_followed_where_the_user_says_so(without_table: Path, name: str) -> None:
    growth = cm.scenario(name, plan=without_table).growth
    # national urban wages 2015-2020
    assert float((1 + growth[0, 0, 0]) ** 5) == pytest.approx(26381 / 19337)


def test_the_average_alone_is_followed(make: Any) -> None:
    folder = make(average("urban", "年均增长8%左右", value=0.08), RURAL)
    assert cm.scenario("plan", plan=folder).growth[0] == pytest.approx(0.08, abs=1e-12)
    # half a unit of the last digit printed
    assert totals(folder, name="floor") == pytest.approx([0.0795] * 5, abs=1e-12)


def test_an_income_alone_is_followed(make: Any) -> None:
    folder = make(income("urban", 45800), RURAL)
    assert [1 + rate for rate in totals(folder)] == pytest.approx([(45800 / 30000) ** 0.2] * 5)
    assert [1 + rate for rate in totals(folder, name="floor")] == pytest.approx([(45750 / 30000) ** 0.2] * 5)


def test_of_a_range_the_end_that_is_reached_first_is_followed_and_said(make: Any) -> None:
    folder = make(average("urban", "8%—10%", "between", low=0.08, high=0.10), RURAL)
    assert totals(folder) == pytest.approx([0.08] * 5)
    assert any("the lower end of its range" in note.en for note in cm.scenario("plan", plan=folder).notes())


@pytest.mark.parametrize(
    ("words", "kind", "value", "target", "followed", "said"),
    [
        # 30000 * 1.08^5 = 44079.8: below 45800, and 8.83 % is no 8 %
        ("年均增长8%左右", "about", 0.08, 45800, 0.08, True),
        # 8.83 % is 8 % or more
        ("年均增长8%以上", "at_least", 0.08, 45800, (45800 / 30000) ** 0.2 - 1, False),
        # both hold: 44079.8 rounds to 44100
        ("年均增长8%左右", "about", 0.08, 44100, 0.08, False),
        # the average leads beyond the income
        ("年均增长8%以上", "at_least", 0.08, 40000, 0.08, True),
        # 45800 takes more than is allowed
        ("年均增长8%以内", "at_most", 0.08, 45800, 0.08, True),
    ],
)
def test_of_an_average_and_an_income_the_average_is_followed_unless_only_the_other_holds_both(
    make: Any, words: str, kind: str, value: float, target: float, followed: float, said: bool
) -> None:
    folder = make(average("urban", words, kind, value=value), income("urban", target), RURAL)
    assert totals(folder) == pytest.approx([followed] * 5)
    notes = " ".join(note.en for note in cm.scenario("plan", plan=folder).notes())
    assert ("does not lead to the income printed for 2025" in notes) == said


def test_the_audit_finds_the_contradiction_between_the_two(make: Any) -> None:
    folder = make(average("urban", "年均增长8%左右", value=0.08), income("urban", 45800), RURAL)
    (contradiction,) = cm.audit(cm.scenario("plan", plan=folder)).contradictions
    assert {item.id for item in contradiction.items} == {"urban_growth_2021_2025", "urban_income_2025"}


def test_incomes_of_several_years_are_passed_one_after_another(make: Any) -> None:
    folder = make(income("urban", 36000, 2022), income("urban", 45800), RURAL)
    first, rest = 1.2**0.5 - 1, (45800 / 36000) ** (1 / 3) - 1
    assert totals(folder) == pytest.approx([first, first, rest, rest, rest])


def test_years_outside_the_printed_ones_grow_as_the_nearest(make: Any) -> None:
    folder = make(average("urban", "年均增长8%左右", first=2022, last=2024, value=0.08), RURAL)
    assert totals(folder) == pytest.approx([0.08] * 5)
    folder = make(
        average("urban", "6%", first=2021, last=2022, value=0.06),
        average("urban", "8%", first=2023, last=2024, value=0.08),
        RURAL,
    )
    assert totals(folder) == pytest.approx([0.06, 0.06, 0.08, 0.08, 0.08])


def test_years_that_the_table_prints_count_towards_the_average(make: Any) -> None:
    rows = ["2021,urban,total,10%,about,0.10,0.01,", "2023,urban,total,7%,about,0.07,0.01,"]
    folder = make(average("urban", "年均增长8%左右", value=0.08), RURAL, rows=rows)
    rest = (1.08**5 / (1.10 * 1.07)) ** (1 / 3) - 1
    assert totals(folder) == pytest.approx([0.10, rest, 0.07, rest, rest])
    assert len(cm.load_plan(folder).growth) == 2


def test_a_group_of_which_nothing_is_printed_is_refused_with_what_is_missing(make: Any) -> None:
    folder = make(RURAL)
    with pytest.raises(
        cm.InputError, match=r"growth of urban must be printed in the .*: .*average_annual_growth or income"
    ):
        cm.scenario("plan", plan=folder)
    done = run("project", "--plan", str(folder), "--lang", "zh")
    assert done.exit_code == 2
    assert "urban" in done.stderr or "城镇" in done.stderr
    # history needs nothing printed
    assert cm.scenario("trend", plan=folder).growth.shape == (2, 4, 5)
    (folder / "plan.toml").write_text(
        (folder / "plan.toml").read_text(encoding="utf-8").replace('group = "rural"', 'group = "urban"'),
        encoding="utf-8",
    )
    with pytest.raises(cm.InputError, match="growth of rural must be printed in the"):
        cm.scenario("plan", plan=folder)


WAGES = [f"{year},urban,wages,13.5%,about,0.135,0.001," for year in YEARS]


def test_components_that_are_not_stated_share_what_the_others_leave(make: Any) -> None:
    folder = make(average("urban", "年均增长8%左右", value=0.08), RURAL, rows=WAGES)
    scenario = cm.scenario("plan", plan=folder)
    assert scenario.growth[0, 0] == pytest.approx(0.135)
    assert totals(folder) == pytest.approx([0.08] * 5)
    base = scenario.base_levels[0]
    left = (0.08 * base.sum() - 0.135 * base[0]) / base[1:].sum()
    assert scenario.growth[0, 1:, 0] == pytest.approx(left)
    # they shrink, and nobody said that they grow
    assert left < 0
    # the first note says how any scenario of its name is made
    assert not any("positive" in note.en for note in scenario.notes()[1:])
    report = cm.audit(scenario)
    assert report.contradictions == ()
    assert {item.id for item in report.items} == {
        "urban_growth_2021_2025",
        "rural_growth_2021_2025",
        "growth.urban.wages.2021-2025",
    }
    (own,) = report.years
    assert own.group == "urban"
    assert own.first_not_positive is None


def test_signs_beside_cells_that_are_not_stated_are_signs(make: Any) -> None:
    signs = [f"{year},urban,business,正增长,positive,,," for year in YEARS]
    folder = make(average("urban", "年均增长8%左右", value=0.08), RURAL, rows=[*WAGES, *signs])
    report = cm.check(cm.project(cm.scenario("plan", plan=folder)))
    missed = {checked.statement.id for checked in report.missed}
    assert "growth.urban.business.2021" in missed
    # business may grow where property and transfers give way
    assert cm.audit(cm.scenario("plan", plan=folder)).contradictions == ()


def test_a_table_that_begins_late_names_the_year_up_to_which_it_cannot_hold(make: Any) -> None:
    # a total within its parts: 7 % beside 20 % in all four cannot be, and nothing is printed of 2021 and 2022
    parts = [f"2023,urban,{component},20%,about,0.20,0.01," for component in BUREAU_KEYS]
    sentence = (
        income("urban", 45800)
        + """
[[statement]]
id = "of_2022"
quantity = "growth"
group = "urban"
year = 2022
type = "at_least"
value = 0.07
precision = 0.01
words = "2022年增长7%"
place = { zh = "目标", en = "goals" }
"""
    )
    folder = make(sentence, RURAL, rows=[*parts, "2023,urban,total,7%,about,0.07,0.01,"])
    report = cm.audit(cm.scenario("trend", plan=folder))
    (own,) = report.years
    assert own.first_impossible == 2023


@pytest.mark.parametrize("rows", [[], ["2021,urban,wages,,,,,"], ["2021,urban,total,,,,,", "2022,rural,business,,,,,"]])
def test_rows_that_say_nothing_state_nothing(make: Any, rows: list[str]) -> None:
    plan = cm.load_plan(make(income("urban", 45800), RURAL, rows=rows))
    assert plan.growth == ()
    assert plan.not_stated().all()


@pytest.mark.parametrize(
    "row", ["2021,urban,wages,13.5%,,,,", "2021,urban,wages,,about,,,", "2021,urban,wages,,,0.1,,"]
)
def test_rows_that_say_something_say_all_of_it(make: Any, row: str) -> None:
    with pytest.raises(cm.InputError, match="line 2"):
        cm.load_plan(make(income("urban", 45800), RURAL, rows=[row]))


def test_a_faulty_growth_section_is_still_refused(make: Any) -> None:
    folder = make(income("urban", 45800), RURAL, rows=[])
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(text.replace('file = "growth.csv"', 'files = "growth.csv"'), encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"growth\.file"):
        cm.load_plan(folder)


ANSWERS = (
    *("--title", "T", "--issuer", "I", "--issued", "2021-03-01", "--region", "x", "--base-year", "2020"),
    *("--base", "urban=33275", "--base", "rural=13793"),
)


@pytest.mark.parametrize(
    "growth",
    [
        ("--growth", "urban=8%", "--growth", "rural=9%"),
        ("--endpoint", "urban=45800", "--endpoint", "rural=23700"),
        ("--growth", "urban=8%", "--endpoint", "urban=45800", "--endpoint", "rural=23700"),
    ],
)
def test_init_writes_no_yearly_cell_that_nobody_printed(tmp_path: Path, growth: tuple[str, ...]) -> None:
    folder = tmp_path / "made"
    done = run("init", str(folder), *ANSWERS, "--last-year", "2025", *growth)
    assert done.exit_code == 0, done.output
    assert not (folder / "growth.csv").exists()
    assert "[growth]" not in (folder / "plan.toml").read_text(encoding="utf-8")
    plan = cm.load_plan(folder)
    assert plan.growth == ()
    assert len(plan.statements) == len(growth) // 2


def test_init_says_of_which_group_too_little_is_printed(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "made"), *ANSWERS, "--last-year", "2025", "--growth", "urban=8%", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "growth of rural must be printed in the" in done.stderr
    assert "growth of urban" not in done.stderr
    assert len(cm.load_plan(tmp_path / "made").statements) == 1


def test_init_asks_for_something_that_the_plan_says(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "made"), *ANSWERS, "--last-year", "2025", "--lang", "en")
    assert done.exit_code == 2
    assert "what the plan says must be given" in done.stderr
    assert not (tmp_path / "made").exists()


def test_yearly_cells_of_the_table_are_those_that_were_given(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    growth = ("--growth", "urban=8%", "--growth", "urban.wages=13.5%", "--growth", "rural=9%")
    done = run(
        "init", str(folder), *ANSWERS, "--last-year", "2023", "--split", "urban=62.25,13.74,11.47,12.54", *growth
    )
    assert done.exit_code == 0, done.output
    with (folder / "growth.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row["year"], row["group"], row["component"], row["type"]) for row in csv.DictReader(stream)]
    assert rows == [(year, "urban", "wages", "about") for year in ("2021", "2022", "2023")]
    scenario = cm.scenario("plan", plan=folder)
    # the case: the same answers, where two contradictions rested on cells that nobody printed
    assert cm.audit(scenario).contradictions == ()
    projected = cm.project(scenario)
    assert float(projected.totals.sel(group="urban", year=2023)) == pytest.approx(33275 * 1.08**3)
    assert not any(checked.statement.wording.sign_only for checked in cm.check(projected).checked)
    shown = run("show", "--plan", str(folder)).stdout
    assert "正增长" not in shown


PARTIAL = [*WAGES, "2022,rural,total,9%,about,0.09,0.01,", "2023,rural,transfer,正增长,positive,,,"]
COMMANDS = [
    [],
    ["project"],
    ["check"],
    ["audit"],
    ["audit", "--by-year"],
    ["solve", "rural.2025=24000"],
    ["simulate", "--draws", "256", "--statements", "all"],
    ["sensitivity", "--draws", "256"],
    ["decompose"],
    ["scenarios"],
    ["show"],
    ["show", "plan"],
]


@pytest.mark.parametrize("rows", [None, PARTIAL], ids=["none", "partial"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_runs_on_it(make: Any, command: list[str], rows: list[str] | None) -> None:
    folder = make(income("urban", 45800), RURAL, rows=rows)
    done = run(*command, "--plan", str(folder), "--format", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)
    for language in ("zh", "en"):
        assert run(*command, "--plan", str(folder), "--lang", language).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("rows", [None, PARTIAL], ids=["none", "partial"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_document_is_written(make: Any, tmp_path: Path, rows: list[str] | None, language: str) -> None:
    folder = make(income("urban", 45800), RURAL, rows=rows)
    plan = ["--plan", str(folder), "--lang", language]
    papers, book, figures = tmp_path / "papers", tmp_path / "plan.xlsx", tmp_path / "figures.csv"
    for command in (
        ["brief", "-o", str(papers), "--draws", "500", "--length", "full"],
        ["workbook", "-o", str(book)],
        ["charts", "-o", str(tmp_path / "charts")],
        ["track", "--template", str(figures)],
    ):
        done = run(*command, *plan)
        assert done.exit_code == 0, done.output
    (page,) = (path.read_text(encoding="utf-8") for path in papers.glob("*.html"))
    assert ("未列增速表" in page or "prints no growth table" in page) == (rows is None)
    assert page.count("增速表") == (language == "zh") or rows is not None
    counted = re.search(r"各项收入增速7格|\b7\sgrowth rates for 2 groups", page)
    assert (counted is not None) == (rows is not None)
    assert rows is None or "13.5%" in page


@pytest.mark.parametrize("rows", [None, PARTIAL], ids=["none", "partial"])
def test_a_workbook_reads_back_as_it_was_written(make: Any, tmp_path: Path, rows: list[str] | None) -> None:
    folder = make(income("urban", 45800), RURAL, rows=rows)
    scenario = cm.scenario("plan", plan=folder).with_growth("rural", "wages", 0.12, years=[2023])
    written = cm.write_workbook(scenario, tmp_path / "plan.xlsx")
    again = cm.read_workbook(written.path, plan=folder)
    assert again.growth == pytest.approx(scenario.growth, abs=1e-12)
    assert len(again.changes) == 1


def test_the_rates_of_the_plan_hold_in_other_regions(without_table: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        [("a", "urban", "total", 25000.0), ("a", "rural", "total", 12000.0)],
        columns=["region", "group", "component", "value_yuan"],
    )
    scenario = cm.scenario("plan", plan=without_table)
    regions = scenario.with_regions(frame)
    assert regions.growth[0] == pytest.approx(scenario.growth)
    assert regions.with_horizon(2026).growth[..., 5] == pytest.approx(regions.growth[..., 4])
    assert tuple(BUREAU_KEYS) == ("wages", "business", "property", "transfer")


def test_the_ratio_is_reached_without_a_table(make: Any) -> None:
    ratio = """
[[statement]]
id = "ratio"
quantity = "urban_rural_ratio"
type = "about"
value = 1.8
precision = 0.1
better = "down"
words = "收入比1.8左右"
place = { zh = "目标", en = "goals" }
"""
    folder = make(income("urban", 45800), RURAL, ratio)
    scenario = cm.scenario("ratio", plan=folder)
    assert float(cm.project(scenario).urban_rural_ratio.values[-1]) == pytest.approx(1.8)
    # what rural incomes follow is the ratio
    assert not any("rural residents grows" in note.en for note in scenario.notes())
