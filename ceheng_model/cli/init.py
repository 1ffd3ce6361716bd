"""The command that writes the folder of another place's plan."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceheng_model.characters import printable
from ceheng_model.cli.options import ConfirmOption, EncodingOption, SheetOption, Source, refuse, takes
from ceheng_model.cli.output import messages, say_written
from ceheng_model.cli.statuses import INTERRUPTED, standard_output
from ceheng_model.errors import THERE, Fault, InputError, Remark
from ceheng_model.vocabulary import Template, Text, counted

if TYPE_CHECKING:
    from ceheng_model.cli.given.sheet import Sheet
    from ceheng_model.cli.interview.terminal import Interview
    from ceheng_model.drafting import Answers
    from ceheng_model.plan import Plan

Many = list[str] | None


@takes(Source, without=("full",))
def init(
    source: Source,
    folder: Annotated[Path, typer.Argument(help="要建立的文件夹 / folder to make", metavar="DIR")],
    title: Annotated[str | None, typer.Option(help="规划、方案等文件的名称 / title", metavar="TEXT")] = None,
    issuer: Annotated[str | None, typer.Option(help="发布机关 / issuer", metavar="TEXT")] = None,
    issued: Annotated[str | None, typer.Option(help="发布日期，如 2024-03-01 / date of issue", metavar="DATE")] = None,
    region: Annotated[str | None, typer.Option(help="地区代码或名称 / key of the region", metavar="TEXT")] = None,
    base_year: Annotated[str | None, typer.Option(help="基年 / base year", metavar="YEAR")] = None,
    last_year: Annotated[str | None, typer.Option(help="末年 / last year", metavar="YEAR")] = None,
    group: Annotated[
        Many,
        typer.Option(
            help="人群，如 urban:城镇常住居民:urban residents，可重复（默认城镇、农村常住居民）/ group",
            metavar="KEY:ZH:EN[:PART_OF]",
        ),
    ] = None,
    component: Annotated[
        Many,
        typer.Option(
            help="收入构成，如 earnings:劳动收入:earnings，可重复；可为负的加 :net（默认国家统计局四项） / component",
            metavar="KEY:ZH:EN[:net]",
        ),
    ] = None,
    base: Annotated[
        Many,
        typer.Option(
            help="基年收入，如 urban=36510、rural.wages=5600，或官方数据表文件 / income in the base year, or a table",
            metavar="GROUP[.PART]=AMOUNT|FILE",
        ),
    ] = None,
    split: Annotated[
        Many,
        typer.Option(
            help="构成百分数，按构成的顺序，如 rural=35,36,2,27；national 取中国全国居民的构成 / split in per cent",
            metavar="GROUP=%,%,...|[GROUP=]national",
        ),
    ] = None,
    series: Annotated[
        Many,
        typer.Option(help="附上的公布序列：national 为中国全国居民 / published series to put beside", metavar="NAME"),
    ] = None,
    growth: Annotated[
        Many,
        typer.Option(
            help="年均增速，如 rural=12%以上；增速表列出的构成增速，如 rural.wages=20% / average; a part yearly",
            metavar="GROUP[.PART]=RATE",
        ),
    ] = None,
    endpoint: Annotated[
        Many,
        typer.Option(help="收入目标，如 rural=2.7万元左右，默认末年 / income promised", metavar="GROUP[.YEAR]=AMOUNT"),
    ] = None,
    confirm: ConfirmOption = False,
    ratio: Annotated[
        Many, typer.Option(help="收入比目标，如 2.5以内，默认末年 / ratio promised", metavar="[YEAR=]RATIO")
    ] = None,
    increment: Annotated[
        Many, typer.Option(help="年均增加额，如 rural=1500元以上 / increase a year", metavar="GROUP=AMOUNT")
    ] = None,
    multiple: Annotated[
        Many, typer.Option(help="末年为基年的倍数，如 rural=翻一番 / multiple of the base year", metavar="GROUP=TIMES")
    ] = None,
    statement: Annotated[
        Many,
        typer.Option(
            help="任一条目，如 农村工资性收入占比45%左右，或 'quantity=share; group=rural; …' / any statement",
            metavar="TEXT|KEY=VALUE;...",
        ),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="向已有的方案文件夹补充条目 / add statements to a folder that stands")
    ] = False,
    gdp: Annotated[
        Many, typer.Option(help="经济增速，如 5% 或 2024=5%，可重复 / GDP growth", metavar="[YEAR=]RATE")
    ] = None,
    cpi: Annotated[
        Many, typer.Option(help="居民消费价格涨幅，如 2% 或 2024=2%，可重复 / price growth", metavar="[YEAR=]RATE")
    ] = None,
    population: Annotated[
        Many, typer.Option(help="常住人口，如 urban=8 或 urban.2024=8.1 / residents", metavar="GROUP[.YEAR]=NUMBER")
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="答案文件：有则取用，逐项询问时随填随存 / answers, taken and kept", metavar="FILE"),
    ] = None,
) -> None:
    """为另一个地区建立方案文件夹：缺的逐项询问 / write the plan folder of another place; asks for what is missing."""
    goals: dict[str, str | list[str] | None] = {
        "growth": growth, "endpoint": endpoint, "ratio": ratio, "increment": increment, "multiple": multiple,
        "statement": statement,
    }  # fmt: skip
    others: dict[str, str | list[str] | None] = {
        "title": title, "issuer": issuer, "issued": issued, "region": region, "base_year": base_year,
        "last_year": last_year, "group": group, "component": component, "base": base, "split": split,
        "series": series, "gdp": gdp, "cpi": cpi, "population": population, "sheet": sheet, "encoding": encoding,
    }  # fmt: skip
    with messages(source):
        if add:
            options = {f"--{name.replace('_', '-')}": value for name, value in others.items()}
            refuse({**options, "--answers": answers}, Text("不与 --add 同用", "not be given with --add"))
            _say(source, _ADDED, folder, _added(goals, folder))
            return
        from ceheng_model.cli.given.sheet import sheet_of
        from ceheng_model.drafting import require_free

        require_free(folder)
        typed = _with_file(sheet_of(others | goals), answers, folder)
        making = _Making(source=source, folder=folder, confirm=confirm)
        if sys.stdin.isatty() and (answers is not None or not _is_enough(typed)):
            _interviewed(making, typed, answers)
        else:
            making.make(typed)


class _Making:
    """Make the folder of what was typed, and say what is to be said of it."""

    def __init__(self, source: Source, folder: Path, *, confirm: bool) -> None:
        self.source, self.folder, self.confirm = source, folder, confirm

    def make(self, sheet: "Sheet") -> None:
        """Write the folder; raise `InputError` where the answers make no plan."""
        from ceheng_model.cli.given.plan_answers import answers_of
        from ceheng_model.drafting import bases_of_goals, left_open, write_plan_folder
        from ceheng_model.scenarios import load_dossier
        from ceheng_model.series import load_series

        answers, found = answers_of(sheet, self.source.lang)
        self.source.tell(found.remarks if found else ())
        plan = write_plan_folder(answers, self.folder, confirm=self.confirm or sheet.says_yes("confirm"))
        self.source.tell(said for said in answers.doubts(load_series()) if isinstance(said, Remark))
        self.source.tell(_left_open(answers))
        unsourced = {key: answers.total(key) for key in answers.keys if key not in answers.sources}
        self.source.tell(
            Remark(text=_LIKE_GOALS.format(group=plan.terms.label(group), ids=";".join(ids)), is_warning=False)
            for group, ids in bases_of_goals(plan, unsourced).items()
        )
        self.source.tell(Remark(text=fault.breach) for fault in left_open(load_dossier(self.folder)))
        _say(self.source, _DONE, self.folder, plan)


def _interviewed(making: _Making, sheet: "Sheet", file: Path | None) -> None:
    """Ask for what is missing, then make the folder; what is broken off stays in a file of answers."""
    from ceheng_model.cli.interview.terminal import Interview

    source = making.source
    interview = Interview(sheet=sheet, language=source.lang, file=file)
    with suppress(ImportError):
        # the line editor of the terminal: arrows, and the letters of Chinese as wide as they are
        import readline  # noqa: F401
    try:
        with _ended_by_signals():
            interview.hold(making.make)
    except (EOFError, KeyboardInterrupt) as end:
        with suppress(OSError):
            # a terminal that was closed takes no line
            print()
        _keep(interview, making, file)
        raise typer.Exit(INTERRUPTED) from end
    except Exception:
        # whatever it is that happens, what was answered is not lost
        _keep(interview, making, file)
        raise


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Take a terminal that is closed, and an end that is asked for, as the end of what is typed."""

    def end(*_: object) -> None:
        raise EOFError

    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    former = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in former.items():
            signal.signal(getattr(signal, name), handler)


