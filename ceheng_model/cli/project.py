"""The command that projects incomes."""

from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.checks import check_across
from ceheng_model.cli.answers import conditional_on, incomes_of
from ceheng_model.cli.missing import ways
from ceheng_model.cli.options import (
    WITH_REGIONS,
    EncodingOption,
    ParquetOption,
    RegionsOption,
    Request,
    SheetOption,
    refuse,
    takes,
)
from ceheng_model.cli.output import emit, messages, say_written
from ceheng_model.decomposition import contributions
from ceheng_model.files import Written
from ceheng_model.projection import project as project_scenario
from ceheng_model.vocabulary import Text

_PATHS = Text("各年各项收入（Parquet 文件，供程序读取）", "every income of every year, as Parquet for programs")


@takes(Request)
def project(
    request: Request,
    regions: RegionsOption = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    parquet: ParquetOption = None,
    save: Annotated[Path | None, typer.Option(help="把情景存为 TOML / save the scenario", metavar="FILE")] = None,
) -> None:
    """各年收入的官方七列表与路径 / the official seven columns for every year, and the paths."""
    with messages(request):
        scenario = request.compose()
        if regions is None:
            refuse({"--sheet": sheet, "--encoding": encoding}, WITH_REGIONS)
        else:
            scenario = scenario.with_regions(regions, sheet=sheet, encoding=encoding, confirm=request.confirm)
        projection = project_scenario(scenario, path=parquet)
        official = [] if regions is not None else contributions(projection).tables()
        if parquet is not None:
            say_written(request, Written(path=parquet), holds=_PATHS)
        tables = [*official, *projection.tables()]
        hints = []
        if regions is not None:
            across = check_across(projection)
            tables += across.tables()
            hints = ways(across.missing)
        emit(
            request,
            tables,
            answer=[*incomes_of(projection), *conditional_on(scenario)],
            background=scenario.notes(),
            remarks=scenario.remarks,
            hints=hints,
        )
        if save is not None:
            say_written(request, request.save(scenario, save))
