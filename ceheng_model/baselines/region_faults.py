"""Find the place of every row of many regions on the axes, and everything that is wrong with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.baselines.loading import SUM_TOLERANCE
from ceheng_model.baselines.model import ALL_CASES
from ceheng_model.baselines.region_rows import OPTIONAL, RegionRows
from ceheng_model.errors import NOTHING, Fault, choice
from ceheng_model.vocabulary import COMPONENTS, CONCEPTS, STATUSES, TOTAL, Group, Text

ITEMS = (*COMPONENTS, TOTAL)
_DECIMAL_CODE = re.compile(r"\d+\.0*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Hold figures by region, group and item: the components, then the total.

    `amounts` and `row_of` have shape ``(region, group, item)``: yuan, NaN where nothing was given, and the
    number of the row, -1 there.
    """

    regions: tuple[str, ...]
    groups: tuple[Group, ...]
    amounts: Array
    row_of: NDArray[np.intp]

    @property
    def by_case(self) -> NDArray[np.bool_]:
        """Where only the total was given, shape ``(region, group)``."""
        given = self.row_of >= 0
        only: NDArray[np.bool_] = given[..., -1] & ~given[..., :-1].any(axis=-1)
        return only


def cell_faults(rows: RegionRows, groups: Sequence[Group], year: int) -> Iterator[Fault]:
    """Yield what is wrong with single cells: unknown words, other years and concepts, impossible values."""
    options = {"group": [g.key for g in groups], "component": ITEMS, "concept": CONCEPTS, "status": STATUSES}
    for column, known in options.items():
        allowed = {*known, ""} if column in OPTIONAL else set(known)
        for at, cell in enumerate(rows.columns[column]):
            if cell not in allowed:
                yield choice(Text(f"{column} 列", column), cell, known).at(rows.place(at, column))
    for at, cell in enumerate(rows.columns["region"]):
        if not cell or _DECIMAL_CODE.fullmatch(cell):
            way_out = Text("代码按文本读入，例如 dtype={'region': str}", "read codes as text: dtype={'region': str}")
            rule = Text("为文本或整数代码", "be text or a whole number")
            what, place = Text("地区", "the region"), rows.place(at, "region")
            yield Fault(what=what, rule=rule, got=cell, way_out=way_out, place=place)
    yield from _year_faults(rows, year)
    yield from _concept_faults(rows, groups)
    yield from _case_faults(rows)
    yield from _value_faults(rows)


def place_rows(rows: RegionRows, groups: tuple[Group, ...]) -> tuple[Placed, list[Fault]]:
    """Return the figures on their axes, regions in order of appearance, and the faults of rows that stand twice."""
    names = rows.columns["region"]
    regions = tuple(dict.fromkeys(name for name in names if name))
    axes = ((regions, names), ([g.key for g in groups], rows.columns["group"]), (ITEMS, rows.columns["component"]))
    codes = [_codes(cells, axis) for axis, cells in axes]
    shape = (len(regions), len(groups), len(ITEMS))
    known = np.logical_and.reduce([code >= 0 for code in codes])
    second, faults = _second_splits(rows, codes, known)
    used = np.flatnonzero(known & ~second)
    cell = np.ravel_multi_index(tuple(code[used] for code in codes), shape)
    found, first, which = np.unique(cell, return_index=True, return_inverse=True)
    for position in np.flatnonzero(first[which] != np.arange(used.size)):
        earlier = rows.row(int(used[first[which[position]]]))
        what, rule = Text("本行", "the row"), Text("只出现一次", "appear once")
        way_out = Text("删去重复的一行", "delete one of the two")
        place = rows.place(int(used[position]), "component")
        faults.append(Fault(what=what, rule=rule, got=earlier, way_out=way_out, place=place))
    amounts, row_of = np.full(shape, np.nan), np.full(shape, -1, dtype=np.intp)
    amounts.flat[found], row_of.flat[found] = rows.values[used[first]], used[first]
    return Placed(regions=regions, groups=groups, amounts=amounts, row_of=row_of), faults


def table_faults(placed: Placed, rows: RegionRows) -> Iterator[Fault]:
    """Yield what is missing and what does not add up, region by region and group by group."""
    given = placed.row_of >= 0
    count, whole = given[..., :-1].sum(axis=-1), given[..., -1]
    sums, totals = placed.amounts[..., :-1].sum(axis=-1), placed.amounts[..., -1]
    full = count == len(COMPONENTS)
    off, nothing = full & whole & (np.abs(sums - totals) > SUM_TOLERANCE), full & ~whole & (sums == 0.0)
    for r, g in np.argwhere(((count == 0) & ~whole) | ((count > 0) & ~full) | off | nothing):
        region, group = placed.regions[r], placed.groups[g].key
        name, place = f"{region} {group}", rows.place(int(placed.row_of[r, g].max()), "value_yuan")
        if count[r, g] == 0:
            what, rule = Text(f"{name} 的基数", f"the base of {name}"), Text("给出", "be given")
            way_out = Text(
                "补一行 component=total，或四项构成", "add a row with component total, or the four components"
            )
            file = Text(rows.file, rows.file) if rows.file else None
            yield Fault(what=what, rule=rule, got=NOTHING, way_out=way_out, place=file)
        elif not full[r, g]:
            there, missing = (
                ", ".join(component for c, component in enumerate(COMPONENTS) if given[r, g, c] == wanted)
                for wanted in (True, False)
            )
            what = Text(f"{name} 的构成", f"the components of {name}")
            way_out = Text(f"补上：{missing}", f"add: {missing}")
            yield Fault(what=what, rule=Text("齐全", "all be there"), got=there, way_out=way_out, place=place)
        else:
            total = f"{totals[r, g]:g}"
            what = Text(f"{name} 四项之和", f"the sum of the components of {name}")
            rule = (
                Text(f"等于合计 {total}", f"equal the total {total}") if off[r, g] else Text("大于零", "be above zero")
            )
            way_out = Text("请改正构成或合计", "correct the components or the total")
            yield Fault(what=what, rule=rule, got=f"{sums[r, g]:.3f}", way_out=way_out, place=place)


