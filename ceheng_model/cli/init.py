"""The command that writes the folder of another county's plan."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceheng_model.characters import printable
from ceheng_model.cli.given_circumstances import rates_around, residents_around
from ceheng_model.cli.given_goals import Goals, Many, pairs_of
from ceheng_model.cli.options import (
    ConfirmOption,
    EncodingOption,
    SheetOption,
    Source,
    form_fault,
    number_of,
    refuse,
    repeated_fault,
    takes,
)
from ceheng_model.cli.output import messages
from ceheng_model.cli.statuses import standard_output
from ceheng_model.errors import FOUR_DIGITS, GIVEN, NOTHING, Fault, InputError, Remark, choice, raise_faults
from ceheng_model.files import PERCENT, YUAN, day_of, number, year_of
from ceheng_model.terms import BUREAU_COMPONENTS, Component
from ceheng_model.vocabulary import Concept, Group, Language, Template, Text, label_of

if TYPE_CHECKING:
    from ceheng_model.drafting import Answers, PublishedBase
    from ceheng_model.files import Encoding
    from ceheng_model.plan import Plan

_USUAL = ("urban:城镇常住居民:urban residents", "rural:农村常住居民:rural residents")


@takes(Source)
def init(
    source: Source,
    folder: Annotated[Path, typer.Argument(help="要建立的文件夹 / folder to make", metavar="DIR")],
    title: Annotated[
        str | None, typer.Option(help="规划、计划、方案等文件的名称 / title of the document", metavar="TEXT")
    ] = None,
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
            help="年均增速，如 rural=12%以上；增速表印出的构成增速，如 rural.wages=20% / average; a part yearly",
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
            help="任一条目，如 'quantity=share; group=rural; component=wages; value=45%左右' / any statement",
            metavar="KEY=VALUE;...",
        ),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="向已有的方案文件夹补充条目 / add statements to a folder that stands")
    ] = False,
    gdp: Annotated[
        Many, typer.Option(help="经济增长增速，如 5% 或 2024=5%，可重复 / GDP growth", metavar="[YEAR=]RATE")
    ] = None,
    cpi: Annotated[
        Many, typer.Option(help="居民消费价格涨幅，如 2% 或 2024=2%，可重复 / price growth", metavar="[YEAR=]RATE")
    ] = None,
    population: Annotated[
        Many, typer.Option(help="常住人口，如 urban=8 或 urban.2024=8.1 / residents", metavar="GROUP[.YEAR]=NUMBER")
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
) -> None:
    """为另一个地区建立方案文件夹：缺的逐项询问 / write the plan folder of another place; asks for what is missing."""
    goals = Goals(
        growth=growth, endpoint=endpoint, ratio=ratio, increment=increment, multiple=multiple, statement=statement
    )
    with messages(source):
        if add:
            others: dict[str, object] = {"--title": title, "--issuer": issuer, "--issued": issued, "--region": region}
            others |= {"--base-year": base_year, "--last-year": last_year, "--group": group, "--component": component}
            others |= {"--base": base, "--split": split, "--series": series, "--gdp": gdp, "--cpi": cpi}
            others |= {"--population": population, "--sheet": sheet, "--encoding": encoding}
            refuse(others, Text("不与 --add 同用", "not be given with --add"))
            plan, done = _added(goals, folder), _ADDED
        else:
            opening = (sheet, encoding)
            answers = _answers(
                source, goals, (title, issuer, issued, region), (base_year, last_year), (group, component),
                (base, split, series), (gdp, cpi, population), opening,
            )  # fmt: skip
            plan, done = _made(source, answers, folder, confirm=confirm), _DONE
        told = done.format(folder=folder, title=plan.title, counted=_counted(len(plan.statements)))
        with standard_output():
            print(printable(told.in_language(source.lang)))


def _added(goals: Goals, folder: Path) -> "Plan":
    from ceheng_model.drafting import add_statements

    if goals.table():
        what, rule = (
            Text("--growth 人群.构成", "--growth GROUP.PART"),
            Text("不与 --add 同用", "not be given with --add"),
        )
        way_out = Text("在 growth.csv 中加行", "add rows to growth.csv")
        raise InputError(Fault(what=what, rule=rule, got=", ".join(goals.growth or []), way_out=way_out))
    return add_statements(goals.promises(), folder)


def _made(source: Source, answers: "Answers", folder: Path, *, confirm: bool) -> "Plan":
    from ceheng_model.drafting import left_open, write_plan_folder
    from ceheng_model.scenarios import load_dossier
    from ceheng_model.series import load_series

    plan = write_plan_folder(answers, folder, confirm=confirm)
    source.tell(said for said in answers.doubts(load_series()) if isinstance(said, Remark))
    source.tell(_left_open(answers))
    source.tell(Remark(text=fault.breach) for fault in left_open(load_dossier(folder)))
    return plan


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


def _answers(
    source: Source,
    goals: Goals,
    texts: tuple[str | None, ...],
    period: tuple[str | None, ...],
    terms: tuple[Many, ...],
    incomes: tuple[Many, ...],
    around: tuple[Many, ...],
    opening: "tuple[str | None, Encoding | None]",
) -> "Answers":
    """Return the answers that options give, asking on a terminal for what they lack."""
    from ceheng_model.drafting import Answers

    ask = _Asking(language=source.lang, open=sys.stdin.isatty())
    (title, issuer, issued, region), (group, component), (base, split, series) = texts, terms, incomes
    amounts = [text for text in base or [] if "=" in text]
    files = [text for text in base or [] if "=" not in text]
    if not files:
        read = {"--sheet": opening[0], "--encoding": opening[1]}
        refuse(dict(read), Text("与 --base 文件 同用", "be given with --base FILE"))
    first = ask.year(period[0], Text("基年", "the base year"), "--base-year 2023")
    last = ask.year(period[1], Text("方案末年", "the last year of the plan"), "--last-year 2028")
    groups = tuple(_group(text) for text in group or _USUAL)
    declared = tuple(_component(text) for text in component) if component else BUREAU_COMPONENTS
    name = ask.text(title, Text("方案名称", "title of the plan"))
    by = ask.text(issuer, Text("发布机关", "issuer"))
    where = ask.text(region, Text("地区代码或名称", "key or name of the region"))
    found = _found(source, files, opening, where, first, groups)
    given, components = _incomes(amounts, declared, found)
    day = _date(ask.text(issued, Text("发布日期（如 2024年3月1日）", "date of issue (2024-03-01)")))
    totals = ask.base(given, components, groups, Text(f"{first}年人均收入（元）", f"income in {first}, yuan"))
    goals = ask.growth(goals, groups)
    shares = [text for text in split or [] if not _is_national(text)]
    return Answers(
        region=where,
        title=Text.same(name),
        issuer=Text.same(by),
        issued=day,
        base_year=first,
        last_year=last,
        groups=groups,
        base=totals,
        declared=declared,
        shares={key: _shares(value, len(declared)) for key, value in pairs_of(shares, "--split")},
        national_split=_national_split(split, groups, components),
        national_series=_national_series(series),
        components=components,
        sources=found.sources if found else {},
        history=found.history if found else "",
        followed=found.followed if found else (),
        statements=tuple(goals.promises()),
        table=goals.table(),
        circumstances=(
            *rates_around("gdp_growth", around[0], "--gdp", range(first + 1, last + 1)),
            *rates_around("price_growth", around[1], "--cpi", range(first + 1, last + 1)),
            *residents_around(pairs_of(around[2], "--population"), range(first, last + 1)),
        ),
        language=source.lang,
    )


def _found(
    source: Source,
    files: list[str],
    opening: "tuple[str | None, Encoding | None]",
    region: str,
    year: int,
    groups: Sequence[Group],
) -> "PublishedBase | None":
    """Return what an official table has of the base year, or None where none is given."""
    from ceheng_model.drafting import published_base

    sheet, encoding = opening
    if not files:
        return None
    if len(files) > 1:
        raise InputError(repeated_fault("--base", files[1]))
    if not Path(files[0]).exists():
        raise InputError(
            form_fault("--base", files[0], "--base urban=36510", "--base rural.wages=5600", "--base 文件.csv")
        )
    found = published_base(files[0], region=region, year=year, groups=groups, sheet=sheet, encoding=encoding)
    source.tell(found.remarks)
    return found


def _incomes(
    given: list[str], declared: Sequence[Component], found: "PublishedBase | None"
) -> tuple[dict[str, float], dict[str, tuple[float, ...]]]:
    """Return total incomes and components by group: of a table, then as typed."""
    totals = dict(found.base) if found else {}
    parts: dict[str, dict[str, float]] = {}
    for cell, value in pairs_of(given, "--base"):
        key, dot, component = cell.partition(".")
        amount = number_of(value, YUAN, "--base", "--base urban=36510", "--base urban=3.65万元")
        if found and key in found.base:
            raise InputError(repeated_fault("--base", cell))
        if dot:
            parts.setdefault(key, {})[component] = amount
        else:
            totals[key] = amount
    keys = [component.key for component in declared]
    # official tables are split as the Bureau splits
    components = dict(found.components) if found and declared is BUREAU_COMPONENTS else {}
    for key, amounts in parts.items():
        raise_faults([choice(Text.same(f"--base {key}"), part, keys) for part in amounts if part not in keys])
        missing = [part for part in keys if part not in amounts]
        if missing:
            what = Text(f"--base {key} 的构成", f"the components of --base {key}")
            lacking = ", ".join(missing)
            way_out = Text(f"还缺 {lacking}；或只给合计", f"{lacking} are lacking; or give the total alone")
            raise InputError(
                Fault(what=what, rule=Text("给全", "be complete"), got=", ".join(amounts), way_out=way_out)
            )
        components[key] = tuple(amounts[part] for part in keys)
    return totals, components


def _is_national(text: str) -> bool:
    return text.rpartition("=")[2].strip() == _NATIONAL


def _national_split(split: Many, groups: Sequence[Group], components: Mapping[str, object]) -> tuple[str, ...]:
    """Return the groups that are split as China's residents: those named, or all whose split is not given."""
    asked = [text.rpartition("=")[0].strip() for text in split or [] if _is_national(text)]
    own = [text.partition("=")[0].strip() for text in split or [] if not _is_national(text)]
    named = [key for key in asked if key]
    everywhere = [group.key for group in groups if group.key not in (*own, *named, *components)] if "" in asked else []
    return (*named, *everywhere)


