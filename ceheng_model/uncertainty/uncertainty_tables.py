"""Write an uncertainty as tables: spreads, correlations, settings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ceheng_model.arithmetic import Array
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import Keyed, Text

_NUMBER = Column(key="number", heading=Text("序号", "no."), kind="year")


class CellName(NamedTuple):
    """Name one cell of (group, component) with its number in the correlation matrix."""

    number: int
    group: Keyed
    component: Keyed


def spread_table(cells: Sequence[CellName], common: Array, own: Array, both: Array) -> Table:
    """Return one row a group and component; `common`, `own` and `both` are standard deviations."""
    columns = (
        _NUMBER,
        *_named(cells),
        Column(key="standard_deviation", heading=Text("标准差", "spread"), kind="points"),
        Column(key="own_spread", heading=Text("本地标准差", "region's own"), kind="points"),
        Column(key="combined", heading=Text("合成标准差", "both"), kind="points"),
    )
    values = zip(*(array.ravel().tolist() for array in (common, own, both)), strict=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple((*cell, *value) for cell, value in zip(cells, values, strict=True))
    note = Text(
        "年增速的标准差，百分点；合成：共同波动与本地波动的方差相加",
        "standard deviation of yearly growth, percentage points; both: the variances of the common and "
        "of the region's own shocks add",
    )
    title = Text("增速的不确定性", "Uncertainty of growth")
    return Table(name="uncertainty", title=title, columns=columns, drops=("own_spread",), rows=rows, notes=(note,))


def correlation_table(cells: Sequence[CellName], correlation: Array) -> Table:
    """Return the correlation matrix of the common shocks, its columns headed by the rows' numbers."""
    named = tuple(replace(col, shown=False) for col in _named(cells))
    matrix = (
        Column(key=f"{group.key}.{component.key}", heading=Text.same(number), kind="ratio")
        for number, group, component in cells
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (*cell, *row.tolist()) for cell, row in zip(cells, correlation, strict=True)
    )
    note = Text("序号见上表", "the numbers are those of the table above")
    title = Text("相关系数", "Correlations")
    return Table(
        name="correlation", title=title, columns=(_NUMBER, *named, *matrix), is_matrix=True, rows=rows, notes=(note,)
    )


def _named(cells: Sequence[CellName]) -> tuple[Column, Column]:
    """Return the columns that name a cell."""
    groups = tuple(dict.fromkeys(cell.group.key for cell in cells))
    components = tuple(dict.fromkeys(cell.component.key for cell in cells))
    return column("group", among=groups), column("component", among=components)


def settings_table(settings: Sequence[tuple[Keyed, Cell]], notes: tuple[Text, ...]) -> Table:
    """Return one row a setting, and in words how the figures came about."""
    columns = (
        Column(key="setting", heading=Text("设定", "setting"), kind="label"),
        Column(key="value", heading=Text("取值", "value"), kind="label"),
    )
    title = Text("设定与来源", "Settings and source")
    return Table(name="settings", title=title, columns=columns, rows=tuple(settings), notes=notes)
