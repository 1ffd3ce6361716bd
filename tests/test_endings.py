"""What the ending of -o means, for every command that writes."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from ceheng_model.cli.entry import program
from ceheng_model.vocabulary import LANGUAGES, Language

TABLE_COMMANDS = [
    ["report"],
    ["check"],
    ["scenarios"],
    ["plans"],
    ["compare", "plan", "trend"],
    ["show", "plan"],
    ["levers"],
]
ENDINGS = (".txt", ".csv", ".json", ".xlsx", ".md", ".html")


def ceheng(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


@pytest.mark.parametrize("command", TABLE_COMMANDS, ids=lambda command: command[0])
def test_every_ending_gives_its_kind_of_file(command: list[str], tmp_path: Path) -> None:
    for ending in ENDINGS:
        path = tmp_path / f"out{ending.upper() if ending == '.md' else ending}"
        done = ceheng(*command, "-o", str(path))
        assert done.exit_code == 0, done.output
        assert done.stdout == ""
        assert f"已写入 {path}：" in done.stderr
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") == (ending == ".csv")
        assert raw.startswith(b"PK") == (ending == ".xlsx")
        assert raw.startswith(b"<!DOCTYPE html>") == (ending == ".html")
    json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    openpyxl.load_workbook(tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (
            ["report", "-o", "a.pdf"],
            "-o 的结尾必须为 .txt、.csv、.json、.xlsx、.md、.html 之一（现为 “a.pdf”）；例如 -o a.txt。",
            "the ending of -o must be one of .txt, .csv, .json, .xlsx, .md, .html (got 'a.pdf'); for example -o a.txt.",
        ),
        (["compare", "plan", "-o", "a"], "-o 的结尾必须为", "the ending of -o must be"),
        (
            ["check", "-o", "a.csv", "--format", "json"],
            "--format 必须与 -o a.csv 的结尾一致（现为 “json”）",
            "--format must agree with the ending of -o a.csv (got 'json')",
        ),
        (["check", "--format", "xlsx"], "--format xlsx 必须与 -o 同用", "--format xlsx must be given with -o"),
        (
            ["brief", "-o", "a.pdf"],
            "必须为 .docx、.html 之一（现为 “a.pdf”）",
            "must be one of .docx, .html (got 'a.pdf')",
        ),
        (["brief", "-o", "a.docx", "--format", "html"], "--format 必须与", "--format must agree"),
        (["charts", "-o", "a.xlsx"], "必须为 .png、.svg、.pdf 之一", "must be one of .png, .svg, .pdf"),
        (["charts", "-o", "a.png"], "--only 必须选定一幅图", "--only must choose one chart"),
        (
            ["charts", "-o", "a.png", "--only", "ratio_paths", "--picture", "svg"],
            "--picture 必须与",
            "--picture must agree",
        ),
        (["brief", "-o", "a.docm"], "必须为 .docx、.html 之一", "must be one of .docx, .html"),
        (["charts", "-o", "a.xlsm"], "必须为 .png、.svg、.pdf 之一", "must be one of .png, .svg, .pdf"),
        (["workbook", "-o", "a.csv"], "必须以 .xlsx 结尾", "must end with .xlsx"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else None,
)
def test_what_cannot_be_made_is_refused_in_one_sentence(
    arguments: list[str], zh: str, en: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for language, sentence in (("zh", zh), ("en", en)):
        done = ceheng(*arguments, "--lang", language)
        assert done.exit_code == 2
        assert sentence in done.stderr
        assert done.stderr.count("\n") == 1
        assert not list(tmp_path.iterdir())


def test_a_format_alone_serves_a_name_without_an_ending(tmp_path: Path) -> None:
    assert ceheng("check", "-o", str(tmp_path / "a"), "--format", "json").exit_code == 0
    json.loads((tmp_path / "a").read_text(encoding="utf-8"))
    # CSV without an ending is a folder of all tables
    assert ceheng("check", "-o", str(tmp_path / "b"), "--format", "csv").exit_code == 0
    assert [path.name[:3] for path in sorted((tmp_path / "b").iterdir())] == ["01-", "02-", "03-"]


def test_the_other_tables_of_a_csv_file_stand_in_a_folder_of_its_name(tmp_path: Path) -> None:
    done = ceheng("check", "-o", str(tmp_path / "判定.csv"), "--lang", "en")
    assert (tmp_path / "判定.csv").read_text(encoding="utf-8-sig").startswith("quantity,")
    assert len(list((tmp_path / "判定").glob("0?-*.csv"))) == 2
    assert "a folder with 2 tables" in done.stderr


def test_one_picture_and_one_page_are_written_alone(tmp_path: Path) -> None:
    picture, page = tmp_path / "收入比.png", tmp_path / "报告.html"
    done = ceheng("charts", "-o", str(picture), "--only", "ratio_paths", "--dpi", "40")
    assert done.exit_code == 0, done.output
    done = ceheng("brief", "-o", str(page), "--draws", "500")
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {picture.name, page.name}
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_command_writes_is_said_with_what_it_holds(language: Language, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    calls = [
        ("project", "--save", "a.toml", "--parquet", "paths"),
        ("solve", "--save", "b.toml"),
        ("simulate", "--draws", "500", "--parquet", "draws"),
        ("track", "--template", "blank.xlsx"),
        ("charts", "-o", "pictures", "--only", "ratio_paths", "--dpi", "40", "--numbers"),
        ("workbook", "-o", "plan.xlsx"),
        ("brief", "-o", "brief.html", "--draws", "500"),
        ("report", "-o", "report.md"),
    ]
    files = {"a.toml", "paths", "b.toml", "draws", "blank.xlsx", "plan.xlsx", "brief.html", "report.md"}
    files |= {"pictures/ratio_paths.png", "pictures/ratio_paths.csv"}
    said: dict[str, str] = {}
    for call in calls:
        places = [str(tmp_path / word) if word in files or word == "pictures" else word for word in call]
        done = ceheng(*places, "--lang", language)
        assert done.exit_code == 0, done.output
        for line in done.stderr.splitlines():
            told = re.fullmatch({"zh": r"已写入 (\S+?)：(.+)", "en": r"written to (\S+): (.+)"}[language], line)
            if told is not None:
                said[Path(told[1]).relative_to(tmp_path).as_posix()] = told[2]
    assert set(said) == files
    # no two alike, and each in the language asked for
    assert len(set(said.values())) == len(said)
    for text in said.values():
        assert (re.search("[\u4e00-\u9fff]", text) is not None) == (language == "zh"), text


@pytest.mark.parametrize(("command", "ending"), [("page", ".html"), ("workbook", ".xlsx")])
def test_the_help_of_one_kind_of_file_names_that_kind_alone(command: str, ending: str) -> None:
    shown = ceheng(command, "--help").output
    told = re.search(r"--output 文件(.*?)--scenario", shown, re.DOTALL)
    assert told is not None, shown
    assert re.findall(r"\.[a-z]+", told[1]) == [ending]
