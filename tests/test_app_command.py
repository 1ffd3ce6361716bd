"""The command that opens the page: its options, where it listens, how it ends."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.app import server
from ceheng_model.cli import app as command
from ceheng_model.cli import program
from ceheng_model.scenarios import Scenario
from tests.browsing import free_port, served
from tests.effort import PATIENCE


def test_the_command_hands_its_options_to_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], dict[str, Any]]] = []

    def serve(scenarios: Sequence[Scenario], **given: object) -> None:
        calls.append(([one.require_dossier().plan.id for one in scenarios], given))

    monkeypatch.setattr(server, "serve", serve)
    own = Path(__file__).parent.parent / "data" / "plans" / "ceheng-2022-2024"
    arguments = ["app", "--port", "8777", "--no-browser", "--plan", str(own), "--plan", "zhejiang-2027"]
    done = CliRunner().invoke(program, [*arguments, "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(program, ["app"]).exit_code == 0
    assert calls == [
        (["ceheng-2022-2024", "zhejiang-2027"], {"language": "en", "port": 8777, "browser": False}),
        (["ceheng-2022-2024"], {"language": "zh", "port": 0, "browser": True}),
    ]


def test_a_bad_plan_and_missing_packages_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(program, ["app", "--plan", str(tmp_path / "none"), "--lang", "en"])
    assert done.exit_code == 2
    assert "plan.toml" in done.output
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    done = CliRunner().invoke(program, ["app", "--lang", "en"])
    assert done.exit_code == 2
    assert 'starlette, uvicorn must be installed (got nothing); pip install "ceheng-model[app]".' in done.output


def test_the_cli_does_not_load_the_server() -> None:
    code = (
        "import sys, ceheng_model.cli; print(sorted({'starlette', 'uvicorn', 'ceheng_model.app'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_port_in_use_is_passed_over_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        monkeypatch.setattr(server, "FIRST_PORT", number)
        with server.listening(0) as other:
            assert other.getsockname()[0] == "127.0.0.1"
            assert other.getsockname()[1] != number
        with pytest.raises(cm.InputError, match="the port must be free"):
            server.listening(number)
        done = CliRunner().invoke(program, ["app", "--port", str(number), "--no-browser"])
        assert done.exit_code == 2
        assert f"端口必须未被使用（现为 {number}）；不写 --port，由程序自选。" in done.output


@pytest.mark.parametrize("browser", [True, False])
def test_the_browser_is_opened_where_it_is_wanted(
    browser: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []

    class Ended:
        def run(self, *, sockets: list[socket.socket]) -> None:
            assert sockets[0].getsockname()[0] == "127.0.0.1"

    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(threading, "Thread", Now)
    monkeypatch.setattr(server, "server_at", lambda waiting, site: Ended())
    server.serve([cm.scenario("plan")], language="en", browser=browser)
    address = capsys.readouterr().out.split()[0]
    assert opened == ([address] if browser else [])
    assert address.startswith("http://127.0.0.1:")


class Now:
    """Do at once what a thread would."""

    def __init__(self, *, target: Any, args: tuple[object, ...], daemon: bool) -> None:
        self.start = lambda: target(*args)


@pytest.mark.slow
def test_the_server_listens_to_this_machine_only_and_ends_when_told() -> None:
    with served() as (address, process):
        with urllib.request.urlopen(f"{address}/1") as answer:
            assert b"<script" in answer.read()
        port = int(address.rpartition(":")[2])
        listening = Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
        # column 2 is the local address in hexadecimal, little-endian: 0100007F is 127.0.0.1
        local = [line.split()[1] for line in listening if line.split()[3] == "0A"]
        assert [one for one in local if one.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]
        assert free_port() != port
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) in (0, 130)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert os.name == "posix"
