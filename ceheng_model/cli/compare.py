"""The command that sets scenarios side by side."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceheng_model.cli.answers import GROWTH_HOLDS, apart
from ceheng_model.cli.missing import ways
from ceheng_model.cli.options import SEED, DrawOptions, MethodOption, SheetOption, refuse, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.files import EXCEL, SHEETS, is_live_workbook, open_book
from ceheng_model.scenarios import Scenario, ScenarioTable, read_scenarios
from ceheng_model.vocabulary import Template, Text

if TYPE_CHECKING:
    from ceheng_model.comparison import ScenarioComparison

_TEXTS = (".csv", ".txt", ".tsv")
"""Suffixes of tables in text, which hold many scenarios."""
_WITH_PROBABILITIES = Text("与 --probabilities 同用", "be given with --probabilities")
_EDITED = Template("{title}与{first}相比，改动了：{edits}。", "In {title}, compared with {first}: {edits}.")
_UNCHANGED = Template("{title}与{first}相比，输入没有改动。", "The inputs of {title} are those of {first}.")
_EDIT = Template("{what}由{before}改为{after}", "{what} {after} instead of {before}")
_IN_YEARS = Template("{years}{what}", "{what} in {years}")
_YEARLY = ("growth", "price_growth", "gdp_growth", "population")
"""Kinds of assumptions whose names do not say the years."""
_WITH_A_TABLE = Text("与情景表同用", "be given with a table of scenarios")


# scenarios are arguments here, and each goes by its own name
@takes(DrawOptions, without=("scenario", "name"))
def compare(
    request: DrawOptions,
    items: Annotated[
        list[str],
        typer.Argument(
            help="情景名、情景文件（TOML、JSON）、可自动重算的工作簿，或一行一项改动的情景表（CSV、.xlsx）/ "
            "scenarios: names, files, live workbooks, tables of many",
            metavar="NAME|FILE...",
            show_default=False,
        ),
    ],
    probabilities: Annotated[
        bool,
        typer.Option("--probabilities", help="也给出各条目达到的概率，各情景用同一组随机数 / probabilities as well"),
    ] = False,
    method: MethodOption = None,
    sheet: SheetOption = None,
    workers: Annotated[int | None, typer.Option(help="线程数 / threads", metavar="N", show_default=False)] = None,
) -> None:
    """几个情景并列：收入、收入比、各条判定及与第一个之差，不同的假设一并列出 / scenarios side by side."""
    from ceheng_model.comparison import compare_scenarios
    from ceheng_model.ensemble import DRAWS

    with messages(request):
        tables = {item for item in items if _is_table(item)}
        if not tables:
            refuse({"--sheet": sheet}, _WITH_A_TABLE)
        if not probabilities:
            _refuse_draws(request, {"--method": method, "--workers": workers})
        scenarios = [_read(request, item, tables, sheet) for item in items]
        compared = compare_scenarios(
            *scenarios,
            probabilities=probabilities,
            draws=DRAWS if request.draws is None else request.draws,
            method=method,
            seed=SEED if request.seed is None else request.seed,
            uncertainty=request.uncertainty(_first(scenarios)) if probabilities else None,
            workers=workers,
        )
        shown = compared.records() if request.form == "json" else compared.tables()
        missing = dict.fromkeys(one for report in compared.checks for one in report.missing)
        emit(
            request,
            shown,
            answer=[*apart(compared), *(_edits(compared) if _all_live(items) else ()), GROWTH_HOLDS],
            remarks=compared.remarks,
            hints=ways(missing, compared.terms),
        )


def _all_live(items: Sequence[str]) -> bool:
    """Return whether every argument is a live workbook, so that one is what somebody made of another."""
    return all(Path(item).suffix.lower() in SHEETS and is_live_workbook(Path(item)) for item in items)


def _edits(compared: "ScenarioComparison") -> Iterator[Text]:
    """Yield one sentence a workbook on what was changed in it."""
    first, *others = compared.titles
    for position, title in enumerate(others, start=1):
        apart_in = [one for one in compared.assumptions if one.differs(position)]
        if not apart_in:
            yield _UNCHANGED.format(title=title, first=first)
            continue
        told = [
            _EDIT.format(
                what=_IN_YEARS.format(years=one.when, what=one.name) if one.kind in _YEARLY else one.name,
                before=one.words[0],
                after=one.words[position],
            )
            for one in apart_in
        ]
        yield _EDITED.format(title=title, first=first, edits=Text.join(told, zh="；", en="; "))


def _is_table(item: str) -> bool:
    suffix = Path(item).suffix.lower()
    return suffix in _TEXTS or (suffix in SHEETS and not is_live_workbook(Path(item)) and not _is_copy(Path(item)))


def _is_copy(path: Path) -> bool:
    """Return whether a file has the sheets of a live workbook, saved in a form whose names of cells are not read."""
    if path.suffix.lower() in EXCEL:
        return False
    from ceheng_model.documents.workbook.sheets.switch import SHEET
    from ceheng_model.documents.workbook.words import ASSUMPTIONS

    titles = open_book(path).titles
    return any(
        {summary, assumptions} <= set(titles) for summary, assumptions in zip(SHEET.name, ASSUMPTIONS, strict=True)
    )


def _read(request: DrawOptions, item: str, tables: Collection[str], sheet: str | None) -> Scenario | ScenarioTable:
    """Return what one argument names, with what the options change of every scenario."""
    if item not in tables:
        return replace(request, scenario=[item]).compose(*map(Path, tables))
    read = read_scenarios(item, plan=request.dossier(), sheet=sheet, encoding=request.encoding)
    return replace(read, scenarios=tuple(map(request.over, read.scenarios)))


def _refuse_draws(request: DrawOptions, own: dict[str, object]) -> None:
    """Raise `InputError` for every option that says how to draw, where nothing is drawn."""
    given = {
        **own,
        "--draws": request.draws,
        "--seed": request.seed,
        "--history": request.history,
        "--own-history": request.own_history,
        "--spread-years": request.spread_years,
        "--spread": request.spread,
        "--persistence": request.persistence,
        "--distribution": request.distribution,
        "--degrees": request.degrees,
        "--own-spread": request.own_spread,
        "--no-estimation-error": request.no_estimation_error or None,
    }
    refuse(given, _WITH_PROBABILITIES)


def _first(scenarios: Sequence[Scenario | ScenarioTable]) -> Scenario:
    first = scenarios[0]
    return first if isinstance(first, Scenario) else first.scenarios[0]
