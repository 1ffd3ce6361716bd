"""Lay out measures, their figures, recurring duties and who answers for them as tables."""

from collections.abc import Mapping, Sequence

from ceheng_model.plan.measures import (
    COUNTINGS,
    MEASURE_COMPONENTS,
    RECURRENCES,
    ROLES,
    Department,
    Duty,
    Indicator,
    Measure,
    indicator_types,
)
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import LABELS, Keyed, Text

_NONE = Text("", "")


def measure_table(
    measures: Sequence[Measure],
    *,
    indicators: Sequence[Indicator],
    departments: Sequence[Department],
    groups: Mapping[str, Text],
) -> Table:
    """Return one row a measure: what it is for, who answers for it, how many figures it states."""
    labels = {department.key: department.label for department in departments}
    columns = (
        Column(key="measure", heading=Text("编号", "measure"), kind="label"),
        Column(key="annex", heading=Text("附件", "annex"), kind="year", shown=False),
        Column(key="number", heading=Text("条", "number"), kind="year", shown=False),
        column("group"),
        column("component"),
        Column(key="title", heading=Text("措施", "title")),
        Column(key="departments", heading=Text("责任单位", "responsible")),
        Column(key="indicators", heading=Text("指标", "figures"), kind="yuan", decimals=0),
        _hidden("section"),
        _hidden("place"),
        _hidden("department_keys"),
        _hidden("note"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in measures:
        group = Keyed(one.group, groups.get(one.group, Text(one.group, one.group)))
        component = Keyed(one.component, MEASURE_COMPONENTS[one.component])
        figures = sum(indicator.of == one.id for indicator in indicators)
        shown = (one.id, one.annex, one.number, group, component, one.title, _answering(one, labels), figures)
        rows.append((*shown, one.section, one.place, ";".join(one.departments), one.note or _NONE))
    title = Text(f"措施（{len(rows)}条）", f"Measures ({len(rows)})")
    return Table(name="measures", title=title, columns=columns, rows=tuple(rows))


def indicator_table(indicators: Sequence[Indicator], *, owners: Sequence[Measure | Duty]) -> Table:
    """Return one row a figure: what is counted, how its words bind, the figure, how it counts, until when."""
    columns = (
        Column(key="indicator", heading=Text("编号", "figure of"), kind="label"),
        *map(_hidden, ("of", "annex", "group", "component")),
        Column(key="counted", heading=Text("内容", "what is counted")),
        Column(key="role", heading=Text("性质", "role"), kind="label"),
        Column(key="type", heading=Text("措辞", "wording"), kind="label"),
        Column(key="figure", heading=Text("数值", "figure")),
        Column(key="counting", heading=Text("计法", "counted"), kind="label"),
        Column(key="last_year", heading=Text("到", "until"), kind="year"),
        *map(_hidden, ("value", "value_high", "unit", "printed", "type_words", "better", "first_year", "deadline")),
        *map(_hidden, ("against", "statement", "words", "place", "note")),
    )
    known, types = {owner.id: owner for owner in owners}, indicator_types()
    rows: list[tuple[Cell, ...]] = []
    for one in indicators:
        of = known[one.of]
        purpose = (of.group, of.component) if isinstance(of, Measure) else (None, None)
        kinds = (Keyed(one.role, ROLES[one.role]), Keyed(one.type, types[one.type]))
        counting = Keyed(one.counting, COUNTINGS[one.counting])
        shown = (one.id, one.of, of.annex, *purpose, one.counted, *kinds, one.figure, counting)
        due = one.deadline.isoformat() if one.deadline else None
        numbers = (one.value, one.value_high, one.unit, one.printed, one.type_words, one.better or None)
        said = (one.against or _NONE, one.statement or None, one.words, of.place, one.note or _NONE)
        rows.append((*shown, one.last_year, *numbers, one.first_year, due, *said))
    title = Text(f"数量指标（{len(rows)}项）", f"Figures ({len(rows)})")
    note = Text("未列年份的，原句未写明", "where no year is given, the sentence states none")
    return Table(name="indicators", title=title, columns=columns, rows=tuple(rows), notes=(note,))


def duty_table(duties: Sequence[Duty]) -> Table:
    """Return one row a duty: who does what for whom, how often, on which days."""
    columns = (
        Column(key="duty", heading=Text("编号", "duty"), kind="label"),
        Column(key="annex", heading=Text("附件", "annex"), kind="year", shown=False),
        _hidden("measure"),
        Column(key="who", heading=Text("承担者", "who")),
        Column(key="what", heading=Text("职责", "what")),
        Column(key="to", heading=Text("报送", "to"), shown=False),
        Column(key="recurrence", heading=Text("周期", "how often"), kind="label"),
        Column(key="due", heading=Text("最后期限", "due by")),
        _hidden("days"),
        Column(key="place", heading=Text("出处", "place")),
        _hidden("words"),
        _hidden("note"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in duties:
        due = Text("、".join(day.label.zh for day in one.days), ", ".join(day.label.en for day in one.days))
        days = ";".join(f"{day.month:02}-{day.day:02}" for day in one.days)
        often = Keyed(one.recurrence, RECURRENCES[one.recurrence])
        told = (one.id, one.annex, one.measure or None, one.who, one.what, one.to or _NONE, often)
        rows.append((*told, due, days or None, one.place, one.words, one.note or _NONE))
    title = Text(f"经常性职责（{len(rows)}项）", f"Recurring duties ({len(rows)})")
    return Table(name="duties", title=title, columns=columns, rows=tuple(rows))


def department_table(measures: Sequence[Measure], *, departments: Sequence[Department]) -> Table:
    """Return how many measures each department answers for, by component; most first, then all measures."""
    keys = [key for key in MEASURE_COMPONENTS if any(one.component == key for one in measures)]
    counted = [(one, _counts([m for m in measures if one.key in m.departments], keys)) for one in departments]
    counted.sort(key=lambda pair: -pair[1][-1])
    rows: list[tuple[Cell, ...]] = [(Keyed(one.key, one.label), *counts) for one, counts in counted if counts[-1]]
    rows.append((Keyed("all", Text("全部措施", "all measures")), *_counts(measures, keys)))
    columns = (
        Column(key="department", heading=Text("责任单位", "department"), kind="label"),
        *(Column(key=key, heading=MEASURE_COMPONENTS[key], kind="yuan", decimals=0) for key in keys),
        Column(key="total", heading=LABELS["total"], kind="yuan", decimals=0),
    )
    title = Text("各责任单位的措施数", "Measures by department and component")
    note = Text(
        "一条措施有几个责任单位就计几次；最后一行每条只计一次",
        "a measure counts once for each of its departments; in the last row every measure counts once",
    )
    return Table(name="by_department", title=title, columns=columns, rows=tuple(rows), notes=(note,))


def _hidden(key: str) -> Column:
    return Column(key=key, heading=Text(key, key), shown=False)


def _answering(measure: Measure, labels: Mapping[str, Text]) -> Text:
    named = [labels[key] for key in measure.departments]
    zh, en = "、".join(one.zh for one in named), "; ".join(one.en for one in named)
    return Text(f"{zh}等", f"{en}; and others") if measure.and_others else Text(zh, en)


def _counts(measures: Sequence[Measure], keys: Sequence[str]) -> tuple[int, ...]:
    return (*(sum(one.component == key for one in measures) for key in keys), len(measures))
