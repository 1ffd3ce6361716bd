"""The command that shows data and their sources."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Literal

import typer

from ceheng_model.cli.answers import listed, statements_in
from ceheng_model.cli.options import DrawOptions, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Plan, unfilled_sentence, unfilled_table
from ceheng_model.scenarios import Dossier
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Template, Text, label_of

What = Literal["plan", "baseline", "scenario", "series", "circumstances", "uncertainty"]


@takes(DrawOptions)
def show(
    request: DrawOptions,
    what: Annotated[What, typer.Argument(help="显示什么 / what to show", metavar="WHAT")] = "plan",
) -> None:
    """数据及其来源：方案条目、基数、增速假设、公布的序列、外部条件、增速的不确定性 / the data and their sources."""
    with messages(request):
        # growth is one thing that is shown; all else is there without it
        scenario, lacking = (request.compose(), []) if what == "scenario" else request.without_growth()
        dossier = scenario.require_dossier()
        shown: dict[What, Callable[[], Iterable[Table]]] = {
            "plan": dossier.plan.tables,
            "baseline": scenario.baseline.tables,
            "scenario": scenario.tables,
            "series": lambda: _series_tables(dossier),
            "circumstances": dossier.circumstances.tables,
            "uncertainty": lambda: request.uncertainty(scenario).tables(),
        }
        tables = [*shown[what]()]
        places = dossier.unfilled() if what == "plan" else ()
        tables += [unfilled_table(places)] if places else []
        if not tables:
            raise InputError(_no_series(dossier.plan))
        lead = [unfilled_sentence(places)] if places else []
        emit(
            request,
            tables,
            answer=statements_in(dossier.plan) if what == "plan" else listed(tables),
            lead=lead,
            hints=lacking if what == "plan" else [],
            remarks=scenario.remarks,
        )


def _series_tables(dossier: Dossier) -> list[Table]:
    """Return the series of a plan, each by the name that the plan gives it."""
    return [
        replace(table, title=_SERIES_OF.format(region=label_of(name)))
        for name, series in dossier.series.items()
        for table in series.tables()
    ]


_SERIES_OF = Template("公布的收入序列：{region}", "Published income series: {region}")


def _no_series(plan: Plan) -> Fault:
    return Fault(
        what=plan.terms.say(_SERIES),
        rule=Text("指定", "be named"),
        got="",
        way_out=Text("在 plan.toml 的 [series] 中写明文件", "name their files under [series] in plan.toml"),
        place=Text.same(plan.folder),
    )


_SERIES = Template("{kind}所用的公布序列", "the published series of the {kind}")
