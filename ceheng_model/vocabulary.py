"""Name the things the library speaks of: axes, components, groups and their Chinese and English labels."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from string import Formatter
from threading import Lock
from typing import Literal, NamedTuple, Self

from ceheng_model.doors import door

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MOST_CLAIMS = 64
"""How many calls that set the language of the process are remembered: a block that follows takes its own back."""


class _Telling(NamedTuple):
    """Hold how results are told: in which language, and whether English shows the original of what it quotes."""

    language: Language
    original: bool


class _Claim:
    """Hold what one call sets for the whole process."""

    __slots__ = ("told",)

    def __init__(self, told: _Telling) -> None:
        self.told = told


_claims = [_Claim(_Telling("zh", original=False))]
"""The last is in force. Blocks of several threads begin in any order: none puts back what another set meanwhile."""
_changing = Lock()
_here: ContextVar[_Telling | None] = ContextVar("language", default=None)
"""What is set within a ``with`` block, of this thread or task alone."""

GROUP_AXIS = -3
COMPONENT_AXIS = -2
YEAR_AXIS = -1

BUREAU_KEYS = ("wages", "business", "property", "transfer")
"""Keys of the four components that the National Bureau of Statistics publishes, in its order."""
ALTERNATIVE = "alternative"
"""Name of an axis of many paths whose values came without one."""
TOTAL = "total"

Concept = str
"""Key of what an income counts, such as ``disposable_income``; a plan may declare its own."""
Status = Literal["published", "derived", "assumed"]
STATUSES: tuple[Status, ...] = ("published", "derived", "assumed")
CONCEPTS: tuple[Concept, ...] = ("disposable_income", "net_income")
"""Those of the Bureau."""


_with_originals: ContextVar[bool] = ContextVar("originals", default=False)
"""Whether English shows the original beside the translation of words that are quoted, whatever is set."""


class EarlierLanguage(str):
    """Tell results in a language from here on, and hold the one before; after a ``with`` block it is in use again."""

    __slots__ = ("_claim", "_earlier", "_told")
    _told: _Telling
    _claim: _Claim | None
    """What was set for the whole process, until a ``with`` block takes it back."""
    _earlier: _Telling | None
    """What is set by the ``with`` block around; None outside of all."""

    def __new__(cls, told: Language, *, original: bool = False) -> Self:
        """Change to the language, within a block for this thread or task alone."""
        before = super().__new__(cls, language_in_use())
        before._told, before._earlier, before._claim = _Telling(told, original), _here.get(), None
        if before._earlier is None:
            before._claim = _claimed(before._told)
        else:
            _here.set(before._told)
        return before

    def __enter__(self) -> Language:
        """Keep the language to this thread or task, and return it."""
        if self._claim is not None:
            _take_back(self._claim)
        _here.set(self._told)
        return self._told.language

    def __exit__(self, *_: object) -> None:
        """Go back to the language before."""
        _here.set(self._earlier)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Say how it is made again: as the name of the language before, which sets none."""
        return str, (str(self),)


def _claimed(told: _Telling) -> _Claim:
    claim = _Claim(told)
    with _changing:
        _claims.append(claim)
        del _claims[:-_MOST_CLAIMS]
    return claim


def _take_back(claim: _Claim) -> None:
    with _changing:
        if claim in _claims and len(_claims) > 1:
            _claims.remove(claim)


def language_in_use() -> Language:
    """Return the language in which results are told where none is named.

    >>> language_in_use()
    'zh'
    """
    return _in_use().language


def _in_use() -> _Telling:
    return _here.get() or _claims[-1].told


