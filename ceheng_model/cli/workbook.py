"""The command that writes a scenario as a live Excel workbook."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.endings import Unasked, require_one_file
from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import messages, say_written
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookOptions(Request):
    """Hold the options of a workbook, which is one kind of file."""

    format: Unasked = None
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="写入 .xlsx 文件（必填） / file to write, needed, ending with .xlsx", metavar="FILE"
        ),
    ] = None

    def require_output(self) -> None:
        """Raise `InputError` unless a file ending with .xlsx is named."""
        require_one_file(self.output, self.format, "xlsx", command="workbook", example="plan.xlsx")


@takes(WorkbookOptions, without=("full",))
def workbook(
    request: WorkbookOptions,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            help="一并放入、可在表中切换的情景：名称或文件，可重复 / scenarios to switch to, besides those that ship; "
            "repeatable",
            metavar="NAME|FILE",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示写到哪里 / say nothing")] = False,
) -> None:
    """写出可自动重算的 Excel 工作簿：改一格增速，结果随之变化 / a live workbook of formulas; needs -o FILE.xlsx."""
    with messages(request):
        from ceheng_model.documents.workbook import write_workbook

        assert request.output is not None
        scenario = request.compose()
        beside = [_beside(request, item) for item in with_ or []]
        written = write_workbook(scenario, request.output, beside=beside, language=request.lang)
        request.tell(scenario.warnings)
        if not quiet:
            say_written(request, written, holds=_HOLDS.format(title=scenario.title))


def _beside(request: Request, item: str) -> Scenario:
    """Return a scenario on the base and in the circumstances of the options, with growth and measures its own."""
    return replace(request, scenario=[item], set=None, lever=None, name=None).compose()


_HOLDS = Template("可自动重算的工作簿（{title}）", "a workbook that calculates ({title})")
