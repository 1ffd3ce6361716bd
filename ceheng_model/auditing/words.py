"""Say what an audit found in sentences that quote the plan."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Protocol

from ceheng_model.auditing.by_bounds import Reach
from ceheng_model.auditing.items import Item, Unaudited
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.auditing.repairs import Move
from ceheng_model.plan import Count, Numbering, Statement
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Figure, written
from ceheng_model.vocabulary import NO_TEXT, Template, Text, counted
from ceheng_model.wording import Bounds

_OF_PLAN = Template("{title}；", "{title}; ")
_RESTS_ON = Template("{plan}{base}年基数，构成按{splits}", "{plan}base year {base}, split as {splits}")
_CELL = Template("{label}“{words}”", "{label} “{words}”")
_QUOTED = Template("“{words}”", "“{words}”")
_MORE = Template("{quoted}（{more}）", "{quoted} ({more})")
_RANGE = Template("{low}至{high}", "{low} to {high}")
_OR_MORE = Template("不低于{low}", "{low} or more")
_MORE_THAN = Template("高于{low}", "more than {low}")
_OR_LESS = Template("不高于{high}", "{high} or less")
_COUNT = Template(
    "{label}：总数{total:,.10g}{unit}，分项{parts} = {whole:,.10g}；{fit}",
    "{label}: {total:,.10g} {unit}, but the parts are {parts} = {whole:,.10g}; {fit}",
)
_SOME_FIT = Text("部分分项之和与之相等", "some of the parts add up to it")
_NONE_FITS = Text("任何几项之和也都不等于它", "no choice of parts adds up to it either")
_NUMBERING = Template("编号{flaws}", "numbering: {flaws}")
_NO_MEASURE = Template("缺第{numbers}条", "no measure {numbers}")
_REPEATED = Template("第{numbers}条重复", "measure {numbers} repeated")
_CANNOT = Text("这些条目不能同时成立", "these statements cannot hold together")
_CLASH = Template(
    "若{others}{hold}，则{label}{side}{reached}，而{item}要求{allowed}",
    "if {others} {hold}, {label} {side} {reached}, but {item} asks for {allowed}",
)
_CANNOT_BESIDE = Template("若{others}{hold}，则{item}不能成立", "if {others} {hold}, {item} cannot")
_HOLD = {1: Text("成立", "holds"), 2: Text("成立", "both hold")}
_ALL_HOLD = Text("成立", "all hold")
_AT_LEAST = Text("最低也是", "is at least")
_AT_MOST = Text("最高只到", "is at most")
FEASIBILITY = {
    Feasibility.HOLDS: Text("能同时成立", "can hold"),
    Feasibility.EDGE: Text("恰在边界", "at the edge"),
    Feasibility.CONTRADICTS: Text("不能同时成立", "cannot hold"),
}
FEASIBILITY_NOTE = {
    Feasibility.HOLDS: Template(
        "按所用读法，{statements}能同时成立", "under the readings used, the {statements} can hold together"
    ),
    Feasibility.EDGE: Template(
        "按所用读法，{statements}恰在边界上成立", "under the readings used, the {statements} hold at the edge"
    ),
    Feasibility.CONTRADICTS: Template(
        "按所用读法，{statements}不能同时成立；每组去掉任何一条，其余即能成立",
        "under the readings used, the {statements} cannot hold together; each group can without any one of its members",
    ),
}
DECIDED = Template(
    "按所用读法，能判定的{count}条{feasibility}",
    "under the readings used, the {count} that can be decided {feasibility}",
)
UNDECIDED = Template("另有{count}条不能判定", "{count} more cannot be decided")
CLASHES = Template(
    "{told}与它们不能同时成立：由它们推出的只有{reached}，要求{allowed}",
    "{told} cannot hold together with them: they leave {reached}, it asks for {allowed}",
)
FOLLOWS = Template("{told}由它们推出", "{told} follows from them")
LEFT_OPEN = Template(
    "{told}：其余条目留下{reached}，要求{allowed}，不足以判定",
    "{told}: the others leave {reached}, it asks for {allowed}, which does not decide it",
)
BY_EQUALITY = Template(
    "{items}的界限本身不算达到，只有恰好取到它才能与其余各条同时成立，因而不能成立",
    "{items} can hold together with the others only at the very bound, which does not meet it",
)
NO_BOUND = Text("任何值", "any value")
_THAT = {
    Feasibility.HOLDS: Text("能同时成立", "can hold together"),
    Feasibility.EDGE: Text("恰在边界上成立", "hold at the edge"),
}
CUT_SHORT = Template(
    "达到上限，只列出{count}组，可能还有（{why}）", "limit reached: {count} listed, there may be more ({why})"
)
CONTRADICTIONS = Template("矛盾（{count}组）", "Contradictions ({count})")
LEAST_TOTAL = Template(
    "各条目最大差额之和最小为 {total:,.1f} {full_unit}；修复后：{feasibility}。"
    "不同单位的差额相加，结果随条目的写法而变，只供参考",
    "least sum of the statements' largest breaches: {total:,.1f} {full_unit}; after the repair: {feasibility}. A sum "
    "over unlike units depends on how statements are written: it recommends nothing",
)
AS_FLOORS = Template("各条均按下限读时：{feasibility}", "all read as floors: {feasibility}")
NO_SPLIT = Template("{group}：任何构成都不行，因为 {statements}", "{group}: no split will do, because of {statements}")
RATES_LEFT = Text(
    "留给未定构成的同一增速，表中数值恰好成立；“不可能”为计入四舍五入后仍不能成立",
    "the one rate left for the open components when printed values hold exactly; "
    "impossible: cannot hold even within rounding",
)
READ_OTHERWISE = Template(
    "达到、左右与表中数值读作定值时：{as_values}；各条均读作下限时："
    "{as_floors}。边界容差 {tolerance:g} {full_unit}；共解线性规划 {solves} 次",
    "endpoints and printed numbers read as values: {as_values}; all read as floors: "
    "{as_floors}. Edge within {tolerance:g} {full_unit}; "
    "{solves} linear programmes solved",
)


def said(item: Item) -> Text:
    """Return an item in the plan's own words, with its quantity where the words are a bare cell of a table."""
    return _quoted(item)


