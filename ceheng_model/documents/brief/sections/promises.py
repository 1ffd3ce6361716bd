"""Say what the plan promises, in its own words."""

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Exhibit, Paragraph, Section
from ceheng_model.plan import Plan
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Template, Text

_GROWTH_TITLE = Template("增速表（{place}原文）", "Growth table ({place})")


def promises(analysis: Analysis) -> Section:
    """Return the section on the plan's statements and its growth table."""
    plan = analysis.plan
    place = plan.growth[0].place
    lead = words.PROMISES.format(
        goals=len(plan.statements),
        place=place,
        groups=len(plan.groups),
        first=plan.years[0],
        last=plan.years[-1],
        cells=len(plan.growth),
    )
    return Section(
        heading=Text("方案提出的目标", "What the plan promises"),
        blocks=(
            Paragraph(text=lead),
            Exhibit(table=_statements(plan)),
            Exhibit(table=_growth(plan, place), supporting=True),
        ),
    )


def _statements(plan: Plan) -> Table:
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="words", heading=Text("原文", "words of the plan")),
        Column(key="place", heading=Text("出处", "place")),
    )
    rows = tuple((statement.label(plan.groups), statement.words, statement.place) for statement in plan.statements)
    return Table(name="promises", title=Text("方案目标（原文）", "Goals of the plan"), columns=columns, rows=rows)


def _growth(plan: Plan, place: Text) -> Table:
    quoted = {
        (cell.quantity.group, cell.quantity.component, cell.quantity.last_year): cell.words for cell in plan.growth
    }
    columns = (
        column("group"),
        column("component"),
        *(Column(key=str(year), heading=Text(f"{year}年", str(year))) for year in plan.years),
    )
    rows: list[tuple[Cell, ...]] = [
        (group.named, component, *(quoted[group.key, component, year] for year in plan.years))
        for group in plan.groups
        for component in (*COMPONENTS, TOTAL)
    ]
    title = _GROWTH_TITLE.format(place=place)
    return Table(name="growth_words", title=title, columns=columns, rows=tuple(rows))
