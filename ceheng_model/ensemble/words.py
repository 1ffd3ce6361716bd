"""Say in words how draws were made, how sure their figures are, and what most often fails."""

from ceheng_model.vocabulary import Template, Text

METHOD = Template(
    "模拟误差（标准误）不超过{error}个百分点，只反映模拟次数，不反映模型是否符合实际",
    "standard errors: up to {error} points, by the number of draws alone; they do not tell whether the model is right",
)
UNDECIDED = Text(
    "难以判定：公布数四舍五入的误差足以改变结论，或该值不存在；“达到的概率”只计确定达到的",
    "undecided: rounding of published figures decides, or there is no such value; the probability counts what holds "
    "for sure",
)
FIRST_MISSED = Template(
    "{condition}；占全部模拟次数的比重，各年相加为该条未达到的概率",
    "{condition}; part of all draws; the years add up to the probability that the promise is missed",
)
UNDER_TREND = Text(
    "按趋势时：各人群各项按所参照公布序列截至基年的年均增速，其余（基数、波动、随机数）相同；"
    "波动计入估计误差的，年均增速的估计误差也计入",
    "under trend: every component grows at the average of the published series that its group follows up to the base "
    "year; all else (base, spread, random numbers) is the same; where the error of the estimate is in the spread, that "
    "of the average is in it, too",
)
NO_TREND = Template("未列按趋势时的概率：{why}", "no probabilities under the trend: {why}")
METHODS = {
    "sobol": Text(
        "索博尔（Sobol'）点，每组8,192个，各组独立随机化", "Sobol' points, 8,192 a set, each set randomised by itself"
    ),
    "random": Text("相互独立的随机数", "independent random numbers"),
}
EVERYWHERE = Template(
    "{kind}的条目（如收入目标的{unit}数）用于每一个地区；各地区自有目标时应代之以各自的目标",
    "the {kind}'s statements, its endpoints in {unit} among them, are put to every region; where regions have "
    "targets of their own, these belong in their place",
)
WORST = Template(
    "最可能未达到的是：{label}（未达到的概率{part}）", "most likely missed: {label} (probability of missing it: {part})"
)
EXTREME = Template(
    "{draws}次独立模拟中从未达到的，若模型本身成立，达到的概率以95%的置信度低于{most}；每次都达到的，未达到的概率同样低于{most}",
    "what held in none of {draws} independent draws holds, if the model is true, with a probability below {most} "
    "(95 % confidence); what held in all of them is missed with one below {most}",
)
BOUND = Template(
    "模拟次数多，分位数由直方图得出：收入误差不超过 {income:g} {unit}，收入比误差不超过 {ratio:g}",
    "with so many draws quantiles come from histograms: within {income:g} {unit} for incomes, {ratio:g} for the ratio",
)
LOST = Template(
    "模拟中有{count}个增速低于 -100%，按该项收入为零计",
    "{count} growth rates were drawn below -100 %; that component is then zero",
)
NOT_DRAWN = Template(
    "{series}的收入没有可据以模拟的构成序列，保持在中心路径上",
    "income of {series} has no series of components to be drawn from and stays on its centre path",
)
DRAWN_AS = Template(
    "{series}的收入增速与{other}同样波动{own}", "growth of income of {series} strays as that of {other} does{own}"
)
SERIES_ALONE = Template(
    "，另有自身的波动{spread:.2f}个百分点（{span}两者年增速之差的标准差，{count}个年份），与本地自身的波动互不相关",
    ", and by {spread:.2f} points alone (standard deviation of the difference in growth, {span}, {count} years), "
    "independent of what the region strays by itself",
)
SERIES_ALONE_UNKNOWN = Template(
    "；两者共有的年增速为{count}个，不足{fewest}个，自身的波动无从估计、未计入，与其比较的概率因此显得过于确定",
    "; with {count} years of growth in common, fewer than {fewest}, what it strays by alone cannot be estimated and is "
    "left out: probabilities of comparisons with it look surer than they are",
)
DIFFERENCE = Template("{second} 减 {first}，同一组随机数", "{second} less {first}, same draws")
