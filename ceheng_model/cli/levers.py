"""The command on policy measures that pay: what a plan prices, what they do, how many people it takes."""

from typing import Annotated

import typer

from ceheng_model.cli.answers import conditional_on, gains_from, gap_closed, listed, recipients_needed
from ceheng_model.cli.defaults import chosen_target
from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import MISSED, emit, messages
from ceheng_model.levers import template_table
from ceheng_model.quantities import Target
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
        # what a plan prices is there whatever grows
        scenario = request.compose() if request.lever else request.without_growth()[0]
        if not scenario.levers:
            tables = [template_table(scenario.require_dossier().plan.levers, scenario.terms)]
            emit(request, tables, answer=listed(tables))
            return
        wanted = chosen_target(request, scenario, target) if recipients or target is not None else None
        answer, tables = _found(request, scenario, wanted, recipients=recipients)
        emit(
            request,
            tables,
            answer=[*answer, *conditional_on(scenario)],
            background=scenario.notes(),
            remarks=scenario.remarks,
        )


def _found(
    request: Request, scenario: Scenario, target: Target | None, *, recipients: bool
) -> tuple[list[Text], list[Table]]:
    from ceheng_model.impact import gap_to_measures, lever_effects
    from ceheng_model.solving import NoSolutionError, required_recipients

    effects = lever_effects(scenario)
    answer, tables = gains_from(effects), [*effects.tables()]
    if target is not None:
        closed = gap_to_measures(scenario, target)
        answer += gap_closed(closed)
        tables += closed.tables()
    if recipients and target is not None:
        try:
            needed = required_recipients(scenario, target, scenario.levers[-1])
        except NoSolutionError as error:
            request.say(error.message)
            raise typer.Exit(MISSED) from error
        answer += recipients_needed(needed)
        tables += needed.tables()
    return answer, tables
