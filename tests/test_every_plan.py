"""Every shipped plan, and one made by ``ceheng init`` of every sort, through every command and document."""

import csv
import io
import json
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from matplotlib import pyplot as plt
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper import Paper, load_profile, paper_files
from ceheng_model.documents.workbook.shown_scenario import subject_of
from ceheng_model.documents.workbook.workbook import workbook_bytes
from ceheng_model.files import shipped
from ceheng_model.plan import SHIPPED_PLAN
from ceheng_model.scenarios import Scenario
from ceheng_model.series import load_series
from ceheng_model.tracking import read_actuals
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty, stated_spread
from ceheng_model.vocabulary import LANGUAGES, Language
from tests.browsing import chromium
from tests.looking import words_of
from tests.pages import lines_of
from tests.test_own_terms_in_documents import table_texts

DATE = ("--issued", "2021年3月1日", "--base-year", "2020")
NATION = ("--history", "national")
DRAWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold a plan: how it is made, what commands need to be told, and whose growth is asked for."""

    answers: tuple[str, ...] = ()
    """What ``init`` is told; nothing for a plan that ships."""
    spread: tuple[str, ...] = ()
    growth: tuple[str, ...] = ()
    """What says how incomes grow, where the plan prints nothing."""
    group: str = "rural"
    last_year: int = 2024


def spreads(*keys: str) -> tuple[str, ...]:
    return tuple(part for key in keys for part in ("--spread", f"{key}=2%"))


FOUR = ("herders:牧民:herders", "farmers:农民:farmers", "miners:矿工:miners", "clerks:职员:clerks")
CASES = {
    SHIPPED_PLAN: Case(),
    "yunnan-rural-2022-2024": Case(),
    "zhejiang-2027": Case(last_year=2027),
    "growth_alone": Case(
        answers=(
            *("--title", "湘江市居民增收行动计划（2021-2025）", "--issuer", "湘江市人民政府", "--region", "湘江市"),
            *("--last-year", "2025", "--base", "urban=41000", "--base", "rural=21000"),
            *("--growth", "urban=7%左右", "--growth", "rural=8%以上"),
        ),
        spread=NATION,
        last_year=2025,
    ),
    "endpoints_alone": Case(
        answers=(
            *("--title", "赣北区居民增收意见", "--issuer", "赣北区管委会", "--region", "赣北区", "--last-year", "2023"),
            *("--base", "urban=38000", "--base", "rural=19000", "--split", "national"),
            *("--endpoint", "urban=4.6万元左右", "--endpoint", "rural=2.4万元以上"),
        ),
        spread=NATION,
        last_year=2023,
    ),
    "rural_alone": Case(
        answers=(
            *(
                "--title",
                "山南乡农民增收计划",
                "--issuer",
                "山南乡人民政府",
                "--region",
                "山南乡",
                "--last-year",
                "2023",
            ),
            *("--group", "rural:农村居民:rural residents", "--growth", "rural=9%以上"),
            *("--base", "rural.wages=5600", "--base", "rural.business=6200"),
            *("--base", "rural.property=300", "--base", "rural.transfer=2900"),
        ),
        spread=NATION,
        last_year=2023,
    ),
    "four_groups": Case(
        answers=(
            *(
                "--title",
                "东湖省居民增收规划",
                "--issuer",
                "东湖省人民政府",
                "--region",
                "东湖省",
                "--last-year",
                "2025",
            ),
            *(part for group in FOUR for part in ("--group", group)),
            *("--component", "labour:劳动收入:labour", "--component", "other:其他收入:other:net"),
            *("--base", "herders=15000", "--base", "farmers=18000", "--base", "miners=42000", "--base", "clerks=61000"),
            *("--split", "herders=70,30", "--split", "farmers=70,30", "--split", "miners=90,10"),
            *("--split", "clerks=85,15", "--growth", "herders=9%以上", "--growth", "farmers=8%—10%"),
            *("--growth", "miners=6%左右", "--endpoint", "clerks=8万元左右"),
        ),
        spread=spreads("herders", "farmers", "miners", "clerks"),
        group="clerks",
        last_year=2025,
    ),
    "ten_years": Case(
        answers=(
            *("--title", "海东州十年增收规划（2021-2030）", "--issuer", "海东州人民政府", "--region", "海东州"),
            *("--last-year", "2030", "--base", "urban=33000", "--base", "rural=13000", "--split", "national"),
            *("--series", "national", "--growth", "urban=6%左右", "--growth", "rural=8%左右", "--ratio", "2以内"),
            *("--multiple", "rural=翻一番", "--gdp", "5%", "--cpi", "2%", "--population", "urban=60"),
            *("--population", "rural=40"),
        ),
        last_year=2030,
    ),
    "ratio_alone": Case(
        answers=(
            *(
                "--title",
                "河西市缩小差距规划",
                "--issuer",
                "河西市人民政府",
                "--region",
                "河西市",
                "--last-year",
                "2025",
            ),
            *("--base", "urban=38000", "--base", "rural=19000", "--ratio", "1.9以内"),
        ),
        spread=NATION,
        growth=("--set", "urban=7%", "--set", "rural=8%"),
        last_year=2025,
    ),
}
OTHERS = tuple(name for name in CASES if name != SHIPPED_PLAN)
MADE = tuple(name for name in CASES if CASES[name].answers)


@cache
def ceheng_names() -> tuple[str, ...]:
    """Return the names of the departments of the plan of Ceheng, in both languages."""
    with shipped("plans", SHIPPED_PLAN, "departments.csv").open(encoding="utf-8-sig", newline="") as stream:
        return tuple(row[key] for row in csv.DictReader(stream) for key in ("label_zh", "label_en"))


# a share case of Yunnan's is that of 贫困县, poverty counties, and the state's data of the 县 of a province
OF_OTHERS = re.compile(r"贫困县|poverty counties|--own-spread|own_spread|ceheng-2022-2024|不是册亨县的数")
CEHENG = re.compile(r"册亨|(?<![`/ \w])Ceheng|县|\bcount(y|ies)\b|方案|2022-2024年三年行动")
PROGRAM = re.compile(r"Traceback|Uncertainty\(|scenario\(\.|\bNone\b|\bnan\b|\binf\b|KeyError|\{\w+\}|Text\(")


def foreign(texts: Iterator[str] | list[str]) -> list[str]:
    """Return the texts that speak of another plan, or as a program does."""
    found = []
    for text in texts:
        told = OF_OTHERS.sub("", text)
        if CEHENG.search(told) or PROGRAM.search(told) or any(name in told for name in ceheng_names()):
            found.append(text)
    return found


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Make the folders of the plans that do not ship, and return what ``--plan`` takes for every plan."""
    root = tmp_path_factory.mktemp("plans")
    for name in MADE:
        done = CliRunner().invoke(program, ["init", str(root / name), *DATE, *CASES[name].answers])
        assert done.exit_code == 0, done.output
        assert foreign([done.output]) == []
    return {name: str(root / name) if name in MADE else name for name in CASES}


