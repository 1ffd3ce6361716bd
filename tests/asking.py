"""Run the server of the page within the tests, and ask it as a browser, or as somebody else, would."""

import base64
import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ceheng_model.app.routes import TOKEN, Site
from ceheng_model.app.server import listening, server_at
from ceheng_model.scenarios import Scenario
from tests.effort import PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Hold what a server answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def told(self) -> list[list[str]]:
        return list(json.loads(self.content)["told"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold a server that runs, and ask it."""

    port: int
    site: Site

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, body: bytes | None = None, *, method: str = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for a path with these headers and the host alone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(
                method or ("GET" if body is None else "POST"),
                path,
                skip_host=any(name.lower() == "host" for name in headers or {}),
            )
            for name, value in (headers or {}).items():
                if value:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            came = connection.getresponse()
            return Answer(status=came.status, headers=dict(came.getheaders()), content=came.read())
        finally:
            connection.close()

    def post(self, path: str, table: object, **changed: str) -> Answer:
        """Ask as the page does; a header that is changed to nothing is left out."""
        headers = {"Origin": self.address, TOKEN: self.site.token} | {
            name.replace("_", "-"): value for name, value in changed.items()
        }
        return self.ask(path, json.dumps(table).encode(), headers=headers)


@contextmanager
def running(*scenarios: Scenario, port: int = 0) -> Iterator[Asked]:
    """Run a server within this process until the end of the block."""
    site = Site.of(scenarios, language="zh")
    with listening(port) as waiting:
        server = server_at(waiting, site)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [waiting]})
        thread.start()
        try:
            yield Asked(port=waiting.getsockname()[1], site=site)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def sent(ending: str, content: bytes, **more: Any) -> dict[str, Any]:
    """Return a file as the page sends it."""
    return {"ending": ending, "content": base64.b64encode(content).decode(), **more}
