"""The command on the plan's measures: who does what, which figures they state, what recurs, what will be made."""

from typing import Annotated

import typer

from ceheng_model.cli.answers import listed, measures_in
from ceheng_model.cli.options import Source, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.plan import Measures, finding_table, organisation_findings
from ceheng_model.tables import Table


@takes(Source)
def measures(
    source: Source,
    component: Annotated[
        list[str] | None,
        typer.Option(help="只看某项收入、organisation 或 training，可重复 / of this component", metavar="COMPONENT"),
    ] = None,
    department: Annotated[
        list[str] | None,
        typer.Option(help="只看某责任单位，如 县人社局，可重复 / of this department", metavar="DEPARTMENT"),
    ] = None,
    annex: Annotated[list[str] | None, typer.Option(help="只看某附件，可重复 / of this annex", metavar="N")] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="只看某人群，可重复 / for this group", metavar="GROUP")
    ] = None,
    indicators: Annotated[bool, typer.Option("--indicators", help="列出数量指标 / list the figures")] = False,
    duties: Annotated[bool, typer.Option("--duties", help="列出经常性职责 / list the recurring duties")] = False,
    by_department: Annotated[
        bool, typer.Option("--by-department", help="各责任单位的措施数 / count by department and component")
    ] = False,
    organisation: Annotated[
        bool,
        typer.Option(
            "--organisation",
            help="组织机构、责任单位发送名单 / bodies, departments to circulate to, findings",
        ),
    ] = False,
    deliverables: Annotated[
        bool, typer.Option("--deliverables", help="待完成的文件和制度 / documents and systems to be made")
    ] = False,
) -> None:
    """方案的措施：责任单位、指标、职责、机构、待办文件 / the plan's measures, figures, duties, bodies, deliverables."""
    with messages(source):
        catalogue = source.dossier().plan.require_measures()
        chosen = catalogue.where(
            components=component or None, departments=department or None, annexes=annex or None, groups=group or None
        )
        wanted = [
            (indicators, chosen.indicator_table),
            (duties, chosen.duty_table),
            (by_department, chosen.by_department),
            (deliverables, chosen.deliverable_table),
        ]
        tables = [table() for asked, table in wanted if asked] + (_organisation(chosen) if organisation else [])
        tables = tables or _held(chosen)
        is_of_measures = len(tables) == 1 and tables[0].name == chosen.measure_table().name
        plan = source.dossier().plan
        emit(source, tables, answer=measures_in(plan, len(chosen.measures)) if is_of_measures else listed(tables))


def _held(chosen: Measures) -> list[Table]:
    """Return the measures, or what there is of a plan whose folder lists none."""
    if chosen.measures or not (chosen.bodies or chosen.deliverables or chosen.duties):
        return [chosen.measure_table()]
    held = [
        (chosen.duties, chosen.duty_table),
        (chosen.bodies, chosen.body_table),
        (chosen.deliverables, chosen.deliverable_table),
    ]
    return [table() for rows, table in held if rows]


def _organisation(chosen: Measures) -> list[Table]:
    """Return the bodies, the lists to circulate by, and what does not fit where anything does not."""
    findings, lists = organisation_findings(chosen), chosen.circulation()
    return [
        chosen.body_table(),
        *([lists] if lists.rows else []),
        *([finding_table(findings)] if findings else []),
    ]
