"""One profile of Hypothesis for all tests; what is too long for every run is left to the long one."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import LONG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# no profile knows a time: neither a deadline an example nor slow generation fails a test on a loaded machine
TIMELESS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, database=None)
# the same examples in every run, here and elsewhere
settings.register_profile("run", TIMELESS, derandomize=True, max_examples=100)
# others in every run; a failure prints the line that brings it back
settings.register_profile("long", TIMELESS, max_examples=2000)
settings.load_profile("long" if LONG else "run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as long, except in a long run or where a mark expression asks for it."""
    if LONG or "long" in config.getoption("markexpr"):
        return
    left = [item for item in items if item.get_closest_marker("long")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture
def random_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw independent random numbers where nobody says how, so that another computation can draw the same."""
    monkeypatch.setattr("ceheng_model.ensemble.settings.USUAL_METHOD", "random")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Start a real browser for the tests of one file; only these need it installed."""
    from tests.browsing import chromium

    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of the plan that ships."""
    import ceheng_model as cm

    path = tmp_path_factory.mktemp("page") / "page.html"
    cm.write_page(cm.scenario("plan"), path)
    return path


@pytest.fixture
def page(browser: "Browser", file: Path) -> Iterator["Page"]:
    """Open that page in a window of its own."""
    from tests.pages import opened_file

    with opened_file(browser, file) as (one, _):
        yield one
