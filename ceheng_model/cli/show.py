"""The command that shows data and their sources."""

from collections.abc import Callable, Iterable
from typing import Annotated, Literal

import typer

from ceheng_model.cli.options import DrawOptions, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.tables import Shown

What = Literal["plan", "baseline", "scenario", "series", "circumstances", "uncertainty"]


@takes(DrawOptions)
def show(
    request: DrawOptions,
    what: Annotated[What, typer.Argument(help="显示什么 / what to show")] = "plan",
) -> None:
    """数据及其来源：方案条目、基数、增速假设、公布的序列、外部条件、增速的不确定性 / the data and their sources."""
    with messages(request):
        scenario = request.compose()
        dossier = scenario.require_dossier()
        shown: dict[What, Callable[[], Iterable[Shown]]] = {
            "plan": lambda: [dossier.plan],
            "baseline": lambda: [scenario.baseline],
            "scenario": lambda: [scenario],
            "series": dossier.series.values,
            "circumstances": lambda: [dossier.circumstances],
            "uncertainty": lambda: [request.uncertainty(scenario)],
        }
        emit(request, [table for result in shown[what]() for table in result.tables()], remarks=scenario.remarks)
