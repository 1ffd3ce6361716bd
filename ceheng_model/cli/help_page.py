"""Set the pages of --help in the reader's language."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from ceheng_model.cli.language import both, language_of
from ceheng_model.cli.placeholders import placeholder
from ceheng_model.vocabulary import Language, Text

_Context: Any = typer.Context.__mro__[1]
_Formatter: Any = _Context.formatter_class
_HEADINGS = {
    "Options": Text("选项", "Options"),
    "Arguments": Text("参数", "Arguments"),
    "Commands": Text("命令", "Commands"),
}
_FIXED = {
    "Show this message and exit.": "显示本页",
    "Install completion for the current shell.": "为当前终端安装补全",
    "Show completion for the current shell, to copy it or customize the installation.": "显示当前终端的补全脚本",
}
"""What typer says of its own options."""
_EXTRA = re.compile(r"  \[(?P<inside>[^\[\]]*)\]$")
_PARTS = (("default: ", "默认："), ("env var: ", "环境变量："), ("required", "必填"), ("<=x<=", "—"))
_USAGE = Text("用法：", "Usage: ")
_USED = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
_LONGEST = 11
"""Letters of a command, so that all lists of them stand in line."""
_NO_BEGINNING = "，。、；：）”》,.;:)"
"""Signs with which no line begins."""


class ReadersFormatter(_Formatter):  # type: ignore[misc]
    """Write a page of help in one language, wide characters counted as two."""

    language: Language = "zh"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
        """Write how a command is called."""
        # what catches a value that was typed in the wrong place has no word of its own
        args = args.removesuffix(" []...")
        args = placeholder(args).in_language(self.language) if args not in _USED else args
        if self.language == "zh":
            for en, zh in _USED.items():
                args = args.replace(en, zh)
        self.write(f"{_USAGE.in_language(self.language)}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        known = _HEADINGS.get(heading)
        colon = "：" if self.language == "zh" else ":"
        self.write(f"{'':>{self.current_indent}}{known.in_language(self.language) if known else heading}{colon}\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph in the language of the page."""
        indent = " " * self.current_indent
        for line in _wrapped(self._told(text), self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names with what is said of them beside."""
        rows = [(placeholder(name).in_language(self.language), said) for name, said in rows]
        first = min(max(_width(name) for name, _ in rows), col_max) + col_spacing
        for name, said in rows:
            lines = _wrapped(self._told(said), max(self.width - first - 2, 10))
            self.write(f"{'':>{self.current_indent}}{name}")
            if _width(name) > first - col_spacing:
                self.write("\n" + " " * (first + self.current_indent))
            else:
                self.write(" " * (first - _width(name)))
            self.write(f"\n{'':>{first + self.current_indent}}".join(lines) + "\n")

    def _told(self, text: str) -> str:
        extra = _EXTRA.search(text)
        told = both(text[: extra.start()] if extra else text)
        text = told.in_language(self.language)
        inside = extra["inside"] if extra else ""
        if self.language == "zh":
            text = _FIXED.get(text, text)
            for en, zh in _PARTS:
                inside = inside.replace(en, zh)
            return f"{text}（{inside.replace('; ', '；')}）" if inside else text
        return f"{text} [{inside}]" if inside else text


class ReadersContext(_Context):  # type: ignore[misc]
    """Read a command line whose help is in the language of its reader."""

    def make_formatter(self) -> Any:
        """Return what writes a page of help."""
        formatter = ReadersFormatter(width=self.terminal_width, max_width=self.max_content_width)
        formatter.language = language_of(self)
        return formatter


class GroupedCommands(TyperGroup):
    """List commands under what one does with them."""

    def tasks(self) -> Iterator[tuple[Text, list[tuple[str, Text]]]]:
        """Yield each task with its commands and a line on each."""
        raise NotImplementedError

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, without importing one of them."""
        language = language_of(ctx)
        for task, commands in self.tasks():
            with formatter.section(task.in_language(language)):
                formatter.write_dl([(f"{name:<{_LONGEST}}", said.in_language(language)) for name, said in commands])


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most a width; words stay whole, and no line begins with a closing sign."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Yield what a line may be broken behind: a word with its space, a wide character with the signs that close it."""
    piece = ""
    for sign, following in zip(text, [*text[1:], ""], strict=True):
        piece += sign
        may_end = sign == " " or _is_wide(sign) or (following and _is_wide(following))
        if may_end and following not in _NO_BEGINNING and sign not in "（“《":
            yield piece
            piece = ""
    if piece:
        yield piece


def _width(text: str) -> int:
    return sum(2 if _is_wide(sign) else 1 for sign in text)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