def _national_series(series: Many) -> bool:
    unknown = [name for name in series or [] if name != _NATIONAL]
    raise_faults([choice(Text.same("--series"), name, [_NATIONAL]) for name in unknown])
    return bool(series)


_NATIONAL = "national"
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
_ADDED = Template(
    "已补入 {folder}：{title}，现有{counted}。请在 plan.toml 中填写原文与出处",
    "added to {folder}: {title} has {counted}. Fill in their words and places in plan.toml",
)
_DONE = Template(
    "已建立 {folder}：{title}，{counted}。请在 plan.toml 中填写原文与出处，在 baselines.csv 中注明来源，"
    "然后运行 ceheng --plan {folder}",
    "{folder} is made: {title}, {counted}. Fill in its words and places in plan.toml and the sources in "
    "baselines.csv, then run ceheng --plan {folder}",
)
_GROWTH_OF = Template("{group}：合计年均增速（如 12%）", "{group}: average growth of the total (12%)")


class _Asking:
    """Ask on a terminal for what no option gave; elsewhere leave it to the message that names what is missing."""

    def __init__(self, *, language: Language, open: bool) -> None:
        self.language, self.open = language, open

    def text(self, given: str | None, what: Text) -> str:
        """Return an answer in words."""
        if given is not None or not self.open:
            return given or ""
        return str(typer.prompt(what.in_language(self.language)))

    def year(self, given: str | None, what: Text, example: str) -> int:
        """Return a year."""
        if given is None and not self.open:
            way_out = Text(f"例如 {example}", f"for example {example}")
            raise InputError(Fault(what=what, rule=GIVEN, got=NOTHING, way_out=way_out))
        text = self.text(given, what)
        year = year_of(text)
        if year is None:
            way_out = Text("例如 2023 或 2023年", "for example 2023")
            raise InputError(Fault(what=what, rule=FOUR_DIGITS, got=text, way_out=way_out))
        return year

    def base(
        self, given: dict[str, float], components: Mapping[str, object], groups: Sequence[Group], what: Text
    ) -> dict[str, float]:
        """Return the base income of each group: as given or found, else asked for."""
        amounts = dict(given)
        for group in groups:
            if group.key not in amounts and group.key not in components and self.open:
                label = group.label.in_language(self.language)
                answer = str(typer.prompt(f"{label}: {what.in_language(self.language)}"))
                amounts[group.key] = number_of(answer, YUAN, "--base", "36510", "3.65万元")
        return amounts

    def growth(self, goals: Goals, groups: Sequence[Group]) -> Goals:
        """Return the goals with the growth of groups of which nothing is said, asked for where it can be."""
        if not self.open:
            return goals
        said = {promise.group for promise in goals.promises()}
        asked = []
        for group in groups:
            if group.key not in said:
                words = _GROWTH_OF.format(group=group.label)
                asked.append(f"{group.key}={typer.prompt(words.in_language(self.language))}")
        return replace(goals, growth=[*(goals.growth or []), *asked])


