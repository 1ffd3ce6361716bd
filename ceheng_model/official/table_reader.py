"""Read an official table from a file."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from ceheng_model.doors import door
from ceheng_model.errors import InputError, choice
from ceheng_model.files.encodings import Encoding
from ceheng_model.files.formats import Opening, open_grid
from ceheng_model.files.grid import Grid
from ceheng_model.official.names import is_same_region
from ceheng_model.official.official_figures import OfficialFigure
from ceheng_model.official.official_table import OfficialTable
from ceheng_model.official.recognition import recognised
from ceheng_model.official.stated import Stated
from ceheng_model.vocabulary import Text


@door
def read_official(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    region: str | None = None,
    group: str | None = None,
    concept: str | None = None,
    unit: str | None = None,
    year: int | str | None = None,
    published: date | str | None = None,
) -> OfficialTable:
    """Read a table of incomes as the Bureau's site, a yearbook or a bulletin has it.

    From CSV or a workbook. Of a workbook the `sheet` asked for is read, else the first that is seen; a text in Big5
    needs its `encoding`. What the table does not say itself is given: `group` (``all``, ``urban``, ``rural``),
    `concept` (``disposable_income``, ``net_income``), `unit` (``元``, ``万元``), `year`, `published` (the day of
    publication), and `region`, which chooses one region where the table names several and names it where the table
    names none. Levels are in yuan, growth is a fraction; figures are kept as published. Every number of the file is
    either taken or listed in ``left_out`` with the reason.

    Raises `InputError` for what is not recognised with certainty, with what was found: other layouts, two tables in
    one sheet, figures that stand twice, headings that contradict each other, cells that hold no number, components
    that miss their total by more than rounding explains, and what the table leaves open and nobody stated.

    >>> from ceheng_model.files import shipped
    >>> table = read_official(shipped("examples", "nbs_annual_export.csv"))
    >>> table.layout.en, table.regions, table.groups
    ("an export of the Bureau's data site", ('全国',), ('all', 'urban', 'rural'))
    >>> frame = table.to_frame()
    >>> frame.query("group == 'rural' and component == 'wages' and year == 2021 and measure == 'level'").value.item()
    7958.0
    """
    stated = Stated(region=region, group=group, concept=concept, unit=unit, year=year, published=published)
    return table_of(open_grid(Path(path), Opening(sheet=sheet, encoding=encoding)), stated)


def table_of(grid: Grid, stated: Stated) -> OfficialTable:
    """Return the official table that a grid holds; raise `InputError` as `read_official` does."""
    found = recognised(grid, stated)
    return OfficialTable(
        name=grid.name,
        layout=found.layout.title,
        title=found.caption.title,
        figures=_of_region(found.figures, stated.region, grid),
        left_out=found.left_out,
        source=found.caption.source or Path(grid.name).name,
        published=stated.day or found.caption.published,
        remarks=found.remarks,
    )


def _of_region(figures: tuple[OfficialFigure, ...], region: str | None, grid: Grid) -> tuple[OfficialFigure, ...]:
    """Return the figures of one region; of a table that names none they are its figures."""
    if region is None:
        return figures
    named = tuple(replace(figure, region=figure.region or region) for figure in figures)
    regions = dict.fromkeys(figure.region for figure in named)
    alike = [region] if region in regions else [name for name in regions if is_same_region(name, region)]
    # 吉林 is a province and a city: where two are meant, neither is taken
    if len(alike) != 1:
        raise InputError(choice(Text("地区", "the region"), region, regions).at(grid.place))
    return tuple(figure for figure in named if figure.region == alike[0])
