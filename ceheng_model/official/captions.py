"""Read what stands above and below a table: its title, its unit, its region, its source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.files.unit_lines import is_unit_line, units_behind, units_said
from ceheng_model.files.values import day_of
from ceheng_model.official.divisions import Division
from ceheng_model.official.facets import NOTHING_SAID, Facets, Unit
from ceheng_model.official.names import UNITS, normalised, said_by
from ceheng_model.official.periods import period_in_title
from ceheng_model.vocabulary import TOTAL, Concept

NATION = "全国"

_KEYED = re.compile(
    r"(?P<key>数据库|时间|地区|指标|数据来源|资料来源|来源|计量单位|单位|发布日期|公布日期)[:：]\s*(?P<value>.+)"
)
_URBAN = re.compile(r"城镇(?:常住)?居民")
_RURAL = re.compile(r"农村(?:常住)?居民")
_ALL = re.compile(r"全(?:体|国|省|市|县)(?:常住)?居民")
_BOTH = re.compile(r"城乡|分城乡|农民")
# 6-12 and 表5 number a table; a year that follows, with or without a space, is none of their digits
_HEAD = r"(?:(?:表?\d+(?:-\d+)+|表\d+)(?=(?:19|20|21)\d\d年|[^\d年]|$))?(?:(?:19|20|21)\d\d年(?:度)?)?"
_REGION = re.compile(
    _HEAD + r"(?P<region>(?![各分全按年度])[\u4e00-\u9fff]{1,12}?(?:省|自治区|自治州|自治县|市|州|地区|县|区|旗|盟))"
    r"(?=城镇|农村|城乡|全体|居民|(?:19|20|21)\d\d年)"
)
_MONEY_OR_PART = re.compile(r"(?:人民币)?(?P<unit>[十百千万亿]*元(?:/人(?:年)?)?|美元|%)")
_NUMBER = re.compile(_HEAD)

_YEAR_BEHIND = re.compile(r"\((?:19|20|21)\d\d(?:年度?)?\)$")
_TAIL = re.compile(r"(?:主要)?(?:情况|统计表|表)$|及(?:其)?(?:构成|增速|增长速度|增长情况)$")
_REGIONS = r"(?:各[县市区州盟旗]{0,3}(?:\([县市区州盟旗、]+\))?|各地区?|分地区)"
# of regions, and of no group unless both are named: the columns say of which
_OF_BOTH = re.compile(rf"(?:{_REGIONS}?城乡(?:常住)?居民(?:人均)?|{_REGIONS}居民人均)可支配收入")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Hold what is said around a table, for all its numbers."""

    title: str = ""
    facets: Facets = NOTHING_SAID
    units: frozenset[Unit] = frozenset()
    """Units that a line, a note or the corner names for the table as a whole."""
    other_units: frozenset[str] = frozenset()
    """Units of money among them in which no income is read, as they stand there."""
    database: str = ""
    """The database of the Bureau's site from which a table was taken, empty for any other."""
    source: str = ""
    published: date | None = None
    notes: tuple[str, ...] = ()


def caption_of(division: Division) -> Caption:
    """Return what the lines above and below a table say."""
    above, below = list(division.texts(division.above)), list(division.texts(division.below))
    keyed: dict[str, str] = {}
    for text in (*above, *below):
        if found := _KEYED.match(text.strip()):
            keyed.setdefault(found["key"], found["value"].strip())
    titles = [text for text in above if _is_title(text)]
    names = list(_units_named(division))
    return Caption(
        title=" ".join(titles),
        facets=_facets(titles, keyed),
        units=frozenset(UNITS[name] for name in names if name in UNITS),
        other_units=frozenset(name for name in names if name not in UNITS),
        database=keyed.get("数据库", ""),
        source=next((keyed[key] for key in ("数据来源", "资料来源", "来源") if key in keyed), ""),
        published=next((day for key in ("发布日期", "公布日期") if (day := day_of(keyed.get(key)))), None),
        notes=tuple(below),
    )


def _is_title(text: str) -> bool:
    name = normalised(text)
    return bool(name) and not _KEYED.match(text.strip()) and not is_unit_line(name)


def _facets(titles: Sequence[str], keyed: dict[str, str]) -> Facets:
    together = "".join(map(normalised, titles))
    period = period_in_title(together)
    item = said_by(keyed["指标"]) if "指标" in keyed else _item(titles)
    region = keyed.get("地区") or _region(titles)
    if region is None and "数据库" in keyed:
        # of the site's databases those of the nation are not named after provinces or cities
        region = None if any(word in keyed["数据库"] for word in ("分省", "城市", "港澳台", "国际")) else NATION
    named = Facets(region=region, group=_group(together), concept=_concept(together)).under(period)
    return named if item is None else item.under(named)


def _item(titles: Sequence[str]) -> Facets | None:
    """Return what a title says that is the name of an income and nothing more."""
    for title in titles:
        text = _NUMBER.sub("", _YEAR_BEHIND.sub("", normalised(title)), count=1)
        if found := _REGION.match(text):
            text = _NUMBER.sub("", text[found.end("region") :], count=1)
        text = _TAIL.sub("", text)
        said = Facets(component=TOTAL) if _OF_BOTH.fullmatch(text) else said_by(text)
        if said is not None and said.component is not None and said.left is None:
            return said
    return None


def _region(titles: Sequence[str]) -> str | None:
    for title in titles:
        text = normalised(title)
        if found := _REGION.match(text):
            return found["region"]
        if re.search(r"全国(?:城镇|农村|居民)", text):
            return NATION
    return None


def _group(text: str) -> str | None:
    named = {group for group, pattern in (("urban", _URBAN), ("rural", _RURAL), ("all", _ALL)) if pattern.search(text)}
    return named.pop() if len(named) == 1 and not _BOTH.search(text) else None


def _concept(text: str) -> Concept | None:
    net, disposable = "纯收入" in text, "可支配收入" in text
    if net == disposable or "现金可支配" in text:
        return None
    return "net_income" if net else "disposable_income"


def _units_named(division: Division) -> Iterator[str]:
    """Yield the units of money and per cent that are named around a table, in lines, titles and corners."""
    around = [*division.above, *division.below]
    # the word and the unit may stand in two cells
    rows = ["".join(normalised(text) for text in division.texts([row])) for row in around]
    corners = [normalised(division.cell(row, column)) for row in division.heads for column in division.labels]
    for text in (*rows, *corners):
        yield from _money(units_said(text))
    for text in (*corners, *(normalised(text) for text in division.texts(division.above))):
        yield from _money(units_behind(text))


def _money(units: Iterable[str]) -> Iterator[str]:
    for unit in units:
        if found := _MONEY_OR_PART.match(unit):
            yield found["unit"]
