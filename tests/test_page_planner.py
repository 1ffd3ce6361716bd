"""The page as a planner uses it: what is refused, pasted, tried, half filled in, carried on to other years."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import ceheng_model as cm
from tests.pages import opened_file
from tests.test_page import CELL, box, recipe, value

ERROR = ".cell-error"


def typed(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def pasted(page: Page, text: str) -> None:
    page.get_by_label(CELL).focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def frames(page: Page) -> None:
    """Let two frames pass: what came in is done in the first."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def setting(page: Page, label: str) -> Locator:
    return page.locator("#panel label", has_text=label).locator("input")


def rural(page: Page) -> list[list[float]]:
    return list(page.evaluate("cehengPage.page.projection.growth[1]"))


def test_blank_cells_of_a_spreadsheet_leave_what_stands(page: Page) -> None:
    before = rural(page)
    pasted(page, "１２％\t13%\r\n\t14.5\r\n")
    after = rural(page)
    assert [path[1:] for path in after[:2]] == [[0.12, 0.13], [before[1][1], 0.145]]
    assert after[2:] == before[2:]
    assert "粘贴3格" in str(page.get_by_role("button", name="撤销").get_attribute("title"))
    # the first cell may be the blank one
    pasted(page, "\t15%")
    assert rural(page)[0][1:] == [0.12, 0.15]
    steps = page.evaluate("cehengPage.page.store.state.past.length")
    pasted(page, "\t\r\n\t\r\n")
    assert page.evaluate("cehengPage.page.store.state.past.length") == steps
    expect(page.locator(ERROR)).to_have_text("")


@pytest.mark.parametrize("what", ["escape", "step", "undo"])
def test_what_was_refused_is_said_no_longer_than_it_stands(page: Page, what: str) -> None:
    page.get_by_label("2022年农村工资性收入增速").press("ArrowUp")
    typed(page.get_by_label(CELL), "胡说")
    expect(page.locator(ERROR)).to_contain_text("“胡说”不能作增速")
    if what == "escape":
        page.get_by_label(CELL).press("Escape")
    elif what == "step":
        page.get_by_label("2024年农村工资性收入增速").press("ArrowUp")
    else:
        page.get_by_role("button", name="撤销").click()
    expect(page.locator(ERROR)).to_have_text("")


def test_undo_does_nothing_to_what_is_being_dragged(page: Page) -> None:
    page.get_by_label("2022年农村工资性收入增速").press("ArrowUp")
    at = box(page, 'svg.bar[aria-label*="收入比"] .dot')
    page.mouse.move(at["x"] + 5, at["y"] + 5)
    page.mouse.down()
    page.mouse.move(at["x"] - 30, at["y"] + 5, steps=4)
    page.keyboard.press("Control+z")
    page.mouse.move(at["x"] - 40, at["y"] + 5, steps=4)
    page.mouse.up()
    assert page.evaluate("cehengPage.page.store.state.past.length") == 2
    page.get_by_role("button", name="撤销").click()
    assert recipe(page)["growth"] == [
        {"groups": ["rural"], "components": ["wages"], "years": [2022], "set": pytest.approx(0.205)}
    ]


def test_undo_in_a_field_is_of_what_is_typed_there(page: Page) -> None:
    page.get_by_label(CELL).press("ArrowUp")
    name = page.get_by_label("情景名称")
    name.press_sequentially("会议")
    page.keyboard.press("Control+z")
    assert page.evaluate("cehengPage.page.store.state.past.length") == 1
    name.press_sequentially("一")
    name.press("Enter")
    page.keyboard.press("Control+z")
    assert recipe(page).get("name") is None


def test_proposals_are_tried_one_by_one_and_leave_the_scenario_as_it_was(page: Page) -> None:
    page.get_by_label(CELL).press("ArrowUp")
    before = recipe(page)
    page.locator("#tab-audit").click()
    tries = page.get_by_role("button", name="试这个改法")
    tries.nth(2).click()
    third = recipe(page)
    assert third != before
    tries.nth(1).click()
    tries.nth(2).click()
    # the third is no other for the second having been tried before it
    assert recipe(page) == third
    page.get_by_role("button", name="恢复原文").click()
    assert recipe(page) == before
    # what was changed since is not taken back with the words
    tries.nth(2).click()
    page.get_by_label(CELL).press("ArrowUp")
    changed = recipe(page)
    page.get_by_role("button", name="恢复原文").click()
    assert recipe(page) == changed


def test_what_holds_alike_in_every_year_holds_in_those_that_are_added(page: Page) -> None:
    page.locator("#tab-surroundings").click()
    typed(setting(page, "各年经济增速"), "６％")
    typed(setting(page, "城镇常住居民人数"), "12万")
    typed(setting(page, "农村常住居民人数"), "28万人")
    for last, years in (("2027年", range(2022, 2028)), ("2023", range(2022, 2024)), ("2024", range(2022, 2025))):
        typed(setting(page, "预测末年"), last)
        made = recipe(page)
        assert made["gdp_growth"] == {str(year): 0.06 for year in years}
        assert made["population"]["rural"] == {str(year): 280_000 for year in (2021, *years)}
        expect(setting(page, "各年经济增速")).to_have_value("6.00%")
    again = cm.scenario("plan").with_gdp(0.06)
    assert value(page, "urban_above_economy") == pytest.approx(cm.check(cm.project(again))["urban_above_economy"].value)


def test_years_that_differ_are_left_open_in_those_that_are_added(page: Page) -> None:
    page.evaluate(
        """() => { const {store} = cehengPage.page;
        store.step("x", {recipe: {...store.start, gdp_growth: {2022: 0.05, 2023: 0.06, 2024: 0.07}}}); }"""
    )
    page.locator("#tab-surroundings").click()
    typed(setting(page, "预测末年"), "2025")
    assert recipe(page)["gdp_growth"] == {"2022": 0.05, "2023": 0.06, "2024": 0.07}


