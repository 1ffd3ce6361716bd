"""Take the pictures of the what-if page that the guides show: ``python -m tests.picture_page``, or with a FOLDER."""

import sys
from pathlib import Path

from playwright.sync_api import Browser

import ceheng_model as cm
from tests.asking import running
from tests.browsing import chromium

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = {"width": 1366, "height": 768}
LANGUAGES = {"": "中文", "en": "English"}


def take(browser: Browser, address: str, folder: Path, language: str) -> None:
    context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/1")
    if language:
        page.get_by_role("button", name=LANGUAGES[language], exact=True).click()
    target = folder / language
    target.mkdir(parents=True, exist_ok=True)
    # rural growth that the ratio takes
    page.locator(".reach:visible").last.click()
    page.screenshot(path=target / "page.png")
    page.locator("#tab-files").click()
    page.locator("#panel").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.screenshot(path=target / "page_files.png")
    context.close()


def main(folder: Path) -> None:
    with running(cm.scenario("plan")) as server, chromium() as browser:
        for language in LANGUAGES:
            take(browser, server.address, folder, language)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
