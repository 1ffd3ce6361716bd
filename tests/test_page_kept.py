"""What the page keeps: over a reload, with Back, in several tabs, beside addresses that are pasted, of a file made anew."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import ceheng_model as cm
from tests.effort import PATIENCE
from tests.pages import READY, opened_file, reloaded
from tests.test_page import until

STEPS = """rates => { const {store} = cehengPage.page;
  for (const rate of rates)
    store.step(`${rate}`, {recipe: {...store.start, growth: [{groups: ["rural"], set: rate}]}}); }"""


@contextmanager
def tabs(browser: Browser) -> Iterator[BrowserContext]:
    """Give one person's browser, in which several tabs may be opened."""
    context = browser.new_context(offline=True)
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context
    finally:
        context.close()


def opened(context: BrowserContext, file: Path, hash: str = "") -> Page:
    page = context.new_page()
    page.goto(file.as_uri() + hash)
    page.locator(READY).wait_for()
    return page


def pasted(page: Page, hash: str) -> None:
    """Put another address into the line of the same tab: the page loads anew."""
    with page.expect_event("load"):
        page.evaluate("hash => { location.hash = hash; }", hash)
    page.locator(READY).wait_for()


def steps(page: Page, *rates: float) -> None:
    page.evaluate(STEPS, list(rates))


def rates(page: Page) -> list[float | None]:
    """Return the growth that was set at each step so far, the present one last."""
    return list(
        page.evaluate(
            """() => { const {past, made} = cehengPage.page.store.state;
            return [...past.map(step => step.made), made].map(({recipe}) => recipe.growth?.[0]?.set ?? null); }"""
        )
    )


def address(page: Page) -> str:
    return str(page.evaluate("cehengPage.page.store.address()"))


@pytest.mark.parametrize("wait", [0, 20, 50, 150])
def test_steps_just_before_a_reload_are_kept(page: Page, wait: int) -> None:
    with page.expect_event("load"):
        page.evaluate(
            f"wait => {{ ({STEPS})([0.1, 0.2, 0.3]); setTimeout(() => location.reload(), wait); }}",
            wait,
        )
    page.locator(READY).wait_for()
    assert rates(page) == [None, 0.1, 0.2, 0.3]
    # the address is no longer behind
    assert page.evaluate("location.hash") == address(page)
    page.keyboard.press("Control+z")
    assert rates(page) == [None, 0.1, 0.2]


def test_steps_are_kept_where_the_browser_forgets_what_it_was_told_of_its_entry(page: Page) -> None:
    """Chromium does, now and then, where the address changed in the moment before the page is loaded anew."""
    steps(page, 0.1, 0.2)
    until(page, "location.hash === cehengPage.page.store.address()")
    page.evaluate(f"""() => {{ const before = location.hash; ({STEPS})([0.3]);
        history.replaceState(null, "", before); }}""")
    assert page.evaluate("location.hash") != address(page)
    reloaded(page)
    assert rates(page) == [None, 0.1, 0.2, 0.3]
    assert page.evaluate("location.hash") == address(page)


def test_what_is_undone_and_shown_just_before_a_reload_is_kept(page: Page) -> None:
    steps(page, 0.1, 0.2)
    page.evaluate("() => { cehengPage.page.store.undo(); cehengPage.page.store.show({panel: 'map'}); }")
    reloaded(page)
    assert rates(page) == [None, 0.1]
    expect(page.locator("#tab-map")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="重做").click()
    assert rates(page) == [None, 0.1, 0.2]


def test_back_right_after_a_step_leaves_and_forward_finds_it(browser: Browser, file: Path) -> None:
    with tabs(browser) as context:
        page = context.new_page()
        page.goto("about:blank")
        page.goto(file.as_uri())
        page.locator(READY).wait_for()
        steps(page, 0.1, 0.2)
        page.go_back()
        assert page.url == "about:blank"
        page.go_forward()
        page.locator(READY).wait_for()
        assert rates(page) == [None, 0.1, 0.2]


def test_a_pasted_address_wins_and_what_was_made_is_one_undo_away(page: Page) -> None:
    steps(page, 0.1)
    early = address(page)
    steps(page, 0.2, 0.3)
    pasted(page, early)
    assert rates(page) == [None, 0.1, 0.2, 0.3, 0.1]
    assert "打开网址中的情景" in str(page.get_by_role("button", name="撤销").get_attribute("title"))
    # nothing was done since: a reload takes it no second time
    reloaded(page)
    assert rates(page) == [None, 0.1, 0.2, 0.3, 0.1]
    page.get_by_role("button", name="撤销").click()
    reloaded(page)
    assert rates(page) == [None, 0.1, 0.2, 0.3]


