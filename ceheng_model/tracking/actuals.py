"""Read actual figures: what they are of, for which period, how much, published when, by whom."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ceheng_model.errors import NOT_NEGATIVE, POSITIVE, raise_faults
from ceheng_model.files import (
    ANY,
    FRAME,
    YUAN,
    Encoding,
    Row,
    Rows,
    Unread,
    read_number,
    read_table,
    shipped,
    unit_behind,
)
from ceheng_model.official import OfficialTable
from ceheng_model.official.stated import Stated
from ceheng_model.official.tidy_rows import actual_rows, rows_of
from ceheng_model.tracking.actuals_columns import CONFIRMED, HEADINGS, NEEDED, RISKY, SHEET
from ceheng_model.tracking.consistency import figure_faults, period_faults
from ceheng_model.tracking.reported_figures import INCOME_ITEMS, KINDS, Actuals, Kind, Reported
from ceheng_model.vocabulary import LABELS, TOTAL, Need, Template, Text

if TYPE_CHECKING:
    import pandas as pd

NATIONAL_EXAMPLE = shipped("examples", "national_outturn_2022_2024.csv")
"""The nation's outturn of 2021 to 2024 that comes with the library: an example, not the county's figures."""

_QUARTERS: Mapping[str, int | None] = {
    "": None,
    "年": None,
    "全年": None,
    "上半年": 2,
    "前三季度": 3,
    **{form.format(n): n for n in (1, 2, 3, 4) for form in ("{}", "Q{}", "q{}", "{}季度")},
    **{f"{digit}季度": n for n, digit in enumerate("一二三四", start=1)},
}


def read_actuals(
    source: "Path | str | pd.DataFrame | OfficialTable",
    *,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    published: date | str | None = None,
    region: str | None = None,
    years: Collection[int] | None = None,
    groups: Collection[str] | None = None,
) -> Actuals:
    """Read a table of actual figures: CSV in UTF-8 or GB18030, a workbook, or a pandas frame.

    Of a workbook the `sheet` asked for is read, else the one that templates have, else the first that is seen.

    The columns kind, year, value, published and source are needed; group, component, indicator, quarter,
    note, region, about and confirmed may be left out. A row without value, day and source is one that is still
    to be filled in and is passed over. Several vintages of one figure are kept, each with its day. A file of text
    in Big5 needs its `encoding`.

    A file may be an official table as `read_official` takes it, which may be given itself, too: of it the levels are
    taken, years and cumulative quarters, of one `region` and, where they are given, of these `years` and `groups`
    alone. It needs a day, `published`, where it does not name one. All four are for official tables only.

    Raises `InputError` with every fault, each with its place: cells that cannot be read, incomes published
    before their period ends, figures that stand twice, quarters that are not cumulative, components that
    do not add up to their total.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({
    ...     "kind": "income", "group": "rural", "component": "total", "year": [2022], "value": ["12,405.1"],
    ...     "published": ["2023/1/20"], "source": ["county survey team"]})
    >>> read_actuals(frame).annual("rural", 2022).value
    12405.1
    """
    stated = Stated(published=published, region=region)
    rows = rows_of(
        source,
        tidy=lambda: _tidy_rows(source, sheet, encoding),
        official=lambda table: actual_rows(table, years=years, groups=groups),
        stated=stated,
        sheet=sheet,
        encoding=encoding,
    )
    filled = [row for row in rows if _is_filled(row)]
    figures = [figure for row in filled if (figure := _figure(row)) is not None]
    regions = {row.text("region"): row for row in filled}
    _require_one_region(regions)
    raise_faults([*rows.faults, *figure_faults(figures)])
    name = rows.name if isinstance(source, OfficialTable) else str(source) if isinstance(source, str | Path) else FRAME
    return Actuals(name=name, figures=tuple(figures), region=next(iter(regions), ""), remarks=tuple(rows.remarks))


def _tidy_rows(source: Any, sheet: str | None, encoding: Encoding | None) -> Rows:
    names = {**HEADINGS, CONFIRMED: Text("已核实", CONFIRMED)}
    return read_table(
        source,
        NEEDED,
        optional=[key for key in names if key not in NEEDED],
        headings=names,
        labels=_LABELS,
        sheet=sheet,
        usual_sheet=SHEET,
        encoding=encoding,
        what=Text("实际数", "the actual figures"),
    )


def _is_filled(row: Row) -> bool:
    return any(row.has(column) for column in ("value", "published", "source"))


def _figure(row: Row) -> Reported | None:
    before = len(row.faults)
    kind = row.meaning("kind", {text: key for key, label in KINDS.items() for text in (key, *label)})
    year = row.year("year", what=_LABELS["year"], way_out=Text("例如 2023", "for example 2023"))
    quarter = row.meaning("quarter", _QUARTERS)
    day = row.day(
        "published",
        way_out=Text("例如 2023-01-20，为数字公布的日期", "for example 2023-01-20, the day the figure was published"),
    )
    value = _value(row, kind)
    component = _names(row, kind)
    row.filled("source", way_out=Text("写明数字从哪里来", "say where the figure comes from"))
    if len(row.faults) > before:
        return None
    assert day is not None
    figure = Reported(
        kind=cast("Kind", kind),
        group=row.text("group"),
        component=component,
        indicator=row.text("indicator"),
        year=year,
        quarter=quarter,
        value=value,
        written=unit_behind(row["value"]),
        published=day,
        source=_unquoted(row.text("source")),
        note=_unquoted(row.text("note")),
        is_confirmed=row.flag(CONFIRMED),
        place=row.place("value"),
    )
    wrong = period_faults(figure, row.place("published"))
    row.faults.extend(wrong)
    return None if wrong else figure


def _names(row: Row, kind: str | None) -> str:
    """Check what names the figure; return the component, empty for an indicator."""
    if kind == "income":
        row.filled("group", way_out=Text("例如 rural", "for example rural"))
        row.require_empty("indicator", way_out=Text("收入不填指标编号", "an income has no indicator"))
        named = {text: key for key in INCOME_ITEMS for text in (key, *LABELS[key])}
        return row.meaning("component", named) or TOTAL
    if kind == "indicator":
        way_out = Text("编号见方案的 measures.indicators", "the plan's measures.indicators lists them")
        row.filled("indicator", way_out=way_out, need=Need.INDICATOR)
        for column in ("group", "component"):
            row.require_empty(column, way_out=Text("指标不填此列", "an indicator needs none"))
    return ""


def _value(row: Row, kind: str | None) -> float:
    value = read_number(row["value"], YUAN if kind == "income" else ANY)
    if isinstance(value, Unread):
        row.unread("value", value, _IN_YUAN if kind == "income" else _IN_ITS_UNIT)
        return 0.0
    lowest_total = kind == "income" and row.text("component") in (TOTAL, *LABELS[TOTAL])
    if value < 0.0 or (lowest_total and value == 0.0):
        rule = POSITIVE if lowest_total else NOT_NEGATIVE
        row.fault("value", rule, Text("核对数值", "check the figure"))
    return value


def _require_one_region(regions: Mapping[str, Row]) -> None:
    if len(regions) < 2:
        return
    rule = Text("全表相同", "be the same in every row")
    way_out = Text("每个地区一个文件；本方案地区的数留空", "one file a region; leave it empty for the plan's own")
    row = list(regions.values())[1]
    row.fault("region", rule, way_out, got=", ".join(region or "“”" for region in regions))


def _unquoted(text: str) -> str:
    """Return a text without the quote that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:2] in RISKY else text


_IN_YUAN = Text("收入以元计，不写增速", "write yuan per person, not growth")
_IN_ITS_UNIT = Text("写数和单位，例如 14.8万亩，70%写作 0.7 或 70%", "write it with its unit; a share as 0.7 or 70%")
_COLUMN = Template("“{name}”", "{name}")
_THE_COLUMN = Template("“{name}”", "the {name}")
_LABELS = {
    key: (_THE_COLUMN if key in ("year", "value", "kind") else _COLUMN).format(name=name)
    for key, name in HEADINGS.items()
}
"""What messages call the columns."""
