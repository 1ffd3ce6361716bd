"""Read the measures of a plan, their figures, duties and departments from the files that ``plan.toml`` names."""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import isclose, isnan
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.files import Row, day_of, read_table
from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.measures import (
    ALL,
    COUNTINGS,
    MEASURE_COMPONENTS,
    RECURRENCES,
    ROLES,
    Counting,
    Day,
    Department,
    Duty,
    Indicator,
    Measure,
    Recurrence,
    Role,
    indicator_types,
)
from ceheng_model.plan.printed_figures import printed_numbers
from ceheng_model.vocabulary import LABELS, NO_TEXT, Group, Template, Text
from ceheng_model.wording import WORDINGS

if TYPE_CHECKING:
    import pandas as pd

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
_FULL = Text("写成不带“万”“亿”的数，70%写作 0.7", "write it out in full, and 70 % as 0.7")
_T = TypeVar("_T")


def read_measures(
    files: "Mapping[str, Path | pd.DataFrame]",
    groups: Sequence[Group],
    statements: Collection[str],
    faults: list[Fault],
) -> Measures:
    """Return what the files say, by the names in `FILES`; add every fault found.

    Without departments, each goes by the name that is printed. What a file that cannot be read would have
    named is not missed elsewhere.
    """
    labels = {group.key: group.label for group in groups} | {ALL: LABELS["all"]}
    departments = tuple(_each("departments", files, _department, faults))
    names = {name: one.key for one in departments for name in one.names} or None
    measures = tuple(_each("measures", files, lambda row: _measure(row, list(labels), names), faults))
    if names is None:
        printed = dict.fromkeys(name for one in measures for name in one.departments)
        departments = tuple(Department(key=name, label=Text.same(name)) for name in printed)
    ids = [one.id for one in measures]
    duties = tuple(_each("duties", files, lambda row: _duty(row, ids), faults))
    owners = [*ids, *(one.id for one in duties)]
    indicators = tuple(_each("indicators", files, lambda row: _indicator(row, owners, statements), faults))
    return Measures(measures=measures, indicators=indicators, duties=duties, departments=departments, groups=labels)


def _each(
    name: str, files: "Mapping[str, Path | pd.DataFrame]", read: Callable[[Row], _T], faults: list[Fault]
) -> list[_T]:
    if name not in files:
        return []
    columns = _COLUMNS[name].split()
    try:
        table = read_table(files[name], columns, frame_name=name, faults=faults)
    except InputError as error:
        faults += error.faults
        return []
    first: dict[str, Row] = {}
    found: list[_T] = []
    for row in table:
        id = row.text(columns[0])
        if id in first:
            row.repeated(columns[0], first[id])
        else:
            first[id] = row
            found.append(read(row))
    return found


def _department(row: Row) -> Department:
    return Department(key=row.filled("key"), label=row.texts("label"), also_printed=row.listed("also_printed"))


def _measure(row: Row, groups: Sequence[str], names: Mapping[str, str] | None) -> Measure:
    departments = row.listed("departments")
    if names is not None:
        place, what = row.place("departments"), Text("责任单位", "the department")
        row.faults.extend(choice(what, name, names).at(place) for name in departments if name not in names)
        departments = tuple(names[name] for name in departments if name in names)
    return Measure(
        id=row.filled("id"),
        annex=row.whole("annex"),
        number=row.whole("number"),
        group=row.option("group", groups),
        component=row.option("component", MEASURE_COMPONENTS),
        title=row.texts("title"),
        departments=departments,
        and_others=row.option("and_others", ("yes", "no")) == "yes",
        section=row.texts("section"),
        place=row.texts("place"),
        note=row.optional_texts("note"),
    )


def _duty(row: Row, measures: Sequence[str]) -> Duty:
    return Duty(
        id=row.filled("id"),
        annex=row.whole("annex") if row.has("annex") else None,
        measure=row.option("measure", measures) if row.has("measure") and measures else row.text("measure"),
        place=row.texts("place"),
        who=row.texts("who"),
        what=row.texts("what"),
        to=row.optional_texts("to"),
        recurrence=cast("Recurrence", row.option("recurrence", RECURRENCES)),
        days=_days(row),
        words=row.filled("words"),
        note=row.optional_texts("note"),
    )