def said_with_force(item: Item) -> Text:
    """Return an item in the plan's own words, with its force where the plan says it, and where if elsewhere."""
    firmer = item.members[0].firmer
    place = [] if firmer is None else [firmer.place]
    return _quoted(item, *([] if item.force is None else [item.force.label, *place]))


def _quoted(item: Item, *more: Text) -> Text:
    first = item.members[0]
    if not item.words:
        # named by its quantity, it is told apart by its figure
        quoted, more = item.in_sentence, (*map(Text.same, filter(None, [first.printed_text])), *more)
    elif not first.headline:
        quoted = _CELL.format(label=item.in_sentence, words=item.words)
    else:
        quoted = _QUOTED.format(words=item.words)
        more = (item.label, *more) if first.quantity.named_with_words or item.shares_words else more
    return _MORE.format(quoted=quoted, more=Text.join(more, zh="，")) if more else quoted


def all_said(items: Iterable[Item]) -> Text:
    """Return several items in the plan's own words, each with its force where the plan says it, as one cell."""
    return Text.join(map(said_with_force, items), zh=" + ", en=" + ")


def interval(item: Item) -> Text:
    """Return the interval that an item allows, in words."""
    return range_in_words(item.members[0], item.bounds)


def range_in_words(statement: Statement, bounds: Bounds) -> Text:
    """Return an interval of the quantity of a statement in words; an end that is open does not belong to it."""
    low, high = (None if bound is None else end_of_interval(statement, bound) for bound in (bounds.low, bounds.high))
    if low is None and high is None:
        return NO_BOUND
    if low is not None and high is not None:
        return _RANGE.format(low=low, high=high)
    if low is not None:
        # the end of a printed value says so; zero is in the words of a sign
        passed = statement.wording.is_open and not statement.wording.strict
        return (_MORE_THAN if passed else _OR_MORE).format(low=low)
    return _OR_LESS.format(high=high)


