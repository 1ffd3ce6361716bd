"""The command that follows a plan through its years."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceheng_model.cli.bulletin_options import (
    WITH_BULLETIN,
    BulletinSource,
    DateOption,
    ProfileOption,
    SignedOption,
    SinceOption,
    ToOption,
)
from ceheng_model.cli.missing import ways
from ceheng_model.cli.options import SEED, DrawOptions, MethodOption, SheetOption, refuse, span_of, takes
from ceheng_model.cli.output import MISSED, emit, messages, say_written
from ceheng_model.cli.readings import day_given
from ceheng_model.errors import Fault, InputError
from ceheng_model.scenarios import Scenario
from ceheng_model.vocabulary import Template, Text

_TEMPLATE = Template("{kind}实际数的填报模板", "a template for the {kind}'s actual figures")

_FEW_DRAWS = 16
"""Draws of a report for a bulletin, which shows no probabilities."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceheng_model.documents.paper import Letterhead
    from ceheng_model.tracking import Actuals, TrackingReport
    from ceheng_model.uncertainty import Uncertainty


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackOptions(BulletinSource, DrawOptions):
    """Hold the options of a report on progress: tables, or the bulletin as a document."""


@takes(TrackOptions)
def track(
    request: TrackOptions,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="实际数的表（CSV、.xlsx、.xls 或 .ods）/ table of actual figures", metavar="FILE", show_default=False
        ),
    ] = None,
    sheet: SheetOption = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="截止日期，如 2023-03-18（默认：最近公布日）/ as of this day", metavar="DATE"),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(help="每条增速线的模拟次数（默认 65536）/ draws of each line", metavar="N", show_default=False),
    ] = None,
    method: MethodOption = None,
    published: Annotated[
        str | None,
        typer.Option(help="官方数据表未注明时的公布日期 / day of publication of an official table", metavar="DATE"),
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="官方数据表中取哪个地区 / region of an official table", metavar="NAME")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="写出待填的模板（.xlsx 或 .csv）/ write a template to fill in", metavar="FILE"),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="用随附的全国实际数作例 / the shipped national outturn as an example")
    ] = False,
    since: SinceOption = None,
    since_sheet: Annotated[
        str | None,
        typer.Option(
            "--since-sheet",
            help="通报：--since 工作簿中要读的工作表 / bulletin: sheet of --since to read",
            metavar="NAME",
        ),
    ] = None,
    to: ToOption = None,
    signed: SignedOption = None,
    on: DateOption = None,
    profile: ProfileOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有滞后或未达到的目标时以 1 退出 / exit 1 when not on track")
    ] = False,
) -> None:
    """进度：离计划路径多远、其余年份须增长多少、下次报告要写什么 / actual figures against the plan, what is due."""
    from ceheng_model import tracking

    with messages(request):
        scenario = request.compose(file)
        letter: dict[str, object] = {
            "--since": since,
            "--since-sheet": since_sheet,
            "--to": to,
            "--signed": signed,
            "--date": on,
            "--profile": profile,
        }
        if not request.writes_bulletin or template is not None:
            refuse(letter, WITH_BULLETIN)
        _require_one({"FILE": file, "--template": template, "--example": example or None})
        if template is not None:
            written = tracking.write_template(scenario, template, language=request.lang)
            say_written(request, written, holds=scenario.terms.say(_TEMPLATE))
            return
        if file is None:
            refuse({"--sheet": sheet}, Text("与 FILE 同用", "be given with FILE"))
        report = tracking.track(
            scenario,
            _example(scenario) if example else file,
            sheet=sheet,
            encoding=request.encoding,
            as_of=as_of,
            confirm=request.confirm,
            published=published,
            region=region,
            # without options and without published series there is no spread, and the report says so
            uncertainty=_estimated(request, scenario) if request.describes_draws() else None,
            draws=(_FEW_DRAWS if request.writes_bulletin else tracking.DRAWS) if draws is None else draws,
            method=method,
            seed=SEED if request.seed is None else request.seed,
        )
        if request.writes_bulletin:
            from ceheng_model.documents.paper import Letterhead

            letterhead = Letterhead(addressee=to or "", signed=signed or "", day=day_given(on, "--date"))
            _write_bulletin(request, report, (since, since_sheet), letterhead, profile)
            if strict and not report.on_track:
                raise typer.Exit(MISSED)
            return
        emit(
            request,
            report.tables(),
            answer=report.answer,
            lead=report.caveats,
            background=report.background,
            length=50,
            remarks=report.remarks,
            hints=ways(report.missing, scenario.terms),
        )
        if strict and not report.on_track:
            raise typer.Exit(MISSED)


def _write_bulletin(
    request: TrackOptions,
    report: "TrackingReport",
    since: tuple[str | None, str | None],
    letterhead: "Letterhead",
    profile: str | None,
) -> None:
    from ceheng_model.documents import bulletin

    assert request.output is not None, "a bulletin is written where a file is named"
    written = bulletin.write_bulletin(
        report,
        request.output,
        since=since[0],
        since_sheet=since[1],
        encoding=request.encoding,
        language=request.lang,
        profile=profile,
        letterhead=letterhead,
    )
    request.tell([remark for remark in report.remarks if remark.is_warning])
    request.say_bulletin(written.written)


def _estimated(request: DrawOptions, scenario: Scenario) -> "Callable[[int], Uncertainty]":
    """Return the uncertainty that the options describe, by the last year that was published by a report's day."""

    def until(year: int) -> "Uncertainty":
        if request.spread_years is not None:
            _require_published(request.spread_years, year)
        return request.uncertainty(scenario, until=year)

    return until


def _require_published(years: str, last_year: int) -> None:
    """Raise `InputError` where years that tell the spread are later than the last that was published by the day."""
    last = span_of(years)[1]
    if last is not None and last > last_year:
        raise InputError(
            Fault(
                what=Text.same("--spread-years"),
                rule=_UP_TO.format(year=last_year),
                got=years,
                way_out=_OR_LATER.format(year=last_year, day=last + 1),
            )
        )


_UP_TO = Template("不晚于{year}年（截止日期的上一年）", "end by {year}, the year before the day of the report")
_OR_LATER = Template(
    "止于{year}年，或把 --as-of 改为{day}年的一天", "end them in {year}, or take a day of {day} for --as-of"
)


def _example(scenario: Scenario) -> "Actuals":
    """Return of the nation's outturn what the plan counts."""
    from ceheng_model import tracking

    years = (scenario.base_year, *scenario.years)
    return tracking.national_example(scenario.group_keys, years=years, items=scenario.terms.items)


def _require_one(given: dict[str, object]) -> None:
    names = [name for name, value in given.items() if value is not None]
    if len(names) > 1:
        rule, way_out = Text("只给一个", "be given one at a time"), Text("见 --help", "see --help")
        got = tuple(names)
        raise InputError(Fault(what=Text.same(" / ".join(given)), rule=rule, got=got, way_out=way_out))
