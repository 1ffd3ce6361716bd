"""The command that lists plans: those that ship, or those of many counties with what they come to."""

from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.answers import listed
from ceheng_model.cli.endings import Format
from ceheng_model.cli.options import FORMAT_HELP, OUTPUT_HELP, SEED, Source, refuse
from ceheng_model.cli.output import emit, messages, say_written
from ceheng_model.files import make_folder, write_together
from ceheng_model.plan import plan_list
from ceheng_model.plan_sets import (
    Chosen,
    Order,
    PlansReview,
    add_up,
    load_plans,
    review_plans,
    simulate_plans,
    track_plans,
)
from ceheng_model.plan_sets.together import DRAWS as TOGETHER
from ceheng_model.vocabulary import NO_TEXT, Language, Text

_HOW = Text("用 --plan 编号 选择，如 ceheng --plan zhejiang-2027", "choose one by its id: ceheng --plan zhejiang-2027")
_WITH_FOLDER = Text("与方案文件夹或各县的表同用", "be given with a folder of plans or a table of counties")
_WITHOUT_TRACK = Text("不与 --track 同用", "not be given with --track")
_WITH_TRACK = Text("与 --track 同用", "be given with --track")
_WITHOUT_TOGETHER = Text("不与 --together 同用", "not be given with --together")
_WITHOUT_SUM = Text("不与 --sum 同用", "not be given with --sum")
_WITH_PROBABILITIES = Text("与 --probabilities 或 --together 同用", "be given with --probabilities or --together")

AboveOption = Annotated[
    Path | None,
    typer.Option(
        "--above",
        help="上级方案：文件夹或随附方案的名称 / the plan above: a folder or one that ships",
        metavar="NAME|PATH",
    ),
]
TableOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--table", help="各县的表，可重复：人口、历年增速等 / further tables of counties; repeatable", metavar="FILE"
    ),
]
BaseYearOption = Annotated[
    int | None,
    typer.Option("--base-year", help="表中未写明时的基年 / base year of rows that name none", metavar="YEAR"),
]
LastYearOption = Annotated[
    int | None,
    typer.Option("--last-year", help="表中未写明时的末年 / last year of rows that name none", metavar="YEAR"),
]


