"""The command on policy measures that pay: what a plan prices, what they do, how many people it takes."""

from typing import Annotated

import typer

from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import MISSED, emit, messages
from ceheng_model.errors import Fault, InputError
from ceheng_model.levers import template_table
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Text


@takes(Request)
def levers(
    request: Request,
    target: Annotated[
        str | None,
        typer.Option(help="措施弥补多少缺口，如 rural.2024=15561 / how much of a gap they close", metavar="TARGET"),
    ] = None,
    recipients: Annotated[
        bool,
        typer.Option(
            "--recipients", help="最后一项措施须有多少人领取才达到目标 / how many recipients the last measure needs"
        ),
    ] = False,
) -> None:
    """措施：方案定了价的、各自的作用与所需资金、弥补的缺口 / policy measures: prices, effects, money, gaps."""
    with messages(request):
        scenario = request.compose()
        if not scenario.levers:
            emit(request, [template_table(scenario.require_dossier().plan.levers, scenario.terms)])
            return
        if recipients and target is None:
            raise InputError(_needs_target())
        emit(
            request,
            _tables(request, scenario, target, recipients=recipients),
            lead=scenario.notes(),
            remarks=scenario.remarks,
        )


def _tables(request: Request, scenario: Scenario, target: str | None, *, recipients: bool) -> list[Table]:
    from ceheng_model.impact import gap_to_measures, lever_effects
    from ceheng_model.solving import NoSolutionError, required_recipients

    tables = [*lever_effects(scenario).tables()]
    if target is not None:
        tables += gap_to_measures(scenario, target).tables()
    if recipients and target is not None:
        try:
            tables += required_recipients(scenario, target, scenario.levers[-1]).tables()
        except NoSolutionError as error:
            request.say(error.message)
            raise typer.Exit(MISSED) from error
    return tables


def _needs_target() -> Fault:
    return Fault(
        what=Text.same("--recipients"),
        rule=Text("与 --target 同用", "be given with --target"),
        got="",
        way_out=Text("例如 --target rural.2024=15600", "for example --target rural.2024=15600"),
    )
