"""Hold the ``ceheng`` command itself: what runs when no command is named, and the version."""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ceheng_model import __version__

MAIN_COMMAND = "report"


class MainJob(TyperGroup):
    """Run the main job when no command is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the main command in front of options that name none."""
        own = {"--help", "--version", "--install-completion", "--show-completion"}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = [MAIN_COMMAND, *args]
        return super().parse_args(ctx, args)


program = typer.Typer(
    cls=MainJob,
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
