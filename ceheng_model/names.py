"""Find what is meant by a name that was typed: by its key or by what readers call it, in either language.

The command line and the Python API both ask here. Letters may be small or capitals, signs full-width, and spaces and
the marks of titles do not count. Of a Chinese name a part will do where it names one thing alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ceheng_model.characters import plain, simplified
from ceheng_model.errors import Fault, InputError, choice, options_listed
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, TOTAL, Force, Name, Template, Text, label_of

FORCES: Mapping[str, Force] = {
    **dict.fromkeys(("力争", "争取", "strive for", "strive"), Force.STRIVE),
    **dict.fromkeys(("预期性", "预期", "预计", "expected"), Force.EXPECTED),
    **dict.fromkeys(("约束性", "确保", "必须", "binding"), Force.BINDING),
}
"""The words that say how firmly a goal is meant."""
FORCE_WORDS = "|".join(sorted(map(re.escape, FORCES), key=len, reverse=True))
"""A pattern of these words, the longest first."""
_PERMANENT = "常住"
"""What is left out in speech: 农村居民 is said of 农村常住居民, too."""
_UNSAID = re.compile(r"[\s“”‘’《》〈〉「」]+")
_QUOTED = re.compile(r"([\"'])(.*)\1", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile("[a-z]{2}")
_SHORTEST_PART = 2
"""Chinese characters of a part: a single one is in too many names."""
_MOST_PARTS = 3
"""Names written as one word: whose income, which, and what of it."""
_MEAN_ONE = Text("只指一项", "mean one thing")
_MAY_MEAN = Template("可指 {options}，请写明是哪一个", "it may be {options}: say which")


def folded(word: str) -> str:
    """Return a name as names are compared: plain small letters, simplified signs, no spaces and no marks of titles.

    >>> folded("RURAL Residents"), folded("《農村》")
    ('ruralresidents', '农村')
    """
    told = plain(word).strip()
    # one quotation mark by itself is a slip, and no mark of a title
    quoted = _QUOTED.fullmatch(told)
    return simplified(_UNSAID.sub("", quoted[2] if quoted else told).casefold())


def meant(typed: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the names that may be meant: one where it is clear, several where it is not, none where it is unknown.

    The key as it stands comes before the words in which readers speak of a thing, and these before parts of them.

    >>> rural = Name("rural", Text("农村常住居民", "rural residents"), ("农村",))
    >>> urban = Name("urban", Text("城镇常住居民", "urban residents"))
    >>> [[name.key for name in meant(typed, [urban, rural])] for typed in ("RURAL", "城镇", "居民", "rur")]
    [['rural'], ['urban'], ['urban', 'rural'], []]
    """
    for name in names:
        if name.key == typed:
            return (name,)
    word = folded(typed)
    if not word:
        return ()
    parts = _parts(typed)
    by_key = tuple(name for name in names if folded(name.key) == word and parts <= _parts(name.key))
    if by_key:
        return by_key
    whole = tuple(name for name in names if any(word == one and parts <= at for one, at in _spelled(name)))
    if whole or len(word) < _SHORTEST_PART or not _HAN.search(word):
        return whole
    return tuple(name for name in names if any(word in folded(part) for part in name.words))


def one_meant(typed: str, names: Sequence[Name]) -> str | None:
    """Return the key of the one name that is meant; None where none is, or several may be.

    >>> one_meant("贵州", [known_name("guizhou")]), one_meant("贵", [known_name("guizhou")])
    ('guizhou', None)
    """
    found = meant(typed, names)
    return found[0].key if len(found) == 1 else None


def _spellings(name: Name) -> set[str]:
    return {word for word, _ in _spelled(name)}


def _spelled(name: Name) -> list[tuple[str, frozenset[int]]]:
    """Return how a name may be written, and where its words may stand apart."""
    words = [(folded(word), _parts(word)) for word in name.words]
    return words + [(word.replace(_PERMANENT, ""), at) for word, at in words]


def _parts(word: str) -> frozenset[int]:
    """Return behind how many signs of the folded word a space stands between Latin letters: it cuts no word in two.

    >>> sorted(_parts("rural residents")), sorted(_parts("农村 居民"))
    ([5], [])
    """
    pieces = list(filter(None, map(folded, word.split())))
    ends = [len("".join(pieces[:count])) for count in range(1, len(pieces))]
    apart = [_LATIN.fullmatch(one[-1] + other[0]) for one, other in pairwise(pieces)]
    return frozenset(end for end, is_latin in zip(ends, apart, strict=True) if is_latin)


def name_fault(what: Text, typed: object, names: Sequence[Name], found: Sequence[Name] = ()) -> Fault:
    """Return the fault of what is no name, or of what may be several, with both names of those that may be meant."""
    if len(found) < 2:
        return choice(what, typed, names)
    return Fault(what=what, rule=_MEAN_ONE, got=typed, way_out=_MAY_MEAN.format(options=options_listed(found)))


def find_key(
    what: Text, typed: object, names: Iterable[Name], faults: list[Fault], place: Text | None = None
) -> str | None:
    """Return the key of what a name means; add a fault and return None where it means nothing, or several things."""
    known = list(names)
    found = meant(str(typed), known)
    if len(found) == 1:
        return found[0].key
    fault = name_fault(what, typed, known, found)
    faults.append(fault if place is None else fault.at(place))
    return None


