"""Hold the sentences of the brief as templates, section by section; figures and names come in as fields."""

from ceheng_model.auditing import Feasibility
from ceheng_model.vocabulary import Template, Text

# parts of sentences
FULL_STOP = Template("{sentence}。", "{sentence}.")
REMARK = Template("{subject}：{remark}", "{subject}: {remark}")
IN_QUOTES = Template("“{title}”", "“{title}”")

# title and opening
TITLE = Template("关于《{plan}》的测算报告", "Report on “{plan}”")
PAGE_TITLE = Template("《{plan}》测算要点", "“{plan}”: the main points")
SUBTITLE = Template("（情景：{title}）", "(Scenario: {title})")
CHANGED_FROM = Template("本情景与“{title}”情景相比：{changes}。", "This scenario, compared with “{title}”: {changes}.")
BEYOND = Template(
    "{last}以后各项收入按{last}的增速外推，另有改动的除外",
    "after {last} every component grows as in {last}, unless it is changed",
)
ABOUT = Template(
    "{known}本报告以{base}收入为基数，测算{span}{whose}收入，并校验《{kind}》目标。",
    "{known} This report projects incomes{whose} of {span} from those of {base} and checks the goals of the {kind}.",
)

# `named` is the title in Chinese; the English one stands above, and needs no short form
KNOWN = {
    "issued": Template(
        "{issuer}于{issued}印发{named}（以下简称《{kind}》）。",
        "{named}The {kind} was issued by {issuer} on {issued}.",
    ),
    "reported": Template(
        "{issuer}{named}（以下简称《{kind}》）的原文未见，目标照{issued}前后的公开报道所引。",
        "{named}The {kind} ({issuer}) was not seen as issued: its goals are as public reports of about {issued} "
        "quote them.",
    ),
}
UNFILLED = Template(
    "本报告尚未完稿：《{kind}》的数据{sentence}{wordless}。",
    "This report is not final: in the data of the {kind} {sentence}{wordless}.",
)
WORDLESS = Text("，未录原文的目标以指标名称表示", "; goals without words go by their quantities")

# the answer
BY_OWN = Template("按{kind}自身的数字", "by the {kind}'s own numbers")
BY_SCENARIO = Template("按本情景测算", "in this scenario")
NOTHING_JUDGED = Template(
    "《{kind}》的目标在测算年份内都不能判定，所缺资料见正文。",
    "None of the goals of the {kind} can be judged in the years projected; what is lacking is told below.",
)
ANSWER_MET = Template(
    "{basis}，《{kind}》能判定的{judged}条目标都能达到。",
    "{basis}, every goal of the {kind} that can be judged is met ({judged}).",
)
ANSWER_IN_DOUBT = Template(
    "{basis}，《{kind}》能判定的{judged}条目标没有达不到的，但公布数四舍五入的误差使{doubtful}难以判定。",
    "{basis}, none of the {judged} of the {kind} that can be judged is missed, but rounding of published figures "
    "leaves {doubtful} undecided.",
)
ANSWER_ONE = Template(
    "{basis}，《{kind}》能判定的目标只有1条，达不到：{named}。",
    "{basis}, the only goal of the {kind} that can be judged would be missed: {named}.",
)
ANSWER_MISSED = Template(
    "{basis}，《{kind}》能判定的{judged}条目标中，{missed}条达不到：{named}。",
    "{basis}, of the {judged} of the {kind} that can be judged, {missed} would be missed: {named}.",
)
ANSWER_MANY = Template(
    "{basis}，《{kind}》能判定的{judged}条目标中，{missed}条达不到。按差额与目标值之比，差得最多的三条是{named}，"
    "另有{left}条。",
    "{basis}, of the {judged} of the {kind} that can be judged, {missed} would be missed. Relative to the goal, the "
    "three that fall shortest are {named}; {left} more would be missed.",
)
MISSED_BY = Template("{label}为{value}（目标{goal}）", "{label} is {value} (goal: {goal})")
MISSED_SIGN = Template("“{label}”测算为{value}", "“{label}” comes to {value}")
INCOME_OF = Template("{year}{group}收入", "income of {group} in {year}")
FIGURE_MET = Template("目标{goal}，能达到", "goal: {goal}; met")
FIGURE_MISSED = Template("目标{goal}，差{gap}", "goal: {goal}; {gap} short")
FIGURE_OPEN = Template("目标{goal}，难以判定", "goal: {goal}; undecided")

