"""Say where a base was computed back from a statement: whether that is met is then no independent test."""

from collections.abc import Iterable

from ceheng_model.tables import Column
from ceheng_model.vocabulary import NO_TEXT, Text

DERIVED_FROM_IT = Text("由本条倒推", "derived")
NO_TEST = Text(
    "基数由本条倒推的，达到与否不是独立的检验",
    "where the base is derived from the statement itself, whether it is met is no independent test",
)


def base_column(circular: Iterable[bool]) -> Column:
    """Return the column that says where a base is derived from the statement; readers see it where one is."""
    return Column(key="base", heading=Text("基数", "base"), shown=any(circular))


def base_cell(*, circular: bool) -> Text:
    """Return what stands in that column beside a verdict."""
    return DERIVED_FROM_IT if circular else NO_TEXT


def base_notes(circular: Iterable[bool]) -> tuple[Text, ...]:
    """Return the note on what the column means, where it says anything."""
    return (NO_TEST,) if any(circular) else ()
