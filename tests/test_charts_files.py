"""Files of charts: letters cut out of fonts, words that can be searched, descriptions, one layout for all forms."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends import _backend_pdf_ps
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing import pdf_pages
from ceheng_model.charts.drawing.fonts import CARRIED, carried_file
from ceheng_model.charts.drawing.layout import OnePass
from ceheng_model.charts.drawing.picture_file import picture_bytes, picture_files
from ceheng_model.charts.drawing.svg_words import described_svg
from ceheng_model.documents.paper.pictures import inline_svg
from tests.charting import shipped
from tests.effort import examples

DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
HOSTILE = 'a < b & "c" -- ]]> <!-- \x0b\x1b[31m font-family: x; \u202e 册亨'


@pytest.fixture(autouse=True)
def carried() -> object:
    with charts.font("carried"):
        yield


def large(path: Path) -> TTFont:
    return TTFont(path, lazy=True)


FONTS = {path: large(path) for path in (carried_file(), DEJAVU)}


@examples(25)
@given(st.sampled_from(sorted(FONTS)), st.sets(st.integers(1, 5000), min_size=1, max_size=40))
def test_letters_cut_out_have_the_outlines_and_widths_of_the_font(path: Path, glyphs: set[int]) -> None:
    font = FONTS[path]
    with pdf_pages.letters_of(font_manager.FontPath(str(path), 0), glyphs) as small:
        content = _backend_pdf_ps.font_as_file(small.font).getvalue()  # type: ignore[no-untyped-call]
    again = TTFont(BytesIO(content), checkChecksums=2)
    assert glyphs | {0} <= set(small.glyph_index_map)
    names, own = font.getGlyphOrder(), again.getGlyphOrder()
    for old, new in small.glyph_index_map.items():
        assert again["hmtx"][own[new]] == font["hmtx"][names[old]]
        drawn, wanted = again["glyf"][own[new]], font["glyf"][names[old]]
        assert drawn.getCoordinates(again["glyf"])[0] == wanted.getCoordinates(font["glyf"])[0]
    assert FT2Font(BytesIO(content)).num_glyphs == len(small.glyph_index_map)


def test_the_letters_of_a_picture_are_cut_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cuts, cut = list[str](), pdf_pages.letters_of

    def counted(path: font_manager.FontPath, glyphs: set[int]) -> object:
        cuts.append(path)
        return cut(path, glyphs)

    monkeypatch.setattr(pdf_pages, "letters_of", counted)
    picture_bytes(shipped()["fan"](), "pdf")
    assert [Path(path).name for path in cuts] == [carried_file().name]


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext reads the words of a PDF")
def test_words_of_a_pdf_can_be_searched(tmp_path: Path) -> None:
    ax = shipped()["contribution_waterfall"]()
    path = charts.save(ax, tmp_path / "chart.pdf")
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8")
    for words in ("工资性收入", "农村常住居民收入比2021年增加4,485元", "（63.4%）"):
        assert words in done.stdout


def test_a_pdf_has_the_letters_of_its_words_only(tmp_path: Path) -> None:
    content = charts.save(shipped()["contribution_waterfall"](), tmp_path / "chart.pdf").read_bytes()
    # the whole font has ten megabytes
    assert len(content) < 60_000
    again = charts.save(shipped()["contribution_waterfall"](), tmp_path / "again.pdf").read_bytes()
    assert again == content


def test_where_matplotlib_asks_otherwise_it_cuts_letters_out_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf_pages, "_ASKED_BY_NUMBER", False)
    monkeypatch.setattr(pdf_pages, "letters_of", None)
    content = charts.save(shipped()["ratio_path"](), tmp_path / "chart.pdf").read_bytes()
    assert b"/FontFile2" in content


def test_a_font_of_postscript_outlines_gives_way_to_the_carried_one_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf_pages, "_FIT", {"Noto Sans CJK SC": CARRIED, "DejaVu Sans": "DejaVu Sans"})
    figure = Figure()
    text = figure.text(0.5, 0.5, "收入")
    text.set_fontfamily(["Noto Sans CJK SC", "DejaVu Sans"])
    with pdf_pages._outlined(figure):
        assert text.get_fontfamily() == [CARRIED, "DejaVu Sans"]
    assert text.get_fontfamily() == ["Noto Sans CJK SC", "DejaVu Sans"]


def test_matplotlib_itself_is_as_it_was() -> None:
    from matplotlib.backends import _backend_pdf_ps, backend_pdf

    before = (_backend_pdf_ps.get_glyphs_subset, backend_pdf.PdfFile, vars(backend_pdf)["_backend_pdf_ps"])
    entries = list(font_manager.fontManager.ttflist)
    picture_bytes(shipped()["ratio_path"](), "pdf")
    assert (_backend_pdf_ps.get_glyphs_subset, backend_pdf.PdfFile, vars(backend_pdf)["_backend_pdf_ps"]) == before
    assert font_manager.fontManager.ttflist == entries


def parts_of(svg: str) -> tuple[str, str, list[str]]:
    """Return the title, which comes first, the description and the words of an SVG."""
    root = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    (title, told), words = root[:2], [node.text or "" for node in root.iter(f"{space}text")]
    assert [title.tag, told.tag] == [f"{space}title", f"{space}desc"]
    return title.text or "", told.text or "", words


@pytest.mark.parametrize("svg_text", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_svg_says_what_it_shows(language: str, svg_text: bool) -> None:
    ax = shipped()["tornado"](language=language)
    content = picture_bytes(ax, "svg", svg_text=svg_text).decode()
    title, told, words = parts_of(content)
    alternative = charts.alternative_text(ax, language)  # type: ignore[arg-type]
    assert alternative.startswith(title)
    assert alternative.endswith(told)
    assert bool(words) is svg_text
    if svg_text:
        assert any(("偏低" if language == "zh" else "low") in word for word in words)
        assert CARRIED not in content
        assert "'Noto Sans SC', 'Microsoft YaHei'" in content
    assert content.encode() == picture_bytes(ax, "svg", svg_text=svg_text)


@pytest.mark.parametrize("svg_text", [False, True])
def test_hostile_names_leave_files_valid(svg_text: bool) -> None:
    plan = cm.project(cm.scenario("plan").with_name(HOSTILE))
    ax = charts.ratio_path([plan, cm.project(cm.scenario("trend").with_name("]]>"))], title=HOSTILE)
    files = picture_files(ax, charts.FORMATS, svg_text=svg_text, dpi=60)
    title, *_ = parts_of(files["svg"].decode())
    assert title.startswith('a < b & "c" -- ]]> <!--')
    assert "font-family: x" in title
    assert not re.search(rb"[\x00-\x08\x0b-\x1f]", files["svg"])
    assert files["pdf"].startswith(b"%PDF")
    assert files["png"].startswith(b"\x89PNG")


def test_a_page_says_itself_what_a_picture_shows() -> None:
    svg = described_svg('<svg width="1"><g id="a"/></svg>', "A", "B")
    assert inline_svg(svg, prefix="p1-") == '<svg width="1"><g id="p1-a"/></svg>'


def test_files_drawn_together_are_those_drawn_one_by_one() -> None:
    ax = shipped()["what_if_map"]()
    together = picture_files(ax, ["png", "svg", "pdf", "svg"])
    assert list(together) == ["png", "svg", "pdf"]
    for suffix, content in together.items():
        assert picture_bytes(ax, suffix) == content
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    # what a notebook then shows is laid out as ever
    assert isinstance(figure.get_layout_engine(), OnePass)
    assert figure.dpi == 100.0


def test_one_measuring_places_the_axes_as_two_do() -> None:
    ax = shipped()["contribution_waterfall"]()
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    engine = figure.get_layout_engine()
    assert isinstance(engine, OnePass)
    engine.execute(figure)
    one = np.asarray(ax.get_position().extents)
    figure.set_layout_engine("constrained", **engine.get())
    figure.draw_without_rendering()
    # a fiftieth of an inch at most
    assert np.abs(one - ax.get_position().extents).max() * figure.get_figwidth() < 0.02


def test_axes_that_a_user_adds_are_laid_out_too() -> None:
    ax = shipped()["ratio_path"]()
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    ax.twinx().set_ylabel("another scale")
    figure.draw_without_rendering()
    assert ax.get_position().x1 < 0.98
