"""Hand the figures of an official table on as the rows that readers of tidy tables take, each cell with its place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import Fault, InputError, Remark, choice, not_given, raise_faults
from ceheng_model.files import NOTHING_ASKED, Opening, Rows, require_file
from ceheng_model.files.formats import open_grid
from ceheng_model.official.foreign import foreign_fault
from ceheng_model.official.official_figures import OfficialFigure
from ceheng_model.official.official_table import OfficialTable
from ceheng_model.official.recognition import speaks_of_incomes
from ceheng_model.official.stated import Stated
from ceheng_model.official.table_reader import table_of
from ceheng_model.tables import Column, Table
from ceheng_model.vocabulary import LABELS, TOTAL, Concept, Missing, Need, Template, Text

if TYPE_CHECKING:
    import pandas as pd

Cells = Mapping[str, object]

HISTORY = ("year", "group", "item", "level", "published_growth_percent", "growth_basis")
REGIONS = ("region", "group", "component", "year", "value", "concept", "status", "source")
ACTUALS = ("region", "kind", "group", "component", "year", "quarter", "value", "published", "source")
_TOTAL_ITEM = "disposable_income"
"""What a published series calls the total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyRows(Rows):
    """Hold rows made of official figures: their places are those of the file."""

    figures: Sequence[OfficialFigure]
    """The figure whose place a row has, row by row."""
    cell_figures: Mapping[tuple[int, str], OfficialFigure]
    """Figures of cells that stand elsewhere: growth beside its level."""

    def row_name(self, at: int) -> Text:
        """Return the place of a row."""
        return self.figures[at].place

    def row_place(self, at: int) -> Text:
        """Return the place of a row."""
        return self.figures[at].place

    def cell_place(self, at: int, column: str) -> Text:
        """Return the place of the figure in a cell."""
        return self.cell_figures.get((at, column), self.figures[at]).place


def history_rows(table: OfficialTable) -> TidyRows:
    """Return the annual figures of one region as rows of a published series; remarks say what was passed over.

    Raises `InputError` for a table of several regions.
    """
    _require_one_region(table)
    usable = [figure for figure in table.figures if _in_history(figure)]
    rows: dict[tuple[str, str, int], dict[str, OfficialFigure]] = {}
    for figure in usable:
        held = rows.setdefault((figure.group, _item(figure), figure.year), {})
        held.setdefault("published_growth_percent" if figure.is_rate else "level", figure)
    cells: list[Cells] = []
    for (group, item, year), held in rows.items():
        level, growth = held.get("level"), held.get("published_growth_percent")
        cells.append(
            {
                "year": str(year),
                "group": group,
                "item": item,
                "level": None if level is None else level.value,
                "published_growth_percent": None if growth is None else _in_percent(growth),
                "growth_basis": None if growth is None else growth.basis,
            }
        )
    places = [next(iter(held.values())) for held in rows.values()]
    elsewhere = {(at, column): figure for at, held in enumerate(rows.values()) for column, figure in held.items()}
    return _rows(table, HISTORY, cells, places, elsewhere)


def regional_rows(table: OfficialTable, year: int, groups: Collection[str]) -> TidyRows:
    """Return the levels of the base year as rows of a table of regions, with what was passed over among its remarks.

    Raises `InputError` where the table names no region, or has nothing of that year.
    """
    _require_region_names(table)
    _require_year(table, year)
    usable = [
        figure
        for figure in table.figures
        if figure.measure == "level" and figure.quarter is None and figure.year == year and figure.group in groups
    ]
    cells: list[Cells] = [
        {
            "region": figure.region,
            "group": figure.group,
            "component": figure.component,
            "year": str(year),
            "value": figure.value,
            "concept": figure.concept,
            "status": "published",
            "source": table.source,
        }
        for figure in usable
    ]
    return _rows(table, REGIONS, cells, usable)


