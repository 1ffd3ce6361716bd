"""The Word file against the schema's order of elements, and without leftovers of a template."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import docx
import pytest

from ceheng_model.documents.paper.content import Paper
from ceheng_model.vocabulary import LANGUAGES, Language
from tests.papers import full, single, word
from tests.schema_order import W, faults, misplaced

_WRONG = (
    ("pPr", "<w:jc/><w:ind/>", "pPr: ind after jc"),
    ("rPr", "<w:sz/><w:rFonts/>", "rPr: rFonts after sz"),
    ("rPr", "<w:b/><w:b/>", "rPr: b twice"),
    ("tcPr", "<w:vAlign/><w:tcW/>", "tcPr: tcW after vAlign"),
    ("tblPr", "<w:tblLayout/><w:tblW/>", "tblPr: tblW after tblLayout"),
    ("sectPr", "<w:pgSz/><w:footerReference/>", "sectPr: footerReference after pgSz"),
    ("style", "<w:rPr/><w:pPr/>", "style: pPr after rPr"),
    ("pPr", "<w:colour/>", "pPr: colour is unknown"),
    ("p", "<w:r/><w:pPr/>", "p: pPr is not first"),
    ("tc", "<w:p/><w:tbl/>", "tc: no paragraph at its end"),
)


@pytest.mark.parametrize(("parent", "children", "fault"), _WRONG, ids=[wrong[2] for wrong in _WRONG])
def test_the_judge_finds_what_is_wrong(parent: str, children: str, fault: str) -> None:
    text = f'<w:{parent} xmlns:w="{W[1:-1]}">{children}</w:{parent}>'
    assert fault in list(faults(ET.fromstring(text)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", [full(), single()], ids=["full", "single"])
def test_elements_stand_in_the_order_of_the_schema(paper: Paper, language: Language) -> None:
    assert misplaced(word(paper, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_template_is_left(language: Language) -> None:
    content = word(full(), language)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = set(parts.namelist())
        texts = {name: parts.read(name).decode() for name in names if not name.endswith(".png")}
    media = {name for name in names if name.startswith("word/media/")}
    footers = {"zh": {"word/footer1.xml", "word/footer2.xml"}, "en": {"word/footer1.xml"}}[language]
    assert names - media - footers == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/settings.xml",
        "word/styles.xml",
    }
    for name, text in texts.items():
        assert not re.search("python-docx|Normal.dotm|theme|customXml|latentStyles|rsid|thumbnail", text), name
    # a style that no paragraph takes is a leftover, but for those that all others rest on
    styles = set(re.findall(r'w:styleId="([^"]*)"', texts["word/styles.xml"]))
    used = set(re.findall(r'w:(?:pStyle|tblStyle|basedOn) w:val="([^"]*)"', "".join(texts.values())))
    assert styles - used <= {"DefaultParagraphFont", "TableFigures", "AnnexPart"}
    assert used <= styles


@pytest.mark.parametrize("language", LANGUAGES)
def test_properties_are_those_of_this_paper(language: Language) -> None:
    document = docx.Document(io.BytesIO(word(full(), language)))
    properties = document.core_properties
    assert properties.title == full().title.in_language(language)
    assert (properties.author, properties.last_modified_by) == ("册亨县发展和改革局", "册亨县发展和改革局")
    assert properties.language == {"zh": "zh-CN", "en": "en-GB"}[language]
    assert (properties.comments, properties.subject, properties.category) == ("", "", "")
    tags = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:eastAsia")
    assert tags == ["zh-CN"]
    assert document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == ["en-GB"]


def test_two_runs_give_the_same_bytes() -> None:
    assert word(full(), "zh") == word(full(), "zh")
    assert word(single(), "en") == word(single(), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_says_what_it_shows(language: Language) -> None:
    document = docx.Document(io.BytesIO(word(full(), language)))
    shapes = document.inline_shapes
    assert len(shapes) == len(full().pictures())
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert all(re.search(r"\d", one) for one in told)
    assert len({shape._inline.docPr.get("id") for shape in shapes}) == len(shapes)
    # where no space is told, LibreOffice takes an eighth of an inch
    assert {shape._inline.get(side) for shape in shapes for side in ("distT", "distB", "distL", "distR")} == {"0"}
    # every table says what it holds, too
    assert len(document.element.xpath("//w:tblCaption")) == len(full().tables())
