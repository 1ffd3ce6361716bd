"""Tell from a document's title and a place's name what they are called: 规划, 意见; 省, 县."""

import re

from ceheng_model.vocabulary import Text

_KINDS = {
    "行动计划": "action plan",
    "规划": "plan",
    "计划": "plan",
    "方案": "plan",
    "意见": "guideline",
    "纲要": "outline",
    "部署": "programme",
    "办法": "procedure",
    "报告": "report",
}
"""What documents are called at the end of their titles; the longer word first."""
_LEVELS = {"省": "province", "自治区": "region", "市": "city", "自治州": "prefecture", "县": "county", "乡": "township"}
_LEVELS |= {"镇": "town", "旗": "banner", "村": "village"}
"""What places are called at the end of their names."""


def kind_in_title(title: Text) -> Text | None:
    """Return what a document calls itself at the end of its title, brackets aside; None where it does not.

    >>> kind_in_title(Text.same("东州居民增收规划（2021-2025）"))
    Text(zh='规划', en='plan')
    """
    return next((Text(zh, en) for zh, en in _KINDS.items() if _ends_in(zh).search(title.zh)), None)


def level_in_name(name: Text) -> Text | None:
    """Return what a place calls itself at the end of its name; None where it does not.

    >>> level_in_name(Text.same("南山县")), level_in_name(Text.same("Bigfork"))
    (Text(zh='县', en='county'), None)
    """
    return next((Text(zh, en) for zh, en in _LEVELS.items() if _ends_in(zh).search(name.zh)), None)


def _ends_in(word: str) -> re.Pattern[str]:
    """Return what finds a word at the end of a longer name, brackets aside."""
    return re.compile(rf"\S{word}\s*(?:[（(].*)?$")
