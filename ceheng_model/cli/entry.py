"""Hold the ``ceheng`` command itself: which commands there are, what runs when none is named, and the version."""

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ceheng_model import __version__
from ceheng_model.characters import plain, printable
from ceheng_model.cli.consoles import fit_stream
from ceheng_model.cli.help_page import GroupedCommands, ReadersContext
from ceheng_model.cli.language import keep_language, keep_typed, language_asked
from ceheng_model.cli.statuses import BAD_INPUT, INTERRUPTED, READER_GONE, UNEXPECTED, output_failed, standard_output
from ceheng_model.cli.usage import ClickError, UsageError, in_readers_language
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Name, Text, label_of

if TYPE_CHECKING:
    from ceheng_model.errors import OutputError

_TASKS: dict[Text, dict[str, Text]] = {
    Text("看", "Look"): {
        "report": Text("主要结果：预测、收入比、校验", "the main job: projection, ratio, checks"),
        "project": Text("各年收入的官方七列表与路径", "the official seven columns for every year"),
        "scenarios": Text("随附的情景及其结果", "the shipped scenarios and where they lead"),
        "plans": Text("随附的方案", "the plans that ship"),
        "show": Text("数据及其来源", "the data and their sources"),
        "measures": Text("措施、责任单位、指标、职责", "measures, departments, figures, duties"),
    },
    Text("问", "Ask"): {
        "solve": Text("达到目标需要多快的增速", "the growth that a target takes"),
        "compare": Text("几个情景并列", "scenarios side by side"),
        "decompose": Text("变化从哪里来", "where a change comes from"),
        "sensitivity": Text("哪个假设最要紧", "which assumption matters"),
        "simulate": Text("有多大把握", "how sure results are"),
        "inequality": Text("收入差距有多大", "how unequal incomes are"),
        "allocate": Text("上级目标怎样分解到各县", "a target handed down to counties"),
        "levers": Text("定了价的措施能起多大作用", "what measures with a price bring"),
        "app": Text("在浏览器中打开“假如”页", "the what-if page in the browser"),
    },
    Text("判", "Judge"): {
        "check": Text("逐条校验方案的承诺", "judge every statement of the plan"),
        "audit": Text("哪些承诺不能同时成立", "which promises cannot hold together"),
        "track": Text("进度离计划路径多远", "actual figures against the plan"),
        "calibrate": Text("以往的预测准不准", "how forecasts of the past did"),
    },
    Text("写", "Write"): {
        "brief": Text("公文格式的测算报告", "a brief for officials"),
        "workbook": Text("可自动重算的工作簿", "a workbook that recalculates"),
        "page": Text("单个文件的“假如”页，双击打开", "a what-if page in one file"),
        "charts": Text("简报用的全套图", "the charts for a briefing"),
        "init": Text("为另一个地区建立方案文件夹", "the plan folder of another place"),
        "data": Text("把官方数据表整理成表", "an official table in tidy form"),
    },
}
"""Commands by what one does with them, in the order of --help, each with a line on it."""
COMMANDS: dict[str, Name] = {
    command: Name(command, said) for commands in _TASKS.values() for command, said in commands.items()
}
"""Each command is the function of its name in the module of its name beside this one."""
MAIN_COMMAND = "report"
_UNEXPECTED = Text(
    "ceheng 出了意料之外的错误（退出码 70），不是您的输入有误。请把下面的内容连同所用的命令报告给维护者。",
    "ceheng met an error that nobody foresaw (status 70); it is no fault of the input. Please report what follows, "
    "with the command that was run.",
)
_OF_A_STREAM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a stream answers that takes no more: --help is printed outside every command."""
_KEYS = [*("urban", "rural"), *BUREAU_KEYS, TOTAL]
_STATUSES = (
    "选项写在命令前后均可。增速写作 人群.构成.年份=12%（= 设为，+= 加百分点，*= 乘倍数），代码或名称均可，如 "
    f"--set 农村.工资性收入.2023-2024=12%。代码：{'、'.join(f'{key} {label_of(key).zh}' for key in _KEYS)}；"
    "其他方案的代码由 ceheng show 列出。退出码：0 完成；1 未达到（--strict）或无解；"
    "2 输入或输出有误；70 程序出错；"
    "130 被中断；141 接收的程序已结束 / Options stand before or behind the command. Growth is written as "
    "GROUP.COMPONENT.YEAR=12% (= sets, += adds points, *= multiplies), by key or by name, such as "
    f"--set rural.wages.2023-2024=12%. Keys: {', '.join(f'{key} ({label_of(key).en})' for key in _KEYS)}; "
    "ceheng show lists those of other plans. Status: 0 done; 1 missed (--strict) or no solution; "
    "2 bad input or output; "
    "70 error of the program; 130 interrupted; 141 the reading program has ended"
)
_INSTALL = "--install-completion"
_OWN = ("--help", "--version", _INSTALL, "--show-completion")


class Commands(GroupedCommands):
    """Find a command in its module when it is asked for, and run the main job when none is named."""

    context_class = ReadersContext

    def tasks(self) -> Iterator[tuple[Text, list[tuple[str, Text]]]]:
        """Yield each task with its commands and a line on each."""
        for task, commands in _TASKS.items():
            yield task, list(commands.items())

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ARG002
        """Return what is known of a command line, which goes by the name of the program however it was started."""
        return super().make_context("ceheng", args, parent=parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Read the options of a command and run it."""
        with _readers_language(ctx):
            return super().invoke(ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in front of options that stand before it; the main one where none is named."""
        keep_language(ctx, language_asked(args))
        keep_typed(ctx, args)
        if any(argument.startswith(_INSTALL) for argument in args):
            from ceheng_model.cli.completion import tell_installation

            tell_installation(self)
        # what is completed has no command yet
        if (args and args[0].startswith("-")) or not (args or ctx.resilient_parsing):
            args = self._command_first(ctx, args)
        with _readers_language(ctx):
            return super().parse_args(ctx, args)

    def _command_first(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] in _OWN:
            return args
        for at, argument in enumerate(args):
            if argument in COMMANDS and not self._is_value(ctx, argument, args[at - 1]):
                return [argument, *args[:at], *args[at + 1 :]]
        if ctx.resilient_parsing and not self._is_value(ctx, MAIN_COMMAND, args[-1]):
            # a command is still to be typed
            return []
        own = [argument for argument in args if argument in _OWN]
        return own or [MAIN_COMMAND, *args]

    def _is_value(self, ctx: Any, command: str, before: str) -> bool:
        """Return whether what is called like a command is the value of an option that stands before it."""
        if not before.startswith("-") or "=" in before:
            return False
        of_both = [*self.get_command(ctx, command).params, *self.get_command(ctx, MAIN_COMMAND).params]
        known = [parameter for parameter in of_both if before in parameter.opts]
        return bool(known) and not known[0].is_flag

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name; its module is imported here and not before, for a quick start."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _loaded(cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Resolve a command; capitals and full-width letters are as good as any."""
        typed = plain(args[0]).casefold()
        return super().resolve_command(ctx, [typed if typed in COMMANDS else args[0], *args[1:]])

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the commands that begin so, and the options of the main one."""
        from ceheng_model.cli.completion import commands_and_options

        return commands_and_options(COMMANDS, self.get_command(ctx, MAIN_COMMAND), ctx, incomplete)


@contextlib.contextmanager
def _readers_language(ctx: Any) -> Iterator[None]:
    """Tell what is wrong with a command line in the language of its reader."""
    try:
        yield
    except ClickError as error:
        if isinstance(error, UsageError):
            raise
        raise in_readers_language(error, COMMANDS, ctx) from error


def _loaded(name: str) -> Any:
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    function = getattr(import_module(f"ceheng_model.cli.{name}"), name)
    single.command(name)(function)
    command = typer.main.get_command(single)
    command.context_class = ReadersContext
    # what reads options is imported with the commands, so that --help and --version start quickly
    return import_module("ceheng_model.cli.option_values").reading_own_values(command, function)


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
    except ClickError as error:
        print(printable(error.format_message(), lines=True), file=sys.stderr)
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
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes is told and never looks like an answer
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    """Tell an error that nobody raises on purpose, or an output that cannot be; return the status to end with."""
    # known by its class only where something failed: --help starts without it
    from ceheng_model.errors import OutputError

    if isinstance(error, OutputError):
        return _told(error)
    if isinstance(error, OSError) and error.filename is None and error.errno in _OF_A_STREAM:
        return _told(output_failed(error))
    told = printable("".join(traceback.format_exception(error)), lines=True)
    print(f"{_UNEXPECTED.zh}\n{_UNEXPECTED.en}\n{told}", end="", file=sys.stderr)
    return UNEXPECTED


def _told(error: "OutputError") -> int:
    print(f"{error.text('zh')}\n{error.text('en')}", file=sys.stderr)
    return BAD_INPUT


def _flushed(status: int) -> int:
    """Bring out what is still held back; return the status, that of the failure where this fails."""
    try:
        with standard_output():
            pass
    except BrokenPipeError:
        status = status or READER_GONE
    except OSError as error:
        # a command that failed on its output has told so itself
        if not status:
            status = _unexpected(error)
    else:
        return status
    # what cannot be written would be tried, and told, once more at the very end
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
