"""Commands that say how sure results are and what they come from."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ceheng_model.cli.draws import SEED, DrawOptions
from ceheng_model.cli.entry import app
from ceheng_model.cli.missing import ways
from ceheng_model.cli.output import emit, messages
from ceheng_model.cli.request import ParquetOption, RegionsOption, Request, rate_of, takes
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.projection import project as project_scenario
from ceheng_model.scenarios import compose
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from ceheng_model.ensemble import Ensemble

NOT_WITH_AGAINST = Text("不与 --against 同用", "not be given with --against")
METHODS = ("elasticities", "tornado", "variance", "shares")


@app.command("simulate")
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
    components: Annotated[bool, typer.Option("--components", help="也给出各项构成 / components as well")] = False,
    regions: RegionsOption = None,
    parquet: ParquetOption = None,
    workers: Annotated[int | None, typer.Option(help="线程数 / threads", metavar="N")] = None,
) -> None:
    """有多大把握：分位数、各承诺达到的概率、最先落空的一条 / how sure: quantiles and probabilities."""
    from ceheng_model import ensemble

    with messages(request):
        made = request.made()
        if regions is not None:
            made = made.with_regions(regions)
        draws = ensemble.DRAWS if request.draws is None else request.draws
        seed = SEED if request.seed is None else request.seed
        uncertainty = request.uncertainty(made)
        levels = [rate_of(one, "--quantile", "10%") for one in quantile] if quantile else ensemble.QUANTILES
        if against is not None:
            kept = None if statements == "headline" else statements
            given = {"--target": target, "--statements": kept, "--components": components or None}
            _refuse({**given, "--regions": regions, "--parquet": parquet}, NOT_WITH_AGAINST)
            other = compose([against], plan=request.dossier(), shares=made.baseline.shares())
            found = ensemble.compare(
                other, made, draws=draws, seed=seed, uncertainty=uncertainty, workers=workers, quantiles=levels
            )
            emit(request, found.tables())
            return
        drawn = ensemble.simulate(
            made,
            draws=draws,
            seed=seed,
            uncertainty=uncertainty,
            workers=workers,
            quantiles=levels,
            components=components,
            statements=statements,
            targets=target or [],
            path=parquet,
        )
        emit(request, drawn.tables(), lead=made.notes(), hints=[*_own_targets(drawn), *ways(drawn.missing)])


def _own_targets(drawn: "Ensemble") -> list[Text]:
    """Return how to put targets of their own to regions, where the plan's statements were put to them."""
    if not (drawn.scenario.baseline.regions and any(one.statement is not None for one in drawn.criteria)):
        return []
    return [
        Text(
            "各地区自有目标时，用 --statements none 与 --target",
            "where regions have targets of their own, use --statements none and --target",
        )
    ]


@app.command("sensitivity")
@takes(DrawOptions)
def sensitivity(
    request: DrawOptions,
    quantity: Annotated[str, typer.Argument(help="指标，如 ratio 或 rural.2024 / quantity")] = "ratio",
    method: Annotated[
        list[str] | None,
        typer.Option(
            help=f"{'、'.join(METHODS)}，可重复（默认全部）/ method, repeatable", metavar="METHOD", show_default=False
        ),
    ] = None,
    by: Annotated[
        Literal["component", "group", "year", "cell"], typer.Option(help="按什么分 / split by")
    ] = "component",
) -> None:
    """哪个假设最要紧：弹性、龙卷风图数据、方差贡献、构成案例 / which assumption matters."""
    from ceheng_model import sensitivity as measures

    with messages(request):
        made = request.made()
        uncertainty = request.uncertainty(made)
        seed = SEED if request.seed is None else request.seed
        settings = {} if request.draws is None else {"draws": request.draws}
        tables: list[Table] = []
        for one in method or METHODS:
            if one == "elasticities":
                tables += measures.elasticities(made, quantity).tables()
            elif one == "tornado":
                tables += measures.tornado(made, quantity, uncertainty=uncertainty, by=by).tables()
            elif one == "variance":
                split = measures.variance_shares(made, quantity, uncertainty=uncertainty, by=by, seed=seed, **settings)
                tables += split.tables()
            elif one == "shares":
                tables += measures.share_case_effects(made).tables()
            else:
                raise InputError(choice(Text("方法", "the method"), one, METHODS))
        emit(request, tables)


@app.command("decompose")
@takes(Request)
def decompose(
    request: Request,
    quantity: Annotated[
        str | None,
        typer.Argument(help="与 --against 同用的指标，如 ratio 或 rural.2024 / quantity", show_default=False),
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
        made = request.made()
        if against is not None:
            _refuse({"--since": since, "--year": year, "--chained": chained or None}, NOT_WITH_AGAINST)
            other = compose([against], plan=request.dossier(), shares=made.baseline.shares())
            split = decomposition.explain_difference(other, made, quantity or "ratio", by=by or "component")
            emit(request, split.tables())
            return
        _refuse({"QUANTITY": quantity, "--by": by}, Text("与 --against 同用", "be given with --against"))
        projection = project_scenario(made)
        tables = [*decomposition.contributions(projection, year=year, since=since).tables()]
        if projection.has_ratio:
            tables += decomposition.ratio_change(projection, year=year, since=since, chained=chained).tables()
        if made.population is not None:
            tables += decomposition.theil_between(projection).tables()
        emit(request, tables)


def _refuse(given: dict[str, object], rule: Text) -> None:
    way_out = Text("见 --help", "see --help")
    raise_faults(
        [
            Fault(what=Text(name, name), rule=rule, got=value, way_out=way_out)
            for name, value in given.items()
            if value is not None
        ]
    )
