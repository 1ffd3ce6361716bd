"""The HTML page: whole in itself, the same content as the Word file."""

import re
from html.parser import HTMLParser

import pytest

import ceheng_model as cm
from ceheng_model.documents.brief import compose_brief
from ceheng_model.documents.paper import Paper, load_profile
from ceheng_model.documents.paper.html_page import html_page
from ceheng_model.documents.paper.line_breaks import typographic
from ceheng_model.documents.paper.pictures import inline_svg
from ceheng_model.documents.paper.reading_order import Line, PictureItem, TableItem, laid_out
from ceheng_model.tables import Column, Table, written
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.briefs import brief, files, found

VOID = {"meta", "br", "col", "path", "use", "rect", "image", "stop"}


class Page(HTMLParser):
    """Gather what a reader of the page gets: tags, attributes, texts of cells, and whether tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.cells: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "td" in self.open:
            self.cells[-1] += data


def page(language: Language = "zh") -> Page:
    return Page(files(language)["html"].decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_for_nothing_from_outside(language: Language) -> None:
    text = files(language)["html"].decode()
    assert not re.search(r"https?:|//[a-z]|@import|<script|<link|<iframe|srcset|\bsrc=", text)
    made = page(language)
    assert not made.open
    references = [value for name, value in made.attributes if name in ("href", "xlink:href", "src", "data", "action")]
    assert all(value.startswith("#") for value in references)
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", text))
    assert "default-src 'none'" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_identifiers_are_unique_and_references_find_them(language: Language) -> None:
    made = page(language)
    ids = [value for name, value in made.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    used = {value[1:] for name, value in made.attributes if name in ("href", "xlink:href")}
    used |= set(re.findall(r"url\(#([^)]*)\)", files(language)["html"].decode()))
    assert used
    assert used <= set(ids)


def test_the_language_is_named_and_paper_is_set() -> None:
    assert ("lang", "zh-CN") in page().attributes
    assert ("lang", "en") in page("en").attributes
    text = files()["html"].decode()
    assert "@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm; }" in text
    assert "@media print" in text
    assert '"仿宋_GB2312"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_layout_says(language: Language) -> None:
    text = page(language).text
    at = 0
    for item in laid_out(brief(), language):
        if isinstance(item, PictureItem | TableItem):
            at = text.index(item.caption, at)
        elif isinstance(item, Line) and item.role != "title":
            at = text.index(item.text, at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_tables_hold_the_results(language: Language) -> None:
    cells = page(language).cells
    shown = [cell for table in brief_order(brief()) for row in table.shown_rows(language)[1:] for cell in row]
    shown = [typographic(cell, language) for cell in shown]
    assert cells == shown
    for value in cm.contributions(cm.project(cm.scenario("plan")), year=2024).to_frame().level:
        assert written(value, "yuan") in cells


def brief_order(made: Paper) -> list[Table]:
    return [item.table for item in laid_out(made, "zh") if isinstance(item, TableItem)]


def test_charts_are_vectors_with_words_for_those_who_cannot_see_them() -> None:
    made = page()
    assert made.tags.count("svg") == made.tags.count("figure") == len(brief().pictures())
    told = [value for name, value in made.attributes if name == "aria-label"]
    assert len(told) == len(brief().pictures())
    assert all(re.search(r"\d", one) for one in told)
    assert ("role", "img") in made.attributes


def test_headings_of_tables_are_headings() -> None:
    made = page()
    assert made.tags.count("caption") == made.tags.count("thead") == len(brief().tables())
    assert made.attributes.count(("scope", "col")) == sum(len(one.columns) for one in brief().tables())


def test_texts_of_a_plan_cannot_become_tags() -> None:
    bad = '<script>alert("1")</script>&\x00'
    table = Table(
        name="t",
        title=Text(bad, bad),
        columns=(Column(key="a", heading=Text(bad, bad)),),
        rows=((bad,),),
        notes=(Text(bad, bad),),
    )
    from ceheng_model.documents.paper.content import Exhibit, Paragraph, Section

    one = Section(heading=Text(bad, bad), blocks=(Paragraph(text=Text(bad, bad)), Exhibit(table=table)))
    made = Paper(title=Text(bad, bad), subtitle=Text(bad, bad), opening=(), sections=(one,))
    text = html_page(made, "zh", load_profile(), ())
    assert "<script" not in text
    assert "\x00" not in text
    assert Page(text).tags.count("script") == 0
    # title, heading, subtitle, section and its place in the contents, paragraph, caption, column, cell, note
    assert text.count("&lt;script&gt;") == 10


def test_two_runs_give_the_same_page() -> None:
    again = compose_brief(found())
    bare = Paper(title=again.title, subtitle=None, opening=again.opening, sections=())
    assert html_page(bare, "zh", load_profile(), ()) == html_page(bare, "zh", load_profile(), ())
    lines = [item for item in laid_out(bare, "zh") if isinstance(item, Line)]
    assert len(lines) == 1 + len(again.opening)


def test_a_picture_loses_its_prolog_its_metadata_and_its_addresses() -> None:
    svg = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg xmlns:xlink="http://a" width="4pt" xmlns="http://b">\n'
        ' <metadata>\n  <x about="http://c"/>\n </metadata>\n <g id="a" clip-path="url(#c)"><use xlink:href="#m"/></g>\n</svg>\n'
    )
    assert inline_svg(svg, prefix="p2-") == (
        '<svg width="4pt">\n <g id="p2-a" clip-path="url(#p2-c)"><use xlink:href="#p2-m"/></g>\n</svg>'
    )
