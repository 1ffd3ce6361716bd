"""Let in what this machine's own browser asks of this server, and nothing that another page or machine sends."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ceheng_model.app.answers import refusal
from ceheng_model.app.words import FOREIGN_HOST, FOREIGN_ORIGIN

ADDRESS = "127.0.0.1"
_NAMES = (ADDRESS, "localhost")
_USUAL_PORT = 80
_ALWAYS = {
    # neither framed nor kept nor taken for another kind of file
    "content-security-policy": "frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
_WITHOUT_ORIGIN = ("GET", "HEAD")
"""Methods that browsers send without saying which page asks, and that change nothing."""


def hosts(port: int) -> tuple[str, ...]:
    """Return what a browser on this machine calls the server, port included.

    >>> hosts(8501)
    ('127.0.0.1:8501', 'localhost:8501')
    """
    ending = "" if port == _USUAL_PORT else f":{port}"
    return tuple(f"{name}{ending}" for name in _NAMES)


class Guard:
    """Refuse requests under another name, port or origin; say of every answer that nobody else may use it."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        """Guard an application that answers at a port."""
        self.app = app
        self.hosts = hosts(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may come in."""
        if scope["type"] != "http":
            # the server is started without any other kind but its own lifespan
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        app = self.app
        if not self._is_own(headers.getlist("host")):
            app = refusal(403, FOREIGN_HOST)
        elif not self._may_ask(scope["method"], headers):
            app = refusal(403, FOREIGN_ORIGIN)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_ALWAYS)
            await send(message)

        await app(scope, receive, marked)

    def _is_own(self, named: Iterable[str]) -> bool:
        """Return whether exactly one name came, and it is this server's: another site may point its own name here."""
        return [name for name in named if name in self.hosts] == list(named) != []

    def _may_ask(self, method: str, headers: Headers) -> bool:
        """Return whether the page that asks is of the host asked; a page from a file says ``null`` and is not."""
        came = headers.getlist("origin")
        if not came:
            return method in _WITHOUT_ORIGIN
        return came == [f"http://{headers['host']}"]
