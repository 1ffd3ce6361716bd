"""Show distances from the plan's path, quarterly growth, and growth beside published series."""

from ceheng_model.tables import Column, Figure, Table, column
from ceheng_model.tracking.distances import Distance, NationalGrowth, QuarterGrowth
from ceheng_model.vocabulary import LABELS, Text


def distance_table(rows: tuple[Distance, ...]) -> Table:
    """Return one row an annual income."""
    columns = (
        column("group"),
        column("component"),
        column("year", "year"),
        Column(key="actual", heading=Text("实际", "actual"), kind="yuan"),
        Column(key="planned", heading=Text("计划", "planned"), kind="yuan"),
        Column(key="difference", heading=Text("差额", "difference"), kind="yuan"),
        Column(key="relative", heading=Text("差距", "relative"), kind="percent"),
        Column(key="growth", heading=Text("实际增速", "growth"), kind="percent"),
        Column(key="planned_growth", heading=Text("计划增速", "planned"), kind="percent"),
        Column(key="lead", heading=Text("增速差", "lead"), kind="points"),
        Column(key="published", heading=Text("公布日期", "published"), kind="label"),
        Column(key="source", heading=Text("来源", "source"), shown=False),
    )
    cells = tuple(
        (
            one.group.named,
            one.figure.component,
            one.figure.year,
            one.actual,
            one.planned,
            Figure(one.difference, "yuan", 1, signed=True),
            Figure(one.relative, "percent", 2, signed=True),
            one.growth,
            one.planned_growth,
            None if one.lead is None else Figure(one.lead, "points", 2, signed=True),
            one.figure.published.isoformat(),
            one.figure.source,
        )
        for one in rows
    )
    title = Text(
        "与计划路径的距离（全年数；元，增速差为百分点）",
        "Distance from the plan's path (annual figures; yuan, lead in points)",
    )
    return Table(name="distances", title=title, columns=columns, rows=cells, notes=_base_notes(rows))


def quarter_table(rows: tuple[QuarterGrowth, ...]) -> Table:
    """Return one row a quarterly income."""
    columns = (
        column("group"),
        column("component"),
        Column(key="period", heading=Text("时期", "period")),
        Column(key="year", heading=Text("年份", "year"), kind="year", shown=False),
        Column(key="quarter", heading=Text("季度", "quarter"), kind="year", shown=False),
        Column(key="actual", heading=Text("累计（元）", "running total"), kind="yuan"),
        Column(key="growth", heading=Text("同比", "on a year before"), kind="percent"),
        Column(key="planned_growth", heading=Text("全年计划增速", "planned for the year"), kind="percent"),
        Column(key="lead", heading=Text("增速差", "lead"), kind="points"),
    )
    cells = tuple(
        (
            one.group.named,
            one.figure.component,
            one.figure.period,
            one.figure.year,
            one.figure.quarter,
            one.figure.value,
            one.growth,
            one.planned_growth,
            None if one.lead is None else Figure(one.lead, "points", 2, signed=True),
        )
        for one in rows
    )
    note = Text(
        "季度收入不含自产自用部分，与全年口径不同：只与上年同期比增速，不相加、不折成年率；全年计划增速仅供参照",
        "quarters leave out what households produce and use themselves: they are compared with the same quarter a year "
        "before, never added or annualised; the year's planned growth is for information",
    )
    title = Text("季度同比（增速差为百分点）", "Quarters against the year before (lead in points)")
    return Table(name="quarters", title=title, columns=columns, rows=cells, notes=(note,))


def national_table(rows: tuple[NationalGrowth, ...]) -> Table:
    """Return one row a group and year."""
    columns = (
        column("group"),
        column("year", "year"),
        Column(key="growth", heading=Text("本地增速", "own growth"), kind="percent"),
        Column(key="published_growth", heading=Text("参照增速", "published"), kind="percent"),
        Column(key="lead", heading=Text("增速差", "lead"), kind="points"),
        Column(key="series", heading=Text("参照序列", "series")),
    )
    cells = tuple(
        (one.group.named, one.year, one.growth, one.published, Figure(one.lead, "points", 2, signed=True), _named(one))
        for one in rows
    )
    note = Text("名义增速，由公布的水平重算", "nominal growth, recomputed from published levels")
    title = Text("与公布的增速相比（增速差为百分点）", "Beside published growth (lead in points)")
    return Table(name="national", title=title, columns=columns, rows=cells, notes=(note,))


def _base_notes(rows: tuple[Distance, ...]) -> tuple[Text, ...]:
    assumed = {one.group.label: one.figure.year for one in rows if one.on_planned_base}
    others = {one.group.label for one in rows if one.group.concept == "net_income"}
    told = [
        Text(
            f"{label.zh}为人均纯收入，与可支配收入是两种口径，只与自己的计划相比",
            f"{label.en}: net income, another concept than disposable income, compared with its own plan alone",
        )
        for label in others
    ]
    if not assumed:
        return tuple(told)
    zh, en = "、".join(label.zh for label in assumed), ", ".join(label.en for label in assumed)
    year = next(iter(assumed.values()))
    return (
        *told,
        Text(
            f"{zh}未报告基年实际数，{year}年的增速以方案的基数计",
            f"no base-year income is reported for {en}: growth of {year} is against the plan's base",
        ),
    )


def _named(one: NationalGrowth) -> Text:
    name, _, key = one.series.partition(".")
    region, group = (LABELS.get(part, Text(part, part)) for part in (name, key))
    return Text(f"{region.zh}{group.zh}", f"{region.en}, {group.en}")