# what to do
ADVICE = Template("建议{ordinal}：{text}。", "Recommendation {ordinal}: {text}.")
ONE_ADVICE = Template("建议：{text}。", "Recommendation: {text}.")
WATCH = Template(
    "重点跟踪{label}（目标{goal}）：测算能达到，但把握{chance}（{condition}）",
    "watch closely {label} (goal: {goal}): it is met as projected, but only with a probability {chance} ({condition})",
)
NOTHING_ADVISED = Template(
    "《{kind}》各条目标之间没有矛盾，也没有达不到的，本次不提出修订",
    "the goals of the {kind} agree with one another and none is missed: no change is proposed",
)
SUPPLY = Template(
    "补齐以下资料，以判定尚未判定的{count}条目标：{what}",
    "supply what is lacking to judge {count} that could not be judged: {what}",
)
REPAIR = Template("{changes}；{holds}", "{changes}; {holds}")
CHANGE_DOWN_TO = Template(
    "将{statement}改为{value}（其余条目所容许的最低值为{edge}）",
    "change {statement} to {value} (the other statements allow {edge} at the lowest)",
)
CHANGE_UP_TO = Template(
    "将{statement}改为{value}（其余条目所容许的最高值为{edge}）",
    "change {statement} to {value} (the other statements allow {edge} at the highest)",
)
GIVE_UP = Template("去掉{statement}", "give up {statement}")
OTHERS_HOLD = Text(
    "改后经再次审查，现在相互矛盾的各条可同时成立",
    "after the change, audited again, the statements that contradict one another can all hold",
)
OTHERS_HOLD_JUST = Text(
    "改后经再次审查，现在相互矛盾的各条恰可同时成立，没有余地",
    "after the change, audited again, the statements that contradict one another can just hold, with nothing to spare",
)
RAISE = Template(
    "要使{label}达到目标（{goal}），{group}收入年均增长须由{present}提高到{rate}{edge}{part}",
    "for {label} to reach its goal ({goal}), income of {group} must grow by {rate} a year instead of {present}{edge}"
    "{part}",
)
LOWER = Template(
    "要使{label}达到目标（{goal}），{group}收入年均增速至多为{rate}（现为{present}）{edge}{part}",
    "for {label} to reach its goal ({goal}), income of {group} may grow by at most {rate} a year instead of {present}"
    "{edge}{part}",
)
TO_THE_EDGE = Template("（按四舍五入的界限为{edge}）", " ({edge} for what just rounds to the goal)")
PART = Template(
    "；若只靠{component}，则其年均增长须由{present}提高到{rate}",
    "; through {component} alone, these must grow by {rate} instead of {present}",
)
PART_AT_MOST = Template(
    "；若只调{component}，则其年均增速至多为{rate}（现为{present}）",
    "; through {component} alone, these may grow by at most {rate} instead of {present}",
)
PART_ALONE = Template(
    "要使{label}达到目标（{goal}），若只靠增加额最大的{component}、其余各项增速不变，{group}的{component}年均增长须由{present}"
    "提高到{rate}",
    "for {label} to reach its goal ({goal}) through {component} of {group} alone, the component that adds most, these "
    "must grow by {rate} a year instead of {present}",
)
PART_ALONE_LESS = Template(
    "要使{label}符合目标（{goal}），若只调增加额最大的{component}、其余各项增速不变，{group}的{component}年均增速至多为{rate}"
    "（现为{present}）",
    "for {label} to meet its goal ({goal}) through {component} of {group} alone, the component that adds most, these "
    "may grow by at most {rate} a year (now {present})",
)
RAISE_ALL = Template(
    "要使{label}达到目标（{goal}），{groups}收入每年增速须各提高{points}",
    "for {label} to reach its goal ({goal}), yearly growth of {groups} must rise by {points} each",
)
ASSURE_ALL = Template(
    "{label}（目标{goal}）达到的把握{chance}；要有{wanted}的把握，{groups}收入每年增速须各提高{points}（{condition}）",
    "{label} (goal: {goal}) is reached with a probability {chance}; for {wanted}, yearly growth of {groups} must "
    "rise by {points} each ({condition})",
)
ASSURE = Template(
    "{label}（目标{goal}）达到的把握{chance}；要有{wanted}的把握，{group}收入年均增长须由{present}提高到{rate}"
    "（{condition}）",
    "{label} (goal: {goal}) is reached with a probability {chance}; for {wanted}, income of {group} must grow by "
    "{rate} a year instead of {present} ({condition})",
)
ASSURE_LOWER = Template(
    "{label}（目标{goal}）达到的把握{chance}；要有{wanted}的把握，{group}收入年均增速至多为{rate}（现为{present}；{condition}）",
    "{label} (goal: {goal}) is reached with a probability {chance}; for {wanted}, income of {group} may grow by at "
    "most {rate} a year (now {present}; {condition})",
)

