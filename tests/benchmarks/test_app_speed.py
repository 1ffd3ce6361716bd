"""The what-if page beside a bare Streamlit page of the same widgets: launch, a key press, memory, many sessions."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from ceheng_model.app import serving
from tests.browsing import CARD, answers, chromium, free_port, served, settled
from tests.effort import PATIENCE

LAUNCHES = 3
PRESSES = 15
SESSIONS = 20
BARE = Path(__file__).with_name("bare_page.py")
Server = Callable[[], AbstractContextManager[tuple[str, "subprocess.Popen[bytes]"]]]
WATCH = """
() => {
  const figures = () => [...document.querySelectorAll('.figure')].map(e => e.textContent).join('|');
  const fan = () => {
    const all = [...document.querySelectorAll('[data-testid=stVegaLiteChart][role=graphics-document]')];
    const last = all[3];
    return last ? last.getAttribute('aria-label') + [...last.querySelectorAll('path')].map(e => e.getAttribute('d')).join() : '';
  };
  window.pressed = null;
  document.addEventListener('keydown', () => {
    const start = performance.now(), before = [figures(), fan()];
    window.pressed = {};
    const look = () => {
      const found = window.pressed;
      if (!found.figures && figures() !== before[0]) found.figures = performance.now() - start;
      if (!found.chart && fan() !== before[1]) found.chart = performance.now() - start;
      if (!found.figures || !found.chart) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}
"""


@contextmanager
def bare() -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    port = free_port()
    flags = [f"--{name}={value}" for name, value in serving.OPTIONS.items() if not isinstance(value, list)]
    command = [sys.executable, "-m", "streamlit", "run", str(BARE), *flags, f"--server.port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        answers(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def launch(server: Server) -> float:
    """Seconds from the command to the first figures in a browser that is already open."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        start = perf_counter()
        with server() as (address, _):
            page.goto(address)
            page.wait_for_selector(f"{CARD} .figure")
            return perf_counter() - start


def presses(page: Page, name: str) -> tuple[float, float]:
    """Median milliseconds from a key press to changed figures, and to the last chart's changed marks."""
    page.evaluate(WATCH)
    found: list[dict[str, float]] = []
    page.get_by_role("slider", name=name).first.focus()
    for _ in range(PRESSES + 1):
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("() => window.pressed && window.pressed.figures && window.pressed.chart")
        found.append(page.evaluate("() => window.pressed"))
        settled(page)
    return median(one["figures"] for one in found[1:]), median(one["chart"] for one in found[1:])


def resident(process: "subprocess.Popen[bytes]") -> float:
    """Memory of the server, MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def used(server: Server, name: str) -> tuple[float, float, float]:
    with server() as (address, process), chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(address)
        settled(page)
        return *presses(page, name), resident(process)


def test_launch_to_first_figures() -> None:
    pairs = [(launch(served), launch(bare)) for _ in range(LAUNCHES)]
    mine, theirs = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    print(f"\nlaunch to first figures: {mine:.2f} s, bare page {theirs:.2f} s, ratio {ratio:.2f}")
    assert ratio < 2.5


def test_key_press_to_changed_figures_and_last_chart() -> None:
    mine, theirs = used(served, "工资性收入"), used(bare, "row 0")
    for what, one, other in zip(("figures, ms", "last chart, ms", "server memory, MB"), mine, theirs, strict=True):
        print(f"\nkey press to changed {what}: {one:.0f}, bare page {other:.0f}, ratio {one / other:.2f}")
    assert mine[0] / theirs[0] < 5.0
    assert mine[1] / theirs[1] < 8.0
    assert mine[2] / theirs[2] < 3.0


def test_twenty_sessions_at_once_run_without_error_and_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["script.py"])
    pages = [AppTest.from_file(str(serving.SCRIPT), default_timeout=PATIENCE) for _ in range(SESSIONS)]
    start = perf_counter()
    for page in pages:
        page.run()
    for number, page in enumerate(pages):
        page.slider(key="slide_wages").set_value(float(number)).run()
    seconds = perf_counter() - start
    for number, page in enumerate(pages):
        assert not page.exception
        assert page.query_params["set"] == f"rural.wages={number / 100!r}"
    print(
        f"\n{SESSIONS} sessions, a page and a change each: {seconds:.1f} s, {seconds / 2 / SESSIONS * 1000:.0f} ms a run"
    )
