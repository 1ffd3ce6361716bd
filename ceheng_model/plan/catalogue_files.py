"""Read the measures of a plan and all that belongs to them from the files that ``plan.toml`` names."""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import isclose, isnan
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.files import ANY, Row, day_of, read_table
from ceheng_model.plan.catalogue import Measures
from ceheng_model.plan.counts import Count
from ceheng_model.plan.deliverables import DELIVERABLE_COLUMNS, read_deliverable
from ceheng_model.plan.measures import (
    ALL,
    BINDINGS,
    COUNTINGS,
    OTHER_AIMS,
    RECURRENCES,
    ROLES,
    Binding,
    Counting,
    Day,
    Department,
    Duty,
    Indicator,
    Measure,
    Recurrence,
    Role,
    indicator_types,
    usual_binding,
)
from ceheng_model.plan.organisation import BODY_COLUMNS, Body, DepartmentNames, department_keys, read_body
from ceheng_model.plan.printed_figures import printed_numbers
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, NO_TEXT, Force, Name, Template, Text
from ceheng_model.wording import WORDINGS

if TYPE_CHECKING:
    import pandas as pd

FILES = ("departments", "measures", "duties", "indicators", "organisation", "deliverables")
_COLUMNS = {
    "departments": "key label_zh label_en also_printed",
    "measures": "id annex number group component title_zh title_en departments and_others section_zh section_en"
    " place_zh place_en note_zh note_en",
    "duties": "id annex measure place_zh place_en who_zh who_en what_zh what_en to_zh to_en recurrence days words"
    " words_en note_zh note_en",
    "indicators": "id of counted_zh counted_en role type type_words printed value value_high unit_zh unit_en counting"
    " better first_year last_year deadline against_zh against_en statement words words_en note_zh"
    " note_en",
    "organisation": BODY_COLUMNS,
    "deliverables": DELIVERABLE_COLUMNS,
}
_OPTIONAL = {
    "duties": "force words_en",
    "indicators": "binds force words_en",
    "departments": "also_printed",
    "organisation": "under department members annexes words_en note_zh note_en",
    "deliverables": "annex measure departments who_zh who_en deadline words_en note_zh note_en",
}
"""What the plan may say of them, and what is left out where it does not."""
_FULL = Text("写成不带“万”“亿”的数，70%写作 0.7", "write it out in full, and 70 % as 0.7")
_T = TypeVar("_T")


def read_measures(
    files: "Mapping[str, Path | pd.DataFrame]",
    terms: Terms,
    statements: Collection[str],
    faults: list[Fault],
    totals: Sequence[Count] = (),
) -> Measures:
    """Return what the files say, by the names in `FILES`; add every fault found.

    Indicators belong to measures and duties, or are `totals` over several measures.

    Without departments, each goes by the name that is printed. What a file that cannot be read would have
    named is not missed elsewhere.
    """
    labels = {group.key: group.label for group in terms.groups} | {ALL: LABELS["all"]}
    components = {component.key: component.label for component in terms.components} | dict(OTHER_AIMS)
    departments = tuple(_each("departments", files, _department, faults))
    names = {name: department.key for department in departments for name in department.names} or None
    measures = tuple(
        _each("measures", files, lambda row: _measure(row, (_names(labels), _names(components)), names), faults)
    )
    if names is None:
        departments = _as_printed(measures)
    ids = [measure.id for measure in measures]
    duties = tuple(_each("duties", files, lambda row: _duty(row, ids), faults))
    owners = [*ids, *(duty.id for duty in duties)]
    # without measures, whatever an indicator is of may be one of them
    owners += [total.id for total in totals] if owners else []
    indicators = tuple(_each("indicators", files, lambda row: _indicator(row, owners, statements), faults))
    deliverables = _each("deliverables", files, lambda row: read_deliverable(row, measures, names), faults)
    faults += _parts_not_there(totals, [indicator.id for indicator in indicators]) if "indicators" in files else []
    return Measures(
        measures=measures,
        indicators=indicators,
        duties=duties,
        totals=tuple(totals) if "indicators" in files else (),
        departments=departments,
        bodies=_bodies(files, names, faults),
        deliverables=tuple(deliverables),
        groups=labels,
        components=components,
    )


