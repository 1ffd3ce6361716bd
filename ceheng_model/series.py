"""Hold published income series: the national one that ships, or any of the same form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from numbers import Integral, Real
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ceheng_model.arithmetic import average_annual_growth
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.files import Row, header_faults, number, read_rows, shipped
from ceheng_model.tables import Cell, Column, Shown, Table, column
from ceheng_model.vocabulary import COMPONENTS, Text

if TYPE_CHECKING:
    import pandas as pd

SERIES_COLUMNS = ("year", "group", "item", "level_yuan", "published_growth_percent", "growth_basis")
TOTAL_ITEM = "disposable_income"

_NEEDED_COLUMNS = SERIES_COLUMNS[:4]
_GROUPS = ("all", "urban", "rural")
_ITEMS = (TOTAL_ITEM, *COMPONENTS, "median", "gdp")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PublishedSeries(Shown):
    """Hold levels in yuan and printed growth rates by group, item and year.

    >>> national = load_series()
    >>> national.level("rural", "wages", 2021)
    7958.0
    >>> round(national.growth("rural", "wages", 2021), 4)
    0.1411
    """

    name: str
    levels: Mapping[tuple[str, str, int], float]
    published_growth: Mapping[tuple[str, str, int], float]
    """Growth as printed, a fraction; totals are real where `growth_basis` says so."""
    growth_basis: Mapping[tuple[str, str, int], str]

    def level(self, group: str, item: str, year: int) -> float | None:
        """Return a published level, or None where none is given."""
        return self.levels.get((group, item, year))

    def first_year(self, group: str, item: str, *, default: int) -> int:
        """Return the first year with a published level, or the default where there is none."""
        return min((key[2] for key in self.levels if key[:2] == (group, item)), default=default)

    def growth(self, group: str, item: str, year: int) -> float | None:
        """Return nominal growth recomputed from two published levels, or None."""
        return self.average_growth(group, item, first=year - 1, last=year)

    def average_growth(self, group: str, item: str, *, first: int, last: int) -> float | None:
        """Return the average annual growth from the level of `first` to that of `last`, or None."""
        start, end = self.level(group, item, first), self.level(group, item, last)
        if start is None or end is None:
            return None
        return float(average_annual_growth(start, end, years=last - first))

    def tables(self) -> tuple[Table, ...]:
        """Return one table with levels and printed growth."""
        keys = sorted(
            self.levels.keys() | self.published_growth.keys(),
            key=lambda key: (_GROUPS.index(key[0]), _ITEMS.index(key[1]), key[2]),
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (*key, self.levels.get(key), self.published_growth.get(key), self.growth_basis.get(key)) for key in keys
        )
        columns = (
            column("group"),
            Column(key="item", heading=Text("项目", "item"), kind="label"),
            column("year", "year"),
            Column(key="level_yuan", heading=Text("水平（元）", "level (yuan)"), kind="yuan"),
            Column(key="published_growth", heading=Text("公布增速", "published growth"), kind="percent", decimals=1),
            Column(key="growth_basis", heading=Text("口径", "basis"), kind="label"),
        )
        return (
            Table(
                name=self.name,
                title=Text(f"公布的收入序列：{self.name}", f"Published income series: {self.name}"),
                columns=columns,
                rows=rows,
            ),
        )


def load_series(path: Path | str | None = None) -> PublishedSeries:
    """Read a published series; without a path, the national one of the Bureau of Statistics.

    Raises `InputError` with every fault of the file.
    """
    source = shipped("nbs_income.csv") if path is None else Path(path)
    return _from_rows(read_rows(source, SERIES_COLUMNS), name=source.stem)


def series_from_frame(frame: "pd.DataFrame", *, name: str = "frame") -> PublishedSeries:
    """Return the published series that a pandas frame holds, in the columns of the series file.

    `published_growth_percent` and `growth_basis` may be left out; rows that are empty are passed over.
    Raises `InputError` with every fault, its place named as ``frame.iloc[3]``, counted from 0.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": [2020, 2021], "group": "rural", "item": "wages", "level_yuan": [100.0, 110.0]})
    >>> round(series_from_frame(frame).growth("rural", "wages", 2021), 12)
    0.1
    """
    header = [str(key) for key in frame.columns]
    place = Text(name, name)
    raise_faults(header_faults(header, _NEEDED_COLUMNS, optional=SERIES_COLUMNS[len(_NEEDED_COLUMNS) :], place=place))
    empty = dict.fromkeys(SERIES_COLUMNS, "")
    records = frame.itertuples(index=False, name=None)
    rows = [
        _FrameRow(Path(name), position, {**empty, **dict(zip(header, map(_cell, record), strict=True))})
        for position, record in enumerate(records)
    ]
    return _from_rows((row for row in rows if any(row.cells.values())), name=name)


class _FrameRow(Row):
    """Name the places of a frame's rows, which have no line."""

    __slots__ = ()

    def place(self, column: str) -> Text:
        """Return the place of one cell for a message."""
        row = f"{self.path}.iloc[{self.line}]"
        return Text(f"{row} {column} 列", f"{row}, column {column}")

    def repeated(self, column: str, first_line: int) -> Fault:
        """Return the fault of a row that says again what an earlier row said."""
        return replace(super().repeated(column, first_line), got=f"{self.path}.iloc[{first_line}]")


def _from_rows(rows: Iterable[Row], *, name: str) -> PublishedSeries:
    levels: dict[tuple[str, str, int], float] = {}
    growth: dict[tuple[str, str, int], float] = {}
    basis: dict[tuple[str, str, int], str] = {}
    faults: list[Fault] = []
    seen: dict[tuple[str, str, int], int] = {}
    unit = Text("水平以元计，增速以百分数计", "levels are in yuan, printed growth in per cent")
    for row in rows:
        key = (row.option("group", _GROUPS, faults), row.option("item", _ITEMS, faults), row.year("year", faults))
        if key in seen:
            faults.append(row.repeated("year", seen[key]))
        seen[key] = row.line
        what = Text(f"{key[2]}年 {key[0]} {key[1]}", f"{key[0]} {key[1]} {key[2]}")
        if row.cells["level_yuan"]:
            levels[key] = row.number("level_yuan", faults, what=what, unit=unit)
        if row.cells["published_growth_percent"]:
            printed = row.number("published_growth_percent", faults, what=what, unit=unit)
            # a cell with a per cent sign is read as a fraction already
            signed = row.cells["published_growth_percent"].endswith(("%", "％"))
            # read anew with the sign: decimal reading is exact, a division by 100 may not be
            exact = number(f"{row.cells['published_growth_percent']}%")
            growth[key] = printed if signed or exact is None else exact
            basis[key] = row.option("growth_basis", ("nominal", "real"), faults)
    raise_faults(faults)
    return PublishedSeries(
        name=name,
        levels=MappingProxyType(levels),
        published_growth=MappingProxyType(growth),
        growth_basis=MappingProxyType(basis),
    )


def _cell(value: Any) -> str:
    """Return a frame's value as a file would write it: nothing for a gap, whole numbers without a point."""
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    # a column with gaps holds its years as floats
    if isinstance(value, Real) and not isinstance(value, Integral) and float(value).is_integer():
        return f"{float(value):.0f}"
    return str(value).strip()