def end_of_interval(statement: Statement, bound: float) -> str:
    """Return an end of what a printed number stands for: with as many digits as it has, one more than the number.

    >>> from ceheng_model.plan import load_plan
    >>> end_of_interval(load_plan().statement("urban_income_2024"), 48594.75)
    '48,594.75'
    """
    figure = statement.quantity.figure(bound)
    scaled = bound * (100.0 if figure.kind in ("percent", "points") else 1.0)
    usual = statement.quantity.fine_decimals or statement.quantity.decimals
    # a tolerance may have any digits: past the finest of the quantity it is rounded
    digits = next((digits for digits in range(usual + 2) if abs(round(scaled, digits) - scaled) < 1e-9), usual + 2)
    return written(figure._replace(decimals=digits), "text")


def bound_figure(statement: Statement, bound: float) -> Figure:
    """Return a value that was sought, with the finest digits of its quantity and one more than the words print."""
    figure = statement.quantity.fine_figure(bound)
    printed = statement.printed_figures[0].decimals if statement.wording.given else None
    usual = statement.quantity.fine_decimals or statement.quantity.decimals
    return figure._replace(decimals=max(usual, (printed or 0) + 1))


def reach_sentence(reach: Reach) -> Text:
    """Return what the other statements leave a statement that is judged by bounds."""
    statement = reach.unaudited.statement
    ends = (value if isfinite(value) else None for value in (reach.low, reach.high))
    left = Bounds(**dict(zip(("low", "high"), ends, strict=True)))
    template = CLASHES if reach.clashes else FOLLOWS if reach.follows else LEFT_OPEN
    facts = {
        "told": _told(statement, reach.unaudited.label),
        "reached": _between(statement, left),
        "allowed": range_in_words(statement, reach.bounds),
    }
    return template.format(**{key: facts[key] for key in template.fields})


def _told(statement: Statement, label: Text) -> Text:
    """Return a statement in its own words with its quantity; while they are to be filled in, with its figure."""
    quoted = _QUOTED.format(words=statement.words) if statement.words else label
    more = label if statement.words else Text.same(statement.printed_text)
    return _MORE.format(quoted=quoted, more=more) if more else quoted


def _between(statement: Statement, bounds: Bounds) -> Text:
    figures = [
        None if end is None else written(statement.quantity.figure(end), "text") for end in (bounds.low, bounds.high)
    ]
    low, high = figures
    if low is None and high is None:
        return NO_BOUND
    if low is None or high is None:
        return _OR_LESS.format(high=high) if low is None else _OR_MORE.format(low=low)
    return _RANGE.format(low=low, high=high)


class Judged(Protocol):
    """What is found of a plan's statements, by whichever room holds it."""

    @property
    def scenario(self) -> Scenario:
        """The scenario whose plan is judged."""

    @property
    def items(self) -> Sequence[Item]:
        """The statements that were put into the programme."""

    @property
    def unaudited(self) -> Sequence[Unaudited]:
        """Those that could not be."""

    @property
    def decided(self) -> Feasibility:
        """What the programme gives."""

    @property
    def reaches(self) -> Sequence[Reach]:
        """What bounds say of those that could not be put into it."""

    @property
    def by_equality(self) -> Sequence[Item]:
        """Strict statements that can only be met at their very bound."""


