"""The documentation says the same in both languages: page for page, heading for heading, block for block."""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests import gallery

DOCS = Path(__file__).parent.parent / "docs"
ENGLISH = DOCS / "en"
FOLDERS = ("tutorial", "how-to", "explanation")
NOTEBOOKS = {path.stem for path in (DOCS.parent / "notebooks").glob("*.ipynb")}
CHINESE = re.compile("[\u4e00-\u9fff]")
TARGET = re.compile(r"\]\(([^)\s]+)\)")


def pages(tree: Path) -> set[str]:
    """Return the pages of a tree by their paths in it."""
    found = [*tree.glob("*.md"), *(path for folder in FOLDERS for path in (tree / folder).glob("*.md"))]
    return {path.relative_to(tree).as_posix() for path in found} - {"decisions.md"}


PAIRS = sorted(pages(DOCS) | pages(ENGLISH))
SHARED = sorted([DOCS / "decisions.md", *(DOCS / "reference").rglob("*.md")])
WRITTEN = [*SHARED, *(path for name in PAIRS for path in (DOCS / name, ENGLISH / name) if path.exists())]


@cache
def tokens(path: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))


def headings(path: Path) -> list[tuple[str, str]]:
    """Return the headings of a page in order: level and words."""
    read = tokens(path)
    return [(token.tag, read[at + 1].content) for at, token in enumerate(read) if token.type == "heading_open"]


@cache
def anchors(path: Path) -> list[str]:
    """Return what headings are linked by: their words in small letters with hyphens, a number where they come again."""
    found: list[str] = []
    for _, words in headings(path):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("`", "").strip().lower()
        slug = re.sub(r"[^\w\u4e00-\u9fff\- ]", "", plain).replace(" ", "-")
        again = sum(1 for one in found if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", one))
        found.append(f"{slug}-{again}" if again else slug)
    return found


def fences(path: Path) -> list[str]:
    """Return what the blocks of a page are written in, in order."""
    return [token.info.split()[0] if token.info.strip() else "" for token in tokens(path) if token.type == "fence"]


def links(path: Path) -> list[str]:
    """Return what the prose and the tables of a page link to, pictures included, inside the documentation."""
    inline = [token for token in tokens(path) if token.type == "inline"]
    inside = [token for token in tokens(path) if token.type == "fence" and token.info.startswith("{container}")]
    targets = [target for token in (*inline, *inside) for target in TARGET.findall(token.content)]
    return [target for target in targets if "://" not in target and not target.startswith("mailto:")]


def leads_nowhere(path: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    place = (path.parent / name).resolve() if name else path
    if not place.exists():
        # the notebooks stand beside the pages once the documentation is built
        return place.suffix != ".ipynb" or place.stem not in NOTEBOOKS
    return bool(anchor) and place.suffix == ".md" and anchor not in anchors(place)


@pytest.mark.parametrize("name", PAIRS)
def test_every_page_stands_in_both_trees(name: str) -> None:
    missing = [tree.relative_to(DOCS.parent).as_posix() for tree in (DOCS, ENGLISH) if not (tree / name).exists()]
    assert missing == [], f"{name} is missing in {missing[0]}"


@pytest.mark.parametrize("name", PAIRS)
def test_both_pages_have_the_same_headings(name: str) -> None:
    levels = [[tag for tag, _ in headings(tree / name)] for tree in (DOCS, ENGLISH)]
    assert levels[0] == levels[1]
    assert levels[0][0] == "h1"
    assert levels[0].count("h1") == 1


@pytest.mark.parametrize("name", PAIRS)
def test_both_pages_have_the_same_blocks(name: str) -> None:
    assert fences(DOCS / name) == fences(ENGLISH / name)


@pytest.mark.parametrize("name", PAIRS)
def test_both_pages_lead_to_the_same_places(name: str) -> None:
    def places(tree: Path) -> list[str]:
        found = []
        for target in links(tree / name):
            place = ((tree / name).parent / target.partition("#")[0]).resolve()
            own = place.is_relative_to(tree) and (tree == ENGLISH or not place.is_relative_to(ENGLISH))
            inside = place.relative_to(tree if own else DOCS).as_posix() if place.is_relative_to(DOCS) else str(place)
            found.append(inside.replace("pictures/en/", "pictures/"))
        return sorted(set(found))

    assert places(DOCS) == places(ENGLISH)


@pytest.mark.parametrize("name", PAIRS)
def test_titles_are_in_the_language_of_the_tree(name: str) -> None:
    for _, words in headings(DOCS / name):
        # what a program prints or takes, and names of things, have no Chinese of their own
        assert CHINESE.search(words) or not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", words), words
    assert CHINESE.search(headings(DOCS / name)[0][1])


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(DOCS)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert [target for target in links(path) if leads_nowhere(path, target)] == []


@pytest.mark.parametrize("name", PAIRS)
def test_no_page_leads_into_the_other_tree(name: str) -> None:
    own = {tree: [(tree / page).resolve() for page in PAIRS] for tree in (DOCS, ENGLISH)}
    for tree, other in ((DOCS, ENGLISH), (ENGLISH, DOCS)):
        path = tree / name
        places = {target: (path.parent / target.partition("#")[0]).resolve() for target in links(path)}
        assert [target for target, place in places.items() if place in own[other]] == []


def loaded(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, DOCS / "_ext" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_shared_pages_lead_to_the_same_place_of_either_tree(tmp_path: Path) -> None:
    (tmp_path / "en" / "how-to").mkdir(parents=True)
    (tmp_path / "how-to").mkdir()
    (tmp_path / "en" / "how-to" / "a.md").write_text("# One\n\n## Two `x`\n\n## Two `x`\n", encoding="utf-8")
    (tmp_path / "how-to" / "a.md").write_text("# 一\n\n## 二\n\n## 三\n", encoding="utf-8")
    into_tree = loaded("two_trees").into_tree
    english = "[a](../en/how-to/a.md#two-x-1) [b](en/how-to/a.md) [c](d.md) [d](data.md#two-x)"
    chinese = "[a](../how-to/a.md#三) [b](how-to/a.md) [c](d.md) [d](data.md#two-x)"
    assert into_tree(english, tmp_path, "") == into_tree(chinese, tmp_path, "") == chinese
    assert into_tree(chinese, tmp_path, "en/") == into_tree(english, tmp_path, "en/") == english


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("工资性收入怎么预测", ["工资", "资性", "性收", "收入", "预测"]),
        ("新县", ["新县"]),
        ("GDP增速", ["GDP", "增速"]),
        ("required_growth 12% 元", ["required_growth", "12", "元"]),
    ],
)
def test_chinese_is_cut_into_pairs(text: str, words: list[str]) -> None:
    assert loaded("chinese_search").ChinesePairs({}).split(text) == words


@pytest.mark.parametrize("language", ["", "en"])
def test_the_gallery_shows_what_its_lines_make(language: str) -> None:
    pictures = gallery.shown(language)
    assert len(pictures) == len(re.findall(r"^!\[", gallery.PAGES[language].read_text(encoding="utf-8"), re.MULTILINE))
    assert [one.picture.stem for one in pictures] == [one.picture.stem for one in gallery.shown("")]
    for one in pictures:
        assert one.picture.exists(), one.picture
        assert one.picture.parent == DOCS / "pictures" / language
        # a modest size, so that the whole page opens at once
        assert one.picture.stat().st_size < 250_000
        if "--only" in one.line:
            assert one.line.split()[one.line.split().index("--only") + 1] == one.picture.stem
            assert one.written == one.picture.name