def actual_rows(
    table: OfficialTable, *, years: Collection[int] | None = None, groups: Collection[str] | None = None
) -> TidyRows:
    """Return the levels of one region, years and cumulative quarters, as rows of actual figures.

    Raises `InputError` for a table of several regions, and where nobody says when it was published.
    """
    _require_one_region(table)
    if table.published is None:
        raise InputError(_unpublished(table))
    usable = [
        figure
        for figure in table.figures
        if figure.measure == "level"
        and figure.concept == "disposable_income"
        and (years is None or figure.year in years)
        and (groups is None or figure.group in groups)
    ]
    cells: list[Cells] = [
        {
            "region": figure.region or None,
            "kind": "income",
            "group": figure.group,
            "component": figure.component,
            "year": str(figure.year),
            "quarter": None if figure.quarter is None else str(figure.quarter),
            "value": figure.value,
            "published": table.published,
            "source": table.source,
        }
        for figure in usable
    ]
    return _rows(table, ACTUALS, cells, usable)


def base_levels(
    table: OfficialTable, year: int, concepts: Mapping[str, Concept]
) -> dict[str, dict[str, OfficialFigure]]:
    """Return the levels of one region in one year by group and component, of the concept that each group has.

    Raises `InputError` as `regional_rows`, and for a group of which the table has another concept only.
    """
    _require_one_region(table)
    _require_year(table, year)
    levels: dict[str, dict[str, OfficialFigure]] = {}
    others: dict[str, OfficialFigure] = {}
    for figure in table.figures:
        if figure.measure == "level" and figure.quarter is None and figure.year == year and figure.group in concepts:
            if figure.concept == concepts[figure.group]:
                levels.setdefault(figure.group, {})[figure.component] = figure
            else:
                others.setdefault(figure.group, figure)
    raise_faults([_of_another_concept(one, concepts[group]) for group, one in others.items() if group not in levels])
    return levels


def rows_of(
    source: "pd.DataFrame | Path | str | OfficialTable",
    *,
    tidy: "Callable[[pd.DataFrame | Path | str, Opening], Rows]",
    official: Callable[[OfficialTable], TidyRows],
    opening: Opening = NOTHING_ASKED,
    stated: Stated | None = None,
) -> Rows:
    """Return the rows of a tidy table or of an official one, which say in their remarks what it is.

    `tidy` reads the one, `official` makes rows of the other; `stated` is what a person says of an official table.
    Raises what `tidy` raises for a file in which neither is found, and the message on the official table where one
    or that of another publisher is.
    """
    if isinstance(source, OfficialTable):
        require_file(Text("官方数据表", "the official table"), opening)
        return official(source)
    try:
        rows = tidy(source, opening)
    except InputError as refusal:
        return official(_instead(source, opening, stated or Stated(), refusal))
    if stated is not None and stated != Stated():
        raise InputError(_not_of_tidy(rows))
    return rows


def _instead(
    source: "pd.DataFrame | Path | str", opening: Opening, stated: Stated, refusal: InputError
) -> OfficialTable:
    if not isinstance(source, str | Path):
        raise refusal
    try:
        grid = open_grid(Path(source), opening)
        is_official = foreign_fault(grid) is not None or speaks_of_incomes(grid)
    except InputError:
        raise refusal from None
    if not is_official:
        raise refusal
    return table_of(grid, stated)


def as_table(rows: Rows, columns: Sequence[str]) -> Table:
    """Return rows as a table that is written in their tidy form."""
    body = tuple(
        tuple(cell if isinstance(cell, str | float | int) or cell is None else str(cell) for cell in cells)
        for cells in zip(*(rows.column(name) for name in columns), strict=True)
    )
    heads = tuple(Column(key=name, heading=Text.same(name), kind="text") for name in columns)
    return Table(
        name="tidy", title=Text("整理后的表", "The tidy table"), columns=heads, rows=body, most_shown=60, is_input=True
    )


