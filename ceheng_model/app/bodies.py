"""Read what a page sends: never more than a limit, counted while it comes, and only of the form that the page sends."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

MOST_BYTES = 8_000_000
"""What is read of one request: a scenario and a file of six megabytes in the form in which it is sent."""
MOST_FILE = 5_000_000
"""Bytes of the largest file that is read."""


class TooLargeError(Exception):
    """Say that more came than is read."""


class NotUnderstoodError(Exception):
    """Say that what came is not of the form that the page sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Hold a file as it was sent: how its name ends and what is in it; its name is not asked for."""

    ending: str
    content: bytes
    published: str | None = None
    """Of an official table: the day of publication, where it does not say it."""
    region: str | None = None
    """Of an official table: whose figures are taken."""
    confirm: bool = False
    """Whether figures far from the plan are vouched for."""


async def body_of(request: Request) -> dict[str, Any]:
    """Return the table that a request holds.

    Raises `TooLargeError` as soon as more came than may, and `NotUnderstoodError` for what is no table in JSON.
    """
    said = request.headers.get("content-length", "0")
    if said.isascii() and said.isdecimal() and int(said) > MOST_BYTES:
        raise TooLargeError
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise TooLargeError
        parts.append(part)
    try:
        table = json.loads(b"".join(parts))
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError from error
    if not isinstance(table, dict):
        raise NotUnderstoodError
    return table


def text_in(table: dict[str, Any], key: str) -> str:
    """Return a text of a table; raise `NotUnderstoodError` where none is there."""
    value = table.get(key)
    if not isinstance(value, str):
        raise NotUnderstoodError
    return value


def option_in(table: dict[str, Any], key: str, options: tuple[str, ...]) -> str:
    """Return one of the options; raise `NotUnderstoodError` for anything else."""
    value = text_in(table, key)
    if value not in options:
        raise NotUnderstoodError
    return value


def file_in(table: dict[str, Any], key: str = "file") -> Sent:
    """Return the file of a table; raise as `text_in` does, and `TooLargeError` for a file that is not read."""
    came = table.get(key)
    if not isinstance(came, dict):
        raise NotUnderstoodError
    try:
        content = base64.b64decode(text_in(came, "content"), validate=True)
    except ValueError as error:
        raise NotUnderstoodError from error
    if len(content) > MOST_FILE:
        raise TooLargeError
    return Sent(
        ending=text_in(came, "ending").lower(),
        content=content,
        published=stated_in(came, "published"),
        region=stated_in(came, "region"),
        confirm=came.get("confirm") is True,
    )


def stated_in(table: dict[str, Any], key: str) -> str | None:
    """Return what was typed into a field of the page; None where it was left empty."""
    return (text_in(table, key).strip() or None) if key in table else None