def _codes(cells: Sequence[str], axis: Sequence[str]) -> NDArray[np.intp]:
    number = {name: position for position, name in enumerate(axis)}
    return np.array([number.get(cell, -1) for cell in cells], dtype=np.intp)


def _second_splits(
    rows: RegionRows, codes: Sequence[NDArray[np.intp]], known: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], list[Fault]]:
    """Find rows that belong to another split of a region and group than its first row."""
    region, group, item = codes
    second = np.zeros(known.shape, dtype=bool)
    parts = np.flatnonzero(known & (item < len(COMPONENTS)))
    pair = region[parts] * (group.max(initial=0) + 1) + group[parts]
    cases = np.array(rows.columns["share_case"], dtype=object)[parts]
    _, first, which = np.unique(pair, return_index=True, return_inverse=True)
    others = np.flatnonzero(cases != cases[first[which]])
    second[parts[others]] = True
    faults = []
    for at in others[np.unique(pair[others], return_index=True)[1]]:
        row = int(parts[at])
        name = f"{rows.columns['region'][row]} {rows.columns['group'][row]}"
        there = cases[first[which[at]]] or "''"
        rule = Text("只有一个", "be one")
        way_out = Text(
            f"已有 {there}，只留一种构成", f"{there} is there already; keep one split for a region and group"
        )
        what = Text(f"{name} 的构成案例", f"the share case of {name}")
        faults.append(Fault(what=what, rule=rule, got=cases[at], way_out=way_out, place=rows.place(row, "share_case")))
    return second, faults


def _year_faults(rows: RegionRows, year: int) -> Iterator[Fault]:
    same = {"", str(year), f"{year}.0"}
    for at, cell in enumerate(rows.columns["year"]):
        if cell not in same:
            rule = Text(f"为方案的基年 {year}", f"be {year}, the base year")
            way_out = Text("只留基年的行", "keep the rows of the base year only")
            yield Fault(
                what=Text("年份", "the year"), rule=rule, got=cell, way_out=way_out, place=rows.place(at, "year")
            )


def _concept_faults(rows: RegionRows, groups: Sequence[Group]) -> Iterator[Fault]:
    wanted = {group.key: group.concept for group in groups}
    pairs = zip(rows.columns["group"], rows.columns["concept"], strict=True)
    for at, (group, concept) in enumerate(pairs):
        if concept in CONCEPTS and group in wanted and concept != wanted[group]:
            what = Text(f"{group} 的口径", f"the concept of {group}")
            rule = Text(f"为 {wanted[group]}", f"be {wanted[group]}")
            way_out = Text("两种口径不得混用", "two concepts of income are never put together")
            yield Fault(what=what, rule=rule, got=concept, way_out=way_out, place=rows.place(at, "concept"))


def _case_faults(rows: RegionRows) -> Iterator[Fault]:
    pairs = zip(rows.columns["component"], rows.columns["share_case"], strict=True)
    for at, (component, case) in enumerate(pairs):
        if case and (component == TOTAL) != (case == ALL_CASES):
            rule = Text("合计行为 all，构成行为案例名", "be 'all' for totals and a case name for components")
            way_out = Text("合计不随构成案例变化", "totals do not depend on the case")
            what, place = Text("share_case", "share_case"), rows.place(at, "share_case")
            yield Fault(what=what, rule=rule, got=case, way_out=way_out, place=place)


def _value_faults(rows: RegionRows) -> Iterator[Fault]:
    is_total = np.array([component == TOTAL for component in rows.columns["component"]])
    wrong = ~(rows.values >= 0.0) | ((rows.values == 0.0) & is_total)
    way_out = Text("以元/人年计", "give yuan per person and year")
    for at in map(int, np.flatnonzero(wrong)):
        name = " ".join(filter(None, (rows.columns[column][at] for column in ("region", "group", "component"))))
        if np.isnan(rows.values[at]):
            rule = Text("为有限的数", "be a finite number")
        elif is_total[at]:
            rule = Text("大于零", "be above zero")
        else:
            rule = Text("不小于零", "be zero or more")
        cell = rows.cells[at]
        got = NOTHING if cell is None or cell == "" else cell
        what = Text(f"{name} 的基数", f"the base of {name}")
        yield Fault(what=what, rule=rule, got=got, way_out=way_out, place=rows.place(at, "value_yuan"))
