"""Read outturn figures beside a projection, with every fault of the table."""

from math import isfinite
from typing import TYPE_CHECKING

from ceheng_model.errors import NOTHING, THERE, Fault, InputError, choice, raise_faults
from ceheng_model.names import find_key, group_names
from ceheng_model.projection import Labelled, Projection
from ceheng_model.vocabulary import Template, Text

if TYPE_CHECKING:
    import pandas as pd

Outturn = dict[int, float]
"""Income by year."""
COLUMNS = ("group", "year", "value")
_ROW = Template("第{number}行", "row {number}")
_COLUMN = Template("{name} 列", "column {name}")
_IN_UNIT = Template("收入以{unit}计", "income in {unit}")
_TABLE_HAS = Template("现有：{columns}", "the table has: {columns}")
_GIVE_COLUMNS = Text("列为 group, year, value", "give the columns group, year, value")


def outturn_of(actual: "pd.DataFrame | Labelled", projection: Projection) -> dict[str, Outturn]:
    """Return outturn by group and year; raise `InputError` with everything that is wrong with the table.

    A column `value` may have another name where it is the only one besides scenario, group and year.
    """
    import pandas as pd

    frame = actual.to_frame() if isinstance(actual, Labelled) else actual
    if not isinstance(frame, pd.DataFrame):
        raise InputError(_other_type(frame))
    rest = [name for name in frame.columns if name not in ("scenario", "group", "year")]
    if len(rest) == 1:
        frame = frame.rename(columns={rest[0]: "value"})
    raise_faults([_missing(name, list(frame.columns)) for name in COLUMNS if name not in frame.columns])
    outturns: dict[str, Outturn] = {}
    faults: list[Fault] = []
    rows = zip(frame["group"].tolist(), frame["year"].tolist(), frame["value"].tolist(), strict=True)
    names = group_names(projection.scenario.terms)
    for number, (written, year, value) in enumerate(rows, start=1):
        group = written
        wrong: list[Fault] = []
        if (key := find_key(Text("人群", "the group"), written, names, wrong)) is not None:
            group = key
        wrong += _row_faults(group, year, value, projection, outturns)
        faults += [fault.at(_ROW.format(number=number)) for fault in wrong]
        if not wrong:
            outturns.setdefault(str(group), {})[int(year)] = float(value)
    raise_faults(faults)
    if not outturns:
        raise InputError(_empty())
    return outturns


def _row_faults(
    group: object, year: object, value: object, projection: Projection, outturns: dict[str, Outturn]
) -> list[Fault]:
    faults = []
    if year not in projection.years:
        faults.append(choice(Text("年份", "the year"), year, projection.years))
    if not isinstance(value, int | float) or not isfinite(value) or value < 0.0:
        rule, way_out = Text("为不小于零的数", "be a number not below zero"), projection.scenario.terms.say(_IN_UNIT)
        faults.append(Fault(what=Text("实际收入", "the actual income"), rule=rule, got=value, way_out=way_out))
    if not faults and isinstance(year, int | float) and int(year) in outturns.get(str(group), {}):
        rule, way_out = Text("只出现一次", "appear once"), Text("删去重复的一行", "delete one of the two")
        what = Text("人群与年份", "a group and year")
        faults.append(Fault(what=what, rule=rule, got=f"{group} {year}", way_out=way_out))
    return faults


def _other_type(got: object) -> Fault:
    return Fault(
        what=Text("实际收入", "the actual incomes"),
        rule=Text("为 DataFrame 或 Labelled", "be of type DataFrame or Labelled"),
        got=Text.same(type(got).__name__),
        way_out=_GIVE_COLUMNS,
    )


def _missing(name: str, columns: list[object]) -> Fault:
    listed = Text.listed(columns) if columns else Text("（无）", "(none)")
    return Fault(
        what=_COLUMN.format(name=name),
        rule=THERE,
        got=NOTHING,
        way_out=_TABLE_HAS.format(columns=listed),
    )


def _empty() -> Fault:
    return Fault(
        what=Text("实际收入", "the actual incomes"),
        rule=Text("至少有一个数", "be at least one figure"),
        got=0,
        way_out=_GIVE_COLUMNS,
    )
