"""Say in words what forecasts of the past were, how they did, and how little so few can show."""

from ceheng_model.vocabulary import Template, Text

GROUP = Text("人群", "the group")
LEVELS = Text("序列中的收入水平", "levels of income in the series")
LEVEL = Template("{group}{item}{year}年的水平", "the level of {group}, {item}, {year}")
BY_TOTALS = Text(
    "核对、补充序列，或只按合计检验（totals_only=True）",
    "check the series and add to it, or forecast totals alone: totals_only=True",
)
ADD_LEVEL = Text("补充序列", "add it to the series")
CHECK_LEVEL = Text("核对该数", "check it")
YEARS_OF = Template("{group}的年数", "the years of {group}")
WHOLE_BETWEEN = Template("为{low}至{high}的整数", "be a whole number from {low} to {high}")
AT_LEAST = Template("不少于 {count}", "be {count} or more")
LONGER = Template(
    "至少有{growth}个年增速用于估计、其后还有一年可供比较；补充更早的年份",
    "it takes {growth} growth years to estimate from and one more to compare with; add earlier years",
)
LEFT_OUT = Template("未检验：{why}", "not forecast: {why}")
FIRST_ORIGIN = Text("最早的预测起点", "the first origin")
WITHIN_YEARS = Template("在{first}至{last}年之间", "lie between {first} and {last}")
ORIGINS_OF = Template(
    "{group}：起点之前须有{growth}个年增速，之后须有一年可供比较",
    "{group}: an origin has {growth} growth years up to it and an outcome after it",
)
YEARS_AHEAD = Text("提前年数", "the years ahead")
DRAWS = Text("每次预测的模拟次数", "the draws of each forecast")
PERSISTENCE = Text("年度间相关", "persistence")
INSIDE = Text("在 -1 与 1 之间（不含两端）", "lie between -1 and 1, both left out")

COVERAGE_TITLE = Template(
    "回溯检验：{name}，区间覆盖实际数的次数", "Forecasts of the past, {name}: how often bands covered"
)
SCORES_TITLE = Template("回溯检验：{name}，预测得分", "Forecasts of the past, {name}: scores")
FORECASTS_TITLE = Template("回溯检验：{name}，逐次预测", "Forecasts of the past, {name}: one by one")

COUNTED = Template(
    "{groups}提前1年的预测{each}有{count}次，{nominal}区间{each}覆盖实际数{covered}次，实际数低于中位数{below}次；"
    "区间若准确，如此少的年份里应覆盖{low}至{high}次{finding}",
    "the {nominal} band covered {covered} of {count}{each} of {groups} one year ahead, and {below} came below the "
    "median; right bands would cover {low} to {high} in so few years{finding}",
)
EACH = Text("各", " each")
AGREES = Text("，与此相符，但不足以证明区间准确", ": that agrees with right bands and proves nothing of them")
ANYTHING = Text("，任何结果都与之相符，说明不了什么", ": whatever came would agree, and nothing follows")
TOO_FEW = Text("，少于此数：区间可能偏窄", ": fewer than that, the band may be too narrow")
TOO_MANY = Text("，多于此数：区间可能偏宽", ": more than that, the band may be too wide")

HOW = Template(
    "每个起点只用到该年为止的数：增速取历年平均，波动按去除线性趋势后的离差估计；{error}；{mode}",
    "each origin knows the years up to it alone: growth goes on at its average, its spread is what a linear trend "
    "leaves; {error}; {mode}",
)
WITH_ERROR = Text("已计入平均增速与波动的估计误差（学生 t 分布）", "the error of both estimates is in (Student's t)")
WITHOUT_ERROR = Text("未计入估计误差", "the error of the estimates is left out")
BY_COMPONENT = Text("按收入构成预测后相加", "components are forecast and added up")
BY_TOTAL = Text("按合计预测", "the total is forecast as one")
BOTH_WAYS = Template("{parts}按收入构成预测后相加，其余按合计预测", "{parts} by component, the others by their total")
PERSISTENT = Template("；年度间相关 {value:g}", "; persistence {value:g}")

NO_OUTCOME = Template(
    "序列只够检验提前{reach}年以内的预测，未检验至提前{wanted}年",
    "the series has outcomes up to {reach} years ahead, and none up to the {wanted} that were asked for",
)
AT_ENDS = Template(
    "是否覆盖取决于模拟的随机误差，换一个随机种子可能不同：{cases}",
    "too near an end of the band for the draws to tell, another seed may count otherwise: {cases}",
)
AT_END = Template(
    "{group}{origin}年预测{year}年（{nominal}区间）", "{group} {year} forecast from {origin} ({nominal} band)"
)
FEW = Text(
    "预测次数很少；提前两年以上的各次预测时段相互重叠，各人群又同受全国形势影响，均非独立的证据",
    "forecasts are few; those of two and more years overlap, and groups share their years: they are no "
    "independent evidence",
)
EXPECTED = Text(
    "准确时应有：区间准确而增速各年独立、服从正态分布时，一万段同样长度的模拟历史中有九成落在此范围",
    "if right: where nine in ten of ten thousand simulated histories of this length lie, with right bands and growth "
    "normal and independent from year to year",
)
EXACT = Text(
    "覆盖率的95%区间：克洛珀—皮尔逊精确区间，视各次预测相互独立，故只对提前1年给出；提前两年以上的相互重叠，不给",
    "95 % interval of the coverage: exact (Clopper-Pearson) as if forecasts were independent, so one year ahead only; "
    "longer ones overlap and have none",
)
PIT = Text(
    "平均位次：实际数在模拟结果中的位次（PIT）的平均，准确时在0.5上下；高则实际常高于预测",
    "mean position: of outcomes among the draws (PIT), near 0.5 where forecasts are right; above it, outcomes came "
    "higher than forecast",
)
CRPS = Text(
    "得分为连续分级概率评分（CRPS），按年均增速计，百分点，越小越好；对照：照搬起点当年增速（只给一个数，得分即误差）；"
    "视平均增速与波动为确知的正态区间",
    "scores are continuous ranked probability scores (CRPS) in points of average annual growth, the lower the better; "
    "beside them: the origin's own growth carried on, whose score is its error, and a normal band as if mean and "
    "spread were known",
)