class Quoted(str):
    """Hold words as they stand in a plan or a source, with their translation where there is one.

    In Chinese, and to everything that compares or writes texts, they are the original alone.

    >>> aim = Quoted("下降到2.8左右", "to fall to about 2.8")
    >>> aim == "下降到2.8左右", aim.in_language("en")
    (True, 'to fall to about 2.8')
    >>> Quoted("下降到2.8左右").in_language("en")
    '“下降到2.8左右”'
    """

    __slots__ = ("translation",)
    translation: str

    def __new__(cls, original: str, translation: str = "") -> Self:
        """Hold the original and its English translation; empty where there is none."""
        words = super().__new__(cls, original)
        words.translation = translation
        return words

    @classmethod
    def join(cls, parts: Iterable[str], *, zh: str = "；", en: str = "; ") -> "Quoted":
        """Return several as one, translated where every one is that needs it."""
        listed = list(parts)
        translations = [part.translation if isinstance(part, Quoted) else "" for part in listed]
        told = [
            translation or (part if part.isascii() else "")
            for part, translation in zip(listed, translations, strict=True)
        ]
        return cls(zh.join(listed), en.join(told) if all(told) else "")

    def in_language(self, language: Language, *, in_quotes: bool = False) -> str:
        """Return the words, in English the translation; the original, where there is none, in quotation marks.

        `in_quotes` says that they stand within quotation marks already.
        """
        if language == "zh" or (not self.translation and (in_quotes or self.isascii())):
            return str(self)
        if not self.translation:
            return f"“{self}”"
        with_original = _with_originals.get() or _in_use().original
        return f"{self.translation} ({self})" if with_original else self.translation

    @property
    def is_untranslated(self) -> bool:
        """Whether English readers have nothing but an original in Chinese."""
        return not self.translation and not self.isascii()

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Keep the translation of what is copied or sent to another process."""
        return type(self), (str(self), self.translation)


def translation_of(words: str) -> str:
    """Return the English of words that are quoted; empty where they have none.

    >>> translation_of(Quoted("下降到2.8左右", "to fall to about 2.8")), translation_of("下降到2.8左右")
    ('to fall to about 2.8', '')
    """
    return words.translation if isinstance(words, Quoted) else ""


def is_untranslated(words: str) -> bool:
    """Return whether words of a plan or a source have no translation and need one."""
    return words.is_untranslated if isinstance(words, Quoted) else not words.isascii()


@contextmanager
def originals(*, shown: bool = True) -> Iterator[None]:
    """Show, in English and within the block, the original in brackets behind the translation of words quoted.

    >>> with originals():
    ...     print(Quoted("1.9以内", "within 1.9").in_language("en"))
    within 1.9 (1.9以内)
    """
    before = _with_originals.set(shown)
    try:
        yield
    finally:
        _with_originals.reset(before)


@door
@dataclass(frozen=True, slots=True)
class Text:
    """Hold one text in Chinese and in English.

    Texts are added, joined and put into templates as wholes, so that no language is forgotten.

    >>> Text("工资性收入", "wages").in_language("en")
    'wages'
    >>> (Text("农村", "rural ") + Text("收入", "income")).en
    'rural income'
    """

    zh: str
    en: str

    @classmethod
    def same(cls, text: object) -> "Text":
        """Return what reads alike in both languages: a number, a name that has no translation.

        >>> Text.same(2024)
        Text(zh='2024', en='2024')
        """
        if isinstance(text, Quoted):
            return cls(*map(text.in_language, LANGUAGES))
        written = str(text)
        return cls(written, written)

    @classmethod
    def join(cls, texts: "Iterable[Text]", *, zh: str = "、", en: str = ", ") -> "Text":
        """Return several texts as one, with a separator for each language.

        >>> Text.join([Text("城镇", "urban"), Text("农村", "rural")]).zh
        '城镇、农村'
        """
        listed = list(texts)
        return cls(zh.join(text.zh for text in listed), en.join(text.en for text in listed))

    @classmethod
    def listed(cls, names: Iterable[object]) -> "Text":
        """Return names that read alike in both languages as each language lists them.

        >>> Text.listed(["urban", "rural"])
        Text(zh='urban、rural', en='urban, rural')
        """
        return cls.join(map(cls.same, names))

    @classmethod
    def all_of(cls, texts: "Iterable[Text]", *, zh: str = "、") -> "Text":
        """Return several texts as a sentence names them together: in English the last behind an *and*.

        >>> Text.all_of([Text("城镇", "urban"), Text("农村", "rural"), Text("全体", "all")])
        Text(zh='城镇、农村、全体', en='urban, rural and all')
        """
        listed = list(texts)
        if len(listed) < 2:
            return cls.join(listed)
        return cls.join([cls.join(listed[:-1], zh=zh), listed[-1]], zh=zh, en=" and ")

    def in_language(self, language: Language) -> str:
        """Return the text in one of the two languages."""
        if language == "zh":
            return self.zh
        if language == "en":
            return self.en
        raise ValueError(f"language must be 'zh' or 'en' (got {language!r})")

    def in_quotes(self) -> "Text":
        """Return the text as it stands inside quotation marks: its own become single ones.

        >>> Text("措施“村医补助”加倍", "“doctors” doubled").in_quotes()
        Text(zh='措施‘村医补助’加倍', en='‘doctors’ doubled')
        """
        return Text(*(text.translate(_SINGLE) for text in self))

    def at_start(self) -> "Text":
        """Return the text as a sentence begins with it: a capital letter in English.

        >>> Text("农村", "rural").at_start()
        Text(zh='农村', en='Rural')
        """
        return Text(self.zh, self.en[:1].upper() + self.en[1:])

    def with_article(self) -> "Text":
        """Return the name of a thing as a sentence introduces it: with its article in English.

        >>> Text("城乡居民收入比", "urban-rural ratio").with_article().en, Text("县", "county").with_article().en
        ('an urban-rural ratio', 'a county')
        """
        article = "an" if self.en[:1].lower() in ("a", "e", "i", "o", "u") else "a"
        return Text(self.zh, f"{article} {self.en}")

    def __add__(self, other: "Text") -> "Text":
        """Return this text followed by another."""
        return Text(self.zh + other.zh, self.en + other.en)

    def __iter__(self) -> Iterator[str]:
        """Yield the Chinese text, then the English one."""
        yield self.zh
        yield self.en

    def __bool__(self) -> bool:
        """Return whether there is anything to read."""
        return bool(self.zh or self.en)


NO_TEXT = Text("", "")


def told_in(language: Language | None) -> Language:
    """Return the language asked for, that in use where None; raise `ValueError` for any other.

    >>> told_in(None), told_in("en")
    ('zh', 'en')
    """
    told = language_in_use() if language is None else language
    NO_TEXT.in_language(told)
    return told


_SINGLE = str.maketrans("“”", "‘’")


def counted(count: int, noun: str) -> Text:
    """Return a number with, in English, the noun that it counts.

    >>> counted(1, "goal"), counted(3, "goal").en
    (Text(zh='1', en='1 goal'), '3 goals')
    """
    return Text(str(count), f"{count} {noun}{'' if count == 1 else 's'}")


@dataclass(frozen=True, slots=True)
class Template:
    """Hold one text with named fields, the same in both languages.

    Raises `ValueError` where the languages name different fields, or a field has no name.

    >>> cell = Template("{year}年{group}增速{rate:.1%}", "{group} growth {rate:.1%} in {year}")
    >>> cell.format(year=2024, group=Text("农村", "rural"), rate=0.12)
    Text(zh='2024年农村增速12.0%', en='rural growth 12.0% in 2024')
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        """Compare the fields of the two languages."""
        zh, en = _fields(self.zh), _fields(self.en)
        if zh != en or "" in zh:
            raise ValueError(f"both languages must name the same fields (got {sorted(zh)} and {sorted(en)})")

    @classmethod
    def of(cls, form: Text) -> "Template":
        """Return a text that was read, such as ``FY{year}``, as one with fields; raise `ValueError` as here."""
        return cls(*form)

    @property
    def fields(self) -> frozenset[str]:
        """Names that `format` takes."""
        return _fields(self.zh)

    def format(self, **fields: object) -> Text:
        """Return the text with its fields filled in; a `Text` among them in each language's own words.

        Raises `ValueError` for a field that is not there and for one that is not given.
        """
        if fields.keys() != self.fields:
            raise ValueError(f"the fields must be {sorted(self.fields)} (got {sorted(fields)})")
        zh, en = dict(fields), dict(fields)
        for name, value in fields.items():
            if isinstance(value, Text):
                zh[name], en[name] = value
            elif isinstance(value, Quoted):
                en[name] = value.in_language("en", in_quotes=f"“{{{name}" in self.en)
        return Text(self.zh.format_map(zh), self.en.format_map(en))


