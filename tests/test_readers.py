"""What readers see of every command, document and chart: nothing of the program's own names, nothing of the other tongue.

Exempt are helps, names that have to be typed (the lists of plans and of levers), the place of a fault and the ways out.
"""

import html
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.vocabulary import LANGUAGES, Language

RULES = tomllib.loads((Path(__file__).parent / "readers" / "words.toml").read_text(encoding="utf-8"))
PLANS = ("ceheng-2022-2024", "yunnan-rural-2022-2024", "zhejiang-2027")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"“[^”]*”")
PATH = re.compile(r"(?:/[\w.\-]+)+")
NAMES = re.compile(r"[A-Za-z]+_[A-Za-z_]+|[a-z]+\.[a-z]+|--[a-z][a-z-]*")
WORD = re.compile(r"[A-Za-z]{2,}")
WAYS_OUT = ("未给出的：", "not given:", "波动如何估计", "how the spread was estimated", "用 --plan", "choose one with")
HINTS = re.compile(rf"(?ms)^\s*(?:{'|'.join(map(re.escape, WAYS_OUT))}).*?(?=\n\n|\Z)")
"""Ways out stand last, over as many lines as they take."""
TO_SHOW_ALL = re.compile(r"；加\s+--full\s+全部显示|;\s+--full\s+shows\s+all")
COMMANDS = {
    "report": ("report",),
    "project": ("project",),
    "check": ("check",),
    "check with GDP": ("check", "--gdp", "2022=5%", "--gdp", "2023=5%", "--gdp", "2024=5%"),
    "check changed": ("check", "--set", "rural.wages.2023=12%"),
    "scenarios": ("scenarios",),
    "measures": ("measures",),
    "audit": ("audit",),
    "simulate": ("simulate", "--draws", "2000"),
    "sensitivity": ("sensitivity", "--draws", "1024"),
    "decompose": ("decompose",),
    "calibrate": ("calibrate",),
    "track": ("track", "--example", "--draws", "2000"),
    "compare": ("compare", "plan", "trend"),
    "solve": ("solve",),
    "solve by points": ("solve", "--how", "add"),
    "check of a scenario": ("check", "--scenario", "trend"),
    "decompose between scenarios": ("decompose", "--against", "trend"),
    "show plan": ("show", "plan"),
    "show baseline": ("show", "baseline"),
    "show scenario": ("show", "scenario"),
    "show series": ("show", "series"),
    "show circumstances": ("show", "circumstances"),
    "show uncertainty": ("show", "uncertainty"),
    "levers": ("levers",),
    "inequality": ("inequality",),
    "measures of a department": ("measures", "--department", "zzz"),
    "no such chart": ("charts", "--only", "zzz"),
    "no such share case": ("report", "--shares", "zzz"),
    "no such measure": ("levers", "--lever", "zzz:1"),
    "no such statement": ("audit", "--statement", "zzz"),
    "no such file": ("track", "zzz"),
    "no such command": ("zzz",),
    "no such day": ("track", "--example", "--as-of", "zzz"),
    "no such year": ("solve", "--years", "2199"),
    "nothing to compare": ("compare", "plan"),
    "no growth left": ("solve", "--highest", "0.01%"),
    "no such scenario": ("check", "--scenario", "zzz"),
    "no such group": ("solve", "--vary", "zzz"),
    "no rate": ("check", "--gdp", "zzz"),
}


def seen_in_chinese(text: str) -> Iterator[str]:
    """Yield what a Chinese reader should not see in a text, each with its line."""
    for line in text.splitlines():
        told = PATH.sub("", QUOTED.sub("“”", line))
        for found in (*NAMES.findall(told), *WORD.findall(told)):
            if found not in RULES["abbreviations"]:
                yield f"{found}: {line.strip()}"


def seen_in_english(text: str) -> Iterator[str]:
    """Yield the lines with Chinese characters outside quotation marks."""
    return (line.strip() for line in text.splitlines() if CHINESE.search(QUOTED.sub("", line)))


def seen(text: str, language: Language) -> list[str]:
    """Return what a reader should not see in a text."""
    text = TO_SHOW_ALL.sub("", HINTS.sub("", text))
    own = QUOTED.sub("“”", text)
    wording = [f"{word}: {found[0]}" for word in RULES[language] for found in re.finditer(word, own)]
    return [*(seen_in_chinese if language == "zh" else seen_in_english)(text), *wording]


def without_ways_out(message: str) -> str:
    """Return a message of faults without their places and ways out."""
    lines = []
    for line in message.splitlines():
        breach = re.split(r"[；;]", line, maxsplit=1)[0]
        # what came is quoted, or stands in brackets; an option at the start is the place
        lines.append(re.sub(r"（现为[^）]*）|\(got [^)]*\)|^--[a-z-]+", "", breach))
    return "\n".join(lines)


