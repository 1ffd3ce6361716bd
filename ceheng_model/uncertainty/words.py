"""Say in words what of an uncertainty is assumed and what a user has changed."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.vocabulary import NO_TEXT, Template, Text

NO_OWN_SPREAD = Template(
    "假定：本地的共同波动与所参照的序列相同；{region}的波动通常大于{whole}，本地自身的波动未计入",
    "assumed: the region shares the shocks of the series it follows; {region} usually varies more than {whole}, "
    "and its own spread is not counted",
)
NO_OWN_SPREAD_BESIDE = Template(
    "假定：本地的共同波动与{whole}相同；两地的波动可以不同，本地自身的波动未计入",
    "assumed: the region shares the shocks of {whole}, another region, whose spread may differ; its own is not counted",
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
TOO_FEW_YEARS = Template(
    "序列有构成水平的年份为 {span}；放宽 first_year 与 last_year、补充序列，或用 Uncertainty(...) 直接给出数值",
    "the series have levels by component for {span}; widen first_year and last_year, add to the series, "
    "or give numbers with Uncertainty(...)",
)
NO_SERIES = Template(
    '在 plan.toml 的 [[group]] 中写 series = "{example}"，给出 history，或用 Uncertainty(...) 直接给数',
    'write series = "{example}" in the [[group]] of plan.toml, give a history, or give numbers with Uncertainty(...)',
)
NO_GROUP = Text(
    "在 plan.toml 的 [[group]] 中写 series，或用 Uncertainty(...) 直接给出数值",
    "name a series in the [[group]] of plan.toml, or give numbers with Uncertainty(...)",
)
NO_COMPONENT = Text(
    "给出含有各项构成历年水平的序列（history），或用 Uncertainty(...) 直接给出数值",
    "give a history with yearly levels of these components, or give numbers with Uncertainty(...)",
)
NO_LEVEL = Text(
    "补充序列，用 first_year 与 last_year 避开该年，或用 Uncertainty(...) 直接给出数值",
    "add it to the series, leave the year out with first_year and last_year, or give numbers with Uncertainty(...)",
)
NO_ESTIMATION_ERROR = Text(
    "使用者改动：不计离散程度的估计误差，结果的范围偏窄",
    "changed by the user: the error of the estimated spread is left out, which makes bands too narrow",
)
_CHANGED = Template("使用者改动：{name}{value}", "changed by the user: {name}{value}")
_SPREAD = Template(
    "使用者改动：标准差 {cells} {sign} {value:g}", "changed by the user: standard deviation {cells} {sign} {value:g}"
)
_VALUE = Template(" {value}", " {value}")
_ALL = Text("全部", "all")
_SEVERAL = Text("各项构成不同", "differs by component")


def setting_note(name: Text, value: object) -> Text:
    """Return which setting a user has changed, with its value where it is one number or word.

    >>> setting_note(Text("年际持续性", "persistence"), 0.3).en
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
