"""The what-if page in a real browser, from a file, offline: gestures, undo, addresses, files, panels, readers' needs."""

import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.documents.page.page_file import write_page
from ceheng_model.documents.page.script_file import joined_script
from ceheng_model.scenarios import scenario_json
from tests.effort import LONG, PATIENCE
from tests.pages import PANELS, opened_file, reloaded
from tests.screen_faults import ILL_LAID
from tests.test_page_engine import SHIPPED, compare, recipes

ROOT = Path(__file__).parents[1]
AXE = ROOT / ".cache" / "node" / "node_modules" / "axe-core" / "axe.min.js"
MOST_BYTES = 400_000
SIZES = ((1366, 768), (1920, 1080), (768, 1024), (390, 844))
CELL = "2023年农村工资性收入增速"
RATIO = "#verdict"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    room = tmp_path_factory.mktemp("pages")
    for name in SHIPPED:
        write_page(cm.scenario("plan", plan=name), room / f"{name}.html")
    return {name: room / f"{name}.html" for name in SHIPPED}


@pytest.fixture
def page(browser: Browser, files: dict[str, Path]) -> Iterator[Page]:
    with opened_file(browser, files[SHIPPED[0]]) as (one, _):
        yield one


def recipe(page: Page) -> dict[str, Any]:
    return dict(page.evaluate("cehengPage.page.store.state.made.recipe"))


def value(page: Page, quantity: str) -> float:
    return float(page.evaluate("id => cehengPage.page.checked.find(one => one.statement.id === id).value", quantity))


def until(page: Page, condition: str) -> None:
    """Wait until something holds; the policy of the page lets no text be run by the page itself."""
    for _ in range(int(PATIENCE * 20)):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def drag(page: Page, at: dict[str, float], by: float, *, steps: int = 12) -> None:
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=steps)
    page.mouse.up()


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return dict(found)  # type: ignore[arg-type]


def test_two_pages_are_the_same_bytes_and_small(files: dict[str, Path], tmp_path: Path) -> None:
    write_page(cm.scenario("plan"), tmp_path / "again.html")
    first, again = files[SHIPPED[0]].read_bytes(), (tmp_path / "again.html").read_bytes()
    assert first == again
    assert len(first) <= MOST_BYTES


def test_the_policy_lets_nothing_else_in(files: dict[str, Path]) -> None:
    text = files[SHIPPED[0]].read_text(encoding="utf-8")
    assert "default-src 'none'; script-src 'sha256-" in text
    assert "unsafe" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert "eval(" not in joined_script()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_strip_charts_and_table_stand_in_one_view(
    browser: Browser, files: dict[str, Path], name: str, language: str
) -> None:
    with opened_file(browser, files[name], height=625) as (page, _):
        if language == "en":
            page.get_by_role("button", name="English").click()
        for part in (".strip", ".charts", ".growth"):
            found = box(page, part)
            assert found["y"] >= 0
            assert found["y"] + found["height"] <= 625, part
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_cell_is_dragged_and_everything_follows_while_it_is(page: Page) -> None:
    at = box(page, f'[aria-label="{CELL}"]')
    x, y = at["x"] + 8, at["y"] + 8
    page.mouse.move(x, y)
    page.mouse.down()
    seen = []
    for step in range(1, 9):
        page.mouse.move(x + 12 * step, y)
        # two frames: what came in is done in the first
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen.append(value(page, "ratio_2024"))
    page.mouse.up()
    assert len(set(seen)) > 5
    assert seen == sorted(seen, reverse=True)
    # one gesture is one step
    assert page.evaluate("cehengPage.page.store.state.past.length") == 1
    # 96 pixels of 0.05 points above the 20 % of the plan
    assert recipe(page)["growth"][0]["set"] == pytest.approx(0.2 + 96 * 0.0005, abs=0.0011)


def test_undo_and_redo_are_named_and_survive_a_reload(page: Page) -> None:
    before = page.locator(RATIO).inner_text()
    cell = page.get_by_label(CELL)
    cell.fill("35")
    cell.press("Enter")
    after = value(page, "ratio_2024")
    page.get_by_label(CELL).fill("40%")
    page.get_by_label(CELL).press("Enter")
    undo = page.get_by_role("button", name="撤销")
    assert "40.0%" in str(undo.get_attribute("title"))
    undo.click()
    assert value(page, "ratio_2024") == after
    reloaded(page)
    assert value(page, "ratio_2024") == after
    page.keyboard.press("Control+z")
    assert page.locator(RATIO).inner_text() == before
    page.get_by_role("button", name="重做").click()
    assert value(page, "ratio_2024") == after


def test_an_address_holds_the_state_in_a_fresh_browser(browser: Browser, files: dict[str, Path], page: Page) -> None:
    page.get_by_role("button", name="求达到").first.click()
    page.locator("#tab-audit").click()
    page.get_by_role("button", name="English").click()
    hash = page.evaluate("location.hash")
    with opened_file(browser, files[SHIPPED[0]], hash=hash) as (other, _):
        assert value(other, "ratio_2024") == value(page, "ratio_2024") == pytest.approx(2.8, abs=1e-9)
        expect(other.locator("#tab-audit")).to_have_attribute("aria-selected", "true")
        assert other.evaluate("document.documentElement.lang") == "en"
        assert other.evaluate("history.length") <= 2


