"""Say in the command's own words how to give what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ceheng_model.errors import CehengError, Fault, InputError
from ceheng_model.plan import unfilled_sentence
from ceheng_model.scenarios import Scenario
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Missing, Need, Template, Text

WAYS: Mapping[Need, Text | Template] = {
    Need.PRICES: Text("用 --cpi 给出", "give it with --cpi"),
    Need.GDP: Text("用 --gdp 给出", "give it with --gdp"),
    Need.POPULATION: Text("用 --population 给出", "give it with --population"),
    Need.LEVERS: Text("用 --lever 给出", "give them with --lever"),
    Need.SERIES: Template("补入{kind}所用的公布序列文件", "add it to the published series that the {kind} names"),
    Need.REGIONS: Text("用 ceheng project --regions 给出", "give their table to ceheng project --regions"),
    Need.HORIZON: Text("用 --horizon 延长", "lengthen it with --horizon"),
    Need.PLAN: Text("用 --plan 指明", "name it with --plan"),
    Need.BASE_INCOME: Text(
        "用 --base 人群=收入 给出；方案所涉人群不同的，用 --group 逐个写明（如 --group rural、--group 牧民）",
        "give it with --base GROUP=AMOUNT; name the groups of the plan with --group where they are others "
        "(such as --group rural, --group herders)",
    ),
    Need.GROWTH: Text(
        "用 --set 人群=增速 逐个给出（如 --set rural=8%，人群写其代码），用 --scenario 取另一情景，"
        "或用 ceheng init --add 补充条目",
        "give it with --set GROUP=RATE, group by group (such as --set rural=8%), another scenario with --scenario, "
        "or add a statement with ceheng init --add",
    ),
    Need.SPREAD: Text(
        "用 --history 给出历年序列（national、fujian 或文件），或用 --spread 给出标准差（如 --spread 人群=2%）",
        "give past figures with --history (national, fujian or a file), "
        "or the spread of every group with --spread (such as --spread GROUP=2%)",
    ),
    Need.SPREAD_OF_GROUP: Text(
        "用 --history 给出以这些人群代码列出的文件（可由所参照人群的行改写 group 列而成），或用 --spread 给出标准差"
        "（如 --spread 人群=2%）",
        "give --history a file with the keys of these groups (rows of those that they follow, with their group changed "
        "will do), or the spread of every group with --spread (such as --spread GROUP=2%)",
    ),
    Need.SPREAD_BY_COMPONENT: Text(
        "用 --history 给出含各项构成的历年序列（national、fujian 或文件）；只有合计的，用 --own-history 给出",
        "give past figures by component with --history (national, fujian or a file), and those of totals alone with "
        "--own-history",
    ),
    Need.SPREAD_YEARS: Text(
        "用 --spread-years 改取序列中有数的年份（如 --spread-years 2016-2024），用 --history 给出更完整的序列，"
        "或用 --spread 给出标准差（如 --spread 人群=2%）",
        "take other years of the series with --spread-years (such as --spread-years 2016-2024), a fuller series with "
        "--history, or give the spread of every group with --spread (such as --spread GROUP=2%)",
    ),
    Need.TOTALS_ONLY: Text(
        "核对、补充序列，或用 --totals 只按合计检验",
        "check the series and add to it, or forecast totals alone with --totals",
    ),
    Need.DISTRIBUTION: Text(
        "用 --distribution-of 给出（如 --distribution-of 人群=lognormal:gini=0.35，人群写其代码）",
        "give it with --distribution-of (such as --distribution-of GROUP=lognormal:gini=0.35)",
    ),
    Need.GOAL: Text(
        "用 --growth 人群=8%以上、--endpoint 人群=2.7万元、--ratio 2.5以内 或 --statement 给出",
        "give it with --growth GROUP=8%以上, --endpoint GROUP=2.7万元, --ratio 2.5以内 or --statement",
    ),
    Need.SPLIT: Text(
        "中国全国序列中没有，用 --split 人群=工资,经营,财产,转移（百分数）给出",
        "the series of China has none; use --split GROUP=WAGES,BUSINESS,PROPERTY,TRANSFER in per cent",
    ),
    Need.CONFIRMATION: Text("核对无误的，加 --confirm", "where it is right, add --confirm"),
    Need.CONFIRMED_ROW: Text(
        "核对无误的，在“核对无误”（confirmed）列填“是”，或加 --confirm",
        "where it is right, write yes in the column confirmed, or add --confirm",
    ),
    Need.TABLE: Text(
        "先用 ceheng data 文件 --group、--region、--year、--concept、--unit 写明并转换，或在表中写明",
        "say it with ceheng data FILE --group, --region, --year, --concept, --unit, which writes a tidy table, or in "
        "the table",
    ),
    Need.PUBLISHED: Text("用 --published 日期 给出", "give it with --published DATE"),
    Need.INDICATOR: Text("见 ceheng measures --indicators", "see ceheng measures --indicators"),
}
_USUAL = Terms(groups=())
"""Terms of a plan that is not known where a fault is told."""
_NOT_GIVEN = Template("未给出的：{ways}", "not given: {ways}")
_TO_FILL_IN = Template("{sentence}，用 ceheng show plan --full 列出", "{sentence}; ceheng show plan --full lists them")
_WAY, _NEXT = Template("{what}，{way}", "{what}, {way}"), Template("{what}{way}", "{what} {way}")


def _way(need: Need, terms: Terms) -> Text:
    way = WAYS[need]
    return way if isinstance(way, Text) else terms.say(way)


def in_own_words(error: CehengError) -> CehengError:
    """Return an error whose ways out are the command's where something was not given."""
    if not isinstance(error, InputError):
        return error
    return InputError(map(_with_option, error.faults))


def ways(missing: Iterable[Missing], terms: Terms = _USUAL) -> list[Text]:
    """Return one line that says how to give what is missing; none where no option gives it.

    >>> [line.en for line in ways([Missing(what=Text("常住人口", "the population"), need=Need.POPULATION)])]
    ['not given: the population, give it with --population']
    """
    # what is given in one way is named together
    alike: dict[Need, list[Text]] = {}
    for lack in missing:
        if lack.need in WAYS:
            alike.setdefault(lack.need, []).append(lack.what)
    listed = [
        _WAY.format(what=Text.all_of(dict.fromkeys(whats)), way=_way(need, terms)) for need, whats in alike.items()
    ]
    return [_NOT_GIVEN.format(ways=Text.join(listed, zh="；", en="; "))] if listed else []


def to_fill_in(scenario: Scenario) -> list[Text]:
    """Return one line on how many places of the plan are still to be filled in; none where all are filled in."""
    places = () if scenario.dossier is None else scenario.dossier.unfilled()
    return [_TO_FILL_IN.format(sentence=unfilled_sentence(places))] if places else []


def _with_option(fault: Fault) -> Fault:
    missing = fault.missing
    if missing is None or missing.need not in WAYS:
        return fault
    way = _way(missing.need, _USUAL)
    # a fault of something else names what it lacks; what asks whether a figure is right is a sentence by itself
    form = _NEXT if missing.need in (Need.CONFIRMATION, Need.CONFIRMED_ROW) else _WAY
    return replace(fault, way_out=way if fault.what == missing.what else form.format(what=missing.what, way=way))