def _days(row: Row) -> tuple[Day, ...]:
    """Return days that come every year, written ``03-18;06-18``."""
    days: list[Day] = []
    for part in row.listed("days"):
        # a year without 29 February: a day that not every year has is none
        day = day_of(f"2023-{part}")
        if day is None:
            way_out = Text("例如 03-18;06-18", "for example 03-18;06-18")
            row.fault("days", Text("为每年都有的月日", "hold days that every year has"), way_out, got=part)
        else:
            days.append(Day(day.month, day.day))
    return tuple(days)


def _indicator(row: Row, owners: Sequence[str], statements: Collection[str]) -> Indicator:
    against = row.optional_texts("against")
    statement = row.text("statement")
    if statement and statement not in statements:
        what = Text("方案条目", "the statement")
        row.faults.append(choice(what, statement, statements).at(row.place("statement")))
    indicator = Indicator(
        id=row.filled("id"),
        of=row.option("of", owners) if owners else row.filled("of"),
        counted=row.texts("counted"),
        role=cast("Role", row.option("role", ROLES)),
        type=row.option("type", indicator_types()),
        type_words=row.filled("type_words"),
        printed=row.text("printed") if against else row.filled("printed"),
        value=row.optional_number("value", way_out=_FULL),
        value_high=row.optional_number("value_high", way_out=_FULL),
        unit=(row.optional_texts("unit") if against else row.texts("unit")) or NO_TEXT,
        counting=cast("Counting", row.option("counting", COUNTINGS)),
        better=cast('Literal["up", "down", ""]', row.text("better")),
        first_year=row.optional_year("first_year"),
        last_year=row.optional_year("last_year"),
        deadline=row.optional_day("deadline"),
        against=against,
        statement=statement,
        words=row.filled("words"),
        note=row.optional_texts("note"),
    )
    _check_indicator(row, indicator)
    return indicator


def _check_indicator(row: Row, one: Indicator) -> None:
    if not one.id.startswith(f"{one.of}."):
        way_out = Text(f"例如 {one.of}.area", f"for example {one.of}.area")
        row.fault("id", Text(f"以“{one.of}.”开头", f"begin with '{one.of}.'"), way_out)
    sides = ("up", "down") if one.role == "target" else ("",)
    if one.better not in sides:
        way_out = Text("目标写 up 或 down，其他留空", "write up or down for a target, nothing for anything else")
        row.fault("better", Text("为增减方向（仅目标）", "give a side, for targets only"), way_out)
    if (one.against is not None) == (one.value is not None):
        way_out = Text(
            "有数值的填 value，只作比较的填 against", "give a figure in value, or what it is compared with in against"
        )
        row.fault("value", Text("与 against 二者填一", "be given, or against, but not both"), way_out)
    ranges = [kind for kind, wording in WORDINGS.items() if wording.of_indicators and len(wording.given) > 1]
    if (one.type in ranges) != (one.value_high is not None):
        rule = Template("仅用于 {kinds}", "be given for the type {kinds} only").format(kinds=", ".join(ranges))
        way_out = Text("区间填上限，其他留空", "give the upper end of a range, nothing for anything else")
        row.fault("value_high", rule, way_out)
    if one.first_year and one.last_year and one.first_year > one.last_year:
        rule = Text(f"不早于 {one.first_year}", f"not be before {one.first_year}")
        row.fault("last_year", rule, Text("对调两个年份", "exchange the two years"), got=one.last_year)
    _check_printed(row, one)


def _check_printed(row: Row, one: Indicator) -> None:
    if one.printed not in one.words:
        way_out = Text("照原文抄录", "copy it as it is printed")
        row.fault("printed", Text("出现在 words 中", "stand in words"), way_out)
    values = tuple(value for value in (one.value, one.value_high) if value is not None)
    if any(isnan(value) for value in values):
        return
    numbers = printed_numbers(one.printed) if one.printed else ()
    same = numbers is not None and len(numbers) == len(values)
    if not same or not all(isclose(a, b, rel_tol=1e-12) for a, b in zip(numbers or (), values, strict=True)):
        means = "–".join(f"{value:.12g}" for value in numbers or ()) or "?"
        way_out = Text(f"“{one.printed}”是 {means}", f"'{one.printed}' is {means}")
        row.fault("value", Text("与 printed 一致", "agree with printed"), way_out)
