"""The command that says which promises clash and what the smallest repair is."""

from typing import Annotated, Any

import typer

from ceheng_model.cli.missing import to_fill_in, ways
from ceheng_model.cli.options import Request, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.cli.readings import form_fault, number_of, repeated_fault
from ceheng_model.errors import InputError
from ceheng_model.files import ANY, plain


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
    seconds: Annotated[
        float, typer.Option(help="搜索最多用几秒 / seconds after which the search ends", metavar="S")
    ] = 60.0,
) -> None:
    """哪些承诺不能同时成立，最少要改哪几条 / which promises cannot hold together, and the fewest to change."""
    from ceheng_model.auditing import audit as audit_plan

    with messages(request):
        # what the growth of a scenario is does not matter to an audit
        scenario, lacking = request.without_growth()
        report = audit_plan(
            scenario,
            reading=_readings(reading or []),
            tolerance=_tolerances(tolerance or []),
            statements=statement,
            by_year=by_year,
            most=most,
            seconds=seconds,
        )
        emit(
            request,
            report.tables(),
            answer=report.answer,
            lead=to_fill_in(report.scenario),
            background=report.lead[len(report.answer) :],
            main="proposals",
            length=50,
            hints=[*ways(report.missing, report.scenario.terms), *lacking],
            remarks=report.remarks,
        )


def _readings(options: list[str]) -> dict[str, Any]:
    """Return readings written as ``reaches=floor``; names and readings are judged by the audit."""
    readings = {}
    for option in options:
        name, sign, reading = plain(option).partition("=")
        if not sign:
            raise InputError(form_fault("--reading", option, "reaches=floor", "ratio_2024=value"))
        readings[name.strip()] = reading.strip()
    return readings


def _tolerances(options: list[str]) -> dict[str, float]:
    """Return tolerances written as ``ratio_2024=0.1``."""
    tolerances = {}
    for option in options:
        name, _, text = plain(option).partition("=")
        value = number_of(text, ANY, "--tolerance", "ratio_2024=0.1", "urban_growth=1%")
        if name.strip() in tolerances:
            raise InputError(repeated_fault("--tolerance", option))
        tolerances[name.strip()] = value
    return tolerances