# what it rests on
RESTS_ON = Template(
    "测算以基年数为准：{status}。推算和假定的数不是调查结果。",
    "The figures rest on the base year. {status}. Derived and assumed figures are no survey results.",
)
ALL_PUBLISHED = Template("测算以基年数为准：{status}。", "The figures rest on the base year. {status}.")
OF_BASE = Template("{said}。", "{said}.")
TO_CHECK = Template("所用的数须先核对：{said}。", "Figures to be checked first: {said}.")
STARRED = Template("{label}*", "{label}*")
NO_TEST = Text(
    "*：基数由该条目标倒推，达到与否不是独立的检验",
    "*: the base is derived from the goal itself, so that to meet it is no independent test",
)
DETAILS = Template("有关明细：{listed}。", "In detail: {listed}.")
DETAIL = Template("{title}，见{place}", "{title}: {place}")

# what the plan promises
PROMISES = Template(
    "《{kind}》提出目标{goals}条；另以{where}列出{groups}类人群{span}各项收入增速{cells}格，{met}。",
    "The {kind} states {goals}; besides these it prints {cells} for {groups} in {span}{where}, {met}.",
)
PROMISES_IN_TEXT = Template(
    "《{kind}》提出目标{goals}条，未列增速表。",
    "The {kind} states {goals} and prints no growth table.",
)
CELLS_MET = Text("各格在本情景中都能达到", "and all of these rates are met in this scenario")
CELLS_MISSED = Template("其中在本情景中达到{met}格", "and {met} of these rates are met in this scenario")
QUOTED = Text("目标照录原文", "The goals are quoted in translation")
REPORTED = Text("目标照报道所引", "The goals are quoted, in translation, as they were reported")
IN_ORIGINAL = Text("目标照录原文", "The goals are quoted in the original, since there is no translation")
REPORTED_IN_ORIGINAL = Text(
    "目标照报道所引",
    "The goals are quoted in the original as they were reported, since there is no translation",
)
LISTED = Text("原文尚未录全", "Not all of the goals are in the plan's own words yet")

# the projection
SCENARIO_USED = Template("增速按以下假设：{notes}。", "Growth is assumed as follows: {notes}.")
THIS_SCENARIO = Text("本情景", "this scenario")
NO_RATIO = Template(
    "{kind}没有同时列出城镇和农村两类人群，不能计算城乡居民收入比。",
    "The {kind} does not have both an urban and a rural group, so there is no urban-rural ratio.",
)
"""For a plan that counts urban or rural residents, but not both."""
NO_GROUPS_COMPARED = Template(
    "{kind}没有规定相互比较的两类人群，不计算收入比。",
    "The {kind} compares no two groups, so there is no ratio of incomes.",
)
COMPARED = Template(
    "同一基年收入下，按{count}种增速假设测算的结果列于下表{without}。{reached}",
    "The table below gives what {count} assumptions on growth lead to from the same base{without}.{reached}",
)
WITHOUT_DATA = Template("；另有{count}种因缺少数据不能测算", "; {count} more cannot be projected for want of data")
RATIO_REACHED = Template(
    "其中{titles}达到{kind}的收入比目标。", " The goal of the {kind} for the ratio is reached under {titles}."
)
RATIO_REACHED_BY_ALL = Template(
    "各种假设均达到{kind}的收入比目标。", " The goal of the {kind} for the ratio is reached under all of them."
)
RATIO_NOT_REACHED = Template(
    "各种假设均未达到{kind}的收入比目标。", " None of them reaches the goal of the {kind} for the ratio."
)
NOT_PROJECTED = Template("{titles}不能测算：{why}", "{titles} cannot be projected: {why}")