def test_numbers_of_residents_follow_undo_and_wait_for_each_other(page: Page) -> None:
    page.locator("#tab-surroundings").click()
    typed(setting(page, "城镇常住居民人数"), "12万")
    told = page.locator("#panel label", has_text="城镇常住居民人数").locator(".error")
    expect(told).to_have_text("其余人群也须填入")
    page.get_by_label(CELL).press("ArrowUp")
    # it is still waited for, and said
    expect(setting(page, "城镇常住居民人数")).to_have_value("120000")
    expect(told).to_have_text("其余人群也须填入")
    typed(setting(page, "农村常住居民人数"), "28万")
    expect(told).to_have_text("")
    page.get_by_role("button", name="撤销").click()
    for group in ("城镇", "农村"):
        expect(setting(page, f"{group}常住居民人数")).to_have_value("")


def test_a_base_is_named_in_its_step_without_the_hint_of_its_field(page: Page) -> None:
    page.locator("#tab-surroundings").click()
    typed(setting(page, "2021年农村常住居民收入"), "1.2万元")
    assert recipe(page)["base"] == {"rural": 12_000}
    assert page.get_by_role("button", name="撤销").get_attribute("title") == "撤销：设定农村常住居民基数"


def test_a_horizon_before_every_target_is_said_to_be_one(page: Page) -> None:
    page.locator("#tab-surroundings").click()
    typed(setting(page, "预测末年"), "2023")
    expect(page.locator("#verdict")).to_have_text("预测只到2023年，各项目标的期限都在其后")
    # no marker shows a value of before
    assert (
        page.locator("svg.bar .dot").evaluate_all("all => all.map(one => one.getAttribute('visibility'))")
        == ["hidden"] * page.locator(".target").count()
    )
    typed(setting(page, "预测末年"), "2024")
    expect(page.locator("svg.bar .dot").first).to_have_attribute("visibility", "visible")


def test_a_measure_half_filled_in_outlives_a_step(page: Page) -> None:
    page.locator("#tab-measures").click()
    page.locator("#new-measure").select_option(label="基础养老金最低标准")
    needed: list[Any] = page.locator("#panel .fields input").all()
    needed[0].fill("300")
    page.get_by_label(CELL).press("ArrowUp")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#new-measure option:checked")).to_have_text("基础养老金最低标准")
    expect(page.locator("#panel .fields input").first).to_have_value("300")
    page.locator("#new-measure").select_option(label="村医财政定额补助")
    expect(page.locator("#measure-recipients")).to_have_value("")


def test_what_makes_two_differ_names_only_what_bears_on_the_figure(page: Page) -> None:
    for group in ("农村", "脱贫人口"):
        page.get_by_label(f"2023年{group}工资性收入增速").press("ArrowUp")
    page.locator("#tab-shelf").click()
    steps = page.locator("#panel table", has_text="由哪一项引起")
    expect(steps).to_contain_text("农村工资性收入增速")
    expect(steps).not_to_contain_text("脱贫人口")
    page.locator("#differ-of").select_option(label="脱贫人口")
    expect(steps).to_contain_text("脱贫人口工资性收入增速")
    expect(steps).not_to_contain_text("农村")


@pytest.mark.parametrize("what", [f'[aria-label="{CELL}"]', 'svg.bar[aria-label*="收入比"] .dot', ".map .dot"])
def test_escape_gives_a_drag_up_and_the_next_one_is_taken(page: Page, what: str) -> None:
    page.locator("#tab-map").click()
    page.locator(what).scroll_into_view_if_needed()
    before = recipe(page)

    def held() -> tuple[float, float]:
        at = box(page, what)
        x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 40, y - 20, steps=5)
        frames(page)
        return x, y

    x, y = held()
    assert recipe(page) != before
    page.keyboard.press("Escape")
    assert recipe(page) == before
    page.mouse.move(x - 60, y - 30, steps=4)
    frames(page)
    page.mouse.up()
    assert recipe(page) == before
    assert page.evaluate("cehengPage.page.store.state.past.length") == 0
    held()
    page.mouse.up()
    assert recipe(page) != before
    assert page.evaluate("cehengPage.page.store.state.past.length") == 1


def test_what_is_filled_is_named(page: Page) -> None:
    typed(page.get_by_label(CELL), "15")
    # the key has gone down by one cell
    page.get_by_role("button", name="向右填充").click()
    said = "2023年农村经营净收入填到以后各年"
    assert page.locator("#status").inner_text() == said
    assert page.get_by_role("button", name="撤销").get_attribute("title") == f"撤销：{said}"


def test_a_keyboard_that_comes_up_leaves_what_is_being_typed(browser: Browser, file: Path) -> None:
    with opened_file(browser, file, width=390, height=844, has_touch=True) as (page, _):
        page.locator("#tab-surroundings").click()
        field = setting(page, "预测末年")
        field.press_sequentially("1")
        page.set_viewport_size({"width": 390, "height": 500})
        frames(page)
        assert page.evaluate("document.activeElement.value") == field.input_value()
        expect(field).to_be_focused()


def test_what_was_scrolled_to_stays_in_view_at_a_step(page: Page) -> None:
    page.locator("#tab-map").click()
    page.evaluate("scrollTo(0, 180)")
    before = page.evaluate("scrollY")
    assert before > 100
    page.locator(".map .dot").press("ArrowUp")
    assert page.evaluate("scrollY") == before
    # and where all of the page is drawn anew
    page.evaluate("cehengPage.page.store.show({})")
    assert page.evaluate("scrollY") == before