def _bodies(
    files: "Mapping[str, Path | pd.DataFrame]", names: DepartmentNames, faults: list[Fault]
) -> tuple[Body, ...]:
    """Return the bodies; those to which others belong stand above them."""
    above: list[str] = []

    def read(row: Row) -> Body:
        body = read_body(row, tuple(above), names)
        above.append(body.id)
        return body

    return tuple(_each("organisation", files, read, faults))


def _parts_not_there(totals: Sequence[Count], indicators: Sequence[str]) -> list[Fault]:
    """Return a fault for each part of a total that names an indicator which is not there."""
    named = ((total, part.indicator) for total in totals for part in total.parts if part.indicator)
    return [choice(_PART_OF.format(total=total.id), id, indicators) for total, id in named if id not in indicators]


_PART_OF = Template("[[count]] {total} 分项的指标编号", "the indicator of a part of [[count]] {total}")


def _as_printed(measures: Sequence[Measure]) -> tuple[Department, ...]:
    names = dict.fromkeys(name for measure in measures for name in measure.departments)
    return tuple(Department(key=name, label=Text.same(name)) for name in names)


def _each(
    name: str, files: "Mapping[str, Path | pd.DataFrame]", read: Callable[[Row], _T], faults: list[Fault]
) -> list[_T]:
    if name not in files:
        return []
    columns = _COLUMNS[name].split()
    try:
        optional = _OPTIONAL.get(name, "").split()
        needed = [column for column in columns if column not in optional]
        table = read_table(files[name], needed, optional=optional, frame_name=name, faults=faults)
    except InputError as error:
        faults += error.faults
        return []
    first: dict[str, Row] = {}
    entries: list[_T] = []
    for row in table:
        id = row.text(columns[0])
        if id in first:
            row.repeated(columns[0], first[id])
        else:
            first[id] = row
            entries.append(read(row))
    return entries


def _department(row: Row) -> Department:
    return Department(key=row.filled("key"), label=row.texts("label"), also_printed=row.listed("also_printed"))


def _names(labels: Mapping[str, Text]) -> list[Name]:
    return [Name(key, label) for key, label in labels.items()]


