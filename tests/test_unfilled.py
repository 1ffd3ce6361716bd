"""What a plan's folder leaves to be filled in is counted and listed, and stands in no finding."""

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import matplotlib.pyplot as plt
import openpyxl
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.auditing import audit
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper import load_profile, paper_files
from ceheng_model.documents.workbook.shown_scenario import subject_of
from ceheng_model.documents.workbook.workbook import workbook_bytes
from ceheng_model.errors import InputError
from ceheng_model.vocabulary import LANGUAGES, Language
from tests.browsing import chromium
from tests.looking import words_of
from tests.pages import lines_of

INIT = [
    "--base-year", "2023", "--last-year", "2028", "--title", "某县居民增收五年计划", "--issuer", "某县人民政府",
    "--issued", "2024-03-01", "--region", "520000", "--base", "urban=40000", "--base", "rural=16000",
    "--growth", "urban=7.0%", "--growth", "rural=9.0%", "--growth", "rural.wages=11%", "--endpoint", "rural=24600",
    "--ratio", "2.2", "--split", "rural=40,31,2,27",
    "--split", "urban=national", "--series", "national",
]  # fmt: skip
COUNT = 12
"""Words and place of four statements, place of the growth table, sources of two totals and of the split given."""
SAID: dict[Language, str] = {"zh": f"尚有{COUNT}处待填", "en": f"{COUNT} places are still to be filled in"}
PLACEHOLDER = re.compile(r"待填|to be filled in|抄录|待注明|copy the plan|“”|''|（）|\(\)|（，|：：")
"""What betrays a placeholder, or a gap where one was taken out."""
COMMANDS = [
    [], ["project"], ["check"], ["audit"], ["audit", "--by-year"], ["solve", "ratio=2.2"], ["scenarios"], ["decompose"],
    ["solve", "ratio=2.2", "--probability", "70%", "--draws", "256"], ["simulate", "--draws", "256"],
    ["sensitivity", "--draws", "256"], ["show", "baseline"], ["show", "scenario"], ["show", "plan"], ["levers"],
    ["track", "{actuals}", "--draws", "64"],
]  # fmt: skip


@cache
def folder() -> Path:
    made = Path(mkdtemp()) / "mine"
    done = CliRunner().invoke(program, ["init", str(made), *INIT])
    assert done.exit_code == 0, done.output
    return made


def filled(target: Path) -> Path:
    """Return a copy of the folder with everything filled in."""
    target.mkdir()
    for file in folder().iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    plan = target / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace('words = ""', 'words = "居民收入持续增长"').replace('place = ""', 'place = { zh = "第二部分" }')
    plan.write_text(text, encoding="utf-8")
    base = target / "baselines.csv"
    lines = base.read_text(encoding="utf-8-sig").splitlines()
    # source, note, derived_from and the two translations are the last five columns
    lines = [line[:-5] + ",县统计局,,,," if line.endswith(",,,,,") else line for line in lines]
    base.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return target


def run(*arguments: str) -> Any:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == 0, done.output
    return done


