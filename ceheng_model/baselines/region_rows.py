"""Read the figures of many regions from a frame or a CSV file into columns of plain cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import NOTHING, Fault, InputError, raise_faults
from ceheng_model.files import number, read_rows
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("region", "group", "component", "value_yuan")
OPTIONAL = ("year", "share_case", "concept", "status", "source", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRows:
    """Hold the rows column by column, and say where each of them stands."""

    origin: str
    """What the figures were read from."""
    columns: dict[str, list[str]]
    """Texts by column, empty where nothing was given."""
    values: Array
    """Yuan, shape ``(row,)``; NaN where there was no number."""
    cells: Sequence[object]
    """The values as they came."""
    row: Callable[[int], Text]
    """Name of a row."""
    file: str = ""
    """Path of a file; empty for a frame."""

    def place(self, at: int, column: str) -> Text:
        """Return the place of a cell for a message."""
        row, file = self.row(at), f"{self.file} " if self.file else ""
        return Text(f"{file}{row.zh} {column} 列", f"{file}{row.en}, column {column}")


def region_rows(given: "pd.DataFrame | Path | str") -> RegionRows:
    """Return the rows of a frame or of a CSV file.

    Raises `InputError` for missing, unknown and repeated columns, for a table without rows, and for what is
    neither a frame nor a path.
    """
    rows = _of_file(Path(given)) if isinstance(given, Path | str) else _of_frame(given)
    if not rows.cells:
        what, rule = Text("各地区的表", "the table of regions"), Text("有数据行", "have rows")
        way_out = Text(
            "每个地区、人群给出合计或四项构成", "give the total or the four components of every region and group"
        )
        place = Text(rows.file, rows.file) if rows.file else None
        raise InputError(Fault(what=what, rule=rule, got=NOTHING, way_out=way_out, place=place))
    return rows


def _of_file(path: Path) -> RegionRows:
    rows = read_rows(path, NEEDED, optional=OPTIONAL)
    columns = {name: [row.cells.get(name, "") for row in rows] for name in (*NEEDED, *OPTIONAL)}
    cells = columns.pop("value_yuan")
    values = np.array([_amount(cell) for cell in cells], dtype=float)
    lines = [row.line for row in rows]

    def named(at: int) -> Text:
        return Text(f"第{lines[at]}行", f"line {lines[at]}")

    return RegionRows(origin=str(path), columns=columns, values=values, cells=cells, row=named, file=str(path))


def _of_frame(frame: Any) -> RegionRows:
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        what, rule = (
            Text("各地区的基数", "the baselines of the regions"),
            Text("为数据框或 CSV 路径", "be a frame or a path"),
        )
        listed = ", ".join(NEEDED)
        way_out = Text(f"给出含 {listed} 列的 DataFrame", f"give a DataFrame with the columns {listed}")
        raise InputError(Fault(what=what, rule=rule, got=type(frame).__name__, way_out=way_out))
    names = [str(name) for name in frame.columns]
    raise_faults(_column_faults(names))
    held = dict(zip(names, (frame.iloc[:, at].tolist() for at in range(len(names))), strict=True))
    cells = held.pop("value_yuan")
    values = np.array([_amount(cell) for cell in cells], dtype=float)
    count = len(frame)
    columns = {
        name: [cell if type(cell) is str else _text(cell) for cell in held[name]] if name in held else [""] * count
        for name in (*NEEDED, *OPTIONAL)
        if name != "value_yuan"
    }
    return RegionRows(origin="DataFrame", columns=columns, values=values, cells=cells, row=_frame_row)


def _frame_row(at: int) -> Text:
    return Text(f"数据框第{at}行（从0数起）", f"row {at} of the frame (counted from 0)")


def _column_faults(names: list[str]) -> list[Fault]:
    listed = ", ".join((*NEEDED, *OPTIONAL))
    way_out = Text(f"可用的列：{listed}", f"the columns are: {listed}")
    faults = [
        Fault(what=Text(f"{name} 列", f"column {name}"), rule=Text("存在", "be there"), got=NOTHING, way_out=way_out)
        for name in NEEDED
        if name not in names
    ]
    for position, name in enumerate(names):
        if name not in (*NEEDED, *OPTIONAL) or name in names[:position]:
            what = Text("数据框的列名", "the name of a column of the frame")
            rule = Text("为已知且不重复的列名", "be known and not repeated")
            faults.append(Fault(what=what, rule=rule, got=name, way_out=way_out))
    return faults


def _text(cell: object) -> str:
    # missing cells of a frame: None, NaN and pandas.NA, which equals nothing
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:
        return ""
    return str(cell)


def _amount(cell: Any) -> float:
    if isinstance(cell, str):
        found = number(cell)
        return float("nan") if found is None else found
    try:
        value = float("nan") if isinstance(cell, bool | np.bool_) else float(cell)
    except (TypeError, ValueError):
        return float("nan")
    return value if isfinite(value) else float("nan")