def test_the_target_is_brought_about_and_its_price_said(page: Page) -> None:
    page.get_by_role("button", name="求达到").first.click()
    # (48594.8 / 2.8 / 11076) ** (1 / 3) - 1 = 16.149 %
    assert value(page, "rural_growth") == pytest.approx((48594.81 / 2.8 / 11076) ** (1 / 3) - 1, abs=1e-6)
    assert page.locator("#status").inner_text() == "农村年均增速 12.0→16.1%，高于脱贫人口的16.0%"
    page.get_by_role("button", name="撤销").click()
    # the knob of the ratio by keys
    knob = page.locator('svg.bar[aria-label*="收入比"]')
    before = value(page, "ratio_2024")
    knob.focus()
    page.keyboard.press("ArrowLeft")
    assert value(page, "ratio_2024") < before


def test_one_component_brings_a_target_about_and_its_price_is_said_till_the_next_step(page: Page) -> None:
    page.locator("#bearing-part").select_option("wages")
    page.get_by_role("button", name="求达到").first.click()
    assert value(page, "ratio_2024") == pytest.approx(2.8, abs=1e-9)
    (change,) = recipe(page)["growth"]
    assert (change["groups"], change["components"]) == (["rural"], ["wages"])
    # what the library finds for the same cells
    made = cm.scenario("plan").with_change(f"rural.wages+={change['add']}")
    assert cm.check(cm.project(made))["ratio_2024"].value == pytest.approx(2.8, abs=1e-9)
    said = page.locator("#status").inner_text()
    assert said.startswith(f"农村工资性收入年均增速 20.0→{20 + change['add'] * 100:.1f}%；农村年均增速 12.0→16.1%")
    page.get_by_role("button", name="撤销").click()
    assert page.locator("#status").inner_text() == ""


def test_the_target_of_a_card_is_dragged(page: Page) -> None:
    drag(page, box(page, 'svg.bar[aria-label*="收入比"] .dot'), -40)
    assert value(page, "ratio_2024") < 3.1
    assert page.evaluate("cehengPage.page.store.state.past.length") == 1


@pytest.mark.parametrize("typed", ["-100", "1e308", "100", "12..5", "一二", "=1+1", "", "9" * 400, "NaN", "∞"])
def test_what_cannot_be_growth_is_refused_beside_its_cell(page: Page, typed: str) -> None:
    before = recipe(page)
    cell = page.get_by_label(CELL)
    cell.fill(typed)
    cell.press("Enter")
    told = page.locator("td.cell .cell-error")
    expect(told).to_contain_text("不能作增速")
    assert recipe(page) == before
    cell.fill("１２．５％")
    cell.press("Enter")
    assert recipe(page)["growth"][-1]["set"] == 0.125
    expect(told).to_have_count(0)


def test_cells_are_pasted_filled_and_stepped(page: Page) -> None:
    page.get_by_label(CELL).focus()
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "11\\t12%\\n13\\t14.5\\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    growth = page.evaluate("cehengPage.page.projection.growth[1].map(path => path.slice(1))")
    assert growth[:2] == [[0.11, 0.12], [0.13, 0.145]]
    page.get_by_label(CELL).focus()
    page.get_by_role("button", name="向右填充").click()
    page.get_by_label(CELL).focus()
    page.get_by_role("button", name="向下填充").click()
    growth = page.evaluate("cehengPage.page.projection.growth[1]")
    assert [path[1] for path in growth] == [0.11] * 4
    assert growth[0][2] == 0.11
    page.get_by_label(CELL).press("ArrowUp")
    page.get_by_label(CELL).press("Shift+ArrowDown")
    assert page.evaluate("cehengPage.page.projection.growth[1][0][1]") == pytest.approx(0.11 + 0.005 - 0.001)


def test_all_components_move_together_also_beside_a_measure(page: Page) -> None:
    page.locator("#tab-measures").click()
    for name, typed in (("recipients", "300"), ("residents", "120000"), ("first_year", "2022")):
        page.locator(f"#measure-{name}").fill(typed)
    page.locator("#panel").get_by_role("button", name="加入", exact=True).click()
    # 300 x 200 x 12 / 120,000 = 6 yuan a head
    assert "6.0元" in page.locator("#panel .card").inner_text()
    whole = page.get_by_label("2023年农村四项同增增速")
    whole.fill("10")
    whole.press("Enter")
    assert page.evaluate("cehengPage.page.projection.growth[1].map(path => path[1])") == [0.1] * 4
    expect(page.get_by_label("2023年农村四项同增增速")).to_have_value("10.0%")
    before = value(page, "rural_growth")
    page.get_by_label("2023年农村四项同增增速").press("ArrowDown")
    expect(page.get_by_label("2023年农村四项同增增速")).to_have_value("9.5%")
    assert value(page, "rural_growth") < before


def test_open_cells_follow_where_that_is_asked_for(page: Page) -> None:
    page.get_by_label("合计守").check()
    cell = page.get_by_label(CELL)
    cell.fill("15")
    cell.press("Enter")
    totals = page.evaluate("cehengPage.page.projection.totals[1]")
    # the plan prints 12 % for each year
    assert [after / before - 1 for before, after in pairwise(totals)] == pytest.approx([0.12] * 3)


