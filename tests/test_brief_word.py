"""The Word file, opened again by python-docx, and set on paper by LibreOffice."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import ceheng_model as cm
from ceheng_model.documents.brief import compose_brief
from ceheng_model.documents.paper import Letterhead, load_profile
from ceheng_model.documents.paper.column_widths import ems, fit
from ceheng_model.documents.paper.line_breaks import typographic
from ceheng_model.documents.paper.reading_order import FiguresItem, Line, laid_out
from ceheng_model.documents.paper.word_file import word_file
from ceheng_model.files import repacked
from ceheng_model.tables import Column, Table, written
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.briefs import brief, files, found, one_line, opened, table_after, without_joiners
from tests.effort import PATIENCE

FONTS = {"仿宋_GB2312": "Serif", "楷体_GB2312": "Serif", "方正小标宋简体": "Serif", "宋体": "Serif", "黑体": "Sans"}


def property_of(style: Any, path: str) -> Any:
    return style.element.find("/".join(qn(part) for part in path.split("/")))


def test_paper_and_margins_are_those_of_the_standard() -> None:
    section: Any = opened().sections[0]
    # GB/T 9704-2012, 5.1 and 5.2.1: A4, 37 mm above, 28 mm left, type area 156 mm by 225 mm
    # Word keeps twentieths of a point
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [size / Mm(1) for size in sizes] == pytest.approx([210, 297, 37, 28], abs=0.02)
    assert (section.page_width - section.left_margin - section.right_margin) / Mm(1) == pytest.approx(156, abs=0.05)
    assert (section.page_height - section.top_margin - section.bottom_margin) / Mm(1) == pytest.approx(225, abs=0.05)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_styles_name_east_asian_fonts_and_no_theme_font(name: str, font: str, points: int) -> None:
    style = opened().styles[name]
    fonts = property_of(style, "w:rPr/w:rFonts")
    assert fonts.get(qn("w:eastAsia")) == font
    assert not [key for key in fonts.attrib if "heme" in key]
    assert style.font.size == Pt(points)


def test_no_style_falls_back_on_a_theme_font() -> None:
    with zipfile.ZipFile(io.BytesIO(files()["docx"])) as parts:
        styles = parts.read("word/styles.xml").decode()
    assert "heme" not in styles
    assert 'w:eastAsia="仿宋_GB2312"' in styles[: styles.index("<w:style ")]


def test_22_lines_fill_a_page_and_paragraphs_begin_two_characters_in() -> None:
    style = opened().styles["Body Text"]
    spacing, indent = property_of(style, "w:pPr/w:spacing"), property_of(style, "w:pPr/w:ind")
    # 225 mm are 637.8 points: 22 lines of 28.95
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    # two of the 28 characters that fill 156 mm: 15.75 points each, a quarter of a point closer than 16
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "630")
    assert property_of(style, "w:rPr/w:spacing").get(qn("w:val")) == "-5"
    picture = opened().styles["Picture"]
    assert property_of(picture, "w:pPr/w:spacing").get(qn("w:lineRule")) == "auto"


def test_pages_are_numbered_on_the_outer_side() -> None:
    document: Any = opened()
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert paragraph._p.find(f".//{qn('w:instrText')}").text.strip() == "PAGE"
        assert paragraph.alignment == {"left": 0, "right": 2}[side]
        indent = paragraph._p.pPr.find(qn("w:ind"))
        # one character of 14 points from the side
        assert (indent.get(qn(f"w:{side}Chars")), indent.get(qn(f"w:{side}"))) == ("100", "280")
    # the middle of the line lies 7 mm under the type area: 35 - 7 - 0.65 * 14 points
    assert section.footer_distance / Mm(1) == pytest.approx(35 - 7 - 0.65 * 14 * 25.4 / 72, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_the_results(language: Language) -> None:
    records = cm.contributions(cm.project(cm.scenario("plan")), year=2024).to_frame()
    caption = {"zh": "2024年收入构成与贡献", "en": "contributions to growth in 2024"}[language]
    _, *rows = table_after(opened(language), caption)
    assert [row[2] for row in rows] == [written(value, "yuan") for value in records.level]
    assert [row[7] for row in rows] == [written(value, "percent", decimals=1) for value in records.contribution_rate]
    for table in brief().tables():
        below = table_after(
            opened(language), f"  {typographic(table.title.at_start().in_language(language), language)}"
        )
        rows = [[typographic(cell, language) for cell in row] for row in table.shown_rows(language)]
        assert [[one_line(cell, language) for cell in row] for row in below] == rows, table.name


def exhibits(document: Any) -> list[Any]:
    """Return the tables with captions: the key figures of the first page are set as one without."""
    return [table for table in document.tables if table.style.name == "Paper Table"]


def test_tables_fit_the_page_repeat_their_heading_and_break_no_row() -> None:
    tables = exhibits(opened())
    assert len(tables) == len(brief().tables())
    for table in tables:
        assert table.style is not None
        assert table.style.name == "Paper Table"
        first, *_ = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(cell.width for cell in first.cells) <= Mm(156.1)
        assert all(cell.paragraphs[0].style.name == "Table Heading" for cell in first.cells)


def test_figures_stand_on_the_right() -> None:
    position = [table.name for table in brief().tables()].index("contributions")
    row = exhibits(opened())[position].rows[1]
    assert [cell.paragraphs[0].style.name for cell in row.cells] == ["Table Words", "Table Short"] + [
        "Table Figures"
    ] * 7


def test_pictures_are_sharp_as_wide_as_the_text_and_described() -> None:
    document = opened()
    shapes = document.inline_shapes
    assert len(shapes) == len(brief().pictures())
    for shape in shapes:
        blob = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        width, height = int.from_bytes(blob[16:20], "big"), int.from_bytes(blob[20:24], "big")
        # 15.6 cm at 300 dots an inch
        assert abs(width - 15.6 / 2.54 * 300) <= 2
        # one that stands at the end of a page may be a little smaller than the text is wide
        assert 0.86 * Mm(156) <= shape.width <= Mm(156.1)
        assert shape.height / shape.width == pytest.approx(height / width, rel=1e-3)
        assert re.search(r"\d", shape._inline.docPr.get("descr"))
    assert max(shape.width for shape in shapes) >= Mm(155.9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_the_layout_says(language: Language) -> None:
    document = opened(language)
    body = [one_line(block.text, language) for block in document.iter_inner_content() if hasattr(block, "text")]
    figures, *_ = document.tables
    for item in laid_out(brief(), language):
        if isinstance(item, FiguresItem):
            for cell, one in zip(figures.rows[0].cells, item.figures, strict=True):
                said = [one_line(paragraph.text, language) for paragraph in cell.paragraphs]
                assert said == [one.label, one.value, f"{one.sign} {one.target}".strip()]
        else:
            text = item.text if isinstance(item, Line) else item.caption
            assert text in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_put_in_for_the_sake_of_lines_is_marked_as_unprintable(language: Language) -> None:
    assert "\N{REPLACEMENT CHARACTER}" not in files(language)["html"].decode()
    with zipfile.ZipFile(io.BytesIO(files(language)["docx"])) as parts:
        assert "\N{REPLACEMENT CHARACTER}" not in parts.read("word/document.xml").decode()


def test_two_runs_give_the_same_bytes() -> None:
    profile = load_profile()
    blank = compose_brief(found()).__class__(title=Text("题", "t"), subtitle=None, opening=(), sections=())
    assert word_file(blank, "zh", profile, ()) == word_file(blank, "zh", profile, ())
    with zipfile.ZipFile(io.BytesIO(files()["docx"])) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = parts.namelist()
    assert names == ["[Content_Types].xml", *sorted(names[1:])]
    assert repacked(files()["docx"]) == files()["docx"]


def test_properties_tell_the_day_and_who_signs() -> None:
    from datetime import date

    head = Letterhead(signed="县统计局", day=date(2022, 12, 1))
    blank = compose_brief(found(), letterhead=head).__class__(
        title=Text("题", "t"), subtitle=None, opening=(), sections=(), letterhead=head
    )
    document = docx.Document(io.BytesIO(without_joiners(word_file(blank, "zh", load_profile(), ()))))
    properties = document.core_properties
    assert (properties.author, properties.title) == ("县统计局", "题")
    assert properties.created is not None
    assert (properties.created.date(), properties.modified) == (date(2022, 12, 1), properties.created)
    assert [one.text for one in document.paragraphs] == ["题", "县统计局", "2022年12月1日"]


def test_a_long_title_breaks_before_its_bracket() -> None:
    title = opened().paragraphs[0]
    assert title.text == "关于《册亨县促进居民增收三年行动方案\n（2022-2024）》的测算报告"


def test_columns_share_the_page_and_shrink_the_type_when_they_must() -> None:
    many = [Column(key=str(i), heading=Text("收入合计", "income"), kind="yuan") for i in range(9)]
    wide = Table(name="w", title=Text("", ""), columns=tuple(many), rows=((1234567.8,) * 9,))
    fitted = fit(wide, "zh", width=442, size=10.5, padding=8)
    assert sum(fitted.widths) == pytest.approx(442)
    # nine figures of eleven digits and signs: 9 * (11 * 0.54 * size + 8) <= 442 asks a size of 6.9
    assert fitted.size == 6.5
    # past the smallest type the widths are cut in proportion
    hopeless = fit(wide, "zh", width=200, size=10.5, padding=8)
    assert sum(hopeless.widths) == pytest.approx(200)
    assert hopeless.size == 6.0
    assert ems("（元）") == 3.0


def test_characters_that_word_cannot_hold_are_marked() -> None:
    blank = compose_brief(found()).__class__(title=Text("题\x07", "t"), subtitle=None, opening=(), sections=())
    document = docx.Document(io.BytesIO(word_file(blank, "zh", load_profile(), ())))
    assert document.paragraphs[0].text == "题�"


@pytest.fixture(scope="module", params=LANGUAGES)
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set the Word file by LibreOffice, with fonts of this machine in place of the government's."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("needs LibreOffice and poppler-utils")
    folder = tmp_path_factory.mktemp("pdf")
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>Noto {kind} CJK SC</family></prefer></alias>'
        for name, kind in FONTS.items()
    )
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>',
        encoding="utf-8",
    )
    (folder / "brief.docx").write_bytes(files(request.param)["docx"])
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "brief.docx")],
        env={
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "HOME": str(folder),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (folder / "brief.pdf").is_file(), done.stderr
    return folder / "brief.pdf"


@pytest.mark.slow
def test_pages_are_few_full_and_numbered(pdf: Path, request: pytest.FixtureRequest) -> None:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    # English takes a third more room than Chinese
    assert 15 <= len(pages) <= (48 if "en" in request.node.callspec.id else 36)
    for number, page in enumerate(pages, start=1):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert lines[-1].replace(" ", "") == f"—{number}—"
        # something stands on every page above its number
        assert len("".join(lines[:-1])) > 12, number


@pytest.mark.slow
def test_nothing_leaves_the_type_area(pdf: Path) -> None:
    boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', boxes)
    assert len(words) > 1000
    points = 72 / 25.4
    left, right = 28 * points, (210 - 26) * points
    # a closing mark may hang into the margin: one character of 16 points
    assert not [box for box in words if float(box[0]) < left - 2 or float(box[2]) > right + 16.5]
    # odd pages are numbered on the right, even ones on the left
    for number, page in enumerate(boxes.split("<page ")[1:], start=1):
        lowest = max(re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"', page), key=lambda box: float(box[1]))
        assert (float(lowest[0]) > 105 * points) is (number % 2 == 1)
    # nothing below the page number
    assert not [box for box in words if float(box[3]) > (297 - 35 + 14) * points]