@cache
def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


class Need(StrEnum):
    """Say of which sort a thing is that was not given; each door has its own words for how to give it."""

    PRICES = "prices"
    GDP = "gdp"
    POPULATION = "population"
    LEVERS = "levers"
    SERIES = "series"
    HORIZON = "horizon"
    REGIONS = "regions"
    PLAN = "plan"
    BASE_INCOME = "base_income"
    GOAL = "goal"
    GROWTH = "growth"
    """How fast a group grows, of which a plan prints nothing."""
    SPLIT = "split"
    SPREAD = "spread"
    """How far growth strays: past figures of a group, or the spread itself."""
    SPREAD_BY_COMPONENT = "spread_by_component"
    """The same, by component, where past figures hold totals alone."""
    SPREAD_OF_GROUP = "spread_of_group"
    """The same, where past figures hold other groups."""
    SPREAD_YEARS = "spread_years"
    """Years whose growth shows how far it strays."""
    TOTALS_ONLY = "totals_only"
    """That totals alone are forecast, since components lack a level."""
    DISTRIBUTION = "distribution"
    """How the incomes of a group's people are spread around their mean."""
    INDICATOR = "indicator"
    CONFIRMATION = "confirmation"
    """That a figure far from what is known is right, said of all figures at once."""
    CONFIRMED_ROW = "confirmed_row"
    """The same, said of one row of a table or of all."""
    TABLE = "table"
    """What an official table does not say of itself."""
    PUBLISHED = "published"
    OTHER = "other"
    """What no door can give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Name one thing that was not given and without which something cannot be said.

    >>> Missing(what=Text("常住人口", "the population"), need=Need.POPULATION).label
    Text(zh='缺常住人口', en='needs the population')
    """

    what: Text
    need: Need

    @property
    def label(self) -> Text:
        """What is missing, in words for a reader."""
        return LACKS.format(what=self.what)


