"""The what-if page in one file: a step of a drag, opening, size, and the command that writes it, beside bare ones."""

from pathlib import Path
from statistics import median, quantiles
from time import time

import pytest
from playwright.sync_api import Browser, Page
from pytest_benchmark.fixture import BenchmarkFixture

import ceheng_model as cm
from tests.benchmarks.pairs import python, ratio
from tests.pages import opened_file

MOST_BYTES = 400_000
STEPS = 120
TURNS = 5
OPENINGS = 7
CELL = '[aria-label="2023年农村工资性收入增速"]'
BARE = "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>bare</title></head><body><p id='verdict'>0</p></body></html>"
"""A page of one figure: what any page takes that a browser opens from a file."""

# after a frame's callbacks the browser lays out and paints; a message comes when that is done
STEPPED = """async ([selector, count]) => {
  const cell = selector && document.querySelector(selector).closest("td");
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(0);
  }));
  const times = [];
  const at = cell?.getBoundingClientRect();
  await painted();
  for (let k = 1; k <= count; k += 1) {
    const begun = performance.now();
    cell?.dispatchEvent(new PointerEvent("pointermove",
      {pointerId: 1, buttons: 1, bubbles: true, clientX: at.left + 10 + 4 * (k % 30), clientY: at.top + 5}));
    await painted();
    times.push(performance.now() - begun);
  }
  return times;
}"""

# the first frame that has the figure, and when the browser had painted anything at all, in ms since 1970
PAINTED = """() => {
  const look = () => {
    if (document.querySelector("#verdict")?.textContent) globalThis.figured = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  globalThis.painted = new Promise(done => new PerformanceObserver((list, observer) => {
    const [first] = list.getEntriesByName("first-contentful-paint");
    if (!first) return;
    observer.disconnect();
    done([performance.timeOrigin + globalThis.figured, performance.timeOrigin + first.startTime]);
  }).observe({type: "paint", buffered: true}));
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    room = tmp_path_factory.mktemp("page")
    cm.write_page(cm.scenario("plan"), room / "plan.html")
    (room / "bare.html").write_text(BARE, encoding="utf-8")
    return room / "plan.html", room / "bare.html"


def test_a_page_is_one_small_file(files: tuple[Path, Path]) -> None:
    size = files[0].stat().st_size
    print(f"\nsize of the page: {size / 1000:.0f} kB")
    assert size <= MOST_BYTES


def test_a_step_of_a_drag_to_the_end_of_its_frame(browser: Browser, files: tuple[Path, Path]) -> None:
    with opened_file(browser, files[0]) as (page, _):
        held = page.locator(CELL).bounding_box()
        assert held is not None
        page.mouse.move(held["x"] + 10, held["y"] + 5)
        page.mouse.down()
        # from here on the cell holds the pointer, and what the trace sends it is a drag
        page.mouse.move(held["x"] + 40, held["y"] + 5, steps=4)
        stepped(page, CELL)
        turns = [(stepped(page, CELL), stepped(page, None)) for _ in range(TURNS)]
        page.mouse.up()
    (mine, mine_95), (bare, bare_95) = (spread([time for turn in turns for time in turn[at]]) for at in (0, 1))
    print(f"\na step of a drag, ms: median {mine:.1f}, p95 {mine_95:.1f}; empty frame {bare:.1f}, {bare_95:.1f}")
    # a step fits into the frame that an empty one takes
    assert mine < 1.5 * bare
    # a pair of turns at a time: what else the machine does hits some of them only
    assert median(spread(own)[1] / spread(empty)[1] for own, empty in turns) < 3.0


def stepped(page: Page, selector: str | None) -> list[float]:
    """Milliseconds of every step, or of as many frames in which nothing is done."""
    return list(page.evaluate(STEPPED, [selector, STEPS]))


def spread(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return median(times), quantiles(times, n=20)[-1]


def test_opening_to_the_first_figures(browser: Browser, files: tuple[Path, Path]) -> None:
    pairs = [(opening(browser, files[0]), opening(browser, files[1])) for _ in range(OPENINGS)]
    mine, bare = (median(times) for times in zip(*pairs, strict=True))
    print(f"\nopening to first figures: {mine:.2f} s, bare page {bare:.2f} s, ratio {mine / bare:.2f}")
    assert mine / bare < 5.0


def opening(browser: Browser, file: Path) -> float:
    """Seconds from asking for a file to the paint that shows its first figure."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    page.add_init_script(f"({PAINTED})()")
    start = time()
    page.goto(file.as_uri(), wait_until="commit")
    figured, painted = page.evaluate("globalThis.painted")
    context.close()
    # nothing was painted before the figure stood: the first paint shows it
    assert figured <= painted
    return float(painted / 1000.0 - start)


def test_the_command_that_writes_a_page(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    written = python("-m", "ceheng_model", "page", "-o", str(tmp_path / "plan.html"), "--quiet")
    # the first screen reads the same plan, and audits it once
    found = ratio(benchmark, written, python("-m", "ceheng_model"), rounds=3)
    assert found < 2.5