def _measure(row: Row, axes: tuple[Sequence[Name], Sequence[Name]], names: DepartmentNames) -> Measure:
    return Measure(
        id=row.filled("id"),
        annex=row.whole("annex"),
        number=row.whole("number"),
        group=row.option("group", axes[0]),
        component=row.option("component", axes[1]),
        title=row.texts("title"),
        departments=department_keys(row, "departments", names),
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
        words=row.quoted("words"),
        force=_force(row),
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
    role, counting = row.option("role", ROLES), row.option("counting", COUNTINGS)
    indicator = Indicator(
        id=row.filled("id"),
        of=row.option("of", owners) if owners else row.filled("of"),
        counted=row.texts("counted"),
        role=cast("Role", role),
        type=row.option("type", indicator_types()),
        type_words=row.filled("type_words"),
        printed=row.text("printed") if against else row.filled("printed"),
        value=row.optional_number("value", unit=ANY, way_out=_FULL),
        value_high=row.optional_number("value_high", unit=ANY, way_out=_FULL),
        unit=(row.optional_texts("unit") if against else row.texts("unit")) or NO_TEXT,
        counting=cast("Counting", counting),
        binds=_binding(row, role, counting),
        better=cast('Literal["up", "down", ""]', row.text("better")),
        first_year=row.optional_year("first_year"),
        last_year=row.optional_year("last_year"),
        deadline=row.optional_day("deadline"),
        against=against,
        statement=statement,
        words=row.quoted("words"),
        force=_force(row),
        note=row.optional_texts("note"),
    )
    _check_indicator(row, indicator)
    return indicator


def _binding(row: Row, role: str, counting: str) -> Binding | None:
    """Return when a target has to be met: as the file says, else as figures that count like it usually are."""
    if not row.has("binds"):
        return usual_binding(role, counting)
    if role != "target":
        row.require_empty("binds", way_out=Text("仅目标填写", "targets alone have it"))
    return cast("Binding", row.option("binds", BINDINGS))


def _force(row: Row) -> Force | None:
    if not row.has("force"):
        return None
    named = row.option("force", tuple(Force))
    return Force(named) if named in tuple(Force) else None


def _check_indicator(row: Row, indicator: Indicator) -> None:
    _check_id(row, indicator)
    _check_side(row, indicator)
    _check_values(row, indicator)
    _check_years(row, indicator)
    _check_printed(row, indicator)


def _check_id(row: Row, indicator: Indicator) -> None:
    if not indicator.id.startswith(f"{indicator.of}."):
        row.fault("id", _BEGIN_WITH.format(of=indicator.of), _SUCH_AS.format(of=indicator.of))


def _check_side(row: Row, indicator: Indicator) -> None:
    sides = ("up", "down") if indicator.role == "target" else ("",)
    if indicator.better not in sides:
        way_out = Text("目标写 up 或 down，其他留空", "write up or down for a target, nothing for anything else")
        row.fault("better", Text("为增减方向（仅目标）", "give a side, for targets only"), way_out)


def _check_values(row: Row, indicator: Indicator) -> None:
    if (indicator.against is not None) == (indicator.value is not None):
        way_out = Text(
            "有数值的填 value，只作比较的填 against", "give a figure in value, or what it is compared with in against"
        )
        row.fault("value", Text("与 against 二者填一", "be given, or against, but not both"), way_out)
    ranges = [kind for kind, wording in WORDINGS.items() if wording.of_indicators and len(wording.given) > 1]
    if (indicator.type in ranges) != (indicator.value_high is not None):
        way_out = Text("区间填上限，其他留空", "give the upper end of a range, nothing for anything else")
        row.fault("value_high", _ONLY_FOR.format(kinds=Text.listed(ranges)), way_out)


def _check_years(row: Row, indicator: Indicator) -> None:
    first, last = indicator.first_year, indicator.last_year
    if first and last and first > last:
        way_out = Text("对调两个年份", "exchange the two years")
        row.fault("last_year", _NOT_BEFORE.format(year=first), way_out, got=last)


def _check_printed(row: Row, indicator: Indicator) -> None:
    if indicator.printed not in indicator.words:
        way_out = Text("照原文抄录", "copy it as it is printed")
        row.fault("printed", Text("出现在 words 中", "stand in words"), way_out)
    values = [value for value in (indicator.value, indicator.value_high) if value is not None]
    numbers = printed_numbers(indicator.printed) if indicator.printed else ()
    # a value that is no number has a fault of its own
    if not any(map(isnan, values)) and not _agree(values, numbers):
        means = "–".join(f"{number:.12g}" for number in numbers or ()) or "?"
        way_out = _MEANS.format(printed=indicator.printed, means=means)
        row.fault("value", Text("与 printed 一致", "agree with printed"), way_out)


def _agree(values: Sequence[float], numbers: Sequence[float] | None) -> bool:
    if numbers is None or len(values) != len(numbers):
        return False
    # a share is written as a fraction: dividing by a hundred may differ in the last bit
    return all(isclose(value, number, rel_tol=1e-12) for value, number in zip(values, numbers, strict=True))


_BEGIN_WITH = Template("以“{of}.”开头", "begin with '{of}.'")
_SUCH_AS = Template("例如 {of}.area", "for example {of}.area")
_ONLY_FOR = Template("仅用于 {kinds}", "be given for the type {kinds} only")
_NOT_BEFORE = Template("不早于 {year}", "not be before {year}")
_MEANS = Template("“{printed}”是 {means}", "'{printed}' is {means}")
