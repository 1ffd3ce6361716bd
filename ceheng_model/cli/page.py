"""The command that writes a scenario's plan as a what-if page in one file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.endings import Unasked, require_one_file
from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import messages, say_written
from ceheng_model.vocabulary import Template, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions(Request):
    """Hold the options of a page, which is one kind of file."""

    format: Unasked = None
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="写入 .html 文件（必填） / file to write, needed, ending with .html", metavar="FILE"
        ),
    ] = None

    def require_output(self) -> None:
        """Raise `InputError` unless a file ending with .html is named."""
        require_one_file(self.output, self.format, "html", command="page", example=Text("册亨.html", "plan.html"))


@takes(PageOptions, without=("full",))
def page(
    request: PageOptions,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示写到哪里 / say nothing")] = False,
) -> None:
    """写出单个文件的“假如”页：双击打开，边拖边算，不连网络 / a what-if page in one file; needs -o FILE.html."""
    with messages(request):
        from ceheng_model.documents.page import write_page

        assert request.output is not None
        scenario = request.compose()
        written = write_page(scenario, request.output, language=request.lang)
        request.tell(scenario.warnings)
        if not quiet:
            say_written(request, written, holds=_HOLDS.format(title=scenario.title))


_HOLDS = Template("“假如”页（{title}）", "a what-if page ({title})")
