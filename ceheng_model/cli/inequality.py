"""The command that says how unequal incomes are, and how the income of all residents grows."""

from typing import Annotated

import typer

from ceheng_model.cli.answers import bounds_of, conditional_on, gini_of
from ceheng_model.cli.options import WITH_MEANS, Request, refuse, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.cli.readings import form_fault, number_of
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import SHARE, YUAN
from ceheng_model.projection import project as project_scenario
from ceheng_model.tables import Table
from ceheng_model.vocabulary import Template, Text


@takes(Request)
def inequality(
    request: Request,
    means: Annotated[
        str | None,
        typer.Option(
            help="由各组（如五等份）平均收入推算上下限，从低到高，如 6000,9000,12000 或 40%:6000,60%:12000 / bounds",
            metavar="[SHARE:]MEAN,...",
        ),
    ] = None,
    boundaries: Annotated[
        str | None,
        typer.Option(help="与 --means 同用，相邻两组间的组界 / incomes between groups", metavar="INCOME,..."),
    ] = None,
    lowest: Annotated[
        str | None, typer.Option(help="与 --means 同用，最低收入（默认 0）/ lowest income", metavar="INCOME")
    ] = None,
    highest: Annotated[
        str | None, typer.Option(help="与 --means 同用，最高收入（默认不限）/ highest income", metavar="INCOME")
    ] = None,
    since: Annotated[
        int | None, typer.Option(help="全体居民收入从哪一年起比（默认逐年）/ compared with which year", metavar="YEAR")
    ] = None,
    year: Annotated[int | None, typer.Option(help="比到哪一年 / up to which year", metavar="YEAR")] = None,
    chained: Annotated[bool, typer.Option("--chained", help="逐年分解后相加 / split year by year and add")] = False,
) -> None:
    """收入差距：人群之间的基尼系数与泰尔指数，全体居民收入的增长，五等份数据的上下限 / inequality."""
    from ceheng_model import decomposition

    with messages(request):
        if means is not None:
            own = {"--since": since, "--year": year, "--chained": True if chained else None}
            refuse(own | request.given(), _WITHOUT_MEANS)
            bounds = _bounds(means, boundaries, lowest, highest)
            emit(request, bounds, answer=bounds_of(bounds[0]))
            return
        refuse({"--boundaries": boundaries, "--lowest": lowest, "--highest": highest}, WITH_MEANS)
        projection = project_scenario(request.compose())
        unequal = decomposition.inequality(projection)
        tables = [
            *unequal.tables(),
            *decomposition.residents_growth(projection, year=year, since=since, chained=chained).tables(),
        ]
        emit(
            request,
            tables,
            answer=[*gini_of(unequal), *conditional_on(projection.scenario)],
            remarks=projection.remarks,
        )


def _bounds(means: str, boundaries: str | None, lowest: str | None, highest: str | None) -> tuple[Table, ...]:
    from ceheng_model.decomposition import inequality_bounds

    groups = [group.strip().rpartition(":") for group in _listed(means)]
    if len({bool(sign) for _, sign, _ in groups}) > 1:
        raise InputError(form_fault("--means", means, *_EXAMPLES))
    incomes = [number_of(mean, YUAN, "--means", *_EXAMPLES) for _, _, mean in groups]
    shares = [number_of(share, SHARE, "--means", *_EXAMPLES) for share, sign, _ in groups if sign]
    # 40% and 70% are no parts of one whole; parts rounded to whole percent may miss it by half a percent each
    if any("%" in share for share, _, _ in groups) and abs(sum(shares) - 1.0) > 0.005 * len(shares) + 1e-9:
        raise InputError(_not_whole(means, sum(shares)))
    ends = None if boundaries is None else [_income(end, "--boundaries") for end in _listed(boundaries)]
    limits = {
        name: _income(text, f"--{name}")
        for name, text in (("lowest", lowest), ("highest", highest))
        if text is not None
    }
    return inequality_bounds(incomes, shares=shares or None, boundaries=ends, **limits).tables()


def _not_whole(means: str, total: float) -> Fault:
    rule = _ADD_UP.format(total=f"{100 * total:g}")
    return Fault(what=Text.same("--means"), rule=rule, got=means, way_out=_NOT_IN_PERCENT)


_ADD_UP = Template("各组人口占比合计 100%，不能为 {total}%", "have shares that add up to 100 %, not to {total} %")
_NOT_IN_PERCENT = Text(
    "核对占比；按人数给的，写作 400:6000,700:12000", "check them; give numbers of people as 400:6000,700:12000"
)
_EXAMPLES = ("6000,9000,12000", "40%:6000,60%:12000")


_WITHOUT_MEANS = Text("不与 --means 同用", "not be given with --means")


def _listed(text: str) -> list[str]:
    """Return the parts between commas, those of Chinese too."""
    return text.replace("，", ",").replace("、", ",").split(",")


def _income(text: str, option: str) -> float:
    return number_of(text, YUAN, option, "12000")
