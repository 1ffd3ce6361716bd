"""Say what the plan promises, in its own words."""

from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Exhibit, Section
from ceheng_model.documents.brief.words import paragraph
from ceheng_model.plan import Plan
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import COMPONENTS, TOTAL, Text


def promises(found: Analysis) -> Section:
    """Return the section on the plan's statements and its growth table."""
    plan = found.plan
    place = plan.growth[0].place
    lead = paragraph(
        f"《方案》提出目标{len(plan.statements)}条，另以{place.zh}列出{len(plan.groups)}类人群"
        f"{plan.years[0]}-{plan.years[-1]}年各项收入增速{len(plan.growth)}格。目标照录原文如下，增速表见附表。",
        f"The plan states {len(plan.statements)} goals, and in {place.en} {len(plan.growth)} growth rates of "
        f"{len(plan.groups)} groups in {plan.years[0]}-{plan.years[-1]}. The goals are quoted below in the "
        "plan's own words, the growth table in the annex.",
    )
    return Section(
        heading=Text("方案提出的目标", "What the plan promises"),
        blocks=(lead, Exhibit(table=_statements(plan)), Exhibit(table=_growth(plan, place), supporting=True)),
    )


def _statements(plan: Plan) -> Table:
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="words", heading=Text("原文", "words of the plan")),
        Column(key="place", heading=Text("出处", "place")),
    )
    rows = tuple((one.label(plan.groups), one.words, one.place) for one in plan.statements)
    return Table(name="promises", title=Text("方案目标（原文）", "Goals of the plan"), columns=columns, rows=rows)


def _growth(plan: Plan, place: Text) -> Table:
    words = {(one.quantity.group, one.quantity.component, one.quantity.last): one.words for one in plan.growth}
    columns = (
        column("group"),
        column("component"),
        *(Column(key=str(year), heading=Text(f"{year}年", str(year))) for year in plan.years),
    )
    rows: list[tuple[Cell, ...]] = [
        (group.named, component, *(words[group.key, component, year] for year in plan.years))
        for group in plan.groups
        for component in (*COMPONENTS, TOTAL)
    ]
    title = Text(f"增速表（{place.zh}原文）", f"Growth table ({place.en})")
    return Table(name="growth_words", title=title, columns=columns, rows=tuple(rows))