def plans(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="各县方案的文件夹，或一县一行的表 / a folder of plan folders, or a table with one row a county",
            metavar="DIR|FILE",
            show_default=False,
        ),
    ] = None,
    above: AboveOption = None,
    table: TableOption = None,
    base_year: BaseYearOption = None,
    last_year: LastYearOption = None,
    sort: Annotated[Order | None, typer.Option(help="按什么排列 / the order of counties", show_default=False)] = None,
    only: Annotated[Chosen | None, typer.Option(help="只列哪些县 / which counties", show_default=False)] = None,
    group: Annotated[
        str | None, typer.Option(help="按哪一人群的收入或增速排列 / whose income or growth orders", metavar="GROUP")
    ] = None,
    added_up: Annotated[
        bool,
        typer.Option("--sum", help="按人口汇总，与上级方案上下衔接 / add up, and hold the plan above against the sum"),
    ] = False,
    together: Annotated[
        bool,
        typer.Option("--together", help="一同模拟：上级目标、至少多少个县达到的概率 / draw all counties together"),
    ] = False,
    track: Annotated[
        Path | None,
        typer.Option(
            help="各县实际数的表：滞后的县、其余年份须增长多少 / the counties' actual incomes", metavar="FILE"
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="与 --track 同用，截止日期 / with --track, the day", metavar="DATE")
    ] = None,
    no_audit: Annotated[bool, typer.Option("--no-audit", help="不审计各县方案 / without audits")] = False,
    probabilities: Annotated[
        bool, typer.Option("--probabilities", help="也给出目标全部达到的概率 / probabilities as well")
    ] = False,
    draws: Annotated[
        int | None, typer.Option(help="模拟次数 / number of draws", metavar="N", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="随机种子 / seed", metavar="N", show_default=False)] = None,
    charts: Annotated[
        Path | None,
        typer.Option(help="把各县的图画入文件夹 / draw the charts of counties into FOLDER", metavar="FOLDER"),
    ] = None,
    format: Annotated[Format | None, typer.Option(help=FORMAT_HELP, show_default=False)] = None,
    lang: Annotated[Language, typer.Option(help="语言 / language", is_eager=True, envvar="CEHENG_LANG")] = "zh",
    output: Annotated[Path | None, typer.Option("--output", "-o", help=OUTPUT_HELP, metavar="FILE")] = None,
    full: Annotated[bool, typer.Option("--full", help="全部表格与说明 / all tables and notes")] = False,
) -> None:
    """随附的方案；或一批县的方案：收入、判定、矛盾、概率，一县一行 / plans that ship, or many counties' plans."""
    source = Source(format=format, lang=lang, output=output, full=full)
    with messages(source):
        if folder is None:
            given: dict[str, object] = {
                "--above": above,
                "--table": table,
                "--base-year": base_year,
                "--last-year": last_year,
            }
            given |= {
                "--sort": sort,
                "--only": only,
                "--group": group,
                "--sum": added_up or None,
                "--together": together or None,
                "--no-audit": no_audit or None,
            }
            given |= {"--probabilities": probabilities or None, "--draws": draws, "--seed": seed, "--charts": charts}
            given |= {"--track": track, "--as-of": as_of}
            refuse(given, _WITH_FOLDER)
            tables = plan_list().tables()
            emit(source, tables, answer=listed(tables), hints=[_HOW])
            return
        from ceheng_model.ensemble import DRAWS

        if not (probabilities or together):
            refuse({"--draws": draws, "--seed": seed}, _WITH_PROBABILITIES)
        found = load_plans(folder, tables=table or (), above=above, base_year=base_year, last_year=last_year)
        if track is not None:
            beside: dict[str, object] = {"--sort": sort, "--only": only, "--group": group, "--charts": charts}
            beside |= {"--sum": added_up or None, "--together": together or None, "--no-audit": no_audit or None}
            refuse(beside | {"--probabilities": probabilities or None}, _WITHOUT_TRACK)
            stand = track_plans(found, track, as_of=as_of)
            emit(source, stand.tables(), answer=[*stand.answer, stand.condition], remarks=stand.remarks, length=60)
            return
        refuse({"--as-of": as_of}, _WITH_TRACK)
        if together:
            own: dict[str, object] = {
                "--sort": sort,
                "--only": only,
                "--group": group,
                "--charts": charts,
                "--no-audit": no_audit or None,
            }
            refuse(own | {"--probabilities": probabilities or None, "--sum": added_up or None}, _WITHOUT_TOGETHER)
            drawn = simulate_plans(
                found, draws=TOGETHER if draws is None else draws, seed=SEED if seed is None else seed
            )
            answer = [*drawn.answer, drawn.condition]
            emit(source, drawn.tables(), answer=answer, remarks=drawn.remarks, main="whole")
            return
        if added_up:
            refuse({"--sort": sort, "--only": only, "--group": group, "--charts": charts}, _WITHOUT_SUM)
            refuse({"--probabilities": probabilities or None}, _WITHOUT_SUM)
            whole = add_up(found, audits=not no_audit)
            emit(source, whole.tables(), answer=[*whole.answer, whole.condition], remarks=whole.remarks, length=60)
            return
        review = review_plans(
            found,
            audits=not no_audit,
            probabilities=probabilities,
            draws=DRAWS if draws is None else draws,
            seed=SEED if seed is None else seed,
        )
        answer = [*review.answer, review.condition]
        if sort is not None:
            review = review.sorted(sort, group=group)
        if only is not None:
            review = review.only(only)
        if charts is not None:
            _draw(source, review, charts)
        emit(source, review.tables(), answer=answer, remarks=review.remarks)


def _draw(source: Source, review: PlansReview, folder: Path) -> None:
    """Draw the counties, and the ladder of those that are behind, into a folder."""
    from ceheng_model import charts
    from ceheng_model.charts.drawing.picture_file import picture_bytes

    make_folder(folder)
    # by the registry: the package has them as functions, and Python as modules of the same names
    drawn = {name: charts.CHARTS[name] for name in ("county_dots", "county_ladder")}
    files = {
        f"{name}.png": picture_bytes(chart.draw(review, language=source.lang), "png") for name, chart in drawn.items()
    }
    titles = [chart.title for chart in drawn.values()]
    for one, title in zip(write_together(folder, files), titles, strict=True):
        say_written(source, one, holds=title if isinstance(title, Text) else NO_TEXT)
