"""The served page in a real browser: files opened and written, two browsers, a server that ends in between."""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

import ceheng_model as cm
from ceheng_model.documents.bulletin import write_bulletin
from ceheng_model.documents.paper import Letterhead
from ceheng_model.documents.workbook import write_workbook
from ceheng_model.files import shipped
from ceheng_model.tracking import track
from tests.asking import Asked, running
from tests.browsing import Watched, free_port, served
from tests.effort import PATIENCE
from tests.pages import READY, opened_file, reloaded
from tests.test_page import AXE, CELL, recipe, until, value

OUTTURN = shipped("examples", "national_outturn_2022_2024.csv").read_bytes()
NAMED = "册亨县促进居民增收三年行动方案（2022-2024）"


@pytest.fixture(scope="module")
def server() -> Iterator[Asked]:
    with running(cm.scenario("plan")) as one:
        yield one


@contextmanager
def window(browser: Browser, address: str, *, expected: int = 0) -> Iterator[Page]:
    """Open the page in a browser of its own, on its files; nothing outside is asked for, no error is met."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page, watched = context.new_page(), Watched()
    page.set_default_timeout(PATIENCE * 1000)
    watched.watch(page)
    try:
        page.goto(f"{address}/1")
        page.locator(READY).wait_for()
        page.locator("#tab-files").click()
        yield page
        assert watched.outside == []
        # a refusal or a server that is away is told by the browser, too
        assert len(watched.errors) == expected, watched.errors
    finally:
        context.close()


def typed(page: Page, rate: str) -> None:
    cell = page.get_by_label(CELL)
    cell.fill(rate)
    cell.press("Enter")


def saved(page: Page, button: str) -> Download:
    with page.expect_download() as came:
        page.locator("#panel").get_by_role("button", name=button, exact=True).click()
    return came.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def sheets(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_two_browsers_write_their_own_scenarios(browser: Browser, server: Asked, tmp_path: Path) -> None:
    with window(browser, server.address) as first, window(browser, server.address) as second:
        typed(first, "15")
        typed(second, "35")
        second.get_by_label("情景名称").fill("会议")
        second.get_by_label("情景名称").press("Enter")
        for page, rate, name in ((second, "35%", "会议"), (first, "15%", "情景")):
            came = saved(page, "工作簿")
            assert came.suggested_filename == f"{NAMED}-{name}-工作簿.xlsx"
            own = cm.scenario("plan").with_change(f"rural.wages.2023={rate}")
            write_workbook(own.with_name("会议") if name == "会议" else own, tmp_path / "own.xlsx", language="zh")
            assert sheets(content(came)) == sheets((tmp_path / "own.xlsx").read_bytes())
            assert page.locator("#files-status").inner_text() == f"已存为“{came.suggested_filename}”。"


def test_a_server_that_ends_and_starts_again_loses_no_edit(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    # the browser's own words on a server that is away, and on the refusal of the token of the one before
    with ExitStack() as before, ExitStack() as after:
        address, process = before.enter_context(served(port=port))
        page = after.enter_context(window(browser, address, expected=2))
        typed(page, "15")
        process.kill()
        process.wait()
        before.close()
        # the page goes on without it
        page.get_by_label("2024年农村工资性收入增速").fill("9")
        page.get_by_label("2024年农村工资性收入增速").press("Enter")
        page.get_by_role("button", name="工作簿", exact=True).click()
        expect(page.locator("#files-error")).to_contain_text("本机的服务没有回答")
        after.enter_context(served(port=port))
        made = cm.scenario("plan").with_change("rural.wages.2023=15%").with_change("rural.wages.2024=9%")
        write_workbook(made, tmp_path / "own.xlsx", language="zh")
        assert sheets(content(saved(page, "工作簿"))) == sheets((tmp_path / "own.xlsx").read_bytes())
        assert page.locator("#files-error").inner_text() == ""
        reloaded(page)
        assert [one["set"] for one in recipe(page)["growth"]] == [0.15, 0.09]
        assert page.evaluate("cehengPage.page.store.state.past.length") == 2


def test_scenarios_and_workbooks_are_opened(browser: Browser, server: Asked, tmp_path: Path) -> None:
    made = cm.scenario("trend").with_change("rural.2024=9%").with_gdp(0.06).with_name("实际")
    cm.write_scenario(made, tmp_path / "a.toml")
    write_workbook(made.with_change("urban.2023=5%"), tmp_path / "b.xlsx")
    with window(browser, server.address) as page:
        page.locator("#open-file").set_input_files(tmp_path / "a.toml")
        until(page, "cehengPage.page.store.state.made.recipe.based_on === 'trend'")
        judged = cm.check(cm.project(made))
        assert value(page, "ratio_2024") == pytest.approx(judged["ratio_2024"].value, rel=1e-12)
        assert page.locator("#files-status").inner_text() == "已打开“a.toml”。"
        page.locator("#open-file").set_input_files(tmp_path / "b.xlsx")
        until(page, "cehengPage.page.projection.growth[0][0][1] === 0.05")
        judged = cm.check(cm.project(made.with_change("urban.2023=5%")))
        assert value(page, "ratio_2024") == pytest.approx(judged["ratio_2024"].value, rel=1e-12)
        page.get_by_role("button", name="撤销").click()
        assert value(page, "ratio_2024") == pytest.approx(cm.check(cm.project(made))["ratio_2024"].value, rel=1e-12)


def test_actual_figures_are_shown_and_make_a_bulletin(browser: Browser, server: Asked, tmp_path: Path) -> None:
    file = tmp_path / "实际数<img src=x onerror=alert(1)>.csv"
    file.write_bytes(OUTTURN)
    with window(browser, server.address) as page:
        page.get_by_role("button", name="通报", exact=True).click()
        expect(page.locator("#files-error")).to_have_text("写通报先要读入实际数的表。")
        page.locator("#open-figures").set_input_files(file)
        expect(page.locator("#files-figures h2").first).to_contain_text("实际数：实际数<img src=x")
        assert page.locator("#page img").count() == 0
        (tmp_path / "own.csv").write_bytes(OUTTURN)
        report = track(cm.scenario("plan"), tmp_path / "own.csv", draws=16, seed=0)
        assert report.answer[0].zh in page.locator("#files-figures").inner_text()
        page.set_viewport_size({"width": 390, "height": 844})
        # rows of words stand by themselves on a phone, no column out of view
        goals = page.locator("#files-figures .table", has=page.get_by_role("heading", name="目标与进度")).locator(
            ".scroll"
        )
        assert goals.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
        page.set_viewport_size({"width": 1366, "height": 768})
        came = saved(page, "通报")
        assert came.suggested_filename == f"{NAMED}-情景-通报.docx"
        write_bulletin(report, tmp_path / "own.docx", language="zh")
        assert content(came) == (tmp_path / "own.docx").read_bytes()
        page.get_by_role("button", name="English").click()
        assert report.answer[0].en in page.locator("#files-figures").inner_text()
        page.locator("#paper-ending").select_option("html")
        write_bulletin(report, tmp_path / "own.html", language="en")
        came = saved(page, "Bulletin")
        assert came.suggested_filename.endswith("-Bulletin.html")
        assert content(came) == (tmp_path / "own.html").read_bytes()
        typed_in = {"to": "Townships", "signed": "County bureau", "day": "2025-02-10", "since": "2024-03-01"}
        for name, text in typed_in.items():
            page.locator(f"#paper-{name}").fill(text)
        letterhead = Letterhead(addressee="Townships", signed="County bureau", day=date(2025, 2, 10))
        write_bulletin(report, tmp_path / "own.html", language="en", letterhead=letterhead, since=date(2024, 3, 1))
        assert content(saved(page, "Bulletin")) == (tmp_path / "own.html").read_bytes()


def test_what_stands_at_the_head_of_papers_is_kept_over_a_reload_and_in_no_address(
    browser: Browser, server: Asked
) -> None:
    typed_in = {"to": "各乡镇", "signed": "县发展和改革局", "day": "2025-02-10", "since": "2024-03-01"}
    with window(browser, server.address) as page:
        before = page.evaluate("cehengPage.page.store.address()")
        for name, text in typed_in.items():
            page.locator(f"#paper-{name}").fill(text)
        page.locator("#figures-region").fill("册亨县")
        page.locator("#paper-length").select_option("full")
        page.locator("#paper-ending").select_option("html")
        reloaded(page)
        for name, text in (typed_in | {"length": "full", "ending": "html"}).items():
            expect(page.locator(f"#paper-{name}")).to_have_value(text)
        expect(page.locator("#figures-region")).to_have_value("册亨县")
        assert page.evaluate("location.hash") == before
        # a step draws the panel anew
        typed(page, "15")
        expect(page.locator("#paper-signed")).to_have_value("县发展和改革局")


@pytest.mark.slow
def test_a_brief_is_written_in_the_language_of_the_page(browser: Browser, server: Asked, tmp_path: Path) -> None:
    with window(browser, server.address) as page:
        typed(page, "15")
        page.get_by_label("情景名称").fill('../..\\a:"<b>|?*\u202e' + "名" * 60)
        page.get_by_label("情景名称").press("Enter")
        page.get_by_role("button", name="English").click()
        page.locator("#paper-length").select_option("page")
        page.locator("#paper-ending").select_option("html")
        came = saved(page, "Brief")
        assert not set('/\\:*?"<>|') & set(came.suggested_filename)
        made = cm.scenario("plan").with_change("rural.wages.2023=15%").with_name(recipe(page)["name"])
        cm.write_brief(made, tmp_path / "own.html", length="page", language="en")
        assert content(came) == (tmp_path / "own.html").read_bytes()


def test_what_is_wrong_is_told_in_the_language_of_the_page(browser: Browser, server: Asked, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('based_on = "best"', encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"x" * 5_000_001)
    with window(browser, server.address, expected=2) as page:
        page.locator("#open-file").set_input_files(tmp_path / "a.toml")
        told = page.locator("#files-error")
        expect(told).to_contain_text("所选文件：based_on 必须为已知选项之一")
        page.get_by_role("button", name="English").click()
        expect(told).to_contain_text("the file chosen: based_on must be one of the known options")
        page.locator("#open-figures").set_input_files(tmp_path / "b.csv")
        # the browser does not send it
        expect(told).to_have_text("The file is too large: at most 5 MB.")
        page.locator("#tab-verdicts").click()
        page.locator("#open-file").set_input_files(tmp_path / "a.toml")
        expect(page.locator(".notices")).to_contain_text("the file chosen: based_on must")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is installed by bash tests/run")
def test_axe_finds_nothing_and_every_button_is_reached_by_key(browser: Browser, server: Asked, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes(OUTTURN)
    with window(browser, server.address, expected=1) as page:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        page.locator("#open-figures").set_input_files(tmp_path / "own.csv")
        expect(page.locator("#files-figures h2").first).to_be_visible()
        page.locator("#open-file").set_input_files(tmp_path / "own.csv")
        expect(page.locator("#files-error")).not_to_be_empty()
        for language in ("English", "中文"):
            page.get_by_role("button", name=language).click()
            found = page.evaluate(
                "axe.run().then(({violations}) => violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
            )
            assert found == []
        page.locator("#tab-files").focus()
        wanted = {"打开情景或工作簿", "读入实际数", "测算报告", "工作簿", "全套图", "实际数填报表", "通报"}
        for _ in range(40):
            page.keyboard.press("Tab")
            wanted.discard(page.evaluate("document.activeElement.textContent"))
        assert wanted == set()


def test_a_page_from_a_file_or_of_another_server_is_refused(browser: Browser, server: Asked, tmp_path: Path) -> None:
    cm.write_page(cm.scenario("plan"), tmp_path / "page.html")
    ask = """([address, token]) => fetch(`${address}/1/form`, {method: "POST", mode: "no-cors", body: "{}",
      headers: {"x-ceheng-token": token}}).then(answer => answer.type, () => "refused")"""
    (tmp_path / "bare.html").write_text("<!DOCTYPE html><title>bare</title>", encoding="utf-8")
    with running(cm.scenario("plan")) as other:
        for place in ((tmp_path / "bare.html").as_uri(), f"{other.address}/1"):
            context = browser.new_context()
            page = context.new_page()
            page.goto(place)
            # what comes back, if anything, cannot be read
            assert page.evaluate(ask, [server.address, server.site.token]) in ("refused", "opaque")
            readable = "([address]) => fetch(`${address}/1`).then(answer => answer.text(), () => 'refused')"
            assert page.evaluate(readable, [server.address]) == "refused"
            framed = """([address]) => new Promise(done => { const frame = document.createElement("iframe");
              frame.onload = () => { try { done(String(frame.contentDocument?.title ?? "closed")); } catch { done("closed"); } };
              frame.src = `${address}/1`; document.body.append(frame); setTimeout(() => done("closed"), 2000); })"""
            assert page.evaluate(framed, [server.address]) in ("closed", "")
            context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_says_what_the_buttons_need(browser: Browser, tmp_path: Path, language: str) -> None:
    cm.write_page(cm.scenario("plan"), tmp_path / "page.html", language="zh" if language == "zh" else "en")
    with opened_file(browser, tmp_path / "page.html") as (page, _):
        page.locator("#tab-files").click()
        said = page.locator("#panel").inner_text()
        assert ("装有本软件的电脑" if language == "zh" else "a computer on which the software is installed") in said
        assert page.locator("#panel button").count() == 0
        assert page.locator("#open-file").get_attribute("accept") == ".json,.toml"
