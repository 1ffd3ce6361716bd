"""Answer the page: hand it out, read the files that it sends, write the files that it asks for."""

import asyncio
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ceheng_model.app import words
from ceheng_model.app.answers import Told, answer, both, refusal, said_in, said_of
from ceheng_model.app.bodies import MOST_FILE, NotUnderstoodError, TooLargeError, body_of, file_in, text_in
from ceheng_model.app.downloads import MAKERS, MEDIA
from ceheng_model.app.guard import Guard
from ceheng_model.app.uploads import report_on, scenario_from, scenario_in
from ceheng_model.documents.page.page_file import page_data, page_text
from ceheng_model.errors import CehengError, Remark
from ceheng_model.scenarios import Dossier, Scenario, scenario_record
from ceheng_model.vocabulary import LANGUAGES, Language

TOKEN = "x-ceheng-token"  # noqa: S105 - the name of the line in which it comes
_SHOWN = ("targets", "distances", "quarters", "progress")
"""Tables of a report on actual figures that the page shows: nothing that is drawn."""
Work = Callable[[Dossier, dict[str, Any], Path], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Hold scenarios with their pages, the language they open in, and the token of this run."""

    scenarios: Sequence[Scenario]
    pages: Sequence[str]
    language: Language
    token: str

    @classmethod
    def of(cls, scenarios: Sequence[Scenario], *, language: Language) -> "Site":
        """Return the pages of scenarios under a new token; raise `InputError` for a scenario that no page can show."""
        token = secrets.token_urlsafe(32)
        pages = [page_text(page_data(one), language=language, token=token) for one in scenarios]
        return cls(scenarios=scenarios, pages=pages, language=language, token=token)

    def dossier(self, number: int) -> Dossier:
        """Return the plan of a page; raise `HTTPException` for a number that has none."""
        if not 1 <= number <= len(self.scenarios):
            raise HTTPException(404)
        return self.scenarios[number - 1].require_dossier()


def application(site: Site, *, port: int) -> Guard:
    """Return the application that answers at a port, guarded."""
    at_work = asyncio.Lock()
    work: Mapping[str, Work] = {"scenario": _open, "figures": _judge} | {name: partial(_write, name) for name in MAKERS}
    routes = [
        Route("/", partial(_front, site)),
        Route("/{number:int}", partial(_page, site)),
        *(
            Route(f"/{{number:int}}/{name}", partial(_asked, site, at_work, one), methods=["POST"])
            for name, one in work.items()
        ),
    ]
    handlers: Any = {HTTPException: _refused, TooLargeError: _too_large, NotUnderstoodError: _not_understood}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), port=port)


async def _front(site: Site, _: Request) -> Response:
    """Return the one page there is, or a list of them."""
    if len(site.scenarios) == 1:
        return RedirectResponse("/1")
    heading = escape(words.PLANS.in_language(site.language))
    titles = [one.require_dossier().plan.title.in_language(site.language) for one in site.scenarios]
    links = "".join(f'<li><a href="/{at}">{escape(title)}</a></li>' for at, title in enumerate(titles, start=1))
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="{site.language}"><meta charset="utf-8"><title>{heading}</title>'
        f"<h1>{heading}</h1><ol>{links}</ol></html>"
    )


async def _page(site: Site, request: Request) -> Response:
    number = request.path_params["number"]
    site.dossier(number)
    return HTMLResponse(site.pages[number - 1])


async def _asked(site: Site, at_work: asyncio.Lock, work: Work, request: Request) -> Response:
    """Answer one question of a page: one at a time is worked on, as charts share what they draw with."""
    came = request.headers.get(TOKEN, "")
    if not secrets.compare_digest(came.encode(), site.token.encode()):
        return refusal(403, words.WRONG_TOKEN)
    dossier = site.dossier(request.path_params["number"])
    asked = await body_of(request)
    async with at_work:
        return await asyncio.to_thread(_done, work, dossier, asked)


def _done(work: Work, dossier: Dossier, asked: dict[str, Any]) -> Response:
    """Return what a work gives; of its folder nothing is left, and no error is told but in words."""
    with TemporaryDirectory(prefix="ceheng-") as name:
        folder = Path(name)
        try:
            return work(dossier, asked, folder)
        except CehengError as error:
            return answer([said_of(error, folder)], status=422)
        except (TooLargeError, NotUnderstoodError):
            raise
        except Exception as error:  # noqa: BLE001 - a server goes on, and says where it runs what happened
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            return refusal(500, words.UNEXPECTED)


def _open(dossier: Dossier, asked: dict[str, Any], folder: Path) -> Response:
    """Return the scenario of a file as the page takes it."""
    made = scenario_in(folder, file_in(asked), dossier)
    return answer(_told(made.warnings, folder), scenario=scenario_record(made))


def _judge(dossier: Dossier, asked: dict[str, Any], folder: Path) -> Response:
    """Return what actual figures say of the scenario: how its targets stand, and the figures against its path."""
    report = report_on(scenario_from(text_in(asked, "scenario"), dossier, folder), file_in(asked), folder)
    said = [both(text) for text in (*report.answer, *report.caveats)]
    tables = [
        {
            "title": both(table.title),
            "words": [column.is_words for column in table.columns if column.shown],
            "rows": [table.shown_rows(language) for language in LANGUAGES],
        }
        for table in report.tables()
        if table.name in _SHOWN and table.rows
    ]
    return answer([*said, *_told(report.remarks, folder)], tables=tables)


def _write(name: str, dossier: Dossier, asked: dict[str, Any], folder: Path) -> Response:
    """Return a file that is written for the scenario of the page."""
    file = MAKERS[name](scenario_from(text_in(asked, "scenario"), dossier, folder), asked, folder)
    return Response(file.read_bytes(), media_type=MEDIA[file.suffix.removeprefix(".")])


def _told(remarks: Sequence[Remark], folder: Path) -> list[Told]:
    return [said_in(remark.sentence, folder) for remark in remarks]


async def _refused(_: Request, error: HTTPException) -> Response:
    return refusal(error.status_code, words.NOT_SO if error.status_code == 405 else words.NOT_THERE)


async def _too_large(_: Request, __: Exception) -> Response:
    refused = refusal(413, words.TOO_LARGE.format(most=MOST_FILE // 1_000_000))
    # what is still on its way is not waited for
    refused.headers["connection"] = "close"
    return refused


async def _not_understood(_: Request, __: Exception) -> Response:
    return refusal(400, words.NOT_UNDERSTOOD)
