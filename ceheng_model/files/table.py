"""Find the columns of a table: a CSV file, a sheet of a workbook or a pandas frame become rows."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf
from numbers import Rational
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ceheng_model.characters import plain
from ceheng_model.errors import NOTHING, THERE, Fault, InputError, Remark, raise_faults
from ceheng_model.files.encodings import BIG5, may_be_big5
from ceheng_model.files.formats import NOTHING_ASKED, Opening, open_grid, require_file
from ceheng_model.files.grid import Form, FormattedNumber, Grid, Uncalculated
from ceheng_model.files.heading_row import MOST_ABOVE, HeadingRow, find_headings, folded, keys_of, unit_of
from ceheng_model.files.rows import Rows
from ceheng_model.files.spreadsheets.sheet import letters
from ceheng_model.files.table_kinds import TableKind, kind_of, kind_read
from ceheng_model.files.values import as_text
from ceheng_model.vocabulary import NO_TEXT, Template, Text

if TYPE_CHECKING:
    import pandas as pd

FRAME = "frame"
"""Name of a frame in messages."""

_TABLE = Text("表", "the table")
_COLUMN = Template("{name} 列", "column {name}")
_QUOTED = Template("“{name}”列", "column {name}")
_THERE = Template("；该行已有：{headings}", "; there already: {headings}")
_GIVE_FRAME = Template("给出含 {columns} 列的 DataFrame", "give a DataFrame with the columns {columns}")
_KIND = Text("表的种类", "the kind of the table")
_BE_KIND = Template("为{kind}", "be {kind}")
_LOOKS_LIKE = Template("像是{kind}", "it looks like {kind}")
_COLUMNS = Template("{names} 列", "the columns {names}")
_OF_COLUMNS = Template("第{places}列的列名", "the names of columns {places}")
_KNOWN = Text("为已知且不重复的列名", "be known and not repeated")
_MOST_APART = 3
"""Columns of which each has a message of its own; more have one cause and one message."""
_FIRST_ROW = Template("首行各格：{cells}", "the row is {cells}")
_BESIDE = Template(
    "列名以外的 {count} 个单元格未读入：{cells}", "{count} cells beside the columns with headings are left out: {cells}"
)
_MOST_BESIDE = 5
"""Cells that a remark names; it counts all."""
_SERIALS = frozenset(map(folded, ("序号", "行号", "No.", "No")))
"""Headings of columns that count the rows, which tables of officials nearly always have."""
_REMARKS = frozenset(map(folded, ("备注", "Remarks")))
"""Headings of columns of remarks on rows."""
_NOT_READ = Template("“{names}”列未读入", "not read: {names}")
_FRAME_GAPS = ("nan", "NaT", "<NA>")
"""What pandas writes into a frame of texts where there is nothing."""


def read_table(
    source: "Path | str | pd.DataFrame",
    columns: Sequence[str],
    *,
    optional: Sequence[str] = (),
    headings: Mapping[str, Text] | None = None,
    labels: Mapping[str, Text] | None = None,
    opening: Opening = NOTHING_ASKED,
    frame_name: str = FRAME,
    what: Text = _TABLE,
    faults: list[Fault] | None = None,
) -> Rows:
    """Return the rows of a table that has the `columns`, the `optional` ones if it likes, and no others.

    A path is that of a workbook or of a CSV file, as its content says; `opening` names its sheet and its encoding.
    Columns may stand in any order, under their keys or under the names that `headings` gives in either language.
    They stand in the first row that names all of the `columns`; titles above it, notes below the table, columns and
    rows without any content are passed over, so are columns of serial numbers and of remarks that are no columns of
    the table; `Rows.remarks` says which titles, notes and columns were. Spaces around cells are dropped. `faults` is
    the list to which cells add what is wrong with them.

    Raises `InputError` with every missing, unknown or repeated column, every row of a file with too many or too
    few cells, every formula without a stored result, and for what is no table; `what` then names the table.

    >>> import pandas as pd
    >>> from ceheng_model.files import RATE
    >>> rows = read_table(pd.DataFrame({"year": [2022.0, None], "value": ["12%", None]}), ("year", "value"))
    >>> [(row.year("year"), row.number("value", unit=RATE, way_out=Text("", ""))) for row in rows]
    [(2022, 0.12)]
    """
    names = headings or {}
    if isinstance(source, str | Path):
        raw = _of_grid(open_grid(Path(source), opening), columns, names)
    else:
        frame = _frame(source, columns, what)
        require_file(Text.same(frame_name), opening)
        raw = _of_frame(frame, columns, names, frame_name)
    width = len(raw.keys)
    raw = _without_asides(raw, _known(columns, optional, names))
    rows = Rows(
        name=raw.name,
        form=raw.form,
        headings=dict(zip(raw.keys, raw.header, strict=True)),
        positions=dict(zip(raw.keys, raw.positions, strict=True)),
        labels=labels or {},
        faults=[] if faults is None else faults,
        lines=raw.lines,
        cells=dict(zip(raw.keys, raw.columns, strict=True)),
        remarks=list(raw.remarks),
    )
    wrong = [*_header_faults(rows, raw, columns, optional, names, what), *raw.faults]
    wrong += [_ragged(width, count, place=rows.row_place(line)) for line, count in raw.ragged]
    if rows.form == "excel":
        wrong += _uncalculated(rows)
    raise_faults(wrong)
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """Hold the columns of a source before they have a meaning, rows without content left out."""

    name: str
    form: Form
    header: Sequence[str]
    """The headings as they stand there."""
    keys: Sequence[str]
    """What they name."""
    header_line: int
    """Where the headings stand."""
    positions: Sequence[int]
    """Where each column stands, counted from 0."""
    columns: Sequence[Sequence[object]]
    """The cells under each heading."""
    lines: Sequence[int]
    ragged: Sequence[tuple[int, int]] = ()
    """Lines of a file with more or fewer cells than its header, and how many; they are in no column."""
    remarks: Sequence[Remark] = ()
    faults: Sequence[Fault] = ()
    """Of rows around the table."""
    first_rows: Sequence[Sequence[str]] = ()
    """The rows among which the headings were looked for."""


def _frame(source: object, columns: Sequence[str], what: Text) -> "pd.DataFrame":
    import pandas as pd

    if not isinstance(source, pd.DataFrame):
        raise InputError(_no_table(source, columns, what))
    return source


def _of_frame(frame: "pd.DataFrame", columns: Sequence[str], names: Mapping[str, Text], name: str) -> _Raw:
    header = [str(name) for name in frame.columns]
    cells = [_frame_cells(frame.iloc[:, at].tolist()) for at in range(len(header))]
    filled = _filled(cells, len(frame))
    return _Raw(
        name=name,
        form="frame",
        header=header,
        keys=keys_of(header, columns, names),
        header_line=0,
        positions=range(len(header)),
        columns=_in_units(header, [_taken(column, filled) for column in cells]),
        lines=filled,
        first_rows=[header],
    )


def _of_grid(grid: Grid, columns: Sequence[str], names: Mapping[str, Text]) -> _Raw:
    """Return what stands under the headings."""
    found = find_headings(grid, columns, names)
    body = _body(grid, found)
    held = list(zip(*body.rows, strict=True)) or [()] * len(found.headings)
    # spreadsheets write columns in which nothing stands
    kept = [at for at, heading in enumerate(found.headings) if heading or any(cell is not None for cell in held[at])]
    return _Raw(
        name=grid.name,
        form=grid.form,
        header=[found.headings[at] for at in kept],
        keys=[found.keys[at] for at in kept],
        header_line=grid.lines[found.at] if grid.lines else 1,
        positions=kept,
        columns=_in_units([found.headings[at] for at in kept], [held[at] for at in kept]),
        lines=body.lines,
        ragged=body.ragged,
        faults=found.faults,
        first_rows=[[as_text(cell) for cell in row] for row in grid.rows[:MOST_ABOVE]],
        remarks=(*grid.remarks, *found.remarks, *([_beside(grid.place, body.beside)] if body.beside else [])),
    )


def _in_units(headings: Sequence[str], columns: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    """Return the cells of columns, each number with the unit that its heading gives, as if it stood behind it."""
    units = (unit_of(heading) for heading in headings)
    return [
        [_with_unit(cell, unit) for cell in column] if unit and unit not in _PLAIN_UNITS else column
        for unit, column in zip(units, columns, strict=True)
    ]


def _with_unit(cell: object, unit: str) -> object:
    text = "" if isinstance(cell, FormattedNumber | Uncalculated) else plain(as_text(cell))
    return f"{text}{unit}" if _BARE_NUMBER.fullmatch(text) else cell


_PLAIN_UNITS = ("元", "人")
"""Units in which numbers are read as they stand."""
_BARE_NUMBER = re.compile(r"[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?")


class _Body(NamedTuple):
    """Hold the rows between headings and notes, each as wide as the headings."""

    lines: list[int]
    rows: list[Sequence[object]]
    ragged: list[tuple[int, int]]
    """Lines of a file that are no rows, with the number of their cells."""
    beside: list[str]
    """Addresses of cells that stand beside the columns with headings."""


def _body(grid: Grid, found: HeadingRow) -> _Body:
    width = len(found.headings)
    body = _Body([], [], [], [])
    rows = slice(found.at + 1, found.below)
    for line, cells in zip(grid.lines[rows], grid.rows[rows], strict=True):
        count = len(cells)
        if count == width:
            body.lines.append(line)
            body.rows.append(cells)
        elif grid.form == "csv" and (count < width or any(cell is not None for cell in cells[width:])):
            body.ragged.append((line, count))
        else:
            # whoever writes notes beside a table means no column
            filled = (at for at, cell in enumerate(cells, start=1) if at > width and cell is not None)
            body.beside.extend(f"{letters(at)}{line}" for at in filled)
            if any(cell is not None for cell in cells[:width]):
                body.lines.append(line)
                body.rows.append([*cells[:width], *[None] * (width - count)])
    return body


def _beside(place: Text, cells: Sequence[str]) -> Remark:
    named = Text.listed(cells[:_MOST_BESIDE]) + Text.same(" …" if len(cells) > _MOST_BESIDE else "")
    return Remark(text=_BESIDE.format(count=len(cells), cells=named), place=place, is_warning=False)


def _filled(columns: Sequence[Sequence[object]], count: int) -> Sequence[int]:
    """Return the positions of the rows that hold anything."""
    # nearly always one of the columns is full, and no row has to be looked at
    if any(None not in column for column in columns):
        return range(count)
    return [at for at, row in enumerate(zip(*columns, strict=True)) if any(cell is not None for cell in row)]


def _taken(column: Sequence[object], positions: Sequence[int]) -> Sequence[object]:
    return column if len(positions) == len(column) else [column[at] for at in positions]


def _frame_cells(cells: list[object]) -> list[object]:
    """Return the cells of one column of a frame, None where there is nothing."""
    if set(map(type, cells)) == {str}:
        # few texts differ in a long column: each is looked at once
        meant = {text: _frame_cell(text) for text in set(cells)}
        return [meant[text] for text in cells]
    return [_frame_cell(cell) for cell in cells]


def _frame_cell(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        return None if not text or text in _FRAME_GAPS else text
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    if isinstance(value, Rational):
        return value if _is_finite(value) else inf
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def _is_finite(value: Rational) -> bool:
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _known(columns: Sequence[str], optional: Sequence[str], names: Mapping[str, Text]) -> Sequence[str]:
    return list(names) or [*columns, *optional]


def _without_asides(raw: _Raw, known: Collection[str]) -> _Raw:
    """Return a table without the columns that count its rows or remark on them and are none of those it may have."""
    named = {at: folded(heading) for at, heading in enumerate(raw.header) if raw.keys[at] not in known}
    asides = [at for at, heading in named.items() if heading in _SERIALS | _REMARKS]
    if not asides:
        return raw
    columns = list(raw.columns)
    for at in asides:
        if named[at] in _SERIALS and at + 1 < len(columns):
            columns[at + 1] = _unmerged(columns[at], columns[at + 1])
    kept = [at for at in range(len(columns)) if at not in asides]
    # forms number rows that nobody has filled in
    filled = _filled([columns[at] for at in kept], len(raw.lines)) if kept else range(0)
    said = _NOT_READ.format(names=Text.join((Text.same(raw.header[at]) for at in asides), zh="”“"))
    return replace(
        raw,
        header=[raw.header[at] for at in kept],
        keys=[raw.keys[at] for at in kept],
        positions=[raw.positions[at] for at in kept],
        columns=[_taken(columns[at], filled) for at in kept],
        lines=[raw.lines[at] for at in filled],
        remarks=(*raw.remarks, Remark(text=said, place=Text.same(raw.name), is_warning=False)),
    )


def _unmerged(serials: Sequence[object], beside: Sequence[object]) -> Sequence[object]:
    """Return the cells of a column; where one is empty, the words before it, written over both columns as 合计 is."""
    return [
        serial if cell is None and isinstance(serial, str) and not _BARE_NUMBER.fullmatch(plain(serial)) else cell
        for serial, cell in zip(serials, beside, strict=True)
    ]


def _header_faults(
    rows: Rows, raw: _Raw, columns: Sequence[str], optional: Sequence[str], names: Mapping[str, Text], what: Text
) -> list[Fault]:
    """Return the faults of a header: columns that are missing, unknown or there twice."""
    known = _known(columns, optional, names)
    are = Text("可用的列：", "the columns are: ") if optional else Text("应有的列：", "the columns are: ")
    way_out = are + Text.join(names.get(key, Text.same(key)) for key in known)
    place = rows.place if rows.form == "frame" else rows.row_place(raw.header_line)
    there = [heading for heading, key in zip(raw.header, raw.keys, strict=True) if key in columns]
    found = _THERE.format(headings=Text.listed(there)) if there else NO_TEXT
    missing = [key for key in columns if key not in raw.keys]
    strange = [at for at, key in enumerate(raw.keys) if key not in known or key in raw.keys[:at]]
    if len(missing) + len(strange) > 1:
        read, there_is = kind_read(columns), kind_of(raw.first_rows)
        if there_is is not None and there_is is not read:
            return [_other_kind(there_is, read, what, way_out, rows.place)]
    if len(missing) > 1 and not there and rows.form != "frame":
        hint = BIG5 if rows.form == "csv" and may_be_big5("".join(raw.header)) else NO_TEXT
        return [_no_heading(raw, way_out + hint, place)]
    return [
        *_missing_columns(missing, names, way_out + found, place),
        *_strange_columns(raw, strange, way_out, place),
    ]


def _other_kind(there: TableKind, read: TableKind | None, what: Text, way_out: Text, place: Text) -> Fault:
    """Return the one fault of a table of another kind than the one that is read."""
    rule = _BE_KIND.format(kind=what if read is None else read.name)
    return Fault(what=_KIND, rule=rule, got=_LOOKS_LIKE.format(kind=there.name), way_out=way_out, place=place)


def _missing_columns(missing: Sequence[str], names: Mapping[str, Text], way_out: Text, place: Text) -> list[Fault]:
    if len(missing) <= _MOST_APART:
        return [_missing_column(key, names, way_out, place) for key in missing]
    listed = Text.join((Text(names[key].zh, key) if key in names else Text.same(key) for key in missing), zh="、")
    return [Fault(what=_COLUMNS.format(names=listed), rule=THERE, got=NOTHING, way_out=way_out, place=place)]


def _strange_columns(raw: _Raw, strange: Sequence[int], way_out: Text, place: Text) -> list[Fault]:
    if len(strange) <= _MOST_APART:
        return [_strange_column(raw, at, way_out, place) for at in strange]
    places = Text.join((Text.same(str(raw.positions[at] + 1)) for at in strange), zh="、")
    got = Text.join((Text.same(raw.header[at]) for at in strange), zh="、")
    return [Fault(what=_OF_COLUMNS.format(places=places), rule=_KNOWN, got=got, way_out=way_out, place=place)]


def _missing_column(key: str, names: Mapping[str, Text], way_out: Text, place: Text) -> Fault:
    what = _QUOTED.format(name=Text(names[key].zh, key)) if key in names else _COLUMN.format(name=key)
    return Fault(what=what, rule=THERE, got=NOTHING, way_out=way_out, place=place)


def _strange_column(raw: _Raw, at: int, way_out: Text, place: Text) -> Fault:
    place_in_row = raw.positions[at] + 1
    return Fault(
        what=Text(f"第{place_in_row}列的列名", f"the name of column {place_in_row}"),
        rule=_KNOWN,
        got=raw.header[at],
        way_out=way_out,
        place=place,
    )


def _no_heading(raw: _Raw, way_out: Text, place: Text) -> Fault:
    """Return the fault of a file in none of whose first rows a column that is needed has its name."""
    cells = [cell for cell in raw.header if cell]
    return Fault(
        what=Text("列名一行", "the row of headings"),
        rule=Text(f"在前{MOST_ABOVE}行之内", f"be among the first {MOST_ABOVE} rows"),
        got=_FIRST_ROW.format(cells=Text.listed(cells)) if cells else NOTHING,
        way_out=way_out,
        place=place,
    )


def _ragged(expected: int, came: int, *, place: Text) -> Fault:
    return Fault(
        what=Text("单元格个数", "the number of cells"),
        rule=Text(f"为 {expected}", f"be {expected}"),
        got=came,
        way_out=Text("含逗号的文字请加引号", "put quotes around text that holds a comma"),
        place=place,
    )


def _uncalculated(rows: Rows) -> Iterator[Fault]:
    for row in rows:
        for column in rows.cells:
            cell = row[column]
            if isinstance(cell, Uncalculated):
                yield Fault(
                    what=Text("单元格", "the cell"),
                    rule=Text("存有公式的计算结果", "hold the result of its formula"),
                    got=cell.formula,
                    way_out=Text(
                        "用表格软件打开并保存一次，或直接写数",
                        "open and save it in a spreadsheet, or write the number",
                    ),
                    place=row.place(column),
                )


def _no_table(source: object, columns: Sequence[str], what: Text) -> Fault:
    return Fault(
        what=what,
        rule=Text("为数据框或文件路径", "be a frame or a path"),
        got=type(source).__name__,
        way_out=_GIVE_FRAME.format(columns=Text.listed(columns)),
    )
