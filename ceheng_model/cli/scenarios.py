"""The command that shows the shipped alternatives."""

from dataclasses import replace

from ceheng_model.checks import check as check_projection
from ceheng_model.cli.answers import alternatives_in
from ceheng_model.cli.options import Source, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.projection import project as project_scenario
from ceheng_model.scenarios import shipped_alternatives
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import Template, Text

_TITLE = Template("随附情景与{year}结果（{full_unit}）", "Shipped scenarios and {year} ({full_unit})")

_INCOME = Template("{group}收入", "income of {group}")


@takes(Source)
def scenarios(source: Source) -> None:
    """随附的情景及其结果 / the shipped alternatives and where they lead."""
    with messages(source):
        table = _alternatives(source)
        terms, year = source.dossier().plan.terms, source.dossier().plan.years[-1]
        # what a plan without a ratio is about is the income of its first group
        measured, what, of = ("urban_rural_ratio", terms.short_ratio, None)
        if not terms.has_ratio:
            measured, what, of = terms.groups[0].key, _INCOME.format(group=terms.groups[0].label), terms
        place = [col.key for col in table.columns].index(measured)
        ends = {row[1]: row[place] for row in table.rows if isinstance(row[1], Text)}
        known = {title: end for title, end in ends.items() if isinstance(end, float)}
        answer = alternatives_in(known, what, terms.year_label(year), len(table.rows), of)
        # a screen has no room for what scenarios assume but below the table
        is_on_screen = source.output is None and source.form == "table"
        emit(
            source,
            [_without_meanings(table) if is_on_screen else table],
            answer=answer,
            hints=_meanings(table) if is_on_screen else [],
        )


def _without_meanings(table: Table) -> Table:
    """Return the table without what scenarios assume."""
    columns = (replace(col, shown=False) if col.key == "description" else col for col in table.columns)
    return replace(table, columns=tuple(columns))


def _meanings(table: Table) -> list[Text]:
    """Return what each scenario assumes, or why it cannot be had."""
    return [_MEANING.format(title=row[1], meaning=row[2]) for row in table.rows if row[2]]


_MEANING = Template("· {title}：{meaning}", "· {title}: {meaning}")
_NOT_MADE = Template("不能测算，{why}", "cannot be projected: {why}")


def _alternatives(source: Source) -> Table:
    dossier = source.dossier()
    rows: list[tuple[Cell, ...]] = []
    groups = dossier.plan.groups
    for shipped in shipped_alternatives(dossier):
        name = (shipped.alternative.name, shipped.alternative.title, shipped.alternative.description)
        if shipped.scenario is None:
            rows.append((*name[:2], _NOT_MADE.format(why=shipped.why_not), *[None] * (len(groups) + 2)))
            continue
        checked = check_projection(project_scenario(shipped.scenario), share_cases=False)
        projection = checked.projection
        # targets of later years make the projection go on beyond the year that the title names
        at = projection.years.index(shipped.scenario.headline_year)
        ratio = float(projection.urban_rural_ratio.values[at]) if projection.has_ratio else None
        missed = sum(statement.statement.headline for statement in checked.missed)
        rows.append((*name, *map(float, projection.totals.values[:, at]), ratio, str(missed)))
    terms = dossier.plan.terms
    columns = (
        Column(key="name", heading=Text("情景", "scenario"), kind="label", shown=False),
        Column(key="title", heading=Text("情景", "scenario")),
        Column(key="description", heading=Text("含义", "meaning")),
        *(Column(key=group.key, heading=Text(group.label.zh, group.key), kind="yuan") for group in groups),
        Column(key="urban_rural_ratio", heading=Text("收入比", "ratio"), kind="ratio", shown=terms.has_ratio),
        Column(key="missed", heading=Text("未达到条数", "missed")),
    )
    title = terms.say(_TITLE, year=terms.year_label(dossier.plan.years[-1]))
    return Table(name="scenarios", title=title, columns=columns, drops=("description", "name"), rows=tuple(rows))
