"""The reference of Python has one page a subject: every public name stands on one of them, and none that is not there."""

import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import ceheng_model as cm
from ceheng_model import charts

DOCS = Path(__file__).parent.parent / "docs"
FOLDER = DOCS / "reference" / "python"
SUBJECTS = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "index")
DIRECTIVE = re.compile(r"^\.\. (auto\w+|data):: (\S+)$", re.MULTILINE)
IN_INDEX = re.compile(r"\{py:obj\}`(\w+) <([\w.]+)>`")
USED = re.compile(r"(?<![\w.])cm\.([A-Za-z]\w*)")
CHINESE = re.compile(r"[一-鿿]")
KIND_OF = {"autofunction": "function", "autoclass": "type", "autoexception": "type", "automodule": "module"}
"""What each directive describes, by the name of its kind."""


def text(subject: str) -> str:
    return (FOLDER / f"{subject}.md").read_text(encoding="utf-8")


def resolved(name: str) -> Any:
    """Return what a dotted name stands for: a module, or what one holds."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        home, _, last = name.rpartition(".")
        return getattr(import_module(home), last)


def described(subject: str) -> list[tuple[str, str]]:
    """Return the directives of a page with what they describe, the constants of a module by its whole name."""
    found = DIRECTIVE.findall(text(subject))
    return [(kind, name if "." in name else f"ceheng_model.charts.{name}") for kind, name in found]


def listed() -> dict[str, list[str]]:
    """Return the names that the index lists, by the page of their subject."""
    rows = re.findall(r"^\| \[[^\]]+\]\((\w+)\.md\) \| (.*) \|$", text("index"), re.MULTILINE)
    return {subject: [name for _, name in IN_INDEX.findall(names)] for subject, names in rows}


def test_every_public_name_stands_on_one_page() -> None:
    found = Counter(name for subject in SUBJECTS for _, name in described(subject))
    assert [name for name in cm.__all__ if found[f"ceheng_model.{name}"] != 1] == []
    assert [name for name, count in found.items() if count > 1] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_describes_what_there_is(subject: str) -> None:
    assert described(subject)
    for kind, name in described(subject):
        held = resolved(name)
        of = "type" if isinstance(held, type) else type(held).__name__
        assert kind == "data" or of == KIND_OF[kind], name


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_begins_in_chinese_with_english_beside(subject: str) -> None:
    title, _, first, *others = text(subject).split("```{eval-rst}")[0].splitlines()
    zh, slash, en = title.removeprefix("# ").partition(" / ")
    assert slash
    assert CHINESE.search(zh)
    assert not CHINESE.search(en)
    assert CHINESE.search(first)
    assert any(line and not CHINESE.search(line) for line in others)


def test_the_index_lists_every_public_name_under_its_subject() -> None:
    drawn = [name for name in charts.__all__ if name not in ("Axes", "Size")]
    assert sorted(listed()) == SUBJECTS
    for subject, names in listed().items():
        public = [name for _, name in described(subject) if name.removeprefix("ceheng_model.") in cm.__all__]
        if subject == "charts":
            public = [f"ceheng_model.charts.{name}" for name in drawn]
        assert sorted(names) == sorted(public), subject
    for shown, name in IN_INDEX.findall(text("index")):
        assert shown == name.rpartition(".")[2]
    (tree,) = re.findall(r"```\{toctree\}\n:hidden:\n\n(.*?)```", text("index"), re.DOTALL)
    assert tree.split() == list(listed())


@pytest.mark.parametrize("page", sorted(DOCS.glob("*/**/*.md")), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_no_page_uses_a_name_that_does_not_exist(page: Path) -> None:
    if "_build" in page.parts:
        pytest.skip("a page that was built")
    unknown = [name for name in USED.findall(page.read_text(encoding="utf-8")) if not hasattr(cm, name)]
    assert unknown == []
