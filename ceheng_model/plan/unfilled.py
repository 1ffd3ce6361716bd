"""Say which places of a plan folder are still to be filled in: words, where they stand, sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ceheng_model.tables import Column, Table
from ceheng_model.vocabulary import NO_TEXT, Keyed, Text

_TITLE = Text("待填之处", "Still to be filled in")
_NAMES = {"words": Text("原文", "words"), "place": Text("出处", "place"), "source": Text("来源", "source")}
UNNAMED = Text("来源尚未注明", "source not named yet")
"""Stands in a sentence for a source that is still to be filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilled:
    """Hold one place that is still to be filled in: which file, which key of which entry."""

    file: Path
    entry: str
    """Id of the statement, name of the section, or what the rows of a table are of."""
    key: str
    """Key or column: ``words``, ``place``, ``source``."""
    label: Text
    """What the entry is of, in words."""


def unfilled_sentence(places: Sequence[Unfilled]) -> Text:
    """Return how many places are still to be filled in, without a full stop; nothing where there is none.

    >>> unfilled_sentence([])
    Text(zh='', en='')
    """
    count = len(places)
    if not count:
        return NO_TEXT
    en = "1 place is still to be filled in" if count == 1 else f"{count} places are still to be filled in"
    return Text(f"尚有{count}处待填", en)


def unfilled_table(places: Sequence[Unfilled]) -> Table:
    """Return one row a place."""
    columns = (
        Column(key="file", heading=Text("文件", "file")),
        Column(key="entry", heading=Text("条目", "entry")),
        Column(key="key", heading=Text("键", "key"), kind="label"),
        Column(key="quantity", heading=Text("指标", "quantity")),
    )
    rows = tuple((one.file.name, one.entry, Keyed(one.key, _NAMES[one.key]), one.label) for one in places)
    return Table(name="unfilled", title=_TITLE, columns=columns, rows=rows)
