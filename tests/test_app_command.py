"""The command that opens the page: what it hands on, and how the server is set."""

import os
import runpy
import signal
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ceheng_model.app import serving
from ceheng_model.cli import app as command
from ceheng_model.cli import program
from tests.browsing import free_port, served
from tests.effort import PATIENCE


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments with which the page was run."""
    calls: list[list[str]] = []

    def run(name: str, *, run_name: str, alter_sys: bool) -> None:
        assert (name, run_name, alter_sys) == ("ceheng_model.app", "__main__", False)
        calls.append(list(sys.argv[1:]))

    monkeypatch.setattr(runpy, "run_module", run)
    monkeypatch.setattr(sys, "argv", ["ceheng", "app"])
    return calls


def test_the_command_hands_its_options_to_the_page(started: list[list[str]], tmp_path: Path) -> None:
    shipped = Path(__file__).parent.parent / "data" / "plans" / "ceheng-2022-2024"
    done = CliRunner().invoke(program, ["app", "--port", "8777", "--no-browser", "--plan", str(shipped)])
    assert done.exit_code == 0, done.output
    assert started == [["--port", "8777", "--no-browser", "--plan", str(shipped)]]
    assert CliRunner().invoke(program, ["app"]).exit_code == 0
    assert started[-1] == ["--port", "0"]


def test_a_bad_plan_and_missing_packages_are_told(
    started: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = CliRunner().invoke(program, ["app", "--plan", str(tmp_path / "none"), "--lang", "en"])
    assert done.exit_code == 2
    assert "plan.toml" in done.output
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    done = CliRunner().invoke(program, ["app", "--lang", "en"])
    assert done.exit_code == 2
    assert "streamlit, altair must be installed (got nothing); pip install 'ceheng-model[app]'." in done.output
    assert started == []


def test_the_cli_does_not_load_the_page() -> None:
    code = "import sys, ceheng_model.cli; print(sorted({'streamlit', 'altair', 'ceheng_model.app'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_every_setting_of_the_server_exists() -> None:
    from streamlit import config

    for name in serving.OPTIONS:
        config.get_option(name)  # raises for a name that is not there
    assert serving.OPTIONS["server.address"] == "127.0.0.1"
    assert serving.OPTIONS["browser.gatherUsageStats"] is False


def test_the_options_of_the_page_reach_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(serving, "serve", lambda **given: calls.append(given))
    serving.main(["--port", "8123", "--no-browser", "--plan", "a", "--plan", "b"])
    serving.main([])
    assert calls[0] == {"plans": ["a", "b"], "port": 8123, "browser": False}
    assert serving.FIRST_PORT <= int(str(calls[1]["port"])) < serving.FIRST_PORT + 50
    assert calls[1]["browser"] is True


@pytest.mark.parametrize("browser", [True, False])
def test_the_server_is_set_before_it_starts(browser: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web import bootstrap

    told: list[Any] = []
    monkeypatch.setattr(bootstrap, "load_config_options", lambda *, flag_options: told.append(flag_options))
    monkeypatch.setattr(bootstrap, "run", lambda script, **given: told.append((script, given)))
    monkeypatch.setattr(serving, "_open_when_ready", told.append)
    serving.serve(plans=["a"], port=8700, browser=browser)
    options, *_ = told
    script, given = told[-1]
    assert options["server_address"] == "127.0.0.1"
    assert options["server_port"] == 8700
    assert (script, given["args"], given["flag_options"]) == (str(serving.SCRIPT), ["a"], options)
    assert ("http://127.0.0.1:8700" in told) is browser


def test_a_port_in_use_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(serving, "FIRST_PORT", taken.getsockname()[1])
        assert serving.free_port() != taken.getsockname()[1]
        monkeypatch.setattr(serving, "_PORTS", 1)
        assert serving.free_port() == taken.getsockname()[1]


def test_the_browser_opens_once_the_page_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    answers = iter([OSError(), OSError(), None])

    class Answer:
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    def urlopen(address: str, *, timeout: float) -> Answer:
        assert address == "http://here/_stcore/health"
        if (error := next(answers)) is not None:
            raise error
        return Answer()

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(webbrowser, "open", opened.append)
    serving._open_when_ready("http://here")
    assert opened == ["http://here"]
    monkeypatch.setattr(serving, "_PATIENCE", 0.0)
    serving._open_when_ready("http://here")
    assert opened == ["http://here"]


@pytest.mark.slow
def test_the_server_listens_to_this_machine_only_and_ends_when_told(tmp_path: Path) -> None:
    with served() as (address, process):
        with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
            assert answer.read() == b"ok"
        port = int(address.rpartition(":")[2])
        listening = Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
        # column 2 is the local address in hexadecimal, little-endian: 0100007F is 127.0.0.1
        local = [line.split()[1] for line in listening if line.split()[3] == "0A"]
        assert [one for one in local if one.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]
        assert free_port() != port
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) in (0, -signal.SIGINT, 130)
    assert os.name == "posix"
