"""Say in words what of an uncertainty is assumed and what a user has changed."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.vocabulary import NO_TEXT, Template, Text

SERIES_ITSELF = Text(
    "所用序列视为本地自身的数，其波动即本地的波动，不另加本地自身的波动；序列若属更大范围，应另行给定本地自身的波动",
    "the series is taken as the region's own, so that its spread is the region's and none is added; where it is that "
    "of a wider area, the region's own spread is to be given",
)
NATION_ITSELF = Text(
    "全国的波动即所用序列的波动，不另加", "the nation's spread is that of its series, and none is added"
)
NO_OWN_SPREAD = Text(
    "本地自身的波动未计入，与全国及上级比较的概率因而不可信",
    "no spread of the region's own is counted: probabilities of comparisons with the nation cannot be relied on",
)
OWN_FROM_PROVINCE = Template(
    "本地自身的波动取福建与全国各项构成增速之差的样本协方差（{span}，{count}个年增速，自由度{freedom}）；{bound}",
    "the region's own spread is the sample covariance of Fujian's growth by component less the nation's "
    "({span}, {count} growth rates, {freedom} degrees of freedom); {bound}",
)
LOWER_BOUND = Template(
    "这是下限：{region}偏离全国的程度通常大于一省（贵州农村居民收入增速与全国之差，2019—2023年标准差为0.59个百分点）",
    "a lower bound: {region} usually strays more than a province does (growth of Guizhou's rural income less the "
    "nation's, 2019-2023: 0.59 points)",
)
ANOTHER_PROVINCE = Text(
    "这是另一省的数，本省可大可小（贵州农村居民收入增速与全国之差，2019—2023年标准差为0.59个百分点）",
    "another province's figure, which may be more or less here (growth of Guizhou's rural income less the nation's, "
    "2019-2023: 0.59 points)",
)
OWN_PROVINCE = Text("这是本省的数", "this province's own figures")
BESIDE_ANOTHER = Template(
    "所用序列属{whole}，两地之差不小于一地与全国之差",
    "the series is that of {whole}, another region, from which this one strays by no less than from the nation",
)
OWN_TOGETHER = Text(
    "福建没有与本方案相同的人群或收入构成：取其合计与全国之差，各项同向波动",
    "Fujian has no such groups or components: its totals' differences from the nation are taken, components moving "
    "together",
)
OWN_APART = Template(
    "假定：{groups}各有自身的波动，与所参照序列自身波动的相关系数为 {following:g}",
    "assumed: {groups} each stray on their own, with a correlation of {following:g} with the own shocks of the series",
)
POOLED = Template(
    "本地自身的波动按本地历年收入与全国之差合并估计（方差按自由度加权，区间以本地与该省波动相同为前提），各项构成按合计放大或缩小：{groups}",
    "the region's own spread is pooled with the figures of its own past (variances weighted by degrees of freedom; the "
    "interval holds if the region strays as the province does), components scaled to the total: {groups}",
)
POOLED_GROUP = Template(
    "{group}本地{span}（{count}个年增速）{own:.2f}个百分点，合并后{spread:.2f}个百分点（自由度{freedom:g}，90%区间{low:.2f}至{high:.2f}）",
    "{group} alone {own:.2f} points ({span}, {count} growth rates), pooled {spread:.2f} points ({freedom:g} degrees of "
    "freedom, 90 % interval {low:.2f} to {high:.2f})",
)
MORE_OWN_YEARS = Text(
    "给出更多年份的本地收入，或不给",
    "give the region's income for more years, or leave it out",
)
NAME_GROUPS = Template("人群写作 {keys}", "name the groups {keys}")

SPREAD_YEARS = Text("估计所用年增速", "growth years of the estimate")
YEARS_COUNTED = Template("{span}（{count}个）", "{span} ({count})")
COMMON_TOTALS = Text("估计的合计增速标准差（随序列）", "estimated spread of totals, from the series")
TOTALS_AS_OF = Template("其中截至{as_of}年所知", "from what was known in {as_of}")
FROM_SPAN = Template("{totals}，{span}", "{totals}, {span}")
OWN_TOTALS = Text("估计的合计增速标准差（本地自身）", "estimated spread of totals, the region's own")
OWN_TOTAL = Template(
    "{group}{spread:.2f}个百分点（90%区间{low:.2f}至{high:.2f}，自由度{freedom:g}）",
    "{group} {spread:.2f} points (90 % interval {low:.2f} to {high:.2f}, {freedom:g} degrees of freedom)",
)
STRAYS = Template("{group} {spread:.2f}", "{group} {spread:.2f}")
IN_POINTS = Template("{parts}个百分点", "{parts} points")
LAG_ONE = Template("{series}相邻两年的相关", "{series}: correlation of neighbouring years")
LAG = Template(
    "{observed:.2f}，去除偏差后{unbiased:.2f}（90%区间{low:.2f}至{high:.2f}）",
    "{observed:.2f}, without bias {unbiased:.2f} (90 % interval {low:.2f} to {high:.2f})",
)
LAG_AT_EDGE = Template(
    "{observed:.2f}，去除偏差后无法确定（90%区间{low:.2f}至{high:.2f}）",
    "{observed:.2f}, without bias not to be told (90 % interval {low:.2f} to {high:.2f})",
)
WITHOUT_PANDEMIC = Template("；不含2020、2021年：{lag}", "; without 2020 and 2021: {lag}")
TOO_FEW_PAIRS = Text("年数太少，不能估计", "too few years to tell")
PERSISTENCE_ZERO = Text(
    "年度间相关取 0：其估计的区间在含与不含2020、2021年时并非都不含 0",
    "persistence is taken as 0: its interval does not exclude 0 both with and without 2020 and 2021",
)
PERSISTENCE_FOUND = Template(
    "年度间相关取 {persistence:.2f}：其估计的区间在含与不含2020、2021年时都不含 0",
    "persistence is taken as {persistence:.2f}: its interval excludes 0 with and without 2020 and 2021",
)
NO_ERROR_IN_BAND = Text(
    "年增速太少，离散程度的估计误差不能计入，结果的范围偏窄",
    "so few growth rates do not let the error of the spread into the band, which is too narrow",
)
NO_OWN_ERROR_IN_BAND = Text(
    "本地自身的波动所依年增速太少，其估计误差不能计入",
    "so few growth rates behind the region's own spread do not let its error into the band",
)


SOURCE = Template(
    "由{series}{span}各项构成的名义增速估计",
    "estimated from nominal growth by component, {series}, {span}",
)
SOURCE_WHOLE = Template(
    "由{series}{span}收入的名义增速估计", "estimated from nominal growth of income, {series}, {span}"
)
"""Of groups whose income nobody split."""
FROM_YEARS = Template(
    "依据{count}个年增速（{span}），去除线性趋势；年数很少，各标准差自身的误差约为{doubt:.0%}",
    "from {count} yearly growth rates ({span}), linear trend removed; "
    "so few years leave each standard deviation uncertain by about {doubt:.0%} of itself",
)
SHRUNK = Template(
    "相关系数向各块的平均值收缩，权重 {intensity:.2f}（0 为原样，1 为块内同一数值）；"
    "平均以构成占比与标准差加权，合计的波动不因收缩而变；标准差不收缩",
    "correlations are drawn towards the mean of their block with weight {intensity:.2f} (0: as they are, "
    "1: one value a block); the mean is weighted by shares and standard deviations, so that the spread "
    "of totals stays as it is; standard deviations are not shrunk",
)
REPAIRED = Text(
    "收缩后的相关矩阵不正定，已取最接近的正定相关矩阵，合计的波动略有改变",
    "the shrunk correlation matrix was not positive definite; the nearest one that is was taken, "
    "which changes the spread of totals a little",
)
FOLLOWING = Template(
    "假定：{group}随{leader}波动，标准差为其 {wider:g} 倍，同一构成相关系数为 {following:g}",
    "assumed: {group} follow {leader}, with {wider:g} times the standard deviation "
    "and a correlation of {following:g} in the same component",
)
YEARS_HELD = Template("序列有构成水平的年份为 {span}", "the series have levels by component for {span}")
TOO_FEW_YEARS = Template(
    "{held}；放宽 first_year 与 last_year、补充序列，或用 Uncertainty(...) 直接给出数值",
    "{held}; widen first_year and last_year, add to the series, or give numbers with Uncertainty(...)",
)
NO_SERIES = Template(
    '在 plan.toml 的 [[group]] 中写 series = "{example}"，给出 history，或用 Uncertainty(...) 直接给数',
    'write series = "{example}" in the [[group]] of plan.toml, give a history, or give numbers with Uncertainty(...)',
)
NO_GROUP = Text(
    "给出以这些人群代码列出的历年序列（可由所参照人群的行改写代码而成），或用 Uncertainty(...) 直接给出数值",
    "give past figures under the keys of these groups (rows of those that they follow, with the key changed, will do), "
    "or numbers with Uncertainty(...)",
)
NO_COMPONENT = Text(
    "给出含有各项构成历年水平的序列（history），或用 Uncertainty(...) 直接给出数值",
    "give a history with yearly levels of these components, or give numbers with Uncertainty(...)",
)
NO_LEVEL = Text(
    "补充序列，用 first_year 与 last_year 避开该年，或用 Uncertainty(...) 直接给出数值",
    "add it to the series, leave the year out with first_year and last_year, or give numbers with Uncertainty(...)",
)
BAD_LEVEL = Text(
    "核对该数，用 first_year 与 last_year 避开该年，或用 Uncertainty(...) 直接给出数值",
    "check it, leave the year out with first_year and last_year, or give numbers with Uncertainty(...)",
)
NO_ESTIMATION_ERROR = Text(
    "使用者改动：不计离散程度的估计误差，结果的范围偏窄",
    "changed by the user: the error of the estimated spread is left out, which makes bands too narrow",
)
AS_KNOWN = Text("不计估计误差", "none: the spread is taken as known")
_CHANGED = Template("使用者改动：{name}{value}", "changed by the user: {name}{value}")
_SPREAD = Template(
    "使用者改动：标准差 {cells} {sign} {value:g}", "changed by the user: standard deviation {cells} {sign} {value:g}"
)
_OWN_TOTALS = Template(
    "使用者改动：本地自身的波动使各人群合计增速的标准差为{spread:.2f}个百分点",
    "changed by the user: the region's own spread of each group's total is {spread:.2f} points",
)
_VALUE = Template(" {value}", " {value}")
_ALL = Text("全部", "all")
_SEVERAL = Text("各项构成不同", "differs by component")


def setting_note(name: Text, value: object) -> Text:
    """Return which setting a user has changed, with its value where it is one number or word.

    >>> setting_note(Text("年度间相关", "persistence"), 0.3).en
    'changed by the user: persistence 0.3'
    """
    return _CHANGED.format(name=name, value=_only_value(value))


def spread_note(groups: Sequence[Text], components: Sequence[Text], value: float, how: str) -> Text:
    """Return which standard deviations a user has set or multiplied, and to what; none named means all.

    >>> spread_note([Text("农村常住居民", "rural residents")], [Text("工资性收入", "wages")], 0.03, "set").en
    'changed by the user: standard deviation rural residents wages = 0.03'
    """
    named = [Text.join(words) for words in (groups, components) if words]
    return _SPREAD.format(
        cells=Text.join(named, zh="", en=" ") or _ALL,
        sign="=" if how == "set" else "*=",
        value=value,
    )


def own_totals_note(spread: float) -> Text:
    """Return that a user has said how far each group's total strays on its own."""
    return _OWN_TOTALS.format(spread=100 * spread)


def own_correlation_cell(correlation: Array | float) -> float | Text:
    """Return the correlation of the region's own shocks as a table shows it: one number, or that there are several."""
    return float(correlation) if np.ndim(correlation) == 0 else _SEVERAL


def _only_value(value: object) -> Text:
    if isinstance(value, Text):
        return _VALUE.format(value=value)
    array = np.asarray(value)
    if array.ndim == 0:
        return _VALUE.format(value=value)
    return _VALUE.format(value=f"{float(array.flat[0]):g}") if np.ptp(array) == 0.0 else NO_TEXT
