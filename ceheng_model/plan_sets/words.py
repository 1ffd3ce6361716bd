"""Hold the long texts on sets of plans."""

from ceheng_model.vocabulary import Template, Text

COUNTY = Text("县", "county")
PLACE = Text("出处", "place")
MESSAGE = Text("问题", "what is wrong")
LEFT_OUT = Text("不计入的", "what it costs")
WHOLE_PLAN = Text("方案未读入", "the plan was not read")
POPULATION_ONLY = Text("人口未采用", "its residents are not used")
GROUP_ONLY = Text("该人群未计入", "this group is not counted")
NOT_LISTED = Text("名单上的县没有方案", "a county of the list has no plan")
PLAN_ABOVE = Text("上级方案未读入", "the plan above was not read")
SET_TITLE = Template("{count}个县的方案", "Plans of {count} counties")
REFUSED_TITLE = Template("有问题的{count}处", "{count} with something wrong")
SOME_REFUSED = Template(
    "共{all}个县，{count}处有问题：{first}。其余照常计算，全部问题见列表",
    "of {all} counties {count} have something wrong: {first}. All else is computed; the list holds every message",
)
ABOVE_IS = Template("上级：{label}，《{title}》", "the plan above: {label}, “{title}”")
OTHER_YEARS = Template(
    "上级方案的基年是{above}年，{count}个县的基年是{county}年：年均增速不能上下比较，只比较各年收入",
    "the base year of the plan above is {above} and that of {count} counties is {county}: growth cannot be compared "
    "between the levels, only incomes of a year can",
)
SUM_OF_PEOPLE = Template(
    "{year}年{group}人口：各县合计{counties}人，上级{above}人，相差{apart:.1%}",
    "{group} {year}: the counties add up to {counties} people and the plan above has {above}, {apart:.1%} apart",
)

REVIEW_TITLE = Template("{count}个县的主要结果", "Main results of {count} counties")
INCOME_OF = Template("{year}{group}收入（元）", "income of {group} {year} (yuan)")
GROWTH_OF = Template("{group}年均增速", "average growth, {group}")
RATIO_IN = Template("{year}收入比", "ratio {year}")
MET, MISSED, OPEN = Text("达到", "met"), Text("未达到", "missed"), Text("未判定", "not judged")
FIRST_MISSED = Text("未达到的目标", "goals missed")
CONTRADICTIONS = Text("矛盾（组）", "contradictions")
POINTS_BEHIND = Text("年均需提高（百分点）", "faster by (points a year)")
REPAIR = Text("最少的改法", "fewest changes")
PROBABILITY = Text("目标全部达到的概率", "all goals are met with probability")
WHY_NOT = Text("未测算的原因", "why not projected")
REVIEW_NOTE = Text(
    "达到、未达到为正文目标条数；矛盾和改法按列明数值审计；“–”或空白为方案未给出或未计算",
    "met and missed count the goals of the text; contradictions and changes are of numbers as printed; – or a blank is "
    "what a plan does not give, or what was not computed",
)
UNAUDITED_NOTE = Text(
    "达到、未达到为正文目标条数；“–”或空白为方案未给出",
    "met and missed count the goals of the text; – or a blank is what a plan does not give",
)
ANSWER = Template(
    "{all}个县中，{missed}个县有未达到的目标{contradicting}{not_projected}。",
    "Of {all} counties, {missed} miss a goal{contradicting}{not_projected}.",
)
CONTRADICTING = Template("，{count}个县的方案自相矛盾", ", and {count} have plans that contradict themselves")
NOT_PROJECTED = Template(
    "，{count}个县的方案有人群不足以测算", "; the plans of {count} say too little of a group to be projected"
)
BEHIND = Template("未达到目标的：{names}", "Those that miss a goal: {names}")
AND_MORE = Template("{names}等{count}个县", "{names} and others, {count} in all")
CONDITION = Text("以各县增速按方案实现为条件。", "This holds if growth in every county is as its plan says.")

