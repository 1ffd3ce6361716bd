"""The command that judges every statement of a plan."""

from typing import Annotated

import typer

from ceheng_model.checks import check as check_projection
from ceheng_model.cli.answers import conditional_on, verdicts_of
from ceheng_model.cli.missing import to_fill_in, ways
from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import MISSED, emit, messages
from ceheng_model.projection import project as project_scenario


@takes(Request)
def check(
    request: Request,
    strict: Annotated[bool, typer.Option("--strict", help="有未达到的条目时以 1 退出 / exit 1 when missed")] = False,
) -> None:
    """逐条校验方案的承诺与增速表 / judge every statement and every growth cell."""
    with messages(request):
        checked = check_projection(project_scenario(request.compose()))
        emit(
            request,
            checked.tables(),
            answer=[*verdicts_of(checked), *conditional_on(checked.projection.scenario)],
            lead=to_fill_in(checked.projection.scenario),
            hints=ways(checked.missing, checked.projection.scenario.terms),
            remarks=checked.remarks,
        )
        if strict and checked.missed:
            raise typer.Exit(MISSED)
