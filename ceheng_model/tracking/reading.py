"""Read actual figures: what they are of, for which period, how much, published when, by whom."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from ceheng_model.errors import NOTHING, Fault, choice, raise_faults
from ceheng_model.files import number, shipped
from ceheng_model.tracking.consistency import figure_faults, period_faults
from ceheng_model.tracking.figures import INCOME_ITEMS, KINDS, Actuals, Kind, Reported
from ceheng_model.tracking.sheets import HEADINGS, RISKY, Line, lines_of
from ceheng_model.vocabulary import LABELS, TOTAL, Missing, Need, Text

if TYPE_CHECKING:
    import pandas as pd

NATIONAL_EXAMPLE = shipped("examples", "national_outturn_2022_2024.csv")
"""The nation's outturn of 2021 to 2024 that comes with the library: an example, not the county's figures."""

T = TypeVar("T")

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_QUARTERS: Mapping[str, int | None] = {
    "": None,
    "年": None,
    "全年": None,
    "上半年": 2,
    "前三季度": 3,
    **{form.format(n): n for n in (1, 2, 3, 4) for form in ("{}", "Q{}", "q{}", "{}季度")},
    **{f"{digit}季度": n for n, digit in enumerate("一二三四", start=1)},
}


def read_actuals(given: "Path | str | pd.DataFrame") -> Actuals:
    """Read a table of actual figures: CSV in UTF-8 or GB18030, Excel, or a pandas frame.

    The columns kind, year, value, published and source are needed; group, component, indicator, quarter,
    note, region and about may be left out. A row without value, day and source is one that is still to be
    filled in and is passed over. Several vintages of one figure are kept, each with its day.

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
    name, lines = lines_of(given)
    faults: list[Fault] = []
    found = [one for line in lines if _is_filled(line) if (one := _figure(line, faults)) is not None]
    regions = {line.cells["region"]: line for line in lines if _is_filled(line)}
    faults += _region_faults(regions)
    raise_faults([*faults, *figure_faults(found)])
    return Actuals(name=name, figures=tuple(found), region=next(iter(regions), ""))


def day_of(text: str) -> date | None:
    """Return the day that a cell holds, or None: 2023-01-20, 2023/1/20, 2023.1.20 or 2023年1月20日.

    >>> day_of("2023年1月20日"), day_of("2023-02-30")
    (datetime.date(2023, 1, 20), None)
    """
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _is_filled(line: Line) -> bool:
    return any(line.cells[column] for column in ("value", "published", "source"))


def _figure(line: Line, faults: list[Fault]) -> Reported | None:
    own: list[Fault] = []
    kind = _option(line, "kind", {text: key for key, label in KINDS.items() for text in (key, label.zh)}, own)
    year = _year(line, own)
    quarter = _option(line, "quarter", _QUARTERS, own)
    published = _published(line, own)
    value = _value(line, kind, own)
    component = _names(line, kind, own)
    _require(line, "source", Text("写明数字从哪里来", "say where the figure comes from"), own)
    made = None
    if not own:
        assert published is not None
        made = Reported(
            kind=cast("Kind", kind),
            group=line.cells["group"],
            component=component,
            indicator=line.cells["indicator"],
            year=year,
            quarter=quarter,
            value=value,
            published=published,
            source=_plain(line.cells["source"]),
            note=_plain(line.cells["note"]),
            place=line.place("value"),
        )
        own += period_faults(made, line.place("published"))
    faults += own
    return None if own else made


def _names(line: Line, kind: str | None, faults: list[Fault]) -> str:
    """Check what names the figure; return the component, empty for an indicator."""
    if kind == "income":
        _require(line, "group", Text("例如 rural", "for example rural"), faults)
        _require_empty(line, "indicator", Text("收入不填指标编号", "an income has no indicator"), faults)
        named = {text: key for key in INCOME_ITEMS for text in (key, LABELS[key].zh)}
        return _option(line, "component", named, faults) or TOTAL
    if kind == "indicator":
        way_out = Text("编号见方案的 measures.indicators", "the plan's measures.indicators lists them")
        _require(line, "indicator", way_out, faults, need=Need.INDICATOR)
        for column in ("group", "component"):
            _require_empty(line, column, Text("指标不填此列", "an indicator needs none"), faults)
    return ""


