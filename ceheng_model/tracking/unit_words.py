"""Compare what is written behind a reported number with the unit of its indicator."""

from ceheng_model.files import without_scale

_PARTS = frozenset(("%", "％", "‰", "成", "个百分点", "百分点"))
_ALIKE = (
    frozenset("人名位口"),
    # what is counted one by one: 个 stands for any of them
    frozenset("个家户所处座项件套台辆村类种条"),
    frozenset("头只羽匹口"),
    frozenset(("公里", "千米", "km")),
    frozenset(("吨", "t")),
    frozenset(("岁", "周岁")),
    frozenset(("米", "m")),
    frozenset(("元", "yuan", "RMB")),
)
"""Words for one unit, none of which makes a number another one."""


def are_alike(written: str, unit: str) -> bool:
    """Return whether a number with this behind it counts in a unit; with nothing behind it, it does.

    >>> are_alike("万亩", "亩"), are_alike("万人", "亩"), are_alike("公顷", "亩"), are_alike("名", "人")
    (True, False, False, True)
    >>> are_alike("万元", "元/人"), are_alike("元/户", "元/人"), are_alike("千米", "公里")
    (True, False, True)
    """
    counted, _, each = without_scale(written).partition("/")
    own, _, own_each = unit.partition("/")
    if each and each != own_each:
        return False
    return not counted or counted == own or any(counted in words and own in words for words in _ALIKE)


def is_part(written: str) -> bool:
    """Return whether what stands behind a number makes it a part of something.

    >>> is_part("%"), is_part("亩")
    (True, False)
    """
    return written in _PARTS


def is_scaled(unit: str) -> bool:
    """Return whether a unit counts by a power of ten, so that a number with it behind would count twice.

    >>> is_scaled("万亩"), is_scaled("亩")
    (True, False)
    """
    return without_scale(unit) != unit
