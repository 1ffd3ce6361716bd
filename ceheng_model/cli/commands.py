"""The ``ceheng`` command: parse, call what a user would call, show."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from ceheng_model import __version__
from ceheng_model.checks import check as check_projection
from ceheng_model.checks import promise_sentence
from ceheng_model.cli.output import emit, messages
from ceheng_model.cli.request import Request, Source, readings_of, takes, tolerances_of
from ceheng_model.decomposition import contributions
from ceheng_model.errors import InputError
from ceheng_model.projection import project as project_scenario
from ceheng_model.scenarios import ALTERNATIVES, How, scenario, write_scenario
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.vocabulary import Text

MISSED = 1
MAIN_COMMAND = "report"
What = Literal["plan", "baseline", "scenario", "series"]


class MainJob(TyperGroup):
    """Run the main job when no command is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the main command in front of options that name none."""
        own = {"--help", "--version", "--install-completion", "--show-completion"}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = [MAIN_COMMAND, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=MainJob,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"ceheng-model {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", help="版本 / version", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """居民收入预测与方案校验；不带命令时运行 report / income projection and plan checks; alone, it runs report."""


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
        emit(request, tables, lead=(title, *made.notes()), last=[promise_sentence(checked)])


@app.command("project")
@takes(Request)
def project(
    request: Request,
    save: Annotated[Path | None, typer.Option(help="把情景存为 TOML / save the scenario", metavar="FILE")] = None,
) -> None:
    """各年收入的官方七列表与路径 / the official seven columns for every year, and the paths."""
    with messages(request):
        made = request.made()
        projection = project_scenario(made)
        emit(request, [*contributions(projection).tables(), *projection.tables()], lead=made.notes())
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
        emit(request, checked.tables(), last=[promise_sentence(checked)])
        if strict and checked.missed:
            raise typer.Exit(MISSED)


@app.command("audit")
@takes(Request)
def audit(
    request: Request,
    reading: Annotated[
        list[str] | None,
        typer.Option(
            help="读法，如 reaches=floor 或 rural_income_2024=floor，可重复 / reading", metavar="KIND|ID=READING"
        ),
    ] = None,
    tolerance: Annotated[
        list[str] | None, typer.Option(help="左右的容差，如 ratio_2024=0.1，可重复 / tolerance", metavar="ID=WIDTH")
    ] = None,
    statement: Annotated[
        list[str] | None, typer.Option(help="只看这些条目，可重复 / weigh only these", metavar="ID")
    ] = None,
    by_year: Annotated[bool, typer.Option("--by-year", help="增速表逐年逐格 / each growth cell by itself")] = False,
    most: Annotated[int, typer.Option(help="最多列出几组矛盾 / contradictions listed at most", metavar="N")] = 100,
) -> None:
    """哪些承诺不能同时成立，最少要改什么 / which promises cannot hold together, and the smallest repair."""
    from ceheng_model.auditing import audit as audit_plan

    with messages(request):
        report = audit_plan(
            request.made(),
            reading=readings_of(reading or []),
            tolerance=tolerances_of(tolerance or []),
            statements=statement,
            by_year=by_year,
            most=most,
        )
        emit(request, report.tables())


@app.command("solve")
@takes(Request)
def solve(
    request: Request,
    target: Annotated[str, typer.Argument(help="目标，如 ratio=2.8 或 rural.2024=17355 / target")],
    vary: Annotated[
        str, typer.Option(help="变动哪些增速，如 rural 或 rural.wages / cells to vary", metavar="CELLS")
    ] = "rural",
    years: Annotated[str, typer.Option(help="变动哪些年，如 2023-2024 / years to vary", metavar="YEARS")] = "",
    how: Annotated[How, typer.Option(help="共同增速、加百分点或乘倍数 / rate, points or factor")] = "set",
    highest: Annotated[float, typer.Option(help="增速上限 / highest growth", metavar="RATE")] = 1.0,
    save: Annotated[Path | None, typer.Option(help="把所得情景存为 TOML / save the scenario", metavar="FILE")] = None,
) -> None:
    """达到目标需要多快的增速 / the growth that a target takes."""
    from ceheng_model.solving import NoSolutionError, required_growth

    with messages(request):
        made = request.made()
        cells = f"{vary}.{years}" if years else vary
        try:
            solution = required_growth(made, target, vary=cells, how=how, highest=highest)
        except NoSolutionError as error:
            print(error.text(request.lang), file=sys.stderr)
            raise typer.Exit(MISSED) from error
        emit(request, [*solution.tables(), *project_scenario(solution.scenario).tables()])
        if save is not None:
            write_scenario(solution.scenario, save)


@app.command("scenarios")
@takes(Source)
def scenarios(source: Source) -> None:
    """随附的情景及其结果 / the shipped alternatives and where they lead."""
    with messages(source):
        emit(source, [_alternatives(source)])


@app.command("show")
@takes(Request)
def show(
    request: Request,
    what: Annotated[What, typer.Argument(help="显示什么 / what to show")] = "plan",
) -> None:
    """数据及其来源：方案条目、基数、增速假设、公布的序列 / the data and their sources."""
    with messages(request):
        made = request.made()
        dossier = made.require_dossier()
        shown: dict[What, Iterable[Shown]] = {
            "plan": [dossier.plan],
            "baseline": [made.baseline],
            "scenario": [made],
            "series": dossier.series.values(),
        }
        emit(request, [table for result in shown[what] for table in result.tables()])


def main() -> None:
    """Run the command line; a console that lacks a character shows a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


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
        Column(key="name", heading=Text("情景", "scenario")),
        Column(key="title", heading=Text("名称", "title")),
        Column(key="description", heading=Text("含义", "meaning")),
        *(Column(key=group.key, heading=group.label, kind="yuan") for group in groups),
        Column(key="urban_rural_ratio", heading=Text("收入比", "ratio"), kind="ratio"),
        Column(key="missed", heading=Text("未达到的条目", "statements missed")),
    )
    title = Text(f"随附情景与{year}年结果（元/人年）", f"Shipped scenarios and {year} (yuan per person and year)")
    return Table(name="scenarios", title=title, columns=columns, rows=tuple(rows))