# components and contributions
NO_CHANGE = Template(
    "{group}收入没有变化，不计算贡献率",
    "income of {group} does not change, so there are no contributions",
)
LARGEST_CONTRIBUTION = Template(
    "{group}收入{growth}，最大来源是{component}，拉动{points}个百分点，贡献率{rate}",
    "income of {group} {growth}, most of it through {component}: {points} percentage points, a contribution share of "
    "{rate}",
)
CONTRIBUTIONS = Template("{year}，{groups}。", "In {year} {groups}.")

# the checks
BARE_NUMBERS = Text("和增速表中的数值", "and bare numbers ")
"""What the rules add for a plan that prints a growth table."""
RULES = Template(
    "判定：“达到”“以上”，测算值按目标值末位数字四舍五入后不低于目标值；“左右”{table}，"
    "测算值四舍五入后等于或优于目标值；“高于”“快于”为严格大于；“正增长”为增速大于零",
    "rules: to reach, or to be at least, holds when the figure, rounded to the last digit printed, is not below the "
    "goal; about {table}when it rounds to the goal or lies beyond it; above and faster when it is strictly greater; "
    "positive growth when growth is above zero",
)
NOT_JUDGED = Template("另有{count}条未判定：{goals}。", "{count} could not be judged: {goals}.")
NOT_JUDGED_FOR = Template("另有{count}条未判定，缺{what}。", "{count} could not be judged, for want of {what}.")
LACKING = Template("{count}条缺{what}", "{count} for want of {what}")
NOT_JUDGED_GOALS = Template("未判定的目标：{goals}", "goals that were not judged: {goals}")
LACKING_GOALS = Template("{goals}，缺{what}", "{goals} (needs {what})")
MARGIN = Template(
    "距目标差额为测算值与列明值之差，正数为有余，负数为不足，四舍五入后达到的为0；收入以{unit}计，增速、占比等以百分点计",
    "distance to goal: distance from the printed value, positive with room, negative where it falls short, 0 where "
    "rounding makes up for it; income in {unit}, rates and shares in percentage points",
)
CHANCE_COLUMN = Template("达到的概率：{condition}", "probability: {condition}")

# contradictions and repairs
FEASIBLE = {
    Feasibility.HOLDS: Text("能同时成立", "can hold together"),
    Feasibility.EDGE: Text("恰在边界上成立", "hold just at the edge"),
    Feasibility.CONTRADICTS: Text("不能同时成立", "cannot hold together"),
}
NO_AUDIT = Template("本次不能审查：{why}。", "No audit could be made: {why}.")
TABLE_VALUES = Text("和增速表数值", "")
AUDIT = Template(
    "审查只依据《{kind}》条目和基年收入，与情景的增速假设无关，看哪些条目不论怎样增长都不能同时成立。",
    "The audit rests on the statements of the {kind} and the base year alone, not on assumed growth: it asks which "
    "statements no growth can satisfy together.",
)
AGREE_EITHER_WAY = Template(
    "《{kind}》各条不论“达到”“左右”{table}按定值读还是按下限读，都能同时成立，没有发现矛盾",
    "The statements of the {kind} can hold together, whether printed numbers{table} are read as values or as floors: "
    "no contradiction was found",
)
BASE_STATUS = Template("{year}基数：{groups}", "base year {year}: {groups}")
BASE_OF_GROUP = Template("{group}{concept}为{status}数", "{group}, {concept}: {status}")
NO_CONTRADICTION = Template(
    "《{kind}》各条{feasible}，没有发现矛盾", "The statements of the {kind} {feasible}: no contradiction was found"
)
MISSED_ALL_THE_SAME = Template(
    "但按本报告的增速，有{count}条未达到，须在各条容许的范围内另取增速。",
    " Growth as in this report misses {count} of them all the same: it takes other growth within what they allow.",
)
WRONG_COUNTS = Template(
    "此外，文本中的数字和编号有以下不符：{faults}。", "Numbers and numbering in the text that do not fit: {faults}."
)
WRONG_COUNT = Template("{place}，{fault}", "{place}: {fault}")