def run(*arguments: str, status: int = 0) -> str:
    """Run the command line, which has to end with a status and without a traceback; return all it says."""
    done = CliRunner().invoke(program, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise AssertionError("".join(traceback.format_exception(done.exception)))
    assert done.exit_code == status, done.output
    return done.output


COMMANDS: dict[str, tuple[str, ...]] = {
    name.partition(" ")[0] + name.partition(" ")[2]: tuple(name.split())
    for name in (
        *("report", "project", "check", "audit", "audit --by-year", "decompose", "scenarios", "levers", "show plan"),
        *("show baseline", "show scenario", "show circumstances", "track --example", "compare plan plan"),
    )
}
# the audit of the plan that ships takes long, and has tests of its own
TAKEN = [(name, command) for name in CASES for command in COMMANDS if (name, command[:5]) != (SHIPPED_PLAN, "audit")]
NEEDS_NO_GROWTH = ("audit", "audit--by-year", "levers", "showplan", "showbaseline", "showcircumstances", "scenarios")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "command"), TAKEN)
def test_a_command_says_nothing_of_another_plan(
    name: str, command: str, language: Language, folders: dict[str, str]
) -> None:
    growth = () if command in NEEDS_NO_GROWTH else CASES[name].growth
    printed = run(*COMMANDS[command], "--plan", folders[name], "--lang", language, *growth)
    assert name == SHIPPED_PLAN or foreign(printed.splitlines()) == []
    if language == "zh":
        assert json.loads(run(*COMMANDS[command], "--plan", folders[name], "--format", "json", *growth))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_draws_and_solutions_say_nothing_of_another_plan(
    name: str, language: Language, folders: dict[str, str]
) -> None:
    case = CASES[name]
    given = ("--plan", folders[name], "--lang", language, *case.growth)
    draws = ("--draws", str(DRAWS), *case.spread)
    printed = [
        run("simulate", *given, *draws),
        run("sensitivity", *given, *draws),
        run("solve", f"{case.group}=40000", *given),
        run("solve", f"{case.group}=40000", "--probability", "80%", *given, *draws),
        run("show", "uncertainty", *given, *case.spread),
        run("project", "--horizon", str(case.last_year + 1), *given),
    ]
    assert name == SHIPPED_PLAN or foreign([line for text in printed for line in text.splitlines()]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MADE)
