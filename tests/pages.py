"""Open what-if pages in a real browser, from a file, where no request may be made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import Watched
from tests.effort import PATIENCE


class Alone(Watched):
    """Hold what a page did that a file may not do: any request but that of the file itself, any word on the console."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.own = file.as_uri()

    def request(self, request: object) -> None:
        url = str(request.url)  # type: ignore[attr-defined]
        if url.partition("#")[0] != self.own and not url.startswith(("data:", "blob:")):
            self.outside.append(url)

    def console(self, message: object) -> None:
        self.errors.append(str(message.text))  # type: ignore[attr-defined]


PANELS = ("verdicts", "map", "fan", "audit", "measures", "surroundings", "shelf", "files", "tables")


def lines_of(browser: Browser, file: Path) -> list[str]:
    """Return every line that a page shows, in each of its panels."""
    said: list[str] = []
    with opened_file(browser, file) as (page, _):
        for panel in PANELS:
            page.locator(f"#tab-{panel}").click()
            said += page.locator("#page").inner_text().splitlines()
            said += page.evaluate(
                """() => [...document.querySelectorAll("#page [aria-label], #page [title]")]
                .flatMap(one => [one.getAttribute("aria-label") ?? "", one.getAttribute("title") ?? ""])"""
            )
    return sorted(set(said))


READY = "#page[data-ready]"
"""The page once what was kept is shown and gestures are taken."""


def reloaded(page: Page) -> None:
    """Load a page again, until it takes gestures."""
    page.reload()
    page.locator(READY).wait_for()


@contextmanager
def opened_file(
    browser: Browser, file: Path, *, hash: str = "", width: int = 1366, height: int = 768, **context: object
) -> Iterator[tuple[Page, Alone]]:
    """Open a page from its file, offline; what it did that it may not do is refused at the end."""
    own: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height},
        offline=True,
        **context,  # type: ignore[arg-type]
    )
    try:
        page, alone = own.new_page(), Alone(file)
        page.set_default_timeout(PATIENCE * 1000)
        alone.watch(page)
        page.goto(file.as_uri() + hash)
        page.locator(READY).wait_for()
        yield page, alone
        assert (alone.outside, alone.errors) == ([], [])
    finally:
        own.close()