# how sure it is
PAGE_CERTAINTY = Template(
    "把握程度：{condition}，{year}{what}有{inside}的可能在{low}至{high}之间，能判定的各条目标同时达到的概率{part}。",
    "How sure: {condition}, the {what} of {year} lies between {low} and {high} with a probability of {inside}; all "
    "goals that can be judged hold together with a probability {part}.",
)
PAGE_BAND = Template(
    "把握程度：{condition}，{year}{what}有{inside}的可能在{low}至{high}之间。",
    "How sure: {condition}, the {what} of {year} lies between {low} and {high} with a probability of {inside}.",
)
PAGE_NO_CERTAINTY = Text(
    "把握程度：估计增速波动所需的历史序列不全，本次不能说明。",
    "How sure: it cannot be said, since the series from which the variation of growth is estimated are not at hand.",
)
RISKS = Template("主要风险：{said}。", "Main risks: {said}.")
RISK_OF_GOAL = Template(
    "{among}测算能达到的目标中，最可能未达到的是{goal}（达到的概率{chance}）",
    "of the {among}goals met as projected, the one most likely missed is {goal} (reached with a probability {chance})",
)
OTHER_GOALS = Text("其他", "other ")
RISK_OF_INPUT = Template(
    "对{goal}影响最大的是{input}的增速，占其不确定性的{share}",
    "what moves {goal} most is growth of {input}, with {share} of its uncertainty",
)
INCOME_OF_GROUP = Template("{group}收入", "income of {group}")
NO_CERTAINTY = Template(
    "本次不能说明把握程度，也不能求出以一定概率达到目标所需的增速：二者须由公布的历史序列估计增速的离散程度，{why}。",
    "How sure the results are cannot be said, nor what growth would reach a goal with a probability: both take the "
    "spread of growth, estimated from published series; {why}.",
)
DRAWN = Template(
    "围绕情景增速随机模拟{draws}次。增速的离散程度：{source}。{condition}。",
    "Growth is drawn {draws} times around the scenario. Its spread: {source}. {condition}.",
)
BANDS = Template(
    "{year}模拟结果的{inside}落在以下范围：{ranges}。",
    "In {year} {inside} of the draws lie within these ranges: {ranges}.",
)
INCOME_RANGE = Template(
    "{group}收入在{low}{unit}至{high}{unit}之间", "income of {group} between {low} and {high} {unit}"
)
RATIO_RANGE = Template("{short_ratio}在{low}至{high}之间", "the {short_ratio} between {low} and {high}")
ALL_HOLD = Template(
    "能判定的各条目标同时达到的概率{part}{worst}。",
    "All goals that can be judged hold together with a probability {part}{worst}.",
)
NEVER_ALL = Template(
    "各次模拟中，能判定的各条目标没有一次同时达到{worst}。",
    "In none of the draws do all goals that can be judged hold together{worst}.",
)
MOST_LIKELY_MISSED = Template(
    "；最可能未达到的是“{goal}”{but}",
    "; the goal most likely missed is {goal}{but}",
)
CHECKED_ON_MORE = Template(
    "（目标校验取后来公布的实际数，判为{verdict}；概率只用{year}及以前的公布数）",
    "; the check, on figures published since, has it {verdict}, while the probability knows those up to {year} alone",
)
LIKELY_UNDER_TREND = Template(
    "能判定的{goals}条{among}中，概率过半的{likely}，增速按趋势时{trend}。",
    " Of the {goals} goals that can be judged{among} {likely} a probability above one half; if growth follows the "
    "trend, {trend}.",
)
LIKELY = (Text("一条也没有", "none has"), Template("有{count}条", "{count} have"), Text("各条都是", "all have"))
"""How many of the goals are likely: none, some, all."""
LIKELY_BY_TREND = (
    Text("一条也没有", "none has"),
    Template("有{count}条", "{count} have"),
    Text("各条也都过半", "all have"),
)
DRAWN_TOO_COUNT = Template(
    "（含目标校验缺公布数未判定的{more}条）", " ({more} of them not judged in the check for want of published figures)"
)
KNOWN_LESS = Template(
    "与公布收入比较的目标：目标校验取已公布的各年实际数，这里只用{year}及以前的，以后各年与本地收入一并模拟，两处结论可以不同",
    "goals that compare with published incomes: the check takes those of every year published, the probability those "
    "up to {year} alone, with later years drawn along with the region's own: the two may differ",
)
CHANCES = Text(
    "公布数四舍五入的误差足以改变结论的，不计入达到",
    "what rounding of published figures decides does not count as reached",
)
RANGE_COLUMN = Text("变动范围", "range")
DRAWN_TOO = Template(
    "{goals}：目标校验中缺公布数未判定，这里所缺的数一并模拟",
    "{goals}: not judged in the check for want of published figures, which are drawn here too",
)
OF_THE_RANGE = Text(
    "变动范围：波动大小、年度间相关、本地自身的波动和构成案例各变一项时，概率的最低至最高",
    "range: lowest to highest probability as the spread, persistence, the region's own spread and the share case are "
    "varied one at a time",
)
RANGES = Template(
    "概率随设定而变，变动最大的是“{goal}”，在{low}至{high}之间",
    "probabilities move with the settings, most of all that of “{goal}”: from {low} to {high}",
)
LARGEST_SHARES = Template(
    "{goal}的不确定性中，来自{inputs}的份额最大。",
    "The largest shares of the uncertainty of {goal} come from growth of {inputs}.",
)
SHARE_OF_INPUT = Template("{cells}（{share}）", "{cells} ({share})")

