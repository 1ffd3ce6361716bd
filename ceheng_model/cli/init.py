"""The command that writes the folder of another county's plan."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceheng_model.characters import printable
from ceheng_model.cli.given_circumstances import rates_around, residents_around
from ceheng_model.cli.options import (
    ConfirmOption,
    EncodingOption,
    SheetOption,
    Source,
    number_of,
    rate_of,
    refuse,
    repeated_fault,
    takes,
)
from ceheng_model.cli.output import messages
from ceheng_model.cli.statuses import standard_output
from ceheng_model.errors import GIVEN, NOTHING, Fault, InputError, Remark
from ceheng_model.files import PERCENT, YUAN, day_of, number
from ceheng_model.terms import BUREAU_COMPONENTS, Component
from ceheng_model.vocabulary import TOTAL, Concept, Group, Language, Template, Text, label_of

if TYPE_CHECKING:
    from ceheng_model.drafting import PublishedBase

Many = list[str] | None
_USUAL = ("urban:城镇常住居民:urban residents", "rural:农村常住居民:rural residents")


@takes(Source)
def init(
    source: Source,
    folder: Annotated[Path, typer.Argument(help="要建立的文件夹 / folder to make", metavar="DIR")],
    title: Annotated[str | None, typer.Option(help="方案名称 / title", metavar="TEXT")] = None,
    issuer: Annotated[str | None, typer.Option(help="发布机关 / issuer", metavar="TEXT")] = None,
    issued: Annotated[str | None, typer.Option(help="发布日期，如 2024-03-01 / date of issue", metavar="DATE")] = None,
    region: Annotated[str | None, typer.Option(help="地区代码或名称 / key of the region", metavar="TEXT")] = None,
    base_year: Annotated[int | None, typer.Option(help="基年 / base year", metavar="YEAR")] = None,
    last_year: Annotated[int | None, typer.Option(help="末年 / last year", metavar="YEAR")] = None,
    group: Annotated[
        Many,
        typer.Option(
            help="人群，如 urban:城镇常住居民:urban residents，可重复（默认城乡两个）/ group",
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
        Many, typer.Option(help="基年收入，如 urban=36510 / income in the base year", metavar="GROUP=YUAN")
    ] = None,
    split: Annotated[
        Many,
        typer.Option(help="构成百分数，按构成的顺序，如 rural=35,36,2,27 / split in per cent", metavar="GROUP=%,%,..."),
    ] = None,
    growth: Annotated[
        Many,
        typer.Option(
            help="年均增速，如 rural=12%；增速表印出的构成增速，如 rural.wages=20% / average; a part yearly",
            metavar="GROUP[.PART]=RATE",
        ),
    ] = None,
    endpoint: Annotated[
        Many, typer.Option(help="末年收入目标，如 rural=15561 / income promised", metavar="GROUP=YUAN")
    ] = None,
    confirm: ConfirmOption = False,
    ratio: Annotated[float | None, typer.Option(help="末年收入比目标 / ratio promised", metavar="RATIO")] = None,
    gdp: Annotated[
        Many, typer.Option(help="经济增长增速，如 5% 或 2024=5%，可重复 / GDP growth", metavar="[YEAR=]RATE")
    ] = None,
    cpi: Annotated[
        Many, typer.Option(help="居民消费价格涨幅，如 2% 或 2024=2%，可重复 / price growth", metavar="[YEAR=]RATE")
    ] = None,
    population: Annotated[
        Many, typer.Option(help="常住人口，如 urban=8 或 urban.2024=8.1 / residents", metavar="GROUP[.YEAR]=NUMBER")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from", help="从官方数据表取基年收入及构成 / base incomes from an official table", metavar="FILE"
        ),
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
) -> None:
    """为另一个县建立方案文件夹：缺的逐项询问 / write the plan folder of another county; asks for what is missing."""
    from ceheng_model.drafting import Answers, published_base, write_plan_folder
    from ceheng_model.series import load_series

    with messages(source):
        if table is None:
            refuse({"--sheet": sheet, "--encoding": encoding}, Text("与 --from 同用", "be given with --from"))
        ask = _Asking(language=source.lang, open=sys.stdin.isatty())
        first = ask.whole(base_year, Text("基年", "the base year"), "--base-year 2023")
        last = ask.whole(last_year, Text("方案末年", "the last year of the plan"), "--last-year 2028")
        groups = tuple(_group(text) for text in group or _USUAL)
        declared = tuple(_component(text) for text in component) if component else BUREAU_COMPONENTS
        name = ask.text(title, Text("方案名称", "title of the plan"))
        by = ask.text(issuer, Text("发布机关", "issuer"))
        where = ask.text(region, Text("地区代码或名称", "key of the region"))
        found = None
        if table is not None:
            found = published_base(table, region=where, year=first, groups=groups, sheet=sheet, encoding=encoding)
            source.tell(found.remarks)
        endpoints = {key: _amount(value, "--endpoint") for key, value in _pairs(endpoint, "--endpoint")}
        answers = Answers(
            region=where,
            title=Text.same(name),
            issuer=Text.same(by),
            issued=_date(ask.text(issued, Text("发布日期（如 2024-03-01）", "date of issue (2024-03-01)"))),
            base_year=first,
            last_year=last,
            groups=groups,
            base=ask.base(base, found, groups, Text(f"{first}年人均收入（元）", f"income in {first}, yuan")),
            declared=declared,
            shares={key: _shares(value, len(declared)) for key, value in _pairs(split, "--split")},
            # official tables are split as the Bureau splits
            components=found.components if found and declared is BUREAU_COMPONENTS else {},
            sources=found.sources if found else {},
            growth=_growth(growth, ask, [group for group in groups if group.key not in endpoints]),
            endpoints=endpoints,
            ratio=ratio,
            circumstances=(
                *rates_around("gdp_growth", gdp, "--gdp", range(first + 1, last + 1)),
                *rates_around("price_growth", cpi, "--cpi", range(first + 1, last + 1)),
                *residents_around(_pairs(population, "--population"), range(first, last + 1)),
            ),
        )
        plan = write_plan_folder(answers, folder, confirm=confirm)
        source.tell(said for said in answers.doubts(load_series()) if isinstance(said, Remark))
        done = _DONE.format(folder=folder, title=plan.title, count=len(plan.statements))
        with standard_output():
            print(printable(done.in_language(source.lang)))


_DONE = Template(
    "已建立 {folder}：{title}，{count}条承诺。请在 plan.toml 中填写方案原文与出处，在 baselines.csv 中注明来源，"
    "然后运行 ceheng --plan {folder}",
    "{folder} is made: {title}, {count} statements. Fill in its words and places in plan.toml and the sources in "
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

    def whole(self, given: int | None, what: Text, example: str) -> int:
        """Return a year."""
        if given is not None:
            return given
        if not self.open:
            way_out = Text(f"例如 {example}", f"for example {example}")
            raise InputError(Fault(what=what, rule=GIVEN, got=NOTHING, way_out=way_out))
        return int(typer.prompt(what.in_language(self.language), type=int))

    def base(
        self, given: Many, found: "PublishedBase | None", groups: tuple[Group, ...], what: Text
    ) -> dict[str, float]:
        """Return the base income of each group: as given, from a table, or asked for."""
        option = "--base"
        amounts = dict(found.base) if found else {}
        for key, value in _pairs(given, option):
            if key in amounts:
                raise InputError(repeated_fault(option, key))
            amounts[key] = _amount(value, option)
        for group in groups:
            if group.key not in amounts and self.open:
                label = group.label.in_language(self.language)
                amounts[group.key] = _amount(str(typer.prompt(f"{label}: {what.in_language(self.language)}")), option)
        return amounts


def _growth(given: Many, ask: _Asking, asked_of: Sequence[Group]) -> dict[tuple[str, str], float]:
    """Return growth as given; of groups that have nothing else printed it is asked for."""
    rates: dict[tuple[str, str], float] = {}
    for cell, value in _pairs(given, "--growth"):
        key, _, component = cell.partition(".")
        named = (key, component or TOTAL)
        if named in rates:
            raise InputError(repeated_fault("--growth", cell))
        rates[named] = rate_of(value, "--growth", "rural=12%", "rural.wages=20%")
    for group in asked_of:
        if (group.key, TOTAL) not in rates and ask.open:
            words = _GROWTH_OF.format(group=group.label)
            answer = str(typer.prompt(words.in_language(ask.language)))
            rates[group.key, TOTAL] = rate_of(answer, "--growth", "12%")
    return rates


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


def _pairs(given: Many, option: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for text in given or []:
        key, sign, value = text.partition("=")
        if not sign:
            raise InputError(_form(option, text))
        if key.strip() in (earlier for earlier, _ in pairs):
            raise InputError(repeated_fault(option, text))
        pairs.append((key.strip(), value.strip()))
    return pairs


def _amount(text: str, option: str) -> float:
    return number_of(text, YUAN, option, f"{option} urban=36510")


def _shares(text: str, count: int) -> tuple[float, ...]:
    parts = [number(part, PERCENT) for part in text.replace("，", ",").split(",")]
    if len(parts) != count or None in parts:
        raise InputError(_form("--split", text))
    return tuple(part for part in parts if part is not None)


def _date(text: str) -> date:
    day = day_of(text)
    if day is None:
        rule, way_out = Text("为日期", "be a date"), Text("例如 2024-03-01", "for example 2024-03-01")
        what = Text("发布日期（--issued）", "the date of issue (--issued)")
        raise InputError(Fault(what=what, rule=rule, got=text, way_out=way_out))
    return day


def _form(option: str, got: str) -> Fault:
    return Fault(
        what=Text.same(option),
        rule=Text("写作规定的形式", "have its form"),
        got=got,
        way_out=Text(
            "例如 --base urban=36510、--growth rural=12%、--split rural=35,36,2,27",
            "for example --base urban=36510, --growth rural=12%, --split rural=35,36,2,27",
        ),
    )
