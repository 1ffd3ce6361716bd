"""Read the years and quarters that headings, labels and titles name."""

import re

from ceheng_model.official.facets import Facets
from ceheng_model.official.names import normalised
from ceheng_model.vocabulary import Template

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_WHOLE = re.compile(rf"{_YEAR}(?:年(?:度|全年)?)?")
_PART = re.compile(rf"(?:{_YEAR}年)?(?P<part>.+)")
_QUARTERS = {
    "全年": 0,
    "1-12月": 0,
    "一季度": 1,
    "第一季度": 1,
    "1季度": 1,
    "1-3月": 1,
    "上半年": 2,
    "1-6月": 2,
    "前三季度": 3,
    "前3季度": 3,
    "1-9月": 3,
}
_SINGLE = {
    f"{before}{digit}季度": n
    for n, digits in ((2, "二2"), (3, "三3"), (4, "四4"))
    for digit in digits
    for before in ("", "第")
}
"""Quarters whose names alone do not say whether they are counted from January."""
_IN_TITLE = re.compile(rf"{_YEAR}年?")
_PART_IN_TITLE = re.compile(r"第?[一二三四1-4]季度|前[三3]季度|[上下]半年|1-\d{1,2}月|\d{1,2}月")
_RANGE = re.compile(r"(?:19|20|21)\d\d年?[-至](?:19|20|21)\d\d")


def period_of(label: object) -> Facets | None:
    """Return the year, the quarter or both that a label names and nothing else; None for any other text.

    >>> period_of("2023年").year, period_of(2023).quarter, period_of("前三季度").quarter
    (2023, None, 3)
    >>> period_of("2023年第四季度").is_cumulative, period_of("2023年上半年").is_cumulative
    (None, True)
    """
    text = normalised(label).removesuffix("累计")
    said = True if normalised(label) != text else None
    if whole := _WHOLE.fullmatch(text):
        return Facets(year=int(whole["year"]))
    part = _PART.fullmatch(text)
    if part is None:
        return None
    name, year = part["part"], None if part["year"] is None else int(part["year"])
    if name in _QUARTERS:
        quarter = _QUARTERS[name]
        return Facets(year=year, quarter=quarter, is_cumulative=True if quarter else None)
    if name in _SINGLE:
        return Facets(year=year, quarter=_SINGLE[name], is_cumulative=said)
    return None


def year_before(label: object) -> tuple[Facets, str] | None:
    """Return the year with which a heading begins, and the rest of it: ``2023年水平(元)``; None where none does."""
    found = re.fullmatch(rf"{_YEAR}年(?P<rest>\D.*)", normalised(label))
    return None if found is None else (Facets(year=int(found["year"])), found["rest"])


def period_in_title(title: object) -> Facets:
    """Return the year and the quarter of which a title speaks; nothing where it names several.

    >>> period_in_title("2016年城镇常住居民人均收支情况").year, period_in_title("收入(2013-2018年)").year
    (2016, None)
    >>> period_in_title("2023年前三季度居民收入").quarter, bool(period_in_title("2023年5月居民收入").left)
    (3, True)
    """
    text = normalised(title)
    years = {int(found["year"]) for found in _IN_TITLE.finditer(text)}
    year = years.pop() if len(years) == 1 and not _RANGE.search(text) else None
    parts = {found[0] for found in _PART_IN_TITLE.finditer(text)}
    if not parts:
        return Facets(year=year)
    name = parts.pop()
    if parts or name not in _QUARTERS | _SINGLE:
        return Facets(year=year, left=_NO_QUARTER.format(title=text))
    said = True if _QUARTERS.get(name) else None
    return Facets(year=year, quarter=(_QUARTERS | _SINGLE)[name], is_cumulative=said)


_NO_QUARTER = Template(
    "“{title}”不是年度数，也不是累计季度数", "'{title}' is neither a year nor quarters from January on"
)
