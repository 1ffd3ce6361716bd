"""Read the measures of a plan, their figures, duties and departments from the files that ``plan.toml`` names."""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import isclose, isnan
from pathlib import Path
from typing import Literal, TypeVar, cast

from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.files import read_rows
from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.cells import Cells
from ceheng_model.plan.measures import (
    ALL,
    COUNTINGS,
    MEASURE_COMPONENTS,
    RECURRENCES,
    ROLES,
    Counting,
    Department,
    Duty,
    Indicator,
    Measure,
    Recurrence,
    Role,
    indicator_types,
)
from ceheng_model.plan.printed import printed_numbers
from ceheng_model.vocabulary import LABELS, Group, Template, Text
from ceheng_model.wording import WORDINGS

FILES = ("departments", "measures", "duties", "indicators")
_COLUMNS = {
    "departments": "key label_zh label_en also_printed",
    "measures": "id annex number group component title_zh title_en departments and_others section_zh section_en"
    " place_zh place_en note_zh note_en",
    "duties": "id annex measure place_zh place_en who_zh who_en what_zh what_en to_zh to_en recurrence days words"
    " note_zh note_en",
    "indicators": "id of counted_zh counted_en role type type_words printed value value_high unit_zh unit_en counting"
    " better first_year last_year deadline against_zh against_en statement words note_zh note_en",
}
_T = TypeVar("_T")


def read_measures(
    files: Mapping[str, Path], groups: Sequence[Group], statements: Collection[str], faults: list[Fault]
) -> Measures:
    """Return what the files say, by the names in `FILES`; add every fault found.

    Without departments, each goes by the name that is printed. What a file that cannot be read would have
    named is not missed elsewhere.
    """
    labels = {group.key: group.label for group in groups} | {ALL: LABELS["all"]}
    departments = tuple(_each("departments", files, _department, faults))
    names = {name: one.key for one in departments for name in one.names} or None
    measures = tuple(_each("measures", files, lambda cells: _measure(cells, list(labels), names), faults))
    if names is None:
        printed = dict.fromkeys(name for one in measures for name in one.departments)
        departments = tuple(Department(key=name, label=Text(name, name)) for name in printed)
    ids = [one.id for one in measures]
    duties = tuple(_each("duties", files, lambda cells: _duty(cells, ids), faults))
    owners = [*ids, *(one.id for one in duties)]
    indicators = tuple(_each("indicators", files, lambda cells: _indicator(cells, owners, statements), faults))
    return Measures(measures=measures, indicators=indicators, duties=duties, departments=departments, groups=labels)


def _each(name: str, files: Mapping[str, Path], read: Callable[[Cells], _T], faults: list[Fault]) -> list[_T]:
    if name not in files:
        return []
    columns = _COLUMNS[name].split()
    try:
        rows = read_rows(files[name], columns)
    except InputError as error:
        faults += error.faults
        return []
    lines: dict[str, int] = {}
    found: list[_T] = []
    for row in rows:
        id = row.cells[columns[0]]
        if id in lines:
            faults.append(row.repeated(columns[0], lines[id]))
        else:
            lines[id] = row.line
            found.append(read(Cells(row, faults)))
    return found


def _department(cells: Cells) -> Department:
    return Department(key=cells.filled("key"), label=cells.texts("label"), also_printed=cells.listed("also_printed"))


def _measure(cells: Cells, groups: Sequence[str], names: Mapping[str, str] | None) -> Measure:
    departments = cells.listed("departments")
    if names is not None:
        place, what = cells.row.place("departments"), Text("责任单位", "the department")
        cells.faults.extend(choice(what, name, names).at(place) for name in departments if name not in names)
        departments = tuple(names[name] for name in departments if name in names)
    return Measure(
        id=cells.filled("id"),
        annex=cells.whole("annex"),
        number=cells.whole("number"),
        group=cells.option("group", groups),
        component=cells.option("component", list(MEASURE_COMPONENTS)),
        title=cells.texts("title"),
        departments=departments,
        and_others=cells.option("and_others", ("yes", "no")) == "yes",
        section=cells.texts("section"),
        place=cells.texts("place"),
        note=cells.optional_texts("note"),
    )


