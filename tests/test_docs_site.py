"""The documentation is built in both languages: without a warning, whole, found by its readers, and good to look at."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.plan import shipped_plans

ROOT = Path(__file__).parent.parent
AXE = ROOT / ".cache" / "node" / "node_modules" / "axe-core" / "axe.min.js"
LOADED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|srcset|href|data)\s*=\s*["']?"""
    r"""(?:https?:)?//[^"'\s>]+""",
    re.IGNORECASE,
)
IN_STYLE = re.compile(r"""(?:@import\s+|url\()\s*["']?(?:https?:)?//""", re.IGNORECASE)


QUESTIONS = {
    "工资性收入怎么预测": ("explanation/model", "tutorial/01_first_projection", "how-to/what-if"),
    "收入比": ("how-to/solve", "tutorial/01_first_projection", "tutorial/04_charts_for_a_briefing"),
    "收入比要降到2.8需要多快的增速": ("how-to/solve",),
    "新县怎么做": ("how-to/another-county",),
    "换成我们县的数据": ("how-to/another-county",),
    "两个目标矛盾": ("how-to/audit", "explanation/audit"),
    "有多大把握": ("how-to/how-sure",),
    "导出到Excel": ("how-to/workbook", "how-to/spreadsheets"),
    "怎么写汇报材料": ("how-to/brief",),
    "画图": ("how-to/charts",),
    "季度通报": ("how-to/bulletin",),
    "进度滞后了怎么办": ("how-to/track",),
    "物价上涨怎么算": ("how-to/surroundings",),
    "哪个假设影响最大": ("how-to/which-assumption",),
    "一次测算全省各县": ("how-to/many-regions", "how-to/counties-and-the-plan-above"),
    "上级目标怎样分解到县": ("how-to/counties-and-the-plan-above",),
    "养老金提高能增收多少": ("how-to/levers", "tutorial/05_what_would_a_measure_do"),
    "统计年鉴的表直接读": ("how-to/official-tables",),
    "报错看不懂": ("how-to/messages",),
    "情景文件怎么写": ("reference/scenario-files", "how-to/compare"),
    "基尼系数": ("explanation/inequality", "reference/python/decomposition"),
    "左右、以上是什么意思": ("explanation/wording",),
    "数据可靠吗": ("explanation/data-limits",),
    "以往预测准不准": ("explanation/calibration",),
    "农村收入要增多少才够": ("how-to/solve",),
    "怎么把图放进word": ("how-to/charts", "how-to/brief"),
    "内网怎么装": ("how-to/closed-network",),
    "目标互相矛盾怎么办": ("how-to/audit",),
    "一页纸汇报材料": ("how-to/brief",),
    "序时进度": ("how-to/track",),
    "指标分解到县": ("how-to/counties-and-the-plan-above",),
    "各县加起来对不上省里的数": ("how-to/counties-and-the-plan-above",),
    "完成目标的把握有多大": ("explanation/how-sure", "how-to/how-sure"),
    "方案没写的东西": ("explanation/what-the-plan-gives",),
    "excel里改了数怎么读回来": ("how-to/workbook",),
    "表格打开提示结果不可用": ("how-to/workbook",),
    "不装软件能不能用": ("how-to/closed-network", "how-to/page"),
    "双击打开的网页": ("how-to/page",),
    "城乡差距": ("explanation/inequality", "how-to/solve", "explanation/what-the-plan-gives"),
    "扣除物价": ("how-to/surroundings",),
    "基数": ("how-to/share-cases", "explanation/data-limits"),
    "贡献率": ("how-to/where-from",),
    "新县": ("how-to/another-county",),
    "字体显示方块": ("how-to/charts",),
    "数据会不会外传": ("reference/security",),
    "以后年份怎么往下推": ("how-to/what-if",),
    "加一项帮扶措施能增收多少": ("how-to/levers",),
    "几个方案比一比": ("how-to/compare",),
    "贵州统计数据从哪里来": ("explanation/data-limits", "reference/data"),
    "哪个因素影响最大": ("how-to/which-assumption",),
    "离线": ("how-to/closed-network",),
    "数据保密": ("reference/security",),
    "完不成任务怎么办": ("how-to/track",),
    "市里的方案怎么做": ("how-to/another-county",),
    "升级版本": ("how-to/closed-network",),
    "工资收入": ("tutorial/01_first_projection", "explanation/model"),
}
"""What people ask in Chinese, and the pages that answer."""
ASKED = {
    "how sure": ("how-to/how-sure",),
    "export to Excel": ("how-to/workbook", "how-to/spreadsheets"),
    "two targets contradict each other": ("how-to/audit",),
    "how do I make a plan for another county": ("how-to/another-county",),
    "what growth does it take": ("how-to/solve",),
    "urban-rural ratio target": ("how-to/solve",),
    "write a brief for leaders": ("how-to/brief",),
    "draw a chart": ("how-to/charts",),
    "track progress": ("how-to/track",),
    "which assumption matters most": ("how-to/which-assumption",),
    "many counties at once": ("how-to/many-regions", "how-to/counties-and-the-plan-above"),
    "inflation": ("how-to/surroundings",),
    "error message": ("how-to/messages",),
    "official yearbook table": ("how-to/official-tables",),
    "what would a measure bring": ("how-to/levers",),
    "send targets down to counties": ("how-to/counties-and-the-plan-above",),
    "run on a cluster": ("how-to/cluster",),
    "scenario file format": ("reference/scenario-files",),
    "limits of the data": ("explanation/data-limits",),
    "compare two scenarios": ("how-to/compare",),
    "required_growth": ("reference/python/solving",),
    "how do I change the base year": ("how-to/share-cases", "how-to/another-county"),
    "rural growth needed to reach target": ("how-to/solve",),
    "put a chart in word": ("how-to/charts",),
    "install without internet": ("how-to/closed-network",),
    "goals contradict each other": ("how-to/audit",),
    "my own county": ("how-to/another-county",),
    "one page summary": ("how-to/brief",),
    "quarterly report": ("how-to/bulletin",),
    "split the provincial target between counties": ("how-to/counties-and-the-plan-above",),
    "monte carlo": ("explanation/uncertainty",),
    "known limitations": ("explanation/limits",),
    "excel": ("how-to/workbook", "how-to/spreadsheets"),
    "goal seek": ("how-to/workbook",),
    "what if page": ("how-to/page",),
    "cite the data": ("explanation/data-limits", "reference/data"),
    "port already in use": ("how-to/app",),
    "pandas dataframe of results": ("how-to/spreadsheets", "reference/frames"),
    "gini": ("explanation/inequality",),
    "privacy": ("reference/security",),
    "uninstall": ("how-to/closed-network",),
}
SAMPLE = (
    "index",
    "gallery",
    "tutorial/01_first_projection",
    "how-to/index",
    "how-to/solve",
    "how-to/track",
    "explanation/model",
    "reference/index",
    "reference/keys",
    "reference/python/projection",
    "search",
)
WIDTHS = (1366, 390)


