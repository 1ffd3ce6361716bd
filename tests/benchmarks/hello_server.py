"""The yardstick: a server of the same two packages that says hello, and nothing behind it."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route


async def hello(_: Request) -> HTMLResponse:
    return HTMLResponse("<!DOCTYPE html><title>hello</title><p id='page'>hello</p>")


if __name__ == "__main__":
    uvicorn.run(
        Starlette(routes=[Route("/", hello)]),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="off",
    )
