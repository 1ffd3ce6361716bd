"""The command that says which assumption matters."""

from typing import Annotated, Literal

import typer

from ceheng_model.cli.options import SEED, DrawOptions, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.errors import InputError, choice
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Text

METHODS = ("elasticities", "tornado", "variance", "shares")


@takes(DrawOptions)
def sensitivity(
    request: DrawOptions,
    quantity: Annotated[str, typer.Argument(help="指标，如 ratio 或 rural.2024 / quantity")] = "ratio",
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
        made = request.made()
        uncertainty = request.uncertainty(made)
        seed = SEED if request.seed is None else request.seed
        settings = {} if request.draws is None else {"draws": request.draws}
        tables: list[Table] = []
        for one in method or METHODS:
            if one == "elasticities":
                tables += measures.elasticities(made, quantity).tables()
            elif one == "tornado":
                tables += measures.tornado(made, quantity, uncertainty=uncertainty, by=by).tables()
            elif one == "variance":
                split = measures.variance_shares(made, quantity, uncertainty=uncertainty, by=by, seed=seed, **settings)
                tables += split.tables()
            elif one == "shares":
                tables += measures.share_case_effects(made).tables()
            else:
                raise InputError(choice(Text("方法", "the method"), one, METHODS))
        emit(request, tables)