# what growth it would take
NO_TARGETS = Template(
    "《{kind}》在测算年份内没有可以求解的数值目标（收入、年均增速、{short_ratio}）。",
    "In the years projected the {kind} has no goal in numbers (income, average growth, {short_ratio}) to solve for.",
)
SOLVED = Text(
    "下表列出正好达到目标所需的增速（一类人群各年、各项取同一增速，其他人群不变）。",
    "The table below gives the growth that just reaches each goal: of one group, the same for every component and "
    "year, all other groups unchanged.",
)
SOLVED_BY_CHANCE = Template(
    "增速有高有低，这样只有约一半把握，因此另列以{chance}的概率达到所需的增速。",
    " Since growth varies, that does so in about half of all cases only; the growth that does with a probability of "
    "{chance} stands beside.",
)
NOTHING_TO_SOLVE = Template(
    "《{kind}》列明的数值目标都是增速本身，不必另行求解。",
    "Every goal in numbers of the {kind} is a growth rate itself: there is nothing to solve for.",
)
OUT_OF_REACH = Template(
    "仅靠{group}的增速，{goal}达不到目标（{value}）。",
    "Growth of {group} alone cannot bring {goal} to its goal ({value}).",
)
AT_MOST = Template("至多{rate}", "at most {rate}")
DASH = Text("“–”：在年增速100%以内无解", "a dash: no growth up to 100% a year reaches it")

