"""What a command ends with: its status, and what it says when the output cannot be written or something breaks."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.effort import PATIENCE

ROOT = Path(__file__).parent.parent
CEHENG = [sys.executable, "-m", "ceheng_model"]
BREAKING = (
    "import sys\nfrom ceheng_model.cli import entry\nfrom ceheng_model.scenarios import Dossier\n"
    "import ceheng_model.cli.options as options\n"
    "def broken(*_): raise {error}\n"
    "options.load_dossier = broken\nsys.argv = ['ceheng', *sys.argv[1:]]\nentry.main()\n"
)
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the system of Linux")


def run(*arguments: str, stdout: Any) -> subprocess.CompletedProcess[str]:
    command = [*CEHENG, *arguments]
    return subprocess.run(
        command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, timeout=PATIENCE
    )


@pytest.mark.parametrize("arguments", [["project"], ["--help"], ["check", "--format", "json"], ["charts", "-o", "c"]])
def test_a_reader_that_ends_is_no_fault(arguments: list[str], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    # nobody reads: the first byte meets a closed pipe
    os.close(reading)
    where = [str(tmp_path / "c") if one == "c" else one for one in arguments]
    more = ["--only", "ratio_path", "--dpi", "20"] if where[0] == "charts" else []
    try:
        done = run(*where, *more, stdout=writing)
    finally:
        os.close(writing)
    assert done.returncode == 141
    assert done.stderr.startswith("已写入") if more else done.stderr == ""


@on_linux
@pytest.mark.parametrize("arguments", [["project"], ["--format", "json"], ["scenarios"], ["--version"]])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_output_that_is_full_is_one_message(arguments: list[str], language: str) -> None:
    given = arguments if arguments == ["--version"] else [*arguments, "--lang", language]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(*given, stdout=full)
    messages = {
        "zh": "标准输出必须可以写入（现为 磁盘已满）；请检查输出到哪里。\n",
        "en": "standard output must be writable (got the disk is full); check where it goes.\n",
    }
    # --version and --help know no language
    assert done.stderr == ("".join(messages.values()) if arguments == ["--version"] else messages[language])
    assert done.returncode == 2


@on_linux
def test_help_that_cannot_be_written_is_one_message_too() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run("--help", stdout=full)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 2


def test_no_output_at_all_is_no_fault(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    code = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    command = [sys.executable, "-c", code, "-m", "ceheng_model", "--format", "csv", "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0
    assert target.read_text(encoding="utf-8-sig").startswith("年份,")


@pytest.mark.parametrize(
    "error", ["RuntimeError('\\x1b[31mred')", "MemoryError()", "OSError(2, 'No such file', 'x')", "RecursionError('r')"]
)
def test_what_nobody_foresaw_never_looks_like_an_answer(error: str) -> None:
    command = [sys.executable, "-c", BREAKING.format(error=error), "check", "--strict"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert done.stderr.startswith("ceheng 出了意料之外的错误（退出码 70）")
    assert "ceheng met an error that nobody foresaw (status 70)" in done.stderr
    assert "Traceback" in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""


def test_an_interrupt_is_silent() -> None:
    command = [sys.executable, "-c", BREAKING.format(error="KeyboardInterrupt"), "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip(), done.stdout) == (130, "", "")


@on_linux
def test_an_interrupt_from_the_keyboard_is_silent() -> None:
    # what a shell runs in the background ignores the signal, and so would the child
    as_in_front = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-c", as_in_front, *CEHENG, "simulate", "--draws", "100000000"]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # the run is under way once its threads are
    while child.poll() is None and len(list(Path(f"/proc/{child.pid}/task").iterdir())) < 3:
        os.sched_yield()
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=PATIENCE)
    assert (child.returncode, told.strip()) == (130, "")


def test_wrong_calls_and_misses_keep_their_statuses() -> None:
    assert run("--no-such-option", stdout=subprocess.DEVNULL).returncode == 2
    assert run("no-such-command", stdout=subprocess.DEVNULL).returncode == 2
    assert run("--plan", "nowhere", stdout=subprocess.DEVNULL).returncode == 2
    assert run("check", "--strict", stdout=subprocess.DEVNULL).returncode == 1
    assert run("check", stdout=subprocess.DEVNULL).returncode == 0


def test_the_help_names_the_statuses() -> None:
    shown = run("--help", stdout=subprocess.PIPE).stdout
    for status in ("0", "1", "2", "70", "130", "141"):
        assert f"{status} " in shown.partition("退出码")[2]


def test_what_is_said_of_files_stands_beside_the_result(tmp_path: Path) -> None:
    done = run("project", "--format", "json", "--save", str(tmp_path / "a.toml"), stdout=subprocess.PIPE)
    assert done.stdout.startswith("{")
    assert done.stderr == f"已写入 {tmp_path / 'a.toml'}：情景“a”的增速假设\n"
    done = run("--format", "json", "-o", str(tmp_path / "a.json"), "--lang", "en", stdout=subprocess.PIPE)
    assert done.stdout == ""
    assert done.stderr.startswith(f"written to {tmp_path / 'a.json'}: 5 tables (")
    assert done.stderr.count("\n") == 1
    done = run("--format", "json", "-o", os.devnull, stdout=subprocess.PIPE)
    assert (done.stdout, done.stderr) == ("", "")
