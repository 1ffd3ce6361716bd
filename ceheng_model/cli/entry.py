"""Hold the ``ceheng`` command itself: which commands there are, what runs when none is named, and the version."""

import contextlib
import errno
import io
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ceheng_model import __version__
from ceheng_model.characters import printable
from ceheng_model.cli.consoles import fit_stream
from ceheng_model.cli.statuses import BAD_INPUT, INTERRUPTED, READER_GONE, UNEXPECTED, output_failed, standard_output
from ceheng_model.errors import OutputError
from ceheng_model.vocabulary import Text

COMMANDS = (
    "report",
    "project",
    "check",
    "scenarios",
    "compare",
    "plans",
    "show",
    "charts",
    "init",
    "data",
    "measures",
    "app",
    "brief",
    "levers",
    "audit",
    "solve",
    "simulate",
    "sensitivity",
    "decompose",
    "calibrate",
    "inequality",
    "workbook",
    "track",
)
"""Commands in the order of --help; each is the function of its name in the module of its name beside this one."""
MAIN_COMMAND = "report"
_UNEXPECTED = Text(
    "ceheng 出了意料之外的错误（退出码 70），不是您的输入有误。请把下面的内容连同所用的命令报告给维护者。",
    "ceheng met an error that nobody foresaw (status 70); it is no fault of the input. Please report what follows, "
    "with the command that was run.",
)
_OF_A_STREAM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a stream answers that takes no more: --help is printed outside every command."""
_STATUSES = (
    "退出码：0 完成；1 未达到（--strict）或无解；2 输入或输出有误；70 程序出错；130 被中断；141 接收的程序已结束 / "
    "status: 0 done; 1 missed (--strict) or no solution; 2 bad input or output; 70 error of the program; "
    "130 interrupted; 141 the reading program has ended"
)
# typer brings a click of its own in some versions, and hands its error on under no name
_ClickError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


class Commands(TyperGroup):
    """Find a command in its module when it is asked for, and run the main job when none is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the main command in front of options that name none."""
        own = {"--help", "--version", "--install-completion", "--show-completion"}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = [MAIN_COMMAND, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name; its module is imported here and not before, for a quick start."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _loaded(cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Resolve a command; a mistyped one is compared with the names of all."""
        if args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> Any:
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    function = getattr(import_module(f"ceheng_model.cli.{name}"), name)
    single.command(name)(function)
    # what reads options is imported with the commands, so that --help and --version start quickly
    return import_module("ceheng_model.cli.option_values").reading_own_values(typer.main.get_command(single), function)


program = typer.Typer(
    cls=Commands,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=_STATUSES,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"ceheng-model {__version__}")
        raise typer.Exit


@program.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", help="版本 / version", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """居民收入预测与方案校验；不带命令时运行 report / income projection and plan checks; alone, it runs report."""


def main() -> None:
    """Run the command line and end with its status."""
    for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr)):
        if stream is None:
            # started without the stream: what opens next would take its number and be printed into
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            fit_stream(stream)
    status = _status()
    sys.exit(_flushed(status))


def _status() -> int:
    """Run the command line; return the status to end with."""
    try:
        return program(standalone_mode=False) or 0
    except _ClickError as error:
        shown = io.StringIO()
        error.show(file=shown)
        print(printable(shown.getvalue(), lines=True), end="", file=sys.stderr)
        return int(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return READER_GONE
    except SystemExit as end:
        # what runs the commands ends so itself when a reader is gone
        if isinstance(end.__context__, BrokenPipeError):
            return READER_GONE
        return end.code if isinstance(end.code, int) else 0
    except OutputError as error:
        return _told(error)
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes is told and never looks like an answer
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    """Tell an error that nobody raises on purpose; return the status to end with."""
    if isinstance(error, OSError) and error.filename is None and error.errno in _OF_A_STREAM:
        return _told(output_failed(error))
    told = printable("".join(traceback.format_exception(error)), lines=True)
    print(f"{_UNEXPECTED.zh}\n{_UNEXPECTED.en}\n{told}", end="", file=sys.stderr)
    return UNEXPECTED


def _told(error: OutputError) -> int:
    print(f"{error.text('zh')}\n{error.text('en')}", file=sys.stderr)
    return BAD_INPUT


def _flushed(status: int) -> int:
    """Bring out what is still held back; return the status, that of the failure where this fails."""
    try:
        with standard_output():
            pass
    except BrokenPipeError:
        status = status or READER_GONE
    except OutputError as error:
        # a command that failed on its output has told so itself
        if not status:
            status = _told(error)
    else:
        return status
    # what cannot be written would be tried, and told, once more at the very end
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