LACKS = Template("缺{what}", "needs {what}")


@door
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

    def in_language(self, language: Language) -> str:
        """Return the verdict in one of the two languages."""
        return self.label.in_language(language)


_VERDICT_LABELS = {
    Verdict.MET: Text("达到", "met"),
    Verdict.EXCEEDED: Text("超过", "exceeded"),
    Verdict.MISSED: Text("未达到", "missed"),
    Verdict.UNDECIDABLE: Text("难以判定", "undecidable"),
    Verdict.NOT_JUDGED: Text("未判定", "not judged"),
}


@door
class Force(StrEnum):
    """Say how firmly a plan binds itself to a statement."""

    BINDING = "binding"
    EXPECTED = "expected"
    STRIVE = "strive"

    @property
    def label(self) -> Text:
        """The force in both languages."""
        return _FORCE_LABELS[self]

    @property
    def named(self) -> "Keyed":
        """The force with its label, as a table cell."""
        return Keyed(self.value, self.label)


def strength(force: Force | None) -> int:
    """Return the rank of a force among others: of two statements, the one of lower rank gives way first.

    What a plan states flatly, as 达到 does, without saying how firmly it means it (None), stands between: 预期 and 力争
    allow that it may not come about, and 约束性 and 确保 pledge more than to state it.

    >>> sorted([None, Force.BINDING, Force.STRIVE, Force.EXPECTED], key=strength)
    [<Force.STRIVE: 'strive'>, <Force.EXPECTED: 'expected'>, None, <Force.BINDING: 'binding'>]
    """
    return _WEAKEST_FIRST.index(force)


_FORCE_LABELS = {
    Force.BINDING: Text("约束性", "binding"),
    Force.EXPECTED: Text("预期性", "expected"),
    Force.STRIVE: Text("力争", "to strive for"),
}
_WEAKEST_FIRST = (Force.STRIVE, Force.EXPECTED, None, Force.BINDING)