def _option(line: Line, column: str, named: Mapping[str, T], faults: list[Fault]) -> T | None:
    cell = unicodedata.normalize("NFKC", line.cells[column]).strip()
    if cell in named:
        return named[cell]
    options = [text for text in named if text]
    faults.append(choice(_what(column), line.cells[column], options).at(line.place(column)))
    return None


def _year(line: Line, faults: list[Fault]) -> int:
    cell = unicodedata.normalize("NFKC", line.cells["year"]).strip().removesuffix("年")
    if re.fullmatch(r"(19|20|21)\d\d", cell):
        return int(cell)
    rule, way_out = Text("为四位数的年份", "be a year of four digits"), Text("例如 2023", "for example 2023")
    faults.append(_fault(line, "year", rule, way_out))
    return 0


def _published(line: Line, faults: list[Fault]) -> date | None:
    day = day_of(line.cells["published"])
    if day is None:
        way_out = Text("例如 2023-01-20，为数字公布的日期", "for example 2023-01-20, the day the figure was published")
        faults.append(_fault(line, "published", Text("为日期", "be a date"), way_out))
    return day


def _value(line: Line, kind: str | None, faults: list[Fault]) -> float:
    cell = line.cells["value"]
    value = number(cell)
    signed = unicodedata.normalize("NFKC", cell).strip().endswith("%")
    if value is None or (kind == "income" and signed):
        way_out = (
            Text("收入以元计，不写增速", "write yuan per person, not growth")
            if kind == "income"
            else Text("写成不带“万”“亿”的数，70%写作 0.7 或 70%", "write it out in full; a share as 0.7 or 70%")
        )
        faults.append(_fault(line, "value", Text("为有限的数", "be a finite number"), way_out))
        return 0.0
    lowest_total = kind == "income" and line.cells["component"] in (TOTAL, LABELS[TOTAL].zh)
    if value < 0.0 or (lowest_total and value == 0.0):
        rule = Text("大于零", "be above zero") if lowest_total else Text("不小于零", "be zero or more")
        faults.append(_fault(line, "value", rule, Text("核对数值", "check the figure")))
    return value


def _require(line: Line, column: str, way_out: Text, faults: list[Fault], *, need: Need = Need.OTHER) -> None:
    if not line.cells[column]:
        fault = _fault(line, column, Text("填写", "be filled in"), way_out)
        faults.append(replace(fault, missing=Missing(what=fault.what, need=need)))


def _require_empty(line: Line, column: str, way_out: Text, faults: list[Fault]) -> None:
    if line.cells[column]:
        faults.append(_fault(line, column, Text("留空", "be empty"), way_out))


def _region_faults(regions: Mapping[str, Line]) -> list[Fault]:
    if len(regions) < 2:
        return []
    line = list(regions.values())[1]
    listed = ", ".join(region or "“”" for region in regions)
    rule = Text("全表相同", "be the same in every row")
    way_out = Text("每个地区一个文件；本方案地区的数留空", "one file a region; leave it empty for the plan's own")
    return [Fault(what=_what("region"), rule=rule, got=listed, way_out=way_out, place=line.place("region"))]


def _fault(line: Line, column: str, rule: Text, way_out: Text) -> Fault:
    got = line.cells[column] or NOTHING
    return Fault(what=_what(column), rule=rule, got=got, way_out=way_out, place=line.place(column))


def _what(column: str) -> Text:
    return Text(f"“{HEADINGS[column].zh}”", f"the {column}" if column in ("year", "value", "kind") else column)


def _plain(text: str) -> str:
    """Return a text without the quote that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:2] in RISKY else text
