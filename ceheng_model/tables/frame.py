"""Make tidy frames: one row a value, what it is of in front, every column of one type; and frames for people."""

from collections.abc import Mapping, Sequence
from math import isnan, nan
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ceheng_model.tables.cells import Cell, Figure, written
from ceheng_model.tables.columns import KEYS, Column
from ceheng_model.vocabulary import ALTERNATIVE, Keyed, Language, Quoted, Template, Text, Verdict, label

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Frame: TypeAlias = "pd.DataFrame"
"""A frame, to modules that need pandas for nothing else."""
Row = tuple[Cell, ...]
Members = tuple[str, Sequence[Any]]
"""An axis: its name, and what lies along it."""
_AFTER_KEYS = ("quantile", "statement")
"""Axes that tell apart values of one and the same thing."""
_OF_THE_ONE_BEFORE = Template("{before}的{heading}", "{heading} of {before}")


def tidy_frame(columns: Sequence[Column], rows: Sequence[Row], language: Language) -> "pd.DataFrame":
    """Return one row a record: keys in front, numbers unrounded, every text in one language."""
    import pandas as pd

    first = sorted(range(len(columns)), key=lambda i: _rank(columns[i].key))
    held = {columns[i].key: _series(columns[i], [row[i] for row in rows], language) for i in first}
    return pd.DataFrame(held)


def frame_for_people(columns: Sequence[Column], rows: Sequence[Row], language: Language) -> "pd.DataFrame":
    """Return the columns that readers see, under their headings: labels for keys, years side by side.

    Years stand side by side where all other columns are numbers and what they are of; several numbers of a year stand
    one below the other, each named.
    """
    import pandas as pd

    shown = [(i, col) for i, col in enumerate(columns) if col.shown]
    if (beside := _years_beside(shown, rows, language)) is not None:
        return beside
    headings = _apart([col.heading for _, col in shown], language)
    held = [_labelled(col, [row[i] for row in rows], language) for i, col in shown]
    frame = pd.concat(held, axis=1) if held else pd.DataFrame()
    return frame.set_axis(headings, axis=1)


def frame_over(axes: Sequence[Members], values: "Mapping[str, NDArray[Any]]") -> "pd.DataFrame":
    """Return one row a cell of arrays over the same axes, the members of the axes before the values.

    >>> import numpy as np
    >>> axes = [("year", (2023, 2024)), ("group", ("urban", "rural"))]
    >>> frame_over(axes, {"total": np.array([[4.0, 1.0], [5.0, 2.0]])}).values.tolist()
    [['urban', 2023, 4.0], ['rural', 2023, 1.0], ['urban', 2024, 5.0], ['rural', 2024, 2.0]]
    """
    import pandas as pd

    shape = tuple(len(members) for _, members in axes)
    held = {name: _along(_members(members), shape, position) for position, (name, members) in enumerate(axes)}
    arrays = {name: np.broadcast_to(array, shape).ravel() for name, array in values.items()}
    return pd.DataFrame({**{name: held[name] for name in in_key_order(list(held))}, **arrays})


def grid_for_people(
    axes: Sequence[Members], values: "NDArray[Any]", heading: Text, language: Language
) -> "pd.DataFrame":
    """Return an array as a table for people: a column a year, the labels of all other axes in front.

    >>> import numpy as np
    >>> axes = [("group", (Keyed("urban", Text("城镇", "urban")),)), ("year", (2023, 2024))]
    >>> grid_for_people(axes, np.array([[4.0, 5.0]]), Text("收入", "income"), "zh").columns.tolist()
    ['人群', 2023, 2024]
    """
    import pandas as pd

    names, values = [name for name, _ in axes], np.broadcast_to(values, tuple(len(members) for _, members in axes))
    years = list(dict(axes)["year"]) if "year" in names else [heading.in_language(language)]
    rows = np.moveaxis(values, names.index("year"), -1) if "year" in names else values[..., np.newaxis]
    others = [(name, members) for name, members in axes if name != "year"]
    labels = {
        name: _along(_read(members, language), rows.shape[:-1], position)
        for position, (name, members) in enumerate(others)
    }
    order = in_key_order(list(labels))
    heads = [label(name, language) for name in order]
    # an axis of the user's own may be called what a reader calls another
    heads = [f"{head} ({name})" if heads.count(head) > 1 else head for head, name in zip(heads, order, strict=True)]
    beside = pd.DataFrame(rows.reshape(-1, len(years)), columns=years)
    if not order:
        return beside
    return pd.concat([pd.DataFrame({name: labels[name] for name in order}).set_axis(heads, axis=1), beside], axis=1)


def _apart(headings: Sequence[Text], language: Language) -> list[str]:
    """Return headings of which none repeats: one that does says of which column before it is."""
    told = [heading.in_language(language) for heading in headings]
    return [
        _OF_THE_ONE_BEFORE.format(heading=heading, before=headings[at - 1]).in_language(language)
        if at and told.count(told[at]) > 1
        else told[at]
        for at, heading in enumerate(headings)
    ]


def _along(members: Any, shape: tuple[int, ...], position: int) -> Any:
    """Return the member of one axis that each cell of an array lies at, cells in a row."""
    codes = np.arange(shape[position]).reshape([-1 if i == position else 1 for i in range(len(shape))])
    return members.take(np.broadcast_to(codes, shape).ravel())


