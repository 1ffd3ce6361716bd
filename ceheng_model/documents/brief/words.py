"""Put figures and names into sentences of both languages."""

import re
from collections.abc import Iterable

from ceheng_model.documents.brief.content import Paragraph
from ceheng_model.plan import Statement
from ceheng_model.tables import Figure, Table, written
from ceheng_model.vocabulary import LABELS, Group, Text

_SPACE = re.compile(r"(?<=[\u4e00-\u9fff、]) (?=[\u4e00-\u9fff])")


def paragraph(zh: str, en: str) -> Paragraph:
    """Return a paragraph from its two texts."""
    return Paragraph(text=Text(zh, en))


def yuan(value: float) -> str:
    """Return an income as tables print it."""
    return written(value, "yuan")


def percent(value: float, decimals: int = 2) -> str:
    """Return a rate as tables print it."""
    return written(value, "percent", decimals=decimals)


def ratio(value: float) -> str:
    """Return the urban-rural ratio as tables print it."""
    return written(value, "ratio")


def points(value: float) -> str:
    """Return percentage points as tables print them."""
    return written(value, "points")


def joined(texts: Iterable[Text], *, zh: str = "、", en: str = ", ") -> Text:
    """Return several texts as one.

    >>> joined([Text("城镇", "urban"), Text("农村", "rural")]).zh
    '城镇、农村'
    """
    listed = list(texts)
    return Text(zh.join(text.zh for text in listed), en.join(text.en for text in listed))


def grown(rate: float, decimals: int = 2) -> Text:
    """Return a growth rate in words that say whether it is growth.

    >>> grown(-0.012).zh, grown(0.1).en
    ('下降1.20%', 'grows by 10.00%')
    """
    size = percent(abs(rate), decimals)
    return Text(f"下降{size}", f"falls by {size}") if rate < 0 else Text(f"增长{size}", f"grows by {size}")


def goal(statement: Statement) -> Figure | str | None:
    """Return the value that a statement prints, with the digits it prints, or its range; None for comparisons."""
    figures = statement.printed_figures
    return figures[0] if len(figures) == 1 else statement.printed_text or None


def in_words(text: Text, groups: tuple[Group, ...]) -> Text:
    """Return a text in which the published series that groups follow are called by their names.

    >>> from ceheng_model.plan import load_plan
    >>> in_words(Text("national.rural的增速", "growth of national.rural"), load_plan().groups).zh
    '全国农村常住居民的增速'
    """
    zh, en = text
    for group in groups:
        if group.series:
            name = _series_name(group.series)
            zh, en = zh.replace(group.series, name.zh), en.replace(group.series, name.en)
        zh, en = zh.replace(f"{group.key}=", f"{group.label.zh} "), en.replace(f"{group.key}=", f"{group.label.en} ")
    return Text(_SPACE.sub("", zh), en)


def table_in_words(table: Table, groups: tuple[Group, ...]) -> Table:
    """Return a table whose texts and notes are `in_words`."""
    return table.with_texts(lambda text: in_words(text, groups))


def _series_name(key: str) -> Text:
    region, group = (LABELS.get(part, Text(part, part)) for part in key.split(".", 1))
    return Text(f"{region.zh}{group.zh}", f"{region.en} {group.en}")