def test_a_proposed_change_is_tried_and_taken_back(page: Page) -> None:
    page.locator("#tab-audit").click()
    page.get_by_role("button", name="试这个改法").first.click()
    # the first proposal changes 2.8 to 3.1
    assert "试改为3.1" in page.locator(".target", has_text="收入比").inner_text()
    assert "达不到" not in page.locator(RATIO).inner_text()
    page.get_by_role("button", name="恢复原文").click()
    assert "2.8达不到" in page.locator(RATIO).inner_text()


def test_the_point_on_the_map_moves_both_groups(page: Page) -> None:
    page.locator("#tab-map").click()
    page.locator(".map").scroll_into_view_if_needed()
    before = (value(page, "urban_growth"), value(page, "rural_growth"))
    at = box(page, ".map .dot")
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y - 60, steps=8)
    page.mouse.up()
    after = (value(page, "urban_growth"), value(page, "rural_growth"))
    assert after[0] < before[0]
    assert after[1] > before[1]
    page.locator(".map .dot").focus()
    page.keyboard.press("ArrowUp")
    assert value(page, "rural_growth") == pytest.approx(after[1] + 0.001, abs=1e-6)


def test_incomes_below_zero_leave_no_map_and_the_console_clean(page: Page) -> None:
    lever = {"id": "m", "title": "m", "group": "rural", "component": "wages", "investment": 1e11, "share": 0.1}
    lever |= {"present_share": 0.9, "residents": 1000, "first_year": 2022}
    page.evaluate(
        "lever => cehengPage.page.store.step('x', {recipe: {...cehengPage.page.store.start, lever: [lever]}})", lever
    )
    assert page.evaluate("cehengPage.page.projection.totals[1][3]") < 0
    for panel in PANELS:
        page.locator(f"#tab-{panel}").click()
    page.locator("#tab-map").click()
    expect(page.locator("#panel")).to_contain_text("不大于零")


def test_what_makes_two_scenarios_differ_adds_up_exactly(page: Page) -> None:
    page.get_by_role("button", name="求达到").first.click()
    page.get_by_label("2022年城镇工资性收入增速").fill("3")
    page.get_by_label("2022年城镇工资性收入增速").press("Enter")
    steps = page.evaluate("(({page, split}) => split(page, page.planned, page.projection))(cehengPage)")
    first, *parts, last = [step["value"] for step in steps]
    assert len(parts) == 5
    assert first + sum(parts) == pytest.approx(last, abs=1e-12)


def test_any_two_scenarios_are_compared_and_their_digits_add_up(page: Page) -> None:
    page.locator("#tab-shelf").click()
    page.get_by_role("button", name="求达到").first.click()
    page.get_by_role("button", name="留下此刻的情景").click()
    page.get_by_label("2022年城镇工资性收入增速").fill("3")
    page.get_by_label("2022年城镇工资性收入增速").press("Enter")
    # from the one kept to the present one: urban wages of one year is all that differs
    page.locator("#differ-from").select_option(label="留存1")
    rows = page.locator("#panel table").last.locator("tbody tr")
    assert rows.locator("th").all_inner_texts() == ["留存1", "城镇工资性收入增速", "此刻"]
    page.locator("#differ-of").select_option(label="城镇常住居民")
    begin, added, end = (float(text.replace(",", "")) for text in rows.locator("td").all_inner_texts())
    assert begin == 48595
    assert begin + added == end
    page.locator("#differ-from").select_option(label="打开时")
    page.locator("#differ-of").select_option(label="城乡居民收入比")
    begin, *parts, end = (float(text) for text in rows.locator("td").all_inner_texts())
    assert len(parts) == 5
    assert begin + sum(parts) == pytest.approx(end, abs=1e-9)


def test_the_base_is_changed_and_goes_into_the_file(page: Page, tmp_path: Path) -> None:
    page.locator("#tab-surroundings").click()
    base = page.get_by_label("2021年农村常住居民收入（留空为原基数）")
    for wrong in ("0", "-5", "2e9", "9999999999"):
        base.fill(wrong)
        base.press("Enter")
        expect(page.locator("#panel .error:not(:empty)")).to_have_count(1)
    base.fill("12000")
    base.press("Enter")
    # 48594.81 / (12000 x 1.12^3)
    assert value(page, "ratio_2024") == pytest.approx(36510 * 1.1**3 / (12000 * 1.12**3), rel=1e-9)
    expect(page.locator("#panel tbody tr", has_text="农村常住居民基数")).to_contain_text("本情景自定")
    with page.expect_download() as saved:
        page.get_by_role("button", name="存为文件").click()
    saved.value.save_as(tmp_path / "base.json")
    made = cm.read_scenario(tmp_path / "base.json")
    assert made.baseline.given_totals == {"rural": 12000.0}
    assert cm.check(cm.project(made))["ratio_2024"].value == pytest.approx(value(page, "ratio_2024"), rel=1e-12)
    # the audit says that it stands on another base; empty, the plan's own is back
    page.locator("#tab-audit").click()
    expect(page.locator("#panel .notice")).to_contain_text("打开时基数")
    page.locator("#tab-surroundings").click()
    page.get_by_label("2021年农村常住居民收入（留空为原基数）").fill("")
    page.get_by_label("2021年农村常住居民收入（留空为原基数）").press("Enter")
    assert value(page, "ratio_2024") == pytest.approx(3.123, abs=1e-3)
    assert recipe(page).get("base") is None