def key_of(what: Text, typed: object, names: Iterable[Name]) -> str:
    """Return the key of what a name means; raise `InputError` where it means nothing, or several things.

    >>> key_of(Text("地区", "the region"), "贵州", [known_name("guizhou")])
    'guizhou'
    """
    faults: list[Fault] = []
    key = find_key(what, typed, names, faults)
    if key is None:
        raise InputError(faults)
    return key


def names_in(typed: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the names that are written as one word, such as 农村工资性收入; none where it cannot be taken apart.

    >>> terms = Terms(groups=())
    >>> [name.key for name in names_in("工资性收入合计", component_names(terms))]
    ['wages', 'total']
    """
    words = {word: name for name in reversed(names) for word in _spellings(name)}
    return _apart(folded(typed), words, _MOST_PARTS) or ()


def _apart(word: str, words: Mapping[str, Name], most: int) -> tuple[Name, ...] | None:
    if word in words:
        return (words[word],)
    for end in range(len(word) - 1, 0, -1) if most > 1 else ():
        first = words.get(word[:end])
        rest = _apart(word[end:], words, most - 1) if first else None
        if first and rest:
            return (first, *rest)
    return None


_CHOICES: Mapping[str, Text] = {
    "zh": Text("中文", "Chinese"),
    "en": Text("英文", "English"),
    "table": Text("表格", "table"),
    "xlsx": Text("工作簿", "workbook"),
    "docx": Text("文档", "document"),
    "page": Text("一页", "page"),
    "brief": Text("简报", "brief"),
    "full": Text("全文", "full"),
    "html": Text("网页", "web page"),
    "md": Text("标记文本", "Markdown"),
    "txt": Text("纯文本", "plain text"),
    "png": Text("位图", "bitmap"),
    "investment": Text("投入", "investment"),
    "income": Text("收入", "income"),
    "county": Text("读入次序", "as read"),
    "growth": Text("增速", "growth"),
    "missed": Text("未达到", "missed"),
    "contradictions": Text("矛盾数", "contradictions"),
    "contradicting": Text("自相矛盾", "contradicting"),
    "not_projected": Text("不足以测算", "not projected"),
    "probability": Text("概率", "probability"),
    "equal": Text("同一增速", "equal growth"),
    "catch_up": Text("低收入县追赶", "catching up"),
    "past": Text("按历年增速", "in proportion to the past"),
    "least_change": Text("改动最小", "least change"),
    "least_burden": Text("最低收入县负担最轻", "least burden on the lowest"),
    "value": Text("列明的数值", "value"),
    "floor": Text("下限", "floor"),
    "level": Text("各项收入", "level"),
    "ratio": Text("收入比", "ratio"),
    "up": Text("越高越好", "up"),
    "down": Text("越低越好", "down"),
    "set": Text("设为", "set"),
    "add": Text("增加", "add"),
    "multiply": Text("乘以", "multiply"),
    "component": Text("收入构成", "component"),
    "cell": Text("逐项", "cell"),
    "headline": Text("主要条目", "headline"),
    "all": Text("全部", "all"),
    "none": Text("不判定", "none"),
    "sobol": Text("低差异点", "Sobol points"),
    "random": Text("随机数", "random numbers"),
    "normal": Text("正态分布", "normal"),
    "student_t": Text("t分布", "Student's t"),
    "word": Text("版心", "page"),
    "slide": Text("幻灯片", "slide"),
    "installed": Text("已装字体", "installed fonts"),
    "carried": Text("自带字体", "carried font"),
    "regions": Text("各地区", "regions"),
    "actuals": Text("实际数", "actual figures"),
    "history": Text("历年序列", "past figures"),
    "plan": Text("方案", "plan"),
    "baseline": Text("基数", "baseline"),
    "series": Text("序列", "series"),
    "circumstances": Text("外部条件", "circumstances"),
    "uncertainty": Text("不确定性", "uncertainty"),
    "variance": Text("方差贡献", "variance shares"),
    "tornado": Text("逐项摆幅", "tornado"),
    "elasticities": Text("弹性", "elasticities"),
    "ranges": Text("概率的变动范围", "ranges of probabilities"),
    "shares": Text("构成案例", "share cases"),
}
"""What the choices of options and parameters are called that no plan names."""


def choice_names(options: Iterable[str | Name]) -> tuple[Name, ...]:
    """Return what the choices of an option are called; those that have names of their own keep them."""
    return tuple(
        option if isinstance(option, Name) else Name(option, _CHOICES.get(option) or label_of(option))
        for option in options
    )


def known_name(key: str) -> Name:
    """Return a key with its common word."""
    return Name(key, label_of(key))


def group_names(terms: Terms) -> tuple[Name, ...]:
    """Return what the groups of a plan are called."""
    return tuple(Name(group.key, group.label, (*group.of_income, *terms.short(group.key))) for group in terms.groups)


def component_names(terms: Terms, *, total: bool = True) -> tuple[Name, ...]:
    """Return what the components of a plan are called, and their total."""
    names = tuple(Name(part.key, part.label, tuple(part.income)) for part in terms.components)
    return (*names, Name(TOTAL, LABELS[TOTAL])) if total else names
