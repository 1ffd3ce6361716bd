"""Name tables where several stand together: the sheets of a workbook and the files of a folder."""

import re
from collections.abc import Sequence

from ceheng_model.characters import printable
from ceheng_model.tables.table import Table
from ceheng_model.vocabulary import LANGUAGES, Language, Text

_LONGEST = 31
"""Characters that the name of a sheet may have."""
_FORBIDDEN = re.compile(r'[\[\]:*?/\\<>|"\n]+')
"""What the name of a sheet, or of a file on Windows, may not hold."""
_BEHIND = re.compile(r"[（(：:，；;]|,(?!\d{3})")
"""Where a title begins to qualify what it names: a comma before three digits is part of a number."""


def sheet_names(tables: Sequence[Table], language: Language, *, taken: Sequence[str] = ()) -> tuple[str, ...]:
    """Return a name for each table that Excel takes for a sheet, no two alike in any case of letters."""
    names: list[str] = []
    for table in tables:
        name = _short(table.title.in_language(language))
        others = {other.lower() for other in (*names, *taken)}
        number, alone = 2, name
        while name.lower() in others:
            name = f"{alone[: _LONGEST - 3]} {number}"
            number += 1
        names.append(name)
    return tuple(names)


def short_titles(tables: Sequence[Table]) -> list[Text]:
    """Return what each table is of, without what its title says beside."""
    return [Text(*(_unqualified(table.title.in_language(language)) for language in LANGUAGES)) for table in tables]


def file_names(tables: Sequence[Table], language: Language, suffix: str, *, first: int = 1) -> tuple[str, ...]:
    """Return a file name for each table, numbered in their order."""
    return tuple(
        f"{number:02d}-{name}{suffix}" for number, name in enumerate(sheet_names(tables, language), start=first)
    )


def _short(title: str) -> str:
    words = _FORBIDDEN.sub(" ", _unqualified(title))
    if len(words) > _LONGEST:
        # a word is not cut where another ends before it
        words = words[:_LONGEST].rpartition(" ")[0] or words[:_LONGEST]
    # Excel refuses a mark of quotation at either end, Windows a point at the end
    return words.strip(" '.") or "1"


def _unqualified(title: str) -> str:
    title = printable(title)
    return (_BEHIND.split(title, maxsplit=1)[0] or title).strip(" '.")
