"""Hold the options of commands that write a bulletin in place of tables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceheng_model.cli.endings import disagreeing, ending_of, form_of
from ceheng_model.cli.options import Source
from ceheng_model.cli.output import say_written
from ceheng_model.errors import InputError
from ceheng_model.files import Written
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOLDS: Mapping[str, Text] = {
    ".docx": Text("通报（公文版式的 Word 文件）", "the bulletin as a Word file"),
    ".html": Text("通报（网页）", "the bulletin as a web page"),
}
"""Endings with which the bulletin is written in place of tables, and what the file then holds."""
WITH_BULLETIN = Text("与 -o 文件.docx 或 .html 同用", "be given with -o FILE.docx or .html")

SinceOption = Annotated[
    str | None,
    typer.Option(
        help="通报：上期通报的日期或实际数的表，写出此后的变化 / bulletin: what changed since the last one, by its "
        "day or its table",
        metavar="DATE|FILE",
    ),
]
ToOption = Annotated[str | None, typer.Option(help="通报：主送机关 / bulletin: to whom", metavar="TEXT")]
SignedOption = Annotated[str | None, typer.Option(help="通报：署名 / bulletin: who signs", metavar="TEXT")]
DateOption = Annotated[
    str | None,
    typer.Option("--date", help="通报：成文日期，如 2022-12-01 / bulletin: its date", metavar="DATE"),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(help="通报：版式，名称或 TOML 文件 / bulletin: layout, a name or a TOML file", metavar="NAME|FILE"),
]
BulletinOutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="写入文件：.docx、.html 为通报；.txt、.csv、.json、.xlsx、.md 为表格 / write to FILE: .docx and .html "
        "hold the bulletin, the others the tables",
        metavar="FILE",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinSource(Source):
    """Hold where tables, or the bulletin as a document, are written."""

    output: BulletinOutputOption = None

    @property
    def writes_bulletin(self) -> bool:
        """Whether the file that is named holds the bulletin."""
        return self.output is not None and ending_of(self.output) in _HOLDS

    def require_output(self) -> None:
        """Raise `InputError` where nothing could be written as the options ask."""
        if not self.writes_bulletin:
            form_of(self.output, self.format)
        elif self.format is not None and self.output is not None and f".{self.format}" != ending_of(self.output):
            raise InputError(disagreeing(self.format, self.output))

    def say_bulletin(self, written: "Iterable[Written]") -> None:
        """Say which files hold the bulletin."""
        say_written(self, *(replace(one, holds=_HOLDS[ending_of(one.path)]) for one in written))
