"""The command that lists plans: those that ship, or those of many counties with what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.answers import listed
from ceheng_model.cli.bulletin_options import (
    WITH_BULLETIN,
    BulletinSource,
    DateOption,
    ProfileOption,
    SignedOption,
    ToOption,
)
from ceheng_model.cli.county_options import AboveOption, BaseYearOption, LastYearOption, TableOption
from ceheng_model.cli.endings import form_of
from ceheng_model.cli.options import SEED, Source, refuse, takes
from ceheng_model.cli.output import emit, messages, say_written
from ceheng_model.cli.readings import day_given
from ceheng_model.ensemble import DRAWS
from ceheng_model.files import make_folder, write_together
from ceheng_model.plan import plan_list
from ceheng_model.plan_sets import (
    Chosen,
    Order,
    PlansProgress,
    PlansReview,
    add_up,
    load_plans,
    review_plans,
    simulate_plans,
    track_plans,
)
from ceheng_model.plan_sets.together import DRAWS as TOGETHER
from ceheng_model.vocabulary import NO_TEXT, Text

_HOW = Text("用 --plan 编号 选择，如 ceheng --plan zhejiang-2027", "choose one by its id: ceheng --plan zhejiang-2027")
_WITH_FOLDER = Text("与方案文件夹或各县的表同用", "be given with a folder of plans or a table of counties")
_WITHOUT_TRACK = Text("不与 --track 同用", "not be given with --track")
_WITH_TRACK = Text("与 --track 同用", "be given with --track")
_WITHOUT_TOGETHER = Text("不与 --together 同用", "not be given with --together")
_WITHOUT_SUM = Text("不与 --sum 同用", "not be given with --sum")
_WITH_PROBABILITIES = Text("与 --probabilities 或 --together 同用", "be given with --probabilities or --together")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansOptions(BulletinSource):
    """Hold where the tables are written, or the bulletin on how counties stand."""

    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="写入文件，格式随结尾：.txt、.csv、.json、.xlsx、.md、.html；与 --track 同用时 .docx、.html 为通报 / "
            "write to FILE, in the form that its ending says; with --track .docx and .html hold the bulletin",
            metavar="FILE",
        ),
    ] = None


@takes(PlansOptions, without=("plan", "original"))
def plans(
    source: PlansOptions,
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
    since: Annotated[
        str | None,
        typer.Option(
            help="通报：上期通报的日期，写出此后的变化 / bulletin: what changed since the last one, by its day",
            metavar="DATE",
        ),
    ] = None,
    to: ToOption = None,
    signed: SignedOption = None,
    on: DateOption = None,
    profile: ProfileOption = None,
) -> None:
    """随附的方案；或一批县的方案：收入、判定、矛盾、概率，一县一行 / plans that ship, or many counties' plans."""
    letter = {
        "--since": since,
        "--to": to,
        "--signed": signed,
        "--date": on,
        "--profile": profile,
    }
    of_review: dict[str, object] = {"--sort": sort, "--only": only, "--group": group, "--charts": charts}
    kinds: dict[str, object] = {"--sum": added_up or None, "--together": together or None, "--track": track}
    likely: dict[str, object] = {"--probabilities": probabilities or None}
    drawing: dict[str, object] = {"--draws": draws, "--seed": seed}
    auditing: dict[str, object] = {"--no-audit": no_audit or None}
    with messages(source):
        if folder is None:
            reading: dict[str, object] = {
                "--above": above,
                "--table": table,
                "--base-year": base_year,
                "--last-year": last_year,
            }
            refuse(
                {**reading, **of_review, **kinds, **auditing, **likely, **drawing, "--as-of": as_of, **letter},
                _WITH_FOLDER,
            )
            tables = plan_list().tables()
            emit(source, tables, answer=listed(tables), hints=[_HOW])
            return
        if track is None:
            refuse({"--as-of": as_of, **letter}, _WITH_TRACK)
            # without --track the form of the tables is all that an ending can mean
            form_of(source.output, source.format)
        elif not source.writes_bulletin:
            refuse(letter, WITH_BULLETIN)
        if not (probabilities or together):
            refuse(drawing, _WITH_PROBABILITIES)
        chosen = next((name for name, given in kinds.items() if given is not None), None)
        if track is not None:
            kinds.pop("--track")
            refuse({**of_review, **kinds, **auditing, **likely}, _WITHOUT_TRACK)
        elif together:
            kinds.pop("--together")
            refuse({**of_review, **kinds, **auditing, **likely}, _WITHOUT_TOGETHER)
        elif chosen == "--sum":
            refuse({**of_review, **likely}, _WITHOUT_SUM)
        found = load_plans(folder, tables=table or (), above=above, base_year=base_year, last_year=last_year)
        if track is not None:
            stand = track_plans(found, track, as_of=as_of)
            if source.writes_bulletin:
                _write_bulletin(source, stand, letter)
                return
            emit(source, stand.tables(), answer=[*stand.answer, stand.condition], remarks=stand.remarks, length=60)
        elif together:
            drawn = simulate_plans(
                found, draws=TOGETHER if draws is None else draws, seed=SEED if seed is None else seed
            )
            answer = [*drawn.answer, drawn.condition]
            emit(source, drawn.tables(), answer=answer, remarks=drawn.remarks, main="whole")
        elif added_up:
            whole = add_up(found, audits=not no_audit)
            emit(source, whole.tables(), answer=[*whole.answer, whole.condition], remarks=whole.remarks, length=60)
        else:
            review = review_plans(
                found,
                audits=not no_audit,
                probabilities=probabilities,
                draws=DRAWS if draws is None else draws,
                seed=SEED if seed is None else seed,
            )
            _show(source, review, sort=sort, only=only, group=group, charts=charts)


def _show(
    source: Source,
    review: PlansReview,
    *,
    sort: Order | None,
    only: Chosen | None,
    group: str | None,
    charts: Path | None,
) -> None:
    """Show one row a county, in the order and of the sort that is asked for; draw them where a folder is named."""
    answer = [*review.answer, review.condition]
    if sort is not None:
        review = review.sorted(sort, group=group)
    if only is not None:
        review = review.only(only)
    if charts is not None:
        _draw(source, review, charts)
    emit(source, review.tables(), answer=answer, remarks=review.remarks)


def _write_bulletin(source: PlansOptions, stand: PlansProgress, letter: Mapping[str, str | None]) -> None:
    """Write the bulletin on how the counties stand, with the head and the signature that options give."""
    from ceheng_model.documents.county_bulletin import write_plans_bulletin
    from ceheng_model.documents.paper import Letterhead

    assert source.output is not None, "a bulletin is written where a file is named"
    written = write_plans_bulletin(
        stand,
        source.output,
        since=letter["--since"],
        language=source.lang,
        profile=letter["--profile"],
        letterhead=Letterhead(
            addressee=letter["--to"] or "",
            signed=letter["--signed"] or "",
            day=day_given(letter["--date"], "--date"),
        ),
    )
    source.tell([remark for remark in stand.remarks if remark.is_warning])
    source.say_bulletin(written.written)


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