def test_the_gate_sees_what_it_should() -> None:
    told = "列出 rural_growth"
    assert seen(told, "zh") == [f"{word}: {told}" for word in ("rural_growth", "rural", "growth")]
    assert seen("用 --gdp", "zh")
    assert seen("余量", "zh") == ["余量: 余量"]
    assert seen("read as “达到”", "en") == []
    assert seen("read as 达到", "en") == ["read as 达到"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("plan", PLANS)
def test_commands_speak_the_readers_language(plan: str, command: str, language: Language) -> None:
    done = CliRunner().invoke(program, [*COMMANDS[command], "--plan", plan, "--lang", language])
    told = done.output if done.exit_code in (0, 1) else without_ways_out(done.output)
    assert done.exit_code in (0, 1, 2), done.output
    # what the reader typed may be said back
    for typed in ("zzz", *(argument for argument in COMMANDS[command] if argument.startswith("--"))):
        told = told.replace(typed, "")
    assert seen(told, language) == []


def said(*arguments: str) -> str:
    """Return what a command says, lines joined."""
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_command_is_about_unless_told_is_missed(language: Language) -> None:
    # 48594.8 / 2.8 over 11076 in three years
    needed = (48594.8 / 2.8 / 11076.0) ** (1 / 3) - 1.0
    first = " ".join(said("solve", "--lang", language).split("\n\n")[0].split())
    assert f"{100 * needed:.1f}%" in first
    assert ("收入比" if language == "zh" else "ratio") in first


def test_what_holds_already_need_not_change() -> None:
    told = said("solve", "--plan", "yunnan-rural-2022-2024").splitlines()[0]
    assert "20,000元，与目标值相同" in told
    assert "无须调整" in told
    english = said("solve", "--plan", "yunnan-rural-2022-2024", "--lang", "en")
    assert "is 20,000 yuan already" in english


def test_incomes_in_sentences_have_their_unit() -> None:
    told = "".join(said("check", "--set", "rural.wages.2023=12%").split("\n\n")[0].splitlines())
    incomes = re.findall(r"收入为([\d,.]+)(.)", told)
    assert incomes
    assert all(unit == "元" for _, unit in incomes)
    # growth of 10.91 % is so many points below 12 %
    assert "距目标差额-1.09个百分点" in told


def test_a_table_of_many_years_shows_the_last_where_all_find_no_room() -> None:
    told = said("decompose")
    years = re.findall(r"(?m)^ +(20\d\d) ", told)
    # five items of each of three groups
    assert years == ["2024"] * 15
    assert "表中以前各年的30行" in told
    assert re.findall(r"(?m)^ +(20\d\d) ", said("decompose", "--full")).count("2022") >= 15


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_conditions_are_said_once(plan: str, language: Language) -> None:
    told = said("simulate", "--draws", "2000", "--plan", plan, "--lang", language)
    condition = "概率的条件" if language == "zh" else "probabilities hold if"
    assert " ".join(told.split()).count(condition) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_the_brief_speaks_the_readers_language(plan: str, language: Language, tmp_path: Path) -> None:
    cm.write_brief(cm.scenario("plan", plan=plan), tmp_path / "brief", language=language, draws=2000)
    (file,) = (tmp_path / "brief").glob("*.docx")
    document = Document(str(file))
    told = [paragraph.text for paragraph in document.paragraphs]
    told += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert seen("\n".join(told).replace("\u2060", ""), language) == []
    page = file.with_suffix(".html").read_text(encoding="utf-8")
    body = re.sub(r"(?s)<(style|script)\b.*?</\1>|<svg\b.*?</svg>", "", page)
    assert seen(html.unescape(re.sub(r"<[^>]*>", "\n", body)).replace("\u2060", ""), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_the_workbook_speaks_the_readers_language(plan: str, language: Language, tmp_path: Path) -> None:
    cm.write_workbook(cm.scenario("plan", plan=plan), tmp_path / "plan.xlsx", language=language)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert seen("\n".join(sheet.title for sheet in shown), language) == []
    for sheet in shown:
        assert (sheet.title, seen("\n".join(read(sheet)), language)) == (sheet.title, [])


OPENING = ("情景（名称", "Scenario (name")
"""Below this stands by what a workbook is known again."""
TO_TYPE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+|(?<=（)[a-z0-9_]+(?=）)")
"""Names of share cases, which are chosen in the workbook and listed beside their titles."""


def read(sheet: Worksheet) -> Iterator[str]:
    """Yield the texts of the cells of a sheet that is seen, up to those by which it is known again."""
    hidden = [range(one.min or 1, (one.max or 0) + 1) for one in sheet.column_dimensions.values() if one.hidden]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(OPENING):
                return
            if isinstance(cell.value, str) and not any(cell.column in columns for columns in hidden):
                yield TO_TYPE.sub("", cell.value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_charts_speak_the_readers_language(plan: str, language: Language) -> None:
    material = charts.Material(scenario=cm.scenario("plan", plan=plan), draws=2000)
    for picture in charts.pictures(material):
        if picture.of_spread and material.without_spread is not None:
            continue
        axes = picture.draw(language=language)
        told = [str(getattr(item, "get_text", str)()) for item in axes.figure.findobj()]
        assert (picture.name, seen("\n".join(told), language)) == (picture.name, [])
