"""What a planner does on the page with a real browser, without a network: any outside request and any error fails."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import ceheng_model as cm
from tests.browsing import CARD, CHART, SIZES, Watched, choose, chromium, figure, opened, served, settled, tab

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as (found, _):
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def watched() -> Iterator[Watched]:
    found = Watched()
    yield found
    assert found.outside == []
    assert found.errors == []


def holding(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def test_a_slider_moved_by_keyboard_changes_endpoint_verdict_and_charts(
    address: str, browser: Browser, watched: Watched
) -> None:
    page = opened(browser, address, watched)
    assert (figure(page, "农村常住居民"), figure(page, "收入比")) == ("15,561.0", "3.123")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    handle = page.get_by_role("slider", name="工资性收入")
    handle.focus()
    for rate in ("0.199", "0.198", "0.197", "0.196", "0.195"):
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(holding(f"set=rural.wages%3D{rate}"))
        settled(page)
    # a slider whose rate lies between its steps must not send one back of its own
    assert page.url.count("set=") == 1
    expected = cm.project(cm.scenario("plan").with_growth("rural", "wages", 0.195))
    rural, ratio = float(expected.totals.values[1, -1]), float(expected.urban_rural_ratio.values[-1])
    card = page.locator(CARD, has_text="农村常住居民").first
    expect(card.locator(".figure")).to_have_text(f"{rural:,.1f}")
    expect(card).to_contain_text("✗ 未达到")
    expect(page.locator(CHART).nth(1)).to_have_attribute("aria-label", holding(f"2024 {ratio:.3f}"))
    for rate in ("0.196", "0.197", "0.198", "0.199"):
        page.get_by_role("button", name="撤销").click()
        expect(page).to_have_url(holding(f"set=rural.wages%3D{rate}"))
        settled(page)
    page.get_by_role("button", name="撤销").click()
    expect(page).not_to_have_url(holding("set="))
    expect(card.locator(".figure")).to_have_text("15,561.0")
    page.context.close()


def test_solve_reload_by_link_and_another_language(address: str, browser: Browser, watched: Watched) -> None:
    page = opened(browser, address, watched)
    page.get_by_text("倒算：要多快的增速").click()
    field = page.get_by_label("目标值")
    field.fill("2.8")
    field.press("Enter")
    page.get_by_role("button", name="倒算并采用").click()
    expect(page.locator(CARD, has_text="收入比").first.locator(".figure")).to_have_text("2.800")
    settled(page)
    page.get_by_role("radio", name="English").click(force=True)
    expect(page.locator(CARD, has_text="Promises missed")).to_be_visible()
    settled(page)
    link = page.url
    shown = page.locator(CARD).all_inner_texts()
    other = opened(browser, link.partition("?")[0].rstrip("/"), watched, query="?" + link.partition("?")[2])
    assert other.locator(CARD).all_inner_texts() == shown
    assert other.evaluate("document.documentElement.lang") == "en"
    expect(other.get_by_text("used:")).to_have_count(0)
    page.context.close()
    other.context.close()


def test_files_are_saved_and_opened_and_a_broken_one_is_told(
    address: str, browser: Browser, watched: Watched, tmp_path: Path
) -> None:
    page = opened(browser, address, watched, query="?lang=en&set=rural.wages%3D0.15")
    tab(page, "Files")
    saved = {}
    for name in ("Scenario file", "Workbook", "Data"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        saved[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(saved[name])
    assert tomllib.loads(saved["Scenario file"].read_text(encoding="utf-8"))["growth"][0]["set"] == 0.15
    assert saved["Data"].read_bytes().startswith(b"PK")
    broken = tmp_path / "broken.toml"
    broken.write_text('based_on = "best"\n[[growth]]\nset = "fast"\n', encoding="utf-8")
    uploader = page.locator("input[type=file]")
    uploader.set_input_files(broken)
    expect(page.get_by_role("alert").filter(has_text="based_on must")).to_be_visible()
    assert "set=rural.wages" in page.url
    expect(page.get_by_role("tab", name="Files")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Reset growth").click()
    expect(page.locator(CARD, has_text="rural residents").first.locator(".figure")).to_have_text("15,561.0")
    for name in ("Workbook", "Scenario file"):
        settled(page)
        page.locator("input[type=file]").set_input_files(saved[name])
        expect(page).to_have_url(holding("set=rural.wages"))
        settled(page)
        page.get_by_role("button", name="Undo").click()
        expect(page).not_to_have_url(holding("set=rural.wages"))
    page.context.close()


def test_two_browsers_are_apart(address: str, browser: Browser, watched: Watched) -> None:
    first = opened(browser, address, watched)
    second = opened(browser, address, watched, query="?lang=en")
    choose(first, "情景", "按收入比")
    expect(first.locator(CARD, has_text="收入比").first.locator(".figure")).to_have_text("2.800")
    choose(second, "Scenario", "trend")
    expect(second).to_have_url(holding("scenario=trend"))
    settled(second)
    assert figure(second, "ratio") != "2.800"
    assert "scenario=ratio" in first.url
    assert first.get_by_role("button", name="撤销").is_enabled()
    first.get_by_role("button", name="撤销").click()
    expect(first.locator(CARD, has_text="收入比").first.locator(".figure")).to_have_text("3.123")
    assert "scenario=trend" in second.url
    first.context.close()
    second.context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_has_a_label_and_fits_the_window(
    size: str, language: str, address: str, browser: Browser, watched: Watched
) -> None:
    page = opened(browser, address, watched, size=size, query=f"?lang={language}")
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('input:not([type=file]), button, [role=slider], [role=combobox]')]
        .filter(e => e.offsetParent && !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
            || e.textContent || e.title || (e.labels && e.labels.length)))
        .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert unnamed == []
    assert all(label for label in page.locator(CHART).evaluate_all("all => all.map(e => e.getAttribute('aria-label'))"))
    wide = page.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth - e.clientWidth")
    assert wide <= 0
    cut = page.locator(CARD).evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length")
    assert cut == 0
    page.context.close()
