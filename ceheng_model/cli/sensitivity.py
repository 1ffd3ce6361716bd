"""The command that says which assumption matters."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ceheng_model.cli.answers import conditional_on, what_matters
from ceheng_model.cli.defaults import KINDS, chosen_quantity
from ceheng_model.cli.missing import ways
from ceheng_model.cli.options import SEED, DrawOptions, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.errors import InputError
from ceheng_model.names import choice_names, key_of
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Shown
from ceheng_model.vocabulary import Missing, Need, Text

if TYPE_CHECKING:
    from ceheng_model.uncertainty import Uncertainty

METHODS = ("variance", "tornado", "elasticities", "ranges", "shares")
_BY_SPREAD = {"tornado", "variance", "ranges"}
"""Methods that take how far growth strays."""
_OF_SPREAD = {Need.SPREAD, Need.SPREAD_OF_GROUP}
_OF_A_QUANTITY = {"variance", "tornado", "elasticities"}
"""Methods that study one quantity; the others are about all statements."""


@takes(DrawOptions)
def sensitivity(
    request: DrawOptions,
    quantity: Annotated[
        str | None,
        typer.Argument(
            help=f"指标，如 收入比 或 农村.2024（默认首个未达到、可测算的目标）；指标：{KINDS.zh} / "
            f"quantity, such as ratio or rural.2024; quantities: {KINDS.en}",
            metavar="QUANTITY",
            show_default=False,
        ),
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
    """哪个假设最要紧：方差贡献、逐项摆幅、弹性、概率的变动范围、构成案例 / which assumption matters."""
    from ceheng_model import sensitivity as measures
    from ceheng_model.ensemble import DRAWS

    with messages(request):
        method = [key_of(Text("方法", "the method"), name, choice_names(METHODS)) for name in method or ()]
        scenario = request.compose()
        is_needed = quantity is not None or not method or not _OF_A_QUANTITY.isdisjoint(method)
        studied = chosen_quantity(request, scenario, quantity) if is_needed else ""
        uncertainty, lacking = _spread(request, scenario, method or [])
        seed = SEED if request.seed is None else request.seed
        settings = {} if request.draws is None else {"draws": request.draws}
        results: dict[str, Callable[[], Shown]] = {
            "elasticities": lambda: measures.elasticities(scenario, studied),
            "tornado": lambda: measures.tornado(scenario, studied, uncertainty=uncertainty, by=by),
            "variance": lambda: measures.variance_shares(
                scenario, studied, uncertainty=uncertainty, by=by, seed=seed, **settings
            ),
            "ranges": lambda: measures.probability_ranges(
                scenario, uncertainty=uncertainty, seed=seed, draws=DRAWS if request.draws is None else request.draws
            ),
            "shares": lambda: measures.share_case_effects(scenario),
        }
        wanted = method or [name for name in METHODS if not (lacking and name in _BY_SPREAD)]
        found = {name: results[name]() for name in wanted}
        tables = [table for result in found.values() for table in result.tables()]
        hints = ways(lacking, scenario.terms)
        if request.form != "table":
            for hint in hints:
                request.say(hint)
        emit(
            request,
            tables,
            answer=[*what_matters(found.values()), *conditional_on(scenario)],
            background=scenario.circumstance_notes(),
            hints=hints,
            remarks=scenario.remarks,
        )


def _spread(
    request: DrawOptions, scenario: Scenario, method: list[str]
) -> "tuple[Uncertainty | None, tuple[Missing, ...]]":
    """Return how far growth strays, or what is lacking to say so where nobody asked for what rests on it."""
    # what asks for no spread has to name no series
    if method and _BY_SPREAD.isdisjoint(method) and not request.describes_draws():
        return None, ()
    try:
        return request.uncertainty(scenario), ()
    except InputError as error:
        lacking = tuple(fault.missing for fault in error.faults if fault.missing is not None)
        asked = bool(method) or request.draws is not None or request.describes_draws()
        if asked or len(lacking) < len(error.faults) or not {one.need for one in lacking} <= _OF_SPREAD:
            raise
        return None, lacking
