"""Take pictures of the what-if page: ``python -m tests.picture_app`` those of the guide, with a FOLDER all of them."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browsing import CARD, Watched, chromium, opened, served, settled, tab

FOLDER = Path(__file__).parent.parent / "docs" / "pictures" / "app"
IN_GUIDE = frozenset({"zh-laptop-open", "en-laptop-solved", "zh-laptop-contradictions", "en-laptop-compare"})
SOLVED = "set=rural%3D0.16149221522939872&aim=2.8"
KEPT = (
    "keep=scenario%3Dtrend%26name%3D%E6%8C%89%E8%B6%8B%E5%8A%BF"
    "&keep=scenario%3Dplan%26name%3D%E5%B7%A5%E8%B5%84%E6%94%BE%E6%85%A2%26set%3Drural.wages%253D0.15"
)
DOCTORS = "lever=village_doctors%3Arecipients%3D300,residents%3D120000,first_year%3D2023"
TABS = {
    "zh": ("矛盾与修复", "并列比较", "官方七列表", "存取与下载"),
    "en": ("Contradictions", "Compare", "Official table", "Files"),
}
NAMES = ("contradictions", "compare", "official", "files")


def main(folder: Path, *, shown: frozenset[str]) -> None:
    """Take every picture; keep those shown, or all where none is named."""
    folder.mkdir(parents=True, exist_ok=True)
    watched = Watched()
    with served() as (address, _), chromium() as browser:
        for language in ("zh", "en"):
            for size in ("laptop", "projector"):
                stem = f"{language}-{size}"
                _shot(_open(browser, address, watched, language, size, ""), folder / f"{stem}-open.png", shown)
                page = _open(browser, address, watched, language, size, f"&{SOLVED}&{KEPT}&{DOCTORS}")
                _shot(page, folder / f"{stem}-solved.png", shown)
                for name, label in zip(NAMES, TABS[language], strict=True):
                    tab(page, label)
                    _to_tabs(page)
                    _shot(page, folder / f"{stem}-{name}.png", shown)
                page.close()
    assert not watched.outside, watched.outside
    assert not watched.errors, watched.errors


def _open(browser: Browser, address: str, watched: Watched, language: str, size: str, query: str) -> Page:
    return opened(browser, address, watched, size=size, query=f"?lang={language}{query}")


def _to_tabs(page: Page) -> None:
    page.get_by_role("tablist").evaluate("e => e.scrollIntoView({block: 'start'})")


def _shot(page: Page, file: Path, shown: frozenset[str]) -> None:
    if shown and file.stem not in shown:
        return
    settled(page)
    page.mouse.move(5, 5)
    page.locator(CARD).first.wait_for()
    # charts draw their last frame after the script has ended
    page.wait_for_timeout(700)
    page.screenshot(path=file)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), shown=frozenset())
    else:
        main(FOLDER, shown=IN_GUIDE)