def test_what_a_plan_does_not_hold_is_said_in_its_own_words(
    name: str, language: Language, folders: dict[str, str]
) -> None:
    given = ("--plan", folders[name], "--lang", language)
    assert foreign([run("measures", *given, status=2)]) == []
    if CASES[name].spread:
        told = run("simulate", *given, *CASES[name].growth, status=2)
        assert foreign([told]) == []
        assert len(told.splitlines()) == 1
        assert "--history" in told
        assert "--spread" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_growth_one_sentence_says_how_to_give_it(language: Language, folders: dict[str, str]) -> None:
    given = ("--plan", folders["ratio_alone"], "--lang", language)
    for command in ("report", "project", "check", "decompose", "simulate", "sensitivity", "solve", "track --example"):
        told = run(*command.split(), *given, status=2)
        assert len(told.splitlines()) == 1
        assert foreign([told]) == []
        assert "--set" in told
    partly = run("check", *given, "--set", "urban=7%", status=2)
    assert ("城镇" in partly, "农村" in partly) == (False, True) if language == "zh" else "urban" not in partly


def test_growth_that_is_given_is_kept_where_a_plan_prints_none(folders: dict[str, str], tmp_path: Path) -> None:
    plan = folders["ratio_alone"]
    made = cm.scenario("plan", plan=plan, changes=["urban=7%", "rural=8%"])
    incomes = cm.project(made).totals.sel(year=2025)
    assert float(incomes.sel(group="urban")) == pytest.approx(38_000 * 1.07**5)
    assert float(incomes.sel(group="rural")) == pytest.approx(19_000 * 1.08**5)
    assert made.title.zh.startswith("按规划，但2021—2025年城镇")
    assert "增速取7%" in made.changed_from[0].zh
    assert made.with_horizon(2027).growth[:, 0, -1].tolist() == [0.07, 0.08]
    run("project", "--plan", plan, *CASES["ratio_alone"].growth, "--save", str(tmp_path / "a.toml"))
    again = cm.read_scenario(tmp_path / "a.toml", plan=plan)
    assert again.growth.tolist() == made.growth.tolist()
    with pytest.raises(cm.InputError, match=r"growth of rural must be printed"):
        cm.scenario("plan", plan=plan, changes=["urban=7%", "rural.2025=8%"])


@pytest.mark.parametrize("name", CASES)
def test_a_template_is_filled_in_and_tracked(name: str, folders: dict[str, str], tmp_path: Path) -> None:
    case, plan = CASES[name], cm.load_plan(folders[name])
    given = ("--plan", folders[name], *case.growth)
    told = run("track", "--template", str(tmp_path / "form.xlsx"), *given)
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    words = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert name == SHIPPED_PLAN or foreign([told, *words]) == []
    path = cm.project(cm.scenario("plan", plan=folders[name], changes=case.growth[1::2]))
    year = plan.years[0]
    rows = [
        f"income,{key},total,{year},,{float(path.totals.sel(group=key, year=year)):.2f},{year + 1}-01-20,x"
        for key in plan.group_keys
    ]
    table = tmp_path / "actual.csv"
    table.write_text("\n".join(["kind,group,component,year,quarter,value,published,source", *rows]), encoding="utf-8")
    for language in LANGUAGES:
        printed = run("track", str(table), *given, "--lang", language)
        assert name == SHIPPED_PLAN or foreign(printed.splitlines()) == []
    sheet = book["居民收入"]
    at = {str(cell.value).rstrip("*"): column for column, cell in enumerate(sheet[1], start=1)}
    for row in range(3, sheet.max_row + 1):
        wanted = [sheet.cell(row, at[key]).value for key in ("类别", "收入构成", "年份", "季度")]
        if wanted == ["收入", "total", year, None]:
            group = str(sheet.cell(row, at["人群"]).value)
            figure = round(float(path.totals.sel(group=group, year=year)), 2)
            sheet.cell(row, at["数值"]).value = figure
            sheet.cell(row, at["公布日期"]).value = date(year + 1, 1, 20)
            sheet.cell(row, at["来源"]).value = "x"
    book.save(tmp_path / "form.xlsx")
    # the figures of the table, written into the template, are read as the same
    of_table, of_form = (
        {(one.kind, one.group, one.year): one.value for one in read_actuals(source, terms=path.scenario.terms).figures}
        for source in (table, tmp_path / "form.xlsx")
    )
    assert of_form == of_table
    assert len(of_form) == len(plan.group_keys)


