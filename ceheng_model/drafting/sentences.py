"""Read a statement in words: 农村工资性收入占比45%左右, 农村居民收入翻一番, rural increase a year 1500 or more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ceheng_model.drafting.promises import Promise, promise
from ceheng_model.drafting.typed_values import force_of
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import plain
from ceheng_model.names import FORCE_WORDS
from ceheng_model.quantities import QUANTITIES
from ceheng_model.terms import Component
from ceheng_model.vocabulary import Group, Template, Text


def read_sentence(text: str, groups: Sequence[Group], components: Sequence[Component], *, what: Text) -> Promise:
    """Return a statement said in words: of whom, of which component, in which year, what, and how much.

    Every word has to be understood. Raises `InputError` where one is not, and where it is not said of whom.

    >>> from ceheng_model.terms import BUREAU_COMPONENTS
    >>> rural = Group(key="rural", label=Text("农村常住居民", "rural residents"), concept="disposable_income")
    >>> made = read_sentence("到2027年，农村居民人均可支配收入翻一番", [rural], BUREAU_COMPONENTS, what=Text.same("x"))
    >>> made.keys["quantity"], made.keys["group"], made.keys["year"], made.keys["value"]
    ('multiple', 'rural', 2027, 2.0)
    """
    force, body = _taken(_FORCE, plain(text).rstrip("。"))
    keys, body = _when(body)
    found, body = _named(body, _group_names(groups))
    parts, body = _named(body, {name: one.key for one in components for name in (one.label.zh, one.label.en, one.key)})
    kind, words = _quantity(body, compares=len(found) > 1)
    if not kind and not parts and "元" not in body:
        raise InputError(Fault(what=what, rule=_A_QUANTITY, got=text, way_out=_LIKE_THIS))
    # a component and an amount are said of income
    said = _Said(kind=kind or "income", found=found, parts=parts, keys=keys)
    given = said.all_keys(groups, what, text) | ({"in_all": True} if "累计" in words else {})
    value = _without_padding(body.replace(words, " ", 1))
    if kind == "growth_lead":
        return _lead(value, force, given, what)
    return promise(said.kind, force + _DOUBLES.sub("double", value), what=what, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Hold what was understood of a sentence before its figure."""

    kind: str
    found: list[str]
    parts: list[str]
    keys: Mapping[str, Any]

    def all_keys(self, groups: Sequence[Group], what: Text, text: str) -> dict[str, Any]:
        """Return the keys of the statement beside its figure; raise `InputError` where one is lacking."""
        needed = QUANTITIES[self.kind].given
        keys = dict(self.keys)
        if "group" in needed:
            own = self.found or [group.key for group in groups if len(groups) == 1]
            if not own or own[0] == _GDP:
                named = Text.join([group.label for group in groups], zh="、", en=", ")
                raise InputError(Fault(what=what, rule=_OF_WHOM, got=text, way_out=_ONE_OF.format(groups=named)))
            keys["group"] = own[0]
        if self.parts:
            keys["component"] = self.parts[0]
        elif "component" in needed:
            raise InputError(Fault(what=what, rule=_A_COMPONENT, got=text, way_out=_LIKE_SHARES))
        if "against" in needed:
            keys["against"] = self.found[1]
        if len(self.parts) > 1 or len(self.found) > 1 + ("against" in needed):
            raise InputError(Fault(what=what, rule=_ONE_THING, got=text, way_out=_ONE_AT_A_TIME))
        return keys


def _quantity(text: str, *, compares: bool) -> tuple[str, str]:
    """Return the quantity that a text is about, and the words for it, which its figure stands beside."""
    for kind, pattern in _QUANTITIES.items():
        match = pattern.search(text)
        if match and (kind != "growth_lead" or compares):
            return kind, match.groupdict().get("said") or ""
    return "", ""


def _lead(text: str, force: str, keys: Mapping[str, Any], what: Text) -> Promise:
    """Return by how much growth of one is above that of another: by anything, where no figure stands."""
    value = _COMPARED.sub("", text).strip()
    if value in ("同步", "基本同步"):
        made = promise("growth_lead", f"{force}0.0个百分点左右", what=what, **keys)
        return replace(made, keys={**made.keys, "tolerance": _IN_STEP})
    if value:
        # 高于0.5个百分点 is that much or more
        bare = "不低于" if value[0].isdigit() and value[-1] in "点ts" else ""
        return promise("growth_lead", f"{force}{bare}{value}", what=what, **keys)
    firmly = {"force": force_of(force).value} if force else {}
    return Promise(keys={"quantity": "growth_lead", **keys, "type": "above", **firmly})