def headline(found: Judged) -> Text:
    """Return in one sentence whether statements can hold together, and what is said of those that are not decided."""
    undecided = len(found.unaudited)
    if not (undecided or found.by_equality) or found.decided is Feasibility.CONTRADICTS:
        kind = found.scenario.terms.kind
        whole = FEASIBILITY_NOTE[found.decided].format(statements=Text(f"{kind.zh}各条", "statements"))
        if not undecided:
            return whole
        return Text.join([whole, UNDECIDED.format(count=undecided)], zh="；", en="; ")
    parts = [DECIDED.format(count=counted(len(found.items), "statement"), feasibility=_THAT[found.decided])]
    parts += [BY_EQUALITY.format(items=all_said(found.by_equality))] if found.by_equality else []
    told = [reach for reach in found.reaches if reach.clashes or reach.follows]
    parts += [reach_sentence(reach) for reach in told]
    parts += [UNDECIDED.format(count=undecided - len(told))] if undecided > len(told) else []
    return Text.join(parts, zh="；", en="; ")


def grounds(scenario: Scenario) -> Text:
    """Return what an audit rests on: the plan, the base year, and how incomes of that year are split."""
    plan, base = scenario.plan, scenario.baseline
    title = NO_TEXT if plan is None else _OF_PLAN.format(title=plan.title)
    splits = Text.join(dict.fromkeys(title for title in base.split_titles if title), zh="、", en=", ")
    return _RESTS_ON.format(plan=title, base=base.year, splits=splits)


def count_sentence(count: Count) -> Text:
    """Return in words how a stated total differs from its parts."""
    parts = " + ".join(f"{part.value:,.10g}" for part in count.parts)
    return _COUNT.format(
        label=count.label,
        total=count.total.value,
        # the English label names what is counted
        unit=Text(count.unit.in_language("zh"), "in all"),
        parts=parts,
        whole=count.sum_of_parts,
        fit=Text.join([_SOME_FIT if count.parts_that_fit() else _NONE_FITS, *count.repeats()], zh="；", en="; "),
    )


def numbering_sentence(numbering: Numbering) -> Text:
    """Return in words which numbers are missing or repeated."""
    flaws = [
        template.format(numbers=Text.join(map(Text.same, numbers)))
        for template, numbers in ((_NO_MEASURE, numbering.missing), (_REPEATED, numbering.repeated))
        if numbers
    ]
    return _NUMBERING.format(flaws=Text.join(flaws, zh="，", en=", "))


def sentence(members: Sequence[Item], moves: Sequence[Move]) -> Text:
    """Return why statements clash: what all but one of them force on the last."""
    told_last = _most_telling(members, moves)
    item, move = members[told_last], moves[told_last]
    if not move.possible:
        return _CANNOT
    others = Text.all_of(said_with_force(one) for position, one in enumerate(members) if position != told_last)
    hold = _HOLD.get(len(members) - 1, _ALL_HOLD)
    if not move.is_least:
        return _CANNOT_BESIDE.format(others=others, hold=hold, item=said_with_force(item))
    return _CLASH.format(
        others=others,
        hold=hold,
        label=item.in_sentence,
        side=_AT_LEAST if move.side == "high" else _AT_MOST,
        reached=written(item.members[0].quantity.figure(move.bound), "text"),
        item=said_with_force(item),
        allowed=interval(item),
    )


def _most_telling(members: Sequence[Item], moves: Sequence[Move]) -> int:
    """Return which member says most to a reader when the others force it: one that can be moved, if any."""
    ranked = sorted(
        range(len(members)),
        key=lambda i: (moves[i].possible, moves[i].is_least, members[i].members[0].quantity.telling),
    )
    return ranked[-1]


MORE_PROPOSALS = Template("另有{count}种办法未列出", "{count} more ways are not listed")
READ_AS_PRINTED = Text(
    "以各条原文、基年收入和所用读法为准，不取决于任何情景的增速。",
    "This rests on the statements as printed, the base year and how they are read, not on the growth of any scenario.",
)