def _group(text: str) -> Group:
    from ceheng_model.drafting import group_of

    key, *rest = (part.strip() for part in text.split(":"))
    known = label_of(key)
    label = Text(*(rest[at] if at < len(rest) else usual for at, usual in enumerate(known)))
    # people lifted out of poverty are counted by net income
    concept: Concept = "net_income" if key == "lifted" else "disposable_income"
    return group_of(key, label=label, concept=concept, part_of=rest[2] if len(rest) > 2 else None)


def _component(text: str) -> Component:
    key, *rest = (part.strip() for part in text.split(":"))
    known = label_of(key)
    label = Text(*(rest[at] if at < len(rest) else usual for at, usual in enumerate(known)))
    if rest[2:] not in ([], [_NET]):
        what, rule = (
            Text("--component 的第四部分", "the fourth part of --component"),
            Text("为 net 或不写", "be net or left out"),
        )
        way_out = Text("net 表示可为负", "net says that it may be negative")
        raise InputError(Fault(what=what, rule=rule, got=":".join(rest[2:]), way_out=way_out))
    return Component(key=key, label=label, may_be_negative=rest[2:] == [_NET])


_NET = "net"


def _shares(text: str, count: int) -> tuple[float, ...]:
    parts = [number(part, PERCENT) for part in text.replace("，", ",").split(",")]
    if len(parts) != count or None in parts:
        raise InputError(form_fault("--split", text, "--split rural=35,36,2,27", "--split national"))
    return tuple(part for part in parts if part is not None)


def _date(text: str) -> date:
    # a number of five digits is a day to a spreadsheet, and hardly one that anybody types
    day = None if text.strip().isdigit() and len(text.strip()) != _DIGITS_OF_A_DAY else day_of(text)
    if day is None:
        rule, way_out = Text("为日期", "be a date"), Text("例如 2024年3月1日或 2024-03-01", "for example 2024-03-01")
        what = Text("发布日期（--issued）", "the date of issue (--issued)")
        raise InputError(Fault(what=what, rule=rule, got=text, way_out=way_out))
    return day


_DIGITS_OF_A_DAY = 8


def _counted(statements: int) -> Text:
    return Text(f"{statements}条承诺", f"{statements} statement{'' if statements == 1 else 's'}")
