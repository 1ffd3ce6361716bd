"""The command that says which assumption matters."""

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from ceheng_model.cli.defaults import chosen_quantity
from ceheng_model.cli.options import SEED, DrawOptions, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.errors import choice, raise_faults
from ceheng_model.tables import Shown
from ceheng_model.vocabulary import Text

METHODS = ("elasticities", "tornado", "variance", "shares")


@takes(DrawOptions)
def sensitivity(
    request: DrawOptions,
    quantity: Annotated[
        str | None,
        typer.Argument(help="指标，如 ratio 或 rural.2024（默认首个可测算的目标）/ quantity", show_default=False),
    ] = None,
    method: Annotated[
        list[str] | None,
        typer.Option(
            help=f"{'、'.join(METHODS)}，可重复（默认全部）/ method, repeatable", metavar="METHOD", show_default=False
        ),
    ] = None,
    by: Annotated[
        Literal["component", "group", "year", "cell"], typer.Option(help="按什么分 / split by")
    ] = "component",
) -> None:
    """哪个假设最要紧：弹性、龙卷风图数据、方差贡献、构成案例 / which assumption matters."""
    from ceheng_model import sensitivity as measures

    with messages(request):
        scenario = request.compose()
        studied = chosen_quantity(request, scenario, quantity)
        # what asks for no spread has to name no series
        spread = not method or not {"tornado", "variance"}.isdisjoint(method) or request.describes_draws()
        uncertainty = request.uncertainty(scenario) if spread else None
        seed = SEED if request.seed is None else request.seed
        settings = {} if request.draws is None else {"draws": request.draws}
        results: dict[str, Callable[[], Shown]] = {
            "elasticities": lambda: measures.elasticities(scenario, studied),
            "tornado": lambda: measures.tornado(scenario, studied, uncertainty=uncertainty, by=by),
            "variance": lambda: measures.variance_shares(
                scenario, studied, uncertainty=uncertainty, by=by, seed=seed, **settings
            ),
            "shares": lambda: measures.share_case_effects(scenario),
        }
        what = Text("方法", "the method")
        raise_faults([choice(what, name, METHODS) for name in method or () if name not in METHODS])
        tables = [table for name in method or METHODS for table in results[name]().tables()]
        emit(request, tables, lead=scenario.circumstance_notes(), remarks=scenario.remarks)