@dataclass(frozen=True)
class Built:
    """Hold where both languages were built."""

    folder: Path

    @property
    def chinese(self) -> Path:
        return self.folder / "html"

    @property
    def english(self) -> Path:
        return self.folder / "html-en"

    def pages(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*.html") if "_static" not in path.parts)

    def page(self, name: str, language: str) -> Path:
        """Return a page by its name in the Chinese tree."""
        if language == "zh":
            return self.chinese / f"{name}.html"
        shared = name.startswith("reference") or name in ("search", "genindex", "decisions")
        return self.english / f"{name}.html" if shared else self.english / "en" / f"{name}.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build both languages, side by side."""
    made = Built(tmp_path_factory.mktemp("docs"))
    sphinx = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    running = [
        subprocess.Popen(
            [*sphinx, "-d", str(made.folder / f"trees-{language}"), "docs", str(into)],
            cwd=ROOT,
            env=os.environ | {"CEHENG_DOCS": language},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for language, into in (("zh", made.chinese), ("en", made.english))
    ]
    told = [one.communicate()[1] for one in running]
    assert [one.returncode for one in running] == [0, 0], "".join(told)
    return made


@pytest.mark.slow
def test_pages_load_nothing_from_outside(built: Built) -> None:
    pages = built.pages()
    assert len(pages) > 150
    for page in pages:
        assert LOADED.findall(page.read_text(encoding="utf-8")) == [], page
    for style in built.folder.rglob("*.css"):
        assert IN_STYLE.findall(style.read_text(encoding="utf-8")) == [], style


@pytest.mark.parametrize(
    "loading",
    [
        '<script async src="https://example.org/a.js">',
        "<link rel=stylesheet href=//example.org/a.css>",
        '<img alt="" src="http://example.org/a.png">',
    ],
)
def test_loading_from_outside_is_seen(loading: str) -> None:
    assert LOADED.search(loading)
    assert not LOADED.search('<a href="https://example.org/">a link is followed only by who clicks it</a>')
    assert IN_STYLE.search('@import url("https://example.org/a.css")')


@pytest.mark.slow
def test_formulas_are_drawn_by_the_browser_itself(built: Built) -> None:
    for tree in (built.chinese, built.english / "en"):
        page = (tree / "explanation" / "model.html").read_text(encoding="utf-8")
        assert page.count("<math") > 5
        assert "<mfrac>" in (tree / "explanation" / "what-the-plan-gives.html").read_text(encoding="utf-8")
    for path in built.pages():
        text = path.read_text(encoding="utf-8")
        assert "\\frac" not in text, path
        assert "mathjax.js" not in text.lower(), path


@pytest.mark.slow
def test_notebooks_are_pages_with_their_results(built: Built) -> None:
    for tree in (built.chinese, built.english / "en"):
        assert "48,594.8" in (tree / "tutorial" / "01_first_projection.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_reference_has_every_public_name(built: Built) -> None:
    folder = built.chinese / "reference" / "python"
    pages = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.html"))
    described = {id.rpartition(".")[2] for id in re.findall(r'id="(ceheng_model\.[\w.]+)"', pages)}
    assert set(cm.__all__) - described == set()
    assert set(charts.__all__) - described == set()
    # the index links to where each is described
    linked = set(
        re.findall(r'href="\w+\.html#ceheng_model\.(\w+)"', (folder / "index.html").read_text(encoding="utf-8"))
    )
    assert set(cm.__all__) - linked == set()


class Links(HTMLParser):
    """Gather where a page leads and which places it has."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.places.add(told.get("id") or "")
        if tag in ("a", "img") and (target := told.get("href" if tag == "a" else "src")):
            self.targets.append(target)


def read(path: Path) -> Links:
    found = Links()
    found.feed(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.slow
def test_every_link_of_the_built_pages_leads_somewhere_and_stays_in_the_language(built: Built) -> None:
    links = {path: read(path) for path in built.pages() if path.parent.name != "what-if"}
    lost = []
    for path, found in links.items():
        for target in found.targets:
            parts = urlsplit(urljoin(path.as_uri(), target))
            place = Path(unquote(parts.path))
            if parts.scheme != "file":
                continue
            anchor = unquote(parts.fragment)
            if not place.exists() or (anchor and place in links and anchor not in links[place].places):
                lost.append((path.relative_to(built.folder).as_posix(), target))
    assert lost == []


@pytest.mark.slow
def test_every_page_leads_to_its_twin_and_back(built: Built) -> None:
    seen = 0
    for path in built.pages():
        link = re.search(r'<a class="nav-link language-link" href="([^"]+)"', path.read_text(encoding="utf-8"))
        if link is None:
            # a what-if page has its own button; a folder's first page leads on
            assert path.parent.name == "what-if" or path == built.english / "index.html"
            continue
        twin = (path.parent / link[1]).resolve()
        back = re.search(r'<a class="nav-link language-link" href="([^"]+)"', twin.read_text(encoding="utf-8"))
        assert back is not None
        assert (twin.parent / back[1]).resolve() == path.resolve()
        assert path.is_relative_to(built.chinese) != twin.is_relative_to(built.chinese)
        seen += 1
    assert seen > 150


@pytest.mark.slow
def test_the_interface_is_in_the_language_of_the_tree(built: Built) -> None:
    page = built.page("how-to/solve", "zh").read_text(encoding="utf-8")
    assert '<html lang="zh-CN"' in page
    own = re.sub(r"<(article|nav)\b.*?</\1>|<script\b.*?</script>|<style\b.*?</style>", "", page, flags=re.DOTALL)
    texts = re.findall(r'>([^<>]+)<|(?:aria-label|placeholder|title)="([^"]*)"', own)
    english = {text.strip() for pair in texts for text in pair if re.search(r"[A-Za-z]{3}", text)}
    assert english - {"English", "Ctrl", "搜索 Ctrl+K"} <= {one for one in english if "ceheng-model" in one}
    assert '<html lang="en"' in built.page("how-to/solve", "en").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_page_opens_a_page_of_every_shipped_plan(built: Built, browser: Browser, language: str) -> None:
    first = built.page("index", language)
    page = browser.new_page()
    page.goto(first.as_uri())
    links = [str(one) for one in page.eval_on_selector_all(".shipped-pages a", "all => all.map(one => one.href)")]
    assert [Path(link).stem for link in links] == list(shipped_plans())
    for link, name in zip(links, shipped_plans(), strict=True):
        page.goto(link)
        title = cm.load_plan(name).title
        assert (title.zh if language == "zh" else title.en) in page.locator("body").inner_text()
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_readers_are_led_by_one_click(built: Built, browser: Browser, language: str) -> None:
    page = browser.new_page()
    page.goto(built.page("index", language).as_uri())
    cards = page.locator(".readers li")
    assert cards.count() == 3
    heads = []
    for at in range(3):
        page.goto(built.page("index", language).as_uri())
        link = page.locator(".readers li").nth(at).get_by_role("link").first
        words = link.inner_text()
        link.click()
        page.wait_for_url("**/how-to/index.html#*")
        target = unquote(urlsplit(page.url).fragment)
        heads.append((words, target))
        assert page.locator(f"section[id='{target}'] li").count() >= 5
    assert len(set(heads)) == 3
    page.close()


def hits(browser: Browser, folder: Path, question: str) -> list[str]:
    """Return the first three pages that the search of a built tree gives."""
    page = browser.new_page()
    page.goto(f"{(folder / 'search.html').as_uri()}?q={quote(question)}")
    page.locator(".search-summary:not(:empty)").wait_for()
    # entries come one by one
    page.wait_for_function("!document.querySelector('#search-results h2 > span')?.innerText")
    found = page.eval_on_selector_all("ul.search > li > a", "all => all.map(one => one.getAttribute('href'))")
    page.close()
    return [str(one).partition(".html")[0].removeprefix("en/") for one in found[:3]]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_in_chinese_finds_its_page(built: Built, browser: Browser, question: str) -> None:
    found = hits(browser, built.chinese, question)
    assert set(found) & set(QUESTIONS[question]), found


@pytest.mark.slow
@pytest.mark.parametrize("question", ASKED)
def test_a_question_in_english_finds_its_page(built: Built, browser: Browser, question: str) -> None:
    found = hits(browser, built.english, question)
    assert set(found) & set(ASKED[question]), found


@pytest.mark.slow
def test_words_of_either_language_are_found_in_both(built: Built, browser: Browser) -> None:
    assert "reference/vocabulary" in hits(browser, built.english, "截至 构成案例 人群") + hits(
        browser, built.english, "起始年、末年"
    )
    assert "reference/python/solving" in hits(browser, built.chinese, "required_growth")
    assert hits(browser, built.chinese, "没有这样的词语搭配zzz") != hits(browser, built.chinese, "zzzq")
    assert hits(browser, built.chinese, "zzzq") == []


@pytest.mark.slow
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is installed by bash tests/run")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLE)
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    built: Built, browser: Browser, name: str, language: str
) -> None:
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(built.page(name, language).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run().then(({violations}) => violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
        )
        page.close()
        assert found == []
