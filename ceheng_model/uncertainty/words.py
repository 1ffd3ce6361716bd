"""Say in words what of an uncertainty is assumed and what a user has changed."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.vocabulary import COMPONENTS, LABELS, Text

NO_COUNTY_SPREAD = Text(
    "假定：本地的共同波动与所参照的序列相同；一县的波动通常大于全国，本地自身的波动未计入",
    "assumed: the region shares the shocks of the series it follows; a county usually varies more than the nation, "
    "and its own spread is not counted",
)


def setting_note(name: Text, value: object) -> Text:
    """Return which setting a user has changed, with its value where it is one number or word.

    >>> setting_note(Text("年际持续性", "persistence"), 0.3).en
    'changed by the user: persistence 0.3'
    """
    array = np.asarray(value)
    shown = f" {value}" if array.ndim == 0 else ""
    if array.ndim and np.ptp(array) == 0.0:
        shown = f" {float(array.flat[0]):g}"
    return Text(f"使用者改动：{name.zh}{shown}", f"changed by the user: {name.en}{shown}")


def spread_note(
    groups: str | Sequence[str] | None, components: str | Sequence[str] | None, value: float, how: str
) -> Text:
    """Return which standard deviations a user has set or multiplied, and to what.

    >>> spread_note("rural", "wages", 0.03, "set").en
    'changed by the user: standard deviation rural wages = 0.03'
    """
    parts = [names if isinstance(names, str) else ", ".join(names or ()) for names in (groups, components)]
    sign = "=" if how == "set" else "*="
    zh = " ".join(_label(part) for part in parts if part) or "全部"
    en = " ".join(part for part in parts if part) or "all"
    return Text(
        f"使用者改动：标准差 {zh} {sign} {value:g}", f"changed by the user: standard deviation {en} {sign} {value:g}"
    )


def _label(part: str) -> str:
    return LABELS[part].zh if part in COMPONENTS else part