def _duty(cells: Cells, measures: Sequence[str]) -> Duty:
    return Duty(
        id=cells.filled("id"),
        annex=cells.whole("annex") if cells["annex"] else None,
        measure=cells.option("measure", measures) if cells["measure"] and measures else cells["measure"],
        place=cells.texts("place"),
        who=cells.texts("who"),
        what=cells.texts("what"),
        to=cells.optional_texts("to"),
        recurrence=cast("Recurrence", cells.option("recurrence", list(RECURRENCES))),
        days=cells.days("days"),
        words=cells.filled("words"),
        note=cells.optional_texts("note"),
    )


def _indicator(cells: Cells, owners: Sequence[str], statements: Collection[str]) -> Indicator:
    against = cells.optional_texts("against")
    if cells["statement"] and cells["statement"] not in statements:
        what = Text("方案条目", "the statement")
        cells.faults.append(choice(what, cells["statement"], statements).at(cells.row.place("statement")))
    indicator = Indicator(
        id=cells.filled("id"),
        of=cells.option("of", owners) if owners else cells.filled("of"),
        counted=cells.texts("counted"),
        role=cast("Role", cells.option("role", list(ROLES))),
        type=cells.option("type", list(indicator_types())),
        type_words=cells.filled("type_words"),
        printed=cells["printed"] if against else cells.filled("printed"),
        value=cells.figure("value"),
        value_high=cells.figure("value_high"),
        unit=(cells.optional_texts("unit") if against else cells.texts("unit")) or Text("", ""),
        counting=cast("Counting", cells.option("counting", list(COUNTINGS))),
        better=cast('Literal["up", "down", ""]', cells["better"]),
        first_year=cells.year("first_year"),
        last_year=cells.year("last_year"),
        deadline=cells.day("deadline"),
        against=against,
        statement=cells["statement"],
        words=cells.filled("words"),
        note=cells.optional_texts("note"),
    )
    _check_indicator(cells, indicator)
    return indicator


def _check_indicator(cells: Cells, one: Indicator) -> None:
    if not one.id.startswith(f"{one.of}."):
        way_out = Text(f"例如 {one.of}.area", f"for example {one.of}.area")
        cells.fault("id", Text(f"以“{one.of}.”开头", f"begin with '{one.of}.'"), one.id, way_out)
    sides = ("up", "down") if one.role == "target" else ("",)
    if one.better not in sides:
        way_out = Text("目标写 up 或 down，其他留空", "write up or down for a target, nothing for anything else")
        rule = Text("为增减方向（仅目标）", "give a side, for targets only")
        cells.fault("better", rule, one.better, way_out)
    if (one.against is not None) == (one.value is not None):
        way_out = Text(
            "有数值的填 value，只作比较的填 against", "give a figure in value, or what it is compared with in against"
        )
        cells.fault("value", Text("与 against 二者填一", "be given, or against, but not both"), cells["value"], way_out)
    ranges = [kind for kind, wording in WORDINGS.items() if wording.of_indicators and len(wording.given) > 1]
    if (one.type in ranges) != (one.value_high is not None):
        rule = Template("仅用于 {kinds}", "be given for the type {kinds} only").format(kinds=", ".join(ranges))
        way_out = Text("区间填上限，其他留空", "give the upper end of a range, nothing for anything else")
        cells.fault("value_high", rule, cells["value_high"], way_out)
    if one.first_year and one.last_year and one.first_year > one.last_year:
        rule = Text(f"不早于 {one.first_year}", f"not be before {one.first_year}")
        cells.fault("last_year", rule, one.last_year, Text("对调两个年份", "exchange the two years"))
    _check_printed(cells, one)


def _check_printed(cells: Cells, one: Indicator) -> None:
    if one.printed not in one.words:
        way_out = Text("照原文抄录", "copy it as it is printed")
        cells.fault("printed", Text("出现在 words 中", "stand in words"), one.printed, way_out)
    values = tuple(value for value in (one.value, one.value_high) if value is not None)
    if any(isnan(value) for value in values):
        return
    numbers = printed_numbers(one.printed) if one.printed else ()
    same = numbers is not None and len(numbers) == len(values)
    if not same or not all(isclose(a, b, rel_tol=1e-12) for a, b in zip(numbers or (), values, strict=True)):
        means = "–".join(f"{value:.12g}" for value in numbers or ()) or "?"
        way_out = Text(f"“{one.printed}”是 {means}", f"'{one.printed}' is {means}")
        cells.fault("value", Text("与 printed 一致", "agree with printed"), cells["value"], way_out)
