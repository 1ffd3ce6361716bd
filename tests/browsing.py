"""Serve the what-if page and drive it with a real browser that may not leave this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.error import URLError

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.effort import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"laptop": (1366, 768), "projector": (1920, 1080)}
CARD = ".ceheng-card"
CHART = "[data-testid=stVegaLiteChart][role=graphics-document]"


@dataclass
class Watched:
    """Hold what a page did that it may not do."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def watch(self, page: Page) -> None:
        page.on("request", self.request)
        page.on("websocket", lambda one: None if "127.0.0.1" in one.url else self.outside.append(one.url))
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the server as the command does; give its address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "ceheng_model", "app", "--no-browser", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUTF8": "1"}
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answers(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        assert process.stderr is not None
        process.stderr.close()


def answers(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server says that it is well."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise AssertionError("the server does not answer")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, address: str, watched: Watched, *, size: str = "laptop", query: str = "") -> Page:
    """Open the page in a window of its own and wait until everything stands."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
    page.set_default_timeout(PATIENCE * 1000)
    watched.watch(page)
    page.goto(f"{address}/{query}")
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the cards and charts stand and the server has nothing left to say."""
    page.wait_for_selector(CARD)
    page.wait_for_selector(f"{CHART} svg", state="attached")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")


def figure(page: Page, name: str) -> str:
    """Return the figure of a card by a part of its name."""
    return str(page.locator(CARD, has_text=name).first.locator(".figure").inner_text())


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
