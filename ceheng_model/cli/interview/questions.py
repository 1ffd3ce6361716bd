"""Say what is asked of a plan, in which order."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ceheng_model.cli.given.forces import forces_of
from ceheng_model.cli.given.sheet import Sheet
from ceheng_model.cli.interview import replies
from ceheng_model.cli.interview.so_far import BASE_YEAR, LAST_YEAR, SoFar
from ceheng_model.terms import BUREAU_COMPONENTS, URBAN_RURAL
from ceheng_model.vocabulary import NO_TEXT, Template, Text

Reply = Callable[[str, Text, SoFar], Text]
"""Takes an answer, what it is of, and what was answered before; returns how it is read, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold one question: where its answer is kept, how it is put, and what tells an answer from a mistake."""

    key: str
    ask: Text
    hint: Text
    """An example, or what an empty answer means."""
    reply: Reply
    needed: bool = False
    default: str = ""
    """The answer that Enter stands for."""
    listed: Text = NO_TEXT
    """What is shown before it is asked."""

    def kept(self, text: str, so_far: SoFar) -> Mapping[str, str]:
        """Return what is kept of an answer, by the keys of the sheet."""
        if self.key == "force":
            return {"force": text} | {f"force.{goal}": force for goal, force in forces_of(text, so_far.goals).items()}
        return {self.key: text}


def questions(sheet: Sheet) -> Iterator[Question]:
    """Yield the questions in their order; who goes past one has an answer to it, on which the next may rest."""
    known = {"force", *_UNASKED}
    for question in _asked(SoFar(sheet=sheet)):
        known.add(question.key)
        yield question
    # what an option or a file says besides is not asked for, and yet it is seen before it is written
    for key in sheet.answers:
        if key not in known and not key.startswith("force."):
            yield Question(key=key, ask=_GIVEN.format(key=key), hint=NO_TEXT, reply=replies.anything)


def _asked(so_far: SoFar) -> Iterator[Question]:
    yield from _on_the_document(so_far)
    yield Question(key="group", ask=_GROUPS, hint=_GROUPS_HINT, reply=replies.some_groups, default="1")
    if {group.key for group in so_far.groups}.isdisjoint((*URBAN_RURAL.keys, "all")):
        yield Question(key="component", ask=_COMPONENTS, hint=_COMPONENTS_HINT, reply=replies.some_components)
    yield Question(key="table", ask=_TABLE, hint=_TABLE_HINT, reply=replies.a_table)
    yield from _on_incomes(so_far)
    yield from _on_goals(so_far)
    yield from _on_surroundings(so_far)
    yield from _on_words(so_far)


def _on_the_document(so_far: SoFar) -> Iterator[Question]:
    yield Question(key="title", ask=_TITLE, hint=_TITLE_HINT, reply=replies.a_name, needed=True)
    yield Question(key="issuer", ask=_ISSUER, hint=_ISSUER_HINT, reply=replies.a_name, needed=True)
    yield Question(key="issued", ask=_ISSUED, hint=_ISSUED_HINT, reply=replies.a_day, needed=True)
    yield Question(key="region", ask=_REGION, hint=_REGION_HINT, reply=replies.a_name, needed=True)
    period = _PERIOD.search(so_far.sheet.get("title"))
    first, last = (str(int(period["first"]) - 1), period["last"]) if period else ("", "")
    for key, ask, hint, reply, default in (
        ("base_year", BASE_YEAR, _BASE_YEAR_HINT, replies.a_year, first),
        ("last_year", LAST_YEAR, _LAST_YEAR_HINT, replies.a_later_year, last),
    ):
        yield Question(key=key, ask=ask, hint=hint, reply=reply, needed=True, default=default)


def _on_incomes(so_far: SoFar) -> Iterator[Question]:
    for group in so_far.groups:
        if so_far.found is None or group.key not in so_far.found.base:
            ask = _INCOME.format(group=group.label, first=so_far.first)
            yield Question(key=f"base.{group.key}", ask=ask, hint=_INCOME_HINT, reply=replies.an_income, needed=True)
    # of income that is split in other ways the nation says nothing
    form = _SPLIT_HINT if so_far.declared == BUREAU_COMPONENTS else _OWN_SPLIT_HINT
    hint = form.format(components=Text.join([component.label for component in so_far.declared]))
    for group in so_far.groups:
        if group.key not in so_far.split:
            ask = _SPLIT.format(group=group.label, first=so_far.first)
            yield Question(key=f"split.{group.key}", ask=ask, hint=hint, reply=replies.a_split)


def _on_goals(so_far: SoFar) -> Iterator[Question]:
    for group in so_far.groups:
        ask = _ENDPOINT.format(group=group.label, last=so_far.last)
        reply = partial(replies.an_endpoint, group=group)
        yield Question(key=f"endpoint.{group.key}", ask=ask, hint=_ENDPOINT_HINT, reply=reply)
    for group in so_far.groups:
        reply = partial(replies.a_growth, group=group)
        yield Question(key=f"growth.{group.key}", ask=_GROWTH.format(group=group.label), hint=_GROWTH_HINT, reply=reply)
    if so_far.has_ratio:
        yield Question(key="ratio", ask=_RATIO, hint=_RATIO_HINT, reply=replies.a_ratio)
    yield from _on_other_goals(so_far)
    if so_far.goals:
        listed = [
            _LISTED.format(at=at, goal=so_far.named(goal), typed=so_far.sheet.get(goal))
            for at, goal in enumerate(so_far.goals, start=1)
        ]
        shown = Text.join(listed, zh="\n", en="\n")
        yield Question(key="force", ask=_FORCE, hint=_FORCE_HINT, listed=shown, reply=replies.some_forces)


def _on_other_goals(so_far: SoFar) -> Iterator[Question]:
    at = 1
    while True:
        needed = at == 1 and not so_far.goals
        ask, form = (_FIRST_STATEMENT, _FIRST_HINT) if needed else (_STATEMENT, _STATEMENT_HINT)
        hint = form.format(group=so_far.groups[0].label, part=so_far.declared[0].label)
        key = f"statement.{at}"
        yield Question(key=key, ask=ask, hint=hint, needed=needed, reply=replies.a_statement)
        if not so_far.sheet.get(key):
            return
        at += 1


def _on_surroundings(so_far: SoFar) -> Iterator[Question]:
    yield Question(key="circumstances", ask=_CIRCUMSTANCES, hint=replies.YES_OR_NO, reply=replies.yes_or_no)
    if so_far.sheet.says_yes("circumstances"):
        for key, ask in (("gdp", _GDP), ("cpi", _CPI)):
            yield Question(key=key, ask=ask, hint=_RATES_HINT, reply=partial(replies.some_rates, key=key))
        for group in so_far.groups:
            reply = partial(replies.some_residents, group=group)
            ask = _RESIDENTS.format(group=group.label)
            yield Question(key=f"population.{group.key}", ask=ask, hint=_RESIDENTS_HINT, reply=reply)
    yield Question(key="series", ask=_SERIES, hint=_SERIES_HINT, reply=replies.a_series)


def _on_words(so_far: SoFar) -> Iterator[Question]:
    if not so_far.goals:
        return
    yield Question(key="in_words", ask=_IN_WORDS, hint=replies.YES_OR_NO, reply=replies.yes_or_no)
    for key in so_far.goals if so_far.sheet.says_yes("in_words") else ():
        goal = _QUOTED.format(goal=so_far.named(key), typed=so_far.sheet.get(key))
        yield Question(key=f"words.{key}", ask=_WORDS.format(goal=goal), hint=_WORDS_HINT, reply=replies.anything)
        yield Question(key=f"place.{key}", ask=_PLACE.format(goal=goal), hint=_PLACE_HINT, reply=replies.anything)


_UNASKED = ("sheet", "encoding", "confirm")
"""What tells how a table is opened, and that figures are right, is no answer of its own."""
_GIVEN = Template("{key}（另外给出，选中即删去）", "{key} (given besides; its number leaves it out)")
_PERIOD = re.compile(r"(?P<first>(?:19|20)[0-9]{2})\s*年?\s*[—–~～至到-]+\s*(?P<last>(?:19|20)[0-9]{2})")
_TITLE = Text("方案名称", "Title of the plan")
_TITLE_HINT = Text("如 某省居民增收行动方案（2025—2027年）", "for example Income plan 2025-2027")
_ISSUER = Text("发布机关", "Issued by")
_ISSUER_HINT = Text("如 某省人民政府", "for example The province's government")
_ISSUED = Text("发布日期", "Date of issue")
_ISSUED_HINT = Text("如 2024年3月1日", "for example 2024-03-01")
_REGION = Text("地区名称或代码", "Name or code of the region")
_REGION_HINT = Text("如 某省，或 520000", "for example a name, or 520000")
_BASE_YEAR_HINT = Text("方案第一年的上一年，如 2024", "the year before the plan's first, such as 2024")
_LAST_YEAR_HINT = Text("如 2027", "such as 2027")
_GROUPS = Text("方案写到的人群", "Groups that the plan is about")
_GROUPS_HINT = Text(
    "1 城镇和农村  2 只有农村  3 只有城镇  4 全体居民；或自定名称，如 城关居民; 牧民",
    "1 urban and rural  2 rural alone  3 urban alone  4 all residents; or names of your own: town residents; herders",
)
_COMPONENTS = Text("收入构成", "Components of income")
_COMPONENTS_HINT = Text(
    "回车表示工资、经营、财产、转移四项；或自定名称，如 打工收入; 放牧收入; 补贴",
    "Enter: wages, business, property, transfer; or names of your own: work; herding; subsidies",
)
_TABLE = Text("官方数据表文件", "File of an official table")
_TABLE_HINT = Text(
    "如 年鉴.xlsx，指定工作表写 年鉴.xlsx [农村]；回车表示没有，逐个填写",
    "such as book.xlsx, or book.xlsx [rural] for one of its sheets; Enter: none, incomes are typed",
)
_INCOME = Template("{first}年{group}人均收入", "Income per head of {group} in {first}")
_INCOME_HINT = Text("以元计，如 36510元 或 3.65万元", "in yuan, for example 36510元 or 3.65万元")
_SPLIT = Template("{first}年{group}收入构成", "Split of the income of {group} in {first}")
_SPLIT_HINT = Template(
    "百分数，依次为{components}，如 35,36,2,27；填 全国 即取中国全国居民的构成；回车表示不分项",
    "in per cent: {components}, such as 35,36,2,27; national: that of China's residents; Enter: not split",
)
_OWN_SPLIT_HINT = Template("百分数，依次为{components}；回车表示不分项", "in per cent: {components}; Enter: not split")
_ENDPOINT = Template("{group}收入目标（{last}年）", "Income that the plan promises {group} ({last})")
_ENDPOINT_HINT = Text(
    "照原文，如 2.7万元左右、力争突破3万元；其他年份写 2025年=2.4万元; …；回车表示没有写",
    "as printed: 2.7万元左右, 27000 or more; another year: 2025=24000; ...; Enter: not stated",
)
_GROWTH = Template("{group}年均增速", "Average annual growth of {group}")
_GROWTH_HINT = Text(
    "照原文，如 8%以上、8%—10%、确保8%；某一年的增速写 2025年=9%; …；回车表示没有写",
    "as printed: 8% or more, 8%-10%, about 8%; of one year: 2025=9%; ...; Enter: not stated",
)
_RATIO = Text("城乡居民收入比", "Urban-rural ratio of incomes")
_RATIO_HINT = Text(
    "照原文，如 2.5以内、1.9:1、缩小、逐年缩小；其他年份写 2025年=2.6; …；回车表示没有写",
    "as printed: at most 2.5, 1.9:1, narrows; another year: 2025=2.6; ...; Enter: not stated",
)
_STATEMENT = Text("其他承诺", "Anything else that it promises")
_FIRST_STATEMENT = Text("至少一条承诺", "One promise at least")
_STATEMENT_HINT = Template(
    "每次一条，如 {group}年均增加1500元以上、{group}收入翻一番、{group}{part}占比45%左右；? 看说明；回车表示没有了",
    "one at a time: {group} increase a year 1500 or more, {group} income doubles, {group} {part} share about 45%; "
    "? shows more; Enter: no more",
)
_FIRST_HINT = Template(
    "收入目标、增速、收入比用 < 返回填写；其他的如 {group}年均增加1500元以上、{group}收入翻一番",
    "< goes back to incomes, growth and the ratio; or such as {group} increase a year 1500 or more",
)
_FORCE = Text("其中写明力争、预期性或约束性的", "Which are to be striven for, expected, or binding")
_FORCE_HINT = Text("如 1力争，2约束性；回车表示都没有写", "for example 1 strive, 2 binding; Enter: none says so")
_CIRCUMSTANCES = Text(
    "是否填写经济增长、物价和人口的预计", "Are growth of GDP, prices or residents expected in figures"
)
_GDP = Text("经济增速", "Growth of GDP")
_CPI = Text("居民消费价格涨幅", "Growth of consumer prices")
_RATES_HINT = Text(
    "各年相同写 5%；逐年写 2025=5%; 2026=4.5%；回车表示不填", "5% for all years, or 2025=5%; 2026=4.5%; Enter: none"
)
_RESIDENTS = Template("{group}常住人口", "Residents: {group}")
_RESIDENTS_HINT = Text(
    "如 8万人；逐年写 2024=8万人; 2025=8.1万人；回车表示不填", "80000, or 2024=80000; 2025=81000; Enter: none"
)
_SERIES = Text("是否附上中国全国居民的公布序列，供比较和估计波动", "Is China's published series put beside it")
_SERIES_HINT = Text("是/否，回车表示否；不附则不与全国比较", "yes or no, Enter: no; without it nothing is compared")
_IN_WORDS = Text("是否逐条填写原文和出处", "Are the plan's own words filled in for each goal")
_WORDS = Template("{goal}的原文", "The plan's own words for {goal}")
_WORDS_HINT = Text("回车表示以后填", "Enter: to be filled in later")
_PLACE = Template("{goal}的出处", "Where the plan says {goal}")
_PLACE_HINT = Text("如 第二部分；回车表示以后填", "for example part 2; Enter: to be filled in later")
_LISTED = Template("  {at} {goal}：{typed}", "  {at} {goal}: {typed}")
_QUOTED = Template("{goal}（{typed}）", "{goal} ({typed})")
