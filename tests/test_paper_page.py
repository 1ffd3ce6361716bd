"""The page of a paper in a browser: narrow, dark, printed, and for readers who cannot see it."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ceheng_model.documents.paper.content import Exhibit, Paper
from ceheng_model.documents.paper.html_page import html_page
from ceheng_model.documents.paper.page_profile import profile_for
from ceheng_model.documents.paper.reading_order import contents, laid_out
from ceheng_model.tables import Table, column
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.browsing import CHROMIUM
from tests.papers import drawn, full, letterhead, picture, sentence, single

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium"),
]

AXE = Path(__file__).parents[1] / ".cache" / "node" / "node_modules" / "axe-core" / "axe.min.js"
"""Where `tests/run` puts what judges whether a page can be read by everybody."""
PAPERS = {"full": full, "single": single}


def written(folder: Path, paper: Paper, language: Language) -> Path:
    path = folder / f"paper.{language}.html"
    page = html_page(paper, language, profile_for(language), drawn(paper, language))
    path.write_text(page, encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, *, width: int = 1280, dark: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_nothing_stands_beside_a_narrow_screen(browser: Browser, name: str, language: Language, tmp_path: Path) -> None:
    page = opened(browser, written(tmp_path, PAPERS[name](), language), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # letters of the text are as large as a telephone's reader needs
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('p.body')).fontSize)") >= 16
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('dd.target')).fontSize)") >= 14
    page.close()


def wide() -> Paper:
    """A paper whose one table is wider than a narrow screen, with a source that takes many lines."""
    source = Text(
        "按国家统计局公布的城镇居民人均可支配收入推算。" * 12, "Derived from what the Bureau publishes. " * 12
    )
    columns = (column("group"), *(column(f"year_{number}", "yuan") for number in range(6)), column("source", "text"))
    rows = tuple((group, *(48_594.8,) * 6, source) for group in ("urban", "rural"))
    title = Text("基年各类人群收入及其来源（元）", "Incomes of the groups in the base year and their sources (yuan)")
    shown = Table(name="bases", title=title, columns=columns, rows=rows)
    return Paper(
        title=Text("测算报告", "Report"),
        subtitle=Text("", ""),
        opening=(sentence(),),
        front=(Exhibit(table=shown), picture()),
        sections=(),
        letterhead=letterhead(),
        annexes=(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caption_stays_on_a_narrow_screen_while_its_table_moves(
    browser: Browser, language: Language, tmp_path: Path
) -> None:
    page = opened(browser, written(tmp_path, wide(), language), width=390)
    room = page.evaluate(
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.scroll'))"
    )
    assert room > 0
    for moved in (0, room):
        page.evaluate(f"document.querySelectorAll('.scroll').forEach(one => one.scrollLeft = {moved})")
        for caption in ("caption span", "figcaption"):
            box = page.locator(caption).bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    # an endless text has the width of the screen, not that of a word
    source = page.locator("td.long").first.bounding_box()
    assert source is not None
    assert source["width"] >= 280
    page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_axe_finds_nothing(browser: Browser, name: str, language: Language, dark: bool, tmp_path: Path) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core, which tests/run installs")
    for width in (390, 1280):
        page = opened(browser, written(tmp_path, PAPERS[name](), language), width=width, dark=dark)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then(found => found.violations)")
        told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
        assert told == []
        page.close()


def test_axe_finds_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core, which tests/run installs")
    path = tmp_path / "wrong.html"
    path.write_text('<!DOCTYPE html><html><body><h4>a</h4><img src="x.png"></body></html>', encoding="utf-8")
    page = opened(browser, path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {one["id"] for one in page.evaluate("axe.run().then(found => found.violations)")}
    assert {"image-alt", "html-has-lang"} <= found
    page.close()


def test_a_dark_page_is_dark_and_its_charts_are_on_a_light_card(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, full(), "zh")
    shades = {}
    for dark in (False, True):
        page = opened(browser, path, dark=dark)
        shades[dark] = [
            sum(
                map(
                    int,
                    re.findall(r"\d+", page.evaluate(f"getComputedStyle(document.querySelector('{tag}')).{of}"))[:3],
                )
            )
            for tag, of in (("main", "backgroundColor"), ("p.body", "color"), ("figure svg", "backgroundColor"))
        ]
        page.close()
    assert shades[False][:2] == [3 * 255, 0]
    assert shades[True][0] < 150
    assert shades[True][1] > 600
    assert shades[True][2] == 3 * 255


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_in_order_and_the_contents_lead_to_them(
    browser: Browser, language: Language, tmp_path: Path
) -> None:
    page = opened(browser, written(tmp_path, full(), language))
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
    entries = contents(list(laid_out(full(), language)))
    links = page.evaluate("[...document.querySelectorAll('nav a')].map(one => [one.textContent, one.hash])")
    assert [text for text, _ in links] == [entry.text for entry in entries]
    for text, target in links:
        heading = page.evaluate(f"document.querySelector('{target}').textContent")
        assert text.endswith(heading)
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_page_is_a4_with_the_margins_of_its_profile(
    browser: Browser, language: Language, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs poppler-utils")
    page = opened(browser, written(tmp_path, full(), language))
    target = tmp_path / "printed.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    page.close()
    boxes = subprocess.run(["pdftotext", "-bbox", str(target), "-"], capture_output=True, text=True, check=True).stdout
    sizes = {
        (float(width), float(height))
        for width, height in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', boxes)
    }
    assert all(size == pytest.approx((595.3, 841.9), abs=1) for size in sizes)
    points = 72 / 25.4
    side = profile_for(language).page
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', boxes)
    assert min(float(box[0]) for box in words) >= side.left * points - 1
    assert max(float(box[2]) for box in words) <= (210 - side.right) * points + 1
    # the middle of a word: how high its box is hangs on the font
    assert min((float(box[1]) + float(box[3])) / 2 for box in words) >= side.top * points


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_one_page_prints_on_one(browser: Browser, language: Language, tmp_path: Path) -> None:
    page = opened(browser, written(tmp_path, single(), language))
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
