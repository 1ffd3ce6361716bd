"""Hold published income series: the national one that ships, or any of the same form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.arithmetic import average_annual_growth
from ceheng_model.doors import door
from ceheng_model.errors import Remark, between, raise_faults, told_once
from ceheng_model.files import FRAME, PERCENT, Encoding, Opening, Row, money_unit, path_or_named, read_table, shipped
from ceheng_model.official import OfficialTable
from ceheng_model.official.tidy_rows import history_rows, rows_of
from ceheng_model.plausibility import Yardstick
from ceheng_model.tables import Cell, Column, Shown, Table, column
from ceheng_model.terms import UNSPLIT, YUAN_WORD, Terms
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Template, Text, label_of

if TYPE_CHECKING:
    import pandas as pd

TOTAL_ITEM = "disposable_income"

Key = tuple[str, str, int]
"""Group, item and year."""

_NEEDED = ("year", "group", "item", "level")
_PUBLISHED = Template("{year}{name}的公布数", "the published income of {name} {year}")
_YEAR = Template("{year}年", "{year}")
_OF_A_YEAR = Template("{year} {group} {item}", "{group} {item} {year}")
_LEVEL = Template("水平（{unit}）", "level ({unit})")
_OPTIONAL = ("published_growth_percent", "growth_basis")
_UNIT = Template("水平以{unit}计，增速以百分数计", "levels are in {unit}, printed growth in per cent")
# far beyond any income or product in any unit; growth between two such levels can still be squared
_SMALLEST, _LARGEST = 1e-6, 1e18
_OF_A_SIZE = between(f"{_SMALLEST:g}", f"{_LARGEST:g}")
_CHECK_UNIT = Text("核对小数点和单位", "check the decimal point and the unit")
SERIES_GROUPS = ("all", "urban", "rural")
"""Groups that any series may have, beside those of the plan that names it."""
SHIPPED_SERIES = {"national": "nbs_income.csv", "fujian": "fujian_income.csv"}
"""Series by component that ship, by name: what a spread can be estimated from."""
_SERIES = Text("序列（随附序列的名称，或文件的路径）", "the series (the name of one that ships, or a path)")
_ITEMS = (TOTAL_ITEM, *BUREAU_KEYS, "median", "gdp")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PublishedSeries(Shown):
    """Hold levels and printed growth rates by group, item and year.

    >>> national = load_series()
    >>> national.level("rural", "wages", 2021)
    7958.0
    >>> round(national.growth("rural", "wages", 2021), 4)
    0.1411
    """

    name: str
    unit: Text = YUAN_WORD
    levels: Mapping[Key, float]
    published_growth: Mapping[Key, float]
    """Growth as printed, a fraction; totals are real where `growth_basis` says so."""
    growth_basis: Mapping[Key, str]
    is_shipped: bool = False
    """Whether it came with the library and was asked for by its name, by which readers know whose it is."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the table that was read: rows left out, how an official one was read."""

    def level(self, group: str, item: str, year: int) -> float | None:
        """Return a published level, or None where none is given."""
        return self.levels.get((group, item, year))

    def item(self, group: str, component: str, *, is_whole: bool) -> str:
        """Return under which item a component stands.

        The total, for one that is the whole of what a group has.
        """
        held = any(key[:2] == (group, component) for key in self.levels)
        return TOTAL_ITEM if is_whole and not held else component

    def first_year(self, group: str, item: str, *, default: int) -> int:
        """Return the first year with a published level, or the default where there is none."""
        return min((key[2] for key in self.levels if key[:2] == (group, item)), default=default)

    def yardstick(self, group: str, year: int, *, called: Text, when: Text | None = None) -> Yardstick | None:
        """Return the total of a group in a year, as what other totals are held against; None if not published.

        `called` is what readers call the group in this series, `when` what they call the year.
        """
        level = self.level(group, TOTAL_ITEM, year)
        return (
            None
            if level is None
            else Yardstick(
                value=level, name=_PUBLISHED.format(year=when or _YEAR.format(year=year), name=called), unit=self.unit
            )
        )

    def growth(self, group: str, item: str, year: int) -> float | None:
        """Return nominal growth recomputed from two published levels, or None."""
        return self.average_growth(group, item, first_year=year - 1, last_year=year)

    def average_growth(self, group: str, item: str, *, first_year: int, last_year: int) -> float | None:
        """Return the average annual growth from the level of one year to that of another, or None."""
        start, end = self.level(group, item, first_year), self.level(group, item, last_year)
        if start is None or end is None:
            return None
        return float(average_annual_growth(start, end, years=last_year - first_year))

    def tables(self) -> tuple[Table, ...]:
        """Return one table with levels and printed growth."""
        held = dict.fromkeys((*self.levels, *self.published_growth))
        # the usual ones first, then those of the plan as they come
        groups = list(dict.fromkeys((*SERIES_GROUPS, *(group for group, _, _ in held))))
        items = list(dict.fromkeys((*_ITEMS, *(item for _, item, _ in held))))
        keys = sorted(
            held,
            key=lambda key: (groups.index(key[0]), items.index(key[1]), key[2]),
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (*key, self.levels.get(key), self.published_growth.get(key), self.growth_basis.get(key)) for key in keys
        )
        columns = (
            column("group"),
            Column(key="item", heading=Text("项目", "item"), kind="label"),
            column("year", "year"),
            Column(key="level", heading=_LEVEL.format(unit=self.unit), kind="yuan"),
            Column(key="published_growth", heading=Text("公布增速", "published growth"), kind="percent", decimals=1),
            Column(key="growth_basis", heading=Text("口径", "basis"), kind="label"),
        )
        return (
            Table(
                name=self.name,
                title=Text(f"公布的收入序列：{self.name}", f"Published income series: {self.name}"),
                columns=columns,
                drops=("growth_basis",),
                rows=rows,
            ),
        )


