"""The command that hands a target down to counties."""

from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.county_options import AboveOption, BaseYearOption, LastYearOption, TableOption
from ceheng_model.cli.options import SEED, Source, refuse, takes
from ceheng_model.cli.output import emit, messages, say_written
from ceheng_model.cli.readings import form_fault, number_of
from ceheng_model.cli.statuses import MISSED
from ceheng_model.errors import UNREPEATED, Fault, InputError
from ceheng_model.files import RATE
from ceheng_model.plan_sets import CONVERGENCE, Rule, load_plans, misplaced_target, simulate_plans
from ceheng_model.plan_sets import allocate as hand_down
from ceheng_model.plan_sets.together import DRAWS
from ceheng_model.vocabulary import Template, Text

_TARGETS = Text("各县目标", "the counties' targets")
_BEHIND_OPTION = Text("写在 --target 之后", "stand behind --target")
_FOLDERS = Template("{count}个县的方案文件夹已写入 {folder}。", "{count} plan folders were written to {folder}.")
_WITH_PROBABILITIES = Text("与 --probabilities 同用", "be given with --probabilities")
_RATES = ("8%", "示例县01=8%")


@takes(Source, without=("plan", "original"))
def allocate(
    source: Source,
    folder: Annotated[
        Path,
        typer.Argument(
            help="各县方案的文件夹，或一县一行的表 / a folder of plan folders, or a table with one row a county",
            metavar="DIR|FILE",
        ),
    ],
    misplaced: Annotated[list[str] | None, typer.Argument(metavar="", hidden=True)] = None,
    target: Annotated[
        str | None,
        typer.Option(
            help="要分解的目标，如 rural=18000，或上级方案条目的编号（默认其第一个收入目标）/ "
            "what is handed down: a target, or the id of a statement of the plan above (by default its first income)",
            metavar="TARGET|ID",
        ),
    ] = None,
    rule: Annotated[Rule, typer.Option(help="分解规则 / the rule")] = "equal",
    floor: Annotated[
        list[str] | None,
        typer.Option(
            help="年均增速下限，各县同一或一县一个，可重复 / least growth; repeatable", metavar="[COUNTY=]RATE"
        ),
    ] = None,
    ceiling: Annotated[
        list[str] | None,
        typer.Option(
            help="年均增速上限，各县同一或一县一个，可重复 / most growth; repeatable", metavar="[COUNTY=]RATE"
        ),
    ] = None,
    lock: Annotated[
        list[str] | None,
        typer.Option(help="保持本县方案的县，可重复 / a county that keeps its plan; repeatable", metavar="COUNTY"),
    ] = None,
    convergence: Annotated[
        float, typer.Option(help="追赶系数，用于 catch_up / for catch_up", metavar="NUMBER")
    ] = CONVERGENCE,
    above: AboveOption = None,
    table: TableOption = None,
    base_year: BaseYearOption = None,
    last_year: LastYearOption = None,
    save: Annotated[
        Path | None, typer.Option(help="写出可下发的目标表（CSV）/ the targets as a table to send out", metavar="FILE")
    ] = None,
    folders: Annotated[
        Path | None,
        typer.Option(help="为每个县写出方案文件夹 / write a plan folder for every county", metavar="FOLDER"),
    ] = None,
    probabilities: Annotated[
        bool, typer.Option("--probabilities", help="也给出各县达到目标的概率 / how likely every county's target is")
    ] = False,
    draws: Annotated[
        int | None, typer.Option(help="模拟次数 / number of draws", metavar="N", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="随机种子 / seed", metavar="N", show_default=False)] = None,
) -> None:
    """目标分解：按规则分到各县，按人口加权恰好等于目标；没有分法时写明受什么所限 / a target handed down to counties."""
    with messages(source):
        if not probabilities:
            refuse({"--draws": draws, "--seed": seed}, _WITH_PROBABILITIES)
        found = load_plans(folder, tables=table or (), above=above, base_year=base_year, last_year=last_year)
        if misplaced:
            raise misplaced_target(found, " ".join(misplaced), rule=_BEHIND_OPTION)
        split = hand_down(
            found,
            target,
            rule=rule,
            floor=_bounds(floor, "--floor") or 0.0,
            ceiling=_bounds(ceiling, "--ceiling"),
            locked=lock or (),
            convergence=convergence,
        )
        said, conditions = list(split.answer), [split.condition]
        if probabilities:
            drawn = simulate_plans(
                found, draws=DRAWS if draws is None else draws, seed=SEED if seed is None else seed, allocation=split
            )
            split = split.with_probabilities(drawn.by_county)
            said, conditions = [*said, *drawn.answer], [*conditions, drawn.condition]
        if save is not None:
            say_written(source, split.write_table(save, language=source.lang), holds=_TARGETS)
        if folders is not None:
            names = split.write_folders(folders)
            source.say(_FOLDERS.format(count=len(names), folder=folders))
        emit(source, split.tables(), answer=[*said, *conditions], remarks=split.remarks, length=60)
        if split.stopped is not None:
            raise typer.Exit(MISSED)


def _bounds(given: list[str] | None, option: str) -> float | dict[str, float] | None:
    """Return the rate of all counties, or those of some by their names."""
    if not given:
        return None
    pairs = [one.replace("＝", "=").rpartition("=") for one in given]
    rates = [number_of(rate.strip(), RATE, option, *_RATES) for _, _, rate in pairs]
    names = [name.strip() for name, _, _ in pairs]
    if names == [""]:
        return rates[0]
    if "" in names:
        raise InputError(form_fault(option, given, *_RATES))
    if len(set(names)) < len(names):
        way_out = Text("每个县只写一次", "give each county once")
        raise InputError(Fault(what=Text.same(option), rule=UNREPEATED, got=tuple(given), way_out=way_out))
    return dict(zip(names, rates, strict=True))
