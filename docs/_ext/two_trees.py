"""Two trees of pages, one a language: each page links to its twin, and shared pages lead into the tree at hand."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from myst_parser.slugs import github_slugify, unique_slug
from sphinx.application import Sphinx

FOLDERS = {"zh": "html", "en": "html-en"}
"""Where each language is built, side by side."""
ENGLISH = "en/"
SHARED = ("reference/", "decisions")
"""What is written once and stands in both."""
_INTO_A_TREE = re.compile(
    r"\]\((?P<up>(?:\.\./)*)(?P<tree>en/)?(?P<page>(?:(?:tutorial|how-to|explanation)/[\w./-]+|gallery)\.md)"
    r"(?:#(?P<anchor>[^)\s]+))?\)"
)
_NAMES = {"zh": "中文", "en": "English"}
_CODES = {"zh": "zh-CN", "en": "en"}


def twin(page: str, pages: set[str]) -> str:
    """Return the name of a page in the other language; a shared page, or one that Sphinx makes, keeps its name."""
    if page.startswith(ENGLISH):
        return page.removeprefix(ENGLISH)
    return page if page.startswith(SHARED) or page not in pages else ENGLISH + page


def headings(path: Path) -> list[tuple[str, str]]:
    """Return the headings of a page in order, each with its level and the anchor it gets."""
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    found: list[tuple[str, str]] = []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in inside.children or () if child.type in ("text", "code_inline"))
            found.append((token.tag, unique_slug(github_slugify(words), {slug for _, slug in found})))
    return found


def into_tree(text: str, sources: Path, tree: str) -> str:
    """Return a shared page with its links into the other tree leading to the same places of this one."""

    def led(link: re.Match[str]) -> str:
        from_tree, page, anchor = link["tree"] or "", link["page"], link["anchor"]
        if anchor and from_tree != tree and (sources / tree / page).exists():
            slugs = [slug for _, slug in headings(sources / from_tree / page)]
            anchor = headings(sources / tree / page)[slugs.index(anchor)][1]
        return f"]({link['up']}{tree}{page}{f'#{anchor}' if anchor else ''})"

    return _INTO_A_TREE.sub(led, text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Lead shared pages into the tree that is built, and give every page the link to its twin."""
    app.connect("source-read", _lead)
    app.connect("html-page-context", _link)
    app.connect("build-finished", _begin)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _built(app: Sphinx) -> str:
    return "en" if app.config.language == "en" else "zh"


def _lead(app: Sphinx, page: str, source: list[str]) -> None:
    if page.startswith(SHARED):
        source[0] = into_tree(source[0], Path(app.srcdir), ENGLISH if _built(app) == "en" else "")


def _link(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    other = "zh" if _built(app) == "en" else "en"
    up = "../" * (page.count("/") + 1)
    context["twin"] = {
        "address": f"{up}{FOLDERS[other]}/{twin(page, set(app.env.found_docs))}.html",
        "language": _CODES[other],
        "name": _NAMES[other],
    }


def _begin(app: Sphinx, failed: Exception | None) -> None:
    """Lead who opens the folder's first page to the first page of the tree."""
    if failed is None and app.builder.name == "html" and app.config.root_doc != "index":
        target, title = f"{app.config.root_doc}.html", app.config.html_title
        text = (
            f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">{title}</a></html>\n'
        )
        Path(app.outdir, "index.html").write_text(text, encoding="utf-8")