def test_back_from_a_pasted_address_is_what_was_made_before_it(page: Page, browser: Browser, file: Path) -> None:
    with opened_file(browser, file) as (other, _):
        steps(other, 0.5)
        hash = address(other)
    steps(page, 0.1)
    pasted(page, hash)
    steps(page, 0.6)
    with page.expect_event("load"):
        page.evaluate("() => { history.back(); }")
    page.locator(READY).wait_for()
    assert rates(page) == [None, 0.1, 0.5, 0.6, 0.1]


def test_the_address_of_what_is_shown_adds_no_step(browser: Browser, file: Path) -> None:
    with tabs(browser) as context:
        first = opened(context, file)
        steps(first, 0.1)
        first.locator("#scenario-name").fill("会议")
        first.locator("#scenario-name").press("Enter")
        second = opened(context, file, address(first))
        assert rates(second) == [None, 0.1, 0.1]


def test_two_tabs_of_one_file_keep_their_own_steps(browser: Browser, file: Path) -> None:
    with tabs(browser) as context:
        first, second = opened(context, file), opened(context, file)
        steps(first, 0.1, 0.2)
        steps(second, 0.3)
        for page, own in ((first, [None, 0.1, 0.2]), (second, [None, 0.3])):
            reloaded(page)
            assert rates(page) == own
        # a tab opened later goes on from what was done last
        assert rates(opened(context, file)) == [None, 0.3]


def test_a_tab_closed_right_after_a_step_is_found_again(browser: Browser, file: Path) -> None:
    with tabs(browser) as context:
        first = opened(context, file)
        steps(first, 0.1, 0.2)
        first.close()
        assert rates(opened(context, file)) == [None, 0.1, 0.2]


def test_a_file_made_anew_keeps_the_scenario_of_its_address_and_no_step_of_the_old_one(
    browser: Browser, tmp_path: Path
) -> None:
    cm.write_page(cm.scenario("plan"), tmp_path / "page.html")
    with tabs(browser) as context:
        page = opened(context, tmp_path / "page.html")
        steps(page, 0.1, 0.2)
        until(page, "location.hash === cehengPage.page.store.address()")
        cm.write_page(cm.scenario("plan").with_gdp(0.05), tmp_path / "page.html")
        reloaded(page)
        assert rates(page) == [None, 0.2]
        assert rates(opened(context, tmp_path / "page.html")) == [None]


def test_a_full_store_gives_up_what_older_pages_of_the_plan_kept(browser: Browser, file: Path) -> None:
    with tabs(browser) as context:
        page = opened(context, file)
        page.evaluate(
            """() => { const {plan} = cehengPage.data; localStorage.setItem("another", "stays");
            for (let size = 1 << 22, k = 0; size >= 1; k += 1)
              try { localStorage.setItem(`ceheng:${plan.id}:1:${k}`, "x".repeat(size)); } catch { size >>= 1; } }"""
        )
        steps(page, 0.1)
        assert page.evaluate("localStorage.getItem('another')") == "stays"
        page.close()
        assert rates(opened(context, file)) == [None, 0.1]


def test_scenarios_kept_stay_beside_those_of_an_address(browser: Browser, file: Path) -> None:
    keep = "() => { const {store} = cehengPage.page; store.show({shelf: [...store.state.view.shelf, store.state.made.recipe]}); }"
    shelf = "cehengPage.page.store.state.view.shelf.map(one => one.growth[0].set)"
    with opened_file(browser, file) as (other, _):
        for rate in (0.5, 0.6, 0.7):
            steps(other, rate)
            other.evaluate(keep)
        hash = address(other)
    with tabs(browser) as context:
        page = opened(context, file)
        for rate in (0.1, 0.2, 0.6):
            steps(page, rate)
            page.evaluate(keep)
        pasted(page, hash)
        assert page.evaluate(shelf) == [0.1, 0.2, 0.6, 0.5, 0.7]
        expect(page.locator(".notices .notice")).to_have_count(0)
        steps(page, 0.8)
        page.evaluate(keep)
        page.evaluate(
            "() => { const {store} = cehengPage.page, [a, b,, c,, d] = store.state.view.shelf; store.show({shelf: [a, b, c, d]}); }"
        )
        assert page.evaluate(shelf) == [0.1, 0.2, 0.5, 0.8]
        for rate in (0.9, 0.91):
            steps(page, rate)
            page.evaluate(keep)
        pasted(page, hash)
        # two have no room
        assert page.evaluate(shelf) == [0.1, 0.2, 0.5, 0.8, 0.9, 0.91]
        expect(page.locator(".notices")).to_contain_text("网址另有2个留存情景，放不下")


def test_an_address_brings_nothing_to_the_head_of_papers(browser: Browser, file: Path) -> None:
    whole: dict[str, Any] = {"v": {"language": 0, "paper": {"signed": "x"}}}
    text = urlsafe_b64encode(json.dumps(whole).encode()).decode().rstrip("=")
    with opened_file(browser, file, hash=f"#1.{text}") as (page, _):
        assert page.evaluate("cehengPage.page.store.state.view.paper") == {}
        expect(page.locator(".notices")).to_contain_text("已略过：paper")
