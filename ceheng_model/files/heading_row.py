"""Find the row of a table in which its columns are named, and the rows above and below that are no rows of it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ceheng_model.characters import plain, simplified
from ceheng_model.errors import Fault, Remark
from ceheng_model.files.grid import Grid
from ceheng_model.files.unit_lines import changes_numbers, units_behind, units_said
from ceheng_model.files.values import as_text
from ceheng_model.vocabulary import Template, Text

MOST_ABOVE = 20
"""Rows among which the headings are looked for: no table has more title lines."""

# how notes below a table begin, and what a sentence has that no name in a cell does
_NOTE = re.compile(
    r"[(（\[【]?\s*(?:注|备注|说明|资料来源|数据来源|来源|单位|填表|制表|审核|notes?\b|sources?\b|\*)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[，。：；！]|[,.:;] ")
_SHORTEST_SENTENCE = 10
_WITH_UNIT = re.compile(r"(?P<name>.+?)\((?:单位:)?(?P<unit>[千万亿]?[元人]|%)\)")
_IN_YUAN = {"value": "value_yuan", "level": "level_yuan"}
"""Columns whose headings may name the unit of the Bureau's figures, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingRow:
    """Hold where the headings of a grid stand, and between which rows its table does."""

    at: int
    """Position of the row among those of the grid; 0 where there is none."""
    keys: Sequence[str]
    """Columns that the row names, those that are not known as they stand there."""
    headings: Sequence[str]
    """The cells of the row as texts."""
    below: int
    """Position behind the last row of the table: what follows are notes."""
    remarks: Sequence[Remark]
    """What is said of the rows that were left out."""
    faults: Sequence[Fault]
    """Of rows that were left out and say that the numbers are others than those that are written."""


def find_headings(grid: Grid, columns: Collection[str], names: Mapping[str, Text]) -> HeadingRow:
    """Return the first row that names all the `columns`; where none does, the one that names most of them.

    `names` are what columns are called beside their keys. Above it stand titles, below the table notes: rows whose
    only cell is the first, and a sentence.
    """
    seen = [[as_text(cell) for cell in row] for row in grid.rows[:MOST_ABOVE]]
    known = _words(columns, names)
    found = [len({_key(cell, known) for cell in row} & set(columns)) for row in seen]
    complete = [at for at, count in enumerate(found) if count == len(set(columns))]
    at = complete[0] if complete else found.index(max(found)) if found else 0
    headings = list(seen[at]) if seen else []
    # spreadsheets write empty cells behind the last heading
    while headings and not headings[-1]:
        headings.pop()
    below = _end(grid, at + 1, len(headings))
    above, under = range(at), range(below, len(grid.rows))
    return HeadingRow(
        at=at,
        keys=keys_of(headings, columns, names),
        headings=headings,
        below=below,
        remarks=(*_said(grid, above, _TITLE), *_said(grid, under, _BELOW)),
        faults=[*_unit_faults(grid, above), *_unit_faults(grid, under)],
    )


def keys_of(headings: Sequence[str], columns: Collection[str], names: Mapping[str, Text]) -> list[str]:
    """Return the columns that headings name, in either language; those that are not known as they stand there."""
    known = _words((), names) | {_IN_YUAN[key]: key for key in columns if key in _IN_YUAN}
    return [_key(heading, known) or heading for heading in headings]


def _key(heading: str, known: Mapping[str, str]) -> str | None:
    """Return the column that a heading names, with or without the unit of its numbers behind it."""
    return known.get(folded(heading)) or known.get(_apart(heading)[0])


def unit_of(heading: str) -> str:
    """Return the unit that a heading gives in brackets for the numbers below it; empty where it gives none.

    >>> unit_of("城镇人口（万人）"), unit_of("城镇收入(元)"), unit_of("增速（%）"), unit_of("来源（网址）")
    ('万人', '元', '%', '')
    """
    return _apart(heading)[1]


def _apart(heading: str) -> tuple[str, str]:
    match = _WITH_UNIT.fullmatch(folded(heading))
    return (match["name"], match["unit"]) if match else ("", "")


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    """Return a heading as it is compared: without spaces, in plain small letters and simplified signs.

    The mark with which a file in UTF-8 may begin stays in the first heading where a program takes it for text. A star
    behind a heading, by which forms mark what has to be filled in, is no part of the name.

    >>> folded("收入 構成"), folded(" Year "), folded("数值 *")
    ('收入构成', 'year', '数值')
    """
    bare = simplified("".join(plain(heading.removeprefix("\ufeff")).lower().split()))
    return bare.rstrip("*") or bare


def _words(columns: Collection[str], names: Mapping[str, Text]) -> dict[str, str]:
    return {folded(word): key for key in (*columns, *names) for word in _names(key, names)}


def _names(key: str, names: Mapping[str, Text]) -> tuple[str, ...]:
    return (key, *names.get(key, ()), *((_IN_YUAN[key],) if key in _IN_YUAN else ()))


def _end(grid: Grid, first: int, columns: int) -> int:
    below = len(grid.rows)
    # a table of one column has nothing but rows with one cell
    while columns > 1 and below > first and _is_note(grid.rows[below - 1]):
        below -= 1
    return below


def _is_note(row: Sequence[object]) -> bool:
    cell = row[0] if row else None
    if not isinstance(cell, str) or any(other is not None for other in row[1:]):
        return False
    return bool(_NOTE.match(cell)) or (len(cell) >= _SHORTEST_SENTENCE and bool(_SENTENCE.search(cell)))


def _said(grid: Grid, rows: range, what: Template) -> Iterator[Remark]:
    for at in rows:
        words = Text.same(" ".join(text for cell in grid.rows[at] if (text := as_text(cell))))
        said = what.format(row=grid.row_name(grid.lines[at]), words=words)
        yield Remark(text=said, place=grid.place, is_warning=False)


def _unit_faults(grid: Grid, rows: range) -> Iterator[Fault]:
    """Yield a fault for each row that gives a unit in which numbers of this table are never counted."""
    for at in rows:
        cells = ["".join(plain(as_text(cell)).split()) for cell in grid.rows[at]]
        units = [*units_said("".join(cells)), *(unit for cell in cells for unit in units_behind(cell))]
        if changes_numbers(units):
            yield Fault(
                what=Text("表上或表下写明的单位", "the unit above or below the table"),
                rule=Text("为元、人等不带“万”“%”的单位", "be a plain one, such as yuan or persons"),
                got="、".join(dict.fromkeys(units)),
                way_out=_BEHIND_NUMBERS,
                place=Text.same(f"{grid.name} ") + grid.row_name(grid.lines[at]),
            )


_BEHIND_NUMBERS = Text(
    "本表的数按元、人读入：单位写在数后，例如 3.65万元、12%，或换算后删去该行",
    "numbers here are read in yuan and persons: write the unit behind each, such as 3.65万元 or 12%, or convert them "
    "and delete the line",
)
_TITLE = Template("{row}在列名之上，未读入：“{words}”", "{row} stands above the headings and was not read: '{words}'")
_BELOW = Template("{row}是表下说明，未读入：“{words}”", "{row} is a note below the table and was not read: '{words}'")
