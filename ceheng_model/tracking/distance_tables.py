"""Show distances from the plan's path, quarterly growth, and growth beside published series."""

from ceheng_model.tables import Column, Figure, Table, column, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.tracking.distances import Distance, NationalGrowth, QuarterGrowth
from ceheng_model.tracking.words import ON_PLANNED_BASE, OTHER_CONCEPT, QUARTERS_ALONE
from ceheng_model.vocabulary import Template, Text, label_of

_DISTANCES = Template(
    "与{path}的距离（全年数；{unit}，增速差为百分点）", "Distance from {path} (annual figures; {unit}, lead in points)"
)
_RUNNING = Text("累计", "running total")


def distance_table(rows: tuple[Distance, ...], terms: Terms) -> Table:
    """Return one row an annual income."""
    columns = (
        group_column(terms),
        component_column(terms),
        column("year", "year"),
        Column(key="actual", heading=Text("实际", "actual"), kind="yuan"),
        Column(key="planned", heading=Text("计划", "planned"), kind="yuan"),
        Column(key="difference", heading=Text("差额", "difference"), kind="yuan"),
        Column(key="relative", heading=Text("差距", "relative"), kind="percent"),
        Column(key="growth", heading=Text("实际增速", "growth"), kind="percent"),
        Column(key="planned_growth", heading=Text("计划增速", "planned"), kind="percent"),
        Column(key="lead", heading=Text("增速差", "lead"), kind="points"),
        Column(key="published", heading=Text("公布日期", "published"), kind="label", holds="date"),
        Column(key="source", heading=Text("来源", "source"), shown=False),
    )
    cells = tuple(
        (
            distance.group.named,
            distance.figure.named,
            distance.figure.year,
            distance.actual,
            distance.planned,
            Figure(distance.difference, "yuan", 1, signed=True),
            Figure(distance.relative, "percent", 2, signed=True),
            distance.growth,
            distance.planned_growth,
            None if distance.lead is None else Figure(distance.lead, "points", 2, signed=True),
            distance.figure.published.isoformat(),
            distance.figure.source,
        )
        for distance in rows
    )
    title = _DISTANCES.format(path=Text("计划路径", f"the {terms.kind.en}'s path"), unit=terms.income_unit)
    return Table(
        name="distances",
        title=title,
        columns=columns,
        drops=("published", "lead", "planned_growth", "relative"),
        rows=cells,
        notes=_base_notes(rows, terms),
    )


def quarter_table(rows: tuple[QuarterGrowth, ...], terms: Terms) -> Table:
    """Return one row a quarterly income."""
    columns = (
        group_column(terms),
        component_column(terms),
        Column(key="period", heading=Text("时期", "period")),
        Column(key="year", heading=Text("年份", "year"), kind="year", shown=False),
        Column(key="quarter", heading=Text("季度", "quarter"), kind="year", shown=False),
        Column(key="actual", heading=Text(terms.in_unit(_RUNNING).zh, _RUNNING.en), kind="yuan"),
        Column(key="growth", heading=Text("同比", "on a year before"), kind="percent"),
        Column(key="planned_growth", heading=Text("全年计划增速", "planned for the year"), kind="percent"),
        Column(key="lead", heading=Text("增速差", "lead"), kind="points"),
    )
    cells = tuple(
        (
            quarter.group.named,
            quarter.figure.named,
            quarter.figure.period,
            quarter.figure.year,
            quarter.figure.quarter,
            quarter.figure.value,
            quarter.growth,
            quarter.planned_growth,
            None if quarter.lead is None else Figure(quarter.lead, "points", 2, signed=True),
        )
        for quarter in rows
    )
    title = Text("季度同比（增速差为百分点）", "Quarters against the year before (lead in points)")
    return Table(name="quarters", title=title, columns=columns, rows=cells, notes=(QUARTERS_ALONE,))


def national_table(rows: tuple[NationalGrowth, ...], terms: Terms) -> Table:
    """Return one row a group and year."""
    columns = (
        group_column(terms),
        column("year", "year"),
        Column(key="growth", heading=Text("本地增速", "own growth"), kind="percent"),
        Column(key="published_growth", heading=Text("参照增速", "published"), kind="percent"),
        Column(key="lead", heading=Text("增速差", "lead"), kind="points"),
        Column(key="series", heading=Text("参照序列", "series")),
    )
    cells = tuple(
        (
            beside.group.named,
            beside.year,
            beside.growth,
            beside.published,
            Figure(beside.lead, "points", 2, signed=True),
            _named(beside),
        )
        for beside in rows
    )
    note = Text("名义增速，由公布的水平重算", "nominal growth, recomputed from published levels")
    title = Text("与公布的增速相比（增速差为百分点）", "Beside published growth (lead in points)")
    return Table(name="national", title=title, columns=columns, rows=cells, notes=(note,))


def _base_notes(rows: tuple[Distance, ...], terms: Terms) -> tuple[Text, ...]:
    others = {distance.group.label for distance in rows if distance.group.concept == "net_income"}
    named = {"concept": terms.label("net_income"), "other": terms.label("disposable_income")}
    notes = [OTHER_CONCEPT.format(group=label, **named) for label in others]
    assumed = {distance.group.label: distance.figure.year for distance in rows if distance.on_planned_base}
    if assumed:
        # only the first year after the base can be measured from it
        notes.append(
            terms.say(ON_PLANNED_BASE, groups=Text.join(assumed), year=terms.year_label(next(iter(assumed.values()))))
        )
    return tuple(notes)


def _named(growth: NationalGrowth) -> Text:
    name, _, key = growth.series.partition(".")
    region, group = (label_of(part) for part in (name, key))
    return Text.join((region, group), zh="")
