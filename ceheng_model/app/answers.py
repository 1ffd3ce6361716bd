"""Answer in the words of the library, both languages side by side, so that the page shows its own."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse

from ceheng_model.app import words
from ceheng_model.errors import CehengError, Fault, InputError
from ceheng_model.vocabulary import LANGUAGES, Text

Told = list[str]
"""A text in every language of the page."""


def both(text: Text) -> Told:
    """Return a text in every language."""
    return [text.in_language(language) for language in LANGUAGES]


def answer(told: Iterable[Told], *, status: int = 200, **more: Any) -> JSONResponse:
    """Return an answer with what is said of it."""
    return JSONResponse({"told": list(told), **more}, status_code=status)


def refusal(status: int, *said: Text) -> JSONResponse:
    """Return an answer that says why nothing was done."""
    return answer(map(both, said), status=status)


def said_of(error: CehengError, folder: Path) -> Told:
    """Return what an error says in every language, with the page's own ways out, as `said_in` does."""
    told = InputError(map(_with_own_way, error.faults)) if isinstance(error, InputError) else error
    return said_in(told.message, folder)


def said_in(text: Text, folder: Path) -> Told:
    """Return a text in every language in which a file that was sent is no path of this machine."""
    return [_without(text.in_language(one), folder, words.CHOSEN.in_language(one)) for one in LANGUAGES]


def _with_own_way(fault: Fault) -> Fault:
    way = None if fault.missing is None else words.WAYS.get(fault.missing.need)
    return fault if way is None else replace(fault, way_out=way)


def _without(text: str, folder: Path, instead: str) -> str:
    names = [name for file in folder.iterdir() for name in (str(file), file.as_posix(), file.name)]
    for name in sorted([*names, str(folder), folder.as_posix()], key=len, reverse=True):
        text = text.replace(name, instead)
    return text