def _read(members: Sequence[Any], language: Language) -> Any:
    import pandas as pd

    read = [member.in_language(language) if isinstance(member, Keyed) else member for member in members]
    return pd.Series(read).array


def in_key_order(names: Sequence[str]) -> list[str]:
    """Return the names of axes: alternatives and draws, then what values are of, then which of them."""
    last = len(KEYS)
    rank = {**{key: i for i, key in enumerate(KEYS)}, **dict.fromkeys(_AFTER_KEYS, last)}
    return sorted(names, key=lambda name: rank.get(name, -1))


def _members(members: Sequence[Any]) -> Any:
    """Return the members of an axis as a frame holds them: names as categories in the order of the axis."""
    import pandas as pd

    if isinstance(members, range):
        return np.asarray(members, dtype=np.int64)
    keys = [member.key if isinstance(member, Keyed) else member for member in members]
    if all(isinstance(key, str) for key in keys):
        return pd.Categorical(keys, categories=list(dict.fromkeys(keys)))
    if all(isinstance(key, int | np.integer) for key in keys):
        return np.array(keys, dtype=np.int64)
    if all(isinstance(key, int | float | np.number) for key in keys):
        return np.array(keys, dtype=np.float64)
    held = np.empty(len(keys), dtype=object)
    held[:] = keys
    return pd.Index(held, tupleize_cols=False).infer_objects()


def _rank(key: str) -> int:
    if key.startswith(ALTERNATIVE):
        return -1
    return KEYS.index(key) if key in KEYS else len(KEYS)


def _series(col: Column, cells: Sequence[Cell], language: Language) -> "pd.Series[Any]":
    import pandas as pd

    held, raw = col.held, [_raw(cell, language) for cell in cells]
    if held == "number":
        return pd.Series([_number(cell) for cell in raw], dtype="float64")
    if held == "whole":
        lacks = col.may_lack or any(cell is None for cell in raw)
        return pd.Series(raw, dtype="Int64" if lacks else "int64")
    if held == "flag":
        return pd.Series(raw, dtype="bool")
    texts = [cell if cell is None else str(cell) for cell in raw]
    if held == "date":
        return pd.to_datetime(pd.Series(texts, dtype="object"), format="ISO8601").astype("datetime64[s]")
    if held == "category":
        known = dict.fromkeys([*col.categories, *(text for text in texts if text)])
        return pd.Series(pd.Categorical([text or None for text in texts], categories=list(known)))
    return pd.Series(texts, dtype="str")


def _raw(cell: Cell, language: Language) -> str | float | None:
    """Return what a frame holds of a cell; a number that is not there is None."""
    if isinstance(cell, Text | Quoted):
        return cell.in_language(language)
    if isinstance(cell, Keyed):
        return cell.key
    if isinstance(cell, Verdict):
        return cell.value
    number = cell.value if isinstance(cell, Figure) else cell
    return None if isinstance(number, float) and isnan(number) else number


def _number(cell: str | float | None) -> float:
    return float(cell) if isinstance(cell, int | float) else nan


def _labelled(col: Column, cells: Sequence[Cell], language: Language) -> "pd.Series[Any]":
    """Return what readers see of a column: numbers unrounded, else the words for a key."""
    is_in_words = any(isinstance(cell, Text | str) for cell in cells)
    if col.held != "category" and col.held != "text" and (col.held == "date" or not is_in_words):
        return _series(col, cells, language)
    import pandas as pd

    return pd.Series([_words(col, cell, language) for cell in cells], dtype="str")


def _words(col: Column, cell: Cell, language: Language) -> str | None:
    return None if cell is None else written(cell, col.kind, language)


def _years_beside(
    shown: Sequence[tuple[int, Column]], rows: Sequence[Row], language: Language
) -> "pd.DataFrame | None":
    """Return the table with a column a year; None where it is not of numbers by year alone."""
    import pandas as pd

    years = [i for i, col in shown if col.key == "year"]
    names = [(i, col) for i, col in shown if col.key != "year" and (col.key in KEYS or col.held == "category")]
    values = [(i, col) for i, col in shown if col.key != "year" and (i, col) not in names]
    if not rows or not years or not values or any(col.held != "number" for _, col in values):
        return None
    if any(isinstance(row[i], Text | str) for row in rows for i, _ in values):
        # ranges over many paths are told in words
        return None
    found: dict[tuple[str | None, ...], dict[Any, float]] = {}
    for row in rows:
        named = tuple(_words(col, row[i], language) for i, col in names)
        for i, col in values:
            line = (*named, col.heading.in_language(language)) if len(values) > 1 else named
            by_year = found.setdefault(line, {})
            if row[years[0]] in by_year:
                return None
            by_year[row[years[0]]] = _number(_raw(row[i], language))
    heads = [col.heading.in_language(language) for _, col in names]
    heads += [WHAT.in_language(language)] if len(values) > 1 else []
    listed = sorted({year for by_year in found.values() for year in by_year})
    records = [(*line, *(by_year.get(year, nan) for year in listed)) for line, by_year in found.items()]
    return pd.DataFrame(records, columns=[*heads, *listed])


WHAT = Text("项目", "figure")
"""Heads the names of numbers that stand one below the other."""
