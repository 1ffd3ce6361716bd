"""Lay out measures, their figures, recurring duties and who answers for them as tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ceheng_model.plan.counts import Count
from ceheng_model.plan.measures import (
    BINDINGS,
    COUNTINGS,
    RECURRENCES,
    ROLES,
    Department,
    Duty,
    Indicator,
    Measure,
    indicator_types,
)
from ceheng_model.plan.statements import force_cell, force_column
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import LABELS, NO_TEXT, Keyed, Template, Text

_MEASURES = Template("措施（{count}条）", "Measures ({count})")
_FIGURES = Template("数量指标（{count}项）", "Figures ({count})")
_DUTIES = Template("经常性职责（{count}项）", "Recurring duties ({count})")


def measure_table(
    measures: Sequence[Measure],
    *,
    indicators: Sequence[Indicator],
    departments: Sequence[Department],
    groups: Mapping[str, Text],
    components: Mapping[str, Text],
) -> Table:
    """Return one row a measure: what it is for, who answers for it, how many figures it states."""
    labels = {department.key: department.label for department in departments}
    columns = (
        Column(key="measure", heading=Text("编号", "measure"), kind="label", shown=False),
        Column(key="annex", heading=Text("附件", "annex"), kind="year", shown=False),
        Column(key="number", heading=Text("条", "number"), kind="year", shown=False),
        column("group", among=tuple(groups)),
        column("component", among=tuple(components)),
        Column(key="title", heading=Text("措施", "title")),
        Column(key="departments", heading=Text("责任单位", "responsible")),
        Column(key="indicators", heading=Text("指标", "figures"), kind="count", holds="whole"),
        _hidden("section"),
        Column(key="place", heading=Text("出处", "place")),
        _hidden("department_keys"),
        _hidden("note"),
    )
    rows: list[tuple[Cell, ...]] = []
    for measure in measures:
        shown = (
            measure.id,
            measure.annex,
            measure.number,
            Keyed(measure.group, groups.get(measure.group, Text.same(measure.group))),
            Keyed(measure.component, components[measure.component]),
            measure.title,
            _answering(measure, labels),
            sum(indicator.of == measure.id for indicator in indicators),
        )
        hidden = (measure.section, measure.place, ";".join(measure.departments), measure.note or NO_TEXT)
        rows.append((*shown, *hidden))
    title = _MEASURES.format(count=len(rows))
    return Table(
        name="measures", title=title, columns=columns, drops=("indicators", "component", "group"), rows=tuple(rows)
    )


Owner = Measure | Duty | Count
"""What a figure is of."""


def indicator_table(indicators: Sequence[Indicator], *, owners: Sequence[Owner]) -> Table:
    """Return one row a figure: what is counted, how firmly and when its words bind, the figure, how it counts."""
    columns = (
        Column(key="indicator", heading=Text("编号", "figure of"), kind="label"),
        _hidden("of"),
        Column(key="annex", heading=Text.same("annex"), kind="year", shown=False, may_lack=True),
        *map(_hidden, ("group", "component")),
        Column(key="counted", heading=Text("内容", "what is counted")),
        Column(key="role", heading=Text("性质", "role"), kind="label"),
        Column(key="type", heading=Text("措辞", "wording"), kind="label"),
        Column(key="figure", heading=Text("数值", "figure")),
        force_column(indicator.force for indicator in indicators),
        Column(key="counting", heading=Text("计法", "counted"), kind="label"),
        binding_column(indicator.binds for indicator in indicators),
        Column(key="last_year", heading=Text("到", "until"), kind="year", may_lack=True),
        *(replace(_hidden(key), holds="number") for key in ("value", "value_high")),
        *map(_hidden, ("unit", "printed", "type_words", "better")),
        replace(_hidden("first_year"), kind="year", may_lack=True),
        replace(_hidden("deadline"), holds="date"),
        *map(_hidden, ("against", "statement", "words", "place", "note")),
    )
    by_id = {owner.id: owner for owner in owners}
    rows = [_indicator_row(indicator, by_id[indicator.of]) for indicator in indicators]
    title = _FIGURES.format(count=len(rows))
    note = Text("未列年份的，原句未写明", "where no year is given, the sentence states none")
    return Table(
        name="indicators",
        title=title,
        columns=columns,
        drops=("binds", "counting", "force", "type", "last_year"),
        rows=tuple(rows),
        notes=(note,),
    )


def binding_column(bindings: Iterable[str | None]) -> Column:
    """Return the column of when targets have to be met, which readers see where one of the list has to be."""
    return Column(key="binds", heading=Text("要求", "binds"), kind="label", shown=any(bindings))


def binding_cell(binds: str | None) -> Keyed | None:
    """Return when a target has to be met as a table cell; nothing where that is not known."""
    return None if binds is None else Keyed(binds, BINDINGS[binds])


def _indicator_row(indicator: Indicator, owner: Owner) -> tuple[Cell, ...]:
    purpose = (owner.group, owner.component) if isinstance(owner, Measure) else (None, None)
    return (
        indicator.id,
        indicator.of,
        owner.annex,
        *purpose,
        indicator.counted,
        Keyed(indicator.role, ROLES[indicator.role]),
        Keyed(indicator.type, indicator_types()[indicator.type]),
        indicator.figure,
        force_cell(indicator.force),
        Keyed(indicator.counting, COUNTINGS[indicator.counting]),
        binding_cell(indicator.binds),
        indicator.last_year,
        indicator.value,
        indicator.value_high,
        indicator.unit,
        indicator.printed,
        indicator.type_words,
        indicator.better or None,
        indicator.first_year,
        indicator.deadline.isoformat() if indicator.deadline else None,
        indicator.against or NO_TEXT,
        indicator.statement or None,
        indicator.words,
        owner.place,
        indicator.note or NO_TEXT,
    )


def duty_table(duties: Sequence[Duty]) -> Table:
    """Return one row a duty: who does what for whom, how often, on which days."""
    columns = (
        Column(key="duty", heading=Text("编号", "duty"), kind="label"),
        Column(key="annex", heading=Text("附件", "annex"), kind="year", shown=False, may_lack=True),
        _hidden("measure"),
        Column(key="who", heading=Text("承担者", "who")),
        Column(key="what", heading=Text("职责", "what")),
        Column(key="to", heading=Text("报送", "to"), shown=False),
        Column(key="recurrence", heading=Text("周期", "how often"), kind="label"),
        Column(key="due", heading=Text("最后期限", "due by")),
        force_column(duty.force for duty in duties),
        _hidden("days"),
        Column(key="place", heading=Text("出处", "place")),
        _hidden("words"),
        _hidden("note"),
    )
    rows = [_duty_row(duty) for duty in duties]
    title = _DUTIES.format(count=len(rows))
    return Table(name="duties", title=title, columns=columns, drops=("duty", "place", "recurrence"), rows=tuple(rows))


def _duty_row(duty: Duty) -> tuple[Cell, ...]:
    return (
        duty.id,
        duty.annex,
        duty.measure or None,
        duty.who,
        duty.what,
        duty.to or NO_TEXT,
        Keyed(duty.recurrence, RECURRENCES[duty.recurrence]),
        Text.join(day.label for day in duty.days),
        force_cell(duty.force),
        ";".join(f"{day.month:02}-{day.day:02}" for day in duty.days) or None,
        duty.place,
        duty.words,
        duty.note or NO_TEXT,
    )


def department_table(
    measures: Sequence[Measure], *, departments: Sequence[Department], components: Mapping[str, Text]
) -> Table:
    """Return how many measures each department answers for, by component; most first, then all measures."""
    occurring = {measure.component for measure in measures}
    keys = [key for key in components if key in occurring]
    counted = [(department, _counts(_of_department(department, measures), keys)) for department in departments]
    counted.sort(key=lambda pair: -pair[1][-1])
    rows: list[tuple[Cell, ...]] = [
        (Keyed(department.key, department.label), *counts) for department, counts in counted if counts[-1]
    ]
    rows.append((Keyed("all", Text("全部措施", "all measures")), *_counts(measures, keys)))
    columns = (
        Column(key="department", heading=Text("责任单位", "department"), kind="label"),
        *(Column(key=key, heading=components[key], kind="count", holds="whole") for key in keys),
        Column(key="total", heading=LABELS["total"], kind="count", holds="whole"),
    )
    title = Text("各责任单位的措施数", "Measures by department and component")
    note = Text(
        "一条措施有几个责任单位就计几次；最后一行每条只计一次",
        "a measure counts once for each of its departments; in the last row every measure counts once",
    )
    return Table(
        name="by_department",
        title=title,
        columns=columns,
        drops=("training", "organisation"),
        rows=tuple(rows),
        notes=(note,),
    )


def _hidden(key: str) -> Column:
    return Column(key=key, heading=Text.same(key), shown=False)


def _answering(measure: Measure, labels: Mapping[str, Text]) -> Text:
    named = Text.join((labels[key] for key in measure.departments), en="; ")
    return named + Text("等", "; and others") if measure.and_others else named


def _of_department(department: Department, measures: Sequence[Measure]) -> list[Measure]:
    return [measure for measure in measures if department.key in measure.departments]


def _counts(measures: Sequence[Measure], keys: Sequence[str]) -> tuple[int, ...]:
    return (*(sum(measure.component == key for measure in measures) for key in keys), len(measures))
