"""The command that says where a change comes from."""

from typing import Annotated, Literal

import typer

from ceheng_model.cli.answers import conditional_on, difference_of, largest_parts
from ceheng_model.cli.defaults import chosen_quantity
from ceheng_model.cli.options import NOT_WITH_AGAINST, Request, refuse, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.projection import project as project_scenario
from ceheng_model.scenarios import compose
from ceheng_model.vocabulary import Text


@takes(Request)
def decompose(
    request: Request,
    quantity: Annotated[
        str | None,
        typer.Argument(
            help="与 --against 同用的指标，如 ratio 或 rural.2024 / quantity",
            metavar="QUANTITY",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(help="与另一情景之差分解到各项假设 / split the difference from a scenario", metavar="NAME|FILE"),
    ] = None,
    since: Annotated[
        int | None, typer.Option(help="从哪一年起（默认上一年）/ compared with which year", metavar="YEAR")
    ] = None,
    year: Annotated[int | None, typer.Option(help="到哪一年 / up to which year", metavar="YEAR")] = None,
    chained: Annotated[
        bool, typer.Option("--chained", help="收入比逐年分解后相加 / split the ratio year by year and add")
    ] = False,
    by: Annotated[
        Literal["component", "group", "year"] | None,
        typer.Option(help="与 --against 同用，按什么分 / split by, with --against", show_default=False),
    ] = None,
) -> None:
    """变化从哪里来：贡献、收入比的变化、两个情景之差，各项相加不差 / where a change comes from, adding up exactly."""
    from ceheng_model import decomposition

    with messages(request):
        scenario = request.compose()
        if against is not None:
            refuse({"--since": since, "--year": year, "--chained": chained or None}, NOT_WITH_AGAINST)
            other = compose([against], plan=request.dossier(), shares=scenario.baseline.shares())
            studied = chosen_quantity(request, scenario, quantity)
            split = decomposition.explain_difference(other, scenario, studied, by=by or "component")
            emit(request, split.tables(), answer=difference_of(split), remarks=split.remarks)
            return
        refuse({"QUANTITY": quantity, "--by": by}, Text("与 --against 同用", "be given with --against"))
        projection = project_scenario(scenario)
        parts = decomposition.contributions(projection, year=year, since=since)
        tables = [*parts.tables()]
        if projection.has_ratio:
            tables += decomposition.ratio_change(projection, year=year, since=since, chained=chained).tables()
        if scenario.population is not None:
            tables += decomposition.inequality(projection).tables()
        emit(
            request,
            tables,
            answer=[*largest_parts(parts), *conditional_on(scenario)],
            remarks=projection.remarks,
        )
