"""Say in words how draws were made, how sure their figures are, and what most often fails."""

from ceheng_model.vocabulary import Template, Text

METHOD = Text(
    "抽样误差为蒙特卡罗标准误；最先落空：年份最早者，同年中按自身标准差计差得最远者",
    "std. error: Monte Carlo; fails first: the earliest year, and in one year the farthest short in its own "
    "standard deviations",
)
METHODS = {
    "sobol": Text("Sobol' 点，每组8192个，各组独立随机化", "Sobol' points, 8,192 a set, each set randomised by itself"),
    "random": Text("相互独立的随机数", "independent random numbers"),
}
EVERYWHERE = Template(
    "{kind}的条目（如收入目标的{unit}数）用于每一个地区；各地区自有目标时应代之以各自的目标",
    "the {kind}'s statements, its endpoints in {unit} among them, are put to every region; where regions have "
    "targets of their own, these belong in their place",
)
WORST = Template("最先落空的是：{label}（{part:.1%}）", "first to fail: {label} ({part:.1%})")
EXTREME = Template(
    "抽样中从未出现的，概率有95%的把握低于 {most:.2g}；每次都出现的，高于 1 减去该数",
    "what never happened has a probability below {most:.2g}, with 95 % confidence; "
    "what always happened, one above 1 less that",
)
BOUND = Template(
    "抽样次数多，分位数由直方图得出：收入误差不超过 {income:g} {unit}，收入比误差不超过 {ratio:g}",
    "with so many draws quantiles come from histograms: within {income:g} {unit} for incomes, {ratio:g} for the ratio",
)
LOST = Template(
    "有{count}个增速抽到 -100% 以下，按该项收入为零计",
    "{count} growth rates were drawn below -100 %; that component is then zero",
)
NOT_DRAWN = Template(
    "{series}的收入没有可据以模拟的构成序列，保持在中心路径上",
    "income of {series} has no series of components to be drawn from and stays on its centre path",
)
DRAWN_AS = Template(
    "{series}的收入增速与{other}同样波动", "growth of income of {series} strays as that of {other} does"
)
DIFFERENCE = Template("{second} 减 {first}，同一组抽样", "{second} less {first}, same draws")