@door
def load_series(
    source: "Path | str | pd.DataFrame | OfficialTable | None" = None,
    *,
    name: str = "",
    terms: Terms | None = None,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> PublishedSeries:
    """Read a published series: CSV, a workbook or a pandas frame.

    Without one, the national series of the Bureau. Series that ship go by their names, ``national`` and ``fujian``.

    A file may be an official table as `read_official` takes it, which may be given itself, too: its annual figures
    of disposable income are taken, growth where the table says whether it is nominal or real.

    Groups are all, urban and rural, items the total (``disposable_income`` or ``total``), the Bureau's components,
    ``median`` and ``gdp``; with the `terms` of a plan also its own groups and components.
    Levels are in the unit of the `terms` of a plan, in yuan where none are given.

    `published_growth_percent` and `growth_basis` may be left out; rows that are empty are passed over. `name` is
    that of the file, or ``frame``, where none is given; of a workbook the `sheet` asked for is read, and a text in
    Big5 needs its `encoding`. Raises `InputError` with every fault, each with its place; of a frame that is
    ``frame.iloc[3]``, counted from 0.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": [2020, 2021], "group": "rural", "item": "wages", "level": [100.0, 110.0]})
    >>> round(load_series(frame).growth("rural", "wages", 2021), 12)
    0.1
    """
    given, usual = _found(source)
    unit = YUAN_WORD if terms is None else terms.unit
    rows = rows_of(
        given,
        tidy=lambda table, opening: read_table(
            table, _NEEDED, optional=_OPTIONAL, opening=opening, frame_name=name or usual
        ),
        official=history_rows,
        opening=Opening(sheet=sheet, encoding=encoding),
    )
    groups = tuple(dict.fromkeys((*SERIES_GROUPS, *(terms.group_keys if terms else ()))))
    items = tuple(dict.fromkeys((*_ITEMS, *(terms.component_keys if terms else ()))))
    levels: dict[Key, float] = {}
    growth: dict[Key, float] = {}
    basis: dict[Key, str] = {}
    first: dict[Key, Row] = {}
    for row in rows:
        before = len(row.faults)
        key = (row.option("group", groups), row.option("item", items, words={TOTAL: TOTAL_ITEM}), row.year("year"))
        # rows whose group, item or year could not be read say nothing of each other
        if key in first and len(row.faults) == before:
            row.repeated("year", first[key])
        first[key] = row
        when = _YEAR.format(year=key[2]) if terms is None else terms.year_label(key[2])
        what = _OF_A_YEAR.format(year=when, group=key[0], item=key[1])
        if row.has("level"):
            levels[key] = row.number("level", unit=money_unit(unit), what=what, way_out=_UNIT.format(unit=unit))
            if levels[key] != 0.0 and not _SMALLEST < abs(levels[key]) < _LARGEST and len(row.faults) == before:
                row.fault("level", _OF_A_SIZE, _CHECK_UNIT, what=what)
        if row.has("published_growth_percent"):
            growth[key] = row.number(
                "published_growth_percent", unit=PERCENT, what=what, way_out=_UNIT.format(unit=unit)
            )
            basis[key] = row.option("growth_basis", ("nominal", "real"))
    raise_faults(told_once(rows.faults))
    return PublishedSeries(
        name=name or usual,
        unit=unit,
        levels=levels,
        published_growth=growth,
        growth_basis=basis,
        is_shipped=isinstance(given, Path) and given == shipped(SHIPPED_SERIES.get(usual, "")),
        remarks=(*rows.remarks, *_unequal_sums(levels, terms, name or usual)),
    )


def _unequal_sums(levels: Mapping[Key, float], terms: Terms | None, name: str) -> Iterator[Remark]:
    """Warn of totals from which the components of the same year stray, all of them at hand."""
    components = BUREAU_KEYS if terms is None or UNSPLIT.key in terms.component_keys else terms.component_keys
    for (group, item, year), total in levels.items():
        if item != TOTAL_ITEM:
            continue
        parts = [levels[group, key, year] for key in components if (group, key, year) in levels]
        if len(parts) == len(components) and not abs(sum(parts) - total) <= _ROUNDING * abs(total):
            label = label_of(group) if terms is None else terms.label(group)
            when = _YEAR.format(year=year) if terms is None else terms.year_label(year)
            text = _NO_SUM.format(group=label, year=when, parts=f"{sum(parts):,.10g}", total=f"{total:,.10g}")
            yield Remark(text=text, place=Text.same(name))


# components printed in whole units add up to well within one per cent of any income
_ROUNDING = 0.01
_NO_SUM = Template(
    "{year}{group}各项收入之和为{parts}，与合计{total}不符，请核对",
    "components of {group} in {year} add up to {parts}, the total is {total}: please check",
)


def _found(
    source: "Path | str | pd.DataFrame | OfficialTable | None",
) -> "tuple[Path | pd.DataFrame | OfficialTable, str]":
    """Return what is to be read, and what the series is called where nothing else is said."""
    if source is None:
        source = shipped(SHIPPED_SERIES["national"])
    if not isinstance(source, str | Path):
        return source, Path(source.name).stem if isinstance(source, OfficialTable) else FRAME
    named = {name: shipped(file) for name, file in SHIPPED_SERIES.items()}
    path = path_or_named(source, named, what=_SERIES)
    return path, next((name for name, file in named.items() if file == path), path.stem)
