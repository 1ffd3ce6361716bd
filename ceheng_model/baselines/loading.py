"""Read a baseline file and refuse what does not add up."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from ceheng_model.baselines.collection import Baselines
from ceheng_model.baselines.model import ALL_CASES, Key, SourcedValue
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.files import Row, read_rows, shipped
from ceheng_model.vocabulary import COMPONENTS, CONCEPTS, STATUSES, TOTAL, Concept, Status, Text

BASELINE_COLUMNS = (
    "region",
    "group",
    "component",
    "year",
    "share_case",
    "value_yuan",
    "concept",
    "status",
    "source",
    "note",
)
CASE_TITLE_COLUMNS = ("case_zh", "case_en")
"""What readers call a share case; a file may leave them out, and its cases then go by their names."""
SUM_TOLERANCE = 0.005
"""Yuan by which components may miss their total: half a fen, for files that went through a spreadsheet."""


def load_baselines(path: Path | str | None = None) -> Baselines:
    """Read a baseline file; without a path, the one that ships.

    Raises `InputError` with every fault: repeated and missing rows, values that are not positive
    numbers, unknown words, components that do not add up to their total.

    >>> load_baselines().cases("ceheng", "rural", 2021)
    ('poverty_counties_2019', 'national_2021', 'yunnan_poverty_2020')
    """
    source = shipped("baselines.csv") if path is None else Path(path)
    faults: list[Fault] = []
    values: dict[Key, SourcedValue] = {}
    rows: dict[Key, Row] = {}
    for row in read_rows(source, BASELINE_COLUMNS, optional=CASE_TITLE_COLUMNS):
        key, value = _sourced(row, faults)
        if key in rows:
            faults.append(row.repeated("component", rows[key].line))
            continue
        rows[key], values[key] = row, value
    faults.extend(_sum_faults(values, rows))
    raise_faults(faults)
    return Baselines(path=source, values=values)


def _sourced(row: Row, faults: list[Fault]) -> tuple[Key, SourcedValue]:
    component = row.option("component", (*COMPONENTS, TOTAL), faults)
    cells = row.cells
    what = Text(
        f"{cells['year']}年 {cells['group']} {component} 基数", f"base for {cells['group']} {component} {cells['year']}"
    )
    amount = row.number("value_yuan", faults, what=what, unit=Text("以元/人年计", "give yuan per person and year"))
    lowest_belongs = component != TOTAL
    if amount < 0.0 or (amount == 0.0 and not lowest_belongs):
        rule = Text("不小于零", "be zero or more") if lowest_belongs else Text("大于零", "be above zero")
        way_out = Text("以元/人年计", "give yuan per person and year")
        faults.append(Fault(what=what, rule=rule, got=amount, way_out=way_out, place=row.place("value_yuan")))
    faults.extend(
        Fault(
            what=Text(f"{name} 列", f"column {name}"),
            rule=Text("填写", "be filled in"),
            got="",
            way_out=Text("每个数都须注明来源与案例", "every figure says its source and case"),
            place=row.place(name),
        )
        for name in ("region", "group", "share_case", "source")
        if not cells[name]
    )
    if cells["share_case"] and (component == TOTAL) != (cells["share_case"] == ALL_CASES):
        faults.append(
            Fault(
                what=Text("share_case", "share_case"),
                rule=Text("合计行为 all，构成行为案例名", "be 'all' for totals and a case name for components"),
                got=cells["share_case"],
                way_out=Text("合计不随构成案例变化", "totals do not depend on the case"),
                place=row.place("share_case"),
            )
        )
    key = (cells["region"], cells["group"], component, row.year("year", faults), cells["share_case"])
    return key, SourcedValue(
        value=amount,
        concept=cast("Concept", row.option("concept", CONCEPTS, faults)),
        status=cast("Status", row.option("status", STATUSES, faults)),
        source=cells["source"],
        note=cells["note"],
        case_title=Text(*(cells.get(column, "") for column in CASE_TITLE_COLUMNS)),
    )


def _sum_faults(values: Mapping[Key, SourcedValue], rows: Mapping[Key, Row]) -> Iterator[Fault]:
    splits = dict.fromkeys((region, group, year, case) for region, group, _, year, case in values if case != ALL_CASES)
    for region, group, year, case in splits:
        parts = {
            component: values[region, group, component, year, case].value
            for component in COMPONENTS
            if (region, group, component, year, case) in values
        }
        what = Text(f"{region} {group} {year}年 {case}", f"{region} {group} {year} {case}")
        if missing := [component for component in COMPONENTS if component not in parts]:
            yield Fault(
                what=Text(f"{what.zh} 的构成", f"the components of {what.en}"),
                rule=Text("齐全", "all be there"),
                got=", ".join(parts),
                way_out=Text(f"补上：{', '.join(missing)}", f"add: {', '.join(missing)}"),
                place=_file(rows),
            )
            continue
        total = values.get((region, group, TOTAL, year, ALL_CASES))
        if total is None:
            yield Fault(
                what=Text(f"{region} {group} {year}年的合计", f"the total of {region} {group} {year}"),
                rule=Text("在文件中", "be in the file"),
                got="",
                way_out=Text("补一行 component=total、share_case=all", "add a row: component total, share_case all"),
                place=_file(rows),
            )
        elif abs(sum(parts.values()) - total.value) > SUM_TOLERANCE:
            row = rows[region, group, COMPONENTS[0], year, case]
            yield Fault(
                what=Text(f"{what.zh} 四项之和", f"the sum of the components of {what.en}"),
                rule=Text(f"等于合计 {total.value:g}", f"equal the total {total.value:g}"),
                got=f"{sum(parts.values()):.3f}",
                way_out=Text("请改正构成或合计", "correct the components or the total"),
                place=row.place("value_yuan"),
            )


def _file(rows: Mapping[Key, Row]) -> Text:
    path = str(next(iter(rows.values())).path)
    return Text(path, path)
