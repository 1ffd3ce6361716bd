"""The plans' own words, and the sources of figures, in translation beside the original."""

import re
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.vocabulary import Quoted, Text, originals

DATA = Path(__file__).parent.parent / "data"
PLANS = sorted((DATA / "plans").iterdir())
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
TIMES = {"万": 10**4, "亿": 10**8, "million": 10**6, "": 1}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def numbers(text: str) -> Counter[Fraction]:
    """Return the numbers that are written in digits, with the month of a day, each as often as it stands there."""
    for number, month in enumerate(MONTHS, start=1):
        text = re.sub(rf"\b{month}\b", str(number), text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found = re.findall(r"(\d+(?:\.\d+)?)\s*(万|亿|million)?", text)
    return Counter(Fraction(digits) * TIMES[times] for digits, times in found)


def tables(value: object, above: str = "") -> "list[tuple[str, dict[str, object]]]":
    """Return every table within a TOML file."""
    if isinstance(value, list):
        return [pair for item in value for pair in tables(item, above)]
    if not isinstance(value, dict):
        return []
    return [(above, value), *(pair for key, inner in value.items() for pair in tables(inner, f"{above}.{key}"))]


def quoted(folder: Path) -> list[tuple[str, str, str]]:
    """Return where words and sources stand in a folder, each with its translation."""
    found = []
    for file in sorted(folder.glob("*.toml")):
        for where, table in tables(tomllib.loads(file.read_text(encoding="utf-8"))):
            if "words" in table:
                found.append((f"{file.name}{where}", str(table["words"]), str(table.get("words_en", ""))))
    for file in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column in ("words", "source", "note"):
            if column in frame:
                told = frame[f"{column}_en"] if f"{column}_en" in frame else [""] * len(frame)
                pairs = zip(frame[column], told, strict=True)
                found += [(f"{file.name} {n} {column}", *pair) for n, pair in enumerate(pairs, start=2)]
    return found


def all_quoted() -> list[tuple[str, str, str]]:
    own = [(f"{folder.name}/{place}", words, told) for folder in PLANS for place, words, told in quoted(folder)]
    return own + [found for found in quoted(DATA) if found[0].startswith("baselines.csv")]


def test_numbers_are_counted_in_both_languages() -> None:
    assert numbers("6月18日前4.61亿元、1.2万亩") == numbers("before 18 June: 461 million yuan, 12,000 mu")
    assert numbers("48594.8元") != numbers("48,594.9 yuan")


def test_whatever_ships_has_its_translation() -> None:
    assert len(PLANS) == 3
    found = all_quoted()
    # the statements and counts of the plan file, its growth table, measures, duties, what is made, bodies, sources
    assert len(found) > 350
    assert [place for place, words, told in found if CHINESE.search(words) and not told] == []
    assert [place for place, _, told in found if CHINESE.search(told)] == []


def test_a_translation_has_the_numbers_of_the_original() -> None:
    apart = [(place, words, told) for place, words, told in all_quoted() if told and numbers(words) != numbers(told)]
    assert apart == []


def test_words_compare_as_the_original_and_are_told_in_translation() -> None:
    words = Quoted("下降到2.8左右", "to fall to about 2.8")
    assert words == "下降到2.8左右"
    assert Text.same(words) == Text("下降到2.8左右", "to fall to about 2.8")
    assert Quoted("10%").in_language("en") == "10%"
    with originals():
        assert words.in_language("en") == "to fall to about 2.8 (下降到2.8左右)"
        assert words.in_language("zh") == "下降到2.8左右"


def said(*arguments: str) -> str:
    done = CliRunner().invoke(program, [*arguments, "--lang", "en"])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_original_is_shown_on_request() -> None:
    assert CHINESE.search(said("check")) is None
    shown = " ".join(said("check", "--original").split())
    assert "城乡居民收入比下降到2.8左右" in shown.replace(" ", "")
    assert CHINESE.search(said("check")) is None


def test_a_plan_without_translation_quotes_its_original_and_says_so_once(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    for file in (DATA / "plans" / "yunnan-rural-2022-2024").iterdir():
        text = file.read_text(encoding="utf-8").replace("../../", f"{DATA.as_posix()}/")
        told = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("words_en"))
        (folder / file.name).write_text(told, encoding="utf-8")
    assert cm.load_plan(folder).is_untranslated
    printed = said("check", "--plan", str(folder))
    assert printed.count("quoted in the original") == 1
    # on a terminal the column of words is left out for want of width
    assert "“力争0.77”" in said("check", "--format", "html", "--plan", str(folder))
    assert "quoted in the original" not in said("check", "--plan", "yunnan-rural-2022-2024")


@pytest.mark.parametrize("plan", [folder.name for folder in PLANS])
def test_frames_hold_the_words_in_the_language_asked_for(plan: str) -> None:
    table = cm.load_plan(plan).tables()[0]
    assert not any(CHINESE.search(words) for words in table.to_frame(language="en").words)
    assert all(CHINESE.search(words) or words for words in table.to_frame(language="zh").words)
    assert list(table.to_frame(language="zh").words) == [row["words"] for row in table.records()]