def test_what_the_page_does_not_compute_is_kept_and_said(page: Page, tmp_path: Path) -> None:
    spread = cm.IncomeDistribution(gini=0.3, floor=6000)
    start = cm.scenario("plan").with_distribution("lifted", spread).with_as_of(2023)
    cm.write_scenario(start, tmp_path / "own.json")
    page.locator("#open-file").set_input_files(tmp_path / "own.json")
    until(page, "cehengPage.page.store.state.made.recipe.as_of === 2023")
    notices = page.locator(".notices")
    expect(notices).to_contain_text("另有收入分布")
    expect(notices).to_contain_text("基年以后全部未知时给出概率")
    assert page.evaluate("cehengPage.page.chances") is None
    expect(page.locator("#panel tbody tr", has_text="10000元以上")).to_contain_text("本页不据此推算")
    with page.expect_download() as saved:
        page.get_by_role("button", name="存为文件").click()
    saved.value.save_as(tmp_path / "again.json")
    again = cm.read_scenario(tmp_path / "again.json")
    assert (again.as_of, again.distributions) == (2023, start.distributions)


def test_a_mark_opens_the_source_of_its_figure(page: Page) -> None:
    mark = page.locator(".growth .assumed").nth(1)
    mark.focus()
    page.keyboard.press("Enter")
    box_ = page.locator("dialog")
    expect(box_).to_contain_text("11,076.0元")
    expect(box_).to_contain_text("国家统计局2019年全国832个国家级贫困县农村居民")
    page.keyboard.press("Escape")
    expect(box_).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "※"


def test_a_statement_that_is_given_up_is_judged_no_more(page: Page) -> None:
    page.evaluate(
        """() => { const {page} = cehengPage, {store, data} = page;
        const wording = data.statements.find(one => one.id === "ratio_2024").wording;
        store.step("x", {tried: {ratio_2024: {...wording, dropped: true, from: ["value", 0]}}}); }"""
    )
    card = page.locator(".target", has_text="收入比")
    assert "试作不再提" in card.inner_text()
    assert "2.8" not in page.locator(RATIO).inner_text()
    assert page.evaluate("cehengPage.page.chances.counts.ratio_2024") is None


def test_no_probability_stands_beside_what_is_not_judged(page: Page) -> None:
    # the province's income of 2024 is not published; draws have it all the same
    row = page.locator("#panel tbody tr", has_text="农村常住居民收入与贵州省")
    assert row.locator("td").nth(5).inner_text() == "–"
    assert "未判定" in row.inner_text()
    page.locator("#tab-fan").click()
    ensemble = cm.simulate(cm.scenario("plan"), draws=8192, seed=2024)
    judged = {one.statement.id: one.verdict for one in cm.check(cm.project(cm.scenario("plan"))).headline}
    drawn_too = sum(judged[one.id] is cm.Verdict.NOT_JUDGED for one in ensemble.criteria)
    assert drawn_too
    expect(page.locator("#panel .lead").last).to_contain_text(f"未判定的{drawn_too}条")


@pytest.mark.parametrize("width", [390, 1366])
def test_no_name_of_the_map_lies_under_a_line_that_is_promised(
    browser: Browser, files: dict[str, Path], width: int
) -> None:
    with opened_file(browser, files[SHIPPED[0]], width=width) as (page, _):
        page.locator("#tab-map").click()
        crossed, counted = page.evaluate(
            """() => {
            const boxes = (which) => [...document.querySelectorAll(`#panel .map ${which}`)].map(one => one.getBoundingClientRect());
            const names = boxes(".contour-name");
            const over = (one, other) =>
              one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
            return [names.filter(name => boxes(".promise").some(line => over(name, line))).length, names.length];
            }"""
        )
        assert counted > 4
        assert crossed == 0


def test_an_address_of_another_version_is_taken_as_far_as_it_is_known(
    browser: Browser, files: dict[str, Path], page: Page
) -> None:
    page.get_by_role("button", name="求达到").first.click()
    hash = page.evaluate("location.hash").replace("#1.", "#7.")
    with opened_file(browser, files[SHIPPED[0]], hash=hash) as (other, _):
        assert value(other, "ratio_2024") == pytest.approx(2.8, abs=1e-9)
        expect(other.locator(".notices")).to_contain_text("另一版本")


def test_how_words_are_read_is_said_under_the_verdicts(page: Page) -> None:
    report = cm.check(cm.project(cm.scenario("plan")))
    told = page.locator("#panel").inner_text()
    assert report.reading_notes
    for note in report.reading_notes:
        assert note.note.zh in told
    # both bases are computed back from the endpoints
    circular = sum(one.circular for one in report.headline)
    assert circular > 0
    assert page.locator("#panel tbody td:last-child", has_text="由本条倒推").count() == circular