def left(texts: Iterator[str], language: Language) -> list[str]:
    """Return the texts that hold a placeholder or a gap, beside the count."""
    return [text for text in texts if PLACEHOLDER.search(text.replace(SAID[language], ""))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_says_a_placeholder(command: list[str], language: Language, tmp_path: Path) -> None:
    actuals = tmp_path / "actuals.csv"
    actuals.write_text(
        "kind,group,component,year,value,published,source\n"
        "income,urban,total,2024,42000,2025-01-20,survey\n"
        "income,rural,total,2024,17300,2025-01-20,survey\n"
    )
    asked = [part.format(actuals=actuals) for part in command]
    done = run(*asked, "--plan", str(folder()), "--lang", language)
    # the list of what is to be filled in bears it as its title
    said = re.sub(r"[（(]?(待填之处|Still to be filled in)[）)]?", "", done.output)
    assert left(iter(said.splitlines()), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [[], ["check"], ["audit"], ["show", "plan"]], ids=" ".join)
def test_the_first_lines_say_how_many(command: list[str], language: Language) -> None:
    lines = run(*command, "--plan", str(folder()), "--lang", language).stdout.splitlines()
    # with the answer, before the first table
    assert any(line.startswith(SAID[language]) for line in lines[: lines.index("")])


def test_frames_hold_empty_words() -> None:
    records = json.loads(run("check", "--plan", str(folder()), "--format", "json").stdout)
    assert any(SAID["zh"] in text for text in records["summary"])
    assert [row["words"] for row in records["statements"]] == [""] * 4
    assert all(row["words"] == "11%" for row in records["growth_cells"])


def test_the_plan_lists_its_places_and_the_folder_those_of_the_base_too() -> None:
    plan = cm.load_plan(folder())
    ids = ("urban_growth", "rural_growth", "rural_income_2028", "ratio_2028")
    expected = [("growth", "place"), *((id, key) for id in ids for key in ("words", "place"))]
    assert [(one.entry, one.key) for one in plan.unfilled()] == expected
    assert {one.file.name for one in plan.unfilled()} == {"plan.toml"}
    assert all(plan.statement(id).words == "" for id in ids)
    rows = json.loads(run("show", "plan", "--plan", str(folder()), "--format", "json").stdout)["unfilled"]
    assert len(rows) == COUNT
    assert [(row["file"], row["entry"], row["key"]) for row in rows[-3:]] == [
        ("baselines.csv", "urban.total", "source"),
        ("baselines.csv", "rural.total", "source"),
        ("baselines.csv", "rural.given", "source"),
    ]


def test_the_shipped_plan_has_nothing_to_fill_in() -> None:
    assert cm.scenario("plan").require_dossier().unfilled() == ()
    assert not re.search(r"尚有\d+处", run().stdout)
    assert "unfilled" not in json.loads(run("show", "--format", "json").stdout)


def test_contradictions_name_quantities_with_their_figures() -> None:
    report = audit(cm.scenario("plan", plan=folder()))
    assert report.contradictions
    why = json.loads(run("audit", "--plan", str(folder()), "--format", "json").stdout)["contradictions"][0]
    assert "2028年城乡居民收入比（2.2）" in json.dumps(why, ensure_ascii=False)


def brief_texts(plan: Path, language: Language) -> Iterator[str]:
    brief = compose_brief(analyse(cm.scenario("plan", plan=plan), draws=256))
    yield from (text.in_language(language) for text in brief.texts())
    for table in brief.tables():
        yield table.title.in_language(language)
        yield from (cell for row in table.shown_rows(language) for cell in row)
        yield from (note.in_language(language) for note in table.notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_holds_no_placeholder_and_counts_on_its_first_page(language: Language) -> None:
    analysed = analyse(cm.scenario("plan", plan=folder()), draws=256)
    brief = compose_brief(analysed)
    assert SAID[language] in brief.opening[1].text.in_language(language)
    assert left(brief_texts(folder(), language), language) == []
    made = paper_files(brief, stem="brief", language=language, profile=load_profile())
    (page,) = (content.decode() for name, content in made.items() if name.endswith("html"))
    assert left(iter(re.findall(r">([^<]+)<", page)), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_holds_no_placeholder_and_counts_on_its_first_sheet(language: Language) -> None:
    content = workbook_bytes(subject_of(cm.scenario("plan", plan=folder())), language=language)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    # formulas hold "" for an empty cell
    texts = [str(cell.value or "") for cell in cells if not str(cell.value or "").startswith("=")]
    notes = [cell.comment.text for cell in cells if cell.comment]
    assert left(iter([*texts, *notes]), language) == []
    first = book.worksheets[0]
    assert SAID[language] in str(first["A4"].value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chart_says_a_placeholder(language: Language) -> None:
    material = charts.Material(scenario=cm.scenario("plan", plan=folder()), draws=256)
    for picture in charts.pictures(material):
        ax = picture.draw(language=language)
        said = [" ".join(word.split()) for word, _ in words_of(ax)]
        assert left(iter([*said, charts.alternative_text(ax, language)]), language) == [], picture.name
        plt.close("all")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_no_placeholder(language: Language, tmp_path: Path) -> None:
    cm.write_page(cm.scenario("plan", plan=folder()), tmp_path / "page.html", language=language)
    with chromium() as browser:
        assert left(iter(lines_of(browser, tmp_path / "page.html")), language) == []


def test_filling_in_takes_the_count_away(tmp_path: Path) -> None:
    made = filled(tmp_path / "filled")
    assert cm.scenario("plan", plan=made).require_dossier().unfilled() == ()
    said = run("--plan", str(made), "--lang", "zh").stdout
    assert "尚有" not in said
    assert "“居民收入持续增长”" in said
    assert all(cm.load_plan(made).statement(id).place.en == "第二部分" for id in ("urban_growth", "ratio_2028"))
    assert not any(re.search(r"尚有\d+处", text) for text in brief_texts(made, "zh"))


def test_one_place_is_told_in_the_singular(tmp_path: Path) -> None:
    made = filled(tmp_path / "filled")
    path = made / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('words = "居民收入持续增长"', "", 1), encoding="utf-8")
    plan = cm.load_plan(made)
    assert [(one.entry, one.key) for one in plan.unfilled()] == [("urban_growth", "words")]
    lines = run("--plan", str(made), "--lang", "en").stdout.splitlines()
    (said,) = (line for line in lines[: lines.index("")] if "to be filled in" in line)
    assert said.startswith("1 place is still to be filled in")


@pytest.mark.parametrize("place", ["", 'place = ""', 'place = " "', 'place = { zh = "", en = "" }', "place = {}"])
def test_a_place_is_empty_however_it_is_left(place: str, tmp_path: Path) -> None:
    made = filled(tmp_path / "filled")
    path = made / "plan.toml"
    whole, last = path.read_text(encoding="utf-8").rsplit('place = { zh = "第二部分" }', 1)
    path.write_text(whole + place + last, encoding="utf-8")
    plan = cm.load_plan(made)
    assert not plan.statement("ratio_2028").place
    assert [(one.entry, one.key) for one in plan.unfilled()] == [("ratio_2028", "place")]


@pytest.mark.parametrize(("key", "language"), [("title", "zh"), ("title", "en"), ("issuer", "zh")])
def test_a_name_in_one_language_stands_for_both(key: str, language: Language, tmp_path: Path) -> None:
    made = filled(tmp_path / "filled")
    path = made / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?m)^{key} = .*$", f'{key} = {{ {language} = "甲县" }}', text), encoding="utf-8")
    assert tuple(getattr(cm.load_plan(made), key)) == ("甲县", "甲县")
    path.write_text(re.sub(rf"(?m)^{key} = .*$", f'{key} = {{ zh = "", en = "" }}', text), encoding="utf-8")
    with pytest.raises(InputError, match=f"{key} must be text that is not empty"):
        cm.load_plan(made)


def test_words_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    made = filled(tmp_path / "filled")
    path = made / "plan.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('words = "居民收入持续增长"', "words = 5", 1), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"statement\[1\]\.words must be text that is not empty"):
        cm.load_plan(made)


def test_a_published_figure_does_not_wait_for_its_source(tmp_path: Path) -> None:
    made = filled(tmp_path / "filled")
    base = made / "baselines.csv"
    lines = base.read_text(encoding="utf-8-sig").splitlines()
    lines[1] = lines[1].replace("assumed,县统计局", "published,")
    base.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    with pytest.raises(InputError, match="source must be filled in"):
        cm.scenario("plan", plan=made)
