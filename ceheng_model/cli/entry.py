"""Hold the ``ceheng`` command itself: which commands there are, what runs when none is named, and the version."""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ceheng_model import __version__

COMMANDS = (
    "report",
    "project",
    "check",
    "scenarios",
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
    "workbook",
    "track",
)
"""Commands in the order of --help; each is the function of its name in the module of its name beside this one."""
MAIN_COMMAND = "report"


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
    single.command(name)(getattr(import_module(f"ceheng_model.cli.{name}"), name))
    return typer.main.get_command(single)


program = typer.Typer(
    cls=Commands,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
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
    """Run the command line; a console that lacks a character shows a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    program()