def _keep(interview: "Interview", making: _Making, file: Path | None) -> None:
    kept = file or making.folder.with_name(f"{making.folder.name}.answers.toml")
    say_written(making.source, interview.save(kept), holds=_ANSWERS)
    making.source.say(_GO_ON.format(folder=making.folder, file=kept))


def _with_file(sheet: "Sheet", file: Path | None, folder: Path) -> "Sheet":
    """Return what was typed with the answers of a file below it; on a terminal the file may be still to be made."""
    from ceheng_model.cli.given.sheet import read_sheet

    if file is not None and folder.resolve() in file.resolve().parents:
        what, way_out = Text("答案文件", "the file of answers"), Text("放在别处", "put it elsewhere")
        rule = Text("不在要建立的文件夹中", "not lie in the folder that is to be made")
        raise InputError(Fault(what=what, rule=rule, got=str(file), way_out=way_out))
    if file is None or (sys.stdin.isatty() and not file.exists()):
        return sheet
    if not file.exists():
        way_out = Text("写对路径，或在终端上运行，逐项填写", "name it rightly, or run it on a terminal, which asks")
        raise InputError(
            Fault(what=Text("答案文件", "the file of answers"), rule=THERE, got=str(file), way_out=way_out)
        )
    return read_sheet(file).below(sheet)