NO_SUCH_GROUP = Text("方案没有这一人群", "the plan has no such group")
NO_RESIDENTS = Text("没有人口", "its residents are not given")
SUMS = Text("各县汇总", "The counties added up")
WEIGHTED = Text("按人口加权的收入（元）", "income weighted by residents (yuan)")
SURVEYED = Text("调查数（元）", "surveyed (yuan)")
SUM_NOTE = Text(
    "各年按该年人口加权；该年人口未给出的，用此前最近一年的",
    "each year is weighted by its residents, by those of the nearest year before where they are not given",
)
SURVEYED_NOTE = Text("调查数为上级方案的基数", "the surveyed figure is the base of the plan above")
SUM_OF_COUNTIES = Text("各县方案汇总", "the counties' plans added up")
ABOVE_BY_SUM = Text("上级方案各条，按各县汇总判定", "The plan above, by the sum of the counties")
OF_SUM = Text("各县汇总", "of the sum")
CARRIED = Template(
    "差额由哪些县构成：{label}，列明{wanted}元，汇总{reached}元",
    "Which counties carry the difference: {label}, asked {wanted} yuan, reached {reached} yuan",
)
PART = Text("所占差额（元）", "part of the distance (yuan)")
OTHER_BASE = Text("基数与调查数之差", "another base than the surveyed one")
ALL_PARTS = Text("合计", "total")
CARRIED_NOTE = Text(
    "各县收入与“本县基数按上级所要求的增速增长”之差，乘以人口所占比重；负数为不足",
    "a county's income less its own base grown as the plan above asks, times its share of the residents; below zero it "
    "lacks",
)
COPIED = Text(
    "照抄上级、而本县的数达不到的目标", "Goals that copy the plan above and that the county's own numbers do not give"
)
BY_OWN = Text("按本县的数", "by its own numbers")
SUM_LACKS = Template(
    "{group}的汇总不含{counties}。",
    "The sum of {group} is without {counties}.",
)
LACKED_WITH_SHARE = Template("{county}（占已知人口的{share:.1%}）", "{county} ({share:.1%} of the known residents)")
LACKED = Template("{county}（人口未给出）", "{county} (residents not given)")
NOT_IN_SUM = Text("未计入汇总的", "Not in the sum")
OTHER_BASE_YEAR = Template(
    "上级方案的基年是{above}年，各县是{county}年，基年不同，未作上下衔接核对。",
    "The base year of the plan above is {above} and that of the counties {county}: the levels are not held against "
    "one another.",
)
GROUP_NOT_SUMMED = Template(
    "各县没有{groups}的收入或人口，上级方案中有关条目未核对。",
    "The counties have no income or residents of {groups}: what the plan above says of them is not judged.",
)
SUM_SENTENCE = Template(
    "各县{group}收入按人口加权，{first}年{start}元，{last}年{end}元，年均增长{growth}。",
    "The income of {group} over all counties, weighted by residents, is {start} yuan in {first} and {end} yuan in "
    "{last}, {growth} a year.",
)
HELD_AGAINST = Template(
    "按各县汇总，{above}方案可判定的{count}条目标中有{missed}条未达到。",
    "By the sum of the counties, {missed} of {count} goals of the plan of {above} that can be judged are missed.",
)
SHORT_OF = Template("{label}（{wanted}元）差{short}元{by}。", "{label} ({wanted} yuan) lacks {short} yuan{by}.")
CARRIED_BY = Template("，不足最多的是{first}", "; lacking most: {first}")
CARRIES = Template("{county}（{part}元）", "{county} ({part} yuan)")
COPIED_BY = Template(
    "有{count}处照抄上级目标、而本县的数达不到：{names}。",
    "{count} goals copy the plan above and are not met by the county's own numbers: {names}.",
)
TOO_MANY = Text(
    "县数过多，上下两级未放在一起审计。",
    "There are too many counties for both levels to be audited together.",
)
LEVELS_HOLD = Text("上级方案与各县方案各条能同时成立。", "The plan above and the counties' plans can hold together.")
AT_MOST = Template(
    "各县都兑现承诺时，{label}最高为{reach}，而{above}方案要求{asked}。",
    "If every county keeps its promises, {label} is at most {reach}, while the plan of {above} asks: {asked}.",
)
AT_LEAST = Template(
    "各县都兑现承诺时，{label}最低为{reach}，而{above}方案要求{asked}。",
    "If every county keeps its promises, {label} is at least {reach}, while the plan of {above} asks: {asked}.",
)
FEWEST = Template("最少须改{count}条：{changes}{far}。", "At least {count} must change: {changes}{far}.")
TOO_FAR = Template(
    "（变动最大的须为原值的{times}倍，恐非一县所能承担）",
    " (the one that moves most comes to {times} times what it was, hardly for one county to carry)",
)
OR_ABOVE = Template("或改上级{count}条：{changes}{far}。", "Or {count} of the plan above: {changes}{far}.")
OR_COUNTIES = Template("或改县级{count}条：{changes}{far}。", "Or {count} of the counties: {changes}{far}.")
IN_STEP = Template(
    "上级目标不变时，所涉各县的目标须同幅度调整{share}。",
    "If the plan above stays, the goals of all counties concerned must move by {share} in step.",
)
CHANGE = Template("{whose}“{statement}”调整到{to}", "{whose}: {statement} to {to}")
SAID = Template("{label}（{printed}）", "{label} ({printed})")
ABOVE = Text("上级", "above")
CLASHES = Text("上下两级不能同时成立的条目", "Statements of both levels that cannot hold together")
OF_ABOVE = Text("上级条目", "of the plan above")
OF_COUNTIES = Text("县级条目数", "statements of counties")
CUT = Template("{why}，未列全", "{why}: not all are listed")
CHANGES = Text("最少的改法（上级或县级）", "The fewest changes, at either level")
MOVES_TO = Text("须调整到（区间边界）", "to (edge of the interval)")
CHANGE_NOTE = Text(
    "每组改后其余各条能同时成立；一县单独承担时须调整得多，同幅度调整见上",
    "with any one set changed all else can hold; a county that carries it alone must move far",
)
