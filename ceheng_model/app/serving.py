"""Serve the page to this machine only: no outside request, no statistics, no watching of files."""

import argparse
import socket
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Sequence
from pathlib import Path

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
_PORTS = 50
SCRIPT = Path(__file__).with_name("script.py")
_PATIENCE = 60.0
_UPLOAD_MEGABYTES = 5

OPTIONS: dict[str, object] = {
    "server.address": ADDRESS,
    # without it Streamlit asks a server on the internet for this machine's outer address
    "server.headless": True,
    "browser.gatherUsageStats": False,
    "browser.serverAddress": ADDRESS,
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": False,
    "server.maxUploadSize": _UPLOAD_MEGABYTES,
    "server.enableStaticServing": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": False,
    "global.developmentMode": False,
    "theme.base": "light",
    "theme.primaryColor": "#12355B",
    "theme.baseFontSize": 15,
    "theme.headingFontSizes": ["1.5rem", "1.25rem", "1.05rem"],
    "theme.metricValueFontSize": "1.7rem",
}
"""Settings of the server; a settings file in the working folder does not change them."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted; open the browser as soon as the page answers."""
    parser = argparse.ArgumentParser(prog="ceheng app")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--plan", action="append", default=[])
    given = parser.parse_args(arguments)
    serve(plans=given.plan, port=given.port or free_port(), browser=not given.no_browser)


def serve(*, plans: Sequence[str], port: int, browser: bool) -> None:
    """Start the server in this process, with what every page needs already loaded."""
    from streamlit.web import bootstrap

    # what is loaded before the server starts is not waited for by the first page
    from ceheng_model.app import page  # noqa: F401

    options = {name.replace(".", "_"): value for name, value in OPTIONS.items()} | {"server_port": port}
    bootstrap.load_config_options(flag_options=options)
    address = f"http://{ADDRESS}:{port}"
    print(f"{address}  （Ctrl-C 结束 / Ctrl-C ends）", flush=True)
    if browser:
        threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
    bootstrap.run(str(SCRIPT), is_hello=False, args=list(plans), flag_options=options)


def free_port() -> int:
    """Return the first port from the usual one on that nothing on this machine uses."""
    for port in range(FIRST_PORT, FIRST_PORT + _PORTS):
        with socket.socket() as tried:
            if tried.connect_ex((ADDRESS, port)) != 0:
                return port
    return FIRST_PORT


def _open_when_ready(address: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - this machine
                webbrowser.open(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
