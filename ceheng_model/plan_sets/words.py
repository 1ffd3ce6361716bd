"""Hold the long texts on sets of plans."""

from ceheng_model.vocabulary import Template, Text

COUNTY = Text("县", "county")
PLACE = Text("出处", "place")
MESSAGE = Text("问题", "what is wrong")
LEFT_OUT = Text("不计入的", "what it costs")
WHOLE_PLAN = Text("方案未读入", "the plan was not read")
POPULATION_ONLY = Text("人口未采用", "its residents are not used")
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
    "达到、未达到为正文目标条数；矛盾和改法按列明数值审计；“–”为方案未给出或未计算",
    "met and missed count the goals of the text; contradictions and changes are of numbers as printed; – is what a "
    "plan does not give, or what was not computed",
)
ANSWER = Template(
    "{all}个县中，{missed}个县有未达到的目标，{contradicting}个县的方案自相矛盾{not_projected}。",
    "Of {all} counties, {missed} miss a goal and {contradicting} have plans that contradict themselves{not_projected}.",
)
NOT_PROJECTED = Template("，{count}个县的方案不足以测算", "; the plans of {count} say too little to be projected")
BEHIND = Template("未达到目标的：{names}", "Those that miss a goal: {names}")
AND_MORE = Template("{names}等{count}个县", "{names} and others, {count} in all")
CONDITION = Text("以各县增速按方案实现为条件。", "If growth in every county is as its plan says.")
