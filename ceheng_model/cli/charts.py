"""The command that draws charts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import typer

from ceheng_model.cli.options import SEED, DrawOptions, Source, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.errors import GIVEN, Fault, InputError, choice, raise_faults
from ceheng_model.files import make_folder, read_table, write_whole
from ceheng_model.projection import Projection
from ceheng_model.projection import project as project_scenario
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.scenarios import ALTERNATIVES, Scenario, companions, compose
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd

Axes = Any
"""Axes of matplotlib, which only charts import."""
Drawing = Callable[..., Axes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartOptions(DrawOptions):
    """Hold the options that describe a scenario, draws around it and pictures of both."""

    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入文件夹 / write to this folder", metavar="DIR")
    ] = None
    only: Annotated[
        list[str] | None, typer.Option(help="只画这一幅，可重复 / draw this chart only, repeatable", metavar="CHART")
    ] = None
    picture: Annotated[
        list[str] | None,
        typer.Option(help="图片格式 png、svg、pdf，可重复 / kind of picture, repeatable", metavar="SUFFIX"),
    ] = None
    size: Annotated[Literal["word", "slide"], typer.Option(help="版心宽或幻灯片 / for a page or a slide")] = "word"
    dpi: Annotated[int, typer.Option(help="PNG 每英寸点数 / dots an inch of PNG", metavar="N")] = 300
    font: Annotated[
        Literal["installed", "carried"],
        typer.Option(help="先用已装字体，或只用自带字体 / installed fonts first, or the carried one only"),
    ] = "installed"
    against: Annotated[
        list[str] | None,
        typer.Option(help="并列的情景，可重复（默认全部随附情景）/ scenarios beside it", metavar="NAME|FILE"),
    ] = None
    actual: Annotated[
        Path | None,
        typer.Option(help="实际收入 CSV（group, year, value）/ outturn figures beside the plan", metavar="FILE"),
    ] = None
    numbers: Annotated[
        bool, typer.Option("--numbers", help="另存每幅图的数字为 CSV / the numbers of each chart as CSV too")
    ] = False


@takes(ChartOptions)
def charts(request: ChartOptions) -> None:
    """画出简报用的全套图 / draw the charts for a briefing."""
    with messages(request):
        if request.output is None:
            raise InputError(_no_folder())
        from ceheng_model import charts as drawn

        made = request.made()
        pictures = dict(_pictures(request, made))
        chosen = request.only or list(pictures)
        what, suffix = Text("--only 的图", "the chart of --only"), Text("图片格式", "the kind of picture")
        faults = [choice(what, name, pictures) for name in chosen if name not in pictures]
        faults += [choice(suffix, one, drawn.FORMATS) for one in request.picture or [] if one not in drawn.FORMATS]
        raise_faults(faults)
        make_folder(request.output)
        rows: list[tuple[Cell, ...]] = []
        with drawn.font(request.font):
            for name in dict.fromkeys(chosen):
                ax = pictures[name](language=request.lang, size=request.size)
                rows += _written(request, request.output, name, ax)
        columns = (
            Column(key="chart", heading=Text("图", "chart"), kind="text"),
            Column(key="file", heading=Text("文件", "file"), kind="text"),
            Column(key="alternative_text", heading=Text("图中内容", "what it shows")),
        )
        title = Text("已画的图", "Charts drawn")
        emit(
            Source(format=request.format, lang=request.lang),
            [Table(name="charts", title=title, columns=columns, rows=tuple(rows))],
        )


def _pictures(request: ChartOptions, made: Scenario) -> Iterator[tuple[str, Drawing]]:
    """Give every chart by the name of its file, to be drawn when asked for."""
    from ceheng_model import charts as drawn

    projection = project_scenario(made)
    projection.require_single()
    groups = [group.key for group in made.groups]
    beside = _beside(request, made)
    yield "income_paths", partial(drawn.income_paths, projection)
    yield from ((f"components_by_year_{key}", partial(drawn.components_by_year, projection, key)) for key in groups)
    yield "component_shares", partial(drawn.component_shares, projection)
    yield from (
        (f"contribution_waterfall_{key}", partial(drawn.contribution_waterfall, projection, key)) for key in groups
    )
    yield "scorecard", partial(_scorecard, projection)
    yield "scenario_multiples", partial(drawn.scenario_multiples, beside)
    simulated = _Once(lambda: _simulated(request, made))
    yield from ((f"fan_{key}", partial(_fan, simulated, "total", key)) for key in groups)
    if projection.has_ratio:
        yield "ratio_path", partial(drawn.ratio_path, projection)
        yield "ratio_paths", partial(drawn.ratio_path, beside)
        yield "fan_ratio", partial(_fan, simulated, "ratio", None)
        yield "tornado", partial(_tornado, request, made)
        yield "what_if_map", partial(_map, made)
    if request.actual is not None:
        yield "plan_against_actual", partial(drawn.plan_against_actual, projection, _actual(request.actual))


class _Once:
    """Make something the first time it is asked for."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._made = make, None

    def __call__(self) -> Any:
        if self._made is None:
            self._made = self._make()
        return self._made