def _is_enough(sheet: "Sheet") -> bool:
    """Return whether nothing that a plan needs is lacking, right or wrong."""
    from ceheng_model.cli.given.plan_answers import NEEDED
    from ceheng_model.cli.given.sheet import GOALS

    goals = any(name in sheet for name in (*GOALS, "statement"))
    return all(name in sheet for name in NEEDED) and goals and ("base" in sheet or "table" in sheet)


def _added(goals: dict[str, str | list[str] | None], folder: Path) -> "Plan":
    from ceheng_model.cli.given.plan_answers import goals_of
    from ceheng_model.cli.given.sheet import sheet_of
    from ceheng_model.drafting import add_statements
    from ceheng_model.plan import load_plan

    terms = load_plan(folder).terms
    given = goals_of(sheet_of(goals), terms.groups, terms.components)
    if given.table():
        what, rule = (
            Text("--growth 人群.构成", "--growth GROUP.PART"),
            Text("不与 --add 同用", "not be given with --add"),
        )
        way_out = Text("在 growth.csv 中加行", "add rows to growth.csv")
        raise InputError(Fault(what=what, rule=rule, got=tuple(given.growth or []), way_out=way_out))
    return add_statements(given.promises(), folder)


def _left_open(answers: "Answers") -> list[Remark]:
    """Return what is said of what nobody gave: nothing takes its place."""
    names = {group.key: group.label for group in answers.groups}
    said = []
    if answers.unsplit:
        named = Text.join([names[key] for key in answers.unsplit], zh="、", en=", ")
        said.append(_UNSPLIT.format(groups=named))
    if not (answers.national_series or answers.followed):
        said.append(_NO_SERIES)
    return [Remark(text=text, is_warning=False) for text in said]


def _say(source: Source, done: Template, folder: Path, plan: "Plan") -> None:
    told = done.format(folder=folder, title=plan.title, counted=counted(len(plan.statements), "statement"))
    with standard_output():
        print(printable(told.in_language(source.lang)))


_UNSPLIT = Template(
    "{groups}的收入构成未给出，全部列为“未分项收入”，不作分项测算；用 --split 给出构成，"
    "或用 --split national 取中国全国居民的构成",
    "no split of {groups} was given: their income stays whole, and nothing is said of its components; give --split, or "
    "--split national for that of China's residents",
)
_NO_SERIES = Text(
    "未附公布序列，不与别处比较，也没有增速波动的依据；用 --series national 附上中国全国居民的序列，"
    "或运行时用 --history 给出",
    "no published series stands beside the plan: nothing is compared, and nothing says how far growth strays; give "
    "--series national for China's residents, or --history with a command",
)
_LIKE_GOALS = Template(
    "{group}的基数与由目标倒推所得相同；如系倒推，在 baselines.csv 该合计行的 derived_from 列写 {ids}、status 列写 "
    "derived，判定时即注明不是独立的检验",
    "the base of {group} is what its goals give when computed back; where it was, write {ids} in the column "
    "derived_from of its total in baselines.csv, and derived as its status: verdicts then say that they are no "
    "independent test",
)
_ADDED = Template(
    "已补入 {folder}：{title}，现有{counted}条承诺。请在 plan.toml 中填写原文与出处",
    "added to {folder}: {title} has {counted}. Fill in their words and places in plan.toml",
)
_DONE = Template(
    "已建立 {folder}：{title}，{counted}条承诺。请在 plan.toml 中填写原文与出处，在 baselines.csv 中注明来源，"
    "然后运行 ceheng --plan {folder}",
    "{folder} is made: {title}, {counted}. Fill in its words and places in plan.toml and the sources in "
    "baselines.csv, then run ceheng --plan {folder}",
)
_ANSWERS = Text("已填的答案", "the answers so far")
_GO_ON = Template(
    "接着填写：ceheng init {folder} --answers {file}", "go on with: ceheng init {folder} --answers {file}"
)