def _rows(
    table: OfficialTable,
    columns: Sequence[str],
    cells: Sequence[Cells],
    places: Sequence[OfficialFigure],
    elsewhere: Mapping[tuple[int, str], OfficialFigure] | None = None,
) -> TidyRows:
    return TidyRows(
        name=table.name,
        form="csv",
        headings={name: name for name in columns},
        labels={},
        faults=[],
        lines=range(len(cells)),
        positions={name: at for at, name in enumerate(columns)},
        remarks=_passed(table, len(elsewhere or places)),
        cells={name: [row[name] for row in cells] for name in columns},
        figures=places,
        cell_figures=elsewhere or {},
    )


def _in_history(figure: OfficialFigure) -> bool:
    """Return whether a published series holds such a figure: annual, disposable, growth with its basis."""
    is_annual = figure.quarter is None and figure.concept == "disposable_income"
    return is_annual and (figure.basis is not None or not figure.is_rate)


def _item(figure: OfficialFigure) -> str:
    if figure.measure in ("median", "median_growth"):
        return "median"
    return _TOTAL_ITEM if figure.component == TOTAL else figure.component


def _in_percent(figure: OfficialFigure) -> str:
    return f"{figure.exact.scaleb(2).normalize() + Decimal(0):f}"


def _passed(table: OfficialTable, used: int) -> list[Remark]:
    """Return what is said of a table: what it is, how much of it is used, and how it was read."""
    said = _TAKEN.format(layout=table.layout, used=used)
    unused = len(table.figures) - used
    more = _UNUSED.format(unused=unused) if unused else Text("", "")
    return [Remark(text=said + more, place=Text.same(table.name), is_warning=False), *table.remarks]


def _require_one_region(table: OfficialTable) -> None:
    if len(table.regions) > 1:
        fault = choice(Text("所取的地区", "the region that is wanted"), tuple(table.regions[:3]), table.regions)
        raise InputError(_with_need(fault, Text("地区", "the region"), table))


def _require_region_names(table: OfficialTable) -> None:
    if "" in table.regions:
        what = Text("地区", "the region")
        way_out = Text("给出 region", "give region")
        raise InputError(not_given(Missing(what=what, need=Need.TABLE), way_out).at(Text.same(table.name)))


def _require_year(table: OfficialTable, year: int) -> None:
    if year not in table.years:
        raise InputError(choice(Text("年份", "the year"), year, table.years).at(Text.same(table.name)))


def _of_another_concept(figure: OfficialFigure, concept: Concept) -> Fault:
    return Fault(
        what=_CONCEPT_OF.format(name=figure.name),
        rule=_BE.format(concept=LABELS[concept]),
        got=LABELS[figure.concept],
        way_out=Text("两种口径不得混用", "two concepts of income are never put together"),
        place=figure.place,
    )


def _unpublished(table: OfficialTable) -> Fault:
    what = Text("公布日期", "the day of publication")
    way_out = Text("给出 published，例如 2024-01-17", "give published, such as 2024-01-17")
    return not_given(Missing(what=what, need=Need.PUBLISHED), way_out).at(Text.same(table.name))


def _with_need(fault: Fault, what: Text, table: OfficialTable) -> Fault:
    return replace(fault, place=Text.same(table.name), missing=Missing(what=what, need=Need.TABLE))


def _not_of_tidy(rows: Rows) -> Fault:
    return Fault(
        what=Text("公布日期、地区等说明", "the day of publication, the region and the like"),
        rule=Text("只对官方数据表给出", "be given of official tables only"),
        got=Text("已按列名读入的表", "a table that was read by its own columns"),
        way_out=Text("写在表的列中", "write them into the columns of the table"),
        place=rows.place,
    )


_CONCEPT_OF = Template("{name}的口径", "the concept of {name}")
_BE = Template("为{concept}", "be {concept}")
_TAKEN = Template("识别为“{layout}”，取用{used}个数", "recognised as {layout}; {used} figures are used")
_UNUSED = Template("，另有{unused}个此处不用", ", {unused} more have no use here")
