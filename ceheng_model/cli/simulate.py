"""The command that says how sure results are."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ceheng_model.cli.answers import chances_in, conditions_of
from ceheng_model.cli.missing import ways
from ceheng_model.cli.options import (
    NOT_WITH_AGAINST,
    SEED,
    WITH_REGIONS,
    DrawOptions,
    MethodOption,
    ParquetOption,
    RegionsOption,
    SheetOption,
    refuse,
    takes,
)
from ceheng_model.cli.output import emit, messages, say_written
from ceheng_model.cli.readings import rate_of
from ceheng_model.files import Written
from ceheng_model.scenarios import compose
from ceheng_model.vocabulary import Text

_DRAWS = Text(
    "各地区的范围与概率（Parquet 文件，供程序读取）", "bands and probabilities by region, as Parquet for programs"
)

if TYPE_CHECKING:
    from ceheng_model.ensemble import Ensemble

_OF_THE_SPREAD = Text(
    "波动如何估计、有何假定：ceheng show uncertainty",
    "how the spread was estimated, and what was assumed: ceheng show uncertainty",
)


@takes(DrawOptions)
def simulate(
    request: DrawOptions,
    against: Annotated[
        str | None, typer.Option(help="与另一情景逐次比较 / compare with another scenario", metavar="NAME|FILE")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option(help="另外的目标，如 ratio=2.9，可重复 / further target", metavar="TARGET")
    ] = None,
    statements: Annotated[
        Literal["headline", "all", "none"], typer.Option(help="判定哪些条目 / statements to judge")
    ] = "headline",
    quantile: Annotated[
        list[str] | None, typer.Option(help="分位数，如 10%，可重复 / quantile, repeatable", metavar="RATE")
    ] = None,
    method: MethodOption = None,
    components: Annotated[bool, typer.Option("--components", help="也给出各项构成 / components as well")] = False,
    regions: RegionsOption = None,
    sheet: SheetOption = None,
    parquet: ParquetOption = None,
    workers: Annotated[int | None, typer.Option(help="线程数 / threads", metavar="N")] = None,
) -> None:
    """有多大把握：分位数、各承诺达到的概率、最可能未达到的一条 / how sure: quantiles and probabilities."""
    from ceheng_model import ensemble

    with messages(request):
        scenario = request.compose(regions)
        if regions is None:
            refuse({"--sheet": sheet}, WITH_REGIONS)
        else:
            scenario = scenario.with_regions(regions, sheet=sheet, encoding=request.encoding, confirm=request.confirm)
        draws = ensemble.DRAWS if request.draws is None else request.draws
        seed = SEED if request.seed is None else request.seed
        uncertainty = request.uncertainty(scenario)
        quantiles = [rate_of(text, "--quantile", "10%") for text in quantile] if quantile else ensemble.QUANTILES
        if against is not None:
            kept = None if statements == "headline" else statements
            given = {"--target": target, "--statements": kept, "--components": components or None}
            refuse({**given, "--regions": regions, "--parquet": parquet}, NOT_WITH_AGAINST)
            other = compose([against], plan=request.dossier(), shares=scenario.baseline.shares())
            comparison = ensemble.compare(
                other,
                scenario,
                draws=draws,
                method=method,
                seed=seed,
                uncertainty=uncertainty,
                workers=workers,
                quantiles=quantiles,
            )
            emit(request, comparison.tables(), answer=conditions_of(comparison), remarks=comparison.remarks)
            return
        drawn = ensemble.simulate(
            scenario,
            draws=draws,
            method=method,
            seed=seed,
            uncertainty=uncertainty,
            workers=workers,
            quantiles=quantiles,
            components=components,
            statements=statements,
            targets=target or [],
            path=parquet,
        )
        if parquet is not None:
            say_written(request, Written(path=parquet), holds=_DRAWS)
        hints = [_OF_THE_SPREAD, *_own_targets(drawn), *ways(drawn.missing, scenario.terms)]
        emit(
            request,
            drawn.tables(),
            answer=[*chances_in(drawn), *conditions_of(drawn)],
            background=scenario.notes(),
            main="probabilities",
            remarks=drawn.remarks,
            hints=hints,
        )


def _own_targets(drawn: "Ensemble") -> list[Text]:
    """Return how to put targets of their own to regions, where the plan's statements were put to them."""
    if not (drawn.scenario.baseline.regions and any(criterion.statement is not None for criterion in drawn.criteria)):
        return []
    return [
        Text(
            "各地区自有目标时，用 --statements none 与 --target",
            "where regions have targets of their own, use --statements none and --target",
        )
    ]