def test_files_go_both_ways(page: Page, tmp_path: Path) -> None:
    cell = page.get_by_label(CELL)
    cell.fill("15.5")
    cell.press("Enter")
    page.get_by_label("情景名称").fill("会议")
    page.get_by_label("情景名称").press("Enter")
    with page.expect_download() as saved:
        page.get_by_role("button", name="存为文件").click()
    assert saved.value.suggested_filename == "册亨县促进居民增收三年行动方案（2022-2024）-会议.json"
    saved.value.save_as(tmp_path / "saved.json")
    made = cm.read_scenario(tmp_path / "saved.json")
    assert made.title.zh == "会议"
    assert cm.check(cm.project(made))["ratio_2024"].value == pytest.approx(value(page, "ratio_2024"), rel=1e-12)
    cm.write_scenario(cm.scenario("trend").with_change("rural.2024=9%").with_gdp(0.06), tmp_path / "own.json")
    page.locator("#open-file").set_input_files(tmp_path / "own.json")
    until(page, "cehengPage.page.store.state.made.recipe.based_on === 'trend'")
    assert value(page, "ratio_2024") == pytest.approx(
        cm.check(cm.project(cm.read_scenario(tmp_path / "own.json")))["ratio_2024"].value, rel=1e-12
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_a_recipe_is_the_same_after_page_and_library(
    browser: Browser, files: dict[str, Path], tmp_path: Path, name: str
) -> None:
    made = recipes(cm.scenario("plan", plan=name), random.Random(name))
    scenarios = [next(made) for _ in range(100 if LONG else 20)]
    with opened_file(browser, files[name]) as (page, _):
        came = page.evaluate(
            """texts => texts.map(text => { const {recipe, left} = cehengPage.readRecipe(cehengPage.data, JSON.parse(text));
            return [left, JSON.stringify(cehengPage.fileOf(cehengPage.data, recipe))]; })""",
            [scenario_json(one) for one in scenarios],
        )
    for (left, text), scenario in zip(came, scenarios, strict=True):
        assert left == [], scenario.title.zh
        (tmp_path / "one.json").write_text(text, encoding="utf-8")
        again = cm.read_scenario(tmp_path / "one.json", plan=scenario.require_dossier())
        assert (again.growth == scenario.growth).all()
        assert again.levers == scenario.levers
        for own, other in zip(
            scenario.surroundings.__class__.__slots__, again.surroundings.__class__.__slots__, strict=True
        ):
            one, two = getattr(scenario.surroundings, own), getattr(again.surroundings, other)
            assert (one is None) == (two is None)


def test_parts_of_another_plans_file_are_named_in_words_and_forgotten_with_the_next(page: Page) -> None:
    def opened(content: dict[str, Any]) -> None:
        file = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()}
        page.locator("#open-file").set_input_files(file)  # type: ignore[arg-type]

    opened({"format": 1, "based_on": "plan", "shares": {"elsewhere": "x"}, "constructor": 1})
    expect(page.locator(".notices")).to_contain_text("已略过：收入构成案例、constructor")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".notices")).to_contain_text("split of income, constructor")
    opened({"format": 1, "based_on": "plan", "base": {"rural": 12_000}})
    expect(page.locator(".besides")).to_have_text("also assumed: income of rural residents 2021: 12,000 yuan")
    assert page.locator(".notices .notice").count() == 0


