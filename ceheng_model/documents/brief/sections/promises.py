"""Show what the plan promises, in its own words."""

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.paper.content import Exhibit
from ceheng_model.plan import Plan, place_column, with_force, words_column
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import Template, Text, counted

_WORDS = Template("{kind}原文", "words of the {kind}")
_WORDS_REPORTED = Text("报道所引", "words as reported")
_GOALS_TITLE = Template("{kind}目标（原文）", "Goals of the {kind}")
_GOALS_LISTED = Template("{kind}目标", "Goals of the {kind}")
_GROWTH_TITLE = Template("增速表（{place}原文）", "Growth table ({place})")
_GROWTH_WORDS = Text("增速表（原文）", "Growth table")
_IN_TABLE = Text("增速表", "")
_IN_PLACE = Template("其{place}", " ({place})")
"""Where the growth table stands: an annex of the plan, not of the brief."""


def promises_stated(analysis: Analysis) -> Text:
    """Return how many goals and rates the plan states, and how many of the rates the scenario meets."""
    plan, goals = analysis.plan, counted(len(analysis.plan.statements), "goal")
    if not plan.growth:
        return plan.terms.say(words.PROMISES_IN_TEXT, goals=goals)
    met = sum(cell.holds for cell in analysis.cells)
    place = plan.growth[0].place
    return plan.terms.say(
        words.PROMISES,
        goals=goals,
        where=_IN_PLACE.format(place=place) if place else _IN_TABLE,
        groups=counted(len({cell.quantity.group for cell in plan.growth}), "group"),
        span=plan.terms.span_label(plan.years[0], plan.years[-1]),
        cells=counted(len(plan.growth), "growth rate"),
        met=words.CELLS_MET if met == len(analysis.cells) else words.CELLS_MISSED.format(met=met),
    )


def promises_quoted(analysis: Analysis) -> tuple[Exhibit, ...]:
    """Return the goals and the growth table in the plan's own words."""
    plan = analysis.plan
    table = (Exhibit(table=_growth(plan)),) if plan.growth else ()
    return (Exhibit(table=_statements(plan)), *table)


def _listed(plan: Plan) -> Text:
    """Return whose words these are, for the note below them."""
    if not _all_quoted(plan):
        return words.LISTED
    if plan.is_untranslated:
        return words.IN_ORIGINAL if plan.known == "issued" else words.REPORTED_IN_ORIGINAL
    return words.QUOTED if plan.known == "issued" else words.REPORTED


def _all_quoted(plan: Plan) -> bool:
    return all(statement.words for statement in plan.statements)


def _statements(plan: Plan) -> Table:
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        words_column(
            [one.words for one in plan.statements],
            heading=plan.terms.say(_WORDS) if plan.known == "issued" else _WORDS_REPORTED,
        ),
        place_column(one.place for one in plan.statements),
    )
    rows = tuple(
        (with_force(statement.named(plan.terms), statement.force), statement.words, statement.place)
        for statement in plan.statements
    )
    original = _all_quoted(plan) and plan.known == "issued"
    title = plan.terms.say(_GOALS_TITLE if original else _GOALS_LISTED)
    return Table(name="promises", title=title, columns=columns, rows=rows, notes=(_listed(plan),))


def _growth(plan: Plan) -> Table:
    """Return the words of the growth table; rows of which it states nothing are left out."""
    quoted = {
        (cell.quantity.group, cell.quantity.component, cell.quantity.last_year): cell.words for cell in plan.growth
    }
    columns = (
        column("group"),
        column("component"),
        *(Column(key=str(year), heading=plan.terms.year_label(year)) for year in plan.years),
    )
    rows: list[tuple[Cell, ...]] = [
        (group.named, plan.terms.named(component), *row)
        for group in plan.groups
        for component in plan.terms.items
        if any(row := tuple(quoted.get((group.key, component, year)) for year in plan.years))
    ]
    place = plan.growth[0].place
    title = _GROWTH_TITLE.format(place=place) if place else _GROWTH_WORDS
    return Table(name="growth_words", title=title, columns=columns, rows=tuple(rows))