class Keyed(NamedTuple):
    """Hold an identifier together with the label that a reader sees."""

    key: str
    text: Text

    def in_language(self, language: Language) -> str:
        """Return the label in one of the two languages."""
        return self.text.in_language(language)


@dataclass(frozen=True, slots=True)
class Name:
    """Hold what a thing is called: its key, its label, and the other words by which people ask for it."""

    key: str
    label: Text
    others: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that it may be called, the key first."""
        return tuple(dict.fromkeys(word for word in (self.key, *self.label, *self.others) if word))

    @property
    def listed(self) -> Text:
        """Its key with its label, as a message lists it; the key alone where they are the same word."""
        return Text(
            *(
                _LISTED[language].format(self.key, label) if label.casefold() != self.key.casefold() else self.key
                for language, label in zip(LANGUAGES, self.label, strict=True)
            )
        )


_LISTED: dict[Language, str] = {"zh": "{}（{}）", "en": "{} ({})"}


@door
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
    short: Text = NO_TEXT
    """The label in the names of its incomes, such as 农村 in 农村工资性收入; the whole label where empty."""

    @property
    def of_income(self) -> Text:
        """The label as it stands in the names of the group's incomes."""
        return self.short or self.label

    @property
    def in_message(self) -> Text:
        """What a message about input calls it: the label in Chinese, the key, as it is typed, in English."""
        return Text(self.label.zh, self.key)

    @property
    def named(self) -> Keyed:
        """The key with its label, as a table cell."""
        return Keyed(self.key, self.label)


DISTANCE = Text("距目标差额", "distance to goal")
"""What the distance of a figure from its goal is called: positive with room, negative where it falls short."""

LABELS: dict[str, Text] = {
    "alternative": Text("情形", "alternative"),
    "wages": Text("工资性收入", "wages"),
    "business": Text("经营净收入", "business"),
    "property": Text("财产净收入", "property"),
    "transfer": Text("转移净收入", "transfer"),
    "total": Text("合计", "total"),
    "urban": Text("城镇常住居民", "urban residents"),
    "rural": Text("农村常住居民", "rural residents"),
    "all": Text("全体居民", "all residents"),
    "urban_rural_ratio": Text("城乡居民收入比", "urban-rural income ratio"),
    "disposable_income": Text("人均可支配收入", "per capita disposable income"),
    "net_income": Text("人均纯收入", "per capita net income"),
    "published": Text("公布", "published"),
    "derived": Text("推算", "derived"),
    "assumed": Text("假定", "assumed"),
    "force": Text("属性", "force"),
    "region": Text("地区", "region"),
    "group": Text("人群", "group"),
    "component": Text("收入构成", "component"),
    "year": Text("年份", "year"),
    "scenario": Text("情景", "scenario"),
    "median": Text("中位数", "median"),
    "quantile": Text("分位数", "quantile"),
    "quantity": Text("指标", "quantity"),
    "draw": Text("模拟序号", "draw"),
    "gdp": Text("地区生产总值", "gross domestic product"),
    "nominal": Text("名义", "nominal"),
    "real": Text("实际", "real"),
    "national": Text("全国", "national"),
    "own": Text("本地", "local"),
    "guizhou": Text("贵州省", "Guizhou"),
    "fujian": Text("福建省", "Fujian"),
    "history": Text("所给序列中的", "the given series of"),
}


_IN_SERIES = Template("{region}{group}", "{region} {group}")


def series_label(region: str, group: str) -> Text:
    """Return what a reader calls a group of a published series; names that have no label stay as they are.

    >>> series_label("national", "rural").zh
    '全国农村常住居民'
    """
    return _IN_SERIES.format(region=label_of(region), group=label_of(group))


def label_of(key: str) -> Text:
    """Return the label of a key in both languages, or the key itself when it has none."""
    return LABELS.get(key) or Text.same(key)


def label(key: object, language: Language = "zh") -> str:
    """Return the label of a key, or the key itself when it has none.

    >>> label("transfer")
    '转移净收入'
    >>> label(2024, "en")
    '2024'
    """
    return label_of(str(key)).in_language(language)