def scenario_of(name: str, folders: dict[str, str]) -> Scenario:
    return cm.scenario("plan", plan=folders[name], changes=CASES[name].growth[1::2])


def spread_of(scenario: Scenario) -> Uncertainty:
    if "herders" in scenario.group_keys:
        return stated_spread(scenario).with_spread(None, None, 0.02)
    return estimate_uncertainty(scenario, history=load_series("national"))


_BRIEFS: dict[str, Paper] = {}


def brief_of(name: str, folders: dict[str, str]) -> Paper:
    if name not in _BRIEFS:
        scenario = scenario_of(name, folders)
        _BRIEFS[name] = compose_brief(analyse(scenario, draws=DRAWS, uncertainty=spread_of(scenario)))
    return _BRIEFS[name]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OTHERS)
def test_the_brief_says_nothing_of_another_plan(name: str, language: Language, folders: dict[str, str]) -> None:
    brief = brief_of(name, folders)
    texts = [text.in_language(language) for text in brief.texts()]
    texts += [text for table in brief.tables() for text in table_texts(table, language)]
    assert foreign(texts) == []
    assert [text for text in texts if "--" in text.replace("---", "") or "plan.toml" in text] == []
    assert all(table.rows for table in brief.tables())


def test_the_files_of_a_brief_say_nothing_of_another_plan(folders: dict[str, str]) -> None:
    # the pictures take long, and each is looked at below: one brief stands for all
    for file, content in paper_files(
        brief_of("yunnan-rural-2022-2024", folders), stem="brief", language="zh", profile=load_profile()
    ).items():
        if file.endswith("docx"):
            document = docx.Document(io.BytesIO(content))
            words = [paragraph.text for paragraph in document.paragraphs]
            words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        else:
            words = re.sub(r"(?s)<style>.*?</style>|<svg.*?</svg>|<[^>]+>", "\n", content.decode("utf-8")).splitlines()
        assert foreign(words) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OTHERS)
def test_the_workbook_says_nothing_of_another_plan(name: str, language: Language, folders: dict[str, str]) -> None:
    content = workbook_bytes(subject_of(scenario_of(name, folders)), language=language)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [str(cell.value) for cell in cells if cell.value is not None]
    texts += [cell.comment.text for cell in cells if cell.comment]
    assert foreign([*texts, *book.sheetnames]) == []


@pytest.mark.parametrize("name", OTHERS)
def test_no_chart_says_anything_of_another_plan(name: str, folders: dict[str, str]) -> None:
    material = charts.Material(scenario=scenario_of(name, folders), estimate=spread_of, draws=DRAWS)
    # one language a plan, in turn: words of charts are in the brief's tables, too
    language: Language = LANGUAGES[OTHERS.index(name) % 2]
    for picture in charts.pictures(material):
        ax = picture.draw(language=language)
        texts = [word for word, _ in words_of(ax)]
        assert foreign([*texts, charts.alternative_text(ax, language)]) == [], picture.name
        plt.close("all")


@pytest.mark.parametrize("name", ["zhejiang-2027", "four_groups", "growth_alone"])
def test_the_page_says_nothing_of_another_plan(name: str, folders: dict[str, str], tmp_path: Path) -> None:
    cm.write_page(scenario_of(name, folders), tmp_path / "page.html")
    with chromium() as browser:
        assert foreign(lines_of(browser, tmp_path / "page.html")) == []


def test_help_takes_no_place_and_no_unit_as_given() -> None:
    for command in ("init", "data", "report", "show", "track"):
        told = run(command, "--help")
        assert "册亨" not in told
        assert "YUAN" not in told