def _when(text: str) -> tuple[dict[str, Any], str]:
    """Return the year, or the first and the last, and what is left of a text."""
    match = _SPAN.search(text) or _YEAR.search(text)
    if match is None:
        return {}, text
    years = [int(year) for year in match.groups()]
    keys = dict(zip(("first_year", "year") if len(years) > 1 else ("year",), years, strict=True))
    return keys, text[: match.start()] + " " + text[match.end() :]


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (match[0].strip(), text[: match.start()] + text[match.end() :]) if match else ("", text)


def _named(text: str, names: Mapping[str, str]) -> tuple[list[str], str]:
    """Return what is named in a text, in its order and the longest name first, and the text without it."""
    pattern = "|".join(sorted(map(re.escape, filter(None, names)), key=len, reverse=True))
    bounded = re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])", re.IGNORECASE)
    keys = {name.lower(): key for name, key in names.items()}
    return [keys[match[0].lower()] for match in bounded.finditer(text)], bounded.sub(" ", text)


def _group_names(groups: Sequence[Group]) -> dict[str, str]:
    """Return the keys of groups, and of the economy, by the names that they go by."""
    usual = {name: key for name, key in _USUAL.items() if key in {_GDP, *(group.key for group in groups)}}
    return usual | {name: group.key for group in groups for name in (group.label.zh, group.label.en, group.key)}


def _without_padding(text: str) -> str:
    return " ".join(_PADDING.sub(" ", text).split())


_GDP = "gdp"
_USUAL = {
    **dict.fromkeys(("城镇居民", "城镇", "urban"), "urban"),
    **dict.fromkeys(("农村居民", "农村", "农民", "rural"), "rural"),
    **dict.fromkeys(("全体居民", "all residents"), "all"),
    **dict.fromkeys(("经济增长", "地区生产总值", "GDP"), _GDP),
}
_QUANTITIES: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in {
        "share": r"(?P<said>占\s*(?:人均)?(?:可支配)?(?:收入)?的?\s*比\s*重?|share)",
        "urban_rural_ratio": r"(?P<said>(?:城乡)?(?:居民)?收入比|(?:urban-rural )?ratio)",
        "multiple": r"翻\S?番|倍|doubles?|times",
        "growth_lead": r"高于|快于|超过|同步|above|faster",
        "average_real_growth": r"(?P<said>年均实际增[长速]|实际年均增[长速]|average real growth)",
        "real_growth": r"(?P<said>实际增[长速]|real growth)",
        "average_annual_growth": r"(?P<said>年均增[长速]|average (?:annual )?growth)",
        "increment": r"(?P<said>(?:年均|每年|累计)增(?:加|收)额?|increase a year)",
        "growth": r"(?P<said>增长|增速|growth)",
        "income": r"(?P<said>(?:人均)?(?:可支配)?收入|income)",
    }.items()
}
"""Words of what is said, those that hold others first."""
_IN_STEP = 0.005
"""Growth half a point apart is said to keep step."""
_COMPARED = re.compile(r"高于|快于|持续|增长速度|增速|增长|与|growth|above|faster than|\bby\b", re.IGNORECASE)
_DOUBLES = re.compile(r"doubles$", re.IGNORECASE)
_FORCE = re.compile(rf"(?<![(])(?:{FORCE_WORDS})\s*", re.IGNORECASE)
_SPAN = re.compile(r"(?P<first>(?:19|20)[0-9]{2})\s*年?\s*[—–~～至到-]+\s*(?P<last>(?:19|20)[0-9]{2})\s*年?")
_YEAR = re.compile(r"(?<![0-9.,])(?P<year>(?:19|20)[0-9]{2})(?:\s*年|(?=\s*[=：:])|(?= ))\s*[=：:]?")
_PADDING = re.compile(
    r"[，,、=](?![0-9])|人均|可支配|收入|(?<![达])到(?=\s|$)|^到|比基年|为?基年的?|增长率?(?=\s|$)|\b(?:of|in|by|income)\b"
)
_OF_WHOM = Text("写明是哪一人群的", "say of whom it is")
_ONE_OF = Template("可用：{groups}", "one of {groups}")
_A_QUANTITY = Text(
    "写明年均增加、翻番、占比、实际增长、增速高于、收入或“键=值”",
    "name an increase a year, double, share, real growth, growth, income, or be KEY=VALUE",
)
_LIKE_THIS = Text(
    "例如 农村 年均增加 1500元以上；农村 翻一番", "for example rural increase a year 1500 or more; rural double"
)
_A_COMPONENT = Text("写明哪一项收入", "name the component of income")
_LIKE_SHARES = Text("例如 农村工资性收入占比45%左右", "for example rural wages share about 45%")
_ONE_THING = Text("只说一件事", "say one thing")
_ONE_AT_A_TIME = Text("分作几条", "make several of it")
