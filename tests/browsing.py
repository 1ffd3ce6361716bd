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


@dataclass
class Watched:
    """Hold what a page did that it may not do."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def watch(self, page: Page) -> None:
        page.on("request", self.request)
        page.on("websocket", lambda one: self.outside.append(one.url))
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(*arguments: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the server as the command does; give its address once it answers."""
    number = port or free_port()
    command = [sys.executable, "-m", "ceheng_model", "app", "--no-browser", "--port", str(number), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUTF8": "1"}
    )
    address = f"http://127.0.0.1:{number}"
    try:
        answers(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        assert process.stderr is not None
        process.stderr.close()


def answers(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server hands a page out."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
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
