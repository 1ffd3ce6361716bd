"""Say in words what of an uncertainty is assumed and what a user has changed."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.vocabulary import LABELS, NO_TEXT, Template, Text

NO_COUNTY_SPREAD = Text(
    "假定：本地的共同波动与所参照的序列相同；一县的波动通常大于全国，本地自身的波动未计入",
    "assumed: the region shares the shocks of the series it follows; a county usually varies more than the nation, "
    "and its own spread is not counted",
)


_SETTING = Template("使用者改动：{name}{value}", "changed by the user: {name}{value}")
_SPREAD = Template(
    "使用者改动：标准差 {cells} {sign} {value:g}", "changed by the user: standard deviation {cells} {sign} {value:g}"
)
_VALUE = Template(" {value}", " {value}")
_ALL = Text("全部", "all")


def setting_note(name: Text, value: object) -> Text:
    """Return which setting a user has changed, with its value where it is one number or word.

    >>> setting_note(Text("年际持续性", "persistence"), 0.3).en
    'changed by the user: persistence 0.3'
    """
    return _SETTING.format(name=name, value=_only_value(value))


def spread_note(groups: Sequence[Text], components: Sequence[str], value: float, how: str) -> Text:
    """Return which standard deviations a user has set or multiplied, and to what; none named means all.

    >>> spread_note([Text("农村常住居民", "rural residents")], ["wages"], 0.03, "set").en
    'changed by the user: standard deviation rural residents wages = 0.03'
    """
    named = [Text.join(words) for words in (groups, [LABELS[component] for component in components]) if words]
    return _SPREAD.format(
        cells=Text.join(named, zh="", en=" ") or _ALL,
        sign="=" if how == "set" else "*=",
        value=value,
    )


def _only_value(value: object) -> Text:
    if isinstance(value, Text):
        return _VALUE.format(value=value)
    array = np.asarray(value)
    if array.ndim == 0:
        return _VALUE.format(value=value)
    return _VALUE.format(value=f"{float(array.flat[0]):g}") if np.ptp(array) == 0.0 else NO_TEXT
