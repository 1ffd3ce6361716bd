"""The command that forecasts the past and counts how often bands covered what came."""

from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.calibration import calibrate as forecast_the_past
from ceheng_model.cli.options import SEED, WITH_TABLE, EncodingOption, SheetOption, Source, refuse, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.series import SHIPPED_SERIES, load_series
from ceheng_model.vocabulary import Template

_SENTENCE = Template("{told}。", "{told}.")


@takes(Source)
def calibrate(
    source: Source,
    history: Annotated[
        Path,
        typer.Argument(
            help="历年序列：national、fujian 或文件（含官方数据表）/ past figures: one that ships or a file",
            metavar="[NAME|FILE]",
        ),
    ] = Path("national"),
    group: Annotated[
        list[str] | None,
        typer.Option(help="检验哪些人群，可重复（默认全部）/ groups, repeatable", metavar="GROUP", show_default=False),
    ] = None,
    years_ahead: Annotated[
        int, typer.Option("--years-ahead", help="提前几年（默认 3）/ years ahead", metavar="N", show_default=False)
    ] = 3,
    first_origin: Annotated[
        int | None, typer.Option(help="最早从哪一年预测 / first year to forecast from", metavar="YEAR")
    ] = None,
    totals: Annotated[
        bool, typer.Option("--totals", help="只按合计预测，不分构成 / forecast totals, not components")
    ] = False,
    no_estimation_error: Annotated[
        bool,
        typer.Option(
            "--no-estimation-error", help="不计平均增速与波动的估计误差 / leave out the error of the estimates"
        ),
    ] = False,
    persistence: Annotated[
        float, typer.Option(help="年度间相关，-1 与 1 之间（默认 0）/ persistence", metavar="PHI", show_default=False)
    ] = 0.0,
    seed: Annotated[int | None, typer.Option(help="随机种子（默认 0）/ seed", metavar="N", show_default=False)] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
) -> None:
    """回溯检验：从历史各年起预测，数一数区间覆盖了多少实际数 / forecast the past and count what bands covered."""
    with messages(source):
        terms = None if source.plan is None else source.dossier().plan.terms
        if str(history) in SHIPPED_SERIES:
            refuse({"--sheet": sheet, "--encoding": encoding}, WITH_TABLE)
        series = load_series(history, terms=terms, sheet=sheet, encoding=encoding)
        result = forecast_the_past(
            series,
            groups=group or None,
            years_ahead=years_ahead,
            first_origin=first_origin,
            totals_only=totals,
            estimation_error=not no_estimation_error,
            persistence=persistence,
            seed=SEED if seed is None else seed,
            terms=terms,
        )
        emit(
            source,
            result.tables(),
            answer=[_SENTENCE.format(told=one).at_start() for one in result.sentences],
            remarks=result.remarks,
        )
