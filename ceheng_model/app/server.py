"""Serve pages to this machine only, until interrupted."""

import os
import socket
import threading
import webbrowser
from collections.abc import Sequence

import uvicorn

from ceheng_model.app import words
from ceheng_model.app.guard import ADDRESS
from ceheng_model.app.routes import Site, application
from ceheng_model.errors import Fault, InputError
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Language

FIRST_PORT = 8501
_PORTS = 50


def serve(scenarios: Sequence[Scenario], *, language: Language, port: int = 0, browser: bool = True) -> None:
    """Serve the page of each scenario until interrupted; open the browser at once, which waits for its answer.

    Raises `InputError` for a `port` that is in use; 0 takes the first from the usual one on that is free.
    """
    with listening(port) as waiting:
        address = f"http://{ADDRESS}:{waiting.getsockname()[1]}"
        print(words.READY.format(address=address).in_language(language), flush=True)
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        # who asks meanwhile waits: the port listens already
        server_at(waiting, Site.of(scenarios, language=language)).run(sockets=[waiting])


def server_at(waiting: socket.socket, site: Site) -> uvicorn.Server:
    """Return the server of a site for a socket that listens."""
    config = uvicorn.Config(
        application(site, port=waiting.getsockname()[1]),
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        # what is open when the server ends is not waited for
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine; raise `InputError` for a port that is in use."""
    for tried in [port] if port else [*range(FIRST_PORT, FIRST_PORT + _PORTS), 0]:
        made = socket.socket()
        if os.name == "posix":
            # the port of a server that has just ended is free again; elsewhere this would share it with another
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((ADDRESS, tried))
            made.listen()
        except OSError:
            made.close()
        else:
            return made
    raise InputError(Fault(what=words.PORT, rule=words.FREE, got=port, way_out=words.OTHER_PORT))