def _beside(request: ChartOptions, made: Scenario) -> list[Projection]:
    """Return the projection and those beside it: what is asked for, or the shipped ones that can be made and differ."""
    own = project_scenario(made)
    if request.against is not None:
        return [own, *(project_scenario(_against(request, made, item)) for item in request.against)]
    found = [project_scenario(one.scenario) for one in companions(made) if one.scenario is not None]
    return [own, *(other for other in found if not np.array_equal(other.values, own.values))]


def _against(request: ChartOptions, made: Scenario, item: str) -> Scenario:
    """Return a scenario to stand beside; raise `InputError` for one that cannot be made."""
    if item in ALTERNATIVES:
        (companion,) = companions(made, [item])
        if companion.scenario is None:
            assert companion.error is not None
            raise companion.error
        return companion.scenario
    other = compose([item], plan=request.dossier(), shares=made.baseline.shares())
    return other if request.horizon is None else other.with_horizon(request.horizon)


def _simulated(request: ChartOptions, made: Scenario) -> Any:
    from ceheng_model import ensemble

    draws = ensemble.DRAWS if request.draws is None else request.draws
    seed = SEED if request.seed is None else request.seed
    return ensemble.simulate(made, draws=draws, seed=seed, uncertainty=request.uncertainty(made))


def _fan(simulated: _Once, what: Any, group: str | None, **style: Any) -> Axes:
    from ceheng_model import charts as drawn

    found = simulated()
    return drawn.fan(found.fan(what, group=group), ensemble=found, **style)


def _scorecard(projection: Projection, **style: Any) -> Axes:
    from ceheng_model import charts as drawn
    from ceheng_model.checks import check

    return drawn.scorecard(check(projection, share_cases=False), **style)


def _tornado(request: ChartOptions, made: Scenario, **style: Any) -> Axes:
    from ceheng_model import charts as drawn
    from ceheng_model.sensitivity import tornado

    return drawn.tornado(tornado(made, "ratio", uncertainty=request.uncertainty(made)), **style)


def _map(made: Scenario, **style: Any) -> Axes:
    """Draw the map with the growth of one group alone that reaches the plan's ratio, where there is such growth."""
    from ceheng_model import charts as drawn
    from ceheng_model.solving import NoSolutionError, required_growth

    plan, solved = made.plan, []
    ratios = [one for one in plan.statements if isinstance(one.quantity, UrbanRuralRatio)] if plan else []
    aims = [one for one in ratios if one.wording.printed_values]
    for vary in ("rural", "urban") if aims else ():
        try:
            solved.append(required_growth(made, f"ratio={aims[0].wording.aim:.12g}", vary=vary))
        except NoSolutionError:
            continue
    return drawn.what_if_map(made, solved=solved, **style)


def _actual(path: Path) -> "pd.DataFrame":
    """Return outturn figures from a CSV file or a workbook; raise `InputError` with every fault."""
    import pandas as pd

    what, unit = Text("实际收入", "the actual income"), Text("收入以元计", "income in yuan")
    columns = ["group", "year", "value"]
    table = read_table(path, columns)
    rows = [(row.text("group"), row.year("year"), row.number("value", what=what, way_out=unit)) for row in table]
    raise_faults(table.faults)
    return pd.DataFrame(rows, columns=columns)


def _written(request: ChartOptions, folder: Path, name: str, ax: Axes) -> list[tuple[Cell, ...]]:
    from ceheng_model import charts as drawn

    text = Text(drawn.alternative_text(ax, "zh"), drawn.alternative_text(ax, "en"))
    files = [f"{name}.{suffix}" for suffix in dict.fromkeys(request.picture or ["png"])]
    for file in files:
        drawn.save(ax, folder / file, dpi=request.dpi)
    if request.numbers:
        files.append(f"{name}.csv")
        write_whole(folder / files[-1], drawn.numbers(ax).to_csv(), encoding="utf-8-sig")
    return [(name, file, text) for file in files]


def _no_folder() -> Fault:
    return Fault(
        what=Text("--output", "--output"),
        rule=GIVEN,
        got="",
        way_out=Text("例如 ceheng charts -o charts", "for example ceheng charts -o charts"),
    )