# data and their status
STATUS = Template(
    "{count}类人群的{year}基年收入中，{totals}{splits}",
    "Incomes in the base year {year} ({count}): {totals}{splits}",
)
OF_SPLITS = Template("；收入构成中，{splits}", "; their splits into components: {splits}")
NOTHING_SPLIT = Text(
    "基年收入没有给出构成，本报告只测算合计，不作分项测算，不列贡献率。",
    "No split of income in the base year was given: this report projects totals alone, without components and their "
    "contributions.",
)
STATUS_COUNT = Template("{status}{count}项", "{count} {status}")
CIRCUMSTANCES = Template("收入以外所用的数：{told}。", "Figures used beside incomes: {told}.")
OF_THE_INPUTS = Template("关于所用的数：{said}。", "On the figures used: {said}.")
STATUSES_MEAN = Text(
    "“推算”指由公布数按所列算式得出，“假定”指依据有限资料的判断，有公布数后均应替换。",
    " Derived: computed from published figures as stated. Assumed: a judgement from limited evidence. Both should give "
    "way to published figures.",
)
SPLIT = Template(
    "各类人群的基年收入按所选构成案例拆分为{parts}项：{cases}。",
    "Income in the base year is split into {parts} components by a share case for each group: {cases}.",
)
SOURCES_IN_USE = Template("采用的案例的来源见“{title}”表", "for the sources of the cases used see the table “{title}”")
NO_CASES = Template("本次未作比较：{why}。", "No comparison was made: {why}.")
ONE_CASE = Text(
    "各类人群只有一种构成案例，无从比较。", "There is only one share case for each group, and nothing to compare."
)
NO_CASE_MATTERS = Template(
    "换用全部{count}种构成案例的组合，主要结果{results}项和各条目标的判定均不改变。",
    "Over all {count} combinations of share cases none of {results} main results changes, nor any verdict on a goal.",
)
CASES = Template(
    "换用全部{count}种构成案例的组合，主要结果{results}项中有{matter}项改变{verdicts}。",
    "Over all {count} combinations of share cases {matter} of {results} main results change{verdicts}.",
)
GOALS_CHANGE = Template(
    "，目标的判定有{count}条改变（{named}{more}）", "; of the verdicts on goals {count} change ({named}{more})"
)
NO_GOAL_CHANGES = Text("，目标的判定均不改变", "; no verdict on a goal does")
CELLS_CHANGE = Template("，增速表的判定有{count}格改变", "; of those on the growth table {count} change")
NO_CELL_CHANGES = Text("，增速表的判定均不改变", "; none of those on the growth table does")
TOO_SHORT = Template(
    "预测只到{horizon}，未到{kind}末年{last}", "the projection ends in {horizon}, before the {kind}'s last year {last}"
)
METHOD = Template(
    "各项收入由上年收入按当年增速逐年推算，均为名义值{sums}。",
    "Every component is last year's income raised by the growth of the year, in nominal terms{sums}.",
)
PAST_FORECASTS = Template(
    "对所参照的序列作回溯检验，每年只用到该年为止的数预测以后各年：{told}",
    "The series behind the spread were forecast from each of their years with nothing known but the years before: "
    "{told}",
)
SUM_OF_PARTS = Template("；合计为{parts}项之和", "; the total is the sum of {parts} components")

# how the plan is carried out
PROGRESS = Template(
    "截至{day}，有实际数的{known}条目标中，{good}条已达到或达到序时进度，{bad}条未达到或滞后于序时进度。",
    "As of {day}, of the {known} that actual figures are known of, {good} are reached or on schedule and {bad} are "
    "missed or behind.",
)
NO_PROGRESS = Template(
    "截至{day}，各条目标都没有实际数。", "As of {day} no actual figures are known for any of the goals."
)
PAGE_PROGRESS = Template("执行进度：{sentence}", "Progress so far: {sentence}")
ALL_OPEN = Template(
    "措施指标{count}项，均未报告或未到期。", "Of {count} of the measures none is reported, or none is due yet."
)
INDICATORS = Template(
    "措施指标{count}项，其中达到序时进度的{ahead}项，滞后于序时进度的{behind}项{named}，未报告或未到期的{open}项。",
    "Of {count} of the measures {ahead} are on schedule, {behind} behind{named}, {open} not reported or not due.",
)
NAMED_BEHIND = Template("（{names}{more}）", " ({names}{more})")
AND_MORE = Text("等", " and others")
OVERDUE = Template("已过期限、尚未完成的文件和制度{count}项。", " Overdue documents and systems: {count}.")
NEXT_DUE = Template("下一次应于{day}前报告。", " The next report is due by {day}.")