def test_what_is_no_scenario_file_is_said_to_be_none(page: Page, tmp_path: Path) -> None:
    for name, text, told in (
        ("a.json", "{", "不是本页能读的"),
        ("b.json", "[1]", "不是本页能读的"),
        ("c.toml", "name = 'x'", "TOML"),
        ("d.json", '{"based_on": "plan", "newer": {"a": 1}}', "newer"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        page.locator("#open-file").set_input_files(tmp_path / name)
        expect(page.locator(".notices")).to_contain_text(told)
        while page.get_by_role("button", name="知道了").count():
            page.get_by_role("button", name="知道了").first.click()


HOSTILE = [
    {"name": "<img src=x onerror=alert(1)>"},
    {"name": "\ud800\u202e</script><script>alert(1)</script>"},
    {"growth": [{"groups": ["rural"], "set": 1e308}]},
    {"growth": [{"set": -1}], "last_year": 99999},
    {"growth": "9" * 400},
    {"growth": [{"set": 0.1}] * 5000},
    {"lever": [{"id": "__proto__", "title": "x", "group": "rural", "component": "wages", "residents": 0}]},
    {"shares": {"__proto__": "x", "rural": "constructor"}},
    {"based_on": "constructor"},
    {"population": {"urban": {"2021": -1}}},
]


LONGEST = 5
"""A browser takes addresses of two megabytes at most."""


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_addresses_do_nothing_but_show_text(browser: Browser, files: dict[str, Path], number: int) -> None:
    text = json.dumps(
        {"r": HOSTILE[number], "v": {"panel": "<b>", "shelf": [HOSTILE[number]] * (2 if number == LONGEST else 50)}}
    )
    with opened_file(browser, files[SHIPPED[0]]) as (page, _):
        hash = page.evaluate(
            "text => `#1.${btoa(unescape(encodeURIComponent(text))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '')}`",
            text,
        )
    with opened_file(browser, files[SHIPPED[0]], hash=hash) as (page, _):
        for panel in PANELS:
            page.locator(f"#tab-{panel}").click()
        assert page.locator("#page img, #page script").count() == 0
        assert page.evaluate("cehengPage.page.projection.totals.flat().every(Number.isFinite)")
        assert "NaN" not in page.locator("#page").inner_html()


@pytest.mark.parametrize("hash", ["#1.", "#1.%%%", "#9.abc", "#1." + "A" * 70_000, "#<script>", "#1.e30", "#1.bnVsbA"])
def test_addresses_that_say_nothing_are_passed_over(browser: Browser, files: dict[str, Path], hash: str) -> None:
    with opened_file(browser, files[SHIPPED[0]], hash=hash) as (page, _):
        assert value(page, "ratio_2024") == pytest.approx(3.123, abs=1e-3)


GESTURES = """async ([seed, count]) => {
  let state = seed;
  const chance = below => (state = (state * 1664525 + 1013904223) >>> 0) % below;
  const {page} = cehengPage;
  const tick = () => new Promise(done => requestAnimationFrame(done));
  for (let k = 0; k < count; k += 1) {
    const cells = [...document.querySelectorAll(".cell input")];
    const cell = cells[chance(cells.length)];
    const buttons = [...document.querySelectorAll(".buttons button:not(:disabled), .tabs button, .reach:not([hidden]), #panel button, .growth .tools button")]
      .filter(button => !/打印|Print|存为|Save|打开|Open/.test(button.textContent));
    switch (chance(7)) {
      case 0: cell.focus(); cell.dispatchEvent(new KeyboardEvent("keydown", {key: chance(2) ? "ArrowUp" : "ArrowDown", shiftKey: !chance(2), bubbles: true})); break;
      case 1: cell.focus(); cell.value = String((chance(2000) - 1000) / 7); cell.dispatchEvent(new Event("input", {bubbles: true})); cell.blur(); break;
      case 2: case 3: buttons[chance(buttons.length)]?.click(); break;
      case 4: page.store.undo(); break;
      case 5: { const selects = [...document.querySelectorAll("select")]; const one = selects[chance(selects.length)];
        if (one) { one.selectedIndex = chance(one.options.length); one.dispatchEvent(new Event("change", {bubbles: true})); } break; }
      case 6: { const fields = [...document.querySelectorAll("#panel input[type=text]")]; const one = fields[chance(fields.length)];
        if (one) { one.value = String(chance(3000)); one.dispatchEvent(new Event("change", {bubbles: true})); } break; }
    }
    if (k % 25 === 0) await tick();
    if (!page.projection.totals.flat().every(Number.isFinite)) throw new Error("no number after " + k);
    if (/NaN|undefined|Infinity/.test(document.getElementById("page").textContent)) throw new Error("no text after " + k);
  }
}"""


def test_gestures_by_chance_leave_no_error_and_no_memory(browser: Browser, files: dict[str, Path]) -> None:
    count = 10_000 if LONG else 1_000
    with opened_file(browser, files[SHIPPED[0]]) as (page, _):
        client = page.context.new_cdp_session(page)

        def held() -> float:
            client.send("HeapProfiler.collectGarbage")
            return float(page.evaluate("performance.memory.usedJSHeapSize"))

        page.evaluate(GESTURES, [1, count // 5])
        first = held()
        page.evaluate(GESTURES, [2, count - count // 5])
        # the steps that can be undone and one set of shocks are kept, nothing else
        assert held() < first + 40e6


def test_many_steps_in_no_time_change_the_address_few_times_and_leave_it_right(page: Page) -> None:
    # a browser slows a page down, and says so on its console, that changes its address over and over
    changed, seconds = page.evaluate(
        """() => { const {store} = cehengPage.page, replace = history.replaceState.bind(history), begun = performance.now();
        let changed = 0;
        history.replaceState = (...all) => { changed += 1; replace(...all); };
        for (let k = 0; k < 100; k += 1)
          store.step(`${k}`, {recipe: {...store.start, growth: [{groups: ["rural"], set: k / 1000}]}});
        return [changed, (performance.now() - begun) / 1000]; }"""
    )
    assert 0 < changed <= 10 * seconds + 1
    until(page, "location.hash === cehengPage.page.store.address()")


@pytest.mark.parametrize("width", [390, 768])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_narrow_screens_show_everything(browser: Browser, files: dict[str, Path], width: int, language: str) -> None:
    with opened_file(browser, files[SHIPPED[0]], width=width, height=844, has_touch=True) as (page, _):
        if language == "en":
            page.get_by_role("button", name="English").click()
        for panel in PANELS:
            page.locator(f"#tab-{panel}").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, panel


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_no_text_is_cut_or_lies_on_another(
    browser: Browser, files: dict[str, Path], name: str, language: str, size: tuple[int, int]
) -> None:
    width, height = size
    with opened_file(browser, files[name], width=width, height=height, has_touch=width < 1000) as (page, _):
        if language == "en":
            page.get_by_role("button", name="English").click()
        for state in [*PANELS, "meeting"]:
            if state == "meeting":
                page.locator(".buttons button[aria-pressed]").click()
            else:
                page.locator(f"#tab-{state}").click()
            assert page.evaluate(ILL_LAID) == [], state


@pytest.mark.parametrize("width", [1366, 390])
def test_a_plan_of_one_group_is_laid_out_and_names_what_is_no_level(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    group = ["--group", "rural:农村常住居民:rural residents", "--base", "rural=18000", "--split", "rural=national"]
    promises = ["--endpoint", "rural=2.5万元左右", "--increment", "rural=1500元以上"]
    plan = ["--title", "示例县方案", "--issuer", "示例县", "--issued", "2024-03-01", "--region", "示例县"]
    years = ["--base-year", "2023", "--last-year", "2027"]
    made = CliRunner().invoke(program, ["init", str(tmp_path / "one"), *plan, *years, *group, *promises])
    assert made.exit_code == 0, made.output
    file = tmp_path / "one.html"
    write_page(cm.scenario("plan", plan=tmp_path / "one"), file)
    with opened_file(browser, file, width=width, height=768, has_touch=width < 1000) as (page, _):
        assert "；2024—2027年农村常住居民收入年均增加额1,500元达到" in page.locator("#verdict").inner_text()
        for language in ("zh", "en"):
            if language == "en":
                page.get_by_role("button", name="English").click()
            for panel in PANELS:
                page.locator(f"#tab-{panel}").click()
                assert page.evaluate(ILL_LAID) == [], (language, panel)


@pytest.mark.parametrize("panel", ["verdicts", "surroundings", "shelf", "tables"])
def test_tables_of_a_narrow_screen_are_read_without_scrolling(
    browser: Browser, files: dict[str, Path], panel: str
) -> None:
    with opened_file(browser, files[SHIPPED[0]], width=390, height=844, has_touch=True) as (page, _):
        page.locator(f"#tab-{panel}").click()
        wide = page.evaluate(
            "[...document.querySelectorAll('#panel .scroll')].map(one => one.scrollWidth - one.clientWidth)"
        )
        assert wide
        assert max(wide) <= 0
        # the verdict stays in view however far down
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        found = box(page, "#verdict")
        assert found["y"] >= 0
        assert found["y"] + found["height"] <= 844


def test_it_prints_on_one_page_with_its_address(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="求达到").first.click()
    written = page.pdf(prefer_css_page_size=True)
    assert written.count(b"/Type /Page\n") + written.count(b"/Type /Page ") == 1
    page.emulate_media(media="print")
    assert "#1." in page.locator(".address").inner_text()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_phone_prints_on_one_page_too(browser: Browser, files: dict[str, Path], name: str) -> None:
    with opened_file(browser, files[name], width=390, height=844, has_touch=True) as (page, _):
        written = page.pdf(prefer_css_page_size=True)
        assert written.count(b"/Type /Page\n") + written.count(b"/Type /Page ") == 1


def test_a_long_scenario_still_prints_on_one_page(page: Page) -> None:
    for k, cell in enumerate(page.locator(".cell:not(.whole) input").all()):
        cell.fill(f"{10 + k / 7:.4f}")
        cell.press("Tab")
    written = page.pdf(prefer_css_page_size=True)
    assert written.count(b"/Type /Page\n") + written.count(b"/Type /Page ") == 1
    page.emulate_media(media="print")
    assert page.evaluate("location.hash") in page.locator(".address").inner_text()


def test_meeting_mode_is_large_and_bare(page: Page) -> None:
    page.get_by_role("button", name="会议模式").click()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("#page *")].filter(one => one.offsetParent !== null || one.closest("svg"))
        .filter(one => one.closest("header, .strip, .charts") && !one.closest(".unseen") && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
        .filter(one => one.getClientRects().length).map(one => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert min(sizes) >= 20
    assert not page.locator(".growth").is_visible()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("name", SHIPPED)
def test_strip_and_charts_of_a_meeting_stand_in_one_view(
    browser: Browser, files: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    with opened_file(browser, files[name], width=size[0], height=size[1]) as (page, _):
        for language in ("zh", "en"):
            if language == "en":
                page.get_by_role("button", name="English").click()
            else:
                page.get_by_role("button", name="会议模式").click()
            at = box(page, ".charts")
            assert at["y"] + at["height"] <= size[1], language


def test_a_table_is_saved_as_csv(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as saved:
        page.locator("#panel").get_by_role("button", name="存为CSV").first.click()
    assert saved.value.suggested_filename.endswith("-逐条判定.csv")
    saved.value.save_as(tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines[0].startswith("指标,原文,测算,判定")
    assert any("3.123" in line and "✗ 未达到" in line for line in lines)


def test_changes_are_spoken_once_after_a_gesture(page: Page) -> None:
    page.evaluate(
        """() => { globalThis.spoken = []; new MutationObserver(all => all.forEach(() => spoken.push(1)))
        .observe(document.querySelector("[aria-live]"), {childList: true, characterData: true, subtree: true}); }"""
    )
    page.clock.install()
    drag(page, box(page, f'[aria-label="{CELL}"]'), 80, steps=20)
    assert page.evaluate("spoken.length") == 0
    # whatever is due in the minute that follows
    page.clock.run_for(60_000)
    assert page.evaluate("spoken.length") == 1


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is installed by bash tests/run")
@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(browser: Browser, files: dict[str, Path], name: str, language: str) -> None:
    with opened_file(browser, files[name]) as (page, _):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if language == "en":
            page.get_by_role("button", name="English").click()
        states = [*PANELS, "meeting", "refused"]
        for state in states:
            if state == "meeting":
                page.locator(".buttons button[aria-pressed]").click()
            elif state == "refused":
                page.locator(".buttons button[aria-pressed]").click()
                page.locator(".cell input").first.fill("x")
                page.locator(".cell input").first.press("Enter")
            else:
                page.locator(f"#tab-{state}").click()
            found = page.evaluate(
                "axe.run().then(({violations}) => violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]))"
            )
            assert found == [], (state, found)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_command_writes_the_page(browser: Browser, tmp_path: Path, name: str) -> None:
    file = tmp_path / "册亨.html"
    done = CliRunner().invoke(program, ["page", "-o", str(file), "--plan", name, "--lang", "en", "--quiet"])
    assert done.exit_code == 0, done.output
    with opened_file(browser, file) as (page, _):
        assert page.evaluate("document.documentElement.lang") == "en"
        start = cm.scenario("plan", plan=name)
        came = page.evaluate(
            """() => { const {page, valueText, distanceText, requiredText} = cehengPage, {projection} = page;
            const told = text => text && [text[0], text[1] ?? text[0]];
            return {...projection, checked: page.checked.map(one => ({id: one.statement.id, verdict: one.verdict, value: one.value,
              distance: one.distance, uncertainty: one.uncertainty, missing: told(one.missing),
              required: one.required.map(({growth, bound, present}) => [growth, bound, present]),
              texts: one.verdict === "not_judged" ? null : [valueText(one), distanceText(one), ...told(requiredText(page.data, one))]}))}; }"""
        )
        compare(came, start)


@pytest.mark.parametrize("output", [None, "page.txt"])
def test_the_command_asks_for_an_html_file(tmp_path: Path, output: str | None) -> None:
    given = [] if output is None else ["-o", str(tmp_path / output)]
    done = CliRunner().invoke(program, ["page", *given, "--lang", "en"])
    assert done.exit_code == 2
    assert "-o, where to write, must" in done.output
    assert not list(tmp_path.iterdir())


def test_many_paths_make_no_page(tmp_path: Path) -> None:
    many = cm.scenario("plan").with_growth("rural", "wages", [0.1, 0.2])
    with pytest.raises(cm.InputError, match="one path only"):
        cm.write_page(many, tmp_path / "a.html")


def held(page: Page) -> str:
    """Return what has the focus, by its name in the tree that is read out."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


@pytest.mark.parametrize("language", ["中文", "English"])
def test_the_focus_stays_where_a_key_draws_the_page_anew(page: Page, language: str) -> None:
    def pressed(button: str, *, becomes: str = "") -> None:
        page.get_by_role("button", name=button).last.press("Enter")
        assert held(page) == (becomes or button)

    other = {"中文": "English", "English": "中文"}[language]
    if language == "English":
        pressed("English", becomes="中文")
    keep, again, drop, back, attempt = {
        "中文": ("留下此刻的情景", "取用", "去掉", "恢复", "试这个改法"),
        "English": ("Keep the present one", "Take up", "Remove", "Put back", "Try this"),
    }[language]
    page.locator("#tab-shelf").click()
    pressed(keep)
    pressed(again)
    pressed(drop, becomes="put-back")
    pressed(back, becomes="drop-0")
    page.locator("#tab-audit").click()
    pressed(attempt)
    page.locator("#reading-floor").focus()
    page.locator("#reading-floor").press(" ")
    assert held(page) == "reading-floor"
    pressed(other, becomes=language)


def test_a_field_that_draws_the_panel_anew_is_left_by_tab(page: Page) -> None:
    page.locator("#tab-surroundings").click()
    fields = page.locator("#panel .fields :is(input, select)")
    labels = page.locator("#panel .fields label").all_inner_texts()
    at = [label.startswith("预测末年") for label in labels].index(True)
    here = "[...document.querySelectorAll('#panel .fields :is(input, select)')].indexOf(document.activeElement)"
    for rate, key, to in (("2026", "Tab", at + 1), ("2027", "Shift+Tab", at - 1), ("2025", "Enter", at)):
        fields.nth(at).fill(rate)
        fields.nth(at).press(key)
        assert recipe(page)["last_year"] == int(rate)
        assert page.evaluate(here) == to


def test_what_was_taken_off_the_shelf_is_put_back_to_its_place(page: Page) -> None:
    page.locator("#tab-shelf").click()
    keep = page.get_by_role("button", name="留下此刻的情景")
    for rate in ("15", "16", "17"):
        page.get_by_label(CELL).fill(rate)
        page.get_by_label(CELL).press("Enter")
        keep.click()
    kept = page.evaluate("JSON.stringify(cehengPage.page.store.state.view.shelf)")
    page.get_by_role("button", name="去掉").nth(1).click()
    assert page.evaluate("cehengPage.page.store.state.view.shelf.length") == 2
    expect(page.locator("#panel")).to_contain_text("已去掉“留存2”")
    page.get_by_role("button", name="恢复").click()
    assert page.evaluate("JSON.stringify(cehengPage.page.store.state.view.shelf)") == kept
    assert not page.get_by_role("button", name="恢复").count()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_refused_and_what_was_left_out_stand_in_view(
    browser: Browser, files: dict[str, Path], language: str
) -> None:
    for width in (1366, 390):
        with opened_file(browser, files[SHIPPED[0]], width=width, height=700, has_touch=width < 1000) as (page, _):
            if language == "en":
                page.get_by_role("button", name="English").click()
            cell = page.locator(".cell:not(.whole) input").first
            # the cell right beneath the strip
            cell.evaluate(
                "one => scrollTo(0, scrollY + one.getBoundingClientRect().top - document.querySelector('#verdict').closest('.strip').getBoundingClientRect().height)"
            )
            cell.fill("1e308")
            cell.press("Enter")
            assert page.locator(".cell-error").evaluate(
                """one => { const {left, right, top, bottom} = one.getBoundingClientRect();
                return [top + 2, bottom - 2].every(y => one.contains(document.elementFromPoint((left + right) / 2, y))); }"""
            ), width
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            unknown = {"name": "a.json", "mimeType": "application/json", "buffer": b'{"format": 1, "xyz": 1}'}
            page.locator("#open-file").set_input_files(unknown)  # type: ignore[arg-type]
            expect(page.locator(".notice")).to_be_in_viewport()
