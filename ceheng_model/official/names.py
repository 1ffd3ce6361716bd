"""Know the names that the Bureau and the yearbooks give to incomes, exactly; a name that is only near is not taken."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from ceheng_model.files import as_text
from ceheng_model.files.grid import FormattedNumber
from ceheng_model.official.facets import NOT_AN_INCOME, Facets, Unit
from ceheng_model.vocabulary import TOTAL, Text

_LATIN = re.compile(r"[A-Za-z]")
_NUMBERED = re.compile(r"^(?:#|其中[:、,]?|\(?[一二三四五六七八九十]+[、.)]|\(?\d{1,2}[.、)](?!\d))+")
_UNIT = re.compile(r"\((元|元/人|元/人年|万元|万元/人|%|百分点|个百分点|亿元|万人|人|倍)\)$")
_DASHES = str.maketrans(dict.fromkeys("—–−~", "-"))

UNITS: Mapping[str, Unit] = {
    "元": "yuan",
    "元/人": "yuan",
    "元/人年": "yuan",
    "万元": "ten_thousand_yuan",
    "万元/人": "ten_thousand_yuan",
    "%": "percent",
}
"""Units that incomes and their growth come in."""

GROUPS: Mapping[str, str] = {
    "全体居民": "all",
    "全国居民": "all",
    "全省居民": "all",
    "全市居民": "all",
    "全县居民": "all",
    "全体常住居民": "all",
    "居民": "all",
    "城镇居民": "urban",
    "城镇常住居民": "urban",
    "农村居民": "rural",
    "农村常住居民": "rural",
}
"""Groups by the names that head a section or begin the name of an income."""

_TOTALS = ("可支配收入", "人均可支配收入", "年人均可支配收入", "全年人均可支配收入")
_SHORT = {"wages": "工资性收入", "business": "经营净收入", "property": "财产净收入", "transfer": "转移净收入"}
_NET = {"wages": "工资性", "business": "家庭经营", "property": "财产性", "transfer": "转移性"}
_GROWTHS: Mapping[str, Facets] = {
    "比上年增长": Facets(measure="growth"),
    "比上年名义增长": Facets(measure="growth", basis="nominal"),
    "比上年实际增长": Facets(measure="growth", basis="real"),
    "同比增长": Facets(measure="growth"),
    "同比名义增长": Facets(measure="growth", basis="nominal"),
    "同比实际增长": Facets(measure="growth", basis="real"),
    "名义增长": Facets(measure="growth", basis="nominal"),
    "实际增长": Facets(measure="growth", basis="real"),
    "名义增速": Facets(measure="growth", basis="nominal"),
    "实际增速": Facets(measure="growth", basis="real"),
    "增长": Facets(measure="growth"),
    "增长率": Facets(measure="growth"),
    "增长速度": Facets(measure="growth"),
    "增速": Facets(measure="growth"),
}
_AFTER: Mapping[str, Facets] = {
    "": Facets(),
    **{name: _GROWTHS[name] for name in ("比上年增长", "比上年名义增长", "比上年实际增长", "同比增长")},
    "中位数": Facets(measure="median"),
    "中位数比上年增长": Facets(measure="median_growth"),
    "_累计值": Facets(measure="level", is_cumulative=True),
    "累计值": Facets(measure="level", is_cumulative=True),
    "_累计增长": Facets(measure="growth", is_cumulative=True),
    "累计增长": Facets(measure="growth", is_cumulative=True),
    "中位数_累计值": Facets(measure="median", is_cumulative=True),
    "中位数_累计增长": Facets(measure="median_growth", is_cumulative=True),
}
MEASURE_HEADS: Mapping[str, Facets] = {
    "绝对量": Facets(measure="level"),
    "绝对数": Facets(measure="level"),
    "绝对额": Facets(measure="level"),
    "水平": Facets(measure="level"),
    "累计值": Facets(measure="level", is_cumulative=True),
    **_GROWTHS,
    **{f"累计{name}": facets for name, facets in _GROWTHS.items() if name in ("增长", "同比增长", "增速")},
    **{
        name: Facets(left=Text(f"“{name}”由水平算出，不读入", f"'{name}' follows from the levels"))
        for name in ("增量", "增加额", "构成", "比重", "占比", "贡献率", "拉动", "拉动增长", "位次", "排位", "排名")
    },
}
"""Headings of columns that say what is measured, not of what."""

COMPOSITION = Text("构成百分数由水平算出，不读入", "a composition in per cent follows from the levels")
_CASH = Text("现金可支配收入是另一口径，不读入", "cash disposable income is another concept")
_SPENDING = Text("消费支出不是收入，不读入", "spending is no income")
_SECTION_HEADS: Mapping[str, Facets] = {
    **{name: Facets(concept="disposable_income", component=TOTAL) for name in _TOTALS},
    **{f"{name}构成": Facets(left=COMPOSITION) for name in (*_TOTALS, "收入")},
    "构成": Facets(left=COMPOSITION),
    "现金可支配收入": Facets(left=_CASH),
    "人均现金可支配收入": Facets(left=_CASH),
    "消费支出": Facets(left=_SPENDING),
    "人均消费支出": Facets(left=_SPENDING),
    "生活消费支出": Facets(left=_SPENDING),
    "人均生活消费支出": Facets(left=_SPENDING),
    "现金消费支出": Facets(left=_SPENDING),
    "消费支出构成": Facets(left=COMPOSITION),
    "人均纯收入": Facets(concept="net_income", component=TOTAL),
    "纯收入": Facets(concept="net_income", component=TOTAL),
}
"""Lines that say what the lines below them are parts of."""


_KINDS_OF_REGION = re.compile(r"(?:.{0,6}自治[区州县旗]|特别行政区|新区|地区|[省市县区州盟旗])$")


def is_same_region(name: str, other: str) -> bool:
    """Return whether two names are of one region: equal, or one of them without the kind of region at its end.

    >>> is_same_region("贵州", "贵州省"), is_same_region("广西", "广西壮族自治区"), is_same_region("云南", "贵州省")
    (True, True, False)
    """
    short, long = sorted((name.strip(), other.strip()), key=len)
    return short == long or (
        len(short) > 1 and long.startswith(short) and bool(_KINDS_OF_REGION.match(long, len(short)))
    )


def _incomes() -> Iterator[tuple[str, Facets]]:
    for group_name, group in GROUPS.items():
        of = Facets(group=group, concept="disposable_income")
        for after, measured in _AFTER.items():
            yield f"{group_name}人均可支配收入{after}", Facets(component=TOTAL).under(of).under(measured)
            # the Bureau's quarterly series of medians go by the shorter name
            yield f"{group_name}可支配收入{after}", Facets(component=TOTAL).under(of).under(measured)
            for component, name in _SHORT.items():
                part = Facets(component=component).under(of).under(measured)
                yield f"{group_name}人均可支配{name}{after}", part
                yield f"{group_name}人均可支配收入_{name}{after}", part
    for family in ("农村居民", "农村居民家庭"):
        net = Facets(group="rural", concept="net_income", measure="level")
        yield f"{family}人均纯收入", Facets(component=TOTAL).under(net)
        for component, name in _NET.items():
            yield f"{family}人均{name}纯收入", Facets(component=component).under(net)


@cache
def _known() -> Mapping[str, Facets]:
    # some thousand names, which only official tables hold
    return dict(_incomes())


_PARTS: Mapping[str, str] = {name: component for component, name in _SHORT.items()} | {
    f"人均{name}": component for component, name in _SHORT.items()
}
_SECTIONS: Mapping[str, str] = {
    f"{name}{tail}": group
    for name, group in GROUPS.items()
    for tail in ("", "人均收入", "人均收支", "人均收入情况", "人均收支情况")
}


def normalised(cell: object) -> str:
    """Return a label without spaces, numbering and translation, full-width signs as plain ones.

    >>> normalised("一、工资性收入  Wages and Salaries"), normalised("农村居民人均可支配收入（元）")
    ('工资性收入', '农村居民人均可支配收入(元)')
    >>> normalised("Item"), normalised(2023.0)
    ('', '2023')
    """
    # a year may be shown with its 年 by the format of its cell
    shown = cell.shown if isinstance(cell, FormattedNumber) else cell
    text = "" if shown is None else as_text(shown)
    text = "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    if latin := _LATIN.search(text):
        text = text[: latin.start()].rstrip("(/-,")
    return _NUMBERED.sub("", text)


def parted(name: str) -> tuple[str, str | None]:
    """Return a normalised name and the unit in brackets behind it.

    >>> parted("居民人均可支配收入(元)"), parted("居民消费水平")
    (('居民人均可支配收入', '元'), ('居民消费水平', None))
    """
    found = _UNIT.search(name)
    return (name[: found.start()], found[1]) if found else (name, None)


def said_by(label: object) -> Facets | None:
    """Return what the name of an income, a part, a section or a measure says; None for any other text.

    >>> said_by("农村居民人均可支配工资性收入(元)").component, said_by("居民人均可支配收入比上年增长(%)").measure
    ('wages', 'growth')
    >>> print(said_by("农村居民人均可支配收人(元)"))
    None
    """
    name, unit = parted(normalised(label))
    known = _known().get(name) or _SECTION_HEADS.get(name) or MEASURE_HEADS.get(name)
    if known is None and name in _PARTS:
        known = Facets(component=_PARTS[name])
    if known is None and name in _SECTIONS:
        known = Facets(group=_SECTIONS[name])
    return None if known is None else _with_unit(known, unit)


def is_section_head(label: object) -> bool:
    """Return whether the lines below a label are its parts, until the next such label."""
    name, _ = parted(normalised(label))
    known = _known().get(name)
    return name in _SECTION_HEADS or name in _SECTIONS or (known is not None and known.component == TOTAL)


def is_part(label: object) -> bool:
    """Return whether a label names a component without saying of which income."""
    return parted(normalised(label))[0] in _PARTS


def unknown(label: object) -> Facets:
    """Return the facets of a name that is none of the incomes: its numbers are left out."""
    return Facets(left=NOT_AN_INCOME.format(name=normalised(label) or str(label)))


def _with_unit(known: Facets, unit: str | None) -> Facets:
    if unit is None:
        return known
    if unit not in UNITS:
        return Facets(left=Text(f"单位“{unit}”不是收入的单位", f"'{unit}' is no unit of incomes"))
    return Facets(unit=UNITS[unit]).under(known)
