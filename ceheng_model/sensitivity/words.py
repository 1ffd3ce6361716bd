"""Say in words what a study of a quantity moves, holds fixed, and how sure its figures are."""

from ceheng_model.vocabulary import Template, Text

IN_SCENARIO = Template("{quantity}在情景中为{value}", "{quantity} in the scenario: {value}")
ELASTICITY = Text(
    "弹性为 d ln|Q| / d ln(1+g)；影响为闭式导数乘以1个百分点，以指标的单位计（增速、占比以百分点计），没有模拟误差；"
    "只动一格，其余增速不变，未定构成不重新推算",
    "elasticity: d ln|Q| / d ln(1+g); effect: the closed-form derivative times one point, in the "
    "quantity's unit, of rates and shares in points, without sampling error; one cell moves, all other rates stay, "
    "open components are not closed anew",
)
SWINGS = Template(
    "{inputs}；该输入单独变动（各年、各项的相互独立或相关与模拟所取相同），指标的 {low} 与 {high} 分位"
    "（±{multiple} 个标准差），其余增速不变；没有模拟误差",
    "{inputs}; the {low} and {high} quantiles that the quantity has when this input is drawn by itself, its years and "
    "components as independent or correlated as in the simulation (±{multiple} standard deviations), all other growth "
    "as in the scenario; no simulation error",
)
SWINGS_CORRELATED = Text(
    "同一输入之内的相关已计入，各输入之间的相关未计入：摆幅不能相加，也不等于全部输入一起变动时的范围",
    "correlation inside an input is counted, correlation between inputs is not: swings do not add up, and none of them "
    "is the range when all inputs move",
)
LOST = Text("低分位增速低于-100%的构成以零计", "a component whose low growth lies below -100 % counts as zero")
NO_SPREAD = Text(
    "该指标没有离散，方差为零，无从分摊", "the quantity has no spread: its variance is zero, there is nothing to share"
)
SPREADS = Template(
    "标准差{spread}；各输入若互不相关则为{independent}",
    "standard deviation {spread}; it would be {independent} if the inputs were independent of one another",
)
IN_POINTS = Template("{what}（百分点）", "{what}, points")
INPUTS_THAT_ENTER = Template(
    "{inputs}；只分摊给进入该指标的输入", "{inputs}; only inputs that enter the quantity get a share"
)
SHAPLEY = Text(
    "沙普利值按给定的相关计算，合计100%，与其他输入相关的输入也因此分得份额；"
    "一阶与全阶指数视各输入互不相关（输入之内的相关保留）",
    "Shapley shares: inputs correlated as stated, sum 100 %, and an input gets a share also through "
    "those it is correlated with; first order and total: inputs taken as independent of one another "
    "(correlation inside an input is kept)",
)
SCALED = Text(
    "份额按正态冲击计算，其方差与模拟相同，含共同波动与本地波动各自的估计误差；尾部更厚不改变近于线性的指标的份额",
    "shares are those of normal shocks with the variances of the draws, which hold the errors of the common and of the "
    "region's own spread; fatter tails move no share of a quantity that is nearly linear",
)
SAMPLING = Template(
    "沙普利值模拟 {draws:,} 次（取{over}），指数 {more:,} 次，共计算 {evaluations:,} 次"
    "；标准误由 {batches} 批之间的差异得出，约两倍即 95% 范围",
    "{draws:,} draws for Shapley shares (over {over}), {more:,} for the indices, "
    "{evaluations:,} evaluations in all; standard errors from the scatter of {batches} batches, twice that is "
    "about a 95 % range",
)
CASES = Template(
    "换用{cases}种构成案例的组合，{results}项结果中{matter}项改变，{changed}判定改变；只列出起作用的人群，没有模拟误差",
    "over {cases} combinations of share cases, {matter} of {results} results and {changed} verdicts change; "
    "only groups whose split matters are named; no sampling error",
)
SAME_IN_EVERY_CASE = Template(
    "{count}项结果在各案例下相同，未列出", "{count} results are the same under every case and not listed"
)
ORDER_OF_RESULTS = Text(
    "先列判定改变的结果，再按影响大小排列：收入与收入比按高低差占现用值的比例，增速和差距按高低差；增速、占比的高低差以百分点计",
    "results whose verdict changes stand first, then by effect: the spread of incomes and of the ratio "
    "relative to the value as assumed, the spread of rates and gaps as it is; rates and shares spread in points",
)
SAME_NUMBERS = Template(
    "范围反映设定本身的不确定；每种设定模拟{draws}次，用同一组随机数，模拟误差不超过{error}个百分点",
    "ranges tell what the settings leave open; {draws} draws a setting, from the same random numbers, with standard "
    "errors up to {error} points",
)
