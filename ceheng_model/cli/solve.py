"""The command that says what growth a target takes."""

from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.answers import conditional_on, growth_needed
from ceheng_model.cli.defaults import KINDS, chosen_cells, chosen_target
from ceheng_model.cli.options import SEED, DrawOptions, MethodOption, takes
from ceheng_model.cli.output import MISSED, emit, messages, say_written
from ceheng_model.cli.readings import rate_of
from ceheng_model.projection import project as project_scenario
from ceheng_model.scenarios import How


@takes(DrawOptions)
def solve(
    request: DrawOptions,
    target: Annotated[
        str | None,
        typer.Argument(
            help=f"目标，如 收入比=2.8 或 农村.2024=17355（默认首个未达到、可测算的目标）；指标：{KINDS.zh} / "
            f"target, such as ratio=2.8 or rural.2024=17355; quantities: {KINDS.en}",
            metavar="TARGET",
            show_default=False,
        ),
    ] = None,
    vary: Annotated[
        str | None,
        typer.Option(
            help="变动哪些增速，如 农村 或 农村.工资性收入（默认目标的人群）/ cells to vary, such as rural.wages",
            metavar="CELLS",
            show_default=False,
        ),
    ] = None,
    years: Annotated[str, typer.Option(help="变动哪些年，如 2023-2024 / years to vary", metavar="YEARS")] = "",
    how: Annotated[How, typer.Option(help="各年同一增速、加百分点或乘倍数 / rate, points or factor")] = "set",
    highest: Annotated[str, typer.Option(help="增速上限 / highest growth", metavar="RATE")] = "100%",
    probability: Annotated[
        str | None, typer.Option(help="以多大概率达到，如 80% / probability to reach it with", metavar="RATE")
    ] = None,
    method: MethodOption = None,
    save: Annotated[Path | None, typer.Option(help="把所得情景存为 TOML / save the scenario", metavar="FILE")] = None,
) -> None:
    """达到目标需要多快的增速 / the growth that a target takes."""
    from ceheng_model.solving import NoSolutionError, required_growth

    with messages(request):
        scenario = request.compose()
        wanted = chosen_target(request, scenario, target)
        varied = chosen_cells(request, scenario, vary, wanted.quantity)
        cells = f"{varied}.{years}" if years else varied
        likely = None if probability is None else rate_of(probability, "--probability", "80%")
        seed = SEED if request.seed is None and likely is not None else request.seed
        try:
            solution = required_growth(
                scenario,
                wanted,
                vary=cells,
                how=how,
                highest=rate_of(highest, "--highest", "30%"),
                probability=likely,
                draws=request.draws,
                method=method,
                seed=seed,
                uncertainty=request.uncertainty(scenario) if likely is not None or request.describes_draws() else None,
            )
        except NoSolutionError as error:
            request.say(error.message)
            raise typer.Exit(MISSED) from error
        tables = [*solution.tables(), *project_scenario(solution.scenario).tables()]
        emit(
            request,
            tables,
            answer=[*growth_needed(solution), *conditional_on(scenario)],
            background=scenario.circumstance_notes(),
            remarks=solution.remarks,
        )
        if save is not None:
            say_written(request, request.save(solution.scenario, save))
