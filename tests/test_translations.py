"""One word for one thing: the terms of Chinese plans have the same English wherever they are translated."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ceheng_model.files import shipped

ROOT = Path(__file__).parents[1]
PAIRS = {
    ".py": re.compile(r'Text\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"'),
    ".md": re.compile(r'Text\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"'),
    ".toml": re.compile(r'zh = "((?:[^"\\]|\\.)*)", en = "((?:[^"\\]|\\.)*)"'),
}

# The terms of the State Council's and the ministries' own English, and of the Bureau of Statistics.
TERMS = {
    "以工代赈": "work-relief",
    "规上": "designated size",
    "医保局": "Healthcare Security Bureau",
    "农家乐": "agritainment",
    "公益性岗位": "public welfare jobs",
    "低保": "subsistence allowance",
    "保障性租赁住房": "government-subsidised rental housing",
    "特色优势产业": "distinctive and competitive industries",
    "损腐率": "spoilage rate",
    "求职创业补贴": "job-seeking and start-up subsidy",
}
# What these were called otherwise.
OTHERS = (
    "works for relief",
    "works-for-relief",
    "size threshold",
    "size of the statistics",
    "Medical Insurance Bureau",
    "farm restaurant",
    "public-service job",
    "public posts",
    "minimum living allowance",
    "minimum living line",
    "affordable rental",
    "industries in which the county is strong",
    "带动增收的人",
    "有劳动力而无人就业",
)


def files() -> Iterator[Path]:
    folders = (ROOT / "ceheng_model", ROOT / "docs", shipped("plans"))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".md", ".toml", ".csv") and "_build" not in path.parts:
                yield path


def translated() -> Iterator[tuple[str, str, str]]:
    """Yield where a text stands in both languages, with the two."""
    for path in files():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            for row in csv.DictReader(text.splitlines()):
                stems = [key.removesuffix("_zh") for key in row if key and key.endswith("_zh")]
                yield from ((path.name, row[f"{stem}_zh"] or "", row[f"{stem}_en"] or "") for stem in stems)
        else:
            yield from ((path.name, zh, en) for zh, en in PAIRS[path.suffix].findall(text))


ALL = list(translated())


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_translation(term: str) -> None:
    found = [(name, zh, en) for name, zh, en in ALL if term in zh]
    assert found, "the term stands nowhere"
    english = TERMS[term].lower()
    stem = english.removesuffix("y") if english.endswith("subsidy") else english
    # a note about the Chinese word names it and needs no translation of it
    wrong = [one for one in found if stem not in one[2].lower() and term not in one[2]]
    assert wrong == []


@pytest.mark.parametrize("other", OTHERS)
def test_a_thing_is_called_by_no_other_word(other: str) -> None:
    held = [path.name for path in files() if other.lower() in path.read_text(encoding="utf-8").lower()]
    assert held == []
