"""Name the things the library speaks of: axes, components, groups and their Chinese and English labels."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

GROUP_AXIS = -3
COMPONENT_AXIS = -2
YEAR_AXIS = -1

COMPONENTS = ("wages", "business", "property", "transfer")
TOTAL = "total"

Concept = Literal["disposable_income", "net_income"]
Status = Literal["published", "derived", "assumed"]
STATUSES: tuple[Status, ...] = ("published", "derived", "assumed")
CONCEPTS: tuple[Concept, ...] = ("disposable_income", "net_income")


class Text(NamedTuple):
    """Hold one text in Chinese and in English.

    >>> Text("工资性收入", "wages").in_language("en")
    'wages'
    """

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in one of the two languages."""
        if language == "zh":
            return self.zh
        if language == "en":
            return self.en
        raise ValueError(f"language must be 'zh' or 'en' (got {language!r})")


class Verdict(StrEnum):
    """Say how a quantity stands to a statement."""

    MET = "met"
    EXCEEDED = "exceeded"
    MISSED = "missed"
    UNDECIDABLE = "undecidable"
    NOT_JUDGED = "not_judged"

    @property
    def label(self) -> Text:
        """The verdict in both languages."""
        return _VERDICT_LABELS[self]


_VERDICT_LABELS = {
    Verdict.MET: Text("达到", "met"),
    Verdict.EXCEEDED: Text("超过", "exceeded"),
    Verdict.MISSED: Text("未达到", "missed"),
    Verdict.UNDECIDABLE: Text("难以判定", "undecidable"),
    Verdict.NOT_JUDGED: Text("未判定", "not judged"),
}


class Keyed(NamedTuple):
    """Hold an identifier together with the label that a reader sees."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Describe one population whose income is projected."""

    key: str
    """Identifier used in files, options and frames, such as ``rural``."""
    label: Text
    concept: Concept
    """What is counted: two concepts are never summed or compared silently."""
    part_of: str | None = None
    """Key of the group that contains this one; such a group is left out of all-resident income."""
    series: str | None = None
    """Published series, such as ``national.rural``, whose growth is taken where the plan prints none."""

    @property
    def named(self) -> Keyed:
        """The key with its label, as a table cell."""
        return Keyed(self.key, self.label)


LABELS: dict[str, Text] = {
    "wages": Text("工资性收入", "wages"),
    "business": Text("经营净收入", "business"),
    "property": Text("财产净收入", "property"),
    "transfer": Text("转移净收入", "transfer"),
    "total": Text("合计", "total"),
    "urban": Text("城镇常住居民", "urban residents"),
    "rural": Text("农村常住居民", "rural residents"),
    "all": Text("全体居民", "all residents"),
    "disposable_income": Text("人均可支配收入", "per capita disposable income"),
    "net_income": Text("人均纯收入", "per capita net income"),
    "published": Text("公布", "published"),
    "derived": Text("推算", "derived"),
    "assumed": Text("假定", "assumed"),
    "region": Text("地区", "region"),
    "group": Text("人群", "group"),
    "component": Text("收入构成", "component"),
    "year": Text("年份", "year"),
    "scenario": Text("情景", "scenario"),
    "median": Text("中位数", "median"),
    "gdp": Text("地区生产总值", "gross domestic product"),
    "nominal": Text("名义", "nominal"),
    "real": Text("实际", "real"),
    "national": Text("全国", "national"),
    "guizhou": Text("贵州省", "Guizhou"),
}


def label(key: object, language: Language = "zh") -> str:
    """Return the label of a key, or the key itself when it has none.

    >>> label("transfer")
    '转移净收入'
    >>> label(2024, "en")
    '2024'
    """
    text = LABELS.get(str(key))
    return text.in_language(language) if text else str(key)
