"""Commands of the main job: projection, checks, scenarios, data."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from ceheng_model.checks import check as check_projection
from ceheng_model.checks import promise_sentence
from ceheng_model.cli.draws import DrawOptions
from ceheng_model.cli.entry import MAIN_COMMAND, app
from ceheng_model.cli.missing import ways
from ceheng_model.cli.output import MISSED, emit, messages
from ceheng_model.cli.request import ParquetOption, RegionsOption, Request, Source, takes
from ceheng_model.decomposition import contributions
from ceheng_model.errors import InputError
from ceheng_model.projection import project as project_scenario
from ceheng_model.scenarios import ALTERNATIVES, scenario, write_scenario
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.vocabulary import Text

What = Literal["plan", "baseline", "scenario", "series", "uncertainty"]


@app.command(MAIN_COMMAND)
@takes(Request)
def report(request: Request) -> None:
    """主要工作：预测、收入比、校验，以及方案自身数字给不出的承诺 / projection, ratio, checks, and what does not fit."""
    with messages(request):
        projection = project_scenario(request.made())
        checked = check_projection(projection)
        final = contributions(projection, year=projection.years[-1])
        made, plan = projection.scenario, projection.scenario.plan
        title = plan.title if plan else Text("", "")
        tables = [*final.tables(), *projection.tables(), *checked.summary()]
        emit(
            request,
            tables,
            lead=(title, *made.notes()),
            last=[promise_sentence(checked)],
            hints=ways(checked.missing),
        )


@app.command("project")
@takes(Request)
def project(
    request: Request,
    regions: RegionsOption = None,
    parquet: ParquetOption = None,
    save: Annotated[Path | None, typer.Option(help="把情景存为 TOML / save the scenario", metavar="FILE")] = None,
) -> None:
    """各年收入的官方七列表与路径 / the official seven columns for every year, and the paths."""
    with messages(request):
        made = request.made()
        if regions is not None:
            made = made.with_regions(regions)
        projection = project_scenario(made, path=parquet)
        official = [] if regions is not None else contributions(projection).tables()
        emit(request, [*official, *projection.tables()], lead=made.notes())
        if save is not None:
            write_scenario(made, save)


@app.command("check")
@takes(Request)
def check(
    request: Request,
    strict: Annotated[bool, typer.Option("--strict", help="有未达到的条目时以 1 退出 / exit 1 when missed")] = False,
) -> None:
    """逐条校验方案的承诺与增速表 / judge every statement and every growth cell."""
    with messages(request):
        checked = check_projection(project_scenario(request.made()))
        emit(request, checked.tables(), last=[promise_sentence(checked)], hints=ways(checked.missing))
        if strict and checked.missed:
            raise typer.Exit(MISSED)


@app.command("scenarios")
@takes(Source)
def scenarios(source: Source) -> None:
    """随附的情景及其结果 / the shipped alternatives and where they lead."""
    with messages(source):
        emit(source, [_alternatives(source)])


@app.command("show")
@takes(DrawOptions)
def show(
    request: DrawOptions,
    what: Annotated[What, typer.Argument(help="显示什么 / what to show")] = "plan",
) -> None:
    """数据及其来源：方案条目、基数、增速假设、公布的序列、增速的不确定性 / the data and their sources."""
    with messages(request):
        made = request.made()
        dossier = made.require_dossier()
        shown: dict[What, Callable[[], Iterable[Shown]]] = {
            "plan": lambda: [dossier.plan],
            "baseline": lambda: [made.baseline],
            "scenario": lambda: [made],
            "series": dossier.series.values,
            "uncertainty": lambda: [request.uncertainty(made)],
        }
        emit(request, [table for result in shown[what]() for table in result.tables()])


def _alternatives(source: Source) -> Table:
    dossier = source.dossier()
    rows: list[tuple[Cell, ...]] = []
    groups = dossier.plan.groups
    for alternative in ALTERNATIVES.values():
        name = (alternative.name, alternative.title, alternative.description)
        try:
            checked = check_projection(project_scenario(scenario(alternative.name, plan=dossier)), share_cases=False)
        except InputError as error:
            why = Text(error.text("zh"), error.text("en"))
            rows.append((*name[:2], why, *[None] * (len(groups) + 2)))
            continue
        projection = checked.projection
        ratio = float(projection.urban_rural_ratio.values[-1]) if projection.has_ratio else None
        missed = sum(one.statement.headline for one in checked.missed)
        rows.append((*name, *map(float, projection.totals.values[:, -1]), ratio, str(missed)))
    year = dossier.plan.years[-1]
    columns = (
        Column(key="name", heading=Text("情景", "scenario"), kind="label"),
        Column(key="title", heading=Text("名称", "title")),
        Column(key="description", heading=Text("含义", "meaning")),
        *(Column(key=group.key, heading=Text(group.label.zh, group.key), kind="yuan") for group in groups),
        Column(key="urban_rural_ratio", heading=Text("收入比", "ratio"), kind="ratio"),
        Column(key="missed", heading=Text("未达到", "missed")),
    )
    title = Text(f"随附情景与{year}年结果（元/人年）", f"Shipped scenarios and {year} (yuan per person and year)")
    return Table(name="scenarios", title=title, columns=columns, rows=tuple(rows))
